from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.voting_rule import And, Majority, Or, Quota, Share, Unanimity, Veto, VotingRule, rule_text
from detente.questions.ratification.body import Body
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.errors import Flaw, RatificationError, RuleSyntaxError
from detente.questions.ratification.rule_syntax import parse_rule

NAMES = st.sampled_from(["knesset", "cabinet", "shura-council", "leader", "a.b", "ofer", "Ünye"])
CLAUSES = st.one_of(
    st.builds(Quota, st.fractions(0, 100), NAMES),
    st.builds(Share, st.fractions(0, 1), NAMES),
    st.builds(Majority, NAMES),
    st.builds(Unanimity, NAMES),
    st.builds(Veto, NAMES),
)


def joined(children: st.SearchStrategy[VotingRule]) -> st.SearchStrategy[VotingRule]:
    """Trees as the parser makes them: no ``and`` right inside an ``and``."""
    parts = st.lists(children, min_size=2, max_size=3)
    return st.one_of(parts.map(lambda p: And(tuple(p))), parts.map(lambda p: Or(tuple(p))))


@given(st.recursive(CLAUSES, joined, max_leaves=8))
def test_a_rule_written_out_reads_back_as_the_same_tree(rule: VotingRule) -> None:
    assert parse_rule(rule_text(rule)) == rule


def test_and_binds_tighter_than_or() -> None:
    assert parse_rule("veto(a) or veto(b) and veto(c)") == Or((Veto("a"), And((Veto("b"), Veto("c")))))


def test_quotas_and_shares_are_exact() -> None:
    assert parse_rule("share(2/3 of senate) and quota(0.5 of board)") == And(
        (Share(Fraction(2, 3), "senate"), Quota(Fraction(1, 2), "board"))
    )


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("quota(61 knesset)", 9, "expected `of`, found `knesset`"),
        ("quota(61 of knesset) majority(cabinet)", 21, "expected `and`, `or` or the end"),
        ("majority(cabinet", 16, "expected `)`, the rule ends here"),
        ("majority()", 9, "expected a name"),
        ("not veto(leader)", 0, "expected quota(n of body)"),
        ("veto(leader) & veto(x)", 13, "`&` has no meaning"),
        ("quota(of x)", 6, "expected a number"),
        ("share(1/0 of x)", 6, "divides by zero"),
        ("", 0, "the rule ends here"),
        ("veto(a) and", 11, "the rule ends here"),
        ("(" * 60 + "veto(a)" + ")" * 60, 50, "at most 50 parentheses"),
    ],
)
def test_a_text_that_is_no_rule_is_refused_where_it_goes_wrong(text: str, position: int, said: str) -> None:
    with pytest.raises(RuleSyntaxError) as caught:
        parse_rule(text)
    assert caught.value.position == position
    assert said in str(caught.value)


CHAMBER = Body.of("chamber", {"left": 40, "center": 35}, outside={"right": 25}, size=100)


def flaw(rule: str, *bodies: Body, **more: object) -> Flaw:
    with pytest.raises(RatificationError) as caught:
        Constituency.of(rule, bodies, **more)  # type: ignore[arg-type]
    return caught.value.flaw


def test_a_clause_that_can_never_or_always_pass_is_refused() -> None:
    assert flaw("quota(101 of chamber)", CHAMBER) is Flaw.NEVER_PASSES
    assert flaw("majority(chamber) or quota(101 of chamber)", CHAMBER) is Flaw.NEVER_PASSES
    assert flaw("quota(0 of chamber) and majority(chamber)", CHAMBER) is Flaw.ALWAYS_PASSES


def test_votes_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(RatificationError, match="add up to 75, not to 120") as caught:
        Body.of("chamber", {"left": 40, "center": 35}, size=120)
    assert caught.value.flaw is Flaw.VOTES_DO_NOT_ADD_UP


