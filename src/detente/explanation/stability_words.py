"""Whether the deadlock holds itself in place, in sentences: who would leave it, what answers that, and what would change it.

A threat is told because it is on record, as a fact and a cost. That an actor takes an action is never told as a way
out: changes are commitments, comparisons and moves made together (see ``status_changes``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from detente.explanation.explanation import Chapter, Sentence
from detente.explanation.move_words import state_words
from detente.explanation.stability_changes_words import change_sentences
from detente.explanation.stability_deals_words import deal_sentences
from detente.explanation.stability_departure_words import departure_sentences
from detente.explanation.stability_further_words import further_sentences, how_often
from detente.explanation.stability_left_out import left_out_sentences
from detente.explanation.stability_phrases import actor_keys, in_ways, readings_words
from detente.explanation.stability_tables import SHOWN, charts, tables
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, capital, join, phrase
from detente.model.case import Case
from detente.model.verdict import Verdict
from detente.questions.stability.concepts import Concept
from detente.questions.stability.finding import Share, StabilityFinding

__all__ = ["TITLE", "stability_chapter"]

TITLE = "Does the deadlock hold itself in place?"

HINGES = 2
"""Comparisons told on which the answer turns."""

TOGETHER = 2
"""Most concepts told in one sentence."""

_CONCEPTS = {
    Concept.GMR: "counting any answer, even one that costs whoever gives it (GMR)",
    Concept.SMR: "counting only answers the mover cannot get out of (SMR)",
    Concept.SSEQ: "counting only answers others have reason to give and the mover cannot get out of (SSEQ)",
    Concept.SIM: "counting what others gain by moving at the same time (SIM)",
    Concept.NASH: "counting no answer at all (Nash stability, R)",
}


def stability_chapter(
    telling: Telling, finding: StabilityFinding, *, before: Case | None = None, most_states: int = SHOWN
) -> Chapter | None:
    """The chapter; ``None`` for a case without moves.

    Where something the moves rest on is withheld, only the verdict and its share are told. ``before`` is the whole case where
    the one told is that of an earlier day: what that day leaves out of the moves is named. The table of states has
    ``most_states`` at most: those that matter most.
    """
    if telling.case.moves is None:
        return None
    if telling.are_moves_withheld:
        return Chapter(key="stability", title=TITLE, sentences=tuple(_withheld(telling, finding)))
    left_out = () if before is None else tuple(left_out_sentences(telling, before))
    model = finding.model
    if model is None:
        return Chapter(key="stability", title=TITLE, sentences=(*_verdict(telling, finding), *left_out))
    sentences = (
        *_verdict(telling, finding),
        *departure_sentences(telling, finding, model),
        *_hinges(telling, finding),
        *deal_sentences(telling, finding, model),
        *change_sentences(telling, finding, model),
        *left_out,
    )
    return Chapter(
        key="stability",
        title=TITLE,
        sentences=sentences,
        charts=charts(telling, finding),
        tables=tables(telling, finding, most_states),
    )


# -- the verdict -----------------------------------------------------------------------------------


def _withheld(telling: Telling, finding: StabilityFinding) -> Iterator[Sentence]:
    yield telling.say("The moves, or what they rest on, are withheld in part, so only the verdict is told.")
    held = finding.holds()
    if held is None:
        yield telling.say("It could not be asked whether things would stay as they are.")
        return
    if finding.verdict in (Verdict.HOLDS, Verdict.FAILS):
        yield telling.say(
            "Yes: the way things stand holds itself in place."
            if held.is_certain
            else "No: the way things stand does not hold itself in place."
        )
        return
    yield _headline(telling, finding, held, phrase("the way things stand"), (), finding.verdict)


def _verdict(telling: Telling, finding: StabilityFinding) -> Iterator[Sentence]:
    held = finding.holds()
    if held is None or finding.status_quo is None:
        yield telling.say("Whether anyone would leave where things stand was not asked: {why}.", why=finding.reason or "")
        return
    stands = state_words(telling.case, finding.status_quo)
    yield _headline(telling, finding, held, stands, telling.move_keys, finding.verdict)
    if finding.has_unknown:
        yield telling.say(
            "Some comparisons of states are not known, so of two figures the lower is the share in which it holds however they"
            " turn out, the higher the share in which it may."
            if readings_words(finding)
            else "Some comparisons of states are not known. What hangs on them is told as not known."
        )
    yield from _by_concept(telling, finding)
    yield from further_sentences(telling, finding)


def _by_concept(telling: Telling, finding: StabilityFinding) -> Iterator[Sentence]:
    """How far the answer hangs on which answers are counted: a sentence for each way it turns out."""
    groups: dict[str, list[Concept]] = {}
    for concept in (finding.concept, *_CONCEPTS):
        share = finding.holds(concept) if finding.shares is not None and concept in finding.shares.concepts else None
        if share is not None:
            groups.setdefault(how_often(finding, share), []).append(concept)
    if len(groups) == 1:
        yield telling.say(
            "That is so whichever answers are counted: {concepts}.",
            concepts=", ".join(c.value for c in next(iter(groups.values()))),
        )
        return
    yield telling.say("That is by answers others have reason to give (SEQ).")
    for how, own in groups.items():
        others = [c for c in own if c is not finding.concept]
        is_same = len(others) < len(own)
        for chosen in (others[k : k + TOGETHER] for k in range(0, len(others), TOGETHER)):
            yield telling.say(
                "{concepts}, it{too} {how}.",
                concepts=join([phrase(_CONCEPTS[c]) for c in chosen]),
                too=" also" if is_same else "",
                how=how,
            )


def _headline(
    telling: Telling, finding: StabilityFinding, held: Share, stands: Words, keys: Sequence[str], verdict: Verdict
) -> Sentence:
    unit = readings_words(finding)
    if verdict is Verdict.HOLDS:
        is_answered = any(d.concept is finding.concept for d in finding.departures)
        return telling.say(
            "Yes: {stands} holds itself in place{all}. {why}.",
            keys,
            stands=stands,
            all=f" in all {unit}" if unit else "",
            why="Whoever gains by leaving it gains only until others answer"
            if is_answered
            else "Nobody gains by a move of its own from there",
        )
    if verdict is Verdict.FAILS:
        return telling.say(
            "No: {stands} does not hold itself in place. Someone gains by leaving it, and no answer others have reason to"
            " give takes the gain away{all}.",
            keys,
            stands=stands,
            all=f", in all {unit}" if unit else "",
        )
    if not unit:
        return telling.say(
            "It depends on comparisons of states that are not known whether {stands} holds itself in place.", keys, stands=stands
        )
    if verdict is Verdict.UNDETERMINED:
        return telling.say(
            "{stands} holds itself in place {ways} drawn. Not all there are were looked at, so this is no proof.",
            keys,
            stands=capital(stands),
            ways=in_ways(finding, held),
        )
    return telling.say(
        "It depends on what the record leaves open: {stands} holds itself in place {ways}. That counts ways of"
        " filling the gaps in the record; it is not the chance of anything.",
        keys,
        stands=stands,
        ways=in_ways(finding, held),
    )


def _hinges(telling: Telling, finding: StabilityFinding) -> Iterator[Sentence]:
    """Comparisons the answer turns on; of those that say the same, the first."""
    seen: set[tuple[str, Fraction, Fraction]] = set()
    told = []
    ends = {answer.sanction.outcome for d in finding.departures if d.concept is finding.concept for answer in d.answers}
    for hinge in sorted(finding.hinges, key=lambda h: (-h.swing, h.state not in ends)):
        sign = (hinge.actor, hinge.holds_if, hinge.holds_otherwise)
        if sign not in seen:
            seen.add(sign)
            told.append(hinge)
    for hinge in told[:HINGES]:
        yield telling.say(
            "Much turns on whether {who} would rather have {state} than things as they are: if so, the standstill"
            " {yes}, if not, it {no}.",
            ["moves.status_quo", *actor_keys(telling, hinge.actor)],
            who=actor_name(telling.case, hinge.actor),
            state=state_words(telling.case, hinge.state),
            yes=how_often(finding, Share(least=hinge.holds_if, most=hinge.holds_if)),
            no=how_often(finding, Share(least=hinge.holds_otherwise, most=hinge.holds_otherwise)),
        )
