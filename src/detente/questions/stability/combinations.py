"""The combinations of actions that a case leaves possible, and the conditions of a case over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.model import condition as case_condition
from detente.questions.stability import conditions as engine
from detente.questions.stability.arcs import BoolArray, IntArray

__all__ = ["Combinations", "engine_condition"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Combinations:
    """Combinations of actions, ascending; bit k of a code is set where action k is taken. ``codes`` has shape (n,)."""

    actions: tuple[str, ...]
    codes: IntArray

    @classmethod
    def every(cls, actions: Sequence[str]) -> Combinations:
        """All 2 ** n combinations."""
        return cls(actions=tuple(actions), codes=np.arange(1 << len(actions), dtype=np.int64))

    def without(self, excluded: Iterable[case_condition.Condition]) -> Combinations:
        """Those in which none of the conditions holds. O(conditions x combinations)."""
        kept = np.ones(len(self.codes), np.bool_)
        for condition in excluded:
            kept &= ~self.where(condition)
        return Combinations(actions=self.actions, codes=self.codes[kept])

    def where(self, condition: case_condition.Condition) -> BoolArray:
        """In which of them a condition of the case holds; shape (n,)."""
        places = {action: k for k, action in enumerate(self.actions)}
        return engine.truth(engine_condition(condition), self.codes, places)

    def taken(self, code: int) -> tuple[str, ...]:
        """The actions taken in a combination, in order."""
        return tuple(action for k, action in enumerate(self.actions) if code >> k & 1)


def engine_condition(condition: case_condition.Condition) -> engine.Condition:
    """A condition of a case as the graph model has it.

    >>> engine_condition(case_condition.Implies(case_condition.Taken("a"), case_condition.Taken("b")))
    If(then=Taken(action='b'), given=Taken(action='a'))
    """
    match condition:
        case case_condition.Taken(action=action):
            return engine.Taken(action)
        case case_condition.Not(part=part):
            return engine.Not(engine_condition(part))
        case case_condition.And(parts=parts):
            return engine.And(tuple(engine_condition(part) for part in parts))
        case case_condition.Or(parts=parts):
            return engine.Or(tuple(engine_condition(part) for part in parts))
        case case_condition.Implies(condition=given, consequence=then):
            return engine.If(engine_condition(then), engine_condition(given))
        case case_condition.Iff(first=first, second=second):
            return engine.Iff(engine_condition(first), engine_condition(second))
