"""The other questions in short, in the bottom line."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

import detente
from detente.explanation.explanation import Explanation
from detente.model.evidence import Handling

GAZA = "gaza-truce-2024-04"


@cache
def told(slug: str) -> Explanation:
    return detente.explain(detente.load(slug), readings=300)


def test_gaza_says_in_the_bottom_line_which_other_reasons_stand_in_the_way() -> None:
    said = [sentence.text for sentence in told(GAZA).bottom_line]
    heads = [text.split(":")[0] for text in said if text.split(":")[0] in ("Moves", "Home", "Keeping", "Time")]
    assert heads == ["Moves", "Home", "Keeping", "Time"]
    assert any("Religious Zionism and Otzma Yehudit to leave over the framework of April as said" in text for text in said)
    assert any("would end at “The six weeks run out”, by the Government of Israel" in text for text in said)


def test_each_of_these_sentences_rests_on_what_its_chapter_rests_on() -> None:
    explanation = told(GAZA)
    for sentence in explanation.bottom_line:
        assert sentence.claims, sentence.text
        assert explanation.footnote_numbers(sentence)


@pytest.mark.parametrize("slug", ["port-lease", "mill-wages"])
def test_a_case_asked_only_for_a_deal_says_no_more(slug: str) -> None:
    said = " ".join(sentence.text for sentence in told(slug).bottom_line)
    assert not any(head in said for head in ("Moves:", "Home:", "Keeping:", "Time:"))


def test_a_line_says_what_consent_at_home_does_where_that_is_settled() -> None:
    said = [sentence.text for sentence in told("putnam-line").bottom_line]
    assert "Home: where the parties could accept a deal, one of these also passes with each side's own people." in said


def test_nothing_of_a_question_that_is_withheld_is_in_the_bottom_line() -> None:
    case = detente.load(GAZA)
    hidden = replace(
        case, claims=tuple(replace(c, handling=Handling.CONFIDENTIAL) if c.id == "otzma-rafah" else c for c in case.claims)
    )
    said = " ".join(sentence.text for sentence in detente.explain(hidden, readings=100).bottom_line)
    assert "Home:" not in said
    assert "Otzma" not in said
    assert "Moves:" in said
