"""However the sections on phases, the outlook and ratification are broken, the file ends in diagnostics and never in a traceback.

What is accepted nevertheless reads back as it was written, and is known as of any day.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from case_texts import checked, merged

from detente.casefile.catalog_ratification import side
from detente.casefile.dump import dump
from detente.casefile.listing import listing
from detente.evidence.as_of import as_of
from detente.evidence.support import apart_records
from detente.questions.agreement.what_if import what_if
from detente.questions.agreement.what_if_errors import NothingLeft

SECTIONS = """deadlines:
  vote: {set_by: [city], due: 2024-07-01, status: pending, because: [said]}
phases:
  unit: week
  start: 2024-04-15
  assets:
    berths: {name: The berths, holder: city, amount: 4, unit: berths, indivisible: true, because: [said]}
    pickets: {holder: union, amount: 2..3}
  steps:
    opening:
      phase: First phase
      by: city
      at: 0
      delivers: {berths: 2}
    lifting: {by: union, at: 2024-04-29, delivers: {pickets: {value: 1..2, because: [said]}}}
    pause: {by: union, at: 7/2, expires: true}
  end: {at: 8}
  comparisons:
    union:
      - {prefers: "kept > no_deal >= broken(opening, city)", because: [said]}
      - {prefers: "no_deal ~ broken(end, city)"}
    city:
      - {prefers: "kept >= broken(pause, union)"}
      - {prefers: "kept > broken(lifting, union)"}
  stakes:
    city:
      peace: 40..60
      no_deal: {value: 20, because: [said]}
      fighting: 10..30
      leverage: {berths: 0..1}
      delivered: {pickets: 1..2, pause: 1}
      regrouping: 0..2
      discount: 1
  guarantees:
    bond: {on: union, at: [pause, end], detection: likely, penalty: 0..10, by: city}
  types:
    city: {regroups: 20%..60%, regrouping: 3, peace: 10}
outlook:
  unit: week
  until: 2024-08-01
  costs:
    city:
      - {name: Idle berths, trend: rising, rate: 0..4, because: [said]}
      - {name: Reports, by: union, trend: steady, from: 2024-05-01, to: 2024-06-30}
      - {name: Reports, by: union, trend: falling, rate: 1..2, seen_by: union}
    union: [{trend: none}]
  terms:
    union:
      - {trend: better, change: 0..10, by: 2024-06-30, rests_on: [city-1, season], because: [said]}
  ends: {union: {value: 10..30, because: [said]}}
  discount: {union: 0.99}
  events:
    season:
      on: 2024-05-01..2024-05-31
      chance: {city: likely, union: 0.6..0.9}
      effects: {city: {terms: worse}, union: {terms: 0..5, rate: 0..2}}
  deadlines:
    vote: {effects: {union: {terms: worse}}, because: [said]}
"""
HEAD = merged(side(more="    government: quota(9 of council)\n    leader: mayor\n"))


def drop_line(lines: list[str], rng: random.Random) -> None:
    del lines[rng.randrange(len(lines))]


def swap_lines(lines: list[str], rng: random.Random) -> None:
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[i], lines[j] = lines[j], lines[i]


def double_line(lines: list[str], rng: random.Random) -> None:
    lines.insert(rng.randrange(len(lines)), rng.choice(lines))


def swap_values(lines: list[str], rng: random.Random) -> None:
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    first, second = (lines[k].partition(":") for k in (i, j))
    lines[i], lines[j] = first[0] + first[1] + second[2], second[0] + second[1] + first[2]


def replace_value(lines: list[str], rng: random.Random) -> None:
    at = rng.randrange(len(lines))
    key, colon, _ = lines[at].partition(":")
    words = [
        "null",
        "[]",
        "{}",
        "[1]",
        "{a: b}",
        "''",
        "-1",
        "1e99",
        "2024-13-01",
        "kept > no_deal",
        "9..1",
        "end",
        "*x",
        "1/0",
        "0",
    ]
    lines[at] = f"{key}{colon} {rng.choice(words)}"


def replace_word(lines: list[str], rng: random.Random) -> None:
    at = rng.randrange(len(lines))
    words = lines[at].replace("{", "{ ").replace("}", " }").split(" ")
    other = rng.choice(rng.choice(lines).replace("{", "{ ").replace("}", " }").split(" ")) or "0"
    words[rng.randrange(len(words))] = other
    lines[at] = " ".join(words)


EDITS: list[Callable[[list[str], random.Random], None]] = [
    drop_line,
    swap_lines,
    double_line,
    swap_values,
    replace_value,
    replace_word,
]


def edited(rng: random.Random) -> str:
    lines = SECTIONS.rstrip("\n").split("\n")
    for _ in range(rng.choice((1, 1, 2))):
        rng.choice(EDITS)(lines, rng)
    return HEAD + "\n".join(lines) + "\n"


def test_unedited_the_sections_are_accepted(tmp_path: Path) -> None:
    case, found = checked(HEAD + SECTIONS, tmp_path)
    assert case is not None
    assert {d.severity.value for d in found} == {"note"}


@pytest.mark.parametrize("seed", range(6))
def test_edited_sections_end_in_diagnostics_or_read_back(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    n_accepted = 0
    for _ in range(100):
        text = edited(rng)
        case, diagnostics = checked(text, tmp_path)
        listing(diagnostics, color=False)
        assert len(set(diagnostics)) == len(diagnostics), text
        assert (case is None) == any(d.severity.value == "error" for d in diagnostics), text
        if case is None:
            continue
        n_accepted += 1
        assert checked(dump(case), tmp_path)[0] == case, text
        for day in (1, 12):
            as_of(case, dt.date(2024, 4, day))
        key = rng.choice([record.key for record in apart_records(case)])
        try:
            assert key in what_if(case, without=[key]).left_out
        except NothingLeft:
            assert key.startswith(("ratification.", "phases", "outlook"))
    assert n_accepted > 0
