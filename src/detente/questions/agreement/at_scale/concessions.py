"""How little of an opening suffices where packages are too many to list: steps of red lines, falls of no-deal values.

The least softening in the central reading, and in a reading the opening was found in, is worked out exactly; each is then tried
in every reading. Ways that are mildest only in other readings may be missing, so the list is never called complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import prod

import numpy as np

from detente.evidence.positions import has_recorded_position
from detente.model.formula import And, Formula, Or, issues_of
from detente.problem.counting import count
from detente.problem.degrees import falls_alone
from detente.problem.problem import one_of
from detente.problem.softening import Softening, soften
from detente.questions.agreement.as_problem import CaseProblem
from detente.questions.agreement.at_scale.play import Play
from detente.questions.agreement.conditions import Condition, ConditionKind
from detente.questions.agreement.finding import Concession, Opening, Spread, StandIn, Weakening
from detente.questions.agreement.landscape import BoolArray
from detente.questions.agreement.openings import evenly, spread
from detente.questions.agreement.shares import standard_error
from detente.questions.agreement.weakening import Line, step_distances

__all__ = ["ways_and_falls"]

LOOKED_AT = 12
"""Readings in which the falls of no-deal values are worked out."""

ASSIGNMENTS = 2000
"""Most combinations of options of the issues a line names; a line over more is not softened."""

BUDGET = 50_000


def ways_and_falls(play: Play, opening: Opening, mask: int, without: BoolArray) -> Opening:
    """The opening with its mildest ways and the falls of its no-deal values."""
    return replace(
        opening,
        weakenings=tuple(_weakenings(play, opening, mask, without)),
        drops=tuple(_drops(play, opening, mask, without)),
    )


def _looked_at(play: Play, opening: Opening) -> Iterator[CaseProblem]:
    yield play.central
    if play.n > 1 and opening.witness is not None:
        yield play.problem(opening.witness)


def _weakenings(play: Play, opening: Opening, mask: int, without: BoolArray) -> list[Weakening]:
    lines = [c for c in opening.conditions if c.kind is ConditionKind.RED_LINE]
    if not lines or any(_combinations(play, line) > ASSIGNMENTS for line in lines):
        return []
    found: dict[tuple[Concession, ...], Weakening] = {}
    for reading in _looked_at(play, opening):
        names = [reading.name(line) for line in lines]
        others = play.names_of(mask) - set(names)
        steps = {issue.id: issue.steps for issue in play.case.issues}
        softened = soften(reading.problem.without(others), names, steps=steps, budget=BUDGET)
        if softened.steps and softened.witness is not None:
            concessions = _concessions(reading, softened, lines)
            if concessions not in found:
                found[concessions] = _weakening(play, softened, concessions, mask, without)
    return sorted(found.values(), key=lambda way: (way.steps, -(way.share or 0.0)))


def _combinations(play: Play, line: Condition) -> int:
    assert line.requires is not None  # noqa: S101 (a red line has a formula)
    return prod(len(play.case.issue(issue).options) for issue in issues_of(line.requires))


def _concessions(reading: CaseProblem, softened: Softening, lines: list[Condition]) -> tuple[Concession, ...]:
    return tuple(
        Concession(condition=line, admits=admits)
        for line in lines
        if (admits := tuple((a.issue, a.option, a.steps) for a in softened.admits if a.line == reading.name(line)))
    )


def _weakening(play: Play, softened: Softening, concessions: tuple[Concession, ...], mask: int, without: BoolArray) -> Weakening:
    problem = play.central.problem
    witness = problem.package(softened.witness or ())
    moved = {play.central.name(c.condition): _softer(play, c.condition, witness.as_dict()) for c in concessions}
    softer = replace(problem, requirements=tuple(replace(r, formula=moved.get(r.id, r.formula)) for r in problem.requirements))
    rules = play.conditions.rule_mask & mask
    opens = play.opens_with(softer, rules).has_deal & without
    n = int(without.sum())
    share = float(opens.sum()) / n if n else 0.0
    admitted = sorted({(issue, option) for c in concessions for issue, option, _ in c.admits})
    untested = tuple(
        StandIn(actor=actor.id, issue=issue, option=option)
        for issue, option in admitted
        for actor in play.case.parties
        if not has_recorded_position(play.case, actor.id, issue, option)
    )
    names = list(play.names_of(rules))
    return Weakening(
        concessions=concessions,
        witness=witness,
        untested=untested,
        n_packages=count(softer, without=[*names, *problem.parties]).lower
        - count(problem, without=[*names, *problem.parties]).lower,
        share=share,
        error=0.0 if play.n == 1 or not n else standard_error(share, n),
    )


def _softer(play: Play, condition: Condition, there: dict[str, str]) -> Formula:
    """A line that also admits a package and what lies on the way to it."""
    assert condition.requires is not None  # noqa: S101 (a red line has a formula)
    issues = {issue.id: issue for issue in play.case.issues}
    named = issues_of(condition.requires)
    line = Line(0, condition.requires, issues, {i: step_distances(issues[i]) for i in named})
    target = {i: there[i] for i in named}
    ways = [dict(zip(named, z, strict=True)) for z in product(*(issues[i].option_ids for i in named))]
    passed = [w for w in ways if line.is_on_the_way(w, target)]
    return Or((condition.requires, *(_just(w) for w in passed)))


def _just(terms: dict[str, str]) -> Formula:
    parts = tuple(one_of(issue, option) for issue, option in terms.items())
    return parts[0] if len(parts) == 1 else And(parts)


def _drops(play: Play, opening: Opening, mask: int, without: BoolArray) -> Iterator[tuple[str, Spread]]:
    """Least fall of each no-deal value given up, the rest of the opening given freely, in points."""
    given = [c.id for c in opening.conditions if c.kind is ConditionKind.NO_DEAL]
    if not given:
        return
    minimal = play.opens(mask).has_deal & without
    rows = evenly(np.flatnonzero(minimal).astype(np.int64), LOOKED_AT) if play.n > 1 else (0,)
    for actor in sorted(given):
        falls = []
        for row in rows:
            kept = play.problem(row).problem.without(play.names_of(mask) - {actor})
            found = dict(falls_alone(kept, parties=[actor], budget=BUDGET))[actor]
            if found.falls is not None and found.is_proven:
                falls.append(float(found.falls[kept.parties.index(actor)]))
        if falls:
            yield actor, spread(falls)
