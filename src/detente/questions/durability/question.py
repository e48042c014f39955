"""Would the deal be kept at each phase? The durability question of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from detente.model.case import Case
from detente.model.phases import Phases
from detente.model.verdict import Provenance, Verdict
from detente.questions.durability.case_agreement import CaseAgreement
from detente.questions.durability.case_base import Base, base_reading, middle, unravelled
from detente.questions.durability.case_bounds import PartyBounds
from detente.questions.durability.case_break_even import break_evens
from detente.questions.durability.case_comparisons import KEPT, NO_DEAL, PartyOrder, broken_at
from detente.questions.durability.case_nodes import BY_COMPARISON, NodeJudge, proportion, span
from detente.questions.durability.case_numbers import difference, record_key
from detente.questions.durability.case_play import Play, play
from detente.questions.durability.case_readings import AgreementReadings, draw_readings, fits_comparisons
from detente.questions.durability.case_remedies import Remedies
from detente.questions.durability.case_types import types_found
from detente.questions.durability.causes import causes
from detente.questions.durability.errors import PlanError
from detente.questions.durability.finding import (
    CriticalStatement,
    DurabilityFinding,
    Learning,
    NodeFinding,
    NodeReasons,
    Proportion,
    Remedy,
    Signing,
    Unreachable,
)
from detente.questions.durability.slack import Act
from detente.readings.draws import check_draws

__all__ = ["durability"]

Progress = Callable[[str, int, int], None]

STAGES = 3


def durability(case: Case, *, readings: int = 2000, seed: int = 1, progress: Progress | None = None) -> DurabilityFinding:
    """Whether a phased agreement is kept at each of its phases, where it would break, why, and what would hold it.

    HOLDS, FAILS, CONTESTED and UNDETERMINED as in :class:`DurabilityFinding`. Comparisons of situations are enough for an
    answer; numbers, points or ranges, add how much. What holds in all readings and what in some is
    exact; shares are over readings drawn: numbers evenly in their ranges, orders of the situations that fit the comparisons
    each as likely.

    Parameters
    ----------
    readings, seed : of the draws, where something is drawn.
    progress : called with (what, done, total) now and then.

    Raises
    ------
    ValueError
        If ``readings`` is less than 2, or ``seed`` negative.

    Examples
    --------
    >>> import detente
    >>> found = detente.durability(detente.load("hostages-for-withdrawal"))
    >>> found.verdict, [node.step for node in found.failing], found.unravelled.first_break
    (<Verdict.FAILS: 'fails'>, ['last-withdrawal'], (('first-release', 'a'),))
    """
    check_draws(readings, seed)
    if case.phases is None:
        return _undetermined(f"the case has no `phases` section, or nothing in it was on record by {case.as_of}")
    if not case.phases.comparisons and not case.phases.stakes:
        return _undetermined("nothing says what any party would rather: the phases have neither comparisons nor stakes")
    try:
        return _Asked(case=case, phases=case.phases, n=readings, seed=seed, progress=progress).finding()
    except PlanError as limit:
        return _undetermined(str(limit))


def _undetermined(reason: str) -> DurabilityFinding:
    return DurabilityFinding(
        verdict=Verdict.UNDETERMINED,
        unit="",
        parties=(),
        numeric=(),
        kept=None,
        signed=None,
        nodes=(),
        conflict=(),
        unravelled=None,
        critical=(),
        learning=(),
        signing=(),
        reasons=(),
        has_ranges=False,
        is_middle=False,
        is_upfront_worthless=None,
        remedies=(),
        unreachable=(),
        why_no_numbers=None,
        break_even=(),
        types=(),
        n_readings=0,
        reason=reason,
        provenance=Provenance(method="not asked", is_exact=True, seed=None),
    )


@dataclass(frozen=True, eq=False, kw_only=True)
class _Asked:
    """One run of the question."""

    case: Case
    phases: Phases
    n: int
    seed: int
    progress: Progress | None

    @cached_property
    def agreement(self) -> CaseAgreement:
        return CaseAgreement.of(self.case, self.phases)

    @cached_property
    def orders(self) -> dict[str, PartyOrder]:
        return {actor: PartyOrder.of(self.agreement, actor) for actor in self.agreement.parties}

    @cached_property
    def bounds(self) -> dict[str, PartyBounds]:
        agreement = self.agreement
        return {actor: PartyBounds(agreement=agreement, order=self.orders[actor]) for actor in agreement.numeric}

    def finding(self) -> DurabilityFinding:
        """The answer."""
        self._tell(0)
        agreement = self.agreement
        readings, why_none = self._readings()
        played = None if readings is None else play(agreement, readings)
        self._tell(1)
        judge = NodeJudge(agreement=agreement, orders=self.orders, bounds=self.bounds, readings=readings, play=played)
        nodes = judge.nodes()
        conflict = () if any(n.verdict is Verdict.FAILS for n in nodes) else tuple(self._conflict())
        verdict, reason = self._verdict(nodes, conflict, played, why_none)
        base = None if readings is None or played is None or not self.bounds else self._base(readings, played)
        is_all = len(self.bounds) == len(agreement.parties)
        others_hold = all(n.verdict is Verdict.HOLDS for n in nodes if n.actor not in self.bounds)
        self._tell(2)
        remedies, unreachable, worthless = self._remedies(readings, base, others_hold)
        chain = None if readings is None or played is None else unravelled(agreement, readings, played, base if is_all else None)
        found = DurabilityFinding(
            verdict=verdict,
            unit=self.phases.unit,
            parties=agreement.parties,
            numeric=agreement.numeric,
            kept=self._kept(verdict, readings, played),
            signed=None
            if readings is None or played is None
            else proportion(played.is_kept & ~played.unwilling.any(axis=0), is_exact=readings.is_exact),
            nodes=nodes,
            conflict=conflict,
            unravelled=None if verdict is Verdict.HOLDS else chain,
            critical=tuple(self._critical(nodes)) if verdict is Verdict.CONTESTED else (),
            learning=self._learning(nodes, played),
            signing=tuple(self._signing(readings, played)),
            reasons=() if base is None else self._reasons(base),
            has_ranges=bool(agreement.numbers.ranged),
            is_middle=base is not None and base.is_middle,
            is_upfront_worthless=worthless,
            remedies=remedies,
            unreachable=unreachable,
            why_no_numbers=self._why_no_numbers(why_none),
            break_even=() if base is None else tuple(break_evens(agreement, self.bounds, base, others_hold=others_hold)),
            types=tuple(types_found(agreement, base)) if base is not None and is_all else (),
            n_readings=0 if readings is None else readings.n,
            reason=reason,
            provenance=self._provenance(readings),
        )
        self._tell(STAGES)
        return found

    def _tell(self, done: int) -> None:
        if self.progress is not None:
            self.progress("Playing the phases", done, STAGES)

    def _readings(self) -> tuple[AgreementReadings | None, str | None]:
        try:
            return draw_readings(self.agreement, self.n, self.seed), None
        except PlanError as limit:
            return None, str(limit)

    # -- the answer ----------------------------------------------------------------------------------

    def _conflict(self) -> Iterator[tuple[str, str]]:
        """Nodes of one party that no numbers let hold together."""
        for bounds in self.bounds.values():
            found = tuple(dict.fromkeys((own.node.step, own.node.actor) for own in bounds.conflict()))
            if found:
                yield from found
                return

    def _verdict(
        self, nodes: tuple[NodeFinding, ...], conflict: tuple[tuple[str, str], ...], played: Play | None, why_none: str | None
    ) -> tuple[Verdict, str | None]:
        """HOLDS and FAILS only where proven; CONTESTED only with a reading of either kind, or proof that there is one."""
        if all(node.verdict is Verdict.HOLDS for node in nodes):
            return Verdict.HOLDS, None
        if conflict or any(node.verdict is Verdict.FAILS for node in nodes):
            return Verdict.FAILS, None
        is_exact = not any(bounds.is_relaxed for bounds in self.bounds.values())
        if is_exact or (played is not None and played.is_kept.any() and not played.is_kept.all()):
            return Verdict.CONTESTED, None
        if played is None:
            return Verdict.UNDETERMINED, why_none
        return Verdict.UNDETERMINED, f"all of the {played.violated.shape[1]:,} readings drawn agree, but that is no proof"

    def _kept(self, verdict: Verdict, readings: AgreementReadings | None, played: Play | None) -> Proportion | None:
        if verdict in (Verdict.HOLDS, Verdict.FAILS):
            return Proportion(share=Fraction(int(verdict is Verdict.HOLDS)), error=0.0)
        if readings is None or played is None:
            return None
        return proportion(played.is_kept, is_exact=readings.is_exact)

    def _base(self, readings: AgreementReadings, played: Play) -> Base:
        values = middle(self.agreement)
        fits = all(fits_comparisons(self.agreement, self.orders[actor], values) for actor in self.agreement.numeric)
        return base_reading(self.agreement, readings, played, fits)

    def _remedies(
        self, readings: AgreementReadings | None, base: Base | None, others_hold: bool
    ) -> tuple[tuple[Remedy, ...], tuple[Unreachable, ...], bool | None]:
        if readings is None or base is None:
            return (), (), None
        looking = Remedies(
            agreement=self.agreement,
            orders=self.orders,
            bounds=self.bounds,
            readings=readings,
            base=base,
            others_hold=others_hold,
        )
        return *looking.found(), looking.is_upfront_worthless()

    def _reasons(self, base: Base) -> tuple[NodeReasons, ...]:
        nodes = {(node.tick, node.actor): node for node in self.agreement.nodes}
        return tuple(
            NodeReasons(
                step=nodes[own.node.tick, own.node.mover].step,
                actor=own.node.mover,
                contributions=own.contributions,
                minimal_sets=own.minimal_sets,
            )
            for own in causes(base.plan).nodes
        )

    # -- what it hangs on ----------------------------------------------------------------------------

    def _critical(self, nodes: tuple[NodeFinding, ...]) -> Iterator[CriticalStatement]:
        """Conditions that decide together, in the order of the nodes; those others imply are left out."""
        found = [*self._critical_orders(), *self._critical_numbers()]
        place = {node.key: k for k, node in enumerate(nodes)}
        yield from sorted(found, key=lambda own: place[own.step, own.actor])

    def _critical_numbers(self) -> Iterator[CriticalStatement]:
        for actor, bounds in self.bounds.items():
            for own in bounds.critical():
                folded = self.agreement.numbers.folded(own.form)
                terms = tuple((factor, key) for key, factor in folded.items() if key)
                yield CriticalStatement(
                    step=own.node.step, actor=actor, act=own.act, terms=terms, constant=folded.get((), Fraction(0))
                )

    def _critical_orders(self) -> Iterator[CriticalStatement]:
        for actor, order in self.orders.items():
            if actor in self.bounds:
                continue
            own = [n for n in self.agreement.nodes if n.actor == actor]
            left = [n for n in own if BY_COMPARISON[order.compare(KEPT, broken_at(n))[0]] is Verdict.CONTESTED]
            for node in list(left):
                others = [other for other in left if other is not node]
                if any(order.implies(broken_at(other), broken_at(node)) for other in others):
                    left = others
            for node in left:
                act = Act.LAPSE if self.agreement.is_expiry(node.tick) else Act.BREAK
                yield CriticalStatement(step=node.step, actor=actor, act=act, terms=(), constant=Fraction(0))

    def _learning(self, nodes: tuple[NodeFinding, ...], played: Play | None) -> tuple[Learning, ...]:
        """Open nodes by how much knowing them would tell, the best first; the first of those that tell as much."""
        if played is None or played.violated.shape[1] < 2:
            return ()
        kept, found = played.is_kept, []
        whole = float(kept.mean())
        if not 0 < whole < 1:
            return ()
        for place, node in enumerate(nodes):
            stays = ~played.violated[place]
            share = float(stays.mean())
            if node.verdict in (Verdict.HOLDS, Verdict.FAILS) or not 0 < share < 1:
                continue
            n_stays = int(stays.sum())
            holds = Fraction(int(kept.sum()), n_stays)
            gain = share * (1 - share) * float(holds) ** 2 / (whole * (1 - whole))
            found.append(Learning(step=node.step, actor=node.actor, holds_if_kept=holds, gain=gain))
        return tuple(sorted(found, key=lambda own: -own.gain))

    def _signing(self, readings: AgreementReadings | None, played: Play | None) -> Iterator[Signing]:
        for place, actor in enumerate(self.agreement.parties):
            said, rankings = self.orders[actor].compare(KEPT, NO_DEAL)
            records = tuple(f"phases.comparisons.{ranking}" for ranking in rankings)
            verdict = BY_COMPARISON[said] if rankings else Verdict.UNDETERMINED
            keeping = no_deal = None
            if actor in self.bounds:
                agreement, bounds = self.agreement, self.bounds[actor]
                kept, none = agreement.kept_from_signing(actor), agreement.no_deal(actor)
                low, high = bounds.ends(difference(kept, none))
                drawn = [
                    None if readings is None else agreement.numbers.drawn(f, readings.numbers, readings.n) for f in (kept, none)
                ]
                keeping, no_deal = span(bounds.ends(kept), drawn[0]), span(bounds.ends(none), drawn[1])
                if verdict in (Verdict.CONTESTED, Verdict.UNDETERMINED):
                    verdict = Verdict.HOLDS if low >= 0 else Verdict.FAILS if high < 0 else Verdict.CONTESTED
                names = (name for form in (kept, none) for key in form for name in key if name.startswith("stakes."))
                records = (*records, *dict.fromkeys(record_key(name) for name in names))
            yield Signing(
                actor=actor,
                verdict=verdict,
                kept=self._share(readings, None if played is None else ~played.unwilling[place]),
                path=self._share(readings, None if played is None else ~played.prefers_none[place]),
                keeping=keeping,
                no_deal=no_deal,
                records=records,
            )

    @staticmethod
    def _share(readings: AgreementReadings | None, is_so: np.ndarray | None) -> Proportion | None:
        return None if readings is None or is_so is None else proportion(is_so, is_exact=readings.is_exact)

    # -- how it was reached --------------------------------------------------------------------------

    def _why_no_numbers(self, why_none: str | None) -> str | None:
        if why_none is not None:
            return why_none
        if not self.bounds:
            return "no party's stakes are given in numbers"
        missing = [actor for actor in self.agreement.parties if actor not in self.bounds]
        return f"the stakes of {', '.join(f'`{actor}`' for actor in missing)} are not given in numbers" if missing else None

    def _provenance(self, readings: AgreementReadings | None) -> Provenance:
        is_drawn = readings is not None and not readings.is_exact
        n = () if readings is None else (("readings drawn" if is_drawn else "readings", f"{readings.n:,}"),)
        return Provenance(
            method="backward induction, drawn readings" if is_drawn else "backward induction",
            is_exact=not is_drawn,
            seed=self.seed if is_drawn else None,
            parameters=(*n, ("nodes", str(len(self.agreement.nodes)))),
        )
