"""What every rendering shares: which notes a sentence cites, how names are isolated, what sections are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from detente.explanation.explanation import Explanation, Footnote, Part, PartKind, Sentence, TableCell

__all__ = [
    "Citations",
    "Run",
    "Section",
    "cell_text",
    "direction",
    "isolated",
    "isolated_label",
    "parts_text",
    "runs",
    "sentence_text",
]

_WITHHELD = "Withheld: this claim is above the handling level of this report."
_MARK = re.compile(r"(\D*)(\d+)")
_ISOLATE, _POP = "\u2068", "\u2069"
# Letters that run right to left, and the controls that make others run so.
_RIGHT_TO_LEFT = {"R", "AL", "RLE", "RLO", "RLI"}


class Section(StrEnum):
    """Headings in the order they appear."""

    BOTTOM_LINE = "Bottom line"
    JUDGEMENTS = "Key judgments"
    OPENINGS = "What would open a deal"
    TERMS = "Terms that recur"
    DISAGREEMENTS = "What the sources disagree about"
    GAPS = "What the record does not say"
    CIRCUMSTANCES = "Circumstances"
    CHARTS = "Charts"
    ASSUMPTIONS = "Assumptions"
    CLAIMS = "Claims cited"
    PROVENANCE = "How this was made"


@dataclass(frozen=True, slots=True)
class Run:
    """Marks that follow one another, told as one: ``[3]``, or ``[A2–A9]`` for three and more."""

    members: tuple[str, ...]

    def __str__(self) -> str:
        first, *rest = self.members
        return f"[{first}–{rest[-1]}]" if rest else f"[{first}]"


def runs(marks: Iterable[str]) -> tuple[Run, ...]:
    """Marks in order, three or more in a row as one.

    >>> [str(run) for run in runs(["1", "2", "4", "5", "6", "A7"])]
    ['[1]', '[2]', '[4–6]', '[A7]']
    """
    rows: list[list[str]] = []
    for mark in marks:
        if rows and _follows(mark, rows[-1][-1]):
            rows[-1].append(mark)
        else:
            rows.append([mark])
    cut = [[tuple(row)] if len(row) > 2 else [(mark,) for mark in row] for row in rows]
    return tuple(Run(members) for row in cut for members in row)


def _follows(mark: str, before: str) -> bool:
    """Whether a mark has the letter of the one before it and the next number."""
    here, there = _MARK.fullmatch(mark), _MARK.fullmatch(before)
    return bool(here and there and here[1] == there[1] and int(here[2]) == int(there[2]) + 1)


@dataclass(frozen=True)
class Citations:
    """Numbers of footnotes and codes of assumptions, and what of a footnote readers may see."""

    explanation: Explanation

    @cached_property
    def notes(self) -> dict[str, Footnote]:
        """Footnotes by claim."""
        return {note.claim: note for note in self.explanation.footnotes}

    def numbers(self, claims: Iterable[str]) -> tuple[int, ...]:
        """Numbers of the footnotes of some claims, ascending."""
        return tuple(sorted({self.notes[claim].number for claim in claims}))

    def codes(self, sentence: Sentence) -> tuple[str, ...]:
        """Codes of the assumptions a sentence rests on."""
        return self.explanation.assumption_codes(sentence)

    def marks(self, sentence: Sentence) -> tuple[Run, ...]:
        """Footnotes, then assumptions, of a sentence."""
        return runs((*map(str, self.numbers(sentence.claims)), *self.codes(sentence)))

    def shown(self, claims: Iterable[str]) -> tuple[str, ...]:
        """Ids of the claims readers may see; an id can give away what a claim says."""
        return tuple(claim for claim in claims if not self.notes[claim].is_withheld)

    @staticmethod
    def text(note: Footnote) -> str:
        """What a footnote says, or that it is withheld, whatever the note still holds."""
        return _WITHHELD if note.is_withheld else note.text

    @staticmethod
    def attribution(note: Footnote) -> str:
        """Who says so; nothing when withheld."""
        return "" if note.is_withheld else note.attribution


def isolated(name: str) -> str:
    """A name set apart from the words around it when it runs right to left, else as it is.

    >>> isolated("Port authority")
    'Port authority'
    """
    return f"{_ISOLATE}{name}{_POP}" if _directions(name) & _RIGHT_TO_LEFT else name


def isolated_label(label: str) -> str:
    """A label that stands alone: set apart only when all of it runs right to left."""
    return isolated(label) if direction(label) == "auto" else label


def direction(label: str) -> str:
    """The ``dir`` of a label that stands alone: a name alone keeps its own, a phrase of ours around names is ``ltr``.

    >>> direction("Port authority")
    'ltr'
    """
    directions = _directions(label)
    return "auto" if directions & _RIGHT_TO_LEFT and "L" not in directions else "ltr"


def _directions(text: str) -> set[str]:
    return {unicodedata.bidirectional(letter) for letter in text}


def sentence_text(sentence: Sentence) -> str:
    """A sentence as plain text, its names isolated where they need it."""
    return parts_text(sentence.parts)


def parts_text(parts: Iterable[Part]) -> str:
    """Parts as plain text, names isolated where they need it."""
    return "".join(_part_text(part) for part in parts)


def cell_text(cell: TableCell) -> str:
    """A cell as plain text."""
    return isolated(cell.text) if cell.is_name else cell.text


def _part_text(part: Part) -> str:
    return isolated(part.text) if part.kind is PartKind.NAME else part.text
