"""Symmetric metarationality (SMR): every gain has an answer the actor cannot get out of either.

For each s1 in R+_i(s) there is s2 in R_{N-i}(s1), not preferred to s by i, from which no one-step
move of i leads to a state i prefers to s (Howard 1971; Fang, Hipel & Kilgour 1993, ch. 3). A sanction back
to s itself never passes this test, for the gain is still there.
"""

from __future__ import annotations

from detente.questions.stability.arcs import BoolArray
from detente.questions.stability.concepts import Concept, Stance
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.sanctions import stable_by_sanction

__all__ = ["smr"]


def smr(model: GraphModel, stance: Stance | None = None) -> BoolArray:
    """Which states are SMR stable for whom; shape (n_actors, n_states). O(sweeps * arcs) for rankings.

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
    >>> smr(model).all(axis=0).tolist()
    [True, False, False, True]
    """
    return stable_by_sanction(model, Concept.SMR, stance)
