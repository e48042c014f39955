"""``detente stability``: text, JSON and CSV."""

from __future__ import annotations

import csv
import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

from large_case import large_case
from running import Run

from detente.casefile.bundled import folder as bundled
from detente.casefile.load import load

GAZA = "gaza-truce-2024-04"


def answer(run: Run, *arguments: str) -> dict[str, Any]:
    result = run("stability", *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_text_says_who_would_leave_and_what_answers_that(run: Run) -> None:
    result = run("stability", GAZA)
    text = " ".join(result.stdout.split())
    assert "holds itself in place in 50 of 100 ways of ordering the wishes the record leaves unordered" in text
    assert "which leaves the Government of Israel no better off than now" in text
    assert "vow-rafah" in text or "no-sign-of-agreement" in text
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_json_has_exact_shares_paths_and_changes(run: Run) -> None:
    found = answer(run, GAZA)
    assert found["verdict"] == "contested"
    assert found["holds"] == {"share": 0.5, "exact": "1/2"}
    assert found["holds_under"]["R"]["exact"] == "0"
    state = next(s for s in found["states"] if s["state"] == "truce")
    assert state["is_deal"]
    assert set(state["stable"]) == {"hamas", "israel", "united-states"}
    assert {p["to"] for p in found["paths"]} >= {"truce"}
    assert {"kind": "ActionClosed", "actor": "united-states", "action": "withhold", "direction": "drop"} in [
        c["change"] for c in found["changes"]
    ]


def test_one_concept_can_be_asked_for_in_any_case(run: Run) -> None:
    found = answer(run, GAZA, "--concept", "seq")
    assert found["concepts"] == ["SEQ"]
    assert {d["concept"] for d in found["improvements_from_status_quo"]} == {"SEQ"}
    text = run("stability", GAZA, "--concept", "SMR").stdout
    assert "SMR" in text
    table = text.partition("Where things stand")[2]
    assert "SSEQ" not in table


def test_csv_has_a_row_for_each_state_and_a_column_for_each_actor_and_concept(run: Run) -> None:
    result = run("stability", "tram-strike", "--format", "csv")
    rows = list(csv.DictReader(StringIO(result.stdout)))
    assert [row["state"] for row in rows] == ["strike", "offer", "trade", "union_terms", "operator_terms"]
    assert [row["is_status_quo"] for row in rows] == ["yes", "no", "no", "no", "no"]
    assert [row["union R"] for row in rows] == ["1", "0", "1", "1", "1"]
    assert [row["equilibrium SSEQ"] for row in rows] == ["1", "0", "1", "1", "1"]
    assert len(rows[0]) == 2 + 2 * 5 + 5


def test_a_case_without_moves_says_so(run: Run) -> None:
    result = run("stability", "port-lease")
    assert result.exit_code == 0
    assert "the case has no `moves` section" in " ".join(result.stdout.split())
    assert answer(run, "port-lease")["verdict"] == "undetermined"


def test_simultaneous_moves_of_states_without_actions_are_refused(run: Run) -> None:
    result = run("stability", "tram-strike", "--concept", "SIM")
    assert result.exit_code == 2
    assert "SIM combines changes of actions" in result.stderr


def test_a_changed_value_changes_the_answer_and_is_told_first(run: Run) -> None:
    text = run("stability", "tram-strike", "--set", "no_deal.operator=10").stdout
    assert text.startswith("What if: no_deal.operator = 10.")
    assert answer(run, "tram-strike", "--set", "no_deal.operator=10")["holds"]["exact"] == "0"
    assert answer(run, "tram-strike")["holds"]["exact"] == "1"


def test_an_earlier_day_has_the_moves_of_that_day(run: Run) -> None:
    result = run("stability", GAZA, "--as-of", "2023-01-01")
    assert result.exit_code == 0
    assert "no `moves` section" in " ".join(result.stdout.split())


def test_nothing_withheld_is_told(run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bundled("tram-strike"), tmp_path / "copy"))
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    hidden = text.replace("\n  union-offer:\n", "\n  union-offer:\n    handling: confidential\n")
    assert hidden != text
    (folder / "case.yaml").write_text(hidden, encoding="utf-8")
    assert answer(run, str(folder), "--handling", "confidential")["states"]
    found = answer(run, str(folder))
    assert found["are_moves_withheld"]
    assert found["verdict"] == "holds"
    assert "states" not in found
    assert found["reason"] is None
    plain = run("stability", str(folder)).stdout
    assert "only the verdict is told" in " ".join(plain.split())
    assert "union-offer" not in plain
    assert "signs" not in plain
    table = run("stability", str(folder), "--format", "csv")
    assert table.exit_code == 2
    assert "Usage" not in table.stderr
    assert "withheld" in table.stderr


