"""A phased agreement as it was known on a day, and without one record.

A step nobody had spoken of is not there yet, nor is what compares or guards it. Without a step left, or where the end is
not known yet, there is no agreement to ask about. Stakes of a party whose worth of the peace is not known go as a whole, as
nothing compares with them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Protocol, TypeVar

from detente.model.phases import (
    END,
    Estimate,
    Guarantee,
    PhaseAsset,
    Phases,
    PhaseStep,
    Situation,
    SituationKind,
    SituationRanking,
    Stake,
    StakeKind,
    TwoTypes,
)
from detente.model.preference import Link

__all__ = ["phases_as_of", "phases_without", "stake_key"]

_LEFT_OUT = ""
"""A claim no case can have: what rests on it alone is never known."""


class _Judged(Protocol):
    @property
    def because(self) -> tuple[str, ...]: ...


_Record = TypeVar("_Record", bound=_Judged)


def phases_as_of(phases: Phases, known: Collection[str]) -> Phases | None:
    """What rests on known claims or on none; ``None`` where no step or no end is left."""
    assets = tuple(_asset(asset, known) for asset in phases.assets if _is_known(asset, known) and _is_known(asset.amount, known))
    held = {asset.id for asset in assets}
    steps = tuple(_step(step, known, held) for step in phases.steps if _is_known(step, known))
    if not steps or not _is_known(phases, known) or not _is_known(phases.end, known):
        return None
    places = {step.id for step in steps} | {END}
    named = held | places
    stakes = tuple(_stakes(phases.stakes, known, named))
    with_peace = {stake.actor for stake in stakes if stake.kind is StakeKind.PEACE}
    return replace(
        _trimmed(phases, known),
        assets=assets,
        steps=steps,
        end=_trimmed(phases.end, known),
        comparisons=tuple(_comparisons(phases.comparisons, known, places)),
        stakes=tuple(stake for stake in stakes if stake.actor in with_peace),
        guarantees=tuple(_guarantees(phases.guarantees, known, places)),
        types=tuple(_types(phases.types, known, named, with_peace)),
    )


def phases_without(phases: Phases, key: str) -> Phases | None:
    """The agreement without one record, and without what only made sense with it; ``None`` as of :func:`phases_as_of`.

    Parameters
    ----------
    key : as in ``evidence.support``: ``phases.steps.halt``, ``phases.comparisons.army-1``, ``phases.stakes.army.peace``.
    """
    section, _, record = key.removeprefix("phases").removeprefix(".").partition(".")
    if section in ("", "end"):
        return None
    if section == "stakes":
        return phases_as_of(replace(phases, stakes=tuple(s for s in phases.stakes if stake_key(s) != record)), _claims(phases))
    if section == "types":
        actor, _, number = record.partition(".")
        kept = tuple(_type_without(t, number) if t.actor == actor else t for t in phases.types if t.actor != actor or number)
        return phases_as_of(replace(phases, types=kept), _claims(phases))
    name = record.partition(".")[0]
    marked = tuple(replace(thing, because=(_LEFT_OUT,)) if thing.id == name else thing for thing in getattr(phases, section))
    return phases_as_of(replace(phases, **{section: marked}), _claims(phases))  # type: ignore[arg-type]


def stake_key(stake: Stake) -> str:
    """How a number of a party goes in a key: ``army.peace``, ``army.leverage.hostages``."""
    return ".".join((stake.actor, stake.kind.value, *(() if stake.of is None else (stake.of,))))


def _claims(phases: Phases) -> frozenset[str]:
    """Every claim the agreement names."""
    whole: list[_Judged] = [
        phases,
        phases.end,
        *phases.assets,
        *phases.steps,
        *phases.comparisons,
        *phases.guarantees,
        *phases.types,
    ]
    numbers: list[_Judged] = [*(asset.amount for asset in phases.assets), *(types.regroups for types in phases.types)]
    numbers.extend(over.amount for step in phases.steps for over in step.delivers)
    numbers.extend(stake.value for stake in (*phases.stakes, *(s for t in phases.types for s in t.stakes)))
    numbers.extend(number for guarantee in phases.guarantees for number in (guarantee.penalty, guarantee.detection))
    return frozenset(claim for thing in (*whole, *numbers) for claim in thing.because)


def _type_without(types: TwoTypes, number: str) -> TwoTypes:
    return replace(types, stakes=tuple(s for s in types.stakes if stake_key(s) != f"{types.actor}.{number}"))


def _is_known(thing: _Judged, known: Collection[str]) -> bool:
    return not thing.because or any(claim in known for claim in thing.because)


def _trimmed(thing: _Record, known: Collection[str]) -> _Record:
    return replace(thing, because=tuple(claim for claim in thing.because if claim in known))  # type: ignore[type-var]


def _asset(asset: PhaseAsset, known: Collection[str]) -> PhaseAsset:
    return replace(_trimmed(asset, known), amount=_trimmed(asset.amount, known))


def _step(step: PhaseStep, known: Collection[str], held: Collection[str]) -> PhaseStep:
    """A step with what it was known to deliver."""
    delivers = tuple(
        replace(over, amount=_trimmed(over.amount, known))
        for over in step.delivers
        if over.asset in held and _is_known(over.amount, known)
    )
    return replace(_trimmed(step, known), delivers=delivers)


def _comparisons(
    rankings: tuple[SituationRanking, ...], known: Collection[str], places: Collection[str]
) -> Iterator[SituationRanking]:
    """Rankings go on across a situation that cannot be yet, with the strongest link there was on the way."""
    for ranking in rankings:
        at = [k for k, situation in enumerate(ranking.situations) if _can_be(situation, places)]
        if _is_known(ranking, known) and len(at) > 1:
            links = tuple(_strongest(ranking.links[a:b]) for a, b in pairwise(at))
            yield replace(_trimmed(ranking, known), situations=tuple(ranking.situations[k] for k in at), links=links)


def _can_be(situation: Situation, places: Collection[str]) -> bool:
    return situation.kind is not SituationKind.BROKEN or situation.step in places


def _strongest(links: tuple[Link, ...]) -> Link:
    return next(link for link in (Link.ABOVE, Link.AT_LEAST, Link.EQUAL) if link in links)


def _stakes(stakes: tuple[Stake, ...], known: Collection[str], named: Collection[str]) -> Iterator[Stake]:
    for stake in stakes:
        if _is_known(stake.value, known) and (stake.of is None or stake.of in named):
            yield replace(stake, value=_trimmed(stake.value, known))


def _guarantees(guarantees: tuple[Guarantee, ...], known: Collection[str], places: Collection[str]) -> Iterator[Guarantee]:
    """Guarantees whose price was known; one at steps of which none is left guards nothing."""
    for guarantee in guarantees:
        at = tuple(place for place in guarantee.at if place in places)
        is_known = _is_known(guarantee, known) and _is_known(guarantee.penalty, known)
        if is_known and (at or not guarantee.at):
            detection: Estimate = guarantee.detection
            yield replace(
                _trimmed(guarantee, known),
                at=at,
                penalty=_trimmed(guarantee.penalty, known),
                detection=_trimmed(detection, known) if _is_known(detection, known) else replace(detection, because=()),
            )


def _types(
    types: tuple[TwoTypes, ...], known: Collection[str], named: Collection[str], actors: Collection[str]
) -> Iterator[TwoTypes]:
    for two in types:
        stakes = tuple(_stakes(two.stakes, known, named))
        if _is_known(two, known) and _is_known(two.regroups, known) and two.actor in actors and stakes:
            yield replace(_trimmed(two, known), regroups=_trimmed(two.regroups, known), stakes=stakes)
