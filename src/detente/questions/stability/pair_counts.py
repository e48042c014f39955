"""How many strict rankings meet a condition on pairs of states, counted without listing rankings.

The condition is that of an equilibrium under SEQ or SSEQ with one actor's preference open: demands on which states it
prefers to one state, and needs that all moves of some set improve it. Pairs are decided one at a time, each both ways,
with all that follows by transitivity, until the condition is true or false; what is then left is a partial order, and its
linear extensions are counted by up-sets.
"""

from __future__ import annotations

from math import factorial

from detente.questions.stability.arcs import bits_of
from detente.questions.stability.linear_extensions import up_sets
from detente.questions.stability.upper_sets import Demand

__all__ = ["WORK_LIMIT", "MoveSets", "count_rankings"]

WORK_LIMIT = 40_000
"""Most partial orders and up-sets looked at in one count."""

MoveSets = tuple[tuple[tuple[int, int], ...], ...]
"""Sets of moves ``(before, after)``; a need is met if all moves of one set lead to preferred states."""

Order = tuple[int, ...]


def count_rankings(n_states: int, here: int, demands: tuple[Demand, ...], needs: tuple[MoveSets, ...]) -> int | None:
    """Strict rankings of all states that meet every demand and need; None if the count is cut short.

    Examples
    --------
    Of three states, the second is preferred to the first: half of the six rankings.

    >>> count_rankings(3, 0, (), ((((0, 1),),),))
    3
    """
    involved = sorted(_involved(here, demands, needs))
    place = {state: k for k, state in enumerate(involved)}
    counter = _Counter(
        place[here],
        tuple((place[d.move], tuple(tuple(place[t] for t in sorted(states)) for _, states in d.answers)) for d in demands),
        tuple(tuple(tuple((place[a], place[b]) for a, b in moves) for moves in sets) for sets in needs),
    )
    found = counter.count((0,) * len(involved))
    return None if found is None else found * factorial(n_states) // factorial(len(involved))


def _involved(here: int, demands: tuple[Demand, ...], needs: tuple[MoveSets, ...]) -> set[int]:
    found = {here}
    for demand in demands:
        found |= {demand.move}.union(*(states for _, states in demand.answers))
    for sets in needs:
        found |= {state for moves in sets for move in moves for state in move}
    return found


class _Counter:
    """The condition over the states involved, and the partial orders already counted."""

    def __init__(
        self, here: int, demands: tuple[tuple[int, tuple[tuple[int, ...], ...]], ...], needs: tuple[MoveSets, ...]
    ) -> None:
        self.here = here
        self.demands = demands
        self.needs = needs
        self.memo: dict[Order, int] = {}
        self.parts: dict[Order, int] = {}
        self.left = WORK_LIMIT

    def count(self, above: Order) -> int | None:
        """Linear extensions of a partial order that meet the condition; ``above`` is closed. None past the limit."""
        if above in self.memo:
            return self.memo[above]
        self.left -= 1
        if self.left < 0:
            return None
        verdict = self.verdict(above)
        if verdict is True:
            found = self.extensions(above)
        elif verdict is False:
            found = 0
        else:
            a, b = verdict
            first = self.count(_decided(above, a, b))
            second = None if first is None else self.count(_decided(above, b, a))
            found = None if first is None or second is None else first + second
        if found is not None:
            self.memo[above] = found
        return found

    def extensions(self, above: Order) -> int | None:
        """Linear extensions of a partial order: those of its unconnected parts, shuffled in every way."""
        total = factorial(len(above))
        for part in _parts(above):
            place = {x: k for k, x in enumerate(part)}
            own = tuple(sum(1 << place[y] for y in bits_of(above[x])) for x in part)
            if own not in self.parts:
                counted = up_sets(own, max(8 * self.left // len(own), 1))
                if counted is None:
                    self.left = -1
                    return None
                self.left -= len(counted.built) * len(own) // 8 + 1
                self.parts[own] = counted.n_extensions
            total = total * self.parts[own] // factorial(len(part))
        return total

    def verdict(self, above: Order) -> bool | tuple[int, int]:
        """Whether the condition holds already, or fails, or else a pair that is open in it: (preferred?, to which)."""
        open_pair: tuple[int, int] | None = None
        for move, answers in self.demands:
            alternatives = [[(move, self.here, False)], *([(t, self.here, False) for t in states] for states in answers)]
            result = _some(above, alternatives)
            if result is False:
                return False
            open_pair = open_pair or (result if result is not True else None)
        for sets in self.needs:
            result = _some(above, [[(after, before, True) for before, after in moves] for moves in sets])
            if result is False:
                return False
            open_pair = open_pair or (result if result is not True else None)
        return open_pair or True


def _some(above: Order, alternatives: list[list[tuple[int, int, bool]]]) -> bool | tuple[int, int]:
    """Whether all of some alternative's pairs are as wanted: yes, no, or a pair that is still open."""
    open_pair: tuple[int, int] | None = None
    for pairs in alternatives:
        left = None
        for a, b, wanted in pairs:
            is_above, is_below = bool(above[b] >> a & 1), bool(above[a] >> b & 1)
            if (is_below if wanted else is_above) or (wanted and a == b):
                break
            if not is_above and not is_below and a != b:
                left = (a, b)
        else:
            if left is None:
                return True
            open_pair = open_pair or left
    return open_pair or False


def _parts(above: Order) -> list[list[int]]:
    """Elements connected by the order, together."""
    part = list(range(len(above)))
    for x, over in enumerate(above):
        for y in bits_of(over):
            if part[x] != part[y]:
                old, new = part[y], part[x]
                part = [new if p == old else p for p in part]
    return [[x for x, p in enumerate(part) if p == name] for name in sorted(set(part))]


def _decided(above: Order, upper: int, lower: int) -> Order:
    """The closed partial order with one more pair."""
    over = above[upper] | 1 << upper
    return tuple(a | over if x == lower or a >> lower & 1 else a for x, a in enumerate(above))
