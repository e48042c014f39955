"""The exact simplex against HiGHS, and on cases where floats go wrong."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.solve.dependence import probability_bounds
from detente.solve.linear import Program, Row, Sense, Status

SMALL = st.integers(-4, 4).map(Fraction)


def _rows(n: int) -> st.SearchStrategy[list[Row]]:
    names = [f"x{k}" for k in range(n)]
    row = st.builds(
        lambda cs, sense, bound: Row(dict(zip(names, cs, strict=True)), sense, bound),
        st.lists(SMALL, min_size=n, max_size=n),
        st.sampled_from(list(Sense)),
        SMALL,
    )
    return st.lists(row, max_size=5)


@settings(max_examples=300, deadline=None)
@given(_rows(4), st.lists(SMALL, min_size=4, max_size=4))
def test_the_simplex_agrees_with_highs(rows: list[Row], costs: list[Fraction]) -> None:
    names = [f"x{k}" for k in range(4)]
    found = Program(names, [*rows, Row(dict.fromkeys(names, Fraction(1)), Sense.AT_MOST, Fraction(20))]).maximize(
        dict(zip(names, costs, strict=True))
    )
    expected = _highs(rows, costs)
    if expected is None:
        assert found.status is Status.INFEASIBLE
        return
    assert found.status is Status.OPTIMAL
    assert float(found.value) == pytest.approx(expected, abs=1e-6)
    for row in rows:
        left = sum((c * found.point[v] for v, c in row.coefficients.items()), Fraction(0))
        assert left <= row.bound if row.sense is Sense.AT_MOST else True
        assert left >= row.bound if row.sense is Sense.AT_LEAST else True
        assert left == row.bound if row.sense is Sense.EQUAL else True
    assert found.value == sum((c * found.point[v] for v, c in zip(names, costs, strict=True)), Fraction(0))


def _highs(rows: list[Row], costs: list[Fraction]) -> float | None:
    highspy = pytest.importorskip("highspy")
    solver = highspy.Highs()
    solver.silent()
    n = len(costs)
    for cost in costs:
        solver.addCol(-float(cost), 0.0, highspy.kHighsInf, 0, np.array([], dtype=np.int32), np.array([], dtype=float))
    everything = np.arange(n, dtype=np.int32)
    solver.addRow(-highspy.kHighsInf, 20.0, n, everything, np.ones(n))
    for row in rows:
        bound = float(row.bound)
        low = -highspy.kHighsInf if row.sense is Sense.AT_MOST else bound
        high = highspy.kHighsInf if row.sense is Sense.AT_LEAST else bound
        coefficients = np.array([float(row.coefficients[f"x{k}"]) for k in range(n)])
        solver.addRow(low, high, n, everything, coefficients)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return -float(solver.getInfo().objective_function_value)


def test_a_program_without_a_ceiling_is_unbounded() -> None:
    assert Program(["x"], []).maximize({"x": Fraction(1)}).status is Status.UNBOUNDED


def test_a_difference_floats_cannot_see_decides() -> None:
    tiny = Fraction(1, 10**40)
    rows = [Row({"x": Fraction(1)}, Sense.AT_LEAST, 1 + tiny), Row({"x": Fraction(1)}, Sense.AT_MOST, Fraction(1))]
    assert not Program(["x"], rows).is_feasible
    assert Program(["x"], [rows[0], Row({"x": Fraction(1)}, Sense.AT_MOST, 1 + tiny)]).is_feasible


def test_one_program_answers_one_objective_after_another() -> None:
    rows = [Row({"x": Fraction(1), "y": Fraction(2)}, Sense.AT_MOST, Fraction(3))]
    program = Program(["x", "y"], rows)
    assert program.maximize({"x": Fraction(1)}).value == 3
    assert program.maximize({"y": Fraction(1)}).value == Fraction(3, 2)
    assert program.maximize({"x": Fraction(1)}).value == 3


def test_the_bounds_of_a_conjunction_are_frechets() -> None:
    both = [Fraction(int(s == 3)) for s in range(4)]
    marginals = [(Fraction(7, 10), Fraction(7, 10)), (Fraction(8, 10), Fraction(8, 10))]
    assert probability_bounds(both, marginals) == (Fraction(1, 2), Fraction(7, 10))
    either = [Fraction(int(s > 0)) for s in range(4)]
    assert probability_bounds(either, marginals) == (Fraction(8, 10), Fraction(1))


def test_marginals_must_fit_the_values() -> None:
    with pytest.raises(ValueError, match="3 values for 1 events"):
        probability_bounds([Fraction(0)] * 3, [(Fraction(0), Fraction(1))])


def test_a_program_known_to_make_the_simplex_method_cycle_ends() -> None:
    """Beale 1955: under the plain rule the method returns to its first basis after six pivots."""
    names = ["x1", "x2", "x3", "x4"]
    quarter, half = Fraction(1, 4), Fraction(1, 2)
    rows = [
        Row({"x1": quarter, "x2": Fraction(-60), "x3": Fraction(-1, 25), "x4": Fraction(9)}, Sense.AT_MOST, Fraction(0)),
        Row({"x1": half, "x2": Fraction(-90), "x3": Fraction(-1, 50), "x4": Fraction(3)}, Sense.AT_MOST, Fraction(0)),
        Row({"x3": Fraction(1)}, Sense.AT_MOST, Fraction(1)),
    ]
    objective = {"x1": Fraction(3, 4), "x2": Fraction(-150), "x3": Fraction(1, 50), "x4": Fraction(-6)}
    assert Program(names, rows).maximize(objective).value == Fraction(1, 20)
