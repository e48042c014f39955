from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from building import case_of, named_issue, points, ranking, worth
from random_cases import random_case

from detente.casefile.load import load
from detente.model.case import Case
from detente.model.formula import OneOf, Operator
from detente.model.red_line import RedLine
from detente.model.verdict import Verdict
from detente.questions.agreement import question
from detente.questions.agreement.at_scale.answer import agreement_at_scale
from detente.questions.agreement.at_scale.play import Asked, Play
from detente.questions.agreement.finding import AgreementFinding
from detente.questions.agreement.question import agreement
from detente.readings.draws import draw
from detente.readings.polytope import Polytope

SLUGS = ("gaza-truce-2024-04", "tram-strike", "river-treaty", "port-lease", "mill-wages")
READINGS = 120


def at_scale(case: Case) -> AgreementFinding:
    polytopes = [Polytope.of(case, actor.id) for actor in case.parties]
    return agreement_at_scale(case, draw(case, READINGS, 1), polytopes, seed=1)


def sets(finding: AgreementFinding) -> dict[str, dict[tuple[str, ...], tuple[float | bool | None, ...]]]:
    return {
        "blocking": {tuple(c.id for c in b.conditions): (b.is_necessary, b.share, b.error) for b in finding.blocking},
        "openings": {tuple(c.id for c in o.conditions): (o.share, o.minimal_share, o.error) for o in finding.openings},
    }


@pytest.mark.parametrize("slug", SLUGS)
def test_a_bundled_case_has_the_same_figures_counts_and_verdict_without_listing_its_packages(slug: str) -> None:
    case = load(slug)
    listed, found = agreement(case, readings=READINGS), at_scale(case)
    assert (found.as_stated, found.some_bluff, found.all_off) == (listed.as_stated, listed.some_bluff, listed.all_off)
    assert found.verdict is listed.verdict
    counts = ("n_packages", "n_deals", "n_feasible", "n_clear", "n_without_deal", "proposals")
    assert all(getattr(found, name) == getattr(listed, name) for name in counts)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_sets_found_have_the_shares_they_have_where_packages_are_listed(slug: str) -> None:
    case = load(slug)
    listed, found = sets(agreement(case, readings=READINGS)), sets(at_scale(case))
    for kind in ("blocking", "openings"):
        for conditions, shares in found[kind].items():
            assert listed[kind][conditions] == pytest.approx(shares)
        often = {c for c, shares in listed[kind].items() if (shares[1] or 0) >= 0.2}
        assert often <= set(found[kind])


@pytest.mark.parametrize("slug", ["gaza-truce-2024-04", "tram-strike", "port-lease"])
def test_a_way_to_move_red_lines_opens_as_often_as_where_packages_are_listed(slug: str) -> None:
    case = load(slug)
    listed = {(o.conditions, w.concessions): w for o in agreement(case, readings=READINGS).openings for w in o.weakenings}
    found = [(o.conditions, w) for o in at_scale(case).openings for w in o.weakenings]
    assert found
    for conditions, way in found:
        known = listed[conditions, way.concessions]
        assert way.share == pytest.approx(known.share)
        assert (way.steps, way.untested) == (known.steps, known.untested)


def test_an_exact_fall_of_a_no_deal_value_is_the_one_that_listing_finds() -> None:
    case = load("tram-strike")
    listed = {tuple(c.id for c in o.conditions): o.drops for o in agreement(case).openings}
    found = {tuple(c.id for c in o.conditions): o.drops for o in at_scale(case).openings}
    assert found == listed
    assert any(found.values())


def test_exact_cases_have_the_same_sets_without_listing_their_packages() -> None:
    rng = random.Random(5)
    for _ in range(60):
        case = random_case(rng)
        listed, found = agreement(case), at_scale(case)
        assert (found.verdict, found.n_deals, found.n_feasible, found.n_clear) == (
            listed.verdict,
            listed.n_deals,
            listed.n_feasible,
            listed.n_clear,
        )
        assert found.is_blocking_complete
        assert set(sets(found)["blocking"]) == set(sets(listed)["blocking"])
        assert sets(found)["openings"] == sets(listed)["openings"]


def wide(n_issues: int, *, floors: tuple[int, int] | int, lines: bool) -> Case:
    """Two parties with opposite rankings on issues of ten options each."""
    options = [f"o{k}" for k in range(10)]
    issues = [named_issue(f"i{k}", options) for k in range(n_issues)]
    statements = [ranking(a, i, options if a == "a" else options[::-1]) for i in issues for a in "ab"]
    held = [
        RedLine(id=f"{a}-line", actor=a, requires=OneOf("i0", tuple(allowed), Operator.IN, "{}"))
        for a, allowed in (("a", options[:3]), ("b", options[5:]))
        if lines
    ]
    return case_of(issues, statements, [worth("a", floors), worth("b", floors)], held, parties=["a", "b"])


