"""The least whole number a package reaches, found by asking for several levels at once.

Several descents share their tests. Levels between what is refuted and what a package shows are asked for evenly;
each answer moves one end, so rounds grow with the logarithm of the range.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from detente.problem.demands import Demand, Outcome, Refuter

__all__ = ["Descent", "descend"]

LEVELS = 5
"""Levels asked for at once, by each descent."""

Choice = tuple[int, ...]


@dataclass(eq=False, kw_only=True)
class Descent:
    """One search: ``demand(level)`` asks for a package of that level at most, ``level(choice)`` tells a package's own.

    ``low`` is what no package is below, ``choice`` the best package so far, ``None`` before there is one;
    ``is_hopeless`` once there is proven to be none at any level. ``strays`` are packages above the level their demand
    meant to keep them to: the search pauses for a better demand.
    """

    refuter: Refuter
    demand: Callable[[int | None], Demand]
    level: Callable[[Choice], int]
    low: int = 0
    choice: Choice | None = None
    is_hopeless: bool = False
    is_cut: bool = False
    strays: list[Choice] = field(default_factory=list)

    @property
    def is_least(self) -> bool:
        """Whether the best package is proven to be one, or that there is none."""
        return self.is_hopeless or (self.choice is not None and self.level(self.choice) <= self.low)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to ask, the budget is spent, or a package strayed."""
        return self.is_cut or self.is_least or bool(self.strays)

    def levels(self) -> list[int | None]:
        """What to ask for next; ``None`` stands for a package of any level."""
        if self.choice is None:
            return [None]
        high = self.level(self.choice)
        return list(dict.fromkeys(self.low + (high - self.low) * part // LEVELS for part in range(LEVELS)))

    def hear(self, asked: Sequence[int | None], outcomes: Sequence[Outcome]) -> None:
        """Take in what was answered."""
        for level, outcome in zip(asked, outcomes, strict=True):
            if outcome.witness is not None:
                if level is not None and self.level(outcome.witness) > level:
                    self.strays.append(outcome.witness)
                if self.choice is None or self.level(outcome.witness) < self.level(self.choice):
                    self.choice = outcome.witness
            elif outcome.core is None:
                self.is_cut = True
            elif level is None:
                self.is_hopeless = True
            else:
                self.low = max(self.low, level + 1)


def descend(descents: Sequence[Descent], budget: int) -> None:
    """Carry descents on until each is over; ``budget`` bounds the nodes of all together. All share one refuter."""
    if not descents:
        return
    refuter = descents[0].refuter
    stop = refuter.nodes + budget
    while refuter.nodes < stop:
        going = [(descent, descent.levels()) for descent in descents if not descent.is_over]
        if not going:
            return
        demands = [descent.demand(level) for descent, levels in going for level in levels]
        outcomes = refuter.test(demands, node_limit=stop - refuter.nodes)
        place = 0
        for descent, levels in going:
            descent.hear(levels, outcomes[place : place + len(levels)])
            place += len(levels)
