"""One side over readings: which records are in force, and what packages are worth to those who go by values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.model.case import Case
from detente.model.ratification import Side
from detente.model.red_line import Likelihood
from detente.questions.ratification.case_side import constituency_of
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.deals import BoolArray, Deals
from detente.questions.ratification.stances import VoterStances, firm_records, stances_of
from detente.readings.draws import ActorDraws

__all__ = ["TIE", "DrawnSide", "FloatArray", "drawn_side", "in_force", "margins"]

FORCE = 3500
"""First key of the streams that tell which records are in force."""

WHOLE = 100
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class DrawnSide:
    """A side with n readings.

    Attributes
    ----------
    passage, government : the constituencies of the two rules; the second ``None`` where no government is described.
    voters : everyone with a vote or a veto on passage, then partners and the leader; in this order everywhere.
    on : which records are in force in each reading, shape (n,) per key of :func:`firm_records`.
    draws : values by actor.
    pressure, office : points per reading, shape (n,), by pressure id and by actor.
    """

    side: Side
    passage: Constituency
    government: Constituency | None
    voters: Mapping[str, VoterStances]
    on: Mapping[str, BoolArray]
    draws: Mapping[str, ActorDraws]
    pressure: Mapping[str, FloatArray]
    office: Mapping[str, FloatArray]
    n: int

    def stated(self, deals: Deals) -> tuple[BoolArray, BoolArray]:
        """Votes on passage as stated: in favor, and not settled (open, or by values not exact). Shape (actors, deals) each."""
        favor = np.zeros((len(self.passage.actors), deals.n), np.bool_)
        unsettled = np.zeros_like(favor)
        for k, actor in enumerate(self.passage.actors):
            own = self.voters[actor]
            cast = own.cast(deals)
            rest = ~cast.favor & ~cast.against
            exact = self._exact_margin(own, deals)
            favor[k] = cast.favor | (rest & (exact >= 0)) if exact is not None else cast.favor
            unsettled[k] = np.zeros(deals.n, np.bool_) if exact is not None else rest
        return favor, unsettled

    def _exact_margin(self, own: VoterStances, deals: Deals) -> npt.NDArray[np.int64] | None:
        """Value less no-deal value where both are exact and nothing adds to them; integers of the actor's scale."""
        draws = self.draws.get(own.values_of or "")
        if draws is None or draws.n > 1 or draws.no_deal is None or own.pressure:
            return None
        return np.asarray(deals.worth([table[0] for table in draws.tables]) - draws.no_deal[0], np.int64)

    def margins(self, actor: str, deals: Deals, readings: Sequence[int]) -> FloatArray | None:
        """Value and pressure less no-deal value, points, shape (readings, deals); ``None`` where the actor has no values."""
        own = self.voters[actor]
        draws = self.draws.get(own.values_of or "")
        if draws is None or draws.no_deal is None:
            return None
        total = margins(draws, deals, readings)
        for pressure in own.pressure:
            total += self.pressure[pressure.id][list(readings)][:, None] * deals.holds(pressure.formula)[None, :]
        return total

    def votes(self, deals: Deals, readings: Sequence[int]) -> tuple[BoolArray, BoolArray]:
        """Votes on passage in some readings: in favor, and open. Shape (actors, readings, deals)."""
        favor = np.zeros((len(self.passage.actors), len(readings), deals.n), np.bool_)
        unknown = np.zeros_like(favor)
        for k, actor in enumerate(self.passage.actors):
            own, margins = self.voters[actor], self.margins(actor, deals, readings)
            for pattern, rows in self._patterns(own, readings):
                cast = own.cast(deals, pattern)
                rest = ~cast.favor & ~cast.against
                if margins is None:
                    favor[k, rows] = cast.favor
                    unknown[k, rows] = rest
                else:
                    favor[k, rows] = cast.favor | (rest & (margins[rows] >= -TIE))
        return favor, unknown

    def _patterns(self, own: VoterStances, readings: Sequence[int]) -> list[tuple[dict[str, bool], list[int]]]:
        """Readings (as positions) by which of an actor's records are in force in them."""
        keys = [f"stances.{opposed.id}" for opposed in own.opposes] + [f"stances.{supported.id}" for supported in own.supports]
        keys += [f"red_lines.{line.id}" for line in own.red_lines]
        found: dict[tuple[bool, ...], list[int]] = {}
        for place, r in enumerate(readings):
            found.setdefault(tuple(bool(self.on[key][r]) for key in keys), []).append(place)
        return [(dict(zip(keys, pattern, strict=True)), rows) for pattern, rows in found.items()]

    def leaving(self, deals: Deals, readings: Sequence[int] | None) -> dict[str, BoolArray]:
        """Whether each partner says it leaves over a package, shape (readings, deals); with ``None`` as stated, one row."""
        found = {}
        for partner in self.side.partners:
            leaves = np.zeros((1 if readings is None else len(readings), deals.n), np.bool_)
            for stance in self.voters[partner].leaves_over:
                on = np.ones(1, np.bool_) if readings is None else self.on[f"stances.{stance.id}"][list(readings)]
                leaves |= on[:, None] & deals.holds(stance.formula)[None, :]
            found[partner] = leaves
        return found


