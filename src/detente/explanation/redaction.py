"""What a finding gives away of records its readers may not see, taken out before anything is told.

Packages, terms and falls of no-deal values are computed from every red line, preference and no-deal
value at once: where one of these is withheld, a package just acceptable shows where it lies. Then
only the verdict, the counts, the sets of conditions and the shares are told.
"""

from __future__ import annotations

from dataclasses import replace

from detente.explanation.telling import Telling
from detente.model.case import Case
from detente.model.evidence import Handling
from detente.questions.agreement.finding import AgreementFinding

__all__ = ["telling_for"]


def telling_for(case: Case, finding: AgreementFinding, handling: Handling) -> Telling:
    """What may be told of a finding to readers cleared for ``handling``."""
    whole = Telling(case=case, finding=finding, handling=handling)
    hidden = {proposal.id for proposal in case.proposals if whole.is_withheld(proposal.because)}
    proposals = tuple(check for check in finding.proposals if check.proposal not in hidden)
    told = replace(finding, proposals=proposals)
    if whole.are_packages_withheld:
        told = replace(
            told,
            necessary=replace(finding.necessary, examples=()),
            possible=replace(finding.possible, examples=()),
            openings=tuple(replace(opening, best=(), terms=(), drops=()) for opening in finding.openings),
            proposals=tuple(replace(check, preferred=()) for check in proposals),
            break_even=(),
        )
    return Telling(case=case, finding=told, handling=handling)
