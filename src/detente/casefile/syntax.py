"""YAML text to a tree of nodes with exact spans.

Scalars stay text: the schema reads them as what it wants, by the rules of YAML 1.2, so ``no`` and
``on`` are words. The tree is built from parser events without recursion, and its depth and the
growth by aliases are bounded, so hostile files end in a diagnostic too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from detente.casefile.source import Report, SourceFile
from detente.casefile.yaml_errors import explain_yaml_error
from detente.diagnostics import Note, Span

__all__ = ["ListNode", "MapNode", "Node", "ScalarNode", "parse", "to_plain"]

MAX_DEPTH = 50
MAX_ALIASED = 100_000
MAX_REPAIRS = 25
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True, eq=False)
class Node:
    """A piece of YAML; lines and columns count from 0 here and from 1 in ``span``."""

    source: SourceFile
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def span(self) -> Span:
        """Where it stands: all of it on one line, else its first line."""
        end = self.end_column
        if self.end_line != self.line:
            end = len(self.source.line(self.line + 1).rstrip())
        return self.source.span(self.line + 1, self.column + 1, end + 1)


@dataclass(slots=True, eq=False)
class ScalarNode(Node):
    """Text, with its YAML style: plain (``None``), quoted (``'`` or ``"``) or a block (``|`` or ``>``)."""

    text: str = ""
    style: str | None = None

    @property
    def is_null(self) -> bool:
        """Whether YAML 1.2 reads it as no value."""
        return self.style is None and self.text in ("", "~", "null", "Null", "NULL")

    def part(self, start: int, end: int) -> Span:
        """The span of ``text[start:end]``; the whole span where escapes hide the position."""
        if self.line == self.end_line:
            raw = self.source.line(self.line + 1)[self.column : self.end_column]
            shift = 0 if self.style is None else 1
            if raw[shift : len(raw) - shift] == self.text:
                first = self.column + shift + 1
                return self.source.span(self.line + 1, first + start, first + end)
        elif self.style != '"' and self.style != "'":
            return self._folded_part(start, end) or self.span
        return self.span

    def _folded_part(self, start: int, end: int) -> Span | None:
        """Walk the lines of a folded text: its characters other than white space keep their order."""
        wanted = len("".join(self.text[:start].split()))
        length = max(1, end - start)
        first = self.line if self.style is None else self.line + 1
        for line in range(first, self.end_line + 1):
            raw = self.source.line(line + 1)
            begin = self.column if line == self.line and self.style is None else 0
            for column in range(begin, len(raw)):
                if not raw[column].isspace():
                    if wanted == 0:
                        return self.source.span(line + 1, column + 1, min(column + 1 + length, len(raw) + 1))
                    wanted -= 1
        return None


@dataclass(slots=True, eq=False)
class MapNode(Node):
    """Keys and values in the order of the file, each key once; ``doubled`` are those that were given again."""

    pairs: list[tuple[ScalarNode, Node]] = field(default_factory=list)
    doubled: set[str] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class ListNode(Node):
    """Items in order."""

    items: list[Node] = field(default_factory=list)


class _LimitError(Exception):
    """Reading the file stops here; the diagnostic has been reported."""


def parse(source: SourceFile, report: Report) -> Node | None:
    """The tree of a file, or ``None`` when it has none; every mistake found goes to ``report``.

    A text that lacks quotes is reported, muted and read as a filler of the same width, so that the
    mistakes after it are found in the same run.
    """
    report.files[source.name] = source
    unprintable = _UNPRINTABLE.search(source.text)
    if unprintable is not None:
        _report_unprintable(source, unprintable.start(), report)
        return None
    text = source.text
    for _ in range(MAX_REPAIRS):
        attempt = Report()
        try:
            tree = _Builder(source, attempt).build(text)
        except yaml.MarkedYAMLError as error:
            repaired = explain_yaml_error(error, source, text, report)
            if repaired is None or repaired == text:
                return None
            text = repaired
        except _LimitError:
            report.found.extend(attempt.found)
            return None
        else:
            for diagnostic in attempt.found:
                if (source.name, diagnostic.span.line) not in report.muted:
                    report.found.append(diagnostic)
            report.muted |= attempt.muted
            return tree
    return None


def _report_unprintable(source: SourceFile, position: int, report: Report) -> None:
    before = SourceFile(source.name, source.text[:position])
    span = source.span(len(before.lines), len(before.lines[-1]) + 1)
    code = ord(source.text[position])
    advice = "remove it; it is often left by a copy from another program"
    report.error("DET106", f"the character U+{code:04X} cannot stand in a case file", span, help=advice)


class _Builder:
    """Builds the tree from parser events, with a stack instead of recursion."""

    def __init__(self, source: SourceFile, report: Report) -> None:
        self.source = source
        self.report = report
        self.stack: list[tuple[MapNode | ListNode, list[Node]]] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        self.open_anchors: dict[int, str] = {}
        self.unused_anchors: dict[str, ScalarNode] = {}
        self.count = 0
        self.started: list[int] = []
        self.heights: list[int] = []
        self.aliased = 0
        self.root: Node | None = None
        self.documents = 0

    def build(self, text: str) -> Node | None:
        """Read every event; the last tree is the result."""
        for event in self._events(text):
            match event:
                case yaml.ScalarEvent():
                    node = ScalarNode(self.source, *_marks(event), event.value, event.style or None)
                    self._tag(event)
                    if event.anchor is not None:
                        self.unused_anchors[event.anchor] = node
                    self._anchor(event.anchor, node, 1, 0)
                    self._add(node)
                case yaml.MappingStartEvent():
                    self._tag(event)
                    self._open(MapNode(self.source, *_marks(event)), event)
                case yaml.SequenceStartEvent():
                    self._tag(event)
                    self._open(ListNode(self.source, *_marks(event)), event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self._close(event)
                case yaml.AliasEvent():
                    self._alias(event)
                case yaml.DocumentStartEvent():
                    self._document(event)
        for name, node in self.unused_anchors.items():
            self._unused_anchor(name, node)
        return self.root

    def _unused_anchor(self, name: str, node: ScalarNode) -> None:
        """An anchor that no alias repeats is a text that begins with ``&``, and would lose its first word."""
        raw = self.source.line(node.line + 1)[node.column : node.end_column if node.end_line == node.line else None].rstrip()
        span = self.source.span(node.line + 1, node.column + 1, node.column + 2 + len(name))
        self.report.error("DET102", f"`&{name}` is read as a YAML anchor", span, help=f'quote this: "{raw}"')

    def _events(self, text: str) -> Iterator[yaml.Event]:
        yield from yaml.parse(text, Loader=_LOADER)

    def _document(self, event: yaml.Event) -> None:
        self.documents += 1
        if self.documents > 1:
            advice = "keep one document: take the line `---` out, or move the rest to a file of its own beside this one"
            self.report.error("DET111", "a second document starts here", self._span(event), help=advice)
            raise _LimitError

    def _span(self, event: yaml.Event) -> Span:
        line, column, end_line, end_column = _marks(event)
        return Node(self.source, line, column, end_line, end_column).span

    def _tag(self, event: Any) -> None:
        if event.tag is not None:
            start = event.start_mark
            raw = self.source.line(start.line + 1)[start.column :]
            written = re.split(r"[\s,\]}]", raw, maxsplit=1)[0]
            if not written.startswith("!"):
                return
            span = self.source.span(start.line + 1, start.column + 1, start.column + 1 + len(written))
            advice = f'tags are not used in case files; if it is text, quote this: "{raw.strip()}"'
            self.report.error("DET113", f"`{written}` is read as a YAML tag", span, help=advice)

    def _anchor(self, name: str | None, node: Node, size: int, height: int) -> None:
        if name is not None:
            self.anchors[name] = (node, size, height)

    def _open(self, node: MapNode | ListNode, event: Any) -> None:
        self._add(node)
        if len(self.stack) >= MAX_DEPTH:
            self._too_deep(self._span(event))
        self.stack.append((node, []))
        self.started.append(self.count)
        self.heights.append(0)
        if event.anchor is not None:
            self.anchors.pop(event.anchor, None)
            self.open_anchors[len(self.stack)] = event.anchor

    def _too_deep(self, span: Span) -> None:
        advice = "a case needs no more than about 10 levels: look for brackets that are not closed"
        self.report.error("DET502", f"nested more than {MAX_DEPTH} levels deep", span, help=advice)
        raise _LimitError

    def _close(self, event: Any) -> None:
        node, children = self.stack[-1]
        _, _, node.end_line, node.end_column = _marks(event)
        anchor = self.open_anchors.pop(len(self.stack), None)
        self.stack.pop()
        size = self.count - self.started.pop()
        height = self.heights.pop() + 1
        if self.heights:
            self.heights[-1] = max(self.heights[-1], height)
        self._anchor(anchor, node, size + 1, height)
        if isinstance(node, ListNode):
            node.items = children
        else:
            self._pairs(node, children)

    def _pairs(self, node: MapNode, children: list[Node]) -> None:
        seen: dict[str, ScalarNode] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, ScalarNode):
                advice = "write the key as plain text; quote it if it has brackets or braces"
                self.report.error("DET112", "a key must be text, not a list or a mapping", key.span, help=advice)
            elif key.text in seen:
                node.doubled.add(key.text)
                first = seen[key.text].span
                note = Note(text=f"`{key.text}` was first given on line {first.line}", span=first)
                advice = "keep one of the two, or give this one another name"
                self.report.error("DET104", f"duplicate key `{key.text}`", key.span, notes=[note], help=advice)
            else:
                seen[key.text] = key
                node.pairs.append((key, value))

    def _alias(self, event: Any) -> None:
        span = self._span(event)
        if event.anchor not in self.anchors:
            is_inside = event.anchor in self.open_anchors.values()
            reason = "stands inside the value it names" if is_inside else "has no value"
            advice = f'give the value the anchor `&{event.anchor}` before; if it is text, quote this: "*{event.anchor}"'
            self.report.error("DET114", f"the alias `*{event.anchor}` {reason}", span, help=advice)
            self._add(ScalarNode(self.source, *_marks(event), "x", None))
            self.report.muted.add((self.source.name, span.line))
            return
        self.unused_anchors.pop(event.anchor, None)
        node, size, height = self.anchors[event.anchor]
        self.aliased += size
        self.count += size
        if self.aliased > MAX_ALIASED:
            advice = "write the values out, or take the aliases away"
            self.report.error("DET503", f"aliases repeat more than {MAX_ALIASED:,} values", span, help=advice)
            raise _LimitError
        if len(self.stack) + height > MAX_DEPTH:
            self._too_deep(span)
        if self.heights:
            self.heights[-1] = max(self.heights[-1], height)
        self._add(node, weight=0)

    def _add(self, node: Node, weight: int = 1) -> None:
        self.count += weight
        if self.stack:
            self.stack[-1][1].append(node)
        else:
            self.root = node


def _marks(event: Any) -> tuple[int, int, int, int]:
    start, end = event.start_mark, event.end_mark
    return start.line, start.column, end.line, end.column


_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")


def to_plain(node: Node) -> object:
    """The tree as plain values by the core schema of YAML 1.2, as an editor would read it."""
    if isinstance(node, MapNode):
        return {key.text: to_plain(value) for key, value in node.pairs}
    if isinstance(node, ListNode):
        return [to_plain(item) for item in node.items]
    if not isinstance(node, ScalarNode) or node.is_null:
        return None
    if node.style is not None:
        return node.text
    if node.text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return node.text.lower() == "true"
    if _INT.fullmatch(node.text) and len(node.text) < 100:
        return int(node.text, 0 if node.text.startswith("0o") or node.text.startswith("0x") else 10)
    return float(node.text) if _FLOAT.fullmatch(node.text) else node.text
