"""The kinds of fields a case file has: each reads a node to a value and describes itself as JSON Schema.

A kind reports what is wrong with a node and then returns ``BAD``, so that nothing later reports it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from detente.casefile.source import Report, did_you_mean, listed
from detente.casefile.syntax import ListNode, MapNode, Node, ScalarNode
from detente.casefile.values import MistakeError
from detente.diagnostics import Note, Span

__all__ = [
    "BAD",
    "Choice",
    "Each",
    "Either",
    "Entry",
    "Field",
    "Flag",
    "Ident",
    "Items",
    "Kind",
    "Parsed",
    "Read",
    "Record",
    "Terms",
    "Text",
    "spell",
]

Json = dict[str, Any]
_IDENT = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


class _Bad:
    """The value of a node that was reported as wrong."""

    def __repr__(self) -> str:
        return "BAD"


BAD: Final = _Bad()


@dataclass(slots=True, eq=False)
class Read:
    """A value and the node it was read from."""

    value: Any
    node: Node

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.node.span


@dataclass(slots=True, eq=False)
class Entry:
    """A record as read: its good fields, and the key of every field it has, good or bad."""

    node: Node
    fields: dict[str, Read]
    keys: dict[str, ScalarNode]
    is_whole: bool

    def get(self, name: str) -> Any:
        """The value of a field; ``None`` if it is absent or wrong."""
        found = self.fields.get(name)
        return None if found is None else found.value

    def span(self, name: str) -> Span:
        """Where the value of a field stands, else its key, else the record."""
        if name in self.fields:
            return self.fields[name].span
        return self.keys[name].span if name in self.keys else self.node.span


class Kind(Protocol):
    """How one kind of value is read and described."""

    def read(self, node: Node, report: Report) -> Any:
        """The value, or ``BAD`` after reporting why not."""

    def json(self) -> Json:
        """The kind as JSON Schema."""


def spell(node: Node) -> str:
    """What a node is, for a message."""
    if isinstance(node, MapNode):
        return "a mapping"
    if isinstance(node, ListNode):
        return "a list"
    return "no value" if isinstance(node, ScalarNode) and node.is_null else "text"


def _wrong(node: Node, wanted: str, report: Report, advice: str | None = None) -> _Bad:
    if isinstance(node, ScalarNode) and node.is_null:
        after = node.source.line(node.line + 1)[node.column :].lstrip()
        if not node.text and after.startswith("#") and not after.startswith("# "):
            start = node.source.line(node.line + 1).index("#", node.column)
            span = node.source.span(node.line + 1, start + 1, start + 1 + len(after.rstrip()))
            report.error(
                "DET102", "a text that begins with `#` is read as a comment", span, help=f'quote this: "{after.rstrip()}"'
            )
            return BAD
        if node.text:
            advice = advice or f'if it is text, quote this: "{node.text}"'
        elif after.startswith("#"):
            advice = advice or "write it before the `#`, which begins a comment"
        advice = advice or "write it after the colon, or take the key out"
    elif isinstance(node, ListNode | MapNode) and node.line == node.end_line:
        raw = node.source.line(node.line + 1)[node.column : node.end_column]
        advice = advice or (f"if it is text, quote this: '{raw}'" if "'" not in raw and len(raw) < 80 else None)
    report.error("DET203", f"expected {wanted}, found {spell(node)}", node.span, help=advice)
    return BAD


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or a name, in any script."""

    about: str = ""

    def read(self, node: Node, report: Report) -> Any:
        """The text without white space around it."""
        if not isinstance(node, ScalarNode) or node.is_null or not node.text.strip():
            return _wrong(node, "text", report)
        return node.text.strip()

    def json(self) -> Json:
        """Any scalar: a number is a text too."""
        return _described({"type": ["string", "number", "boolean"]}, self.about)


