"""Reading a case: files to nodes, nodes to fields, fields to the case, and the rules between them."""

from __future__ import annotations

import os

from detente.casefile.check import check_draft
from detente.casefile.files import read_files
from detente.casefile.reading import BAD, Read
from detente.casefile.resolve import Draft, resolve
from detente.casefile.schema import SECTIONS
from detente.casefile.sections import Sections
from detente.casefile.source import Report, SourceFile, did_you_mean, listed
from detente.casefile.syntax import MapNode, ScalarNode, parse
from detente.diagnostics import CaseError, Diagnostic, Note, Span
from detente.model.case import Case

__all__ = ["check", "load"]

_ON_PACKAGES = ("feasibility", "deal_requires", "preferences", "demands", "red_lines", "no_deal", "packages", "proposals")
"""Sections that say something of packages."""

_WITHOUT_ISSUES = ("moves", "phases", "ratification")
"""Sections that a case may be about which has no issue to agree on."""


def load(path_or_slug: str | os.PathLike[str]) -> Case:
    """The case in a folder, in a single file, or bundled under a name.

    A path to a file ``case.yaml`` beside other ``.yaml`` files stands for its folder, which is read whole.

    Raises
    ------
    CaseError
        If the case has an error; it carries every diagnostic found.
    """
    case, diagnostics = check(path_or_slug)
    if case is None:
        raise CaseError(diagnostics)
    return case


def check(path_or_slug: str | os.PathLike[str]) -> tuple[Case | None, tuple[Diagnostic, ...]]:
    """The case, or ``None`` if it has an error, with every diagnostic in the order of the files."""
    report = Report()
    draft = _draft(path_or_slug, report)
    if draft is not None:
        check_draft(draft, report)
    is_case = draft is not None and not report.has_errors
    return (draft.case if is_case and draft is not None else None), report.in_file_order()


def _draft(path_or_slug: str | os.PathLike[str], report: Report) -> Draft | None:
    sources, folder = read_files(path_or_slug, report)
    is_readable = not report.has_errors
    if not sources:
        return None
    sections = Sections(Span(file=sources[0].name, line=1, column=1, end_line=1, end_column=2))
    for source in sources:
        is_readable &= _read_sections(source, sections, report)
    if not is_readable:
        return None
    for name, section in SECTIONS.items():
        if section.required and name not in sections.keys and name not in sections.lacking:
            sections.lacking.add(name)
            report.error("DET202", f"the case lacks the section `{name}`", sections.top, help=f"add `{name}:`")
    _issues_where_needed(sections, report)
    draft = resolve(sections, report)
    head = sections.entry("case")
    if folder is not None and head is not None and draft.case.slug not in ("", folder):
        advice = f"rename the folder, or write `slug: {folder}`"
        report.warning("DET219", f"the folder is named `{folder}`, not `{draft.case.slug}`", head.span("slug"), help=advice)
    return draft


def _issues_where_needed(sections: Sections, report: Report) -> None:
    """DET202: a case is about issues, moves, phases or consent at home, and what speaks of packages needs issues."""
    if "issues" in sections.keys or "issues" in sections.lacking:
        return
    message = "the case lacks the section `issues`"
    if not any(name in sections.keys for name in _WITHOUT_ISSUES):
        if not any(name in sections.lacking for name in _WITHOUT_ISSUES):
            advice = (
                "add `issues:`; or `moves:` or `phases:` if the case is about what each can do alone, or about keeping a deal"
            )
            sections.lacking.add("issues")
            report.error("DET202", message, sections.top, help=advice)
        return
    on_packages = [name for name in _ON_PACKAGES if name in sections.keys]
    if on_packages:
        sections.lacking.add("issues")
        advice = f"`{on_packages[0]}` speaks of packages: add `issues:`, or take it out"
        report.error("DET202", message, sections.keys[on_packages[0]].span, help=advice)


def _read_sections(source: SourceFile, sections: Sections, report: Report) -> bool:
    """Take the sections of a file; whether it could be read as YAML."""
    before = len(report.found)
    root = parse(source, report)
    if root is None or (isinstance(root, ScalarNode) and root.is_null):
        if len(report.found) == before:
            start = Span(file=source.name, line=1, column=1, end_line=1, end_column=2)
            advice = (
                "begin with `case:`, or copy a bundled case"
                if sections.top.file == source.name
                else "remove it, or move a section into it"
            )
            report.error("DET107", "the file is empty", start, help=advice)
        return False
    if not isinstance(root, MapNode):
        what = "a list" if not isinstance(root, ScalarNode) else "a text"
        advice = "a case file is a mapping of sections: `case:`, `actors:`, `issues:`"
        report.error("DET203", f"expected sections, found {what}", root.span, help=advice)
        return False
    for key, node in root.pairs:
        section = SECTIONS.get(key.text)
        if section is None:
            meant = did_you_mean(key.text, SECTIONS)
            if meant is not None:
                sections.lacking.add(meant)
            advice = f"did you mean `{meant}`?" if meant else f"the sections are {listed(SECTIONS, limit=20)}"
            report.error("DET201", f"unknown section `{key.text}`", key.span, help=advice)
        elif key.text in sections.keys:
            first = sections.keys[key.text].span
            note = Note(text=f"it stands in {first.file}, line {first.line}", span=first)
            advice = "a section stands in one file: move all of it there"
            report.error("DET115", f"the section `{key.text}` stands in two files", key.span, notes=[note], help=advice)
        else:
            sections.keys[key.text] = key
            if key.text in root.doubled or (isinstance(node, MapNode) and node.doubled):
                sections.lacking.add(key.text)
            value = section.kind.read(node, report)
            if value is not BAD:
                sections.reads[key.text] = Read(value, node)
    return True
