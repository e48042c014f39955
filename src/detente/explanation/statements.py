"""Preference statements, no-deal values and the other judged records, in words: what an assumption says."""

from __future__ import annotations

from detente.evidence.acceptances import crossed_lines
from detente.evidence.support import Record
from detente.explanation.home_words import home_record_words
from detente.explanation.move_words import move_record_words
from detente.explanation.outlook_words import outlook_record_words
from detente.explanation.phase_words import phase_record_words
from detente.explanation.telling import Telling
from detente.explanation.wording import (
    Words,
    actor_name,
    date_words,
    formula_words,
    join,
    likelihood_words,
    name,
    named_package,
    number,
    package_words,
    phrase,
    quoted_option,
    refusal_words,
)
from detente.model.case import Case
from detente.model.no_deal import NoDealStatement, Relation
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

__all__ = ["no_deal_words", "points_words", "record_words", "statement_words"]

_LINKS = {Link.ABOVE: ", then ", Link.AT_LEAST: ", then (or level with it) ", Link.EQUAL: ", level with "}


def points_words(points: PointsRange) -> str:
    """``40`` or ``10 to 20``."""
    return number(points.low) if points.is_exact else f"{number(points.low)} to {number(points.high)}"


def statement_words(case: Case, statement: Statement) -> Words:
    """A preference statement as a sentence without its final period."""
    who = actor_name(case, statement.actor)
    match statement:
        case OptionRanking(issue=issue, options=options, links=links):
            ranked = _chain([quoted_option(case, issue, option) for option in options], links)
            return phrase(
                "on {issue}, the order of {who}, best first, is {ranked}",
                issue=name(case.issue(issue).name),
                who=who,
                ranked=ranked,
            )
        case Importance(issues=issues, links=links):
            ranked = _chain([name(case.issue(issue).name) for issue in issues], links)
            return phrase("to {who} the issues matter in this order: {ranked}", who=who, ranked=ranked)
        case Weights(weights=weights):
            parts = [
                phrase("{issue} {points} points", issue=name(case.issue(issue).name), points=points_words(points))
                for issue, points in weights
            ]
            return phrase("to {who}, of 100 points in all, issues span {parts}", who=who, parts=join(parts))
        case Points(issue=issue, points=points):
            parts = [
                phrase("{option} {points}", option=quoted_option(case, issue, option), points=points_words(given))
                for option, given in points
            ]
            return phrase(
                "on {issue}, points of 100 to {who}: {parts}", issue=name(case.issue(issue).name), who=who, parts=join(parts)
            )
        case PackageComparison(better_name=better, worse_name=worse, link=link):
            verb = {
                Link.ABOVE: "{who} would rather have {a} than {b}",
                Link.AT_LEAST: "{who} would have {a} at least as gladly as {b}",
                Link.EQUAL: "to {who}, {a} and {b} are worth the same",
            }[link]
            return phrase(verb, who=who, a=named_package(case, better), b=named_package(case, worse))
        case Indifference(issues=issues):
            parts = [name(case.issue(issue).name) for issue in issues]
            return phrase(
                "{parts} {make} no difference to {who}", parts=join(parts), make="makes" if len(parts) == 1 else "make", who=who
            )


def _chain(things: list[Words], links: tuple[Link, ...]) -> Words:
    parts = list(things[0])
    for link, thing in zip(links, things[1:], strict=True):
        parts.extend((*phrase(_LINKS[link]), *thing))
    return tuple(parts)


_RELATIONS = {
    Relation.AT_LEAST: "no deal is worth at least as much to {who} as {package}",
    Relation.AT_MOST: "no deal is worth no more to {who} than {package}",
    Relation.EQUAL: "no deal is worth as much to {who} as {package}",
}


def no_deal_words(case: Case, statement: NoDealStatement) -> Words:
    """What a statement says no deal is worth to a party."""
    who = actor_name(case, statement.actor)
    if statement.points is not None:
        return phrase("no deal is worth {points} of 100 points to {who}", points=points_words(statement.points), who=who)
    if statement.relation is None:
        raise ValueError(f"{statement.id} has neither points nor a relation")
    package = named_package(case, statement.package_name or "")
    return phrase(_RELATIONS[statement.relation], who=who, package=package)


def record_words(telling: Telling, record: Record) -> Words:
    """Any judged record as a clause, by its key."""
    section, _, rest = record.key.partition(".")
    if section not in _REDACTING and telling.is_record_withheld(record.key):
        return phrase("{what} that is withheld", what=_KINDS[section])
    return _WRITERS[section](telling, rest)


def _carried(telling: Telling, rest: str) -> Words:
    proposal_id, _, actor_id = rest.rpartition(".")
    proposal = next(p for p in telling.case.proposals if p.id == proposal_id)
    response = next(r for r in proposal.responses if r.actor == actor_id)
    return phrase(
        "the answer of {who} to {name}, given on {date}, still stood on {day}",
        who=actor_name(telling.case, actor_id),
        name=name(proposal.name),
        date=date_words(response.date or proposal.date),
        day=date_words(telling.case.as_of),
    )


