"""By when pressure has to set in for a party to sign now: the drawn answer against the exact one."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from detente.questions.timing.play import Drawn, FloatArray, latest_start
from detente.questions.timing.pressure import least_pressure
from detente.questions.timing.view import Prospect, View


def _view(seed: int) -> View:
    rng = random.Random(seed)
    length = rng.randint(1, 6)
    prospects = [
        Prospect.of(
            name, rng.randint(1, length), Fraction(rng.randint(0, 4), 4), terms=rng.randint(-8, 8), cost=rng.randint(0, 2)
        )
        for name in "xy"[: rng.randint(0, 2)]
    ]
    return View.of(
        "A",
        signing=rng.randint(0, 9),
        end=rng.randint(0, 9),
        costs=[rng.randint(0, 3) for _ in range(length)],
        terms=[0, *(rng.randint(-2, 6) for _ in range(length))],
        prospects=prospects,
    )


def _drawn(view: View) -> Drawn:
    """A view without ranges as one reading."""

    def one(number: Fraction) -> FloatArray:
        return np.array([float(number)])

    return Drawn(
        signing=one(view.signing.low),
        end=one(view.end.low),
        terms=np.array([[float(change.low)] for change in view.terms]),
        costs=np.array([[float(cost.low)] for cost in view.costs]),
        discount=1.0,
        periods=tuple(np.array([p.period]) for p in view.prospects),
        chances=tuple(one(p.chance.low) for p in view.prospects),
        terms_then=tuple(one(p.terms.low) for p in view.prospects),
        costs_then=tuple(one(p.cost.low) for p in view.prospects),
    )


@pytest.mark.parametrize("seed", range(150))
def test_pressure_that_begins_by_then_suffices_and_none_that_begins_later_does(seed: int) -> None:
    view = _view(seed)
    (start,) = latest_start(_drawn(view)).tolist()
    suffices = [least_pressure(view, first) is not None for first in range(view.periods)]
    expected = next((k for k in range(view.periods) if not suffices[k]), view.periods) - 1
    if least_pressure(view) == 0:
        assert start == view.periods
    else:
        assert start == expected


def test_terms_that_come_late_leave_time_and_terms_that_come_at_once_leave_none() -> None:
    late = View.of("A", signing=50, end=20, costs=[1, 1, 1, 1], terms=[0, 0, 0, 9, 9])
    soon = View.of("A", signing=50, end=20, costs=[1, 1, 1, 1], terms=[0, 3, 6, 9, 9])
    assert latest_start(_drawn(late)).tolist() == [2]
    assert latest_start(_drawn(soon)).tolist() == [0]
