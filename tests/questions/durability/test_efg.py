"""The exported game, parsed back and solved again from the text alone."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from fractions import Fraction
from typing import Any

import pytest

from detente.questions.durability.efg import efg_text, typed_efg_text
from detente.questions.durability.equilibria import pure_equilibria
from detente.questions.durability.slack import slacks
from detente.questions.durability.typed_plan import TypedPlan
from detente.questions.durability.unravelling import unravelling

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]|[^\s{}"]+')


@dataclass
class Node:
    label: str
    name: str = ""
    player: int = -1
    information_set: int = -1
    acts: list[str] = field(default_factory=list)
    branches: list[Node] = field(default_factory=list)
    payoffs: list[Fraction] = field(default_factory=list)


def read(text: str) -> tuple[list[str], Node]:
    tokens = iter(TOKEN.findall(text))

    def group() -> list[str]:
        assert next(tokens) == "{"
        found = []
        while (token := next(tokens)) != "}":
            found.append(token.strip('"'))
        return found

    assert [next(tokens) for _ in range(3)] == ["EFG", "2", "R"]
    next(tokens)
    players = group()
    assert next(tokens) == '""'

    def node() -> Node:
        kind = next(tokens)
        if kind == "t":
            next(tokens), next(tokens)
            return Node(next(tokens).strip('"'), payoffs=[Fraction(x) for x in group()])
        if kind == "c":
            made = Node(next(tokens).strip('"'), information_set=int(next(tokens)), name=next(tokens).strip('"'))
            made.acts = group()
            assert next(tokens) == "0"
            made.branches = [node() for _ in made.acts[::2]]
            return made
        assert kind == "p"
        made = Node(next(tokens).strip('"'), player=int(next(tokens)) - 1, information_set=int(next(tokens)))
        made.name = next(tokens).strip('"')
        made.acts = group()
        assert next(tokens) == "0"
        made.branches = [node() for _ in made.acts]
        return made

    root = node()
    assert next(tokens, None) is None
    return players, root


def by_backward_induction(node: Node) -> list[Fraction]:
    """Two parties; the closing is the simultaneous game with the first kept equilibrium, else any pure one."""
    if not node.branches:
        return node.payoffs
    if not node.name.endswith(" at closing"):
        values = [by_backward_induction(branch) for branch in node.branches]
        return max(values, key=lambda v: v[node.player])
    table = [[end.payoffs for end in row.branches] for row in node.branches]
    stable = []
    for a, row in enumerate(table):
        for b, end in enumerate(row):
            if end[0] == max(other[b][0] for other in table) and end[1] == max(x[1] for x in row):
                stable.append((a, b))
    return table[stable[0][0]][stable[0][1]]


def test_the_worked_exchange_is_written_as_a_tree_that_breaks_at_once(worked: Any) -> None:
    players, root = read(efg_text(worked(), title='an "exchange"'))
    assert players == ["A", "G"]
    assert by_backward_induction(root) == list(unravelling(worked()).values) == [4, 4]


def test_the_kept_path_has_the_kept_values(draw_plan: Any) -> None:
    rng = random.Random(1)
    for _ in range(60):
        plan = draw_plan(rng, n_steps=5, n_parties=rng.choice([2, 3]))
        node = read(efg_text(plan))[1]
        while node.branches:
            assert node.acts[0] == "comply"
            node = node.branches[0]
        assert node.label == "kept"
        assert tuple(node.payoffs) == slacks(plan).kept_values


def test_the_text_solved_alone_gives_the_same_values(draw_plan: Any) -> None:
    rng, n_kept = random.Random(2), 0
    for _ in range(150):
        plan = draw_plan(rng, n_steps=4)
        plan = replaced(plan, stakes=tuple(replaced(s, victim_loss=s.victim_loss or Fraction(1)) for s in plan.stakes))
        values = by_backward_induction(read(efg_text(plan))[1])
        played = unravelling(plan)
        n_kept += played.is_kept
        if not has_tie(plan):
            assert values == list(played.values)
    assert n_kept > 5


def has_tie(plan: Any) -> bool:
    played = unravelling(plan)
    return any(c.complying == c.leaving for c in played.choices) or any(node.slack == 0 for node in slacks(plan).nodes)


def test_information_sets_of_a_party_are_numbered_apart_and_shared_only_at_the_closing(worked: Any) -> None:
    found: dict[tuple[int, int], set[str]] = {}

    def walk(node: Node) -> None:
        if node.branches:
            found.setdefault((node.player, node.information_set), set()).add(node.name)
        for branch in node.branches:
            walk(branch)

    walk(read(efg_text(worked()))[1])
    assert sorted(found) == [(player, k) for player in (0, 1) for k in (1, 2, 3, 4)]
    assert all(len(labels) == 1 for labels in found.values())


def test_named_nodes_have_names_of_their_own(draw_plan: Any) -> None:
    names: list[str] = []

    def walk(node: Node) -> None:
        names.extend([node.label] if node.label else [])
        for branch in node.branches:
            walk(branch)

    walk(read(efg_text(draw_plan(random.Random(3), n_parties=3)))[1])
    assert len(names) == len(set(names)) > 10


def typed_games(draw_plan: Any, n_games: int) -> Iterator[TypedPlan]:
    rng = random.Random(4)
    for _ in range(n_games):
        plan = draw_plan(rng, n_steps=3)
        plan = replaced(
            plan,
            steps=tuple(replaced(step, is_expiry=False) for step in plan.steps),
            closing=replaced(plan.closing, is_expiry=False),
        )
        other = plan.with_stakes("p0", peace=Fraction(rng.randint(0, 6)), first_strike=Fraction(rng.randint(0, 3)))
        yield TypedPlan.of(plan, other, "p0", "0.4")


def test_with_two_types_only_the_informed_party_tells_the_halves_apart(draw_plan: Any) -> None:
    for typed in typed_games(draw_plan, 20):
        root = read(typed_efg_text(typed))[1]
        assert root.acts == ["sincere", "3/5", "regrouping", "2/5"]
        halves: list[set[tuple[int, int, str]]] = [set(), set()]

        def walk(node: Node, half: set[tuple[int, int, str]]) -> None:
            if node.branches:
                half.add((node.player, node.information_set, node.name))
            for branch in node.branches:
                walk(branch, half)

        for half, branch, plan in zip(halves, root.branches, (typed.sincere, typed.regrouping), strict=True):
            walk(branch, half)
            end = branch
            while end.branches:
                end = end.branches[0]
            assert tuple(end.payoffs) == slacks(plan).kept_values
        assert {x for x in halves[0] if x[0] == 1} == {x for x in halves[1] if x[0] == 1}
        own = [{x[1] for x in half if x[0] == 0} for half in halves]
        assert own[0] | own[1] == set(range(1, 2 * len(own[0]) + 1))


def test_gambit_finds_the_equilibria_of_two_types_too(draw_plan: Any) -> None:
    pytest.importorskip("pygambit", reason="Gambit is no dependency; installed, it checks the export")
    for typed in typed_games(draw_plan, 100):
        found = gambit_values(typed_efg_text(typed))
        for equilibrium in pure_equilibria(typed):
            halves = zip(*equilibrium.values, strict=True)
            assert tuple((1 - typed.prior) * one + typed.prior * other for one, other in halves) in found


def gambit_values(text: str) -> set[tuple[Fraction, ...]]:
    """Payoffs of every pure Nash equilibrium."""
    pygambit: Any = pytest.importorskip("pygambit")
    game = pygambit.read_efg(io.BytesIO(text.encode()))

    def payoff(profile: Any, player: Any) -> Any:  # version 17 made it a table
        return profile.payoffs[player] if hasattr(profile, "payoffs") else profile.payoff(player)

    found = pygambit.nash.enumpure_solve(game).equilibria
    return {tuple(Fraction(str(payoff(profile, player))) for player in game.players) for profile in found}


def test_gambit_reads_it_and_agrees(worked: Any, draw_plan: Any) -> None:
    pytest.importorskip("pygambit", reason="Gambit is no dependency; installed, it checks the export")
    assert gambit_values(efg_text(worked())) == {(Fraction(4), Fraction(4))}
    rng = random.Random(0)
    for _ in range(100):
        plan = draw_plan(rng, n_steps=rng.randint(2, 4), n_parties=rng.choice([2, 2, 3]))
        assert unravelling(plan).values in gambit_values(efg_text(plan))
