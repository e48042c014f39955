"""The section ``ratification`` back to text."""

from __future__ import annotations

from detente.casefile.dump_fields import Fields, by_actor, judged
from detente.casefile.emit import Flow
from detente.casefile.values import number_text, range_text
from detente.model.formula import to_text
from detente.model.ratification import (
    JudgesAs,
    LeavesOver,
    LeavesWith,
    Office,
    Opposes,
    Pressure,
    Ratification,
    Seats,
    Side,
    Stance,
    Supports,
    VotingBody,
)
from detente.model.red_line import Likelihood
from detente.model.voting_rule import rule_text

__all__ = ["ratification_fields"]


def ratification_fields(ratification: Ratification | None) -> Fields:
    """The section; empty for a case without it."""
    return {} if ratification is None else {side.party: _side(side) for side in ratification.sides}


def _side(side: Side) -> Fields:
    values: Fields = {
        "bodies": {body.id: _body(body) for body in side.bodies} or None,
        "passes": rule_text(side.passes),
        "government": rule_text(side.government) if side.government is not None else None,
        "partners": Flow(list(side.partners)) if side.partners else None,
        "leader": side.leader,
        "in_several": Flow(list(side.in_several)) if side.in_several else None,
        "stances": by_actor(side.stances, _stance) or None,
        "pressure": [_pressure(pressure) for pressure in side.pressure] or None,
    }
    return judged(values, side.because, side.note)


def _body(body: VotingBody) -> Fields:
    values: Fields = {
        "name": body.name,
        "size": number_text(body.size) if body.size is not None else None,
        "members": {seat.member: _seats(seat) for seat in body.seats if not seat.is_outside} or None,
        "outside": {seat.member: _seats(seat) for seat in body.seats if seat.is_outside} or None,
        "rule": rule_text(body.rule) if body.rule is not None else None,
    }
    return judged(values, body.because, body.note)


def _seats(seat: Seats) -> Fields | str:
    votes = number_text(seat.votes)
    return judged({"votes": votes}, seat.because, seat.note) if seat.because or seat.note is not None else votes


def _stance(stance: Stance) -> Fields:
    match stance:
        case Opposes(formula=formula, firmness=firmness):
            return {"opposes": to_text(formula), "firmness": _likelihood(firmness)}
        case Supports(formula=formula, firmness=firmness):
            return {"supports": to_text(formula), "firmness": _likelihood(firmness)}
        case LeavesOver(formula=formula, firmness=firmness):
            return {"leaves_over": to_text(formula), "firmness": _likelihood(firmness)}
        case LeavesWith(others=others):
            return {"leaves_with": Flow(list(others))}
        case JudgesAs(other=other):
            return {"judges_as": other}
        case Office(points=points):
            return {"office": range_text(points.low, points.high)}


def _likelihood(likelihood: Likelihood) -> str:
    return likelihood.word or range_text(likelihood.low, likelihood.high)


def _pressure(pressure: Pressure) -> Fields:
    values = {
        "by": pressure.by,
        "on": pressure.on,
        "for": to_text(pressure.formula),
        "points": range_text(pressure.points.low, pressure.points.high),
    }
    return judged(values, pressure.because, pressure.note)
