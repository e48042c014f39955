"""Does the deadlock hold itself in place? The stability question of a case, over all its readings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.model.case import Case
from detente.model.move import Moves
from detente.model.verdict import Provenance, Verdict
from detente.questions.stability.concepts import CONCEPTS, Concept
from detente.questions.stability.deals import deal_states, rests
from detente.questions.stability.departures import departures, hinges
from detente.questions.stability.ensemble import Ensemble, ensemble
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.finding import PossibleChange, Rest, Share, StabilityFinding, StabilityShares
from detente.questions.stability.further import Further, further_named, seen_columns, strength_columns
from detente.questions.stability.further_shares import further_shares
from detente.questions.stability.routes import joint_gains, routes
from detente.questions.stability.seen import Seen, seen_preferences
from detente.questions.stability.shares import Rows, stability_shares
from detente.questions.stability.status_changes import drift, possible_changes, typical, why_not_changed
from detente.questions.stability.ways_out import Goal
from detente.readings.draws import NoReading, check_draws
from detente.readings.scale import TooFine
from detente.readings.shape import OpenOrderTooLong

__all__ = ["DECIDING", "stability"]

DECIDING = Concept.SEQ
"""The concept the verdict is given under: held back only by answers others have reason to give."""

TARGETS = 12
"""Most states paths are looked for to, deals first, then where it could come to rest otherwise."""

DEALS = 4
"""Most deal states asked what would make them an equilibrium."""

RARE = Fraction(1, 20)
"""Equilibria in no more than this share of readings are no targets of paths unless they are better for all."""

Progress = Callable[[str, int, int], None]


def stability(
    case: Case, *, concepts: Sequence[str] = (), readings: int = 2000, seed: int = 1, progress: Progress | None = None
) -> StabilityFinding:
    """Whether the status quo of a case is an equilibrium, why, and what would change that.

    HOLDS: under sequential stability (SEQ; Fraser & Hipel 1979) every improvement from the status quo meets an answer the
    others have reason to give, in every reading. FAILS: in every reading some actor has one without. CONTESTED: it
    depends on the reading, with the share in ``holds()``. The other concepts are in ``shares``. Every order of an actor's
    wishes is looked at where there are at most 5,040; longer lists and values are drawn.

    Where some state is greatly preferred (`>>`), strong and weak stability are in ``shares`` too.

    Parameters
    ----------
    concepts : further ones to ask for: ``L2``, ``non-myopic``, ``CNash``, ``CGMR``, ``CSMR``, ``CSEQ``, ``a`` to ``d``,
        ``SEQ_a``; see :func:`detente.questions.stability.further.further_named`.
    readings : most readings drawn where something is to be drawn; fewer where the states are very many.
    seed : of the draws.
    progress : called with (what, done, total) now and then.

    Raises
    ------
    ValueError
        If ``readings`` is less than 2, ``seed`` negative, or a further concept unknown (:class:`GraphModelError`).

    Examples
    --------
    >>> import detente
    >>> found = detente.stability(detente.load("tram-strike"))
    >>> found.verdict, found.holds("R").least
    (<Verdict.HOLDS: 'holds'>, Fraction(1, 1))
    """
    check_draws(readings, seed)
    further_named(concepts)
    if case.moves is None:
        return _undetermined(f"the case has no `moves` section, or nothing in it was on record by {case.as_of}")
    try:
        given = ensemble(case, n_readings=readings, seed=seed)
        seen = seen_preferences(case.moves, given.graph)
    except (GraphModelError, NoReading, TooFine, OpenOrderTooLong) as limit:
        return _undetermined(str(limit))
    further = further_named(concepts, has_actions=given.graph.options is not None)
    return _Asked(case=case, moves=case.moves, given=given, wanted=further, seen=seen, progress=progress).finding()


def _undetermined(reason: str) -> StabilityFinding:
    return StabilityFinding(
        verdict=Verdict.UNDETERMINED,
        concept=DECIDING,
        status_quo=None,
        actors=(),
        states=(),
        concepts=(),
        n_readings=0,
        from_values=(),
        from_orders=(),
        has_unknown=False,
        shares=None,
        departures=(),
        hinges=(),
        rests=(),
        deals=(),
        routes=(),
        joint_gains=(),
        changes=(),
        tried=(),
        why_not_tried=None,
        robustness=None,
        model=None,
        reason=reason,
        provenance=Provenance(method="not asked", is_exact=True, seed=None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One run of the question."""

    case: Case
    moves: Moves
    given: Ensemble
    wanted: tuple[Further, ...]
    seen: Seen
    progress: Progress | None

    def finding(self) -> StabilityFinding:
        """The answer, without what needs a status quo where there is none."""
        given = self.given
        graph, rows = given.graph, Rows(given)
        concepts = tuple(c for c in CONCEPTS if c is not Concept.SIM or graph.options is not None)
        self._tell(0)
        strength = strength_columns(has_actions=graph.options is not None) if given.has_strength else ()
        own_views = seen_columns(has_actions=graph.options is not None) if self.seen else ()
        further = (*strength, *own_views, *self.wanted)
        shares, not_asked = further_shares(given, further, stability_shares(given, concepts, rows), self.seen)
        self._tell(1)
        here = graph.status_quo
        resting = rests(given, self.moves, shares, DECIDING)
        deals = deal_states(given, self.moves, shares, rows, DECIDING)
        held = None if here is None else shares.equilibrium(here, DECIDING)
        model = given.situations[0].model
        if here is not None and held is not None:
            model = typical(given, here, DECIDING, holds=held.least * 2 >= 1, rows=rows)[0]
        targets = _targets(deals, resting, here)
        wanted = [*deals, *(rest.state for rest in resting if rest.better)]
        found = () if here is None else departures(given, here, concepts)
        self._tell(2)
        tried = self._tried(here, deals, shares)
        changes = () if here is None else self._changes(here, deals, tried, rows, shares)
        self._tell(3)
        return StabilityFinding(
            verdict=Verdict.UNDETERMINED if held is None else _verdict(given, held),
            concept=DECIDING,
            status_quo=here,
            actors=graph.actors,
            states=graph.states,
            concepts=concepts,
            n_readings=given.n if given.n_drawn is None else given.n_drawn,
            from_values=given.from_values,
            from_orders=given.from_orders,
            has_unknown=given.has_unknown,
            shares=shares,
            departures=found,
            hinges=() if here is None else hinges(given, here, DECIDING, rows),
            rests=resting,
            deals=deals,
            routes=() if here is None else routes(given, model, targets, wanted),
            joint_gains=() if here is None else joint_gains(given, here, [t for t in deals if t != here]),
            changes=changes,
            tried=tried,
            why_not_tried=None if here is None else why_not_changed(given),
            robustness=None if here is None else drift(given, here, DECIDING, rows),
            model=model,
            reason=_reason(self.moves, given, held),
            provenance=_provenance(given),
            further=tuple(f for f in further if f.name in shares.concepts),
            not_asked=not_asked,
        )

    def _tried(self, here: str | None, deals: Sequence[str], shares: StabilityShares) -> tuple[str, ...]:
        """Deals asked what would make them hold: those that do not in every reading, where changes can be looked for."""
        if here is None or why_not_changed(self.given) is not None:
            return ()
        return tuple(d for d in deals if d != here and not shares.equilibrium(d, DECIDING).is_certain)[:DEALS]

    def _changes(
        self, here: str, deals: Sequence[str], tried: Sequence[str], rows: Rows, shares: StabilityShares
    ) -> tuple[PossibleChange, ...]:
        found: list[PossibleChange] = []
        if not shares.equilibrium(here, DECIDING).is_never:
            found += possible_changes(self.given, here, DECIDING, Goal.UNSETTLE, deals=deals, rows=rows)
        for deal in tried:
            found += possible_changes(self.given, deal, DECIDING, Goal.SETTLE, deals=deals, rows=rows)
        return tuple(found)

    def _tell(self, done: int) -> None:
        if self.progress is not None:
            self.progress("Weighing moves and answers", done, 3)


