from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from minimal_families import conditions_of, tried
from problems import problems, random_problem

from detente.model.formula import And, Not, Or
from detente.problem.conflicts import BlockingSets, blocking_sets
from detente.problem.problem import AgreementProblem, Requirement, one_of


def rank(problem: AgreementProblem, ids: frozenset[str]) -> tuple[int, int]:
    """The stated order where each condition counts 1."""
    names = conditions_of(problem)
    return len(ids), sum(1 << names.index(i) for i in ids)


def check(problem: AgreementProblem, found: BlockingSets, k: int | None) -> None:
    """Everything an answer says, against every set of conditions tried."""
    truth = tried(problem)
    wanted = sorted(truth.blocking, key=lambda ids: rank(problem, ids))
    assert found.is_possible == bool(truth.broken)
    assert [frozenset(b.conditions) for b in found.found] == wanted[:k]
    assert len(found.found) == len(wanted) if found.is_complete else k is not None and len(wanted) >= k
    for blocking in found.found:
        assert blocking.doubt == len(blocking.conditions)
        for condition, package in zip(blocking.conditions, blocking.without, strict=True):
            assert truth.broken[package] & set(blocking.conditions) == {condition}
    if found.is_complete and k is None:
        assert {frozenset(o) for o in found.openings} == truth.openings


@pytest.mark.parametrize("block", range(4))
def test_blocking_sets_are_what_trying_every_set_of_conditions_finds_in_order(block: int) -> None:
    for seed in range(2_000 + block * 350, 2_000 + (block + 1) * 350):
        problem = random_problem(seed, most_packages=60)
        k = None if seed % 2 else 1 + seed % 5
        check(problem, blocking_sets(problem, k=k), k)


@given(problems(most_packages=60))
def test_each_blocking_set_meets_each_opening(problem: AgreementProblem) -> None:
    found = blocking_sets(problem)
    assert all(set(b.conditions) & set(o) for b in found.found for o in found.openings)


@given(problems(most_packages=60), st.integers(1, 40), st.one_of(st.none(), st.integers(1, 3)))
def test_a_small_budget_leaves_true_statements_only(problem: AgreementProblem, budget: int, k: int | None) -> None:
    truth = tried(problem)
    found = blocking_sets(problem, k=k, budget=budget)
    assert found.is_possible in (None, bool(truth.broken))
    told = [frozenset(b.conditions) for b in found.found]
    assert set(told) <= truth.blocking
    wanted = sorted(truth.blocking, key=lambda ids: rank(problem, ids))
    assert k is None or told == wanted[: len(told)]
    assert not found.is_complete or len(told) == len(wanted)
    assert all(any(ids <= frozenset(o) for ids in truth.openings) for o in found.openings)


@given(problems(most_packages=60), st.integers(0, 9))
def test_one_more_condition_unblocks_nothing(problem: AgreementProblem, seed: int) -> None:
    issue = problem.issues[seed % len(problem.issues)]
    first = problem.options[problem.issues.index(issue)][0]
    more = replace(problem, requirements=(*problem.requirements, Requirement(id="more", formula=Not(one_of(issue, first)))))
    before = {b.conditions for b in blocking_sets(problem).found}
    after = [b for b in blocking_sets(more).found if "more" not in b.conditions]
    assert before == {b.conditions for b in after}


def test_doubts_order_the_sets() -> None:
    values = [[[1, 0, 0]], [[0, 1, 0]], [[0, 0, 1]]]
    problem = AgreementProblem.of(values, [1, 1, 1])
    found = blocking_sets(problem, k=2, doubt={"p1": 5, "p2": "1/2"})
    assert [(b.conditions, b.doubt) for b in found.found] == [(("p2", "p3"), Fraction(3, 2)), (("p1", "p2"), Fraction(11, 2))]
    assert not found.is_complete


def test_hard_requirements_that_cannot_be_met_block_with_nothing() -> None:
    never = [Requirement(id=f"h{o}", formula=one_of("i1", f"o{o}"), is_hard=True) for o in (1, 2)]
    found = blocking_sets(AgreementProblem.of([[[0, 1]]], [1], requirements=never))
    assert (found.is_possible, [b.conditions for b in found.found]) == (False, [()])


def test_alternatives_of_many_conjunctions_stay_exact() -> None:
    parts = tuple(And(tuple(one_of(f"i{k}", f"o{1 + (k + p) % 2}") for k in range(1, 7))) for p in range(3))
    line = Requirement(id="line", formula=Or((*parts, Not(Or((one_of("i1", "o1"), one_of("i2", "o1")))))))
    problem = AgreementProblem.of([[[0, 1]] * 6, [[1, 0]] * 6], [4, 3], requirements=[line])
    check(problem, blocking_sets(problem), None)


def test_numbers_beyond_machine_integers_block_by_their_last_digit() -> None:
    big = 10**40
    for floor, wanted in ((2 * big + 1, []), (2 * big + 2, [("p1",)])):
        problem = AgreementProblem.of([[[0, big], [0, big + 1]], [[0, 1], [0, 1]]], [floor, 2])
        assert [b.conditions for b in blocking_sets(problem).found] == wanted
