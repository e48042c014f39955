"""``detente timing``: is now the moment, by whose lights, and what would change it."""

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

__all__ = ["timing"]

ROWS = 14
"""Most rows of a table told as text; more are read by programs, or in the report."""
MORE = "All rows: `--format json`. The value of signing over time is drawn by `detente explain --report`."


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For people or for programs."
)
@changes
@case_questions
@click.pass_context
def timing(
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
    """Show who would gain by waiting, by whose lights.

    For each party whether signing now is better than waiting, what a delay costs it and what would tip it; which hopes rest
    on what others do not see, when the moment is ripe, and whether each deadline binds. For cases with an `outlook` section.
    """
    known = read_case(ctx, case)
    from detente.cli.chapter_text import chapter_text, paragraph
    from detente.cli.timing_json import timing_object
    from detente.explanation.redaction import telling_for
    from detente.explanation.timing_elsewhere import commitment_of, elsewhere
    from detente.explanation.timing_words import timing_chapter
    from detente.model.evidence import Handling
    from detente.questions.agreement.question import agreement, undetermined
    from detente.questions.durability.question import durability
    from detente.questions.ratification.question import ratification
    from detente.questions.timing.question import timing as ask

    changed = changed_case(known, settings, without, handling, as_of)
    asked = changed.case
    with WaitingBar() as progress:
        finding = ask(asked, readings=readings, seed=seed, progress=progress)
        # Which departure explains the deadlock hangs on whether there is a deal at all, would pass at home and be kept.
        deal, home, commitment = undetermined(asked, "not asked", seed), None, None
        if asked.outlook is not None and asked.issues:
            deal = agreement(asked, readings=readings, seed=seed, progress=progress)
        if asked.outlook is not None and asked.ratification is not None:
            home = ratification(asked, readings=readings, seed=seed, progress=progress).verdict
        if asked.outlook is not None and asked.phases is not None:
            commitment = commitment_of(durability(asked, readings=readings, seed=seed, progress=progress))
    telling = telling_for(asked, deal, Handling(handling))
    others = elsewhere(telling, home=home, commitment=commitment)
    change = change_words(changed)
    if form == "json":
        echo(json.dumps(timing_object(telling, finding, others, change), ensure_ascii=False, indent=2))
        return
    # What `--without` takes out is told as the change; only what the day leaves out is left to tell.
    before = known if as_of is not None and not without else None
    chapter, width = timing_chapter(telling, finding, others, before=before), page_width(sys.stdout)
    if chapter is None:
        echo(paragraph(f"Whether now is the moment was not asked: {finding.reason or 'no answer'}.", width))
    else:
        echo(chapter_text(telling, chapter, change, width, most_rows=ROWS, more=MORE))
