"""The top-level sections of a case as read, from one file or several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.casefile.reading import Entry, Read
from detente.casefile.scope import Register
from detente.casefile.syntax import ScalarNode
from detente.diagnostics import Span

__all__ = ["Sections"]


@dataclass(slots=True)
class Sections:
    """The top-level sections of a case, from whichever file; ``top`` is where the case begins.

    ``lacking`` are sections that are misspelled, missing although required, or have a key twice: ids they do not
    have may have been meant.
    """

    top: Span
    reads: dict[str, Read] = field(default_factory=dict)
    keys: dict[str, ScalarNode] = field(default_factory=dict)
    lacking: set[str] = field(default_factory=set)

    def each(self, name: str) -> Mapping[str, tuple[ScalarNode, Read]]:
        """The entries of a section that maps ids to records."""
        read = self.reads.get(name)
        return read.value if read is not None and isinstance(read.value, dict) else {}

    def entry(self, name: str) -> Entry | None:
        """A section that is one record."""
        read = self.reads.get(name)
        return read.value if read is not None and isinstance(read.value, Entry) else None

    def register(self, name: str, one: str, code: str) -> Register:
        """The ids of a section; nothing is known about a section that is wrong as a whole."""
        keys = {entry_id: key for entry_id, (key, _) in self.each(name).items()}
        is_known = name not in self.lacking and (name not in self.keys or name in self.reads)
        return Register(one, name.replace("_", " "), code, keys, is_known)
