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

PUBLISHED = tuple(slug for slug in slugs() if load(slug).moves is not None and not load(slug).issues)


def model_of(case: Case) -> GraphModel:
    """The one model of a case that leaves nothing open."""
    found = from_case(case)
    assert found.is_exact
    [only] = found.models
    return only.model


def equilibria(slug: str, concept: str) -> set[str]:
    return set(analyze(model_of(load(slug))).equilibria(concept))


def numbers(slug: str, concept: str) -> set[int]:
    """Equilibria by the numbers of the published model, which the ids of the states keep."""
    return {int(state.removeprefix("s")) for state in equilibria(slug, concept)}


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
        assert numbers("elmira", concept) == {5, 8, 9}
    for concept in ("GMR", "SMR"):
        assert numbers("elmira", concept) == {1, 4, 5, 8, 9}


def test_elmira_leaves_its_status_quo_by_the_local_government_and_then_only_together() -> None:
    model = model_of(load("elmira"))
    assert model.status_quo == "s1"
    assert model.moves("local", "s1") == ("s5",)
    table = coalition_stability(model)
    assert table.unsettled_by("s5", "CNash") == (("ministry", "uniroyal"),)
    assert table.unsettled_by("s8", "CNash") == ()


def test_the_cuban_missile_crisis_ends_with_withdrawal() -> None:
    assert set(model_of(load("cuban-missile-crisis")).states) == {f"s{k}" for k in range(12)}
    assert numbers("cuban-missile-crisis", "R") == set()
    assert numbers("cuban-missile-crisis", "SEQ") == {4, 6}


@pytest.mark.parametrize("slug", ["elmira", "cuban-missile-crisis", "garrison-diversion"])
def test_a_state_is_the_combination_its_name_says(slug: str) -> None:
    """The number, the name and the condition of a state were written separately."""
    moves = load(slug).moves
    assert moves is not None
    for state in moves.states:
        assert state.name.startswith(f"{state.id.removeprefix('s')}: ")
        if slug == "cuban-missile-crisis":
            code = int(state.id.removeprefix("s"))
            taken = [a for k, a in enumerate(("strike", "blockade", "withdraw", "escalate")) if code >> k & 1]
            assert moves.state_of(taken) == state.id


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
    other = moved("cuban-missile-crisis", "us", "s0", after="s3")
    assert set(analyze(model_of(other)).equilibria("SEQ")) == {"s4", "s6"}


def test_the_equilibria_of_elmira_do_not_hang_on_where_a_modified_order_under_appeal_ranks() -> None:
    other = analyze(model_of(moved("elmira", "uniroyal", "s2", after="s9")))
    for concept in ("R", "GMR", "SMR", "SEQ"):
        assert set(other.equilibria(concept)) == equilibria("elmira", concept)


def test_garrison_agrees_with_another_program_on_nash_and_sequential_equilibria() -> None:
    for concept in ("R", "SEQ"):
        assert numbers("garrison-diversion", concept) == {2, 3, 11, 17, 18, 21, 22}


def test_garrison_is_general_metarational_wherever_the_other_program_says_so() -> None:
    assert {2, 3, 8, 11, 13, 14, 15, 17, 18, 19, 21, 22} < numbers("garrison-diversion", "GMR")
