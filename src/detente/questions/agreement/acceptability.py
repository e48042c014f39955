"""How acceptable single packages are over the readings drawn, and which of them lead.

*Acceptability* of a package is the share of readings in which every party finds it worth no deal
and it breaks nothing, after the acceptability indices of stochastic multicriteria acceptability
analysis (SMAA; Lahdelma, Hokkanen & Salminen 1998; SMAA-2, Lahdelma & Salminen 2001; survey:
Tervonen & Figueira 2008). All packages are judged on the same readings (common random numbers), so
differences between them are not noise, and a weaker set of conditions never lowers a count. A
share here says how much of what the record leaves open speaks for a package; it is not the chance of a deal.
"""

from __future__ import annotations

from itertools import zip_longest

import numpy as np

from detente.model.case import Case
from detente.model.package import Package
from detente.model.verdict import Provenance
from detente.questions.agreement.acceptability_finding import (
    AcceptabilityFinding,
    AcceptabilityView,
    CentralWeights,
    PackageAcceptability,
    RankAcceptability,
    Ranking,
)
from detente.questions.agreement.acceptability_play import Play, Progress
from detente.questions.agreement.askable import why_not_askable
from detente.questions.agreement.central_weights import central_of_nash, central_of_party, reaches
from detente.questions.agreement.intervals import Frequency, frequency
from detente.questions.agreement.landscape import IntArray, Landscape, TooManyConditions
from detente.questions.agreement.rank_acceptability import candidates, rank_acceptability
from detente.questions.agreement.recurring_terms import recurring_terms
from detente.questions.agreement.value_blocks import CELLS, Cells, ValueBlocks
from detente.questions.agreement.view_counts import ViewCounts
from detente.readings.draws import NoReading, Readings, draw
from detente.readings.scale import TooFine
from detente.readings.shape import OpenOrderTooLong
from detente.readings.space import SpaceTooLarge

__all__ = ["FRONTIER_READINGS", "TOP", "acceptability", "acceptability_of"]

TOP = 12
"""Packages listed in each ranking unless asked otherwise."""

FRONTIER_READINGS = 500
"""Readings the Pareto frontier is taken in unless asked otherwise, evenly spaced."""


def acceptability(
    case: Case, *, readings: int = 2000, seed: int = 1, top: int = TOP, progress: Progress | None = None
) -> AcceptabilityFinding:
    """Draw readings of a case and count in how many each package is acceptable, on the frontier, and leading.

    Parameters
    ----------
    readings, seed : as for the agreement question; the same draws are made.
    top : packages listed per ranking.
    progress : called with (what, done, total) now and then.

    Raises
    ------
    ValueError
        If ``readings`` is less than 2, ``seed`` negative or ``top`` less than 1.
    """
    if readings < 2:
        raise ValueError(f"readings must be at least 2, not {readings}")
    if seed < 0:
        raise ValueError(f"seed must not be negative, not {seed}")
    why = why_not_askable(case)
    if why is not None:
        return _unanswered(case, why, seed)
    try:
        landscape = Landscape.of(case)
        drawn = draw(case, readings, seed)
    except (SpaceTooLarge, TooManyConditions, NoReading, TooFine, OpenOrderTooLong) as limit:
        return _unanswered(case, str(limit), seed)
    return acceptability_of(landscape, drawn, seed=seed, top=top, progress=progress)


def acceptability_of(
    landscape: Landscape,
    drawn: Readings,
    *,
    seed: int | None = None,
    top: int = TOP,
    frontier_readings: int = FRONTIER_READINGS,
    progress: Progress | None = None,
    cells: int = CELLS,
) -> AcceptabilityFinding:
    """The same over readings already drawn; ``seed`` is theirs, for the provenance.

    ``frontier_readings`` bounds the readings the frontier is taken in (with three parties or more it costs most);
    ``cells`` is how many packages x readings are held at once and changes no result.
    O(readings x packages x parties) at about a nanosecond each, plus 0.1 us per acceptable package and reading.
    """
    if top < 1 or frontier_readings < 1:
        raise ValueError("top and frontier_readings must be at least 1")
    blocks = ValueBlocks.of(landscape, drawn)
    play = Play(blocks, drawn, cells, frontier_readings, progress)
    return _finding(play, seed, top)


