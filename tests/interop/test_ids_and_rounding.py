"""Ids are all different and the same each time; rounded points are still points."""

from __future__ import annotations

import re
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from detente.interop.genius import unique_names
from detente.interop.ids import ids_of
from detente.interop.rounding import rounded_points

F = Fraction
ROWS = st.lists(st.lists(st.integers(0, 50), min_size=2, max_size=4), min_size=1, max_size=5).filter(
    lambda rows: any(max(row) > min(row) for row in rows)
)


@given(names=st.lists(st.text(max_size=60), max_size=12))
def test_ids_are_ids_and_all_different(names: list[str]) -> None:
    found = ids_of(names, "option")
    assert len(set(found)) == len(names) == len(found)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name) for name in found)
    assert found == ids_of(names, "option")


def test_a_name_that_is_an_id_keeps_it_though_others_are_numbered() -> None:
    assert ids_of(["Rent", "rent!", "rent_2"], "issue") == ("rent", "rent_3", "rent_2")
    assert unique_names(["Rent", "Rent", "Rent (2)"]) == ("Rent", "Rent (3)", "Rent (2)")


@given(drawn=ROWS, digits=st.integers(0, 4))
def test_rounded_points_add_up_and_keep_best_and_worst(drawn: list[list[int]], digits: int) -> None:
    span = sum(max(row) - min(row) for row in drawn)
    rows = [[F(100 * (value - min(row)), span) for value in row] for row in drawn]
    found = rounded_points(rows, digits)
    assert sum(max(row) for row in found.rows) == 100
    for old, new in zip(rows, found.rows, strict=True):
        assert min(new) == 0
        assert new[old.index(max(old))] == max(new)
        assert all((value * 10**digits).denominator == 1 for value in new)
        assert all(abs(a - b) <= F(1, 10**digits) for a, b in zip(old, new, strict=True))
    furthest = sum(max(abs(a - b) for a, b in zip(old, new, strict=True)) for old, new in zip(rows, found.rows, strict=True))
    assert found.most == furthest


def test_no_option_is_rounded_above_the_best() -> None:
    rows = [[F(0), F(51, 100), F(52, 100)], [F(0), F(9948, 100)], [F(0), F(0)]]
    assert rounded_points(rows, 0).rows[0] == (F(0), F(1), F(1)), "the unit that is missing goes to the issue that lost most"
    rows = [[F(0), F(58, 100), F(59, 100)], [F(0), F(70, 100)], [F(0), F(9871, 100)]]
    assert rounded_points(rows, 0).rows == ((F(0), F(0), F(0)), (F(0), F(1)), (F(0), F(99)))
