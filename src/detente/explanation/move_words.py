"""How moves read in a sentence: states, steps, wishes, and the judged records they come from.

Steps are told with verbs that fit a name of one or of many: ``Israel would gain by taking the step “…”``.
"""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from operator import and_

from detente.explanation.wording import Words, actor_name, join, name, package_words, phrase
from detente.model.case import Case
from detente.model.condition import And, Condition, Iff, Implies, Not, Or, Taken
from detente.model.move import (
    Comparison,
    FromValues,
    MovePreference,
    Moves,
    Ranking,
    Transitive,
    Unknown,
    Unordered,
    Unstated,
    Want,
)
from detente.model.move import Step as Link
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.witness import Step

__all__ = ["changed_actions", "move_record_words", "state_words", "step_words"]

_LINKS = {Link.GREATLY: " far above ", Link.ABOVE: " above ", Link.EQUAL: " level with "}


def moves_of(case: Case) -> Moves:
    """The moves of a case that has some."""
    assert case.moves is not None  # noqa: S101 (nothing of moves is told of a case without)
    return case.moves


def state_words(case: Case, state: str) -> Words:
    """A state by its name, or by the actions taken in it."""
    return phrase("“{s}”", s=name(moves_of(case).state_name(state)))


def changed_actions(model: GraphModel, step: Step) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Actions a step takes and takes back; none where states are not told apart by actions.

    Where a state is several combinations of actions, only what every way of making the step changes.
    """
    options = model.options
    if options is None:
        return (), ()
    own = sum(1 << k for k, owner in enumerate(options.owners.tolist()) if owner == model.actor(step.actor))
    before, after = (options.codes[options.state_of == model.state(s)].tolist() for s in (step.before, step.after))
    ways = [(~b & a, b & ~a) for b in before for a in after if b != a and (b ^ a) & ~own == 0]
    ways = [(t, d) for t, d in ways if not t & options.only_drop and not d & options.only_take]
    if not ways:
        return (), ()
    found = [reduce(and_, codes) for codes in zip(*ways, strict=True)]
    taken, dropped = (tuple(a for k, a in enumerate(options.actions) if codes >> k & 1) for codes in found)
    return taken, dropped


def step_words(case: Case, model: GraphModel, step: Step) -> Words:
    """``taking the step “…” and taking back “…”``, or ``moving to “…”`` where states are not told apart by actions.

    Where the step leads to a state that is several combinations of actions, both are told.
    """
    taken, dropped = changed_actions(model, step)
    steps = "step" if len(taken) == 1 else "steps"
    said = [phrase(f"taking the {steps} {{x}}", x=join([action_words(case, a) for a in taken]))] if taken else []
    said += [phrase("taking back {x}", x=join([action_words(case, a) for a in dropped]))] if dropped else []
    if not said:
        return phrase("moving to {s}", s=state_words(case, step.after))
    options = model.options
    is_merged = options is not None and int((options.state_of == model.state(step.after)).sum()) > 1
    return phrase("{x} (to {s})", x=join(said), s=state_words(case, step.after)) if is_merged else join(said)


def action_words(case: Case, action: str) -> Words:
    """An action by its name."""
    return phrase("“{a}”", a=name(next(a.name for a in moves_of(case).actions if a.id == action)))


def condition_words(case: Case, condition: Condition) -> Words:
    """A condition over actions: ``“A” and not “B”``."""
    match condition:
        case Taken(action=action):
            return action_words(case, action)
        case Not(part=Taken() as part):
            return phrase("not {p}", p=condition_words(case, part))
        case Not(part=part):
            return phrase("not ({p})", p=condition_words(case, part))
        case And(parts=parts):
            return join([_wrapped(case, part) for part in parts])
        case Or(parts=parts):
            return join([_wrapped(case, part) for part in parts], last="or")
        case Implies(condition=given, consequence=then):
            return phrase("{a} if {b}", a=_wrapped(case, then), b=_wrapped(case, given))
        case Iff(first=first, second=second):
            return phrase("{a} exactly if {b}", a=_wrapped(case, first), b=_wrapped(case, second))


def _wrapped(case: Case, condition: Condition) -> Words:
    words = condition_words(case, condition)
    return words if isinstance(condition, Taken | Not) else phrase("({w})", w=words)


def move_record_words(case: Case, section: str, record_id: str) -> Words:
    """What a judged record of the moves says, as a sentence without its final period; sections as in record keys."""
    moves = moves_of(case)
    match section:
        case "actions":
            action = next(a for a in moves.actions if a.id == record_id)
            return phrase(
                "{who} can take or leave the step {a}", who=actor_name(case, action.actor), a=action_words(case, action.id)
            )
        case "never":
            rule = next(r for r in moves.never if r.id == record_id)
            return phrase("it cannot be that {c}", c=condition_words(case, rule.excluded))
        case "states":
            state = next(s for s in moves.states if s.id == record_id)
            if state.is_agreement is not None and state.package is None:
                verb = "is" if state.is_agreement else "is not"
                return phrase(f"{{s}} {verb} what an agreement makes", s=state_words(case, state.id))
            if state.package is None:
                return phrase("there is the state {s}", s=state_words(case, state.id))
            if state.package_name == "no_deal":
                return phrase("in {s} everyone has what holds without a deal", s=state_words(case, state.id))
            return phrase("{s} comes to this package: {p}", s=state_words(case, state.id), p=package_words(case, state.package))
        case "arcs" | "forbidden":
            arc = next(a for a in (*moves.arcs, *moves.forbidden) if a.id == record_id)
            verb = "can" if section == "arcs" else "cannot"
            return phrase(
                f"{{who}} {verb} move from {{a}} to {{b}}",
                who=actor_name(case, arc.actor),
                a=state_words(case, arc.before),
                b=state_words(case, arc.after),
            )
        case "status_quo":
            return phrase("this is where things stand: {s}", s=_status_quo(case))
        case _:
            statement = next(p for p in moves.preferences if p.id == record_id)
            words = preference_words(case, statement)
            if statement.seen_by is None:
                return words
            return phrase("as {observer} sees it, {w}", observer=actor_name(case, statement.seen_by), w=words)


def _status_quo(case: Case) -> Words:
    moves = moves_of(case)
    stands = moves.status_quo
    assert stands is not None  # noqa: S101 (there is a record of it)
    return state_words(case, moves.state_of(stands.taken) if stands.taken is not None else stands.state or "")


def preference_words(case: Case, statement: MovePreference) -> Words:
    """How an actor compares states, as a sentence without its final period."""
    who = actor_name(case, statement.actor)
    match statement:
        case Want(wants=wants):
            return phrase("{who} would rather have it so: {w}", who=who, w=condition_words(case, wants))
        case Ranking(states=states, steps=steps) | Comparison(states=states, steps=steps):
            words: Words = state_words(case, states[0])
            for step, (_, state) in zip(steps, pairwise(states), strict=True):
                words = (*words, *phrase(_LINKS[step]), *state_words(case, state))
            return phrase("{who} would place {w}", who=who, w=words)
        case Unknown(states=states):
            return phrase("how {who} would compare {s} is not known", who=who, s=join([state_words(case, s) for s in states]))
        case Unordered():
            return phrase("which of the wishes of {who} matters more is not known", who=who)
        case Unstated(is_equal=is_equal):
            how = "level" if is_equal else "not known"
            return phrase("states the record does not compare for {who} are {how}", who=who, how=how)
        case Transitive():
            return phrase("for {who}, what follows from comparisons in a row holds too", who=who)
        case FromValues():
            return phrase("{who} would compare states by the value of their packages", who=who)
