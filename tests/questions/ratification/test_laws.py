from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from detente.questions.ratification.coalitions import (
    minimal_changes_of_mind,
    minimal_winning_coalitions,
    toppling_sets,
    veto_players,
)
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.diagram import diagram
from detente.questions.ratification.gate import Gate
from detente.questions.ratification.power import power_indices

VOTES = st.lists(st.integers(0, 12), min_size=1, max_size=9).filter(any)


@given(VOTES, st.data())
def test_more_votes_never_mean_less_power(votes: list[int], data: st.DataObject) -> None:
    """At the same quota and the same sum: what one gains another loses."""
    quota = data.draw(st.integers(1, sum(votes)))
    found = power_indices(Constituency.of_votes(votes, quota))
    by_votes = sorted(zip(votes, found.shapley_shubik, found.swings, strict=True))
    for (fewer, index, swings), (more, higher, more_swings) in pairwise(by_votes):
        assert index <= higher
        assert swings <= more_swings
        if fewer == more:
            assert (index, swings) == (higher, more_swings)
    giver = data.draw(st.integers(0, len(votes) - 1))
    taker = data.draw(st.integers(0, len(votes) - 1))
    moved = list(votes)
    moved[giver], moved[taker] = moved[giver] - min(1, votes[giver]), moved[taker] + min(1, votes[giver])
    after = power_indices(Constituency.of_votes(moved, quota))
    assert after.shapley_shubik[taker] >= found.shapley_shubik[taker]


@given(VOTES, st.data())
def test_indices_sum_to_one_and_a_dummy_has_none(votes: list[int], data: st.DataObject) -> None:
    side = Constituency.of_votes([*votes, 0], data.draw(st.integers(1, sum(votes))))
    found = power_indices(side)
    assert sum(found.shapley_shubik) == sum(found.banzhaf) == 1
    assert found.shapley_shubik[-1] == found.swings[-1] == 0
    in_some = {a for s in minimal_winning_coalitions(side).named() for a in s}
    for actor, index in zip(side.actors, found.shapley_shubik, strict=True):
        assert (index > 0) == (actor in in_some)
    for holder in veto_players(side):
        assert found.shapley_shubik[side.actors.index(holder)] == max(found.shapley_shubik)


@given(VOTES, st.data())
def test_what_blocks_has_the_power_of_what_passes(votes: list[int], data: st.DataObject) -> None:
    quota = data.draw(st.integers(1, sum(votes)))
    passing, blocking = Constituency.of_votes(votes, quota), Constituency.of_votes(votes, sum(votes) - quota + 1)
    assert power_indices(passing) == power_indices(blocking)


def test_minimal_sets_are_minimal_and_meet_each_other(random_side: Callable[..., Constituency]) -> None:
    for seed in range(150):
        side = random_side(seed, 7)
        inside = side.everyone & ~side.outside
        winning = minimal_winning_coalitions(side)
        topple = toppling_sets(side, side.actors)
        for mask in winning.masks:
            assert side.gate.passes(mask)
            assert not any(side.gate.passes(mask & ~(1 << k)) for k in range(len(side.actors)) if mask >> k & 1)
            assert all(mask & exits for exits in topple.masks)
        for exits in topple.masks:
            assert not side.gate.passes(side.everyone & ~exits)
            assert all(side.gate.passes(side.everyone & ~exits | 1 << k) for k in range(len(side.actors)) if exits >> k & 1)
        now = toppling_sets(side)
        assert (now.masks == (0,)) == (not side.gate.passes(inside))
        assert minimal_changes_of_mind(side, []).masks == winning.masks


def test_renaming_actors_and_turning_bodies_around_changes_no_power(random_side: Callable[..., Constituency]) -> None:
    for seed in range(60):
        side = random_side(seed, 6)
        n = len(side.actors)

        def turned(rule: Gate, last: int = n - 1) -> Gate:
            parts = tuple(last - p if isinstance(p, int) else turned(p) for p in rule.parts)
            return Gate(parts[::-1], rule.weights[::-1], rule.quota)

        other = Constituency(actors=side.actors[::-1], bodies=side.bodies, rule=side.rule, gate=turned(side.gate))
        before, after = power_indices(side), power_indices(other)
        assert after.shapley_shubik[::-1] == before.shapley_shubik
        assert after.swings[::-1] == before.swings


def test_scaling_all_votes_changes_nothing() -> None:
    assert Constituency.of_votes([4, 6, 10], 12).gate == Constituency.of_votes([2, 3, 5], 6).gate
    third = Fraction(1, 3)
    assert Constituency.of_votes([third, third, third], "2/3").gate == Constituency.of_votes([1, 1, 1], 2).gate


def test_a_diagram_merges_what_decides_alike() -> None:
    assert [len(level) for level in diagram(Gate((0, 1, 2, 3), (3, 3, 3, 1), 6)).low] == [1, 4, 3, 2]
