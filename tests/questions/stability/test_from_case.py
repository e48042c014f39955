"""From a case to its graph models: the same states, moves and comparisons as the words of the case say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from building import case_of, named_issue, points, ranking, worth
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.casefile.load import load
from detente.evidence.as_of import as_of
from detente.model.case import Case
from detente.model.condition import And, Condition, Iff, Implies, Not, Or, Taken, holds
from detente.model.move import (
    Action,
    Arc,
    Comparison,
    Direction,
    Exclusion,
    FromValues,
    MovePreference,
    Moves,
    Ranking,
    State,
    StatusQuo,
    Step,
    Transitive,
    Unknown,
    Unordered,
    Unstated,
    Want,
)
from detente.model.package import Package
from detente.questions.stability.analysis import analyze
from detente.questions.stability.case_graph import case_graph
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.from_case import from_case
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.stated_preferences import ordered_wishes
from detente.readings.draws import draw

HALT = named_issue("halt", ["none", "weeks", "permanent"])
AID = named_issue("aid", ["as_now", "more"])
ACTIONS = ("a1", "b1", "a2", "b2")


def conditions() -> st.SearchStrategy[Condition]:
    def grown(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.lists(inner, min_size=2, max_size=2).map(tuple)
        return st.one_of(
            inner.map(Not), several.map(And), several.map(Or), st.builds(Implies, inner, inner), st.builds(Iff, inner, inner)
        )

    return st.recursive(st.sampled_from(ACTIONS).map(Taken), grown, max_leaves=5)


def actions(directions: Sequence[Direction | None] = (None,) * 4) -> tuple[Action, ...]:
    """Four actions of two actors, whose own stand apart in the file."""
    return tuple(Action(id=a, actor=a[0], name=a, direction=d) for a, d in zip(ACTIONS, directions, strict=True))


def with_moves(moves: Moves, **more: object) -> Case:
    return replace(case_of([HALT, AID], [], []), moves=moves, **more)  # type: ignore[arg-type]


def every_choice() -> list[frozenset[str]]:
    return [frozenset(some) for n in range(5) for some in combinations(ACTIONS, n)]


def only(case: Case) -> GraphModel:
    found = from_case(case)
    assert [model.n for model in found.models] == [1]
    return found.models[0].model


def compared(model: GraphModel, actor: str, state: str, than: str) -> str:
    """How an actor compares two states of a model, as a sign."""
    own = model.preference(model.actor(actor))
    first, second = model.state(state), model.state(than)
    if own.is_unknown(first, second):
        return "?"
    if own.prefers(first, second):
        return ">>" if own.greatly_prefers(first, second) else ">"
    return "<" if own.prefers(second, first) else "~"


@given(
    st.lists(conditions(), max_size=2),
    conditions(),
    st.tuples(*[st.sampled_from([None, None, Direction.TAKE, Direction.DROP])] * 4),
)
def test_states_and_steps_are_those_the_words_of_the_case_allow(
    never: list[Condition], when: Condition, directions: tuple[Direction | None, ...]
) -> None:
    possible = [taken for taken in every_choice() if not any(holds(rule, taken) for rule in never)]
    assume(possible)
    moves = Moves(
        actions=actions(directions),
        never=tuple(Exclusion(id=f"n{k}", excluded=rule) for k, rule in enumerate(never)),
        states=(State(id="named", name="Named", when=when),),
    )
    limits = dict(zip(ACTIONS, directions, strict=True))
    expected: dict[str, set[tuple[str, str]]] = {"a": set(), "b": set()}
    for before in possible:
        for after in possible:
            changed = before ^ after
            owners = {action[0] for action in changed}
            wrong = {Direction.TAKE: before - after, Direction.DROP: after - before}
            is_allowed = not any(limits[action] is d for d, some in wrong.items() for action in some)
            if len(owners) == 1 and is_allowed and moves.state_of(before) != moves.state_of(after):
                expected[owners.pop()].add((moves.state_of(before), moves.state_of(after)))
    graph = case_graph(with_moves(moves))
    assert set(graph.states) == {moves.state_of(taken) for taken in possible}
    assert len(set(graph.states)) == len(graph.states)
    for actor in ("a", "b"):
        assert {(s, t) for s in graph.states for t in graph.moves(actor, s)} == expected[actor]


@given(st.lists(conditions(), min_size=1, max_size=4), st.booleans())
def test_wishes_compare_states_by_the_first_that_tells_them_apart_or_by_all_of_them(
    wishes: list[Condition], is_unordered: bool
) -> None:
    said: list[MovePreference] = [Want(id=f"a-{k}", actor="a", wants=wish) for k, wish in enumerate(wishes)]
    if is_unordered:
        said.append(Unordered(id="a-u", actor="a"))
    model = only(with_moves(Moves(actions=actions(), preferences=tuple(said))))
    met = {taken: [holds(wish, taken) for wish in wishes] for taken in every_choice()}
    for first, second in combinations(every_choice(), 2):
        one, other = met[first], met[second]
        if is_unordered:
            is_more, is_less = (
                any(a > b for a, b in zip(one, other, strict=True)),
                any(a < b for a, b in zip(one, other, strict=True)),
            )
            expected = "?" if is_more and is_less else ">" if is_more else "<" if is_less else "~"
        else:
            expected = ">" if one > other else "<" if one < other else "~"
        names = [Moves(actions=actions()).state_of(taken) for taken in (first, second)]
        assert compared(model, "a", *names) == expected
        assert compared(model, "b", *names) == "?"


def test_what_an_earlier_record_leaves_of_wishes_is_ranked_though_some_say_nothing_or_the_opposite() -> None:
    wishes: list[Condition] = [Taken("a1"), Not(Taken("a1")), Or((Taken("b1"), Not(Taken("b1")))), Taken("b1")]
    wants = tuple(Want(id=f"a-{k}", actor="a", wants=wish) for k, wish in enumerate(wishes))
    model = only(with_moves(Moves(actions=actions(), preferences=wants)))
    assert [compared(model, "a", *p) for p in [("a1", "b1"), ("b1", "nothing"), ("a2", "nothing")]] == [">", ">", "~"]


def test_every_order_of_the_wishes_is_looked_at_once_where_they_are_few() -> None:
    wishes: dict[str, list[Condition]] = {"a": [Taken("a1"), Taken("b1"), Taken("a2")], "b": [Taken("b1"), Not(Taken("b1"))]}
    said: list[MovePreference] = []
    for actor, own in wishes.items():
        said += [Want(id=f"{actor}-{k}", actor=actor, wants=wish) for k, wish in enumerate(own)]
        said.append(Unordered(id=f"{actor}-u", actor=actor))
    found = from_case(with_moves(Moves(actions=actions(), preferences=tuple(said))), order_wishes=True)
    assert (found.n_readings, found.is_exact, found.seed, found.from_orders) == (12, True, None, ("a", "b"))
    assert [model.n for model in found.models] == [1] * 12
    first = [[compared(m.model, "a", *p) for p in [("a1", "b1"), ("b1", "a2"), ("a1", "a2")]] for m in found.models]
    assert len({tuple(signs) for signs in first}) == 6
    assert sum(compared(m.model, "b", "b1", "nothing") == ">" for m in found.models) == 6
    assert all(compared(m.model, "a", "a1+b1", "a1") == ">" for m in found.models)


def test_orders_are_drawn_where_they_are_many_and_are_those_of_the_seed() -> None:
    wants = [Want(id=f"a-{k}", actor="a", wants=Taken(action)) for k, action in enumerate(ACTIONS)]
    moves = Moves(actions=actions(), preferences=(*wants, Unordered(id="a-u", actor="a")))
    one, again, other = (from_case(with_moves(moves), order_wishes=True, n_readings=20, seed=k) for k in (1, 1, 2))
    assert (one.n_readings, one.is_exact, one.seed) == (20, False, 1)
    ranks = [[str(m.model.preference(0).ranks) for m in found.models] for found in (one, again, other)]
    assert ranks[0] == ranks[1]
    assert ranks[0] != ranks[2]
    every = from_case(with_moves(moves), order_wishes=True, n_readings=24)
    assert (every.is_exact, len(every.models)) == (True, 24)
    assert set(ranks[0]) <= {str(m.model.preference(0).ranks) for m in every.models}


def test_the_first_wish_of_an_order_is_the_most_important() -> None:
    wants = [Want(id=f"a-{k}", actor="a", wants=Taken(a)) for k, a in enumerate(("a1", "b1"))]
    graph = case_graph(with_moves(Moves(actions=actions())))
    rows = ordered_wishes(wants, graph, np.array([[0, 1], [1, 0]]))
    named = [dict(zip(graph.states, row.tolist(), strict=True)) for row in rows]
    assert [[row[s] for s in ("nothing", "b1", "a1", "a1+b1", "b2")] for row in named] == [[0, 1, 2, 3, 0], [0, 2, 1, 3, 0]]


def test_actors_with_the_same_wishes_order_them_apart_from_each_other() -> None:
    said: list[MovePreference] = []
    for actor in "ab":
        said += [Want(id=f"{actor}-{k}", actor=actor, wants=Taken(action)) for k, action in enumerate(ACTIONS)]
        said.append(Unordered(id=f"{actor}-u", actor=actor))
    found = from_case(with_moves(Moves(actions=actions(), preferences=tuple(said))), order_wishes=True, n_readings=30)
    same = [str(m.model.preference(0).ranks) == str(m.model.preference(1).ranks) for m in found.models]
    assert not all(same)


def test_a_ranking_that_an_earlier_record_cut_goes_on_across_the_gap() -> None:
    row = Ranking(id="a-1", actor="a", states=("s", "t", "u"), steps=(Step.ABOVE, Step.GREATLY))
    model = only(with_moves(direct(row)))
    assert [compared(model, "a", *p) for p in [("s", "t"), ("s", "u"), ("s", "v")]] == [">", ">", "?"]


def test_where_an_earlier_record_does_not_know_the_status_quo_there_is_none() -> None:
    assert only(with_moves(replace(direct(), status_quo=StatusQuo(state="w")))).status_quo is None
    assert only(with_moves(replace(direct(), status_quo=None))).status_quo is None


def test_orders_are_drawn_for_each_reading_of_the_values() -> None:
    deal = State(id="deal", name="Deal", when=And((Taken("a1"), Taken("b1"))), package=PACKAGES["t"], package_name="pt")
    stop = State(id="stop", name="Stop", when=Not(Taken("b1")), package_name="no_deal")
    wishes = (Want(id="b-1", actor="b", wants=Taken("b1")), Want(id="b-2", actor="b", wants=Not(Taken("b1"))))
    said = (FromValues(id="a-1", actor="a"), *wishes, Unordered(id="b-3", actor="b"))
    case = replace(
        case_of([HALT, AID], RANKED, [worth("a", (20, 60))]),
        moves=Moves(actions=actions(), states=(deal, stop), preferences=said),
    )
    found = from_case(case, readings=draw(case, 400, 3), order_wishes=True)
    assert (found.n_readings, found.is_exact, found.seed) == (400, False, 1)
    assert (found.from_values, found.from_orders) == (("a",), ("b",))
    counts = {(compared(m.model, "a", "deal", "stop"), compared(m.model, "b", "deal", "stop")): m.n for m in found.models}
    assert set(counts) == {(a, b) for a in "<>" for b in "<>"}
    drawn = draw(case, 400, 3).actors[0]
    assert drawn.no_deal is not None
    better = int((drawn.tables[0][:, 1] + drawn.tables[1][:, 0] > drawn.no_deal).sum())
    assert counts[">", "<"] + counts[">", ">"] == better
    assert 150 < counts["<", ">"] + counts[">", ">"] < 250


def test_weights_of_wishes_are_added_up() -> None:
    said = [("a1", 3), ("a2", 2), ("b1", 2)]
    wants = tuple(Want(id=f"a-{k}", actor="a", wants=Taken(a), weight=Fraction(w)) for k, (a, w) in enumerate(said))
    model = only(with_moves(Moves(actions=actions(), preferences=wants)))
    assert compared(model, "a", "a1", "b1+a2") == "<"
    assert compared(model, "a", "a2", "b1") == "~"


def direct(*preferences: MovePreference, states: Sequence[str] = ("s", "t", "u", "v")) -> Moves:
    arcs = (Arc(id="1", actor="a", before="s", after="t"), Arc(id="2", actor="b", before="t", after="u"))
    named = tuple(State(id=s, name=s.upper()) for s in states)
    return Moves(states=named, arcs=arcs, status_quo=StatusQuo(state="s"), preferences=preferences)


def test_states_and_arcs_are_taken_as_they_are() -> None:
    model = only(with_moves(direct()))
    assert (model.states, model.actors, model.status_quo) == (("s", "t", "u", "v"), ("a", "b"), "s")
    assert [model.moves("a", s) for s in model.states] == [("t",), (), (), ()]
    assert compared(model, "a", "s", "t") == "?"


def test_a_ranking_has_ties_and_great_steps() -> None:
    row = Ranking(id="a-1", actor="a", states=("u", "s", "v", "t"), steps=(Step.EQUAL, Step.GREATLY, Step.ABOVE))
    model = only(with_moves(direct(row)))
    signs = {pair: compared(model, "a", *pair) for pair in [("u", "s"), ("s", "v"), ("u", "t"), ("v", "t"), ("t", "v")]}
    assert signs == {("u", "s"): "~", ("s", "v"): ">>", ("u", "t"): ">>", ("v", "t"): ">", ("t", "v"): "<"}


@pytest.mark.parametrize(
    ("more", "far", "other"),
    [((), "?", "?"), ((Transitive(id="a-9", actor="a"),), ">", "?"), ((Unstated(id="a-9", actor="a", is_equal=True),), "~", "~")],
)
def test_pairs_say_what_they_say_and_what_they_are_told_to_imply(more: tuple[MovePreference, ...], far: str, other: str) -> None:
    pairs = Comparison(id="a-1", actor="a", states=("s", "t", "u"), steps=(Step.ABOVE, Step.GREATLY))
    model = only(with_moves(direct(pairs, *more)))
    assert [compared(model, "a", *p) for p in [("s", "t"), ("t", "u"), ("s", "u"), ("s", "v")]] == [">", ">>", far, other]


def test_a_pair_said_to_be_unknown_is_so_where_the_rest_is_equal() -> None:
    said = (Unknown(id="a-1", actor="a", states=("s", "t", "u")), Unstated(id="a-2", actor="a", is_equal=True))
    model = only(with_moves(direct(*said)))
    assert [compared(model, "a", *p) for p in [("s", "t"), ("s", "u"), ("t", "u"), ("s", "v")]] == ["?", "?", "?", "~"]


def test_pairs_may_run_in_a_circle() -> None:
    row = Comparison(id="a-1", actor="a", states=("s", "t", "u"), steps=(Step.ABOVE, Step.ABOVE))
    back = Comparison(id="a-2", actor="a", states=("u", "s"), steps=(Step.ABOVE,))
    model = only(with_moves(direct(row, back)))
    assert [compared(model, "a", *p) for p in [("s", "t"), ("t", "u"), ("u", "s")]] == [">", ">", ">"]


def test_a_step_that_is_forbidden_is_gone_and_no_other() -> None:
    moves = Moves(actions=actions(), forbidden=(Arc(id="1", actor="a", before="nothing", after="a1+a2"),))
    free, bound = case_graph(with_moves(replace(moves, forbidden=()))), case_graph(with_moves(moves))
    assert set(free.moves("a", "nothing")) - set(bound.moves("a", "nothing")) == {"a1+a2"}
    assert bound.moves("a", "a1+a2") == free.moves("a", "a1+a2")
    assert bound.moves("b", "nothing") == free.moves("b", "nothing")


PACKAGES = {
    "s": None,
    "t": Package.of({"halt": "weeks", "aid": "as_now"}),
    "u": Package.of({"halt": "none", "aid": "more"}),
    "v": Package.of({"halt": "permanent", "aid": "more"}),
}


def valued(statements: Sequence[object], worths: Sequence[object], actors: Sequence[str] = ("a",), gap: str = "") -> Case:
    states = tuple(
        State(
            id=s,
            name=s,
            package=None if s == gap else package or Package.of({"halt": "none", "aid": "as_now"}),
            package_name=None if s == gap else f"p{s}" if package else "no_deal",
        )
        for s, package in PACKAGES.items()
    )
    moves = replace(direct(*(FromValues(id=f"{a}-1", actor=a) for a in actors)), states=states)
    return replace(case_of([HALT, AID], statements, worths), moves=moves)  # type: ignore[arg-type]


RANKED = [ranking(p, HALT, ["permanent", "weeks", "none"]) for p in "ab"] + [ranking(p, AID, ["more", "as_now"]) for p in "ab"]


def test_exact_values_make_one_model_and_no_deal_counts_as_it_is_worth() -> None:
    exact = [points("a", "halt", {"none": 0, "weeks": 30, "permanent": 70}), points("a", "aid", {"as_now": 0, "more": 30})]
    found = from_case(valued(exact, [worth("a", 45)]))
    assert (found.n_readings, found.is_exact, found.seed, found.from_values) == (1, True, None, ("a",))
    model = found.models[0].model
    assert [compared(model, "a", *p) for p in [("v", "s"), ("s", "t"), ("t", "u"), ("s", "u")]] == [">", ">", "~", ">"]


def test_each_ranking_that_readings_give_is_one_model_with_its_count() -> None:
    case = valued(RANKED, [worth("a", (20, 60)), worth("b", (20, 60))], actors=("a", "b"))
    drawn = draw(case, 400, 3)
    found = from_case(case, readings=drawn)
    counts = [model.n for model in found.models]
    assert sum(counts) == found.n_readings == 400
    assert counts == sorted(counts, reverse=True)
    assert len(counts) > 2
    assert found.share(found.models[0]) == Fraction(counts[0], 400)
    expected: dict[tuple[object, ...], int] = {}
    for k in range(400):
        key = []
        for own in drawn.actors:
            assert own.no_deal is not None
            halt, aid = own.tables[0][k], own.tables[1][k]
            worths = [own.no_deal[k], halt[1] + aid[0], halt[0] + aid[1], halt[2] + aid[1]]
            key.append(tuple(np.unique(worths, return_inverse=True)[1].tolist()))
        expected[tuple(key)] = expected.get(tuple(key), 0) + 1
    given_ranks = {}
    for model in found.models:
        ranks = [model.model.preference(k).ranks for k in range(2)]
        given_ranks[tuple(tuple(own.tolist()) for own in ranks if own is not None)] = model.n
    assert given_ranks == expected


def test_readings_drawn_here_are_those_of_the_seed() -> None:
    case = valued(RANKED, [worth("a", (20, 60)), worth("b", (20, 60))])
    here, there = from_case(case, n_readings=200, seed=5), from_case(case, readings=draw(case, 200, 5))
    assert [m.n for m in here.models] == [m.n for m in there.models]
    assert (here.seed, there.seed) == (5, None)


def test_a_state_that_stands_for_no_package_is_compared_with_none() -> None:
    exact = [points("a", "halt", {"none": 0, "weeks": 30, "permanent": 70}), points("a", "aid", {"as_now": 0, "more": 30})]
    model = from_case(valued(exact, [worth("a", 45)], gap="v")).models[0].model
    assert [compared(model, "a", *p) for p in [("v", "s"), ("t", "v"), ("s", "t"), ("t", "u")]] == ["?", "?", ">", "~"]


def test_without_a_no_deal_value_the_state_without_a_deal_is_compared_with_none() -> None:
    exact = [points("a", "halt", {"none": 0, "weeks": 30, "permanent": 70}), points("a", "aid", {"as_now": 0, "more": 30})]
    model = from_case(valued(exact, [])).models[0].model
    assert [compared(model, "a", *p) for p in [("s", "t"), ("v", "t")]] == ["?", ">"]


def test_a_case_without_moves_has_no_graph() -> None:
    with pytest.raises(GraphModelError, match="no `moves`"):
        from_case(case_of([HALT], [], []))


def test_values_of_someone_not_at_the_table_are_not_drawn() -> None:
    case = valued(RANKED, [worth("a", 45)], actors=("b",))
    other = replace(case, actors=(case.actors[0], replace(case.actors[1], role="mediator")))  # type: ignore[arg-type]
    with pytest.raises(GraphModelError, match="not a party"):
        from_case(other)


def test_the_tram_strike_is_held_by_a_first_step_that_gains_nothing() -> None:
    model = only(load("tram-strike"))
    table = analyze(model)
    assert "strike" in table.equilibria("R")
    assert compared(model, "operator", "offer", "strike") == "~"
    assert [compared(model, a, "trade", "strike") for a in ("union", "operator")] == [">", ">"]
    assert compared(model, "union", "operator_terms", "strike") == "<"
    assert compared(model, "operator", "union_terms", "strike") == "<"


def test_gaza_stands_where_the_record_says_and_no_single_step_leads_to_the_truce() -> None:
    case = load("gaza-truce-2024-04")
    model = only(case)
    assert model.status_quo == "standstill"
    assert model.n_states == 28
    assert all("truce" not in model.moves(actor, "standstill") for actor in model.actors)
    assert {a: compared(model, a, "truce", "standstill") for a in model.actors} == {
        "hamas": "?",
        "israel": "?",
        "united-states": ">",
    }
    assert compared(model, "israel", "operation", "standstill") == ">"
    assert compared(model, "israel", "operate+withhold+press", "standstill") == "?"


def test_every_wish_of_the_gaza_case_rests_on_claims() -> None:
    moves = load("gaza-truce-2024-04").moves
    assert moves is not None
    assert all(p.because for p in moves.preferences if isinstance(p, Want))
    assert all(action.because for action in moves.actions)
    assert all(rule.because for rule in moves.never)


def test_before_anything_was_said_of_moves_there_are_none() -> None:
    case = load("gaza-truce-2024-04")
    early = as_of(case, min(claim.said_on for claim in case.claims))
    assert early.moves is None
    assert as_of(case, case.as_of).moves == case.moves
