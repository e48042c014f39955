"""An explanation as one page: no script, nothing fetched, the same bytes each time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from detente.explanation.explanation import (
    BarChart,
    Chart,
    Explanation,
    GraphChart,
    GridChart,
    LineChart,
    PlaneChart,
    RangeChart,
    ScatterChart,
    SeatChart,
    Sentence,
    TimelineChart,
    TreeChart,
)
from detente.explanation.wording import date_words
from detente.report import charts, graph_drawing, seat_drawing, timeline_drawing
from detente.report.citations import Citations, Run, Section, direction, runs

__all__ = ["page"]

_LONGEST_WORD = 14
_KINDS: dict[type[Chart], str] = {
    GridChart: "grid",
    BarChart: "bars",
    ScatterChart: "scatter",
    PlaneChart: "plane",
    RangeChart: "ranges",
    LineChart: "lines",
    GraphChart: "graph",
    TreeChart: "tree",
    SeatChart: "seats",
    TimelineChart: "timeline",
}


def page(explanation: Explanation, *, is_framed: bool = False) -> str:
    """The explanation as a self-contained HTML document; ``is_framed`` when it is to be the ``srcdoc`` of a frame."""
    citations = Citations(explanation)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            explanation=explanation,
            citations=citations,
            mentions=_Mentions(citations),
            as_of=date_words(explanation.as_of),
            contents=_contents(explanation),
            is_framed=is_framed,
        )
    )


@dataclass(frozen=True, slots=True)
class _Mark:
    """A link in the text to a note, or to the first and last of a run of notes; each note links back to it."""

    id: str
    first: str
    last: str | None


@dataclass(frozen=True, slots=True)
class _Mentions:
    """Where in the page each note is mentioned, counted as the page is written; notes come last, so they see all."""

    citations: Citations
    seen: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def sentence(self, sentence: Sentence) -> tuple[_Mark, ...]:
        """Marks of a sentence: footnotes, then assumptions."""
        return tuple(self._mark(run) for run in self.citations.marks(sentence))

    def claims(self, claims: Iterable[str]) -> tuple[_Mark, ...]:
        """Marks of some claims."""
        return tuple(self._mark(run) for run in runs(map(str, self.citations.numbers(claims))))

    def of(self, text: str) -> tuple[str, ...]:
        """Ids of the places that mention a note."""
        return tuple(self.seen.get(text, ()))

    def _mark(self, run: Run) -> _Mark:
        first, *rest = run.members
        place = f"mention-{first}-{len(self.seen[first]) + 1}"
        for member in run.members:
            self.seen[member].append(place)
        return _Mark(place, first, rest[-1] if rest else None)


def _contents(explanation: Explanation) -> tuple[tuple[str, str], ...]:
    """Sections the page has, as (id, heading)."""
    sections = (
        ("bottom-line", Section.BOTTOM_LINE, explanation.bottom_line),
        ("judgments", Section.JUDGEMENTS, explanation.judgements),
        ("figures", explanation.figures.title, explanation.figures.bars),
        ("openings", Section.OPENINGS, (*explanation.openings, *explanation.openings_remark)),
        ("terms", Section.TERMS, explanation.terms),
        *((f"chapter-{c.key}", c.title, (c.sentences, c.charts, c.tables)) for c in explanation.chapters),
        ("disagreements", Section.DISAGREEMENTS, explanation.disagreements),
        ("gaps", Section.GAPS, explanation.gaps),
        ("circumstances", Section.CIRCUMSTANCES, explanation.circumstances),
        ("charts", Section.CHARTS, explanation.charts),
        ("assumptions", Section.ASSUMPTIONS, explanation.assumptions),
        ("claims", Section.CLAIMS, explanation.footnotes),
        ("provenance", Section.PROVENANCE, explanation.provenance),
    )
    return tuple((anchor, str(title)) for anchor, title, content in sections if content)


def _kind(chart: Chart) -> str:
    """Which partial draws a chart."""
    return _KINDS[type(chart)]


def _has_long_word(text: str) -> bool:
    """Whether a word is too long to stand whole in a column on a phone."""
    return any(len(word) > _LONGEST_WORD for word in text.split())


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("detente.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(
        bar_shape=charts.bar_shape,
        direction=direction,
        graph=graph_drawing.graph,
        grid_rows=charts.grid_rows,
        has_long_word=_has_long_word,
        kind=_kind,
        lines=charts.lines,
        plane=charts.plane,
        plot=charts.plot,
        seat_key=seat_drawing.seat_key,
        seats=seat_drawing.seats,
        span=charts.span,
        timeline=timeline_drawing.timeline,
        used_states=charts.used_states,
    )
    environment.globals.update(symbols=charts.SYMBOLS, styles=graph_drawing.STYLES)
    return environment
