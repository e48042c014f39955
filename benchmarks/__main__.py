"""Measure what a user waits for, against the stated goals and a named baseline, on this machine in this run.

    python -m benchmarks            # what a user waits for, a few minutes
    python -m benchmarks frontier   # one group by name, or several

``frontier`` and ``minimal_sets`` compare with NegMAS and CPMpy, which they install into an environment
of their own that is thrown away; they, ``existence`` and ``count`` take minutes and run only by name. The spread beside a
median is the machine's noise. A goal missed is printed as such and makes the exit code 1.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from benchmarks import (
    acceptability,
    count,
    drivers,
    durability,
    existence,
    frontier,
    install,
    minimal_sets,
    parse,
    ratification,
    sets,
    space,
    stability,
    startup,
    timing,
)
from benchmarks.measure import Measured, table

GROUPS: dict[str, Callable[[], list[Measured]]] = {
    "startup": startup.measure,
    "parse": parse.measure,
    "sets": sets.measure,
    "space": space.measure,
    "drivers": drivers.measure,
    "acceptability": acceptability.measure,
    "stability": stability.measure,
    "ratification": ratification.measure,
    "durability": durability.measure,
    "timing": timing.measure,
    "install": install.measure,
    "frontier": frontier.measure,
    "existence": existence.measure,
    "count": count.measure,
    "minimal_sets": minimal_sets.measure,
}
BY_NAME = ("frontier", "existence", "count", "minimal_sets")
"""Groups that run only when they are named."""


def main(wanted: list[str]) -> int:
    """Run the groups asked for, or all that are quick."""
    unknown = [name for name in wanted if name not in GROUPS]
    if unknown:
        print(f"unknown group {unknown[0]}; there are {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    results: list[Measured] = []
    for name in wanted or [name for name in GROUPS if name not in BY_NAME]:
        print(f"measuring {name} ...", file=sys.stderr)
        results.extend(GROUPS[name]())
    print(table(results))
    return 1 if any(r.is_missed for r in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
