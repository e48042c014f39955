"""Comparative statics of two-level games: does a smaller win-set at home help or kill?

Shrinking one's own win-set moves what remains one's own way, until nothing remains (Schelling's paradox of weakness;
Putnam 1988, pp. 440-441). Here the answer is computed: for each of a row of stricter ratifications, what is left of the
overlap, what the side can get in it, and where bargaining would settle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from detente.problem.numbers import Number, exact
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.errors import Flaw, RatificationError
from detente.questions.ratification.gate import BoolArray
from detente.questions.ratification.ranges import Range

__all__ = ["Effect", "Statics", "StaticsStep", "Variant", "by_quota", "comparative_statics"]


class Effect(StrEnum):
    """What a stricter ratification does to the side's own outcome, against the first variant."""

    HELPS = "helps"
    HURTS = "hurts"
    CHANGES_NOTHING = "changes-nothing"
    UNCLEAR = "unclear"
    KILLS = "kills"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Variant:
    """One way the side might ratify: a name and its win-set, shape (packages,)."""

    name: str
    packages: BoolArray


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticsStep:
    """What one variant leaves.

    Parameters
    ----------
    n_own, n_overlap : packages in the side's win-set, and of those in the other's and better than no deal for both.
    own, other : least and largest value of the overlap to each side; ``None`` where it is empty.
    settled : positions of the packages that the Nash bargaining solution picks; several where they tie.
    outcome : what these are worth to the side.
    effect, shift : against the first variant; ``shift`` is the change of the outcome, from the least to the most.
    """

    name: str
    n_own: int
    n_overlap: int
    own: Range | None
    other: Range | None
    settled: tuple[int, ...]
    outcome: Range | None
    effect: Effect
    shift: Range | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statics:
    """Steps in the order given.

    ``best`` is the name of the first variant with the largest sure outcome, ``killed_by`` that of the first that leaves nothing
    where the first variant leaves something.
    """

    steps: tuple[StaticsStep, ...]
    best: str | None
    killed_by: str | None


def by_quota(side_votes: Sequence[Number], yes: BoolArray, quotas: Sequence[Number]) -> tuple[Variant, ...]:
    """The win-set of one body at each of some quotas. ``yes`` has shape (members, packages)."""
    return tuple(
        Variant(
            name=f"quota {exact(q)}", packages=Constituency.of_votes(side_votes, q).gate.passes_each(np.asarray(yes, dtype=bool))
        )
        for q in quotas
    )


def comparative_statics(
    variants: Sequence[Variant],
    other_win_set: BoolArray,
    values: Sequence[Sequence[Number]],
    no_deal: Sequence[Number],
) -> Statics:
    """What each variant of the side's ratification leaves, and whether it helps the side.

    Parameters
    ----------
    variants : the side's win-set as it is, then others.
    other_win_set : shape (packages,).
    values, no_deal : of the side, then of the other at the table; ``values`` has shape (2, packages).

    Raises
    ------
    RatificationError
        If shapes do not fit.

    O(variants x packages), exact.

    Examples
    --------
    >>> anything = Variant(name="anything", packages=np.array([True] * 5))
    >>> strict = Variant(name="strict", packages=np.array([False, False, False, True, True]))
    >>> found = comparative_statics([anything, strict], np.array([True] * 5), [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]], [0, 0])
    >>> found.steps[1].effect.value, found.steps[1].shift
    ('helps', Range(low=Fraction(1, 1), high=Fraction(1, 1)))
    """
    own, other = ([exact(v) for v in row] for row in values)
    floors = [exact(v) for v in no_deal]
    ratified = np.asarray(other_win_set, dtype=np.bool_)
    if not variants or len(own) != len(other) or len(floors) != 2 or ratified.shape != (len(own),):
        raise RatificationError(Flaw.BAD_SHAPE, "values must have shape (2, packages), the other's win-set (packages,)")
    steps: list[StaticsStep] = []
    for variant in variants:
        if variant.packages.shape != ratified.shape:
            raise RatificationError(Flaw.BAD_SHAPE, f"`{variant.name}` is not of the same packages", variant.name)
        left = [k for k in np.flatnonzero(variant.packages & ratified) if own[k] >= floors[0] and other[k] >= floors[1]]
        steps.append(_step(variant, [int(k) for k in left], own, other, floors, steps[0] if steps else None))
    sure = [(step.outcome.low, -k, step.name) for k, step in enumerate(steps) if step.outcome is not None]
    killed = next((step.name for step in steps if step.effect is Effect.KILLS), None)
    return Statics(steps=tuple(steps), best=max(sure)[2] if sure else None, killed_by=killed)


def _step(
    variant: Variant,
    left: list[int],
    own: list[Fraction],
    other: list[Fraction],
    floors: list[Fraction],
    first: StaticsStep | None,
) -> StaticsStep:
    gains = [(own[k] - floors[0]) * (other[k] - floors[1]) for k in left]
    most = max(gains, default=Fraction(0))
    settled = tuple(k for k, gain in zip(left, gains, strict=True) if gain == most)
    if not most:  # nobody gains together: of these, those that no other of them dominates
        settled = tuple(k for k in settled if not any(_dominates(j, k, own, other) for j in settled))
    outcome = _span(own, settled)
    before = outcome if first is None else first.outcome
    effect, shift = _effect(before, outcome)
    return StaticsStep(
        name=variant.name,
        n_own=int(variant.packages.sum()),
        n_overlap=len(left),
        own=_span(own, left),
        other=_span(other, left),
        settled=settled,
        outcome=outcome,
        effect=effect,
        shift=shift,
    )


def _dominates(one: int, two: int, own: list[Fraction], other: list[Fraction]) -> bool:
    return own[one] >= own[two] and other[one] >= other[two] and (own[one], other[one]) != (own[two], other[two])


def _span(values: list[Fraction], some: Sequence[int]) -> Range | None:
    return Range(min(values[k] for k in some), max(values[k] for k in some)) if some else None


def _effect(before: Range | None, after: Range | None) -> tuple[Effect, Range | None]:
    if before is None:
        return Effect.CHANGES_NOTHING if after is None else Effect.UNCLEAR, None
    if after is None:
        return Effect.KILLS, None
    shift = Range(after.low - before.high, after.high - before.low)
    if before == after:
        return Effect.CHANGES_NOTHING, shift
    if shift.low >= 0:
        return Effect.HELPS, shift
    return (Effect.HURTS if shift.high <= 0 else Effect.UNCLEAR), shift
