from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from graph_samples import equilibria_of, many_states, ranked, sixty_states, twelve_states

from detente.explanation.explanation import GraphChart, TreeBranch
from detente.explanation.stability_pictures import CHOSEN, LINES, graph_chart, tree_chart
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.paths import StepKind, paths


def drawn(model: GraphModel, equilibria: dict[str, tuple[str, ...]] | None = None, **given: bool) -> GraphChart:
    return graph_chart(
        model,
        state_names={},
        actor_names={},
        status_quo=model.status_quo,
        equilibria=equilibria_of(model) if equilibria is None else equilibria,
        **given,
    )


def moves(model: GraphModel) -> set[tuple[str, str, str]]:
    return {(actor, s, t) for actor in model.actors for s in model.states for t in model.moves(actor, s)}


def arcs(chart: GraphChart) -> dict[tuple[str, str, str], bool]:
    names = [node.name for node in chart.nodes]
    return {(chart.actors[a.actor], names[a.before], names[a.after]): a.is_improvement for a in chart.arcs}


def texts(branch: TreeBranch) -> list[str]:
    own = "".join(part.text for part in branch.parts)
    return [own, *(text for later in branch.branches for text in texts(later))]


def test_every_state_and_move_of_a_small_model_is_drawn_and_improvements_are_marked() -> None:
    model = twelve_states()
    chart = drawn(model)
    assert tuple(node.name for node in chart.nodes) == model.states
    assert arcs(chart).keys() == moves(model)
    for (actor, s, t), is_improvement in arcs(chart).items():
        assert is_improvement == model.preference(model.actor(actor)).prefers(model.state(t), model.state(s))
    assert chart.left_out == ""


def test_states_say_whether_they_are_the_status_quo_and_under_which_concepts_they_hold() -> None:
    model = twelve_states()
    chart = drawn(model)
    held = equilibria_of(model)
    assert [node.name for node in chart.nodes if node.is_status_quo] == [model.status_quo]
    assert {node.name: node.concepts for node in chart.nodes if node.concepts} == held


@pytest.mark.parametrize("model", [twelve_states(), sixty_states()], ids=["12", "60"])
def test_distances_are_the_lengths_of_shortest_paths(model: GraphModel) -> None:
    found = paths(model, list(model.states), kinds=[StepKind.MOVES])
    lengths = {path.target: len(path.steps) for path in found.found}
    assert {node.name: node.distance for node in drawn(model).nodes} == lengths


def test_a_state_no_legal_sequence_leads_to_has_no_distance() -> None:
    # A alone would have to move twice in a row to reach the third.
    model = GraphModel.from_arcs(["now", "next", "never"], {"A": [("now", "next"), ("next", "never")]}, status_quo="now")
    chart = drawn(model, {}, improvements=False)
    assert [node.distance for node in chart.nodes] == [0, 1, None]


def test_without_a_status_quo_nothing_has_a_distance() -> None:
    model = GraphModel.from_arcs(["one", "two"], {"A": [("one", "two")]})
    assert [node.distance for node in drawn(model, {}, improvements=False).nodes] == [None, None]


def test_of_many_lines_improvements_and_paths_to_equilibria_are_drawn_and_the_rest_counted() -> None:
    model = sixty_states()
    held = dict(list(equilibria_of(model).items())[:3])
    chart = drawn(model, held)
    found = paths(model, list(held), kinds=[StepKind.MOVES, StepKind.IMPROVEMENTS]).found
    on_a_path = {(m.actor, m.before, m.after) for path in found for step in path.steps for m in step.moves}
    better = {
        (actor, s, t)
        for actor, s, t in moves(model)
        if model.preference(model.actor(actor)).prefers(model.state(t), model.state(s))
    }
    assert len({(a, *sorted((s, t))) for a, s, t in moves(model)}) > LINES
    assert arcs(chart).keys() == better | on_a_path
    assert f"{len(moves(model)) - len(better | on_a_path):,} moves" in chart.left_out


def test_of_many_states_those_on_the_way_to_an_equilibrium_are_drawn_and_the_rest_counted() -> None:
    model = many_states()
    held = dict(list(equilibria_of(model).items())[:4])
    chart = drawn(model, held)
    found = paths(model, list(held), kinds=[StepKind.MOVES, StepKind.IMPROVEMENTS]).found
    wanted = {
        model.status_quo,
        *held,
        *(s for path in found for step in path.steps for m in step.moves for s in (m.before, m.after)),
    }
    assert {node.name for node in chart.nodes} == wanted
    assert f"{512 - len(wanted)} states are left out" in chart.left_out
    assert chart.summary.startswith(f"{len(wanted)} of 512 states")
    shown = {(actor, s, t) for actor, s, t in moves(model) if s in wanted and t in wanted}
    assert arcs(chart).keys() == shown


