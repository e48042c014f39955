"""How much of the waiting rests on seeing the future differently (mutual optimism: Fearon 1995; Yildiz 2003).

Each party judges what may happen by its own chances. Where they all held the same chances, would they still wait? Asked of
each party's own chances put to all, of the middle, and of the ends of what the parties hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from detente.questions.timing.errors import TimingError
from detente.questions.timing.view import View
from detente.questions.timing.waiting import waiting

__all__ = ["CommonBelief", "Optimism", "optimism"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonBelief:
    """One set of chances put to every party: who would sign now, and what each would gain by it.

    ``of`` is the party whose chances these are; ``None`` for the middle and for mixed ends.
    """

    of: str | None
    chances: Mapping[str, Fraction]
    gains: Mapping[str, Fraction]

    @property
    def all_sign(self) -> bool:
        """Whether every party would sign now."""
        return all(gain >= 0 for gain in self.gains.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimism:
    """What differing views explain.

    Attributes
    ----------
    disputed : what the parties hold differently likely.
    own : the gain of signing now to each by its own chances.
    common : the same by chances put to all: each party's, the middle, and the ends.
    shrinks : by how much the points that keep parties from signing shrink at the best common chances, from 0 to 1;
        ``None`` where all would sign anyway.
    """

    disputed: tuple[str, ...]
    own: Mapping[str, Fraction]
    common: tuple[CommonBelief, ...]
    shrinks: Fraction | None

    @property
    def explains(self) -> bool:
        """Whether the parties wait, and would not under some common chances between theirs."""
        return any(gain < 0 for gain in self.own.values()) and any(belief.all_sign for belief in self.common)


def optimism(views: Sequence[View]) -> Optimism:
    """Compare own with common beliefs. Cost: O((parties + 2^disputed) x parties) solutions.

    Raises
    ------
    TimingError
        If two views are of one party, or a number is a range.
    """
    if len({view.party for view in views}) < len(views):
        raise TimingError("two views are of one party")
    if not all(view.is_exact for view in views):
        raise TimingError("ranges must be settled before beliefs are compared")
    held: dict[str, dict[str, Fraction]] = {}
    for view in views:
        for prospect in view.prospects:
            held.setdefault(prospect.name, {})[view.party] = prospect.chance.low
    disputed = tuple(name for name, chances in held.items() if len(set(chances.values())) > 1)
    own = {view.party: waiting(view).gain for view in views}
    common = []
    for whose, chances in _common(views, held, disputed):
        gains = {v.party: waiting(v.with_chances(chances)).gain for v in views}
        common.append(CommonBelief(of=whose, chances=chances, gains=gains))
    lacking = _lacking(own)
    best = min((_lacking(belief.gains) for belief in common), default=lacking)
    return Optimism(
        disputed=disputed, own=own, common=tuple(common), shrinks=max(1 - best / lacking, Fraction(0)) if lacking else None
    )


def _lacking(gains: Mapping[str, Fraction]) -> Fraction:
    return sum((-gain for gain in gains.values() if gain < 0), Fraction(0))


def _common(
    views: Sequence[View], held: Mapping[str, Mapping[str, Fraction]], disputed: Sequence[str]
) -> list[tuple[str | None, dict[str, Fraction]]]:
    """Chances to put to all: each party's own, the middle, and every choice of the lowest or highest held."""
    if not disputed:
        return []
    found: list[tuple[str | None, dict[str, Fraction]]] = []
    for view in views:
        own = {name: held[name][view.party] for name in disputed if view.party in held[name]}
        if len(own) == len(disputed):
            found.append((view.party, own))
    ends = {name: (min(held[name].values()), max(held[name].values())) for name in disputed}
    found.append((None, {name: sum(pair, Fraction(0)) / 2 for name, pair in ends.items()}))
    if len(disputed) <= 6:
        found += [(None, dict(zip(disputed, choice, strict=True))) for choice in product(*(ends[n] for n in disputed))]
    return found
