from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from detente.model.formula import And, Implies, Not, OneOf, Operator
from detente.problem.bargaining import egalitarian, nash_bargaining, utilitarian
from detente.problem.coarse_frontier import epsilon_frontier
from detente.problem.corrections import openings
from detente.problem.counting import count
from detente.problem.degrees import cheapest_falls, fall_frontier, falls_alone
from detente.problem.existence import exists
from detente.problem.fair_division import adjusted_winner
from detente.problem.frontier import pareto_frontier
from detente.problem.instance import instance
from detente.problem.numbers import exact
from detente.problem.problem import AgreementProblem, Interaction, ProblemError, Requirement, one_of
from detente.problem.softening import soften
from detente.problem.weighted_sum import largest_weighted_sum

VALUES = [[[0, 1]], [[1, 0]]]
PROBLEM = AgreementProblem.of(VALUES, [0, 0])
LINE = one_of("i1", "o1")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (np.float32(0.1), Fraction(1, 10)),
        (np.float16(0.1), Fraction(1, 10)),
        (np.float64(0.1), Fraction(1, 10)),
        (np.longdouble("0.1"), Fraction(1, 10)),
        (np.float32(1e-45), Fraction(1, 10**45)),
        (np.array(0.1, dtype=np.float32), Fraction(1, 10)),
        (np.int8(-3), Fraction(-3)),
        (np.array(7), Fraction(7)),
        (Decimal("0.10"), Fraction(1, 10)),
        ("1e400", Fraction(10**400)),
    ],
)
def test_a_number_is_read_as_it_is_written(given: Any, wanted: Fraction) -> None:
    assert exact(given) == wanted


@pytest.mark.parametrize(
    "given",
    [
        True,
        np.True_,
        np.array(True),
        None,
        [],
        [1],
        np.array([1]),
        np.array([0.5]),
        1j,
        b"1",
        "one",
        "1/0",
        np.float32("nan"),
        float("inf"),
        np.longdouble("inf"),
        Decimal("NaN"),
        Decimal("Infinity"),
        object,
    ],
    ids=repr,
)
def test_what_is_no_number_is_a_value_error(given: Any) -> None:
    with pytest.raises(ValueError, match="number"):
        exact(given)


@pytest.mark.parametrize("given", [[0], [0.0], ["0"], np.array([0.0]), np.array([0]), (0,)], ids=repr)
def test_a_reservation_value_of_zero_is_one_in_whatever_list_it_comes(given: Any) -> None:
    assert AgreementProblem.of([[[0, 1]]], given).reservation_values == (Fraction(0),)


def test_reservation_values_of_several_parties_can_be_an_array() -> None:
    assert AgreementProblem.of(np.array(VALUES), np.array([0.5, 1])).reservation_values == (Fraction(1, 2), Fraction(1))


BAD_PROBLEMS: list[dict[str, Any]] = [
    {"values": 5},
    {"values": None},
    {"values": [["12", "34"]]},
    {"values": ["12"]},
    {"values": "1"},
    {"values": [[{1, 2}]]},
    {"values": [[None, [1]]]},
    {"values": np.array(3)},
    {"values": [[[0, True]], [[1, 0]]]},
    {"values": [[[0, None]], [[1, 0]]]},
    {"reservation_values": []},
    {"reservation_values": np.array([])},
    {"reservation_values": [0]},
    {"reservation_values": 0},
    {"reservation_values": "00"},
    {"reservation_values": {"p1": 0, "p2": 0}},
    {"parties": 5},
    {"parties": "ab"},
    {"parties": [["a"], ["b"]]},
    {"parties": [None, "b"]},
    {"issues": "a"},
    {"options": ["ab"]},
    {"options": "ab"},
    {"options": 5},
    {"options": [["a", "b"], ["c"]]},
    {"options": []},
    {"floor_costs": 5},
    {"floor_costs": "11"},
    {"floor_costs": [1]},
    {"floor_costs": [1, None]},
    {"requirements": ["x"]},
    {"requirements": 5},
    {"requirements": LINE},
    {"interactions": ["x"]},
    {"interactions": None},
]


@pytest.mark.parametrize("change", BAD_PROBLEMS, ids=repr)
def test_what_is_no_list_of_the_kind_asked_for_is_refused_in_words(change: dict[str, Any]) -> None:
    with pytest.raises(ProblemError, match=r"must be|needs|number|names|lists|shape"):
        AgreementProblem.of(**{"values": VALUES, "reservation_values": [0, 0], **change})


