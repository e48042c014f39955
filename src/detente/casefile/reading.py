"""What every kind of field shares: values with their nodes, and reports of the wrong sort."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, Protocol

from detente.casefile.source import Report
from detente.casefile.syntax import ListNode, MapNode, Node, ScalarNode
from detente.diagnostics import Span

__all__ = ["BAD", "IDENT", "Entry", "Json", "Kind", "Read", "check_ident", "described", "spell", "wrong"]

Json = dict[str, Any]
IDENT = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


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


def wrong(node: Node, wanted: str, report: Report, advice: str | None = None) -> _Bad:
    """Report a node of the wrong sort; ``BAD``."""
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


def check_ident(node: ScalarNode, report: Report) -> bool:
    """Report a text that has not the form of an id."""
    if IDENT.fullmatch(node.text):
        return True
    tame = re.sub(r"[^A-Za-z0-9_-]+", "_", node.text).strip("_-").lower()
    advice = "an id is a letter, then letters, digits, `-` or `_`, all ASCII"
    if tame and IDENT.fullmatch(tame):
        advice += f": write `{tame}`"
    report.error("DET210", f"`{node.text}` is not an id", node.span, help=advice)
    return False


def described(schema: Json, about: str) -> Json:
    """A schema with its description, if there is one."""
    return schema | {"description": about} if about else schema
