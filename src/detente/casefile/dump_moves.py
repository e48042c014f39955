"""The section ``moves`` back to text."""

from __future__ import annotations

from detente.casefile.dump_fields import Fields, by_actor, judged, present
from detente.casefile.emit import Flow
from detente.casefile.values import number_text
from detente.model.condition import condition_text
from detente.model.move import (
    Action,
    Arc,
    Comparison,
    FromValues,
    MovePreference,
    Moves,
    Ranking,
    State,
    StatusQuo,
    Transitive,
    Unknown,
    Unordered,
    Unstated,
    Want,
)

__all__ = ["moves_fields"]


def moves_fields(moves: Moves | None) -> Fields:
    """The section; empty for a case without moves."""
    if moves is None:
        return {}
    never = {
        rule.id: judged({"holds": condition_text(rule.excluded), "name": rule.name}, rule.because, rule.note)
        for rule in moves.never
    }
    return present(
        {
            "actions": {action.id: _action(action) for action in moves.actions} or None,
            "never": never or None,
            "states": {state.id: _state(state) for state in moves.states} or None,
            "forbidden": [_arc(arc) for arc in moves.forbidden] or None,
            "arcs": [_arc(arc) for arc in moves.arcs] or None,
            "status_quo": _status_quo(moves.status_quo) if moves.status_quo is not None else None,
            "preferences": by_actor([p for p in moves.preferences if p.seen_by is None], _preference) or None,
            "sees": {o: by_actor(moves.seen_by(o).preferences, _preference) for o in moves.observers} or None,
        }
    )


def _action(action: Action) -> Fields:
    direction = action.direction.value if action.direction is not None else None
    return judged({"actor": action.actor, "name": action.name, "direction": direction}, action.because, action.note)


def _state(state: State) -> Fields:
    when = condition_text(state.when) if state.when is not None else None
    fields = {"name": state.name, "when": when, "package": state.package_name, "agreement": state.is_agreement}
    return judged(fields, state.because, state.note)


def _arc(arc: Arc) -> Fields:
    return judged({"actor": arc.actor, "from": arc.before, "to": arc.after}, arc.because, arc.note)


def _status_quo(stands: StatusQuo) -> Fields:
    taken = Flow(list(stands.taken)) if stands.taken is not None else None
    return judged({"taken": taken, "state": stands.state}, stands.because, stands.note)


def _preference(statement: MovePreference) -> Fields:
    match statement:
        case Want(wants=wants, weight=weight):
            return present({"wants": condition_text(wants), "weight": number_text(weight) if weight is not None else None})
        case Ranking(states=states, steps=steps):
            return {"rank": _row(states, steps)}
        case Comparison(states=states, steps=steps):
            return {"prefers": _row(states, steps)}
        case Unknown(states=states):
            return {"unknown": Flow(list(states))}
        case Unstated(is_equal=is_equal):
            return {"unstated": "equal" if is_equal else "unknown"}
        case Unordered():
            return {"unordered": True}
        case Transitive():
            return {"transitive": True}
        case FromValues():
            return {"values": True}


def _row(states: tuple[str, ...], steps: tuple[str, ...]) -> str:
    return states[0] + "".join(f" {step} {state}" for step, state in zip(steps, states[1:], strict=True))
