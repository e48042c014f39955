"""Key judgements, most decisive first: what blocks, what firmness does to it, and how the proposals stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.explanation.explanation import Judgement, Sentence
from detente.explanation.opening_texts import moves_words, points_spread, reach_words
from detente.explanation.record_of_talks import record_of_talks
from detente.explanation.telling import Telling
from detente.explanation.wording import (
    Words,
    actor_name,
    between,
    give_or_take,
    in_100,
    join,
    margin,
    name,
    package_words,
    phrase,
    plural,
)
from detente.model.verdict import Verdict
from detente.questions.agreement.conditions import Condition, ConditionKind
from detente.questions.agreement.finding import Alternative, BlockingSet, BreakEven, Figure, Opening, PackageSet

__all__ = ["break_evens", "figure_words", "judgements", "readings_words"]

STATED = 6
DRAWN = 4
LEAST_SHARE = 0.01
"""Blocking sets in fewer readings are counted, not told one by one."""


def judgements(telling: Telling) -> tuple[Judgement, ...]:
    """Every key judgement of the agreement question and the record of the talks."""
    return (
        *_blocking(telling),
        *_figures(telling),
        *_bounds(telling),
        *break_evens(telling),
        *record_of_talks(telling),
        *_alternatives(telling),
    )


# -- what blocks -----------------------------------------------------------------------------------


def _blocking(telling: Telling) -> Iterator[Judgement]:
    finding = telling.finding
    stated = [b for b in finding.blocking if b.is_necessary]
    drawn = [b for b in finding.blocking if not b.is_necessary]
    for number, block in enumerate(stated[:STATED], start=1):
        yield _stated_block(telling, number, len(stated), block)
    if len(stated) > STATED:
        yield _rest(f"{plural(len(stated) - STATED, 'more set')} of positions block every package as well.", "more-stated")
    if telling.few_without_deal is not None:
        few = plural(telling.few_without_deal, "reading is", "readings are")
        yield Judgement(
            key="few-without-deal",
            title="What blocks where there is no deal",
            sentence=telling.say(
                "Of all readings drawn only {few} without a deal: too few to say what blocks or would open one there.",
                telling.drawn_keys,
                few=few,
            ),
            exactness="drawn",
        )
        return
    told = [block for block in drawn[:DRAWN] if block.share >= LEAST_SHARE]
    for number, block in enumerate(told, start=1):
        yield _drawn_block(telling, number, block)
    if len(drawn) > len(told) or (finding.blocking and not finding.is_blocking_complete):
        left = len(drawn) - len(told)
        count = plural(left, "more set") if left else "further sets"
        verb = "blocks" if left == 1 else "block"
        least = "" if finding.is_blocking_complete else ", and the list is not complete"
        yield _rest(
            f"There {'is' if left == 1 else 'are'} {count} of conditions that {verb} in fewer readings{least}.",
            "more-drawn",
            exactness="drawn",
        )


def _rest(text: str, key: str, exactness: str = "exact") -> Judgement:
    return Judgement(key=key, title="Further sets", sentence=Sentence(parts=phrase("{t}", t=text)), exactness=exactness)


def _stated_block(telling: Telling, number: int, total: int, block: BlockingSet) -> Judgement:
    has_values = any(c.kind is ConditionKind.NO_DEAL for c in block.conditions)
    count = len(block.conditions)
    if count == 1:
        template = "No package that counts as a deal meets this condition: {conditions}."
    else:
        template = "No package that counts as a deal meets these {count} conditions together: {conditions}."
    title = "What blocks every package" + (" as stated" if not has_values else "")
    return Judgement(
        key=f"blocks-{number}",
        title=title if total == 1 else f"{title} ({number} of {total})",
        sentence=telling.say(
            template, telling.conditions_keys(block.conditions), count=str(count), conditions=telling.conditions(block.conditions)
        ),
        reasons=tuple(_grounds(telling, block.conditions)),
        would_change=tuple(_ways_out(telling, block)),
        exactness="exact",
    )


def _drawn_block(telling: Telling, number: int, block: BlockingSet) -> Judgement:
    return Judgement(
        key=f"blocks-drawn-{number}",
        title=f"What blocks in {in_100(block.share)} readings without a deal",
        sentence=telling.say(
            "In {share}{error} readings without a deal no package meets these conditions together: {conditions}.",
            (*telling.conditions_keys(block.conditions), *telling.drawn_keys),
            share=in_100(block.share),
            error=give_or_take(block.error),
            conditions=telling.conditions(block.conditions),
        ),
        exactness="drawn",
    )


def _grounds(telling: Telling, conditions: Iterable[Condition]) -> Iterator[Sentence]:
    """The claims each red line rests on, in the words of the case; or that it rests on none."""
    for condition in conditions:
        if condition.kind is not ConditionKind.RED_LINE or telling.is_condition_withheld(condition):
            continue
        line = telling.case.red_line(condition.id)
        who = actor_name(telling.case, line.actor)
        demand = telling.case.demand(line.inferred_from) if line.inferred_from else None
        claims = [
            c
            for c in dict.fromkeys((*line.because, *(demand.because if demand else ())))
            if telling.is_shown(telling.case.claim(c))
        ]
        for claim in claims:
            yield telling.say("On {who}: {text}", claims=[claim], who=who, text=name(telling.case.claim(claim).text))
        if demand is not None:
            yield telling.say(
                "That {who} would refuse what falls short of its demand is the analyst's inference: a demand is not a red line.",
                telling.condition_keys(condition),
                who=who,
            )
        elif not line.because:
            yield telling.say("No claim stands behind this red line of {who}.", telling.condition_keys(condition), who=who)


def _asks(opening: Opening) -> tuple[bool, int]:
    """Openings that ask for fewer conditions first, those through a rule last; rank decides between the rest."""
    return any(c.kind is ConditionKind.RULE for c in opening.conditions), len(opening.conditions)


def _ways_out(telling: Telling, block: BlockingSet) -> Iterator[Sentence]:
    """The first opening in rank through each condition of the set."""
    seen: set[Condition] = set()
    for opening in sorted(telling.finding.openings, key=_asks):
        touched = [c for c in opening.conditions if c in block.conditions and c not in seen]
        if not touched or len(seen) >= len(block.conditions):
            continue
        seen.update(touched)
        is_untested = bool(opening.weakenings) and opening.weakenings[0].is_untested
        yield telling.say(
            "A deal would be possible, {reach}, if {moves}{untested}.",
            telling.conditions_keys(opening.conditions),
            reach=reach_words(opening),
            moves=moves_words(telling, opening),
            untested=", which is untested" if is_untested else "",
        )


# -- shares ----------------------------------------------------------------------------------------


def readings_words(n: int) -> str:
    """What a share is a share of."""
    return f"ways of filling the gaps in the record that we drew under the stated rule ({n:,} drawn)"


def figure_words(figure: Figure) -> str:
    """A figure as a count of 100 with its error: ``26 of 100 (give or take 1)``."""
    return "no share" if figure.share is None else f"{in_100(figure.share)}{margin(figure)}"


def range_words(figure: Figure) -> str:
    """What the figure becomes over ranges of firmness and dependence, as further clauses; empty when nothing."""
    words = ""
    if figure.low is not None and figure.high is not None and in_100(figure.low) != in_100(figure.high):
        words += f", {between(figure.low, figure.high)} over the ranges of firmness"
    if figure.least is not None and figure.most is not None and in_100(figure.least) != in_100(figure.most):
        words += f", {between(figure.least, figure.most)} however the red lines depend on each other"
    return words


def _figures(telling: Telling) -> Iterator[Judgement]:
    finding = telling.finding
    if finding.verdict is Verdict.HOLDS or (finding.verdict is Verdict.UNDETERMINED and finding.all_off.share is None):
        return
    if not any(line.actor in {p.id for p in telling.case.parties} for line in telling.case.red_lines):
        if finding.as_stated.share is not None and not finding.as_stated.is_exact:
            yield _share_judgement(
                telling, "as-stated", "In how many readings there is a deal", finding.as_stated, "a deal exists"
            )
        return
    if finding.as_stated.share is not None and not finding.as_stated.is_exact:
        what = "with every red line on record in force, a deal exists"
        yield _share_judgement(telling, "as-stated", "With every red line in force", finding.as_stated, what)
    yield from _bluff(telling)
    if finding.all_off.share is not None:
        what = "with every red line off, a deal exists"
        yield _share_judgement(telling, "all-off", "With every red line off", finding.all_off, what)


def _bluff(telling: Telling) -> Iterator[Judgement]:
    figure = telling.finding.some_bluff
    if figure.share is None:
        if figure.reason:
            yield Judgement(
                key="some-bluff",
                title="If some red lines are bluff",
                sentence=telling.say(
                    "No share can be given of what happens if some red lines are bluff: {reason}.", reason=telling.reason(figure)
                ),
                exactness="on the record",
            )
        return
    if all(line.firmness.low == 1 for line in telling.case.red_lines):
        return
    what = "if some red lines are bluff, as likely as the case judges each of them to be meant, a deal exists"
    base = _share_judgement(telling, "some-bluff", "What firmness does to it", figure, what, keys=telling.firmness_keys)
    change = telling.say(
        "The figure moves with the firmness judged; every one of these judgements is listed among the assumptions.",
        telling.firmness_keys,
    )
    yield Judgement(key=base.key, title=base.title, sentence=base.sentence, would_change=(change,), exactness=base.exactness)


def _share_judgement(telling: Telling, key: str, title: str, figure: Figure, what: str, keys: tuple[str, ...] = ()) -> Judgement:
    rests = (*telling.position_keys, *telling.drawn_keys, *keys)
    what = what[0].upper() + what[1:]
    if figure.n <= 1 and figure.share in (0.0, 1.0):
        answer = "yes" if figure.share else "no"
        sentence = telling.say("{what}: {answer}, by the numbers the case gives.", rests, what=what, answer=answer)
    elif figure.n <= 1:
        sentence = telling.say(
            "{what} with a probability of {share}{ranges}.",
            rests,
            what=what,
            share=figure_words(figure),
            ranges=range_words(figure),
        )
    else:
        sentence = telling.say(
            "{what} in {share} {readings}{ranges}; this is not the chance of a deal.",
            rests,
            what=what,
            share=figure_words(figure),
            readings=readings_words(figure.n),
            ranges=range_words(figure),
        )
    return Judgement(key=key, title=title, sentence=sentence, exactness="exact" if figure.is_exact else "drawn")


def _bounds(telling: Telling) -> Iterator[Judgement]:
    finding = telling.finding
    if finding.n_clear == 0 or finding.verdict is Verdict.UNDETERMINED:
        return
    necessary, possible = finding.necessary, finding.possible
    rests = (*telling.position_keys, *telling.drawn_keys)
    clear = plural(finding.n_clear, "package crosses", "packages cross")
    if necessary.count == 0 and possible.count == finding.n_clear and possible.is_complete:
        sentence = telling.say(
            "{clear} no red line and no rule; exact bounds say nothing more: each is acceptable to all in some reading and to"
            " not all in another.",
            rests,
            clear=clear,
        )
    elif finding.provenance.is_exact:
        sentence = telling.say(
            "{clear} no red line and no rule; of these, {necessary} acceptable to every party by the numbers of the case.",
            rests,
            clear=clear,
            necessary=_count(necessary),
        )
    else:
        sentence = telling.say(
            "{clear} no red line and no rule; {possible} acceptable to every party in some reading, {necessary} in"
            " every reading.",
            rests,
            clear=clear,
            possible=_count(possible),
            necessary=_count(necessary),
        )
    always = "" if finding.provenance.is_exact else " in every reading"
    reasons = tuple(
        telling.say("Acceptable{always}: {package}.", rests, always=always, package=package_words(telling.case, package))
        for package in necessary.examples[:3]
    )
    yield Judgement(
        key="bounds", title="What is certain whatever the values", sentence=sentence, reasons=reasons, exactness="exact"
    )


def _count(packages: PackageSet) -> str:
    if packages.count == 0 and packages.is_complete:
        return "none is"
    number = f"{packages.count:,} {'is' if packages.count == 1 else 'are'}"
    return number if packages.is_complete else f"at least {number} (the budget left {packages.undecided:,} undecided)"


def break_evens(telling: Telling) -> Iterator[Judgement]:
    """For each party whose no-deal value the record does not bound: the value below which a deal exists."""
    for entry in telling.finding.break_even:
        yield Judgement(
            key=f"break-even-{entry.actor}",
            title="Where the record does not say what no deal is worth",
            sentence=telling.say(
                "The record does not say what no deal is worth to {who}: {lines}{anything}, {when}.",
                telling.drawn_keys,
                who=actor_name(telling.case, entry.actor),
                lines="with every red line off" if entry.red_lines_off else "with every red line in force",
                anything=_taking_all(telling, entry),
                when=_when_a_deal_exists(telling, entry),
            ),
            exactness="exact" if entry.n_readings == 1 else "drawn",
        )


def _taking_all(telling: Telling, entry: BreakEven) -> Words:
    """That other parties whose no-deal value is not known either are taken to accept anything."""
    others = [actor_name(telling.case, actor) for actor in entry.takes_all]
    return phrase(" and any package good enough for {others}", others=join(others)) if others else ()


def _when_a_deal_exists(telling: Telling, entry: BreakEven) -> Words:
    """The value below which a deal exists, and in how many readings none does whatever the value is."""
    spread = entry.spread
    n_with = 0 if spread is None else spread.n
    if spread is not None and n_with == entry.n_readings:
        return phrase("a deal exists if it is at most {points}", points=points_spread(spread))
    asked = [p.id for p in telling.case.parties if p.id != entry.actor and p.id not in entry.takes_all]
    none = phrase(
        "whatever it is, no deal exists{where}, as no package is acceptable to {others}{together}",
        where="" if entry.n_readings == 1 else f" in {in_100(1 - n_with / entry.n_readings)} readings looked at",
        others=join([actor_name(telling.case, actor) for actor in asked]),
        together=" together" if len(asked) > 1 else "",
    )
    if spread is None:
        return none
    points = points_spread(spread, over="")
    return phrase("{none}; in the rest a deal exists if it is at most {points}", none=none, points=points)


def _alternatives(telling: Telling) -> Iterator[Judgement]:
    found = telling.finding.alternatives
    if not found or telling.finding.some_bluff.share is None:
        return
    base = in_100(telling.finding.some_bluff.share)
    if all(a.figure.share is not None and in_100(a.figure.share) == base for a in found):
        yield Judgement(
            key="alternatives",
            title="How far the share hangs on the rule of drawing",
            sentence=telling.say("Drawn by the other rules tried, the share stays {base}.", telling.drawn_keys, base=base),
            exactness="drawn",
        )
        return
    yield Judgement(
        key="alternatives",
        title="How far the share hangs on the rule of drawing",
        sentence=telling.say(
            "Drawn by other rules, {base} becomes {others}.",
            telling.drawn_keys,
            base=in_100(telling.finding.some_bluff.share),
            others=join([_alternative(telling, a) for a in found]),
        ),
        exactness="drawn",
    )


def _alternative(telling: Telling, alternative: Alternative) -> Words:
    share = in_100(alternative.figure.share) if alternative.figure.share is not None else "no share"
    issues = [name(telling.case.issue(i).name) for i in alternative.issues]
    if alternative.measure == "split":
        return phrase("{share} with {i} written as two issues", share=share, i=issues[0])
    if alternative.measure == "merged":
        return phrase("{share} with {i} written as one issue", share=share, i=join(issues))
    return phrase("{share} with every step between options taken alike", share=share)
