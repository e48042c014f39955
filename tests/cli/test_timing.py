"""``detente timing``: text and JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from outlook_cases import ferry
from running import Run


@pytest.fixture(autouse=True)
def the_case(run: Run) -> None:
    Path("ferry").mkdir()
    Path("ferry", "case.yaml").write_text(ferry(), encoding="utf-8")


def answer(run: Run, *arguments: str) -> dict[str, Any]:
    result = run("timing", *arguments, "--readings", "200", "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_text_says_who_gains_by_waiting_with_claims(run: Run) -> None:
    result = run("timing", "ferry", "--readings", "200")
    text = " ".join(result.stdout.split())
    assert text.startswith("The ferry strike, as of 2 April 2024: is now the moment?")
    assert "hangs on which weighs more. [strike-pay, hopes, books-close]" in text
    assert "cheap talk" in text
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_json_has_the_same(run: Run) -> None:
    found = answer(run, "ferry")
    assert (found["verdict"], found["open"], found["gain_by_waiting"]) == ("contested", ["crews"], [])
    crews, company = found["parties"]
    assert crews["in_words"]["records"] == ["outlook.costs.crews-1", "outlook.terms.crews-1", "outlook.deadlines.yard"]
    assert company["signing_now"][0]["is_at_least_as_good"]["exact"] == "1"
    assert company["signing_now"][0]["gain"]["most"] == 1.0
    assert crews["signing_later"]["worth_today"][0] == {"day": "2024-04-02", "low": 65.0, "middle": 65.0, "high": 65.0}
    assert found["hopes_rest_on"][0]["stands"] == "disputed"
    assert [d["is_cheap_talk"] for d in found["deadlines"]] == [True, False]
    assert found["departures"] == [{"kind": "information", "is_certain": False}]
    assert found["first_ripe"] == "2024-04-23"


def test_the_same_seed_gives_the_same_bytes(run: Run) -> None:
    first, second = (run("timing", "ferry", "--readings", "200", "--format", "json").stdout for _ in range(2))
    assert first == second


def test_a_case_without_an_outlook_says_so(run: Run) -> None:
    result = run("timing", "port-lease")
    assert result.exit_code == 0
    assert "the case has no `outlook` section" in " ".join(result.stdout.split())
    assert answer(run, "port-lease")["verdict"] == "undetermined"


def test_an_earlier_day_has_the_outlook_of_that_day(run: Run) -> None:
    told = " ".join(run("timing", "ferry", "--as-of", "2023-01-01").stdout.split())
    assert (
        "Left out of the outlook, as nothing behind it was said by 1 January 2023: 3 costs of going on, 1 expectation of terms"
        " and 1 record on what a deadline changes." in told
    )
    assert "Left out" not in run("timing", "ferry", "--without", "outlook.terms.crews-1").stdout
    crews, company = answer(run, "ferry", "--as-of", "2023-01-01")["parties"]
    assert crews["in_words"]["records"] == []
    assert company["in_words"]["records"] == ["outlook.terms.company-1"]


def test_a_changed_value_is_told_first(run: Run) -> None:
    text = run("timing", "ferry", "--set", "no_deal.company=80", "--readings", "50").stdout
    assert text.startswith("What if: no_deal.company = 80.")


@pytest.mark.parametrize("handling", ["public", "confidential"])
def test_what_is_withheld_stays_out(run: Run, handling: str) -> None:
    text = ferry(("said_by: [The crews]}", "said_by: [The crews], handling: confidential}"))
    Path("ferry", "case.yaml").write_text(text, encoding="utf-8")
    told = run("timing", "ferry", "--handling", handling).stdout
    assert ("Lost wages" in told) == (handling == "confidential")
    found = answer(run, "ferry", "--handling", handling)
    assert found["is_outlook_withheld"] == (handling == "public")
    assert ("parties" in found) == (handling == "confidential")
