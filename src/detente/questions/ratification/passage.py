"""The least that lets a package pass at home: payments to factions, an issue traded, or support from outside.

A side payment raises what a package is worth to one faction until it votes for it, or until it stays in the government;
where both are needed one payment serves both. A trade changes some issues of the package instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from detente.problem.hitting import order_weights, positions
from detente.problem.numbers import Number, exact
from detente.problem.problem import AgreementProblem
from detente.questions.ratification.coalitions import ActorSets, minimal_changes_of_mind
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.diagram import diagram
from detente.questions.ratification.errors import Flaw, RatificationError
from detente.questions.ratification.gate import Gate, gate

__all__ = ["SidePayments", "Trade", "outside_support", "side_payments", "trades"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SidePayments:
    """Payments by faction, each on the faction's own scale, with the least sum weighed by what a unit costs the payer.

    ``unlocks`` says what each payment brings: its vote, that it stays, or both.
    """

    payments: tuple[tuple[str, Fraction], ...]
    unlocks: tuple[tuple[str, ...], ...]
    cost: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """A package near the one at hand that passes.

    Parameters
    ----------
    changes : issue, option before, option after.
    loss : what the change takes from the one who offers it (negative: it gains).
    gained, lost : factions that come to support the package, and that cease to.
    """

    choice: tuple[int, ...]
    changes: tuple[tuple[str, str, str], ...]
    loss: Fraction
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def side_payments(
    ratifying: Constituency,
    short_of_vote: Mapping[str, Number],
    *,
    surviving: Constituency | None = None,
    short_of_staying: Mapping[str, Number] | None = None,
    unit_costs: Mapping[str, Number] | None = None,
) -> SidePayments | None:
    """The cheapest payments after which a package passes and, where asked, the government holds.

    Parameters
    ----------
    short_of_vote : per actor, what it asks less what the package is worth to it; 0 or less for a supporter. Actors without an
        entry do not vote for it at any price.
    short_of_staying : the same for staying in the government while it holds (outside value less value and office); actors
        of ``surviving`` without an entry do not stay.
    unit_costs : what a unit paid to an actor costs the payer; 1 by default.

    Returns
    -------
    ``None`` where no payment suffices. Ties go to fewer payments, then to the first by mask.

    Raises
    ------
    RatificationError
        If a name is unknown or a unit cost is negative.

    Exact; O(nodes of the decision diagram of both rules together).

    Examples
    --------
    >>> side = Constituency.of_votes({"a": 40, "b": 35, "c": 25}, 51)
    >>> found = side_payments(side, {"a": -2, "b": 6, "c": "3/2"})
    >>> found.payments, found.cost
    ((('c', Fraction(3, 2)),), Fraction(3, 2))
    """
    steps = _Steps()
    vote = {k: _positive(short_of_vote[a]) for k, a in enumerate(ratifying.actors) if a in short_of_vote}
    stay: dict[str, Fraction] = {}
    ratifying.mask(short_of_vote)
    if surviving is not None:
        surviving.mask(short_of_staying or {})
        stay = {actor: _positive(short) for actor, short in (short_of_staying or {}).items()}
    asked = {ratifying.actors[k]: {"vote": short} for k, short in vote.items()}
    for actor, short in stay.items():
        asked.setdefault(actor, {})["stay"] = short
    for actor, amounts in asked.items():
        unit = exact((unit_costs or {}).get(actor, 1))
        if unit < 0:
            raise RatificationError(Flaw.BAD_NUMBER, f"a unit paid to `{actor}` costs less than nothing", actor)
        steps.add(actor, amounts, unit)
    parts = [steps.over(ratifying, "vote")]
    if surviving is not None:
        parts.append(steps.over(surviving, "stay"))
    if False in parts:
        return None
    joint = gate(
        [(part, Fraction(1)) for part in parts if not isinstance(part, bool)], Fraction(sum(p is not True for p in parts))
    )
    if isinstance(joint, bool):
        return SidePayments(payments=(), unlocks=(), cost=Fraction(0)) if joint else None
    chosen = diagram(joint).lightest(order_weights(steps.costs))
    return None if chosen is None else steps.told(chosen)


class _Steps:
    """Payments as steps: a faction's larger amount is a second step on its first, so paying for both costs only the larger."""

    def __init__(self) -> None:
        self.costs: list[Fraction] = []
        self.paid: list[tuple[str, Fraction, tuple[str, ...]]] = []
        self.place: dict[tuple[str, str], tuple[int, ...]] = {}

    def add(self, actor: str, amounts: Mapping[str, Fraction], unit: Fraction) -> None:
        before = Fraction(0)
        taken: tuple[int, ...] = ()
        for amount in sorted(set(amounts.values())):
            kinds = tuple(kind for kind, own in amounts.items() if own == amount)
            if amount > 0:
                taken = (*taken, len(self.costs))
                self.costs.append((amount - before) * unit)
                self.paid.append((actor, amount, kinds))
                before = amount
            for kind in kinds:
                self.place[actor, kind] = taken

    def over(self, side: Constituency, kind: str) -> Gate | bool:
        """The rule with each actor replaced by the steps that win it; those it costs nothing are in favor."""
        free = sum(1 << k for k, a in enumerate(side.actors) if self.place.get((a, kind)) == ())
        never = sum(1 << k for k, a in enumerate(side.actors) if (a, kind) not in self.place)
        left = side.gate.fixed(free, never)
        return left if isinstance(left, bool) else self._moved(left, side, kind)

    def _moved(self, rule: Gate, side: Constituency, kind: str) -> Gate:
        parts: list[int | Gate] = []
        for part in rule.parts:
            if isinstance(part, Gate):
                parts.append(self._moved(part, side, kind))
            else:
                steps = self.place[side.actors[part], kind]
                parts.append(steps[0] if len(steps) == 1 else Gate(steps, (1,) * len(steps), len(steps)))
        return Gate(tuple(parts), rule.weights, rule.quota)

    def told(self, chosen: int) -> SidePayments:
        amounts: dict[str, Fraction] = {}
        unlocked: dict[str, tuple[str, ...]] = {}
        for place in positions(chosen):
            actor, amount, kinds = self.paid[place]
            amounts[actor] = amount
            unlocked[actor] = (*unlocked.get(actor, ()), *kinds)
        return SidePayments(
            payments=tuple(amounts.items()),
            unlocks=tuple(unlocked.values()),
            cost=sum((self.costs[place] for place in positions(chosen)), Fraction(0)),
        )


