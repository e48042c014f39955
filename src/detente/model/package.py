"""Packages: one option for every issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["NamedPackage", "Package"]


@dataclass(frozen=True, slots=True, order=True)
class Package:
    """One option per issue, in the order of the case's issues.

    ``terms`` holds ``(issue id, option id)`` pairs. A *partial* package, as proposals may be,
    lacks some issues of the case.
    """

    terms: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, terms: Mapping[str, str]) -> Package:
        """Build from a mapping, keeping its order."""
        return cls(tuple(terms.items()))

    def __getitem__(self, issue_id: str) -> str:
        for issue, option in self.terms:
            if issue == issue_id:
                return option
        raise KeyError(issue_id)

    def __contains__(self, issue_id: object) -> bool:
        return any(issue == issue_id for issue, _ in self.terms)

    def as_dict(self) -> dict[str, str]:
        """The terms as a mapping from issue id to option id."""
        return dict(self.terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPackage:
    """A complete package the case gives a name to, so that statements can compare it."""

    id: str
    name: str
    package: Package
    because: tuple[str, ...] = ()
    note: str | None = None
