"""Openings with all an analyst asks of them: how little suffices, how likely, and what they make possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.evidence.positions import has_recorded_position
from detente.questions.agreement.conditions import ConditionKind
from detente.questions.agreement.finding import Best, Concession, Opening, Spread, StandIn, Weakening
from detente.questions.agreement.firmness import all_off_bounds
from detente.questions.agreement.landscape import BoolArray, IntArray, Landscape
from detente.questions.agreement.shares import standard_error
from detente.questions.agreement.tally import actor_draws, gains
from detente.questions.agreement.weakening import Move, breaking_just, mildest_moves
from detente.readings.draws import Readings

__all__ = ["DETAILED", "PLAYED", "Candidate", "Played", "candidate", "evenly", "opening", "rows_of", "spread"]

DETAILED = 8
"""Openings for which best packages and terms are worked out, the first in rank."""

MOVED = 64
"""Readings looked at for the mildest moves of an opening."""

PLAYED = 200
"""Readings looked at for best packages, terms and no-deal drops: evenly spaced among those an opening is minimal in."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Candidate:
    """An opening before the readings are played: its mask, and the mildest moves of its red lines."""

    mask: int
    moves: tuple[Move, ...]
    is_complete: bool


def candidate(landscape: Landscape, mask: int, readings: Readings | None, witness: int | None) -> Candidate:
    """Find the mildest moves of an opening, over the readings looked at and the one it was found in."""
    just = breaking_just(landscape, mask)
    if readings is None or witness is None:
        grounds = [just]
    else:
        rows = sorted({*rows_of(readings, MOVED), witness})
        grounds = [just[_worth_it(landscape, mask, readings, row, just)] for row in rows]
    moves, is_complete = mildest_moves(landscape, mask, grounds)
    return Candidate(mask=mask, moves=moves, is_complete=is_complete)


