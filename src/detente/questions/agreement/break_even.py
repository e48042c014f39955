"""Where the record does not say what no deal is worth to a party: the value below which a deal exists.

No share is given then (design rule 5): it would only mirror the bounds someone chose for the
unknown value. Instead, per reading of the rest: the best the party can have among packages the
other parties accept. Were its no-deal value at or below that, there would be a deal. Where the others accept
nothing together, no value of its gives one, and that is counted too.
"""

from __future__ import annotations

import numpy as np

from detente.questions.agreement.finding import BreakEven
from detente.questions.agreement.landscape import Landscape
from detente.questions.agreement.openings import rows_of, spread
from detente.questions.agreement.tally import actor_draws, gains
from detente.readings.draws import Readings

__all__ = ["break_even"]


def break_even(landscape: Landscape, readings: Readings) -> tuple[BreakEven, ...]:
    """One entry per party without a no-deal statement. O(readings looked at x deals x parties).

    With red lines as stated where they leave a package, else with every red line off; feasibility
    rules hold. Other parties without a no-deal value are taken to accept anything.
    """
    red_lines_off = len(landscape.clear) == 0
    inside = landscape.within(landscape.conditions.red_line_mask) if red_lines_off else landscape.clear
    found = []
    for actor in landscape.case.parties:
        draws = actor_draws(readings, actor.id)
        if draws.no_deal is not None:
            continue
        best: list[float] = []
        rows = rows_of(readings)
        for reading in rows:
            kept = np.ones(len(inside), dtype=bool)
            for other in landscape.case.parties:
                other_draws = actor_draws(readings, other.id)
                if other.id != actor.id and other_draws.no_deal is not None:
                    kept &= gains(landscape, other_draws, reading, inside) >= 0
            if kept.any():
                row = reading if len(draws.tables[0]) > 1 else 0
                tables = [table[row] for table in draws.tables]
                values = landscape.space.values(tables, subset=landscape.deals[inside[kept]])
                best.append(float(values.max()) * 100 / draws.scale)
        found.append(
            BreakEven(
                actor=actor.id,
                spread=spread(best) if best else None,
                n_readings=len(rows),
                red_lines_off=red_lines_off,
                takes_all=_taking_all(landscape, readings, actor.id),
            )
        )
    return tuple(found)


def _taking_all(landscape: Landscape, readings: Readings, actor_id: str) -> tuple[str, ...]:
    """The other parties whose no-deal value nothing bounds."""
    others = (party.id for party in landscape.case.parties if party.id != actor_id)
    return tuple(other for other in others if actor_draws(readings, other).no_deal is None)
