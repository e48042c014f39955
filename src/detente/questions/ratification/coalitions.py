"""Coalitions that decide: the least that wins, the least that would have to change its mind, the least that topples.

A *winning* coalition satisfies the rule; a minimal one no longer does without any of its members. Sets whose change of
mind ratifies are minimal winning sets of what the rule still asks beside those in favor. *Toppling* sets are minimal
sets of exits after which those left no longer suffice: the minimal sets that meet every minimal winning coalition
among those who stay (the duality of Reiter 1987).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

import numpy as np

from detente.problem.hitting import order_weights, positions
from detente.problem.numbers import Number, exact
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.diagram import diagram
from detente.questions.ratification.errors import Flaw, RatificationError
from detente.questions.ratification.gate import TABLE_ACTORS, Gate, minimal_entries, truth_table

__all__ = [
    "SETS_LIMIT",
    "ActorSets",
    "CheapestSet",
    "Pivots",
    "cheapest_change_of_mind",
    "cheapest_toppling_set",
    "minimal_changes_of_mind",
    "minimal_winning_coalitions",
    "pivots",
    "toppling_sets",
    "veto_players",
]

SETS_LIMIT = 100_000
"""Most minimal sets listed where there are more than ``TABLE_ACTORS`` actors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorSets:
    """Sets of actors as masks, smallest first, then by mask.

    ``is_complete`` is false where a limit ended the list; those listed are minimal all the same.
    """

    actors: tuple[str, ...]
    masks: tuple[int, ...]
    is_complete: bool = True

    def __len__(self) -> int:
        return len(self.masks)

    def named(self) -> tuple[tuple[str, ...], ...]:
        """The sets by name."""
        return tuple(tuple(self.actors[k] for k in positions(mask)) for mask in self.masks)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheapestSet:
    """The set of least cost; among those the smallest, then the first by mask."""

    members: tuple[str, ...]
    cost: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Pivots:
    """Who can change the outcome alone, as things stand.

    ``swayers`` are against, and would ratify by joining; ``breakers`` are in favor, and would defeat by leaving.
    """

    is_passed: bool
    swayers: tuple[str, ...]
    breakers: tuple[str, ...]


def minimal_winning_coalitions(side: Constituency, *, limit: int = SETS_LIMIT) -> ActorSets:
    """Every minimal winning coalition.

    All subsets are looked at up to ``TABLE_ACTORS`` actors, O(n 2^n) bits; beyond it a decision diagram lists them, at
    most ``limit``.

    Examples
    --------
    >>> minimal_winning_coalitions(Constituency.of_votes({"a": 50, "b": 49, "c": 1}, 51)).named()
    (('a', 'b'), ('a', 'c'))
    """
    return _minimal(side, side.gate, limit)


def minimal_changes_of_mind(
    side: Constituency, supporters: Iterable[str], *, among: Iterable[str] | None = None, limit: int = SETS_LIMIT
) -> ActorSets:
    """Minimal sets of actors not in favor whose change of mind ratifies; the empty set alone where it passes already.

    ``among`` are those who could be won over; by default anyone.

    >>> side = Constituency.of_votes({"a": 50, "b": 49, "c": 1}, 51)
    >>> minimal_changes_of_mind(side, ["b"]).named()
    (('a',),)
    """
    inside = side.mask(supporters)
    barred = 0 if among is None else side.everyone & ~side.mask(among) & ~inside
    return _minimal(side, side.gate.fixed(inside, barred), limit)


def toppling_sets(
    side: Constituency, staying: Iterable[str] | None = None, *, steadfast: Iterable[str] = (), limit: int = SETS_LIMIT
) -> ActorSets:
    """Minimal sets of exits after which those who stay no longer suffice; the empty set alone where they do not now.

    Parameters
    ----------
    staying : who is in now; by default everyone but outside supporters.
    steadfast : those among them who are not thought to leave.

    >>> side = Constituency.of_votes({"a": 50, "b": 49, "c": 1}, 51)
    >>> toppling_sets(side).named()
    (('a',), ('b', 'c'))
    """
    return _minimal(side, _exits(side, staying, steadfast), limit)


