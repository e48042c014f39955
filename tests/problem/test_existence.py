from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import problems, random_problem

from detente.model.formula import And, Implies, Not
from detente.model.verdict import Verdict
from detente.problem import existence as existence_module
from detente.problem import sweep as sweep_module
from detente.problem.bounds import bounds, largest_first
from detente.problem.certificate import Certificate, most_weighed
from detente.problem.existence import exists, verify
from detente.problem.instance import instance
from detente.problem.problem import AgreementProblem, Requirement, one_of


def has_deal(problem: AgreementProblem, without: frozenset[str] = frozenset()) -> bool:
    return any(not set(problem.broken(choice)) - without for choice in product(*map(range, problem.shape)))


def widened(problem: AgreementProblem) -> AgreementProblem:
    """The same comparisons with values beyond 62 bits: the first party's times a large prime, plus a hair on one option."""
    big = Fraction(2**89 - 1)
    values = [[[v * big for v in row] for row in rows] for rows in problem.values]
    values[0][0][0] += Fraction(1, 7)
    floors = [None if r is None else r * big for r in problem.reservation_values]
    return AgreementProblem.of(values, floors, requirements=problem.requirements)


@pytest.mark.parametrize("start", range(0, 2000, 500))
def test_the_answer_is_that_of_every_package_tried(start: int) -> None:
    for seed in range(start, start + 500):
        problem = random_problem(seed, most_packages=120)
        answer = exists(problem)
        assert answer.is_complete
        assert (answer.verdict is Verdict.HOLDS) == has_deal(problem)
        assert answer.witness is None or not problem.broken(answer.witness)
        if answer.certificate is not None or answer.witness is not None:
            assert verify(problem, answer)


@given(problems(most_packages=60))
def test_values_beyond_62_bits_are_answered_exactly(problem: AgreementProblem) -> None:
    wide = widened(problem)
    answer = exists(wide)
    assert (answer.verdict is Verdict.HOLDS) == has_deal(wide)
    assert answer.witness is None or verify(wide, answer)


@given(problems(most_packages=60), st.data())
def test_what_is_given_up_does_not_bind(problem: AgreementProblem, data: st.DataObject) -> None:
    names = [r.id for r in problem.requirements if not r.is_hard] + list(problem.parties)
    without = frozenset(data.draw(st.lists(st.sampled_from(names), unique=True)))
    answer = exists(problem, without=without)
    assert (answer.verdict is Verdict.HOLDS) == has_deal(problem, without)
    if answer.certificate is not None:
        assert verify(problem, answer, without=without)
        assert not {problem.parties[a] for a in answer.certificate.conflict} & without


@given(problems(most_packages=60))
def test_the_parties_of_a_certificate_conflict_on_their_own(problem: AgreementProblem) -> None:
    answer = exists(problem)
    if answer.certificate is not None:
        others = frozenset(problem.parties) - {problem.parties[a] for a in answer.certificate.conflict}
        assert not has_deal(problem, others)


@given(problems(most_packages=60), st.data())
def test_a_tampered_certificate_is_refused(problem: AgreementProblem, data: st.DataObject) -> None:
    answer = exists(problem)
    if answer.certificate is None or answer.certificate.reached is None:
        return
    proof, reached = answer.certificate, answer.certificate.reached
    a = data.draw(st.sampled_from(proof.conflict))
    less = tuple(0 if k == a else m for k, m in enumerate(proof.multipliers))
    for forged in (
        replace(proof, multipliers=less),
        replace(proof, asked=proof.asked + 1),
        replace(proof, reached=reached - 1),
        replace(proof, multipliers=tuple(-m for m in proof.multipliers)),
        replace(proof, multipliers=proof.multipliers[1:]),
        Certificate(multipliers=(0,) * len(problem.parties), asked=0, reached=None),
    ):
        assert not verify(problem, replace(answer, certificate=forged))


def test_a_certificate_against_what_can_be_had_is_refused() -> None:
    problem = AgreementProblem.of([[[0, 2], [0, 1]], [[2, 0], [1, 0]]], [1, 2])
    found = instance(problem)
    claimed = Certificate(multipliers=(1, 1), asked=3, reached=most_weighed(found, (1, 1)))
    answer = replace(exists(problem), verdict=Verdict.FAILS, witness=None, certificate=claimed)
    assert claimed.reached == 3
    assert not verify(problem, answer)


def test_a_negative_weight_proves_nothing() -> None:
    problem = AgreementProblem.of([[[0, 2]]], [-2])
    claimed = Certificate(multipliers=(-1,), asked=1, reached=0)
    assert not verify(problem, replace(exists(problem), verdict=Verdict.FAILS, witness=None, certificate=claimed))


def test_a_weight_on_a_floor_that_is_not_there_is_refused() -> None:
    problem = AgreementProblem.of([[[0, 2]], [[0, 0]]], [3, None])
    answer = exists(problem)
    assert answer.certificate is not None
    assert answer.certificate.multipliers == (1, 0)
    assert not verify(problem, replace(answer, certificate=replace(answer.certificate, multipliers=(1, 1))))


