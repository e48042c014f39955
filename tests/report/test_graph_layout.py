from __future__ import annotations

from itertools import combinations

import pytest
from explanations import table
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.explanation.explanation import GraphArc, GraphChart, GraphNode
from detente.report.graph_layout import HIT, WIDTH, Box, layout


def chart(
    distances: list[int | None], arcs: list[tuple[int, int]], *, held: tuple[int, ...] = (), name: str = "a state"
) -> GraphChart:
    """A chart of one actor; the state at distance 0 is the status quo."""
    nodes = tuple(
        GraphNode(code=str(k), name=name, distance=d, is_status_quo=d == 0, concepts=("R",) if k in held else ())
        for k, d in enumerate(distances)
    )
    found = tuple(GraphArc(actor=0, before=s, after=t, is_improvement=True) for s, t in arcs)
    words = dict.fromkeys(("key", "title", "summary", "left_out"), "words")
    return GraphChart(**words, actors=("A",), nodes=nodes, arcs=found, table=table("t", ("a",)))


@st.composite
def charts(draw: st.DrawFn) -> GraphChart:
    n = draw(st.integers(1, 25))
    distances: list[int | None] = [0, *draw(st.lists(st.none() | st.integers(1, 4), min_size=n - 1, max_size=n - 1))]
    states = st.integers(0, n - 1)
    arcs = draw(st.lists(st.tuples(states, states).filter(lambda arc: arc[0] != arc[1]), max_size=30)) if n > 1 else []
    held = tuple(draw(st.sets(states)))
    return chart(distances, arcs, held=held, name=draw(st.sampled_from(["a state", "a" * 50])))


def overlap(a: Box, b: Box) -> bool:
    return abs(a.x - b.x) < a.half_width + b.half_width and abs(a.y - b.y) < a.half_height + b.half_height


def n_crossings(boxes: tuple[Box, ...], pairs: set[tuple[int, int]]) -> int:
    """Pairs of straight lines that cross, one by one."""

    def side(a: Box, b: Box, c: Box) -> float:
        return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)

    found = 0
    for one, other in combinations(pairs, 2):
        if set(one) & set(other):
            continue
        (a, b), (c, d) = ([boxes[k] for k in pair] for pair in (one, other))
        found += side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
    return found


def n_in_the_way(boxes: tuple[Box, ...], pairs: set[tuple[int, int]]) -> int:
    """States a straight line between two others runs through or close by, one by one."""
    found = 0
    for pair in pairs:
        a, b = (complex(boxes[k].x, boxes[k].y) for k in pair)
        for k, box in enumerate(boxes):
            along = ((complex(box.x, box.y) - a) / (b - a)).real
            foot = a + min(max(along, 0.0), 1.0) * (b - a)
            found += k not in pair and abs(complex(box.x, box.y) - foot) < 1.15 * 38
    return found


@settings(max_examples=40, deadline=None)
@given(drawn=charts())
def test_no_state_lies_on_another_or_leaves_the_picture(drawn: GraphChart) -> None:
    placed = layout(drawn)
    assert not any(overlap(a, b) for a, b in combinations(placed.boxes, 2))
    for box in placed.boxes:
        assert box.half_width <= box.x <= WIDTH - box.half_width
        assert box.half_height < box.y < placed.height - box.half_height


@settings(max_examples=40, deadline=None)
@given(drawn=charts())
def test_states_further_from_the_status_quo_stand_lower_and_those_out_of_reach_lowest(drawn: GraphChart) -> None:
    placed = layout(drawn)
    far = [99 if node.distance is None else node.distance for node in drawn.nodes]
    for (a, one), (b, other) in combinations(zip(far, placed.boxes, strict=True), 2):
        assert a == b or (a < b) == (one.y < other.y)
    assert [band.distance for band in placed.bands] == [None if d == 99 else d for d in sorted(set(far))]


@settings(max_examples=40, deadline=None)
@given(drawn=charts(), turn=st.integers(0, 7))
def test_the_cost_counts_crossings_and_states_in_the_way_as_one_by_one(drawn: GraphChart, turn: int) -> None:
    placed = layout(drawn, turn=turn)
    pairs = {(min(a.before, a.after), max(a.before, a.after)) for a in drawn.arcs}
    crossings = n_crossings(placed.boxes, pairs)
    if placed.is_named:
        assert (placed.cost - crossings) % HIT == 0
    else:
        assert placed.cost == crossings + HIT * n_in_the_way(placed.boxes, pairs)
    assert layout(drawn, turn=turn) == placed


def test_lines_that_need_not_cross_do_not() -> None:
    # In the order given, each state of the second band lies across from the one it is joined to.
    arcs = [(0, k) for k in range(1, 6)] + [(k, 11 - k) for k in range(1, 6)]
    placed = layout(chart([0, *[1] * 5, *[2] * 5], arcs, name="x" * 50))
    assert placed.cost == 0
    assert n_crossings(placed.boxes, {(min(arc), max(arc)) for arc in arcs}) == 0


def test_sweeps_untangle_what_swaps_of_two_alone_would_not() -> None:
    # Forty lines between two bands, turned about: more than the budget of swaps can set right one by one.
    arcs = [(0, k) for k in range(1, 41)] + [(k, 81 - (7 * k) % 41) for k in range(1, 41)]
    placed = layout(chart([0, *[1] * 40, *[2] * 40], arcs, name="x" * 50))
    given = layout(chart([0, *[1] * 40, *[2] * 40], [], name="x" * 50))
    pairs = {(min(arc), max(arc)) for arc in arcs}
    assert n_crossings(placed.boxes, pairs) * 5 < n_crossings(given.boxes, pairs)


def test_lines_of_another_actor_do_not_count() -> None:
    arcs = [GraphArc(actor=k % 2, before=0, after=k, is_improvement=True) for k in range(1, 5)]
    both = GraphChart(
        key="k",
        title="t",
        summary="s",
        left_out="",
        actors=("A", "B"),
        nodes=chart([0, 1, 1, 1, 1], []).nodes,
        arcs=tuple(arcs),
        table=table("t", ("a",)),
    )
    alone = GraphChart(
        key="k",
        title="t",
        summary="s",
        left_out="",
        actors=("A", "B"),
        nodes=both.nodes,
        arcs=tuple(arcs[1::2]),
        table=both.table,
    )
    assert layout(both, actor=0) == layout(alone)


def test_without_a_status_quo_the_bands_go_by_steps_from_an_equilibrium_and_say_nothing() -> None:
    placed = layout(chart([None, None, None, None], [(0, 1), (1, 2)], held=(2,)))
    first, second, held, lost = (box.y for box in placed.boxes)
    assert held < second < first < lost
    assert placed.bands == ()


@pytest.mark.parametrize(
    ("name", "is_named"),
    [
        ("Talks go on", True),
        ("Arbitration (6 weeks)", True),
        ("إضراب عام في الميناء", True),
        ("YNYN", True),
        ("YNNNNNNNN", False),
        ("Incomprehensible", False),
        ("One word after another, on and on and on", False),
        ("罷工罷工罷工", False),
    ],
)
def test_names_stand_in_the_boxes_only_where_each_fits(name: str, is_named: bool) -> None:
    assert layout(chart([0, 1], [(0, 1)], name=name)).is_named == is_named


@pytest.mark.parametrize(("n_states", "is_named"), [(16, True), (17, False)])
def test_names_stand_in_the_boxes_only_where_states_are_few(n_states: int, is_named: bool) -> None:
    assert layout(chart([0, *[1] * (n_states - 1)], [])).is_named == is_named
