"""The bundled worked example of an agreement in phases: its numbers are those of the exchange solved by hand."""

from __future__ import annotations

import pytest

from detente.casefile.load import load
from detente.model.case import Case
from detente.model.phases import END, Phases, Situation, SituationKind, StakeKind
from detente.readings.situation_values import SituationValues

KEPT, NO_DEAL = (Situation(kind=kind) for kind in (SituationKind.KEPT, SituationKind.NO_DEAL))
BROKEN = {
    ("first-release", "a"): 4,
    ("first-withdrawal", "g"): 9,
    ("second-release", "a"): 5,
    ("second-withdrawal", "g"): 13,
    ("last-release", "a"): 6,
    ("last-withdrawal", "g"): 17,
    (END, "a"): 9,
    (END, "g"): 15,
}
"""Worth to who breaks, of the whole course: resumed fighting, and what went over before."""


@pytest.fixture(name="phases")
def phases_fixture() -> Phases:
    case: Case = load("hostages-for-withdrawal")
    assert case.phases is not None
    return case.phases


def worth(phases: Phases, actor: str, situation: Situation) -> int:
    values = SituationValues(phases, actor)
    form = values.value(situation)
    assert form is not None
    assert all(low == high for low, high in values.bounds.values())
    return int(sum(factor * values.bounds[name][0] for name, factor in form.items()))


def test_kept_it_serves_both_far_better_than_no_deal(phases: Phases) -> None:
    assert [(worth(phases, actor, KEPT), worth(phases, actor, NO_DEAL)) for actor in ("a", "g")] == [(11, 4), (16, 4)]


def test_only_the_last_withdrawal_is_better_broken_than_made(phases: Phases) -> None:
    found = {
        (step, actor): worth(phases, actor, Situation(kind=SituationKind.BROKEN, step=step, actor=actor))
        for step, actor in BROKEN
    }
    assert found == BROKEN
    better = [(step, actor) for (step, actor), value in found.items() if value > worth(phases, actor, KEPT)]
    assert better == [("last-withdrawal", "g")]


def test_everything_goes_over_and_no_number_is_left_to_a_default(phases: Phases) -> None:
    for asset in phases.assets:
        handed = [over.amount.low for step in phases.steps for over in step.delivers if over.asset == asset.id]
        assert sum(handed) == asset.amount.low
    for actor in ("a", "g"):
        kinds = {stake.kind for stake in phases.stakes_of(actor)}
        assert {StakeKind.PEACE, StakeKind.NO_DEAL, StakeKind.FIGHTING} <= kinds
        assert all(stake.value.because for stake in phases.stakes_of(actor))
