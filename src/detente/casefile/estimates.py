"""Judged numbers: a number or a range, alone or in a record with the claims it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from detente.casefile.dump_fields import Fields, judged
from detente.casefile.kinds import Either, Field, Record
from detente.casefile.reading import BAD, Entry, Read
from detente.casefile.scalars import Parsed
from detente.casefile.schema_fields import JUDGED, LIKELIHOOD_SCHEMA, RANGE_SCHEMA
from detente.casefile.scope import Scope
from detente.casefile.values import likelihood, number_range, range_text
from detente.diagnostics import Span
from detente.model.phases import Estimate
from detente.model.red_line import Likelihood

__all__ = ["estimate", "estimate_fields", "numbers_of", "probability", "resolve_estimate"]


def estimate(
    about: str = "", *, low: int | None = None, high: int | None = None, parse: Callable[[str], Any] = number_range
) -> Either:
    """A number or a range; as a record with ``value`` it may carry claims and a note."""
    return _judged_number(Parsed("a number or a range", parse, RANGE_SCHEMA, low=low, high=high), about)


def probability(about: str = "") -> Either:
    """A likelihood, as a number it may carry claims and a note."""
    return _judged_number(Parsed("a likelihood", likelihood, LIKELIHOOD_SCHEMA), about)


def _judged_number(value: Parsed, about: str) -> Either:
    return Either(value, Record("a number", {"value": Field(value, required=True), **JUDGED}), about=about)


def resolve_estimate(read: Read | None, key: str, place: Span, scope: Scope) -> Estimate | None:
    """The number of a field; ``None`` where it is absent or wrong. One written as a record is remembered by its key."""
    if read is None or read.value is BAD:
        return None
    value, note = read.value, None
    because: tuple[str, ...] = ()
    if isinstance(value, Entry):
        scope.record(key, place, value)
        because, note = scope.because(value), value.get("note")
        if not value.is_whole:
            return None
        value = value.get("value")
    low, high = (value.low, value.high) if isinstance(value, Likelihood) else value
    return Estimate(low=low, high=high, because=because, note=note)


def estimate_fields(number: Estimate) -> Fields | str:
    """A judged number back to text."""
    text = range_text(number.low, number.high)
    return judged({"value": text}, number.because, number.note) if number.because or number.note is not None else text


def numbers_of(read: Read | None) -> Mapping[str, tuple[Any, Read]]:
    """The numbers of a mapping by name; none where it is absent or wrong."""
    return read.value if read is not None and isinstance(read.value, dict) else {}
