"""Codes 470 to 481: what actors expect of time."""

from __future__ import annotations

__all__ = ["OUTLOOK"]

_COSTS = (
    "    city: [{name: Idle berths, trend: rising, rate: 0..4, because: [said]}]\n"
    "    union: [{name: Strike pay, trend: steady, because: [said]}]\n"
)
_TERMS = "    union: [{trend: better, change: 0..10, by: 2024-06-30, rests_on: [city-1], because: [said]}]\n"
_EVENT = "    season: {on: 2024-05-01..2024-05-31, chance: {city: likely}, effects: {city: {terms: worse}}, because: [said]}\n"
_DUE = "deadlines:\n  vote: {set_by: [city], due: %s, status: %s, because: [said]}\n"


def outlook(
    *,
    head: str = "  unit: week\n  until: 2024-08-01\n",
    costs: str = _COSTS,
    terms: str = _TERMS,
    events: str = _EVENT,
    more: str = "",
    before: str = "",
) -> str:
    """The outlook of the examples, some of its parts changed."""
    parts = (("costs", costs), ("terms", terms), ("events", events))
    return f"{before}outlook:\n{head}" + "".join(f"  {name}:\n{part}" for name, part in parts if part) + more


_PASSES = "  deadlines:\n    vote: {effects: {union: {terms: worse}}, because: [said]}\n"

OUTLOOK: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "DET470",
        "an outlook that is over",
        "The outlook ends on the day of the case or before. It tells what actors expect of the time to come.",
        outlook(head="  unit: week\n  until: 2024-04-11\n", terms="", events=""),
        outlook(),
    ),
    (
        "DET471",
        "an outlook in too many units",
        "The time until its end is cut into units; 400 are the most.",
        outlook(head="  unit: day\n  until: 2026-08-01\n"),
        outlook(head="  unit: month\n  until: 2026-08-01\n"),
    ),
    (
        "DET472",
        "an outlook that ends before a deadline",
        "A deadline that is still ahead lies beyond the end of the outlook, so that its passing can change nothing.",
        outlook(before=_DUE % ("2024-09-01", "pending"), more=_PASSES),
        outlook(before=_DUE % ("2024-07-01", "pending"), more=_PASSES),
    ),
    (
        "DET473",
        "days out of order",
        "A cost is over before it sets in.",
        outlook(costs=_COSTS.replace("rate: 0..4", "rate: 0..4, from: 2024-06-01, to: 2024-05-01")),
        outlook(costs=_COSTS.replace("rate: 0..4", "rate: 0..4, from: 2024-05-01, to: 2024-06-01")),
    ),
    (
        "DET474",
        "an expectation outside the outlook",
        "What is expected lies before the day of the case, or after the end of the outlook, and so changes nothing.",
        outlook(terms=_TERMS.replace("2024-06-30", "2024-09-30")),
        outlook(terms=_TERMS.replace("2024-06-30", "2024-07-30")),
    ),
    (
        "DET475",
        "a trend that its number contradicts",
        "A cost that rises or falls needs a range, a cost of `none` has no rate; `better` changes by 0 or more, `same` by "
        "nothing. What gets `worse` changes by how much worse: 0 or more.",
        outlook(costs=_COSTS.replace("0..4", "4")),
        outlook(costs=_COSTS.replace("rising, rate: 0..4", "steady, rate: 4")),
    ),
    (
        "DET476",
        "terms of somebody who signs nothing",
        "Only a party at the table signs: it alone has terms to expect, a worth of the end, and a discount.",
        "actors:\n  city: {name: The City, role: party}\n  union: {name: The union, role: party}\n"
        "  press: {name: The press, role: mediator}\n" + outlook(terms=_TERMS.replace("union", "press")),
        outlook(),
    ),
    (
        "DET477",
        "a party without an outlook",
        "Nothing is said of its costs, of the terms it expects, or of what events change for it. Whether it would rather "
        "wait stays open.",
        outlook(costs=_COSTS.partition("\n")[0] + "\n", terms=""),
        outlook(),
    ),
    (
        "DET478",
        "a cost told twice",
        "In one view the same cost of the same actor stands twice for the same time. Both count.",
        outlook(costs=_COSTS.replace("}]\n    union", "}, {name: Idle berths, trend: steady, because: [said]}]\n    union")),
        outlook(
            costs=_COSTS.replace(
                "}]\n    union", "}, {name: Idle berths, trend: steady, seen_by: union, because: [said]}]\n    union"
            )
        ),
    ),
    (
        "DET479",
        "an event that changes nothing",
        "Nothing says what the event would do to anybody's terms or costs.",
        outlook(events="    season: {on: 2024-05-01, chance: {city: likely}, because: [said]}\n"),
        outlook(),
    ),
    (
        "DET480",
        "an event of which nobody says how likely it is",
        "The event changes something for the party, and nothing says how likely the party holds it. In words it counts as "
        "possible; numbers stay open.",
        outlook(events=_EVENT.replace("chance: {city: likely}, ", "")),
        outlook(),
    ),
    (
        "DET481",
        "a change that is behind",
        "The deadline has been met or has lapsed by the day of the case, so that what it changes does not lie ahead.",
        outlook(before=_DUE % ("2024-04-10", "lapsed"), more=_PASSES),
        outlook(before=_DUE % ("2024-04-10", "lapsed"), more=_PASSES.replace("worse", "same")),
    ),
)
