"""What actors take others to prefer, in a case: as the engine of hypergames has it, reading by reading."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from building import case_of, named_issue

from detente.evidence.moves_as_of import moves_as_of, moves_without
from detente.model.case import Case
from detente.model.condition import And, Condition, Implies, Not, Taken
from detente.model.move import Action, MovePreference, Moves, Ranking, StatusQuo, Step, Unordered, Want
from detente.questions.stability.analysis import analyze
from detente.questions.stability.concepts import CONCEPTS
from detente.questions.stability.from_case import from_case
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.hypergame import hypergame
from detente.questions.stability.question import stability
from detente.questions.stability.seen import as_seen, seen_preferences

STATES = tuple(
    "+".join(row) or "nothing" for row in [(), ("x",), ("y",), ("x", "y"), ("z",), ("x", "z"), ("y", "z"), ("x", "y", "z")]
)
ACTIONS = tuple(Action(id=i, actor=a, name=i) for i, a in (("x", "a"), ("y", "b"), ("z", "c")))


def with_moves(*preferences: MovePreference) -> Case:
    case = case_of([named_issue("halt", ["none", "weeks"])], [], [])
    third = replace(case.actors[0], id="c", name="C")
    moves = Moves(actions=ACTIONS, status_quo=StatusQuo(taken=()), preferences=preferences)
    return replace(case, actors=(*case.actors, third), moves=moves)


def ranking(rng: random.Random, actor: str, seen_by: str | None = None) -> Ranking:
    states = tuple(rng.sample(STATES, len(STATES)))
    steps = tuple(rng.choice([Step.ABOVE, Step.ABOVE, Step.EQUAL]) for _ in STATES[1:])
    return Ranking(
        id=f"{seen_by}-sees-{actor}-1" if seen_by else f"{actor}-1", actor=actor, states=states, steps=steps, seen_by=seen_by
    )


@pytest.mark.parametrize("seed", range(25))
def test_shares_as_each_sees_it_are_those_of_the_hypergame(seed: int) -> None:
    rng = random.Random(seed)
    views = rng.sample([(o, a) for o in "abc" for a in "abc" if o != a], 3)
    case = with_moves(*(ranking(rng, a) for a in "abc"), *(ranking(rng, a, o) for o, a in views))
    assert case.moves is not None
    found = stability(case)
    (told,) = from_case(case).models
    views_of = {o: {a: case.moves.seen_by(o).preferences_of(a) for p, a in views if p == o} for o in "abc"}
    models = {}
    for observer, own in views_of.items():
        # Each believed model on its own, by the way a case is read, with the seen statements in place of the true ones.
        kept = [p for p in case.moves.preferences if p.seen_by is None and p.actor not in own]
        (model,) = from_case(with_moves(*kept, *(p for statements in own.values() for p in statements))).models
        models[observer] = model.model
    table = hypergame(models)
    assert found.columns == (*(c.value for c in CONCEPTS), *(f"seen {c.value}" for c in CONCEPTS))
    assert found.shares is not None
    for concept in CONCEPTS:
        assert set(found.shares.equilibria(f"seen {concept.value}")) == set(table.equilibria(concept))
        assert set(found.shares.equilibria(concept)) == set(analyze(told.model).equilibria(concept))
        for k, actor in enumerate(table.actors):
            for s, state in enumerate(table.states):
                stable = table.stable[k, s, CONCEPTS.index(concept)]
                assert found.shares.of(actor, state, f"seen {concept.value}").least == stable


def want(n: int, actor: str, condition: Condition, seen_by: str | None = None) -> Want:
    return Want(
        id=f"{actor}-{n}" if seen_by is None else f"{seen_by}-sees-{actor}-{n}", actor=actor, wants=condition, seen_by=seen_by
    )


def test_readings_of_all_actors_are_counted_with_what_is_seen() -> None:
    """Two actors have wishes in no known order; the third takes one of them to want something else."""
    x, y, z = Taken("x"), Taken("y"), Taken("z")
    case = with_moves(
        want(1, "a", x),
        want(2, "a", Not(y)),
        want(3, "a", And((y, z))),
        Unordered(id="a-4", actor="a"),
        want(1, "b", y),
        want(2, "b", Not(x)),
        Unordered(id="b-3", actor="b"),
        want(1, "c", Not(And((x, y)))),
        want(2, "c", z),
        want(1, "b", Implies(z, y), "a"),
        want(2, "b", Not(y), "a"),
        want(1, "a", Not(x), "c"),
    )
    assert case.moves is not None
    found = stability(case)
    given = from_case(case, order_wishes=True)
    assert given.is_exact
    assert found.shares is not None
    seen = seen_preferences(case.moves, given.models[0].model)
    counts: Counter[tuple[str, str, str]] = Counter()
    for own in given.models:
        models: dict[str, GraphModel] = {actor: as_seen(own.model, k, seen) for k, actor in enumerate(own.model.actors)}
        table = hypergame(models)
        for concept in CONCEPTS:
            for state in table.equilibria(concept):
                counts["", state, concept.value] += own.n
            for (k, actor), (s, state) in product(enumerate(table.actors), enumerate(table.states)):
                counts[actor, state, concept.value] += own.n * int(table.stable[k, s, CONCEPTS.index(concept)])
    assert any(0 < n < given.n_readings for n in counts.values())
    for state, concept in product(found.states, CONCEPTS):
        share = found.shares.equilibrium(state, f"seen {concept.value}")
        assert share.least == share.most == Fraction(counts["", state, concept.value], given.n_readings)
        for actor in found.actors:
            assert found.shares.of(actor, state, f"seen {concept.value}").least == Fraction(
                counts[actor, state, concept.value], given.n_readings
            )


def test_where_it_is_unknown_what_another_is_taken_to_prefer_two_ends_bound_it() -> None:
    x, y = Taken("x"), Taken("y")
    wishes = (want(1, "b", Implies(x, y), "a"), want(2, "b", Not(y), "a"))
    own = (want(1, "a", Not(y)), want(2, "a", x), want(1, "b", y), want(1, "c", Taken("z")))
    found = stability(with_moves(*own, *wishes, Unordered(id="a-sees-b-3", actor="b", seen_by="a")))
    assert not found.has_unknown
    assert found.shares is not None
    share = found.shares.of("a", "nothing", "seen SEQ")
    assert [share.least, share.most] == [Fraction(0), Fraction(1)]
    for order in (wishes, wishes[::-1]):
        settled = stability(with_moves(*own, *order))
        assert settled.shares is not None
        for state, concept in product(found.states, CONCEPTS):
            one, both = (f.shares.of("a", state, f"seen {concept.value}") for f in (settled, found) if f.shares is not None)
            assert both.least <= one.least == one.most <= both.most


def test_what_is_seen_by_who_cannot_move_and_nothing_seen_add_nothing() -> None:
    rng = random.Random(1)
    plain = with_moves(*(ranking(rng, a) for a in "abc"))
    assert stability(plain).further == ()
    outside = replace(plain, actors=(*plain.actors, replace(plain.actors[0], id="d", name="D")))
    assert plain.moves is not None
    watching = replace(plain.moves, preferences=(*plain.moves.preferences, ranking(rng, "a", "d")))
    assert stability(replace(outside, moves=watching)).further == ()


def test_what_was_said_later_of_how_others_are_seen_is_not_known_yet() -> None:
    rng = random.Random(2)
    case = with_moves(*(ranking(rng, a) for a in "abc"), replace(ranking(rng, "b", "a"), because=("late",)))
    assert case.moves is not None
    early = moves_as_of(case.moves, {"early"}, ())
    assert early is not None
    assert early.observers == ()
    assert early.preferences == case.moves.preferences[:3]
    without = moves_without(case.moves, "moves.preferences.a-sees-b-1", ())
    assert without is not None
    assert without.observers == ()
