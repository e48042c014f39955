"""What Détente says about a file that is wrong: spans, diagnostics, and the error that carries them.

The one module every layer may import. It reads and prints nothing: the wording of a
diagnostic is decided where the mistake is found, its layout in the command line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["CaseError", "Diagnostic", "Note", "Severity", "Span"]


class Severity(StrEnum):
    """How much a diagnostic matters; only an error stops an analysis."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of text in one file; lines and columns count from 1, ``end_column`` is exclusive.

    Columns count code points, as editors do; how wide they print is the printer's concern.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A second place or remark that belongs to a diagnostic."""

    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One mistake or remark, at the smallest span that is truly wrong.

    ``code`` is stable (``DET204``), ``message`` is lowercase without a final period, ``notes``
    point at related places, ``help`` says what to do, and ``source_line`` is the text of the
    line the span starts on (``None`` where the file could not be read as text).
    """

    code: str
    severity: Severity
    message: str
    span: Span
    notes: tuple[Note, ...] = ()
    help: str | None = None
    source_line: str | None = None


class CaseError(ValueError):
    """A case that cannot be used, carrying every diagnostic found in it, in file order."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        errors = [d for d in self.diagnostics if d.severity is Severity.ERROR]
        first = errors[0] if errors else None
        where = f"{first.span.file}:{first.span.line}:{first.span.column}: " if first else ""
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(f"{where}{first.message if first else 'no diagnostics'}{more}")
