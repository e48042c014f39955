"""No share is told of a handful of readings."""

from __future__ import annotations

from building import case_of, named_issue, ranking, worth

from detente.explanation.explain import explain, tell
from detente.model.case import Case
from detente.questions.agreement.question import agreement

HALT = named_issue("halt", ["none", "weeks", "permanent"])
AID = named_issue("aid", ["low", "high"])


def contested(top: int) -> Case:
    """Two parties who mostly agree; the higher one party's no-deal value may be, the more readings lack a deal."""
    ranked = [
        ranking("a", HALT, ["permanent", "weeks", "none"]),
        ranking("a", AID, ["high", "low"]),
        ranking("b", HALT, ["weeks", "permanent", "none"]),
        ranking("b", AID, ["low", "high"]),
    ]
    return case_of([HALT, AID], ranked, [worth("a", (0, top)), worth("b", (0, top))])


def test_a_handful_of_readings_without_a_deal_is_counted_and_no_more() -> None:
    case = contested(60)
    finding = agreement(case, readings=200)
    assert 0 < finding.n_without_deal < 30
    told = explain(case, readings=200)
    assert not told.openings
    assert any(j.key == "few-without-deal" for j in told.judgements)
    assert not any(j.key.startswith("blocks-drawn") for j in told.judgements)


def test_enough_readings_without_a_deal_are_told_with_what_blocks_in_them() -> None:
    case = contested(95)
    finding = agreement(case, readings=400)
    assert finding.n_without_deal >= 30
    told = tell(case, finding)
    assert told.openings
    assert any(j.key.startswith("blocks-drawn") for j in told.judgements)
