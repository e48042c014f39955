"""Central weights and confidence factors: the typical values behind a package that leads.

The *central weight vector* of a package is the mean of the weights over the readings in which it
leads; its *confidence factor* is how often it would still lead were those weights certain
(Lahdelma, Hokkanen & Salminen 1998, sec. 3; Tervonen & Figueira 2008, sec. 2). A weight here is
what an issue spans from its worst to its best option. Putting other weights into a reading keeps
the shape of each issue's values and the no-deal value as drawn; the result need not meet statements
that speak of both at once, so a confidence factor is a check on the weights, not a share of readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from detente.model.case import Case
from detente.model.package import Package
from detente.questions.agreement.acceptability_finding import Candidate, CentralWeights
from detente.questions.agreement.intervals import Frequency, frequency
from detente.questions.agreement.landscape import BoolArray, IntArray, Landscape
from detente.questions.agreement.nash_leaders import nash_bargaining_cells
from detente.questions.agreement.openings import evenly
from detente.questions.agreement.rank_acceptability import first_places, worth_of_reading
from detente.questions.agreement.value_blocks import Cells, ValueBlocks, blocks_of
from detente.readings.draws import ActorDraws, Readings

__all__ = ["CHECKED", "LEADS_FROM", "central_of_nash", "central_of_party", "reaches", "with_weights"]

LEADS_FROM = (1, 10)
"""Least share of readings, as a fraction, a package must lead in for its central weights to be given."""

CHECKED = 200
"""Readings played again for the confidence factor of a Nash package, evenly spaced."""

GRID = 1 << 30
"""Values with weights put in are rounded down to this fraction of the whole, so that ties are decided in integers."""


def reaches(count: int, n: int) -> bool:
    """Whether ``count`` of ``n`` readings is ``LEADS_FROM`` or more."""
    return n > 0 and count * LEADS_FROM[1] >= n * LEADS_FROM[0]


def with_weights(draws: ActorDraws, weights: Sequence[Fraction], readings: IntArray) -> ActorDraws:
    """The draws of ``readings`` with every issue's span set to ``weights`` (summing to 1), on ``GRID``.

    An issue that spans nothing in a reading has no shape to keep and stays worth nothing there.
    """
    tables = []
    for table, weight in zip(draws.tables, weights, strict=True):
        own = table[readings]
        span = own.max(axis=1, keepdims=True)
        shape = own / np.where(span > 0, span, 1)
        tables.append(np.floor(shape * float(weight * GRID)).astype(np.int64))
    no_deal = None
    if draws.no_deal is not None:
        no_deal = np.floor(draws.no_deal[readings] / draws.scale * GRID).astype(np.int64)
    return replace(draws, tables=tuple(tables), no_deal=no_deal, scale=GRID, rejections=draws.rejections[readings])


def central_of_party(
    case: Case, draws: ActorDraws, ranked: Sequence[Candidate], readings: IntArray
) -> tuple[CentralWeights, ...]:
    """Central weights of each candidate that is the party's first in ``LEADS_FROM`` of ``readings`` or more."""
    if not ranked:
        return ()
    firsts = first_places(case, draws, ranked, readings)
    worth = worth_of_reading(draws)
    found = []
    for k, candidate in enumerate(ranked):
        count = int(firsts[k].sum())
        if not reaches(count, len(readings)):
            continue
        weights = _mean_weights(draws, readings[firsts[k]])
        centered = with_weights(draws, weights, readings)
        still = first_places(case, centered, ranked, np.arange(len(readings)))[k]
        found.append(
            CentralWeights(
                package=candidate.package,
                best_for=draws.actor,
                leads=frequency(count, len(readings), worth),
                weights=((draws.actor, _in_points(case, weights)),),
                confidence=frequency(int(still.sum()), len(readings), worth),
            )
        )
    return tuple(found)


def central_of_nash(
    blocks: ValueBlocks, package: Package, led: IntArray, readings: IntArray, allowed: BoolArray, worth: float
) -> CentralWeights:
    """Central weights of a package that is the Nash package in the readings ``led`` out of ``readings``.

    The confidence factor plays ``CHECKED`` of ``readings`` again, every party with its central weights,
    over the columns ``allowed``.
    """
    case = blocks.landscape.case
    rows = np.array(evenly(readings, CHECKED), dtype=np.int64)
    weights, centered = [], []
    for draws in blocks.parties:
        mean = _mean_weights(draws, led)
        weights.append((draws.actor, _in_points(case, mean)))
        centered.append(with_weights(draws, mean, rows if draws.n > 1 else np.zeros(1, dtype=np.int64)))
    return CentralWeights(
        package=package,
        best_for=None,
        leads=frequency(len(led), len(readings), worth),
        weights=tuple(weights),
        confidence=_still_nash(blocks.landscape, Readings(actors=tuple(centered)), package, allowed, len(rows), worth),
    )


def _still_nash(
    landscape: Landscape, centered: Readings, package: Package, allowed: BoolArray, n: int, worth: float
) -> Frequency:
    """In how many of the ``n`` readings the package is a Nash package."""
    blocks = ValueBlocks.of(landscape, centered)
    column = int(np.searchsorted(blocks.columns, landscape.space.index(package)))
    count = 0
    for rows in blocks_of(np.arange(n, dtype=np.int64), len(blocks.columns)):
        cells = Cells.of(blocks.accepted(rows) & allowed)
        wins = nash_bargaining_cells(cells, blocks.gains(rows, cells))
        count += int((cells.columns[wins] == column).sum())
    return frequency(count, n, worth)


def _mean_weights(draws: ActorDraws, readings: IntArray) -> list[Fraction]:
    """Per issue, the mean of what it spans; they sum to 1."""
    own = readings if draws.n > 1 else np.zeros(1, dtype=np.int64)
    return [Fraction(sum(table[own].max(axis=1).tolist()), draws.scale * len(own)) for table in draws.tables]


def _in_points(case: Case, weights: Sequence[Fraction]) -> tuple[tuple[str, float], ...]:
    return tuple((issue.id, float(100 * w)) for issue, w in zip(case.issues, weights, strict=True))
