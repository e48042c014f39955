"""Graphs and trees to draw: few states and many, names in both directions, and names too long for a box."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

from detente.explanation.explanation import GraphChart, TreeChart
from detente.explanation.stability_pictures import graph_chart, tree_chart
from detente.questions.stability.analysis import analyze
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.paths import paths

ARABIC_ACTOR, HEBREW_ACTOR, LATIN_ACTOR = "اتحاد عمال الميناء", "רשות הנמל (2024)", "Harbor & Sons <Ltd>"
_NAMES = (
    "إضراب عام في الميناء",
    "המשא ומתן נמשך",
    "Talks go on",
    "A new lease",
    "هدنة لستة أسابيع",
    "שביתה חלקית",
    "Partial strike",
    "The port closes",
    "Court case",
    "Arbitration (6 weeks)",
    "وساطة",
    "בוררות",
)


def ranked(model: GraphModel, seed: int, status_quo: str) -> GraphModel:
    """The model with a ranking of the states for each actor, shuffled by a seed."""
    shuffled = Random(seed)
    orders = {actor: shuffled.sample(model.states, len(model.states)) for actor in model.actors}
    return replace(model.with_preferences(orders), status_quo=status_quo)


def twelve_states() -> GraphModel:
    """Three actors, four actions, four combinations left out."""
    actions = {"union": ["strike"], "authority": ["close", "sue"], "owner": ["offer"]}
    infeasible = [{"close": True, "sue": True}]
    return ranked(GraphModel.from_actions(actions, infeasible=infeasible), 1, "YNNN")


def sixty_states() -> GraphModel:
    """Three actors with two actions each, four combinations left out."""
    actions = {"union": ["strike", "march"], "authority": ["close", "sue"], "owner": ["offer", "sell"]}
    infeasible = [{"strike": True, "march": True, "close": True, "sue": True}]
    return ranked(GraphModel.from_actions(actions, infeasible=infeasible), 2, "YNNNNN")


def many_states() -> GraphModel:
    """Three actors with three actions each: 512 states, which cannot all be drawn."""
    actions = {actor: [f"{actor} {k}" for k in range(3)] for actor in ("union", "authority", "owner")}
    return ranked(GraphModel.from_actions(actions), 3, "Y" + "N" * 8)


def equilibria_of(model: GraphModel) -> dict[str, tuple[str, ...]]:
    """Concepts under which each state is an equilibrium, for those that are one under any."""
    table = analyze(model, ["R", "GMR", "SEQ"])
    return {state: tuple(map(str, table.concepts_of(state))) for state in model.states if table.concepts_of(state)}


def picture(model: GraphModel, key: str, title: str, names: tuple[str, ...] = ()) -> GraphChart:
    """The graph of a model, its states named in order."""
    held = equilibria_of(model)
    actors = {"union": ARABIC_ACTOR, "authority": HEBREW_ACTOR, "owner": LATIN_ACTOR}
    few = dict(sorted(held.items(), key=lambda item: (-len(item[1]), item[0]))[:5])
    chart = graph_chart(
        model,
        state_names=dict(zip(model.states, names, strict=False)),
        actor_names=actors,
        status_quo=model.status_quo,
        equilibria=few,
    )
    return replace(chart, key=key, title=title)


@cache
def small_picture() -> GraphChart:
    """Twelve states with names in three scripts."""
    return picture(twelve_states(), "graph-small", "Twelve states", _NAMES)


@cache
def long_picture() -> GraphChart:
    """Twelve states with names too long for a box."""
    long = tuple(f"{name}, renewable every six weeks as long as both sides keep to it ({'x' * 40})" for name in _NAMES)
    return picture(twelve_states(), "graph-long", "Twelve states with long names", long)


@cache
def large_picture() -> GraphChart:
    """Sixty states."""
    return picture(sixty_states(), "graph-large", "Sixty states")


@cache
def filtered_picture() -> GraphChart:
    """What is drawn of 512 states."""
    return picture(many_states(), "graph-filtered", "Some of 512 states")


@cache
def tree() -> TreeChart:
    """Paths of all kinds out of the status quo of the twelve states."""
    model = twelve_states()
    held = equilibria_of(model)
    return tree_chart(
        paths(model, list(held)[:6]).found,
        model=model,
        state_names=dict(zip(model.states, _NAMES, strict=True)),
        actor_names={"union": ARABIC_ACTOR, "authority": HEBREW_ACTOR, "owner": LATIN_ACTOR},
        action_names={"offer": "a lease renewable every six weeks", "close": "إغلاق الميناء"},
        equilibria=held,
    )