TIE = 1e-9
"""Points within which a value counts as equal to no deal."""


def margins(draws: ActorDraws, deals: Deals, readings: Sequence[int]) -> FloatArray:
    """What packages are worth to an actor less its no-deal value, points, shape (readings, deals).

    Raises
    ------
    ValueError
        If nothing bounds what no deal is worth to it.
    """
    if draws.no_deal is None:
        raise ValueError(f"nothing tells what no deal is worth to {draws.actor}")
    rows = [0] * len(readings) if draws.n == 1 else list(readings)
    total = np.zeros((len(rows), deals.n))
    for table, column in zip(draws.tables, deals.options, strict=True):
        total += table[rows][:, column]
    return np.asarray((total - draws.no_deal[rows][:, None]) * (WHOLE / draws.scale), np.float64)


def drawn_side(case: Case, side: Side, draws: Mapping[str, ActorDraws], n: int, seed: int, place: int) -> DrawnSide:
    """Draw which records of a side are in force; errors as :func:`constituency_of`."""
    passage = constituency_of(side, side.passes)
    government = None if side.government is None else constituency_of(side, side.government)
    names = dict.fromkeys([*passage.actors, *(government.actors if government is not None else ()), *side.partners])
    if side.leader is not None:
        names.setdefault(side.leader)
    voters = {actor: stances_of(case, side, actor) for actor in names}
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(FORCE, place)))
    firm = firm_records(case, side, passage)
    for actor in voters.values():
        firm |= {f"red_lines.{line.id}": line.firmness for line in actor.red_lines}
    on = in_force(case, firm, n, rng)
    pressure = {p.id: _evenly(float(p.points.low), float(p.points.high), n, rng) for p in side.pressure}
    office = {
        actor: _evenly(float(own.office.points.low), float(own.office.points.high), n, rng)
        for actor, own in voters.items()
        if own.office is not None
    }
    return DrawnSide(
        side=side,
        passage=passage,
        government=government,
        voters=voters,
        on=on,
        draws=draws,
        pressure=pressure,
        office=office,
        n=n,
    )


def in_force(case: Case, firm: Mapping[str, Likelihood], n: int, rng: np.random.Generator) -> dict[str, BoolArray]:
    """In which of n readings each record is meant, by its firmness; red lines that move together are drawn as one."""
    ties = _tied(case)
    drawn: dict[str, FloatArray] = {}
    on = {}
    for key, likely in firm.items():
        group = ties.get(key, key)
        if group not in drawn:
            drawn[group] = rng.random(n)
        on[key] = drawn[group] < float(likely.middle)
    return on


def _tied(case: Case) -> dict[str, str]:
    """Red lines that are on or off together, each by the first of its group."""
    group: dict[str, str] = {}
    for line in case.red_lines:
        first = next((group[f"red_lines.{o}"] for o in line.moves_with if f"red_lines.{o}" in group), f"red_lines.{line.id}")
        group[f"red_lines.{line.id}"] = first
    return group


def _evenly(low: float, high: float, n: int, rng: np.random.Generator) -> FloatArray:
    return np.full(n, low) if low == high else low + (high - low) * rng.random(n)
