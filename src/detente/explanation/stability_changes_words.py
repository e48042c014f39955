"""What would unsettle the status quo, and what would make an agreement hold, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.explanation.explanation import Sentence
from detente.explanation.move_words import action_words, changed_actions, state_words, step_words
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, in_100, join, phrase, plural
from detente.model.case import Case
from detente.questions.stability.changes import (
    ActionClosed,
    Change,
    CoalitionFormed,
    MoveAdded,
    MoveRemoved,
    PairReversed,
    Place,
    StateShifted,
)
from detente.questions.stability.finding import PossibleChange, StabilityFinding
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.option_form import Direction
from detente.questions.stability.ways_out import Goal
from detente.questions.stability.witness import Step

__all__ = ["change_sentences", "change_words"]

CHANGES = 3
"""Changes told for one goal and state."""

_PLACES = {Place.ABOVE: "just above", Place.LEVEL: "level with", Place.BELOW: "just below"}


def change_sentences(telling: Telling, finding: StabilityFinding, model: GraphModel) -> Iterator[Sentence]:
    """What it rests on, and commitments that would make an agreement hold."""
    if finding.status_quo is None:
        return
    case = telling.case
    told = _told(finding, Goal.UNSETTLE, finding.status_quo)
    for own in told:
        leads = [phrase("{who} {does}", who=actor_name(case, s.actor), does=step_words(case, model, s)) for s in own.leads]
        yield telling.say(
            "What it rests on: it would no longer hold{share} if {change}{leads}.",
            _keys(telling, own.change),
            share=_share(own),
            change=change_words(case, model, own.change),
            leads=phrase("; nothing others have reason to do would then answer {leads}", leads=join(leads, last="or"))
            if leads
            else "",
        )
    for deal in finding.tried:
        settling = _told(finding, Goal.SETTLE, deal)
        if not settling:
            yield telling.say(
                "No single change tried would make {deal} hold{where}.",
                deal=state_words(case, deal),
                where="" if finding.n_readings == 1 else " in a reading in which it does not now",
            )
        for own in settling:
            yield telling.say(
                "Once reached, {deal} would come to hold{share} if {change}.",
                _keys(telling, own.change),
                deal=state_words(case, deal),
                share=_share(own),
                change=change_words(case, model, own.change),
            )
    if told or any(c.goal is Goal.SETTLE for c in finding.changes):
        yield telling.say(
            "These are single changes tried on the moves on record. That someone takes an action is not among them: a threat is"
            " told as a fact and a cost, never as advice."
        )
    if finding.robustness is not None and finding.n_readings == 1 and finding.robustness.survives is not None:
        n = finding.robustness.survives
        yield telling.say(
            "As it is, it would hold however any one of them came to compare {n} of states otherwise."
            if n
            else "One comparison of states made otherwise can be enough for it not to hold.",
            n=plural(n, "pair"),
        )


def _told(finding: StabilityFinding, goal: Goal, state: str) -> Sequence[PossibleChange]:
    """The smallest changes of different kinds; in several readings only what means the same in each."""
    own = [c for c in finding.changes if c.goal is goal and c.state == state]
    if finding.n_readings > 1:
        own = [c for c in own if c.share]
    has_actions = any(isinstance(c.change, ActionClosed) for c in own)
    able = {gain.members for gain in finding.joint_gains if gain.share}
    found = [c for c in own if not (has_actions and isinstance(c.change, MoveRemoved))]
    found = [c for c in found if not isinstance(c.change, CoalitionFormed) or c.change.members in able]
    found.sort(key=lambda c: (c.size, -(c.share or 0)))
    return found[:CHANGES]


def _share(own: PossibleChange) -> str:
    if own.share is None or own.share == 1:
        return ""
    kind = "in which it holds" if own.goal is Goal.UNSETTLE else "in which it does not"
    return f" in {in_100(float(own.share))} of the ways {kind} now"


def _keys(telling: Telling, change: Change) -> tuple[str, ...]:
    match change:
        case ActionClosed(action=action):
            return (f"moves.actions.{action}",)
        case CoalitionFormed(members=members):
            movers: tuple[str, ...] = members
        case StateShifted(actor=actor) | PairReversed(actor=actor) | MoveRemoved(actor=actor) | MoveAdded(actor=actor):
            movers = (actor,)
    moves = telling.case.moves
    return () if moves is None else tuple(f"moves.preferences.{s.id}" for m in movers for s in moves.preferences_of(m))


def change_words(case: Case, model: GraphModel, change: Change) -> Words:
    """A change as a clause after ``if``."""
    match change:
        case ActionClosed(actor=actor, action=action, direction=Direction.TAKE):
            template = "{who}, once {a}, could not take it back"
            return phrase(
                template, who=actor_name(case, actor), a=phrase("it has taken the step {a}", a=action_words(case, action))
            )
        case ActionClosed(actor=actor, action=action):
            return phrase("{who} could not take the step {a}", who=actor_name(case, actor), a=action_words(case, action))
        case MoveAdded(actor=actor, before=before, after=after):
            taken, _ = changed_actions(model, Step(actor=actor, before=after, after=before))
            return phrase(
                "{who} could undo {x} in {a}",
                who=actor_name(case, actor),
                x=join([action_words(case, action) for action in taken]),
                a=state_words(case, before),
            )
        case MoveRemoved(actor=actor, before=before, after=after):
            return phrase(
                "{who} could not move from {a} to {b}",
                who=actor_name(case, actor),
                a=state_words(case, before),
                b=state_words(case, after),
            )
        case CoalitionFormed(members=members):
            return phrase("{who} moved together", who=join([actor_name(case, member) for member in members]))
        case StateShifted(actor=actor, state=state, place=place, other=other, size=size):
            return phrase(
                f"{{who}} came to place {{a}} {_PLACES[place]} {{b}} ({number_of(size)})",
                who=actor_name(case, actor),
                a=state_words(case, state),
                b=state_words(case, other),
            )
        case PairReversed(actor=actor, state=state, place=place, other=other):
            return phrase(
                f"{{who}} came to place {{a}} {_PLACES[place]} {{b}}",
                who=actor_name(case, actor),
                a=state_words(case, state),
                b=state_words(case, other),
            )


def number_of(size: int) -> str:
    """``1 comparison`` or ``3 comparisons`` made otherwise."""
    return plural(size, "comparison made otherwise", "comparisons made otherwise")
