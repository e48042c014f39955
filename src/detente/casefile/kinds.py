"""Kinds of fields that hold others: lists, mappings and records. Each reads a node and describes itself as JSON Schema.

A kind reports what is wrong with a node and then returns ``BAD``, so that nothing later reports it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.casefile.reading import BAD, IDENT, Entry, Json, Kind, Read, check_ident, described, wrong
from detente.casefile.source import Report, did_you_mean, listed
from detente.casefile.syntax import ListNode, MapNode, Node, ScalarNode
from detente.diagnostics import Note

__all__ = ["Each", "Either", "Field", "Items", "Record", "Terms"]


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
            return wrong(node, "a list", report, advice)
        found = [Read(self.item.read(item, report), item) for item in node.items]
        if len(node.items) < self.at_least:
            report.error("DET203", f"expected {self.at_least} or more, found {len(node.items)}", node.span)
            return BAD
        return tuple(read for read in found if read.value is not BAD)

    def json(self) -> Json:
        """An array."""
        schema: Json = {"type": "array", "items": self.item.json()}
        return described(schema | ({"minItems": self.at_least} if self.at_least else {}), self.about)


@dataclass(frozen=True, slots=True)
class Each:
    """A mapping from ids to one kind of things; the ids are the author's own."""

    value: Kind
    at_least: int = 0
    about: str = ""
    has_ids: bool = True

    def read(self, node: Node, report: Report) -> Any:
        """A dict from id to ``(key node, Read)``; a wrong value is ``BAD`` there, so that its id is known.

        Of a key given twice nobody knows which value is meant: it is ``BAD`` too.
        """
        if not isinstance(node, MapNode):
            advice = "give each an id: `id: value`" if isinstance(node, ListNode) else "write a mapping: {key: value}"
            return wrong(node, "a mapping", report, advice)
        if len(node.pairs) < self.at_least:
            report.error("DET203", f"expected {self.at_least} or more, found {len(node.pairs) or 'none'}", node.span)
            return BAD
        if self.has_ids:
            for key, _ in node.pairs:
                check_ident(key, report)
        found = {key.text: (key, Read(self.value.read(value, report), value)) for key, value in node.pairs}
        for name in node.doubled:
            found[name][1].value = BAD
        return found

    def json(self) -> Json:
        """An object whose property names are ids."""
        schema: Json = {"type": "object"}
        if self.has_ids:
            schema["propertyNames"] = {"pattern": f"^{IDENT.pattern}$"}
        schema["additionalProperties"] = self.value.json()
        return described(schema | ({"minProperties": self.at_least} if self.at_least else {}), self.about)


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
        return described({"anyOf": [self.scalar.json(), self.other.json()]}, self.about)


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
            return wrong(node, f"{self.name}, a mapping with {needed}", report)
        fields: dict[str, Read] = {}
        keys: dict[str, ScalarNode] = {}
        is_whole = not node.doubled
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
                advice = "give exactly one of them"
                report.error(self.one_of_code, f"{self.name} lacks {listed(self.one_of, 'or')}", place, help=advice)
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
        return described(schema, self.about)
