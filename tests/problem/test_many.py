from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import problems, random_problem

from detente.model.formula import And, Not
from detente.problem.instance import instance
from detente.problem.many import ManyExistence, exists_in_each
from detente.problem.problem import AgreementProblem, Requirement, one_of
from detente.problem.sweep import Sweep

IntArray = npt.NDArray[np.int64]


class Case:
    """Readings of a problem: its requirements, and integers drawn anew for each reading."""

    def __init__(self, problem: AgreementProblem, n: int, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.problem = replace(problem, interactions=())
        self.n = n
        top = int(rng.choice([2, 9, 1000]))
        n_parties = len(problem.parties)
        self.tables = [
            [rng.integers(-top if rng.random() < 0.3 else 0, top + 1, (1 if rng.random() < 0.2 else n, k)) for k in problem.shape]
            for _ in range(n_parties)
        ]
        share = rng.uniform(0.2, 1.0, (n_parties, 1))
        best = np.array([sum(t.max(axis=1) for t in party) + np.zeros(n, dtype=np.int64) for party in self.tables])
        floors = np.rint(best * share + rng.integers(-1, 2, best.shape)).astype(np.int64)
        self.floors: list[IntArray | None] = [None if rng.random() < 0.15 else floor for floor in floors]

    @property
    def sweep(self) -> Sweep:
        return instance(self.problem).sweep

    def answer(self, **options: object) -> ManyExistence:
        return exists_in_each(self.sweep, self.tables, self.floors, **options)  # type: ignore[arg-type]

    def sums(self, party: int, choice: tuple[int, ...]) -> IntArray:
        return np.asarray(
            sum(t[:, o] for t, o in zip(self.tables[party], choice, strict=True)) + np.zeros(self.n, dtype=np.int64)
        )

    def truth(self, given_up: npt.NDArray[np.bool_] | None = None) -> npt.NDArray[np.bool_]:
        """Every package of every reading tried."""
        found = np.zeros(self.n, dtype=np.bool_)
        rules = {r.id for r in self.problem.requirements}
        for choice in product(*map(range, self.problem.shape)):
            if rules & set(self.problem.broken(choice)):
                continue
            ok = np.ones(self.n, dtype=np.bool_)
            for a, floor in enumerate(self.floors):
                if floor is not None:
                    own = self.sums(a, choice) >= floor
                    ok &= own if given_up is None else own | given_up[:, a]
            found |= ok
        return found


def has_no_false_deal(case: Case, answer: ManyExistence, given_up: npt.NDArray[np.bool_] | None = None) -> bool:
    rules = {r.id for r in case.problem.requirements}
    for reading in np.flatnonzero(answer.has_deal):
        choice = tuple(int(o) for o in answer.choices[reading])
        if rules & set(case.problem.broken(choice)):
            return False
        for a, floor in enumerate(case.floors):
            is_bound = floor is not None and not (given_up is not None and given_up[reading, a])
            if floor is not None and is_bound and case.sums(a, choice)[reading] < floor[reading]:
                return False
    return bool((answer.choices[~answer.has_deal] == -1).all())


@pytest.mark.parametrize("start", range(0, 400, 100))
def test_each_reading_is_answered_as_if_every_package_were_tried(start: int) -> None:
    for seed in range(start, start + 100):
        case = Case(random_problem(seed, most_packages=100), 12, seed)
        answer = case.answer()
        assert answer.is_complete
        assert (answer.has_deal == case.truth()).all()
        assert has_no_false_deal(case, answer)


@given(problems(most_packages=60), st.integers(0, 10**6), st.integers(1, 9))
def test_the_answers_are_the_same_bytes_whatever_the_block(problem: AgreementProblem, seed: int, block: int) -> None:
    case = Case(problem, 23, seed)
    whole, parts = case.answer(), case.answer(block=block)
    assert whole.has_deal.tobytes() == parts.has_deal.tobytes()
    assert whole.is_decided.tobytes() == parts.is_decided.tobytes()
    assert whole.choices.tobytes() == parts.choices.tobytes()


def contested(n: int, seed: int = 3) -> Case:
    """Eight issues of five options and four parties, about as many readings with a deal as without."""
    case = Case(AgreementProblem.of(np.zeros((4, 8, 5), dtype=np.int64).tolist()), n, 0)
    rng = np.random.default_rng(seed)
    case.tables = [[rng.integers(0, 1000, (n, 5)) for _ in range(8)] for _ in range(4)]
    case.floors = [rng.integers(5000, 5500, n) for _ in range(4)]
    return case


def test_readings_are_the_same_bytes_in_blocks_where_the_search_decides() -> None:
    case = contested(600)
    whole, parts = case.answer(), case.answer(block=77)
    assert 60 < whole.n_open < 540
    assert whole.choices.tobytes() == parts.choices.tobytes()
    assert (whole.is_decided == parts.is_decided).all()


def test_a_reading_beyond_the_width_is_left_undecided_and_never_called_shut() -> None:
    case = contested(300)
    exact = case.answer()
    assert exact.is_complete
    for width in (30, 10, 5, 2):
        narrow = case.answer(width=width)
        assert (exact.has_deal[narrow.is_decided] == narrow.has_deal[narrow.is_decided]).all()
        assert not narrow.has_deal[~narrow.is_decided].any()
    assert 0 < narrow.n_undecided < 300
    assert not narrow.is_complete
    assert case.answer(width=2, block=41).is_decided.tobytes() == narrow.is_decided.tobytes()


@given(problems(most_packages=60), st.integers(0, 10**6))
def test_floors_given_up_in_some_readings_do_not_bind_there(problem: AgreementProblem, seed: int) -> None:
    case = Case(problem, 10, seed)
    given_up = np.random.default_rng(seed).random((10, len(problem.parties))) < 0.4
    answer = case.answer(given_up=given_up)
    assert (answer.has_deal == case.truth(given_up)).all()
    assert has_no_false_deal(case, answer, given_up)


def test_with_every_floor_given_up_any_package_that_meets_the_requirements_will_do() -> None:
    rule = Requirement(id="r", formula=Not(one_of("i1", "o1")))
    case = Case(AgreementProblem.of([[[1, 2], [3, 4]]], requirements=[rule]), 3, 0)
    case.floors = [None]
    answer = case.answer()
    assert answer.n_open == 3
    assert (answer.choices[:, 0] == 1).all()


def test_requirements_no_package_meets_shut_every_reading() -> None:
    rule = Requirement(id="r", formula=And((one_of("i1", "o1"), one_of("i1", "o2"))))
    answer = Case(AgreementProblem.of([[[1, 2], [3, 4]]], requirements=[rule]), 3, 0).answer()
    assert answer.is_complete
    assert answer.n_open == 0


def test_a_floor_met_exactly_is_met_and_one_more_is_not_at_sums_floats_cannot_tell_apart() -> None:
    big = 2**55
    case = Case(AgreementProblem.of([[[0, 1], [0, 1]]]), 2, 0)
    case.tables = [[np.array([[0, big]] * 2), np.array([[0, big + 1]] * 2)]]
    case.floors = [np.array([2 * big + 1, 2 * big + 2])]
    assert case.answer().has_deal.tolist() == [True, False]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tables": [[np.array([[0, 2**60]]), np.array([[0, 1]])]]}, "bits"),
        ({"tables": [[np.array([[0, 1, 2]]), np.array([[0, 1]])]]}, "one column an option"),
        ({"tables": [[np.array([[0.5, 1.0]]), np.array([[0, 1]])]]}, "64-bit integers"),
        ({"floors": [np.array([1, 2, 3])], "tables": [[np.zeros((2, 2), dtype=np.int64)] * 2]}, "disagree"),
        ({"floors": []}, "parties"),
        ({"given_up": np.zeros((1, 2), dtype=np.bool_)}, "one column a party"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, object], message: str) -> None:
    sweep = instance(AgreementProblem.of([[[0, 1], [0, 1]]])).sweep
    arguments: dict[str, object] = {"tables": [[np.array([[0, 1]])] * 2], "floors": [np.array([1])], **change}
    with pytest.raises(ValueError, match=message):
        exists_in_each(sweep, **arguments)  # type: ignore[arg-type]
