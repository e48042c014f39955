"""The play of a phased agreement in every reading at once, parties with numbers and parties with orders together.

As :func:`~detente.questions.durability.unravelling.unravelling` and
:func:`~detente.questions.durability.ordinal.ordinal_play` play one: backward from the end, ties keep, the end at one instant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.model.phases import StakeKind
from detente.questions.durability.case_agreement import CaseAgreement
from detente.questions.durability.case_comparisons import situations
from detente.questions.durability.case_numbers import FloatArray
from detente.questions.durability.case_readings import TIE, AgreementReadings, BoolArray, Worths, lapses

__all__ = ["Play", "play"]

KEPT, NO_DEAL, FIRST_NODE = 0, 1, 2
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Play:
    """What happens in each reading.

    Attributes
    ----------
    violated : ``[node]``, its mover would rather leave though everybody kept the rest.
    leaves : ``[node]``, its mover leaves, foreseeing the rest; at the end, those who break there.
    outcome : position among the situations (kept, no deal, left at each node), or one more: several leave at the end.
    root : the last violated node, -1 for none.
    unwilling : ``[party]``, would rather have no deal than the agreement kept.
    prefers_none : ``[party]``, would rather have no deal than what would happen.
    """

    violated: BoolArray
    leaves: BoolArray
    outcome: IntArray
    root: IntArray
    unwilling: BoolArray
    prefers_none: BoolArray

    @property
    def is_kept(self) -> BoolArray:
        """Readings in which nobody would leave anywhere."""
        return np.asarray(~self.violated.any(axis=0), np.bool_)


def play(agreement: CaseAgreement, readings: AgreementReadings) -> Play:
    """Play every reading. O(parties * nodes) arrays."""
    worth = {actor: _worths(agreement, actor, readings) for actor in agreement.parties}
    room = {actor: TIE * (1 + float(np.abs(own).max())) for actor, own in worth.items()}
    nodes, n = agreement.nodes, readings.n
    violated = np.array([worth[v.actor][KEPT] < worth[v.actor][FIRST_NODE + k] - room[v.actor] for k, v in enumerate(nodes)])
    leaves = np.zeros((len(nodes), n), np.bool_)
    first_end = len(agreement.phases.steps)
    several = FIRST_NODE + len(nodes)
    at_end = _at_end(agreement, readings, violated)
    leaves[first_end:] = at_end
    count = at_end.sum(axis=0)
    one = FIRST_NODE + first_end + at_end.argmax(axis=0)
    outcome = np.where(count == 0, KEPT, np.where(count == 1, one, several))
    rows = np.arange(n)
    for k, actor in enumerate(agreement.parties):  # those of the end who rank only orders have theirs, the rest the first one's
        if actor not in agreement.numeric:
            own = np.where(at_end[k], FIRST_NODE + first_end + k, one)
            worth[actor][several] = worth[actor][own, rows]
    for k in range(first_end - 1, -1, -1):
        actor = nodes[k].actor
        leaves[k] = worth[actor][outcome, rows] < worth[actor][FIRST_NODE + k] - room[actor]
        outcome = np.where(leaves[k], FIRST_NODE + k, outcome)
    ends = violated.any(axis=0)
    root = np.where(ends, len(nodes) - 1 - violated[::-1].argmax(axis=0), -1)
    return Play(
        violated=violated,
        leaves=leaves,
        outcome=outcome.astype(np.int64),
        root=root.astype(np.int64),
        unwilling=np.array([worth[a][KEPT] < worth[a][NO_DEAL] - room[a] for a in agreement.parties]),
        prefers_none=np.array([worth[a][outcome, rows] < worth[a][NO_DEAL] - room[a] for a in agreement.parties]),
    )


def _worths(agreement: CaseAgreement, actor: str, readings: AgreementReadings) -> FloatArray:
    """Worth of each situation and of several leaving at the end, shape (situations + 1, n)."""
    n = readings.n
    if actor not in agreement.numeric:
        return np.vstack([readings.heights[actor], np.zeros(n)])
    own = Worths(agreement=agreement, actor=actor, numbers=readings.numbers, n=n)
    last = own.fought(len(agreement.phases.steps))
    return np.array([*(own.of(situation) for situation in situations(agreement)), last])


def _at_end(agreement: CaseAgreement, readings: AgreementReadings, violated: BoolArray) -> BoolArray:
    """Who leaves at the end, ``[party]``: those who would alone, and those who then strike rather than be struck."""
    first = len(agreement.phases.steps)
    leavers = violated[first:].copy()
    by_lapse = np.ones(readings.n, np.bool_)
    for k, node in enumerate(agreement.nodes[first:]):
        lapse = _lapses_there(agreement, readings, node.step, node.actor)
        by_lapse &= ~leavers[k] | lapse
    anyone = leavers.any(axis=0)
    for k, actor in enumerate(agreement.parties):
        loss = agreement.numbers.stake(actor, StakeKind.VICTIM_LOSS)
        if loss is not None:
            struck = agreement.numbers.drawn({(loss,): 1}, readings.numbers, readings.n) > 0  # type: ignore[dict-item]
            leavers[k] |= anyone & ~by_lapse & struck
    return leavers


def _lapses_there(agreement: CaseAgreement, readings: AgreementReadings, step: str, actor: str) -> BoolArray:
    if not agreement.phases.end.is_expiry:
        return np.zeros(readings.n, np.bool_)
    if actor not in agreement.numeric:
        return np.ones(readings.n, np.bool_)
    return lapses(agreement, step, actor, readings.numbers, readings.n)
