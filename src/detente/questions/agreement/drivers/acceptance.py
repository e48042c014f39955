"""Which packages each party takes in every reading, and in some: decided only where the answer hangs on it.

The verdict asks whether *some* package that crosses no line is good for every party, so most packages
need never be decided. One drawn reading settles most of the rest; exact linear programs what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from detente.readings.draws import ActorDraws, Readings
from detente.readings.polytope import Polytope
from detente.readings.value_space import OutOfBudget

__all__ = ["Acceptance", "Packages", "best_by_option", "best_for"]

PROGRAM_BUDGET = 1_000
"""Linear programs solved to decide packages of one landscape."""

LOOKED_AT = 64
"""Readings looked at before programs are solved."""

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
        self._columns = [options[self.positions].astype(np.int64) for options in landscape.options]
        self._grids: dict[int, list[BoolArray]] = {}
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
        every = self.any_taken(every=True)
        if len(every.positions):
            return Verdict.HOLDS
        some = self.any_taken(every=False)
        if len(some.positions):
            return Verdict.CONTESTED if every.is_complete else Verdict.UNDETERMINED
        return Verdict.FAILS if some.is_complete else Verdict.UNDETERMINED

    def any_taken(self, *, every: bool) -> Packages:
        """A deal all parties take in every (some) reading, where one is found; each is tried until one is."""
        states = self._every if every else self._some
        parties = range(len(self.polytopes))
        known = np.flatnonzero(np.all(states == _YES, axis=0))
        if len(known):
            return Packages(positions=self.positions[known[:1]], is_complete=True)
        is_complete = True
        for j in np.flatnonzero(np.all(states != _NO, axis=0)):
            decided = self._decide(states, parties, int(j), every=every)
            if decided:
                return Packages(positions=self.positions[[j]], is_complete=True)
            is_complete &= decided is not None
        return Packages(positions=self.positions[:0], is_complete=is_complete)

    def best(self, but: int, choose: Callable[[IntArray], Packages], *, every: bool) -> Packages:
        """Of the deals all parties but one take in every (some) reading, those ``choose`` picks.

        ``choose`` must pick the best by some order. What it picks is decided, and what the others
        turn out not to take makes way for the next best, so that few deals need be decided.
        """
        states = self._every if every else self._some
        parties = [k for k in range(len(self.polytopes)) if k != but]
        alive = np.all(states[parties] != _NO, axis=0)
        is_complete = True
        while True:
            chosen = choose(self.positions[alive])
            is_settled = True
            for j in np.searchsorted(self.positions, chosen.positions):
                decided = self._decide(states, parties, int(j), every=every)
                if not decided:
                    alive[j] = is_settled = False
                    is_complete &= decided is not None
            if is_settled:
                return Packages(positions=chosen.positions, is_complete=is_complete and chosen.is_complete)

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
                    states[k, self._follows(k, j, is_taken=found)] = _YES if found else _NO
                except OutOfBudget:
                    pass
                self.left -= max(1, polytope.space.n_solved - before)
            if states[k, j] == _NO:
                return False
            is_open |= states[k, j] == _OPEN
        return None if is_open else True

    def _follows(self, k: int, j: int, *, is_taken: bool) -> BoolArray:
        """The deals decided along with one: what a party takes it takes if better, what it does not, not if worse."""
        if k not in self._grids:
            self._grids[k] = [
                _at_least_as_good(self.landscape.case, self.polytopes[k].actor, i) for i in self.landscape.case.issues
            ]
        along = np.ones(len(self.positions), dtype=bool)
        for grid, column in zip(self._grids[k], self._columns, strict=True):
            along &= grid[column, column[j]] if is_taken else grid[column[j], column]
        return along


# -- a party's best --------------------------------------------------------------------------------


def best_for(landscape: Landscape, actor: str, positions: IntArray, limit: int) -> Packages:
    """Of some deals, those no other is at least as good as in every reading, by what the rankings say.

    Whether *any* of the deals is good enough for the party hangs on these alone, whatever its
    numbers are. Ties keep the first. At most ``limit`` are kept. O(limit x deals x issues).
    """
    case = landscape.case
    columns = [landscape.options[k][positions].astype(np.int64) for k in range(len(case.issues))]
    grids = [_at_least_as_good(case, actor, issue) for issue in case.issues]
    height = sum(grid.sum(axis=1)[column] for grid, column in zip(grids, columns, strict=True))
    left = np.lexsort((positions, -np.asarray(height)))
    kept: list[int] = []
    while len(left) and len(kept) < limit:
        top = int(left[0])
        kept.append(top)
        rest = left[1:]
        beaten = np.ones(len(rest), dtype=bool)
        for grid, column in zip(grids, columns, strict=True):
            beaten &= grid[column[top], column[rest]]
        left = rest[~beaten]
    return Packages(positions=np.sort(positions[kept]), is_complete=not len(left))


def best_by_option(landscape: Landscape, draws: ActorDraws, issue: int | None, positions: IntArray) -> Packages:
    """Of some deals, for each option of an issue the one worth most to a party whose values are exact; without an issue the best.

    A number about that issue moves all deals with one option alike, so whether any deal is good enough
    hangs on these alone. O(deals x issues).
    """
    if not len(positions):
        return Packages(positions=positions, is_complete=True)
    worth = gains(landscape, draws, 0, positions)
    if issue is None:
        return Packages(positions=positions[[int(worth.argmax())]], is_complete=True)
    column = landscape.options[issue][positions]
    kept = []
    for option in np.unique(column):
        where = np.flatnonzero(column == option)
        kept.append(int(where[worth[where].argmax()]))
    return Packages(positions=np.sort(positions[kept]), is_complete=True)


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
