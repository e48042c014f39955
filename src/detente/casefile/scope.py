"""What a case declares, while it is being resolved: ids with their places, and references to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from detente.casefile.reading import Entry, Read
from detente.casefile.source import Report, did_you_mean, listed
from detente.casefile.syntax import ScalarNode
from detente.casefile.values import MistakeError, number, number_text
from detente.diagnostics import Note, Span
from detente.model.issue import Issue
from detente.model.package import Package

__all__ = ["Register", "Scope", "option_id", "unknown_option"]


@dataclass(slots=True)
class Register:
    """The declared ids of one sort; broken records are declared too, so that nothing is reported twice."""

    one: str
    many: str
    code: str
    keys: Mapping[str, ScalarNode] = field(default_factory=dict)
    is_known: bool = True

    def has(self, name: str, span: Span, report: Report) -> bool:
        """Whether an id is declared; reports it if not, with what there is."""
        if name in self.keys:
            return True
        if not self.is_known:
            return False
        notes = []
        if self.keys:
            first = next(iter(self.keys.values())).span
            where = f"line {first.line}" if first.file == span.file else f"{first.file}, line {first.line}"
            notes.append(Note(text=f"the {self.many} are {listed(self.keys)} (from {where})", span=first))
        meant = did_you_mean(name, self.keys)
        advice = f"did you mean `{meant}`?" if meant else f"use the id of one of the {self.many}, or add `{name}` to them"
        if not self.keys:
            advice = f"the case has no {self.many}: add `{name}`"
        report.error(self.code, f"unknown {self.one} `{name}`", span, notes=notes, help=advice)
        return False


@dataclass(slots=True)
class Scope:
    """Everything a reference may point at, the places of records, and which claims were used."""

    report: Report
    claims: Register = field(default_factory=lambda: Register("claim", "claims", "DET207"))
    sources: Register = field(default_factory=lambda: Register("source", "sources", "DET208"))
    actors: Register = field(default_factory=lambda: Register("actor", "actors", "DET206"))
    issue_keys: Register = field(default_factory=lambda: Register("issue", "issues", "DET205"))
    demands: Register = field(default_factory=lambda: Register("demand", "demands", "DET209"))
    red_lines: Register = field(default_factory=lambda: Register("red line", "red lines", "DET209"))
    issues: dict[str, Issue | None] = field(default_factory=dict)
    packages: dict[str, Package | None] = field(default_factory=dict)
    package_keys: Register = field(default_factory=lambda: Register("package", "named packages", "DET209"))
    entries: dict[str, Entry] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    used_claims: set[str] = field(default_factory=set)

    def issue(self, name: str, span: Span) -> Issue | None:
        """A declared issue; ``None`` if it is unknown, which is reported, or broken, which was."""
        return self.issues.get(name) if self.issue_keys.has(name, span, self.report) else None

    def record(self, key: str, span: Span, entry: Entry) -> None:
        """Remember where a record stands."""
        self.spans[key] = span
        self.entries[key] = entry

    def references(self, reads: Iterable[Read] | None, register: Register) -> tuple[str, ...]:
        """The declared ids of a list, each once; others are reported."""
        found: dict[str, Span] = {}
        for read in reads or ():
            if read.value in found:
                note = Note(text=f"`{read.value}` stands here first", span=found[read.value])
                self.report.warning("DET211", f"`{read.value}` is listed twice", read.span, notes=[note], help="take one out")
            elif register.has(read.value, read.span, self.report):
                found[read.value] = read.span
        return tuple(found)

    def because(self, entry: Entry) -> tuple[str, ...]:
        """The claims a record rests on."""
        claims = self.references(entry.get("because"), self.claims)
        self.used_claims.update(claims)
        return claims


def unknown_option(scope: Scope, issue: Issue, written: str, span: Span) -> None:
    """Report an option that its issue does not have."""
    declared = scope.spans[f"issues.{issue.id}"]
    where = f"line {declared.line}" if declared.file == span.file else f"{declared.file}, line {declared.line}"
    message = f"unknown option `{written}` for issue `{issue.id}`"
    labeled = [option.id for option in issue.options if option.label.casefold() == written.strip().casefold()]
    if issue.is_numeric:
        low, high = issue.options[0].id, issue.options[-1].id
        text = f"`{issue.id}` ({where}) runs from {low} to {high}, with the options {listed(issue.option_ids)}"
        advice = f"use one of these, or add a knot or a finer step at {where}"
        if labeled:
            advice = f"the unit is not written here: write `{labeled[0]}`"
        elif _is_outside(issue, written):
            message = f"`{written}` lies outside the range of `{issue.id}`, {low} to {high}"
            advice = f"write a number from {low} to {high}, or widen the range at {where}"
    else:
        text = f"`{issue.id}` ({where}) has the options {listed(issue.option_ids)}"
        meant = labeled[0] if labeled else did_you_mean(written, issue.option_ids)
        advice = f"did you mean `{meant}`?" if meant else f"use one of these, or add the option at {where}"
    note = Note(text=text, span=declared)
    scope.report.error("DET204", message, span, notes=[note], help=advice)


def _is_outside(issue: Issue, written: str) -> bool:
    """Whether a text is a number beyond the ends of a numeric issue."""
    first, last = issue.options[0].number, issue.options[-1].number
    try:
        return first is not None and last is not None and not first <= number(written) <= last
    except MistakeError:
        return False


def option_id(scope: Scope, issue: Issue, written: str, span: Span) -> str | None:
    """The id of an option as written; numbers in their shortest form. Unknown ones are reported."""
    name = written.strip()
    if issue.is_numeric:
        try:
            name = number_text(number(name))
        except MistakeError:
            name = written
    if name in issue.option_ids:
        return name
    unknown_option(scope, issue, written, span)
    return None
