"""In what share of the rankings a partial preference allows is a state an equilibrium?

One actor's preference has unknown pairs; each strict way to settle them that contradicts nothing known is
a linear extension, all counted alike. States held equal stay equal. Where one set of preferred states decides (R,
GMR, SMR) the share is exact whenever up-sets can be counted; elsewhere extensions are listed if few, else drawn evenly.
Past the limit of up-sets they are drawn with weights. A drawn share comes with its standard error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.questions.stability.arcs import bits_of, set_of
from detente.questions.stability.concepts import Concept
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.linear_extensions import UpSets, closure, draw_weighted, has_circle, up_sets
from detente.questions.stability.preferences import Preference
from detente.questions.stability.witness import witnesses

__all__ = ["LIST_LIMIT", "SAMPLES", "ExtensionShare", "extension_share"]

LIST_LIMIT = 5_000
"""Most extensions listed one by one."""

SAMPLES = 1_000
"""Extensions drawn, by default."""

Verdict = Callable[[tuple[int, ...]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionShare:
    """The share of extensions under which the state is an equilibrium.

    ``share`` is exact if ``is_exact``, with the two counts behind it; else an estimate from ``n_drawn`` extensions
    with standard error ``error``. ``n_extensions`` is None if it was not counted.
    """

    actor: str
    state: str
    concept: Concept
    share: Fraction
    is_exact: bool
    error: float
    n_extensions: int | None
    n_equilibrium: int | None
    n_drawn: int
    seed: int | None


def extension_share(
    model: GraphModel, actor: str, state: str, concept: Concept | str, *, samples: int = SAMPLES, seed: int = 0
) -> ExtensionShare:
    """The share of linear extensions of the actor's preference that make the state an equilibrium.

    Raises
    ------
    GraphModelError
        If the known pairs run in a circle, another actor has unknown pairs, or a name is unknown.

    Examples
    --------
    All that is known of A is that it prefers peace to war; B cannot move from peace.

    >>> model = GraphModel.from_arcs(
    ...     ["peace", "raid", "war"],
    ...     {"A": [("peace", "raid")], "B": [("raid", "war")]},
    ...     preferences={"A": Preference.of_pairs(3, [(0, 2)], unknown=[(0, 1), (1, 2)]), "B": ["war", "raid", "peace"]},
    ... )
    >>> extension_share(model, "A", "peace", "R").share, extension_share(model, "A", "peace", "SEQ").share
    (Fraction(2, 3), Fraction(1, 1))
    """
    chosen, i, here = Concept(concept), model.actor(actor), model.state(state)
    for k, name in enumerate(model.actors):
        if k != i and model.preference(k).has_unknown:
            raise GraphModelError(f"`{name}` has unknown pairs too; the share is over one actor's")
    classes = _classes(model.preference(i))
    above = _above(model.preference(i), classes)
    judge = _judge(model, i, here, chosen, classes)
    counted = up_sets(above)
    n = counted.n_extensions if counted is not None else None
    if counted is not None and chosen in {Concept.NASH, Concept.GMR, Concept.SMR}:
        n_equilibrium = _by_sets(counted, classes, here, judge)
    elif counted is not None and counted.n_extensions <= LIST_LIMIT:
        n_equilibrium = sum(judge(order) for order in counted.listed())
    else:
        return _drawn((actor, state, chosen), above, counted, judge, samples, seed)
    return ExtensionShare(
        actor=actor,
        state=state,
        concept=chosen,
        share=Fraction(n_equilibrium, counted.n_extensions),
        is_exact=True,
        error=0.0,
        n_extensions=n,
        n_equilibrium=n_equilibrium,
        n_drawn=0,
        seed=None,
    )


def _classes(preference: Preference) -> list[tuple[int, ...]]:
    """States held equal, together.

    Raises
    ------
    GraphModelError
        If equality is not transitive.
    """
    better, unknown = preference.better_sets(), preference.unknown_sets()
    n = preference.n_states
    worse = [set_of(t for t in range(n) if better[t] >> s & 1) for s in range(n)]
    equal = [((1 << n) - 1) & ~(better[s] | worse[s] | unknown[s]) for s in range(n)]
    for s in range(n):
        if any(equal[t] != equal[s] for t in bits_of(equal[s])):
            raise GraphModelError("states held equal are compared unequally with others; that is no partial ranking")
    return [tuple(bits_of(equal[s])) for s in range(n) if bits_of(equal[s])[0] == s]


def _above(preference: Preference, classes: list[tuple[int, ...]]) -> list[int]:
    better = preference.better_sets()
    direct = [
        set_of(j for j, other in enumerate(classes) if any(better[s] >> t & 1 for s in own for t in other)) for own in classes
    ]
    closed = closure(direct)
    if has_circle(closed):
        raise GraphModelError("the known pairs run in a circle; no ranking agrees with them")
    return closed


def _judge(model: GraphModel, actor: int, here: int, concept: Concept, classes: list[tuple[int, ...]]) -> Verdict:
    """Whether an order of the classes makes the state an equilibrium; what cannot differ is asked once."""
    memo: dict[bytes, bool] = {}
    own = model.arcs[actor]

    def verdict(order: tuple[int, ...]) -> bool:
        ranks = np.empty(model.n_states, np.int64)
        for k, c in enumerate(order):
            ranks[list(classes[c])] = len(order) - k
        mark = (ranks > ranks[here]).tobytes()
        if concept.is_credible:
            mark += (ranks[own.targets] > ranks[own.sources]).tobytes()
        if mark not in memo:
            trial = model.with_preferences({model.actors[actor]: Preference.of_ranks(ranks.tolist())})
            memo[mark] = all(witnesses(trial, name, model.states[here], concept).is_stable for name in model.actors)
        return memo[mark]

    return verdict


def _by_sets(counted: UpSets, classes: list[tuple[int, ...]], here: int, judge: Verdict) -> int:
    """Extensions counted by the set of classes above the state's own."""
    own = next(k for k, c in enumerate(classes) if here in c)
    total = 0
    for placed, built in counted.built.items():
        if placed >> own & 1 or counted.above[own] & ~placed:
            continue
        rest = [c for c in range(len(classes)) if c != own and not placed >> c & 1]
        if judge((*bits_of(placed), own, *rest)):
            total += built * counted.completed[placed | 1 << own]
    return total


def _drawn(
    asked: tuple[str, str, Concept],
    above: list[int],
    counted: UpSets | None,
    judge: Verdict,
    samples: int,
    seed: int,
) -> ExtensionShare:
    if samples < 2:
        raise GraphModelError("at least two extensions are drawn")
    rng = np.random.default_rng(seed)
    if counted is not None:
        hits = np.array([judge(counted.drawn(rng)) for _ in range(samples)], np.float64)
        weights = np.full(samples, 1 / samples)
    else:
        drawn = [draw_weighted(above, rng) for _ in range(samples)]
        hits = np.array([judge(d.order) for d in drawn], np.float64)
        logs = np.array([d.log_weight for d in drawn])
        weights = np.exp(logs - logs.max())
        weights /= weights.sum()
    share = float(weights @ hits)
    error = float(np.sqrt((weights**2) @ (hits - share) ** 2))
    return ExtensionShare(
        actor=asked[0],
        state=asked[1],
        concept=asked[2],
        share=Fraction(repr(share)),
        is_exact=False,
        error=error,
        n_extensions=None if counted is None else counted.n_extensions,
        n_equilibrium=None,
        n_drawn=samples,
        seed=seed,
    )
