"""A 3,000-line case read with positions; baseline: PyYAML's pure-Python composer on the same text."""

from __future__ import annotations

import yaml

from benchmarks.measure import Measured, timed
from detente.casefile.bundled import folder
from detente.casefile.source import Report, SourceFile
from detente.casefile.syntax import parse

__all__ = ["measure"]

LINES = 3000


def long_case() -> str:
    """The Gaza case's evidence with its claims repeated until it is 3,000 lines long."""
    evidence = (folder("gaza-truce-2024-04") / "evidence.yaml").read_text(encoding="utf-8")
    head, claims = evidence.split("\nclaims:\n", 1)
    text, k = f"{head}\nclaims:\n", 0
    while text.count("\n") < LINES:
        for line in claims.splitlines(keepends=True):
            is_id = line.startswith("  ") and not line.startswith("   ") and line.rstrip().endswith(":")
            text += f"  copy{k}-{line.strip()}\n" if is_id else line
        k += 1
    return "\n".join(text.splitlines()[:LINES]) + "\n"


def measure() -> list[Measured]:
    """Milliseconds to a tree with exact spans."""
    text = long_case()
    if parse(SourceFile("evidence.yaml", text), Report()) is None:
        raise AssertionError("the long case could not be parsed")
    median, least, most = timed(lambda: parse(SourceFile("evidence.yaml", text), Report()))
    pure = timed(lambda: list(yaml.compose_all(text, Loader=yaml.SafeLoader)), runs=3)
    return [
        Measured(
            what=f"parse {LINES:,} lines with positions",
            unit="ms",
            median=1000 * median,
            least=1000 * least,
            most=1000 * most,
            goal=100.0,
            baseline="pure-Python composer",
            baseline_median=1000 * pure[0],
        )
    ]
