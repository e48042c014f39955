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
from detente.questions.stability.finding import PossibleChange, Share, StabilityFinding
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.option_form import Direction
from detente.questions.stability.ways_out import Goal
from detente.questions.stability.witness import Step

__all__ = ["change_sentences", "change_words"]

CHANGES = 3
"""Changes told for one goal and state."""

_PLACES = {Place.ABOVE: "just above", Place.LEVEL: "level with", Place.BELOW: "just below"}


def change_sentences(telling: Telling, finding: StabilityFinding, model: GraphModel) -> Iterator[Sentence]:
    """What it rests on, and commitments that would make an agreement hold; why nothing was tried, where nothing was."""
    held = finding.holds()
    if finding.status_quo is None or held is None:
        return
    if finding.why_not_tried is not None:
        yield telling.say("What would change that was not tried: {why}.", why=finding.why_not_tried)
        return
    if held.is_never and not finding.tried:
        others = [deal for deal in finding.deals if deal != finding.status_quo]
        yield telling.say(
            "No change was sought: as things stand it does not hold, and {deals}.",
            deals="what an agreement makes holds as it is" if others else "no state counts as what an agreement makes",
        )
    yield from _unsettling(telling, finding, model, finding.status_quo, held)
    for deal in finding.tried:
        yield from _settling(telling, finding, model, deal)
    if finding.changes:
        yield telling.say(
            "These are single changes tried on the moves on record. That someone takes an action is not among them: a threat is"
            " told as a fact and a cost, never as advice."
        )
    yield from _drift(telling, finding)


def _unsettling(telling: Telling, finding: StabilityFinding, model: GraphModel, here: str, held: Share) -> Iterator[Sentence]:
    case = telling.case
    told = _told(finding, Goal.UNSETTLE, here)
    for own in told:
        leads = [phrase("{who} {does}", who=actor_name(case, s.actor), does=step_words(case, model, s)) for s in own.leads]
        yield telling.say(
            "What it rests on: it would no longer hold{share} if {change}{leads}.",
            _keys(telling, own.change),
            share=_share(finding, own),
            change=change_words(case, model, own.change),
            leads=phrase("; nothing others have reason to do would then answer {leads}", leads=join(leads, last="or"))
            if leads
            else "",
        )
    if not told and not held.is_never:
        yield telling.say("{none} would unsettle it.", none=_none_told(finding, Goal.UNSETTLE, here))


def _settling(telling: Telling, finding: StabilityFinding, model: GraphModel, deal: str) -> Iterator[Sentence]:
    words = state_words(telling.case, deal)
    told = _told(finding, Goal.SETTLE, deal)
    if not told:
        yield telling.say(
            "{none} would make {deal} hold{where}.",
            none=_none_told(finding, Goal.SETTLE, deal),
            deal=words,
            where="" if finding.n_readings == 1 else " in a reading in which it does not now",
        )
    for own in told:
        yield telling.say(
            "Once reached, {deal} would come to hold{share} if {change}.",
            _keys(telling, own.change),
            deal=words,
            share=_share(finding, own),
            change=change_words(telling.case, model, own.change),
        )


def _none_told(finding: StabilityFinding, goal: Goal, state: str) -> str:
    """That no change does it; in several readings, of those that mean the same in each."""
    if finding.n_readings > 1 and any(c.goal is goal and c.state == state for c in finding.changes):
        return "No commitment or move given up that was tried in every reading"
    return "None of the single changes tried"


def _drift(telling: Telling, finding: StabilityFinding) -> Iterator[Sentence]:
    """How many comparisons may be made otherwise; of several readings in the most common in which it holds."""
    if finding.robustness is None or finding.robustness.survives is None:
        return
    n = finding.robustness.survives
    where = "As it is" if finding.n_readings == 1 else "In the most common reading in which it holds"
    if n:
        template = "{where}, it would hold however any one of them came to compare {n} of states otherwise."
    else:
        template = "{where}, one comparison of states made otherwise can be enough for it not to hold."
    yield telling.say(template, where=where, n=plural(n, "pair"))


def _told(finding: StabilityFinding, goal: Goal, state: str) -> Sequence[PossibleChange]:
    """The smallest changes of different kinds, and one of who moves together.

    In several readings comparisons made otherwise are left out: they would be those of one reading among many.
    """
    own = [c for c in finding.changes if c.goal is goal and c.state == state]
    able = {gain.members for gain in finding.joint_gains if gain.share}
    groups = [c for c in own if isinstance(c.change, CoalitionFormed) and c.change.members in able]
    own = [c for c in own if not isinstance(c.change, CoalitionFormed)]
    if finding.n_readings > 1:
        own = [c for c in own if c.share]
    has_actions = any(isinstance(c.change, ActionClosed) for c in own)
    found = [c for c in own if not (has_actions and isinstance(c.change, MoveRemoved))]
    found.sort(key=lambda c: (c.size, -(c.share or 0)))
    return [*found[:CHANGES], *groups[:1]]


def _share(finding: StabilityFinding, own: PossibleChange) -> str:
    kind = "in which it holds" if own.goal is Goal.UNSETTLE else "in which it does not"
    if own.share is None and finding.n_readings > 1:
        return f" in the most common of the ways {kind} now"
    if own.share is None or own.share == 1:
        return ""
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
