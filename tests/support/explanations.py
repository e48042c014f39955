"""An explanation built by hand, with everything a renderer can meet."""

from __future__ import annotations

import datetime as dt

import graph_samples

from detente.explanation.explanation import (
    Assumption,
    Bar,
    BarChart,
    Cell,
    CellState,
    Chapter,
    Explanation,
    Footnote,
    GridChart,
    Judgement,
    LineChart,
    OpeningText,
    Part,
    PartKind,
    PlaneChart,
    PlanePoint,
    Point,
    RangeBar,
    RangeChart,
    ScatterChart,
    Sentence,
    Series,
    Table,
    TableCell,
    TimeSpan,
)
from detente.model.evidence import Handling

ARABIC = "اتحاد عمال الميناء"
HEBREW = "רשות הנמל (2024)"
LATIN = "Harbor & Sons <Ltd>"
PARTIES = (ARABIC, HEBREW, LATIN)
LONG_WORD = "https://example.org/" + "x" * 90
LONG_OPTION = "Renewable every six weeks as long as both sides keep to the lease, reviewed by the guarantor"


def sentence(*parts: str, claims: tuple[str, ...] = (), assumptions: tuple[str, ...] = ()) -> Sentence:
    """A sentence in which ``@name`` is text from the case."""
    return Sentence(
        parts=tuple(Part(p[1:], PartKind.NAME) if p.startswith("@") else Part(p) for p in parts),
        claims=claims,
        assumptions=assumptions,
    )


def table(caption: str, columns: tuple[str, ...], *rows: tuple[str, ...]) -> Table:
    """A table whose first column is names."""
    return Table(
        caption=caption,
        columns=columns,
        rows=tuple(tuple(TableCell(text=text, is_name=k == 0) for k, text in enumerate(row)) for row in rows),
    )


def explanation() -> Explanation:
    """The explanation of a made-up case with an Arabic- and a Hebrew-named party."""
    return Explanation(
        slug="port-lease",
        title="The port lease",
        question="Why is there no agreement on the lease, and what would open one?",
        as_of=dt.date(2024, 4, 11),
        change="What if: no_deal.union = 30..40; without red_lines.city.",
        handling=Handling.PUBLIC,
        bottom_line=(
            sentence("As stated, no package is acceptable to ", f"@{ARABIC}", " and ", f"@{HEBREW}", ".", claims=("c1", "c2")),
            sentence("If some red lines are bluff, a deal exists in 38 of 100 ways drawn.", assumptions=("a1", "a2")),
        ),
        judgements=_judgements(),
        figures=_figures(),
        openings=_openings(),
        openings_remark=(sentence("Smallest moves first. No single package leads in half of the readings."),),
        terms=(
            table(
                "Length of the lease",
                ("Option", "Times among best"),
                (LONG_OPTION, "61 of 100"),
                ("Ten years", "39 of 100"),
                (LONG_WORD, LONG_WORD),
            ),
        ),
        chapters=(_chapter(), _graphs()),
        disagreements=(sentence("Two sources count the workers differently: 1,170 and 1,200.", claims=("c1", "c3")),),
        gaps=(sentence("Nothing on record says what ", f"@{LATIN}", " would accept on ", "@Pensions", ".", claims=("c4",)),),
        circumstances=(sentence("The lease runs out on 1 May 2024.", claims=("c3",)),),
        assumptions=(
            Assumption(code="A1", id="a1", text=sentence(f"@{ARABIC}", " ranks pay above pensions."), note="Two experts differ."),
            Assumption(code="A2", id="a2", text=sentence("The refusal is likely (55 to 80 of 100) firm.")),
        ),
        footnotes=_footnotes(),
        charts=(_grid(), _bars(), _scatter()),
        provenance=(("Case", "port-lease, as of 11 April 2024"), ("Readings", "2,000 drawn with seed 1"), ("Digest", "0f" * 32)),
    )


def _judgements() -> tuple[Judgement, ...]:
    return (
        Judgement(
            key="clash",
            title="Two red lines exclude each other",
            sentence=sentence(f"@{ARABIC}", " refuses any deal unless ", "@Lease", " is ", "@Permanent", ".", claims=("c1",)),
            reasons=(
                sentence(f"@{HEBREW}", " refuses any deal in which ", "@Lease", " is ", "@Permanent", ".", claims=("c2", "c4")),
                sentence("Together they leave 0 of 24,576 packages.", claims=("c1", "c2"), assumptions=("a2",)),
            ),
            would_change=(sentence("A lease both can call renewable."),),
        ),
        Judgement(key="share", title="Firmness decides", sentence=sentence("38 of 100.", assumptions=("a1",)), exactness="drawn"),
    )


