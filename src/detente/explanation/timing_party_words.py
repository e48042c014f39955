"""Each party's outlook in sentences: what it expects, whether it gains by waiting, what a delay costs it, what would tip it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from detente.explanation.explanation import Sentence
from detente.explanation.outlook_words import quoted_cost
from detente.explanation.telling import Telling
from detente.explanation.timing_phrases import (
    best_gain,
    is_settled,
    number_keys,
    party_keys,
    points,
    share_error,
    share_words,
    tenth,
)
from detente.explanation.wording import Words, actor_name, date_words, join, likelihood_words, name, named_package, phrase
from detente.model.outlook import CostTrend, ExpectedCost, Outlook
from detente.model.verdict import Verdict
from detente.questions.timing.finding import GainShare, PartyTiming, TimingFinding
from detente.questions.timing.words import CostSign, TermsSign

__all__ = ["number_sentences", "party_sentences"]

_TERMS = {
    TermsSign.BETTER: "it could sign for better terms later",
    TermsSign.SAME: "it could sign for the same terms later",
    TermsSign.WORSE: "it could sign only for worse terms later",
    TermsSign.MIXED: "some of what lies ahead makes its terms better and some worse",
    TermsSign.UNKNOWN: "nothing is said of the terms it could sign for later",
}

_COSTS = {
    CostSign.COSTS: "going on costs it something{more}",
    CostSign.NONE: "going on costs it nothing",
    CostSign.UNKNOWN: "what going on costs it is not said",
}


def party_sentences(telling: Telling, finding: TimingFinding, outlook: Outlook, *, with_numbers: bool) -> Iterator[Sentence]:
    """Party by party: its outlook in words, what it names, then its numbers where they may be told."""
    for own in finding.parties:
        yield _leaning(telling, own)
        yield from _named(telling, own, outlook)
        if with_numbers and own.gains:
            yield from number_sentences(telling, finding, own)
    if with_numbers:
        yield from _without_numbers(telling, finding)


# -- in words --------------------------------------------------------------------------------------


def _leaning(telling: Telling, own: PartyTiming) -> Sentence:
    words = own.leaning
    more = ", more as time passes" if words.is_rising else ""
    return telling.say(
        "By the outlook of {who}, {terms}, and {cost}: {so}.",
        party_keys(telling, own),
        who=actor_name(telling.case, own.actor),
        terms=_TERMS[words.terms],
        cost=_COSTS[words.cost].format(more=more),
        so=_conclusion(own),
    )


def _conclusion(own: PartyTiming) -> str:
    words = own.leaning
    match words.verdict:
        case Verdict.HOLDS:
            return "signing now is at least as good for it as signing later"
        case Verdict.FAILS:
            return "signing later is better for it"
        case Verdict.UNDETERMINED:
            return "words alone do not settle whether signing later is better for it"
    if words.terms is TermsSign.MIXED:
        return "whether signing later is better for it hangs on which weighs more"
    if words.cost is CostSign.UNKNOWN:
        return "signing later is better for it unless that costs it more"
    return "whether signing later is better for it hangs on which is larger"


def _named(telling: Telling, own: PartyTiming, outlook: Outlook) -> Iterator[Sentence]:
    """The costs and events a party's outlook names."""
    case = telling.case
    costs = [c for c in outlook.costs_of(own.actor) if c.trend is not CostTrend.NONE and (c.name is not None or c.by is not None)]
    if costs:
        yield telling.say(
            "Costs of going on in the outlook of {who}: {costs}.",
            [f"outlook.costs.{cost.id}" for cost in costs],
            who=actor_name(case, own.actor),
            costs=join([phrase("{x} ({how})", x=quoted_cost(case, c), how=_how(telling, c)) for c in costs]),
        )
    for event in outlook.events:
        touched = [e for e in event.effects if e.actor == own.actor]
        likely = event.chance_for(own.actor)
        if touched and likely is not None:
            when = f"on {date_words(event.earliest)}"
            if event.latest != event.earliest:
                when = f"between {date_words(event.earliest)} and {date_words(event.latest)}"
            yield telling.say(
                "Likelihood of “{event}” {when}, to {who}: {likely}.",
                [f"outlook.events.{event.id}"],
                event=name(event.name),
                when=when,
                who=actor_name(case, own.actor),
                likely=likelihood_words(likely),
            )


def _how(telling: Telling, cost: ExpectedCost) -> Words:
    """``rising, put on by the United States, from 11 April 2024``."""
    parts = [phrase(cost.trend.value)]
    if cost.by is not None and cost.name is not None:
        parts.append(phrase("put on by {who}", who=actor_name(telling.case, cost.by)))
    if cost.starts is not None:
        parts.append(phrase("from {day}", day=date_words(cost.starts)))
    if cost.ends is not None:
        parts.append(phrase("until {day}", day=date_words(cost.ends)))
    words: Words = ()
    for part in parts:
        words = (*words, *(phrase(", ") if words else ()), *part)
    return words


# -- in numbers ------------------------------------------------------------------------------------


