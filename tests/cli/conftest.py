"""Running the command line in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from running import Run

from detente.cli.main import app


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("check", "x")`` in an empty folder, as a person would; any exception but an exit is a failure."""
    monkeypatch.chdir(tmp_path)

    def _run(*arguments: object) -> Result:
        result = CliRunner().invoke(app, [str(a) for a in arguments], prog_name="detente")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return _run
