"""Readings drawn under the stated rule: issue weights uniform, shapes uniform given the weights.

Each issue's value is written by the steps between its levels, all steps summing to 1. Weights are
uniform over the simplex, steps uniform given the weight, both conditioned on the statements, so
that cutting an issue more finely, or adding one nobody cares about, moves no share (design rule 4).
The no-deal value is uniform between the bounds that the statements and the drawn values give it.

Where statements only rank options or issues, draws are exact (Dirichlet and sorting: Devroye 1986,
ch. V; Tervonen et al. 2013). Others are met by rejection, and by hit-and-run where fewer than one
proposal in a hundred is accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from detente.model.case import Case
from detente.readings.hit_and_run import NoInterior, hit_and_run
from detente.readings.scale import BoolArray, IntArray, Scale, Side, Values, no_deal_sides, scale_for
from detente.readings.shape import importance_chains, issue_shapes
from detente.readings.statements import (
    NO_DEAL,
    Comparison,
    constraints,
    has_no_deal_value,
    package_value,
    rejections,
)
from detente.readings.value_space import r_range

__all__ = ["ActorDraws", "Measure", "NoReading", "Readings", "check_draws", "draw", "draw_other"]

BATCH = 4096
TRIAL = 20_480
"""Proposals made before a low rate of acceptance turns rejection into hit-and-run."""
LEAST_ACCEPTANCE = 0.01
KEPT = 10_000
"""Most readings kept, per party, in case they are asked for again."""

OTHERS = 500
"""First key of the streams of actors that are no parties."""

FloatArray = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]


class NoReading(ValueError):
    """No reading satisfies an actor's statements; a case that passed its checks has one."""


class Measure(StrEnum):
    """The rule readings are drawn by; the first is the stated one, the other shows what hangs on it."""

    COUNT_NEUTRAL = "every issue alike"
    STEPS = "every step between options alike"


@dataclass(frozen=True, eq=False, kw_only=True)
class ActorDraws:
    """One actor's readings, as integers on the actor's own scale.

    Parameters
    ----------
    tables : per issue, shape (n, options).
    no_deal : shape (n,), or ``None`` where no statement bounds it. An exact actor has n = 1.
    scale : the integer that stands for 100 points.
    method : how the draws were made, in words.
    drawn_orders : issues whose order of options the record leaves open.
    acceptance : share of proposals accepted, under rejection.
    r_hat, effective_size : of hit-and-run (Gelman & Rubin 1992; Gelman et al. 2013, ch. 11).
    rejections : shape (n, rejections): whether the values explain each rejection a red line may explain too.
    """

    actor: str
    tables: tuple[IntArray, ...]
    no_deal: IntArray | None
    scale: int
    method: str
    drawn_orders: tuple[str, ...]
    acceptance: float | None
    r_hat: float | None
    effective_size: float | None
    rejections: BoolArray

    @property
    def n(self) -> int:
        """Readings of this actor: 1 when exact."""
        return len(self.tables[0])


@dataclass(frozen=True, eq=False, kw_only=True)
class Readings:
    """Drawn readings of a case: one entry per party, in the order of the case."""

    actors: tuple[ActorDraws, ...]


def check_draws(readings: int, seed: int) -> None:
    """Refuse what no question can draw.

    Raises
    ------
    ValueError
        If ``readings`` is less than 2, or ``seed`` negative.
    """
    if readings < 2:
        raise ValueError("at least two readings are needed")
    if seed < 0:
        raise ValueError("the seed must not be negative")


def draw(
    case: Case,
    n: int,
    seed: int,
    *,
    measure: Measure = Measure.COUNT_NEUTRAL,
    is_wide_allowed: bool = False,
    progress: Progress | None = None,
) -> Readings:
    """Draw ``n`` readings for every party, each party from a stream of its own.

    With ``is_wide_allowed`` the tables of an exact actor may hold Python's own integers, where its numbers need more
    than 61 bits.

    Raises
    ------
    NoReading
        If some party's statements leave none.
    TooFine
        If a party's exact numbers do not fit one integer scale.
    OpenOrderTooLong
        If an issue with more than ``ORDER_LIMIT`` options has an open order.
    """
    make = _kept_draws if n <= KEPT else _actor_draws
    drawn = []
    for k in range(len(case.parties)):
        drawn.append(make(case, k, n, seed, measure, is_wide_allowed))
        if progress is not None:
            progress(k + 1, len(case.parties))
    return Readings(actors=tuple(drawn))


def draw_other(case: Case, actor_id: str, n: int, seed: int) -> ActorDraws:
    """Draw ``n`` readings for an actor that is no party, from a stream of its own; errors as :func:`draw`."""
    place = next(k for k, actor in enumerate(case.actors) if actor.id == actor_id)
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(OTHERS, place)))
    return _Drawing(case, actor_id, Measure.COUNT_NEUTRAL).draw(n, rng, is_wide_allowed=False)


