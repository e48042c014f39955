"""The record of the talks in words: proposals with their answers, and deadlines."""

from __future__ import annotations

from collections.abc import Iterator

from detente.evidence.acceptances import crossed_lines
from detente.explanation.explanation import Judgement, Sentence
from detente.explanation.telling import Telling
from detente.explanation.wording import actor_name, date_words, in_100, join, name, phrase
from detente.model.formula import evaluate, issues_of
from detente.model.proposal import Deadline, DeadlineStatus, Proposal
from detente.questions.agreement.conditions import Condition, Conditions
from detente.questions.agreement.finding import ProposalCheck

__all__ = ["record_of_talks"]


def record_of_talks(telling: Telling) -> tuple[Judgement, ...]:
    """One judgement per proposal, then one per deadline, in the order of the case."""
    return (*_proposals(telling), *_deadlines(telling))


_ANSWERS = {
    "accepted": "accepted",
    "rejected": "rejected",
    "studying": "studying it",
    "no_answer": "none on record",
    "conditional": "conditions",
    "in_principle": "agreed in principle",
}


def _proposals(telling: Telling) -> Iterator[Judgement]:
    checks = {check.proposal: check for check in telling.finding.proposals}
    for proposal in telling.case.proposals:
        if telling.is_withheld(proposal.because):
            continue
        yield _proposal(telling, proposal, checks.get(proposal.id))


def _proposal(telling: Telling, proposal: Proposal, check: ProposalCheck | None) -> Judgement:
    key = f"proposals.{proposal.id}"
    who = join([actor_name(telling.case, actor) for actor in proposal.by])
    broken = check.broken if check is not None else ()
    if check is None:
        issues = [name(telling.case.issue(i).name) for i in proposal.left_open]
        broken = _settled(telling, proposal)
        what = phrase("leaves {issues} open, so it is not judged as a package", issues=join(issues))
        if broken:
            against = telling.conditions(broken)
            what = phrase(
                "leaves {issues} open; however these are filled, it runs against this: {c}", issues=join(issues), c=against
            )
    elif not check.is_deal:
        what = phrase("does not count as a deal under the rules of the case")
    elif crossed := [c for c in crossed_lines(telling.case) if c.proposal == proposal.id]:
        crossers = join([actor_name(telling.case, c.actor) for c in crossed])
        what = phrase("crosses a red line of {who}, taken to be off since the proposal was accepted", who=crossers)
        if broken:
            what = phrase("{what}, and runs against this: {c}", what=what, c=telling.conditions(broken))
    elif not broken:
        what = phrase("crosses no red line in force")
    else:
        what = phrase("runs against this: {conditions}", conditions=telling.conditions(broken))
    sentence = telling.say(
        "{name}, put forward by {who} on {date}: the proposal {what}.",
        (key, *telling.conditions_keys(broken), *(f"crossed.{c.red_line}" for c in crossed_lines(telling.case))),
        name=name(proposal.name),
        who=who,
        date=date_words(proposal.date),
        what=what,
    )
    return Judgement(
        key=f"proposal-{proposal.id}",
        title="A proposal on the table",
        sentence=sentence,
        reasons=(*_responses(telling, proposal), *_preferred(telling, check)),
        exactness="exact" if check is not None or broken else "on the record",
    )


def _settled(telling: Telling, proposal: Proposal) -> tuple[Condition, ...]:
    """Conditions an open proposal breaks by the terms it names, whatever becomes of the rest."""
    conditions, terms = Conditions.of(telling.case), proposal.package.as_dict()
    return tuple(
        condition
        for condition in conditions.items[: conditions.n_static]
        if condition.requires is not None
        and all(issue in terms for issue in issues_of(condition.requires))
        and not evaluate(condition.requires, terms)
    )


def _responses(telling: Telling, proposal: Proposal) -> Iterator[Sentence]:
    for response in proposal.responses:
        if telling.is_withheld(response.because):
            continue
        day = f" ({date_words(response.date)})" if response.date is not None else ""
        yield telling.say(
            "The answer of {who}: {answer}{day}.",
            (f"responses.{proposal.id}.{response.actor}",),
            who=actor_name(telling.case, response.actor),
            answer=_ANSWERS[response.answer.value],
            day=day,
        )


def _preferred(telling: Telling, check: ProposalCheck | None) -> Iterator[Sentence]:
    for actor, share in check.preferred if check is not None else ():
        keys = telling.value_keys(actor)
        who = actor_name(telling.case, actor)
        if telling.finding.provenance.is_exact:
            word = "at least as much as" if share else "less than"
            yield telling.say("By the numbers of the case it is worth {word} no deal to {who}.", keys, word=word, who=who)
        else:
            yield telling.say(
                "Red lines aside, it is worth at least as much to {who} as no deal in {share} readings.",
                keys,
                who=who,
                share=in_100(share),
            )


_STATUS = {
    DeadlineStatus.PENDING: "is still pending",
    DeadlineStatus.LAPSED: "has lapsed",
    DeadlineStatus.MET: "was met",
    DeadlineStatus.EXTENDED: "was extended",
}


def _deadlines(telling: Telling) -> Iterator[Judgement]:
    for deadline in telling.case.deadlines:
        if not telling.is_withheld(deadline.because):
            yield _deadline(telling, deadline)


def _deadline(telling: Telling, deadline: Deadline) -> Judgement:
    by = phrase(", set by {who}", who=join([actor_name(telling.case, a) for a in deadline.set_by])) if deadline.set_by else ()
    status = _STATUS[deadline.status] if deadline.status is not None else "has no status on record"
    is_ahead = deadline.due >= telling.case.as_of
    if deadline.status is DeadlineStatus.PENDING and not is_ahead:
        status = "is not known on record to have been met or to have lapsed"
    reasons: tuple[Sentence, ...] = ()
    if deadline.consequence:
        reasons = (telling.say("Its consequence: {text}", (f"deadlines.{deadline.id}",), text=name(deadline.consequence)),)
    return Judgement(
        key=f"deadline-{deadline.id}",
        title="A deadline",
        sentence=telling.say(
            "{name}{by}, {was} due on {date} and {status}.",
            (f"deadlines.{deadline.id}",),
            name=name(deadline.name),
            by=by,
            date=date_words(deadline.due),
            was="is" if is_ahead else "was",
            status=status,
        ),
        reasons=reasons,
        exactness="on the record",
    )
