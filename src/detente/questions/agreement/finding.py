"""What the agreement question answers: one frozen result, with the witnesses that can be re-checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.model.package import Package
from detente.model.verdict import Provenance, Verdict
from detente.questions.agreement.conditions import Condition

__all__ = [
    "AgreementFinding",
    "Alternative",
    "Best",
    "BlockingSet",
    "BreakEven",
    "Concession",
    "Figure",
    "Opening",
    "PackageSet",
    "ProposalCheck",
    "Spread",
    "StandIn",
    "Weakening",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A share of readings in which something holds, 0 to 1.

    ``share`` is ``None`` when no share can be given (``reason`` says why). ``error`` is one
    standard error of the draw, 0 when exact. ``low`` and ``high`` span what the share becomes
    over the firmness given as ranges; ``least`` and ``most`` over any dependence between red
    lines as well (Frechet bounds). ``n`` readings are the denominator.
    """

    share: float | None
    error: float
    n: int
    is_exact: bool
    low: float | None = None
    high: float | None = None
    least: float | None = None
    most: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """The middle figure under another rule of drawing.

    ``measure`` is ``steps`` (every step between options alike), ``split`` (``issues`` holds the one
    written as two) or ``merged`` (the two written as one).
    """

    measure: str
    issues: tuple[str, ...]
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockingSet:
    """A minimal set of conditions no package meets together (MUS; Liffiton & Sakallah 2008, def. 2).

    ``is_necessary`` when it blocks under every reading; ``share`` is its share of the readings
    without a deal. ``witness`` is a reading it was verified in (``None``: needs no values).
    """

    conditions: tuple[Condition, ...]
    is_necessary: bool
    share: float
    error: float
    witness: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concession:
    """One condition moved: a red line to ``admits`` in addition, ``steps`` away per issue.

    ``admits`` holds, per issue the red line names, the options newly allowed by the mildest
    weakening, each with the number of steps it lies beyond the line.
    """

    condition: Condition
    admits: tuple[tuple[str, str, int], ...]

    @property
    def steps(self) -> int:
        """Steps of concession in all."""
        return sum(steps for _, _, steps in self.admits)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """A party with no recorded position on an option an opening runs through: silence is not consent."""

    actor: str
    issue: str
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weakening:
    """One of the mildest ways to move the red lines of an opening far enough.

    ``witness`` is a package that meets every condition once these lines are moved so, in some
    reading, with the no-deal values of the opening aside. ``share`` is the share of readings without a deal in
    which these moves alone open one (``None`` without draws).
    """

    concessions: tuple[Concession, ...]
    witness: Package
    untested: tuple[StandIn, ...]
    n_packages: int
    share: float | None
    error: float

    @property
    def steps(self) -> int:
        """Steps of concession in all, over every line moved."""
        return sum(concession.steps for concession in self.concessions)

    @property
    def is_untested(self) -> bool:
        """Whether it runs through an option some party has no recorded position on."""
        return bool(self.untested)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far a number ranges over the readings looked at, in points of 100."""

    least: float
    median: float
    most: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The package an opening makes best for one party.

    ``leads`` is the share of the readings looked at in which this package is a best one; below
    one half the record singles none out and ``package`` is ``None``.
    """

    actor: str
    package: Package | None
    leads: float
    gain: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A minimal set of conditions whose surrender leaves an acceptable package (MCS; ibid., def. 4).

    ``share``: of the readings without a deal, those in which giving these up suffices;
    ``minimal_share`` those in which it suffices and nothing less of it does (openings rank by it).
    ``firmness_low``/``high``: probability that every red line given up is a bluff, if independent;
    ``firmness_least``/``most`` under any dependence. ``drops``: per party whose no-deal value is
    among the conditions, the least fall that suffices, over readings.
    ``terms``: per issue, the options found in acceptable packages with the share of readings.
    """

    conditions: tuple[Condition, ...]
    is_exact: bool
    share: float | None
    minimal_share: float | None
    error: float
    firmness_low: float
    firmness_high: float
    firmness_least: float
    firmness_most: float
    weakenings: tuple[Weakening, ...]
    is_weakening_complete: bool
    drops: tuple[tuple[str, Spread], ...]
    best: tuple[Best, ...]
    terms: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]
    witness: int | None

    @property
    def is_untested(self) -> bool:
        """Whether every mildest way through it is untested."""
        return bool(self.weakenings) and all(w.is_untested for w in self.weakenings)

    @property
    def steps(self) -> int:
        """Fewest steps of concession that suffice."""
        return min((w.steps for w in self.weakenings), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSet:
    """Packages with a property: how many, and the first few. ``is_complete`` when every one was decided.

    When incomplete, ``count`` is what was proved and ``undecided`` what a budget left open.
    """

    count: int
    examples: tuple[Package, ...]
    is_complete: bool
    undecided: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """For a party whose no-deal value the record does not bound: the value below which a deal exists.

    ``spread`` is in points, over those of the ``n_readings`` looked at in which the other parties accept some
    package; ``None`` where they do in none, so that no value of this party's gives a deal. With every red line
    off when ``red_lines_off``. ``takes_all``: other parties without a bound, which are taken to accept anything.
    """

    actor: str
    spread: Spread | None
    n_readings: int
    red_lines_off: bool
    takes_all: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalCheck:
    """A complete proposal against the conditions: which it breaks, and who prefers it to no deal.

    ``preferred`` holds, per party with a no-deal value, the share of readings in which the
    proposal is worth it.
    """

    proposal: str
    is_deal: bool
    broken: tuple[Condition, ...]
    preferred: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFinding:
    """Is there a package every party prefers to no deal, crossing no red line?

    The verdict is on positions *as stated*: every red line on record in force. ``as_stated``,
    ``some_bluff`` and ``all_off`` are the three figures of design rule 1. ``necessary`` and
    ``possible`` are ZOPA packages under every and under some reading, red lines as stated.
    ``n_without_deal`` readings have no deal as stated; shares of blocking sets and openings are of these.
    """

    verdict: Verdict
    reason: str | None
    n_packages: int
    n_deals: int
    n_feasible: int
    n_clear: int
    as_stated: Figure
    some_bluff: Figure
    all_off: Figure
    necessary: PackageSet
    possible: PackageSet
    blocking: tuple[BlockingSet, ...]
    is_blocking_complete: bool
    openings: tuple[Opening, ...]
    proposals: tuple[ProposalCheck, ...]
    break_even: tuple[BreakEven, ...]
    alternatives: tuple[Alternative, ...]
    n_without_deal: int
    methods: tuple[tuple[str, str], ...]
    drawn_orders: tuple[tuple[str, tuple[str, ...]], ...]
    unbounded: tuple[str, ...]
    provenance: Provenance = field(repr=False)

    @property
    def is_blocked_as_stated(self) -> bool:
        """Whether the red lines and rules alone leave no package, whatever anyone's values."""
        return self.n_clear == 0 and self.n_packages > 0
