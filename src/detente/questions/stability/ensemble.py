"""All readings of a case's moves at once, without listing every joint one.

A reading settles what the record leaves open: for each actor an order of its wishes, or values. An actor whose wishes
are ordered is a *block* of its own, and every order is looked at, all alike; actors whose preferences come from values
share their draws (design rule 12) and are one block. Readings in which every actor's improvements are the same make a
*situation*: there, how one block settles says nothing of another, so counts of joint readings are products and sums of
few numbers, exact whatever their size. Where situations would be too many, joint readings are drawn instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, product
from math import factorial, prod

import numpy as np

from detente.model.case import Case
from detente.model.move import Want, restricted
from detente.questions.stability.arcs import IntArray
from detente.questions.stability.case_graph import case_graph, moves_of
from detente.questions.stability.from_case import ORDERS, from_case
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.preferences import Preference
from detente.questions.stability.relations import credible_arcs
from detente.questions.stability.stated_preferences import ordered_wishes, unordered_wishes

__all__ = ["Block", "Ensemble", "Option", "Situation", "ensemble"]

ORDER_LIMIT = 5_040
"""Most orders of one actor's wishes that are all looked at; seven wishes have as many."""

SITUATION_LIMIT = 600
"""Most situations; past it joint readings are drawn."""

WORK = 160_000
"""About how many pairs of a reading and a state are looked at: fewer readings where states are many."""

FEWEST = 20
"""Readings drawn at least, however many the states."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Option:
    """One way the actors of a block may compare states, and in how many of its readings they do."""

    preferences: tuple[Preference, ...]
    n: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """Actors, by position, whose preferences are settled together."""

    actors: tuple[int, ...]
    options: tuple[Option, ...]

    @property
    def n(self) -> int:
        """Number of its readings."""
        return sum(option.n for option in self.options)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Situation:
    """Readings in which every actor's improvements are the same.

    ``blocks`` hold only the options that belong to it; ``model`` is one of its readings.
    """

    blocks: tuple[Block, ...]
    model: GraphModel

    @property
    def n(self) -> int:
        """Number of joint readings."""
        return prod(block.n for block in self.blocks)

    def rest(self, block: int) -> int:
        """Joint readings for each reading of one block."""
        return prod(other.n for k, other in enumerate(self.blocks) if k != block)

    def model_of(self, block: int, option: Option) -> GraphModel:
        """A reading of the situation in which a block is settled so."""
        preferences = list(self.model.preferences)
        for actor, preference in zip(self.blocks[block].actors, option.preferences, strict=True):
            preferences[actor] = preference
        return replace(self.model, preferences=tuple(preferences))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ensemble:
    """The readings of a case, by situation.

    ``n`` counts joint readings, ``n_drawn`` those drawn of each block (``None`` where all were looked at) from ``seed``.
    """

    graph: GraphModel
    situations: tuple[Situation, ...]
    n: int
    n_drawn: int | None
    seed: int | None
    from_values: tuple[str, ...]
    from_orders: tuple[str, ...]
    has_unknown: bool

    @property
    def has_strength(self) -> bool:
        """Whether some actor greatly prefers a state to another."""
        return any(p.has_strength for situation in self.situations for p in situation.model.preferences)


def ensemble(case: Case, *, n_readings: int = 2000, seed: int = 1) -> Ensemble:
    """The readings of a case.

    Parameters
    ----------
    n_readings : most readings drawn where something is to be drawn; fewer where states are many.

    Raises
    ------
    GraphModelError, NoReading, TooFine, OpenOrderTooLong
        As :func:`detente.questions.stability.from_case.from_case`.
    """
    graph = case_graph(case)
    n = max(min(n_readings, FEWEST), min(n_readings, WORK // graph.n_states))
    base = from_case(case, n_readings=n, seed=seed)
    wishes = {
        actor: found
        for actor in graph.actors
        if actor not in base.from_values
        and (found := unordered_wishes([p for s in moves_of(case).preferences_of(actor) for p in restricted(s, graph.states)]))
    }
    is_drawn = not base.is_exact
    blocks = [_valued(graph, base.from_values, [(m.model, m.n) for m in base.models])] if base.from_values else []
    for k, actor in enumerate(graph.actors):
        if actor in wishes:
            orders = _orders(len(wishes[actor]), n, np.random.SeedSequence(seed, spawn_key=(ORDERS, k)))
            is_drawn |= len(orders) < factorial(len(wishes[actor]))
            blocks.append(_ordered(k, wishes[actor], graph, orders))
        elif actor not in base.from_values:
            blocks.append(Block(actors=(k,), options=(Option(preferences=(base.models[0].model.preferences[k],), n=1),)))
    sorted_out = _by_improvements(graph, blocks, SITUATION_LIMIT)
    if sorted_out is None:
        joint = from_case(case, n_readings=n, seed=seed, order_wishes=True)
        is_drawn = is_drawn or not joint.is_exact
        sorted_out = _by_improvements(graph, [_valued(graph, graph.actors, [(m.model, m.n) for m in joint.models])], n)
    situations = tuple(sorted(sorted_out or (), key=lambda situation: -situation.n))
    return Ensemble(
        graph=graph,
        situations=situations,
        n=sum(situation.n for situation in situations),
        n_drawn=n if is_drawn else None,
        seed=seed if is_drawn else None,
        from_values=base.from_values,
        from_orders=tuple(wishes),
        has_unknown=any(p.has_unknown for s in situations for p in s.model.preferences),
    )


def _valued(graph: GraphModel, actors: Sequence[str], models: Sequence[tuple[GraphModel, int]]) -> Block:
    """Actors settled together, as models of a case have them."""
    places = tuple(graph.actor(actor) for actor in actors)
    options = [Option(preferences=tuple(model.preferences[k] for k in places), n=n) for model, n in models]
    return Block(actors=places, options=tuple(options))


def _orders(n_wishes: int, n_drawn: int, stream: np.random.SeedSequence) -> IntArray:
    """Every order of the wishes, or as many drawn; shape (orders, wishes)."""
    if factorial(n_wishes) <= ORDER_LIMIT:
        return np.array(list(permutations(range(n_wishes))), np.int64)
    return np.random.default_rng(stream).permuted(np.tile(np.arange(n_wishes), (n_drawn, 1)), axis=1)


def _ordered(actor: int, wishes: Sequence[Want], graph: GraphModel, orders: IntArray) -> Block:
    """The rankings an actor's orders come to, the most frequent first."""
    rows, counts = np.unique(ordered_wishes(wishes, graph, orders), axis=0, return_counts=True)
    first = np.argsort(-counts, kind="stable").tolist()
    options = [Option(preferences=(Preference.of_ranks(rows[k].tolist()),), n=int(counts[k])) for k in first]
    return Block(actors=(actor,), options=tuple(options))


