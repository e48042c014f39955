"""What draws each actor from a state and what deters it: three relations behind every concept.

``gain`` are the states an actor would leave a state for, ``credible`` those it would move to while it
answers another, ``harm`` those that deter it. With crisp preferences gain and credible are the
preferred states and harm is every other one, the state itself included (decision 10 of docs/decisions:
a sanction back to the state counts, as in the logical definitions). Variants differ in the three
relations and in nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.questions.stability.arcs import Arcs
from detente.questions.stability.concepts import Stance
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.preferences import Preference

__all__ = ["Relations", "check_stance", "credible_arcs", "is_credible", "is_gain", "is_harm", "relations"]

Sets = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """For one actor: ``gain[s]``, ``credible[s]`` and ``harm[s]`` as sets of states, seen from state s."""

    gain: Sets
    credible: Sets
    harm: Sets


def relations(model: GraphModel, actor: int, stance: Stance | None = None) -> Relations:
    """The relations of one actor under a stance; ``weak`` is read as general here, its other half elsewhere.

    Raises
    ------
    GraphModelError
        If a comparison is unknown and the stance names no extension, or strength is asked of a model without.
    """
    stance = stance or Stance()
    preference = model.preference(actor)
    check_stance(model, stance)
    everything = (1 << model.n_states) - 1
    better, unknown = preference.better_sets(), preference.unknown_sets()
    maybe = tuple(b | u for b, u in zip(better, unknown, strict=True))
    surely_not = tuple(everything & ~m for m in maybe)
    may_not = tuple(everything & ~b for b in better)
    harm = may_not if stance.unknown in {None, "c", "d"} else surely_not
    if stance.strength == "strong":
        harm = _strong(preference, unknown, is_open=stance.unknown in {"c", "d"})
    return Relations(gain=maybe if stance.unknown in {"a", "c"} else better, credible=maybe, harm=harm)


def _strong(preference: Preference, unknown: Sets, *, is_open: bool) -> Sets:
    worse = preference.much_worse_sets()
    return tuple(w | u for w, u in zip(worse, unknown, strict=True)) if is_open else worse


def check_stance(model: GraphModel, stance: Stance) -> None:
    """Refuse a stance the preferences cannot bear.

    Raises
    ------
    GraphModelError
        See :func:`relations`.
    """
    if stance.unknown is None:
        for actor in range(len(model.actors)):
            if model.preference(actor).has_unknown:
                raise GraphModelError(
                    f"some comparison of `{model.actors[actor]}` is unknown; name the extension: a, b, c or d (`unknown=`)"
                )
    if stance.strength is not None and not any(model.preference(k).has_strength for k in range(len(model.actors))):
        raise GraphModelError("no preference has strength; strong and weak stability would say nothing")


def credible_arcs(model: GraphModel, actor: int) -> Arcs:
    """The actor's moves it would make while answering another: to a state it prefers, or may prefer."""
    preference = model.preference(actor)
    if not preference.has_unknown:
        return model.improvements(actor)
    maybe = tuple(b | u for b, u in zip(preference.better_sets(), preference.unknown_sets(), strict=True))
    return model.arcs[actor].within(maybe)


def is_gain(model: GraphModel, stance: Stance, actor: int, after: int, before: int) -> bool:
    """Whether the actor would leave ``before`` for ``after``; one pair, without the sets."""
    preference = model.preference(actor)
    if preference.prefers(after, before):
        return True
    return stance.unknown in {"a", "c"} and preference.is_unknown(after, before)


def is_credible(model: GraphModel, actor: int, after: int, before: int) -> bool:
    """Whether the actor would move so while answering another; one pair."""
    preference = model.preference(actor)
    return preference.prefers(after, before) or preference.is_unknown(after, before)


def is_harm(model: GraphModel, stance: Stance, actor: int, after: int, state: int) -> bool:
    """Whether ``after`` deters the actor at ``state``; one pair."""
    preference = model.preference(actor)
    is_open = preference.is_unknown(after, state)
    if stance.strength == "strong":
        return preference.greatly_prefers(state, after) or (is_open and stance.unknown in {"c", "d"})
    if preference.prefers(after, state):
        return False
    return not is_open or stance.unknown in {None, "c", "d"}
