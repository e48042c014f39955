"""Every code on files of other programs is explained, is used, and is what its wrong example gives."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from genius_files import INTEROP as FOLDER
from genius_files import PORT

from detente.casefile.catalog_interop import INTEROP
from detente.interop.conversion import Format, Making, convert

SOURCES = sorted((Path(__file__).parents[2] / "src" / "detente" / "interop").glob("*.py"))
FILES = ("city.xml", "domain.xml", "table.csv")
CODES = [entry[0] for entry in INTEROP]


def test_every_code_in_the_source_is_explained_and_the_other_way_round() -> None:
    text = "".join(source.read_text(encoding="utf-8") for source in SOURCES)
    ours = set(re.findall(r'"(DET6[0-3]\d)"', text))
    assert sorted(ours) == CODES


def test_every_code_has_a_file_with_one_mistake_or_a_test_of_its_own() -> None:
    expected = (FOLDER / "invalid" / "EXPECTED").read_text(encoding="utf-8")
    tests = "".join(t.read_text(encoding="utf-8") for t in FOLDER.glob("test_*.py") if t.name != "test_catalog.py")
    assert set(CODES) <= set(re.findall(r"DET\d{3}", expected + tests))


def flattened(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def example(right: str) -> str | None:
    """The valid file that has the right example as a line of its own."""
    for name in FILES:
        if right and f"\n{right}\n" in f"\n{flattened((PORT / name).read_text(encoding='utf-8'))}\n":
            return name
    return None


EXAMPLES = [entry for entry in INTEROP if example(entry[4]) is not None]


def test_most_examples_are_of_the_valid_files() -> None:
    assert len(EXAMPLES) >= 18


@pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry[0])
def test_the_wrong_example_gives_the_code_and_the_right_one_does_not(entry: tuple[str, ...], tmp_path: Path) -> None:
    code, _, _, wrong, right = entry
    name = example(right)
    assert name is not None
    for example_text, is_wrong in ((wrong, True), (right, False)):
        for file in ("domain.xml", "city.xml", "line.xml", "table.csv"):
            text = flattened((PORT / file).read_text(encoding="utf-8"))
            (tmp_path / file).write_text(text.replace(right, example_text, 1) if file == name else text, encoding="utf-8")
        sources = ["table.csv"] if name == "table.csv" else ["domain.xml", "city.xml", "line.xml"]
        making = Making(name="made", as_of=dt.date(2024, 5, 1))
        _, found = convert([str(tmp_path / source) for source in sources], Format.CASE, making)
        assert (code in [d.code for d in found]) == is_wrong
