"""Shorthand is written out, defaults are explicit, numbers are exact."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest
from case_texts import checked, found, marked, merged

from detente.casefile.values import number_text
from detente.model.case import Case
from detente.model.preference import OptionRanking, PackageComparison, Points, Weights
from detente.model.red_line import CERTAIN, Likelihood

ISSUES = """issues:
  lease: {question: How long?, ordered: true, options: [none, two_years, ten_years]}
  rent: {question: What rent?, range: {from: 0, to: 1, step: 0.1, unit: euros}, knots: [0.25]}
  access: {question: Who may use it?, options: [open, closed, shared], steps: [open - shared, shared - closed]}
"""


def case_of(sections: str, tmp_path: Path) -> Case:
    case, diagnostics = checked(merged(sections), tmp_path)
    assert case is not None, diagnostics
    return case


def test_numeric_options_are_the_ends_the_knots_and_every_step(tmp_path: Path) -> None:
    rent = case_of(ISSUES, tmp_path).issue("rent")
    assert rent.option_ids == ("0", "0.1", "0.2", "0.25", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1")
    assert rent.knots == ("0", "0.25", "1")
    assert rent.option("0.1").number == Fraction(1, 10)
    assert rent.option("0.1").label == "0.1 euros"
    assert rent.is_ordered
    assert rent.is_numeric
    assert rent.steps[0] == ("0", "0.1")


def test_steps_of_unordered_issues_are_those_declared_or_all_pairs(tmp_path: Path) -> None:
    case = case_of(ISSUES, tmp_path)
    assert case.issue("access").steps == (("open", "shared"), ("shared", "closed"))
    other = case_of(ISSUES.replace(", steps: [open - shared, shared - closed]", ""), tmp_path)
    assert other.issue("access").steps == (("open", "closed"), ("open", "shared"), ("closed", "shared"))
    assert other.issue("lease").option("two_years").label == "Two years"


def test_a_claim_is_said_on_the_day_of_its_source_and_handled_as_it(tmp_path: Path) -> None:
    sources = "sources:\n  wire: {publisher: A, title: B, date: 2024-04-09, handling: restricted}\n"
    claim = case_of(sources, tmp_path).claim("said")
    assert claim.said_on == dt.date(2024, 4, 9)
    assert claim.handling == "restricted"


@pytest.mark.parametrize(
    ("written", "low", "high", "word"),
    [
        ("almost no chance", "0.01", "0.05", "almost no chance"),
        ("very unlikely", "0.05", "0.20", "very unlikely"),
        ("unlikely", "0.20", "0.45", "unlikely"),
        ("roughly even", "0.45", "0.55", "roughly even"),
        ("Likely", "0.55", "0.80", "likely"),
        ("very likely", "0.80", "0.95", "very likely"),
        ("almost certain", "0.95", "0.99", "almost certain"),
        ("0.1", "0.1", "0.1", None),
        ("60 %", "0.6", "0.6", None),
        ("60..80 %", "0.6", "0.8", None),
        ("0.6..0.8", "0.6", "0.8", None),
    ],
)
def test_firmness_is_a_term_a_number_a_percentage_or_a_range(
    written: str, low: str, high: str, word: str | None, tmp_path: Path
) -> None:
    line = f"red_lines:\n  a: {{actor: city, requires: lease = none, firmness: {written}, because: [said]}}\n"
    assert case_of(line, tmp_path).red_line("a").firmness == Likelihood(low=Fraction(low), high=Fraction(high), word=word)


def test_firmness_is_certain_when_absent(tmp_path: Path) -> None:
    line = "red_lines:\n  a: {actor: city, refuses: lease = none, because: [said]}\n"
    found_line = case_of(line, tmp_path).red_line("a")
    assert found_line.firmness is CERTAIN
    assert found_line.is_refusal


def test_statements_get_the_actor_and_their_place_as_ids(tmp_path: Path) -> None:
    text = """preferences:
  city:
    - {rank: {rent: lower}, because: [said]}
    - {rank: {lease: ten_years > none}, because: [said]}
    - {importance: {lease: 40..60}, because: [said]}
    - {points: {rent: {0: 12.5}}, because: [said]}
    - {prefers: offer >= no_deal, because: [said]}
packages:
  offer: {terms: {rent: 40, lease: two_years, access: open}}
no_deal:
  path: {lease: none, rent: 0, access: open}
  because: [said]
  values:
    city: [{worth: 35..50, because: [said]}, {at_most: offer, because: [said]}]
