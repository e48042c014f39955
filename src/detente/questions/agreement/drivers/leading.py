"""The leading opening, first in rank, and where one number makes another opening lead.

The rank is that of the agreement finding: openings that need a rule of the case not to hold come last,
then by the share of readings an opening is minimal in, its size, the fewest steps of concession.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np

from detente.questions.agreement.blocking import SetShares, opening_shares
from detente.questions.agreement.conditions import Condition
from detente.questions.agreement.drivers.break_evens import nearest, stops_beyond
from detente.questions.agreement.drivers.exact_lines import Lines, tables_at
from detente.questions.agreement.drivers.finding import OpeningFlip
from detente.questions.agreement.drivers.spans import Span
from detente.questions.agreement.landscape import BoolArray, IntArray, Landscape
from detente.questions.agreement.minimal_sets import minimal_members
from detente.questions.agreement.openings import Played, candidate, opening
from detente.questions.agreement.tally import Tally, actor_draws, gains, moves_that_open, tally
from detente.readings.draws import ActorDraws, Readings
from detente.readings.statements import NO_DEAL

__all__ = ["OpeningFlips", "leading_opening", "opening_flips"]

CELL_LIMIT = 300
"""Most stretches between break-even values of single packages looked at, going one way."""

_BITS = 61


def leading_opening(landscape: Landscape, readings: Readings, result: Tally) -> tuple[Condition, ...]:
    """The conditions of the first opening in rank; none where no reading is without a deal."""
    found = opening_shares(landscape, result, readings)
    if not found.masks:
        return ()
    ranks = [_rank(landscape, mask, count) for mask, count in zip(found.masks, found.counts, strict=True)]
    tied = sorted(k for k, rank in enumerate(ranks) if rank == min(ranks))
    if len(tied) == 1:
        return landscape.conditions.of_mask(found.masks[tied[0]])
    steps = _steps(landscape, readings, result, found, tied)
    first = min(zip(steps, (found.masks[k] for k in tied), strict=True))
    return landscape.conditions.of_mask(first[1])


def _rank(landscape: Landscape, mask: int, count: int) -> tuple[bool, int, int]:
    return bool(mask & landscape.conditions.rule_mask), -count, mask.bit_count()


def _steps(landscape: Landscape, readings: Readings, result: Tally, found: SetShares, tied: Sequence[int]) -> list[int]:
    """Fewest steps of each opening that ties, as the agreement finding counts them."""
    candidates = [candidate(landscape, found.masks[k], readings, found.witnesses[k]) for k in tied]
    moves = [move.freed for c in candidates for move in c.moves if move.concessions]
    opens = moves_that_open(landscape, readings, moves) if moves else np.zeros((0, result.n), dtype=bool)
    is_blocked = np.array([0 not in family for family in result.families], dtype=bool)[result.family_of]
    steps, cursor = [], 0
    for c, k in zip(candidates, tied, strict=True):
        shares = []
        for move in c.moves:
            shares.append(float(opens[cursor][is_blocked].mean()) if move.concessions else 0.0)
            cursor += bool(move.concessions)
        played = Played(
            share=found.suffices[k] / found.n,
            minimal_share=found.counts[k] / found.n,
            n=found.n,
            opens=tuple(shares),
            witness=found.witnesses[k],
            minimal_in=np.zeros(0, dtype=np.int64),
            is_detailed=False,
        )
        steps.append(opening(landscape, c, readings, played).steps)
    return steps


# -- along one number, every actor exact -----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningFlips:
    """Where another opening takes the lead; ``is_complete`` when the search on either side came to its end."""

    below: OpeningFlip | None
    above: OpeningFlip | None
    is_complete: bool


class _CellLimit(RuntimeError):
    """More stretches than are looked at."""


def opening_flips(landscape: Landscape, readings: Readings, actor: str, start: Fraction, span: Span) -> OpeningFlips:
    """Exact, for a case in which every actor's values are. ``readings`` are its one reading.

    The answer can change only where some deal becomes, or stops being, worth no deal to the actor.
    """
    path = _Path(landscape, readings, actor, span)
    flips: list[OpeningFlip | None] = []
    is_complete = True
    for way in (-1, 1):
        path.n_asked = 0
        try:
            found = nearest(path.at, start, stops_beyond(path.roots, start, span, way), path.at(start))
        except _CellLimit:
            found, is_complete = None, False
        flips.append(None if found is None else OpeningFlip(value=found[0], at=found[1], beyond=found[2]))
    return OpeningFlips(below=flips[0], above=flips[1], is_complete=is_complete)


class _Path:
    """The leading opening as a function of one number of one actor."""

    def __init__(self, landscape: Landscape, readings: Readings, actor: str, span: Span) -> None:
        self.landscape, self.readings, self.span = landscape, readings, span
        conditions = landscape.conditions
        parties = [a.id for a in landscape.case.parties]
        self.own = parties.index(actor)
        self.floor = np.int64(1) << np.int64(conditions.n_static + self.own)
        self.codes = landscape.codes.copy()
        for k, other in enumerate(parties):
            if other != actor:
                below = gains(landscape, actor_draws(readings, other), 0) < 0
                self.codes |= below.astype(np.int64) << np.int64(conditions.n_static + k)
        self.lines = Lines.of(landscape, span, np.arange(len(landscape.deals), dtype=np.int64))
        self.roots = self.lines.roots
        self._cells: dict[bytes, tuple[Condition, ...]] = {}
        self.n_asked = 0

    def at(self, value: Fraction) -> tuple[Condition, ...]:
        """The leading opening with the number at ``value``; no conditions where there is a deal."""
        below = self._below(value)
        key = below.tobytes()
        if key not in self._cells:
            self.n_asked += 1
            if self.n_asked > CELL_LIMIT:
                raise _CellLimit
            self._cells[key] = self._leading(value, below)
        return self._cells[key]

    def _below(self, value: Fraction) -> BoolArray:
        """Which deals are worth less than no deal to the actor there, exactly."""
        share = (value - self.span.least) / (self.span.most - self.span.least)
        p, q = share.numerator, share.denominator
        low, high = self.lines.low.astype(object), self.lines.high.astype(object)  # products may need more than 64 bits
        return np.array(low * (q - p) + high * p < 0, dtype=bool)

    def _leading(self, value: Fraction, below: BoolArray) -> tuple[Condition, ...]:
        masks = minimal_members(int(code) for code in np.unique(self.codes | np.where(below, self.floor, np.int64(0))))
        if not masks or masks[0] == 0:
            return ()
        ranks = [_rank(self.landscape, mask, 1) for mask in masks]
        tied = [mask for mask, rank in zip(masks, ranks, strict=True) if rank == min(ranks)]
        if len(tied) == 1:
            return self.landscape.conditions.of_mask(tied[0])
        readings = self._readings(value)
        return leading_opening(self.landscape, readings, tally(self.landscape, readings))

    def _readings(self, value: Fraction) -> Readings:
        """The one reading with the number there, on an integer scale of its own."""
        point = self.span.point(value)
        tables = tables_at(self.landscape.case, point)
        scale = lcm(*(v.denominator for row in tables for v in row), point[NO_DEAL].denominator)
        if scale.bit_length() > _BITS:
            raise _CellLimit
        draws = replace(
            actor_draws(self.readings, self.landscape.case.parties[self.own].id),
            tables=tuple(_row([v * scale for v in row]) for row in tables),
            no_deal=_row([point[NO_DEAL] * scale])[0],
            scale=scale,
        )
        return Readings(actors=tuple(_own(d, draws) for d in self.readings.actors))


def _own(draws: ActorDraws, changed: ActorDraws) -> ActorDraws:
    return changed if draws.actor == changed.actor else draws


def _row(values: Sequence[Fraction]) -> IntArray:
    return np.array([[int(v) for v in values]], dtype=np.int64)
