"""Which departure from the bargain that always exists explains a deadlock.

With complete information, commitment, divisible stakes, nobody at home to ask and worths that leave room, there is always
a deal both sides prefer to going on (Fearon 1995). So a deadlock rests on at least one of these. What the other questions
found is handed in; this module only puts it together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.model.verdict import Verdict
from detente.questions.timing.finding import Shared, TimingFinding

__all__ = ["Departure", "DepartureKind", "Elsewhere", "departures"]


class DepartureKind(StrEnum):
    """What keeps a bargain from being struck."""

    VALUES = "values"
    HOME = "home"
    COMMITMENT = "commitment"
    INFORMATION = "information"
    INDIVISIBILITY = "indivisibility"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What other questions found: verdicts, HOLDS meaning no obstacle there; ``None`` where they were not asked.

    Attributes
    ----------
    values : some package is acceptable to all parties as their positions stand.
    home : some such package would pass at home on every side.
    commitment : the phased agreement keeps itself.
    is_indivisible : something to be handed over cannot be divided.
    """

    values: Verdict | None = None
    home: Verdict | None = None
    commitment: Verdict | None = None
    is_indivisible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """One possible ground: FAILS as a verdict elsewhere makes it certain here, CONTESTED possible."""

    kind: DepartureKind
    is_certain: bool


def departures(elsewhere: Elsewhere, timing: TimingFinding | None = None) -> tuple[Departure, ...]:
    """The grounds there are, certain ones first, in the order of the kinds.

    Examples
    --------
    >>> [d.kind.value for d in departures(Elsewhere(values=Verdict.FAILS, commitment=Verdict.CONTESTED))]
    ['values', 'commitment']
    """
    found = []
    for kind, verdict in (
        (DepartureKind.VALUES, elsewhere.values),
        (DepartureKind.HOME, elsewhere.home),
        (DepartureKind.COMMITMENT, elsewhere.commitment),
    ):
        if verdict in (Verdict.FAILS, Verdict.CONTESTED):
            found.append(Departure(kind=kind, is_certain=verdict is Verdict.FAILS))
    if timing is not None and timing.verdict is not Verdict.HOLDS:
        is_disputed = any(d.stands is Shared.DISPUTED for d in timing.dependences) or bool(timing.disputed)
        if is_disputed or any(d.stands is Shared.UNSAID for d in timing.dependences):
            is_certain = is_disputed and timing.verdict is Verdict.FAILS and timing.optimism == 1
            found.append(Departure(kind=DepartureKind.INFORMATION, is_certain=is_certain))
    if elsewhere.is_indivisible:
        found.append(Departure(kind=DepartureKind.INDIVISIBILITY, is_certain=False))
    return tuple(sorted(found, key=lambda d: not d.is_certain))
