"""A constituency: the actors whose consent a side needs at home, in bodies, under a rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from detente.model.voting_rule import (
    And,
    Clause,
    Majority,
    Or,
    Quota,
    Share,
    Unanimity,
    Veto,
    VotingRule,
    clauses_of,
    rule_text,
)
from detente.problem.hitting import positions
from detente.problem.numbers import Number, exact
from detente.questions.ratification.body import Body
from detente.questions.ratification.errors import Flaw, RatificationError
from detente.questions.ratification.gate import Gate, gate
from detente.questions.ratification.rule_syntax import parse_rule

__all__ = ["Constituency"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Constituency:
    """Actors in a fixed order, their bodies, and the rule; make one with ``Constituency.of``.

    Parameters
    ----------
    actors : everyone who votes or holds a veto, in the order the bodies name them; actor k is bit k of a mask.
    gate : the rule over these positions.
    outside : the mask of outside supporters.
    """

    actors: tuple[str, ...]
    bodies: tuple[Body, ...]
    rule: VotingRule
    gate: Gate
    outside: int = 0

    @classmethod
    def of(
        cls,
        rule: VotingRule | str,
        bodies: Sequence[Body] = (),
        *,
        actors: Sequence[str] = (),
        in_several: Collection[str] = (),
    ) -> Constituency:
        """A constituency from bodies and a rule over them.

        Parameters
        ----------
        actors : those who hold a veto without a seat in any body.
        in_several : members that are meant to sit in more than one body.

        Raises
        ------
        RatificationError
            If the rule names nobody known, a clause can never or always pass, a member sits in two bodies without being
            in ``in_several``, or a body is a member of itself through others.

        Examples
        --------
        >>> chamber = Body.of("chamber", {"left": 40, "center": 35, "right": 25})
        >>> side = Constituency.of("quota(51 of chamber) and veto(leader)", [chamber], actors=["leader"])
        >>> side.passes({"left", "center"}), side.passes({"center", "right", "leader"})
        (False, True)
        """
        parsed = parse_rule(rule) if isinstance(rule, str) else rule
        by_name = {body.name: body for body in bodies}
        _check_names(bodies, actors, frozenset(in_several))
        order = _levels(by_name)
        seated = dict.fromkeys(seat.name for body in bodies for seat in body.seats if seat.name not in by_name)
        everyone = (*seated, *(actor for actor in dict.fromkeys(actors) if actor not in seated))
        compiler = _Compiler(by_name, {actor: k for k, actor in enumerate(everyone)})
        for body in order:
            compiler.settle(body)
        outer = {seat.name for body in bodies for seat in body.outside}
        return cls(
            actors=everyone,
            bodies=tuple(bodies),
            rule=parsed,
            gate=compiler.compiled(parsed),
            outside=sum(1 << k for k, actor in enumerate(everyone) if actor in outer),
        )

    @classmethod
    def of_votes(cls, votes: Mapping[str, Number] | Sequence[Number], quota: Number) -> Constituency:
        """One body that decides by a quota; actors not named are ``f1``, ``f2`` and so on.

        >>> Constituency.of_votes([40, 35, 25], 51).passes({"f1", "f3"})
        True
        """
        named = votes if isinstance(votes, Mapping) else {f"f{k}": v for k, v in enumerate(votes, 1)}
        return cls.of(Quota(exact(quota), "body"), [Body.of("body", named)])

    @property
    def everyone(self) -> int:
        """The mask of all actors."""
        return (1 << len(self.actors)) - 1

    def mask(self, names: Iterable[str]) -> int:
        """The mask of some actors.

        Raises
        ------
        RatificationError
            If one of them is no actor here.
        """
        found = 0
        for name in names:
            if name not in self.actors:
                raise RatificationError(Flaw.UNKNOWN_NAME, f"`{name}` is no actor of this constituency", name)
            found |= 1 << self.actors.index(name)
        return found

    def names(self, mask: int) -> tuple[str, ...]:
        """The actors of a mask, in order."""
        return tuple(self.actors[k] for k in positions(mask))

    def passes(self, supporters: Iterable[str]) -> bool:
        """Whether these supporters suffice."""
        return self.gate.passes(self.mask(supporters))


def _check_names(bodies: Sequence[Body], actors: Sequence[str], in_several: frozenset[str]) -> None:
    names = [body.name for body in bodies]
    for name in names:
        if names.count(name) > 1 or name in actors:
            raise RatificationError(Flaw.NAME_TWICE, f"`{name}` names two things", name)
    home: dict[str, str] = {}
    for body in bodies:
        for seat in body.seats:
            if seat.name in home and seat.name not in in_several:
                where = f"`{home[seat.name]}` and in `{body.name}`"
                message = f"`{seat.name}` sits in {where}, and is not said to sit in several"
                raise RatificationError(Flaw.IN_TWO_BODIES, message, seat.name, home[seat.name], body.name)
            home.setdefault(seat.name, body.name)


def _asked(body: Body, known: Mapping[str, Body]) -> tuple[str, ...]:
    """Bodies that must be settled before this one: its members, and whom the clauses of its own rule ask."""
    named = [seat.name for seat in body.seats]
    for clause in clauses_of(body.rule):
        if isinstance(clause, Veto):
            named.append(clause.holder)
        elif clause.body in known and clause.body != body.name:
            named += [seat.name for seat in known[clause.body].seats]
    return tuple(name for name in dict.fromkeys(named) if name in known)


def _levels(known: Mapping[str, Body]) -> list[Body]:
    """Bodies, each after those it asks."""
    done: dict[str, Body] = {}
    path: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        if name in path:
            ring = (*path[path.index(name) :], name)
            raise RatificationError(Flaw.CYCLIC_BODY, f"a body decides over itself: {' > '.join(ring)}", *ring[:-1])
        path.append(name)
        for asked in _asked(known[name], known):
            visit(asked)
        path.pop()
        done[name] = known[name]

    for name in known:
        visit(name)
    return list(done.values())


class _Compiler:
    """Rules into gates; bodies must be settled before they are asked as one."""

    def __init__(self, bodies: Mapping[str, Body], place: Mapping[str, int]) -> None:
        self.bodies = bodies
        self.place = place
        self.settled: dict[str, Gate] = {}

    def settle(self, body: Body) -> None:
        self.settled[body.name] = self.compiled(body.rule)

    def compiled(self, rule: VotingRule) -> Gate:
        if isinstance(rule, And | Or):
            parts: list[tuple[int | Gate, Fraction]] = [(self.compiled(part), Fraction(1)) for part in rule.parts]
            made = gate(parts, Fraction(len(parts) if isinstance(rule, And) else 1))
        else:
            made = gate(*self._votes(rule))
        if isinstance(made, bool):
            flaw = Flaw.ALWAYS_PASSES if made else Flaw.NEVER_PASSES
            message = f"`{rule_text(rule)}` passes {'without any supporter' if made else 'for no supporters whatever'}"
            raise RatificationError(flaw, message, rule_text(rule))
        return made

    def _votes(self, clause: Clause) -> tuple[list[tuple[int | Gate, Fraction]], Fraction]:
        """The parts of a clause and the votes it asks."""
        if isinstance(clause, Veto):
            return [(self._part(clause.holder, rule_text(clause)), Fraction(1))], Fraction(1)
        body = self.bodies.get(clause.body)
        if body is None:
            raise RatificationError(Flaw.UNKNOWN_NAME, f"`{rule_text(clause)}` names no body", clause.body)
        seats = [(self._part(seat.name, body.name), seat.votes) for seat in body.seats]
        match clause:
            case Quota(votes=votes):
                return seats, votes
            case Share(share=share):
                return seats, share * body.total
            case Majority():
                unit = Fraction(1, lcm(*(seat.votes.denominator for seat in body.seats)))
                return seats, (body.total / 2 // unit + 1) * unit
            case Unanimity():
                return [(part, Fraction(1)) for part, _ in seats[: len(body.members)]], Fraction(len(body.members))

    def _part(self, name: str, where: str) -> int | Gate:
        if name in self.settled:
            return self.settled[name]
        if name not in self.place:
            raise RatificationError(Flaw.UNKNOWN_NAME, f"`{name}` in `{where}` is no actor or body", name)
        return self.place[name]
