"""Codes 3xx: sources, claims, days and amounts."""

from __future__ import annotations

__all__ = ["EVIDENCE"]

EVIDENCE: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "DET301",
        "an impossible day",
        "A day is year, month and day, `2024-04-11`, and must be in the calendar.",
        "deadlines:\n  first: {set_by: [city], due: 2024-02-30, because: [said]}\n",
        "deadlines:\n  first: {set_by: [city], due: 2024-02-29, because: [said]}\n",
    ),
    (
        "DET302",
        "said after its source was published",
        "A source cannot report what was said after it appeared. One of the two days is wrong, or the claim comes from "
        "another source.",
        "claims:\n  said: {text: The city wants ten years., kind: demand, source: wire, said: 2024-04-12}\n",
        "claims:\n  said: {text: The city wants ten years., kind: demand, source: wire, said: 2024-04-10}\n",
    ),
    (
        "DET303",
        "after the day of the case",
        "The case describes one day, and this came later. It counts all the same; `--as-of` leaves out what came after a day.",
        "proposals:\n  april: {by: [city], date: 2024-05-01, terms: {lease: two_years, rent: 40, access: open}, "
        "because: [said]}\n",
        "proposals:\n  april: {by: [city], date: 2024-04-01, terms: {lease: two_years, rent: 40, access: open}, "
        "because: [said]}\n",
    ),
    (
        "DET304",
        "a range from high to low",
        "A range begins with its lower end, a period with its earlier day.",
        "preferences:\n  city:\n    - {points: {lease: {ten_years: 60..40}}, because: [said]}\n",
        "preferences:\n  city:\n    - {points: {lease: {ten_years: 40..60}}, because: [said]}\n",
    ),
    (
        "DET305",
        "a claim nothing rests on",
        "No record names this claim in its `because`, and it disputes no other. It is shown among the claims and "
        "changes nothing.",
        "claims:\n  said: {text: The city wants ten years., kind: demand, source: wire}\n"
        "  heard: {text: The port is old., kind: fact, source: wire}\n",
        "claims:\n  said: {text: The city wants ten years., kind: demand, source: wire}\n"
        "  heard: {text: The port is old., kind: fact, source: wire}\n"
        "circumstances:\n  age: {text: The port is old., because: [heard]}\n",
    ),
    (
        "DET306",
        "an assumption",
        "A judged record that names no claim is an assumption: it counts, and every sentence that depends on it says so. "
        "This is no mistake; it is a list of what could be supported.",
        "demands:\n  long: {actor: city, asks: lease = ten_years}\n",
        "demands:\n  long: {actor: city, asks: lease = ten_years, because: [said]}\n",
    ),
    (
        "DET307",
        "a claim that disputes itself",
        "`disputes` names the claims that say otherwise.",
        "claims:\n  said: {text: The city wants ten years., kind: demand, source: wire, disputes: [said]}\n",
        "claims:\n  said: {text: The city wants ten years., kind: demand, source: wire, disputes: [heard]}\n"
        "  heard: {text: The city wants two years., kind: demand, source: wire}\n",
    ),
    (
        "DET308",
        "days in the wrong order",
        "An answer comes on or after the day of its proposal, and a deadline is due on or after the day it was set.",
        "deadlines:\n  first: {set_by: [city], set: 2024-04-08, due: 2024-04-01, because: [said]}\n",
        "deadlines:\n  first: {set_by: [city], set: 2024-04-01, due: 2024-04-08, because: [said]}\n",
    ),
    (
        "DET309",
        "an amount out of bounds",
        "Points run from 0 to 100, likelihoods from 0 to 1 or from 0 to 100 %, credibility from 1 to 6.",
        "preferences:\n  city:\n    - {points: {lease: {ten_years: 140}}, because: [said]}\n",
        "preferences:\n  city:\n    - {points: {lease: {ten_years: 40}}, because: [said]}\n",
    ),
    (
        "DET310",
        "a deadline that is pending after its day",
        "A pending deadline lies ahead of the day of the case. One whose day has passed has lapsed, was met, or was extended.",
        "deadlines:\n  first: {set_by: [city], due: 2024-04-08, status: pending, because: [said]}\n",
        "deadlines:\n  first: {set_by: [city], due: 2024-04-08, status: lapsed, because: [said]}\n",
    ),
)
