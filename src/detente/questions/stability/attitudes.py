"""Attitudes: stability when actors care for what others prefer (Inohara, Hipel & Walker 2007).

Actor i is positive, neutral or negative towards each actor j, itself included. Positive it moves only to
what j holds at least as good (the devoting preference), negative only to what j holds no better (the
aggressive preference), neutral j plays no part. A total relational reply of i from s is a move that suits every
attitude of i at once. RNash: no such reply. RGMR: each reply has s2 in R_{N-i}(s1) that does not suit i at s.
RSMR: and no move of i from s2 leads to what suits i at s. RSEQ: as RGMR, each countermove a reply of its mover.

A state held equal suits, so moving to it is a reply; s itself deters all the same, as elsewhere (decision 10).
With attitudes towards oneself only, the four are then R, GMR, SMR and SEQ if no two states are held equal, as Inohara
& Hipel (2009) state for antisymmetric preferences.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

import numpy as np

from detente.questions.stability.arcs import BoolArray
from detente.questions.stability.concepts import Concept, Stance
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.preferences import Preference
from detente.questions.stability.relations import Relations, check_stance
from detente.questions.stability.sanctions import stable_in_relations

__all__ = ["Attitude", "relational_stability"]


class Attitude(IntEnum):
    """Of one actor towards one."""

    NEGATIVE = -1
    NEUTRAL = 0
    POSITIVE = 1


def relational_stability(
    model: GraphModel, attitudes: Mapping[str, Mapping[str, Attitude | int]], concept: Concept | str
) -> BoolArray:
    """Which states are stable for whom given attitudes; shape (n_actors, n_states).

    Parameters
    ----------
    attitudes : of each actor towards others; what is left out is positive towards oneself, neutral towards others.
    concept : R, GMR, SMR, SEQ or SSEQ, read as RNash, RGMR, RSMR, RSEQ and the symmetric RSEQ.

    Raises
    ------
    GraphModelError
        If an actor or attitude is unknown, a comparison is, or the concept is SIM.

    Examples
    --------
    Prisoner's dilemma: who is devoted to the other as well as to itself does not leave the silent state.

    >>> model = GraphModel.from_actions(
    ...     {"A": ["a"], "B": ["b"]},
    ...     preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]},
    ... )
    >>> relational_stability(model, {"A": {"B": 1}, "B": {"A": 1}}, "R").all(axis=0).tolist()
    [True, True, True, True]
    """
    check_stance(model, Stance())
    if concept == Concept.SIM:
        raise GraphModelError("simultaneous stability has no form with attitudes")
    each = [_relations(model, actor, attitudes.get(actor, {})) for actor in model.actors]
    for actor in attitudes:
        model.actor(actor)
    if concept == Concept.NASH:
        rows = [own.within(r.gain) for own, r in zip(model.arcs, each, strict=True)]
        return np.array([np.diff(own.starts) == 0 for own in rows])
    return stable_in_relations(model, Concept(concept), each)


def _relations(model: GraphModel, actor: str, towards: Mapping[str, Attitude | int]) -> Relations:
    everything = (1 << model.n_states) - 1
    suits = [everything] * model.n_states
    towards_all = {actor: Attitude.POSITIVE, **{model.actors[model.actor(a)]: _attitude(v) for a, v in towards.items()}}
    for name, attitude in towards_all.items():
        preference = model.preference(model.actor(name))
        if attitude is Attitude.POSITIVE:
            suits = [a & everything & ~b for a, b in zip(suits, _worse(preference), strict=True)]
        elif attitude is Attitude.NEGATIVE:
            suits = [a & everything & ~b for a, b in zip(suits, preference.better_sets(), strict=True)]
    return Relations(
        gain=tuple(suits), credible=tuple(suits), harm=tuple((everything & ~held) | 1 << s for s, held in enumerate(suits))
    )


def _attitude(value: Attitude | int) -> Attitude:
    try:
        return Attitude(value)
    except ValueError as error:
        raise GraphModelError(f"an attitude is 1, 0 or -1, not {value}") from error


def _worse(preference: Preference) -> tuple[int, ...]:
    """For each state, the states it is preferred to."""
    worse = [0] * preference.n_states
    for state, better in enumerate(preference.better_sets()):
        for s in range(preference.n_states):
            if better >> s & 1:
                worse[s] |= 1 << state
    return tuple(worse)
