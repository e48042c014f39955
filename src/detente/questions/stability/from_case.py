"""The graph models a case stands for: one, or one for each way its readings rank the states.

States keep the ids of the case; a combination without a name goes by the actions taken in it. An actor
whose preferences come from values compares states as it values their packages: in every reading another
way, so each distinct ranking makes a model, with the number of readings that give it. All actors are
taken from the same readings (design rule 12).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np

from detente.model.case import Case
from detente.model.move import (
    Comparison,
    FromValues,
    MovePreference,
    Moves,
    Ranking,
    State,
    Step,
    Transitive,
    Unknown,
    Unordered,
    Unstated,
    Want,
    combination_id,
    restricted,
)
from detente.questions.stability import preference_forms as forms
from detente.questions.stability.arcs import IntArray
from detente.questions.stability.combinations import Combinations, engine_condition
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.option_form import OptionForm, option_form
from detente.questions.stability.preferences import Preference
from detente.readings.draws import ActorDraws, Readings, draw

__all__ = ["CaseModel", "CaseModels", "case_graph", "from_case"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseModel:
    """One graph model of a case, and in how many of the readings it is this one."""

    model: GraphModel
    n: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseModels:
    """The graph models of a case, the one most readings give first.

    ``n_readings`` were looked at: one where no preference comes from values, or where values are exact;
    ``from_values`` are the actors whose preferences come from values.
    """

    models: tuple[CaseModel, ...]
    n_readings: int
    from_values: tuple[str, ...]
    is_exact: bool
    seed: int | None

    def share(self, model: CaseModel) -> Fraction:
        """The share of readings that give a model."""
        return Fraction(model.n, self.n_readings)


def from_case(case: Case, *, readings: Readings | int = 2000, seed: int = 1) -> CaseModels:
    """The graph models of a case.

    Parameters
    ----------
    readings : readings already drawn, so that other questions and this one look at the same, or how many
        to draw; of no effect where no preference comes from values.
    seed : of the draws.

    Raises
    ------
    GraphModelError
        If the case has no moves, nobody can move, or preferences do not fit the states.
    NoReading, TooFine, OpenOrderTooLong
        As :func:`detente.readings.draws.draw`.

    Examples
    --------
    >>> import detente
    >>> from detente.questions.stability.analysis import analyze
    >>> found = from_case(detente.load("tram-strike"))
    >>> [model.n for model in found.models], found.models[0].model.status_quo
    ([1], 'strike')
    """
    moves = _moves_of(case)
    graph = case_graph(case)
    stated: dict[str, forms.PreferenceForm] = {}
    from_values = []
    for actor in graph.actors:
        statements = [part for s in moves.preferences_of(actor) for part in restricted(s, graph.states)]
        if any(isinstance(s, FromValues) for s in statements):
            from_values.append(actor)
        else:
            stated[actor] = _stated(statements, graph)
    if not from_values:
        only = CaseModel(model=graph.with_preferences(stated), n=1)
        return CaseModels(models=(only,), n_readings=1, from_values=(), is_exact=True, seed=None)
    given = draw(case, readings, seed) if isinstance(readings, int) else readings
    drawn = [_draws_of(given, actor) for actor in from_values]
    known, ranks = zip(*(_ranks(case, graph, own) for own in drawn), strict=True)
    n_readings = max(own.n for own in drawn)
    models = tuple(
        CaseModel(model=graph.with_preferences({**stated, **_valued(from_values, known, row, graph.n_states)}), n=n)
        for row, n in _distinct(ranks, n_readings)
    )
    is_exact = n_readings == 1
    return CaseModels(
        models=models,
        n_readings=n_readings,
        from_values=tuple(from_values),
        is_exact=is_exact,
        seed=None if is_exact or isinstance(readings, Readings) else seed,
    )


def case_graph(case: Case) -> GraphModel:
    """States, moves and status quo of a case, without preferences.

    Raises
    ------
    GraphModelError
        If the case has no moves, or no state is left.
    """
    moves = _moves_of(case)
    order = [actor.id for actor in case.actors if actor.id in moves.movers]
    graph = _from_actions(moves, order) if moves.has_actions else _from_arcs(moves, order)
    for arc in moves.forbidden:
        if not {arc.before, arc.after} <= set(graph.states):
            continue  # as the record of an earlier day may have it
        k, s, t = graph.actor(arc.actor), graph.state(arc.before), graph.state(arc.after)
        graph = graph.with_arcs(arc.actor, graph.arcs[k].without_move(s, t))
    status_quo = None
    if moves.status_quo is not None:
        stands = moves.status_quo
        status_quo = moves.state_of(stands.taken) if stands.taken is not None else stands.state
    return replace(graph, status_quo=status_quo if status_quo in graph.states else None)


def _moves_of(case: Case) -> Moves:
    if case.moves is None:
        raise GraphModelError("the case has no `moves`")
    return case.moves


def _from_actions(moves: Moves, order: Sequence[str]) -> GraphModel:
    ids = [action.id for action in moves.actions]
    possible = Combinations.every(ids).without(rule.excluded for rule in moves.never)
    named = [state for state in moves.states if state.when is not None and possible.where(state.when).any()]
    options, labels = option_form(
        {actor: [action.id for action in moves.actions if action.actor == actor] for actor in order},
        [engine_condition(rule.excluded) for rule in moves.never],
        {f"state {k}": engine_condition(state.when) for k, state in enumerate(named) if state.when is not None},
        {action.id: action.direction.value for action in moves.actions if action.direction is not None},
    )
    arcs = tuple(options.arcs(actor, len(labels)) for actor in range(len(order)))
    names = _case_names(options, labels, {f"state {k}": state.id for k, state in enumerate(named)}, ids)
    return GraphModel(actors=tuple(order), states=names, arcs=arcs, options=options)


def _case_names(options: OptionForm, labels: Sequence[str], names: Mapping[str, str], ids: Sequence[str]) -> tuple[str, ...]:
    """The case's own names in place of the letters of the option form."""
    first = np.full(len(labels), -1, np.int64)
    first[options.state_of[::-1]] = options.codes[::-1]
    found = []
    for name, code in zip(labels, first.tolist(), strict=True):
        taken = {action for k, action in enumerate(options.actions) if code >> k & 1}
        found.append(names[name] if name in names else combination_id([a for a in ids if a in taken]))
    return tuple(found)


