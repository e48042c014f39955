"""What the ways an agreement may end are worth to a party, as sums of numbers known within ranges.

Values are those of the whole course from the first step on, as in models of phased agreements: what was handed over before
a break is part of them. A number the case does not give counts as 0, a discount factor as 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from detente.model.phases import END, Estimate, HandedOver, Phases, Situation, SituationKind, SituationRanking, StakeKind
from detente.model.preference import Link

__all__ = ["Form", "SituationValues", "ruled_out"]

Form = dict[str, Fraction]
"""Factors of named numbers."""

_ONE = Estimate(low=Fraction(1), high=Fraction(1))


@dataclass(slots=True)
class SituationValues:
    """The numbers of one party by name with their ranges, and sums over them.

    A product of two ranges is a number of its own, within the bounds the two set: what no values of such numbers allow,
    no values of the party's do either.
    """

    phases: Phases
    actor: str
    bounds: dict[str, tuple[Fraction, Fraction]] = field(default_factory=dict)

    def value(self, situation: Situation) -> Form | None:
        """The worth of a situation; ``None`` where it is no sum: a truce that may lapse, or discounting by a range."""
        form: Form = {}
        if situation.kind is SituationKind.NO_DEAL:
            self._add(form, StakeKind.NO_DEAL, _ONE)
            return form
        steps, end = self.phases.steps, self.phases.end
        at = next((k for k, step in enumerate(steps) if step.id == situation.step), len(steps))
        is_kept = situation.kind is SituationKind.KEPT
        if not is_kept and (steps[at].is_expiry if at < len(steps) else end.is_expiry):
            return None
        weights = [self._weight(step.at) for step in steps[:at]]
        last = self._weight(steps[at].at if at < len(steps) else end.at)
        if last is None:
            return None
        self._add(form, StakeKind.SIGNING_PAYMENT, _ONE)
        for step, weight in zip(steps, weights, strict=False):
            if weight is None:
                return None
            for over in step.delivers:
                self._add(form, StakeKind.DELIVERED, _times(over.amount, weight), over.asset, f"{step.id} ")
            self._add(form, StakeKind.DELIVERED, _times(_ONE, weight), step.id)
        if is_kept:
            for kind in (StakeKind.PEACE, StakeKind.COMPLETION_PAYMENT):
                self._add(form, kind, _times(_ONE, last))
        else:
            self._add_break(form, at, last, is_own=situation.actor == self.actor)
        return form

    def _add_break(self, form: Form, at: int, weight: Fraction, *, is_own: bool) -> None:
        """Resumed fighting at a step, and what breaking first or being broken with adds."""
        steps, end = self.phases.steps, self.phases.end
        name, time = (steps[at].id, steps[at].at) if at < len(steps) else (END, end.at)
        self._add(form, StakeKind.FIGHTING, _times(_ONE, weight))
        for asset in self.phases.assets:
            gone = [over for step in steps[:at] for over in step.delivers if over.asset == asset.id]
            self._add(form, StakeKind.LEVERAGE, _times(_held(asset.amount, gone), weight), asset.id, f"{name} ")
        self._add(form, StakeKind.REGROUPING, _times(_ONE, weight * time))
        if not is_own:
            self._add(form, StakeKind.VICTIM_LOSS, _times(_ONE, -weight))
            return
        self._add(form, StakeKind.FIRST_STRIKE, _times(_ONE, weight))
        for guarantee in self.phases.guarantees:
            if guarantee.on == self.actor and (not guarantee.at or name in guarantee.at):
                low = guarantee.penalty.low * guarantee.detection.low
                high = guarantee.penalty.high * guarantee.detection.high
                self._count(form, f"guarantee {guarantee.id}", (low, high), -weight)

    def _stake(self, kind: StakeKind, of: str | None = None) -> Estimate | None:
        stakes = self.phases.stakes_of(self.actor)
        return next((stake.value for stake in stakes if stake.kind is kind and stake.of == of), None)

    def _weight(self, time: Fraction) -> Fraction | None:
        """What counts at a time, seen from the first step."""
        discount = self._stake(StakeKind.DISCOUNT) or _ONE
        elapsed = time - self.phases.steps[0].at
        if discount.is_exact and discount.low == 1:
            return Fraction(1)
        if not discount.is_exact or elapsed.denominator != 1:
            return None
        return Fraction(discount.low ** int(elapsed))

    def _add(self, form: Form, kind: StakeKind, factor: Estimate, of: str | None = None, where: str = "") -> None:
        stake = self._stake(kind, of)
        if stake is None:
            return
        name = f"{kind} {of}" if of is not None else kind.value
        if factor.is_exact:
            self._count(form, name, (stake.low, stake.high), factor.low)
        else:
            corners = [a * b for a in (stake.low, stake.high) for b in (factor.low, factor.high)]
            self._count(form, f"{where}{name}", (min(corners), max(corners)), Fraction(1))

    def _count(self, form: Form, name: str, bounds: tuple[Fraction, Fraction], factor: Fraction) -> None:
        self.bounds[name] = bounds
        form[name] = form.get(name, Fraction(0)) + factor


def _times(amount: Estimate, weight: Fraction) -> Estimate:
    ends = (amount.low * weight, amount.high * weight)
    return Estimate(low=min(ends), high=max(ends))


def _held(amount: Estimate, gone: list[HandedOver]) -> Estimate:
    """What is still held: not less than nothing."""
    low = amount.low - sum((over.amount.high for over in gone), Fraction(0))
    high = amount.high - sum((over.amount.low for over in gone), Fraction(0))
    return Estimate(low=max(low, Fraction(0)), high=max(high, Fraction(0)))


# -- comparisons and stakes of one party -----------------------------------------------------------


def ruled_out(phases: Phases, actor: str) -> tuple[str, ...]:
    """Comparisons that no numbers within the party's stakes agree with, any one less of which would do; none where some do.

    A comparison with a situation whose worth is no sum is left aside. Exact; one linear program, and one more for each
    comparison where they contradict each other.
    """
    if not phases.stakes_of(actor):
        return ()
    values = SituationValues(phases, actor)
    rankings = phases.comparisons_of(actor)
    rows = {ranking.id: tuple(_rows(ranking, values)) for ranking in rankings}
    asked = [ranking.id for ranking in rankings if rows[ranking.id]]
    if not asked or _can_hold([row for sid in asked for row in rows[sid]], values):
        return ()
    for sid in list(asked):  # what the contradiction does not need is left out, from the first
        rest = [other for other in asked if other != sid]
        if not _can_hold([row for other in rest for row in rows[other]], values):
            asked = rest
    return tuple(asked)


def _rows(ranking: SituationRanking, values: SituationValues) -> Iterator[tuple[Form, Link]]:
    """Differences that must be above 0, not below it, or 0."""
    worths = [values.value(situation) for situation in ranking.situations]
    for better, link, worse in zip(worths, ranking.links, worths[1:], strict=False):
        if better is not None and worse is not None:
            yield {name: better.get(name, Fraction(0)) - worse.get(name, Fraction(0)) for name in {**better, **worse}}, link


def _can_hold(rows: Sequence[tuple[Form, Link]], values: SituationValues) -> bool:
    """Whether some numbers within their ranges meet every row: the least gap of the strict ones is made as large as can be."""
    from detente.solve.linear import Program, Row, Sense, Status  # only where a party has both comparisons and stakes

    gap, one = "gap", Fraction(1)
    program = [Row({name: one}, Sense.AT_MOST, high - low) for name, (low, high) in values.bounds.items()]
    program.append(Row({gap: one}, Sense.AT_MOST, one))
    senses = {Link.ABOVE: Sense.AT_LEAST, Link.AT_LEAST: Sense.AT_LEAST, Link.EQUAL: Sense.EQUAL}
    for form, link in rows:
        at_low = sum((factor * values.bounds[name][0] for name, factor in form.items()), Fraction(0))
        factors = {**form, gap: -one} if link is Link.ABOVE else form
        program.append(Row(factors, senses[link], -at_low))
    found = Program([*values.bounds, gap], program).maximize({gap: one})
    is_strict = any(link is Link.ABOVE for _, link in rows)
    return found.status is Status.OPTIMAL and (found.value > 0 or not is_strict)
