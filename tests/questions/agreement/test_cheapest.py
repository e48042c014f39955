from __future__ import annotations

import random
from fractions import Fraction

import pytest
from building import DAY, named_issue
from random_cases import random_case

from detente.casefile.load import load
from detente.model.case import Case
from detente.questions.agreement.cheapest import cheapest_openings
from detente.questions.agreement.conditions import ConditionKind
from detente.questions.agreement.question import agreement


def ids(conditions: object) -> frozenset[tuple[str, str]]:
    return frozenset((c.kind.value, c.id) for c in conditions)  # type: ignore[attr-defined]


def test_in_exact_cases_they_are_all_openings_by_cost() -> None:
    rng = random.Random(11)
    for _ in range(40):
        case = random_case(rng)
        finding, listed = cheapest_openings(case, most=50), agreement(case)
        assert {ids(o.conditions) for o in finding.openings} == {ids(o.conditions) for o in listed.openings}
        costs = [o.cost for o in finding.openings]
        assert costs == sorted(costs)
        assert finding.is_complete
        assert finding.n_ordered == len(finding.openings)
        assert {ids(b.conditions) for b in finding.blocking} == {ids(b.conditions) for b in listed.blocking}


def test_the_cost_of_a_red_line_is_its_firmness_and_of_anything_else_one() -> None:
    case = load("gaza-truce-2024-04")
    for opening in cheapest_openings(case, readings=50).openings:
        lines = [c for c in opening.conditions if c.kind is ConditionKind.RED_LINE]
        firmness = sum((case.red_line(c.id).firmness.middle for c in lines), Fraction(0))
        assert opening.cost == firmness + len(opening.conditions) - len(lines)


def test_a_fall_of_a_no_deal_value_opens_a_deal_and_a_smaller_one_does_not() -> None:
    case = load("tram-strike")
    (fall,) = cheapest_openings(case).least_falls or ()
    assert (fall.actor, fall.points, fall.is_proven) == ("union", Fraction(4), True)
    from detente.model.preference import PointsRange
    from detente.questions.agreement.what_if import NoDealSetting, what_if

    for points, has_deal in ((Fraction(46), True), (Fraction(4601, 100), False)):
        setting = NoDealSetting(actor="union", points=PointsRange(low=points, high=points))
        assert cheapest_openings(what_if(case, settings=[setting]).case).has_deal is has_deal


def test_where_positions_block_no_fall_of_a_no_deal_value_is_named() -> None:
    finding = cheapest_openings(load("gaza-truce-2024-04"), readings=50)
    assert (finding.falls_alone, finding.least_falls) == ((), None)


def test_fewer_asked_for_are_the_first_of_more() -> None:
    case = load("river-treaty")
    few, many = cheapest_openings(case, most=2, readings=50), cheapest_openings(case, most=5, readings=50)
    assert few.openings == many.openings[:2]
    assert few.n_ordered == 2


def test_a_case_with_a_deal_has_nothing_to_open() -> None:
    finding = cheapest_openings(load("mill-wages"))
    assert finding.has_deal
    assert finding.openings == ()


def test_a_case_without_parties_says_so() -> None:
    finding = cheapest_openings(
        Case(slug="x", title="x", as_of=DAY, question="?", issues=(named_issue("i", ["a", "b"]),), actors=())
    )
    assert finding.reason == "no actor of the case is a party"


@pytest.mark.parametrize("wrong", [{"most": 0}, {"readings": 1}, {"seed": -1}])
def test_what_cannot_be_asked_is_an_error(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must"):
        cheapest_openings(load("mill-wages"), **wrong)
