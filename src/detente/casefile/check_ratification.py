"""Rules on ratification: bodies and rules that can decide, and stances that can matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from detente.casefile.reading import Entry
from detente.casefile.resolve import Draft
from detente.casefile.source import Report, listed
from detente.diagnostics import Note, Span
from detente.model.actor import Role
from detente.model.case import Case
from detente.model.ratification import JudgesAs, LeavesOver, LeavesWith, Office, Opposes, Side, Supports
from detente.model.voting_rule import Veto, VotingRule, clauses_of

if TYPE_CHECKING:
    from detente.questions.ratification.errors import RatificationError

__all__ = ["check_ratification"]


def check_ratification(draft: Draft, report: Report) -> None:
    """Run every rule on ratification that what could be resolved allows."""
    ratification = draft.case.ratification
    if ratification is None:
        return
    for side in ratification.sides:
        _SideChecks(draft, report, side).run()


class _SideChecks:
    """One side of a draft, and the places of its records."""

    def __init__(self, draft: Draft, report: Report, side: Side) -> None:
        self.draft = draft
        self.case: Case = draft.case
        self.report = report
        self.side = side
        self.key = f"ratification.{side.party}"
        self.entry: Entry = draft.scope.entries[self.key]

    def run(self) -> None:
        self._is_party()
        if self._are_bodies_whole() and self._bodies_decide():
            self._rules_decide()
            self._unasked_bodies()
        self._government()
        self._leader()
        self._stances()
        self._pressure()
        self._silent()

    def body_entry(self, body: str) -> Entry:
        return self.draft.scope.entries[f"{self.key}.bodies.{body}"]

    def span(self, key: str) -> Span:
        return self.draft.scope.spans[f"{self.key}.{key}"]

    def _is_party(self) -> None:
        """DET442: a side is a party."""
        role = next((a.role for a in self.case.actors if a.id == self.side.party), None)
        if role is not None and role is not Role.PARTY:
            advice = "ratification is asked of the parties at the table: name the party these people belong to"
            self.report.error("DET442", f"`{self.side.party}` is no party", self.draft.scope.spans[self.key], help=advice)

    # -- bodies and rules ---------------------------------------------------------------------------

    def _are_bodies_whole(self) -> bool:
        """Whether every body and seat could be resolved."""
        written = self.entry.get("bodies") or {}
        if ("bodies" in self.entry.keys and "bodies" not in self.entry.fields) or len(written) != len(self.side.bodies):
            return False
        return all(
            len(body.seats) == sum(len(self.body_entry(body.id).get(field) or ()) for field in ("members", "outside"))
            for body in self.side.bodies
        )

    def _bodies_decide(self) -> bool:
        """DET439: votes that do not add up, or none at all."""
        from detente.questions.ratification.case_side import body_of
        from detente.questions.ratification.errors import RatificationError

        is_sound = True
        for body in self.side.bodies:
            try:
                body_of(body)
            except RatificationError as mistake:
                is_sound = False
                entry = self.body_entry(body.id)
                place = "size" if "size" in entry.keys and body.size else "members"
                advice = "mend the votes or the size; those not bound to the government stand under `outside`"
                self.report.error("DET439", str(mistake), entry.span(place), help=advice)
        return is_sound

    def _rules_decide(self) -> None:
        """DET437, DET438, DET440, DET441: rules that cannot decide."""
        from detente.questions.ratification.case_side import constituency_of
        from detente.questions.ratification.errors import RatificationError

        for field, rule in (("passes", self.side.passes), ("government", self.side.government)):
            if rule is None:
                continue
            try:
                constituency_of(self.side, rule)
            except RatificationError as mistake:
                self._undecided(mistake, field)
                return

    def _undecided(self, mistake: RatificationError, field: str) -> None:
        from detente.questions.ratification.errors import Flaw

        span = self._place_of_rule(mistake, field)
        match mistake.flaw:
            case Flaw.NEVER_PASSES:
                self.report.error("DET437", str(mistake), span, help="ask for no more votes than there are")
            case Flaw.ALWAYS_PASSES:
                self.report.error("DET438", str(mistake), span, help="ask for at least one vote, or take the clause out")
            case Flaw.IN_TWO_BODIES:
                member, _, second = mistake.names
                advice = f"add `in_several: [{member}]` if it votes in both, or take it out of one"
                entry = self.body_entry(second)
                place = next((f for f in ("members", "outside") if member in (entry.get(f) or {})), None)
                where = entry.get(place)[member][0].span if place is not None else span
                self.report.error("DET440", str(mistake), where, help=advice)
            case Flaw.CYCLIC_BODY:
                advice = "a body decides by others that do not ask it in turn"
                self.report.error("DET441", str(mistake), self.span(f"bodies.{mistake.names[0]}"), help=advice)
            case _:
                self.report.error("DET437", str(mistake), span, help="mend the rule or the bodies it names")

    def _place_of_rule(self, mistake: RatificationError, field: str) -> Span:
        """The rule a clause stands in: of a body, or the side's own."""
        from detente.model.voting_rule import rule_text

        for body in self.side.bodies:
            if body.rule is not None and any(rule_text(clause) in mistake.names for clause in clauses_of(body.rule)):
                return self.body_entry(body.id).span("rule")
        return self.entry.span(field)

    def _unasked_bodies(self) -> None:
        """DET447: a body no rule asks."""
        asked = self._asked()
        for body in self.side.bodies:
            if body.id not in asked:
                advice = "name it in `passes` or `government`, or take it out"
                self.report.warning("DET447", f"no rule asks the body `{body.id}`", self.span(f"bodies.{body.id}"), help=advice)

    def _asked(self) -> set[str]:
        by_id = {body.id: body for body in self.side.bodies}
        waiting = [n for rule in self._own_rules() for n in _named(rule)]
        asked: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in by_id and name not in asked:
                asked.add(name)
                waiting += [seat.member for seat in by_id[name].seats]
                rule = by_id[name].rule
                waiting += [] if rule is None else list(_named(rule))
        return asked

    def _own_rules(self) -> Iterator[VotingRule]:
        yield self.side.passes
        if self.side.government is not None:
            yield self.side.government

    # -- who takes part -----------------------------------------------------------------------------

    def _voters(self) -> set[str]:
        """Actors with votes or a veto."""
        bodies = {body.id for body in self.side.bodies}
        found = {seat.member for body in self.side.bodies for seat in body.seats} - bodies
        rules = [*self._own_rules(), *(body.rule for body in self.side.bodies if body.rule is not None)]
        return found | {c.holder for rule in rules for c in clauses_of(rule) if isinstance(c, Veto)} - bodies

    def _government(self) -> None:
        """DET446: partners of no government."""
        if "partners" in self.entry.keys and self.side.government is None and "government" not in self.entry.keys:
            advice = "add `government:`, what must hold for it to stand, or take the partners out"
            self.report.error(
                "DET446", "partners of a government that is not said", self.entry.keys["partners"].span, help=advice
            )
            return
        outsiders = [p for p in self.side.partners if self.side.government is not None and p not in self._voters()]
        if outsiders and self._are_bodies_whole():
            advice = "a partner has votes in a body that `government` asks, or a veto"
            span = self.entry.span("partners")
            self.report.error("DET446", f"{listed(outsiders)} has no vote the government could lose", span, help=advice)

    def _leader(self) -> None:
        """DET443: a leader who belongs to another side."""
        leader = self.side.leader
        if leader is not None and leader != self.side.party and self.side.party not in self._wholes(leader):
            advice = f"add `part_of: {self.side.party}` to the actor `{leader}`, or name another"
            message = f"`{leader}` is no part of `{self.side.party}`"
            self.report.error("DET443", message, self.entry.span("leader"), help=advice)

    def _wholes(self, actor: str) -> set[str]:
        """What an actor is part of, at whatever remove."""
        above = {a.id: a.part_of for a in self.case.actors}
        found: set[str] = set()
        now = above.get(actor)
        while now is not None and now not in found:
            found.add(now)
            now = above.get(now)
        return found

    # -- stances ------------------------------------------------------------------------------------

    def _stances(self) -> None:
        voters, leader = self._voters(), self.side.leader
        for stance in self.side.stances:
            place = self.span(f"stances.{stance.id}")
            is_leaving = isinstance(stance, LeavesOver | LeavesWith)
            if stance.actor not in voters and stance.actor != leader and stance.actor not in self.side.partners:
                advice = "give it seats in a body, a veto in a rule, or make it the leader"
                self.report.error("DET444", f"`{stance.actor}` has no vote here", place, help=advice)
            elif is_leaving and stance.actor not in self.side.partners:
                advice = "name it under `partners`, with `government:`, or say `opposes`"
                self.report.error("DET446", f"`{stance.actor}` is in no government it could leave", place, help=advice)
            elif isinstance(stance, Office) and stance.actor not in self.side.partners and stance.actor != leader:
                advice = "only a partner of the government, or the leader, has an office to lose"
                self.report.error("DET446", f"`{stance.actor}` has no office to lose", place, help=advice)
            if isinstance(stance, JudgesAs) and self._circle(stance.actor):
                advice = "let one of them have values of its own"
                self.report.error("DET445", f"`{stance.actor}` judges as itself in the end", place, help=advice)
        self._contradictions()

    def _circle(self, actor: str) -> bool:
        judges = {s.actor: s.other for s in self.side.stances if isinstance(s, JudgesAs)}
        now, seen = actor, set()
        while now in judges and now not in seen:
            seen.add(now)
            now = judges[now]
        return now == actor

    def _contradictions(self) -> None:
        """DET445: for and against the same, or two scales."""
        for actor in dict.fromkeys(stance.actor for stance in self.side.stances):
            own = self.side.stances_of(actor)
            against = {stance.formula: stance for stance in own if isinstance(stance, Opposes)}
            for stance in own:
                if isinstance(stance, Supports) and stance.formula in against:
                    first = self.span(f"stances.{against[stance.formula].id}")
                    note = Note(text="it opposes just that here", span=first)
                    message = f"`{actor}` supports what it opposes"
                    advice = "where both hold it votes against, so one of them says nothing: take it out, or narrow it"
                    self.report.error("DET445", message, self.span(f"stances.{stance.id}"), notes=[note], help=advice)
            scales = [stance for stance in own if isinstance(stance, JudgesAs)]
            for twice in scales[1:]:
                note = Note(text="the first stands here", span=self.span(f"stances.{scales[0].id}"))
                message = f"`{actor}` judges as two others"
                self.report.error("DET445", message, self.span(f"stances.{twice.id}"), notes=[note], help="keep one")

    # -- what changes nothing -----------------------------------------------------------------------

    def _has_values(self, actor: str) -> bool:
        judges = {stance.actor: stance.other for stance in self.side.stances if isinstance(stance, JudgesAs)}
        whose = _in_the_end(judges, actor)
        own = any(s.actor == whose for s in (*self.case.preferences, *self.case.no_deal.statements))
        return own or whose in (*(party.id for party in self.case.parties), self.side.leader)

    def _pressure(self) -> None:
        """DET448: pressure on somebody whose values nobody looks at."""
        for pressure in self.side.pressure:
            if not self._has_values(pressure.on):
                advice = f"say how `{pressure.on}` values packages: `judges_as: {self.side.party}`, or preferences of its own"
                message = f"this changes nothing: `{pressure.on}` has no values"
                self.report.warning("DET448", message, self.span(f"pressure.{pressure.id}"), help=advice)

    def _silent(self) -> None:
        """DET449: a vote nothing is known of."""
        if not self.entry.is_whole:
            return
        spoken = {stance.actor for stance in self.side.stances if isinstance(stance, Opposes | Supports)}
        open_votes = [
            actor
            for actor in sorted(self._voters())
            if actor not in spoken and not self._has_values(actor) and not any(r.actor == actor for r in self.case.red_lines)
        ]
        if open_votes:
            whose = "vote stays" if len(open_votes) == 1 else "votes stay"
            advice = "that may be so; where the record says more, add a stance"
            message = f"nothing is said of how {listed(open_votes)} would judge a package: the {whose} open"
            self.report.note("DET449", message, self.draft.scope.spans[self.key], help=advice)


def _in_the_end(judges: Mapping[str, str], actor: str) -> str:
    """Whose values an actor goes by, along those it judges as; itself where they go round."""
    seen = {actor}
    now = actor
    while now in judges and judges[now] not in seen:
        now = judges[now]
        seen.add(now)
    return now


def _named(rule: VotingRule) -> Iterator[str]:
    for clause in clauses_of(rule):
        yield clause.holder if isinstance(clause, Veto) else clause.body
