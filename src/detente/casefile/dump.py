"""A case back to text: canonical YAML that loads to the same case, and the explicit form as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from itertools import combinations
from typing import Any

from detente.casefile.dump_fields import Fields, by_actor, judged, present
from detente.casefile.dump_moves import moves_fields
from detente.casefile.dump_outlook import outlook_fields
from detente.casefile.dump_phases import phases_fields
from detente.casefile.dump_ratification import ratification_fields
from detente.casefile.emit import Flow, emit
from detente.casefile.values import number_text, range_text
from detente.model.actor import Actor
from detente.model.case import Case
from detente.model.condition import Condition, condition_text
from detente.model.evidence import Claim, Quantity, Source
from detente.model.formula import Formula, Not, to_text
from detente.model.issue import Issue, Option
from detente.model.move import MovePreference
from detente.model.no_deal import NoDeal, NoDealStatement
from detente.model.package import Package
from detente.model.preference import (
    Importance,
    Indifference,
    Link,
    OptionRanking,
    PackageComparison,
    Points,
    PointsRange,
    Statement,
    Weights,
)
from detente.model.proposal import Deadline, Proposal, Response, Silence
from detente.model.ratification import Stance
from detente.model.red_line import Demand, Likelihood, RedLine, Rule
from detente.model.voting_rule import VotingRule, rule_text

__all__ = ["dump", "resolved"]


def dump(case: Case) -> str:
    """Canonical YAML of a case: sections in a fixed order, defaults written out. Loading it gives the case."""
    head = {"slug": case.slug, "title": case.title, "as_of": case.as_of, "question": case.question, "notes": case.notes}
    sections: Fields = {
        "case": present(head),
        "sources": {source.id: _source(source) for source in case.sources},
        "claims": {claim.id: _claim(claim) for claim in case.claims},
        "actors": {actor.id: _actor(actor) for actor in case.actors},
        "issues": {issue.id: _issue(issue) for issue in case.issues},
        "feasibility": {rule.id: _rule(rule) for rule in case.feasibility},
        "deal_requires": {rule.id: _rule(rule) for rule in case.deal_requires},
        "preferences": by_actor(case.preferences, _statement),
        "demands": {demand.id: _demand(demand) for demand in case.demands},
        "red_lines": {line.id: _red_line(line) for line in case.red_lines},
        "no_deal": _no_deal(case.no_deal),
        "packages": {
            p.id: judged({"terms": Flow(p.package.as_dict()), "name": p.name}, p.because, p.note) for p in case.packages
        },
        "circumstances": {c.id: judged({"text": c.text}, c.because, c.note) for c in case.circumstances},
        "proposals": {proposal.id: _proposal(proposal) for proposal in case.proposals},
        "deadlines": {deadline.id: _deadline(deadline) for deadline in case.deadlines},
        "moves": moves_fields(case.moves),
        "ratification": ratification_fields(case.ratification),
        "phases": phases_fields(case.phases),
        "outlook": outlook_fields(case.outlook),
    }
    return emit({name: section for name, section in sections.items() if section})


def _source(source: Source) -> Fields:
    return present(
        {
            "publisher": source.publisher,
            "title": source.title,
            "date": source.date,
            "relation": source.relation,
            "reliability": source.reliability,
            "language": source.language,
            "handling": source.handling.value,
            "note": source.note,
        }
    )


def _claim(claim: Claim) -> Fields:
    holds = None
    if claim.holds_from is not None and claim.holds_to is not None:
        is_day = claim.holds_from == claim.holds_to
        holds = f"{claim.holds_from}" if is_day else f"{claim.holds_from}..{claim.holds_to}"
    return present(
        {
            "text": claim.text,
            "kind": claim.kind.value,
            "source": claim.source,
            "said_by": list(claim.said_by) or None,
            "said": claim.said_on,
            "holds": holds,
            "locator": claim.locator,
            "credibility": claim.credibility,
            "disputes": Flow(list(claim.disputes)) if claim.disputes else None,
            "quantity": _quantity(claim.quantity) if claim.quantity is not None else None,
            "handling": claim.handling.value,
            "note": claim.note,
        }
    )


def _quantity(quantity: Quantity) -> Fields:
    return present(
        {
            "value": range_text(quantity.low, quantity.high),
            "unit": quantity.unit,
            "measure": quantity.measure,
            "approximate": quantity.is_approximate,
            "part_of": quantity.part_of,
            "counted_by": quantity.counted_by,
        }
    )


def _actor(actor: Actor) -> Fields:
    values = {"name": actor.name, "role": actor.role.value, "part_of": actor.part_of, "seats": actor.seats}
    return judged(values, actor.because, actor.note)


def _issue(issue: Issue) -> Fields:
    values: Fields = {"name": issue.name, "question": issue.question}
    if issue.is_numeric:
        numbers = [option.number for option in issue.options if option.number is not None]
        knots = [issue.option(knot).number or Fraction(0) for knot in issue.knots]
        step = _step(numbers, knots)
        limits = {"from": numbers[0], "to": numbers[-1], "step": step, "unit": issue.unit}
        values["range"] = Flow({k: number_text(v) if isinstance(v, Fraction) else v for k, v in present(limits).items()})
        values["knots"] = Flow([number_text(knot) for knot in knots])
    else:
        values["ordered"] = issue.is_ordered
        values["options"] = {option.id: _option(option) for option in issue.options}
        if not issue.is_ordered and issue.steps != tuple(combinations(issue.option_ids, 2)):
            values["steps"] = [f"{a} - {b}" for a, b in issue.steps]
    return judged({**values, "phase": issue.phase}, issue.because, issue.note)


def _option(option: Option) -> Fields | str:
    return option.label if option.note is None else {"label": option.label, "note": option.note}


def _step(numbers: Sequence[Fraction], knots: Sequence[Fraction]) -> Fraction | None:
    """The step that, with the knots, makes exactly these numbers."""
    if list(numbers) == list(knots):
        return None
    low, high = numbers[0], numbers[-1]
    for number in numbers[1:]:
        step = number - low
        count = int((high - low) / step) + 1
        if count <= len(numbers) and sorted({*knots, *(low + k * step for k in range(count))}) == list(numbers):
            return step
    raise ValueError("the options of a numeric issue follow no step")


def _rule(rule: Rule) -> Fields:
    return judged({"requires": to_text(rule.requires), "name": rule.name}, rule.because, rule.note)


def _demand(demand: Demand) -> Fields:
    return judged({"actor": demand.actor, "asks": to_text(demand.asks)}, demand.because, demand.note)


def _red_line(line: RedLine) -> Fields:
    if line.is_refusal and isinstance(line.requires, Not):
        formula = {"refuses": to_text(line.requires.part)}
    else:
        formula = {"requires": to_text(line.requires)}
    values = {
        "actor": line.actor,
        **formula,
        "firmness": _likelihood(line.firmness),
        "name": line.name,
        "inferred_from": line.inferred_from,
        "moves_with": Flow(list(line.moves_with)) if line.moves_with else None,
    }
    return judged(values, line.because, line.note)


def _likelihood(likelihood: Likelihood) -> str:
    return likelihood.word or range_text(likelihood.low, likelihood.high)


def _statement(statement: Statement) -> Fields:
    match statement:
        case OptionRanking(issue=issue, options=options, links=links):
            return {"rank": Flow({issue: _chain(options, links)})}
        case Importance(issues=issues, links=links):
            return {"importance": _chain(issues, links)}
        case Weights(weights=weights):
            return {"importance": Flow({issue: _range(points) for issue, points in weights})}
        case Points(issue=issue, points=points):
            return {"points": Flow({issue: {option: _range(given) for option, given in points}})}
        case PackageComparison(better_name=better, worse_name=worse, link=link):
            return {"prefers": f"{better} {link} {worse}"}
        case Indifference(issues=issues):
            return {"indifferent": Flow(list(issues))}


def _chain(terms: Sequence[str], links: Sequence[Link]) -> str:
    return terms[0] + "".join(f" {link} {term}" for link, term in zip(links, terms[1:], strict=True))


def _range(points: PointsRange) -> str:
    return range_text(points.low, points.high)


def _no_deal(no_deal: NoDeal) -> Fields:
    values = {
        "path": no_deal.path.as_dict() if no_deal.path is not None else None,
        "drift": no_deal.drift,
        "values": by_actor(no_deal.statements, _worth) or None,
    }
    return judged(values, no_deal.because, no_deal.note)


def _worth(worth: NoDealStatement) -> Fields:
    if worth.points is not None:
        return {"worth": _range(worth.points)}
    return {worth.relation.value: worth.package_name} if worth.relation is not None else {}


def _proposal(proposal: Proposal) -> Fields:
    is_filled = proposal.silence is Silence.NOT_IN_DEAL
    terms = {i: o for i, o in proposal.package.terms if not (is_filled and i in proposal.silent_on)}
    values = {
        "name": proposal.name,
        "by": Flow(list(proposal.by)),
        "date": proposal.date,
        "terms": terms,
        "silence": proposal.silence.value if proposal.silence is not None else None,
        "responses": {r.actor: _response(r) for r in proposal.responses} or None,
    }
    return judged(values, proposal.because, proposal.note)


def _response(response: Response) -> Fields:
    return judged({"answer": response.answer.value, "date": response.date}, response.because, response.note)


def _deadline(deadline: Deadline) -> Fields:
    values = {
        "name": deadline.name,
        "set_by": Flow(list(deadline.set_by)),
        "set": deadline.set_on,
        "due": deadline.due,
        "status": deadline.status.value if deadline.status is not None else None,
        "consequence": deadline.consequence,
    }
    return judged(values, deadline.because, deadline.note)


def resolved(case: Case) -> dict[str, Any]:
    """The explicit form of a case as plain values: fractions as text, days in ISO form, formulas as text and tree.

    A section a case may do without is no key where it does.
    """
    optional = {name for name in _OPTIONAL if getattr(case, name) is None}
    return {field.name: _plain(getattr(case, field.name)) for field in fields(case) if field.name not in optional}


_OPTIONAL = ("moves", "ratification", "phases", "outlook")
"""Sections of the questions beyond agreement."""

_TEXTS: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(("requires", "asks", "formula"), to_text),
    **dict.fromkeys(("excluded", "when", "wants"), condition_text),
    **dict.fromkeys(("passes", "government", "rule"), rule_text),
}
"""How the fields that hold a formula, a condition or a voting rule are written."""

_TOLD_APART = Statement | Formula | MovePreference | Condition | Stance | VotingRule
"""Unions whose members need a word for which one they are."""


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Package):
        return value.as_dict()
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if is_dataclass(value):
        found: Fields = {"kind": _kind(value)} if isinstance(value, _TOLD_APART) else {}
        for field in fields(value):
            part = getattr(value, field.name)
            write = _TEXTS.get(field.name) if part is not None else None
            found[field.name] = {"text": write(part), "tree": _plain(part)} if write is not None else _plain(part)
        return found
    return value


def _kind(value: object) -> str:
    name = type(value).__name__
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")
