"""Closed forms: published values, limits, and agreement with the chain and with simulation."""

from __future__ import annotations

import random
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.questions.timing.chain import chain_values
from detente.questions.timing.closed_forms import (
    attrition,
    bargaining_range,
    gamblers_ruin,
    peace_is_impossible,
    rubinstein,
    screening_offer,
)
from detente.questions.timing.errors import TimingError

chances = st.fractions(0, 1, max_denominator=20)
costs = st.fractions(0, 1, max_denominator=20)


@given(chances, costs, costs)
def test_there_is_always_a_range_to_bargain_in(win: Fraction, one: Fraction, two: Fraction) -> None:
    low, high = bargaining_range(win, one, two)
    assert 0 <= low <= win <= high <= 1
    assert (low < high) == (low < win or high > win)


def test_rubinstein_in_its_limits() -> None:
    assert rubinstein("1/2", "1/2") == Fraction(2, 3)
    assert rubinstein("9/10", 1) == 0
    even = [rubinstein(1 - Fraction(1, n), 1 - Fraction(1, n)) for n in (10, 100, 1000)]
    assert even == sorted(even, reverse=True)
    assert even[-1] - Fraction(1, 2) < Fraction(1, 1000)


@pytest.mark.parametrize("size", range(1, 8))
@pytest.mark.parametrize("battle", [Fraction(1, 3), Fraction(1, 2), Fraction(4, 5)])
def test_gamblers_ruin_is_what_the_chain_gives(size: int, battle: Fraction) -> None:
    inner = [str(k) for k in range(1, size)]
    moves = {str(k): {str(k - 1): 1 - battle, str(k + 1): battle} for k in range(1, size)}
    wins = chain_values(dict.fromkeys(inner, 0), moves, {"0": 0, str(size): 1}) if inner else {}
    lasts = chain_values(dict.fromkeys(inner, 1), moves, {"0": 0, str(size): 0}) if inner else {}
    before = Fraction(-1)
    for k in range(size + 1):
        found = gamblers_ruin(k, size, battle)
        assert found.win > before
        before = found.win
        if str(k) in wins:
            assert (found.win, found.battles) == (wins[str(k)], lasts[str(k)])


def test_the_range_of_a_war_of_battles_has_the_width_of_its_costs() -> None:
    ruin = gamblers_ruin(5, 10, "2/5")
    stakes, one, two = 1000, 1, 2
    low, high = bargaining_range(ruin.win, one * ruin.battles / stakes, two * ruin.battles / stakes)
    assert high - low == (one + two) * ruin.battles / stakes


def test_a_simulation_agrees_with_gamblers_ruin() -> None:
    rng, n, ruin = random.Random(1), 4000, gamblers_ruin(2, 5, "3/5")
    wins = 0
    for _ in range(n):
        at = 2
        while 0 < at < 5:
            at += 1 if rng.random() < 0.6 else -1
        wins += at == 5
    assert abs(wins / n - float(ruin.win)) < 3 * sqrt(float(ruin.win * (1 - ruin.win)) / n)


@given(*[st.fractions(Fraction(1, 20), 20, max_denominator=20)] * 4)
def test_in_a_war_of_attrition_each_is_indifferent(
    one: Fraction, spent_one: Fraction, two: Fraction, spent_two: Fraction
) -> None:
    found = attrition(one, spent_one, two, spent_two)
    assert found.quits_two * one == spent_one  # what side 1 expects to win in a moment is what the moment costs it
    assert found.quits_one * two == spent_two
    assert found.expected_length == 1 / (found.quits_one + found.quits_two)


@given(chances, chances, st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20), costs)
def test_a_fall_of_power_that_one_whole_pie_makes_up_for_leaves_peace_possible(
    strong: Fraction, weak: Fraction, discount: Fraction, cost: Fraction
) -> None:
    fighting = strong / (1 - discount) - cost
    most = 1 + discount * max(weak / (1 - discount) - cost, Fraction(-(10**9)))
    assert peace_is_impossible(strong, weak, discount, cost) == (fighting > most)


@given(chances, costs, costs, st.fractions(Fraction(1, 20), 1, max_denominator=20))
def test_no_other_offer_does_better_than_the_screening_offer(
    win: Fraction, own: Fraction, least: Fraction, width: Fraction
) -> None:
    most = least + width

    def worth(cut: Fraction) -> Fraction:
        refuses = (cut - least) / (most - least)
        return (1 - refuses) * (win + cut) + refuses * (win - own)

    found = screening_offer(win, own, least, most)
    cut = 1 - win - found.offer
    assert least <= cut <= most
    assert found.risk == (cut - least) / (most - least)
    assert all(worth(least + width * k / 20) <= worth(cut) for k in range(21))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: bargaining_range("3/2", 0, 0), "chance"),
        (lambda: rubinstein(1, 1), "not both"),
        (lambda: gamblers_ruin(3, 2, "1/2"), "position"),
        (lambda: attrition(0, 1, 1, 1), "above 0"),
        (lambda: peace_is_impossible(1, 0, 1, 0), "discount"),
        (lambda: screening_offer("1/2", 0, 1, 1), "not empty"),
        (lambda: chain_values({"a": 1}, {"a": {"a": 1}}), "never end"),
        (lambda: chain_values({"a": 1}, {"a": {"b": 1}}), "unknown state"),
        (lambda: chain_values({"a": 1}, {"a": {"a": "1/2"}}), "sum to 1"),
        (lambda: chain_values({"a": 1}, {}), "moves"),
        (lambda: chain_values({"a": 1}, {"a": {"a": 1}}, discount=2), "discount"),
    ],
)
def test_wrong_input_is_refused_in_words(call: object, message: str) -> None:
    with pytest.raises(TimingError, match=message):
        call()  # type: ignore[operator]
