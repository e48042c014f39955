"""When the moment is ripe, and how much of the waiting rests on seeing the future differently."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from detente.questions.timing.errors import TimingError
from detente.questions.timing.optimism import optimism
from detente.questions.timing.ripeness import ripeness
from detente.questions.timing.view import Prospect, View
from detente.questions.timing.waiting import waiting


def _two(chance_a: Fraction | int, chance_b: Fraction | int) -> list[View]:
    """Each hopes for a turn that helps it and costs the other as much."""
    turn_a = Prospect.of("turn", 2, chance_a, terms=10)
    turn_b = Prospect.of("turn", 2, chance_b, terms=-10)
    return [
        View.of("A", signing=50, end=20, costs=[1, 1, 1], prospects=[turn_a]),
        View.of("B", signing=50, end=20, costs=[1, 1, 1], prospects=[turn_b]),
    ]


def test_a_party_that_is_sure_of_a_turn_waits_and_agreed_beliefs_end_the_waiting() -> None:
    found = optimism(_two(1, Fraction(1, 10)))
    assert found.disputed == ("turn",)
    assert found.own == {"A": Fraction(-8), "B": Fraction(1)}
    assert found.explains
    assert found.shrinks == 1
    [as_b] = [belief for belief in found.common if belief.of == "B"]
    assert as_b.all_sign


def test_where_one_would_wait_at_every_common_belief_optimism_does_not_explain_it() -> None:
    found = optimism(_two(1, Fraction(9, 10)))
    assert not found.explains
    assert found.shrinks == Fraction(1, 8)  # 8 points short as A sees it, 7 as B does


def test_parties_that_agree_on_the_future_have_nothing_to_explain() -> None:
    found = optimism(_two(Fraction(1, 2), Fraction(1, 2)))
    assert found.disputed == ()
    assert found.common == ()
    assert found.shrinks == 0


@pytest.mark.parametrize("seed", range(100))
def test_own_beliefs_put_to_all_give_the_party_what_it_had(seed: int) -> None:
    rng = random.Random(seed)
    views = [
        View.of(
            party,
            signing=rng.randint(0, 9),
            end=rng.randint(0, 9),
            costs=[rng.randint(0, 2) for _ in range(3)],
            prospects=[
                Prospect.of(name, 1 + k, Fraction(rng.randint(0, 4), 4), terms=rng.randint(-4, 4)) for k, name in enumerate("xy")
            ],
        )
        for party in ("A", "B", "C")
    ]
    found = optimism(views)
    for belief in found.common:
        if belief.of is not None:
            assert belief.gains[belief.of] == found.own[belief.of]
    assert found.shrinks is None or 0 <= found.shrinks <= 1


def test_the_first_ripe_moment_and_who_was_not_hurting_before() -> None:
    a = View.of("A", signing=50, end=40, costs=[2] * 6)
    b = View.of("B", signing=50, end=40, costs=[0, 0, 0, 0, 3, 3])
    found = ripeness([a, b], {"truce": {"A": 50, "B": 50}, "peace": {"A": 80, "B": 10}})
    assert found.first == 4
    assert found.not_hurting(0) == ("B",)
    assert found.moments[0].ways_out == ("truce",)


def test_pain_without_a_way_out_is_not_ripe() -> None:
    a = View.of("A", signing=20, end=60, costs=[1, 1])
    b = View.of("B", signing=50, end=0, costs=[1, 1])
    found = ripeness([a, b], {"truce": {"A": 20, "B": 50}})
    assert found.first is None
    assert all(min(moment.delay_costs) > 0 for moment in found.moments)


def test_a_way_out_is_at_least_as_good_as_never_signing_by_each_ones_own_view() -> None:
    a = View.of("A", signing=30, end=35, costs=[2, 2, 2])
    assert waiting(a).never_worth == 29
    found = ripeness([a], {"truce": {"A": 29}, "less": {"A": 28}})
    assert found.moments[0].ways_out == ("truce",)


def test_a_turn_for_the_worse_that_is_due_makes_waiting_hurt() -> None:
    free = View.of("A", signing=50, end=40, costs=[0, 0])
    loses = View.of("A", signing=50, end=40, costs=[0, 0], prospects=[Prospect.of("turn", 1, "1/2", terms=-4)])
    assert ripeness([free], {"p": {"A": 50}}).first is None
    assert ripeness([loses], {"p": {"A": 50}}).first == 0


def test_wrong_input_is_refused_in_words() -> None:
    a, b = View.of("A", 1, 1, [1]), View.of("B", 1, 1, [1, 1])
    with pytest.raises(TimingError, match="same length"):
        ripeness([a, b], {})
    with pytest.raises(TimingError, match="is not given"):
        ripeness([a], {"p": {}})
    with pytest.raises(TimingError, match="from 1 to 1"):
        ripeness([a], {}, lookahead=2)
    with pytest.raises(TimingError, match="one party"):
        optimism([a, a])
    with pytest.raises(TimingError, match="settled"):
        optimism([View.of("A", (1, 2), 1, [1])])
