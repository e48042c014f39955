"""An explanation as Markdown: GitHub's tables and footnotes, every word of the case escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from detente.explanation.explanation import (
    BarChart,
    Chapter,
    Chart,
    Explanation,
    GraphChart,
    Judgement,
    OpeningText,
    Sentence,
    Table,
    TreeBranch,
    TreeChart,
)
from detente.explanation.wording import date_words
from detente.report.citations import Citations, Section, cell_text, isolated_label, parts_text, runs, sentence_text

__all__ = ["markdown"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$!])")
_BLOCK_START = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))")


def markdown(explanation: Explanation) -> str:
    """The explanation as a Markdown document that ends in one line feed."""
    citations = Citations(explanation)
    blocks = [
        *_head(explanation),
        *_section(Section.BOTTOM_LINE, [_sentence(s, citations) for s in explanation.bottom_line]),
        *_section(Section.JUDGEMENTS, _judgements(explanation.judgements, citations)),
        *_section(explanation.figures.title, _bars(explanation.figures)),
        *_section(Section.OPENINGS, _openings(explanation, citations)),
        *_section(Section.TERMS, [block for table in explanation.terms for block in _captioned(table)]),
        *(block for chapter in explanation.chapters for block in _section(chapter.title, _chapter(chapter, citations))),
        *_section(Section.DISAGREEMENTS, _list(explanation.disagreements, citations)),
        *_section(Section.GAPS, _list(explanation.gaps, citations)),
        *_section(Section.CIRCUMSTANCES, _list(explanation.circumstances, citations)),
        *_section(Section.CHARTS, _charts(explanation.charts)),
        *_section(Section.ASSUMPTIONS, _assumptions(explanation)),
        *_section(Section.CLAIMS, _footnotes(explanation, citations)),
        *_section(Section.PROVENANCE, _provenance(explanation)),
    ]
    return "\n\n".join(blocks) + "\n"


def _escape(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    flat = " ".join(text.split())
    escaped = _SPECIAL.sub(r"\\\1", flat)
    return _BLOCK_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", escaped)


def _sentence(sentence: Sentence, citations: Citations) -> str:
    """A sentence, then its footnotes and assumptions; every footnote by itself, or readers drop those in between."""
    notes = "".join(f"[^{number}]" for number in citations.numbers(sentence.claims))
    codes = "".join(f" {_escape(str(run))}" for run in runs(citations.codes(sentence)))
    return _escape(sentence_text(sentence)) + notes + codes


def _list(sentences: Iterable[Sentence], citations: Citations) -> list[str]:
    items = [f"- {_sentence(sentence, citations)}" for sentence in sentences]
    return ["\n".join(items)] if items else []


def _section(title: str, blocks: Sequence[str]) -> list[str]:
    """A heading and what stands under it; nothing when that is nothing."""
    return [f"## {_escape(title)}", *blocks] if blocks else []


def _labelled(label: str, sentences: Sequence[Sentence], citations: Citations) -> list[str]:
    return [f"{label}:", *_list(sentences, citations)] if sentences else []


def _head(explanation: Explanation) -> list[str]:
    return [
        f"# {_escape(isolated_label(explanation.title))}",
        _escape(isolated_label(explanation.question)),
        f"As of {date_words(explanation.as_of)}. Handling: {explanation.handling.value}.",
        *([f"**{_escape(explanation.change)}**"] if explanation.change else []),
    ]


def _judgements(judgements: Sequence[Judgement], citations: Citations) -> list[str]:
    blocks: list[str] = []
    for number, judgement in enumerate(judgements, start=1):
        blocks.append(f"### {number}. {_escape(judgement.title)} ({_escape(judgement.exactness)})")
        blocks.append(_sentence(judgement.sentence, citations))
        blocks += _labelled("Why", judgement.reasons, citations)
        blocks += _labelled("What would change this", judgement.would_change, citations)
    return blocks


def _openings(explanation: Explanation, citations: Citations) -> list[str]:
    blocks = [_sentence(sentence, citations) for sentence in explanation.openings_remark]
    for opening in explanation.openings:
        blocks += _opening(opening, citations)
    return blocks


def _opening(opening: OpeningText, citations: Citations) -> list[str]:
    untested = " **untested**" if opening.is_untested else ""
    facts = [fact for fact in (opening.steps, opening.share, opening.firmness) if fact]
    return [
        f"### Opening {opening.number}{untested}",
        _sentence(opening.title, citations),
        "\n".join(f"- {_escape(fact)}" for fact in facts),
        *_labelled("Who moves", opening.concessions, citations),
        *_labelled("What it makes possible", opening.results, citations),
        *_labelled("Untested", opening.untested, citations),
    ]


def _bars(chart: BarChart) -> list[str]:
    """A chart of bars as its summary and its table."""
    return [_escape(chart.summary), *_captioned(chart.table)] if chart.bars else []


def _chapter(chapter: Chapter, citations: Citations) -> list[str]:
    """Sentences, then charts as their tables, then the other tables."""
    tables = [block for table in chapter.tables for block in _captioned(table)]
    return [*_list(chapter.sentences, citations), *_charts(chapter.charts), *tables]


def _charts(charts: Iterable[Chart]) -> list[str]:
    blocks: list[str] = []
    for chart in charts:
        blocks += [f"### {_escape(chart.title)}", _escape(chart.summary)]
        match chart:
            case TreeChart():
                blocks.append("\n".join(_branch(chart.root, 0)))
            case GraphChart(left_out=left_out) if left_out:
                blocks += [_escape(left_out), *_captioned(chart.table)]
            case _:
                blocks += _captioned(chart.table)
    return blocks


def _branch(branch: TreeBranch, depth: int) -> list[str]:
    """A step and those that can follow it, as a list within a list."""
    notes = f" ({'; '.join(branch.notes)})" if branch.notes else ""
    line = f"{'  ' * depth}- {_escape(parts_text(branch.parts) + notes)}"
    return [line, *(line for later in branch.branches for line in _branch(later, depth + 1))]


def _captioned(table: Table) -> list[str]:
    rows = [table.columns, *(tuple(cell_text(cell) for cell in row) for row in table.rows)]
    lines = ["| " + " | ".join(_escape(isolated_label(text)) for text in row) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(table.columns))
    return [f"**{_escape(table.caption)}**", "\n".join(lines)]


def _assumptions(explanation: Explanation) -> list[str]:
    items = []
    for assumption in explanation.assumptions:
        note = f" Note: {_escape(assumption.note)}" if assumption.note else ""
        items.append(f"- \\[{assumption.code}\\] {_escape(sentence_text(assumption.text))}{note}")
    return ["\n".join(items)] if items else []


def _footnotes(explanation: Explanation, citations: Citations) -> list[str]:
    """Definitions of the footnotes, on lines of their own."""
    notes = []
    for note in explanation.footnotes:
        said = " ".join(filter(None, (citations.text(note), citations.attribution(note))))
        notes.append(f"[^{note.number}]: {_escape(said)}")
    return ["\n".join(notes)] if notes else []


def _provenance(explanation: Explanation) -> list[str]:
    items = [f"- {_escape(key)}: {_escape(value)}" for key, value in explanation.provenance]
    return ["\n".join(items)] if items else []
