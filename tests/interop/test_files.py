"""Files that are missing, too large, in another encoding, or given twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from genius_files import PORT, port

from detente.diagnostics import CaseError
from detente.interop import files
from detente.interop.genius_reading import check_genius, read_genius

DOMAIN = (PORT / "domain.xml").read_text(encoding="utf-8")
CITY = (PORT / "city.xml").read_text(encoding="utf-8")


def codes(domain: Path, *profiles: Path) -> list[str]:
    return [d.code for d in check_genius(domain, profiles)[1] if d.severity == "error"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    found, diagnostics = check_genius(PORT / "domain.xml", [tmp_path / "nobody.xml"])
    assert found is None
    assert [d.code for d in diagnostics] == ["DET601"]
    assert "nobody.xml" in diagnostics[0].message


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert codes(tmp_path, PORT / "city.xml") == ["DET601"]


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    assert codes(PORT / "domain.xml", PORT / "city.xml") == ["DET602", "DET602"]


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16", '<?xml version="1.0" encoding="UTF-16"?>\n'),
        ("utf-8", '<?xml version="1.0" encoding="utf-8"?>\r\n'),
    ],
)
def test_a_domain_reads_the_same_in_every_encoding_it_may_come_in(tmp_path: Path, encoding: str, head: str) -> None:
    (tmp_path / "domain.xml").write_bytes((head + DOMAIN).encode(encoding))
    found = read_genius(tmp_path / "domain.xml", [PORT / "city.xml", PORT / "line.xml"])
    assert found == port()


def test_a_declared_encoding_is_used(tmp_path: Path) -> None:
    text = CITY.replace("2 million", "deux millions après").replace("<utility_space>", "<utility_space>", 1)
    (tmp_path / "city.xml").write_bytes(('<?xml version="1.0" encoding="ISO-8859-1"?>' + text).encode("latin-1"))
    domain = tmp_path / "domain.xml"
    domain.write_text(DOMAIN.replace("2 million", "deux millions après"), encoding="utf-8")
    assert codes(domain, tmp_path / "city.xml") == []


def test_a_byte_that_is_not_of_its_encoding_is_placed(tmp_path: Path) -> None:
    (tmp_path / "city.xml").write_bytes(CITY.replace("2 million", "après").encode("latin-1"))
    diagnostics = check_genius(PORT / "domain.xml", [tmp_path / "city.xml"])[1]
    assert [(d.code, d.span.line) for d in diagnostics] == [("DET601", 8)]


def test_an_encoding_nobody_uses_is_refused(tmp_path: Path) -> None:
    (tmp_path / "city.xml").write_text('<?xml version="1.0" encoding="utf-7"?>' + CITY, encoding="utf-8")
    assert codes(PORT / "domain.xml", tmp_path / "city.xml") == ["DET601"]


def test_a_profile_given_twice_is_refused() -> None:
    assert codes(PORT / "domain.xml", PORT / "city.xml", PORT / "city.xml") == ["DET619"]


def test_two_profiles_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "prefs.xml").write_text(CITY, encoding="utf-8")
    assert codes(PORT / "domain.xml", tmp_path / "a" / "prefs.xml", tmp_path / "b" / "prefs.xml") == ["DET619"]


def test_a_domain_without_profiles_is_not_enough() -> None:
    assert codes(PORT / "domain.xml") == ["DET605"]


def test_a_domain_where_a_profile_belongs_is_told(tmp_path: Path) -> None:
    found = check_genius(PORT / "city.xml", [PORT / "line.xml"])[0]
    assert found is not None, "a profile holds the issues of its domain and can stand for it"
    assert codes(PORT / "domain.xml", PORT / "domain.xml") != []


def test_reading_raises_with_every_diagnostic(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as raised:
        read_genius(tmp_path / "no.xml", [tmp_path / "nobody.xml"])
    assert len(raised.value.diagnostics) == 2
