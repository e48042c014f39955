"""The commands that ask one question: frontier and openings, and what-ifs on every command that asks."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from detente.casefile.bundled import folder as bundled_folder

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    from click.testing import CliRunner

    from detente.cli.main import app

    return lambda *arguments: CliRunner().invoke(app, list(arguments), prog_name="detente")


@pytest.mark.parametrize("command", ["frontier", "openings"])
@pytest.mark.parametrize("slug", ["gaza-truce-2024-04", "tram-strike", "river-treaty", "port-lease", "mill-wages"])
def test_every_bundled_case_is_answered_within_the_width_and_the_same_each_time(run: Run, command: str, slug: str) -> None:
    first = run(command, slug, "--readings", "40")
    assert first.exit_code == 0
    assert first.output == run(command, slug, "--readings", "40").output
    assert all(len(line) <= 80 for line in first.stdout.split("\n"))


def test_the_frontier_as_json_has_every_point_exactly(run: Run) -> None:
    found = json.loads(run("frontier", "mill-wages", "--format", "json").stdout)
    assert found["n_points"] == len(found["points"])
    assert found["points"][0]["values"].keys() == {"union", "mill"} or len(found["parties"]) == 2
    assert {s["concept"] for s in found["solutions"]} == {"nash_bargaining", "kalai_smorodinsky", "egalitarian", "utilitarian"}


def test_the_openings_as_json_say_what_each_costs(run: Run) -> None:
    found = json.loads(run("openings", "tram-strike", "--format", "json", "--most", "2").stdout)
    assert [o["cost"]["exact"] for o in found["openings"]] == ["1", "1"]
    assert found["n_ordered"] == 2


@pytest.mark.parametrize("command", ["agreement", "frontier", "openings", "explain", "drivers"])
def test_what_is_set_is_told_above_the_answer(run: Run, command: str) -> None:
    output = run(command, "tram-strike", "--set", "no_deal.union=45").stdout
    assert "What if: no_deal.union = 45." in "\n".join(output.split("\n")[:6])


def test_a_what_if_changes_the_answer(run: Run) -> None:
    stated = json.loads(run("agreement", "tram-strike", "--format", "json").stdout)
    changed = json.loads(run("agreement", "tram-strike", "--format", "json", "--set", "no_deal.union=46").stdout)
    assert (stated["verdict"], changed["verdict"]) == ("fails", "holds")
    assert changed["what_if"] == "What if: no_deal.union = 46."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--set", "no_deal.unoin=45"], "did you mean `union`?"),
        (["--set", "nodeal.union=45"], "did you mean `no_deal`?"),
        (["--set", "no_deal.union=many"], "no_deal.union=many"),
        (["--without", "operator-no-roster"], "did you mean `operator-no-rosters`?"),
    ],
)
def test_a_what_if_that_names_nothing_is_a_misuse_with_a_hint(run: Run, given: list[str], said: str) -> None:
    result = run("openings", "tram-strike", *given)
    assert result.exit_code == 2
    assert said in result.output


def test_an_explanation_of_a_changed_case_says_so_in_every_form(run: Run) -> None:
    for form in ("terminal", "markdown", "html", "json"):
        output = run("explain", "port-lease", "--readings", "40", "--without", "city-two-years", "--format", form).stdout
        assert "without red_lines.city-two-years" in output.replace("\\", "")


@pytest.fixture
def withheld(tmp_path: Path) -> str:
    """The port lease with the city's refusal known to few."""
    folder = tmp_path / "port-lease"
    shutil.copytree(str(bundled_folder("port-lease")), folder)
    for file in folder.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(\n  city-refuses-long:\n)", r"\1    handling: restricted\n", text), encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize("command", ["agreement", "openings", "frontier", "drivers", "explain"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_withheld_line_is_told_by_no_question(run: Run, withheld: str, command: str, form: str) -> None:
    chosen = {"text": "terminal"}.get(form, form) if command == "explain" else form
    public = run(command, withheld, "--readings", "60", "--format", chosen).stdout
    cleared = run(command, withheld, "--readings", "60", "--format", chosen, "--handling", "restricted").stdout
    assert "city-two-years" not in public
    assert "city-refuses-long" not in public
    assert public != cleared


def test_a_sum_with_a_withheld_line_in_it_is_not_told(run: Run, withheld: str) -> None:
    found = json.loads(run("openings", withheld, "--readings", "60", "--format", "json").stdout)
    for opening in found["openings"]:
        is_hidden = "withheld" in opening["conditions"]
        assert (opening["cost"] is None) == is_hidden
        assert (opening["steps"] is None) == is_hidden
    assert any("withheld" in o["conditions"] for o in found["openings"])
    agreement = json.loads(run("agreement", withheld, "--readings", "60", "--format", "json").stdout)
    assert any(o["all_bluff"] is None for o in agreement["openings"])


@pytest.mark.parametrize("given", [["--without", "city-two-years"], ["--set", "red_line.city-two-years.firmness=0.2"]])
def test_a_withheld_line_cannot_be_named_in_a_what_if(run: Run, withheld: str, given: list[str]) -> None:
    refused = run("openings", withheld, *given)
    assert refused.exit_code == 2
    assert "the case has no" in refused.output
    assert run("openings", withheld, *given, "--handling", "restricted").exit_code == 0


def test_what_there_is_to_name_leaves_out_what_is_withheld(run: Run, withheld: str) -> None:
    output = run("openings", withheld, "--set", "red_line.nothing-like-it.firmness=0.2").output
    assert "line-ten-years" in output
    assert "city-two-years" not in output
