"""Kinds of fields that are one text: sentences, ids, choices, numbers, days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.casefile.reading import BAD, IDENT, Json, check_ident, described, wrong
from detente.casefile.source import Report, did_you_mean, listed
from detente.casefile.syntax import Node, ScalarNode
from detente.casefile.values import MistakeError

__all__ = ["Choice", "Flag", "Ident", "Parsed", "Text"]


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or a name, in any script."""

    about: str = ""

    def read(self, node: Node, report: Report) -> Any:
        """The text without white space around it."""
        if not isinstance(node, ScalarNode) or node.is_null or not node.text.strip():
            return wrong(node, "text", report)
        return node.text.strip()

    def json(self) -> Json:
        """Any scalar: a number is a text too."""
        return described({"type": ["string", "number", "boolean"]}, self.about)


@dataclass(frozen=True, slots=True)
class Ident:
    """An id: a letter, then letters, digits, ``-`` or ``_``."""

    about: str = ""

    def read(self, node: Node, report: Report) -> Any:
        """The id."""
        if not isinstance(node, ScalarNode) or node.is_null:
            return wrong(node, "an id", report)
        return node.text if check_ident(node, report) else BAD

    def json(self) -> Json:
        """A string of the form of an id."""
        return described({"type": "string", "pattern": f"^{IDENT.pattern}$"}, self.about)


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    about: str = ""

    def read(self, node: Node, report: Report) -> Any:
        """The truth value."""
        if isinstance(node, ScalarNode) and node.style is None and node.text.lower() in ("true", "false"):
            return node.text.lower() == "true"
        advice = "write true or false"
        if isinstance(node, ScalarNode) and node.text.lower() in ("yes", "no", "on", "off"):
            advice += f"; in YAML 1.2 `{node.text}` is text"
        return wrong(node, "true or false", report, advice)

    def json(self) -> Json:
        """A boolean."""
        return described({"type": "boolean"}, self.about)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]
    about: str = ""

    def read(self, node: Node, report: Report) -> Any:
        """The word."""
        if not isinstance(node, ScalarNode) or node.is_null:
            return wrong(node, f"one of {listed(self.words, 'or')}", report)
        if node.text in self.words:
            return node.text
        meant = did_you_mean(node.text, self.words)
        advice = f"did you mean `{meant}`? " if meant else ""
        advice += f"{'It' if meant else 'it'} is one of {listed(self.words, 'or', limit=20)}"
        report.error("DET213", f"`{node.text}` is not allowed here", node.span, help=advice)
        return BAD

    def json(self) -> Json:
        """An enumeration; digits may come as numbers."""
        words: list[Any] = list(self.words)
        return described({"enum": [*words, *(int(w) for w in self.words if w.isdigit())]}, self.about)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text that a function reads further, as a number, a day or a range."""

    wanted: str
    parse: Callable[[str], Any]
    schema: Mapping[str, Any]
    low: int | None = None
    high: int | None = None
    about: str = ""

    def read(self, node: Node, report: Report) -> Any:
        """What the function makes of the text."""
        if not isinstance(node, ScalarNode) or node.is_null:
            return wrong(node, self.wanted, report)
        try:
            value = self.parse(node.text)
        except MistakeError as mistake:
            report.error(mistake.code, mistake.message, node.span, help=mistake.advice)
            return BAD
        bounds = value if isinstance(value, tuple) else (value, value)
        if (self.low is not None and bounds[0] < self.low) or (self.high is not None and bounds[1] > self.high):
            between = f"between {self.low} and {self.high}" if self.high is not None else f"{self.low} or more"
            report.error("DET309", f"`{node.text}` is out of bounds", node.span, help=f"it must be {between}")
            return BAD
        return value

    def json(self) -> Json:
        """As given."""
        return described(dict(self.schema), self.about)
