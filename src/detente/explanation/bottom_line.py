"""The bottom line: is there a deadlock as stated, what clashes, and the least that would open it."""

from __future__ import annotations

from collections.abc import Iterator

from detente.explanation.explanation import Sentence
from detente.explanation.judgements import LEAST_SHARE, figure_words, readings_words
from detente.explanation.opening_texts import moves_words, reach_words
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, join, package_words, phrase, plural
from detente.model.verdict import Verdict
from detente.questions.agreement.askable import why_not_askable
from detente.questions.agreement.conditions import ConditionKind
from detente.questions.agreement.finding import Opening

__all__ = ["bottom_line"]

NAMED = 3
"""Openings named in the bottom line where none asks less than another."""


def bottom_line(telling: Telling) -> tuple[Sentence, ...]:
    """Two to four sentences, the answer first."""
    verdict = telling.finding.verdict
    if verdict is Verdict.FAILS:
        return tuple(_fails(telling))
    if verdict is Verdict.HOLDS:
        return tuple(_holds(telling))
    if verdict is Verdict.CONTESTED:
        return tuple(_contested(telling))
    if not telling.case.issues:
        return tuple(_of_moves(telling))
    return (
        telling.say(
            "Whether there is a deal could not be determined: {reason}.", reason=phrase("{r}", r=telling.finding.reason or "")
        ),
    )


def _of_moves(telling: Telling) -> Iterator[Sentence]:
    """What is asked of a case without issues, which has no packages to look at."""
    reason = telling.finding.reason or ""
    if reason != why_not_askable(telling.case):  # such as a day on which nothing was on record
        yield telling.say("Nothing can be told of this case: {reason}.", reason=phrase("{r}", r=reason))
        return
    yield telling.say("The case names no issue to agree on, so it is not asked whether there is a deal.")
    moves = telling.case.moves
    if moves is None:
        return
    asked = "which states nobody would leave" if moves.status_quo is None else "whether anyone would leave where things stand"
    yield telling.say(
        "The question is what {who} can{each} do alone, and {asked}.",
        who=join([actor_name(telling.case, actor) for actor in moves.movers]),
        each=" each" if len(moves.movers) > 1 else "",
        asked=asked,
    )


def _fails(telling: Telling) -> Iterator[Sentence]:
    finding = telling.finding
    if finding.n_deals == 0:
        yield telling.say(
            "There is no deal to be had: no package counts as one under the rules of the case.", telling.position_keys
        )
        return
    stated = [b for b in finding.blocking if b.is_necessary]
    if stated:
        first = stated[0]
        yield telling.say(
            "As the positions are stated, no deal is possible: {conditions}; {none} of the {packages} {meets}.",
            telling.conditions_keys(first.conditions),
            conditions=telling.conditions(first.conditions),
            none="none",
            packages=plural(finding.n_deals, "package"),
            meets="meets this condition" if len(first.conditions) == 1 else "meets these conditions together",
        )
        if len(stated) > 1:
            yield telling.say(
                "{more} of conditions {block} every package by {itself} as well.",
                more=plural(len(stated) - 1, "further set").capitalize(),
                block="blocks" if len(stated) == 2 else "block",
                itself="itself" if len(stated) == 2 else "themselves",
            )
    else:
        yield telling.say(
            "As the positions are stated, no deal is possible: of {packages} no red line, none is worth as much as"
            " no deal to every party, {whatever}.",
            (*telling.position_keys, *telling.drawn_keys),
            packages=plural(finding.n_clear, "package that crosses", "packages that cross"),
            whatever="by the numbers of the case" if finding.provenance.is_exact else "whatever fills the gaps in the record",
        )
    yield from _opening(telling)
    yield from _bluff(telling)


