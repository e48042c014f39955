"""XML with the place of every element and attribute, and nothing in it that could grow or fetch.

The parser is expat, which comes with Python. A document type is refused outright: it is where entities are declared,
and entities that repeat entities are how a small file fills the memory, or reads another file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from detente.casefile.source import Report
from detente.diagnostics import Span
from detente.interop.files import TextFile

__all__ = ["Element", "XmlFile", "parse_xml"]

MAX_DEPTH = 60
MAX_ELEMENTS = 200_000


@dataclass(slots=True, eq=False)
class Element:
    """An element with its attributes and child elements; ``line`` and ``column`` count from 1, ``offset`` in bytes of UTF-8."""

    tag: str
    attributes: dict[str, str]
    line: int
    column: int
    offset: int
    children: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        """Child elements with this tag, in order."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> Element | None:
        """The first child element with this tag."""
        return next((child for child in self.children if child.tag == tag), None)

    def walk(self, *, into: frozenset[str]) -> Iterator[Element]:
        """Descendants in the order of the file, entering only elements with the given tags."""
        for child in self.children:
            yield child
            if child.tag in into:
                yield from child.walk(into=into)


@dataclass(frozen=True, slots=True, eq=False)
class XmlFile:
    """A parsed file: its root, and the text from which places are found."""

    file: TextFile
    root: Element
    data: bytes

    @property
    def name(self) -> str:
        """The file as the reader of a diagnostic knows it."""
        return self.file.source.name

    def span(self, element: Element, attribute: str | None = None) -> Span:
        """The value of an attribute; the tag of the element where there is no such attribute."""
        begin = self._tag(element)
        if attribute is not None:
            found = re.search(rf"[\s\"']{re.escape(attribute)}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", begin)
            if found is not None:
                group = 1 if found[1] is not None else 2
                return self._place(element, begin, found.start(group), found.end(group))
        return self._place(element, begin, 0, 1 + len(element.tag))

    def _tag(self, element: Element) -> str:
        """The text of a start tag; ``>`` may stand in a quoted value."""
        text = self.data[element.offset : element.offset + 4_000].decode("utf-8", errors="ignore")
        found = re.match(r"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*", text)
        return found[0] if found is not None else text

    def _place(self, element: Element, tag: str, start: int, end: int) -> Span:
        lines = re.split("\r\n|[\n\r]", tag[:start])
        line = element.line + len(lines) - 1
        column = len(lines[-1]) + (element.column if len(lines) == 1 else 1)
        return self.file.source.span(line, column, column + end - start)


class _RefusedError(Exception):
    """A document that is not read further; code, message, advice and place."""

    def __init__(self, code: str, message: str, advice: str) -> None:
        super().__init__(message)
        self.code, self.message, self.advice = code, message, advice


class _Builder:
    """Builds the tree while expat reads, and stops at what is refused."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        self.parser.ExternalEntityRefHandler = self.refuse
        self.root: Element | None = None
        self.open: list[Element] = []
        self.n_elements = 0
        self.place = (1, 1)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        parser = self.parser
        self.place = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        element = Element(tag, attributes, *self.place, parser.CurrentByteIndex)
        self.n_elements += 1
        if len(self.open) >= MAX_DEPTH:
            raise _RefusedError("DET602", "elements are nested too deep", f"at most {MAX_DEPTH} levels are read")
        if self.n_elements > MAX_ELEMENTS:
            raise _RefusedError("DET602", "the file has too many elements", f"at most {MAX_ELEMENTS:,} are read")
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, tag: str) -> None:  # noqa: ARG002 - expat's signature
        self.open.pop()

    def refuse(self, *_: object) -> int:
        advice = "take the `<!DOCTYPE ...>` out; a domain or a profile needs none"
        raise _RefusedError("DET604", "a document type is not read: it could declare entities without end", advice)


def parse_xml(file: TextFile, report: Report) -> XmlFile | None:
    """The elements of a file; ``None`` when it is no XML or is refused, which is reported."""
    data = file.text.encode("utf-8", errors="replace")
    builder = _Builder()
    parser = builder.parser
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        place = file.source.span(error.lineno, error.offset + 1)
        advice = (
            "the file is not well-formed XML from here on; Genius files begin with `<utility_space>` or `<negotiation_template>`"
        )
        report.error("DET603", f"this is not XML: {expat.ErrorString(error.code)}", place, help=advice)
        return None
    except _RefusedError as refused:
        span = _declaration(file) if refused.code == "DET604" else None
        place = span or file.source.span(*builder.place)
        report.error(refused.code, refused.message, place, help=refused.advice)
        return None
    return XmlFile(file, builder.root, data) if builder.root is not None else None  # without one expat has complained


def _declaration(file: TextFile) -> Span | None:
    """Where the document type stands; expat has read past its beginning when it tells of it."""
    for number, line in enumerate(file.source.lines, 1):
        column = line.find("<!DOCTYPE")
        if column >= 0:
            return file.source.span(number, column + 1, column + 1 + len("<!DOCTYPE"))
    return None
