"""What-ifs: what a change does to a case, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from building import case_of, named_issue, points, ranking, red_line, worth
from hypothesis import given
from hypothesis import strategies as st

from detente.casefile.load import load
from detente.model.move import Action, Moves
from detente.model.no_deal import NoDealStatement, Relation
from detente.model.package import Package
from detente.model.preference import Points, PointsRange, Weights
from detente.model.red_line import Demand, Likelihood
from detente.model.verdict import Verdict
from detente.questions.agreement.question import agreement
from detente.questions.agreement.what_if import (
    Contradictory,
    FirmnessSetting,
    NoDealSetting,
    NothingLeft,
    PointsSetting,
    Setting,
    UnknownName,
    WeightSetting,
    exact_weights,
    what_if,
)
from detente.questions.stability.question import stability

X, Y = named_issue("x", ["low", "high"]), named_issue("y", ["low", "middle", "high"])
EXACT = case_of(
    [X, Y],
    [
        points("a", "x", {"low": 0, "high": 40}),
        points("a", "y", {"low": 0, "middle": 20, "high": 60}),
        points("b", "x", {"low": 70, "high": 0}),
        points("b", "y", {"low": 30, "middle": 25, "high": 0}),
    ],
    [worth("a", 50), worth("b", 40)],
    [red_line("a-line", "a", X, ["high"], 0.8), replace(red_line("b-line", "b", Y, ["low", "middle"]), moves_with=("a-line",))],
)


def exactly(value: Fraction | int) -> PointsRange:
    return PointsRange(low=Fraction(value), high=Fraction(value))


def test_nothing_asked_changes_nothing() -> None:
    assert what_if(EXACT).case == EXACT


def test_the_case_given_is_left_as_it_was() -> None:
    before = repr(EXACT)
    what_if(EXACT, settings=[NoDealSetting(actor="a", points=exactly(10))], without=["a-line"])
    assert repr(EXACT) == before


def test_a_no_deal_value_replaces_points_and_keeps_what_is_relative_to_a_package() -> None:
    package = Package.of({"x": "high", "y": "low"})
    relative = NoDealStatement(id="a-relative", actor="a", relation=Relation.AT_MOST, package=package, package_name="p")
    second = NoDealStatement(id="a-again", actor="a", points=PointsRange(low=Fraction(0), high=Fraction(90)))
    statements = (*EXACT.no_deal.statements, relative, second)
    case = replace(EXACT, no_deal=replace(EXACT.no_deal, statements=statements))
    changed = what_if(case, settings=[NoDealSetting(actor="a", points=exactly(30))]).case
    own = [s for s in changed.no_deal.statements if s.actor == "a"]
    assert relative in own
    assert [s.points for s in own if s is not relative] == [exactly(30)]
    assert [s for s in changed.no_deal.statements if s.actor == "b"] == [s for s in case.no_deal.statements if s.actor == "b"]


def test_a_number_set_rests_on_no_claim() -> None:
    changed = what_if(load("tram-strike"), settings=[NoDealSetting(actor="union", points=exactly(45))]).case
    assert next(s for s in changed.no_deal.statements if s.actor == "union").because == ()


def test_points_of_one_option_are_replaced_wherever_they_were_stated() -> None:
    changed = what_if(EXACT, settings=[PointsSetting(actor="a", issue="y", option="middle", points=exactly(35))]).case
    stated = [p for s in changed.statements_of("a") if isinstance(s, Points) and s.issue == "y" for p in s.points]
    assert sorted(stated) == sorted([("low", exactly(0)), ("high", exactly(60)), ("middle", exactly(35))], key=lambda p: p[0])


def test_the_best_option_of_an_exact_scale_cannot_be_set_alone() -> None:
    with pytest.raises(Contradictory) as clash:
        what_if(EXACT, settings=[PointsSetting(actor="a", issue="y", option="high", points=exactly(70))])
    assert clash.value.actor == "a"
    assert clash.value.statements


@given(st.fractions(min_value=0, max_value=100, max_denominator=50))
def test_a_weight_of_an_exact_scale_takes_the_others_in_proportion(value: Fraction) -> None:
    changed = what_if(EXACT, settings=[WeightSetting(actor="a", issue="x", points=exactly(value))])
    weights = exact_weights(changed.case, "a")
    assert weights == {"x": value, "y": 100 - value}
    middle = next(dict(s.points)["middle"] for s in changed.case.statements_of("a") if isinstance(s, Points) and s.issue == "y")
    assert middle.low == (100 - value) / 3  # a third of its issue, as it was
    assert changed.in_proportion
    assert changed.case.statements_of("b") == EXACT.statements_of("b")


def test_a_weight_back_at_its_value_gives_the_same_answer() -> None:
    changed = what_if(EXACT, settings=[WeightSetting(actor="a", issue="x", points=exactly(40))]).case
    assert agreement(changed) == agreement(EXACT)


def test_a_weight_of_a_ranked_scale_is_stated_by_itself() -> None:
    ranked = case_of([X, Y], [ranking("a", X, ["high", "low"]), ranking("a", Y, ["high", "middle", "low"])], [worth("a", 30)])
    stated = replace(ranked, preferences=(*ranked.preferences, Weights(id="w", actor="a", weights=(("x", exactly(30)),))))
    span = PointsRange(low=Fraction(5), high=Fraction(9))
    changed = what_if(stated, settings=[WeightSetting(actor="a", issue="x", points=span)])
    weights = [w for s in changed.case.statements_of("a") if isinstance(s, Weights) for w in s.weights]
    assert weights == [("x", span)]
    assert not changed.in_proportion


def test_firmness_changes_no_verdict_and_moves_the_middle_figure() -> None:
    case = load("river-treaty")
    setting = FirmnessSetting(red_line="upland-fast", firmness=Likelihood(low=Fraction(0), high=Fraction(0)))
    before, after = (agreement(c, readings=60) for c in (case, what_if(case, settings=[setting]).case))
    assert before.verdict is after.verdict
    assert (after.some_bluff.share or 0.0) > (before.some_bluff.share or 0.0)


def test_the_later_of_two_settings_of_a_number_wins() -> None:
    settings: list[Setting] = [NoDealSetting(actor="a", points=exactly(10)), NoDealSetting(actor="a", points=exactly(20))]
    changed = what_if(EXACT, settings=settings).case
    assert [s.points for s in changed.no_deal.statements if s.actor == "a"] == [exactly(20)]


# -- leaving out -----------------------------------------------------------------------------------


def test_a_line_left_out_is_named_by_no_other() -> None:
    changed = what_if(EXACT, without=["a-line"])
    assert [line.id for line in changed.case.red_lines] == ["b-line"]
    assert changed.case.red_line("b-line").moves_with == ()
    assert changed.left_out == ("red_lines.a-line",)


def test_a_demand_takes_the_lines_inferred_from_it_along() -> None:
    changed = what_if(load("gaza-truce-2024-04"), without=["hamas-permanent"])
    assert changed.left_out == ("demands.hamas-permanent", "red_lines.hamas-only-permanent")
    assert "hamas-only-permanent" not in [line.id for line in changed.case.red_lines]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("hamas-1", "preferences.hamas-1"),
        ("no_deal.hamas-1", "no_deal.no_deal.hamas-1"),
        ("no-operation-during-halt", "feasibility.no-operation-during-halt"),
        ("halt-and-hostages", "deal_requires.halt-and-hostages"),
        ("april-framework", "proposals.april-framework"),
        ("red_lines.israel-no-permanent", "red_lines.israel-no-permanent"),
    ],
)
def test_every_sort_of_record_can_be_left_out(name: str, key: str) -> None:
    case = load("gaza-truce-2024-04")
    changed = what_if(case, without=[name])
    assert changed.left_out == (key,)
    with pytest.raises(UnknownName):
        what_if(changed.case, without=[key])


def test_an_id_of_two_records_must_say_its_section() -> None:
    asks = EXACT.red_line("a-line").requires
    case = replace(EXACT, demands=(Demand(id="a-line", actor="a", asks=asks),))
    with pytest.raises(UnknownName, match="single record") as unknown:
        what_if(case, without=["a-line"])
    assert set(unknown.value.known) == {"red_lines.a-line", "demands.a-line"}
    assert what_if(case, without=["demands.a-line"]).case.red_lines == case.red_lines


def test_lines_left_out_can_open_a_deal_and_never_close_one() -> None:
    case = load("tram-strike")
    assert agreement(case).verdict is Verdict.FAILS
    assert agreement(what_if(case, without=["operator-no-rosters"]).case).verdict is Verdict.HOLDS


# -- names the case does not have ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "given", "known"),
    [
        (NoDealSetting(actor="hamass", points=exactly(1)), "hamass", "a"),
        (FirmnessSetting(red_line="line", firmness=Likelihood(low=Fraction(1), high=Fraction(1))), "line", "a-line"),
        (WeightSetting(actor="a", issue="z", points=exactly(1)), "z", "x"),
        (PointsSetting(actor="a", issue="x", option="hgh", points=exactly(1)), "hgh", "high"),
    ],
)
def test_what_the_case_does_not_have_is_named_with_what_it_has(setting: Setting, given: str, known: str) -> None:
    with pytest.raises(UnknownName) as unknown:
        what_if(EXACT, settings=[setting])
    assert unknown.value.given == given
    assert known in unknown.value.known


def test_a_value_the_record_contradicts_is_refused_with_the_statements() -> None:
    case = load("gaza-truce-2024-04")
    high = PointsRange(low=Fraction(101), high=Fraction(101))
    with pytest.raises(Contradictory) as clash:
        what_if(case, settings=[NoDealSetting(actor="hamas", points=high)])
    assert "no_deal.what-if-hamas" in clash.value.statements
    assert "hamas" in str(clash.value)


# -- records of the moves --------------------------------------------------------------------------


def test_an_action_left_out_counts_as_never_taken_and_takes_its_combinations_along() -> None:
    case = load("gaza-truce-2024-04")
    assert case.moves is not None
    changed = what_if(case, without=["moves.actions.withhold"])
    assert changed.case.moves is not None
    assert "withhold" not in [action.id for action in changed.case.moves.actions]
    assert changed.left_out[0] == "moves.actions.withhold"
    assert stability(changed.case, readings=20).verdict is not Verdict.UNDETERMINED
    whole, less = stability(case, readings=20).states, stability(changed.case, readings=20).states
    assert 0 < len(less) < len(whole)


@pytest.mark.parametrize("section", ["actions", "never", "states", "forbidden", "arcs", "preferences"])
@pytest.mark.parametrize("slug", ["gaza-truce-2024-04", "tram-strike", "elmira"])
def test_every_record_of_the_moves_can_be_left_out_by_its_key(slug: str, section: str) -> None:
    case = load(slug)
    assert case.moves is not None
    for thing in getattr(case.moves, section):
        changed = what_if(case, without=[f"moves.{section}.{thing.id}"])
        assert changed.case.moves is not None
        assert thing.id not in [other.id for other in getattr(changed.case.moves, section)]
        assert changed.left_out[0] == f"moves.{section}.{thing.id}"
        others = [s for s in ("never", "forbidden", "arcs", "preferences") if s != section]
        if section in ("never", "forbidden", "arcs", "preferences"):
            assert all(getattr(changed.case.moves, s) == getattr(case.moves, s) for s in others)


def test_an_id_is_enough_where_no_other_record_has_it_and_values_come_first() -> None:
    case = load("gaza-truce-2024-04")
    assert what_if(case, without=["withhold"]).left_out[0] == "moves.actions.withhold"
    assert what_if(case, without=["hamas-1"]).left_out == ("preferences.hamas-1",)


def test_the_last_action_cannot_be_left_out() -> None:
    moves = Moves(actions=(Action(id="act", actor="a", name="Act"),))
    with pytest.raises(NothingLeft, match=r"moves\.actions\.act"):
        what_if(replace(EXACT, moves=moves), without=["act"])


def test_points_cannot_be_set_where_no_issue_is_named() -> None:
    case = load("elmira")
    actor = case.actors[0].id
    with pytest.raises(NothingLeft, match="names no issue"):
        what_if(case, settings=[NoDealSetting(actor=actor, points=exactly(10))])


def test_a_state_of_the_moves_stands_for_a_proposal_left_out_no_more() -> None:
    case = load("tram-strike")
    changed = what_if(case, without=["union-terms"]).case
    assert case.moves is not None
    assert changed.moves is not None
    stood = {state.id: state.package_name for state in case.moves.states}
    stands = {state.id: state.package_name for state in changed.moves.states}
    assert stood["union_terms"] == "union-terms"
    assert stands == {**stood, "union_terms": None}
    assert all(state.package is None for state in changed.moves.states if state.package_name is None)
    assert stability(changed).deals == tuple(s for s in stability(case).deals if s != "union_terms")
