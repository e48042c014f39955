"""The commands that ask one question: frontier and openings, and what-ifs on every command that asks."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

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
