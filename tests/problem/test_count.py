from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import problems, random_problem

from detente.model.formula import And, Not
from detente.problem import count_halves
from detente.problem.bounds import Bounds, bounds, largest_first
from detente.problem.count_estimate import estimated_count
from detente.problem.count_halves import count_by_halves
from detente.problem.count_slacks import count_by_slack
from detente.problem.counting import count
from detente.problem.dominance import covered_weight, ranked, total_weight
from detente.problem.instance import instance
from detente.problem.problem import AgreementProblem, Interaction, Requirement, one_of


def enumerated(problem: AgreementProblem, without: frozenset[str] = frozenset()) -> int:
    return sum(not set(problem.broken(choice)) - without for choice in product(*map(range, problem.shape)))


def limits_of(problem: AgreementProblem) -> Bounds | None:
    found = instance(problem)
    return None if found.sweep.is_empty else bounds(found, largest_first(found.sweep), [(1,) * len(found.floors)])


def large(n_parties: int, n_issues: int, n_options: int, share: float, top: int = 100) -> AgreementProblem:
    rng = np.random.default_rng((n_parties, n_issues, n_options))
    values = rng.integers(0, top // n_issues + 1, (n_parties, n_issues, n_options))
    return AgreementProblem.of(values, [round(share * int(rows.max(axis=1).sum())) for rows in values])


@pytest.mark.parametrize("start", range(0, 2000, 500))
def test_every_way_to_count_agrees_with_enumeration(start: int) -> None:
    for seed in range(start, start + 500):
        problem = random_problem(seed, most_packages=60)
        truth = enumerated(problem)
        found = count(problem)
        assert (found.value, found.is_exact) == (truth, True)
        limits = limits_of(problem)
        if limits is None:
            continue
        assert count_by_slack(limits, 10**9)[0] == truth
        between = count_by_halves(limits, 10**9)
        if between is not None:
            assert (between.lower, between.upper) == (truth, truth)


def test_pairs_are_counted_alike_with_and_without_a_grid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(count_halves, "CELLS", 1)
    for seed in range(400):
        problem = random_problem(seed, most_packages=100)
        limits = limits_of(problem)
        between = None if limits is None else count_by_halves(limits, 10**9)
        if between is not None:
            assert between.lower == between.upper == enumerated(problem)


def test_rounded_sums_bound_the_count_from_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(count_halves, "CELLS", 40)
    monkeypatch.setattr(count_halves, "LISTED", 10)
    monkeypatch.setattr(count_halves, "ROUNDED", 30)
    n_apart = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        values = rng.integers(0, 1000, (1 + seed % 4, 8, 2))
        rule = Requirement(id="r", formula=Not(And((one_of("i1", "o1"), one_of("i4", "o2")))))
        floors = (values.max(axis=2).sum(axis=1) * rng.uniform(0.5, 0.9)).astype(int).tolist()
        problem = AgreementProblem.of(values, floors, requirements=[rule] if seed % 3 else [])
        limits = limits_of(problem)
        assert limits is not None
        between = count_by_halves(limits, 0)
        assert between is None or between.lower <= enumerated(problem) <= between.upper
        n_apart += between is not None and between.lower < between.upper
    assert n_apart > 20


@given(problems(most_packages=60))
def test_values_beyond_62_bits_are_counted_exactly(problem: AgreementProblem) -> None:
    big = 2**89 - 1
    values = [[[v * big for v in row] for row in rows] for rows in problem.values]
    values[0][0][0] += Fraction(1, 7)
    floors = [None if r is None else r * big for r in problem.reservation_values]
    wide = AgreementProblem.of(values, floors, requirements=problem.requirements)
    assert count(wide).value == enumerated(wide)


@given(problems(most_packages=60), st.data())
def test_a_requirement_or_floor_never_raises_the_count_and_giving_it_up_is_counted(
    problem: AgreementProblem, data: st.DataObject
) -> None:
    names = [r.id for r in problem.requirements if not r.is_hard] + list(problem.parties)
    without = frozenset(data.draw(st.lists(st.sampled_from(names), unique=True)))
    wider, narrower = count(problem, without=without).value, count(problem).value
    assert wider == enumerated(problem, without)
    assert wider is not None
    assert narrower is not None
    assert narrower <= wider


@given(problems(most_packages=60), st.integers(0, 10**6))
def test_an_option_more_never_lowers_the_count_and_a_twin_adds_what_the_first_has(problem: AgreementProblem, seed: int) -> None:
    rng = random.Random(seed)
    issue = rng.randrange(len(problem.issues))
    twin = rng.randrange(problem.shape[issue])

    def extended(values: list[Fraction]) -> AgreementProblem:
        return replace(
            problem,
            options=tuple((*o, "more") if k == issue else o for k, o in enumerate(problem.options)),
            values=tuple(
                tuple((*row, values[a]) if k == issue else row for k, row in enumerate(rows))
                for a, rows in enumerate(problem.values)
            ),
            interactions=(),
            requirements=(),
        )

    plain = replace(problem, interactions=(), requirements=())
    before, more = count(plain).value, count(extended([Fraction(rng.randint(-3, 20)) for _ in problem.parties])).value
    assert before is not None
    assert more is not None
    assert more >= before
    doubled = count(extended([rows[issue][twin] for rows in problem.values])).value
    only = sum(not plain.broken(c) for c in product(*map(range, plain.shape)) if c[issue] == twin)
    assert doubled == before + only


@given(problems(most_packages=60), st.randoms(use_true_random=False))
def test_renaming_and_reordering_change_no_count(problem: AgreementProblem, rng: random.Random) -> None:
    parties, issues = list(range(len(problem.parties))), list(range(len(problem.issues)))
    rng.shuffle(parties)
    rng.shuffle(issues)
    orders = [rng.sample(range(n), n) for n in problem.shape]
    moved = AgreementProblem.of(
        [[[problem.values[a][k][o] for o in orders[k]] for k in issues] for a in parties],
        [problem.reservation_values[a] for a in parties],
        parties=[problem.parties[a] for a in parties],
        issues=[problem.issues[k] for k in issues],
        options=[[problem.options[k][o] for o in orders[k]] for k in issues],
        interactions=[
            Interaction.of(
                t.party,
                t.first,
                t.second,
                [[t.values[i][j] for j in orders[problem.issues.index(t.second)]] for i in orders[problem.issues.index(t.first)]],
            )
            for t in problem.interactions
        ],
        requirements=list(reversed(problem.requirements)),
    )
    assert count(moved).value == count(problem).value


def test_without_floors_the_count_is_the_product_of_options_at_any_size() -> None:
    values = [[[k % 3 for k in range(7)]] * 60]
    found = count(AgreementProblem.of(values))
    assert found.value == 7**60
    rule = Requirement(id="r", formula=Not(one_of("i5", "o1", "o2")))
    assert count(AgreementProblem.of(values, requirements=[rule])).value == 7**59 * 5


def test_counts_beyond_64_bits_do_not_wrap() -> None:
    n = 60
    problem = AgreementProblem.of([[[0, 1, 1, 1]] * n], [n - 1])
    assert count(problem).value == 3**n + n * 3 ** (n - 1)
    limits = limits_of(problem)
    assert limits is not None
    assert count_by_slack(limits, 10**9)[0] == 3**n + n * 3 ** (n - 1)


def test_halves_pair_counts_beyond_64_bits() -> None:
    n = 40
    limits = limits_of(AgreementProblem.of([[[0, 1, 1, 1]] * n, [[1, 0, 0, 0]] * n], [n - 1, 0]))
    assert limits is not None
    between = count_by_halves(limits, 10**9)
    assert between is not None
    assert between.lower == between.upper == 3**n + n * 3 ** (n - 1)


def test_two_ways_agree_where_enumeration_is_out_of_the_question() -> None:
    for n_parties, n_issues, n_options, share in ((2, 15, 10, 0.6), (3, 12, 10, 0.6), (4, 9, 6, 0.55)):
        limits = limits_of(large(n_parties, n_issues, n_options, share))
        assert limits is not None
        between = count_by_halves(limits, 10**9)
        assert between is not None
        assert between.lower == between.upper == count_by_slack(limits, 10**9)[0]
        assert between.lower > 10**4


def test_a_count_cut_short_says_so_and_holds_the_exact_one_between_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(count_halves, "CELLS", 1 << 12)
    problem = large(4, 8, 6, 0.6, top=10**6)
    exact = count(problem)
    short = count(problem, steps=1000, draws=4000, seed=3)
    assert exact.value is not None
    assert not short.is_exact
    assert short.value is None
    assert short.lower <= exact.value <= short.upper
    assert short.estimate is not None
    assert short.standard_error is not None
    assert abs(short.estimate - exact.value) < 5 * short.standard_error
    assert short == count(problem, steps=1000, draws=4000, seed=3)
    assert short.estimate != count(problem, steps=1000, draws=4000, seed=4).estimate


def test_the_estimate_is_right_on_average_and_its_error_tells_its_spread() -> None:
    problem = AgreementProblem.of(
        [[[0, 3, 5], [1, 4, 0], [2, 2, 7]], [[6, 1, 0], [0, 2, 9], [3, 0, 1]]],
        [8, 7],
        interactions=[Interaction.of("p1", "i1", "i3", [[1, 0, 0], [0, 0, 0], [0, 2, 0]])],
        requirements=[Requirement(id="r", formula=Not(one_of("i2", "o2")))],
    )
    limits = limits_of(problem)
    assert limits is not None
    found = [estimated_count(limits, draws=50, seed=seed) for seed in range(150)]
    mean = float(np.mean([e.count for e in found]))
    spread = float(np.std([e.count for e in found]))
    assert abs(mean - enumerated(problem)) < 4 * spread / np.sqrt(150)
    assert spread == pytest.approx(float(np.mean([e.standard_error for e in found])), rel=0.25)


@given(st.integers(1, 5), st.integers(1, 25), st.integers(1, 25), st.integers(1, 12), st.integers(0, 10**6))
def test_weights_of_covering_points_are_those_of_all_pairs(n_axes: int, n_left: int, n_right: int, top: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    needs, sums = rng.integers(0, top, (n_axes, n_left)), rng.integers(0, top, (n_axes, n_right))
    weights = rng.integers(0, 5, n_right)
    expected = ((needs[:, :, None] <= sums[:, None, :]).all(axis=0) * weights).sum(axis=1)
    assert (covered_weight(*ranked(needs, sums), weights) == expected).all()
    assert total_weight(weights, weights, 10) == total_weight(weights, weights, 2**70) == int((weights**2).sum())


def test_three_axes_are_counted_alike_by_halving_and_by_blocks() -> None:
    rng = np.random.default_rng(5)
    needs, sums = ranked(rng.integers(0, 300, (3, 1500)), rng.integers(0, 300, (3, 1500)))
    weights = rng.integers(0, 9, 1500)
    expected = [int(weights[(np.array(sums) >= np.array(needs)[:, k, None]).all(axis=0)].sum()) for k in range(1500)]
    assert covered_weight(needs, sums, weights).tolist() == expected


def test_an_unconstrained_count_is_the_product_of_its_shape() -> None:
    for seed in range(50):
        problem = random_problem(seed)
        names = [*problem.parties, *(r.id for r in problem.requirements if not r.is_hard)]
        if not any(r.is_hard for r in problem.requirements):
            assert count(problem, without=names).value == prod(problem.shape)
