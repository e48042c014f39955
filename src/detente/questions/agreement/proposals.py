"""Proposals on the table against the conditions of the case."""

from __future__ import annotations

import numpy as np

from detente.model.formula import evaluate
from detente.questions.agreement.finding import ProposalCheck
from detente.questions.agreement.landscape import Landscape
from detente.questions.agreement.tally import Tally, actor_draws
from detente.readings.draws import Readings

__all__ = ["proposal_checks"]


def proposal_checks(landscape: Landscape, readings: Readings, result: Tally | None) -> tuple[ProposalCheck, ...]:
    """One check per proposal that says something on every issue, in the order of the file. Exact but for the shares."""
    case = landscape.case
    checks = []
    for proposal in case.proposals:
        if any(issue.id not in proposal.package for issue in case.issues):
            continue
        terms = proposal.package.as_dict()
        static = landscape.conditions.items[: landscape.conditions.n_static]
        broken = tuple(c for c in static if c.requires is not None and not evaluate(c.requires, terms))
        where = np.flatnonzero(landscape.deals == landscape.space.index(proposal.package))
        preferred: tuple[tuple[str, float], ...] = ()
        if result is not None and len(where):
            preferred = tuple(
                (actor.id, float(result.accepts[k][where[0]]) / result.n)
                for k, actor in enumerate(case.parties)
                if actor_draws(readings, actor.id).no_deal is not None
            )
        checks.append(ProposalCheck(proposal=proposal.id, is_deal=bool(len(where)), broken=broken, preferred=preferred))
    return tuple(checks)
