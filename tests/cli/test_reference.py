"""``detente why``, ``schema`` and ``completion``."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest
import yaml
from running import Run

from detente.casefile.catalog import CATALOG


class DaysAreText(yaml.SafeLoader):
    """YAML as editors read it: 1.2 has no type for days."""


DaysAreText.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize("code", CATALOG)
def test_every_code_is_explained(run: Run, code: str) -> None:
    result = run("why", code)
    assert result.exit_code == 0
    assert result.output.startswith(f"{code}: {CATALOG[code].title}\n")


def test_without_a_code_all_are_listed(run: Run) -> None:
    assert [line.split()[0] for line in run("why").output.splitlines()] == list(CATALOG)


@pytest.mark.parametrize("form", ["{}", "[{}]"])
def test_a_code_is_known_however_it_is_typed(run: Run, form: str) -> None:
    code = next(iter(CATALOG))
    wanted = run("why", code).output
    assert run("why", form.format(code.lower())).output == wanted
    assert run("why", code.removeprefix("DET")).output == wanted


def test_an_unknown_code_is_a_usage_error(run: Run) -> None:
    result = run("why", "DET999")
    assert result.exit_code == 2
    assert "there is no diagnostic" in result.stderr


def test_the_schema_is_one_and_takes_the_example(run: Run) -> None:
    schema = json.loads(run("schema").output)
    jsonschema.Draft202012Validator.check_schema(schema)
    run("new", "mine")
    for name in ("case.yaml", "evidence.yaml"):
        document = yaml.load(Path("mine", name).read_text(encoding="utf-8"), DaysAreText)
        jsonschema.validate(document, {**schema, "required": []})


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_the_shell_reads(run: Run, shell: str, tmp_path: Path) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_DETENTE_COMPLETE" in result.output
    if shutil.which(shell):
        script = tmp_path / "script"
        script.write_text(result.output, encoding="utf-8")
        subprocess.run([shell, "-n", script], check=True)


def test_an_unknown_shell_is_a_usage_error(run: Run) -> None:
    assert run("completion", "cmd").exit_code == 2


def completed(*words: str) -> list[str]:
    """What a shell is offered after these words, the last one half typed."""
    from click.shell_completion import ShellComplete

    from detente.cli.main import app

    *before, last = words
    return [item.value for item in ShellComplete(app, {}, "detente", "_DETENTE_COMPLETE").get_completions(before, last)]


def test_commands_cases_and_codes_are_completed() -> None:
    assert completed("ex") == ["explain"]
    assert "port-lease" in completed("explain", "")
    assert completed("explain", "port-l") == ["port-lease"]
    assert completed("why", "DET20") == [code for code in CATALOG if code.startswith("DET20")]
    assert "--report" in completed("explain", "port-lease", "--re")
