"""An agreement in phases as tables and charts: its points in order, and what changes hands when."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from detente.explanation.durability_phrases import of_100, span_words
from detente.explanation.explanation import Chart, LineChart, Series, Table, TableCell, TimelineChart, TimelineMark
from detente.explanation.phase_words import amounts_words, phases_of, points, when_text
from detente.explanation.telling import Telling
from detente.explanation.wording import in_100, plain
from detente.model.phases import END, Phases, PhaseStep
from detente.model.verdict import Verdict
from detente.questions.durability.finding import DurabilityFinding, NodeFinding, Remedy, RemedyKind

__all__ = ["charts", "tables"]

_VERDICTS = {
    Verdict.HOLDS: "keeps",
    Verdict.FAILS: "would leave",
    Verdict.CONTESTED: "depends",
    Verdict.UNDETERMINED: "nothing said",
}


def tables(telling: Telling, finding: DurabilityFinding) -> tuple[Table, ...]:
    """What each point compares where there are numbers; the steps of an agreement changed."""
    found = []
    if finding.numeric:
        found.append(_numbers(telling, finding))
    guarantee = finding.remedy(RemedyKind.GUARANTEE)
    if guarantee is not None and len(guarantee.needed) > 1:
        found.append(_guarantees(telling, finding, guarantee))
    best = _planned(finding)
    if best is not None:
        found.append(_plan(telling, best))
    return tuple(found)


def charts(telling: Telling, finding: DurabilityFinding) -> tuple[Chart, ...]:
    """The points of the agreement in order, and what changes hands, as agreed and as it would hold."""
    best = _planned(finding)
    schedule = () if best is None else _schedule(telling, best)
    return (_timeline(telling, finding), *schedule)


def _planned(finding: DurabilityFinding) -> Remedy | None:
    """The change of steps or amounts that is drawn: the one that needs fewest steps."""
    for kind in (
        RemedyKind.FEWER_STEPS,
        RemedyKind.OTHER_STEPS,
        RemedyKind.SCHEDULE,
        RemedyKind.ORDER,
        RemedyKind.PARTIAL,
    ):
        found = finding.remedy(kind)
        if found is not None:
            return found
    return None


# -- the points in order -------------------------------------------------------------------------------


def _timeline(telling: Telling, finding: DurabilityFinding) -> TimelineChart:
    phases = phases_of(telling.case)
    is_exact = finding.provenance.is_exact and len(finding.numeric) == len(finding.parties)
    widest = {
        actor: max(
            (max(abs(node.slack.low), abs(node.slack.high)) for node in finding.nodes if node.actor == actor and node.slack),
            default=Fraction(0),
        )
        for actor in finding.parties
    }
    marks = tuple(_mark(telling, finding, node, widest[node.actor], is_exact=is_exact) for node in finding.nodes)
    return TimelineChart(
        key="phases",
        title="The agreement, point by point",
        summary=_summary(finding),
        axis="by how much keeping beats leaving, next to the largest difference of the same party; to the left it leaves"
        if is_exact
        else "share of readings in which whoever moves would rather keep, if the rest is kept; marks are of a typical reading",
        is_signed=is_exact,
        marks=marks,
        table=_points(telling, finding, phases),
    )


def _mark(telling: Telling, finding: DurabilityFinding, node: NodeFinding, widest: Fraction, *, is_exact: bool) -> TimelineMark:
    value = low = high = None
    text = _VERDICTS[node.verdict]
    if is_exact and node.slack is not None and widest:
        value = float(100 * node.slack.middle / widest)
        text = f"{points(node.slack.middle)} to spare" if node.slack.middle >= 0 else f"{points(-node.slack.middle)} short"
    elif node.kept is not None:
        value = float(100 * node.kept.share)
        if node.kept.error:
            low, high = max(0.0, value - 300 * node.kept.error), min(100.0, value + 300 * node.kept.error)
        if node.only_by_tie:
            text = "kept only if both ways are equally good"
        elif node.verdict is not Verdict.HOLDS and node.verdict is not Verdict.FAILS:
            text = f"kept in {of_100(node.kept)}"
    return TimelineMark(
        when=when_text(phases_of(telling.case), node.at),
        phase="End of the agreement" if node.is_end else node.phase or "",
        label=_label(telling, node),
        actor=telling.case.actor(node.actor).name,
        over=_over(telling, node),
        value=value,
        low=low,
        high=high,
        text=text,
        tags=_tags(finding, node),
    )


def _label(telling: Telling, node: NodeFinding) -> str:
    return "The end" if node.step == END else phases_of(telling.case).step(node.step).name


def _over(telling: Telling, node: NodeFinding) -> str:
    if not node.delivers:
        return "the truce runs out" if node.is_expiry else ""
    return plain(amounts_words(telling.case, {own.asset: (own.low, own.high) for own in node.delivers}))


def _tags(finding: DurabilityFinding, node: NodeFinding) -> tuple[str, ...]:
    """What stands out of a point: the way back starts or ends here."""
    way = finding.unravelled
    if way is None:
        return ()
    tags = []
    if node.key in way.root_cause:
        share = None if finding.provenance.is_exact or node.root_here is None else node.root_here.share
        tags.append("root cause" if share in (None, 1) else f"root cause in {in_100(float(share or 0))}")
    if node.key in way.first_break:
        tags.append("ends here")
    return tuple(tags)


def _summary(finding: DurabilityFinding) -> str:
    n = len(finding.nodes)
    failing = sum(node.verdict is Verdict.FAILS for node in finding.nodes)
    depends = sum(node.verdict in (Verdict.CONTESTED, Verdict.UNDETERMINED) for node in finding.nodes)
    sure = n - failing - depends
    told = f"{n} points at which somebody could leave: at {sure} it is sure that they keep, at {failing} that they do not"
    return f"{told}, at {depends} it depends." if depends else f"{told}."


def _points(telling: Telling, finding: DurabilityFinding, phases: Phases) -> Table:
    """Every point, in words."""
    rows = []
    for node in finding.nodes:
        kept = "" if node.kept is None else _short(node.kept.share)
        if node.verdict in (Verdict.HOLDS, Verdict.FAILS):
            kept = "all" if node.verdict is Verdict.HOLDS else "none"
        rows.append(
            (
                TableCell(text=when_text(phases, node.at)),
                TableCell(text=_label(telling, node), is_name=True),
                TableCell(text=telling.case.actor(node.actor).name, is_name=True),
                TableCell(text=_over(telling, node) or "nothing"),
                TableCell(text=_VERDICTS[node.verdict]),
                TableCell(text=kept or "not known"),
                TableCell(text="" if node.ends_here is None else _short(node.ends_here.share)),
                TableCell(text=", ".join(_tags(finding, node))),
            )
        )
    return Table(
        caption="Every point at which somebody could leave"
        + ("" if finding.provenance.is_exact else "; shares are of 100 readings"),
        columns=("When", "Step", "Who moves", "Hands over", "By the record", "Keeps in", "Ends here in", ""),
        rows=tuple(rows),
    )


def _short(share: Fraction) -> str:
    if share in (0, 1):
        return "all" if share else "none"
    return in_100(float(share)).removesuffix(" of 100")


def _numbers(telling: Telling, finding: DurabilityFinding) -> Table:
    """The two values compared at each point, in the mover's own points."""
    phases = phases_of(telling.case)
    rows = [
        (
            TableCell(text=when_text(phases, node.at)),
            TableCell(text=_label(telling, node), is_name=True),
            TableCell(text=telling.case.actor(node.actor).name, is_name=True),
            TableCell(text=span_words(node.keeping)),
            TableCell(text=span_words(node.leaving)),
            TableCell(text=span_words(node.slack)),
        )
        for node in finding.nodes
        if node.keeping is not None and node.leaving is not None and node.slack is not None
    ]
    return Table(
        caption="What whoever moves compares, in its own points, from that point on",
        columns=("When", "Step", "Who moves", "Keeping to the end", "Leaving", "Difference"),
        rows=tuple(rows),
    )


