"""Many demands tested at once: which of them can a package meet, and what refutes the others?

A *demand* asks that some rows reach what it needs. Demands share one search: nodes (options left open) of all of
them are bounded together, each step a few matrix products. A node is given up when a clause has no option left, a
row cannot reach its need, or a non-negative combination of rows cannot (Lagrangian bound, Geoffrion 1974); the
combination is looked for by Polyak's relaxation steps (1969), whose best packages are tried as witnesses.

Rows and multipliers are whole numbers held in floats, all sums below 2^53, so that every bound is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.problem.rows import BoolArray, FloatArray, IntArray, Rows

__all__ = ["Demand", "Outcome", "Refuter"]

BLOCK = 96
"""Nodes bounded together."""

ROOT_STEPS, STEPS = 24, 8
MULTIPLIER_BITS = 38
FAINT = 2.0**-9
"""Multipliers below this share of the largest are left out: a shorter combination names fewer conditions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a package is to meet: the conditions of ``kept`` (a mask), and all hard requirements.

    ``needs`` replaces what weight rows ask: one entry per row, ``None`` where nothing is asked, and the floors in
    ``kept`` then have no say. ``allowed`` narrows issues to some options.
    """

    kept: int
    needs: tuple[int | None, ...] | None = None
    allowed: tuple[tuple[int, frozenset[int]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A ``witness`` (options of all issues, auxiliary ones last), or ``core``: conditions enough to refute the demand.

    Both are ``None`` where the budget ended first. ``nodes`` looked at; 1 where the first combination settled it.
    """

    witness: tuple[int, ...] | None
    core: int | None
    nodes: int


@dataclass(eq=False, kw_only=True)
class _Nodes:
    """Nodes side by side: the demand each belongs to, its closed columns (0 or minus infinity), its multipliers."""

    demand: IntArray
    closed: FloatArray
    multipliers: FloatArray

    def take(self, which: IntArray | BoolArray | slice) -> _Nodes:
        return _Nodes(demand=self.demand[which], closed=self.closed[which], multipliers=self.multipliers[which])


class Refuter:
    """Tests demands on one problem's rows. Deterministic: the same demands in the same order give the same outcomes."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.n_all = len(rows.sizes)
        self.n_columns = rows.matrix.shape[1]
        self.most = max(rows.sizes)
        self.n_weights = len(rows.weight_rows)
        self.matrix = rows.matrix
        self.columns = np.ascontiguousarray(rows.matrix.T)
        self.table = rows.matrix[: self.n_weights].reshape(self.n_weights, self.most, self.n_all)
        self.scale = self._scales()
        self._literals()
        self.nodes = 0

    def _scales(self) -> FloatArray:
        """Per row, about how far a package's sum lies from the mean: rows weigh alike when divided by it."""
        is_open = (self.rows.closed == 0).reshape(self.most, self.n_all)
        table = self.matrix.reshape(len(self.matrix), self.most, self.n_all)
        mean = (table * is_open).sum(axis=1) / is_open.sum(axis=0)
        variance = (((table - mean[:, None, :]) * is_open) ** 2).sum(axis=1) / is_open.sum(axis=0)
        found = np.maximum(np.rint(np.sqrt(variance.sum(axis=1))), 1.0)
        found[self.n_weights :] = 1.0
        return np.asarray(found)

    def _literals(self) -> None:
        """Comparisons of clauses: their columns, the clause each belongs to, the columns of its issue it does not take."""
        rows = self.rows
        literals = [(r, j, options) for r, clause in enumerate(rows.clauses) for j, options in clause]
        self.literal_row = np.array([r for r, _, _ in literals], dtype=np.int64)
        self.literal_columns = np.zeros((self.n_columns, len(literals)))
        self.other_columns = np.zeros((len(literals), self.n_columns))
        self.literal_clause = np.zeros((len(literals), len(rows.clauses)))
        for k, (r, j, options) in enumerate(literals):
            for o in range(rows.sizes[j]):
                if o in options:
                    self.literal_columns[o * self.n_all + j, k] = 1
                else:
                    self.other_columns[k, o * self.n_all + j] = 1
            self.literal_clause[k, r] = 1

    def test(self, demands: Sequence[Demand], *, node_limit: int, each: int | None = None) -> tuple[Outcome, ...]:
        """Outcomes in the order of the demands; ``node_limit`` bounds the nodes of all of them, ``each`` those of one."""
        if not demands:
            return ()
        run = _Run(self, demands)
        run.go(node_limit, node_limit if each is None else each)
        self.nodes += run.looked_at
        return run.outcomes()


