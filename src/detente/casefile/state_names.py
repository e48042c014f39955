"""References to states: by their id, or by the actions that are taken, ``accept+strike``."""

from __future__ import annotations

from dataclasses import dataclass

from detente.casefile.scope import Register
from detente.casefile.source import Report, did_you_mean, listed
from detente.diagnostics import Note, Span
from detente.model.condition import holds
from detente.model.move import NOTHING_TAKEN, Exclusion, State, combination_id

__all__ = ["StateNames"]


@dataclass(frozen=True, slots=True)
class StateNames:
    """What a state can be called; ``register`` holds the ids that are declared, also of broken states."""

    states: tuple[State, ...]
    actions: tuple[str, ...]
    never: tuple[Exclusion, ...]
    register: Register
    report: Report

    def state(self, written: str, span: Span) -> str | None:
        """The id of the state written; ``None`` if there is none, which is reported."""
        written = "+".join(part.strip() for part in written.split("+"))
        if written in self.register.keys:
            return written
        taken = [] if written == NOTHING_TAKEN else written.split("+")
        if self.actions and all(action in self.actions for action in taken):
            return self._combination(written, taken, span)
        self._report_unknown(written, taken, span)
        return None

    def _combination(self, written: str, taken: list[str], span: Span) -> str | None:
        excluded = [rule.id for rule in self.never if holds(rule.excluded, taken)]
        if excluded:
            advice = "name a state that can be, or loosen the exclusion"
            self.report.error("DET423", f"`{written}` cannot be: {listed(excluded)} under `never` excludes it", span, help=advice)
            return None
        for state in self.states:
            if state.when is not None and holds(state.when, taken):
                return state.id
        return combination_id([action for action in self.actions if action in taken])

    def _report_unknown(self, written: str, taken: list[str], span: Span) -> None:
        if not self.register.is_known:
            return
        notes = []
        if self.register.keys:
            first = next(iter(self.register.keys.values())).span
            notes.append(Note(text=f"the states are {listed(self.register.keys)} (from line {first.line})", span=first))
        meant = did_you_mean(written, [*self.register.keys, *self.actions])
        advice = f"did you mean `{meant}`?" if meant else "use the id of a state, or add it to `states`"
        if self.actions:
            unknown = [action for action in taken if action not in self.actions]
            close = did_you_mean(unknown[0], self.actions) if unknown and len(taken) > 1 else None
            if close:
                advice = f"did you mean `{close}` for `{unknown[0]}`?"
            advice += f"; a combination without a name goes by its actions, joined by `+`, or `{NOTHING_TAKEN}`"
        self.report.error("DET423", f"unknown state `{written}`", span, notes=notes, help=advice)
