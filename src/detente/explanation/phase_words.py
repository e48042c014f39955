"""How a phased agreement reads in a sentence: steps, deliveries, situations, and the judged records it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from detente.explanation.wording import Words, actor_name, join, likelihood_words, name, number, phrase
from detente.model.case import Case
from detente.model.phases import END, Estimate, HandedOver, Phases, PhaseStep, Situation, SituationKind, Stake, StakeKind
from detente.model.preference import Link
from detente.model.red_line import Likelihood

__all__ = [
    "amounts_words",
    "delivery_words",
    "estimate_words",
    "phase_record_words",
    "phases_of",
    "place_words",
    "points",
    "situation_words",
    "stake_name",
    "stake_words",
    "when_text",
]


def phases_of(case: Case) -> Phases:
    """The section of a case that has one."""
    assert case.phases is not None  # noqa: S101 (nothing of phases is told of a case without)
    return case.phases


def points(value: Fraction) -> str:
    """A number of a party's own points: as it is where it is short, else to three digits."""
    short = number(value) if value.denominator in (1, 2, 4, 5, 10) else f"{float(value):.3g}"
    return short.replace("-", "−")


def estimate_words(estimate: Estimate) -> str:
    """``3``, or ``10 to 30``."""
    low, high = points(estimate.low), points(estimate.high)
    return low if estimate.is_exact else f"{low} to {high}"


def when_text(phases: Phases, at: Fraction) -> str:
    """``week 6``: time since the start."""
    return f"{phases.unit} {number(at)}"


def place_words(case: Case, step: str) -> Words:
    """``at “The last release”``, ``at the end``."""
    if step == END:
        return phrase("at the end")
    return phrase("at “{x}”", x=name(phases_of(case).step(step).name))


def delivery_words(case: Case, over: HandedOver) -> Words:
    """``40 people of “The hostages”``."""
    return amounts_words(case, {over.asset: (over.amount.low, over.amount.high)})


def amounts_words(case: Case, amounts: Mapping[str, tuple[Fraction, Fraction]]) -> Words:
    """What is handed over: ``40 of “The hostages” and 1 of “The withdrawal of troops”``."""
    parts = []
    for asset, (low, high) in amounts.items():
        amount = points(low) if low == high else f"{points(low)} to {points(high)}"
        parts.append(phrase("{n} of “{x}”", n=amount, x=name(phases_of(case).asset(asset).name)))
    return join(parts)


def situation_words(case: Case, situation: Situation) -> Words:
    """``the agreement kept to its end``, ``no deal``, ``a break by Party G at “The last withdrawal”``."""
    match situation.kind:
        case SituationKind.KEPT:
            return phrase("the agreement kept to its end")
        case SituationKind.NO_DEAL:
            return phrase("no deal")
        case SituationKind.BROKEN:
            who = actor_name(case, situation.actor or "")
            return phrase("a break by {who} {place}", who=who, place=place_words(case, situation.step or END))


# -- records -----------------------------------------------------------------------------------------


def phase_record_words(case: Case, rest: str) -> Words:
    """What a judged record of the phases says, as a clause; ``rest`` is its key without the section."""
    phases = phases_of(case)
    kind, _, record = rest.partition(".")
    head, _, tail = record.partition(".")
    match kind:
        case "":
            return phrase("the agreement is carried out in the steps given here")
        case "assets":
            asset = phases.asset(head)
            return phrase(
                "{who} holds {n} of “{x}”",
                who=actor_name(case, asset.holder),
                n=estimate_words(asset.amount),
                x=name(asset.name),
            )
        case "steps":
            return _step_words(case, phases.step(head))
        case "end":
            return phrase("the agreement ends at {when}", when=when_text(phases, phases.end.at))
        case "comparisons":
            ranking = next(ranking for ranking in phases.comparisons if ranking.id == head)
            return phrase(
                "{who} ranks, best first: {x}",
                who=actor_name(case, ranking.actor),
                x=_chain([situation_words(case, s) for s in ranking.situations], ranking.links),
            )
        case "stakes":
            return stake_words(case, _stake(phases.stakes, head, tail))
        case "guarantees":
            return _guarantee_words(case, head)
        case _:
            return _types_words(case, head, tail)


def _step_words(case: Case, step: PhaseStep) -> Words:
    when = when_text(phases_of(case), step.at)
    if step.is_expiry:
        return phrase(
            "{place}, in {when}, the truce runs out, and {who} moves",
            place=place_words(case, step.id),
            when=when,
            who=actor_name(case, step.actor),
        )
    over = {own.asset: (own.amount.low, own.amount.high) for own in step.delivers}
    return phrase(
        "{place}, in {when}, {who} {what}",
        place=place_words(case, step.id),
        when=when,
        who=actor_name(case, step.actor),
        what=phrase("hands over {x}", x=amounts_words(case, over)) if over else "moves",
    )


_LINKS = {Link.ABOVE: "; then ", Link.AT_LEAST: "; then, or level with it, ", Link.EQUAL: "; level with it, "}


def _chain(things: Sequence[Words], links: Sequence[Link]) -> Words:
    parts = list(things[0])
    for link, thing in zip(links, things[1:], strict=True):
        parts.extend((*phrase(_LINKS[link]), *thing))
    return tuple(parts)


