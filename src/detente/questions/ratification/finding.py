"""What the ratification question found, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from detente.model.package import Package
from detente.model.verdict import Provenance, Verdict

__all__ = [
    "MOST_ACCEPTABLE",
    "MOST_RATIFIED",
    "BodyTally",
    "CountRange",
    "Exit",
    "HomeChange",
    "HomeChangeKind",
    "LeaderStand",
    "Overlap",
    "PackageAtHome",
    "Payment",
    "Power",
    "RatificationFinding",
    "ShareRange",
    "SideFinding",
    "Stand",
    "Trade",
    "Vote",
]

MOST_ACCEPTABLE = "most-acceptable"
"""How a finding names the package acceptable to all parties in the most readings."""

MOST_RATIFIED = "most-ratified"
"""How it names that which besides passes on every side in the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRange:
    """How many of some packages pass: ``least`` whatever open votes do, ``most`` if all of them are in favor.

    ``of`` packages were looked at; where ``is_sample`` they were drawn, and the shares are estimates.
    """

    least: int
    most: int
    of: int
    is_sample: bool

    @property
    def verdict(self) -> Verdict:
        """Whether any passes."""
        if self.least:
            return Verdict.HOLDS
        return Verdict.CONTESTED if self.most else Verdict.FAILS


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRange:
    """Share of readings, from that with open votes against to that with open votes in favor."""

    least: Fraction
    most: Fraction

    @property
    def is_settled(self) -> bool:
        """Whether open votes make no difference."""
        return self.least == self.most


