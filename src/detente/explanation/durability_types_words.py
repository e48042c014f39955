"""A party that may mean to use the truce, in sentences: how sure the others must be of it, and what would tell."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from detente.explanation.explanation import Sentence
from detente.explanation.phase_words import place_words, points
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, in_100, phrase
from detente.questions.durability.beliefs import BeliefThreshold
from detente.questions.durability.equilibria import Equilibrium
from detente.questions.durability.finding import DurabilityFinding, TypesFinding

__all__ = ["types_sentences"]

OUTCOMES = 3
"""Most ways it may be played told."""


def types_sentences(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    """For each party with two types: thresholds, ways it may be played with the beliefs behind them, a step that tells."""
    for own in finding.types:
        who = actor_name(telling.case, own.actor)
        if own.why_not is not None:
            template = "What it changes that {who} may be of two kinds was not looked at: {why}."
            yield telling.say(template, own.records, who=who, why=own.why_not)
            continue
        yield _prior(telling, own)
        for threshold in own.thresholds:
            told = _threshold(telling, own, threshold)
            if told is not None:
                yield told
        yield from _outcomes(telling, own)
        yield from _screening(telling, own)


def _prior(telling: Telling, own: TypesFinding) -> Sentence:
    low, middle, high = (float(prior) for prior in own.priors)
    likely = in_100(low) if low == high else f"{in_100(low).removesuffix(' of 100')} to {in_100(high)}, {in_100(middle)} below"
    return telling.say(
        "{who} may be one that means to keep the agreement or one that means to use the truce; the second is judged {n}.",
        own.records,
        who=actor_name(telling.case, own.actor),
        n=likely,
    )


def _threshold(telling: Telling, own: TypesFinding, found: BeliefThreshold) -> Sentence | None:
    """How sure a mover must be; ``None`` where it goes on whatever it believes."""
    if found.low == 0 and found.high == 1:
        return None
    where, mover = place_words(telling.case, found.name), actor_name(telling.case, found.mover)
    who = actor_name(telling.case, own.actor)
    if found.high is None or found.low is None:
        return telling.say("{where}, {mover} goes on with neither kind of {who}.", own.records, where=where, mover=mover, who=who)
    if found.high == 0:
        template = "{where}, {mover} goes on only if it is sure that {who} does not mean to use the truce."
        return telling.say(template, own.records, where=where, mover=mover, who=who)
    if found.low > 0:
        return telling.say(
            "{where}, {mover} goes on only where the one that uses the truce is at least {edge} likely.",
            own.records,
            edge=in_100(float(found.low)),
            where=where,
            mover=mover,
        )
    return telling.say(
        "{where}, {mover} goes on only if it holds it at most {edge} likely that {who} uses the truce: going on is worth {s} with"
        " one that keeps it and {r} with one that does not, leaving {b}.",
        own.records,
        edge=in_100(float(found.high)),
        s=points(found.if_sincere),
        r=points(found.if_regrouping),
        b=points(found.leaving_if_sincere),
        where=where,
        mover=mover,
        who=who,
    )


def _outcomes(telling: Telling, own: TypesFinding) -> Iterator[Sentence]:
    """Ways it may be played, each with what must be believed; of alike ones the first."""
    every = [(equilibrium, False) for equilibrium in own.pure] + [(equilibrium, True) for equilibrium in own.mixed]
    if not every:
        yield telling.say("No way to play it without mixing was found in which everybody's beliefs bear out.", own.records)
        return
    seen: set[tuple[Fraction, Fraction]] = set()
    told = 0
    for equilibrium, is_mixed in every:
        if equilibrium.kept_probability in seen or told == OUTCOMES:
            continue
        seen.add(equilibrium.kept_probability)
        told += 1
        yield _outcome(telling, own, equilibrium, is_mixed=is_mixed)


def _outcome(telling: Telling, own: TypesFinding, found: Equilibrium, *, is_mixed: bool) -> Sentence:
    prior = own.priors[1]
    kept = (1 - prior) * found.kept_probability[0] + prior * found.kept_probability[1]
    way = _MIXED if is_mixed else "Played one way"
    if set(found.kept_probability) in ({Fraction(0)}, {Fraction(1)}):
        is_kept = found.kept_probability[0] == 1
        return telling.say("{way}, the agreement is {kept}.", own.records, way=way, kept="kept" if is_kept else "not kept")
    off = [belief for belief in found.beliefs if not belief.is_on_path]
    return telling.say(
        "{way}, the agreement is kept with a probability of {kept}: {sincere} with one that means it, {regrouping} with one that"
        " does not{off}.",
        own.records,
        way=way,
        kept=in_100(float(kept)),
        sincere=in_100(float(found.kept_probability[0])),
        regrouping=in_100(float(found.kept_probability[1])),
        off=_off_path(off[0].low, off[0].high) if off else "",
    )


_MIXED = "It may be played so that some choices are mixed, as each makes the other indifferent; then"


def _off_path(low: Fraction, high: Fraction) -> Words | str:
    if low == 0 and high == 1:
        return "; what is believed after steps nobody takes plays no part"
    between = in_100(float(low)) if low == high else f"{in_100(float(low)).removesuffix(' of 100')} to {in_100(float(high))}"
    return phrase("; it takes that after a step nobody is to take, the one that uses the truce is held {x} likely", x=between)


def _screening(telling: Telling, own: TypesFinding) -> Iterator[Sentence]:
    """A cost at a step that only the sincere type would bear."""
    some = [step for step in own.screening if not step.is_empty]
    who = actor_name(telling.case, own.actor)
    if not some:
        yield telling.say("No cost at any of its steps would tell the two kinds of {who} apart.", own.records, who=who)
        return
    first = some[0]
    low = max(first.above, Fraction(0))
    yield telling.say(
        "A step that costs {who} more than {low} and at most {high} {where} would tell: only one that means to keep the agreement"
        " would bear it.",
        own.records,
        who=who,
        low=points(low),
        high=points(first.up_to),
        where=place_words(telling.case, first.name),
    )
