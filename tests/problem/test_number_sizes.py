"""Numbers of any size give what numbers of a common size give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import inf, prod

import numpy as np
import pytest
from problems import random_problem

from detente.problem.bargaining import BargainingSolution, egalitarian, kalai_smorodinsky, nash_bargaining, utilitarian
from detente.problem.bounds import bounds
from detente.problem.count_estimate import estimated_count
from detente.problem.counting import count
from detente.problem.existence import exists, verify
from detente.problem.frontier import pareto_frontier
from detente.problem.instance import instance
from detente.problem.problem import AgreementProblem, Requirement, one_of
from detente.problem.weighted_sum import largest_weighted_sum

HUGE, MINUTE = Fraction(10) ** 400, Fraction(1, 10**320)


def scaled(problem: AgreementProblem, factors: Sequence[Fraction]) -> AgreementProblem:
    """The same problem with each party's numbers times its factor."""
    by_party = dict(zip(problem.parties, factors, strict=True))
    return replace(
        problem,
        values=tuple(tuple(tuple(v * f for v in row) for row in rows) for rows, f in zip(problem.values, factors, strict=True)),
        reservation_values=tuple(None if r is None else r * f for r, f in zip(problem.reservation_values, factors, strict=True)),
        interactions=tuple(
            replace(t, values=tuple(tuple(v * by_party[t.party] for v in row) for row in t.values)) for t in problem.interactions
        ),
    )


def widened(problem: AgreementProblem, fineness: Sequence[Fraction]) -> AgreementProblem:
    """The same packages, with one more issue whose second option no package takes: it only makes each party's unit so fine."""
    return replace(
        problem,
        issues=(*problem.issues, "more"),
        options=(*problem.options, ("o1", "o2")),
        values=tuple((*rows, (Fraction(0), fine)) for rows, fine in zip(problem.values, fineness, strict=True)),
        requirements=(*problem.requirements, Requirement(id="no more", formula=one_of("more", "o1"), is_hard=True)),
    )


def apart(problem: AgreementProblem, seed: int) -> AgreementProblem:
    """The parties' scales, and their whole numbers, so far apart that no float holds two of them."""
    sizes = [(HUGE, Fraction(1), MINUTE)[(a + seed) % 3] for a in range(len(problem.parties))]
    fineness = [(MINUTE, Fraction(1, 10), MINUTE)[(a + seed) % 3] for a in range(len(problem.parties))]
    return widened(scaled(problem, sizes), [size * fine for size, fine in zip(sizes, fineness, strict=True)])


def with_floors(problem: AgreementProblem, floor: int = 0) -> AgreementProblem:
    """The same with this reservation value where a party has none."""
    return replace(problem, reservation_values=tuple(Fraction(floor) if r is None else r for r in problem.reservation_values))


def choices(problem: AgreementProblem, found: BargainingSolution, n_issues: int) -> list[tuple[int, ...]]:
    """Option positions of the packages, over the first issues."""
    return [problem.choice(package)[:n_issues] for package in found.packages]


def test_a_product_too_small_for_a_float_is_no_best_one() -> None:
    problem = AgreementProblem.of([[["1e-200", "1e200"]], [[3, 1]]], [0, 0])
    assert nash_bargaining(pareto_frontier(problem)).package == problem.package((1,))


def test_a_product_of_zero_is_compared_by_shares_too_small_for_a_float() -> None:
    values = [[["1e-200", 0, "1e200"]], [[5, "1e-200", 2]], [[0, "1e200", 0]]]
    problem = AgreementProblem.of(values, [0, 0, 0])
    assert nash_bargaining(pareto_frontier(problem)).package == problem.package((2,))


@pytest.mark.parametrize("solution", [nash_bargaining, kalai_smorodinsky])
@pytest.mark.parametrize("limit", [10**6, 2], ids=["complete", "cut short"])
def test_a_partys_scale_changes_no_solution_that_does_not_compare_parties(
    solution: Callable[..., BargainingSolution], limit: int
) -> None:
    compared = 0
    for seed in range(50):
        problem = with_floors(random_problem(seed, most_packages=24))
        same = apart(problem, seed)
        usual, found = (solution(pareto_frontier(p, point_limit=limit)) for p in (problem, same))
        assert usual.is_exact or limit == 2
        assert found.is_exact or limit == 2
        if usual.is_exact and found.is_exact:
            compared += len(found.packages) > 0
            assert choices(same, found, len(problem.issues)) == choices(problem, usual, len(problem.issues))
    assert compared > 15


@pytest.mark.parametrize("solution", [egalitarian, utilitarian])
@pytest.mark.parametrize("factor", [HUGE, MINUTE], ids=["huge", "minute"])
def test_one_scale_for_all_changes_no_solution(solution: Callable[..., BargainingSolution], factor: Fraction) -> None:
    for seed in range(60):
        problem = with_floors(random_problem(seed, most_packages=24))
        n = len(problem.parties)
        same = widened(scaled(problem, [factor] * n), [factor * MINUTE] * n)
        usual, found = solution(pareto_frontier(problem)), solution(pareto_frontier(same))
        assert choices(same, found, len(problem.issues)) == choices(problem, usual, len(problem.issues))


