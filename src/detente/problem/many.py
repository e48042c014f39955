"""Is there a deal, asked of many readings of one problem at once.

Issues, options and requirements are shared; values and floors are integers that differ from reading to reading, as
drawn readings of a case do. Weights on the floors come first (a package found, or none possible), then a joint
search; floats only suggest, integers decide. A reading's answer depends on nothing but that reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.problem.many_block import Block, Plan
from detente.problem.many_search import searched
from detente.problem.many_weights import tried
from detente.problem.sweep import Sweep

__all__ = ["MOST_BITS", "WIDTH", "ManyExistence", "exists_in_each"]

BLOCK = 2048
"""Readings worked on at once; no answer depends on it."""
FIRST_WIDTH = 2048
"""Nodes of one reading in one layer while it is searched along with others."""
WIDTH = 200_000
"""Nodes of one reading in one layer before it is left undecided."""
MOST_BITS = 57
"""A party's largest sum must stay below this many bits."""
MOST_CELLS = 4_000_000
"""Integers a joint search lays out at once."""

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, kw_only=True)
class ManyExistence:
    """Per reading, whether some package meets every requirement and floor.

    Parameters
    ----------
    has_deal, is_decided : shape (n,); a reading left undecided has ``has_deal`` false.
    choices : shape (n, issues), option positions of one such package; -1 where there is none or none was found.
    """

    has_deal: BoolArray
    is_decided: BoolArray
    choices: npt.NDArray[np.int16]

    @property
    def n_open(self) -> int:
        """Readings with a deal."""
        return int(self.has_deal.sum())

    @property
    def n_undecided(self) -> int:
        """Readings left undecided."""
        return int((~self.is_decided).sum())

    @property
    def is_complete(self) -> bool:
        """Whether every reading is decided."""
        return self.n_undecided == 0


def exists_in_each(
    sweep: Sweep,
    tables: Sequence[Sequence[IntArray]],
    floors: Sequence[IntArray | None],
    *,
    given_up: BoolArray | None = None,
    width: int = WIDTH,
    block: int = BLOCK,
) -> ManyExistence:
    """Settle each reading: a package that meets every requirement and floor, or none, or undecided.

    Parameters
    ----------
    sweep : the packages that meet the requirements (an ``Instance`` has one); its own gains are not read, so terms that
        join two issues in value are not part of it.
    tables : ``tables[party][issue]`` of shape (n, options), or (1, options) where every reading has the same.
    floors : per party, shape (n,) or (1,): the least sum it accepts; ``None`` where its floor is given up.
    given_up : shape (n, parties), floors that do not bind in some readings.
    width : most nodes of one reading in one layer; beyond it the reading is left undecided.
    block : readings worked on at once. The answers, packages included, are the same for any.

    Raises
    ------
    ValueError
        If shapes do not fit, or a party's sums need more than ``MOST_BITS`` bits.

    About readings x options x parties x 16 steps, and nodes of what these leave open.
    """
    n = _checked(sweep, tables, floors, given_up)
    n_issues = len(sweep.layers)
    answer = ManyExistence(
        has_deal=np.zeros(n, dtype=np.bool_),
        is_decided=np.zeros(n, dtype=np.bool_),
        choices=np.full((n, n_issues), -1, dtype=np.int16),
    )
    if sweep.is_empty:
        answer.is_decided[:] = True
        return answer
    plan = Plan.of(sweep)
    asking = [a for a, floor in enumerate(floors) if floor is not None]
    if not asking:
        tables, asking, floors = [[np.zeros_like(t[:1]) for t in tables[0]]], [0], [np.zeros(1, dtype=np.int64)]
        given_up = None
    tops = [sum(int(np.abs(t).max()) for t in tables[a]) for a in asking]
    asked = [np.clip(np.asarray(floors[a], dtype=np.int64), -top - 1, top + 1) for a, top in zip(asking, tops, strict=True)]
    for start in range(0, n, block):
        stop = min(start + block, n)
        part = Block.of(plan, [tables[a] for a in asking], asked, start, stop)
        if given_up is not None:
            part.floors[given_up[start:stop, asking].T] = -max(tops) - 1
        _settle(part, tops, answer, start, width)
    return answer


def _settle(part: Block, tops: Sequence[int], answer: ManyExistence, start: int, width: int) -> None:
    """Write the answers of one block."""
    scales = np.array([max(top, 1) for top in tops], dtype=np.float64)
    trial = tried(part, scales)
    hits = np.flatnonzero(trial.is_hit)
    hits = hits[part.meets(hits, trial.options[:, hits])]
    _write(part.plan, answer, start + hits, trial.options[:, hits])
    is_left = np.ones(len(part), dtype=np.bool_)
    is_left[hits] = False
    left = np.flatnonzero(is_left)
    multipliers = np.rint(trial.weights.astype(np.float64) * (2.0**MOST_BITS / scales)[:, None]).astype(np.int64)
    for size, limit in ((_group(part.plan, len(tops)), min(FIRST_WIDTH, width)), (1, width)):
        for at in range(0, len(left), size):
            which = left[at : at + size]
            found = searched(part.taken(which), multipliers[:, which], limit)
            yes = np.flatnonzero(found.has_deal)
            _write(part.plan, answer, start + which[yes], found.options[:, yes])
            answer.is_decided[start + which[found.is_decided]] = True
        left = left[~answer.is_decided[start + left]]


def _write(plan: Plan, answer: ManyExistence, readings: IntArray, options: IntArray) -> None:
    answer.has_deal[readings] = answer.is_decided[readings] = True
    for place, issue in enumerate(plan.issues):
        answer.choices[readings, issue] = options[place]


def _group(plan: Plan, n_parties: int) -> int:
    """Readings searched together, so that their regrets and first nodes fit in memory."""
    cells = sum(len(layer.target) * plan.width for layer in plan.joined) + len(plan.free) * plan.width
    return max(1, min(512, MOST_CELLS // (cells * (n_parties + 1))))


def _checked(
    sweep: Sweep,
    tables: Sequence[Sequence[IntArray]],
    floors: Sequence[IntArray | None],
    given_up: BoolArray | None,
) -> int:
    """The number of readings; raises ``ValueError`` where shapes or sizes do not fit."""
    if len(tables) != len(floors) or not tables:
        raise ValueError(f"{len(tables)} parties have tables, {len(floors)} have floors")
    sizes = {layer.issue: layer.target.shape[1] for layer in sweep.layers}
    lengths = {len(floor) for floor in floors if floor is not None}
    for party in tables:
        if len(party) != len(sizes) or any(t.ndim != 2 or t.shape[1] != sizes[k] for k, t in enumerate(party)):
            raise ValueError("a table needs one row a reading and one column an option, for every issue of the sweep")
        if any(t.dtype != np.int64 for t in party):
            raise ValueError("tables hold 64-bit integers")
        if sum(max(abs(int(t.max())), abs(int(t.min()))) for t in party).bit_length() > MOST_BITS:
            raise ValueError(f"a party's sums need more than {MOST_BITS} bits")
        lengths |= {len(t) for t in party}
    if given_up is not None:
        lengths.add(len(given_up))
        if given_up.shape[1] != len(tables):
            raise ValueError("what is given up needs one column a party")
    several = lengths - {1}
    if len(several) > 1 or 0 in lengths:
        raise ValueError(f"tables and floors disagree on the number of readings: {sorted(lengths)}")
    return max(lengths)
