"""Beliefs: how sure must the others be that a party is sincere, and which step would tell?

The threshold at a node is the greatest probability of the regrouping type at which its mover still
complies, if everybody else complies from there on and the regrouping type breaks where that is best for
it. A costly early step separates the types iff only the sincere one gains enough to bear it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from detente.questions.durability.typed_plan import Plays, TypedPlan

__all__ = ["BeliefThreshold", "ScreeningStep", "belief_thresholds", "complying_beliefs", "screening_steps"]

Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefThreshold:
    """A node of an uninformed party.

    ``if_sincere`` and ``if_regrouping`` are what complying gives it against each type, ``leaving_*`` what
    leaving does. It complies for beliefs (probability of regrouping) from ``low`` to ``high``; both are
    ``None`` if it never does.
    """

    tick: int
    name: str
    mover: str
    if_sincere: Fraction
    if_regrouping: Fraction
    leaving_if_sincere: Fraction
    leaving_if_regrouping: Fraction
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningStep:
    """At a node of the informed party, a cost above ``above`` and at most ``up_to`` is borne by the sincere type only.

    They are what each type gains by complying there, trusted, over leaving.
    """

    tick: int
    name: str
    above: Fraction
    up_to: Fraction

    @property
    def is_empty(self) -> bool:
        """Whether no cost separates the types here."""
        return self.above >= self.up_to or self.up_to < 0


def belief_thresholds(typed: TypedPlan) -> tuple[BeliefThreshold, ...]:
    """Thresholds at the steps of the uninformed parties, in order. O(parties * steps).

    With C_S and C_R the values of complying against either type and B of leaving, the mover complies iff
    the belief is at most ``(C_S - B) / (C_S - C_R)``, clipped to [0, 1]; where ``C_R >= B`` it never matters.
    """
    plays = Plays.of(typed)
    values, found = _trusted(plays), []
    parties = typed.sincere.parties
    for tick in range(plays.last):
        mover = plays.movers[tick][0]
        if mover == plays.informed:
            continue
        comply = [plays.ahead(kind, tick, mover, values[kind][tick + 1][mover]) for kind in (0, 1)]
        leave = [plays.ended(kind, tick, (mover,), mover) for kind in (0, 1)]
        beliefs = complying_beliefs(comply[0] - leave[0], comply[1] - leave[1])
        found.append(
            BeliefThreshold(
                tick=tick,
                name=typed.sincere.steps[tick].name,
                mover=parties[mover],
                if_sincere=comply[0],
                if_regrouping=comply[1],
                leaving_if_sincere=leave[0],
                leaving_if_regrouping=leave[1],
                low=None if beliefs is None else beliefs[0],
                high=None if beliefs is None else beliefs[1],
            )
        )
    return tuple(found)


def screening_steps(typed: TypedPlan) -> tuple[ScreeningStep, ...]:
    """What cost would separate the types at each step of the informed party, in order."""
    plays = Plays.of(typed)
    values, found = _trusted(plays), []
    informed = plays.informed
    for tick in range(plays.last):
        if plays.movers[tick] != (informed,):
            continue
        gains = [
            plays.ahead(kind, tick, informed, values[kind][tick + 1][informed]) - plays.ended(kind, tick, (informed,), informed)
            for kind in (0, 1)
        ]
        found.append(ScreeningStep(tick=tick, name=typed.sincere.steps[tick].name, above=gains[1], up_to=gains[0]))
    return tuple(found)


def complying_beliefs(if_sincere: Fraction, if_regrouping: Fraction) -> Interval | None:
    """Beliefs at which a gain of complying, linear from one type's to the other's, is not below 0."""
    zero, one = Fraction(0), Fraction(1)
    if if_sincere < 0 and if_regrouping < 0:
        return None
    if if_sincere >= 0 and if_regrouping >= 0:
        return zero, one
    edge = if_sincere / (if_sincere - if_regrouping)
    return (zero, edge) if if_sincere >= 0 else (edge, one)


def _trusted(plays: Plays) -> list[list[list[Fraction]]]:
    """``[kind][tick][party]``: values if the uninformed always comply and a regrouping type leaves where that is best.

    The sincere type complies throughout.
    """
    informed, made = plays.informed, []
    for kind in (0, 1):
        parties = range(len(plays.plans[kind].parties))
        values = [plays.peace(kind, k) for k in parties]
        if kind == 1 and plays.ended(kind, plays.last, (informed,), informed) > values[informed]:
            values = [plays.ended(kind, plays.last, (informed,), k) for k in parties]
        ticks = [values]
        for tick in range(plays.last - 1, -1, -1):
            ahead = [plays.ahead(kind, tick, k, values[k]) for k in parties]
            leaves = plays.movers[tick] == (informed,) and plays.ended(kind, tick, (informed,), informed) > ahead[informed]
            values = [plays.ended(kind, tick, (informed,), k) for k in parties] if kind == 1 and leaves else ahead
            ticks.append(values)
        ticks.reverse()
        made.append(ticks)
    return made
