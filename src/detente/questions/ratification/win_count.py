"""How many packages would be ratified, among more than could be listed: factions add up what issues give them.

A package passes where the factions whose sums reach what they ask satisfy the rule. Issues are split in two halves
whose sums are listed (Horowitz & Sahni 1974); which sums of one half are enough for which of the other is one bit for
each pair and faction, and the rule's decision diagram reads 64 pairs at a time. Where halves are too long, packages are counted
by inclusion and exclusion over minimal winning coalitions, or bounded and estimated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from detente.problem.bounds import least_left, most_left
from detente.problem.count_slacks import packages_from
from detente.problem.counting import Count, count
from detente.problem.instance import Instance, instance
from detente.problem.problem import AgreementProblem
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.diagram import diagram
from detente.questions.ratification.errors import Flaw, RatificationError
from detente.questions.ratification.gate import Gate, gate
from detente.questions.ratification.win_estimate import estimated_wins
from detente.questions.ratification.win_halves import count_wins_by_halves

__all__ = ["DRAWS", "STEPS", "WinCount", "count_ratified"]

STEPS = 8_000_000_000
"""Operations on 64 pairs and lists of sums, of about a nanosecond, before another way to count is taken."""
TERMS = 64
"""Most terms of inclusion and exclusion."""
TERM_STEPS, LEAST_STEPS = 30_000_000, 200_000
"""Steps of ``detente.problem.count`` for all terms, and the fewest for one."""
DRAWS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WinCount:
    """How many packages are ratified, of how many feasible ones."""

    count: Count
    n_feasible: int

    @property
    def least_share(self) -> Fraction | None:
        """The certified least share of the feasible packages; ``None`` where none is feasible."""
        return Fraction(self.count.lower, self.n_feasible) if self.n_feasible else None

    @property
    def most_share(self) -> Fraction | None:
        """The certified largest share; equal to the least where the count is exact."""
        return Fraction(self.count.upper, self.n_feasible) if self.n_feasible else None


def count_ratified(
    problem: AgreementProblem,
    sides: Sequence[Constituency],
    *,
    rational: Iterable[str] = (),
    supporters: Iterable[str] = (),
    opponents: Iterable[str] = (),
    steps: int = STEPS,
    seed: int = 0,
) -> WinCount:
    """Count the feasible packages that every side ratifies; with two sides, the overlap of their win-sets.

    Parameters
    ----------
    problem : its parties are the factions, its reservation values what each asks (no value: it takes anything), its
        requirements what makes a package feasible. Give the least values for a necessary count, the largest for a possible one.
    sides : actors of their rules are parties of the problem, or in ``supporters`` or ``opponents``.
    rational : parties without whose consent there is no deal either: individual rationality.
    supporters, opponents : actors whose vote is the same for every package.
    steps : about how much work an exact count may take. Some 10^9 packages of eight factions take about 10^9.
    seed : of the estimate where the count is not exact.

    Raises
    ------
    RatificationError
        If an actor is neither a party nor a fixed vote.
    TooEntangled
        As ``detente.problem.count`` does.

    Examples
    --------
    >>> problem = AgreementProblem.of([[[0, 2], [0, 1]], [[2, 0], [1, 0]], [[1, 1], [0, 1]]], [2, 1, 2], parties=["a", "b", "c"])
    >>> found = count_ratified(problem, [Constituency.of_votes({"a": 1, "b": 1, "c": 1}, 2)])
    >>> found.count.value, found.n_feasible
    (3, 4)
    """
    found = instance(problem)
    total = 0 if found.sweep.is_empty else int(packages_from(found.sweep)[0][0])
    if not total:
        return WinCount(count=_exact(0, "no package meets the requirements"), n_feasible=0)
    rule = _over_parties(problem, sides, rational, supporters, opponents)
    settled = rule if isinstance(rule, bool) else rule.fixed(*_settled(found))
    if isinstance(settled, bool):
        return WinCount(count=_exact(total if settled else 0, "every vote is settled"), n_feasible=total)
    return WinCount(count=_counted(problem, found, settled, total, steps, seed), n_feasible=total)


def _counted(problem: AgreementProblem, found: Instance, rule: Gate, total: int, steps: int, seed: int) -> Count:
    coalitions = list(islice(diagram(rule).minimal(), TERMS + 1))
    if len(coalitions) == 1:
        return count(problem, without=_others(problem, coalitions[0]), seed=seed)
    by_halves = count_wins_by_halves(found, rule, steps)
    if by_halves is not None:
        return _exact(by_halves, "by halves, 64 pairs at a time")
    lower, upper = _alternating(problem, coalitions, total) if len(coalitions) <= TERMS else (0, total)
    if lower == upper:
        return _exact(lower, "by inclusion and exclusion over minimal winning coalitions")
    estimate = estimated_wins(found, rule, draws=DRAWS, seed=seed)
    return Count(
        lower=lower,
        upper=upper,
        method="bounded by minimal winning coalitions, and estimated",
        estimate=float(estimate.share * total),
        standard_error=estimate.standard_error * total,
    )


def _exact(total: int, method: str) -> Count:
    return Count(lower=total, upper=total, method=method)


def _over_parties(
    problem: AgreementProblem,
    sides: Sequence[Constituency],
    rational: Iterable[str],
    supporters: Iterable[str],
    opponents: Iterable[str],
) -> Gate | bool:
    """One rule over the problem's parties."""
    place = {party: k for k, party in enumerate(problem.parties)}
    agreed, refused = frozenset(supporters), frozenset(opponents)
    parts: list[Gate | bool] = []
    for side in sides:
        for actor in side.actors:
            if actor not in place and actor not in agreed and actor not in refused:
                raise RatificationError(Flaw.UNKNOWN_NAME, f"`{actor}` is no party, and no vote of it is given", actor)
        yes, no = side.mask(agreed & {*side.actors}), side.mask(refused & {*side.actors})
        left = side.gate.fixed(yes, no & ~yes)
        parts.append(left if isinstance(left, bool) else _moved(left, [place.get(actor, -1) for actor in side.actors]))
    for party in rational:
        if party not in place:
            raise RatificationError(Flaw.UNKNOWN_NAME, f"`{party}` is no party", party)
        parts.append(Gate((place[party],), (1,), 1))
    if False in parts:
        return False
    kept = [(part, Fraction(1)) for part in parts if not isinstance(part, bool)]
    return gate(list(kept), Fraction(len(kept)))


