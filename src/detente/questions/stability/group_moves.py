"""What a group can reach: legal sequences of its members' moves, no one twice in a row.

``R_H(s)`` are the states a nonempty sequence of moves by members of H leads to from s; a member may
move again once another has (Fang, Hipel & Kilgour 1993; the same search over improvements
only gives ``R+_H``). A sequence may pass through a state twice with different last movers, so the search runs
over (state, next mover). Two forms of one search: sets of states, and the least value reached, which
is all a ranking needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from detente.questions.stability.arcs import Arcs, IntArray, set_of

__all__ = ["NEVER", "group_least", "group_reach", "reach_from"]

NEVER = int(np.iinfo(np.int64).max)
"""Least value where nothing is reached."""


def group_reach(members: Sequence[Arcs], n_states: int) -> list[int]:
    """``R_H(s)`` for each state, as bits. Sweeps over the moves until nothing is added.

    O(sweeps * arcs * n_states / 64); a sweep more than the longest shortest sequence.
    """
    rows = [arcs.rows() for arcs in members]
    first = [[set_of(row) for row in own] for own in rows]
    reached = [list(own) for own in first]
    moving = [[s for s in range(n_states) if own[s]] for own in rows]
    has_changed = len(members) > 1
    while has_changed:
        has_changed = False
        for k, own in enumerate(rows):
            others = _union([reached[j] for j in range(len(members)) if j != k], n_states)
            mine = reached[k]
            for s in moving[k]:
                found = mine[s]
                for t in own[s]:
                    found |= others[t]
                if found != mine[s]:
                    mine[s] = found
                    has_changed = True
    return _union(reached, n_states)


def _union(sets: Sequence[Sequence[int]], n_states: int) -> list[int]:
    if not sets:
        return [0] * n_states
    found = list(sets[0])
    for others in sets[1:]:
        found = [a | b for a, b in zip(found, others, strict=True)]
    return found


def group_least(members: Sequence[Arcs], values: IntArray) -> IntArray:
    """Least of ``values`` over ``R_H(s)``, for each state; ``NEVER`` where the group cannot move.

    ``values`` has shape (n_states,). O(sweeps * arcs); a sweep more than the longest sequence needed.
    """
    n_states = len(values)
    movable = [np.flatnonzero(np.diff(arcs.starts)) for arcs in members]
    least = np.full((len(members), n_states), NEVER, np.int64)
    for k, arcs in enumerate(members):
        if len(movable[k]):
            least[k, movable[k]] = np.minimum.reduceat(values[arcs.targets], arcs.starts[movable[k]])
    has_changed = len(members) > 1
    while has_changed:
        has_changed = False
        for k, arcs in enumerate(members):
            if not len(movable[k]):
                continue
            others = np.delete(least, k, axis=0).min(axis=0)
            found = np.minimum.reduceat(others[arcs.targets], arcs.starts[movable[k]])
            before = least[k, movable[k]]
            if (found < before).any():
                least[k, movable[k]] = np.minimum(found, before)
                has_changed = True
    return least.min(axis=0) if len(members) else np.full(n_states, NEVER, np.int64)


def reach_from(arcs: Sequence[Arcs], members: Sequence[int], start: int, may_move: Callable[[int, int, int], bool]) -> set[int]:
    """``R_H`` of one state, over the moves ``may_move(mover, before, after)`` allows."""
    seen: set[tuple[int, int]] = set()
    waiting = [(start, -1)]
    while waiting:
        state, last = waiting.pop()
        for k in members:
            if k == last:
                continue
            for t in arcs[k].row(state):
                if (t, k) not in seen and may_move(k, state, t):
                    seen.add((t, k))
                    waiting.append((t, k))
    return {state for state, _ in seen}
