"""Ratification as it was known on a day, and without one record.

A side whose rule nobody had spoken of is not there yet. A body nobody had spoken of leaves no rule that asks it, so the
side goes with it; a single seat that is not known yet does so too, since votes would no longer add up.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Protocol, TypeVar

from detente.model.ratification import Ratification, Side, Stance, VotingBody

__all__ = ["ratification_as_of", "ratification_without"]


class _Judged(Protocol):
    @property
    def because(self) -> tuple[str, ...]: ...


_Record = TypeVar("_Record", bound=_Judged)


def ratification_as_of(ratification: Ratification, known: Collection[str]) -> Ratification | None:
    """The sides that rest on known claims or on none; ``None`` where none is left."""
    sides = tuple(found for side in ratification.sides if (found := _side(side, known)) is not None)
    return Ratification(sides=sides) if sides else None


def ratification_without(ratification: Ratification, key: str) -> Ratification | None:
    """Ratification without one record, and without what only made sense with it; ``None`` where no side is left.

    Parameters
    ----------
    key : as in ``evidence.support``, ``ratification.city.stances.left-1``.
    """
    party, _, rest = key.removeprefix("ratification.").partition(".")
    section, _, record = rest.partition(".")
    sides = []
    for side in ratification.sides:
        if side.party != party:
            sides.append(side)
        elif section in ("stances", "pressure"):
            sides.append(replace(side, **{section: tuple(t for t in getattr(side, section) if t.id != record)}))  # type: ignore[arg-type]
    return Ratification(sides=tuple(sides)) if sides else None


def _is_known(thing: _Judged, known: Collection[str]) -> bool:
    return not thing.because or any(claim in known for claim in thing.because)


def _trimmed(thing: _Record, known: Collection[str]) -> _Record:
    return replace(thing, because=tuple(claim for claim in thing.because if claim in known))  # type: ignore[type-var]


def _kept(things: tuple[_Record, ...], known: Collection[str]) -> tuple[_Record, ...]:
    return tuple(_trimmed(thing, known) for thing in things if _is_known(thing, known))


def _side(side: Side, known: Collection[str]) -> Side | None:
    bodies = tuple(_body(body, known) for body in side.bodies if _is_known(body, known))
    if not _is_known(side, known) or len(bodies) < len(side.bodies) or None in bodies:
        return None
    stances: tuple[Stance, ...] = _kept(side.stances, known)
    return replace(
        _trimmed(side, known),
        bodies=tuple(body for body in bodies if body is not None),
        stances=stances,
        pressure=_kept(side.pressure, known),
    )


def _body(body: VotingBody, known: Collection[str]) -> VotingBody | None:
    seats = _kept(body.seats, known)
    return replace(_trimmed(body, known), seats=seats) if len(seats) == len(body.seats) else None
