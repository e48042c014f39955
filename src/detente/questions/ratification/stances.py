"""How each actor of a side would vote: by its stances, else its values, else not known.

An ``opposes`` in force that holds decides against, whatever else is said; then a red line of its own that is broken; then a
``supports`` in force that holds decides in favor; then its values, its own or those of the actor it judges as; else the
vote is open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.model.case import Case
from detente.model.ratification import JudgesAs, LeavesOver, LeavesWith, Office, Opposes, Pressure, Side, Supports
from detente.model.red_line import Likelihood, RedLine
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.deals import BoolArray, Deals

__all__ = ["Cast", "VoterStances", "firm_records", "stances_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoterStances:
    """What the record says of one actor.

    Attributes
    ----------
    values_of : the actor whose values decide where no stance does; ``None`` where there are none.
    """

    actor: str
    opposes: tuple[Opposes, ...]
    supports: tuple[Supports, ...]
    red_lines: tuple[RedLine, ...]
    leaves_over: tuple[LeavesOver, ...]
    leaves_with: tuple[str, ...]
    office: Office | None
    values_of: str | None
    pressure: tuple[Pressure, ...]

    def cast(self, deals: Deals, on: Mapping[str, bool] | None = None) -> Cast:
        """Votes by stance on some packages, with every record in force or as ``on`` says (by :func:`firm_records` keys)."""

        def any_of(records: Sequence[tuple[str, BoolArray]]) -> BoolArray:
            found = np.zeros(deals.n, np.bool_)
            for key, holds in records:
                if on is None or on[key]:
                    found |= holds
            return found

        against = any_of([(f"stances.{s.id}", deals.holds(s.formula)) for s in self.opposes])
        against |= any_of([(f"red_lines.{line.id}", ~deals.holds(line.requires)) for line in self.red_lines])
        favor = any_of([(f"stances.{s.id}", deals.holds(s.formula)) for s in self.supports]) & ~against
        return Cast(favor=favor, against=against)


@dataclass(frozen=True, eq=False, slots=True)
class Cast:
    """Packages an actor is for and against by what it says, shape (n,) each; elsewhere its values decide, or nothing does."""

    favor: BoolArray
    against: BoolArray


def stances_of(case: Case, side: Side, actor: str) -> VoterStances:
    """Everything said of an actor of a side."""
    own = side.stances_of(actor)
    return VoterStances(
        actor=actor,
        opposes=tuple(s for s in own if isinstance(s, Opposes)),
        supports=tuple(s for s in own if isinstance(s, Supports)),
        red_lines=case.red_lines_of(actor),
        leaves_over=tuple(s for s in own if isinstance(s, LeavesOver)),
        leaves_with=tuple(other for s in own if isinstance(s, LeavesWith) for other in s.others),
        office=next((s for s in own if isinstance(s, Office)), None),
        values_of=_values_of(case, side, actor),
        pressure=tuple(p for p in side.pressure if p.on == actor),
    )


def _values_of(case: Case, side: Side, actor: str) -> str | None:
    """Whose values an actor goes by: along ``judges_as``, its own, or its party's where it is the leader."""
    judges = {s.actor: s.other for s in side.stances if isinstance(s, JudgesAs)}
    now, seen = actor, {actor}
    while now in judges and judges[now] not in seen:
        now = judges[now]
        seen.add(now)
    if now == actor and actor == side.leader and not _has_values(case, actor):
        now = side.party
    return now if _has_values(case, now) else None


def _has_values(case: Case, actor: str) -> bool:
    """Whether packages can be compared with no deal for it."""
    return any(statement.actor == actor for statement in case.no_deal.statements)


def firm_records(case: Case, side: Side, constituency: Constituency) -> dict[str, Likelihood]:
    """Everything that is in force or not, by key, with its firmness: stances of the side and red lines of its actors."""
    found = {f"stances.{s.id}": s.firmness for s in side.stances if isinstance(s, Opposes | Supports | LeavesOver)}
    actors = {*constituency.actors, side.party, *((side.leader,) if side.leader else ())}
    return found | {f"red_lines.{line.id}": line.firmness for line in case.red_lines if line.actor in actors}
