"""Concessions of degree, of red lines: how many steps a line must soften for a deal, all else kept.

Options of an issue stand on a graph of steps. A package lies as far beyond a line as the fewest steps, over the
line's issues, from what the line allows; a line softened by that much admits it. Steps are counted among
themselves only, never against a party's points.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from detente.model.formula import And, Formula, Implies, Not, OneOf, Or, evaluate, issues_of
from detente.problem.arguments import named
from detente.problem.conflicts import BUDGET
from detente.problem.degrees import falls_alone
from detente.problem.problem import AgreementProblem, Interaction, ProblemError

__all__ = ["Admission", "Softening", "soften", "steps_between"]

Steps = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """An option a line must admit, and how many steps it lies from the option the line allows with it."""

    line: str
    issue: str
    option: str
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Softening:
    """The least softening of some lines together that leaves a deal.

    Parameters
    ----------
    steps : steps in all, 0 where there is a deal already; ``None`` where none leaves a deal, or none was found.
    admits : what the lines must admit for ``witness``, a package (option positions per issue).
    is_proven : whether it is proven that fewer steps do not suffice, or that no softening does.
    """

    lines: tuple[str, ...]
    steps: int | None
    admits: tuple[Admission, ...]
    witness: tuple[int, ...] | None
    is_proven: bool


def soften(problem: AgreementProblem, lines: Sequence[str], *, steps: Steps | None = None, budget: int = BUDGET) -> Softening:
    """The fewest steps by which ``lines`` must soften, together, so that a package meets everything else as it is.

    A line over one issue counts each option's steps from the nearest it allows. Any other gets a second copy of its
    issues that must keep to it; the steps between the copy and the package are what it softens by. So any formula will
    do, over however many issues.

    Parameters
    ----------
    lines : ids of requirements that can be given up.
    steps : per issue, the pairs of options one step apart; neighbors in the order of the options where not named.
        Options no path joins are one step more apart than any path is long.
    budget : nodes searched.

    Raises
    ------
    ProblemError
        If a line is no requirement that can be given up, or steps name what is no issue or option.

    Examples
    --------
    >>> from detente.problem.problem import Requirement, one_of
    >>> line = Requirement(id="line", formula=one_of("i1", "o1"))
    >>> problem = AgreementProblem.of([[[0, 1, 2, 3]], [[1, 1, 1, 0]]], [2, 1], requirements=[line])
    >>> found = soften(problem, ["line"])
    >>> found.steps, found.admits[0].option, found.witness
    (2, 'o3', (2,))
    """
    soft = {r.id: r for r in problem.requirements if not r.is_hard}
    lines = named(lines, "lines")
    for line in lines:
        if line not in soft:
            raise ProblemError(f"{line} is no requirement that can be given up")
    _check(problem, steps or {})
    asked = tuple(dict.fromkeys(lines))
    alone = {line: own for line in asked if (own := _alone(problem, soft[line].formula, steps or {})) is not None}
    copies: list[_Copy] = []
    for line in asked:
        for issue in issues_of(soft[line].formula) if line not in alone else ():
            copies.append(_Copy(name=_unused(f"{issue} ({len(copies)})", problem.issues), line=line, issue=issue))
    apart = {
        issue: steps_between(names, (steps or {}).get(issue))
        for issue, names in zip(problem.issues, problem.options, strict=True)
        if issue in {copy.issue for copy in copies}
    }
    counter = _unused("steps", (*problem.parties, *(r.id for r in problem.requirements)))
    softened = _with_copies(_with_counter(problem, counter, alone), counter, copies, apart)
    found = dict(falls_alone(softened, budget=budget, parties=(counter,)))[counter]
    if found.falls is None or found.witness is None:
        return Softening(lines=lines, steps=None, admits=(), witness=None, is_proven=found.is_proven)
    taken = {i: names[o] for i, names, o in zip(softened.issues, softened.options, found.witness, strict=True)}
    passed = [(line, own.issue, own.steps[taken[own.issue]]) for line, own in alone.items()]
    passed += [(c.line, c.issue, apart[c.issue][taken[c.name]][taken[c.issue]]) for c in copies]
    admits = [Admission(line=line, issue=issue, option=taken[issue], steps=far) for line, issue, far in passed if far]
    return Softening(
        lines=lines,
        steps=int(found.falls[-1]),
        admits=tuple(sorted(admits, key=lambda admission: asked.index(admission.line))),
        witness=found.witness[: len(problem.issues)],
        is_proven=found.is_proven,
    )


def steps_between(options: Sequence[str], steps: Sequence[tuple[str, str]] | None = None) -> dict[str, dict[str, int]]:
    """Steps between every two options; those no path joins are one more apart than any path is long.

    >>> steps_between(["a", "b", "c"])["a"]
    {'a': 0, 'b': 1, 'c': 2}
    """
    neighbors = _neighbors(options, steps)
    return {start: _steps_from([start], options, neighbors) for start in options}


def _neighbors(options: Sequence[str], steps: Sequence[tuple[str, str]] | None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {option: [] for option in options}
    for first, second in pairwise(options) if steps is None else steps:
        found[first].append(second)
        found[second].append(first)
    return found


def _steps_from(starts: Sequence[str], options: Sequence[str], neighbors: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Steps of each option from the nearest start."""
    distances = dict.fromkeys(starts, 0)
    queue = deque(starts)
    while queue:
        here = queue.popleft()
        for there in neighbors[here]:
            if there not in distances:
                distances[there] = distances[here] + 1
                queue.append(there)
    return {option: distances.get(option, len(options)) for option in options}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alone:
    """A line over one issue: the steps of each option from the nearest the line allows."""

    issue: str
    steps: Mapping[str, int]


