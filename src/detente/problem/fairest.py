"""The fairest package an opening leaves: the least gain as large as can be, then first by issues and options.

Gains count from the reservation value, in shares of the party's range of values, so that no party's scale is set
against another's points (the egalitarian solution of Kalai 1977, with each party's range as its unit).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from detente.problem.demands import Demand, Refuter

__all__ = ["fairest"]

BARS = (Fraction(1, 2), Fraction(3, 4))
"""Where, between the least gain so far and what none exceeds, more is asked for."""

Choice = tuple[int, ...]


def fairest(refuter: Refuter, given_up: Sequence[int], shown: Sequence[Choice], budget: int) -> tuple[tuple[Choice, bool], ...]:
    """Per set of conditions given up, the fairest package that breaks no other, and whether that is proven.

    Parameters
    ----------
    shown : for each, some package that breaks no other.
    """
    searches = [_Search.of(refuter, mask, choice) for mask, choice in zip(given_up, shown, strict=True)]
    stop = refuter.nodes + budget
    for stage in (_Search.gain_demands, _Search.order_demands):
        while refuter.nodes < stop:
            asked = [(search, demand) for search in searches if not search.is_cut for demand in stage(search)]
            if not asked:
                break
            outcomes = refuter.test([demand for _, demand in asked], node_limit=stop - refuter.nodes)
            for (search, demand), outcome in zip(asked, outcomes, strict=True):
                search.hear(demand, outcome.witness, is_settled=outcome.core is not None or outcome.witness is not None)
            for search in searches:
                search.conclude()
    return tuple((search.choice, search.is_proven) for search in searches)


@dataclass(eq=False, kw_only=True)
class _Search:
    """One opening: ``choice`` the fairest so far, ``ceiling`` a least gain none exceeds, ``settled`` issues in order."""

    refuter: Refuter
    kept: int
    choice: Choice
    ceiling: Fraction
    settled: int = 0
    is_top: bool = False
    is_cut: bool = False
    answers: list[tuple[Demand, Choice | None]]

    @classmethod
    def of(cls, refuter: Refuter, given_up: int, choice: Choice) -> _Search:
        kept = (1 << len(refuter.rows.conditions)) - 1 & ~given_up
        found = cls(refuter=refuter, kept=kept, choice=choice, ceiling=Fraction(0), answers=[])
        counted = found._counted()
        found.ceiling = min((1 - bar / most for _, bar, most in counted), default=Fraction(0))
        found.is_top = not counted or found._least(choice) == found.ceiling
        return found

    @property
    def is_proven(self) -> bool:
        return self.is_top and self.settled == self.refuter.rows.n_issues

    def _counted(self) -> list[tuple[int, Fraction, int]]:
        """Rows that count, each with its floor and its range in whole numbers."""
        rows = self.refuter.rows
        found = []
        for a, r in enumerate(rows.party_rows):
            reservation = rows.problem.reservation_values[a]
            if r is not None and reservation is not None:
                most = sum(max(row) for row in rows.weight_rows[r].weights)
                if most:
                    found.append((r, (reservation - rows.offsets[a]) / rows.units[a], most))
        return found

    def _least(self, choice: Choice) -> Fraction:
        return min((self.refuter.rows.weight_rows[r].total(choice) - bar) / most for r, bar, most in self._counted())

    def _needs(self, gain: Fraction, *, is_more: bool) -> tuple[int | None, ...]:
        """What rows ask so that every gain is at least ``gain``, or more than that."""
        rows = self.refuter.rows
        needs: list[int | None] = [
            need if place >= 0 and self.kept >> place & 1 else None for need, place in zip(rows.needs, rows.floor_of, strict=True)
        ]
        for r, bar, most in self._counted():
            level = bar + gain * most
            needs[r] = max(needs[r] or 0, floor(level) + 1 if is_more else ceil(level))
        return tuple(needs)

    def gain_demands(self) -> list[Demand]:
        """More than the least gain so far; and, should there be much more, bars half and three quarters up."""
        if self.is_top:
            return []
        least = self._least(self.choice)
        bars = [self._needs(least, is_more=True)]
        bars += [self._needs(least + (self.ceiling - least) * part, is_more=False) for part in BARS]
        return [Demand(kept=self.kept, needs=needs) for needs in dict.fromkeys(bars)]

    def order_demands(self) -> list[Demand]:
        """Each earlier option of the next issue that has one."""
        if not self.is_top:
            return []
        while self.settled < self.refuter.rows.n_issues and not self.choice[self.settled]:
            self.settled += 1
        if self.settled == self.refuter.rows.n_issues:
            return []
        needs = self._needs(self._least(self.choice), is_more=False) if self._counted() else None
        before = tuple((j, frozenset({self.choice[j]})) for j in range(self.settled))
        options = range(self.choice[self.settled])
        return [Demand(kept=self.kept, needs=needs, allowed=(*before, (self.settled, frozenset({o})))) for o in options]

    def hear(self, demand: Demand, witness: Choice | None, *, is_settled: bool) -> None:
        """Take an answer in."""
        self.is_cut |= not is_settled
        self.answers.append((demand, witness))

    def conclude(self) -> None:
        """What the answers of one round say together."""
        if not self.answers:
            return
        if self.is_top:
            earlier = [witness for _, witness in self.answers if witness is not None]
            if not self.is_cut:
                self.choice = earlier[0] if earlier else self.choice
                self.settled += 1
        else:
            least = self._least(self.choice)
            strict = self._needs(least, is_more=True)
            for _, witness in self.answers:
                if witness is not None and self._least(witness) > self._least(self.choice):
                    self.choice = witness
            refused = [demand.needs for demand, witness in self.answers if witness is None]
            if not self.is_cut:
                if strict in refused:
                    self.is_top = True
                else:
                    lower = [least + (self.ceiling - least) * part for part in BARS]
                    self.ceiling = min([c for c in lower if self._needs(c, is_more=False) in refused], default=self.ceiling)
                    self.is_top = self._least(self.choice) >= self.ceiling
        self.answers = []
