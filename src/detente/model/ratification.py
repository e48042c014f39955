"""Ratification: whose consent each side needs at home, under which rule, and how they would judge a package.

A *side* is a party with its own people: bodies in which actors have votes, the rule under which a package passes, the
government that may fall over it, the leader. How an actor votes is said by *stances*, by its values, or not at all: then
its vote is open (two-level games: Putnam 1988; veto players: Tsebelis 2002).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from detente.model.formula import Formula
from detente.model.preference import PointsRange
from detente.model.red_line import CERTAIN, Likelihood
from detente.model.voting_rule import VotingRule

__all__ = [
    "JudgesAs",
    "LeavesOver",
    "LeavesWith",
    "Office",
    "Opposes",
    "Pressure",
    "Ratification",
    "Seats",
    "Side",
    "Stance",
    "Supports",
    "VotingBody",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """The votes a member casts as one bloc; ``member`` is an actor or another body of the side.

    An *outside* member is not bound to those who govern: it may support one vote, and its leaving is no exit.
    """

    member: str
    votes: Fraction
    is_outside: bool = False
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingBody:
    """A body of members; ``rule`` is how it decides where it is itself a member or holds a veto, by default a majority.

    ``size`` is how many votes there are in all, where the case says so; it must be what the seats add up to.
    """

    id: str
    name: str
    seats: tuple[Seats, ...]
    rule: VotingRule | None = None
    size: Fraction | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposes:
    """The actor votes against packages in which ``formula`` holds; ``firmness`` is the probability that it means it."""

    id: str
    actor: str
    formula: Formula
    firmness: Likelihood = CERTAIN
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supports:
    """The actor votes for packages in which ``formula`` holds, unless it opposes them too."""

    id: str
    actor: str
    formula: Formula
    firmness: Likelihood = CERTAIN
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavesOver:
    """The actor leaves the government over packages in which ``formula`` holds."""

    id: str
    actor: str
    formula: Formula
    firmness: Likelihood = CERTAIN
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavesWith:
    """The actor leaves the government once one of these has left over a package."""

    id: str
    actor: str
    others: tuple[str, ...]
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgesAs:
    """The actor values packages as another actor does, in the same reading."""

    id: str
    actor: str
    other: str
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What staying in government is worth to the actor beside any package, in points of its own scale; at least 0."""

    id: str
    actor: str
    points: PointsRange
    because: tuple[str, ...] = ()
    note: str | None = None


Stance = Opposes | Supports | LeavesOver | LeavesWith | JudgesAs | Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressure:
    """Points that packages in which ``formula`` holds gain with an actor because ``by`` presses for them."""

    id: str
    by: str
    on: str
    formula: Formula
    points: PointsRange
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A party and its own people.

    ``passes`` is the rule a package must meet; ``government`` is what must still hold for the government to stand once
    partners have left. ``partners`` are those who can leave. ``in_several`` are members meant to sit in several bodies.
    """

    party: str
    bodies: tuple[VotingBody, ...]
    passes: VotingRule
    government: VotingRule | None = None
    partners: tuple[str, ...] = ()
    leader: str | None = None
    in_several: tuple[str, ...] = ()
    stances: tuple[Stance, ...] = ()
    pressure: tuple[Pressure, ...] = ()
    because: tuple[str, ...] = ()
    note: str | None = None

    def stances_of(self, actor_id: str) -> tuple[Stance, ...]:
        """An actor's stances, in the order of the file."""
        return tuple(stance for stance in self.stances if stance.actor == actor_id)

    def body(self, body_id: str) -> VotingBody:
        """The body with this id; raises ``KeyError`` if there is none."""
        for body in self.bodies:
            if body.id == body_id:
                return body
        raise KeyError(body_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratification:
    """The sides of a case whose consent at home is looked at; every tuple keeps the order of the file."""

    sides: tuple[Side, ...]

    def side(self, party_id: str) -> Side:
        """The side of a party; raises ``KeyError`` if there is none."""
        for side in self.sides:
            if side.party == party_id:
                return side
        raise KeyError(party_id)
