"""Openings by what they cost, in sentences and a table: the cheapest first, with how little of each suffices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from detente.explanation.acceptability_words import interval_words
from detente.explanation.explanation import Chapter, Sentence, Table, TableCell
from detente.explanation.opening_texts import concession_words
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, join, number, phrase, plain, plural
from detente.questions.agreement.cheapest import CheapestFinding, CheapestOpening, Fall
from detente.questions.agreement.conditions import Condition, ConditionKind

__all__ = ["cheapest_chapter"]

TOLD = 5
"""Openings told in sentences; the table has all."""


def cheapest_chapter(telling: Telling, finding: CheapestFinding, *, told: int = TOLD) -> Chapter | None:
    """Openings by cost; ``None`` where nothing blocks, or nothing could be asked."""
    if finding.reason or finding.has_deal or not finding.openings:
        return None
    return Chapter(
        key="cheapest",
        title="Openings by what they cost, in one reading" if finding.is_central else "Openings by what they cost",
        sentences=tuple(_sentences(telling, finding, told)),
        tables=(_table(telling, finding), *([_blocks(telling, finding)] if finding.blocking else [])),
    )


def _sentences(telling: Telling, finding: CheapestFinding, told: int) -> Iterator[Sentence]:
    which = "In the central reading, the mean of those drawn" if finding.is_central else "By the numbers of the case"
    order = "in proven order" if finding.n_ordered == len(finding.openings) else f"the first {finding.n_ordered} in proven order"
    rest = "these are all there are" if finding.is_complete else "there may be more"
    yield telling.say(
        "{which}, {n} found, the cheapest first, {order}; {rest}{other}. A red line costs its firmness, from 0 to 1; a"
        " no-deal value or a rule, which is no bluff, costs 1.",
        (*telling.position_keys, *telling.drawn_keys, *telling.firmness_keys),
        which=which,
        n=plural(len(finding.openings), "opening is", "openings are"),
        order=order,
        rest=rest,
        other=" in this reading; other readings have others" if finding.is_central else "",
    )
    for opening in finding.openings[:told]:
        yield _opening(telling, opening)
    yield from _falls(telling, finding)


def _opening(telling: Telling, opening: CheapestOpening) -> Sentence:
    suffices = ""
    if opening.suffices and opening.suffices.n > 1:  # by the numbers of an exact case each opening suffices
        suffices = f"; all of it given up suffices in {interval_words(opening.suffices)} readings without a deal"
    return telling.say(
        "{cost}{moves}{suffices}.",
        (
            *telling.conditions_keys(opening.conditions),
            *(k for c in opening.conditions for k in telling.condition_keys(c, with_firmness=True)),
        ),
        cost="" if _is_withheld(telling, opening.conditions) else f"Cost {_cost(opening.cost)}: ",
        moves=_moves(telling, opening),
        suffices=suffices,
    )


def _is_withheld(telling: Telling, conditions: Iterable[Condition]) -> bool:
    """Whether a sum over these would give away a summand that is withheld."""
    return any(telling.is_condition_withheld(condition) for condition in conditions)


def _cost(value: Fraction) -> str:
    text = number(value)
    return text if len(text) < 7 else f"{float(value):.2f}"


def _moves(telling: Telling, opening: CheapestOpening) -> Words:
    parts = list(dict.fromkeys(concession_words(telling, concession) for concession in opening.concessions))
    told = {concession.condition for concession in opening.concessions}
    falls = {fall.actor: fall for fall in opening.falls}
    for condition in opening.conditions:
        if condition in told:
            continue
        if condition.kind is ConditionKind.NO_DEAL and not telling.are_packages_withheld:
            parts.append(_fall(telling, falls[condition.id]))
        else:
            parts.append(phrase("this no longer holds: {what}", what=telling.condition(condition)))
    return join(parts)


def _fall(telling: Telling, fall: Fall) -> Words:
    return phrase(
        "what no deal is worth to {who} falls by {points}",
        who=actor_name(telling.case, fall.actor),
        points=_points(fall.points) if fall.is_proven else f"{_points(fall.points)} or less",
    )


def _points(value: Fraction) -> str:
    text = number(value)
    return f"{text} {'point' if value == 1 else 'points'}" if len(text) < 7 else f"{float(value):.1f} points"


def _falls(telling: Telling, finding: CheapestFinding) -> Iterator[Sentence]:
    """How far no-deal values alone would have to fall."""
    if telling.are_packages_withheld:
        return
    if finding.least_falls is None:
        yield telling.say(
            "With every red line and rule kept, no fall of any no-deal value opens a deal: the positions alone block.",
            telling.position_keys,
        )
        return
    for fall in finding.falls_alone:
        yield telling.say(
            "With every red line and rule kept, a deal opens if {fall}.",
            (*telling.position_keys, *telling.drawn_keys),
            fall=_fall(telling, fall),
        )


def _table(telling: Telling, finding: CheapestFinding) -> Table:
    rows = []
    for rank, opening in enumerate(finding.openings, start=1):
        proven = "" if rank <= finding.n_ordered else " (order not proven)"
        suffices = _suffices(opening)
        is_withheld = _is_withheld(telling, opening.conditions)
        rows.append(
            (
                TableCell(text="withheld" if is_withheld else f"{_cost(opening.cost)}{proven}"),
                TableCell(text=plain(telling.articles(_moves(telling, opening))), is_name=True),
                TableCell(text="withheld" if is_withheld else str(opening.steps) if opening.concessions else "none"),
                TableCell(text=suffices),
            )
        )
    columns = ("Cost", "What gives way", "Steps", "Suffices, given up whole")
    return Table(caption="Openings, the cheapest first", columns=columns, rows=tuple(rows))


def _suffices(opening: CheapestOpening) -> str:
    if opening.suffices is None:
        return "not counted"
    return "yes, exactly" if opening.suffices.n == 1 else interval_words(opening.suffices)


def _blocks(telling: Telling, finding: CheapestFinding) -> Table:
    rows = tuple(
        (
            TableCell(text="withheld" if _is_withheld(telling, block.conditions) else _cost(block.doubt)),
            TableCell(text=plain(telling.articles(telling.conditions(block.conditions))), is_name=True),
        )
        for block in finding.blocking
    )
    rest = "" if finding.is_blocking_complete else "; there may be more"
    caption = (
        f"What no package meets together, the most plausible first (doubt: 1 less the firmness of each red line, summed){rest}"
    )
    return Table(caption=caption, columns=("Doubt", "Conditions"), rows=rows)
