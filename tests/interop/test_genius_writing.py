"""What is written for Genius is read back with the same utilities, exactly."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from genius_files import oracle_utility, port
from hypothesis import given
from hypothesis import strategies as st
from problems import random_problem

from detente.interop.genius import GeniusScenario
from detente.interop.genius_reading import check_genius
from detente.interop.genius_writing import GeniusFiles, write_genius
from detente.problem.problem import AgreementProblem, Interaction, ProblemError

F = Fraction


def saved(files: GeniusFiles, folder: Path) -> list[Path]:
    paths = [folder / file.name for file in (files.domain, *files.profiles)]
    for path, file in zip(paths, (files.domain, *files.profiles), strict=True):
        path.write_text(file.text, encoding="utf-8")
    return paths


def read_back(files: GeniusFiles, folder: Path) -> GeniusScenario:
    """What the files say; none of them has a mistake, and weights are not far from 1 where values reach that far."""
    domain, *profiles = saved(files, folder)
    found, diagnostics = check_genius(domain, profiles)
    assert found is not None, [d.message for d in diagnostics]
    assert {d.code for d in diagnostics} <= {"DET616"}
    return found


def values_only(seed: int) -> AgreementProblem:
    """A random problem with what a profile can say."""
    drawn = random_problem(seed, most_packages=60)
    return AgreementProblem.of(
        drawn.values, drawn.reservation_values, parties=drawn.parties, issues=drawn.issues, options=drawn.options
    )


@given(seed=st.integers(0, 10**6))
def test_utilities_read_back_are_the_values_on_the_scale_told(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    problem = values_only(seed)
    files = write_genius(problem, name="Drawn")
    found = read_back(files, tmp_path_factory.mktemp("genius"))
    assert found.domain.shape == problem.shape
    for party, (scale, profile) in enumerate(zip(files.scales, found.profiles, strict=True)):
        assert scale.unit > 0
        floor = problem.reservation_values[party]
        assert profile.reservation_value == (0 if floor is None else scale.offset + scale.unit * floor)
        assert 0 <= profile.reservation_value <= 1
        for choice in product(*(range(n) for n in problem.shape)):
            utility = scale.offset + scale.unit * problem.value(party, choice)
            assert 0 <= utility <= 1
            assert profile.utility(choice) == utility


@given(seed=st.integers(0, 10**6))
def test_points_fill_the_scale_of_genius(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    problem = values_only(seed)
    large = AgreementProblem.of([[[value * 1000 for value in row] for row in rows] for rows in problem.values])
    found = read_back(write_genius(large, name="Large"), tmp_path_factory.mktemp("genius"))
    for rows, profile in zip(large.values, found.profiles, strict=True):
        if any(value for row in rows for value in row):
            assert 1 - F(1, 10**9) <= sum(profile.weights) <= 1 or max(map(max, rows)) <= 0


def test_a_scenario_written_and_read_again_is_the_same_problem(tmp_path: Path) -> None:
    problem = port().problem()
    files = write_genius(problem, name="Port", integer_issues={"Years"})
    assert all(scale.is_same for scale in files.scales)
    assert read_back(files, tmp_path).problem() == problem


def test_a_reservation_value_below_every_package_is_written_as_0_with_all_packages_above(tmp_path: Path) -> None:
    problem = AgreementProblem.of([[["0.1", "0.4"], [0, "0.3"]]], ["-0.2"])
    files = write_genius(problem, name="Low")
    profile = read_back(files, tmp_path).profiles[0]
    assert files.scales[0].offset == F(1, 5)
    assert profile.reservation_value == 0
    assert [profile.utility((a, 0)) for a in (0, 1)] == [F(3, 10), F(6, 10)]


def test_a_reservation_value_above_every_package_stays_above(tmp_path: Path) -> None:
    profile = read_back(write_genius(AgreementProblem.of([[[0, 1], [0, 1]]], [8]), name="High"), tmp_path).profiles[0]
    assert (profile.reservation_value, profile.best) == (F(1), F(1, 4))
    small = AgreementProblem.of([[[0, "0.4"], [0, "0.3"]]], ["1.25"])
    profile = read_back(write_genius(small, name="Small"), tmp_path).profiles[0]
    assert (profile.reservation_value, profile.best) == (F(1), F(14, 25))


def test_the_files_mean_the_same_to_a_reader_of_their_own(tmp_path: Path) -> None:
    problem = port().problem()
    files = write_genius(problem, name="Port")
    _, *profiles = saved(files, tmp_path)
    for party, path in enumerate(profiles):
        for choice in product(*(range(n) for n in problem.shape)):
            items = [options[c] for options, c in zip(problem.options, choice, strict=True)]
            assert oracle_utility(path, [1, 2, 3], items) == problem.value(party, choice)


def test_numbers_on_a_line_are_written_as_a_range_and_others_item_by_item() -> None:
    years = [str(n) for n in range(3, 8)]
    line, bent = [F(k, 10) for k in range(5)], [F(0), F(1, 10), F(1, 10), F(2, 10), F(4, 10)]
    for row, wanted in ((line, 'lowerbound="3" upperbound="7"'), (bent, '<item index="5" value="7"')):
        problem = AgreementProblem.of([[row], [line]], issues=["Years"], options=[years])
        text = write_genius(problem, name="Lease", integer_issues={"Years"}).domain.text
        assert wanted in text


def test_numbers_on_a_line_read_back(tmp_path: Path) -> None:
    problem = AgreementProblem.of(
        [[["0.1", "0.2", "0.3"], [0, "0.4"]], [["0.9", "0.6", "0.3"], [0, 0]]],
        issues=["Years", "Rent"],
        options=[["1", "2", "3"], ["low", "high"]],
    )
    files = write_genius(problem, name="Lease", integer_issues={"Years"})
    found = read_back(files, tmp_path)
    assert not found.domain.issues[0].is_integer, "a third has no end as a decimal, so the slope could not be exact"
    assert found.problem().values == problem.values


def test_an_issue_worth_nothing_reads_back_without_complaint(tmp_path: Path) -> None:
    files = write_genius(AgreementProblem.of([[[0, 0], [0, 1]]]), name="Idle")
    domain, *profiles = saved(files, tmp_path)
    assert check_genius(domain, profiles)[1] == ()


def test_names_with_signs_of_xml_read_back(tmp_path: Path) -> None:
    names = ["a & b", '<"quoted">', "it's\ttab", "нет", "\u200f\u0633\u0644\u0627\u0645"]
    problem = AgreementProblem.of(
        [[[0, F(1, 2)], [F(1, 2), 0]]], parties=names[:1], issues=names[1:3], options=[names[3:], names[:2]]
    )
    found = read_back(write_genius(problem, name='Q & "A"'), tmp_path)
    assert found.domain.name == 'Q & "A"'
    assert found.problem().parties == problem.parties
    assert found.problem().issues == problem.issues
    assert found.problem().options == problem.options


def test_a_party_called_domain_gets_a_file_of_its_own() -> None:
    files = write_genius(AgreementProblem.of([[[0, 1]]], parties=["Domain"]), name="Port")
    assert files.profiles[0].name != files.domain.name


def test_what_a_profile_cannot_say_is_refused() -> None:
    term = Interaction.of("p1", "i1", "i2", [[1, 0], [0, 1]])
    with pytest.raises(ProblemError, match="interaction"):
        write_genius(AgreementProblem.of([[[0, 1], [0, 1]]], interactions=[term]), name="Pairs")


def test_the_same_problem_gives_the_same_bytes() -> None:
    problem = values_only(7)
    assert write_genius(problem, name="Same") == write_genius(problem, name="Same")
