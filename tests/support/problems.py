"""Small random problems for laws and oracles."""

from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import strategies as st

from detente.model.formula import And, Formula, Implies, Not, Or
from detente.problem.problem import AgreementProblem, Interaction, Requirement, one_of

__all__ = ["problems", "random_problem"]


def random_problem(seed: int, *, most_parties: int = 5, most_packages: int = 400) -> AgreementProblem:
    """A problem from a seed: 1 to 5 parties, ties, zero weights, one-option issues, duplicate options, interactions, rules."""
    rng = random.Random(seed)
    n_parties = rng.randint(1, most_parties)
    shape: list[int] = []
    while len(shape) < rng.randint(1, 6):
        k = rng.choice([1, 2, 2, 3, 3, 4, 5])
        size = k
        for n in shape:
            size *= n
        if size > most_packages:
            break
        shape.append(k)
    shape = shape or [2]
    issues = [f"i{k}" for k in range(1, len(shape) + 1)]
    values = [[_row(rng, k) for k in shape] for _ in range(n_parties)]
    pairs = [(a, b) for a in range(len(shape)) for b in range(len(shape)) if a < b]
    interactions = [
        Interaction.of(
            f"p{rng.randint(1, n_parties)}",
            issues[a],
            issues[b],
            [[Fraction(rng.choice([-4, -2, 0, 0, 1, 2, 6]), 2) for _ in range(shape[b])] for _ in range(shape[a])],
        )
        for a, b in rng.sample(pairs, min(len(pairs), rng.choice([0, 0, 1, 2])))
    ]
    requirements = [
        Requirement(
            id=f"r{k}",
            formula=_formula(rng, issues, shape, 2),
            party=rng.choice([None, f"p{rng.randint(1, n_parties)}"]),
            is_hard=rng.random() < 0.2,
            cost=Fraction(rng.randint(0, 6), rng.choice([1, 2])),
        )
        for k in range(rng.choice([0, 0, 1, 2, 4]))
    ]
    best = [sum(max(row) for row in rows) for rows in values]
    floors = [rng.choice([None, 0, b * Fraction(rng.randint(2, 9), 10), b]) for b in best]
    return AgreementProblem.of(
        values,
        floors,
        interactions=interactions,
        requirements=requirements,
        floor_costs=[rng.randint(1, 4) for _ in range(n_parties)],
    )


def _row(rng: random.Random, k: int) -> list[Fraction]:
    kind = rng.random()
    if kind < 0.1:
        return [Fraction(0)] * k
    if kind < 0.3:
        return [Fraction(rng.randint(0, 2)) for _ in range(k)]
    if kind < 0.5:
        return [Fraction(rng.randint(-9, 9), rng.randint(1, 7)) for _ in range(k)]
    return [Fraction(rng.randint(0, 20)) for _ in range(k)]


def _formula(rng: random.Random, issues: list[str], shape: list[int], depth: int) -> Formula:
    kind = rng.random()
    if depth == 0 or kind < 0.3:
        k = rng.randrange(len(issues))
        chosen = rng.sample([f"o{o}" for o in range(1, shape[k] + 1)], rng.randint(1, shape[k]))
        return one_of(issues[k], *chosen)
    if kind < 0.45:
        return Not(_formula(rng, issues, shape, depth - 1))
    parts = (_formula(rng, issues, shape, depth - 1), _formula(rng, issues, shape, depth - 1))
    if kind < 0.6:
        return And(parts)
    return Or(parts) if kind < 0.85 else Implies(*parts)


def problems(**limits: int) -> st.SearchStrategy[AgreementProblem]:
    """Problems for Hypothesis, each named by its seed."""
    return st.integers(0, 10**9).map(lambda seed: random_problem(seed, **limits))
