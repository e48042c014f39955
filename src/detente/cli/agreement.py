"""``detente agreement``: one question alone, in compact form."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Literal

import click

from detente.cli.asking import case_questions, read_case
from detente.cli.output import echo, page_width
from detente.cli.progress import WaitingBar
from detente.cli.what_if import change_words, changed_case, changes

__all__ = ["agreement"]


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For people or for programs."
)
@changes
@case_questions
@click.pass_context
def agreement(
    ctx: click.Context,
    case: str,
    seed: int,
    readings: int,
    as_of: dt.date | None,
    handling: Literal["public", "restricted", "confidential"],
    form: Literal["text", "json"],
    settings: tuple[str, ...],
    without: tuple[str, ...],
) -> None:
    """Ask the agreement question alone: is there a deal, what blocks it, what would open one.

    The same finding as in `detente explain`, as lists and numbers without the prose.
    """
    known = read_case(ctx, case)
    from detente.cli.chapter_text import paragraph
    from detente.cli.finding_json import finding_object
    from detente.cli.finding_text import finding_text
    from detente.explanation.redaction import telling_for
    from detente.model.evidence import Handling
    from detente.questions.agreement.question import agreement as ask

    changed = changed_case(known, settings, without, handling, as_of)
    asked, change = changed.case, change_words(changed)
    with WaitingBar() as progress:
        finding = ask(asked, readings=readings, seed=seed, progress=progress)
    telling = telling_for(asked, finding, Handling(handling))
    if form == "json":
        echo(json.dumps(finding_object(telling) | {"what_if": change}, ensure_ascii=False, indent=2))
    else:
        answer = finding_text(telling, page_width(sys.stdout))
        echo(f"{paragraph(change, page_width(sys.stdout))}\n\n{answer}" if change else answer)