def _alone(problem: AgreementProblem, formula: Formula, steps: Steps) -> _Alone | None:
    """``None`` where the formula names several issues, or allows nothing: then no softening of it is enough."""
    issues = issues_of(formula)
    if len(issues) != 1:
        return None
    names = problem.options[problem.issues.index(issues[0])]
    allowed = [option for option in names if evaluate(formula, {issues[0]: option})]
    if not allowed:
        return None
    return _Alone(issue=issues[0], steps=_steps_from(allowed, names, _neighbors(names, steps.get(issues[0]))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """The issue that says what a line would allow where the package takes ``issue``."""

    name: str
    line: str
    issue: str


def _with_counter(problem: AgreementProblem, counter: str, alone: Mapping[str, _Alone]) -> AgreementProblem:
    """The problem with a party that counts steps and would have none, which takes the place of lines over one issue."""
    counted = tuple(
        tuple(-Fraction(sum(own.steps[option] for own in alone.values() if own.issue == issue)) for option in names)
        for issue, names in zip(problem.issues, problem.options, strict=True)
    )
    return replace(
        problem,
        parties=(*problem.parties, counter),
        values=(*problem.values, counted),
        reservation_values=(*problem.reservation_values, Fraction(0)),
        requirements=tuple(r for r in problem.requirements if r.id not in alone),
        floor_costs=(*problem.floor_costs, Fraction(1)),
    )


def _with_copies(
    problem: AgreementProblem, counter: str, copies: Sequence[_Copy], apart: Mapping[str, Mapping[str, Mapping[str, int]]]
) -> AgreementProblem:
    """The problem with copies of the lines' issues, of which the counter counts the steps."""
    options = dict(zip(problem.issues, problem.options, strict=True))
    blank = tuple((Fraction(0),) * len(options[copy.issue]) for copy in copies)
    terms = tuple(
        Interaction.of(counter, c.issue, c.name, [[-apart[c.issue][b][a] for b in options[c.issue]] for a in options[c.issue]])
        for c in copies
    )
    lines = {copy.line for copy in copies}
    renames = {line: {c.issue: c.name for c in copies if c.line == line} for line in lines}
    return replace(
        problem,
        issues=(*problem.issues, *(copy.name for copy in copies)),
        options=(*problem.options, *(options[copy.issue] for copy in copies)),
        values=tuple((*rows, *blank) for rows in problem.values),
        interactions=(*problem.interactions, *terms),
        requirements=tuple(
            replace(r, formula=_renamed(r.formula, renames[r.id]), is_hard=True) if r.id in lines else r
            for r in problem.requirements
        ),
    )


def _renamed(formula: Formula, names: Mapping[str, str]) -> Formula:
    match formula:
        case OneOf(issue=issue):
            return replace(formula, issue=names[issue])
        case Not(part=part):
            return Not(_renamed(part, names))
        case And(parts=parts):
            return And(tuple(_renamed(part, names) for part in parts))
        case Or(parts=parts):
            return Or(tuple(_renamed(part, names) for part in parts))
        case Implies(condition=condition, consequence=consequence):
            return Implies(_renamed(condition, names), _renamed(consequence, names))


def _unused(name: str, taken: Sequence[str]) -> str:
    while name in taken:
        name += "'"
    return name


def _check(problem: AgreementProblem, steps: Steps) -> None:
    options = dict(zip(problem.issues, problem.options, strict=True))
    for issue, pairs in steps.items():
        if issue not in options:
            raise ProblemError(f"steps are given for {issue}, which is no issue")
        for option in (o for pair in pairs for o in pair):
            if option not in options[issue]:
                raise ProblemError(f"a step of {issue} names {option}, which is no option of it")
