"""Where a conflict could come to rest from the status quo, and which of these states an agreement makes.

A name does not make a state a deal. Where the case marks states as what an agreement makes, they are the deals. Else a state
that stands for a package is one. Where none does, a state with a name counts as one if in some reading it is an equilibrium
that nobody finds worse than the status quo and somebody better, and if no actor can bring it about alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from detente.model.move import Moves
from detente.questions.stability.arcs import BoolArray
from detente.questions.stability.concepts import Concept
from detente.questions.stability.ensemble import Block, Ensemble
from detente.questions.stability.finding import Rest, StabilityShares
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.preferences import Preference
from detente.questions.stability.shares import Rows

__all__ = ["better_for_all", "deal_states", "rests"]

NO_DEAL = "no_deal"
"""How a case calls the path without a deal."""

Counts = NDArray[np.object_]


def better_for_all(readings: Ensemble, state: str, *, rows: Rows | None = None, concept: Concept | None = None) -> Counts:
    """In how many readings each state is known to be no worse than one for every actor, and better for some.

    With a concept, only those in which it is also surely an equilibrium. Shape (n_states,), exact integers.
    """
    here = readings.graph.state(state)
    found = rows or Rows(readings)
    total = np.zeros(readings.graph.n_states, object)
    for situation in readings.situations:
        no_worse, level = np.ones_like(total), np.ones_like(total)
        for place, block in enumerate(situation.blocks):
            weights = np.array([option.n for option in block.options], np.int64)
            each, equal = _compared(block, here)
            if concept is not None:
                held = np.stack([found.of_option(situation, place, o, concept)[0].all(axis=0) for o in block.options])
                each, equal = each & held, equal & held
            no_worse *= (weights @ each).astype(object)
            level *= (weights @ equal).astype(object)
        total += no_worse - level
    return total


def _compared(block: Block, here: int) -> tuple[BoolArray, BoolArray]:
    """For each option of a block, states that none of its actors finds worse than one, and those all hold level with it."""
    pairs = [[_standing(preference, here) for preference in option.preferences] for option in block.options]
    above, below = (np.array([[pair[k] for pair in own] for own in pairs], np.bool_) for k in (0, 1))
    no_worse: BoolArray = np.asarray(~below.any(axis=1), np.bool_)
    return no_worse, no_worse & ~above.any(axis=1)


def _standing(preference: Preference, here: int) -> tuple[BoolArray, BoolArray]:
    """States preferred to one, and those that are or may be worse."""
    everything = np.arange(preference.n_states)
    same = np.full_like(everything, here)
    below = preference.are_better(same, everything)
    if preference.has_unknown:
        below = below | np.array([preference.is_unknown(here, s) for s in everything.tolist()], np.bool_)
    return preference.are_better(everything, same), below


def rests(readings: Ensemble, moves: Moves, shares: StabilityShares, concept: Concept) -> tuple[Rest, ...]:
    """Where moves can lead from the status quo and come to rest, with the states of a name that are better for all.

    Those better for all come first, by how often, then by how often they are an equilibrium, then in the order of the case.
    """
    graph = readings.graph
    if graph.status_quo is None:
        return ()
    better = better_for_all(readings, graph.status_quo)
    named = {state.id for state in moves.states}
    found = []
    for place in _reached(graph, graph.state(graph.status_quo)):
        state = graph.states[place]
        share = shares.equilibrium(state, concept)
        if share.most or (state in named and better[place]):
            found.append(Rest(state=state, share=share, better=Fraction(int(better[place]), readings.n)))
    found.sort(key=lambda rest: (-rest.better, -rest.share.least, -rest.share.most))
    return tuple(found)


def _reached(graph: GraphModel, here: int) -> list[int]:
    """Other states that moves lead to, no actor moving twice in a row, ascending."""
    seen = {(here, -1)}
    waiting = deque(seen)
    while waiting:
        state, last = waiting.popleft()
        for k, arcs in enumerate(graph.arcs):
            for t in arcs.row(state) if k != last else ():
                if (t, k) not in seen:
                    seen.add((t, k))
                    waiting.append((t, k))
    return sorted({state for state, _ in seen} - {here})


def deal_states(readings: Ensemble, moves: Moves, shares: StabilityShares, rows: Rows, concept: Concept) -> tuple[str, ...]:
    """States an agreement makes: the most frequent equilibria first, then those most often better for all.

    Those the case marks; a state marked as none is never one. Where none is marked: those that stand for a package, else
    those found under the concept that decides, else under GMR.
    """
    graph = readings.graph
    here = graph.status_quo
    marked = [s.id for s in moves.states if s.is_agreement and s.id in graph.states]
    left = [s for s in moves.states if s.is_agreement is None and s.id in graph.states]
    packaged = marked or [s.id for s in left if s.package is not None and s.package_name != NO_DEAL]
    if packaged or here is None:
        return _ranked(readings, packaged, shares, concept)
    alone = {graph.states[t] for arcs in graph.arcs for t in _own_reach(arcs.rows(), graph.state(here))} | {here}
    named = {state.id for state in left} - alone
    for counted in dict.fromkeys((concept, Concept.GMR)):
        agreed = better_for_all(readings, here, rows=rows, concept=counted)
        found = [state for state, n in zip(graph.states, agreed, strict=True) if n and state in named]
        if found:
            return _ranked(readings, found, shares, concept)
    return ()


def _ranked(readings: Ensemble, states: Iterable[str], shares: StabilityShares, concept: Concept) -> tuple[str, ...]:
    graph = readings.graph
    better = np.zeros(graph.n_states, object) if graph.status_quo is None else better_for_all(readings, graph.status_quo)

    def key(state: str) -> tuple[Fraction, Fraction, int]:
        share = shares.equilibrium(state, concept)
        return -share.least, -share.most, -int(better[graph.state(state)])

    return tuple(sorted(states, key=key))


def _own_reach(rows: list[list[int]], here: int) -> set[int]:
    seen: set[int] = set()
    waiting = [here]
    while waiting:
        for t in rows[waiting.pop()]:
            if t not in seen:
                seen.add(t)
                waiting.append(t)
    return seen
