"""Text made safe to lay out: no control character of a case reaches a terminal or a page."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from detente.explanation.explanation import Explanation

__all__ = ["clean", "cleaned"]

_BLANKS = "\t\n\r\u2028\u2029"
_UNPRINTABLE = {"Cc", "Cs"}


def cleaned(explanation: Explanation) -> Explanation:
    """The explanation with every text cleaned, ids left as they are."""
    found: Explanation = _cleaned(explanation)
    return found


def clean(text: str) -> str:
    """Text on one line, with a replacement character for each control character.

    >>> clean("a name\\x1b[31m")
    'a name\\ufffd[31m'
    """
    if text.isprintable():
        return text
    return "".join(map(_letter, text))


def _letter(letter: str) -> str:
    if letter in _BLANKS:
        return " "
    return "\ufffd" if unicodedata.category(letter) in _UNPRINTABLE else letter


def _cleaned(thing: Any) -> Any:
    match thing:
        case Enum():
            return thing
        case str():
            return clean(thing)
        case tuple():
            return tuple(_cleaned(item) for item in thing)
        case _ if is_dataclass(thing) and not isinstance(thing, type):
            return replace(thing, **{field.name: _cleaned(getattr(thing, field.name)) for field in fields(thing)})
    return thing
