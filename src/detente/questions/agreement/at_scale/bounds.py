"""Whether some package is in the ZOPA under every reading, or in none is any: proofs that list nothing.

*Holds* is proved by one package that exact linear programs find good for every party in every reading; those that
readings drawn came upon are tried. *Fails* is proved by a relaxation: each option at the most it can be worth in any
reading, each no-deal value at the least; if even so no package passes, none does in any reading. Between the two, readings drawn
decide what they can: one with a deal rules *fails* out, one without rules *holds* out.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from detente.model.package import Package
from detente.model.verdict import Verdict
from detente.problem.existence import exists
from detente.problem.problem import AgreementProblem
from detente.questions.agreement.at_scale.play import Play
from detente.questions.agreement.finding import PackageSet
from detente.readings.polytope import Polytope
from detente.readings.statements import NO_DEAL, Expression, option_value
from detente.readings.value_space import OutOfBudget

__all__ = ["necessary_package", "no_reading_has_a_deal", "package_sets"]

CANDIDATES = 24
"""Packages tried for being good in every reading: those most readings came upon first."""


def necessary_package(play: Play, polytopes: Sequence[Polytope]) -> Package | None:
    """A package in the ZOPA under every reading, among those found in the readings drawn; ``None`` proves nothing."""
    if not all(p.has_no_deal_value for p in polytopes):
        return None
    asked = play.opens(0)
    if not asked.has_deal.all():
        return None
    rows, counts = np.unique(asked.found.choices, axis=0, return_counts=True)
    for k in np.argsort(-counts, kind="stable")[:CANDIDATES]:
        package = play.central.problem.package(rows[k].tolist())
        try:
            if all(p.is_necessary(package) for p in polytopes):
                return package
        except OutOfBudget:
            continue
    return None


def no_reading_has_a_deal(play: Play, polytopes: Sequence[Polytope]) -> bool:
    """Whether it is proved that no reading has a deal as stated; ``False`` proves nothing."""
    values, floors = [], []
    for polytope in polytopes:
        try:
            values.append([[_most(polytope, option_value(i, o)) for o in i.option_ids] for i in play.case.issues])
            floors.append(-_most(polytope, -Expression(((NO_DEAL, Fraction(1)),))) if polytope.has_no_deal_value else None)
        except OutOfBudget:
            return False
    plain = play.central.problem
    relaxed = AgreementProblem.of(
        values, floors, parties=plain.parties, issues=plain.issues, options=plain.options, requirements=plain.requirements
    )
    return exists(relaxed).verdict is Verdict.FAILS


def _most(polytope: Polytope, expression: Expression) -> Fraction:
    """The most an expression can be over the readings and their limits; exact."""
    found = polytope.space.extreme(expression)
    if found is None:
        raise ValueError(f"no reading satisfies the statements on {polytope.actor}")
    return found[0]


def package_sets(necessary: Package | None, some: Package | None, *, is_none_possible: bool) -> tuple[PackageSet, PackageSet]:
    """What was proved, as sets: at least so many, and incomplete unless it is proved that there are none."""
    first = PackageSet(
        count=int(necessary is not None), examples=() if necessary is None else (necessary,), is_complete=is_none_possible
    )
    second = PackageSet(count=int(some is not None), examples=() if some is None else (some,), is_complete=is_none_possible)
    return first, second
