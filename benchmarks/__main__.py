"""Measure what a user waits for, against the stated goals and a named baseline, on this machine in this run.

    python -m benchmarks            # everything, about a minute
    python -m benchmarks startup    # one group: startup, parse, sets, space

Medians of seven runs; the spread printed beside a median is the machine's noise. A goal missed is
printed as such and makes the exit code 1.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from benchmarks import install, parse, sets, space, startup
from benchmarks.measure import Measured, table

GROUPS: dict[str, Callable[[], list[Measured]]] = {
    "startup": startup.measure,
    "parse": parse.measure,
    "sets": sets.measure,
    "space": space.measure,
    "install": install.measure,
}


def main(wanted: list[str]) -> int:
    """Run the groups asked for, or all."""
    unknown = [name for name in wanted if name not in GROUPS]
    if unknown:
        print(f"unknown group {unknown[0]}; there are {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    results: list[Measured] = []
    for name in wanted or GROUPS:
        print(f"measuring {name} ...", file=sys.stderr)
        results.extend(GROUPS[name]())
    print(table(results))
    return 1 if any(r.is_missed for r in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
