"""Break-even values of a case that leaves no gap, found without listing a package.

Along a number of one party every package's gain to it is a line, while what the other parties and the requirements
let pass stays the same. So the values without a deal form one open interval between the last root of the lines that
fall and the first of those that rise. Either end is found as Newton's method finds the root of a largest line: from a
package and its root on to a package still worth more than no deal there, until none is (Dinkelbach 1967). Each step asks
an exact engine whether such a package exists.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import TypeVar

from detente.model.case import Case
from detente.model.verdict import Verdict
from detente.problem.existence import exists
from detente.problem.problem import AgreementProblem
from detente.questions.agreement.drivers.exact_lines import tables_at
from detente.questions.agreement.drivers.finding import Flip
from detente.questions.agreement.drivers.spans import Span
from detente.readings.statements import NO_DEAL

__all__ = ["Choice", "Flips", "unlisted_flips"]

STEPS = 200
"""Most packages gone on from, one way."""

NODES = 200_000
"""Partial packages looked at for one package; beyond, the search stops and says so."""

AGAIN = "again"
Choice = tuple[int, ...]
"""A package as option positions per issue."""
_Table = tuple[tuple[Fraction, ...], ...]
_Item = TypeVar("_Item")


class _OutOfNodes(RuntimeError):
    """An engine left open whether a package exists, or there were too many steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flips:
    """Where the verdict changes on either side; ``is_complete`` where both searches came to their end."""

    below: Flip | None
    above: Flip | None
    is_complete: bool


def unlisted_flips(case: Case, problem: AgreementProblem, span: Span, known: list[Choice]) -> Flips:
    """The nearest changes of the verdict as stated when one number of an exact actor falls and when it rises.

    Parameters
    ----------
    problem : the case in its one reading, in points, every requirement in it in force.
    span : how far the number can go, its actor's values moving along a line (``space`` is ``None``).

    known : packages all others take, found along earlier numbers of the same actor; those found here are added.

    A few exact existence searches each, most spared by what is known.
    """
    path = _Path(case, problem, span, known)
    flips: list[Flip | None] = []
    is_complete = True
    for end in (span.least, span.most):
        try:
            flips.append(path.flip(end) if end != path.start else None)
        except _OutOfNodes:
            flips.append(None)
            is_complete = False
    return Flips(below=flips[0], above=flips[1], is_complete=is_complete)


class _Path:
    """The deals of a case along one number."""

    def __init__(self, case: Case, problem: AgreementProblem, span: Span, known: list[Choice]) -> None:
        self.case = case
        self.problem = problem
        self.span = span
        self.known = known
        self._at: dict[Fraction, tuple[_Table, Fraction]] = {}
        self.start = span.number.stated
        self.own = problem.parties.index(span.number.subject.actor)

    def flip(self, end: Fraction) -> Flip | None:
        """The first change on the way from the stated value to an end of the span."""
        if self.deal(self.start) is not None:
            last = self._last(end)
            return None if last is None else Flip(value=last, at=Verdict.HOLDS, beyond=Verdict.FAILS)
        first = self._first(end)
        if first is None or (first == end and not self.span.is_consistent(end)):
            return None
        return Flip(value=first, at=Verdict.HOLDS, beyond=None if first == end else Verdict.HOLDS)

    def _last(self, end: Fraction) -> Fraction | None:
        """The value past which there is no deal any more, there being one at the start; ``None`` where there always is."""
        if self.deal(self.start, also=end) is not None:
            return None
        here = self.start
        for _ in range(STEPS):
            found = self.deal(here, is_strict=True)
            if found is None:
                return here if self.deal(here, also=end) is None else None
            if self.gain(found, end) >= 0:
                return None
            here = self.root(found, here, end)
        raise _OutOfNodes

    def _first(self, end: Fraction) -> Fraction | None:
        """The value from which on there is a deal, there being none at the start; ``None`` where there never is."""
        found, there = self.deal(end), end
        if found is None:
            return None
        for _ in range(STEPS):
            there = self.root(found, self.start, there)
            found = self.deal(there, is_strict=True)
            if found is None:
                return there
        raise _OutOfNodes

    # -- one value of the number -----------------------------------------------------------------------

    def deal(self, value: Fraction, *, is_strict: bool = False, also: Fraction | None = None) -> Choice | None:
        """A deal with the number there, worth more than no deal to its actor when ``is_strict``; ``also``: there too."""
        for choice in self.known:
            here = self.gain(choice, value)
            if (here > 0 if is_strict else here >= 0) and (also is None or self.gain(choice, also) >= 0):
                return choice
        found = self._searched(value, is_strict=is_strict, also=also)
        if found is not None:
            self.known.append(found)
        return found

    def _searched(self, value: Fraction, *, is_strict: bool, also: Fraction | None) -> Choice | None:
        own, floor = self._own(value)
        if is_strict:
            floor += Fraction(1, lcm(floor.denominator, *(v.denominator for row in own for v in row)))
        asked = replace(
            self.problem,
            values=self._with(self.problem.values, own),
            reservation_values=self._with(self.problem.reservation_values, floor),
        )
        if also is not None:
            again, least = self._own(also)
            asked = replace(
                asked,
                parties=(*asked.parties, AGAIN),
                values=(*asked.values, again),
                reservation_values=(*asked.reservation_values, least),
                floor_costs=(*asked.floor_costs, Fraction(1)),
            )
        found = exists(asked, node_limit=NODES)
        if found.verdict is Verdict.UNDETERMINED:
            raise _OutOfNodes
        return found.witness

    def _with(self, items: tuple[_Item, ...], own: _Item) -> tuple[_Item, ...]:
        return (*items[: self.own], own, *items[self.own + 1 :])

    def _own(self, value: Fraction) -> tuple[_Table, Fraction]:
        """The actor's points with the number there, and what no deal is worth to it."""
        if value not in self._at:
            point = self.span.point(value)
            table = tuple(tuple(100 * v for v in row) for row in tables_at(self.case, point))
            self._at[value] = table, 100 * point[NO_DEAL]
        return self._at[value]

    def gain(self, choice: Choice, value: Fraction) -> Fraction:
        """What a package is worth to the actor above no deal."""
        own, floor = self._own(value)
        return sum((row[option] for row, option in zip(own, choice, strict=True)), -floor)

    def root(self, choice: Choice, first: Fraction, second: Fraction) -> Fraction:
        """Where a package is worth just no deal, its gains at two values having different signs or one being 0."""
        at_first, at_second = self.gain(choice, first), self.gain(choice, second)
        return first + (second - first) * at_first / (at_first - at_second)
