"""Timing as a picture and tables: signing on each day, the ripe window, each package, and what each actor expects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction

from detente.explanation.explanation import LineChart, Series, Table, TableCell, TimeSpan
from detente.explanation.outlook_words import effect_words, estimate_words
from detente.explanation.telling import Telling
from detente.explanation.timing_phrases import is_settled, share_words, tenth
from detente.explanation.wording import Words, date_words, likelihood_words, named_package
from detente.model.outlook import ExpectedCost, ExpectedTerms, Outlook
from detente.questions.timing.finding import GainShare, PartyTiming, TimingFinding, ValuePath

__all__ = ["expectations_table", "gains_table", "value_chart"]

LINES = 4
"""Most parties drawn, in the order of the case."""

DAYS = 27
"""Most days drawn; of more, some evenly."""

ROWS = 14
"""Most days in the table of the chart."""


# -- the chart -------------------------------------------------------------------------------------


def value_chart(telling: Telling, finding: TimingFinding) -> LineChart | None:
    """What signing on each day is worth to each party today, with the ripe days shaded; ``None`` without numbers."""
    drawn = [(own, own.path) for own in finding.parties if own.path is not None][:LINES]
    if not drawn:
        return None
    days = drawn[0][1].days
    windows = _windows(finding)
    kept = _kept(len(days), DAYS, _noted(drawn, days, windows))
    series = tuple(
        Series(name=telling.case.actor(own.actor).name, values=tuple(round(float(path.middle[t]), 1) for t in kept))
        for own, path in drawn
    )
    is_drawn = not all(is_settled(gain) for own, _ in drawn for gain in own.gains)
    return LineChart(
        key="timing",
        title="What signing on each day is worth today",
        summary=_summary(telling, finding, drawn, windows, is_drawn=is_drawn),
        x_axis="day of signing",
        y_axis="points of the party’s own scale, costs until then taken off",
        ticks=tuple(date_words(days[t]) for t in kept),
        places=tuple(_place(days, days[t]) for t in kept),
        series=series,
        table=_days_table(telling, finding, drawn, kept, windows, is_drawn=is_drawn),
        spans=tuple(
            TimeSpan(
                start=_place(days, first), end=_place(days, last), name="ripe: a delay hurts all, and a way out is on the table"
            )
            for first, last in windows
        ),
    )


def _noted(
    drawn: Sequence[tuple[PartyTiming, ValuePath]], days: Sequence[dt.date], windows: Sequence[tuple[dt.date, dt.date]]
) -> set[int]:
    """Days a reader would miss: the best of each party, and where the moment becomes and ceases to be ripe."""
    best = {max(range(len(days)), key=lambda t: (path.middle[t], -t)) for _, path in drawn}
    return best | {days.index(day) for window in windows for day in window}


def _kept(n: int, most: int, noted: set[int]) -> list[int]:
    """Places of days that are shown: the first, the last, those noted, and others evenly."""
    if n <= most:
        return list(range(n))
    return sorted({round(k * (n - 1) / (most - 1)) for k in range(most)} | noted)


def _windows(finding: TimingFinding) -> list[tuple[dt.date, dt.date]]:
    """Runs of ripe days: from the first to the end of the last period that is ripe in at least half of the readings."""
    found: list[tuple[dt.date, dt.date]] = []
    ends = [moment.day for moment in finding.ripe[1:]]
    for place, moment in enumerate(finding.ripe):
        if moment.ripe * 2 >= 1:
            path = next(own.path for own in finding.parties if own.path is not None)
            end = ends[place] if place < len(ends) else path.days[-1]
            if found and found[-1][1] == moment.day:
                found[-1] = (found[-1][0], end)
            else:
                found.append((moment.day, end))
    return found


def _place(days: Sequence[dt.date], day: dt.date) -> float:
    return 100 * (day - days[0]).days / ((days[-1] - days[0]).days or 1)


def _summary(
    telling: Telling,
    finding: TimingFinding,
    drawn: Sequence[tuple[PartyTiming, ValuePath]],
    windows: Sequence[tuple[dt.date, dt.date]],
    *,
    is_drawn: bool,
) -> str:
    said = ["A rising line: by its own outlook the party gains by waiting; a falling one: waiting costs it."]
    names = dict.fromkeys(_text(named_package(telling.case, path.package)) for _, path in drawn)
    said.append(f"What is signed: {', '.join(f'“{_isolated(own)}”' for own in names)}.")
    if is_drawn:
        said.append("Each line is the middle of the readings; the table has the points between which 90 of 100 lie.")
    said.append("Points are of each party’s own scale: heights of two lines are not to be compared.")
    if windows:
        when = ", and ".join(f"from {date_words(first)} to {date_words(last)}" for first, last in windows)
        said.append(f"Shaded, {when}: a delay hurts all, and a way out is on the table, in at least half of the readings.")
    elif finding.ripe:
        said.append("On no day is the moment ripe in half of the readings, so nothing is shaded.")
    left = sum(own.path is not None for own in finding.parties) - len(drawn)
    if left:
        said.append(f"{left} further lines are not drawn.")
    return " ".join(said)


def _days_table(
    telling: Telling,
    finding: TimingFinding,
    drawn: Sequence[tuple[PartyTiming, ValuePath]],
    kept: Sequence[int],
    windows: Sequence[tuple[dt.date, dt.date]],
    *,
    is_drawn: bool,
) -> Table:
    days = drawn[0][1].days
    shown = _kept(len(days), ROWS, _noted(drawn, days, windows)) if len(kept) > ROWS else list(kept)
    ripe = {moment.day: share_words(moment.ripe) for moment in finding.ripe}
    rows = []
    for t in shown:
        cells = [TableCell(text=_range(path, t, is_drawn=is_drawn)) for _, path in drawn]
        further = [TableCell(text=ripe.get(days[t], ""))] if ripe else []
        rows.append((TableCell(text=date_words(days[t])), *cells, *further))
    names = [telling.case.actor(own.actor).name for own, _ in drawn]
    return Table(
        caption="Signing on each day, by its worth today",
        columns=("Day", *names, *(("Ripe in",) if ripe else ())),
        rows=tuple(rows),
    )


def _range(path: ValuePath, t: int, *, is_drawn: bool) -> str:
    middle, low, high = (_points(own[t]) for own in (path.middle, path.low, path.high))
    return f"{middle} ({low} to {high})" if is_drawn and low != high else middle


def _points(value: Fraction) -> str:
    shown = f"{float(value):.1f}".removesuffix(".0")
    return "0" if shown == "-0" else shown.replace("-", "−")


# -- the tables ------------------------------------------------------------------------------------


def gains_table(telling: Telling, finding: TimingFinding) -> Table | None:
    """Every package weighed, for each party; ``None`` without numbers."""
    rows = []
    for own in finding.parties:
        for gain in own.gains:
            pressure = "" if gain.pressure is None else tenth(gain.pressure)
            terms = "" if gain.terms is None else tenth(gain.terms)
            rows.append(
                (
                    TableCell(text=telling.case.actor(own.actor).name, is_name=True),
                    TableCell(text=_text(named_package(telling.case, gain.package)), is_name=True),
                    TableCell(text=_signs(gain)),
                    TableCell(text=_points(gain.middle)),
                    TableCell(text=_points(gain.delay)),
                    TableCell(text=pressure),
                    TableCell(text=terms),
                )
            )
    if not rows:
        return None
    columns = ("Party", "Package", "Signs now", "Gain", "Delay", "Cost that tips", "Terms that tip")
    caption = (
        f"Signing each package now against waiting, in points of each party’s own scale: the gain of it, what a {finding.unit} of"
        f" delay costs, and what would tip a party that waits, a further cost each {finding.unit} or better terms now"
    )
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _signs(gain: GainShare) -> str:
    if is_settled(gain):
        return "yes" if gain.share else "no"
    return f"in {share_words(gain.share, gain.error)}"


def expectations_table(telling: Telling, outlook: Outlook) -> Table:
    """What each actor expects: costs, terms, events and what deadlines change, in whose view."""
    rows = [*_cost_rows(telling, outlook), *_terms_rows(telling, outlook), *_event_rows(telling, outlook)]
    columns = ("Who", "What", "How it moves", "When", "View")
    return Table(caption=f"What each actor expects until {date_words(outlook.until)}", columns=columns, rows=tuple(rows))


_Row = tuple[TableCell, ...]


def _row(telling: Telling, actor: str, what: TableCell, how: str, when: str, viewer: str | None) -> _Row:
    whose = (
        TableCell(text="its own")
        if viewer in (None, actor)
        else TableCell(text=telling.case.actor(viewer or "").name, is_name=True)
    )
    return (TableCell(text=telling.case.actor(actor).name, is_name=True), what, TableCell(text=how), TableCell(text=when), whose)


def _cost_rows(telling: Telling, outlook: Outlook) -> Iterator[_Row]:
    for cost in outlook.costs:
        what = TableCell(text=cost.name, is_name=True) if cost.name else TableCell(text="cost of going on")
        how = cost.trend.value + ("" if cost.rate is None else f", {estimate_words(cost.rate)} points a {outlook.unit}")
        yield _row(telling, cost.actor, what, how, _lasting(cost), cost.seen_by)


def _lasting(cost: ExpectedCost) -> str:
    first = "" if cost.starts is None else f"from {date_words(cost.starts)}"
    last = "" if cost.ends is None else f"until {date_words(cost.ends)}"
    return " ".join(filter(None, (first, last)))


def _terms_rows(telling: Telling, outlook: Outlook) -> Iterator[_Row]:
    for own in outlook.terms:
        how = own.trend.value + ("" if own.change is None else f", by {estimate_words(own.change)} points")
        yield _row(telling, own.actor, TableCell(text="terms to be had later"), how, _by(own), own.seen_by)


def _by(own: ExpectedTerms) -> str:
    return "" if own.by is None else f"by {date_words(own.by)}"


def _event_rows(telling: Telling, outlook: Outlook) -> Iterator[_Row]:
    for event in outlook.events:
        when = date_words(event.earliest)
        when += "" if event.latest == event.earliest else f" to {date_words(event.latest)}"
        for effect in event.effects:
            likely = event.chance_for(effect.actor)
            chance = "" if likely is None else f"; held {likelihood_words(likely)}"
            what = TableCell(text=event.name, is_name=True)
            yield _row(telling, effect.actor, what, effect_words(effect, outlook.unit) + chance, when, None)
    due = {deadline.id: deadline for deadline in telling.case.deadlines}
    for passing in outlook.deadlines:
        deadline = due.get(passing.id)
        if deadline is not None and not telling.is_withheld(deadline.because):
            for effect in passing.effects:
                what = TableCell(text=deadline.name, is_name=True)
                yield _row(telling, effect.actor, what, effect_words(effect, outlook.unit), date_words(deadline.due), None)


def _text(words: Words) -> str:
    return "".join(part.text for part in words)


def _isolated(text: str) -> str:
    """A name that keeps its direction among words that run the other way."""
    return f"\u2068{text}\u2069"
