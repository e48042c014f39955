"""Dominance among points, and frontiers built a group of issues at a time, against their definitions."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest
from building import case_of, named_issue, ranking, worth
from hypothesis import given
from hypothesis import strategies as st

from detente.model.case import Case
from detente.model.formula import Formula, Implies, Not, OneOf, Operator, Or
from detente.model.issue import Issue
from detente.model.red_line import Rule
from detente.questions.agreement.frontier_counts import FrontierGroups, frontier_cells
from detente.questions.agreement.landscape import Landscape
from detente.questions.agreement.nash_leaders import nash_bargaining_cells
from detente.questions.agreement.row_dominance import non_dominated, non_dominated_by_row
from detente.questions.agreement.value_blocks import Cells
from detente.readings.draws import Readings, draw

Point = tuple[int, ...]


def is_dominated(point: Point, others: list[Point]) -> bool:
    return any(o != point and all(x >= y for x, y in zip(o, point, strict=True)) for o in others)


@given(st.integers(1, 5).flatmap(lambda d: st.lists(st.tuples(st.integers(0, 3), *[st.integers(0, 4)] * d), min_size=1)))
def test_points_kept_are_those_no_other_of_their_row_dominates(given_points: list[Point]) -> None:
    by_row = sorted(given_points, key=lambda p: p[0])
    columns = np.array(by_row, dtype=np.int64).T
    kept = non_dominated_by_row(columns[0], list(columns[1:]))
    expected = [not is_dominated(p[1:], [q[1:] for q in by_row if q[0] == p[0]]) for p in by_row]
    assert kept.tolist() == expected


@pytest.mark.parametrize("n_coordinates", [1, 2, 3, 4])
def test_more_points_than_a_chunk_agree_with_the_definition(n_coordinates: int) -> None:
    rng = np.random.default_rng(n_coordinates)
    points = rng.integers(0, 40, (n_coordinates, 1500)) * np.int64(1) << 50
    expected = [not bool(((points >= p[:, None]).all(axis=0) & (points > p[:, None]).any(axis=0)).any()) for p in points.T]
    assert non_dominated(list(points)).tolist() == expected
    assert non_dominated_by_row(np.zeros(1500, dtype=np.int64), list(points)).tolist() == expected


def test_a_row_ends_where_the_next_begins() -> None:
    rows = np.array([0, 0, 1, 1], dtype=np.int64)
    kept = non_dominated_by_row(rows, [np.array([5, 1, 2, 1]), np.array([5, 1, 1, 2])])
    assert kept.tolist() == [True, False, True, True]


def test_no_points_keep_none() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert not len(non_dominated_by_row(nothing, [nothing, nothing]))
    assert not len(non_dominated_by_row(nothing, [nothing, nothing, nothing]))


def random_frontier_case(rng: random.Random) -> Case:
    parties = [f"p{k}" for k in range(rng.randint(1, 4))]
    issues = [named_issue(f"i{k}", [f"o{j}" for j in range(rng.randint(2, 4))]) for k in range(rng.randint(1, 4))]
    statements = [ranking(p, i, rng.sample(i.option_ids, len(i.option_ids))) for p in parties for i in issues]
    worths = [worth(p, (10, 60)) for p in parties]
    rules = [Rule(id=f"r{k}", requires=_formula(rng, issues)) for k in range(rng.randint(0, 2))]
    needs = [Rule(id="d", requires=_formula(rng, issues))] * rng.randint(0, 1)
    path = {i.id: rng.choice(i.option_ids) for i in issues if rng.random() < 0.9}
    return case_of(issues, statements, worths, parties=parties, path=path, feasibility=tuple(rules), deal_requires=tuple(needs))


def _formula(rng: random.Random, issues: list[Issue]) -> Formula:
    first, second = (rng.choice(issues) for _ in range(2))
    one, other = (
        OneOf(i.id, tuple(rng.sample(i.option_ids, rng.randint(1, len(i.option_ids)))), Operator.IN, "{}")
        for i in (first, second)
    )
    formulas: list[Formula] = [one, Not(one), Or((one, other)), Implies(one, other)]
    return rng.choice(formulas)


def test_frontiers_of_random_cases_are_the_feasible_deals_no_other_dominates() -> None:
    rng = random.Random(5)
    n_with_path_on_it = 0
    for _ in range(150):
        case = random_frontier_case(rng)
        landscape, drawn = Landscape.of(case), draw(case, 4, 1)
        feasible = landscape.deals[(landscape.codes & landscape.conditions.rule_mask) == 0]
        if not len(feasible):
            continue
        readings = np.array([0, 2, 3])
        groups = FrontierGroups.of(landscape, feasible)
        n_with_path_on_it += groups.excluded is not None
        cells = frontier_cells(groups, drawn.actors, readings)
        expected = {(k, p) for k, r in enumerate(readings) for p in oracle_frontier(case, drawn, int(r), feasible.tolist())}
        assert list(zip(cells.rows.tolist(), cells.columns.tolist(), strict=True)) == sorted(expected)
    assert n_with_path_on_it > 20


def oracle_frontier(case: Case, drawn: Readings, reading: int, feasible: list[int]) -> set[int]:
    packages = list(product(*(range(len(i.options)) for i in case.issues)))
    worths = {
        p: tuple(sum(int(t[reading][o]) for t, o in zip(d.tables, packages[p], strict=True)) for d in drawn.actors)
        for p in feasible
    }
    return {p for p in feasible if not is_dominated(worths[p], list(worths.values()))}


def test_a_tie_of_products_is_decided_in_integers() -> None:
    big = 1 << 60
    cells = Cells(rows=np.array([0, 0, 0, 1]), columns=np.array([1, 2, 3, 1]))
    gains = [np.array([big, big - 1, big, 7]), np.array([big, big + 1, big, 0])]
    # (2^60 - 1)(2^60 + 1) is one less than 2^120, which floats cannot see; a gain of 0 leaves row 1 without a Nash package
    assert nash_bargaining_cells(cells, gains).tolist() == [True, False, True, False]


@pytest.mark.parametrize("n_parties", [2, 12, 13, 20])
def test_products_of_any_number_of_parties_do_not_overflow(n_parties: int) -> None:
    big = 1 << 61
    cells = Cells(rows=np.array([0, 0]), columns=np.array([0, 1]))
    gains = [np.array([big, big - 1]) for _ in range(n_parties)]
    assert nash_bargaining_cells(cells, gains).tolist() == [True, False]
