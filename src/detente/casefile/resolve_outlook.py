"""The section ``outlook`` from what the file says: costs, terms to be had later, events, and what deadlines change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from detente.casefile.estimates import numbers_of, resolve_estimate
from detente.casefile.reading import BAD, Entry, Read
from detente.casefile.resolve_issues import in_words
from detente.casefile.scope import Register, Scope
from detente.casefile.sections import Sections
from detente.casefile.syntax import ScalarNode
from detente.diagnostics import Note
from detente.model.outlook import (
    Chance,
    CostTrend,
    DeadlineOutlook,
    Effect,
    ExpectedCost,
    ExpectedEvent,
    ExpectedTerms,
    Outlook,
    OutlookEnd,
    TermsTrend,
)
from detente.model.phases import Estimate

__all__ = ["resolve_outlook"]

Keyed = Mapping[str, tuple[ScalarNode, Read]]


def resolve_outlook(sections: Sections, scope: Scope) -> Outlook | None:
    """The outlook as far as it could be resolved; ``None`` when the case has none, or lacks its unit or end."""
    entry = sections.entry("outlook")
    return None if entry is None else _Outlook(entry, scope).resolve(sections)


@dataclass(slots=True)
class _Outlook:
    """The section while it is resolved."""

    entry: Entry
    scope: Scope

    def resolve(self, sections: Sections) -> Outlook | None:
        self.scope.record("outlook", sections.keys["outlook"].span, self.entry)
        because = self.scope.because(self.entry)
        written = {name: numbers_of(self.entry.fields.get(name)) for name in ("costs", "terms", "events", "discount", "ends")}
        hopes = self._things(written["costs"], written["events"])
        costs = tuple(self._costs(written["costs"]))
        terms = tuple(self._terms(written["terms"], hopes))
        events = tuple(self._events(written["events"]))
        deadlines = tuple(self._deadlines(sections.register("deadlines", "deadline", "DET209")))
        ends = tuple(self._ends(written["ends"]))
        discounts = tuple((actor, read.value) for actor, read in self._by_actor("discount", written["discount"]))
        unit, until = self.entry.get("unit"), self.entry.get("until")
        if unit is None or until is None:
            return None
        return Outlook(
            unit=unit,
            until=until,
            costs=costs,
            terms=terms,
            ends=ends,
            discounts=discounts,
            events=events,
            deadlines=deadlines,
            because=because,
            note=self.entry.get("note"),
        )

    def _things(self, costs: Keyed, events: Keyed) -> Register:
        """What a hope may rest on: costs by actor and place, and events by id."""
        keys = {name: key for name, (key, _) in events.items()}
        for actor, (key, read) in costs.items():
            for position in range(1, 1 + len(() if read.value is BAD else read.value)):
                name = f"{actor}-{position}"
                if name in keys:
                    note = Note(text="the cost stands here", span=key.span)
                    message, advice = f"`{name}` is an event and a cost", "call the event something else"
                    self.scope.report.error("DET211", message, keys[name].span, notes=[note], help=advice)
                keys[name] = key
        is_known = all(part in self.entry.fields or part not in self.entry.keys for part in ("costs", "events"))
        return Register("cost or event", "costs and events", "DET209", keys, is_known)

    def _actor(self, entry: Entry, field: str, otherwise: str | None = None) -> str | None:
        """The actor a field names, if it is declared; another where the field is absent."""
        name: str | None = entry.get(field)
        if name is None:
            return otherwise if field not in entry.keys else None
        return name if self.scope.actors.has(name, entry.span(field), self.scope.report) else None

    def _by_actor(self, section: str, keyed: Keyed) -> Iterator[tuple[str, Read]]:
        """What stands under declared actors and is right."""
        for actor, (key, read) in keyed.items():
            self.scope.spans[f"outlook.{section}.{actor}"] = key.span
            if self.scope.actors.has(actor, key.span, self.scope.report) and read.value is not BAD:
                yield actor, read

    def _listed(self, section: str, keyed: Keyed) -> Iterator[tuple[str, str, Entry, tuple[str, ...]]]:
        """Records in lists by actor, with their ids and claims."""
        for actor, (key, read) in keyed.items():
            is_known = self.scope.actors.has(actor, key.span, self.scope.report)
            self.scope.spans[f"outlook.{section}.{actor}"] = key.span
            for position, item in enumerate(() if read.value is BAD else read.value, start=1):
                entry: Entry = item.value
                sid = f"{actor}-{position}"
                place = next(iter(entry.keys.values()), None)
                self.scope.record(f"outlook.{section}.{sid}", item.span if place is None else place.span, entry)
                because = self.scope.because(entry)
                if is_known:
                    yield sid, actor, entry, because

    def _number(self, entry: Entry, field: str, key: str) -> Estimate | None:
        return resolve_estimate(entry.fields.get(field), f"{key}.{field}", entry.span(field), self.scope)

    def _costs(self, keyed: Keyed) -> Iterator[ExpectedCost]:
        for sid, actor, entry, because in self._listed("costs", keyed):
            seen_by, by = self._actor(entry, "seen_by", actor), self._actor(entry, "by")
            rate = self._number(entry, "rate", f"outlook.costs.{sid}")
            if seen_by is not None and entry.is_whole and ("by" not in entry.keys or by is not None):
                yield ExpectedCost(
                    id=sid,
                    actor=actor,
                    seen_by=seen_by,
                    trend=CostTrend(entry.get("trend")),
                    name=entry.get("name"),
                    by=by,
                    rate=rate,
                    starts=entry.get("from"),
                    ends=entry.get("to"),
                    because=because,
                    note=entry.get("note"),
                )

    def _terms(self, keyed: Keyed, things: Register) -> Iterator[ExpectedTerms]:
        for sid, actor, entry, because in self._listed("terms", keyed):
            seen_by = self._actor(entry, "seen_by", actor)
            rests_on = self.scope.references(entry.get("rests_on"), things)
            change = self._number(entry, "change", f"outlook.terms.{sid}")
            if seen_by is not None and entry.is_whole:
                yield ExpectedTerms(
                    id=sid,
                    actor=actor,
                    seen_by=seen_by,
                    trend=TermsTrend(entry.get("trend")),
                    change=change,
                    by=entry.get("by"),
                    rests_on=rests_on,
                    because=because,
                    note=entry.get("note"),
                )

    def _ends(self, keyed: Keyed) -> Iterator[OutlookEnd]:
        for actor, read in self._by_actor("ends", keyed):
            value = resolve_estimate(read, f"outlook.ends.{actor}", self.scope.spans[f"outlook.ends.{actor}"], self.scope)
            if value is not None:
                yield OutlookEnd(actor=actor, value=value)

    def _events(self, keyed: Keyed) -> Iterator[ExpectedEvent]:
        for name, (key, read) in keyed.items():
            if not isinstance(read.value, Entry):
                continue
            entry = read.value
            self.scope.record(f"outlook.events.{name}", key.span, entry)
            because = self.scope.because(entry)
            chances = tuple(self._by_actor(f"events.{name}.chance", numbers_of(entry.fields.get("chance"))))
            effects = tuple(self._effects(f"outlook.events.{name}", entry))
            if entry.is_whole:
                earliest, latest = entry.get("on")
                yield ExpectedEvent(
                    id=name,
                    name=entry.get("name") or in_words(name),
                    earliest=earliest,
                    latest=latest,
                    chances=tuple(Chance(actor=actor, likelihood=found.value) for actor, found in chances),
                    effects=effects,
                    because=because,
                    note=entry.get("note"),
                )

    def _effects(self, key: str, entry: Entry) -> Iterator[Effect]:
        """Effects by actor; one that says nothing is told of as any other."""
        for actor, read in self._by_actor(f"{key.removeprefix('outlook.')}.effects", numbers_of(entry.fields.get("effects"))):
            effect: Entry = read.value
            given: Any = effect.fields.get("terms")
            trend = given.value if given is not None and isinstance(given.value, TermsTrend) else None
            points = None if trend is not None else self._number(effect, "terms", f"{key}.effects.{actor}")
            rate = self._number(effect, "rate", f"{key}.effects.{actor}")
            if effect.is_whole:
                yield Effect(actor=actor, trend=trend, terms=points, rate=rate)

    def _deadlines(self, known: Register) -> Iterator[DeadlineOutlook]:
        for name, (key, read) in numbers_of(self.entry.fields.get("deadlines")).items():
            is_known = known.has(name, key.span, self.scope.report)
            if isinstance(read.value, Entry):
                self.scope.record(f"outlook.deadlines.{name}", key.span, read.value)
                because = self.scope.because(read.value)
                effects = tuple(self._effects(f"outlook.deadlines.{name}", read.value))
                if is_known and read.value.is_whole:
                    yield DeadlineOutlook(id=name, effects=effects, because=because, note=read.value.get("note"))
