"""Would each side's own people let a deal pass? The ratification question of a case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.model.case import Case
from detente.model.package import Package
from detente.model.ratification import Ratification
from detente.model.verdict import Provenance, Verdict
from detente.questions.ratification.at_home import package_at_home
from detente.questions.ratification.coalitions import toppling_sets, veto_players
from detente.questions.ratification.deals import Deals
from detente.questions.ratification.drawn_side import DrawnSide, drawn_side
from detente.questions.ratification.errors import RatificationError
from detente.questions.ratification.finding import (
    MOST_ACCEPTABLE,
    MOST_RATIFIED,
    CountRange,
    Overlap,
    Power,
    RatificationFinding,
    SideFinding,
)
from detente.questions.ratification.home_changes import WinSets, counted, home_changes, win_sets
from detente.questions.ratification.home_votes import votes_needed
from detente.questions.ratification.overlap import overlap
from detente.questions.ratification.power import power_indices
from detente.readings.draws import ActorDraws, NoReading, check_draws, draw, draw_other
from detente.readings.scale import TooFine
from detente.readings.shape import OpenOrderTooLong

__all__ = ["ratification"]

PACKAGES = 4
"""Most proposals and named packages looked at, the latest proposals first."""

INDEXED = 60
"""Most actors of a side whose power is computed."""

TOPPLING = 24
"""Most minimal sets that topple a government told."""

Progress = Callable[[str, int, int], None]


def ratification(case: Case, *, readings: int = 2000, seed: int = 1, progress: Progress | None = None) -> RatificationFinding:
    """Which deals pass on every side of a case, who votes how, who leaves, and what would change it.

    HOLDS, FAILS, CONTESTED and UNDETERMINED as in :class:`RatificationFinding`. Counts are exact over every deal up to
    300,000 packages; beyond it over a sample, which the finding says. Packages looked at one by one are the latest
    proposals, the named packages, and those most often acceptable to all parties, with and without passing at home.

    Parameters
    ----------
    readings, seed : of the draws of values and of what is meant.
    progress : called with (what, done, total) now and then.

    Raises
    ------
    ValueError
        If ``readings`` is less than 2, or ``seed`` negative.

    Examples
    --------
    >>> import detente
    >>> detente.ratification(detente.load("tram-strike")).reason
    'the case has no `ratification` section'
    """
    check_draws(readings, seed)
    if case.ratification is None or not case.ratification.sides:
        return _undetermined("the case has no `ratification` section")
    try:
        return _Asked(case, case.ratification, readings, seed, progress).finding()
    except RatificationError as wrong:
        return _undetermined(str(wrong))


def _undetermined(reason: str) -> RatificationFinding:
    return RatificationFinding(
        verdict=Verdict.UNDETERMINED,
        sides=(),
        joint=None,
        overlap=None,
        packages=(),
        without_values=(),
        n_readings=0,
        reason=reason,
        provenance=Provenance(method="not asked", is_exact=True, seed=None),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """One run of the question."""

    case: Case
    section: Ratification
    n: int
    seed: int
    progress: Progress | None

    def finding(self) -> RatificationFinding:
        """The answer side by side, then together."""
        draws, lacking = self._draws()
        sides = [drawn_side(self.case, side, draws, self.n, self.seed, k) for k, side in enumerate(self.section.sides)]
        deals = Deals.of(self.case, self.seed)
        won = [win_sets(side, deals) for side in sides]
        joint = self._joint(won, deals) if deals.n else None
        met = overlap(self.case, sides, deals, draws, self.n, self.seed, self._step("packages"))
        packages = self._packages(met)
        told = []
        for k, side in enumerate(sides):
            self._tell("sides", k, len(sides))
            told.append(self._side(side, won[k], [*won[:k], *won[k + 1 :]], deals, packages))
        return RatificationFinding(
            verdict=Verdict.UNDETERMINED if joint is None else _verdict(joint),
            sides=tuple(told),
            joint=joint,
            overlap=met,
            packages=tuple(name for name, _ in packages),
            without_values=lacking,
            n_readings=self.n,
            reason=self._reason(joint),
            provenance=Provenance(
                method="a random sample of packages" if deals.is_sample else "every package",
                is_exact=not deals.is_sample,
                seed=self.seed,
            ),
        )

    def _reason(self, joint: CountRange | None) -> str | None:
        if joint is None:
            return "no package is a deal" if self.case.issues else "the case has no issues: only who has a say is computed"
        if joint.is_sample and not joint.most:
            return f"none of {joint.of:,} deals drawn at random passes; there may be others"
        return None

    def _step(self, what: str) -> Callable[[int, int], None] | None:
        return None if self.progress is None else lambda done, total: self._tell(what, done, total)

    def _tell(self, what: str, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(what, done, total)

    def _draws(self) -> tuple[dict[str, ActorDraws], tuple[str, ...]]:
        """Values of parties and of whoever else votes by its own; and those whose values cannot be drawn."""
        found: dict[str, ActorDraws] = {}
        lacking: list[str] = []
        if not self.case.issues:
            return found, ()
        parties = [party.id for party in self.case.parties]
        try:
            found = {own.actor: own for own in draw(self.case, self.n, self.seed).actors}
        except (NoReading, TooFine, OpenOrderTooLong):
            lacking += parties
        for actor in dict.fromkeys(statement.actor for statement in self.case.no_deal.statements):
            if actor not in parties:
                try:
                    found[actor] = draw_other(self.case, actor, self.n, self.seed)
                except (NoReading, TooFine, OpenOrderTooLong):
                    lacking.append(actor)
        return {actor: own for actor, own in found.items() if own.no_deal is not None}, tuple(lacking)

    def _joint(self, won: Sequence[WinSets], deals: Deals) -> CountRange:
        least, most = won[0].least.copy(), won[0].most.copy()
        for other in won[1:]:
            least &= other.least
            most &= other.most
        return counted(least, most, deals)

    def _packages(self, met: Overlap | None) -> list[tuple[str, Package]]:
        """Proposals, the latest first, then named packages, then what most readings accept."""
        if not self.case.issues:
            return []
        latest = sorted(self.case.proposals, key=lambda proposal: proposal.date, reverse=True)
        found = [(p.id, p.package) for p in latest][:PACKAGES]
        found += [(p.id, p.package) for p in self.case.packages][: PACKAGES - len(found)]
        if met is not None:
            for name, top in ((MOST_ACCEPTABLE, met.most_acceptable), (MOST_RATIFIED, met.most_ratified)):
                if top is not None and all(top[0] != package for _, package in found):
                    found.append((name, top[0]))
        return found

    def _side(
        self,
        drawn: DrawnSide,
        own: WinSets,
        others: Sequence[WinSets],
        deals: Deals,
        packages: Sequence[tuple[str, Package]],
    ) -> SideFinding:
        looked = [package_at_home(self.case, drawn, name, package) for name, package in packages]
        government = drawn.government
        toppling = toppling_sets(government).named()[:TOPPLING] if government is not None else ()
        power = _power(drawn)
        unsettled = _unsettled(drawn, own, power)
        return SideFinding(
            party=drawn.side.party,
            actors=drawn.passage.actors,
            win_set=counted(own.least, own.most, deals),
            packages=tuple(found for found in looked if found is not None),
            power=power,
            partners=drawn.side.partners,
            toppling=tuple(toppling),
            spare=_spare(drawn),
            changes=home_changes(drawn, own, others, deals) if deals.n else (),
            silent=tuple(actor for actor in drawn.passage.actors if _is_silent(drawn, actor)),
            undecided=tuple(actor for actor in unsettled if drawn.voters[actor].values_of not in drawn.draws),
            by_values=tuple(actor for actor in unsettled if drawn.voters[actor].values_of in drawn.draws),
        )


def _verdict(joint: CountRange) -> Verdict:
    return Verdict.UNDETERMINED if joint.is_sample and not joint.most else joint.verdict


def _power(drawn: DrawnSide) -> tuple[Power, ...]:
    if len(drawn.passage.actors) > INDEXED:
        return ()
    try:
        found = power_indices(drawn.passage)
    except RatificationError:  # a composite rule whose diagram is too large
        return ()
    held = veto_players(drawn.passage)
    return tuple(
        Power(actor=actor, shapley_shubik=found.shapley_shubik[k], banzhaf=found.banzhaf[k], is_veto_player=actor in held)
        for k, actor in enumerate(found.actors)
    )


def _unsettled(drawn: DrawnSide, own: WinSets, power: Sequence[Power]) -> list[str]:
    """Actors whose vote on some deal is not settled as stated; without those whose vote never turns a decision."""
    dummies = {actor.actor for actor in power if not actor.shapley_shubik}
    return [a for k, a in enumerate(drawn.passage.actors) if own.unsettled[k].any() and a not in dummies]


def _spare(drawn: DrawnSide) -> Fraction | None:
    """Votes the government has beyond what its rule asks, where that is a number of votes of one body."""
    side = drawn.side
    if side.government is None:
        return None
    asked = [(body, needed) for body in side.bodies if (needed := votes_needed(side, body.id, side.government)) is not None]
    if len(asked) != 1:
        return None
    body, needed = asked[0]
    return sum((seat.votes for seat in body.seats if not seat.is_outside), Fraction(0)) - needed


def _is_silent(drawn: DrawnSide, actor: str) -> bool:
    """Whether nothing tells how an actor votes on any package."""
    own = drawn.voters[actor]
    return not (own.opposes or own.supports or own.red_lines) and own.values_of not in drawn.draws
