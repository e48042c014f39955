"""Small random cases with exact points, red lines and rules, for oracles."""

from __future__ import annotations

import random
from fractions import Fraction

from building import case_of, named_issue, worth

from detente.model.case import Case
from detente.model.formula import And, Formula, Implies, Not, OneOf, Operator, Or
from detente.model.issue import Issue
from detente.model.preference import Points, PointsRange
from detente.model.red_line import RedLine, Rule

__all__ = ["random_case"]


def random_case(rng: random.Random) -> Case:
    """Two to four parties, one to three issues, up to four red lines and two rules."""
    parties = [f"p{k}" for k in range(rng.randint(2, 4))]
    issues = [named_issue(f"i{k}", [f"o{j}" for j in range(rng.randint(2, 4))]) for k in range(rng.randint(1, 3))]
    statements = [s for party in parties for s in _exact_points(rng, party, issues)]
    worths = [worth(party, rng.choice([0, rng.randint(0, 100), 50, 100])) for party in parties]
    lines = [RedLine(id=f"l{k}", actor=rng.choice(parties), requires=_formula(rng, issues, 2)) for k in range(rng.randint(0, 4))]
    rules = [Rule(id=f"r{k}", requires=_formula(rng, issues, 2)) for k in range(rng.randint(0, 2))]
    return case_of(issues, statements, worths, lines, parties=parties, feasibility=tuple(rules))


def _exact_points(rng: random.Random, party: str, issues: list[Issue]) -> list[Points]:
    """Exact points: ties, issues of no weight, and duplicate options all occur."""
    cuts = sorted(rng.choice([0, 100, rng.randint(0, 100)]) for _ in range(len(issues) - 1))
    weights = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    found = []
    for issue, weight in zip(issues, weights, strict=True):
        values = [0, weight] + [rng.choice([0, weight, rng.randint(0, weight)]) for _ in issue.option_ids[2:]]
        rng.shuffle(values)
        given = tuple((o, PointsRange(low=Fraction(v), high=Fraction(v))) for o, v in zip(issue.option_ids, values, strict=True))
        found.append(Points(id=f"{party}-{issue.id}", actor=party, issue=issue.id, points=given))
    return found


def _formula(rng: random.Random, issues: list[Issue], depth: int) -> Formula:
    kind = rng.random()
    if depth == 0 or kind < 0.5:
        issue = rng.choice(issues)
        options = tuple(sorted(rng.sample(issue.option_ids, rng.randint(1, len(issue.option_ids) - 1))))
        return OneOf(issue.id, options, Operator.IN, "{" + ", ".join(options) + "}")
    first, second = _formula(rng, issues, depth - 1), _formula(rng, issues, depth - 1)
    if kind < 0.6:
        return Not(first)
    return And((first, second)) if kind < 0.75 else Or((first, second)) if kind < 0.9 else Implies(first, second)
