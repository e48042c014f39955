"""What holds for all numbers within their ranges and what for some, exactly: each node, and all nodes of a party together.

Parties have no number in common but amounts, so each is looked at by itself. A product of two ranges is taken for a number
of its own within the bounds the two set: what holds for all of these holds for all numbers; what holds for some need not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from detente.model.phases import Situation, SituationKind
from detente.model.preference import Link
from detente.questions.durability.case_agreement import CaseAgreement, Node
from detente.questions.durability.case_comparisons import PartyOrder
from detente.questions.durability.case_numbers import Form, difference
from detente.questions.durability.slack import Act
from detente.solve.linear import Program, Row, Sense, Status

__all__ = ["NodeForm", "PartyBounds"]

GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeForm:
    """By how much the mover would rather keep than do ``act`` at a node; it keeps iff all forms of the node are not below 0."""

    node: Node
    act: Act
    form: Form


@dataclass(frozen=True, eq=False, kw_only=True)
class PartyBounds:
    """One party with numbers, drawn from their ranges where they put situations in the order its comparisons say."""

    agreement: CaseAgreement
    order: PartyOrder

    @cached_property
    def forms(self) -> tuple[NodeForm, ...]:
        """Every condition of the party's own nodes, in order."""
        own = [node for node in self.agreement.nodes if node.actor == self.order.actor]
        return tuple(NodeForm(node=n, act=act, form=form) for n in own for act, form in self.agreement.slack_forms(n))

    @cached_property
    def is_relaxed(self) -> bool:
        """Whether more is allowed than can be.

        That is so where a product or power is taken for a number of its own, amounts may not go together, or a comparison of
        a truce that may lapse makes no row.
        """
        folded = [self.agreement.numbers.folded(f) for f in (*(own.form for own in self.forms), *(f for f, _ in self._said))]
        keys = {key for form in folded for key in form if key}
        names = {name for key in keys for name in key}
        is_power = any("^" in name for name in names)
        n_links = sum(len(ranking.links) for ranking in self.order.rankings)
        return (
            is_power
            or len(self._said) < n_links
            or any(len(key) > 1 for key in keys)
            or any(name.startswith(("assets.", "steps.")) for name in names)
        )

    def ends(self, form: Form) -> tuple[Fraction, Fraction]:
        """Bounds of a form that nothing within the ranges and comparisons exceeds."""
        if not self._said:
            return self.agreement.numbers.bounds(form)
        plain = self.agreement.numbers.folded(form)
        program = self._program((), extra=(plain,))
        low = -program.value({key: -factor for key, factor in plain.items()})
        return low, program.value(plain)

    def node_ends(self, node: Node) -> tuple[Fraction, Fraction]:
        """Bounds of the slack of a node: the least over its conditions, and the least of their greatest."""
        ends = [self.ends(own.form) for own in self.forms if own.node == node]
        return min(low for low, _ in ends), min(high for _, high in ends)

    def can_hold(self, asked: Sequence[NodeForm]) -> bool:
        """Whether some numbers meet all conditions asked at once."""
        return self._program([own.form for own in asked]).is_possible

    def conflict(self) -> tuple[NodeForm, ...]:
        """A smallest set of own conditions that cannot hold together; empty where all can."""
        kept = [own for own in self.forms if self.ends(own.form)[0] < 0]
        if self.can_hold(kept):
            return ()
        for own in list(kept):
            others = [other for other in kept if other is not own]
            if not self.can_hold(others):
                kept = others
        return tuple(kept)

    def critical(self) -> tuple[NodeForm, ...]:
        """Conditions that decide: the party keeps everything iff all of these hold; those the others imply are left out."""
        kept = [own for own in self.forms if self.ends(own.form)[0] < 0]
        for own in reversed(list(kept)):
            others = [other for other in kept if other is not own]
            plain = self.agreement.numbers.folded(own.form)
            program = self._program([other.form for other in others], extra=(plain,))
            if program.is_possible and -program.value({key: -factor for key, factor in plain.items()}) >= 0:
                kept = others
        return tuple(kept)

    @cached_property
    def _said(self) -> tuple[tuple[Form, Link], ...]:
        """Differences the comparisons put above 0, not below it, or at 0; a truce that may lapse makes none."""
        made = []
        for ranking in self.order.rankings:
            worths = [self._worth(situation) for situation in ranking.situations]
            for (better, worse), link in zip(pairwise(worths), ranking.links, strict=True):
                if better is not None and worse is not None:
                    made.append((difference(better, worse), link))
        return tuple(made)

    def _worth(self, situation: Situation) -> Form | None:
        agreement, actor = self.agreement, self.order.actor
        if situation.kind is SituationKind.KEPT:
            return agreement.kept_from_signing(actor)
        if situation.kind is SituationKind.NO_DEAL:
            return agreement.no_deal(actor)
        node = next(node for node in agreement.nodes if (node.step, node.actor) == (situation.step, situation.actor))
        if agreement.is_expiry(node.tick):
            return None
        return agreement.from_signing(actor, node.tick, agreement.broken(actor, node))

    def _program(self, asked: Sequence[Form], extra: Sequence[Form] = ()) -> _Bounded:
        numbers = self.agreement.numbers
        rows = [(numbers.folded(form), Link.AT_LEAST) for form in asked]
        rows += [(numbers.folded(form), link) for form, link in self._said]
        keys = dict.fromkeys(key for form in (*(form for form, _ in rows), *extra) for key in form if key)
        return _Bounded.of({key: numbers.corners(key) for key in keys}, rows)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Bounded:
    """A program whose variables are distances above the low ends of the products."""

    program: Program
    lows: dict[tuple[str, ...], Fraction]
    is_possible: bool

    @classmethod
    def of(cls, corners: dict[tuple[str, ...], tuple[Fraction, Fraction]], rows: Sequence[tuple[Form, Link]]) -> _Bounded:
        one = Fraction(1)
        lows = {key: low for key, (low, _) in corners.items()}
        made = [Row({_name(key): one}, Sense.AT_MOST, high - low) for key, (low, high) in corners.items()]
        made.append(Row({GAP: one}, Sense.AT_MOST, one))
        senses = {Link.ABOVE: Sense.AT_LEAST, Link.AT_LEAST: Sense.AT_LEAST, Link.EQUAL: Sense.EQUAL}
        for form, link in rows:
            factors = {_name(key): factor for key, factor in form.items() if key}
            bound = -sum((factor * lows.get(key, one) for key, factor in form.items()), Fraction(0))
            made.append(Row({**factors, GAP: -one} if link is Link.ABOVE else factors, senses[link], bound))
        program = Program([*(_name(key) for key in corners), GAP], made)
        found = program.maximize({GAP: one})
        is_strict = any(link is Link.ABOVE for _, link in rows)
        is_possible = found.status is Status.OPTIMAL and (found.value > 0 or not is_strict)
        return cls(program=program, lows=lows, is_possible=is_possible)

    def value(self, form: Form) -> Fraction:
        """The greatest value of a form."""
        one = Fraction(1)
        constant = sum((factor * self.lows.get(key, one) for key, factor in form.items()), Fraction(0))
        found = self.program.maximize({_name(key): factor for key, factor in form.items() if key})
        return constant + found.value


def _name(key: tuple[str, ...]) -> str:
    return " * ".join(key)
