"""How each party ranks a few candidate packages over its readings (SMAA-2; Lahdelma & Salminen 2001)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.model.case import Case
from detente.model.package import Package
from detente.questions.agreement.acceptability_finding import Candidate, RankAcceptability
from detente.questions.agreement.intervals import frequency
from detente.questions.agreement.landscape import BoolArray, IntArray
from detente.readings.draws import ActorDraws

__all__ = ["CANDIDATES", "candidates", "first_places", "rank_acceptability", "worth_of_reading"]

CANDIDATES = 8
"""Most candidates: the latest complete proposals, then packages that lead."""


def candidates(case: Case, leaders: Sequence[Package]) -> tuple[Candidate, ...]:
    """The packages worth ranking: complete proposals in order of date, then ``leaders``; each package once.

    Where there are more proposals than ``CANDIDATES`` the latest stay. Fewer than two candidates are none:
    there is nothing to rank.
    """
    on_the_table: dict[Package, list[str]] = {}
    for proposal in sorted(case.proposals, key=lambda p: p.date):
        if all(issue.id in proposal.package for issue in case.issues):
            package = Package(tuple((issue.id, proposal.package[issue.id]) for issue in case.issues))
            on_the_table[package] = [*on_the_table.pop(package, []), proposal.id]
    latest = list(on_the_table)[-CANDIDATES:]
    found = [*latest, *(p for p in dict.fromkeys(leaders) if p not in on_the_table)][:CANDIDATES]
    if len(found) < 2:
        return ()
    return tuple(Candidate(package=p, proposals=tuple(on_the_table.get(p, ()))) for p in found)


def first_places(case: Case, draws: ActorDraws, ranked: Sequence[Candidate], readings: IntArray) -> BoolArray:
    """Shape (candidates, readings): where no candidate is worth more to the party; ties are all first."""
    values = _values(case, draws, ranked, readings)
    return np.asarray(values == values.max(axis=0, keepdims=True))


def rank_acceptability(
    case: Case, draws: ActorDraws, ranked: Sequence[Candidate], readings: IntArray
) -> tuple[RankAcceptability, ...]:
    """One entry per candidate: in how many of ``readings`` the party ranks it first, second, ..."""
    values = _values(case, draws, ranked, readings)
    worth = worth_of_reading(draws)
    found = []
    for k, candidate in enumerate(ranked):
        n_above = (values > values[k]).sum(axis=0)
        counts = np.bincount(n_above, minlength=len(ranked))
        ranks = tuple(frequency(int(count), len(readings), worth) for count in counts)
        found.append(RankAcceptability(actor=draws.actor, candidate=candidate, ranks=ranks))
    return tuple(found)


def worth_of_reading(draws: ActorDraws) -> float:
    """How many independent readings one drawn reading is worth: less than 1 after hit-and-run."""
    return 1.0 if draws.effective_size is None else min(1.0, draws.effective_size / draws.n)


def _values(case: Case, draws: ActorDraws, ranked: Sequence[Candidate], readings: IntArray) -> IntArray:
    """Shape (candidates, readings)."""
    values = np.zeros((len(ranked), len(readings)), dtype=np.int64)
    for issue, table in zip(case.issues, draws.tables, strict=True):
        options = [issue.index(candidate.package[issue.id]) for candidate in ranked]
        values += table[readings][:, options].T
    return values
