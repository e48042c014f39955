"""The chapter on ratification: what is told, from which records, and what is kept back."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

import detente
from detente.explanation.explanation import Chapter, Explanation, SeatChart
from detente.model.case import Case
from detente.model.evidence import Handling

GAZA = "gaza-truce-2024-04"


@cache
def told(slug: str) -> Explanation:
    return detente.explain(detente.load(slug), readings=300)


def chapter(explanation: Explanation) -> Chapter:
    return next(chapter for chapter in explanation.chapters if chapter.key == "ratification")


def text(slug: str) -> str:
    return " ".join(sentence.text for sentence in chapter(told(slug)).sentences)


def test_gaza_says_that_the_truce_is_acceptable_to_the_leader_and_what_it_costs_at_home() -> None:
    said = text(GAZA)
    assert "could accept it in every reading if office did not count" in said
    assert "the difference is what the fall of the government would cost the leader" in said
    assert "Taken at their word, Religious Zionism" in said
    assert "59 votes left of the 61 needed" in said
    assert (
        "With the votes from outside that are on record for it (Yesh Atid), and those left open counted both ways, it would"
        in said
    )
    assert "The record does not say how National Unity, Shas and United Torah Judaism would judge a deal" in said


def test_every_sentence_of_gaza_rests_on_claims_or_is_marked() -> None:
    for sentence in chapter(told(GAZA)).sentences:
        assert sentence.claims or sentence.assumptions, sentence.text


def test_an_exit_rests_on_what_the_partner_said() -> None:
    [sentence] = [s for s in chapter(told(GAZA)).sentences if s.text.startswith("Taken at their word")][-1:]
    assert {"otzma-reckless-deal", "religious-zionism-letter"} <= set(sentence.claims)


def test_articles_stand_small_inside_a_sentence() -> None:
    for slug in (GAZA, "putnam-line", "security-council"):
        assert " on the side of The " not in text(slug)
        assert " in The " not in text(slug)


def test_the_chart_holds_every_vote_and_names_who_casts_it() -> None:
    charts = [chart for chart in chapter(told(GAZA)).charts if isinstance(chart, SeatChart)]
    assert [chart.key for chart in charts] == ["seats-israel", "seats-hamas"]
    for chart in charts:
        for bar in chart.bars:
            assert sum(run.votes for run in bar.runs) == bar.total
            assert all(run.state in chart.states for run in bar.runs)
        assert len(chart.table.rows) == len(chart.bars)
    knesset = next(bar for bar in charts[0].bars if "Knesset" in bar.label)
    assert knesset.total == 120
    assert knesset.needed == 61
    assert any("Yesh Atid" in run.text for run in knesset.runs if run.state == "for")
    # the same votes before two packages are drawn once
    assert "; " in knesset.label


def test_a_case_without_the_section_has_no_chapter() -> None:
    assert all(chapter.key != "ratification" for chapter in told("tram-strike").chapters)


def _with_handling(case: Case, claim: str, handling: Handling) -> Case:
    return replace(case, claims=tuple(replace(c, handling=handling) if c.id == claim else c for c in case.claims))


@pytest.mark.parametrize("claim", ["otzma-rafah", "hamas-abroad-holds-up", "families-pressure"])
def test_what_rests_on_a_withheld_claim_alone_is_not_told(claim: str) -> None:
    case = _with_handling(detente.load(GAZA), claim, Handling.CONFIDENTIAL)
    alone = {"otzma-rafah", "families-pressure"}
    found = chapter(detente.explain(case, readings=100))
    said = " ".join(sentence.text for sentence in found.sentences)
    if claim in alone:
        assert "only the verdict is told" in said
        assert found.charts == ()
        assert found.tables == ()
        assert "Otzma" not in said
    else:
        assert "only the verdict is told" not in said


def test_a_case_of_a_body_alone_is_told_in_the_bottom_line() -> None:
    explanation = told("council-1958")
    assert explanation.bottom_line[0].text == (
        "The case names no issue, so no deal is looked at: only whose votes a decision takes."
    )


def test_what_follows_at_their_word_and_over_the_readings_are_told_apart() -> None:
    said = text(GAZA)
    assert "would not stand (59 votes left of the 61 needed); as not all that is said need be meant, it stands in" in said
    assert "would not stand (59 votes left of the 61 needed); it stands" not in said
