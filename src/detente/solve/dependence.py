"""What an average can be when only single probabilities are known, not how events depend on each other."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from detente.solve.linear import Program, Row, Sense, Status

__all__ = ["probability_bounds"]


def probability_bounds(values: Sequence[Fraction], marginals: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    """Least and greatest mean of ``values`` over every joint distribution with these marginals.

    The sharp form of the Frechet bounds (Frechet 1935; Hailperin 1965, as linear programs).

    Parameters
    ----------
    values : shape (2 ** k,); the value in each joint state, states in the order of
        ``itertools.product((False, True), repeat=k)``.
    marginals : k pairs (low, high): the range of each event's probability.

    Raises
    ------
    ValueError
        If the lengths do not fit or no distribution has these marginals.
    """
    k = len(marginals)
    if len(values) != 1 << k:
        raise ValueError(f"{len(values)} values for {k} events; there must be {1 << k}")
    names = [f"p{s}" for s in range(1 << k)]
    one = Fraction(1)
    rows = [Row(dict.fromkeys(names, one), Sense.EQUAL, one)]
    for event, (low, high) in enumerate(marginals):
        on = {names[s]: one for s in range(1 << k) if s >> (k - 1 - event) & 1}
        rows.append(Row(on, Sense.AT_LEAST, low))
        rows.append(Row(on, Sense.AT_MOST, high))
    program = Program(names, rows)
    most = program.maximize(dict(zip(names, values, strict=True)))
    least = program.maximize({n: -v for n, v in zip(names, values, strict=True)})
    if most.status is not Status.OPTIMAL:
        raise ValueError("no joint distribution has these marginals")
    return -least.value, most.value
