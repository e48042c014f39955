"""A rule as a decision diagram: actors say yes or no one after another, and equal remainders are one node.

At each level one actor speaks. What later levels must know is what every gate still needs; nodes that decide alike
are then merged from the end (Bryant 1986). So sets of supporters are counted, weighed or listed without going
through all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.questions.ratification.errors import Flaw, RatificationError
from detente.questions.ratification.gate import Gate

__all__ = ["NODE_LIMIT", "Diagram", "diagram"]

NODE_LIMIT = 400_000
"""Most nodes before they are merged."""

IntArray = npt.NDArray[np.int64]
_Needs = tuple[int | None, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Diagram:
    """Levels of nodes, one for each actor; the last two nodes are 0, fails, and 1, passes.

    Parameters
    ----------
    order : the actor that speaks at each level.
    low, high : per level, the node of the next level that a no or a yes leads to; the first level has one node.
    """

    order: tuple[int, ...]
    low: tuple[IntArray, ...]
    high: tuple[IntArray, ...]

    def passes(self, supporters: int, level: int = 0, node: int = 0) -> bool:
        """Whether those of the supporters who speak from a level on suffice there."""
        for place in range(level, len(self.order)):
            node = int((self.high if supporters >> self.order[place] & 1 else self.low)[place][node])
        return node == 1

    def minimal(self) -> Iterator[int]:
        """Minimal sets of supporters that suffice, as masks, each once, in no stated order."""
        low, high = [n.tolist() for n in self.low], [n.tolist() for n in self.high]
        end = len(self.order)

        def sets(level: int, node: int) -> Iterator[int]:
            if level == end:
                if node == 1:
                    yield 0
                return
            without, with_it = low[level][node], high[level][node]
            yield from sets(level + 1, without)
            if with_it != without:
                own = 1 << self.order[level]
                for chosen in sets(level + 1, with_it):
                    if not self.passes(chosen, level + 1, without):
                        yield chosen | own

        yield from sets(0, 0)

    def lightest(self, weights: Sequence[int]) -> int | None:
        """The set that suffices with the least sum of weights (>= 0, by actor), as a mask; ``None`` where none does. O(nodes)."""
        best: list[tuple[int, int] | None] = [None, (0, 0)]
        for level in range(len(self.order) - 1, -1, -1):
            own, bit = weights[self.order[level]], 1 << self.order[level]
            found: list[tuple[int, int] | None] = []
            for without, with_it in zip(self.low[level].tolist(), self.high[level].tolist(), strict=True):
                after, by_yes = best[without], best[with_it]
                if by_yes is not None and with_it != without:
                    joined = (by_yes[0] + own, by_yes[1] | bit)
                    after = joined if after is None else min(after, joined)
                found.append(after)
            best = found
        return None if best[0] is None else best[0][1]


def diagram(rule: Gate, *, node_limit: int = NODE_LIMIT) -> Diagram:
    """The decision diagram of a rule over the actors it asks.

    Raises
    ------
    RatificationError
        If there would be more than ``node_limit`` nodes before merging.

    Examples
    --------
    >>> sorted(diagram(Gate((0, 1, 2), (1, 1, 1), 2)).minimal())
    [3, 5, 6]
    """
    walk = _Walk(rule)
    levels: list[tuple[list[int], list[int]]] = []
    states: list[_Needs | bool] = [walk.start()]
    n_nodes = 0
    for level in range(len(walk.order)):
        after: dict[_Needs | bool, int] = {False: 0, True: 1}
        low, high = [], []
        for state in states:
            low.append(after.setdefault(walk.settled(state, level, is_yes=False), len(after)))
            high.append(after.setdefault(walk.settled(state, level, is_yes=True), len(after)))
        levels.append((low, high))
        states = list(after)
        n_nodes += len(states)
        if n_nodes > node_limit:
            raise RatificationError(Flaw.TOO_LARGE, f"the rule has more than {node_limit:,} nodes as a decision diagram")
    return _merged(walk.order, levels)


class _Walk:
    """What each gate still needs as actors speak; ``None`` where a gate is decided or no longer matters."""

    def __init__(self, rule: Gate) -> None:
        self.gates: list[Gate] = []
        place: dict[Gate, int] = {}
        order: list[int] = []

        def visit(own: Gate) -> None:
            """Parts before the gate; heavy actors before light ones."""
            if own in place:
                return
            by_weight = sorted(zip(own.parts, own.weights, strict=True), key=lambda pair: -pair[1])
            order.extend(part for part, _ in by_weight if isinstance(part, int) and part not in order)
            for part, _ in by_weight:
                if isinstance(part, Gate):
                    visit(part)
            place[own] = len(self.gates)
            self.gates.append(own)

        visit(rule)
        self.order = tuple(order)
        n, n_levels = len(self.gates), len(self.order)
        level_of = {actor: level for level, actor in enumerate(self.order)}
        self.own: list[list[tuple[int, int]]] = [[] for _ in range(n_levels)]
        self.parents: list[list[tuple[int, int]]] = [[] for _ in range(n)]
        self.children: list[list[tuple[int, int]]] = [[] for _ in range(n)]
        self.actors_left = [[0] * (n_levels + 1) for _ in range(n)]
        for g, own in enumerate(self.gates):
            for part, weight in zip(own.parts, own.weights, strict=True):
                if isinstance(part, int):
                    self.own[level_of[part]].append((g, weight))
                    for level in range(level_of[part] + 1):
                        self.actors_left[g][level] += weight
                else:
                    self.parents[place[part]].append((g, weight))
                    self.children[g].append((place[part], weight))

    def start(self) -> _Needs:
        return tuple(own.quota for own in self.gates)

    def settled(self, state: _Needs | bool, level: int, *, is_yes: bool) -> _Needs | bool:
        """The state after the actor of a level has spoken."""
        if isinstance(state, bool):
            return state
        needs = list(state)
        if is_yes:
            for g, weight in self.own[level]:
                own = needs[g]
                if own is not None:
                    needs[g] = own - weight
        for g in range(len(needs)):  # parts come before their gate, so what they pass on is counted when it is reached
            need = needs[g]
            if need is None:
                continue
            left = self.actors_left[g][level + 1] + sum(w for c, w in self.children[g] if needs[c] is not None)
            if need > 0 and need <= left:
                continue
            if g == len(needs) - 1:
                return need <= 0
            needs[g] = None
            if need <= 0:
                for parent, weight in self.parents[g]:
                    above = needs[parent]
                    if above is not None:
                        needs[parent] = above - weight
        for g in range(len(needs) - 2, -1, -1):
            if needs[g] is not None and all(needs[parent] is None for parent, _ in self.parents[g]):
                needs[g] = None
        return tuple(needs)


def _merged(order: tuple[int, ...], levels: Sequence[tuple[list[int], list[int]]]) -> Diagram:
    """Nodes of a level that lead to the same two nodes are one; the last level comes first."""
    renamed = np.array([0, 1], dtype=np.int64)
    lows: list[IntArray] = []
    highs: list[IntArray] = []
    for low, high in reversed(levels):
        after_low, after_high = renamed[np.array(low)], renamed[np.array(high)]
        width = int(renamed.max()) + 1
        keys, first, renamed = np.unique(after_low * width + after_high, return_index=True, return_inverse=True)
        lows.append(keys // width)
        highs.append(after_high[first])
    return Diagram(order=order, low=tuple(reversed(lows)), high=tuple(reversed(highs)))
