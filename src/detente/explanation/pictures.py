"""Charts as data: positions per issue, the three figures, blocking sets by share, openings by cost and share."""

from __future__ import annotations

from detente.evidence.positions import position
from detente.explanation.explanation import (
    Bar,
    BarChart,
    Cell,
    CellState,
    Chart,
    GridChart,
    Point,
    ScatterChart,
    Table,
    TableCell,
)
from detente.explanation.judgements import LEAST_SHARE
from detente.explanation.opening_texts import is_opening_withheld, opening_title, reach
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, in_100, option_words, plural
from detente.questions.agreement.finding import BlockingSet, Figure

__all__ = ["charts", "figures_chart"]

BLOCKS = 10
OPENINGS = 20


def charts(telling: Telling) -> tuple[Chart, ...]:
    """The charts of the report, each with its table."""
    found: list[Chart] = [positions_chart(telling)] if telling.case.issues else []
    if telling.few_without_deal is not None:
        return tuple(found)
    if telling.finding.blocking:
        found.append(blocking_chart(telling))
    if any(o.share is not None for o in telling.finding.openings):
        found.append(openings_chart(telling))
    return tuple(found)


def text_of(words: Words) -> str:
    """Words as plain text."""
    return "".join(part.text for part in words)


def positions_chart(telling: Telling) -> GridChart:
    """What the record says of each party and each option; of numeric issues the knots."""
    case = telling.case
    columns = tuple(party.name for party in case.parties)
    groups, rows, table_rows = [], [], []
    for issue in case.issues:
        options = issue.valued_options
        labels = tuple(text_of(option_words(case, issue.id, option)) for option in options)
        groups.append((issue.name, labels))
        for option, label in zip(options, labels, strict=True):
            cells = tuple(_cell(telling, party.id, party.name, issue.id, option, label) for party in case.parties)
            rows.append(cells)
            states = tuple(TableCell(text=cell.state.value) for cell in cells)
            table_rows.append((TableCell(text=issue.name, is_name=True), TableCell(text=label, is_name=True), *states))
    return GridChart(
        key="positions",
        title="What the record says each party refuses, asks for or accepts",
        summary="One row per option and one column per party. “No recorded position” is not consent.",
        groups=tuple(groups),
        columns=columns,
        cells=tuple(rows),
        table=Table(caption="Positions on record", columns=("Issue", "Option", *columns), rows=tuple(table_rows)),
    )


def _cell(telling: Telling, actor: str, actor_label: str, issue: str, option: str, label: str) -> Cell:
    found = position(telling.case, actor, issue, option)
    if telling.is_withheld(found.claims):
        return Cell(row=label, column=actor_label, state=CellState.WITHHELD)
    claims = tuple(telling.withheld.get(claim, claim) for claim in found.claims)
    return Cell(row=label, column=actor_label, state=CellState(found.state.value), claims=claims)


def figures_chart(telling: Telling) -> BarChart:
    """The three figures: as stated, if some red lines are bluff, with all of them off; no bar without issues."""
    finding = telling.finding
    named = (
        ()
        if not telling.case.issues
        else (
            ("Every red line as stated", finding.as_stated),
            ("Some red lines bluff, by their firmness", finding.some_bluff),
            ("Every red line off", finding.all_off),
        )
    )
    bars = tuple(_figure_bar(telling, label, figure) for label, figure in named)
    n = max((figure.n for _, figure in named), default=0)
    is_drawn = n > 1
    if is_drawn:
        summary = f"Shares are of {n:,} readings drawn; this is not the chance of a deal."
    elif finding.provenance.is_exact:
        summary = "The case leaves no gap to fill: nothing was drawn."
    else:
        summary = "No share is given: it would rest on values the record does not give."
    return BarChart(
        key="figures",
        title="In how many of 100 readings a deal exists" if is_drawn else "Whether a deal exists",
        summary=summary,
        axis="Readings with a deal" if is_drawn else "A deal",
        bars=bars,
        table=_bar_table("The three figures", "Red lines", bars),
    )


