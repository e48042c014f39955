"""What the firmness of each red line does: one effect for lines that are on and off together."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from detente.model.case import Case
from detente.model.red_line import RedLine
from detente.model.verdict import Verdict
from detente.questions.agreement.conditions import Conditions
from detente.questions.agreement.drivers.contributions import PatternShares
from detente.questions.agreement.drivers.finding import FirmnessEffect, Quantity, Subject
from detente.questions.agreement.drivers.learning import with_firmness
from detente.questions.agreement.firmness import switches

__all__ = ["effects_of"]


def effects_of(
    case: Case, conditions: Conditions, shares: PatternShares | None, without: Callable[[int], Verdict]
) -> tuple[FirmnessEffect, ...]:
    """One effect per switch, in the order of the case.

    Parameters
    ----------
    shares : of the readings as stated; ``None`` where there are none.
    without : the verdict as stated were the lines in a mask not there.
    """
    found = []
    for switch in switches(case, conditions):
        lines = tuple(conditions.items[bit].id for bit in sorted(switch.bits))
        subject = Subject(
            quantity=Quantity.FIRMNESS,
            records=tuple(key for line in lines for key in _records(case.red_line(line))),
            actor=case.red_line(lines[0]).actor,
            red_lines=lines,
        )
        off, on = (_share(shares, with_firmness(case, lines, Fraction(end))) for end in (0, 1))
        found.append(
            FirmnessEffect(
                subject=subject,
                low=min(switch.lows),
                high=max(switch.highs),
                if_bluff=off,
                if_meant=on,
                without=without(sum(1 << bit for bit in switch.bits)),
            )
        )
    return tuple(found)


def _records(line: RedLine) -> tuple[str, str]:
    return f"red_lines.{line.id}", f"firmness.{line.id}"


def _share(shares: PatternShares | None, case: Case) -> Fraction | None:
    found = None if shares is None else shares.some_bluff(case)
    return None if found is None else found.share
