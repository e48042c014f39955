from __future__ import annotations

from itertools import product
from math import prod

import pytest
from building import DAY, named_issue, points, worth

from detente.casefile.load import load
from detente.model.actor import Actor, Role
from detente.model.case import Case
from detente.model.no_deal import NoDeal
from detente.problem.bargaining import Concept
from detente.questions.agreement.as_problem import as_problem
from detente.questions.agreement.frontier import FrontierFinding, frontier
from detente.readings.draws import draw

SLUGS = ("gaza-truce-2024-04", "tram-strike", "river-treaty", "port-lease", "mill-wages")


def by_hand(finding: FrontierFinding, slug: str) -> set[tuple[object, ...]]:
    """Undominated value vectors of the packages the finding is about, by listing them all."""
    case = load(slug)
    drawn = draw(case, 50, 1)
    found = as_problem(case, drawn, None if finding.is_central else 0)
    aside = set(found.red_lines) if finding.red_lines_off else set()
    required = {r.id for r in found.problem.requirements} - aside
    parties = range(len(found.problem.parties))
    values = {
        tuple(found.problem.value(a, choice) for a in parties)
        for choice in product(*map(range, found.problem.shape))
        if not required & set(found.problem.broken(choice))
    }
    return {v for v in values if not any(w != v and all(x >= y for x, y in zip(w, v, strict=True)) for w in values)}


@pytest.mark.parametrize("slug", ["tram-strike", "river-treaty", "port-lease", "mill-wages"])
def test_the_frontier_is_what_listing_every_package_gives(slug: str) -> None:
    finding = frontier(load(slug), readings=50)
    assert {p.values for p in finding.points} == by_hand(finding, slug)
    assert finding.n_points == len(finding.points)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_nash_package_has_the_largest_product_of_gains_on_the_frontier(slug: str) -> None:
    finding = frontier(load(slug), readings=50)
    nash = next(s for s in finding.solutions if s.concept is Concept.NASH_BARGAINING)
    floors = [r for r in finding.no_deal if r is not None]
    gains = [[v - r for v, r in zip(p.values, floors, strict=True)] for p in finding.points]
    largest = max(prod(g) for g in gains if min(g) >= 0)
    assert prod(row[0] - r for row, r in zip(nash.values, floors, strict=True)) == largest


def test_a_proposal_off_the_frontier_comes_with_a_package_better_for_all() -> None:
    finding = frontier(load("tram-strike"))
    off = [proposal for proposal in finding.proposals if not proposal.is_on_frontier]
    assert [p.proposal for p in off] == ["union-first-terms", "union-terms", "operator-terms"]
    for proposal in off:
        assert proposal.better is not None
        assert all(b >= v for b, v in zip(proposal.better.values, proposal.values, strict=True))
        assert proposal.better.values != proposal.values


def test_a_proposal_on_the_frontier_is_said_to_be() -> None:
    (proposal,) = frontier(load("mill-wages")).proposals
    assert (proposal.is_feasible, proposal.is_on_frontier, proposal.better) == (True, True, None)


def large(n_issues: int) -> Case:
    """Two parties with opposite points on issues of ten options: as many packages as 10 to the number of issues."""
    options = [f"o{k}" for k in range(10)]
    issues = tuple(named_issue(f"i{k}", options) for k in range(n_issues))
    share = 90 // n_issues
    statements = []
    for a in "ab":
        for k, issue in enumerate(issues):
            top = share + (90 - share * n_issues if k == 0 else 0) + (10 if (k == 1) else 0)
            steps = [top * j // 9 for j in range(10)]
            given = steps if a == "a" else steps[::-1]
            statements.append(points(a, issue.id, dict(zip(options, given, strict=True))))
    return Case(
        slug="large",
        title="Large",
        as_of=DAY,
        question="?",
        issues=issues,
        actors=tuple(Actor(id=a, name=a, role=Role.PARTY) for a in "ab"),
        preferences=tuple(statements),
        no_deal=NoDeal(statements=(worth("a", 40), worth("b", 40))),
    )


def test_a_frontier_does_not_mind_how_many_packages_there_are() -> None:
    finding = frontier(large(18))
    assert finding.is_complete
    assert not finding.is_central
    assert {s.concept for s in finding.solutions} == set(Concept)
    pairs = [p.values for p in finding.points]
    assert pairs == sorted(pairs, reverse=True)
    assert [v[1] for v in pairs] == sorted({v[1] for v in pairs})
    assert finding == frontier(large(18))


def test_a_case_without_parties_has_no_frontier_and_says_why() -> None:
    finding = frontier(Case(slug="x", title="x", as_of=DAY, question="?", issues=(named_issue("i", ["a", "b"]),), actors=()))
    assert finding.reason == "no actor of the case is a party"
    assert finding.points == ()


def test_an_unknown_no_deal_value_leaves_the_frontier_and_takes_the_solutions() -> None:
    case = large(3)
    open_case = Case(**{f: getattr(case, f) for f in case.__slots__} | {"no_deal": NoDeal(statements=(worth("a", 40),))})
    finding = frontier(open_case)
    assert finding.solutions == ()
    assert finding.points == frontier(case).points


@pytest.mark.parametrize(("readings", "seed"), [(1, 1), (2, -1)])
def test_too_few_readings_or_a_negative_seed_is_an_error(readings: int, seed: int) -> None:
    with pytest.raises(ValueError, match="must"):
        frontier(load("mill-wages"), readings=readings, seed=seed)
