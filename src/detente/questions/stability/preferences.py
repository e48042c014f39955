"""How one actor compares states: one internal form for rankings, pairs, unknown pairs and strength.

Of two states an actor prefers one, holds them equal, or its preference is unknown (Li, Hipel,
Kilgour & Fang 2004); a preference may be great (Hamouda, Kilgour & Hipel 2004). A complete ranking
is kept as integer ranks, so a comparison of two states is one of two integers; anything else is
kept as sets of states, one for each state, and need not be transitive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from detente.questions.stability.arcs import BoolArray, IntArray, bits_of, set_of
from detente.questions.stability.errors import GraphModelError

__all__ = ["Preference"]

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Preference:
    """One actor's preference over states 0 to ``n_states - 1``.

    Attributes
    ----------
    ranks : shape (n_states,), higher is preferred, equal is a tie; None if the preference is no ranking.
    better : for each state, the states preferred to it, as bits; empty with ``ranks``.
    unknown : for each state, the states whose comparison with it is unknown; empty if none is.
    levels : shape (n_states,); with ``ranks``, a state of a higher level is greatly preferred. None if
        the preference has no strength.
    greatly : for each state, the states greatly preferred to it; empty if the preference has no strength.
    """

    n_states: int
    ranks: IntArray | None = None
    better: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    levels: IntArray | None = None
    greatly: tuple[int, ...] = ()

    @classmethod
    def of_ranks(cls, ranks: Iterable[int], levels: Iterable[int] | None = None) -> Preference:
        """A complete ranking with ties, higher preferred. Ranks are made dense from 0.

        Raises
        ------
        GraphModelError
            If a level contradicts a rank: a greatly preferred state that is not preferred.
        """
        dense = _dense(np.array(list(ranks), np.int64))
        if levels is None:
            return cls(n_states=len(dense), ranks=dense)
        level = _dense(np.array(list(levels), np.int64))
        order = np.lexsort((level, dense))
        if len(level) != len(dense) or (np.diff(level[order]) < 0).any():
            raise GraphModelError("a level of strength contradicts the ranking")
        same_rank = np.diff(dense[order]) == 0
        if (np.diff(level[order])[same_rank] != 0).any():
            raise GraphModelError("two states of one rank have different levels of strength")
        return cls(n_states=len(dense), ranks=dense, levels=level)

    @classmethod
    def of_pairs(
        cls,
        n_states: int,
        preferred: Iterable[Pair],
        *,
        unknown: Iterable[Pair] = (),
        greatly: Iterable[Pair] = (),
        has_strength: bool = False,
    ) -> Preference:
        """Direct pairs ``(state, than)``: the first is preferred to the second. Other pairs are equal.

        ``greatly`` pairs are preferred too. Cycles are allowed; opposites are not.

        Raises
        ------
        GraphModelError
            If a pair is given both ways, as unknown and as preferred, or with itself.
        """
        better, much, open_pairs = [0] * n_states, [0] * n_states, [0] * n_states
        strong = list(greatly)
        for state, than in [*preferred, *strong]:
            better[than] |= 1 << state
        for state, than in strong:
            much[than] |= 1 << state
        for first, second in unknown:
            open_pairs[first] |= 1 << second
            open_pairs[second] |= 1 << first
        for than, states in enumerate(better):
            if states >> than & 1 or open_pairs[than] >> than & 1:
                raise GraphModelError(f"state {than} is compared with itself")
            for state in bits_of(states):
                if better[state] >> than & 1:
                    raise GraphModelError(f"states {than} and {state} are each preferred to the other")
                if open_pairs[than] >> state & 1:
                    raise GraphModelError(f"states {than} and {state} are compared, and their comparison is unknown")
        return cls(
            n_states=n_states,
            better=tuple(better),
            unknown=tuple(open_pairs) if any(open_pairs) else (),
            greatly=tuple(much) if strong or has_strength else (),
        )

    @property
    def has_unknown(self) -> bool:
        """Whether some comparison is unknown."""
        return bool(self.unknown)

    @property
    def has_strength(self) -> bool:
        """Whether some states are told apart as greatly preferred."""
        return self.levels is not None or bool(self.greatly)

    def prefers(self, state: int, than: int) -> bool:
        """Whether ``state`` is preferred to ``than``."""
        if self.ranks is not None:
            return bool(self.ranks[state] > self.ranks[than])
        return bool(self.better[than] >> state & 1)

    def greatly_prefers(self, state: int, than: int) -> bool:
        """Whether ``state`` is greatly preferred to ``than``; never, without strength."""
        if self.levels is not None:
            return bool(self.levels[state] > self.levels[than])
        return bool(self.greatly) and bool(self.greatly[than] >> state & 1)

    def is_unknown(self, first: int, second: int) -> bool:
        """Whether the comparison of the two is unknown."""
        return bool(self.unknown) and bool(self.unknown[first] >> second & 1)

    def are_better(self, after: IntArray, before: IntArray) -> BoolArray:
        """Which states of ``after`` are preferred to the aligned one of ``before``."""
        if self.ranks is not None:
            return self.ranks[after] > self.ranks[before]
        pairs = zip(after.tolist(), before.tolist(), strict=True)
        return np.fromiter((self.better[b] >> a & 1 for a, b in pairs), np.bool_, len(after))

    def better_sets(self) -> tuple[int, ...]:
        """For each state, the states preferred to it, as bits."""
        return self.better if self.ranks is None else _above(self.ranks)

    def unknown_sets(self) -> tuple[int, ...]:
        """For each state, the states whose comparison with it is unknown."""
        return self.unknown or (0,) * self.n_states

    def much_worse_sets(self) -> tuple[int, ...]:
        """For each state, the states it is greatly preferred to."""
        if self.levels is not None:
            return _above(-self.levels)
        worse = [0] * self.n_states
        for than, states in enumerate(self.greatly):
            for state in bits_of(states):
                worse[state] |= 1 << than
        return tuple(worse)

    def groups(self) -> tuple[tuple[int, ...], ...]:
        """A ranking's tied states together, best first.

        Raises
        ------
        GraphModelError
            If the preference is no ranking.
        """
        if self.ranks is None:
            raise GraphModelError("the preference is given by pairs, not as a ranking")
        order = np.argsort(-self.ranks, kind="stable")
        cuts = np.flatnonzero(np.diff(self.ranks[order])) + 1
        return tuple(tuple(part.tolist()) for part in np.split(order, cuts))

    def renamed(self, places: IntArray) -> Preference:
        """The same preference when state k is called ``places[k]``."""
        inverse = np.argsort(places)

        def moved(sets: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(set_of(int(places[b]) for b in bits_of(sets[old])) for old in inverse.tolist()) if sets else ()

        return Preference(
            n_states=self.n_states,
            ranks=None if self.ranks is None else self.ranks[inverse],
            better=moved(self.better),
            unknown=moved(self.unknown),
            levels=None if self.levels is None else self.levels[inverse],
            greatly=moved(self.greatly),
        )


def _dense(ranks: IntArray) -> IntArray:
    return np.unique(ranks, return_inverse=True)[1].astype(np.int64)


def _above(ranks: IntArray) -> tuple[int, ...]:
    """For each state the states of a higher rank; states of one rank share one integer."""
    order = np.argsort(-ranks, kind="stable").tolist()
    values = ranks.tolist()
    found: dict[int, int] = {}
    members = 0
    pending: list[int] = []
    for state in order:
        if values[state] not in found:
            members |= set_of(pending)
            pending = []
            found[values[state]] = members
        pending.append(state)
    return tuple(found[value] for value in values)
