"""Survival: who leaves the government over a package, and does it hold?

A partner stays when the package, with the office it keeps if the government holds and less what rivals gain on it who
have left, is worth at least what it would have outside. Each one's choice waits on the others': the more stay, the more
want to stay. So there is a *highest* outcome, reached when all start inside and leave in rounds, and a *lowest*, when
all start outside and return (greatest and least fixed points: Tarski 1955; supermodular games: Topkis 1979). Where they
differ the partners' expectations of one another decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.model.verdict import Verdict
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.errors import Flaw, RatificationError
from detente.questions.ratification.ranges import Range, RangeLike

__all__ = ["Exits", "FixedPoints", "Partner", "Survival", "survival"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A member of the government before a package; make one with ``Partner.of``.

    Parameters
    ----------
    value : of the package to it, if it stays.
    outside : what it would have by leaving.
    office : what it keeps only as long as it stays and the government holds; at least 0.
    outbid : per rival, what staying costs it once that rival has left; at least 0.
    """

    name: str
    value: Range
    outside: Range
    office: Range
    outbid: tuple[tuple[str, Range], ...] = ()

    @classmethod
    def of(
        cls,
        name: str,
        value: RangeLike,
        outside: RangeLike,
        office: RangeLike = 0,
        outbid: Mapping[str, RangeLike] | None = None,
    ) -> Partner:
        """From numbers or pairs of ends, all on the partner's own scale.

        Raises
        ------
        RatificationError
            If a range is none, or ``office`` or ``outbid`` could be negative.
        """
        found = cls(
            name=name,
            value=Range.of(value),
            outside=Range.of(outside),
            office=Range.of(office),
            outbid=tuple((rival, Range.of(cost)) for rival, cost in (outbid or {}).items()),
        )
        if found.office.low < 0 or any(cost.low < 0 for _, cost in found.outbid):
            raise RatificationError(Flaw.BAD_NUMBER, f"office and what rivals gain are at least 0: `{name}`", name)
        return found

    def keeps(self, *, is_surviving: bool, staying: frozenset[str], is_loyal: bool) -> Fraction:
        """What staying is worth over leaving, at the ends of the ranges that make it most loyal or least."""
        value, outside = (self.value.high, self.outside.low) if is_loyal else (self.value.low, self.outside.high)
        office = self.office.high if is_loyal else self.office.low
        lost = sum((c.low if is_loyal else c.high for rival, c in self.outbid if rival not in staying), Fraction(0))
        return value + (office if is_surviving else 0) - lost - outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Exits:
    """One outcome in which nobody would choose otherwise.

    Parameters
    ----------
    margins : per partner in order, what staying is worth over leaving here; below 0 it leaves, and that is what would keep it.
    rounds : who left in each round, from all inside; or who came back, from all outside.
    """

    stayers: tuple[str, ...]
    leavers: tuple[str, ...]
    is_surviving: bool
    margins: tuple[Fraction, ...]
    rounds: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedPoints:
    """The outcome with the most stayers and that with the fewest; every other lies between."""

    highest: Exits
    lowest: Exits

    @property
    def differ(self) -> bool:
        """Whether expectations of one another decide who leaves."""
        return self.highest.stayers != self.lowest.stayers


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """Whether the government holds over a package.

    ``loyal`` and ``wary`` are the outcomes at the ends of the ranges that make partners most and least loyal; without
    ranges they are the same. HOLDS where the government holds even at the lowest outcome of the wary, FAILS where it falls
    even at the highest of the loyal, CONTESTED where it depends on numbers or expectations.
    """

    verdict: Verdict
    loyal: FixedPoints
    wary: FixedPoints


def survival(side: Constituency, partners: Sequence[Partner], *, support: Iterable[str] = ()) -> Survival:
    """Who leaves over a package and whether the government holds.

    Parameters
    ----------
    side : what the government needs to hold: a rule over those who stay and those who support it from outside.
    support : actors who hold it up without being partners.

    Raises
    ------
    RatificationError
        If a partner is no actor of the rule, is named twice, or is also outside support.

    O(partners^2) evaluations of the rule.

    Examples
    --------
    The third partner leaves whatever happens; the second would keep its office only while the government holds.

    >>> side = Constituency.of_votes({"a": 40, "b": 12, "c": 12}, 61)
    >>> partners = [Partner.of("a", 5, 0), Partner.of("b", 1, 3, office=4), Partner.of("c", 0, 9, office=2)]
    >>> found = survival(side, partners).loyal.highest
    >>> found.leavers, found.rounds, found.is_surviving
    (('b', 'c'), (('c',), ('b',)), False)
    """
    held = _checked(side, partners, support)
    loyal = _fixed_points(side, partners, held, is_loyal=True)
    wary = _fixed_points(side, partners, held, is_loyal=False)
    unsure = Verdict.CONTESTED if loyal.highest.is_surviving else Verdict.FAILS
    return Survival(verdict=Verdict.HOLDS if wary.lowest.is_surviving else unsure, loyal=loyal, wary=wary)


def _checked(side: Constituency, partners: Sequence[Partner], support: Iterable[str]) -> int:
    held = side.mask(support)
    for k, partner in enumerate(partners):
        own = side.mask([partner.name])
        if own & held or any(partner.name == other.name for other in partners[:k]):
            raise RatificationError(Flaw.NAME_TWICE, f"`{partner.name}` is named twice", partner.name)
    known = {partner.name for partner in partners}
    for partner in partners:
        for rival, _ in partner.outbid:
            if rival not in known or rival == partner.name:
                message = f"`{rival}`, who would outbid `{partner.name}`, is no other partner"
                raise RatificationError(Flaw.UNKNOWN_NAME, message, rival, partner.name)
    return held


def _fixed_points(side: Constituency, partners: Sequence[Partner], held: int, *, is_loyal: bool) -> FixedPoints:
    everyone = frozenset(partner.name for partner in partners)
    return FixedPoints(
        highest=_settled(side, partners, held, everyone, is_loyal=is_loyal),
        lowest=_settled(side, partners, held, frozenset(), is_loyal=is_loyal),
    )


def _settled(side: Constituency, partners: Sequence[Partner], held: int, staying: frozenset[str], *, is_loyal: bool) -> Exits:
    """Rounds of best answers from one end; they only ever go one way, so they stop."""
    rounds: list[tuple[str, ...]] = []
    while True:
        margins = []
        for partner in partners:
            with_it = staying | {partner.name}
            is_surviving = side.gate.passes(held | side.mask(with_it))
            margins.append(partner.keeps(is_surviving=is_surviving, staying=with_it, is_loyal=is_loyal))
        after = frozenset(p.name for p, margin in zip(partners, margins, strict=True) if margin >= 0)
        if after == staying:
            break
        rounds.append(tuple(p.name for p in partners if p.name in after ^ staying))
        staying = after
    return Exits(
        stayers=tuple(p.name for p in partners if p.name in staying),
        leavers=tuple(p.name for p in partners if p.name not in staying),
        is_surviving=side.gate.passes(held | side.mask(staying)),
        margins=tuple(margins),
        rounds=tuple(rounds),
    )
