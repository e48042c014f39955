"""The timing question of the Gaza case over 1,000 readings, in words and with a number on every expectation; the engine alone.

Baseline of the engine: the exact solver, one reading after another, its gains compared.
"""

from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction

import numpy as np

import detente
from benchmarks.measure import Measured, timed
from detente.casefile.bundled import folder
from detente.model.case import Case
from detente.model.outlook import Chance, Effect, TermsTrend
from detente.model.phases import Estimate
from detente.model.red_line import Likelihood
from detente.questions.timing.play import Drawn, play
from detente.questions.timing.view import Prospect, View
from detente.questions.timing.waiting import waiting

__all__ = ["measure", "with_numbers"]

READINGS = 1000
PERIODS = 91
COMPARED = 20
"""Readings the baseline solves; its time is scaled up from these."""


def measure() -> list[Measured]:
    """Seconds."""
    gaza = detente.load(folder("gaza-truce-2024-04"))
    weekly, daily = with_numbers(gaza, "week"), with_numbers(gaza, "day")
    if not all(own.gains for case in (weekly, daily) for own in detente.timing(case, readings=50).parties):
        raise AssertionError("every party has numbers")
    return [
        _row("timing, Gaza case in words", gaza),
        _row("timing, Gaza case in numbers by week", weekly),
        _row(f"timing, Gaza case in numbers by day ({PERIODS} periods)", daily),
        _engine(),
    ]


def _row(what: str, case: Case) -> Measured:
    median, least, most = timed(lambda: detente.timing(case, readings=READINGS), runs=3)
    return Measured(what=f"{what}, {READINGS} readings", unit="s", median=median, least=least, most=most, goal=3.0)


def with_numbers(case: Case, unit: str) -> Case:
    """The case with a made-up range on every expectation in words, and a chance of every event for every party."""
    outlook = case.outlook
    if outlook is None:
        raise ValueError("the case has no outlook")
    parties = [actor.id for actor in case.parties]
    per_unit = Fraction(1, 7 if unit == "day" else 1)
    rate, better = Estimate(low=Fraction(0), high=per_unit), Estimate(low=Fraction(0), high=Fraction(10))
    likely = Likelihood(low=Fraction(1, 5), high=Fraction(4, 5))

    def numbered(effect: Effect) -> Effect:
        sign = {TermsTrend.BETTER: 1, TermsTrend.WORSE: -1}.get(effect.trend or TermsTrend.SAME, 0)
        ends = sorted((Fraction(0), Fraction(5 * sign)))
        return replace(effect, trend=None, terms=Estimate(low=ends[0], high=ends[1]))

    return replace(
        case,
        outlook=replace(
            outlook,
            unit=unit,
            costs=tuple(replace(cost, rate=rate) for cost in outlook.costs),
            terms=tuple(replace(terms, change=better) for terms in outlook.terms),
            events=tuple(
                replace(
                    event,
                    chances=tuple(Chance(actor=p, likelihood=event.chance_for(p) or likely) for p in parties),
                    effects=tuple(numbered(effect) for effect in event.effects),
                )
                for event in outlook.events
            ),
        ),
    )


def _engine() -> Measured:
    """Backward induction with three things that may happen."""
    rng = np.random.default_rng(1)
    drawn = Drawn(
        signing=rng.uniform(30, 70, READINGS),
        end=rng.uniform(0, 30, READINGS),
        terms=np.concatenate([np.zeros((1, READINGS)), rng.uniform(-5, 10, (PERIODS, READINGS))]),
        costs=rng.uniform(0, 1, (PERIODS, READINGS)),
        discount=1.0,
        periods=tuple(rng.integers(1, PERIODS + 1, READINGS) for _ in range(3)),
        chances=tuple(rng.uniform(0, 1, READINGS) for _ in range(3)),
        terms_then=tuple(rng.uniform(-10, 10, READINGS) for _ in range(3)),
        costs_then=tuple(rng.uniform(0, 1, READINGS) for _ in range(3)),
    )
    start = time.perf_counter()
    exact = [float(waiting(_view(drawn, k)).gain) for k in range(COMPARED)]
    seconds = (time.perf_counter() - start) / COMPARED * READINGS
    if not np.allclose(exact, play(drawn).gain[:COMPARED], atol=1e-6):
        raise AssertionError("the drawn and the exact solver disagree")
    median, least, most = timed(lambda: play(drawn), runs=3)
    return Measured(
        what=f"signing against waiting, {PERIODS} periods, 3 events, {READINGS} readings",
        unit="s",
        median=median,
        least=least,
        most=most,
        goal=1.0,
        baseline=f"exact solver one by one, from {COMPARED}",
        baseline_median=seconds,
    )


def _view(drawn: Drawn, k: int) -> View:
    """One reading as an exact view."""

    def to(number: object) -> Fraction:
        return Fraction(float(number)).limit_denominator(10**9)  # type: ignore[arg-type]

    prospects = [
        Prospect.of(f"e{e}", int(period[k]), to(chance[k]), terms=to(terms[k]), cost=to(cost[k]))
        for e, (period, chance, terms, cost) in enumerate(
            zip(drawn.periods, drawn.chances, drawn.terms_then, drawn.costs_then, strict=True)
        )
    ]
    return View.of(
        "A",
        to(drawn.signing[k]),
        to(drawn.end[k]),
        [to(cost) for cost in drawn.costs[:, k]],
        terms=[to(change) for change in drawn.terms[:, k]],
        prospects=prospects,
    )
