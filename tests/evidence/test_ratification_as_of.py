"""Ratification as it was known on a day, without one record, and which of its records are assumptions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from case_texts import checked, merged

from detente.casefile.catalog_ratification import side
from detente.evidence.as_of import as_of
from detente.evidence.ratification_as_of import ratification_without
from detente.evidence.support import assumed_keys, ratification_records
from detente.model.case import Case

CLAIMS = (
    "claims:\n"
    "  said: {text: The city wants ten years., kind: demand, source: wire, locator: paragraph 3, said: 2024-04-01}\n"
    "  later: {text: The left would vote against., kind: vow, source: wire, locator: paragraph 4, said: 2024-04-10}\n"
)


def _case(tmp_path: Path, section: str) -> Case:
    case = checked(merged(CLAIMS + section), tmp_path)[0]
    assert case is not None
    return case


def _on(case: Case, day: int) -> Case:
    return as_of(case, dt.date(2024, 4, day))


def test_a_stance_taken_later_is_not_there_yet(tmp_path: Path) -> None:
    text = side(
        stances="      left: [{opposes: lease = ten_years, because: [later]}]\n      right: [{supports: lease = ten_years}]\n"
    )
    case = _case(tmp_path, text)
    early, late = _on(case, 2).ratification, _on(case, 10).ratification
    assert early is not None
    assert late is not None
    assert [s.id for s in early.sides[0].stances] == ["right-1"]
    assert [s.id for s in late.sides[0].stances] == ["left-1", "right-1"]


@pytest.mark.parametrize(
    "known",
    [
        "council: {members: {left: 6, right: 5}, because: [later]}",
        "council: {members: {left: {votes: 6, because: [later]}, right: 5}, because: [said]}",
    ],
)
def test_a_side_goes_with_a_body_or_seat_not_known_yet(tmp_path: Path, known: str) -> None:
    case = _case(tmp_path, side(bodies=f"      {known}\n"))
    assert _on(case, 2).ratification is None
    assert _on(case, 10).ratification is not None


def test_one_stance_can_be_left_out(tmp_path: Path) -> None:
    case = _case(tmp_path, side())
    assert case.ratification is not None
    left = ratification_without(case.ratification, "ratification.city.stances.left-1")
    assert left is not None
    assert [s.id for s in left.sides[0].stances] == ["right-1"]
    assert ratification_without(case.ratification, "ratification.city") is None


def test_records_without_claims_are_assumptions(tmp_path: Path) -> None:
    case = _case(tmp_path, side(stances="      left: [{opposes: lease = ten_years}]\n      right: [{supports: rent > 0}]\n"))
    keys = [record.key for record in ratification_records(case)]
    assert keys == [
        "ratification.city",
        "ratification.city.bodies.council",
        "ratification.city.stances.left-1",
        "ratification.city.stances.right-1",
    ]
    assert {k for k in assumed_keys(case) if k.startswith("ratification")} == set(keys[2:])
