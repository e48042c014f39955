"""The Gaza case: what is on record, what blocks the talks, and what changes when the case does."""

from __future__ import annotations

import re
import shutil
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

from detente.casefile.bundled import folder, slugs
from detente.casefile.load import load
from detente.model.case import Case
from detente.model.verdict import Verdict
from detente.questions.agreement.finding import AgreementFinding, Figure
from detente.questions.agreement.question import agreement

GAZA = "gaza-truce-2024-04"
REPORT = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article.txt"
RUN = 8
PAIR = {"hamas-only-permanent", "israel-no-permanent"}


@pytest.fixture(scope="module")
def gaza() -> Case:
    return load(GAZA)


@pytest.fixture(scope="module")
def finding(gaza: Case) -> AgreementFinding:
    return agreement(gaza)


def test_the_key_figures_are_claims(gaza: Case) -> None:
    values = {
        (claim.quantity.measure, claim.quantity.low, claim.quantity.is_approximate)
        for claim in gaza.claims
        if claim.quantity is not None
    }
    assert values >= {
        ("deaths_in_october_attack", Fraction(1170), False),
        ("deaths_in_gaza", Fraction(33482), False),
        ("israeli_soldiers_killed_in_gaza", Fraction(260), False),
        ("hostages_seized", Fraction(250), True),
        ("hostages_held", Fraction(129), False),
        ("hostages_dead", Fraction(34), False),
        ("hostages_released_in_framework", Fraction(40), True),
        ("displaced_people_in_rafah", Fraction(1500000), True),
        ("battalions_in_rafah", Fraction(4), False),
        ("deadline_length", Fraction(48), False),
        ("length_of_halt_in_framework", Fraction(6), False),
    }


@pytest.mark.parametrize("claim", ["deaths-october-attack", "deaths-gaza", "hostages-dead", "battalions-in-rafah"])
def test_a_contested_figure_says_who_counted(gaza: Case, claim: str) -> None:
    quantity = gaza.claim(claim).quantity
    assert quantity is not None
    assert quantity.counted_by


def test_every_claim_says_where_in_the_report_it_stands(gaza: Case) -> None:
    claims = [claim for claim in gaza.claims if claim.source == "agency-report"]
    paragraphs = [re.fullmatch(r"paragraph (\d+)", claim.locator or "") for claim in claims]
    assert all(match is not None and 1 <= int(match[1]) <= 31 for match in paragraphs)


def test_every_other_source_says_where_it_can_be_read_and_is_not_later_than_the_case(gaza: Case) -> None:
    others = [source for source in gaza.sources if source.id != "agency-report"]
    assert others
    for source in others:
        assert re.fullmatch(r"Address: https://\S+", source.note or ""), source.id
        assert source.date <= gaza.as_of, source.id


def test_no_sentence_is_taken_from_the_report() -> None:
    if not REPORT.exists():
        pytest.skip(f"the report is not beside the repository: {REPORT}")
    taken = _runs(REPORT.read_text(encoding="utf-8"))
    for slug in slugs():
        for path in sorted(folder(slug).iterdir()):
            assert _runs(path.read_text(encoding="utf-8")) & taken == set(), path


def test_the_demand_and_the_refusal_block_every_package(finding: AgreementFinding) -> None:
    assert finding.verdict is Verdict.FAILS
    assert finding.is_blocked_as_stated
    assert finding.as_stated.is_exact
    assert finding.as_stated.share == 0
    [necessary] = [blocking for blocking in finding.blocking if blocking.is_necessary]
    assert {condition.id for condition in necessary.conditions} == PAIR


def test_firmness_changes_the_figure_but_not_the_verdict(finding: AgreementFinding) -> None:
    as_stated, bluff, off = (_share(f) for f in (finding.as_stated, finding.some_bluff, finding.all_off))
    assert as_stated < bluff < off


def test_the_openings_begin_with_the_two_lines(finding: AgreementFinding) -> None:
    alone = [{c.id for c in opening.conditions} for opening in finding.openings if len(opening.conditions) == 1]
    assert {"hamas-only-permanent"} in alone
    assert {"israel-no-permanent"} in alone
    assert all({c.id for c in opening.conditions} & PAIR for opening in finding.openings)


def test_a_way_through_an_option_nobody_spoke_of_is_untested(finding: AgreementFinding) -> None:
    [opening] = [o for o in finding.openings if [c.id for c in o.conditions] == ["hamas-only-permanent"]]
    ways = {weakening.concessions[0].admits: weakening for weakening in opening.weakenings}
    untested = ways[(("halt", "renewable", 1),)].untested
    assert {(stand.actor, stand.option) for stand in untested} == {("hamas", "renewable"), ("israel", "renewable")}
    assert not ways[(("halt", "six_weeks", 2),)].is_untested


def test_the_answer_changes_when_hamas_accepts_a_halt_that_is_renewed(tmp_path: Path) -> None:
    changed = _changed(tmp_path, "    requires: halt = permanent\n    firmness", "    requires: halt >= renewable\n    firmness")
    answer = agreement(changed)
    assert not answer.is_blocked_as_stated
    assert answer.verdict is not Verdict.FAILS
    assert _share(answer.as_stated) > 0


def test_six_seeds_agree_within_the_printed_error(gaza: Case) -> None:
    answers = [agreement(gaza, seed=seed) for seed in range(1, 7)]
    for first, second in combinations(answers, 2):
        _agree(first, second)
    assert len({answer.some_bluff.share for answer in answers}) > 1


def test_cutting_the_hostages_more_finely_moves_no_share(gaza: Case, finding: AgreementFinding, tmp_path: Path) -> None:
    fine = _changed(tmp_path, "{from: 0, to: 129, unit: people}", "{from: 0, to: 129, step: 4, unit: people}")
    assert len(gaza.issue("hostages").options) == 4
    assert len(fine.issue("hostages").options) > 32
    _agree(finding, agreement(fine))


def _changed(tmp_path: Path, old: str, new: str) -> Case:
    copy = tmp_path / GAZA
    shutil.copytree(folder(GAZA), copy)
    text = (copy / "case.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (copy / "case.yaml").write_text(text.replace(old, new), encoding="utf-8")
    return load(copy)


def _share(figure: Figure) -> float:
    assert figure.share is not None
    return figure.share


def _agree(first: AgreementFinding, second: AgreementFinding) -> None:
    """No share differs by more than three times the errors printed beside them."""
    assert first.verdict is second.verdict
    for name in ("as_stated", "some_bluff", "all_off"):
        one, other = getattr(first, name), getattr(second, name)
        assert abs(_share(one) - _share(other)) <= 3 * (one.error + other.error), name
    others = {blocking.conditions: blocking for blocking in second.blocking}
    for blocking in first.blocking:
        match = others.get(blocking.conditions)
        share, error = (match.share, match.error) if match is not None else (0.0, 0.0)
        assert abs(blocking.share - share) <= 3 * (blocking.error + error), blocking.conditions


def _runs(text: str) -> set[tuple[str, ...]]:
    """Every run of eight words of a text."""
    words = re.findall(r"\w+", text.lower().replace("\u2019", "").replace("'", ""))
    return set(zip(*(words[start:] for start in range(RUN)), strict=False))
