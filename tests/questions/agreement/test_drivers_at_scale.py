"""What drives the verdict without listing packages, against the same question asked of every package."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from building import DAY, case_of, named_issue, points, ranking, red_line, worth

from detente.casefile.load import load
from detente.model.case import Case
from detente.model.issue import Issue
from detente.model.no_deal import NoDealStatement, Relation
from detente.model.package import Package
from detente.model.preference import Points, PointsRange, Statement
from detente.model.proposal import Answer, Proposal, Response
from detente.model.red_line import RedLine
from detente.model.verdict import Verdict
from detente.questions.agreement.drivers.at_scale import drivers_at_scale, unlisted_break_evens
from detente.questions.agreement.drivers.finding import Bar, DriversFinding, NumberBreakEven, Quantity
from detente.questions.agreement.drivers.question import break_evens, drivers
from detente.questions.agreement.drivers.run import Run
from detente.readings.draws import NoReading, draw

EXACT = ("tram-strike", "mill-wages")
OPEN = ("gaza-truce-2024-04", "river-treaty", "port-lease")


def at_scale(case: Case, readings: int = 80) -> DriversFinding:
    run = Run(readings=readings, seed=1, bar_readings=readings, with_openings=False)
    return drivers_at_scale(case, draw(case, readings, 1, is_wide_allowed=True), run)


def listed(case: Case, readings: int = 80) -> DriversFinding:
    return drivers(case, readings=readings, with_openings=False)


def bars_of(found: DriversFinding) -> dict[object, Bar]:
    return {bar.subject: bar for bar in found.bars if bar.subject.quantity in (Quantity.FIRMNESS, Quantity.NO_DEAL)}


# -- random cases ----------------------------------------------------------------------------------


def exact_case(rng: random.Random) -> Case:
    parties = [f"p{k}" for k in range(rng.randint(2, 3))]
    issues = [named_issue(f"i{k}", [f"o{j}" for j in range(rng.randint(2, 4))]) for k in range(rng.randint(2, 4))]
    statements = [s for party in parties for s in exact_points(rng, party, issues)]
    worths = [worth(party, rng.randint(20, 80)) for party in parties]
    if rng.random() < 0.3:
        worths.append(at_most_a_package(rng, parties[0], issues))
    lines = [random_line(rng, f"l{k}", parties, issues) for k in range(rng.randint(0, 3))]
    return case_of(issues, statements, worths, lines, parties=parties)


def exact_points(rng: random.Random, party: str, issues: list[Issue]) -> list[Points]:
    cuts = sorted(rng.randint(0, 100) for _ in range(len(issues) - 1))
    found = []
    for issue, (low, high) in zip(issues, pairwise([0, *cuts, 100]), strict=True):
        values = [0, high - low] + [rng.randint(0, high - low) for _ in issue.option_ids[2:]]
        rng.shuffle(values)
        given = tuple((o, PointsRange(low=Fraction(v), high=Fraction(v))) for o, v in zip(issue.option_ids, values, strict=True))
        found.append(Points(id=f"{party}-{issue.id}", actor=party, issue=issue.id, points=given))
    return found


def at_most_a_package(rng: random.Random, party: str, issues: list[Issue]) -> NoDealStatement:
    terms = Package.of({issue.id: rng.choice(issue.option_ids) for issue in issues})
    return NoDealStatement(id="relative", actor=party, relation=Relation.AT_MOST, package=terms, package_name="x")


def open_case(rng: random.Random) -> Case:
    issues = [named_issue(f"i{k}", ["low", "middle", "high"]) for k in range(2)]
    statements: list[Statement] = []
    for party in ("a", "b"):
        for issue in issues:
            order = list(issue.option_ids)
            rng.shuffle(order)
            statements.append(ranking(party, issue, order))
    if rng.random() < 0.5:
        first = statements[0].options[1]  # type: ignore[union-attr]
        statements.append(points("a", "i0", {first: (10, 30)}))
    worths = [worth(party, (low := rng.randint(10, 50), low + rng.choice([5, 20]))) for party in ("a", "b")]
    lines = [random_line(rng, f"l{k}", ["a", "b"], issues) for k in range(rng.randint(0, 3))]
    return case_of(issues, statements, worths, lines)


def random_line(rng: random.Random, line_id: str, parties: list[str], issues: list[Issue]) -> RedLine:
    issue = rng.choice(issues)
    allowed = rng.sample(issue.option_ids, rng.randint(1, len(issue.option_ids) - 1))
    return red_line(line_id, rng.choice(parties), issue, sorted(allowed), rng.choice([None, 0.5, 0.8]))


# -- break-even values -----------------------------------------------------------------------------


def without_openings(entry: NumberBreakEven) -> NumberBreakEven:
    return replace(entry, opening_below=None, opening_above=None, is_opening_exact=False)


@pytest.mark.parametrize("block", range(4))
def test_break_even_values_are_those_found_by_listing(block: int) -> None:
    rng = random.Random(block)
    kinds: set[tuple[bool, Verdict | None, Verdict | None]] = set()
    for _ in range(12):
        case = exact_case(rng)
        try:
            drawn = draw(case, 2, 1)
        except NoReading:  # what no deal is worth contradicts the package it is held against
            continue
        found = unlisted_break_evens(case, drawn, Run(readings=2, seed=1))
        assert [e for e in found if e.is_complete] == [without_openings(e) for e in break_evens(case) if e.is_complete]
        for entry in found:
            kinds |= {(k == 0, f.at, f.beyond) for k, f in enumerate((entry.below, entry.above)) if f is not None}
    assert {k[0] for k in kinds} == {True, False}
    assert (Verdict.HOLDS, Verdict.HOLDS) in {k[1:] for k in kinds}
    assert (Verdict.HOLDS, Verdict.FAILS) in {k[1:] for k in kinds}


@pytest.mark.parametrize("slug", EXACT)
def test_break_even_values_of_bundled_cases_are_those_found_by_listing(slug: str) -> None:
    case = load(slug)
    found = unlisted_break_evens(case, draw(case, 2, 1), Run(readings=2, seed=1))
    assert found == tuple(without_openings(e) for e in break_evens(case))
    assert any(e.below or e.above for e in found)


def known(party: str, issue: Issue, worths: tuple[int, int]) -> Points:
    given = tuple((o, PointsRange(low=Fraction(v), high=Fraction(v))) for o, v in zip(issue.option_ids, worths, strict=True))
    return Points(id=f"{party}-{issue.id}", actor=party, issue=issue.id, points=given)


def test_where_one_deal_takes_over_from_another_at_the_same_value_nothing_changes() -> None:
    first, second = named_issue("x", ["no", "yes"]), named_issue("y", ["no", "yes"])
    mine = [known("a", first, (0, 40)), known("a", second, (0, 60))]
    theirs = [known("b", first, (50, 0)), known("b", second, (50, 0))]
    case = case_of([first, second], [*mine, *theirs], [worth("a", 50), worth("b", 50)])
    found = unlisted_break_evens(case, draw(case, 2, 1), Run(readings=2, seed=1))
    weight = next(e for e in found if e.in_proportion and (e.subject.actor, e.subject.issue) == ("a", "x"))
    assert weight.stated == 40
    assert (weight.below, weight.above) == (None, None)  # at 50 the other issue's deal gives way to this one's
    assert found == tuple(without_openings(e) for e in break_evens(case))


def test_a_deal_only_at_a_value_the_record_rules_out_is_none() -> None:
    issue = named_issue("x", ["low", "middle", "high"])
    mine = replace(known("a", named_issue("x", ["low", "high"]), (0, 100)), points=_three(0, 40, 100))
    theirs = replace(mine, id="b-x", actor="b", points=_three(100, 60, 0))
    offer = Proposal(
        id="p",
        name="P",
        by=("b",),
        date=DAY,
        package=Package.of({"x": "middle"}),
        responses=(Response(actor="a", answer=Answer.REJECTED, date=DAY),),
    )
    case = replace(case_of([issue], [mine, theirs], [worth("a", 50), worth("b", 55)]), proposals=(offer,))
    found = unlisted_break_evens(case, draw(case, 2, 1), Run(readings=2, seed=1))
    floor = next(e for e in found if e.subject.quantity is Quantity.NO_DEAL and e.subject.actor == "a")
    assert floor.least == 40
    assert floor.below is None  # at 40 the party would not have rejected the offer
    assert found == tuple(without_openings(e) for e in break_evens(case))


def _three(*worths: int) -> tuple[tuple[str, PointsRange], ...]:
    options = ("low", "middle", "high")
    return tuple((o, PointsRange(low=Fraction(v), high=Fraction(v))) for o, v in zip(options, worths, strict=True))


# -- shares, effects, bars and lessons -------------------------------------------------------------


@pytest.mark.parametrize("slug", [*EXACT, *OPEN])
def test_bundled_cases_get_the_answers_they_get_by_listing(slug: str) -> None:
    check_alike(load(slug))


@pytest.mark.parametrize("block", range(3))
def test_open_cases_get_the_answers_they_get_by_listing(block: int) -> None:
    rng = random.Random(40 + block)
    for _ in range(6):
        check_alike(open_case(rng))


def check_alike(case: Case) -> None:
    found, told = at_scale(case), listed(case)
    assert found.verdict in (told.verdict, Verdict.UNDETERMINED)
    assert (found.figure, found.base) == (told.figure, told.base)
    assert found.lessons == told.lessons
    assert len(found.firmness) == len(told.firmness)
    for here, there in zip(found.firmness, told.firmness, strict=True):
        assert replace(here, without=there.without) == there
        assert here.without in (there.without, Verdict.UNDETERMINED)
    bars, expected = bars_of(found), bars_of(told)
    assert {s for s in expected if s.quantity is Quantity.FIRMNESS} <= set(bars)  # type: ignore[attr-defined]
    assert all(expected[subject] == bar for subject, bar in bars.items())


def test_no_deal_values_that_points_alone_bound_get_their_bars() -> None:
    found = at_scale(open_case(random.Random(3)))
    assert sum(bar.subject.quantity is Quantity.NO_DEAL for bar in found.bars) == 2


# -- cases that cannot be listed -------------------------------------------------------------------


def large_case(n_issues: int, floors: tuple[int, int]) -> Case:
    """Two parties who want opposite ends of issues alike, each of four options a third of its weight apart."""
    issues = [named_issue(f"i{k}", ["zero", "one", "two", "three"]) for k in range(n_issues)]
    weight = Fraction(100, n_issues)
    statements = []
    for party, ways in (("a", range(4)), ("b", range(3, -1, -1))):
        for issue in issues:
            worths = [PointsRange(low=weight * w / 3, high=weight * w / 3) for w in ways]
            given = tuple(zip(issue.option_ids, worths, strict=True))
            statements.append(Points(id=f"{party}-{issue.id}", actor=party, issue=issue.id, points=given))
    return case_of(issues, statements, [worth("a", floors[0]), worth("b", floors[1])])


def test_the_largest_floor_a_deal_survives_is_found_among_packages_none_could_list() -> None:
    found = drivers(large_case(12, (30, 45)))
    first, second = (e for e in found.break_evens if e.subject.quantity is Quantity.NO_DEAL)
    assert first.above is not None
    assert second.above is not None
    assert first.above.value == 19 * Fraction(25, 9)  # 17 of 36 steps of 25/9 give the other its 45
    assert second.above.value == 25 * Fraction(25, 9)
    assert (first.above.at, first.above.beyond) == (Verdict.HOLDS, Verdict.FAILS)
    assert found.base.is_exact
    assert any("leading opening" in clause for clause in found.left_out)


def test_an_open_case_too_large_to_list_says_what_was_not_worked_out() -> None:
    issues = [named_issue(f"i{k}", ["zero", "one", "two", "three"]) for k in range(12)]
    statements = [ranking(p, i, i.option_ids if p == "a" else i.option_ids[::-1]) for p in ("a", "b") for i in issues]
    line = red_line("firm", "a", issues[0], ["zero"], 0.5)
    case = case_of(issues, statements, [worth("a", (40, 60)), worth("b", (40, 60))], [line])
    found = drivers(case, readings=60, bar_readings=40)
    assert found.base.share is not None
    assert {bar.subject.quantity for bar in found.bars} == {Quantity.NO_DEAL, Quantity.FIRMNESS}
    assert found.lessons
    assert not found.is_complete
    assert any(clause.startswith("break-even values") for clause in found.left_out)
