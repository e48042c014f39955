"""Red lines on and off: what a share becomes when some lines on record may be bluff.

Each red line is in force with the probability the case gives it (its firmness), independently
unless ``moves_with`` ties lines together; tied lines move as one, the firmer staying on at least
as often. Since a line in force never enlarges what is acceptable, a share rises as firmness
falls, and ranges of firmness give ranges of the share at their ends. What the share could be under
*any* dependence between the lines is bounded as well (Frechet 1935).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from detente.model.case import Case
from detente.model.red_line import RedLine
from detente.questions.agreement.conditions import ConditionKind, Conditions
from detente.solve.dependence import probability_bounds

__all__ = ["PATTERN_LIMIT", "Level", "Switch", "TooManyPatterns", "all_off_bounds", "patterns", "switches"]

PATTERN_LIMIT = 4096
"""Most on/off patterns weighed exactly."""


class TooManyPatterns(ValueError):
    """More on/off patterns than are weighed one by one."""


class Level:
    """Which end of a range of firmness is taken."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Red lines that move as one. ``bits`` in order of firmness, firmest first; ``lows``/``highs`` their firmness."""

    bits: tuple[int, ...]
    lows: tuple[Fraction, ...]
    highs: tuple[Fraction, ...]

    def states(self, level: str) -> tuple[tuple[int, Fraction], ...]:
        """(mask in force, probability) pairs: the firmest j lines are on, for j from all to none."""
        on = [_at(low, high, level) for low, high in zip(self.lows, self.highs, strict=True)]
        states = []
        for j in range(len(self.bits), -1, -1):
            upper = on[j - 1] if j else Fraction(1)
            lower = on[j] if j < len(self.bits) else Fraction(0)
            states.append((sum(1 << bit for bit in self.bits[:j]), max(upper - lower, Fraction(0))))
        return tuple(states)


def _at(low: Fraction, high: Fraction, level: str) -> Fraction:
    if level == Level.LOW:
        return low
    return high if level == Level.HIGH else (low + high) / 2


def switches(case: Case, conditions: Conditions) -> tuple[Switch, ...]:
    """The independent switches of a case: red lines grouped by ``moves_with``, in order of file."""
    bit_of = {c.id: k for k, c in enumerate(conditions.items) if c.kind is ConditionKind.RED_LINE}
    lines = {line.id: line for line in case.red_lines if line.id in bit_of}
    group_of = {line_id: line_id for line_id in lines}

    def root(line_id: str) -> str:
        while group_of[line_id] != line_id:
            line_id = group_of[line_id]
        return line_id

    for line in lines.values():
        for other in line.moves_with:
            if other in lines:
                group_of[root(other)] = root(line.id)
    groups: dict[str, list[RedLine]] = {}
    for line in lines.values():
        groups.setdefault(root(line.id), []).append(line)
    return tuple(_switch(group, bit_of) for group in groups.values())


def _switch(group: Sequence[RedLine], bit_of: dict[str, int]) -> Switch:
    firmest = sorted(group, key=lambda line: (-line.firmness.middle, bit_of[line.id]))
    return Switch(
        bits=tuple(bit_of[line.id] for line in firmest),
        lows=tuple(line.firmness.low for line in firmest),
        highs=tuple(line.firmness.high for line in firmest),
    )


def patterns(group: Sequence[Switch], level: str) -> tuple[tuple[int, Fraction], ...]:
    """Every (mask of red lines in force, probability) under independence; probabilities sum to 1.

    Raises
    ------
    TooManyPatterns
        If there are more than ``PATTERN_LIMIT``.
    """
    states = [[state for state in switch.states(level) if state[1] > 0] for switch in group]
    size = 1
    for options in states:
        size *= len(options)
    if size > PATTERN_LIMIT:
        raise TooManyPatterns(f"{size} patterns of red lines; the limit is {PATTERN_LIMIT}")
    found = []
    for combination in product(*states):
        mask, probability = 0, Fraction(1)
        for bits, chance in combination:
            mask |= bits
            probability *= chance
        found.append((mask, probability))
    return tuple(found)


def all_off_bounds(case: Case, conditions: Conditions, mask: int) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """Probability that every red line in ``mask`` is a bluff: (low, high) if independent, (least, most) under any dependence.

    An empty mask gives 1 throughout. Tied lines move as one in all four.
    """
    group = switches(case, conditions)
    touched = [switch for switch in group if any(mask >> bit & 1 for bit in switch.bits)]
    off_low, off_high, offs = Fraction(1), Fraction(1), []
    for switch in touched:
        firm = [k for k, bit in enumerate(switch.bits) if mask >> bit & 1]
        low = 1 - max(switch.highs[k] for k in firm)
        high = 1 - max(switch.lows[k] for k in firm)
        off_low *= low
        off_high *= high
        offs.append((low, high))
    if not offs:
        return Fraction(1), Fraction(1), Fraction(1), Fraction(1)
    least = max(Fraction(0), sum((low for low, _ in offs), Fraction(0)) - (len(offs) - 1))
    most = min(high for _, high in offs)
    return off_low, off_high, least, most


def dependence_bounds(shares: dict[int, Fraction], group: Sequence[Switch]) -> tuple[Fraction, Fraction]:
    """Least and most a share can be over every joint distribution of the switches.

    ``shares`` maps each pattern (mask in force) to the share under it; the patterns are those of
    the switches whose firmness leaves them open, each switch all on or all off.
    """
    marginals = [(min(s.lows), max(s.highs)) for s in group]
    values = []
    for on in product((False, True), repeat=len(group)):
        mask = sum(sum(1 << bit for bit in switch.bits) for switch, is_on in zip(group, on, strict=True) if is_on)
        values.append(shares[mask])
    return probability_bounds(values, marginals)
