"""Families of sets as integer bit masks: minimal members and minimal hitting sets.

Blocking sets (MUS) and openings (MCS) are each the minimal hitting sets of the other family
(Reiter 1987, corrected by Greiner et al. 1989; Liffiton & Sakallah 2008, sec. 2).
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["bits_of", "is_minimal_family", "minimal_hitting_sets", "minimal_members"]


def minimal_members(family: Iterable[int]) -> tuple[int, ...]:
    """Members that contain no other member, ascending by size and then by value.

    O(m^2) for m distinct members.

    >>> minimal_members([0b011, 0b001, 0b110])
    (1, 6)
    """
    kept: list[int] = []
    for candidate in sorted(set(family), key=lambda mask: (mask.bit_count(), mask)):
        if not any(member & candidate == member for member in kept):
            kept.append(candidate)
    return tuple(kept)


def minimal_hitting_sets(family: Iterable[int], limit: int | None = None) -> tuple[tuple[int, ...], bool]:
    """Minimal sets that meet every member of ``family``, and whether none were cut off.

    Berge's algorithm: members are taken one at a time, each partial hitting set that misses the
    member is extended by each of its elements, and non-minimal ones are dropped. Exponential in
    the worst case; ``limit`` bounds the partial family and, when hit, the second value is False
    and the sets returned are still minimal and hitting (the rest are missing).

    An empty family is hit by the empty set; a family with an empty member by nothing.

    >>> minimal_hitting_sets([0b011, 0b110])
    ((2, 5), True)
    """
    partial: tuple[int, ...] = (0,)
    is_complete = True
    members = minimal_members(family)
    for member in members:
        grown = [chosen for chosen in partial if chosen & member]
        for chosen in partial:
            if not chosen & member:
                grown.extend(chosen | bit for bit in bits_of(member))
        partial = minimal_members(grown)
        if limit is not None and len(partial) > limit:
            partial, is_complete = partial[:limit], False
    if not is_complete:  # a cut family may have lost the smaller sets that made these non-minimal
        partial = tuple(p for p in partial if all((p & m) for m in members) and _is_minimal_hitter(p, members))
    return partial, is_complete


def _is_minimal_hitter(chosen: int, members: tuple[int, ...]) -> bool:
    return all(any(member & chosen == bit for member in members) for bit in bits_of(chosen))


def is_minimal_family(family: Iterable[int]) -> bool:
    """Whether no member contains another."""
    members = tuple(family)
    return len(minimal_members(members)) == len(members)


def bits_of(mask: int) -> tuple[int, ...]:
    """The one-bit masks in ``mask``, lowest first.

    >>> bits_of(0b101)
    (1, 4)
    """
    bits = []
    while mask:
        low = mask & -mask
        bits.append(low)
        mask ^= low
    return tuple(bits)
