"""What the timing question found, as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from detente.model.verdict import Provenance, Verdict
from detente.questions.timing.words import Leaning

__all__ = [
    "DeadlineTiming",
    "Dependence",
    "GainShare",
    "PartyTiming",
    "RipeMoment",
    "Shared",
    "TimingFinding",
    "ValuePath",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class GainShare:
    """Signing one package now against waiting, for one party, in points of its own scale.

    Attributes
    ----------
    package : name of the package in the case.
    least, most : bounds of the gain over all numbers in their ranges; ``None`` where the values are drawn and have no
        exact bounds.
    share : of readings in which signing now is at least as good as waiting; ``error`` its standard error, 0 where exact.
    middle : the median gain over readings.
    beats_never : share of readings in which signing now is at least as good as never signing.
    pressure : the median over the readings in which it waits of the least extra cost a unit of time, from now on, that
        would make it sign; ``None`` where it waits in none.
    begins : the middle over those of the last day on which such pressure, however great, may begin; later, the party could
        sign for more before it bites.
    terms : the median over those of how much better the terms now would have to be.
    delay : the median cost of one unit of delay, below 0 where it gains by it.
    """

    package: str
    least: Fraction | None
    most: Fraction | None
    share: Fraction
    error: float
    middle: Fraction
    beats_never: Fraction
    pressure: Fraction | None
    begins: dt.date | None
    terms: Fraction | None
    delay: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuePath:
    """What signing a package at each later day is worth to a party today, costs until then taken off.

    Median, and the points between which the middle 90 of 100 readings lie; one entry for each day.
    """

    package: str
    days: tuple[dt.date, ...]
    low: tuple[Fraction, ...]
    middle: tuple[Fraction, ...]
    high: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyTiming:
    """One party: what its outlook says in words, and in numbers where it has them.

    ``why_no_numbers`` says what is missing where ``gains`` is empty.
    """

    actor: str
    verdict: Verdict
    leaning: Leaning
    gains: tuple[GainShare, ...]
    path: ValuePath | None
    why_no_numbers: str | None


class Shared(StrEnum):
    """How another party stands to an expectation."""

    SHARED = "shared"
    DISPUTED = "disputed"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """An expectation of better terms, what it rests on, and whether those it is about see that too.

    ``on`` is (section, id) of a cost or event; ``other`` whose view it is compared with.
    """

    actor: str
    terms: str
    on: tuple[str, str]
    other: str
    stands: Shared


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineTiming:
    """What the passing of a deadline changes.

    Attributes
    ----------
    is_ahead : whether it is still to come.
    changes_for : actors for whom something changes when it passes, by the outlook.
    binds : actors, with the share of readings (or 1 in words) in which they sign now because of it and would not without;
        empty where it turns nobody, or is past.
    holds_off : actors, the same way, that wait because of it and would sign without.
    is_cheap_talk : past, not met, and no consequence is on record.
    """

    id: str
    is_ahead: bool
    changes_for: tuple[str, ...]
    binds: tuple[tuple[str, Fraction], ...]
    holds_off: tuple[tuple[str, Fraction], ...]
    is_cheap_talk: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RipeMoment:
    """One day of the outlook: per party the share of readings in which a delay costs it, and in which all of that and a
    package worth at least no deal to all come together."""

    day: dt.date
    hurting: Mapping[str, Fraction]
    ripe: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingFinding:
    """Is it better for every party to sign now than to wait, each by its own lights?

    Attributes
    ----------
    verdict : HOLDS: for every party signing what is on the table now is at least as good as waiting, in every reading;
        FAILS: some party surely gains by waiting; CONTESTED: it hangs on numbers or readings; UNDETERMINED: no outlook.
    parties : in the order of the case.
    waiting : parties that surely gain by waiting; ``open`` those of whom it is not settled.
    dependences : which hopes rest on what others do not, or may not, see.
    optimism : share of the readings in which somebody waits and nobody would at some chances between those held; ``None``
        where no two parties hold an event differently likely.
    disputed : events held differently likely, by any two parties.
    ripe : every period, where all parties have numbers.
    first_ripe : the first day on which the moment is ripe in at least half of the readings.
    packages : names of the packages that were weighed.
    """

    verdict: Verdict
    as_of: dt.date
    until: dt.date | None
    unit: str
    parties: tuple[PartyTiming, ...]
    waiting: tuple[str, ...]
    open: tuple[str, ...]
    dependences: tuple[Dependence, ...]
    disputed: tuple[str, ...]
    optimism: Fraction | None
    deadlines: tuple[DeadlineTiming, ...]
    ripe: tuple[RipeMoment, ...]
    first_ripe: dt.date | None
    packages: tuple[str, ...]
    n_readings: int
    reason: str | None
    provenance: Provenance

    def party(self, actor: str) -> PartyTiming:
        """One party's part; raises ``KeyError`` if it has none."""
        for own in self.parties:
            if own.actor == actor:
                return own
        raise KeyError(actor)
