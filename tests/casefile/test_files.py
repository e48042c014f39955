"""Files that are missing, unreadable, too large, in the wrong encoding, or several."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from case_texts import BASE, merged

from detente.casefile import files
from detente.casefile.load import check, load
from detente.diagnostics import CaseError


def codes(path: Path | str) -> list[str]:
    return [d.code for d in check(path)[1]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "port-lease"
    made.mkdir()
    (made / "case.yaml").write_text(BASE, encoding="utf-8")
    return made


def test_a_valid_folder_and_its_file_are_the_same_case(folder: Path) -> None:
    assert load(folder) == load(folder / "case.yaml")
    assert codes(folder) == []


def test_a_section_may_stand_in_another_file(folder: Path) -> None:
    whole = load(folder)
    head, claims = BASE.split("claims:")[0], "claims:" + BASE.split("claims:")[1].split("actors:")[0]
    (folder / "case.yaml").write_text(head + "actors:" + BASE.split("actors:")[1], encoding="utf-8")
    (folder / "evidence.yaml").write_text(claims, encoding="utf-8")
    assert load(folder) == whole


def test_a_section_in_two_files_is_det115(folder: Path) -> None:
    (folder / "more.yaml").write_text("actors:\n  bank: {name: The bank, role: party}\n", encoding="utf-8")
    diagnostics = check(folder)[1]
    assert [(d.code, Path(d.span.file).name, d.span.line) for d in diagnostics] == [("DET115", "more.yaml", 1)]
    assert diagnostics[0].notes[0].span is not None
    assert Path(diagnostics[0].notes[0].span.file).name == "case.yaml"


def test_a_folder_with_another_name_than_the_slug_is_det219(folder: Path) -> None:
    moved = folder.rename(folder.with_name("harbor"))
    assert codes(moved) == ["DET219"]
    assert load(moved).slug == "port-lease"


def test_a_missing_case_is_det108_and_near_names_are_offered() -> None:
    for name in ("no-such-case", "", "a\0b", "x" * 5000, "no\nsuch"):
        assert codes(name) == ["DET108"]


def test_a_folder_without_case_yaml_is_det109(tmp_path: Path) -> None:
    (tmp_path / "case.yml").write_text(BASE, encoding="utf-8")
    diagnostics = check(tmp_path)[1]
    assert [d.code for d in diagnostics] == ["DET109"]
    assert "case.yml" in (diagnostics[0].help or "")


def test_a_case_yaml_that_is_a_folder_is_det110(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").mkdir()
    assert codes(tmp_path) == ["DET110"]


def test_a_file_that_may_not_be_read_is_det110(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (diagnostic,) = check(folder)[1]
    assert diagnostic.code == "DET110"
    assert "permission denied" in diagnostic.message


def test_a_link_to_nothing_is_det110(folder: Path) -> None:
    (folder / "evidence.yaml").symlink_to(folder / "gone.yaml")
    assert codes(folder) == ["DET110"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "case.yaml")
    assert codes(tmp_path) == ["DET110"]


def test_a_file_of_50_mb_is_det501_at_once(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    with file.open("wb") as stream:
        stream.write(b"a: b\n")
        stream.truncate(50 * 1024 * 1024)
    start = time.perf_counter()
    assert codes(file) == ["DET501"]
    assert time.perf_counter() - start < 1


def test_the_largest_file_allowed_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(BASE, encoding="utf-8")
    monkeypatch.setattr(files, "MAX_BYTES", file.stat().st_size)
    assert codes(file) == []
    monkeypatch.setattr(files, "MAX_BYTES", file.stat().st_size - 1)
    assert codes(file) == ["DET501"]


def test_a_byte_that_is_not_utf_8_is_det105_at_its_place(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes(BASE.encode().replace(b"The City", b"Z\xfcrich"))
    (diagnostic,) = check(file)[1]
    line = BASE.split("\n").index("  city: {name: The City, role: party}") + 1
    assert (diagnostic.code, diagnostic.span.line, diagnostic.span.column) == ("DET105", line, 17)


def test_utf_16_is_named_det105(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(BASE, encoding="utf-16")
    (diagnostic,) = check(file)[1]
    assert diagnostic.code == "DET105"
    assert "UTF-16" in (diagnostic.help or "")


def test_a_byte_order_mark_moves_no_column(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(BASE, encoding="utf-8-sig")
    assert codes(file) == []


def test_a_control_character_is_det106_at_its_place(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(BASE.replace("The City", "The\u0007City"), encoding="utf-8")
    (diagnostic,) = check(file)[1]
    assert (diagnostic.code, diagnostic.span.column) == ("DET106", 19)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "null\n"])
def test_an_empty_file_is_det107(text: str, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(text, encoding="utf-8")
    assert codes(file) == ["DET107"]


def test_mistakes_in_every_file_are_found_in_one_run(folder: Path) -> None:
    (folder / "a.yaml").write_text("circumstances: [\n", encoding="utf-8")
    (folder / "b.yaml").write_text("deadlines:\n\tx: 1\n", encoding="utf-8")
    assert codes(folder) == ["DET101", "DET103"]


def test_a_case_that_does_not_say_what_a_deal_is_is_det411(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(BASE.replace(BASE[BASE.index("deal_requires") : BASE.index("no_deal")], ""), encoding="utf-8")
    assert codes(file) == ["DET411"]


def test_load_raises_every_diagnostic(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(merged("demands:\n  a: {actor: cit, asks: leas = none, because: [sad]}\n"), encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        load(file)
    assert [d.code for d in caught.value.diagnostics] == ["DET206", "DET205", "DET207"]


def test_the_case_file_of_a_folder_stands_for_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head, claims = BASE.split("claims:")[0], "claims:" + BASE.split("claims:")[1].split("actors:")[0]
    (folder / "case.yaml").write_text(head + "actors:" + BASE.split("actors:")[1], encoding="utf-8")
    (folder / "evidence.yaml").write_text(claims, encoding="utf-8")
    assert check(folder / "case.yaml") == check(folder)
    monkeypatch.chdir(folder)
    assert load("case.yaml") == load(folder)
    (folder / "evidence.yaml").write_text(claims.replace("kind: demand", "kind: demnd"), encoding="utf-8")
    assert [d.span.file for d in check("case.yaml")[1]] == ["evidence.yaml"]
    assert codes(folder / "evidence.yaml")[0] != "DET108"
