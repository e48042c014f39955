from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import problems, random_problem

from detente.model.formula import And, evaluate, issues_of
from detente.problem import softening
from detente.problem.corrections import openings
from detente.problem.degrees import Falls, cheapest_falls, fall_frontier, falls_alone
from detente.problem.problem import AgreementProblem, ProblemError, Requirement, one_of
from detente.problem.softening import soften, steps_between

Choice = tuple[int, ...]


def packages(problem: AgreementProblem, without: tuple[str, ...] = ()) -> list[Choice]:
    """Packages that meet every requirement but those named."""
    rules = {r.id for r in problem.requirements} - set(without)
    return [c for c in product(*map(range, problem.shape)) if not rules & set(problem.broken(c))]


def falls_of(problem: AgreementProblem, choice: Choice) -> tuple[Fraction, ...]:
    """How far each reservation value exceeds the package's value."""
    return tuple(
        Fraction(0) if floor is None else max(Fraction(0), floor - problem.value(a, choice))
        for a, floor in enumerate(problem.reservation_values)
    )


def floored(problem: AgreementProblem) -> list[int]:
    return [a for a, floor in enumerate(problem.reservation_values) if floor is not None]


def check_witness(problem: AgreementProblem, found: Falls) -> None:
    assert found.witness in packages(problem)
    assert found.witness is not None
    assert found.falls == falls_of(problem, found.witness)


def cost_of(problem: AgreementProblem, falls: tuple[Fraction, ...]) -> Fraction:
    return sum((c * f for c, f in zip(problem.floor_costs, falls, strict=True)), Fraction(0))


@pytest.mark.parametrize("block", range(3))
def test_falls_are_the_least_that_trying_every_package_finds(block: int) -> None:
    for seed in range(4_000 + block * 200, 4_000 + (block + 1) * 200):
        problem = random_problem(seed, most_packages=80)
        each = [falls_of(problem, c) for c in packages(problem)]
        found = cheapest_falls(problem)
        assert found.is_proven
        assert found.cost == min((cost_of(problem, f) for f in each), default=None)
        if found.falls is not None:
            check_witness(problem, found)
            assert found.cost == cost_of(problem, found.falls)
        alone = falls_alone(problem)
        assert [party for party, _ in alone] == [problem.parties[a] for a in floored(problem)]
        for a, (_, single) in zip(floored(problem), alone, strict=True):
            possible = [f[a] for f in each if not any(x for b, x in enumerate(f) if b != a)]
            assert single.is_proven
            assert (single.falls and single.falls[a]) == min(possible, default=None)
            if single.falls is not None:
                check_witness(problem, single)


@pytest.mark.parametrize("block", range(2))
def test_a_frontier_holds_just_the_falls_none_of_which_can_be_less_alone(block: int) -> None:
    for seed in range(5_000 + block * 150, 5_000 + (block + 1) * 150):
        problem = random_problem(seed, most_packages=80)
        own = floored(problem)[: 1 + seed % 3]
        if not own:
            continue
        rest = set(range(len(problem.parties))) - set(own)
        each = [falls_of(problem, c) for c in packages(problem)]
        open_ = {tuple(f[a] for a in own) for f in each if not any(f[b] for b in rest)}
        least = {f for f in open_ if not any(g != f and all(x <= y for x, y in zip(g, f, strict=True)) for g in open_)}
        found = fall_frontier(problem, [problem.parties[a] for a in own])
        assert found.is_complete
        told = [tuple(f.falls[a] for a in own) for f in found.found if f.falls is not None]
        assert told == sorted(least)
        for one in found.found:
            check_witness(problem, one)


def test_the_cost_of_six_and_more_parties_falls_needs_no_row_for_every_set_of_them() -> None:
    for seed in range(40):
        shape = random_problem(10_000 + seed, most_packages=40).shape
        values = [
            [[Fraction((3 * a + 5 * j + 7 * o * (a + 1) + seed) % 11) for o in range(k)] for j, k in enumerate(shape)]
            for a in range(7)
        ]
        floors = [sum(max(row) for row in rows) - a % 3 for a, rows in enumerate(values)]
        problem = AgreementProblem.of(values, floors, floor_costs=[1 + (a + seed) % 3 for a in range(7)])
        found = cheapest_falls(problem)
        assert found.is_proven
        assert found.cost == min(cost_of(problem, falls_of(problem, c)) for c in packages(problem))


@given(problems(most_packages=60), st.integers(1, 60))
def test_a_small_budget_leaves_true_statements_only(problem: AgreementProblem, budget: int) -> None:
    each = [falls_of(problem, c) for c in packages(problem)]
    least = min((cost_of(problem, f) for f in each), default=None)
    found = cheapest_falls(problem, budget=budget)
    assert not found.is_proven or found.cost == least
    if found.falls is not None:
        check_witness(problem, found)
    own = floored(problem)[:2]
    if own:
        frontier = fall_frontier(problem, [problem.parties[a] for a in own], budget=budget)
        for one in frontier.found:
            check_witness(problem, one)
        if not each:
            assert not frontier.found


@given(problems(most_packages=60))
def test_no_fall_is_needed_just_where_there_is_a_deal(problem: AgreementProblem) -> None:
    found = cheapest_falls(replace(problem, floor_costs=(Fraction(1),) * len(problem.parties)))
    opening = openings(problem, k=1).found
    assert (found.cost == 0) == (bool(opening) and not opening[0].gives_up)


