"""Rules on how actors compare states: one form for each actor, no contradictions, nothing left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from detente.casefile.reading import BAD, Read
from detente.casefile.resolve import Draft
from detente.casefile.source import Report, listed
from detente.casefile.syntax import ScalarNode
from detente.diagnostics import Note, Span
from detente.model.actor import Role
from detente.model.condition import condition_text
from detente.model.move import (
    Comparison,
    FromValues,
    MovePreference,
    Moves,
    Ranking,
    Step,
    Transitive,
    Unknown,
    Unordered,
    Want,
    combination_id,
)

if TYPE_CHECKING:
    import numpy as np

    from detente.questions.stability.graph import GraphModel

__all__ = ["check_move_preferences"]

_FORMS = {Want: "`wants`", Unordered: "`wants`", Ranking: "`rank`", FromValues: "`values`"}
_PAIRS = "`prefers`"


def check_move_preferences(draft: Draft, report: Report, moves: Moves, graph: GraphModel | None) -> None:
    """Run every rule; those that compare states need the graph, which is there when all of the moves is sound."""
    entry = draft.sections.entry("moves")
    declared = (entry.get("preferences") or {}) if entry is not None else {}
    own = replace(moves, preferences=tuple(p for p in moves.preferences if p.seen_by is None))
    checks = _PreferenceChecks(draft, report, own)
    if graph is not None:
        checks.who_moves(graph.actors, tuple(actor for actor, (_, read) in declared.items() if read.value != ()))
    checks.all_of(declared, graph)
    for observer, (key, read) in ((entry.get("sees") or {}) if entry is not None else {}).items():
        if read.value is not BAD:
            _PreferenceChecks(draft, report, moves.seen_by(observer)).all_of(read.value, graph)
            named = {observer: key, **{actor: own for actor, (own, _) in read.value.items()}}
            for actor, node in named.items():
                if graph is not None and actor in draft.scope.actors.keys and actor not in graph.actors:
                    advice = "give it an action, or leave this out: it changes nothing"
                    report.warning("DET421", f"`{actor}` has no move", node.span, help=advice)


class _PreferenceChecks:
    """The statements on states, with their places."""

    def __init__(self, draft: Draft, report: Report, moves: Moves) -> None:
        self.draft = draft
        self.report = report
        self.moves = moves

    def span(self, statement: MovePreference, field: str | None = None) -> Span:
        key = f"moves.preferences.{statement.id}"
        return self.draft.scope.spans[key] if field is None else self.draft.scope.entries[key].span(field)

    def all_of(self, declared: Mapping[str, tuple[ScalarNode, Read]], graph: GraphModel | None) -> None:
        """Every rule on the statements about these actors."""
        for actor, (_, read) in declared.items():
            self.one_form(actor)
            self.pairs(actor)
            is_whole = isinstance(read.value, tuple) and len(self.moves.preferences_of(actor)) == len(read.value)
            if graph is not None and is_whole and actor in graph.actors:
                self.against_states(actor, graph)

    # -- rules on statements alone ------------------------------------------------------------------

    def one_form(self, actor: str) -> None:
        """DET430: one form for each actor, one ranking, and weights for all wishes or none."""
        statements = self.moves.preferences_of(actor)
        for statement in statements[1:]:
            first, second = _form(statements[0]), _form(statement)
            if first != second:
                advice = f"say all of it with {first}, or all with {second}"
                self._mixed(f"{second} does not go with {first}", statement, statements[0], advice)
                return
            if second in ("`rank`", "`values`"):
                advice = "keep one" if second == "`values`" else "keep one; for parts of a ranking use `prefers`"
                self._mixed(f"{second} stands twice for `{actor}`", statement, statements[0], advice)
                return
        wants = [s for s in statements if isinstance(s, Want)]
        for want in wants:
            if (want.weight is None) != (wants[0].weight is None):
                advice = "give each a weight, or none: without weights the order decides"
                self._mixed("some of these have a weight and some have none", want, wants[0], advice)
                return
        unordered = [s for s in statements if isinstance(s, Unordered)]
        if unordered and any(want.weight is not None for want in wants):
            self._mixed("wishes with weights have an order", unordered[0], wants[0], "take `unordered` out, or the weights")

    def _mixed(self, message: str, second: MovePreference, first: MovePreference, advice: str) -> None:
        notes = [Note(text="the first stands here", span=self.span(first))]
        self.report.error("DET430", message, self.span(second), notes=notes, help=advice)

    def pairs(self, actor: str) -> None:
        """DET422: pairs that contradict each other."""
        stated: dict[frozenset[str], tuple[str, MovePreference]] = {}
        for statement in self.moves.preferences_of(actor):
            for first, second, said in _pairs_of(statement):
                key = frozenset((first, second))
                earlier = stated.setdefault(key, (said, statement))
                if earlier[0] != said:
                    note = Note(text=f"this says that {earlier[0]}", span=self.span(earlier[1]))
                    message = f"this says that {said}, which contradicts another statement"
                    self.report.error("DET422", message, self.span(statement), notes=[note], help="keep one of the two")
        self._circle(actor)

    def _circle(self, actor: str) -> None:
        """DET422: with ``transitive``, no state may come out better than itself."""
        statements = self.moves.preferences_of(actor)
        closing = next((s for s in statements if isinstance(s, Transitive)), None)
        if closing is None:
            return
        weak: dict[str, dict[str, bool]] = {}
        for statement in statements:
            if isinstance(statement, Comparison):
                for step, (better, worse) in zip(statement.steps, pairwise(statement.states), strict=True):
                    weak.setdefault(better, {})[worse] = step is not Step.EQUAL
                    if step is Step.EQUAL:
                        weak.setdefault(worse, {})[better] = False
        circle = _strict_circle(weak)
        if circle is not None:
            row = " > ".join(circle)
            message = f"in a row the comparisons of `{actor}` run in a circle: {row}"
            advice = "change one of the comparisons, or take `transitive` out"
            self.report.error("DET422", message, self.span(closing), help=advice)

    # -- rules that need the states -----------------------------------------------------------------

    def who_moves(self, movers: Sequence[str], declared: Sequence[str]) -> None:
        """DET421 and DET431: preferences of who cannot move, and movers without preferences."""
        for actor in declared:
            if actor not in movers:
                span = self.draft.scope.spans[f"moves.preferences.{actor}"]
                advice = "give it an action, or leave its preferences out: they change nothing"
                self.report.warning("DET421", f"`{actor}` has no move", span, help=advice)
        for actor in movers:
            if actor not in declared:
                span = next(self._places(actor))
                advice = "if it is not known, say so: `preferences: {" + actor + ": [{unstated: unknown}]}`"
                self.report.warning("DET431", f"nothing is said of how `{actor}` compares states", span, help=advice)

    def _places(self, actor: str) -> Iterator[Span]:
        for action in self.moves.actions:
            if action.actor == actor:
                yield self.draft.scope.spans[f"moves.actions.{action.id}"]
        for arc in self.moves.arcs:
            if arc.actor == actor:
                yield self.draft.scope.entries[f"moves.arcs.{arc.id}"].span("actor")

    def against_states(self, actor: str, graph: GraphModel) -> None:
        """The rules of the form an actor's preferences have."""
        statements = self.moves.preferences_of(actor)
        wants = [s for s in statements if isinstance(s, Want)]
        if wants and all(_form(s) == "`wants`" for s in statements):
            self._wants(wants, graph, is_ordered=len(wants) == len(statements))
        for statement in statements:
            if isinstance(statement, Ranking):
                self._all_ranked(statement, graph)
            elif isinstance(statement, FromValues):
                self._has_values(statement)

    def _wants(self, wants: Sequence[Want], graph: GraphModel, *, is_ordered: bool) -> None:
        options = graph.options
        if options is None:
            return
        truths = [options.truth(want.wants) for want in wants]
        seen: dict[bytes, Want] = {}
        for want, truth in zip(wants, truths, strict=True):
            span = self.span(want, "wants")
            opposite = seen.get((~truth).tobytes())
            if not truth.any():
                advice = "it wants what cannot be: mend the condition"
                self.report.error("DET425", "no state satisfies this", span, help=advice)
            elif truth.all():
                advice = "take it out: it tells no states apart"
                self.report.warning("DET426", "every state satisfies this", span, help=advice)
            elif opposite is not None and is_ordered:
                note = Note(text=f"`{condition_text(opposite.wants)}` is the opposite", span=self.span(opposite, "wants"))
                message = "this contradicts another statement: it holds where the other does not"
                self.report.error("DET422", message, span, notes=[note], help="keep the more important of the two")
            seen.setdefault(truth.tobytes(), want)
        self._one_rank(wants, truths, graph)

    def _one_rank(self, wants: Sequence[Want], truths: Sequence[np.ndarray], graph: GraphModel) -> None:
        """DET432: a statement that holds in some combinations of one state only."""
        options = graph.options
        if options is None:
            return
        for name in (state.id for state in self.moves.states):  # others are single combinations
            members = options.state_of == graph.state(name)
            for want, truth in zip(wants, truths, strict=True):
                own = truth[members]
                if own.any() and not own.all():
                    codes = options.codes[members]
                    met, unmet = (self._combination(options.actions, int(codes[own == value][0])) for value in (True, False))
                    when = self.draft.scope.entries[f"moves.states.{name}"].span("when")
                    note = Note(text=f"`{name}` joins them", span=when)
                    message = f"this tells apart what `{name}` joins: it holds in `{met}` and not in `{unmet}`"
                    advice = f"divide `{name}` into two states, or say this so that it does not look inside it"
                    self.report.error("DET432", message, self.span(want, "wants"), notes=[note], help=advice)
                    break

    def _combination(self, actions: Sequence[str], code: int) -> str:
        taken = {action for k, action in enumerate(actions) if code >> k & 1}
        return combination_id([action.id for action in self.moves.actions if action.id in taken])

    def _all_ranked(self, ranking: Ranking, graph: GraphModel) -> None:
        """DET429: a ranking names every state."""
        missing = [state for state in graph.states if state not in ranking.states]
        if missing:
            advice = "add them where they belong; what is not known is said with `prefers` and `unknown`"
            self.report.error("DET429", f"the ranking omits {listed(missing)}", self.span(ranking, "rank"), help=advice)

    def _has_values(self, statement: FromValues) -> None:
        """DET434: values compare packages, so there must be some, and someone who values them."""
        case = self.draft.case
        span = self.span(statement, "values")
        role = {actor.id: actor.role for actor in case.actors}.get(statement.actor)
        if role is not Role.PARTY:
            advice = "compare its states with `wants`, `rank` or `prefers`"
            self.report.error("DET434", f"`{statement.actor}` is not a party: no values are drawn for it", span, help=advice)
            return
        spoken = {s.actor for s in case.no_deal.statements} | {s.actor for s in case.preferences}
        if statement.actor not in spoken:
            advice = f"add `preferences: {{{statement.actor}: [...]}}` on packages, or compare states with `prefers`"
            self.report.error("DET434", f"nothing is said of what `{statement.actor}` values", span, help=advice)
            return
        is_bounded = any(s.actor == statement.actor for s in case.no_deal.statements)
        reached = [s for s in self.moves.states if s.package is not None and (s.package_name != "no_deal" or is_bounded)]
        if len(reached) < 2:
            why = "" if is_bounded else f"; what no deal is worth to `{statement.actor}` is not said"
            advice = "give `package:` to the states that come to one"
            self.report.error("DET434", f"values compare fewer than two states{why}", span, help=advice)


