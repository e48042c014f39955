"""At a level of handling, nothing that is told depends on what a withheld record says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from building import case_of, named_issue, ranking, red_line, worth

from detente.explanation.explain import explain
from detente.model.case import Case
from detente.model.evidence import Claim, ClaimKind, Handling, Source
from detente.model.package import Package
from detente.model.proposal import Answer, Proposal, Response
from detente.report.render import render

DAY = dt.date(2024, 4, 1)
HALT = named_issue("halt", ["none", "weeks", "permanent"])
TROOPS = named_issue("troops", ["stay", "half", "leave"])
SOURCE = Source(id="paper", publisher="The paper", title="A report", date=DAY)
SECRET = Claim(
    id="secret", text="Said behind closed doors.", kind=ClaimKind.POSITION, source="paper", said_by=("Somebody",), said_on=DAY,
    handling=Handling.CONFIDENTIAL,
)  # fmt: skip


def case_with(troops: tuple[str, ...] = ("leave",), floor: tuple[int, int] = (20, 40)) -> Case:
    """Two red lines clash on the halt; a third, and a no-deal value, rest on a confidential claim alone."""
    lines = [
        red_line("open-a", "a", HALT, ["permanent"], 0.6),
        red_line("open-b", "b", HALT, ["none", "weeks"], 0.6),
        replace(red_line("hidden", "a", TROOPS, troops, 0.9), because=("secret",)),
    ]
    statements = [
        ranking("a", HALT, ["permanent", "weeks", "none"]),
        ranking("b", HALT, ["weeks", "none", "permanent"]),
        ranking("a", TROOPS, ["leave", "half", "stay"]),
        ranking("b", TROOPS, ["stay", "half", "leave"]),
    ]
    worths = [replace(worth("a", floor), because=("secret",)), worth("b", (20, 40))]
    return case_of([HALT, TROOPS], statements, worths, lines, sources=(SOURCE,), claims=(SECRET,))


@pytest.mark.parametrize("form", ["terminal", "markdown", "html", "json"])
def test_packages_terms_and_falls_are_not_told_where_a_line_is_withheld(form: str) -> None:
    told = render(explain(case_with(), readings=200), form)
    assert "Best for" not in told
    assert "would have to fall" not in told
    assert "Said behind closed doors" not in told
    whole = render(explain(case_with(), readings=200, handling="confidential"), form)
    assert "would have to fall" in whole


@pytest.mark.parametrize("troops", [("leave",), ("half",)])
def test_no_sentence_of_an_opening_names_where_a_withheld_line_lies(troops: tuple[str, ...]) -> None:
    told = explain(case_with(troops=troops), readings=200)
    assert not told.terms
    assert told.openings
    told_of = [*told.bottom_line]
    for opening in told.openings:
        told_of.extend((opening.title, *opening.concessions, *opening.results))
    words = " ".join(sentence.text for sentence in told_of)
    assert not any(f"“{option}”" in words or f": {option}" in words for option in TROOPS.option_ids)


def test_a_crossed_line_is_listed_as_an_assumption_and_the_proposal_says_so() -> None:
    offer = Proposal(
        id="offer", name="The offer", by=("b",), date=DAY, package=Package.of({"halt": "weeks", "troops": "leave"}),
        responses=(Response(actor="a", answer=Answer.ACCEPTED, date=DAY),),
    )  # fmt: skip
    told = explain(replace(case_with(), proposals=(offer,)), readings=200, handling="confidential")
    assert any(a.id == "crossed.open-a" for a in told.assumptions)
    proposal = next(j for j in told.judgements if j.key == "proposal-offer")
    assert "crosses a red line of A, taken to be off" in proposal.sentence.text
    assert "crossed.open-a" in proposal.sentence.assumptions