@dataclass(frozen=True, slots=True)
class Ident:
    """An id: a letter, then letters, digits, ``-`` or ``_``."""

    about: str = ""

    def read(self, node: Node, report: Report) -> Any:
        """The id."""
        if not isinstance(node, ScalarNode) or node.is_null:
            return _wrong(node, "an id", report)
        return node.text if check_ident(node, report) else BAD

    def json(self) -> Json:
        """A string of the form of an id."""
        return _described({"type": "string", "pattern": f"^{_IDENT.pattern}$"}, self.about)


def check_ident(node: ScalarNode, report: Report) -> bool:
    """Report a text that has not the form of an id."""
    if _IDENT.fullmatch(node.text):
        return True
    tame = re.sub(r"[^A-Za-z0-9_-]+", "_", node.text).strip("_-").lower()
    advice = "an id is a letter, then letters, digits, `-` or `_`, all ASCII"
    if tame and _IDENT.fullmatch(tame):
        advice += f": write `{tame}`"
    report.error("DET210", f"`{node.text}` is not an id", node.span, help=advice)
    return False


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
        return _wrong(node, "true or false", report, advice)

    def json(self) -> Json:
        """A boolean."""
        return _described({"type": "boolean"}, self.about)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]
    about: str = ""

    def read(self, node: Node, report: Report) -> Any:
        """The word."""
        if not isinstance(node, ScalarNode) or node.is_null:
            return _wrong(node, f"one of {listed(self.words, 'or')}", report)
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
        return _described({"enum": [*words, *(int(w) for w in self.words if w.isdigit())]}, self.about)


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
            return _wrong(node, self.wanted, report)
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
        return _described(dict(self.schema), self.about)


@dataclass(frozen=True, slots=True)
class Items:
    """A list of one kind of things, each with its node."""

    item: Kind
    at_least: int = 0
    about: str = ""

    def read(self, node: Node, report: Report) -> Any:
        """A tuple of ``Read``: the items that are right."""
        if not isinstance(node, ListNode):
            advice = None
            if isinstance(node, ScalarNode) and not node.is_null:
                advice = f"write a list, also for one: [{node.text}]"
            return _wrong(node, "a list", report, advice)
        found = [Read(self.item.read(item, report), item) for item in node.items]
        if len(node.items) < self.at_least:
            report.error("DET203", f"expected {self.at_least} or more, found {len(node.items)}", node.span)
            return BAD
        return tuple(read for read in found if read.value is not BAD)

    def json(self) -> Json:
        """An array."""
        schema: Json = {"type": "array", "items": self.item.json()}
        return _described(schema | ({"minItems": self.at_least} if self.at_least else {}), self.about)


@dataclass(frozen=True, slots=True)
class Each:
    """A mapping from ids to one kind of things; the ids are the author's own."""

    value: Kind
    at_least: int = 0
    about: str = ""
    has_ids: bool = True

    def read(self, node: Node, report: Report) -> Any:
        """A dict from id to ``(key node, Read)``; a wrong value is ``BAD`` there, so that its id is known."""
        if not isinstance(node, MapNode):
            advice = "give each an id: `id: value`" if isinstance(node, ListNode) else "write a mapping: {key: value}"
            return _wrong(node, "a mapping", report, advice)
        if len(node.pairs) < self.at_least:
            report.error("DET203", f"expected {self.at_least} or more, found {len(node.pairs) or 'none'}", node.span)
            return BAD
        if self.has_ids:
            for key, _ in node.pairs:
                check_ident(key, report)
        return {key.text: (key, Read(self.value.read(value, report), value)) for key, value in node.pairs}

    def json(self) -> Json:
        """An object whose property names are ids."""
        schema: Json = {"type": "object"}
        if self.has_ids:
            schema["propertyNames"] = {"pattern": f"^{_IDENT.pattern}$"}
        schema["additionalProperties"] = self.value.json()
        return _described(schema | ({"minProperties": self.at_least} if self.at_least else {}), self.about)


def Terms(value: Kind, at_least: int = 0) -> Each:  # noqa: N802 - a kind like the others
    """A mapping from the options of one issue, which may be numbers."""
    return Each(value, at_least=at_least, has_ids=False)


