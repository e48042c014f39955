"""Rules on what actors expect of time: an outlook that reaches far enough, days in order, words and numbers that agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from detente.casefile.moments import day_at
from detente.casefile.reading import Entry
from detente.casefile.resolve import Draft
from detente.casefile.source import Report, listed
from detente.diagnostics import Note, Span
from detente.model.outlook import CostTrend, Effect, ExpectedCost, ExpectedTerms, Outlook, TermsTrend
from detente.model.proposal import DeadlineStatus

__all__ = ["check_outlook"]

_PERIODS = 400
"""Most units of time an outlook is cut into: a year of days, and some."""


def check_outlook(draft: Draft, report: Report) -> None:
    """Run every rule on the outlook that what could be resolved allows."""
    if draft.case.outlook is not None:
        checks = _Checks(draft, report, draft.case.outlook)
        checks.run()
        if not report.has_errors:
            checks.run_on_whole()


class _Checks:
    """The outlook of a draft, and the places of its records."""

    def __init__(self, draft: Draft, report: Report, outlook: Outlook) -> None:
        self.draft = draft
        self.report = report
        self.outlook = outlook
        self.parties = {actor.id for actor in draft.case.parties}

    def run(self) -> None:
        if self._is_over():
            return
        self._length()
        self._deadlines()
        self._days()
        self._costs()
        self._terms()
        self._signers()

    def run_on_whole(self) -> None:
        self._twice()
        self._effects()
        self._silent()
        self._assumed()

    def entry(self, key: str) -> Entry:
        return self.draft.scope.entries[f"outlook.{key}"]

    def span(self, key: str) -> Span:
        return self.draft.scope.spans[f"outlook.{key}"]

    # -- how far it reaches -------------------------------------------------------------------------

    def _is_over(self) -> bool:
        """DET470: an outlook that does not go beyond the day of the case."""
        today, until = self.draft.as_of, self.outlook.until
        if today is None or until > today:
            return False
        advice = "say what actors expect of the time to come: an `until` after that day"
        message = f"the outlook ends on {until}, and the day of the case is {today}"
        self.report.error("DET470", message, self.draft.scope.entries["outlook"].span("until"), help=advice)
        return True

    def _length(self) -> None:
        """DET471: not too many units of time."""
        today, until = self.draft.as_of, self.outlook.until
        limit = day_at(Fraction(_PERIODS), today, self.outlook.unit) if today is not None else None
        if limit is not None and until > limit:
            message = f"the outlook has more than {_PERIODS} {self.outlook.unit}s"
            span = self.draft.scope.entries["outlook"].span("until")
            self.report.error("DET471", message, span, help="take a longer `unit`, or end it sooner")

    def _deadlines(self) -> None:
        """DET472: a deadline ahead, and an outlook that ends before it."""
        told = {deadline.id for deadline in self.outlook.deadlines}
        for deadline in self.draft.case.deadlines:
            is_over = deadline.status in (DeadlineStatus.LAPSED, DeadlineStatus.MET)
            if is_over or deadline.due <= self.outlook.until:
                continue
            where = self.draft.scope.spans.get(f"deadlines.{deadline.id}")
            message = f"the outlook ends on {self.outlook.until}, before the deadline `{deadline.id}` on {deadline.due}"
            advice = f"let it go until {deadline.due} or later: what passes after its end changes nothing"
            if deadline.id in told:
                notes = [Note(text=f"`{deadline.id}` stands here", span=where)] if where is not None else []
                self.report.error("DET472", message, self.span(f"deadlines.{deadline.id}"), notes=notes, help=advice)
            else:
                span = self.draft.scope.entries["outlook"].span("until")
                self.report.warning("DET472", message, span, help=advice)

    # -- days ---------------------------------------------------------------------------------------

    def _days(self) -> None:
        """DET473 and DET474: a cost ends after it begins, and what is expected falls within the outlook."""
        for cost in self.outlook.costs:
            if cost.starts is not None and cost.ends is not None and cost.ends <= cost.starts:
                message = f"over on {cost.ends}, and it sets in on {cost.starts}"
                advice = "write the earlier day in `from`, the later one in `to`"
                self.report.error("DET473", message, self.entry(f"costs.{cost.id}").span("to"), help=advice)
        for key, field, what, begins, ends in self._dated():
            today = self.draft.as_of
            if today is not None and ends is not None and ends < today:
                advice = "take it out, or mend its day: what has been is told in `circumstances`"
                message = f"{what} {ends}, before the day of the case, {today}"
                self.report.warning("DET474", message, self.entry(key).span(field), help=advice)
            elif begins is not None and begins > self.outlook.until:
                advice = "let the outlook reach further, or mend the day"
                message = f"{what} {begins}, after the end of the outlook, {self.outlook.until}"
                self.report.warning("DET474", message, self.entry(key).span(field), help=advice)

    def _dated(self) -> Iterator[tuple[str, str, str, dt.date | None, dt.date | None]]:
        """What is dated: where, in which field, in words, and its first and last day."""
        for cost in self.outlook.costs:
            key = f"costs.{cost.id}"
            if cost.ends is not None:
                yield key, "to", "this cost is over on", None, cost.ends
            if cost.starts is not None:
                yield key, "from", "this cost sets in on", cost.starts, None
        for terms in self.outlook.terms:
            if terms.by is not None:
                yield f"terms.{terms.id}", "by", "this is expected by", terms.by, terms.by
        for event in self.outlook.events:
            at = event.earliest if event.earliest > self.outlook.until else event.latest
            yield f"events.{event.id}", "on", "this event falls on", event.earliest, at

    # -- words and numbers --------------------------------------------------------------------------

    def _costs(self) -> None:
        """DET475: a trend that its rate contradicts."""
        for cost in self.outlook.costs:
            told = _against_rate(cost)
            if told is not None:
                self.report.error("DET475", told[0], self.entry(f"costs.{cost.id}").span("rate"), help=told[1])

    def _terms(self) -> None:
        """DET475: hopes that their number contradicts."""
        for terms in self.outlook.terms:
            told = _against_change(terms)
            if told is not None:
                self.report.error("DET475", told[0], self.entry(f"terms.{terms.id}").span("change"), help=told[1])

    # -- who ----------------------------------------------------------------------------------------

    def _signers(self) -> None:
        """DET476: only a party signs, so only a party has terms to expect, an end and a discount."""
        expecting = {
            "terms": [terms.actor for terms in self.outlook.terms],
            "ends": [end.actor for end in self.outlook.ends],
            "discount": [actor for actor, _ in self.outlook.discounts],
        }
        for section, actors in expecting.items():
            for actor in dict.fromkeys(actors):
                if actor not in self.parties:
                    advice = f"name a party: {listed(sorted(self.parties), 'or')}; what others bear goes under `costs`"
                    self.report.error("DET476", f"`{actor}` signs nothing", self.span(f"{section}.{actor}"), help=advice)

    def _silent(self) -> None:
        """DET477: a party nothing is said of that would decide."""
        for actor in self.draft.case.parties:
            changed = {effect.actor for event in self.outlook.events for effect in event.effects}
            changed |= {effect.actor for deadline in self.outlook.deadlines for effect in deadline.effects}
            if not (self.outlook.costs_of(actor.id) or self.outlook.terms_of(actor.id) or actor.id in changed):
                advice = "add its `costs` and the `terms` it expects, as it sees them; words are enough"
                span = self.draft.scope.spans["outlook"]
                message = f"nothing says what `{actor.id}` expects: whether it would rather wait stays open"
                self.report.warning("DET477", message, span, help=advice)

    # -- what counts twice or not at all ------------------------------------------------------------

    def _twice(self) -> None:
        """DET478: one cost told twice in one view; both count."""
        seen: dict[tuple[str | None, ...], ExpectedCost] = {}
        for cost in self.outlook.costs:
            key = (cost.actor, cost.seen_by, cost.name, cost.by)
            other = seen.setdefault(key, cost)
            if other is not cost and cost.name is not None and _overlap(other, cost):
                note = Note(text="it stands here first", span=self.span(f"costs.{other.id}"))
                advice = "take one out, or give each its own days or name: both count"
                message = f"`{cost.name}` is told twice in one view"
                self.report.warning("DET478", message, self.span(f"costs.{cost.id}"), notes=[note], help=advice)

    def _effects(self) -> None:
        """DET479 and DET480: events that change nothing, and those whose chance is not said."""
        for event in self.outlook.events:
            if not event.effects:
                advice = "add `effects:`, per actor what it does to the terms it can get or to its costs"
                self.report.note(
                    "DET479", f"`{event.id}` changes nothing for anybody", self.span(f"events.{event.id}"), help=advice
                )
            unsaid = [e.actor for e in event.effects if e.actor in self.parties and event.chance_for(e.actor) is None]
            if unsaid:
                advice = f"add `chance: {{{unsaid[0]}: likely}}`, as it sees it; without, its numbers are left open"
                message = f"nothing says how likely {listed(unsaid)} {'holds' if len(unsaid) == 1 else 'hold'} this"
                self.report.note("DET480", message, self.span(f"events.{event.id}"), help=advice)
        for deadline in self.outlook.deadlines:
            if not any(_changes(effect) for effect in deadline.effects):
                continue
            case_deadline = next(d for d in self.draft.case.deadlines if d.id == deadline.id)
            if case_deadline.status in (DeadlineStatus.LAPSED, DeadlineStatus.MET):
                advice = "tell what changed when it passed in `circumstances`; the outlook is about what is still to come"
                message = f"`{deadline.id}` is {case_deadline.status.value}: what it changes is behind"
                self.report.note("DET481", message, self.span(f"deadlines.{deadline.id}"), help=advice)

    def _assumed(self) -> None:
        """DET306: numbers that rest on no claim, as any other judgement."""
        advice = "write `{value: 10..30, because: [...]}` with the claims it rests on; else it is told as an assumption"
        for end in self.outlook.ends:
            if not end.value.because:
                message = f"what the end is worth to `{end.actor}` rests on no claim: it is an assumption"
                self.report.note("DET306", message, self.span(f"ends.{end.actor}"), help=advice)
        for actor, factor in self.outlook.discounts:
            if factor != 1 and not self.outlook.because:
                message = f"the discount of `{actor}` rests on no claim: it is an assumption"
                advice = "add `because: [...]` to the outlook, with the claims it rests on; else it is told as an assumption"
                self.report.note("DET306", message, self.span(f"discount.{actor}"), help=advice)


def _against_rate(cost: ExpectedCost) -> tuple[str, str] | None:
    """What is wrong with a rate beside its trend, and what to do."""
    if cost.rate is None:
        return None
    if cost.trend is CostTrend.NONE and cost.rate.high > 0:
        return "a cost that is `none` has a rate", "take the rate out, or say how the cost moves"
    if cost.trend in (CostTrend.RISING, CostTrend.FALLING) and cost.rate.is_exact:
        advice = "write a range, from the lowest rate to the highest; or `steady`"
        return f"a cost that is `{cost.trend.value}` has one rate throughout", advice
    return None


def _against_change(terms: ExpectedTerms) -> tuple[str, str] | None:
    """What is wrong with a change beside its trend, and what to do."""
    change = terms.change
    if change is None:
        return None
    if terms.trend is TermsTrend.SAME and (change.low or change.high):
        return "terms that stay the `same` change", "take the change out, or write `better` or `worse`"
    if terms.trend is TermsTrend.BETTER and change.low < 0:
        return "terms that get `better` change by less than 0", "write how much better: 0 or more"
    if terms.trend is TermsTrend.WORSE and change.low < 0 < change.high:
        return "terms that get `worse` change both ways", "write how much worse: 0 or more"
    return None


def _overlap(one: ExpectedCost, other: ExpectedCost) -> bool:
    """Whether two costs last at the same time."""
    first_over = one.ends is not None and other.starts is not None and one.ends <= other.starts
    second_over = other.ends is not None and one.starts is not None and other.ends <= one.starts
    return not first_over and not second_over


def _changes(effect: Effect) -> bool:
    is_moved = effect.trend not in (None, TermsTrend.SAME)
    return is_moved or any(number is not None and (number.low or number.high) for number in (effect.terms, effect.rate))
