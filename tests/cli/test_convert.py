"""``detente convert``: targets are written whole or not at all, and never over anything unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from genius_files import INTEROP, PORT
from running import Run

import detente
from detente.cli.convert import convert

FILES = [PORT / "domain.xml", PORT / "city.xml", PORT / "line.xml"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("a.xml", "--to", "case", "x")`` in an empty folder; any exception but an exit is a failure."""
    monkeypatch.chdir(tmp_path)

    def _run(*arguments: object) -> Result:
        result = CliRunner().invoke(convert, [str(a) for a in arguments], prog_name="detente convert")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return _run


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_scenario_becomes_a_case_folder(run: Run) -> None:
    result = run(*FILES, "--to", "case", "talks/port-talks", "--as-of", "2024-05-01")
    assert result.exit_code == 0, result.output
    assert "made talks/port-talks: case.yaml, README.md" in result.stdout
    assert "DET626" in result.stderr
    case, _ = detente.check("talks/port-talks")
    assert case is not None
    assert case.slug == "port-talks"


def test_a_case_becomes_genius_files_and_a_table(run: Run, tmp_path: Path) -> None:
    assert run("tram-strike", "--to", "genius", "tram").exit_code == 0
    assert len(names(tmp_path / "tram")) == 3
    assert run("tram-strike", "--to", "csv", "tram.csv").exit_code == 0
    assert run("tram.csv", "--to", "case", "again").exit_code == 0
    assert run("tram", "--to", "csv", "again.csv").exit_code == 0


def test_errors_are_printed_with_their_places_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    result = run(FILES[0], INTEROP / "invalid" / "profile-weight-missing.xml", FILES[2], "--to", "case", "port")
    assert result.exit_code == 1
    assert "profile-weight-missing.xml:10:5: error[DET612]" in result.stderr
    assert result.stdout == ""
    assert names(tmp_path) == []


def test_values_that_are_not_exact_are_an_error_of_the_case(run: Run, tmp_path: Path) -> None:
    result = run("port-lease", "--to", "genius", "port")
    assert result.exit_code == 1
    assert "error[DET622]" in result.stderr
    assert names(tmp_path) == []


@pytest.mark.parametrize(("form", "target"), [("case", "made"), ("genius", "made"), ("csv", "made.csv")])
def test_what_is_there_is_replaced_only_when_asked(run: Run, tmp_path: Path, form: str, target: str) -> None:
    source = FILES if form != "csv" else ["tram-strike"]
    assert run(*source, "--to", form, target).exit_code == 0
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    result = run(*source, "--to", form, target, "--title", "Other", "--digits", 0)
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
    assert run(*source, "--to", form, target, "--force").exit_code == 0
    assert not any(name.startswith(".") for name in names(tmp_path))


def test_a_folder_with_other_things_in_it_is_not_replaced_even_by_force(run: Run, tmp_path: Path) -> None:
    (tmp_path / "port").mkdir()
    (tmp_path / "port" / "evidence.yaml").write_text("mine", encoding="utf-8")
    result = run(*FILES, "--to", "case", "port", "--force")
    assert result.exit_code == 2
    assert "evidence.yaml" in result.stderr
    assert names(tmp_path / "port") == ["evidence.yaml"]
    assert names(tmp_path) == ["port"]


def test_an_empty_folder_is_filled(run: Run, tmp_path: Path) -> None:
    (tmp_path / "port").mkdir()
    assert run(*FILES, "--to", "case", "port").exit_code == 0
    assert names(tmp_path / "port") == ["README.md", "case.yaml"]


def test_files_of_an_earlier_scenario_do_not_stay_among_the_new(run: Run, tmp_path: Path) -> None:
    run(*FILES, "--to", "genius", "port", "--title", "First")
    assert run(*FILES, "--to", "genius", "port", "--title", "Second", "--force").exit_code == 0
    assert all(name.startswith("second") for name in names(tmp_path / "port"))


def test_a_source_is_never_its_own_target(run: Run, tmp_path: Path) -> None:
    run("tram-strike", "--to", "csv", "tram.csv")
    assert run("tram.csv", "--to", "csv", "tram.csv", "--force").exit_code == 2
    run("tram-strike", "--to", "genius", "tram")
    assert run("tram", "--to", "genius", "tram", "--force").exit_code == 2
    assert run("tram/the_tram_drivers_strike_domain.xml", "--to", "genius", "tram", "--force").exit_code == 2
    assert len(names(tmp_path / "tram")) == 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--to", "case", "x"], "SOURCE"),
        (["tram-strike"], "--to"),
        (["tram-strike", "--to", "word", "x"], "word"),
        (["nobody.xml", "--to", "case", "x"], "nobody.xml"),
        (["tram-strike", "--to", "case", "x"], "a case already"),
        ([*FILES, "--to", "case", "my talks"], "cannot name a case"),
        ([*FILES, "--to", "csv", "."], "name a file"),
    ],
)
def test_misuse_ends_with_2_and_says_why(run: Run, tmp_path: Path, arguments: list[object], told: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert names(tmp_path) == []


def test_a_target_that_cannot_be_written_is_told_and_leaves_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for form, target in (("case", "file/port"), ("csv", "file/port.csv")):
        result = run(*FILES, "--to", form, target)
        assert result.exit_code == 2
        assert "could not be written" in result.stderr
    assert names(tmp_path) == ["file"]


def test_a_failure_while_replacing_puts_the_former_folder_back(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(*FILES, "--to", "case", "port")
    before = (tmp_path / "port" / "case.yaml").read_text(encoding="utf-8")
    whole = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if self.name.endswith(".partial"):
            raise OSError(28, "No space left on device")
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    result = run(*FILES, "--to", "case", "port", "--title", "Other", "--force")
    assert result.exit_code == 2
    assert "No space left" in result.stderr
    assert (tmp_path / "port" / "case.yaml").read_text(encoding="utf-8") == before
    assert names(tmp_path) == ["port"]


def test_help_shows_how_it_is_used(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert "detente convert domain.xml city.xml line.xml --to case port-talks" in result.output


def test_a_conflict_of_gmcr_becomes_a_case_to_ask_about(run: Run) -> None:
    conflict = {
        "options": [{"name": "Dredge", "permittedDirection": "fwd"}, {"name": "Sue", "permittedDirection": "both"}],
        "infeasibles": [],
        "decisionMakers": [
            {"name": "Harbor", "options": [0], "preferences": [[[1, "N"]], [[0, "Y"]]]},
            {"name": "Village", "options": [1], "preferences": [[[0, "N"]], [[1, "N"]]]},
        ],
    }
    Path("canal.gmcr").write_text(json.dumps(conflict), encoding="utf-8")
    result = run("canal.gmcr", "--to", "case", "canal", "--title", "The canal", "--as-of", "2024-05-01")
    assert result.exit_code == 0
    assert result.stdout.startswith("made canal: case.yaml, README.md")
    assert "# The canal" in Path("canal/README.md").read_text(encoding="utf-8")
    assert detente.load("canal").title == "The canal"
    assert run("canal.gmcr", "--to", "csv", "canal.csv").exit_code == 1
