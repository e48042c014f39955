"""Rules: which supporters suffice, as a monotone formula over votes in bodies and vetoes.

``quota(61 of knesset) and majority(cabinet) and veto(leader)``. There is no ``not``: one more supporter never undoes
a passage (monotone simple games: von Neumann & Morgenstern 1944; compound games: Shapley 1962). Votes that are not cast
in favor count against: majorities are of all votes, not of those present.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["And", "Clause", "Majority", "Or", "Quota", "Share", "Unanimity", "Veto", "VotingRule", "clauses_of", "rule_text"]


@dataclass(frozen=True, slots=True)
class Quota:
    """At least ``votes`` of the body's votes are in favor."""

    votes: Fraction
    body: str


@dataclass(frozen=True, slots=True)
class Share:
    """At least this share of all votes of the body is in favor."""

    share: Fraction
    body: str


@dataclass(frozen=True, slots=True)
class Majority:
    """More than half of all votes of the body are in favor."""

    body: str


@dataclass(frozen=True, slots=True)
class Unanimity:
    """Every member of the body is in favor; outside supporters are not asked."""

    body: str


@dataclass(frozen=True, slots=True)
class Veto:
    """The actor is in favor, or the body by its own rule."""

    holder: str


@dataclass(frozen=True, slots=True)
class And:
    """Passes where every part does."""

    parts: tuple[VotingRule, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Passes where some part does."""

    parts: tuple[VotingRule, ...]


Clause = Quota | Share | Majority | Unanimity | Veto
VotingRule = Clause | And | Or


def clauses_of(rule: VotingRule) -> Iterator[Clause]:
    """Clauses of a rule from left to right."""
    if isinstance(rule, And | Or):
        for part in rule.parts:
            yield from clauses_of(part)
    else:
        yield rule


def rule_text(rule: VotingRule) -> str:
    """Canonical text; parsing it gives the same tree.

    >>> rule_text(And((Or((Majority("cabinet"), Veto("leader"))), Quota(Fraction(61), "knesset"))))
    '(majority(cabinet) or veto(leader)) and quota(61 of knesset)'
    """
    match rule:
        case Quota(votes=votes, body=body):
            return f"quota({votes} of {body})"
        case Share(share=share, body=body):
            return f"share({share} of {body})"
        case Majority(body=body):
            return f"majority({body})"
        case Unanimity(body=body):
            return f"unanimity({body})"
        case Veto(holder=holder):
            return f"veto({holder})"
        case And(parts=parts):
            return " and ".join(_wrapped(part, (And, Or)) for part in parts)
        case Or(parts=parts):
            return " or ".join(_wrapped(part, (Or,)) for part in parts)


def _wrapped(rule: VotingRule, kinds: tuple[type, ...]) -> str:
    return f"({rule_text(rule)})" if isinstance(rule, kinds) else rule_text(rule)
