"""Signing against waiting: a brute-force oracle over every plan, and what must always hold."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import pytest

from detente.questions.timing.errors import TimingError
from detente.questions.timing.pressure import least_pressure, least_terms
from detente.questions.timing.view import Interval, Prospect, View
from detente.questions.timing.waiting import gain_of_signing, waiting

SEEDS = range(300)


def _view(seed: int, *, most: int = 2) -> View:
    """A random exact view of up to three periods."""
    rng = random.Random(seed)
    periods = rng.randint(1, 3)
    prospects = [
        Prospect.of(
            f"e{k}",
            rng.randint(1, periods),
            Fraction(rng.randint(0, 4), 4),
            terms=rng.randint(-4, 4),
            cost=rng.randint(-1, 2),
        )
        for k in range(rng.randint(0, most))
    ]
    return View.of(
        "A",
        signing=rng.randint(0, 10),
        end=rng.randint(0, 10),
        costs=[rng.randint(0, 3) for _ in range(periods)],
        terms=[0, *(rng.randint(-3, 4) for _ in range(periods))],
        discount=rng.choice([Fraction(1), Fraction(1, 2), Fraction(9, 10)]),
        prospects=prospects,
    )


def _worlds(view: View) -> list[tuple[Fraction, tuple[bool, ...]]]:
    """Every way things may happen, with its probability."""
    found = []
    for happens in product((True, False), repeat=len(view.prospects)):
        share = Fraction(1)
        for p, h in zip(view.prospects, happens, strict=True):
            share *= p.chance.low if h else 1 - p.chance.low
        found.append((share, happens))
    return found


def _played(view: View, plan: dict[tuple[int, frozenset[str]], bool], happens: tuple[bool, ...]) -> Fraction:
    """What a plan gives in one world; the plan waits at period 0."""
    weight, total = Fraction(1), Fraction(0)
    for t in range(view.periods + 1):
        here = [p for p, h in zip(view.prospects, happens, strict=True) if h and p.period <= t]
        signed = view.signing.low + view.terms[t].low + sum(p.terms.low for p in here)
        seen = frozenset(p.name for p in here)
        if t and plan[t, seen]:
            return total + weight * signed
        if t == view.periods:
            return total + weight * view.end.low
        total -= weight * (view.costs[t].low + sum(p.cost.low for p in here))
        weight *= view.discount
    raise AssertionError


def _best_waiting(view: View) -> Fraction:
    """The best plan that waits, by trying every plan."""
    states = [
        (t, frozenset(chosen))
        for t in range(1, view.periods + 1)
        for n in [[p.name for p in view.prospects if p.period <= t]]
        for k in range(1 << len(n))
        for chosen in [[name for j, name in enumerate(n) if k >> j & 1]]
    ]
    best = None
    for choice in product((True, False), repeat=len(states)):
        plan = dict(zip(states, choice, strict=True))
        worth = sum((share * _played(view, plan, world) for share, world in _worlds(view)), Fraction(0))
        best = worth if best is None else max(best, worth)
    assert best is not None
    return best


@pytest.mark.parametrize("seed", range(60))
def test_waiting_is_worth_what_the_best_of_all_plans_gives(seed: int) -> None:
    view = _view(seed, most=1)
    found = waiting(view)
    assert found.waits_worth == _best_waiting(view)
    assert found.gain == view.signing.low - found.waits_worth
    assert found.signs_now == (found.gain >= 0)
    assert (found.signs_at == 0) == found.signs_now


@pytest.mark.parametrize("seed", SEEDS)
def test_each_number_pushes_the_way_it_should(seed: int) -> None:
    view, rng = _view(seed), random.Random(seed)
    gain = waiting(view).gain
    dearer = view.with_cost(Fraction(1, 3), rng.randrange(view.periods))
    assert waiting(dearer).gain >= gain
    richer = View.of(
        "A",
        view.signing,
        Interval.of(view.end.low + 1),
        view.costs,
        terms=view.terms,
        discount=view.discount,
        prospects=view.prospects,
    )
    assert waiting(richer).gain <= gain
    more = View.of(
        "A",
        Interval.of(view.signing.low + 1),
        view.end,
        view.costs,
        terms=view.terms,
        discount=view.discount,
        prospects=view.prospects,
    )
    assert gain <= waiting(more).gain <= gain + 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_least_pressure_suffices_and_no_less_does(seed: int) -> None:
    view = _view(seed)
    extra = least_pressure(view)
    assert extra is not None  # in force from now on it always does
    assert waiting(view.with_cost(extra)).signs_now
    if extra > 0:
        assert not waiting(view.with_cost(extra * Fraction(999, 1000))).signs_now
    late = least_pressure(view, first=1) if view.periods > 1 else None
    if late:
        assert waiting(view.with_cost(late, 1)).signs_now
        assert not waiting(view.with_cost(late * Fraction(999, 1000), 1)).signs_now


def test_pressure_that_begins_once_it_would_have_signed_does_nothing() -> None:
    view = View.of("A", signing=50, end=40, costs=[1, 1, 1], terms=[0, 5, 5, 5])
    assert least_pressure(view, first=1) is None
    assert least_pressure(view, first=0, last=1) == 4
    assert least_terms(view) == 4


@pytest.mark.parametrize("seed", SEEDS)
def test_ranges_bound_every_choice_within_them(seed: int) -> None:
    rng, view = random.Random(seed), _view(seed)
    wide = View.of(
        "A",
        (view.signing.low - 1, view.signing.low + 2),
        (view.end.low, view.end.low + 2),
        [(c.low, c.low + 1) for c in view.costs],
        terms=[0, *((t.low - 1, t.low + 1) for t in view.terms[1:])],
        discount=view.discount,
        prospects=[
            Prospect.of(p.name, p.period, (p.chance.low / 2, p.chance.low), terms=(p.terms.low - 1, p.terms.low), cost=p.cost)
            for p in view.prospects
        ],
    )
    bounds = gain_of_signing(wide)

    def settled(number: Interval) -> Interval:
        return Interval.of(number.at(Fraction(rng.randint(0, 4), 4)))

    for _ in range(8):
        some = View.of(
            "A",
            settled(wide.signing),
            settled(wide.end),
            [settled(c) for c in wide.costs],
            terms=[settled(t) for t in wide.terms],
            discount=wide.discount,
            prospects=[
                Prospect.of(p.name, p.period, settled(p.chance), terms=settled(p.terms), cost=settled(p.cost))
                for p in wide.prospects
            ],
        )
        assert bounds.low <= waiting(some).gain <= bounds.high
    assert gain_of_signing(view).low == gain_of_signing(view).high == waiting(view).gain
    if len(wide.prospects) <= 1:
        assert bounds.is_attained


def test_a_deadline_is_something_certain() -> None:
    lapses = Prospect.of("deadline", 2, 1, terms=-10)
    free = View.of("A", signing=50, end=40, costs=[0, 0, 0], terms=[0, 0, 0, 5])
    bound = View.of("A", signing=50, end=40, costs=[0, 0, 0], terms=[0, 0, 0, 5], prospects=[lapses])
    assert not waiting(free).signs_now
    assert waiting(bound).signs_now


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: View.of("A", 1, 1, []), "at least one period"),
        (lambda: View.of("A", 1, 1, [1], terms=[0]), "one number more"),
        (lambda: View.of("A", 1, 1, [1], terms=[1, 0]), "the first of them 0"),
        (lambda: View.of("A", 1, 1, [1], discount=0), "discount factor"),
        (lambda: View.of("A", (2, 1), 1, [1]), "from high to low"),
        (lambda: Prospect.of("e", 0, 1), "not later than now"),
        (lambda: Prospect.of("e", 1, "3/2"), "outside 0 to 1"),
        (lambda: View.of("A", 1, 1, [1], prospects=[Prospect.of("e", 2, 1)]), "after the end"),
    ],
)
def test_wrong_input_is_refused_in_words(make: object, message: str) -> None:
    with pytest.raises(TimingError, match=message):
        make()  # type: ignore[operator]
