"""What the other questions found of a case, for which departure explains its deadlock."""

from __future__ import annotations

from detente.explanation.telling import Telling
from detente.model.verdict import Verdict
from detente.questions.timing.departures import Elsewhere

__all__ = ["elsewhere"]


def elsewhere(telling: Telling, *, home: Verdict | None, commitment: Verdict | None) -> Elsewhere:
    """What else may keep the parties from a deal.

    Parameters
    ----------
    home, commitment : verdicts of the questions of ratification and durability; ``None`` where they were not asked.
    """
    case = telling.case
    return Elsewhere(
        values=telling.finding.verdict if case.issues else None,
        home=home,
        commitment=commitment,
        is_indivisible=case.phases is not None and any(asset.is_indivisible for asset in case.phases.assets),
    )
