"""A case of moves alone: it needs no issues, and what speaks of packages then has no place in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_texts import checked, marked

from detente.casefile.dump import dump, resolved
from detente.casefile.load import load
from detente.diagnostics import Severity

HEAD = """case: {slug: dilemma, title: A dilemma, as_of: 2024-01-01, question: Can the two cooperate?}
sources:
  book: {publisher: A press, title: A book, date: 2024-01-01}
claims:
  model: {text: The book gives both rankings., kind: assessment, source: book}
actors:
  ann: {name: Ann, role: party}
  bob: {name: Bob, role: party}
"""
MOVES = """moves:
  actions:
    ann_yields: {actor: ann, because: [model]}
    bob_yields: {actor: bob, because: [model]}
  status_quo: {taken: [], because: [model]}
  preferences:
    ann: [{rank: bob_yields > ann_yields+bob_yields > nothing > ann_yields, because: [model]}]
    bob: [{rank: ann_yields > ann_yields+bob_yields > nothing > bob_yields, because: [model]}]
"""
ON_PACKAGES = {
    "feasibility": "{one: {requires: lease = none}}",
    "deal_requires": "{one: {requires: lease = none}}",
    "preferences": "{ann: [{rank: {lease: a > b}}]}",
    "demands": "{one: {actor: ann, asks: lease = none}}",
    "red_lines": "{one: {actor: ann, refuses: lease = none}}",
    "no_deal": "{values: {ann: [{worth: 40}]}}",
    "packages": "{one: {terms: {}}}",
    "proposals": "{one: {by: [ann], date: 2024-01-01, terms: {}}}",
}


def test_moves_are_enough_for_a_case_and_nothing_is_asked_of_a_deal(tmp_path: Path) -> None:
    case, diagnostics = checked(HEAD + MOVES, tmp_path)
    assert diagnostics == ()
    assert case is not None
    assert case.issues == ()


def test_a_case_without_issues_is_written_back_to_the_same_case(tmp_path: Path) -> None:
    case, _ = checked(HEAD + MOVES, tmp_path)
    assert case is not None
    text = dump(case)
    assert "issues" not in text
    assert resolved(case)["issues"] == []
    copy = tmp_path / "copy.yaml"
    copy.write_text(text, encoding="utf-8")
    assert load(copy) == case


def test_a_case_with_neither_issues_nor_moves_is_one_mistake(tmp_path: Path) -> None:
    case, diagnostics = checked(
        HEAD.replace("claims:\n  model: {text: The book gives both rankings., kind: assessment, source: book}\n", ""), tmp_path
    )
    assert case is None
    [mistake] = [d for d in diagnostics if d.severity is Severity.ERROR]
    assert (mistake.code, mistake.message) == ("DET202", "the case lacks the section `issues`")
    assert mistake.help is not None
    assert "`moves:`" in mistake.help


@pytest.mark.parametrize("section", ON_PACKAGES)
def test_what_speaks_of_packages_needs_issues(section: str, tmp_path: Path) -> None:
    case, diagnostics = checked(f"{HEAD}{MOVES}{section}: {ON_PACKAGES[section]}\n", tmp_path)
    assert case is None
    first = next(d for d in diagnostics if d.code == "DET202")
    assert marked(first) == section
    assert not {"DET204", "DET205"} & {d.code for d in diagnostics}


def test_states_cannot_compare_by_values_of_packages_that_are_not_there(tmp_path: Path) -> None:
    text = MOVES.replace(
        "bob: [{rank: ann_yields > ann_yields+bob_yields > nothing > bob_yields, because", "bob: [{values: true, because"
    )
    case, diagnostics = checked(HEAD + text, tmp_path)
    assert case is None
    assert [d.code for d in diagnostics if d.severity is Severity.ERROR] == ["DET434"]


def test_misspelled_moves_are_one_mistake(tmp_path: Path) -> None:
    diagnostics = checked(HEAD + MOVES.replace("moves:", "movse:"), tmp_path)[1]
    assert [d.code for d in diagnostics if d.severity is Severity.ERROR] == ["DET201"]
