"""An explanation as text for the terminal: bottom line first, figures as bars, notes at the end.

A screen is read from the top and scrolled with effort, so the first openings are told in full and
the rest by title; charts and tables are left to the other renderings, and the text says so.
The same text serves a screen, a pipe and a file; color is only ever added to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from detente.explanation.explanation import Bar, BarChart, Chapter, Explanation, Judgement, OpeningText, Sentence
from detente.explanation.wording import date_words
from detente.report.citations import Citations, Section, isolated_label, sentence_text

__all__ = ["terminal"]

_NARROWEST = 40
_BAR_WIDTH = 40
_OPENINGS_IN_FULL = 3

COMMANDS = ("stability", "ratification", "durability", "timing")
"""Chapters that a command of the same name tells in full."""

TOLD = 8
"""Most sentences of such a chapter."""


def terminal(explanation: Explanation, *, width: int = 80, color: bool = False) -> str:
    """The explanation as lines of at most ``width`` columns (40 at the least)."""
    page = _Page(explanation, width=max(width, _NARROWEST), color=color)
    page.head()
    page.section(Section.BOTTOM_LINE, explanation.bottom_line, bullet="")
    page.judgements(explanation.judgements)
    page.bars(explanation.figures)
    page.openings()
    for chapter in explanation.chapters:
        page.chapter(chapter)
    page.section(Section.DISAGREEMENTS, explanation.disagreements)
    page.section(Section.GAPS, explanation.gaps)
    page.section(Section.CIRCUMSTANCES, explanation.circumstances)
    page.notes()
    page.pointer()
    return page.text()


class _Page:
    """Lines written so far, with the one console they are laid out by."""

    def __init__(self, explanation: Explanation, *, width: int, color: bool) -> None:
        self.explanation = explanation
        self.citations = Citations(explanation)
        self.width = width
        self.color = color
        self.console = Console(
            file=StringIO(),
            width=width,
            force_terminal=color,
            color_system="standard" if color else None,
            no_color=not color,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            # The environment must not reach the page: same explanation, same bytes.
            _environ={},
        )

    def text(self) -> str:
        """Everything written, without the blanks that pad lines to the width."""
        file = self.console.file
        assert isinstance(file, StringIO)  # noqa: S101 (given to the console above)
        lines = [line.rstrip() for line in file.getvalue().strip("\n").split("\n")]
        return "\n".join(line for line, above in zip(lines, ["", *lines], strict=False) if line or above) + "\n"

    # -- building blocks ---------------------------------------------------------------------------

    def line(self, text: Text | str = "", *, indent: int = 0, style: str = "") -> None:
        """A paragraph at an indent."""
        words = Text(text, style=style) if isinstance(text, str) else text
        self.console.print(Padding(words, (0, 0, 0, indent)))

    def item(self, bullet: str, text: Text | str, *, indent: int = 2) -> None:
        """A paragraph that hangs from its bullet."""
        if not bullet:
            self.line(text, indent=indent)
            return
        grid = Grid.grid(padding=0)
        grid.add_column(width=cell_len(bullet) + 1, no_wrap=True)
        grid.add_column(ratio=1, overflow="fold")
        grid.add_row(Text(bullet), Text(text) if isinstance(text, str) else text)
        self.console.print(Padding(grid, (0, 0, 0, indent)))

    def sentence(self, sentence: Sentence) -> Text:
        """A sentence with the marks of what it rests on."""
        text = Text(sentence_text(sentence))
        for mark in self.citations.marks(sentence):
            text.append(f" {mark}", style="yellow" if mark.members[0].startswith("A") else "cyan")
        return text

    def heading(self, title: str) -> None:
        """A section heading, a blank line above it."""
        self.line()
        self.line(title.upper(), style="bold")

    def section(self, title: str, sentences: Sequence[Sentence], *, bullet: str = "-") -> None:
        """A heading and its sentences; nothing when there are none."""
        if sentences:
            self.heading(title)
            self.items(sentences, bullet=bullet)

    def chapter(self, chapter: Chapter) -> None:
        """A chapter; of one with a command of its own the first sentences, and where the rest is."""
        is_long = chapter.key in COMMANDS and len(chapter.sentences) > TOLD + 1
        told = chapter.sentences[:TOLD] if is_long else chapter.sentences
        self.section(chapter.title, told)
        if is_long:
            more = len(chapter.sentences) - len(told)
            self.item("-", f"{more} more sentences, and tables: `detente {chapter.key} {self.explanation.slug}`.")

    def items(self, sentences: Iterable[Sentence], *, bullet: str = "-", indent: int = 2) -> None:
        """Sentences as a list."""
        for sentence in sentences:
            self.item(bullet, self.sentence(sentence), indent=indent)

    def labelled(self, label: str, sentences: Sequence[Sentence], *, indent: int = 5) -> None:
        """A small label and sentences under it; nothing when there are none."""
        if sentences:
            self.line(label, indent=indent, style="italic")
            self.items(sentences, indent=indent)

    # -- parts of the report -----------------------------------------------------------------------

    def head(self) -> None:
        """Title, question, date and handling."""
        explanation = self.explanation
        self.line(isolated_label(explanation.title), style="bold")
        self.line(isolated_label(explanation.question))
        self.line(f"As of {date_words(explanation.as_of)}. Handling: {explanation.handling.value}.", style="dim")
        if explanation.change:
            self.line(explanation.change, style="bold")

    def judgements(self, judgements: Sequence[Judgement]) -> None:
        """Key judgments in order."""
        if judgements:
            self.heading(Section.JUDGEMENTS)
        for number, judgement in enumerate(judgements, start=1):
            self.line()
            self.item(f"{number:>2}.", Text(f"{judgement.title} ({judgement.exactness})", style="bold"), indent=1)
            self.item("", self.sentence(judgement.sentence), indent=5)
            self.labelled("Why:", judgement.reasons)
            self.labelled("What would change this:", judgement.would_change)

    def openings(self) -> None:
        """Openings, with what is untested said before anything else."""
        openings, remark = self.explanation.openings, self.explanation.openings_remark
        if openings or remark:
            self.heading(Section.OPENINGS)
            self.items(remark, bullet="")
        for opening in openings[:_OPENINGS_IN_FULL]:
            self.opening(opening)
        for opening in openings[_OPENINGS_IN_FULL:]:
            self.line()
            self.opening_title(opening)

    def opening(self, opening: OpeningText) -> None:
        """One opening."""
        self.line()
        self.opening_title(opening)
        facts = (opening.steps, opening.share, opening.firmness)
        self.items_of_text([fact for fact in facts if fact])
        self.labelled("Who moves:", opening.concessions)
        self.labelled("What it makes possible:", opening.results)
        self.labelled("Untested:", opening.untested)

    def opening_title(self, opening: OpeningText) -> None:
        """Who gives what up, marked when untested."""
        title = self.sentence(opening.title)
        title.stylize("bold")
        if opening.is_untested:
            title.append(" [untested]", style="bold magenta")
        self.item(f"{opening.number:>2}.", title, indent=1)

    def items_of_text(self, texts: Iterable[str]) -> None:
        """Plain facts as a list."""
        for text in texts:
            self.item("", text, indent=5)

    def bars(self, chart: BarChart) -> None:
        """Shares as bars of text, each with its number in words."""
        if not chart.bars:
            return
        self.heading(chart.title)
        self.line(chart.summary, indent=2)
        for bar in chart.bars:
            self.line()
            self.line(isolated_label(bar.label), indent=2)
            if bar.value is not None or bar.high is not None:
                exactness = "" if (word := "exact" if bar.is_exact else "drawn") in bar.text else word
                self.line(f"{_bar(bar, min(_BAR_WIDTH, self.width - 8))} {exactness}", indent=2)
            self.line(bar.text, indent=2)
        self.line()
        self.line(f"Scale: {chart.axis}; a whole bar is 100. █ the figure, ▒ up to the top of its range.", indent=2, style="dim")

    def notes(self) -> None:
        """Assumptions, claims, and how the report was made."""
        explanation = self.explanation
        if explanation.assumptions:
            self.heading(Section.ASSUMPTIONS)
        for assumption in explanation.assumptions:
            text = Text(sentence_text(assumption.text))
            if assumption.note:
                text.append(f" Note: {assumption.note}")
            self.item(f"[{assumption.code}]", text)
        if explanation.footnotes:
            self.heading(Section.CLAIMS)
        for note in explanation.footnotes:
            said = " ".join(filter(None, (self.citations.text(note), self.citations.attribution(note))))
            self.item(f"[{note.number}]", said)
        if explanation.provenance:
            self.heading(Section.PROVENANCE)
        for key, value in explanation.provenance:
            self.item(f"{key}:", value)

    def pointer(self) -> None:
        """Where the rest stands."""
        shown = self.explanation
        if shown.charts or shown.terms or len(shown.openings) > _OPENINGS_IN_FULL:
            self.line()
            self.line("Every opening in full, the terms that recur and the charts stand in the report.", style="dim")


def _bar(bar: Bar, width: int) -> str:
    """A bar: full up to the figure, shaded up to the top of its range, dotted to 100."""
    figure = bar.value if bar.value is not None else bar.low
    top = bar.high if bar.high is not None else figure
    full, shaded = (_columns(share or 0.0, width) for share in (figure, top))
    return "█" * full + "▒" * max(0, shaded - full) + "·" * (width - max(full, shaded))


def _columns(share: float, width: int) -> int:
    """Columns a share of 100 takes: none only for none, all only for all."""
    if share <= 0 or share >= 100:
        return 0 if share <= 0 else width
    return min(width - 1, max(1, round(share * width / 100)))
