"""Where the record disagrees with itself: disputed claims, figures that differ, parts that exceed a whole.

Nothing is settled here: each disagreement is reported with the claims on every side.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from detente.model.case import Case
from detente.model.evidence import Claim, Quantity

__all__ = ["Conflict", "ConflictKind", "conflicts"]


class ConflictKind(StrEnum):
    """What sort of disagreement it is."""

    DISPUTED = "disputed"
    FIGURES = "figures"
    PARTS = "parts"
    COUNTERS = "counters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Claims that do not go together.

    ``measure`` names what is counted; for ``PARTS`` ``total`` is the least the parts come to and
    ``whole`` the most the whole can be.
    """

    kind: ConflictKind
    claims: tuple[str, ...]
    measure: str | None = None
    total: Fraction | None = None
    whole: Fraction | None = None


def conflicts(case: Case) -> tuple[Conflict, ...]:
    """Every disagreement, disputed claims first. O(claims^2)."""
    found = [*_disputed(case), *_figures(case), *_parts(case), *_counters(case)]
    return tuple(found)


def _disputed(case: Case) -> list[Conflict]:
    order = [claim.id for claim in case.claims]
    pairs = {
        tuple(sorted((claim.id, other), key=order.index)) for claim in case.claims for other in claim.disputes if other in order
    }
    return [
        Conflict(kind=ConflictKind.DISPUTED, claims=pair) for pair in sorted(pairs, key=lambda p: [order.index(c) for c in p])
    ]


def _measured(case: Case) -> dict[str, list[tuple[Claim, Quantity]]]:
    by_measure: dict[str, list[tuple[Claim, Quantity]]] = defaultdict(list)
    for claim in case.claims:
        if claim.quantity is not None:
            by_measure[claim.quantity.measure].append((claim, claim.quantity))
    return by_measure


def _figures(case: Case) -> list[Conflict]:
    """Figures of one measure that cannot all be true; approximate ones only when a tenth apart."""
    found = []
    for measure, figures in _measured(case).items():
        clashing = [
            claim.id for claim, q in figures if any(not _agree(q, other) for _, other in figures)
        ]  # fmt: skip
        if clashing:
            found.append(Conflict(kind=ConflictKind.FIGURES, claims=tuple(clashing), measure=measure))
    return found


def _agree(first: Quantity, second: Quantity) -> bool:
    if first.unit != second.unit:
        return True
    slack = Fraction(1, 10) if first.is_approximate or second.is_approximate else Fraction(0)
    return first.low * (1 - slack) <= second.high and second.low * (1 - slack) <= first.high


def _parts(case: Case) -> list[Conflict]:
    """Parts of a measure that add up to more than the whole."""
    by_measure = _measured(case)
    parts: dict[str, list[tuple[Claim, Quantity]]] = defaultdict(list)
    for figures in by_measure.values():
        claim, quantity = figures[0]
        if quantity.part_of is not None:
            parts[quantity.part_of].append((claim, quantity))
    found = []
    for whole, pieces in parts.items():
        if whole not in by_measure:
            continue
        total = sum((q.low for _, q in pieces), Fraction(0))
        most = max(q.high for _, q in by_measure[whole])
        if total > most:
            claims = (*(claim.id for claim, _ in by_measure[whole]), *(claim.id for claim, _ in pieces))
            found.append(Conflict(kind=ConflictKind.PARTS, claims=claims, measure=whole, total=total, whole=most))
    return found


def _counters(case: Case) -> list[Conflict]:
    """Figures that each rest on a count made by somebody, listed together so that the reader sees who counts."""
    counted = [c for c in case.claims if c.quantity is not None and c.quantity.counted_by]
    names = {c.quantity.counted_by for c in counted if c.quantity is not None}
    if len(names) < 2:
        return []
    return [Conflict(kind=ConflictKind.COUNTERS, claims=tuple(c.id for c in counted))]
