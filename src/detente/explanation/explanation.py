"""What an explanation is made of: sentences, each with the claims and assumptions it rests on.

Built by ``explain``, drawn by ``report``. Renderers compute nothing: every number they show is
already in words or in a table here. A sentence is kept as parts so that a name in a script of
its own direction can be isolated from the words around it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from detente.model.evidence import Handling

__all__ = [
    "Assumption",
    "Bar",
    "BarChart",
    "Cell",
    "CellState",
    "Chapter",
    "Chart",
    "Explanation",
    "Footnote",
    "GraphArc",
    "GraphChart",
    "GraphNode",
    "GridChart",
    "Judgement",
    "LineChart",
    "OpeningText",
    "Part",
    "PartKind",
    "PlaneChart",
    "PlanePoint",
    "Point",
    "RangeBar",
    "RangeChart",
    "ScatterChart",
    "SeatBar",
    "SeatChart",
    "SeatRun",
    "Sentence",
    "Series",
    "Table",
    "TableCell",
    "TimeSpan",
    "TimelineChart",
    "TimelineMark",
    "TreeBranch",
    "TreeChart",
]


class PartKind(StrEnum):
    """Our own words, or a name or term taken from the case."""

    WORDS = "words"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text in one voice."""

    text: str
    kind: PartKind = PartKind.WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence with what it rests on.

    ``claims`` and ``assumptions`` hold ids; a sentence with neither is arithmetic on the case.
    """

    parts: tuple[Part, ...]
    claims: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A key judgement: one sentence, the reasons for it, and what would change it.

    ``exactness`` says in a word or two how it is known: ``exact``, ``drawn`` or ``on the record``.
    """

    key: str
    title: str
    sentence: Sentence
    reasons: tuple[Sentence, ...] = ()
    would_change: tuple[Sentence, ...] = ()
    exactness: str = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningText:
    """One opening in words: who gives what up, how little suffices, and what it makes possible.

    ``is_untested`` when it runs through an option on which some party has no recorded position.
    """

    number: int
    title: Sentence
    concessions: tuple[Sentence, ...]
    results: tuple[Sentence, ...]
    is_untested: bool
    untested: tuple[Sentence, ...]
    share: str | None
    steps: str
    firmness: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """One cell of a table; ``is_name`` for text from the case."""

    text: str
    is_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; every row has as many cells as there are columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]