def test_a_deadlock_of_positions_among_ten_to_the_eighteenth_packages_is_found_exactly() -> None:
    finding = agreement(wide(18, floors=(20, 40), lines=True), readings=50)
    assert finding.verdict is Verdict.FAILS
    assert finding.as_stated.is_exact
    assert (finding.n_packages, finding.n_clear) == (10**18, 0)
    assert [tuple(c.id for c in b.conditions) for b in finding.blocking if b.is_necessary] == [("a-line", "b-line")]
    assert {tuple(c.id for c in o.conditions) for o in finding.openings if o.share == 1.0} >= {("a-line",)}
    assert finding == agreement(wide(18, floors=(20, 40), lines=True), readings=50)


def test_floors_nobody_can_meet_together_are_proved_to_fail_in_every_reading() -> None:
    options = ["o0", "o1", "o2"]
    issues = [named_issue(f"i{k}", options) for k in range(4)]
    mine = [points("a", i.id, {"o0": 0, "o1": (8, 12), "o2": 25}) for i in issues]
    theirs = [points("b", i.id, {"o2": 0, "o1": (8, 12), "o0": 25}) for i in issues]
    finding = at_scale(case_of(issues, [*mine, *theirs], [worth("a", 60), worth("b", 60)]))
    assert (finding.verdict, finding.reason) == (Verdict.FAILS, None)
    assert finding.possible.is_complete


def test_a_package_good_in_every_reading_is_found_among_ten_to_the_tenth() -> None:
    options = [f"o{k}" for k in range(10)]
    issues = [named_issue(f"i{k}", options) for k in range(10)]
    statements = [ranking(a, i, options) for i in issues for a in "ab"]
    path = {i.id: options[-1] for i in issues}
    worths = [worth("a", 60), worth("b", 60)]
    finding = agreement(case_of(issues, statements, worths, [], parties=["a", "b"], path=path), readings=20)
    assert finding.verdict is Verdict.HOLDS
    assert finding.necessary.count >= 1
    assert not finding.necessary.is_complete


def test_readings_that_differ_make_a_large_case_contested() -> None:
    finding = agreement(wide(9, floors=(55, 90), lines=False), readings=60)
    assert finding.verdict is Verdict.CONTESTED
    assert finding.as_stated.share is not None
    assert 0 < finding.as_stated.share < 1


def test_a_large_case_with_an_unknown_no_deal_value_is_told_by_its_positions() -> None:
    case = wide(9, floors=(30, 40), lines=True)
    unknown = replace(case, no_deal=replace(case.no_deal, statements=case.no_deal.statements[:1]))
    finding = agreement(unknown, readings=20)
    assert finding.unbounded == ("b",)
    assert (finding.verdict, finding.as_stated.share) == (Verdict.FAILS, 0.0)
    assert {tuple(c.id for c in o.conditions) for o in finding.openings} == {("a-line",), ("b-line",)}


def test_which_way_a_case_is_answered_hangs_on_packages_times_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    case = load("port-lease")
    listed = agreement(case, readings=60)
    monkeypatch.setattr(question, "LISTED", 10)
    at_size = agreement(case, readings=60)
    assert "not listed" in at_size.provenance.method
    assert "not listed" not in listed.provenance.method
    assert at_size.some_bluff == listed.some_bluff


def test_a_reading_with_a_deal_keeps_it_under_fewer_conditions_where_the_search_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    case = load("river-treaty")
    play = Play(case, draw(case, READINGS, 1))
    lines = play.conditions.red_line_mask
    with_deal = play.opens(lines).has_deal.tolist()
    assert True in with_deal
    ask = Play._ask

    def gives_up(play: Play, names: frozenset[str]) -> Asked:
        nothing = np.zeros(play.n, dtype=bool)
        return Asked(has_deal=nothing, is_decided=nothing, found=ask(play, names).found)

    monkeypatch.setattr(Play, "_ask", gives_up)
    more = play.opens(lines | 1 << play.conditions.n_static)
    assert more.has_deal.tolist() == more.is_decided.tolist() == with_deal
    assert (more.found.choices[with_deal] == play.opens(lines).found.choices[with_deal]).all()
