"""What drives the verdict as JSON: ids of the case, exact values as text, nothing above the handling shown."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

from detente.casefile.values import number_text
from detente.cli.drivers_text import is_withheld
from detente.explanation.telling import Telling
from detente.questions.agreement.conditions import Condition
from detente.questions.agreement.drivers.finding import (
    Bar,
    BarEnd,
    DriversFinding,
    FirmnessEffect,
    Flip,
    Lesson,
    NumberBreakEven,
    OpeningFlip,
    Subject,
)

__all__ = ["drivers_object"]


def drivers_object(telling: Telling, finding: DriversFinding, change: str | None) -> dict[str, object]:
    """The finding as an object ``json`` can write; shares are 0 to 1, points and firmness exact text."""
    case = telling.case
    return {
        "case": case.slug,
        "as_of": case.as_of.isoformat(),
        "what_if": change,
        "verdict": finding.verdict.value,
        "reason": finding.reason,
        "figure": finding.figure,
        "base": {
            "share": finding.base.share,
            "error": finding.base.error,
            "n": finding.base.n,
            "is_exact": finding.base.is_exact,
        },
        "leading_opening": _conditions(telling, finding.leading),
        "lessons": [_lesson(telling, lesson) for lesson in _shown_first(telling, finding.lessons)],
        "bars": [_bar(telling, bar) for bar in _shown_first(telling, finding.bars)],
        "break_even": [] if telling.are_packages_withheld else [_break_even(telling, e) for e in finding.break_evens],
        "are_break_even_values_withheld": telling.are_packages_withheld,
        "red_lines": [_effect(telling, effect) for effect in finding.firmness],
        "left_out": list(finding.left_out),
        "n_readings": finding.n_readings,
        "n_bar_readings": finding.n_bar_readings,
        "is_complete": finding.is_complete,
        "provenance": {
            "method": finding.provenance.method,
            "is_exact": finding.provenance.is_exact,
            "seed": finding.provenance.seed,
            "parameters": dict(finding.provenance.parameters),
            "stop_reason": finding.provenance.stop_reason,
        },
    }


_Entry = TypeVar("_Entry", Bar, Lesson)


def _shown_first(telling: Telling, entries: Sequence[_Entry]) -> list[_Entry]:
    """What is withheld last, in the order of its parties: its rank by size would say how much it matters."""
    hidden = [entry for entry in entries if is_withheld(telling, entry.subject)]
    actors = [actor.id for actor in telling.case.actors]
    return [e for e in entries if e not in hidden] + sorted(hidden, key=lambda e: actors.index(e.subject.actor))


def _subject(telling: Telling, subject: Subject) -> dict[str, object]:
    if is_withheld(telling, subject):
        return {"actor": subject.actor, "is_withheld": True}
    said = telling.say("", subject.records)
    return {
        "quantity": subject.quantity.value,
        "actor": subject.actor,
        "issue": subject.issue,
        "option": subject.option,
        "red_lines": list(subject.red_lines),
        "records": list(subject.records),
        "claims": list(said.claims),
        "is_assumption": bool(said.assumptions) or not subject.records,
        "is_withheld": False,
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else number_text(value)


def _conditions(telling: Telling, conditions: tuple[Condition, ...] | None) -> list[dict[str, object]] | None:
    if conditions is None:
        return None
    return [
        {"kind": c.kind.value, "actor": c.actor, "id": None if telling.is_condition_withheld(c) else c.id} for c in conditions
    ]


def _lesson(telling: Telling, lesson: Lesson) -> dict[str, object]:
    if is_withheld(telling, lesson.subject):  # its moves would give away a firmness or a value
        return {"about": _subject(telling, lesson.subject)}
    return {
        "about": _subject(telling, lesson.subject),
        "move": lesson.move,
        "variance": lesson.variance,
        "error": lesson.error,
        "expected_change": lesson.expected_change,
        "chance_change": lesson.chance_change,
        "low": lesson.low,
        "high": lesson.high,
        "groups": lesson.groups,
        "is_within_error": lesson.is_within_error,
    }


def _bar(telling: Telling, bar: Bar) -> dict[str, object]:
    if is_withheld(telling, bar.subject):
        return {"about": _subject(telling, bar.subject)}
    return {
        "about": _subject(telling, bar.subject),
        "low": _bar_end(telling, bar.low),
        "high": _bar_end(telling, bar.high),
        "in_proportion": bar.in_proportion,
        "is_range_assumed": bar.is_range_assumed,
        "is_within_error": bar.is_within_error,
    }


def _bar_end(telling: Telling, end: BarEnd) -> dict[str, object]:
    return {
        "value": _exact(end.value),
        "some_bluff": end.some_bluff,
        "all_off": end.all_off,
        "change": end.change,
        "error": end.error,
        "leading_opening": _conditions(telling, end.opening),
        "reason": end.reason,
    }


def _break_even(telling: Telling, entry: NumberBreakEven) -> dict[str, object]:
    if is_withheld(telling, entry.subject):
        return {"about": _subject(telling, entry.subject)}
    return {
        "about": _subject(telling, entry.subject),
        "end": entry.end.value,
        "stated": _exact(entry.stated),
        "least": _exact(entry.least),
        "most": _exact(entry.most),
        "in_proportion": entry.in_proportion,
        "verdict_below": _flip(entry.below),
        "verdict_above": _flip(entry.above),
        "opening_below": _opening_flip(telling, entry.opening_below),
        "opening_above": _opening_flip(telling, entry.opening_above),
        "is_complete": entry.is_complete,
        "is_opening_exact": entry.is_opening_exact,
        "reason": entry.reason,
    }


def _flip(flip: Flip | None) -> dict[str, object] | None:
    if flip is None:
        return None
    return {
        "value": _exact(flip.value),
        "at": None if flip.at is None else flip.at.value,
        "beyond": None if flip.beyond is None else flip.beyond.value,
    }


def _opening_flip(telling: Telling, flip: OpeningFlip | None) -> dict[str, object] | None:
    if flip is None:
        return None
    return {"value": _exact(flip.value), "at": _conditions(telling, flip.at), "beyond": _conditions(telling, flip.beyond)}


def _effect(telling: Telling, effect: FirmnessEffect) -> dict[str, object]:
    if is_withheld(telling, effect.subject):  # the shares would give its firmness away
        return {"about": _subject(telling, effect.subject)}
    return {
        "about": _subject(telling, effect.subject),
        "firmness": [_exact(effect.low), _exact(effect.high)],
        "if_bluff": None if effect.if_bluff is None else float(effect.if_bluff),
        "if_meant": None if effect.if_meant is None else float(effect.if_meant),
        "verdict_without": effect.without.value,
    }
