"""How far one actor's ranking may drift before a state stops being an equilibrium (after Matbouli, Hipel & Kilgour 2014).

Distance between two rankings is the number of pairs of states they compare otherwise: for strict rankings the
number of swaps of neighbors (Kendall 1938). Two ways a drift can undo an equilibrium:

* for the actor itself, the state loses stability as more states come to be preferred to it. The condition is
  monotone in that set, so the cheapest set that breaks it is found by branch and bound over what must be in it, and the
  cheapest ranking with at least a given set above the state by a sum over groups, exactly and at any size.
* for others, answers by this actor stop being improvements (SEQ, SSEQ, SIM only). Rankings are then tried nearest
  first, swap by swap of neighboring states, up to a budget; past it the figure is a lower bound and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.questions.stability.analysis import stable_under
from detente.questions.stability.arcs import IntArray
from detente.questions.stability.concepts import Concept, Stance
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.inverse import demands
from detente.questions.stability.nearest_rankings import nearest
from detente.questions.stability.preferences import Preference
from detente.questions.stability.relations import check_stance
from detente.questions.stability.upper_sets import Demand
from detente.questions.stability.witness import witnesses

__all__ = ["BRANCH_LIMIT", "TRIAL_LIMIT", "Drift", "Robustness", "cheapest_above", "robustness"]

BRANCH_LIMIT = 20_000
"""Most sets looked at by branch and bound for one actor."""

TRIAL_LIMIT = 5_000
"""Most rankings tried nearest first for one actor, by default."""


class NotVerified(AssertionError):
    """A drift that does not undo the equilibrium: a defect of Détente, never of a model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """The nearest ranking of one actor found to undo the equilibrium.

    ``distance`` pairs are compared otherwise in ``ranking`` (best first); None if no ranking of the actor undoes it.
    ``at_least`` is the distance if ``is_exact``, else a lower bound; None if nothing can.
    """

    actor: str
    distance: int | None
    at_least: int | None
    ranking: tuple[tuple[str, ...], ...]
    is_exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """One drift for each actor; the state is an equilibrium as things stand."""

    state: str
    concept: Concept
    drifts: tuple[Drift, ...]

    @property
    def survives(self) -> int | None:
        """Pairs any one actor may come to compare otherwise with the state still an equilibrium; None if without bound."""
        bounds = [d.at_least for d in self.drifts if d.at_least is not None]
        return min(bounds) - 1 if bounds else None


def robustness(model: GraphModel, state: str, concept: Concept | str, *, limit: int = TRIAL_LIMIT) -> Robustness:
    """How far each actor's ranking may drift before an equilibrium is lost.

    Raises
    ------
    GraphModelError
        If the state is no equilibrium, a name is unknown, or a preference is no complete ranking.

    Examples
    --------
    >>> model = GraphModel.from_actions(
    ...     {"A": ["a"], "B": ["b"]},
    ...     preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]},
    ... )
    >>> found = robustness(model, "NN", "GMR")
    >>> found.survives, found.drifts[0].distance, found.drifts[0].ranking
    (0, 1, (('YN',), ('YY',), ('NN',), ('NY',)))
    """
    chosen = Concept(concept)
    check_stance(model, Stance())
    here = model.state(state)
    if not stable_under(model, chosen)[:, here].all():
        raise GraphModelError(f"`{state}` is no equilibrium under {chosen}")
    drifts = tuple(_drift(model, k, here, chosen, limit) for k in range(len(model.actors)))
    return Robustness(state=state, concept=chosen, drifts=drifts)


