"""Counting ratified packages from both ends: lists of sums of two halves of the issues, compared 64 pairs at a time.

For each faction a sum of the first half leaves a need; the sums of the second half that cover it are a row of bits. The
rule's decision diagram joins the rows of all factions, node by node, with ``low or (own and high)``: rules are monotone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from detente.problem.dominance import total_weight
from detente.problem.hitting import positions
from detente.problem.instance import HEADROOM_BITS, Instance
from detente.problem.sweep import Layer
from detente.questions.ratification.diagram import Diagram, diagram
from detente.questions.ratification.gate import Gate

__all__ = ["count_wins_by_halves"]

LISTED = 1 << 21
"""Most vectors of sums listed at once."""
COLUMNS = 8192
"""Sums of the second half compared at once."""
WORDS = 1 << 15
"""Words of 64 bits of one block, so that a block's rows stay in the cache."""

IntArray = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class _Sums:
    """Vectors of sums, shape (factions, n), with how often each comes."""

    vectors: IntArray
    counts: IntArray


def count_wins_by_halves(found: Instance, rule: Gate, steps: int) -> int | None:
    """The number of packages whose supporters satisfy a rule over the parties; ``None`` beyond about ``steps`` word operations.

    Memory: some hundred bytes for each listed sum and faction, and a table of ``COLUMNS`` squared bits for each faction.
    """
    if found.is_wide:
        return None
    parties = positions(rule.actors)
    layers = found.sweep.layers
    middle = _middle(layers, parties)
    left = _half(layers[:middle], parties, 0)
    n_states = layers[middle - 1].n_after if middle else 1
    right = [_half(layers[middle:], parties, state) for state in range(n_states)] if left is not None else []
    if left is None or any(ends is None for ends in right):
        return None
    tree = diagram(rule)
    pairs = []
    for state, sums in left.items():
        ends = right[state]
        if ends:
            pairs.append((sums, _joined(list(ends.values()))))
    floors = np.array([found.floors[a] or 0 for a in parties], dtype=np.int64)
    ranked = [_ranked(floors, one, other) for one, other in pairs]
    cost = sum(_cost(len(one.counts), len(other.counts), tree) for one, other in ranked)
    if cost > steps:
        return None
    return sum(_pairs(one, other, tree, parties) for one, other in ranked)


