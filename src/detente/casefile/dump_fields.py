"""How fields are written back: only what is there, and what a record rests on last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from detente.casefile.emit import Flow

__all__ = ["Fields", "by_actor", "judged", "present"]

Fields = dict[str, Any]


def present(values: Fields) -> Fields:
    """The fields that have a value."""
    return {name: value for name, value in values.items() if value is not None}


def judged(values: Fields, because: Sequence[str], note: str | None) -> Fields:
    """A judged record with the claims it rests on."""
    return present({**values, "because": Flow(list(because)) if because else None, "note": note})


def by_actor(statements: Sequence[Any], write: Callable[[Any], Fields]) -> Fields:
    """Statements in lists by the actor they are about."""
    found: dict[str, list[Fields]] = {}
    for statement in statements:
        found.setdefault(statement.actor, []).append(judged(write(statement), statement.because, statement.note))
    return found
