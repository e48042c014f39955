"""Genius: what a domain and its profiles say, and what each profile makes of an agreement.

Genius is the environment of the automated negotiation competitions (Lin et al. 2014, "Genius: an integrated environment
for supporting the design of generic automated negotiators", Computational Intelligence 30: 48-70). A *domain* lists
issues with their options; a *profile* is one party's linear additive utility function on it. The utility of a package
is the sum over issues of weight times share, cut at 1, where the *share* of an option is its evaluation divided by the
highest evaluation of the issue (0 where that is 0), and that of a number n is ``offset + slope * (n - lower bound)``,
kept between 0 and 1. Weights are taken as written: Genius does not bring their sum to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from detente.problem.problem import AgreementProblem

__all__ = ["ROUNDING", "GeniusAgent", "GeniusDomain", "GeniusIssue", "GeniusProfile", "GeniusScenario", "unique_names"]

ROUNDING = Fraction(1, 10**9)
"""How far the weights of a profile may be from 1 in sum and still be meant as 1, written with too few digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeniusAgent:
    """Who a domain file gives a profile to: a name, and the name of the profile's file."""

    name: str
    utility_space: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GeniusIssue:
    """An issue of a domain; weights and profiles refer to it by its ``index``.

    ``lower_bound`` is set for an integer issue, whose options are the whole numbers from there on.
    """

    index: int
    name: str
    options: tuple[str, ...]
    lower_bound: int | None = None

    @property
    def is_integer(self) -> bool:
        """Whether the options are whole numbers."""
        return self.lower_bound is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class GeniusDomain:
    """The issues of a negotiation; ``agents`` where the file names them."""

    name: str
    issues: tuple[GeniusIssue, ...]
    agents: tuple[GeniusAgent, ...] = ()

    @property
    def shape(self) -> tuple[int, ...]:
        """Options per issue."""
        return tuple(len(issue.options) for issue in self.issues)

    @property
    def n_packages(self) -> int:
        """Packages in all."""
        return prod(self.shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class GeniusProfile:
    """One party's utilities on a domain.

    Parameters
    ----------
    weights : per issue, as written.
    shares : per issue and option, from 0 to 1.
    reservation_value : utility of no agreement, before discounting; 0 where the file gives none, as in Genius.
    discount_factor : what of its utility an agreement keeps at the deadline; 1 where the file gives none. Kept apart:
        utilities here are undiscounted.
    """

    name: str
    weights: tuple[Fraction, ...]
    shares: tuple[tuple[Fraction, ...], ...]
    reservation_value: Fraction = Fraction(0)
    discount_factor: Fraction = Fraction(1)

    @property
    def values(self) -> tuple[tuple[Fraction, ...], ...]:
        """Per issue and option, what the option adds to the utility of a package."""
        return tuple(tuple(weight * share for share in row) for weight, row in zip(self.weights, self.shares, strict=True))

    @property
    def best(self) -> Fraction:
        """The highest sum of a package, before it is cut at 1."""
        return sum((max(row) for row in self.values), Fraction(0))

    def utility(self, choice: Sequence[int]) -> Fraction:
        """Genius's utility of the package that takes option ``choice[issue]`` of every issue."""
        total = sum((row[int(c)] for row, c in zip(self.values, choice, strict=True)), Fraction(0))
        return min(total, Fraction(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class GeniusScenario:
    """A domain with the profiles of its parties."""

    domain: GeniusDomain
    profiles: tuple[GeniusProfile, ...]

    def problem(self) -> AgreementProblem:
        """The agreement problem: values are shares times weights, names those of the files.

        Sums are not cut at 1, which no additive problem can say; it changes nothing for a party whose ``best`` is at
        most 1, and otherwise only how packages above 1 compare with each other.
        """
        return AgreementProblem.of(
            [profile.values for profile in self.profiles],
            [profile.reservation_value for profile in self.profiles],
            parties=[profile.name for profile in self.profiles],
            issues=unique_names([issue.name for issue in self.domain.issues]),
            options=[issue.options for issue in self.domain.issues],
        )


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names, with a number after any that stood before: issues are told apart by name in a problem.

    Examples
    --------
    >>> unique_names(["Price", "Term", "Price"])
    ('Price', 'Term', 'Price (2)')
    """
    taken, numbered = frozenset(names), dict.fromkeys(names, 2)
    found: dict[str, None] = {}
    for name in names:
        new = name
        while new in found or (new != name and new in taken):
            new, numbered[name] = f"{name} ({numbered[name]})", numbered[name] + 1
        found[new] = None
    return tuple(found)
