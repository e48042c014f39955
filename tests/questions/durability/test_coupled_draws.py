"""Parties with numbers of whom one compares what another may let lapse: neither can be drawn without the other."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

import detente
from detente.model.case import Case
from detente.model.phases import Estimate, Situation, SituationKind, SituationRanking
from detente.model.preference import Link
from detente.questions.durability.case_agreement import CaseAgreement
from detente.questions.durability.case_readings import Worths, draw_readings

LAPSE = Situation(kind=SituationKind.BROKEN, step="second-withdrawal", actor="g")
NO_DEAL = Situation(kind=SituationKind.NO_DEAL)


def coupled() -> Case:
    """The worked example with ranges, a truce that runs out where G moves, and what A says of that."""
    case = detente.load("hostages-for-withdrawal")
    phases = case.phases
    assert phases is not None
    steps = tuple(replace(step, is_expiry=step.id == "second-withdrawal") for step in phases.steps)
    stakes = tuple(
        replace(stake, value=Estimate(low=stake.value.low - Fraction(2), high=stake.value.high + Fraction(2)))
        for stake in phases.stakes
    )
    said = SituationRanking(id="a-1", actor="a", situations=(LAPSE, NO_DEAL), links=(Link.ABOVE,))
    return replace(case, phases=replace(phases, steps=steps, stakes=stakes, comparisons=(said,)))


def test_every_reading_fits_what_is_said_with_the_numbers_of_both() -> None:
    case = coupled()
    assert case.phases is not None
    agreement = CaseAgreement.of(case, case.phases)
    drawn = draw_readings(agreement, 500, 1)
    worths = Worths(agreement=agreement, actor="a", numbers=drawn.numbers, n=drawn.n)
    assert drawn.n == 500
    assert bool(np.all(worths.of(LAPSE) > worths.of(NO_DEAL)))


def test_the_question_can_be_asked_of_such_a_case() -> None:
    finding = detente.durability(coupled(), readings=200)
    assert finding.n_readings == 200
    assert finding == detente.durability(coupled(), readings=200)
