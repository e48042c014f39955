"""Every witness replays, is as short as can be, and a false one is refused."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import replace
from typing import Any

import pytest

from detente.questions.stability.analysis import analyze
from detente.questions.stability.concepts import Concept
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.replay import FalseWitness, replay
from detente.questions.stability.witness import Sanction, Step, Unanswered, Witnesses, witnesses

DILEMMA = GraphModel.from_actions(
    {"A": ["a"], "B": ["b"]},
    preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]},
)


def every_witness(model: GraphModel, **variant: Any) -> list[Witnesses]:
    table = analyze(model, **variant)
    found = []
    for actor in model.actors:
        for state in model.states:
            for concept in table.concepts:
                witness = witnesses(model, actor, state, concept, **variant)
                assert witness.is_stable == table.is_stable(actor, state, concept)
                found.append(witness)
    return found


def test_every_witness_of_random_conflicts_replays_and_agrees_with_the_table(draw_conflict: Any) -> None:
    rng = random.Random(11)
    told = 0
    for _ in range(120):
        model = draw_conflict(rng, most=8).model()
        for witness in every_witness(model):
            replay(model, witness)
            told += len(witness.sanctions) + len(witness.unanswered)
    assert told > 4_000


@pytest.mark.parametrize("unknown", ["a", "b", "c", "d"])
def test_witnesses_of_unknown_and_great_preferences_replay(draw_conflict: Any, unknown: str) -> None:
    rng = random.Random(12)
    for _ in range(12):
        model = draw_conflict(rng, has_unknown=True, has_strength=True, most=6).model()
        for strength in (None, "strong"):
            for witness in every_witness(model, unknown=unknown, strength=strength):
                replay(model, witness)


def test_a_merged_state_is_spoiled_from_any_of_its_combinations() -> None:
    model = GraphModel.from_actions(
        {"A": ["a"], "B": ["b"], "C": ["c"]},
        merged={"left": "c"},
        preferences={
            "A": ["YNN", "NNN", "NYN", "YYN", "left"],
            "B": ["NYN", "YYN", "NNN", "YNN", "left"],
            "C": [("NNN", "YNN", "NYN", "YYN"), "left"],
        },
    )
    for witness in every_witness(model):
        replay(model, witness)


def test_a_sanction_takes_as_few_moves_as_any(draw_conflict: Any, oracle: Any) -> None:
    rng = random.Random(13)
    longest = 0
    for _ in range(250):
        conflict = draw_conflict(rng, most=10)
        if conflict.actions is not None:
            continue
        model, judge = conflict.model(), oracle(conflict)
        for i in range(conflict.n):
            for s in range(conflict.m):
                for sanction in witnesses(model, f"A{i}", f"s{s}", "GMR").sanctions:
                    gain = int(sanction.improvement.after[1:])
                    assert len(sanction.steps) == fewest_moves(judge, conflict, i, s, gain)
                    longest = max(longest, len(sanction.steps))
    assert longest >= 3


def fewest_moves(judge: Any, conflict: Any, i: int, s: int, gain: int) -> int:
    waiting = deque([(gain, i, 0)])
    seen = set()
    while waiting:
        state, last, steps = waiting.popleft()
        for k in range(conflict.n):
            for t in judge.out[k][state] if k not in (i, last) else ():
                if judge.harms(i, t, s):
                    return steps + 1
                if (t, k) not in seen:
                    seen.add((t, k))
                    waiting.append((t, k, steps + 1))
    raise AssertionError("no sanction")


GOOD = witnesses(DILEMMA, "A", "NN", "SEQ")
STEP = Step(actor="B", before="YN", after="YY")
GAIN = Step(actor="A", before="NN", after="YN")


@pytest.mark.parametrize(
    "false",
    [
        replace(GOOD, sanctions=()),
        replace(GOOD, sanctions=(), unanswered=(Unanswered(improvement=GAIN),)),
        replace(GOOD, sanctions=(Sanction(improvement=GAIN, steps=(), outcome="YN"),)),
        replace(GOOD, sanctions=(Sanction(improvement=GAIN, steps=(STEP,), outcome="NY"),)),
        replace(GOOD, sanctions=(Sanction(improvement=GAIN, steps=(replace(STEP, actor="A"),), outcome="YY"),)),
        replace(GOOD, sanctions=(Sanction(improvement=GAIN, steps=(replace(STEP, before="NN"),), outcome="YY"),)),
        replace(
            GOOD, sanctions=(Sanction(improvement=GAIN, steps=(STEP, replace(STEP, before="YY", after="YN")), outcome="YN"),)
        ),
        replace(GOOD, concept=Concept.NASH),
        replace(GOOD, state="YN"),
        replace(GOOD, actor="B"),
    ],
)
def test_a_false_witness_is_refused(false: Witnesses) -> None:
    with pytest.raises(FalseWitness):
        replay(DILEMMA, false)


def test_a_sanction_its_mover_would_not_make_is_refused_under_seq() -> None:
    chicken = GraphModel.from_actions(
        {"A": ["a"], "B": ["b"]},
        preferences={"A": ["NY", "YY", "YN", "NN"], "B": ["YN", "YY", "NY", "NN"]},
    )
    general = witnesses(chicken, "A", "YY", "GMR")
    replay(chicken, general)
    with pytest.raises(FalseWitness, match="would not move"):
        replay(chicken, replace(general, concept=Concept.SEQ))


def test_simultaneous_witnesses_need_actions() -> None:
    model = GraphModel.from_arcs(["x", "y"], {"A": [("x", "y")]}, preferences={"A": ["y", "x"]})
    with pytest.raises(GraphModelError, match="actions"):
        witnesses(model, "A", "x", "SIM")


def chain() -> tuple[GraphModel, Sanction]:
    """A leaves x for y; B alone can go on to w over z only by moving twice, and C cannot help."""
    model = GraphModel.from_arcs(
        ["x", "y", "z", "q", "w"],
        {"A": [("x", "y")], "B": [("y", "z"), ("z", "w")], "C": [("q", "w")]},
        preferences={"A": ["z", "y", "q", "x", "w"], "B": ["w", "z", "y", "x", "q"], "C": ["w", "z", "y", "x", "q"]},
    )
    gain = Step(actor="A", before="x", after="y")
    return model, Sanction(improvement=gain, steps=(Step(actor="B", before="y", after="z"),), outcome="w")


@pytest.mark.parametrize(
    ("last", "message"),
    [(Step(actor="B", before="z", after="w"), "twice in a row"), (Step(actor="C", before="q", after="w"), "starts at")],
)
def test_a_sanction_whose_steps_do_not_follow_legally_is_refused(last: Step, message: str) -> None:
    model, sanction = chain()
    found = witnesses(model, "A", "x", "GMR")
    assert not found.is_stable
    false = replace(found, unanswered=(), sanctions=(replace(sanction, steps=(*sanction.steps, last)),))
    with pytest.raises(FalseWitness, match=message):
        replay(model, false)
