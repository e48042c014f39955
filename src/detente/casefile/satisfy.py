"""Whether some package satisfies formulas, for checks: depth-first over the issues they name.

Options that no comparison tells apart are tried once, so fine numeric issues cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.model.formula import And, Formula, Implies, Not, OneOf, Or, evaluate, issues_of
from detente.model.issue import Issue

__all__ = ["can_hold"]

BUDGET = 50_000


def can_hold(formulas: Sequence[Formula], issues: Sequence[Issue], budget: int = BUDGET) -> bool:
    """Whether the formulas can all be true at once; yes when the budget runs out, as nothing is proved."""
    named = {name for formula in formulas for name in issues_of(formula)}
    order = [issue for issue in issues if issue.id in named]
    rank = {issue.id: position for position, issue in enumerate(order)}
    due: list[list[Formula]] = [[] for _ in order]
    for formula in formulas:
        due[max(rank[name] for name in issues_of(formula))].append(formula)
    choices = [_distinct(issue, formulas) for issue in order]
    terms: dict[str, str] = {}
    pending: list[Iterator[str]] = [iter(choices[0])] if order else []
    if not order:
        return True
    while pending and budget > 0:
        level = len(pending) - 1
        option = next(pending[-1], None)
        if option is None:
            pending.pop()
            continue
        budget -= 1
        terms[order[level].id] = option
        if all(evaluate(formula, terms) for formula in due[level]):
            if level + 1 == len(order):
                return True
            pending.append(iter(choices[level + 1]))
    return budget <= 0


def _distinct(issue: Issue, formulas: Sequence[Formula]) -> list[str]:
    """One option for each way of meeting the comparisons."""
    sets = [frozenset(atom.options) for formula in formulas for atom in _atoms(formula) if atom.issue == issue.id]
    return list({tuple(option in options for options in sets): option for option in issue.option_ids}.values())


def _atoms(formula: Formula) -> Iterator[OneOf]:
    match formula:
        case OneOf():
            yield formula
        case Not(part=part):
            yield from _atoms(part)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _atoms(part)
        case Implies(condition=condition, consequence=consequence):
            yield from _atoms(condition)
            yield from _atoms(consequence)
