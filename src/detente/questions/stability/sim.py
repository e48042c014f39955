"""Simultaneous stability (SIM): every gain can be spoiled by gains others take at the same time.

For each s1 in R+_i(s) some others, one or more, each with an improvement of its own from s, change
their actions together with i; the state these changes make is feasible and i does not prefer it
to s (Fraser & Hipel 1984: simultaneous sanctioning, there asked where several actors are
unstable). A combination that is infeasible spoils nothing. Changes are of actions, so a model needs its
option form. If s stands for several merged combinations, changes from any one of them count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.questions.stability.arcs import Arcs, BoolArray, IntArray
from detente.questions.stability.concepts import Stance
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.option_form import OptionForm
from detente.questions.stability.relations import Relations, check_stance, credible_arcs, relations

__all__ = ["Changes", "changes_of", "sim", "sim_stable"]

CHUNK = 1 << 15
"""Most joint changes held at once, about; a row of one combination is never split."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Changes:
    """Changes of one actor's actions: for combination c, rows ``starts[c]`` to ``starts[c + 1]`` of ``changed`` and ``after``.

    ``changed`` are the actions changed, as bits; ``after`` the state that follows.
    """

    starts: IntArray
    changed: IntArray
    after: IntArray


def changes_of(options: OptionForm, actor: int, kept: Arcs) -> Changes:
    """The changes whose move between states is among ``kept``."""
    before, reached, changed = options.moves(actor)
    s, t = options.state_of[before], options.state_of[reached]
    n = kept.n_states
    marked = _among(s * n + t, kept.sources * n + kept.targets)
    before, changed, t = before[marked], changed[marked], t[marked]
    order = np.lexsort((changed, before))
    starts = np.zeros(len(options.codes) + 1, np.int64)
    np.cumsum(np.bincount(before, minlength=len(options.codes)), out=starts[1:])
    return Changes(starts=starts, changed=changed[order], after=t[order])


def _among(keys: IntArray, ordered: IntArray) -> BoolArray:
    """Which keys are in an ascending array."""
    if not len(ordered):
        return np.zeros(len(keys), np.bool_)
    at = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    return np.asarray(ordered[at] == keys, np.bool_)


def sim(model: GraphModel, stance: Stance | None = None) -> BoolArray:
    """Which states are SIM stable for whom; shape (n_actors, n_states).

    Cost: one step for each state, improvement and joint improvement of the others.

    Raises
    ------
    GraphModelError
        If the model has no option form or no preferences, or the stance does not fit them.

    Examples
    --------
    Prisoner's dilemma: staying silent is not held by what the other gains at the same time, unless both confess.

    >>> model = GraphModel.from_actions(
    ...     {"A": ["a"], "B": ["b"]},
    ...     preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]},
    ... )
    >>> sim(model).all(axis=0).tolist()
    [True, False, False, True]
    """
    stance = stance or Stance()
    check_stance(model, stance)
    if stance.strength == "weak":
        general = sim(model, Stance(unknown=stance.unknown))
        return general & ~sim(model, Stance(unknown=stance.unknown, strength="strong"))
    is_ranked = stance.strength is None
    each = [
        None if is_ranked and model.preference(k).ranks is not None else relations(model, k, stance)
        for k in range(len(model.actors))
    ]
    return sim_stable(model, each)


def sim_stable(model: GraphModel, each: Sequence[Relations | None], actors: Sequence[int] | None = None) -> BoolArray:
    """The same under given relations, None where an actor's ranking decides; a row for each actor, or each of ``actors``."""
    options = model.options
    if options is None:
        raise GraphModelError("simultaneous stability combines changes of actions; this model has states and moves only")
    credible = []
    for k, relation in enumerate(each):
        arcs = credible_arcs(model, k) if relation is None else model.arcs[k].within(relation.credible)
        credible.append(changes_of(options, k, arcs))
    rows = []
    for k in range(len(each)) if actors is None else actors:
        relation = each[k]
        gain = model.improvements(k) if relation is None else model.arcs[k].within(relation.gain)
        own = changes_of(options, k, gain)
        spoiled = _spoiled(model, options, k, own, [c for j, c in enumerate(credible) if j != k], relation)
        rows.append(_stable(options, own, spoiled, gain))
    return np.array(rows)


