"""Ripeness made testable: a moment at which waiting hurts every party and a way out is on the table (Zartman 1985, 2000).

A party is *hurting* at a period when going on for a while and signing then is worth less to it than signing at once, by
its own view. There is a *way out* when some package is worth at least as much to every party as never signing. Both are
asked period by period, as long as nothing of what may happen has happened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from detente.problem.numbers import Number, exact
from detente.questions.timing.errors import TimingError
from detente.questions.timing.view import Interval, View
from detente.questions.timing.waiting import waiting

__all__ = ["Moment", "Ripeness", "ripeness"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One period: what a delay costs each party (below 0 it gains by it), and packages that are a way out."""

    period: int
    delay_costs: tuple[Fraction, ...]
    ways_out: tuple[str, ...]

    @property
    def is_ripe(self) -> bool:
        """Whether all are hurting and there is a way out."""
        return bool(self.ways_out) and all(cost > 0 for cost in self.delay_costs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ripeness:
    """Every period of the outlook; parties in the order of the views."""

    parties: tuple[str, ...]
    lookahead: int
    moments: tuple[Moment, ...]

    @property
    def first(self) -> int | None:
        """The first ripe period; ``None`` where there is none."""
        return next((m.period for m in self.moments if m.is_ripe), None)

    def not_hurting(self, period: int) -> tuple[str, ...]:
        """Parties a delay costs nothing, or whom it helps."""
        costs = self.moments[period].delay_costs
        return tuple(party for party, cost in zip(self.parties, costs, strict=True) if cost <= 0)


def ripeness(views: Sequence[View], packages: Mapping[str, Mapping[str, Number]], lookahead: int = 1) -> Ripeness:
    """Look at every period.

    Parameters
    ----------
    views : one for each party, numbers settled; all with the same number of periods.
    packages : what signing each package now is worth to each party.
    lookahead : periods of delay that are weighed.

    Raises
    ------
    TimingError
        If the outlooks differ in length, a package lacks a party, or the lookahead is not from 1 to T.

    Examples
    --------
    >>> a = View.of("A", signing=50, end=40, costs=[0, 1, 1])
    >>> b = View.of("B", signing=60, end=40, costs=[1, 1, 1], terms=[0, 2, 2, 2])
    >>> found = ripeness([a, b], {"truce": {"A": 50, "B": 60}})
    >>> found.first, found.not_hurting(0)
    (1, ('A', 'B'))
    """
    lengths = {view.periods for view in views}
    if len(lengths) != 1:
        raise TimingError("the outlooks of all parties have the same length")
    length = lengths.pop()
    if not 1 <= lookahead <= length:
        raise TimingError(f"the delay weighed is from 1 to {length} periods")
    worth = {name: [exact(values[v.party]) for v in views] for name, values in packages.items() if _has_all(name, values, views)}
    moments = []
    for t in range(length):
        later = [_from(view, t) for view in views]
        delay = tuple(v.signing.low - v.delayed(min(lookahead, v.periods)).low for v in map(_expected, later))
        never = [waiting(view).never_worth for view in later]
        ways = tuple(
            name
            for name, values in worth.items()
            if all(value + view.terms[t].low >= floor for value, view, floor in zip(values, views, never, strict=True))
        )
        moments.append(Moment(period=t, delay_costs=delay, ways_out=ways))
    return Ripeness(parties=tuple(view.party for view in views), lookahead=lookahead, moments=tuple(moments))


def _has_all(name: str, values: Mapping[str, Number], views: Sequence[View]) -> bool:
    if lacking := [view.party for view in views if view.party not in values]:
        raise TimingError(f"what `{name}` is worth to `{lacking[0]}` is not given")
    return True


def _from(view: View, period: int) -> View:
    """The view from a later period on, if nothing has happened by then; what was due before can no longer happen."""
    base = view.terms[period]
    return replace(
        view,
        signing=view.signing + base,
        terms=tuple(Interval(change.low - base.low, change.high - base.high) for change in view.terms[period:]),
        costs=view.costs[period:],
        prospects=tuple(replace(p, period=p.period - period) for p in view.prospects if p.period > period),
    )


def _expected(view: View) -> View:
    """What may happen counted with its chance: terms and costs as expected along the way."""
    terms, costs = list(view.terms), list(view.costs)
    for p in view.prospects:
        gain, cost = p.chance.low * p.terms.low, p.chance.low * p.cost.low
        terms = [c + Interval(gain, gain) if t >= p.period else c for t, c in enumerate(terms)]
        costs = [c + Interval(cost, cost) if t >= p.period else c for t, c in enumerate(costs)]
    return replace(view, terms=tuple(terms), costs=tuple(costs), prospects=())
