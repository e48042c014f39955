"""The fictional cases: each is stuck for the reason its README gives."""

from __future__ import annotations

from pathlib import Path

from detente.casefile.bundled import folder
from detente.casefile.load import load
from detente.evidence.conflicts import conflicts
from detente.model.evidence import Handling
from detente.model.preference import Points
from detente.model.verdict import Verdict
from detente.questions.agreement.finding import AgreementFinding
from detente.questions.agreement.question import agreement


def _necessary(finding: AgreementFinding) -> list[set[str]]:
    return [{c.id for c in blocking.conditions} for blocking in finding.blocking if blocking.is_necessary]


def test_the_tram_strike_has_exactly_one_reading() -> None:
    finding = agreement(load("tram-strike"))
    assert finding.verdict is Verdict.FAILS
    for figure in (finding.as_stated, finding.some_bluff, finding.all_off):
        assert figure.is_exact
        assert figure.n == 1
        assert figure.error == 0


def test_the_points_of_each_side_of_the_tram_strike_run_from_0_to_100() -> None:
    case = load("tram-strike")
    for party in case.parties:
        points = [s for s in case.preferences if isinstance(s, Points) and s.actor == party.id]
        assert len(points) == len(case.issues)
        assert all(span.is_exact for s in points for _, span in s.points)
        assert all(min(span.low for _, span in s.points) == 0 for s in points)
        assert sum(max(span.low for _, span in s.points) for s in points) == 100


def test_the_tram_strike_is_blocked_by_rosters_and_not_by_pay() -> None:
    finding = agreement(load("tram-strike"))
    assert finding.n_clear == 54
    assert _necessary(finding) == [{"operator-no-rosters", "union", "operator"}]
    [opening] = [o for o in finding.openings if [c.id for c in o.conditions] == ["operator-no-rosters"]]
    assert opening.steps == 1
    assert opening.is_exact


def test_three_positions_block_the_river_treaty_and_no_two_of_them_do() -> None:
    finding = agreement(load("river-treaty"), readings=500)
    assert finding.is_blocked_as_stated
    assert _necessary(finding) == [{"upland-gates", "upland-fast", "delta-fast-needs-control"}]


def test_the_line_with_a_condition_can_be_moved_in_two_directions() -> None:
    finding = agreement(load("river-treaty"), readings=500)
    [opening] = [o for o in finding.openings if [c.id for c in o.conditions] == ["delta-fast-needs-control"]]
    ways = {weakening.concessions[0].admits for weakening in opening.weakenings}
    assert ways == {(("control", "data_shared", 1),), (("filling", "four_years", 1),)}


def test_the_river_treaty_names_parties_in_arabic_and_hebrew_script() -> None:
    names = [party.name for party in load("river-treaty").parties]
    assert any("\u0600" <= name[0] <= "\u06ff" for name in names)
    assert any("\u0590" <= name[0] <= "\u05ff" for name in names)


def test_the_river_treaty_holds_a_disagreement_and_a_restricted_claim() -> None:
    case = load("river-treaty")
    assert conflicts(case)
    assert case.claim("upland-open-data").handling is Handling.RESTRICTED


def test_two_positions_block_the_port_lease() -> None:
    finding = agreement(load("port-lease"), readings=500)
    assert finding.is_blocked_as_stated
    assert _necessary(finding) == [{"line-ten-years", "city-two-years"}]


def test_one_package_settles_the_dispute_at_the_mill_and_it_is_not_the_one_proposed() -> None:
    case = load("mill-wages")
    finding = agreement(case)
    assert finding.verdict is Verdict.HOLDS
    [package] = finding.necessary.examples
    [proposal] = case.proposals
    different = {issue for issue, option in package.terms if proposal.package.as_dict()[issue] != option}
    assert different == {"canteen"}


def test_the_port_lease_opens_when_both_sides_move_to_five_years(tmp_path: Path) -> None:
    text = (folder("port-lease") / "case.yaml").read_text(encoding="utf-8")
    one = text.replace("requires: lease = ten_years", "requires: lease >= five_years")
    both = one.replace("refuses: lease > two_years", "refuses: lease > five_years")
    answers = []
    for name, changed in (("one", one), ("both", both)):
        copy = tmp_path / name / "port-lease"
        copy.mkdir(parents=True)
        (copy / "case.yaml").write_text(changed, encoding="utf-8")
        answers.append(agreement(load(copy), readings=500).is_blocked_as_stated)
    assert answers == [True, False]