def test_of_many_equilibria_those_held_most_widely_are_drawn_with_the_ways_there_and_the_rest_counted() -> None:
    model = many_states()
    concepts = ("R", "GMR", "SMR", "SEQ")
    held = {state: concepts[: 1 + k % 4] for k, state in enumerate(model.states[:100])}
    chart = drawn(model, held)
    assert CHOSEN - 4 <= len(chart.nodes) <= CHOSEN
    assert sum(node.is_status_quo for node in chart.nodes) == 1
    kept = {node.name for node in chart.nodes if node.concepts}
    assert f"Of the 100 equilibria {100 - len(kept)} are left out" in chart.left_out
    assert f" {len(kept)} of those drawn are equilibria." in chart.summary
    ways = {p.target: p for p in paths(model, list(kept), kinds=[StepKind.MOVES]).found}
    drawn_names = {node.name for node in chart.nodes}
    whole = {state for state in kept if all(m.after in drawn_names for step in ways[state].steps for m in step.moves)}
    widest = {state for state in whole if len(held[state]) == 4}
    assert len(widest) >= 5
    lengths = {p.target: len(p.steps) for p in paths(model, [s for s in held if len(held[s]) == 4], kinds=[StepKind.MOVES]).found}
    nearest = min(n for state, n in lengths.items() if state != model.status_quo)
    assert {state for state, n in lengths.items() if n == nearest} <= kept


@pytest.mark.parametrize("status_quo", [None, "YNNNNNNNN"])
@pytest.mark.parametrize("has_equilibria", [False, True])
def test_what_is_drawn_of_many_states_is_told_as_it_is(status_quo: str | None, *, has_equilibria: bool) -> None:
    model = replace(many_states(), status_quo=status_quo)
    held: dict[str, tuple[str, ...]] = dict.fromkeys(model.states[100:104], ("R",)) if has_equilibria else {}
    chart = drawn(model, held)
    names = [node.name for node in chart.nodes]
    assert set(held) <= set(names)
    if has_equilibria:
        assert "equilibria" in chart.left_out
        assert ("the status quo" in chart.left_out) == (status_quo is not None)
    elif status_quo is None:
        assert names == list(model.states[:CHOSEN])
        assert "drawn are the first of them" in chart.left_out
    else:
        assert len(names) == CHOSEN
        assert "nearest to it" in chart.left_out
        reach = paths(model, list(model.states), kinds=[StepKind.MOVES]).found
        far = {p.target: len(p.steps) for p in reach}
        assert max(far[name] for name in names) <= min(far[s] for s in model.states if s not in names)


def test_the_table_names_every_state_and_all_moves_from_it() -> None:
    for model in (twelve_states(), sixty_states()):
        chart = drawn(model)
        names = {node.code: node.name for node in chart.nodes}
        told = set()
        for row in chart.table.rows:
            code, name, _, *cells = (cell.text for cell in row)
            assert names[code] == name
            for actor, cell in zip(model.actors, cells, strict=True):
                for group in filter(None, cell.split("; ")):
                    kind, _, codes = group.partition(" ")
                    for target in codes.split(", "):
                        told.add((actor, name, names[target]))
                        is_better = model.preference(model.actor(actor)).prefers(model.state(names[target]), model.state(name))
                        assert is_better == (kind == "better")
        assert told == moves(model)


def test_the_table_counts_moves_to_states_left_out() -> None:
    chart = drawn(many_states(), dict(list(equilibria_of(many_states()).items())[:2]))
    for row in chart.table.rows:
        for cell in row[3:]:
            n_named = sum(len(g.split(", ")) for g in cell.text.split("; ") if g and "not drawn" not in g)
            n_left = sum(int(g.split()[0]) for g in cell.text.split("; ") if "not drawn" in g)
            assert n_named + n_left == 7


def test_states_whose_names_begin_with_numbers_keep_them() -> None:
    arcs = {"A": [("s", "t"), ("t", "u")]}
    model = GraphModel.from_arcs(["s", "t", "u"], arcs, status_quo="s")

    def codes(*names: str) -> list[tuple[str, str]]:
        given = dict(zip(model.states, names, strict=True))
        chart = graph_chart(model, state_names=given, actor_names={}, status_quo="s", equilibria={}, improvements=False)
        return [(node.code, node.name) for node in chart.nodes]

    assert codes("4: talks", "9: strike", "5. court") == [("4", "talks"), ("9", "strike"), ("5", "court")]
    assert codes("4: talks", "4: strike", "5: court") == [("1", "4: talks"), ("2", "4: strike"), ("3", "5: court")]
    assert codes("4: talks", "strike", "5: court") == [("1", "4: talks"), ("2", "strike"), ("3", "5: court")]


