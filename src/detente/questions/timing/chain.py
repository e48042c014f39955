"""The worth of going on as a Markov chain: states of the war, what each gives or costs, and where it may lead.

``V = flow + d P V`` on the states that go on; states that end have a worth of their own. Solved exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from detente.problem.numbers import Number, exact
from detente.questions.timing.errors import TimingError

__all__ = ["chain_values"]


def chain_values(
    flow: Mapping[str, Number],
    moves: Mapping[str, Mapping[str, Number]],
    ends: Mapping[str, Number] | None = None,
    discount: Number = 1,
) -> dict[str, Fraction]:
    """The expected worth of every state that goes on. Cost: O(n^3) exact operations.

    Parameters
    ----------
    flow : per state that goes on, what one period in it gives; costs are below 0.
    moves : per such state, the probabilities of the next states; they sum to 1.
    ends : worth of states at which it ends.
    discount : weight of one period later, above 0 and at most 1; below 1 unless every state can reach an end.

    Raises
    ------
    TimingError
        If probabilities do not sum to 1, a state is unknown or ends and goes on, or the worth has no bound.

    Examples
    --------
    Even battles at 10 a battle for a prize of 100, from position 1 of 2:

    >>> chain_values({"1": -10}, {"1": {"0": "1/2", "2": "1/2"}}, {"0": 0, "2": 100})
    {'1': Fraction(40, 1)}
    """
    final = {name: exact(worth) for name, worth in (ends or {}).items()}
    weight = exact(discount)
    states = list(flow)
    if not 0 < weight <= 1:
        raise TimingError("the discount factor is above 0 and at most 1")
    if set(moves) != set(states) or set(final) & set(states):
        raise TimingError("every state that goes on has a flow and moves, and none of them ends")
    rows = []
    for k, name in enumerate(states):
        chances = {after: exact(p) for after, p in moves[name].items()}
        if sum(chances.values()) != 1 or min(chances.values()) < 0:
            raise TimingError(f"the chances of what follows `{name}` do not sum to 1")
        if unknown := [after for after in chances if after not in final and after not in flow]:
            raise TimingError(f"`{name}` leads to an unknown state `{unknown[0]}`")
        row = [Fraction(int(j == k)) - weight * chances.get(after, Fraction(0)) for j, after in enumerate(states)]
        ended = sum((weight * p * final[after] for after, p in chances.items() if after in final), Fraction(0))
        rows.append([*row, exact(flow[name]) + ended])
    return dict(zip(states, _solved(rows), strict=True))


def _solved(rows: list[list[Fraction]]) -> list[Fraction]:
    """Gauss-Jordan elimination of a square system with its right side in the last column."""
    n = len(rows)
    for k in range(n):
        pivot = next((r for r in range(k, n) if rows[r][k]), None)
        if pivot is None:
            raise TimingError("some states never end, so the worth has no bound: use a discount factor below 1")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for r in range(n):
            if r != k and rows[r][k]:
                factor = rows[r][k]
                rows[r] = [value - factor * top for value, top in zip(rows[r], rows[k], strict=True)]
    return [row[-1] for row in rows]
