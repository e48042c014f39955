"""The text of a case of moves alone with as many states as asked for, its actions named at some length."""

from __future__ import annotations

__all__ = ["large_case"]

_ACTORS = {"north": "The Northern Coalition", "south": "The Government of the South", "east": "The Eastern Council"}
_ACTIONS = (
    "Open the northern crossing",
    "Withdraw from the river line",
    "Release the funds held abroad",
    "Lift the restrictions on trade",
    "Admit the observers",
    "Return the seized vessels",
    "Resume the talks in the capital",
    "Hold the postponed elections",
    "Recognize the joint commission",
    "Rebuild the bridge",
)


def large_case(n_actions: int = len(_ACTIONS)) -> str:
    """A case of ``2 ** n_actions`` states, three actions to ten: each wants what others could do, and not what it could."""
    actors = list(_ACTORS)
    owner = {f"step_{k}": actors[k % len(actors)] for k in range(n_actions)}
    lines = [
        "case: {slug: large, title: A large conflict, as_of: 2024-01-01, question: Who moves?}",
        "sources: {book: {publisher: A press, title: A book, date: 2024-01-01}}",
        "claims: {said: {text: It is said., kind: assessment, source: book}}",
        "actors:",
        *(f"  {actor}: {{name: {name}, role: party}}" for actor, name in _ACTORS.items()),
        "moves:",
        "  actions:",
        *(f"    {a}: {{actor: {owner[a]}, name: {_ACTIONS[k]}, because: [said]}}" for k, a in enumerate(owner)),
        "  status_quo: {taken: [], because: [said]}",
        "  preferences:",
    ]
    for actor in actors:
        own, others = [a for a in owner if owner[a] == actor], [a for a in owner if owner[a] != actor]
        wants = [others[0], f"not {own[0]}", f"{own[-1]} iff {others[-1]}", f"not {own[-1]} or {others[1]}"]
        lines += [f"    {actor}:", *(f"      - {{wants: {want}, because: [said]}}" for want in wants)]
    return "\n".join(lines) + "\n"
