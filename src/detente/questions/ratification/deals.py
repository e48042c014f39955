"""The deals a ratification looks at: every feasible one where they can be listed, else one package or a sample.

A deal meets the rules of feasibility and what makes a package a deal, and is not the path without one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from detente.model.case import Case
from detente.model.formula import And, Formula, Implies, Not, OneOf, Or
from detente.model.issue import Issue
from detente.model.package import Package

__all__ = ["COMPLETED", "LISTED", "SAMPLED", "BoolArray", "Deals", "IntArray"]

LISTED = 300_000
"""Most packages listed one by one."""

SAMPLED = 20_000
"""Packages drawn where there are more."""

COMPLETED = 600
"""Most ways to settle the terms that a package leaves open."""

KEY = 3000
"""Key of the stream packages are drawn from."""

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Deals:
    """Packages as option positions: one array of shape (n,) for each issue. ``is_sample`` where they are drawn."""

    issues: tuple[Issue, ...]
    options: tuple[IntArray, ...]
    is_sample: bool

    @classmethod
    def of(cls, case: Case, seed: int = 1) -> Deals:
        """Every deal of a case, or a uniform sample of the deals where there are too many packages to list."""
        shape = [len(issue.options) for issue in case.issues]
        is_sample = prod(shape) > LISTED
        if is_sample:
            rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(KEY,)))
            columns = tuple(rng.integers(0, size, SAMPLED) for size in shape)
        else:
            columns = tuple(a.reshape(-1) for a in np.indices(shape, dtype=np.int64)) if shape else ()
        every = cls(issues=case.issues, options=columns, is_sample=is_sample)
        return every.where(every.are_deals(case))

    @classmethod
    def completing(cls, case: Case, package: Package, seed: int = 1) -> Deals:
        """Every deal that keeps the terms a package settles, or a sample of ``COMPLETED`` where there are more.

        A package that settles every issue stands alone, whether or not the case calls it a deal.
        """
        left = [issue for issue in case.issues if issue.id not in package]
        shape = [len(issue.options) for issue in left]
        size = prod(shape)
        if size > COMPLETED:
            rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(KEY, 1)))
            drawn = [rng.integers(0, length, COMPLETED) for length in shape]
        else:
            drawn = [a.reshape(-1) for a in np.indices(shape, dtype=np.int64)] if shape else []
        n = min(size, COMPLETED)
        by_issue = {issue.id: column for issue, column in zip(left, drawn, strict=True)}
        columns = tuple(
            by_issue[issue.id] if issue.id in by_issue else np.full(n, issue.index(package[issue.id]), np.int64)
            for issue in case.issues
        )
        every = cls(issues=case.issues, options=columns, is_sample=size > COMPLETED)
        return every.where(every.are_deals(case)) if left else every

    @property
    def n(self) -> int:
        """How many packages."""
        return len(self.options[0]) if self.options else 0

    def are_deals(self, case: Case) -> BoolArray:
        """Which of the packages are feasible deals, shape (n,)."""
        found = np.ones(self.n, np.bool_)
        for rule in (*case.feasibility, *case.deal_requires):
            found &= self.holds(rule.requires)
        path = case.no_deal.path
        if path is not None and all(issue.id in path for issue in case.issues):
            same = np.ones(self.n, np.bool_)
            for issue, column in zip(self.issues, self.options, strict=True):
                same &= column == issue.index(path[issue.id])
            found &= ~same
        return found

    def where(self, chosen: BoolArray) -> Deals:
        """Those chosen."""
        return Deals(issues=self.issues, options=tuple(c[chosen] for c in self.options), is_sample=self.is_sample)

    def holds(self, formula: Formula) -> BoolArray:
        """Which packages satisfy a formula, shape (n,)."""
        match formula:
            case OneOf(issue=name, options=options):
                place = next(k for k, issue in enumerate(self.issues) if issue.id == name)
                line = np.array([option in options for option in self.issues[place].option_ids], np.bool_)
                return np.asarray(line[self.options[place]], np.bool_)
            case Not(part=part):
                return ~self.holds(part)
            case And(parts=parts):
                return np.asarray(np.logical_and.reduce([self.holds(part) for part in parts]), np.bool_)
            case Or(parts=parts):
                return np.asarray(np.logical_or.reduce([self.holds(part) for part in parts]), np.bool_)
            case Implies(condition=condition, consequence=consequence):
                return ~self.holds(condition) | self.holds(consequence)

    def worth(self, tables: Sequence[IntArray]) -> IntArray:
        """Sum of one table entry for each issue, shape (n,); ``tables`` holds one array of shape (options,) per issue."""
        total = np.zeros(self.n, tables[0].dtype if tables else np.int64)
        for table, column in zip(tables, self.options, strict=True):
            total = total + table[column]
        return total
