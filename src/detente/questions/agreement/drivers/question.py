"""Which assumption should be checked first? The verdict, the share and the leading opening against every judged number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from detente.model.case import Case
from detente.model.verdict import Provenance, Verdict
from detente.problem.sweep import TooEntangled
from detente.questions.agreement.askable import why_not_askable
from detente.questions.agreement.conditions import Condition
from detente.questions.agreement.drivers.acceptance import Acceptance
from detente.questions.agreement.drivers.at_scale import drivers_at_scale, unlisted_break_evens
from detente.questions.agreement.drivers.break_evens import Stated, break_even_of
from detente.questions.agreement.drivers.contributions import PatternShares
from detente.questions.agreement.drivers.effects import effects_of
from detente.questions.agreement.drivers.finding import (
    Bar,
    DriversFinding,
    End,
    FirmnessEffect,
    Lesson,
    NumberBreakEven,
)
from detente.questions.agreement.drivers.judged_numbers import JudgedNumber, judged_numbers
from detente.questions.agreement.drivers.leading import leading_opening, opening_flips
from detente.questions.agreement.drivers.ranked import NO_FIGURE, base_figure, ranked_bars, ranked_lessons
from detente.questions.agreement.drivers.redrawing import has_to_be_walked_to
from detente.questions.agreement.drivers.run import Progress, Run
from detente.questions.agreement.drivers.spans import Span, span_of
from detente.questions.agreement.drivers.tornado import Base, Played, bar_of, firmness_bar, set_on
from detente.questions.agreement.firmness import Level, TooManyPatterns, patterns, switches
from detente.questions.agreement.landscape import Landscape, TooManyConditions
from detente.questions.agreement.tally import Tally, tally
from detente.readings.draws import NoReading, Readings, draw
from detente.readings.polytope import Polytope
from detente.readings.scale import TooFine
from detente.readings.shape import OpenOrderTooLong
from detente.readings.space import SpaceTooLarge

__all__ = ["break_evens", "drivers"]

BAR_WORK = 5_000_000_000
"""Most packages valued for all bars together, parties counted each, unless the caller says how many readings."""

FEWEST_BAR_READINGS, MOST_BAR_READINGS = 100, 1000

LISTED = 500_000_000
"""Most packages x readings that are played one by one; beyond, readings are asked of exact engines."""

OPENING_DEALS = 20_000
"""Most deals among which the leading opening is followed along a number."""


def drivers(
    case: Case,
    *,
    readings: int = 2000,
    bar_readings: int | None = None,
    with_openings: bool = True,
    seed: int = 1,
    drawn: Readings | None = None,
    progress: Progress | None = None,
) -> DriversFinding:
    """What drives the verdict of the agreement question, number by number and unknown by unknown.

    Parameters
    ----------
    readings : how many ways of filling the gaps in the record to draw, as in ``agreement``.
    bar_readings : how many of them for the bars, which play them again at each end; when absent a thousand, or
        fewer where the space is large (the finding says how many). Fewer than ``readings`` asked for also leaves out
        bars whose ends need readings drawn by a random walk, and says so. With 0 there are no bars but those of
        firmness, which play nothing.
    seed : of the draws; the same case, seed and numbers give the same answer.
    drawn : the readings, where they have been drawn for this case already, as many and with that seed.
    progress : called with (what, done, total) now and then.

    Raises
    ------
    ValueError
        If ``readings`` is less than 2, ``bar_readings`` 1 or negative, or ``seed`` negative.
    """
    for name, given in (("readings", readings), ("bar_readings", bar_readings or 2)):
        if given < 2:
            raise ValueError(f"{name} must be at least 2, not {given}")
    if seed < 0:
        raise ValueError(f"seed must not be negative, not {seed}")
    run = Run(readings=readings, seed=seed, bar_readings=bar_readings, with_openings=with_openings, progress=progress)
    why = why_not_askable(case)
    if why is not None:
        return undetermined(why, seed)
    try:
        drawn = drawn or _drawn(case, run)
        asked = _asked(case, drawn)
        if asked is not None and asked.landscape.space.size * max(d.n for d in drawn.actors) <= LISTED:
            return _answer(asked, run)
        listed = None if asked is None else tuple(entry for _, _, entry in _break_evens(asked, run))
        return drivers_at_scale(case, drawn, run, listed=listed)
    except (NoReading, TooFine, OpenOrderTooLong, TooEntangled) as limit:
        return undetermined(str(limit), seed)


def break_evens(case: Case) -> tuple[NumberBreakEven, ...]:
    """The break-even values of the verdict alone, without any share; empty where the question cannot be asked.

    Exact; the few readings drawn only spare linear programs. Where packages are too many to list, only of a case that
    leaves no gap.
    """
    run = Run(readings=64, seed=1, with_openings=False)
    if why_not_askable(case) is not None:
        return ()
    try:
        drawn = _drawn(case, run)
        asked = _asked(case, drawn)
        return unlisted_break_evens(case, drawn, run) if asked is None else tuple(e for _, _, e in _break_evens(asked, run))
    except (NoReading, TooFine, OpenOrderTooLong, TooEntangled):
        return ()


@dataclass(frozen=True, eq=False, kw_only=True)
class _Asked:
    """The case made ready."""

    landscape: Landscape
    readings: Readings
    stated: Stated

    @property
    def is_bounded(self) -> bool:
        """Whether every party has a no-deal value on record, without which there are no shares."""
        return all(polytope.has_no_deal_value for polytope in self.stated.acceptance.polytopes)

    @property
    def is_exact(self) -> bool:
        """Whether the record leaves a single reading."""
        return len(self.stated.exact_actors) == len(self.landscape.case.parties)


def _drawn(case: Case, run: Run) -> Readings:
    return draw(
        case,
        run.readings,
        run.seed,
        is_wide_allowed=True,
        progress=lambda done, total: run.say("drawing readings", done, total),
    )


def _asked(case: Case, drawn: Readings) -> _Asked | None:
    """The case made ready; ``None`` where it has too many packages to list."""
    try:
        landscape = Landscape.of(case)
    except (SpaceTooLarge, TooManyConditions):
        return None
    polytopes = [Polytope.of(case, actor.id) for actor in case.parties]
    acceptance = Acceptance(landscape, polytopes, drawn)
    exact = {draws.actor: draws for draws in drawn.actors if draws.method == "exact"}
    stated = Stated(case=case, landscape=landscape, acceptance=acceptance, verdict=acceptance.verdict(), exact_draws=exact)
    return _Asked(landscape=landscape, readings=drawn, stated=stated)


def _answer(asked: _Asked, run: Run) -> DriversFinding:
    numbers = _break_evens(asked, run)
    n_bars = _bar_count(asked, run, 2 * len(_barred(numbers)))
    base, result = _base(asked, run) if asked.is_bounded else (None, None)
    shares = None if base is None else base.shares
    effects = effects_of(asked.landscape.case, asked.landscape.conditions, shares, lambda mask: _without(asked, mask))
    leading: tuple[Condition, ...] | None = None
    bars = _Bars(bars=(), left_out=())
    found: tuple[Lesson, ...] = ()
    figure, measured = "some_bluff", None
    if base is not None and result is not None:
        figure, measured = base.figure, base.measured(base.shares, base.case)
        leading = leading_opening(asked.landscape, asked.readings, result) if run.with_openings else None
        bars = _bars(asked, base, numbers, effects, run)
        found = ranked_lessons(base, measured, effects)
    entries = tuple(entry for _, _, entry in numbers)
    return DriversFinding(
        verdict=asked.stated.verdict,
        reason=None if base is not None else "the record does not bound what no deal is worth to every party",
        figure=figure,
        base=base_figure(base, measured),
        leading=leading,
        break_evens=entries,
        firmness=effects,
        bars=bars.bars,
        lessons=found,
        n_readings=base.shares.n if base is not None else 0,
        n_bar_readings=n_bars if base is not None else 0,
        is_complete=all(entry.is_complete for entry in entries) and asked.stated.verdict is not Verdict.UNDETERMINED,
        provenance=_provenance(asked, run, n_bars),
        left_out=bars.left_out,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bars:
    """The bars made, and what of them was not."""

    bars: tuple[Bar, ...]
    left_out: tuple[str, ...]


# -- break-even values -----------------------------------------------------------------------------

_Numbers = tuple[tuple[JudgedNumber, Span | None, NumberBreakEven], ...]


def _break_evens(asked: _Asked, run: Run) -> _Numbers:
    found = []
    numbers = judged_numbers(asked.landscape.case)
    follow = run.with_openings and asked.is_exact and asked.is_bounded and len(asked.landscape.deals) <= OPENING_DEALS
    for done, number in enumerate(numbers):
        run.say("finding break-even values", done, len(numbers))
        span = span_of(asked.landscape.case, number, asked.stated.exact_draws.get(number.subject.actor))
        entry = break_even_of(asked.stated, number, span)
        if entry is None:
            continue
        if follow and span is not None and span.space is None and span.least < span.most and len(asked.landscape.deals):
            flips = opening_flips(asked.landscape, asked.readings, number.subject.actor, number.stated, span)
            entry = replace(entry, opening_below=flips.below, opening_above=flips.above, is_opening_exact=flips.is_complete)
        found.append((number, span, entry))
    return tuple(found)


# -- red lines -------------------------------------------------------------------------------------


def _without(asked: _Asked, mask: int) -> Verdict:
    """The verdict as stated were the lines in ``mask`` not there."""
    landscape = asked.landscape
    if not len(landscape.within(mask)):
        return asked.stated.verdict
    looser = replace(landscape, codes=landscape.codes & ~(landscape.codes.dtype.type(mask)))
    return Acceptance(looser, asked.stated.acceptance.polytopes, asked.readings).verdict()


# -- shares ----------------------------------------------------------------------------------------


def _base(asked: _Asked, run: Run) -> tuple[Base, Tally]:
    """The readings as stated, played."""
    landscape, readings = asked.landscape, asked.readings

    def played(some: Readings) -> Played:
        result = tally(landscape, some)
        leading = leading_opening(landscape, some, result) if run.with_openings else None
        return Played(shares=PatternShares.of(landscape, some, result), leading=leading)

    result = tally(landscape, readings, lambda done, total: run.say("playing readings", done, total))
    base = Base(
        case=landscape.case,
        played=played,
        drawn=readings,
        readings=readings,
        shares=PatternShares.of(landscape, readings, result),
        figure="some_bluff" if _can_move(landscape) else "all_off",
        n=run.readings,
        seed=run.seed,
    )
    return base, result


def _can_move(landscape: Landscape) -> bool:
    """Whether some pattern of red lines with any chance leaves a package: else the middle figure is 0 whatever the values."""
    try:
        chances = patterns(switches(landscape.case, landscape.conditions), Level.LOW)
    except TooManyPatterns:
        return False
    codes = [int(code) for code in np.unique(landscape.codes) if not int(code) & landscape.conditions.rule_mask]
    return any(not code & in_force for in_force, _ in chances for code in codes)


def _bar_count(asked: _Asked, run: Run, n_ends: int) -> int:
    """Readings each end of a bar is played over: those asked for, or up to a thousand played in about half a minute."""
    if asked.is_exact:
        return 1
    if run.bar_readings is not None:
        return min(run.readings, run.bar_readings)
    work = max(1, len(asked.landscape.deals) * len(asked.landscape.case.parties) * n_ends)
    return min(run.readings, MOST_BAR_READINGS, max(FEWEST_BAR_READINGS, BAR_WORK // work))


def _bars(asked: _Asked, base: Base, numbers: _Numbers, effects: tuple[FirmnessEffect, ...], run: Run) -> _Bars:
    """Every bar, widest first; those alike in the order of the case."""
    played = [firmness_bar(base, effect) for effect in effects]
    wanted = _barred(numbers)
    n = _bar_count(asked, run, 2 * len(wanted))
    is_brief = run.bar_readings is not None and run.bar_readings < run.readings and not asked.is_exact
    walked = [w for w in wanted if _is_slow(base, w[0])] if is_brief else []
    wanted = [w for w in wanted if w not in walked]
    if n and wanted:
        fewer = (base.thinned(n) if 1 < n < run.readings else base) or base
        total, done = 2 * len(wanted), 0

        def step() -> None:
            nonlocal done
            done += 1
            run.say("trying each number at its ends", done, total)

        for number, span in wanted:
            ends = number.bounds if span is None else (span.least, span.most)
            played.append(bar_of(fewer, number, _bar_span(number, ends, numbers), base, step))
    return _Bars(bars=ranked_bars(played), left_out=_slow(len(walked)) if n else ())


def _is_slow(base: Base, number: JudgedNumber) -> bool:
    """Whether an end of its bar needs readings that are slow to come by."""
    return set_on(base, number, number.stated) is None and has_to_be_walked_to(base.case, number, base.drawn)


def _slow(n: int) -> tuple[str, ...]:
    if not n:
        return ()
    what = "one number" if n == 1 else f"{n} numbers"
    return (f"the bars of {what}, whose ends need readings drawn by a random walk, which takes long",)


def _barred(numbers: _Numbers) -> list[tuple[JudgedNumber, Span | None]]:
    """Numbers that get a bar: one for each exact number or range that can move."""
    return [(number, span) for number, span, entry in numbers if number.end is not End.HIGH and entry.least < entry.most]


def _bar_span(number: JudgedNumber, ends: tuple[Fraction, Fraction], numbers: _Numbers) -> tuple[Fraction, Fraction]:
    """How far a bar may reach: of a range, its lower end down to where that can go and its upper end up."""
    for other, span, _ in numbers:
        if other.end is End.HIGH and other.subject == number.subject and span is not None:
            return ends[0], span.most
    return ends


def _provenance(asked: _Asked, run: Run, n_bars: int) -> Provenance:
    n = 1 if asked.is_exact else run.readings
    return Provenance(
        method="break-even values exact, by linear programs; shares on common random numbers; first-order effects",
        is_exact=asked.is_exact,
        seed=None if asked.is_exact else run.seed,
        parameters=(
            ("readings", str(n)),
            ("readings for bars", str(n_bars)),
            *((("leading openings", "not looked for"),) if not run.with_openings else ()),
            *((f"draws for {d.actor}", d.method) for d in asked.readings.actors),
        ),
    )


def undetermined(reason: str, seed: int) -> DriversFinding:
    return DriversFinding(
        verdict=Verdict.UNDETERMINED,
        reason=reason,
        figure="some_bluff",
        base=NO_FIGURE,
        leading=None,
        break_evens=(),
        firmness=(),
        bars=(),
        lessons=(),
        n_readings=0,
        n_bar_readings=0,
        is_complete=False,
        provenance=Provenance(method="none", is_exact=False, seed=seed, stop_reason=reason),
    )
