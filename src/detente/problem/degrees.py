"""Concessions of degree: how far reservation values must fall for a deal, all other conditions kept.

A party's *fall* is what its reservation value exceeds its value of the package by, on the party's own scale. Falls
of different parties are added only with the costs given for them, never as points against points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm

from detente.problem.arguments import named, number
from detente.problem.conflicts import BUDGET, order_of
from detente.problem.demands import Demand, Refuter
from detente.problem.descent import Descent, descend
from detente.problem.numbers import Number
from detente.problem.problem import AgreementProblem, ProblemError
from detente.problem.rows import Rows, WeightRow, rows

__all__ = ["FallFrontier", "Falls", "cheapest_falls", "fall_frontier", "falls_alone"]

EVERY_SUBSET = 5
"""Up to this many parties every set of them gets a row at once; beyond, sets get theirs as packages call for them."""

Choice = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Falls:
    """How far reservation values fall for a deal.

    Parameters
    ----------
    falls : per party of the problem, in its order, on its own scale; 0 where its floor stays. ``None`` where no fall
        of the parties asked about leaves a deal, or none was found.
    cost : the sum of the falls times their costs; ``None`` with ``falls``.
    witness : a package (option positions per issue) they leave.
    is_proven : whether it is proven that nothing less suffices, or that no fall does.
    """

    falls: tuple[Fraction, ...] | None
    cost: Fraction | None
    witness: tuple[int, ...] | None
    is_proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FallFrontier:
    """Falls of some parties together, of which none can be less without another being more.

    Parameters
    ----------
    parties : whose reservation values may fall, at most three.
    found : by the first party's fall, then the second's. Where not ``is_complete`` each leaves a deal, but smaller
        falls may do, and others may be missing; ``is_proven`` is then false throughout.
    """

    parties: tuple[str, ...]
    found: tuple[Falls, ...]
    is_complete: bool


def cheapest_falls(problem: AgreementProblem, *, cost: Mapping[str, Number] | None = None, budget: int = BUDGET) -> Falls:
    """The falls of reservation values that open a deal at the least total cost, the requirements kept.

    Minimizes the sum over parties of cost x fall, exactly. A sum of the parts above zero is the largest sum over
    sets of parties, so a bound on it is one row for each set of parties, with rows added as packages call for them.

    Parameters
    ----------
    cost : per party, of a fall by 1 on its scale, at least 0; ``floor_costs`` where not named.
    budget : nodes searched.

    Raises
    ------
    ProblemError
        If a cost is negative or names no party with a reservation value.

    Examples
    --------
    >>> problem = AgreementProblem.of([[[3, 2, 0]], [[0, "1.5", 3]]], [3, 3])
    >>> found = cheapest_falls(problem)
    >>> found.falls, found.cost, found.witness
    ((Fraction(1, 1), Fraction(3, 2)), Fraction(5, 2), (1,))
    """
    table = rows(problem)
    counts, _ = order_of(table, table.costs, _parties_only(problem, cost), None)
    costs = dict(zip(table.conditions, counts, strict=True))
    total = _Total(table, [costs[p] for p in problem.parties if p in costs])
    descent = total.descent()
    left = budget
    while True:
        before = total.refuter.nodes
        descend([descent], left)
        left -= total.refuter.nodes - before
        if not descent.strays or left <= 0:
            break
        # A package that keeps to the rows but costs more shows a set of parties that needs its row.
        total = total.with_sets([total.falling(choice) for choice in descent.strays])
        descent = total.descent(low=descent.low, choice=descent.choice)
    return _falls(table, descent.choice, descent.is_least, costs)


def falls_alone(
    problem: AgreementProblem, *, parties: Sequence[str] | None = None, budget: int = BUDGET
) -> tuple[tuple[str, Falls], ...]:
    """Per party with a reservation value, the least its own must fall for a deal if nothing else gives way.

    Parameters
    ----------
    parties : those asked about; every party with a reservation value unless named.
    budget : nodes searched, for all of them together.

    >>> problem = AgreementProblem.of([[[3, 2, 0]], [[0, 2, 3]]], [3, 3])
    >>> [(party, found.falls) for party, found in falls_alone(problem)]
    [('p1', (Fraction(3, 1), Fraction(0, 1))), ('p2', (Fraction(0, 1), Fraction(3, 1)))]
    """
    table = rows(problem)
    refuter = Refuter(table)
    costs = dict(zip(table.conditions, table.costs, strict=True))
    asked = [p for p in problem.parties if p in costs] if parties is None else list(named(parties, "parties"))
    for party in asked:
        if party not in problem.parties or party not in costs:
            raise ProblemError(f"{party} is no party with a reservation value")
    rows_asked = [table.party_rows[problem.parties.index(p)] for p in asked]
    descents = [_alone(refuter, r) for r in rows_asked if r is not None]
    descend(descents, budget)
    return tuple((p, _falls(table, d.choice, d.is_least, costs)) for p, d in zip(asked, descents, strict=True))


def fall_frontier(problem: AgreementProblem, parties: Sequence[str], *, budget: int = BUDGET) -> FallFrontier:
    """The Pareto-minimal falls of one to three parties that open a deal, everything else kept.

    Boxes of falls not yet decided are tested together; a package in one splits it (Klamroth, Lacour & Vanderpooten
    2015, sec. 2), a refuted one is left out. Each set of falls comes with one package.

    Raises
    ------
    ProblemError
        If there are none or more than three parties, one is named twice, or one has no reservation value.

    Examples
    --------
    >>> problem = AgreementProblem.of([[[3, 2, 0]], [[0, 2, 3]]], [3, 3])
    >>> [tuple(map(int, found.falls)) for found in fall_frontier(problem, ["p1", "p2"]).found]
    [(0, 3), (1, 1), (3, 0)]
    """
    table, parties = rows(problem), named(parties, "parties")
    costs = dict(zip(table.conditions, table.costs, strict=True))
    if not 1 <= len(parties) <= 3 or len(set(parties)) < len(parties) or not set(parties) <= set(costs) & set(problem.parties):
        raise ProblemError("a frontier of falls is of one to three different parties with reservation values")
    places = [table.party_rows[problem.parties.index(p)] for p in parties]
    own = [r for r in places if r is not None]
    tops = tuple(table.needs[r] or 0 for r in own)
    refuter = Refuter(table)
    boxes: list[tuple[int, ...]] = [(0,) * len(own)]
    points: dict[tuple[int, ...], Choice] = {}
    is_complete = True
    while boxes and is_complete:
        asked = boxes[:64]
        demands = [_kept(refuter, dict(zip(own, box, strict=True))) for box in asked]
        outcomes = refuter.test(demands, node_limit=max(budget - refuter.nodes, 0))
        is_complete = all(o.witness is not None or o.core is not None for o in outcomes)
        boxes = [b for b, o in zip(asked, outcomes, strict=True) if o.core is None] + boxes[64:]
        for outcome in outcomes:
            if outcome.witness is not None:
                totals = (table.weight_rows[r].total(outcome.witness) for r in own)
                point = tuple(min(total, top) for total, top in zip(totals, tops, strict=True))
                points.setdefault(point, outcome.witness)
                boxes = _split(boxes, point, tops)
    best = [p for p in points if not any(q != p and all(x >= y for x, y in zip(q, p, strict=True)) for q in points)]
    best.sort(key=lambda p: tuple(-x for x in p))
    return FallFrontier(
        parties=tuple(parties),
        found=tuple(_falls(table, points[p], is_complete, costs) for p in best),
        is_complete=is_complete,
    )


def _split(boxes: list[tuple[int, ...]], point: tuple[int, ...], tops: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Boxes (least totals asked for) without what ``point`` already offers, none of them inside another."""
    found: dict[tuple[int, ...], None] = {}
    for box in boxes:
        if all(x >= b for x, b in zip(point, box, strict=True)):
            for i, x in enumerate(point):
                if x + 1 <= tops[i]:
                    found[(*box[:i], x + 1, *box[i + 1 :])] = None
        else:
            found[box] = None
    kept = list(found)
    return [b for b in kept if not any(c != b and all(x <= y for x, y in zip(c, b, strict=True)) for c in kept)]


