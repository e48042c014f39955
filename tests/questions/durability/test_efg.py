"""The exported game, parsed back and solved again from the text alone."""

from __future__ import annotations

import io
import random
import re
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from fractions import Fraction
from typing import Any

import pytest

from detente.questions.durability.efg import efg_text
from detente.questions.durability.slack import slacks
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


def test_gambit_reads_it_and_agrees(worked: Any, draw_plan: Any) -> None:
    pygambit = pytest.importorskip("pygambit", reason="Gambit is no dependency; installed, it checks the export")

    def values(plan: Any) -> set[tuple[Fraction, ...]]:
        game = pygambit.read_efg(io.BytesIO(efg_text(plan).encode()))
        found = pygambit.nash.enumpure_solve(game).equilibria
        return {tuple(Fraction(str(payoff(profile, player))) for player in game.players) for profile in found}

    def payoff(profile: Any, player: Any) -> Any:  # version 17 made it a table
        return profile.payoffs[player] if hasattr(profile, "payoffs") else profile.payoff(player)

    assert values(worked()) == {(Fraction(4), Fraction(4))}
    rng = random.Random(0)
    for _ in range(100):
        plan = draw_plan(rng, n_steps=rng.randint(2, 4), n_parties=rng.choice([2, 2, 3]))
        assert unravelling(plan).values in values(plan)