def _finding(play: Play, seed: int | None, top: int) -> AcceptabilityFinding:
    blocks, case = play.blocks, play.blocks.landscape.case
    frontier = _ranking(play, play.frontier.on, top)
    is_bounded = not play.unbounded
    stated = _view(play, play.stated, top, red_lines_off=False) if is_bounded else None
    off = _view(play, play.off, top, red_lines_off=True) if is_bounded else None
    efficient = _ranking(play, play.frontier.lines_off, top) if is_bounded else None
    views = [v for v in (stated, off) if v is not None]
    lists = [v.leading for v in views] + [v.acceptable for v in views] + [efficient or frontier]
    in_turn = zip_longest(*(ranking.packages for ranking in lists))
    ranked = candidates(case, [p.package for turn in in_turn for p in turn if p is not None])
    ranks: list[RankAcceptability] = []
    central: list[CentralWeights] = []
    for draws in blocks.parties:
        own = play.readings if draws.n > 1 else np.zeros(min(1, len(play.readings)), dtype=np.int64)
        if len(own):
            ranks.extend(rank_acceptability(case, draws, ranked, own))
            central.extend(central_of_party(case, draws, ranked, own))
    return AcceptabilityFinding(
        reason=None if len(play.readings) else "no reading drawn fits the answers on record",
        n_packages=blocks.landscape.space.size,
        n_feasible=len(blocks.ground),
        n=len(play.readings),
        n_frontier=play.frontier.n,
        unbounded=play.unbounded,
        as_stated=stated,
        lines_off=off,
        frontier=frontier,
        efficient=efficient,
        candidates=ranked,
        ranks=tuple(ranks),
        central=tuple(central),
        provenance=Provenance(
            method="readings played in integers; 95 % Wilson intervals",
            is_exact=blocks.n == 1,
            seed=None if blocks.n == 1 else seed,
            parameters=(("readings", str(blocks.n)), ("readings for the frontier", str(play.frontier.n))),
        ),
    )


def _view(play: Play, counts: ViewCounts, top: int, *, red_lines_off: bool) -> AcceptabilityView:
    readings = np.flatnonzero(counts.is_possible).astype(np.int64)
    is_barred = not counts.allowed.any()  # positions alone leave no package, whatever anyone's values
    central = []
    for column in np.flatnonzero(counts.nash):
        if reaches(int(counts.nash[column]), counts.n):
            led = counts.readings_led_by(_gains_in_all(play.blocks, int(column)))
            package = _package(play, int(column))
            central.append(central_of_nash(play.blocks, package, led, readings, counts.allowed, play.worth))
    return AcceptabilityView(
        red_lines_off=red_lines_off,
        n=counts.n,
        with_deal=frequency(counts.terms.n, counts.n, play.worth, is_exact=is_barred),
        with_nash=frequency(counts.nash_terms.n, counts.n, play.worth, is_exact=is_barred),
        acceptable=_ranking(play, counts.accepted, top),
        leading=_ranking(play, counts.nash, top),
        central=tuple(sorted(central, key=lambda c: -c.leads.count)[:top]),
        terms=recurring_terms(play.blocks, counts.terms, counts.nash_terms, play.worth),
    )


def _ranking(play: Play, counts: IntArray, top: int) -> Ranking:
    """The first ``top`` columns by count, ties in the order of the space; none with a count of 0."""
    positive = np.flatnonzero(counts)
    first = positive[np.argsort(-counts[positive], kind="stable")[:top]]
    return Ranking(
        packages=tuple(_fares(play, int(column)) for column in first),
        n_positive=len(positive),
        n_leading=int((counts == counts[first[0]]).sum()) if len(first) else 0,
    )


def _fares(play: Play, column: int) -> PackageAcceptability:
    """Everything counted about one package."""
    frontier, stated, off = play.frontier, play.stated, play.off

    is_barred = not play.blocks.is_clear[column]  # as stated it breaks a line, whatever anyone's values

    def counted(counts: IntArray, n: int, *, is_exact: bool = False) -> Frequency | None:
        return None if play.unbounded else frequency(int(counts[column]), n, play.worth, is_exact=is_exact)

    return PackageAcceptability(
        package=_package(play, column),
        frontier=frequency(int(frontier.on[column]), frontier.n, play.worth),
        as_stated=counted(stated.accepted, stated.n, is_exact=is_barred),
        lines_off=counted(off.accepted, off.n),
        as_stated_on_frontier=counted(frontier.as_stated, frontier.n, is_exact=is_barred),
        lines_off_on_frontier=counted(frontier.lines_off, frontier.n_off),
        nash_as_stated=counted(stated.nash, stated.n, is_exact=is_barred),
        nash_lines_off=counted(off.nash, off.n),
    )


def _package(play: Play, column: int) -> Package:
    return play.blocks.landscape.space.package(int(play.blocks.columns[column]))


def _gains_in_all(blocks: ValueBlocks, column: int) -> IntArray:
    """Shape (parties, n): what one column gains every party in every reading."""
    everything = np.arange(blocks.n, dtype=np.int64)
    cells = Cells(rows=everything, columns=np.full(blocks.n, column, dtype=np.int64))
    return np.stack(blocks.gains(everything, cells))


def _unanswered(case: Case, reason: str, seed: int) -> AcceptabilityFinding:
    """A finding that says nothing, and why."""
    size = 1
    for issue in case.issues:
        size *= len(issue.options)
    nothing = Ranking(packages=(), n_positive=0, n_leading=0)
    return AcceptabilityFinding(
        reason=reason,
        n_packages=size,
        n_feasible=0,
        n=0,
        n_frontier=0,
        unbounded=(),
        as_stated=None,
        lines_off=None,
        frontier=nothing,
        efficient=None,
        candidates=(),
        ranks=(),
        central=(),
        provenance=Provenance(method="none", is_exact=False, seed=seed, stop_reason=reason),
    )
