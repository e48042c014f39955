"""Blocking sets and openings found from both sides: packages show what opens, refutations show what blocks.

What a package breaks, once given up, leaves that package: an opening, or more than one. Conditions that no package
meets together block, or contain what does. Each minimal blocking set meets each opening, and a set that meets all
openings known so far either blocks or a package breaks none of it, which is a new opening (dualize and advance:
Gunopulos et al. 2003; Bailey & Stuckey 2005). The lightest set that meets every known opening either blocks or yields
one more of them (implicit hitting sets: Moreno-Centeno & Karp 2013). Tests are many at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np

from detente.problem.demands import Demand, Outcome, Refuter
from detente.problem.hitting import HittingTree, lightest_hitting_sets, positions, weight_of
from detente.problem.rows import IntArray, Rows

__all__ = ["Families"]

AT_ONCE = 64
"""Sets tested together."""

FIRST_NODES = 64
"""Nodes a test may take at first; four times as many whenever none of a batch was settled."""


class Families:
    """What is known of a problem's openings and blocking sets, and the tests that find more.

    ``opened`` holds minimal members of what packages found so far break, each with such a package; ``blocked`` sets
    of conditions proven to be met together by none, without those that contain another.
    """

    def __init__(self, rows: Rows, budget: int) -> None:
        self.rows = rows
        self.refuter = Refuter(rows)
        self.left = budget
        self.everything = (1 << len(rows.conditions)) - 1
        self.opened: dict[int, tuple[int, ...]] = {}
        self.blocked: dict[int, int] = {}
        self.is_possible: bool | None = None

    def begin(self) -> None:
        """Whether a package meets the hard requirements at all, and what blocks it from meeting everything."""
        (nothing,) = self.test([0])
        if nothing.witness is None:
            self.is_possible = None if nothing.core is None else False
            return
        self.is_possible = True
        self.test([self.everything])

    def test(self, kept: Sequence[int], each: int | None = None) -> tuple[Outcome, ...]:
        """Test sets of conditions, and learn from the outcomes."""
        outcomes = self.refuter.test([Demand(kept=k) for k in kept], node_limit=self.left, each=each)
        self.left -= sum(o.nodes for o in outcomes)
        witnesses = [o.witness for o in outcomes if o.witness is not None]
        if witnesses:
            self.learn(np.array(witnesses, dtype=np.int64))
        for outcome in outcomes:
            if outcome.core is not None:
                self._block(outcome.core, outcome.nodes)
        return outcomes

    def learn(self, choices: IntArray) -> None:
        """Take in what packages (all issues settled) break."""
        bits = self.rows.broken(choices)
        for row, choice in zip(bits[~bits[:, -1], :-1], choices[~bits[:, -1]], strict=True):
            mask = int(sum(1 << int(c) for c in row.nonzero()[0]))
            if any(known & mask == known for known in self.opened):
                continue
            for known in [k for k in self.opened if k & mask == mask]:
                del self.opened[known]
            self.opened[mask] = tuple(int(o) for o in choice)

    def _block(self, core: int, nodes: int) -> None:
        if any(known & core == known for known in self.blocked):
            return
        for known in [k for k in self.blocked if k & core == core]:
            del self.blocked[known]
        self.blocked[core] = nodes

    def advance(self, weights: Sequence[int]) -> bool:
        """Find all openings and blocking sets; whether the budget sufficed.

        Afterwards ``opened`` and ``blocked`` are the two families themselves: a set that meets all openings and
        contains a blocking set is one, being a minimal one of those that meet them.
        """
        # Either side done is both done: sets that meet all of one family and contain none of the other are what is missing.
        trees = (HittingTree(weights), HittingTree(weights))
        each, spent = [FIRST_NODES, FIRST_NODES], [0, 0]
        while True:
            side = 0 if spent[0] <= spent[1] else 1
            known, other = (self.blocked, self.opened) if side == 0 else (self.opened, self.blocked)
            fresh = trees[side].take(known, other, AT_ONCE)
            if not fresh:
                return True
            if self.left <= 0:
                return False
            outcomes = self.test([self.everything & ~mask if side == 0 else mask for _, mask, _ in fresh], each[side])
            spent[side] += sum(o.nodes for o in outcomes)
            trees[side].put_back(one for one, o in zip(fresh, outcomes, strict=True) if (o.witness, o.core)[side] is None)
            if all(o.witness is None and o.core is None for o in outcomes):
                each[side] *= 4

    def block_lightest(self, weights: Sequence[int], count: int) -> tuple[list[int], bool]:
        """The lightest blocking sets, as far as proven, in order; and whether they are all there are."""
        each = FIRST_NODES
        while True:
            first = [mask for mask, _ in islice(lightest_hitting_sets(self.opened, weights), count + 1)]
            unknown = [mask for mask in first[:count] if mask not in self.blocked]
            if not unknown:
                return first[:count], len(first) <= count
            if self.left <= 0:
                return first[: first.index(unknown[0])], False
            outcomes = self.test(unknown[:AT_ONCE], each)
            if all(o.witness is None and o.core is None for o in outcomes):
                each *= 4

    def is_least(self, mask: int) -> bool:
        """Whether a package is known for each condition of a blocking set that meets all its others."""
        return all(any(opened & mask == 1 << place for opened in self.opened) for place in positions(mask))

    def ranked(self, weights: Sequence[int]) -> list[int]:
        """The openings known, cheapest first."""
        return sorted(self.opened, key=lambda mask: weight_of(mask, weights))

    def names(self, mask: int) -> tuple[str, ...]:
        """The ids of conditions."""
        return tuple(self.rows.conditions[p] for p in positions(mask))
