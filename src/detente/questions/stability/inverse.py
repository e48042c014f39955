"""The inverse question: which preferences of one actor make a state stable, or an equilibrium?

A state's stability for an actor depends on its preference through one set only: the states it prefers to
it. So the exact condition is, for each move away: the actor does not prefer where it leads, or there is an answer
such that the actor prefers none of certain states to this one. Rankings are counted by the sizes of the sets that meet
the condition, k!(m-1-k)! strict rankings for a set of k of the m-1 other states, never one by one (Kinsara, Petersons,
Hipel & Kilgour 2015 enumerate; Wang, Hipel, Fang & Dang 2018 give conditions in matrix form).

Whether the state is stable for the others depends on this actor's preference under SIM, SEQ and SSEQ, where its
answers must be improvements. Under SIM that is again the one set; under SEQ and SSEQ it is its preference along each of its
moves, and :func:`inverse` says which moves must be improvements (``credible``).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import factorial

from detente.questions.stability.analysis import stable_under
from detente.questions.stability.concepts import Concept, Stance
from detente.questions.stability.credible_sets import CredibleNeed, credible_needs
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.group_moves import reach_from
from detente.questions.stability.pair_counts import count_rankings
from detente.questions.stability.preferences import Preference
from detente.questions.stability.relations import check_stance, is_credible
from detente.questions.stability.upper_sets import Demand, fubini, sizes_of_sets
from detente.questions.stability.witness import joint_outcomes

__all__ = ["TIES_LIMIT", "Answer", "InverseConditions", "Requirement", "demands", "inverse"]

TIES_LIMIT = 300
"""Most states rankings with ties are counted of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that leads to ``end`` deters if the actor prefers none of ``not_preferred`` to the state."""

    end: str
    not_preferred: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """The actor does not prefer ``move`` to the state, or one of the answers deters."""

    move: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InverseConditions:
    """All requirements together are exactly when the state is stable for the actor, the others' preferences as they are.

    Attributes
    ----------
    credible : under SEQ and SSEQ, what the others' stability needs of this actor; empty elsewhere.
    n_rankings, n_weak_orders : strict rankings, and rankings with ties, that meet the requirements, exactly; None
        if the count was cut short.
    all_rankings, all_weak_orders : how many there are; with ties None past ``TIES_LIMIT`` states.
    n_equilibrium : strict rankings under which the state is an equilibrium; None if the count was cut short.
    is_complete : false if a search or count was cut short.
    """

    actor: str
    state: str
    concept: Concept
    requirements: tuple[Requirement, ...]
    credible: tuple[CredibleNeed, ...]
    n_rankings: int | None
    n_weak_orders: int | None
    all_rankings: int
    all_weak_orders: int | None
    n_equilibrium: int | None
    is_complete: bool


def inverse(model: GraphModel, actor: str, state: str, concept: Concept | str) -> InverseConditions:
    """The preferences of one actor that make a state stable for it, and an equilibrium.

    The actor's own preference in the model plays no part; crisp preferences of the others do.

    Raises
    ------
    GraphModelError
        If a name is unknown, some comparison is, or SIM is asked of a model without actions.

    Examples
    --------
    Prisoner's dilemma: silence of both is SEQ stable for A if A holds the other's confession, or both's, no better.

    >>> model = GraphModel.from_actions(
    ...     {"A": ["a"], "B": ["b"]},
    ...     preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]},
    ... )
    >>> found = inverse(model, "A", "NN", "SEQ")
    >>> found.requirements
    (Requirement(move='YN', answers=(Answer(end='YY', not_preferred=('YY',)),)),)
    >>> found.n_rankings, found.all_rankings
    (16, 24)
    """
    chosen, i, s = Concept(concept), model.actor(actor), model.state(state)
    check_stance(model, Stance())
    needed = demands(model, i, s, chosen)
    m = model.n_states
    sizes = sizes_of_sets(needed, m - 1)
    needs: tuple[CredibleNeed, ...] = ()
    n_equilibrium = None if sizes is None else _equilibria(model, i, s, chosen, needed)
    is_complete = sizes is not None
    if chosen in {Concept.SEQ, Concept.SSEQ}:
        found = credible_needs(model, i, s, chosen)
        needs = found.needs
        n_equilibrium = _credible_equilibria(model, s, needed, needs) if found.is_complete else None
        is_complete = is_complete and found.is_complete
    return InverseConditions(
        actor=actor,
        state=state,
        concept=chosen,
        requirements=tuple(_named(model, d) for d in needed),
        credible=needs,
        n_rankings=None if sizes is None else _strict(sizes),
        n_weak_orders=None if sizes is None or m > TIES_LIMIT else _weak(sizes),
        all_rankings=factorial(m),
        all_weak_orders=fubini(m)[m] if m <= TIES_LIMIT else None,
        n_equilibrium=n_equilibrium,
        is_complete=is_complete and n_equilibrium is not None,
    )


def demands(model: GraphModel, actor: int, state: int, concept: Concept) -> tuple[Demand, ...]:
    """For each move of the actor from the state, the answers to it: what must not be preferred for each to deter."""
    others = [k for k in range(len(model.actors)) if k != actor]
    found = []
    for move in model.arcs[actor].row(state):
        answers: list[tuple[int, frozenset[int]]] = []
        for end in _ends(model, concept, others, actor, state, move):
            escapes = model.arcs[actor].row(end) if concept.has_escape else ()
            answers.append((end, frozenset({end, *escapes} - {state})))
        least = {e: a for e, a in answers if not any(b < a or (b == a and f < e) for f, b in answers) and move not in a}
        found.append(Demand(move=move, answers=tuple(sorted(least.items()))))
    return tuple(found)


def _ends(model: GraphModel, concept: Concept, others: list[int], actor: int, state: int, move: int) -> list[int]:
    """Where the others' answers to a move can lead, whatever the actor prefers."""
    if concept is Concept.NASH:
        return []
    if concept is Concept.SIM:
        if model.options is None:
            raise GraphModelError("simultaneous stability combines changes of actions; this model has states and moves only")
        return joint_outcomes(model, actor, state, move)

    def may_move(mover: int, before: int, after: int) -> bool:
        return not concept.is_credible or is_credible(model, mover, after, before)

    return sorted(reach_from(model.arcs, others, move, may_move))


