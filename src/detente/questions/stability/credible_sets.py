"""What the others' sequential stability needs of one actor: which of its moves must be improvements.

Under SEQ and SSEQ an answer counts if each of its moves improves its mover. With one actor's preference open,
its own moves in an answer become conditions. For each improvement of another actor the minimal sets of
such moves are found by a search over (state, last mover, moves used) that keeps only sets no other is within.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from detente.questions.stability.concepts import Concept, Stance
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.relations import is_gain, is_harm
from detente.questions.stability.witness import Step

__all__ = ["LABEL_LIMIT", "CredibleNeed", "CredibleNeeds", "credible_needs"]

LABEL_LIMIT = 3_000
"""Most partial answers kept in one search."""

SETS_LIMIT = 64
"""Most sets kept for one state and last mover, and a quarter of those found for one improvement."""

MoveSet = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CredibleNeed:
    """For ``other`` not to gain by ``improvement``, all moves of one of ``any_of`` must improve the actor.

    With no set in ``any_of`` nothing the actor prefers can help. Improvements that are answered whatever the
    actor prefers are not listed.
    """

    other: str
    improvement: Step
    any_of: tuple[tuple[Step, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CredibleNeeds:
    """All needs at one state; ``is_complete`` is false if a search was cut short."""

    needs: tuple[CredibleNeed, ...]
    is_complete: bool


def credible_needs(model: GraphModel, actor: int, state: int, concept: Concept) -> CredibleNeeds:
    """What stability of the state for every other actor needs of this one, under SEQ or SSEQ."""
    needs, is_complete = [], True
    for other in (k for k in range(len(model.actors)) if k != actor):
        for gain in model.arcs[other].row(state):
            if not is_gain(model, Stance(), other, gain, state):
                continue
            sets, is_whole = _minimal_sets(model, actor, other, state, gain, concept)
            is_complete = is_complete and is_whole
            if frozenset() in sets:
                continue
            improvement = Step(actor=model.actors[other], before=model.states[state], after=model.states[gain])
            needs.append(CredibleNeed(other=model.actors[other], improvement=improvement, any_of=_named(model, actor, sets)))
    return CredibleNeeds(needs=tuple(needs), is_complete=is_complete)


def _named(model: GraphModel, actor: int, sets: list[MoveSet]) -> tuple[tuple[Step, ...], ...]:
    name, states = model.actors[actor], model.states
    ordered = sorted((sorted(moves) for moves in sets), key=lambda moves: (len(moves), moves))
    return tuple(tuple(Step(actor=name, before=states[a], after=states[b]) for a, b in moves) for moves in ordered)


def _minimal_sets(
    model: GraphModel, actor: int, other: int, state: int, gain: int, concept: Concept
) -> tuple[list[MoveSet], bool]:
    """Minimal sets of the actor's moves that make some answer to the gain deter, and whether they are all."""

    def deters(end: int) -> bool:
        ends = [end, *(model.arcs[other].row(end) if concept.has_escape else ())]
        return all(is_harm(model, Stance(), other, t, state) for t in ends)

    best: dict[tuple[int, int], list[MoveSet]] = {(gain, other): [frozenset()]}
    waiting = deque([(gain, other, frozenset[tuple[int, int]]())])
    found: list[MoveSet] = []
    is_whole = True
    for _ in range(LABEL_LIMIT):
        if not waiting:
            return found, is_whole
        if len(found) > 4 * SETS_LIMIT:
            break
        at, last, used = waiting.popleft()
        if used not in best[at, last] or any(f <= used for f in found):
            continue
        for k in range(len(model.actors)):
            if k in (last, other):
                continue
            for t in model.arcs[k].row(at):
                if k != actor and not model.preference(k).prefers(t, at):
                    continue
                moves = used | {(at, t)} if k == actor else used
                kept = best.setdefault((t, k), [])
                if len(kept) == SETS_LIMIT:
                    is_whole = False
                    continue
                if any((b, a) in moves for a, b in moves) or not _keep(kept, moves):
                    continue
                if deters(t):
                    _keep(found, moves)
                waiting.append((t, k, moves))
    return found, False


def _keep(sets: list[MoveSet], moves: MoveSet) -> bool:
    """Add a set to an antichain unless one in it is within it; those it is within leave."""
    if any(kept <= moves for kept in sets):
        return False
    sets[:] = [kept for kept in sets if not moves <= kept]
    sets.append(moves)
    return True
