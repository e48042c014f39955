"""``detente new``: the example it writes is whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import Run

import detente
from detente.diagnostics import Severity


@pytest.mark.parametrize("slug", ["mine", "a", "A_b-9", "no", "null", "yes", "x" * 60])
def test_the_example_checks_without_error_or_warning(run: Run, slug: str) -> None:
    result = run("new", slug)
    assert result.exit_code == 0, result.output
    case, diagnostics = detente.check(slug)
    assert case is not None
    assert case.slug == slug
    assert {d.severity for d in diagnostics} <= {Severity.NOTE}


def test_the_example_can_be_explained(run: Run) -> None:
    run("new", "mine")
    result = run("agreement", "mine", "--readings", 100)
    assert result.exit_code == 0
    assert "Mine, as of" in result.output


def test_the_example_can_be_made_elsewhere(run: Run) -> None:
    assert run("new", "mine", "--dir", "cases/deep").exit_code == 0
    assert Path("cases/deep/mine/evidence.yaml").is_file()


@pytest.mark.parametrize("slug", ["my case", "1st", "", "../up", "caf\u00e9", "a/b", "-x"])
def test_a_name_that_cannot_be_one_is_refused(run: Run, slug: str, tmp_path: Path) -> None:
    result = run("new", slug) if not slug.startswith("-") else run("new", "--", slug)
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_better_name_is_offered(run: Run) -> None:
    assert "such as `my-case`" in run("new", "my case").stderr


def test_nothing_is_overwritten(run: Run) -> None:
    run("new", "mine")
    Path("mine/case.yaml").write_text("mine", encoding="utf-8")
    assert run("new", "mine").exit_code == 2
    assert Path("mine/case.yaml").read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_way_is_named(run: Run) -> None:
    Path("cases").write_text("", encoding="utf-8")
    result = run("new", "mine", "--dir", "cases")
    assert result.exit_code == 2
    assert "cases" in result.stderr
