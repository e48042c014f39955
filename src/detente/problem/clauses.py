"""Formulas as clauses: each asks that some issue take one of its options there; auxiliary issues keep them few.

A clause is a disjunction of comparisons, at most one an issue. Conjunctions are lists of clauses. An alternative of
conjunctions is multiplied out while that stays short; else an auxiliary issue says which part is meant, and each
clause of a part is waived when another part is (Plaisted & Greenbaum 1986, for one-hot choices).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from math import prod

import numpy as np
import numpy.typing as npt

from detente.model.formula import And, Formula, Implies, Not, OneOf, Or
from detente.problem.problem import AgreementProblem

__all__ = ["MULTIPLIED", "Clausal", "Clause", "Pair", "Selector", "clausal"]

MULTIPLIED = 16
"""Most clauses an alternative is multiplied out to."""

IntArray = npt.NDArray[np.int64]
Clause = tuple[tuple[int, frozenset[int]], ...]
"""(issue, options) pairs, issues ascending; met by a package that takes one of the options of one of the issues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The auxiliary issue that says which options two issues take: option ``first * n_second + second``."""

    first: int
    second: int
    n_second: int

    def settled(self, choices: IntArray) -> IntArray:
        """Its option in each choice, shape (n,)."""
        return choices[:, self.first] * self.n_second + choices[:, self.second]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """The auxiliary issue that says which part of an alternative is meant."""

    parts: tuple[tuple[Clause, ...], ...]

    def settled(self, choices: IntArray) -> IntArray:
        """The first part that holds in each choice (the last where none does), shape (n,)."""
        found = np.full(len(choices), len(self.parts) - 1, dtype=np.int64)
        for k in range(len(self.parts) - 1, -1, -1):
            found[_met(self.parts[k], choices)] = k
        return found


def _met(part: tuple[Clause, ...], choices: IntArray) -> npt.NDArray[np.bool_]:
    met = np.ones(len(choices), dtype=np.bool_)
    for clause in part:
        one = np.zeros(len(choices), dtype=np.bool_)
        for issue, options in clause:
            one |= np.isin(choices[:, issue], sorted(options))
        met &= one
    return met


@dataclass(frozen=True, slots=True, kw_only=True)
class Clausal:
    """A problem's formulas: clauses with the id of the requirement they belong to (``None`` for the ties of pairs).

    ``sizes`` are options per issue, with one auxiliary issue after them for each of ``extra``, pairs first.
    """

    clauses: tuple[Clause, ...]
    owners: tuple[str | None, ...]
    sizes: tuple[int, ...]
    extra: tuple[Pair | Selector, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The auxiliary issues of interaction terms."""
        return tuple(e for e in self.extra if isinstance(e, Pair))


def clausal(problem: AgreementProblem) -> Clausal:
    """The requirements of a problem as clauses, and a pair issue for each two issues an interaction term joins.

    Examples
    --------
    >>> from detente.problem.problem import Requirement, one_of
    >>> line = Requirement(id="r", formula=Or((one_of("i1", "o1"), one_of("i2", "o2"))))
    >>> clausal(AgreementProblem.of([[[0, 1], [0, 1]]], requirements=[line])).clauses
    (((0, frozenset({0})), (1, frozenset({1}))),)
    """
    writer = _Writer(problem=problem, sizes=list(problem.shape))
    for term in problem.interactions:
        writer.tie(problem.issues.index(term.first), problem.issues.index(term.second))
    for requirement in problem.requirements:
        for clause in writer.clauses_of(requirement.formula, is_meant=True):
            writer.add(clause, requirement.id)
    return Clausal(
        clauses=tuple(writer.clauses), owners=tuple(writer.owners), sizes=tuple(writer.sizes), extra=tuple(writer.extra)
    )


@dataclass(eq=False, kw_only=True)
class _Writer:
    problem: AgreementProblem
    sizes: list[int]
    clauses: list[Clause] = field(default_factory=list)
    owners: list[str | None] = field(default_factory=list)
    extra: list[Pair | Selector] = field(default_factory=list)

    def add(self, clause: Clause, owner: str | None) -> None:
        self.clauses.append(clause)
        self.owners.append(owner)

    def tie(self, first: int, second: int) -> None:
        n_first, n_second = self.problem.shape[first], self.problem.shape[second]
        pair = Pair(first=first, second=second, n_second=n_second)
        if pair in self.extra:
            return
        place = self._auxiliary(pair, n_first * n_second)
        for issue, size in ((first, n_first), (second, n_second)):
            for option in range(size):
                here = {p for p in range(n_first * n_second) if divmod(p, n_second)[issue == second] != option}
                for clause in _joined([((issue, frozenset({option})),), ((place, frozenset(here)),)], self.sizes):
                    self.add(clause, None)

    def _auxiliary(self, extra: Pair | Selector, size: int) -> int:
        self.extra.append(extra)
        self.sizes.append(size)
        return len(self.sizes) - 1

    def clauses_of(self, formula: Formula, *, is_meant: bool) -> list[Clause]:
        """Clauses of the formula, or of its negation unless ``is_meant``."""
        match formula:
            case OneOf(issue=issue, options=options):
                place = self.problem.issues.index(issue)
                names = self.problem.options[place]
                chosen = frozenset(k for k, name in enumerate(names) if (name in options) == is_meant)
                return _joined([((place, chosen),)], self.sizes)
            case Not(part=part):
                return self.clauses_of(part, is_meant=not is_meant)
            case Implies(condition=condition, consequence=consequence):
                parts = [
                    self.clauses_of(condition, is_meant=not is_meant),
                    self.clauses_of(consequence, is_meant=is_meant),
                ]
                return self._some(parts) if is_meant else [c for part in parts for c in part]
            case And(parts=several) | Or(parts=several):
                lists = [self.clauses_of(part, is_meant=is_meant) for part in several]
                is_all = isinstance(formula, And) == is_meant
                return [c for part in lists for c in part] if is_all else self._some(lists)

    def _some(self, parts: list[list[Clause]]) -> list[Clause]:
        """Clauses that say one of the parts holds; a part without clauses always does."""
        if not all(parts):
            return []
        if prod(map(len, parts)) <= MULTIPLIED:
            return [clause for several in product(*parts) for clause in _joined(list(several), self.sizes)]
        place = self._auxiliary(Selector(parts=tuple(map(tuple, parts))), len(parts))
        waived = [(place, frozenset(range(len(parts))) - {k}) for k in range(len(parts))]
        return [c for k, part in enumerate(parts) for clause in part for c in _joined([clause, (waived[k],)], self.sizes)]


def _joined(clauses: list[Clause], sizes: list[int]) -> list[Clause]:
    """Their disjunction: one clause, or none where it always holds."""
    options: dict[int, frozenset[int]] = {}
    for clause in clauses:
        for issue, some in clause:
            options[issue] = options.get(issue, frozenset()) | some
    if any(len(some) == sizes[issue] for issue, some in options.items()):
        return []
    return [tuple(sorted((issue, some) for issue, some in options.items() if some))]