def _opening(telling: Telling) -> Iterator[Sentence]:
    """The least that would open a deal; where several openings ask no less than another, each of them, for none to be favored."""
    openings = telling.finding.openings
    if not openings:
        yield telling.say("Nothing the case describes would open a deal.", telling.position_keys)
        return
    found = [o for o in openings if o.minimal_share is None or o.minimal_share >= LEAST_SHARE] or list(openings[:1])
    # No party can give a rule up, so a way through one is named only where there is no other.
    found = [o for o in found if not any(c.kind is ConditionKind.RULE for c in o.conditions)] or found
    least = [o for o in found if not any(_asks_less(other, o) for other in found)]
    keys = telling.conditions_keys(condition for opening in least[:NAMED] for condition in opening.conditions)
    if len(least) == 1:
        way = _way(telling, least[0])
        yield telling.say("The least that would open a deal: {way}.", keys, way=way)
        return
    ways: Words = ()
    for opening in least[:NAMED]:
        ways = (*ways, *(phrase("; or ") if ways else ()), *_way(telling, opening))
    rest = len(least) - NAMED
    more = f"; {plural(rest, 'more asks', 'more ask')} no less" if rest > 0 else ""
    yield telling.say(
        "{could} open a deal, and none asks less than another: {ways}{more}.",
        keys,
        could="By the numbers of the case, each of these would"
        if least[0].is_exact and least[0].share
        else "Each of these could",
        ways=ways,
        more=more,
    )


def _way(telling: Telling, opening: Opening) -> Words:
    """What an opening asks, in how many readings that suffices, and whether it is untested."""
    is_untested = bool(opening.weakenings) and opening.weakenings[0].is_untested
    notes = [] if opening.is_exact and opening.share else [reach_words(opening)]
    if is_untested:
        notes.append("untested")
    return phrase("{moves}{notes}", moves=moves_words(telling, opening), notes=f" ({', '.join(notes)})" if notes else "")


def _asks_less(one: Opening, other: Opening) -> bool:
    """Whether an opening asks less than another: fewer conditions, or as many and fewer steps.

    Steps of red lines are not traded for points of no-deal value.
    """
    if len(one.conditions) != len(other.conditions):
        return len(one.conditions) < len(other.conditions)
    has_floor = any(c.kind is ConditionKind.NO_DEAL for o in (one, other) for c in o.conditions)
    return not has_floor and one.steps < other.steps


def _bluff(telling: Telling) -> Iterator[Sentence]:
    finding = telling.finding
    bluff, off = finding.some_bluff, finding.all_off
    if bluff.share is None or off.share is None or bluff.n <= 1:
        return
    if all(line.firmness.low == 1 for line in telling.case.red_lines) and bluff.share == finding.as_stated.share:
        return
    yield telling.say(
        "In {bluff} {readings}, a deal exists if some red lines are bluff, as likely as the case judges; with every red"
        " line off, in {off}. This is not the chance of a deal.",
        (*telling.position_keys, *telling.drawn_keys, *telling.firmness_keys),
        bluff=figure_words(bluff),
        off=figure_words(off),
        readings=readings_words(bluff.n),
    )


def _holds(telling: Telling) -> Iterator[Sentence]:
    necessary = telling.finding.necessary
    rests = (*telling.position_keys, *telling.drawn_keys)
    many = plural(necessary.count, "package is", "packages are")
    least = "" if necessary.is_complete else "at least "
    whatever = "by the numbers of the case" if telling.finding.provenance.is_exact else "whatever fills the gaps in the record"
    yield telling.say(
        "There is a deal to be had: {least}{many} acceptable to every party and {cross} no red line in force, {whatever}.",
        rests,
        least=least,
        many=many,
        cross="crosses" if necessary.count == 1 else "cross",
        whatever=whatever,
    )
    if necessary.examples:
        first = necessary.examples[0]
        one = "It is this" if necessary.count == 1 and necessary.is_complete else "One of them"
        yield telling.say("{one}: {package}.", rests, one=one, package=package_words(telling.case, first))
    yield telling.say("If talks are stuck all the same, the reason lies elsewhere than in what the parties want of a deal.")


def _contested(telling: Telling) -> Iterator[Sentence]:
    finding = telling.finding
    rests = (*telling.position_keys, *telling.drawn_keys)
    yield telling.say(
        "Whether a deal exists depends on what the record leaves open: {clear} no red line, but none is acceptable to every party"
        " in every reading.",
        rests,
        clear=plural(finding.n_clear, "package crosses", "packages cross"),
    )
    if finding.as_stated.share is not None:
        yield telling.say(
            "With every red line in force a deal exists in {share} {readings}; this is not the chance of a deal.",
            rests,
            share=figure_words(finding.as_stated),
            readings=readings_words(finding.as_stated.n),
        )
    elif finding.as_stated.reason:
        yield telling.say("No share can be given: {reason}.", reason=telling.reason(finding.as_stated))
    if finding.openings and telling.few_without_deal is None:
        yield from _opening(telling)
