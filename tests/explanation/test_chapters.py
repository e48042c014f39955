"""Chapters on drivers, openings by cost, talks, the frontier and single packages: what they say, and when they keep silent."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from detente.casefile.load import load
from detente.explanation.explain import explain
from detente.explanation.explanation import Chapter, Explanation, LineChart, PlaneChart, RangeChart
from detente.explanation.frontier_words import _more
from detente.model.evidence import Handling
from detente.model.red_line import Likelihood
from detente.questions.agreement.frontier import frontier
from detente.report.render import render


def told(slug: str, **options: object) -> Explanation:
    return explain(load(slug), readings=60, **options)  # type: ignore[arg-type]


def chapter(explanation: Explanation, key: str) -> Chapter:
    return next(c for c in explanation.chapters if c.key == key)


def text(explanation: Explanation, key: str) -> str:
    return " ".join(s.text for s in chapter(explanation, key).sentences)


@pytest.mark.parametrize("slug", ["gaza-truce-2024-04", "river-treaty", "tram-strike", "port-lease", "mill-wages"])
def test_every_sentence_of_a_chapter_rests_on_something_or_is_arithmetic_on_the_case(slug: str) -> None:
    explanation = told(slug)
    numbers = {note.claim for note in explanation.footnotes}
    for found in explanation.chapters:
        assert found.sentences
        for sentence in found.sentences:
            assert set(sentence.claims) <= numbers
            assert sentence.text[0].isupper() or sentence.parts[0].kind.value == "name" or sentence.text[0] in "“0123456789"
            assert "  " not in sentence.text
            assert "{" not in sentence.text


def test_the_number_at_which_an_exact_verdict_flips_is_told() -> None:
    said = text(told("tram-strike"), "drivers")
    assert "What no deal is worth to the drivers' union: 50 points as stated; at 46 points or less a deal exists." in said


def test_a_deadlock_of_positions_says_that_no_number_changes_it() -> None:
    assert "the positions alone block" in text(told("port-lease"), "drivers")


def test_the_tornado_runs_from_widest_to_narrowest_about_one_base() -> None:
    chart = chapter(told("river-treaty"), "drivers").charts[0]
    assert isinstance(chart, RangeChart)
    widths = [bar.high - bar.low for bar in chart.bars]
    assert widths == sorted(widths, reverse=True)
    assert all(bar.low <= chart.base <= bar.high for bar in chart.bars)


def test_the_gap_of_the_tram_strike_is_followed_by_date() -> None:
    found = chapter(told("tram-strike"), "talks")
    assert "moved on Rise in pay from 8 percent to 7 percent (1 step), closer to the tram operator." in " ".join(
        s.text for s in found.sentences
    )
    (chart,) = found.charts
    assert isinstance(chart, LineChart)
    assert [s.values for s in chart.series] == [(75.0, 72.5, 62.5), (86.0, 78.5, 68.5)]


def test_without_two_positions_it_says_that_no_gap_can_be_told() -> None:
    assert text(told("gaza-truce-2024-04"), "talks").startswith("How far apart the parties are cannot be told from the record")


def test_a_case_without_proposals_and_demands_has_no_record_of_talks() -> None:
    case = replace(load("port-lease"), proposals=(), demands=())
    assert all(c.key != "talks" for c in explain(case, readings=40).chapters)


def test_the_frontier_of_two_parties_is_drawn_and_of_three_pair_by_pair() -> None:
    two, three = told("tram-strike"), told("river-treaty")
    assert [c.key for c in chapter(two, "frontier").charts] == ["frontier"]
    assert [c.key for c in chapter(three, "frontier").charts] == ["frontier-1-2", "frontier-1-3", "frontier-2-3"]
    (chart,) = chapter(two, "frontier").charts
    assert isinstance(chart, PlaneChart)
    assert {p.label for p in chart.points if p.label} == {"N", "K", "E", "U", "1", "2", "3", "4"}


def test_the_central_reading_is_not_told_as_the_answer() -> None:
    assert "These are points of one reading, shown for orientation" in text(told("river-treaty"), "frontier")
    assert "one reading, shown" not in text(told("tram-strike"), "frontier")


def test_no_package_is_named_that_leads_in_few_readings() -> None:
    assert "The record singles no package out" in text(told("gaza-truce-2024-04"), "acceptability")


def test_an_exact_case_has_nothing_to_count_over_readings() -> None:
    assert all(c.key != "acceptability" for c in told("tram-strike").chapters)


def test_openings_by_cost_begin_with_the_cheapest() -> None:
    found = chapter(told("gaza-truce-2024-04"), "cheapest")
    assert [row[0].text for row in found.tables[0].rows] == ["0.5", "0.675"]


def test_what_is_withheld_leaves_no_package_and_no_break_even_value() -> None:
    case = load("gaza-truce-2024-04")
    secret = {claim for line in case.red_lines for claim in line.because}
    hidden = replace(case, claims=tuple(replace(c, handling=Handling.CONFIDENTIAL) if c.id in secret else c for c in case.claims))
    found = {c.key: c for c in explain(hidden, readings=40).chapters}
    assert not {"frontier", "acceptability", "talks"} & set(found)
    said = " ".join(s.text for c in found.values() for s in c.sentences)
    cells = " ".join(cell.text for c in found.values() for t in c.tables for row in t.rows for cell in row)
    assert "permanent ceasefire" not in f"{said} {cells}".lower()


def test_a_changed_case_says_so_and_one_as_it_stands_does_not() -> None:
    assert told("port-lease", change="What if: x.").change == "What if: x."
    assert told("port-lease").change is None


def test_a_gain_too_small_to_read_is_not_told_as_none() -> None:
    case = load("tram-strike")
    finding = frontier(case)
    assert finding is not None
    assert _more(finding, Fraction(1, 30)) == "less than 0.1 points"
    assert _more(finding, Fraction(1)) == "1 point"
    assert _more(replace(finding, is_central=True), Fraction(2, 5)) == "less than 1 point"


def test_a_case_without_draws_speaks_of_no_error_of_the_draw() -> None:
    assert "error of the draw" not in render(told("mill-wages"), "html")
    case = load("tram-strike")
    lines = [
        replace(x, firmness=Likelihood(low=Fraction(1, 2), high=Fraction(1, 2))) if x.id == "union-three-percent" else x
        for x in case.red_lines
    ]
    said = text(explain(replace(case, red_lines=tuple(lines))), "drivers")
    assert "No single unknown would, once known, move the share of readings with a deal." in said
