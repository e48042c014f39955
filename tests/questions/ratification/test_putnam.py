from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.questions.ratification.errors import RatificationError
from detente.questions.ratification.putnam import Effect, Variant, by_quota, comparative_statics
from detente.questions.ratification.ranges import Range

LINE = np.arange(0, 101)
"""A sum to be divided: X wants it at 0, Y at 100, as in the figure."""


def y_from(least: int) -> Variant:
    return Variant(name=f"Y{least}", packages=np.greater_equal(LINE, least))


def test_putnams_line_where_a_smaller_win_set_helps_and_then_kills() -> None:
    """Putnam 1988, figure 1: X takes all up to X1; Y's least moves from Y1 over Y2 to Y3, beyond X1."""
    x_takes = LINE <= 70
    found = comparative_statics([y_from(30), y_from(50), y_from(80)], x_takes, [LINE.tolist(), (100 - LINE).tolist()], [0, 0])
    first, second, third = found.steps
    assert (first.n_overlap, second.n_overlap, third.n_overlap) == (41, 21, 0)
    assert first.own is not None
    assert first.own == Range.of((30, 70))
    assert first.settled == (50,)
    assert second.effect is Effect.CHANGES_NOTHING  # the even split is ratified still
    assert third.effect is Effect.KILLS
    assert third.outcome is None
    assert (found.best, found.killed_by) == ("Y30", "Y80")


def test_a_tied_hand_moves_the_settlement_by_as_much_as_is_said() -> None:
    found = comparative_statics([y_from(30), y_from(64)], LINE <= 70, [LINE.tolist(), (100 - LINE).tolist()], [0, 0])
    assert found.steps[1].effect is Effect.HELPS
    assert found.steps[1].shift == Range.of(14)
    assert found.best == "Y64"


def test_a_stricter_ratification_that_cuts_off_the_better_half_hurts() -> None:
    own = Variant(name="all", packages=LINE >= 0)
    cut = Variant(name="low", packages=LINE <= 20)
    found = comparative_statics([own, cut], LINE >= 0, [LINE.tolist(), (100 - LINE).tolist()], [0, 0])
    assert found.steps[1].effect is Effect.HURTS
    assert found.steps[1].shift == Range.of(-30)


@given(st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=3, max_size=3), st.data())
def test_higher_quotas_never_leave_more(ballots: list[list[bool]], data: st.DataObject) -> None:
    values = data.draw(st.lists(st.lists(st.integers(-3, 9), min_size=7, max_size=7), min_size=2, max_size=2))
    other = np.array(data.draw(st.lists(st.booleans(), min_size=7, max_size=7)))
    found = comparative_statics(by_quota([3, 2, 1], np.array(ballots), [1, 3, 4, 6]), other, values, [0, 0])
    sizes = [(step.n_own, step.n_overlap) for step in found.steps]
    assert sizes == sorted(sizes, key=lambda pair: pair[0], reverse=True)
    assert [n for _, n in sizes] == sorted((n for _, n in sizes), reverse=True)
    for step in found.steps:
        assert (step.n_overlap == 0) == (step.own is None) == (step.settled == ())
        gains = [(values[0][k]) * (values[1][k]) for k in step.settled]
        assert len(set(gains)) <= 1
    dead = [step.effect is Effect.KILLS for step in found.steps]
    assert dead == sorted(dead)


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(RatificationError):
        comparative_statics([y_from(0)], np.array([True]), [[1], [1]], [0, 0])
    with pytest.raises(RatificationError):
        comparative_statics([], np.array([True]), [[1], [1]], [0, 0])


def test_a_package_that_is_just_as_good_as_no_deal_is_in_the_overlap_and_one_below_is_not() -> None:
    everything = Variant(name="all", packages=np.array([True] * 4))
    found = comparative_statics([everything], np.array([True] * 4), [[2, 1, 5, 5], [5, 5, 3, 2]], [2, 3])
    assert found.steps[0].n_overlap == 2
    assert found.steps[0].settled == (0, 2)  # nobody gains together, and neither dominates the other


def test_a_settlement_that_ties_shifts_by_a_range() -> None:
    variants = [
        Variant(name="both", packages=np.array([True, True])),
        Variant(name="better", packages=np.array([False, True])),
        Variant(name="worse", packages=np.array([True, False])),
    ]
    first, better, worse = comparative_statics(variants, np.array([True, True]), [[1, 4], [4, 1]], [0, 0]).steps
    assert first.outcome == Range.of((1, 4))
    assert (better.effect, better.shift) == (Effect.HELPS, Range.of((0, 3)))
    assert (worse.effect, worse.shift) == (Effect.HURTS, Range.of((-3, 0)))


def test_where_nobody_gains_together_a_package_worse_for_one_and_no_better_for_the_other_is_not_settled_on() -> None:
    everything = Variant(name="all", packages=np.array([True] * 3))
    found = comparative_statics([everything], np.array([True] * 3), [[2, 2, 3], [5, 4, 3]], [2, 3])
    assert found.steps[0].settled == (0, 2)