def _form(statement: MovePreference) -> str:
    return _FORMS.get(type(statement), _PAIRS)


def _pairs_of(statement: MovePreference) -> Iterator[tuple[str, str, str]]:
    """Pairs of states a statement compares, with what it says of them."""
    if isinstance(statement, Comparison):
        for step, (better, worse) in zip(statement.steps, pairwise(statement.states), strict=True):
            first, second = sorted((better, worse))
            match step:
                case Step.EQUAL:
                    yield better, worse, f"`{first}` and `{second}` are equal"
                case Step.GREATLY:
                    yield better, worse, f"`{better}` is greatly better than `{worse}`"
                case Step.ABOVE:
                    yield better, worse, f"`{better}` is better than `{worse}`"
    elif isinstance(statement, Unknown):
        for k, one in enumerate(statement.states):
            for other in statement.states[k + 1 :]:
                first, second = sorted((one, other))
                yield one, other, f"it is unknown how `{first}` and `{second}` compare"


def _strict_circle(weak: dict[str, dict[str, bool]]) -> tuple[str, ...] | None:
    """States in a row that come back to the first with a strict step on the way; ``None`` if there are none."""
    for start in weak:
        for after, is_strict in weak[start].items():
            if is_strict:
                back = _path(weak, after, start)
                if back is not None:
                    return (start, *back)
    return None


def _path(weak: dict[str, dict[str, bool]], start: str, goal: str) -> tuple[str, ...] | None:
    paths: dict[str, tuple[str, ...]] = {start: (start,)}
    queue = [start]
    for state in queue:
        if state == goal:
            return paths[state]
        for after in weak.get(state, {}):
            if after not in paths:
                paths[after] = (*paths[state], after)
                queue.append(after)
    return None
