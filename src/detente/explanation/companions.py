"""Findings that go along with the agreement question in an explanation, each told in a chapter of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.explanation.acceptability_words import acceptability_chapter
from detente.explanation.cheapest_words import cheapest_chapter
from detente.explanation.driver_words import drivers_chapter
from detente.explanation.explanation import Chapter, Sentence
from detente.explanation.frontier_words import frontier_chapter
from detente.explanation.talks_words import talks_chapter
from detente.explanation.telling import Telling
from detente.explanation.wording import phrase
from detente.model.case import Case
from detente.model.verdict import Verdict
from detente.questions.agreement.acceptability import acceptability
from detente.questions.agreement.acceptability_finding import AcceptabilityFinding
from detente.questions.agreement.cheapest import CheapestFinding, cheapest_openings
from detente.questions.agreement.drivers.finding import DriversFinding
from detente.questions.agreement.drivers.question import drivers
from detente.questions.agreement.frontier import FrontierFinding, frontier
from detente.questions.agreement.talks import talks
from detente.questions.agreement.talks_finding import TalksFinding

if TYPE_CHECKING:
    from detente.questions.durability.finding import DurabilityFinding
    from detente.questions.ratification.finding import RatificationFinding
    from detente.questions.stability.finding import StabilityFinding
    from detente.questions.timing.finding import TimingFinding

__all__ = ["Companions", "chapters", "companions", "untold"]

BAR_READINGS = 100
"""Readings played again at each end of a bar: fewer than for the answer itself, so that a report stays quick."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Companions:
    """What else is asked of a case when it is explained."""

    cheapest: CheapestFinding
    frontier: FrontierFinding
    acceptability: AcceptabilityFinding
    drivers: DriversFinding
    talks: TalksFinding
    stability: StabilityFinding | None = None
    ratification: RatificationFinding | None = None
    durability: DurabilityFinding | None = None
    timing: TimingFinding | None = None


def companions(case: Case, *, readings: int, seed: int, progress: Progress | None = None) -> Companions:
    """Ask them all, on the same draws as the agreement question."""
    return Companions(
        drivers=drivers(
            case,
            readings=readings,
            bar_readings=min(BAR_READINGS, readings),
            with_openings=False,
            seed=seed,
            progress=progress,
        ),
        cheapest=cheapest_openings(case, readings=readings, seed=seed),
        frontier=frontier(case, readings=readings, seed=seed),
        acceptability=acceptability(case, readings=readings, seed=seed, progress=progress),
        talks=talks(case, readings=readings, seed=seed),
        stability=_stability(case, readings, seed, progress),
        ratification=_ratification(case, readings, seed, progress),
        durability=_durability(case, readings, seed, progress),
        timing=_timing(case, readings, seed, progress),
    )


def _stability(case: Case, readings: int, seed: int, progress: Progress | None) -> StabilityFinding | None:
    """Asked only of a case with moves, so that others need not import the graph model."""
    if case.moves is None:
        return None
    from detente.questions.stability.question import stability

    return stability(case, readings=readings, seed=seed, progress=progress)


def _ratification(case: Case, readings: int, seed: int, progress: Progress | None) -> RatificationFinding | None:
    """Asked only of a case with the section."""
    if case.ratification is None:
        return None
    from detente.questions.ratification.question import ratification

    return ratification(case, readings=readings, seed=seed, progress=progress)


def _ratification_chapter(telling: Telling, finding: RatificationFinding | None) -> Chapter | None:
    if finding is None:
        return None
    from detente.explanation.ratification_words import ratification_chapter

    return ratification_chapter(telling, finding)


def _durability(case: Case, readings: int, seed: int, progress: Progress | None) -> DurabilityFinding | None:
    """Asked only of a case with an agreement in phases."""
    if case.phases is None:
        return None
    from detente.questions.durability.question import durability

    return durability(case, readings=readings, seed=seed, progress=progress)


def _timing(case: Case, readings: int, seed: int, progress: Progress | None) -> TimingFinding | None:
    """Asked only of a case with an outlook."""
    if case.outlook is None:
        return None
    from detente.questions.timing.question import timing

    return timing(case, readings=readings, seed=seed, progress=progress)


def _timing_chapter(telling: Telling, asked: Companions) -> Chapter | None:
    if asked.timing is None:
        return None
    from detente.explanation.timing_elsewhere import commitment_of, elsewhere
    from detente.explanation.timing_words import timing_chapter

    home = None if asked.ratification is None else asked.ratification.verdict
    commitment = commitment_of(asked.durability)
    return timing_chapter(telling, asked.timing, elsewhere(telling, home=home, commitment=commitment))


def _stability_chapter(telling: Telling, finding: StabilityFinding | None) -> Chapter | None:
    if finding is None:
        return None
    from detente.explanation.stability_words import stability_chapter

    return stability_chapter(telling, finding)


def _durability_chapter(telling: Telling, finding: DurabilityFinding | None) -> Chapter | None:
    if finding is None:
        return None
    from detente.explanation.durability_words import durability_chapter

    return durability_chapter(telling, finding)


def chapters(telling: Telling, asked: Companions) -> tuple[Chapter, ...]:
    """Their chapters, in the order a reader needs them; those with nothing to tell are left out."""
    found = (
        drivers_chapter(telling, asked.drivers),
        cheapest_chapter(telling, asked.cheapest),
        talks_chapter(telling, asked.talks),
        frontier_chapter(telling, asked.frontier),
        acceptability_chapter(telling, asked.acceptability),
        _stability_chapter(telling, asked.stability),
        _ratification_chapter(telling, asked.ratification),
        _durability_chapter(telling, asked.durability),
        _timing_chapter(telling, asked),
    )
    return tuple(chapter for chapter in found if chapter is not None)


def untold(telling: Telling, asked: Companions) -> tuple[Sentence, ...]:
    """Which chapters are left out, and why, so that none is missing without a word."""
    if not telling.case.issues:
        return ()
    if telling.are_packages_withheld:
        return (
            telling.say(
                "The frontier, how far apart the parties were, and how single packages fare are not told here: they would give"
                " away what is withheld."
            ),
        )
    reasons = {
        "which assumption to check first": asked.drivers.reason if asked.drivers.verdict is Verdict.UNDETERMINED else None,
        "how single packages fare": asked.acceptability.reason,
        "the frontier": asked.frontier.reason,
        "openings by what they cost": asked.cheapest.reason,
    }
    return tuple(
        telling.say("Not told is {what}: {reason}.", what=what, reason=phrase("{r}", r=reason))
        for what, reason in reasons.items()
        if reason and reason != telling.finding.reason
    )
