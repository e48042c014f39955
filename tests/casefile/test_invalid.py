"""One mistake per file: its code, its place, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.casefile.load import check

INVALID = sorted((Path(__file__).parent / "invalid").glob("*.yaml"))


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_a_mistake_is_found_once_and_at_its_place(file: Path) -> None:
    expected = re.match(r"# expect: (DET\d+) (\d+):(\d+)-(\d+)\n", file.read_text(encoding="utf-8"))
    assert expected is not None
    _, diagnostics = check(file)
    places = [(d.code, d.span.line, d.span.column, d.span.end_column) for d in diagnostics]
    assert places == [(expected[1], int(expected[2]), int(expected[3]), int(expected[4]))]


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_a_message_is_lowercase_and_says_what_to_do(file: Path) -> None:
    for diagnostic in check(file)[1]:
        assert not diagnostic.message.endswith(".")
        assert not diagnostic.message[0].isupper()
        assert diagnostic.help or diagnostic.code == "DET203"
