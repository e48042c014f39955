"""How the parts of a case read in a sentence: names, formulas, packages, shares, dates.

Words from the case are kept apart from our own (``PartKind.NAME``), so that a renderer can isolate
a name that runs in another direction and a reader can see whose word it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from string import Formatter

from detente.explanation.explanation import Part, PartKind, Sentence
from detente.model.case import Case
from detente.model.formula import And, Formula, Implies, Not, OneOf, Operator, Or
from detente.model.package import Package
from detente.model.red_line import Likelihood, RedLine
from detente.questions.agreement.conditions import Condition, ConditionKind
from detente.questions.agreement.finding import Figure

__all__ = [
    "Words",
    "actor_name",
    "between",
    "capital",
    "condition_words",
    "date_words",
    "formula_words",
    "give_or_take",
    "in_100",
    "join",
    "likelihood_words",
    "margin",
    "name",
    "named_package",
    "number",
    "option_words",
    "package_words",
    "plain",
    "plural",
    "quoted_option",
    "refusal_words",
    "rule_words",
    "say",
    "semicolons",
]

Words = tuple[Part, ...]


def name(text: str) -> Words:
    """Words taken from the case."""
    return (Part(text, PartKind.NAME),)


def say(template: str, *, claims: Iterable[str] = (), assumptions: Iterable[str] = (), **values: Words | str) -> Sentence:
    """A sentence from a template with named fields; a field is our words (``str``) or parts."""
    return Sentence(
        parts=_sentence_case(phrase(template, **values)),
        claims=tuple(dict.fromkeys(claims)),
        assumptions=tuple(dict.fromkeys(assumptions)),
    )


def _sentence_case(parts: Words) -> Words:
    """A capital letter where a sentence begins with words of ours, or with the article of a name."""
    if parts and (parts[0].kind is PartKind.WORDS or parts[0].text.startswith(("the ", "a ", "an "))):
        text = parts[0].text
        return (Part(text[:1].upper() + text[1:], parts[0].kind), *parts[1:])
    return parts


def phrase(template: str, **values: Words | str) -> Words:
    """Parts from a template, neighbors of one voice merged."""
    parts: list[Part] = []
    for text, field, _, _ in Formatter().parse(template):
        if text:
            parts.append(Part(text))
        if field is not None:
            value = values[field]
            parts.extend((Part(value),) if isinstance(value, str) else value)
    return _merged(parts)


def _merged(parts: Sequence[Part]) -> Words:
    merged: list[Part] = []
    for part in parts:
        if merged and part.kind is PartKind.WORDS and merged[-1].kind is PartKind.WORDS:
            merged[-1] = Part(merged[-1].text + part.text)
        elif part.text:
            merged.append(part)
    return tuple(merged)


def join(things: Sequence[Words], last: str = "and") -> Words:
    """``a``, ``a and b``, ``a, b and c``."""
    if not things:
        return ()
    parts: list[Part] = list(things[0])
    for position, thing in enumerate(things[1:], start=2):
        parts.append(Part(f" {last} " if position == len(things) else ", "))
        parts.extend(thing)
    return _merged(parts)


def semicolons(parts: Sequence[Words]) -> Words:
    """Parts set apart by semicolons, for those that hold lists themselves."""
    words: Words = ()
    for k, part in enumerate(parts):
        words = (*words, *(phrase("; ") if k else ()), *part)
    return words


def capital(words: Words) -> Words:
    """Words with a capital where they open a sentence."""
    first = words[0]
    return (Part(first.text[:1].upper() + first.text[1:], first.kind), *words[1:])


def plain(words: Words) -> str:
    """Words as text, for where no name has to be isolated: a cell of a table, a label."""
    return "".join(part.text for part in words)


def actor_name(case: Case, actor_id: str) -> Words:
    """An actor's name."""
    return name(case.actor(actor_id).name)


def option_words(case: Case, issue_id: str, option_id: str) -> Words:
    """An option's label; a number with its unit."""
    issue = case.issue(issue_id)
    option = issue.option(option_id)
    if option.number is not None and issue.unit:
        return name(f"{option.label} {issue.unit}" if issue.unit not in option.label else option.label)
    return name(option.label)


def formula_words(case: Case, formula: Formula) -> Words:
    """A formula as a clause: ``Length of the halt is Permanent ceasefire``."""
    match formula:
        case OneOf():
            return _comparison(case, formula, is_negated=False)
        case Not(part=OneOf() as part):
            return _comparison(case, part, is_negated=True)
        case Not(part=part):
            return phrase("it is not so that {part}", part=formula_words(case, part))
        case And(parts=parts):
            return join([formula_words(case, part) for part in parts])
        case Or(parts=parts):
            return join([formula_words(case, part) for part in parts], last="or")
        case Implies(condition=condition, consequence=consequence):
            return phrase("if {a}, then {b}", a=formula_words(case, condition), b=formula_words(case, consequence))


_VERBS = {
    Operator.EQUAL: ("is {x}", "is not {x}"),
    Operator.NOT_EQUAL: ("is not {x}", "is {x}"),
    Operator.LESS: ("is less than {x}", "is at least {x}"),
    Operator.AT_MOST: ("is at most {x}", "is more than {x}"),
    Operator.GREATER: ("is more than {x}", "is at most {x}"),
    Operator.AT_LEAST: ("is at least {x}", "is less than {x}"),
    Operator.IN: ("is {x}", "is neither {x}"),
}


_ORDERED = (Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST)
LISTED = 3
"""Most options named one by one where a formula compares."""


