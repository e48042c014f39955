"""Concepts beyond the six in words: strong and weak stability, and what was asked for by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from detente.explanation.explanation import Sentence
from detente.explanation.move_words import state_words
from detente.explanation.stability_phrases import in_share, readings_words
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, join, phrase
from detente.model.move import Comparison, Ranking
from detente.model.move import Step as Link
from detente.questions.stability.coalitions import CoalitionConcept
from detente.questions.stability.finding import Share, StabilityFinding
from detente.questions.stability.further import Further

__all__ = ["asks", "further_sentences", "how_often"]

NAMED = 3
"""Most states named that rest on how actors see each other."""

_EXTENSIONS = {
    "a": "who may gain leaves, only what is surely no better deters",
    "b": "only who surely gains leaves, only what is surely no better deters",
    "c": "who may gain leaves, what may be no better deters",
    "d": "only who surely gains leaves, what may be no better deters",
}

_COALITIONS = {
    CoalitionConcept.CNASH: "no coalition with it has a better end in reach",
    CoalitionConcept.CGMR: "every better end of a coalition with it can be answered",
    CoalitionConcept.CSMR: "answered, and no way out of the answer for the coalition",
    CoalitionConcept.CSEQ: "answered by what other coalitions have reason to do",
}


def asks(concept: Further) -> str:
    """What a further concept asks, in a few words."""
    if concept.strength == "strong":
        return "only a great loss deters"
    if concept.strength == "weak":
        return "stable, and not by great losses alone"
    if concept.is_seen:
        return "each judges by what it takes the others to prefer"
    if concept.unknown is not None:
        return _EXTENSIONS[concept.unknown]
    if concept.coalition is not None:
        return _COALITIONS[concept.coalition]
    if concept.horizon:
        moves = "move" if concept.horizon == 1 else "moves"
        return f"nothing gained, {concept.horizon} {moves} ahead, at the worst of what may follow"
    return "nothing gained, however many moves ahead, at the worst of what may follow"


def how_often(finding: StabilityFinding, share: Share) -> str:
    """``holds``, with a count where readings differ."""
    if not readings_words(finding):
        return "holds" if share.is_certain else "does not hold" if share.is_never else "may hold or not"
    return "never holds" if share.is_never else f"holds {in_share(finding, share)}"


def further_sentences(telling: Telling, finding: StabilityFinding) -> Iterator[Sentence]:
    """How the status quo fares by strength, then under what was asked for by name, then what could not be asked."""
    records = dict(_great(telling))
    keys = ["moves.status_quo", *(key for own in records.values() for key in own)]
    strong = _groups(finding, lambda c: c.strength == "strong", lambda c: c.name.removeprefix("strong "))
    weak = _groups(finding, lambda c: c.strength == "weak", lambda c: c.name.removeprefix("weak "))
    if strong:
        yield telling.say("Strongly stable, where only a great loss (`>>` in the record) deters: it {x}.", keys, x=strong)
    if weak:
        yield telling.say("Weakly stable, which is stable but not strongly so: it {x}.", keys, x=weak)
    without = [actor for actor in finding.actors if actor not in records]
    if strong and without:
        yield telling.say(
            "Nothing on record is a great loss to {who}: {strongly} stable for {them} is only a state with no better move.",
            strongly="known to be strongly" if finding.has_unknown else "strongly",
            who=join([actor_name(telling.case, actor) for actor in without]),
            them="that actor" if len(without) == 1 else "them",
        )
    yield from _as_seen(telling, finding)
    asked = _groups(finding, lambda c: c.strength is None and not c.is_seen, lambda c: c.name)
    if asked:
        yield telling.say("By the further concepts asked for, it {x}.", telling.move_keys, x=asked)
    for left in finding.not_asked:
        yield telling.say("{concept} was not asked: {why}.", concept=left.concept, why=left.reason)


def _as_seen(telling: Telling, finding: StabilityFinding) -> Iterator[Sentence]:
    """How the status quo fares where each judges by what it takes others to prefer, and what rests on that."""
    case, shares = telling.case, finding.shares
    how = _groups(finding, lambda c: c.is_seen, lambda c: c.name.removeprefix("seen "))
    moves = case.moves
    if not any(c.is_seen for c in finding.further) or shares is None or moves is None:
        return
    pairs = dict.fromkeys((p.seen_by, p.actor) for p in moves.preferences if p.seen_by is not None)
    keys = [f"moves.preferences.{p.id}" for p in moves.preferences if p.seen_by is not None]
    yield telling.say(
        "Not everyone sees the conflict as it is told here: {views}. With each judging as it sees it{x}.",
        [*(() if finding.status_quo is None else ("moves.status_quo",)), *keys],
        views=join(
            [
                phrase("{who} takes {other} to want something else", who=actor_name(case, o), other=actor_name(case, a))
                for o, a in pairs
            ]
        ),
        x=phrase(", it {how}", how=how) if how else phrase(" the equilibria are other ones"),
    )
    seen = f"seen {finding.concept.value}"
    if seen not in shares.concepts:
        return
    told, mistaken = set(shares.equilibria(finding.concept)), set(shares.equilibria(seen))
    only = [state for state in finding.states if state in mistaken - told]
    lost = [state for state in finding.states if state in told - mistaken]
    for states, words in (
        (only, "only as each sees it"),
        (lost, "only if all saw it as it is told here"),
    ):
        if states:
            named = [state_words(case, state) for state in states[:NAMED]]
            more = [phrase("{n} more", n=str(len(states) - NAMED))] if len(states) > NAMED else []
            yield telling.say(
                "At rest {words} ({concept}): {states}.",
                keys,
                words=words,
                concept=finding.concept.value,
                states=join([*named, *more]),
            )


def _groups(finding: StabilityFinding, is_meant: Callable[[Further], bool], called: Callable[[Further], str]) -> Words:
    """``holds under GMR, SMR and does not hold under SEQ``; empty if nothing is meant."""
    found: dict[str, list[str]] = {}
    for concept in finding.further:
        share = finding.holds(concept.name)
        if share is not None and is_meant(concept):
            found.setdefault(how_often(finding, share), []).append(called(concept))
    return join([phrase("{how} under {names}", how=how, names=", ".join(names)) for how, names in found.items()]) if found else ()


def _great(telling: Telling) -> Iterator[tuple[str, Sequence[str]]]:
    """Actors that greatly prefer some state, with the records that say so."""
    moves = telling.case.moves
    for actor in () if moves is None else moves.movers:
        keys = [
            f"moves.preferences.{s.id}"
            for s in (() if moves is None else moves.preferences_of(actor))
            if isinstance(s, Ranking | Comparison) and Link.GREATLY in s.steps
        ]
        if keys:
            yield actor, keys
