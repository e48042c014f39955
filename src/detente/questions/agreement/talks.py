"""How far apart the parties stood at each dated proposal, which issue moved, and whether the gap closed.

Distances are told per issue in steps (and units, on numeric issues) and in each party's own value:
what its own position is worth to it more than the other's. One party's points are never set
against another's. Only what the record says is compared: where a party is silent there is no
distance, and changes are taken over issues both spoke to before and after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import combinations

from detente.model.case import Case
from detente.model.verdict import Provenance
from detente.questions.agreement.askable import why_not_askable
from detente.questions.agreement.table_positions import StepTables, TableRecord
from detente.questions.agreement.talks_finding import (
    Approach,
    Convergence,
    ConvergencePoint,
    GapChange,
    IssueGap,
    Moment,
    Move,
    PairGap,
    PartyGap,
    TablePosition,
    TalksFinding,
    ValueGap,
    WorthChange,
)
from detente.questions.agreement.value_gaps import PROGRAMS, Difference, ValueGaps
from detente.readings.draws import NoReading, Readings, draw
from detente.readings.scale import TooFine
from detente.readings.shape import OpenOrderTooLong

__all__ = ["talks", "talks_of"]

Options = dict[str, str]


def talks(case: Case, *, readings: int = 2000, seed: int = 1) -> TalksFinding:
    """Read the record of talks of a case, over as many readings of the parties' values.

    Needs no list of packages, so it works at any size.

    Raises
    ------
    ValueError
        If ``readings`` is less than 2 or ``seed`` negative.
    """
    if readings < 2:
        raise ValueError(f"readings must be at least 2, not {readings}")
    if seed < 0:
        raise ValueError(f"seed must not be negative, not {seed}")
    if not case.issues:
        return talks_of(case, None, reason=why_not_askable(case))
    try:
        drawn = draw(case, readings, seed, is_wide_allowed=True)
    except (NoReading, TooFine, OpenOrderTooLong) as limit:
        return talks_of(case, None, reason=str(limit))
    return talks_of(case, drawn, seed=seed)


def talks_of(
    case: Case, drawn: Readings | None, *, seed: int | None = None, programs: int = PROGRAMS, reason: str | None = None
) -> TalksFinding:
    """The same over readings already drawn; without any, distances in steps and units only.

    ``programs`` bounds the linear programs solved for exact bounds. Cost: those programs, and
    O(moments x pairs of parties x issues x readings) for medians.
    """
    table = _Table(case, drawn, programs)
    days = table.record.days
    moments: list[Moment] = []
    for day in days:
        moments.append(table.moment(day, moments[-1] if moments else None))
    now = table.moment(max((*days, case.as_of)), moments[-1] if moments else None)
    convergence = tuple(table.convergence(moments))
    n = max((draws.n for draws in drawn.actors), default=0) if drawn is not None else 0
    is_complete = table.values is None or table.values.is_complete
    return TalksFinding(
        reason=reason,
        moments=tuple(moments),
        now=now,
        convergence=convergence,
        n=n,
        is_bounds_complete=is_complete,
        provenance=Provenance(
            method="positions from dated proposals, acceptances and exact demands; bounds by exact linear programs",
            is_exact=n <= 1,
            seed=None if n <= 1 else seed,
            parameters=(("readings", str(n)),),
            stop_reason=None if is_complete else f"bounds stopped after {programs} linear programs",
        ),
    )


class _Table:
    """What is needed to measure the table on any day."""

    def __init__(self, case: Case, drawn: Readings | None, programs: int) -> None:
        self.case = case
        self.record = TableRecord(case)
        self.distances = StepTables(case)
        self.values = None if drawn is None or not drawn.actors else ValueGaps(case, drawn, programs)

    def moment(self, day: dt.date, before: Moment | None) -> Moment:
        """The table at the end of a day, with what changed since ``before``."""
        positions = tuple(self.record.position(actor.id, day) for actor in self.case.parties)
        pairs = [(a, b) for a, b in combinations(positions, 2) if a.terms and b.terms]
        return Moment(
            date=day,
            proposals=self.record.made_on(day),
            acceptances=self.record.accepted_on(day),
            positions=positions,
            gaps=tuple(self._gap(a, b) for a, b in pairs),
            moves=() if before is None else tuple(m for own in positions for m in self._moves(own, before)),
            changes=() if before is None else tuple(self._change(a, b, before) for a, b in pairs),
        )

    # -- gaps ----------------------------------------------------------------------------------------

    def _gap(self, first: TablePosition, second: TablePosition) -> PairGap:
        own, other = _options(first), _options(second)
        shared = [issue.id for issue in self.case.issues if issue.id in own and issue.id in other]
        is_whole = first.is_complete and second.is_complete
        parties = (
            self._party_gap(first.actor, own, other, shared, is_whole=is_whole),
            self._party_gap(second.actor, other, own, shared, is_whole=is_whole),
        )
        return PairGap(
            first=first.actor,
            second=second.actor,
            issues=tuple(self._issue_gap(issue, (first.actor, own), (second.actor, other)) for issue in shared),
            steps=self._steps(shared, own, other),
            parties=parties,
        )

    def _issue_gap(self, issue: str, first: tuple[str, Options], second: tuple[str, Options]) -> IssueGap:
        (a, own), (b, other) = first, second
        units = self.distances.units(issue, own[issue], other[issue])
        return IssueGap(
            issue=issue,
            steps=self.distances.steps(issue, own[issue], other[issue]),
            units=None if units is None else abs(units),
            unit=self.distances.unit(issue),
            worth=(self._worth(a, _difference([issue], own, other)), self._worth(b, _difference([issue], other, own))),
        )

    def _party_gap(self, actor: str, own: Options, other: Options, shared: Sequence[str], *, is_whole: bool) -> PartyGap:
        found = self._worth(actor, _difference(shared, own, other)) if shared else None
        return PartyGap(actor=actor, whole=found if is_whole else None, shared=found)

    def _steps(self, issues: Sequence[str], own: Options, other: Options) -> int | None:
        found = [self.distances.steps(issue, own[issue], other[issue]) for issue in issues]
        known = [steps for steps in found if steps is not None]
        return sum(known) if known and len(known) == len(found) else None

    def _worth(self, actor: str, difference: Difference) -> ValueGap | None:
        return None if self.values is None else self.values.gap(actor, difference)

    def convergence(self, moments: Sequence[Moment]) -> Iterator[Convergence]:
        """Every pair that ever had a gap, over the issues common to all its moments."""
        for a, b in combinations((actor.id for actor in self.case.parties), 2):
            held = [m for m in moments if m.position(a).terms and m.position(b).terms]
            spoken = [[m.position(party).option(i.id) for party in (a, b) for m in held] for i in self.case.issues]
            issues = [i.id for i, options in zip(self.case.issues, spoken, strict=True) if None not in options]
            if held:
                points = tuple(self._point(m.date, m.position(a), m.position(b), issues) for m in held) if issues else ()
                yield Convergence(first=a, second=b, issues=tuple(issues), points=points)

    def _point(self, day: dt.date, first: TablePosition, second: TablePosition, issues: Sequence[str]) -> ConvergencePoint:
        own, other = _options(first), _options(second)
        return ConvergencePoint(
            date=day,
            steps=self._steps(issues, own, other),
            worth=(
                self._worth(first.actor, _difference(issues, own, other)),
                self._worth(second.actor, _difference(issues, other, own)),
            ),
        )

    # -- moves and changes ---------------------------------------------------------------------------

    def _moves(self, position: TablePosition, before: Moment) -> list[Move]:
        """Issues on which a party named an option before and names another now."""
        old = _options(before.position(position.actor))
        others = [(p.actor, _options(p)) for p in before.positions if p.actor != position.actor]
        found = []
        for term in position.terms:
            if term.issue not in old or old[term.issue] == term.option:
                continue
            was, issue = old[term.issue], term.issue
            approaches = tuple(
                Approach(
                    other=actor,
                    steps_before=self.distances.steps(issue, options[issue], was),
                    steps_after=self.distances.steps(issue, options[issue], term.option),
                )
                for actor, options in others
                if issue in options
            )
            found.append(
                Move(
                    actor=position.actor,
                    issue=issue,
                    before=was,
                    after=term.option,
                    source=term.source,
                    steps=self.distances.steps(issue, was, term.option),
                    units=self.distances.units(issue, was, term.option),
                    given_up=self._worth(position.actor, Difference.of([(issue, was)], [(issue, term.option)])),
                    approaches=approaches,
                )
            )
        return found

    def _change(self, first: TablePosition, second: TablePosition, before: Moment) -> GapChange:
        own, other = _options(first), _options(second)
        own_before, other_before = _options(before.position(first.actor)), _options(before.position(second.actor))
        compared = [issue.id for issue in self.case.issues if all(issue.id in o for o in (own, other, own_before, other_before))]
        worth: tuple[WorthChange, ...] = ()
        if compared and self.values is not None:
            sides = ((first.actor, own, other, own_before, other_before), (second.actor, other, own, other_before, own_before))
            worth = tuple(
                self.values.change(actor, _difference(compared, mine, theirs) - _difference(compared, mine_was, theirs_were))
                for actor, mine, theirs, mine_was, theirs_were in sides
            )
        return GapChange(
            first=first.actor,
            second=second.actor,
            issues=tuple(compared),
            steps_before=self._steps(compared, own_before, other_before),
            steps_after=self._steps(compared, own, other),
            worth=worth,
        )


def _options(position: TablePosition) -> Options:
    return {term.issue: term.option for term in position.terms}


def _difference(issues: Sequence[str], own: Options, other: Options) -> Difference:
    return Difference.of([(issue, own[issue]) for issue in issues], [(issue, other[issue]) for issue in issues])
