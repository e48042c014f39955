"""An answer for an earlier day says what that day leaves out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from building import case_of, named_issue, ranking, red_line, worth

from detente.explanation.explain import explain
from detente.model.evidence import Claim, ClaimKind, Source

HALT = named_issue("halt", ["none", "weeks", "permanent"])
SOURCE = Source(id="paper", publisher="The paper", title="A report", date=dt.date(2024, 4, 10))


def said(claim_id: str, day: int) -> Claim:
    return Claim(id=claim_id, text="Said.", kind=ClaimKind.POSITION, source="paper", said_by=(), said_on=dt.date(2024, 4, day))


def test_what_was_not_said_yet_is_counted_among_the_gaps() -> None:
    early = replace(red_line("early", "a", HALT, ["permanent"]), because=("one",))
    late = replace(red_line("late", "b", HALT, ["none", "weeks"]), because=("two",))
    ranked = [ranking("a", HALT, ["permanent", "weeks", "none"]), ranking("b", HALT, ["weeks", "none", "permanent"])]
    claims = (said("one", 1), said("two", 9))
    case = case_of([HALT], ranked, [worth("a", 20), worth("b", 20)], [early, late], sources=(SOURCE,), claims=claims)
    whole, earlier = explain(case, readings=50), explain(case, readings=50, as_of="2024-04-05")
    assert not any("Left out" in gap.text for gap in whole.gaps)
    assert earlier.gaps[0].text.startswith("Left out, as nothing behind it was said by 5 April 2024: 1 claim and 1 red line.")
