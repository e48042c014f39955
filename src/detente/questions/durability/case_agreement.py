"""A case's phased agreement as the forms its nodes compare, and as an exact plan at given numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from detente.model.case import Case
from detente.model.phases import END, Phases, StakeKind
from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.case_numbers import Form, Numbers, add_term, difference
from detente.questions.durability.parameters import CLOSING
from detente.questions.durability.slack import Act
from detente.questions.durability.terms import Asset, Closing, Guarantee, Stakes, Step

__all__ = ["CaseAgreement", "Node", "plan_at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A point at which ``actor`` keeps or leaves: a step by its id, or the end; ``tick`` counts moments from 0."""

    step: str
    actor: str
    tick: int


@dataclass(frozen=True, eq=False, kw_only=True)
class CaseAgreement:
    """The agreement of a case.

    ``parties`` are those who take a step, hold what is handed over, or of whom anything is said, in the order of the case;
    all of them may break at the end. ``nodes`` are in order, those of the end last. ``numeric`` are parties with stakes.
    """

    phases: Phases
    parties: tuple[str, ...]

    @classmethod
    def of(cls, case: Case, phases: Phases) -> CaseAgreement:
        """The agreement, with the parties in the order of the case."""
        named = {step.actor for step in phases.steps} | {asset.holder for asset in phases.assets}
        named |= {ranking.actor for ranking in phases.comparisons} | {stake.actor for stake in phases.stakes}
        return cls(phases=phases, parties=tuple(actor.id for actor in case.actors if actor.id in named))

    def with_phases(self, phases: Phases) -> CaseAgreement:
        """The same parties under another agreement."""
        return CaseAgreement(phases=phases, parties=self.parties)

    @cached_property
    def numbers(self) -> Numbers:
        """Every number by name."""
        return Numbers.of(self.phases)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node in order."""
        steps = [Node(step=step.id, actor=step.actor, tick=k) for k, step in enumerate(self.phases.steps)]
        return (*steps, *(Node(step=END, actor=actor, tick=len(steps)) for actor in self.parties))

    @cached_property
    def numeric(self) -> tuple[str, ...]:
        """Parties whose stakes are given in numbers."""
        with_numbers = {stake.actor for stake in self.phases.stakes}
        return tuple(actor for actor in self.parties if actor in with_numbers)

    @cached_property
    def _folded(self) -> dict[object, Form]:
        return {}

    def folded(self, key: object, make: Callable[[], Form]) -> Form:
        """A form with exact numbers multiplied in, made once: readings are drawn in rounds that ask for the same forms."""
        if key not in self._folded:
            self._folded[key] = self.numbers.folded(make())
        return self._folded[key]

    def time(self, tick: int) -> Fraction:
        """When a moment is."""
        return self.phases.steps[tick].at if tick < len(self.phases.steps) else self.phases.end.at

    def is_expiry(self, tick: int) -> bool:
        """Whether the truce runs out at a moment."""
        return self.phases.steps[tick].is_expiry if tick < len(self.phases.steps) else self.phases.end.is_expiry

    # -- forms of one party -------------------------------------------------------------------------

    def slack_forms(self, node: Node) -> tuple[tuple[Act, Form], ...]:
        """By how much the mover would rather keep than break, and, where the truce runs out, than let it lapse.

        In its own points at the time of the node; what it received before is the same either way and left out.
        """
        kept = self.kept(node.actor, node.tick)
        found = [(Act.BREAK, difference(kept, self.broken(node.actor, node)))]
        if self.is_expiry(node.tick):
            found.append((Act.LAPSE, difference(kept, self.fighting(node.actor, node.tick))))
        return tuple(found)

    def kept(self, actor: str, tick: int) -> Form:
        """Later deliveries and the peace, discounted to the moment."""
        form: Form = {}
        now, end = self.time(tick), len(self.phases.steps)
        for later in range(tick, end):
            self._add_delivery(form, actor, later, self.time(later) - now)
        for kind in (StakeKind.PEACE, StakeKind.COMPLETION_PAYMENT):
            self._add_stake(form, actor, kind, wait=self.time(end) - now)
        return form

    def fighting(self, actor: str, tick: int) -> Form:
        """Resumed fighting at a moment, with what is then still held."""
        form: Form = {}
        self._add_stake(form, actor, StakeKind.FIGHTING)
        for asset in self.phases.assets:
            leverage = self.numbers.stake(actor, StakeKind.LEVERAGE, asset.id)
            if leverage is None:
                continue
            add_term(form, Fraction(1), leverage, f"assets.{asset.id}")
            for step in self.phases.steps[:tick]:
                if any(over.asset == asset.id for over in step.delivers):
                    add_term(form, Fraction(-1), leverage, f"steps.{step.id}.{asset.id}")
        self._add_stake(form, actor, StakeKind.REGROUPING, factor=self.time(tick))
        return form

    def broken(self, actor: str, node: Node) -> Form:
        """What a party has at a node when the mover breaks there."""
        form = self.fighting(actor, node.tick)
        if actor != node.actor:
            self._add_stake(form, actor, StakeKind.VICTIM_LOSS, factor=Fraction(-1))
            return form
        self._add_stake(form, actor, StakeKind.FIRST_STRIKE)
        for guarantee in self.phases.guarantees:
            if guarantee.on == actor and (not guarantee.at or node.step in guarantee.at):
                name = f"guarantees.{guarantee.id}"
                add_term(form, Fraction(-1), f"{name}.penalty", f"{name}.detection")
        return form

    def kept_from_signing(self, actor: str) -> Form:
        """The agreement kept to its end, seen from the first step."""
        form = self.kept(actor, 0)
        self._add_stake(form, actor, StakeKind.SIGNING_PAYMENT)
        return form

    def no_deal(self, actor: str) -> Form:
        """No deal."""
        form: Form = {}
        self._add_stake(form, actor, StakeKind.NO_DEAL)
        return form

    def from_signing(self, actor: str, tick: int, ended: Form) -> Form:
        """What a party has from the first step on when all ends at a moment, there with ``ended``."""
        form: Form = {}
        start = self.time(0)
        self._add_stake(form, actor, StakeKind.SIGNING_PAYMENT)
        for earlier in range(tick):
            self._add_delivery(form, actor, earlier, self.time(earlier) - start)
        for key, factor in ended.items():
            add_term(form, factor, *key, *self._weight(actor, self.time(tick) - start))
        return form

    def _weight(self, actor: str, wait: Fraction) -> tuple[str, ...]:
        """The power of the discount factor that stands for a wait."""
        discount = self.numbers.stake(actor, StakeKind.DISCOUNT)
        if discount is None or wait == 0 or self.numbers.range_of(discount)[0] == 1:
            return ()
        return (f"{discount}^{int(wait)}",)

    def _add_stake(
        self, form: Form, actor: str, kind: StakeKind, *, factor: Fraction = Fraction(1), wait: Fraction = Fraction(0)
    ) -> None:
        name = self.numbers.stake(actor, kind)
        if name is not None and factor:
            add_term(form, factor, name, *self._weight(actor, wait))

    def _add_delivery(self, form: Form, actor: str, tick: int, wait: Fraction) -> None:
        step, weight = self.phases.steps[tick], self._weight(actor, wait)
        for over in step.delivers:
            worth = self.numbers.stake(actor, StakeKind.DELIVERED, over.asset)
            if worth is not None:
                add_term(form, Fraction(1), worth, f"steps.{step.id}.{over.asset}", *weight)
        own = self.numbers.stake(actor, StakeKind.DELIVERED, step.id)
        if own is not None:
            add_term(form, Fraction(1), own, *weight)


# -- the exact plan ---------------------------------------------------------------------------------------


def plan_at(agreement: CaseAgreement, values: Mapping[str, Fraction]) -> AgreementPlan:
    """The agreement as an exact plan, every number as in ``values``; a step delivers no more than is still held.

    A party without stakes has none that matter: its nodes hold by a tie, and nothing is to be read from them.
    """
    phases = agreement.phases
    left = {asset.id: values[f"assets.{asset.id}"] for asset in phases.assets}
    assets = [
        Asset(name=asset.id, holder=asset.holder, total=left[asset.id], is_divisible=not asset.is_indivisible)
        for asset in phases.assets
    ]
    steps = []
    for step in phases.steps:
        amounts = {over.asset: min(values[f"steps.{step.id}.{over.asset}"], left[over.asset]) for over in step.delivers}
        for asset, amount in amounts.items():
            left[asset] -= amount
        steps.append(
            Step(
                name=step.id if step.id != CLOSING else f"step {CLOSING}",
                mover=step.actor,
                time=step.at,
                amounts=amounts,
                phase=step.phase or "",
                values=_of(agreement, values, StakeKind.DELIVERED, step.id),
                fighting={},
                shocks={},
                guarantee=_guarantee(agreement, values, step.actor, step.id),
                is_expiry=step.is_expiry,
            )
        )
    guarantees = {actor: _guarantee(agreement, values, actor, END) for actor in agreement.parties}
    closing = Closing(
        time=phases.end.at,
        fighting={},
        shocks={},
        guarantees={actor: own for actor, own in guarantees.items() if own is not None},
        is_expiry=phases.end.is_expiry,
    )
    return AgreementPlan(
        parties=agreement.parties,
        stakes=tuple(_stakes(agreement, values, actor) for actor in agreement.parties),
        assets=tuple(assets),
        steps=tuple(steps),
        closing=closing,
        start=Fraction(0),
    )


def _of(agreement: CaseAgreement, values: Mapping[str, Fraction], kind: StakeKind, of: str) -> dict[str, Fraction]:
    names = {actor: agreement.numbers.stake(actor, kind, of) for actor in agreement.parties}
    return {actor: values[name] for actor, name in names.items() if name is not None}


def _guarantee(agreement: CaseAgreement, values: Mapping[str, Fraction], actor: str, step: str) -> Guarantee | None:
    """What guards one node beside the standing guarantees; several are one of their summed expectation."""
    own = [guarantee for guarantee in agreement.phases.guarantees if guarantee.on == actor and step in guarantee.at]
    if not own:
        return None
    numbers = [(values[f"guarantees.{g.id}.penalty"], values[f"guarantees.{g.id}.detection"]) for g in own]
    giver = own[0].by or ""
    if len(own) == 1:
        return Guarantee(penalty=numbers[0][0], detection=numbers[0][1], giver=giver)
    return Guarantee(penalty=sum((penalty * detection for penalty, detection in numbers), Fraction(0)), giver=giver)


def _stakes(agreement: CaseAgreement, values: Mapping[str, Fraction], actor: str) -> Stakes:
    def number(kind: StakeKind, otherwise: Fraction = Fraction(0)) -> Fraction:
        name = agreement.numbers.stake(actor, kind)
        return otherwise if name is None else values[name]

    def per_asset(kind: StakeKind) -> dict[str, Fraction]:
        names = {asset.id: agreement.numbers.stake(actor, kind, asset.id) for asset in agreement.phases.assets}
        return {asset: values[name] for asset, name in names.items() if name is not None}

    standing = [guarantee for guarantee in agreement.phases.guarantees if guarantee.on == actor and not guarantee.at]
    return Stakes(
        peace=number(StakeKind.PEACE),
        no_deal=number(StakeKind.NO_DEAL),
        fighting=number(StakeKind.FIGHTING),
        leverage=per_asset(StakeKind.LEVERAGE),
        regrouping=number(StakeKind.REGROUPING),
        unit_values=per_asset(StakeKind.DELIVERED),
        first_strike=number(StakeKind.FIRST_STRIKE),
        victim_loss=number(StakeKind.VICTIM_LOSS),
        guarantee=sum(
            (values[f"guarantees.{g.id}.penalty"] * values[f"guarantees.{g.id}.detection"] for g in standing), Fraction(0)
        ),
        discount=number(StakeKind.DISCOUNT, Fraction(1)),
        signing_payment=number(StakeKind.SIGNING_PAYMENT),
        completion_payment=number(StakeKind.COMPLETION_PAYMENT),
    )
