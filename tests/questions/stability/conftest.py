"""Random conflicts as plain sets, and the definitions spelled out over them: no array, no code of the package.

``Conflict`` holds moves and comparisons as sets of pairs; ``Oracle`` answers from them by recursion.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations, product

import pytest

from detente.questions.stability.graph import GraphModel
from detente.questions.stability.preferences import Preference

Pairs = set[tuple[int, int]]


@dataclass
class Conflict:
    """States 0 to m - 1; ``better[i]`` holds ``(t, s)`` where actor i prefers t to s."""

    m: int
    moves: list[Pairs]
    better: list[Pairs]
    unknown: list[Pairs] = field(default_factory=list)
    greatly: list[Pairs] = field(default_factory=list)
    ranks: list[list[int] | None] = field(default_factory=list)
    actions: list[list[str]] | None = None
    combos: list[tuple[bool, ...]] | None = None
    infeasible: list[dict[str, bool]] = field(default_factory=list)
    irreversible: dict[str, str] = field(default_factory=dict)
    merged: dict[str, dict[str, bool]] = field(default_factory=dict)
    state_of: list[int] = field(default_factory=list)

    @property
    def n(self) -> int:
        return len(self.moves)

    def changes(self, k: int, start: tuple[bool, ...], state: int) -> list[tuple[bool, ...]]:
        """Combinations of a state that actor k can turn one combination into."""
        assert self.combos is not None
        assert self.actions is not None
        names = [name for own in self.actions for name in own]
        owner = [j for j, own in enumerate(self.actions) for _ in own]
        ends = [c for c, s in zip(self.combos, self.state_of, strict=True) if s == state and c != start]
        return [c for c in ends if _is_move(start, c, names, owner, k, self.irreversible)]

    def model(self) -> GraphModel:
        """The same conflict as the package's model, built through its public doors."""
        preferences = {}
        for k in range(self.n):
            ranks = self.ranks[k] if self.ranks else None
            if ranks is not None:
                preferences[f"A{k}"] = Preference.of_ranks(ranks)
                continue
            preferences[f"A{k}"] = Preference.of_pairs(
                self.m,
                self.better[k],
                unknown=self.unknown[k] if self.unknown else (),
                greatly=self.greatly[k] if self.greatly else (),
                has_strength=bool(self.greatly),
            )
        if self.actions is not None:
            return GraphModel.from_actions(
                {f"A{k}": own for k, own in enumerate(self.actions)},
                infeasible=self.infeasible,
                irreversible=self.irreversible,
                merged=self.merged,
                preferences=preferences,
            )
        names = [f"s{s}" for s in range(self.m)]
        arcs = {f"A{k}": [(names[s], names[t]) for s, t in sorted(own)] for k, own in enumerate(self.moves)}
        return GraphModel.from_arcs(names, arcs, preferences=preferences)


def pairs_of_ranks(ranks: list[int]) -> Pairs:
    return {(t, s) for s in range(len(ranks)) for t in range(len(ranks)) if ranks[t] > ranks[s]}


def random_pairs(rng: random.Random, m: int, *, has_unknown: bool, has_strength: bool) -> tuple[Pairs, Pairs, Pairs]:
    """Any comparison of any two states: circles occur."""
    better: Pairs = set()
    unknown: Pairs = set()
    greatly: Pairs = set()
    for s, t in combinations(range(m), 2):
        kind = rng.random()
        if has_unknown and kind < 0.25:
            unknown.add((s, t))
        elif kind < 0.85:
            pair = (s, t) if rng.random() < 0.5 else (t, s)
            better.add(pair)
            if has_strength and rng.random() < 0.5:
                greatly.add(pair)
    return better, unknown, greatly


def random_conflict(rng: random.Random, *, has_unknown: bool = False, has_strength: bool = False, most: int = 10) -> Conflict:
    """Arcs only or option form; rankings with ties or pairs in circles; reversible or not; 2 to 5 actors."""
    conflict = random_options(rng, most) if rng.random() < 0.5 else random_arcs(rng, most)
    for _ in range(conflict.n):
        if not has_unknown and not has_strength and rng.random() < 0.6:
            ranks = [rng.randrange(conflict.m if rng.random() < 0.5 else 4) for _ in range(conflict.m)]
            conflict.ranks.append(ranks)
            conflict.better.append(pairs_of_ranks(ranks))
            conflict.unknown.append(set())
            conflict.greatly.append(set())
            continue
        better, unknown, greatly = random_pairs(rng, conflict.m, has_unknown=has_unknown, has_strength=has_strength)
        conflict.ranks.append(None)
        conflict.better.append(better)
        conflict.unknown.append(unknown)
        conflict.greatly.append(greatly)
    if not has_strength:
        conflict.greatly = []
    return conflict


def random_arcs(rng: random.Random, most: int) -> Conflict:
    n, m = rng.randint(2, 5), rng.randint(2, most)
    density = rng.choice([0.1, 0.2, 0.4])
    moves: list[Pairs] = []
    for _ in range(n):
        own = {(s, t) for s in range(m) for t in range(m) if s != t and rng.random() < density}
        moves.append(own or {(0, 1)})
    return Conflict(m=m, moves=moves, better=[])


