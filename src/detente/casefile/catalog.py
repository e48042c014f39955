"""Every diagnostic code with what it means, a wrong and a right example: what ``detente why`` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from detente.casefile.catalog_consistency import CONSISTENCY
from detente.casefile.catalog_evidence import EVIDENCE
from detente.casefile.catalog_ids import IDS
from detente.casefile.catalog_interop import INTEROP
from detente.casefile.catalog_limits import LIMITS
from detente.casefile.catalog_moves import MOVES
from detente.casefile.catalog_outlook import OUTLOOK
from detente.casefile.catalog_phases import PHASES
from detente.casefile.catalog_ratification import RATIFICATION
from detente.casefile.catalog_syntax import SYNTAX

__all__ = ["CATALOG", "CodeEntry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntry:
    """One code: its title in a few words, an explanation, and examples as they stand in a case file."""

    code: str
    title: str
    explanation: str
    wrong: str
    right: str


_TOPICS = (SYNTAX, IDS, EVIDENCE, CONSISTENCY, MOVES, RATIFICATION, PHASES, OUTLOOK, LIMITS, INTEROP)

CATALOG: Mapping[str, CodeEntry] = MappingProxyType(
    {
        code: CodeEntry(code=code, title=title, explanation=explanation, wrong=wrong, right=right)
        for code, title, explanation, wrong, right in sorted(entry for topic in _TOPICS for entry in topic)
    }
)
"""Codes by hundreds: 1 syntax and files, 2 ids and fields, 3 evidence and days, 4 consistency, 5 limits, 6 others' files."""
