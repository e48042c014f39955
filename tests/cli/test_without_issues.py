"""Every command on a case of moves alone ends well and says why there is nothing to tell of packages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run

TEXT = """case: {slug: dilemma, title: A dilemma, as_of: 2024-01-01, question: Can the two cooperate?}
actors:
  ann: {name: Ann, role: party}
  bob: {name: Bob, role: party}
moves:
  actions: {ann_yields: {actor: ann}, bob_yields: {actor: bob}}
  status_quo: []
  preferences: {ann: [{wants: bob_yields}, {wants: not ann_yields}], bob: [{wants: ann_yields}, {wants: not bob_yields}]}
"""
REASON = "the case names no issue to agree on"


@pytest.fixture
def folder(tmp_path: Path) -> str:
    made = tmp_path / "dilemma"
    made.mkdir()
    (made / "case.yaml").write_text(TEXT, encoding="utf-8")
    return str(made)


@pytest.mark.parametrize("command", ["agreement", "openings", "frontier", "drivers", "explain"])
def test_a_question_says_that_there_is_no_issue(command: str, folder: str, run: Run) -> None:
    result = run(command, folder)
    assert result.exit_code == 0
    assert REASON in " ".join(result.stdout.lower().split())


@pytest.mark.parametrize("command", ["agreement", "openings", "frontier", "drivers", "explain"])
def test_its_json_is_whole(command: str, folder: str, run: Run) -> None:
    result = run(command, folder, "--format", "json")
    assert result.exit_code == 0
    assert REASON in json.dumps(json.loads(result.stdout)).lower()


def test_the_check_has_nothing_against_it(folder: str, run: Run) -> None:
    result = run("check", folder)
    assert result.exit_code == 0
    assert "warning[" not in result.output
    assert "error[" not in result.output


def test_the_agreement_command_counts_no_packages(folder: str, run: Run) -> None:
    assert "packages" not in run("agreement", folder).stdout


@pytest.mark.parametrize("form", ["genius", "csv"])
def test_it_has_no_values_to_convert(form: str, folder: str, tmp_path: Path, run: Run) -> None:
    result = run("convert", folder, "--to", form, str(tmp_path / "target"))
    assert result.exit_code == 1
    assert "error[DET" in result.output
