"""``detente explain``: the whole answer, on the screen and as a report."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Literal

import click

from detente.cli.arguments import REPORT
from detente.cli.asking import case_questions, read_case
from detente.cli.output import echo, page_width, wants_color, write_whole
from detente.cli.progress import WaitingBar
from detente.cli.what_if import change_words, changed_case, changes

__all__ = ["explain"]


@click.command()
@click.option("--report", type=REPORT, metavar="FILE.html", help="Write the whole report to this file as well.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "markdown", "json", "html"]),
    default="terminal",
    show_default=True,
    help="What to print.",
)
@changes
@case_questions
@click.pass_context
def explain(
    ctx: click.Context,
    case: str,
    seed: int,
    readings: int,
    as_of: dt.date | None,
    handling: Literal["public", "restricted", "confidential"],
    report: Path | None,
    form: Literal["terminal", "markdown", "json", "html"],
    settings: tuple[str, ...],
    without: tuple[str, ...],
) -> None:
    """Explain why the talks of a case are stuck and what would open a deal.

    The bottom line comes first, then the key judgements with the claims they rest on, what would
    open a deal, what the sources disagree about, and what the record does not say.
    """
    known = read_case(ctx, case)
    from detente.explanation.explain import explain as explain_case
    from detente.report.render import render

    changed = changed_case(known, settings, without, handling)
    with WaitingBar() as progress:
        explanation = explain_case(
            changed.case,
            readings=readings,
            seed=seed,
            handling=handling,
            as_of=as_of,
            change=change_words(changed),
            progress=progress,
        )
    answer = render(explanation, form, width=page_width(sys.stdout), color=wants_color(sys.stdout))
    # The report first, since a reader who leaves the pipe must not cost it; the answer even if there is no report.
    failure = None if report is None else _written(report, render(explanation, "html"))
    echo(answer)
    if failure is not None:
        raise click.UsageError(f"the report could not be written to {str(report)!r}: {failure}", ctx)
    if report is not None:
        echo(f"report written to {report}", err=True)


def _written(report: Path, page: str) -> str | None:
    """Write the report; what prevented it, if something did."""
    try:
        write_whole(report, page)
    except OSError as error:
        return error.strerror or str(error)
    return None
