"""A frontier as JSON: ids of the case, points exactly as text and as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from detente.explanation.telling import Telling
from detente.model.package import Package
from detente.questions.agreement.frontier import FrontierFinding, FrontierPoint

__all__ = ["frontier_object"]


def frontier_object(telling: Telling, finding: FrontierFinding, change: str | None) -> dict[str, object]:
    """The finding as an object ``json`` can write; nothing but the reason where packages are withheld."""
    case = telling.case
    withheld = telling.are_packages_withheld
    hidden = {p.id for p in case.proposals if telling.is_withheld(p.because)}
    return {
        "case": case.slug,
        "as_of": case.as_of.isoformat(),
        "what_if": change,
        "reason": finding.reason,
        "are_packages_withheld": withheld,
        "parties": list(finding.parties),
        "no_deal": None if withheld else _values(finding.parties, finding.no_deal),
        "is_central_reading": finding.is_central,
        "red_lines_off": finding.red_lines_off,
        "n_points": finding.n_points,
        "is_complete": finding.is_complete,
        "slack": _values(finding.parties, finding.slack),
        "points": [] if withheld else [_point(finding, p) for p in finding.points],
        "solutions": []
        if withheld
        else [
            {
                "concept": s.concept.value,
                "n_packages": s.n_packages,
                "packages": [_package(p) for p in s.packages],
                "values": _values(finding.parties, [row[0] for row in s.values]) if s.packages else None,
                "is_exact": s.is_exact,
            }
            for s in finding.solutions
        ],
        "proposals": []
        if withheld
        else [
            {
                "proposal": p.proposal,
                "values": _values(finding.parties, p.values),
                "is_feasible": p.is_feasible,
                "is_on_frontier": p.is_on_frontier,
                "better": None if p.better is None else _point(finding, p.better),
                "broken": [f"{c.kind.value}.{c.id}" for c in p.broken],
            }
            for p in finding.proposals
            if p.proposal not in hidden
        ],
        "provenance": {
            "method": finding.provenance.method,
            "is_exact": finding.provenance.is_exact,
            "seed": finding.provenance.seed,
            "parameters": dict(finding.provenance.parameters),
        },
    }


def _values(parties: Sequence[str], values: Sequence[Fraction | None]) -> dict[str, object]:
    """Per party the points as a number and, exactly, as text."""
    return {
        party: None if value is None else {"points": float(value), "exact": str(value)}
        for party, value in zip(parties, values, strict=False)
    }


def _point(finding: FrontierFinding, point: FrontierPoint) -> dict[str, object]:
    return {
        "package": _package(point.package),
        "values": _values(finding.parties, point.values),
        "n_packages": point.n_packages,
    }


def _package(package: Package) -> dict[str, str]:
    return package.as_dict()
