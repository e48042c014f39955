"""A party that may mean to use the truce, in sentences: how sure the others must be of it, and what would tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from detente.explanation.explanation import Sentence
from detente.explanation.phase_words import phases_of, place_words, points
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, in_100, join, phrase, semicolons
from detente.model.phases import END
from detente.questions.durability.beliefs import BeliefThreshold
from detente.questions.durability.equilibria import Belief, Equilibrium
from detente.questions.durability.finding import DurabilityFinding, TypesFinding

__all__ = ["doubt_sentences", "types_sentences"]

OUTCOMES = 3
"""Most ways it may be played told."""


def doubt_sentences(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    """How likely the agreement is kept, a party being of two kinds; said beside the verdict, which takes it to mean it."""
    for own in finding.doubted:
        if own.why_not is not None:
            continue
        who = actor_name(telling.case, own.actor)
        if all(kept is not None and not kept[1] for kept in own.kept):
            template = "That {who} means to keep it is in doubt, and so the agreement is not kept, however it is played{base}."
            low, high = in_100(float(own.priors[0])), in_100(float(own.priors[2]))
            likely = low if low == high else f"{low.removesuffix(' of 100')} to {high}"
            base = f": it is held {likely} likely to use the truce"
            yield telling.say(template, own.records, who=who, base=base)
            continue
        told = [
            phrase(f"{_probability(kept)} where the one that uses the truce is {in_100(float(prior))} likely")
            for prior, kept in dict(zip(own.priors, own.kept, strict=True)).items()
        ]
        yield telling.say(
            "That {who} means to keep it is in doubt. According to how it is played, the agreement is kept {told}.",
            own.records,
            who=who,
            told=semicolons(told),
        )


def _probability(kept: tuple[Fraction, Fraction] | None) -> str:
    if kept is None:
        return "in no way that was found"
    low, high = kept
    if high == 0:
        return "not at all"
    if low == 1:
        return "for sure"
    return (
        f"with a probability of {in_100(float(low)).removesuffix(' of 100') + ' to ' if low < high else ''}{in_100(float(high))}"
    )


def types_sentences(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    """For each party with two types: thresholds, ways it may be played with the beliefs behind them, a step that tells."""
    if not finding.types:
        yield from _not_looked_at(telling)
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


def _not_looked_at(telling: Telling) -> Iterator[Sentence]:
    for two in phases_of(telling.case).types:
        yield telling.say(
            "What it changes that {who} may be of two kinds was not looked at: that takes the stakes of every party in numbers.",
            [f"phases.types.{two.actor}"],
            who=actor_name(telling.case, two.actor),
        )


def _prior(telling: Telling, own: TypesFinding) -> Sentence:
    low, middle, high = (float(prior) for prior in own.priors)
    likely = f"{in_100(low)} likely"
    if low != high:
        likely = f"{in_100(low).removesuffix(' of 100')} to {in_100(high)} likely; what follows takes {in_100(middle)}"
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
    alike: dict[tuple[object, ...], tuple[Equilibrium, bool]] = {}
    for equilibrium, is_mixed in every:
        key = (*equilibrium.kept_probability, *_ends(equilibrium))
        if key not in alike or len(_needed(equilibrium)) < len(_needed(alike[key][0])):
            alike[key] = equilibrium, is_mixed
    for equilibrium, is_mixed in list(alike.values())[:OUTCOMES]:
        yield _outcome(telling, own, equilibrium, is_mixed=is_mixed)


def _needed(found: Equilibrium) -> list[Belief]:
    """Beliefs the play rests on where it does not lead."""
    return [own for own in found.beliefs if not own.is_on_path and (own.low > 0 or own.high < 1)]


def _ends(found: Equilibrium) -> tuple[int | None, int | None]:
    """The first tick at which somebody is sure to leave, by type; ``None`` where there is none."""
    return _first_leave(found.sincere, found.others), _first_leave(found.regrouping, found.others)


def _first_leave(own: Sequence[Fraction], others: Sequence[Sequence[Fraction]]) -> int | None:
    return next((tick for tick, acts in enumerate(others) if min((own[tick], *acts)) == 0), None)


def _outcome(telling: Telling, own: TypesFinding, found: Equilibrium, *, is_mixed: bool) -> Sentence:
    if not is_mixed:
        return _pure(telling, own, found)
    prior = own.priors[1]
    kept = (1 - prior) * found.kept_probability[0] + prior * found.kept_probability[1]
    if set(found.kept_probability) in ({Fraction(0)}, {Fraction(1)}):
        is_kept = found.kept_probability[0] == 1
        return telling.say("{way}, the agreement is {kept}.", own.records, way=_MIXED, kept="kept" if is_kept else "not kept")
    return telling.say(
        "{way}, the agreement is kept with a probability of {kept}: {sincere} with one that means it, {regrouping} with one that"
        " does not{off}.",
        own.records,
        way=_MIXED,
        kept=in_100(float(kept)),
        sincere=in_100(float(found.kept_probability[0])),
        regrouping=in_100(float(found.kept_probability[1])),
        off=_off_path(telling, found),
    )


def _pure(telling: Telling, own: TypesFinding, found: Equilibrium) -> Sentence:
    """Where it ends with either kind."""
    sincere, regrouping = (_end_words(telling, tick) for tick in _ends(found))
    template = "Played one way, the agreement {sincere} with one that means it, and {regrouping} with one that does not{off}."
    if sincere == regrouping:
        template = "Played one way, the agreement {sincere} with either kind{off}."
    return telling.say(template, own.records, sincere=sincere, regrouping=regrouping, off=_off_path(telling, found))


def _end_words(telling: Telling, tick: int | None) -> Words:
    if tick is None:
        return phrase("is kept to its end")
    if tick == len(phases_of(telling.case).steps):
        return phrase("is left at the end")
    return phrase("ends {where}", where=_tick_words(telling, tick))


def _tick_words(telling: Telling, tick: int) -> Words:
    steps = phases_of(telling.case).steps
    return place_words(telling.case, steps[tick].id if tick < len(steps) else END)


_MIXED = "It may be played so that some choices are mixed, as each makes the other indifferent; then"


def _off_path(telling: Telling, found: Equilibrium) -> Words | str:
    """What must be believed where play does not lead."""
    needed = _needed(found)
    if not needed:
        return (
            "; what is believed where play does not lead makes no difference"
            if any(not b.is_on_path for b in found.beliefs)
            else ""
        )
    told = [
        phrase("{where} {x}", where=_tick_words(telling, own.tick), x=_likely(own.low, own.high))
        for own in needed
        if own.tick <= len(phases_of(telling.case).steps)
    ]
    return phrase(
        "; it takes that the one that uses the truce, should play get there all the same, is held this likely: {told}",
        told=join(told),
    )


def _likely(low: Fraction, high: Fraction) -> str:
    return in_100(float(low)) if low == high else f"{in_100(float(low)).removesuffix(' of 100')} to {in_100(float(high))}"


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
