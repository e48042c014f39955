"""A chapter of an explanation as plain text: its sentences as a list, its charts and tables as columns."""

from __future__ import annotations

from textwrap import wrap

from detente.cli.text_table import table_lines
from detente.explanation.explanation import Chapter, GraphChart, Sentence, Table
from detente.explanation.telling import Telling
from detente.explanation.wording import date_words
from detente.report.citations import isolated, isolated_label, sentence_text

__all__ = ["chapter_text", "paragraph"]


def chapter_text(
    telling: Telling, chapter: Chapter, change: str | None, width: int, *, most_rows: int | None = None, more: str = ""
) -> str:
    """The chapter as text of at most ``width`` columns; ``change`` is told at the top, claims stand in brackets.

    Of tables with more than ``most_rows`` the first rows are told, and at the end where all of them are: ``more``. The table
    of a graph of more states is left to where it is drawn.
    """
    head = [paragraph(change, width)] if change else []
    head.append(
        paragraph(f"{isolated(telling.case.title)}, as of {date_words(telling.case.as_of)}: {_lower(chapter.title)}", width)
    )
    sentences = "\n".join(paragraph(f"  - {_said(s)}", width, indent="    ") for s in chapter.sentences)
    charts = [chart for chart in chapter.charts if not (isinstance(chart, GraphChart) and _is_long(chart.table, most_rows))]
    tables = [*(chart.table for chart in charts), *chapter.tables]
    told = ["\n".join([paragraph(isolated_label(t.caption), width), *table_lines(t, width, most_rows)]) for t in tables]
    is_short = len(charts) == len(chapter.charts) and not any(_is_long(table, most_rows) for table in tables)
    return "\n\n".join([*head, *([sentences] if sentences else []), *told, *([] if is_short else [paragraph(more, width)])])


def _is_long(table: Table, most_rows: int | None) -> bool:
    return most_rows is not None and len(table.rows) > most_rows


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