def _from_arcs(moves: Moves, order: Sequence[str]) -> GraphModel:
    arcs = {actor: [(arc.before, arc.after) for arc in moves.arcs if arc.actor == actor] for actor in order}
    return GraphModel.from_arcs([state.id for state in moves.states], arcs)


def _stated(statements: Sequence[MovePreference], graph: GraphModel) -> forms.PreferenceForm:
    """The form of preferences that are stated; with none, all is unknown."""
    wants = [s for s in statements if isinstance(s, Want)]
    if wants:
        return _unordered(wants, graph) if any(isinstance(s, Unordered) for s in statements) else _prioritized(wants, graph)
    for statement in statements:
        if isinstance(statement, Ranking):
            return _ranking(statement, graph)
    return _pairs(statements)


def _prioritized(wants: Sequence[Want], graph: GraphModel) -> forms.PreferenceForm:
    """Statements that hold everywhere or nowhere tell no states apart and are left out, as in an earlier record."""
    options = graph.options
    if options is None:
        raise GraphModelError("`wants` speaks of actions; this case has states and arcs only")
    kept: list[Want] = []
    seen: set[bytes] = set()
    for want in wants:
        truth = options.truth(engine_condition(want.wants))
        is_repeated = want.weight is None and bool({truth.tobytes(), (~truth).tobytes()} & seen)
        if truth.any() and not truth.all() and not is_repeated:
            kept.append(want)
        seen.add(truth.tobytes())
    if not kept:
        return Preference.of_ranks([0] * graph.n_states)
    weights = tuple(want.weight for want in kept if want.weight is not None)
    return forms.Prioritized(tuple(engine_condition(want.wants) for want in kept), weights)


def _unordered(wants: Sequence[Want], graph: GraphModel) -> Preference:
    """A state is preferred where it meets every wish the other meets and more; else the comparison is unknown."""
    options = graph.options
    if options is None:
        raise GraphModelError("`wants` speaks of actions; this case has states and arcs only")
    met = np.zeros(graph.n_states, object)
    for k, want in enumerate(wants):
        truth = np.zeros(graph.n_states, np.bool_)
        truth[options.state_of] = options.truth(engine_condition(want.wants))
        met[truth] |= 1 << k
    members: dict[int, int] = {}  # states that meet the same wishes are equal, so they are compared once
    for state, wishes in enumerate(met.tolist()):
        members[wishes] = members.get(wishes, 0) | 1 << state
    better, unknown = {}, {}
    for own in members:
        better[own] = sum(states for other, states in members.items() if other & own == own != other)
        unknown[own] = sum(states for other, states in members.items() if other & own not in (own, other))
    return Preference(
        n_states=graph.n_states,
        better=tuple(better[wishes] for wishes in met.tolist()),
        unknown=tuple(unknown[wishes] for wishes in met.tolist()) if any(unknown.values()) else (),
    )


