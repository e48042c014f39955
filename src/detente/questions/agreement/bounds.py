"""ZOPA packages under every reading, and under some reading: exact, by linear programs.

A package is *necessary* for a party when its least value less no-deal value over all readings is
not negative, *possible* when its greatest is not. Parties' readings are independent of each other,
so a package is in the ZOPA under every (some) reading when each party's bound says so.
Draws settle most packages first: one drawn reading that accepts shows "possible", one that refuses
shows "not necessary".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.model.package import Package
from detente.questions.agreement.finding import PackageSet
from detente.questions.agreement.landscape import IntArray, Landscape
from detente.questions.agreement.tally import Tally
from detente.readings.polytope import Polytope
from detente.readings.value_space import OutOfBudget

__all__ = ["LP_BUDGET", "ZopaBounds", "zopa_bounds"]

LP_BUDGET = 600
"""Linear programs solved per call before the rest is left undecided; branching over open orders counts each."""

EXAMPLES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ZopaBounds:
    """Necessary and possible packages of the ZOPA as stated."""

    necessary: PackageSet
    possible: PackageSet


def zopa_bounds(landscape: Landscape, polytopes: Sequence[Polytope], result: Tally | None, budget: int = LP_BUDGET) -> ZopaBounds:
    """Decide the packages that break no red line and no rule. ``polytopes`` is in the order of the parties."""
    clear = landscape.clear
    counter = _Counter(budget)
    necessary = _decide(landscape, polytopes, clear, result, counter, every=True)
    possible = _decide(landscape, polytopes, clear, result, counter, every=False)
    return ZopaBounds(necessary=necessary, possible=possible)


@dataclass(slots=True)
class _Counter:
    left: int


def _decide(
    landscape: Landscape,
    polytopes: Sequence[Polytope],
    clear: IntArray,
    result: Tally | None,
    counter: _Counter,
    *,
    every: bool,
) -> PackageSet:
    """One of the two sets. With ``every``: drop what a draw refuses; without: take what draws accept.

    A party whose no-deal value nothing bounds may prefer no deal to any package, or any package to it.
    """
    if every and not all(polytope.has_no_deal_value for polytope in polytopes):
        return PackageSet(count=0, examples=(), is_complete=True)
    if result is not None and result.n == 1:  # the one reading there is settles it
        accepted = clear[np.logical_and.reduce([accepts[clear] == 1 for accepts in result.accepts])]
        examples = tuple(landscape.package(int(position)) for position in accepted[:EXAMPLES])
        return PackageSet(count=len(accepted), examples=examples, is_complete=True)
    settled = (
        np.ones((len(polytopes), len(clear)), dtype=bool) if not every else np.zeros((len(polytopes), len(clear)), dtype=bool)
    )
    alive = np.ones(len(clear), dtype=bool)
    for k in range(len(polytopes)):
        if result is None:
            settled[k] = not polytopes[k].has_no_deal_value
        elif every:
            alive &= result.accepts[k][clear] == result.n
        else:
            settled[k] = result.accepts[k][clear] > 0
    found, undecided = [], 0
    for position in np.flatnonzero(alive):
        open_parties = [k for k in range(len(polytopes)) if not settled[k, position]]
        if counter.left < len(open_parties):
            undecided += 1
            continue
        package = landscape.package(int(clear[position]))
        holds, is_open = True, False
        for k in open_parties:
            before = polytopes[k].space.n_solved
            verdict = _ask(polytopes[k], package, every=every)
            counter.left -= max(1, polytopes[k].space.n_solved - before)
            if verdict is None:
                is_open = True
            elif not verdict:
                holds = False
                break
        if holds and is_open:
            undecided += 1
        elif holds:
            found.append(package)
    return PackageSet(count=len(found), examples=tuple(found[:EXAMPLES]), is_complete=undecided == 0, undecided=undecided)


def _ask(polytope: Polytope, package: Package, *, every: bool) -> bool | None:
    """Whether the package is worth no deal in every (some) reading; ``None`` when the budget for branching ran out."""
    try:
        return polytope.is_necessary(package) if every else polytope.is_possible(package)
    except OutOfBudget:
        return None
