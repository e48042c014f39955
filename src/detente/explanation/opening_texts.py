"""Openings in words: who gives what up, how little suffices, what stands against it, what it makes possible."""

from __future__ import annotations

from collections.abc import Iterator

from detente.explanation.explanation import OpeningText, Sentence, Table, TableCell
from detente.explanation.telling import Telling
from detente.explanation.wording import (
    Words,
    actor_name,
    between,
    give_or_take,
    in_100,
    join,
    name,
    option_words,
    package_words,
    phrase,
    plain,
    plural,
    quoted_option,
    rule_words,
)
from detente.questions.agreement.conditions import Condition, ConditionKind
from detente.questions.agreement.finding import Best, Concession, Opening, Spread, StandIn, Weakening

__all__ = [
    "SHOWN",
    "concession_words",
    "moves_words",
    "opening_text",
    "opening_title",
    "points_spread",
    "reach",
    "reach_words",
    "terms_table",
    "weakening_words",
]

SHOWN = 8
"""Openings told in full, the first in rank."""

WEAKENINGS = 4
TERMS_SHARE = 0.5


def opening_text(telling: Telling, number: int, opening: Opening) -> OpeningText:
    """One opening, told with everything it rests on."""
    figure = _firmness_figure(telling, opening)
    return OpeningText(
        number=number,
        title=opening_title(telling, opening),
        concessions=tuple(_weakening(telling, opening, k) for k in range(min(WEAKENINGS, len(opening.weakenings))))
        + _more(opening),
        results=tuple(_results(telling, opening)),
        is_untested=opening.is_untested,
        untested=_untested(telling, opening),
        share=_share_fact(opening),
        steps=_steps_fact(telling, opening),
        firmness=None if figure is None else f"{_bluff_words(opening)} bluff with a probability of {figure}",
    )


def _steps_fact(telling: Telling, opening: Opening) -> str:
    if is_opening_withheld(telling, opening):
        return "how far red lines must move is withheld"
    if opening.weakenings:
        return f"red lines move {plural(opening.steps, 'step')}"
    return "how far red lines must move is not worked out" if _lines(opening) else "no red line moves"


def _share_fact(opening: Opening) -> str | None:
    if opening.share is None or opening.is_exact:
        return None
    return f"giving all of it up suffices in {in_100(opening.share)} readings without a deal"


def _bluff_words(opening: Opening) -> str:
    count = len(_lines(opening))
    return "the red line is" if count == 1 else f"all {count} red lines are"


def is_opening_withheld(telling: Telling, opening: Opening) -> bool:
    """Whether it moves something withheld, so that what it makes possible would give away what that is."""
    return any(telling.is_condition_withheld(condition) for condition in opening.conditions)


def opening_title(telling: Telling, opening: Opening) -> Sentence:
    """Who gives what up."""
    parts = [_given_up(telling, condition) for condition in opening.conditions]
    return telling.say("{parts}.", telling.conditions_keys(opening.conditions), parts=join(parts, last="and"))


def _given_up(telling: Telling, condition: Condition) -> Words:
    if condition.kind is ConditionKind.NO_DEAL:
        return phrase("{a} would take a package worth less than no deal", a=actor_name(telling.case, condition.id))
    if condition.kind is ConditionKind.RULE:
        if telling.is_condition_withheld(condition):
            return phrase("a rule of the case that is withheld no longer binds")
        return phrase("this rule no longer binds: {rule}", rule=rule_words(telling.case, condition.id))
    return phrase("this red line gives way: {line}", line=telling.condition(condition))


def _weakening(telling: Telling, opening: Opening, place: int) -> Sentence:
    weakening, mildest = opening.weakenings[place], opening.weakenings[0]
    which = "Another way, as mild" if weakening.steps <= mildest.steps else "A longer way, for where that is not enough"
    keys = telling.conditions_keys(c.condition for c in weakening.concessions)
    untested = ", untested" if weakening.is_untested else ""
    return telling.say(
        "{which}: {moves}{steps}{share}.",
        keys,
        which=which if place else "The mildest way",
        moves=weakening_words(telling, weakening),
        steps="" if is_opening_withheld(telling, opening) else f" ({plural(weakening.steps, 'step')}{untested})",
        share=_suffices(opening, weakening),
    )


def _suffices(opening: Opening, weakening: Weakening) -> str:
    if weakening.share is None:
        return ", as far as red lines and rules go"
    if opening.is_exact:
        return ", which suffices" if weakening.share else ", with the no-deal values above given up as well"
    alone = "this alone suffices" if any(c.kind is ConditionKind.NO_DEAL for c in opening.conditions) else "this suffices"
    return f"; {alone} in {in_100(weakening.share)} readings without a deal"


