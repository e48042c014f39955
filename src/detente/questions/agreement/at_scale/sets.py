"""Blocking sets and openings where packages are too many to list.

Sets that the positions alone make are found exactly, whatever anyone's values. The others hang on values: they are sought
in the central reading and in some of those drawn, the cheapest first, and each is then tried in every reading. So the share
of a set told is over all readings, while one that appears only in readings not searched may be missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.problem.conflicts import BlockingSets, blocking_sets
from detente.problem.corrections import Openings
from detente.problem.corrections import openings as problem_openings
from detente.problem.problem import AgreementProblem
from detente.questions.agreement.at_scale.concessions import ways_and_falls
from detente.questions.agreement.at_scale.play import Play
from detente.questions.agreement.conditions import Condition
from detente.questions.agreement.finding import BlockingSet, Opening
from detente.questions.agreement.firmness import all_off_bounds
from detente.questions.agreement.landscape import BoolArray
from detente.questions.agreement.minimal_sets import bits_of
from detente.questions.agreement.openings import DETAILED, evenly
from detente.questions.agreement.shares import standard_error

__all__ = ["SetsAtScale", "sets_at_scale"]

SEARCHED = 24
"""Readings searched for sets besides the central one, evenly spaced among those without a deal."""

SOUGHT = 12
"""Blocking sets and openings sought in each, the cheapest."""

BUDGET = 50_000
"""Partial packages looked at per search."""


@dataclass(frozen=True, eq=False, kw_only=True)
class SetsAtScale:
    """What was found; ``is_blocking_complete`` and ``are_openings_complete`` tell whether that is proven to be all."""

    blocking: tuple[BlockingSet, ...]
    is_blocking_complete: bool
    openings: tuple[Opening, ...]
    are_openings_complete: bool


def sets_at_scale(play: Play, *, has_values: bool) -> SetsAtScale:
    """Search and try the sets. With ``has_values`` false, only what the positions alone make."""
    positions = _positions(play)
    static = blocking_sets(positions, budget=BUDGET)
    if not has_values:
        opened = problem_openings(positions, k=4 * SOUGHT, is_fairest=False, budget=BUDGET)
        return SetsAtScale(
            blocking=tuple(_block(play, play.mask_of(b.conditions), None) for b in static.found if b.conditions),
            is_blocking_complete=static.is_complete,
            openings=tuple(_unplayed(play, play.mask_of(o.gives_up)) for o in opened.found if o.gives_up),
            are_openings_complete=opened.is_complete,
        )
    without = play.without_deal()
    masks, opening_masks, is_all = _sought(play, without)
    by_position = [play.mask_of(b.conditions) for b in static.found if b.conditions]
    blocking = [_block(play, mask, None) for mask in by_position]
    blocking += [_block(play, mask, without) for mask in sorted(masks - set(by_position))]
    blocking = [b for b in blocking if b.is_necessary or b.share > 0]
    blocking.sort(key=lambda b: (not b.is_necessary, -b.share, len(b.conditions), _mask(play, b.conditions)))
    tried = sorted(
        (o for mask in sorted(opening_masks) if (o := _opening(play, mask, without)).share), key=lambda o: _rank(play, o)
    )
    detailed = [ways_and_falls(play, o, _mask(play, o.conditions), without) for o in tried[:DETAILED]]
    return SetsAtScale(
        blocking=tuple(blocking),
        is_blocking_complete=is_all and static.is_complete and play.n == 1,
        openings=tuple(sorted([*detailed, *tried[DETAILED:]], key=lambda o: _rank(play, o))),
        are_openings_complete=is_all and play.n == 1,
    )


def _mask(play: Play, conditions: Sequence[Condition]) -> int:
    return sum(1 << play.conditions.items.index(condition) for condition in conditions)


def _rank(play: Play, opening: Opening) -> tuple[bool, float, int, int, int]:
    mask = _mask(play, opening.conditions)
    return bool(mask & play.conditions.rule_mask), -(opening.minimal_share or 0.0), len(opening.conditions), opening.steps, mask


def _positions(play: Play) -> AgreementProblem:
    """The central problem without anyone's floor: red lines and rules alone."""
    plain = play.central.problem
    return replace(plain, reservation_values=(None,) * len(plain.parties))


