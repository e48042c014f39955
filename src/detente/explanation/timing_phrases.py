"""What the sentences on timing share: points and shares in words, and the records behind an outlook."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import sqrt

from detente.explanation.telling import Telling
from detente.explanation.wording import give_or_take, in_100
from detente.questions.timing.finding import GainShare, PartyTiming, TimingFinding

__all__ = [
    "are_numbers_withheld",
    "best_gain",
    "is_settled",
    "number_keys",
    "outlook_keys",
    "party_keys",
    "points",
    "share_error",
    "share_words",
    "tenth",
]


def tenth(value: Fraction) -> str:
    """A number to a tenth, without a needless decimal; ``less than 0.1`` where it is there but would read as none."""
    size = abs(value)
    if 0 < size < Fraction(1, 20):
        return "less than 0.1"
    return f"{float(size):.1f}".removesuffix(".0")


def points(value: Fraction) -> str:
    """The size of a number of points: ``1 point``, ``2.5 points``."""
    size = tenth(value)
    return f"{size} {'point' if size in ('1', 'less than 0.1') else 'points'}"


def share_words(share: Fraction, error: float = 0.0) -> str:
    """``all readings``, ``no reading`` or ``57 of 100 readings (give or take 5)``, with the error of the draw."""
    if share in (0, 1):
        return "all readings" if share else "no reading"
    return f"{in_100(float(share))} readings{give_or_take(error)}"


def share_error(finding: TimingFinding, share: Fraction) -> float:
    """The standard error of a share of the readings."""
    return sqrt(share * (1 - share) / max(finding.n_readings, 1))


def is_settled(gain: GainShare) -> bool:
    """Whether nothing of a gain is drawn."""
    return gain.least is not None and gain.least == gain.most


def best_gain(own: PartyTiming) -> GainShare:
    """The gain by the package whose value over time is told: that which a party signs now in the most readings."""
    return next((gain for gain in own.gains if own.path is not None and gain.package == own.path.package), own.gains[0])


def outlook_keys(telling: Telling, records: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Records of the outlook by (section, id), with the numbers that are records of their own."""
    wanted = [f"outlook.{section}.{name}" for section, name in records]
    return tuple(k for k in telling.section_keys("outlook") if any(k == w or k.startswith(f"{w}.") for w in wanted))


def party_keys(telling: Telling, own: PartyTiming) -> tuple[str, ...]:
    """Records behind what a party expects, in words."""
    return outlook_keys(telling, own.leaning.records)


def number_keys(telling: Telling, own: PartyTiming, package: str) -> tuple[str, ...]:
    """Records behind what signing a package is worth to a party now and later."""
    further = outlook_keys(telling, [("ends", own.actor), ("discount", own.actor)])
    return (*party_keys(telling, own), *further, f"proposals.{package}", *telling.value_keys(own.actor))


def are_numbers_withheld(telling: Telling, finding: TimingFinding) -> bool:
    """Whether points and shares may not be told: they come from values or packages the readers may not see."""
    case = telling.case
    because = {p.id: p.because for p in case.packages} | {p.id: p.because for p in case.proposals}
    return telling.are_packages_withheld or any(telling.is_withheld(because[name]) for name in finding.packages)