@dataclass(frozen=True, slots=True)
class Either:
    """A text where a scalar stands, else another kind."""

    scalar: Kind
    other: Kind
    about: str = ""

    def read(self, node: Node, report: Report) -> Any:
        """The value of whichever fits the form of the node."""
        return (self.scalar if isinstance(node, ScalarNode) else self.other).read(node, report)

    def json(self) -> Json:
        """Either of the two."""
        return _described({"anyOf": [self.scalar.json(), self.other.json()]}, self.about)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record."""

    kind: Kind
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys. Of ``one_of``, exactly one must be there."""

    name: str
    fields: Mapping[str, Field]
    one_of: tuple[str, ...] = ()
    about: str = ""
    one_of_code: str = field(default="DET212")

    def read(self, node: Node, report: Report) -> Any:
        """An ``Entry``, also when some fields are wrong; it then is not whole."""
        if not isinstance(node, MapNode):
            needed = listed([*(n for n, f in self.fields.items() if f.required), *self.one_of[:1]]) or listed(
                list(self.fields)[:3]
            )
            return _wrong(node, f"{self.name}, a mapping with {needed}", report)
        fields: dict[str, Read] = {}
        keys: dict[str, ScalarNode] = {}
        is_whole = True
        for key, value in node.pairs:
            known = self.fields.get(key.text)
            if known is None:
                self._unknown(key, value, node, report)
                is_whole = False
                continue
            keys[key.text] = key
            read = known.kind.read(value, report)
            if read is BAD:
                is_whole = False
            else:
                fields[key.text] = Read(read, value)
        is_whole &= self._complete(node, keys, report)
        return Entry(node, fields, keys, is_whole)

    def _unknown(self, key: ScalarNode, value: Node, node: MapNode, report: Report) -> None:
        present = {k.text for k, _ in node.pairs}
        meant = did_you_mean(key.text, [name for name in self.fields if name not in present])
        advice = f"did you mean `{meant}`? " if meant else ""
        advice += f"{'Its' if meant else 'its'} keys are {listed(self.fields, limit=30)}"
        before = node.source.line(key.line + 1)[: key.column].rstrip()
        if before.endswith(",") and isinstance(value, ScalarNode) and value.is_null and not value.text:
            advice = "a comma ends a text in braces: if this belongs to the text before it, put that text in quotes"
        report.error("DET201", f"unknown key `{key.text}` in {self.name}", key.span, help=advice)

    def _complete(self, node: MapNode, keys: Mapping[str, ScalarNode], report: Report) -> bool:
        misspelled = [key.text for key, _ in node.pairs if key.text not in self.fields]
        place = node.pairs[0][0].span if node.pairs else node.span
        is_complete = True
        for name, known in self.fields.items():
            if known.required and name not in keys:
                is_complete = False
                if did_you_mean(name, misspelled) is None:
                    report.error("DET202", f"{self.name} lacks `{name}`", place, help=f"add `{name}:` here")
        given = [name for name in self.one_of if name in keys]
        if self.one_of and len(given) != 1:
            is_complete = False
            if len(given) > 1:
                notes = [Note(text=f"`{given[0]}` stands here", span=keys[given[0]].span)]
                advice = "keep one; write the other as an entry of its own"
                report.error(
                    self.one_of_code, f"{self.name} has both {listed(given)}", keys[given[1]].span, notes=notes, help=advice
                )
            elif not misspelled:
                advice = f"it needs exactly one of {listed(self.one_of, 'or')}"
                report.error(self.one_of_code, f"{self.name} says nothing", place, help=advice)
        return is_complete

    def json(self) -> Json:
        """An object without other keys."""
        schema: Json = {"type": "object", "additionalProperties": False}
        schema["properties"] = {name: known.kind.json() for name, known in self.fields.items()}
        required = [name for name, known in self.fields.items() if known.required]
        if required:
            schema["required"] = required
        if self.one_of:
            schema["oneOf"] = [{"required": [name]} for name in self.one_of]
        return _described(schema, self.about)


def _described(schema: Json, about: str) -> Json:
    return schema | {"description": about} if about else schema
