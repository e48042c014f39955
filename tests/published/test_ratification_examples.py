"""What the literature reports for the bundled examples of ratification, from the case files themselves.

- Security Council: Shapley and Shubik 421/2145 and 4/2145, Banzhaf 848/5080 and 84/5080; recalled from the literature on power
  indices, and checked against the definition.
- Council of 1958: 14/60, 9/60, 0 and 5/21, 3/21, 0; recalled likewise (Brams & Affuso 1976; Felsenthal & Machover 1998).
- The line: Putnam (1988) gives no numbers; those of the case are ours, so the counts are made by hand here.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

import detente
from detente.model.verdict import Verdict
from detente.questions.ratification.finding import HomeChangeKind, SideFinding


def side(slug: str, party: str) -> SideFinding:
    return detente.ratification(detente.load(slug)).side(party)


def test_the_security_council() -> None:
    found = {power.actor: power for power in side("security-council", "council").power}
    permanent = {"china", "france", "russia", "united-kingdom", "united-states"}
    for actor, power in found.items():
        is_permanent = actor in permanent
        assert power.shapley_shubik == (Fraction(421, 2145) if is_permanent else Fraction(4, 2145))
        assert power.banzhaf == (Fraction(848, 5080) if is_permanent else Fraction(84, 5080))
        assert power.is_veto_player is is_permanent
    assert len(found) == 15


def test_the_council_of_1958_where_one_member_never_decides() -> None:
    found = {power.actor: power for power in side("council-1958", "council").power}
    for actor, index, banzhaf in (
        ("france", 14, 5),
        ("germany", 14, 5),
        ("italy", 14, 5),
        ("belgium", 9, 3),
        ("netherlands", 9, 3),
    ):
        assert found[actor].shapley_shubik == Fraction(index, 60)
        assert found[actor].banzhaf == Fraction(banzhaf, 21)
    assert found["luxembourg"].shapley_shubik == found["luxembourg"].banzhaf == 0
    told = detente.explain(detente.load("council-1958"))
    chapter = next(chapter for chapter in told.chapters if chapter.key == "ratification")
    assert any(sentence.text == "The votes of Luxembourg never turn a decision there." for sentence in chapter.sentences)


def test_a_case_about_a_body_alone_is_not_asked_for_deals() -> None:
    finding = detente.ratification(detente.load("security-council"))
    assert finding.verdict is Verdict.UNDETERMINED
    assert finding.joint is None
    assert finding.packages == ()


def test_on_the_line_a_smaller_win_set_kills() -> None:
    finding = detente.ratification(detente.load("putnam-line"))
    assert finding.verdict is Verdict.HOLDS
    assert finding.joint is not None
    assert (finding.joint.least, finding.joint.most, finding.joint.of) == (4, 4, 11)  # points 4 to 7
    north, south = finding.side("north"), finding.side("south")
    assert (north.win_set.least, south.win_set.least) == (7, 8)  # 4 to 10, and 0 to 7
    for one, hawks, left in ((north, "north-hawks", 3), (south, "south-hawks", 4)):
        [change] = [c for c in one.changes if c.kind is HomeChangeKind.VETO_ADDED and c.who == hawks]
        assert change.win_set.least == left
        assert change.overlap.most == 0
    met = finding.overlap
    assert met is not None
    assert met.acceptable == met.ratified.least == 1
    # acceptable are 2 to 9, passed 4 to 7: North gives up points 8 and 9, South points 2 and 3
    assert dict(met.losses) == {"north": 20, "south": 20}
    assert met.most_acceptable is not None
    assert met.most_acceptable[0]["terms"] == "t5"


@pytest.mark.parametrize("slug", ["security-council", "council-1958", "putnam-line"])
def test_what_is_not_ours_is_sourced(slug: str) -> None:
    case = detente.load(slug)
    assert case.ratification is not None
    for own in case.ratification.sides:
        assert own.because
        assert all(body.because for body in own.bodies)
