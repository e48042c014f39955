"""Rules on moves: what can be, the states, the steps, and where the conflict stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.casefile.check_move_preferences import check_move_preferences
from detente.casefile.reading import Entry
from detente.casefile.resolve import Draft
from detente.casefile.source import Report, listed
from detente.diagnostics import Note, Span
from detente.model.condition import Condition, holds
from detente.model.move import NOTHING_TAKEN, Exclusion, Moves, State, combination_id

if TYPE_CHECKING:
    from detente.questions.stability.combinations import Combinations
    from detente.questions.stability.graph import GraphModel

__all__ = ["check_moves"]

MAX_ACTIONS = 22
MAX_STATES = 65_536


def check_moves(draft: Draft, report: Report) -> None:
    """Run every rule on moves that what could be resolved allows."""
    moves, entry = draft.case.moves, draft.sections.entry("moves")
    if moves is None or entry is None:
        return
    _MoveChecks(draft, report, moves, entry).run()


class _MoveChecks:
    """The moves of a draft, their places, and how much of them is sound."""

    def __init__(self, draft: Draft, report: Report, moves: Moves, entry: Entry) -> None:
        self.draft = draft
        self.report = report
        self.moves = moves
        self.entry = entry

    def run(self) -> None:
        self._no_status_quo()
        self._aside()
        graph = None
        if self.is_whole("actions", self.moves.actions) and self.moves.has_actions:
            possible = self._possible()
            if possible is not None:
                graph = self._with_actions(possible)
        elif self.is_whole("arcs", self.moves.arcs) and self.is_whole("states", self.moves.states) and self.moves.arcs:
            graph = self._graph()
        is_graph_whole = graph is not None and self.entry.is_whole
        check_move_preferences(self.draft, self.report, self.moves, graph if is_graph_whole else None)

    def is_whole(self, name: str, resolved: Sequence[object]) -> bool:
        """Whether everything a key holds could be resolved."""
        return (name in self.entry.fields or name not in self.entry.keys) and len(self.entry.get(name) or ()) == len(resolved)

    def span(self, key: str, field: str) -> Span:
        return self.draft.scope.entries[f"moves.{key}"].span(field)

    # -- combinations -------------------------------------------------------------------------------

    def _possible(self) -> Combinations | None:
        """The combinations that can be; ``None`` if there are too many, or none."""
        ids = [action.id for action in self.moves.actions]
        if len(ids) > MAX_ACTIONS:
            span = self.draft.scope.spans[f"moves.actions.{ids[MAX_ACTIONS]}"]
            advice = f"at most {MAX_ACTIONS} are combined: join actions that go together, or give `states` and `arcs` instead"
            self.report.error("DET506", f"{len(ids)} actions make {2 ** len(ids):,} combinations", span, help=advice)
            return None
        from detente.questions.stability.combinations import Combinations  # loads NumPy: only where a case has moves

        every = Combinations.every(ids)
        for rule in self.moves.never:
            self._exclusion(rule, every)
        if not self.is_whole("never", self.moves.never):
            return None
        possible = every.without(rule.excluded for rule in self.moves.never)
        if not len(possible.codes):
            self._none_left(every)
            return None
        if len(possible.codes) > MAX_STATES:
            advice = f"at most {MAX_STATES:,} are looked at: exclude under `never` what cannot be"
            message = f"{len(ids)} actions leave {len(possible.codes):,} combinations"
            self.report.error("DET506", message, self.entry.keys["actions"].span, help=advice)
            return None
        return possible

    def _exclusion(self, rule: Exclusion, every: Combinations) -> None:
        """DET425 and DET426: an exclusion that excludes nothing, or everything."""
        truth = every.where(rule.excluded)
        span = self.span(f"never.{rule.id}", "holds")
        if not truth.any():
            advice = "two parts of it exclude each other; `or` may be meant"
            self.report.warning("DET426", "this never holds: it excludes nothing", span, help=advice)
        elif truth.all():
            advice = "name only what can never be"
            self.report.error("DET420", "this holds in every combination: no state is left", span, help=advice)

    def _none_left(self, every: Combinations) -> None:
        """DET420: exclusions that leave nothing together; a minimal set of them is named."""
        rules = self.moves.never
        if any(every.where(rule.excluded).all() for rule in rules):
            return
        kept = list(rules)
        for rule in rules:
            without = [other for other in kept if other is not rule]
            if not len(every.without(r.excluded for r in without).codes):
                kept = without
        places = sorted((self.span(f"never.{rule.id}", "holds"), rule.id) for rule in kept)
        notes = [Note(text=f"`{rule}` excludes this", span=span) for span, rule in places[:-1]]
        message = f"{listed(sorted(rule.id for rule in kept))} together exclude every combination: no state is left"
        self.report.error("DET420", message, places[-1][0], notes=notes, help="loosen one of them, or take it out")

    # -- states -------------------------------------------------------------------------------------

    def _with_actions(self, possible: Combinations) -> GraphModel | None:
        """Check states and steps; the graph, where all of it is sound."""
        is_sound = True
        for state in self.moves.states:
            is_sound &= state.when is None or self._state(state, state.when, possible)
        is_sound &= self._overlaps(possible)
        self._misnamed(possible)
        self._status_quo()
        if not is_sound or not self.is_whole("states", self.moves.states):
            return None
        return self._graph()

    def _state(self, state: State, when: Condition, possible: Combinations) -> bool:
        """DET425 and DET426: a state that is never there, or always."""
        truth = possible.where(when)
        span = self.span(f"states.{state.id}", "when")
        if not truth.any():
            every = type(possible).every(possible.actions)
            culprits = [rule.id for rule in self.moves.never if (every.where(rule.excluded) & every.where(when)).any()]
            why = (
                f"{listed(culprits)} under `never` exclude{'s' if len(culprits) == 1 else ''} it"
                if culprits
                else "it never holds"
            )
            advice = "mend the condition, or take the state out"
            self.report.error("DET425", f"no combination is the state `{state.id}`: {why}", span, help=advice)
            return False
        if truth.all() and len(possible.codes) > 1:
            advice = "name less in `when`, so that other states are left"
            self.report.error("DET426", f"every combination is the state `{state.id}`: nobody can leave it", span, help=advice)
            return False
        return True

    def _overlaps(self, possible: Combinations) -> bool:
        """DET427: two states that share a combination."""
        is_sound = True
        for k, state in enumerate(self.moves.states):
            for other in self.moves.states[:k]:
                if state.when is None or other.when is None:
                    continue
                both = possible.where(state.when) & possible.where(other.when)
                if both.any():
                    is_sound = False
                    shared = self._combination(possible, int(possible.codes[both][0]))
                    note = Note(text=f"`{other.id}` is this too", span=self.span(f"states.{other.id}", "when"))
                    message = f"`{state.id}` and `{other.id}` overlap: both are the combination {shared}"
                    advice = "each combination is one state: add `and not ...` to one of the two"
                    self.report.error("DET427", message, self.span(f"states.{state.id}", "when"), notes=[note], help=advice)
                    break
        return is_sound

    def _combination(self, possible: Combinations, code: int) -> str:
        return f"`{combination_id(possible.taken(code))}`"

    def _misnamed(self, possible: Combinations) -> None:
        """DET435: a state named like a combination that it is not."""
        for state in self.moves.states:
            if state.id != NOTHING_TAKEN and state.id not in possible.actions:
                continue
            taken = [] if state.id == NOTHING_TAKEN else [state.id]
            code = sum(1 << possible.actions.index(action) for action in taken)
            if code not in possible.codes or self.moves.state_of(taken) != state.id:
                continue
            if state.when is not None and not holds(state.when, taken):
                what = f"only `{state.id}` is taken" if taken else "nothing is taken"
                advice = "give the state another id, or name that combination as a state too"
                message = f"`{state.id}` is what the combination is called in which {what}, and this state is another"
                self.report.error("DET435", message, self.draft.scope.spans[f"moves.states.{state.id}"], help=advice)

    # -- steps and status quo -----------------------------------------------------------------------

    def _graph(self) -> GraphModel | None:
        """The graph, after the rules on steps; ``None`` where a step is wrong."""
        from detente.questions.stability.case_graph import case_graph
        from detente.questions.stability.errors import GraphModelError

        case = self.draft.case
        if not self.is_whole("forbidden", self.moves.forbidden):
            return None
        try:
            free = case_graph(replace(case, moves=replace(self.moves, forbidden=())))
        except GraphModelError:  # an actor that could not be resolved
            return None
        if not self._forbidden(free):
            return None
        graph = case_graph(case) if self.moves.forbidden else free
        return graph if self._can_move(graph) else None

    def _forbidden(self, free: GraphModel) -> bool:
        """DET433: a step forbidden that nobody could make anyway."""
        is_sound = True
        for arc in self.moves.forbidden:
            is_there = {arc.before, arc.after} <= set(free.states) and arc.actor in free.actors
            if not is_there or arc.after not in free.moves(arc.actor, arc.before):
                is_sound = False
                span = self.draft.scope.spans[f"moves.forbidden.{arc.id}"]
                message = f"`{arc.actor}` has no step from `{arc.before}` to `{arc.after}` to forbid"
                advice = "take it out, or mend its ends: an actor changes its own actions only, all at once if it likes"
                self.report.error("DET433", message, span, help=advice)
        return is_sound

    def _can_move(self, graph: GraphModel) -> bool:
        """DET421: an actor whose actions or arcs allow it no step."""
        is_sound = True
        for actor, arcs in zip(graph.actors, graph.arcs, strict=True):
            if not len(arcs.targets):
                is_sound = False
                first = next(action.id for action in self.moves.actions if action.actor == actor)
                advice = "loosen what keeps it from moving under `never`, `when` or `forbidden`, or take its actions out"
                span = self.draft.scope.spans[f"moves.actions.{first}"]
                self.report.error("DET421", f"`{actor}` can move in no state", span, help=advice)
        return is_sound

    def _status_quo(self) -> None:
        """DET428: the conflict stands where it cannot be."""
        stands = self.moves.status_quo
        if stands is None or stands.taken is None:
            return
        rules = [rule.id for rule in self.moves.never if holds(rule.excluded, stands.taken)]
        if rules:
            read = self.entry.fields["status_quo"]
            span = read.value.span("taken") if isinstance(read.value, Entry) else read.span
            message = f"the status quo cannot be: {listed(rules)} under `never` excludes it"
            self.report.error("DET428", message, span, help="mend the list of actions taken, or the exclusion")

    def _no_status_quo(self) -> None:
        """DET436: nothing says where the conflict stands."""
        if "status_quo" not in self.entry.keys and self.entry.is_whole:
            span = self.draft.sections.keys["moves"].span
            advice = "add `status_quo:`, the actions that are taken or a state; without it no deadlock is looked at"
            self.report.note("DET436", "the moves do not say where the conflict stands", span, help=advice)

    def _aside(self) -> None:
        """DET421: a party of which the moves say nothing; there may be nothing to say, so it is a note."""
        told = ("actions", "arcs", "preferences")
        if not self.entry.is_whole or not all(self.is_whole(name, getattr(self.moves, name)) for name in told[:2]):
            return
        named = {thing.actor for name in told for thing in getattr(self.moves, name)} | set(self.entry.get("preferences") or ())
        for party in self.draft.case.parties:
            if party.id not in named:
                span = self.draft.scope.spans[f"actors.{party.id}"]
                advice = "give it what it can do under `actions` or `arcs` and how it compares states, if it can do anything"
                self.report.note(
                    "DET421", f"the moves say nothing of the party `{party.id}`: it can change nothing", span, help=advice
                )
