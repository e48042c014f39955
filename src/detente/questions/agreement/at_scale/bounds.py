"""Whether some package is in the ZOPA under every reading, or in none is any: proofs that list nothing.

*Holds* is proved by one package that exact linear programs find good for every party in every reading; those that
readings drawn came upon are tried. *Fails* is proved by a relaxation: each option at the most it can be worth in any
reading, each no-deal value at the least; if even so no package passes, none does in any reading. Between the two, readings drawn
decide what they can: one with a deal rules *fails* out, one without rules *holds* out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from detente.model.issue import Issue
from detente.model.package import Package
from detente.model.preference import Indifference, Points, Weights
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

HALVINGS, NODES = 7, 100_000
"""Halvings of the search for the package with most room, and partial packages looked at in each."""

PROGRAMS = 60
"""Most linear programs solved for what options can be worth at most."""


def necessary_package(play: Play, polytopes: Sequence[Polytope]) -> Package | None:
    """A package in the ZOPA under every reading, among those tried; ``None`` proves nothing.

    Tried are packages the readings drawn came upon, and before them the one that leaves every party most above its
    no-deal value in the central reading, as a share of what it could have.
    """
    if not all(p.has_no_deal_value for p in polytopes):
        return None
    asked = play.opens(0)
    if not asked.has_deal.all():
        return None
    rows, counts = np.unique(asked.found.choices, axis=0, return_counts=True)
    choices = [rows[k].tolist() for k in np.argsort(-counts, kind="stable")[:CANDIDATES]]
    roomy = _roomiest(play.central.problem)
    for choice in choices if roomy is None else [list(roomy), *choices]:
        package = play.central.problem.package(choice)
        try:
            if all(p.is_necessary(package) for p in polytopes):
                return package
        except OutOfBudget:
            continue
    return None


def _roomiest(problem: AgreementProblem) -> tuple[int, ...] | None:
    """A package that meets the highest floors a few halvings reach, each raised by the same share of what is above it."""
    most = [sum(max(row) for row in rows) for rows in problem.values]
    low, high, found = Fraction(0), Fraction(1), None
    for _ in range(HALVINGS):
        share = (low + high) / 2
        floors = tuple(
            None if r is None else r + share * max(m - r, Fraction(0))
            for r, m in zip(problem.reservation_values, most, strict=True)
        )
        answer = exists(replace(problem, reservation_values=floors), node_limit=NODES)
        if answer.witness is None:
            high = share
        else:
            low, found = share, answer.witness
    return found


def no_reading_has_a_deal(play: Play, polytopes: Sequence[Polytope]) -> bool:
    """Whether it is proved that no reading has a deal as stated; ``False`` proves nothing.

    What an option can be worth at most is read off the points stated, and worked out by linear programs where
    there are few options.
    """
    plain = play.central.problem
    n_options = sum(len(names) for names in plain.options) * len(polytopes)
    for bound in (_stated, _most) if n_options <= PROGRAMS else (_stated,):
        values = [[[bound(p, i, o) for o in i.option_ids] for i in play.case.issues] for p in polytopes]
        floors = [_least_floor(p) for p in polytopes]
        relaxed = AgreementProblem.of(
            values, floors, parties=plain.parties, issues=plain.issues, options=plain.options, requirements=plain.requirements
        )
        if exists(relaxed).verdict is Verdict.FAILS:
            return True
    return False


def _stated(polytope: Polytope, issue: Issue, option: str) -> Fraction:
    """The most the record says an option can be worth: its points, or its issue's, or all there is."""
    most = Fraction(1)
    for statement in polytope.case.statements_of(polytope.actor):
        match statement:
            case Points(issue=named, points=given) if named == issue.id:
                most = min([most, *(p.high / 100 for o, p in given if o == option)])
            case Weights(weights=given):
                most = min([most, *(p.high / 100 for named, p in given if named == issue.id)])
            case Indifference(issues=named) if issue.id in named:
                most = Fraction(0)
    return most


def _most(polytope: Polytope, issue: Issue, option: str) -> Fraction:
    """The most an option can be worth over the readings and their limits; exact, or what is stated when a budget ends."""
    try:
        found = polytope.space.extreme(option_value(issue, option))
    except OutOfBudget:
        return _stated(polytope, issue, option)
    if found is None:
        raise ValueError(f"no reading satisfies the statements on {polytope.actor}")
    return found[0]


def _least_floor(polytope: Polytope) -> Fraction | None:
    """The least a party's no-deal value can be; ``None`` where that is unknown."""
    if not polytope.has_no_deal_value:
        return None
    try:
        found = polytope.space.extreme(-Expression(((NO_DEAL, Fraction(1)),)))
    except OutOfBudget:
        return None
    return None if found is None else -found[0]


def package_sets(necessary: Package | None, some: Package | None, *, is_none_possible: bool) -> tuple[PackageSet, PackageSet]:
    """What was proved, as sets: at least so many, and incomplete unless it is proved that there are none."""
    first = PackageSet(
        count=int(necessary is not None), examples=() if necessary is None else (necessary,), is_complete=is_none_possible
    )
    second = PackageSet(count=int(some is not None), examples=() if some is None else (some,), is_complete=is_none_possible)
    return first, second
