from __future__ import annotations

from fractions import Fraction
from math import pi

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.errors import RatificationError
from detente.questions.ratification.spatial import line_win_set, plane_win_set

POINTS = st.tuples(st.integers(-4, 4), st.integers(-4, 4))
IDEALS = st.lists(POINTS, min_size=1, max_size=4)


def unanimous(n: int) -> Constituency:
    return Constituency.of_votes([1] * n, n)


def test_tsebelis_lens_of_two_vetoes() -> None:
    """Two veto players at (0, 0) and (4, 0), status quo (2, 2): two circular segments of radius sqrt(8)."""
    found = plane_win_set(unanimous(2), [(0, 0), (4, 0)], (2, 2))
    assert found.area == pytest.approx(4 * pi - 8, rel=1e-13)
    assert [arc.ideal_of for arc in found.arcs] == ["f2", "f1"]


def test_nothing_beats_a_status_quo_on_the_contract_line() -> None:
    for x in (0, 1, "7/3", 4):
        found = plane_win_set(unanimous(2), [(0, 0), (4, 0)], (x, 0))
        assert (found.is_empty, found.area, found.arcs) == (True, 0.0, ())
    assert not plane_win_set(unanimous(2), [(0, 0), (4, 0)], (0, Fraction(1, 10**30))).is_empty


def test_one_voter_wins_its_disc() -> None:
    found = plane_win_set(unanimous(1), [(1, 2)], (4, 6))
    assert found.area == pytest.approx(25 * pi, rel=1e-13)


def test_a_veto_player_among_the_others_is_absorbed() -> None:
    """Tsebelis 2002, proposition 1.2: one in the unanimity core of the others changes nothing."""
    corners = [(0, 0), (6, 0), (0, 6)]
    alone = plane_win_set(unanimous(3), corners, (7, 8))
    with_inner = plane_win_set(unanimous(4), [*corners, (1, 2)], (7, 8))
    assert with_inner.area == pytest.approx(alone.area, rel=1e-12)
    with_outer = plane_win_set(unanimous(4), [*corners, (6, 9)], (7, 8))
    assert with_outer.area < alone.area * 0.9


@given(IDEALS, POINTS, POINTS)
def test_another_veto_player_never_enlarges_the_win_set(
    ideals: list[tuple[int, int]], new: tuple[int, int], at: tuple[int, int]
) -> None:
    before = plane_win_set(unanimous(len(ideals)), ideals, at)
    after = plane_win_set(unanimous(len(ideals) + 1), [*ideals, new], at)
    assert after.area <= before.area + 1e-9
    assert after.is_empty or not before.is_empty


@given(IDEALS, POINTS, st.data())
def test_turning_and_moving_the_plane_changes_no_area(
    ideals: list[tuple[int, int]], at: tuple[int, int], data: st.DataObject
) -> None:
    side = Constituency.of_votes([1] * len(ideals), data.draw(st.integers(1, len(ideals))))

    def moved(point: tuple[int, int]) -> tuple[Fraction, Fraction]:
        x, y = point
        return Fraction(3 * x - 4 * y, 5) + 7, Fraction(4 * x + 3 * y, 5) - 2

    before, after = plane_win_set(side, ideals, at), plane_win_set(side, [moved(p) for p in ideals], moved(at))
    assert after.is_empty == before.is_empty
    assert after.area == pytest.approx(before.area, rel=1e-9, abs=1e-9)


def test_an_area_is_that_of_the_points_that_would_win() -> None:
    rng = np.random.default_rng(3)
    for n, quota in ((3, 2), (5, 3), (5, 4), (4, 1)):
        ideals = [(int(a), int(b)) for a, b in rng.integers(-4, 5, (n, 2))]
        votes = rng.integers(1, 4, n).tolist()
        side = Constituency.of_votes(votes, quota * sum(votes) // n)
        at = (1, -2)
        step = 0.02
        axis = np.arange(-16, 16, step) + step / 2
        x, y = np.meshgrid(axis, axis)
        nearer = np.array([(x - a) ** 2 + (y - b) ** 2 <= (at[0] - a) ** 2 + (at[1] - b) ** 2 for a, b in ideals])
        counted = side.gate.passes_each(nearer).sum() * step**2
        assert plane_win_set(side, ideals, at).area == pytest.approx(counted, rel=0.01, abs=0.05)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=5), st.integers(-9, 9), st.data())
def test_a_win_set_on_the_line_is_where_the_rule_is_met(ideals: list[int], at: int, data: st.DataObject) -> None:
    side = Constituency.of_votes([1] * len(ideals), data.draw(st.integers(1, len(ideals))))
    found = line_win_set(side, ideals, at)
    for position in range(-60, 61):
        point = Fraction(position, 2)
        nearer = {f"f{k}" for k, i in enumerate(ideals, 1) if abs(point - i) <= abs(at - i)}
        if point != at:
            assert (found.low <= point <= found.high) == side.passes(nearer)


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=4), st.integers(-5, 5))
def test_voters_on_a_line_in_the_plane_under_unanimity_win_something_just_where_they_do_on_the_line(
    ideals: list[int], at: int
) -> None:
    assume(any(i != at for i in ideals))
    side = unanimous(len(ideals))
    assert plane_win_set(side, [(i, 0) for i in ideals], (at, 0)).is_empty == line_win_set(side, ideals, at).is_empty


def test_win_sets_of_two_sides_on_a_line_meet_or_stay_apart() -> None:
    one = line_win_set(unanimous(1), [3], 0)
    other = line_win_set(unanimous(1), [2], 0)
    both = one.meets(other)
    assert both is not None
    assert [both.low, both.high, both.length] == [0, 4, 4]


def test_ideals_for_all_actors_are_needed() -> None:
    with pytest.raises(RatificationError):
        plane_win_set(unanimous(2), [(0, 0)], (1, 1))