def _crossed(telling: Telling, line_id: str) -> Words:
    crossing = next(c for c in crossed_lines(telling.case) if c.red_line == line_id)
    proposal = next(p for p in telling.case.proposals if p.id == crossing.proposal)
    return phrase(
        "a red line of {who} is off since {proposal} was accepted: {who} {refuses}",
        who=actor_name(telling.case, crossing.actor),
        proposal=name(proposal.name),
        refuses=refusal_words(telling.case, telling.case.red_line(line_id)),
    )


def _rule(telling: Telling, rule_id: str) -> Words:
    rule = next(r for r in (*telling.case.feasibility, *telling.case.deal_requires) if r.id == rule_id)
    template = (
        "no package may break this: {formula}" if rule in telling.case.feasibility else "a package is a deal only if {formula}"
    )
    return phrase(template, formula=formula_words(telling.case, rule.requires))


def _demand(telling: Telling, demand_id: str) -> Words:
    demand = telling.case.demand(demand_id)
    return phrase(
        "a demand of {who}: {formula}",
        who=actor_name(telling.case, demand.actor),
        formula=formula_words(telling.case, demand.asks),
    )


def _red_line(telling: Telling, line_id: str) -> Words:
    case = telling.case
    line = case.red_line(line_id)
    who = actor_name(case, line.actor)
    if telling.is_line_withheld(line):
        return phrase("a red line of {who} that is withheld", who=who)
    refuses = refusal_words(case, line)
    if line.inferred_from is not None:
        return phrase("the demand is taken as a red line: {who} {refuses}", who=who, refuses=refuses)
    return phrase("{who} {refuses}", who=who, refuses=refuses)


def _firmness(telling: Telling, line_id: str) -> Words:
    case = telling.case
    line = case.red_line(line_id)
    who = actor_name(case, line.actor)
    if telling.is_line_withheld(line):
        return phrase("how firm {who} would stand on a red line that is withheld", who=who)
    return phrase(
        "that this is meant is judged {likelihood}: {who} {refuses}",
        who=who,
        refuses=refusal_words(case, line),
        likelihood=likelihood_words(line.firmness),
    )


def _preference(telling: Telling, statement_id: str) -> Words:
    return statement_words(telling.case, next(s for s in telling.case.preferences if s.id == statement_id))


def _no_deal(telling: Telling, statement_id: str) -> Words:
    case = telling.case
    if statement_id == "path":
        path = case.no_deal.path
        return phrase("without a deal this holds: {path}", path=package_words(case, path)) if path else ()
    return no_deal_words(case, next(s for s in case.no_deal.statements if s.id == statement_id))


def _circumstance(telling: Telling, circumstance_id: str) -> Words:
    return name(next(c.text for c in telling.case.circumstances if c.id == circumstance_id).rstrip("."))


def _proposal(telling: Telling, proposal_id: str) -> Words:
    proposal = next(p for p in telling.case.proposals if p.id == proposal_id)
    return phrase(
        "{name} was put forward on {date} with the terms given here", name=name(proposal.name), date=date_words(proposal.date)
    )


def _deadline(telling: Telling, deadline_id: str) -> Words:
    deadline = next(d for d in telling.case.deadlines if d.id == deadline_id)
    return phrase("{name} was due on {date}", name=name(deadline.name), date=date_words(deadline.due))


def _response(telling: Telling, rest: str) -> Words:
    proposal_id, _, actor_id = rest.rpartition(".")
    proposal = next(p for p in telling.case.proposals if p.id == proposal_id)
    response = next(r for r in proposal.responses if r.actor == actor_id)
    return phrase(
        "the answer of {who} to {name} is: {answer}",
        who=actor_name(telling.case, actor_id),
        name=name(proposal.name),
        answer=response.answer.value.replace("_", " "),
    )


def _move(telling: Telling, rest: str) -> Words:
    kind, _, record_id = rest.partition(".")
    return move_record_words(telling.case, kind, record_id)


def _home(telling: Telling, rest: str) -> Words:
    return home_record_words(telling.case, rest)


def _outlook(telling: Telling, rest: str) -> Words:
    return outlook_record_words(telling.case, rest)


def _phase(telling: Telling, rest: str) -> Words:
    return phase_record_words(telling.case, rest)


_REDACTING = ("red_lines", "firmness")
"""Sections whose writers name the actor and keep the rest back."""

_KINDS = {
    "feasibility": "a rule of the case",
    "deal_requires": "part of what makes a package a deal",
    "demands": "a demand",
    "preferences": "a statement on preferences",
    "no_deal": "a statement on what no deal is worth",
    "circumstances": "a circumstance",
    "proposals": "a proposal",
    "deadlines": "a deadline",
    "responses": "an answer to a proposal",
    "carried": "that an answer to a proposal still stood",
    "crossed": "that a red line is off since what it refuses was accepted",
    "moves": "a record on moves",
    "outlook": "a record on what someone expects of time",
    "ratification": "a record on whose consent is needed at home",
    "phases": "a record on the agreement in phases",
}

_WRITERS = {
    "carried": _carried,
    "crossed": _crossed,
    "feasibility": _rule,
    "deal_requires": _rule,
    "demands": _demand,
    "red_lines": _red_line,
    "firmness": _firmness,
    "preferences": _preference,
    "no_deal": _no_deal,
    "circumstances": _circumstance,
    "proposals": _proposal,
    "deadlines": _deadline,
    "responses": _response,
    "moves": _move,
    "outlook": _outlook,
    "ratification": _home,
    "phases": _phase,
}