class CellState(StrEnum):
    """What the record says of one party and one option, from most to least closed."""

    REFUSED = "refused"
    ACCEPTED = "accepted"
    ASKED = "asked"
    ON_RECORD = "on record"
    ASSUMED = "assumed"
    WITHHELD = "withheld"
    UNRECORDED = "no recorded position"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One party's recorded position on one option."""

    row: str
    column: str
    state: CellState
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GridChart:
    """Positions: ``groups`` are (issue, its options) in order; one column per party."""

    key: str
    title: str
    summary: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A share of 100 with its range; ``is_exact`` when nothing was drawn."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    is_exact: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Shares side by side, 0 to 100."""

    key: str
    title: str
    summary: str
    axis: str
    bars: tuple[Bar, ...]
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One opening by cost and share."""

    label: str
    name: str
    x: float
    y: float
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScatterChart:
    """Openings by cost (steps of concession) and share; marked points are untested."""

    key: str
    title: str
    summary: str
    x_axis: str
    y_axis: str
    marked: str
    unmarked: str
    points: tuple[Point, ...]
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanePoint:
    """A package by what it is worth to two parties; ``label`` is empty for one among many, drawn as a dot."""

    label: str
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneChart:
    """Packages by their value to two parties, 0 to 100 points each; ``floors`` are the parties' no-deal values."""

    key: str
    title: str
    summary: str
    x_axis: str
    y_axis: str
    points: tuple[PlanePoint, ...]
    floors: tuple[float | None, float | None]
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeBar:
    """What a share becomes between two ends of one number: ``low_text`` and ``high_text`` say the ends."""

    label: str
    low: float
    high: float
    low_text: str
    high_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeChart:
    """How far one share moves with each of several numbers, 0 to 100, widest first (a tornado); ``base`` is it as stated."""

    key: str
    title: str
    summary: str
    axis: str
    base: float
    bars: tuple[RangeBar, ...]
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line: a value for each tick of the chart, ``None`` where the record does not say."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """A stretch of the axis shaded behind the lines, ``start`` and ``end`` between 0 and 100; its name is in the legend."""

    start: float
    end: float
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """Values over time; ``places`` put each tick between 0 and 100 by its date."""

    key: str
    title: str
    summary: str
    x_axis: str
    y_axis: str
    ticks: tuple[str, ...]
    places: tuple[float, ...]
    series: tuple[Series, ...]
    table: Table
    spans: tuple[TimeSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphNode:
    """A state: its short code and name, how many moves it is from the status quo, and under which concepts it holds.

    ``distance`` is ``None`` where no sequence of moves leads, or there is no status quo to count from.
    """

    code: str
    name: str
    distance: int | None = None
    is_status_quo: bool = False
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphArc:
    """A move: places of its actor and of the states before and after in the chart."""

    actor: int
    before: int
    after: int
    is_improvement: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphChart:
    """States and the moves between them; ``left_out`` says what the picture leaves out, empty if nothing."""

    key: str
    title: str
    summary: str
    actors: tuple[str, ...]
    nodes: tuple[GraphNode, ...]
    arcs: tuple[GraphArc, ...]
    left_out: str
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeBranch:
    """One step of a path in words, notes on where it leads, and the steps that can follow."""

    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
    is_improvement: bool = False
    branches: tuple[TreeBranch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeChart:
    """Paths that start from one state, told as a list within lists; ``table`` has a row for each path."""

    key: str
    title: str
    summary: str
    root: TreeBranch
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRun:
    """Votes of a body that stand the same way; ``text`` names who casts them."""

    state: str
    votes: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatBar:
    """A body before one package: its votes by how they stand, and how many of the ``total`` are needed, where a number is."""

    label: str
    total: float
    needed: float | None
    needed_text: str
    runs: tuple[SeatRun, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChart:
    """Votes by body and package; ``states`` are the ways to stand, in the order of the key."""

    key: str
    title: str
    summary: str
    states: tuple[str, ...]
    bars: tuple[SeatBar, ...]
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineMark:
    """A point in an order of points: when, in which phase, what it is and who moves; ``over`` is what is handed over, in words.

    ``value`` is 0 to 100, or -100 to 100 where the chart is signed; ``None`` where nothing is known. ``text`` says it in words,
    ``tags`` what stands out of it.
    """

    when: str
    phase: str
    label: str
    actor: str
    over: str
    value: float | None
    low: float | None
    high: float | None
    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineChart:
    """Points in order, one below the other, each with a value; ``is_signed`` where values lie on both sides of 0."""

    key: str
    title: str
    summary: str
    axis: str
    is_signed: bool
    marks: tuple[TimelineMark, ...]
    table: Table


Chart = (
    GridChart | BarChart | ScatterChart | PlaneChart | RangeChart | LineChart | GraphChart | TreeChart | SeatChart | TimelineChart
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of the report with a question of its own: sentences first, then charts and tables."""

    key: str
    title: str
    sentences: tuple[Sentence, ...]
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A claim as cited: its number, text and whole attribution; ``is_withheld`` above the handling level shown."""

    number: int
    claim: str
    text: str
    attribution: str
    is_withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """A judged record no claim supports: its letter code (``A1``), where it stands, and what it says."""

    code: str
    id: str
    text: Sentence
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why talks are stuck and what would open them, in order of importance, ready to render.

    ``change`` says what was changed before the case was asked (a what-if), ``None`` for the case as it stands.
    """

    slug: str
    title: str
    question: str
    as_of: dt.date
    handling: Handling
    change: str | None
    bottom_line: tuple[Sentence, ...]
    judgements: tuple[Judgement, ...]
    figures: BarChart
    openings: tuple[OpeningText, ...]
    openings_remark: tuple[Sentence, ...]
    terms: tuple[Table, ...]
    chapters: tuple[Chapter, ...]
    disagreements: tuple[Sentence, ...]
    gaps: tuple[Sentence, ...]
    circumstances: tuple[Sentence, ...]
    assumptions: tuple[Assumption, ...]
    footnotes: tuple[Footnote, ...]
    charts: tuple[Chart, ...]
    provenance: tuple[tuple[str, str], ...]

    def footnote_numbers(self, sentence: Sentence) -> tuple[int, ...]:
        """Numbers of the footnotes a sentence cites, ascending."""
        numbers = {note.claim: note.number for note in self.footnotes}
        return tuple(sorted(numbers[claim] for claim in sentence.claims))

    def assumption_codes(self, sentence: Sentence) -> tuple[str, ...]:
        """Codes of the assumptions a sentence rests on, in the order they are listed."""
        wanted = set(sentence.assumptions)
        return tuple(a.code for a in self.assumptions if a.id in wanted)

    def _repr_html_(self) -> str:
        """Show the whole report in a notebook, inside a frame of its own."""
        from detente.report.render import notebook_frame  # a display hook: the one call up, made when shown

        return notebook_frame(self)