def _ranking(ranking: Ranking, graph: GraphModel) -> forms.PreferenceForm:
    """A ranking of every state; what it leaves out, as in an earlier record, is unknown."""
    if set(ranking.states) != set(graph.states):
        return replace(_pairs([ranking]), is_transitive=True)
    groups: list[tuple[str, ...]] = [(ranking.states[0],)]
    great_steps = []
    for step, state in zip(ranking.steps, ranking.states[1:], strict=True):
        if step is Step.EQUAL:
            groups[-1] = (*groups[-1], state)
            continue
        if step is Step.GREATLY:
            great_steps.append(len(groups))
        groups.append((state,))
    return forms.Ranking(tuple(groups), tuple(great_steps))


def _pairs(statements: Sequence[MovePreference]) -> forms.Pairs:
    stated: dict[Step, list[tuple[str, str]]] = {step: [] for step in Step}
    unknown: list[tuple[str, str]] = []
    for statement in statements:
        if isinstance(statement, Comparison | Ranking):
            for step, pair in zip(statement.steps, pairwise(statement.states), strict=True):
                stated[step].append(pair)
        elif isinstance(statement, Unknown):
            unknown += [(a, b) for k, a in enumerate(statement.states) for b in statement.states[k + 1 :]]
    is_equal = any(isinstance(s, Unstated) and s.is_equal for s in statements)
    return forms.Pairs(
        preferred=tuple(stated[Step.ABOVE]),
        equal=tuple(stated[Step.EQUAL]),
        unknown=tuple(unknown),
        greatly=tuple(stated[Step.GREATLY]),
        unstated="equal" if is_equal else "unknown",
        is_transitive=any(isinstance(s, Transitive) for s in statements),
    )


def _draws_of(readings: Readings, actor: str) -> ActorDraws:
    for own in readings.actors:
        if own.actor == actor:
            return own
    raise GraphModelError(f"no values are drawn for `{actor}`, which is not a party")


def _ranks(case: Case, graph: GraphModel, own: ActorDraws) -> tuple[IntArray, IntArray]:
    """Places of the states that stand for a package, and their dense ranks in each reading, shape (n, states)."""
    named = {state.id: state for state in _moves_of(case).states}
    known, worths = [], []
    for k, name in enumerate(graph.states):
        worth = _worth(case, named[name], own) if name in named else None
        if worth is not None:
            known.append(k)
            worths.append(worth)
    if len(known) < 2:
        raise GraphModelError(f"fewer than two states have a package that the values of `{own.actor}` reach")
    table = np.stack(worths, axis=1)
    ranks = np.array([np.unique(row, return_inverse=True)[1].reshape(-1) for row in table], np.int64)
    return np.array(known, np.int64), ranks


def _worth(case: Case, state: State, own: ActorDraws) -> IntArray | None:
    """What a state is worth in each reading; the no-deal value for the path without a deal. None where not known."""
    package = state.package
    if state.package_name == "no_deal":
        return own.no_deal
    if package is None:
        return None
    columns = [table[:, issue.index(package[issue.id])] for issue, table in zip(case.issues, own.tables, strict=True)]
    return np.asarray(np.sum(columns, axis=0), np.int64)


def _distinct(ranks: Sequence[IntArray], n_readings: int) -> list[tuple[list[IntArray], int]]:
    """Each distinct row of ranks, one array for each actor, with its count; the most frequent first."""
    joined = np.concatenate([np.broadcast_to(own, (n_readings, own.shape[1])) for own in ranks], axis=1)
    rows, counts = np.unique(joined, axis=0, return_counts=True)
    cuts = np.cumsum([own.shape[1] for own in ranks])[:-1]
    order = np.argsort(-counts, kind="stable")
    return [(np.split(rows[k], cuts), int(counts[k])) for k in order.tolist()]


def _valued(
    actors: Sequence[str], known: Sequence[IntArray], ranks: Sequence[IntArray], n_states: int
) -> Mapping[str, Preference]:
    return {actor: _preference(places, own, n_states) for actor, places, own in zip(actors, known, ranks, strict=True)}


def _preference(places: IntArray, ranks: IntArray, n_states: int) -> Preference:
    """A ranking of all states, or pairs where some state stands for no package: those are not compared."""
    if len(places) == n_states:
        return Preference.of_ranks(ranks.tolist())
    ranked = list(zip(places.tolist(), ranks.tolist(), strict=True))
    preferred = [(s, t) for s, high in ranked for t, low in ranked if high > low]
    open_states = [k for k in range(n_states) if k not in set(places.tolist())]
    unknown = {(min(k, other), max(k, other)) for k in open_states for other in range(n_states) if other != k}
    return Preference.of_pairs(n_states, preferred, unknown=sorted(unknown))
