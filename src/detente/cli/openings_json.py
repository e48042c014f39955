"""Openings by cost as JSON: ids of the case, costs and points exactly as text and as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from detente.explanation.telling import Telling
from detente.questions.agreement.cheapest import CheapestFinding, CheapestOpening, Fall
from detente.questions.agreement.conditions import Condition
from detente.questions.agreement.intervals import Frequency

__all__ = ["openings_object"]


def openings_object(telling: Telling, finding: CheapestFinding, change: str | None) -> dict[str, object]:
    """The finding as an object ``json`` can write; packages and falls only where nothing is withheld."""
    case = telling.case
    return {
        "case": case.slug,
        "as_of": case.as_of.isoformat(),
        "what_if": change,
        "reason": finding.reason,
        "is_central_reading": finding.is_central,
        "has_deal": finding.has_deal,
        "openings": [_opening(telling, o) for o in finding.openings],
        "n_ordered": finding.n_ordered,
        "is_complete": finding.is_complete,
        "falls_alone": _falls(telling, finding.falls_alone),
        "least_falls": None if finding.least_falls is None else _falls(telling, finding.least_falls),
        "blocking": [
            {
                "conditions": _conditions(telling, b.conditions),
                "doubt": None if _is_withheld(telling, b.conditions) else _number(b.doubt),
            }
            for b in finding.blocking
        ],
        "is_blocking_complete": finding.is_blocking_complete,
        "are_packages_withheld": telling.are_packages_withheld,
        "provenance": {
            "method": finding.provenance.method,
            "is_exact": finding.provenance.is_exact,
            "seed": finding.provenance.seed,
            "parameters": dict(finding.provenance.parameters),
        },
    }


def _opening(telling: Telling, opening: CheapestOpening) -> dict[str, object]:
    withheld = telling.are_packages_withheld
    is_hidden = _is_withheld(telling, opening.conditions)
    return {
        "conditions": _conditions(telling, opening.conditions),
        "cost": None if is_hidden else _number(opening.cost),
        "package": None if withheld else opening.package.as_dict(),
        "steps": None if is_hidden else opening.steps,
        "concessions": []
        if withheld
        else [
            {"red_line": c.condition.id, "admits": [{"issue": i, "option": o, "steps": s} for i, o, s in c.admits]}
            for c in opening.concessions
        ],
        "is_least_softening": opening.is_least_softening,
        "falls": _falls(telling, opening.falls),
        "suffices": None if opening.suffices is None else _frequency(opening.suffices),
    }


def _is_withheld(telling: Telling, conditions: Sequence[Condition]) -> bool:
    """Whether a sum over these would give away a summand that is withheld."""
    return any(telling.is_condition_withheld(condition) for condition in conditions)


def _conditions(telling: Telling, conditions: Sequence[Condition]) -> list[str]:
    return ["withheld" if telling.is_condition_withheld(c) else f"{c.kind.value}.{c.id}" for c in conditions]


def _falls(telling: Telling, falls: Sequence[Fall]) -> list[dict[str, object]]:
    if telling.are_packages_withheld:
        return []
    return [{"actor": f.actor, "points": _number(f.points), "is_proven": f.is_proven} for f in falls]


def _number(value: Fraction) -> dict[str, object]:
    return {"number": float(value), "exact": str(value)}


def _frequency(found: Frequency) -> dict[str, object]:
    return {"count": found.count, "n": found.n, "share": found.share, "low": found.low, "high": found.high}
