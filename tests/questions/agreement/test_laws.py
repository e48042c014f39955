"""Laws of the agreement question: what may and may not change an answer (design section 9)."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from building import case_of, named_issue, numeric_issue, ranking, red_line, worth

from detente.model.case import Case
from detente.model.formula import Implies, OneOf, Operator
from detente.model.issue import Issue
from detente.model.no_deal import NoDealStatement, Relation
from detente.model.package import Package
from detente.model.preference import Statement
from detente.model.red_line import Likelihood, RedLine, Rule
from detente.model.verdict import Verdict
from detente.questions.agreement.blocking import is_blocking, is_opening
from detente.questions.agreement.conditions import Conditions
from detente.questions.agreement.finding import AgreementFinding
from detente.questions.agreement.landscape import Landscape
from detente.questions.agreement.question import agreement
from detente.questions.agreement.tally import reading_codes
from detente.readings.draws import draw
from detente.readings.polytope import Polytope

HALT = named_issue("halt", ["none", "weeks", "renewable", "permanent"])
AID = named_issue("aid", ["low", "middle", "high"])
PEOPLE = numeric_issue("people", 0, 120, 40, [0, 40, 120])


def stuck(
    issues: tuple[Issue, ...] = (HALT, AID, PEOPLE),
    lines: tuple[RedLine, ...] | None = None,
    worths: tuple[NoDealStatement, ...] = (worth("a", (20, 40)), worth("b", (30, 50))),
) -> Case:
    halt, aid, people = issues
    ranked: list[Statement] = [
        ranking("a", halt, ["permanent", "renewable", "weeks", "none"]),
        ranking("b", halt, ["weeks", "renewable", "none", "permanent"]),
        ranking("a", aid, ["high", "middle", "low"]),
        ranking("b", aid, ["middle", "low", "high"]),
        ranking("a", people, ["0", "40", "120"]),
        ranking("b", people, ["120", "40", "0"]),
    ]
    clash = (
        red_line("a-permanent", "a", halt, ["permanent"], 0.8),
        red_line("b-refusal", "b", halt, ["none", "weeks", "renewable"], 0.9),
    )
    return case_of(issues, ranked, worths, clash if lines is None else lines)


def sets(found: AgreementFinding) -> set[frozenset[str]]:
    return {frozenset(c.id for c in b.conditions) for b in found.blocking if b.is_necessary}


def test_a_plain_clash_blocks_every_package_exactly() -> None:
    found = agreement(stuck())
    assert found.verdict is Verdict.FAILS
    assert found.as_stated.is_exact
    assert found.as_stated.share == 0.0
    assert sets(found) == {frozenset({"a-permanent", "b-refusal"})}
    assert {tuple(c.id for c in o.conditions) for o in found.openings[:2]} == {("a-permanent",), ("b-refusal",)}


def test_loosening_a_line_to_renewable_changes_the_answer() -> None:
    loose = (
        red_line("a-some", "a", HALT, ["renewable", "permanent"], 0.8),
        red_line("b-refusal", "b", HALT, ["none", "weeks", "renewable"], 0.9),
    )
    found = agreement(stuck(lines=loose))
    assert found.verdict is not Verdict.FAILS
    assert not sets(found)
    assert found.as_stated.share is not None
    assert found.as_stated.share > 0.5


@pytest.mark.parametrize("seed", range(6))
def test_seeds_agree_within_the_error_they_print(seed: int) -> None:
    first, other = agreement(stuck(), seed=99), agreement(stuck(), seed=seed)
    for a, b in ((first.some_bluff, other.some_bluff), (first.all_off, other.all_off)):
        assert a.share is not None
        assert b.share is not None
        assert abs(a.share - b.share) <= 3 * (a.error + b.error)


def test_cutting_a_numeric_issue_more_finely_moves_no_share_beyond_its_error() -> None:
    finer = numeric_issue("people", 0, 120, 4, [0, 40, 120])
    coarse, fine = agreement(stuck()), agreement(stuck(issues=(HALT, AID, finer)))
    assert len(finer.options) == 31
    for a, b in ((coarse.some_bluff, fine.some_bluff), (coarse.all_off, fine.all_off)):
        assert a.share is not None
        assert b.share is not None
        assert abs(a.share - b.share) <= 3 * (a.error + b.error)


def test_reordering_issues_actors_and_lines_changes_no_exact_result() -> None:
    case = stuck()
    turned = replace(
        case,
        issues=case.issues[::-1],
        actors=case.actors[::-1],
        red_lines=case.red_lines[::-1],
        preferences=case.preferences[::-1],
    )
    first, second = agreement(case), agreement(turned)
    assert first.verdict is second.verdict
    assert (first.n_packages, first.n_deals, first.n_clear) == (second.n_packages, second.n_deals, second.n_clear)
    assert sets(first) == sets(second)
    assert first.some_bluff.share == pytest.approx(second.some_bluff.share, abs=0.02)


def test_a_red_line_never_enlarges_what_is_possible() -> None:
    rng = random.Random(5)
    for _ in range(10):
        lines: tuple[RedLine, ...] = ()
        counts = [agreement(stuck(lines=()), readings=300).possible.count]
        for k in range(3):
            issue = rng.choice([HALT, AID])
            allowed = rng.sample(issue.option_ids, len(issue.option_ids) - 1)
            lines = (*lines, red_line(f"l{k}", rng.choice("ab"), issue, allowed))
            counts.append(agreement(stuck(lines=lines), readings=300).possible.count)
        assert counts == sorted(counts, reverse=True)


def test_necessary_packages_are_possible() -> None:
    found = agreement(stuck(lines=(), worths=(worth("a", (0, 10)), worth("b", 0))))
    assert found.verdict is Verdict.HOLDS
    assert 0 < found.necessary.count <= found.possible.count
    bounds = [Polytope.of(stuck(lines=(), worths=(worth("a", (0, 10)), worth("b", 0))), actor) for actor in "ab"]
    assert all(polytope.is_possible(package) for package in found.necessary.examples for polytope in bounds)


def test_every_set_shown_is_minimal_in_the_reading_it_was_found_in() -> None:
    case = stuck()
    found = agreement(case, readings=300)
    readings = draw(case, 300, 1)
    landscape, conditions = Landscape.of(case), Conditions.of(case)
    assert found.blocking
    assert found.openings
    for blocking in found.blocking:
        mask = conditions.mask_of(frozenset((c.kind, c.id) for c in blocking.conditions))
        codes = landscape.codes if blocking.witness is None else reading_codes(landscape, readings, blocking.witness)
        assert is_blocking(codes, mask)
    for opening in found.openings:
        mask = conditions.mask_of(frozenset((c.kind, c.id) for c in opening.conditions))
        assert opening.witness is not None
        assert is_opening(reading_codes(landscape, readings, opening.witness), mask)


def test_blocking_sets_and_openings_meet() -> None:
    found = agreement(stuck(), readings=300)
    stated = [set(b.conditions) for b in found.blocking if b.is_necessary]
    assert all(block & set(o.conditions) for block in stated for o in found.openings)


def test_firmness_gives_the_middle_figure_and_its_bounds() -> None:
    found = agreement(stuck())
    middle = found.some_bluff
    assert middle.share is not None
    assert middle.least is not None
    assert middle.most is not None
    assert middle.least - 1e-9 <= middle.share <= middle.most + 1e-9
    off = found.all_off.share
    assert off is not None
    assert middle.share <= off
    # a deal needs one of the two to be a bluff: at most 1 - .8 * .9 if independent, .2 + .1 under any dependence
    assert middle.share <= 0.28 + 1e-9
    assert middle.most <= 0.3 + 1e-9


def test_ranges_of_firmness_give_a_range_of_shares() -> None:
    base = stuck()
    ranged = replace(base.red_lines[0], firmness=Likelihood(low=Fraction(55, 100), high=Fraction(80, 100), word="likely"))
    middle = agreement(replace(base, red_lines=(ranged, base.red_lines[1]))).some_bluff
    assert middle.low is not None
    assert middle.high is not None
    assert middle.share is not None
    assert middle.low < middle.share < middle.high


def test_tied_lines_move_as_one() -> None:
    base = stuck()
    tied = replace(base.red_lines[0], moves_with=("b-refusal",))
    middle = agreement(replace(base, red_lines=(tied, base.red_lines[1]))).some_bluff
    # the firmest stays on whenever the other does: some line is off with probability .2
    assert middle.share is not None
    assert middle.share <= 0.2 + 1e-9


def test_without_a_no_deal_value_there_is_a_break_even_and_no_share() -> None:
    found = agreement(stuck(lines=(), worths=(worth("a", (20, 40)),)))
    assert found.unbounded == ("b",)
    assert found.all_off.share is None
    assert [(entry.actor, entry.takes_all) for entry in found.break_even] == [("b", ())]
    (entry,) = found.break_even
    assert entry.spread is not None
    assert entry.spread.n == entry.n_readings


def test_readings_in_which_the_others_accept_nothing_are_counted_beside_the_break_even_value() -> None:
    line = red_line("a-permanent", "a", HALT, ["permanent"], 1.0)
    found = agreement(stuck(lines=(line,), worths=(worth("b", (60, 90)),)), readings=200)
    (entry,) = found.break_even
    assert entry.spread is not None
    assert 0 < entry.spread.n < entry.n_readings == 200
    takes_anything = agreement(stuck(lines=(line,), worths=(worth("a", (0, 0)), worth("b", (60, 90)))), readings=200)
    assert takes_anything.as_stated.share == entry.spread.n / entry.n_readings


def test_where_the_others_accept_nothing_no_value_gives_a_deal() -> None:
    line = red_line("a-permanent", "a", HALT, ["permanent"], 1.0)
    (entry,) = agreement(stuck(lines=(line,), worths=(worth("b", (101, 102)),))).break_even
    assert entry.spread is None


def test_parties_without_a_no_deal_value_are_named_where_another_is_asked() -> None:
    first, second = agreement(stuck(lines=(), worths=())).break_even
    assert (first.takes_all, second.takes_all) == (("b",), ("a",))


def test_a_no_deal_value_relative_to_a_package_is_met() -> None:
    weeks = Package.of({"halt": "weeks", "aid": "middle", "people": "40"})
    below = NoDealStatement(id="b-below", actor="b", relation=Relation.AT_MOST, package=weeks, package_name="weeks")
    found = agreement(
        stuck(
            lines=(),
            worths=(
                NoDealStatement(id="a-below", actor="a", relation=Relation.AT_MOST, package=weeks, package_name="weeks"),
                below,
            ),
        )
    )
    assert found.verdict is Verdict.HOLDS
    assert weeks in found.necessary.examples


def test_the_same_seed_gives_the_same_finding() -> None:
    assert agreement(stuck(), readings=200) == agreement(stuck(), readings=200)


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        agreement(stuck(), readings=1)
    with pytest.raises(ValueError, match="must not be negative"):
        agreement(stuck(), seed=-1)


def test_a_case_without_parties_is_undetermined_and_says_why() -> None:
    found = agreement(replace(stuck(), actors=()))
    assert found.verdict is Verdict.UNDETERMINED
    assert found.reason is not None


def test_twelve_parties_are_answered() -> None:
    names = [f"p{k}" for k in range(12)]
    lines = [red_line(f"l{k}", name, AID, ["low", "middle"] if k % 2 else ["middle", "high"]) for k, name in enumerate(names)]
    found = agreement(
        case_of(
            [HALT, AID],
            [ranking(n, HALT, ["permanent", "renewable", "weeks", "none"]) for n in names],
            [worth(n, (0, 20)) for n in names],
            lines,
            parties=names,
        ),
        readings=200,
    )
    assert found.verdict in (Verdict.HOLDS, Verdict.CONTESTED)
    assert found.n_clear > 0


def test_openings_through_a_rule_of_the_case_come_last() -> None:
    rule = Rule(
        id="no-aid-with-permanent",
        requires=Implies(
            OneOf("halt", ("permanent",), Operator.EQUAL, "permanent"), OneOf("aid", ("low",), Operator.EQUAL, "low")
        ),
    )
    found = agreement(replace(stuck(), feasibility=(rule,)), readings=300)
    through = [any(c.id == rule.id for c in o.conditions) for o in found.openings]
    assert any(through)
    assert through == sorted(through)