def _figure_bar(telling: Telling, label: str, figure: Figure) -> Bar:
    if figure.share is None:
        return Bar(label=label, value=None, low=None, high=None, is_exact=False, text=text_of(telling.reason(figure)))
    low = min(v for v in (figure.share - 3 * figure.error, figure.low, figure.least) if v is not None)
    high = max(v for v in (figure.share + 3 * figure.error, figure.high, figure.most) if v is not None)
    return Bar(
        label=label,
        value=100 * figure.share,
        low=100 * max(low, 0.0),
        high=100 * min(high, 1.0),
        is_exact=figure.is_exact,
        text=in_100(figure.share),
    )


def _bar_table(caption: str, first: str, bars: tuple[Bar, ...]) -> Table:
    rows = []
    for bar in bars:
        rows.append((TableCell(text=bar.label, is_name=True), TableCell(text=bar.text), TableCell(text=_spread(bar))))
    return Table(caption=caption, columns=(first, "Of 100", "Range"), rows=tuple(rows))


def _spread(bar: Bar) -> str:
    if bar.low is None or bar.high is None:
        return ""
    if bar.is_exact:
        return "exact"
    low, high = f"{bar.low:.0f}", f"{bar.high:.0f}"
    return low if low == high else f"{low} to {high}"


def blocking_chart(telling: Telling) -> BarChart:
    """Blocking sets by the share of readings without a deal they block in."""
    told = [b for b in telling.finding.blocking if b.is_necessary or b.share >= LEAST_SHARE]
    bars = tuple(_block_bar(telling, block) for block in told[:BLOCKS])
    left = len(telling.finding.blocking) - len(bars)
    more = f" {plural(left, 'further set is', 'further sets are')} not drawn." if left else ""
    return BarChart(
        key="blocking",
        title="What blocks, and in how many of the readings without a deal",
        summary=f"Each bar is a set of conditions no package meets together; drop any one and some package meets the rest.{more}",
        axis="Readings without a deal",
        bars=bars,
        table=_bar_table("Blocking sets", "Conditions", bars),
    )


def _block_bar(telling: Telling, block: BlockingSet) -> Bar:
    label = telling.say("{conditions}", conditions=telling.conditions(block.conditions)).text
    share, error = block.share, 3 * block.error
    return Bar(
        label=label,
        value=100 * share,
        low=100 * max(share - error, 0.0),
        high=100 * min(share + error, 1.0),
        is_exact=block.is_necessary,
        text=in_100(share),
    )


def openings_chart(telling: Telling) -> ScatterChart:
    """Openings by what they cost in steps and how often they suffice."""
    points, rows = [], []
    for number, opening in enumerate(telling.finding.openings[:OPENINGS], start=1):
        if opening.share is None or is_opening_withheld(telling, opening):
            continue
        label = opening_title(telling, opening).text.rstrip(".")
        counted = reach(opening)
        share = opening.share if counted is None else counted
        is_untested = bool(opening.weakenings) and opening.weakenings[0].is_untested
        points.append(Point(label=str(number), name=label, x=float(opening.steps), y=100 * share, is_marked=is_untested))
        rows.append(
            (
                TableCell(text=str(number)),
                TableCell(text=label, is_name=True),
                TableCell(text=str(opening.steps)),
                TableCell(text=in_100(share)),
                TableCell(text="untested" if is_untested else "on record"),
            )
        )
    columns = ("No.", "What gives way", "Steps", "Suffices", "Positions")
    return ScatterChart(
        key="openings",
        title="Openings by what they ask and how often they suffice",
        summary="Further left asks fewer steps of red lines; further up suffices in more of the readings without a deal. Each"
        " stands where its mildest way does; one that also gives up a no-deal value, where giving all of it up does, since"
        " points of no-deal value are not traded for steps.",
        x_axis="steps red lines move",
        y_axis="suffices, of 100 readings without a deal",
        marked="untested: runs through an option some party has no recorded position on",
        unmarked="every party has a recorded position on what it runs through",
        points=tuple(points),
        table=Table(caption="Openings", columns=columns, rows=tuple(rows)),
    )
