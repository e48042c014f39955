"""Adjusted winner: two parties, issues that can be divided, at most one of which is.

Brams and Taylor (1996), "Fair Division: From Cake-Cutting to Dispute Resolution", Cambridge University Press, chapter
4. Each party spreads 100 points over the issues by what winning each is worth to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.problem.arguments import listed, named, numbers
from detente.problem.numbers import Number
from detente.problem.problem import AgreementProblem, ProblemError

__all__ = ["AdjustedWinner", "adjusted_winner", "points_at_stake"]

Points = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustedWinner:
    """Who wins each issue, or what part of it.

    Parameters
    ----------
    points : ``points[party][issue]``, scaled so that each party's sum to 100.
    shares : ``shares[party][issue]``, the part of the issue the party wins; the two parts make 1.
    won : ``won[party]``, points of the first phase, in which whoever puts more points on an issue wins it.
    total : points each party has in the end, the same for both and at least 50.
    transfers : issues that went from the party ahead to the other, in order; the last may have gone in part.
    split : the issue that is divided; ``None`` when none needs to be.
    """

    parties: tuple[str, str]
    issues: tuple[str, ...]
    points: Points
    shares: Points
    won: tuple[Fraction, Fraction]
    total: Fraction
    transfers: tuple[str, ...]
    split: str | None


def adjusted_winner(
    points: Sequence[Sequence[Number]], *, parties: Sequence[str] | None = None, issues: Sequence[str] | None = None
) -> AdjustedWinner:
    """Divide issues between two parties so that neither envies the other, both are worth the same, and nothing is wasted.

    First each issue goes to the party that puts more points on it; issues with equal points go, in their order, to the
    party that then has fewer points (to the first when they are level). Then issues go over from the party ahead, those
    with the least ratio of its points to the other's first (in their order where ratios are equal), the last of them in
    the part that makes the totals equal. An issue nobody puts points on stays where the first phase leaves it.

    The result is *equitable* (equal totals), *envy-free* (each party gets at least 50 of its own points) and
    *efficient* (no other division is better for one and as good for the other), if what a part of an issue is worth
    is that part of its points, and if the points are sincere.

    Parameters
    ----------
    points : ``points[party][issue]``, at least 0; scaled to 100 a party, exactly.

    Raises
    ------
    ProblemError
        If there are not two parties, their issues differ, a number is negative or none, or a party has no points at all.

    O(M log M) for M issues.

    Examples
    --------
    >>> found = adjusted_winner([[60, 40], [70, 30]], issues=["port", "airfield"])
    >>> found.split, found.shares[0][0], found.total
    ('port', Fraction(3, 13), Fraction(700, 13))
    """
    table = _scaled(points)
    names = tuple(f"i{k}" for k in range(1, len(table[0]) + 1)) if issues is None else named(issues, "issues")
    sides = ("p1", "p2") if parties is None else named(parties, "parties")
    if len(sides) != 2 or len(names) != len(table[0]):
        raise ProblemError("adjusted winner needs two parties and a name for each issue")
    owner, totals = _winners(table)
    won = (totals[0], totals[1])
    ahead = 0 if totals[0] >= totals[1] else 1
    behind = 1 - ahead
    shares = [[Fraction(int(o == party)) for o in owner] for party in (0, 1)]
    transfers: list[int] = []
    for issue in _transfer_order(table, owner, ahead):
        gap = totals[ahead] - totals[behind]
        if gap == 0:
            break
        part = min(Fraction(1), gap / (table[ahead][issue] + table[behind][issue]))
        transfers.append(issue)
        shares[ahead][issue], shares[behind][issue] = 1 - part, part
        totals[ahead] -= part * table[ahead][issue]
        totals[behind] += part * table[behind][issue]
    split = [names[k] for k in transfers if 0 < shares[0][k] < 1]
    return AdjustedWinner(
        parties=(sides[0], sides[1]),
        issues=names,
        points=table,
        shares=(tuple(shares[0]), tuple(shares[1])),
        won=won,
        total=totals[0],
        transfers=tuple(names[k] for k in transfers),
        split=split[0] if split else None,
    )


def points_at_stake(problem: AgreementProblem) -> Points:
    """What winning each issue is worth to each of two parties, on its own scale: input for ``adjusted_winner``.

    A party wins an issue when its best option is taken and loses it when the other's is; of options that are equally
    good for a party the one the other likes best counts as its best. An issue on which they want the same is at stake
    for neither.

    Raises
    ------
    ProblemError
        If there are not two parties, or issues are joined by interactions or requirements: then they cannot be divided
        one by one.
    """
    if len(problem.parties) != 2 or problem.interactions or problem.requirements:
        raise ProblemError("adjusted winner needs two parties and issues that no interaction or requirement joins")
    first, second = problem.values
    stakes: list[tuple[Fraction, Fraction]] = []
    for ours, theirs in zip(first, second, strict=True):
        wins = max(zip(ours, theirs, strict=True))
        loses = max(zip(theirs, ours, strict=True))
        stakes.append((wins[0] - loses[1], loses[0] - wins[1]))
    return tuple(s[0] for s in stakes), tuple(s[1] for s in stakes)


def _scaled(points: Sequence[Sequence[Number]]) -> Points:
    rows = [numbers(row, "points of a party") for row in listed(points, "points by party")]
    if len(rows) != 2 or len(rows[0]) != len(rows[1]):
        raise ProblemError("adjusted winner needs the points of two parties for the same issues")
    if any(number < 0 for row in rows for number in row) or not all(map(any, rows)):
        raise ProblemError("points must be 0 or more, and each party needs some")
    first, second = (tuple(number * 100 / sum(row) for number in row) for row in rows)
    return first, second


def _winners(points: Points) -> tuple[list[int], list[Fraction]]:
    """Who wins each issue in the first phase, and the points of both."""
    owner = [0 if ours > theirs else 1 for ours, theirs in zip(*points, strict=True)]
    totals = [Fraction(0), Fraction(0)]
    tied = []
    for issue, (ours, theirs) in enumerate(zip(*points, strict=True)):
        if ours == theirs:
            tied.append(issue)
        else:
            totals[owner[issue]] += max(ours, theirs)
    for issue in tied:
        owner[issue] = 0 if totals[0] <= totals[1] else 1
        totals[owner[issue]] += points[0][issue]
    return owner, totals


def _transfer_order(points: Points, owner: list[int], ahead: int) -> list[int]:
    """Issues of the party ahead, those that cost it least for what they give the other first."""
    mine, other = points[ahead], points[1 - ahead]
    held = [k for k, party in enumerate(owner) if party == ahead and mine[k] > 0]
    return sorted(held, key=lambda k: (other[k] == 0, mine[k] / other[k] if other[k] else Fraction(0), k))
