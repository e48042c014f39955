"""The three figures: a deal as stated, if some red lines are bluff, and with every red line off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from detente.model.case import Case
from detente.questions.agreement.conditions import Conditions
from detente.questions.agreement.finding import Figure
from detente.questions.agreement.firmness import Level, Switch, TooManyPatterns, dependence_bounds, patterns, switches
from detente.questions.agreement.landscape import Landscape
from detente.questions.agreement.tally import Tally, actor_draws
from detente.readings.draws import Readings
from detente.readings.statements import rejections

__all__ = ["Groups", "effective_share", "figures", "group_readings", "groups_of", "standard_error", "unexplained"]

DEPENDENCE_LIMIT = 10
"""Most switches whose joint distributions are bounded by one linear program (2 to that power columns)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Readings that agree on everything a share depends on, counted.

    ``deals`` holds per group the minimal masks of red lines that packages acceptable otherwise
    break; ``unexplained`` per group the rejections its values do not explain, as the masks of red
    lines that would; ``counts`` how many readings; ``n_effective`` what they are worth.
    """

    deals: tuple[tuple[int, ...], ...]
    unexplained: tuple[tuple[int, ...], ...]
    counts: tuple[int, ...]
    n: int
    n_effective: float


def group_readings(landscape: Landscape, readings: Readings, result: Tally) -> Groups:
    """Count readings by which red lines bar the otherwise acceptable packages."""
    conditions = landscape.conditions
    other = conditions.rule_mask | conditions.floor_mask
    free = [tuple(mask for mask in family if not mask & other) for family in result.families]
    held = unexplained(landscape.case, conditions, readings, result.n)
    return groups_of([free[int(f)] for f in result.family_of], held, readings)


def groups_of(barred: Sequence[tuple[int, ...]], held: Sequence[tuple[int, ...]], readings: Readings) -> Groups:
    """The same from, per reading, the minimal masks of red lines that bar a deal, and the rejections unexplained."""
    counted = Counter(zip(barred, held, strict=True))
    keys = sorted(counted)
    sizes = [d.effective_size for d in readings.actors if d.effective_size is not None]
    return Groups(
        deals=tuple(k[0] for k in keys),
        unexplained=tuple(k[1] for k in keys),
        counts=tuple(counted[k] for k in keys),
        n=len(barred),
        n_effective=min([float(len(barred)), *sizes]),
    )


def unexplained(case: Case, conditions: Conditions, readings: Readings, n: int) -> list[tuple[int, ...]]:
    """Per reading: the rejections on record its values do not explain, as masks of red lines."""
    bit_of = {c.id: 1 << k for k, c in enumerate(conditions.items[: conditions.n_red_lines])}
    held: list[set[int]] = [set() for _ in range(n)]
    for actor in case.parties:
        draws = actor_draws(readings, actor.id)
        for j, rejection in enumerate(rejections(case, actor.id)):
            mask = sum(bit_of.get(line, 0) for line in rejection.red_lines)  # a crossed line explains nothing
            column = draws.rejections[:, j]
            for k in range(n):
                if not column[k if len(column) > 1 else 0]:
                    held[k].add(mask)
    return [tuple(sorted(masks)) for masks in held]


def effective_share(groups: Groups, in_force: int) -> tuple[Fraction, float] | None:
    """Share of the readings possible under a pattern in which a deal exists, with its standard error.

    A reading is possible when each rejection on record is explained by its values or by a red
    line in force. ``None`` when no reading is.
    """
    possible = deal = 0
    for deals, unexplained, count in zip(groups.deals, groups.unexplained, groups.counts, strict=True):
        if all(mask & in_force for mask in unexplained):
            possible += count
            if any(not mask & in_force for mask in deals):
                deal += count
    if not possible:
        return None
    share = Fraction(deal, possible)
    return share, standard_error(float(share), possible * groups.n_effective / groups.n)


def standard_error(share: float, n: float) -> float:
    """One standard error of a share over ``n`` draws; at 0 or 1 that of one draw the other way (rule of succession)."""
    if n <= 1:
        return 0.0
    inside = share if 0 < share < 1 else (share * n + 1) / (n + 2)
    return sqrt(inside * (1 - inside) / n)


def figures(case: Case, conditions: Conditions, groups: Groups, *, is_blocked: bool) -> tuple[Figure, Figure, Figure]:
    """As stated, some bluff, all off; ``is_blocked`` when the positions alone leave no package."""
    stated = _figure(groups, effective_share(groups, conditions.red_line_mask), is_blocked=is_blocked)
    off = _figure(groups, effective_share(groups, 0), is_blocked=False)
    return stated, _some_bluff(case, conditions, groups), off


def _figure(groups: Groups, found: tuple[Fraction, float] | None, *, is_blocked: bool) -> Figure:
    if is_blocked:
        return Figure(share=0.0, error=0.0, n=groups.n, is_exact=True)
    if found is None:
        return Figure(share=None, error=0.0, n=groups.n, is_exact=False, reason="no reading drawn fits the answers on record")
    share, error = found
    is_exact = groups.n == 1
    return Figure(share=float(share), error=0.0 if is_exact else error, n=groups.n, is_exact=is_exact)


def _some_bluff(case: Case, conditions: Conditions, groups: Groups) -> Figure:
    group = switches(case, conditions)
    shares: dict[int, tuple[Fraction, float]] = {}

    def share_of(mask: int) -> tuple[Fraction, float] | None:
        if mask not in shares:
            found = effective_share(groups, mask)
            if found is None:
                return None
            shares[mask] = found
        return shares[mask]

    try:
        weighed = {level: patterns(group, level) for level in (Level.LOW, Level.MIDDLE, Level.HIGH)}
    except TooManyPatterns as limit:
        return Figure(share=None, error=0.0, n=groups.n, is_exact=False, reason=str(limit))
    values: dict[str, float] = {}
    error = 0.0
    for level, states in weighed.items():
        total, total_error = Fraction(0), 0.0
        for mask, chance in states:
            found = share_of(mask)
            if found is None:
                return Figure(
                    share=None, error=0.0, n=groups.n, is_exact=False, reason="no reading drawn fits the answers on record"
                )
            total += chance * found[0]
            total_error += float(chance) * found[1]
        values[level] = float(total)
        if level == Level.MIDDLE:
            error = total_error
    least, most = _any_dependence(group, share_of)
    return Figure(
        share=values[Level.MIDDLE],
        error=0.0 if groups.n == 1 else error,
        n=groups.n,
        is_exact=groups.n == 1,
        low=min(values.values()),
        high=max(values.values()),
        least=least,
        most=most,
    )


def _any_dependence(
    group: Sequence[Switch], share_of: Callable[[int], tuple[Fraction, float] | None]
) -> tuple[float | None, float | None]:
    open_switches = [s for s in group if min(s.lows) < 1]
    fixed = sum(1 << bit for s in group if min(s.lows) == 1 for bit in s.bits)
    if not open_switches or len(open_switches) > DEPENDENCE_LIMIT:
        return None, None
    shares: dict[int, Fraction] = {}
    for choice in range(1 << len(open_switches)):
        mask = sum(sum(1 << bit for bit in s.bits) for k, s in enumerate(open_switches) if choice >> k & 1)
        found = share_of(mask | fixed)
        if found is None:
            return None, None
        shares[mask] = found[0]
    least, most = dependence_bounds(shares, open_switches)
    return float(least), float(most)
