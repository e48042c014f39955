from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from problems import random_problem

from detente.model.formula import Or
from detente.problem.demands import Demand, Refuter
from detente.problem.hitting import HittingTree, lightest_hitting_sets, order_weights, weight_of
from detente.problem.problem import AgreementProblem, Requirement, one_of
from detente.problem.rows import rows


def contested(seed: int) -> AgreementProblem:
    """Seven issues of three options, four parties whose floors pull apart, lines over two issues: the root decides little."""
    rng = random.Random(seed)
    values = [[[rng.randint(0, 20) for _ in range(3)] for _ in range(7)] for _ in range(4)]
    floors = [int(sum(sum(row) / 3 for row in rows) + rng.randint(8, 14)) for rows in values]
    lines = []
    for k in range(5):
        first, second = rng.sample(range(1, 8), 2)
        parts = tuple(one_of(f"i{i}", *(f"o{o}" for o in rng.sample((1, 2, 3), rng.randint(1, 2)))) for i in (first, second))
        lines.append(Requirement(id=f"r{k}", formula=Or(parts)))
    return AgreementProblem.of(values, floors, requirements=lines)


def masks(problem: AgreementProblem) -> tuple[list[int], tuple[str, ...]]:
    """What each package that meets the hard requirements breaks, as masks of conditions."""
    names = rows(problem).conditions
    hard = {r.id for r in problem.requirements if r.is_hard}
    broken = [set(problem.broken(c)) for c in product(*map(range, problem.shape))]
    return [sum(1 << names.index(i) for i in ids) for ids in broken if not ids & hard], names


def check(problem: AgreementProblem, demands: list[Demand]) -> int:
    """Outcomes against every package; gives how many were refuted by a search and not at once."""
    each, names = masks(problem)
    each = list(set(each))
    refuter = Refuter(rows(problem))
    searched = 0
    for demand, outcome in zip(demands, refuter.test(demands, node_limit=10**6), strict=True):
        assert (outcome.witness is not None) == any(not mask & demand.kept for mask in each)
        if outcome.witness is not None:
            broken = refuter.rows.broken(np.array([outcome.witness]))[0]
            assert not any(broken[k] for k in range(len(names)) if demand.kept >> k & 1)
            told = {name for name, is_broken in zip(names, broken, strict=False) if is_broken}
            assert set(problem.broken(outcome.witness[: len(problem.issues)])) == told
        else:
            assert outcome.core is not None
            assert outcome.core & demand.kept == outcome.core
            assert all(mask & outcome.core for mask in each)
            searched += outcome.nodes > 3
    return searched


@pytest.mark.parametrize("block", range(3))
def test_each_demand_is_met_by_a_package_or_refuted_by_conditions_none_meets_together(block: int) -> None:
    for seed in range(block * 100, (block + 1) * 100):
        problem = random_problem(seed, most_packages=100)
        rng = random.Random(seed)
        n = len(masks(problem)[1])
        check(problem, [Demand(kept=rng.getrandbits(n) if n else 0) for _ in range(5)])


def test_searched_demands_are_refuted_by_conditions_none_meets_together() -> None:
    every = [Demand(kept=kept) for kept in range(1 << 9)]
    assert sum(check(contested(seed), every) for seed in range(8)) > 100  # or the search was hardly tried


def test_demands_tested_together_come_out_as_they_do_alone() -> None:
    table = rows(contested(3))
    demands = [Demand(kept=(1 << 9) - 1 & ~(1 << k)) for k in range(9)]
    together = Refuter(table).test(demands, node_limit=10**6)
    alone = [Refuter(table).test([demand], node_limit=10**6)[0] for demand in demands]
    assert [o.witness is None for o in together] == [o.witness is None for o in alone]


def test_a_limit_on_nodes_leaves_a_demand_unsettled_and_says_so() -> None:
    refuter = Refuter(rows(contested(0)))
    demands = [Demand(kept=kept) for kept in range(1 << 9)]
    hard = next(d for d, o in zip(demands, refuter.test(demands, node_limit=10**6), strict=True) if o.nodes > 4)
    (outcome,) = refuter.test([hard], node_limit=1)
    assert (outcome.witness, outcome.core, outcome.nodes) == (None, None, 1)


def by_trying(family: list[int], n: int) -> list[int]:
    meets = [m for m in range(1 << n) if all(m & f for f in family)]
    return [m for m in meets if not any(o != m and o & m == o for o in meets)]


@pytest.mark.parametrize("seed", range(60))
def test_hitting_sets_are_what_trying_every_set_finds_lightest_first(seed: int) -> None:
    rng = random.Random(seed)
    n = rng.randint(1, 7)
    family = [rng.getrandbits(n) | 1 << rng.randrange(n) for _ in range(rng.randint(0, 8))]
    weights = order_weights([Fraction(rng.randint(0, 3), rng.randint(1, 2)) for _ in range(n)])
    wanted = sorted(by_trying(family, n), key=lambda m: weight_of(m, weights))
    assert list(lightest_hitting_sets(family, weights)) == [(m, weight_of(m, weights)) for m in wanted]


@pytest.mark.parametrize("seed", range(60))
def test_a_tree_fed_member_by_member_ends_with_the_same_sets(seed: int) -> None:
    rng = random.Random(seed)
    n = rng.randint(1, 7)
    family = [rng.getrandbits(n) | 1 << rng.randrange(n) for _ in range(rng.randint(1, 8))]
    weights = order_weights([Fraction(rng.randint(0, 3)) for _ in range(n)])
    known: list[int] = []
    settled: list[int] = []
    tree = HittingTree(weights)
    while fresh := tree.take(known, settled, 2):
        for one in fresh:
            missed = [f for f in family if not f & one[1]]
            if missed:
                known.append(missed[0])
                tree.put_back([one])
            else:
                settled.append(one[1])
    least = [m for m in settled if not any(o != m and o & m == o for o in settled)]
    assert sorted(least) == sorted(by_trying(family, n))
