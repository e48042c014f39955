"""How far apart parties were, in words: one scale, either side, and none at all."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from detente.casefile.load import load
from detente.explanation.explain import explain
from detente.explanation.talks_words import _more_than, _span
from detente.questions.agreement.talks_finding import ValueGap


def exact(value: Fraction | int) -> ValueGap:
    return ValueGap(median=float(value), low=Fraction(value), high=Fraction(value), n=1)


def drawn(low: int, median: float, high: int) -> ValueGap:
    return ValueGap(median=median, low=Fraction(low), high=Fraction(high), n=40)


@pytest.mark.parametrize(
    ("gap", "words", "span"),
    [
        (exact(62), "62 points more than", ""),
        (exact(1), "1 point more than", ""),
        (exact(-3), "3 points less than", ""),
        (exact(0), "as much as", ""),
        (exact(Fraction(1, 30)), "about as much as", ""),
        (exact(Fraction(100, 3)), "33.3 points more than", ""),
        (drawn(40, 62.4, 80), "62 points more, in the middle reading, than", " (from 40 to 80)"),
        (drawn(-80, -62.4, -40), "62 points less, in the middle reading, than", " (from 40 to 80)"),
        (
            drawn(-33, -12.2, 100),
            "12 points less, in the middle reading, than",
            " (the record leaves open which is worth more: from 33 less to 100 more)",
        ),
        (drawn(0, 0.2, 7), "about as much, in the middle reading, as", " (from 0 to 7)"),
    ],
)
def test_what_the_own_position_is_worth_beside_the_other(gap: ValueGap, words: str, span: str) -> None:
    assert (_more_than(gap), _span(gap)) == (words, span)


def test_parties_of_one_position_are_not_told_to_be_no_steps_apart() -> None:
    case = load("tram-strike")
    first = next(p for p in case.proposals if not p.silent_on)
    same = replace(case, demands=(), proposals=(replace(first, by=tuple(p.id for p in case.parties), responses=()),))
    (chapter,) = (c for c in explain(same, readings=40).chapters if c.key == "talks")
    told = [s.text for s in chapter.sentences]
    assert "held the same position on all" in told[0]
    assert not [text for text in told if "0 steps" in text or "own position" in text]
