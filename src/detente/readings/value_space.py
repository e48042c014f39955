"""The value functions and no-deal values an actor may have: exact questions to the set of them.

What is linear goes to exact linear programs. That each issue's worst option is worth 0 and its
best the issue's whole weight is not linear where the record does not say which options those are;
there the program branches over the candidates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.model.case import Case
from detente.model.issue import Issue
from detente.model.no_deal import NoDeal
from detente.readings.statements import NO_DEAL, Comparison, Constraint, Expression, Unknown, constraints
from detente.solve.linear import Program, Row, Sense, Status

__all__ = ["BRANCH_LIMIT", "OutOfBudget", "ValueSpace", "contradiction", "r_range", "value_space"]

BRANCH_LIMIT = 500
"""Most programs solved while branching over unknown best and worst options."""

_MARGIN = "margin"
_LOW = Fraction(0)
_ONE = Fraction(1)


class OutOfBudget(RuntimeError):
    """Branching over unknown best and worst options ran out of programs."""


@dataclass(frozen=True, slots=True)
class _Fixed:
    """Which option is worst (value 0) or best (value = weight) on an issue."""

    issue: str
    option: str
    is_best: bool


class ValueSpace:
    """All value functions and no-deal values of one actor that satisfy the given constraints."""

    def __init__(self, issues: Sequence[Issue], given: Iterable[Constraint], r_range: tuple[Fraction, Fraction]) -> None:
        self.issues = tuple(issues)
        self.given = tuple(given)
        self.r_low, self.r_high = r_range
        self.n_solved = 0
        """Programs solved so far, for callers with a budget."""
        self._programs: dict[tuple[_Fixed, ...], Program] = {}
        self._unknowns: list[Unknown] = [(i.id, o) for i in self.issues for o in i.valued_options]
        self._unknowns += [(issue.id, "") for issue in self.issues]
        self._unknowns.append(NO_DEAL)

    def extreme(self, objective: Expression) -> tuple[Fraction, dict[Unknown, Fraction]] | None:
        """The least upper bound of an expression over the set, with a point of its closure; ``None`` when empty.

        Raises
        ------
        OutOfBudget
            If branching over unknown best and worst options takes more than ``BRANCH_LIMIT`` programs.
        """
        return self._search(objective, with_margin=False)

    def interior(self, extra: Sequence[Constraint] = ()) -> tuple[Fraction, dict[Unknown, Fraction]] | None:
        """The widest margin by which every inequality can hold at once, with such a point.

        ``None`` when nothing satisfies even the closed constraints; a margin of 0 means that only a
        set without interior does (design section 4 calls that contradictory).
        """
        space = ValueSpace(self.issues, (*self.given, *extra), (self.r_low, self.r_high)) if extra else self
        return space._search(Expression(((_MARGIN, _ONE),)), with_margin=True)

    def has_interior(self) -> bool:
        """Whether every inequality can hold with some margin at once; stops at the first point that shows it.

        Raises
        ------
        OutOfBudget
            As ``extreme``.
        """
        found = self._search(Expression(((_MARGIN, _ONE),)), with_margin=True, enough=_LOW)
        return found is not None and found[0] > 0

    def _search(
        self, objective: Expression, *, with_margin: bool, enough: Fraction | None = None
    ) -> tuple[Fraction, dict[Unknown, Fraction]] | None:
        """The best point, depth first; or the first that is better than ``enough``."""
        best: tuple[Fraction, dict[Unknown, Fraction]] | None = None
        stack: list[tuple[_Fixed, ...]] = [()]
        solved = 0
        while stack:
            fixed = stack.pop()
            solved += 1
            self.n_solved += 1
            if solved > BRANCH_LIMIT:
                raise OutOfBudget("too many ways to choose best and worst options")
            found = self._solve(fixed, objective, with_margin=with_margin)
            if found is None or (best is not None and found[0] <= best[0]):
                continue
            branches = self._branches(found[1])
            if branches is None:
                best = found
                if enough is not None and found[0] > enough:
                    return best
            else:
                stack.extend(reversed([(*fixed, branch) for branch in branches]))
        return best

    def _branches(self, point: Mapping[Unknown, Fraction]) -> list[_Fixed] | None:
        """Candidates for the first issue whose scale the point does not meet; ``None`` when it meets all."""
        for issue in self.issues:
            values = [(point[(issue.id, o)], o) for o in issue.valued_options]
            if min(v for v, _ in values) > 0:
                return [_Fixed(issue.id, o, False) for _, o in sorted(values)]
            if max(v for v, _ in values) < point[(issue.id, "")]:
                return [_Fixed(issue.id, o, True) for _, o in sorted(values, reverse=True)]
        return None

    def _solve(
        self, fixed: tuple[_Fixed, ...], objective: Expression, *, with_margin: bool
    ) -> tuple[Fraction, dict[Unknown, Fraction]] | None:
        key = (*fixed, _Fixed("", "", with_margin))
        if key not in self._programs:
            self._programs[key] = self._program(fixed, with_margin=with_margin)
        shifted = {_name(u): f for u, f in objective.terms}
        constant = objective.constant + self._shift(objective)
        found = self._programs[key].maximize(shifted)
        if found.status is not Status.OPTIMAL:
            return None
        point = {u: found.point[_name(u)] for u in self._unknowns}
        point[NO_DEAL] += self.r_low
        return found.value + constant, point

    def _shift(self, expression: Expression) -> Fraction:
        """Variables are non-negative; r is stored as its distance from ``r_low``."""
        return sum((f * self.r_low for u, f in expression.terms if u == NO_DEAL), Fraction(0))

    def _program(self, fixed: tuple[_Fixed, ...], *, with_margin: bool) -> Program:
        rows = list(self._scale_rows(fixed))
        for constraint in self.given:
            terms = {_name(u): f for u, f in constraint.expression.terms}
            bound = -(constraint.expression.constant + self._shift(constraint.expression))
            if constraint.comparison == Comparison.EQUAL:
                rows.append(Row(terms, Sense.EQUAL, bound))
                continue
            if with_margin:
                terms[_MARGIN] = terms.get(_MARGIN, Fraction(0)) - 1
            rows.append(Row(terms, Sense.AT_LEAST, bound))
        names = [_name(u) for u in self._unknowns]
        if with_margin:
            names.append(_MARGIN)
            rows.append(Row({_MARGIN: _ONE}, Sense.AT_MOST, _ONE))
        return Program(names, rows)

    def _scale_rows(self, fixed: tuple[_Fixed, ...]) -> Iterator[Row]:
        yield Row({_name((i.id, "")): _ONE for i in self.issues}, Sense.EQUAL, _ONE)
        yield Row({_name(NO_DEAL): _ONE}, Sense.AT_MOST, self.r_high - self.r_low)
        for issue in self.issues:
            for option in issue.valued_options:
                terms = {_name((issue.id, option)): _ONE, _name((issue.id, "")): -_ONE}
                yield Row(terms, Sense.AT_MOST, _LOW)
        for choice in fixed:
            terms = {_name((choice.issue, choice.option)): _ONE}
            if choice.is_best:
                terms[_name((choice.issue, ""))] = -_ONE
            yield Row(terms, Sense.EQUAL, _LOW)


def value_space(case: Case, actor_id: str, statements: Iterable[str] | None = None) -> ValueSpace:
    """The value functions an actor may have, under all statements or only those with the given ids."""
    given = constraints(case, actor_id)
    if statements is not None:
        wanted = frozenset(statements)
        given = tuple(c for c in given if c.statement in wanted)
    return ValueSpace(case.issues, given, r_range(case.no_deal, actor_id))


def r_range(no_deal: NoDeal, actor_id: str) -> tuple[Fraction, Fraction]:
    """Where a no-deal value may lie: from worst to best package, wider where a statement says so."""
    low, high = _LOW, _ONE
    for statement in no_deal.statements:
        if statement.actor == actor_id and statement.points is not None:
            low, high = min(low, statement.points.low / 100), max(high, statement.points.high / 100)
    return low, high


def contradiction(case: Case, actor_id: str) -> tuple[str, ...] | None:
    """A minimal set of an actor's statements that cannot hold together; ``None`` when all can.

    Statements that together leave values no room (a set without interior, where none of them says
    "equal") count as contradictory. Deletion filter (Chinneck & Dravnieks 1991): every statement
    left is needed. Ids are those of preference and no-deal statements, or ``responses.P.A``.
    """
    kept = list(dict.fromkeys(c.statement for c in constraints(case, actor_id)))
    if _can_hold(case, actor_id, kept):
        return None
    for statement in tuple(kept):
        without = [s for s in kept if s != statement]
        if not _can_hold(case, actor_id, without):
            kept = without
    return tuple(kept)


def _can_hold(case: Case, actor_id: str, statements: Sequence[str]) -> bool:
    """Whether some reading satisfies the statements; undecided counts as yes, since nothing is proved."""
    try:
        return value_space(case, actor_id, statements).has_interior()
    except OutOfBudget:
        return True


def _name(unknown: Unknown) -> str:
    return unknown if isinstance(unknown, str) else f"{unknown[0]}\0{unknown[1]}"
