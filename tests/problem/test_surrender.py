from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from minimal_families import conditions_of, tried
from problems import problems, random_problem

from detente.model.formula import Or
from detente.problem.corrections import openings
from detente.problem.demands import Refuter
from detente.problem.problem import AgreementProblem, Requirement, one_of
from detente.problem.rows import rows
from detente.problem.surrender import reliefs, shortfall


def lacking_and_relief(problem: AgreementProblem, seed: int) -> tuple[float, dict[str, float]]:
    """What every package lacks, rows weighed at random, and what giving each condition up brings at the most."""
    table = rows(problem)
    refuter = Refuter(table)
    rng = np.random.default_rng(seed)
    needs = np.array([*(need >> row.shift for need, row in zip(table.needs, table.weight_rows, strict=True) if need is not None)])
    needs = np.concatenate([needs, np.ones(len(table.clauses))]).astype(np.float64)
    soft = table.row_conditions >= 0
    weights = np.where(rng.random(len(needs)) < 0.7, rng.integers(0, 50, len(needs)), 0).astype(np.float64)
    most = (weights @ refuter.matrix + table.closed).reshape(refuter.most, refuter.n_all).max(axis=0).sum()
    weighed = weights * np.where(soft, reliefs(refuter, table.closed[None, :], needs)[0], 0)
    relief = {name: float(weighed[table.row_conditions == c].sum()) for c, name in enumerate(table.conditions)}
    return float(weights @ needs - most), relief


@pytest.mark.parametrize("block", range(2))
def test_what_any_package_breaks_has_the_relief_that_is_lacking(block: int) -> None:
    n_lacking = 0
    for seed in range(block * 100, (block + 1) * 100):
        problem = random_problem(seed, most_packages=60)
        truth = tried(problem)
        for draw in range(5):
            lacking, relief = lacking_and_relief(problem, 5 * seed + draw)
            n_lacking += lacking > 0
            assert all(sum(relief[name] for name in broken) >= lacking for broken in truth.broken.values())
    assert n_lacking > 20


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), min_size=1, max_size=7), st.integers(0, 20))
def test_no_conditions_within_a_budget_bring_more_relief_than_the_bound(pairs: list[tuple[int, int]], spare: int) -> None:
    weighed = np.array([[w for w, _ in pairs]], dtype=np.float64)
    costs = np.array([c for _, c in pairs], dtype=np.float64)
    bound, given_up = shortfall(weighed, costs, np.array([float(spare)]))
    best = max(
        sum(w for (w, _), b in zip(pairs, bits, strict=True) if b)
        for bits in product((0, 1), repeat=len(pairs))
        if sum(c for (_, c), b in zip(pairs, bits, strict=True) if b) <= spare
    )
    assert bound[0] >= best
    assert float((given_up[0] * costs).sum()) <= spare + 1e-9


@given(st.lists(st.integers(0, 30), min_size=1, max_size=7), st.integers(0, 8))
def test_where_conditions_cost_alike_the_bound_is_the_largest_reliefs(weighed: list[int], spare: int) -> None:
    bound, _ = shortfall(np.array([weighed], dtype=np.float64), np.ones(len(weighed)), np.array([float(spare)]))
    assert bound[0] == sum(sorted(weighed)[::-1][:spare])


@given(problems(most_packages=60), st.integers(1, 4), st.integers(0, 10_000), st.sampled_from([1, 10**30]))
def test_any_costs_give_the_first_openings_in_order(problem: AgreementProblem, k: int, seed: int, unit: int) -> None:
    names = conditions_of(problem)
    rng = np.random.default_rng(seed)
    cost = {name: int(rng.integers(0, 4)) * unit + int(rng.integers(0, 2)) for name in names}
    truth = tried(problem)
    wanted = sorted(truth.openings, key=lambda ids: (sum(cost[i] for i in ids), len(ids), sum(1 << names.index(i) for i in ids)))
    found = openings(problem, k=k, cost=cost, is_fairest=False)
    assert [frozenset(o.gives_up) for o in found.found] == wanted[:k]
    assert found.n_ordered == len(found.found)


def test_openings_of_many_conditions_that_each_meet_alone_are_counted_right() -> None:
    n = 8
    values = [[[1 if o == a else 0 for o in range(n)]] for a in range(n)]
    problem = AgreementProblem.of(values, [1] * n)
    ids = [frozenset(some) for some in combinations(problem.parties, n - 1)]
    found = openings(problem, k=20)
    assert found.is_complete
    assert {frozenset(o.gives_up) for o in found.found} == set(ids)


def middling(seed: int) -> AgreementProblem:
    """Ten issues of four options, four parties, fourteen red lines."""
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 101, (4, 10, 4))
    floors = [int(v.mean(axis=1).sum() + v.var(axis=1).sum() ** 0.5) for v in values]
    lines = []
    for place in range(14):
        parts = tuple(
            one_of(f"i{j + 1}", *(f"o{o + 1}" for o in sorted(rng.choice(4, rng.integers(1, 3), replace=False))))
            for j in sorted(rng.choice(10, rng.integers(1, 4), replace=False))
        )
        lines.append(Requirement(id=f"r{place + 1}", formula=parts[0] if len(parts) == 1 else Or(parts)))
    return AgreementProblem.of(values.tolist(), floors, requirements=lines)


@pytest.mark.parametrize("k", [3, 8])
def test_the_first_few_of_a_larger_problem_are_the_first_of_all(k: int) -> None:
    for seed in (0, 1, 5, 9):
        problem = middling(seed)
        few, every = openings(problem, k=k, is_fairest=False), openings(problem, is_fairest=False)
        assert every.is_complete
        assert [o.gives_up for o in few.found] == [o.gives_up for o in every.found[:k]]
        assert few.n_ordered == len(few.found)
