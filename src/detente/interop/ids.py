"""Ids for a case from names of any script: readable where the name is Latin, numbered where it is not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

__all__ = ["ids_of"]

_LONGEST = 40
_TAKEN = frozenset({"not", "and", "or", "implies", "in", "higher", "lower", "no_deal", "null", "true", "false"})
"""Words that mean something else where an id may stand."""


def ids_of(names: Sequence[str], kind: str) -> tuple[str, ...]:
    """One id for each name, all different, and the same ones each time.

    Accents are dropped, other letters and signs become ``_``; a name of which nothing is left is called after ``kind``
    and its place, and names that come out the same are numbered from the second on.

    Examples
    --------
    >>> ids_of(["Après-ski", "60 days", "60+ days", "راتب", "not"], "option")
    ('apres_ski', 'n60_days', 'n60_days_2', 'option_4', 'option_not')
    """
    wanted = [_slug(name, kind, place) for place, name in enumerate(names, 1)]
    found: dict[str, None] = {}
    reserved, numbered = frozenset(wanted), dict.fromkeys(wanted, 2)
    for slug in wanted:
        new = slug
        while new in found or (new != slug and new in reserved):
            new, numbered[slug] = f"{slug}_{numbered[slug]}", numbered[slug] + 1
        found[new] = None
    return tuple(found)


def _slug(name: str, kind: str, place: int) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:_LONGEST].strip("_")
    if not slug:
        return f"{kind}_{place}"
    if slug in _TAKEN:
        return f"{kind}_{slug}"
    return slug if slug[0].isalpha() else f"n{slug}"
