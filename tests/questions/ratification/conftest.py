"""Random constituencies, and rules read as plain recursion over their text tree: no gate, table or diagram."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import combinations

import pytest

from detente.model.voting_rule import And, Majority, Or, Quota, Share, Unanimity, Veto, VotingRule
from detente.problem.numbers import Number
from detente.questions.ratification.body import Body
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.errors import RatificationError

VOTES: list[Number] = [0, 1, 1, 2, 3, "1/2", 7]


@dataclass(frozen=True)
class Oracle:
    """The definitions spelled out."""

    side: Constituency

    def passes(self, supporters: Collection[str]) -> bool:
        return self._holds(self.side.rule, frozenset(supporters))

    def _holds(self, rule: VotingRule, supporters: frozenset[str]) -> bool:
        if isinstance(rule, And):
            return all(self._holds(part, supporters) for part in rule.parts)
        if isinstance(rule, Or):
            return any(self._holds(part, supporters) for part in rule.parts)
        if isinstance(rule, Veto):
            return self._agrees(rule.holder, supporters)
        body = self._body(rule.body)
        assert body is not None
        votes = sum(seat.votes for seat in body.seats if self._agrees(seat.name, supporters))
        match rule:
            case Quota(votes=asked):
                return votes >= asked
            case Share(share=share):
                return votes >= share * body.total
            case Majority():
                return 2 * votes > body.total
            case Unanimity():
                return all(self._agrees(member.name, supporters) for member in body.members)

    def _body(self, name: str) -> Body | None:
        return next((body for body in self.side.bodies if body.name == name), None)

    def _agrees(self, name: str, supporters: frozenset[str]) -> bool:
        body = self._body(name)
        return name in supporters if body is None else self._holds(body.rule, supporters)

    def sets(self, actors: Collection[str] | None = None) -> list[frozenset[str]]:
        """Every subset of some actors, smallest first."""
        names = self.side.actors if actors is None else tuple(a for a in self.side.actors if a in actors)
        return [frozenset(chosen) for k in range(len(names) + 1) for chosen in combinations(names, k)]


def _random_side(seed: int, most_actors: int = 7) -> Constituency:
    """Up to three bodies, some nested, some sharing members, under a rule of up to four clauses."""
    rng = random.Random(seed)
    while True:
        names = [f"a{k}" for k in range(rng.randint(1, most_actors))]
        bodies: list[Body] = []
        for b in range(rng.randint(1, 3)):
            own = rng.sample(names, rng.randint(1, len(names)))
            if bodies and rng.random() < 0.5:
                own.append(bodies[-1].name)
            votes: dict[str, Number] = {name: rng.choice(VOTES) for name in own}
            outer: dict[str, Number] = {name: rng.randint(1, 3) for name in own[1:] if rng.random() < 0.15}
            inner = {name: number for name, number in votes.items() if name not in outer}
            try:
                bodies.append(Body.of(f"b{b}", inner, outside=outer, rule=rng.choice([None, f"unanimity(b{b})"])))
            except RatificationError:
                continue
        if not bodies:
            continue
        rule = " ".join(
            word
            for k in range(rng.randint(1, 4))
            for word in ([rng.choice(["and", "or"])] if k else []) + [_random_clause(rng, bodies, names)]
        )
        try:
            return Constituency.of(rule, bodies, actors=names, in_several=[*names, *(body.name for body in bodies)])
        except RatificationError:
            continue


def _random_clause(rng: random.Random, bodies: list[Body], names: list[str]) -> str:
    body = rng.choice(bodies)
    return rng.choice(
        [
            f"quota({rng.randint(1, max(1, int(body.total)))} of {body.name})",
            f"share({rng.choice(['1/2', '2/3', '3/4'])} of {body.name})",
            f"majority({body.name})",
            f"unanimity({body.name})",
            f"veto({rng.choice([*names, body.name])})",
        ]
    )


@pytest.fixture
def random_side() -> Callable[..., Constituency]:
    return _random_side


@pytest.fixture
def oracle() -> Callable[[Constituency], Oracle]:
    return Oracle
