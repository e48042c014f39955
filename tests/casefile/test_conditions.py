"""Conditions over actions and rows of states: what is read, what is written back, what is left without some actions."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from case_texts import checked, marked, merged
from hypothesis import given
from hypothesis import strategies as st

from detente.casefile.conditions import parse_condition, parse_states
from detente.casefile.scope import Register
from detente.casefile.source import Report, SourceFile
from detente.casefile.syntax import MapNode, ScalarNode, parse
from detente.model.condition import (
    And,
    Condition,
    Iff,
    Implies,
    Not,
    Or,
    Taken,
    actions_of,
    condition_text,
    holds,
    without_actions,
)
from detente.model.move import Step
from detente.questions.stability.combinations import Combinations

ACTIONS = ("a", "b", "c", "d")


def conditions() -> st.SearchStrategy[Condition]:
    """Trees as the parser makes them: `and` in no `and`, `or` in no `or`, at least two parts."""

    def grown(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            inner.map(Not), several.map(And), several.map(Or), st.builds(Implies, inner, inner), st.builds(Iff, inner, inner)
        )

    return st.recursive(st.sampled_from(ACTIONS).map(Taken), grown, max_leaves=8)


def scalar(text: str) -> ScalarNode:
    tree = parse(SourceFile("case.yaml", f"x: {text}\n"), Report())
    assert isinstance(tree, MapNode)
    node = tree.pairs[0][1]
    assert isinstance(node, ScalarNode)
    return node


def read(text: str, report: Report | None = None) -> Condition | None:
    register = Register("action", "actions", "DET424", {name: scalar(name) for name in ACTIONS})
    return parse_condition(scalar(text), register, report or Report())


def every_choice() -> list[set[str]]:
    return [set(some) for n in range(len(ACTIONS) + 1) for some in combinations(ACTIONS, n)]


@given(conditions())
def test_a_condition_written_and_read_means_the_same(condition: Condition) -> None:
    again = read(condition_text(condition))
    assert again is not None
    assert condition_text(again) == condition_text(condition)
    assert all(holds(again, taken) == holds(condition, taken) for taken in every_choice())


@given(conditions())
def test_the_graph_model_reads_a_condition_of_a_case_as_the_case_does(condition: Condition) -> None:
    every = Combinations.every(ACTIONS)
    expected = [holds(condition, every.taken(code)) for code in range(16)]
    assert np.array_equal(every.where(condition), expected)


@given(conditions(), st.sets(st.sampled_from(ACTIONS)))
def test_without_some_actions_a_condition_says_what_it_said_where_they_are_not_taken(
    condition: Condition, gone: set[str]
) -> None:
    left = without_actions(condition, gone)
    for taken in every_choice():
        if not taken & gone:
            assert (left if isinstance(left, bool) else holds(left, taken)) == holds(condition, taken)
    assert isinstance(left, bool) or not set(actions_of(left)) & gone


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("not a and b or c", "not a and b or c"),
        ("a and (b or c)", "a and (b or c)"),
        ("a if b or c", "b or c implies a"),
        ("a implies b implies c", "a implies (b implies c)"),
        ("a or b iff c", "a or b iff c"),
        ("(a if b) iff c", "(b implies a) iff c"),
        ("not not a", "not not a"),
        ("not (a and b)", "not (a and b)"),
    ],
)
def test_words_bind_from_not_to_iff(text: str, canonical: str) -> None:
    condition = read(text)
    assert condition is not None
    assert condition_text(condition) == canonical


@pytest.mark.parametrize(
    ("text", "at", "help_"),
    [
        ("a & b", "&", "write `and`"),
        ("a -> b", "->", "write `implies`"),
        ("a AND b", "AND", "write `and` in lower case"),
        ("a b", "b", "join two actions"),
        ("a implies b if c", "if", "parentheses"),
        ("a iff b iff c", "iff", "parentheses"),
        ("(a or b", "(", "add `)`"),
        ("a)", ")", "take it out"),
        ("a and", "d", "name an action"),
        ("and a", "and", "name an action"),
        ("a and NOT b", "NOT", "lower case"),
    ],
)
def test_a_condition_that_cannot_be_read_is_one_mistake_at_its_place(text: str, at: str, help_: str) -> None:
    report = Report()
    assert read(f"'{text}'", report) is None
    [mistake] = report.found
    assert mistake.code == "DET215"
    assert f"x: '{text}'"[mistake.span.column - 1 : mistake.span.end_column - 1] == at
    assert mistake.help is not None
    assert help_ in mistake.help


def test_every_unknown_action_of_a_condition_is_found_in_one_run() -> None:
    report = Report()
    assert read("aa implies not bb", report) is None
    assert [d.code for d in report.found] == ["DET424", "DET424"]


def test_a_condition_nested_without_end_is_refused() -> None:
    report = Report()
    assert read("not " * 70 + "a", report) is None
    assert read("(" * 70 + "a" + ")" * 70, report) is None
    assert read("a implies " * 70 + "a", report) is None
    assert {d.code for d in report.found} == {"DET505"}


def test_a_row_of_states_keeps_its_steps_and_sums() -> None:
    row = parse_states(scalar("deal >> a + b ~ nothing>war"), Report())
    assert row is not None
    assert [text for text, _ in row.states] == ["deal", "a + b", "nothing", "war"]
    assert row.steps == (Step.GREATLY, Step.EQUAL, Step.ABOVE)


@pytest.mark.parametrize(
    ("text", "at", "help_"),
    [
        ("a < b", "<", "turn it round"),
        ("a >= b", ">=", "`prefers` and `unknown`"),
        ("a >>> b", ">>>", "write `>>`"),
        ("a = b", "=", "write `~`"),
        ("a > b >", ">", "best first"),
        ("a b", "b", "best first"),
        ("a", "a", "best first"),
    ],
)
def test_a_row_that_cannot_be_read_is_one_mistake_at_its_place(text: str, at: str, help_: str) -> None:
    report = Report()
    assert parse_states(scalar(f"'{text}'"), report) is None
    [mistake] = report.found
    assert mistake.code == "DET220"
    assert f"x: '{text}'"[mistake.span.column - 1 : mistake.span.end_column - 1] in (at, f"'{at}'")
    assert mistake.help is not None
    assert help_ in mistake.help


def test_a_condition_in_a_block_is_marked_at_its_line(tmp_path: Path) -> None:
    text = "moves:\n  actions: {lock: {actor: city}}\n  never:\n    some:\n      holds: >-\n        not lock\n        and lokc\n"
    found = [d for d in checked(merged(text), tmp_path)[1] if d.code == "DET424"]
    assert [marked(d) for d in found] == ["lokc"]