def _sought(play: Play, without: BoolArray) -> tuple[set[int], set[int], bool]:
    """Masks of blocking sets and openings found in the readings searched, and whether every search was exhausted."""
    blocking: set[int] = set()
    opening: set[int] = set()
    is_all = True
    for problem in _searched(play, without):
        blocked, opened = _found(problem, is_only=play.n == 1)
        is_all &= blocked.is_complete and opened.is_complete
        blocking |= {play.mask_of(b.conditions) for b in blocked.found if b.conditions}
        opening |= {play.mask_of(o.gives_up) for o in opened.found if o.gives_up}
    return blocking, opening, is_all


def _found(problem: AgreementProblem, *, is_only: bool) -> tuple[BlockingSets, Openings]:
    """The cheapest sets of one reading; of an only reading all of them, where the budget allows."""
    if is_only:
        blocked, opened = blocking_sets(problem, budget=BUDGET), problem_openings(problem, is_fairest=False, budget=BUDGET)
        if blocked.is_complete and opened.is_complete:
            return blocked, opened
    k = SOUGHT * (4 if is_only else 1)
    return blocking_sets(problem, k=k, budget=BUDGET), problem_openings(problem, k=k, is_fairest=False, budget=BUDGET)


def _searched(play: Play, without: BoolArray) -> Iterator[AgreementProblem]:
    if play.n == 1 or not without.any():
        yield play.central.problem
        return
    yield play.central.problem
    for reading in evenly(np.flatnonzero(without).astype(np.int64), SEARCHED):
        yield play.problem(reading).problem


def _block(play: Play, mask: int, without: BoolArray | None) -> BlockingSet:
    """A blocking set with its share of the readings without a deal; of positions alone when ``without`` is ``None``."""
    conditions = play.conditions.of_mask(mask)
    if without is None:
        return BlockingSet(conditions=conditions, is_necessary=True, share=1.0, error=0.0, witness=None)
    everything = (1 << len(play.names)) - 1
    kept = ~play.opens(everything & ~mask).has_deal & play.opens(everything & ~mask).is_decided
    for bit in bits_of(mask):
        kept &= play.opens(everything & ~mask | bit).has_deal
    rows = np.flatnonzero(kept & without)
    n = int(without.sum())
    share = len(rows) / n if n else 0.0
    return BlockingSet(
        conditions=conditions,
        is_necessary=play.n == 1 and share == 1.0,
        share=share,
        error=0.0 if play.n == 1 else standard_error(share, n),
        witness=int(rows[0]) if len(rows) else None,
    )


def _opening(play: Play, mask: int, without: BoolArray) -> Opening:
    suffices = play.opens(mask).has_deal & without
    minimal = suffices.copy()
    for bit in bits_of(mask):
        minimal &= ~play.opens(mask & ~bit).has_deal
    n = int(without.sum())
    share, least = (float(rows.sum()) / n if n else 0.0 for rows in (suffices, minimal))
    rows = np.flatnonzero(minimal if minimal.any() else suffices)
    return replace(
        _unplayed(play, mask),
        is_exact=play.n == 1,
        share=share,
        minimal_share=least,
        error=0.0 if play.n == 1 or not n else standard_error(share, n),
        witness=int(rows[0]) if len(rows) else None,
    )


def _unplayed(play: Play, mask: int) -> Opening:
    low, high, least, most = all_off_bounds(play.case, play.conditions, mask & play.conditions.red_line_mask)
    return Opening(
        conditions=play.conditions.of_mask(mask),
        is_exact=True,
        share=None,
        minimal_share=None,
        error=0.0,
        firmness_low=float(low),
        firmness_high=float(high),
        firmness_least=float(least),
        firmness_most=float(most),
        weakenings=(),
        is_weakening_complete=False,
        drops=(),
        best=(),
        terms=(),
        witness=None,
    )
