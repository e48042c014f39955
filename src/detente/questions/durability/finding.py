"""What the durability question found, as data: would an agreement in phases be kept, where it breaks, what would hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from detente.model.phases import Phases, Situation
from detente.model.verdict import Provenance, Verdict
from detente.questions.durability.beliefs import BeliefThreshold, ScreeningStep
from detente.questions.durability.causes import Cause, Contribution
from detente.questions.durability.equilibria import Equilibrium
from detente.questions.durability.slack import Act

__all__ = [
    "Basis",
    "BreakEven",
    "CriticalStatement",
    "Delivery",
    "DurabilityFinding",
    "Learning",
    "Link",
    "Needed",
    "NodeFinding",
    "NodeReasons",
    "PlannedStep",
    "Proportion",
    "Remedy",
    "RemedyKind",
    "Signing",
    "Span",
    "TypesFinding",
    "Unravelled",
    "Unreachable",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """A share of readings and its standard error; 0 where the share is exact."""

    share: Fraction
    error: float

    @property
    def is_certain(self) -> bool:
        """Whether it is so in every reading looked at."""
        return self.share == 1

    @property
    def is_never(self) -> bool:
        """Whether it is so in none."""
        return self.share == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From ``low`` to ``high`` over all numbers in their ranges, and the value in the middle, in a party's own points.

    ``middle`` is the median over readings, the value itself where all is exact.
    """

    low: Fraction
    middle: Fraction
    high: Fraction

    @property
    def is_point(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


class Basis(StrEnum):
    """What a node is judged by."""

    COMPARISONS = "comparisons"
    NUMBERS = "numbers"
    BOTH = "both"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How much of an asset is handed over."""

    asset: str
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeFinding:
    """One point at which an actor keeps the agreement or leaves it.

    Attributes
    ----------
    step : the step's id, ``end`` for the end, at which each party has a node.
    verdict : HOLDS: the actor would rather keep, whatever is left open; FAILS: never; CONTESTED: it hangs on numbers or
        comparisons; UNDETERMINED: nothing is said of it.
    kept : share of readings in which it would rather keep, if all the rest is kept; ``None`` where none could be drawn.
    only_by_tie : whether leaving is said to be at least as good, so that the actor keeps only if both are equally good to it.
    others_kept : share of readings in which every other node is kept: what keeping here alone would bring.
    ends_here : share of readings in which the agreement ends here, all seeing ahead.
    root_here : share of readings in which this is the last node that fails by itself.
    keeping, leaving, slack : the two values compared and their difference; ``None`` without numbers. Values at the time of the
        node, without what was received before, which is the same either way.
    act : how it would leave, in most readings; ``None`` without numbers where the truce does not run out.
    records : keys of the records it rests on.
    """

    step: str
    actor: str
    phase: str | None
    at: Fraction
    delivers: tuple[Delivery, ...]
    is_end: bool
    is_expiry: bool
    basis: Basis
    verdict: Verdict
    kept: Proportion | None
    only_by_tie: bool
    others_kept: Proportion | None
    ends_here: Proportion | None
    root_here: Proportion | None
    keeping: Span | None
    leaving: Span | None
    slack: Span | None
    act: Act | None
    records: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Step and actor, which name a node."""
        return self.step, self.actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step of the unravelling: whoever moves leaves, since going on would end in ``ahead``.

    ``going_on`` and ``leaving`` are what the two are worth to it, ``None`` without numbers.
    """

    step: str
    actor: str
    act: Act
    ahead: Situation
    going_on: Fraction | None
    leaving: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unravelled:
    """How a late break comes back to an early one, in one reading.

    Readings go so, with the same root cause and first break, in ``share`` of all. ``root_cause`` has several nodes only at
    the end; ``chain`` runs from the root cause back to the first break.
    """

    share: Fraction
    root_cause: tuple[tuple[str, str], ...]
    first_break: tuple[tuple[str, str], ...]
    chain: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalStatement:
    """A condition the answer hangs on: the agreement is kept iff all of these hold.

    ``actor`` would rather keep than leave (``act``) at ``step``. In numbers: the sum of ``terms`` (factor and the names
    multiplied) and ``constant`` is not below 0; without numbers ``terms`` is empty.
    """

    step: str
    actor: str
    act: Act
    terms: tuple[tuple[Fraction, tuple[str, ...]], ...]
    constant: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """What it would tell to know how an actor ranks keeping against leaving at a node.

    ``holds_if_kept`` is the share of readings kept in full among those in which the node is kept; if it is not kept, none is.
    ``gain`` is the part of the uncertainty, measured as variance, that knowing would take away on average.
    """

    step: str
    actor: str
    holds_if_kept: Fraction
    gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeReasons:
    """Why a node fails, with every number in the middle: what each cause adds, and the smallest sets that mend it taken away."""

    step: str
    actor: str
    contributions: tuple[Contribution, ...]
    minimal_sets: tuple[tuple[Cause, ...], ...]


class RemedyKind(StrEnum):
    """What would hold an agreement together."""

    GUARANTEE = "guarantee"
    COMPLETION_PAYMENT = "completion payment"
    ORDER = "order"
    SCHEDULE = "schedule"
    FEWER_STEPS = "fewer steps"
    OTHER_STEPS = "other steps"
    PARTIAL = "partial deal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What one party needs, in its own points: with every number in the middle, and enough for all numbers.

    ``step`` where it is needed at one node only. ``enough`` is ``None`` where it could not be bounded. A guarantee named in the
    case as ``guarantor``, alone at its node, is found out with its own probability: ``penalty`` then is what it must cost.
    """

    actor: str
    step: str | None
    middle: Fraction
    enough: Fraction | None
    guarantor: str | None = None
    penalty: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """A step of an agreement changed; ``step`` is the id of the step of the case it takes the place of or is."""

    step: str
    actor: str
    at: Fraction
    amounts: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A change that makes the agreement keep itself with every number in the middle, solved again before it is told.

    Attributes
    ----------
    needed : guarantees or payments, party by party; for another order, schedule or fewer steps those it still needs.
    steps : the steps as they then are, for a change of order or amounts; else empty. Other steps have ids of their own.
    delivered : the share of what is held that goes over, 1 except for a partial deal.
    holds : share of readings in which the agreement then keeps itself.
    enough_holds : whether with the ``enough`` amounts it does for all numbers, exactly; ``None`` where it has none.
    is_complete : whether the search was finished.
    """

    kind: RemedyKind
    needed: tuple[Needed, ...]
    steps: tuple[PlannedStep, ...]
    delivered: Fraction
    holds: Proportion
    enough_holds: bool | None
    is_complete: bool
    phases: Phases


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """Why no remedy of a kind was found, as demands that cannot be met together.

    ``("node", step, actor)``: the actor keeps there; ``("signing", actor, "")``: it signs; ``("total", asset, "")``: all of it
    goes over. All that without a guarantee or payment; for a guarantee, nodes where a lapse is better.
    """

    kind: RemedyKind
    demands: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """One party before it signs: the agreement kept, and what would happen, against no deal.

    ``verdict`` is on the agreement kept: HOLDS where it is at least as good for sure. Values are from signing.
    """

    actor: str
    verdict: Verdict
    kept: Proportion | None
    path: Proportion | None
    keeping: Span | None
    no_deal: Span | None
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """Values of one number at which a party keeps all its own nodes, all others in the middle; ``None``: no bound.

    ``decides`` where the other parties' nodes hold, so that the whole agreement then does. ``name`` is ``stakes.g.peace``.
    """

    name: str
    actor: str
    low: Fraction | None
    high: Fraction | None
    given: Span
    decides: bool
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesFinding:
    """One party may be one of two: what the others must believe of it, with every number in the middle.

    ``priors`` are the low end, middle and high end of the probability that it regroups; ``pure`` and ``mixed`` the equilibria at
    the middle one, ``kept`` the least and greatest probability over all of them that the agreement is kept, by prior.
    """

    actor: str
    priors: tuple[Fraction, Fraction, Fraction]
    thresholds: tuple[BeliefThreshold, ...]
    screening: tuple[ScreeningStep, ...]
    pure: tuple[Equilibrium, ...]
    mixed: tuple[Equilibrium, ...]
    kept: tuple[tuple[Fraction, Fraction] | None, ...]
    why_not: str | None
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DurabilityFinding:
    """Would the agreement be kept at each of its phases, everybody seeing ahead?

    Attributes
    ----------
    verdict : with every party of the kind its stakes say (else see ``doubted``). HOLDS: every party would rather keep at every
        node, whatever is left open; FAILS: whatever is left open, some would not; CONTESTED: it hangs on numbers or comparisons;
        UNDETERMINED: the case lacks what it takes, ``reason`` says what.
    kept : share of readings in which the agreement keeps itself.
    signed : share in which it does and nobody would rather have no deal.
    nodes : in order, those of the end last.
    conflict : nodes that cannot all hold together for any numbers, where no single one decides.
    unravelled : from the root cause back to the first break; ``None`` where it is kept.
    critical, learning : the best to learn first.
    reasons : for nodes that fail with every number in the middle.
    has_ranges : whether some number is not exact.
    is_middle : whether what is told of one reading (chain, reasons, remedies, types) has every number in the middle of its range;
        else it is a reading of those that go most often as it does, since the middle does not fit the comparisons.
    is_upfront_worthless : whether a payment on signing was tried and mended nothing; ``None`` where there was nothing to try.
    remedies, unreachable : what was found, and what cannot be had.
    why_no_numbers : why remedies in numbers were not looked for.
    """

    verdict: Verdict
    unit: str
    parties: tuple[str, ...]
    numeric: tuple[str, ...]
    kept: Proportion | None
    signed: Proportion | None
    nodes: tuple[NodeFinding, ...]
    conflict: tuple[tuple[str, str], ...]
    unravelled: Unravelled | None
    critical: tuple[CriticalStatement, ...]
    learning: tuple[Learning, ...]
    signing: tuple[Signing, ...]
    reasons: tuple[NodeReasons, ...]
    has_ranges: bool
    is_middle: bool
    is_upfront_worthless: bool | None
    remedies: tuple[Remedy, ...]
    unreachable: tuple[Unreachable, ...]
    why_no_numbers: str | None
    break_even: tuple[BreakEven, ...]
    types: tuple[TypesFinding, ...]
    n_readings: int
    reason: str | None
    provenance: Provenance

    @property
    def failing(self) -> tuple[NodeFinding, ...]:
        """Nodes that fail for sure, or in some reading, in order."""
        return tuple(node for node in self.nodes if node.verdict in (Verdict.FAILS, Verdict.CONTESTED))

    @property
    def doubted(self) -> tuple[TypesFinding, ...]:
        """Parties of two types with which the agreement is not kept for sure, at every prior and however it is played."""
        return tuple(own for own in self.types if not own.kept or any(kept is None or kept[0] < 1 for kept in own.kept))

    def node(self, step: str, actor: str) -> NodeFinding:
        """One node; raises ``KeyError`` if there is none."""
        for node in self.nodes:
            if node.key == (step, actor):
                return node
        raise KeyError((step, actor))

    def remedy(self, kind: RemedyKind) -> Remedy | None:
        """The remedy of a kind, if one was found."""
        return next((remedy for remedy in self.remedies if remedy.kind is kind), None)
