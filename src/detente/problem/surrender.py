"""Openings by cost: one search over packages and conditions, in which any condition may be given up within a budget.

A node keeps some options open, keeps some conditions and gives some up; the rest may still go either way. Weigh the
rows by whole numbers: what the best package falls short of the weighed needs has to be made good by conditions given
up, each by no more than its weighed *relief*, the most its rows can fall short here. So the conditions given up obey
an inequality, and a node is refuted once no choice of them that the budget allows has relief enough (Lagrangian bound,
Geoffrion 1974, with the knapsack bound of Dantzig 1957). Packages met on the way show openings; a node with a package
that shows a known one branches on the conditions of it (Lawler 1972), so that no opening is met twice.

All weighed sums are whole numbers below 2^53 held in floats, so every bound is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from detente.problem.demands import FAINT, Refuter
from detente.problem.rows import BoolArray, FloatArray, IntArray

__all__ = ["Limit", "SurrenderSearch", "reliefs", "shortfall"]

BLOCK = 256
"""Nodes bounded together."""

ROOT_STEPS, STEPS = 32, 24
MULTIPLIER_BITS = 36
COST_BITS = 40
"""Costs of more bits are rounded down; the search then looks at a few sets that cost too much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Which sets of conditions are sought: those that cost ``most`` at the most and, where given, come before ``mask``.

    ``mask`` asks for sets that are smaller as numbers; what is known already must hold every opening that costs less.
    Packages that break no more than what ``heeded`` costs are taken note of.
    """

    most: int
    heeded: int
    mask: int | None = None


@dataclass(eq=False, kw_only=True)
class _Nodes:
    """Nodes side by side: closed columns (0 or minus infinity), conditions kept and given up, multipliers of rows."""

    closed: FloatArray
    kept: BoolArray
    given: BoolArray
    multipliers: FloatArray

    def take(self, which: IntArray | BoolArray | slice) -> _Nodes:
        return _Nodes(**{f.name: getattr(self, f.name)[which] for f in fields(self)})


@dataclass(eq=False, kw_only=True)
class _State:
    """What holds at nodes: conditions ``out`` (given up, or broken by every package left), rows asked for without
    fail and rows whose condition may be given up, the budget left, and whether nothing sought is left."""

    out: BoolArray
    hard: BoolArray
    soft: BoolArray
    spare: FloatArray
    dead: BoolArray
    holds: BoolArray
    left: FloatArray

    def take(self, which: BoolArray) -> _State:
        return _State(**{f.name: getattr(self, f.name)[which] for f in fields(self)})


def shortfall(weighed: FloatArray, costs: FloatArray, spare: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The most relief that conditions within a budget bring, from above, and how far each is given up for it.

    Parameters
    ----------
    weighed : shape (nodes, conditions); relief of each, whole numbers.
    costs : shape (conditions,); whole, positive.
    spare : shape (nodes,); whole.

    Any whole price of the budget bounds the relief; taken is the price of the first condition the budget does not
    hold when the best by cost come first.

    >>> shortfall(np.array([[5.0, 3.0, 2.0]]), np.array([1.0, 1.0, 1.0]), np.array([2.0]))[0]
    array([8.])
    """
    rate = weighed / np.maximum(costs, 1e-3)
    order = np.argsort(-rate, axis=1, kind="stable")
    ahead = np.cumsum(costs[order], axis=1)
    over = ahead > spare[:, None]
    first = np.where(over.any(axis=1), over.argmax(axis=1), weighed.shape[1] - 1)
    price = np.where(
        over.any(axis=1), np.floor(np.take_along_axis(rate, np.take_along_axis(order, first[:, None], 1), 1)[:, 0]), 0
    )
    most = np.maximum(weighed - price[:, None] * costs, 0).sum(axis=1) + price * spare
    part = np.clip((spare[:, None] - (ahead - costs[order])) / np.maximum(costs[order], 1e-3), 0, 1)
    given = np.zeros_like(weighed)
    np.put_along_axis(given, order, part, axis=1)
    return most, given * (weighed > 0)


def reliefs(refuter: Refuter, closed: FloatArray, needs: FloatArray) -> FloatArray:
    """Shape (nodes, rows): the most each row can fall short of its need by with the options left open."""
    n, n_weights = len(closed), refuter.n_weights
    found = np.ones((n, len(needs)))
    table = refuter.table[None] - closed.reshape(n, 1, refuter.most, refuter.n_all)
    found[:, :n_weights] = np.maximum(needs[:n_weights] - table.min(axis=2).sum(axis=2), 0)
    return found


