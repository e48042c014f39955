"""Bars and lessons in the order they are told, and the share they are about with its error."""

from __future__ import annotations

from collections.abc import Sequence

from detente.questions.agreement.drivers.contributions import Contributions, paired_error
from detente.questions.agreement.drivers.finding import Bar, FirmnessEffect, Lesson
from detente.questions.agreement.drivers.learning import lesson_of_line, lessons
from detente.questions.agreement.drivers.tornado import Base
from detente.questions.agreement.finding import Figure
from detente.questions.agreement.shares import standard_error

__all__ = ["NO_FIGURE", "base_figure", "ranked_bars", "ranked_lessons"]

NO_FIGURE = Figure(share=None, error=0.0, n=0, is_exact=False)


def base_figure(base: Base | None, measured: Contributions | None) -> Figure:
    """The share compared, as the case stands."""
    if base is None or measured is None or measured.share is None:
        return NO_FIGURE
    is_exact = base.shares.n == 1
    share = float(measured.share)
    error = 0.0 if is_exact else paired_error(measured.per_reading, base.shares.n_effective)
    if not is_exact and not error:
        error = standard_error(share, base.shares.n_effective)
    return Figure(share=share, error=error, n=base.shares.n, is_exact=is_exact)


def ranked_bars(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """Widest first; those alike in the order given."""
    order = sorted(range(len(bars)), key=lambda k: (-round(bars[k].width, 12), k))
    return tuple(bars[k] for k in order)


def ranked_lessons(base: Base, measured: Contributions | None, effects: Sequence[FirmnessEffect]) -> tuple[Lesson, ...]:
    """The lesson that would move the share most first; those alike in the order of the case, what is within error last."""
    if measured is None or measured.share is None:
        return ()
    found: list[Lesson] = []
    if base.figure == "some_bluff":
        found.extend(lesson for effect in effects if (lesson := lesson_of_line(base.case, base.shares, effect)) is not None)
    if base.shares.n > 1:
        found.extend(lessons(base.case, base.readings, measured.per_reading, base.shares.n_effective))
    order = sorted(range(len(found)), key=lambda k: (found[k].is_within_error, -round(found[k].variance, 12), k))
    return tuple(found[k] for k in order)
