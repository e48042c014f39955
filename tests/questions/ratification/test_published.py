"""Numbers printed in the literature on power indices; each test says where they are from."""

from __future__ import annotations

from fractions import Fraction

import pytest

from detente.questions.ratification.body import Body
from detente.questions.ratification.coalitions import minimal_winning_coalitions, toppling_sets, veto_players
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.power import power_indices

PERMANENT = ["china", "france", "russia", "uk", "us"]
ELECTED = [f"elected{k}" for k in range(10)]


def security_council() -> Constituency:
    council = Body.of("council", dict.fromkeys([*PERMANENT, *ELECTED], 1), size=15)
    return Constituency.of(" and ".join(["quota(9 of council)", *(f"veto({p})" for p in PERMANENT)]), [council])


def weighted_security_council() -> Constituency:
    return Constituency.of_votes(dict.fromkeys(PERMANENT, 7) | dict.fromkeys(ELECTED, 1), 39)


@pytest.mark.parametrize("make", [security_council, weighted_security_council])
def test_the_security_council_after_1965(make: object) -> None:
    """Nine of fifteen with all five permanent members; as 39 of 55 weighted votes it is the same game."""
    found = power_indices(make())  # type: ignore[operator]
    assert found.shapley_shubik == (Fraction(421, 2145),) * 5 + (Fraction(4, 2145),) * 10
    assert found.swings == (848,) * 5 + (84,) * 10
    assert found.banzhaf == (Fraction(848, 5080),) * 5 + (Fraction(84, 5080),) * 10


def test_every_permanent_member_holds_a_veto_and_seven_others_block() -> None:
    side = security_council()
    assert veto_players(side) == tuple(PERMANENT)
    assert len(minimal_winning_coalitions(side)) == 210  # C(10, 4)
    topple = toppling_sets(side)
    assert topple.named()[:5] == tuple((p,) for p in PERMANENT)
    assert {len(s) for s in topple.named()[5:]} == {7}
    assert len(topple) == 5 + 120  # C(10, 7)


def test_the_six_of_1958_where_one_never_decides() -> None:
    """The Council of the European Economic Community, 12 of 17 votes: Luxembourg's vote never mattered."""
    votes = {"france": 4, "germany": 4, "italy": 4, "belgium": 2, "netherlands": 2, "luxembourg": 1}
    found = power_indices(Constituency.of_votes(votes, 12))
    assert found.shapley_shubik == tuple(Fraction(k, 60) for k in (14, 14, 14, 9, 9, 0))
    assert found.banzhaf == tuple(Fraction(k, 21) for k in (5, 5, 5, 3, 3, 0))
