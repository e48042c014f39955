"""In how many readings each state is stable under concepts beyond the six.

Under strength and under an extension of unknown preference an actor's stability hangs on its own preference and on which
moves may improve for others, so counts are products over a situation, as for the six. Limited moves and coalitions hang on
every whole ranking at once: each joint reading is solved, where they are few enough.

Strongly stable are the states where only a great loss deters (Hamouda, Kilgour & Hipel 2004). Weakly stable is what
is stable and not strongly so; a weak equilibrium is an equilibrium that is not strongly stable for everyone. Where
comparisons are unknown, two counts bound what any way of settling them gives; the lower weak count takes the lower
general and the upper strong stability, and the reverse, so these two are not always reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

import numpy as np

from detente.questions.stability.arcs import BoolArray
from detente.questions.stability.coalitions import coalition_stability
from detente.questions.stability.concepts import Concept, Stance
from detente.questions.stability.ensemble import Ensemble, Option, Situation
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.finding import NotAsked, StabilityShares
from detente.questions.stability.further import Further
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.limited_moves import HORIZON_LIMIT, limited_move, non_myopic
from detente.questions.stability.preferences import Preference
from detente.questions.stability.relations import Relations, relations
from detente.questions.stability.sanctions import stable_in_relations
from detente.questions.stability.seen import Seen, as_seen
from detente.questions.stability.shares import preference_key
from detente.questions.stability.sim import sim_stable

__all__ = ["JOINT_LIMIT", "further_shares"]

JOINT_LIMIT = 1_000
"""Most joint readings solved one by one."""

MEMBERS_LIMIT = 8
"""Most actors whose coalitions are all asked: 255 of them."""

Key = tuple[object, ...]


def further_shares(
    readings: Ensemble, wanted: Sequence[Further], shares: StabilityShares, seen: Seen | None = None
) -> tuple[StabilityShares, tuple[NotAsked, ...]]:
    """The shares with a column more for each concept, and those that could not be asked of these readings, with why.

    ``seen`` is what actors take others to prefer, for concepts asked in the conflict as each sees it.
    """
    columns: list[tuple[str, _Column]] = []
    not_asked = []
    rows = _Rows(readings, seen or {})
    for concept in wanted:
        try:
            columns.append((concept.name, _joint(readings, concept) if concept.is_joint else _by_block(readings, concept, rows)))
        except GraphModelError as limit:
            not_asked.append(NotAsked(concept=concept.name, reason=str(limit)))
    if not columns:
        return shares, tuple(not_asked)
    return replace(
        shares,
        concepts=(*shares.concepts, *(name for name, _ in columns)),
        least=np.concatenate([shares.least, *(c.each[0, :, :, None] for _, c in columns)], axis=2),
        most=np.concatenate([shares.most, *(c.each[1, :, :, None] for _, c in columns)], axis=2),
        everyone_least=np.concatenate([shares.everyone_least, *(c.everyone[0, :, None] for _, c in columns)], axis=1),
        everyone_most=np.concatenate([shares.everyone_most, *(c.everyone[1, :, None] for _, c in columns)], axis=1),
    ), tuple(not_asked)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Column:
    """Exact counts: ``each`` of shape (2, n_actors, n_states), ``everyone`` of shape (2, n_states)."""

    each: np.ndarray[tuple[int, ...], np.dtype[np.object_]]
    everyone: np.ndarray[tuple[int, ...], np.dtype[np.object_]]

    @classmethod
    def empty(cls, graph: GraphModel) -> _Column:
        n_actors, n_states = len(graph.actors), graph.n_states
        return cls(each=np.zeros((2, n_actors, n_states), object), everyone=np.zeros((2, n_states), object))


# -- one actor at a time ---------------------------------------------------------------------------


def _by_block(readings: Ensemble, concept: Further, rows: _Rows) -> _Column:
    """Stable under ``held`` and not under ``spared``, where there is such a part: products over blocks for each."""
    found = _Column.empty(readings.graph)
    for situation in readings.situations:
        together = np.ones((2, 2, readings.graph.n_states), object)
        for place, block in enumerate(situation.blocks):
            weights = np.array([option.n for option in block.options], np.int64)
            parts = np.stack([rows.of_option(situation, place, option, concept) for option in block.options], axis=2)
            single = (parts[0] & ~parts[1]).astype(np.int64)  # (bound, option, member, state)
            for member, actor in enumerate(block.actors):
                for bound in (0, 1):
                    found.each[bound, actor] += (weights @ single[bound, :, member]).astype(object) * situation.rest(place)
            for part in (0, 1):
                for bound in (0, 1):
                    held = parts[0, bound] if part == 0 else parts[0, bound] & parts[1, bound]
                    together[part, bound] *= (weights @ held.all(axis=1).astype(np.int64)).astype(object)
        found.everyone[:] += together[0] - together[1] if concept.strength == "weak" else together[0]
    return found


class _Rows:
    """Stable states of actors under strength or an extension, each looked up once."""

    def __init__(self, readings: Ensemble, seen: Seen) -> None:
        self._found: dict[Key, BoolArray] = {}
        self._seen = seen
        self._has_unknown = readings.has_unknown or any(p.has_unknown for own in seen.values() for p in own.values())

    def of_option(self, situation: Situation, block: int, option: Option, concept: Further) -> BoolArray:
        """Shape (part, bound, members, n_states): what is held, and what of it is taken out again."""
        made = []
        model = situation.model_of(block, option)
        for actor, preference in zip(situation.blocks[block].actors, option.preferences, strict=True):
            levels = None if preference.levels is None else preference.levels.tobytes()
            key: Key = (concept.name, actor, preference_key(preference), levels, preference.greatly)
            if concept.base is not None and concept.base.is_credible:
                key = (*key, id(situation))
            if key not in self._found:
                self._found[key] = self._solved(model, concept, actor)
            made.append(self._found[key])
        return np.stack(made, axis=2)

    def _solved(self, model: GraphModel, concept: Further, actor: int) -> BoolArray:
        if concept.is_seen:
            held = self._bounds(as_seen(model, actor, self._seen), concept, actor, is_strong=False)
            return np.stack([held, np.zeros_like(held)])
        if concept.unknown is not None:
            each = [relations(model, k, Stance(unknown=concept.unknown)) for k in range(len(model.actors))]
            row = _row(model, concept, each, actor)
            return np.stack([np.stack([row, row]), np.zeros((2, model.n_states), np.bool_)])
        strong = self._bounds(model, concept, actor, is_strong=True)
        if concept.strength == "strong":
            return np.stack([strong, np.zeros_like(strong)])
        return np.stack([self._bounds(model, concept, actor, is_strong=False), strong[::-1]])

    def _bounds(self, model: GraphModel, concept: Further, actor: int, *, is_strong: bool) -> BoolArray:
        made = []
        for is_upper in (False, True):
            each = [_relations(p, is_upper=is_upper, is_strong=is_strong) for p in model.preferences]
            made.append(_row(model, concept, each, actor))
            if not self._has_unknown:
                return np.stack([made[0], made[0]])
        return np.stack(made)


def _relations(preference: Preference, *, is_upper: bool, is_strong: bool) -> Relations:
    """What may be a gain, an answer and harm, in the way that makes fewest or most states stable."""
    everything = (1 << preference.n_states) - 1
    better, unknown = preference.better_sets(), preference.unknown_sets()
    maybe = tuple(b | u for b, u in zip(better, unknown, strict=True))
    harm = preference.much_worse_sets() if is_strong else tuple(everything & ~m for m in maybe)
    if is_upper:
        harm = tuple(h | u for h, u in zip(harm, unknown, strict=True))
    return Relations(gain=better if is_upper else maybe, credible=maybe if is_upper else better, harm=harm)


def _row(model: GraphModel, concept: Further, each: Sequence[Relations], actor: int) -> BoolArray:
    base = concept.base
    if base is None:
        raise GraphModelError(f"`{concept.name}` is no variant of another concept")
    if base is Concept.NASH:
        return np.asarray(np.diff(model.arcs[actor].within(each[actor].gain).starts) == 0, np.bool_)
    if base is Concept.SIM:
        return np.asarray(sim_stable(model, each, [actor])[0], np.bool_)
    return np.asarray(stable_in_relations(model, base, each)[actor], np.bool_)


# -- all actors at once ----------------------------------------------------------------------------


def _joint(readings: Ensemble, concept: Further) -> _Column:
    if readings.has_unknown:
        raise GraphModelError("some comparisons of states are not known, and it needs them all")
    if concept.coalition is not None and len(readings.graph.actors) > MEMBERS_LIMIT:
        raise GraphModelError(f"coalitions are asked of at most {MEMBERS_LIMIT} actors; there are {len(readings.graph.actors)}")
    n = sum(prod(len(block.options) for block in situation.blocks) for situation in readings.situations)
    if n > JOINT_LIMIT:
        raise GraphModelError(f"it hangs on every ranking at once, and {n:,} joint rankings are more than {JOINT_LIMIT:,}")
    found = _Column.empty(readings.graph)
    for model, count in _models(readings):
        stable = _stable(model, concept)
        found.each[:] += stable.astype(object) * count
        found.everyone[:] += stable.all(axis=0).astype(object) * count
    return found


def _models(readings: Ensemble) -> Iterator[tuple[GraphModel, int]]:
    """Every joint reading that ranks states in its own way, and how many readings it stands for."""
    for situation in readings.situations:
        for chosen in product(*(block.options for block in situation.blocks)):
            preferences = list(situation.model.preferences)
            for block, option in zip(situation.blocks, chosen, strict=True):
                for actor, preference in zip(block.actors, option.preferences, strict=True):
                    preferences[actor] = preference
            yield replace(situation.model, preferences=tuple(preferences)), prod(option.n for option in chosen)


def _stable(model: GraphModel, concept: Further) -> BoolArray:
    """Shape (n_actors, n_states)."""
    if concept.coalition is not None:
        table = coalition_stability(model, concepts=[concept.coalition])
        own = [[k for k, c in enumerate(table.coalitions) if actor in c] for actor in model.actors]
        return np.array([table.stable[places, :, 0].all(axis=0) for places in own])
    if concept.horizon:
        return limited_move(model, concept.horizon)
    settled = non_myopic(model)
    if not settled.is_complete:
        raise GraphModelError(f"within {HORIZON_LIMIT:,} moves it does not settle")
    return settled.stable
