"""What the picture of a graph model shows and what it leaves out, in words."""

from __future__ import annotations

from collections.abc import Sequence

from detente.explanation.explanation import GraphNode
from detente.explanation.wording import plural

__all__ = ["left_out_words", "summary_words"]

_CHOSEN = {
    (True, True): "the status quo, equilibria and what lies on shortest paths to them",
    (True, False): "the status quo and the states nearest to it",
    (False, True): "equilibria",
    (False, False): "the first of them",
}
"""What is drawn of many states, by whether there is a status quo and an equilibrium."""


def summary_words(nodes: Sequence[GraphNode], *, n_states: int, n_actors: int, has_improvements: bool, n_unknown: int) -> str:
    """How many states and actors there are, how many of the states drawn are equilibria, and what a heavy line is.

    ``n_unknown`` are moves of which it is not known whether they lead to a state their actor prefers.
    """
    is_whole = len(nodes) == n_states
    of_all = plural(n_states, "state") if is_whole else f"{len(nodes)} of {n_states:,} states"
    said = [f"{of_all} and the moves {plural(n_actors, 'actor')} can make between them."]
    n_held = sum(bool(node.concepts) for node in nodes)
    if n_held:
        which = plural(n_held, "state") if is_whole else f"{n_held} of those drawn"
        said.append(f"{which} {'is an equilibrium' if n_held == 1 else 'are equilibria'}.")
    if has_improvements:
        said.append("A heavy line is a move to a state its actor prefers.")
    if n_unknown:
        said.append(f"Of {plural(n_unknown, 'move')} that is not known; the table says which.")
    return " ".join(said)


def left_out_words(nodes: Sequence[GraphNode], *, n_states: int, n_held: int, n_moves: int) -> str:
    """What is not drawn: states, equilibria among the ``n_held`` there are, and ``n_moves`` between states that are drawn."""
    said = []
    n_left = n_states - len(nodes)
    if n_left:
        which = _CHOSEN[any(node.is_status_quo for node in nodes), n_held > 0]
        said.append(f"{plural(n_left, 'state')} {'is' if n_left == 1 else 'are'} left out: drawn are {which}.")
    n_held_left = n_held - sum(bool(node.concepts) for node in nodes)
    if n_held_left:
        why = "those that hold under the fewest concepts or take the longest paths"
        said.append(f"Of the {n_held:,} equilibria {n_held_left:,} are left out, {why}.")
    if n_moves:
        said.append(f"{plural(n_moves, 'move')} to states their mover does not prefer are in the table alone.")
    return " ".join(said)
