"""Rules on what parties have at stake: enough numbers to compare, and none that a comparison rules out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from detente.casefile.reading import Entry
from detente.casefile.resolve import Draft
from detente.casefile.situation_values import Form, SituationValues
from detente.casefile.source import Report, listed
from detente.diagnostics import Note
from detente.model.phases import Phases, SituationRanking, StakeKind
from detente.model.preference import Link

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
            _ruled_out(draft, report, SituationValues(phases, actor))


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


def _ruled_out(draft: Draft, report: Report, values: SituationValues) -> None:
    """DET458: no numbers within the ranges order the situations as the party is said to."""
    rankings = values.phases.comparisons_of(values.actor)
    rows = {ranking.id: tuple(_rows(ranking, values)) for ranking in rankings}
    asked = [ranking.id for ranking in rankings if rows[ranking.id]]
    if not asked or _can_hold([row for sid in asked for row in rows[sid]], values):
        return
    for sid in list(asked):  # what the contradiction does not need is left out, from the first
        rest = [other for other in asked if other != sid]
        if not _can_hold([row for other in rest for row in rows[other]], values):
            asked = rest
    stakes = Note(text="the stakes stand here", span=draft.scope.spans[f"phases.stakes.{values.actor}"])
    first, *others = [draft.scope.spans[f"phases.comparisons.{sid}"] for sid in asked]
    notes = [stakes, *(Note(text="together with this one", span=span) for span in others)]
    what = "this comparison" if not others else "these comparisons together"
    message = f"no numbers within the stakes of `{values.actor}` agree with {what}"
    report.error("DET458", message, first, notes=notes, help="widen a range, or take the comparison out")


def _rows(ranking: SituationRanking, values: SituationValues) -> Iterator[tuple[Form, Link]]:
    """Differences that must be above 0, not below it, or 0."""
    worths = [values.value(situation) for situation in ranking.situations]
    for better, link, worse in zip(worths, ranking.links, worths[1:], strict=False):
        if better is not None and worse is not None:
            yield {name: better.get(name, Fraction(0)) - worse.get(name, Fraction(0)) for name in {**better, **worse}}, link


def _can_hold(rows: Sequence[tuple[Form, Link]], values: SituationValues) -> bool:
    """Whether some numbers within their ranges meet every row: the least gap of the strict ones is made as large as can be."""
    from detente.solve.linear import Program, Row, Sense, Status  # only where a party has both comparisons and stakes

    gap, one = "gap", Fraction(1)
    program = [Row({name: one}, Sense.AT_MOST, high - low) for name, (low, high) in values.bounds.items()]
    program.append(Row({gap: one}, Sense.AT_MOST, one))
    senses = {Link.ABOVE: Sense.AT_LEAST, Link.AT_LEAST: Sense.AT_LEAST, Link.EQUAL: Sense.EQUAL}
    for form, link in rows:
        at_low = sum((factor * values.bounds[name][0] for name, factor in form.items()), Fraction(0))
        factors = {**form, gap: -one} if link is Link.ABOVE else form
        program.append(Row(factors, senses[link], -at_low))
    found = Program([*values.bounds, gap], program).maximize({gap: one})
    is_strict = any(link is Link.ABOVE for _, link in rows)
    return found.status is Status.OPTIMAL and (found.value > 0 or not is_strict)
