"""The record: what supports what, what disagrees, what each party is on record for, and the record of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from building import case_of, named_issue, ranking, red_line, worth
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.acceptances import crossed_lines
from detente.evidence.as_of import as_of
from detente.evidence.conflicts import ConflictKind, conflicts
from detente.evidence.positions import PositionState, has_recorded_position, position
from detente.evidence.support import record, records, unused_claims
from detente.model.case import Case
from detente.model.evidence import Claim, ClaimKind, Quantity, Source
from detente.model.package import Package
from detente.model.proposal import Answer, Deadline, DeadlineStatus, Proposal, Response

HALT = named_issue("halt", ["none", "weeks", "permanent"])
DAY = dt.date(2024, 4, 1)
SOURCE = Source(id="paper", publisher="The paper", title="A report", date=DAY)


def claim(claim_id: str, day: int = 1, quantity: Quantity | None = None, disputes: tuple[str, ...] = ()) -> Claim:
    return Claim(
        id=claim_id,
        text=f"{claim_id}.",
        kind=ClaimKind.FIGURE if quantity else ClaimKind.POSITION,
        source="paper",
        said_by=(),
        said_on=dt.date(2024, 4, day),
        quantity=quantity,
        disputes=disputes,
    )


def figure(low: int, measure: str, part_of: str | None = None, *, about: bool = False, by: str | None = None) -> Quantity:
    return Quantity(
        low=Fraction(low),
        high=Fraction(low),
        unit="people",
        measure=measure,
        is_approximate=about,
        part_of=part_of,
        counted_by=by,
    )


def with_claims(*claims: Claim) -> Case:
    return case_of([HALT], [], [], (), sources=(SOURCE,), claims=claims)


def test_parts_that_exceed_their_whole_are_found_and_approximate_figures_may_differ() -> None:
    case = with_claims(
        claim("held", quantity=figure(129, "held")),
        claim("alive", quantity=figure(129, "alive", "held")),
        claim("dead", quantity=figure(34, "dead", "held")),
        claim("about", quantity=figure(125, "held", about=True)),
    )
    found = {c.kind: c for c in conflicts(case)}
    assert found[ConflictKind.PARTS].total == 163
    assert found[ConflictKind.PARTS].whole == 129
    assert ConflictKind.FIGURES not in found


def test_figures_of_one_measure_that_differ_and_disputed_claims_are_found() -> None:
    case = with_claims(
        claim("one", quantity=figure(100, "flow", by="one side")),
        claim("two", quantity=figure(80, "flow", by="the other side")),
        claim("three", disputes=("two",)),
    )
    kinds = [c.kind for c in conflicts(case)]
    assert kinds == [ConflictKind.DISPUTED, ConflictKind.FIGURES, ConflictKind.COUNTERS]


def test_a_position_is_on_record_only_with_a_claim_behind_it() -> None:
    told = replace(red_line("r", "a", HALT, ["permanent"]), because=("said",))
    case = case_of([HALT], [ranking("b", HALT, ["weeks", "none", "permanent"])], [], [told], claims=(claim("said"),))
    assert position(case, "a", "halt", "weeks").state is PositionState.REFUSED
    assert position(case, "a", "halt", "permanent").state is PositionState.UNRECORDED
    assert position(case, "b", "halt", "weeks").state is PositionState.ASSUMED
    assert not has_recorded_position(case, "b", "halt", "weeks")


def test_a_record_without_a_claim_is_an_assumption_and_firmness_always_is() -> None:
    told = replace(red_line("r", "a", HALT, ["permanent"]), because=("said",))
    case = case_of([HALT], [], [worth("a", 30)], [told], claims=(claim("said"), claim("unused")))
    assert not record(case, "red_lines.r").is_assumption
    assert record(case, "firmness.r").is_assumption
    assert unused_claims(case) == ("unused",)
    assert len({r.key for r in records(case)}) == len(records(case))


def accepted(day: int | None, *, line_day: int | None = None) -> Case:
    """A party accepts what its own red line refuses."""
    line = red_line("r", "a", HALT, ["permanent"])
    claims = [claim("answer", day=day or 1)]
    if line_day is not None:
        line = replace(line, because=("line",))
        claims.append(claim("line", day=line_day))
    answer = Response(actor="a", answer=Answer.ACCEPTED, date=None if day is None else dt.date(2024, 4, day), because=("answer",))
    offer = Proposal(id="p", name="The offer", by=("b",), date=DAY, package=Package.of({"halt": "weeks"}), responses=(answer,))
    return case_of([HALT], [], [], [line], claims=tuple(claims), proposals=(offer,))


@pytest.mark.parametrize(("day", "line_day", "is_off"), [(5, None, True), (5, 3, True), (5, 6, False), (None, None, True)])
def test_an_accepted_package_turns_its_own_red_line_off_until_the_line_is_said_again(
    day: int | None, line_day: int | None, is_off: bool
) -> None:
    assert [c.red_line for c in crossed_lines(accepted(day, line_day=line_day))] == (["r"] if is_off else [])


def test_a_rejection_turns_no_line_off() -> None:
    case = accepted(5)
    refused = replace(case.proposals[0], responses=(replace(case.proposals[0].responses[0], answer=Answer.REJECTED),))
    assert crossed_lines(replace(case, proposals=(refused,))) == ()


@given(st.integers(1, 28), st.integers(1, 28))
def test_a_claim_said_later_changes_nothing_before_it(day: int, later: int) -> None:
    base = accepted(5, line_day=3)
    extra = claim("extra", day=later)
    line = replace(red_line("late", "b", HALT, ["none"]), because=("extra",))
    more = replace(base, claims=(*base.claims, extra), red_lines=(*base.red_lines, line))
    when = dt.date(2024, 4, day)
    if later > day:
        assert as_of(more, when) == as_of(base, when)
    else:
        assert "late" in {r.id for r in as_of(more, when).red_lines}


def test_a_deadline_ahead_of_the_day_has_not_lapsed_yet() -> None:
    due = Deadline(id="d", name="Two days", set_by=("a",), due=dt.date(2024, 4, 10), status=DeadlineStatus.LAPSED)
    case = replace(with_claims(), deadlines=(due,))
    assert as_of(case, dt.date(2024, 4, 9)).deadlines[0].status is DeadlineStatus.PENDING
    assert as_of(case, dt.date(2024, 4, 11)).deadlines[0].status is DeadlineStatus.LAPSED


def test_a_claim_with_only_its_sources_day_puts_no_line_back_unless_it_says_when_it_holds() -> None:
    case = replace(accepted(5, line_day=20), sources=(replace(SOURCE, date=dt.date(2024, 4, 20)),))
    assert [c.red_line for c in crossed_lines(case)] == ["r"]
    held = tuple(replace(c, holds_from=dt.date(2024, 4, 6)) if c.id == "line" else c for c in case.claims)
    assert crossed_lines(replace(case, claims=held)) == ()
