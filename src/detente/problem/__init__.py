"""A negotiation as plain numbers: parties, issues, options, values, floors and rules, with the exact engines that read them.

>>> from detente.problem import AgreementProblem, nash_bargaining, pareto_frontier
>>> problem = AgreementProblem.of([[[0, 6, 9]], [[9, 7, 0]]], [1, 1])
>>> nash_bargaining(pareto_frontier(problem)).package.as_dict()
{'i1': 'o2'}

Each name is imported when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.problem.bargaining import egalitarian, kalai_smorodinsky, nash_bargaining, utilitarian
    from detente.problem.coarse_frontier import epsilon_frontier
    from detente.problem.conflicts import blocking_sets
    from detente.problem.corrections import openings
    from detente.problem.counting import count
    from detente.problem.degrees import cheapest_falls, fall_frontier, falls_alone
    from detente.problem.existence import exists, verify
    from detente.problem.fair_division import adjusted_winner
    from detente.problem.frontier import pareto_frontier
    from detente.problem.problem import AgreementProblem, Interaction, ProblemError, Requirement, one_of
    from detente.problem.softening import soften

__all__ = [
    "AgreementProblem",
    "Interaction",
    "ProblemError",
    "Requirement",
    "adjusted_winner",
    "blocking_sets",
    "cheapest_falls",
    "count",
    "egalitarian",
    "epsilon_frontier",
    "exists",
    "fall_frontier",
    "falls_alone",
    "kalai_smorodinsky",
    "nash_bargaining",
    "one_of",
    "openings",
    "pareto_frontier",
    "soften",
    "utilitarian",
    "verify",
]

_HOMES = {
    "AgreementProblem": "problem",
    "Interaction": "problem",
    "ProblemError": "problem",
    "Requirement": "problem",
    "adjusted_winner": "fair_division",
    "blocking_sets": "conflicts",
    "cheapest_falls": "degrees",
    "count": "counting",
    "egalitarian": "bargaining",
    "epsilon_frontier": "coarse_frontier",
    "exists": "existence",
    "fall_frontier": "degrees",
    "falls_alone": "degrees",
    "kalai_smorodinsky": "bargaining",
    "nash_bargaining": "bargaining",
    "one_of": "problem",
    "openings": "corrections",
    "pareto_frontier": "frontier",
    "soften": "softening",
    "utilitarian": "bargaining",
    "verify": "existence",
}


def __getattr__(name: str) -> object:
    """Import a public name on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(f"detente.problem.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
