"""What learning an unknown would do: the spread of the share given what is learned.

The readings are sorted by the unknown and cut into groups of the same size (or by its few values);
the share within a group estimates the share were the unknown known to lie there. The variance of the
group shares, less what chance alone gives groups of this size, is the first-order effect of the
unknown (Sobol' 1993; Saltelli et al. 2008, ch. 1). Nothing is drawn again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import pi, sqrt

import numpy as np

from detente.model.case import Case
from detente.model.preference import Importance, Indifference, OptionRanking, Points, Statement, Weights
from detente.model.red_line import Likelihood
from detente.questions.agreement.drivers.contributions import FloatArray, PatternShares, paired_error
from detente.questions.agreement.drivers.finding import FirmnessEffect, Lesson, Quantity, Subject
from detente.questions.agreement.landscape import IntArray
from detente.readings.draws import ActorDraws, Readings

__all__ = ["lesson_of", "lesson_of_line", "lessons", "with_firmness"]

GROUPS = 16
FEWEST_IN_GROUP = 20
FEW_VALUES = 12
CLEAR = 2.0
"""Standard errors a variance must reach before it is more than chance."""


def lessons(case: Case, readings: Readings, per_reading: FloatArray, n_effective: float) -> tuple[Lesson, ...]:
    """One lesson per no-deal value, issue weight, option given as a range, and open order, of every party.

    O(readings x unknowns), and a sort for each.
    """
    found = []
    for draws in readings.actors:
        if draws.n != len(per_reading) or draws.n == 1:
            continue
        for subject, values in _unknowns(case, draws):
            lesson = lesson_of(subject, values, per_reading, n_effective)
            if lesson is not None:
                found.append(lesson)
    return tuple(found)


def _unknowns(case: Case, draws: ActorDraws) -> Iterator[tuple[Subject, IntArray]]:
    """Every unknown of an actor with its value in each reading, where it differs at all."""
    actor = draws.actor
    if draws.no_deal is not None:
        records = tuple(f"no_deal.{s.id}" for s in case.no_deal.statements if s.actor == actor)
        yield Subject(quantity=Quantity.NO_DEAL, records=records, actor=actor), draws.no_deal
    ranged = {
        (s.issue, o): s.id for s in case.statements_of(actor) if isinstance(s, Points) for o, p in s.points if not p.is_exact
    }
    for k, issue in enumerate(case.issues):
        table = draws.tables[k]
        records = tuple(f"preferences.{s.id}" for s in case.statements_of(actor) if _is_about_weight(s, issue.id))
        yield Subject(quantity=Quantity.WEIGHT, records=records, actor=actor, issue=issue.id), table.max(axis=1)
        for j, option in enumerate(issue.option_ids):
            if (issue.id, option) in ranged:
                record = f"preferences.{ranged[(issue.id, option)]}"
                subject = Subject(quantity=Quantity.POINTS, records=(record,), actor=actor, issue=issue.id, option=option)
                yield subject, table[:, j]
        if issue.id in draws.drawn_orders:
            ranked = tuple(
                f"preferences.{s.id}" for s in case.statements_of(actor) if isinstance(s, OptionRanking) and s.issue == issue.id
            )
            subject = Subject(quantity=Quantity.ORDER, records=ranked, actor=actor, issue=issue.id)
            knots = [issue.index(option) for option in issue.valued_options]
            _, order = np.unique(np.argsort(table[:, knots], axis=1, kind="stable"), axis=0, return_inverse=True)
            yield subject, order.reshape(-1)


def _is_about_weight(statement: Statement, issue: str) -> bool:
    match statement:
        case Weights(weights=weights):
            return any(named == issue for named, _ in weights)
        case Importance(issues=issues) | Indifference(issues=issues):
            return issue in issues
        case Points(issue=spoken):
            return spoken == issue
        case _:
            return False


def lesson_of(subject: Subject, values: IntArray, per_reading: FloatArray, n_effective: float) -> Lesson | None:
    """The lesson of one unknown, shape (n,) over the readings; ``None`` where it is known or too few readings were drawn."""
    group = _groups(values)
    sizes = np.bincount(group)
    if len(sizes) < 2:
        return None
    n = len(per_reading)
    parts = sizes / n
    means = np.bincount(group, weights=per_reading) / sizes
    scatter = np.bincount(group, weights=(per_reading - means[group]) ** 2) / np.maximum(sizes - 1, 1)
    noise = scatter / sizes * (n / n_effective)  # variance of each group's mean
    apart = means - float(per_reading.mean())
    variance = float((parts * apart**2).sum() - (parts * (1 - parts) * noise).sum())
    by_chance = sqrt(2 * float((parts**2 * noise**2).sum()))
    error = sqrt(4 * float((parts**2 * apart**2 * noise).sum()) + by_chance**2)
    return Lesson(
        subject=subject,
        variance=variance,
        error=error,
        move=sqrt(max(0.0, variance)),
        expected_change=float((parts * np.abs(apart)).sum()),
        chance_change=float((parts * np.sqrt(noise * (1 - parts))).sum()) * sqrt(2 / pi),
        low=float(np.clip(means.min(), 0, 1)),
        high=float(np.clip(means.max(), 0, 1)),
        groups=len(sizes),
        is_within_error=variance < CLEAR * by_chance or variance <= 1e-12,
    )


def _groups(values: IntArray) -> IntArray:
    """A group for each reading: by value where there are few, else by rank, ties together."""
    distinct, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    which = which.reshape(-1)
    if len(distinct) <= FEW_VALUES:
        return _large_enough(which, counts)
    n_groups = max(2, min(GROUPS, len(values) // FEWEST_IN_GROUP))
    before = np.cumsum(counts) - counts
    made = np.minimum(before * n_groups // len(values), n_groups - 1)
    return np.asarray(np.unique(made[which], return_inverse=True)[1].reshape(-1))


def _large_enough(which: IntArray, counts: IntArray) -> IntArray:
    """Values seen in a few readings only put in one group, since a share of a handful says nothing."""
    is_rare = counts < FEWEST_IN_GROUP
    if int(counts[is_rare].sum()) < FEWEST_IN_GROUP and is_rare.any():  # too few even together: with the commonest
        target = np.where(is_rare, int(np.argmax(counts)), np.arange(len(counts)))
    else:
        target = np.where(is_rare, len(counts), np.arange(len(counts)))
    return np.asarray(np.unique(target[which], return_inverse=True)[1].reshape(-1))


def lesson_of_line(case: Case, shares: PatternShares, effect: FirmnessEffect) -> Lesson | None:
    """Learning whether a line is meant: two outcomes, whose shares are exact for the readings drawn."""
    if effect.if_bluff is None or effect.if_meant is None:
        return None
    subject = effect.subject
    chance = float((effect.low + effect.high) / 2)
    if not 0 < chance < 1:
        return None
    off, on = (shares.some_bluff(with_firmness(case, subject.red_lines, end)) for end in (Fraction(0), Fraction(1)))
    if off is None or on is None:
        return None
    gap = float(effect.if_bluff - effect.if_meant)
    gap_error = paired_error(off.per_reading - on.per_reading, shares.n_effective)
    spread = chance * (1 - chance)
    return Lesson(
        subject=Subject(quantity=Quantity.RED_LINE, records=subject.records, actor=subject.actor, red_lines=subject.red_lines),
        variance=spread * gap**2,
        error=2 * spread * abs(gap) * gap_error,
        move=sqrt(spread) * abs(gap),
        expected_change=2 * spread * abs(gap),
        chance_change=0.0,
        low=float(min(effect.if_bluff, effect.if_meant)),
        high=float(max(effect.if_bluff, effect.if_meant)),
        groups=2,
        is_within_error=abs(gap) <= CLEAR * gap_error or gap == 0,
    )


def with_firmness(case: Case, lines: tuple[str, ...], value: Fraction) -> Case:
    """The case with the firmness of some lines set alike."""
    firmness = Likelihood(low=value, high=value)
    return replace(case, red_lines=tuple(replace(x, firmness=firmness) if x.id in lines else x for x in case.red_lines))
