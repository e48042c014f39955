"""Linear extensions of a partial ranking: counted, listed, drawn.

A set that may stand on top of a linear extension is an up-set; orders of an up-set and of its complement
are counted over all up-sets, so extensions are counted without being listed (counting is #P-complete in general,
Brightwell & Winkler 1991, hence the limit). Past the limit extensions are drawn one element at a
time from those free to come next, with the weight that makes up for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from detente.questions.stability.arcs import bits_of

__all__ = ["UP_SET_LIMIT", "UpSets", "WeightedOrder", "draw_weighted", "up_sets"]

UP_SET_LIMIT = 100_000
"""Most up-sets counted."""

Order = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpSets:
    """Every up-set, as bits: in how many orders it can be built from the top, and be completed below."""

    above: tuple[int, ...]
    built: dict[int, int]
    completed: dict[int, int]

    @property
    def n_extensions(self) -> int:
        """Number of linear extensions."""
        return self.completed[0]

    def listed(self) -> Iterator[Order]:
        """Every linear extension, best first."""
        n = len(self.above)

        def below(order: Order, placed: int) -> Iterator[Order]:
            if len(order) == n:
                yield order
                return
            for x in _free(self.above, placed):
                yield from below((*order, x), placed | 1 << x)

        return below((), 0)

    def drawn(self, rng: np.random.Generator) -> Order:
        """One linear extension, each as likely as any; the odds are exact integers."""
        order: Order = ()
        placed = 0
        while len(order) < len(self.above):
            at = _below(rng, self.completed[placed])
            for x in _free(self.above, placed):
                at -= self.completed[placed | 1 << x]
                if at < 0:
                    order, placed = (*order, x), placed | 1 << x
                    break
        return order


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedOrder:
    """An extension drawn with unequal odds, and the logarithm of the weight that makes up for them."""

    order: Order
    log_weight: float


def _below(rng: np.random.Generator, n: int) -> int:
    """A uniform integer below ``n`` of any size."""
    size = n.bit_length()
    while True:
        words = rng.integers(0, 1 << 32, size=size // 32 + 1, dtype=np.uint64).tolist()
        value = sum(int(w) << (32 * k) for k, w in enumerate(words)) & ((1 << size) - 1)
        if value < n:
            return value


def _free(above: Sequence[int], placed: int) -> list[int]:
    """Elements that may come next."""
    return [x for x, over in enumerate(above) if not placed >> x & 1 and not over & ~placed]


def up_sets(above: Sequence[int], limit: int = UP_SET_LIMIT) -> UpSets | None:
    """All up-sets of a partial order with their counts; None if there are more than the limit.

    ``above[x]`` are the elements above x, as bits, all of them (transitively).

    Examples
    --------
    Three elements, the first above the second.

    >>> found = up_sets([0, 0b001, 0])
    >>> found.n_extensions, sorted(found.listed())
    (3, [(0, 1, 2), (0, 2, 1), (2, 0, 1)])
    """
    built = {0: 1}
    layer = [0]
    layers = [layer]
    while layer:
        following: dict[int, int] = {}
        for placed in layer:
            for x in _free(above, placed):
                following[placed | 1 << x] = following.get(placed | 1 << x, 0) + built[placed]
            if len(built) + len(following) > limit:
                return None
        built.update(following)
        layer = list(following)
        layers.append(layer)
    everything = (1 << len(above)) - 1
    completed = {everything: 1}
    for layer in layers[::-1]:
        for placed in layer:
            if placed != everything:
                completed[placed] = sum(completed[placed | 1 << x] for x in _free(above, placed))
    return UpSets(above=tuple(above), built=built, completed=completed)


def draw_weighted(above: Sequence[int], rng: np.random.Generator) -> WeightedOrder:
    """One extension, each next element drawn evenly from those free; its weight is the product of their numbers."""
    order: Order = ()
    placed, log_weight = 0, 0.0
    while len(order) < len(above):
        free = _free(above, placed)
        x = free[int(rng.integers(len(free)))]
        log_weight += float(np.log(len(free)))
        order, placed = (*order, x), placed | 1 << x
    return WeightedOrder(order=order, log_weight=log_weight)


def closure(above: Sequence[int]) -> list[int]:
    """``above`` with all that follows by transitivity."""
    closed = list(above)
    for middle in range(len(closed)):
        for x in range(len(closed)):
            if closed[x] >> middle & 1:
                closed[x] |= closed[middle]
    return closed


def has_circle(above: Sequence[int]) -> bool:
    """Whether a closed relation puts some element above itself."""
    return any(x in bits_of(over) for x, over in enumerate(above))
