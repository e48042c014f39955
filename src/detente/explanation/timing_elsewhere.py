"""What the other questions found of a case, for which departure explains its deadlock."""

from __future__ import annotations

from detente.explanation.telling import Telling
from detente.model.verdict import Verdict
from detente.questions.durability.finding import DurabilityFinding
from detente.questions.timing.departures import Elsewhere

__all__ = ["commitment_of", "elsewhere"]


def elsewhere(telling: Telling, *, home: Verdict | None, commitment: Verdict | None) -> Elsewhere:
    """What else may keep the parties from a deal.

    Parameters
    ----------
    home, commitment : verdicts of the questions of ratification and, by ``commitment_of``, durability; ``None`` where they were
        not asked.
    """
    case = telling.case
    return Elsewhere(
        values=telling.finding.verdict if case.issues else None,
        home=home,
        commitment=commitment,
        is_indivisible=case.phases is not None and any(asset.is_indivisible for asset in case.phases.assets),
    )


def commitment_of(found: DurabilityFinding | None) -> Verdict | None:
    """Whether an agreement in phases keeps itself; open where it does only if a party surely means to keep it."""
    if found is None:
        return None
    return Verdict.CONTESTED if found.verdict is Verdict.HOLDS and found.doubted else found.verdict
