"""What the sentences on ratification share: counts and shares in words, and the records behind votes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, between, join, number, phrase
from detente.model.ratification import JudgesAs, Side
from detente.questions.ratification.finding import CountRange, Exit, RatificationFinding, ShareRange, Vote

__all__ = [
    "alternatives",
    "count_words",
    "exit_keys",
    "hangs_on",
    "in_readings",
    "points_text",
    "share_text",
    "side_keys",
    "value_keys",
    "vote_keys",
    "where_looked",
]

NAMED = 4
"""Most actors named of those who go by what a deal is worth to them."""


def share_text(share: ShareRange) -> str:
    """``33 of 100``, or the two ends where open votes or terms make a difference."""
    return between(float(share.least), float(share.most))


def in_readings(share: ShareRange) -> str:
    """``in 33 of 100 readings``; ``in every reading``, ``in no reading``."""
    if share.least == share.most and share.least in (0, 1):
        return "in every reading" if share.least else "in no reading"
    text = share_text(share)
    return f"in {text.replace(' of 100 to', ' to') if text.startswith('fewer') else text} readings"


def count_words(count: CountRange) -> str:
    """``12``, ``none``, or ``none to 40``."""
    least, most = (f"{n:,}" if n else "none" for n in (count.least, count.most))
    return least if count.least == count.most else f"{least} to {most}"


def points_text(points: Fraction) -> str:
    """Points, rounded to a whole number from 1 on."""
    return number(Fraction(round(points))) if points >= 1 else "less than 1"


def hangs_on(telling: Telling, finding: RatificationFinding) -> Words:
    """What a passage hangs on where it is not settled: open votes, or what deals are worth to those who go by that."""
    open_votes = [phrase("votes the record leaves open")] if any(side.undecided for side in finding.sides) else []
    valuing = list(dict.fromkeys(actor for side in finding.sides for actor in side.by_values))
    if not valuing:
        return open_votes[0] if open_votes else phrase("what the record leaves open")
    names = [actor_name(telling.case, actor) for actor in valuing]
    who = join(names) if len(names) <= NAMED else phrase("{n}", n=f"{len(names)} of those who vote")
    return join([*open_votes, phrase("how much a deal is worth to {who}", who=who)], last="and on")


def alternatives(sets: Sequence[Words], more: str = "") -> Words:
    """Sets of actors one of which would do: ``A; B and C; or D``."""
    given = [*sets, *([phrase("{m}", m=more)] if more else [])]
    words: Words = given[0]
    for k, one in enumerate(given[1:], start=2):
        words = phrase("{w}; {last}{o}", w=words, last="or " if k == len(given) else "", o=one)
    return words


def side_keys(side: Side) -> tuple[str, ...]:
    """Records behind who has a say on a side."""
    key = f"ratification.{side.party}"
    bodies = [f"{key}.bodies.{body.id}" for body in side.bodies]
    seats = [f"{key}.seats.{body.id}.{seat.member}" for body in side.bodies for seat in body.seats]
    return (key, *bodies, *seats)


def vote_keys(telling: Telling, side: Side, vote: Vote) -> tuple[str, ...]:
    """Records behind how an actor votes: what it says, or else the values it goes by."""
    said = tuple(key if key.startswith("red_lines.") else f"ratification.{side.party}.{key}" for key in vote.records)
    return said or value_keys(telling, side, vote.actor)


def value_keys(telling: Telling, side: Side, actor: str) -> tuple[str, ...]:
    """Records behind what packages are worth to an actor: its own values, or those of the actor it judges as."""
    judged = next((s for s in side.stances if isinstance(s, JudgesAs) and s.actor == actor), None)
    key = f"ratification.{side.party}"
    pressed = tuple(f"{key}.pressure.{p.id}" for p in side.pressure if p.on == actor)
    if judged is not None:
        return (f"{key}.stances.{judged.id}", *telling.value_keys(judged.other), *pressed)
    own = telling.value_keys(actor)
    return (*(own or telling.value_keys(side.party)), *pressed)


def exit_keys(side: Side, gone: Exit) -> tuple[str, ...]:
    """Records behind a partner's leaving."""
    return tuple(f"ratification.{side.party}.{key}" for key in gone.records)


def where_looked(telling: Telling, finding: RatificationFinding) -> str:
    """Which sides a deal passes on, after a space."""
    sides = finding.sides
    if len(sides) == 1 and len(telling.case.parties) > 1:
        return " at home on the one side looked at"
    if 1 < len(sides) < len(telling.case.parties):
        return f" on the {len(sides)} sides looked at"
    return " on every side" if len(sides) > 1 else " at home"
