"""What drives the verdict, in sentences: the unknowns to check first, and the numbers at which the answer flips."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from detente.explanation.explanation import Chapter, RangeBar, RangeChart, Sentence, Table, TableCell
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, in_100, join, name, number, phrase, plural, quoted_option
from detente.model.verdict import Verdict
from detente.questions.agreement.conditions import Condition, ConditionKind
from detente.questions.agreement.drivers.finding import (
    Bar,
    BarEnd,
    DriversFinding,
    End,
    Flip,
    Lesson,
    NumberBreakEven,
    Quantity,
    Subject,
)

__all__ = ["drivers_chapter", "is_withheld", "points_words", "subject_words"]

TOLD = 3
"""Unknowns told in sentences, those that would move the share most."""

FLIPS = 6
"""Break-even values told in sentences."""

BARS = 10
LEAST_TOLD = 0.005
"""A bar that moves the share by less than half of one in a hundred is not drawn."""

_VERDICTS = {
    Verdict.HOLDS: "a deal exists{whatever}",
    Verdict.FAILS: "no deal exists",
    Verdict.CONTESTED: "whether a deal exists depends on what the record leaves open",
    Verdict.UNDETERMINED: "whether a deal exists could not be determined",
    None: "nothing fits the record any more",
}

_WHATEVER = " whatever fills the gaps in the record"
_LINES = (Quantity.FIRMNESS, Quantity.RED_LINE)


def drivers_chapter(telling: Telling, finding: DriversFinding) -> Chapter | None:
    """Which assumption to check first; ``None`` where nothing was asked."""
    if finding.verdict is Verdict.UNDETERMINED:
        return None
    sentences = (*_lessons(telling, finding), *_flips(telling, finding))
    chart = _chart(telling, finding)
    return Chapter(
        key="drivers",
        title="Which assumption to check first",
        sentences=sentences,
        charts=() if chart is None else (chart,),
        tables=_tables(telling, finding),
    )


def is_withheld(telling: Telling, subject: Subject) -> bool:
    """Whether something an entry is about may not be told."""
    return any(telling.is_record_withheld(record) for record in subject.records)


def subject_words(telling: Telling, subject: Subject) -> Words:
    """What an entry is about, as the subject or object of a sentence."""
    case = telling.case
    actor = actor_name(case, subject.actor)
    if is_withheld(telling, subject):
        return phrase("a judgment about {actor} that is withheld", actor=actor)
    if subject.quantity in _LINES:
        lines = [Condition(kind=ConditionKind.RED_LINE, id=line, actor=case.red_line(line).actor) for line in subject.red_lines]
        return phrase("whether it is meant that {what}", what=join([telling.condition(line) for line in lines]))
    if subject.quantity is Quantity.NO_DEAL:
        return phrase("what no deal is worth to {actor}", actor=actor)
    issue = name(case.issue(subject.issue or "").name)
    if subject.quantity is Quantity.POINTS:
        option = quoted_option(case, subject.issue or "", subject.option or "")
        return phrase("what {option} on {issue} is worth to {actor}", option=option, issue=issue, actor=actor)
    if subject.quantity is Quantity.WEIGHT:
        return phrase("how much {issue} weighs for {actor}", issue=issue, actor=actor)
    return phrase("how {actor} would rank the options on {issue}", actor=actor, issue=issue)


def _verdict(finding: DriversFinding, verdict: Verdict | None) -> str:
    """A verdict as a clause; a case that leaves no gap is not said to have one."""
    return _VERDICTS[verdict].format(whatever="" if finding.provenance.is_exact else _WHATEVER)


def points_words(value: Fraction) -> str:
    """A number of points for reading, to a tenth where it is no short decimal (then said to be about that)."""
    text = number(value)
    return f"{text} points" if len(text) < 7 else f"about {float(value):.1f} points"


# -- what to check first ---------------------------------------------------------------------------


def _lessons(telling: Telling, finding: DriversFinding) -> Iterator[Sentence]:
    base = finding.base.share
    if base is None or not finding.lessons:
        return
    which = "some red lines may be bluff" if finding.figure == "some_bluff" else "every red line is off"
    telling_lessons = [x for x in finding.lessons if not x.is_within_error and not is_withheld(telling, x.subject)]
    if not telling_lessons:
        than = "" if finding.base.is_exact else " by more than the error of the draw"
        yield telling.say(
            "No single unknown would, once known, move the share of readings with a deal{than}.", telling.drawn_keys, than=than
        )
        return
    yield telling.say(
        "Check first what would move the answer most. Where {which}, {share} readings have a deal; the share would move most were"
        " this known:",
        telling.drawn_keys,
        which=which,
        share=in_100(base),
    )
    for lesson in telling_lessons[:TOLD]:
        yield _lesson(telling, lesson)


def _lesson(telling: Telling, lesson: Lesson) -> Sentence:
    subject = lesson.subject
    keys = () if is_withheld(telling, subject) else subject.records or telling.value_keys(subject.actor)
    if subject.quantity is Quantity.RED_LINE:
        return telling.say(
            "{what}: {low} readings would have a deal if so, {high} if not.",
            keys,
            what=subject_words(telling, subject),
            low=in_100(lesson.low),
            high=in_100(lesson.high),
        )
    return telling.say(
        "{what}: between {low} and {high} readings would have a deal, depending on what it turns out to be.",
        keys,
        what=subject_words(telling, subject),
        low=in_100(lesson.low).removesuffix(" of 100"),
        high=in_100(lesson.high),
    )


# -- where the answer flips ------------------------------------------------------------------------


def _flips(telling: Telling, finding: DriversFinding) -> Iterator[Sentence]:
    told = [] if telling.are_packages_withheld else [e for e in finding.break_evens if e.below or e.above]
    for entry in sorted(told, key=_nearness)[:FLIPS]:
        yield _flip(telling, finding, entry)
    if len(told) > FLIPS:
        rest = plural(len(told) - FLIPS, "further number changes", "further numbers change")
        yield telling.say("{rest} the verdict alone; the table has each.", rest=rest)
    if telling.are_packages_withheld and finding.break_evens:
        yield telling.say("Break-even values are withheld: they would show where something withheld lies.")
        return
    if finding.break_evens and not told and finding.is_complete:
        reasons = {e.reason for e in finding.break_evens}
        reason = reasons.pop() if len(reasons) == 1 else None
        yield telling.say(
            "No number of the case, changed alone, changes the verdict as stated{reason}.",
            telling.position_keys,
            reason=f": {reason}" if reason else "",
        )
    if finding.left_out:
        yield telling.say("Not worked out at this size: {what}.", what="; ".join(finding.left_out))
    elif not finding.is_complete:
        yield telling.say("Not every number could be followed all the way: a budget ran out, or an open order leaves gaps.")
    for effect in finding.firmness:
        if effect.without is not finding.verdict and not is_withheld(telling, effect.subject):
            lines = [Condition(kind=ConditionKind.RED_LINE, id=i, actor=effect.subject.actor) for i in effect.subject.red_lines]
            yield telling.say(
                "Were it not so that {line}, {verdict}, the rest as stated.",
                effect.subject.records,
                line=join([telling.condition(line) for line in lines]),
                verdict=_verdict(finding, effect.without).replace("exists", "would exist").replace("depends", "would depend"),
            )


def _nearness(entry: NumberBreakEven) -> tuple[Fraction, str]:
    flips = [f for f in (entry.below, entry.above) if f is not None]
    return min(abs(f.value - entry.stated) for f in flips), str(entry.subject)


def _flip(telling: Telling, finding: DriversFinding, entry: NumberBreakEven) -> Sentence:
    end = {End.EXACT: "", End.LOW: " at the least", End.HIGH: " at the most"}[entry.end]
    ways = [_way(finding, f, way) for f, way in ((entry.below, "or less"), (entry.above, "or more")) if f is not None]
    aside = " (the other issues keep their proportion)" if entry.in_proportion else ""
    return telling.say(
        "{what}: {stated}{end} as stated{aside}; {ways}.",
        entry.subject.records,
        what=subject_words(telling, entry.subject),
        stated=points_words(entry.stated),
        end=end,
        aside=aside,
        ways="; ".join(ways),
    )


def _way(finding: DriversFinding, flip: Flip, way: str) -> str:
    where = points_words(flip.value)
    if flip.at is flip.beyond or flip.beyond is None:
        return f"at {where} {way if flip.at is flip.beyond else ''}".rstrip() + f" {_verdict(finding, flip.at)}"
    side = "below" if way == "or less" else "above"
    return f"at {where} {_verdict(finding, flip.at)}, {side} that {_verdict(finding, flip.beyond)}"


# -- the chart and the tables ----------------------------------------------------------------------


def _chart(telling: Telling, finding: DriversFinding) -> RangeChart | None:
    base = finding.base.share
    told = [bar for bar in finding.bars if not is_withheld(telling, bar.subject)]
    moving = [bar for bar in told if _is_telling(bar)][:BARS]
    if base is None or not moving:
        return None
    bars = tuple(found for bar in moving if (found := _range_bar(telling, bar, base)) is not None)
    assumed = any(bar.is_range_assumed for bar in moving)
    which = "some red lines may be bluff" if finding.figure == "some_bluff" else "every red line is off"
    quiet = len(told) - sum(_is_telling(bar) for bar in told)
    why = (
        "by less than half of 1 in 100"
        if finding.base.is_exact
        else "by no more than the error of the draw, or too little to see"
    )
    still = f" {plural(quiet, 'number is', 'numbers are')} not drawn: each moves the share {why}." if quiet else ""
    return RangeChart(
        key="drivers",
        title="How far one judged number moves the share",
        summary=f"Each number is set to either end of its range with all else as stated, on the same draws, where {which}."
        + still
        + (" Where the case gives one number, the ends are ours: at most ten points to either side." if assumed else ""),
        axis="readings with a deal",
        base=100 * base,
        bars=bars,
        table=Table(
            caption="One number at a time",
            columns=("Number", "Low end", "High end"),
            rows=tuple(
                (TableCell(text=b.label, is_name=True), TableCell(text=b.low_text), TableCell(text=b.high_text)) for b in bars
            ),
        ),
    )


def _range_bar(telling: Telling, bar: Bar, base: float) -> RangeBar | None:
    """A bar about the share as stated: each end is that share and the change on the same draws."""
    shares = [None if end.change is None else min(1.0, max(0.0, base + end.change)) for end in (bar.low, bar.high)]
    known = [share for share in shares if share is not None]
    if not known:
        return None
    label = telling.say("{what}", what=subject_words(telling, bar.subject)).text
    unit = " of 100" if bar.subject.quantity is Quantity.FIRMNESS else " points"
    low_text, high_text = (_end_text(end, share, unit) for end, share in zip((bar.low, bar.high), shares, strict=True))
    return RangeBar(
        label=label,
        low=100 * min(*known, base),
        high=100 * max(*known, base),
        low_text=low_text,
        high_text=high_text,
    )


def _is_telling(bar: Bar) -> bool:
    """Whether a bar moves the share by more than the error of the draw, and by enough to be seen."""
    ends = [end for end in (bar.low, bar.high) if end.change is not None]
    return bar.width >= LEAST_TOLD and any(abs(end.change or 0.0) > 3 * end.error for end in ends)


def _end_text(end: BarEnd, share: float | None, unit: str) -> str:
    at = f"at {number(end.value)}{unit}" if len(number(end.value)) < 7 else f"at about {float(end.value):.1f}{unit}"
    return f"{at}: {end.reason or 'no share'}" if share is None else f"{at}: {in_100(share)}"


def _tables(telling: Telling, finding: DriversFinding) -> tuple[Table, ...]:
    if telling.are_packages_withheld:
        return ()
    rows = tuple(
        (
            TableCell(text=telling.say("{what}", what=subject_words(telling, e.subject)).text, is_name=True),
            TableCell(text=f"{points_words(e.stated)}{ {End.LOW: ', at least', End.HIGH: ', at most'}.get(e.end, '') }"),
            TableCell(text=_cell(finding, e.below)),
            TableCell(text=_cell(finding, e.above)),
        )
        for e in finding.break_evens
        if e.below or e.above
    )
    if not rows:
        return ()
    columns = ("Number", "As stated", "Falling, the verdict changes at", "Rising, the verdict changes at")
    return (Table(caption="Break-even values of the verdict", columns=columns, rows=rows),)


def _cell(finding: DriversFinding, flip: Flip | None) -> str:
    if flip is None:
        return "no value"
    exact = flip.value if flip.value.denominator < 10_000 else None
    shown = points_words(flip.value) if exact is None or len(number(flip.value)) < 7 else f"{exact} points"
    return f"{shown}: {_verdict(finding, flip.at)}"
