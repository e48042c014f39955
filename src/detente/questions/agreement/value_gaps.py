"""Differences in a party's own value: exact bounds over every reading, and a median over those drawn.

A difference is a sum of signed options: what some options are worth less what others are. Bounds
are those of the closure of the set of readings, by exact linear programs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from detente.model.case import Case
from detente.questions.agreement.intervals import Frequency, frequency
from detente.questions.agreement.rank_acceptability import worth_of_reading
from detente.questions.agreement.talks_finding import ValueGap, WorthChange
from detente.questions.agreement.tally import actor_draws
from detente.readings.draws import ActorDraws, Readings
from detente.readings.polytope import Polytope
from detente.readings.statements import Expression, option_value
from detente.readings.value_space import OutOfBudget

__all__ = ["PROGRAMS", "Difference", "ValueGaps"]

PROGRAMS = 2000
"""Linear programs solved for bounds before the rest is left open."""

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Difference:
    """Options counted for (+) and against (-): ((issue, option), times) with no times of 0, in a fixed order."""

    terms: tuple[tuple[tuple[str, str], int], ...]

    @classmethod
    def of(cls, more: Iterable[tuple[str, str]], less: Iterable[tuple[str, str]]) -> Difference:
        """What the options ``more`` are worth over the options ``less``; those in both cancel."""
        times = Counter(more)
        times.subtract(less)
        return cls(tuple(sorted((option, n) for option, n in times.items() if n)))

    def __sub__(self, other: Difference) -> Difference:
        times = Counter(dict(self.terms))
        times.subtract(dict(other.terms))
        return Difference(tuple(sorted((option, n) for option, n in times.items() if n)))


class ValueGaps:
    """Values differences for the parties of a case; each is worked out once.

    Parameters
    ----------
    programs : the budget for bounds; once it is spent ``is_complete`` is false and bounds are ``None``.
    """

    def __init__(self, case: Case, drawn: Readings, programs: int = PROGRAMS) -> None:
        self.case = case
        self.drawn = drawn
        self.is_complete = True
        self._left = programs
        self._axis = {issue.id: k for k, issue in enumerate(case.issues)}
        self._polytopes: dict[str, Polytope] = {}
        self._known: dict[tuple[str, Difference], ValueGap] = {}

    def gap(self, actor: str, difference: Difference) -> ValueGap:
        """A difference in the actor's value, in points."""
        key = (actor, difference)
        if key not in self._known:
            self._known[key] = self._gap(actor, difference)
        return self._known[key]

    def change(self, actor: str, difference: Difference) -> WorthChange:
        """The same for a change of a gap, with the readings in which it falls and rises."""
        draws = actor_draws(self.drawn, actor)
        values = self._values(draws, difference)

        def counted(count: int) -> Frequency:
            return frequency(count, draws.n, worth_of_reading(draws))

        return WorthChange(
            actor=actor,
            change=self.gap(actor, difference),
            narrower=counted(int((values < 0).sum())),
            wider=counted(int((values > 0).sum())),
        )

    def _gap(self, actor: str, difference: Difference) -> ValueGap:
        draws = actor_draws(self.drawn, actor)
        values = self._values(draws, difference)
        if draws.n == 1 or not difference.terms:
            exact = Fraction(100 * int(values[0]), draws.scale)
            return ValueGap(low=exact, high=exact, median=float(exact), n=draws.n)
        expression = self._expression(difference)
        low, high = self._extreme(actor, -expression), self._extreme(actor, expression)
        median = float(np.median(values)) * 100 / draws.scale
        return ValueGap(
            low=None if low is None else -100 * low, high=None if high is None else 100 * high, median=median, n=draws.n
        )

    def _values(self, draws: ActorDraws, difference: Difference) -> IntArray:
        """Shape (n,), on the actor's scale."""
        total: IntArray = np.zeros(draws.n, dtype=np.int64)
        for (issue, option), times in difference.terms:
            axis = self._axis[issue]
            total += times * draws.tables[axis][:, self.case.issues[axis].index(option)]
        return total

    def _expression(self, difference: Difference) -> Expression:
        total = Expression(())
        for (issue, option), times in difference.terms:
            value = option_value(self.case.issue(issue), option)
            total = total + Expression(tuple((unknown, factor * times) for unknown, factor in value.terms))
        return total

    def _extreme(self, actor: str, expression: Expression) -> Fraction | None:
        """The least upper bound; ``None`` when the budget is spent."""
        if self._left <= 0:
            self.is_complete = False
            return None
        if actor not in self._polytopes:
            self._polytopes[actor] = Polytope.of(self.case, actor)
        space = self._polytopes[actor].space
        before = space.n_solved
        try:
            found = space.extreme(expression)
        except OutOfBudget:
            found = None
        self._left -= max(1, space.n_solved - before)
        if found is None:
            self.is_complete = False
            return None
        return found[0]
