"""The command group: help, suggestions, and the ways a run may end."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import Run

import detente
from detente.cli.main import app

DETENTE = [sys.executable, "-m", "detente"]


def environment(**changes: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHONIO", "PYTHONUTF8", "NO_COLOR"))}
    return {**kept, **changes}


def test_help_lists_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name in app.commands:
        assert f"  {name} " in result.output
    assert run("-h").output == result.output


def test_without_arguments_help_is_shown(run: Run) -> None:
    result = run()
    assert result.exit_code == 2
    assert "Usage: detente" in result.output


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").output == f"detente {detente.__version__}\n"


def test_a_misspelt_command_is_answered_with_the_one_meant(run: Run) -> None:
    result = run("explian", "port-lease")
    assert result.exit_code == 2
    assert "did you mean `explain`?" in result.stderr


def test_a_misspelt_option_is_answered_with_the_one_meant(run: Run) -> None:
    result = run("explain", "port-lease", "--reprot", "x.html")
    assert result.exit_code == 2
    assert "--report" in result.stderr


@pytest.mark.parametrize("name", app.commands)
def test_every_command_explains_itself(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert all(len(line) <= 80 for line in result.output.splitlines())


def test_output_is_utf8_even_when_the_locale_is_c(tmp_path: Path) -> None:
    subprocess.run([*DETENTE, "new", "names"], cwd=tmp_path, check=True, capture_output=True)
    case = tmp_path / "names" / "case.yaml"
    case.write_text(
        case.read_text(encoding="utf-8").replace("The seller", "\u0627\u0644\u0628\u0627\u0626\u0639 Łódź"), encoding="utf-8"
    )
    done = subprocess.run(
        [*DETENTE, "agreement", "names", "--readings", "50"],
        cwd=tmp_path,
        env=environment(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"),
        capture_output=True,
        check=True,
    )
    assert "\u0627\u0644\u0628\u0627\u0626\u0639 Łódź" in done.stdout.decode("utf-8")


def test_a_reader_who_leaves_a_pipe_is_no_fault() -> None:
    command = f"{sys.executable} -m detente schema; echo $? >&2"
    done = subprocess.run(f"({command}) | true", shell=True, capture_output=True, text=True, check=False)
    assert done.stderr.strip() in ("0", "141")


def test_ctrl_c_prints_one_line_and_leaves_no_file(tmp_path: Path) -> None:
    command = [*DETENTE, "explain", "gaza-truce-2024-04", "--readings", "1000000", "--report", "report.html"]
    running = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(3)
    assert running.poll() is None, running.communicate()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert err.strip().splitlines()[-1] == "stopped"
    assert "Traceback" not in err
    assert out == ""
    assert list(tmp_path.iterdir()) == []


def on_a_terminal(arguments: list[str], cwd: Path, **changes: str) -> str:
    """What a command writes when its output is a terminal."""
    leader, follower = pty.openpty()
    running = subprocess.Popen(
        [*DETENTE, *arguments], cwd=cwd, stdout=follower, stderr=follower, env=environment(TERM="xterm", **changes)
    )
    os.close(follower)
    written = b""
    try:
        while chunk := os.read(leader, 65536):
            written += chunk
    except OSError:  # the end of a terminal
        pass
    os.close(leader)
    running.wait(timeout=60)
    return written.decode("utf-8")


def test_color_is_for_terminals_and_not_where_it_is_unwanted(tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "case.yaml").write_text("cas: {}\n", encoding="utf-8")
    assert "\x1b[" in on_a_terminal(["check", "broken"], tmp_path)
    assert "\x1b[" not in on_a_terminal(["check", "broken"], tmp_path, NO_COLOR="1")
    assert (
        "\x1b["
        not in subprocess.run([*DETENTE, "check", "broken"], cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_said_in_one_line() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([*DETENTE, "schema"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("Error: the answer could not be written: ")
    assert "Traceback" not in done.stderr
