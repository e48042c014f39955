"""Is there a package every party prefers to no deal, crossing no red line?

The answer is given as stated first, exactly: every red line on record in force. Beside it stand
what drawn readings of the record say, with their errors, and what would open a deal.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod

import numpy as np

from detente.model.case import Case
from detente.model.verdict import Provenance, Verdict
from detente.problem.sweep import TooEntangled
from detente.questions.agreement.alternatives import recut_issues
from detente.questions.agreement.askable import why_not_askable
from detente.questions.agreement.at_scale.answer import agreement_at_scale
from detente.questions.agreement.blocking import blocks, opening_shares
from detente.questions.agreement.bounds import ZopaBounds, zopa_bounds
from detente.questions.agreement.break_even import break_even
from detente.questions.agreement.finding import AgreementFinding, Alternative, Figure, Opening, PackageSet
from detente.questions.agreement.landscape import BoolArray, IntArray, Landscape, TooManyConditions
from detente.questions.agreement.minimal_sets import minimal_members
from detente.questions.agreement.openings import DETAILED, Played, candidate, opening
from detente.questions.agreement.proposals import proposal_checks
from detente.questions.agreement.shares import figures, group_readings
from detente.questions.agreement.tally import Tally, moves_that_open, tally
from detente.readings.draws import Measure, NoReading, Readings, draw
from detente.readings.polytope import Polytope
from detente.readings.scale import TooFine
from detente.readings.shape import OpenOrderTooLong
from detente.readings.space import SpaceTooLarge

__all__ = ["agreement", "undetermined"]

ALTERNATIVE_READINGS = 500

LISTED = 500_000_000
"""Most packages x readings that are looked at one by one; beyond, the question is answered without listing them."""

NO_FIGURE = Figure(share=None, error=0.0, n=0, is_exact=False)
NO_PACKAGES = PackageSet(count=0, examples=(), is_complete=False)
Progress = Callable[[str, int, int], None]


def agreement(case: Case, *, readings: int = 2000, seed: int = 1, progress: Progress | None = None) -> AgreementFinding:
    """Answer the agreement question for a case.

    Parameters
    ----------
    readings : how many ways of filling the gaps in the record to draw; ignored where the record
        leaves no gap.
    seed : of the draws; the same case, seed and number give the same answer.
    progress : called with (what, done, total) now and then.

    Raises
    ------
    ValueError
        If ``readings`` is less than 2 or ``seed`` negative.
    """
    if readings < 2:  # one draw would have no error to print
        raise ValueError(f"readings must be at least 2, not {readings}")
    if seed < 0:
        raise ValueError(f"seed must not be negative, not {seed}")
    why = why_not_askable(case)
    if why is not None:
        return undetermined(case, why, seed)
    try:
        drawn = draw(case, readings, seed, is_wide_allowed=True, progress=_named(progress, "drawing readings"))
        polytopes = [Polytope.of(case, actor.id) for actor in case.parties]
        landscape = _listed(case, drawn)
        if landscape is None:
            return agreement_at_scale(case, drawn, polytopes, seed=seed, progress=progress)
    except (NoReading, TooFine, OpenOrderTooLong, TooEntangled) as limit:
        return undetermined(case, str(limit), seed)
    unbounded = tuple(a.id for a, p in zip(case.parties, polytopes, strict=True) if not p.has_no_deal_value)
    return _answer(landscape, drawn, polytopes, unbounded, _Run(readings, seed, progress))


def _listed(case: Case, drawn: Readings) -> Landscape | None:
    """Every package with what it breaks, where listing them for each reading is quick; else ``None``."""
    n = max(d.n for d in drawn.actors)
    if prod(len(issue.options) for issue in case.issues) * n > LISTED:
        return None
    try:
        return Landscape.of(case)
    except (SpaceTooLarge, TooManyConditions):
        return None


class _Run:
    """How the question was asked."""

    def __init__(self, readings: int, seed: int, progress: Progress | None) -> None:
        self.readings = readings
        self.seed = seed
        self.progress = progress


def _answer(
    landscape: Landscape, drawn: Readings, polytopes: list[Polytope], unbounded: tuple[str, ...], run: _Run
) -> AgreementFinding:
    if unbounded:
        result = None
        stated, bluff, off = _positions_only(landscape, unbounded)
        masks = minimal_members(int(code) for code in np.unique(landscape.codes))
        openings = tuple(opening(landscape, candidate(landscape, mask, None, None), None, None) for mask in masks if mask)
    else:
        result = tally(landscape, drawn, _named(run.progress, "playing readings"))
        stated, bluff, off = figures(
            landscape.case, landscape.conditions, group_readings(landscape, drawn, result), is_blocked=len(landscape.clear) == 0
        )
        openings = _openings(landscape, drawn, result, run)
    bounds = zopa_bounds(landscape, polytopes, result)
    blocking, is_complete = blocks(landscape, result, drawn)
    verdict, reason = _verdict(landscape, bounds)
    return AgreementFinding(
        verdict=verdict,
        reason=reason,
        n_packages=landscape.space.size,
        n_deals=len(landscape.deals),
        n_feasible=int(((landscape.codes & landscape.conditions.rule_mask) == 0).sum()),
        n_clear=len(landscape.clear),
        as_stated=stated,
        some_bluff=bluff,
        all_off=off,
        necessary=bounds.necessary,
        possible=bounds.possible,
        blocking=blocking,
        is_blocking_complete=is_complete,
        openings=openings,
        proposals=proposal_checks(landscape, drawn, None if unbounded else result),
        break_even=break_even(landscape, drawn) if unbounded else (),
        alternatives=() if result is None else _alternatives(landscape, drawn, result, run),
        n_without_deal=0 if result is None else int(_without_deal(result).sum()),
        methods=tuple((d.actor, d.method) for d in drawn.actors),
        drawn_orders=tuple((d.actor, d.drawn_orders) for d in drawn.actors if d.drawn_orders),
        unbounded=unbounded,
        provenance=_provenance(drawn, run, is_exact=result is not None and result.n == 1),
    )


def _openings(landscape: Landscape, drawn: Readings, result: Tally, run: _Run) -> tuple[Opening, ...]:
    """Every opening found in a reading, by the share of readings it is minimal in, then by size and steps.

    Those that would need a rule of the case not to hold come last.

    Not by where it suffices: whatever contains an opening suffices wherever that does.
    """
    found = opening_shares(landscape, result, drawn)
    candidates = [candidate(landscape, mask, drawn, witness) for mask, witness in zip(found.masks, found.witnesses, strict=True)]
    wanted = [move.freed for c in candidates for move in c.moves if move.concessions]
    opens = (
        moves_that_open(landscape, drawn, wanted, _named(run.progress, "trying openings")) if wanted else np.zeros((0, result.n))
    )
    no_deal = _without_deal(result)
    openings, cursor = [], 0
    ranked = sorted(
        range(len(candidates)),
        key=lambda k: (_gives_up_a_rule(landscape, found.masks[k]), -found.counts[k], found.masks[k].bit_count(), found.masks[k]),
    )
    detailed = set(ranked[:DETAILED])
    for k, c in enumerate(candidates):
        shares = []
        for move in c.moves:
            if move.concessions:
                shares.append(float(opens[cursor][no_deal].mean()) if no_deal.any() else 0.0)
                cursor += 1
            else:
                shares.append(0.0)
        details = Played(
            share=found.suffices[k] / found.n,
            minimal_share=found.counts[k] / found.n,
            n=found.n,
            opens=tuple(shares),
            witness=found.witnesses[k],
            minimal_in=_minimal_in(result, c.mask),
            is_detailed=k in detailed,
        )
        openings.append((k, opening(landscape, c, drawn, details)))
    order = {k: rank for rank, k in enumerate(ranked)}
    return tuple(
        o
        for _, o in sorted(
            openings,
            key=lambda pair: (
                _gives_up_a_rule(landscape, candidates[pair[0]].mask),
                -(pair[1].minimal_share or 0.0),
                len(pair[1].conditions),
                pair[1].steps,
                order[pair[0]],
            ),
        )
    )


def _gives_up_a_rule(landscape: Landscape, mask: int) -> bool:
    """Whether an opening needs a feasibility rule of the case not to hold, which nobody at the table can offer."""
    return bool(mask & landscape.conditions.rule_mask)


def _without_deal(result: Tally) -> BoolArray:
    """Which readings have no deal as stated."""
    is_blocked = np.array([0 not in family for family in result.families], dtype=bool)
    return np.asarray(is_blocked[result.family_of])


def _minimal_in(result: Tally, mask: int) -> IntArray:
    """Readings in which ``mask`` is an opening."""
    families = [f for f, family in enumerate(result.families) if mask in family]
    return np.flatnonzero(np.isin(result.family_of, families)).astype(np.int64)


def _positions_only(landscape: Landscape, unbounded: tuple[str, ...]) -> tuple[Figure, Figure, Figure]:
    """The figures when some no-deal value is unknown: exact where positions alone block, else none."""
    reason = f"the record does not say what no deal is worth to {', '.join(unbounded)}"
    none = Figure(share=None, error=0.0, n=0, is_exact=False, reason=reason)
    blocked = Figure(share=0.0, error=0.0, n=0, is_exact=True)
    return (blocked if len(landscape.clear) == 0 else none), none, none


def _verdict(landscape: Landscape, bounds: ZopaBounds) -> tuple[Verdict, str | None]:
    if len(landscape.deals) == 0:
        return Verdict.FAILS, "no package counts as a deal"
    if len(landscape.clear) == 0:
        return Verdict.FAILS, None
    if bounds.necessary.count:
        return Verdict.HOLDS, None
    if not bounds.possible.count:
        if bounds.possible.is_complete:
            return Verdict.FAILS, None
        return Verdict.UNDETERMINED, "the budget for exact bounds ran out"
    if not bounds.necessary.is_complete:
        return Verdict.UNDETERMINED, "the budget for exact bounds ran out before a package good under every reading was ruled out"
    return Verdict.CONTESTED, None


def _alternatives(landscape: Landscape, drawn: Readings, result: Tally, run: _Run) -> tuple[Alternative, ...]:
    """The middle figure under other ways of drawing; fewer readings, said in each."""
    if result.n == 1:
        return ()
    n = min(run.readings, ALTERNATIVE_READINGS)
    stepwise = draw(landscape.case, n, run.seed, measure=Measure.STEPS)
    played = tally(landscape, stepwise)
    groups = group_readings(landscape, stepwise, played)
    _, bluff, _ = figures(landscape.case, landscape.conditions, groups, is_blocked=len(landscape.clear) == 0)
    return (Alternative(measure="steps", issues=(), figure=bluff), *recut_issues(landscape, drawn, result))


def _provenance(drawn: Readings, run: _Run, *, is_exact: bool) -> Provenance:
    n = 1 if is_exact else run.readings
    parameters = [("readings", str(n))]
    for d in drawn.actors:
        parameters.append((f"draws for {d.actor}", d.method))
        if d.acceptance is not None:
            parameters.append((f"acceptance for {d.actor}", f"{d.acceptance:.3g}"))
        if d.r_hat is not None:
            parameters.append((f"R-hat for {d.actor}", f"{d.r_hat:.3f}"))
        if d.effective_size is not None:
            parameters.append((f"effective readings for {d.actor}", f"{d.effective_size:.0f}"))
    return Provenance(
        method="packages enumerated; red lines and rules in integers; exact linear programs for bounds",
        is_exact=is_exact,
        seed=None if is_exact else run.seed,
        parameters=tuple(parameters),
    )


def undetermined(case: Case, reason: str, seed: int) -> AgreementFinding:
    """A finding that answers nothing, and says why."""
    size = 1 if case.issues else 0
    for issue in case.issues:
        size *= len(issue.options)
    return AgreementFinding(
        verdict=Verdict.UNDETERMINED,
        reason=reason,
        n_packages=size,
        n_deals=0,
        n_feasible=0,
        n_clear=0,
        as_stated=NO_FIGURE,
        some_bluff=NO_FIGURE,
        all_off=NO_FIGURE,
        necessary=NO_PACKAGES,
        possible=NO_PACKAGES,
        blocking=(),
        is_blocking_complete=False,
        openings=(),
        proposals=(),
        break_even=(),
        alternatives=(),
        n_without_deal=0,
        methods=(),
        drawn_orders=(),
        unbounded=(),
        provenance=Provenance(method="none", is_exact=False, seed=seed, stop_reason=reason),
    )


def _named(progress: Progress | None, what: str) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda done, total: progress(what, done, total)
