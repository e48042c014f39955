"""Improvements from the status quo over all readings: how often each is one, and what answers it, with replayed witnesses.

Where comparisons are unknown in every reading, extension a of Li, Hipel, Kilgour & Fang (2004) is taken: an actor
leaves for what it may prefer, and only what is surely no better deters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod
from typing import Literal

import numpy as np

from detente.questions.stability.arcs import BoolArray, IntArray
from detente.questions.stability.concepts import Concept
from detente.questions.stability.ensemble import Ensemble, Situation
from detente.questions.stability.finding import Answer, Departure, Hinge
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.preferences import Preference
from detente.questions.stability.replay import replay
from detente.questions.stability.shares import Rows
from detente.questions.stability.witness import Sanction, Step, Witnesses, witnesses

__all__ = ["departures", "hinges"]


@dataclass(slots=True)
class _Tally:
    """Readings by how an improvement is answered (``None``: not at all), each with a witness to replay."""

    counts: dict[Sanction | None, int] = field(default_factory=dict)
    shown: dict[Sanction | None, tuple[GraphModel, Witnesses]] = field(default_factory=dict)

    def add(self, answer: Sanction | None, n: int, model: GraphModel, found: Witnesses) -> None:
        """Count readings with an answer."""
        self.counts[answer] = self.counts.get(answer, 0) + n
        self.shown.setdefault(answer, (model, found))


def departures(readings: Ensemble, state: str, concepts: Sequence[Concept]) -> tuple[Departure, ...]:
    """Every improvement some actor has from a state in some reading, by concept, actor and where it leads.

    Each kind of answer returned has been replayed in one of its readings.

    Raises
    ------
    FalseWitness
        If a witness is false: a defect of Détente.
    """
    found: list[Departure] = []
    for concept in concepts:
        tallies: dict[Step, _Tally] = {}
        for model, own, n in _witnessed(readings, state, concept):
            for sanction in own.sanctions:
                tallies.setdefault(sanction.improvement, _Tally()).add(sanction, n, model, own)
            for left in own.unanswered:
                tallies.setdefault(left.improvement, _Tally()).add(None, n, model, own)
        graph = readings.graph
        for model, own in {id(own): (model, own) for t in tallies.values() for model, own in t.shown.values()}.values():
            replay(model, own)
        for step in sorted(tallies, key=lambda step: (graph.actor(step.actor), graph.state(step.after))):
            found.append(_departure(concept, step, tallies[step], readings.n))
    return tuple(found)


def _departure(concept: Concept, step: Step, tally: _Tally, n: int) -> Departure:
    answers = [(count, sanction) for sanction, count in tally.counts.items() if sanction is not None]
    answers.sort(key=lambda pair: -pair[0])
    return Departure(
        concept=concept,
        improvement=step,
        share=Fraction(sum(tally.counts.values()), n),
        unanswered=Fraction(tally.counts.get(None, 0), n),
        answers=tuple(Answer(sanction=sanction, share=Fraction(count, n)) for count, sanction in answers),
    )


def _witnessed(readings: Ensemble, state: str, concept: Concept) -> Iterator[tuple[GraphModel, Witnesses, int]]:
    """Witnesses of each actor in each situation, with a reading and how many readings they are the same in."""
    here = readings.graph.state(state)
    extension: Literal["a"] | None = "a" if readings.has_unknown else None
    memo: dict[tuple[object, ...], tuple[GraphModel, Witnesses]] = {}
    for situation in readings.situations:
        for place, block in enumerate(situation.blocks):
            rest = situation.rest(place)
            for member, actor in enumerate(block.actors):
                seen: dict[tuple[object, ...], int] = {}
                for option in block.options:
                    key: tuple[object, ...] = (
                        actor,
                        _seen_from(option.preferences[member], here),
                        id(situation) if concept.is_credible else 0,
                    )
                    seen[key] = seen.get(key, 0) + option.n
                    if key not in memo:
                        model = situation.model_of(place, option)
                        memo[key] = model, witnesses(model, readings.graph.actors[actor], state, concept, unknown=extension)
                for key, n in seen.items():
                    yield *memo[key], n * rest


def _seen_from(preference: Preference, here: int) -> tuple[object, ...]:
    """What of a preference decides which moves improve on a state and what deters there."""
    if preference.ranks is not None:
        return ((preference.ranks > preference.ranks[here]).tobytes(),)
    return preference.better[here], preference.unknown_sets()[here]


def hinges(readings: Ensemble, state: str, concept: Concept, rows: Rows | None = None) -> tuple[Hinge, ...]:
    """Comparisons with the state on which its stability turns, the widest swing first; none where comparisons are unknown."""
    if readings.has_unknown:
        return ()
    graph, found = readings.graph, rows or Rows(readings)
    here = graph.state(state)
    n_preferring = np.zeros((len(graph.actors), graph.n_states), object)
    n_held = np.zeros_like(n_preferring)
    total = 0
    for situation in readings.situations:
        stable = [_holding(found, situation, place, concept, here) for place in range(len(situation.blocks))]
        weights = [np.array([option.n for option in block.options], np.int64) for block in situation.blocks]
        held = [int(own @ ok) for own, ok in zip(weights, stable, strict=True)]
        total += prod(held)
        for place, block in enumerate(situation.blocks):
            others_held = prod(held[:place] + held[place + 1 :])
            for member, actor in enumerate(block.actors):
                above = np.stack([_above(option.preferences[member], here) for option in block.options])
                n_preferring[actor] += (weights[place] @ above).astype(object) * situation.rest(place)
                n_held[actor] += ((weights[place] * stable[place]) @ above).astype(object) * others_held
    made = [
        Hinge(
            actor=graph.actors[actor],
            state=graph.states[other],
            share=Fraction(n, readings.n),
            holds_if=Fraction(int(n_held[actor, other]), n),
            holds_otherwise=Fraction(total - int(n_held[actor, other]), readings.n - n),
        )
        for (actor, other), n in np.ndenumerate(n_preferring)
        if 0 < n < readings.n
    ]
    return tuple(sorted((hinge for hinge in made if hinge.swing), key=lambda hinge: -hinge.swing))


def _above(preference: Preference, here: int) -> BoolArray:
    """Which states are preferred to one."""
    everything = np.arange(preference.n_states)
    return preference.are_better(everything, np.full_like(everything, here))


def _holding(rows: Rows, situation: Situation, place: int, concept: Concept, here: int) -> IntArray:
    """Which options of a block leave the state stable for its members, as 0 and 1."""
    options = situation.blocks[place].options
    return np.array([rows.of_option(situation, place, option, concept)[0, :, here].all() for option in options], np.int64)
