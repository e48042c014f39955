"""The section ``outlook``: what is made explicit, what is refused, and that a case reads back as written."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest
from case_texts import checked, marked, merged
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import detente
from detente.casefile.catalog_outlook import outlook
from detente.casefile.dump import dump, resolved
from detente.casefile.load import load
from detente.casefile.schema import json_schema
from detente.casefile.source import Report, SourceFile
from detente.casefile.syntax import parse, to_plain
from detente.diagnostics import Severity
from detente.model.case import Case
from detente.model.outlook import CostTrend, Outlook, TermsTrend
from detente.model.verdict import Verdict

ACTORS = (
    "actors:\n  city: {name: The City, role: party}\n  union: {name: The union, role: party}\n"
    "  press: {name: The press, role: mediator}\n"
)
DEADLINE = "deadlines:\n  vote: {set_by: [city], due: 2024-07-01, status: pending, because: [said]}\n"
WHOLE = ACTORS + outlook(
    before=DEADLINE,
    costs="    city:\n"
    "      - {name: Idle berths, trend: rising, rate: {value: 0..4, because: [said], note: n}, because: [said]}\n"
    "      - {name: Reports, by: press, trend: steady, from: 2024-05-01, to: 2024-06-30, because: [said], note: n}\n"
    "      - {name: Reports, by: press, trend: falling, rate: 1..2, seen_by: union, because: [said]}\n"
    "    union: [{trend: none, because: [said]}]\n",
    terms="    union: [{trend: better, change: 0..10, by: 2024-06-30, rests_on: [city-1, season], because: [said]}]\n"
    "    city: [{trend: worse, change: 2, seen_by: union, because: [said]}]\n",
    events="    season: {name: The season begins, on: 2024-05-01..2024-05-31, chance: {city: likely, union: 60%..90%},\n"
    "      effects: {city: {terms: worse}, union: {terms: {value: -5..5, because: [said]}, rate: -1..2}},\n"
    "      because: [said], note: n}\n"
    "    holiday: {on: 2024-05-09, chance: {city: 1/3}, effects: {city: {rate: 1}}, because: [said]}\n",
    more="  ends: {union: {value: 10..30, because: [said]}}\n  discount: {union: 0.99, city: 1}\n"
    "  deadlines:\n    vote: {effects: {union: {terms: same}}, because: [said], note: n}\n  because: [said]\n  note: n\n",
)


def of(case: Case | None) -> Outlook:
    assert case is not None
    assert case.outlook is not None
    return case.outlook


@pytest.fixture(name="whole")
def whole_fixture(tmp_path: Path) -> Outlook:
    case, diagnostics = checked(merged(WHOLE), tmp_path)
    assert diagnostics == ()
    return of(case)


def test_costs_and_hopes_are_the_view_of_their_actor_unless_said(whole: Outlook) -> None:
    assert [(cost.id, cost.actor, cost.seen_by, cost.trend) for cost in whole.costs] == [
        ("city-1", "city", "city", CostTrend.RISING),
        ("city-2", "city", "city", CostTrend.STEADY),
        ("city-3", "city", "union", CostTrend.FALLING),
        ("union-1", "union", "union", CostTrend.NONE),
    ]
    assert [cost.id for cost in whole.costs_of("city")] == ["city-1", "city-2"]
    assert [terms.id for terms in whole.terms_of("city", seen_by="union")] == ["city-1"]
    assert whole.terms_of("city") == ()


def test_effects_are_words_or_points(whole: Outlook) -> None:
    city, union = whole.events[0].effects
    assert (city.trend, city.terms, city.rate) == (TermsTrend.WORSE, None, None)
    assert union.trend is None
    assert union.terms is not None
    assert union.rate is not None
    assert [union.terms.low, union.terms.high, union.rate.low] == [-5, 5, -1]
    assert union.terms.because == ("said",)


def test_days_chances_and_factors_are_exact(whole: Outlook) -> None:
    season, holiday = whole.events
    assert (season.earliest, season.latest) == (dt.date(2024, 5, 1), dt.date(2024, 5, 31))
    assert (holiday.earliest, holiday.name) == (holiday.latest, "Holiday")
    chance = holiday.chance_for("city")
    assert chance is not None
    assert chance.low == Fraction(1, 3)
    assert dict(whole.discounts) == {"union": Fraction(99, 100), "city": 1}


def test_a_case_reads_back_as_written(tmp_path: Path) -> None:
    first = checked(merged(WHOLE), tmp_path)[0]
    assert first is not None
    (tmp_path / "again.yaml").write_text(dump(first), encoding="utf-8")
    assert load(tmp_path / "again.yaml") == first
    plain = resolved(first)["outlook"]
    assert plain["until"] == "2024-08-01"
    assert plain["events"][0]["effects"][0]["trend"] == "worse"


def test_the_json_schema_accepts_what_the_reader_accepts_and_refuses_what_it_refuses(tmp_path: Path) -> None:
    def errors(text: str) -> int:
        tree = parse(SourceFile("case.yaml", text), Report())
        assert tree is not None
        return len(list(Draft202012Validator(json_schema()).iter_errors(to_plain(tree))))

    case = checked(merged(WHOLE), tmp_path)[0]
    assert case is not None
    assert errors(merged(WHOLE)) == errors(dump(case)) == 0
    for right, wrong in (("trend: rising", "trend: up"), ("terms: worse}", "terms: bad}"), ("unit: week", "unit: moon")):
        assert errors(merged(WHOLE.replace(right, wrong, 1))), wrong


small = st.fractions(min_value=0, max_value=50, max_denominator=1000)
days = st.dates(dt.date(2024, 4, 12), dt.date(2024, 7, 31))


@settings(max_examples=30, deadline=None)
@given(
    rates=st.lists(small, min_size=2, max_size=2, unique=True).map(sorted),
    change=small,
    period=st.lists(days, min_size=2, max_size=2, unique=True).map(sorted),
    factor=st.fractions(min_value=Fraction(1, 1000), max_value=1, max_denominator=1000),
)
def test_any_rates_days_and_factors_survive(
    rates: list[Fraction], change: Fraction, period: list[dt.date], factor: Fraction, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = outlook(
        costs=f"    city: [{{trend: falling, rate: {rates[0]}..{rates[1]}, "
        f"from: {period[0]}, to: {period[1]}, because: [said]}}]\n",
        terms=f"    union: [{{trend: worse, change: {change}, by: {period[1]}, because: [said]}}]\n",
        events=f"    season: {{on: {period[0]}..{period[1]}, chance: {{city: {factor}}}, "
        "effects: {city: {rate: 1}}, because: [said]}\n",
        more=f"  discount: {{union: {factor}}}\n  because: [said]\n",
    )
    folder = tmp_path_factory.getbasetemp()
    case, diagnostics = checked(merged(text), folder)
    assert diagnostics == ()
    assert case is not None
    first = of(case)
    rate = first.costs[0].rate
    assert rate is not None
    assert [rate.low, rate.high] == rates
    assert of(checked(dump(case), folder)[0]) == first


@pytest.mark.parametrize(
    ("right", "wrong", "code", "at"),
    [
        ("by: press", "by: pres", "DET206", "pres"),
        ("seen_by: union", "seen_by: onion", "DET206", "onion"),
        ("chance: {city: likely", "chance: {ctiy: likely", "DET206", "ctiy"),
        ("effects: {city: {terms: worse}", "effects: {ctiy: {terms: worse}", "DET206", "ctiy"),
        ("discount: {union:", "discount: {onion:", "DET206", "onion"),
        ("rests_on: [city-1,", "rests_on: [city-9,", "DET209", "city-9"),
        ("rests_on: [city-1, season]", "rests_on: [city-1, seasno]", "DET209", "seasno"),
        ("    vote: {effects", "    veto: {effects", "DET209", "veto"),
        ("60%..90%", "60%..190%", "DET309", "60%..190%"),
        ("chance: {city: 1/3}", "chance: {city: 4/3}", "DET309", "4/3"),
        ("discount: {union: 0.99", "discount: {union: 1.01", "DET309", "1.01"),
        ("discount: {union: 0.99", "discount: {union: 0", "DET309", "0"),
        ("rate: {value: 0..4", "rate: {value: -1..4", "DET309", "-1..4"),
        ("on: 2024-05-01..2024-05-31", "on: 2024-05-31..2024-05-01", "DET304", "2024-05-31..2024-05-01"),
        ("until: 2024-08-01", "until: 2024-02-30", "DET301", "2024-02-30"),
        ("until: 2024-08-01", "until: 2024-06-30", "DET472", "vote"),
        ("until: 2024-08-01", "until: 2024-04-01", "DET470", "2024-04-01"),
        ("trend: none", "trend: nothing", "DET213", "nothing"),
        ("terms: worse}", "terms: bad}", "DET213", "bad"),
        ("trend: none, because", "trend: none, rate: 1, because", "DET475", "1"),
        ("trend: better, change: 0..10", "trend: better, change: -1..10", "DET475", "-1..10"),
        ("trend: better, change: 0..10", "trend: same, change: 0..10", "DET475", "0..10"),
        ("trend: worse, change: 2", "trend: worse, change: -2..2", "DET475", "-2..2"),
        ("    holiday: {on: 2024-05-09", "    holiday: {on: 2024-03-09", "DET474", "2024-03-09"),
        ("    holiday: {on: 2024-05-09", "    holiday: {on: 2024-09-09", "DET474", "2024-09-09"),
        ("from: 2024-05-01, to: 2024-06-30", "to: 2024-03-30", "DET474", "2024-03-30"),
        ("ends: {union:", "ends: {press:", "DET476", "press"),
        ("discount: {union:", "discount: {press:", "DET476", "press"),
        ("    holiday:", "    city-1:", "DET211", "city-1"),
    ],
)
def test_a_mistake_is_told_at_its_place(right: str, wrong: str, code: str, at: str, tmp_path: Path) -> None:
    assert right in WHOLE
    found = checked(merged(WHOLE.replace(right, wrong, 1)), tmp_path)[1]
    assert [(d.code, marked(d)) for d in found if d.severity is not Severity.NOTE][:1] == [(code, at)]
    assert {d.code for d in found} <= {code, "DET480", "DET474"}


def test_a_deadline_ahead_and_not_named_in_the_outlook_is_a_warning(tmp_path: Path) -> None:
    due = DEADLINE.replace("2024-07-01", "2024-09-01")
    (found,) = checked(merged(outlook(before=due)), tmp_path)[1]
    assert (found.code, found.severity, marked(found)) == ("DET472", Severity.WARNING, "2024-08-01")
    lapsed = due.replace("pending", "met")
    assert checked(merged(outlook(before=lapsed)), tmp_path)[1] == ()


def test_costs_told_twice_for_times_apart_are_two_costs(tmp_path: Path) -> None:
    costs = "    city:\n" + "".join(
        f"      - {{name: Idle berths, trend: steady, {days}, because: [said]}}\n"
        for days in ("to: 2024-06-01", "from: 2024-06-01")
    )
    text = outlook(costs=costs + "    union: [{trend: none, because: [said]}]\n")
    assert checked(merged(text), tmp_path)[1] == ()
    assert [d.code for d in checked(merged(text.replace("from: 2024-06-01", "from: 2024-05-31")), tmp_path)[1]] == ["DET478"]


def test_every_mistake_is_told_in_one_run(tmp_path: Path) -> None:
    text = outlook(
        head="  unit: fortnight\n  until: soon\n",
        costs="    town: [{trend: up}]\n    city: [{trend: rising, rate: 4..0}, {rate: 2}]\n",
        terms="    union: [{trend: better, rests_on: [city-3]}]\n",
        events="    season: {chance: {city: 2}, effects: {city: {terms: bad}}}\n",
        more="  deadlines: {vote: {effects: {}}}\n  discount: {city: 2}\n",
    )
    found = sorted(d.code for d in checked(merged(text), tmp_path)[1] if d.severity is Severity.ERROR)
    codes = [
        "DET202",
        "DET202",
        "DET206",
        "DET209",
        "DET209",
        "DET213",
        "DET213",
        "DET213",
        "DET301",
        "DET304",
        "DET309",
        "DET309",
    ]
    assert found == codes


def test_records_without_claims_are_noted_as_assumptions(tmp_path: Path) -> None:
    text = outlook(
        costs="    city: [{trend: rising}]\n    union: [{trend: none, because: [said]}]\n",
        terms="    union: [{trend: better, because: [said]}]\n",
        more="  ends: {union: 10..30}\n  discount: {union: 0.9}\n",
    )
    found = checked(merged(text), tmp_path)[1]
    assert [(d.code, marked(d)) for d in found] == [("DET306", "trend"), ("DET306", "union"), ("DET306", "union")]


def test_an_outlook_that_was_read_is_answered(tmp_path: Path) -> None:
    text = outlook(
        costs="    city: [{trend: steady, because: [said]}]\n    union: [{trend: none, because: [said]}]\n",
        terms="    city: [{trend: same, because: [said]}]\n    union: [{trend: better, because: [said]}]\n",
        events="",
    )
    case = checked(merged(text), tmp_path)[0]
    assert case is not None
    found = detente.timing(case)
    assert (found.party("city").verdict, found.party("union").verdict) == (Verdict.HOLDS, Verdict.FAILS)


def test_an_outlook_may_end_on_the_day_of_a_deadline(tmp_path: Path) -> None:
    assert checked(merged(outlook(before=DEADLINE.replace("2024-07-01", "2024-08-01"))), tmp_path)[1] == ()