def _stable(options: OptionForm, own: Changes, spoiled: BoolArray, gain: Arcs) -> BoolArray:
    """A state is stable unless one of its gains is spoiled from none of its combinations."""
    n = gain.n_states
    source = np.repeat(np.arange(len(options.codes)), np.diff(own.starts))
    answered = (options.state_of[source] * n + own.after)[spoiled]
    unanswered = ~_among(gain.sources * n + gain.targets, np.sort(answered))
    return np.asarray(np.bincount(gain.sources[unanswered], minlength=n) == 0, np.bool_)


def _spoiled(
    model: GraphModel, options: OptionForm, actor: int, own: Changes, others: list[Changes], relation: Relations | None
) -> BoolArray:
    """Which of the actor's own changes some joint change of others spoils; aligned with ``own.changed``."""
    counts = np.diff(own.starts)
    joint = np.prod([np.diff(c.starts) + 1 for c in others], axis=0, dtype=np.int64)
    block = np.cumsum(counts * joint) // CHUNK
    spoiled = np.zeros(len(own.changed), np.bool_)
    active = np.flatnonzero((counts > 0) & (joint > 1))
    harms = _harm_by_rank(model, options, actor) if relation is None else _harm_by_sets(options, relation)
    for codes in np.split(active, np.flatnonzero(np.diff(block[active])) + 1):
        where, mask = _joint_changes(codes, others)
        place = codes[where]
        row, times = _rows(own.starts, place)
        reached = np.repeat(options.codes[place] ^ mask, times) ^ own.changed[row]
        spoiled[row[harms(place, times, reached)]] = True
    return spoiled


Harm = Callable[[IntArray, IntArray, IntArray], BoolArray]
"""Given places of combinations, how often each is repeated, and the codes reached from them: which harm the actor."""


def _harm_by_rank(model: GraphModel, options: OptionForm, actor: int) -> Harm:
    """A code is worth the rank of its state; one that is infeasible is worth more than any and harms nobody."""
    ranks = model.preference(actor).ranks
    if ranks is None:
        raise GraphModelError(f"`{model.actors[actor]}` has no ranking")
    of_place = ranks[options.state_of]
    worth = np.full(len(options.place), np.iinfo(np.int64).max, np.int64)
    worth[options.codes] = of_place

    def harms(place: IntArray, times: IntArray, reached: IntArray) -> BoolArray:
        return np.asarray(worth[reached] <= np.repeat(of_place[place], times), np.bool_)

    return harms


def _harm_by_sets(options: OptionForm, relation: Relations) -> Harm:
    def harms(place: IntArray, times: IntArray, reached: IntArray) -> BoolArray:
        states = np.repeat(options.state_of[place], times).tolist()
        after = np.where(options.place[reached] >= 0, options.state_of[options.place[reached]], -1).tolist()
        found = (t >= 0 and relation.harm[s] >> t & 1 for s, t in zip(states, after, strict=True))
        return np.fromiter(found, np.bool_, len(states))

    return harms


def _joint_changes(codes: IntArray, others: list[Changes]) -> tuple[IntArray, IntArray]:
    """Every nonempty choice of at most one change by each other actor: place in ``codes`` and actions changed."""
    where, mask = np.arange(len(codes)), np.zeros(len(codes), np.int64)
    for c in others:
        row, times = _rows(c.starts, codes[where])
        where = np.concatenate([where, np.repeat(where, times)])
        mask = np.concatenate([mask, np.repeat(mask, times) ^ c.changed[row]])
    return where[mask != 0], mask[mask != 0]


def _rows(starts: IntArray, places: IntArray) -> tuple[IntArray, IntArray]:
    """Rows of each place one after another, and how many each has."""
    times = starts[places + 1] - starts[places]
    ends = np.cumsum(times)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts[places] - (ends - times), times), times
