"""``--set`` and ``--without`` on ratification, the phases and the outlook, and what of them may be asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from case_texts import merged
from running import Run

from detente.casefile.catalog_outlook import outlook
from detente.casefile.catalog_phases import agreement, stakes
from detente.casefile.catalog_ratification import side

HIDDEN = (
    "claims:\n  said: {text: The city wants ten years., kind: demand, source: wire, locator: paragraph 3}\n"
    "  told: {text: The city told nobody else., kind: assessment, source: wire, handling: confidential}\n"
)


@pytest.fixture(name="path")
def path_fixture(tmp_path: Path) -> str:
    text = side(more="    government: quota(9 of council)\n    leader: mayor\n") + agreement(
        more=stakes(peace="10..20", no_deal="0", fighting="2..4").replace("[said]", "[told]", 1)
    )
    file = tmp_path / "case.yaml"
    file.write_text(merged(HIDDEN + text + outlook()), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--set", "outlook.costs.city-1.rate=0..2"), "What if: outlook.costs.city-1.rate = 0..2."),
        (("--set", "outlook.events.season.chance.city=unlikely"), "What if: outlook.events.season.chance.city = 0.2..0.45."),
        (("--set", "ratification.city.office.mayor=5"), "What if: ratification.city.office.mayor = 5."),
        (("--without", "outlook.costs.city-1"), "What if: without outlook.costs.city-1."),
        (("--without", "season"), "What if: without outlook.events.season."),
    ],
)
def test_the_change_is_told_above_the_answer(run: Run, path: str, given: tuple[str, ...], told: str) -> None:
    result = run("agreement", path, "--format", "json", *given)
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["what_if"] == told


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("outlook.costs.city-1.rat=2", "did you mean `outlook.costs.city-1.rate`?"),
        ("outlook.discount.city=1.1", "`outlook.discount.city` cannot be set to that: it must be above 0 and at most 1"),
        ("outlook.events.season.chance.city=maybe", "is not a likelihood"),
        ("outlook.costs=2", "is not a number of a case"),
        ("outlok.costs.city-1.rate=2", "did you mean `outlook`?"),
    ],
)
def test_a_change_that_cannot_be_made_is_explained(run: Run, path: str, given: str, said: str) -> None:
    result = run("agreement", path, "--set", given)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    "given",
    [
        ("--set", "phases.stakes.city.peace=40"),
        ("--set", "phases.stakes.city.piece=40"),
        ("--without", "phases.steps.lifting"),
        ("--without", "lifting"),
        ("--without", "phases.steps.lifing"),
    ],
)
def test_of_a_section_that_is_withheld_in_part_nothing_can_be_asked_for(run: Run, path: str, given: tuple[str, str]) -> None:
    result = run("agreement", path, *given)
    assert result.exit_code == 2
    assert "the case has no " in result.stderr
    assert "did you mean" not in result.stderr
    named = result.stderr.replace(given[1].partition("=")[0], "").replace(
        "record of `moves`, `ratification`, `phases`, `outlook`", ""
    )
    assert "phases." not in named
    allowed = run("agreement", path, "--handling", "confidential", *given)
    assert (allowed.exit_code == 0) == (given[1] not in ("phases.stakes.city.piece=40", "phases.steps.lifing"))
