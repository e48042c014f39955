"""What drives the verdict: laws of bars, lessons and firmness, and the bundled cases."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from building import DAY, case_of, named_issue, points, ranking, red_line, worth

from detente.casefile.load import load
from detente.model.case import Case
from detente.model.package import Package
from detente.model.preference import PointsRange, Statement
from detente.model.proposal import Answer, Proposal, Response
from detente.model.red_line import Likelihood
from detente.model.verdict import Verdict
from detente.questions.agreement.drivers.contributions import PatternShares
from detente.questions.agreement.drivers.finding import Bar, BarEnd, DriversFinding, Quantity, Subject
from detente.questions.agreement.drivers.leading import leading_opening
from detente.questions.agreement.drivers.learning import lesson_of
from detente.questions.agreement.drivers.question import drivers
from detente.questions.agreement.drivers.redrawing import drawn_again, thinned
from detente.questions.agreement.landscape import Landscape
from detente.questions.agreement.question import agreement
from detente.questions.agreement.tally import actor_draws, tally
from detente.questions.agreement.what_if import FirmnessSetting, NoDealSetting, what_if
from detente.readings.draws import draw

STEP = Fraction(1, 10_000)
BUNDLED = ("gaza-truce-2024-04", "tram-strike", "river-treaty", "mill-wages", "port-lease")


@pytest.mark.parametrize("slug", BUNDLED)
def test_the_leading_opening_is_the_first_of_the_agreement_finding(slug: str) -> None:
    case = load(slug)
    found = agreement(case, readings=120)
    drawn = draw(case, 120, 1)
    landscape = Landscape.of(case)
    expected = found.openings[0].conditions if found.openings else ()
    assert leading_opening(landscape, drawn, tally(landscape, drawn)) == expected


# -- bundled cases ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def river() -> DriversFinding:
    return drivers(load("river-treaty"), readings=600)


@pytest.fixture(scope="module")
def gaza() -> DriversFinding:
    return drivers(load("gaza-truce-2024-04"), readings=400)


@pytest.fixture(scope="module")
def tram() -> DriversFinding:
    return drivers(load("tram-strike"))


@pytest.mark.parametrize("slug", BUNDLED)
def test_verdict_and_base_share_are_those_of_the_agreement_finding(slug: str) -> None:
    case = load(slug)
    found, told = agreement(case, readings=150), drivers(case, readings=150, bar_readings=0, with_openings=False)
    assert told.verdict is found.verdict
    figure = found.some_bluff if told.figure == "some_bluff" else found.all_off
    assert told.base.share == pytest.approx(figure.share, abs=1e-12)


def test_in_gaza_whether_hamas_means_permanence_is_what_to_check_first(gaza: DriversFinding) -> None:
    first = gaza.lessons[0].subject
    assert (first.quantity, first.red_lines) == (Quantity.RED_LINE, ("hamas-only-permanent",))
    assert not gaza.break_evens  # it has no number: no-deal values are relative to packages
    without = {effect.subject.red_lines[0]: effect.without for effect in gaza.firmness}
    assert without["hamas-only-permanent"] is Verdict.HOLDS
    assert without["israel-battalions-first"] is Verdict.FAILS


def test_what_a_missing_line_does_is_what_leaving_it_out_does(gaza: DriversFinding) -> None:
    case = load("gaza-truce-2024-04")
    for effect in gaza.firmness:
        changed = what_if(case, without=effect.subject.red_lines).case
        assert agreement(changed, readings=64).verdict is effect.without


def test_where_positions_alone_block_no_number_is_said_to_matter(river: DriversFinding) -> None:
    assert river.break_evens
    for entry in river.break_evens:
        assert (entry.below, entry.above) == (None, None)
        assert entry.reason is not None
        assert "positions alone" in entry.reason


def test_lines_that_move_together_are_one_effect(river: DriversFinding) -> None:
    assert ("midland-power", "midland-no-slow-filling") in {effect.subject.red_lines for effect in river.firmness}


def test_the_tram_unions_no_deal_value_breaks_even_at_46(tram: DriversFinding) -> None:
    union = next(e for e in tram.break_evens if e.subject.quantity is Quantity.NO_DEAL and e.subject.actor == "union")
    assert union.below is not None
    assert union.below.value == 46
    assert union.below.at is Verdict.HOLDS
    assert union.above is None
    assert union.least == 20  # below that the union would not have rejected the operator's offer


def test_the_same_case_and_seed_give_the_same_finding(river: DriversFinding) -> None:
    assert drivers(load("river-treaty"), readings=600) == river


# -- firmness --------------------------------------------------------------------------------------


def test_the_middle_figure_is_linear_in_firmness_as_the_effect_says() -> None:
    case = load("river-treaty")
    found = drivers(case, readings=150, bar_readings=0, with_openings=False)
    effect = next(e for e in found.firmness if e.subject.red_lines == ("upland-fast",))
    assert effect.if_bluff is not None
    assert effect.if_meant is not None
    for value in (Fraction(0), Fraction(1, 3), Fraction(1)):
        setting = FirmnessSetting(red_line="upland-fast", firmness=Likelihood(low=value, high=value))
        share = agreement(what_if(case, settings=[setting]).case, readings=150).some_bluff.share
        assert share == pytest.approx(float((1 - value) * effect.if_bluff + value * effect.if_meant), abs=1e-12)


def test_a_red_line_never_enlarges_the_share(river: DriversFinding, gaza: DriversFinding, tram: DriversFinding) -> None:
    for effect in (*river.firmness, *gaza.firmness, *tram.firmness):
        assert effect.if_meant is not None
        assert effect.if_bluff is not None
        assert effect.if_meant <= effect.if_bluff


# -- one number at a time --------------------------------------------------------------------------


def end_at(found: DriversFinding, quantity: Quantity, actor: str) -> Bar:
    return next(bar for bar in found.bars if bar.subject.quantity is quantity and bar.subject.actor == actor)


def ranged(low: int, high: int) -> Case:
    """Two parties at odds over two issues, no red line; what no deal is worth to ``a`` from low to high."""
    first, second = named_issue("x", ["low", "middle", "high"]), named_issue("y", ["low", "middle", "high"])
    statements = [
        ranking("a", first, ["high", "middle", "low"]),
        ranking("a", second, ["high", "middle", "low"]),
        ranking("b", first, ["low", "middle", "high"]),
        ranking("b", second, ["low", "middle", "high"]),
    ]
    return case_of([first, second], statements, [worth("a", (low, high)), worth("b", (30, 70))])


def test_a_range_with_no_width_leaves_the_share_where_it_is() -> None:
    found = drivers(ranged(45, 45), readings=300)
    for bar in found.bars:
        if bar.subject.actor == "a":
            assert bar.is_range_assumed
            assert [end.value for end in (bar.low, bar.high)] == [Fraction(35), Fraction(55)]
    exact = end_at(drivers(ranged(44, 46), readings=300), Quantity.NO_DEAL, "a")
    pinned = what_if(ranged(44, 46), settings=[NoDealSetting(actor="a", points=PointsRange(low=Fraction(44), high=Fraction(44)))])
    share = agreement(pinned.case, readings=300).some_bluff.share
    assert exact.low.some_bluff == pytest.approx(share, abs=1e-12)


def test_the_end_of_a_bar_is_the_base_plus_its_change(river: DriversFinding) -> None:
    for bar in river.bars:
        for end in (bar.low, bar.high):
            assert end.some_bluff is not None
            assert end.change is not None
            assert end.some_bluff == pytest.approx((river.base.share or 0.0) + end.change, abs=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_a_lower_no_deal_value_never_lowers_a_share_draw_by_draw(seed: int) -> None:
    found = drivers(ranged(40 - 5 * seed, 70), readings=300, seed=seed)
    for actor in ("a", "b"):
        bar = end_at(found, Quantity.NO_DEAL, actor)
        assert bar.low.change is not None
        assert bar.high.change is not None
        assert bar.low.change > 0 > bar.high.change


def test_bars_come_widest_first(river: DriversFinding, tram: DriversFinding) -> None:
    for found in (river, tram):
        widths = [bar.width for bar in found.bars]
        assert widths == sorted(widths, reverse=True)


def test_the_paired_error_covers_the_difference_between_seeds() -> None:
    case = ranged(35, 65)
    changes, errors = [], []
    for seed in range(30):
        low = end_at(drivers(case, readings=100, seed=seed, with_openings=False), Quantity.NO_DEAL, "a").low
        assert low.change is not None
        changes.append(low.change)
        errors.append(low.error)
    assert 0.6 < np.std(changes, ddof=1) / np.mean(errors) < 1.6


# -- what is not drawn, and what is not asked ------------------------------------------------------


def test_a_party_without_a_no_deal_value_leaves_no_share_and_says_so() -> None:
    case = ranged(40, 60)
    unbounded = what_if(case, without=["a-worth"]).case
    found = drivers(unbounded, readings=50)
    assert found.base.share is None
    assert found.reason is not None
    assert not found.lessons
    assert not found.bars


@pytest.mark.parametrize("wrong", [{"readings": 1}, {"bar_readings": 1}, {"bar_readings": -3}, {"seed": -1}])
def test_numbers_that_make_no_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must"):
        drivers(ranged(40, 60), **wrong)  # type: ignore[arg-type]


def test_without_bars_only_those_of_firmness_are_left() -> None:
    found = drivers(load("river-treaty"), readings=60, bar_readings=0, with_openings=False)
    assert {bar.subject.quantity for bar in found.bars} == {Quantity.FIRMNESS}
    assert found.leading is None


# -- learning --------------------------------------------------------------------------------------

SUBJECT = Subject(quantity=Quantity.NO_DEAL, records=(), actor="a")


def test_the_variance_of_a_known_step_is_found() -> None:
    rng = np.random.default_rng(3)
    unknown = rng.integers(0, 1_000_000, size=4000)
    share = np.where(unknown < 500_000, 0.2, 0.8)
    lesson = lesson_of(SUBJECT, unknown, (rng.random(4000) < share).astype(float), 4000.0)
    assert lesson is not None
    assert lesson.variance == pytest.approx(0.09, abs=4 * lesson.error)
    assert not lesson.is_within_error
    assert lesson.move == pytest.approx(0.3, abs=0.03)


def test_an_unknown_of_no_weight_is_nearly_always_within_error() -> None:
    rng = np.random.default_rng(5)
    told, variances = 0, []
    for _ in range(200):
        lesson = lesson_of(SUBJECT, rng.integers(0, 1_000_000, size=600), (rng.random(600) < 0.4).astype(float), 600.0)
        assert lesson is not None
        told += not lesson.is_within_error
        variances.append(lesson.variance)
    assert told <= 16
    assert abs(float(np.mean(variances))) < 3 * float(np.std(variances)) / 200**0.5  # what chance alone gives is taken off


def test_what_is_known_teaches_nothing() -> None:
    assert lesson_of(SUBJECT, np.full(100, 7), np.linspace(0, 1, 100), 100.0) is None


def test_contributions_average_to_the_share_and_scatter_as_it_errs() -> None:
    case = load("river-treaty")
    landscape, drawn = Landscape.of(case), draw(case, 300, 1)
    found = PatternShares.of(landscape, drawn, tally(landscape, drawn)).some_bluff(case)
    assert found is not None
    assert found.share is not None
    assert float(found.per_reading.mean()) == pytest.approx(float(found.share), abs=1e-12)
    assert float(found.share) == pytest.approx(agreement(case, readings=300).some_bluff.share, abs=1e-12)


def test_a_rejection_some_readings_do_not_explain_leaves_them_out_of_the_share() -> None:
    base = ranged(30, 60)
    line = red_line("a-high", "a", base.issue("x"), ["high"], 0.5)
    package = Package.of({"x": "middle", "y": "high"})
    rejected = Response(actor="a", answer=Answer.REJECTED, date=DAY)
    case = replace(base, red_lines=(line,), proposals=(_proposal(package, rejected),))
    landscape, drawn = Landscape.of(case), draw(case, 400, 1)
    shares = PatternShares.of(landscape, drawn, tally(landscape, drawn))
    off = shares.all_off()
    expected = agreement(case, readings=400).all_off.share
    assert off.share is not None
    assert float(off.share) == pytest.approx(expected, abs=1e-12)
    assert float(off.per_reading.mean()) == pytest.approx(expected, abs=1e-12)
    found = shares.under(0)
    assert found is not None
    assert len({round(float(c), 9) for c in found[0]}) == 3  # not possible, possible without a deal, with one


def _proposal(package: Package, response: Response) -> Proposal:
    return Proposal(id="p", name="P", by=("b",), date=DAY, package=package, responses=(response,))


def test_lessons_put_what_is_within_error_last(gaza: DriversFinding, river: DriversFinding) -> None:
    for found in (gaza, river):
        flags = [lesson.is_within_error for lesson in found.lessons]
        assert flags == sorted(flags)
        clear = [round(lesson.variance, 12) for lesson in found.lessons if not lesson.is_within_error]
        assert clear == sorted(clear, reverse=True)


def test_a_bar_end_just_inside_an_open_end_says_where_it_is() -> None:
    found = drivers(load("mill-wages"))
    bar = end_at(found, Quantity.NO_DEAL, "union")
    assert bar.low.value == Fraction(411, 10)  # at 41 the union would not have rejected the offer
    assert isinstance(bar.low, BarEnd)
    assert bar.low.some_bluff == 1.0


# -- one party drawn again, fewer readings, noise, progress ----------------------------------------


@pytest.mark.parametrize("slug", ["river-treaty", "port-lease", "gaza-truce-2024-04"])
def test_one_party_drawn_again_gets_the_readings_it_gets_when_all_are_drawn(slug: str) -> None:
    case = load(slug)
    every = draw(case, 40, 3)
    for party in case.parties:
        again = actor_draws(drawn_again(case, party.id, every, 40, 3), party.id)
        was = actor_draws(every, party.id)
        assert again.method == was.method
        assert again.scale == was.scale
        assert all(np.array_equal(a, b) for a, b in zip(again.tables, was.tables, strict=True))
        assert again.no_deal is not None
        assert was.no_deal is not None
        assert np.array_equal(again.no_deal, was.no_deal)


def test_fewer_readings_are_some_of_those_drawn_the_same_for_every_party() -> None:
    drawn = draw(ranged(30, 60), 90, 2)
    fewer = thinned(drawn, 40)
    rows = [int(np.flatnonzero((drawn.actors[0].tables[0] == row).all(axis=1))[0]) for row in fewer.actors[0].tables[0]]
    assert len(set(rows)) == 40
    assert max(rows) >= 85
    assert np.array_equal(fewer.actors[1].tables[1], drawn.actors[1].tables[1][rows])


def test_ends_played_over_fewer_readings_are_still_the_base_plus_their_change() -> None:
    found = drivers(load("river-treaty"), readings=300, bar_readings=60, with_openings=False)
    assert found.n_bar_readings == 60
    for bar in found.bars:
        for end in (bar.low, bar.high):
            assert end.some_bluff is not None
            assert end.change is not None
            assert end.some_bluff == pytest.approx(max(0.0, (found.base.share or 0.0) + end.change), abs=1e-12)


@pytest.mark.parametrize(
    ("low", "high", "is_within"), [(0.03, -0.03, True), (0.031, 0.0, False), (0.0, -0.031, False), (None, 0.02, True)]
)
def test_a_bar_is_noise_where_neither_end_moves_beyond_three_errors(low: float | None, high: float, *, is_within: bool) -> None:
    ends = [
        BarEnd(value=Fraction(k), some_bluff=None, all_off=None, change=change, error=0.01)
        for k, change in enumerate((low, high))
    ]
    bar = Bar(subject=SUBJECT, low=ends[0], high=ends[1], in_proportion=False, is_range_assumed=False)
    assert bar.is_within_error is is_within


def test_ends_that_need_a_walk_are_left_out_of_a_brief_answer_which_says_so() -> None:
    first, second = named_issue("x", ["low", "middle", "high"]), named_issue("y", ["low", "high"])
    statements: list[Statement] = [
        ranking("a", first, ["high", "middle", "low"]),
        points("a", "x", {"middle": (10, 30)}),
        ranking("a", second, ["high", "low"]),
        ranking("b", first, ["low", "middle", "high"]),
        ranking("b", second, ["low", "high"]),
    ]
    case = case_of([first, second], statements, [worth("a", (30, 50)), worth("b", (30, 50))])
    brief = drivers(case, readings=120, bar_readings=60, with_openings=False)
    full = drivers(case, readings=120, with_openings=False)
    assert {bar.subject.quantity for bar in full.bars} - {bar.subject.quantity for bar in brief.bars} == {Quantity.POINTS}
    assert "one number" in brief.left_out[0]
    assert not full.left_out


def test_progress_only_goes_up() -> None:
    told: list[tuple[int, int]] = []
    drivers(load("river-treaty"), readings=60, progress=lambda _, done, total: told.append((done, total)))
    assert {total for _, total in told} == {1000}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (1000, 1000)


def test_readings_drawn_already_give_the_answer_they_give_when_drawn_here() -> None:
    case = load("port-lease")
    assert drivers(case, readings=60, seed=5, drawn=draw(case, 60, 5)) == drivers(case, readings=60, seed=5)