def _worth_it(landscape: Landscape, mask: int, readings: Readings, reading: int, positions: IntArray) -> BoolArray:
    """Which deals are worth no deal to every party that does not give its no-deal value up."""
    given = _given_up(landscape, mask)
    kept = np.ones(len(positions), dtype=bool)
    for actor in landscape.case.parties:
        if actor.id not in given:
            kept &= gains(landscape, actor_draws(readings, actor.id), reading, positions) >= 0
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What the draws add to an opening; absent when nothing was drawn. ``minimal_in``: readings it is minimal in."""

    share: float
    minimal_share: float
    n: int
    opens: tuple[float, ...]
    witness: int
    minimal_in: IntArray
    is_detailed: bool


def opening(landscape: Landscape, found: Candidate, readings: Readings | None, played: Played | None) -> Opening:
    """Put an opening together, with its firmness and, where drawn, its shares and terms."""
    low, high, least, most = all_off_bounds(landscape.case, landscape.conditions, found.mask & landscape.conditions.red_line_mask)
    is_single = played is not None and played.n == 1
    drops: tuple[tuple[str, Spread], ...] = ()
    best: tuple[Best, ...] = ()
    terms: tuple[tuple[str, tuple[tuple[str, float], ...]], ...] = ()
    if readings is not None and played is not None and played.is_detailed:
        rows = evenly(played.minimal_in, PLAYED)
        drops = _drops(landscape, found.mask, readings, rows)
        best, terms = _best_and_terms(landscape, found.mask, readings, rows)
    return Opening(
        conditions=landscape.conditions.of_mask(found.mask),
        is_exact=played is None or is_single,
        share=None if played is None else played.share,
        minimal_share=None if played is None else played.minimal_share,
        error=0.0 if played is None or is_single else standard_error(played.share, played.n),
        firmness_low=float(low),
        firmness_high=float(high),
        firmness_least=float(least),
        firmness_most=float(most),
        weakenings=_weakenings(landscape, found, played),
        is_weakening_complete=found.is_complete,
        drops=drops,
        best=best,
        terms=terms,
        witness=None if played is None else played.witness,
    )


def _weakenings(landscape: Landscape, found: Candidate, played: Played | None) -> tuple[Weakening, ...]:
    """Each way once, fewest steps first, then the one that opens a deal most often."""
    told: dict[tuple[Concession, ...], Weakening] = {}
    for k, move in enumerate(found.moves):
        if _is_told(move, k, played):
            way = _weakening(landscape, move, k, played)
            known = told.get(way.concessions)
            if known is None or (way.share or 0.0) > (known.share or 0.0):
                told[way.concessions] = way
    return tuple(sorted(told.values(), key=lambda way: (way.steps, -(way.share or 0.0))))


def _is_told(move: Move, k: int, played: Played | None) -> bool:
    """A move of red lines that opens a deal in some reading; one without draws is told as it stands."""
    if not move.concessions:
        return False
    return played is None or played.opens[k] > 0 or not any(played.opens)


def _weakening(landscape: Landscape, move: Move, k: int, played: Played | None) -> Weakening:
    admitted = {(issue, option) for concession in move.concessions for issue, option, _ in concession.admits}
    untested = tuple(
        StandIn(actor=actor.id, issue=issue, option=option)
        for issue, option in sorted(admitted)
        for actor in landscape.case.parties
        if not has_recorded_position(landscape.case, actor.id, issue, option)
    )
    share = None if played is None else played.opens[k]
    return Weakening(
        concessions=move.concessions,
        witness=landscape.package(move.witness),
        untested=untested,
        n_packages=int(move.freed.sum()),
        share=share,
        error=0.0 if played is None or share is None or played.n == 1 else standard_error(share, played.n),
    )


def rows_of(readings: Readings, most: int = PLAYED) -> tuple[int, ...]:
    """The readings looked at closely: at most ``most``, evenly spaced."""
    return evenly(np.arange(max(len(draws.tables[0]) for draws in readings.actors), dtype=np.int64), most)


def evenly(positions: IntArray, most: int) -> tuple[int, ...]:
    """At most ``most`` of the positions, evenly spaced."""
    n = len(positions)
    return tuple(int(positions[r]) for r in np.unique(np.linspace(0, n - 1, min(most, n)).astype(int)))


def spread(values: Sequence[float]) -> Spread:
    """Least, median and most of a non-empty list."""
    return Spread(least=float(min(values)), median=float(np.median(values)), most=float(max(values)), n=len(values))


def _opened(landscape: Landscape, readings: Readings, reading: int, inside: IntArray) -> dict[str, IntArray]:
    return {actor.id: gains(landscape, actor_draws(readings, actor.id), reading, inside) for actor in landscape.case.parties}


def _given_up(landscape: Landscape, mask: int) -> set[str]:
    """Parties whose no-deal value is among the conditions given up."""
    return {c.id for c in landscape.conditions.of_mask(mask) if c.kind is ConditionKind.NO_DEAL}


def _drops(landscape: Landscape, mask: int, readings: Readings, rows: tuple[int, ...]) -> tuple[tuple[str, Spread], ...]:
    """Least fall of each given-up no-deal value that leaves a deal, others of the opening given freely, in points."""
    given = _given_up(landscape, mask)
    if not given:
        return ()
    inside = landscape.within(mask)
    falls: dict[str, list[float]] = {actor: [] for actor in sorted(given)}
    for reading in rows:
        values = _opened(landscape, readings, reading, inside)
        kept = _worth_it(landscape, mask, readings, reading, inside)
        for actor in falls:
            scale = actor_draws(readings, actor).scale
            if kept.any():
                falls[actor].append(max(0.0, -float(values[actor][kept].max()) * 100 / scale))
    return tuple((actor, spread(found)) for actor, found in falls.items() if found)


def _best_and_terms(
    landscape: Landscape, mask: int, readings: Readings, rows: tuple[int, ...]
) -> tuple[tuple[Best, ...], tuple[tuple[str, tuple[tuple[str, float], ...]], ...]]:
    """Per party the package it gains most by, and per issue the options found in acceptable packages."""
    inside = landscape.within(mask)
    leads: dict[str, Counter[int]] = {a.id: Counter() for a in landscape.case.parties}
    gained: dict[str, list[float]] = {a.id: [] for a in landscape.case.parties}
    columns = [column[inside] for column in landscape.options]
    hits = [np.zeros(len(issue.options)) for issue in landscape.case.issues]
    n_open = 0
    for reading in rows:
        values = _opened(landscape, readings, reading, inside)
        kept = _worth_it(landscape, mask, readings, reading, inside)
        positions = np.flatnonzero(kept)
        if not len(positions):
            continue
        n_open += 1
        for actor, gain in values.items():
            best = gain[positions].max()
            leads[actor].update(int(p) for p in positions[gain[positions] == best])
            gained[actor].append(float(best) * 100 / actor_draws(readings, actor).scale)
        for hit, column in zip(hits, columns, strict=True):
            hit += np.bincount(column[positions], minlength=len(hit)) > 0
    if not n_open:
        return (), ()
    best_packages = tuple(_best(landscape, inside, actor, leads[actor], gained[actor]) for actor in leads)
    terms = tuple(
        (issue.id, tuple((o, float(h) / n_open) for o, h in zip(issue.option_ids, hit, strict=True) if h))
        for issue, hit in zip(landscape.case.issues, hits, strict=True)
    )
    return best_packages, terms


def _best(landscape: Landscape, inside: IntArray, actor: str, leads: Counter[int], gained: list[float]) -> Best:
    (position, times) = min(leads.items(), key=lambda item: (-item[1], item[0]))
    leading = times / len(gained)
    package = landscape.package(int(inside[position])) if leading >= 0.5 else None
    return Best(actor=actor, package=package, leads=leading, gain=spread(gained))
