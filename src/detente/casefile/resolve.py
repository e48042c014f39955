"""From what the files say to the case: ids resolved, defaults explicit, shorthand written out.

Whatever is wrong is reported and left out; the draft that remains lets the other checks go on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from detente.casefile.reading import BAD, Entry, Read
from detente.casefile.resolve_issues import in_words, resolve_issue
from detente.casefile.resolve_moves import resolve_moves
from detente.casefile.resolve_outlook import resolve_outlook
from detente.casefile.resolve_phases import resolve_phases
from detente.casefile.resolve_positions import (
    resolve_demand,
    resolve_red_line,
    resolve_rule,
    resolve_statement,
    resolve_worth,
)
from detente.casefile.resolve_ratification import resolve_ratification
from detente.casefile.scope import Register, Scope, option_id
from detente.casefile.sections import Sections
from detente.casefile.source import Report, listed
from detente.casefile.syntax import ScalarNode
from detente.diagnostics import Note
from detente.model.actor import Actor, Role
from detente.model.case import Case, Circumstance
from detente.model.evidence import Claim, ClaimKind, Handling, Quantity, Source
from detente.model.issue import Issue
from detente.model.no_deal import NoDeal, NoDealStatement
from detente.model.package import NamedPackage, Package
from detente.model.preference import Statement
from detente.model.proposal import Answer, Deadline, DeadlineStatus, Proposal, Response, Silence

__all__ = ["Draft", "resolve"]

_Made = TypeVar("_Made")


@dataclass(slots=True)
class Draft:
    """The case as far as it could be resolved. It is the case when no error was reported."""

    case: Case
    scope: Scope
    sections: Sections
    as_of: dt.date | None


def resolve(sections: Sections, report: Report) -> Draft:
    """Resolve every section, in an order in which references point backward."""
    scope = _scope(sections, report)
    issues = [issue for issue in scope.issues.values() if issue is not None]
    head = sections.entry("case")
    as_of = head.get("as_of") if head is not None else None
    sources = _made(sections, "sources", scope, _source)
    by_id = {source.id: source for source in sources}
    path = _path(sections, scope)
    packages = _packages(sections, scope)
    proposals = _proposals(sections, scope, path)
    case = Case(
        slug=(head.get("slug") if head else None) or "",
        title=(head.get("title") if head else None) or "",
        as_of=as_of or dt.date.min,
        question=(head.get("question") if head else None) or "",
        notes=head.get("notes") if head else None,
        actors=_made(sections, "actors", scope, _actor),
        issues=tuple(issues),
        sources=sources,
        claims=_made(sections, "claims", scope, lambda name, entry, s: _claim(name, entry, s, by_id)),
        feasibility=_made(sections, "feasibility", scope, resolve_rule),
        deal_requires=_made(sections, "deal_requires", scope, resolve_rule),
        preferences=_preferences(sections, scope),
        demands=_made(sections, "demands", scope, resolve_demand),
        red_lines=_made(sections, "red_lines", scope, resolve_red_line),
        no_deal=_no_deal(sections, scope, path),
        packages=packages,
        circumstances=_made(sections, "circumstances", scope, _circumstance),
        proposals=proposals,
        deadlines=_made(sections, "deadlines", scope, _deadline),
        moves=resolve_moves(sections, scope),
        ratification=resolve_ratification(sections, scope),
        phases=resolve_phases(sections, scope),
        outlook=resolve_outlook(sections, scope),
    )
    return Draft(case, scope, sections, as_of)


def _scope(sections: Sections, report: Report) -> Scope:
    scope = Scope(report)
    scope.claims = sections.register("claims", "claim", "DET207")
    scope.sources = sections.register("sources", "source", "DET208")
    scope.actors = sections.register("actors", "actor", "DET206")
    scope.issue_keys = sections.register("issues", "issue", "DET205")
    scope.demands = sections.register("demands", "demand", "DET209")
    scope.red_lines = sections.register("red_lines", "red line", "DET209")
    for name, entry, key in _entries(sections, "issues", scope):
        scope.issues[name] = resolve_issue(name, entry, scope) if entry is not None else None
        scope.spans[f"issues.{name}"] = key.span
    named: dict[str, ScalarNode] = {}
    for section in ("packages", "proposals"):
        for name, (key, _) in sections.each(section).items():
            if name in named or name == "no_deal":
                notes = [Note(text=f"`{name}` is a package here", span=named[name].span)] if name in named else []
                advice = "packages and proposals are compared by name: give each a name of its own"
                what = "is the name of the no-deal path" if name == "no_deal" else "names two packages"
                report.error("DET211", f"`{name}` {what}", key.span, notes=notes, help=advice)
            named.setdefault(name, key)
    no_deal = sections.entry("no_deal")
    if no_deal is not None and "path" in no_deal.keys:
        named["no_deal"] = no_deal.keys["path"]
    naming = ("packages", "proposals", "no_deal")
    is_known = all(s not in sections.lacking and (s not in sections.keys or s in sections.reads) for s in naming)
    scope.package_keys = Register("package", "named packages", "DET209", named, is_known)
    return scope


def _entries(sections: Sections, section: str, scope: Scope) -> Iterator[tuple[str, Entry | None, ScalarNode]]:
    for name, (key, read) in sections.each(section).items():
        entry = read.value if isinstance(read.value, Entry) else None
        if entry is not None:
            scope.record(f"{section}.{name}", key.span, entry)
        yield name, entry, key


def _made(sections: Sections, section: str, scope: Scope, make: Callable[[str, Entry, Scope], _Made | None]) -> tuple[_Made, ...]:
    found = [make(name, entry, scope) for name, entry, _ in _entries(sections, section, scope) if entry is not None]
    return tuple(thing for thing in found if thing is not None)


def _source(name: str, entry: Entry, _: Scope) -> Source | None:
    if not entry.is_whole:
        return None
    return Source(
        id=name,
        publisher=entry.get("publisher"),
        title=entry.get("title"),
        date=entry.get("date"),
        relation=entry.get("relation"),
        reliability=entry.get("reliability"),
        language=entry.get("language"),
        handling=Handling(entry.get("handling") or "public"),
        note=entry.get("note"),
    )


def _claim(name: str, entry: Entry, scope: Scope, sources: Mapping[str, Source]) -> Claim | None:
    """A claim; said on the day of its source and handled as its source unless it says otherwise."""
    disputes = scope.references(entry.get("disputes"), scope.claims)
    source = sources.get(entry.get("source") or "")
    if "source" in entry.fields:
        scope.sources.has(entry.get("source"), entry.span("source"), scope.report)
    quantity = entry.get("quantity")
    if source is None or not entry.is_whole or (quantity is not None and not quantity.is_whole):
        return None
    holds = entry.get("holds") or (None, None)
    return Claim(
        id=name,
        text=entry.get("text"),
        kind=ClaimKind(entry.get("kind")),
        source=source.id,
        said_by=tuple(read.value for read in entry.get("said_by") or ()),
        said_on=entry.get("said") or source.date,
        locator=entry.get("locator"),
        holds_from=holds[0],
        holds_to=holds[1],
        credibility=entry.get("credibility"),
        quantity=_quantity(quantity) if quantity is not None else None,
        disputes=disputes,
        handling=Handling(entry.get("handling") or source.handling),
        note=entry.get("note"),
    )


def _quantity(entry: Entry) -> Quantity:
    low, high = entry.get("value")
    return Quantity(
        low=low,
        high=high,
        unit=entry.get("unit"),
        measure=entry.get("measure"),
        is_approximate=bool(entry.get("approximate")),
        part_of=entry.get("part_of"),
        counted_by=entry.get("counted_by"),
    )


def _actor(name: str, entry: Entry, scope: Scope) -> Actor | None:
    because = scope.because(entry)
    whole = entry.get("part_of")
    if whole is not None and not scope.actors.has(whole, entry.span("part_of"), scope.report):
        return None
    if not entry.is_whole:
        return None
    return Actor(
        id=name,
        name=entry.get("name"),
        role=Role(entry.get("role")),
        part_of=whole,
        seats=entry.get("seats"),
        because=because,
        note=entry.get("note"),
    )


def _statements(
    keyed: Mapping[str, tuple[ScalarNode, Read]],
    prefix: str,
    record: str,
    scope: Scope,
    make: Callable[[str, str, Entry, Scope], _Made | None],
) -> Iterator[_Made]:
    """Statements listed per actor; their ids are the actor and the place in its list."""
    for actor, (key, read) in keyed.items():
        is_known = scope.actors.has(actor, key.span, scope.report)
        if read.value is BAD:
            continue
        for position, item in enumerate(read.value, start=1):
            entry: Entry = item.value
            sid = f"{prefix}{actor}-{position}"
            first = next(iter(entry.keys.values()), None)
            scope.record(f"{record}{sid}", first.span if first is not None else item.span, entry)
            made = make(sid, actor, entry, scope)
            if made is not None and is_known:
                yield made


def _preferences(sections: Sections, scope: Scope) -> tuple[Statement, ...]:
    return tuple(_statements(sections.each("preferences"), "", "preferences.", scope, resolve_statement))


def _terms(entry: Entry, field_name: str, scope: Scope) -> Package | None:
    """A package in the order of the issues; ``None`` when a term is wrong."""
    written: Mapping[str, tuple[ScalarNode, Read]] = entry.get(field_name) or {}
    terms: dict[str, str] = {}
    is_sound = field_name in entry.fields
    for name, (key, read) in written.items():
        issue: Issue | None = scope.issue(name, key.span)
        option = None
        if issue is not None and isinstance(read.node, ScalarNode) and read.value is not BAD:
            option = option_id(scope, issue, read.value, read.span)
        if option is None:
            is_sound = False
        else:
            terms[name] = option
    return Package(tuple((name, terms[name]) for name in scope.issues if name in terms)) if is_sound else None


def _path(sections: Sections, scope: Scope) -> Package | None:
    entry = sections.entry("no_deal")
    if entry is None or "path" not in entry.keys:
        return None
    package = _terms(entry, "path", scope)
    scope.packages["no_deal"] = package
    return package


def _no_deal(sections: Sections, scope: Scope, path: Package | None) -> NoDeal:
    entry = sections.entry("no_deal")
    if entry is None:
        return NoDeal()
    scope.record("no_deal", sections.keys["no_deal"].span, entry)
    statements: tuple[NoDealStatement, ...] = tuple(_statements(entry.get("values") or {}, "no_deal.", "", scope, resolve_worth))
    return NoDeal(
        path=path, drift=entry.get("drift"), statements=statements, because=scope.because(entry), note=entry.get("note")
    )


def _packages(sections: Sections, scope: Scope) -> tuple[NamedPackage, ...]:
    found = []
    for name, entry, _ in _entries(sections, "packages", scope):
        package = _terms(entry, "terms", scope) if entry is not None else None
        scope.packages[name] = package
        if entry is None:
            continue
        because = scope.because(entry)
        missing = [issue for issue in scope.issues if package is not None and issue not in package]
        if missing:
            advice = "a named package has an option on every issue"
            scope.report.error("DET415", f"the package says nothing on {listed(missing)}", entry.keys["terms"].span, help=advice)
        if package is not None and entry.is_whole:
            label = entry.get("name") or in_words(name)
            found.append(NamedPackage(id=name, name=label, package=package, because=because, note=entry.get("note")))
    return tuple(found)


def _proposals(sections: Sections, scope: Scope, path: Package | None) -> tuple[Proposal, ...]:
    found = []
    for name, entry, _ in _entries(sections, "proposals", scope):
        proposal = _proposal(name, entry, scope, path) if entry is not None else None
        scope.packages[name] = proposal.package if proposal is not None else None
        if proposal is not None:
            found.append(proposal)
    return tuple(found)


def _proposal(name: str, entry: Entry, scope: Scope, path: Package | None) -> Proposal | None:
    because = scope.because(entry)
    by = scope.references(entry.get("by"), scope.actors)
    responses = _responses(name, entry, scope)
    package = _terms(entry, "terms", scope)
    if package is None or not entry.is_whole:
        return None
    silent_on = tuple(issue for issue in scope.issues if issue not in package)
    silence = Silence(entry.get("silence")) if entry.get("silence") else None
    if silent_on and silence is None:
        advice = "add `silence: not_in_deal` if they stay on the no-deal path, or `silence: left_open`"
        scope.report.error("DET406", f"the proposal says nothing on {listed(silent_on)}", entry.keys["terms"].span, help=advice)
        return None
    left_open: tuple[str, ...] = ()
    if silence is Silence.LEFT_OPEN:
        left_open = silent_on
    elif silence is Silence.NOT_IN_DEAL and silent_on:
        filled = _filled(package, silent_on, entry, scope, path)
        if filled is None:
            return None
        package = filled
    return Proposal(
        id=name,
        name=entry.get("name") or in_words(name),
        by=by,
        date=entry.get("date"),
        package=package,
        left_open=left_open,
        silence=silence,
        silent_on=silent_on,
        responses=responses,
        because=because,
        note=entry.get("note"),
    )


def _filled(package: Package, silent_on: tuple[str, ...], entry: Entry, scope: Scope, path: Package | None) -> Package | None:
    """The package with the no-deal path on the issues it is silent on."""
    if path is None and "no_deal" in scope.packages:
        return None
    missing = [issue for issue in silent_on if path is None or issue not in path]
    if missing:
        advice = "add them to `no_deal: path:`, or write `silence: left_open`"
        message = f"the no-deal path says nothing on {listed(missing)}"
        scope.report.error("DET416", message, entry.span("silence"), help=advice)
        return None
    return Package(tuple((name, package[name] if name in package or path is None else path[name]) for name in scope.issues))


def _responses(name: str, entry: Entry, scope: Scope) -> tuple[Response, ...]:
    found = []
    for actor, (key, read) in (entry.get("responses") or {}).items():
        is_known = scope.actors.has(actor, key.span, scope.report)
        answer = read.value
        if not isinstance(answer, Entry):
            continue
        scope.record(f"responses.{name}.{actor}", key.span, answer)
        because = scope.because(answer)
        if is_known and answer.is_whole:
            note = answer.get("note")
            response = Response(
                actor=actor, answer=Answer(answer.get("answer")), date=answer.get("date"), because=because, note=note
            )
            found.append(response)
    return tuple(found)


def _circumstance(name: str, entry: Entry, scope: Scope) -> Circumstance | None:
    because = scope.because(entry)
    return Circumstance(id=name, text=entry.get("text"), because=because, note=entry.get("note")) if entry.is_whole else None


def _deadline(name: str, entry: Entry, scope: Scope) -> Deadline | None:
    because = scope.because(entry)
    set_by = scope.references(entry.get("set_by"), scope.actors)
    if not entry.is_whole:
        return None
    return Deadline(
        id=name,
        name=entry.get("name") or in_words(name),
        set_by=set_by,
        due=entry.get("due"),
        set_on=entry.get("set"),
        status=DeadlineStatus(entry.get("status")) if entry.get("status") else None,
        consequence=entry.get("consequence"),
        because=because,
        note=entry.get("note"),
    )
