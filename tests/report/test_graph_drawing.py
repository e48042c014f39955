from __future__ import annotations

from dataclasses import replace

from graph_samples import filtered_picture, large_picture, long_picture, small_picture

from detente.explanation.explanation import GraphArc
from detente.report.graph_drawing import STYLES, graph


def test_few_lines_share_a_picture_and_many_are_drawn_actor_by_actor() -> None:
    assert [panel.actor for panel in graph(small_picture()).panels] == [""]
    large = large_picture()
    drawn = graph(large)
    assert tuple(panel.actor for panel in drawn.panels) == large.actors
    for k, panel in enumerate(drawn.panels):
        assert {line.actor for line in panel.lines} == {k}
        assert [label.code for label in panel.labels] == [node.code for node in large.nodes]


def test_more_actors_than_line_styles_get_a_picture_each() -> None:
    arcs = tuple(GraphArc(actor=k, before=0, after=k + 1, is_improvement=True) for k in range(STYLES + 1))
    many = replace(small_picture(), actors=tuple("ABCDE"), arcs=arcs)
    assert [panel.actor for panel in graph(many).panels] == list("ABCDE")


def test_an_actor_without_a_move_gets_no_picture() -> None:
    arcs = tuple(GraphArc(actor=k, before=0, after=k + 1, is_improvement=True) for k in range(STYLES))
    many = replace(small_picture(), actors=tuple("ABCDE"), arcs=arcs)
    assert [panel.actor for panel in graph(many).panels] == list("ABCD")


def test_the_status_quo_and_equilibria_differ_in_shape_and_words() -> None:
    chart = long_picture()
    (panel,) = graph(chart).panels
    for node, shape, label in zip(chart.nodes, panel.shapes, panel.labels, strict=True):
        n_corners = 6 if node.concepts else 4
        assert (shape.radius is None) == (node.is_status_quo or bool(node.concepts))
        assert bool(shape.inner) == node.is_status_quo
        if shape.radius is None:
            assert len(shape.points.split()) == n_corners
        assert ("SQ" in label.marks.split(), "E" in label.marks.split()) == (node.is_status_quo, bool(node.concepts))


def test_bands_say_how_far_their_states_are() -> None:
    (panel,) = graph(small_picture()).panels
    assert [band.words for band in panel.bands] == ["now", "1 move away", "2 moves away", "3 moves away"]
    lost = replace(small_picture(), nodes=tuple(replace(n, distance=n.distance or None) for n in small_picture().nodes))
    lost = replace(lost, nodes=tuple(replace(n, distance=0 if n.is_status_quo else n.distance and None) for n in lost.nodes))
    assert [band.words for band in graph(lost).panels[0].bands] == ["now", "no sequence of moves leads here"]


def test_the_legend_explains_only_signs_that_are_there() -> None:
    drawn = graph(small_picture())
    assert (drawn.has_status_quo, drawn.has_equilibria, drawn.has_improvements, drawn.has_others) == (True,) * 4
    assert drawn.has_ways_back
    plain = replace(
        small_picture(),
        nodes=tuple(replace(n, is_status_quo=False, concepts=(), distance=None) for n in small_picture().nodes),
        arcs=(GraphArc(actor=0, before=0, after=1, is_improvement=False),),
    )
    drawn = graph(plain)
    assert (drawn.has_status_quo, drawn.has_equilibria, drawn.has_improvements, drawn.has_ways_back) == (False,) * 4
    assert drawn.has_others


def test_the_same_chart_is_drawn_the_same() -> None:
    for chart in (small_picture(), filtered_picture()):
        assert graph(chart) == graph(replace(chart))