@given(problems(most_packages=60), st.integers(2, 9))
def test_a_party_on_a_larger_scale_falls_by_as_much_more(problem: AgreementProblem, factor: int) -> None:
    own = floored(problem)
    if not own:
        return
    a, party = own[0], problem.parties[own[0]]
    larger = replace(
        problem,
        values=tuple(
            tuple(tuple(v * factor for v in row) for row in rows) if b == a else rows for b, rows in enumerate(problem.values)
        ),
        reservation_values=tuple(f * factor if b == a and f is not None else f for b, f in enumerate(problem.reservation_values)),
        interactions=tuple(
            replace(t, values=tuple(tuple(v * factor for v in row) for row in t.values)) if t.party == party else t
            for t in problem.interactions
        ),
    )
    before, after = dict(falls_alone(problem))[party], dict(falls_alone(larger))[party]
    assert (before.falls and before.falls[a] * factor) == (after.falls and after.falls[a])


def beyond(problem: AgreementProblem, line: str, choice: Choice) -> int | None:
    """Steps from the nearest options the line allows, by trying all it allows; None where it allows none."""
    formula = next(r.formula for r in problem.requirements if r.id == line)
    issues = [problem.issues.index(i) for i in issues_of(formula)]
    apart = {k: steps_between(problem.options[k]) for k in issues}
    distances = []
    for allowed in product(*(problem.options[k] for k in issues)):
        if evaluate(formula, dict(zip((problem.issues[k] for k in issues), allowed, strict=True))):
            here = [problem.options[k][choice[k]] for k in issues]
            distances.append(sum(apart[k][x][y] for k, x, y in zip(issues, allowed, here, strict=True)))
    return min(distances, default=None)


@pytest.mark.parametrize("block", range(2))
def test_lines_soften_by_the_fewest_steps_that_trying_every_package_finds(block: int) -> None:
    for seed in range(6_000 + block * 120, 6_000 + (block + 1) * 120):
        problem = random_problem(seed, most_packages=60)
        lines = tuple(r.id for r in problem.requirements if not r.is_hard)
        asked = lines if seed % 3 == 0 else lines[:1]
        if not asked:
            continue
        steps = []
        for choice in packages(problem, without=asked):
            if any(falls_of(problem, choice)):
                continue
            each = [beyond(problem, line, choice) for line in asked]
            if None not in each:
                steps.append(sum(s or 0 for s in each))
        found = soften(problem, asked)
        assert found.is_proven
        assert found.steps == min(steps, default=None)
        if found.witness is not None:
            assert found.witness in packages(problem, without=asked)
            assert not any(falls_of(problem, found.witness))
            assert sum(beyond(problem, line, found.witness) or 0 for line in asked) == found.steps
            assert sum(a.steps for a in found.admits) == found.steps


def test_declared_steps_take_the_place_of_the_order_of_options() -> None:
    line = Requirement(id="line", formula=one_of("i1", "o1"))
    problem = AgreementProblem.of([[[0, 0, 0, 1]]], [1], requirements=[line])
    assert soften(problem, ["line"]).steps == 3
    assert soften(problem, ["line"], steps={"i1": [("o1", "o4"), ("o2", "o3")]}).steps == 1
    assert soften(problem, ["line"], steps={"i1": [("o1", "o2"), ("o3", "o4")]}).steps == 4


def test_a_line_that_allows_nothing_cannot_soften() -> None:
    line = Requirement(id="line", formula=And((one_of("i1", "o1"), one_of("i1", "o2"))))
    found = soften(AgreementProblem.of([[[0, 1, 2]]], [1], requirements=[line]), ["line"])
    assert (found.steps, found.admits, found.witness, found.is_proven) == (None, (), None, True)


def test_a_line_over_one_issue_of_many_options_needs_no_table_of_every_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(softening, "steps_between", None)
    line = Requirement(id="line", formula=one_of("i1", "o1", "o400"))
    rising = list(range(400))
    problem = AgreementProblem.of([[rising], [rising[::-1]]], [300, 20], requirements=[line])
    found = soften(problem, ["line"])
    assert (found.steps, found.witness, [a.option for a in found.admits]) == (20, (379,), ["o380"])


def test_wrong_arguments_are_refused_in_words() -> None:
    line = Requirement(id="line", formula=one_of("i1", "o1"), is_hard=True)
    problem = AgreementProblem.of([[[1, 2]], [[1, 2]]], [1, None], requirements=[line])
    for parties in ([], ["p2"], ["p1", "p1"], ["p9"]):
        with pytest.raises(ProblemError, match="frontier"):
            fall_frontier(problem, parties)
    with pytest.raises(ProblemError, match="given up"):
        soften(problem, ["line"])
    with pytest.raises(ProblemError, match="no party"):
        falls_alone(problem, parties=["p2"])
    with pytest.raises(ProblemError, match="no party"):
        cheapest_falls(problem, cost={"line": 1})
    with pytest.raises(ProblemError, match="no option"):
        soften(replace(problem, requirements=(replace(line, is_hard=False),)), ["line"], steps={"i1": [("o1", "x")]})