def test_leximin_and_sums_over_scales_far_apart_are_those_of_every_package_tried() -> None:
    for seed in range(60):
        drawn = random_problem(seed, most_packages=24)
        low = replace(drawn, reservation_values=tuple(Fraction(-(10**3)) for _ in drawn.parties))
        problem = apart(low, seed)
        n = len(problem.parties)
        values = {
            c: tuple(problem.value(a, c) for a in range(n)) for c in product(*map(range, problem.shape)) if not problem.broken(c)
        }
        frontier = pareto_frontier(problem)
        gains = {
            c: sorted(v - (r or 0) for v, r in zip(row, problem.reservation_values, strict=True)) for c, row in values.items()
        }
        for solution, score in ((egalitarian, gains), (utilitarian, {c: [sum(row)] for c, row in values.items()})):
            best = max(score.values(), default=None)
            assert {problem.choice(p) for p in solution(frontier).packages} == {c for c in score if score[c] == best}
        if values:
            assert largest_weighted_sum(problem, [1] * n).total == max(map(sum, values.values()))


def test_leximin_is_exact_among_gains_that_a_float_rounds_to_a_digit() -> None:
    least = Fraction(1, 2**1074)  # the least float above 0, where a gain of 1 is the largest
    first, second = Fraction(34, 10) * least, Fraction(155, 100) * least
    values = [[[1, 1]], [[first * Fraction(48, 100), first]], [[second, second * Fraction(9, 10)]]]
    problem = AgreementProblem.of(values, [0, 0, 0])
    assert egalitarian(pareto_frontier(problem)).package == problem.package((0,))


def test_a_gain_out_of_all_proportion_leaves_a_product_unproven_and_found() -> None:
    # The second party never agrees to the first issue's second option, which bounds what the first could gain.
    values = [[[1, 10**400], *([[0, k, 2 * k + 1] for k in range(1, 7)])], [[90, 0], *([[3 * k, 2 * k, 0] for k in range(1, 7)])]]
    problem = AgreementProblem.of(values, [0, 80])
    short, whole = (nash_bargaining(pareto_frontier(problem, point_limit=limit)) for limit in (3, 10**6))
    assert whole.is_exact
    assert not short.is_exact
    products = [prod(row[0] for row in found.gains if row) for found in (short, whole)]
    assert 0.8 * float(products[1]) < products[0] <= products[1]


def test_whether_and_how_many_packages_are_acceptable_does_not_depend_on_scales() -> None:
    proven = 0
    for seed in range(150):
        problem = random_problem(seed, most_packages=60)
        same = apart(problem, seed)
        found = exists(same)
        assert found.verdict is exists(problem).verdict
        assert verify(same, found) or (found.witness is None and found.certificate is None)
        proven += found.certificate is not None and len(found.certificate.conflict) > 1
        assert count(same).value == count(problem).value
    assert proven > 5


def test_a_search_among_numbers_past_floats_ends_where_one_among_usual_numbers_does() -> None:
    searched = 0
    for seed in range(9, 15):
        table = np.random.default_rng(seed).integers(0, 200, (4, 8, 4))
        problem = AgreementProblem.of(table, [int(row.max(axis=1).sum() * 0.756) for row in table])
        found = exists(apart(problem, seed))
        assert found.verdict is exists(problem).verdict
        searched += found.nodes > 1
    assert searched > 2


def test_an_estimate_takes_numbers_past_floats() -> None:
    table = np.random.default_rng(2).integers(0, 2**20, (3, 14, 4))
    problem = AgreementProblem.of(table, [int(row.max(axis=1).sum() * 0.7) for row in table])
    usual, wide = (instance(p) for p in (problem, apart(problem, 0)))
    assert wide.is_wide
    draws = [estimated_count(bounds(p, p.sweep), draws=4000, seed=1) for p in (usual, wide)]
    assert 0 < abs(draws[0].count - draws[1].count) + 1 < 6 * (draws[0].standard_error + draws[1].standard_error)


def test_an_estimate_of_more_packages_than_a_float_can_tell_is_infinite() -> None:
    estimates = []
    for n_issues in (40, 400, 800):
        table = np.random.default_rng(3).integers(0, 1000, (2, n_issues, 4))
        found = instance(AgreementProblem.of(table, [int(row.max(axis=1).sum() * 0.62) for row in table]))
        estimates.append(estimated_count(bounds(found, found.sweep), draws=500, seed=1))
    assert 4**38 < estimates[0].count < 4**40
    assert 4.0**380 < estimates[1].count < 4.0**400
    assert 0 < estimates[1].standard_error < estimates[1].count
    assert estimates[2].count == inf


def test_records_give_exact_text_for_values_that_no_float_is() -> None:
    problem = AgreementProblem.of([[[10**400, 0]], [["1e-400", 1]], [["0.5", "1e-320"]]])
    found = pareto_frontier(problem).records()
    assert [row["value.p1"] for row in found] == ["1" + "0" * 400, "0"]
    assert [row["value.p2"] for row in found] == ["1/1" + "0" * 400, "1"]
    assert [row["value.p3"] for row in found] == [0.5, 1e-320]