def _actor_draws(case: Case, k: int, n: int, seed: int, measure: Measure, is_wide_allowed: bool) -> ActorDraws:
    """The draws of party ``k``; their arrays are not to be written to, since several questions may read them."""
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(k,)))
    found = _Drawing(case, case.parties[k].id, measure).draw(n, rng, is_wide_allowed=is_wide_allowed)
    for array in (*found.tables, found.no_deal, found.rejections):
        if array is not None:
            array.flags.writeable = False
    return found


# An explanation asks several questions of one case, each of the same draws.
_kept_draws = lru_cache(maxsize=24)(_actor_draws)


class _Drawing:
    """What is needed to draw one actor's readings."""

    def __init__(self, case: Case, actor_id: str, measure: Measure) -> None:
        self.case = case
        self.actor = actor_id
        self.measure = measure
        self.shapes = issue_shapes(case, actor_id)
        self.has_no_deal = has_no_deal_value(case, actor_id)
        given = constraints(case, actor_id)
        self.plain = tuple(c for c in given if NO_DEAL not in dict(c.expression.terms))
        about_r = tuple(c for c in given if NO_DEAL in dict(c.expression.terms)) if self.has_no_deal else ()
        low, high = r_range(case.no_deal, actor_id)
        self.lower, self.upper, self.is_r_fixed = no_deal_sides(about_r, low, high)
        self.given = (*self.plain, *about_r)
        self.active = tuple(k for k, shape in enumerate(self.shapes) if not shape.is_flat)
        self.free = tuple(k for k in self.active if self.shapes[k].fixed_weight is None)
        self.chains = importance_chains(case, actor_id, self.free)
        self.drawn_orders = tuple(shape.issue.id for shape in self.shapes if shape.is_order_open)

    @property
    def is_exact(self) -> bool:
        """Whether the statements leave a single reading."""
        freedom = max(len(self.free) - 1, 0) + len(self.drawn_orders)
        freedom += sum(self.shapes[k].n_steps - 1 for k in self.active if self.shapes[k].fixed_values is None)
        return freedom == 0 and (self.is_r_fixed or not self.has_no_deal)

    def draw(self, n: int, rng: np.random.Generator, *, is_wide_allowed: bool) -> ActorDraws:
        scale = scale_for(self.shapes, self.given, is_exact=self.is_exact and is_wide_allowed)
        if self.is_exact:
            return self._finished(self._propose(1, rng, scale), rng, "exact", None, None, wanted=1)
        if self._has_slice(scale):
            return self._walk(n, rng)
        kept: list[Values] = []
        r_kept: list[IntArray] = []
        proposed = accepted = 0
        while accepted < n:
            values = self._propose(BATCH, rng, scale)
            ok, r = self._accepted(values, rng)
            kept.append(_rows(values, ok))
            r_kept.append(r[ok])
            proposed += BATCH
            accepted += int(ok.sum())
            if proposed >= TRIAL and accepted < LEAST_ACCEPTANCE * proposed:
                return self._walk(n, rng)
        values, r = _joined(kept, n), np.concatenate(r_kept)[:n]
        is_all = accepted == proposed
        method = "exact draws (Dirichlet and sorting)" if is_all else "rejection"
        return self._packed(values, r, method, acceptance=None if is_all else accepted / proposed)

    # -- proposals ---------------------------------------------------------------------------------

    def _propose(self, n: int, rng: np.random.Generator, scale: Scale) -> Values:
        """Value functions under the measure, before statements that are not about order alone."""
        weights = self._weights(n, rng, scale)
        steps, orders = [], []
        for k, shape in enumerate(self.shapes):
            orders.append(shape.draw_orders(n, rng) if not shape.is_flat else np.tile(np.arange(shape.n_levels), (n, 1)))
            if shape.is_flat:
                steps.append(np.zeros((n, shape.n_steps), dtype=scale.dtype))
            elif shape.fixed_values is not None:
                levels = np.array([int(v * scale.total) for v in shape.fixed_values], dtype=scale.dtype)
                steps.append(np.diff(levels[orders[-1]], axis=1))
            else:
                shares = rng.standard_exponential((n, shape.n_steps))
                steps.append(_split(weights[:, k] // scale.unit, shares) * scale.unit)
        return Values.of_steps(self.shapes, scale, steps, orders)

    def _weights(self, n: int, rng: np.random.Generator, scale: Scale) -> IntArray:
        weights = np.zeros((n, len(self.shapes)), dtype=scale.dtype)
        rest = scale.total
        for k in self.active:
            fixed = self.shapes[k].fixed_weight
            if fixed is not None:
                weights[:, k] = int(fixed * scale.total)
                rest -= int(fixed * scale.total)
        if not self.free and rest == 0:
            return weights
        if rest < 0 or not self.free:
            raise NoReading(f"the statements on {self.actor} do not leave issues 100 points in all")
        if self.measure is Measure.COUNT_NEUTRAL:
            shares = rng.standard_exponential((n, len(self.free)))
        else:
            shares = rng.standard_gamma([float(self.shapes[k].n_steps) for k in self.free], (n, len(self.free)))
        drawn = _split(np.full(n, rest // scale.unit), shares) * scale.unit
        weights[:, list(self.free)] = drawn
        if self.measure is Measure.COUNT_NEUTRAL:  # only then do the issues of a chain have one law
            for chain in self.chains:
                weights[:, list(chain)] = -np.sort(-weights[:, list(chain)], axis=1)
        return weights

    def _has_slice(self, scale: Scale) -> bool:
        """Whether some equality is not met by construction, so that no proposal would ever meet it."""
        equalities = [c for c in self.plain if c.comparison == Comparison.EQUAL]
        if not equalities:
            return self._is_r_overdetermined()
        values = self._propose(16, np.random.default_rng(0), scale)
        return any(not values.satisfy(c).all() for c in equalities) or self._is_r_overdetermined()

    def _is_r_overdetermined(self) -> bool:
        fixed = [side for side in self.lower if side in self.upper]
        return len(fixed) > 1

    # -- acceptance --------------------------------------------------------------------------------

    def _accepted(self, values: Values, rng: np.random.Generator) -> tuple[BoolArray, IntArray]:
        """Which proposals satisfy every statement, and a no-deal value for each."""
        ok = np.ones(len(values.weights[0]), dtype=bool)
        for constraint in self.plain:
            ok &= values.satisfy(constraint)
        if not self.has_no_deal:
            return ok, np.zeros(len(ok), dtype=np.int64)
        low, high = r_bounds(values, self.lower, self.upper)
        ok &= low <= high
        if values.scale.is_wide:  # only an exact actor has such values, and then nothing is left to draw
            return ok, low
        drawn = low + np.floor(rng.random(len(ok)) * (high - low + 1)).astype(np.int64)
        return ok, np.clip(drawn, low, np.maximum(low, high))

    def _walk(self, n: int, rng: np.random.Generator) -> ActorDraws:
        flat = self.measure is Measure.STEPS
        try:
            values, r_hat, size = hit_and_run(
                self.case, self.actor, self.shapes, self.given, n, rng, lower=self.lower, upper=self.upper, is_flat=flat
            )
        except NoInterior as empty:
            raise NoReading(f"no reading satisfies the statements on {self.actor}") from empty
        ok, r = self._accepted(values, rng)
        if not ok.all():
            raise NoReading(f"no reading satisfies the statements on {self.actor}")
        return self._packed(values, r, "hit-and-run", r_hat=r_hat, effective_size=size)

    # -- results -----------------------------------------------------------------------------------

    def _finished(
        self, values: Values, rng: np.random.Generator, method: str, r_hat: float | None, size: float | None, wanted: int
    ) -> ActorDraws:
        ok, r = self._accepted(values, rng)
        if int(ok.sum()) < wanted:
            raise NoReading(f"no reading satisfies the statements on {self.actor}")
        return self._packed(values, r, method, r_hat=r_hat, effective_size=size)

    def _packed(
        self,
        values: Values,
        r: IntArray,
        method: str,
        *,
        acceptance: float | None = None,
        r_hat: float | None = None,
        effective_size: float | None = None,
    ) -> ActorDraws:
        found = rejections(self.case, self.actor)
        columns = np.zeros((len(r), len(found)), dtype=bool)
        if self.has_no_deal:
            for j, rejection in enumerate(found):
                columns[:, j] = values.of(package_value(self.case, rejection.package)) < r
        return ActorDraws(
            actor=self.actor,
            tables=values.tables(),
            no_deal=r if self.has_no_deal else None,
            scale=values.scale.total,
            method=method,
            drawn_orders=self.drawn_orders,
            acceptance=acceptance,
            r_hat=r_hat,
            effective_size=effective_size,
            rejections=columns,
        )


def r_bounds(values: Values, lower: Sequence[Side], upper: Sequence[Side]) -> tuple[IntArray, IntArray]:
    """Least and greatest integer no-deal value each value function leaves; least above greatest where none."""
    lows = [values.of(side.expression) + int(side.is_strict) for side in lower]
    highs = [values.of(side.expression) - int(side.is_strict) for side in upper]
    return np.maximum.reduce(lows), np.minimum.reduce(highs)


def _split(total: IntArray, shares: FloatArray) -> IntArray:
    """Integer parts in proportion to ``shares``, rows summing to ``total``; what rounding leaves goes to the largest."""
    shares = shares / shares.sum(axis=1, keepdims=True)
    parts = np.floor(shares * total[:, None]).astype(np.int64)
    parts[np.arange(len(parts)), shares.argmax(axis=1)] += total - parts.sum(axis=1)
    return parts


def _rows(values: Values, ok: BoolArray) -> Values:
    return Values(
        shapes=values.shapes,
        scale=values.scale,
        knots=tuple(k[ok] for k in values.knots),
        weights=tuple(w[ok] for w in values.weights),
    )


def _joined(parts: Sequence[Values], n: int) -> Values:
    def stacked(columns: Iterator[Sequence[IntArray]]) -> tuple[IntArray, ...]:
        return tuple(np.concatenate(arrays)[:n] for arrays in zip(*columns, strict=True))

    first = parts[0]
    return Values(
        shapes=first.shapes,
        scale=first.scale,
        knots=stacked(p.knots for p in parts),
        weights=stacked(p.weights for p in parts),
    )