class SurrenderSearch:
    """The search below a limit. Deterministic.

    Parameters
    ----------
    costs : per condition, whole and positive.
    learn : takes packages met (all issues, auxiliary ones open to be settled) and says what is known of openings.
    """

    def __init__(self, refuter: Refuter, costs: Sequence[int], learn: Callable[[IntArray], Sequence[int]]) -> None:
        self.refuter, self.learn = refuter, learn
        rows = refuter.rows
        self.n = len(rows.conditions)
        self.shift = max(0, sum(costs).bit_length() - COST_BITS)
        # one more condition stands for all that cannot be given up
        self.costs = np.array([*(c >> self.shift for c in costs), 0], dtype=np.float64)
        self.condition = np.where(rows.row_conditions < 0, self.n, rows.row_conditions)
        self.incidence = np.asarray(self.condition[:, None] == np.arange(self.n + 1)[None, :], dtype=np.float64)
        self.needs = np.ones(len(refuter.matrix))
        for r, need in enumerate(rows.needs):
            self.needs[r] = 0 if need is None else need >> rows.weight_rows[r].shift
        self.nodes = 0

    def go(self, limit: Callable[[], Limit], node_limit: int) -> bool:
        """Look below a limit, which is asked for anew when packages were learnt; whether nothing sought is left unknown."""
        rows = self.refuter.rows
        self.limit = limit
        self._ask()
        self.stack = [
            _Nodes(
                closed=rows.closed[None, :].copy(),
                kept=np.arange(self.n + 1)[None, :] == self.n,
                given=np.zeros((1, self.n + 1), dtype=np.bool_),
                multipliers=np.ones((1, len(self.needs))),
            )
        ]
        steps, stop = ROOT_STEPS, self.nodes + node_limit
        while self.stack and self.nodes < stop:
            block = self._popped(min(BLOCK, stop - self.nodes))
            self.nodes += len(block.closed)
            block, state = self._propagated(block)
            if len(block.closed):
                self._bounded(block, state, steps)
            steps = STEPS
        return not self.stack

    def _ask(self, packages: IntArray | None = None) -> None:
        """Hand packages over, and take in what is known and sought now."""
        known = self.learn(packages if packages is not None else np.zeros((0, len(self.refuter.rows.sizes)), dtype=np.int64))
        self.known = np.array([[m >> c & 1 for c in range(self.n + 1)] for m in known], dtype=np.float64).reshape(-1, self.n + 1)
        self.n_known = self.known.sum(axis=1)
        self.often = self.known.sum(axis=0)
        self.now = self.limit()

    def _popped(self, most: int) -> _Nodes:
        taken: list[_Nodes] = []
        while self.stack and most:
            top = self.stack.pop()
            if len(top.closed) > most:
                self.stack.append(top.take(slice(0, len(top.closed) - most)))
                top = top.take(slice(len(top.closed) - most, None))
            taken.append(top)
            most -= len(top.closed)
        return _Nodes(**{f.name: np.concatenate([getattr(t, f.name) for t in taken]) for f in fields(_Nodes)})

    def _state(self, block: _Nodes) -> _State:
        refuter = self.refuter
        n, n_weights = len(block.closed), refuter.n_weights
        best = (refuter.table[None] + block.closed.reshape(n, 1, refuter.most, refuter.n_all)).max(axis=2).sum(axis=2)
        holds = (block.closed == 0).astype(np.float64) @ refuter.literal_columns > 0
        left = holds.astype(np.float64) @ refuter.literal_clause
        short = np.concatenate([best < self.needs[:n_weights], left == 0], axis=1)
        broken = short.astype(np.float64) @ self.incidence > 0
        out = block.given | broken
        spare = (self.now.most >> self.shift) - out @ self.costs
        shown = out.astype(np.float64) @ self.known.T
        # a known opening all given up leaves nothing new; of one given up but for one condition, that one is kept
        last = (shown == self.n_known - 1).astype(np.float64) @ self.known > 0
        must = (self.costs > spare[:, None]) | last
        dead = (broken & block.kept).any(axis=1) | (spare < 0) | (shown == self.n_known).any(axis=1)
        if self.now.mask is not None:
            after, is_late = self._before(self.now.mask, out)
            must |= after
            dead |= is_late
        hard = (block.kept | must) & ~out
        soft = ~hard & ~out
        return _State(
            out=out, hard=hard[:, self.condition], soft=soft[:, self.condition], spare=spare, dead=dead, holds=holds, left=left
        )

    def _before(self, mask: int, out: BoolArray) -> tuple[BoolArray, BoolArray]:
        """Conditions that sets before ``mask`` keep, given those out; and which nodes have no such set."""
        own = np.array([mask >> c & 1 for c in range(self.n + 1)], dtype=np.bool_)
        # from the last condition down, sets that agree so far
        agrees = np.logical_or.accumulate((own & ~out)[:, ::-1], axis=1)[:, ::-1] == 0
        return agrees & ~own, (agrees & ~own & out).any(axis=1)

    def _propagated(self, block: _Nodes) -> tuple[_Nodes, _State]:
        """Nodes left after closing options that a row kept without fail rules out by itself."""
        refuter = self.refuter
        state = self._state(block)
        for _ in range(6):
            before = (block.closed == 0).sum()
            alive = ~state.dead
            block, state = block.take(alive), state.take(alive)
            n, n_weights = len(block.closed), refuter.n_weights
            if not n:
                break
            forced = state.holds * (state.hard[:, n_weights:] & (state.left == 1))[:, refuter.literal_row]
            block.closed[forced @ refuter.other_columns > 0] = -np.inf
            closed = block.closed.reshape(n, 1, refuter.most, refuter.n_all)
            gains = refuter.table[None] + closed
            best = gains.max(axis=2)
            with np.errstate(invalid="ignore"):
                spare = np.where(state.hard[:, :n_weights], best.sum(axis=2) - self.needs[:n_weights], np.inf)
                drops = (best[:, :, None, :] - gains > spare[:, :, None, None]) & (closed == 0)
            block.closed[drops.any(axis=1).reshape(n, -1)] = -np.inf
            is_empty = np.isneginf(block.closed.reshape(n, refuter.most, refuter.n_all).max(axis=1)).any(axis=1)
            block = block.take(~is_empty)
            state = self._state(block)
            if (block.closed == 0).sum() == before:
                break
        alive = ~state.dead
        return block.take(alive), state.take(alive)

    def _whole(self, multipliers: FloatArray) -> FloatArray:
        top = np.maximum(multipliers.max(axis=1, keepdims=True), 1e-30)
        shares = np.where(multipliers < FAINT * top, 0.0, multipliers / top)
        return np.asarray(np.rint(shares * 2.0**MULTIPLIER_BITS / self.refuter.scale))

    def _bounded(self, block: _Nodes, state: _State, steps: int) -> None:
        """Look for multipliers that refute nodes, and for packages; push what is left of the nodes."""
        refuter = self.refuter
        n, n_all, most = len(block.closed), refuter.n_all, refuter.most
        active = state.hard | state.soft
        relief = np.where(state.soft, reliefs(refuter, block.closed, self.needs), 0.0)
        multipliers = np.where(active, block.multipliers, 0.0)
        idle = multipliers.max(axis=1) <= 0
        multipliers[idle] = active[idle]
        best_ratio, best = np.full(n, np.inf), multipliers.copy()
        taken = np.zeros((n, most * n_all))
        alive = np.arange(n)
        for step in range(steps):
            length = multipliers[alive]
            whole = self._whole(length)
            total = (whole @ refuter.matrix + block.closed[alive]).reshape(len(alive), most, n_all)
            options = total.argmax(axis=1)
            gap, given = shortfall((whole * relief[alive]) @ self.incidence, self.costs, state.spare[alive])
            bound = total.max(axis=1).sum(axis=1) - whole @ self.needs + gap
            columns = options * n_all + np.arange(n_all)[None, :]
            spare = refuter.columns[columns].sum(axis=1) - self.needs
            stays = bound >= 0
            stays &= ~self._met(block, state, alive, stays, options, spare)
            ratio = bound / np.maximum(whole.max(axis=1), 1)
            better = ratio < best_ratio[alive]
            best_ratio[alive[better]] = ratio[better]
            best[alive[better]] = length[better]
            taken[alive[:, None], columns] += 1.0
            spare += relief[alive] * given[:, self.condition]
            alive, spare, length = alive[stays], spare[stays], length[stays]
            if not len(alive):
                return
            multipliers[alive] = self._moved(length, np.where(active[alive], spare / refuter.scale, 0.0), active[alive], step)
        self._split(block.take(alive), best[alive], taken[alive], relief[alive], state.spare[alive])

    def _moved(self, length: FloatArray, slope: FloatArray, active: BoolArray, step: int) -> FloatArray:
        """Multipliers after one relaxation step."""
        height, size = (length * slope).sum(axis=1), (slope * slope).sum(axis=1)
        reach = np.maximum(height, 0.0) + 0.3 * length.max(axis=1) * np.sqrt(size) / (1 + step / 4)
        moved = np.where(active, np.maximum(length - (reach / np.maximum(size, 1e-9))[:, None] * slope, 0.0), 0.0)
        idle = moved.max(axis=1) <= 0
        moved[idle] = active[idle]
        return np.asarray(moved / np.maximum(moved.max(axis=1), 1e-12)[:, None])

    def _met(
        self, block: _Nodes, state: _State, alive: IntArray, is_open: BoolArray, options: IntArray, spare: FloatArray
    ) -> BoolArray:
        """Which nodes were branched because a package of theirs, within the budget, shows a known opening."""
        short = spare < 0
        broken = short.astype(np.float64) @ self.incidence > 0
        cost = broken @ self.costs
        possible = ~broken[:, -1] & (cost <= self.now.heeded >> self.shift)
        new = possible & ~(broken.astype(np.float64) @ self.known.T == self.n_known).any(axis=1)
        if new.any():
            self._ask(options[new])
        extra = (broken & ~state.out[alive]) @ self.costs
        meets = is_open & possible & ~(short & state.hard[alive]).any(axis=1) & (extra <= state.spare[alive])
        if meets.any():
            shows = broken.astype(np.float64) @ self.known.T == self.n_known
            meets &= shows.any(axis=1)
            for place in meets.nonzero()[0]:
                node = int(alive[place])
                shown = self.known[shows[place].argmax()] > 0
                self._branch(block, node, (shown & ~state.out[node]).nonzero()[0])
        return np.asarray(meets)

    def _branch(self, block: _Nodes, node: int, conditions: IntArray) -> None:
        """Keep the first of the conditions; or give it up and keep the second; and so on."""
        ordered = conditions[np.argsort(-self.often[conditions], kind="stable")]
        n = len(ordered)
        if not n:
            return
        children = block.take(np.full(n, node))
        for k, condition in enumerate(ordered):
            children.kept[k, condition] = True
            children.given[k + 1 :, condition] = True
        self.stack.append(children)

    def _by_relief(
        self, block: _Nodes, whole: FloatArray, relief: FloatArray, lacking: FloatArray, spare: FloatArray
    ) -> BoolArray:
        """Branch nodes whose packages all lack weight: one of the first conditions by relief has to be given up.

        Those are as many that, were they kept, the others could not bring what is lacking. Returns which nodes were branched.
        """
        found = (lacking > 0) & (spare > 0)
        at = found.nonzero()[0]
        weighed = (whole[at] * relief[at]) @ self.incidence
        order = np.argsort(-weighed, axis=1, kind="stable")
        rank = np.argsort(order, axis=1, kind="stable")
        few, many = np.zeros(len(at), dtype=np.int64), np.full(len(at), self.n + 1)
        while (few < many).any():
            middle = (few + many) // 2
            enough = shortfall(np.where(rank < middle[:, None], 0.0, weighed), self.costs, spare[at])[0] < lacking[at]
            few, many = np.where(enough, few, np.minimum(middle + 1, many)), np.where(enough, middle, many)
        for node, one, n in zip(at, order, few, strict=True):
            children = block.take(np.full(int(n), int(node)))
            for k, condition in enumerate(one[:n]):
                children.given[k, condition] = True
                children.kept[k + 1 :, condition] = True
            self.stack.append(children)
        return found

    def _split(self, block: _Nodes, multipliers: FloatArray, taken: FloatArray, relief: FloatArray, spare: FloatArray) -> None:
        """Close options the best combination rules out, then branch on the issue it is least sure of."""
        refuter = self.refuter
        n, n_all, most = len(block.closed), refuter.n_all, refuter.most
        whole = self._whole(multipliers)
        total = (whole @ refuter.matrix + block.closed).reshape(n, most, n_all)
        top = total.max(axis=1)
        bound = top.sum(axis=1) - whole @ self.needs + shortfall((whole * relief) @ self.incidence, self.costs, spare)[0]
        with np.errstate(invalid="ignore"):
            drops = (top[:, None, :] - total > bound[:, None, None]) & (block.closed.reshape(n, most, n_all) == 0)
        block.closed[drops.reshape(n, -1)] = -np.inf
        is_open = (block.closed == 0).reshape(n, most, n_all)
        n_open = is_open.sum(axis=1)
        is_leaf = (n_open <= 1).all(axis=1)
        if is_leaf.any():
            self._ask(is_open[is_leaf].argmax(axis=1))
        share = taken.reshape(n, most, n_all) * is_open
        sure = share.max(axis=1) / np.maximum(share.sum(axis=1), 1)
        sure = sure + np.where(np.arange(n_all) >= refuter.rows.n_issues, 2.0, 0.0)[None, :]
        issue = np.where(n_open > 1, sure - n_open / 1000, np.inf).argmin(axis=1)
        lacking = np.where(is_leaf, 0.0, whole @ self.needs - top.sum(axis=1))
        is_done = is_leaf | self._by_relief(block, whole, relief, lacking, spare)
        which, option = (is_open[np.arange(n), :, issue] & ~is_done[:, None]).nonzero()
        if not len(which):
            return
        order = np.lexsort((share[which, option, issue[which]], which))
        which, option = which[order], option[order]
        children = block.take(which)
        children.multipliers = multipliers[which]
        columns = np.arange(most * n_all).reshape(most, n_all)
        others = columns[:, issue[which]].T
        others = np.where(others == columns[option, issue[which]][:, None], -1, others)
        node, place = (others >= 0).nonzero()
        children.closed[node, others[node, place]] = -np.inf
        self.stack.append(children)
