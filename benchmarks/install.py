"""The size of the base install: Détente and all it needs, without the tools of its developers."""

from __future__ import annotations

from importlib.metadata import distribution, requires

from packaging.requirements import Requirement

from benchmarks.measure import Measured

__all__ = ["measure"]


def measure() -> list[Measured]:
    """Megabytes of every file of every distribution of the base install, bytecode left out."""
    names, queue = set[str](), ["detente"]
    while queue:
        name = queue.pop()
        if name in names:
            continue
        names.add(name)
        for text in requires(name) or ():
            wanted = Requirement(text)
            if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                queue.append(wanted.name)
    size = 0
    for name in names:
        for file in distribution(name).files or ():
            path = file.locate()
            if file.suffix != ".pyc" and path.exists():  # type: ignore[attr-defined]
                size += path.stat().st_size  # type: ignore[attr-defined]
    megabytes = size / 1e6
    what = f"base install, {len(names)} distributions"
    return [Measured(what=what, unit="MB", median=megabytes, least=megabytes, most=megabytes, goal=120.0)]
