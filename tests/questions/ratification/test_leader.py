from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.verdict import Verdict
from detente.questions.ratification.errors import RatificationError
from detente.questions.ratification.leader import Holds, leader_choice

VALUES = st.integers(-5, 5)
CHANCES = st.fractions(0, 1, max_denominator=8)


@given(VALUES, VALUES, CHANCES, CHANCES, st.fractions(0, 40, max_denominator=9))
def test_the_flip_tells_acceptance_for_every_value_of_office(
    value: int, no_deal: int, survives: Fraction, without: Fraction, office: Fraction
) -> None:
    found = leader_choice(value, no_deal, survives, without, office)
    accepts = survives * office + value >= without * office + no_deal
    assert found.verdict is (Verdict.HOLDS if accepts else Verdict.FAILS)
    assert found.surely == found.possibly
    assert found.surely.accepts(office) == accepts
    flips_at = found.surely.flips_at
    if flips_at is not None:
        assert flips_at > 0 or (flips_at == 0 and found.surely.holds is Holds.UP_TO)
        assert leader_choice(value, no_deal, survives, without, flips_at).gain.low == 0
        step = 1 if found.surely.holds is Holds.UP_TO else -min(flips_at, Fraction(1)) / 2
        assert not found.surely.accepts(flips_at + step)


@given(
    st.lists(VALUES, min_size=4, max_size=4), st.lists(CHANCES, min_size=4, max_size=4), st.lists(st.integers(0, 9), min_size=2)
)
def test_ranges_give_the_worst_and_the_best_of_their_ends(values: list[int], chances: list[Fraction], offices: list[int]) -> None:
    given = (values[:2], values[2:], chances[:2], chances[2:], offices[:2])
    pairs = [(Fraction(min(pair)), Fraction(max(pair))) for pair in given]
    found = leader_choice(*pairs)
    gains = [leader_choice(*ends).gain.low for ends in product(*pairs)]
    assert (found.gain.low, found.gain.high) == (min(gains), max(gains))
    for office in pairs[4]:
        ends = [leader_choice(*ends, office).gain.low >= 0 for ends in product(*pairs[:4])]  # type: ignore[call-arg]
        assert found.surely.accepts(office) == all(ends)
        assert found.possibly.accepts(office) == any(ends)


def test_a_deal_that_saves_the_office_is_taken_from_a_price_on() -> None:
    found = leader_choice(2, 8, "9/10", "3/10", 5)
    assert (found.surely.holds, found.surely.flips_at, found.verdict) == (Holds.FROM, Fraction(10), Verdict.FAILS)


@pytest.mark.parametrize(("chance", "office"), [(2, 1), ("-1/2", 1), (1, -1)])
def test_chances_and_office_out_of_bounds_are_refused(chance: object, office: int) -> None:
    with pytest.raises(RatificationError):
        leader_choice(1, 1, chance, 1, office)  # type: ignore[arg-type]