def _verdict(given: Ensemble, held: Share) -> Verdict:
    """HOLDS and FAILS only where every reading was looked at."""
    if given.n_drawn is None:
        if held.is_certain:
            return Verdict.HOLDS
        if held.is_never:
            return Verdict.FAILS
    elif held.is_certain or held.is_never:
        return Verdict.UNDETERMINED
    return Verdict.CONTESTED


def _reason(moves: Moves, given: Ensemble, held: Share | None) -> str | None:
    if held is None:
        return "the moves do not say where the conflict stands (`status_quo`)" if moves.status_quo is None else _NO_STATE
    if given.n_drawn is not None and (held.is_certain or held.is_never):
        return f"all of the {given.n_drawn:,} readings drawn agree, but not every reading was looked at"
    return None


_NO_STATE = "the state the conflict is said to be in is not one of those that can be"


def _provenance(given: Ensemble) -> Provenance:
    n = ("readings", f"{given.n:,}") if given.n_drawn is None else ("readings drawn", f"{given.n_drawn:,}")
    how = "graph model, every order of the wishes" if given.n_drawn is None else "graph model, drawn readings"
    method = how if given.from_values or given.from_orders else "graph model"
    return Provenance(
        method=method,
        is_exact=given.n_drawn is None,
        seed=given.seed,
        parameters=(n, ("states", str(given.graph.n_states)), ("situations", str(len(given.situations)))),
    )


def _targets(deals: Sequence[str], rests: Sequence[Rest], here: str | None) -> list[str]:
    """Deals, then where it could come to rest otherwise."""
    others = [rest.state for rest in rests if rest.better or rest.share.most > RARE]
    return [state for state in dict.fromkeys((*deals, *others)) if state != here][:TARGETS]