def test_nothing_withheld_is_counted(run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bundled("tram-strike"), tmp_path / "copy"))
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    (folder / "case.yaml").write_text(
        text.replace("\n  union-offer:\n", "\n  union-offer:\n    handling: confidential\n"), encoding="utf-8"
    )
    found = answer(run, str(folder))
    assert "n_readings" not in found
    assert found["provenance"] == {"is_exact": True}
    assert answer(run, str(folder), "--handling", "confidential")["provenance"]["parameters"]["states"] == "5"


def test_two_ends_of_a_share_are_written_like_a_range_of_points(run: Run, tmp_path: Path) -> None:
    text = """case: {slug: gap, title: A gap, as_of: 2024-01-01, question: Who moves?}
sources: {book: {publisher: A press, title: A book, date: 2024-01-01}}
claims: {said: {text: It is said., kind: assessment, source: book}}
actors: {ann: {name: Ann, role: party}, bob: {name: Bob, role: party}}
moves:
  actions: {a: {actor: ann, because: [said]}, b: {actor: bob, because: [said]}}
  status_quo: {taken: [], because: [said]}
  preferences:
    ann: [{unknown: [nothing, a]}, {prefers: b > a+b, because: [said]}]
    bob: [{rank: nothing > b > a > a+b, because: [said]}]
"""
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    result = run("stability", str(tmp_path), "--concept", "R", "--format", "csv")
    assert result.exit_code == 0, result.stderr
    first = next(csv.DictReader(StringIO(result.stdout)))
    assert first["ann R"] == "0..1"


def test_a_record_of_the_moves_can_be_left_out_and_is_told(run: Run) -> None:
    found = answer(run, GAZA, "--without", "moves.actions.withhold")
    assert found["what_if"].startswith("What if: without moves.actions.withhold")
    assert found["provenance"]["parameters"]["states"] != answer(run, GAZA)["provenance"]["parameters"]["states"]


def test_points_set_where_no_issue_is_named_are_refused_plainly(run: Run) -> None:
    result = run("stability", "elmira", "--set", "no_deal.ministry=10")
    assert result.exit_code == 2
    assert "the case names no issue" in result.stderr
    assert "``" not in result.stderr


def test_records_of_withheld_moves_are_not_there_to_leave_out(run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bundled("tram-strike"), tmp_path / "copy"))
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    hidden = text.replace("\n  union-offer:\n", "\n  union-offer:\n    handling: confidential\n")
    (folder / "case.yaml").write_text(hidden, encoding="utf-8")
    refused = run("stability", str(folder), "--without", "moves.states.trade")
    assert refused.exit_code == 2
    assert "no record with the id" in refused.stderr
    assert run("stability", str(folder), "--without", "moves.states.trade", "--handling", "confidential").exit_code == 0


