"""The section ``phases`` from what the file says: assets, steps and the end, comparisons, and what else prices a break."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from detente.casefile.estimates import numbers_of, resolve_estimate
from detente.casefile.moments import units_until
from detente.casefile.reading import BAD, Entry, Read
from detente.casefile.resolve_issues import in_words
from detente.casefile.resolve_phase_stakes import resolve_stakes, resolve_types
from detente.casefile.scope import Register, Scope
from detente.casefile.sections import Sections
from detente.casefile.situations import parse_situations
from detente.casefile.syntax import ScalarNode
from detente.casefile.values import MistakeError
from detente.diagnostics import Note
from detente.model.phases import END, Estimate, Guarantee, HandedOver, PhaseAsset, PhaseEnd, Phases, PhaseStep, SituationRanking

__all__ = ["resolve_phases"]

Keyed = Mapping[str, tuple[ScalarNode, Read]]
_RESERVED = (END, "closing")
"""What a step may not be called."""

SURELY = Estimate(low=Fraction(1), high=Fraction(1))


def resolve_phases(sections: Sections, scope: Scope) -> Phases | None:
    """The agreement as far as it could be resolved; ``None`` when the case has none, or lacks unit, steps or end."""
    entry = sections.entry("phases")
    return None if entry is None else _Phases(entry, scope).resolve(sections)


@dataclass(slots=True)
class _Phases:
    """The section while it is resolved."""

    entry: Entry
    scope: Scope

    def resolve(self, sections: Sections) -> Phases | None:
        self.scope.record("phases", sections.keys["phases"].span, self.entry)
        because = self.scope.because(self.entry)
        written = {name: self.entry.get(name) or {} for name in ("assets", "steps", "guarantees", "comparisons")}
        assets, steps = self._register("asset", "assets", "DET224"), self._register("step", "steps", "DET225")
        self._names(written["steps"], written["assets"])
        found_assets = tuple(self._assets(written["assets"]))
        found_steps = tuple(self._steps(written["steps"], assets))
        end = self._end()
        comparisons = tuple(self._comparisons(written["comparisons"], steps))
        stakes = resolve_stakes(self.entry.get("stakes") or {}, assets, steps, self.scope)
        guarantees = tuple(self._guarantees(written["guarantees"], steps))
        types = resolve_types(self.entry.get("types") or {}, assets, steps, self.scope)
        if end is None or not found_steps or self.entry.get("unit") is None:
            return None
        return Phases(
            unit=self.entry.get("unit"),
            start=self.entry.get("start"),
            assets=found_assets,
            steps=found_steps,
            end=end,
            comparisons=comparisons,
            stakes=stakes,
            guarantees=guarantees,
            types=types,
            because=because,
            note=self.entry.get("note"),
        )

    def _register(self, one: str, many: str, code: str) -> Register:
        keys = {name: key for name, (key, _) in (self.entry.get(many) or {}).items()}
        return Register(one, many, code, keys, many in self.entry.fields or many not in self.entry.keys)

    def _names(self, steps: Keyed, assets: Keyed) -> None:
        """DET211: a step may not be called what the end is, nor what an asset is, as stakes name either."""
        for name, (key, _) in steps.items():
            if name in _RESERVED:
                advice = "call the step something else"
                self.scope.report.error("DET211", f"`{name}` names the end of the agreement", key.span, help=advice)
            elif name in assets:
                note = Note(text=f"the asset `{name}` stands here", span=assets[name][0].span)
                advice = "call one of them something else: what is delivered is valued by either name"
                self.scope.report.error("DET211", f"`{name}` is an asset and a step", key.span, notes=[note], help=advice)

    def _entries(self, section: str, keyed: Keyed) -> Iterator[tuple[str, ScalarNode, Entry]]:
        for name, (key, read) in keyed.items():
            if isinstance(read.value, Entry):
                self.scope.record(f"phases.{section}.{name}", key.span, read.value)
                yield name, key, read.value

    def _actor(self, entry: Entry, field: str) -> str | None:
        """The actor a field names, if it is declared."""
        name: str | None = entry.get(field)
        return name if name is not None and self.scope.actors.has(name, entry.span(field), self.scope.report) else None

    def _assets(self, keyed: Keyed) -> Iterator[PhaseAsset]:
        for name, key, entry in self._entries("assets", keyed):
            because, holder = self.scope.because(entry), self._actor(entry, "holder")
            amount = resolve_estimate(entry.fields.get("amount"), f"phases.assets.{name}.amount", key.span, self.scope)
            if holder is not None and amount is not None and entry.is_whole:
                yield PhaseAsset(
                    id=name,
                    name=entry.get("name") or in_words(name),
                    holder=holder,
                    amount=amount,
                    unit=entry.get("unit"),
                    is_indivisible=bool(entry.get("indivisible")),
                    because=because,
                    note=entry.get("note"),
                )

    def _at(self, entry: Entry) -> Fraction | None:
        """When it is, in units of time after the start; a day that cannot be turned into that is reported."""
        moment: Fraction | dt.date | None = entry.get("at")
        if not isinstance(moment, dt.date):
            return moment
        if self.entry.get("unit") is None or ("start" in self.entry.keys and "start" not in self.entry.fields):
            return None
        try:
            return units_until(moment, self.entry.get("start"), self.entry.get("unit"))
        except MistakeError as mistake:
            self.scope.report.error(mistake.code, mistake.message, entry.span("at"), help=mistake.advice)
            return None

    def _steps(self, keyed: Keyed, assets: Register) -> Iterator[PhaseStep]:
        for name, _, entry in self._entries("steps", keyed):
            because, actor, moment = self.scope.because(entry), self._actor(entry, "by"), self._at(entry)
            delivers = tuple(self._deliveries(name, entry, assets))
            if actor is not None and moment is not None and entry.is_whole:
                yield PhaseStep(
                    id=name,
                    name=entry.get("name") or in_words(name),
                    actor=actor,
                    at=moment,
                    phase=entry.get("phase"),
                    delivers=delivers,
                    is_expiry=bool(entry.get("expires")),
                    because=because,
                    note=entry.get("note"),
                )

    def _deliveries(self, step: str, entry: Entry, assets: Register) -> Iterator[HandedOver]:
        for asset, (key, read) in numbers_of(entry.fields.get("delivers")).items():
            amount = resolve_estimate(read, f"phases.steps.{step}.delivers.{asset}", key.span, self.scope)
            if assets.has(asset, key.span, self.scope.report) and amount is not None:
                yield HandedOver(asset=asset, amount=amount)

    def _end(self) -> PhaseEnd | None:
        entry: Entry | None = self.entry.get("end")
        if entry is None:
            return None
        self.scope.record("phases.end", self.entry.keys["end"].span, entry)
        because, moment = self.scope.because(entry), self._at(entry)
        if moment is None or not entry.is_whole:
            return None
        return PhaseEnd(at=moment, is_expiry=bool(entry.get("expires")), because=because, note=entry.get("note"))

    def _comparisons(self, keyed: Keyed, steps: Register) -> Iterator[SituationRanking]:
        for actor, (key, read) in keyed.items():
            is_known = self.scope.actors.has(actor, key.span, self.scope.report)
            self.scope.spans[f"phases.comparisons.{actor}"] = key.span
            for position, item in enumerate(() if read.value is BAD else read.value, start=1):
                entry: Entry = item.value
                sid = f"{actor}-{position}"
                self.scope.record(f"phases.comparisons.{sid}", entry.span("prefers"), entry)
                because, given = self.scope.because(entry), entry.fields.get("prefers")
                if given is None or not isinstance(given.node, ScalarNode):
                    continue
                row = parse_situations(given.node, steps, self.scope)
                if row is None or not is_known or not entry.is_whole:
                    continue
                for place, span in enumerate(row[2]):
                    self.scope.spans[f"phases.comparisons.{sid}.{place}"] = span
                yield SituationRanking(
                    id=sid, actor=actor, situations=row[0], links=row[1], because=because, note=entry.get("note")
                )

    def _guarantees(self, keyed: Keyed, steps: Register) -> Iterator[Guarantee]:
        places = Register("step", "steps", steps.code, {**steps.keys, **self._end_key()}, steps.is_known)
        for name, key, entry in self._entries("guarantees", keyed):
            because, on, by = self.scope.because(entry), self._actor(entry, "on"), self._actor(entry, "by")
            at = self.scope.references(entry.get("at"), places)
            prefix = f"phases.guarantees.{name}"
            penalty = resolve_estimate(entry.fields.get("penalty"), f"{prefix}.penalty", key.span, self.scope)
            detection = resolve_estimate(entry.fields.get("detection"), f"{prefix}.detection", key.span, self.scope)
            is_sound = entry.is_whole and ("by" not in entry.keys or by is not None)
            if on is None or penalty is None or not is_sound or ("detection" in entry.keys and detection is None):
                continue
            yield Guarantee(
                id=name,
                on=on,
                penalty=penalty,
                detection=detection or SURELY,
                by=by,
                at=at,
                because=because,
                note=entry.get("note"),
            )

    def _end_key(self) -> dict[str, ScalarNode]:
        return {END: self.entry.keys["end"]} if "end" in self.entry.keys else {}
