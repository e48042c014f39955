"""What every party could accept against what passes at home, reading by reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

import numpy as np

from detente.model.case import Case
from detente.model.package import Package
from detente.questions.ratification.deals import BoolArray, Deals, IntArray
from detente.questions.ratification.drawn_side import TIE, DrawnSide, FloatArray, in_force, margins
from detente.questions.ratification.exits import ExitsOver, exits_over
from detente.questions.ratification.finding import Overlap, ShareRange
from detente.questions.ratification.home_government import backing, weighing
from detente.readings.draws import ActorDraws

__all__ = ["overlap"]

READINGS = 300
"""Most readings in which every package is looked at."""

BUDGET = 60_000_000
"""Most packages looked at over all readings and parties."""

LINES = 4500
"""Key of the stream that tells which red lines of parties without a side are in force."""


def overlap(
    case: Case,
    sides: Sequence[DrawnSide],
    deals: Deals,
    draws: Mapping[str, ActorDraws],
    n: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> Overlap | None:
    """The overlap over the first readings; ``None`` where some party has no values, or there is no package.

    O(readings x packages x parties), plus the votes on the packages every party could accept.
    """
    parties = [actor.id for actor in case.parties]
    if not deals.n or any(party not in draws or draws[party].no_deal is None for party in parties):
        return None
    least = min(n, READINGS, max(BUDGET // (deals.n * len(parties)), 20))
    seen = _Seen(case=case, sides=sides, deals=deals, draws=draws, on=_lines(case, sides, n, seed))
    found = []
    for reading in range(least):
        found.append(seen.one(reading))
        if progress is not None:
            progress(reading + 1, least)
    return _together(case, deals, found)


def _lines(case: Case, sides: Sequence[DrawnSide], n: int, seed: int) -> dict[str, BoolArray]:
    """Which red lines of parties are in force; a side has drawn those of its own."""
    firm = {f"red_lines.{line.id}": line.firmness for party in case.parties for line in case.red_lines_of(party.id)}
    on = in_force(case, firm, n, np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(LINES,))))
    for side in sides:
        on |= {key: drawn for key, drawn in side.on.items() if key in firm}
    return on


@dataclass(frozen=True, eq=False, slots=True)
class _Reading:
    """One reading: which packages are acceptable to all, what these are worth, and which of them pass, surely and maybe.

    ``stands`` and ``held`` hold which of these pass and keep every government, without and with outside support; (surely,
    maybe) each.
    """

    acceptable: BoolArray
    margins: FloatArray
    passes: tuple[BoolArray, BoolArray]
    stands: tuple[BoolArray, BoolArray]
    held: tuple[BoolArray, BoolArray]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class _Seen:
    case: Case
    sides: Sequence[DrawnSide]
    deals: Deals
    draws: Mapping[str, ActorDraws]
    on: Mapping[str, BoolArray]

    def one(self, reading: int) -> _Reading:
        worth = np.stack([margins(self.draws[party.id], self.deals, [reading])[0] for party in self.case.parties])
        good = np.logical_and.reduce(worth >= -TIE, axis=0)
        for party in self.case.parties:
            for line in self.case.red_lines_of(party.id):
                if self.on[f"red_lines.{line.id}"][reading]:
                    good &= self.deals.holds(line.requires)
        left = self.deals.where(good)
        passes, stands, held = ((np.ones(left.n, np.bool_), np.ones(left.n, np.bool_)) for _ in range(3))
        for side in self.sides if left.n else ():
            favor, unknown = side.votes(left, [reading])
            gate = side.passage.gate
            passes = _both(passes, (gate.passes_each(favor)[0], gate.passes_each(favor | unknown)[0]))
            over = _over(side, left, reading, (favor[:, 0], unknown[:, 0]))
            if over is not None:
                stands = _both(stands, (over.stands_lowest, over.stands_highest))
                held = _both(held, (over.held_lowest, over.held_highest))
        return _Reading(good, worth[:, good], passes, _both(passes, stands), _both(passes, held))


def _both(one: tuple[BoolArray, BoolArray], two: tuple[BoolArray, BoolArray]) -> tuple[BoolArray, BoolArray]:
    return one[0] & two[0], one[1] & two[1]


def _over(side: DrawnSide, deals: Deals, reading: int, cast: tuple[BoolArray, BoolArray]) -> ExitsOver | None:
    """What becomes of the government over each package in one reading; ``None`` where none is described.

    ``cast`` : votes in favor and open, shape (actors, packages) each.
    """
    if side.government is None:
        return None
    leaves = {partner: each[0] for partner, each in side.leaving(deals, [reading]).items()}
    weighed = {partner: each[0] for partner, each in weighing(side, deals, [reading]).items()}
    office = {partner: np.full(deals.n, side.office[partner][reading]) for partner in weighed}
    follows = {partner: side.voters[partner].leaves_with for partner in side.side.partners}
    return exits_over(side.government, side.side.partners, leaves, follows, weighed, office, backing(side, *cast))


def _together(case: Case, deals: Deals, found: Sequence[_Reading]) -> Overlap:
    n = len(found)
    share = Fraction(sum(bool(one.acceptable.any()) for one in found), n)
    ratified_in = _range([one.passes for one in found])
    acceptable, ratified, least = np.zeros(deals.n, np.int64), np.zeros(deals.n, np.int64), np.zeros(deals.n)
    for one in found:
        places = np.flatnonzero(one.acceptable)
        acceptable[places] += 1
        ratified[places[one.passes[0]]] += 1
        least[places] += one.margins.min(axis=0)
    return Overlap(
        acceptable=share,
        ratified=ratified_in,
        stopped=ShareRange(least=share - ratified_in.most, most=share - ratified_in.least),
        survived=_range([one.stands for one in found]),
        held=_range([one.held for one in found]),
        losses=tuple(_losses(case, found)),
        most_acceptable=_top(deals, acceptable, least, n),
        most_ratified=_top(deals, ratified, least, n),
        n_readings=n,
        error=1 / (2 * sqrt(n)),
    )


def _range(each: Sequence[tuple[BoolArray, BoolArray]]) -> ShareRange:
    """Share of readings in which some package is among the first, and among the second."""
    least, most = (Fraction(sum(bool(both[k].any()) for both in each), len(each)) for k in (0, 1))
    return ShareRange(least=least, most=most)


def _losses(case: Case, found: Sequence[_Reading]) -> list[tuple[str, Fraction]]:
    """Per party, the median of its best acceptable package less its best that surely passes, where there is one."""
    losses = []
    for k, party in enumerate(case.parties):
        lost = [float(one.margins[k].max() - one.margins[k][one.passes[0]].max()) for one in found if one.passes[0].any()]
        if lost:
            losses.append((party.id, Fraction(round(float(np.median(lost)) * 1000), 1000)))
    return losses


def _top(deals: Deals, counts: IntArray, least: FloatArray, n: int) -> tuple[Package, Fraction] | None:
    """The package with the highest count; of several, that which leaves the party that gains least the most."""
    if not counts.any():
        return None
    first = np.flatnonzero(counts == counts.max())
    place = int(first[np.round(least[first], 6).argmax()])
    terms = {issue.id: issue.option_ids[int(column[place])] for issue, column in zip(deals.issues, deals.options, strict=True)}
    return Package.of(terms), Fraction(int(counts[place]), n)