def _drift(model: GraphModel, actor: int, here: int, concept: Concept, limit: int) -> Drift:
    ranks = model.preference(actor).ranks
    if ranks is None:
        raise GraphModelError(f"`{model.actors[actor]}` has no ranking to drift")
    best, above, is_exact = _own_loss(ranks, here, demands(model, actor, here, concept))
    made = None if best is None else _raised(ranks, here, above)
    at_least = best if is_exact else 1
    if concept.is_credible or not is_exact:
        trials = nearest(ranks, limit, None if best is None else best - 1)
        lost = next((t for t in trials.rankings if not _holds(model, actor, here, concept, t.ranks)), None)
        if lost is not None:
            best, at_least, made, is_exact = lost.distance, lost.distance, lost.ranks, True
        else:
            is_exact = trials.is_complete
            at_least = best if is_exact else trials.distance
    if made is not None:
        _verify(model, actor, here, concept, made)
    ranking = () if made is None else Preference.of_ranks(made.tolist()).groups()
    return Drift(
        actor=model.actors[actor],
        distance=best,
        at_least=at_least,
        ranking=tuple(tuple(model.states[s] for s in group) for group in ranking),
        is_exact=is_exact,
    )


def _holds(model: GraphModel, actor: int, here: int, concept: Concept, ranks: IntArray) -> bool:
    trial = model.with_preferences({model.actors[actor]: Preference.of_ranks(ranks.tolist())})
    return all(witnesses(trial, name, model.states[here], concept).is_stable for name in model.actors)


def _verify(model: GraphModel, actor: int, here: int, concept: Concept, ranks: IntArray) -> None:
    trial = model.with_preferences({model.actors[actor]: Preference.of_ranks(ranks.tolist())})
    if stable_under(trial, concept)[:, here].all():
        raise NotVerified(f"a drift of `{model.actors[actor]}` leaves `{model.states[here]}` an equilibrium")


def _own_loss(ranks: IntArray, here: int, needed: tuple[Demand, ...]) -> tuple[int | None, frozenset[int], bool]:
    """Least distance at which the actor's own stability is lost, the states then above, and whether the search ended.

    It is lost once some move is preferred and each of its answers has a preferred state.
    """
    best: int | None = None
    above: frozenset[int] = frozenset()
    looked = 0
    for demand in needed:
        stack = [frozenset({demand.move})]
        seen = set(stack)
        while stack:
            if looked == BRANCH_LIMIT:
                return best, above, False
            looked += 1
            required = stack.pop()
            cost, chosen = cheapest_above(ranks, here, required)
            if best is not None and cost >= best:
                continue
            left = next((states for _, states in demand.answers if not states & chosen), None)
            if left is None:
                best, above = cost, chosen
                continue
            for state in sorted(left):
                more = required | {state}
                if more not in seen:
                    seen.add(more)
                    stack.append(more)
    return best, above, True


def cheapest_above(ranks: IntArray, here: int, required: frozenset[int]) -> tuple[int, frozenset[int]]:
    """Fewest pairs to compare otherwise for all of ``required`` to be preferred to ``here``, and all preferred then.

    A state below may be carried up too, where that saves the others passing it. O(n_states ** 2).
    """
    values = ranks.tolist()
    already = frozenset(s for s, v in enumerate(values) if v > values[here])
    groups = sorted({v for v in values if v <= values[here]}, reverse=True)
    costs: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    members = {v: [s for s, w in enumerate(values) if w == v and s != here] for v in groups}
    for v in groups:
        must = sum(1 for s in members[v] if s in required)
        size = len(members[v])
        after: dict[int, tuple[int, tuple[int, ...]]] = {}
        for passed, (cost, taken) in sorted(costs.items()):
            for up in range(must, size + 1):
                stay = size - up
                total = cost + up * (1 + passed + stay)
                if passed + stay not in after or total < after[passed + stay][0]:
                    after[passed + stay] = (total, (*taken, up))
        costs = after
    cost, taken = min(costs.values())
    chosen = set(already)
    for v, up in zip(groups, taken, strict=True):
        chosen |= set(sorted(members[v], key=lambda s: (s not in required, s))[:up])
    return cost, frozenset(chosen)


def _raised(ranks: IntArray, here: int, above: frozenset[int]) -> IntArray:
    """The ranking with exactly ``above`` over ``here``, all else compared as before."""
    made = ranks.copy()
    step = int(ranks.max() - ranks.min()) + 1
    for state in above:
        if state != here:
            made[state] += step
    return made
