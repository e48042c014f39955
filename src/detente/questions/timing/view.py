"""A party's own view of time: what signing is worth now and later, what going on costs, what may happen.

Time runs in periods 0, 1, ..., T of equal length; now is 0. All worth is in points of the party's own scale. Numbers may be
ranges; a range says that the party's number is somewhere in it, not that it is spread evenly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, product

from detente.problem.numbers import Number, exact
from detente.questions.timing.errors import TimingError

__all__ = ["EVENTS", "Interval", "IntervalLike", "Prospect", "View"]

EVENTS = 10
"""Most events of one view: states of the world double with each."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A number known to lie from ``low`` to ``high``."""

    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, given: IntervalLike) -> Interval:
        """From a number, a pair of ends, or an interval.

        Raises
        ------
        TimingError
            If the ends are the wrong way round.
        """
        if isinstance(given, Interval):
            return given
        low, high = given if isinstance(given, tuple) else (given, given)
        found = cls(exact(low), exact(high))
        if found.low > found.high:
            raise TimingError(f"the range {found.low}..{found.high} runs from high to low")
        return found

    def at(self, share: Fraction) -> Fraction:
        """The number that lies this share of the way from low to high."""
        return self.low + (self.high - self.low) * share

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    @property
    def is_exact(self) -> bool:
        """Whether it is a single number."""
        return self.low == self.high


IntervalLike = Interval | Number | tuple[Number, Number]
ZERO = Interval(Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """Something that may happen once, at the start of ``period`` (1 or later), with what it changes from then on.

    Attributes
    ----------
    chance : from 0 to 1, as the party sees it.
    terms : added to what signing is worth; ``cost`` is added to the cost of every period.
    """

    name: str
    period: int
    chance: Interval
    terms: Interval = ZERO
    cost: Interval = ZERO

    @classmethod
    def of(cls, name: str, period: int, chance: IntervalLike, *, terms: IntervalLike = 0, cost: IntervalLike = 0) -> Prospect:
        """From numbers or pairs of ends.

        Raises
        ------
        TimingError
            If the chance is outside 0 to 1 or the period is not later than now.
        """
        likely = Interval.of(chance)
        if likely.low < 0 or likely.high > 1:
            raise TimingError(f"the chance of `{name}` is outside 0 to 1")
        if period < 1:
            raise TimingError(f"`{name}` is not later than now")
        return cls(name=name, period=period, chance=likely, terms=Interval.of(terms), cost=Interval.of(cost))


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How one party sees the time until ``T = len(costs)``; make one with ``View.of``.

    Attributes
    ----------
    signing : what signing now is worth.
    end : what having no deal at T is worth.
    terms : T + 1 numbers: how much more signing is worth at each period than now; the first is 0.
    costs : T numbers: what going on through each period costs.
    discount : weight of one period later, above 0 and at most 1.
    prospects : what may happen, in the order of time.
    """

    party: str
    signing: Interval
    end: Interval
    terms: tuple[Interval, ...]
    costs: tuple[Interval, ...]
    discount: Fraction
    prospects: tuple[Prospect, ...]

    @classmethod
    def of(
        cls,
        party: str,
        signing: IntervalLike,
        end: IntervalLike,
        costs: Sequence[IntervalLike],
        *,
        terms: Sequence[IntervalLike] | None = None,
        discount: Number = 1,
        prospects: Sequence[Prospect] = (),
    ) -> View:
        """A checked view; terms stay as they are unless given.

        Raises
        ------
        TimingError
            If there is no period, the terms do not have one number more than the costs or begin with anything but 0, the
            discount is out of bounds, something happens after the end, or too many things may happen.

        Examples
        --------
        >>> View.of("A", signing=50, end=40, costs=[2, 2, 2], terms=[0, 0, 0, 5]).periods
        3
        """
        path = tuple(Interval.of(cost) for cost in costs)
        later = tuple(Interval.of(change) for change in terms) if terms is not None else (ZERO,) * (len(path) + 1)
        weight = exact(discount)
        if not path:
            raise TimingError("an outlook has at least one period")
        if len(later) != len(path) + 1 or later[0] != ZERO:
            raise TimingError("the terms need one number more than the costs, the first of them 0")
        if not 0 < weight <= 1:
            raise TimingError(f"the discount factor of `{party}` is {weight}; it must be above 0 and at most 1")
        if len(prospects) > EVENTS:
            raise TimingError(f"{len(prospects)} things may happen; at most {EVENTS} are looked at")
        if late := [p.name for p in prospects if p.period > len(path)]:
            raise TimingError(f"`{late[0]}` would happen after the end of the outlook")
        if len({p.name for p in prospects}) < len(prospects):
            raise TimingError("two things that may happen have one name")
        ordered = tuple(sorted(prospects, key=lambda p: p.period))
        return cls(
            party=party,
            signing=Interval.of(signing),
            end=Interval.of(end),
            terms=later,
            costs=path,
            discount=weight,
            prospects=ordered,
        )

    @property
    def periods(self) -> int:
        """T, the number of periods."""
        return len(self.costs)

    @property
    def is_exact(self) -> bool:
        """Whether every number is a single one."""
        every = [self.signing, self.end, *self.terms, *self.costs]
        every += [number for p in self.prospects for number in (p.chance, p.terms, p.cost)]
        return all(number.is_exact for number in every)

    def with_chances(self, chances: Mapping[str, Interval] | Mapping[str, Fraction]) -> View:
        """The view with other chances of what is named."""
        changed = tuple(replace(p, chance=Interval.of(chances[p.name])) if p.name in chances else p for p in self.prospects)
        return replace(self, prospects=changed)

    def with_cost(self, extra: Number, first: int = 0, last: int | None = None) -> View:
        """The view with a further cost in the periods from ``first`` up to, not including, ``last``."""
        added = Interval.of(extra)
        stop = self.periods if last is None else last
        return replace(self, costs=tuple(c + added if first <= t < stop else c for t, c in enumerate(self.costs)))

    def without(self, *names: str) -> View:
        """The view in which what is named cannot happen."""
        return replace(self, prospects=tuple(p for p in self.prospects if p.name not in names))

    def delayed(self, periods: int) -> Interval:
        """What signing after a number of periods is worth now, if nothing happens before: costs taken off."""
        weights = list(accumulate(range(periods), lambda w, _: w * self.discount, initial=Fraction(1)))
        spent = [Interval(-c.high * w, -c.low * w) for c, w in zip(self.costs[:periods], weights, strict=False)]
        later = self.signing + self.terms[periods]
        found = Interval(later.low * weights[-1], later.high * weights[-1])
        for cost in spent:
            found = found + cost
        return found


def corners(intervals: Sequence[Interval]) -> list[tuple[Fraction, ...]]:
    """Every choice of one end each; one choice where all are single numbers."""
    return list(product(*(dict.fromkeys((i.low, i.high)) for i in intervals)))
