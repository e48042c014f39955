"""What if: a case with judged numbers set to others, and with records left out.

A change makes a new case and touches nothing else. A number that is set takes the place of the
statements that gave it, as an assumption without claims, since what was said does not support it:

- a *no-deal value* takes the place of all the actor's no-deal statements in points; those
  relative to a package stay, for they say something else (leave them out by their own ids);
- *points* of an option take the place of what any statement says of that option;
- a *weight* takes the place of what any statement says of that issue's weight. Where an actor's
  weights are all stated exactly, one cannot change alone: the issue's points are multiplied to the
  new weight and the others' to what is left, in proportion (one-way weight sensitivity);
- *firmness* is that of one red line;
- a *number by its path* is one of ratification, the phases or the outlook (``settable``).

What goes along with a record that is left out is told in ``left_out``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from detente.model.case import Case
from detente.model.no_deal import NoDealStatement
from detente.model.preference import Indifference, Points, PointsRange, Statement, Weights
from detente.model.red_line import Likelihood
from detente.questions.agreement.left_out import without as left_out_of
from detente.questions.agreement.settable import with_number
from detente.questions.agreement.what_if_errors import Contradictory, NothingLeft, OutOfBounds, UnknownName
from detente.readings.situation_values import ruled_out
from detente.readings.value_space import contradiction

__all__ = [
    "Contradictory",
    "FirmnessSetting",
    "NoDealSetting",
    "NothingLeft",
    "NumberSetting",
    "OutOfBounds",
    "PointsSetting",
    "Setting",
    "UnknownName",
    "WeightSetting",
    "WhatIf",
    "exact_weights",
    "is_in_proportion",
    "what_if",
    "with_setting",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDealSetting:
    """An actor's no-deal value, in points."""

    actor: str
    points: PointsRange


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmnessSetting:
    """How likely a red line is meant."""

    red_line: str
    firmness: Likelihood


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightSetting:
    """The points an issue spans for an actor."""

    actor: str
    issue: str
    points: PointsRange


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsSetting:
    """The points of one option for an actor."""

    actor: str
    issue: str
    option: str
    points: PointsRange


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSetting:
    """A number of ratification, the phases or the outlook, from ``low`` to ``high`` inclusive, by its path."""

    path: str
    low: Fraction
    high: Fraction


Setting = NoDealSetting | FirmnessSetting | WeightSetting | PointsSetting | NumberSetting


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """A changed case with what was changed.

    ``left_out`` are record keys (``red_lines.x``), those that went along included; ``in_proportion`` the
    weights whose change took the actor's other weights along.
    """

    case: Case
    settings: tuple[Setting, ...]
    left_out: tuple[str, ...]
    in_proportion: tuple[WeightSetting, ...] = ()


def what_if(case: Case, *, settings: Sequence[Setting] = (), without: Sequence[str] = ()) -> WhatIf:
    """The case with records left out, then numbers set. Both in the order given; a later setting of a number wins.

    Parameters
    ----------
    without : ids of red lines, demands, preferences, no-deal statements, rules or proposals, with
        the section before a dot (``demands.x``) where two sections have the id. A demand takes the
        red lines inferred from it along. Records of the moves, of ratification, the phases and the outlook go by
        their keys (``moves.actions.x``, ``phases.stakes.army.peace``); the id is enough where no other record has it.

    Raises
    ------
    UnknownName
        If a change names what the case does not have.
    NothingLeft
        If points are set in a case without issues, or nothing is left of a section without a record.
    OutOfBounds
        If a number by its path cannot have that value.
    Contradictory
        If an actor's statements cannot hold together after the change (``contradiction``).
    """
    changed = case
    left_out: list[str] = []
    in_proportion: list[WeightSetting] = []
    for name in without:
        changed, gone = left_out_of(changed, name)
        left_out.extend(gone)
    for setting in settings:
        if not changed.issues and not isinstance(setting, FirmnessSetting | NumberSetting):
            raise NothingLeft("the case names no issue, so there is no package or no-deal value to give points to", setting.actor)
        if isinstance(setting, WeightSetting) and is_in_proportion(changed, setting):
            in_proportion.append(setting)
        changed = with_setting(changed, setting)
    for actor in changed.actors:
        found = contradiction(changed, actor.id) if _touches(settings, actor.id) else None
        if found is not None:
            raise Contradictory(actor.id, found)
    _stakes_hold(changed, settings)
    return WhatIf(
        case=changed,
        settings=tuple(settings),
        left_out=tuple(dict.fromkeys(left_out)),
        in_proportion=tuple(in_proportion),
    )


def _stakes_hold(case: Case, settings: Sequence[Setting]) -> None:
    """Raise where numbers that were set leave no stakes a party's comparisons of situations could agree with."""
    if case.phases is None or not any(isinstance(s, NumberSetting) and s.path.startswith("phases.") for s in settings):
        return
    for actor in dict.fromkeys(stake.actor for stake in case.phases.stakes):
        found = ruled_out(case.phases, actor)
        if found:
            raise Contradictory(actor, [f"phases.comparisons.{comparison}" for comparison in found])


def _touches(settings: Sequence[Setting], actor: str) -> bool:
    """Leaving statements out contradicts nothing; only values that are set can."""
    return any(not isinstance(setting, FirmnessSetting | NumberSetting) and setting.actor == actor for setting in settings)


# -- settings --------------------------------------------------------------------------------------


