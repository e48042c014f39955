"""Acceptability over 2,000 readings; baseline: the whole space valued and sorted, one reading after another."""

from __future__ import annotations

import time

import numpy as np

import detente
from benchmarks.measure import Measured, timed
from benchmarks.space import opposed
from detente.casefile.bundled import folder
from detente.questions.agreement.acceptability import acceptability_of
from detente.questions.agreement.landscape import Landscape
from detente.questions.agreement.talks import talks_of
from detente.readings.draws import Readings, draw

__all__ = ["measure"]

READINGS = 2000
COMPARED = 10
"""Readings the baseline plays; its time is scaled up from these."""


def measure() -> list[Measured]:
    """Seconds for what an explanation needs of a small case, and for 10^5 packages with every frontier taken."""
    small = detente.load(folder("gaza-truce-2024-04"))
    large = opposed(5)
    return [
        _counted("acceptability, Gaza case", Landscape.of(small), draw(small, READINGS, 1), 500, goal=0.5),
        _counted("acceptability, 10^5 packages", Landscape.of(large), draw(large, READINGS, 1), READINGS, goal=10.0),
        _talked(),
    ]


def _counted(what: str, landscape: Landscape, drawn: Readings, frontier_readings: int, goal: float) -> Measured:
    few = draw(landscape.case, COMPARED, 1)
    start = time.perf_counter()
    n_on_frontier, n_acceptable = _plain(landscape, few)
    seconds = (time.perf_counter() - start) / COMPARED * READINGS
    check = acceptability_of(landscape, few)
    if check.lines_off is None or (n_on_frontier, n_acceptable) != (
        check.frontier.n_positive,
        check.lines_off.acceptable.n_positive,
    ):
        raise AssertionError("the two ways to acceptability disagree")
    median, least, most = timed(lambda: acceptability_of(landscape, drawn, frontier_readings=frontier_readings), runs=3)
    return Measured(
        what=f"{what}, {READINGS} readings",
        unit="s",
        median=median,
        least=least,
        most=most,
        goal=goal,
        baseline=f"every reading sorted, from {COMPARED}",
        baseline_median=seconds,
    )


def _plain(landscape: Landscape, drawn: Readings) -> tuple[int, int]:
    """How many feasible deals are ever on the frontier, and ever acceptable, of two parties."""
    feasible = landscape.deals[(landscape.codes & landscape.conditions.rule_mask) == 0]
    on_frontier = np.zeros(len(feasible), dtype=bool)
    acceptable = np.zeros(len(feasible), dtype=bool)
    for reading in range(COMPARED):
        values = [landscape.space.values([t[reading] for t in d.tables])[feasible] for d in drawn.actors]
        floors = [0 if d.no_deal is None else int(d.no_deal[reading]) for d in drawn.actors]
        acceptable |= np.logical_and.reduce([v >= floor for v, floor in zip(values, floors, strict=True)])
        first, second = values
        best_second: int | None = None  # of strictly greater first values
        order = np.lexsort((-second, -first))
        previous: tuple[int, int] | None = None
        for k in order:
            point = (int(first[k]), int(second[k]))
            if point == previous or best_second is None or point[1] > best_second:
                on_frontier[k] = True
                best_second = point[1]
                previous = point
    return int(on_frontier.sum()), int(acceptable.sum())


def _talked() -> Measured:
    """Seconds for the record of talks of the tram strike, whose proposals are complete."""
    case = detente.load(folder("tram-strike"))
    drawn = draw(case, READINGS, 1)
    median, least, most = timed(lambda: talks_of(case, drawn))
    return Measured(
        what=f"record of talks, tram strike, {READINGS} readings", unit="s", median=median, least=least, most=most, goal=0.1
    )
