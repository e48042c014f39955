"""The numbers of a phased agreement by name, and sums of products of them.

What a situation is worth to a party, and by how much it would rather keep than leave at a node, are sums of products of the
numbers a case gives: an amount times the worth of one unit, a penalty times the probability of being found out. Written
as *forms* they can be bounded over ranges exactly and evaluated over readings at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np
import numpy.typing as npt

from detente.evidence.phases_as_of import stake_key
from detente.model.phases import Estimate, Phases, Stake, StakeKind

__all__ = ["FloatArray", "Form", "Numbers", "add_term", "difference", "record_key"]

FloatArray = npt.NDArray[np.float64]

Monomial = tuple[str, ...]
"""Names multiplied, in order; the empty one stands for 1."""

Form = dict[Monomial, Fraction]
"""Factors of products of named numbers."""

ONE = Estimate(low=Fraction(1), high=Fraction(1))
ZERO = Estimate(low=Fraction(0), high=Fraction(0))


def add_term(form: Form, factor: Fraction, *names: str) -> None:
    """Add a product to a form, in place."""
    key = tuple(sorted(names))
    form[key] = form.get(key, Fraction(0)) + factor


def difference(one: Form, other: Form) -> Form:
    """One form less another, without what cancels."""
    made = dict(one)
    for key, factor in other.items():
        made[key] = made.get(key, Fraction(0)) - factor
    return {key: factor for key, factor in made.items() if factor}


def record_key(name: str) -> str:
    """The record of the case a number belongs to, as in ``evidence.support``."""
    section, _, rest = name.partition(".")
    if section in ("stakes", "types"):
        return f"phases.{section}.{rest.partition('^')[0]}"
    return f"phases.{section}.{rest.split('.')[0]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Every number of an agreement by name: ``stakes.g.peace``, ``assets.hostages``, ``steps.release.hostages``,
    ``guarantees.bond.penalty``.

    A power of a discount factor is a number of its own, ``stakes.g.discount^3``: its bounds are those of the powers.
    """

    given: Mapping[str, Estimate]

    @classmethod
    def of(cls, phases: Phases) -> Numbers:
        """The numbers of an agreement."""
        given: dict[str, Estimate] = {f"stakes.{stake_key(stake)}": stake.value for stake in phases.stakes}
        given |= {f"assets.{asset.id}": asset.amount for asset in phases.assets}
        given |= {f"steps.{step.id}.{over.asset}": over.amount for step in phases.steps for over in step.delivers}
        for guarantee in phases.guarantees:
            given[f"guarantees.{guarantee.id}.penalty"] = guarantee.penalty
            given[f"guarantees.{guarantee.id}.detection"] = guarantee.detection
        return cls(given=given)

    def stake(self, actor: str, kind: StakeKind, of: str | None = None) -> str | None:
        """The name of a party's number, ``None`` where the case does not give it."""
        name = f"stakes.{stake_key(Stake(actor=actor, kind=kind, value=ZERO, of=of))}"
        return name if name in self.given else None

    def range_of(self, name: str) -> tuple[Fraction, Fraction]:
        """The least and greatest value of a number."""
        plain, _, power = name.partition("^")
        own = self.given[plain]
        return (own.low ** int(power), own.high ** int(power)) if power else (own.low, own.high)

    @property
    def ranged(self) -> tuple[str, ...]:
        """Names of the numbers that are not exact."""
        return tuple(name for name, own in self.given.items() if not own.is_exact)

    @property
    def middle(self) -> dict[str, Fraction]:
        """Every number in the middle of its range."""
        return {name: (own.low + own.high) / 2 for name, own in self.given.items()}

    def is_point(self, name: str) -> bool:
        """Whether a number, or a power of one, is exact."""
        low, high = self.range_of(name)
        return low == high

    def bounds(self, form: Form) -> tuple[Fraction, Fraction]:
        """Bounds of a form over all numbers in their ranges.

        They are reached where no number stands in two products and no product has two numbers that are not exact; else they
        may be too wide, never too narrow.
        """
        plain = self.folded(form)
        low = high = plain.pop((), Fraction(0))
        for key, factor in plain.items():
            ends = [factor * end for end in self.corners(key)]
            low, high = low + min(ends), high + max(ends)
        return low, high

    def folded(self, form: Form) -> Form:
        """The form with every exact number multiplied in; what is left are products of ranges."""
        made: Form = {(): Fraction(0)}
        for key, factor in form.items():
            for name in key:
                if self.is_point(name):
                    factor *= self.range_of(name)[0]
            add_term(made, factor, *(name for name in key if not self.is_point(name)))
        return {key: factor for key, factor in made.items() if factor or not key}

    def corners(self, key: Iterable[str]) -> tuple[Fraction, Fraction]:
        """The least and greatest value of a product of numbers."""
        values = [_product(ends) for ends in product(*(self.range_of(name) for name in key))]
        return min(values), max(values)

    def value(self, form: Form, values: Mapping[str, Fraction]) -> Fraction:
        """A form at given numbers, exactly."""
        return sum(
            (factor * _product(_valued(name, values) for name in key) for key, factor in form.items()),
            Fraction(0),
        )

    def drawn(self, form: Form, arrays: Mapping[str, FloatArray], n: int) -> FloatArray:
        """A form over readings, shape (n,); ``arrays`` holds the numbers that are not exact."""
        return self.drawn_folded(self.folded(form), arrays, n)

    def drawn_folded(self, folded: Form, arrays: Mapping[str, FloatArray], n: int) -> FloatArray:
        """As :meth:`drawn`, of a form into which exact numbers are already multiplied."""
        made = np.zeros(n)
        for key, factor in folded.items():
            part = np.full(n, float(factor))
            for name in key:
                plain, _, power = name.partition("^")
                part *= arrays[plain] ** int(power) if power else arrays[plain]
            made += part
        return made


def _product(values: Iterable[Fraction]) -> Fraction:
    made = Fraction(1)
    for value in values:
        made *= value
    return made


def _valued(name: str, values: Mapping[str, Fraction]) -> Fraction:
    plain, _, power = name.partition("^")
    return Fraction(values[plain] ** int(power)) if power else values[plain]
