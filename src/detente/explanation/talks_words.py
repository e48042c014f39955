"""The record of talks in sentences, a line over time and a table: how far apart, who moved, and whether the gap closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from detente.explanation.explanation import Chapter, LineChart, Sentence, Series, Table, TableCell
from detente.explanation.telling import Telling
from detente.explanation.wording import (
    Words,
    actor_name,
    date_words,
    join,
    name,
    number,
    option_words,
    phrase,
    plural,
    quoted_option,
)
from detente.questions.agreement.talks_finding import (
    Convergence,
    ConvergencePoint,
    Direction,
    Moment,
    Move,
    PairGap,
    PartyGap,
    PositionSource,
    PositionTerm,
    TablePosition,
    TalksFinding,
    ValueGap,
)

__all__ = ["talks_chapter"]

PAIRS = 6
MOVES = 12
"""Moves told one by one, the latest."""

LINES = 4


def talks_chapter(telling: Telling, finding: TalksFinding) -> Chapter | None:
    """How far apart the parties stood; ``None`` where the record holds no proposal or demand, or may not be told."""
    if not (telling.case.proposals or telling.case.demands) or len(telling.case.parties) < 2 or _is_withheld(telling):
        return None
    chart = _chart(telling, finding)
    return Chapter(
        key="talks",
        title="How far apart the parties were",
        sentences=tuple(_sentences(telling, finding)),
        charts=() if chart is None else (chart,),
        tables=tuple(_table(telling, finding.now, gap) for gap in finding.now.gaps[:PAIRS]),
    )


def _is_withheld(telling: Telling) -> bool:
    """Whether a position comes from what the readers may not see, or values it is weighed by do."""
    case = telling.case
    positions = (*(p.because for p in case.proposals), *(d.because for d in case.demands))
    answers = tuple(r.because for p in case.proposals for r in p.responses)
    return telling.are_packages_withheld or any(telling.is_withheld(because) for because in (*positions, *answers))


def _sentences(telling: Telling, finding: TalksFinding) -> Iterator[Sentence]:
    if not finding.now.gaps:
        yield _no_gap(telling, finding)
        return
    for gap in finding.now.gaps[:PAIRS]:
        yield from _gap(telling, finding.now, gap)
    if len(finding.now.gaps) > PAIRS:
        yield telling.say(
            "{rest} not told here.", rest=plural(len(finding.now.gaps) - PAIRS, "further pair is", "further pairs are")
        )
    moves = [(moment, move) for moment in finding.moments for move in moment.moves]
    for moment, move in moves[-MOVES:]:
        yield _move(telling, moment, move)
    yield from _course(telling, finding)
    if not moves and len(finding.moments) > 1:
        yield telling.say("No party is on record as having moved from one proposal to the next.", _proposal_keys(telling))


def _no_gap(telling: Telling, finding: TalksFinding) -> Sentence:
    """Why no distance can be told."""
    silent = [actor_name(telling.case, p.actor) for p in finding.now.positions if not p.terms]
    return telling.say(
        "How far apart the parties are cannot be told from the record: {who}.",
        [key for position in finding.now.positions for key in _keys(position)],
        who=phrase("it has no offer, acceptance or exact demand of {silent}", silent=join(silent, "or"))
        if silent
        else "no two parties have a position",
    )


def _proposal_keys(telling: Telling) -> list[str]:
    return [f"proposals.{p.id}" for p in telling.case.proposals]


def _keys(position: TablePosition) -> Iterator[str]:
    """Records a position rests on."""
    for term in position.terms:
        yield from _term_keys(position.actor, term)


def _term_keys(actor: str, term: PositionTerm) -> Iterator[str]:
    for origin in term.origins:
        if term.source is PositionSource.DEMAND:
            yield f"demands.{origin}"
        else:
            yield f"proposals.{origin}"
            if term.source is PositionSource.ACCEPTED:
                yield f"responses.{origin}.{actor}"


def _gap(telling: Telling, moment: Moment, gap: PairGap) -> Iterator[Sentence]:
    case = telling.case
    keys = (*_keys(moment.position(gap.first)), *_keys(moment.position(gap.second)))
    first, second = actor_name(case, gap.first), actor_name(case, gap.second)
    if not gap.issues:
        yield telling.say("{a} and {b} have no recorded position on any issue in common.", keys, a=first, b=second)
        return
    apart = "without a common measure in steps" if gap.steps is None else plural(gap.steps, "step", "steps") + " apart"
    n_same = sum(g.steps == 0 for g in gap.issues)
    if n_same == len(gap.issues):
        where = "the only issue" if n_same == 1 else f"all {n_same} issues"
        yield telling.say(
            "On {day}, {a} and {b} held the same position on {where} on which both had one.",
            keys,
            day=date_words(moment.date),
            a=first,
            b=second,
            where=where,
        )
        return
    yield telling.say(
        "On {day}, {a} and {b} stood {apart} over {issues} on which both had a position{agreed}.",
        keys,
        day=date_words(moment.date),
        a=first,
        b=second,
        apart=apart,
        issues=plural(len(gap.issues), "issue"),
        agreed=f", and agreed on {n_same} of them" if n_same else "",
    )
    for party in gap.parties:
        told = _party(telling, party, second if party.actor == gap.first else first, keys)
        if told is not None:
            yield told


def _party(telling: Telling, party: PartyGap, other: Words, keys: tuple[str, ...]) -> Sentence | None:
    gap, where = (party.whole, "") if party.whole is not None else (party.shared, " on the issues both speak to")
    if gap is None:
        return None
    return telling.say(
        "By the values of {a}, its own position{where} is worth {gap} that of {b}{aside}.",
        (*keys, *telling.value_keys(party.actor)),
        a=actor_name(telling.case, party.actor),
        b=other,
        where=where,
        gap=_more_than(gap),
        aside=_span(gap),
    )


def _more_than(gap: ValueGap) -> str:
    """``62 points more than``, ``3 points less than`` or ``as much as``; of readings that differ, the middle one."""
    if gap.low is not None and gap.low == gap.high:
        size, where = abs(gap.low), ""
        text = number(size) if len(number(size)) < 7 else f"{float(size):.1f}"
        is_more = gap.low > 0
        if not size:
            return "as much as"
    else:
        text, where, is_more = f"{abs(gap.median):.0f}", ", in the middle reading,", gap.median > 0
    if float(text) == 0:
        return f"about as much{where} as"
    return f"{text} {'point' if text == '1' else 'points'} {'more' if is_more else 'less'}{where} than"


def _span(gap: ValueGap) -> str:
    """How far readings differ, and that the record leaves open which position is worth more; empty where they agree."""
    if gap.low is None or gap.high is None or gap.low == gap.high:
        return ""
    low, high = float(gap.low), float(gap.high)
    if low < 0 < high:
        return f" (the record leaves open which is worth more: from {-low:.0f} less to {high:.0f} more)"
    least, most = sorted((abs(low), abs(high)))
    return f" (from {least:.0f} to {most:.0f})"


def _move(telling: Telling, moment: Moment, move: Move) -> Sentence:
    case = telling.case
    term = next(t for t in moment.position(move.actor).terms if t.issue == move.issue)
    toward = [actor_name(case, a.other) for a in move.approaches if a.direction is Direction.CLOSER]
    away = [actor_name(case, a.other) for a in move.approaches if a.direction is Direction.APART]
    ways = [phrase("closer to {who}", who=join(toward))] if toward else []
    ways += [phrase("further from {who}", who=join(away))] if away else []
    how = "by accepting a proposal, " if move.source is PositionSource.ACCEPTED else ""
    size = "" if move.steps is None else f" ({plural(move.steps, 'step')})"
    return telling.say(
        "{day}: {how}{who} moved on {issue} from {before} to {after}{size}{ways}.",
        tuple(_term_keys(move.actor, term)),
        day=date_words(moment.date),
        how=how,
        who=actor_name(case, move.actor),
        issue=name(case.issue(move.issue).name),
        before=quoted_option(case, move.issue, move.before),
        after=quoted_option(case, move.issue, move.after),
        size=size,
        ways=phrase(", {w}", w=join(ways)) if ways else "",
    )


def _course(telling: Telling, finding: TalksFinding) -> Iterator[Sentence]:
    """From the first gap measured in steps to the last, per pair."""
    for gap in finding.now.gaps[:PAIRS]:
        changes = [
            c
            for m in finding.moments
            for c in m.changes
            if {c.first, c.second} == {gap.first, gap.second} and c.direction is not None
        ]
        closer = sum(c.direction is Direction.CLOSER for c in changes)
        apart = sum(c.direction is Direction.APART for c in changes)
        if closer or apart:
            yield telling.say(
                "Between {a} and {b}, on issues both spoke to, the gap closed {n_closer} and widened {n_apart} over the record.",
                _proposal_keys(telling),
                a=actor_name(telling.case, gap.first),
                b=actor_name(telling.case, gap.second),
                n_closer=_times(closer),
                n_apart=_times(apart),
            )


def _times(n: int) -> str:
    return {0: "at no point", 1: "once", 2: "twice"}.get(n, f"{n} times")


def _chart(telling: Telling, finding: TalksFinding) -> LineChart | None:
    """Each party's own-value gap by date, always over the same issues; steps where values are not given."""
    followed = [c for c in finding.convergence if len(c.points) > 1]
    days = sorted({point.date for c in followed for point in c.points})
    if not followed:
        return None
    by_value = [
        Series(name=_against(telling, c, k), values=_over(days, c, partial(_worth, k)))
        for c in followed
        for k in (0, 1)
        if any(point.worth[k] is not None for point in c.points)
    ]
    series = by_value or [Series(name=_pair(telling, c), values=_over(days, c, _steps)) for c in followed]
    if by_value:
        axis = "points of the party’s own value"
        what = "How much more a party’s own position is worth to it than the other’s"
        what += "." if finding.n <= 1 else ": the middle of the readings."
    else:
        axis, what = "steps", "Steps between two parties’ positions."
    issues = [telling.case.issue(i).name for i in followed[0].issues]
    same = (
        f" Always over the same issues: {', '.join(issues)}." if len(followed) == 1 else " Of each pair always the same issues."
    )
    shown = tuple(series[:LINES])
    if len(series) > LINES:
        same += f" {len(series) - LINES} further lines are not drawn."
    rows = tuple(
        (TableCell(text=date_words(day)), *(TableCell(text=_cell(s.values[k])) for s in shown)) for k, day in enumerate(days)
    )
    return LineChart(
        key="talks",
        title="How the gap changed from proposal to proposal",
        summary=f"{what} A falling line is a closing gap.{same}",
        x_axis="day",
        y_axis=axis,
        ticks=tuple(date_words(day) for day in days),
        places=_places(days),
        series=shown,
        table=Table(caption="Gaps by day", columns=("Day", *(s.name for s in shown)), rows=rows),
    )


