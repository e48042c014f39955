"""What is left of a formula once some issues are settled: true, false, or a formula over the other issues.

Equal residuals are one object, so that they can be compared and counted as states: settling issues one by one
walks a reduced decision diagram of the formula (Bryant 1986) without ever writing it out in clauses.
"""

from __future__ import annotations

from collections.abc import Mapping

from detente.model.formula import And, Formula, Implies, Not, OneOf, Or

__all__ = ["Residual", "Restriction"]

Residual = Formula | bool


class Restriction:
    """Settles issues in formulas, remembering what it has done. ``options`` lists each issue's options."""

    def __init__(self, options: Mapping[str, tuple[str, ...]]) -> None:
        self._options = options
        self._known: dict[tuple[Residual, str, str], Residual] = {}

    def settle(self, formula: Residual, issue: str, option: str) -> Residual:
        """What is left of ``formula`` when ``issue`` takes ``option``. O(nodes of the formula) the first time."""
        if isinstance(formula, bool):
            return formula
        key = (formula, issue, option)
        if key not in self._known:
            self._known[key] = self._settled(formula, issue, option)
        return self._known[key]

    def simplified(self, formula: Formula) -> Residual:
        """The formula with comparisons that always or never hold taken out."""
        match formula:
            case OneOf(issue=issue, options=options):
                chosen = [o for o in self._options[issue] if o in options]
                return bool(chosen) if len(chosen) in (0, len(self._options[issue])) else formula
            case Not(part=part):
                return _negated(self.simplified(part))
            case And(parts=parts):
                return _all([self.simplified(part) for part in parts])
            case Or(parts=parts):
                return _any([self.simplified(part) for part in parts])
            case Implies(condition=condition, consequence=consequence):
                return _any([_negated(self.simplified(condition)), self.simplified(consequence)])

    def _settled(self, formula: Formula, issue: str, option: str) -> Residual:
        match formula:
            case OneOf(issue=named, options=options):
                return option in options if named == issue else formula
            case Not(part=part):
                return _negated(self.settle(part, issue, option))
            case And(parts=parts):
                return _all([self.settle(part, issue, option) for part in parts])
            case Or(parts=parts):
                return _any([self.settle(part, issue, option) for part in parts])
            case Implies(condition=condition, consequence=consequence):
                return _any([_negated(self.settle(condition, issue, option)), self.settle(consequence, issue, option)])


def _negated(residual: Residual) -> Residual:
    if isinstance(residual, bool):
        return not residual
    return residual.part if isinstance(residual, Not) else Not(residual)


def _all(parts: list[Residual]) -> Residual:
    found: list[Formula] = []
    for part in parts:
        if part is False:
            return False
        if not isinstance(part, bool):
            found.extend(part.parts if isinstance(part, And) else (part,))
    kept = tuple(dict.fromkeys(found))
    return True if not kept else kept[0] if len(kept) == 1 else And(kept)


def _any(parts: list[Residual]) -> Residual:
    found: list[Formula] = []
    for part in parts:
        if part is True:
            return True
        if not isinstance(part, bool):
            found.extend(part.parts if isinstance(part, Or) else (part,))
    kept = tuple(dict.fromkeys(found))
    return False if not kept else kept[0] if len(kept) == 1 else Or(kept)