def _kept(refuter: Refuter, levels: Mapping[int, int | None]) -> Demand:
    """Everything kept, but for the floors of some rows, which ask for a level of their own."""
    needs = tuple(levels.get(r, need) for r, need in enumerate(refuter.rows.needs))
    return Demand(kept=(1 << len(refuter.rows.conditions)) - 1, needs=needs)


def _alone(refuter: Refuter, row: int) -> Descent:
    """The least fall of one row's floor."""
    need, weights = refuter.rows.needs[row] or 0, refuter.rows.weight_rows[row]
    return Descent(
        refuter=refuter,
        demand=lambda fall: _kept(refuter, {row: None if fall is None else need - fall}),
        level=lambda choice: max(0, need - weights.total(choice)),
    )


def _falls(table: Rows, choice: Choice | None, is_proven: bool, costs: Mapping[str, Fraction]) -> Falls:
    problem = table.problem
    if choice is None:
        return Falls(falls=None, cost=None, witness=None, is_proven=is_proven)
    witness = choice[: len(problem.issues)]
    falls = tuple(
        Fraction(0) if floor is None else max(Fraction(0), floor - problem.value(a, witness))
        for a, floor in enumerate(problem.reservation_values)
    )
    cost = sum((costs.get(p, Fraction(0)) * fall for p, fall in zip(problem.parties, falls, strict=True)), Fraction(0))
    return Falls(falls=falls, cost=cost, witness=witness, is_proven=is_proven)


