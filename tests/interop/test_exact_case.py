"""A case becomes a problem only where its record leaves nothing open."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from detente.casefile.load import load
from detente.casefile.source import Report
from detente.diagnostics import Diagnostic
from detente.interop.exact_case import exact_problem, whole_number_issues
from detente.interop.files import start_of
from detente.model.case import Case
from detente.model.no_deal import NoDealStatement, Relation
from detente.model.preference import Indifference, Link, OptionRanking, Points, PointsRange, Weights
from detente.problem.problem import AgreementProblem

F = Fraction


def exactly(n: int) -> PointsRange:
    return PointsRange(low=F(n), high=F(n))


def asked(case: Case) -> tuple[AgreementProblem | None, list[Diagnostic]]:
    report = Report()
    return exact_problem(case, place=start_of("case.yaml"), report=report), report.found


def test_a_case_of_exact_points_is_a_problem_in_points() -> None:
    problem, diagnostics = asked(load("tram-strike"))
    assert problem is not None
    assert problem.parties == ("The drivers' union", "The tram operator")
    assert problem.options[0] == tuple("012345678")
    assert problem.values[0][0][4:] == (F(20), F(45, 2), F(25), F(55, 2), F(30)), "between its knots a value lies on a line"
    assert problem.reservation_values == (F(50), F(55))
    assert [d.code for d in diagnostics] == ["DET623"]


def test_red_lines_and_rules_are_listed_as_left_out() -> None:
    told = " ".join(note.text for note in asked(load("tram-strike"))[1][0].notes)
    assert all(name in told for name in ("union-three-percent", "operator-no-rosters", "a-rise"))


def test_values_that_are_not_exact_are_named_with_what_is_known_of_them() -> None:
    problem, diagnostics = asked(load("port-lease"))
    assert problem is None
    assert {d.code for d in diagnostics} == {"DET622"}
    text = " ".join([d.message for d in diagnostics] + [note.text for d in diagnostics for note in d.notes])
    assert "5 values of `city` are not exact" in text
    assert "`lease` `two_years`: from 0 to 100" in text
    assert "no-deal value of `city` is not exact: from 30 to 50" in text


def test_what_follows_exactly_from_other_statements_is_exact() -> None:
    tram = load("tram-strike")
    kept = [s for s in tram.preferences if not (s.actor == "union" and isinstance(s, Points) and s.issue in ("jobs", "term"))]
    weights = Weights(id="union-8", actor="union", weights=(("term", exactly(30)),))
    same = Indifference(id="union-9", actor="union", issues=("jobs",))
    chain = OptionRanking(
        id="union-10",
        actor="union",
        issue="term",
        options=("one_year", "two_years", "three_years"),
        links=(Link.EQUAL, Link.ABOVE),
        is_complete=True,
    )
    problem, _ = asked(replace(tram, preferences=(*kept, weights, same, chain)))
    assert problem is not None
    assert problem.values[0][2] == (F(0), F(0), F(0))
    assert problem.values[0][3] == (F(30), F(30), F(0))


def test_a_range_is_not_exact() -> None:
    tram = load("tram-strike")
    wide = tuple(
        replace(s, points=(s.points[0], (s.points[1][0], PointsRange(low=F(5), high=F(6))), s.points[2]))
        if isinstance(s, Points) and s.actor == "union" and s.issue == "term"
        else s
        for s in tram.preferences
    )
    problem, diagnostics = asked(replace(tram, preferences=wide))
    assert problem is None
    assert [note.text for note in diagnostics[0].notes] == ["`term` `two_years`: from 5 to 6"]


def test_a_range_that_other_points_leave_one_number_of_is_exact() -> None:
    tram = load("tram-strike")
    wide = tuple(
        replace(s, points=((s.points[0][0], PointsRange(low=F(8), high=F(12))), *s.points[1:]))
        if isinstance(s, Points) and s.actor == "union" and s.issue == "term"
        else s
        for s in tram.preferences
    )
    problem, _ = asked(replace(tram, preferences=wide))
    assert problem is not None
    assert problem.values[0][3][0] == 10, "the best options add up to 100"


def test_a_no_deal_value_equal_to_a_package_is_exact() -> None:
    tram = load("tram-strike")
    trade = tram.packages[0]
    equal = NoDealStatement(
        id="no_deal.union-1", actor="union", relation=Relation.EQUAL, package=trade.package, package_name=trade.id
    )
    others = tuple(s for s in tram.no_deal.statements if s.actor != "union")
    problem, _ = asked(replace(tram, no_deal=replace(tram.no_deal, statements=(equal, *others))))
    assert problem is not None
    assert problem.reservation_values[0] == 20 + 25 + 12 + 0


def test_a_party_of_whom_nothing_is_said_without_a_deal_has_no_reservation_value() -> None:
    tram = load("tram-strike")
    problem, _ = asked(replace(tram, no_deal=replace(tram.no_deal, statements=tram.no_deal.statements[1:])))
    assert problem is not None
    assert problem.reservation_values == (None, F(55))


def test_whole_numbers_one_apart_are_found() -> None:
    assert whole_number_issues(load("tram-strike")) == {"Rise in pay"}
    assert whole_number_issues(load("mill-wages")) == frozenset()