def _by_improvements(graph: GraphModel, blocks: Sequence[Block], limit: int) -> list[Situation] | None:
    """The situations; ``None`` if there are more than the limit."""
    classes = [list(_classes(graph, block)) for block in blocks]
    if prod(len(own) for own in classes) > limit:
        return None
    found = []
    for chosen in product(*classes):
        preferences: list[Preference | None] = [None] * len(graph.actors)
        for block in chosen:
            for actor, preference in zip(block.actors, block.options[0].preferences, strict=True):
                preferences[actor] = preference
        model = replace(graph, preferences=tuple(p for p in preferences if p is not None))
        found.append(Situation(blocks=chosen, model=model))
    return found


def _classes(graph: GraphModel, block: Block) -> Iterator[Block]:
    """The options of a block by which moves of its actors improve, or may."""
    groups: dict[tuple[bytes, ...], list[Option]] = {}
    for option in block.options:
        groups.setdefault(tuple(_mark(graph, k, p) for k, p in zip(block.actors, option.preferences, strict=True)), []).append(
            option
        )
    for options in groups.values():
        yield Block(actors=block.actors, options=tuple(options))


def _mark(graph: GraphModel, actor: int, preference: Preference) -> bytes:
    """Which moves of an actor improve and which may."""
    own = graph.arcs[actor]
    surely = preference.are_better(own.targets, own.sources).tobytes()
    if not preference.has_unknown:
        return surely
    trial = replace(graph, preferences=tuple(preference for _ in graph.actors))
    maybe = credible_arcs(trial, actor)
    return surely + maybe.starts.tobytes() + maybe.targets.tobytes()