def _stake(stakes: Sequence[Stake], actor: str, rest: str) -> Stake:
    kind, _, of = rest.partition(".")
    return next(s for s in stakes if s.actor == actor and s.kind.value == kind and (s.of or "") == of)


_STAKES = {
    StakeKind.PEACE: "the kept peace is worth {n} to {who}",
    StakeKind.NO_DEAL: "no deal is worth {n} to {who}",
    StakeKind.FIGHTING: "resumed fighting, before what is held and time, is worth {n} to {who}",
    StakeKind.REGROUPING: "each {unit} of truce adds {n} to what resumed fighting is worth to {who}",
    StakeKind.FIRST_STRIKE: "breaking first is worth {n} more to {who}",
    StakeKind.VICTIM_LOSS: "being broken with costs {who} {n}",
    StakeKind.DISCOUNT: "what comes a {unit} later counts {n} as much to {who}",
    StakeKind.SIGNING_PAYMENT: "signing brings {who} {n}",
    StakeKind.COMPLETION_PAYMENT: "having kept all to the end brings {who} {n}",
}


def stake_words(case: Case, stake: Stake) -> Words:
    """What a number of the stakes says, as a clause."""
    phases = phases_of(case)
    n, who = estimate_words(stake.value), actor_name(case, stake.actor)
    if stake.kind in _STAKES:
        return phrase(_STAKES[stake.kind], n=n, who=who, unit=phases.unit)
    of = stake.of or ""
    if any(step.id == of for step in phases.steps):
        return phrase("what happens {place} is worth {n} to {who}", place=place_words(case, of), n=n, who=who)
    thing, one = name(phases.asset(of).name), _each(phases, of)
    if stake.kind is StakeKind.LEVERAGE:
        return phrase(
            "{one} “{x}” still held adds {n} to what resumed fighting is worth to {who}", one=one, x=thing, n=n, who=who
        )
    return phrase("{one} “{x}” handed over is worth {n} to {who}", one=one, x=thing, n=n, who=who)


_STAKE_NAMES = {
    StakeKind.PEACE: "the worth of the kept peace to {who}",
    StakeKind.NO_DEAL: "the worth of no deal to {who}",
    StakeKind.FIGHTING: "the worth of resumed fighting to {who}, before what is held and time,",
    StakeKind.REGROUPING: "what each {unit} of truce adds to resumed fighting for {who}",
    StakeKind.FIRST_STRIKE: "the gain of {who} by breaking first",
    StakeKind.VICTIM_LOSS: "the loss of {who} when broken with",
    StakeKind.DISCOUNT: "how much less what comes a {unit} later counts to {who}",
    StakeKind.SIGNING_PAYMENT: "what signing brings {who}",
    StakeKind.COMPLETION_PAYMENT: "what having kept all to the end brings {who}",
}


def stake_name(case: Case, stake: Stake) -> Words:
    """What a number of the stakes is a number of."""
    phases = phases_of(case)
    who = actor_name(case, stake.actor)
    if stake.kind in _STAKE_NAMES:
        return phrase(_STAKE_NAMES[stake.kind], who=who, unit=phases.unit)
    of = stake.of or ""
    if any(step.id == of for step in phases.steps):
        return phrase("the worth to {who} of what happens {place}", who=who, place=place_words(case, of))
    thing, one = name(phases.asset(of).name), _each(phases, of)
    if stake.kind is StakeKind.LEVERAGE:
        return phrase("what {one} “{x}” still held adds to resumed fighting for {who}", one=one, x=thing, who=who)
    return phrase("the worth to {who} of {one} “{x}” handed over", one=one, x=thing, who=who)


def _each(phases: Phases, asset: str) -> str:
    """What is counted; people are no units."""
    return "each of" if phases.asset(asset).is_indivisible else "each unit of"


def _guarantee_words(case: Case, guarantee_id: str) -> Words:
    guarantee = next(g for g in phases_of(case).guarantees if g.id == guarantee_id)
    where = join([place_words(case, step) for step in guarantee.at], last="or")
    found_out = likelihood_words(Likelihood(low=guarantee.detection.low, high=guarantee.detection.high))
    is_sure = guarantee.detection.low == 1
    return phrase(
        "a break by {who}{where} costs it {n}{by}{found}",
        who=actor_name(case, guarantee.on),
        where=phrase(" {x}", x=where) if guarantee.at else "",
        n=estimate_words(guarantee.penalty),
        by=phrase(", by {x}", x=actor_name(case, guarantee.by)) if guarantee.by else "",
        found="" if is_sure else f", found out in {found_out} cases",
    )


def _types_words(case: Case, actor: str, rest: str) -> Words:
    two = next(types for types in phases_of(case).types if types.actor == actor)
    if rest and rest != "regroups":
        said = stake_words(case, _stake(two.stakes, actor, rest))
        return phrase("if it means to use the truce, {x}", x=said)
    likely = likelihood_words(Likelihood(low=two.regroups.low, high=two.regroups.high))
    return phrase("that {who} means to use the truce is judged {n}", who=actor_name(case, actor), n=likely)
