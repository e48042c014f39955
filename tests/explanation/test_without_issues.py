"""A case of moves alone, asked and explained: every question about packages says why it has no answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

import detente
from detente.evidence.as_of import as_of
from detente.model.case import Case
from detente.model.verdict import Verdict
from detente.questions.agreement.talks import talks

TEXT = """case: {slug: dilemma, title: A dilemma, as_of: 2024-01-01, question: Can the two cooperate?}
sources:
  book: {publisher: A press, title: A book, date: 2024-01-01}
claims:
  model: {text: The book gives both rankings., kind: assessment, source: book}
actors:
  ann: {name: Ann, role: party}
  bob: {name: Bob, role: party}
moves:
  actions:
    ann_yields: {actor: ann, because: [model]}
    bob_yields: {actor: bob, because: [model]}
  status_quo: {taken: [], because: [model]}
  preferences:
    ann: [{rank: bob_yields > ann_yields+bob_yields > nothing > ann_yields, because: [model]}]
    bob: [{rank: ann_yields > ann_yields+bob_yields > nothing > bob_yields, because: [model]}]
"""
REASON = "the case names no issue to agree on"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    file = tmp_path / "case.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return detente.load(file)


@pytest.mark.parametrize("ask", [detente.agreement, detente.acceptability, detente.cheapest_openings, detente.frontier, talks])
def test_no_question_about_packages_has_an_answer_and_each_says_why(ask: Callable[[Case], object], case: Case) -> None:
    assert getattr(ask(case), "reason") == REASON  # noqa: B009 - findings of several types


def test_the_verdict_is_undetermined_over_no_packages(case: Case) -> None:
    finding = detente.agreement(case)
    assert finding.verdict is Verdict.UNDETERMINED
    assert finding.n_packages == 0
    assert detente.drivers(case).verdict is Verdict.UNDETERMINED


def test_the_bottom_line_begins_with_the_answer_and_then_says_what_is_not_asked(case: Case) -> None:
    answer, first, second = ("".join(part.text for part in sentence.parts) for sentence in detente.explain(case).bottom_line)
    assert first.startswith(REASON.capitalize())
    assert "Ann and Bob" in second
    assert "leave where things stand" in second
    assert answer.startswith("Yes: ")


def test_without_a_status_quo_the_question_is_which_states_hold(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(TEXT.replace("  status_quo: {taken: [], because: [model]}\n", ""), encoding="utf-8")
    answer, _, second = detente.explain(detente.load(file)).bottom_line
    assert "which states nobody would leave" in "".join(part.text for part in second.parts)
    assert "was not asked" in "".join(part.text for part in answer.parts)


def test_where_the_moves_are_withheld_the_verdict_still_comes_first(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    hidden = "  hidden: {text: Ann told nobody else., kind: assessment, source: book, handling: restricted}\n"
    text = TEXT.replace("actors:\n", hidden + "actors:\n", 1).replace(
        "ann_yields, because: [model]", "ann_yields, because: [hidden]", 1
    )
    file.write_text(text, encoding="utf-8")
    told = ["".join(part.text for part in sentence.parts) for sentence in detente.explain(detente.load(file)).bottom_line]
    assert told[0].startswith("Yes: ")
    assert "withheld" in told[1]
    assert told[2].startswith(REASON.capitalize())


@pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
def test_nothing_of_packages_is_told(form: str, case: Case) -> None:
    page = detente.render(detente.explain(case), form)
    body = page[page.index("<body") :] if form == "html" else page
    for word in (
        "red line",
        "0 packages",
        "makes a package a deal",
        "without a deal",
        "Whether a deal exists",
        "No recorded position",
    ):
        assert word.lower() not in body.lower(), word


def test_an_earlier_day_on_which_nothing_was_on_record_says_so(case: Case) -> None:
    [sentence] = detente.explain(case, as_of="2023-01-01").bottom_line
    said = "".join(part.text for part in sentence.parts)
    assert said == "Nothing can be told of this case: nothing was on record by 1 January 2023."
    assert as_of(case, dt.date(2023, 1, 1)).moves is None
