from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import problems

from detente.model.formula import And, Not
from detente.problem.instance import Instance, instance
from detente.problem.problem import AgreementProblem, Interaction, ProblemError, Requirement, one_of
from detente.problem.rows import rows


def walks(found: Instance) -> dict[tuple[int, ...], tuple[int, ...]]:
    """Every package of the sweep with each party's integer value, by walking all its arcs."""
    if found.sweep.is_empty:
        return {}
    paths: dict[tuple[int, ...], tuple[int, tuple[int, ...]]] = {(): (0, (0,) * len(found.floors))}
    for layer in found.sweep.layers:
        paths = {
            (*options, o): (
                int(layer.target[state, o]),
                tuple(v + int(g[state if len(g) > 1 else 0, o]) for v, g in zip(values, layer.gains, strict=True)),
            )
            for options, (state, values) in paths.items()
            for o in range(layer.target.shape[1])
            if layer.target[state, o] >= 0
        }
    return {found.sweep.choice(options): values for options, (_, values) in paths.items()}


@given(problems())
def test_a_sweep_holds_just_the_packages_that_meet_every_requirement_at_their_values(problem: AgreementProblem) -> None:
    found = instance(problem)
    walked = walks(found)
    requirements = {r.id for r in problem.requirements}
    for choice in product(*map(range, problem.shape)):
        assert (choice in walked) == (not requirements & set(problem.broken(choice)))
        for party, integer in enumerate(walked.get(choice, ())):
            assert found.value(party, integer) == problem.value(party, choice)
            assert found.integer(party, choice) == integer
            floor = problem.reservation_values[party]
            if floor is not None:
                lowest = found.floors[party]
                assert lowest is not None
                assert (integer >= lowest) == (problem.value(party, choice) >= floor)


@given(problems(), st.data())
def test_what_is_given_up_binds_no_package(problem: AgreementProblem, data: st.DataObject) -> None:
    names = [r.id for r in problem.requirements if not r.is_hard] + list(problem.parties)
    without = set(data.draw(st.lists(st.sampled_from(names), unique=True)))
    found = instance(problem, without=without)
    kept = {r.id for r in problem.requirements} - without
    assert set(walks(found)) == {c for c in product(*map(range, problem.shape)) if not kept & set(problem.broken(c))}
    assert all(found.floors[a] is None for a, party in enumerate(problem.parties) if party in without)


def test_the_exclusion_of_one_package_of_many_issues_needs_two_states_a_layer() -> None:
    issues = [f"i{k}" for k in range(1, 41)]
    path = Not(And(tuple(one_of(i, "o1") for i in issues)))
    problem = AgreementProblem.of([[[0, 1]] * 40], [3], requirements=[Requirement(id="a deal", formula=path)])
    assert max(len(layer.target) for layer in instance(problem).sweep.layers) == 2


def test_numbers_beyond_62_bits_stay_exact() -> None:
    big = 10**30
    found = instance(AgreementProblem.of([[[0, big], [0, big + 1]]], [2 * big + 1]))
    assert found.is_wide
    assert walks(found)[1, 1] == (2 * big + 1,)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"values": []}, "at least one party"),
        ({"values": [[[]]]}, "at least one option"),
        ({"values": [[[1, "x"]]]}, "not a number"),
        ({"values": [[[1, float("nan")]]]}, "not a finite number"),
        ({"values": [[[1, 2]], [[1, 2, 3]]]}, "shape"),
        ({"reservation_values": [1, 2]}, "one reservation value"),
        ({"parties": ["a", "b"]}, "names"),
        ({"options": [["x", "x"]]}, "twice"),
        ({"requirements": [Requirement(id="r", formula=one_of("i9", "o1"))]}, "no issue"),
        ({"requirements": [Requirement(id="r", formula=Not(one_of("i1", "o9")))]}, "no option"),
        ({"requirements": [Requirement(id="r", formula=one_of("i1", "o1"), party="z")]}, "no party"),
        ({"requirements": [Requirement(id="p1", formula=one_of("i1", "o1"))]}, "used twice"),
        ({"interactions": [Interaction.of("p1", "i1", "i1", [[1]])]}, "two different issues"),
    ],
)
def test_what_is_no_problem_is_refused_in_words(change: dict[str, object], message: str) -> None:
    arguments: dict[str, object] = {"values": [[[1, 2]]], "reservation_values": [1], **change}
    with pytest.raises(ProblemError, match=message):
        AgreementProblem.of(**arguments)  # type: ignore[arg-type]


def test_a_float_is_the_decimal_it_is_written_as() -> None:
    assert AgreementProblem.of([[[0.1, 0.25]]]).values[0][0] == (Fraction(1, 10), Fraction(1, 4))


class Counted(Fraction):
    """A fraction that counts how often it is compared."""

    comparisons = 0

    def __lt__(self, other: object) -> bool:
        Counted.comparisons += 1
        return super().__lt__(other)  # type: ignore[operator]


@pytest.mark.parametrize("laid_out", [instance, rows])
def test_whole_numbers_take_a_few_comparisons_a_value(laid_out: Callable[[AgreementProblem], object]) -> None:
    own = tuple(map(Counted, range(30)))
    term = Interaction(party="p1", first="i1", second="i2", values=(own,) * 30)
    problem = replace(AgreementProblem.of([[list(range(30))] * 2]), values=((own, own),), interactions=(term,))
    Counted.comparisons = 0
    laid_out(problem)
    assert 0 < Counted.comparisons < 3 * (30 * 30 + 2 * 30)


def test_whole_numbers_of_an_interaction_are_the_least_that_keep_its_proportions() -> None:
    term = Interaction.of("p1", "i1", "i2", [["-1/2", 1], [4, "5/2"]])
    found = instance(AgreementProblem.of([[["1/2", 2], [0, 3]]], interactions=[term]))
    assert (found.unit, found.offset, found.most) == ((Fraction(3, 2),), (Fraction(0),), (6,))
