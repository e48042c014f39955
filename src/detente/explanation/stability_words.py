"""Whether the deadlock holds itself in place, in sentences: who would leave it, what answers that, and what would change it.

A threat is told because it is on record, as a fact and a cost. That an actor takes an action is never told as a way
out: changes are commitments, comparisons and moves made together (see ``status_changes``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from detente.explanation.explanation import Chapter, Sentence
from detente.explanation.move_words import state_words, step_words
from detente.explanation.stability_changes_words import change_sentences
from detente.explanation.stability_deals_words import deal_sentences
from detente.explanation.stability_phrases import actor_keys, of_100, readings_words, semicolons, share_range, step_keys
from detente.explanation.stability_tables import charts, tables
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, join, phrase, plural
from detente.model.verdict import Verdict
from detente.questions.stability.concepts import Concept
from detente.questions.stability.finding import Departure, Share, StabilityFinding
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.witness import Sanction

__all__ = ["TITLE", "stability_chapter"]

TITLE = "Does the deadlock hold itself in place?"

DEPARTURES = 4
"""Improvements told in sentences."""

HINGES = 2
"""Comparisons told on which the answer turns."""

_CONCEPTS = {
    Concept.GMR: "counting any answer, even one that costs whoever gives it (GMR)",
    Concept.SMR: "counting only answers the mover cannot get out of (SMR)",
    Concept.SSEQ: "counting only answers others have reason to give and the mover cannot get out of (SSEQ)",
    Concept.SIM: "counting what others gain by moving at the same time (SIM)",
    Concept.NASH: "counting no answer at all (Nash stability, R)",
}


def stability_chapter(telling: Telling, finding: StabilityFinding) -> Chapter | None:
    """The chapter; ``None`` for a case without moves.

    Where something the moves rest on is withheld, only the verdict and its share are told.
    """
    if telling.case.moves is None:
        return None
    if telling.are_moves_withheld:
        return Chapter(key="stability", title=TITLE, sentences=tuple(_withheld(telling, finding)))
    model = finding.model
    if model is None:
        return Chapter(key="stability", title=TITLE, sentences=tuple(_verdict(telling, finding)))
    sentences = (
        *_verdict(telling, finding),
        *_departures(telling, finding, model),
        *_hinges(telling, finding),
        *deal_sentences(telling, finding, model),
        *change_sentences(telling, finding, model),
    )
    return Chapter(
        key="stability",
        title=TITLE,
        sentences=sentences,
        charts=charts(telling, finding),
        tables=tables(telling, finding),
    )


# -- the verdict -----------------------------------------------------------------------------------


def _withheld(telling: Telling, finding: StabilityFinding) -> Iterator[Sentence]:
    yield telling.say("What it is told from is withheld in part, so only the verdict is told.")
    held = finding.holds()
    if held is None:
        yield telling.say("It could not be asked whether things would stay as they are.")
        return
    if finding.verdict in (Verdict.HOLDS, Verdict.FAILS):
        template = "Yes: it holds itself in place." if held.is_certain else "No: it does not hold itself in place."
        yield telling.say(template)
        return
    yield _headline(telling, finding, held, phrase("where things stand"), (), finding.verdict)


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
        )
    yield _by_concept(telling, finding)


def _by_concept(telling: Telling, finding: StabilityFinding) -> Sentence:
    """How far the answer hangs on which answers are counted."""
    groups: dict[str, list[Concept]] = {}
    for concept in (finding.concept, *_CONCEPTS):
        share = finding.holds(concept) if finding.shares is not None and concept in finding.shares.concepts else None
        if share is not None:
            groups.setdefault(_how_often(finding, share), []).append(concept)
    if len(groups) == 1:
        return telling.say(
            "That is so whichever answers are counted: {concepts}.",
            concepts=", ".join(c.value for c in next(iter(groups.values()))),
        )
    parts = [
        phrase(
            "{concepts}, it {how}", concepts=join([phrase(_CONCEPTS[c]) for c in concepts if c is not finding.concept]), how=how
        )
        for how, concepts in groups.items()
        if concepts != [finding.concept]
    ]
    return telling.say("That is by answers others have reason to give (SEQ). {rest}.", rest=_capital(semicolons(parts)))


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
            else "Nobody gains by leaving it alone",
        )
    if verdict is Verdict.FAILS:
        return telling.say(
            "No: {stands} does not hold itself in place. Someone can leave it for good, and no answer others have reason to"
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
            "{stands} holds itself in place in {share} {unit} drawn. Not all there are were looked at, so this is no proof.",
            keys,
            stands=_capital(stands),
            share=share_range(finding, held),
            unit=unit,
        )
    return telling.say(
        "It depends on what the record leaves open: {stands} holds itself in place in {share} {unit}. That counts ways of"
        " filling the gaps in the record; it is not the chance of anything.",
        keys,
        stands=stands,
        share=share_range(finding, held),
        unit=unit,
    )


def _how_often(finding: StabilityFinding, share: Share) -> str:
    """``holds``, with a count where readings differ."""
    if not readings_words(finding):
        return "holds" if share.is_certain else "does not hold" if share.is_never else "may hold or not"
    return f"holds in {share_range(finding, share)}"


def _capital(words: Words) -> Words:
    """Our own words with a capital where they open a sentence."""
    first = words[0]
    return (type(first)(first.text[:1].upper() + first.text[1:], first.kind), *words[1:])


# -- who would leave, and what answers -------------------------------------------------------------


def _departures(telling: Telling, finding: StabilityFinding, model: GraphModel) -> Iterator[Sentence]:
    if finding.status_quo is None:
        return
    own = [d for d in finding.departures if d.concept is finding.concept]
    leaving = {d.improvement.actor for d in own}
    content = [actor for actor in finding.actors if actor not in leaving]
    if content:
        yield telling.say(
            "Moving alone from there gains {who} nothing{how}.",
            ["moves.status_quo", *(key for actor in content for key in actor_keys(telling, actor))],
            who=join([actor_name(telling.case, actor) for actor in content], last="or"),
            how=", whichever way the wishes are ordered" if finding.from_orders else "",
        )
    told = sorted(own, key=lambda d: (-d.share, -d.unanswered))[:DEPARTURES]
    for departure in told:
        yield from _departure(telling, finding, model, departure)
    if len(own) > len(told):
        yield telling.say("{n} rarer.", n=plural(len(own) - len(told), "further improvement is", "further improvements are"))


def _departure(telling: Telling, finding: StabilityFinding, model: GraphModel, departure: Departure) -> Iterator[Sentence]:
    case, step = telling.case, departure.improvement
    who = actor_name(case, step.actor)
    answers = departure.answers
    keys = ["moves.status_quo", *step_keys(telling, model, [step, *(s for a in departure.answers for s in a.sanction.steps)])]
    does = step_words(case, model, step)
    one = not readings_words(finding)
    would = "may" if finding.has_unknown else "would"
    if one and not answers:
        yield telling.say(
            "{who} {would} gain by {does}, and no answer others have reason to give takes the gain away.",
            keys,
            who=who,
            would=would,
            does=does,
        )
        yield from _costly(telling, finding, model, departure)
        return
    if not one:
        yield telling.say(
            "{who} {would} gain by {does} in {share}{rest}.",
            keys,
            who=who,
            would=would,
            does=does,
            share=of_100(finding, departure.share),
            rest=_unanswered(finding, departure),
        )
    if answers:
        more = sum((answer.share for answer in answers[1:]), Fraction(0))
        yield telling.say(
            "If {who} moves by {does}, {answer}, which leaves {who} no better off than now{how}.",
            keys,
            who=who,
            does=does,
            answer=_answer(telling, model, answers[0].sanction, "may" if finding.has_unknown else "can"),
            how=""
            if one
            else f" (in {of_100(finding, answers[0].share)}; in {of_100(finding, more)} another answer does)"
            if more
            else f" (in {of_100(finding, answers[0].share)})",
        )


def _costly(telling: Telling, finding: StabilityFinding, model: GraphModel, departure: Departure) -> Iterator[Sentence]:
    """An answer nobody has reason to give, where only such a one there is."""
    same = (d for d in finding.departures if d.concept is Concept.GMR and d.improvement == departure.improvement)
    for answer in (a for d in same for a in d.answers[:1]):
        yield telling.say(
            "Only an answer whoever gives it would not gain by would leave {who} no better off than now: {answer}.",
            step_keys(telling, model, [departure.improvement, *answer.sanction.steps]),
            who=actor_name(telling.case, departure.improvement.actor),
            answer=_answer(telling, model, answer.sanction),
        )


def _unanswered(finding: StabilityFinding, departure: Departure) -> str:
    if not departure.unanswered:
        return ", and each time there is an answer"
    where = "" if departure.unanswered == departure.share else f"in {of_100(finding, departure.unanswered)} "
    return f"; {where}no answer others have reason to give takes the gain away"


def _answer(telling: Telling, model: GraphModel, sanction: Sanction, can: str = "can") -> Words:
    parts = [
        phrase(
            f"{{who}} {can} answer by {{does}}", who=actor_name(telling.case, s.actor), does=step_words(telling.case, model, s)
        )
        for s in sanction.steps
    ]
    return join(parts, last="and then")


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
            "Much turns on whether {who} would rather have {state} than things as they are: if so, the standstill holds in"
            " {yes}, if not, in {no}.",
            ["moves.status_quo", *actor_keys(telling, hinge.actor)],
            who=actor_name(telling.case, hinge.actor),
            state=state_words(telling.case, hinge.state),
            yes=of_100(finding, hinge.holds_if),
            no=of_100(finding, hinge.holds_otherwise),
        )
