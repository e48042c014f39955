"""Durability from rankings alone: each party compares a few situations, no number is needed.

The situations are: no deal, the agreement kept to its end, and broken by someone at some step. A
node holds iff its mover ranks *kept* at least as high as *broken by me here*, since what it received
before is the same in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from detente.questions.durability.errors import PlanError
from detente.questions.durability.parameters import CLOSING

__all__ = [
    "CLOSING",
    "KEPT",
    "NO_DEAL",
    "Comparison",
    "OrdinalNode",
    "OrdinalPlay",
    "OrdinalVerdict",
    "broken",
    "ordinal_play",
    "ordinal_verdict",
]

KEPT = "kept"
NO_DEAL = "no deal"


def broken(step: str, party: str) -> str:
    """The situation in which the party breaks at the step (or lets the truce lapse there)."""
    return f"broken at {step} by {party}"


class Comparison(StrEnum):
    """How a party ranks keeping against leaving at a node."""

    KEEPS = "keeps"
    LEAVES = "leaves"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalNode:
    """A node and what the rankings say of it."""

    step: str
    mover: str
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalVerdict:
    """What the rankings settle.

    ``kept_ranking`` and ``broken_ranking`` are full rankings, best first with ties together, one for each
    party, that extend what was said and under which the agreement does and does not keep itself; ``None``
    where there is none. ``unwilling`` ranks no deal above the agreement kept for sure, ``maybe_unwilling``
    also counts those who did not say.
    """

    nodes: tuple[OrdinalNode, ...]
    is_necessary: bool
    is_possible: bool
    kept_ranking: Mapping[str, tuple[tuple[str, ...], ...]] | None
    broken_ranking: Mapping[str, tuple[tuple[str, ...], ...]] | None
    unwilling: tuple[str, ...]
    maybe_unwilling: tuple[str, ...]


Statement = tuple[str, str, str]
"""Situation, ``>`` (better), ``>=`` (at least as good) or ``=``, situation."""


def ordinal_verdict(nodes: Sequence[tuple[str, str]], statements: Mapping[str, Iterable[Statement]]) -> OrdinalVerdict:
    """Signs of all slacks from each party's comparisons of situations.

    Parameters
    ----------
    nodes : (step, mover) in order, closing nodes included.
    statements : for each party, comparisons of ``kept``, ``no deal`` and ``broken(step, mover)``.

    Raises
    ------
    PlanError
        If a party contradicts itself, or names a situation there is not.

    Examples
    --------
    >>> found = ordinal_verdict(
    ...     [("release", "A"), ("closing", "G")],
    ...     {"A": [("kept", ">", broken("release", "A"))], "G": [("no deal", ">", "kept")]},
    ... )
    >>> [str(node.comparison) for node in found.nodes], found.is_necessary, found.is_possible, found.unwilling
    (['keeps', 'open'], False, True, ('G',))
    """
    situations = (KEPT, NO_DEAL, *(broken(step, mover) for step, mover in nodes))
    parties = tuple(statements) + tuple(dict.fromkeys(m for _, m in nodes if m not in statements))
    orders = {party: _Order(party, situations, statements.get(party, ())) for party in parties}
    found = tuple(
        OrdinalNode(step=step, mover=mover, comparison=orders[mover].compare(KEPT, broken(step, mover))) for step, mover in nodes
    )
    is_necessary = all(node.comparison is Comparison.KEEPS for node in found)
    is_possible = all(node.comparison is not Comparison.LEAVES for node in found)
    settled = {party: order.compare(KEPT, NO_DEAL) for party, order in orders.items()}
    highest = {party: order.ranking(is_kept_high=True) for party, order in orders.items()}
    lowest = {party: order.ranking(is_kept_high=False) for party, order in orders.items()}
    return OrdinalVerdict(
        nodes=found,
        is_necessary=is_necessary,
        is_possible=is_possible,
        kept_ranking=highest if is_possible else None,
        broken_ranking=None if is_necessary else lowest,
        unwilling=tuple(p for p, c in settled.items() if c is Comparison.LEAVES),
        maybe_unwilling=tuple(p for p, c in settled.items() if c is not Comparison.KEEPS),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalPlay:
    """What full rankings lead to when everybody sees ahead.

    ``left`` are all nodes whose mover leaves, in order; the play ends at the first (``first_break``, several only
    at the closing). ``root_cause`` are the last nodes that would fail though everybody kept the rest.
    """

    left: tuple[tuple[str, str], ...]
    first_break: tuple[tuple[str, str], ...]
    root_cause: tuple[tuple[str, str], ...]
    is_kept: bool
    is_signed: bool


def ordinal_play(nodes: Sequence[tuple[str, str]], rankings: Mapping[str, Sequence[Sequence[str]]]) -> OrdinalPlay:
    """Backward induction on one full ranking for each party, best first with ties together; ties keep.

    Nodes of the step ``closing`` stand last and move at one instant. Several that leave there each have the
    situation in which they are the one; the others that of the first.

    Raises
    ------
    PlanError
        If a mover does not rank a situation it meets.

    Examples
    --------
    >>> nodes = [("release", "A"), ("withdraw", "G")]
    >>> a, g = broken("release", "A"), broken("withdraw", "G")
    >>> play = ordinal_play(nodes, {"A": [["kept"], [a], [g, "no deal"]], "G": [[g], ["kept"], ["no deal"], [a]]})
    >>> play.root_cause, play.first_break
    ((('withdraw', 'G'),), (('release', 'A'),))
    """
    level = {party: {s: -k for k, tied in enumerate(ranking) for s in tied} for party, ranking in rankings.items()}

    def height(party: str, situation: str) -> int:
        if situation not in level.get(party, {}):
            raise PlanError(f"`{party}` does not rank `{situation}`")
        return level[party][situation]

    steps = [node for node in nodes if node[0] != CLOSING]
    violated = [node for node in nodes if height(node[1], KEPT) < height(node[1], broken(*node))]
    closing = [node for node in violated if node[0] == CLOSING]
    parties = {*rankings, *(mover for _, mover in nodes)}
    ahead = dict.fromkeys(parties, broken(*closing[0]) if closing else KEPT)
    ahead |= {mover: broken(step, mover) for step, mover in closing}
    left = list(reversed(closing))
    for step, mover in reversed(steps):
        if height(mover, ahead[mover]) < height(mover, broken(step, mover)):
            left.append((step, mover))
            ahead = dict.fromkeys(parties, broken(step, mover))
    left.reverse()
    first = tuple(left[:1]) if left and left[0][0] != CLOSING else tuple(left)
    return OrdinalPlay(
        left=tuple(left),
        first_break=first,
        root_cause=tuple(closing) or tuple(violated[-1:]),
        is_kept=not left,
        is_signed=not left and all(height(party, KEPT) >= height(party, NO_DEAL) for party in rankings),
    )


class _Order:
    """One party's comparisons, closed under transitivity."""

    def __init__(self, party: str, situations: Sequence[str], statements: Iterable[Statement]) -> None:
        self.situations = tuple(situations)
        self.weak = {(s, s) for s in situations}
        strict = set()
        for left, sign, right in statements:
            for name in (left, right):
                if name not in self.situations:
                    raise PlanError(f"`{party}` ranks unknown situation `{name}`")
            if sign not in {">", ">=", "="}:
                raise PlanError(f"`{party}` compares with `{sign}`; use `>`, `>=` or `=`")
            self.weak.add((left, right))
            if sign == "=":
                self.weak.add((right, left))
            elif sign == ">":
                strict.add((left, right))
        for middle in situations:
            above = [s for s in situations if (s, middle) in self.weak]
            below = [s for s in situations if (middle, s) in self.weak]
            self.weak |= {(a, b) for a in above for b in below}
        self.strict = {
            (a, b) for a in situations for b in situations for s, t in strict if (a, s) in self.weak and (t, b) in self.weak
        }
        for a, b in sorted(self.strict):
            if (b, a) in self.weak:
                raise PlanError(f"`{party}` contradicts itself: `{a}` above `{b}` and not above it")

    def compare(self, one: str, other: str) -> Comparison:
        if (one, other) in self.weak:
            return Comparison.KEEPS
        return Comparison.LEAVES if (other, one) in self.strict else Comparison.OPEN

    def ranking(self, *, is_kept_high: bool) -> tuple[tuple[str, ...], ...]:
        """A full ranking, best first: *kept* as high as what was said allows, or as low."""
        if is_kept_high:
            middle = [s for s in self.situations if (s, KEPT) in self.weak and (s, KEPT) not in self.strict]
            above = [s for s in self.situations if (s, KEPT) in self.strict]
        else:
            middle = [s for s in self.situations if (KEPT, s) in self.weak and (KEPT, s) not in self.strict]
            above = [s for s in self.situations if (KEPT, s) not in self.weak]
        below = [s for s in self.situations if s not in middle and s not in above]
        return (*self._levels(above), tuple(middle), *self._levels(below))

    def _levels(self, situations: Sequence[str]) -> list[tuple[str, ...]]:
        left, levels = list(situations), []
        while left:
            top = [s for s in left if not any(self._is_above(t, s) for t in left)]
            levels.append(tuple(top))
            left = [s for s in left if s not in top]
        return levels

    def _is_above(self, one: str, other: str) -> bool:
        """Must stand on a higher level than, or on the same only together."""
        if (one, other) in self.strict:
            return True
        return (one, other) in self.weak and (other, one) not in self.weak