def test_a_model_without_preferences_is_drawn_only_when_improvements_are_not_asked_for() -> None:
    model = GraphModel.from_arcs(["one", "two"], {"A": [("one", "two")]}, status_quo="one")
    chart = drawn(model, {}, improvements=False)
    assert [a.is_improvement for a in chart.arcs] == [False]
    assert "prefers" not in chart.summary
    assert chart.table.rows[0][3].text == "2"
    with pytest.raises(GraphModelError, match="no preferences"):
        drawn(model, {})


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(GraphModelError, match="unknown state `SEQ`"):
        drawn(twelve_states(), {"SEQ": ("YNNN",)})


def tree(model: GraphModel, targets: list[str], kinds: tuple[StepKind, ...] = tuple(StepKind)) -> TreeBranch:
    found = paths(model, targets, kinds=kinds).found
    return tree_chart(found, model=model, state_names={}, actor_names={}, equilibria=equilibria_of(model)).root


def test_every_path_can_be_walked_down_the_tree_and_every_way_down_is_a_path() -> None:
    model = twelve_states()
    found = paths(model, list(model.states), kinds=[StepKind.MOVES, StepKind.IMPROVEMENTS]).found
    root = tree(model, list(model.states), (StepKind.MOVES, StepKind.IMPROVEMENTS))

    def ways(branch: TreeBranch, so_far: tuple[str, ...]) -> list[tuple[str, ...]]:
        said = "".join(part.text for part in branch.parts)
        reached = (*so_far, said.rsplit("“", 1)[1].rstrip("”"))
        return [reached, *(way for later in branch.branches for way in ways(later, reached))]

    walked = [(path.start, *(step.after for step in path.steps)) for path in found]
    told = ways(root, ())
    assert set(walked) <= set(told)
    assert all(any(way == path[: len(way)] for path in walked) for way in told)


def test_a_step_says_who_moves_what_changes_and_where_it_leads() -> None:
    actions = {"A": ["a"], "B": ["b"]}
    orders = {"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]}
    model = GraphModel.from_actions(actions, preferences=orders, status_quo="YY")
    told = texts(tree(model, ["NN"]))
    assert told == [
        "Now: “YY”",
        "A: drops “a”, to “NY”",
        "B: drops “b”, to “NN”",
        "A and B together (A: drops “a” then B: drops “b”), to “NN”",
    ]
    root = tree(model, ["NN"])
    assert [branch.is_improvement for branch in root.branches] == [False, True]
    assert root.branches[1].notes[0] == "improvement"
    assert root.notes[0].startswith("equilibrium: R")


def test_a_step_without_actions_says_who_moves_and_where_it_leads() -> None:
    model = GraphModel.from_arcs(
        ["talks", "strike"], {"Union": [("talks", "strike")]}, preferences={"Union": ["strike", "talks"]}, status_quo="talks"
    )
    found = paths(model, ["strike"], kinds=["moves"]).found
    chart = tree_chart(found, model=model, state_names={"strike": "A strike"}, actor_names={"Union": "The union"}, equilibria={})
    assert texts(chart.root) == ["Now: “talks”", "The union: moves, to “A strike”"]
    assert [cell.text for cell in chart.table.rows[0]] == ["A strike", "moves", "1", "The union: moves, to “A strike”"]


def test_the_table_tells_a_path_once_and_leaves_states_that_actions_tell_to_the_tree() -> None:
    orders = {"A": ["NY", "YN", "YY", "NN"], "B": ["NN", "NY", "YY", "YN"]}
    model = GraphModel.from_actions({"A": ["a"], "B": ["b"]}, preferences=orders, status_quo="YY")
    found = paths(model, ["NY", "NN"], kinds=["moves", "improvements"]).found
    chart = tree_chart(found, model=model, state_names={}, actor_names={}, equilibria={})
    assert [[cell.text for cell in row] for row in chart.table.rows] == [
        ["NY", "moves, improvements", "1", "A: drops “a”"],
        ["NN", "moves, improvements", "2", "A: drops “a”; B: drops “b”"],
    ]


def test_a_tree_of_no_path_or_of_several_starts_is_refused() -> None:
    model = twelve_states()
    both = [*paths(model, ["NNNN"], start="YNNN").found, *paths(model, ["NNNN"], start="NYNN").found]
    for evolutions in ([], both):
        with pytest.raises(GraphModelError, match="starts from one state"):
            tree_chart(evolutions, model=model, state_names={}, actor_names={}, equilibria={})


def test_the_order_of_equal_things_never_changes_the_chart() -> None:
    model = sixty_states()
    held = equilibria_of(model)
    shuffled = dict(Random(5).sample(list(held.items()), len(held)))
    assert drawn(model, held) == drawn(ranked(model, 2, "YNNNNN"), shuffled)
