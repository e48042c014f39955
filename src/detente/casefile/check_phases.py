"""Rules on phased agreements: who can deliver what, when, and what a break can cost whom."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from detente.casefile.check_phase_comparisons import check_comparisons
from detente.casefile.check_phase_stakes import check_peace, check_stakes
from detente.casefile.moments import day_at
from detente.casefile.reading import Entry
from detente.casefile.resolve import Draft
from detente.casefile.source import Report, listed
from detente.casefile.values import number_text
from detente.diagnostics import Note, Span
from detente.model.phases import END, HandedOver, Phases, PhaseStep

__all__ = ["check_phases"]


def check_phases(draft: Draft, report: Report) -> None:
    """Run every rule on phases that what could be resolved allows."""
    phases = draft.case.phases
    if "phases" in draft.scope.entries:
        check_peace(draft, report)
    if phases is None:
        return
    checks = _Checks(draft, report, phases)
    checks.run()
    check_comparisons(draft, report, phases)
    if checks.is_whole:
        checks.run_on_whole()
        check_stakes(draft, report, phases)


class _Checks:
    """The agreement of a draft, and the places of its records."""

    def __init__(self, draft: Draft, report: Report, phases: Phases) -> None:
        self.draft = draft
        self.report = report
        self.phases = phases
        self.entry: Entry = draft.scope.entries["phases"]

    @property
    def is_whole(self) -> bool:
        """Whether everything that is written could be resolved."""
        sizes = {
            "assets": len(self.phases.assets),
            "steps": len(self.phases.steps),
            "comparisons": len({ranking.actor for ranking in self.phases.comparisons}),
            "stakes": len({stake.actor for stake in self.phases.stakes}),
            "guarantees": len(self.phases.guarantees),
        }
        is_complete = all(len(self.entry.get(section) or {}) == size for section, size in sizes.items())
        return is_complete and self.entry.is_whole and not self.report.has_errors

    def run(self) -> None:
        self._times()
        self._past()
        self._deliveries()
        self._held()

    def run_on_whole(self) -> None:
        self._guarantees()
        self._types()
        self._undelivered()
        self._open()

    def span(self, key: str) -> Span:
        return self.draft.scope.spans[f"phases.{key}"]

    def step_entry(self, step: str) -> Entry:
        return self.draft.scope.entries[f"phases.steps.{step}"]

    # -- when ---------------------------------------------------------------------------------------

    def _moments(self) -> Iterator[tuple[str, Fraction, Span]]:
        for step in self.phases.steps:
            yield f"the step `{step.id}`", step.at, self.step_entry(step.id).span("at")
        yield "the end", self.phases.end.at, self.draft.scope.entries["phases.end"].span("at")

    def _times(self) -> None:
        """DET451: steps in the order they are taken, from the start to the end."""
        latest, before = Fraction(0), "the start"
        place: Span | None = None
        for what, at, span in self._moments():
            if at < latest:
                notes = [Note(text=f"{before} stands here", span=place)] if place is not None else []
                message = f"{what} is at {number_text(at)}, before {before} at {number_text(latest)}"
                advice = "put the steps in the order they are taken, or mend one of the two times"
                self.report.error("DET451", message, span, notes=notes, help=advice)
            else:
                latest, before, place = at, what, span

    def _past(self) -> None:
        """DET453: what was due before the day of the case is done or broken already."""
        today, start = self.draft.as_of, self.phases.start
        if today is None or start is None:
            return
        for what, at, span in self._moments():
            due = day_at(at, start, self.phases.unit)
            if due is not None and due < today:
                advice = "leave out what is done and count what is still held; or mend `start`, or the day of the case"
                message = f"{what} was due on {due}, before the day of the case, {today}"
                self.report.warning("DET453", message, span, help=advice)

    # -- what is delivered --------------------------------------------------------------------------

    def _handed(self) -> Iterator[tuple[PhaseStep, HandedOver, Span]]:
        for step in self.phases.steps:
            written = self.step_entry(step.id).get("delivers") or {}
            for over in step.delivers:
                yield step, over, written[over.asset][0].span

    def _deliveries(self) -> None:
        """DET454 and DET455: who delivers holds the asset, and people go over whole."""
        assets = {asset.id: asset for asset in self.phases.assets}
        for step, over, span in self._handed():
            asset = assets.get(over.asset)
            if asset is None:
                continue
            if asset.holder != step.actor:
                note = Note(text=f"`{asset.id}` is held by `{asset.holder}`", span=self.span(f"assets.{asset.id}"))
                message = f"`{step.actor}` delivers `{asset.id}`, which it does not hold"
                advice = f"let `{asset.holder}` take the step, or give `{step.actor}` an asset of its own"
                self.report.error("DET454", message, span, notes=[note], help=advice)
            if asset.is_indivisible and any(end.denominator != 1 for end in (over.amount.low, over.amount.high)):
                advice = "write whole numbers, or take `indivisible` out of the asset"
                self.report.error("DET455", f"a part of one of `{asset.id}` is delivered", span, help=advice)
        for asset in self.phases.assets:
            if asset.is_indivisible and any(end.denominator != 1 for end in (asset.amount.low, asset.amount.high)):
                advice = "write whole numbers, or take `indivisible` out"
                span = self.draft.scope.entries[f"phases.assets.{asset.id}"].span("amount")
                self.report.error("DET455", f"there is a part of one of `{asset.id}`", span, help=advice)

    def _held(self) -> None:
        """DET450: not more than there is, even if there is as little as said: so each step may deliver as little."""
        for asset in self.phases.assets:
            handed = [(over, span) for _, over, span in self._handed() if over.asset == asset.id]
            total = Fraction(0)
            for over, span in handed:
                total += over.amount.low
                if total > asset.amount.low:
                    note = Note(text=f"`{asset.id}` stands here", span=self.span(f"assets.{asset.id}"))
                    message = (
                        f"up to here {number_text(total)} of `{asset.id}` are delivered, "
                        f"and there are {'' if asset.amount.is_exact else 'perhaps only '}{number_text(asset.amount.low)}"
                    )
                    advice = "deliver less, or mend the amount that is held"
                    if total <= asset.amount.high:
                        advice = f"let the amount begin at {number_text(total)}, or deliver less"
                    self.report.error("DET450", message, span, notes=[note], help=advice)
                    break

    def _undelivered(self) -> None:
        """DET462: an asset of which nothing goes over."""
        handed = {over.asset for step in self.phases.steps for over in step.delivers}
        for asset in self.phases.assets:
            if asset.id not in handed:
                advice = "add it to what a step `delivers`; if it stays where it is, take it out"
                self.report.note("DET462", f"no step delivers `{asset.id}`", self.span(f"assets.{asset.id}"), help=advice)

    # -- who ----------------------------------------------------------------------------------------

    def _movers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.actor for step in self.phases.steps))

    def _open(self) -> None:
        """DET459: a party of which nothing is said that would decide."""
        said = {ranking.actor for ranking in self.phases.comparisons} | {stake.actor for stake in self.phases.stakes}
        for actor in self._movers():
            if actor not in said:
                own = [step for step in self.phases.steps if step.actor == actor]
                advice = f"add comparisons or stakes of `{actor}`, as far as the record goes"
                message = f"nothing says what `{actor}` would rather: its steps stay open"
                self.report.warning("DET459", message, self.step_entry(own[0].id).span("by"), help=advice)

    def _guarantees(self) -> None:
        """DET461: a price on a break that cannot be."""
        movers = self._movers()
        for guarantee in self.phases.guarantees:
            entry = self.draft.scope.entries[f"phases.guarantees.{guarantee.id}"]
            if guarantee.on not in movers:
                advice = f"name who could break: {listed(movers, 'or')}"
                message = f"`{guarantee.on}` takes no step that it could break"
                self.report.error("DET461", message, entry.span("on"), help=advice)
                continue
            own = {step.id for step in self.phases.steps if step.actor == guarantee.on} | {END}
            for read in entry.get("at") or ():
                if read.value not in own:
                    advice = f"its steps are {listed(sorted(own - {END}))}; everyone may break at `end`"
                    message = f"`{guarantee.on}` does not move at `{read.value}`"
                    self.report.error("DET461", message, read.span, help=advice)

    def _types(self) -> None:
        """DET465: a second type that differs in nothing, or has no first one to differ from."""
        for types in self.phases.types:
            own = {(stake.kind, stake.of): stake.value for stake in self.phases.stakes_of(types.actor)}
            span = self.span(f"types.{types.actor}")
            if not own:
                advice = f"add `stakes` of `{types.actor}`: those of the type that means to keep the agreement"
                self.report.error("DET465", f"`{types.actor}` has no stakes that its types could differ in", span, help=advice)
            elif all(
                (stake.kind, stake.of) in own
                and (own[stake.kind, stake.of].low, own[stake.kind, stake.of].high) == (stake.value.low, stake.value.high)
                for stake in types.stakes
            ):
                advice = "say what the one that uses the truce has at stake: `regrouping`, `peace`"
                self.report.error("DET465", f"the two types of `{types.actor}` do not differ", span, help=advice)
