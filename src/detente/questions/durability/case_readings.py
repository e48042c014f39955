"""Readings of a phased agreement: every number evenly in its range, every order that fits the comparisons alike.

Amounts are drawn first and are the same for all parties; then each party's numbers, again and again until they put the
situations in the order it says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from detente.model.phases import Phases, Situation, SituationKind
from detente.model.preference import Link
from detente.questions.durability.case_agreement import CaseAgreement
from detente.questions.durability.case_comparisons import KEPT, NO_DEAL, PartyOrder
from detente.questions.durability.case_numbers import FloatArray, Form
from detente.questions.durability.errors import PlanError

__all__ = ["TIE", "AgreementReadings", "Worths", "draw_readings", "fits_comparisons", "lapses"]

BoolArray = npt.NDArray[np.bool_]

STREAMS = 3_000
"""First key of the streams drawn from, apart from those of other questions."""

TIE = 1e-9
"""Difference, as a part of the greatest worth, up to which two worths are equal."""

ROUNDS = 400
"""Times numbers that do not fit the comparisons are drawn again."""

LEAST = 100
"""Fewest readings that must fit."""

GRID = 1 << 20
"""Steps a range is divided into, so that a reading can be solved again exactly."""


@dataclass(frozen=True, eq=False, kw_only=True)
class AgreementReadings:
    """``n`` readings: numbers that are not exact by name, shape (n,), and heights of situations, shape (situations, n).

    ``heights`` are of parties with no numbers. ``is_exact`` where nothing had to be drawn, ``n`` then is 1.
    """

    n: int
    numbers: Mapping[str, FloatArray]
    heights: Mapping[str, FloatArray]
    is_exact: bool


@dataclass(frozen=True, eq=False, kw_only=True)
class Worths:
    """What every way an agreement may end is worth to a party with numbers, from signing; shape (n,) each."""

    agreement: CaseAgreement
    actor: str
    numbers: Mapping[str, FloatArray]
    n: int

    def of(self, situation: Situation) -> FloatArray:
        """One situation; at a node where the truce runs out its mover has the better of breaking and letting lapse."""
        agreement, actor = self.agreement, self.actor
        if situation.kind is SituationKind.KEPT:
            return self._drawn((actor, "kept"), lambda: agreement.kept_from_signing(actor))
        if situation.kind is SituationKind.NO_DEAL:
            return self._drawn((actor, "no deal"), lambda: agreement.no_deal(actor))
        node = next(node for node in agreement.nodes if (node.step, node.actor) == (situation.step, situation.actor))
        worth = self._drawn(
            (actor, "broken", node), lambda: agreement.from_signing(actor, node.tick, agreement.broken(actor, node))
        )
        if not agreement.is_expiry(node.tick):
            return worth
        plain = self.fought(node.tick)
        if actor == node.actor:
            return np.maximum(worth, plain)
        return np.where(self._is_lapse(node.step, node.actor), plain, worth)

    def fought(self, tick: int) -> FloatArray:
        """Resumed fighting from a moment on, nobody having broken first."""
        agreement = self.agreement
        return self._drawn(
            (self.actor, "fought", tick),
            lambda: agreement.from_signing(self.actor, tick, agreement.fighting(self.actor, tick)),
        )

    def _is_lapse(self, step: str, mover: str) -> BoolArray:
        """Readings in which the mover does as well to let lapse as to break; one without numbers does not break."""
        agreement = self.agreement
        if mover not in agreement.numeric:
            return np.ones(self.n, np.bool_)
        return lapses(agreement, step, mover, self.numbers, self.n)

    def _drawn(self, key: object, make: Callable[[], Form]) -> FloatArray:
        return self.agreement.numbers.drawn_folded(self.agreement.folded(key, make), self.numbers, self.n)


def lapses(agreement: CaseAgreement, step: str, mover: str, numbers: Mapping[str, FloatArray], n: int) -> BoolArray:
    """Readings in which a mover with numbers does as well to let the truce lapse at a node as to break it."""
    node = next(node for node in agreement.nodes if (node.step, node.actor) == (step, mover))
    of = agreement.numbers
    fought = agreement.folded((mover, "fighting", node.tick), lambda: agreement.fighting(mover, node.tick))
    ended = agreement.folded((mover, "ended", node), lambda: agreement.broken(mover, node))
    plain, broken = of.drawn_folded(fought, numbers, n), of.drawn_folded(ended, numbers, n)
    return np.asarray(plain >= broken - TIE * (1 + np.abs(plain).max()), np.bool_)


def draw_readings(agreement: CaseAgreement, n: int, seed: int) -> AgreementReadings:
    """Draw ``n`` readings, or the only one where everything is settled.

    Raises
    ------
    PlanError
        If numbers that fit a party's comparisons are not found.
    """
    orders = {actor: PartyOrder.of(agreement, actor) for actor in agreement.parties}
    ordinal = [actor for actor in agreement.parties if actor not in agreement.numeric]
    ranged = agreement.numbers.ranged
    if not ranged and all(orders[actor].is_settled for actor in ordinal):
        n = 1
    shared = [name for name in ranged if not name.startswith(("stakes.", "guarantees."))]
    rng = _stream(seed, 0)
    numbers = {name: _evenly(agreement, name, n, rng) for name in shared}
    _clip(agreement.phases, agreement, numbers, n)
    fits = np.ones(n, np.bool_)
    heights: dict[str, FloatArray] = {}
    places = {actor: place for place, actor in enumerate(agreement.parties, start=1)}
    for group in _groups(agreement, orders):
        fits &= _draw_group(agreement, [orders[actor] for actor in group], numbers, n, _stream(seed, places[group[0]]))
    for actor in ordinal:
        heights[actor] = orders[actor].heights(n, _stream(seed, places[actor]))
    if not fits.all():
        if fits.sum() < min(LEAST, n):
            raise PlanError("numbers that put the situations in the order said are too rare within the ranges to be drawn")
        numbers = {name: own[fits] for name, own in numbers.items()}
        heights = {actor: own[:, fits] for actor, own in heights.items()}
        n = int(fits.sum())
    return AgreementReadings(n=n, numbers=numbers, heights=heights, is_exact=n == 1)


def fits_comparisons(agreement: CaseAgreement, order: PartyOrder, values: Mapping[str, Fraction]) -> bool:
    """Whether numbers put the situations in the order a party says."""
    arrays = {name: np.array([float(values[name])]) for name in agreement.numbers.ranged}
    return bool(_fits(agreement, order, arrays, 1)[0])


def _stream(seed: int, place: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(STREAMS, place)))


def _evenly(agreement: CaseAgreement, name: str, n: int, rng: np.random.Generator) -> FloatArray:
    """A number evenly in its range; what is handed over whole, evenly among the whole numbers."""
    low, high = agreement.numbers.range_of(name)
    if _is_whole(agreement, name):
        return rng.integers(int(low), int(high) + 1, n).astype(np.float64)
    return float(low) + float(high - low) * rng.integers(0, GRID + 1, n) / GRID


def _is_whole(agreement: CaseAgreement, name: str) -> bool:
    section, _, rest = name.partition(".")
    if section not in ("assets", "steps"):
        return False
    return agreement.phases.asset(rest.rpartition(".")[2]).is_indivisible


def _clip(phases: Phases, agreement: CaseAgreement, numbers: dict[str, FloatArray], n: int) -> None:
    """A step delivers no more than is still held, and leaves what later steps deliver at least."""
    for asset in phases.assets:
        names = [f"steps.{step.id}.{asset.id}" for step in phases.steps if any(o.asset == asset.id for o in step.delivers)]
        if not any(name in numbers for name in (f"assets.{asset.id}", *names)):
            continue
        low = agreement.numbers.range_of(f"assets.{asset.id}")[0]
        left = numbers.get(f"assets.{asset.id}", np.full(n, float(low)))
        least = {name: float(agreement.numbers.range_of(name)[0]) for name in names}
        for place, name in enumerate(names):
            given = numbers.get(name)
            if given is None:
                left = left - least[name]
            else:
                later = sum(least[own] for own in names[place + 1 :])
                numbers[name] = np.minimum(given, np.maximum(left - later, least[name]))
                left = left - numbers[name]


def _groups(agreement: CaseAgreement, orders: Mapping[str, PartyOrder]) -> list[list[str]]:
    """Parties with numbers that are drawn together: all of them where one compares what another may let lapse.

    Whether that other lapses or breaks hangs on the other's numbers, so that one cannot be drawn without the other.
    """
    numeric = [actor for actor in agreement.parties if actor in agreement.numeric]
    at_expiry = {(node.step, node.actor) for node in agreement.nodes if agreement.is_expiry(node.tick)}
    is_coupled = any(
        (situation.step, situation.actor) in at_expiry and situation.actor != actor and situation.actor in numeric
        for actor in numeric
        for ranking in orders[actor].rankings
        for situation in ranking.situations
    )
    return [numeric] if is_coupled else [[actor] for actor in numeric]


def _draw_group(
    agreement: CaseAgreement, orders: Sequence[PartyOrder], numbers: dict[str, FloatArray], n: int, rng: np.random.Generator
) -> BoolArray:
    """Draw the own numbers of some parties in place; which readings have some that fit what each of them says."""
    actors = {order.actor for order in orders}
    guarantees = {guarantee.id for guarantee in agreement.phases.guarantees if guarantee.on in actors}
    own = [name for name in agreement.numbers.ranged if _is_own(name, actors, guarantees)]
    for name in own:
        numbers[name] = _evenly(agreement, name, n, rng)
    missing = ~_all_fit(agreement, orders, numbers, n)
    for _ in range(ROUNDS if own else 0):
        if not missing.any():
            break
        rows = np.flatnonzero(missing)
        some = {name: values[rows] for name, values in numbers.items()}
        for name in own:
            some[name] = _evenly(agreement, name, len(rows), rng)
        for name in own:
            numbers[name][rows] = some[name]
        missing[rows] = ~_all_fit(agreement, orders, some, len(rows))
    return ~missing


def _all_fit(agreement: CaseAgreement, orders: Sequence[PartyOrder], numbers: Mapping[str, FloatArray], n: int) -> BoolArray:
    fits = np.ones(n, np.bool_)
    for order in orders:
        fits &= _fits(agreement, order, numbers, n)
    return fits


def _is_own(name: str, actors: set[str], guarantees: set[str]) -> bool:
    section, _, rest = name.partition(".")
    return (section == "stakes" and rest.split(".")[0] in actors) or (
        section == "guarantees" and rest.split(".")[0] in guarantees
    )


def _fits(agreement: CaseAgreement, order: PartyOrder, numbers: Mapping[str, FloatArray], n: int) -> BoolArray:
    """Which readings put the situations in the order the party says.

    Raises
    ------
    PlanError
        If the party holds two situations for equally good, which numbers drawn from ranges never are.
    """
    fits = np.ones(n, np.bool_)
    if not order.rankings:
        return fits
    worths = Worths(agreement=agreement, actor=order.actor, numbers=numbers, n=n)
    known = {s: worths.of(s) for ranking in order.rankings for s in ranking.situations}
    room = TIE * (1 + max(float(np.abs(own).max(initial=0)) for own in (*known.values(), worths.of(KEPT), worths.of(NO_DEAL))))
    for ranking in order.rankings:
        for (better, worse), link in zip(pairwise(ranking.situations), ranking.links, strict=True):
            gap = known[better] - known[worse]
            if link is Link.ABOVE:
                fits &= gap > room
            elif link is Link.AT_LEAST:
                fits &= gap >= -room
            elif agreement.numbers.ranged and float(np.ptp(gap)) > room:
                raise PlanError(f"`{order.actor}` holds two situations for equally good, which numbers from ranges never are")
            else:
                fits &= np.abs(gap) <= room
    return fits
