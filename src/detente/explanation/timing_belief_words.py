"""Mutual optimism in sentences: which hopes rest on what others do not see, and how much waiting that explains."""

from __future__ import annotations

from collections.abc import Iterator

from detente.explanation.explanation import Sentence
from detente.explanation.outlook_words import quoted_cost
from detente.explanation.telling import Telling
from detente.explanation.timing_phrases import number_keys, outlook_keys
from detente.explanation.wording import Words, actor_name, in_100, join, likelihood_words, name, phrase
from detente.model.outlook import CostTrend, ExpectedEvent, Outlook
from detente.questions.timing.beliefs import alike_costs
from detente.questions.timing.finding import Dependence, Shared, TimingFinding

__all__ = ["belief_sentences"]

_MOVES = {
    CostTrend.RISING: "rising",
    CostTrend.STEADY: "going on as it is",
    CostTrend.FALLING: "falling",
    CostTrend.NONE: "being none",
}

_STANDS = {
    Shared.SHARED: "By the outlook of {other}, it moves the same way.",
    Shared.DISPUTED: "By the outlook of {other}, it moves another way ({moves}).",
    Shared.UNSAID: "The outlook of {other} names no such cost, by this name or from the same source.",
}


def belief_sentences(telling: Telling, finding: TimingFinding, outlook: Outlook, *, with_numbers: bool) -> Iterator[Sentence]:
    """What hopes rest on, what is held differently likely, and how much of the waiting that explains."""
    for dependence in finding.dependences:
        yield from _dependence(telling, outlook, dependence)
    told = {d.on[1] for d in finding.dependences if d.stands is Shared.DISPUTED}
    for event in outlook.events:
        if event.id in finding.disputed and event.id not in told:
            yield _disputed(telling, event)
    if with_numbers:
        yield from _optimism(telling, finding, outlook)


def _dependence(telling: Telling, outlook: Outlook, found: Dependence) -> Iterator[Sentence]:
    """What a hope rests on, then how the one it is about sees that."""
    case = telling.case
    terms = next(own for own in outlook.terms if own.id == found.terms)
    seen = "" if terms.seen_by == terms.actor else phrase(", as {viewer} sees it,", viewer=actor_name(case, terms.seen_by))
    other = actor_name(case, found.other)
    if found.on[0] == "costs":
        cost = next(own for own in outlook.costs if own.id == found.on[1])
        on = phrase("{cost} {moves} for {other}", cost=quoted_cost(case, cost), other=other, moves=_MOVES[cost.trend])
        own = [_MOVES[c.trend] for c in alike_costs(outlook, cost)]
        stands = phrase(_STANDS[found.stands], other=other, moves=" or ".join(dict.fromkeys(own)))
    else:
        event = next(own for own in outlook.events if own.id == found.on[1])
        on = phrase("this happening: “{event}”", event=name(event.name))
        stands = _likely(telling, event, terms.seen_by, found)
    keys = outlook_keys(telling, [("terms", found.terms), found.on])
    yield telling.say(
        "That {who} could sign for better terms later{seen} rests on {on}.",
        keys,
        who=actor_name(case, found.actor),
        seen=seen,
        on=on,
    )
    yield telling.say("{stands}", keys, stands=stands)


def _likely(telling: Telling, event: ExpectedEvent, viewer: str, found: Dependence) -> Words:
    """How likely the two hold an event."""
    other, own = event.chance_for(found.other), event.chance_for(viewer)
    held = [
        phrase("to {who} {likely}", who=actor_name(telling.case, who), likely=likelihood_words(chance))
        for who, chance in ((found.other, other), (viewer, own))
        if chance is not None
    ]
    fit: Words = {
        Shared.SHARED: phrase("some likelihood fits both"),
        Shared.DISPUTED: phrase("no likelihood fits both"),
        Shared.UNSAID: phrase("what it is to {who} is not on record", who=actor_name(telling.case, viewer)),
    }[found.stands]
    return phrase("Its likelihood is {held}; {fit}.", held=join(held), fit=fit)


def _disputed(telling: Telling, event: ExpectedEvent) -> Sentence:
    held = [
        phrase("to {who} {likely}", who=actor_name(telling.case, c.actor), likely=likelihood_words(c.likelihood))
        for c in event.chances
    ]
    return telling.say(
        "The parties hold this differently likely, and no likelihood fits all: “{event}” ({held}).",
        [f"outlook.events.{event.id}"],
        event=name(event.name),
        held=join(held),
    )


def _optimism(telling: Telling, finding: TimingFinding, outlook: Outlook) -> Iterator[Sentence]:
    """The share of the waiting that would end at common chances; nothing where nobody waits or nothing is held differently."""
    waits = [own for own in finding.parties if own.gains and own.gains[0].share < 1]
    if finding.optimism is None or not waits:
        return
    names = [phrase("“{x}”", x=name(e.name)) for e in outlook.events if e.id in finding.disputed]
    keys = [key for own in finding.parties if own.gains for key in number_keys(telling, own, own.gains[0].package)]
    if not finding.optimism:
        yield telling.say(
            "Holding other chances does not explain the waiting: in no reading in which a party waits would all sign if all"
            " held the same chances of {what}{hopes}.",
            keys,
            what=join(names),
            hopes=_hopes(finding),
        )
        return
    yield telling.say(
        "Of the readings in which a party waits, all would sign now in {share} if all held the same chances of {what},"
        " somewhere between those held. So much of the waiting rests on seeing the future differently (mutual optimism).",
        keys,
        share="all" if finding.optimism == 1 else in_100(float(finding.optimism)),
        what=join(names),
    )


def _hopes(finding: TimingFinding) -> str:
    """What common chances leave as it is."""
    is_any = any(found.on[0] == "events" and found.on[1] in finding.disputed for found in finding.dependences)
    return ", with the hope of better terms that rests on it left as it is" if is_any else ""
