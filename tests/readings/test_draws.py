"""Draws have the law they claim, satisfy every statement exactly, and do not depend on how finely an issue is cut."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from building import case_of, named_issue, numeric_issue, points, ranking, red_line, span, worth
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.model.case import Case
from detente.model.issue import Issue
from detente.model.package import Package
from detente.model.preference import Importance, Indifference, Link, PackageComparison, Statement, Weights
from detente.readings.draws import ActorDraws, Measure, draw
from detente.readings.scale import Scale, Values
from detente.readings.shape import issue_shapes
from detente.readings.space import PackageSpace
from detente.readings.statements import NO_DEAL, constraints

HALT = named_issue("halt", ["none", "weeks", "renewable", "permanent"])
AID = named_issue("aid", ["low", "middle", "high"])
PEOPLE = numeric_issue("people", 0, 120, 10, [0, 40, 120])


def one(case: Case, n: int = 4000, seed: int = 1, measure: Measure = Measure.COUNT_NEUTRAL) -> ActorDraws:
    return draw(case, n, seed, measure=measure).actors[0]


def spans(draws: ActorDraws) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.stack([t.max(axis=1) / draws.scale for t in draws.tables], axis=1)


def simple(*more: Statement, issues: tuple[Issue, ...] = (HALT, AID, PEOPLE)) -> Case:
    orders = {"halt": ["permanent", "renewable", "weeks", "none"], "aid": ["high", "middle", "low"]}
    ranked = [
        ranking("a", i, orders.get(i.id, list(reversed(i.knots)))) for i in issues if not any(m.id == f"a-{i.id}" for m in more)
    ]
    return case_of(issues, [*ranked, *more], [worth("a", (20, 40))], parties=("a",))


def test_weights_are_uniform_over_the_simplex_whatever_the_number_of_options() -> None:
    w = spans(one(simple()))
    assert w.sum(axis=1) == pytest.approx(1.0)
    assert w.mean(axis=0) == pytest.approx([1 / 3] * 3, abs=0.012)
    assert w.var(axis=0) == pytest.approx([1 / 18] * 3, abs=0.006)  # Dirichlet(1, 1, 1)


def test_shapes_are_uniform_given_the_weight() -> None:
    draws = one(simple())
    shares = draws.tables[0][:, 1:3] / draws.tables[0][:, 3:]
    assert shares.mean(axis=0) == pytest.approx([1 / 3, 2 / 3], abs=0.012)


def test_a_finer_grid_of_a_numeric_issue_leaves_the_values_as_they_are() -> None:
    finer = numeric_issue("people", 0, 120, 1, [0, 40, 120])
    coarse, fine = one(simple()), one(simple(issues=(HALT, AID, finer)))
    assert spans(coarse) == pytest.approx(spans(fine), abs=1e-6)
    at_80 = [t.tables[2][:, [o.id for o in i.options].index("80")] / t.scale for t, i in ((coarse, PEOPLE), (fine, finer))]
    assert at_80[0] == pytest.approx(at_80[1], abs=1e-6)


def test_an_issue_nobody_cares_about_moves_nothing() -> None:
    extra = named_issue("color", ["red", "green", "blue"])
    with_extra = simple(Indifference(id="a-color", actor="a", issues=("color",)), issues=(HALT, AID, PEOPLE, extra))
    drawn = one(with_extra)
    assert (drawn.tables[3] == 0).all()
    assert spans(drawn)[:, :3] == pytest.approx(spans(one(simple())), abs=1e-6)


def test_options_stated_equal_share_one_level() -> None:
    split = named_issue("halt", ["none", "weeks", "weeks_b", "renewable", "permanent"])
    equal = ranking(
        "a", split, ["permanent", "renewable", "weeks", "weeks_b", "none"], links=[Link.ABOVE, Link.ABOVE, Link.EQUAL, Link.ABOVE]
    )
    drawn = one(simple(equal, issues=(split, AID, PEOPLE)))
    assert (drawn.tables[0][:, 1] == drawn.tables[0][:, 2]).all()
    assert (drawn.tables[0][:, 1] / drawn.scale).mean() == pytest.approx(1 / 9, abs=0.01)


def test_an_importance_chain_is_met_exactly_by_sorting() -> None:
    chain = Importance(id="chain", actor="a", issues=("aid", "halt"), links=(Link.ABOVE,))
    drawn = one(simple(chain))
    assert drawn.method.startswith("exact")
    w = spans(drawn)
    assert (w[:, 1] >= w[:, 0]).all()
    assert w.mean(axis=0) == pytest.approx([1 / 6, 1 / 2, 1 / 3], abs=0.012)  # ordered pair: (1/4, 3/4) of 2/3


def test_an_open_order_is_drawn_each_order_alike() -> None:
    free = case_of([AID], [], [worth("a", (20, 40))], parties=("a",))
    drawn = one(free)
    assert drawn.drawn_orders == ("aid",)
    orders = np.argsort(drawn.tables[0], axis=1)
    counts = np.unique(orders, axis=0, return_counts=True)[1]
    assert len(counts) == 6
    assert counts / 4000 == pytest.approx([1 / 6] * 6, abs=0.025)


def test_hit_and_run_has_the_law_rejection_has() -> None:
    def tight(high: int) -> Case:
        return simple(Weights(id="w", actor="a", weights=(("halt", span((80, high))),)))

    wide, narrow = one(tight(95)), one(tight(81))
    assert wide.method == "rejection"
    assert narrow.method == "hit-and-run"
    assert narrow.r_hat is not None
    assert narrow.r_hat < 1.06
    w = spans(narrow)
    assert ((w[:, 0] >= 0.80) & (w[:, 0] <= 0.81)).all()
    rest = w[:, 1] / (1 - w[:, 0])
    assert rest.mean() == pytest.approx(0.5, abs=0.04)  # uniform given the first weight
    assert rest.var() == pytest.approx(1 / 12, abs=0.015)
    shares = narrow.tables[0][:, 1] / narrow.tables[0][:, 3]
    assert shares.mean() == pytest.approx(1 / 3, abs=0.04)


def test_an_equality_between_packages_holds_exactly_in_every_reading() -> None:
    better = Package.of({"halt": "permanent", "aid": "low", "people": "0"})
    worse = Package.of({"halt": "weeks", "aid": "high", "people": "70"})
    same = PackageComparison(id="p", actor="a", better=better, worse=worse, better_name="x", worse_name="y", link=Link.EQUAL)
    case = simple(same)
    drawn = one(case, 500)
    space = PackageSpace(case)
    for reading in range(500):
        values = space.values([t[reading] for t in drawn.tables])
        assert values[space.index(better)] == values[space.index(worse)]


def test_an_actor_with_exact_numbers_has_one_reading() -> None:
    exact = [
        points("a", "halt", {"none": 0, "weeks": 10, "renewable": 30, "permanent": 60}),
        points("a", "aid", {"low": 0, "middle": 25, "high": 40}),
    ]
    drawn = one(case_of([HALT, AID], exact, [worth("a", 35)], parties=("a",)))
    assert drawn.method == "exact"
    assert drawn.n == 1
    assert [int(v) * 100 // drawn.scale for v in drawn.tables[0][0]] == [0, 10, 30, 60]
    assert drawn.no_deal is not None
    assert int(drawn.no_deal[0]) * 100 == 35 * drawn.scale


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_reading_satisfies_every_statement_exactly(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(range(5)), unique=True))
    pool: list[Statement] = [
        Importance(id="chain", actor="a", issues=("aid", "halt", "people"), links=(Link.ABOVE, Link.AT_LEAST)),
        points("a", "halt", {"renewable": (5, 40)}),
        Weights(id="w", actor="a", weights=(("aid", span((30, 60))),)),
        points("a", "people", {"40": (5, 30)}),
        PackageComparison(
            id="p",
            actor="a",
            better=Package.of({"halt": "weeks", "aid": "high", "people": "50"}),
            worse=Package.of({"halt": "permanent", "aid": "low", "people": "0"}),
            better_name="x",
            worse_name="y",
            link=Link.ABOVE,
        ),
    ]
    case = simple(*(pool[k] for k in chosen))
    drawn = one(case, 200, seed=data.draw(st.integers(0, 5)))
    shapes = issue_shapes(case, "a")
    knots = tuple(
        t[:, [s.issue.index(k) for k in s.knots]] if s.issue.is_numeric else t for t, s in zip(drawn.tables, shapes, strict=True)
    )
    values = Values(shapes=shapes, scale=_scale(drawn), knots=knots, weights=tuple(t.max(axis=1) for t in drawn.tables))
    for constraint in constraints(case, "a"):
        if NO_DEAL not in dict(constraint.expression.terms):
            assert values.satisfy(constraint).all()
    assert sum(t.max(axis=1) for t in drawn.tables) == pytest.approx(np.full(200, drawn.scale), abs=0)


def _scale(drawn: ActorDraws) -> Scale:
    return Scale(total=drawn.scale, unit=1)


def test_the_same_seed_gives_the_same_bytes_and_red_lines_change_no_draw() -> None:
    case = simple()
    with_line = case_of(
        case.issues, case.preferences, case.no_deal.statements, [red_line("l", "a", HALT, ["permanent"])], parties=("a",)
    )
    first, second, third = one(case), one(case), one(with_line)
    for a, b, c in zip(first.tables, second.tables, third.tables, strict=True):
        assert a.tobytes() == b.tobytes() == c.tobytes()
    assert one(case, seed=2).tables[0].tobytes() != first.tables[0].tobytes()


def test_the_plain_measure_gives_weight_to_finely_cut_issues_and_the_stated_one_does_not() -> None:
    plain = spans(one(simple(), measure=Measure.STEPS)).mean(axis=0)
    assert plain == pytest.approx([3 / 7, 2 / 7, 2 / 7], abs=0.012)


def test_no_deal_is_uniform_between_its_bounds() -> None:
    drawn = one(simple())
    assert drawn.no_deal is not None
    r = drawn.no_deal / drawn.scale
    assert r.min() >= 0.2
    assert r.max() <= 0.4
    assert r.mean() == pytest.approx(0.3, abs=0.004)


def test_fractions_interpolate_without_rounding() -> None:
    thirds = numeric_issue("thirds", 0, 3, 1, [0, 3])
    drawn = one(case_of([thirds, AID], [ranking("a", thirds, ["3", "0"])], [worth("a", (20, 40))], parties=("a",)))
    table = drawn.tables[0]
    assert (3 * table[:, 1] == table[:, 3]).all()
    assert Fraction(int(table[0, 2]), int(table[0, 3])) == Fraction(2, 3)
