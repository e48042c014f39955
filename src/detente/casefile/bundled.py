"""The cases that come with Détente."""

from __future__ import annotations

from pathlib import Path

__all__ = ["folder", "slugs"]

_CASES = Path(__file__).resolve().parent.parent / "cases"


def slugs() -> tuple[str, ...]:
    """The names of the bundled cases, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in _CASES.glob("*/case.yaml")))


def folder(slug: str) -> Path:
    """The folder of a bundled case; raises ``KeyError`` if there is none of that name."""
    if slug not in slugs():
        raise KeyError(slug)
    return _CASES / slug
