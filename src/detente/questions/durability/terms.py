"""The nouns of a phased agreement: assets, what each party has at stake, steps, guarantees and the closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from detente.problem.numbers import Number, exact
from detente.questions.durability.errors import PlanError

__all__ = ["Asset", "Closing", "Guarantee", "Stakes", "Step"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """Something handed over in parts: ``total`` units that ``holder`` holds at the start; people are not divisible."""

    name: str
    holder: str
    total: Fraction
    is_divisible: bool = True

    @classmethod
    def of(cls, name: str, holder: str, total: Number, *, is_divisible: bool = True) -> Asset:
        """An asset from plain numbers."""
        return cls(name=name, holder=holder, total=exact(total), is_divisible=is_divisible)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """A price on breaking: found out with probability ``detection``, then ``penalty`` on the breaker's own scale.

    The penalty may be a third party's, a cost at home, or a deposit forfeited; ``giver`` names it.
    """

    penalty: Fraction
    detection: Fraction = Fraction(1)
    giver: str = ""

    @classmethod
    def of(cls, penalty: Number, *, detection: Number = 1, giver: str = "") -> Guarantee:
        """A guarantee from plain numbers."""
        return cls(penalty=exact(penalty), detection=exact(detection), giver=giver)

    @property
    def expected(self) -> Fraction:
        """What a break is expected to cost."""
        return self.penalty * self.detection


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """What a party gains and loses, all on its own scale.

    Attributes
    ----------
    peace : value of the kept peace after the last step.
    no_deal : reservation value: what the party has if nothing is signed.
    fighting : value of resumed fighting before leverage, regrouping and shocks.
    leverage : per unit of an asset still held by its holder (own assets mostly above 0; hostages the other holds below).
    regrouping : change of the value of fighting per unit of truce time; negative for the party time weakens.
    unit_values : what one unit of an asset delivered is worth to the party; a cost to the giver is negative.
    first_strike, victim_loss : gain of breaking first; loss when the other does.
    guarantee : expected cost of breaking at whichever step, beside what a single step adds.
    discount : weight of one unit of time later, above 0 and at most 1.
    signing_payment, completion_payment : received on signing; received when all is kept to the end.
    """

    peace: Fraction
    no_deal: Fraction = ZERO
    fighting: Fraction = ZERO
    leverage: Mapping[str, Fraction]
    regrouping: Fraction = ZERO
    unit_values: Mapping[str, Fraction]
    first_strike: Fraction = ZERO
    victim_loss: Fraction = ZERO
    guarantee: Fraction = ZERO
    discount: Fraction = Fraction(1)
    signing_payment: Fraction = ZERO
    completion_payment: Fraction = ZERO

    @classmethod
    def of(
        cls,
        *,
        leverage: Mapping[str, Number] | None = None,
        unit_values: Mapping[str, Number] | None = None,
        **numbers: Number,
    ) -> Stakes:
        """A party's stakes from plain numbers; the names are those of the class.

        Raises
        ------
        PlanError
            If a name is unknown or the value of peace is not given.
        """
        unknown = sorted(set(numbers) - set(cls.__dataclass_fields__))
        if unknown:
            raise PlanError(f"stakes have no `{unknown[0]}`")
        if "peace" not in numbers:
            raise PlanError("stakes need `peace`, the value of the kept peace")
        given = {name: exact(number) for name, number in numbers.items()}
        return cls(leverage=_exact_values(leverage), unit_values=_exact_values(unit_values), **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A node of the agreement: at ``time`` the mover delivers ``amounts`` or breaks.

    Attributes
    ----------
    phase : phase of the agreement the step belongs to, as the text names it.
    amounts : units of the mover's assets delivered; empty for a step at which it only could break.
    values : what the step is worth to a party beside the units delivered (a withdrawal, a recognition).
    fighting : value of resumed fighting at this step, given directly instead of by holdings and time.
    shocks : added to a party's value of resumed fighting at this step.
    guarantee : price on breaking at this step, beside the standing one.
    first_strike : the mover's gain from breaking here, if it is not the usual one.
    is_expiry : whether the truce runs out here, so that the mover may also let it lapse, which breaks nothing.
    """

    name: str
    mover: str
    time: Fraction
    amounts: Mapping[str, Fraction]
    phase: str = ""
    values: Mapping[str, Fraction]
    fighting: Mapping[str, Fraction]
    shocks: Mapping[str, Fraction]
    guarantee: Guarantee | None = None
    first_strike: Fraction | None = None
    is_expiry: bool = False

    @classmethod
    def of(
        cls,
        name: str,
        mover: str,
        time: Number,
        amounts: Mapping[str, Number] | None = None,
        *,
        values: Mapping[str, Number] | None = None,
        fighting: Mapping[str, Number] | None = None,
        shocks: Mapping[str, Number] | None = None,
    ) -> Step:
        """A step from plain numbers; set the rest with ``dataclasses.replace``."""
        return cls(
            name=name,
            mover=mover,
            time=exact(time),
            amounts=_exact_values(amounts),
            values=_exact_values(values),
            fighting=_exact_values(fighting),
            shocks=_exact_values(shocks),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The end of the agreement: all parties at one instant keep the peace or break it; meanings as in :class:`Step`."""

    time: Fraction
    fighting: Mapping[str, Fraction]
    shocks: Mapping[str, Fraction]
    guarantees: Mapping[str, Guarantee]
    is_expiry: bool = False

    @classmethod
    def of(
        cls,
        time: Number,
        *,
        fighting: Mapping[str, Number] | None = None,
        shocks: Mapping[str, Number] | None = None,
        guarantees: Mapping[str, Guarantee] | None = None,
        is_expiry: bool = False,
    ) -> Closing:
        """A closing set from plain numbers."""
        return cls(
            time=exact(time),
            fighting=_exact_values(fighting),
            shocks=_exact_values(shocks),
            guarantees=dict(guarantees or {}),
            is_expiry=is_expiry,
        )


def _exact_values(values: Mapping[str, Number] | None) -> dict[str, Fraction]:
    return {name: exact(value) for name, value in (values or {}).items()}
