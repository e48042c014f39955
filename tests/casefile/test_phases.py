"""The section ``phases``: what is made explicit, what is refused, and that a case reads back as written."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from case_texts import CASEFILE, checked, marked, merged
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from detente.casefile.catalog_phases import agreement, stakes
from detente.casefile.dump import dump, resolved
from detente.casefile.load import load
from detente.casefile.moments import day_at, units_until
from detente.casefile.schema import json_schema
from detente.casefile.situations import situation_text
from detente.casefile.source import Report, SourceFile
from detente.casefile.syntax import parse, to_plain
from detente.diagnostics import Severity
from detente.model.case import Case
from detente.model.phases import Phases, Situation, SituationKind, StakeKind
from detente.model.preference import Link

STEPS = (
    "    opening: {phase: First phase, name: Two berths open, by: city, at: 0, delivers: {berths: 2}, because: [said]}\n"
    "    lifting: {by: union, at: 2024-05-06, delivers: {pickets: {value: 1..2, because: [said], note: n}}, because: [said]}\n"
    "    pause: {by: union, at: 7/2, expires: true, because: [said]}\n"
)
COMPARISONS = (
    "    city:\n"
    "      - {prefers: 'kept >= no_deal ~ broken(opening, city)', because: [said], note: n}\n"
    "      - {prefers: 'broken( end , union ) > broken(lifting, union)', because: [said]}\n"
    "    union: [{prefers: 'kept > no_deal', because: [said]}]\n"
)
MORE = (
    "  stakes:\n    city:\n      peace: {value: 40..60, because: [said], note: n}\n      no_deal: {value: 15, because: [said]}\n"
    "      fighting: {value: 10..30, because: [said]}\n      leverage: {berths: {value: 0..1, because: [said]}}\n"
    "      delivered: {pickets: {value: 1, because: [said]}, lifting: {value: 3, because: [said]}}\n"
    "      discount: {value: 1, because: [said]}\n"
    "  guarantees:\n    word: {on: union, at: [lifting, end], detection: likely, penalty: 0..10, by: city, because: [said]}\n"
    "  types:\n    city: {regroups: 20%..60%, regrouping: 0..2, because: [said]}\n  note: n\n"
)
WHOLE = agreement(head="  unit: week\n  start: 2024-04-15\n", steps=STEPS, comparisons=COMPARISONS, more=MORE)
PLAIN = merged(agreement())


@pytest.fixture
def phases(tmp_path: Path) -> Phases:
    case, diagnostics = checked(merged(WHOLE), tmp_path)
    assert diagnostics == ()
    return phases_of(case)


def phases_of(case: Case | None) -> Phases:
    assert case is not None
    assert case.phases is not None
    return case.phases


def test_days_become_units_of_time_after_the_start(phases: Phases) -> None:
    assert [step.at for step in phases.steps] == [0, 3, Fraction(7, 2)]


@pytest.mark.parametrize(
    ("day", "unit", "units"), [("2024-06-15", "month", 2), ("2026-04-15", "year", 2), ("2024-04-25", "day", 10)]
)
def test_a_time_and_its_day_come_to_the_same(day: str, unit: str, units: int, tmp_path: Path) -> None:
    text = agreement(head=f"  unit: {unit}\n  start: 2024-04-15\n", end=f"  end: {{at: {day}, because: [said]}}\n")
    found = phases_of(checked(merged(text.replace("at: 4", "at: 2")), tmp_path)[0])
    assert found.end.at == units
    assert found.start is not None
    moment = day_at(found.end.at, found.start, unit)
    assert moment is not None
    assert moment.isoformat() == day
    assert units_until(moment, found.start, unit) == units


def test_what_is_left_out_gets_its_default(phases: Phases) -> None:
    lifting, pause = phases.step("lifting"), phases.step("pause")
    assert (lifting.name, lifting.phase, lifting.is_expiry) == ("Lifting", None, False)
    assert (pause.delivers, pause.is_expiry, phases.end.is_expiry) == ((), True, False)
    assert phases.types[0].stakes[0].kind is StakeKind.REGROUPING


def test_a_comparison_is_a_chain_of_situations(phases: Phases) -> None:
    first, second = phases.comparisons_of("city")
    assert first.id == "city-1"
    assert first.links == (Link.AT_LEAST, Link.EQUAL)
    assert first.situations[2] == Situation(kind=SituationKind.BROKEN, step="opening", actor="city")
    assert situation_text(second.situations[0]) == "broken(end, union)"


def test_a_likelihood_in_words_is_a_range_of_numbers(phases: Phases) -> None:
    detection, regroups = phases.guarantees[0].detection, phases.types[0].regroups
    assert (detection.low, detection.high) == (Fraction("0.55"), Fraction("0.8"))
    assert (regroups.low, regroups.high) == (Fraction("0.2"), Fraction("0.6"))


def test_stakes_are_told_by_kind_and_by_what_they_are_for(phases: Phases) -> None:
    found = [(s.kind.value, s.of, int(s.value.low), int(s.value.high)) for s in phases.stakes_of("city")]
    assert found == [
        ("peace", None, 40, 60),
        ("no_deal", None, 15, 15),
        ("fighting", None, 10, 30),
        ("leverage", "berths", 0, 1),
        ("delivered", "pickets", 1, 1),
        ("delivered", "lifting", 3, 3),
        ("discount", None, 1, 1),
    ]


def test_a_case_reads_back_as_written(tmp_path: Path) -> None:
    first = checked(merged(WHOLE), tmp_path)[0]
    assert first is not None
    (tmp_path / "again.yaml").write_text(dump(first), encoding="utf-8")
    assert load(tmp_path / "again.yaml") == first
    plain = resolved(first)["phases"]
    assert plain["steps"][1]["at"] == "3"
    assert plain["comparisons"][0]["links"] == [">=", "~"]


def test_the_json_schema_accepts_what_the_reader_accepts_and_refuses_what_it_refuses(tmp_path: Path) -> None:
    def errors(text: str) -> int:
        tree = parse(SourceFile("case.yaml", text), Report())
        assert tree is not None
        return len(list(Draft202012Validator(json_schema()).iter_errors(to_plain(tree))))

    case = checked(merged(WHOLE), tmp_path)[0]
    assert case is not None
    assert errors(merged(WHOLE)) == errors(dump(case)) == 0
    for right, wrong in (
        ("at: 7/2", "at: soon"),
        ("peace: {value: 40..60", "peace: {value: high"),
        ("detection: likely", "detection: 2"),
    ):
        assert errors(merged(WHOLE.replace(right, wrong))), wrong


numbers = st.fractions(min_value=0, max_value=100, max_denominator=1000)
SITUATIONS = ["kept", "no_deal", "broken(opening, city)", "broken(lifting, union)", "broken(end, city)", "broken(end, union)"]


@settings(max_examples=40, deadline=None)
@given(
    times=st.lists(numbers, min_size=4, max_size=4).map(sorted),
    ends=st.lists(numbers, min_size=2, max_size=2).map(sorted),
    order=st.permutations(SITUATIONS),
    links=st.lists(st.sampled_from([">", ">=", "~"]), min_size=5, max_size=5),
)
def test_any_times_numbers_and_comparisons_survive(
    times: list[Fraction],
    ends: list[Fraction],
    order: list[str],
    links: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    said = order[0] + "".join(f" {link} {name}" for link, name in zip(links, order[1:], strict=True))
    opening, lifting, rest, end = times
    text = agreement(
        steps=f"    opening: {{by: city, at: {opening}, because: [said]}}\n"
        f"    lifting: {{by: union, at: {lifting}, delivers: {{pickets: 2}}, because: [said]}}\n"
        f"    rest: {{by: city, at: {rest}, because: [said]}}\n",
        end=f"  end: {{at: {end}, because: [said]}}\n",
        comparisons=f"    union: [{{prefers: '{said}', because: [said]}}]\n",
        more=stakes(peace=f"{ends[0]}..{ends[1]}"),
    )
    folder = tmp_path_factory.getbasetemp()
    first = phases_of(checked(merged(text), folder)[0])
    assert [*(step.at for step in first.steps), first.end.at] == times
    written, _ = checked(merged(text), folder)
    assert written is not None
    assert phases_of(checked(dump(written), folder)[0]) == first


# -- mistakes whose code is not of this section alone -------------------------------------------------


@pytest.mark.parametrize(
    ("right", "wrong", "code", "at"),
    [
        ("by: union, at", "by: onion, at", "DET206", "onion"),
        ("holder: union", "holder: unoin", "DET206", "unoin"),
        ("by: city, because", "by: mediator, because", "DET206", "mediator"),
        ("on: union", "on: onion", "DET206", "onion"),
        ("at: [lifting, end]", "at: [lifitng, end]", "DET225", "lifitng"),
        ("leverage: {berths:", "leverage: {berth:", "DET224", "berth"),
        ("detection: likely", "detection: 1.5", "DET309", "1.5"),
        ("regroups: 20%..60%", "regroups: 20%..160%", "DET309", "20%..160%"),
        ("penalty: 0..10", "penalty: -1..10", "DET309", "-1..10"),
        ("discount: {value: 1,", "discount: {value: 1.1,", "DET309", "1.1"),
        ("discount: {value: 1,", "discount: {value: 0,", "DET309", "0"),
        ("peace: {value: 40..60,", "peace: {value: 60..40,", "DET304", "60..40"),
        ("no_deal ~ broken", "no_deal ~ kept ~ broken", "DET401", "kept"),
        ("unit: week", "unit: weak", "DET452", "2024-05-06"),
        ("at: 2024-05-06", "at: soon", "DET214", "soon"),
        ("    pause:", "    end:", "DET211", "end"),
        ("    pause:", "    berths:", "DET211", "berths"),
        ("broken( end , union )", "broken(end)", "DET226", "broken(end)"),
        ("on: union", "on: press", "DET461", "press"),
        ("broken( end , union )", "broken(end, press)", "DET457", "broken(end, press)"),
    ],
)
def test_a_mistake_is_told_at_its_place(right: str, wrong: str, code: str, at: str, tmp_path: Path) -> None:
    assert right in WHOLE
    actors = (
        "actors:\n  city: {name: The City, role: party}\n  union: {name: The union, role: party}\n"
        "  press: {name: The press, role: mediator}\n"
    )
    found = checked(merged(actors + WHOLE.replace(right, wrong, 1)), tmp_path)[1]
    assert [(d.code, marked(d)) for d in found] == [(code, at)]


def test_both_comparisons_that_contradict_each_other_are_named(tmp_path: Path) -> None:
    file = next((CASEFILE / "invalid").glob("DET456*"))
    diagnostic = checked(file.read_text(encoding="utf-8"), tmp_path)[1][0]
    assert "`broken(lifting, union) >= kept` here" in diagnostic.message
    assert [note.text for note in diagnostic.notes] == ["`kept > broken(lifting, union)` here"]


def test_a_circle_through_three_comparisons_names_all_and_no_other(tmp_path: Path) -> None:
    said = ["kept > no_deal", "kept >= broken(end, city)", "no_deal >= broken(lifting, union)", "broken(lifting, union) >= kept"]
    rows = ", ".join(f"{{prefers: '{one}', because: [said]}}" for one in said)
    text = agreement(comparisons=f"    city: [{rows}]\n    union: [{{prefers: 'kept > no_deal', because: [said]}}]\n")
    (diagnostic,) = checked(merged(text), tmp_path)[1]
    told = diagnostic.message + "".join(note.text for note in diagnostic.notes)
    assert [one in told for one in said] == [True, False, True, True]


def test_comparisons_only_together_against_the_stakes_are_named_together(tmp_path: Path) -> None:
    said = ["kept > broken(lifting, union)", "no_deal > kept", "broken(end, union) > no_deal"]
    rows = ", ".join(f"{{prefers: '{one}', because: [said]}}" for one in said)
    comparisons = f"    city: [{rows}]\n    union: [{{prefers: 'kept > no_deal', because: [said]}}]\n"
    numbers = stakes(peace="0..10", no_deal="5", fighting="2..4", victim_loss="0")
    (diagnostic,) = checked(merged(agreement(comparisons=comparisons, more=numbers)), tmp_path)[1]
    assert diagnostic.code == "DET458"
    assert marked(diagnostic) == "'broken(end, union) > no_deal'"


def test_a_break_is_worth_what_was_handed_over_before_it_and_the_leverage_left(tmp_path: Path) -> None:
    """Broken at `rest`, the city got 2 pickets (2 * 3), keeps 2 of 4 berths (2 * 1) and fights on (2): 10, above a peace of 9."""
    comparisons = (
        "    city: [{prefers: 'kept > broken(rest, city)', because: [said]}]\n"
        "    union: [{prefers: 'kept > no_deal', because: [said]}]\n"
    )
    each = "      leverage: {berths: {value: 1, because: [said]}}\n      delivered: {pickets: {value: 3, because: [said]}}\n"
    for peace, codes in (("3", ["DET458"]), ("4", ["DET458"]), ("5", [])):  # kept is worth 6 more than the peace
        text = agreement(comparisons=comparisons, more=stakes(peace=peace, no_deal="0", fighting="2") + each)
        assert [d.code for d in checked(merged(text), tmp_path)[1]] == codes


def test_every_mistake_is_told_in_one_run(tmp_path: Path) -> None:
    text = agreement(
        assets="    berths: {holder: town, amount: 4..2}\n    pickets: {holder: union, amount: 2}\n",
        steps="    opening: {by: city, at: 0, delivers: {berth: 2}}\n    lifting: {by: union, at: x}\n",
        comparisons="    city: [{prefers: kept}, {prefers: 'kept > broken(lift, union)'}]\n    nobody: []\n",
        more="  stakes:\n    city: {no_deal: 1}\n  guarantees:\n    word: {on: union, detection: 2}\n",
    )
    found = sorted(d.code for d in checked(merged(text), tmp_path)[1] if d.severity is Severity.ERROR)
    assert found == ["DET202", "DET206", "DET206", "DET214", "DET224", "DET225", "DET226", "DET304", "DET309", "DET460"]


def test_records_without_claims_are_noted_as_assumptions_numbers_once_for_a_party(tmp_path: Path) -> None:
    text = agreement(end="  end: {at: 8}\n", more="  stakes:\n    city: {peace: 10, no_deal: 0, fighting: 2..4}\n")
    found = checked(merged(text), tmp_path)[1]
    assert [d.code for d in found] == ["DET306", "DET306"]
    assert "`peace`, `no_deal` and `fighting` rest on no claim" in found[1].message + found[0].message


def test_a_step_due_on_the_day_of_the_case_is_not_past(tmp_path: Path) -> None:
    text = agreement(head="  unit: week\n  start: 2024-04-11\n")
    assert checked(merged(text), tmp_path)[1] == ()


def test_equals_lead_around_a_circle_either_way(tmp_path: Path) -> None:
    said = ["kept ~ broken(end, city)", "kept > broken(lifting, union)", "broken(lifting, union) >= broken(end, city)"]
    rows = ", ".join(f"{{prefers: '{one}', because: [said]}}" for one in said)
    text = agreement(comparisons=f"    city: [{rows}]\n    union: [{{prefers: 'kept > no_deal', because: [said]}}]\n")
    assert [d.code for d in checked(merged(text), tmp_path)[1]] == ["DET456"]


def test_a_break_of_another_costs_the_victim(tmp_path: Path) -> None:
    """Broken with at `lifting` the city has its fighting of 6 less a loss of 4: 2, below no deal at 3."""
    comparisons = (
        "    city: [{prefers: 'no_deal > broken(lifting, union)', because: [said]}]\n"
        "    union: [{prefers: 'kept > no_deal', because: [said]}]\n"
    )
    for loss, codes in (("4", []), ("2", ["DET458"])):
        text = agreement(comparisons=comparisons, more=stakes(peace="10", no_deal="3", fighting="6", victim_loss=loss))
        assert [d.code for d in checked(merged(text), tmp_path)[1]] == codes


def test_months_and_years_are_counted_whole(tmp_path: Path) -> None:
    for unit, day in (("month", "2024-06-14"), ("year", "2025-04-14"), ("year", "2025-05-15")):
        text = agreement(head=f"  unit: {unit}\n  start: 2024-04-15\n", end=f"  end: {{at: {day}, because: [said]}}\n")
        assert [d.code for d in checked(merged(text), tmp_path)[1]] == ["DET452"]


@pytest.mark.parametrize(("held", "wrong"), [("4..6", False), ("3..6", True)])
def test_all_that_may_be_held_must_be_enough_for_what_is_delivered_at_least(held: str, wrong: bool, tmp_path: Path) -> None:
    text = merged(agreement().replace("amount: 4", f"amount: {held}", 1))
    assert f"amount: {held}" in text
    found = [d for d in checked(text, tmp_path)[1] if d.code == "DET450"]
    assert bool(found) == wrong
    if found:
        assert found[0].message.endswith("and there are perhaps only 3")
        assert found[0].help == "let the amount begin at 4, or deliver less"