def random_options(rng: random.Random, most: int) -> Conflict:
    """At least one combination is left and every actor can move somewhere."""
    while True:
        n = rng.randint(2, 4)
        actions = [[f"a{k}{j}" for j in range(rng.choice([1, 1, 2]))] for k in range(n)]
        names = [name for own in actions for name in own]
        if 1 << len(names) > 4 * most:
            continue
        infeasible = [
            {name: rng.random() < 0.5 for name in rng.sample(names, rng.randint(1, min(3, len(names))))}
            for _ in range(rng.randint(0, 3))
        ]
        irreversible = {name: rng.choice(["take", "drop"]) for name in names if rng.random() < 0.15}
        combos = [
            combo[::-1]
            for combo in product([False, True], repeat=len(names))
            if not any(all(combo[::-1][names.index(a)] == v for a, v in rule.items()) for rule in infeasible)
        ]
        owner = [k for k, own in enumerate(actions) for _ in own]
        merged = {"m": {rng.choice(names): rng.random() < 0.5}} if rng.random() < 0.4 else {}
        state_of = _merge(combos, names, merged)
        moves = [
            {
                (state_of[a], state_of[b])
                for (a, before), (b, after) in product(enumerate(combos), repeat=2)
                if state_of[a] != state_of[b] and _is_move(before, after, names, owner, k, irreversible)
            }
            for k in range(n)
        ]
        has_members = not merged or any(all(c[names.index(a)] == v for a, v in merged["m"].items()) for c in combos)
        if combos and has_members and all(moves) and len(combos) <= most:
            return Conflict(
                m=len(set(state_of)),
                moves=moves,
                better=[],
                actions=actions,
                combos=combos,
                infeasible=infeasible,
                irreversible=irreversible,
                merged=merged,
                state_of=state_of,
            )


def _merge(combos: list[tuple[bool, ...]], names: list[str], merged: dict[str, dict[str, bool]]) -> list[int]:
    """State of each combination: those that fit the pattern are one, in the place of the first."""
    state_of: list[int] = []
    one: int | None = None
    count = 0
    for combo in combos:
        fits = any(all(combo[names.index(a)] == v for a, v in rule.items()) for rule in merged.values())
        if fits and one is not None:
            state_of.append(one)
            continue
        if fits:
            one = count
        state_of.append(count)
        count += 1
    return state_of


def _is_move(
    before: tuple[bool, ...],
    after: tuple[bool, ...],
    names: list[str],
    owner: list[int],
    actor: int,
    irreversible: dict[str, str],
) -> bool:
    for name, who, was, becomes in zip(names, owner, before, after, strict=True):
        if was != becomes and (who != actor or irreversible.get(name) == ("drop" if becomes else "take")):
            return False
    return True


