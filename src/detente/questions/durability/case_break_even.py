"""At which value of one number a party keeps all its nodes, the others as they are in one reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from detente.questions.durability.case_agreement import CaseAgreement
from detente.questions.durability.case_base import Base
from detente.questions.durability.case_bounds import PartyBounds
from detente.questions.durability.case_numbers import Form, Numbers, record_key
from detente.questions.durability.finding import BreakEven, Span
from detente.questions.durability.slack import slacks

__all__ = ["break_evens"]


def break_evens(
    agreement: CaseAgreement, bounds: Mapping[str, PartyBounds], base: Base, *, others_hold: bool
) -> Iterator[BreakEven]:
    """One for each number of a party's stakes, and each guarantee on it, that can decide its own nodes alone.

    ``others_hold`` where all nodes of parties without numbers hold for sure.
    """
    numbers = agreement.numbers
    violated = {node.mover for node in slacks(base.plan).violated}
    for actor, own in bounds.items():
        forms = [condition.form for condition in own.forms]
        names = dict.fromkeys(name for form in forms for key in form for name in key)
        for name in names:
            if "^" in name or name.endswith((".discount", ".detection")) or name.startswith(("assets.", "steps.")):
                continue
            ends = _ends(numbers, forms, name, base.values)
            if ends is None or ends == (None, None):
                continue
            low, high = numbers.range_of(name)
            yield BreakEven(
                name=name,
                actor=actor,
                low=ends[0],
                high=ends[1],
                given=Span(low=low, middle=base.values[name], high=high),
                decides=others_hold and not violated - {actor},
                record=record_key(name),
            )


def _ends(
    numbers: Numbers, forms: list[Form], name: str, values: Mapping[str, Fraction]
) -> tuple[Fraction | None, Fraction | None] | None:
    """Between which values all forms are not below 0; ``None`` where at none."""
    low: Fraction | None = None
    high: Fraction | None = None
    for form in forms:
        at_none = numbers.value(form, {**values, name: Fraction(0)})
        factor = numbers.value(form, {**values, name: Fraction(1)}) - at_none
        if factor == 0:
            if at_none < 0:
                return None
            continue
        edge = -at_none / factor
        if factor > 0:
            low = edge if low is None else max(low, edge)
        else:
            high = edge if high is None else min(high, edge)
    return None if low is not None and high is not None and low > high else (low, high)
