"""What if a number or record of ratification, the phases or the outlook were another, or not there."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from case_texts import checked, merged

import detente
from detente.casefile.catalog_outlook import outlook
from detente.casefile.catalog_phases import agreement, stakes
from detente.casefile.catalog_ratification import side
from detente.evidence.support import assumed_keys
from detente.model.case import Case
from detente.model.phases import Estimate, StakeKind
from detente.model.ratification import Office
from detente.model.verdict import Verdict
from detente.questions.agreement.left_out import record_keys
from detente.questions.agreement.settable import settable_numbers, with_number
from detente.questions.agreement.what_if import NumberSetting, what_if
from detente.questions.agreement.what_if_errors import Contradictory, NothingLeft, OutOfBounds, UnknownName

TEXT = (
    side(
        more="    pressure:\n      - {by: shop, on: mayor, for: rent > 40, points: 5, because: [said]}\n"
        "    government: quota(9 of council)\n    leader: mayor\n",
        stances="      left: [{opposes: lease = ten_years, because: [said]}, {office: 5, because: [said]}]\n"
        "      right: [{supports: lease = ten_years, because: [said]}]\n      mayor: [{judges_as: city, because: [said]}]\n",
    )
    + agreement(
        more=stakes(peace="10..20", no_deal="0", fighting="2..4")
        + "      leverage: {berths: {value: 1, because: [said]}}\n"
        + "  guarantees:\n    word: {on: union, at: [lifting], penalty: 5, detection: likely, by: city, because: [said]}\n"
        + "  types:\n    city: {regroups: 0.4, peace: {value: 3, because: [said]}, because: [said]}\n"
    )
    + outlook(
        costs="    city: [{trend: rising, rate: 0..4, because: [said]}]\n    union: [{trend: none, because: [said]}]\n",
        terms="    union: [{trend: better, change: 2, because: [said]}, {trend: same, because: [said]}]\n",
        more="  ends: {union: {value: 3, because: [said]}}\n",
    )
)


@pytest.fixture(name="case")
def case_fixture(tmp_path: Path) -> Case:
    case, found = checked(merged(TEXT), tmp_path)
    assert case is not None, found
    return case


def _set(case: Case, path: str, low: str, high: str | None = None) -> Case:
    setting = NumberSetting(path=path, low=Fraction(low), high=Fraction(low if high is None else high))
    return what_if(case, settings=[setting]).case


def _stake(case: Case, actor: str, kind: StakeKind, of: str | None = None) -> Estimate | None:
    assert case.phases is not None
    stakes = case.phases.stakes_of(actor)
    return next((stake.value for stake in stakes if stake.kind is kind and stake.of == of), None)


def test_a_stake_takes_the_place_of_the_one_that_was_given(case: Case) -> None:
    changed = _set(case, "phases.stakes.city.peace", "40", "60")
    assert _stake(changed, "city", StakeKind.PEACE) == Estimate(low=Fraction(40), high=Fraction(60))
    assert len(changed.phases.stakes if changed.phases else ()) == len(case.phases.stakes if case.phases else ())
    assert "phases.stakes.city.peace" in assumed_keys(changed) - assumed_keys(case)


def test_a_stake_nobody_gave_can_be_set(case: Case) -> None:
    changed = _set(case, "phases.stakes.city.delivered.lifting", "7")
    assert _stake(case, "city", StakeKind.DELIVERED, "lifting") is None
    assert _stake(changed, "city", StakeKind.DELIVERED, "lifting") == Estimate(low=Fraction(7), high=Fraction(7))


def test_stakes_of_a_party_begin_with_the_peace(case: Case) -> None:
    with pytest.raises(OutOfBounds, match=r"set `phases\.stakes\.union\.peace` first"):
        _set(case, "phases.stakes.union.fighting", "1")
    both = [
        NumberSetting(path=f"phases.stakes.union.{kind}", low=Fraction(1), high=Fraction(1)) for kind in ("peace", "fighting")
    ]
    assert _stake(what_if(case, settings=both).case, "union", StakeKind.FIGHTING) is not None


def test_a_guarantee_that_is_set_rests_on_no_claim(case: Case) -> None:
    changed = _set(case, "phases.guarantees.word.penalty", "9")
    assert changed.phases is not None
    assert changed.phases.guarantees[0].penalty.low == 9
    assert "phases.guarantees.word" in assumed_keys(changed) - assumed_keys(case)
    assert _set(case, "phases.guarantees.word.detection", "1/2").phases != case.phases
    assert _set(case, "phases.types.city.regroups", "0").phases != case.phases


def test_what_office_is_worth_replaces_what_was_said_of_it(case: Case) -> None:
    for actor, before in (("left", 1), ("mayor", 0)):
        found = []
        for each in (case, _set(case, f"ratification.city.office.{actor}", "5", "20")):
            assert each.ratification is not None
            stances = each.ratification.side("city").stances_of(actor)
            found.append([stance.points.high for stance in stances if isinstance(stance, Office)])
        assert len(found[0]) == before
        assert found[1] == [20]


def test_pressure_can_be_set(case: Case) -> None:
    changed = _set(case, "ratification.city.pressure.1", "8")
    assert changed.ratification is not None
    assert changed.ratification.side("city").pressure[0].points.low == 8


def test_numbers_of_the_outlook_can_be_set(case: Case) -> None:
    changed = case
    for path in ("costs.city-1.rate", "terms.union-1.change", "ends.city", "discount.union", "events.season.chance.city"):
        changed = _set(changed, f"outlook.{path}", "1/2")
    found = changed.outlook
    assert found is not None
    half = Fraction(1, 2)
    chance = found.events[0].chance_for("city")
    assert found.costs[0].rate is not None
    assert found.terms[0].change is not None
    assert chance is not None
    assert [found.costs[0].rate.low, found.terms[0].change.low, chance.high] == [half] * 3
    assert [(end.actor, end.value.low) for end in found.ends] == [("union", 3), ("city", half)]
    assert found.discounts == (("union", half),)


@pytest.mark.parametrize(
    ("path", "low", "high", "said"),
    [
        ("phases.guarantees.word.penalty", "-1", "1", "0 or more"),
        ("phases.guarantees.word.detection", "0", "2", "at most 1"),
        ("phases.stakes.city.discount", "0", "1", "above 0 and at most 1"),
        ("outlook.discount.city", "0", "0", "above 0 and at most 1"),
        ("outlook.discount.city", "1/2", "1", "not a range"),
        ("outlook.costs.city-1.rate", "-1", "0", "0 or more"),
        ("outlook.costs.union-1.rate", "1", "1", "is `none`"),
        ("outlook.terms.union-2.change", "1", "1", "stay the `same`"),
        ("outlook.events.season.chance.city", "0", "2", "at most 1"),
    ],
)
def test_a_value_that_cannot_be_is_refused(path: str, low: str, high: str, said: str, case: Case) -> None:
    with pytest.raises(OutOfBounds, match=said):
        _set(case, path, low, high)


def test_a_number_the_case_does_not_have_is_named_with_those_it_has(case: Case) -> None:
    with pytest.raises(UnknownName) as unknown:
        _set(case, "phases.stakes.city.piece", "1")
    assert "phases.stakes.city.peace" in unknown.value.known
    with pytest.raises(UnknownName, match="no number"):
        _set(detente.load("port-lease"), "outlook.discount.city", "1")


def test_every_number_can_be_set_or_says_why_not(case: Case) -> None:
    paths = [number.path for number in settable_numbers(case)]
    assert len(set(paths)) == len(paths)
    for number in settable_numbers(case):
        if number.refuses is None:
            assert with_number(case, number.path, Fraction(3, 4), Fraction(3, 4)) != case
        else:
            with pytest.raises(OutOfBounds):
                _set(case, number.path, "3/4")


def test_every_record_can_be_left_out_by_its_key_or_leaves_nothing(case: Case) -> None:
    for key in record_keys(case):
        try:
            changed = what_if(case, without=[key])
        except NothingLeft:
            assert key in {"ratification.city", "ratification.city.bodies.council", "phases", "phases.end"}
            continue
        assert changed.left_out[0] == key
        assert key not in record_keys(changed.case)
        assert set(record_keys(case)) - set(record_keys(changed.case)) == set(changed.left_out)


def test_an_id_is_enough_where_no_other_record_has_it(case: Case) -> None:
    assert what_if(case, without=["lifting"]).left_out[0] == "phases.steps.lifting"
    assert what_if(case, without=["season"]).left_out == ("outlook.events.season",)
    assert what_if(case, without=["mayor-1"]).left_out == ("ratification.city.stances.mayor-1",)
    with pytest.raises(UnknownName, match="single record"):
        what_if(case, without=["city-1"])  # a comparison, and a cost


def test_a_cost_left_out_turns_the_answer_on_timing(tmp_path: Path) -> None:
    text = outlook(
        costs="    city: [{trend: steady, because: [said]}]\n    union: [{trend: none, because: [said]}]\n",
        terms="    city: [{trend: same, because: [said]}]\n    union: [{trend: better, because: [said]}]\n",
        events="",
    )
    case = checked(merged(text), tmp_path)[0]
    assert case is not None
    left = what_if(case, without=["outlook.terms.union-1"]).case
    assert [detente.timing(each).party("union").verdict for each in (case, left)] == [Verdict.FAILS, Verdict.UNDETERMINED]


def test_only_who_has_an_office_can_lose_it(case: Case) -> None:
    offices = [number.path for number in settable_numbers(case) if ".office." in number.path]
    assert offices == [f"ratification.city.office.{actor}" for actor in ("left", "right", "mayor")]


def test_stakes_that_the_comparisons_rule_out_are_refused_with_the_comparison(case: Case) -> None:
    assert _set(case, "phases.stakes.city.peace", "5") != case
    with pytest.raises(Contradictory) as clash:
        _set(case, "phases.stakes.city.peace", "1")  # worth less than the fighting that breaking would bring
    assert clash.value.actor == "city"
    assert clash.value.statements == ("phases.comparisons.city-1",)