def weakening_words(telling: Telling, weakening: Weakening) -> Words:
    """The moves of a weakening as clauses."""
    # Two lines of one party over one issue may ask the same of it.
    return join(list(dict.fromkeys(concession_words(telling, concession) for concession in weakening.concessions)))


def concession_words(telling: Telling, concession: Concession) -> Words:
    """Who admits which options besides those its line allows."""
    who = concession.condition.actor
    if telling.is_condition_withheld(concession.condition):
        return phrase("a red line that is withheld is moved")
    admitted = [
        phrase("{o} on {i}", o=quoted_option(telling.case, issue, option), i=name(telling.case.issue(issue).name))
        for issue, option, _ in concession.admits
    ]
    actor = actor_name(telling.case, who) if who is not None else phrase("a rule")
    return phrase("{a} would admit {o} as well", a=actor, o=join(admitted, last="with"))


def moves_words(telling: Telling, opening: Opening) -> Words:
    """The mildest way through an opening with everything else it gives up, as clauses."""
    moved = opening.weakenings[0].concessions if opening.weakenings else ()
    told = {concession.condition for concession in moved}
    falls = dict(opening.drops)
    parts = list(dict.fromkeys(concession_words(telling, concession) for concession in moved))
    for condition in opening.conditions:
        if condition in told:
            continue
        parts.append(_given_up(telling, condition))
        if condition.kind is ConditionKind.NO_DEAL and opening.is_exact and condition.id in falls:
            parts[-1] = phrase("{given} (by {fall})", given=parts[-1], fall=points_spread(falls[condition.id]))
    return join(parts)


def reach_words(opening: Opening) -> str:
    """How far the mildest way through an opening carries: in which readings it leaves a deal."""
    if opening.share is None:
        return "as far as red lines and rules go"
    if opening.is_exact:
        return "by the numbers of the case"
    share = reach(opening)
    return "in some readings without a deal" if share is None else f"in {in_100(share)} readings without a deal"


def reach(opening: Opening) -> float | None:
    """The share of readings without a deal in which the mildest way leaves one; ``None`` where it was not counted.

    Moving lines by the mildest steps does less than dropping them, and with no-deal values given up besides
    only the dropping was counted.
    """
    if not opening.weakenings:
        return opening.share
    floors = any(condition.kind is ConditionKind.NO_DEAL for condition in opening.conditions)
    return None if floors else opening.weakenings[0].share


def _more(opening: Opening) -> tuple[Sentence, ...]:
    left = len(opening.weakenings) - WEAKENINGS
    if left > 0:
        return (Sentence(parts=phrase("There are {n} more ways that are as mild in another direction.", n=f"{left}")),)
    if opening.is_weakening_complete or not _lines(opening):
        return ()
    if not opening.weakenings:
        return (Sentence(parts=phrase("How far the red lines would have to move was not worked out for this one.")),)
    return (Sentence(parts=phrase("There may be further ways that are as mild in another direction.")),)


def points_spread(spread: Spread, over: str = " over the readings looked at") -> str:
    """``6 points`` or ``2 to 14 points over the readings looked at, in half of them 6 or less``."""
    if spread.least == spread.most:
        return f"{spread.least:.3g} points"
    low, middle, high = (_whole(value) for value in (spread.least, spread.median, spread.most))
    if low == high:
        return f"{low} points"
    return f"{low} to {high} points{over}, in half of them {middle} or less"


def _whole(points: float) -> str:
    """Points over draws, as fine as draws can bear."""
    return "less than 1" if 0 < points < 1 else f"{points:.0f}"


def _results(telling: Telling, opening: Opening) -> Iterator[Sentence]:
    yield from _nothing_less(telling, opening)
    yield from _drops(telling, opening)
    yield from _firmness(telling, opening)
    if telling.are_packages_withheld:
        yield telling.say("What it makes possible is not told: it would give away what is withheld.")
    else:
        yield from _best(telling, opening)


def _nothing_less(telling: Telling, opening: Opening) -> tuple[Sentence, ...]:
    """In how many readings it suffices and no part of it does."""
    if opening.share is None or opening.minimal_share is None or opening.is_exact:
        return ()
    return (
        telling.say(
            "Giving all of this up suffices in {share}{error} readings without a deal, and in {least} nothing less of it does.",
            (*telling.conditions_keys(opening.conditions), *telling.drawn_keys),
            share=in_100(opening.share),
            error=give_or_take(opening.error),
            least=in_100(opening.minimal_share),
        ),
    )


