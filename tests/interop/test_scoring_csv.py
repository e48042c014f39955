"""A scoring table says what it says whatever separates its fields, and is written so that it reads back."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from genius_files import PORT
from hypothesis import given
from hypothesis import strategies as st
from problems import random_problem

from detente.diagnostics import CaseError
from detente.interop.scoring_csv import check_scoring, read_scoring, write_scoring
from detente.problem.problem import AgreementProblem, Interaction, ProblemError

F = Fraction
TABLE = (PORT / "table.csv").read_text(encoding="utf-8")
WANTED = AgreementProblem.of(
    [[[20, "27.5"], [0, 25]], [[30, 8], [10, F(1, 3)]]],
    [40, None],
    parties=["Union", "Operator"],
    issues=["Pay", "Rosters"],
    options=[["4 %, at once", "7 %"], ["as now", "four weeks ahead"]],
)
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8).map(str.strip).filter(bool)


def read(text: str, folder: Path, *, encoding: str = "utf-8") -> AgreementProblem:
    (folder / "table.csv").write_bytes(text.encode(encoding))
    return read_scoring(folder / "table.csv")


def test_a_table_is_read_exactly() -> None:
    assert read_scoring(PORT / "table.csv") == WANTED


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_fields_may_be_separated_by_semicolons_or_tabs(delimiter: str, tmp_path: Path) -> None:
    text = TABLE.replace(", at", "@").replace(",", delimiter).replace("@", ", at")
    assert read(text, tmp_path) == WANTED


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_table_saved_by_a_spreadsheet_is_read(encoding: str, tmp_path: Path) -> None:
    assert read(TABLE.replace("\n", "\r\n"), tmp_path, encoding=encoding) == WANTED


def test_blank_lines_spaces_and_empty_columns_at_the_end_do_not_matter(tmp_path: Path) -> None:
    text = "\n" + TABLE.replace("\n", ",,\n").replace("Rosters,as now", " Rosters , as now") + ",,,,\n\n"
    assert read(text, tmp_path) == WANTED


def test_the_head_and_the_reservation_row_may_be_in_capitals(tmp_path: Path) -> None:
    assert read(TABLE.replace("issue,option", "Issue,OPTION").replace("reservation", "Reservation"), tmp_path) == WANTED


def test_options_of_an_issue_may_stand_apart(tmp_path: Path) -> None:
    rows = TABLE.splitlines()
    apart = [rows[0], rows[1], rows[3], rows[4], "Pay" + rows[2], rows[5]]
    assert read("\n".join(apart), tmp_path) == WANTED


def test_an_issue_called_reservation_is_an_issue(tmp_path: Path) -> None:
    problem = read("issue,option,A\nreservation,yes,1\nreservation,no,0\nreservation,,0.5\n", tmp_path)
    assert problem.issues == ("reservation",)
    assert problem.reservation_values == (F(1, 2),)


def test_a_field_with_line_breaks_keeps_the_places_of_what_follows(tmp_path: Path) -> None:
    text = 'issue,option,A\nPay,"two\nlines",1\nPay,more,x\n'
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    found = check_scoring(tmp_path / "t.csv")[1]
    assert [(d.code, d.span.line, d.span.column) for d in found] == [("DET608", 4, 10)]


def test_all_mistakes_are_told_in_one_run(tmp_path: Path) -> None:
    text = TABLE.replace("27.5", "x").replace("0,10", "0").replace("1/3", "third")
    with pytest.raises(CaseError) as raised:
        read(text, tmp_path)
    assert [d.code for d in raised.value.diagnostics] == ["DET608", "DET631", "DET608"]


@given(seed=st.integers(0, 10**6), delimiter=st.sampled_from(",;\t"), data=st.data())
def test_a_table_written_reads_back(
    seed: int, delimiter: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    drawn = random_problem(seed, most_packages=60)

    def names(n: int) -> list[str]:
        return data.draw(st.lists(NAMES, min_size=n, max_size=n, unique=True))

    problem = AgreementProblem.of(
        drawn.values,
        drawn.reservation_values,
        parties=names(len(drawn.parties)),
        issues=names(len(drawn.issues)),
        options=[names(n) for n in drawn.shape],
    )
    assert read(write_scoring(problem, delimiter=delimiter), tmp_path_factory.mktemp("table")) == problem


def test_what_a_table_cannot_hold_is_refused() -> None:
    term = Interaction.of("p1", "i1", "i2", [[1, 0], [0, 1]])
    with pytest.raises(ProblemError, match="interaction"):
        write_scoring(AgreementProblem.of([[[0, 1], [0, 1]]], interactions=[term]))
    with pytest.raises(ProblemError, match="white space"):
        write_scoring(AgreementProblem.of([[[0, 1]]], options=[["yes", " no"]]))
