"""What the drawn readings say about single packages: frozen results, every count exact over the readings drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.model.package import Package
from detente.model.verdict import Provenance
from detente.questions.agreement.intervals import Frequency

__all__ = [
    "AcceptabilityFinding",
    "AcceptabilityView",
    "Candidate",
    "CentralWeights",
    "IssueTerms",
    "PackageAcceptability",
    "RankAcceptability",
    "Ranking",
    "TermFrequency",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageAcceptability:
    """In how many readings a package holds up.

    ``as_stated``: it is a deal, breaks no rule and no red line, and is worth no deal to every
    party. ``lines_off``: the same with every red line off. ``frontier``: it lies on the Pareto
    frontier of the feasible deals, red lines aside (they say nothing about values).
    ``as_stated_on_frontier`` and ``lines_off_on_frontier``: both at once. ``nash_as_stated`` and
    ``nash_lines_off``: it is the Nash package of those acceptable. All but ``frontier`` are ``None``
    where nothing bounds some party's no-deal value.
    """

    package: Package
    frontier: Frequency
    as_stated: Frequency | None
    lines_off: Frequency | None
    as_stated_on_frontier: Frequency | None
    lines_off_on_frontier: Frequency | None
    nash_as_stated: Frequency | None
    nash_lines_off: Frequency | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The first packages by one count, the greatest first, ties in the order of the space.

    ``n_positive`` packages have a count above 0; ``n_leading`` share the greatest, so that a list
    cut short does not pass for a lead.
    """

    packages: tuple[PackageAcceptability, ...]
    n_positive: int
    n_leading: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFrequency:
    """One option: in how many readings some acceptable package has it, and some Nash package."""

    option: str
    acceptable: Frequency
    leading: Frequency


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTerms:
    """How the terms of one issue spread over the readings with an acceptable package; every option, in order of the case.

    ``acceptable`` is of the readings with an acceptable package, ``leading`` of those with a Nash package.
    """

    issue: str
    options: tuple[TermFrequency, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralWeights:
    """The typical values behind a package that leads (Lahdelma, Hokkanen & Salminen 1998, sec. 3).

    ``best_for`` is the party whose first choice among the candidates it is, ``None`` for the Nash
    package of all. ``leads`` counts those readings; ``weights`` is, per party (one, or all), the
    mean over them of what each issue spans, in points, summing to 100. ``confidence`` (the *confidence factor*)
    is how often it still leads when those weights replace the drawn ones and all else stays as drawn.
    """

    package: Package
    best_for: str | None
    leads: Frequency
    weights: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]
    confidence: Frequency


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptabilityView:
    """Acceptability with every red line in force as stated, or with every red line off.

    ``n`` readings fit the answers on record under that pattern of lines; ``with_deal`` counts
    those with an acceptable package, ``with_nash`` those where one gains something for every party.
    ``central`` names only packages that are the Nash package in ``LEADS_FROM`` of the readings or
    more; where none does, the record singles none out and ``terms`` say what recurs.
    """

    red_lines_off: bool
    n: int
    with_deal: Frequency
    with_nash: Frequency
    acceptable: Ranking
    leading: Ranking
    central: tuple[CentralWeights, ...]
    terms: tuple[IssueTerms, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A package ranked among a few others; ``proposals`` are the ids of those on the table that say the same."""

    package: Package
    proposals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankAcceptability:
    """How often a party ranks a candidate first, second, ... among the candidates (SMAA-2; Lahdelma & Salminen 2001).

    ``ranks[r]`` counts the readings in which exactly ``r`` candidates are worth more to the party; the counts sum to
    the readings. Candidates worth the same share the better rank.
    """

    actor: str
    candidate: Candidate
    ranks: tuple[Frequency, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptabilityFinding:
    """How single packages fare over the readings drawn.

    ``reason`` is set when nothing could be said, and says why. ``as_stated`` and ``lines_off`` are
    ``None`` where the record does not say what no deal is worth to the parties in ``unbounded``.
    ``frontier`` ranks by the share of readings on the Pareto frontier, ``efficient`` by those in
    which a package is acceptable, lines off, and on the frontier; both over ``n_frontier`` readings, evenly spaced among the
    ``n`` drawn that fit the answers on record. ``candidates`` are ranked for each party in ``ranks``; ``central`` holds
    the central weights of candidates that are some party's first in ``LEADS_FROM`` of its readings or more.
    """

    reason: str | None
    n_packages: int
    n_feasible: int
    n: int
    n_frontier: int
    unbounded: tuple[str, ...]
    as_stated: AcceptabilityView | None
    lines_off: AcceptabilityView | None
    frontier: Ranking
    efficient: Ranking | None
    candidates: tuple[Candidate, ...]
    ranks: tuple[RankAcceptability, ...]
    central: tuple[CentralWeights, ...]
    provenance: Provenance = field(repr=False)
