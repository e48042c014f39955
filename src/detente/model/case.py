"""The case: everything an analyst wrote down, ids resolved, nothing implied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from detente.model.actor import Actor, Role
from detente.model.evidence import Claim, Source
from detente.model.issue import Issue
from detente.model.move import Moves
from detente.model.no_deal import NoDeal
from detente.model.outlook import Outlook
from detente.model.package import NamedPackage
from detente.model.phases import Phases
from detente.model.preference import Statement
from detente.model.proposal import Deadline, Proposal
from detente.model.ratification import Ratification
from detente.model.red_line import Demand, RedLine, Rule

__all__ = ["Case", "Circumstance"]


_Identified = TypeVar("_Identified", Actor, Issue, Claim, Source, Demand, RedLine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstance:
    """A fact that bears on the talks and that no party decides at the table."""

    id: str
    text: str
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A negotiation as an analyst wrote it down; every tuple keeps the order of the file."""

    slug: str
    title: str
    as_of: dt.date
    question: str
    issues: tuple[Issue, ...]
    actors: tuple[Actor, ...]
    notes: str | None = None
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    feasibility: tuple[Rule, ...] = ()
    deal_requires: tuple[Rule, ...] = ()
    preferences: tuple[Statement, ...] = ()
    demands: tuple[Demand, ...] = ()
    red_lines: tuple[RedLine, ...] = ()
    no_deal: NoDeal = NoDeal()
    packages: tuple[NamedPackage, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    moves: Moves | None = None
    ratification: Ratification | None = None
    phases: Phases | None = None
    outlook: Outlook | None = None

    @property
    def parties(self) -> tuple[Actor, ...]:
        """Actors at the table, who must agree; axis 0 of every array."""
        return tuple(actor for actor in self.actors if actor.role is Role.PARTY)

    def actor(self, actor_id: str) -> Actor:
        """The actor with this id; raises ``KeyError`` if there is none."""
        return _by_id(iter(self.actors), actor_id)

    def issue(self, issue_id: str) -> Issue:
        """The issue with this id; raises ``KeyError`` if there is none."""
        return _by_id(iter(self.issues), issue_id)

    def claim(self, claim_id: str) -> Claim:
        """The claim with this id; raises ``KeyError`` if there is none."""
        return _by_id(iter(self.claims), claim_id)

    def source(self, source_id: str) -> Source:
        """The source with this id; raises ``KeyError`` if there is none."""
        return _by_id(iter(self.sources), source_id)

    def demand(self, demand_id: str) -> Demand:
        """The demand with this id; raises ``KeyError`` if there is none."""
        return _by_id(iter(self.demands), demand_id)

    def red_line(self, red_line_id: str) -> RedLine:
        """The red line with this id; raises ``KeyError`` if there is none."""
        return _by_id(iter(self.red_lines), red_line_id)

    def red_lines_of(self, actor_id: str) -> tuple[RedLine, ...]:
        """An actor's red lines, in the order of the file."""
        return tuple(line for line in self.red_lines if line.actor == actor_id)

    def statements_of(self, actor_id: str) -> tuple[Statement, ...]:
        """An actor's preference statements, in the order of the file."""
        return tuple(s for s in self.preferences if s.actor == actor_id)


def _by_id(things: Iterator[_Identified], wanted: str) -> _Identified:
    for thing in things:
        if thing.id == wanted:
            return thing
    raise KeyError(wanted)
