"""Blocking sets and openings: every minimal reason there is no deal, and every minimal way to one.

The openings of a reading are the minimal sets of conditions some deal breaks and keeps the rest
(MCS); its blocking sets are the minimal hitting sets of those (MUS; Liffiton & Sakallah 2008, sec. 2).
Over readings each is counted. Whatever is reported has been checked again on the packages
themselves, not on the sets it was computed from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from detente.questions.agreement.finding import BlockingSet
from detente.questions.agreement.landscape import IntArray, Landscape
from detente.questions.agreement.minimal_sets import bits_of, minimal_hitting_sets, minimal_members
from detente.questions.agreement.shares import standard_error
from detente.questions.agreement.tally import Tally, reading_codes
from detente.readings.draws import Readings

__all__ = ["NotVerified", "SetShares", "blocks", "is_blocking", "is_opening", "opening_shares", "stated_blocking"]

SetsOf = Callable[[tuple[int, ...]], tuple[tuple[int, ...], bool]]

SET_LIMIT = 2_000
"""Most blocking sets kept while they are enumerated in one reading."""


class NotVerified(AssertionError):
    """A blocking set or opening failed the check on the packages: a defect of Détente, never of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetShares:
    """Sets of conditions over readings: mask, readings in which it is one, and one such reading.

    ``suffices`` counts readings in which the set contains one: for openings, in which giving it up
    opens a deal though less might.
    """

    masks: tuple[int, ...]
    counts: tuple[int, ...]
    suffices: tuple[int, ...]
    witnesses: tuple[int, ...]
    n: int
    is_complete: bool


def is_blocking(codes: IntArray, mask: int) -> bool:
    """Whether ``mask`` is a minimal set of conditions no deal meets together. O(deals x conditions)."""
    broken = codes & np.int64(mask)
    if bool((broken == 0).any()):
        return False
    return all(bool((broken == bit).any()) for bit in bits_of(mask))


def is_opening(codes: IntArray, mask: int) -> bool:
    """Whether ``mask`` is a minimal set of conditions whose surrender leaves a deal. O(deals x conditions)."""
    outside = codes & ~np.int64(mask)
    if not bool((outside == 0).any()):
        return False
    return not any(bool(((codes & ~np.int64(mask ^ bit)) == 0).any()) for bit in bits_of(mask))


def stated_blocking(landscape: Landscape) -> tuple[tuple[int, ...], bool]:
    """Blocking sets made of red lines and rules alone: they block whatever anyone's values are."""
    openings = minimal_members(int(code) for code in np.unique(landscape.codes))
    if not openings or openings == (0,):
        return (), True
    return minimal_hitting_sets(openings, limit=SET_LIMIT)


def blocks(landscape: Landscape, result: Tally | None, readings: Readings | None) -> tuple[tuple[BlockingSet, ...], bool]:
    """Every blocking set, those that block under every reading first, then by share.

    Shares are of the readings without a deal as stated. Returns the sets and whether all are there.
    """
    stated, is_complete = stated_blocking(landscape)
    for mask in stated:
        _demand(is_blocking(landscape.codes, mask))
    counted = _count(result, _blocking_of) if result is not None else None
    found = [
        BlockingSet(conditions=landscape.conditions.of_mask(mask), is_necessary=True, share=1.0, error=0.0, witness=None)
        for mask in stated
    ]
    if counted is None or readings is None or result is None:
        return tuple(found), is_complete
    rows = [
        (count / counted.n, mask, witness)
        for mask, count, witness in zip(counted.masks, counted.counts, counted.witnesses, strict=True)
        if mask not in stated
    ]
    for share, mask, witness in sorted(rows, key=lambda row: (-row[0], row[1])):
        _demand(is_blocking(reading_codes(landscape, readings, witness), mask))
        found.append(
            BlockingSet(
                conditions=landscape.conditions.of_mask(mask),
                is_necessary=result.n == 1,
                share=share,
                error=0.0 if result.n == 1 else standard_error(share, counted.n),
                witness=witness,
            )
        )
    return tuple(found), is_complete and counted.is_complete


def opening_shares(landscape: Landscape, result: Tally, readings: Readings) -> SetShares:
    """Every opening found in some reading, each checked in the first reading it was found in.

    ``counts`` are the readings without a deal in which it is minimal, ``suffices`` those in which
    giving it up opens a deal, minimal or not.
    """
    minimal = _count(result, lambda family: (family, True))
    for mask, witness in zip(minimal.masks, minimal.witnesses, strict=True):
        _demand(is_opening(reading_codes(landscape, readings, witness), mask))
    sizes = np.bincount(result.family_of, minlength=len(result.families))
    suffices = tuple(
        sum(
            int(sizes[f])
            for f, family in enumerate(result.families)
            if 0 not in family and any(member & ~mask == 0 for member in family)
        )
        for mask in minimal.masks
    )
    return replace(minimal, suffices=suffices)


def _blocking_of(family: tuple[int, ...]) -> tuple[tuple[int, ...], bool]:
    return minimal_hitting_sets(family, limit=SET_LIMIT)


def _count(result: Tally, sets_of: SetsOf) -> SetShares:
    """Count the sets ``sets_of`` finds in each family over the readings without a deal."""
    counts: dict[int, int] = {}
    witnesses: dict[int, int] = {}
    n, is_complete = 0, True
    sizes = np.bincount(result.family_of, minlength=len(result.families))
    first = {int(f): int(np.flatnonzero(result.family_of == f)[0]) for f in np.unique(result.family_of)}
    for f, family in enumerate(result.families):
        if 0 in family or not family or not sizes[f]:
            continue
        n += int(sizes[f])
        masks, is_whole = sets_of(family)
        is_complete &= is_whole
        for mask in masks:
            counts[mask] = counts.get(mask, 0) + int(sizes[f])
            witnesses[mask] = min(witnesses.get(mask, first[f]), first[f])
    order = sorted(counts, key=lambda mask: (-counts[mask], mask.bit_count(), mask))
    return SetShares(
        masks=tuple(order),
        counts=tuple(counts[m] for m in order),
        suffices=tuple(counts[m] for m in order),
        witnesses=tuple(witnesses[m] for m in order),
        n=n,
        is_complete=is_complete,
    )


def _demand(is_true: bool) -> None:
    if not is_true:
        raise NotVerified("a blocking set or opening did not hold when checked on the packages")
