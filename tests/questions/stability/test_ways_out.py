"""Single changes against every single change made by hand, and paths against a search of their own."""

from __future__ import annotations

import random
from collections import deque
from itertools import combinations
from typing import Any

import pytest

from detente.questions.stability.analysis import stable_under
from detente.questions.stability.changes import (
    ActionClosed,
    CoalitionFormed,
    MoveAdded,
    MoveRemoved,
    PairReversed,
    Place,
    StateShifted,
    applied,
    size_of,
)
from detente.questions.stability.coalitions import coalition_stability
from detente.questions.stability.concepts import Concept
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.option_form import Direction
from detente.questions.stability.paths import StepKind, paths, replay_evolution
from detente.questions.stability.preferences import Preference
from detente.questions.stability.ways_out import Goal, changes

FORM = {"R": "CNash", "GMR": "CGMR", "SMR": "CSMR", "SEQ": "CSEQ"}


def is_equilibrium(model: GraphModel, state: str, concept: Concept) -> bool:
    return bool(stable_under(model, concept)[:, model.state(state)].all())


def concepts_of(model: GraphModel) -> list[Concept]:
    return [c for c in Concept if c is not Concept.SIM or model.options is not None]


def test_every_change_found_does_what_it_is_for(draw_conflict: Any) -> None:
    rng = random.Random(31)
    kinds = set()
    for _ in range(25):
        model = draw_conflict(rng, most=6).model()
        state = rng.choice(model.states)
        for concept in concepts_of(model):
            settled = is_equilibrium(model, state, concept)
            found = changes(model, state, concept, goal=Goal.UNSETTLE if settled else Goal.SETTLE)
            assert found.is_complete
            assert not found.is_reached
            assert [size_of(c) for c in found.found] == sorted(size_of(c) for c in found.found)
            for change in found.found:
                kinds.add(type(change))
                if isinstance(change, CoalitionFormed):
                    table = coalition_stability(model, [change.members], concepts=[FORM[str(concept)]])
                    assert table.unsettled_by(state, FORM[str(concept)]) == (change.members,)
                else:
                    assert is_equilibrium(applied(model, change), state, concept) is not settled
    assert kinds == {StateShifted, PairReversed, MoveRemoved, MoveAdded, ActionClosed, CoalitionFormed}


def test_no_move_that_would_do_is_missed(draw_conflict: Any) -> None:
    rng = random.Random(32)
    for _ in range(12):
        model = draw_conflict(rng, most=5).model()
        state = rng.choice(model.states)
        for concept in concepts_of(model):
            settled = is_equilibrium(model, state, concept)
            found = changes(model, state, concept, goal="unsettle" if settled else "settle").found
            told = {(c.actor, c.before, c.after) for c in found if isinstance(c, MoveAdded | MoveRemoved)}
            real = set()
            for k, actor in enumerate(model.actors):
                for s, before in enumerate(model.states):
                    for t, after in enumerate(model.states):
                        own = model.arcs[k]
                        if s == t:
                            continue
                        made = own.without_move(s, t) if own.has(s, t) else own.with_move(s, t)
                        if is_equilibrium(model.with_arcs(actor, made), state, concept) is not settled:
                            real.add((actor, before, after))
            assert told == real, concept


def test_the_smallest_shift_of_one_state_is_found(draw_conflict: Any) -> None:
    rng = random.Random(33)
    tried = 0
    while tried < 15:
        conflict = draw_conflict(rng, most=5)
        if None in conflict.ranks:
            continue
        tried += 1
        model = conflict.model()
        state = rng.choice(model.states)
        for concept in concepts_of(model):
            settled = is_equilibrium(model, state, concept)
            found = changes(model, state, concept, goal="unsettle" if settled else "settle").found
            told = min((c.size for c in found if isinstance(c, StateShifted)), default=None)
            assert told == smallest_shift(model, conflict.ranks, state, concept, settled), concept


def smallest_shift(model: GraphModel, ranks: list[list[int]], state: str, concept: Concept, settled: bool) -> int | None:
    sizes = []
    for k, actor in enumerate(model.actors):
        for x in range(model.n_states):
            for value in range(-1, 2 * max(ranks[k]) + 2):
                made = [2 * r for r in ranks[k]]
                made[x] = value
                trial = model.with_preferences({actor: Preference.of_ranks(made)})
                if is_equilibrium(trial, state, concept) is not settled:
                    old = [(r > ranks[k][x]) - (r < ranks[k][x]) for r in ranks[k]]
                    sizes.append(sum(a != (r > value) - (r < value) for a, r in zip(old, made, strict=True)))
    return min(sizes, default=None)