def with_setting(case: Case, setting: Setting) -> Case:
    """The case with one number set, whether or not its statements can then hold together.

    Raises
    ------
    UnknownName
        If the case lacks what is set.
    """
    match setting:
        case NumberSetting(path=path, low=low, high=high):
            return with_number(case, path, low, high)
        case FirmnessSetting(red_line=line_id, firmness=firmness):
            known = [line.id for line in case.red_lines]
            _known("red line", line_id, known)
            lines = tuple(replace(line, firmness=firmness) if line.id == line_id else line for line in case.red_lines)
            return replace(case, red_lines=lines)
        case NoDealSetting(actor=actor, points=points):
            _known("actor", actor, [a.id for a in case.actors])
            return _no_deal_set(case, actor, points)
        case WeightSetting(actor=actor, issue=issue, points=points):
            _known("actor", actor, [a.id for a in case.actors])
            _known("issue", issue, [i.id for i in case.issues])
            return _weight_set(case, actor, issue, points)
        case PointsSetting(actor=actor, issue=issue, option=option, points=points):
            _known("actor", actor, [a.id for a in case.actors])
            _known("issue", issue, [i.id for i in case.issues])
            _known(f"option of issue `{issue}`", option, case.issue(issue).option_ids)
            kept = _without_points(case.preferences, actor, issue, option)
            made = Points(id=f"what-if-{actor}-{issue}-{option}", actor=actor, issue=issue, points=((option, points),))
            return replace(case, preferences=(*kept, made))


def _known(what: str, given: str, known: Sequence[str]) -> None:
    if given not in known:
        raise UnknownName(what, given, known)


def _no_deal_set(case: Case, actor: str, points: PointsRange) -> Case:
    kept = tuple(s for s in case.no_deal.statements if s.actor != actor or s.points is None)
    made = NoDealStatement(id=f"no_deal.what-if-{actor}", actor=actor, points=points)
    return replace(case, no_deal=replace(case.no_deal, statements=(*kept, made)))


def _weight_set(case: Case, actor: str, issue: str, points: PointsRange) -> Case:
    setting = WeightSetting(actor=actor, issue=issue, points=points)
    weights = exact_weights(case, actor)
    if weights is not None and is_in_proportion(case, setting):
        own, rest = points.low / weights[issue], (100 - points.low) / (100 - weights[issue])
        scaled = (_scaled(s, actor, issue, own, rest) for s in case.preferences)
        return replace(case, preferences=tuple(scaled))
    kept = _without_weight(case.preferences, actor, issue)
    made = Weights(id=f"what-if-{actor}-{issue}", actor=actor, weights=((issue, points),))
    return replace(case, preferences=(*kept, made))


def is_in_proportion(case: Case, setting: WeightSetting) -> bool:
    """Whether setting the weight takes the actor's other weights along: each of them is stated exactly."""
    weights = exact_weights(case, setting.actor)
    if weights is None or setting.issue not in weights or not setting.points.is_exact:
        return False
    return 0 < weights[setting.issue] < 100 and 0 <= setting.points.low <= 100


def exact_weights(case: Case, actor: str) -> dict[str, Fraction] | None:
    """The points every issue spans for an actor, where the statements give each exactly; else ``None``."""
    found: dict[str, Fraction] = {}
    given: dict[str, dict[str, Fraction]] = {}
    for statement in case.statements_of(actor):
        match statement:
            case Weights(weights=weights):
                found.update({issue: points.low for issue, points in weights if points.is_exact})
            case Indifference(issues=issues):
                found.update(dict.fromkeys(issues, Fraction(0)))
            case Points(issue=issue, points=points):
                given.setdefault(issue, {}).update({option: p.low for option, p in points if p.is_exact})
            case _:
                pass
    for each in case.issues:
        exact = given.get(each.id, {})
        if each.id not in found and all(option in exact for option in each.valued_options):
            found[each.id] = max(exact[option] for option in each.valued_options)
    return found if all(each.id in found for each in case.issues) else None


def _scaled(statement: Statement, actor: str, issue: str, own: Fraction, rest: Fraction) -> Statement:
    """A statement of points with its numbers multiplied: those of the issue by one factor, others by another."""
    if statement.actor != actor:
        return statement
    match statement:
        case Points(issue=spoken, points=points):
            factor = own if spoken == issue else rest
            return replace(statement, points=tuple((o, _times(p, factor)) for o, p in points), because=())
        case Weights(weights=weights):
            return replace(statement, weights=tuple((i, _times(p, own if i == issue else rest)) for i, p in weights), because=())
        case _:
            return statement


def _times(points: PointsRange, factor: Fraction) -> PointsRange:
    return PointsRange(low=points.low * factor, high=points.high * factor)


def _without_points(statements: Sequence[Statement], actor: str, issue: str, option: str) -> tuple[Statement, ...]:
    """What statements say of an option's points taken out; a statement that then says nothing goes."""
    kept: list[Statement] = []
    for statement in statements:
        if isinstance(statement, Points) and statement.actor == actor and statement.issue == issue:
            points = tuple((o, p) for o, p in statement.points if o != option)
            if points:
                kept.append(replace(statement, points=points))
        else:
            kept.append(statement)
    return tuple(kept)


def _without_weight(statements: Sequence[Statement], actor: str, issue: str) -> tuple[Statement, ...]:
    kept: list[Statement] = []
    for statement in statements:
        if isinstance(statement, Weights) and statement.actor == actor:
            weights = tuple((i, p) for i, p in statement.weights if i != issue)
            if weights:
                kept.append(replace(statement, weights=weights))
        else:
            kept.append(statement)
    return tuple(kept)