def test_a_thousand_states_are_told_in_short_and_where_all_of_them_are(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(large_case(), encoding="utf-8")
    result = run("stability", str(tmp_path))
    lines = result.stdout.splitlines()
    assert len(lines) < 250
    assert max(len(line) for line in lines) <= 80
    text = " ".join(result.stdout.split())
    assert "1,012 of 1,024 states are left out" in text
    assert "where each actor can move" not in text
    assert text.endswith("`--format csv`. The moves drawn: `detente explain --report`.")
    assert len(run("stability", str(tmp_path), "--format", "csv").stdout.splitlines()) == 1_025


def test_a_small_case_is_told_whole(run: Run) -> None:
    text = " ".join(run("stability", "elmira").stdout.split())
    assert "where each actor can move" in text
    assert "left out" not in text
    assert "--format" not in text


def test_no_word_of_a_table_is_broken(run: Run) -> None:
    assert "Kalai–Smorodinsky" in run("frontier", GAZA).stdout.partition("Terms of the bargaining solutions")[2]
    words = set(run("stability", "garrison-diversion").stdout.split())
    names = {a.name for a in load("garrison-diversion").actors}
    assert {word for name in names for word in name.split()} <= words


def test_further_concepts_are_columns_and_rows_of_their_own(run: Run) -> None:
    found = answer(run, "elmira", "--concepts", "l2,CSEQ", "--concepts", "non-myopic")
    assert found["concepts"][6:] == ["L2", "CSEQ", "non-myopic"]
    assert [f["variant"] for f in found["further_concepts"]] == ["conservative", "answers of coalitions", "conservative"]
    held = {s["state"]: s["equilibrium"]["CSEQ"]["exact"] for s in found["states"]}
    rows = list(csv.DictReader(StringIO(run("stability", "elmira", "--concepts", "L2,CSEQ", "--format", "csv").stdout)))
    assert {row["state"]: row["equilibrium CSEQ"] for row in rows} == held
    assert {"0", "1"} <= set(held.values())
    said = " ".join(run("stability", "elmira", "--concepts", "L2,CSEQ").stdout.split())
    assert "By the further concepts asked for, it does not hold under L2, CSEQ." in said
    assert "nothing gained, 2 moves ahead" in said


def test_the_help_says_of_each_further_concept_what_it_means(run: Run) -> None:
    lines = run("stability", "--help").stdout.splitlines()
    for name in ("L2, L3, ...", "non-myopic", "CNash", "CGMR", "CSMR", "CSEQ", "coalitions", *(f"SEQ_{e}" for e in "abcd")):
        assert any(line.strip().startswith(f"{name}  ") for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_a_further_concept_that_is_unknown_or_cannot_be_asked_is_told(run: Run) -> None:
    wrong = run("stability", "elmira", "--concepts", "L2,SEQQ")
    assert wrong.exit_code == 2
    assert "unknown concept `SEQQ`; further ones are L1, L2, L3 and so on, non-myopic, CNash" in wrong.stderr
    found = answer(run, GAZA, "--concepts", "L2", "--concept", "SEQ")
    assert found["concepts"] == ["SEQ"]
    assert found["not_asked"][0]["concept"] == "L2"
    assert "it hangs on every ranking at once" in found["not_asked"][0]["reason"]


def harbor(folder: Path, handling: str = "public") -> str:
    """A strike is spoken of in January; the lock, a state and what Bob wants only in March."""
    text = f"""case: {{slug: harbor, title: The harbor, as_of: 2024-05-01, question: Who moves?}}
sources:
  early: {{publisher: A press, title: In January, date: 2024-01-10}}
  late: {{publisher: A press, title: In March, date: 2024-03-10}}
claims:
  strike-said: {{text: A strike is spoken of., kind: threat, source: early, said_by: [Ann]}}
  lock-said: {{text: The gates may be locked., kind: threat, source: late, said_by: [Bob], handling: {handling}}}
  seen: {{text: Nobody has moved., kind: assessment, source: late}}
actors: {{ann: {{name: Ann, role: party}}, bob: {{name: Bob, role: party}}}}
moves:
  actions:
    strike: {{actor: ann, name: Ann strikes, because: [strike-said]}}
    sign: {{actor: bob, name: Bob signs, because: [strike-said]}}
    lock: {{actor: bob, name: Bob locks the gates, because: [lock-said]}}
  never: {{both: {{holds: sign and lock, because: [lock-said]}}}}
  states: {{shut: {{when: strike and lock, name: The port is shut, because: [lock-said]}}}}
  status_quo: {{taken: [], because: [seen]}}
  preferences:
    ann: [{{wants: sign, because: [strike-said]}}, {{wants: strike, because: [strike-said]}}]
    bob: [{{wants: not sign, because: [strike-said]}}, {{wants: lock if strike, because: [lock-said]}}]
"""
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def test_an_earlier_day_names_what_it_leaves_out_of_the_moves(run: Run, tmp_path: Path) -> None:
    text = " ".join(run("stability", harbor(tmp_path), "--as-of", "2024-02-01").stdout.split())
    assert (
        "Left out of the moves, as nothing behind it was said by 1 February 2024: the step “Bob locks the gates”; the state"
        " “The port is shut”; 1 wish or comparison of Bob; 1 rule on what cannot be; where the conflict stands."
    ) in text
    assert "Left out of the moves" not in run("stability", str(tmp_path)).stdout
    assert "Left out of the moves" not in run("stability", str(tmp_path), "--as-of", "2024-04-01").stdout


def test_what_the_day_leaves_out_is_not_told_where_the_reader_may_not_know_it(run: Run, tmp_path: Path) -> None:
    text = " ".join(run("stability", harbor(tmp_path, "confidential"), "--as-of", "2024-02-01").stdout.split())
    assert "by 1 February 2024: where the conflict stands." in text
    assert "gates" not in text
    assert "port is shut" not in text
    everything = run("stability", str(tmp_path), "--as-of", "2024-02-01", "--handling", "confidential").stdout
    assert "Bob locks the gates" in " ".join(everything.split())


def drivers(folder: Path) -> str:
    """Each driver takes the other for one who would rather crash than be the only one to swerve."""
    text = """case: {slug: drivers, title: Two drivers, as_of: 2024-01-01, question: Who swerves?}
sources: {book: {publisher: A press, title: A book, date: 2024-01-01}}
claims: {said: {text: It is said., kind: assessment, source: book}, feared: {text: It is feared., kind: assessment, source: book}}
actors: {ann: {name: Ann, role: party}, bob: {name: Bob, role: party}}
moves:
  actions: {a: {actor: ann, name: Ann swerves, because: [said]}, b: {actor: bob, name: Bob swerves, because: [said]}}
  status_quo: {taken: [a, b], because: [said]}
  preferences:
    ann: [{rank: b > a+b > a > nothing, because: [said]}]
    bob: [{rank: a > a+b > b > nothing, because: [said]}]
  sees:
    ann: {bob: [{rank: a > a+b > nothing > b, because: [feared]}]}
    bob: {ann: [{rank: b > a+b > nothing > a, because: [feared]}]}
"""
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def test_how_actors_see_each_other_is_told_beside_the_verdict(run: Run, tmp_path: Path) -> None:
    text = " ".join(run("stability", drivers(tmp_path)).stdout.split())
    assert "does not hold itself in place. Someone gains by leaving it, and no answer others have reason to give" in text
    assert "takes the gain away. [said] -" in text
    assert (
        "Not everyone sees the conflict as it is told here: Ann takes Bob to want something else and Bob takes Ann to want"
        " something else. With each judging as it sees it, it does not hold under R and holds under GMR, SMR, SEQ, SSEQ, SIM."
    ) in text
    assert "At rest only as each sees it (SEQ): “Ann swerves; Bob swerves”. [feared]" in text
    found = answer(run, str(tmp_path), "--concept", "SEQ")
    assert found["verdict"] == "fails"
    assert found["holds_under"]["seen SEQ"]["exact"] == "1"
    assert found["concepts"] == ["SEQ", "seen SEQ"]
    row = list(csv.DictReader(StringIO(run("stability", str(tmp_path), "--format", "csv").stdout)))[-1]
    assert (row["ann SEQ"], row["ann seen SEQ"], row["equilibrium seen SEQ"]) == ("0", "1", "1")
    report = run("explain", str(tmp_path)).stdout
    assert "Not everyone sees the conflict" in " ".join(report.split())


def test_how_actors_see_each_other_is_not_told_where_it_is_withheld(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    drivers(tmp_path)
    hidden = case.read_text(encoding="utf-8").replace("text: It is feared.,", "text: It is feared., handling: confidential,")
    case.write_text(hidden, encoding="utf-8")
    found = answer(run, str(tmp_path))
    assert found["are_moves_withheld"]
    assert "holds_under" not in found
    text = run("stability", str(tmp_path)).stdout
    assert "feared" not in text
    assert "something else" not in " ".join(text.split())
    assert answer(run, str(tmp_path), "--handling", "confidential")["holds_under"]["seen SEQ"]["exact"] == "1"
