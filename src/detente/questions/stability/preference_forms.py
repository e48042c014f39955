"""The forms a preference is stated in: a ranking, prioritized statements, or pairs of states.

Each form names states or actions and becomes a :class:`Preference` once the states are known.
Prioritized statements follow Hipel, Kilgour, Fang & Peng (1997): of two states the one that makes the
first statement true that tells them apart is preferred; in other words, statement k of n is worth
2 ** (n - k) to a state that makes it true. Weights may be given instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

import numpy as np

from detente.questions.stability.arcs import BoolArray, IntArray, bits_of
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.option_form import OptionForm, Rule
from detente.questions.stability.preferences import Preference

__all__ = ["Pairs", "PreferenceForm", "Prioritized", "Ranking", "as_preference"]

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """States from most to least preferred; states held equal stand in one group.

    ``great_steps`` are the groups, counted from 1, below which a great step down comes: a state above
    such a step is greatly preferred to one below it.

    >>> Ranking(("peace", ("truce", "talks"), "war"), great_steps=(2,))
    Ranking(groups=('peace', ('truce', 'talks'), 'war'), great_steps=(2,))
    """

    groups: tuple[str | Names, ...]
    great_steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Prioritized:
    """Statements over the actions, most important first, or each with a weight of its own.

    >>> Prioritized(("not launch", "accept if condition", "study iff not accept"))
    Prioritized(statements=('not launch', 'accept if condition', 'study iff not accept'), weights=())
    """

    statements: tuple[Rule, ...]
    weights: tuple[int | str | Fraction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Direct comparisons: in each pair of ``preferred`` the first state is preferred to the second.

    A pair not stated is ``unknown`` unless ``unstated`` says it is equal. Preferences may run in a
    circle unless ``is_transitive``: then what follows from the pairs is added, and a circle is an error.

    >>> Pairs(preferred=(("peace", "war"),), unstated="equal").preferred
    (('peace', 'war'),)
    """

    preferred: tuple[tuple[str, str], ...]
    equal: tuple[tuple[str, str], ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    greatly: tuple[tuple[str, str], ...] = ()
    unstated: Literal["equal", "unknown"] = "unknown"
    is_transitive: bool = False


PreferenceForm: TypeAlias = Ranking | Prioritized | Pairs | Preference | Sequence[str | Sequence[str]]


def as_preference(form: PreferenceForm, states: Names, options: OptionForm | None) -> Preference:
    """The preference a form states over these states.

    A plain sequence is read as a :class:`Ranking`.

    Raises
    ------
    GraphModelError
        If the form names what is not there, leaves a state out, or contradicts itself.
    """
    match form:
        case Preference():
            if form.n_states != len(states):
                raise GraphModelError(f"the preference is over {form.n_states} states, the model has {len(states)}")
            return form
        case Prioritized():
            if options is None:
                raise GraphModelError("prioritized statements speak of actions; this model has states and moves only")
            return _prioritized(form, states, options)
        case Pairs():
            return _pairs(form, states)
        case Ranking():
            return _ranking(form, states)
        case _:
            return _ranking(Ranking(tuple(g if isinstance(g, str) else tuple(g) for g in form)), states)


def _ranking(form: Ranking, states: Names) -> Preference:
    place = {name: k for k, name in enumerate(states)}
    ranks = np.full(len(states), -1, np.int64)
    levels = np.zeros(len(states), np.int64)
    for step in form.great_steps:
        if not 1 <= step < len(form.groups):
            raise GraphModelError(f"no step follows group {step} of a ranking of {len(form.groups)} groups")
    for k, group in enumerate(form.groups):
        for name in (group,) if isinstance(group, str) else group:
            state = _state(name, place)
            if ranks[state] >= 0:
                raise GraphModelError(f"state `{name}` is ranked twice")
            ranks[state] = len(form.groups) - k
            levels[state] = sum(1 for step in form.great_steps if step > k)
    missing = [name for name, rank in zip(states, ranks.tolist(), strict=True) if rank < 0]
    if missing:
        raise GraphModelError(f"state `{missing[0]}` is not ranked" + (f", nor {len(missing) - 1} others" if missing[1:] else ""))
    return Preference.of_ranks(ranks, levels if form.great_steps else None)


def _state(name: str, place: dict[str, int]) -> int:
    if name not in place:
        raise GraphModelError(f"unknown state `{name}` in a preference")
    return place[name]


def _prioritized(form: Prioritized, states: Names, options: OptionForm) -> Preference:
    if not form.statements:
        raise GraphModelError("no statement is given")
    truths = [options.truth(statement) for statement in form.statements]
    for statement, holds in zip(form.statements, truths, strict=True):
        if not holds.any():
            raise GraphModelError(f"statement `{statement}` contradicts itself or the states left: it is true in none")
    _check_opposites(form, truths)
    if form.weights:
        of_code = _weighted(form, truths)
    else:
        rows = np.packbits(np.stack(truths, axis=1), axis=1)
        of_code = np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    ranks = np.full(len(states), -1, np.int64)
    ranks[options.state_of] = of_code
    mixed = np.flatnonzero(ranks[options.state_of] != of_code)
    if len(mixed):
        name = states[options.state_of[mixed[0]]]
        raise GraphModelError(f"the statements rank the members of merged state `{name}` differently")
    return Preference.of_ranks(ranks)


def _check_opposites(form: Prioritized, truths: list[BoolArray]) -> None:
    seen: dict[bytes, Rule] = {}
    for statement, holds in zip(form.statements, truths, strict=True):
        if (~holds).tobytes() in seen:
            raise GraphModelError(f"statements `{seen[(~holds).tobytes()]}` and `{statement}` contradict each other")
        seen.setdefault(holds.tobytes(), statement)


def _weighted(form: Prioritized, truths: list[BoolArray]) -> IntArray:
    """Dense ranks by the exact sum of the weights of the true statements."""
    if len(form.weights) != len(form.statements):
        raise GraphModelError(f"{len(form.statements)} statements, {len(form.weights)} weights")
    weights = [Fraction(w) for w in form.weights]
    if any(w <= 0 for w in weights):
        raise GraphModelError("a weight is not positive")
    scale = np.lcm.reduce([np.array(w.denominator, object) for w in weights])
    total = sum((holds.astype(object) * int(w * scale) for holds, w in zip(truths, weights, strict=True)), np.zeros(1, object))
    order = {value: k for k, value in enumerate(sorted(set(total.tolist())))}
    return np.array([order[value] for value in total.tolist()], np.int64)


def _pairs(form: Pairs, states: Names) -> Preference:
    place = {name: k for k, name in enumerate(states)}

    def placed(pairs: tuple[tuple[str, str], ...]) -> list[tuple[int, int]]:
        return [(_state(a, place), _state(b, place)) for a, b in pairs]

    preferred, greatly, equal, unknown = (placed(p) for p in (form.preferred, form.greatly, form.equal, form.unknown))
    given = {frozenset(pair) for pair in [*preferred, *greatly]}
    for first, second in equal:
        if frozenset((first, second)) in given or frozenset((first, second)) in {frozenset(p) for p in unknown}:
            raise GraphModelError(f"`{states[first]}` and `{states[second]}` are stated equal, and otherwise too")
    if form.is_transitive:
        preferred = _closed([*preferred, *greatly], equal, states)
        given = {frozenset(pair) for pair in preferred}
    if form.unstated == "unknown":
        stated = given | {frozenset(p) for p in equal}
        unknown = [(a, b) for a in range(len(states)) for b in range(a) if frozenset((a, b)) not in stated]
    try:
        return Preference.of_pairs(len(states), preferred, unknown=unknown, greatly=greatly)
    except GraphModelError as error:
        listed = ", ".join(f"{k} is `{name}`" for k, name in enumerate(states) if str(k) in str(error).split())
        raise GraphModelError(f"{error}" + (f" ({listed})" if listed else "")) from error


def _closed(preferred: list[tuple[int, int]], equal: list[tuple[int, int]], states: Names) -> list[tuple[int, int]]:
    """All that follows from the pairs by transitivity; weak steps may be equal, one is strict."""
    n = len(states)
    weak, strict = [1 << k for k in range(n)], [0] * n
    for state, than in preferred:
        weak[state] |= 1 << than
        strict[state] |= 1 << than
    for first, second in equal:
        weak[first] |= 1 << second
        weak[second] |= 1 << first
    for middle in range(n):
        for state in range(n):
            if weak[state] >> middle & 1:
                weak[state] |= weak[middle]
    found = set()
    for state in range(n):
        below = 0
        for middle in bits_of(weak[state]):
            for than in bits_of(strict[middle]):
                below |= weak[than]
        if below >> state & 1:
            raise GraphModelError(f"the preferred pairs run in a circle through `{states[state]}`")
        found |= {(state, than) for than in bits_of(below)}
    return sorted(found)
