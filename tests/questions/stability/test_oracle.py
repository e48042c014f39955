"""1,000 random conflicts and their variants: every concept, actor and state as the definitions spell them out."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from detente.questions.stability.analysis import analyze
from detente.questions.stability.attitudes import relational_stability
from detente.questions.stability.coalitions import CoalitionConcept, coalition_stability
from detente.questions.stability.concepts import Concept
from detente.questions.stability.limited_moves import limited_move, non_myopic
from detente.questions.stability.relations import relations
from detente.questions.stability.sanctions import stable_in_relations

MODELS = 1_000


def agrees(conflict: Any, oracle: Any, unknown: str | None = None, strength: str | None = None) -> None:
    table = analyze(conflict.model(), unknown=unknown, strength=strength)  # type: ignore[arg-type]
    judge = oracle(conflict, unknown, strength)
    for c, concept in enumerate(table.concepts):
        expected = [[judge.stable(str(concept), i, s) for s in range(conflict.m)] for i in range(conflict.n)]
        assert table.stable[:, :, c].tolist() == expected, (concept, unknown, strength)


def test_every_concept_agrees_with_the_definitions_on_a_thousand_conflicts(draw_conflict: Any, oracle: Any) -> None:
    rng = random.Random(1)
    kinds = set()
    for _ in range(MODELS):
        conflict = draw_conflict(rng)
        kinds.add(
            (conflict.n, conflict.actions is None, None in conflict.ranks, bool(conflict.irreversible), bool(conflict.merged))
        )
        agrees(conflict, oracle)
    assert len(kinds) > 25


def test_larger_conflicts_agree_too(draw_conflict: Any, oracle: Any) -> None:
    rng = random.Random(2)
    for _ in range(6):
        agrees(draw_conflict(rng, most=64), oracle)


@pytest.mark.parametrize("unknown", ["a", "b", "c", "d"])
@pytest.mark.parametrize("strength", [None, "strong", "weak"])
def test_unknown_great_and_hybrid_preferences_agree(draw_conflict: Any, oracle: Any, unknown: str, strength: str | None) -> None:
    rng = random.Random(3)
    for _ in range(60):
        conflict = draw_conflict(rng, has_unknown=True, has_strength=strength is not None, most=8)
        agrees(conflict, oracle, unknown, strength)


@pytest.mark.parametrize("strength", ["strong", "weak"])
def test_strength_alone_agrees(draw_conflict: Any, oracle: Any, strength: str) -> None:
    rng = random.Random(4)
    for _ in range(100):
        agrees(draw_conflict(rng, has_strength=True, most=8), oracle, None, strength)


@pytest.mark.parametrize("credible", ["coalitions", "actors"])
def test_coalitions_agree(draw_conflict: Any, oracle: Any, credible: Any) -> None:
    rng = random.Random(5)
    for _ in range(120):
        conflict = draw_conflict(rng, most=7)
        table = coalition_stability(conflict.model(), credible=credible)
        judge = oracle(conflict)
        for g, group in enumerate(table.coalitions):
            members = tuple(int(name[1:]) for name in group)
            for c, concept in enumerate(CoalitionConcept):
                expected = [judge.coalition_stable(str(concept), members, s, credible) for s in range(conflict.m)]
                assert table.stable[g, :, c].tolist() == expected, (concept, group)


def test_attitudes_agree(draw_conflict: Any, oracle: Any) -> None:
    rng = random.Random(6)
    for _ in range(200):
        conflict = draw_conflict(rng, most=8)
        attitudes = {i: {j: rng.choice([-1, 0, 1]) for j in range(conflict.n)} for i in range(conflict.n)}
        named = {f"A{i}": {f"A{j}": v for j, v in row.items()} for i, row in attitudes.items()}
        judge = oracle(conflict)
        for concept in ("R", "GMR", "SMR", "SEQ", "SSEQ"):
            expected = [[judge.relational(concept, attitudes, i, s) for s in range(conflict.m)] for i in range(conflict.n)]
            assert relational_stability(conflict.model(), named, concept).tolist() == expected, concept


def test_limited_moves_agree_with_the_tree(draw_conflict: Any, oracle: Any) -> None:
    rng = random.Random(7)
    tried = 0
    while tried < 40:
        conflict = draw_conflict(rng, most=6)
        if None in conflict.ranks or conflict.n > 3:
            continue
        tried += 1
        judge = oracle(conflict)
        for h in (1, 2, 3, 4):
            expected = [[not judge.ends(h, i, s)[1] for s in range(conflict.m)] for i in range(conflict.n)]
            assert limited_move(conflict.model(), h).tolist() == expected, h


def test_non_myopic_stability_is_limited_move_stability_at_every_far_horizon(draw_conflict: Any) -> None:
    rng = random.Random(8)
    tried = 0
    while tried < 40:
        conflict = draw_conflict(rng, most=6)
        if None in conflict.ranks:
            continue
        tried += 1
        model = conflict.model()
        found = non_myopic(model)
        assert found.is_complete
        far = range(found.settled_at + 2 * found.period, found.settled_at + 3 * found.period)
        assert found.stable.tolist() == np.all([limited_move(model, h) for h in far], axis=0).tolist()


def test_ranks_and_sets_give_one_answer(draw_conflict: Any) -> None:
    rng = random.Random(9)
    for _ in range(100):
        model = draw_conflict(rng, most=10).model()
        each = [relations(model, k) for k in range(len(model.actors))]
        for concept in (Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ):
            column = analyze(model, [concept]).stable[:, :, 0]
            assert stable_in_relations(model, concept, each).tolist() == column.tolist()
