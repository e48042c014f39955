"""Genius files say what Genius makes of them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path

from genius_files import PORT, oracle_utility, port

from detente.interop.genius import GeniusIssue, GeniusProfile
from detente.interop.genius_reading import check_genius, read_genius

F = Fraction


def changed(tmp_path: Path, old: str, new: str, *, count: int = -1) -> GeniusProfile:
    """The city's profile with a change that is no error."""
    text = (PORT / "city.xml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "city.xml").write_text(text.replace(old, new, count), encoding="utf-8")
    return read_genius(PORT / "domain.xml", [tmp_path / "city.xml"]).profiles[0]


def test_a_domain_has_its_issues_by_index_at_any_depth() -> None:
    domain = port().domain
    assert domain.name == "Port"
    assert domain.issues == (
        GeniusIssue(index=1, name="Rent", options=("1 million", "2 million", "4 million")),
        GeniusIssue(index=2, name="Years", options=("2", "3", "4", "5", "6"), lower_bound=2),
        GeniusIssue(index=4, name="Access", options=("shared", "sole")),
    )
    assert domain.shape == (3, 5, 2)
    assert domain.n_packages == 30


def test_evaluations_are_divided_by_the_highest_of_their_issue() -> None:
    city, line = port().profiles
    assert city.shares[0] == (F(5, 30), F(10, 30), F(1))
    assert line.shares[2] == (F(5, 8), F(1))


def test_items_are_told_apart_by_value_and_not_by_place() -> None:
    assert port().profiles[1].shares[0] == (F(1), F(2, 3), F(0))


def test_a_number_counts_from_its_lower_bound_and_stays_between_0_and_1() -> None:
    city, line = port().profiles
    assert city.shares[1] == (F(1), F(7, 10), F(4, 10), F(1, 10), F(0))
    assert line.shares[1] == (F(0), F(1, 4), F(1, 2), F(3, 4), F(1))


def test_a_weight_belongs_to_the_issue_of_its_index_and_that_of_a_group_of_issues_counts_nothing() -> None:
    assert port().profiles[0].weights == (F(1, 2), F(3, 10), F(1, 5))


def test_utilities_of_every_package_are_those_read_straight_from_the_files() -> None:
    found = port()
    for file, profile in zip(("city.xml", "line.xml"), found.profiles, strict=True):
        for choice in product(*(range(n) for n in found.domain.shape)):
            items = [issue.options[c] for issue, c in zip(found.domain.issues, choice, strict=True)]
            assert profile.utility(choice) == oracle_utility(PORT / file, [1, 2, 4], items)


def test_utilities_are_cut_at_1(tmp_path: Path) -> None:
    profile = changed(tmp_path, 'index="1" value="0.5"', 'index="1" value="0.9"')
    assert profile.best == F(14, 10)
    assert profile.utility((2, 0, 0)) == 1
    assert profile.utility((0, 0, 0)) == F(9, 10) / 6 + F(1, 2)


def test_weights_are_taken_as_written_and_not_brought_to_1(tmp_path: Path) -> None:
    assert changed(tmp_path, 'index="1" value="0.5"', 'index="1" value="0.1"').utility((2, 0, 0)) == F(6, 10)


def test_a_decimal_is_exact(tmp_path: Path) -> None:
    profile = changed(tmp_path, 'index="1" value="0.5"', 'index="1" value="0.28812635027374e0"')
    assert profile.weights[0] == F(28812635027374, 10**14)


def test_of_a_repeated_item_the_last_evaluation_counts(tmp_path: Path) -> None:
    item = '<item index="1" value="1 million" evaluation="5"/>'
    profile = changed(tmp_path, item, item.replace('"5"', '"90"') + item.replace('"5"', '"6"'))
    assert profile.shares[0] == (F(1, 5), F(1, 3), F(1))


def test_an_issue_whose_highest_evaluation_is_0_counts_nothing(tmp_path: Path) -> None:
    assert changed(tmp_path, 'evaluation="3"', 'evaluation="0.000009"').shares[2] == (F(0), F(0))
    assert changed(tmp_path, 'evaluation="3"', 'evaluation="0.00001"').shares[2] == (F(1), F(0))


def test_reservation_value_and_discount_factor_are_read_and_have_their_defaults() -> None:
    city, line = port().profiles
    assert (city.reservation_value, city.discount_factor) == (F(45, 100), F(9, 10))
    assert (line.reservation_value, line.discount_factor) == (F(0), F(1))


def test_a_discount_is_kept_apart_and_told() -> None:
    diagnostics = check_genius(PORT / "domain.xml", [PORT / "city.xml", PORT / "line.xml"])[1]
    assert [(d.code, d.severity) for d in diagnostics] == [("DET626", "note")]


def test_parties_are_called_as_the_domain_calls_them_else_after_their_files(tmp_path: Path) -> None:
    assert [profile.name for profile in port().profiles] == ["The City", "شركة النقل"]
    (tmp_path / "other.xml").write_text((PORT / "city.xml").read_text(encoding="utf-8"), encoding="utf-8")
    assert read_genius(PORT / "domain.xml", [tmp_path / "other.xml"]).profiles[0].name == "other"


def test_a_domain_may_number_its_root_1_and_its_issues_from_2(tmp_path: Path) -> None:
    for name in ("domain.xml", "city.xml", "line.xml"):
        text = (PORT / name).read_text(encoding="utf-8")
        for old, new in ((4, 5), (3, 4), (2, 3), (1, 2), (0, 1)):
            for tag in ("objective", "issue", "weight"):
                text = text.replace(f'<{tag} index="{old}"', f'<{tag} index="{new}"')
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = read_genius(tmp_path / "domain.xml", [tmp_path / "city.xml", tmp_path / "line.xml"])
    assert [issue.index for issue in found.domain.issues] == [2, 3, 5]
    assert found.profiles == port().profiles


def test_criteria_within_an_issue_are_no_options(tmp_path: Path) -> None:
    inner = '<similarity_function><criteria_function><item index="1" value="odd" evaluation="0.5"/></criteria_function>'
    item = '<item index="1" value="1 million" evaluation="5"/>'
    profile = changed(tmp_path, item, item + inner + "</similarity_function>")
    assert profile.shares == port().profiles[0].shares


def test_bounds_may_stand_in_a_range_or_be_left_to_the_domain(tmp_path: Path) -> None:
    bounds = ' lowerbound="2" upperbound="6"'
    ranged = changed(tmp_path, f"{bounds}>", '><range lowerbound="2" upperbound="6"/>')
    assert ranged == changed(tmp_path, bounds, "") == port().profiles[0]


def test_the_problem_has_the_values_and_names_of_the_files() -> None:
    found = port()
    problem = found.problem()
    assert problem.parties == ("The City", "شركة النقل")
    assert problem.issues == ("Rent", "Years", "Access")
    assert problem.options[1] == ("2", "3", "4", "5", "6")
    assert problem.reservation_values == (F(45, 100), F(0))
    for choice in product(*(range(n) for n in problem.shape)):
        assert [problem.value(p, choice) for p in (0, 1)] == [profile.utility(choice) for profile in found.profiles]
