"""Nothing that rests only on what readers may not see reaches any rendering, neither as words nor as an id."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from building import DAY, case_of, named_issue, numeric_issue, ranking, worth

from detente.explanation.explain import explain
from detente.explanation.explanation import CellState, Explanation, GridChart
from detente.model.case import Case, Circumstance
from detente.model.evidence import Claim, ClaimKind, Handling, Quantity, Source
from detente.model.formula import Implies, OneOf, Operator
from detente.model.package import NamedPackage, Package
from detente.model.preference import Link, PackageComparison
from detente.model.proposal import Answer, Deadline, Proposal, Response
from detente.model.red_line import Demand, Likelihood, RedLine, Rule
from detente.report.render import FORMATS, render

MARK = "zzsecret"
"""Stands in every word and id of the case that rests on a withheld claim, and nowhere else."""

HALT = named_issue("halt", ["none", "weeks", "renewable", "permanent"])
HOSTAGES = numeric_issue("hostages", 0, 40, 10, [0, 40])
TERMS = Package.of({"halt": "weeks", "hostages": "20"})


def claim(claim_id: str, text: str, *, source: str = "wire", handling: Handling = Handling.PUBLIC, count: int = 0) -> Claim:
    """A claim, with a figure when ``count`` is given."""
    figure = Quantity(low=Fraction(count), high=Fraction(count), unit="people", measure="people", counted_by=text)
    return Claim(
        id=claim_id,
        text=text,
        kind=ClaimKind.POSITION,
        source=source,
        said_by=("A spokesperson",),
        said_on=DAY,
        handling=handling,
        quantity=figure if count else None,
        disputes=("few",) if handling is Handling.RESTRICTED and count else (),
    )


def claims() -> tuple[Claim, ...]:
    return (
        claim("open", "A wants a halt without end."),
        claim("few", "Ten people are held.", count=10),
        claim(f"{MARK}-talk", f"{MARK} B said so in private.", source=f"{MARK}-source"),
        claim(f"{MARK}-note", f"{MARK} B asks for thirty.", handling=Handling.RESTRICTED),
        claim(f"{MARK}-many", f"{MARK} Ninety people are held.", handling=Handling.RESTRICTED, count=90),
    )


def red_lines() -> tuple[RedLine, ...]:
    likely = Likelihood(low=Fraction(11, 20), high=Fraction(4, 5), word="likely")
    return (
        RedLine(
            id="a-permanent",
            actor="a",
            requires=OneOf("halt", ("permanent",), Operator.EQUAL, "permanent"),
            firmness=likely,
            because=("open",),
        ),
        RedLine(
            id=f"{MARK}-line",
            actor="b",
            requires=OneOf("halt", ("none", "weeks"), Operator.AT_MOST, "weeks"),
            firmness=replace(likely, word=f"{MARK} word"),
            name=f"{MARK} name",
            because=(f"{MARK}-talk",),
            note=f"{MARK} note",
        ),
        RedLine(
            id=f"{MARK}-inferred",
            actor="b",
            requires=OneOf("hostages", ("30", "40"), Operator.AT_LEAST, "30"),
            firmness=likely,
            inferred_from=f"{MARK}-demand",
            note=f"{MARK} note",
        ),
    )


def proposals() -> tuple[Proposal, ...]:
    return (
        Proposal(
            id=f"{MARK}-proposal",
            name=f"{MARK} proposal",
            by=("a",),
            date=DAY - dt.timedelta(days=3),
            package=TERMS,
            because=(f"{MARK}-talk",),
            responses=(Response(actor="b", answer=Answer.ACCEPTED, date=DAY - dt.timedelta(days=1)),),
        ),
        Proposal(
            id="offer",
            name="The offer",
            by=("a",),
            date=DAY - dt.timedelta(days=2),
            package=TERMS,
            because=("open",),
            responses=(Response(actor="b", answer=Answer.CONDITIONAL, because=(f"{MARK}-talk",), note=f"{MARK} note"),),
        ),
    )


def secret_case() -> Case:
    """A case in which every sort of record rests on a withheld claim once."""
    talk, note = (f"{MARK}-talk",), (f"{MARK}-note",)
    case = case_of(
        [HALT, HOSTAGES],
        (
            ranking("a", HALT, ["permanent", "renewable", "weeks", "none"]),
            ranking("b", HALT, ["weeks", "none", "renewable", "permanent"]),
            ranking("a", HOSTAGES, ["0", "40"]),
            ranking("b", HOSTAGES, ["40", "0"]),
            replace(ranking("b", HALT, ["weeks", "none"], sid=f"{MARK}-rank"), because=talk, note=f"{MARK} note"),
            PackageComparison(
                id="compared",
                actor="b",
                better=TERMS,
                worse=Package.of({"halt": "none", "hostages": "0"}),
                better_name=f"{MARK}-package",
                worse_name="no_deal",
                link=Link.ABOVE,
            ),
        ),
        [worth("a", (20, 30)), replace(worth("b", (5, 10)), because=note)],
        red_lines(),
        sources=(
            Source(id="wire", publisher="A news agency", title="Talks stall", date=DAY, reliability="B"),
            Source(id=f"{MARK}-source", publisher=f"{MARK} publisher", title=MARK, date=DAY, handling=Handling.CONFIDENTIAL),
        ),
        claims=claims(),
        demands=(
            Demand(id=f"{MARK}-demand", actor="b", asks=OneOf("hostages", ("30", "40"), Operator.AT_LEAST, "30"), because=note),
        ),
        feasibility=(
            Rule(
                id=f"{MARK}-rule",
                requires=Implies(
                    OneOf("halt", ("permanent",), Operator.EQUAL, "permanent"),
                    OneOf("hostages", ("40",), Operator.EQUAL, "40"),
                ),
                name=f"{MARK} rule",
                because=talk,
            ),
        ),
        proposals=proposals(),
        packages=(NamedPackage(id=f"{MARK}-package", name=f"{MARK} package", package=TERMS, because=talk),),
        circumstances=(Circumstance(id=f"{MARK}-fact", text=f"{MARK} fact", because=talk),),
        deadlines=(Deadline(id=f"{MARK}-limit", name=f"{MARK} limit", set_by=("a",), due=DAY, because=note),),
    )
    return replace(case, no_deal=replace(case.no_deal, drift=f"{MARK} drift", because=talk, note=f"{MARK} note"))


@pytest.fixture(scope="module")
def public() -> Explanation:
    """What the public is told."""
    return explain(secret_case(), readings=60)


@pytest.mark.parametrize("form", FORMATS)
def test_no_word_and_no_id_of_what_is_withheld_is_rendered(public: Explanation, form: str) -> None:
    assert MARK not in render(public, form).casefold()


def test_those_who_may_see_everything_do(public: Explanation) -> None:
    told = render(explain(secret_case(), readings=60, handling="confidential"), "markdown")
    for words in ("fact", "limit", "drift", "publisher", "package", "note"):
        assert f"{MARK} {words}" in told, words
    assert "withheld" not in told


def test_withheld_claims_keep_their_footnotes_and_are_counted_among_the_gaps(public: Explanation) -> None:
    assert any(note.is_withheld for note in public.footnotes)
    assert any("3 claims are withheld" in sentence.text for sentence in public.gaps)


def test_an_opening_through_a_withheld_red_line_does_not_tell_what_it_makes_possible(public: Explanation) -> None:
    through = [o for o in public.openings if "withheld" in o.title.text]
    assert through
    for opening in through:
        assert not opening.untested
        assert opening.firmness is None
        assert not any("Best for" in result.text for result in opening.results)
        assert not any(table.caption.startswith(f"Opening {opening.number}:") for table in public.terms)


def test_a_withheld_position_is_not_called_unrecorded(public: Explanation) -> None:
    grid = next(chart for chart in public.charts if isinstance(chart, GridChart))
    states = {cell.row: cell.state for row in grid.cells for cell in row if cell.column == "B"}
    assert states["permanent"] is CellState.WITHHELD


def test_assumptions_are_cited_by_codes_that_are_listed(public: Explanation) -> None:
    listed = {assumption.id for assumption in public.assumptions}
    cited = {a for judgement in public.judgements for a in judgement.sentence.assumptions}
    assert cited
    assert cited <= listed
