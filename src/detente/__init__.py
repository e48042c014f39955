"""Détente explains why talks are stuck, from a sourced case, and what would open a deal.

>>> import detente
>>> case = detente.load("port-lease")
>>> case.title
'The port lease'

Each name is imported when first used, so that ``import detente`` alone costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.casefile.load import check, load
    from detente.diagnostics import CaseError, Diagnostic
    from detente.explanation.explain import explain
    from detente.explanation.explanation import Explanation
    from detente.model.case import Case
    from detente.problem.problem import AgreementProblem
    from detente.questions.agreement.acceptability import acceptability
    from detente.questions.agreement.cheapest import cheapest_openings
    from detente.questions.agreement.drivers.question import drivers
    from detente.questions.agreement.finding import AgreementFinding
    from detente.questions.agreement.frontier import frontier
    from detente.questions.agreement.question import agreement
    from detente.questions.agreement.talks import talks
    from detente.questions.agreement.what_if import what_if
    from detente.questions.durability.finding import DurabilityFinding
    from detente.questions.durability.question import durability
    from detente.questions.ratification.finding import RatificationFinding
    from detente.questions.ratification.question import ratification
    from detente.questions.stability.finding import StabilityFinding
    from detente.questions.stability.graph import GraphModel
    from detente.questions.stability.question import stability
    from detente.questions.timing.finding import TimingFinding
    from detente.questions.timing.question import timing
    from detente.report.render import render

    __version__: str

__all__ = [
    "AgreementFinding",
    "AgreementProblem",
    "Case",
    "CaseError",
    "Diagnostic",
    "DurabilityFinding",
    "Explanation",
    "GraphModel",
    "RatificationFinding",
    "StabilityFinding",
    "TimingFinding",
    "__version__",
    "acceptability",
    "agreement",
    "cheapest_openings",
    "check",
    "drivers",
    "durability",
    "explain",
    "frontier",
    "load",
    "ratification",
    "render",
    "stability",
    "talks",
    "timing",
    "what_if",
]

_HOMES = {
    "AgreementFinding": "detente.questions.agreement.finding",
    "AgreementProblem": "detente.problem.problem",
    "Case": "detente.model.case",
    "CaseError": "detente.diagnostics",
    "Diagnostic": "detente.diagnostics",
    "DurabilityFinding": "detente.questions.durability.finding",
    "Explanation": "detente.explanation.explanation",
    "GraphModel": "detente.questions.stability.graph",
    "RatificationFinding": "detente.questions.ratification.finding",
    "StabilityFinding": "detente.questions.stability.finding",
    "TimingFinding": "detente.questions.timing.finding",
    "acceptability": "detente.questions.agreement.acceptability",
    "agreement": "detente.questions.agreement.question",
    "cheapest_openings": "detente.questions.agreement.cheapest",
    "check": "detente.casefile.load",
    "drivers": "detente.questions.agreement.drivers.question",
    "durability": "detente.questions.durability.question",
    "explain": "detente.explanation.explain",
    "frontier": "detente.questions.agreement.frontier",
    "load": "detente.casefile.load",
    "ratification": "detente.questions.ratification.question",
    "render": "detente.report.render",
    "stability": "detente.questions.stability.question",
    "talks": "detente.questions.agreement.talks",
    "timing": "detente.questions.timing.question",
    "what_if": "detente.questions.agreement.what_if",
}


def __getattr__(name: str) -> object:
    """Import a public name on first use (PEP 562)."""
    if name == "__version__":
        from importlib.metadata import version

        found: object = version("detente")
    elif name in _HOMES:
        from importlib import import_module

        found = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
