"""The agreement question against definitions spelled out over every package and every set of conditions."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations, product

import pytest
from building import case_of, named_issue, worth
from random_cases import random_case

from detente.model.case import Case
from detente.model.formula import OneOf, Operator, evaluate
from detente.model.preference import Points, PointsRange
from detente.model.red_line import RedLine
from detente.model.verdict import Verdict
from detente.questions.agreement.finding import AgreementFinding
from detente.questions.agreement.question import agreement

CASES = 1000
Named = frozenset[tuple[str, str]]


class Oracle:
    """Every package, every condition, every set of conditions."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.conditions = [("red_line", line.id) for line in case.red_lines]
        self.conditions += [("rule", rule.id) for rule in case.feasibility]
        self.conditions += [("no_deal", actor.id) for actor in case.parties]
        path = case.no_deal.path
        packages = [dict(zip([i.id for i in case.issues], p, strict=True)) for p in product(*(i.option_ids for i in case.issues))]
        self.broken = [self._broken(p) for p in packages if path is None or p != path.as_dict()]

    def _broken(self, package: dict[str, str]) -> Named:
        found = {("red_line", line.id) for line in self.case.red_lines if not evaluate(line.requires, package)}
        found |= {("rule", rule.id) for rule in self.case.feasibility if not evaluate(rule.requires, package)}
        for actor in self.case.parties:
            value = Fraction(0)
            for s in self.case.statements_of(actor.id):
                assert isinstance(s, Points)
                value += dict(s.points)[package[s.issue]].low
            floor = next(w.points.low for w in self.case.no_deal.statements if w.actor == actor.id and w.points is not None)
            if value < floor:
                found.add(("no_deal", actor.id))
        return frozenset(found)

    def holds(self, kept: Named) -> bool:
        return any(not broken & kept for broken in self.broken)

    def all_sets(self) -> list[Named]:
        return [frozenset(c) for size in range(len(self.conditions) + 1) for c in combinations(self.conditions, size)]

    def blocking(self) -> set[Named]:
        blocked = [s for s in self.all_sets() if not self.holds(s)]
        return {s for s in blocked if all(self.holds(s - {c}) for c in s)}

    def openings(self) -> set[Named]:
        everything = frozenset(self.conditions)
        opening = [s for s in self.all_sets() if self.holds(everything - s)]
        return {s for s in opening if not any(t < s for t in opening)}


def named(conditions: tuple[object, ...]) -> Named:
    return frozenset((c.kind.value, c.id) for c in conditions)  # type: ignore[attr-defined]


def check(case: Case, found: AgreementFinding) -> None:
    oracle = Oracle(case)
    if not oracle.broken:
        assert found.verdict is Verdict.FAILS
        return
    n_zopa = sum(not broken for broken in oracle.broken)
    assert found.verdict is (Verdict.HOLDS if n_zopa else Verdict.FAILS)
    assert found.as_stated.share == float(bool(n_zopa))
    assert found.necessary.count == found.possible.count == n_zopa
    assert found.provenance.is_exact
    if n_zopa:
        assert not found.blocking
        assert not found.openings
        return
    assert {named(b.conditions) for b in found.blocking} == oracle.blocking()
    assert {named(o.conditions) for o in found.openings} == oracle.openings()
    for opening in found.openings:
        for weakening in opening.weakenings:
            given_up = named(opening.conditions)
            assert oracle._broken(weakening.witness.as_dict()) <= given_up


@pytest.mark.parametrize("block", range(10))
def test_a_thousand_random_exact_cases_agree_with_the_definitions(block: int) -> None:
    rng = random.Random(block)
    for _ in range(CASES // 10):
        case = random_case(rng)
        check(case, agreement(case))


def test_the_oracle_itself_sees_a_plain_clash() -> None:
    issue = named_issue("i0", ["o0", "o1"])
    line = RedLine(id="l0", actor="a", requires=OneOf("i0", ("o0",), Operator.EQUAL, "o0"))
    other = RedLine(id="l1", actor="b", requires=OneOf("i0", ("o1",), Operator.EQUAL, "o1"))
    even = [
        Points(
            id=p,
            actor=p,
            issue="i0",
            points=tuple((o, PointsRange(low=Fraction(v), high=Fraction(v))) for o, v in (("o0", 0), ("o1", 100))),
        )
        for p in ("a", "b")
    ]
    oracle = Oracle(case_of([issue], even, [worth("a", 0), worth("b", 0)], [line, other]))
    assert oracle.blocking() == {frozenset({("red_line", "l0")})}  # the only other package is the no-deal path
    assert oracle.openings() == {frozenset({("red_line", "l0")})}
