"""Who would leave the status quo, and what answers that, in sentences; what is not known is told as not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from detente.explanation.explanation import Sentence
from detente.explanation.move_words import moves_of, step_words
from detente.explanation.stability_phrases import action_keys, actor_keys, in_share, readings_words, step_keys
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, join, phrase, plural
from detente.model.move import Unknown, Unstated
from detente.questions.stability.concepts import Concept
from detente.questions.stability.finding import Answer, Departure, Share, StabilityFinding
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.witness import Sanction

__all__ = ["departure_sentences"]

DEPARTURES = 4
"""Improvements told in sentences."""


def departure_sentences(telling: Telling, finding: StabilityFinding, model: GraphModel) -> Iterator[Sentence]:
    """Who gains nothing by a move of its own, who would gain, of whom that is not known, and the answers."""
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
    sure = sorted((d for d in own if d.share.least), key=lambda d: (-d.share.least, -d.unanswered.most))
    for departure in sure[:DEPARTURES]:
        yield from _departure(telling, finding, model, departure)
    if len(sure) > DEPARTURES:
        n = len(sure) - DEPARTURES
        yield telling.say("{n} in the table.", n=plural(n, "further improvement is", "further improvements are"))
    for actor in finding.actors:
        yield from _not_known(telling, finding, model, [d for d in own if d.improvement.actor == actor and not d.share.least])


def _departure(telling: Telling, finding: StabilityFinding, model: GraphModel, departure: Departure) -> Iterator[Sentence]:
    """An improvement that is known to be one, at least in some readings."""
    case, step = telling.case, departure.improvement
    who, does = actor_name(case, step.actor), step_words(case, model, step)
    keys = ["moves.status_quo", *step_keys(telling, model, [step, *(s for a in departure.answers for s in a.sanction.steps)])]
    one = not readings_words(finding)
    if not one or departure.unanswered.most:
        yield telling.say(
            "{who} would gain by {does}{share}{rest}.",
            keys,
            who=who,
            does=does,
            share="" if one else f" {in_share(finding, departure.share)}",
            rest=_unanswered(finding, departure),
        )
    yield from _answers(telling, finding, model, departure)
    if one and not departure.answers:
        yield from _costly(telling, finding, model, departure)


def _answers(telling: Telling, finding: StabilityFinding, model: GraphModel, departure: Departure) -> Iterator[Sentence]:
    """The most frequent answer to an improvement, if it is one."""
    answers, step = departure.answers, departure.improvement
    if not answers:
        return
    if not departure.share.least:
        conditional = "If that is so, {answer}, which {leaves} {who} no better off than now."
    else:
        conditional = "If {who} moves by {does}, {answer}, which {leaves} {who} no better off than now{how}."
    more = sum((answer.share for answer in answers[1:]), Fraction(0))
    shares = [in_share(finding, Share(least=s, most=s)) for s in (answers[0].share, more)]
    how = f" ({shares[0]}; {shares[1]} another answer does)" if more else f" ({shares[0]})"
    can, leaves = ("can", "leaves") if answers[0].is_certain else ("may", "may leave")
    yield telling.say(
        conditional,
        _answer_keys(telling, finding, model, departure, answers),
        who=actor_name(telling.case, step.actor),
        does=step_words(telling.case, model, step),
        answer=_answer(telling, model, answers[0].sanction, can),
        leaves=leaves,
        how=how if readings_words(finding) else "",
    )


def _answer_keys(
    telling: Telling, finding: StabilityFinding, model: GraphModel, departure: Departure, answers: Sequence[Answer]
) -> list[str]:
    step = departure.improvement
    own = step_keys(telling, model, [step]) if departure.share.least else action_keys(telling, model, [step])
    told = answers if readings_words(finding) else answers[:1]
    return ["moves.status_quo", *own, *step_keys(telling, model, [s for a in told for s in a.sanction.steps])]


def _not_known(
    telling: Telling, finding: StabilityFinding, model: GraphModel, open_ones: Sequence[Departure]
) -> Iterator[Sentence]:
    """Moves of one actor of which nothing says whether it gains by them: no preference of it is cited, as none is known."""
    if not open_ones:
        return
    actor = open_ones[0].improvement.actor
    told = open_ones[:DEPARTURES]
    steps = [departure.improvement for departure in told]
    unknown = (s for s in moves_of(telling.case).preferences_of(actor) if isinstance(s, Unknown | Unstated))
    keys = ["moves.status_quo", *action_keys(telling, model, steps), *(f"moves.preferences.{s.id}" for s in unknown)]
    left = len(open_ones) - len(told)
    yield telling.say(
        "It is not known whether {who} would gain by {does}{more}.",
        keys,
        who=actor_name(telling.case, actor),
        does=join([step_words(telling.case, model, step) for step in steps], last="or by"),
        more=f", or by {plural(left, 'further move', 'further moves')}" if left else "",
    )
    if len(open_ones) == 1:
        yield from _answers(telling, finding, model, open_ones[0])
    elif all(departure.answers and departure.answers[0].is_certain for departure in open_ones):
        yield telling.say("Each of these could be answered so that nothing would be gained in the end.", keys)
    elif not any(departure.answers for departure in open_ones):
        yield telling.say("No answer others have reason to give would take such a gain away.", keys)


def _costly(telling: Telling, finding: StabilityFinding, model: GraphModel, departure: Departure) -> Iterator[Sentence]:
    """An answer nobody has reason to give, where only such a one there is."""
    same = (d for d in finding.departures if d.concept is Concept.GMR and d.improvement == departure.improvement)
    for answer in (a for d in same for a in d.answers[:1]):
        yield telling.say(
            "There is an answer, but giving it is not in the interest of everyone it takes: {answer}. It would leave {who} no"
            " better off than now.",
            step_keys(telling, model, [departure.improvement, *answer.sanction.steps]),
            who=actor_name(telling.case, departure.improvement.actor),
            answer=_answer(telling, model, answer.sanction),
        )


def _unanswered(finding: StabilityFinding, departure: Departure) -> str:
    open_share = departure.unanswered
    one = not readings_words(finding)
    if open_share.is_never:
        return ", and each time there is an answer"
    if not open_share.least and one:
        return "; whether an answer takes the gain away is not known"
    where = "" if open_share == departure.share else f"{in_share(finding, open_share)} "
    return f"{', and' if one else ';'} {where}no answer others have reason to give takes the gain away"


def _answer(telling: Telling, model: GraphModel, sanction: Sanction, can: str = "can") -> Words:
    parts = [
        phrase(
            f"{{who}} {can} answer by {{does}}", who=actor_name(telling.case, s.actor), does=step_words(telling.case, model, s)
        )
        for s in sanction.steps
    ]
    return join(parts, last="and then")
