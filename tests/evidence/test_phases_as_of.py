"""A phased agreement as it was known on a day, without one record, and which of its records are assumptions."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from case_texts import checked, merged

from detente.casefile.catalog_phases import agreement, stakes
from detente.evidence.as_of import as_of
from detente.evidence.phases_as_of import phases_without
from detente.evidence.support import assumed_keys, phases_records, unused_claims
from detente.model.case import Case
from detente.model.phases import Phases, SituationKind, StakeKind
from detente.model.preference import Link

CLAIMS = (
    "claims:\n"
    "  said: {text: The city wants ten years., kind: demand, source: wire, locator: paragraph 3, said: 2024-04-01}\n"
    "  later: {text: The union would lift the picket., kind: offer, source: wire, locator: paragraph 4, said: 2024-04-10}\n"
)
WORD = "  guarantees:\n    word: {on: union, at: [lifting], penalty: {value: 5, because: [said]}, by: city, because: [said]}\n"
TYPES = "  types:\n    city: {regroups: {value: 0.4, because: [said]}, peace: {value: 3, because: [said]}, because: [said]}\n"
STAKES = stakes(peace="10..20", no_deal="0", fighting="2..4") + (
    "      delivered: {pickets: {value: 1, because: [said]}, lifting: {value: 1, because: [said]}}\n"
)
WHOLE = agreement(more=STAKES + WORD + TYPES)


def _case(tmp_path: Path, section: str) -> Case:
    case, found = checked(merged(CLAIMS + section), tmp_path)
    assert case is not None, found
    return case


def _phases(case: Case) -> Phases:
    assert case.phases is not None
    return case.phases


def _on(case: Case, day: int) -> Case:
    return as_of(case, dt.date(2024, 4, day))


def test_a_step_told_of_later_is_not_there_yet_nor_what_compares_and_guards_it(tmp_path: Path) -> None:
    case = _case(tmp_path, WHOLE.replace("delivers: {pickets: 2}, because: [said]", "delivers: {pickets: 2}, because: [later]"))
    early, late = _phases(_on(case, 2)), _phases(_on(case, 10))
    assert late == _phases(case)
    assert [step.id for step in early.steps] == ["opening", "rest"]
    assert [ranking.actor for ranking in early.comparisons] == ["union"]
    assert early.guarantees == ()
    assert [stake.of for stake in early.stakes if stake.kind is StakeKind.DELIVERED] == ["pickets"]


def test_a_comparison_goes_on_across_a_break_that_cannot_be_yet(tmp_path: Path) -> None:
    said = "    city: [{prefers: 'kept > broken(lifting, union) >= no_deal', because: [said]}]\n"
    union = "    union: [{prefers: 'kept > no_deal', because: [said]}]\n"
    text = agreement(comparisons=said + union)
    case = _case(tmp_path, text.replace("delivers: {pickets: 2}, because: [said]", "delivers: {pickets: 2}, because: [later]"))
    first = _phases(_on(case, 2)).comparisons_of("city")[0]
    assert [situation.kind for situation in first.situations] == [SituationKind.KEPT, SituationKind.NO_DEAL]
    assert first.links == (Link.ABOVE,)


def test_an_asset_told_of_later_is_handed_over_and_valued_later(tmp_path: Path) -> None:
    case = _case(tmp_path, WHOLE.replace("amount: 2, because: [said]", "amount: 2, because: [later]"))
    early = _phases(_on(case, 2))
    assert [asset.id for asset in early.assets] == ["berths"]
    assert early.step("lifting").delivers == ()
    assert [stake.of for stake in early.stakes if stake.kind is StakeKind.DELIVERED] == ["lifting"]


def test_stakes_go_with_the_peace_and_a_second_type_with_them(tmp_path: Path) -> None:
    case = _case(tmp_path, WHOLE.replace("peace: {value: 10..20, because: [said]", "peace: {value: 10..20, because: [later]"))
    early = _phases(_on(case, 2))
    assert early.stakes == ()
    assert early.types == ()
    assert _phases(_on(case, 10)) == _phases(case)


@pytest.mark.parametrize("part", ["phases:\n  because: [said]", "end: {at: 8, because: [said]}"])
def test_without_the_agreement_or_its_end_nothing_is_asked(part: str, tmp_path: Path) -> None:
    case = _case(tmp_path, WHOLE.replace(part, part.replace("said", "later")))
    assert _on(case, 2).phases is None
    assert _on(case, 10).phases == case.phases


def test_what_was_said_later_changes_nothing_before(tmp_path: Path) -> None:
    both = WHOLE.replace("end: {at: 8, because: [said]}", "end: {at: 8, because: [said, later]}")
    assert _on(_case(tmp_path, both), 2).phases == _on(_case(tmp_path, WHOLE), 2).phases


@pytest.mark.parametrize(
    ("key", "gone"),
    [
        ("phases.comparisons.city-1", 1),
        ("phases.guarantees.word", 2),
        ("phases.guarantees.word.penalty", 2),
        ("phases.types.city", 3),
        ("phases.types.city.peace", 3),
        ("phases.stakes.city.no_deal", 1),
        ("phases.stakes.city.delivered.pickets", 1),
        ("phases.stakes.city.peace", 8),  # every number of the city, and its second type
        ("phases.steps.lifting", 5),  # with it its comparison, its guarantee and what it is worth
        ("phases.assets.pickets", 2),
    ],
)
def test_one_record_can_be_left_out_with_what_only_made_sense_with_it(key: str, gone: int, tmp_path: Path) -> None:
    case = _case(tmp_path, WHOLE)
    left = phases_without(_phases(case), key)
    assert left is not None
    before = {record.key for record in phases_records(case)}
    after = {record.key for record in phases_records(_with(case, left))}
    assert key in before - after
    assert after < before
    assert len(before - after) == gone


def _with(case: Case, phases: Phases) -> Case:
    return replace(case, phases=phases)


def test_without_the_agreement_its_end_or_its_only_step_nothing_is_left(tmp_path: Path) -> None:
    phases = _phases(_case(tmp_path, WHOLE))
    assert phases_without(phases, "phases") is None
    assert phases_without(phases, "phases.end") is None
    left: Phases | None = phases
    for step in ("opening", "lifting", "rest"):
        assert left is not None
        left = phases_without(left, f"phases.steps.{step}")
    assert left is None


def test_records_without_claims_are_assumptions_and_every_claim_counts(tmp_path: Path) -> None:
    bare = WHOLE.replace("because: [said]", "note: n")
    text = bare.replace("penalty: {value: 5, note: n}", "penalty: {value: 5, because: [later]}")
    case = _case(tmp_path, text.replace("phases:\n  note: n", "phases:\n  because: [said]"))
    keys = [record.key for record in phases_records(case)]
    assert keys[:3] == ["phases", "phases.assets.berths", "phases.assets.pickets"]
    assumed = {key for key in assumed_keys(case) if key.startswith("phases")}
    assert set(keys) - assumed == {"phases", "phases.guarantees.word.penalty"}
    assert "later" not in unused_claims(case)