def _guarantees(telling: Telling, finding: DurabilityFinding, found: Remedy) -> Table:
    """What a break would have to cost at each point, beyond what it costs today."""
    rows = []
    for own in found.needed:
        node = finding.node(own.step or END, own.actor)
        rows.append(
            (
                TableCell(text=_label(telling, node), is_name=True),
                TableCell(text=telling.case.actor(own.actor).name, is_name=True),
                TableCell(text=points(own.middle)),
                TableCell(text="none is" if own.enough is None else points(own.enough)),
            )
        )
    middle = "In the middle of the ranges" if finding.is_middle else "In a typical reading"
    return Table(
        caption="What a break would have to cost whoever moves, in its own points",
        columns=("Step", "Who moves", middle if finding.has_ranges else "Needed", "Enough for all numbers"),
        rows=tuple(rows),
    )


# -- what changes hands --------------------------------------------------------------------------------


def _plan(telling: Telling, best: Remedy) -> Table:
    phases = phases_of(telling.case)
    rows = []
    for step in best.steps:
        given = {asset: (amount, amount) for asset, amount in step.amounts.items() if amount}
        rows.append(
            (
                TableCell(text=when_text(phases, step.at)),
                TableCell(text=telling.case.actor(step.actor).name, is_name=True),
                TableCell(text=plain(amounts_words(telling.case, given)) if given else "nothing", is_name=bool(given)),
            )
        )
    caption = f"Steps of the agreement that would hold ({best.kind.value})"
    return Table(caption=caption, columns=("When", "Who", "Hands over"), rows=tuple(rows))


