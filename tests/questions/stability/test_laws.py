"""Laws of the concepts, with Hypothesis."""

from __future__ import annotations

import random
from typing import Any, Literal, get_args

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.questions.stability.analysis import analyze, stable_under
from detente.questions.stability.arcs import Arcs
from detente.questions.stability.attitudes import relational_stability
from detente.questions.stability.coalitions import coalition_stability
from detente.questions.stability.concepts import Concept
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.hypergame import hypergame
from detente.questions.stability.limited_moves import limited_move

Letter = Literal["a", "b", "c", "d"]
SEEDS = st.integers(0, 10**9)


@given(seed=SEEDS)
@settings(max_examples=60)
def test_concepts_imply_each_other(draw_conflict: Any, seed: int) -> None:
    conflict = draw_conflict(random.Random(seed))
    table = analyze(conflict.model())
    column = {c: table.stable[:, :, k] for k, c in enumerate(table.concepts)}
    weaker = [
        (Concept.NASH, Concept.SMR),
        (Concept.SMR, Concept.GMR),
        (Concept.NASH, Concept.SSEQ),
        (Concept.SSEQ, Concept.SEQ),
        (Concept.SEQ, Concept.GMR),
        (Concept.SSEQ, Concept.SMR),
    ]
    if Concept.SIM in column:
        weaker.append((Concept.NASH, Concept.SIM))
    for strong, weak in weaker:
        assert not (column[strong] & ~column[weak]).any(), (strong, weak)


@given(seed=SEEDS)
@settings(max_examples=40)
def test_renaming_states_and_actors_changes_nothing(draw_conflict: Any, seed: int) -> None:
    rng = random.Random(seed)
    model = draw_conflict(rng).model()
    n, m = len(model.actors), model.n_states
    places = np.array(rng.sample(range(m), m))
    order = rng.sample(range(n), n)
    arcs = [Arcs.of(m, places[model.arcs[k].sources], places[model.arcs[k].targets]) for k in order]
    renamed = GraphModel(
        actors=tuple(model.actors[k] for k in order),
        states=tuple(model.states[s] for s in np.argsort(places)),
        arcs=tuple(arcs),
        preferences=tuple(model.preference(k).renamed(places) for k in order),
    )
    for concept in (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ):
        before, after = stable_under(model, concept), stable_under(renamed, concept)
        assert (after[:, places] == before[order]).all(), concept
    first, second = coalition_stability(model), coalition_stability(renamed)
    for form in first.concepts:
        assert set(first.equilibria(form)) == set(second.equilibria(form))


@given(seed=SEEDS)
@settings(max_examples=40)
def test_one_member_coalitions_are_the_actors(draw_conflict: Any, seed: int) -> None:
    model = draw_conflict(random.Random(seed)).model()
    table = coalition_stability(model, [[a] for a in model.actors], credible="actors")
    for k, concept in enumerate((Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ)):
        assert (table.stable[:, :, k] == stable_under(model, concept)).all()


@given(seed=SEEDS)
@settings(max_examples=40)
def test_extensions_of_unknown_preference_are_ordered(draw_conflict: Any, seed: int) -> None:
    """Leaving for more, or being deterred by less, never makes more states stable."""
    model = draw_conflict(random.Random(seed), has_unknown=True).model()
    found = {letter: analyze(model, unknown=letter).stable for letter in get_args(Letter)}
    for less, more in (("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")):
        assert not (found[less] & ~found[more]).any()


@given(seed=SEEDS)
@settings(max_examples=40)
def test_strong_and_weak_stability_part_the_general_one(draw_conflict: Any, seed: int) -> None:
    model = draw_conflict(random.Random(seed), has_strength=True).model()
    general, strong, weak = (analyze(model, strength=s).stable for s in (None, "strong", "weak"))
    assert ((strong | weak) == general).all()
    assert not (strong & weak).any()


@given(seed=SEEDS)
@settings(max_examples=30)
def test_where_all_see_alike_the_hypergame_is_the_game(draw_conflict: Any, seed: int) -> None:
    model = draw_conflict(random.Random(seed)).model()
    table, game = hypergame(dict.fromkeys(model.actors, model)), analyze(model)
    assert (table.stable == game.stable).all()
    assert all(table.equilibria(c) == game.equilibria(c) for c in game.concepts)
    assert all(table.overlooked(c) == () for c in game.concepts)


@given(seed=SEEDS)
@settings(max_examples=30)
def test_attitudes_to_oneself_alone_are_no_attitudes_without_ties(draw_conflict: Any, seed: int) -> None:
    rng = random.Random(seed)
    conflict = draw_conflict(rng)
    ranks = [rng.sample(range(conflict.m), conflict.m) for _ in range(conflict.n)]
    conflict.ranks = ranks
    model = conflict.model()
    for concept in (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ):
        assert (relational_stability(model, {}, concept) == stable_under(model, concept)).all()


@given(seed=SEEDS)
@settings(max_examples=30)
def test_one_move_ahead_is_nash(draw_conflict: Any, seed: int) -> None:
    rng = random.Random(seed)
    conflict = draw_conflict(rng)
    conflict.ranks = [[rng.randrange(4) for _ in range(conflict.m)] for _ in range(conflict.n)]
    model = conflict.model()
    assert (limited_move(model, 1) == stable_under(model, Concept.NASH)).all()


@given(seed=SEEDS)
@settings(max_examples=30)
def test_a_further_move_of_an_opponent_never_unsettles_general_stability(draw_conflict: Any, seed: int) -> None:
    rng = random.Random(seed)
    model = draw_conflict(rng).model()
    k = rng.randrange(len(model.actors))
    s, t = rng.sample(range(model.n_states), 2)
    more = model.with_arcs(model.actors[k], model.arcs[k].with_move(s, t))
    others = [j for j in range(len(model.actors)) if j != k]
    for concept in (Concept.GMR, Concept.SMR, Concept.SEQ):
        assert not (stable_under(model, concept) & ~stable_under(more, concept))[others].any()
