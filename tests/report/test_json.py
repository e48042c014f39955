from __future__ import annotations

import json
from typing import Any

from explanations import ARABIC, explanation

from detente.report.render import render


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render(explanation(), "json"))
    return found


def test_the_document_names_its_schema_and_sorts_its_keys() -> None:
    text = render(explanation(), "json")
    assert document()["schema"] == "detente.explanation/1"
    assert text == json.dumps(document(), ensure_ascii=False, sort_keys=True, indent=2) + "\n"
    assert ARABIC in text


def test_the_fields_of_the_first_schema_are_all_there() -> None:
    assert sorted(document()) == [
        "as_of",
        "assumptions",
        "bottom_line",
        "change",
        "chapters",
        "charts",
        "circumstances",
        "disagreements",
        "figures",
        "footnotes",
        "gaps",
        "handling",
        "judgements",
        "openings",
        "openings_remark",
        "provenance",
        "question",
        "schema",
        "slug",
        "terms",
        "title",
    ]


def test_a_sentence_carries_its_text_claims_footnotes_and_assumptions() -> None:
    reason = document()["judgements"][0]["reasons"][0]
    assert reason["text"].endswith("refuses any deal in which Lease is Permanent.")
    assert reason["claims"] == ["c2"]
    assert reason["footnotes"] == [2, 4]
    assert document()["bottom_line"][1]["assumptions"] == ["A1", "A2"]


def test_charts_say_what_kind_they_are() -> None:
    assert [chart["type"] for chart in document()["charts"]] == ["grid", "bars", "scatter"]
    assert document()["figures"]["type"] == "bars"


def test_a_withheld_footnote_keeps_its_number_alone() -> None:
    note = document()["footnotes"][3]
    assert (note["number"], note["claim"], note["attribution"], note["is_withheld"]) == (4, None, "", True)
