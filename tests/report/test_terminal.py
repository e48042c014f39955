from __future__ import annotations

import re
from dataclasses import replace

import pytest
from explanations import ARABIC, HEBREW, explanation
from rich.cells import cell_len

import detente
from detente.explanation.explanation import Bar
from detente.report.render import render
from detente.report.terminal import COMMANDS, TOLD


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_asked(width: int) -> None:
    lines = render(explanation(), "terminal", width=width).split("\n")
    assert [line for line in lines if cell_len(line) > width] == []


def test_nothing_is_cut_short_even_when_narrow() -> None:
    text = render(explanation(), "terminal", width=40)
    assert "…" not in text
    assert "x" * 90 in re.sub(r"\s", "", text)


def test_plain_text_has_no_codes_and_color_only_adds_them() -> None:
    plain = render(explanation(), "terminal")
    colored = render(explanation(), "terminal", color=True)
    codes = re.compile(r"\x1b\[[0-9;]*m")
    assert "\x1b" not in plain
    assert codes.search(colored)
    assert [line.rstrip() for line in codes.sub("", colored).split("\n")] == plain.split("\n")


def test_the_bottom_line_comes_first_and_notes_last() -> None:
    text = render(explanation(), "terminal")
    headings = [line for line in text.split("\n") if line and line == line.upper() and line[0].isalpha()]
    assert headings == [
        "BOTTOM LINE",
        "KEY JUDGMENTS",
        "IS THERE A PACKAGE EVERYONE COULD ACCEPT?",
        "WHAT WOULD OPEN A DEAL",
        "WHAT NO PARTY CAN BETTER WITHOUT ANOTHER LOSING",
        "DOES THE DEADLOCK HOLD ITSELF IN PLACE?",
        "WHAT THE SOURCES DISAGREE ABOUT",
        "WHAT THE RECORD DOES NOT SAY",
        "CIRCUMSTANCES",
        "ASSUMPTIONS",
        "CLAIMS CITED",
        "HOW THIS WAS MADE",
    ]


def test_names_that_run_right_to_left_are_isolated_and_others_are_not() -> None:
    text = render(explanation(), "terminal", width=400)
    assert f"to \u2068{ARABIC}\u2069 and \u2068{HEBREW}\u2069. [1] [2]" in text
    assert "what Harbor & Sons <Ltd> would accept on Pensions. [4]" in text


def test_footnotes_and_assumptions_follow_their_sentence() -> None:
    text = render(explanation(), "terminal")
    assert "Together they leave 0 of 24,576 packages. [1] [2] [A2]" in text
    assert "  [A2] The refusal is likely (55 to 80 of 100) firm." in text
    assert "  [1] The union wants a *permanent* lease. Gazette, 10 April 2024, par. 3" in text


@pytest.mark.parametrize(
    ("value", "high", "bar"),
    [
        (0.0, None, "·" * 40),
        (0.2, None, "█" + "·" * 39),
        (50.0, 75.0, "█" * 20 + "▒" * 10 + "·" * 10),
        (99.9, None, "█" * 39 + "·"),
        (100.0, None, "█" * 40),
    ],
)
def test_a_bar_is_empty_or_full_only_when_its_share_is(value: float, high: float | None, bar: str) -> None:
    whole = explanation()
    low = None if high is None else 0.0
    shown = Bar(label="Share", value=value, low=low, high=high, is_exact=True, text="in words")
    text = render(replace(whole, figures=replace(whole.figures, bars=(shown,))), "terminal")
    assert f"  Share\n  {bar} exact\n  in words\n" in text


def test_a_bar_without_a_figure_is_words_alone() -> None:
    assert "  All could move\n  no figure\n" in render(explanation(), "terminal")


def test_untested_openings_say_so_beside_their_title() -> None:
    text = render(explanation(), "terminal", width=200)
    assert "reviewed by the guarantor. [2] [untested]" in text
    assert text.count("[untested]") == 1


def test_openings_beyond_the_third_are_told_by_title_and_the_text_says_where_the_rest_stands() -> None:
    whole = explanation()
    first = whole.openings[0]
    many = tuple(replace(first, number=k) for k in range(1, 6))
    text = render(replace(whole, openings=many), "terminal", width=200)
    assert text.count("Who moves:") == 3
    assert "\n  5. " in text
    assert "stand in the report." in text


def test_a_chapter_with_a_command_of_its_own_is_told_in_short_and_says_where_the_rest_is() -> None:
    gaza = detente.explain(detente.load("gaza-truce-2024-04"), readings=100)
    text = " ".join(render(gaza, "terminal").split())
    for chapter in gaza.chapters:
        if chapter.key in COMMANDS:
            more = len(chapter.sentences) - TOLD
            assert f"- {more} more sentences, and tables: `detente {chapter.key} gaza-truce-2024-04`." in text
            assert chapter.sentences[TOLD - 1].text[:40] in text
