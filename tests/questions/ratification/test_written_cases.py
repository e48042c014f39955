"""Cases written out: bodies in bodies, partners who would leave over different terms, and votes from outside that are open."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import detente
from detente.explanation.explanation import Chapter, SeatChart
from detente.model.verdict import Verdict
from detente.questions.ratification.finding import RatificationFinding, Stand

HEAD = """
case: {slug: written, title: A written case, as_of: 2024-01-01, question: Would it pass?}
sources: {book: {publisher: A press, title: A book, date: 2024-01-01}}
claims: {said: {text: It is said., kind: assessment, source: book}}
actors:
  north: {name: The North, role: party}
  south: {name: The South, role: party}
"""

ISSUES = """
issues:
  pact: {name: Pact, question: Which pact?, ordered: true, options: {none: No pact, short: A short pact, long: A long pact}}
  base: {name: Base, question: Is there a base?, options: {no: No base, yes: A base}}
preferences:
  north:
    - {points: {pact: {none: 0, short: 40, long: 60}}, because: [said]}
    - {points: {base: {no: 40, yes: 0}}, because: [said]}
  south:
    - {points: {pact: {none: 0, short: 40, long: 60}}, because: [said]}
    - {points: {base: {no: 0, yes: 40}}, because: [said]}
no_deal:
  path: {pact: none, base: no}
  because: [said]
  values: {north: [{worth: 40, because: [said]}], south: [{worth: 0, because: [said]}]}
deal_requires: {some: {requires: pact != none, because: [said]}}
"""


def _actors(**names: str) -> str:
    return "".join(f"  {actor}: {{name: {name}, role: faction, part_of: north}}\n" for actor, name in names.items())


def _write(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "written"
    folder.mkdir(parents=True)
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return folder


def _asked(tmp_path: Path, text: str) -> RatificationFinding:
    return detente.ratification(detente.load(_write(tmp_path, text)), readings=60)


def _chapter(tmp_path: Path, text: str) -> Chapter:
    told = detente.explain(detente.load(_write(tmp_path, text)), readings=60)
    return next(chapter for chapter in told.chapters if chapter.key == "ratification")


def said(tmp_path: Path, text: str) -> str:
    return " ".join(sentence.text for sentence in _chapter(tmp_path, text).sentences)


TREATY = (
    HEAD
    + _actors(
        most="The caucus", old="The old guard", new="The reformers", one="Senator Ito", crown="The Crown", lords="The Lords"
    )
    + ISSUES
    + """
packages: {draft: {terms: {pact: short, base: no}, name: The draft}}
ratification:
  north:
    bodies:
      bloc: {name: The bloc, members: {old: 25, new: 15}, rule: share(3/5 of bloc), because: [said]}
      senate: {name: The senate, members: {most: 57, one: 3, bloc: 40}, because: [said]}
    passes: share(2/3 of senate) and (veto(crown) or veto(lords))
    because: [said]
    stances:
      most: [{supports: pact != none, because: [said]}]
      old: [{STANCE: pact != none, because: [said]}]
      lords: [{supports: pact != none, because: [said]}]
"""
)


@pytest.mark.parametrize(("stance", "stand"), [("opposes", Stand.AGAINST), ("supports", Stand.FOR)])
def test_a_body_in_a_body_casts_its_votes_as_it_decides_itself(tmp_path: Path, stance: str, stand: Stand) -> None:
    found = _asked(tmp_path, TREATY.replace("STANCE", stance)).sides[0].package("draft")
    bloc, senate = found.tallies
    assert (bloc.stand, senate.stand) == (stand, None)
    assert senate.favor == 57 + (40 if stand is Stand.FOR else 0)
    assert senate.against == (40 if stand is Stand.AGAINST else 0)
    assert senate.needed == 67  # two thirds of 100 votes are 67


def test_the_chart_holds_the_votes_of_a_body_in_a_body(tmp_path: Path) -> None:
    [chart] = [c for c in _chapter(tmp_path, TREATY.replace("STANCE", "opposes")).charts if isinstance(c, SeatChart)]
    senate = next(bar for bar in chart.bars if bar.label.startswith("The senate"))
    assert sum(run.votes for run in senate.runs) == senate.total
    assert [run.text for run in senate.runs if run.state == "against"] == ["40 votes against: The bloc"]
    bloc = next(bar for bar in chart.bars if bar.label.startswith("The bloc"))
    assert bloc.needed_text == "24 of 40 needed to decide how it votes"


def test_who_could_stop_it_alone_is_not_replaced_by_an_open_vote(tmp_path: Path) -> None:
    found = _asked(tmp_path, TREATY.replace("STANCE", "supports")).sides[0].package("draft")
    assert found.verdict is Verdict.HOLDS
    assert found.breakers == ("old", "most")  # the Crown may be in favor where the Lords are not


FOR_NO_BASE = "{supports: base = no, because: [said]}"

COALITION = (
    HEAD
    + _actors(left="The left", right="The right", rest="The rest", prime="The premier")
    + ISSUES
    + """
