"""``detente cases``: listing, showing and copying what is bundled."""

from __future__ import annotations

from pathlib import Path

from running import Run

import detente
from detente.casefile.bundled import slugs


def test_every_bundled_case_is_listed_with_its_title(run: Run) -> None:
    lines = [line for line in run("cases").output.splitlines() if line.startswith("  ")]
    assert sorted(line.split()[0] for line in lines) == list(slugs())
    for line in lines:
        assert line.endswith(f"  {detente.load(line.split()[0]).title}")


def test_cases_about_moves_phases_or_votes_alone_stand_in_groups_of_their_own(run: Run) -> None:
    talks, moves, phases, votes = run("cases").output.split("\n\n")
    assert "port-lease" in talks
    assert "tram-strike" in talks
    assert all(
        detente.load(line.split()[0]).issues == () for line in (moves + phases + votes).splitlines() if line.startswith("  ")
    )
    assert "elmira" in moves
    assert "security-council" in votes
    assert [line.split()[0] for line in phases.splitlines()[1:]] == ["hostages-for-withdrawal"]


def test_a_copy_is_the_same_case(run: Run) -> None:
    result = run("cases", "--copy", "port-lease", ".")
    assert result.exit_code == 0
    assert detente.load(Path("port-lease")) == detente.load("port-lease")


def test_a_copy_overwrites_nothing(run: Run) -> None:
    run("cases", "--copy", "port-lease", ".")
    result = run("cases", "--copy", "port-lease", ".")
    assert result.exit_code == 2
    assert "nothing is overwritten" in result.stderr


def test_a_copy_needs_a_folder_to_go_to(run: Run) -> None:
    result = run("cases", "--copy", "port-lease", "nowhere")
    assert result.exit_code == 2
    assert "does not exist" in result.stderr


def test_show_says_what_a_case_is_about(run: Run) -> None:
    result = run("cases", "--show", "port-lease")
    assert result.exit_code == 0
    assert "Files: " in result.output


def test_a_misspelt_bundled_case_is_answered_with_the_one_meant(run: Run) -> None:
    result = run("cases", "--show", "port-leese")
    assert result.exit_code == 2
    assert "did you mean `port-lease`?" in result.stderr


def test_showing_and_copying_at_once_is_refused(run: Run) -> None:
    assert run("cases", "--show", "port-lease", "--copy", "port-lease", ".").exit_code == 2
