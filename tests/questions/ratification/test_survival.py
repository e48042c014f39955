from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

import pytest

from detente.model.verdict import Verdict
from detente.questions.ratification.body import Body
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.errors import Flaw, RatificationError
from detente.questions.ratification.ranges import Range
from detente.questions.ratification.survival import Partner, survival
from detente.questions.ratification.survival_odds import chance_at_least, survival_odds

Sides = Callable[..., Constituency]


def random_partners(seed: int, side: Constituency, *, with_rivals: bool = True) -> list[Partner]:
    rng = random.Random(seed)
    names = [a for a in side.actors if rng.random() < 0.9]
    found = []
    for name in names:
        rivals = [n for n in names if n != name and rng.random() < 0.3] if with_rivals else []
        numbers = (rng.randint(0, 6), rng.randint(0, 8), rng.choice([0, 2, 4, 6]))
        found.append(Partner.of(name, *numbers, {r: rng.randint(0, 3) for r in rivals}))
    return found


def fixed_points(side: Constituency, partners: list[Partner], support: set[str]) -> list[frozenset[str]]:
    """Every set of stayers none of whom would leave, and to which no leaver would return."""
    names = [p.name for p in partners]
    found = []
    for k in range(len(names) + 1):
        for chosen in combinations(names, k):
            staying = frozenset(chosen)
            wants = set()
            for p in partners:
                with_it = staying | {p.name}
                worth = p.value.low - sum((c.low for r, c in p.outbid if r not in staying), Fraction(0))
                if side.passes(with_it | support):
                    worth += p.office.low
                if worth >= p.outside.low:
                    wants.add(p.name)
            if wants == staying:
                found.append(staying)
    return found


def test_the_two_outcomes_are_the_greatest_and_the_least_fixed_point(random_side: Sides) -> None:
    n_differ = 0
    for seed in range(400):
        side = random_side(seed, 5)
        partners = random_partners(seed, side)
        support = {a for a in side.actors if a not in {p.name for p in partners}}
        found = survival(side, partners, support=support)
        every = fixed_points(side, partners, support)
        highest, lowest = frozenset(found.loyal.highest.stayers), frozenset(found.loyal.lowest.stayers)
        assert highest in every
        assert lowest in every
        assert all(lowest <= point <= highest for point in every)
        assert found.loyal.highest.is_surviving == side.passes(highest | support)
        assert found.loyal == found.wary
        assert found.loyal.differ == (highest != lowest)
        n_differ += found.loyal.differ
    assert n_differ > 10


def test_a_margin_is_what_would_keep_the_partner() -> None:
    side = Constituency.of_votes({"a": 40, "b": 21}, 61)
    left = survival(side, [Partner.of("a", 5, 0), Partner.of("b", 1, 8, office=3)]).loyal.highest
    assert (left.leavers, left.is_surviving) == (("b",), False)
    assert list(left.margins) == [5, -4]
    kept = survival(side, [Partner.of("a", 5, 0), Partner.of("b", 5, 8, office=3)]).loyal.highest
    assert (kept.leavers, kept.is_surviving) == ((), True)
    assert list(kept.margins) == [5, 0]


def test_partners_who_would_each_stay_if_the_other_does_have_two_outcomes() -> None:
    side = Constituency.of_votes({"a": 31, "b": 30}, 61)
    found = survival(side, [Partner.of("a", 1, 2, office=3), Partner.of("b", 1, 2, office=3)])
    assert found.loyal.highest.stayers == ("a", "b")
    assert found.loyal.lowest.leavers == ("a", "b")
    assert found.verdict is Verdict.CONTESTED


def test_a_rival_that_leaves_draws_the_other_out() -> None:
    side = Constituency.of_votes({"a": 50, "b": 8, "c": 6}, 52)
    partners = [Partner.of("a", 9, 0), Partner.of("b", 0, 9), Partner.of("c", 3, 2, 0, {"b": 2})]
    found = survival(side, partners).loyal.highest
    assert found.rounds == (("b",), ("c",))
    assert not found.is_surviving


def test_support_from_outside_holds_the_government_up() -> None:
    chamber = Body.of("knesset", {"a": 50, "b": 14}, outside={"c": 24, "d": 32}, size=120)
    side = Constituency.of("quota(61 of knesset)", [chamber])
    partners = [Partner.of("a", 5, 0), Partner.of("b", 0, 5)]
    assert survival(side, partners).verdict is Verdict.FAILS
    assert survival(side, partners, support=["c"]).verdict is Verdict.HOLDS