def cheapest_change_of_mind(side: Constituency, supporters: Iterable[str], costs: Mapping[str, Number]) -> CheapestSet | None:
    """The set of actors whose change of mind ratifies at the least sum of costs; ``None`` where no set does.

    Parameters
    ----------
    costs : >= 0, of the actors that could be won over; those without a cost cannot.

    Raises
    ------
    RatificationError
        If a cost is negative, or of nobody here.

    O(nodes of the decision diagram), whatever the number of minimal sets.
    """
    inside = side.mask(supporters)
    priced = _priced(side, costs)
    barred = sum(1 << k for k, cost in enumerate(priced) if cost is None) & ~inside
    return _cheapest(side, side.gate.fixed(inside, barred), priced)


def cheapest_toppling_set(
    side: Constituency, costs: Mapping[str, Number], staying: Iterable[str] | None = None
) -> CheapestSet | None:
    """The exits that topple at the least sum of costs; actors without a cost do not leave. ``None`` where no set does."""
    priced = _priced(side, costs)
    steadfast = [actor for actor, cost in zip(side.actors, priced, strict=True) if cost is None]
    return _cheapest(side, _exits(side, staying, steadfast), priced)


def veto_players(side: Constituency) -> tuple[str, ...]:
    """Actors without whom nothing passes: those in every winning coalition. O(actors x parts)."""
    return tuple(a for k, a in enumerate(side.actors) if not side.gate.passes(side.everyone & ~(1 << k)))


def pivots(side: Constituency, supporters: Iterable[str]) -> Pivots:
    """Who could turn the outcome alone, when exactly these are in favor."""
    inside = side.mask(supporters)
    is_passed = side.gate.passes(inside)
    turning = [k for k in range(len(side.actors)) if side.gate.passes(inside ^ 1 << k) != is_passed]
    names = tuple(side.actors[k] for k in turning)
    return Pivots(is_passed=is_passed, swayers=() if is_passed else names, breakers=names if is_passed else ())


def _exits(side: Constituency, staying: Iterable[str] | None, steadfast: Iterable[str]) -> Gate | bool:
    """What exits must be to topple: the dual of the rule, with those not in as gone and the steadfast as never leaving."""
    inside = side.everyone & ~side.outside if staying is None else side.mask(staying)
    return side.gate.dual().fixed(side.everyone & ~inside, side.mask(steadfast) & inside)


def _minimal(side: Constituency, rule: Gate | bool, limit: int) -> ActorSets:
    if isinstance(rule, bool):
        return ActorSets(actors=side.actors, masks=(0,) if rule else ())
    asked = positions(rule.actors)
    if len(asked) > TABLE_ACTORS:
        found = list(islice(diagram(rule).minimal(), limit + 1))
        ordered = sorted(found[:limit], key=lambda mask: (mask.bit_count(), mask))
        return ActorSets(actors=side.actors, masks=tuple(ordered), is_complete=len(found) <= limit)
    entries = minimal_entries(truth_table(rule, asked))
    masks = np.zeros(len(entries), dtype=np.int64 if len(side.actors) < 63 else object)
    for k, actor in enumerate(asked):
        masks |= (entries >> k & 1).astype(masks.dtype) << actor
    order = np.lexsort((entries, np.bitwise_count(entries)))
    return ActorSets(actors=side.actors, masks=tuple(masks[order].tolist()))


def _priced(side: Constituency, costs: Mapping[str, Number]) -> list[Fraction | None]:
    side.mask(costs)
    priced = [exact(costs[actor]) if actor in costs else None for actor in side.actors]
    for actor, cost in zip(side.actors, priced, strict=True):
        if cost is not None and cost < 0:
            raise RatificationError(Flaw.BAD_NUMBER, f"the cost of `{actor}` is negative", actor)
    return priced


def _cheapest(side: Constituency, rule: Gate | bool, priced: list[Fraction | None]) -> CheapestSet | None:
    if isinstance(rule, bool):
        return CheapestSet(members=(), cost=Fraction(0)) if rule else None
    weights = order_weights([cost or Fraction(0) for cost in priced])
    chosen = diagram(rule).lightest(weights)
    if chosen is None:
        return None
    return CheapestSet(members=side.names(chosen), cost=sum((priced[k] or Fraction(0) for k in positions(chosen)), Fraction(0)))
