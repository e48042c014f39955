"""A case in one reading as a problem in plain numbers, so that exact engines of any size can take it.

The *central reading* is the mean of the readings drawn. Statements are linear in values, so the readings of a party
form a convex set and their mean is a reading itself; where the record leaves an order open it is the mean over orders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.model.case import Case
from detente.model.formula import And, Formula, Not
from detente.problem.problem import AgreementProblem, Requirement, one_of
from detente.questions.agreement.conditions import Condition, ConditionKind, Conditions
from detente.questions.agreement.landscape import IntArray
from detente.questions.agreement.tally import actor_draws
from detente.readings.draws import ActorDraws, Readings

__all__ = ["CaseProblem", "as_problem"]

NOT_THE_PATH = "deal.not-the-no-deal-path"


@dataclass(frozen=True, eq=False, kw_only=True)
class CaseProblem:
    """A case as plain numbers in points of 100, with the way back to the case's own conditions.

    Parameters
    ----------
    problem : requirements are named ``red_line.<id>``, ``rule.<id>`` and, for what makes a package a deal, ``deal.<id>``.
    conditions : every condition that can be given up, in the order of ``Conditions.of``.
    """

    case: Case
    problem: AgreementProblem
    conditions: tuple[Condition, ...]

    def name(self, condition: Condition) -> str:
        """What the problem calls a condition."""
        return condition.id if condition.kind is ConditionKind.NO_DEAL else f"{condition.kind.value}.{condition.id}"

    def named(self, names: Sequence[str]) -> tuple[Condition, ...]:
        """The conditions behind names of the problem, in the order of the case."""
        wanted = set(names)
        return tuple(c for c in self.conditions if self.name(c) in wanted)

    @property
    def red_lines(self) -> tuple[str, ...]:
        """Names of the red lines."""
        return tuple(self.name(c) for c in self.conditions if c.kind is ConditionKind.RED_LINE)

    @property
    def rules(self) -> tuple[str, ...]:
        """Names of the feasibility rules."""
        return tuple(self.name(c) for c in self.conditions if c.kind is ConditionKind.RULE)

    @property
    def floors(self) -> tuple[str, ...]:
        """Names of the parties whose no-deal value the reading gives."""
        given = zip(self.problem.parties, self.problem.reservation_values, strict=True)
        return tuple(party for party, floor in given if floor is not None)


def as_problem(case: Case, readings: Readings, reading: int | None = None) -> CaseProblem:
    """The case in one reading drawn, or in the central one when ``reading`` is ``None``.

    Red lines and rules can be given up; what makes a package a deal, and that it differs from the no-deal path,
    cannot. Giving up a red line costs the middle of its firmness, a no-deal value or a rule 1: neither is a bluff.
    """
    conditions = Conditions.of(case).items
    draws = [actor_draws(readings, party.id) for party in case.parties]
    requirements = [
        Requirement(id=f"{c.kind.value}.{c.id}", formula=c.requires, party=c.actor, cost=_cost(case, c))
        for c in conditions
        if c.requires is not None
    ]
    requirements += [Requirement(id=f"deal.{rule.id}", formula=rule.requires, is_hard=True) for rule in case.deal_requires]
    path = _not_the_path(case)
    if path is not None:
        requirements.append(Requirement(id=NOT_THE_PATH, formula=path, is_hard=True))
    problem = AgreementProblem.of(
        [[_values(table, d.scale, reading) for table in d.tables] for d in draws],
        [_no_deal(d, reading) for d in draws],
        parties=[party.id for party in case.parties],
        issues=[issue.id for issue in case.issues],
        options=[issue.option_ids for issue in case.issues],
        requirements=requirements,
    )
    return CaseProblem(case=case, problem=problem, conditions=conditions)


def _values(table: IntArray, scale: int, reading: int | None) -> list[Fraction]:
    """Points of each option in one row of a table of draws, or the mean of all rows, exactly."""
    rows: list[list[int]] = table.tolist()
    if reading is not None:
        row = rows[reading if len(rows) > 1 else 0]
        return [Fraction(100 * value, scale) for value in row]
    return [Fraction(100 * sum(column), scale * len(rows)) for column in zip(*rows, strict=True)]


def _no_deal(draws: ActorDraws, reading: int | None) -> Fraction | None:
    if draws.no_deal is None:
        return None
    values: list[int] = draws.no_deal.tolist()
    if reading is not None:
        return Fraction(100 * values[reading if len(values) > 1 else 0], draws.scale)
    return Fraction(100 * sum(values), draws.scale * len(values))


def _not_the_path(case: Case) -> Formula | None:
    path = case.no_deal.path
    if path is None or any(issue.id not in path for issue in case.issues):
        return None
    return Not(And(tuple(one_of(issue.id, path[issue.id]) for issue in case.issues)))


def _cost(case: Case, condition: Condition) -> Fraction:
    if condition.kind is not ConditionKind.RED_LINE:
        return Fraction(1)
    return case.red_line(condition.id).firmness.middle
