"""Conditions on a deal: the red lines, no-deal values and feasibility rules it must meet.

A *condition* is what a blocking set is made of and what an opening gives up. What makes a
package a deal at all (``deal_requires``) is no condition: giving it up would not be a deal.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.evidence.acceptances import crossed_lines
from detente.model.case import Case
from detente.model.formula import Formula

__all__ = ["Condition", "ConditionKind", "Conditions"]


class ConditionKind(StrEnum):
    """What sort of condition it is; ``no_deal`` is a party's no-deal value."""

    RED_LINE = "red_line"
    RULE = "rule"
    NO_DEAL = "no_deal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition; ``id`` is the red line's, the rule's, or the party's."""

    kind: ConditionKind
    id: str
    actor: str | None = None
    requires: Formula | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """A case's conditions in a fixed order: red lines of parties, rules, then no-deal values.

    Condition ``k`` is bit ``1 << k`` in every mask.
    """

    items: tuple[Condition, ...]
    n_red_lines: int
    n_rules: int

    @classmethod
    def of(cls, case: Case) -> Conditions:
        """The conditions of a case. Red lines of actors who are not parties bind no package, nor do those their actor crossed."""
        parties = {actor.id for actor in case.parties}
        crossed = {crossing.red_line for crossing in crossed_lines(case)}
        lines = [
            Condition(kind=ConditionKind.RED_LINE, id=line.id, actor=line.actor, requires=line.requires)
            for line in case.red_lines
            if line.actor in parties and line.id not in crossed
        ]
        rules = [Condition(kind=ConditionKind.RULE, id=rule.id, requires=rule.requires) for rule in case.feasibility]
        floors = [Condition(kind=ConditionKind.NO_DEAL, id=actor.id, actor=actor.id) for actor in case.parties]
        return cls(items=(*lines, *rules, *floors), n_red_lines=len(lines), n_rules=len(rules))

    @property
    def n_static(self) -> int:
        """Red lines and rules: the conditions a package meets or breaks whatever anyone's values."""
        return self.n_red_lines + self.n_rules

    @property
    def red_line_mask(self) -> int:
        """Bits of the red lines."""
        return (1 << self.n_red_lines) - 1

    @property
    def rule_mask(self) -> int:
        """Bits of the feasibility rules."""
        return ((1 << self.n_rules) - 1) << self.n_red_lines

    @property
    def floor_mask(self) -> int:
        """Bits of the no-deal values."""
        return ((1 << len(self.items)) - 1) & ~(self.red_line_mask | self.rule_mask)

    def of_mask(self, mask: int) -> tuple[Condition, ...]:
        """The conditions in a mask, in order."""
        return tuple(condition for k, condition in enumerate(self.items) if mask >> k & 1)

    def mask_of(self, ids: frozenset[tuple[ConditionKind, str]]) -> int:
        """The mask of conditions given by kind and id."""
        return sum(1 << k for k, c in enumerate(self.items) if (c.kind, c.id) in ids)
