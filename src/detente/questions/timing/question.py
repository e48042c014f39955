"""Is now the moment? The timing question of a case, each party by its own lights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.model.case import Case
from detente.model.outlook import Outlook
from detente.model.package import Package
from detente.model.proposal import DeadlineStatus
from detente.model.verdict import Provenance, Verdict
from detente.questions.timing.beliefs import dependences, disputed_events
from detente.questions.timing.errors import TimingError
from detente.questions.timing.finding import DeadlineTiming, GainShare, PartyTiming, RipeMoment, TimingFinding
from detente.questions.timing.grid import Grid
from detente.questions.timing.numbers import (
    PartyNumbers,
    delays,
    gain_share,
    later_worth,
    party_numbers,
    value_path,
    why_none,
)
from detente.questions.timing.paths import paths
from detente.questions.timing.play import TIE, Drawn, play
from detente.questions.timing.words import leaning
from detente.readings.draws import ActorDraws, NoReading, check_draws, draw
from detente.readings.scale import TooFine
from detente.readings.shape import OpenOrderTooLong

__all__ = ["timing"]

PACKAGES = 4
"""Most packages weighed, the latest proposals first."""

Progress = Callable[[str, int, int], None]


def timing(case: Case, *, readings: int = 2000, seed: int = 1, progress: Progress | None = None) -> TimingFinding:
    """Whether signing now is better than waiting for every party, each in its own view, and what would change that.

    HOLDS, FAILS, CONTESTED and UNDETERMINED as in :class:`TimingFinding`. Words are enough for an answer where they do not
    pull apart; numbers add shares over readings. The terms weighed are the complete proposals and the named packages.

    Parameters
    ----------
    readings, seed : of the draws, where something is drawn.
    progress : called with (what, done, total) now and then.

    Raises
    ------
    ValueError
        If ``readings`` is less than 2, or ``seed`` negative.

    Examples
    --------
    >>> import detente
    >>> detente.timing(detente.load("tram-strike")).reason
    'the case has no `outlook` section'
    """
    check_draws(readings, seed)
    if case.outlook is None:
        return _undetermined(case, "the case has no `outlook` section")
    try:
        grid = Grid.of(case.as_of, case.outlook.until, case.outlook.unit)
    except TimingError as wrong:
        return _undetermined(case, str(wrong))
    return _Asked(case=case, outlook=case.outlook, grid=grid, n=readings, seed=seed, progress=progress).finding()


def _undetermined(case: Case, reason: str) -> TimingFinding:
    return TimingFinding(
        verdict=Verdict.UNDETERMINED,
        as_of=case.as_of,
        until=None,
        unit="",
        parties=(),
        waiting=(),
        open=(),
        dependences=(),
        disputed=(),
        optimism=None,
        deadlines=(),
        ripe=(),
        first_ripe=None,
        packages=(),
        n_readings=0,
        reason=reason,
        provenance=Provenance(method="not asked", is_exact=True, seed=None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One run of the question."""

    case: Case
    outlook: Outlook
    grid: Grid
    n: int
    seed: int
    progress: Progress | None

    def finding(self) -> TimingFinding:
        """The answer, party by party, then together."""
        packages = self._packages()
        drawn = self._values() if packages else {}
        told, numbers = [], {}
        total = len(self.case.parties)
        for place, actor in enumerate(self.case.parties):
            if self.progress is not None:
                self.progress("outlooks", place, total)
            own, found = self._party(actor.id, place, packages, drawn.get(actor.id))
            told.append(own)
            if found is not None:
                numbers[actor.id] = found
        ripe = self._ripe(numbers, packages)
        verdicts = {own.actor: own.verdict for own in told}
        uses_draws = any(not own.is_exact for own in numbers.values())
        return TimingFinding(
            verdict=_together(list(verdicts.values())),
            as_of=self.case.as_of,
            until=self.outlook.until,
            unit=self.outlook.unit,
            parties=tuple(told),
            waiting=tuple(actor for actor, verdict in verdicts.items() if verdict is Verdict.FAILS),
            open=tuple(a for a, verdict in verdicts.items() if verdict in (Verdict.CONTESTED, Verdict.UNDETERMINED)),
            dependences=dependences(self.outlook),
            disputed=disputed_events(self.outlook),
            optimism=self._optimism(numbers),
            deadlines=tuple(self._deadlines(numbers)),
            ripe=ripe,
            first_ripe=next((moment.day for moment in ripe if moment.ripe * 2 >= 1), None),
            packages=tuple(name for name, _ in packages),
            n_readings=self.n if numbers else 0,
            reason=None,
            provenance=Provenance(
                method="optimal stopping, solved backward" if numbers else "trends in words",
                is_exact=not uses_draws,
                seed=self.seed if uses_draws else None,
            ),
        )

    def _packages(self) -> list[tuple[str, Package]]:
        """Complete proposals, the latest first, then named packages."""
        if not self.case.issues:
            return []
        whole = [p for p in self.case.proposals if all(issue.id in p.package for issue in self.case.issues)]
        named = [(p.id, p.package) for p in sorted(whole, key=lambda p: p.date, reverse=True)]
        return [*named, *((p.id, p.package) for p in self.case.packages)][:PACKAGES]

    def _values(self) -> dict[str, ActorDraws]:
        try:
            return {own.actor: own for own in draw(self.case, self.n, self.seed).actors}
        except (NoReading, TooFine, OpenOrderTooLong):
            return {}

    def _party(
        self, actor: str, place: int, packages: Sequence[tuple[str, Package]], own: ActorDraws | None
    ) -> tuple[PartyTiming, PartyNumbers | None]:
        ahead = [d.id for d in self.case.deadlines if _is_ahead(d.due >= self.case.as_of, d.status)]
        words = leaning(self.outlook, actor, ahead)
        line = paths(self.case, self.outlook, actor, self.grid)
        why = why_none(line, own, packages)
        if why is not None or own is None:
            told = PartyTiming(actor=actor, verdict=words.verdict, leaning=words, gains=(), path=None, why_no_numbers=why)
            return told, None
        numbers = party_numbers(self.case, line, own, packages, self.n, self.seed, place)
        gains = []
        for k, (name, package) in enumerate(packages):
            gains.append(gain_share(numbers, name, k, self._exact(own, package) if own.n == 1 else None)[0])
        best = max(range(len(gains)), key=lambda k: (gains[k].share, -k))
        told = PartyTiming(
            actor=actor,
            verdict=_of_numbers(gains, words.verdict, is_exact=numbers.is_exact),
            leaning=words,
            gains=tuple(gains),
            path=value_path(numbers, packages[best][0], best),
            why_no_numbers=None,
        )
        return told, numbers

    def _exact(self, own: ActorDraws, package: Package) -> tuple[Fraction, Fraction]:
        """Points of a package and of no deal where the values are exact."""
        whole = sum(int(t[0, i.index(package[i.id])]) for i, t in zip(self.case.issues, own.tables, strict=True))
        none = 0 if own.no_deal is None else int(own.no_deal[0])
        return Fraction(100 * whole, own.scale), Fraction(100 * none, own.scale)

    # -- together -----------------------------------------------------------------------------------

    def _ripe(self, numbers: dict[str, PartyNumbers], packages: Sequence[tuple[str, Package]]) -> tuple[RipeMoment, ...]:
        """Period by period, where every party has numbers."""
        if len(numbers) < len(self.case.parties) or not packages:
            return ()
        hurting = {actor: delays(own, 0) > TIE for actor, own in numbers.items()}
        shape = (self.grid.periods, self.n)
        way_out = np.zeros(shape, np.bool_)
        for k in range(len(packages)):
            good = np.ones(shape, np.bool_)
            for own in numbers.values():
                never = play(own.drawn(k)).never[:-1]
                good &= later_worth(own, k)[:-1] >= never - TIE
            way_out |= good
        together = way_out.copy()
        for hurts in hurting.values():
            together &= hurts
        return tuple(
            RipeMoment(
                day=self.grid.days[t],
                hurting={actor: Fraction(int(hurts[t].sum()), self.n) for actor, hurts in hurting.items()},
                ripe=Fraction(int(together[t].sum()), self.n),
            )
            for t in range(self.grid.periods)
        )

    def _optimism(self, numbers: dict[str, PartyNumbers]) -> Fraction | None:
        """Readings in which somebody waits now, and nobody would at some chances between those held."""
        names = disputed_events(self.outlook)
        if not names or len(numbers) < 2:
            return None
        own = np.ones(self.n, np.bool_)
        for party in numbers.values():
            own &= play(party.drawn(0)).signs
        some = np.zeros(self.n, np.bool_)
        for step in range(5):
            all_sign = np.ones(self.n, np.bool_)
            for party in numbers.values():
                all_sign &= play(self._common(party, names, step / 4)).signs
            some |= all_sign
        waits = int((~own).sum())
        return Fraction(int((some & ~own).sum()), waits) if waits else Fraction(0)

    def _common(self, party: PartyNumbers, names: Sequence[str], share: float) -> Drawn:
        """A party's numbers with chances between the lowest and the highest that anyone holds."""
        drawn = party.drawn(0)
        chances = list(drawn.chances)
        for k, thing in enumerate(party.paths.happenings):
            if thing.name in names:
                held = [c.likelihood for e in self.outlook.events if e.id == thing.name for c in e.chances]
                low, high = float(min(h.low for h in held)), float(max(h.high for h in held))
                chances[k] = np.full(self.n, low + (high - low) * share)
        return Drawn(
            signing=drawn.signing,
            end=drawn.end,
            terms=drawn.terms,
            costs=drawn.costs,
            discount=drawn.discount,
            periods=drawn.periods,
            chances=tuple(chances),
            terms_then=drawn.terms_then,
            costs_then=drawn.costs_then,
        )

    def _deadlines(self, numbers: dict[str, PartyNumbers]) -> list[DeadlineTiming]:
        """What each deadline changes when it passes."""
        said = {d.id: d for d in self.outlook.deadlines}
        found = []
        for deadline in self.case.deadlines:
            is_ahead = _is_ahead(deadline.due >= self.case.as_of, deadline.status)
            effects = said[deadline.id].effects if deadline.id in said else ()
            changes = tuple(dict.fromkeys(e.actor for e in effects if _changes(e.trend, e.terms, e.rate)))
            turned = {actor: self._turned(deadline.id, actor, numbers.get(actor)) for actor in changes} if is_ahead else {}
            is_met = deadline.status is DeadlineStatus.MET
            is_cheap = not is_ahead and not is_met and not changes and deadline.consequence is None
            found.append(
                DeadlineTiming(
                    id=deadline.id,
                    is_ahead=is_ahead,
                    changes_for=changes,
                    binds=tuple((actor, signs) for actor, (signs, _) in turned.items() if signs),
                    holds_off=tuple((actor, waits) for actor, (_, waits) in turned.items() if waits),
                    is_cheap_talk=is_cheap,
                )
            )
        return found

    def _turned(self, deadline: str, actor: str, numbers: PartyNumbers | None) -> tuple[Fraction, Fraction]:
        """Readings in which a party signs because of a deadline, and in which it waits because of it; in words 1 or 0."""
        if numbers is None:
            ahead = [d.id for d in self.case.deadlines if _is_ahead(d.due >= self.case.as_of, d.status)]
            without_it = leaning(self.outlook, actor, [d for d in ahead if d != deadline]).verdict
            both = leaning(self.outlook, actor, ahead).verdict, without_it
            sure, off = ([verdict is kind for verdict in both] for kind in (Verdict.HOLDS, Verdict.FAILS))
            return Fraction(int(sure[0] and not sure[1])), Fraction(int(off[0] and not off[1]))
        with_it = numbers.drawn(0)
        kept = [k for k, h in enumerate(numbers.paths.happenings) if h.name != deadline]
        without = Drawn(
            signing=with_it.signing,
            end=with_it.end,
            terms=with_it.terms,
            costs=with_it.costs,
            discount=with_it.discount,
            periods=tuple(with_it.periods[k] for k in kept),
            chances=tuple(with_it.chances[k] for k in kept),
            terms_then=tuple(with_it.terms_then[k] for k in kept),
            costs_then=tuple(with_it.costs_then[k] for k in kept),
        )
        signs, before = play(with_it).signs, play(without).signs
        return Fraction(int((signs & ~before).sum()), self.n), Fraction(int((before & ~signs).sum()), self.n)


