"""The win-set: which packages would a side's own people ratify in an up-or-down vote?

Putnam (1988, p. 437) calls win-set all agreements that would gain the necessary majority among the constituents. What
the record leaves open is not guessed: a vote is in favor, against, or undecided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.model.verdict import Verdict
from detente.questions.ratification.coalitions import ActorSets, minimal_changes_of_mind
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.errors import Flaw, RatificationError
from detente.questions.ratification.gate import BoolArray

__all__ = ["Standing", "Support", "WinSet", "overlap", "share_of", "standing", "support", "win_set"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Support:
    """Who is for what: ``yes`` and ``undecided``, both shape (actors, packages) and never both true in one cell."""

    yes: BoolArray
    undecided: BoolArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WinSet:
    """Packages that pass: ``necessary`` whatever the undecided do, ``possible`` if all of them agree; shape (packages,)."""

    necessary: BoolArray
    possible: BoolArray

    @property
    def n_necessary(self) -> int:
        """How many surely pass."""
        return int(self.necessary.sum())

    @property
    def n_possible(self) -> int:
        """How many may pass."""
        return int(self.possible.sum())

    def verdict(self, package: int) -> Verdict:
        """HOLDS where a package surely passes, FAILS where it cannot, CONTESTED where it depends on the undecided."""
        if self.necessary[package]:
            return Verdict.HOLDS
        return Verdict.CONTESTED if self.possible[package] else Verdict.FAILS


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One package at home: who is for it, against it or undecided, and whose change of mind would carry it.

    ``missing`` are minimal sets of those against or undecided who would have to come over, the undecided counted as against.
    """

    verdict: Verdict
    supporters: tuple[str, ...]
    opponents: tuple[str, ...]
    undecided: tuple[str, ...]
    missing: ActorSets


def support(
    least: npt.ArrayLike, most: npt.ArrayLike, needed: Sequence[Any], *, most_needed: Sequence[Any] | None = None
) -> Support:
    """Who is for which package, from ranges of values and of what each actor asks.

    An actor is for a package when its value is at least what the actor asks (its reversion value and any pressure);
    undecided when that depends on where in their ranges the numbers lie.

    Parameters
    ----------
    least, most : shape (actors, packages); whole numbers or fractions (as objects) for exact ties.
    needed, most_needed : shape (actors,); the least and the most each may ask, the same by default.

    Raises
    ------
    RatificationError
        If shapes do not fit, or some ``least`` is above ``most``.

    Examples
    --------
    >>> found = support([[3, 1], [0, 2]], [[3, 1], [4, 2]], [2, 2])
    >>> found.yes.tolist(), found.undecided.tolist()
    ([[True, False], [False, True]], [[False, False], [True, False]])
    """
    low, high = np.asarray(least), np.asarray(most)
    asked = np.asarray(needed)
    asked_most = asked if most_needed is None else np.asarray(most_needed)
    if low.ndim != 2 or low.shape != high.shape or asked.shape != (len(low),) or asked_most.shape != asked.shape:
        raise RatificationError(Flaw.BAD_SHAPE, "values must have shape (actors, packages), what is asked (actors,)")
    if (low > high).any() or (asked > asked_most).any():
        raise RatificationError(Flaw.BAD_NUMBER, "a range ends before it begins")
    yes = np.asarray(low >= asked_most[:, None], dtype=np.bool_)
    return Support(yes=yes, undecided=np.asarray(high >= asked[:, None], dtype=np.bool_) & ~yes)


def win_set(side: Constituency, yes: npt.ArrayLike, undecided: npt.ArrayLike | None = None) -> WinSet:
    """Packages a constituency would ratify.

    A package is ``necessary`` if it passes with all undecided votes against, ``possible`` if it passes with all of them
    in favor; rules are monotone, so these are the two extremes. O(parts of the rule x packages).

    Parameters
    ----------
    yes, undecided : shape (actors, packages); never both true in one cell.

    Raises
    ------
    RatificationError
        If shapes do not fit, or a vote is both in favor and undecided.

    Examples
    --------
    Three blocs, two packages; the second bloc is undecided on the second package.

    >>> yes = np.array([[1, 1], [1, 0], [0, 0]], dtype=bool)
    >>> undecided = np.array([[0, 0], [0, 1], [0, 0]], dtype=bool)
    >>> found = win_set(Constituency.of_votes([40, 35, 25], 51), yes, undecided)
    >>> found.necessary, found.possible
    (array([ True, False]), array([ True,  True]))
    """
    given = _votes(side, yes, undecided)
    return WinSet(necessary=side.gate.passes_each(given.yes), possible=side.gate.passes_each(given.yes | given.undecided))


def overlap(win_sets: Sequence[WinSet], rational: Support | None = None) -> WinSet:
    """Packages in every win-set and, where given, at least as good as no deal for every actor of ``rational``.

    >>> one = WinSet(necessary=np.array([True, False]), possible=np.array([True, True]))
    >>> overlap([one, one]).n_possible
    2
    """
    necessary = [w.necessary for w in win_sets]
    possible = [w.possible for w in win_sets]
    if rational is not None:
        necessary += list(rational.yes)
        possible += list(rational.yes | rational.undecided)
    if len({own.shape for own in necessary}) != 1:
        raise RatificationError(Flaw.BAD_SHAPE, "win-sets must be of the same packages, at least one of them")
    return WinSet(necessary=np.logical_and.reduce(necessary), possible=np.logical_and.reduce(possible))


def standing(side: Constituency, yes: Sequence[bool], undecided: Sequence[bool] | None = None) -> Standing:
    """How one package stands: ``yes`` and ``undecided`` by actor.

    >>> found = standing(Constituency.of_votes({"a": 40, "b": 35, "c": 25}, 51), [True, False, False], [False, True, False])
    >>> found.verdict.value, found.opponents, found.missing.named()
    ('contested', ('c',), (('b',), ('c',)))
    """
    one = win_set(side, np.array(yes, dtype=np.bool_)[:, None], None if undecided is None else np.array(undecided)[:, None])
    waiting = (False,) * len(yes) if undecided is None else undecided
    by_vote = list(zip(side.actors, yes, waiting, strict=True))
    supporters = tuple(actor for actor, own, _ in by_vote if own)
    return Standing(
        verdict=one.verdict(0),
        supporters=supporters,
        opponents=tuple(actor for actor, own, open_ in by_vote if not own and not open_),
        undecided=tuple(actor for actor, _, open_ in by_vote if open_),
        missing=minimal_changes_of_mind(side, supporters),
    )


def share_of(found: BoolArray, feasible: BoolArray | None = None) -> Fraction | None:
    """The share of the feasible packages that are found, exactly; ``None`` where none is feasible.

    >>> share_of(np.array([True, False, True]), np.array([True, True, False]))
    Fraction(1, 2)
    """
    among = np.ones_like(found) if feasible is None else feasible
    total = int(among.sum())
    return Fraction(int((found & among).sum()), total) if total else None


def _votes(side: Constituency, yes: npt.ArrayLike, undecided: npt.ArrayLike | None) -> Support:
    own = np.asarray(yes, dtype=np.bool_)
    waiting = np.zeros_like(own) if undecided is None else np.asarray(undecided, dtype=np.bool_)
    if own.ndim != 2 or own.shape != waiting.shape or len(own) != len(side.actors):
        message = f"votes must have shape (actors, packages) with {len(side.actors)} actors"
        raise RatificationError(Flaw.BAD_SHAPE, message)
    if (own & waiting).any():
        raise RatificationError(Flaw.BAD_NUMBER, "a vote is both in favor and undecided")
    return Support(yes=own, undecided=waiting)
