"""How far apart the parties stood as the talks went on: frozen results, ``None`` wherever the record is silent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from detente.model.verdict import Provenance
from detente.questions.agreement.intervals import Frequency

__all__ = [
    "Acceptance",
    "Approach",
    "Convergence",
    "ConvergencePoint",
    "Direction",
    "GapChange",
    "IssueGap",
    "Moment",
    "Move",
    "PairGap",
    "PartyGap",
    "PositionSource",
    "PositionTerm",
    "TablePosition",
    "TalksFinding",
    "ValueGap",
    "WorthChange",
]


class PositionSource(StrEnum):
    """What a term of a party's position rests on."""

    MADE = "made"
    ACCEPTED = "accepted"
    DEMAND = "demand"


class Direction(StrEnum):
    """What became of a gap between two moments."""

    CLOSER = "closer"
    SAME = "same"
    APART = "apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionTerm:
    """What a party stands for on one issue; ``origins`` holds the id of the proposal, or those of the demands.

    ``is_by_silence`` when the proposal says nothing there and the case reads that as the no-deal path.
    """

    issue: str
    option: str
    source: PositionSource
    origins: tuple[str, ...]
    is_by_silence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePosition:
    """A party's position on a day, issue by issue in the order of the case; ``silent_on`` lists issues without one."""

    actor: str
    terms: tuple[PositionTerm, ...]
    silent_on: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether it names an option on every issue."""
        return not self.silent_on

    def option(self, issue: str) -> str | None:
        """The option it names on an issue; ``None`` where it names none."""
        return next((term.option for term in self.terms if term.issue == issue), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueGap:
    """A difference in a party's own value, in points of its own 100.

    ``low`` and ``high`` are its exact bounds over every reading (necessary and possible); ``None`` where a
    budget left them open. ``median`` is over the ``n`` readings drawn.
    """

    low: Fraction | None
    high: Fraction | None
    median: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueGap:
    """How far apart two parties are on one issue both speak to.

    ``steps`` counts steps of concession between their options, ``None`` when no steps join them;
    ``units`` is the distance on a numeric issue, in ``unit``. ``worth`` is, per party, what its own option
    is worth to it more than the other's (``None`` without readings).
    """

    issue: str
    steps: int | None
    units: Fraction | None
    unit: str | None
    worth: tuple[ValueGap | None, ValueGap | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyGap:
    """What a party's own position is worth to it more than the other's.

    ``whole`` is of the packages as a whole, ``None`` unless both name every issue; ``shared`` of
    the issues both speak to, ``None`` when there is none.
    """

    actor: str
    whole: ValueGap | None
    shared: ValueGap | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairGap:
    """Two parties' positions on a day. ``steps`` sums over the issues both speak to, ``None`` if none or some has no steps."""

    first: str
    second: str
    issues: tuple[IssueGap, ...]
    steps: int | None
    parties: tuple[PartyGap, PartyGap]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """A move seen from where another party stood before it: steps from there to the old and to the new option."""

    other: str
    steps_before: int | None
    steps_after: int | None

    @property
    def direction(self) -> Direction | None:
        """Whether the move led toward the other's position; ``None`` where steps do not say."""
        return direction_of(self.steps_before, self.steps_after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One party's change on one issue since the moment before.

    ``units`` is signed (new less old); ``given_up`` is what the old option is worth to the mover
    more than the new one: negative when the move asks for more.
    """

    actor: str
    issue: str
    before: str
    after: str
    source: PositionSource
    steps: int | None
    units: Fraction | None
    given_up: ValueGap | None
    approaches: tuple[Approach, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthChange:
    """The change of a party's value gap on the issues compared, and in how many readings the gap fell or rose."""

    actor: str
    change: ValueGap
    narrower: Frequency
    wider: Frequency


@dataclass(frozen=True, slots=True, kw_only=True)
class GapChange:
    """What became of the gap between two parties since the moment before.

    Only issues that both spoke to at both moments are compared, so that a gap does not seem to close because an issue
    is no longer mentioned, or to widen because one is first mentioned.
    """

    first: str
    second: str
    issues: tuple[str, ...]
    steps_before: int | None
    steps_after: int | None
    worth: tuple[WorthChange, ...]

    @property
    def direction(self) -> Direction | None:
        """Closer, same or further apart in steps; ``None`` where nothing can be compared."""
        return direction_of(self.steps_before, self.steps_after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A party's yes to a proposal."""

    actor: str
    proposal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The table at the end of a day on which a proposal was made or accepted.

    ``proposals`` made that day, in order of the file; several of one day are taken together, since the record does not order
    them. ``moves`` and ``changes`` are since the moment before, empty at the first.
    """

    date: dt.date
    proposals: tuple[str, ...]
    acceptances: tuple[Acceptance, ...]
    positions: tuple[TablePosition, ...]
    gaps: tuple[PairGap, ...]
    moves: tuple[Move, ...]
    changes: tuple[GapChange, ...]

    def position(self, actor: str) -> TablePosition:
        """A party's position; raises ``KeyError`` for others."""
        for position in self.positions:
            if position.actor == actor:
                return position
        raise KeyError(actor)

    def gap(self, first: str, second: str) -> PairGap:
        """The gap between two parties, in either order of the names; raises ``KeyError`` if it is not held."""
        for gap in self.gaps:
            if {gap.first, gap.second} == {first, second}:
                return gap
        raise KeyError((first, second))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvergencePoint:
    """How far apart two parties stood on a day, over the issues of their ``Convergence``; ``worth`` per party."""

    date: dt.date
    steps: int | None
    worth: tuple[ValueGap | None, ValueGap | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Convergence:
    """The gap between two parties by date, always over the same ``issues``: those both speak to whenever both have a position.

    Empty ``issues`` mean that no single issue runs through the record, and then there are no points.
    """

    first: str
    second: str
    issues: tuple[str, ...]
    points: tuple[ConvergencePoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksFinding:
    """The record of talks: ``moments`` by date, and ``now``, the table on the day of the case.

    Gaps are held for every two parties that both have a position; ``convergence`` follows each such
    pair. ``reason`` says why values are missing, where they are. ``is_bounds_complete`` is false
    when a budget left some bounds open.
    """

    reason: str | None
    moments: tuple[Moment, ...]
    now: Moment
    convergence: tuple[Convergence, ...]
    n: int
    is_bounds_complete: bool
    provenance: Provenance = field(repr=False)


def direction_of(before: int | None, after: int | None) -> Direction | None:
    """What became of a distance."""
    if before is None or after is None:
        return None
    if after == before:
        return Direction.SAME
    return Direction.CLOSER if after < before else Direction.APART
