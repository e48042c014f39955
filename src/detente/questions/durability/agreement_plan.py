"""A phased agreement: who holds what, who delivers what and when, and what each party loses or gains by breaking it.

At every step one party delivers or fighting resumes; after the last step every party may still break
(the closing set, which moves at one instant). What a delivery is worth, what resumed fighting is worth
and what a break costs are numbers on each party's own scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from detente.problem.numbers import Number, exact
from detente.questions.durability.errors import PlanError
from detente.questions.durability.terms import Asset, Closing, Guarantee, Stakes, Step

__all__ = ["AgreementPlan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPlan:
    """A whole phased agreement, checked.

    Attributes
    ----------
    parties : names in a fixed order; party is axis 0 of every table.
    stakes : one for each party.
    assets, steps : steps in the order they are taken.
    closing : the end.
    start : when the truce begins; regrouping counts from here.

    Examples
    --------
    One hostage for one withdrawal; whoever is second must be held by the peace.

    >>> plan = AgreementPlan.of(
    ...     {"A": Stakes.of(peace=3, fighting=1, leverage={"hostages": 1}, unit_values={"land": 2}), "G": Stakes.of(peace=9)},
    ...     [Asset.of("hostages", "A", 1), Asset.of("land", "G", 1)],
    ...     [Step.of("release", "A", 0, {"hostages": 1}), Step.of("withdraw", "G", 0, {"land": 1})],
    ...     Closing.of(1),
    ... )
    >>> plan.parties
    ('A', 'G')
    """

    parties: tuple[str, ...]
    stakes: tuple[Stakes, ...]
    assets: tuple[Asset, ...]
    steps: tuple[Step, ...]
    closing: Closing
    start: Fraction

    @classmethod
    def of(
        cls,
        stakes: Mapping[str, Stakes],
        assets: Sequence[Asset],
        steps: Sequence[Step],
        closing: Closing,
        *,
        start: Number | None = None,
    ) -> AgreementPlan:
        """A checked agreement; it starts with its first step unless ``start`` says otherwise.

        Raises
        ------
        PlanError
            If more is delivered than held, a mover lacks the asset, a probability or discount factor is out
            of bounds, times run backward, or a name is unknown or used twice.
        """
        first = steps[0].time if steps else closing.time
        return cls(
            parties=tuple(stakes),
            stakes=tuple(stakes.values()),
            assets=tuple(assets),
            steps=tuple(steps),
            closing=closing,
            start=first if start is None else exact(start),
        )

    def __post_init__(self) -> None:
        if not self.parties:
            raise PlanError("no party is given")
        _check_names(self)
        _check_stakes(self)
        _check_times(self)
        _check_deliveries(self)

    def party(self, name: str) -> int:
        """Position of a party.

        Raises
        ------
        PlanError
            If there is none of this name.
        """
        if name not in self.parties:
            raise PlanError(f"unknown party `{name}`; there are {', '.join(f'`{p}`' for p in self.parties)}")
        return self.parties.index(name)

    def with_stakes(self, party: str, **changes: Fraction | Mapping[str, Fraction]) -> AgreementPlan:
        """The plan with other stakes of one party, by the field names of :class:`Stakes`."""
        k = self.party(party)
        changed = replace(self.stakes[k], **changes)  # type: ignore[arg-type]
        return replace(self, stakes=(*self.stakes[:k], changed, *self.stakes[k + 1 :]))

    def with_steps(self, steps: Sequence[Step]) -> AgreementPlan:
        """The plan with other steps."""
        return replace(self, steps=tuple(steps))


def _check_names(plan: AgreementPlan) -> None:
    asset_names = [asset.name for asset in plan.assets]
    for kind, names in (("asset", asset_names), ("step", [step.name for step in plan.steps])):
        seen: set[str] = set()
        for name in names:
            if name in seen:
                raise PlanError(f"{kind} `{name}` is named twice")
            seen.add(name)
    if any(step.name == "closing" for step in plan.steps):
        raise PlanError("`closing` names the end of the agreement, not a step")
    for asset in plan.assets:
        _known(plan, [asset.holder], f"asset `{asset.name}`")
    for party, stakes in zip(plan.parties, plan.stakes, strict=True):
        for name in (*stakes.leverage, *stakes.unit_values):
            if name not in asset_names:
                raise PlanError(f"the stakes of `{party}` name unknown asset `{name}`")
    for step in plan.steps:
        _known(plan, (step.mover, *step.values, *step.fighting, *step.shocks), f"step `{step.name}`")
    closing = plan.closing
    _known(plan, (*closing.fighting, *closing.shocks, *closing.guarantees), "the closing")


def _known(plan: AgreementPlan, names: Iterable[str], where: str) -> None:
    for name in names:
        if name not in plan.parties:
            raise PlanError(f"{where} names unknown party `{name}`")


def _check_stakes(plan: AgreementPlan) -> None:
    for party, stakes in zip(plan.parties, plan.stakes, strict=True):
        if not 0 < stakes.discount <= 1:
            raise PlanError(f"the discount factor of `{party}` is {stakes.discount}; it must be above 0 and at most 1")
        for what, number in (
            ("victim loss", stakes.victim_loss),
            ("guarantee", stakes.guarantee),
        ):
            if number < 0:
                raise PlanError(f"the {what} of `{party}` is below 0")
    for step in plan.steps:
        if step.guarantee is not None:
            _check_guarantee(step.guarantee, f"step `{step.name}`")
    for party, guarantee in plan.closing.guarantees.items():
        _check_guarantee(guarantee, f"the closing of `{party}`")


def _check_guarantee(guarantee: Guarantee, where: str) -> None:
    if not 0 <= guarantee.detection <= 1:
        raise PlanError(f"the probability of detection at {where} is {guarantee.detection}; it must be between 0 and 1")
    if guarantee.penalty < 0:
        raise PlanError(f"the penalty at {where} is below 0")


def _check_times(plan: AgreementPlan) -> None:
    before, name = plan.start, "the start of the truce"
    for step in plan.steps:
        if step.time < before:
            raise PlanError(f"step `{step.name}` is at time {step.time}, before {name} at {before}")
        before, name = step.time, f"step `{step.name}`"
    if plan.closing.time < before:
        raise PlanError(f"the closing is at time {plan.closing.time}, before {name} at {before}")
    if all(stakes.discount == 1 for stakes in plan.stakes):
        return
    times = [plan.start, *(step.time for step in plan.steps), plan.closing.time]
    if any((later - earlier).denominator != 1 for earlier, later in pairwise(times)):
        raise PlanError("where a discount factor is below 1 the times must lie whole units apart")


def _check_deliveries(plan: AgreementPlan) -> None:
    holder = {asset.name: asset.holder for asset in plan.assets}
    left = {asset.name: asset.total for asset in plan.assets}
    whole = {asset.name for asset in plan.assets if not asset.is_divisible}
    for asset in plan.assets:
        if asset.total < 0:
            raise PlanError(f"asset `{asset.name}` has a total below 0")
    for step in plan.steps:
        for name, amount in step.amounts.items():
            if holder.get(name) != step.mover:
                raise PlanError(f"step `{step.name}` delivers `{name}`, which `{step.mover}` does not hold")
            if amount < 0:
                raise PlanError(f"step `{step.name}` delivers less than nothing of `{name}`")
            if name in whole and amount.denominator != 1:
                raise PlanError(f"step `{step.name}` delivers a part of one `{name}`, which cannot be divided")
        _take(left, step)


def _take(left: dict[str, Fraction], step: Step) -> None:
    amounts: Mapping[str, Fraction] = step.amounts
    for name, amount in amounts.items():
        if amount > left[name]:
            raise PlanError(f"step `{step.name}` delivers {amount} of `{name}` but only {left[name]} are still held")
        left[name] -= amount
