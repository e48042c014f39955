"""Shares of linear extensions against all of them."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pytest

from detente.questions.stability import extension_share as module
from detente.questions.stability.analysis import stable_under
from detente.questions.stability.concepts import Concept
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.extension_share import extension_share
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.linear_extensions import draw_weighted, up_sets
from detente.questions.stability.preferences import Preference


def partial(rng: random.Random, m: int) -> tuple[Preference, list[tuple[int, ...]]]:
    """A partial ranking hidden in a ranking, closed, and the strict rankings that agree with it."""
    hidden = rng.sample(range(m), m)
    pairs = {(a, b) for k, a in enumerate(hidden) for b in hidden[k + 1 :] if rng.random() < 0.4}
    while True:
        more = {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs
        if not more:
            break
        pairs |= more
    unknown = [(a, b) for a in range(m) for b in range(a) if (a, b) not in pairs and (b, a) not in pairs]
    orders = [o for o in permutations(range(m)) if all(o.index(a) < o.index(b) for a, b in pairs)]
    return Preference.of_pairs(m, pairs, unknown=unknown), orders


def test_shares_are_those_of_every_extension(draw_conflict: Any) -> None:
    rng = random.Random(51)
    tried = 0
    while tried < 25:
        conflict = draw_conflict(rng, most=5)
        if conflict.m < 4:
            continue
        tried += 1
        preference, orders = partial(rng, conflict.m)
        whole = conflict.model()
        model = whole.with_preferences({"A0": preference})
        for concept in Concept:
            if concept is Concept.SIM and model.options is None:
                continue
            hits = 0
            for order in orders:
                ranks = [conflict.m - order.index(s) for s in range(conflict.m)]
                trial = whole.with_preferences({"A0": Preference.of_ranks(ranks)})
                hits += int(stable_under(trial, concept)[:, 0].all())
            found = extension_share(model, "A0", model.states[0], concept)
            assert (found.n_equilibrium, found.n_extensions) == (hits, len(orders)), concept
            assert found.share == Fraction(hits, len(orders))


@pytest.mark.parametrize("limit", ["LIST_LIMIT", "UP_SET_LIMIT"])
def test_a_drawn_share_is_within_its_error(draw_conflict: Any, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    rng = random.Random(52)
    tried = 0
    while tried < 5:
        conflict = draw_conflict(rng, most=6)
        if conflict.m < 5:
            continue
        model = conflict.model().with_preferences({"A0": partial(rng, conflict.m)[0]})
        exact = extension_share(model, "A0", model.states[0], "SEQ")
        if exact.share in (0, 1):
            continue
        tried += 1
        with monkeypatch.context() as patched:
            if limit == "LIST_LIMIT":
                patched.setattr(module, "LIST_LIMIT", 1)
            else:
                patched.setattr(module, "up_sets", lambda above: None)
            drawn = extension_share(model, "A0", model.states[0], "SEQ", samples=1500, seed=3)
            again = extension_share(model, "A0", model.states[0], "SEQ", samples=1500, seed=3)
        assert drawn == again
        if drawn.is_exact:
            continue
        assert abs(float(drawn.share - exact.share)) <= 5 * drawn.error
        assert 0 < drawn.error < 0.05


def test_extensions_are_drawn_evenly() -> None:
    found = up_sets([0, 0b001, 0, 0b101])
    assert found is not None
    rng = np.random.default_rng(1)
    counts: dict[tuple[int, ...], int] = {}
    for _ in range(4000):
        order = found.drawn(rng)
        counts[order] = counts.get(order, 0) + 1
    assert set(counts) == set(found.listed())
    expected = 4000 / found.n_extensions
    assert sum((n - expected) ** 2 / expected for n in counts.values()) < 30


def test_weights_add_up_to_the_number_of_extensions() -> None:
    above = [0, 0b001, 0, 0b101, 0]
    found = up_sets(above)
    assert found is not None
    rng = np.random.default_rng(2)
    mean = np.mean([np.exp(draw_weighted(above, rng).log_weight) for _ in range(4000)])
    assert mean == pytest.approx(found.n_extensions, rel=0.05)


def test_a_circle_is_no_partial_ranking() -> None:
    circle = Preference.of_pairs(3, [(0, 1), (1, 2), (2, 0)])
    model = GraphModel.from_arcs(["x", "y", "z"], {"A": [("x", "y")]}, preferences={"A": circle})
    with pytest.raises(GraphModelError, match="circle"):
        extension_share(model, "A", "x", "R")


def test_states_held_equal_stay_equal() -> None:
    known = Preference.of_pairs(3, [], unknown=[(0, 1), (0, 2)])
    model = GraphModel.from_arcs(["x", "y", "z"], {"A": [("x", "y"), ("y", "z")]}, preferences={"A": known})
    assert extension_share(model, "A", "x", "R").n_extensions == 2
    assert extension_share(model, "A", "y", "R").share == 1