def _schedule(telling: Telling, best: Remedy) -> tuple[LineChart, ...]:
    """How much of each asset has changed hands after each step, as agreed and as it would hold."""
    phases = phases_of(telling.case)
    assets = [asset for asset in phases.assets if any(over.asset == asset.id for step in phases.steps for over in step.delivers)]
    if not 0 < len(assets) <= 2:
        return ()
    n = max(len(phases.steps), len(best.steps))
    series = []
    for asset in assets:
        agreed = [_agreed(step, asset.id) for step in phases.steps]
        agreed += [Fraction(0)] * (n - len(agreed))
        total = sum(agreed, Fraction(0))
        changed = [step.amounts.get(asset.id, Fraction(0)) for step in best.steps]
        changed += [Fraction(0)] * (n - len(changed))
        if not total:
            continue
        series.append(Series(name=f"{asset.name}, as agreed", values=_running(agreed, total)))
        series.append(Series(name=f"{asset.name}, as it would hold", values=_running(changed, total)))
    ticks = ("start", *(f"step {k + 1}" for k in range(n)))
    rows = [(TableCell(text=tick), *(TableCell(text=f"{own.values[k]:.0f}") for own in series)) for k, tick in enumerate(ticks)]
    return (
        LineChart(
            key="schedule",
            title="What has changed hands, step by step",
            summary="How much of each asset has gone over after each step, in hundredths of what is to go over in all.",
            x_axis="steps of the agreement, in order",
            y_axis="gone over, of 100",
            ticks=ticks,
            places=tuple(100 * k / n for k in range(n + 1)),
            series=tuple(series),
            table=Table(
                caption="Gone over after each step, of 100",
                columns=("After", *(own.name for own in series)),
                rows=tuple(rows),
            ),
        ),
    )


def _agreed(step: PhaseStep, asset: str) -> Fraction:
    """How much of an asset a step hands over by the agreement, in the middle of its range."""
    return sum(((over.amount.low + over.amount.high) / 2 for over in step.delivers if over.asset == asset), Fraction(0))


def _running(amounts: Sequence[Fraction], total: Fraction) -> tuple[float, ...]:
    made, done = [0.0], Fraction(0)
    for amount in amounts:
        done += amount
        made.append(float(100 * done / total))
    return tuple(made)
