"""Actors: everyone who can act, ratify, press or be pressed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Actor", "Role"]


class Role(StrEnum):
    """What an actor is to the talks; a *party* is at the table and must agree."""

    PARTY = "party"
    FACTION = "faction"
    MEDIATOR = "mediator"
    PATRON = "patron"
    CONSTITUENCY = "constituency"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone who can act; ``name`` may be in any script, ``id`` is ASCII."""

    id: str
    name: str
    role: Role
    part_of: str | None = None
    seats: int | None = None
    because: tuple[str, ...] = ()
    note: str | None = None