def test_ranges_give_the_most_and_the_least_loyal_conduct() -> None:
    side = Constituency.of_votes({"a": 40, "b": 21}, 61)
    found = survival(side, [Partner.of("a", 5, 0), Partner.of("b", (1, 6), (4, 5), office=(0, 1))])
    assert found.verdict is Verdict.CONTESTED
    assert found.loyal.highest.margins[1] == 3
    assert found.wary.lowest.margins[1] == -4


@pytest.mark.parametrize(
    ("partners", "support", "flaw"),
    [
        ([Partner.of("z", 1, 0)], [], Flaw.UNKNOWN_NAME),
        ([Partner.of("a", 1, 0), Partner.of("a", 1, 0)], [], Flaw.NAME_TWICE),
        ([Partner.of("a", 1, 0)], ["a"], Flaw.NAME_TWICE),
        ([Partner.of("a", 1, 0, 0, {"b": 1})], [], Flaw.UNKNOWN_NAME),
    ],
)
def test_partners_who_are_none_are_refused(partners: list[Partner], support: list[str], flaw: Flaw) -> None:
    with pytest.raises(RatificationError) as caught:
        survival(Constituency.of_votes({"a": 2, "b": 1}, 2), partners, support=support)
    assert caught.value.flaw is flaw


def test_office_cannot_be_worth_less_than_nothing() -> None:
    with pytest.raises(RatificationError):
        Partner.of("a", 1, 0, office=(-1, 2))
    with pytest.raises(RatificationError):
        Range.of((2, 1))


def test_chances_of_sums_are_those_of_irwin_and_hall() -> None:
    unit = Range.of((0, 1))
    assert chance_at_least([unit] * 3, Fraction(2)) == Fraction(1, 6)
    assert chance_at_least([unit] * 3, Fraction(3, 2)) == Fraction(1, 2)
    assert chance_at_least([Range.of((2, 6)), Range.of(1)], Fraction(4)) == Fraction(3, 4)
    assert chance_at_least([Range.of(1)], Fraction(1)) == 1
    assert chance_at_least([unit, Range.of((0, 3))], Fraction(4)) == 0
    assert chance_at_least([unit, Range.of((0, 3))], Fraction(-1)) == 1


def test_points_have_chances_of_0_or_1_that_agree_with_the_outcomes(random_side: Sides) -> None:
    for seed in range(150):
        side = random_side(seed, 5)
        partners = random_partners(seed, side, with_rivals=False)
        points = survival(side, partners).loyal
        odds = survival_odds(side, partners)
        assert [odds.highest, odds.lowest] == [int(points.highest.is_surviving), int(points.lowest.is_surviving)]


def drawn_from(rng: random.Random, numbers: Range) -> Fraction:
    return Fraction(rng.uniform(float(numbers.low), float(numbers.high)))


def test_chances_agree_with_draws() -> None:
    side = Constituency.of_votes({"a": 4, "b": 3, "c": 2}, 6)
    partners = [
        Partner.of("a", (0, 6), 3, office=(0, 2)),
        Partner.of("b", (1, 4), (2, 5), office=2),
        Partner.of("c", 2, (1, 5), office=(1, 3)),
    ]
    odds = survival_odds(side, partners)
    rng = random.Random(1)
    n, highest, lowest = 3000, 0, 0
    for _ in range(n):
        drawn = [
            Partner.of(p.name, drawn_from(rng, p.value), drawn_from(rng, p.outside), drawn_from(rng, p.office)) for p in partners
        ]
        found = survival(side, drawn).loyal
        highest += found.highest.is_surviving
        lowest += found.lowest.is_surviving
    for chance, hits in ((odds.highest, highest), (odds.lowest, lowest)):
        assert abs(float(chance) - hits / n) < 5 * (0.25 / n) ** 0.5
    assert 0 < odds.lowest < odds.highest < 1
    assert all(o.steadfast + o.conditional + o.leaver == 1 for o in odds.partners)


def test_chances_are_refused_where_they_would_not_be_exact() -> None:
    side = Constituency.of_votes({f"f{k}": 1 for k in range(12)}, 6)
    many = [Partner.of(f"f{k}", (0, 2), 1) for k in range(12)]
    with pytest.raises(RatificationError, match="12 partners"):
        survival_odds(side, many)
    rivals = [Partner.of("f0", 1, 1, 0, {"f1": 1}), Partner.of("f1", 1, 1)]
    with pytest.raises(RatificationError, match="rival"):
        survival_odds(side, rivals)
