"""The agreement problem on its own: what each party would get from each option, and what it asks at the least.

A *package* takes one option of every issue. Party a values it at the sum of its options' values and of the
interaction terms of pairs of options. It is acceptable to a when that is at least a's reservation value, and every
requirement holds. Everything is exact: numbers are fractions, ties are ties.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from typing import Any, TypeVar

from detente.model.formula import And, Formula, Implies, Not, OneOf, Operator, Or, evaluate, issues_of
from detente.model.package import Package
from detente.problem.arguments import ProblemError, listed, named, number, numbers
from detente.problem.numbers import Number

Kind = TypeVar("Kind")

__all__ = ["AgreementProblem", "Interaction", "ProblemError", "Requirement", "one_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A formula packages must satisfy: a red line of ``party``, or a rule when ``party`` is ``None``.

    ``is_hard`` requirements say what a package must be at all and are never given up. ``cost`` is what giving the
    requirement up costs in the order of openings (firmness, or a declared cost); any number ``exact`` takes.

    Raises
    ------
    ProblemError
        If the formula is none, or the cost no number.
    """

    id: str
    formula: Formula
    party: str | None = None
    is_hard: bool = False
    cost: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        _check_formula(self.id, self.formula)
        if type(self.cost) is not Fraction:
            object.__setattr__(self, "cost", number(self.cost, f"the cost of {self.id}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """Value a party adds for pairs of options of two issues: ``values[option of first][option of second]``.

    Raises
    ------
    ProblemError
        If ``values`` are not lists of lists of numbers.
    """

    party: str
    first: str
    second: str
    values: tuple[tuple[Fraction, ...], ...]

    def __post_init__(self) -> None:
        values: Any = self.values
        if not isinstance(values, tuple) or not all(
            isinstance(row, tuple) and all(isinstance(v, Fraction) for v in row) for row in values
        ):
            object.__setattr__(self, "values", _table(values, f"the interaction of {self.first} and {self.second}"))

    @classmethod
    def of(cls, party: str, first: str, second: str, values: Sequence[Sequence[Number]]) -> Interaction:
        """From numbers of any kind ``exact`` takes."""
        return cls(party=party, first=first, second=second, values=_table(values, f"the interaction of {first} and {second}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementProblem:
    """Parties, issues with their options, values, reservation values and requirements.

    Parameters
    ----------
    values : ``values[party][issue][option]``.
    reservation_values : per party; ``None`` for a party that would take anything.
    floor_costs : per party, the cost of giving its reservation value up, in the order of openings.

    Build one with ``AgreementProblem.of``, which checks it.
    """

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    values: tuple[tuple[tuple[Fraction, ...], ...], ...]
    reservation_values: tuple[Fraction | None, ...]
    interactions: tuple[Interaction, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    floor_costs: tuple[Fraction, ...] = ()

    @classmethod
    def of(
        cls,
        values: Sequence[Sequence[Sequence[Number]]] | Any,
        reservation_values: Sequence[Number | None] | Any | None = None,
        *,
        parties: Sequence[str] | None = None,
        issues: Sequence[str] | None = None,
        options: Sequence[Sequence[str]] | None = None,
        interactions: Sequence[Interaction] = (),
        requirements: Sequence[Requirement] = (),
        floor_costs: Sequence[Number] | None = None,
    ) -> AgreementProblem:
        """From plain arrays: ``values[party][issue][option]``, lists or NumPy arrays (issues may differ in options).

        Names not given are ``p1``, ``i1``, ``o1`` and so on. Costs not given are 1.

        Raises
        ------
        ProblemError
            If shapes do not fit, a name is unknown or used twice, or a number is none.

        Examples
        --------
        >>> problem = AgreementProblem.of([[[0, 2], [0, "0.5"]], [[1, 0], [1, 0]]], ["0.5", 1])
        >>> problem.n_packages, problem.value(0, (1, 1))
        (4, Fraction(5, 2))
        """
        table = tuple(_table(rows, "values by party, issue and option") for rows in listed(values, "values"))
        if not table or not table[0]:
            raise ProblemError("a problem needs at least one party and one issue")
        problem = cls(
            parties=_names(parties, "parties", len(table)),
            issues=_names(issues, "issues", len(table[0])),
            options=tuple(_names(None, "options", len(row)) for row in table[0])
            if options is None
            else tuple(named(names, "the options of an issue") for names in listed(options, "options")),
            values=table,
            reservation_values=(None,) * len(table)
            if reservation_values is None
            else tuple(
                None if r is None else number(r, "reservation values") for r in listed(reservation_values, "reservation values")
            ),
            interactions=_all_of(Interaction, interactions, "interactions"),
            requirements=_all_of(Requirement, requirements, "requirements"),
            floor_costs=(Fraction(1),) * len(table) if floor_costs is None else numbers(floor_costs, "floor costs"),
        )
        _check(problem)
        return problem

    @property
    def shape(self) -> tuple[int, ...]:
        """Options per issue."""
        return tuple(len(names) for names in self.options)

    @property
    def n_packages(self) -> int:
        """Packages in all, whatever the requirements."""
        return prod(self.shape)

    def package(self, choice: Sequence[int]) -> Package:
        """The package that takes option ``choice[issue]`` of every issue."""
        return Package.of({i: names[int(c)] for i, names, c in zip(self.issues, self.options, choice, strict=True)})

    def choice(self, package: Package) -> tuple[int, ...]:
        """Option positions of a complete package; raises ``KeyError`` or ``ValueError`` for an unknown issue or option."""
        return tuple(names.index(package[i]) for i, names in zip(self.issues, self.options, strict=True))

    def value(self, party: int, choice: Sequence[int]) -> Fraction:
        """A party's value of a package, exactly, interaction terms included."""
        total = sum((row[int(c)] for row, c in zip(self.values[party], choice, strict=True)), Fraction(0))
        for term in self.interactions:
            if term.party == self.parties[party]:
                first, second = (int(choice[self.issues.index(i)]) for i in (term.first, term.second))
                total += term.values[first][second]
        return total

    def without(self, names: Collection[str]) -> AgreementProblem:
        """The problem with some requirements, and the reservation values of some parties, given up for good."""
        floors = zip(self.parties, self.reservation_values, strict=True)
        return replace(
            self,
            requirements=tuple(r for r in self.requirements if r.id not in names),
            reservation_values=tuple(None if party in names else floor for party, floor in floors),
        )

    def broken(self, choice: Sequence[int]) -> tuple[str, ...]:
        """Ids of the requirements a package breaks, and of the parties it leaves below their reservation values."""
        terms = {i: names[int(c)] for i, names, c in zip(self.issues, self.options, choice, strict=True)}
        found = [r.id for r in self.requirements if not evaluate(r.formula, terms)]
        found += [
            party
            for a, (party, floor) in enumerate(zip(self.parties, self.reservation_values, strict=True))
            if floor is not None and self.value(a, choice) < floor
        ]
        return tuple(found)


def one_of(issue: str, *options: str) -> OneOf:
    """The formula that an issue takes one of these options."""
    if len(options) == 1:
        return OneOf(issue=issue, options=options, operator=Operator.EQUAL, operand=options[0])
    return OneOf(issue=issue, options=options, operator=Operator.IN, operand="{" + ", ".join(options) + "}")


def _names(given: Sequence[str] | None, what: str, n: int) -> tuple[str, ...]:
    return tuple(f"{what[0]}{k}" for k in range(1, n + 1)) if given is None else named(given, what)


def _table(given: Any, what: str) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(numbers(row, what) for row in listed(given, what))


def _all_of(kind: type[Kind], given: Any, what: str) -> tuple[Kind, ...]:
    found = tuple(listed(given, what))
    for item in found:
        if not isinstance(item, kind):
            raise ProblemError(f"{what} must be of the class {kind.__name__}, not {item!r}")
    return found


def _check(problem: AgreementProblem) -> None:
    n_issues = len(problem.issues)
    if len(problem.options) != len(problem.values[0]):
        raise ProblemError(f"{len(problem.options)} lists of options for {len(problem.values[0])} issues")
    for what, names, n in (
        ("party", problem.parties, len(problem.values)),
        ("issue", problem.issues, len(problem.values[0])),
        *((f"option of {i}", o, len(row)) for i, o, row in zip(problem.issues, problem.options, problem.values[0], strict=False)),
    ):
        if len(names) != n:
            raise ProblemError(f"{len(names)} names for {n} rows of values: {what}")
        if len(set(names)) != n:
            raise ProblemError(f"a {what} is named twice")
    if any(not names for names in problem.options):
        raise ProblemError("every issue needs at least one option")
    for party, rows in zip(problem.parties, problem.values, strict=True):
        if len(rows) != n_issues or any(len(row) != len(o) for row, o in zip(rows, problem.options, strict=True)):
            raise ProblemError(f"the values of {party} do not have the shape of the issues and options")
    if len(problem.reservation_values) != len(problem.parties) or len(problem.floor_costs) != len(problem.parties):
        raise ProblemError("every party needs one reservation value (or None) and one cost")
    _check_terms(problem)


def _check_terms(problem: AgreementProblem) -> None:
    shapes = dict(zip(problem.issues, problem.shape, strict=True))
    for term in problem.interactions:
        if (
            term.party not in problem.parties
            or term.first not in shapes
            or term.second not in shapes
            or term.first == term.second
        ):
            raise ProblemError(
                f"an interaction needs a party and two different issues: {term.party}, {term.first}, {term.second}"
            )
        if len(term.values) != shapes[term.first] or any(len(row) != shapes[term.second] for row in term.values):
            raise ProblemError(f"the interaction of {term.first} and {term.second} does not have the shape of their options")
    ids = [r.id for r in problem.requirements]
    if len(set(ids)) != len(ids) or set(ids) & set(problem.parties):
        raise ProblemError("the id of a requirement is used twice")
    for requirement in problem.requirements:
        if requirement.party is not None and requirement.party not in problem.parties:
            raise ProblemError(f"{requirement.id} is a red line of {requirement.party}, who is no party")
        for issue in issues_of(requirement.formula):
            if issue not in shapes:
                raise ProblemError(f"{requirement.id} names {issue}, which is no issue")
        _check_options(problem, requirement.id, requirement.formula)


def _check_options(problem: AgreementProblem, where: str, formula: Formula) -> None:
    if isinstance(formula, OneOf):
        known = problem.options[problem.issues.index(formula.issue)]
        for option in formula.options:
            if option not in known:
                raise ProblemError(f"{where} names {option}, which is no option of {formula.issue}")
        return
    for part in _parts(formula):
        _check_options(problem, where, part)


def _parts(formula: Formula) -> tuple[Formula, ...]:
    match formula:
        case Not(part=part):
            return (part,)
        case And(parts=parts) | Or(parts=parts):
            return parts
        case Implies(condition=condition, consequence=consequence):
            return (condition, consequence)
        case _:
            return ()


def _check_formula(where: str, formula: Any) -> None:
    """That every part of a formula is one: text is not read as a formula here."""
    if not isinstance(formula, OneOf | Not | And | Or | Implies):
        raise ProblemError(f"the formula of {where} must be a formula (see one_of), not {formula!r}")
    if isinstance(formula, OneOf):
        if not isinstance(formula.options, tuple):
            raise ProblemError(f"the formula of {where} needs a tuple of options, not {formula.options!r}")
        return
    if isinstance(formula, And | Or) and not isinstance(formula.parts, tuple):
        raise ProblemError(f"the formula of {where} needs a tuple of parts, not {formula.parts!r}")
    for part in _parts(formula):
        _check_formula(where, part)
