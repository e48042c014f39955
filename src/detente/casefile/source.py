"""The text of one file with its lines, and the list that diagnostics are reported to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from detente.diagnostics import Diagnostic, Note, Severity, Span

__all__ = ["Report", "SourceFile", "did_you_mean", "listed"]

MAX_COMPARED = 2_000
MAX_MESSAGE = 400
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Line breaks as the YAML reader counts them."""


@dataclass(slots=True, eq=False)
class SourceFile:
    """A file as it was read; ``name`` is the path as the reader of a diagnostic knows it."""

    name: str
    text: str
    _lines: list[str] | None = field(default=None, repr=False)

    @property
    def lines(self) -> list[str]:
        """The lines without their breaks."""
        if self._lines is None:
            self._lines = _BREAK.split(self.text)
        return self._lines

    def line(self, number: int) -> str:
        """The text of a line counted from 1; empty beyond the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def span(self, line: int, column: int, end_column: int | None = None) -> Span:
        """A span on one line; one character wide when no end is given."""
        end = column + 1 if end_column is None else max(end_column, column + 1)
        return Span(file=self.name, line=line, column=column, end_line=line, end_column=end)


@dataclass(slots=True)
class Report:
    """Collects diagnostics while a case is read; ``muted`` lines are known to be wrong already."""

    found: list[Diagnostic] = field(default_factory=list)
    files: dict[str, SourceFile] = field(default_factory=dict)
    muted: set[tuple[str, int]] = field(default_factory=set)

    @property
    def has_errors(self) -> bool:
        """Whether an error was reported so far."""
        return any(d.severity is Severity.ERROR for d in self.found)

    def error(self, code: str, message: str, span: Span, *, help: str | None = None, notes: Sequence[Note] = ()) -> None:  # noqa: A002
        """Report a mistake that stops an analysis."""
        self._add(code, Severity.ERROR, message, span, help, notes)

    def warning(self, code: str, message: str, span: Span, *, help: str | None = None, notes: Sequence[Note] = ()) -> None:  # noqa: A002
        """Report something that is likely a mistake."""
        self._add(code, Severity.WARNING, message, span, help, notes)

    def note(self, code: str, message: str, span: Span, *, help: str | None = None, notes: Sequence[Note] = ()) -> None:  # noqa: A002
        """Report something to know."""
        self._add(code, Severity.NOTE, message, span, help, notes)

    def _add(self, code: str, severity: Severity, message: str, span: Span, advice: str | None, notes: Sequence[Note]) -> None:
        if (span.file, span.line) not in self.muted:
            message, advice = _cut(message), _cut(advice) if advice is not None else None
            diagnostic = Diagnostic(code=code, severity=severity, message=message, span=span, notes=tuple(notes), help=advice)
            self.found.append(diagnostic)

    def in_file_order(self) -> tuple[Diagnostic, ...]:
        """Every diagnostic once, by file as read and then by place, each with its source line."""
        order = {name: position for position, name in enumerate(self.files)}
        ranked = sorted(
            dict.fromkeys(self.found),
            key=lambda d: (order.get(d.span.file, -1), d.span.line, d.span.column, d.severity != "error", d.code),
        )
        return tuple(replace(d, source_line=self._line(d.span)) for d in ranked)

    def _line(self, span: Span) -> str | None:
        source = self.files.get(span.file)
        return source.line(span.line) if source is not None else None


def _cut(text: str) -> str:
    """A text short enough to be read, though what it quotes is long; on one line."""
    shown = _BREAK.sub(" ", text)
    return shown if len(shown) <= MAX_MESSAGE else shown[:MAX_MESSAGE] + "…"


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to a mistyped one, if any is close."""
    if len(word) > 60:
        return None
    by_case = {k.casefold(): k for k in known}
    if len(by_case) > MAX_COMPARED:
        return None
    matches = get_close_matches(word.casefold(), by_case, n=1, cutoff=0.6)
    return by_case[matches[0]] if matches else None


def listed(words: Iterable[str], last: str = "and", limit: int = 12) -> str:
    """Words as code in a sentence: ```a`, `b` and `c```; long lists are cut and say how many more there are."""
    every = [f"`{word}`" for word in words]
    if len(every) > limit:
        return ", ".join(every[:limit]) + f" {last} {len(every) - limit} more"
    if len(every) < 2:
        return "".join(every)
    return ", ".join(every[:-1]) + f" {last} {every[-1]}"