def _is_ahead(is_due_later: bool, status: DeadlineStatus | None) -> bool:
    return is_due_later and status in (None, DeadlineStatus.PENDING, DeadlineStatus.EXTENDED)


def _changes(trend: object, terms: object, rate: object) -> bool:
    """Whether an effect changes anything: ``same`` does not, nor do zeros."""
    is_moved = trend is not None and trend != "same"
    numbers = [n for n in (terms, rate) if n is not None]
    return is_moved or any(n.low or n.high for n in numbers)  # type: ignore[attr-defined]


def _of_numbers(gains: Sequence[GainShare], words: Verdict, *, is_exact: bool) -> Verdict:
    """From numbers where they settle it, else from words where those do."""
    bounded = [gain for gain in gains if gain.least is not None and gain.most is not None]
    if any(gain.least >= 0 for gain in bounded if gain.least is not None):
        return Verdict.HOLDS
    if len(bounded) == len(gains) and all(gain.most < 0 for gain in bounded if gain.most is not None):
        return Verdict.FAILS
    if is_exact:
        return Verdict.CONTESTED
    return words if words in (Verdict.HOLDS, Verdict.FAILS) else Verdict.CONTESTED


def _together(verdicts: Sequence[Verdict]) -> Verdict:
    """One party that surely waits suffices for FAILS; all must sign for HOLDS."""
    if Verdict.FAILS in verdicts:
        return Verdict.FAILS
    if all(verdict is Verdict.HOLDS for verdict in verdicts):
        return Verdict.HOLDS
    return Verdict.UNDETERMINED if all(v is Verdict.UNDETERMINED for v in verdicts) else Verdict.CONTESTED
