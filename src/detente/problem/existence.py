"""Is there a package that meets every requirement and floor? Exactly, with what shows it.

First multipliers: they either come upon such a package, or show that there is none (see ``certificate``). What is
left is searched: nodes in blocks, those with most to spare first, pruned by what each party, and the floors weighed
together, can still gain.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.model.verdict import Verdict
from detente.problem.bounds import Bounds, Nodes, bounds, largest_first
from detente.problem.certificate import Certificate, certified, proves
from detente.problem.corrections import openings
from detente.problem.instance import Instance, instance
from detente.problem.multipliers import ascent, rounded
from detente.problem.problem import AgreementProblem
from detente.problem.sweep import Sweep, TooEntangled

__all__ = ["NODE_LIMIT", "Existence", "exists", "verify"]

NODE_LIMIT = 5_000_000
FIRST_BLOCK, LARGEST_BLOCK = 64, 16_384
ROW_BITS = 20

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Existence:
    """Whether some package meets every requirement and floor.

    Parameters
    ----------
    verdict : HOLDS, with a ``witness``; FAILS, with a ``certificate`` where one was found; UNDETERMINED at the node limit.
    witness : option positions per issue.
    certificate : multipliers that prove there is none; ``None`` where only the search proves it.
    nodes : partial packages looked at in the search.
    """

    verdict: Verdict
    witness: tuple[int, ...] | None = None
    certificate: Certificate | None = None
    nodes: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether the question is answered."""
        return self.verdict is not Verdict.UNDETERMINED


def exists(problem: AgreementProblem | Instance, *, without: Collection[str] = (), node_limit: int = NODE_LIMIT) -> Existence:
    """Look for a package that meets every requirement and floor, or for proof that there is none.

    Where requirements join too many issues for a sweep, the search over conditions answers instead (``corrections``),
    as exactly, without a certificate.

    Parameters
    ----------
    without : requirements and parties whose conditions are given up; only with a problem.
    node_limit : most partial packages looked at; beyond it the verdict is UNDETERMINED.

    Raises
    ------
    ProblemError
        As ``instance`` does.

    Examples
    --------
    >>> problem = AgreementProblem.of([[[0, 2], [0, 1]], [[2, 0], [1, 0]]], [2, 2])
    >>> exists(problem).certificate.multipliers, exists(problem, without=["p2"]).verdict.value
    ((1, 1), 'holds')
    """
    try:
        found = _instance(problem, without)
    except TooEntangled:
        if isinstance(problem, Instance):
            raise
        return _entangled(problem, without, node_limit)
    if found.sweep.is_empty:
        return Existence(verdict=Verdict.FAILS, certificate=certified(found, [0.0] * len(found.floors)))
    ordered = largest_first(found.sweep)
    plain = bounds(found, ordered)
    if plain.root() is None:
        return Existence(verdict=Verdict.FAILS, certificate=_of_one_floor(found, plain))
    if not plain.parties:
        return Existence(verdict=Verdict.HOLDS, witness=ordered.choice(_completed(ordered, 0, 0)))
    rise = ascent(found, ordered, plain.parties)
    if rise.witness is not None:
        return Existence(verdict=Verdict.HOLDS, witness=ordered.choice(rise.witness))
    proof = certified(found, rise.weights[0])
    if proof is not None:
        return Existence(verdict=Verdict.FAILS, certificate=proof)
    rows = [rounded(found, weights, ROW_BITS) for weights in rise.weights]
    return _searched(bounds(found, ordered, rows), node_limit)


def _entangled(problem: AgreementProblem, without: Collection[str], node_limit: int) -> Existence:
    """The same by the search for openings: a package that breaks nothing is one, and is the cheapest."""
    kept = problem.without(without)
    found = openings(kept, k=1, is_fairest=False, budget=node_limit)
    if found.is_possible is False:
        return Existence(verdict=Verdict.FAILS, nodes=found.nodes)
    first = found.found[0] if found.found else None
    if first is not None and not first.gives_up:
        return Existence(verdict=Verdict.HOLDS, witness=first.witness, nodes=found.nodes)
    if found.n_ordered:
        return Existence(verdict=Verdict.FAILS, nodes=found.nodes)
    return Existence(verdict=Verdict.UNDETERMINED, nodes=found.nodes)