def _drops(telling: Telling, opening: Opening) -> tuple[Sentence, ...]:
    return tuple(
        telling.say(
            "What no deal is worth to {who} would have to fall by {fall}.",
            telling.value_keys(actor),
            who=actor_name(telling.case, actor),
            fall=points_spread(fall),
        )
        for actor, fall in opening.drops
    )


def _lines(opening: Opening) -> list[Condition]:
    return [c for c in opening.conditions if c.kind is ConditionKind.RED_LINE]


def _firmness_figure(telling: Telling, opening: Opening) -> str | None:
    if not _lines(opening) or is_opening_withheld(telling, opening):
        return None
    return between(opening.firmness_low, opening.firmness_high)


def _firmness(telling: Telling, opening: Opening) -> tuple[Sentence, ...]:
    lines = _lines(opening)
    figure = _firmness_figure(telling, opening)
    if figure is None:
        return ()
    keys = [key for condition in lines for key in telling.condition_keys(condition, with_firmness=True)]
    what = "this red line is" if len(lines) == 1 else f"all {len(lines)} red lines are"
    bounds = ""
    if len(lines) > 1:
        whatever = between(opening.firmness_least, opening.firmness_most)
        bounds = f" if they are independent, {whatever} however they depend on each other"
    return (
        telling.say(
            "By the firmness the case gives, that {what} bluff has a probability of {figure}{bounds}.",
            keys,
            what=what,
            figure=figure,
            bounds=bounds,
        ),
    )


def _best(telling: Telling, opening: Opening) -> tuple[Sentence, ...]:
    """The package best for a party, only where the record singles one out."""
    if not opening.best:
        return ()
    if opening.is_exact:
        return tuple(_best_of(telling, b, is_exact=True) for b in opening.best if b.package is not None)
    leading = [b for b in opening.best if b.package is not None]
    found = [_best_of(telling, b, is_exact=False) for b in leading]
    if len(leading) < len(opening.best):
        rest = [actor_name(telling.case, b.actor) for b in opening.best if b.package is None]
        found.append(
            telling.say(
                "The record does not single out one package as best for {who}: none leads in half the readings looked at.",
                telling.drawn_keys,
                who=join(rest, last="or"),
            )
        )
    return tuple(found)


def _best_of(telling: Telling, best: Best, *, is_exact: bool) -> Sentence:
    package = package_words(telling.case, best.package) if best.package is not None else ()
    return telling.say(
        "Best for {who} among the packages it opens{lead}: {package}.",
        telling.value_keys(best.actor),
        who=actor_name(telling.case, best.actor),
        lead="" if is_exact else f" (leading in {in_100(best.leads)} readings looked at)",
        package=package,
    )


def _untested(telling: Telling, opening: Opening) -> tuple[Sentence, ...]:
    if is_opening_withheld(telling, opening):
        return ()
    found: dict[tuple[str, str, str], StandIn] = {}
    for weakening in opening.weakenings[:WEAKENINGS]:
        for stand_in in weakening.untested:
            found.setdefault((stand_in.actor, stand_in.issue, stand_in.option), stand_in)
    return tuple(
        telling.say(
            "Untested: the record gives no position of {who} on {option} ({issue}); silence is not consent.",
            who=actor_name(telling.case, s.actor),
            option=quoted_option(telling.case, s.issue, s.option),
            issue=name(telling.case.issue(s.issue).name),
        )
        for s in found.values()
    )


def terms_table(telling: Telling, number: int, opening: Opening) -> Table | None:
    """Per issue, the options found in acceptable packages once the opening is made."""
    if not opening.terms or is_opening_withheld(telling, opening):
        return None
    rows = []
    is_drawn = not opening.is_exact
    for issue_id, options in opening.terms:
        issue = telling.case.issue(issue_id)
        recurring = [o for o in options if o[1] >= TERMS_SHARE] or [max(options, key=lambda o: o[1])]
        words = "; ".join(
            plain(option_words(telling.case, issue_id, o)) + (f" ({in_100(share)})" if is_drawn else "")
            for o, share in _ends(issue.is_numeric, recurring)
        )
        rows.append(
            (TableCell(text=issue.name, is_name=True), TableCell(text=words, is_name=True), TableCell(text=str(len(options))))
        )
    caption = f"Opening {number}: options found in some acceptable package"
    if is_drawn:
        caption += ", with the share of the readings it opens"
    which = "Options in half of the readings or more" if is_drawn else "Options"
    return Table(caption=caption, columns=("Issue", which, "How many in any" if is_drawn else "How many"), rows=tuple(rows))


def _ends(is_numeric: bool, options: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Of many numeric options the two ends, which say how far they spread."""
    return [options[0], options[-1]] if is_numeric and len(options) > 3 else options
