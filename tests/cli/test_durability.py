"""``detente durability``: text, JSON and the game for Gambit."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from running import Run

from detente.casefile.bundled import folder as bundled

GAZA, WORKED = "gaza-truce-2024-04", "hostages-for-withdrawal"


def answer(run: Run, *arguments: str) -> dict[str, Any]:
    result = run("durability", *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_text_tells_the_worked_example(run: Run) -> None:
    result = run("durability", WORKED)
    text = " ".join(result.stdout.split())
    assert "No: the agreement would not be kept" in text
    assert "keeping on to the end is worth 9 to Party G from then on, breaking 10: it is 1 short" in text
    assert "Every point at which somebody could leave" in text
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_json_has_exact_numbers(run: Run) -> None:
    found = answer(run, WORKED)
    assert found["verdict"] == "fails"
    assert [point["difference"]["middle"] for point in found["points"]] == [7, 7, 6, 3, 5, -1, 2, 1]
    assert found["way_back"]["root_cause"] == [{"step": "last-withdrawal", "actor": "g"}]
    assert found["way_back"]["links"][1]["going_on_ends_in"] == "broken(last-withdrawal, g)"
    assert {way["kind"] for way in found["would_hold"]} >= {"guarantee", "completion payment", "fewer steps"}
    turns = {own["number"]: own["at_least"] for own in found["turns_at"]}
    assert turns["phases.stakes.g.peace"]["exact"] == "12"
    assert found["provenance"]["is_exact"]


def test_gaza_has_shares_and_conditions(run: Run) -> None:
    found = answer(run, GAZA, "--readings", "200")
    assert found["verdict"] == "contested"
    assert "expiry" in {own["step"] for own in found["kept_if_and_only_if"]}
    assert "expiry" in {point["step"] for point in found["points"] if point["only_by_a_tie"]}
    assert answer(run, GAZA, "--readings", "200") == found
    assert answer(run, GAZA, "--readings", "200", "--seed", "2") != found


def test_a_changed_number_changes_the_answer_and_is_told_first(run: Run) -> None:
    result = run("durability", WORKED, "--set", "phases.stakes.g.peace=12")
    assert result.stdout.startswith("What if: phases.stakes.g.peace = 12.")
    assert answer(run, WORKED, "--set", "phases.stakes.g.peace=12")["verdict"] == "holds"


def test_an_earlier_day_has_the_phases_of_that_day(run: Run) -> None:
    assert answer(run, GAZA, "--as-of", "2020-01-01")["verdict"] == "undetermined"


def test_a_case_without_the_section_says_so(run: Run) -> None:
    result = run("durability", "port-lease")
    assert result.exit_code == 0
    assert "the case has no `phases` section" in " ".join(result.stdout.split())
    assert answer(run, "port-lease")["verdict"] == "undetermined"


def test_the_game_is_written_where_all_have_numbers(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "game.efg"
    assert run("durability", WORKED, "--efg", str(path)).exit_code == 0
    game = path.read_text(encoding="utf-8")
    assert game.startswith('EFG 2 R "Hostages for withdrawal" { "a" "g" }')
    assert '"kept" { 11 16 }' in game
    refused = run("durability", GAZA, "--efg", str(tmp_path / "none.efg"))
    assert refused.exit_code == 2
    assert "are not given in numbers" in " ".join(refused.stderr.split())
    assert not (tmp_path / "none.efg").exists()


def test_nothing_withheld_is_told(run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bundled(WORKED), tmp_path / "copy"))
    case = (folder / "case.yaml").read_text(encoding="utf-8")
    hidden = case.replace("worth-to-g: {text:", "worth-to-g: {handling: confidential, text:")
    assert hidden != case
    (folder / "case.yaml").write_text(hidden, encoding="utf-8")
    found = answer(run, str(folder))
    assert found["are_phases_withheld"]
    assert set(found) == {"case", "as_of", "what_if", "verdict", "reason", "are_phases_withheld", "kept", "provenance"}
    text = run("durability", str(folder)).stdout
    assert "only the verdict is told" in " ".join(text.split())
    assert "Last withdrawal" not in text
    assert run("durability", str(folder), "--efg", str(tmp_path / "x.efg")).exit_code == 2
    assert "points" in answer(run, str(folder), "--handling", "confidential")