def _strict(sizes: tuple[int, ...]) -> int:
    """Strict rankings by the number of states above the one in question."""
    return sum(n * factorial(k) * factorial(len(sizes) - 1 - k) for k, n in enumerate(sizes) if n)


def _weak(sizes: tuple[int, ...]) -> int:
    """Rankings with ties: r states can be ranked in twice their own number of ways with none above a given one."""
    orders = fubini(len(sizes) - 1)
    below = [1, *(2 * n for n in orders[1:])]
    return sum(n * orders[k] * below[len(sizes) - 1 - k] for k, n in enumerate(sizes))


def _named(model: GraphModel, demand: Demand) -> Requirement:
    answers = tuple(
        Answer(end=model.states[end], not_preferred=tuple(model.states[t] for t in sorted(states)))
        for end, states in demand.answers
    )
    return Requirement(move=model.states[demand.move], answers=answers)


def _equilibria(model: GraphModel, actor: int, state: int, concept: Concept, needed: tuple[Demand, ...]) -> int | None:
    """Strict rankings of the actor under which the state is stable for all, where one set decides."""
    m = model.n_states
    own = model.arcs[actor].row(state) if concept is Concept.SIM else []
    total = 0
    for size in range(len(own) + 1):
        for preferred in combinations(own, size):
            trial = _with_preferred(model, actor, state, preferred) if own else model
            stable = stable_under(trial, concept)[:, state]
            if not all(stable[k] for k in range(len(model.actors)) if k != actor):
                continue
            sizes = sizes_of_sets(needed, m - 1, {t: t in preferred for t in own})
            if sizes is None:
                return None
            total += _strict(sizes)
    return total


def _credible_equilibria(
    model: GraphModel, state: int, needed: tuple[Demand, ...], needs: tuple[CredibleNeed, ...]
) -> int | None:
    """Strict rankings of the actor that meet its own demands and the others' needs."""
    place = {name: k for k, name in enumerate(model.states)}
    sets = tuple(
        tuple(tuple((place[step.before], place[step.after]) for step in steps) for steps in need.any_of) for need in needs
    )
    return count_rankings(model.n_states, state, needed, sets)


def _with_preferred(model: GraphModel, actor: int, state: int, preferred: tuple[int, ...]) -> GraphModel:
    ranks = [2 if t in preferred else 1 if t == state else 0 for t in range(model.n_states)]
    return model.with_preferences({model.actors[actor]: Preference.of_ranks(ranks)})
