"""What the sources disagree about, what the record does not say, and the circumstances of the talks."""

from __future__ import annotations

from collections.abc import Iterator

from detente.evidence.acceptances import crossed_lines
from detente.evidence.conflicts import Conflict, ConflictKind, conflicts
from detente.evidence.positions import PositionState, position
from detente.explanation.explanation import Sentence
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, formula_words, join, name, number, phrase, plural, quoted_option
from detente.model.proposal import Answer

__all__ = ["circumstances", "disagreements", "gaps"]

NAMED = 5
"""Options without a recorded position that are named one by one, per party."""


def disagreements(telling: Telling) -> tuple[Sentence, ...]:
    """Each conflict in the record with the claims on every side; nothing is settled."""
    return tuple(sentence for conflict in conflicts(telling.case) for sentence in _conflict(telling, conflict))


def _conflict(telling: Telling, conflict: Conflict) -> Iterator[Sentence]:
    shown = [c for c in conflict.claims if telling.is_shown(telling.case.claim(c))]
    if len(shown) < min(2, len(conflict.claims)):
        return
    texts = [_attributed(telling, claim) for claim in shown]
    match conflict.kind:
        case ConflictKind.DISPUTED:
            yield telling.say("These do not go together: {texts}.", claims=shown, texts=_listed(texts))
        case ConflictKind.FIGURES:
            yield telling.say("The figures given for one thing differ: {texts}.", claims=shown, texts=_listed(texts))
        case ConflictKind.PARTS:
            yield telling.say(
                "The parts given come to {total} or more, against {whole} in all at the most, so they cannot all hold as"
                " worded: {texts}.",
                claims=shown,
                total=number(conflict.total) if conflict.total is not None else "",
                whole=number(conflict.whole) if conflict.whole is not None else "",
                texts=_listed(texts),
            )
        case ConflictKind.COUNTERS:
            yield telling.say("Figures rest on counts by different sides: {texts}.", claims=shown, texts=_counted(telling, shown))


def _attributed(telling: Telling, claim_id: str) -> Words:
    """A claim in quotation marks with who says it: contested words stay with their speaker."""
    claim = telling.case.claim(claim_id)
    who = claim.said_by[0] if claim.said_by else telling.case.source(claim.source).publisher
    return phrase("“{text}” ({who})", text=name(claim.text.rstrip(".")), who=name(who))


def _listed(texts: list[Words]) -> Words:
    parts: Words = ()
    for k, text in enumerate(texts):
        parts = (*parts, *(phrase("; ") if k else ()), *text)
    return parts


def _counted(telling: Telling, claims: list[str]) -> Words:
    texts = []
    for claim_id in claims:
        claim = telling.case.claim(claim_id)
        by = claim.quantity.counted_by if claim.quantity is not None else None
        text = phrase("“{text}”", text=name(claim.text.rstrip(".")))
        texts.append(phrase("{text} (counted by {by})", text=text, by=name(by)) if by else text)
    return _listed(texts)


_OPEN = {
    Answer.STUDYING: "studying it",
    Answer.NO_ANSWER: "none on record",
    Answer.CONDITIONAL: "conditions",
    Answer.IN_PRINCIPLE: "agreement in principle only",
}


def gaps(telling: Telling) -> tuple[Sentence, ...]:
    """Everything the answer would want to know and the record does not say."""
    return (
        *_answers(telling),
        *_crossed(telling),
        *_no_deal(telling),
        *_orders(telling),
        *_unrecorded(telling),
        *_drift(telling),
        *_rules(telling),
        *_withheld(telling),
    )


def _answers(telling: Telling) -> Iterator[Sentence]:
    parties = {party.id for party in telling.case.parties}
    for proposal in telling.case.proposals:
        if telling.is_withheld(proposal.because):
            continue
        answered = {r.actor for r in proposal.responses} | set(proposal.by)
        for response in proposal.responses:
            if response.answer in _OPEN and not telling.is_withheld(response.because):
                yield telling.say(
                    "The answer of {who} to {proposal} ({answer}) says nothing yet of what would be accepted.",
                    (f"responses.{proposal.id}.{response.actor}",),
                    proposal=name(proposal.name),
                    who=actor_name(telling.case, response.actor),
                    answer=_OPEN[response.answer],
                )
        silent = [actor_name(telling.case, p) for p in sorted(parties - answered)]
        if silent:
            yield telling.say(
                "The record holds no answer of {who} to {proposal}.", who=join(silent, last="or"), proposal=name(proposal.name)
            )
        if proposal.left_open:
            issues = [name(telling.case.issue(i).name) for i in proposal.left_open]
            yield telling.say(
                "{proposal} leaves {issues} open.",
                (f"proposals.{proposal.id}",),
                proposal=name(proposal.name),
                issues=join(issues),
            )