proposals: {offer: {name: The offer, by: [south], date: 2023-12-01, terms: {base: no}, silence: left_open, because: [said]}}
ratification:
  north:
    bodies: {house: {name: The house, members: {left: 30, right: 30}, outside: {rest: 40}, because: [said]}}
    passes: veto(prime)
    government: quota(60 of house)
    leader: prime
    because: [said]
    stances:
      left: [{leaves_over: pact = short, because: [said]}]
      right: [{leaves_over: pact = long, because: [said]}]
      prime: [{office: 30, because: [said]}]
"""
)


def test_partners_who_leave_over_different_terms_bring_it_down_whichever_way_these_are_settled(tmp_path: Path) -> None:
    found = _asked(tmp_path, COALITION).sides[0].package("offer")
    assert found.deals == 2
    assert found.stated_survival is Verdict.FAILS
    assert found.survives is not None
    assert found.survives.most == 0
    assert found.leader is not None
    # worth 80 or 100 to the premier, 40 without a deal: office of 30 is lost and still outweighed by both
    assert found.leader.price == (Fraction(40), Fraction(60))
    assert found.leader.accepts.least == 1


def test_the_leader_weighs_the_worth_and_the_fall_of_the_same_deal(tmp_path: Path) -> None:
    text = COALITION.replace("pact = short", "pact = long").replace(
        "right: [{leaves_over: pact = long", "right: [{leaves_over: base = yes"
    )
    text = (
        text.replace("office: 30", "office: 70")
        .replace("short: 40", "short: 0")
        .replace("north: [{worth: 40", "north: [{worth: 50")
    )
    leader = _asked(tmp_path, text).sides[0].package("offer").leader
    assert leader is not None
    # the long pact is worth 50 more than no deal and costs 70; the short one costs nothing and is worth 10 less
    assert leader.without_office.most == 1
    assert leader.accepts.most == 0


def test_open_votes_from_outside_are_counted_both_ways_for_the_government_too(tmp_path: Path) -> None:
    finding = _asked(tmp_path, COALITION)
    assert finding.overlap is not None
    assert [finding.overlap.survived.least, finding.overlap.survived.most] == [0, 0]
    assert [finding.overlap.held.least, finding.overlap.held.most] == [0, 1]
    told = finding.sides[0].package("offer")
    assert told.held is not None
    assert [told.held.least, told.held.most] == [0, 1]


@pytest.mark.parametrize("is_mutual", [True, False])
def test_whether_an_exit_hangs_on_what_others_do_is_told(tmp_path: Path, is_mutual: bool) -> None:
    text = COALITION.replace("leaves_over: pact = long", "leaves_with: [left]")
    if is_mutual:
        text = text.replace("leaves_over: pact = short", "leaves_with: [right]")
    found = _asked(tmp_path, text).sides[0].package("offer")
    assert [gone.hangs_on_others for gone in found.exits] == [is_mutual, is_mutual]


def test_votes_in_halves_are_counted_in_halves(tmp_path: Path) -> None:
    text = COALITION.replace("left: 30", "left: 2.5").replace("right: 30", "right: 1").replace("rest: 40", "rest: 1")
    text = text.replace("veto(prime)", "majority(house)").replace("quota(60 of house)", "quota(3.5 of house)")
    finding = _asked(tmp_path, text)
    assert finding.sides[0].package("offer").tallies[0].needed == Fraction(5, 2)  # more than half of 4.5 votes


def test_open_votes_and_worth_are_told_apart(tmp_path: Path) -> None:
    text = COALITION.replace("veto(prime)", "quota(70 of house) and veto(prime)")
    told = said(tmp_path, text)
    assert told.startswith("It hangs on votes the record leaves open: ")
    found = _asked(tmp_path / "again", text.replace("worth: 40", "worth: 30..50"))
    assert (found.sides[0].undecided, found.sides[0].by_values) == (("left", "right", "rest"), ("prime",))
    worth = said(tmp_path / "third", COALITION.replace("worth: 40", "worth: 30..90"))
    assert worth.startswith("It hangs on how much a deal is worth to the premier: ")


def test_a_passage_that_worth_alone_decides_is_said_to_be_found_in_every_reading(tmp_path: Path) -> None:
    told = said(tmp_path, COALITION.replace("worth: 40", "worth: 30..50"))
    assert (
        "counting what it is worth to those who go by that, it passes in every reading (the premier by what it is worth to it)"
        in told
    )
    assert "To carry it takes" not in told


def test_the_price_of_the_coalition_is_told_where_office_is_not_said(tmp_path: Path) -> None:
    told = said(tmp_path, COALITION.replace("      prime: [{office: 30, because: [said]}]\n", ""))
    assert "the answer flips once office is worth more than what the deal gains, 40 to 60 points of 100" in told
    assert "; the case does not say what office is worth" in told
    assert "the case puts office at 30." in said(tmp_path / "again", COALITION)


def test_both_outcomes_are_told_where_partners_look_to_one_another(tmp_path: Path) -> None:
    text = COALITION.replace("leaves_over: pact = long", "leaves_with: [left]")
    told = said(tmp_path, text.replace("leaves_over: pact = short", "leaves_with: [right]"))
    both = "the left (0 to 100 of 100) and the right (0 to 100 of 100)"
    assert f"Taken at their word, {both} would stay if each trusts the others to stay, and leave if not" in told


def test_members_of_a_body_in_a_body_that_never_decide_are_named_and_so_are_those_who_can_stop_it(tmp_path: Path) -> None:
    told = said(tmp_path, TREATY.replace("STANCE", "opposes"))
    assert "a deal takes 2/3 of the votes in the senate (67 of 100) and the consent of the Crown or the Lords" in told
    assert "The votes of the reformers and Senator Ito never turn a decision there." in told


def test_sets_that_would_carry_it_are_kept_apart_and_those_without_opponents_come_first(tmp_path: Path) -> None:
    text = COALITION.replace("veto(prime)", "quota(60 of house)")
    text = text.replace("left: [", "left: [{opposes: base = no, because: [said]}, ")
    told = said(tmp_path, text)
    assert "takes one of these in favor: the right and the rest; the left and the right; or the left and the rest." in told


def test_without_a_worth_of_no_deal_it_is_said_why_acceptable_deals_are_not_counted(tmp_path: Path) -> None:
    text = COALITION.replace(", south: [{worth: 0, because: [said]}]", "")
    assert "Nothing is said of what no deal is worth to the South, so it is not asked how often" in said(tmp_path, text)


def test_a_name_that_begins_with_a_small_article_begins_a_sentence_with_a_capital(tmp_path: Path) -> None:
    text = COALITION.replace("name: The offer", "name: the offer")
    assert " The offer, on the side of the North: " in said(tmp_path, text)


def test_a_quota_one_vote_lower_names_the_body_as_a_name(tmp_path: Path) -> None:
    text = COALITION.replace("veto(prime)", "quota(61 of house)").replace("left: [", f"left: [{FOR_NO_BASE}, ")
    text = text.replace("right: [", f"right: [{FOR_NO_BASE}, ") + "      rest: [{opposes: pact != none, because: [said]}]\n"
    assert "If the house asked for one vote fewer, 2 to 4 of 4 deals would pass there, where now none do" in said(tmp_path, text)


def test_the_bottom_line_does_not_blame_open_votes_for_what_worth_decides(tmp_path: Path) -> None:
    text = COALITION.replace("worth: 40", "worth: 30..50")
    told = detente.explain(detente.load(_write(tmp_path, text)), readings=60)
    home = [sentence.text for sentence in told.bottom_line if sentence.text.startswith("Home: ")]
    assert home == ["Home: where the parties could accept a deal, one of these also passes with each side's own people."]
