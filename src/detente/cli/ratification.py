"""``detente ratification``: would each side's own people let a deal pass, and what becomes of the government over it."""

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

__all__ = ["ratification"]

ROWS = 20
"""Most rows of a table told as text."""
MORE = "All rows: `--format json`. The votes drawn: `detente explain --report`."


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For people or for programs."
)
@changes
@case_questions
@click.pass_context
def ratification(
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
    """Show whether each side's own people would let a deal pass.

    Who votes how on the proposals and named packages, who would leave the government over them and whether it stands, what
    office costs a leader, how often consent at home is what stops a deal, who has how much power, and what one change of
    rule or mind would do. For cases with a `ratification` section.
    """
    known = read_case(ctx, case)
    from detente.cli.chapter_text import chapter_text, paragraph
    from detente.cli.ratification_json import ratification_object
    from detente.explanation.ratification_words import ratification_chapter
    from detente.explanation.redaction import telling_for
    from detente.model.evidence import Handling
    from detente.questions.agreement.question import undetermined
    from detente.questions.ratification.question import ratification as ask

    changed = changed_case(known, settings, without, handling, as_of)
    with WaitingBar() as progress:
        finding = ask(changed.case, readings=readings, seed=seed, progress=progress)
    telling = telling_for(changed.case, undetermined(changed.case, "not asked", seed), Handling(handling))
    change = change_words(changed)
    if form == "json":
        echo(json.dumps(ratification_object(telling, finding, change), ensure_ascii=False, indent=2))
        return
    chapter, width = ratification_chapter(telling, finding), page_width(sys.stdout)
    if chapter is None:
        echo(paragraph(f"Whether a deal would pass at home was not asked: {finding.reason or 'no answer'}.", width))
    else:
        echo(chapter_text(telling, chapter, change, width, most_rows=ROWS, more=MORE))