def _moved(rule: Gate, places: Sequence[int]) -> Gate:
    """The rule with actors at other positions."""
    parts = tuple(places[part] if isinstance(part, int) else _moved(part, places) for part in rule.parts)
    return Gate(parts, rule.weights, rule.quota)


def _settled(found: Instance) -> tuple[int, int]:
    """Parties whose floor every feasible package meets, and those whose floor none meets."""
    yes = no = 0
    for a, floor in enumerate(found.floors):
        gains = [layer.gains[a] for layer in found.sweep.layers]
        if floor is None or floor <= int(least_left(found.sweep, gains)[0][0]):
            yes |= 1 << a
        elif floor > int(most_left(found.sweep, gains)[0][0]):
            no |= 1 << a
    return yes, no


def _alternating(problem: AgreementProblem, coalitions: Sequence[int], total: int) -> tuple[int, int]:
    """Bounds on the packages some coalition supports; equal where every term could be counted in its share of steps.

    The first term that cannot be counted exactly ends it: an inexact count is the dearest, and more of them tell little.
    """
    terms = _terms(coalitions)
    each = max(LEAST_STEPS, TERM_STEPS // max(1, len(terms or coalitions)))
    known: dict[int, Count] = {}
    for mask in dict.fromkeys((*coalitions, *(terms or ()))):
        known[mask] = count(problem, without=_others(problem, mask), steps=each, draws=2)
        if not known[mask].is_exact:
            break
    lower = max(own.lower for own in known.values())  # a union's packages are its coalitions' too
    if terms is not None and all(mask in known and known[mask].is_exact for mask in terms):
        exact = sum(coefficient * known[mask].lower for mask, coefficient in terms.items())
        return exact, exact
    if all(mask in known for mask in coalitions):
        return lower, min(total, sum(known[mask].upper for mask in coalitions))
    return lower, total


def _terms(coalitions: Sequence[int]) -> dict[int, int] | None:
    """Unions of coalitions with their coefficients; ``None`` beyond ``TERMS``."""
    terms: dict[int, int] = {}
    for own in coalitions:
        grown = dict(terms)
        grown[own] = grown.get(own, 0) + 1
        for mask, coefficient in terms.items():
            grown[mask | own] = grown.get(mask | own, 0) - coefficient
        terms = {mask: coefficient for mask, coefficient in grown.items() if coefficient}
        if len(terms) > TERMS:
            return None
    return terms


def _others(problem: AgreementProblem, mask: int) -> tuple[str, ...]:
    """Parties whose floors are not asked."""
    return tuple(party for k, party in enumerate(problem.parties) if not mask >> k & 1)
