"""Every code is explained, is used, and is what its wrong example gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from case_texts import CASEFILE, checked, merged

from detente.casefile.catalog import CATALOG, CodeEntry

SOURCES = sorted((Path(__file__).parents[2] / "src" / "detente" / "casefile").glob("*.py"))
TOLD_IN_WORDS = {"DET105", "DET106", "DET108", "DET109", "DET110", "DET115", "DET219", "DET411", "DET501"}
OF_CASES = {code: entry for code, entry in CATALOG.items() if not code.startswith("DET6")}  # the others: tests/interop
EXAMPLES = [entry for entry in OF_CASES.values() if entry.code not in TOLD_IN_WORDS]


def test_every_code_in_the_source_is_in_the_catalog_and_the_other_way_round() -> None:
    raised: set[str] = set()
    for source in SOURCES:
        if not source.name.startswith("catalog"):
            raised |= set(re.findall(r'"(DET\d{3})"', source.read_text(encoding="utf-8")))
    assert raised == set(OF_CASES)


def test_every_code_has_a_file_with_one_mistake_or_a_test_of_its_own() -> None:
    by_file = {file.name[:6] for file in (CASEFILE / "invalid").glob("*.yaml")}
    text = (CASEFILE / "test_files.py").read_text(encoding="utf-8")
    assert set(OF_CASES) - by_file <= set(re.findall(r"DET\d{3}", text))


@pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry.code)
def test_the_wrong_example_gives_the_code_and_the_right_one_gives_nothing(entry: CodeEntry, tmp_path: Path) -> None:
    wrong = entry.wrong if entry.code == "DET107" else merged(entry.wrong)
    assert [d.code for d in checked(wrong, tmp_path)[1]] == [entry.code]
    assert checked(merged(entry.right), tmp_path)[1] == ()
