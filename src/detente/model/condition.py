"""Conditions over actions that are taken or not, as a tree: what a state, a rule or a preference says.

``accept``, ``not``, ``and``, ``or``, ``implies``, ``if`` and ``iff``. An action by itself holds where it is
taken. ``a if b`` is kept as ``b implies a``. Precedence from tight to loose: ``not``, ``and``, ``or``; then
``implies`` (right-associative), ``if`` and ``iff``, which are not mixed without parentheses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

__all__ = ["And", "Condition", "Iff", "Implies", "Not", "Or", "Taken", "actions_of", "condition_text", "holds", "without_actions"]


@dataclass(frozen=True, slots=True)
class Taken:
    """The action is taken."""

    action: str


@dataclass(frozen=True, slots=True)
class Not:
    """True where ``part`` is false."""

    part: Condition


@dataclass(frozen=True, slots=True)
class And:
    """True where every part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True where some part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Implies:
    """False only where ``condition`` is true and ``consequence`` is not."""

    condition: Condition
    consequence: Condition


@dataclass(frozen=True, slots=True)
class Iff:
    """True where both parts are true, or both false."""

    first: Condition
    second: Condition


Condition = Taken | Not | And | Or | Implies | Iff


def holds(condition: Condition, taken: Collection[str]) -> bool:
    """Truth of a condition where exactly these actions are taken.

    >>> holds(Implies(Taken("accept"), Not(Taken("strike"))), {"accept", "strike"})
    False
    """
    match condition:
        case Taken(action=action):
            return action in taken
        case Not(part=part):
            return not holds(part, taken)
        case And(parts=parts):
            return all(holds(part, taken) for part in parts)
        case Or(parts=parts):
            return any(holds(part, taken) for part in parts)
        case Implies(condition=given, consequence=consequence):
            return not holds(given, taken) or holds(consequence, taken)
        case Iff(first=first, second=second):
            return holds(first, taken) == holds(second, taken)


def actions_of(condition: Condition) -> tuple[str, ...]:
    """Actions a condition names, each once, in the order they first appear."""
    if isinstance(condition, Taken):
        return (condition.action,)
    return tuple(dict.fromkeys(action for part in _parts(condition) for action in actions_of(part)))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case Taken():
            return ()
        case Not(part=part):
            return (part,)
        case And(parts=parts) | Or(parts=parts):
            return parts
        case Implies(condition=given, consequence=consequence):
            return (given, consequence)
        case Iff(first=first, second=second):
            return (first, second)


_TIGHTNESS = {Iff: 0, Implies: 0, Or: 1, And: 2, Not: 3, Taken: 4}


def condition_text(condition: Condition) -> str:
    """Canonical text; parsing it gives the same tree.

    >>> condition_text(Implies(Or((Taken("a"), Taken("b"))), Not(Taken("c"))))
    'a or b implies not c'
    """
    match condition:
        case Taken(action=action):
            return action
        case Not(part=part):
            return f"not {_wrapped(part, 3)}"
        case And(parts=parts):
            return " and ".join(_wrapped(part, 3) for part in parts)
        case Or(parts=parts):
            return " or ".join(_wrapped(part, 2) for part in parts)
        case Implies(condition=given, consequence=consequence):
            return f"{_wrapped(given, 1)} implies {_wrapped(consequence, 1)}"
        case Iff(first=first, second=second):
            return f"{_wrapped(first, 1)} iff {_wrapped(second, 1)}"


def _wrapped(condition: Condition, at_least: int) -> str:
    text = condition_text(condition)
    return text if _TIGHTNESS[type(condition)] >= at_least else f"({text})"


def without_actions(condition: Condition, gone: Collection[str]) -> Condition | bool:
    """What is left of a condition when some actions are never taken: a truth value where nothing is.

    >>> without_actions(And((Taken("accept"), Not(Taken("strike")))), {"strike"})
    Taken(action='accept')
    """
    match condition:
        case Taken(action=action):
            return False if action in gone else condition
        case Not(part=part):
            return _negated(without_actions(part, gone))
        case And(parts=parts):
            return _joined([without_actions(part, gone) for part in parts], is_and=True)
        case Or(parts=parts):
            return _joined([without_actions(part, gone) for part in parts], is_and=False)
        case Implies(condition=given, consequence=consequence):
            before, after = without_actions(given, gone), without_actions(consequence, gone)
            if isinstance(before, bool):
                return after if before else True
            if isinstance(after, bool):
                return True if after else Not(before)
            return Implies(before, after)
        case Iff(first=first, second=second):
            one, other = without_actions(first, gone), without_actions(second, gone)
            if isinstance(one, bool):
                return other if one else _negated(other)
            if isinstance(other, bool):
                return one if other else Not(one)
            return Iff(one, other)


def _negated(part: Condition | bool) -> Condition | bool:
    return (not part) if isinstance(part, bool) else Not(part)


def _joined(parts: Iterable[Condition | bool], *, is_and: bool) -> Condition | bool:
    kept: list[Condition] = []
    for part in parts:
        if isinstance(part, bool):
            if part is not is_and:
                return part
        else:
            kept.append(part)
    if not kept:
        return is_and
    if len(kept) == 1:
        return kept[0]
    return And(tuple(kept)) if is_and else Or(tuple(kept))
