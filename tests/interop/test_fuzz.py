"""Whatever stands in a file: it is read, or told what is wrong with it, and nothing else happens."""

from __future__ import annotations

from pathlib import Path

import pytest
from genius_files import PORT
from hypothesis import given
from hypothesis import strategies as st

from detente.interop.genius_reading import check_genius
from detente.interop.scoring_csv import check_scoring

CITY = (PORT / "city.xml").read_bytes()
DOMAIN = (PORT / "domain.xml").read_bytes()
TABLE = (PORT / "table.csv").read_bytes()
PIECES = st.sampled_from(
    [b"", b'"', b"<", b">", b"&", b"\xff", b"\x00", b"-1", b"1e999", b"1e-999", b"1/0", b"NaN", b"\r", b",", b"\xc2\x85"]
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), PIECES), min_size=1, max_size=4)


def edited(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for place, length, piece in edits:
        start = int(place * len(data))
        data = data[:start] + piece + data[start + length :]
    return data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@given(edits=EDITS, is_domain=st.booleans())
def test_a_broken_scenario_is_told_of_in_its_own_lines(
    folder: Path, edits: list[tuple[float, int, bytes]], is_domain: bool
) -> None:
    path = folder / "broken.xml"
    path.write_bytes(edited(DOMAIN if is_domain else CITY, edits))
    domain, profiles = (path, [PORT / "city.xml"]) if is_domain else (PORT / "domain.xml", [path])
    found, diagnostics = check_genius(domain, profiles)
    assert (found is None) == any(d.severity == "error" for d in diagnostics)
    for diagnostic in diagnostics:
        assert diagnostic.span.line >= 1
        assert diagnostic.span.column >= 1
        if diagnostic.source_line is not None:
            assert diagnostic.span.column <= len(diagnostic.source_line) + 1
    if found is not None:
        assert found.problem().n_packages == found.domain.n_packages


@given(edits=EDITS)
def test_a_broken_table_is_told_of_in_its_own_lines(folder: Path, edits: list[tuple[float, int, bytes]]) -> None:
    path = folder / "broken.csv"
    path.write_bytes(edited(TABLE, edits))
    found, diagnostics = check_scoring(path)
    assert (found is None) == any(d.severity == "error" for d in diagnostics)
    for diagnostic in diagnostics:
        if diagnostic.source_line is not None:
            assert 1 <= diagnostic.span.column <= len(diagnostic.source_line) + 1
