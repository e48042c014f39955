"""Where each party stands on a day, by the record, and how far apart two positions are.

A party's *position* on a day is the latest proposal it made or accepted by then; a proposal made
jointly is the position of each party behind it, and one by a mediator nobody's until accepted. On
an issue that proposal leaves open, and for a party without one, an exact demand stands in: demands
known by then that leave a single option of the issue, unless the party has since proposed or
accepted another. Anything else is silence, and stays so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.model.case import Case
from detente.model.formula import And, Formula, allowed_options, issues_of
from detente.model.issue import Issue
from detente.model.proposal import Answer, Proposal
from detente.questions.agreement.talks_finding import Acceptance, PositionSource, PositionTerm, TablePosition
from detente.questions.agreement.weakening import step_distances

__all__ = ["StepTables", "TableRecord"]


@dataclass(frozen=True, slots=True)
class _Event:
    """A proposal made or accepted; sorts by day, then by place in the file, made before accepted."""

    date: dt.date
    place: int
    is_accepted: bool
    actor: str
    proposal: Proposal

    @property
    def rank(self) -> tuple[dt.date, int, bool]:
        return self.date, self.place, self.is_accepted


class TableRecord:
    """The proposals, acceptances and exact demands of a case, by date."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._said_on = {claim.id: claim.said_on for claim in case.claims}
        self._events = sorted(_events(case), key=lambda event: event.rank)

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Days on which a proposal was made, by anyone, or a party accepted one; ascending."""
        made = {proposal.date for proposal in self.case.proposals}
        return tuple(sorted(made | {event.date for event in self._events}))

    def made_on(self, day: dt.date) -> tuple[str, ...]:
        """Proposals made on a day, in the order of the file."""
        return tuple(proposal.id for proposal in self.case.proposals if proposal.date == day)

    def accepted_on(self, day: dt.date) -> tuple[Acceptance, ...]:
        """Acceptances by parties on a day."""
        return tuple(
            Acceptance(actor=event.actor, proposal=event.proposal.id)
            for event in self._events
            if event.is_accepted and event.date == day
        )

    def position(self, actor: str, day: dt.date) -> TablePosition:
        """A party's position at the end of a day."""
        own = [event for event in self._events if event.actor == actor and event.date <= day]
        latest = own[-1] if own else None
        terms, silent_on = [], []
        for issue in self.case.issues:
            term = _of_proposal(latest, issue) or self._of_demands(actor, issue, day, own)
            if term is None:
                silent_on.append(issue.id)
            else:
                terms.append(term)
        return TablePosition(actor=actor, terms=tuple(terms), silent_on=tuple(silent_on))

    def _of_demands(self, actor: str, issue: Issue, day: dt.date, own: Sequence[_Event]) -> PositionTerm | None:
        """The option that demands known by then leave, if they leave one."""
        left, origins, asked_on = set(issue.option_ids), [], dt.date.min
        for demand in self.case.demands:
            known_on = self._known_on(demand.because)
            if demand.actor != actor or known_on > day:
                continue
            for part in _conjuncts(demand.asks):
                if issues_of(part) == (issue.id,):
                    left &= set(allowed_options(part, issue))
                    origins.append(demand.id)
                    asked_on = max(asked_on, known_on)
        if len(left) != 1 or not origins:
            return None
        (option,) = left
        since = [event.proposal.package for event in own if event.date >= asked_on]
        if any(issue.id in package and package[issue.id] != option for package in since):
            return None
        return PositionTerm(issue=issue.id, option=option, source=PositionSource.DEMAND, origins=tuple(dict.fromkeys(origins)))

    def _known_on(self, because: tuple[str, ...]) -> dt.date:
        """The first day a claim behind it was said; without a claim, the day of the case."""
        days = [self._said_on[claim] for claim in because if claim in self._said_on]
        return min(days) if days else self.case.as_of


def _events(case: Case) -> Iterator[_Event]:
    parties = {actor.id for actor in case.parties}
    for place, proposal in enumerate(case.proposals):
        for actor in proposal.by:
            if actor in parties:
                yield _Event(proposal.date, place, False, actor, proposal)
        for response in proposal.responses:
            if response.actor in parties and response.answer is Answer.ACCEPTED:
                yield _Event(response.date or proposal.date, place, True, response.actor, proposal)


def _of_proposal(event: _Event | None, issue: Issue) -> PositionTerm | None:
    if event is None or issue.id not in event.proposal.package:
        return None
    source = PositionSource.ACCEPTED if event.is_accepted else PositionSource.MADE
    option = event.proposal.package[issue.id]
    return PositionTerm(
        issue=issue.id,
        option=option,
        source=source,
        origins=(event.proposal.id,),
        is_by_silence=issue.id in event.proposal.silent_on,
    )


def _conjuncts(formula: Formula) -> Iterator[Formula]:
    """The parts that must all hold."""
    if isinstance(formula, And):
        for part in formula.parts:
            yield from _conjuncts(part)
    else:
        yield formula


class StepTables:
    """Distances between options of an issue, in steps and in units."""

    def __init__(self, case: Case) -> None:
        self._issues = {issue.id: issue for issue in case.issues}
        self._steps = {issue.id: step_distances(issue) for issue in case.issues}

    def steps(self, issue: str, first: str, second: str) -> int | None:
        """Fewest steps from one option to the other; ``None`` when no steps join them."""
        distances = self._steps[issue]
        found = distances[first][second]
        return found if found < len(distances) else None

    def units(self, issue: str, first: str, second: str) -> Fraction | None:
        """The second number less the first, on a numeric issue."""
        numbers = [self._issues[issue].option(option).number for option in (first, second)]
        if numbers[0] is None or numbers[1] is None:
            return None
        return numbers[1] - numbers[0]

    def unit(self, issue: str) -> str | None:
        """The unit of a numeric issue."""
        return self._issues[issue].unit
