"""Coalition stability: CNash, CGMR, CSMR and CSEQ.

A coalition H improves on s by s1 in R_H(s), a legal sequence of its members' moves, if every member
prefers s1 to s; on the way members may pass through worse (Kilgour, Hipel, Fang & Peng 2001). It is not one
actor holding all their actions. Stable for H (Inohara & Hipel 2008): CNash, no coalition improvement;
CGMR, each has s2 in R_{N-H}(s1) some member does not prefer to s; CSMR, and every s3 in R_H(s2) leaves some
member not better off than at s; CSEQ, as CGMR with credible answers. Credible are, by choice,
sequences of coalition improvements by coalitions within N-H, none moving twice in a row (Inohara & Hipel 2008), or of
single actors' improvements (R+_{N-H}; Xu, Kilgour, Hipel & McBean 2014). For one member all are R, GMR, SMR, SEQ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from itertools import combinations
from operator import and_
from typing import Literal

import numpy as np

from detente.questions.stability.arcs import Arcs, BoolArray, bits_of
from detente.questions.stability.concepts import Stance
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.group_moves import group_reach
from detente.questions.stability.relations import check_stance

__all__ = ["CoalitionConcept", "CoalitionTable", "Credible", "coalition_improvements", "coalition_stability"]

Credible = Literal["coalitions", "actors"]


class CoalitionConcept(StrEnum):
    """What holds a coalition back."""

    CNASH = "CNash"
    CGMR = "CGMR"
    CSMR = "CSMR"
    CSEQ = "CSEQ"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoalitionTable:
    """What is stable for which coalition; ``stable`` has shape (n_coalitions, n_states, n_concepts)."""

    coalitions: tuple[tuple[str, ...], ...]
    states: tuple[str, ...]
    concepts: tuple[CoalitionConcept, ...]
    stable: BoolArray

    def equilibria(self, concept: CoalitionConcept | str) -> tuple[str, ...]:
        """States stable for every coalition of the table."""
        everyone = self.stable[:, :, self.concepts.index(CoalitionConcept(concept))].all(axis=0)
        return tuple(self.states[k] for k in np.flatnonzero(everyone))

    def unsettled_by(self, state: str, concept: CoalitionConcept | str) -> tuple[tuple[str, ...], ...]:
        """Coalitions a state is not stable for."""
        column = self.stable[:, self.states.index(state), self.concepts.index(CoalitionConcept(concept))]
        return tuple(self.coalitions[k] for k in np.flatnonzero(~column))


def coalition_stability(
    model: GraphModel,
    coalitions: Iterable[Sequence[str]] | None = None,
    *,
    concepts: Sequence[CoalitionConcept | str] = tuple(CoalitionConcept),
    credible: Credible = "coalitions",
) -> CoalitionTable:
    """Stability for coalitions; by default for every one, single actors among them.

    Raises
    ------
    GraphModelError
        If a coalition is empty or unknown, a concept is unknown, or some comparison of states is.

    Examples
    --------
    Prisoner's dilemma: both confessing is Nash stable, but not for the two together.

    >>> model = GraphModel.from_actions(
    ...     {"A": ["a"], "B": ["b"]},
    ...     preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]},
    ... )
    >>> coalition_stability(model).unsettled_by("YY", "CNash")
    (('A', 'B'),)
    """
    check_stance(model, Stance())
    if credible not in {"coalitions", "actors"}:
        raise GraphModelError(f"answers are credible for `coalitions` or `actors`, not `{credible}`")
    n = len(model.actors)
    groups = (
        [tuple(sorted({model.actor(a) for a in c})) for c in coalitions]
        if coalitions is not None
        else [c for size in range(1, n + 1) for c in combinations(range(n), size)]
    )
    if not all(groups):
        raise GraphModelError("a coalition has no member")
    try:
        chosen = tuple(CoalitionConcept(c) for c in concepts)
    except ValueError as error:
        raise GraphModelError(f"{error}; there are {', '.join(CoalitionConcept)}") from error
    stable = np.array([[_stable(model, group, c, credible) for c in chosen] for group in groups], np.bool_)
    return CoalitionTable(
        coalitions=tuple(tuple(model.actors[k] for k in group) for group in groups),
        states=model.states,
        concepts=chosen,
        stable=stable.reshape(len(groups), len(chosen), model.n_states).transpose(0, 2, 1),
    )


def coalition_improvements(model: GraphModel, members: Sequence[int]) -> tuple[int, ...]:
    """For each state, what the coalition can reach and every member prefers, as bits."""
    reach = group_reach([model.arcs[k] for k in members], model.n_states)
    return tuple(r & b for r, b in zip(reach, _better(model, members), strict=True))


def _better(model: GraphModel, members: Sequence[int]) -> tuple[int, ...]:
    """For each state, what every member prefers to it."""
    return tuple(reduce(and_, sets) for sets in zip(*(model.preference(k).better_sets() for k in members), strict=True))


def _stable(model: GraphModel, members: tuple[int, ...], concept: CoalitionConcept, credible: Credible) -> list[bool]:
    gains = coalition_improvements(model, members)
    if concept is CoalitionConcept.CNASH:
        return [not g for g in gains]
    others = [k for k in range(len(model.actors)) if k not in members]
    answers = group_reach(_answers(model, others, concept, credible), model.n_states)
    own = group_reach([model.arcs[k] for k in members], model.n_states)
    better = _better(model, members)

    def is_deterred(state: int, gain: int) -> bool:
        harmful = bits_of(answers[gain] & ~better[state])
        if concept is not CoalitionConcept.CSMR:
            return bool(harmful)
        return any(not own[s2] & better[state] for s2 in harmful)

    return [all(is_deterred(s, s1) for s1 in bits_of(g)) for s, g in enumerate(gains)]


def _answers(model: GraphModel, others: list[int], concept: CoalitionConcept, credible: Credible) -> list[Arcs]:
    """Moves the others may answer with, one list of arcs for each that may move."""
    if concept is not CoalitionConcept.CSEQ:
        return [model.arcs[k] for k in others]
    if credible == "actors":
        return [model.improvements(k) for k in others]
    found = []
    for size in range(1, len(others) + 1):
        for group in combinations(others, size):
            pairs = [(s, t) for s, gain in enumerate(coalition_improvements(model, group)) for t in bits_of(gain)]
            table = np.array(pairs, np.int64).reshape(-1, 2)
            found.append(Arcs.of(model.n_states, table[:, 0], table[:, 1]))
    return found
