"""Every reading played through: who accepts which packages, and what then blocks or opens a deal.

One reading after another; nothing of size packages x readings is kept. For each reading the
conditions every deal breaks are reduced to the minimal ones: the *openings* of that reading. Many
readings share one such family, so families are stored once and readings point at them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.questions.agreement.landscape import BoolArray, IntArray, Landscape
from detente.questions.agreement.minimal_sets import minimal_members
from detente.readings.draws import ActorDraws, Readings

__all__ = ["Tally", "actor_draws", "gains", "moves_that_open", "reading_codes", "tally"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False, kw_only=True)
class Tally:
    """What all readings say.

    Parameters
    ----------
    n : readings.
    families : distinct families of minimal masks of broken conditions (red lines and rules as
        stated, plus no-deal values); the empty mask in a family means a deal exists.
    family_of : shape (n,); which family each reading has.
    accepts : per party, shape (n_deals,); in how many readings the deal is worth its no-deal value.
    """

    n: int
    families: tuple[tuple[int, ...], ...]
    family_of: IntArray
    accepts: tuple[IntArray, ...]


def actor_draws(readings: Readings, actor_id: str) -> ActorDraws:
    """The draws of one actor; raises ``KeyError`` if it has none."""
    for draws in readings.actors:
        if draws.actor == actor_id:
            return draws
    raise KeyError(actor_id)


def gains(landscape: Landscape, draws: ActorDraws, reading: int, positions: IntArray | None = None) -> IntArray:
    """Value less no-deal value of deals in one reading, as integers of the actor's scale.

    An exact actor has one reading, used for all. Raises ``ValueError`` without a no-deal value.
    """
    if draws.no_deal is None:
        raise ValueError(f"{draws.actor} has no no-deal value")
    row = reading if len(draws.no_deal) > 1 else 0
    tables = [table[row] for table in draws.tables]
    deals = landscape.deals if positions is None else landscape.deals[positions]
    subset = None if len(deals) == landscape.space.size else deals
    return np.asarray(landscape.space.values(tables, subset=subset) - draws.no_deal[row])


def reading_codes(landscape: Landscape, readings: Readings, reading: int) -> IntArray:
    """Masks of every condition each deal breaks in one reading, no-deal values included."""
    codes = landscape.codes.copy()
    first = landscape.conditions.n_static
    for k, actor in enumerate(landscape.case.parties):
        below = gains(landscape, actor_draws(readings, actor.id), reading) < 0
        codes |= below.astype(np.int64) << (first + k)
    return codes


def moves_that_open(
    landscape: Landscape, readings: Readings, moves: Sequence[BoolArray], progress: Progress | None = None
) -> BoolArray:
    """Shape (n_moves, n): whether some deal a move frees is worth no deal to every party, in each reading.

    Only deals some move frees are looked at. O(readings x deals freed x parties).
    """
    parties = [actor_draws(readings, actor.id) for actor in landscape.case.parties]
    n = max((len(d.no_deal) for d in parties if d.no_deal is not None), default=1)
    freed = np.flatnonzero(np.logical_or.reduce(moves)).astype(np.int64)
    among = [np.flatnonzero(move[freed]) for move in moves]
    opens = np.zeros((len(moves), n), dtype=bool)
    for reading in range(n):
        worth_it = np.ones(len(freed), dtype=bool)
        for draws in parties:
            worth_it &= gains(landscape, draws, reading, freed) >= 0
        for m, positions in enumerate(among):
            opens[m, reading] = bool(worth_it[positions].any())
        if progress is not None and reading % 32 == 0:
            progress(reading, n)
    return opens


def tally(landscape: Landscape, readings: Readings, progress: Progress | None = None) -> Tally:
    """Play every reading through. O(readings x deals x parties), once for the same landscape and draws.

    ``progress(done, total)`` is called now and then.
    """
    parties = tuple(actor_draws(readings, actor.id) for actor in landscape.case.parties)
    key = (landscape, parties)
    for known, result in _PLAYED:
        if known == key:
            return result
    result = _played(landscape, parties, progress)
    _PLAYED.append((key, result))
    return result


_PLAYED: deque[tuple[tuple[Landscape, tuple[ActorDraws, ...]], Tally]] = deque(maxlen=2)
"""What was played last: several questions of an explanation read the same."""


def _played(landscape: Landscape, parties: Sequence[ActorDraws], progress: Progress | None) -> Tally:
    n = max((len(d.no_deal) for d in parties if d.no_deal is not None), default=1)
    classes, class_of = np.unique(landscape.codes, return_inverse=True)
    stage = _Stage.of(landscape, class_of.reshape(-1), len(classes), len(parties))
    accepts = [np.zeros(len(stage.shifted), dtype=np.int32) for _ in parties]
    family_of = np.zeros(n, dtype=np.int64)
    families: dict[tuple[int, ...], int] = {}
    seen: dict[bytes, int] = {}
    for reading in range(n):
        keys = stage.shifted.copy()
        for k, draws in enumerate(parties):
            is_below = stage.is_below(landscape, draws, reading)
            accepts[k] += ~is_below
            keys |= is_below.astype(keys.dtype) << k
        present = stage.present(keys)
        key = present.tobytes()
        if key not in seen:
            family = _family(present, classes, len(parties), landscape.conditions.n_static)
            seen[key] = families.setdefault(family, len(families))
        family_of[reading] = seen[key]
        if progress is not None and reading % 32 == 0:
            progress(reading, n)
    if progress is not None:
        progress(n, n)
    counts = tuple(stage.of_deals(landscape, a).astype(np.int64) for a in accepts)
    return Tally(n=n, families=tuple(families), family_of=family_of, accepts=counts)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Stage:
    """What readings are played on: the deals, or the whole space where most packages are deals.

    Sums over the whole space need no look-up of positions, which costs more than the packages that
    are no deals. ``shifted`` holds each package's class of broken conditions above the bits of the
    parties; packages that are no deals have a class of their own, beyond ``limit``.
    """

    shifted: IntArray
    limit: int
    size: int
    is_whole: bool

    @classmethod
    def of(cls, landscape: Landscape, class_of: IntArray, n_classes: int, n_parties: int) -> _Stage:
        is_whole = 2 * len(landscape.deals) > landscape.space.size
        classes = class_of.astype(np.int64)
        if is_whole:
            classes = np.full(landscape.space.size, n_classes, dtype=np.int64)
            classes[landscape.deals] = class_of
        size = (n_classes + 1) << n_parties
        return cls(shifted=classes << n_parties, limit=n_classes << n_parties, size=size, is_whole=is_whole)

    def is_below(self, landscape: Landscape, draws: ActorDraws, reading: int) -> BoolArray:
        if not self.is_whole:
            return np.asarray(gains(landscape, draws, reading) < 0)
        if draws.no_deal is None:
            raise ValueError(f"{draws.actor} has no no-deal value")
        row = reading if len(draws.no_deal) > 1 else 0
        return np.asarray(landscape.space.values([table[row] for table in draws.tables]) < draws.no_deal[row])

    def present(self, keys: IntArray) -> IntArray:
        """Keys some deal has, ascending."""
        if self.size > _TABLE_LIMIT:
            found = np.unique(keys)
        else:
            is_there = np.zeros(self.size, dtype=bool)
            is_there[keys] = True
            found = np.flatnonzero(is_there)
        return found[found < self.limit].astype(np.int64)

    def of_deals(self, landscape: Landscape, counts: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        return counts[landscape.deals] if self.is_whole else counts


_TABLE_LIMIT = 1 << 20


def _family(present: IntArray, classes: IntArray, n_parties: int, n_static: int) -> tuple[int, ...]:
    """Minimal masks of broken conditions among (class, below) keys."""
    below = (1 << n_parties) - 1
    masks = [int(classes[int(key) >> n_parties]) | (int(key) & below) << n_static for key in present]
    return minimal_members(masks)