def _comparison(case: Case, formula: OneOf, *, is_negated: bool) -> Words:
    issue = case.issue(formula.issue)
    verb = _VERBS[formula.operator][is_negated]
    if not issue.is_numeric and formula.operator in _ORDERED:
        kept = [o for o in issue.option_ids if (o in formula.options) is not is_negated]
        if len(kept) <= LISTED:  # the options themselves are plainer than where they stand in an order
            return phrase(
                "{issue} is {x}", issue=name(issue.name), x=join([quoted_option(case, issue.id, o) for o in kept], last="or")
            )
    if formula.operator is Operator.IN:
        options = [quoted_option(case, issue.id, option) for option in formula.options]
        operand = join(options, last="nor" if is_negated else "or")
    elif formula.operand in issue.option_ids:
        operand = quoted_option(case, issue.id, formula.operand)
    else:
        operand = name(f"{formula.operand} {issue.unit}" if issue.unit else formula.operand)
    return phrase("{issue} " + verb, issue=name(issue.name), x=operand)


def quoted_option(case: Case, issue_id: str, option_id: str) -> Words:
    """A named option in quotation marks, so that its label stands apart from the sentence; a number as it is."""
    words = option_words(case, issue_id, option_id)
    return words if case.issue(issue_id).is_numeric else phrase("“{o}”", o=words)


def named_package(case: Case, package_id: str) -> Words:
    """A named package by its name; ``no_deal`` is the path without a deal."""
    if package_id == "no_deal":
        return phrase("what holds without a deal")
    for package in case.packages:
        if package.id == package_id:
            return name(package.name)
    for proposal in case.proposals:
        if proposal.id == package_id:
            return name(proposal.name)
    return name(package_id)


def condition_words(case: Case, condition: Condition) -> Words:
    """A condition as a full clause: who requires or refuses what."""
    match condition.kind:
        case ConditionKind.NO_DEAL:
            return phrase("{a} would take nothing worth less than no deal", a=actor_name(case, condition.id))
        case ConditionKind.RULE:
            return phrase("a rule of the case holds ({rule})", rule=rule_words(case, condition.id))
        case ConditionKind.RED_LINE:
            line = case.red_line(condition.id)
            template = "{a}, it is assumed, {refuses}" if line.inferred_from is not None else "{a} {refuses}"
            return phrase(template, a=actor_name(case, line.actor), refuses=refusal_words(case, line))


def refusal_words(case: Case, line: RedLine) -> Words:
    """What a red line refuses, after the name of who refuses it; worded so that a plural name fits as well."""
    match line.requires:
        case Not(part=part) if line.is_refusal:
            return phrase("would refuse any deal in which {f}", f=formula_words(case, part))
        case Implies(condition=condition, consequence=consequence):
            return phrase(
                "would refuse any deal in which {a} unless {b}",
                a=formula_words(case, condition),
                b=formula_words(case, consequence),
            )
    return phrase("would refuse any deal unless {f}", f=formula_words(case, line.requires))


def rule_words(case: Case, rule_id: str) -> Words:
    """A feasibility rule by its name, or what it requires."""
    rule = next(r for r in case.feasibility if r.id == rule_id)
    return phrase("“{rule}”", rule=name(rule.name)) if rule.name else formula_words(case, rule.requires)


def package_words(case: Case, package: Package) -> Words:
    """A package as a list of terms: ``Length of the halt: Six weeks; ...``."""
    parts: list[Part] = []
    for issue_id, option_id in package.terms:
        if parts:
            parts.append(Part("; "))
        parts.extend(phrase("{i}: {o}", i=name(case.issue(issue_id).name), o=option_words(case, issue_id, option_id)))
    return _merged(parts)


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 package``, ``2 packages``, ``24,576 packages``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def number(value: Fraction) -> str:
    """A number for reading: thousands grouped, no needless decimals."""
    return f"{int(value):,}" if value.denominator == 1 else f"{float(value):,.10g}"


def likelihood_words(likelihood: Likelihood) -> str:
    """``likely (55 to 80 of 100)``; an analyst's word is kept, with the numbers it stands for."""
    low, high = (number(100 * end) for end in (likelihood.low, likelihood.high))
    numbers = f"{low} of 100" if low == high else f"{low} to {high} of 100"
    if likelihood.word is None:
        return numbers
    return likelihood.word if likelihood.low == likelihood.high == 1 else f"{likelihood.word} ({numbers})"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def date_words(day: dt.date) -> str:
    """``11 April 2024``, whatever the locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def in_100(share: float) -> str:
    """A share as a count of 100; never 0 or 100 unless it is."""
    if share in (0.0, 1.0):
        return f"{round(100 * share)} of 100"
    shown = round(100 * share)
    if shown == 0:
        return "fewer than 1 of 100"
    return "more than 99 of 100" if shown == 100 else f"{shown} of 100"


def between(low: float, high: float) -> str:
    """Two shares as one range: ``20 to 50 of 100``, or ``40 of 100`` where they read the same."""
    least, most = in_100(low), in_100(high)
    if least == most:
        return least
    return f"{least.removesuffix(' of 100')} to {most}" if least[0].isdigit() else f"{least} to {most}"


def margin(figure: Figure) -> str:
    """``(give or take 3)``, after a space: three standard errors of the draw, at least 1; empty when nothing was drawn."""
    if figure.is_exact or not figure.error:
        return ""
    return give_or_take(figure.error)


def give_or_take(error: float) -> str:
    """Three of these standard errors, of 100 and at least 1, after a space; empty when the error is 0."""
    return f" (give or take {max(1, round(300 * error))})" if error else ""