def test_a_witness_that_breaks_a_floor_or_a_requirement_is_refused() -> None:
    rule = Requirement(id="r", formula=one_of("i1", "o2"))
    problem = AgreementProblem.of([[[5, 2], [0, 1]]], [3], requirements=[rule])
    answer = exists(problem)
    assert answer.witness == (1, 1)
    assert verify(problem, answer)
    for forged in ((1, 0), (0, 1), (1,), (1, 2), (1, -1)):
        assert not verify(problem, replace(answer, witness=forged))


def test_a_requirement_takes_part_in_the_bound_of_a_certificate() -> None:
    rule = Requirement(id="r", formula=Implies(one_of("i1", "o1"), one_of("i2", "o2")))
    problem = AgreementProblem.of([[[4, 0], [4, 0]], [[4, 0], [0, 1]]], [8, 0], requirements=[rule])
    answer = exists(problem)
    assert answer.certificate is not None
    assert answer.certificate.conflict == (0,)
    assert exists(problem, without=["r"]).verdict is Verdict.HOLDS


def test_a_gap_between_whole_packages_and_their_mixtures_is_settled_by_the_search() -> None:
    problem = AgreementProblem.of([[[0, 2], [0, 3]], [[2, 0], [3, 0]]], [4, 1])
    answer = exists(problem)
    assert answer.verdict is Verdict.FAILS
    assert answer.certificate is None
    assert answer.nodes > 1
    assert not verify(problem, answer)


def test_a_node_limit_leaves_the_question_open() -> None:
    problem = AgreementProblem.of([[[0, 2], [0, 3]], [[2, 0], [3, 0]]], [4, 1])
    answer = exists(problem, node_limit=0)
    assert answer.verdict is Verdict.UNDETERMINED
    assert not answer.is_complete


def test_contradictory_requirements_leave_no_part_to_any_floor() -> None:
    formula = And((one_of("i1", "o1"), one_of("i1", "o2")))
    answer = exists(AgreementProblem.of([[[0, 2]]], [0], requirements=[Requirement(id="r", formula=formula)]))
    assert answer.certificate is not None
    assert answer.certificate.conflict == ()


def test_forty_issues_and_six_parties_are_settled() -> None:
    values = [[[(7 * a + 3 * k * (o + 1) + a * o * k) % 17 for o in range(4)] for k in range(40)] for a in range(6)]
    tops = [sum(max(row) for row in rows) for rows in values]
    open_problem = AgreementProblem.of(values, [t * 6 // 10 for t in tops])
    shut_problem = AgreementProblem.of(values, [t * 9 // 10 for t in tops])
    for problem, verdict in ((open_problem, Verdict.HOLDS), (shut_problem, Verdict.FAILS)):
        answer = exists(problem)
        assert answer.verdict is verdict
        assert verify(problem, answer)


@given(problems(most_packages=60))
def test_bounds_prune_no_acceptable_package(problem: AgreementProblem) -> None:
    found = instance(problem)
    if found.sweep.is_empty:
        return
    limits = bounds(found, largest_first(found.sweep), [(1,) * len(found.floors)])
    nodes = limits.root()
    for k in range(len(found.sweep.layers)):
        nodes = None if nodes is None else limits.expanded(nodes, k)[0]
    assert (0 if nodes is None else len(nodes)) == sum(not problem.broken(c) for c in product(*map(range, problem.shape)))


@pytest.mark.parametrize("floor", [6, 7])
def test_requirements_that_join_too_many_issues_are_settled_by_the_search_over_conditions(
    monkeypatch: pytest.MonkeyPatch, floor: int
) -> None:
    issues = [f"i{k}" for k in range(1, 7)]
    excluded = ["o1" * 6, "o1o2" * 3, "o2o1" * 3]
    pairs = [
        Requirement(id=f"r{n}", formula=Not(And(tuple(one_of(i, text[2 * k : 2 * k + 2]) for k, i in enumerate(issues)))))
        for n, text in enumerate(excluded)
    ]
    problem = AgreementProblem.of([[[0, 1]] * 6], [floor], requirements=pairs)
    plain = exists(problem)
    monkeypatch.setattr(sweep_module, "STATE_LIMIT", 2)
    with pytest.raises(sweep_module.TooEntangled):
        instance(problem)
    entangled = exists(problem)
    assert entangled.verdict is plain.verdict is (Verdict.HOLDS if floor == 6 else Verdict.FAILS)
    assert verify(problem, entangled) == (floor == 6)


def test_two_hundred_small_problems_are_settled_alike_by_either_search(monkeypatch: pytest.MonkeyPatch) -> None:
    problems = [random_problem(seed, most_packages=80) for seed in range(200)]
    plain = [exists(problem).verdict for problem in problems]
    assert [existence_module._entangled(problem, (), 100_000).verdict for problem in problems] == plain
