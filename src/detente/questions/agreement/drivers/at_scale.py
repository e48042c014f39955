"""What drives the verdict where packages are too many to list: each reading is asked of exact engines instead.

The base share, the effects of red lines and the lessons mean the same as where packages are listed. Bars are made for
firmness and for no-deal values that points alone bound, on the readings drawn. Break-even values are exact where the
record leaves no gap. What is not worked out is said in the finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from detente.model.case import Case
from detente.model.verdict import Provenance, Verdict
from detente.problem.existence import exists
from detente.questions.agreement.at_scale.bounds import necessary_package, no_reading_has_a_deal
from detente.questions.agreement.at_scale.figures import LINES
from detente.questions.agreement.at_scale.play import Play
from detente.questions.agreement.drivers.break_evens import FIXED, NO_DEALS, POSITIONS, entry_of, is_scale
from detente.questions.agreement.drivers.contributions import PatternShares
from detente.questions.agreement.drivers.effects import effects_of
from detente.questions.agreement.drivers.finding import Bar, DriversFinding, End, FirmnessEffect, NumberBreakEven
from detente.questions.agreement.drivers.judged_numbers import JudgedNumber, judged_numbers
from detente.questions.agreement.drivers.ranked import base_figure, ranked_bars, ranked_lessons
from detente.questions.agreement.drivers.run import Run
from detente.questions.agreement.drivers.spans import span_of
from detente.questions.agreement.drivers.tornado import Base, Played, bar_of, firmness_bar, set_on
from detente.questions.agreement.drivers.unlisted_break_evens import Choice, unlisted_flips
from detente.questions.agreement.firmness import Level, TooManyPatterns, patterns, switches
from detente.questions.agreement.landscape import BoolArray
from detente.questions.agreement.tally import actor_draws
from detente.readings.draws import ActorDraws, Readings
from detente.readings.polytope import Polytope

__all__ = ["drivers_at_scale", "unlisted_break_evens"]

BAR_READINGS = 400
"""Readings each end of a bar is asked of unless the caller says how many."""

NO_OPENINGS = "the leading opening at the ends of bars: it is not followed where packages are too many to list"
NO_BARS = "bars of points and weights: at this size bars are made for firmness and for no-deal values that points alone bound"
NO_BREAK_EVENS = "break-even values: at this size they are worked out only where the record leaves no gap"
BY_PROGRAMS = "some break-even values: numbers that move other values along in more than one way are not followed at this size"
SETS = f"bars and effects of red lines: with more than {LINES} of them at this size, not every set of them is tried"
BUDGET = "the share: in some readings a budget ran out before it was settled whether a deal exists"


def drivers_at_scale(
    case: Case, drawn: Readings, run: Run, *, listed: tuple[NumberBreakEven, ...] | None = None
) -> DriversFinding:
    """The finding for a case of any size, from readings already drawn.

    Parameters
    ----------
    listed : break-even values, where packages are few enough to list for those.

    Raises
    ------
    TooEntangled
        If the requirements of the case join too many issues.
    TooFine
        If the numbers of the case are too fine for readings to be played together.
    """
    play = Play(case, drawn)
    polytopes = [Polytope.of(case, party.id) for party in case.parties]
    verdict, reason = _verdict(play, polytopes)
    base = _base(play, run) if all(p.has_no_deal_value for p in polytopes) else None
    shares = None if base is None else base.shares
    effects = effects_of(case, play.conditions, shares, lambda mask: _without(play, polytopes, mask))
    entries, left_out = _break_evens(play, run) if listed is None else (listed, ())
    if base is None:
        known = all(p.has_no_deal_value for p in polytopes)
        reason = reason or (BUDGET if known else "the record does not bound what no deal is worth to every party")
    measured = None if base is None else base.measured(base.shares, case)
    n_bars = 0 if base is None else _bar_count(play, run)
    bars, without_bars = ((), ()) if base is None else _bars(play, base, effects, n_bars, run)
    return DriversFinding(
        verdict=verdict,
        reason=reason,
        figure="some_bluff" if base is None else base.figure,
        base=base_figure(base, measured),
        leading=None,
        break_evens=entries,
        firmness=effects,
        bars=ranked_bars(bars),
        lessons=() if base is None else ranked_lessons(base, measured, effects),
        n_readings=0 if base is None else base.shares.n,
        n_bar_readings=n_bars,
        is_complete=verdict is not Verdict.UNDETERMINED
        and NO_BREAK_EVENS not in left_out
        and all(e.is_complete for e in entries),
        provenance=_provenance(play, run, n_bars),
        left_out=(*left_out, *without_bars, *((NO_OPENINGS,) if run.with_openings else ())),
    )


# -- the verdict -----------------------------------------------------------------------------------


def _verdict(play: Play, polytopes: Sequence[Polytope]) -> tuple[Verdict, str | None]:
    """As stated: proved one way or the other, or shown to differ between readings, or left open."""
    if play.sweep(()).is_empty:
        return Verdict.FAILS, None
    if not all(p.has_no_deal_value for p in polytopes):
        return Verdict.CONTESTED, None
    if play.n == 1:
        found = exists(play.central.problem).verdict
        return found, "a budget ran out" if found is Verdict.UNDETERMINED else None
    asked = play.opens(0)
    if necessary_package(play, polytopes) is not None:
        return Verdict.HOLDS, None
    if asked.has_deal.any() and (asked.is_decided & ~asked.has_deal).any():
        return Verdict.CONTESTED, None
    if not asked.has_deal.any() and no_reading_has_a_deal(play, polytopes):
        return Verdict.FAILS, None
    return Verdict.UNDETERMINED, "the readings drawn agree, and that all others do was not proved"


def _without(play: Play, polytopes: Sequence[Polytope], mask: int) -> Verdict:
    """The verdict as stated were the lines in a mask not there; what answers say of values stays."""
    gone = {play.conditions.items[bit].id for bit in range(play.conditions.n_red_lines) if mask >> bit & 1}
    kept = tuple(line for line in play.case.red_lines if line.id not in gone)
    return _verdict(Play(replace(play.case, red_lines=kept), play.drawn), polytopes)[0]


# -- shares ----------------------------------------------------------------------------------------


def _base(play: Play, run: Run) -> Base | None:
    """The readings as stated, asked; ``None`` where some reading is left undecided."""
    shares = _shares(play, run)
    if shares is None:
        return None

    def played(some: Readings) -> Played | None:
        found = _shares(Play(play.case, some), None)
        return None if found is None else Played(shares=found, leading=None)

    return Base(
        case=play.case,
        played=played,
        drawn=play.drawn,
        readings=play.drawn,
        shares=shares,
        figure="some_bluff" if shares.is_every_set and _can_move(play) else "all_off",
        n=run.readings,
        seed=run.seed,
    )


def _shares(play: Play, run: Run | None) -> PatternShares | None:
    """Which sets of red lines bar a deal in each reading: every set is tried, smaller ones first."""
    everything = play.conditions.red_line_mask
    is_every_set = play.conditions.n_red_lines <= LINES
    masks = sorted(range(everything + 1) if is_every_set else (0, everything), key=lambda m: (m.bit_count(), m))
    barred: list[list[int]] = [[] for _ in range(play.n)]
    for done, mask in enumerate(masks):
        has_deal = _opens(play, mask)
        if has_deal is None:
            return None
        for reading in np.flatnonzero(has_deal):
            if not any(known & mask == known for known in barred[reading]):
                barred[reading].append(mask)
        if run is not None:
            run.say("playing readings", done + 1, len(masks))
    found = [tuple(sets) for sets in barred]
    return PatternShares(play.case, play.conditions, play.drawn, found, is_every_set=is_every_set)


def _opens(play: Play, mask: int) -> BoolArray | None:
    """Whether each reading has a deal with the lines in a mask given up; ``None`` where some reading is left undecided."""
    if play.n == 1:
        found = exists(play.central.problem, without=play.names_of(mask)).verdict
        return None if found is Verdict.UNDETERMINED else np.array([found is Verdict.HOLDS])
    asked = play.opens(mask)
    return asked.has_deal if asked.is_decided.all() else None


def _can_move(play: Play) -> bool:
    """Whether some pattern of red lines with any chance leaves a package: else the middle figure is 0 whatever the values."""
    try:
        chances = patterns(switches(play.case, play.conditions), Level.LOW)
    except TooManyPatterns:
        return False
    everything = play.conditions.red_line_mask
    return any(not play.sweep(play.names_of(everything & ~in_force)).is_empty for in_force, _ in chances)


def _bar_count(play: Play, run: Run) -> int:
    if play.n == 1:
        return 1
    return min(run.readings, BAR_READINGS if run.bar_readings is None else run.bar_readings)


def _bars(play: Play, base: Base, effects: Sequence[FirmnessEffect], n: int, run: Run) -> tuple[tuple[Bar, ...], tuple[str, ...]]:
    """Bars of firmness and of no-deal values, and which are not made."""
    made = [firmness_bar(base, effect) for effect in effects] if base.shares.is_every_set else []
    numbers = judged_numbers(play.case)
    set_here = [x for x in numbers if x.end is not End.HIGH and set_on(base, x, x.stated) is not None] if n else []
    if set_here:
        fewer = base.thinned(n) if 1 < n < base.shares.n else base
        for done, number in enumerate(set_here):
            least, most = _span(play, number, numbers)
            if fewer is not None and least < most:
                made.append(bar_of(fewer, number, (least, most), base, lambda: None))
            run.say("trying each number at its ends", done + 1, len(set_here))
    left_out = [] if base.shares.is_every_set else [SETS]
    if any(x.end is not End.HIGH and x not in set_here for x in numbers):
        left_out.append(NO_BARS)
    return tuple(made), tuple(left_out)


def _span(play: Play, number: JudgedNumber, numbers: Sequence[JudgedNumber]) -> tuple[Fraction, Fraction]:
    """How far a bar may reach: of a range, its lower end down to where that can go and its upper end up."""
    upper = next((x for x in numbers if x.end is End.HIGH and x.subject == number.subject), number)
    spans = [span_of(play.case, x, _exact(play, x)) for x in (number, upper)]
    least = number.bounds[0] if spans[0] is None else spans[0].least
    return least, upper.bounds[1] if spans[1] is None else spans[1].most


# -- break-even values -----------------------------------------------------------------------------


def unlisted_break_evens(case: Case, drawn: Readings, run: Run) -> tuple[NumberBreakEven, ...]:
    """The break-even values of the verdict alone, of a case with one reading; empty where it has more.

    Raises
    ------
    TooEntangled, TooFine
        As ``drivers_at_scale``.
    """
    return _break_evens(Play(case, drawn), run)[0]


def _exact(play: Play, number: JudgedNumber) -> ActorDraws | None:
    draws = actor_draws(play.drawn, number.subject.actor)
    return draws if draws.method == "exact" else None


def _break_evens(play: Play, run: Run) -> tuple[tuple[NumberBreakEven, ...], tuple[str, ...]]:
    """One entry a number where the record leaves no gap, and what is left out."""
    numbers = judged_numbers(play.case)
    reason = _reason(play)
    if play.n > 1 or any(draws.no_deal is None for draws in play.draws):
        return (), () if not numbers else ((NO_BREAK_EVENS,) if reason is None else (f"break-even values: {reason}",))
    found: list[NumberBreakEven] = []
    known: dict[str, list[Choice]] = {}
    for done, number in enumerate(numbers):
        run.say("finding break-even values", done, len(numbers))
        span = span_of(play.case, number, _exact(play, number))
        if is_scale(play.case, number, span):
            continue
        why = reason or (FIXED if span is not None and span.least == span.most else None)
        if why is not None or span is None or span.space is not None:
            found.append(entry_of(number, span, flips=(None, None), is_complete=why is not None, reason=why))
            continue
        flips = unlisted_flips(play.case, play.central.problem, span, known.setdefault(number.subject.actor, []))
        found.append(entry_of(number, span, flips=(flips.below, flips.above), is_complete=flips.is_complete, reason=None))
    return tuple(found), () if all(entry.is_complete for entry in found) else (BY_PROGRAMS,)


def _reason(play: Play) -> str | None:
    """Why no number can change the verdict, where that is so."""
    if play.sweep(play.names_of(play.conditions.red_line_mask | play.conditions.rule_mask)).is_empty:
        return NO_DEALS
    return POSITIONS if play.sweep(()).is_empty else None


def _provenance(play: Play, run: Run, n_bars: int) -> Provenance:
    is_exact = play.n == 1
    return Provenance(
        method="packages not listed: each reading asked of exact engines; shares on common random numbers; first-order effects",
        is_exact=is_exact,
        seed=None if is_exact else run.seed,
        parameters=(
            ("readings", str(play.n)),
            ("readings for bars", str(n_bars)),
            *((f"draws for {d.actor}", d.method) for d in play.drawn.actors),
        ),
    )
