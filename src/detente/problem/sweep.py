"""Issues settled one after another: the one walk through packages that every exact engine takes.

At each *layer* one issue is settled. What later layers must know of the issues settled so far is a *state*: what
is left of the requirements, and the options of issues that an interaction term still waits for. Packages that reach
the same state have the same completions, so engines work on states instead of packages (bucket elimination, Dechter
1999; the states are nodes of the requirements' decision diagram, Bryant 1986). States from which no package can
be completed are taken out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.model.formula import Formula, issues_of
from detente.problem.residual import Residual, Restriction

__all__ = ["STATE_LIMIT", "Layer", "PairTable", "Sweep", "TooEntangled", "sweep"]

STATE_LIMIT = 50_000
"""Most states of one layer."""

IntArray = npt.NDArray[np.int64]
Table = npt.NDArray[Any]
"""Integers: machine integers where sums fit 62 bits, else Python's own."""


class TooEntangled(ValueError):
    """Requirements and interaction terms join so many issues that a layer would have too many states."""


@dataclass(frozen=True, eq=False, kw_only=True)
class PairTable:
    """Integers a party adds for options of two issues: shape (options of first, options of second)."""

    party: int
    first: int
    second: int
    values: Table


@dataclass(frozen=True, eq=False, kw_only=True)
class Layer:
    """One issue settled.

    Parameters
    ----------
    issue : which one.
    target : shape (states before, options); the state each option leads to, or -1 where no package follows.
    gains : per party, shape (states before or 1, options), at least 0; what the option adds to the party's value.
    n_after : states after.
    """

    issue: int
    target: IntArray
    gains: tuple[Table, ...]
    n_after: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Sweep:
    """Layers in order, from one state to one state; no layer has a package left when ``is_empty``."""

    layers: tuple[Layer, ...]
    is_empty: bool

    def choice(self, options: Sequence[int]) -> tuple[int, ...]:
        """Options per layer as options per issue, in the order of the problem."""
        found = [0] * len(self.layers)
        for layer, option in zip(self.layers, options, strict=True):
            found[layer.issue] = int(option)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _State:
    """What later layers must know; issues waited for come with the option they took."""

    residuals: tuple[Residual, ...]
    waited: tuple[tuple[int, int], ...]


def sweep(
    issues: Sequence[str],
    options: Sequence[tuple[str, ...]],
    tables: Sequence[Sequence[Table]],
    pairs: Sequence[PairTable],
    formulas: Sequence[Formula],
) -> Sweep:
    """Lay packages that satisfy every formula out in layers.

    Parameters
    ----------
    tables : per party and issue, shape (options of the issue,), at least 0.
    pairs : interaction terms, at least 0.

    Raises
    ------
    TooEntangled
        If some layer would have more than ``STATE_LIMIT`` states.

    O(states x options x formulas); without formulas and pairs every layer has one state.
    """
    restriction = Restriction(dict(zip(issues, options, strict=True)))
    residuals = tuple(restriction.simplified(f) for f in formulas)
    scopes = [frozenset(issues.index(i) for i in issues_of(r)) for r in residuals if not isinstance(r, bool)]
    order = _order(tables, pairs, scopes, [len(o) for o in options])
    states = [_State(tuple(r for r in residuals if r is not True), ())]
    closed = Sweep(layers=tuple(_closed(k, tables) for k in order), is_empty=True)
    if False in residuals:
        return closed
    layers = []
    for place, issue in enumerate(order):
        later = frozenset(order[place + 1 :])
        ending = [p for p in pairs if issue in (p.first, p.second) and not {p.first, p.second} & later]
        is_waited = any(issue in (p.first, p.second) and {p.first, p.second} & later for p in pairs)
        awaited = {k for p in pairs for k in (p.first, p.second) if {p.first, p.second} & later}
        target = np.full((len(states), len(options[issue])), -1, dtype=np.int64)
        after: dict[_State, int] = {}
        for s, state in enumerate(states):
            for o, option in enumerate(options[issue]):
                left = [restriction.settle(r, issues[issue], option) for r in state.residuals]
                if False in left:
                    continue
                waited = tuple(w for w in (*state.waited, *([(issue, o)] if is_waited else [])) if w[0] in awaited)
                reached = _State(tuple(dict.fromkeys(r for r in left if r is not True)), waited)
                target[s, o] = after.setdefault(reached, len(after))
                if len(after) > STATE_LIMIT:
                    raise TooEntangled(f"the requirements join too many issues: more than {STATE_LIMIT:,} states")
        gains = tuple(_gains(a, issue, tables, ending, states) for a in range(len(tables)))
        layers.append(Layer(issue=issue, target=target, gains=gains, n_after=len(after)))
        states = list(after)
        if not states:
            return closed
    return _pruned(layers)


def _gains(party: int, issue: int, tables: Sequence[Sequence[Table]], ending: Sequence[PairTable], states: list[_State]) -> Table:
    own = tables[party][issue]
    terms = [p for p in ending if p.party == party]
    if not terms:
        return own[None, :]
    rows: Table = np.repeat(own[None, :], len(states), axis=0)
    for term in terms:
        other = term.second if term.first == issue else term.first
        values: Table = term.values.T if term.first == issue else term.values  # [option of the other][option of this]
        taken = [dict(state.waited)[other] for state in states]
        rows = rows + values[taken]
    return rows


def _order(
    tables: Sequence[Sequence[Table]], pairs: Sequence[PairTable], scopes: Sequence[frozenset[int]], sizes: Sequence[int]
) -> tuple[int, ...]:
    """Issues some requirement or term names first, keeping few of them open; then the rest, least value at stake first."""
    stake = [sum(int(table[k].max()) for table in tables) for k in range(len(sizes))]
    joint = [*scopes, *(frozenset((p.first, p.second)) for p in pairs)]
    named = {k for scope in joint for k in scope}
    order: list[int] = []
    while named - set(order):
        done = set(order)

        def openness(k: int, done: set[int] = done) -> tuple[int, int, int, int]:
            settled = done | {k}
            open_rules = sum(1 for s in scopes if s & settled and s - settled)
            waits = {i for p in pairs for i in (p.first, p.second) if i in settled and {p.first, p.second} - settled}
            bits = open_rules + sum(sizes[i].bit_length() for i in waits)
            return bits, -sum(1 for s in joint if k in s), stake[k], k

        order.append(min(named - done, key=openness))
    return (*order, *sorted(set(range(len(sizes))) - named, key=lambda k: (stake[k], k)))


def _closed(issue: int, tables: Sequence[Sequence[Table]]) -> Layer:
    target = np.full((1, len(tables[0][issue])), -1, dtype=np.int64)
    return Layer(issue=issue, target=target, gains=tuple(t[issue][None, :] for t in tables), n_after=1)


def _pruned(layers: list[Layer]) -> Sweep:
    """Without the states from which nothing can be completed; the last layer has a state, so the first keeps its one."""
    alive = np.ones(layers[-1].n_after, dtype=np.bool_)
    found: list[Layer] = []
    for layer in reversed(layers):
        number = np.cumsum(alive) - 1
        is_open = (layer.target >= 0) & alive[layer.target]
        target = np.where(is_open, number[layer.target], -1)
        before = np.asarray(is_open.any(axis=1), dtype=np.bool_)
        gains = tuple(g if len(g) == 1 else g[before] for g in layer.gains)
        found.append(Layer(issue=layer.issue, target=target[before], gains=gains, n_after=int(alive.sum())))
        alive = before
    return Sweep(layers=tuple(reversed(found)), is_empty=False)
