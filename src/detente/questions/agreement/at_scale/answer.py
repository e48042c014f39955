"""The agreement question, answered by exact engines where packages are too many to list.

The verdict, the three figures and the counts mean the same as where packages are listed. What is not worked out here is
left empty and said: the mildest ways to move a red line, the packages best for a party, and the figure under other measures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from detente.model.case import Case
from detente.model.formula import evaluate
from detente.model.package import Package
from detente.model.verdict import Provenance, Verdict
from detente.problem.counting import Count, count
from detente.questions.agreement.at_scale.bounds import necessary_package, no_reading_has_a_deal, package_sets
from detente.questions.agreement.at_scale.figures import figures_at_scale
from detente.questions.agreement.at_scale.play import Play
from detente.questions.agreement.at_scale.sets import SetsAtScale, sets_at_scale
from detente.questions.agreement.finding import AgreementFinding, Figure, PackageSet, ProposalCheck
from detente.readings.draws import Readings
from detente.readings.polytope import Polytope

__all__ = ["agreement_at_scale"]

Progress = Callable[[str, int, int], None]


def agreement_at_scale(
    case: Case, drawn: Readings, polytopes: Sequence[Polytope], *, seed: int, progress: Progress | None = None
) -> AgreementFinding:
    """The finding for a case of any size, from readings already drawn.

    Raises
    ------
    TooEntangled
        If the requirements of the case join too many issues.
    TooFine
        If the numbers of the case are too fine for readings to be played together.
    """
    play = Play(case, drawn)
    unbounded = tuple(p.actor for p in polytopes if not p.has_no_deal_value)
    counts = _Counts(play)
    is_blocked = counts.clear.upper == 0
    if unbounded:
        reason = f"the record does not say what no deal is worth to {', '.join(unbounded)}"
        none = Figure(share=None, error=0.0, n=0, is_exact=False, reason=reason)
        shares = (Figure(share=0.0, error=0.0, n=0, is_exact=True) if is_blocked else none, none, none)
        found = sets_at_scale(play, has_values=False)
        verdict, why, sets = _by_positions(is_blocked)
        n_without = 0
    else:
        told = None if progress is None else (lambda done, total: progress("asking readings", done, total))
        shares = figures_at_scale(play, is_blocked=is_blocked, progress=told)
        found = sets_at_scale(play, has_values=True)
        verdict, why, sets = _verdict(play, polytopes, is_blocked=is_blocked)
        n_without = int(play.without_deal().sum())
    return AgreementFinding(
        verdict=verdict,
        reason=why,
        n_packages=play.central.problem.n_packages,
        n_deals=counts.deals.lower,
        n_feasible=counts.feasible.lower,
        n_clear=counts.clear.lower,
        as_stated=shares[0],
        some_bluff=shares[1],
        all_off=shares[2],
        necessary=sets[0],
        possible=sets[1],
        blocking=found.blocking,
        is_blocking_complete=found.is_blocking_complete,
        openings=found.openings,
        proposals=_proposals(play, unbounded),
        break_even=(),
        alternatives=(),
        n_without_deal=n_without,
        methods=tuple((d.actor, d.method) for d in drawn.actors),
        drawn_orders=tuple((d.actor, d.drawn_orders) for d in drawn.actors if d.drawn_orders),
        unbounded=unbounded,
        provenance=_provenance(play, counts, found, seed),
    )


class _Counts:
    """How many packages there are of each sort, by requirements alone."""

    def __init__(self, play: Play) -> None:
        problem, central = play.central.problem, play.central
        parties = problem.parties
        self.deals: Count = count(problem, without=(*central.red_lines, *central.rules, *parties))
        self.feasible: Count = count(problem, without=(*central.red_lines, *parties))
        self.clear: Count = count(problem, without=parties)


def _by_positions(is_blocked: bool) -> tuple[Verdict, str | None, tuple[PackageSet, PackageSet]]:
    """The verdict where some no-deal value is unknown: a party may then prefer no deal to anything, or anything to it."""
    nothing = package_sets(None, None, is_none_possible=is_blocked)
    return (Verdict.FAILS, None, nothing) if is_blocked else (Verdict.CONTESTED, None, nothing)


def _verdict(
    play: Play, polytopes: Sequence[Polytope], *, is_blocked: bool
) -> tuple[Verdict, str | None, tuple[PackageSet, PackageSet]]:
    """As stated: proved one way or the other, or shown to differ between readings, or left open."""
    if is_blocked:
        return Verdict.FAILS, None, package_sets(None, None, is_none_possible=True)
    asked = play.opens(0)
    some = _some(play)
    if play.n == 1 and asked.is_decided.all():
        sets = _counted(play, some)
        return (Verdict.HOLDS if some is not None else Verdict.FAILS), None, (sets, sets)
    necessary = necessary_package(play, polytopes)
    if necessary is not None:
        return Verdict.HOLDS, None, package_sets(necessary, some, is_none_possible=False)
    if asked.has_deal.any() and (asked.is_decided & ~asked.has_deal).any():
        return Verdict.CONTESTED, None, package_sets(None, some, is_none_possible=False)
    if some is None and no_reading_has_a_deal(play, polytopes):
        return Verdict.FAILS, None, package_sets(None, None, is_none_possible=True)
    if some is None:
        reason = "in none of the readings drawn is there a deal; that none has one was not proved"
    else:
        reason = "every reading drawn has a deal; that one package is good in all of them was not proved"
    return Verdict.UNDETERMINED, reason, package_sets(None, some, is_none_possible=False)


def _counted(play: Play, some: Package | None) -> PackageSet:
    """The packages acceptable in the only reading there is, counted exactly where the budget allows."""
    counted = count(play.central.problem)
    examples = () if some is None else (some,)
    return PackageSet(count=max(counted.lower, len(examples)), examples=examples, is_complete=counted.is_exact)


def _some(play: Play) -> Package | None:
    """A package acceptable to all in some reading drawn."""
    asked = play.opens(0)
    rows = np.flatnonzero(asked.found.has_deal)
    return play.central.problem.package(asked.found.choices[rows[0]].tolist()) if len(rows) else None


def _proposals(play: Play, unbounded: tuple[str, ...]) -> tuple[ProposalCheck, ...]:
    case, problem = play.case, play.central.problem
    hard = {r.id for r in problem.requirements if r.is_hard}
    checks = []
    for proposal in case.proposals:
        if any(issue.id not in proposal.package for issue in case.issues):
            continue
        terms, choice = proposal.package.as_dict(), problem.choice(proposal.package)
        static = play.conditions.items[: play.conditions.n_static]
        preferred = []
        for draws in play.draws:
            if draws.no_deal is not None and not unbounded:
                worth = sum(table[:, option] for table, option in zip(draws.tables, choice, strict=True)) - draws.no_deal
                preferred.append((draws.actor, float(np.mean(np.asarray(worth) >= 0))))
        checks.append(
            ProposalCheck(
                proposal=proposal.id,
                is_deal=not hard & set(problem.broken(choice)),
                broken=tuple(c for c in static if c.requires is not None and not evaluate(c.requires, terms)),
                preferred=tuple(preferred),
            )
        )
    return tuple(checks)


def _provenance(play: Play, counts: _Counts, found: SetsAtScale, seed: int) -> Provenance:
    is_exact = play.n == 1
    parameters = [("readings", str(play.n))]
    if not found.are_openings_complete:
        parameters.append(("openings", "those found in some of the readings, each tried in all; there may be more"))
    for what, counted in (("deals", counts.deals), ("rules", counts.feasible), ("red lines", counts.clear)):
        if not counted.is_exact:
            parameters.append((f"packages counted by {what}", f"between {counted.lower:,} and {counted.upper:,}"))
    return Provenance(
        method="packages not listed: settled issue by issue, in integers; exact linear programs for bounds",
        is_exact=is_exact,
        seed=None if is_exact else seed,
        parameters=tuple(parameters),
    )
