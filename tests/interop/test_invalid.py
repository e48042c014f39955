"""One mistake per file: its code, its place, and nothing else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from genius_files import INTEROP, PORT

from detente.diagnostics import Diagnostic, Severity
from detente.interop.genius_reading import check_genius
from detente.interop.scoring_csv import check_scoring

INVALID = INTEROP / "invalid"
EXPECTED = {line.split()[0]: line.split()[1:] for line in (INVALID / "EXPECTED").read_text(encoding="utf-8").splitlines() if line}
FILES = sorted(file for file in INVALID.iterdir() if file.suffix in (".xml", ".csv"))


def checked(file: Path) -> tuple[object, tuple[Diagnostic, ...]]:
    """What a file is read as where it is the only odd one; the valid profile's remark on its discount is left out."""
    if file.name.startswith("table"):
        return check_scoring(file)
    if file.name.startswith("domain"):
        found, diagnostics = check_genius(file, [PORT / "city.xml", PORT / "line.xml"])
    else:
        found, diagnostics = check_genius(PORT / "domain.xml", [file, PORT / "line.xml"])
    return found, tuple(d for d in diagnostics if d.code != "DET626")


def test_every_file_has_an_expectation_and_every_expectation_a_file() -> None:
    assert sorted(EXPECTED) == [file.name for file in FILES]
    assert len(FILES) > 60


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_mistake_is_found_once_and_at_its_place(file: Path) -> None:
    severity, code, place = EXPECTED[file.name]
    found, diagnostics = checked(file)
    spans = [(d.severity, d.code, f"{d.span.line}:{d.span.column}-{d.span.end_column}") for d in diagnostics]
    assert spans == [(severity, code, place)]
    assert diagnostics[0].span.file == str(file)
    assert (found is None) == (severity == Severity.ERROR)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_message_is_lowercase_and_says_what_to_do(file: Path) -> None:
    for diagnostic in checked(file)[1]:
        assert not diagnostic.message.endswith(".")
        assert not diagnostic.message[0].isupper()
        assert diagnostic.help
        assert diagnostic.source_line is not None


@pytest.mark.parametrize("name", ["profile-entity-bomb.xml", "profile-external-entity.xml"])
def test_what_entities_could_do_is_never_done(name: str) -> None:
    begin = time.process_time()
    found, diagnostics = checked(INVALID / name)
    assert found is None
    assert time.process_time() - begin < 1
    assert "hostname" not in " ".join(d.message for d in diagnostics)


def test_the_mistakes_of_several_files_are_told_in_one_run() -> None:
    files = [INVALID / "profile-weight-missing.xml", INVALID / "profile-evaluation-missing.xml", INVALID / "profile-not-xml.xml"]
    found, diagnostics = check_genius(PORT / "domain.xml", files)
    assert found is None
    assert {(Path(d.span.file).name, d.code) for d in diagnostics if d.severity == "error"} == {
        ("profile-weight-missing.xml", "DET612"),
        ("profile-evaluation-missing.xml", "DET614"),
        ("profile-not-xml.xml", "DET603"),
    }


def test_several_mistakes_of_one_file_are_told_in_one_run(tmp_path: Path) -> None:
    text = (PORT / "city.xml").read_text(encoding="utf-8")
    broken = tmp_path / "city.xml"
    broken.write_text(text.replace('"10"', '"ten"').replace('"0.3"', '"x"').replace("sole", "soul"), encoding="utf-8")
    codes = [d.code for d in check_genius(PORT / "domain.xml", [broken])[1] if d.severity == "error"]
    assert sorted(codes) == ["DET608", "DET608", "DET613"]