def trades(
    problem: AgreementProblem,
    choice: Sequence[int],
    side: Constituency,
    *,
    offered_by: str,
    rational: Iterable[str] = (),
    most_changes: int = 1,
) -> tuple[Trade, ...]:
    """Packages that differ in a few issues, are feasible, and would pass; the cheapest for the one who offers first.

    Parameters
    ----------
    problem : parties are the factions (with what they ask as reservation values) and those at the table.
    offered_by : the party whose loss orders the trades.
    rational : parties who must still get their reservation value.
    most_changes : most issues changed; a change is left out when a part of it passes already.

    O(packages within that many changes x parties).

    Raises
    ------
    RatificationError
        If an actor of the rule, ``offered_by`` or a name in ``rational`` is no party.
    """
    payer = _party(problem, offered_by)
    consenting = [_party(problem, name) for name in rational]
    places = [_party(problem, actor) for actor in side.actors]
    before = tuple(int(c) for c in choice)
    content = _content(problem, before)
    found: list[Trade] = []
    passing: list[frozenset[tuple[int, int]]] = []
    for n_changes in range(1, most_changes + 1):
        for issues in combinations(range(len(before)), n_changes):
            others = [[o for o in range(problem.shape[i]) if o != before[i]] for i in issues]
            for options in product(*others):
                moved = frozenset(zip(issues, options, strict=True))
                if any(part < moved for part in passing):
                    continue
                after = list(before)
                for issue, option in moved:
                    after[issue] = option
                now = _content(problem, after)
                if now is None or not all(k in now for k in consenting):
                    continue
                if side.gate.passes(sum(1 << k for k, place in enumerate(places) if place in now)):
                    passing.append(moved)
                    found.append(_trade(problem, before, tuple(after), payer, [content or frozenset(), now], places))
    return tuple(sorted(found, key=lambda trade: (trade.loss, len(trade.changes), trade.choice)))


def outside_support(side: Constituency, supporters: Iterable[str], *, willing: Iterable[str] | None = None) -> ActorSets:
    """Minimal sets of outside members whose votes let a package pass; only the willing, where they are named.

    >>> from detente.questions.ratification.body import Body
    >>> chamber = Body.of("chamber", {"a": 50, "b": 10}, outside={"c": 20, "d": 40})
    >>> outside_support(Constituency.of("quota(61 of chamber)", [chamber]), ["a"]).named()
    (('c',), ('d',))
    """
    among = side.names(side.outside) if willing is None else tuple(willing)
    return minimal_changes_of_mind(side, supporters, among=among)


def _positive(short: Number) -> Fraction:
    return max(exact(short), Fraction(0))


def _party(problem: AgreementProblem, name: str) -> int:
    if name not in problem.parties:
        raise RatificationError(Flaw.UNKNOWN_NAME, f"`{name}` is no party of the problem", name)
    return problem.parties.index(name)


def _content(problem: AgreementProblem, choice: Sequence[int]) -> frozenset[int] | None:
    """Parties that get what they ask; ``None`` where the package is not feasible."""
    broken = set(problem.broken(choice))
    if any(requirement.id in broken for requirement in problem.requirements):
        return None
    return frozenset(k for k, party in enumerate(problem.parties) if party not in broken)


def _trade(
    problem: AgreementProblem,
    before: tuple[int, ...],
    after: tuple[int, ...],
    payer: int,
    content: Sequence[frozenset[int]],
    places: Sequence[int],
) -> Trade:
    was, now = content
    return Trade(
        choice=after,
        changes=tuple(
            (issue, options[old], options[new])
            for issue, options, old, new in zip(problem.issues, problem.options, before, after, strict=True)
            if old != new
        ),
        loss=problem.value(payer, before) - problem.value(payer, after),
        gained=tuple(problem.parties[k] for k in places if k in now and k not in was),
        lost=tuple(problem.parties[k] for k in places if k in was and k not in now),
    )
