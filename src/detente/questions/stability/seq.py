"""Sequential stability (SEQ) and its symmetric form (SSEQ): answers must be gains for those who answer.

SEQ is GMR with s2 in R+_{N-i}(s1): each countermove improves its mover from where it is made (Fraser &
Hipel 1979; Fang, Hipel & Kilgour 1993, ch. 3). SSEQ adds the escape test of SMR: no one-step move of i from
s2 leads to a state i prefers to s (Rêgo & Vieira 2017). As in GMR, s2 may be s itself in SEQ.
"""

from __future__ import annotations

from detente.questions.stability.arcs import BoolArray
from detente.questions.stability.concepts import Concept, Stance
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.sanctions import stable_by_sanction

__all__ = ["seq", "sseq"]


def seq(model: GraphModel, stance: Stance | None = None) -> BoolArray:
    """Which states are SEQ stable for whom; shape (n_actors, n_states). O(sweeps * arcs) for rankings.

    Raises
    ------
    GraphModelError
        If the model has no preferences, or the stance does not fit them.

    Examples
    --------
    >>> model = GraphModel.from_actions(
    ...     {"A": ["a"], "B": ["b"]},
    ...     preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]},
    ... )
    >>> seq(model).all(axis=0).tolist()
    [True, False, False, True]
    """
    return stable_by_sanction(model, Concept.SEQ, stance)


def sseq(model: GraphModel, stance: Stance | None = None) -> BoolArray:
    """Which states are SSEQ stable for whom; shape (n_actors, n_states). O(sweeps * arcs) for rankings.

    Raises
    ------
    GraphModelError
        If the model has no preferences, or the stance does not fit them.
    """
    return stable_by_sanction(model, Concept.SSEQ, stance)
