"""Sets of states preferred to one state: which meet the demands of stability, and how many there are.

A demand is met by a set U if the move is not in U, or some answer has none of its states in U.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb

__all__ = ["NODE_LIMIT", "Demand", "fubini", "sizes_of_sets"]

NODE_LIMIT = 200_000
"""Most distinct partial conditions looked at in one count."""

STATE_LIMIT = 400
"""Most states in the demands of one count: it splits on them one within another."""

Residue = frozenset[tuple[int | None, frozenset[frozenset[int]]]]
"""Open demands: the move if still undecided (None once it is preferred), and what is left of the answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A move, and for each end of an answer the states that must not be preferred for it to deter."""

    move: int
    answers: tuple[tuple[int, frozenset[int]], ...]

    def is_met(self, preferred: frozenset[int]) -> bool:
        """Whether a set of preferred states meets the demand."""
        return self.move not in preferred or any(not states & preferred for _, states in self.answers)


def fubini(n: int) -> list[int]:
    """Rankings with ties of 0 to n states. O(n ** 2).

    >>> fubini(4)
    [1, 1, 3, 13, 75]
    """
    found = [1]
    for m in range(1, n + 1):
        found.append(sum(comb(m, k) * found[m - k] for k in range(1, m + 1)))
    return found


def sizes_of_sets(
    demands: tuple[Demand, ...], n_others: int, decided: Mapping[int, bool] | None = None
) -> tuple[int, ...] | None:
    """How many subsets of the other states, by size, meet every demand; None if the count is cut short.

    Splits on one state at a time and keeps what is left of the demands, so states in no demand cost nothing.

    Parameters
    ----------
    n_others : number of states but the one in question.
    decided : states known to be in the set or not.

    Examples
    --------
    Of three states, the first may be preferred only if the second is not.

    >>> sizes_of_sets((Demand(move=0, answers=((1, frozenset({1})),)),), 3)
    (1, 3, 2, 0)
    """
    residue: Residue | None = frozenset(
        (d.move, frozenset(states for _, states in d.answers)) for d in demands if all(states for _, states in d.answers)
    )
    fixed = dict(decided or {})
    for state, is_in in fixed.items():
        residue = None if residue is None else _decide(residue, state, is_in=is_in)
    if residue is None:
        return (0,) * (n_others + 1)
    memo: dict[Residue, tuple[int, ...]] = {}
    states = sorted(_states(residue))
    found = _count(residue, memo) if len(states) <= STATE_LIMIT else None
    if found is None:
        return None
    free = n_others - len(states) - len(fixed)
    sizes = [0] * (n_others + 1)
    shift = sum(fixed.values())
    for k, n in enumerate(_spread(found, free)):
        sizes[k + shift] += n
    return tuple(sizes)


def _states(residue: Residue) -> set[int]:
    found = {move for move, _ in residue if move is not None}
    for _, answers in residue:
        found |= set().union(*answers)
    return found


def _spread(sizes: tuple[int, ...], free: int) -> list[int]:
    """Sizes when further states may be in or out freely."""
    result = [0] * (len(sizes) + free)
    for k, n in enumerate(sizes):
        for t in range(free + 1):
            result[k + t] += n * comb(free, t)
    return result


def _decide(residue: Residue, state: int, *, is_in: bool) -> Residue | None:
    """What is left once a state is in or out; None if a demand can no longer be met."""
    left = set()
    for move, answers in residue:
        if move == state and not is_in:
            continue
        if is_in:
            kept = frozenset(a for a in answers if state not in a)
        else:
            kept = frozenset(a - {state} for a in answers)
            if frozenset() in kept:
                continue
        still = None if move == state else move
        if still is None and not kept:
            return None
        left.add((still, kept))
    return frozenset(left)


def _count(residue: Residue, memo: dict[Residue, tuple[int, ...]]) -> tuple[int, ...] | None:
    """Sizes of the sets of the residue's own states that meet it; None past the limit."""
    if residue in memo:
        return memo[residue]
    if not residue:
        return (1,)
    if len(memo) >= NODE_LIMIT:
        return None
    states = _states(residue)
    state = _most_common(residue)
    total = [0] * (len(states) + 1)
    for is_in in (False, True):
        left = _decide(residue, state, is_in=is_in)
        if left is None:
            continue
        below = _count(left, memo)
        if below is None:
            return None
        for k, n in enumerate(_spread(below, len(states) - 1 - len(_states(left)))):
            total[k + is_in] += n
    memo[residue] = tuple(total)
    return memo[residue]


def _most_common(residue: Residue) -> int:
    times: dict[int, int] = {}
    for move, answers in residue:
        for state in [*([move] if move is not None else []), *(t for a in answers for t in a)]:
            times[state] = times.get(state, 0) + 1
    return min(times, key=lambda state: (-times[state], state))
