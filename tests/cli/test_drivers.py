"""``detente drivers``, and the options ``--set`` and ``--without``."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from detente.casefile.bundled import folder as bundled
from detente.cli.convert import convert
from detente.cli.drivers import drivers
from detente.cli.what_if import FORMS, read_setting

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def _run(*arguments: str) -> Result:
        result = CliRunner().invoke(drivers, list(arguments), prog_name="detente drivers")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return _run


def answer(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_text_says_what_to_check_first_and_what_rests_on_what(run: Run) -> None:
    text = " ".join(run("gaza-truce-2024-04", "--readings", "200").stdout.split())
    first = text.partition("Check first")[2].partition(" - ")[2].partition(" - ")[0]
    assert "Hamas, it is assumed, would refuse any deal unless" in first
    assert "hamas-wants-permanent" in first
    assert "not the chance of one" in text
    assert "a deal would exist, whatever fills the gaps in the record" in text


def test_break_even_values_of_the_tram_case_are_told_with_their_verdicts(run: Run) -> None:
    text = " ".join(run("tram-strike").stdout.split())
    assert (
        "What no deal is worth to the drivers' union [union-points], 50 points as stated: down to 46 points, a deal exists"
        in text
    )


def test_an_end_at_which_another_opening_leads_says_so(run: Run) -> None:
    text = " ".join(run("port-lease", "--readings", "600").stdout.split())
    assert "where the leading opening gives up:" in text
    ends = [e for b in answer(run("port-lease", "--readings", "600", "--format", "json"))["bars"] for e in (b["low"], b["high"])]
    assert len({str(end["leading_opening"]) for end in ends if end["leading_opening"]}) == 2


def test_json_gives_exact_values_and_record_keys(run: Run) -> None:
    found = answer(run("tram-strike", "--format", "json"))
    union = next(e for e in found["break_even"] if e["about"]["quantity"] == "no_deal" and e["about"]["actor"] == "union")
    assert union["verdict_below"] == {"value": "46", "at": "holds", "beyond": "holds"}
    assert union["about"]["records"] == ["no_deal.no_deal.union-1"]
    weight = next(e for e in found["break_even"] if e["about"]["quantity"] == "weight" and e["about"]["issue"] == "pay")
    assert weight["verdict_above"]["value"] == "1350/31"
    assert found["what_if"] is None


def test_the_same_seed_gives_the_same_bytes(run: Run) -> None:
    arguments = ("river-treaty", "--readings", "60", "--seed", "4")
    assert run(*arguments).stdout == run(*arguments).stdout
    assert run(*arguments).stdout != run("river-treaty", "--readings", "60", "--seed", "5").stdout


def test_lines_fit_the_page(run: Run) -> None:
    for case in ("gaza-truce-2024-04", "tram-strike", "river-treaty"):
        assert all(len(line) <= 80 for line in run(case, "--readings", "60").stdout.splitlines())


# -- what if ---------------------------------------------------------------------------------------


def test_a_change_is_told_at_the_top_and_changes_the_answer(run: Run) -> None:
    text = run("tram-strike", "--set", "no_deal.union=45", "--without", "union-three-percent").stdout
    assert text.splitlines()[0] == "What if: no_deal.union = 45; without red_lines.union-three-percent."
    assert "As stated, a deal exists." in text
    assert answer(run("tram-strike", "--set", "no_deal.union=45", "--format", "json"))["verdict"] == "holds"


def test_just_at_a_break_even_value_the_verdict_is_the_one_told(run: Run) -> None:
    for value, verdict in (("46", "holds"), ("46.01", "fails")):
        assert answer(run("tram-strike", "--set", f"no_deal.union={value}", "--format", "json"))["verdict"] == verdict
    for value, verdict in (("1350/31", "holds"), ("43.5", "fails")):
        assert answer(run("tram-strike", "--set", f"weights.union.pay={value}", "--format", "json"))["verdict"] == verdict


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--set", "no_deal.unon=45", "the case has no actor `unon`; did you mean `union`?"),
        ("--set", "red_line.union-three-percnt.firmness=likely", "did you mean `union-three-percent`?"),
        ("--set", "weights.union.pya=30", "the case has no issue `pya`; did you mean `pay`?"),
        ("--set", "points.union.rosters.own_choise=30", "did you mean `own_choice`?"),
        ("--set", "points.union.rosters=30", "is not a number of a case"),
        ("--set", "nodeal.union=30", "did you mean `no_deal`?"),
        ("--set", "no_deal.union", "has no number and value"),
        ("--set", "no_deal.=30", "has no number and value"),
        ("--set", "no_deal.union=lots", "is not a number"),
        ("--set", "no_deal.union=40..30", "runs from high to low"),
        ("--set", "red_line.union-three-percent.firmness=maybe", "is not a likelihood"),
        ("--set", "points.union.pay.8=35", "no values of `union` satisfy"),
        ("--without", "operator-no-roster", "did you mean `operator-no-rosters`?"),
    ],
)
def test_a_change_that_cannot_be_made_is_explained(run: Run, option: str, value: str, said: str) -> None:
    result = run("tram-strike", option, value)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_setting_can_be_read(form: str) -> None:
    path, _, what = form.partition("=")
    setting = read_setting(f"{path}={'60..80 %' if what == 'LIKELIHOOD' else '30..40'}")
    assert type(setting).__name__.endswith("Setting")


def test_the_id_of_a_numeric_option_may_hold_a_dot() -> None:
    setting = read_setting("points.union.pay.2.5=12")
    assert getattr(setting, "option", None) == "2.5"


def test_an_earlier_day_comes_before_the_change(run: Run) -> None:
    result = run("gaza-truce-2024-04", "--as-of", "2023-01-01", "--without", "hamas-only-permanent")
    assert result.exit_code == 2  # nothing was on record yet, so there is nothing to leave out


# -- what may be told ------------------------------------------------------------------------------


def test_nothing_withheld_is_told(run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bundled("tram-strike"), tmp_path / "copy"))
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    (folder / "case.yaml").write_text(_confidential(text, "union-points"), encoding="utf-8")
    shown = run(str(folder), "--format", "json", "--handling", "confidential")
    hidden = run(str(folder), "--format", "json")
    assert answer(shown)["break_even"]
    found = answer(hidden)
    assert found["break_even"] == []
    assert found["are_break_even_values_withheld"]
    assert "union-points" not in hidden.stdout
    for part in ("bars", "lessons", "red_lines"):
        for entry in found[part]:
            assert not entry["about"]["is_withheld"] or list(entry) == ["about"]
            assert not entry["about"]["is_withheld"] or set(entry["about"]) == {"actor", "is_withheld"}
    assert any(bar["about"]["is_withheld"] for bar in found["bars"])
    plain = run(str(folder)).stdout
    assert "50 points" not in plain
    assert "withheld" in plain


def test_a_withheld_red_line_gives_nothing_of_its_firmness_away(run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bundled("tram-strike"), tmp_path / "copy"))
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    shown = answer(run(str(folder), "--format", "json", "--handling", "confidential"))
    line = next(e["about"] for e in shown["red_lines"] if len(e["about"]["red_lines"]) == 1 and e["about"]["claims"])
    for claim in line["claims"]:
        text = _confidential(text, claim)
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    hidden = answer(run(str(folder), "--format", "json"))
    nothing = {"about": {"actor": line["actor"], "is_withheld": True}}
    for part in ("red_lines", "bars", "lessons"):
        assert part == "lessons" or nothing in hidden[part]  # no line of this case can be learned about
        assert all(entry == nothing for entry in hidden[part] if entry["about"]["is_withheld"])
        assert line["red_lines"][0] not in json.dumps(hidden[part])
    for part in ("bars", "lessons"):
        flags = [entry["about"]["is_withheld"] for entry in hidden[part]]
        assert flags == sorted(flags)
    plain = " ".join(run(str(folder)).stdout.split())
    assert "1 red line withheld, with all that is known of it" in plain


def test_noise_is_pooled_and_not_told_as_a_finding(run: Run) -> None:
    arguments = ("river-treaty", "--readings", "100")
    bars = answer(run(*arguments, "--format", "json"))["bars"]
    moves = [bar for bar in bars if max(abs(bar[end]["change"]) for end in ("low", "high")) >= 0.0005]
    noise = [bar for bar in moves if bar["is_within_error"]]
    assert len(noise) > 1
    assert all(abs(bar[end]["change"]) <= 3 * bar[end]["error"] for bar in noise for end in ("low", "high"))
    assert f"no number among {len(noise)} others moves the share beyond the error of the draw" in " ".join(
        run(*arguments).stdout.split()
    )


def test_ends_are_told_as_the_base_moved_by_the_paired_change(run: Run) -> None:
    found = answer(run("river-treaty", "--readings", "100", "--format", "json"))
    for bar in found["bars"]:
        for end in (bar["low"], bar["high"]):
            assert end[found["figure"]] == pytest.approx(max(0.0, found["base"]["share"] + end["change"]), abs=1e-9)


def test_what_a_large_case_leaves_out_is_told(run: Run, tmp_path: Path) -> None:
    lines = ["issue,option,A,B"]
    for k in range(12):
        lines += [f"Issue {k},level {j},{j * (k + 1)},{(5 - j) * (12 - k)}" for j in range(6)]
    (tmp_path / "big.csv").write_text("\n".join([*lines, "reservation,,180,180"]) + "\n", encoding="utf-8")
    converted = CliRunner().invoke(convert, ["big.csv", "--to", "case", "big"])
    assert converted.exit_code == 0, converted.output
    text = " ".join(run("big").stdout.split())
    assert "As stated, a deal exists." in text
    assert "above that, no deal exists" in text
    assert "Not worked out - bars of points and weights" in text
    assert answer(run("big", "--format", "json"))["left_out"]


def _confidential(text: str, claim: str) -> str:
    lines = []
    for line in text.splitlines():
        lines.append(line)
        if line == f"  {claim}:":
            lines.append("    handling: confidential")
    return "\n".join(lines) + "\n"


def test_an_unknown_that_moves_an_exact_share_nowhere_is_not_laid_to_a_draw(run: Run) -> None:
    text = " ".join(run("tram-strike", "--set", "red_line.union-three-percent.firmness=0.5").stdout.split())
    assert "Check first: how far the share would typically move if this were known - 1 unknown moves it not at all" in text
