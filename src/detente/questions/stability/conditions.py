"""Conditions over yes/no actions from text, and the states in which they are true.

The small language of option prioritizing (Hipel, Kilgour, Fang & Peng 1997): action names joined by
``not``, ``and``, ``or``, ``if`` (or ``implies``) and ``iff``, with parentheses.
``a if b`` is true unless b is taken and a is not. From tightest to loosest: not, and, or, if, iff.
A name with spaces or with a word of the language in it is quoted: ``"press on" and not leave``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from detente.model.condition import And, Condition, Iff, Implies, Not, Or, Taken
from detente.questions.stability.arcs import BoolArray, IntArray
from detente.questions.stability.errors import GraphModelError

__all__ = ["ConditionError", "parse_condition", "pattern", "truth"]


class ConditionError(GraphModelError):
    """A condition that cannot be read, or that names no action."""


_TOKEN = re.compile(r'\s*(?:(?P<bracket>[()])|"(?P<quoted>[^"]+)"|(?P<word>[^\s()"]+))')


def parse_condition(text: str) -> Condition:
    """Read a condition.

    Raises
    ------
    ConditionError
        If the text is no condition; the message shows the place.

    Examples
    --------
    >>> parse_condition("launch if not (accept or study)")
    Implies(condition=Not(part=Or(parts=(Taken(action='accept'), Taken(action='study')))), consequence=Taken(action='launch'))
    """
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ConditionError(f"cannot read `{text}` from `{text[at:]}`")
        tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
        at = match.end()
    reader = _Reader(text, tokens)
    found = reader.iff()
    if reader.at < len(tokens):
        raise ConditionError(f"`{text}` does not end at `{tokens[reader.at][1]}`")
    return found


class _Reader:
    """Reads tokens by descent, one method for each operator."""

    def __init__(self, text: str, tokens: list[tuple[str, str]]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0

    def takes(self, wanted: str) -> bool:
        """Whether the next token is this word or bracket; if so it is passed."""
        if self.at < len(self.tokens) and self.tokens[self.at] in {("word", wanted), ("bracket", wanted)}:
            self.at += 1
            return True
        return False

    def iff(self) -> Condition:
        found = self.given()
        while self.takes("iff"):
            found = Iff(found, self.given())
        return found

    def given(self) -> Condition:
        found = self.any()
        while True:
            if self.takes("if"):
                found = Implies(self.any(), found)
            elif self.takes("implies"):
                found = Implies(found, self.any())
            else:
                return found

    def any(self) -> Condition:
        parts = [self.all()]
        while self.takes("or"):
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def all(self) -> Condition:
        parts = [self.one()]
        while self.takes("and"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def one(self) -> Condition:
        if self.takes("not"):
            return Not(self.one())
        if self.takes("("):
            found = self.iff()
            if not self.takes(")"):
                raise ConditionError(f"`{self.text}` lacks a closing parenthesis")
            return found
        if self.at == len(self.tokens):
            raise ConditionError(f"`{self.text}` ends where an action is expected")
        kind, name = self.tokens[self.at]
        if kind == "bracket" or (kind == "word" and name in {"and", "or", "if", "iff", "implies"}):
            raise ConditionError(f"`{self.text}` has `{name}` where an action is expected")
        self.at += 1
        return Taken(name)


def pattern(actions: Mapping[str, bool]) -> Condition:
    """The states in which each named action is taken (true) or not (false); others may be either."""
    if not actions:
        raise ConditionError("a pattern names at least one action")
    return And(tuple(Taken(name) if taken else Not(Taken(name)) for name, taken in actions.items()))


def truth(condition: Condition, codes: IntArray, places: Mapping[str, int]) -> BoolArray:
    """In which states the condition is true. O(size of the condition x states).

    Parameters
    ----------
    codes : shape (n,); bit k is set if the action at place k is taken.
    places : place of each action.

    Raises
    ------
    ConditionError
        If an action is not among ``places``.
    """
    match condition:
        case Taken(action):
            if action not in places:
                raise ConditionError(f"unknown action `{action}`; there are {', '.join(f'`{name}`' for name in places)}")
            return np.asarray((codes >> places[action]) & 1, np.bool_)
        case Not(part):
            return np.asarray(~truth(part, codes, places), np.bool_)
        case And(parts):
            return np.asarray(np.logical_and.reduce([truth(part, codes, places) for part in parts]), np.bool_)
        case Or(parts):
            return np.asarray(np.logical_or.reduce([truth(part, codes, places) for part in parts]), np.bool_)
        case Implies(given, then):
            return np.asarray(truth(then, codes, places) | ~truth(given, codes, places), np.bool_)
        case Iff(first, second):
            return np.asarray(truth(first, codes, places) == truth(second, codes, places), np.bool_)
