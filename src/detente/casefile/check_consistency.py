"""Rules on what a case says as a whole: formulas, actors, values; one function per code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from detente.casefile.reading import Entry
from detente.casefile.resolve import Draft
from detente.casefile.satisfy import can_hold
from detente.casefile.source import Report, listed
from detente.casefile.values import number_text
from detente.diagnostics import Note, Span
from detente.evidence.acceptances import crossed_lines
from detente.model.actor import Role
from detente.model.formula import Formula, Not
from detente.model.preference import Points
from detente.model.red_line import Rule

__all__ = ["check_consistency"]


def check_consistency(draft: Draft, report: Report) -> None:
    """Run every rule on consistency. What compares all values runs only on a case without errors."""
    broken = _single_formulas(draft, report)
    if not broken:
        _rules_together(draft, report)
    _responses_by_parties(draft, report)
    _part_of_cycles(draft, report)
    _parties(draft, report)
    _no_deal(draft, report)
    _deal_requires(draft, report)
    _moves_with(draft, report)
    if not report.has_errors:
        _exact_points(draft, report)
    if not report.has_errors:
        _crossed_lines(draft, report)
        _contradictions(draft, report)


def _formulas(draft: Draft) -> Iterator[tuple[str, str, Formula]]:
    """Record key, field and formula, as written, of every formula of the case."""
    case = draft.case
    for section, rules in (("feasibility", case.feasibility), ("deal_requires", case.deal_requires)):
        for rule in rules:
            yield f"{section}.{rule.id}", "requires", rule.requires
    for demand in case.demands:
        yield f"demands.{demand.id}", "asks", demand.asks
    for line in case.red_lines:
        written = line.requires.part if line.is_refusal and isinstance(line.requires, Not) else line.requires
        yield f"red_lines.{line.id}", "refuses" if line.is_refusal else "requires", written


def _single_formulas(draft: Draft, report: Report) -> bool:
    """DET403 and DET404: a formula that no package satisfies, or every package does."""
    issues = draft.case.issues
    is_broken = False
    for key, field, formula in _formulas(draft):
        span = draft.scope.entries[key].span(field)
        is_rule = key.startswith(("feasibility", "deal_requires"))
        say: Callable[..., None] = report.error if is_rule else report.warning
        if not can_hold([formula], issues):
            consequence = {"refuses": "it refuses nothing", "asks": "it asks for what no package has"}
            effect = consequence.get(field, "no package is left" if is_rule else "it refuses every package")
            is_broken |= is_rule
            say(
                "DET403",
                f"this never holds: {effect}",
                span,
                help="two comparisons of one issue exclude each other; `or` may be meant",
            )
        elif not can_hold([Not(formula)], issues):
            consequence = {"refuses": "it refuses every package", "asks": "it asks for nothing"}
            effect = consequence.get(field, "it rules nothing out")
            report.warning("DET404", f"this always holds: {effect}", span, help="take it out, or name fewer options")
    return is_broken


def _rules_together(draft: Draft, report: Report) -> None:
    """DET405: rules that no package satisfies together; a minimal set of them is named."""
    rules = [*(("feasibility", r) for r in draft.case.feasibility), *(("deal_requires", r) for r in draft.case.deal_requires)]

    def hold(some: list[tuple[str, Rule]]) -> bool:
        return can_hold([rule.requires for _, rule in some], draft.case.issues)

    if hold(rules):
        return
    kept = list(rules)
    for rule in rules:
        without = [other for other in kept if other is not rule]
        if not hold(without):
            kept = without
    places = sorted((draft.scope.entries[f"{section}.{rule.id}"].span("requires"), rule.id) for section, rule in kept)
    notes = [Note(text=f"`{rule}` requires this", span=span) for span, rule in places[:-1]]
    advice = "loosen one of them, or take it out"
    report.error(
        "DET405",
        f"no package satisfies {listed(sorted(r.id for _, r in kept))} together",
        places[-1][0],
        notes=notes,
        help=advice,
    )


def _responses_by_parties(draft: Draft, report: Report) -> None:
    """DET407: only who is at the table answers a proposal."""
    roles = {actor.id: actor.role for actor in draft.case.actors}
    for proposal in draft.case.proposals:
        for response in proposal.responses:
            role = roles.get(response.actor, Role.PARTY)
            if role is not Role.PARTY:
                span = draft.scope.spans[f"responses.{proposal.id}.{response.actor}"]
                note = Note(
                    text=f"`{response.actor}` has the role `{role}`",
                    span=draft.scope.entries[f"actors.{response.actor}"].span("role"),
                )
                advice = "make it a party, or write what it said as a claim"
                report.error("DET407", f"`{response.actor}` is not a party", span, notes=[note], help=advice)


def _part_of_cycles(draft: Draft, report: Report) -> None:
    """DET408: an actor cannot be a part of itself, also by way of others."""
    part_of = {actor.id: actor.part_of for actor in draft.case.actors}
    told: set[str] = set()
    for start in part_of:
        chain = [start]
        while (whole := part_of.get(chain[-1])) is not None and whole not in chain:
            chain.append(whole)
        if whole == start and start not in told:
            told.update(chain)
            text = " is part of ".join(f"`{name}`" for name in [*chain, start])
            span = draft.scope.entries[f"actors.{start}"].span("part_of")
            report.error("DET408", f"{text}", span, help="take one `part_of` out")


def _parties(draft: Draft, report: Report) -> None:
    """DET409: a negotiation has two parties or more."""
    declared = draft.sections.each("actors")
    if not declared or len(draft.case.actors) < len(declared):
        return
    n_parties = len(draft.case.parties)
    span = draft.sections.keys["actors"].span
    if n_parties == 0:
        report.error("DET409", "no actor is a party", span, help="give those at the table `role: party`")
    elif n_parties == 1:
        report.warning(
            "DET409", f"`{draft.case.parties[0].id}` is the only party", span, help="give the others at the table `role: party`"
        )


def _is_without_packages(draft: Draft) -> bool:
    """Whether the case is about moves or phases alone, and has no issue to agree on."""
    return "issues" not in draft.sections.keys and "issues" not in draft.sections.lacking


def _no_deal(draft: Draft, report: Report) -> None:
    """DET410 and DET416: what holds without a deal should be said, on every issue."""
    if "no_deal" in draft.sections.lacking or _is_without_packages(draft):
        return
    if "no_deal" not in draft.sections.keys:
        advice = "add `no_deal:` with a `path:`, what holds on each issue without a deal"
        report.warning("DET410", "the case has no `no_deal` section", draft.sections.top, help=advice)
        return
    entry = draft.sections.entry("no_deal")
    path = draft.case.no_deal.path
    if entry is None:
        return
    if "path" not in entry.keys:
        advice = "add `path:`, what holds on each issue without a deal"
        report.warning("DET410", "`no_deal` has no `path`", draft.sections.keys["no_deal"].span, help=advice)
    elif path is not None and not any(d.code == "DET416" for d in report.found):
        missing = [issue for issue in draft.scope.issues if issue not in path]
        if missing:
            advice = "say what holds on it without a deal"
            report.warning("DET416", f"the no-deal path says nothing on {listed(missing)}", entry.keys["path"].span, help=advice)


def _deal_requires(draft: Draft, report: Report) -> None:
    """DET411: what makes a package a deal should be said."""
    if _is_without_packages(draft):
        return
    if "deal_requires" not in draft.sections.keys and "deal_requires" not in draft.sections.lacking:
        advice = "add `deal_requires:`; without it every package but the no-deal path is a deal"
        report.warning("DET411", "the case does not say what makes a package a deal", draft.sections.top, help=advice)


def _moves_with(draft: Draft, report: Report) -> None:
    """DET417: red lines on or off together cannot differ in firmness."""
    lines = {line.id: line for line in draft.case.red_lines}
    told: set[frozenset[str]] = set()
    for line in draft.case.red_lines:
        for name in line.moves_with:
            other = lines.get(name)
            pair = frozenset((line.id, name))
            if (
                other is None
                or pair in told
                or (other.firmness.low, other.firmness.high) == (line.firmness.low, line.firmness.high)
            ):
                continue
            told.add(pair)
            note = Note(text=f"the firmness of `{name}`", span=draft.scope.entries[f"red_lines.{name}"].span("firmness"))
            span = draft.scope.entries[f"red_lines.{line.id}"].span("moves_with")
            message = f"`{line.id}` and `{name}` move together and differ in firmness"
            report.warning("DET417", message, span, notes=[note], help="give both the same firmness")


def _crossed_lines(draft: Draft, report: Report) -> None:
    """DET419: a party accepted what its own red line refuses."""
    for crossing in crossed_lines(draft.case):
        line = draft.scope.spans[f"red_lines.{crossing.red_line}"]
        note = Note(text=f"the red line `{crossing.red_line}` refuses it", span=line)
        span = draft.scope.entries[f"responses.{crossing.proposal}.{crossing.actor}"].span("answer")
        message = f"`{crossing.actor}` accepted `{crossing.proposal}`, which its own red line refuses"
        advice = "the line counts as off since that day; to put it back, rest it on a claim of a later day"
        report.warning("DET419", message, span, notes=[note], help=advice)


def _exact_points(draft: Draft, report: Report) -> None:
    """DET412: exact points of an actor: each issue begins at 0, and the best options add up to 100."""
    for actor in draft.case.actors:
        given: dict[str, dict[str, Fraction]] = {}
        places: dict[str, Span] = {}
        for statement in draft.case.statements_of(actor.id):
            if isinstance(statement, Points):
                exact = {option: points.low for option, points in statement.points if points.is_exact}
                given.setdefault(statement.issue, {}).update(exact)
                places[statement.issue] = draft.scope.spans[f"preferences.{statement.id}"]
        complete = {
            issue.id: given[issue.id]
            for issue in draft.case.issues
            if issue.id in given and set(issue.knots) <= set(given[issue.id])
        }
        is_told = False
        for issue_id, points in complete.items():
            lowest = min(points.values())
            if lowest != 0:
                is_told = True
                advice = f"take {number_text(lowest)} from every option of `{issue_id}`: points count from the worst option up"
                message = f"the lowest option of `{issue_id}` has {number_text(lowest)} points, not 0"
                report.error("DET412", message, places[issue_id], help=advice)
        if complete and len(complete) == len(draft.case.issues) and not is_told:
            _sum_of_best(actor.id, complete, places, report)


def _sum_of_best(actor: str, complete: dict[str, dict[str, Fraction]], places: dict[str, Span], report: Report) -> None:
    best = {issue: max(points.values()) for issue, points in complete.items()}
    total = sum(best.values(), Fraction(0))
    if total == 100:
        return
    text = " + ".join(number_text(value) for value in best.values())
    missing = (
        f"{number_text(100 - total)} points are missing" if total < 100 else f"{number_text(total - 100)} points are too many"
    )
    advice = f"{missing}; to keep the proportions, multiply every number by 100/{number_text(total)}" if total else missing
    message = f"the best options of `{actor}` add up to {number_text(total)} points, not 100 ({text})"
    report.error("DET412", message, max(places.values()), help=advice)


def _contradictions(draft: Draft, report: Report) -> None:
    """DET413: statements of an actor that cannot hold together; a minimal set is named, with its claims."""
    case = draft.case
    spoken = {s.actor for s in case.preferences} | {s.actor for s in case.no_deal.statements}
    spoken |= {r.actor for p in case.proposals for r in p.responses}
    if not spoken:
        return
    from detente.readings.value_space import contradiction  # loaded only for a case without errors

    for actor in case.actors:
        found = contradiction(case, actor.id) if actor.id in spoken else None
        if found is None:
            continue
        keys = sorted((_record_key(s) for s in found), key=lambda key: draft.scope.spans[key])
        places = [(draft.scope.spans[key], draft.scope.entries[key]) for key in keys]
        notes = [Note(text=_support(span, entry), span=span) for span, entry in places]
        count = f"these {len(places)} statements" if len(places) > 1 else "this statement"
        message = f"no values of `{actor.id}` satisfy {count}{' together' if len(places) > 1 else ''}"
        advice = "change or take out one of them; any one is enough" if len(places) > 1 else "change it"
        report.error("DET413", message, places[-1][0], notes=notes, help=advice)


def _support(span: Span, entry: Entry) -> str:
    """A statement as written, and what it rests on."""
    line = entry.node.source.line(span.line)
    ends = [
        read.span.end_column
        for name, read in entry.fields.items()
        if name not in ("because", "note") and read.span.line == span.line
    ]
    written = line[span.column - 1 : ends[0] - 1 if ends else None].strip()
    claims = [read.value for read in entry.get("because") or ()]
    support = f"rests on {listed(claims)}" if claims else "rests on no claim: it is an assumption"
    return f"`{written[:80]}{'…' if len(written) > 80 else ''}` (line {span.line}) {support}"


def _record_key(statement: str) -> str:
    return statement if statement.startswith(("no_deal.", "responses.")) else f"preferences.{statement}"
