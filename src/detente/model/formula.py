"""The small language of conditions on packages, as a tree.

``halt = permanent``, ``hostages >= 40``, ``halt in {six_weeks, renewable}``, ``not``, ``and``,
``or``, ``implies``. Precedence from tight to loose: ``not``, ``and``, ``or``, ``implies``
(right-associative). Ordered comparisons need an ordered or numeric issue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.model.issue import Issue

__all__ = ["And", "Formula", "Implies", "Not", "OneOf", "Operator", "Or", "allowed_options", "evaluate", "issues_of", "to_text"]


class Operator(StrEnum):
    """How an ordered comparison was written; kept so that the text can be shown as written."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="
    IN = "in"


@dataclass(frozen=True, slots=True)
class OneOf:
    """The issue takes one of these options: every comparison, resolved at the door.

    ``operator`` and ``operand`` keep how it was written (``>=``, ``40``); ``options`` decide.
    """

    issue: str
    options: tuple[str, ...]
    operator: Operator
    operand: str


@dataclass(frozen=True, slots=True)
class Not:
    """True where ``part`` is false."""

    part: Formula


@dataclass(frozen=True, slots=True)
class And:
    """True where every part is."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True where some part is."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Implies:
    """False only where ``condition`` is true and ``consequence`` is not."""

    condition: Formula
    consequence: Formula


Formula = OneOf | Not | And | Or | Implies


def evaluate(formula: Formula, terms: Mapping[str, str]) -> bool:
    """Truth of a formula in a package that has an option for each issue the formula names.

    Raises
    ------
    KeyError
        If the package lacks an issue the formula names.
    """
    match formula:
        case OneOf(issue=issue, options=options):
            return terms[issue] in options
        case Not(part=part):
            return not evaluate(part, terms)
        case And(parts=parts):
            return all(evaluate(part, terms) for part in parts)
        case Or(parts=parts):
            return any(evaluate(part, terms) for part in parts)
        case Implies(condition=condition, consequence=consequence):
            return not evaluate(condition, terms) or evaluate(consequence, terms)


def issues_of(formula: Formula) -> tuple[str, ...]:
    """Issues a formula names, each once, in the order they first appear."""
    match formula:
        case OneOf(issue=issue):
            return (issue,)
        case Not(part=part):
            return issues_of(part)
        case And(parts=parts) | Or(parts=parts):
            found = [issue for part in parts for issue in issues_of(part)]
        case Implies(condition=condition, consequence=consequence):
            found = [*issues_of(condition), *issues_of(consequence)]
    return tuple(dict.fromkeys(found))


def allowed_options(formula: Formula, issue: Issue) -> tuple[str, ...]:
    """Options of ``issue`` that satisfy a formula naming that issue alone."""
    return tuple(o for o in issue.option_ids if evaluate(formula, {issue.id: o}))


_TIGHTNESS = {Implies: 0, Or: 1, And: 2, Not: 3, OneOf: 4}


def to_text(formula: Formula) -> str:
    """Canonical text; parsing it gives the same tree."""
    match formula:
        case OneOf(issue=issue, operator=operator, operand=operand):
            return f"{issue} {operator} {operand}"
        case Not(part=part):
            return f"not {_wrapped(part, 3)}"
        case And(parts=parts):
            return " and ".join(_wrapped(part, 3) for part in parts)
        case Or(parts=parts):
            return " or ".join(_wrapped(part, 2) for part in parts)
        case Implies(condition=condition, consequence=consequence):
            return f"{_wrapped(condition, 1)} implies {_wrapped(consequence, 0)}"


def _wrapped(formula: Formula, at_least: int) -> str:
    text = to_text(formula)
    return text if _TIGHTNESS[type(formula)] >= at_least else f"({text})"
