"""What actors want and refuse: preference statements, demands, red lines, no-deal values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.casefile.formulas import Chain, parse_chain, parse_formula
from detente.casefile.reading import BAD, Entry, Read
from detente.casefile.scope import Scope, option_id
from detente.casefile.source import did_you_mean, listed
from detente.casefile.syntax import ScalarNode
from detente.diagnostics import Note, Span
from detente.model.formula import Formula, Not
from detente.model.issue import Issue
from detente.model.no_deal import NoDealStatement, Relation
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
from detente.model.red_line import CERTAIN, Demand, RedLine, Rule

__all__ = [
    "formula_of",
    "named_package",
    "resolve_demand",
    "resolve_red_line",
    "resolve_rule",
    "resolve_statement",
    "resolve_worth",
]

Keyed = Mapping[str, tuple[ScalarNode, Read]]


def formula_of(entry: Entry, field: str, scope: Scope) -> Formula | None:
    """The formula in a field; ``None`` when it is absent or wrong."""
    read = entry.fields.get(field)
    return parse_formula(read.node, scope) if read is not None and isinstance(read.node, ScalarNode) else None


def resolve_rule(name: str, entry: Entry, scope: Scope) -> Rule | None:
    """A feasibility rule, or a part of what makes a deal."""
    because, requires = scope.because(entry), formula_of(entry, "requires", scope)
    if requires is None or not entry.is_whole:
        return None
    return Rule(id=name, requires=requires, name=entry.get("name"), because=because, note=entry.get("note"))


def resolve_demand(name: str, entry: Entry, scope: Scope) -> Demand | None:
    """What an actor asked for."""
    because, asks = scope.because(entry), formula_of(entry, "asks", scope)
    is_known = _actor(entry, scope)
    if asks is None or not is_known or not entry.is_whole:
        return None
    return Demand(id=name, actor=entry.get("actor"), asks=asks, because=because, note=entry.get("note"))


def _actor(entry: Entry, scope: Scope) -> bool:
    return "actor" in entry.fields and scope.actors.has(entry.get("actor"), entry.span("actor"), scope.report)


def resolve_red_line(name: str, entry: Entry, scope: Scope) -> RedLine | None:
    """What an actor would refuse; ``refuses`` is turned into what it requires."""
    because = scope.because(entry)
    is_refusal = "refuses" in entry.fields
    formula = formula_of(entry, "refuses" if is_refusal else "requires", scope)
    is_known = _actor(entry, scope)
    moves_with = scope.references(entry.get("moves_with"), scope.red_lines)
    inferred_from = entry.get("inferred_from")
    if inferred_from is not None:
        is_known &= scope.demands.has(inferred_from, entry.span("inferred_from"), scope.report)
    if formula is None or not is_known or not entry.is_whole:
        return None
    return RedLine(
        id=name,
        actor=entry.get("actor"),
        requires=Not(formula) if is_refusal else formula,
        firmness=entry.get("firmness") or CERTAIN,
        name=entry.get("name"),
        inferred_from=inferred_from,
        moves_with=moves_with,
        is_refusal=is_refusal,
        because=because,
        note=entry.get("note"),
    )


def resolve_statement(sid: str, actor: str, entry: Entry, scope: Scope) -> Statement | None:
    """One statement about an actor's values."""
    common: dict[str, Any] = {"id": sid, "actor": actor, "because": scope.because(entry), "note": entry.get("note")}
    if not entry.is_whole:
        return None
    kind = next(k for k in ("rank", "importance", "points", "prefers", "indifferent") if k in entry.fields)
    read = entry.fields[kind]
    match kind:
        case "rank":
            return _ranking(read, scope, common)
        case "importance":
            return _importance(read, scope, common)
        case "points":
            return _points(read, scope, common)
        case "prefers":
            return _comparison(read, scope, common)
        case _:
            issues = scope.references(read.value, scope.issue_keys)
            return Indifference(issues=issues, **common) if len(issues) == len(read.value) else None


