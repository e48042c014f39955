"""Limited-move stability L_h and non-myopic stability, in the conservative variant.

The actor looks h moves ahead and moves only if it prefers where the moves that follow lead. With two actors
moves alternate and the end is found backwards (Kilgour 1985; Fang, Hipel & Kilgour 1993, ch. 3). With more
there are rival definitions, two of them argued to be flawed (Soares et al. 2026, abstract), so the variant is named.

``conservative``: after a move any actor but the mover may go on; if one or more would, the mover reckons with the
worst, for itself, of where their moves lead; if none would, the state stands. An actor moves only if its
worst end after the best of its moves is preferred to staying. Moves that are equally good for it are all possible.
For two actors with strict rankings this is the published definition. L_1 is R.

Non-myopic: L_h for every h from some horizon on (Kilgour 1984; Brams & Wittman 1981). What follows at h depends
on h - 1 alone and there are finitely many possibilities, so the sequence runs into a period; over it stability is read
exactly. Complete rankings are needed. O(h * (arcs + actors * n_states)) operations on sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.questions.stability.arcs import BoolArray, bits_of
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel

__all__ = ["HORIZON_LIMIT", "NonMyopic", "Variant", "limited_move", "non_myopic"]

Variant = Literal["conservative"]

HORIZON_LIMIT = 1_000
"""Longest horizon a period is looked for."""

Ends = tuple[tuple[int, ...], ...]
Moves = tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NonMyopic:
    """``stable`` has shape (n_actors, n_states): stable at every horizon from ``settled_at`` on.

    From there the answers repeat every ``period`` moves. ``is_complete`` is false if no period was found
    within the limit; then ``stable`` is over the horizons past the first half of it.
    """

    variant: Variant
    stable: BoolArray
    settled_at: int
    period: int
    is_complete: bool


def limited_move(model: GraphModel, horizon: int, *, variant: Variant = "conservative") -> BoolArray:
    """Which states are L_h stable for whom; shape (n_actors, n_states).

    Raises
    ------
    GraphModelError
        If the horizon is below 1, the variant is unknown, or a preference is no complete ranking.

    Examples
    --------
    Chicken: one swerving is stable for who looks one move ahead; with two, each counts on the other giving way.

    >>> model = GraphModel.from_actions(
    ...     {"A": ["a swerves"], "B": ["b swerves"]},
    ...     preferences={"A": ["NY", "YY", "YN", "NN"], "B": ["YN", "YY", "NY", "NN"]},
    ... )
    >>> limited_move(model, 1).all(axis=0).tolist()
    [False, True, True, False]
    >>> limited_move(model, 2).all(axis=0).tolist()
    [False, False, False, False]
    """
    if horizon < 1:
        raise GraphModelError("a horizon is at least one move")
    search = _Search(model, variant)
    for _ in range(horizon):
        search.deepen()
    return ~np.array(search.moves)


def non_myopic(model: GraphModel, *, variant: Variant = "conservative", limit: int = HORIZON_LIMIT) -> NonMyopic:
    """Which states are non-myopically stable for whom.

    Raises
    ------
    GraphModelError
        If the variant is unknown, or a preference is no complete ranking.
    """
    search = _Search(model, variant)
    seen: dict[tuple[Ends, Moves], int] = {}
    history: list[Moves] = []
    for h in range(1, limit + 1):
        search.deepen()
        key = (search.ends, search.moves)
        if key in seen:
            first = seen[key]
            return _over(history[first - 1 :], variant, first, h - first, is_complete=True)
        seen[key] = h
        history.append(search.moves)
    return _over(history[limit // 2 :], variant, limit // 2 + 1, 0, is_complete=False)


def _over(history: list[Moves], variant: Variant, settled_at: int, period: int, *, is_complete: bool) -> NonMyopic:
    stable = np.asarray(~np.array(history).any(axis=0), np.bool_)
    return NonMyopic(variant=variant, stable=stable, settled_at=settled_at, period=period, is_complete=is_complete)


class _Search:
    """Ends and moves at one horizon after another, for every actor and state."""

    def __init__(self, model: GraphModel, variant: Variant) -> None:
        if variant != "conservative":
            raise GraphModelError(f"unknown variant `{variant}` of limited-move stability; there is `conservative`")
        self.rows = [arcs.rows() for arcs in model.arcs]
        self.ranks: list[list[int]] = []
        for k, actor in enumerate(model.actors):
            ranks = model.preference(k).ranks
            if ranks is None:
                raise GraphModelError(f"limited-move stability needs a complete ranking of `{actor}`")
            self.ranks.append(ranks.tolist())
        self.n_states = model.n_states
        self.ends: Ends = tuple(tuple(1 << s for s in range(self.n_states)) for _ in self.rows)
        self.moves: Moves = tuple((False,) * self.n_states for _ in self.rows)

    def deepen(self) -> None:
        """One move further ahead."""
        after = [self._after(k) for k in range(len(self.rows))]
        decided = [[self._decide(k, s, after[k]) for s in range(self.n_states)] for k in range(len(self.rows))]
        self.ends = tuple(tuple(end for end, _ in row) for row in decided)
        self.moves = tuple(tuple(moves for _, moves in row) for row in decided)

    def _after(self, mover: int) -> list[int]:
        """For each state the mover may arrive at, where the others take it."""
        found = []
        for s in range(self.n_states):
            going = [self.ends[k][s] for k in range(len(self.rows)) if k != mover and self.moves[k][s]]
            ends = 0
            for end in going:
                ends |= end
            found.append(ends or 1 << s)
        return found

    def _decide(self, actor: int, state: int, after: list[int]) -> tuple[int, bool]:
        """Where the conflict ends if the actor is to move or stay, and whether it moves."""
        ranks = self.ranks[actor]
        worst = {t: min(ranks[e] for e in bits_of(after[t])) for t in self.rows[actor][state]}
        best = max(worst.values(), default=ranks[state])
        if best <= ranks[state]:
            return 1 << state, False
        ends = 0
        for t, value in worst.items():
            if value == best:
                ends |= after[t]
        return ends, True
