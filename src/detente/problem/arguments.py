"""What callers hand in, checked: lists that are lists, numbers, names, and how many of them.

Text is a sequence too, of its letters; it is never what a list was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from fractions import Fraction
from typing import Any

from detente.problem.numbers import exact

__all__ = ["ProblemError", "listed", "named", "number", "numbers", "some_names", "whole_number"]


class ProblemError(ValueError):
    """A problem that is not one: shapes that do not fit, an unknown name, a number that is none."""


def listed(given: Any, what: str) -> list[Any]:
    """The items of a list, tuple or array; ``ProblemError`` where it is none."""
    if isinstance(given, str | bytes | Mapping | Set) or not isinstance(given, Iterable):
        raise ProblemError(f"{what} must be a list, not {given!r}")
    try:
        return list(given)
    except TypeError:  # an array of no dimension
        raise ProblemError(f"{what} must be a list, not {given!r}") from None


def number(given: Any, what: str) -> Fraction:
    """As ``exact``, with a ``ProblemError`` that says what was no number."""
    try:
        return exact(given)
    except ValueError as error:
        raise ProblemError(f"{what}: {error}") from None


def numbers(given: Any, what: str, n: int | None = None) -> tuple[Fraction, ...]:
    """A list of numbers, ``n`` of them where that is asked."""
    found = tuple(number(item, what) for item in listed(given, what))
    if n is not None and len(found) != n:
        raise ProblemError(f"{what} must be {n} numbers, one a party, not {len(found)}")
    return found


def named(given: Any, what: str) -> tuple[str, ...]:
    """A list of names; ints and the like are named by their text."""
    found = listed(given, what)
    for name in found:
        if name is None or (isinstance(name, Iterable) and not isinstance(name, str)):
            raise ProblemError(f"{what} must be names, not {name!r}")
    return tuple(map(str, found))


def some_names(given: Collection[str], what: str) -> tuple[str, ...]:
    """A collection of names in any kind of collection, but not one text."""
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise ProblemError(f"{what} must be a collection of names, not {given!r}")
    return tuple(given)


def whole_number(given: Any, what: str, least: int) -> int:
    """A whole number, machine or Python, of at least ``least``."""
    index: Callable[[], int] | None = None if isinstance(given, bool) else getattr(given, "__index__", None)
    try:
        found = None if index is None else index()
    except TypeError:
        found = None
    if found is None or found < least:
        raise ProblemError(f"{what} must be a whole number, at least {least}, not {given!r}")
    return found