def _single_issue(read: Read, what: str, scope: Scope) -> tuple[Issue, Read] | None:
    """The one issue of a ``rank`` or ``points`` statement."""
    keyed: Keyed = read.value
    names = list(keyed)
    if len(names) > 1:
        note = Note(text=f"`{names[0]}` stands here", span=keyed[names[0]][0].span)
        advice = "give each issue a statement of its own, so that each has its claims"
        scope.report.error(
            "DET212", f"one `{what}` statement is about two issues", keyed[names[1]][0].span, notes=[note], help=advice
        )
        return None
    key, value = keyed[names[0]]
    issue = scope.issue(key.text, key.span)
    return None if issue is None or value.value is BAD else (issue, value)


def _ranking(read: Read, scope: Scope, common: dict[str, Any]) -> OptionRanking | None:
    found = _single_issue(read, "rank", scope)
    if found is None or not isinstance(found[1].node, ScalarNode):
        return None
    issue, written = found
    node: ScalarNode = found[1].node
    direction = node.text.strip()
    if direction in ("higher", "lower") and direction not in issue.option_ids:
        if not issue.is_numeric:
            advice = f"write the order out: {' > '.join(issue.option_ids[:4])}"
            scope.report.error(
                "DET220", f"`{direction}` ranks numbers, and `{issue.id}` has named options", written.span, help=advice
            )
            return None
        knots = issue.knots if direction == "lower" else issue.knots[::-1]
        links = (Link.ABOVE,) * (len(knots) - 1)
        return OptionRanking(issue=issue.id, options=knots, links=links, is_complete=True, **common)
    if issue.is_numeric and direction.isalpha():
        meant = did_you_mean(direction, ("higher", "lower"))
        advice = f"did you mean `{meant}`?" if meant else "write `higher` or `lower`, or numbers with the best first: 40 > 20"
        scope.report.error("DET220", f"`{direction}` ranks no numbers", written.span, help=advice)
        return None
    chain = parse_chain(node, scope)
    if chain is None:
        return None
    options = [option_id(scope, issue, term, span) for term, span in chain.terms]
    named = tuple(option for option in options if option is not None)
    if len(named) < len(options) or _repeats(named, chain, scope):
        return None
    if len(named) == 1:
        scope.report.error(
            "DET220", "a ranking needs two options or more", written.span, help="put `>`, `>=` or `~` between them"
        )
        return None
    _between_knots(issue, dict(zip(named, (span for _, span in chain.terms), strict=True)), scope)
    missing = [knot for knot in issue.knots if knot not in named]
    if missing:
        advice = f"add {listed(missing)} if the record bears it; else best or worst stay unknown, and are drawn"
        scope.report.note("DET402", f"the ranking omits {listed(missing)}", written.span, help=advice)
    return OptionRanking(issue=issue.id, options=named, links=chain.links, is_complete=not missing, **common)


def _between_knots(issue: Issue, places: Mapping[str, Span], scope: Scope) -> None:
    """DET418: a value runs straight between knots, so what is said of a number between them binds the knots."""
    for option, span in places.items():
        if issue.is_numeric and option not in issue.knots:
            declared = scope.spans[f"issues.{issue.id}"]
            note = Note(text=f"the knots of `{issue.id}` (line {declared.line}) are {listed(issue.knots)}", span=declared)
            advice = f"if the value may bend at {option}, add it to `knots`"
            message = f"`{option}` is not a knot of `{issue.id}`: values run straight past it"
            scope.report.note("DET418", message, span, notes=[note], help=advice)


def _repeats(names: tuple[str, ...], chain: Chain, scope: Scope) -> bool:
    seen: dict[str, Span] = {}
    is_repeated = False
    for name, (written, span) in zip(names, chain.terms, strict=True):
        if name in seen:
            is_repeated = True
            note = Note(text=f"`{written}` stands here first", span=seen[name])
            advice = "name each once; `~` joins what is equally good"
            scope.report.error("DET401", f"`{written}` stands twice in this ranking", span, notes=[note], help=advice)
        else:
            seen[name] = span
    return is_repeated


