"""Four published Genius domains: their sizes, and the packages each bargaining solution selects.

Solutions are compared with an enumeration of every package that shares no code with what is tested: utilities read
straight from the XML, the definitions written out anew.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from math import lcm, prod
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from genius_files import oracle_utility, published

from detente.casefile.load import check
from detente.interop.conversion import Format, Making, convert
from detente.interop.genius import GeniusScenario
from detente.interop.genius_reading import check_genius, read_genius
from detente.questions.agreement.question import agreement

F = Fraction
SIZES = {"itex_cypress_a": 180, "ampo_city": 1_944_000, "lunch_no_zopa": 3_840, "politics_3p": 23_040}
PARTIES = {"itex_cypress_a": 2, "ampo_city": 2, "lunch_no_zopa": 2, "politics_3p": 3}
CONCEPTS = ("nash_bargaining", "kalai_smorodinsky", "egalitarian", "utilitarian")
IntArray = npt.NDArray[np.int64]
Choice = tuple[int, ...]


def scenario(name: str) -> GeniusScenario:
    domain, *profiles = published(name)
    return read_genius(domain, profiles)


@pytest.mark.parametrize("name", SIZES)
def test_a_domain_has_the_packages_and_parties_it_is_known_for(name: str) -> None:
    found = scenario(name)
    assert found.domain.n_packages == SIZES[name]
    assert len(found.profiles) == PARTIES[name]
    assert found.problem().n_packages == SIZES[name]


@pytest.mark.parametrize("name", SIZES)
def test_utilities_are_those_read_straight_from_the_files(name: str) -> None:
    found = scenario(name)
    rng = random.Random(1)
    indices = [issue.index for issue in found.domain.issues]
    for _ in range(20):
        choice = tuple(rng.randrange(n) for n in found.domain.shape)
        items = [issue.options[c] for issue, c in zip(found.domain.issues, choice, strict=True)]
        for path, profile in zip(published(name)[1:], found.profiles, strict=True):
            assert profile.utility(choice) == oracle_utility(path, indices, items)


def test_the_item_the_union_values_twice_has_its_last_value() -> None:
    domain, *profiles = published("ampo_city")
    found, diagnostics = check_genius(domain, profiles)
    assert found is not None
    assert [(d.code, d.span.line) for d in diagnostics] == [("DET618", 15)]
    assert found.domain.issues[0].options == ("0", "200", "400", "600", "800", "1000")
    assert found.profiles[0].shares[0][0] == F(8, 100)
    assert [profile.name for profile in found.profiles] == ["AMPO", "City"]


def single_utilities(name: str) -> list[list[list[Fraction]]]:
    """``[party][issue][option]``, what each option adds to the utility, straight from the files."""
    issues = scenario(name).domain.issues
    return [
        [[oracle_utility(path, [issue.index], [option]) for option in issue.options] for issue in issues]
        for path in published(name)[1:]
    ]


def oracle(tables: Sequence[Sequence[Sequence[Fraction]]], floors: Sequence[Fraction]) -> dict[str, set[Choice]]:
    """The packages of each concept among those nobody loses by, by going through all of them in whole numbers."""
    scale = lcm(*(value.denominator for rows in tables for row in rows for value in row), *(r.denominator for r in floors))
    whole = [[[int(value * scale) for value in row] for row in rows] for rows in tables]
    gains: dict[Choice, list[int]] = {}
    for choice in product(*(range(len(row)) for row in tables[0])):
        given = [
            sum(row[c] for row, c in zip(rows, choice, strict=True)) - int(r * scale)
            for rows, r in zip(whole, floors, strict=True)
        ]
        if min(given) >= 0:
            gains[choice] = given
    if not gains:
        return {concept: set() for concept in CONCEPTS}
    ideal = [max(given[a] for given in gains.values()) for a in range(len(floors))]
    keys: dict[str, Callable[[list[int]], Any]] = {
        "nash_bargaining": prod,
        "kalai_smorodinsky": lambda given: sorted(g * prod(ideal) // i for g, i in zip(given, ideal, strict=True)),
        "egalitarian": sorted,
        "utilitarian": sum,
    }
    found = {}
    for concept, key in keys.items():
        scores = {choice: key(given) for choice, given in gains.items()}
        best = max(scores.values())
        found[concept] = {choice for choice, score in scores.items() if score == best}
    return found


def oracle_of_two(
    tables: Sequence[Sequence[Sequence[Fraction]]], floors: Sequence[Fraction], scale: int
) -> dict[str, set[Choice]]:
    """The same for two parties and millions of packages, in integers ``scale`` times the utilities."""
    columns: list[IntArray] = []
    for rows, floor in zip(tables, floors, strict=True):
        total = np.zeros(1, dtype=np.int64)
        for row in rows:
            whole = [value * scale for value in row]
            assert all(value.denominator == 1 for value in whole)
            total = (total[:, None] + np.array([int(value) for value in whole], dtype=np.int64)).reshape(-1)
        columns.append(total - int(floor * scale))
    kept = np.flatnonzero((columns[0] >= 0) & (columns[1] >= 0))
    a, b = columns[0][kept], columns[1][kept]
    x, y = a * int(b.max()), b * int(a.max())  # shares of the ideal gains, over their product
    low, high = np.minimum(a, b), np.maximum(a, b)
    low_share, high_share = np.minimum(x, y), np.maximum(x, y)
    chosen = {
        "nash_bargaining": a * b == (a * b).max(),
        "kalai_smorodinsky": leximin(low_share, high_share),
        "egalitarian": leximin(low, high),
        "utilitarian": a + b == (a + b).max(),
    }
    shape = tuple(len(row) for row in tables[0])
    return {
        concept: {tuple(int(c) for c in np.unravel_index(int(k), shape)) for k in kept[mask]} for concept, mask in chosen.items()
    }


def leximin(low: IntArray, high: IntArray) -> npt.NDArray[np.bool_]:
    first = low == low.max()
    best: npt.NDArray[np.bool_] = first & (high == high[first].max())
    return best


def solved(found: GeniusScenario) -> dict[str, set[Choice]]:
    """The packages our own solutions select."""
    bargaining = pytest.importorskip("detente.problem.bargaining")
    frontier = pytest.importorskip("detente.problem.frontier")
    problem = found.problem()
    front = frontier.pareto_frontier(problem)
    chosen = {}
    for concept in CONCEPTS:
        solution = getattr(bargaining, concept)(front)
        assert solution.is_exact
        chosen[concept] = {problem.choice(package) for package in solution.packages}
    return chosen


@pytest.mark.parametrize("name", ["itex_cypress_a", "lunch_no_zopa", "politics_3p"])
def test_bargaining_solutions_are_those_of_the_definitions(name: str) -> None:
    found = scenario(name)
    wanted = oracle(single_utilities(name), [profile.reservation_value for profile in found.profiles])
    assert solved(found) == wanted
    assert all(wanted.values()) == (name != "lunch_no_zopa"), "at Lunch nobody can be held above 0.8"


def test_bargaining_solutions_of_nearly_two_million_packages_are_those_of_the_definitions() -> None:
    assert solved(scenario("ampo_city")) == oracle_of_two(single_utilities("ampo_city"), [F(0), F(0)], 10**5)


@pytest.fixture
def cases(tmp_path: Path) -> dict[str, Path]:
    """Each domain as a case with points of four decimals."""
    made = {}
    for name in SIZES:
        making = Making(name=name, as_of=dt.date(2024, 1, 1), digits=4)
        conversion, _ = convert([str(path) for path in published(name)], Format.CASE, making)
        assert conversion is not None
        made[name] = tmp_path / name
        made[name].mkdir()
        for file in conversion.files:
            (made[name] / file.name).write_text(file.text, encoding="utf-8")
    return made


def test_the_domains_become_cases_that_ask_only_what_a_scoring_does_not_say(cases: dict[str, Path]) -> None:
    for folder in cases.values():
        case, diagnostics = check(folder)
        assert case is not None
        assert sorted(d.code for d in diagnostics) == ["DET410", "DET411"]


def test_the_cases_have_a_deal_where_the_domains_do(cases: dict[str, Path]) -> None:
    wanted = {"itex_cypress_a": 1, "politics_3p": 1, "lunch_no_zopa": 0}
    for name, share in wanted.items():
        case, _ = check(cases[name])
        assert case is not None
        assert agreement(case, readings=20).as_stated.share == share, name
