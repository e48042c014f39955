"""How actors compare states, from what the file says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from detente.casefile.conditions import parse_condition, parse_states
from detente.casefile.reading import BAD, Entry, Read
from detente.casefile.schema_moves import MOVE_STATEMENT_KINDS
from detente.casefile.scope import Register, Scope
from detente.casefile.state_names import StateNames
from detente.casefile.syntax import ScalarNode
from detente.diagnostics import Note, Span
from detente.model.move import (
    Comparison,
    FromValues,
    MovePreference,
    Ranking,
    Step,
    Transitive,
    Unknown,
    Unordered,
    Unstated,
    Want,
)

__all__ = ["resolve_move_preferences", "resolve_seen_preferences"]

Keyed = Mapping[str, tuple[ScalarNode, Read]]


def resolve_move_preferences(keyed: Keyed, actions: Register, names: StateNames, scope: Scope) -> tuple[MovePreference, ...]:
    """Every statement that is right, its id the actor and the place in its list."""
    return tuple(_statements(keyed, actions, names, scope))


def resolve_seen_preferences(keyed: Keyed, actions: Register, names: StateNames, scope: Scope) -> tuple[MovePreference, ...]:
    """What actors take others to prefer; the id of a statement is the observer, the other and the place in its list."""
    found: list[MovePreference] = []
    for observer, (key, read) in keyed.items():
        is_known = scope.actors.has(observer, key.span, scope.report)
        if read.value is BAD:
            continue
        if observer in read.value:
            advice = f"say it under `preferences: {{{observer}: [...]}}`, or take it out"
            scope.report.error("DET217", "an actor does not see itself", read.value[observer][0].span, help=advice)
        others = {actor: own for actor, own in read.value.items() if actor != observer}
        made = tuple(_statements(others, actions, names, scope, observer))
        found += made if is_known else ()
    return tuple(found)


def _statements(
    keyed: Keyed, actions: Register, names: StateNames, scope: Scope, observer: str | None = None
) -> Iterator[MovePreference]:
    for actor, (key, read) in keyed.items():
        is_known = scope.actors.has(actor, key.span, scope.report)
        place = actor if observer is None else f"{observer}-sees-{actor}"
        scope.spans[f"moves.preferences.{place}"] = key.span
        if read.value is BAD:
            continue
        for position, item in enumerate(read.value, start=1):
            entry: Entry = item.value
            sid = f"{place}-{position}"
            first = next(iter(entry.keys.values()), None)
            scope.record(f"moves.preferences.{sid}", first.span if first is not None else item.span, entry)
            if observer is not None and "values" in entry.keys:
                advice = "say it with `wants`, `rank` or `prefers`: values are an actor's own"
                scope.report.error("DET217", "`values` does not go with `sees`", entry.keys["values"].span, help=advice)
                continue
            made = _statement(sid, actor, entry, (actions, names, scope))
            if made is not None and is_known:
                yield replace(made, seen_by=observer)


def _statement(sid: str, actor: str, entry: Entry, place: tuple[Register, StateNames, Scope]) -> MovePreference | None:
    actions, names, scope = place
    common: dict[str, Any] = {"id": sid, "actor": actor, "because": scope.because(entry), "note": entry.get("note")}
    if "weight" in entry.keys and "wants" not in entry.keys:
        advice = "only `wants` has a weight: take it out"
        scope.report.error("DET217", "`weight` goes with `wants`", entry.keys["weight"].span, help=advice)
        return None
    if not entry.is_whole:
        return None
    kind = next(k for k in MOVE_STATEMENT_KINDS if k in entry.fields)
    read = entry.fields[kind]
    match kind:
        case "wants":
            return _want(read, entry, actions, scope, common)
        case "rank" | "prefers":
            row = _row(read, names, scope)
            if row is None:
                return None
            states, steps = row
            make = Ranking if kind == "rank" else Comparison
            return make(states=states, steps=steps, **common)
        case "unknown":
            open_states = _distinct([(item.value, item.span) for item in read.value], names, scope)
            return Unknown(states=open_states, **common) if open_states is not None else None
        case "unstated":
            return Unstated(is_equal=read.value == "equal", **common)
        case _:
            if not read.value:
                advice = "write `true`, or take the statement out"
                scope.report.error("DET213", "`false` is not allowed here", read.span, help=advice)
                return None
            made: dict[str, type[Transitive | FromValues | Unordered]] = {"transitive": Transitive, "values": FromValues}
            return made.get(kind, Unordered)(**common)


def _want(read: Read, entry: Entry, actions: Register, scope: Scope, common: dict[str, Any]) -> Want | None:
    if not isinstance(read.node, ScalarNode):
        return None
    if not actions.keys and actions.is_known:
        advice = "without actions, compare states: `rank` or `prefers`"
        scope.report.error("DET217", "`wants` does not go with `arcs`", entry.keys["wants"].span, help=advice)
        return None
    wants = parse_condition(read.node, actions, scope.report)
    weight = entry.get("weight")
    if weight is not None and weight <= 0:
        advice = "a weight is more than 0; to want the opposite, write `not`"
        scope.report.error("DET309", f"`{entry.fields['weight'].node.text}` is out of bounds", entry.span("weight"), help=advice)  # type: ignore[attr-defined]
        return None
    return Want(wants=wants, weight=weight, **common) if wants is not None else None


def _row(read: Read, names: StateNames, scope: Scope) -> tuple[tuple[str, ...], tuple[Step, ...]] | None:
    row = parse_states(read.node, scope.report) if isinstance(read.node, ScalarNode) else None
    if row is None:
        return None
    states = _distinct(list(row.states), names, scope)
    return (states, row.steps) if states is not None else None


def _distinct(written: list[tuple[str, Span]], names: StateNames, scope: Scope) -> tuple[str, ...] | None:
    """The states of a list, each once; ``None`` when one is unknown or stands twice."""
    seen: dict[str, Span] = {}
    is_sound = True
    for text, span in written:
        state = names.state(text, span)
        if state is None:
            is_sound = False
        elif state in seen:
            is_sound = False
            note = Note(text=f"`{state}` stands here first", span=seen[state])
            message = f"`{state}` stands twice" if text == state else f"`{text}` is the state `{state}`, which stands twice"
            scope.report.error("DET401", message, span, notes=[note], help="name each state once; `~` joins what is equal")
        else:
            seen[state] = span
    return tuple(seen) if is_sound else None
