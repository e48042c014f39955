"""What drives the verdict, as lists for the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from textwrap import wrap

from detente.explanation.explanation import Sentence
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, date_words, in_100, join, name, number, phrase, plural, quoted_option
from detente.model.verdict import Verdict
from detente.questions.agreement.conditions import Condition, ConditionKind
from detente.questions.agreement.drivers.finding import (
    Bar,
    BarEnd,
    DriversFinding,
    End,
    FirmnessEffect,
    Flip,
    Lesson,
    NumberBreakEven,
    OpeningFlip,
    Quantity,
    Subject,
)
from detente.report.citations import isolated, sentence_text

__all__ = ["drivers_text", "is_withheld"]

LISTED = 12
"""Entries listed in each part; JSON has all."""

LEAST_TOLD = 0.0005
"""Widths of bars below this are nothing that could be read."""

_LINES = (Quantity.FIRMNESS, Quantity.RED_LINE)
_VERDICTS = {
    Verdict.HOLDS: "a deal exists{whatever}",
    Verdict.FAILS: "no deal exists",
    Verdict.CONTESTED: "whether a deal exists depends on what the record leaves open",
    Verdict.UNDETERMINED: "whether a deal exists could not be determined",
    None: "no reading of the record is left",
}
_WOULD_BE = {
    Verdict.HOLDS: "a deal would exist{whatever}",
    Verdict.FAILS: "no deal would exist",
    Verdict.CONTESTED: "whether a deal exists would depend on what the record leaves open",
    Verdict.UNDETERMINED: "whether a deal would exist could not be determined",
}
_PARTLY = "not every value could be looked at: a budget ran out, or an open order of options leaves gaps"
_WHATEVER = ", whatever fills the gaps in the record"
_WITHHELD = "break-even values are withheld: they would show where something withheld lies"


def drivers_text(telling: Telling, finding: DriversFinding, change: str | None, width: int) -> str:
    """The finding as plain text of at most ``width`` columns; ``change`` is told at the top."""
    case = telling.case
    reason = f" ({finding.reason})" if finding.reason else ""
    head = [_paragraph(change, width)] if change else []
    head.append(_paragraph(f"{isolated(case.title)}, as of {date_words(case.as_of)}: what drives the verdict?", width))
    head.append(_paragraph(f"As stated, {_verdict(finding, finding.verdict)}{reason}. {_base(finding)}", width))
    parts = [
        _part("Check first: how far the share would typically move if this were known", _lessons(telling, finding), width),
        _part("One number at a time: the share with it at either end, all else as stated", _bars(telling, finding), width),
        _part("Break-even values: what one number alone would have to be", _break_evens(telling, finding), width),
        _part("Red lines: the answer as stated were one not there", _lines(telling, finding), width),
        _part("Not worked out", finding.left_out, width),
    ]
    return "\n\n".join([*head, *(part for part in parts if part)])


def is_withheld(telling: Telling, subject: Subject) -> bool:
    """Whether something the entry is about may not be told."""
    return any(telling.is_record_withheld(record) for record in subject.records)


def _base(finding: DriversFinding) -> str:
    if finding.base.share is None:
        return ""
    which = "some red lines may be bluff" if finding.figure == "some_bluff" else "no red line is in force"
    drawn = "exact" if finding.base.is_exact else f"{plural(finding.base.n, 'reading')}"
    return f"Readings with a deal, where {which}: {in_100(finding.base.share)} ({drawn}); not the chance of one."


# -- subjects --------------------------------------------------------------------------------------


def _subject(telling: Telling, subject: Subject) -> str:
    """What an entry is about, with the claims behind it or that it is an assumption."""
    said = telling.say("{what}", subject.records, what=_subject_words(telling, subject))
    rests = [*said.claims, *(["an assumption"] if said.assumptions else [])]
    text = sentence_text(said)
    return f"{text} [{', '.join(rests)}]" if rests else text


def _subject_words(telling: Telling, subject: Subject) -> Words:
    case = telling.case
    actor = actor_name(case, subject.actor)
    if subject.quantity in _LINES:
        lines = [Condition(kind=ConditionKind.RED_LINE, id=line, actor=case.red_line(line).actor) for line in subject.red_lines]
        return phrase("whether it is meant that {what}", what=join([telling.condition(line) for line in lines]))
    if subject.quantity is Quantity.NO_DEAL:
        return phrase("what no deal is worth to {actor}", actor=actor)
    issue = name(case.issue(subject.issue or "").name)
    if subject.quantity is Quantity.POINTS:
        option = quoted_option(case, subject.issue or "", subject.option or "")
        return phrase("the points of {option} on {issue} for {actor}", option=option, issue=issue, actor=actor)
    if subject.quantity is Quantity.WEIGHT:
        return phrase("the weight of {issue} for {actor}", issue=issue, actor=actor)
    return phrase("how {actor} ranks the options on {issue}", actor=actor, issue=issue)


# -- parts -----------------------------------------------------------------------------------------


def _lessons(telling: Telling, finding: DriversFinding) -> list[str]:
    shown = [lesson for lesson in finding.lessons if not is_withheld(telling, lesson.subject)]
    told = [lesson for lesson in shown if not lesson.is_within_error]
    lines = [_lesson(telling, lesson) for lesson in told[:LISTED]]
    lines += _rest(len(told) - LISTED, "unknown") + _hidden(len(finding.lessons) - len(shown), "unknown")
    quiet = len(shown) - len(told)
    if quiet:
        other = "other " if lines else ""
        than = "not at all" if finding.base.is_exact else "by no more than the draw's own error"
        lines.append(f"{plural(quiet, f'{other}unknown moves', f'{other}unknowns move')} it {than}")
    return lines


def _lesson(telling: Telling, lesson: Lesson) -> str:
    what = _subject(telling, lesson.subject)
    span = f"from {in_100(lesson.low)} to {in_100(lesson.high)}"
    if lesson.subject.quantity is Quantity.RED_LINE:
        span = f"{in_100(lesson.low)} if so, {in_100(lesson.high)} if not"
    return f"{what}: by {in_100(lesson.move)}; {span}"


def _bars(telling: Telling, finding: DriversFinding) -> list[str]:
    shown = [bar for bar in finding.bars if not is_withheld(telling, bar.subject)]
    moving = [bar for bar in shown if bar.width >= LEAST_TOLD or _is_missing(bar)]
    told = [bar for bar in moving if not bar.is_within_error or _is_missing(bar)]
    lines = [_bar(telling, finding, bar) for bar in told[:LISTED]]
    lines += _rest(len(told) - LISTED, "number") + _hidden(len(finding.bars) - len(shown), "number")
    within, still = len(moving) - len(told), len(shown) - len(moving)
    if within:
        which = "one other number does not move" if within == 1 else f"no number among {within} others moves"
        lines.append(f"{which} the share beyond the error of the draw")
    if still:
        lines.append(f"{plural(still, 'number changes', 'numbers change')} nothing at either end")
    if lines and finding.n_bar_readings > 1:
        lines.append(f"each end played over {plural(finding.n_bar_readings, 'reading')}, the same draws throughout")
    return lines


def _is_missing(bar: Bar) -> bool:
    return any(end.change is None for end in (bar.low, bar.high))


def _bar(telling: Telling, finding: DriversFinding, bar: Bar) -> str:
    unit = " of 100" if bar.subject.quantity is Quantity.FIRMNESS else " points"
    ends = [_bar_end(telling, finding, end, unit) for end in (bar.low, bar.high)]
    asides = ["the ends are ours, at most ten to either side"] if bar.is_range_assumed else []
    asides += ["its other issues in proportion"] if bar.in_proportion else []
    aside = f" ({', '.join(asides)})" if asides else ""
    return f"{_subject(telling, bar.subject)}: {'; '.join(ends)}{aside}"


def _bar_end(telling: Telling, finding: DriversFinding, end: BarEnd, unit: str) -> str:
    share = end.some_bluff if finding.figure == "some_bluff" else end.all_off  # the base moved by the change
    if share is None or end.change is None:
        return f"none at {_short(end.value)}{unit}: {end.reason}"
    error = f" (change {100 * end.change:+.1f}, give or take {300 * end.error:.1f})" if end.error else ""
    leads = ""
    if end.opening and finding.leading and end.opening != finding.leading:
        leads = f", where the leading opening gives up: {_plain(telling.conditions(end.opening))}"
    return f"{in_100(share)} at {_short(end.value)}{unit}{error}{leads}"


def _break_evens(telling: Telling, finding: DriversFinding) -> list[str]:
    if not finding.break_evens:
        return []
    if telling.are_packages_withheld:
        return [_WITHHELD]
    shown = [e for e in finding.break_evens if not is_withheld(telling, e.subject)]
    flipping = [e for e in shown if any((e.below, e.above, e.opening_below, e.opening_above))]
    lines = [_break_even(telling, finding, entry) for entry in flipping[:LISTED]]
    lines += _rest(len(flipping) - LISTED, "number")
    still = [entry for entry in shown if entry not in flipping]
    for reason in dict.fromkeys(entry.reason for entry in still):
        n = sum(entry.reason == reason for entry in still)
        why = f": {reason}" if reason else ""
        lines.append(f"{plural(n, 'number has no value', 'numbers have no value')} that changes the answer{why}")
    if not finding.is_complete:
        lines.append(_PARTLY if not finding.left_out else "not every value could be looked at: see what was not worked out")
    return lines


def _break_even(telling: Telling, finding: DriversFinding, entry: NumberBreakEven) -> str:
    end = {End.EXACT: "", End.LOW: ", at least", End.HIGH: ", at most"}[entry.end]
    told = [_flip(finding, flip, way) for flip, way in ((entry.below, "down"), (entry.above, "up")) if flip is not None]
    if finding.verdict is Verdict.FAILS:  # else each change of the opening is one of the verdict
        openings = ((entry.opening_below, "down"), (entry.opening_above, "up"))
        told += [_opening_flip(telling, flip, way) for flip, way in openings if flip is not None and flip.at and flip.beyond]
    aside = ", its other issues in proportion" if entry.in_proportion else ""
    what = _subject(telling, entry.subject)
    return f"{what}{end}, {_points(entry.stated)} as stated{aside}: {'; '.join(told) or 'no change of the answer'}"


def _flip(finding: DriversFinding, flip: Flip, way: str) -> str:
    where = f"{way} to {_points(flip.value)}"
    if flip.at is flip.beyond or flip.beyond is None:
        return f"{where}, {_verdict(finding, flip.at)}"
    beyond = "below" if way == "down" else "above"
    return f"{where}, {_verdict(finding, flip.at)}; {beyond} that, {_verdict(finding, flip.beyond)}"


def _opening_flip(telling: Telling, flip: OpeningFlip, way: str) -> str:
    past = _plain(telling.conditions(flip.beyond or ()))
    return f"past {_points(flip.value)} ({way}) the leading opening gives up: {past}"


def _points(value: Fraction) -> str:
    return f"{_short(value)} points"


def _short(value: Fraction) -> str:
    """A number for reading, cut short where it is no short decimal; JSON has it exactly."""
    text = number(value)
    return text if len(text) < 8 else f"{float(value):.4f}…"


def _verdict(finding: DriversFinding, verdict: Verdict | None) -> str:
    """A verdict as a clause; a case that leaves no gap is not said to have one."""
    return _VERDICTS[verdict].format(whatever="" if finding.provenance.is_exact else _WHATEVER)


def _lines(telling: Telling, finding: DriversFinding) -> list[str]:
    shown = [effect for effect in finding.firmness if not is_withheld(telling, effect.subject)]
    lines = [_line(telling, finding, effect) for effect in shown[:LISTED]]
    return lines + _rest(len(shown) - LISTED, "red line") + _hidden(len(finding.firmness) - len(shown), "red line")


def _line(telling: Telling, finding: DriversFinding, effect: FirmnessEffect) -> str:
    whatever = "" if finding.provenance.is_exact else _WHATEVER
    change = "no change" if effect.without is finding.verdict else _WOULD_BE[effect.without].format(whatever=whatever)
    conditions = [
        Condition(kind=ConditionKind.RED_LINE, id=line, actor=telling.case.red_line(line).actor)
        for line in effect.subject.red_lines
    ]
    shares = ""
    if effect.if_meant is not None and effect.if_bluff is not None:
        shares = (
            f"; readings with a deal {in_100(float(effect.if_meant))} were it meant, {in_100(float(effect.if_bluff))} were it not"
        )
    return f"{_plain(telling.conditions(conditions))}: {change}{shares}"


# -- text ------------------------------------------------------------------------------------------


def _rest(left: int, what: str) -> list[str]:
    return [f"{plural(left, f'more {what}')}; --format json lists every one"] if left > 0 else []


def _hidden(n: int, what: str) -> list[str]:
    return [f"{plural(n, what)} withheld, with all that is known of {'it' if n == 1 else 'them'}"] if n else []


def _plain(words: Words) -> str:
    return sentence_text(Sentence(parts=words))


def _part(title: str, lines: Iterable[str], width: int) -> str:
    told = [_paragraph(f"  - {line}", width, indent="    ") for line in lines]
    return "\n".join([_paragraph(title, width), *told]) if told else ""


def _paragraph(text: str, width: int, indent: str = "") -> str:
    return "\n".join(wrap(text, width, subsequent_indent=indent, break_on_hyphens=False))