class Stand(StrEnum):
    """How an actor stands to one package.

    BY_VALUES hangs on what packages are worth to it, BY_TERMS on how the terms left open are settled.
    """

    FOR = "for"
    AGAINST = "against"
    OPEN = "open"
    BY_VALUES = "by-values"
    BY_TERMS = "by-terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One actor on one package, as stated.

    ``share`` is that of readings in which it is in favor, from whatever the terms left open and with an open vote against,
    to some way to settle them and with an open vote in favor; ``records`` decide, as keys of the case.
    ``is_asked`` unless the rule of passage gives its vote no part.
    """

    actor: str
    stand: Stand
    share: ShareRange
    records: tuple[str, ...]
    is_outside: bool
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyTally:
    """Votes of a body on one package as stated; ``needed`` where a rule asks for a number of its votes.

    ``stand`` is how it decides itself where it is a member of another body, which casts its votes so.
    """

    body: str
    total: Fraction
    favor: Fraction
    against: Fraction
    open: Fraction
    needed: Fraction | None
    stand: Stand | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """A partner that leaves over a package: as stated, and in what share of readings at the least and the most.

    ``hangs_on_others`` where, as stated, it stays if the others do who can, and leaves if they leave.
    """

    actor: str
    stated: Verdict
    hangs_on_others: bool
    share: ShareRange
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderStand:
    """The leader's choice on one package.

    Attributes
    ----------
    accepts : share of readings in which it signs: where partners expect the worst and the best of one another.
    without_office : share in which it would if office were worth nothing.
    price : the price of the coalition: the office value at which the answer flips where the government would fall, as the
        points between which it lies in the middle 90 of 100 readings; ``None`` where the government stands anyway.
    office : what office is worth, as the case says; ``None`` where it does not.
    """

    actor: str
    accepts: ShareRange
    without_office: ShareRange
    price: tuple[Fraction, Fraction] | None
    office: tuple[Fraction, Fraction] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One option changed, after which the package surely passes at home as stated."""

    issue: str
    before: str
    after: str
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What would have to be added to a package for one actor that goes by its values, in points of its own scale.

    ``half`` is enough for its vote in half of the readings in which it lacks anything, ``most`` in 95 of 100 of these.
    """

    actor: str
    half: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageAtHome:
    """One package on one side; a proposal that leaves terms open stands for every deal that keeps it.

    Ranges then run from the worst to the best way to settle what is open.

    Attributes
    ----------
    deals : how many deals keep its terms, 1 where it settles every issue; a sample where ``is_sample``.
    verdict : as stated: HOLDS passes whatever open votes do, FAILS cannot, CONTESTED hangs on open votes or values.
    passes : share of readings in which it passes.
    breakers : actors in favor who could each stop it alone, whatever open votes do, where it passes as stated.
    missing : minimal sets of actors who would have to come over, from those in favor as stated.
    outside : minimal sets of outside members among those.
    exits : partners that leave; ``survives`` share of readings in which the government stands, where partners expect
        the worst and the best of one another; ``None`` where no government is described.
    stated_survival : the same as stated: HOLDS, FAILS, or CONTESTED where expectations of one another decide.
    held, stated_held : the same where outside members who are for the package keep the government in place for its sake;
        ``None`` where there are no outside members.
    """

    package: str
    terms: Package
    deals: int
    is_sample: bool
    verdict: Verdict
    passes: ShareRange
    votes: tuple[Vote, ...]
    tallies: tuple[BodyTally, ...]
    breakers: tuple[str, ...]
    missing: tuple[tuple[str, ...], ...]
    outside: tuple[tuple[str, ...], ...]
    exits: tuple[Exit, ...]
    survives: ShareRange | None
    stated_survival: Verdict | None
    held: ShareRange | None
    stated_held: Verdict | None
    leader: LeaderStand | None
    trades: tuple[Trade, ...]
    payments: tuple[Payment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """Power of one actor under the rule of passage, exact."""

    actor: str
    shapley_shubik: Fraction
    banzhaf: Fraction
    is_veto_player: bool


class HomeChangeKind(StrEnum):
    """What is changed at home to see what hangs on it."""

    COMES_OVER = "comes-over"
    VETO_ADDED = "veto-added"
    QUOTA_RAISED = "quota-raised"
    QUOTA_LOWERED = "quota-lowered"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeChange:
    """The win-set after one change at home, and what is left of the packages that pass everywhere.

    ``who`` is the actor, or the body whose quota moves by one vote.
    """

    kind: HomeChangeKind
    who: str
    win_set: CountRange
    overlap: CountRange


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFinding:
    """One side.

    Attributes
    ----------
    win_set : feasible deals that pass at home, as stated.
    toppling : minimal sets of partners whose leaving brings the government down; ``spare`` votes it has beyond its quota.
    silent : actors with a vote of whom nothing is known.
    undecided, by_values : actors whose vote can turn a decision and is not settled as stated on some deals: open, or by what
        a deal is worth to them.
    """

    party: str
    actors: tuple[str, ...]
    win_set: CountRange
    packages: tuple[PackageAtHome, ...]
    power: tuple[Power, ...]
    partners: tuple[str, ...]
    toppling: tuple[tuple[str, ...], ...]
    spare: Fraction | None
    changes: tuple[HomeChange, ...]
    silent: tuple[str, ...]
    undecided: tuple[str, ...]
    by_values: tuple[str, ...]

    def package(self, name: str) -> PackageAtHome:
        """How one named package stands; raises ``KeyError`` if it was not looked at."""
        for found in self.packages:
            if found.package == name:
                return found
        raise KeyError(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What the parties could accept against what passes at home, over readings.

    Attributes
    ----------
    acceptable : share of readings in which some package is acceptable to all parties.
    ratified : share in which some such package also passes on every side.
    stopped : share in which some package is acceptable and none of these passes at home.
    survived : share in which some acceptable package passes and every government described stands over it, where partners
        expect the worst and the best of one another.
    held : the same where outside members who are for a package keep the government in place for its sake.
    losses : per party, the median over the readings in which some package is ratified of how many points its best
        acceptable package is worth more than its best ratified one.
    most_acceptable, most_ratified : the package acceptable to all parties in the most readings, and that which besides
        passes on every side, open votes against, in the most; each with its share. Of several, that which leaves the party that
        gains least over no deal the most.
    """

    acceptable: Fraction
    ratified: ShareRange
    stopped: ShareRange
    survived: ShareRange
    held: ShareRange
    losses: tuple[tuple[str, Fraction], ...]
    most_acceptable: tuple[Package, Fraction] | None
    most_ratified: tuple[Package, Fraction] | None
    n_readings: int
    error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RatificationFinding:
    """Would a deal pass at home?

    Attributes
    ----------
    verdict : HOLDS: as stated some feasible deal passes on every side whatever open votes do; FAILS: none can; CONTESTED:
        it hangs on open votes or on values; UNDETERMINED: no section, or nothing that could be counted.
    joint : feasible deals that pass on every side, as stated.
    overlap : with what the parties could accept; ``None`` where they have no values.
    packages : those looked at one by one, by id, or as the question names them.
    without_values : actors whose statements on value leave no reading, so that they count as saying nothing of it.
    """

    verdict: Verdict
    sides: tuple[SideFinding, ...]
    joint: CountRange | None
    overlap: Overlap | None
    packages: tuple[str, ...]
    without_values: tuple[str, ...]
    n_readings: int
    reason: str | None
    provenance: Provenance

    def side(self, party: str) -> SideFinding:
        """One side; raises ``KeyError`` if the case has none of this party."""
        for found in self.sides:
            if found.party == party:
                return found
        raise KeyError(party)
