"""What is found of every node: sure or not, in what share of readings, by which numbers or comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

import numpy as np

from detente.model.phases import END
from detente.model.verdict import Verdict
from detente.questions.durability.case_agreement import CaseAgreement, Node
from detente.questions.durability.case_bounds import PartyBounds
from detente.questions.durability.case_comparisons import KEPT, PartyOrder, broken_at
from detente.questions.durability.case_numbers import FloatArray, Form, record_key
from detente.questions.durability.case_play import Play
from detente.questions.durability.case_readings import AgreementReadings, BoolArray
from detente.questions.durability.finding import Basis, Delivery, NodeFinding, Proportion, Span
from detente.questions.durability.ordinal import Comparison
from detente.questions.durability.slack import Act

__all__ = ["NodeJudge", "proportion", "span"]

BY_COMPARISON = {
    Comparison.KEEPS: Verdict.HOLDS,
    Comparison.LEAVES: Verdict.FAILS,
    Comparison.OPEN: Verdict.CONTESTED,
}


def proportion(is_so: BoolArray, *, is_exact: bool) -> Proportion:
    """The share of readings in which something is so."""
    n = len(is_so)
    share = Fraction(int(is_so.sum()), n)
    return Proportion(share=share, error=0.0 if is_exact else sqrt(float(share * (1 - share)) / n))


def span(ends: tuple[Fraction, Fraction], drawn: FloatArray | None) -> Span:
    """Bounds with the median of the readings; the value itself where there is one only."""
    low, high = ends
    if low == high:
        return Span(low=low, middle=low, high=high)
    middle = (low + high) / 2 if drawn is None else Fraction(f"{float(np.median(drawn)):.6f}")
    return Span(low=low, middle=min(max(middle, low), high), high=high)


@dataclass(frozen=True, eq=False, kw_only=True)
class NodeJudge:
    """Judges the nodes of an agreement; ``readings`` and ``play`` are ``None`` where none could be drawn."""

    agreement: CaseAgreement
    orders: Mapping[str, PartyOrder]
    bounds: Mapping[str, PartyBounds]
    readings: AgreementReadings | None
    play: Play | None

    def nodes(self) -> tuple[NodeFinding, ...]:
        """Every node in order."""
        return tuple(self._node(place, node) for place, node in enumerate(self.agreement.nodes))

    def verdict(self, node: Node) -> tuple[Verdict, tuple[str, ...], Basis]:
        """Whether a node is kept for sure, the records behind that, and by what it is judged."""
        order = self.orders[node.actor]
        said, rankings = order.compare(KEPT, broken_at(node))
        compared = tuple(f"phases.comparisons.{ranking}" for ranking in rankings)
        if node.actor not in self.bounds:
            if not order.rankings:
                return Verdict.UNDETERMINED, (), Basis.NOTHING
            return BY_COMPARISON[said], compared, Basis.COMPARISONS
        forms = [own.form for own in self.bounds[node.actor].forms if own.node == node]
        numbers = tuple(dict.fromkeys(record_key(name) for form in forms for key in form for name in key if _is_judged(name)))
        basis = Basis.BOTH if order.rankings else Basis.NUMBERS
        low, high = self.bounds[node.actor].node_ends(node)
        if said is not Comparison.OPEN:
            return BY_COMPARISON[said], (*compared, *numbers), basis
        verdict = Verdict.HOLDS if low >= 0 else Verdict.FAILS if high < 0 else Verdict.CONTESTED
        return verdict, (*compared, *numbers), basis

    def _node(self, place: int, node: Node) -> NodeFinding:
        verdict, records, basis = self.verdict(node)
        phases, is_end = self.agreement.phases, node.step == END
        step = None if is_end else phases.steps[node.tick]
        own = (f"phases.steps.{node.step}",) if step is not None else ("phases.end",)
        keeping, leaving, slack, act = self._values(node)
        return NodeFinding(
            step=node.step,
            actor=node.actor,
            phase=None if step is None else step.phase,
            at=self.agreement.time(node.tick),
            delivers=()
            if step is None
            else tuple(Delivery(asset=o.asset, low=o.amount.low, high=o.amount.high) for o in step.delivers),
            is_end=is_end,
            is_expiry=self.agreement.is_expiry(node.tick),
            basis=basis,
            verdict=verdict,
            kept=self._kept(place, verdict),
            only_by_tie=verdict is Verdict.CONTESTED and self.orders[node.actor].implies(broken_at(node), KEPT),
            others_kept=self._share(None if self.play is None else self._others(self.play, place)),
            ends_here=self._share(None if self.play is None else self._ends(self.play, place)),
            root_here=self._share(None if self.play is None else self._roots(self.play, place)),
            keeping=keeping,
            leaving=leaving,
            slack=slack,
            act=act,
            records=(*own, *records),
        )

    def _kept(self, place: int, verdict: Verdict) -> Proportion | None:
        """The share, all or nothing where that is proven."""
        if verdict in (Verdict.HOLDS, Verdict.FAILS):
            return Proportion(share=Fraction(int(verdict is Verdict.HOLDS)), error=0.0)
        return self._share(None if self.play is None else ~self.play.violated[place])

    def _share(self, is_so: BoolArray | None) -> Proportion | None:
        if is_so is None or self.readings is None:
            return None
        return proportion(is_so, is_exact=self.readings.is_exact)

    def _others(self, played: Play, place: int) -> BoolArray:
        """Readings in which every other node is kept."""
        return np.asarray(~np.delete(played.violated, place, axis=0).any(axis=0), np.bool_)

    def _ends(self, played: Play, place: int) -> BoolArray:
        """Readings in which the agreement ends at a node, one of several at the end included."""
        first_end = len(self.agreement.phases.steps)
        if place < first_end:
            return np.asarray(played.outcome == place + 2, np.bool_)
        return np.asarray(played.leaves[place] & ~played.leaves[:first_end].any(axis=0), np.bool_)

    def _roots(self, played: Play, place: int) -> BoolArray:
        """Readings in which a node is the root cause: at the end, each that fails there."""
        if place < len(self.agreement.phases.steps):
            return np.asarray(played.root == place, np.bool_)
        return np.asarray(played.violated[place], np.bool_)

    def _values(self, node: Node) -> tuple[Span | None, Span | None, Span | None, Act | None]:
        if node.actor not in self.bounds:
            return None, None, None, None if self.agreement.is_expiry(node.tick) else Act.BREAK
        agreement, actor = self.agreement, node.actor
        bounds = self.bounds[actor]
        kept = agreement.kept(actor, node.tick)
        broken, plain = agreement.broken(actor, node), agreement.fighting(actor, node.tick)
        ways = [broken, plain] if agreement.is_expiry(node.tick) else [broken]
        ends = [bounds.ends(way) for way in ways]
        leaving = (max(low for low, _ in ends), max(high for _, high in ends))
        drawn = self._drawn([kept, *ways])
        worst = None if drawn is None else np.max(drawn[1:], axis=0)
        slack = None if drawn is None or worst is None else drawn[0] - worst
        act = Act.BREAK
        if len(ways) > 1:
            lapses = ends[1][0] >= ends[0][1] if drawn is None else float(np.mean(drawn[2] >= drawn[1])) >= 0.5
            act = Act.LAPSE if lapses else Act.BREAK
        return (
            span(bounds.ends(kept), None if drawn is None else drawn[0]),
            span(leaving, worst),
            span(bounds.node_ends(node), slack),
            act,
        )

    def _drawn(self, forms: list[Form]) -> list[FloatArray] | None:
        if self.readings is None:
            return None
        return [self.agreement.numbers.drawn(form, self.readings.numbers, self.readings.n) for form in forms]


def _is_judged(name: str) -> bool:
    """Amounts rest on the record of their step or asset and are told by that."""
    return name.startswith(("stakes.", "guarantees."))
