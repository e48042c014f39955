"""An outlook as it was known on a day, without one record, and which of its records are assumptions."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from case_texts import checked, merged

from detente.casefile.catalog_outlook import outlook
from detente.evidence.as_of import as_of
from detente.evidence.outlook_as_of import outlook_without
from detente.evidence.support import assumed_keys, outlook_records, unused_claims
from detente.model.case import Case
from detente.model.outlook import Outlook

CLAIMS = (
    "claims:\n"
    "  said: {text: The city wants ten years., kind: demand, source: wire, locator: paragraph 3, said: 2024-04-01}\n"
    "  later: {text: The union hopes for more., kind: assessment, source: wire, locator: paragraph 4, said: 2024-04-10}\n"
)
WHOLE = outlook(
    before="deadlines:\n  vote: {set_by: [city], set: 2024-04-05, due: 2024-07-01, status: pending, because: [said]}\n",
    costs="    city: [{trend: rising, rate: {value: 0..4, because: [said]}, because: [said]}]\n"
    "    union: [{trend: none, because: [said]}]\n",
    terms="    union: [{trend: better, change: {value: 2, because: [said]}, rests_on: [city-1, season], because: [said]}]\n",
    events="    season:\n      on: 2024-05-01\n      chance: {city: likely}\n      because: [said]\n"
    "      effects: {city: {terms: {value: -2, because: [said]}, rate: {value: 1, because: [said]}}}\n",
    more="  ends: {union: {value: 3, because: [said]}}\n  discount: {union: 0.9}\n"
    "  deadlines: {vote: {effects: {union: {terms: {value: -1, because: [said]}}}, because: [said]}}\n  because: [said]\n",
)


def _case(tmp_path: Path, text: str) -> Case:
    case, found = checked(merged(CLAIMS + text), tmp_path)
    assert case is not None, found
    return case


def _of(case: Case) -> Outlook:
    assert case.outlook is not None
    return case.outlook


def _on(case: Case, day: int) -> Case:
    return as_of(case, dt.date(2024, 4, day))


def test_a_cost_told_of_later_is_not_there_yet_nor_a_ground_for_hope(tmp_path: Path) -> None:
    case = _case(
        tmp_path,
        WHOLE.replace("because: [said]}, because: [said]}]\n    union", "because: [said]}, because: [later]}]\n    union", 1),
    )
    early = _of(_on(case, 6))
    assert [cost.id for cost in early.costs] == ["union-1"]
    assert early.terms[0].rests_on == ("season",)
    assert _of(_on(case, 10)) == _of(case)


@pytest.mark.parametrize("part", ["value: 0..4", "value: 2", "value: -2", "value: 1,", "value: 3", "value: -1"])
def test_a_number_told_of_later_leaves_the_words(part: str, tmp_path: Path) -> None:
    known = f"{part}, because: [said]".replace(",,", ",")
    assert known in WHOLE
    case = _case(tmp_path, WHOLE.replace(known, known.replace("said", "later")))
    keys = [{record.key for record in outlook_records(found)} for found in (_on(case, 6), _on(case, 10))]
    (gone,) = keys[1] - keys[0]
    assert gone.rpartition(".")[2] in ("rate", "change", "terms", "union")


def test_a_deadline_set_later_changes_nothing_yet(tmp_path: Path) -> None:
    case = _case(tmp_path, WHOLE)
    assert _of(_on(case, 4)).deadlines == ()
    assert [deadline.id for deadline in _of(_on(case, 5)).deadlines] == ["vote"]


def test_without_the_outlook_or_all_of_its_records_nothing_is_asked(tmp_path: Path) -> None:
    head = WHOLE.rindex("because: [said]")
    case = _case(tmp_path, WHOLE[:head] + WHOLE[head:].replace("said", "later"))
    assert _on(case, 6).outlook is None
    assert _on(case, 10).outlook == case.outlook
    every = _case(tmp_path, WHOLE[:head].replace("[said]", "[later]") + "note: n\n")
    assert _on(every, 6).outlook is None


def test_what_was_said_later_changes_nothing_before(tmp_path: Path) -> None:
    both = WHOLE.replace("{trend: none, because: [said]}", "{trend: none, because: [said, later]}")
    assert _on(_case(tmp_path, both), 6).outlook == _on(_case(tmp_path, WHOLE), 6).outlook


def test_every_record_can_be_left_out_alone(tmp_path: Path) -> None:
    case = _case(tmp_path, WHOLE)
    keys = [record.key for record in outlook_records(case)]
    assert keys == [
        "outlook",
        "outlook.costs.city-1",
        "outlook.costs.city-1.rate",
        "outlook.costs.union-1",
        "outlook.terms.union-1",
        "outlook.terms.union-1.change",
        "outlook.ends.union",
        "outlook.discount.union",
        "outlook.events.season",
        "outlook.events.season.effects.city.terms",
        "outlook.events.season.effects.city.rate",
        "outlook.deadlines.vote",
        "outlook.deadlines.vote.effects.union.terms",
    ]
    assert outlook_without(_of(case), "outlook") is None
    for key in keys[1:]:
        left = outlook_without(_of(case), key)
        assert left is not None
        after = [record.key for record in outlook_records(replace(case, outlook=left))]
        assert after == [other for other in keys if other != key and not other.startswith(f"{key}.")], key


def test_a_hope_stays_without_the_event_it_rested_on(tmp_path: Path) -> None:
    left = outlook_without(_of(_case(tmp_path, WHOLE)), "outlook.events.season")
    assert left is not None
    assert left.terms[0].rests_on == ("city-1",)


def test_records_without_claims_are_assumptions_and_every_claim_counts(tmp_path: Path) -> None:
    head, _, tail = WHOLE.replace("because: [said]", "note: n").rpartition("note: n")
    case = _case(tmp_path, head + "because: [later]" + tail)
    keys = {record.key for record in outlook_records(case)}
    assert keys - {key for key in assumed_keys(case) if key.startswith("outlook")} == {"outlook", "outlook.discount.union"}
    assert "later" not in unused_claims(case)
