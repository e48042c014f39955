"""The small language: precedence, what comparisons stand for, and exact places of mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_texts import checked, marked, merged
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.model.formula import And, Formula, Implies, Not, OneOf, Operator, Or, evaluate, to_text


def demand(formula: str) -> str:
    return merged(f"demands:\n  a:\n    actor: city\n    asks: {formula}\n    because: [said]\n")


def parsed(formula: str, tmp_path: Path) -> Formula:
    case, _ = checked(demand(formula), tmp_path)
    assert case is not None
    return case.demands[0].asks


def none(operator: Operator = Operator.EQUAL) -> OneOf:
    return OneOf("lease", ("none",), operator, "none")


ZERO = OneOf("rent", ("0",), Operator.EQUAL, "0")
OPEN = OneOf("access", ("open",), Operator.EQUAL, "open")


def test_not_binds_tightest_then_and_or_implies(tmp_path: Path) -> None:
    tree = parsed("not lease = none and rent = 0 or access = open implies lease = none", tmp_path)
    assert tree == Implies(Or((And((Not(none()), ZERO)), OPEN)), none())


def test_implies_groups_to_the_right(tmp_path: Path) -> None:
    assert parsed("lease = none implies rent = 0 implies access = open", tmp_path) == Implies(none(), Implies(ZERO, OPEN))


def test_parentheses_group(tmp_path: Path) -> None:
    assert parsed("lease = none and (rent = 0 or access = open)", tmp_path) == And((none(), Or((ZERO, OPEN))))


@pytest.mark.parametrize(
    ("formula", "options"),
    [
        ("lease >= two_years", ("two_years", "ten_years")),
        ("lease > two_years", ("ten_years",)),
        ("lease < two_years", ("none",)),
        ("lease <= two_years", ("none", "two_years")),
        ("lease != two_years", ("none", "ten_years")),
        ("lease in {ten_years, none}", ("ten_years", "none")),
        ("rent >= 35.5", ("40", "60", "80", "100")),
        ("rent > 40", ("60", "80", "100")),
        ("rent = 40.0", ("40",)),
        ("rent < 1/3", ("0",)),
    ],
)
def test_a_comparison_is_the_options_that_satisfy_it(formula: str, options: tuple[str, ...], tmp_path: Path) -> None:
    tree = parsed(formula, tmp_path)
    assert isinstance(tree, OneOf)
    assert tree.options == options


@pytest.mark.parametrize(
    ("formula", "code", "place"),
    [
        ("lease = none AND rent = 0", "DET215", "AND"),
        ("lease == none", "DET215", "=="),
        ("lease = none && rent = 0", "DET215", "&"),
        ("(lease = none", "DET215", "("),
        ("lease = none)", "DET215", ")"),
        ("lease none", "DET215", "none"),
        ("access in open", "DET215", "open"),
        ("rent = 4O", "DET204", "4O"),
        ("rent = 35", "DET204", "35"),
        ("rent <= 120", "DET204", "120"),
        ("rent < many", "DET214", "many"),
        ("access > open", "DET216", ">"),
        ("leese = none", "DET205", "leese"),
    ],
)
def test_a_mistake_is_marked_at_its_token(formula: str, code: str, place: str, tmp_path: Path) -> None:
    (diagnostic,) = checked(demand(formula), tmp_path)[1]
    assert (diagnostic.code, marked(diagnostic)) == (code, place)


def test_all_mistakes_of_a_formula_are_found(tmp_path: Path) -> None:
    diagnostics = checked(demand("lease >= tow_years and acess = open and rent = 33"), tmp_path)[1]
    assert [marked(d) for d in diagnostics] == ["tow_years", "acess", "33"]
    assert diagnostics[0].help == "did you mean `two_years`?"


def test_places_are_true_in_a_folded_text(tmp_path: Path) -> None:
    diagnostics = checked(demand(">\n      lease = none\n      and acess = open"), tmp_path)[1]
    assert [marked(d) for d in diagnostics] == ["acess"]


def test_places_are_true_in_quotes_and_after_wide_letters(tmp_path: Path) -> None:
    text = merged('demands:\n  a: {note: 停戦 هدنة, actor: city, asks: "acess = open", because: [said]}\n')
    assert [marked(d) for d in checked(text, tmp_path)[1]] == ["acess"]


TREES = st.recursive(
    st.sampled_from([none(), ZERO, OPEN, OneOf("rent", ("0", "20"), Operator.IN, "{0, 20}")]),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        st.tuples(inner, inner).map(lambda pair: Implies(*pair)),
    ),
    max_leaves=8,
)
PACKAGES = [
    {"lease": a, "rent": b, "access": c} for a in ("none", "two_years") for b in ("0", "20", "40") for c in ("open", "closed")
]


@settings(max_examples=60, deadline=None)
@given(tree=TREES)
def test_a_formula_written_and_read_again_is_the_same(tree: Formula, tmp_path_factory: pytest.TempPathFactory) -> None:
    again = parsed(to_text(tree), tmp_path_factory.getbasetemp())
    assert again == tree
    assert [evaluate(again, p) for p in PACKAGES] == [evaluate(tree, p) for p in PACKAGES]


@pytest.mark.parametrize(
    ("formula", "code", "place", "advice"),
    [
        ("rent => 40", "DET215", "=>", "write `>=`"),
        ("rent =< 40", "DET215", "=<", "write `<=`"),
        ("lease = none => rent = 0", "DET215", "=>", "write `implies`"),
        ("rent >= 180", "DET204", "180", "write a number from 0 to 100, or widen the range at line 15"),
        ("rent = -1 and access = open", "DET204", "-1", "write a number from 0 to 100, or widen the range at line 15"),
        ("lease = Ten years and rent = 0", "DET204", "Ten years", "did you mean `ten_years`?"),
        ("lease in {two years, none}", "DET204", "two years", "did you mean `two_years`?"),
        ("access = Closed", "DET204", "Closed", "did you mean `closed`?"),
        ("rent >= 40 euros and lease = none", "DET215", "euros", "the unit is not written in a formula: write `40`"),
        (
            "rent >= 40 pounds a year or lease = none",
            "DET215",
            "pounds a year",
            "the unit is not written in a formula: write `40`",
        ),
        ("rent >= 40 lease = none", "DET215", "lease", "join two conditions with `and`, `or` or `implies`"),
        ("rent in {40 euros, 60}", "DET215", "euros", "the unit is not written in a formula: write `40`"),
    ],
)
def test_a_usual_mistake_gets_the_way_to_write_it(formula: str, code: str, place: str, advice: str, tmp_path: Path) -> None:
    (diagnostic,) = checked(demand(formula), tmp_path)[1]
    assert (diagnostic.code, marked(diagnostic), diagnostic.help) == (code, place, advice)


def test_a_number_out_of_range_is_told_with_the_range(tmp_path: Path) -> None:
    (diagnostic,) = checked(demand("rent >= 180"), tmp_path)[1]
    assert diagnostic.message == "`180` lies outside the range of `rent`, 0 to 100"


@pytest.mark.parametrize(
    ("terms", "advice"),
    [
        ("{lease: Two years, rent: 40, access: open}", "did you mean `two_years`?"),
        ("{lease: two_years, rent: 40 euros, access: open}", "the unit is not written here: write `40`"),
    ],
)
def test_a_label_in_terms_gets_the_id(terms: str, advice: str, tmp_path: Path) -> None:
    (diagnostic,) = checked(merged(f"packages:\n  offer: {{terms: {terms}}}\n"), tmp_path)[1]
    assert (diagnostic.code, diagnostic.help) == ("DET204", advice)


@pytest.mark.parametrize(
    ("rank", "advice"),
    [
        ("hihger", "did you mean `higher`?"),
        ("Lower", "did you mean `lower`?"),
        ("best", "write `higher` or `lower`, or numbers with the best first: 40 > 20"),
        ("100 => 0", "write `>=`"),
    ],
)
def test_a_mistyped_direction_is_mended(rank: str, advice: str, tmp_path: Path) -> None:
    (diagnostic,) = checked(merged(f"preferences:\n  city:\n    - {{rank: {{rent: {rank}}}, because: [said]}}\n"), tmp_path)[1]
    assert (diagnostic.code, diagnostic.help) == ("DET220", advice)
