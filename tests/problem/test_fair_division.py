from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.problem.fair_division import AdjustedWinner, adjusted_winner, points_at_stake
from detente.problem.problem import AgreementProblem, ProblemError, Requirement, one_of


def worth(found: AdjustedWinner, of: int, to: int) -> Fraction:
    """What the shares of one party are worth by the points of one."""
    return sum((s * p for s, p in zip(found.shares[of], found.points[to], strict=True)), Fraction(0))


def test_the_divorce_of_bob_and_carol_splits_the_retirement_account() -> None:
    # Brams and Taylor's own example of the procedure (New York University, pages.nyu.edu/adjustedwinner): each has 56 2/3.
    issues = ["retirement account", "home", "summer cottage", "investments", "other"]
    found = adjusted_winner([[50, 20, 15, 10, 5], [40, 30, 10, 10, 10]], parties=["Carol", "Bob"], issues=issues)
    assert list(found.won) == [65, 50]  # the investments, on which they tie, go to Bob, who trails
    assert found.split == "retirement account"
    assert list(found.shares[1]) == [Fraction(1, 6), 1, 0, 1, 1]
    assert found.total == Fraction(170, 3)


def test_the_example_of_for_all_practical_purposes_splits_item_c() -> None:
    # COMAP, "For All Practical Purposes" (9th ed., W. H. Freeman), adjusted winner applet: John keeps 1/7 of item C.
    found = adjusted_winner([[30, 15, 20, 30, 5], [20, 25, 15, 15, 25]], parties=["John", "Mary"], issues=list("ABCDE"))
    assert list(found.won) == [80, 50]
    assert found.transfers == ("C",)
    assert list(found.shares[0]) == [1, 0, Fraction(1, 7), 1, 0]
    assert found.total == Fraction(440, 7)


def random_points(seed: int) -> list[list[Fraction]]:
    rng = random.Random(seed)
    n = rng.randint(1, 7)
    rows = [[Fraction(rng.choice([0, 0, 1, 2, 5, rng.randint(0, 40)]), rng.randint(1, 3)) for _ in range(n)] for _ in range(2)]
    for row in rows:
        row[rng.randrange(n)] += 1
    return rows


@given(st.integers(0, 10**9))
def test_the_division_is_equitable_envy_free_and_divides_at_most_one_issue(seed: int) -> None:
    found = adjusted_winner(random_points(seed))
    assert worth(found, 0, 0) == worth(found, 1, 1) == found.total
    for party in (0, 1):
        assert sum(found.points[party]) == 100
        assert worth(found, party, party) >= worth(found, 1 - party, party)
        assert worth(found, party, party) >= 50
    divided = [i for i, s in zip(found.issues, found.shares[0], strict=True) if 0 < s < 1]
    assert divided == ([] if found.split is None else [found.split])
    assert all(a + b == 1 and a >= 0 and b >= 0 for a, b in zip(*found.shares, strict=True))


@given(st.integers(0, 10**9))
def test_no_division_is_better_for_one_party_and_as_good_for_the_other(seed: int) -> None:
    # A better division would have to trade a part of an issue for a part of another at a profit to one side and no loss
    # to the other: with linear values it exists only if some issue held in part or whole has a lower ratio of values
    # than one the other side holds.
    found = adjusted_winner(random_points(seed))
    for k, (ours_k, theirs_k) in enumerate(zip(*found.points, strict=True)):
        for j, (ours_j, theirs_j) in enumerate(zip(*found.points, strict=True)):
            if found.shares[0][k] > 0 and found.shares[1][j] > 0:
                assert ours_k * theirs_j >= ours_j * theirs_k
    for k in range(len(found.issues)):  # and nobody holds what is worth something to the other side only
        for party in (0, 1):
            if found.shares[party][k] > 0 and found.points[party][k] == 0:
                assert found.points[1 - party][k] == 0


@given(st.integers(0, 10**9))
def test_the_order_of_parties_changes_no_total_and_scales_change_nothing(seed: int) -> None:
    points = random_points(seed)
    found, swapped = adjusted_winner(points), adjusted_winner(points[::-1])
    assert found.total == swapped.total
    scaled = adjusted_winner([[p * 7 for p in points[0]], [p / 3 for p in points[1]]])
    assert scaled == found


def test_equal_points_need_no_division_when_they_come_out_level() -> None:
    found = adjusted_winner([[50, 50], [50, 50]])
    assert list(found.shares[0]) == [1, 0]
    assert found.split is None
    assert not found.transfers


def test_points_at_stake_are_what_winning_gives_over_losing() -> None:
    problem = AgreementProblem.of([[[10, 4, 0], [1, 5], [2, 2]], [[0, 6, 9], [1, 5], [7, 0]]])
    assert [list(row) for row in points_at_stake(problem)] == [[10, 0, 0], [9, 0, 0]]


@pytest.mark.parametrize(
    "points",
    [[[1, 2]], [[1], [1, 2]], [[1, -1], [1, 1]], [[0, 0], [1, 1]], [["x"], [1]], [[1], [1], [1]]],
)
def test_what_are_no_points_of_two_parties_is_refused(points: list[list[int | str]]) -> None:
    with pytest.raises(ProblemError):
        adjusted_winner(points)


def test_issues_that_a_requirement_joins_are_not_divided() -> None:
    rule = Requirement(id="r", formula=one_of("i1", "o1"))
    with pytest.raises(ProblemError, match="joins"):
        points_at_stake(AgreementProblem.of([[[1, 0]], [[0, 1]]], requirements=[rule]))
    with pytest.raises(ProblemError, match="two parties"):
        points_at_stake(AgreementProblem.of([[[1, 0]]]))
    with pytest.raises(ProblemError, match="name"):
        adjusted_winner([[1], [1]], issues=["a", "b"])