def _cost(n_left: int, n_right: int, tree: Diagram) -> int:
    return n_left * (n_right // 64 + 1) * (len(tree.order) + 2 * sum(len(level) for level in tree.low))


def _middle(layers: Sequence[Layer], parties: Sequence[int]) -> int:
    """The boundary that leaves the fewest pairs, as far as sizes tell; among those the one with halves most alike."""
    spans = [[int(layer.gains[a].max()) for a in parties] for layer in layers]

    def size(some: range) -> int:
        packages: int = prod(int(layers[k].target.shape[1]) for k in some)
        return min(packages, prod(sum(spans[k][i] for k in some) + 1 for i in range(len(parties))))

    def burden(at: int) -> tuple[int, int]:
        one, other = size(range(at)), size(range(at, len(layers)))
        return one * other, max(one, other)

    return min(range(len(layers) + 1), key=burden)


def _half(layers: Sequence[Layer], parties: Sequence[int], start: int) -> dict[int, _Sums] | None:
    """Sums of some layers' options from a state, by the state they end in; ``None`` beyond ``LISTED``."""
    found = {start: _Sums(np.zeros((len(parties), 1), dtype=np.int64), np.ones(1, dtype=np.int64))}
    ways = 1
    for layer in layers:
        parts: dict[int, list[_Sums]] = {}
        ways *= layer.target.shape[1]
        listed = sum(len(sums.counts) * int((layer.target[s] >= 0).sum()) for s, sums in found.items())
        if listed > LISTED or ways.bit_length() > HEADROOM_BITS:
            return None
        for state, sums in found.items():
            for option in np.flatnonzero(layer.target[state] >= 0):
                step = [[layer.gains[a][state if len(layer.gains[a]) > 1 else 0, option]] for a in parties]
                moved = _Sums(sums.vectors + np.array(step, dtype=np.int64), sums.counts)
                parts.setdefault(int(layer.target[state, option]), []).append(moved)
        found = {state: _merged(_joined(some)) for state, some in parts.items()}
    return found


def _joined(parts: Sequence[_Sums]) -> _Sums:
    return _Sums(np.concatenate([p.vectors for p in parts], axis=1), np.concatenate([p.counts for p in parts]))


def _merged(sums: _Sums) -> _Sums:
    """Equal vectors once, where a vector fits one machine integer."""
    low = sums.vectors.min(axis=1, keepdims=True)
    radices = [int(top) + 1 for top in (sums.vectors - low).max(axis=1)]
    if prod(radices).bit_length() > HEADROOM_BITS:
        return sums
    keys = np.zeros(len(sums.counts), dtype=np.int64)
    for axis, radix in zip(sums.vectors - low, radices, strict=True):
        keys = keys * radix + axis
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
    return _Sums(sums.vectors[:, order[starts]], np.add.reduceat(sums.counts[order], starts))


def _ranked(floors: IntArray, left: _Sums, right: _Sums) -> tuple[_Sums, _Sums]:
    """Needs and sums by rank, with what no comparison tells apart merged: a sum covers a need where its rank is larger.

    The longer list becomes the rows.
    """
    if len(left.counts) < len(right.counts):
        left, right = right, left
    needs, covers = [], []
    for floor, own, other in zip(floors, left.vectors, right.vectors, strict=True):
        place = np.searchsorted(np.unique(other), floor - own, side="left")
        used, need = np.unique(place, return_inverse=True)
        needs.append(need)
        covers.append(np.searchsorted(used, np.searchsorted(np.unique(other), other), side="right"))
    rows = _merged(_Sums(np.array(needs, dtype=np.int64), left.counts))
    columns = _merged(_Sums(np.array(covers, dtype=np.int64), right.counts))
    return rows, columns


def _pairs(rows: _Sums, columns: _Sums, tree: Diagram, parties: Sequence[int]) -> int:
    """The weight of the pairs whose supporters satisfy the rule."""
    axis_of = {actor: k for k, actor in enumerate(parties)}
    total = 0
    for start in range(0, len(columns.counts), COLUMNS):
        some = slice(start, start + COLUMNS)
        counts = columns.counts[some]
        tables, places = [], []
        for need, cover in zip(rows.vectors, columns.vectors[:, some], strict=True):
            levels, place = _levels(need, cover)
            tables.append(levels)
            places.append(place)
        planes = [_packed((counts >> b & 1).astype(np.bool_)) for b in range(int(counts.max()).bit_length())]
        covered = np.empty(len(rows.counts), dtype=np.int64)
        height = max(1, WORDS // tables[0].shape[1])
        for top in range(0, len(covered), height):
            block = slice(top, top + height)
            won = _read(tree, [tables[axis_of[a]][places[axis_of[a]][block]] for a in tree.order])
            covered[block] = _weighed(won, planes, is_plain=bool((counts == 1).all()))
        most = int(rows.counts.sum(dtype=object)) * int(counts.sum(dtype=object))
        total += total_weight(rows.counts, covered, most)
    return total


def _levels(need: IntArray, cover: IntArray) -> tuple[Words, IntArray]:
    """Rows of bits, one for each distinct set of columns that cover a need, and which row each need takes."""
    ordered = np.unique(cover)
    place = np.searchsorted(ordered, need, side="right")  # columns whose rank is above the need
    table = np.zeros((len(ordered) + 1, -(-len(cover) // 64)), dtype=np.uint64)
    at = np.arange(len(cover))
    bits = np.left_shift(np.uint64(1), (at & 63).astype(np.uint64))
    np.bitwise_or.at(table, (np.searchsorted(ordered, cover), at >> 6), bits)
    upward = table[::-1]
    np.bitwise_or.accumulate(upward, axis=0, out=upward)
    return table, place


def _packed(bits: npt.NDArray[np.bool_]) -> Words:
    found = np.zeros(-(-len(bits) // 64) * 8, dtype=np.uint8)
    packed = np.packbits(bits, bitorder="little")
    found[: len(packed)] = packed
    return found.view("<u8").astype(np.uint64)


def _read(tree: Diagram, own: Sequence[Words]) -> Words:
    """The rule on rows of bits, from the last level up; constants are never joined."""
    nodes: list[Words | bool] = [False, True]
    for level in range(len(tree.order) - 1, -1, -1):
        found: list[Words | bool] = []
        for low, high in zip(tree.low[level].tolist(), tree.high[level].tolist(), strict=True):
            found.append(_joined_rows(nodes[low], nodes[high], own[level]) if low != high else nodes[low])
        nodes = found
    root = nodes[0]
    if isinstance(root, bool):
        return np.full_like(own[0], np.iinfo(np.uint64).max if root else 0)
    return root


def _joined_rows(low: Words | bool, high: Words | bool, own: Words) -> Words | bool:
    if low is True or high is False:  # never for a monotone rule, whose low is below its high
        return low
    with_own = own if high is True else own & high
    return with_own if low is False else low | with_own


def _weighed(won: Words, planes: Sequence[Words], *, is_plain: bool) -> IntArray:
    """Per row, the weight of its ones; bits beyond the columns are zero in every table."""
    if is_plain:
        return np.asarray(np.bitwise_count(won).sum(axis=1, dtype=np.int64))
    found = np.zeros(len(won), dtype=np.int64)
    for b, plane in enumerate(planes):
        found += np.bitwise_count(won & plane).sum(axis=1, dtype=np.int64) << b
    return found
