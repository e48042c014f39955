"""How an actor's values are written for drawing: per issue, levels in an order and the steps between them.

Options stated to be equally good share a *level*. Where the statements leave the order of the levels
open, the order itself is drawn, each order consistent with them alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt

from detente.model.case import Case
from detente.model.issue import Issue
from detente.model.preference import Importance, Indifference, Link, OptionRanking, Points, Weights

__all__ = ["ORDER_LIMIT", "IssueShape", "OpenOrderTooLong", "importance_chains", "issue_shapes"]

ORDER_LIMIT = 14
"""Most levels of an issue with an open order; the orders are counted over its subsets."""

IntArray = npt.NDArray[np.int64]


class OpenOrderTooLong(ValueError):
    """An issue has too many options in an order the record leaves open."""


@dataclass(frozen=True, eq=False, kw_only=True)
class IssueShape:
    """One issue as an actor sees it.

    Parameters
    ----------
    level_of : per knot, its level.
    above : pairs (better level, worse level) the statements imply.
    is_flat : the issue spans no value: a single level, or stated to make no difference.
    fixed_weight : the value it spans, where stated exactly; ``fixed_values`` per level likewise.
    """

    issue: Issue
    knots: tuple[str, ...]
    level_of: tuple[int, ...]
    n_levels: int
    above: frozenset[tuple[int, int]]
    is_flat: bool
    fixed_weight: Fraction | None
    fixed_values: tuple[Fraction, ...] | None

    @property
    def n_steps(self) -> int:
        """Steps between neighboring levels."""
        return self.n_levels - 1

    @cached_property
    def _orders_of(self) -> tuple[int, ...]:
        """For each set of levels (a mask): in how many orders, worst first, exactly these come first."""
        below = [0] * self.n_levels
        for better, worse in self.above:
            below[better] |= 1 << worse
        counts = [0] * (1 << self.n_levels)
        counts[0] = 1
        for mask in range(1, 1 << self.n_levels):
            for level in range(self.n_levels):
                rest = mask & ~(1 << level)
                if mask >> level & 1 and below[level] & ~rest == 0:
                    counts[mask] += counts[rest]
        return tuple(counts)

    @property
    def n_orders(self) -> int:
        """Orders of the levels the statements leave."""
        return self._orders_of[-1]

    @property
    def is_order_open(self) -> bool:
        """Whether more than one order is left."""
        return not self.is_flat and self.n_orders > 1

    def draw_orders(self, n: int, rng: np.random.Generator) -> IntArray:
        """Shape (n, levels): levels from worst to best, each order left alike."""
        if self.n_orders == 1:
            return np.broadcast_to(np.array(self._order_at(0), dtype=np.int64), (n, self.n_levels))
        which = rng.integers(0, self.n_orders, size=n)
        made = {int(w): self._order_at(int(w)) for w in np.unique(which)}
        return np.array([made[int(w)] for w in which], dtype=np.int64)

    def _order_at(self, number: int) -> tuple[int, ...]:
        """The order with this number: levels are taken off the top, counting what is left below."""
        below = [0] * self.n_levels
        for better, worse in self.above:
            below[better] |= 1 << worse
        mask, order = (1 << self.n_levels) - 1, []
        while mask:
            for level in range(self.n_levels):
                rest = mask & ~(1 << level)
                if not mask >> level & 1 or below[level] & ~rest:
                    continue
                if number < self._orders_of[rest]:
                    order.append(level)
                    mask = rest
                    break
                number -= self._orders_of[rest]
        return tuple(reversed(order))


def issue_shapes(case: Case, actor_id: str) -> tuple[IssueShape, ...]:
    """The shape of every issue for one actor, in the order of the case.

    Raises
    ------
    OpenOrderTooLong
        If an issue has more than ``ORDER_LIMIT`` levels in an open order.
    """
    return tuple(_shape(case, actor_id, issue) for issue in case.issues)


def _shape(case: Case, actor_id: str, issue: Issue) -> IssueShape:
    knots = issue.valued_options
    position = {knot: k for k, knot in enumerate(knots)}
    ranked = [s for s in case.statements_of(actor_id) if isinstance(s, OptionRanking) and s.issue == issue.id]
    level_of = _levels(knots, position, ranked)
    bounds = _bounds(case, actor_id, issue, position)
    exact = {k: low for k, (low, high) in bounds.items() if low == high}
    pairs = {(level_of[b], level_of[w]) for b, w in _pairs(position, ranked)}
    for (a, (low_a, _)), (b, (_, high_b)) in ((x, y) for x in bounds.items() for y in bounds.items()):
        if low_a > high_b:
            pairs.add((level_of[a], level_of[b]))
    n_levels = max(level_of) + 1
    values = _fixed_values(level_of, n_levels, exact)
    if values is not None:
        pairs |= {(a, b) for a in range(n_levels) for b in range(n_levels) if (values[a], a) > (values[b], b)}
    fixed = _fixed_weight(case, actor_id, issue.id)
    indifferent = any(issue.id in s.issues for s in case.statements_of(actor_id) if isinstance(s, Indifference))
    closed = _closure(pairs, n_levels)
    if n_levels > ORDER_LIMIT and not indifferent and len(closed) < n_levels * (n_levels - 1) // 2:
        raise OpenOrderTooLong(
            f"issue {issue.id} has {n_levels} options in an order the record leaves open; the limit is {ORDER_LIMIT}"
        )
    return _chosen(
        IssueShape(
            issue=issue,
            knots=tuple(knots),
            level_of=tuple(level_of),
            n_levels=n_levels,
            above=closed,
            is_flat=indifferent or n_levels == 1 or fixed == 0,
            fixed_weight=max(values) if values is not None else fixed,
            fixed_values=values,
        )
    )


def _chosen(shape: IssueShape) -> IssueShape:
    """Levels renumbered from worst to best where one order is left, so that counting orders is not needed."""
    n = shape.n_levels
    if len(shape.above) != n * (n - 1) // 2 or any((b, a) in shape.above for a, b in shape.above):
        return shape
    rank = [sum(1 for a, _ in shape.above if a == level) for level in range(n)]
    values = shape.fixed_values
    renumbered = None if values is None else tuple(values[rank.index(r)] for r in range(n))
    return _Chain(
        issue=shape.issue,
        knots=shape.knots,
        level_of=tuple(rank[level] for level in shape.level_of),
        n_levels=n,
        above=frozenset((a, b) for a in range(n) for b in range(a)),
        is_flat=shape.is_flat,
        fixed_weight=shape.fixed_weight,
        fixed_values=renumbered,
    )


@dataclass(frozen=True, eq=False, kw_only=True)
class _Chain(IssueShape):
    """A shape whose levels stand in their one order already."""

    @property
    def n_orders(self) -> int:
        return 1

    def _order_at(self, number: int) -> tuple[int, ...]:  # noqa: ARG002 - there is one order
        return tuple(range(self.n_levels))


def _levels(knots: Sequence[str], position: dict[str, int], ranked: Iterable[OptionRanking]) -> list[int]:
    root = list(range(len(knots)))
    for statement in ranked:
        for first, second, link in zip(statement.options, statement.options[1:], statement.links, strict=False):
            if link is Link.EQUAL and first in position and second in position:
                a, b = root[position[first]], root[position[second]]
                root = [a if r == b else r for r in root]
    numbers = {r: n for n, r in enumerate(dict.fromkeys(root))}
    return [numbers[r] for r in root]


def _pairs(position: dict[str, int], ranked: Iterable[OptionRanking]) -> set[tuple[int, int]]:
    """(better, worse) knots of every ranking, across links of equality too."""
    pairs = set()
    for statement in ranked:
        for i, j in combinations(range(len(statement.options)), 2):
            better, worse = statement.options[i], statement.options[j]
            if any(link is not Link.EQUAL for link in statement.links[i:j]) and better in position and worse in position:
                pairs.add((position[better], position[worse]))
    return pairs


def _closure(pairs: set[tuple[int, int]], n: int) -> frozenset[tuple[int, int]]:
    reach = [[(a, b) in pairs for b in range(n)] for a in range(n)]
    for middle in range(n):
        for a in range(n):
            if reach[a][middle]:
                reach[a] = [x or y for x, y in zip(reach[a], reach[middle], strict=True)]
    return frozenset((a, b) for a in range(n) for b in range(n) if a != b and reach[a][b])


def _bounds(case: Case, actor_id: str, issue: Issue, position: dict[str, int]) -> dict[int, tuple[Fraction, Fraction]]:
    """What points statements say of knots, tightest; a complete ranking puts its last at 0."""
    bounds: dict[int, tuple[Fraction, Fraction]] = {}
    for statement in case.statements_of(actor_id):
        if isinstance(statement, Points) and statement.issue == issue.id:
            for option, points in statement.points:
                if option in position:
                    low, high = bounds.get(position[option], (Fraction(0), Fraction(1)))
                    bounds[position[option]] = (max(low, points.low / 100), min(high, points.high / 100))
        if isinstance(statement, OptionRanking) and statement.issue == issue.id and statement.is_complete:
            bounds[position[statement.options[-1]]] = (Fraction(0), Fraction(0))
    return bounds


def _fixed_values(level_of: Sequence[int], n_levels: int, exact: dict[int, Fraction]) -> tuple[Fraction, ...] | None:
    values: dict[int, Fraction] = {level_of[k]: value for k, value in exact.items()}
    if len(values) < n_levels:
        return None
    return tuple(values[level] for level in range(n_levels))


def _fixed_weight(case: Case, actor_id: str, issue_id: str) -> Fraction | None:
    for statement in case.statements_of(actor_id):
        if isinstance(statement, Weights):
            for named, points in statement.weights:
                if named == issue_id and points.is_exact:
                    return points.low / 100
    return None


def importance_chains(case: Case, actor_id: str, free: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Importance orders over free issues that sorting can meet exactly: no ties, no issue in two of them."""
    position = {issue.id: k for k, issue in enumerate(case.issues)}
    chains = []
    for statement in case.statements_of(actor_id):
        if isinstance(statement, Importance) and Link.EQUAL not in statement.links:
            chains.append(tuple(position[i] for i in statement.issues if position[i] in free))
    used = [k for chain in chains for k in chain]
    if len(used) != len(set(used)):
        return ()
    return tuple(chain for chain in chains if len(chain) > 1)
