"""An agreement finding as lists for the terminal: verdict, figures, what blocks, what opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap

from detente.explanation.explanation import Sentence
from detente.explanation.judgements import break_evens
from detente.explanation.opening_texts import concession_words
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, date_words, in_100, margin, plural
from detente.model.verdict import Verdict
from detente.questions.agreement.conditions import Condition
from detente.questions.agreement.finding import BlockingSet, Concession, Figure, Opening, PackageSet, Weakening
from detente.report.citations import isolated, sentence_text

__all__ = ["finding_text"]

LISTED = 12
"""Blocking sets and openings listed."""

_VERDICTS = {
    Verdict.HOLDS: "holds: some deal is good for every party in every reading of the record",
    Verdict.FAILS: "fails: no deal is acceptable to every party",
    Verdict.CONTESTED: "contested: whether there is a deal depends on values the record leaves open",
    Verdict.UNDETERMINED: "undetermined",
}


def finding_text(telling: Telling, width: int) -> str:
    """The finding as plain text of at most ``width`` columns."""
    finding, case = telling.finding, telling.case
    reason = f" ({finding.reason})" if finding.reason else ""
    answer = [
        _paragraph(f"{isolated(case.title)}, as of {date_words(case.as_of)}: is there a deal?", width),
        _paragraph(f"As stated: {_VERDICTS[finding.verdict]}{reason}", width),
    ]
    if not case.issues:
        return "\n\n".join(answer)
    sections = [
        *answer,
        _section("Shares of readings with a deal; not the chance of one", _figures(telling), width),
        _section("Packages", _counts(telling), width),
    ]
    if finding.break_even:
        found = [_rested(judgement.sentence) for judgement in break_evens(telling)]
        sections.append(_section("What no deal may be worth", found, width))
    few = telling.few_without_deal
    if few is not None:
        sections.append(
            _paragraph(f"{plural(few, 'reading is', 'readings are')} without a deal: too few for the shares below.", width)
        )
    blocking = [_blocking(telling, number, found) for number, found in enumerate(finding.blocking[:LISTED], start=1)]
    title = "What no deal can meet together" + ("" if finding.is_blocking_complete else " (there may be more)")
    if blocking:
        rest = _rest(len(finding.blocking), "set")
        sections.append("\n\n".join([title, *(_item(lines, width) for lines in blocking), *rest]))
    openings = [_opening(telling, number, found) for number, found in enumerate(finding.openings[:LISTED], start=1)]
    if openings:
        rest = _rest(len(finding.openings), "opening")
        sections.append("\n\n".join(["What would open a deal", *(_item(lines, width) for lines in openings), *rest]))
    return "\n\n".join(sections)


def _rest(count: int, what: str) -> list[str]:
    """A line on what is not listed; JSON has it all."""
    left = count - LISTED
    return [f"{plural(left, f'more {what}')}; --format json lists every one"] if left > 0 else []


def _figures(telling: Telling) -> list[str]:
    finding = telling.finding
    if finding.unbounded and finding.as_stated.share is None:
        return [f"none is given: {_plain(telling.articles(telling.reason(finding.as_stated)))}"]
    return [
        f"every red line as stated: {_share(telling, finding.as_stated)}",
        f"some red lines may be bluff, by their firmness: {_share(telling, finding.some_bluff)}",
        f"no red line in force: {_share(telling, finding.all_off)}",
    ]


def _share(telling: Telling, figure: Figure) -> str:
    if figure.share is None:
        return f"none given: {_plain(telling.articles(telling.reason(figure)))}"
    text = f"{in_100(figure.share)}{margin(figure)}"
    if figure.low is not None and figure.high is not None and figure.low != figure.high:
        text += f"; {in_100(figure.low)} to {in_100(figure.high)} over the ranges of firmness"
    if figure.least is not None and figure.most is not None and figure.least != figure.most:
        text += f"; {in_100(figure.least)} to {in_100(figure.most)} if red lines depend on each other"
    return f"{text} (exact)" if figure.is_exact else text


def _counts(telling: Telling) -> list[str]:
    finding = telling.finding
    return [
        f"{plural(finding.n_packages, 'package')}, of which {finding.n_deals:,} count as a deal",
        f"{finding.n_feasible:,} of these break no rule, and {finding.n_clear:,} cross no red line as well",
        f"acceptable to all in every reading: {_set_words(finding.necessary)}; in some reading: {_set_words(finding.possible)}",
    ]


def _set_words(found: PackageSet) -> str:
    return f"{found.count:,}" if found.is_complete else f"at least {found.count:,} (not all could be decided)"


def _blocking(telling: Telling, number: int, found: BlockingSet) -> list[str]:
    where = "in every reading" if found.is_necessary else f"in {in_100(found.share)} readings without a deal"
    return [f"{number}. {where}", *(_condition(telling, condition) for condition in found.conditions)]


def _opening(telling: Telling, number: int, found: Opening) -> list[str]:
    if found.share is None:
        head = f"{number}. clears the positions; no share, since the record does not bound every no-deal value"
    else:
        head = f"{number}. suffices in {in_100(found.share)} readings without a deal"
        if found.minimal_share is not None:
            head += f"; in {in_100(found.minimal_share)} nothing less would"
    if found.is_untested:
        head += "; untested: some party has no recorded position on what it runs through"
    lines = [head, *(f"give up: {_condition(telling, condition)}" for condition in found.conditions)]
    if not any(telling.is_condition_withheld(condition) for condition in found.conditions):
        lines.extend(_weakening(telling, weakening) for weakening in found.weakenings if weakening.concessions)
    for actor, drop in found.drops:
        name = _plain(telling.articles(actor_name(telling.case, actor), is_inside=True))
        least, median, most = (f"{value:.3g}" for value in (drop.least, drop.median, drop.most))
        span = f"{least} points" if least == most else f"{least} to {most} points (median {median})"
        lines.append(f"no deal would have to be worth {span} less to {name}")
    return lines


def _weakening(telling: Telling, found: Weakening) -> str:
    moves = "; ".join(dict.fromkeys(_concession(telling, concession) for concession in found.concessions))
    share = "" if found.share is None else f"; alone it opens {in_100(found.share)}"
    untested = "; untested" if found.is_untested else ""
    return f"it is enough that {moves} ({plural(found.steps, 'step')}{share}{untested})"


def _concession(telling: Telling, found: Concession) -> str:
    return _plain(telling.articles(concession_words(telling, found), is_inside=True))


def _condition(telling: Telling, condition: Condition) -> str:
    """A condition in words with the claims it rests on, or that it is an assumption."""
    return _rested(telling.say("{what}", telling.condition_keys(condition), what=telling.condition(condition)))


def _rested(said: Sentence) -> str:
    rests = [*said.claims, *(["an assumption"] if said.assumptions else [])]
    text = sentence_text(said)
    return f"{text} [{', '.join(rests)}]" if rests else text


def _plain(words: Words) -> str:
    return sentence_text(Sentence(parts=words))


def _section(title: str, lines: Iterable[str], width: int) -> str:
    return "\n".join([title, *(_bullet(line, width) for line in lines)])


def _item(lines: Sequence[str], width: int) -> str:
    return "\n".join([_paragraph(lines[0], width, indent="   "), *(_bullet(line, width, indent="   ") for line in lines[1:])])


def _bullet(text: str, width: int, indent: str = "  ") -> str:
    return _paragraph(f"{indent}- {text}", width, indent=f"{indent}  ")


def _paragraph(text: str, width: int, indent: str = "") -> str:
    return "\n".join(wrap(text, width, subsequent_indent=indent, break_on_hyphens=False))
