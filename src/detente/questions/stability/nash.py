"""Nash stability (R): the actor has no move to a state it prefers (Nash 1950; Fang, Hipel & Kilgour 1993, ch. 3)."""

from __future__ import annotations

import numpy as np

from detente.questions.stability.arcs import BoolArray
from detente.questions.stability.concepts import Stance
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.relations import check_stance, credible_arcs

__all__ = ["nash_stable"]


def nash_stable(model: GraphModel, stance: Stance | None = None) -> BoolArray:
    """Which states are Nash stable for whom; shape (n_actors, n_states). O(arcs).

    Under the extensions a and c a move to a state the actor may prefer is a gain too. Strength makes no
    difference: nothing is answered, so what is stable is strongly so and nothing is weakly stable.

    Raises
    ------
    GraphModelError
        If the model has no preferences, or the stance does not fit them.

    Examples
    --------
    >>> model = GraphModel.from_arcs(
    ...     ["talks", "strike"], {"Union": [("talks", "strike")]}, preferences={"Union": ["strike", "talks"]}
    ... )
    >>> nash_stable(model)
    array([[False,  True]])
    """
    stance = stance or Stance()
    check_stance(model, stance)
    if stance.strength == "weak":
        return np.zeros((len(model.actors), model.n_states), np.bool_)
    rows = []
    for actor in range(len(model.actors)):
        gains = credible_arcs(model, actor) if stance.unknown in {"a", "c"} else model.improvements(actor)
        rows.append(np.diff(gains.starts) == 0)
    return np.array(rows)
