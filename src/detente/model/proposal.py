"""Proposals, responses and deadlines: the record of the talks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from detente.model.package import Package

__all__ = ["Answer", "Deadline", "DeadlineStatus", "Proposal", "Response", "Silence"]


class Answer(StrEnum):
    """A party's answer; only ``accepted`` and ``rejected`` constrain its values."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    STUDYING = "studying"
    NO_ANSWER = "no_answer"
    CONDITIONAL = "conditional"
    IN_PRINCIPLE = "in_principle"


class Silence(StrEnum):
    """What a proposal's silence on an issue means; the author of the case says which."""

    NOT_IN_DEAL = "not_in_deal"
    LEFT_OPEN = "left_open"


class DeadlineStatus(StrEnum):
    """Where a deadline stands at the case's date."""

    PENDING = "pending"
    LAPSED = "lapsed"
    MET = "met"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What one party answered, and when."""

    actor: str
    answer: Answer
    date: dt.date | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A dated package. ``package`` holds the issues it names, with those it is silent on put on
    the no-deal path when ``silence`` is ``not_in_deal``; ``left_open`` lists the rest."""

    id: str
    name: str
    by: tuple[str, ...]
    date: dt.date
    package: Package
    left_open: tuple[str, ...] = ()
    silence: Silence | None = None
    silent_on: tuple[str, ...] = ()
    responses: tuple[Response, ...] = ()
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A time limit on the talks."""

    id: str
    name: str
    set_by: tuple[str, ...]
    due: dt.date
    set_on: dt.date | None = None
    status: DeadlineStatus | None = None
    consequence: str | None = None
    because: tuple[str, ...] = ()
    note: str | None = None
