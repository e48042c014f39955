from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from package_values import SCALE, package_values, undominated
from problems import problems, random_problem

from detente.problem.coarse_frontier import epsilon_frontier
from detente.problem.frontier import Frontier, pareto_frontier
from detente.problem.instance import instance
from detente.problem.prefix_walk import walk
from detente.problem.prefixes import PackageKeys
from detente.problem.problem import AgreementProblem, Interaction, ProblemError, Requirement, one_of
from detente.problem.tied_packages import tied_packages
from detente.problem.two_party_prefixes import two_party_prefixes

Vector = tuple[Fraction, ...]


def vectors(found: Frontier) -> list[Vector]:
    return list(zip(*found.values, strict=True))


def scaled(vector: tuple[int, ...]) -> Vector:
    return tuple(Fraction(v, SCALE) for v in vector)


@pytest.mark.parametrize("is_rational", [False, True])
def test_two_thousand_small_problems_have_the_frontier_that_comparing_every_pair_gives(is_rational: bool) -> None:
    for seed in range(2000):
        problem = random_problem(seed, most_packages=60)
        packages = package_values(problem)
        expected = undominated(packages.reaching_floors() if is_rational else packages)
        found = pareto_frontier(problem, individually_rational=is_rational)
        order = sorted(expected, reverse=True)
        assert found.is_complete
        assert vectors(found) == [scaled(v) for v in order]
        assert found.multiplicities.tolist() == [len(expected[v]) for v in order]
        assert list(map(tuple, found.choices.T.tolist())) == [min(expected[v]) for v in order]


def test_all_packages_behind_a_point_are_found_and_only_those() -> None:
    for seed in range(300):
        problem = random_problem(seed, most_packages=200)
        expected = undominated(package_values(problem))
        found = pareto_frontier(problem)
        for point, vector in enumerate(sorted(expected, reverse=True)):
            tied = tied_packages(found, point, limit=1000)
            assert [problem.choice(p) for p in tied] == expected[vector]
            few = tied_packages(found, point, limit=2)
            assert few[0] == found.package(point)
            assert len(few) == min(2, len(expected[vector]))
            assert set(few) <= set(tied)


@given(problems(), st.integers(1, 4), st.booleans())
def test_a_frontier_cut_short_says_so_and_keeps_within_its_slack(problem: AgreementProblem, limit: int, rational: bool) -> None:
    check_slack(problem, pareto_frontier(problem, individually_rational=rational, point_limit=limit), rational)


@given(problems(), st.integers(0, 10), st.booleans())
def test_an_epsilon_frontier_keeps_within_its_tolerance(problem: AgreementProblem, percent: int, rational: bool) -> None:
    most = [sum((max(row) - min(row) for row in rows), Fraction(0)) for rows in problem.values]
    tolerance = [m * percent / 10 for m in most]
    found = epsilon_frontier(problem, tolerance, individually_rational=rational)
    assert all(s <= t for s, t in zip(found.slack, tolerance, strict=True))
    check_slack(problem, found, rational)


def check_slack(problem: AgreementProblem, found: Frontier, rational: bool) -> None:
    packages = package_values(problem)
    slack = np.array([int(s * SCALE) for s in found.slack])[:, None]
    assert found.is_complete == (not slack.any())
    if found.is_complete:
        assert vectors(found) == vectors(pareto_frontier(problem, individually_rational=rational))
    points = np.array([[int(v * SCALE) for v in row] for row in found.values]).reshape(len(problem.parties), -1)
    for point, choice in enumerate(found.choices.T.tolist()):
        assert not set(problem.broken(choice)) & {r.id for r in problem.requirements}
        assert tuple(problem.value(a, choice) for a in range(len(problem.parties))) == found.value(point)
    for value in packages.values.T:
        binding = [f is not None and v < f + int(s) for v, f, s in zip(value, packages.floors, slack[:, 0], strict=True)]
        if not (rational and any(binding)):
            assert (points + slack >= value[:, None]).all(axis=0).any()


@given(problems())
def test_no_point_is_dominated_and_every_package_is_matched_by_one(problem: AgreementProblem) -> None:
    points = np.array([[int(v * SCALE) for v in row] for row in pareto_frontier(problem).values])
    points = points.reshape(len(problem.parties), -1)
    for one in points.T:
        assert not ((points >= one[:, None]).all(axis=0) & (points > one[:, None]).any(axis=0)).any()
    for value in package_values(problem).values.T:
        assert (points >= value[:, None]).all(axis=0).any()


@given(problems(), st.integers(0, 10**6))
def test_scaling_and_shifting_a_partys_values_moves_the_points_and_no_package(problem: AgreementProblem, seed: int) -> None:
    rng = random.Random(seed)
    scales = [Fraction(rng.randint(1, 9), rng.randint(1, 9)) for _ in problem.parties]
    moved = AgreementProblem.of(
        [[[v * s + k for v in row] for k, row in enumerate(rows)] for rows, s in zip(problem.values, scales, strict=True)],
        interactions=[
            Interaction.of(
                t.party, t.first, t.second, [[v * scales[problem.parties.index(t.party)] for v in r] for r in t.values]
            )
            for t in problem.interactions
        ],
        requirements=problem.requirements,
    )
    before, after = pareto_frontier(problem), pareto_frontier(moved)
    assert before.packages == after.packages
    assert before.multiplicities.tolist() == after.multiplicities.tolist()


