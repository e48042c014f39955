from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest
from problems import random_problem

from detente.problem.problem import AgreementProblem
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.errors import RatificationError
from detente.questions.ratification.passage import side_payments, trades

Sides = Callable[..., Constituency]


def test_payments_are_the_cheapest_of_all_that_serve(random_side: Sides) -> None:
    n_joint = 0
    for seed in range(250):
        rng = random.Random(seed)
        side, holding = random_side(seed, 4), random_side(seed + 1000, 4)
        vote = {a: rng.randint(-2, 5) for a in side.actors if rng.random() < 0.9}
        stay = {a: rng.randint(-2, 5) for a in holding.actors if rng.random() < 0.9}
        units = {a: rng.choice([Fraction(0), Fraction(1), Fraction(2), Fraction(1, 2)]) for a in vote}
        names = sorted({*vote, *stay})
        options = [sorted({0, max(vote.get(n, 0), 0), max(stay.get(n, 0), 0)}) for n in names]
        best = None
        for paid in product(*options):
            purse = dict(zip(names, paid, strict=True))
            if side.passes({a for a in vote if purse[a] >= vote[a]}) and holding.passes({a for a in stay if purse[a] >= stay[a]}):
                cost = sum((p * units.get(n, Fraction(1)) for n, p in purse.items()), Fraction(0))
                best = cost if best is None else min(best, cost)
        found = side_payments(side, vote, surviving=holding, short_of_staying=stay, unit_costs=units)
        assert (None if found is None else found.cost) == best
        if found is not None:
            got = dict(found.payments)
            assert side.passes({a for a in vote if got.get(a, 0) >= vote[a]})
            assert holding.passes({a for a in stay if got.get(a, 0) >= stay[a]})
            assert found.cost == sum((p * units.get(n, Fraction(1)) for n, p in got.items()), Fraction(0))
            n_joint += any(len(kinds) == 2 for kinds in found.unlocks)
    assert n_joint > 5


def test_one_payment_serves_the_vote_and_the_stay() -> None:
    side = Constituency.of_votes({"a": 1}, 1)
    found = side_payments(side, {"a": 2}, surviving=side, short_of_staying={"a": 5})
    assert found is not None
    assert found.payments == (("a", Fraction(5)),)
    assert found.unlocks == (("vote", "stay"),)
    assert found.cost == 5


def test_what_passes_already_costs_nothing_and_what_no_payment_wins_is_none() -> None:
    side = Constituency.of_votes({"a": 2, "b": 1}, 2)
    free = side_payments(side, {"a": 0})
    assert free is not None
    assert free.payments == ()
    assert free.cost == 0
    assert side_payments(side, {"b": 1}) is None


def test_payments_to_nobody_known_or_at_negative_cost_are_refused() -> None:
    side = Constituency.of_votes({"a": 2, "b": 1}, 2)
    with pytest.raises(RatificationError):
        side_payments(side, {"z": 1})
    with pytest.raises(RatificationError):
        side_payments(side, {"a": 1}, unit_costs={"a": -1})


def passes(problem: AgreementProblem, side: Constituency, package: tuple[int, ...]) -> bool:
    """Feasible, ratified, and still acceptable to the last party."""
    broken = set(problem.broken(package))
    needed = {problem.parties[-1], *(r.id for r in problem.requirements)}
    return not broken & needed and side.passes(set(problem.parties) - broken)


def test_trades_are_all_the_near_packages_that_pass_and_no_more_than_needed() -> None:
    n_found = 0
    for seed in range(150):
        problem = random_problem(seed, most_packages=60)
        rng = random.Random(seed)
        votes = {p: rng.randint(1, 4) for p in problem.parties}
        side = Constituency.of_votes(votes, rng.randint(1, sum(votes.values())))
        choice = tuple(rng.randrange(n) for n in problem.shape)
        found = trades(problem, choice, side, offered_by=problem.parties[0], rational=problem.parties[-1:], most_changes=2)
        near = {}
        for package in product(*map(range, problem.shape)):
            moved = frozenset(k for k, (a, b) in enumerate(zip(choice, package, strict=True)) if a != b)
            if 0 < len(moved) <= 2 and passes(problem, side, package):
                near[package] = moved
        parts = {(k, p[k]) for p, moved in near.items() for k in moved if len(moved) == 1}
        expected = {p for p, moved in near.items() if len(moved) == 1 or not any((k, p[k]) in parts for k in moved)}
        assert {t.choice for t in found} == expected
        assert [t.loss for t in found] == sorted(t.loss for t in found)
        for trade in found:
            assert trade.loss == problem.value(0, choice) - problem.value(0, trade.choice)
            assert not set(trade.gained) & set(problem.broken(trade.choice))
            assert set(trade.lost) <= set(problem.broken(trade.choice))
        n_found += len(found)
    assert n_found > 100
