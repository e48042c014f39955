"""Bargaining solutions over a frontier, each by its definition, decided in integers and fractions.

All are taken over the *individually rational* packages: feasible, and worth to every party at least its value at
disagreement, which is its reservation value unless another is given. A party's *gain* is its value less that, and its
*ideal* gain the largest it has among those packages. Packages that tie are all solutions, in the frontier's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import lcm

import numpy as np
import numpy.typing as npt

from detente.model.package import Package
from detente.problem.arguments import numbers, whole_number
from detente.problem.decision import Contest, Decision, decided, ideal_gains, least_for_product, least_for_sum, most_gains
from detente.problem.exact_choice import largest_product, largest_sum, leximin
from detente.problem.frontier import Frontier
from detente.problem.gains import Gains
from detente.problem.numbers import Number
from detente.problem.problem import ProblemError
from detente.problem.tied_packages import tied_packages
from detente.problem.weighted_sum import largest_weighted_sum

__all__ = ["BargainingSolution", "Concept", "egalitarian", "kalai_smorodinsky", "nash_bargaining", "utilitarian"]

IntArray = npt.NDArray[np.int64]

TIED_LIMIT = 100
"""Tied packages listed unless another number is asked for."""
DIRECT_LIMIT = 1000
"""Packages with the largest sum looked through for rational ones where the frontier is not complete."""
EXPONENT_LIMIT = 10_000
"""Largest sum of the whole-number exponents that weights of a Nash product amount to."""


class Concept(StrEnum):
    """Which solution."""

    NASH_BARGAINING = "nash_bargaining"
    KALAI_SMORODINSKY = "kalai_smorodinsky"
    EGALITARIAN = "egalitarian"
    UTILITARIAN = "utilitarian"


@dataclass(frozen=True, slots=True, kw_only=True)
class BargainingSolution:
    """The packages a bargaining solution selects; none where no package is individually rational.

    Parameters
    ----------
    packages : the tied packages by falling values (first party first), those with the same values by their options;
        at most the limit asked for.
    n_packages : how many tie.
    values, gains : ``values[party][k]`` for the distinct value vectors that tie, on each party's own scale; ``gains``
        less its value at disagreement (``None`` for a party without one, which only a utilitarian solution allows).
    weights : per party.
    is_exact : ``False`` where the frontier was cut short and the solution could not be proven without the rest of it:
        then these are the best packages found (no package, if none that is individually rational was).
    """

    concept: Concept
    packages: tuple[Package, ...]
    n_packages: int
    values: tuple[tuple[Fraction, ...], ...]
    gains: tuple[tuple[Fraction, ...] | None, ...]
    weights: tuple[Fraction, ...]
    is_exact: bool

    @property
    def package(self) -> Package | None:
        """The first of the packages; ``None`` where no package is individually rational."""
        return self.packages[0] if self.packages else None


def nash_bargaining(
    frontier: Frontier,
    *,
    weights: Sequence[Number] | None = None,
    disagreement: Sequence[Number] | None = None,
    limit: int = TIED_LIMIT,
) -> BargainingSolution:
    """Packages with the largest product of gains, each raised to the party's weight.

    Nash (1950), "The bargaining problem", Econometrica 18: 155-162; with weights Kalai (1977), "Nonsymmetric Nash
    solutions and replications of 2-person bargaining", International Journal of Game Theory 6: 129-133. Where every
    product is 0, the most parties of positive weight that can gain together do, and the product is over those who gain
    (after Caragiannis et al. 2019, "The unreasonable fairness of maximum Nash welfare", ACM Transactions on Economics
    and Computation 7: 12). Different groups of as many parties are compared with every gain taken as a share of the
    party's ideal gain, so that no scale decides. Of packages that tie only undominated ones are listed (with weights
    above 0 there are no others).

    Parameters
    ----------
    frontier : any frontier of the problem; one that is not complete gives a solution that is not ``is_exact``.
    weights : per party, 0 or more, not all 0; 1 each by default. 2, 1 and "2/3", "1/3" mean the same.
    disagreement : per party, on its own scale; reservation values by default.
    limit : most packages listed.

    Raises
    ------
    ProblemError
        If a party has no value at disagreement, the weights are none or need exponents above 10,000, or ``limit`` is
        negative.

    Examples
    --------
    >>> from detente.problem.frontier import pareto_frontier
    >>> from detente.problem.problem import AgreementProblem
    >>> problem = AgreementProblem.of([[[0, 6, 9]], [[9, 7, 0]]], [1, 1])
    >>> found = nash_bargaining(pareto_frontier(problem))
    >>> found.package, found.gains
    (Package(terms=(('i1', 'o2'),)), ((Fraction(5, 1),), (Fraction(6, 1),)))
    """
    wanted = _weights(frontier, weights, is_zero_allowed=True)
    common = lcm(*(w.denominator for w in wanted))
    exponents = [int(w * common) for w in wanted]
    if sum(exponents) > EXPONENT_LIMIT:
        raise ProblemError(f"weights {', '.join(map(str, wanted))} need exponents above {EXPONENT_LIMIT:,}; round them")
    origin = _disagreement(frontier, disagreement)
    contest = Contest(
        choose=lambda gains: largest_product(gains.rows, exponents),
        least=lambda gains, chosen: least_for_product(gains, chosen, exponents, most_gains(frontier, origin)),
    )
    return _solution(Concept.NASH_BARGAINING, decided(frontier, origin, contest), wanted, limit)


def kalai_smorodinsky(
    frontier: Frontier,
    *,
    weights: Sequence[Number] | None = None,
    disagreement: Sequence[Number] | None = None,
    limit: int = TIED_LIMIT,
) -> BargainingSolution:
    """Packages where the parties' gains, as shares of their ideal gains, are largest in the order of the least first.

    Kalai and Smorodinsky (1975), "Other solutions to Nash's bargaining problem", Econometrica 43: 513-518, give every
    party the same share of its ideal gain, and the largest. Among finitely many packages there may be no such one;
    here the least share is as large as can be, then the second least, and so on (the lexicographic extension of Imai
    1983, "Individual monotonicity and lexicographic maxmin solution", Econometrica 51: 389-401). The ideal point is
    over individually rational packages, not over all feasible ones. A party whose ideal gain is 0 is left out of the
    comparison. With weights, shares are divided by them; they must be positive.

    Parameters, errors: as for ``nash_bargaining``.
    """
    wanted = _weights(frontier, weights, is_zero_allowed=False)
    origin = _disagreement(frontier, disagreement)
    ideal = ideal_gains(frontier, origin)
    parties = [a for a, most in enumerate(ideal.gains) if most > 0]
    shares = [wanted[a] * ideal.gains[a] for a in parties]
    decision = decided(frontier, origin, _leximin_contest(parties, shares, len(wanted)))
    if not ideal.is_exact:
        decision = replace(decision, is_exact=False)
    return _solution(Concept.KALAI_SMORODINSKY, decision, wanted, limit)


def egalitarian(
    frontier: Frontier,
    *,
    weights: Sequence[Number] | None = None,
    disagreement: Sequence[Number] | None = None,
    limit: int = TIED_LIMIT,
) -> BargainingSolution:
    """Packages where the parties' gains are largest in the order of the least first (leximin).

    Kalai (1977), "Proportional solutions to bargaining situations", Econometrica 45: 1623-1630; lexicographic after
    Sen (1970), "Collective Choice and Social Welfare". It compares gains *between* parties, each on its own scale as
    given: meaningful only if those scales are (as 100 points each are by convention). With weights, gains are
    divided by them (the proportional solution); they must be positive.

    Parameters, errors: as for ``nash_bargaining``.
    """
    wanted = _weights(frontier, weights, is_zero_allowed=False)
    origin = _disagreement(frontier, disagreement)
    decision = decided(frontier, origin, _leximin_contest(range(len(wanted)), wanted, len(wanted)))
    return _solution(Concept.EGALITARIAN, decision, wanted, limit)


def utilitarian(frontier: Frontier, *, weights: Sequence[Number] | None = None, limit: int = TIED_LIMIT) -> BargainingSolution:
    """Individually rational packages with the largest weighted sum of values.

    Harsanyi (1955), "Cardinal welfare, individualistic ethics, and interpersonal comparisons of utility", Journal of
    Political Economy 63: 309-321. It adds values *across* parties, each on its own scale as given: meaningful only if
    those scales are comparable. Parties without a reservation value accept anything. Of packages that tie only
    undominated ones are listed (with weights above 0 there are no others). Where the frontier was cut
    short, the packages with the largest sum of all feasible ones (``largest_weighted_sum``, which needs no frontier) are
    the solution if one of them is rational.

    Parameters, errors: as for ``nash_bargaining``.
    """
    wanted = _weights(frontier, weights, is_zero_allowed=True)
    found = frontier.instance
    floors = [
        None if bound is None else value for value, bound in zip(found.problem.reservation_values, found.floors, strict=True)
    ]
    if not frontier.is_complete and min(wanted) > 0:
        direct = _utilitarian_directly(frontier, floors, wanted, limit)
        if direct is not None:
            return direct
    contest = Contest(
        choose=lambda gains: largest_sum(gains.rows, [w * u for w, u in zip(wanted, gains.units, strict=True)]),
        least=lambda gains, chosen: least_for_sum(gains, chosen, wanted, most_gains(frontier, floors)),
    )
    return _solution(Concept.UTILITARIAN, decided(frontier, floors, contest), wanted, limit)


def _utilitarian_directly(
    frontier: Frontier, floors: Sequence[Fraction | None], weights: tuple[Fraction, ...], limit: int
) -> BargainingSolution | None:
    """Without the frontier, if some package with the largest sum of all feasible ones is individually rational."""
    found, limit = frontier.instance, whole_number(limit, "limit", 0)
    best = largest_weighted_sum(found, weights, limit=DIRECT_LIMIT)
    if best.n_packages > DIRECT_LIMIT:
        return None
    packages: dict[tuple[Fraction, ...], list[Package]] = {}
    for package in best.packages:
        choice = found.problem.choice(package)
        value = tuple(found.problem.value(a, choice) for a in range(len(floors)))
        if all(floor is None or v >= floor for v, floor in zip(value, floors, strict=True)):
            packages.setdefault(value, []).append(package)
    if not packages:
        return None
    values = tuple(zip(*sorted(packages, reverse=True), strict=True))
    tied = [package for value in sorted(packages, reverse=True) for package in packages[value]]
    return BargainingSolution(
        concept=Concept.UTILITARIAN,
        packages=tuple(tied[:limit]),
        n_packages=len(tied),
        values=values,
        gains=tuple(None if f is None else tuple(v - f for v in row) for row, f in zip(values, floors, strict=True)),
        weights=weights,
        is_exact=True,
    )


def _leximin_contest(parties: Sequence[int], shares: Sequence[Fraction], n_parties: int) -> Contest:
    """Leximin of the gains of some parties, each divided by its share."""

    def choose(gains: Gains) -> IntArray:
        factors = [gains.units[a] / share for a, share in zip(parties, shares, strict=True)]
        return leximin([gains.rows[a] for a in parties], factors, gains.n_points)

    def least(gains: Gains, chosen: IntArray) -> list[Fraction]:
        reached = [gains.gain(a, int(chosen[0])) / share for a, share in zip(parties, shares, strict=True)]
        bounds = [Fraction(0)] * n_parties
        for a, share in zip(parties, shares, strict=True):
            bounds[a] = min(reached) * share
        return bounds

    return Contest(choose=choose, least=least)


def _weights(frontier: Frontier, weights: Sequence[Number] | None, *, is_zero_allowed: bool) -> tuple[Fraction, ...]:
    n = len(frontier.instance.floors)
    found = (Fraction(1),) * n if weights is None else numbers(weights, "weights")
    if len(found) != n or min(found) < 0 or not any(found):
        raise ProblemError("weights must be one a party, 0 or more, and not all 0")
    if min(found) == 0 and not is_zero_allowed:
        raise ProblemError("this solution divides by the weights: they must be above 0")
    return found


def _disagreement(frontier: Frontier, given: Sequence[Number] | None) -> list[Fraction | None]:
    """The values gains are counted from."""
    found = frontier.instance
    if given is not None:
        values = numbers(given, "disagreement")
        if len(values) != len(found.floors):
            raise ProblemError("disagreement needs one value a party")
        return list(values)
    for party, floor in zip(found.problem.parties, found.floors, strict=True):
        if floor is None:
            raise ProblemError(f"{party} has no reservation value to gain over: give its value at disagreement")
    return list(found.problem.reservation_values)


def _solution(concept: Concept, decision: Decision, weights: tuple[Fraction, ...], limit: int) -> BargainingSolution:
    limit = whole_number(limit, "limit", 0)
    frontier, gains = decision.frontier, decision.gains
    points = gains.points[decision.chosen].tolist()
    packages: list[Package] = []
    for point in points:
        if len(packages) < limit:
            packages += tied_packages(frontier, point, limit=limit - len(packages))
    return BargainingSolution(
        concept=concept,
        packages=tuple(packages),
        n_packages=sum(int(frontier.multiplicities[point]) for point in points),
        values=tuple(tuple(frontier.instance.value(a, int(row[k])) for k in points) for a, row in enumerate(frontier.integers)),
        gains=tuple(
            None if value is None else tuple(gains.gain(a, k) for k in decision.chosen.tolist())
            for a, value in enumerate(decision.disagreement)
        ),
        weights=weights,
        is_exact=decision.is_exact,
    )
