"""Codes 450 to 465: what the phased agreement of a case says as a whole."""

from __future__ import annotations

__all__ = ["PHASES"]

_BERTHS = "    berths: {holder: city, amount: 4, indivisible: true, because: [said]}\n"
_PICKETS = "    pickets: {holder: union, amount: 2, because: [said]}\n"
_OPENING = "    opening: {by: city, at: 0, delivers: {berths: 2}, because: [said]}\n"
_LIFTING = "    lifting: {by: union, at: 2, delivers: {pickets: 2}, because: [said]}\n"
_REST = "    rest: {by: city, at: 4, delivers: {berths: 2}, because: [said]}\n"
_CITY = "    city: [{prefers: 'kept > broken(lifting, union)', because: [said]}]\n"
_UNION = "    union: [{prefers: 'kept > no_deal', because: [said]}]\n"


def agreement(
    *,
    head: str = "  unit: week\n",
    assets: str = _BERTHS + _PICKETS,
    steps: str = _OPENING + _LIFTING + _REST,
    end: str = "  end: {at: 8, because: [said]}\n",
    comparisons: str = _CITY + _UNION,
    more: str = "",
) -> str:
    """The agreement of the examples: berths against the end of a picket, some of its parts changed."""
    first = f"phases:\n  because: [said]\n{head}  assets:\n{assets}  steps:\n{steps}{end}"
    return first + (f"  comparisons:\n{comparisons}" if comparisons else "") + more


def stakes(**numbers: str) -> str:
    """Stakes of the city, every number with the claim behind it."""
    told = "".join(f"      {kind}: {{value: {value}, because: [said]}}\n" for kind, value in numbers.items())
    return f"  stakes:\n    city:\n{told}"


_GUARANTEE = "  guarantees:\n    word: {{on: {on}, {at}penalty: 5, by: union, because: [said]}}\n"
_STAKES = stakes(peace="10", no_deal="0", fighting="2..4")
_TYPES = "  types:\n    city:\n      regroups: 0.2..0.6\n      because: [said]\n      peace: {value: %s, because: [said]}\n"

PHASES: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "DET450",
        "more delivered than held",
        "Up to this step more of the asset is delivered than its holder has at the start, however little each step delivers "
        "within its range. What is held counts with the low end of its range: all of the range has to be possible.",
        agreement(steps=_OPENING + _LIFTING + _REST.replace("berths: 2", "berths: 3")),
        agreement(steps=_OPENING + _LIFTING + _REST.replace("berths: 2", "berths: 2..3")),
    ),
    (
        "DET451",
        "steps out of order",
        "Steps stand in the order they are taken, from time 0 to the end. One that is due before the step above it, before the "
        "start, or after the end is at a wrong place or a wrong time.",
        agreement(steps=_OPENING + _LIFTING + _REST.replace("at: 4", "at: 1")),
        agreement(),
    ),
    (
        "DET452",
        "a day that is no time of the agreement",
        "A step may say a day instead of a number of units. That needs `start`, the day of time 0, and a unit a calendar knows: "
        "day, week, month or year; months and years are counted whole.",
        agreement(steps=_OPENING + _LIFTING.replace("at: 2", "at: 2024-05-01") + _REST),
        agreement(
            head="  unit: week\n  start: 2024-04-15\n", steps=_OPENING + _LIFTING.replace("at: 2", "at: 2024-05-01") + _REST
        ),
    ),
    (
        "DET453",
        "a step in the past",
        "The step was due before the day of the case. It has been kept or broken by then, which the record says; the question is "
        "about the steps still to come.",
        agreement(head="  unit: week\n  start: 2024-04-09\n"),
        agreement(head="  unit: week\n  start: 2024-04-15\n"),
    ),
    (
        "DET454",
        "a mover without the asset",
        "Whoever takes a step delivers what it holds itself. What another holds, that other delivers.",
        agreement(
            steps=_OPENING + _LIFTING.replace("pickets: 2", "pickets: 1, berths: 1") + _REST.replace("berths: 2", "berths: 1")
        ),
        agreement(),
    ),
    (
        "DET455",
        "a part of something indivisible",
        "People, and whatever else goes over whole, are delivered and held in whole numbers.",
        agreement(steps=_OPENING.replace("berths: 2", "berths: 1.5") + _LIFTING + _REST),
        agreement(),
    ),
    (
        "DET456",
        "comparisons that contradict each other",
        "Taken together, the comparisons of the party put a situation above itself.",
        agreement(comparisons=_CITY.replace("}]", "}, {prefers: 'broken(lifting, union) >= kept', because: [said]}]") + _UNION),
        agreement(
            comparisons=_CITY.replace("}]", "}, {prefers: 'broken(lifting, union) >= no_deal', because: [said]}]") + _UNION
        ),
    ),
    (
        "DET457",
        "a break by somebody who does not move",
        "At a step only the one who delivers there can break; at the end all parties to the agreement can.",
        agreement(comparisons=_CITY.replace("broken(lifting, union)", "broken(lifting, city)") + _UNION),
        agreement(comparisons=_CITY.replace("broken(lifting, union)", "broken(end, city)") + _UNION),
    ),
    (
        "DET458",
        "comparisons that the stakes rule out",
        "No numbers within the ranges of the party's stakes put the situations in the order its comparisons say.",
        agreement(more=stakes(peace="1", no_deal="0", fighting="2..4")),
        agreement(more=_STAKES),
    ),
    (
        "DET459",
        "a party nothing is said of",
        "It takes steps, and no comparison and no stakes say whether it would rather break. Each of its steps stays open.",
        agreement(comparisons=_UNION),
        agreement(comparisons=_UNION, more=_STAKES),
    ),
    (
        "DET460",
        "stakes without the peace",
        "What the kept peace is worth is what every break is compared with. It has no default.",
        agreement(more=stakes(no_deal="0", fighting="2..4")),
        agreement(more=_STAKES),
    ),
    (
        "DET461",
        "a guarantee on nobody",
        "A guarantee puts a price on a break: of somebody who takes steps, at steps of its own, or at the end.",
        agreement(more=_GUARANTEE.format(on="city", at="at: [lifting], ")),
        agreement(more=_GUARANTEE.format(on="union", at="at: [lifting], ")),
    ),
    (
        "DET462",
        "an asset that stays where it is",
        "No step delivers any of it. It may still be leverage; then it is leverage that nothing in the agreement changes.",
        agreement(assets=_BERTHS + _PICKETS + "    keys: {holder: union, amount: 1, because: [said]}\n"),
        agreement(),
    ),
    (
        "DET463",
        "numbers that count as zero",
        "What no deal and what resumed fighting are worth is seldom nothing. Left out they count as 0; say so if it is meant.",
        agreement(more=stakes(peace="10", fighting="2..4")),
        agreement(more=_STAKES),
    ),
    (
        "DET464",
        "discounting between whole times",
        "With a discount factor below 1, steps and the end lie whole units of time apart, so that every value stays exact.",
        agreement(
            steps=_OPENING + _LIFTING.replace("at: 2", "at: 5/2") + _REST,
            more=_STAKES + "      discount: {value: 0.9, because: [said]}\n",
        ),
        agreement(more=_STAKES + "      discount: {value: 0.9, because: [said]}\n"),
    ),
    (
        "DET465",
        "two types that are one",
        "A party of two types has stakes, those of the type that means to keep the agreement; the other differs in some.",
        agreement(more=_STAKES + _TYPES % "10"),
        agreement(more=_STAKES + _TYPES % "3"),
    ),
)
