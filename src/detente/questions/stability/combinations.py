"""The combinations of actions that a case leaves possible, and the conditions of a case over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.model.condition import Condition
from detente.questions.stability.arcs import BoolArray, IntArray
from detente.questions.stability.conditions import truth

__all__ = ["Combinations"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Combinations:
    """Combinations of actions, ascending; bit k of a code is set where action k is taken. ``codes`` has shape (n,)."""

    actions: tuple[str, ...]
    codes: IntArray

    @classmethod
    def every(cls, actions: Sequence[str]) -> Combinations:
        """All 2 ** n combinations."""
        return cls(actions=tuple(actions), codes=np.arange(1 << len(actions), dtype=np.int64))

    def without(self, excluded: Iterable[Condition]) -> Combinations:
        """Those in which none of the conditions holds. O(conditions x combinations)."""
        kept = np.ones(len(self.codes), np.bool_)
        for condition in excluded:
            kept &= ~self.where(condition)
        return Combinations(actions=self.actions, codes=self.codes[kept])

    def where(self, condition: Condition) -> BoolArray:
        """In which of them a condition of the case holds; shape (n,)."""
        places = {action: k for k, action in enumerate(self.actions)}
        return truth(condition, self.codes, places)

    def taken(self, code: int) -> tuple[str, ...]:
        """The actions taken in a combination, in order."""
        return tuple(action for k, action in enumerate(self.actions) if code >> k & 1)
