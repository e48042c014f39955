"""The section ``ratification`` from what the file says: sides, their bodies and rules, stances and pressure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from detente.casefile.reading import BAD, Entry, Read
from detente.casefile.resolve_issues import in_words
from detente.casefile.resolve_positions import formula_of
from detente.casefile.schema_ratification import STANCE_KINDS
from detente.casefile.scope import Register, Scope
from detente.casefile.sections import Sections
from detente.casefile.syntax import ScalarNode
from detente.casefile.voting_rules import parse_voting_rule
from detente.diagnostics import Note, Span
from detente.model.preference import PointsRange
from detente.model.ratification import (
    JudgesAs,
    LeavesOver,
    LeavesWith,
    Office,
    Opposes,
    Pressure,
    Ratification,
    Seats,
    Side,
    Stance,
    Supports,
    VotingBody,
)
from detente.model.red_line import CERTAIN
from detente.model.voting_rule import VotingRule, clauses_of

__all__ = ["resolve_ratification"]

Keyed = Mapping[str, tuple[ScalarNode, Read]]
OVER: Mapping[str, type[Opposes | Supports | LeavesOver]] = {"opposes": Opposes, "supports": Supports, "leaves_over": LeavesOver}


def resolve_ratification(sections: Sections, scope: Scope) -> Ratification | None:
    """The sides as far as they could be resolved; ``None`` when the case has none."""
    if "ratification" not in sections.reads:
        return None
    found = []
    for party, (key, read) in sections.each("ratification").items():
        is_known = scope.actors.has(party, key.span, scope.report)
        if isinstance(read.value, Entry):
            side = _Side(party, key.span, read.value, scope).resolve()
            if side is not None and is_known:
                found.append(side)
    return Ratification(sides=tuple(found))


@dataclass(slots=True)
class _Side:
    """One side while it is resolved."""

    party: str
    place: Span
    entry: Entry
    scope: Scope

    @property
    def key(self) -> str:
        return f"ratification.{self.party}"

    def resolve(self) -> Side | None:
        self.scope.record(self.key, self.place, self.entry)
        because = self.scope.because(self.entry)
        written: Keyed = self.entry.get("bodies") or {}
        is_known = "bodies" in self.entry.fields or "bodies" not in self.entry.keys
        keys = {name: node for name, (node, _) in written.items()}
        bodies_known = Register("body", "bodies", "DET222", keys, is_known)
        bodies = tuple(self.bodies(written, bodies_known))
        passes = self.rule(self.entry, "passes", bodies_known)
        government = self.rule(self.entry, "government", bodies_known)
        in_several = self.named("in_several")
        partners = self.named("partners")
        leader = self.entry.get("leader")
        if leader is not None and not self.scope.actors.has(leader, self.entry.span("leader"), self.scope.report):
            leader = None
        stances, pressure = tuple(self.stances()), tuple(self.pressures())
        if passes is None or ("government" in self.entry.keys and government is None) or not self.entry.is_whole:
            return None
        return Side(
            party=self.party,
            bodies=bodies,
            passes=passes,
            government=government,
            partners=partners or _members(government, bodies),
            leader=leader,
            in_several=in_several,
            stances=stances,
            pressure=pressure,
            because=because,
            note=self.entry.get("note"),
        )

    def named(self, field: str) -> tuple[str, ...]:
        return self.scope.references(self.entry.get(field), self.scope.actors)

    def rule(self, entry: Entry, field: str, bodies: Register) -> VotingRule | None:
        read = entry.fields.get(field)
        if read is None or not isinstance(read.node, ScalarNode):
            return None
        return parse_voting_rule(read.node, bodies, self.scope)

    def bodies(self, written: Keyed, known: Register) -> Iterator[VotingBody]:
        for name, (key, read) in written.items():
            if name in self.scope.actors.keys:
                advice = "call it something else: a rule must tell bodies and actors apart"
                note = Note(text=f"the actor `{name}` stands here", span=self.scope.actors.keys[name].span)
                message = f"`{name}` is an actor and a body"
                self.scope.report.error("DET211", message, key.span, notes=[note], help=advice)
            if isinstance(read.value, Entry):
                entry = read.value
                self.scope.record(f"{self.key}.bodies.{name}", key.span, entry)
                because = self.scope.because(entry)
                seats = tuple(self.seats(name, entry, known))
                rule = self.rule(entry, "rule", known)
                if entry.is_whole and seats and not ("rule" in entry.keys and rule is None):
                    yield VotingBody(
                        id=name,
                        name=entry.get("name") or in_words(name),
                        seats=seats,
                        rule=rule,
                        size=entry.get("size"),
                        because=because,
                        note=entry.get("note"),
                    )

    def seats(self, body: str, entry: Entry, known: Register) -> Iterator[Seats]:
        seen: dict[str, Span] = {}
        for field in ("members", "outside"):
            for member, (key, read) in (entry.get(field) or {}).items():
                if member in seen:
                    note = Note(text=f"`{member}` stands here first", span=seen[member])
                    advice = "a member is bound to the government or it is not: take one out"
                    self.scope.report.error("DET401", f"`{member}` is in `{body}` twice", key.span, notes=[note], help=advice)
                    continue
                seen[member] = key.span
                is_there = member in known.keys or self.scope.actors.has(member, key.span, self.scope.report)
                votes, note_text = read.value, None
                because: tuple[str, ...] = ()
                if isinstance(votes, Entry):
                    self.scope.record(f"{self.key}.seats.{body}.{member}", key.span, votes)
                    because, note_text = self.scope.because(votes), votes.get("note")
                    votes = votes.get("votes") if votes.is_whole else BAD
                if is_there and votes is not BAD:
                    yield Seats(member=member, votes=votes, is_outside=field == "outside", because=because, note=note_text)

    def stances(self) -> Iterator[Stance]:
        written: Keyed = self.entry.get("stances") or {}
        for actor, (key, read) in written.items():
            is_known = self.scope.actors.has(actor, key.span, self.scope.report)
            self.scope.spans[f"{self.key}.stances.{actor}"] = key.span
            if read.value is BAD:
                continue
            for position, item in enumerate(read.value, start=1):
                entry: Entry = item.value
                sid = f"{actor}-{position}"
                first = next(iter(entry.keys.values()), None)
                self.scope.record(f"{self.key}.stances.{sid}", first.span if first is not None else item.span, entry)
                stance = self.stance(sid, actor, entry)
                if stance is not None and is_known:
                    yield stance

    def stance(self, sid: str, actor: str, entry: Entry) -> Stance | None:
        common: dict[str, Any] = {"id": sid, "actor": actor, "because": self.scope.because(entry), "note": entry.get("note")}
        kind = next((k for k in STANCE_KINDS if k in entry.fields), None)
        if "firmness" in entry.keys and kind is not None and kind not in OVER:
            advice = f"take it out: it goes with {', '.join(f'`{k}`' for k in OVER)}"
            self.scope.report.error("DET217", f"`firmness` does not go with `{kind}`", entry.keys["firmness"].span, help=advice)
            return None
        if kind is None or not entry.is_whole:
            return None
        value = entry.get(kind)
        if kind in OVER:
            formula = formula_of(entry, kind, self.scope)
            firmness = entry.get("firmness") or CERTAIN
            return OVER[kind](formula=formula, firmness=firmness, **common) if formula is not None else None
        if kind == "leaves_with":
            others = self.scope.references(value, self.scope.actors)
            return LeavesWith(others=others, **common) if len(others) == len(value) else None
        if kind == "judges_as":
            is_known = self.scope.actors.has(value, entry.span(kind), self.scope.report)
            return JudgesAs(other=value, **common) if is_known else None
        return Office(points=PointsRange(low=value[0], high=value[1]), **common)

    def pressures(self) -> Iterator[Pressure]:
        for position, item in enumerate(self.entry.get("pressure") or (), start=1):
            entry: Entry = item.value
            self.scope.record(f"{self.key}.pressure.{position}", item.span, entry)
            because = self.scope.because(entry)
            known = [
                self.scope.actors.has(entry.get(field), entry.span(field), self.scope.report)
                for field in ("by", "on")
                if field in entry.fields
            ]
            formula = formula_of(entry, "for", self.scope)
            if formula is None or not all(known) or not entry.is_whole:
                continue
            low, high = entry.get("points")
            yield Pressure(
                id=str(position),
                by=entry.get("by"),
                on=entry.get("on"),
                formula=formula,
                points=PointsRange(low=low, high=high),
                because=because,
                note=entry.get("note"),
            )


def _members(rule: VotingRule | None, bodies: tuple[VotingBody, ...]) -> tuple[str, ...]:
    """Members of the bodies a rule names, those of nested ones too; none without a rule."""
    if rule is None:
        return ()
    by_id = {body.id: body for body in bodies}
    found: dict[str, None] = {}
    waiting = [getattr(clause, "body", None) or getattr(clause, "holder", "") for clause in clauses_of(rule)]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        if name not in by_id or name in seen:
            continue
        seen.add(name)
        for seat in by_id[name].seats:
            if seat.member in by_id:
                waiting.append(seat.member)
            elif not seat.is_outside:
                found[seat.member] = None
    return tuple(found)
