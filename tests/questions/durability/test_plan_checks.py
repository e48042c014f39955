"""Input that makes no agreement is refused, and named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.errors import PlanError
from detente.questions.durability.terms import Asset, Closing, Guarantee, Stakes, Step

STAKES = {"A": Stakes.of(peace=1), "G": Stakes.of(peace=1)}
ASSETS = [Asset.of("hostages", "A", 3, is_divisible=False)]


def plan_of(steps: list[Step], **changes: Any) -> AgreementPlan:
    given: dict[str, Any] = {"stakes": STAKES, "assets": ASSETS, "closing": Closing.of(9), **changes}
    return AgreementPlan.of(given["stakes"], given["assets"], steps, given["closing"], start=given.get("start"))


@pytest.mark.parametrize(
    ("steps", "changes", "message"),
    [
        (
            [Step.of("s", "A", 0, {"hostages": 2}), Step.of("t", "A", 1, {"hostages": 2})],
            {},
            "`t` delivers 2 of `hostages`.* 1 are",
        ),
        ([Step.of("s", "G", 0, {"hostages": 1})], {}, "which `G` does not hold"),
        ([Step.of("s", "A", 0, {"land": 1})], {}, "which `A` does not hold"),
        ([Step.of("s", "A", 0, {"hostages": -1})], {}, "less than nothing"),
        ([Step.of("s", "A", 0, {"hostages": "0.5"})], {}, "cannot be divided"),
        ([Step.of("s", "A", 2), Step.of("t", "A", 1)], {}, "`t` is at time 1, before step `s` at 2"),
        ([Step.of("s", "A", 2)], {"start": 3}, "before the start of the truce at 3"),
        ([Step.of("s", "A", 10)], {}, "the closing is at time 9, before step `s`"),
        ([Step.of("s", "A", 0), Step.of("s", "G", 0)], {}, "step `s` is named twice"),
        ([Step.of("closing", "A", 0)], {}, "names the end"),
        ([Step.of("s", "B", 0)], {}, "unknown party `B`"),
        ([], {"assets": [*ASSETS, *ASSETS]}, "asset `hostages` is named twice"),
        ([], {"assets": [Asset.of("h", "A", -1)]}, "total below 0"),
        ([], {"stakes": {}, "assets": []}, "no party"),
        ([], {"stakes": {"A": Stakes.of(peace=1, discount="1.1")}}, "discount factor of `A` is 11/10"),
        ([], {"stakes": {"A": Stakes.of(peace=1, leverage={"x": 1})}}, "unknown asset `x`"),
        ([], {"stakes": {"A": Stakes.of(peace=1, victim_loss=-1)}}, "victim loss of `A` is below 0"),
        (
            [],
            {"closing": Closing.of(1, guarantees={"A": Guarantee.of(1, detection="1.2")})},
            "detection at the closing of `A` is 6/5",
        ),
        ([], {"closing": Closing.of(1, guarantees={"A": Guarantee.of(-1)})}, "penalty at the closing of `A` is below 0"),
        ([replace(Step.of("s", "A", 0), guarantee=Guarantee.of(1, detection=2))], {}, "detection at step `s` is 2"),
        ([Step.of("s", "A", "0.5")], {"stakes": {"A": Stakes.of(peace=1, discount="0.9")}, "start": 0}, "whole units apart"),
    ],
)
def test_a_plan_that_is_none_is_refused(steps: list[Step], changes: dict[str, Any], message: str) -> None:
    with pytest.raises(PlanError, match=message):
        plan_of(steps, **changes)


def test_stakes_need_a_peace_and_know_their_names() -> None:
    with pytest.raises(PlanError, match="need `peace`"):
        Stakes.of(fighting=1)
    with pytest.raises(PlanError, match="have no `piece`"):
        Stakes.of(piece=1)
