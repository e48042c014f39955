"""Diagnostics as a compiler prints them: place, code, message, the line with carets, notes and help."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from detente.diagnostics import Diagnostic, Severity, Span

__all__ = ["display_width", "listing", "summary"]

MAX_LINE = 160
_COLORS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(9), *range(10, 32), 127)}


def listing(diagnostics: Iterable[Diagnostic], *, color: bool) -> str:
    """The text of all diagnostics with a summary line; empty when there are none."""
    found = tuple(diagnostics)
    if not found:
        return ""
    return "\n\n".join(_one(diagnostic, color) for diagnostic in found) + f"\n\n{summary(found)}\n"


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """``2 errors, 1 warning, 3 notes``; kinds that did not occur are left out."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    parts = [f"{counts[s]} {s.value}{'' if counts[s] == 1 else 's'}" for s in Severity if counts[s]]
    return ", ".join(parts) or "nothing to report"


def display_width(text: str) -> int:
    """Columns a terminal gives a text: wide characters two, combining and invisible ones none."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _one(diagnostic: Diagnostic, color: bool) -> str:
    span = diagnostic.span
    paint = _painter(color)
    tone = _COLORS[diagnostic.severity]
    head = paint(f"{diagnostic.severity.value}[{diagnostic.code}]", tone)
    lines = [f"{_clean(span.file)}:{span.line}:{span.column}: {head}: {paint(_shown(diagnostic.message), '1')}"]
    gutter = " " * len(str(span.line))
    if diagnostic.source_line is not None:
        lines.extend(_excerpt(diagnostic.source_line, span, paint, tone))
    for note in diagnostic.notes:
        place = ""
        if note.span is not None and not _is_said(note.text, note.span, span):
            place = f" ({_clean(note.span.file)}:{note.span.line}:{note.span.column})"
        lines.append(f"{gutter} {paint('=', '34')} note: {_shown(note.text)}{place}")
    if diagnostic.help is not None:
        lines.append(f"{gutter} {paint('=', '34')} help: {_shown(diagnostic.help)}")
    return "\n".join(lines)


def _is_said(text: str, place: Span, span: Span) -> bool:
    """Whether a note needs no place: it is on the line shown, or names its line itself."""
    if place.file != span.file:
        return place.file in text
    return place.line == span.line or re.search(rf"\bline {place.line}\b", text) is not None


class _painter:  # noqa: N801 - used as a function
    """Wraps text in a terminal color, or leaves it."""

    def __init__(self, color: bool) -> None:
        self.color = color

    def __call__(self, text: str, tone: str) -> str:
        return f"\x1b[{tone}m{text}\x1b[0m" if self.color else text


def _excerpt(source_line: str, span: Span, paint: _painter, tone: str) -> list[str]:
    """The line and the carets under it. A line too long is cut around the span."""
    number = str(span.line)
    gutter = " " * len(number)
    begin = min(span.column - 1, len(source_line))
    end = max(min(span.end_column - 1, len(source_line)), begin + 1)
    prefix, text, suffix = "", source_line, ""
    if len(source_line) > MAX_LINE:
        cut = max(0, begin - MAX_LINE // 3)
        prefix = "…" if cut else ""
        text = source_line[cut : cut + MAX_LINE]
        suffix = "…" if cut + MAX_LINE < len(source_line) else ""
        begin, end = begin - cut, min(end - cut, MAX_LINE)
    before = prefix + _clean(text[:begin])
    marked = _clean(text[begin:end])
    shown = prefix + _clean(text) + suffix
    bar = paint("|", "34")
    if _has_right_to_left(shown):
        # The terminal reorders such a line, so that no caret could stand under the right letters: name them instead.
        pointed = f"here: {_shown(marked)}" if marked.strip() else f"at column {span.column}"
        return [f"{paint(number, '34')} {bar} {_ISOLATE}{shown}{_END_ISOLATE}", f"{gutter} {bar} {paint('^ ' + pointed, tone)}"]
    carets = " " * display_width(before) + paint("^" * max(1, display_width(marked)), tone)
    return [f"{paint(number, '34')} {bar} {shown}".rstrip(), f"{gutter} {bar} {carets}"]


def _has_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)


def _shown(text: str) -> str:
    """Our words with the author's in them; one that runs from right to left is isolated."""
    clean = _clean(text)
    return f"{_ISOLATE}{clean}{_END_ISOLATE}" if _has_right_to_left(clean) else clean


def _clean(text: str) -> str:
    """Tabs as one space, and nothing that could command a terminal or turn the text around."""
    kept = text.replace("\t", " ").translate(_CONTROLS)
    return "".join(
        f"\\u{ord(c):04x}" if unicodedata.category(c) == "Cc" or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" else c
        for c in kept
    )
