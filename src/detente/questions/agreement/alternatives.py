"""How far the share hangs on the rule readings are drawn by: issues split in two, or merged into one.

The stated rule takes every issue alike, so it matters how the case cuts the talks into issues. Were
an issue written as two, its weight would have the law of a sum of two; were two written as one,
their sum the law of one. Both are the readings already drawn, weighed again (importance
sampling; Kong, Liu & Wong 1994 for what they are then worth), so nothing new is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import sqrt

import numpy as np
import numpy.typing as npt

from detente.questions.agreement.finding import Alternative, Figure
from detente.questions.agreement.firmness import Level, TooManyPatterns, patterns, switches
from detente.questions.agreement.landscape import Landscape
from detente.questions.agreement.shares import unexplained
from detente.questions.agreement.tally import Tally
from detente.readings.draws import Readings

__all__ = ["LEAST_WORTH", "recut_issues"]

LEAST_WORTH = 100.0
"""Readings the weighed ones must be worth for a figure to be given."""

FloatArray = npt.NDArray[np.float64]


def recut_issues(landscape: Landscape, readings: Readings, result: Tally) -> tuple[Alternative, ...]:
    """The split and the merging of issues that move the middle figure most; empty where nothing was drawn.

    O(readings x patterns + alternatives x readings).
    """
    spans = [
        (draws.actor, np.stack([t.max(axis=1) / draws.scale for t in draws.tables], axis=1))
        for draws in readings.actors
        if draws.n == result.n and result.n > 1
    ]
    if not spans:
        return ()
    try:
        possible, deal = _per_reading(landscape, readings, result)
    except TooManyPatterns:
        return ()
    plain = _share(np.ones(result.n), possible, deal)
    if plain is None:
        return ()
    found = []
    for family in (_splits(landscape, spans), _merges(landscape, spans)):
        moved = []
        for kind, issues, weights in family:
            figure = _figure(weights, possible, deal)
            if figure is not None and figure.share is not None:
                moved.append(Alternative(measure=kind, issues=issues, figure=figure))
        if moved:
            found.append(max(moved, key=lambda a: (abs((a.figure.share or 0.0) - plain), a.issues)))
    return tuple(found)


_Weighed = tuple[str, tuple[str, ...], FloatArray]
_Spans = Sequence[tuple[str, FloatArray]]


def _splits(landscape: Landscape, spans: _Spans) -> Iterator[_Weighed]:
    """An issue as two alike: its weight w enters the density once more."""
    for k, issue in enumerate(landscape.case.issues):
        weights = np.ones(len(spans[0][1]))
        for _, span in spans:
            if span[:, k].max() > 0:
                weights *= span[:, k]
        yield "split", (issue.id,), weights


def _merges(landscape: Landscape, spans: _Spans) -> Iterator[_Weighed]:
    """Two issues as one: the density of their sum loses one power."""
    for j, k in combinations(range(len(landscape.case.issues)), 2):
        weights = np.ones(len(spans[0][1]))
        for _, span in spans:
            if span[:, j].max() > 0 and span[:, k].max() > 0:
                weights /= np.maximum(span[:, j] + span[:, k], 1e-6)
        yield "merged", (landscape.case.issues[j].id, landscape.case.issues[k].id), weights


def _per_reading(landscape: Landscape, readings: Readings, result: Tally) -> tuple[FloatArray, FloatArray]:
    """Per reading, the chance over patterns of red lines that it is possible, and that it has a deal too."""
    conditions = landscape.conditions
    other = conditions.rule_mask | conditions.floor_mask
    weighed = patterns(switches(landscape.case, conditions), Level.MIDDLE)
    held = unexplained(landscape.case, landscape.conditions, readings, result.n)
    made: dict[tuple[int, tuple[int, ...]], tuple[float, float]] = {}
    rows = []
    for f, masks in zip(result.family_of, held, strict=True):
        key = (int(f), masks)
        if key not in made:
            deals = [mask for mask in result.families[int(f)] if not mask & other]
            chance = both = 0.0
            for in_force, probability in weighed:
                if all(mask & in_force for mask in masks):
                    chance += float(probability)
                    both += float(probability) * any(not mask & in_force for mask in deals)
            made[key] = (chance, both)
        rows.append(made[key])
    table = np.array(rows)
    return table[:, 0], table[:, 1]


def _share(weights: FloatArray, possible: FloatArray, deal: FloatArray) -> float | None:
    total = float((weights * possible).sum())
    return float((weights * deal).sum()) / total if total else None


def _figure(weights: FloatArray, possible: FloatArray, deal: FloatArray) -> Figure | None:
    share = _share(weights, possible, deal)
    worth = float(weights.sum() ** 2 / (weights**2).sum())
    if share is None or worth < LEAST_WORTH:
        return None
    error = sqrt(max(share * (1 - share), 1 / worth) / worth)
    return Figure(share=share, error=error, n=len(weights), is_exact=False)