def _importance(read: Read, scope: Scope, common: dict[str, Any]) -> Importance | Weights | None:
    if isinstance(read.value, dict):
        keyed: Keyed = read.value
        known = [name for name, (key, _) in keyed.items() if scope.issue_keys.has(name, key.span, scope.report)]
        if len(known) < len(keyed) or any(r.value is BAD for _, r in keyed.values()):
            return None
        return Weights(
            weights=tuple((name, PointsRange(low=r.value[0], high=r.value[1])) for name, (_, r) in keyed.items()), **common
        )
    if not isinstance(read.node, ScalarNode):
        return None
    chain = parse_chain(read.node, scope)
    if chain is None:
        return None
    issues = tuple(name for name, span in chain.terms if scope.issue_keys.has(name, span, scope.report))
    if len(issues) < len(chain.terms) or _repeats(issues, chain, scope):
        return None
    if len(issues) == 1:
        advice = "put `>`, `>=` or `~` between two, or give points: {issue: 40}"
        scope.report.error("DET220", "importance compares two issues or more", read.span, help=advice)
        return None
    return Importance(issues=issues, links=chain.links, **common)


def _points(read: Read, scope: Scope, common: dict[str, Any]) -> Points | None:
    found = _single_issue(read, "points", scope)
    if found is None:
        return None
    issue, written = found
    keyed: Keyed = written.value
    given: dict[str, PointsRange] = {}
    places: dict[str, Span] = {}
    is_whole = True
    for name, (key, value) in keyed.items():
        option = option_id(scope, issue, name, key.span)
        if option in given:
            note = Note(text="it stands here first", span=places[option])
            scope.report.error("DET401", f"`{name}` has points twice", key.span, notes=[note], help="keep one")
        if option is None or option in given or value.value is BAD:
            is_whole = False
        else:
            given[option] = PointsRange(low=value.value[0], high=value.value[1])
            places[option] = key.span
    _between_knots(issue, places, scope)
    return Points(issue=issue.id, points=tuple(given.items()), **common) if is_whole else None


def _comparison(read: Read, scope: Scope, common: dict[str, Any]) -> PackageComparison | None:
    if not isinstance(read.node, ScalarNode):
        return None
    chain = parse_chain(read.node, scope)
    if chain is None:
        return None
    if len(chain.terms) != 2:
        advice = "compare two: one > other; write one statement for each pair"
        scope.report.error("DET220", "`prefers` compares two packages", read.span, help=advice)
        return None
    (better_name, better_span), (worse_name, worse_span) = chain.terms
    better, worse = named_package(better_name, better_span, scope), named_package(worse_name, worse_span, scope)
    if _repeats((better_name, worse_name), chain, scope) or better is None or worse is None:
        return None
    return PackageComparison(
        better=better, worse=worse, better_name=better_name, worse_name=worse_name, link=chain.links[0], **common
    )


def named_package(name: str, span: Span, scope: Scope) -> Package | None:
    """A complete package by name: of ``packages``, a proposal, or ``no_deal`` for the no-deal path."""
    if name == "no_deal" and "no_deal" not in scope.package_keys.keys:
        advice = "add `no_deal:` with a `path:`, what holds on each issue without a deal"
        scope.report.error("DET209", "`no_deal` is named, and the case has no no-deal path", span, help=advice)
        return None
    if not scope.package_keys.has(name, span, scope.report):
        return None
    package = scope.packages.get(name)
    if package is None:
        return None
    missing = [issue for issue in scope.issues if issue not in package]
    if missing:
        declared = scope.package_keys.keys[name].span
        note = Note(text=f"`{name}` (line {declared.line}) says nothing on {listed(missing)}", span=declared)
        advice = "only complete packages can be compared: give it an option on every issue"
        scope.report.error("DET415", f"`{name}` is not complete", span, notes=[note], help=advice)
        return None
    return package


def resolve_worth(sid: str, actor: str, entry: Entry, scope: Scope) -> NoDealStatement | None:
    """One statement on what no deal is worth to an actor."""
    common: dict[str, Any] = {"id": sid, "actor": actor, "because": scope.because(entry), "note": entry.get("note")}
    if not entry.is_whole:
        return None
    if "worth" in entry.fields:
        low, high = entry.get("worth")
        return NoDealStatement(points=PointsRange(low=low, high=high), **common)
    relation = next(r for r in Relation if r.value in entry.fields)
    name = entry.get(relation.value)
    package = named_package(name, entry.span(relation.value), scope)
    return None if package is None else NoDealStatement(relation=relation, package=package, package_name=name, **common)
