"""Rules on what parties have at stake: enough numbers to compare, and none that a comparison rules out."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from detente.casefile.reading import Entry
from detente.casefile.resolve import Draft
from detente.casefile.source import Report, listed
from detente.diagnostics import Note
from detente.model.phases import Phases, StakeKind
from detente.readings.situation_values import ruled_out

__all__ = ["check_peace", "check_stakes"]

_TOLD = (StakeKind.NO_DEAL, StakeKind.FIGHTING)
"""Numbers that are seldom 0 in fact."""


def check_peace(draft: Draft, report: Report) -> None:
    """DET460: stakes without the peace compare with nothing."""
    for actor, (key, read) in (draft.scope.entries["phases"].get("stakes") or {}).items():
        if isinstance(read.value, Entry) and "peace" not in read.value.keys:
            advice = "add `peace:`, what the kept peace is worth; or compare situations, which takes no numbers"
            report.error("DET460", f"the stakes of `{actor}` lack `peace`", key.span, help=advice)


def check_stakes(draft: Draft, report: Report, phases: Phases) -> None:
    """Run the rules that need every record of the agreement."""
    for actor in dict.fromkeys(stake.actor for stake in phases.stakes):
        entry = draft.scope.entries[f"phases.stakes.{actor}"]
        _assumed(draft, report, phases, actor)
        _silent_zeros(draft, report, actor, entry)
        _discounting(report, phases, actor, entry)
        if not report.has_errors:
            _ruled_out(draft, report, phases, actor)


def _assumed(draft: Draft, report: Report, phases: Phases, actor: str) -> None:
    """DET306: numbers without claims, told once for a party."""
    bare = dict.fromkeys(stake.kind.value for stake in phases.stakes_of(actor) if not stake.value.because)
    if bare:
        verb = "rests on no claim: it is an assumption" if len(bare) == 1 else "rest on no claim: they are assumptions"
        advice = "write `{value: 10..30, because: [...]}` with the claims it rests on; else it is told as an assumption"
        report.note("DET306", f"{listed(bare)} {verb}", draft.scope.spans[f"phases.stakes.{actor}"], help=advice)


def _silent_zeros(draft: Draft, report: Report, actor: str, entry: Entry) -> None:
    """DET463: numbers that count as 0 for want of another."""
    missing = [kind.value for kind in _TOLD if kind.value not in entry.keys]
    if missing:
        verb = "counts" if len(missing) == 1 else "count"
        message = f"{listed(missing)} of `{actor}` {verb} as 0"
        advice = "say what it is worth, if only as a range; write 0 if that is meant"
        report.note("DET463", message, draft.scope.spans[f"phases.stakes.{actor}"], help=advice)


def _discounting(report: Report, phases: Phases, actor: str, entry: Entry) -> None:
    """DET464: with discounting, times lie whole units apart, so that values stay exact."""
    discount = next((s.value for s in phases.stakes_of(actor) if s.kind is StakeKind.DISCOUNT), None)
    if discount is None or discount.low == 1:
        return
    times = [Fraction(0), *(step.at for step in phases.steps), phases.end.at]
    if any((later - earlier).denominator != 1 for earlier, later in pairwise(times)):
        advice = f"choose a shorter `unit` than {phases.unit}, so that all times are whole numbers"
        message = "a discount factor below 1 needs steps that lie whole units apart"
        report.error("DET464", message, entry.span("discount"), help=advice)


# -- comparisons and stakes of one party ----------------------------------------------------------------


def _ruled_out(draft: Draft, report: Report, phases: Phases, actor: str) -> None:
    """DET458: no numbers within the ranges order the situations as the party is said to."""
    asked = ruled_out(phases, actor)
    if not asked:
        return
    stakes = Note(text="the stakes stand here", span=draft.scope.spans[f"phases.stakes.{actor}"])
    first, *others = [draft.scope.spans[f"phases.comparisons.{sid}"] for sid in asked]
    notes = [stakes, *(Note(text="together with this one", span=span) for span in others)]
    what = "this comparison" if not others else "these comparisons together"
    message = f"no numbers within the stakes of `{actor}` agree with {what}"
    report.error("DET458", message, first, notes=notes, help="widen a range, or take the comparison out")