def number_sentences(telling: Telling, finding: TimingFinding, own: PartyTiming) -> Iterator[Sentence]:
    """One party's gain of signing now, what a delay costs it, and what would tip it."""
    gain = best_gain(own)
    keys = number_keys(telling, own, gain.package)
    yield _gain(telling, own, gain, keys)
    if gain.beats_never < 1:
        yield telling.say(
            "Never signing is worth more to {who} than signing it now in {share}; that is not a matter of when.",
            keys,
            who=actor_name(telling.case, own.actor),
            share=share_words(1 - gain.beats_never, share_error(finding, gain.beats_never)),
        )
    yield _delay(telling, finding, own, gain, keys)
    if gain.pressure is not None and gain.terms is not None and finding.until is not None:
        middle = "" if is_settled(gain) else ", in the middle of the readings in which it waits"
        yield telling.say(
            "Signing now would be at least as good for {who} if going on cost it {cost} more each {unit} from now until {until},"
            " or if the terms it can sign for now were worth {terms} more{middle}.",
            keys,
            who=actor_name(telling.case, own.actor),
            cost=points(gain.pressure),
            unit=finding.unit,
            until=date_words(finding.until),
            terms=points(gain.terms),
            middle=middle,
        )
        if gain.begins is not None:
            yield _begins(telling, finding, own, gain.begins, keys)
    yield from _best_day(telling, own, gain, keys)


def _begins(telling: Telling, finding: TimingFinding, own: PartyTiming, day: dt.date, keys: tuple[str, ...]) -> Sentence:
    """By when what tips a party has to set in."""
    who = actor_name(telling.case, own.actor)
    half = "" if is_settled(best_gain(own)) else ", in half of the readings in which it waits"
    if day <= finding.as_of:
        return telling.say(
            "For {who}, a further cost that sets in later comes too late, however great{half}.", keys, who=who, half=half
        )
    return telling.say(
        "For {who}, a greater further cost may set in later, but by {day}; one that sets in after that comes too late, however"
        " great{half}.",
        keys,
        day=date_words(day),
        who=who,
        half=half,
    )


def _gain(telling: Telling, own: PartyTiming, gain: GainShare, keys: tuple[str, ...]) -> Sentence:
    who, package = actor_name(telling.case, own.actor), named_package(telling.case, gain.package)
    if is_settled(gain):
        return telling.say(
            "By its numbers, signing “{package}” now {how} {who}.",
            keys,
            package=package,
            who=who,
            how=_than_waiting(gain) + " for",
        )
    bounds = ""
    if gain.least is not None and gain.most is not None and _signed(gain.least) != _signed(gain.most):
        bounds = f"; from {_signed(gain.least)} to {_signed(gain.most)} points over all numbers in their ranges"
    return telling.say(
        "In {share}, signing “{package}” now is at least as good for {who} as waiting; in the middle reading it {how}{bounds}.",
        keys,
        share=share_words(gain.share, gain.error),
        package=package,
        who=who,
        how=_than_waiting(gain),
        bounds=phrase(bounds),
    )


def _than_waiting(gain: GainShare) -> str:
    if gain.middle == 0:
        return "is as good as waiting"
    return f"is {points(gain.middle)} {'better' if gain.middle > 0 else 'worse'} than waiting"


def _signed(value: object) -> str:
    number = float(value)  # type: ignore[arg-type]
    return f"{number:.1f}".removesuffix(".0").replace("-", "−")


def _delay(telling: Telling, finding: TimingFinding, own: PartyTiming, gain: GainShare, keys: tuple[str, ...]) -> Sentence:
    middle = "" if is_settled(gain) else ", in the middle reading"
    who = actor_name(telling.case, own.actor)
    if gain.delay == 0:
        return telling.say("A {unit} of delay costs {who} nothing{middle}.", keys, unit=finding.unit, who=who, middle=middle)
    verb = "costs" if gain.delay > 0 else "gains"
    return telling.say(
        "A {unit} of delay {verb} {who} {points}{middle}.",
        keys,
        unit=finding.unit,
        verb=verb,
        who=who,
        points=points(gain.delay),
        middle=middle,
    )


def _best_day(telling: Telling, own: PartyTiming, gain: GainShare, keys: tuple[str, ...]) -> Iterator[Sentence]:
    """The day on which signing is worth most today, where that is later."""
    path = own.path
    if path is None:
        return
    best = max(range(len(path.days)), key=lambda t: (path.middle[t], -t))
    if best and tenth(path.middle[best] - path.middle[0]) not in ("0", "less than 0.1"):
        yield telling.say(
            "Of all days of the outlook, signing on {day} is worth most to {who} today{middle}: {more} more than signing now,"
            " what going on costs until then taken off.",
            keys,
            day=date_words(path.days[best]),
            who=actor_name(telling.case, own.actor),
            middle="" if is_settled(gain) else ", in the middle of the readings",
            more=points(path.middle[best] - path.middle[0]),
        )


def _without_numbers(telling: Telling, finding: TimingFinding) -> Iterator[Sentence]:
    """Why some parties have no numbers; one sentence for each reason."""
    reasons: dict[str, list[Words]] = {}
    for own in finding.parties:
        if not own.gains and own.why_no_numbers is not None:
            reasons.setdefault(own.why_no_numbers, []).append(actor_name(telling.case, own.actor))
    for reason, who in reasons.items():
        yield telling.say("No points can be told for {who}: {why}.", who=join(who), why=reason)
