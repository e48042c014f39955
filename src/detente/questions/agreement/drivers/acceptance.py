"""Which packages each party takes in every reading, and in some: decided only where the answer hangs on it.

The verdict asks whether *some* package that crosses no line is good for every party, so most packages
need never be decided. One drawn reading settles most of the rest; exact linear programs what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from detente.model.case import Case
from detente.model.issue import Issue
from detente.model.preference import Link, OptionRanking
from detente.model.verdict import Verdict
from detente.questions.agreement.landscape import BoolArray, IntArray, Landscape
from detente.questions.agreement.openings import rows_of
from detente.questions.agreement.tally import actor_draws, gains
from detente.readings.draws import Readings
from detente.readings.polytope import Polytope
from detente.readings.value_space import OutOfBudget

__all__ = ["Acceptance", "Packages", "best_for"]

PROGRAM_BUDGET = 400
"""Linear programs solved to decide packages of one landscape."""

LOOKED_AT = 64
"""Readings looked at before programs are solved."""

FRONTIER = 48
"""Most packages a party's best are looked for among; more leave an answer incomplete."""

_YES, _NO, _OPEN = 1, 0, -1
_State = npt.NDArray[np.int8]


@dataclass(frozen=True, eq=False, kw_only=True)
class Packages:
    """Positions of deals, and whether all that belong there were found."""

    positions: IntArray
    is_complete: bool


class Acceptance:
    """What parties make of the deals that cross no line and break no rule."""

    def __init__(self, landscape: Landscape, polytopes: Sequence[Polytope], readings: Readings) -> None:
        self.landscape = landscape
        self.polytopes = tuple(polytopes)
        self.positions = landscape.clear
        self.left = PROGRAM_BUDGET
        rows = rows_of(readings, LOOKED_AT)
        self._some = np.full((len(polytopes), len(self.positions)), _OPEN, dtype=np.int8)
        self._every = np.full((len(polytopes), len(self.positions)), _OPEN, dtype=np.int8)
        for k, polytope in enumerate(polytopes):
            draws = actor_draws(readings, polytope.actor)
            if draws.no_deal is None:  # may prefer no deal to any package, or any package to it
                self._some[k], self._every[k] = _YES, _NO
                continue
            for row in rows if draws.n > 1 else rows[:1]:
                takes = gains(landscape, draws, row, self.positions) >= 0
                self._some[k, takes] = _YES
                self._every[k, ~takes] = _NO
            if draws.method == "exact":
                self._some[k, self._some[k] == _OPEN] = _NO
                self._every[k, self._every[k] == _OPEN] = _YES

    def verdict(self) -> Verdict:
        """HOLDS, FAILS or CONTESTED as stated; UNDETERMINED when the budget ran out first."""
        every = self.taken(None, every=True)
        if len(every.positions):
            return Verdict.HOLDS
        some = self.taken(None, every=False)
        if len(some.positions):
            return Verdict.CONTESTED if every.is_complete else Verdict.UNDETERMINED
        return Verdict.FAILS if some.is_complete else Verdict.UNDETERMINED

    def taken(self, but: int | None, *, every: bool) -> Packages:
        """Deals all parties take (all but one) in every (some) reading. With all parties the first found is enough."""
        states = self._every if every else self._some
        parties = [k for k in range(len(self.polytopes)) if k != but]
        alive = np.all(states[parties] != _NO, axis=0)
        known = np.all(states[parties] == _YES, axis=0)
        if but is None and known.any():
            return Packages(positions=self.positions[np.flatnonzero(known)[:1]], is_complete=False)
        is_complete = True
        for j in np.flatnonzero(alive & ~known):
            decided = self._decide(states, parties, int(j), every=every)
            known[j] = decided is True
            is_complete &= decided is not None
            if but is None and decided:
                break
        return Packages(positions=self.positions[known], is_complete=is_complete)

    def _decide(self, states: _State, parties: Sequence[int], j: int, *, every: bool) -> bool | None:
        """Whether the parties take a deal; ``None`` when the budget ran out."""
        is_open = False
        for k in parties:
            if states[k, j] == _OPEN and self.left > 0:
                polytope = self.polytopes[k]
                package = self.landscape.package(int(self.positions[j]))
                before = polytope.space.n_solved
                try:
                    found = polytope.is_necessary(package) if every else polytope.is_possible(package)
                    states[k, j] = _YES if found else _NO
                except OutOfBudget:
                    pass
                self.left -= max(1, polytope.space.n_solved - before)
            if states[k, j] == _NO:
                return False
            is_open |= states[k, j] == _OPEN
        return None if is_open else True


# -- a party's best --------------------------------------------------------------------------------


def best_for(case: Case, landscape: Landscape, actor: str, among: Packages) -> Packages:
    """Of some deals, those no other is at least as good as in every reading, by what the rankings say.

    Whether *any* of the deals is good enough for the party hangs on these alone, whatever its
    numbers are. Ties keep the first.
    """
    columns = [landscape.options[k][among.positions].astype(np.int64) for k in range(len(case.issues))]
    grids = [_at_least_as_good(case, actor, issue) for issue in case.issues]
    height = sum(grid.sum(axis=1)[column] for grid, column in zip(grids, columns, strict=True))
    left = np.lexsort((among.positions, -np.asarray(height)))
    kept: list[int] = []
    while len(left):
        top = int(left[0])
        kept.append(top)
        if len(kept) > FRONTIER:
            break
        rest = left[1:]
        beaten = np.ones(len(rest), dtype=bool)
        for grid, column in zip(grids, columns, strict=True):
            beaten &= grid[column[top], column[rest]]
        left = rest[~beaten]
    is_whole = len(kept) <= FRONTIER
    return Packages(positions=among.positions[kept[:FRONTIER]], is_complete=among.is_complete and is_whole)


def _at_least_as_good(case: Case, actor: str, issue: Issue) -> BoolArray:
    """Shape (options, options): whether the rankings put one option at least level with another."""
    n = len(issue.options)
    grid = np.eye(n, dtype=bool)
    for statement in case.statements_of(actor):
        if not isinstance(statement, OptionRanking) or statement.issue != issue.id:
            continue
        at = [issue.index(option) for option in statement.options]
        for j in range(len(at) - 1):
            grid[at[j], at[j + 1]] = True
            if statement.links[j] is Link.EQUAL:
                grid[at[j + 1], at[j]] = True
    for middle in range(n):
        grid |= grid[:, [middle]] & grid[[middle], :]
    return _between_knots(issue, grid) if issue.is_numeric else grid


def _between_knots(issue: Issue, grid: BoolArray) -> BoolArray:
    """Options of a numeric issue: in the order of their numbers where the knots are, else told apart."""
    knots = [issue.index(knot) for knot in issue.knots]
    n = len(issue.options)
    if all(grid[a, b] for a, b in pairwise(knots)):
        return np.asarray(np.tri(n, dtype=bool).T)
    if all(grid[b, a] for a, b in pairwise(knots)):
        return np.asarray(np.tri(n, dtype=bool))
    return np.eye(n, dtype=bool)