def _figures() -> BarChart:
    rows = (
        ("As stated", "0 of 100"),
        ("If some red lines are bluff", "38 of 100, give or take 3"),
        ("All could move", "no figure"),
    )
    return BarChart(
        key="figures",
        title="Is there a package everyone could accept?",
        summary="How often a package exists that no party refuses.",
        axis="Ways of filling the gaps in the record",
        bars=(
            Bar(label=rows[0][0], value=0.0, low=None, high=None, is_exact=True, text=rows[0][1]),
            Bar(label=rows[1][0], value=38.0, low=26.0, high=66.5, is_exact=False, text=rows[1][1]),
            Bar(label=rows[2][0], value=None, low=None, high=None, is_exact=True, text=rows[2][1]),
        ),
        table=table("Three figures", ("Figure", "Share"), *rows),
    )


def _openings() -> tuple[OpeningText, ...]:
    return (
        OpeningText(
            number=1,
            title=sentence(f"@{HEBREW}", " accepts ", f"@{LONG_OPTION}", ".", claims=("c2",)),
            concessions=(sentence(f"@{HEBREW}", " moves from ", "@Ten years", " by one step.", assumptions=("a2",)),),
            results=(sentence("It makes 12 packages possible."),),
            is_untested=True,
            untested=(sentence("No position of ", f"@{ARABIC}", " on this is on record.", claims=("c4",)),),
            share="Minimal in 34 of 100 readings without a deal",
            steps="1 step of concession",
            firmness="Against it stands a refusal that is likely (55 to 80 of 100) firm",
        ),
        OpeningText(
            number=2,
            title=sentence(f"@{ARABIC}", " drops its red line on ", "@Lease", "."),
            concessions=(),
            results=(sentence("It makes 3 packages possible."),),
            is_untested=False,
            untested=(),
            share=None,
            steps="2 steps of concession",
            firmness=None,
        ),
    )


def _footnotes() -> tuple[Footnote, ...]:
    return (
        Footnote(number=1, claim="c1", text="The union wants a *permanent* lease.", attribution="Gazette, 10 April 2024, par. 3"),
        Footnote(number=2, claim="c2", text=f"{HEBREW} refuses it.", attribution="Gazette, citing the authority"),
        Footnote(
            number=3,
            claim="c3",
            text="1,170 workers <b>counted</b> | by the union.",
            attribution=LONG_WORD,
        ),
        Footnote(number=4, claim="c4", text="SECRET TEXT", attribution="SECRET SOURCE", is_withheld=True),
    )


def _grid() -> GridChart:
    groups = (("Lease", ("Permanent", LONG_OPTION, "Ten years")), ("Pensions", ("Kept", "Cut")))
    options = [(issue, option) for issue, options in groups for option in options]
    states = list(CellState)
    cells = tuple(
        tuple(
            Cell(row=option, column=party, state=states[(r + c) % len(states)], claims=("c1", "c4") if (r + c) % 3 == 0 else ())
            for c, party in enumerate(PARTIES)
        )
        for r, (_, option) in enumerate(options)
    )
    rows = [
        (f"{issue}: {option}", *(cell.state.value for cell in row)) for (issue, option), row in zip(options, cells, strict=True)
    ]
    return GridChart(
        key="positions",
        title="What each party can accept",
        summary="One row per option, one column per party.",
        groups=groups,
        columns=PARTIES,
        cells=cells,
        table=table("Positions on record", ("Option", *PARTIES), *rows),
    )


def _bars() -> BarChart:
    return BarChart(
        key="blocking",
        title="What blocks a deal",
        summary="Sets of conditions that no package meets together, by share.",
        axis="Readings without a deal",
        bars=(
            Bar(label=f"{ARABIC} and {HEBREW} on the lease", value=100.0, low=None, high=None, is_exact=True, text="100 of 100"),
            Bar(label="A rule of the case", value=4.0, low=1.0, high=9.0, is_exact=False, text="4 of 100, give or take 1"),
        ),
        table=table("Blocking sets", ("Set", "Share"), ("Lease", "100 of 100"), ("Rule", "4 of 100")),
    )


