"""YAML to nodes: exact places, bounded work, and help for texts that need quotes."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from case_texts import checked, marked, merged

from detente.casefile.source import Report, SourceFile
from detente.casefile.syntax import MapNode, ScalarNode, parse, to_plain


def tree_of(text: str) -> MapNode:
    report = Report()
    tree = parse(SourceFile("case.yaml", text), report)
    assert report.found == []
    assert isinstance(tree, MapNode)
    return tree


def vote(text: str) -> str:
    return merged(f"circumstances:\n  vote:\n    text: {text}\n    because: [said]\n")


def test_places_count_code_points_from_1() -> None:
    tree = tree_of("é: [停戦, {𝔞: x}]\n")
    key, value = tree.pairs[0]
    assert (key.span.line, key.span.column, key.span.end_column) == (1, 1, 2)
    assert (value.span.column, value.span.end_column) == (4, 16)


def test_scalars_follow_the_core_schema_of_yaml_1_2() -> None:
    text = "[no, on, yes, true, False, null, ~, '1', 1, 0x1F, 0o17, 1_000, 012, 1.5, 1e3, 2024-04-11, 12:30]"
    expected = ["no", "on", "yes", True, False, None, None, "1", 1, 31, 15, "1_000", 12, 1.5, 1000.0, "2024-04-11", "12:30"]
    assert to_plain(tree_of(f"a: {text}\n")) == {"a": expected}


@pytest.mark.parametrize(
    "text",
    [
        "The council said: no",
        "@home",
        "`x`",
        "% of all",
        "& Co",
        "* star",
        "| pipe",
        "> more",
        "- dash",
        "? what",
        ", then",
        "#12 was left",
    ],
)
def test_a_text_that_needs_quotes_is_det102_with_the_quoted_form(text: str, tmp_path: Path) -> None:
    (diagnostic,) = checked(vote(text), tmp_path)[1]
    assert (diagnostic.code, marked(diagnostic)) == ("DET102", text)
    assert diagnostic.help == f'quote this: "{text}"'
    assert checked(vote(f'"{text}"'), tmp_path)[1] == ()


@pytest.mark.parametrize("text", ["'it's so'", '"one" or two', "&Co and more", "! wow"])
def test_no_part_of_a_text_is_lost_in_silence(text: str, tmp_path: Path) -> None:
    assert [d.code for d in checked(vote(text), tmp_path)[1]] in (["DET102"], ["DET113"])


def test_a_formula_in_braces_that_needs_quotes_does_not_hide_the_next_mistake(tmp_path: Path) -> None:
    text = "demands:\n  a: {actor: city, asks: access in {open}, because: [said]}\n"
    text += "  b: {actor: citi, asks: lease = none, because: [said]}\n"
    diagnostics = checked(merged(text), tmp_path)[1]
    assert [(d.code, marked(d)) for d in diagnostics] == [("DET102", "access in {open}"), ("DET206", "citi")]


def test_a_comma_in_a_text_in_braces_is_explained(tmp_path: Path) -> None:
    (diagnostic,) = checked(merged("circumstances:\n  a: {text: The council, elected in June, because: [said]}\n"), tmp_path)[1]
    assert (diagnostic.code, marked(diagnostic)) == ("DET201", "elected in June")
    assert "quotes" in (diagnostic.help or "")


@pytest.mark.parametrize(("text", "sign"), [("[said", "["), ("{said", "{"), ('"said', '"')])
def test_what_is_not_closed_is_marked_where_it_opens(text: str, sign: str, tmp_path: Path) -> None:
    (diagnostic,) = checked(vote(text), tmp_path)[1]
    assert (diagnostic.code, marked(diagnostic)) == ("DET101", sign)


def test_every_line_indented_with_a_tab_is_marked(tmp_path: Path) -> None:
    diagnostics = checked("case:\n\tslug: a\n  title: b\n\tquestion: c\n", tmp_path)[1]
    assert [(d.code, d.span.line) for d in diagnostics] == [("DET103", 2), ("DET103", 4)]


def test_every_duplicate_key_is_found_and_the_first_counts(tmp_path: Path) -> None:
    text = merged("actors:\n  city: {name: The City, role: party, role: outside}\n  union: {name: U, role: party}\n  city: {}\n")
    assert [(d.code, d.span.line) for d in checked(text, tmp_path)[1]] == [("DET104", 20), ("DET104", 22)]


def test_an_alias_repeats_its_value() -> None:
    assert to_plain(tree_of("a: &x [1, {b: c}]\nd: [*x, *x]\n")) == {"a": [1, {"b": "c"}], "d": [[1, {"b": "c"}]] * 2}


HOSTILE = {
    "aliases": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in pairwise("abcdefghi")),
    "an alias of itself": "a: &a [*a]\n",
    "deep aliases": "a0: &a0 [x]\n" + "".join(f"a{n + 1}: &a{n + 1} [*a{n}]\n" for n in range(500)),
    "lists": "a: " + "[" * 200_000,
    "mappings": "a: " + "{x: " * 100_000,
    "dashes": "a:\n  " + "- " * 100_000,
    "one long line": "a: " + "x " * 500_000 + ": y",
    "spaces": "a" + " " * 500_000 + "@: b",
    "many keys": "".join(f"k{n}: 1\n" for n in range(20_000)),
    "a long key": "claims:\n  " + "k" * 1000 + ": " + "v" * 100_000,
    "not": merged("demands:\n  a: {actor: city, asks: " + "not " * 20_000 + "lease = none}\n"),
    "parentheses": merged("demands:\n  a: {actor: city, asks: " + "(" * 20_000 + "}\n"),
    "implies": merged("demands:\n  a: {actor: city, asks: " + "lease = none implies " * 5_000 + "lease = none}\n"),
    "a large number": merged("demands:\n  a: {actor: city, asks: rent < " + "9" * 50_000 + "}\n"),
    "a large power": merged("issues:\n  a: {question: b, range: {from: 0, to: 1e99, step: 1e-99, unit: c}}\n"),
    "unknown claims": merged("circumstances:\n  a: {text: b, because: [" + ", ".join(f"c{n}" for n in range(3_000)) + "]}\n"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_answered_quickly(name: str, tmp_path: Path) -> None:
    start = time.perf_counter()
    case, diagnostics = checked(HOSTILE[name], tmp_path)
    assert case is None
    assert diagnostics
    assert all(len(d.message) < 500 for d in diagnostics)
    assert time.perf_counter() - start < 3


def test_3000_lines_are_parsed_with_places_in_a_tenth_of_a_second() -> None:
    claim = "  c{}:\n    text: Something was said, in some words.\n    kind: fact\n    source: wire\n"
    claim += "    locator: paragraph 3\n    said_by: [A, B]\n"
    text = "claims:\n" + "".join(claim.format(n) for n in range(500))
    times = []
    for _ in range(3):
        start = time.perf_counter()
        tree = tree_of(text)
        times.append(time.perf_counter() - start)
    claims = tree.pairs[0][1]
    assert isinstance(claims, MapNode)
    last = claims.pairs[-1][1]
    assert isinstance(last, MapNode)
    assert isinstance(last.pairs[-1][0], ScalarNode)
    assert last.pairs[-1][0].span.line == 3001
    assert min(times) < 0.1


@pytest.mark.parametrize(
    ("lines", "message", "place", "note"),
    [
        ("   name: The bank\n    role: party\n", "indented by 4, deeper than the line before, which has a value", "role", 3),
        ("    name: The bank\n   role: party\n", "indented by 3, as no line above it", "role: party", 4),
        ("    name: The bank\n    # at the table\n   role: party\n", "indented by 3, as no line above it", "role: party", 4),
    ],
)
def test_a_line_indented_otherwise_is_told_with_its_neighbor(
    lines: str, message: str, place: str, note: int, tmp_path: Path
) -> None:
    (diagnostic,) = checked(merged(f"actors:\n  bank:\n{lines}"), tmp_path)[1]
    assert (diagnostic.code, diagnostic.message, marked(diagnostic)) == ("DET101", message, place)
    assert diagnostic.notes[0].text.endswith(f"is indented by {note}")


def test_a_list_item_is_indented_by_its_dash(tmp_path: Path) -> None:
    text = merged("preferences:\n  city:\n    - rank: {rent: higher}\n       because: [said]\n")
    (diagnostic,) = checked(text, tmp_path)[1]
    assert (diagnostic.message[:13], marked(diagnostic)) == ("indented by 7", "because: [said]")
    assert diagnostic.notes[0].text == "line 24 is indented by 6"
