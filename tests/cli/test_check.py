"""``detente check`` as a new user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run

from detente.casefile.bundled import slugs


def broken(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return Path("broken")


@pytest.mark.parametrize("slug", slugs())
def test_every_bundled_case_has_no_error_and_no_warning(run: Run, slug: str) -> None:
    result = run("check", slug, "--strict", "--quiet-notes")
    assert result.exit_code == 0, result.output


def test_a_case_with_errors_ends_with_1_and_says_where(run: Run, tmp_path: Path) -> None:
    result = run("check", broken(tmp_path, "case: {slug: broken, titel: A slip}\n"))
    assert result.exit_code == 1
    assert "broken/case.yaml:1:22: error[DET" in result.output
    assert "titel" in result.output
    assert result.stderr == ""


def test_several_cases_are_checked_in_one_run(run: Run, tmp_path: Path) -> None:
    result = run("check", "port-lease", broken(tmp_path, "cas: {}\n"))
    assert result.exit_code == 1
    assert [line for line in result.output.splitlines() if line.startswith(("port-lease:", "broken:"))].__len__() == 2


def test_json_carries_place_code_and_help(run: Run, tmp_path: Path) -> None:
    result = run("check", "--format", "json", broken(tmp_path, "case: {slug: broken, titel: A slip}\n"))
    assert result.exit_code == 1
    [case] = json.loads(result.stdout)["cases"]
    assert case["case"] == "broken"
    assert case["is_valid"] is False
    first = case["diagnostics"][0]
    assert {"code", "severity", "message", "file", "line", "column", "end_line", "end_column", "notes", "help"} == set(first)


def test_quiet_notes_hides_notes_and_still_counts_them(run: Run) -> None:
    run("new", "mine")
    loud, quiet = run("check", "mine"), run("check", "--quiet-notes", "mine")
    assert "note[DET" in loud.output
    assert "note[DET" not in quiet.output
    assert loud.output.splitlines()[-1] == quiet.output.splitlines()[-1]


@pytest.mark.parametrize("name", ["nowhere", "", "x" * 5000, "a/b/c", "caf\u00e9", "bell\a"])
def test_a_case_that_does_not_exist_is_a_usage_error(run: Run, name: str) -> None:
    result = run("check", name)
    assert result.exit_code == 2
    assert "Error: " in result.stderr


def test_a_misspelt_bundled_case_is_answered_with_the_one_meant(run: Run) -> None:
    assert "did you mean `port-lease`?" in run("check", "port-leese").stderr


def test_a_misspelt_folder_is_answered_with_the_one_meant(run: Run) -> None:
    run("new", "river-talks")
    assert "did you mean `river-talks`?" in run("check", "river-tallks").stderr


def test_a_folder_without_a_case_is_explained(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("check", "empty")
    assert result.exit_code == 1
    assert "case.yaml" in result.output


def test_no_argument_is_a_usage_error(run: Run) -> None:
    assert run("check").exit_code == 2
