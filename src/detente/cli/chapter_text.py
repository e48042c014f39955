"""A chapter of an explanation as plain text: its sentences as a list, its charts and tables as columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO
from textwrap import wrap

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from detente.explanation.explanation import Chapter, Sentence, Table
from detente.explanation.telling import Telling
from detente.explanation.wording import date_words
from detente.report.citations import cell_text, isolated, isolated_label, sentence_text

__all__ = ["chapter_text", "paragraph"]


def chapter_text(telling: Telling, chapter: Chapter, change: str | None, width: int) -> str:
    """The chapter as text of at most ``width`` columns; ``change`` is told at the top, claims stand in brackets."""
    head = [paragraph(change, width)] if change else []
    head.append(
        paragraph(f"{isolated(telling.case.title)}, as of {date_words(telling.case.as_of)}: {_lower(chapter.title)}", width)
    )
    sentences = "\n".join(paragraph(f"  - {_said(s)}", width, indent="    ") for s in chapter.sentences)
    tables = [*(chart.table for chart in chapter.charts), *chapter.tables]
    return "\n\n".join([*head, *([sentences] if sentences else []), *(_table(table, width) for table in tables)])


def paragraph(text: str, width: int, indent: str = "") -> str:
    """Words wrapped to a width, further lines at an indent."""
    return "\n".join(wrap(text, width, subsequent_indent=indent, break_on_hyphens=False))


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _said(sentence: Sentence) -> str:
    """A sentence with the ids of its claims, and whether it rests on an assumption."""
    rests = [*sentence.claims[:_CLAIMS]]
    more = len(sentence.claims) - len(rests)
    rests += [f"{more} more claims"] if more > 1 else list(sentence.claims[_CLAIMS:])
    if sentence.assumptions:
        n = len(sentence.assumptions)
        rests.append("an assumption" if n == 1 else f"{n} assumptions")
    return f"{sentence_text(sentence)} [{', '.join(rests)}]" if rests else sentence_text(sentence)


_CLAIMS = 3


def _table(table: Table, width: int) -> str:
    console = Console(
        file=StringIO(), width=width, no_color=True, highlight=False, markup=False, emoji=False, legacy_windows=False, _environ={}
    )
    grid = Grid(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="")
    for column in table.columns:
        grid.add_column(Text(isolated_label(column)), overflow="fold")
    for row in _cells(table):
        grid.add_row(*(Text(cell) for cell in row))
    console.print(grid)
    file = console.file
    assert isinstance(file, StringIO)  # noqa: S101 (given to the console above)
    lines = [line.rstrip() for line in file.getvalue().rstrip("\n").split("\n")]
    return "\n".join([paragraph(isolated_label(table.caption), width), *(f"{line}" for line in lines)])


def _cells(table: Table) -> Iterable[Sequence[str]]:
    return (tuple(cell_text(cell) for cell in row) for row in table.rows)
