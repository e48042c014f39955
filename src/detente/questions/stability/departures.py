"""Improvements from the status quo over all readings: how often each is one, and what answers it, with replayed witnesses.

Where comparisons are unknown in every reading, what is told is bounded. An improvement is sure where the preference is
known, possible where the comparison is not. An answer is sure if others prefer each step of it and what it leads to
is known to be no better; it is possible if no comparison known speaks against it (extension c of Li, Hipel, Kilgour & Fang 2004).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import prod

import numpy as np

from detente.questions.stability.arcs import BoolArray, IntArray
from detente.questions.stability.concepts import Concept
from detente.questions.stability.ensemble import Ensemble, Situation
from detente.questions.stability.finding import Answer, Departure, Hinge, Share
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.preferences import Preference
from detente.questions.stability.replay import replay
from detente.questions.stability.shares import Rows
from detente.questions.stability.witness import Sanction, Step, Witnesses, witnesses

__all__ = ["departures", "hinges"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Seen:
    """What an actor's improvements meet in a reading.

    ``improvements`` holds each, whether it is sure, and its answer (``None``: there is none) with whether that is sure.
    ``witnessed`` are the witnesses it is taken from, each with the model to replay it in.
    """

    improvements: tuple[tuple[Step, bool, Sanction | None, bool], ...]
    witnessed: tuple[tuple[GraphModel, Witnesses], ...]


@dataclass(slots=True)
class _Tally:
    """Readings with an improvement, by whether it is sure and how it is answered."""

    least: int = 0
    most: int = 0
    open_least: int = 0
    open_most: int = 0
    answers: dict[tuple[Sanction, bool], int] = field(default_factory=dict)

    def add(self, answer: Sanction | None, n: int, *, is_sure: bool, is_answer_sure: bool) -> None:
        """Count readings with an answer, or with none."""
        self.least += n * is_sure
        self.most += n
        self.open_least += n * (is_sure and answer is None)
        self.open_most += n * (answer is None or not is_answer_sure)
        if answer is not None:
            self.answers[answer, is_answer_sure] = self.answers.get((answer, is_answer_sure), 0) + n


def departures(readings: Ensemble, state: str, concepts: Sequence[Concept]) -> tuple[Departure, ...]:
    """Every improvement some actor has, or may have, from a state in some reading, by concept, actor and where it leads.

    Each kind of answer returned has been replayed in one of its readings.

    Raises
    ------
    FalseWitness
        If a witness is false: a defect of Détente.
    """
    found: list[Departure] = []
    graph = readings.graph
    for concept in concepts:
        tallies: dict[Step, _Tally] = {}
        replayed: set[int] = set()
        for own, n in _witnessed(readings, state, concept):
            for step, is_sure, answer, is_answer_sure in own.improvements:
                tallies.setdefault(step, _Tally()).add(answer, n, is_sure=is_sure, is_answer_sure=is_answer_sure)
            if id(own) not in replayed:
                replayed.add(id(own))
                for model, told in own.witnessed:
                    replay(model, told)
        for step in sorted(tallies, key=lambda step: (graph.actor(step.actor), graph.state(step.after))):
            found.append(_departure(concept, step, tallies[step], readings.n))
    return tuple(found)


def _departure(concept: Concept, step: Step, tally: _Tally, n: int) -> Departure:
    answers = sorted(tally.answers.items(), key=lambda pair: (-pair[1], not pair[0][1]))
    return Departure(
        concept=concept,
        improvement=step,
        share=Share(least=Fraction(tally.least, n), most=Fraction(tally.most, n)),
        unanswered=Share(least=Fraction(tally.open_least, n), most=Fraction(tally.open_most, n)),
        answers=tuple(
            Answer(sanction=sanction, share=Fraction(count, n), is_certain=is_sure) for (sanction, is_sure), count in answers
        ),
    )


def _witnessed(readings: Ensemble, state: str, concept: Concept) -> Iterator[tuple[_Seen, int]]:
    """What each actor's improvements meet in each situation, and in how many readings that is the same."""
    here = readings.graph.state(state)
    memo: dict[tuple[object, ...], _Seen] = {}
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
                        memo[key] = _look(model, actor, state, concept, has_unknown=readings.has_unknown)
                for key, n in seen.items():
                    yield memo[key], n * rest


def _look(model: GraphModel, actor: int, state: str, concept: Concept, *, has_unknown: bool) -> _Seen:
    """An actor's improvements in one reading, sure answers before possible ones."""
    cautious = _cautious(model, actor) if has_unknown else model
    sure = witnesses(cautious, model.actors[actor], state, concept)
    known, here = model.preference(actor), model.state(state)
    found = [(s.improvement, known.prefers(model.state(s.improvement.after), here), s, True) for s in sure.sanctions]
    witnessed = [(cautious, sure)]
    possible: dict[Step, Sanction] = {}
    if has_unknown and sure.unanswered:
        told = witnesses(model, model.actors[actor], state, concept, unknown="c")
        witnessed.append((model, told))
        possible = {sanction.improvement: sanction for sanction in told.sanctions}
    unsure = [
        (u.improvement, known.prefers(model.state(u.improvement.after), here), possible.get(u.improvement), False)
        for u in sure.unanswered
    ]
    return _Seen(improvements=(*found, *unsure), witnessed=tuple(witnessed))


def _cautious(model: GraphModel, actor: int) -> GraphModel:
    """The model in which the actor leaves for what it may prefer and others answer only by what they surely prefer."""
    preferences = []
    for k, preference in enumerate(model.preferences):
        if not preference.has_unknown:
            preferences.append(preference)
            continue
        pairs = zip(preference.better_sets(), preference.unknown_sets(), strict=True)
        better = tuple(b | u for b, u in pairs) if k == actor else preference.better
        preferences.append(replace(preference, better=better, unknown=()))
    return replace(model, preferences=tuple(preferences))


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