def verify(problem: AgreementProblem | Instance, answer: Existence, *, without: Collection[str] = ()) -> bool:
    """Whether the witness or certificate of an answer holds, worked out again from the problem alone.

    ``False`` also where the answer carries neither, as when only a search proved it.
    """
    try:
        found = _instance(problem, without)
    except TooEntangled:
        if isinstance(problem, Instance) or answer.witness is None:
            return False
        return answer.verdict is Verdict.HOLDS and not set(problem.broken(answer.witness)) - set(without)
    if answer.witness is not None:
        return answer.verdict is Verdict.HOLDS and _meets(found, answer.witness)
    if answer.certificate is not None:
        return answer.verdict is Verdict.FAILS and proves(found, answer.certificate)
    return False


def _instance(problem: AgreementProblem | Instance, without: Collection[str]) -> Instance:
    if isinstance(problem, AgreementProblem):
        return instance(problem, without=without)
    if without:
        raise ValueError("an instance has given its conditions up already: name them when it is made")
    return problem


def _meets(found: Instance, choice: Sequence[int]) -> bool:
    """Whether a package is in the sweep and meets the floors; walked, so what was given up binds nothing."""
    state = 0
    if found.sweep.is_empty or len(choice) != len(found.sweep.layers):
        return False
    for layer in found.sweep.layers:
        option = choice[layer.issue]
        if not 0 <= option < layer.target.shape[1] or layer.target[state, option] < 0:
            return False
        state = int(layer.target[state, option])
    return all(floor is None or found.integer(a, choice) >= floor for a, floor in enumerate(found.floors))


def _of_one_floor(found: Instance, plain: Bounds) -> Certificate | None:
    """Some floor is out of reach on its own: the certificate that names it alone."""
    for a, most, floor in zip(plain.parties, plain.most[0][:, 0], plain.floors, strict=True):
        if floor > most:
            return certified(found, [float(k == a) for k in range(len(found.floors))])
    return None


def _completed(sweep: Sweep, boundary: int, state: int) -> list[int]:
    """The first options that complete a package from a state; no state is a dead end."""
    options = []
    for layer in sweep.layers[boundary:]:
        option = int(np.flatnonzero(layer.target[state] >= 0)[0])
        options.append(option)
        state = int(layer.target[state, option])
    return options


@dataclass(frozen=True, eq=False)
class _Block:
    boundary: int
    nodes: Nodes
    paths: IntArray


def _searched(limits: Bounds, node_limit: int) -> Existence:
    """Depth first in blocks: the blocks with most to spare on top of the stack, larger as the search goes on."""
    root = limits.root()
    if root is None:
        return Existence(verdict=Verdict.FAILS)
    stack = [_Block(0, root, np.zeros((1, 0), dtype=np.int16))]
    looked, size = 1, FIRST_BLOCK
    while stack:
        block = stack.pop()
        settled = np.flatnonzero(limits.is_settled(block.nodes, block.boundary))
        if len(settled):
            first = settled[0]
            path = [*block.paths[first], *_completed(limits.sweep, block.boundary, int(block.nodes.states[first]))]
            return Existence(verdict=Verdict.HOLDS, witness=limits.sweep.choice([int(o) for o in path]), nodes=looked)
        if looked > node_limit:
            return Existence(verdict=Verdict.UNDETERMINED, nodes=looked)
        children, parents, options = limits.expanded(block.nodes, block.boundary)
        looked += len(children)
        order = _order(limits, children, block.boundary + 1)
        paths = np.concatenate([block.paths[parents[order]], options[order, None].astype(np.int16)], axis=1)
        children = children.taken(order)
        starts = range(0, len(order), size)
        stack += [_Block(block.boundary + 1, children.taken(slice(s, s + size)), paths[s : s + size]) for s in reversed(starts)]
        size = min(2 * size, LARGEST_BLOCK)
    return Existence(verdict=Verdict.FAILS, nodes=looked)


def _order(limits: Bounds, nodes: Nodes, boundary: int) -> IntArray:
    """Distinct nodes, those first whose scarcest party can still spare most, as a share of what it can still gain."""
    if not len(nodes):
        return np.zeros(0, dtype=np.int64)
    most = limits.most[boundary][:, nodes.states]
    spare = np.asarray((most - nodes.needs) / np.maximum(most, 1), dtype=np.float64).min(axis=0)
    order = np.argsort(-spare, kind="stable")
    _, kept = np.unique(limits.keys(nodes), return_index=True)
    is_kept = np.zeros(len(nodes), dtype=np.bool_)
    is_kept[kept] = True
    return np.asarray(order[is_kept[order]], dtype=np.int64)
