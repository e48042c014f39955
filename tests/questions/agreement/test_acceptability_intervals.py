"""Wilson intervals against published numbers and their own definition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.questions.agreement.intervals import CONFIDENCE_Z, frequency, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_that_of_newcombe_1998_table_1_method_3(successes: int, n: int, low: float, high: float) -> None:
    found = wilson(successes, n)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


@given(n=st.integers(1, 5000), data=st.data(), z=st.floats(0.1, 5))
def test_the_share_seen_lies_z_standard_errors_from_each_end(n: int, data: st.DataObject, z: float) -> None:
    successes = data.draw(st.integers(0, n))
    low, high = wilson(successes, n, z)
    assert 0 <= low <= successes / n <= high <= 1
    for end in (low, high):
        assert (successes / n - end) ** 2 == pytest.approx(z * z * end * (1 - end) / n, abs=1e-9)


@given(n=st.integers(1, 500), data=st.data())
def test_failures_mirror_successes(n: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, n))
    low, high = wilson(successes, n)
    assert wilson(n - successes, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize(("successes", "n", "z"), [(1, 0, 2.0), (-1, 5, 2.0), (6, 5, 2.0), (1, 5, -1.0), (1, 5, float("nan"))])
def test_what_is_no_share_has_no_interval(successes: int, n: int, z: float) -> None:
    with pytest.raises(ValueError, match="no interval"):
        wilson(successes, n, z)


def test_dependent_readings_are_worth_less_and_a_single_one_is_exact() -> None:
    plain, dependent = frequency(300, 1000), frequency(300, 1000, 0.1)
    assert (dependent.low, dependent.high) == wilson(30, 100, CONFIDENCE_Z)
    assert plain.low is not None
    assert dependent.low is not None
    assert dependent.low < plain.low
    assert dependent.share == plain.share == 0.3
    assert (frequency(1, 1).low, frequency(1, 1).high) == (1.0, 1.0)
    assert (frequency(0, 9, is_exact=True).low, frequency(0, 9, is_exact=True).high) == (0.0, 0.0)


def test_no_readings_give_no_share() -> None:
    nothing = frequency(0, 0)
    assert nothing.share is None
    assert nothing.low is None
    with pytest.raises(ValueError, match="no frequency"):
        frequency(1, 0)
