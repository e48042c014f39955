"""Break-even values, against the agreement question asked again of cases with one number changed."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import pytest
from building import case_of, named_issue, points, ranking, red_line, worth

from detente.model.case import Case
from detente.model.issue import Issue
from detente.model.no_deal import NoDealStatement, Relation
from detente.model.package import Package
from detente.model.preference import Points, PointsRange, Statement, Weights
from detente.model.red_line import RedLine
from detente.model.verdict import Verdict
from detente.questions.agreement.conditions import Condition
from detente.questions.agreement.drivers.finding import End, NumberBreakEven, Quantity
from detente.questions.agreement.drivers.judged_numbers import JudgedNumber, case_at, judged_numbers
from detente.questions.agreement.drivers.question import break_evens, drivers
from detente.questions.agreement.question import agreement

STEP = Fraction(1, 10_000)
BUNDLED = ("gaza-truce-2024-04", "tram-strike", "river-treaty", "mill-wages", "port-lease")


# -- random cases ----------------------------------------------------------------------------------


def exact_case(rng: random.Random) -> Case:
    parties = [f"p{k}" for k in range(rng.randint(2, 3))]
    issues = [named_issue(f"i{k}", [f"o{j}" for j in range(rng.randint(2, 3))]) for k in range(rng.randint(2, 3))]
    statements = [s for party in parties for s in exact_points(rng, party, issues)]
    worths = [worth(party, rng.randint(20, 80)) for party in parties]
    lines = [random_line(rng, f"l{k}", parties, issues) for k in range(rng.randint(0, 2))]
    return case_of(issues, statements, worths, lines, parties=parties)


def exact_points(rng: random.Random, party: str, issues: list[Issue]) -> list[Points]:
    cuts = sorted(rng.randint(0, 100) for _ in range(len(issues) - 1))
    weights = [high - low for low, high in pairwise([0, *cuts, 100])]
    found = []
    for issue, weight in zip(issues, weights, strict=True):
        values = [0, weight] + [rng.randint(0, weight) for _ in issue.option_ids[2:]]
        rng.shuffle(values)
        given = tuple((o, PointsRange(low=Fraction(v), high=Fraction(v))) for o, v in zip(issue.option_ids, values, strict=True))
        found.append(Points(id=f"{party}-{issue.id}", actor=party, issue=issue.id, points=given))
    return found


def random_line(rng: random.Random, line_id: str, parties: list[str], issues: list[Issue]) -> RedLine:
    issue = rng.choice(issues)
    allowed = rng.sample(issue.option_ids, rng.randint(1, len(issue.option_ids) - 1))
    return red_line(line_id, rng.choice(parties), issue, sorted(allowed), rng.choice([None, 0.5, 0.8]))


def ranged_case(rng: random.Random) -> Case:
    """Rankings with ranges of points, weights and no-deal values, some relative to a package, some orders open."""
    parties = ["a", "b"]
    issues = [named_issue(f"i{k}", [f"o{j}" for j in range(rng.randint(2, 3))]) for k in range(2)]
    statements: list[Statement] = []
    worths: list[NoDealStatement] = []
    for party in parties:
        for issue in issues:
            order = list(issue.option_ids)
            rng.shuffle(order)
            statements.append(ranking(party, issue, order))
        low = rng.randint(20, 60)
        kind = rng.random()
        if kind < 0.4:
            span = PointsRange(low=Fraction(low), high=Fraction(low + rng.randint(0, 20)))
            statements.append(Weights(id=f"{party}-weight", actor=party, weights=((issues[0].id, span),)))
        elif kind < 0.8:
            ranked = next(s for s in statements if s.actor == party)
            option = ranked.options[rng.randint(0, len(ranked.options) - 2)]  # type: ignore[union-attr]
            statements.append(points(party, issues[0].id, {option: (low // 2, low)}))
        least = rng.randint(10, 60)
        worths.append(worth(party, (least, least + rng.choice([0, 10, 20]))))
        if rng.random() < 0.4:
            terms = {issue.id: rng.choice(issue.option_ids) for issue in issues}
            relation = rng.choice([Relation.AT_MOST, Relation.AT_LEAST])
            worths.append(
                NoDealStatement(
                    id=f"{party}-relative", actor=party, relation=relation, package=Package.of(terms), package_name="x"
                )
            )
    return case_of(issues, statements, worths, parties=parties)


def numbers_of(case: Case) -> dict[tuple[object, End, bool], JudgedNumber]:
    return {(n.subject, n.end, n.in_proportion): n for n in judged_numbers(case)}


def leading(case: Case) -> tuple[Condition, ...]:
    found = agreement(case, readings=2)
    return found.openings[0].conditions if found.openings else ()


# -- the verdict, asked again ----------------------------------------------------------------------


def check_verdicts(case: Case, entry: NumberBreakEven, number: JudgedNumber, rng: random.Random) -> int:
    """Ask again at, just beside and well before each flip; returns how many flips there were."""

    def verdict(value: Fraction) -> Verdict | None:
        found = agreement(case_at(case, number, value), readings=8)
        return None if found.verdict is Verdict.UNDETERMINED else found.verdict

    stated = agreement(case, readings=8).verdict
    flips = 0
    for flip, end, way in ((entry.below, entry.least, -1), (entry.above, entry.most, 1)):
        until = end if flip is None else flip.value
        for share in (Fraction(1, 7), Fraction(rng.randint(1, 98), 99), Fraction(98, 99)):
            assert verdict(entry.stated + (until - entry.stated) * share) in (
                (stated,) if until != entry.stated else (stated, None)
            )
        if flip is not None:
            flips += 1
            assert verdict(flip.value) == flip.at
            if flip.beyond is not None:
                assert verdict(flip.value + way * STEP) == flip.beyond
            assert stated not in (flip.at, flip.beyond) or flip.at != flip.beyond
    return flips


@pytest.mark.parametrize("block", range(2))
def test_the_verdict_of_an_exact_case_changes_just_where_it_is_said_to(block: int) -> None:
    rng = random.Random(block)
    flips = 0
    for _ in range(2):
        case = exact_case(rng)
        numbers = numbers_of(case)
        for entry in break_evens(case):
            number = numbers[(entry.subject, entry.end, entry.in_proportion)]
            assert entry.is_complete
            flips += check_verdicts(case, entry, number, rng)
    assert flips


@pytest.mark.parametrize("block", range(2))
def test_the_verdict_of_a_case_with_ranges_changes_just_where_it_is_said_to(block: int) -> None:
    rng = random.Random(100 + block)
    flips = done = 0
    while done < 2 or not flips:
        case = ranged_case(rng)
        if agreement(case, readings=4).verdict is Verdict.UNDETERMINED:
            continue
        done += 1
        numbers = numbers_of(case)
        for entry in break_evens(case):
            if entry.is_complete:
                flips += check_verdicts(case, entry, numbers[(entry.subject, entry.end, entry.in_proportion)], rng)
    assert flips


# -- the leading opening ---------------------------------------------------------------------------


def test_another_opening_leads_just_where_it_is_said_to() -> None:
    rng = random.Random(7)
    moved = 0
    for _ in range(6):
        case = exact_case(rng)
        numbers = numbers_of(case)
        for entry in drivers(case, readings=2).break_evens:
            number = numbers[(entry.subject, entry.end, entry.in_proportion)]
            assert entry.is_opening_exact or entry.least == entry.most
            stated = leading(case)
            for flip, end, way in ((entry.opening_below, entry.least, -1), (entry.opening_above, entry.most, 1)):
                until = end if flip is None else flip.value
                middle = entry.stated + (until - entry.stated) * Fraction(rng.randint(1, 98), 99)
                assert until == entry.stated or leading(case_at(case, number, middle)) == stated
                if flip is not None:
                    moved += 1
                    assert leading(case_at(case, number, flip.value)) == flip.at
                    assert flip.beyond is None or leading(case_at(case, number, flip.value + way * STEP)) == flip.beyond
    assert moved > 5


# -- worked by hand --------------------------------------------------------------------------------


def middling() -> Case:
    """One deal is left, the middle of x: worth less to ``a`` than the weight of x, 30 to 60 points; no deal is worth 50 to 90."""
    first, second = named_issue("x", ["low", "middle", "high"]), named_issue("y", ["low", "high"])
    statements: list[Statement] = [
        ranking("a", first, ["high", "middle", "low"]),
        ranking("a", second, ["high", "low"]),
        Weights(id="a-weight", actor="a", weights=(("x", PointsRange(low=Fraction(30), high=Fraction(60))),)),
    ]
    lines = [red_line("no-high-x", "b", first, ["low", "middle"]), red_line("no-high-y", "b", second, ["low"])]
    return case_of([first, second], statements, [worth("a", (50, 90)), worth("b", 0)], lines)


def entry_of(case: Case, quantity: Quantity, end: End) -> NumberBreakEven:
    return next(e for e in break_evens(case) if (e.subject.quantity, e.subject.actor, e.end) == (quantity, "a", end))


def test_a_deal_stays_possible_until_no_deal_is_worth_the_most_it_can_be() -> None:
    least = entry_of(middling(), Quantity.NO_DEAL, End.LOW)
    assert least.below is None
    assert least.above is not None
    assert (str(least.above.value), least.above.at, least.above.beyond) == ("60", Verdict.FAILS, Verdict.FAILS)
    most = entry_of(middling(), Quantity.NO_DEAL, End.HIGH)
    assert (most.below, most.above) == (None, None)


def test_a_deal_is_no_longer_possible_where_the_weight_cannot_reach_no_deal() -> None:
    most = entry_of(middling(), Quantity.WEIGHT, End.HIGH)
    assert most.above is None
    assert most.below is not None
    assert (str(most.below.value), most.below.at, most.below.beyond) == ("50", Verdict.FAILS, Verdict.FAILS)


def test_a_deal_good_in_every_reading_stays_so_up_to_the_least_it_can_be_worth() -> None:
    first = named_issue("x", ["low", "high"])
    second = named_issue("y", ["low", "high"])
    statements: list[Statement] = [
        ranking("a", first, ["high", "low"]),
        ranking("a", second, ["high", "low"]),
        Weights(id="a-weight", actor="a", weights=(("x", PointsRange(low=Fraction(30), high=Fraction(60))),)),
    ]
    line = red_line("no-high-y", "b", second, ["low"])
    case = case_of([first, second], statements, [worth("a", (10, 20)), worth("b", 0)], [line])
    most = entry_of(case, Quantity.NO_DEAL, End.HIGH)
    assert most.above is not None
    assert (str(most.above.value), most.above.at, most.above.beyond) == ("30", Verdict.HOLDS, Verdict.CONTESTED)
