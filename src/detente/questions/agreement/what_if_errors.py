"""Why a change to a case cannot be made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["Contradictory", "NothingLeft", "OutOfBounds", "UnknownName"]


class UnknownName(ValueError):
    """A change names something the case does not have; ``known`` are the names it has there."""

    def __init__(self, what: str, given: str, known: Iterable[str]) -> None:
        """Keep what was meant to be named."""
        super().__init__(f"the case has no {what} `{given}`")
        self.given = given
        self.known = tuple(known)


class Contradictory(ValueError):
    """No values of ``actor`` satisfy the ``statements`` together after the change; any one less would do."""

    def __init__(self, actor: str, statements: Sequence[str]) -> None:
        """Keep the minimal contradictory set."""
        named = ", ".join(f"`{s}`" for s in statements)
        super().__init__(f"after this change no values of `{actor}` satisfy {named}{' together' if len(statements) > 1 else ''}")
        self.actor = actor
        self.statements = tuple(statements)


class NothingLeft(ValueError):
    """There is nothing a change could be made to: no package to value, or no move once ``given`` is left out."""

    def __init__(self, message: str, given: str) -> None:
        """Keep what was asked for."""
        super().__init__(message)
        self.given = given


class OutOfBounds(ValueError):
    """A number cannot have the value it was to be set to; ``advice`` says what it can be."""

    def __init__(self, given: str, advice: str) -> None:
        """Keep what was to be set."""
        super().__init__(f"`{given}` cannot be set to that: {advice}")
        self.given = given
        self.advice = advice
