"""Equilibria the literature reports for the bundled examples of moves, from the case files themselves.

How sure each number is:

- Prisoner's dilemma, chicken: Fraser & Hipel (1984), chapters 1 and 2. The book was not at hand; the numbers are recalled, and
  few enough to be checked by hand against the definitions.
- Elmira: Fang, Hipel & Kilgour (1993), chapters 1 and 6, in its numbering of states; Kilgour, Hipel, Fang & Peng (2001) for the
  joint move. Recalled. The file in onp/gmcr-py ranks one state otherwise for one actor; a test says what that changes.
- Cuban missile crisis: Fraser & Hipel (1984), chapter 1, in its decimal numbering of outcomes. Recalled. The file in onp/gmcr-py
  ranks `nothing` otherwise for one actor; a test says what that changes.
- Garrison: what the book reports could not be established. The numbers are those another program, onp/gmcr-py, stores.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.casefile.bundled import slugs
from detente.casefile.load import load
from detente.model.case import Case
from detente.model.move import Ranking
from detente.questions.stability.analysis import analyze
from detente.questions.stability.coalitions import coalition_stability
from detente.questions.stability.from_case import from_case
from detente.questions.stability.graph import GraphModel

PUBLISHED = tuple(slug for slug in slugs() if not load(slug).issues)

ELMIRA = {
    "delay": 1,
    "modify+delay": 2,
    "accept": 3,
    "modify+accept": 4,
    "delay+insist": 5,
    "modify+delay+insist": 6,
    "accept+insist": 7,
    "modify+accept+insist": 8,
    "abandoned": 9,
}
CUBAN = {"strike": 1, "blockade": 2, "withdraw": 4, "escalate": 8, "nothing": 0}


def model_of(case: Case) -> GraphModel:
    """The one model of a case that leaves nothing open."""
    found = from_case(case)
    assert found.is_exact
    [only] = found.models
    return only.model


def equilibria(slug: str, concept: str) -> set[str]:
    return set(analyze(model_of(load(slug))).equilibria(concept))


def outcome(state: str) -> int:
    """The number an outcome of the Cuban missile crisis has in the book."""
    return sum(CUBAN[action] for action in state.split("+"))


def test_the_five_examples_are_there() -> None:
    assert set(PUBLISHED) == {"chicken", "cuban-missile-crisis", "elmira", "garrison-diversion", "prisoners-dilemma"}


@pytest.mark.parametrize("slug", PUBLISHED)
def test_what_modelers_wrote_is_told_as_theirs(slug: str) -> None:
    case = load(slug)
    assert case.moves is not None
    assert all(statement.because for statement in case.moves.preferences)
    assert all(action.because for action in case.moves.actions)
    assert all(claim.kind == "assessment" and claim.said_by for claim in case.claims)


@pytest.mark.parametrize("slug", PUBLISHED)
def test_the_description_names_the_work(slug: str) -> None:
    case = load(slug)
    from detente.casefile.bundled import folder

    readme = (folder(slug) / "README.md").read_text(encoding="utf-8")
    for source in case.sources:
        authors, _, title = source.title.partition(": ")
        assert authors.split()[-1] in readme
        assert title.split(",")[0].split(":")[0] in readme


def test_prisoners_dilemma() -> None:
    assert equilibria("prisoners-dilemma", "R") == {"confessions"}
    for concept in ("GMR", "SMR", "SEQ", "SIM"):
        assert equilibria("prisoners-dilemma", concept) == {"confessions", "silence"}


def test_chicken() -> None:
    one_swerves = {"first_alone", "second_alone"}
    for concept in ("R", "SEQ"):
        assert equilibria("chicken", concept) == one_swerves
    for concept in ("GMR", "SMR", "SIM"):
        assert equilibria("chicken", concept) == {*one_swerves, "both_swerve"}


def test_elmira_has_three_strong_equilibria() -> None:
    for concept in ("R", "SEQ"):
        assert {ELMIRA[s] for s in equilibria("elmira", concept)} == {5, 8, 9}
    for concept in ("GMR", "SMR"):
        assert {ELMIRA[s] for s in equilibria("elmira", concept)} == {1, 4, 5, 8, 9}


def test_elmira_leaves_its_status_quo_by_the_local_government_and_then_only_together() -> None:
    model = model_of(load("elmira"))
    numbers = {name: ELMIRA[name] for name in model.states}
    assert set(numbers.values()) == set(range(1, 10))
    assert model.status_quo is not None
    assert numbers[model.status_quo] == 1
    assert [numbers[s] for s in model.moves("local", "delay")] == [5]
    table = coalition_stability(model)
    assert table.unsettled_by("delay+insist", "CNash") == (("ministry", "uniroyal"),)
    assert table.unsettled_by("modify+accept+insist", "CNash") == ()


def test_the_cuban_missile_crisis_ends_with_withdrawal() -> None:
    model = model_of(load("cuban-missile-crisis"))
    assert sorted(map(outcome, model.states)) == list(range(12))
    assert equilibria("cuban-missile-crisis", "R") == set()
    assert {outcome(s) for s in equilibria("cuban-missile-crisis", "SEQ")} == {4, 6}


def moved(slug: str, actor: str, state: str, after: str) -> Case:
    """The case with one state put elsewhere in an actor's ranking."""
    case = load(slug)
    assert case.moves is not None
    ranked = []
    for statement in case.moves.preferences:
        if isinstance(statement, Ranking) and statement.actor == actor:
            rest = [s for s in statement.states if s != state]
            place = rest.index(after) + 1
            statement = replace(statement, states=(*rest[:place], state, *rest[place:]))
        ranked.append(statement)
    other = replace(case, moves=replace(case.moves, preferences=tuple(ranked)))
    assert other != case
    return other


def test_the_sequential_equilibria_of_the_crisis_do_not_hang_on_where_doing_nothing_ranks() -> None:
    other = moved("cuban-missile-crisis", "us", "nothing", after="strike+blockade")
    assert {outcome(s) for s in analyze(model_of(other)).equilibria("SEQ")} == {4, 6}


def test_the_equilibria_of_elmira_do_not_hang_on_where_a_modified_order_under_appeal_ranks() -> None:
    other = analyze(model_of(moved("elmira", "uniroyal", "modify+delay", after="abandoned")))
    for concept in ("R", "GMR", "SMR", "SEQ"):
        assert set(other.equilibria(concept)) == equilibria("elmira", concept)


def test_garrison_agrees_with_another_program_on_nash_and_sequential_equilibria() -> None:
    for concept in ("R", "SEQ"):
        assert equilibria("garrison-diversion", concept) == {f"s{k}" for k in (2, 3, 11, 17, 18, 21, 22)}


def test_garrison_is_general_metarational_wherever_the_other_program_says_so() -> None:
    stored = {f"s{k}" for k in (2, 3, 8, 11, 13, 14, 15, 17, 18, 19, 21, 22)}
    assert stored < equilibria("garrison-diversion", "GMR")
