"""A phased agreement of 10,000 steps solved exactly; the best schedule over 8 steps and 3 assets; the question of a case.

Baseline of the question: the exact engine, one reading after another, its answers compared.
"""

from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction

import detente
from benchmarks.measure import Measured, timed
from detente.casefile.bundled import folder
from detente.model.case import Case
from detente.model.phases import Estimate
from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.case_agreement import CaseAgreement, plan_at
from detente.questions.durability.case_base import exact_numbers, middle
from detente.questions.durability.case_play import play
from detente.questions.durability.case_readings import draw_readings
from detente.questions.durability.schedule import best_schedule
from detente.questions.durability.slack import slacks
from detente.questions.durability.terms import Asset, Closing, Stakes, Step
from detente.questions.durability.unravelling import unravelling

__all__ = ["measure"]

STEPS = 10_000
READINGS = 1_000
COMPARED = 50
"""Readings the baseline solves; its time is scaled up from these."""


def measure() -> list[Measured]:
    """Milliseconds for slack, for subgame-perfect play, and for schedules."""
    long, exchange = long_agreement(STEPS), exchange_of_three()
    if not unravelling(long).is_kept == slacks(long).is_self_enforcing:
        raise AssertionError("slack and subgame-perfect play disagree")
    found = best_schedule(exchange)
    if found.plan is None or not found.is_complete:
        raise AssertionError("the exchange has a best schedule, which was not found")
    return [
        _row(f"slack at every node, {STEPS} steps", timed(lambda: slacks(long)), 100),
        _row(f"subgame-perfect play, {STEPS} steps", timed(lambda: unravelling(long)), 100),
        _row(f"best schedule, 8 steps, 3 assets ({found.n_programs} programs)", timed(lambda: best_schedule(exchange)), 1000),
        *_questions(),
    ]


def _questions() -> list[Measured]:
    """The question of the Gaza case in words, and of the worked exchange with every number a range."""
    gaza, exchange = detente.load(folder("gaza-truce-2024-04")), in_ranges(detente.load(folder("hostages-for-withdrawal")))
    rows = []
    for what, case in (("Gaza case in words", gaza), ("exchange with every number a range", exchange)):
        seconds = timed(lambda case=case: detente.durability(case, readings=READINGS), runs=3)  # type: ignore[misc]
        rows.append(_row(f"durability, {what}, {READINGS} readings", seconds, 3000))
    return [*rows, _played(exchange)]


def in_ranges(case: Case) -> Case:
    """The case with every number of the stakes up to a fifth of it, at least 1/2, less or more."""
    if case.phases is None:
        raise ValueError("the case has no phases")

    def wider(own: Estimate) -> Estimate:
        room = max(abs(own.low) / 5, Fraction(1, 2))
        return replace(own, low=own.low - room, high=own.high + room)

    stakes = tuple(replace(stake, value=wider(stake.value)) for stake in case.phases.stakes)
    return replace(case, phases=replace(case.phases, stakes=stakes))


def _played(case: Case) -> Measured:
    """All readings at once, against the exact engine one by one."""
    if case.phases is None:
        raise ValueError("the case has no phases")
    agreement = CaseAgreement.of(case, case.phases)
    readings = draw_readings(agreement, READINGS, 1)
    start = time.perf_counter()
    exact = [
        unravelling(plan_at(agreement, {**middle(agreement), **exact_numbers(agreement, readings, k)})).is_kept
        for k in range(COMPARED)
    ]
    baseline = (time.perf_counter() - start) / COMPARED * READINGS
    if exact != play(agreement, readings).is_kept[:COMPARED].tolist():
        raise AssertionError("the drawn and the exact play disagree")
    median, least, most = (1000 * x for x in timed(lambda: play(agreement, readings), runs=3))
    return Measured(
        what=f"{READINGS} readings played at once, 8 points",
        unit="ms",
        median=median,
        least=least,
        most=most,
        goal=1000,
        baseline=f"exact engine one by one, from {COMPARED}",
        baseline_median=1000 * baseline,
    )


def _row(what: str, seconds: tuple[float, float, float], goal: float) -> Measured:
    median, least, most = (1000 * x for x in seconds)
    return Measured(what=what, unit="ms", median=median, least=least, most=most, goal=goal)


def long_agreement(n_steps: int) -> AgreementPlan:
    """Two parties hand over one unit each in turn."""
    steps = [Step.of(f"s{k}", "AG"[k % 2], k, {("hostages", "land")[k % 2]: "0.5"}) for k in range(n_steps)]
    return AgreementPlan.of(
        {
            "A": Stakes.of(
                peace=10, fighting="1.5", leverage={"hostages": "0.01"}, unit_values={"land": "0.3"}, regrouping="0.001"
            ),
            "G": Stakes.of(
                peace=12, fighting=10, leverage={"hostages": "-0.02"}, unit_values={"hostages": "0.5", "land": "-0.1"}
            ),
        },
        [Asset.of("hostages", "A", n_steps), Asset.of("land", "G", n_steps)],
        steps,
        Closing.of(n_steps),
    )


def exchange_of_three() -> AgreementPlan:
    """Eight steps, three assets, two of them people; later counts less, and time helps one side."""
    return AgreementPlan.of(
        {
            "A": Stakes.of(
                peace=3,
                fighting=1,
                leverage={"hostages": "0.2", "bodies": "0.05"},
                unit_values={"prisoners": "0.05", "hostages": "-0.01"},
                regrouping="0.25",
                discount="0.99",
            ),
            "G": Stakes.of(
                peace="7.5",
                fighting=10,
                leverage={"hostages": "-0.15", "bodies": "-0.02"},
                unit_values={"hostages": "0.3", "bodies": "0.1", "prisoners": "-0.02"},
                first_strike="0.5",
                discount="0.98",
            ),
        },
        [
            Asset.of("hostages", "A", 40, is_divisible=False),
            Asset.of("bodies", "A", "12.5"),
            Asset.of("prisoners", "G", 333, is_divisible=False),
        ],
        [Step.of(f"s{k}", "AG"[k % 2], k) for k in range(8)],
        Closing.of(8),
    )
