"""The section ``ratification``: what is made explicit, and that a case reads back as written."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from case_texts import checked, merged

from detente.casefile.catalog_ratification import side
from detente.casefile.dump import dump, resolved
from detente.casefile.load import load
from detente.model.ratification import JudgesAs, LeavesOver, LeavesWith, Office, Opposes, Side, Supports
from detente.model.red_line import CERTAIN
from detente.model.voting_rule import And, Or, Quota, Veto

BODIES = (
    "      council:\n"
    "        size: 11\n"
    "        members: {left: {votes: 4, because: [said], note: Two are away.}, board: 5}\n"
    "        outside: {shop: 2}\n"
    "        because: [said]\n"
    "      board: {name: The board, members: {left: 1/2, right: 2.5}, rule: unanimity(board), because: [said]}\n"
)
STANCES = (
    "      left:\n"
    "        - {opposes: lease = ten_years and rent < 40, firmness: likely, because: [said]}\n"
    "        - {leaves_over: access = closed, firmness: 0.2..0.4, because: [said]}\n"
    "        - {office: 5..20, because: [said]}\n"
    "      right: [{supports: lease != none, because: [said]}, {leaves_with: [left], because: [said]}]\n"
    "      mayor: [{judges_as: city, because: [said], note: n}]\n"
    "      shop: [{supports: rent >= 60, because: [said]}]\n"
)
MORE = (
    "    government: quota(6 of council) and quota(1 of board)\n"
    "    leader: mayor\n    in_several: [left]\n"
    "    pressure: [{by: union, on: mayor, for: rent > 20, points: 0..5, because: [said]}]\n"
)
WHOLE = side(bodies=BODIES, passes="(quota(6 of council) or veto(board)) and veto(mayor)", more=MORE, stances=STANCES)


@pytest.fixture
def city(tmp_path: Path) -> Side:
    case, diagnostics = checked(merged(WHOLE), tmp_path)
    assert diagnostics == ()
    assert case is not None
    assert case.ratification is not None
    return case.ratification.side("city")


def test_partners_are_the_members_of_the_bodies_the_government_needs_those_outside_excepted(city: Side) -> None:
    assert city.partners == ("left", "right")


def test_a_rule_is_kept_as_a_tree(city: Side) -> None:
    assert city.passes == And((Or((Quota(Fraction(6), "council"), Veto("board"))), Veto("mayor")))


def test_stances_go_by_their_actor_and_place(city: Side) -> None:
    assert [(s.id, type(s)) for s in city.stances] == [
        ("left-1", Opposes),
        ("left-2", LeavesOver),
        ("left-3", Office),
        ("right-1", Supports),
        ("right-2", LeavesWith),
        ("mayor-1", JudgesAs),
        ("shop-1", Supports),
    ]
    supports = city.stances_of("right")[0]
    assert isinstance(supports, Supports)
    assert supports.firmness == CERTAIN


def test_votes_are_exact_and_those_outside_are_marked(city: Side) -> None:
    seats = [(seat.member, seat.votes, seat.is_outside) for body in city.bodies for seat in body.seats]
    assert seats == [
        ("left", 4, False),
        ("board", 5, False),
        ("shop", 2, True),
        ("left", Fraction(1, 2), False),
        ("right", Fraction(5, 2), False),
    ]


def test_a_case_reads_back_as_written(tmp_path: Path) -> None:
    first = checked(merged(WHOLE), tmp_path)[0]
    assert first is not None
    (tmp_path / "again.yaml").write_text(dump(first), encoding="utf-8")
    assert load(tmp_path / "again.yaml") == first
    plain = resolved(first)["ratification"]["sides"][0]
    assert plain["passes"]["text"] == "(quota(6 of council) or veto(board)) and veto(mayor)"
    assert plain["stances"][0]["formula"]["text"] == "lease = ten_years and rent < 40"
    assert plain["stances"][0]["kind"] == "opposes"


def test_every_mistake_is_told_in_one_run(tmp_path: Path) -> None:
    text = side(
        bodies="      council: {members: {left: 6, rihgt: 5}, outside: {left: 2}, because: [said]}\n",
        passes="quota(6 of councl) and veto(mayr)",
        more="    government: majority(council\n",
        stances="      left: [{opposes: lease = forever, because: [said]}, "
        "{judges_as: nobody, firmness: likely, because: [said]}]\n",
    )
    found = sorted(d.code for d in checked(merged(text), tmp_path)[1])
    assert found == ["DET204", "DET206", "DET206", "DET217", "DET222", "DET223", "DET401"]


def test_a_record_without_claims_is_noted_as_an_assumption(tmp_path: Path) -> None:
    text = WHOLE.replace("{judges_as: city, because: [said], note: n}", "{judges_as: city}")
    assert [d.code for d in checked(merged(text), tmp_path)[1]] == ["DET306"]


def test_who_judges_as_somebody_nothing_is_known_of_is_silent_too(tmp_path: Path) -> None:
    stances = "      left: [{judges_as: right, because: [said]}]\n      mayor: [{judges_as: city, because: [said]}]\n"
    text = merged(side(stances=stances, more="    leader: mayor\n", passes="quota(6 of council) and veto(mayor)"))
    case, diagnostics = checked(text, tmp_path)
    assert case is not None
    [note] = [d for d in diagnostics if d.code == "DET449"]
    assert "`left`" in note.message
    assert "`right`" in note.message
    assert "`mayor`" not in note.message
