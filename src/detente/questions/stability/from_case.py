"""The graph models a case stands for: one, or one for each way its readings rank the states.

States keep the ids of the case; a combination without a name goes by the actions taken in it. An actor
whose preferences come from values compares states as it values their packages: in every reading another
way, so each distinct ranking makes a model, with the number of readings that give it. All actors are
taken from the same readings (design rule 12).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import factorial, prod

import numpy as np

from detente.model.case import Case
from detente.model.move import FromValues, State, Want, restricted
from detente.questions.stability import preference_forms as forms
from detente.questions.stability.arcs import IntArray
from detente.questions.stability.case_graph import case_graph, moves_of
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.preferences import Preference
from detente.questions.stability.stated_preferences import ordered_wishes, stated_preference, unordered_wishes
from detente.readings.draws import ActorDraws, Readings, draw

__all__ = ["CaseModel", "CaseModels", "from_case"]

ORDERS = 1_000
"""First key of the streams that orders of wishes are drawn from, apart from those of values."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseModel:
    """One graph model of a case, and in how many of the readings it is this one."""

    model: GraphModel
    n: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseModels:
    """The graph models of a case, the one most readings give first.

    ``n_readings`` were looked at: one where nothing is to be drawn. ``from_values`` are the actors whose preferences
    come from values, ``from_orders`` those whose wishes were put in order. ``is_exact`` if these are all the readings
    there are.
    """

    models: tuple[CaseModel, ...]
    n_readings: int
    from_values: tuple[str, ...]
    from_orders: tuple[str, ...]
    is_exact: bool
    seed: int | None

    def share(self, model: CaseModel) -> Fraction:
        """The share of readings that give a model."""
        return Fraction(model.n, self.n_readings)


def from_case(
    case: Case,
    *,
    readings: Readings | None = None,
    n_readings: int = 2000,
    seed: int = 1,
    order_wishes: bool = False,
) -> CaseModels:
    """The graph models of a case.

    Parameters
    ----------
    readings : readings already drawn, so that other questions and this one look at the same.
    n_readings : how many to draw where none are given and something is to be drawn.
    seed : of the draws.
    order_wishes : rank states by an order of the wishes where the case leaves it unknown (`unordered`), every
        order alike: all of them where they are at most ``n_readings``, else drawn. Without it, what depends on
        the order is an unknown comparison.

    Raises
    ------
    GraphModelError
        If the case has no moves, or preferences do not fit the states.
    NoReading, TooFine, OpenOrderTooLong
        As :func:`detente.readings.draws.draw`.

    Examples
    --------
    >>> import detente
    >>> found = from_case(detente.load("tram-strike"))
    >>> [model.n for model in found.models], found.models[0].model.status_quo
    ([1], 'strike')
    """
    graph = case_graph(case)
    stated: dict[str, forms.PreferenceForm] = {}
    valued: list[str] = []
    wishes: dict[str, tuple[Want, ...]] = {}
    for actor in graph.actors:
        statements = [part for s in moves_of(case).preferences_of(actor) for part in restricted(s, graph.states)]
        if any(isinstance(s, FromValues) for s in statements):
            valued.append(actor)
        elif order_wishes and unordered_wishes(statements):
            wishes[actor] = unordered_wishes(statements)
        else:
            stated[actor] = stated_preference(statements, graph)
    given = draw(case, n_readings, seed) if valued and readings is None else readings
    drawn = {actor: _ranks(case, graph, _draws_of(given, actor)) for actor in valued if given is not None}
    counted = _Counted.of([own.ranks for own in drawn.values()], [len(own) for own in wishes.values()], n_readings)
    for (actor, own), orders in zip(wishes.items(), counted.orders(seed), strict=True):
        drawn[actor] = _Ranks(states=np.arange(graph.n_states), ranks=ordered_wishes(own, graph, orders))
    models = []
    for rows, n in _distinct([own.ranks for own in drawn.values()], counted.n):
        made = {a: _preference(own.states, row, graph.n_states) for (a, own), row in zip(drawn.items(), rows, strict=True)}
        models.append(CaseModel(model=graph.with_preferences({**stated, **made}), n=n))
    is_seeded = (not counted.is_exact) and (readings is None or bool(wishes))
    return CaseModels(
        models=tuple(models),
        n_readings=counted.n,
        from_values=tuple(valued),
        from_orders=tuple(wishes),
        is_exact=counted.is_exact,
        seed=seed if is_seeded else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Ranks:
    """Dense ranks of some states in each reading: ``states`` has shape (k,), ``ranks`` shape (n, k)."""

    states: IntArray
    ranks: IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """How many readings are looked at, and whether they are all there are; ``wishes`` are numbers of them by actor."""

    n: int
    is_exact: bool
    wishes: tuple[int, ...]

    @classmethod
    def of(cls, valued: Sequence[IntArray], wishes: Sequence[int], n_readings: int) -> _Counted:
        n_drawn = max((len(ranks) for ranks in valued), default=1)
        if n_drawn > 1:
            return cls(n=n_drawn, is_exact=False, wishes=tuple(wishes))
        every = prod(factorial(k) for k in wishes)
        is_exact = every <= max(n_readings, 1)
        return cls(n=every if is_exact else n_readings, is_exact=is_exact, wishes=tuple(wishes))

    def orders(self, seed: int) -> list[IntArray]:
        """For each actor an order of its wishes in each reading, shape (n, wishes); every joint choice once if exact."""
        if not self.is_exact:
            streams = (
                np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(ORDERS, k))) for k in range(len(self.wishes))
            )
            rows = (np.tile(np.arange(k), (self.n, 1)) for k in self.wishes)
            return [rng.permuted(row, axis=1) for rng, row in zip(streams, rows, strict=True)]
        every = [np.array(list(permutations(range(k))), np.int64) for k in self.wishes]
        chosen = np.unravel_index(np.arange(self.n), [len(own) for own in every]) if every else ()
        return [own[rows] for own, rows in zip(every, chosen, strict=True)]


def _draws_of(readings: Readings, actor: str) -> ActorDraws:
    for own in readings.actors:
        if own.actor == actor:
            return own
    raise GraphModelError(f"no values are drawn for `{actor}`, which is not a party")


def _ranks(case: Case, graph: GraphModel, own: ActorDraws) -> _Ranks:
    """The states that stand for a package, as the actor's values rank them in each reading."""
    named = {state.id: state for state in moves_of(case).states}
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
    return _Ranks(states=np.array(known, np.int64), ranks=ranks)


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
    if not ranks:
        return [([], n_readings)]
    joined = np.concatenate([np.broadcast_to(own, (n_readings, own.shape[1])) for own in ranks], axis=1)
    rows, counts = np.unique(joined, axis=0, return_counts=True)
    cuts = np.cumsum([own.shape[1] for own in ranks])[:-1]
    order = np.argsort(-counts, kind="stable")
    return [(np.split(rows[k], cuts), int(counts[k])) for k in order.tolist()]


def _preference(places: IntArray, ranks: IntArray, n_states: int) -> Preference:
    """A ranking of all states, or pairs where some state stands for no package: those are not compared."""
    if len(places) == n_states:
        return Preference.of_ranks(ranks.tolist())
    ranked = list(zip(places.tolist(), ranks.tolist(), strict=True))
    preferred = [(s, t) for s, high in ranked for t, low in ranked if high > low]
    open_states = [k for k in range(n_states) if k not in set(places.tolist())]
    unknown = {(min(k, other), max(k, other)) for k in open_states for other in range(n_states) if other != k}
    return Preference.of_pairs(n_states, preferred, unknown=sorted(unknown))
