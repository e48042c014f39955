"""The section ``moves`` from what the file says: actions, exclusions, states, steps and where the conflict stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.casefile.conditions import CONDITION_WORDS, parse_condition
from detente.casefile.reading import Entry, Read
from detente.casefile.resolve_issues import in_words
from detente.casefile.resolve_move_preferences import resolve_move_preferences, resolve_seen_preferences
from detente.casefile.resolve_positions import named_package
from detente.casefile.scope import Register, Scope
from detente.casefile.sections import Sections
from detente.casefile.state_names import StateNames
from detente.casefile.syntax import ListNode, ScalarNode
from detente.diagnostics import Note, Span
from detente.model.condition import Condition
from detente.model.move import Action, Arc, Direction, Exclusion, Moves, State, StatusQuo

__all__ = ["resolve_moves"]

NO_DEAL = "no_deal"
"""How a case calls the path without a deal."""

Keyed = Mapping[str, tuple[ScalarNode, Read]]


def resolve_moves(sections: Sections, scope: Scope) -> Moves | None:
    """The moves as far as they could be resolved; ``None`` when the case has none."""
    entry = sections.entry("moves")
    return _Moves(entry, scope).resolve() if entry is not None else None


@dataclass(slots=True)
class _Moves:
    """The section while it is resolved."""

    entry: Entry
    scope: Scope
    actions: Register = field(init=False)

    def __post_init__(self) -> None:
        self.actions = self.register("actions", "action", "DET424")

    def register(self, name: str, one: str, code: str) -> Register:
        is_known = name in self.entry.fields or (self.entry.is_whole and name not in self.entry.keys)
        return Register(one, name, code, {key: node for key, (node, _) in self.keyed(name).items()}, is_known)

    def keyed(self, name: str) -> Keyed:
        found: Keyed = self.entry.get(name) or {}
        return found

    def resolve(self) -> Moves:
        self.refuse_together()
        actions = tuple(self.resolved_actions())
        never = tuple(self.resolved_never())
        states = tuple(self.resolved_states())
        names = StateNames(
            states=states,
            actions=tuple(self.actions.keys),
            never=never,
            register=self.register("states", "state", "DET423"),
            report=self.scope.report,
        )
        return Moves(
            actions=actions,
            never=never,
            states=states,
            forbidden=tuple(self.steps("forbidden", names)),
            arcs=tuple(self.steps("arcs", names)),
            status_quo=self.status_quo(names),
            preferences=(
                *resolve_move_preferences(self.keyed("preferences"), self.actions, names, self.scope),
                *resolve_seen_preferences(self.keyed("sees"), self.actions, names, self.scope),
            ),
        )

    @property
    def is_direct(self) -> bool:
        """Whether states and arcs are given, and no actions."""
        return "arcs" in self.entry.keys and "actions" not in self.entry.keys

    def refuse_together(self) -> None:
        """DET217: what speaks of actions where there are none."""
        for name in ("never", "forbidden"):
            if self.is_direct and name in self.entry.keys:
                advice = "take it out, and leave the arcs out that cannot be" if name == "forbidden" else "leave such states out"
                message = f"`{name}` does not go with `arcs`"
                self.scope.report.error("DET217", message, self.entry.keys[name].span, help=advice)

    def records(self, name: str) -> Iterator[tuple[str, Entry]]:
        for key, (node, read) in self.keyed(name).items():
            if isinstance(read.value, Entry):
                self.scope.record(f"moves.{name}.{key}", node.span, read.value)
                yield key, read.value

    def condition(self, entry: Entry, name: str) -> Condition | None:
        read = entry.fields.get(name)
        is_text = read is not None and isinstance(read.node, ScalarNode)
        return parse_condition(read.node, self.actions, self.scope.report) if is_text and read is not None else None  # type: ignore[arg-type]

    def resolved_actions(self) -> Iterator[Action]:
        for name, entry in self.records("actions"):
            key = self.actions.keys[name]
            if name.lower() in CONDITION_WORDS:
                advice = "call it something else: this is a word of the conditions"
                self.scope.report.error("DET210", f"`{name}` cannot be the id of an action", key.span, help=advice)
            because = self.scope.because(entry)
            if _is_actor_known(entry, self.scope) and entry.is_whole:
                direction = entry.get("direction")
                yield Action(
                    id=name,
                    actor=entry.get("actor"),
                    name=entry.get("name") or in_words(name),
                    direction=Direction(direction) if direction else None,
                    because=because,
                    note=entry.get("note"),
                )

    def resolved_never(self) -> Iterator[Exclusion]:
        for name, entry in self.records("never"):
            because = self.scope.because(entry)
            excluded = self.condition(entry, "holds") if not self.is_direct else None
            if excluded is not None and entry.is_whole:
                yield Exclusion(id=name, excluded=excluded, name=entry.get("name"), because=because, note=entry.get("note"))

    def resolved_states(self) -> Iterator[State]:
        for name, (key, read) in self.keyed("states").items():
            self.scope.spans[f"moves.states.{name}"] = key.span
            if isinstance(read.value, str):
                if self.is_direct:
                    yield State(id=name, name=read.value)
                else:
                    self.lacks_when(key.span)
            elif isinstance(read.value, Entry):
                self.scope.record(f"moves.states.{name}", key.span, read.value)
                state = self.state(name, key.span, read.value)
                if state is not None:
                    yield state

    def state(self, name: str, span: Span, entry: Entry) -> State | None:
        because = self.scope.because(entry)
        is_sound = entry.is_whole
        if self.is_direct and "when" in entry.keys:
            advice = "take it out: without actions a state is what it is called"
            self.scope.report.error("DET217", "`when` does not go with `arcs`", entry.keys["when"].span, help=advice)
            is_sound = False
        elif not self.is_direct and "when" not in entry.keys:
            self.lacks_when(span)
            is_sound = False
        when = self.condition(entry, "when") if not self.is_direct else None
        package_name, package = entry.get("package"), None
        if package_name is not None:
            package = named_package(package_name, entry.span("package"), self.scope)
            is_sound &= package is not None
        is_agreement = entry.get("agreement")
        if is_agreement and package_name == NO_DEAL:
            advice = "take one of the two out: what holds without a deal is made by no agreement"
            self.scope.report.error("DET217", "`agreement` does not go with `no_deal`", entry.keys["agreement"].span, help=advice)
            is_sound = False
        if not is_sound or (when is None and not self.is_direct):
            return None
        label = entry.get("name") or in_words(name)
        note = entry.get("note")
        return State(
            id=name,
            name=label,
            when=when,
            package=package,
            package_name=package_name,
            is_agreement=is_agreement,
            because=because,
            note=note,
        )

    def lacks_when(self, span: Span) -> None:
        if "actions" in self.entry.keys:
            advice = "say which combinations it is: `when: accept and not strike`"
            self.scope.report.error("DET202", "a state lacks `when`", span, help=advice)

    def steps(self, name: str, names: StateNames) -> Iterator[Arc]:
        seen: dict[tuple[str, str, str], Span] = {}
        for position, item in enumerate(self.entry.get(name) or (), start=1):
            entry: Entry = item.value
            self.scope.record(f"moves.{name}.{position}", item.span, entry)
            because = self.scope.because(entry)
            is_known = _is_actor_known(entry, self.scope)
            ends = [names.state(entry.get(end), entry.span(end)) for end in ("from", "to") if end in entry.fields]
            if not entry.is_whole or not is_known or None in ends:
                continue
            step = (entry.get("actor"), str(ends[0]), str(ends[1]))
            if self.is_idle(step, item.span, seen):
                continue
            seen[step] = item.span
            actor, before, after = step
            yield Arc(id=str(position), actor=actor, before=before, after=after, because=because, note=entry.get("note"))

    def is_idle(self, step: tuple[str, str, str], span: Span, seen: Mapping[tuple[str, str, str], Span]) -> bool:
        """DET211: a step given twice; DET425: a step from a state to itself."""
        if step[1] == step[2]:
            advice = "mend one of the two ends; staying where one is needs no step"
            self.scope.report.error("DET425", f"this step leads from `{step[1]}` to itself", span, help=advice)
            return True
        if step in seen:
            notes = [Note(text="it stands here first", span=seen[step])]
            self.scope.report.warning("DET211", "the same step stands twice", span, notes=notes, help="take one out")
            return True
        return False

    def status_quo(self, names: StateNames) -> StatusQuo | None:
        read = self.entry.fields.get("status_quo")
        if read is None:
            return None
        key = self.entry.keys["status_quo"]
        if not isinstance(read.value, Entry):
            self.scope.spans["moves.status_quo"] = key.span
            given: Any = read.value
            if isinstance(read.node, ListNode):
                return self.standing(None, given, read.span, names)
            return self.standing(given, None, read.span, names)
        entry = read.value
        self.scope.record("moves.status_quo", key.span, entry)
        because = self.scope.because(entry)
        if not entry.is_whole:
            return None
        field_name = "taken" if "taken" in entry.fields else "state"
        return self.standing(
            entry.get("state"), entry.get("taken"), entry.span(field_name), names, because=because, note=entry.get("note")
        )

    def standing(
        self,
        state: str | None,
        taken: tuple[Read, ...] | None,
        span: Span,
        names: StateNames,
        **common: Any,
    ) -> StatusQuo | None:
        if state is not None:
            found = names.state(state, span)
            return StatusQuo(state=found, **common) if found is not None else None
        if self.is_direct:
            advice = "name one of the states: without actions nothing can be taken"
            self.scope.report.error("DET203", "expected the id of a state, found a list", span, help=advice)
            return None
        known = self.scope.references(taken, self.actions)
        if len(known) < len(taken or ()):
            return None
        return StatusQuo(taken=tuple(action for action in self.actions.keys if action in known), **common)


def _is_actor_known(entry: Entry, scope: Scope) -> bool:
    return "actor" in entry.fields and scope.actors.has(entry.get("actor"), entry.span("actor"), scope.report)
