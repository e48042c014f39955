"""General metarationality (GMR): every gain can be answered with something no better than now.

For each s1 in R+_i(s) there is s2 in R_{N-i}(s1) that i does not prefer to s (Howard 1971; Fang, Hipel &
Kilgour 1993, ch. 3). The others may hurt themselves in answering. A state held equal deters, and so
does s itself: the logical definition asks only that s2 be no better (the matrix form E - I - P+ of Xu,
Hipel & Kilgour 2009 leaves s out; they differ only where others can undo the move of i).
"""

from __future__ import annotations

from detente.questions.stability.arcs import BoolArray
from detente.questions.stability.concepts import Concept, Stance
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.sanctions import stable_by_sanction

__all__ = ["gmr"]


def gmr(model: GraphModel, stance: Stance | None = None) -> BoolArray:
    """Which states are GMR stable for whom; shape (n_actors, n_states). O(sweeps * arcs) for rankings.

    Raises
    ------
    GraphModelError
        If the model has no preferences, or the stance does not fit them.

    Examples
    --------
    Prisoner's dilemma: neither confesses as long as the other can answer in kind.

    >>> model = GraphModel.from_actions(
    ...     {"A": ["a"], "B": ["b"]},
    ...     preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]},
    ... )
    >>> gmr(model).tolist()
    [[True, True, False, True], [True, False, True, True]]
    """
    return stable_by_sanction(model, Concept.GMR, stance)
