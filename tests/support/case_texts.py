"""Case texts for tests: a small valid case, and the same case with some sections replaced."""

from __future__ import annotations

import re
from pathlib import Path

from detente.casefile.load import check
from detente.diagnostics import Diagnostic
from detente.model.case import Case

CASEFILE = Path(__file__).resolve().parent.parent / "casefile"
BASE = (CASEFILE / "base.yaml").read_text(encoding="utf-8")


def merged(sections: str, *, base: str = BASE) -> str:
    """The base with the sections of a snippet in place of its own."""
    own = [part for part in re.split(r"(?m)^(?=[a-z_]+:)", base) if part.strip()]
    names = {part.split(":")[0] for part in re.split(r"(?m)^(?=[a-z_]+:)", sections) if part.strip()}
    return "".join(part for part in own if part.split(":")[0] not in names) + sections


def checked(text: str, tmp_path: Path) -> tuple[Case | None, tuple[Diagnostic, ...]]:
    """Check a text as a single file."""
    file = tmp_path / "case.yaml"
    file.write_text(text, encoding="utf-8")
    return check(file)


def found(text: str, tmp_path: Path) -> list[tuple[str, int, int]]:
    """Code, line and column of every diagnostic of a text."""
    return [(d.code, d.span.line, d.span.column) for d in checked(text, tmp_path)[1]]


def marked(diagnostic: Diagnostic) -> str:
    """The text that a diagnostic points at."""
    assert diagnostic.source_line is not None
    return diagnostic.source_line[diagnostic.span.column - 1 : diagnostic.span.end_column - 1]