BAD_CALLS: list[Callable[[], object]] = [
    lambda: Requirement(id="r", formula="i1 = o1"),  # type: ignore[arg-type]
    lambda: Requirement(id="r", formula=None),  # type: ignore[arg-type]
    lambda: Requirement(id="r", formula=Not("i1 = o1")),  # type: ignore[arg-type]
    lambda: Requirement(id="r", formula=And((LINE, "x"))),  # type: ignore[arg-type]
    lambda: Requirement(id="r", formula=And("xy")),  # type: ignore[arg-type]
    lambda: Requirement(id="r", formula=Implies(LINE, None)),  # type: ignore[arg-type]
    lambda: Requirement(id="r", formula=OneOf("i1", "o1", Operator.EQUAL, "o1")),  # type: ignore[arg-type]
    lambda: Requirement(id="r", formula=LINE, cost="much"),  # type: ignore[arg-type]
    lambda: Requirement(id="r", formula=LINE, cost=None),  # type: ignore[arg-type]
    lambda: Interaction.of("p1", "i1", "i2", None),  # type: ignore[arg-type]
    lambda: Interaction.of("p1", "i1", "i2", ["12"]),
    lambda: Interaction(party="p1", first="i1", second="i2", values=5),  # type: ignore[arg-type]
    lambda: Interaction(party="p1", first="i1", second="i2", values=(("x",),)),  # type: ignore[arg-type]
    lambda: nash_bargaining(pareto_frontier(PROBLEM), weights=5),  # type: ignore[arg-type]
    lambda: nash_bargaining(pareto_frontier(PROBLEM), weights=[None, 1]),  # type: ignore[list-item]
    lambda: nash_bargaining(pareto_frontier(PROBLEM), weights="11"),
    lambda: nash_bargaining(pareto_frontier(PROBLEM), weights=[]),
    lambda: nash_bargaining(pareto_frontier(PROBLEM), disagreement=0),  # type: ignore[arg-type]
    lambda: nash_bargaining(pareto_frontier(PROBLEM), disagreement=[None, 0]),  # type: ignore[list-item]
    lambda: egalitarian(pareto_frontier(PROBLEM), limit=-1),
    lambda: utilitarian(pareto_frontier(PROBLEM), limit="3"),  # type: ignore[arg-type]
    lambda: utilitarian(pareto_frontier(PROBLEM, point_limit=1), limit=-1),
    lambda: largest_weighted_sum(PROBLEM, None),  # type: ignore[arg-type]
    lambda: largest_weighted_sum(PROBLEM, []),
    lambda: largest_weighted_sum(PROBLEM, [1, 1], limit=-1),
    lambda: largest_weighted_sum(PROBLEM, [1, 1], limit=True),
    lambda: epsilon_frontier(PROBLEM, 1),  # type: ignore[arg-type]
    lambda: epsilon_frontier(PROBLEM, "11"),
    lambda: adjusted_winner(5),  # type: ignore[arg-type]
    lambda: adjusted_winner(None),  # type: ignore[arg-type]
    lambda: adjusted_winner(["12", "34"]),
    lambda: adjusted_winner([]),
    lambda: adjusted_winner([[1], [1]], parties=5),  # type: ignore[arg-type]
    lambda: adjusted_winner([[1, 2], [1, 2]], issues="ab"),
    lambda: instance(PROBLEM, without="p1"),
    lambda: exists(PROBLEM, without="p1"),
    lambda: count(PROBLEM, without=None),  # type: ignore[arg-type]
    lambda: cheapest_falls(PROBLEM, cost={"p1": None}),  # type: ignore[dict-item]
    lambda: cheapest_falls(PROBLEM, cost=["p1"]),  # type: ignore[arg-type]
    lambda: fall_frontier(PROBLEM, 5),  # type: ignore[arg-type]
    lambda: fall_frontier(PROBLEM, "p1"),
    lambda: falls_alone(PROBLEM, parties="p1"),
    lambda: soften(PROBLEM, "r"),
    lambda: soften(PROBLEM, None),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("call", BAD_CALLS)
def test_a_wrong_argument_is_a_problem_error_that_says_what_was_asked_for(call: Callable[[], object]) -> None:
    with pytest.raises(ProblemError, match=r"must|needs|number|names"):
        call()


def test_costs_and_interactions_built_directly_are_read_exactly() -> None:
    requirement = Requirement(id="r", formula=LINE, cost=0.1)  # type: ignore[arg-type]
    term = Interaction(party="p1", first="i1", second="i2", values=[[0.1, "1/3"]])  # type: ignore[arg-type]
    assert requirement.cost == Fraction(1, 10)
    assert term.values == ((Fraction(1, 10), Fraction(1, 3)),)


def test_names_can_come_in_any_collection() -> None:
    problem = AgreementProblem.of(VALUES, [2, 0])
    for without in (["p1"], ("p1",), {"p1"}, frozenset(["p1"]), {"p1": 1}.keys()):
        assert instance(problem, without=without).floors[0] is None
    assert AgreementProblem.of([[[0, 1]]], options=np.array([["a", "b"]])).options == (("a", "b"),)  # type: ignore[arg-type]
    assert AgreementProblem.of([[[0, 1]]], options=[[10, 20]]).options == (("10", "20"),)  # type: ignore[list-item]


@pytest.mark.parametrize(
    "wrong", [{"k": "a"}, {"k": 0}, {"k": 1.5}, {"cost": {"p1": None}}, {"cost": {"p1": "x"}}, {"cost": {"p1": -1}}]
)
def test_openings_asked_for_in_a_wrong_way_are_refused_in_words(wrong: dict[str, object]) -> None:
    with pytest.raises(ProblemError):
        openings(AgreementProblem.of([[[3, 0]], [[0, 3]]], [2, 2]), **wrong)  # type: ignore[arg-type]
