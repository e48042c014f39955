"""However a case file is broken, it ends in diagnostics and never in a traceback."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from case_texts import BASE, merged

from detente.casefile.catalog import CATALOG
from detente.casefile.listing import listing
from detente.casefile.load import check
from detente.questions.stability.from_case import from_case

FULL = merged(
    """preferences:
  city:
    - {rank: {lease: ten_years > two_years >= none}, because: [said]}
    - rank: {rent: higher}
    - importance: {lease: 40..80, rent: 10..60}
    - points: {lease: {ten_years: 40..80}}
    - prefers: offer > april
demands:
  long: {actor: city, asks: lease = ten_years and (access = open or not rent < 40)}
red_lines:
  short: {actor: city, requires: lease >= two_years, firmness: likely, inferred_from: long}
  dear: {actor: union, refuses: "access in {closed}", firmness: 55..80 %, moves_with: [short]}
packages:
  offer: {terms: {lease: ten_years, rent: 40, access: open}}
proposals:
  april:
    by: [city]
    date: 2024-04-08
    terms: {lease: two_years, rent: 20}
    silence: not_in_deal
    responses:
      union: {answer: studying, date: 2024-04-10}
deadlines:
  first: {set_by: [city], set: 2024-04-08, due: 2024-04-10, status: lapsed}
moves:
  actions:
    lock: {actor: city, direction: drop, because: [said]}
    strike: {actor: union, name: Strike}
    sign: {actor: city}
  never: {both: {holds: lock and sign}}
  states:
    standoff: {when: lock and strike, package: offer}
    deal: {name: Deal, when: sign and not strike, package: offer}
  forbidden: [{actor: city, from: standoff, to: strike+sign}]
  status_quo: {taken: [strike, lock], because: [said]}
  preferences:
    city: [{values: true}]
    union:
      - {wants: sign if (strike or lock), weight: 2}
      - {wants: not lock iff sign, weight: 1/2}
"""
)
SIGNS = [*"{}[]:,#&*!|>'\"%@`~-?=<\t\n .\\/0é\u202e\ufeff\u2028\x85", "..", ": ", "\n  - ", "null", "*a", "&a ", "!!x "]


def drop_line(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    del lines[rng.randrange(len(lines))]
    return "\n".join(lines)


def swap_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[i], lines[j] = lines[j], lines[i]
    return "\n".join(lines)


def insert_sign(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    sign: str = rng.choice(SIGNS)
    return text[:at] + sign + text[at:]


def drop_text(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return text[:at] + text[at + rng.randrange(1, 12) :]


def indent_line(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    lines[at] = " " * rng.randrange(1, 4) + lines[at]
    return "\n".join(lines)


def replace_value(text: str, rng: random.Random) -> str:
    words = [
        "null",
        "[]",
        "{}",
        "[1, 2]",
        "{a: b}",
        "''",
        "-1",
        "1e99",
        "2024-13-01",
        "a > b",
        "lease",
        "9..1",
        "true",
        "*x",
        "40 %",
        "1/0",
    ]
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    key, colon, _ = lines[at].partition(":")
    lines[at] = f"{key}{colon} {rng.choice(words)}"
    return "\n".join(lines)


def swap_words(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    i, j = rng.randrange(len(words)), rng.randrange(len(words))
    words[i], words[j] = words[j], words[i]
    return " ".join(words)


EDITS: list[Callable[[str, random.Random], str]] = [
    drop_line,
    swap_lines,
    insert_sign,
    drop_text,
    indent_line,
    replace_value,
    swap_words,
]


@pytest.mark.parametrize("seed", range(8))
def test_edited_files_end_in_diagnostics(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    file = tmp_path / "case.yaml"
    assert check_text(FULL, file) == []
    for _ in range(60):
        text = FULL
        for _ in range(rng.randrange(1, 4)):
            text = rng.choice(EDITS)(text, rng)
        check_text(text, file)


@pytest.mark.parametrize("seed", range(4))
def test_edited_moves_that_are_accepted_make_a_graph_model(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    file = tmp_path / "case.yaml"
    head, section = FULL.split("moves:\n")
    n_made = 0
    for _ in range(90):
        check_text(f"{head}moves:\n{rng.choice(EDITS)(section, rng)}", file)
        case, _ = check(file)
        if case is not None and case.moves is not None:
            made = from_case(case, n_readings=20)
            assert sum(model.n for model in made.models) == made.n_readings
            n_made += 1
    assert n_made > 0


@pytest.mark.parametrize("seed", range(4))
def test_edited_bytes_end_in_diagnostics(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    file = tmp_path / "case.yaml"
    for _ in range(60):
        data = bytearray(BASE.encode())
        for _ in range(rng.randrange(1, 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        file.write_bytes(bytes(data))
        assert_sound(file)


def check_text(text: str, file: Path) -> list[str]:
    file.write_text(text, encoding="utf-8", newline="")
    return [d for d in assert_sound(file) if d != "note"]


def assert_sound(file: Path) -> list[str]:
    """A case or an error, places inside the file, known codes, no diagnostic twice, in file order, and a listing."""
    case, diagnostics = check(file)
    severities = [d.severity.value for d in diagnostics]
    assert (case is None) == ("error" in severities)
    assert len(set(diagnostics)) == len(diagnostics)
    assert [(d.span.line, d.span.column) for d in diagnostics] == sorted((d.span.line, d.span.column) for d in diagnostics)
    for diagnostic in diagnostics:
        assert diagnostic.code in CATALOG
        span = diagnostic.span
        assert span.column >= 1
        assert span.line == span.end_line
        assert span.column < span.end_column
        if diagnostic.source_line is not None:
            assert span.column <= len(diagnostic.source_line) + 1
    listing(diagnostics, color=True)
    return severities
