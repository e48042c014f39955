"""Building a model: what the moves are, and what wrong input is told."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from detente.questions.stability.analysis import analyze
from detente.questions.stability.conditions import ConditionError, parse_condition
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.preference_forms import Pairs, Prioritized, Ranking
from detente.questions.stability.preferences import Preference

ACTIONS = {"A": ["launch", "hold"], "B": ["accept"]}


def ranked(model: GraphModel, actor: str) -> list[set[str]]:
    groups = model.preference(model.actor(actor)).groups()
    return [{model.states[s] for s in group} for group in groups]


def test_states_are_numbered_with_the_first_action_counting_least() -> None:
    model = GraphModel.from_actions(ACTIONS)
    assert model.states == ("NNN", "YNN", "NYN", "YYN", "NNY", "YNY", "NYY", "YYY")
    assert model.moves("A", "NNN") == ("YNN", "NYN", "YYN")
    assert model.moves("B", "YYN") == ("YYY",)


def test_infeasible_combinations_are_left_out_in_every_form() -> None:
    rules: list[list[Any]] = [
        ["launch and hold"],
        [{"launch": True, "hold": True}],
        [parse_condition("not (not launch or not hold)")],
    ]
    for rule in rules:
        assert GraphModel.from_actions(ACTIONS, infeasible=rule).states == ("NNN", "YNN", "NYN", "NNY", "YNY", "NYY")


def test_an_irreversible_action_moves_one_way() -> None:
    model = GraphModel.from_actions(ACTIONS, irreversible={"launch": "take", "accept": "drop"})
    assert model.moves("A", "YNN") == ("YYN",)
    assert model.moves("B", "NNN") == ()
    assert model.moves("B", "NNY") == ("NNN",)


def test_one_arc_alone_can_be_forbidden() -> None:
    model = GraphModel.from_actions(ACTIONS, forbidden=[("A", "NNN", "YNN")])
    assert model.moves("A", "NNN") == ("NYN", "YYN")
    assert model.moves("A", "NNY") == ("YNY", "NYY", "YYY")


def test_merged_states_keep_the_moves_of_every_member() -> None:
    model = GraphModel.from_actions(ACTIONS, merged={"launched": "launch"})
    assert model.states == ("NNN", "launched", "NYN", "NNY", "NYY")
    assert model.moves("A", "launched") == ("NNN", "NYN", "NNY", "NYY")
    assert model.moves("B", "launched") == ()


def test_arcs_are_never_closed() -> None:
    model = GraphModel.from_arcs(["x", "y", "z"], {"A": [("x", "y"), ("y", "z")]})
    assert model.moves("A", "x") == ("y",)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"actions": ACTIONS, "infeasible": ["launch or not launch"]}, "no state is left"),
        ({"actions": {"A": ["a"], "B": []}}, "`B` has no action"),
        ({"actions": {"A": ["a"], "B": ["a"]}}, "`a` is named twice"),
        ({"actions": {"A": ["a"], "B": ["b"]}, "infeasible": ["b"]}, "`B` has no move"),
        ({"actions": ACTIONS, "status_quo": "YYYY"}, "unknown status quo `YYYY`"),
        ({"actions": ACTIONS, "infeasible": ["attack"]}, "unknown action `attack`"),
        ({"actions": ACTIONS, "irreversible": {"attack": "take"}}, "`attack`"),
        ({"actions": ACTIONS, "merged": {"m": "launch and not launch"}}, "no member"),
        ({"actions": ACTIONS, "merged": {"m": "launch", "n": "hold"}}, "shares a member"),
        ({"actions": ACTIONS, "forbidden": [("A", "NNN", "NNY")]}, "no move from `NNN` to `NNY`"),
        ({"actions": {"A": [f"a{k}" for k in range(30)]}}, "at most"),
        ({"actions": {}}, "no actor"),
    ],
)
def test_wrong_actions_are_told(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(GraphModelError, match=message):
        GraphModel.from_actions(**arguments)


@pytest.mark.parametrize(
    ("states", "arcs", "message"),
    [
        ([], {"A": []}, "no state"),
        (["x", "y"], {}, "no actor"),
        (["x", "y"], {"A": []}, "`A` has no move"),
        (["x", "y"], {"A": [("x", "z")]}, "leads nowhere: there is no state `z`"),
        (["x", "y"], {"A": [("z", "x")]}, "unknown state `z`"),
        (["x", "y"], {"A": [("x", "x")]}, "to itself"),
        (["x", "y", "x"], {"A": [("x", "y")]}, "`x` is named twice"),
    ],
)
def test_wrong_arcs_are_told(states: list[str], arcs: dict[str, Any], message: str) -> None:
    with pytest.raises(GraphModelError, match=message):
        GraphModel.from_arcs(states, arcs)


def test_prioritized_statements_rank_by_the_first_that_tells_states_apart() -> None:
    model = GraphModel.from_actions({"A": ["a"], "B": ["b"]})
    ranking = ranked(model.with_preferences({"A": Prioritized(("not b", "a iff b")), "B": ["NN", "YN", "NY", "YY"]}), "A")
    assert ranking == [{"NN"}, {"YN"}, {"YY"}, {"NY"}]


def test_weights_rank_by_their_exact_sum() -> None:
    model = GraphModel.from_actions({"A": ["a"], "B": ["b"]})
    form = Prioritized(("a", "b", "a or b"), weights=("0.1", "0.2", Fraction(1, 3)))
    assert ranked(model.with_preferences({"A": form, "B": form}), "A") == [{"YY"}, {"NY"}, {"YN"}, {"NN"}]
    even = Prioritized(("a", "b"), weights=("0.1", Fraction(1, 10)))
    assert ranked(model.with_preferences({"A": even, "B": even}), "A") == [{"YY"}, {"YN", "NY"}, {"NN"}]


def test_seventy_statements_are_ranked_exactly() -> None:
    model = GraphModel.from_actions({"A": ["a"], "B": ["b"]})
    form = Prioritized(tuple(["a"] + ["b"] * 70))
    assert ranked(model.with_preferences({"A": form, "B": form}), "A") == [{"YY"}, {"YN"}, {"NY"}, {"NN"}]


def test_a_great_step_makes_states_greatly_preferred() -> None:
    model = GraphModel.from_arcs(
        ["x", "y", "z"], {"A": [("x", "y")]}, preferences={"A": Ranking(("x", "y", "z"), great_steps=(2,))}
    )
    preference = model.preference(0)
    assert [preference.greatly_prefers(0, 1), preference.greatly_prefers(0, 2), preference.greatly_prefers(1, 2)] == [
        False,
        True,
        True,
    ]


def test_pairs_may_run_in_a_circle_unless_they_are_said_to_be_transitive() -> None:
    states, arcs = ["x", "y", "z"], {"A": [("x", "y"), ("y", "z"), ("z", "x")]}
    circle = (("y", "x"), ("z", "y"), ("x", "z"))
    model = GraphModel.from_arcs(states, arcs, preferences={"A": Pairs(preferred=circle)})
    assert analyze(model, ["R"]).equilibria("R") == ()
    with pytest.raises(GraphModelError, match="circle"):
        model.with_preferences({"A": Pairs(preferred=circle, is_transitive=True)})


def test_transitive_pairs_are_completed_through_equal_ones() -> None:
    model = GraphModel.from_arcs(
        ["w", "x", "y", "z"],
        {"A": [("x", "y")]},
        preferences={"A": Pairs(preferred=(("w", "x"), ("y", "z")), equal=(("x", "y"),), is_transitive=True)},
    )
    preference = model.preference(0)
    assert preference.prefers(0, 3)
    assert preference.prefers(0, 2)
    assert not preference.has_unknown


def test_unknown_pairs_need_an_extension_named() -> None:
    model = GraphModel.from_arcs(["x", "y"], {"A": [("x", "y")]}, preferences={"A": Pairs(preferred=())})
    with pytest.raises(GraphModelError, match="name the extension"):
        analyze(model)
    assert analyze(model, ["R"], unknown="a").equilibria("R") == ("y",)
    assert analyze(model, ["R"], unknown="b").equilibria("R") == ("x", "y")


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (["NN", "YN", "NY"], "`YY` is not ranked"),
        (["NN", "YN", "NY", "YY", "NN"], "ranked twice"),
        (["NN", "YN", "NY", "YY", "YYY"], "unknown state `YYY`"),
        (Ranking(("NN", "YN", "NY", "YY"), great_steps=(4,)), "no step follows"),
        (Prioritized(()), "no statement"),
        (Prioritized(("a and not a",)), "contradicts itself"),
        (Prioritized(("a", "b", "not a")), "`a` and `not a` contradict each other"),
        (Prioritized(("a", "b"), weights=(1,)), "2 statements, 1 weights"),
        (Prioritized(("a", "b"), weights=(1, 0)), "not positive"),
        (Prioritized(("c",)), "unknown action `c`"),
        (Pairs(preferred=(("NN", "YN"), ("YN", "NN"))), "each preferred"),
        (Pairs(preferred=(("NN", "NN"),)), "with itself"),
        (Pairs(preferred=(("NN", "YN"),), equal=(("YN", "NN"),)), "stated equal"),
        (Pairs(preferred=(("NN", "YN"),), unknown=(("YN", "NN"),), unstated="equal"), "unknown"),
        (Preference.of_ranks([1, 2]), "2 states"),
    ],
)
def test_wrong_preferences_are_told_with_the_actor(form: Any, message: str) -> None:
    model = GraphModel.from_actions({"A": ["a"], "B": ["b"]})
    with pytest.raises(GraphModelError, match=message) as caught:
        model.with_preferences({"A": form, "B": ["NN", "YN", "NY", "YY"]})
    assert "`A`" in str(caught.value)


def test_every_actor_needs_a_preference() -> None:
    model = GraphModel.from_actions({"A": ["a"], "B": ["b"]})
    with pytest.raises(GraphModelError, match="`B` has no preference"):
        model.with_preferences({"A": ["NN", "YN", "NY", "YY"]})
    with pytest.raises(GraphModelError, match="no preferences"):
        analyze(model)
    with pytest.raises(GraphModelError, match="unknown actor"):
        model.with_preferences({"C": ["NN", "YN", "NY", "YY"]})


def test_statements_that_part_merged_states_are_refused() -> None:
    model = GraphModel.from_actions(ACTIONS, merged={"launched": "launch"})
    with pytest.raises(GraphModelError, match="members of merged state `launched` differently"):
        model.with_preferences({"A": Prioritized(("hold",)), "B": Prioritized(("launch",))})


@pytest.mark.parametrize("text", ["", "a and", "a or or b", "(a", "a)", "not", "a b", "if a"])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(ConditionError):
        parse_condition(text)


def test_a_quoted_name_may_hold_words_of_the_language() -> None:
    model = GraphModel.from_actions({"A": ["wait and see"], "B": ["b"]}, infeasible=['"wait and see" and b'])
    assert model.states == ("NN", "YN", "NY")


def test_unknown_concepts_are_told() -> None:
    model = GraphModel.from_arcs(["x", "y"], {"A": [("x", "y")]}, preferences={"A": ["y", "x"]})
    with pytest.raises(GraphModelError, match="unknown concept `NASH`"):
        analyze(model, ["NASH"])
    with pytest.raises(GraphModelError, match="actions"):
        analyze(model, ["SIM"])
    with pytest.raises(GraphModelError, match="strength"):
        analyze(model, strength="strong")
