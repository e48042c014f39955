from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from minimal_families import conditions_of, cost_of, tried
from problems import problems, random_problem

from detente.model.formula import Not
from detente.problem.corrections import Openings, openings
from detente.problem.problem import AgreementProblem, ProblemError, Requirement, one_of


def rank(problem: AgreementProblem, ids: frozenset[str]) -> tuple[Fraction, int, int]:
    """The stated order: cost, number, and the mask of the conditions."""
    names = conditions_of(problem)
    return cost_of(problem, ids), len(ids), sum(1 << names.index(i) for i in ids)


def gains(problem: AgreementProblem, choice: tuple[int, ...]) -> list[Fraction]:
    """Each gain over a floor in shares of the range of values, a pair's term apart from its issues."""
    found = []
    for a, floor in enumerate(problem.reservation_values):
        if floor is None:
            continue
        terms: dict[tuple[str, str], list[Fraction]] = {}
        for term in problem.interactions:
            if term.party == problem.parties[a]:
                flat = [v for row in term.values for v in row]
                old = terms.get((term.first, term.second), [Fraction(0)] * len(flat))
                terms[term.first, term.second] = [x + y for x, y in zip(old, flat, strict=True)]
        spread = sum(max(row) - min(row) for row in [*problem.values[a], *terms.values()])
        if spread:
            found.append((problem.value(a, choice) - floor) / spread)
    return found


def check(problem: AgreementProblem, found: Openings, k: int | None) -> None:
    """Everything an answer says, against every package tried."""
    truth = tried(problem)
    assert found.is_possible == bool(truth.broken)
    wanted = sorted(truth.openings, key=lambda ids: rank(problem, ids))
    assert [frozenset(o.gives_up) for o in found.found] == wanted[:k]
    assert found.n_ordered == len(found.found)
    assert found.is_complete or (k is not None and len(wanted) >= k)
    for opening in found.found:
        assert opening.cost == cost_of(problem, frozenset(opening.gives_up))
        assert opening.is_least
        assert opening.is_fairest
        left = [c for c, ids in truth.broken.items() if ids == frozenset(opening.gives_up)]
        fairest = max(left, key=lambda c: (min(gains(problem, c), default=Fraction(0)), tuple(-o for o in c)))
        assert opening.witness == fairest


@pytest.mark.parametrize("block", range(4))
def test_openings_are_what_trying_every_package_finds_in_order_each_with_its_fairest_package(block: int) -> None:
    for seed in range(block * 150, (block + 1) * 150):
        problem = random_problem(seed, most_packages=100)
        k = None if seed % 2 else 1 + seed % 5
        check(problem, openings(problem, k=k), k)


@given(problems(most_packages=60), st.integers(1, 5))
def test_the_cheapest_few_are_the_first_of_all(problem: AgreementProblem, k: int) -> None:
    few, every = openings(problem, k=k), openings(problem)
    assert [o.gives_up for o in few.found] == [o.gives_up for o in every.found[:k]]
    assert [o.witness for o in few.found] == [o.witness for o in every.found[:k]]


@given(problems(most_packages=60), st.integers(1, 40), st.one_of(st.none(), st.integers(1, 3)))
def test_a_small_budget_leaves_true_statements_only(problem: AgreementProblem, budget: int, k: int | None) -> None:
    truth = tried(problem)
    found = openings(problem, k=k, budget=budget)
    assert found.is_possible in (None, bool(truth.broken))
    wanted = sorted(truth.openings, key=lambda ids: rank(problem, ids))
    assert [frozenset(o.gives_up) for o in found.found[: found.n_ordered]] == wanted[: found.n_ordered]
    for opening in found.found:
        assert truth.broken[opening.witness] == frozenset(opening.gives_up)
        assert not opening.is_least or frozenset(opening.gives_up) in truth.openings
    if found.is_complete:
        assert len(found.found) == len(wanted)


@given(problems(most_packages=60), st.randoms(use_true_random=False))
def test_other_names_change_nothing_else(problem: AgreementProblem, random: object) -> None:
    names = {p: f"party {p}" for p in problem.parties}
    renamed = replace(
        problem,
        parties=tuple(names[p] for p in problem.parties),
        interactions=tuple(replace(t, party=names[t.party]) for t in problem.interactions),
        requirements=tuple(replace(r, id=f"line {r.id}", party=None) for r in problem.requirements),
    )
    before, after = openings(problem).found, openings(renamed).found
    assert [o.witness for o in before] == [o.witness for o in after]
    known = names | {r.id: f"line {r.id}" for r in problem.requirements}
    assert [tuple(known[i] for i in o.gives_up) for o in before] == [o.gives_up for o in after]


@given(problems(most_packages=60), st.integers(0, 9))
def test_one_more_condition_makes_no_opening_cheaper(problem: AgreementProblem, seed: int) -> None:
    issue = problem.issues[seed % len(problem.issues)]
    first = problem.options[problem.issues.index(issue)][0]
    more = replace(problem, requirements=(*problem.requirements, Requirement(id="more", formula=Not(one_of(issue, first)))))
    before, after = openings(problem, k=1).found, openings(more, k=1).found
    assert len(before) == len(after)
    assert not before or before[0].cost <= after[0].cost


def test_a_deal_at_hand_needs_nothing_given_up() -> None:
    found = openings(AgreementProblem.of([[[0, 1]], [[0, 2]]], [1, 2]))
    (only,) = found.found
    assert not only.gives_up
    assert only.cost == 0
    assert only.witness == (1,)
    assert found.is_complete


def test_requirements_that_cannot_be_met_are_told_apart() -> None:
    never = [Requirement(id=f"h{o}", formula=one_of("i1", f"o{o}"), is_hard=True) for o in (1, 2)]
    found = openings(AgreementProblem.of([[[0, 1]]], [1], requirements=never))
    assert found.is_possible is False
    assert (found.found, found.is_complete) == ((), True)


def test_costs_given_take_the_place_of_the_problems_own() -> None:
    problem = AgreementProblem.of([[[3, 0]], [[0, 3]]], [2, 2], floor_costs=[2, 1])
    assert openings(problem, k=1).found[0].gives_up == ("p2",)
    assert openings(problem, k=1, cost={"p1": "1/2"}).found[0].gives_up == ("p1",)


def test_numbers_beyond_machine_integers_decide_by_their_last_digit() -> None:
    big = 10**40
    for floor, wanted in ((2 * big + 1, ()), (2 * big + 2, ("p1",))):
        problem = AgreementProblem.of([[[0, big], [0, big + 1]], [[0, 1], [0, 1]]], [floor, 2])
        (found,) = openings(problem).found
        assert found.gives_up == wanted


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"k": 0}, "at least 1"),
        ({"cost": {"p9": 1}}, "no requirement"),
        ({"cost": {"p1": -1}}, "negative"),
    ],
)
def test_wrong_arguments_are_refused_in_words(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ProblemError, match=message):
        openings(AgreementProblem.of([[[1, 2]]], [1]), **arguments)  # type: ignore[arg-type]