@given(problems(), st.integers(0, 10**6))
def test_the_order_and_names_of_parties_issues_and_options_change_no_point(problem: AgreementProblem, seed: int) -> None:
    rng = random.Random(seed)
    parties = rng.sample(range(len(problem.parties)), len(problem.parties))
    issues = rng.sample(range(len(problem.issues)), len(problem.issues))
    options = [rng.sample(range(n), n) for n in problem.shape]
    shuffled = AgreementProblem.of(
        [[[problem.values[a][j][o] for o in options[j]] for j in issues] for a in parties],
        parties=[problem.parties[a] for a in parties],
        issues=[problem.issues[j] for j in issues],
        options=[[problem.options[j][o] for o in options[j]] for j in issues],
        interactions=[
            Interaction.of(
                t.party,
                t.second,
                t.first,
                [
                    [t.values[f][s] for f in options[problem.issues.index(t.first)]]
                    for s in options[problem.issues.index(t.second)]
                ],
            )
            for t in problem.interactions
        ],
        requirements=problem.requirements,
    )
    before, after = pareto_frontier(problem), pareto_frontier(shuffled)
    counted = dict(zip(vectors(before), before.multiplicities.tolist(), strict=True))
    back = [parties.index(a) for a in range(len(parties))]
    assert counted == {tuple(v[k] for k in back): m for v, m in zip(vectors(after), after.multiplicities.tolist(), strict=True)}


@pytest.mark.parametrize("values", ["few", "many", "alike"])
def test_two_parties_get_the_same_frontier_by_the_fast_way_and_the_general_one(values: str) -> None:
    rng = np.random.default_rng(5)
    most = {"few": 4, "many": 2**20, "alike": 2}[values]
    table = rng.integers(0, most, (2, 30, 10))
    if values == "alike":
        table[:, ::2] = 0
    problem = AgreementProblem.of(table, [int(row.max(axis=1).sum() * 6 // 10) for row in table])
    found = instance(problem)
    keys = PackageKeys.of(problem.shape)
    for floors in (found.floors, (None, None)):
        fast = two_party_prefixes(found, floors, keys, 10**6)
        slow = walk(found, floors, keys).last
        if values == "alike":
            assert fast is None  # its counts pass 62 bits
            assert max(slow.counts) >= 2**62
            continue
        assert fast is not None
        assert fast.size > 0
        for name in ("values", "keys", "counts"):
            assert getattr(fast, name).tolist() == getattr(slow, name).tolist()


def test_multiplicities_and_first_packages_are_exact_past_62_bits() -> None:
    rows = [[0, 0, 0]] * 50 + [[0, 1, 1]] * 2
    found = pareto_frontier(AgreementProblem.of([rows, rows[::-1]]))
    assert found.integers.tolist() == [[2], [2]]
    assert found.multiplicities.tolist() == [3**48 * 2**4]
    assert found.choices[:, 0].tolist() == [1, 1] + [0] * 48 + [1, 1]


def test_values_past_62_bits_stay_exact() -> None:
    big = 10**30
    problem = AgreementProblem.of([[[0, big + 1], [0, big]], [[big, 0], [big, 0]], [[0, 1], [1, 0]]])
    found = pareto_frontier(problem)
    assert [tuple(map(int, v)) for v in vectors(found)] == [(2 * big + 1, 0, 1), (big + 1, big, 2), (0, 2 * big, 1)]


def test_no_package_is_left_when_the_first_issues_already_rule_every_floor_out() -> None:
    # The first issue's options are alike, the second cannot give both what the third leaves to be had.
    problem = AgreementProblem.of([[[1, 1], [0, 10], [0, 30]], [[1, 1], [10, 0], [0, 30]]], [41, 41])
    assert pareto_frontier(problem, individually_rational=True).n_points == 0
    assert pareto_frontier(problem).n_points == 2


def test_a_problem_without_feasible_packages_has_an_empty_frontier() -> None:
    problem = AgreementProblem.of(
        [[[0, 1]], [[1, 0]]],
        requirements=[Requirement(id="r", formula=one_of("i1", "o1")), Requirement(id="s", formula=one_of("i1", "o2"))],
    )
    found = pareto_frontier(problem)
    assert (found.n_points, found.packages, found.values, found.is_complete) == (0, (), ((), ()), True)


def test_records_name_each_points_package_and_its_values() -> None:
    problem = AgreementProblem.of([[[0, "1/2"]], [[1, 0]]], parties=["north", "south"], options=[["keep", "move"]])
    assert pareto_frontier(problem).records() == [
        {"value.north": 0.5, "value.south": 0.0, "packages": 1, "i1": "move"},
        {"value.north": 0.0, "value.south": 1.0, "packages": 1, "i1": "keep"},
    ]


@pytest.mark.parametrize("tolerance", [[1], [1, -1], [1, "x"]])
def test_a_tolerance_that_is_none_is_refused(tolerance: list[str | int]) -> None:
    with pytest.raises(ProblemError):
        epsilon_frontier(AgreementProblem.of([[[0, 1]], [[1, 0]]]), tolerance)
