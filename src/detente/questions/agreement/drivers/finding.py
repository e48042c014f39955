"""What drives the verdict, as one frozen result."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from detente.model.verdict import Provenance, Verdict
from detente.questions.agreement.conditions import Condition
from detente.questions.agreement.finding import Figure

__all__ = [
    "Bar",
    "BarEnd",
    "DriversFinding",
    "End",
    "FirmnessEffect",
    "Flip",
    "Lesson",
    "NumberBreakEven",
    "OpeningFlip",
    "Quantity",
    "Subject",
]


CLEAR_ERRORS = 3
"""Paired standard errors a change must exceed before it is told as one."""


class Quantity(StrEnum):
    """What sort of thing is judged or unknown."""

    NO_DEAL = "no_deal"
    POINTS = "points"
    WEIGHT = "weight"
    FIRMNESS = "firmness"
    RED_LINE = "red_line"
    ORDER = "order"


class End(StrEnum):
    """Which number of a statement: the exact one, or an end of its range."""

    EXACT = "exact"
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What an entry is about. ``records`` are the keys of the records that speak of it (``evidence.support``).

    ``actor`` is whose value or line it is; ``issue`` and ``option`` of points, weights and orders;
    ``red_lines`` of a firmness or a line: one, or those that are on and off together.
    """

    quantity: Quantity
    records: tuple[str, ...]
    actor: str
    issue: str | None = None
    option: str | None = None
    red_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """The nearest value, in points, where the verdict as stated changes, going one way from the stated value.

    ``at`` is the verdict exactly there, ``beyond`` just past it; ``None`` where no reading of the
    record is left.
    """

    value: Fraction
    at: Verdict | None
    beyond: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningFlip:
    """As ``Flip``, for the leading opening; no conditions where there is a deal as stated."""

    value: Fraction
    at: tuple[Condition, ...] | None
    beyond: tuple[Condition, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBreakEven:
    """One number of the case, and where changing it alone changes the answer.

    Parameters
    ----------
    stated : the number as the case has it, in points.
    least, most : how far it can go before the record contradicts itself or the scale ends.
    in_proportion : the actor's other weights go with it, each keeping its part of the rest.
    below, above : nearest change of the verdict when the number falls, when it rises.
    opening_below, opening_above : likewise of the leading opening.
    is_complete : every flip of the verdict was looked for; else a budget ran out.
    is_opening_exact : flips of the leading opening are exact and were all looked for; where values
        are drawn they are not, and none is given.
    reason : why no value changes the verdict, where the positions alone or what the record lacks decide.
    """

    subject: Subject
    end: End
    stated: Fraction
    least: Fraction
    most: Fraction
    in_proportion: bool
    below: Flip | None
    above: Flip | None
    opening_below: OpeningFlip | None
    opening_above: OpeningFlip | None
    is_complete: bool
    is_opening_exact: bool
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmnessEffect:
    """A red line (with those tied to it): what its firmness does.

    The verdict as stated has every line in force, so it never depends on firmness. The middle
    figure is linear in it: ``(1 - firmness) * if_bluff + firmness * if_meant``, exactly, for the
    readings drawn. ``without`` is the verdict as stated were the line not there.
    """

    subject: Subject
    low: Fraction
    high: Fraction
    if_bluff: Fraction | None
    if_meant: Fraction | None
    without: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class BarEnd:
    """One end of a bar. ``value`` in points (of 100 for firmness).

    The shares are those of all readings moved by the change, however few readings the end was played over.
    ``change`` is the share here less the base share, on the same draws; ``error`` one standard error
    of that difference, draw by draw. ``opening`` is the leading opening here, ``None`` where not
    looked for, empty where there is none. ``reason`` says why a share is missing.
    """

    value: Fraction
    some_bluff: float | None
    all_off: float | None
    change: float | None
    error: float
    opening: tuple[Condition, ...] | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A judged number at the low and the high end of its range, everything else as stated (tornado).

    ``is_range_assumed`` when the case gives one number and the ends are 10 points to either side, as
    far as the number can go.
    """

    subject: Subject
    low: BarEnd
    high: BarEnd
    in_proportion: bool
    is_range_assumed: bool

    @property
    def is_within_error(self) -> bool:
        """Whether neither end moves the share by more than three of its paired standard errors."""
        return all(abs(end.change) <= CLEAR_ERRORS * end.error for end in (self.low, self.high) if end.change is not None)

    @property
    def width(self) -> float:
        """How far the share lies apart over both ends and the base."""
        moved = [0.0, *(end.change for end in (self.low, self.high) if end.change is not None)]
        return max(moved) - min(moved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What learning one unknown would do to the share: the spread of the share given what is learned.

    ``variance`` is the first-order effect Var(E[Y | unknown]) (Saltelli et al. 2008, ch. 1; Strong,
    Oakley & Brennan 2014 for estimates from one set of draws), less what chance alone would show, so
    it may be a little below 0; ``error`` one standard error of it. ``move`` is its root: how far the share
    would typically move. ``expected_change`` is the mean absolute move, chance included;
    ``chance_change`` what it would be on average were the unknown of no weight. ``low`` and
    ``high`` are the least and greatest conditional share over the ``groups`` compared.
    """

    subject: Subject
    variance: float
    error: float
    move: float
    expected_change: float
    chance_change: float
    low: float
    high: float
    groups: int
    is_within_error: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DriversFinding:
    """Which assumption should be checked first?

    Parameters
    ----------
    verdict : as stated, as in the agreement finding.
    figure : the share ``bars`` and ``lessons`` are about: ``some_bluff``, or ``all_off`` where the middle figure
        cannot move because the lines in force in every pattern leave no package.
    base : that share as the case stands.
    leading : the leading opening; empty where no reading is without a deal, ``None`` where not looked for.
    break_evens : in the order of the case. firmness : likewise.
    bars : widest first. lessons : the one that would move the share most first.
    n_readings : readings played for the base and the lessons; ``n_bar_readings`` for the bars.
    left_out : what was not worked out and why, as clauses that name nothing of the case.
    """

    verdict: Verdict
    reason: str | None
    figure: str
    base: Figure
    leading: tuple[Condition, ...] | None
    break_evens: tuple[NumberBreakEven, ...]
    firmness: tuple[FirmnessEffect, ...]
    bars: tuple[Bar, ...]
    lessons: tuple[Lesson, ...]
    n_readings: int
    n_bar_readings: int
    is_complete: bool
    provenance: Provenance = field(repr=False)
    left_out: tuple[str, ...] = ()