@pytest.mark.parametrize("votes", [{"a": -1, "b": 3}, {"a": 0}, {}, {"a": "many"}, {"a": float("nan")}])
def test_votes_that_are_no_votes_are_refused(votes: dict[str, object]) -> None:
    with pytest.raises(RatificationError) as caught:
        Body.of("chamber", votes)  # type: ignore[arg-type]
    assert caught.value.flaw is Flaw.BAD_VOTES


def test_a_member_in_two_bodies_is_refused_unless_it_is_said() -> None:
    cabinet = Body.of("cabinet", {"left": 3, "center": 2})
    assert flaw("majority(chamber) and majority(cabinet)", CHAMBER, cabinet) is Flaw.IN_TWO_BODIES
    both = Constituency.of("majority(chamber) and majority(cabinet)", [CHAMBER, cabinet], in_several=["left", "center"])
    assert both.actors == ("left", "center", "right")
    assert both.passes({"left", "right"})
    assert not both.passes({"center", "right"})


def test_a_member_in_and_outside_one_body_is_refused() -> None:
    with pytest.raises(RatificationError) as caught:
        Body.of("chamber", {"a": 1}, outside={"a": 1})
    assert caught.value.flaw is Flaw.NAME_TWICE


def test_a_body_that_decides_over_itself_is_refused_with_the_ring() -> None:
    first = Body.of("first", {"second": 1, "x": 1})
    second = Body.of("second", {"third": 1})
    third = Body.of("third", {"y": 1, "z": 1}, rule="majority(third) and veto(first)")
    with pytest.raises(RatificationError, match="first > second > third > first") as caught:
        Constituency.of("majority(first)", [first, second, third])
    assert caught.value.flaw is Flaw.CYCLIC_BODY
    assert caught.value.names == ("first", "second", "third")


def test_two_bodies_whose_rules_count_votes_in_each_other_are_no_ring() -> None:
    one = Body.of("one", {"a": 1, "b": 1}, rule="quota(1 of two)")
    two = Body.of("two", {"c": 1}, rule="quota(1 of one)")
    side = Constituency.of("veto(one) and veto(two)", [one, two])
    assert side.passes({"c", "a"})
    assert not side.passes({"a", "b"})


@pytest.mark.parametrize("rule", ["majority(nobody)", "veto(nobody)"])
def test_a_rule_that_names_nobody_known_is_refused(rule: str) -> None:
    assert flaw(rule, CHAMBER) is Flaw.UNKNOWN_NAME


def test_a_name_for_two_things_is_refused() -> None:
    assert flaw("majority(chamber)", CHAMBER, CHAMBER) is Flaw.NAME_TWICE
    assert flaw("majority(chamber)", CHAMBER, actors=["chamber"]) is Flaw.NAME_TWICE


def test_a_majority_is_more_than_half_even_of_fractions() -> None:
    side = Constituency.of("majority(b)", [Body.of("b", {"x": "1/2", "y": "1/3", "z": "1/6"})])
    assert not side.passes({"x"})
    assert side.passes({"x", "z"})
    assert not side.passes({"y", "z"})


def test_unanimity_does_not_ask_outside_supporters() -> None:
    assert Constituency.of("unanimity(chamber)", [CHAMBER]).passes({"left", "center"})


def test_a_nested_body_casts_its_votes_as_one_bloc() -> None:
    party = Body.of("party", {"hawks": 2, "doves": 1})
    chamber = Body.of("chamber", {"party": 60, "rest": 60})
    side = Constituency.of("quota(61 of chamber)", [chamber, party])
    assert side.passes({"hawks", "rest"})
    assert not side.passes({"doves", "rest"})


def test_votes_that_come_from_one_body_are_not_those_of_a_half_of_it() -> None:
    assert Constituency.of_votes({"a": 1, "b": 1}, 2).passes({"a", "b"})
    assert not Constituency.of_votes({"a": 1, "b": 1}, 2).passes({"a"})