def _over(
    days: Sequence[dt.date], followed: Convergence, read: Callable[[ConvergencePoint], float | None]
) -> tuple[float | None, ...]:
    at = {point.date: read(point) for point in followed.points}
    return tuple(at.get(day) for day in days)


def _worth(k: int, point: ConvergencePoint) -> float | None:
    gap = point.worth[k]
    return None if gap is None else round(gap.median, 1)


def _steps(point: ConvergencePoint) -> float | None:
    return None if point.steps is None else float(point.steps)


def _places(days: Sequence[dt.date]) -> tuple[float, ...]:
    """Days between 0 and 100 in proportion to time."""
    length = (days[-1] - days[0]).days or 1
    return tuple(100 * (day - days[0]).days / length for day in days)


def _cell(value: float | None) -> str:
    return "not on record" if value is None else f"{value:g}"


def _against(telling: Telling, followed: Convergence, k: int) -> str:
    first, second = (_isolated(telling.case.actor(a).name) for a in (followed.first, followed.second))
    return f"{first} against {second}" if k == 0 else f"{second} against {first}"


def _isolated(text: str) -> str:
    """A name that keeps its direction among words that run the other way."""
    return f"\u2068{text}\u2069"


def _pair(telling: Telling, followed: Convergence) -> str:
    return " and ".join(_isolated(telling.case.actor(a).name) for a in (followed.first, followed.second))


def _table(telling: Telling, moment: Moment, gap: PairGap) -> Table:
    case = telling.case
    steps = {g.issue: g for g in gap.issues}
    rows = []
    for issue in case.issues:
        options = [moment.position(a).option(issue.id) for a in (gap.first, gap.second)]
        if not any(options):
            continue
        cells = ["no position" if o is None else _words(option_words(case, issue.id, o)) for o in options]
        found = steps.get(issue.id)
        apart = "" if found is None else "no common measure" if found.steps is None else str(found.steps)
        rows.append(
            (TableCell(text=issue.name, is_name=True), *(TableCell(text=c, is_name=True) for c in cells), TableCell(text=apart))
        )
    first, second = (case.actor(a).name for a in (gap.first, gap.second))
    return Table(
        caption=f"Positions on {date_words(moment.date)}: {first} and {second}",
        columns=("Issue", first, second, "Steps apart"),
        rows=tuple(rows),
    )


def _words(words: Words) -> str:
    return "".join(part.text for part in words)
