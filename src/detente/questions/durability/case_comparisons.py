"""What a party's comparisons say about the ways an agreement may end: what follows from them, and orders drawn that fit.

Every order of the situations that fits is alike. As uniform heights conditioned on the comparisons put every order that fits
equally often, parts that nothing connects are drawn apart: in each, orders are counted over its up-sets and drawn by the counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from detente.model.phases import Situation, SituationKind, SituationRanking
from detente.model.preference import Link
from detente.questions.durability.case_agreement import CaseAgreement, Node
from detente.questions.durability.case_numbers import FloatArray
from detente.questions.durability.errors import PlanError
from detente.questions.durability.ordinal import Comparison

__all__ = ["KEPT", "NO_DEAL", "PartyOrder", "broken_at", "situations"]

KEPT = Situation(kind=SituationKind.KEPT)
NO_DEAL = Situation(kind=SituationKind.NO_DEAL)

UP_SETS = 50_000
"""Most up-sets of a part that are counted; past it heights are drawn by turns (Gibbs), which only comes near."""

SWEEPS = 300
"""Turns of drawing by turns."""


def broken_at(node: Node) -> Situation:
    """The situation in which the mover leaves at a node."""
    return Situation(kind=SituationKind.BROKEN, step=node.step, actor=node.actor)


def situations(agreement: CaseAgreement) -> tuple[Situation, ...]:
    """Kept, no deal, then left at each node in order."""
    return (KEPT, NO_DEAL, *(broken_at(node) for node in agreement.nodes))


@dataclass(frozen=True, slots=True)
class _Said:
    """``better`` is at least as good as ``worse``, above it where strict; by a ranking."""

    better: Situation
    worse: Situation
    is_strict: bool
    ranking: str


@dataclass(frozen=True, eq=False, kw_only=True)
class PartyOrder:
    """One party's comparisons.

    Raises
    ------
    PlanError
        Once asked, if they contradict each other; a case that passed its checks has none that do.
    """

    actor: str
    every: tuple[Situation, ...]
    rankings: tuple[SituationRanking, ...]

    @classmethod
    def of(cls, agreement: CaseAgreement, actor: str) -> PartyOrder:
        """The comparisons of a party of an agreement."""
        return cls(actor=actor, every=situations(agreement), rankings=agreement.phases.comparisons_of(actor))

    @cached_property
    def _said(self) -> tuple[_Said, ...]:
        made = []
        for ranking in self.rankings:
            for (better, worse), link in zip(pairwise(ranking.situations), ranking.links, strict=True):
                made.append(_Said(better, worse, link is Link.ABOVE, ranking.id))
                if link is Link.EQUAL:
                    made.append(_Said(worse, better, False, ranking.id))
        return tuple(made)

    def compare(self, one: Situation, other: Situation) -> tuple[Comparison, tuple[str, ...]]:
        """How the party ranks keeping (``one``) against leaving, and the rankings that say so; all of them where it is open."""
        way = self._way(one, other)
        if way is not None:
            return Comparison.KEEPS, _rankings(way)
        back = self._strict_way(other, one)
        if back is not None:
            return Comparison.LEAVES, _rankings(back)
        return Comparison.OPEN, tuple(ranking.id for ranking in self.rankings)

    def implies(self, one: Situation, other: Situation) -> bool:
        """Whether it is said that one situation is at least as good as the other."""
        return self._way(one, other) is not None

    def _way(self, start: Situation, goal: Situation) -> tuple[_Said, ...] | None:
        """The shortest way down from one situation to another; ``None`` where nothing says it is at least as good."""
        ways: dict[Situation, tuple[_Said, ...]] = {start: ()}
        waiting = [start]
        while waiting:
            now = waiting.pop(0)
            if now == goal:
                return ways[now]
            for said in self._said:
                if said.better == now and said.worse not in ways:
                    ways[said.worse] = (*ways[now], said)
                    waiting.append(said.worse)
        return None

    def _strict_way(self, start: Situation, goal: Situation) -> tuple[_Said, ...] | None:
        found = []
        for said in self._said:
            above, below = self._way(start, said.better), self._way(said.worse, goal)
            if said.is_strict and above is not None and below is not None:
                found.append((*above, said, *below))
        return min(found, key=len) if found else None

    @property
    def is_settled(self) -> bool:
        """Whether one order alone fits, as far as play goes: everything is compared with everything."""
        return all(
            self._way(one, other) is not None or self._way(other, one) is not None
            for k, one in enumerate(self.every)
            for other in self.every[k + 1 :]
        )

    def heights(self, n: int, rng: np.random.Generator) -> FloatArray:
        """Orders drawn, each fitting one as likely: heights of the situations, shape (situations, n), higher is better."""
        classes = self._classes()
        place = {situation: k for k, tied in enumerate(classes) for situation in tied}
        above: list[set[int]] = [set() for _ in classes]
        for said in self._said:
            if place[said.better] != place[said.worse]:
                above[place[said.worse]].add(place[said.better])
        drawn = np.empty((len(classes), n))
        for part in _parts(above):
            index = {k: p for p, k in enumerate(part)}
            drawn[part] = _heights([[index[a] for a in sorted(above[k])] for k in part], n, rng)
        return drawn[[place[situation] for situation in self.every]]

    def _classes(self) -> list[list[Situation]]:
        """Situations that are equally good, together."""
        classes: list[list[Situation]] = []
        for situation in self.every:
            own = next((c for c in classes if self._is_tied(c[0], situation)), None)
            if own is None:
                classes.append([situation])
            else:
                own.append(situation)
        return classes

    def _is_tied(self, one: Situation, other: Situation) -> bool:
        if self._way(one, other) is None or self._way(other, one) is None:
            return False
        if self._strict_way(one, other) is not None or self._strict_way(other, one) is not None:
            raise PlanError(f"the comparisons of `{self.actor}` contradict each other")
        return True


def _rankings(way: Sequence[_Said]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said.ranking for said in way))


def _parts(above: Sequence[set[int]]) -> list[list[int]]:
    """Parts that comparisons connect."""
    part = list(range(len(above)))
    for k, own in enumerate(above):
        for other in own:
            old, new = part[k], part[other]
            part = [new if p == old else p for p in part]
    return [[k for k, p in enumerate(part) if p == name] for name in dict.fromkeys(part)]


def _heights(above: Sequence[Sequence[int]], n: int, rng: np.random.Generator) -> FloatArray:
    """Heights of one part: an order drawn evenly, on sorted uniform numbers."""
    size = len(above)
    uniform = np.sort(rng.random((size, n)), axis=0)[::-1]
    if size == 1:
        return uniform
    orders = _orders(above)
    if orders is None:
        return _by_turns(above, n, rng)
    made = np.empty((size, n))
    for reading in range(n):
        for rank, element in enumerate(orders.drawn(rng)):
            made[element, reading] = uniform[rank, reading]
    return made


@dataclass(frozen=True, slots=True)
class _Orders:
    """In how many orders each up-set, as bits, can be completed below."""

    above: tuple[int, ...]
    completed: dict[int, int]

    def drawn(self, rng: np.random.Generator) -> list[int]:
        """One order, best first, each as likely."""
        order: list[int] = []
        placed = 0
        while len(order) < len(self.above):
            at = rng.random() * self.completed[placed]
            free = _free(self.above, placed)
            for element in free:
                at -= self.completed[placed | 1 << element]
                if at < 0 or element == free[-1]:
                    order.append(element)
                    placed |= 1 << element
                    break
        return order


def _free(above: Sequence[int], placed: int) -> list[int]:
    """Elements that may come next: not placed, and all above them are."""
    return [k for k, own in enumerate(above) if not placed >> k & 1 and own & ~placed == 0]


def _orders(above: Sequence[Sequence[int]]) -> _Orders | None:
    """Orders counted over up-sets; ``None`` where these are too many.

    Raises
    ------
    PlanError
        If no order fits.
    """
    bits = tuple(sum(1 << a for a in own) for own in above)
    layers: list[set[int]] = [{0}]
    n_sets = 1
    for _ in above:
        layers.append({placed | 1 << k for placed in layers[-1] for k in _free(bits, placed)})
        n_sets += len(layers[-1])
        if n_sets > UP_SETS:
            return None
        if not layers[-1]:
            raise PlanError("comparisons contradict each other")
    completed = {next(iter(layers[-1])): 1}
    for layer in reversed(layers[:-1]):
        for placed in sorted(layer):
            completed[placed] = sum(completed[placed | 1 << k] for k in _free(bits, placed))
    return _Orders(bits, completed)


def _by_turns(above: Sequence[Sequence[int]], n: int, rng: np.random.Generator) -> FloatArray:
    """Heights drawn one element at a time between its neighbors, from an order that fits, again and again."""
    size = len(above)
    below = [[k for k in range(size) if element in above[k]] for element in range(size)]
    order: list[int] = []
    while len(order) < size:
        order.append(next(k for k in range(size) if k not in order and all(a in order for a in above[k])))
    made = np.empty((size, n))
    for rank, element in enumerate(order):
        made[element] = 1 - (rank + 0.5) / size
    for _ in range(SWEEPS):
        for element in range(size):
            low = made[below[element]].max(axis=0) if below[element] else np.zeros(n)
            high = made[list(above[element])].min(axis=0) if above[element] else np.ones(n)
            made[element] = low + (high - low) * rng.random(n)
    return made
