"""All blocking sets and openings from the codes of 10,000 packages; baseline: every set of conditions tried."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Measured, timed
from detente.questions.agreement.minimal_sets import minimal_hitting_sets, minimal_members

__all__ = ["measure"]

CONDITIONS = 12
PACKAGES = 10_000


def measure() -> list[Measured]:
    """Milliseconds for both families; the answers are compared."""
    rng = np.random.default_rng(7)
    codes = (rng.random((PACKAGES, CONDITIONS)) < 0.5).astype(np.int64) @ (1 << np.arange(CONDITIONS))
    codes = codes[codes != 0]

    def ours() -> tuple[set[int], set[int]]:
        openings = minimal_members(int(code) for code in np.unique(codes))
        return set(minimal_hitting_sets(openings)[0]), set(openings)

    def every_set() -> tuple[set[int], set[int]]:
        holds = {mask: bool(((codes & mask) == 0).any()) for mask in range(1 << CONDITIONS)}
        everything = (1 << CONDITIONS) - 1
        blocked = [m for m in holds if not holds[m]]
        blocking = {m for m in blocked if all(holds[m & ~(1 << k)] for k in range(CONDITIONS) if m >> k & 1)}
        opens = [m for m in holds if holds[everything & ~m]]
        openings = {m for m in opens if not any(o != m and o & m == o for o in opens)}
        return blocking, openings

    if ours() != every_set():
        raise AssertionError("the two ways to all sets disagree")
    median, least, most = timed(ours)
    slow = timed(every_set, runs=3)
    return [
        Measured(
            what=f"all blocking sets and openings, {CONDITIONS} conditions",
            unit="ms",
            median=1000 * median,
            least=1000 * least,
            most=1000 * most,
            baseline="every set tried",
            baseline_median=1000 * slow[0],
        )
    ]
