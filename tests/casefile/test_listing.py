"""How diagnostics are printed: the line, carets under the right letters, notes, help and a summary."""

from __future__ import annotations

from pathlib import Path

from case_texts import BASE, checked, merged

from detente.casefile.listing import display_width, listing, summary
from detente.diagnostics import Diagnostic, Note, Severity, Span


def diagnostic(line: str, column: int, end: int, *, severity: Severity = Severity.ERROR, message: str = "wrong") -> Diagnostic:
    span = Span(file="case.yaml", line=7, column=column, end_line=7, end_column=end)
    return Diagnostic(code="DET204", severity=severity, message=message, span=span, source_line=line)


def test_a_diagnostic_is_printed_as_a_compiler_does(tmp_path: Path) -> None:
    text = merged("demands:\n  long: {actor: city, asks: lease = twenty_years, because: [said]}\n")
    shown = listing(checked(text, tmp_path)[1], color=False).replace(f"{tmp_path}/", "")
    line = BASE.split("\n").index("  lease: {question: How long?, ordered: true, options: [none, two_years, ten_years]}") + 1
    assert shown == (
        "case.yaml:23:37: error[DET204]: unknown option `twenty_years` for issue `lease`\n"
        "23 |   long: {actor: city, asks: lease = twenty_years, because: [said]}\n"
        "   |                                     ^^^^^^^^^^^^\n"
        f"   = note: `lease` (line {line}) has the options `none`, `two_years` and `ten_years`\n"
        "   = help: did you mean `ten_years`?\n"
        "\n"
        "1 error\n"
    )


def test_carets_stand_under_wide_and_combining_letters() -> None:
    _, _, carets = listing([diagnostic("停戦 e\u0301: wrong", 8, 13)], color=False).split("\n")[:3]
    assert carets == "  |         ^^^^^"
    assert listing([diagnostic("a: 停戦", 4, 6)], color=False).split("\n")[2] == "  |    ^^^^"
    assert display_width("停戦 e\u0301\u200d") == 6


def test_a_line_from_right_to_left_is_kept_whole_and_isolated() -> None:
    lines = listing([diagnostic("name: نمל x", 7, 10)], color=False).split("\n")
    assert lines[1] == "7 | \u2068name: نمל x\u2069"
    assert lines[2] == "  | ^ here: \u2068نمל\u2069"


def test_nothing_in_a_file_commands_the_terminal() -> None:
    shown = listing([diagnostic("a: \x1b[31m\u202e\tb", 4, 5, message="\x1b[0m")], color=False)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\t" not in shown


def test_a_long_line_is_cut_around_the_place() -> None:
    lines = listing([diagnostic("x" * 5000 + "HERE" + "y" * 5000, 5001, 5005)], color=False).split("\n")
    assert len(lines[1]) < 200
    assert lines[1][lines[2].index("^") : lines[2].rindex("^") + 1] == "HERE"


def test_a_place_beyond_the_line_is_marked_after_it() -> None:
    assert listing([diagnostic("a:", 3, 4)], color=False).split("\n")[2] == "  |   ^"


def test_a_note_in_another_file_says_where() -> None:
    other = Span(file="evidence.yaml", line=3, column=2, end_line=3, end_column=5)
    with_note = Diagnostic(
        code="DET115",
        severity=Severity.ERROR,
        message="twice",
        span=Span(file="case.yaml", line=1, column=1, end_line=1, end_column=2),
        notes=(Note(text="first here", span=other),),
    )
    assert "= note: first here (evidence.yaml:3:2)" in listing([with_note], color=False)


def test_the_summary_counts_and_leaves_out_what_did_not_occur() -> None:
    found = [diagnostic("a", 1, 2, severity=s) for s in (Severity.ERROR, Severity.ERROR, Severity.WARNING, *[Severity.NOTE] * 3)]
    assert summary(found) == "2 errors, 1 warning, 3 notes"
    assert summary(found[2:3]) == "1 warning"
    assert listing([], color=False) == ""


def test_color_is_used_only_when_asked() -> None:
    assert "\x1b[1;31merror[DET204]\x1b[0m" in listing([diagnostic("a", 1, 2)], color=True)
    assert "\x1b" not in listing([diagnostic("a", 1, 2)], color=False)
