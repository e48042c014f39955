"""``detente ratification``: text and JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from running import Run

from detente.casefile.bundled import folder as bundled

GAZA = "gaza-truce-2024-04"


def answer(run: Run, *arguments: str) -> dict[str, Any]:
    result = run("ratification", *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_text_says_who_would_leave_and_what_it_costs(run: Run) -> None:
    result = run("ratification", GAZA)
    text = " ".join(result.stdout.split())
    assert "the difference is what the fall of the government would cost the leader" in text
    assert "otzma-rafah" in text or "november-vote" in text
    assert "Shapley-Shubik index" in text
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_json_has_exact_shares_votes_and_power(run: Run) -> None:
    found = answer(run, GAZA, "--readings", "200")
    assert found["verdict"] == "contested"
    israel = found["sides"][0]
    assert israel["passes"] == "majority(cabinet) and veto(prime-minister)"
    assert israel["spare_votes"] == "11"
    truce = next(p for p in israel["packages"] if p["package"] == "tactical_truce")
    assert truce["government_stands_by_the_record"] == "fails"
    assert {v["actor"] for v in truce["votes"] if v["stand"] == "against"} == {"religious-zionism", "otzma-yehudit"}
    assert truce["leader"]["accepts_without_office"]["exact"] == ["1", "1"]
    assert {p["actor"] for p in israel["power"] if p["is_veto_player"]} == {"likud", "prime-minister"}


def test_a_case_without_the_section_says_so(run: Run) -> None:
    result = run("ratification", "port-lease")
    assert result.exit_code == 0
    assert "the case has no `ratification` section" in " ".join(result.stdout.split())
    assert answer(run, "port-lease")["verdict"] == "undetermined"


def test_a_changed_no_deal_value_changes_the_answer_and_is_told_first(run: Run) -> None:
    result = run("ratification", "putnam-line", "--set", "no_deal.north=75")
    assert result.stdout.startswith("What if: no_deal.north = 75.")
    assert answer(run, "putnam-line")["overlap"]["ratified"]["exact"] == ["1", "1"]
    assert answer(run, "putnam-line", "--set", "no_deal.north=75")["overlap"]["stopped_at_home"]["exact"] == ["1", "1"]


def test_an_earlier_day_has_the_sides_of_that_day(run: Run) -> None:
    early = answer(run, GAZA, "--as-of", "2024-01-01", "--readings", "100")
    late = answer(run, GAZA, "--readings", "100")
    assert early != late
    assert run("ratification", GAZA, "--as-of", "2020-01-01").exit_code == 0


def test_nothing_withheld_is_told(run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bundled(GAZA), tmp_path / "copy"))
    text = (folder / "evidence.yaml").read_text(encoding="utf-8")
    hidden = text.replace("\n  otzma-rafah:\n", "\n  otzma-rafah:\n    handling: confidential\n")
    assert hidden != text
    (folder / "evidence.yaml").write_text(hidden, encoding="utf-8")
    found = answer(run, str(folder), "--readings", "100")
    assert found["are_sides_withheld"]
    assert "sides" not in found
    plain = run("ratification", str(folder), "--readings", "100").stdout
    assert "only the verdict is told" in " ".join(plain.split())
    assert "Otzma" not in plain
    assert answer(run, str(folder), "--readings", "100", "--handling", "confidential")["sides"]