"""
    case = case_of(text, tmp_path)
    assert [s.id for s in case.preferences] == [f"city-{n}" for n in range(1, 6)]
    assert [s.id for s in case.no_deal.statements] == ["no_deal.city-1", "no_deal.city-2"]
    lower, part, weights, points, comparison = case.preferences
    assert isinstance(lower, OptionRanking)
    assert (lower.options, lower.is_complete) == (("0", "100"), True)
    assert isinstance(part, OptionRanking)
    assert not part.is_complete
    assert isinstance(weights, Weights)
    assert isinstance(points, Points)
    assert points.points[0][1].low == Fraction(25, 2)
    assert isinstance(comparison, PackageComparison)
    assert comparison.better.terms == (("lease", "two_years"), ("rent", "40"), ("access", "open"))


PROPOSAL = "proposals:\n  april: {{by: [city], date: 2024-04-08, terms: {{lease: two_years}}, silence: {}, because: [said]}}\n"


def test_a_silent_issue_stays_on_the_no_deal_path(tmp_path: Path) -> None:
    (proposal,) = case_of(PROPOSAL.format("not_in_deal"), tmp_path).proposals
    assert proposal.package.as_dict() == {"lease": "two_years", "rent": "0", "access": "open"}
    assert (proposal.silent_on, proposal.left_open) == (("rent", "access"), ())


def test_a_silent_issue_is_left_open(tmp_path: Path) -> None:
    (proposal,) = case_of(PROPOSAL.format("left_open"), tmp_path).proposals
    assert proposal.package.as_dict() == {"lease": "two_years"}
    assert (proposal.silent_on, proposal.left_open) == (("rent", "access"), ("rent", "access"))


def test_no_on_and_yes_are_text(tmp_path: Path) -> None:
    issues = ISSUES.replace("options: [open, closed, shared]", "options: [no, yes, on]").replace(
        "open - shared, shared - closed", "no - on"
    )
    case = case_of(issues + "no_deal:\n  path: {lease: none, rent: 0, access: no}\n  because: [said]\n", tmp_path)
    assert case.issue("access").option_ids == ("no", "yes", "on")


def test_a_broken_record_is_not_reported_again_where_it_is_used(tmp_path: Path) -> None:
    broken = merged(
        "claims:\n  said: {text: A, kind: demnd, source: wire}\n  other: {text: B, kind: fact, source: wire, disputes: [said]}\n"
    )
    assert [code for code, _, _ in found(broken, tmp_path)] == ["DET213"]
    issue = merged(ISSUES.replace("ordered: true", "ordered: maybe"))
    assert [code for code, _, _ in found(issue, tmp_path)] == ["DET203"]
    assert [code for code, _, _ in found(merged("issues: 3\n"), tmp_path)] == ["DET203"]
    assert [code for code, _, _ in found(merged("actors: []\n"), tmp_path)] == ["DET203"]


def test_a_contradiction_names_every_statement_with_its_claims(tmp_path: Path) -> None:
    text = merged(
        "preferences:\n  city:\n    - {rank: {rent: higher}, because: [said]}\n    - {indifferent: [access], because: [said]}\n"
        "    - importance: {lease: 10..30}\n    - {importance: {rent: 20..60}, because: [said]}\n"
    )
    diagnostics = [d for d in checked(text, tmp_path)[1] if d.code == "DET413"]
    assert [marked(d) for d in diagnostics] == ["importance"]
    notes = [note.text for note in diagnostics[0].notes]
    assert notes == [
        "`indifferent: [access]` (line 25) rests on `said`",
        "`importance: {lease: 10..30}` (line 26) rests on no claim: it is an assumption",
        "`importance: {rent: 20..60}` (line 27) rests on `said`",
    ]


@pytest.mark.parametrize(
    ("value", "text"), [("1/3", "1/3"), ("-0.05", "-0.05"), ("1e2", "100"), ("1/8", "0.125"), ("-40", "-40")]
)
def test_numbers_have_one_text(value: str, text: str) -> None:
    assert number_text(Fraction(value)) == text


def test_a_misspelled_section_is_one_mistake(tmp_path: Path) -> None:
    demands = "demands:\n  a: {actor: city, asks: lease = none, because: [said]}\n"
    for section in ("actors", "issues", "claims", "no_deal", "deal_requires"):
        text = merged(demands).replace(f"{section}:", f"x{section}:")
        assert [code for code, _, _ in found(text, tmp_path)] == ["DET201"], section


def test_a_missing_section_is_one_mistake(tmp_path: Path) -> None:
    text = merged("demands:\n  a: {actor: city, asks: lease = none, because: [said]}\n")
    for section, after in (("actors", "issues"), ("issues", "deal_requires")):
        without = text[: text.index(f"\n{section}:") + 1] + text[text.index(f"\n{after}:") + 1 :]
        assert [code for code, _, _ in found(without, tmp_path)] == ["DET202"], section


@pytest.mark.parametrize(
    ("wrong", "right", "key"),
    [
        ("  city: {name: The union", "  union: {name: The union", "city"),
        ("  lease: {question: What rent?", "  rent: {question: What rent?", "lease"),
        ("options: {none: No, two_years: Two, none: Ten}", "options: [none, two_years, ten_years]", "none"),
        ("options: [none, one], options: [none, two]", "options: [none, two_years, ten_years]", "options"),
        ("{lease: none, rent: 0, rent: open}", "{lease: none, rent: 0, access: open}", "rent"),
        ("claims:\n  heard: {text: Ten., kind: demand, source: wire}\nclaims:", "claims:", "claims"),
    ],
)
def test_a_key_given_twice_is_the_only_mistake_told(wrong: str, right: str, key: str, tmp_path: Path) -> None:
    text = merged("demands:\n  a: {actor: union, asks: rent <= 40 and lease = ten_years, because: [said]}\n")
    assert right in text
    diagnostics = checked(text.replace(right, wrong, 1), tmp_path)[1]
    assert [(d.code, marked(d)) for d in diagnostics] == [("DET104", key)]


@pytest.mark.parametrize(("said", "codes"), [("2024-04-05", ["DET419"]), ("2024-04-09", [])])
def test_a_red_line_said_again_after_an_acceptance_stands(said: str, codes: list[str], tmp_path: Path) -> None:
    text = merged(
        f"claims:\n  said: {{text: Ten years or nothing., kind: demand, source: wire, said: {said}}}\n"
        "red_lines:\n  long: {actor: city, refuses: lease < ten_years, because: [said]}\n"
        "proposals:\n  plan:\n    {by: [union], date: 2024-04-06, terms: {lease: two_years, rent: 40, access: open},\n"
        "     because: [said], responses: {city: {answer: accepted, date: 2024-04-08, because: [said]}}}\n"
    )
    diagnostics = checked(text, tmp_path)[1]
    assert [d.code for d in diagnostics] == codes
    assert [marked(d) for d in diagnostics] == ["accepted"] * len(codes)
    assert all(note.text == "the red line `long` refuses it" for d in diagnostics for note in d.notes)