def _crossed(telling: Telling) -> Iterator[Sentence]:
    for crossing in crossed_lines(telling.case):
        line = telling.case.red_line(crossing.red_line)
        if telling.is_line_withheld(line) or telling.is_withheld(crossing.because):
            continue
        proposal = next(p for p in telling.case.proposals if p.id == crossing.proposal)
        yield telling.say(
            "{who} accepted {proposal}, which its own red line refuses ({formula}); the line is taken to be off since, which"
            " is an assumption.",
            (f"red_lines.{line.id}", f"responses.{proposal.id}.{crossing.actor}"),
            who=actor_name(telling.case, crossing.actor),
            proposal=name(proposal.name),
            formula=formula_words(telling.case, line.requires),
        )


def _no_deal(telling: Telling) -> Iterator[Sentence]:
    for actor in telling.finding.unbounded:
        yield telling.say(
            "The record does not say what no deal is worth to {who}, so no share is given.", who=actor_name(telling.case, actor)
        )


def _orders(telling: Telling) -> Iterator[Sentence]:
    for actor, issues in telling.finding.drawn_orders:
        names = [name(telling.case.issue(issue).name) for issue in issues]
        yield telling.say(
            "The record does not say how {who} would order the options on {issues}; the order is drawn too.",
            who=actor_name(telling.case, actor),
            issues=join(names),
        )


def _unrecorded(telling: Telling) -> Iterator[Sentence]:
    """Options on which a party has no position at all, and how many it has only an assumed one on."""
    case = telling.case
    for party in case.parties:
        states: dict[PositionState, list[Words]] = {PositionState.UNRECORDED: [], PositionState.ASSUMED: []}
        for issue in case.issues:
            for option in issue.valued_options:
                found = states.get(position(case, party.id, issue.id, option).state)
                if found is not None:
                    found.append(phrase("{o} ({i})", o=quoted_option(case, issue.id, option), i=name(issue.name)))
        unrecorded, assumed = states[PositionState.UNRECORDED], states[PositionState.ASSUMED]
        who = actor_name(case, party.id)
        if unrecorded:
            listed = unrecorded[:NAMED]
            if len(unrecorded) > NAMED:
                listed = [*listed, phrase("{n}", n=plural(len(unrecorded) - NAMED, "more option"))]
            yield telling.say(
                "The record gives no position of {who} on {options}: silence is not consent.", who=who, options=join(listed)
            )
        if assumed:
            count = plural(len(assumed), "option")
            yield telling.say(
                "What {who} would say to {count} is assumed, not on record; the chart of positions shows which.",
                who=who,
                count=count,
            )


def _drift(telling: Telling) -> Iterator[Sentence]:
    drift = telling.case.no_deal.drift
    if drift and not telling.is_withheld(telling.case.no_deal.because):
        yield telling.say("How things go without a deal: {drift}", ("no_deal.path",), drift=name(drift))


def _rules(telling: Telling) -> Iterator[Sentence]:
    if not telling.case.issues:
        return
    if not telling.case.deal_requires:
        yield telling.say(
            "The case does not say what makes a package a deal; any that differs from the no-deal path counts as one."
        )
    if telling.case.no_deal.path is None:
        yield telling.say("The case does not say what holds without a deal.")
    lines = [line for line in telling.case.red_lines if line.actor not in {p.id for p in telling.case.parties}]
    if lines:
        count = plural(len(lines), "red line")
        yield telling.say(
            "{count} of actors who are not parties to the talks {bind} no package.",
            count=count,
            bind="binds" if len(lines) == 1 else "bind",
        )


def _withheld(telling: Telling) -> Iterator[Sentence]:
    """That something is kept back, so that nobody takes silence here for silence of the record."""
    count = len(telling.withheld)
    if count:
        yield telling.say(
            "{count} withheld at this level of handling ({level}); what rests on {it} alone is counted but not told.",
            count=plural(count, "claim is", "claims are"),
            level=telling.handling.value,
            it="it" if count == 1 else "them",
        )


def circumstances(telling: Telling) -> tuple[Sentence, ...]:
    """Facts no party decides at the table, each with its claims."""
    return tuple(
        telling.say("{text}", (f"circumstances.{c.id}",), text=name(c.text))
        for c in telling.case.circumstances
        if not telling.is_withheld(c.because)
    )