def _parties_only(problem: AgreementProblem, cost: Mapping[str, Number] | None) -> Mapping[str, Number] | None:
    if cost is None:
        return None
    if not isinstance(cost, Mapping):
        raise ProblemError(f"cost must name parties, each with a number, not {cost!r}")
    for name in cost:
        if name not in problem.parties:
            raise ProblemError(f"{name} is no party")
    return {name: number(given, f"the cost of {name}") for name, given in cost.items()}


class _Total:
    """The total cost of falls in whole numbers, with a row for each set of parties taken in so far."""

    def __init__(self, table: Rows, costs: Sequence[Fraction], sets: Sequence[tuple[int, ...]] | None = None) -> None:
        problem = table.problem
        floored = [a for a, floor in enumerate(problem.reservation_values) if floor is not None]
        bars = [(problem.reservation_values[a] or Fraction(0)) - table.offsets[a] for a in floored]
        rates = [cost * table.units[a] for a, cost in zip(floored, costs, strict=True)]
        asks = [cost * bar for cost, bar in zip(costs, bars, strict=True)]
        factor = lcm(1, *(x.denominator for x in (*rates, *asks)))
        self.table, self.costs = table, costs
        self.rates = [int(x * factor) for x in rates]
        self.asks = [int(x * factor) for x in asks]
        self.counted = [r for r in range(len(floored)) if costs[r] and bars[r] > 0]
        if sets is None:
            n = len(self.counted)
            sizes = range(1, n + 1) if n <= EVERY_SUBSET else sorted({1, n})
            sets = [chosen for size in sizes for chosen in combinations(self.counted, size)]
        self.sets = tuple(sets)
        self.refuter = Refuter(table.with_weights([self._row(chosen) for chosen in self.sets]))

    def _row(self, chosen: Sequence[int]) -> WeightRow:
        parts = [(self.rates[r], self.table.weight_rows[r].weights) for r in chosen]
        return WeightRow.of(
            [[sum(rate * w[j][o] for rate, w in parts) for o in range(n)] for j, n in enumerate(self.table.sizes)]
        )

    def with_sets(self, more: Sequence[tuple[int, ...]]) -> _Total:
        """The same with rows for more sets of parties."""
        return _Total(self.table, self.costs, tuple(dict.fromkeys((*self.sets, *more))))

    def level(self, choice: Choice) -> int:
        """What a package costs."""
        return sum(self._fall(r, choice) for r in self.falling(choice))

    def falling(self, choice: Choice) -> tuple[int, ...]:
        """The rows whose floors must fall for a package."""
        return tuple(r for r in self.counted if self._fall(r, choice) > 0)

    def _fall(self, row: int, choice: Choice) -> int:
        return self.asks[row] - self.rates[row] * self.table.weight_rows[row].total(choice)

    def demand(self, most: int | None) -> Demand:
        """A package that costs ``most`` at the most, as far as the rows tell."""
        totals = [None if most is None else sum(self.asks[r] for r in chosen) - most for chosen in self.sets]
        kept = (1 << len(self.table.conditions)) - 1
        return Demand(kept=kept, needs=(*(None for _ in self.table.needs), *totals))

    def descent(self, *, low: int = 0, choice: Choice | None = None) -> Descent:
        """A search for the least cost, as far as the rows tell."""
        return Descent(refuter=self.refuter, demand=self.demand, level=self.level, low=low, choice=choice)