def test_a_budget_cut_short_says_so() -> None:
    model = GraphModel.from_actions(
        {"A": ["a"], "B": ["b"]}, preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]}
    )
    found = changes(model, "YY", "R", limit=3)
    assert (found.is_complete, found.n_tried) == (False, 3)


def test_a_goal_already_reached_needs_no_change() -> None:
    model = GraphModel.from_actions(
        {"A": ["a"], "B": ["b"]}, preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]}
    )
    assert changes(model, "YY", "R", goal="settle").is_reached
    assert changes(model, "NN", "R", goal="unsettle").is_reached


def test_closing_an_action_takes_its_moves_and_no_others() -> None:
    model = GraphModel.from_actions({"A": ["a", "c"], "B": ["b"]}, preferences={"A": [tuple_all()], "B": [tuple_all()]})
    kept = applied(model, ActionClosed(actor="A", action="a", direction=Direction.TAKE))
    assert kept.moves("A", "YNN") == ("YYN",)
    assert kept.moves("A", "NNN") == model.moves("A", "NNN")
    assert applied(model, ActionClosed(actor="A", action="a", direction=None)).moves("A", "NNN") == ("NYN",)


def tuple_all() -> tuple[str, ...]:
    return tuple(f"{a}{c}{b}" for b in "NY" for c in "NY" for a in "NY")


def test_a_pair_reversed_is_compared_as_said() -> None:
    model = GraphModel.from_arcs(["x", "y"], {"A": [("x", "y")]}, preferences={"A": Preference.of_pairs(2, [(0, 1)])})
    made = applied(model, PairReversed(actor="A", state="y", place=Place.ABOVE, other="x"))
    assert made.preference(0).prefers(1, 0)
    assert not made.preference(0).prefers(0, 1)


def test_paths_are_shortest_legal_and_missing_only_where_there_is_none(draw_conflict: Any) -> None:
    rng = random.Random(34)
    lengths = set()
    for _ in range(60):
        conflict = draw_conflict(rng, most=8)
        model = conflict.model()
        start = model.states[0]
        found = paths(model, model.states, start=start)
        for kind in StepKind:
            expected = shortest_lengths(model, kind)
            for target in model.states:
                path = found.to(target, kind)
                assert (None if path is None else len(path.steps)) == expected.get(target), kind
                assert (path is None) == ((kind, target) in found.unreachable)
                if path is not None:
                    lengths.add(len(path.steps))
                    assert replay_evolution(model, path)
    assert max(lengths) >= 4


def shortest_lengths(model: GraphModel, kind: StepKind) -> dict[str, int]:
    """Fewest steps to each state from the first, over (state, last movers) by names."""
    size = len(model.actors) if kind is StepKind.COALITION_IMPROVEMENTS else 1
    groups = [g for k in range(1, size + 1) for g in combinations(model.actors, k)]
    best = {model.states[0]: 0}
    waiting: deque[tuple[str, tuple[str, ...], int]] = deque([(model.states[0], (), 0)])
    seen = set()
    while waiting:
        at, last, steps = waiting.popleft()
        for group in groups:
            if group == last:
                continue
            for after in reached_by(model, group, at):
                a, b = model.state(after), model.state(at)
                if kind is not StepKind.MOVES and not all(model.preference(model.actor(m)).prefers(a, b) for m in group):
                    continue
                if (after, group) not in seen:
                    seen.add((after, group))
                    best.setdefault(after, steps + 1)
                    waiting.append((after, group, steps + 1))
    return best


def reached_by(model: GraphModel, group: tuple[str, ...], start: str) -> set[str]:
    seen: set[tuple[str, str]] = set()
    waiting = [(start, "")]
    while waiting:
        at, last = waiting.pop()
        for m in group:
            for t in model.moves(m, at) if m != last else ():
                if (t, m) not in seen:
                    seen.add((t, m))
                    waiting.append((t, m))
    return {t for t, _ in seen}


def test_paths_need_a_start() -> None:
    model = GraphModel.from_arcs(["x", "y"], {"A": [("x", "y")]}, preferences={"A": ["y", "x"]})
    with pytest.raises(GraphModelError, match="status quo"):
        paths(model, ["y"])
    with pytest.raises(GraphModelError, match="kind"):
        paths(model, ["y"], start="x", kinds=["leaps"])


def test_a_move_added_beside_the_actions_outlives_the_closing_of_one() -> None:
    model = GraphModel.from_actions(
        {"A": ["a"], "B": ["b"]}, preferences={"A": ["NN", "YN", "NY", "YY"], "B": ["NN", "YN", "NY", "YY"]}
    )
    more = applied(model, MoveAdded(actor="A", before="NN", after="YY"))
    assert applied(more, ActionClosed(actor="A", action="a", direction=None)).moves("A", "NN") == ("YY",)