class _Run:
    """One call of ``Refuter.test``."""

    def __init__(self, refuter: Refuter, demands: Sequence[Demand]) -> None:
        self.refuter, rows = refuter, refuter.rows
        self.demands = demands
        n = len(demands)
        n_rows = len(refuter.matrix)
        self.active: BoolArray = np.zeros((n, n_rows), dtype=np.bool_)
        self.needs: FloatArray = np.ones((n, n_rows))
        self.exact_needs: list[tuple[int | None, ...]] = []
        kept = np.array([[d.kept >> c & 1 for c in range(len(rows.conditions))] + [1] for d in demands], dtype=np.bool_)
        self.active[:, refuter.n_weights :] = kept[:, rows.row_conditions[refuter.n_weights :]]
        closed = np.repeat(rows.closed[None, :], n, axis=0)
        for k, demand in enumerate(demands):
            needs = demand.needs
            if needs is None:
                needs = tuple(
                    need if place >= 0 and demand.kept >> place & 1 else None
                    for need, place in zip(rows.needs, rows.floor_of, strict=True)
                )
            self.exact_needs.append(needs)
            for r, need in enumerate(needs):
                if need is not None:
                    self.active[k, r] = True
                    self.needs[k, r] = need >> rows.weight_rows[r].shift
            for issue, options in demand.allowed:
                for o in range(rows.sizes[issue]):
                    if o not in options:
                        closed[k, o * refuter.n_all + issue] = -np.inf
        self.witness: list[tuple[int, ...] | None] = [None] * n
        self.used: BoolArray = np.zeros((n, n_rows), dtype=np.bool_)
        self.count = np.zeros(n, dtype=np.int64)
        self.pending = np.ones(n, dtype=np.int64)
        self.is_met = np.zeros(n, dtype=np.bool_)
        self.looked_at = 0
        start = np.asarray(self.active, dtype=np.float64)
        self.stack = [_Nodes(demand=np.arange(n), closed=closed, multipliers=start)]

    def go(self, node_limit: int, each: int) -> None:
        is_root = True
        self.each = each
        while self.stack and self.looked_at < node_limit:
            block = self._popped(min(BLOCK, node_limit - self.looked_at))
            if block is None:
                break
            n = len(block.demand)
            self.looked_at += n
            np.add.at(self.count, block.demand, 1)
            np.add.at(self.pending, block.demand, -1)
            block = self._propagated(block)
            if len(block.demand):
                self._bounded(block, ROOT_STEPS if is_root else STEPS)
            is_root = False

    def _popped(self, most: int) -> _Nodes | None:
        taken: list[_Nodes] = []
        room = most
        while self.stack and room:
            top = self.stack.pop()
            top = top.take(~self.is_met[top.demand] & (self.count[top.demand] < self.each))
            if len(top.demand) > room:
                self.stack.append(top.take(slice(0, len(top.demand) - room)))
                top = top.take(slice(len(top.demand) - room, None))
            if len(top.demand):
                taken.append(top)
                room -= len(top.demand)
        return _together(taken) if taken else None

    def outcomes(self) -> tuple[Outcome, ...]:
        found = []
        for k, witness in enumerate(self.witness):
            core = None
            if witness is None and self.pending[k] == 0:
                core = 0
                for condition in {int(c) for c in self.refuter.rows.row_conditions[self.used[k]]} - {-1}:
                    core |= 1 << condition
            found.append(Outcome(witness=witness, core=core, nodes=int(self.count[k])))
        return tuple(found)

    def _propagated(self, block: _Nodes) -> _Nodes:
        """Nodes left after closing options that a clause or a weight row rules out by itself."""
        for _ in range(4):
            closed_before = (block.closed == 0).sum()
            block = self._by_clauses(block)
            block = self._by_weights(block)
            if not len(block.demand) or (block.closed == 0).sum() == closed_before:
                break
        return block

    def _by_clauses(self, block: _Nodes) -> _Nodes:
        refuter = self.refuter
        if not len(refuter.rows.clauses) or not len(block.demand):
            return block
        active = self.active[block.demand, refuter.n_weights :]
        is_open = (block.closed == 0).astype(np.float64)
        holds = (is_open @ refuter.literal_columns > 0).astype(np.float64)
        left = holds @ refuter.literal_clause
        dead = active & (left == 0)
        is_dead = dead.any(axis=1)
        if is_dead.any():
            first = dead[is_dead].argmax(axis=1)
            self.used[block.demand[is_dead], refuter.n_weights + first] = True
        forced = holds * (active & (left == 1))[:, refuter.literal_row]
        forced[is_dead] = 0
        if forced.any():
            closes = forced @ refuter.other_columns > 0
            is_new = closes & (block.closed == 0)
            if is_new.any():
                at_work = forced * (is_new @ refuter.other_columns.T > 0)
                node, literal = at_work.nonzero()
                self.used[block.demand[node], refuter.n_weights + refuter.literal_row[literal]] = True
                block.closed[closes] = -np.inf
                is_dead = np.asarray(is_dead | self._has_empty_issue(block.closed))
        return block.take(~is_dead) if is_dead.any() else block

    def _has_empty_issue(self, closed: FloatArray) -> BoolArray:
        refuter = self.refuter
        best = closed.reshape(len(closed), refuter.most, refuter.n_all).max(axis=1)
        return np.asarray(np.isneginf(best).any(axis=1))

    def _by_weights(self, block: _Nodes) -> _Nodes:
        refuter = self.refuter
        n = len(block.demand)
        if not refuter.n_weights or not n:
            return block
        closed = block.closed.reshape(n, 1, refuter.most, refuter.n_all)
        gains = refuter.table[None] + closed
        best = gains.max(axis=2)
        active = self.active[block.demand, : refuter.n_weights]
        spare = np.where(active, best.sum(axis=2) - self.needs[block.demand, : refuter.n_weights], np.inf)
        short = spare < 0
        is_dead = np.asarray(short.any(axis=1))
        if is_dead.any():
            self.used[block.demand[is_dead], short[is_dead].argmax(axis=1)] = True
        with np.errstate(invalid="ignore"):
            drops = (best[:, :, None, :] - gains > spare[:, :, None, None]) & (closed == 0)
        if drops.any():
            drops[is_dead] = False
            node, row = drops.any(axis=(2, 3)).nonzero()
            self.used[block.demand[node], row] = True
            block.closed[drops.any(axis=1).reshape(n, -1)] = -np.inf
        return block.take(~is_dead) if is_dead.any() else block

    def _bounded(self, block: _Nodes, steps: int) -> None:
        """Look for combinations that refute nodes and packages that meet demands; push what is left of the nodes."""
        refuter = self.refuter
        n, n_all, most = len(block.demand), refuter.n_all, refuter.most
        active, needs = self.active[block.demand], self.needs[block.demand]
        multipliers = np.where(active, block.multipliers, 0.0)
        best_ratio = np.full(n, np.inf)
        best = multipliers.copy()
        taken = np.zeros((n, most * n_all))
        alive = np.arange(n)
        issues = np.arange(n_all)[None, :]
        for step in range(steps):
            whole = self._whole(multipliers[alive])
            total = whole @ refuter.matrix + block.closed[alive]
            total = total.reshape(len(alive), most, n_all)
            options = total.argmax(axis=1)
            bound = total.max(axis=1).sum(axis=1) - (whole * needs[alive]).sum(axis=1)
            refuted = bound < 0
            if refuted.any():
                self._use(block.demand[alive[refuted]], whole[refuted] > 0)
            columns = options * n_all + issues
            spare = refuter.columns[columns].sum(axis=1) - needs[alive]
            meets = ((spare >= 0) | ~active[alive]).all(axis=1) & ~refuted
            if meets.any():
                self._met(block.demand[alive], options, meets)
            stays = ~refuted & ~self.is_met[block.demand[alive]]
            length = multipliers[alive]
            ratio = bound / np.maximum(whole.max(axis=1), 1)
            better = ratio < best_ratio[alive]
            best_ratio[alive[better]] = ratio[better]
            best[alive[better]] = multipliers[alive[better]]
            np.add.at(taken, (np.arange(len(alive))[:, None].repeat(n_all, 1) * 0 + alive[:, None], columns), 1.0)
            alive, spare, length = alive[stays], spare[stays], length[stays]
            if not len(alive):
                return
            slope = np.where(active[alive], spare / refuter.scale, 0.0)
            height = (length * slope).sum(axis=1)
            size = (slope * slope).sum(axis=1)
            reach = np.maximum(height, 0.0) + 0.3 * length.max(axis=1) * np.sqrt(size) / (1 + step / 4)
            moved = length - (reach / np.maximum(size, 1e-9))[:, None] * slope
            moved = np.where(active[alive], np.maximum(moved, 0.0), 0.0)
            empty = moved.max(axis=1) <= 0
            moved[empty] = active[alive[empty]]
            multipliers[alive] = moved / np.maximum(moved.max(axis=1), 1e-12)[:, None]
        self._split(block.take(np.asarray(alive)), best[alive], taken[alive])

    def _whole(self, multipliers: FloatArray) -> FloatArray:
        """Multipliers as whole numbers, those that hardly count left out."""
        top = np.maximum(multipliers.max(axis=1, keepdims=True), 1e-30)
        shares = np.where(multipliers < FAINT * top, 0.0, multipliers / top)
        return np.asarray(np.rint(shares * 2.0**MULTIPLIER_BITS / self.refuter.scale))

    def _use(self, demands: IntArray, which: BoolArray) -> None:
        np.logical_or.at(self.used, demands, which)

    def _met(self, demands: IntArray, options: IntArray, meets: BoolArray) -> None:
        rows = self.refuter.rows
        for node in meets.nonzero()[0]:
            demand = int(demands[node])
            choice = tuple(int(o) for o in options[node])
            if self.witness[demand] is not None:
                continue
            if rows.is_coarse and any(
                need is not None and row.total(choice) < need
                for row, need in zip(rows.weight_rows, self.exact_needs[demand], strict=True)
            ):
                continue
            self.witness[demand] = choice
            self.is_met[demand] = True

    def _split(self, block: _Nodes, multipliers: FloatArray, taken: FloatArray) -> None:
        """Close options the best combination rules out, then branch on the issue it is least sure of."""
        refuter = self.refuter
        n, n_all, most = len(block.demand), refuter.n_all, refuter.most
        whole = self._whole(multipliers)
        total = (whole @ refuter.matrix + block.closed).reshape(n, most, n_all)
        top = total.max(axis=1)
        bound = top.sum(axis=1) - (whole * self.needs[block.demand]).sum(axis=1)
        with np.errstate(invalid="ignore"):
            drops = (top[:, None, :] - total > bound[:, None, None]) & (block.closed.reshape(n, most, n_all) == 0)
        node = drops.any(axis=(1, 2)).nonzero()[0]
        if len(node):
            self._use(block.demand[node], whole[node] > 0)
            block.closed[drops.reshape(n, -1)] = -np.inf
        is_open = (block.closed == 0).reshape(n, most, n_all)
        n_open = is_open.sum(axis=1)
        share = taken.reshape(n, most, n_all) * is_open
        sure = share.max(axis=1) / np.maximum(share.sum(axis=1), 1)
        sure = sure + np.where(np.arange(n_all) >= refuter.rows.n_issues, 2.0, 0.0)[None, :]
        score = np.where(n_open > 1, sure - n_open / 1000, np.inf)
        issue = score.argmin(axis=1)
        is_leaf = (n_open <= 1).all(axis=1)
        if is_leaf.any():
            self._leaves(block, is_leaf)
        children = np.where(is_leaf, 0, n_open[np.arange(n), issue])
        which = np.repeat(np.arange(n), children)
        if not len(which):
            return
        at = is_open[np.arange(n), :, issue] & ~is_leaf[:, None]
        order = np.argsort(np.where(at, share[np.arange(n), :, issue], np.inf), axis=1, kind="stable")
        rank = np.concatenate([np.arange(c) for c in children])
        option = order[which, rank]
        closed = block.closed[which].reshape(len(which), most, n_all)
        own = closed[np.arange(len(which)), option, issue[which]]
        closed[np.arange(len(which)), :, issue[which]] = -np.inf
        closed[np.arange(len(which)), option, issue[which]] = own
        np.add.at(self.pending, block.demand[which], 1)
        self.stack.append(
            _Nodes(demand=block.demand[which], closed=closed.reshape(len(which), -1), multipliers=multipliers[which])
        )

    def _leaves(self, block: _Nodes, is_leaf: BoolArray) -> None:
        """A package that its demand refuses: one row it falls short of is enough to say so."""
        refuter, rows = self.refuter, self.refuter.rows
        for node in is_leaf.nonzero()[0]:
            demand = int(block.demand[node])
            options = block.closed[node].reshape(refuter.most, refuter.n_all).argmax(axis=0)
            spare = refuter.columns[options * refuter.n_all + np.arange(refuter.n_all)].sum(axis=0) - self.needs[demand]
            short = (spare < 0) & self.active[demand]
            for r, (row, need) in enumerate(zip(rows.weight_rows, self.exact_needs[demand], strict=True)):
                if need is not None and row.total(options) < need:
                    short[r] = True
            self.used[demand, int(short.argmax())] = True


def _together(parts: list[_Nodes]) -> _Nodes:
    if len(parts) == 1:
        return parts[0]
    return _Nodes(
        demand=np.concatenate([p.demand for p in parts]),
        closed=np.concatenate([p.closed for p in parts]),
        multipliers=np.concatenate([p.multipliers for p in parts]),
    )
