from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from detente.casefile.load import load
from detente.questions.agreement.as_problem import as_problem
from detente.questions.agreement.landscape import Landscape
from detente.questions.agreement.tally import actor_draws, gains, reading_codes
from detente.readings.draws import draw


@pytest.mark.parametrize("slug", ["gaza-truce-2024-04", "tram-strike", "river-treaty", "port-lease", "mill-wages"])
def test_a_package_breaks_the_same_conditions_as_a_problem_and_as_a_case(slug: str) -> None:
    case = load(slug)
    landscape, drawn = Landscape.of(case), draw(case, 3, 5)
    for reading in (0, 2):
        found = as_problem(case, drawn, reading)
        codes = reading_codes(landscape, drawn, reading)
        rng = np.random.default_rng(1)
        hard = {r.id for r in found.problem.requirements if r.is_hard}
        for position in rng.choice(len(landscape.deals), 40):
            broken = found.problem.broken(found.problem.choice(landscape.package(int(position))))
            assert not hard & set(broken)
            assert found.named(broken) == landscape.conditions.of_mask(int(codes[position]))


def test_what_is_no_deal_breaks_a_hard_requirement() -> None:
    case = load("gaza-truce-2024-04")
    landscape = Landscape.of(case)
    problem = as_problem(case, draw(case, 2, 1), 0).problem
    hard = {r.id for r in problem.requirements if r.is_hard}
    for index in np.setdiff1d(np.arange(landscape.space.size), landscape.deals)[::500]:
        assert hard & set(problem.broken(problem.choice(landscape.space.package(int(index)))))


def test_the_central_reading_is_the_mean_of_the_readings_drawn() -> None:
    case = load("river-treaty")
    landscape, drawn = Landscape.of(case), draw(case, 7, 3)
    problem = as_problem(case, drawn).problem
    for a, party in enumerate(case.parties):
        draws = actor_draws(drawn, party.id)
        if draws.no_deal is None:
            continue
        mean = sum((Fraction(int(gains(landscape, draws, k)[4])) for k in range(7)), Fraction(0)) / 7
        floor = problem.reservation_values[a]
        assert floor is not None
        assert problem.value(a, problem.choice(landscape.package(4))) - floor == 100 * mean / draws.scale


def test_a_red_line_costs_its_firmness_and_what_is_no_bluff_costs_one() -> None:
    case = load("gaza-truce-2024-04")
    found = as_problem(case, draw(case, 2, 1))
    costs = {r.id: r.cost for r in found.problem.requirements}
    for line in case.red_lines:
        if f"red_line.{line.id}" in costs:
            assert costs[f"red_line.{line.id}"] == line.firmness.middle
    assert set(found.problem.floor_costs) == {Fraction(1)}
    assert set(found.red_lines) | set(found.rules) | set(found.floors) >= {found.name(c) for c in found.conditions}
