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


def test_each_block_that_asks_more_is_whole_once_its_marks_are_taken_off(run: Run) -> None:
    run("new", "mine")
    file = Path("mine/case.yaml")
    plain, _, more = file.read_text(encoding="utf-8").partition("# More can be asked")
    blocks = [
        block for block in more.split("\n\n") if any(line.startswith("# ") and line.endswith(":") for line in block.splitlines())
    ]
    assert len(blocks) == 4
    every = plain
    for block, command in zip(blocks, ("stability", "ratification", "durability", "timing"), strict=True):
        text = "\n".join(line.removeprefix("# ") for line in block.splitlines()[1:])
        assert f"detente {command} mine" in block.splitlines()[0]
        every += "\n" + text
        file.write_text(f"{plain}\n{text}\n", encoding="utf-8")
        case, diagnostics = detente.check("mine")
        assert case is not None, [str(d) for d in diagnostics]
        assert {d.severity for d in diagnostics} <= {Severity.NOTE}, [d.message for d in diagnostics]
        result = run(command, "mine", "--readings", 50)
        assert result.exit_code == 0
        assert "was not asked" not in result.output
    file.write_text(every + "\n", encoding="utf-8")
    assert run("explain", "mine", "--readings", 50).exit_code == 0


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