def _scatter() -> ScatterChart:
    spots = ((1, 34.0), (2, 3.0), (2, 3.0), (2, 3.5), (5, 100.0), (1, 0.0), (1, 0.0), (1, 0.0), (5, 99.0))
    points = tuple(
        Point(label=str(k), name=f"Opening {k}", x=float(x), y=y, is_marked=k % 2 == 1) for k, (x, y) in enumerate(spots, start=1)
    )
    return ScatterChart(
        key="openings",
        title="Openings by cost and share",
        summary="Up and to the left is easier.",
        x_axis="Steps of concession",
        y_axis="Share of readings without a deal, of 100",
        marked="untested",
        unmarked="tested",
        points=points,
        table=table(
            "Openings", ("Opening", "Steps", "Share", ""), *((p.name, f"{p.x:g}", f"{p.y:g} of 100", "") for p in points)
        ),
    )


def _chapter() -> Chapter:
    """A chapter with every chart of numbers, names in both directions, marks that meet and a value that is missing."""
    return Chapter(
        key="frontier",
        title="What no party can better without another losing",
        sentences=(sentence(f"@{ARABIC}", " gains most from package 2.", claims=("c1",), assumptions=("a1",)),),
        charts=(_plane(), _ranges(), _lines()),
        tables=(table("Packages", ("Package", "Value"), (LONG_OPTION, "50")),),
    )


def _graphs() -> Chapter:
    """A chapter with graphs of few and many states, names in three scripts and long, and a tree of paths."""
    return Chapter(
        key="stability",
        title="Does the deadlock hold itself in place?",
        sentences=(sentence("It holds under two concepts.", claims=("c3",)),),
        charts=(
            graph_samples.small_picture(),
            graph_samples.long_picture(),
            graph_samples.large_picture(),
            graph_samples.tree(),
        ),
    )


def _plane() -> PlaneChart:
    dots = tuple(PlanePoint(label="", name="", x=float(x), y=100.0 - x) for x in range(0, 101, 5))
    named = tuple(
        PlanePoint(label=label, name=f"Package {label}", x=x, y=y)
        for label, x, y in (("1", 50.0, 50.0), ("2", 52.0, 51.0), ("3", 0.0, 100.0), ("4", 100.0, 0.0), ("5", 100.0, 1.0))
    )
    return PlaneChart(
        key="frontier",
        title="The frontier",
        summary="Further right is better for one, further up for the other.",
        x_axis=f"points for {HEBREW}",
        y_axis=f"points for {ARABIC}",
        points=(*dots, *named),
        floors=(30.0, 42.5),
        table=table("Marked packages", ("Package", HEBREW, ARABIC), *((p.name, f"{p.x:g}", f"{p.y:g}") for p in named)),
    )


def _ranges() -> RangeChart:
    bars = (
        RangeBar(
            label=f"What no deal is worth to {ARABIC}",
            low=0.0,
            high=100.0,
            low_text="at 30: 0 of 100",
            high_text="at 50: 100 of 100",
        ),
        RangeBar(label=LONG_WORD, low=40.0, high=40.0, low_text="at 1: 40 of 100", high_text="at 2: 40 of 100"),
    )
    return RangeChart(
        key="drivers",
        title="How far the share moves",
        summary="Widest first.",
        axis="Readings with a deal",
        base=40.0,
        bars=bars,
        table=table("Numbers", ("Number", "Low", "High"), *((b.label, b.low_text, b.high_text) for b in bars)),
    )


def _lines() -> LineChart:
    return LineChart(
        key="talks",
        title="How far apart",
        summary="A gap means the record does not say.",
        x_axis="day",
        y_axis="points",
        ticks=("1 March 2024", "2 March 2024", "11 March 2024", "8 April 2024"),
        places=(0.0, 2.0, 30.0, 100.0),
        series=(
            Series(name=ARABIC, values=(80.0, 62.0, None, 35.0)),
            Series(name=HEBREW, values=(-12.0, 40.0, 20.0, 20.0)),
            Series(name=LATIN, values=(None, None, 5.0, None)),
        ),
        table=table("Gaps", ("Day", *PARTIES), ("1 March 2024", "80", "-12", "not recorded")),
        spans=(TimeSpan(start=2.0, end=30.0, name="the gap closes"), TimeSpan(start=60.5, end=100.0, name="the gap closes")),
    )
