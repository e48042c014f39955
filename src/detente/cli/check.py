"""``detente check``: every mistake of a case in one run."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from detente.cli.arguments import CASE
from detente.cli.output import echo, print_diagnostics
from detente.diagnostics import Diagnostic, Severity, Span

__all__ = ["check"]


@click.command()
@click.argument("cases", metavar="CASE...", nargs=-1, required=True, type=CASE)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For people or for programs."
)
@click.option("--quiet-notes", is_flag=True, help="Show errors and warnings only.")
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings, too.")
@click.pass_context
def check(ctx: click.Context, cases: tuple[str, ...], form: str, quiet_notes: bool, strict: bool) -> None:
    """Find every mistake in one or more cases.

    Errors stop an analysis, warnings make it say less than it could, notes are worth knowing. Each
    has a code; `detente why CODE` explains it. Nothing on disk is changed. Exits with 1 when a case
    has errors.
    """
    from detente.casefile.load import check as check_case

    found: list[tuple[str, Sequence[Diagnostic]]] = []
    is_failed = False
    for case in cases:
        _, diagnostics = check_case(case)
        severities = {d.severity for d in diagnostics}
        is_failed |= Severity.ERROR in severities or (strict and Severity.WARNING in severities)
        shown = [d for d in diagnostics if not (quiet_notes and d.severity is Severity.NOTE)]
        found.append((case, shown))
        if form == "text":
            print_diagnostics(case, diagnostics, shown, err=False)
    if form == "json":
        echo(json.dumps({"cases": [_case_object(case, shown) for case, shown in found]}, ensure_ascii=False, indent=2))
    ctx.exit(1 if is_failed else 0)


def _case_object(case: str, diagnostics: Sequence[Diagnostic]) -> dict[str, object]:
    return {
        "case": case,
        "is_valid": all(d.severity is not Severity.ERROR for d in diagnostics),
        "diagnostics": [
            {
                "code": d.code,
                "severity": d.severity.value,
                "message": d.message,
                **_place(d.span),
                "notes": [{"text": note.text, **(_place(note.span) if note.span else {})} for note in d.notes],
                "help": d.help,
            }
            for d in diagnostics
        ],
    }


def _place(span: Span) -> dict[str, object]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
