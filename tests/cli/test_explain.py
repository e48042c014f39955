"""``detente explain`` and ``detente agreement``: answers, reports, and what can go wrong on the way."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from running import Run

import detente
from detente.cli.output import write_whole

FEW = ("--readings", 100)


def test_the_answer_is_that_of_the_api(run: Run) -> None:
    printed = run("explain", "port-lease", *FEW, "--format", "markdown").stdout
    explanation = detente.explain(detente.load("port-lease"), readings=100)
    assert printed.rstrip("\n") == detente.render(explanation, "markdown").rstrip("\n")


def test_the_terminal_answer_fits_80_columns_when_piped(run: Run) -> None:
    result = run("explain", "port-lease", *FEW)
    assert result.exit_code == 0
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    assert "\x1b" not in result.stdout


def test_a_report_is_written_beside_the_answer(run: Run) -> None:
    result = run("explain", "port-lease", *FEW, "--report", "out.html")
    assert result.exit_code == 0
    assert result.stderr == "report written to out.html\n"
    assert Path("out.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    assert os.listdir() == ["out.html"]


def test_the_same_seed_gives_the_same_report(run: Run) -> None:
    for name in ("a.html", "b.html"):
        run("explain", "port-lease", *FEW, "--seed", 7, "--report", name)
    assert Path("a.html").read_bytes() == Path("b.html").read_bytes()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere/out.html", "does not exist"),
        ("out.pdf", "does not end in .html"),
        (".", "is a folder"),
        ("out", "does not end in .html"),
    ],
)
def test_a_report_that_cannot_be_written_is_refused_before_anything_is_computed(run: Run, name: str, said: str) -> None:
    result = run("explain", "port-lease", "--readings", 1_000_000, "--report", name)
    assert result.exit_code == 2
    assert said in result.stderr
    assert os.listdir() == []


@pytest.mark.parametrize(
    "arguments", [["--readings", "1"], ["--readings", "many"], ["--seed", "-1"], ["--seed", "1.5"], ["--handling", "secret"]]
)
@pytest.mark.parametrize("command", ["explain", "agreement"])
def test_numbers_out_of_range_are_usage_errors(run: Run, command: str, arguments: list[str]) -> None:
    assert run(command, "port-lease", *arguments).exit_code == 2


def test_a_report_that_fails_late_does_not_cost_the_answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("detente.cli.explain.write_whole", full)
    result = run("explain", "port-lease", *FEW, "--report", "out.html")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert result.stdout


@pytest.mark.parametrize("day", ["2024-02-30", "11/4/2024", "20240411", "yesterday", "2024-W15-4"])
def test_a_day_is_written_one_way(run: Run, day: str) -> None:
    result = run("explain", "port-lease", "--as-of", day)
    assert result.exit_code == 2
    assert "year-month-day" in result.stderr


@pytest.mark.parametrize("command", ["explain", "agreement"])
def test_a_case_with_errors_ends_with_1_and_prints_nothing_as_an_answer(run: Run, command: str) -> None:
    Path("broken").mkdir()
    Path("broken/case.yaml").write_text("case: {slug: broken, titel: A slip}\n", encoding="utf-8")
    result = run(command, "broken")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "error[DET" in result.stderr


@pytest.mark.parametrize("command", ["explain", "agreement"])
def test_a_day_before_everything_still_has_an_answer(run: Run, command: str) -> None:
    result = run(command, "gaza-truce-2024-04", *FEW, "--as-of", "1990-01-01")
    assert result.exit_code == 0
    assert result.stdout


def test_the_finding_as_json_is_that_of_the_api(run: Run) -> None:
    found = json.loads(run("agreement", "gaza-truce-2024-04", *FEW, "--format", "json").stdout)
    finding = detente.agreement(detente.load("gaza-truce-2024-04"), readings=100)
    assert found["verdict"] == finding.verdict
    assert found["figures"]["some_bluff"]["share"] == finding.some_bluff.share
    assert [len(b["conditions"]) for b in found["blocking"]] == [len(b.conditions) for b in finding.blocking]
    assert len(found["openings"]) == len(finding.openings)


def test_the_finding_as_text_fits_80_columns_and_names_claims(run: Run) -> None:
    result = run("agreement", "gaza-truce-2024-04", *FEW)
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    assert "What no deal can meet together" in result.stdout
    known = {claim.id for claim in detente.load("gaza-truce-2024-04").claims}
    assert any(claim in result.stdout for claim in known)


def test_a_name_that_runs_the_other_way_is_isolated_from_the_words_around_it(run: Run) -> None:
    run("new", "mine")
    case = Path("mine/case.yaml")
    name = "\u0627\u0644\u0628\u0627\u0626\u0639"
    case.write_text(case.read_text(encoding="utf-8").replace("name: The seller", f"name: {name}"), encoding="utf-8")
    assert f"\u2068{name}\u2069 would refuse" in run("agreement", "mine", *FEW).stdout


def test_a_finding_withholds_what_readers_may_not_see(run: Run) -> None:
    run("new", "mine")
    evidence = Path("mine/evidence.yaml")
    text = evidence.read_text(encoding="utf-8")
    evidence.write_text(
        text.replace("  buyer-ceiling-said:\n", "  buyer-ceiling-said:\n    handling: confidential\n"), encoding="utf-8"
    )
    for form in ("text", "json"):
        public = run("agreement", "mine", *FEW, "--format", form).stdout
        cleared = run("agreement", "mine", *FEW, "--format", form, "--handling", "confidential").stdout
        assert "withheld" in public
        assert "buyer-ceiling" not in public
        assert "buyer-ceiling" in cleared


def test_writing_leaves_the_old_file_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.html"
    target.write_text("old", encoding="utf-8")

    def interrupted(self: Path, other: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(target, "new")
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_writing_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "real.html").write_text("old", encoding="utf-8")
    link = tmp_path / "link.html"
    link.symlink_to("real.html")
    write_whole(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "real.html").read_text(encoding="utf-8") == "new"
