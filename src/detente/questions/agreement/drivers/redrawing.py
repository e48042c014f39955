"""One party's readings drawn again while the others' stay what they were, and fewer readings spread over those drawn."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from detente.model.case import Case
from detente.model.preference import Indifference, OptionRanking, Points, PointsRange, Statement
from detente.questions.agreement.drivers.finding import Quantity
from detente.questions.agreement.drivers.judged_numbers import JudgedNumber
from detente.questions.agreement.landscape import IntArray
from detente.questions.agreement.tally import actor_draws
from detente.questions.agreement.what_if import exact_weights
from detente.readings.draws import ActorDraws, Readings, draw

__all__ = ["drawn_again", "has_to_be_walked_to", "thinned"]

WALKED = "hit-and-run"


def drawn_again(case: Case, actor: str, readings: Readings, n: int, seed: int) -> Readings:
    """The readings with one party's drawn again for ``case``, from its own stream of the seed.

    A party's stream hangs on its place among the parties, so the others are not left out but given values that cost
    nothing to draw, and their readings are taken from ``readings``.

    Raises
    ------
    NoReading, TooFine, OpenOrderTooLong
        As ``draw`` does for that party.
    """
    others = [party.id for party in case.parties if party.id != actor]
    statements = (*case.statements_of(actor), *(s for other in others for s in _known(case, other)))
    worths = tuple(worth for worth in case.no_deal.statements if worth.actor == actor)
    alone = replace(case, preferences=statements, no_deal=replace(case.no_deal, statements=worths))
    made = actor_draws(draw(alone, n, seed), actor)
    return Readings(actors=tuple(made if d.actor == actor else d for d in readings.actors))


def _known(case: Case, actor: str) -> tuple[Statement, ...]:
    """Values that leave nothing to draw: the first issue is everything, its first option worth all."""
    first, *rest = case.issues
    worth = [PointsRange(low=Fraction(v), high=Fraction(v)) for v in (100, *([0] * (len(first.valued_options) - 1)))]
    known = Points(id="known", actor=actor, issue=first.id, points=tuple(zip(first.valued_options, worth, strict=True)))
    return (known, Indifference(id="rest", actor=actor, issues=tuple(issue.id for issue in rest)))


def has_to_be_walked_to(case: Case, number: JudgedNumber, readings: Readings) -> bool:
    """Whether readings with the number known would be drawn by a random walk, far slower than drawing.

    That is so where the party's readings are as the record stands, and where an option's points are fixed that are no
    weight of an issue, which no proposal would ever meet.
    """
    subject = number.subject
    if actor_draws(readings, subject.actor).method == WALKED:
        return True
    if subject.quantity is not Quantity.POINTS or exact_weights(case, subject.actor) is not None:
        return False
    return not any(
        isinstance(s, OptionRanking) and s.issue == subject.issue and s.is_complete and s.options[0] == subject.option
        for s in case.statements_of(subject.actor)
    )


def thinned(readings: Readings, n: int) -> Readings:
    """``n`` of the readings, evenly spread over those drawn; all where there are no more."""
    return Readings(actors=tuple(_thinned(draws, n) for draws in readings.actors))


def _thinned(draws: ActorDraws, n: int) -> ActorDraws:
    if draws.n <= max(n, 1):
        return draws
    rows: IntArray = np.arange(n, dtype=np.int64) * draws.n // n
    return replace(
        draws,
        tables=tuple(table[rows] for table in draws.tables),
        no_deal=None if draws.no_deal is None else draws.no_deal[rows],
        rejections=draws.rejections[rows],
    )
