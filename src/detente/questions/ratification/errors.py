"""The one error wrong input to ratification raises, with what kind of mistake it is and whom it names."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Flaw", "RatificationError", "RuleSyntaxError"]


class Flaw(StrEnum):
    """What is wrong with a body, a rule, or a question about them."""

    SYNTAX = "syntax"
    UNKNOWN_NAME = "unknown-name"
    NAME_TWICE = "name-twice"
    NEVER_PASSES = "never-passes"
    ALWAYS_PASSES = "always-passes"
    VOTES_DO_NOT_ADD_UP = "votes-do-not-add-up"
    BAD_VOTES = "bad-votes"
    IN_TWO_BODIES = "in-two-bodies"
    CYCLIC_BODY = "cyclic-body"
    BAD_SHAPE = "bad-shape"
    BAD_NUMBER = "bad-number"
    TOO_LARGE = "too-large"


class RatificationError(ValueError):
    """Input that makes no body or rule, or a question that cannot be answered of it.

    Attributes
    ----------
    flaw : the kind of mistake.
    names : actors, bodies or clauses concerned, in the order the message has them.
    """

    def __init__(self, flaw: Flaw, message: str, *names: str) -> None:
        super().__init__(message)
        self.flaw = flaw
        self.names = names


class RuleSyntaxError(RatificationError):
    """Text that is no rule; ``position`` counts characters from 0, ``length`` is that of what is wrong.

    ``plain`` is the message without the position.
    """

    def __init__(self, message: str, position: int, length: int = 1) -> None:
        super().__init__(Flaw.SYNTAX, f"{message} (character {position + 1})")
        self.plain = message
        self.position = position
        self.length = length
