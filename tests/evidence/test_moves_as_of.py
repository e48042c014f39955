"""The moves of an earlier day: what nobody had spoken of is not there, and what is left still fits together."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from building import case_of, named_issue
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.as_of import as_of
from detente.evidence.support import assumed_keys, move_records, record, records, unused_claims
from detente.model.case import Case
from detente.model.condition import And, Condition, Implies, Not, Or, Taken
from detente.model.evidence import Claim, ClaimKind, Source
from detente.model.move import (
    Action,
    Arc,
    Comparison,
    Exclusion,
    MovePreference,
    Moves,
    Ranking,
    State,
    StatusQuo,
    Step,
    Unknown,
    Unordered,
    Unstated,
    Want,
)
from detente.model.package import Package
from detente.questions.stability.from_case import from_case

EARLY, LATE = dt.date(2024, 4, 1), dt.date(2024, 4, 9)
SOURCE = Source(id="paper", publisher="The paper", title="A report", date=LATE)
HALT = named_issue("halt", ["none", "weeks"])


def claim(claim_id: str, day: dt.date) -> Claim:
    return Claim(id=claim_id, text=claim_id, kind=ClaimKind.FACT, source="paper", said_by=(), said_on=day)


def case_with(moves: Moves) -> Case:
    claims = (claim("early", EARLY), claim("late", LATE))
    return replace(case_of([HALT], [], []), sources=(SOURCE,), claims=claims, moves=moves)


def early(moves: Moves) -> Moves | None:
    return as_of(case_with(moves), EARLY).moves


A, B, C = (
    Action(id="a", actor="a", name="A", because=("early",)),
    Action(id="b", actor="b", name="B"),
    Action(id="c", actor="a", name="C", because=("late",)),
)


def test_an_action_first_spoken_of_later_counts_as_never_taken() -> None:
    moves = Moves(
        actions=(A, B, C),
        never=(
            Exclusion(id="n", excluded=And((Taken("a"), Taken("c")))),
            Exclusion(id="m", excluded=And((Taken("a"), Or((Taken("b"), Taken("c")))))),
        ),
        states=(
            State(id="war", name="War", when=Taken("c")),
            State(id="calm", name="Calm", when=And((Not(Taken("c")), Taken("a")))),
        ),
        forbidden=(Arc(id="1", actor="a", before="b", after="war"), Arc(id="2", actor="a", before="b", after="nothing")),
        status_quo=StatusQuo(taken=("b", "c")),
        preferences=(
            Want(id="a-1", actor="a", wants=Implies(Taken("c"), Taken("a"))),
            Want(id="a-2", actor="a", wants=Or((Taken("b"), Taken("c")))),
        ),
    )
    assert early(moves) == Moves(
        actions=(A, B),
        never=(Exclusion(id="m", excluded=And((Taken("a"), Taken("b")))),),
        states=(State(id="calm", name="Calm", when=Taken("a")),),
        forbidden=(Arc(id="2", actor="a", before="b", after="nothing"),),
        status_quo=StatusQuo(taken=("b",)),
        preferences=(Want(id="a-2", actor="a", wants=Taken("b")),),
    )


def test_a_ranking_goes_on_across_a_state_that_is_gone_and_a_comparison_does_not() -> None:
    row = ("a", "c", "b", "nothing")
    steps = (Step.ABOVE, Step.GREATLY, Step.EQUAL)
    said: tuple[MovePreference, ...] = (
        Ranking(id="a-1", actor="a", states=row, steps=steps),
        Comparison(id="b-1", actor="b", states=row, steps=steps),
        Comparison(id="b-4", actor="b", states=("b", "a", "c"), steps=(Step.ABOVE, Step.GREATLY)),
        Unknown(id="b-2", actor="b", states=("a", "c")),
        Unknown(id="b-3", actor="b", states=("a", "c", "b")),
    )
    found = early(Moves(actions=(A, B, C), preferences=said))
    assert found is not None
    assert found.preferences == (
        Ranking(id="a-1", actor="a", states=("a", "b", "nothing"), steps=(Step.GREATLY, Step.EQUAL)),
        Comparison(id="b-1", actor="b", states=("b", "nothing"), steps=(Step.EQUAL,)),
        Comparison(id="b-4", actor="b", states=("b", "a"), steps=(Step.ABOVE,)),
        Unknown(id="b-3", actor="b", states=("a", "b")),
    )


def test_states_and_arcs_first_spoken_of_later_are_not_there() -> None:
    moves = Moves(
        states=(
            State(id="s", name="S", package=Package.of({"halt": "none"}), package_name="no_deal"),
            State(id="t", name="T", package=Package.of({"halt": "weeks"}), package_name="gone"),
            State(id="u", name="U", because=("late",)),
        ),
        arcs=(
            Arc(id="1", actor="a", before="s", after="t", because=("early", "late")),
            Arc(id="2", actor="a", before="s", after="u"),
            Arc(id="3", actor="b", before="t", after="s", because=("late",)),
        ),
        status_quo=StatusQuo(state="u"),
    )
    assert early(moves) == Moves(
        states=(moves.states[0], State(id="t", name="T")),
        arcs=(Arc(id="1", actor="a", before="s", after="t", because=("early",)),),
    )


@pytest.mark.parametrize(
    "moves",
    [
        Moves(actions=(C,)),
        Moves(actions=(A, C), never=(Exclusion(id="n", excluded=Not(Taken("c"))),)),
        Moves(actions=(A, C), states=(State(id="calm", name="Calm", when=Not(Taken("c"))),)),
        Moves(states=(State(id="s", name="S"),), arcs=(Arc(id="1", actor="a", before="s", after="s", because=("late",)),)),
    ],
)
def test_where_no_choice_is_left_there_are_no_moves(moves: Moves) -> None:
    assert early(moves) is None


def conditions() -> st.SearchStrategy[Condition]:
    names = st.sampled_from(["a", "b", "c"]).map(Taken)

    def grown(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.lists(inner, min_size=2, max_size=2).map(tuple)
        return st.one_of(inner.map(Not), several.map(And), several.map(Or), st.builds(Implies, inner, inner))

    return st.recursive(names, grown, max_leaves=4)


@given(conditions(), st.lists(conditions(), min_size=1, max_size=3), st.permutations(["a", "b", "c", "nothing", "war"]))
def test_what_is_left_of_the_moves_is_a_graph_model_again(when: Condition, wishes: list[Condition], row: list[str]) -> None:
    moves = Moves(
        actions=(A, B, C),
        states=(State(id="war", name="War", when=And((Taken("a"), when))),),
        status_quo=StatusQuo(taken=("b",)),
        preferences=(
            *(Want(id=f"a-{k}", actor="a", wants=wish) for k, wish in enumerate(wishes)),
            Unordered(id="a-u", actor="a"),
            Ranking(id="b-1", actor="b", states=tuple(row), steps=(Step.ABOVE,) * 4),
        ),
    )
    left = as_of(case_with(moves), EARLY)
    if left.moves is not None:
        model = from_case(left).models[0].model
        assert set(model.states) <= {"nothing", "a", "b", "a+b", "war"}
        assert model.status_quo in model.states


def test_a_record_of_the_moves_goes_by_its_part_and_is_kept_apart() -> None:
    moves = Moves(
        actions=(A, B),
        never=(Exclusion(id="n", excluded=And((Taken("a"), Taken("b")))),),
        states=(
            State(id="calm", name="Calm", when=Not(Taken("a"))),
            State(id="deal", name="Deal", when=Taken("a"), package=Package.of({"halt": "weeks"}), package_name="weeks"),
        ),
        status_quo=StatusQuo(taken=(), because=("late",)),
        preferences=(
            Want(id="a-1", actor="a", wants=Taken("a"), because=("early",)),
            Unordered(id="a-2", actor="a"),
            Unstated(id="b-1", actor="b", is_equal=False),
            Unstated(id="b-2", actor="b", is_equal=True),
        ),
    )
    case = case_with(moves)
    assert {r.key: r.is_assumption for r in move_records(case)} == {
        "moves.actions.a": False,
        "moves.actions.b": True,
        "moves.never.n": True,
        "moves.states.deal": True,
        "moves.status_quo": False,
        "moves.preferences.a-1": False,
        "moves.preferences.b-2": True,
    }
    assert not any(r.key.startswith("moves") for r in records(case))
    assert record(case, "moves.status_quo").claims == ("late",)
    assert "moves.never.n" in assumed_keys(case)
    assert unused_claims(case) == ()
    assert move_records(replace(case, moves=None)) == ()