class Oracle:
    """The definitions of the stability concepts, read one by one."""

    def __init__(self, conflict: Conflict, unknown: str | None = None, strength: str | None = None) -> None:
        self.c = conflict
        self.unknown = unknown
        self.strength = strength
        self.out: list[dict[int, list[int]]] = [
            {s: sorted(t for a, t in own if a == s) for s in range(conflict.m)} for own in conflict.moves
        ]

    def prefers(self, i: int, t: int, s: int) -> bool:
        return (t, s) in self.c.better[i]

    def is_open(self, i: int, s: int, t: int) -> bool:
        return bool(self.c.unknown) and ((s, t) in self.c.unknown[i] or (t, s) in self.c.unknown[i])

    def gains(self, i: int, s: int) -> list[int]:
        also = self.unknown in {"a", "c"}
        return [t for t in self.out[i][s] if self.prefers(i, t, s) or (also and self.is_open(i, s, t))]

    def credible(self, i: int, s: int) -> list[int]:
        return [t for t in self.out[i][s] if self.prefers(i, t, s) or self.is_open(i, s, t)]

    def harms(self, i: int, t: int, s: int) -> bool:
        """Whether t deters actor i at s."""
        if self.strength == "strong":
            return (s, t) in self.c.greatly[i] or (self.unknown in {"c", "d"} and self.is_open(i, s, t))
        if self.prefers(i, t, s):
            return False
        return not self.is_open(i, s, t) or self.unknown in {"c", "d"}

    def reach(self, members: list[int], start: int, out: Callable[[int, int], list[int]]) -> set[int]:
        """By recursion over (state, last mover)."""
        seen: set[tuple[int, int]] = set()

        def go(state: int, last: int) -> None:
            for k in members:
                if k != last:
                    for t in out(k, state):
                        if (t, k) not in seen:
                            seen.add((t, k))
                            go(t, k)

        go(start, -1)
        return {state for state, _ in seen}

    def stable(self, concept: str, i: int, s: int) -> bool:
        if self.strength == "weak":
            general = Oracle(self.c, self.unknown).stable(concept, i, s)
            return general and not Oracle(self.c, self.unknown, "strong").stable(concept, i, s)
        gains = self.gains(i, s)
        if concept == "R":
            return not gains
        if concept == "SIM":
            return all(self._spoiled(i, s, t) for t in gains)
        others = [k for k in range(self.c.n) if k != i]
        out = self.credible if concept in {"SEQ", "SSEQ"} else lambda k, state: self.out[k][state]
        for s1 in gains:
            answers = [s2 for s2 in self.reach(others, s1, out) if self.harms(i, s2, s)]
            if concept in {"SMR", "SSEQ"}:
                answers = [s2 for s2 in answers if all(self.harms(i, s3, s) for s3 in self.out[i][s2])]
            if not answers:
                return False
        return True

    def _spoiled(self, i: int, s: int, s1: int) -> bool:
        combos = self.c.combos
        assert combos is not None
        others = [k for k in range(self.c.n) if k != i]
        for start in (c for c, state in zip(combos, self.c.state_of, strict=True) if state == s):
            own = self.c.changes(i, start, s1)
            answers = [[None, *(c for t in self.credible(k, s) for c in self.c.changes(k, start, t))] for k in others]
            for choice in product(own, *answers):
                if all(c is None for c in choice[1:]):
                    continue
                joint = list(start)
                for end in choice:
                    if end is not None:
                        joint = [e if e != b else j for b, e, j in zip(start, end, joint, strict=True)]
                if tuple(joint) in combos and self.harms(i, self.c.state_of[combos.index(tuple(joint))], s):
                    return True
        return False

    def coalition_gains(self, group: tuple[int, ...], s: int) -> list[int]:
        reach = self.reach(list(group), s, lambda k, state: self.out[k][state])
        return [t for t in reach if all(self.prefers(k, t, s) for k in group)]

    def coalition_stable(self, concept: str, group: tuple[int, ...], s: int, credible: str) -> bool:
        gains = self.coalition_gains(group, s)
        others = [k for k in range(self.c.n) if k not in group]
        for s1 in gains:
            if concept == "CNash":
                return False
            if concept == "CSEQ" and credible == "actors":
                answers = self.reach(others, s1, self.credible)
            elif concept == "CSEQ":
                answers = self._coalition_reach(others, s1)
            else:
                answers = self.reach(others, s1, lambda k, state: self.out[k][state])
            harmful = [s2 for s2 in answers if not all(self.prefers(k, s2, s) for k in group)]
            if concept == "CSMR":
                harmful = [
                    s2 for s2 in harmful if not any(all(self.prefers(k, s3, s) for k in group) for s3 in self._own(group, s2))
                ]
            if not harmful:
                return False
        return True

    def _coalition_reach(self, others: list[int], s1: int) -> set[int]:
        groups = [g for size in range(1, len(others) + 1) for g in combinations(others, size)]
        return self.reach(list(range(len(groups))), s1, lambda g, state: self.coalition_gains(groups[g], state))

    def _own(self, group: tuple[int, ...], s: int) -> set[int]:
        return self.reach(list(group), s, lambda k, state: self.out[k][state])

    def suits(self, attitudes: dict[int, dict[int, int]], i: int, t: int, s: int) -> bool:
        for j, attitude in {i: 1, **attitudes.get(i, {})}.items():
            if (attitude == 1 and self.prefers(j, s, t)) or (attitude == -1 and self.prefers(j, t, s)):
                return False
        return True

    def relational(self, concept: str, attitudes: dict[int, dict[int, int]], i: int, s: int) -> bool:
        def replies(k: int, state: int) -> list[int]:
            return [t for t in self.out[k][state] if self.suits(attitudes, k, t, state)]

        if concept == "R":
            return not replies(i, s)
        others = [k for k in range(self.c.n) if k != i]
        out = replies if concept in {"SEQ", "SSEQ"} else lambda k, state: self.out[k][state]
        for s1 in replies(i, s):
            answers = [s2 for s2 in self.reach(others, s1, out) if s2 == s or not self.suits(attitudes, i, s2, s)]
            if concept in {"SMR", "SSEQ"}:
                answers = [s2 for s2 in answers if not any(s3 != s and self.suits(attitudes, i, s3, s) for s3 in self.out[i][s2])]
            if not answers:
                return False
        return True

    def ends(self, h: int, i: int, s: int) -> tuple[frozenset[int], bool]:
        """Where the conflict ends when i may move from s with h moves left, and whether it moves: a tree, no table."""
        ranks = self.c.ranks[i]
        assert ranks is not None
        if h == 0:
            return frozenset({s}), False
        after = {}
        for t in self.out[i][s]:
            going = [e for e, moves in (self.ends(h - 1, k, t) for k in range(self.c.n) if k != i) if moves]
            after[t] = frozenset().union(*going) if going else frozenset({t})
        best = max((min(ranks[e] for e in ends) for ends in after.values()), default=ranks[s])
        if best <= ranks[s]:
            return frozenset({s}), False
        return frozenset().union(*(ends for ends in after.values() if min(ranks[e] for e in ends) == best)), True


@pytest.fixture(scope="session")
def draw_conflict() -> Callable[..., Conflict]:
    return random_conflict


@pytest.fixture(scope="session")
def oracle() -> type[Oracle]:
    return Oracle
