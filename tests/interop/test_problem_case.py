"""A problem becomes a case that checks, and whose points lead back to the values exactly."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from genius_files import port
from hypothesis import assume, given
from hypothesis import strategies as st
from problems import random_problem

from detente.casefile.dump import dump
from detente.casefile.load import check
from detente.casefile.source import Report
from detente.interop.exact_case import exact_problem
from detente.interop.files import start_of
from detente.interop.problem_case import CaseHead, Origin, case_of_problem, scales_of
from detente.model.case import Case
from detente.problem.problem import AgreementProblem, Interaction

F = Fraction
HEAD = CaseHead(slug="made", title="Made", as_of=dt.date(2024, 5, 1))
ASKED = {"DET410", "DET411"}
"""What a case asks for that no scoring says: the no-deal path, and what makes a deal."""


def made(
    problem: AgreementProblem, head: CaseHead = HEAD, numeric: frozenset[str] = frozenset()
) -> tuple[Case | None, list[str]]:
    report = Report()
    files = tuple(f"{k}.xml" for k in range(len(problem.parties)))
    origin = Origin(publisher="Tests", titles=files, says="values", remarks=("",) * len(files), numeric=numeric)
    case = case_of_problem(problem, origin, head, place=start_of("x"), report=report)
    return case, [d.code for d in report.found]


def whole(problem: AgreementProblem, numeric: frozenset[str] = frozenset()) -> Case:
    case, _ = made(problem, numeric=numeric)
    assert case is not None
    return case


def loaded(case: Case, folder: Path) -> Case:
    """The case written and read; nothing is wrong with it."""
    place = folder / case.slug
    place.mkdir(parents=True)
    (place / "case.yaml").write_text(dump(case), encoding="utf-8")
    found, diagnostics = check(place)
    assert found is not None, [d.message for d in diagnostics]
    assert {d.code for d in diagnostics if d.severity != "note"} <= {*ASKED, "DET409"}
    return found


@given(seed=st.integers(0, 10**6))
def test_points_on_their_scale_are_the_values_of_every_package(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    drawn = random_problem(seed, most_packages=60)
    problem = AgreementProblem.of(drawn.values, drawn.reservation_values)
    assume(all(scale.unit > 0 for scale in scales_of(problem)))
    case = whole(problem)
    assert loaded(case, tmp_path_factory.mktemp("case")) == case
    back = exact_problem(case, place=start_of("x"), report=Report())
    assert back is not None
    kept = [k for k, options in enumerate(problem.options) if len(options) > 1]
    for choice in product(*(range(n) for n in problem.shape)):
        taken = [choice[k] for k in kept]
        for party, scale in enumerate(scales_of(problem)):
            assert scale.offset + scale.unit * back.value(party, taken) == problem.value(party, choice)
    for scale, floor, points in zip(scales_of(problem), problem.reservation_values, back.reservation_values, strict=True):
        assert (floor is None) == (points is None)
        assert floor is None or points is None or scale.offset + scale.unit * points == floor


NAMES = (
    st.one_of(
        st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12),
        st.sampled_from(["null", "~", "true", "no", "1e3", "2024-05-01", "a: b", "# x", "- y", "{z}", "&a", "*b", "'", '"']),
    )
    .map(str.strip)
    .filter(bool)
)


@given(drawn=st.data())
def test_names_of_any_script_and_sign_come_through_a_case(drawn: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    names = drawn.draw(st.lists(NAMES, min_size=8, max_size=8, unique=True))
    problem = AgreementProblem.of(
        [[[0, 1], [0, 2]], [[1, 0], [3, 0]]],
        [1, 1],
        parties=names[:2],
        issues=names[2:4],
        options=[names[4:6], names[6:]],
    )
    case = loaded(whole(problem), tmp_path_factory.mktemp("case"))
    assert [actor.name for actor in case.actors] == names[:2]
    assert [issue.name for issue in case.issues] == names[2:4]
    assert [option.label for issue in case.issues for option in issue.options] == names[4:]


def test_the_port_becomes_a_case_with_the_names_of_the_files(tmp_path: Path) -> None:
    case = loaded(whole(port().problem(), frozenset({"Years"})), tmp_path)
    assert [actor.name for actor in case.actors] == ["The City", "شركة النقل"]
    assert [actor.id for actor in case.actors] == ["the_city", "party_2"]
    assert [issue.name for issue in case.issues] == ["Rent", "Years", "Access"]
    assert [option.label for option in case.issue("rent").options] == ["1 million", "2 million", "4 million"]


def test_numbers_become_a_range_that_bends_only_where_values_do(tmp_path: Path) -> None:
    years = loaded(whole(port().problem(), frozenset({"Years"})), tmp_path).issue("years")
    assert years.is_numeric
    assert years.option_ids == ("2", "3", "4", "5", "6")
    assert years.knots == ("2", "5", "6"), "the city's share is cut at 0 after 5"


def test_a_reservation_value_below_the_worst_or_above_the_best_package_is_kept(tmp_path: Path) -> None:
    problem = AgreementProblem.of([[["0.3", "0.5"], ["0.1", "0.2"]], [["0.1", "0.5"], [0, "0.5"]]], [0, "1.2"])
    case = loaded(whole(problem), tmp_path)
    worths = [statement.points.low for statement in case.no_deal.statements if statement.points is not None]
    assert worths == [F(-400, 3), F(1100, 9)]


def test_a_reservation_value_not_given_is_left_open(tmp_path: Path) -> None:
    case, codes = made(AgreementProblem.of([[[0, 1]], [[1, 0]]], [None, "0.5"]))
    assert codes == ["DET634"]
    assert case is not None
    assert [s.actor for s in loaded(case, tmp_path).no_deal.statements] == ["p2"]


def test_an_issue_with_one_option_is_left_out_and_told(tmp_path: Path) -> None:
    problem = AgreementProblem.of([[[0, 1], ["0.5"]], [[1, 0], ["0.25"]]], [1, 0])
    case, codes = made(problem)
    assert codes == ["DET625"]
    assert case is not None
    assert len(loaded(case, tmp_path).issues) == 1
    assert scales_of(problem)[0].offset == F(1, 2)


def test_a_party_to_whom_all_packages_are_alike_has_no_scale() -> None:
    assert made(AgreementProblem.of([[[1, 1]], [[0, 1]]], [0, 0])) == (None, ["DET620"])


def test_a_list_of_thousands_of_options_is_no_issue_of_a_case_but_a_range_is(tmp_path: Path) -> None:
    numbers = [str(n) for n in range(5000)]
    problem = AgreementProblem.of([[list(range(5000))], [list(range(5000, 0, -1))]], [0, 0], issues=["Rent"], options=[numbers])
    assert made(problem) == (None, ["DET602"])
    case = loaded(whole(problem, frozenset({"Rent"})), tmp_path)
    assert case.issues[0].knots == ("0", "4999")


def test_interaction_terms_have_no_place_in_a_case() -> None:
    term = Interaction.of("p1", "i1", "i2", [[1, 0], [0, 1]])
    problem = AgreementProblem.of([[[0, 1], [0, 1]]], [0], interactions=[term])
    assert made(problem) == (None, ["DET623"])


def test_numbers_of_more_digits_than_a_case_holds_are_refused_and_not_rounded() -> None:
    fine = AgreementProblem.of([[[0, F(1, 10**32 + 49)], [0, F(1, 10**31 + 33)]], [[0, 1], [1, 0]]], [0, 0])
    assert made(fine) == (None, ["DET621"])
    rounded, codes = made(fine, CaseHead(slug="made", title="Made", as_of=HEAD.as_of, digits=3))
    assert codes == []
    assert rounded is not None


def test_points_that_are_very_fine_are_told_of_with_what_to_do() -> None:
    fine = AgreementProblem.of([[[0, "0.28812635027374"], [0, "0.4"]], [[0, 1], [1, 0]]], [0, 0])
    case, codes = made(fine)
    assert case is not None
    assert codes == ["DET627"]
    assert made(fine, CaseHead(slug="made", title="Made", as_of=HEAD.as_of, digits=6))[1] == []


@given(seed=st.integers(0, 10**6), digits=st.integers(0, 5))
def test_rounded_points_still_make_a_case(seed: int, digits: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    drawn = random_problem(seed, most_packages=60)
    problem = AgreementProblem.of(drawn.values, drawn.reservation_values)
    assume(all(scale.unit > 0 for scale in scales_of(problem)))
    case, _ = made(problem, CaseHead(slug="made", title="Made", as_of=HEAD.as_of, digits=digits))
    assert case is not None
    assert loaded(case, tmp_path_factory.mktemp("case")) == case


def test_the_way_back_stands_with_the_evidence_of_each_party() -> None:
    case = whole(AgreementProblem.of([[["0.2", "0.6"], ["0.1", "0.2"]], [[0, 1], [1, 0]]], ["0.5", 1]))
    assert [claim.note for claim in case.claims] == ["value = 0.3 + 0.005 x points", "value = 0 + 0.02 x points"]
    assert {claim.id for claim in case.claims} == {claim for s in case.preferences for claim in s.because}
