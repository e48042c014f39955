"""Stability as CSV: a row for each state, a column for each actor and concept."""

from __future__ import annotations

import csv
from io import StringIO

from detente.questions.stability.finding import Share, StabilityFinding

__all__ = ["stability_rows"]


def stability_rows(finding: StabilityFinding) -> str:
    """The shares of readings in which each state is stable, from 0 to 1; ``0.25..0.5`` where comparisons are unknown.

    Columns: the state, whether it is the status quo, ``ACTOR CONCEPT`` for each, then ``equilibrium CONCEPT``.
    """
    text, concepts = StringIO(), finding.columns
    rows = csv.writer(text, lineterminator="\n")
    each = [(actor, concept) for actor in finding.actors for concept in concepts]
    rows.writerow(["state", "is_status_quo", *(f"{actor} {c}" for actor, c in each), *(f"equilibrium {c}" for c in concepts)])
    shares = finding.shares
    for state in finding.states if shares is not None else ():
        assert shares is not None  # noqa: S101 (checked above)
        cells = [_cell(shares.of(actor, state, concept)) for actor, concept in each]
        both = [_cell(shares.equilibrium(state, concept)) for concept in concepts]
        rows.writerow([state, "yes" if state == finding.status_quo else "no", *cells, *both])
    return text.getvalue()


def _cell(share: Share) -> str:
    least, most = (f"{float(s):.6g}" for s in (share.least, share.most))
    return least if share.least == share.most else f"{least}..{most}"
