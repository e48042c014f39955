"""What would hold an agreement in phases together, in sentences: each way was solved again before it is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from detente.explanation.durability_phrases import base_words, in_readings, node_words, party_keys
from detente.explanation.explanation import Sentence
from detente.explanation.phase_words import amounts_words, estimate_words, phases_of, place_words, points
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, join, likelihood_words, name, phrase, plural, semicolons
from detente.model.red_line import Likelihood
from detente.model.verdict import Verdict
from detente.questions.durability.finding import DurabilityFinding, Needed, PlannedStep, Remedy, RemedyKind

__all__ = ["remedy_sentences"]

TOLD = 4
"""Most guarantees told in a sentence."""


def remedy_sentences(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    """Guarantees and payments, then order and amounts, then what cannot be had."""
    guarantee, payment = finding.remedy(RemedyKind.GUARANTEE), finding.remedy(RemedyKind.COMPLETION_PAYMENT)
    if guarantee is not None:
        yield from _guarantees(telling, finding, guarantee)
    if payment is not None:
        yield from _payments(telling, finding, payment)
    order = finding.remedy(RemedyKind.ORDER)
    if order is not None:
        yield _order(telling, finding, order)
    yield from _amounts(telling, finding)
    yield from _unreachable(telling, finding)
    if finding.why_no_numbers is not None and finding.verdict is not Verdict.HOLDS:
        yield from _in_words(telling, finding)


# -- guarantees and payments -------------------------------------------------------------------------


def _guarantees(telling: Telling, finding: DurabilityFinding, found: Remedy) -> Iterator[Sentence]:
    needed = [own for own in found.needed if own.enough is None or own.enough > 0 or own.middle > 0]
    priced = [own for own in needed if own.middle > 0 or own.enough is not None]
    told = [_guarantee(telling, finding, own) for own in priced[:TOLD]]
    more = f"; and at {plural(len(priced) - TOLD, 'further point', 'further points')}" if len(priced) > TOLD else ""
    keys = [key for own in needed if own.step is not None for key in finding.node(own.step, own.actor).records]
    is_one = len(finding.numeric) == len(finding.parties)
    yield telling.say(
        "{open} a guarantee, that is if breaking were sure to cost{beyond} {told}{more}.{holds}",
        keys,
        open="It would be kept with" if is_one else "These parties would keep their steps with",
        beyond=", beyond the guarantees there are," if phases_of(telling.case).guarantees else "",
        told=semicolons(told),
        more=more,
        holds=_holds(finding, found),
    )
    for own in needed:
        if own.guarantor is not None and own.penalty is not None and own.middle > 0:
            yield _penalty(telling, own, own.penalty, keys)
        if own.enough is None:
            yield telling.say(
                "No guarantee is sure to be enough for {where}: the truce may be let lapse there, which breaks nothing.",
                keys,
                where=node_words(telling, own.step or "", own.actor),
            )


def _penalty(telling: Telling, own: Needed, penalty: Fraction, keys: Sequence[str]) -> Sentence:
    """What a guarantee of the case would have to come to where it is needed, as often as a break is found out."""
    (given,) = (g for g in phases_of(telling.case).guarantees if g.on == own.actor and own.step in g.at)
    detection = Likelihood(low=given.detection.low, high=given.detection.high)
    found_out = "" if detection.low == 1 else f", as it is found out in {likelihood_words(detection)} cases"
    return telling.say(
        "The penalty by {by} on a break by {who} {where} would have to be {n}{found_out}; it is {now}.",
        (*keys, f"phases.guarantees.{given.id}"),
        by=actor_name(telling.case, own.guarantor or ""),
        who=actor_name(telling.case, own.actor),
        where=place_words(telling.case, own.step or ""),
        n=points(penalty),
        found_out=found_out,
        now=estimate_words(given.penalty),
    )


def _guarantee(telling: Telling, finding: DurabilityFinding, own: Needed) -> Words:
    """``Party G 1 of its own points at “The last withdrawal”``; two amounts where numbers are ranges."""
    return phrase(
        "{who} {n} {where}",
        who=actor_name(telling.case, own.actor),
        n=_amount(own, is_exact=not finding.has_ranges),
        where=place_words(telling.case, own.step or ""),
    )


def _amount(own: Needed, *, is_exact: bool) -> str:
    if is_exact or own.enough == own.middle:
        return f"{points(own.middle)} of its own points"
    if own.enough is None:
        return f"{points(own.middle)} of its own points"
    if own.middle == 0:
        return f"{points(own.enough)} of its own points, to be sure"
    return f"{points(own.middle)}, and {points(own.enough)} to be sure, of its own points"


def _holds(finding: DurabilityFinding, found: Remedy) -> str:
    """In what share of readings it holds; empty where there is one reading."""
    if finding.provenance.is_exact:
        return ""
    if finding.has_ranges and found.enough_holds and not any(own.middle for own in found.needed):
        return " That is enough for all numbers in their ranges."
    base = base_words(finding).removeprefix(", ")
    told = f" Found {base}, it holds {in_readings(found.holds)}" if base else f" It then holds {in_readings(found.holds)}"
    return f"{told}; the larger amounts hold in every one." if base and found.enough_holds else f"{told}."


def _payments(telling: Telling, finding: DurabilityFinding, found: Remedy) -> Iterator[Sentence]:
    needed = [own for own in found.needed if own.enough is None or own.enough > 0 or own.middle > 0]
    told = [
        phrase("{n} to {who}", n=_amount(own, is_exact=not finding.has_ranges), who=actor_name(telling.case, own.actor))
        for own in needed
    ]
    keys = [key for own in needed for key in party_keys(finding.nodes, own.actor)]
    yield telling.say(
        "So it would be with a payment once all was kept: {told}.{upfront}",
        keys,
        told=semicolons(told),
        upfront=" Paid on signing it mends nothing: what was received is had whatever comes, and so weighs on neither side."
        if finding.is_upfront_worthless
        else "",
    )


# -- order and amounts -------------------------------------------------------------------------------


def _order(telling: Telling, finding: DurabilityFinding, found: Remedy) -> Sentence:
    names = [phrase("“{x}”", x=name(phases_of(telling.case).step(step.step).name)) for step in found.steps]
    return telling.say(
        "The same steps in another order, the dates as they are, {need}: {steps}.{holds}",
        _all_keys(finding),
        need=_need(telling, found, "would need no guarantee"),
        steps=semicolons(names),
        holds=_holds(finding, found),
    )


def _need(telling: Telling, found: Remedy, otherwise: str) -> Words:
    if not found.needed:
        return phrase(otherwise)
    told = [phrase("{n} on {who}", n=points(own.middle), who=actor_name(telling.case, own.actor)) for own in found.needed]
    return phrase("would need less of a guarantee, {told}", told=join(told))


def _amounts(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    """The schedule; one sentence where fewer steps carry the same amounts."""
    schedule, fewer = finding.remedy(RemedyKind.SCHEDULE), finding.remedy(RemedyKind.FEWER_STEPS)
    partial = finding.remedy(RemedyKind.PARTIAL)
    best = fewer if fewer is not None else schedule
    if best is not None:
        n = len(_giving(best))
        yield telling.say(
            "Other amounts at {what} {need}: {steps}.{early}{holds}",
            _all_keys(finding),
            what=f"{plural(n, 'step')} of these" if fewer is not None else "the same steps",
            need=_need(telling, best, "would need no guarantee"),
            steps=_steps(telling, best),
            early="" if best.is_complete else " The search was cut short, so a better one may exist.",
            holds=_holds(finding, best),
        )
    anew = finding.remedy(RemedyKind.OTHER_STEPS)
    if anew is not None:
        yield telling.say(
            "Laid out anew, taking turns over the same time, {n} would need no guarantee: {steps}.{holds}",
            _all_keys(finding),
            n=plural(len(_giving(anew)), "step"),
            steps=_steps(telling, anew),
            holds=_holds(finding, anew),
        )
    if partial is not None:
        yield telling.say(
            "Without a guarantee a part of it would be kept, {n} of 100 of what is to change hands: {steps}.{holds}",
            _all_keys(finding),
            n=str(round(100 * partial.delivered)),
            steps=_steps(telling, partial),
            holds=_holds(finding, partial),
        )


def _giving(found: Remedy) -> list[PlannedStep]:
    return [step for step in found.steps if any(step.amounts.values())]


def _steps(telling: Telling, found: Remedy) -> Words:
    """Who hands over how much of what, in order."""
    told = []
    for step in _giving(found):
        amounts = {asset: (amount, amount) for asset, amount in step.amounts.items() if amount}
        told.append(phrase("{who} {what}", who=actor_name(telling.case, step.actor), what=amounts_words(telling.case, amounts)))
    words: Words = ()
    for k, part in enumerate(told):
        words = (*words, *(phrase("; then ") if k else ()), *part)
    return words


def _unreachable(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    for found in finding.unreachable:
        told = [_demand(telling, *demand) for demand in dict.fromkeys(found.demands) if demand[0] != "cap"]
        if found.kind is RemedyKind.GUARANTEE:
            yield telling.say(
                "No guarantee mends it {told}: letting a truce lapse breaks nothing, so a price on breaking does not weigh.",
                _all_keys(finding),
                told=join([node_words(telling, step, actor) for _, step, actor in found.demands]),
            )
        elif told:
            yield telling.say(
                "No amounts at these steps do without a guarantee. {these}: {told}.{base}",
                _all_keys(finding),
                these="This cannot be had" if len(told) == 1 else "These cannot be had together",
                told=semicolons(told),
                base=" That is with the numbers the other ways are told for." if finding.has_ranges else "",
            )


def _demand(telling: Telling, what: str, of: str, who: str) -> Words:
    match what:
        case "node":
            return phrase("that {who} keeps {where}", who=actor_name(telling.case, who), where=place_words(telling.case, of))
        case "signing":
            return phrase("that {who} does not do worse than without a deal", who=actor_name(telling.case, of))
        case _:
            return phrase("that all of “{x}” goes over", x=name(phases_of(telling.case).asset(of).name))


def _in_words(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    """What a guarantee would have to do where no number says how much."""
    nodes = [n for n in finding.failing if n.keeping is None]
    if not nodes:
        return
    wanted = [n for n in nodes if n.verdict is Verdict.FAILS or n.only_by_tie] or nodes
    yield telling.say(
        "A guarantee or a payment at the end helps only if it brings {nodes} to rank keeping above leaving. How much that takes"
        " is not told, as {why}. Nor is what another order of the steps would do: it makes other ends, which nobody has"
        " compared.",
        [key for node in wanted for key in node.records],
        nodes=join([node_words(telling, *node.key) for node in wanted[:TOLD]]),
        why=_why(telling, finding),
    )
    lapsing = [node for node in wanted if node.is_expiry]
    if lapsing:
        yield telling.say(
            "A price on breaking does not weigh {where}: the truce may be let lapse there, which breaks nothing. Only what makes"
            " keeping worth more helps.",
            [key for node in lapsing for key in node.records],
            where=join([place_words(telling.case, step) for step in dict.fromkeys(node.step for node in lapsing)]),
        )


def _why(telling: Telling, finding: DurabilityFinding) -> Words:
    missing = [actor for actor in finding.parties if actor not in finding.numeric]
    if not finding.numeric:
        return phrase("no party's stakes are given in numbers")
    if missing:
        who = join([actor_name(telling.case, actor) for actor in missing])
        return phrase("the stakes of {who} are not given in numbers", who=who)
    return phrase("{why}", why=finding.why_no_numbers or "")


def _all_keys(finding: DurabilityFinding) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for node in finding.nodes for key in node.records))
