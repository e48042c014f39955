from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from package_values import SCALE, package_values
from problems import problems, random_problem

from detente.model.package import Package
from detente.problem.bargaining import BargainingSolution, egalitarian, kalai_smorodinsky, nash_bargaining, utilitarian
from detente.problem.frontier import Frontier, pareto_frontier
from detente.problem.instance import instance
from detente.problem.problem import AgreementProblem, Interaction, ProblemError
from detente.problem.tied_packages import tied_packages
from detente.problem.weighted_sum import largest_weighted_sum

Choice = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Bargain:
    """The individually rational, undominated packages of a small problem, with gains by definition."""

    problem: AgreementProblem
    weights: list[Fraction]
    disagreement: list[Fraction]
    gains: dict[Choice, tuple[Fraction, ...]]

    @classmethod
    def of(cls, problem: AgreementProblem, seed: int) -> Bargain:
        rng = random.Random(seed)
        n = len(problem.parties)
        packages = package_values(problem)
        least = [sum(map(min, rows), Fraction(-20)) for rows in problem.values]
        origin = [low if r is None else r for low, r in zip(least, problem.reservation_values, strict=True)]
        start = [int(v) if v.denominator == 1 else v for v in (r * SCALE for r in origin)]
        is_rational = np.ones(len(packages.choices), dtype=np.bool_)
        for row, value in zip(packages.values, start, strict=True):
            is_rational &= row >= -((-value) // 1)
        rows = packages.values[:, is_rational].T
        chosen = [c for c, k in zip(packages.choices, is_rational.tolist(), strict=True) if k]
        gains = {
            choice: tuple(Fraction(int(v)) / SCALE - r for v, r in zip(row, origin, strict=True))
            for choice, row in zip(chosen, rows, strict=True)
            if not ((rows >= row).all(axis=1) & (rows > row).any(axis=1)).any()
        }
        weights = [Fraction(rng.randint(1, 6), rng.randint(1, 2)) for _ in range(n)] if rng.random() < 0.5 else [Fraction(1)] * n
        return cls(problem=problem, weights=weights, disagreement=origin, gains=gains)

    @property
    def ideal(self) -> list[Fraction]:
        return [max(column) for column in zip(*self.gains.values(), strict=True)]

    def best(self, score: dict[Choice, tuple[Fraction, ...]]) -> list[Choice]:
        best = max(score.values(), default=None)
        return sorted(c for c in score if score[c] == best)

    def nash(self) -> list[Choice]:
        counted = {c: sum(g > 0 for g in gains) for c, gains in self.gains.items()}
        most = max(counted.values(), default=0)
        return self.best(
            {
                c: (
                    prod((g / i) ** int(2 * w) for g, i, w in zip(gains, self.ideal, self.weights, strict=True) if g > 0)
                    * Fraction(1),
                )
                for c, gains in self.gains.items()
                if counted[c] == most
            }
        )

    def leximin(self, units: Sequence[Fraction | None]) -> list[Choice]:
        pairs = list(zip(units, self.weights, strict=True))
        return self.best(
            {
                c: tuple(sorted(g / (u * w) for g, (u, w) in zip(gains, pairs, strict=True) if u))
                for c, gains in self.gains.items()
            }
        )

    def sums(self) -> list[Choice]:
        pairs = {c: zip(gains, self.weights, strict=True) for c, gains in self.gains.items()}
        return self.best({c: (sum((w * g for g, w in pair), Fraction(0)),) for c, pair in pairs.items()})


def numbers(found: Sequence[Sequence[Fraction] | None]) -> list[list[int]]:
    """Fractions as the whole numbers they are in these examples."""
    assert all(v.denominator == 1 for row in found if row is not None for v in row)
    return [[int(v) for v in row] for row in found if row is not None]


def check(bargain: Bargain, found: BargainingSolution, expected: list[Choice]) -> None:
    choices = [bargain.problem.choice(p) for p in found.packages]
    assert sorted(choices) == expected
    assert found.n_packages == len(expected)
    assert (found.package is None) == (not expected)
    gains = [bargain.gains[c] for c in choices]
    ordered = list(dict.fromkeys(gains))
    assert ordered == sorted(ordered, reverse=True)
    assert [tuple(column) for column in zip(*ordered, strict=True)] == [g for g in found.gains if g]
    for a, values in enumerate(found.values):
        assert values == tuple(g[a] + bargain.disagreement[a] for g in ordered)


@pytest.mark.parametrize("limit", [10**6, 2], ids=["complete", "cut short"])
def test_two_thousand_small_problems_have_the_solutions_that_the_definitions_give(limit: int) -> None:
    exact = 0
    for seed in range(2000 if limit > 2 else 400):
        problem = random_problem(seed, most_packages=24)
        bargain = Bargain.of(problem, seed)
        frontier = pareto_frontier(problem, individually_rational=seed % 2 == 0, point_limit=limit)
        weights, origin = bargain.weights, bargain.disagreement
        ideal = [i or None for i in bargain.ideal] or [None] * len(origin)
        ones = [Fraction(1)] * len(origin)
        solutions = [
            (nash_bargaining(frontier, weights=weights, disagreement=origin, limit=1000), bargain.nash()),
            (kalai_smorodinsky(frontier, weights=weights, disagreement=origin, limit=1000), bargain.leximin(ideal)),
            (egalitarian(frontier, weights=weights, disagreement=origin, limit=1000), bargain.leximin(ones)),
            (utilitarian(frontier, weights=weights, limit=1000), bargain.sums()),
        ]
        for found, expected in solutions:
            assert found.is_exact or not frontier.is_complete
            assert found.weights == tuple(weights)
            if found.concept == "utilitarian" and None in problem.reservation_values:
                continue  # it has no disagreement values there: see below
            if found.is_exact:
                exact += not frontier.is_complete
                check(bargain, found, expected)
            for package in found.packages:
                values = [problem.value(a, problem.choice(package)) for a in range(len(origin))]
                assert all(v >= r for v, r in zip(values, origin, strict=True))
    assert limit > 2 or exact > 100


def solved(problem: AgreementProblem) -> Frontier:
    return pareto_frontier(problem, individually_rational=True)


def test_a_product_of_zero_goes_to_the_most_parties_who_can_gain() -> None:
    # No package lets all three gain. Two gain in the last two; shares of ideal gains decide, whatever the scales.
    values = [[[4, 0, 2, 0]], [[0, 0, 1, 4]], [[0, 300, 0, 150]]]
    found = nash_bargaining(solved(AgreementProblem.of(values, [0, 0, 0])))
    assert numbers(found.gains) == [[0], [4], [150]]
    assert found.n_packages == 1


def test_different_groups_who_can_gain_tie_at_equal_products_of_shares() -> None:
    values = [[[4, 0, 2, 0, 1, 0, 0]], [[0, 0, 4, 4, 0, 1, 0]], [[0, 300, 0, 150, 0, 0, 1]]]
    found = nash_bargaining(solved(AgreementProblem.of(values, [0, 0, 0])))
    assert numbers(found.gains) == [[2, 0], [4, 4], [0, 150]]


def test_equal_products_of_different_gains_tie_however_their_logarithms_round() -> None:
    primes = (2, 3, 5, 7, 11)
    gains = [
        [[prod(p for p, k in zip(primes, cut, strict=True) if k == party) for cut in product(range(3), repeat=5)]]
        for party in range(3)
    ]
    found = nash_bargaining(solved(AgreementProblem.of(gains, [0, 0, 0])), limit=300)
    assert found.n_packages == len(set(found.packages)) == 3**5


def test_a_utilitarian_solution_said_to_be_exact_is_that_of_the_whole_frontier() -> None:
    proven = 0
    for seed in range(150):
        table = np.random.default_rng(seed).integers(0, 30, (3, 5, 3))
        best = table.max(axis=2).sum(axis=1)
        problem = AgreementProblem.of(table, [int(b * 7 // 10) for b in best])
        found = utilitarian(pareto_frontier(problem, individually_rational=True, point_limit=4))
        if found.is_exact:
            proven += 1
            assert found == utilitarian(pareto_frontier(problem))
    assert proven > 50


def test_kalai_smorodinsky_takes_its_ideal_point_from_rational_packages_only() -> None:
    # The first party's 100 is not rational for the second: it is no ideal. Over all feasible packages it would be, and o3 chosen.
    problem = AgreementProblem.of([[[100, 6, 9, 10]], [[0, 9, 4, 3]]], [0, 1])
    found = kalai_smorodinsky(solved(problem))
    assert found.package == problem.package((1,))
    assert numbers(found.gains) == [[6], [8]]


def test_the_egalitarian_solution_breaks_a_tie_of_the_least_by_the_next() -> None:
    problem = AgreementProblem.of([[[3, 3, 9]], [[5, 3, 3]], [[3, 9, 4]]], [0, 0, 0])
    found = egalitarian(solved(problem))
    assert found.package == problem.package((2,))


def test_ties_are_ties_past_the_precision_of_floats() -> None:
    big = 10**17
    rows = [[[big + 1, big]], [[big, big + 1]]]
    found = nash_bargaining(solved(AgreementProblem.of(rows, [0, 0])))
    assert found.n_packages == 2
    rows[1][0][1] += 1
    assert numbers(nash_bargaining(solved(AgreementProblem.of(rows, [0, 0]))).gains) == [[big], [big + 2]]
    assert numbers(utilitarian(solved(AgreementProblem.of(rows, [0, 0]))).gains) == [[big], [big + 2]]


def test_a_utilitarian_party_without_reservation_value_accepts_anything() -> None:
    found = utilitarian(solved(AgreementProblem.of([[[0, 9]], [[5, 1]]], [None, 1])))
    assert numbers(found.values) == [[9], [1]]
    assert found.gains == (None, (Fraction(0),))


def test_no_rational_package_means_no_solution_and_says_so() -> None:
    frontier = solved(AgreementProblem.of([[[0, 1]], [[1, 0]]], [1, 1]))
    for found in (nash_bargaining(frontier), kalai_smorodinsky(frontier), egalitarian(frontier), utilitarian(frontier)):
        assert (found.package, found.packages, found.n_packages, found.values, found.is_exact) == (None, (), 0, ((), ()), True)


@given(problems(), st.integers(0, 10**6))
def test_scaling_and_shifting_a_partys_values_changes_no_nash_or_kalai_smorodinsky_package(
    problem: AgreementProblem, seed: int
) -> None:
    rng = random.Random(seed)
    scale = [Fraction(rng.randint(1, 9), rng.randint(1, 9)) for _ in problem.parties]
    shift = Fraction(rng.randint(-9, 9), 2)
    floors = [Fraction(0) if r is None else r for r in problem.reservation_values]
    before = AgreementProblem.of(problem.values, floors, interactions=problem.interactions, requirements=problem.requirements)
    moved = [
        [[v * s + (shift if k == 0 else 0) for v in row] for k, row in enumerate(rows)]
        for rows, s in zip(problem.values, scale, strict=True)
    ]
    after = AgreementProblem.of(
        moved,
        [r * s + shift for r, s in zip(floors, scale, strict=True)],
        interactions=[
            Interaction.of(
                t.party, t.first, t.second, [[v * scale[problem.parties.index(t.party)] for v in row] for row in t.values]
            )
            for t in problem.interactions
        ],
        requirements=problem.requirements,
    )
    for solution in (nash_bargaining, kalai_smorodinsky):
        assert set(solution(solved(before)).packages) == set(solution(solved(after)).packages)


@given(problems(), st.integers(0, 10**6))
def test_the_largest_weighted_sum_is_that_of_every_package_tried(problem: AgreementProblem, seed: int) -> None:
    rng = random.Random(seed)
    weights = [Fraction(rng.randint(0, 5), rng.randint(1, 4)) for _ in problem.parties]
    packages = package_values(problem)
    found = largest_weighted_sum(problem, weights, limit=10_000)
    sums = [sum((w * int(v) for w, v in zip(weights, column, strict=True)), Fraction(0)) / SCALE for column in packages.values.T]
    if not sums:
        assert (found.total, found.packages, found.n_packages) == (None, (), 0)
        return
    assert found.total == max(sums)
    expected = [c for c, s in zip(packages.choices, sums, strict=True) if s == found.total]
    assert [problem.choice(p) for p in found.packages] == expected
    assert found.n_packages == len(expected)


def test_solutions_are_proven_where_the_frontier_is_too_large_to_be_complete() -> None:
    rng = np.random.default_rng(3)
    problem = AgreementProblem.of(rng.integers(0, 2**12, (4, 8, 6)), [8000] * 4)
    whole = pareto_frontier(problem, individually_rational=True)
    short = pareto_frontier(problem, individually_rational=True, point_limit=whole.n_points // 2)
    assert whole.is_complete
    assert not short.is_complete
    for solution in (egalitarian, kalai_smorodinsky):
        assert solution(short) == solution(whole)
        assert solution(short).is_exact


def test_the_utilitarian_solution_needs_no_frontier_where_the_largest_sum_is_rational() -> None:
    table = np.random.default_rng(4).integers(0, 2**12, (4, 60, 6))
    short = pareto_frontier(AgreementProblem.of(table, [0, 0, None, 0]), point_limit=50)
    found = utilitarian(short, weights=[2, 1, 1, 1])
    best = (table * np.array([2, 1, 1, 1])[:, None, None]).sum(axis=0).argmax(axis=1)
    assert not short.is_complete
    assert found.is_exact
    assert [short.instance.problem.choice(p) for p in found.packages] == [tuple(best.tolist())]
    assert numbers(found.values) == [[int(table[a, range(60), best].sum())] for a in range(4)]


def test_more_ties_than_the_limit_are_counted_and_not_listed() -> None:
    rows = [[0, 0, 0]] * 30 + [[0, 1]]
    found = egalitarian(solved(AgreementProblem.of([rows, rows], [0, 0])), limit=5)
    assert found.n_packages == 3**30
    assert len(set(found.packages)) == 5


@pytest.mark.parametrize("weights", [[1], [1, -1], [0, 0], ["x", 1], ["1/7919", 2]])
def test_weights_that_are_none_are_refused(weights: list[int | str]) -> None:
    frontier = solved(AgreementProblem.of([[[0, 1]], [[1, 0]]], [0, 0]))
    with pytest.raises(ProblemError):
        nash_bargaining(frontier, weights=weights)


def test_gains_need_a_value_at_disagreement() -> None:
    frontier = pareto_frontier(instance(AgreementProblem.of([[[0, 1]], [[1, 0]]], [0, 0]), without=["p2"]))
    with pytest.raises(ProblemError, match="p2 has no reservation value"):
        nash_bargaining(frontier)
    assert numbers(nash_bargaining(frontier, disagreement=[0, -1]).gains) == [[1], [1]]
    with pytest.raises(ProblemError, match="one value a party"):
        nash_bargaining(frontier, disagreement=[0])
    with pytest.raises(ProblemError, match="above 0"):
        egalitarian(frontier, weights=[0, 1], disagreement=[0, 0])


def test_the_first_of_many_tied_packages_are_the_first_by_their_options() -> None:
    cut = 0
    for seed in range(250):
        rng = random.Random(seed)
        drawn = random_problem(seed, most_parties=2, most_packages=60)
        coarse = [[[v // 15 for v in row] for row in rows] for rows in drawn.values]  # many ties
        problem = AgreementProblem.of(
            coarse, [-100] * len(coarse), interactions=drawn.interactions, requirements=drawn.requirements
        )
        frontier = pareto_frontier(problem)
        every = sorted(nash_bargaining(frontier, limit=1000).packages, key=lambda p: order(problem, p))
        limit = rng.randint(0, 3)
        found = nash_bargaining(frontier, limit=limit)
        assert list(found.packages) == every[:limit]
        point = max(range(frontier.n_points), key=lambda k: int(frontier.multiplicities[k]), default=None)
        if point is not None:
            tied = [c for c in product(*map(range, problem.shape)) if not problem.broken(c)]
            tied = [c for c in tied if tuple(problem.value(a, c) for a in range(len(coarse))) == frontier.value(point)]
            assert [problem.choice(p) for p in tied_packages(frontier, point, limit=limit)] == tied[:limit]
            cut += 1 < limit < len(tied)
    assert cut > 20


def order(problem: AgreementProblem, package: Package) -> tuple[list[Fraction], Choice]:
    """Larger values first, the first party's before the second's; equal ones by their options."""
    choice = problem.choice(package)
    return [-problem.value(a, choice) for a in range(len(problem.parties))], choice


def test_the_first_of_tied_packages_are_listed_however_many_issues_there_are() -> None:
    problem = AgreementProblem.of([[[0, 0]] * 1200] * 2, [0, 0])
    found = egalitarian(solved(problem), limit=4)
    assert found.n_packages == 2**1200
    assert [problem.choice(p)[-3:] for p in found.packages] == [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)]
    assert not any(any(problem.choice(p)[:-3]) for p in found.packages)
