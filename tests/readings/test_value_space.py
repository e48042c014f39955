"""Exact bounds over all readings, and minimal contradictory sets."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from building import case_of, named_issue, points, ranking, span, worth
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.model.case import Case
from detente.model.no_deal import NoDealStatement, Relation
from detente.model.package import Package
from detente.model.preference import Importance, Link, OptionRanking, Statement, Weights
from detente.readings.draws import draw
from detente.readings.polytope import Polytope
from detente.readings.space import PackageSpace
from detente.readings.value_space import contradiction, value_space

A = named_issue("a_issue", ["p", "q", "s"])
B = named_issue("b_issue", ["x", "y"])


def built(*statements: Statement, worths: tuple[NoDealStatement, ...] = ()) -> Case:
    return case_of([A, B], statements, worths or (worth("a", (20, 40)),), parties=("a",))


def test_bounds_contain_every_draw_and_are_nearly_reached() -> None:
    case = built(ranking("a", A, ["s", "q", "p"]), ranking("a", B, ["y", "x"]))
    polytope = Polytope.of(case, "a")
    drawn = draw(case, 3000, 1).actors[0]
    space = PackageSpace(case)
    assert drawn.no_deal is not None
    gains = [(space.values([t[k] for t in drawn.tables]) - drawn.no_deal[k]) / drawn.scale for k in range(drawn.n)]
    table = np.array(gains)
    for position in range(space.size):
        bounds = polytope.bounds(space.package(position))
        assert float(bounds.low) <= table[:, position].min() + 1e-9
        assert float(bounds.high) >= table[:, position].max() - 1e-9
        assert table[:, position].max() >= float(bounds.high) - 0.12


def test_necessary_and_possible_at_a_tie_are_decided_exactly() -> None:
    best = Package.of({"a_issue": "s", "b_issue": "y"})
    equal = NoDealStatement(id="e", actor="a", relation=Relation.EQUAL, package=best, package_name="best")
    polytope = Polytope.of(built(ranking("a", A, ["s", "q", "p"]), ranking("a", B, ["y", "x"]), worths=(equal,)), "a")
    assert polytope.is_necessary(best)
    second = Package.of({"a_issue": "q", "b_issue": "y"})
    assert polytope.bounds(second).high == 0
    assert not polytope.is_possible(second)  # only a limit, where q is as good as s, reaches no deal
    weak = [ranking("a", A, ["s", "q", "p"], links=[Link.AT_LEAST, Link.ABOVE]), ranking("a", B, ["y", "x"])]
    assert Polytope.of(built(*weak, worths=(equal,)), "a").bounds(second).high == 0


def test_an_unknown_order_is_branched_over() -> None:
    polytope = Polytope.of(built(ranking("a", B, ["y", "x"])), "a")
    some = Package.of({"a_issue": "q", "b_issue": "x"})
    bounds = polytope.bounds(some)
    assert (float(bounds.low), float(bounds.high)) == pytest.approx((-0.4, 0.8))
    with_best = Package.of({"a_issue": "q", "b_issue": "y"})
    assert float(polytope.bounds(with_best).low) == pytest.approx(-0.4)


def test_a_contradiction_is_named_by_a_minimal_set() -> None:
    up = OptionRanking(id="up", actor="a", issue="a_issue", options=("s", "p"), links=(Link.ABOVE,), is_complete=False)
    down = OptionRanking(id="down", actor="a", issue="a_issue", options=("p", "s"), links=(Link.ABOVE,), is_complete=False)
    other = Importance(id="other", actor="a", issues=("a_issue", "b_issue"), links=(Link.ABOVE,))
    assert contradiction(built(up, other, down), "a") == ("up", "down")
    assert contradiction(built(up, other), "a") is None


def test_weights_over_a_hundred_contradict() -> None:
    heavy = Weights(id="heavy", actor="a", weights=(("a_issue", span((70, 80))),))
    also = Weights(id="also", actor="a", weights=(("b_issue", span((40, 50))),))
    assert contradiction(built(heavy, also), "a") == ("heavy", "also")


def test_a_set_without_room_contradicts() -> None:
    one = Importance(id="one", actor="a", issues=("a_issue", "b_issue"), links=(Link.AT_LEAST,))
    two = Importance(id="two", actor="a", issues=("b_issue", "a_issue"), links=(Link.AT_LEAST,))
    assert contradiction(built(one, two), "a") == ("one", "two")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("pqs"), st.sampled_from("pqs")).filter(lambda t: t[0] != t[1]), min_size=1, max_size=6))
def test_every_contradictory_set_is_contradictory_and_no_part_of_it_is(pairs: list[tuple[str, str]]) -> None:
    statements: list[Statement] = [
        OptionRanking(id=f"s{k}", actor="a", issue="a_issue", options=pair, links=(Link.ABOVE,), is_complete=False)
        for k, pair in enumerate(pairs)
    ]
    case = built(*statements)
    found = contradiction(case, "a")
    acyclic = not _has_cycle(pairs)
    assert (found is None) == acyclic
    if found is not None:
        assert not _holds(case, found)
        for part in combinations(found, len(found) - 1):
            assert _holds(case, part)


def _holds(case: Case, statements: tuple[str, ...]) -> bool:
    inside = value_space(case, "a", statements).interior()
    return inside is not None and inside[0] > 0


def _has_cycle(pairs: list[tuple[str, str]]) -> bool:
    reach = set(pairs)
    for _ in range(4):
        reach |= {(a, d) for a, b in reach for c, d in reach if b == c}
    return any(a == b for a, b in reach)


def test_points_that_contradict_a_ranking_are_found() -> None:
    ranked = ranking("a", A, ["s", "q", "p"], sid="ranked")
    given_points = points("a", "a_issue", {"q": (50, 60), "s": (20, 30)}, sid="points")
    assert contradiction(built(ranked, given_points), "a") == ("ranked", "points")
