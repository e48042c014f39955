"""Win-sets in space: which positions would beat the status quo, for voters who like what is near?

Each voter weakly prefers to the status quo what is no farther from its ideal: an interval, or a disc with the status quo
on its edge. The win-set joins, over winning coalitions, what all members prefer (Tsebelis 2002, ch. 1). On a line it is
at most two intervals with rational ends. In the plane all circles pass through the status quo, so in each direction from it
a voter prefers points up to the chord 2 (ideal - status quo) . direction; the win-set reaches as far as the rule lets
chords of a winning coalition, and its area is a sum of arcs in closed form.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from math import atan2, cos, pi, sin

from detente.problem.numbers import Number, exact
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.errors import Flaw, RatificationError

__all__ = ["Arc", "LineWinSet", "PlaneWinSet", "line_win_set", "plane_win_set"]

Point = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWinSet:
    """Positions from ``low`` to ``high`` that would beat or tie the status quo, which lies between or at an end."""

    low: Fraction
    high: Fraction
    status_quo: Fraction

    @property
    def is_empty(self) -> bool:
        """Whether nothing but the status quo is left."""
        return self.low == self.high

    @property
    def length(self) -> Fraction:
        """How long the interval is."""
        return self.high - self.low

    def meets(self, other: LineWinSet) -> LineWinSet | None:
        """What two win-sets share; ``None`` where they are apart."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return LineWinSet(low=low, high=high, status_quo=self.status_quo) if low <= high else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """A piece of the edge: between two directions from the status quo (radians) it is the circle around ``ideal_of``'s ideal."""

    start: float
    end: float
    ideal_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneWinSet:
    """The win-set in the plane: ``is_empty`` is exact; ``area`` is within about 1e-12 of the largest disc's, relatively.

    ``arcs`` go around counter-clockwise, from -pi to pi; directions between them win nothing.
    """

    is_empty: bool
    area: float
    arcs: tuple[Arc, ...]


def line_win_set(side: Constituency, ideals: Sequence[Number], status_quo: Number) -> LineWinSet:
    """The win-set of voters on a line, exactly; ``ideals`` by actor.

    Examples
    --------
    Of three voters by majority the middle one decides.

    >>> found = line_win_set(Constituency.of_votes([1, 1, 1], 2), [1, 3, 8], 0)
    >>> found.low, found.high
    (Fraction(0, 1), Fraction(6, 1))
    """
    at = exact(status_quo)
    _check_length(side, ideals)
    reach = [2 * (exact(ideal) - at) for ideal in ideals]
    return LineWinSet(low=at - _reached(side, [-own for own in reach]), high=at + _reached(side, reach), status_quo=at)


def plane_win_set(side: Constituency, ideals: Sequence[tuple[Number, Number]], status_quo: tuple[Number, Number]) -> PlaneWinSet:
    """The win-set of voters in the plane; ``ideals`` by actor.

    Whether it is empty is decided exactly: the status quo is then in the core. Directions that matter are those in which
    some chord is 0 or two are equal, so O(voters^2) pieces, each O(log voters) evaluations of the rule.

    Examples
    --------
    Two voters who must both agree: the lens of two circles.

    >>> found = plane_win_set(Constituency.of_votes([1, 1], 2), [(0, 0), (4, 0)], (2, 2))
    >>> abs(found.area - (4 * pi - 8)) < 1e-12, [arc.ideal_of for arc in found.arcs]
    (True, ['f2', 'f1'])
    """
    x, y = (exact(c) for c in status_quo)
    _check_length(side, ideals)
    toward: list[Point] = [(exact(a) - x, exact(b) - y) for a, b in ideals]
    arcs: list[Arc] = []
    area = 0.0
    for start, end, middle in _sectors(toward):
        chords = [2 * (a * middle[0] + b * middle[1]) for a, b in toward]
        reached = _reached(side, chords)
        if reached <= 0:
            continue
        k = chords.index(reached)
        area += _swept(toward[k], start, end)
        name = side.actors[k]
        if arcs and arcs[-1].ideal_of == name and arcs[-1].end == start:
            arcs[-1] = Arc(start=arcs[-1].start, end=end, ideal_of=name)
        else:
            arcs.append(Arc(start=start, end=end, ideal_of=name))
    return PlaneWinSet(is_empty=not arcs, area=area, arcs=tuple(arcs))


def _check_length(side: Constituency, given: Sequence[object]) -> None:
    if len(given) != len(side.actors):
        raise RatificationError(Flaw.BAD_SHAPE, f"{len(side.actors)} actors need as many ideals, not {len(given)}")


def _reached(side: Constituency, chords: Sequence[Fraction]) -> Fraction:
    """The largest distance, at least 0, that those whose chord is no shorter let pass: fewer do the longer it is."""
    lengths = sorted({chord for chord in chords if chord > 0}, reverse=True)

    def passes(length: Fraction) -> bool:
        return side.gate.passes(sum(1 << k for k, chord in enumerate(chords) if chord >= length))

    first = bisect_left(lengths, True, key=passes)
    return lengths[first] if first < len(lengths) else Fraction(0)


def _sectors(toward: Sequence[Point]) -> list[tuple[float, float, Point]]:
    """Directions cut where a chord is 0 or two are equal: start, end (radians) and an exact direction inside each."""
    across = [point for point in toward if any(point)]
    across += [(a[0] - b[0], a[1] - b[1]) for k, a in enumerate(toward) for b in toward[:k] if a != b]
    cuts: list[Point] = [
        (Fraction(-1), Fraction(0)),
        (Fraction(1), Fraction(0)),
        (Fraction(0), Fraction(1)),
        (Fraction(0), Fraction(-1)),
    ]
    for px, py in across:
        cuts += [(-py, px), (py, -px)]
    ordered = sorted(cuts, key=cmp_to_key(_by_angle))
    kept = [cut for k, cut in enumerate(ordered) if not k or _by_angle(ordered[k - 1], cut)]
    found = []
    for k, cut in enumerate(kept):
        after = kept[(k + 1) % len(kept)]
        scale, other = abs(cut[0]) + abs(cut[1]), abs(after[0]) + abs(after[1])
        middle = (cut[0] / scale + after[0] / other, cut[1] / scale + after[1] / other)
        end = pi if k + 1 == len(kept) else atan2(after[1], after[0])
        found.append((-pi if not k else atan2(cut[1], cut[0]), end, middle))
    return found


def _half(point: Point) -> int:
    """Order of the directions from -pi on: the lower half plane first; due west, which is first of all."""
    if point[1] == 0 and point[0] < 0:
        return 0
    return 1 if point[1] < 0 else 2


def _by_angle(one: Point, two: Point) -> int:
    if _half(one) != _half(two):
        return -1 if _half(one) < _half(two) else 1
    cross = one[0] * two[1] - one[1] * two[0]
    return -1 if cross > 0 else 1 if cross < 0 else 0


def _swept(toward: Point, start: float, end: float) -> float:
    """The area that a chord 2 d cos(angle - a) sweeps: d^2 (angle + sin(2 (angle - a)) / 2) from start to end."""
    x, y = float(toward[0]), float(toward[1])
    turn, middle = end - start, start + end - 2 * atan2(y, x)
    return (x * x + y * y) * (turn + sin(turn) * cos(middle))
