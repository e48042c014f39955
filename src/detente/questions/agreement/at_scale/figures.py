"""The three figures where packages are too many to list: each set of red lines given up is asked of every reading."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from detente.questions.agreement.at_scale.play import Play
from detente.questions.agreement.finding import Figure
from detente.questions.agreement.shares import figures, groups_of, unexplained

__all__ = ["LINES", "figures_at_scale"]

LINES = 6
"""Most red lines of which every set is tried."""

Progress = Callable[[int, int], None]


def figures_at_scale(play: Play, *, is_blocked: bool, progress: Progress | None = None) -> tuple[Figure, Figure, Figure]:
    """As stated, some bluff, all off. A figure some reading of which is undecided is none, and says why."""
    conditions = play.conditions
    everything = conditions.red_line_mask
    held = unexplained(play.case, conditions, play.drawn, play.n)
    asked_masks = range(everything + 1) if conditions.n_red_lines <= LINES else (0, everything)
    barred: list[list[int]] = [[] for _ in range(play.n)]
    undecided = 0
    for done, mask in enumerate(sorted(asked_masks, key=lambda m: (m.bit_count(), m))):
        asked = play.opens(mask)
        undecided = max(undecided, int((~asked.is_decided).sum()))
        for reading in np.flatnonzero(asked.has_deal):
            if not any(known & mask == known for known in barred[reading]):
                barred[reading].append(mask)
        if progress is not None:
            progress(done, len(asked_masks))
    if undecided:
        reason = f"in {undecided:,} of {play.n:,} readings a budget ran out before it was settled whether a deal exists"
        none = Figure(share=None, error=0.0, n=play.n, is_exact=False, reason=reason)
        return none, none, none
    groups = groups_of([tuple(masks) for masks in barred], held, play.drawn)
    stated, bluff, off = figures(play.case, conditions, groups, is_blocked=is_blocked)
    if conditions.n_red_lines > LINES:
        reason = f"with more than {LINES} red lines in a case this large, not every set of them is tried"
        bluff = Figure(share=None, error=0.0, n=play.n, is_exact=False, reason=reason)
    return stated, bluff, off
