"""``detente frontier``: what no party can better without another losing, and the bargaining solutions."""

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

__all__ = ["frontier"]


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For people or for programs."
)
@changes
@case_questions
@click.pass_context
def frontier(
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
    """Show the packages no party can better without another losing.

    With the Nash, Kalai-Smorodinsky, egalitarian and utilitarian packages, and whether each proposal could be better
    for all. In the only reading of an exact case, else in the mean of those drawn. JSON lists every point.
    """
    known = read_case(ctx, case)
    from detente.cli.chapter_text import chapter_text, paragraph
    from detente.cli.frontier_json import frontier_object
    from detente.explanation.frontier_words import frontier_chapter
    from detente.explanation.redaction import telling_for
    from detente.model.evidence import Handling
    from detente.questions.agreement.frontier import frontier as ask
    from detente.questions.agreement.question import undetermined

    changed = changed_case(known, settings, without, handling, as_of)
    with WaitingBar():
        finding = ask(changed.case, readings=readings, seed=seed)
    telling = telling_for(changed.case, undetermined(changed.case, "not asked", seed), Handling(handling))
    change = change_words(changed)
    if form == "json":
        echo(json.dumps(frontier_object(telling, finding, change), ensure_ascii=False, indent=2))
        return
    chapter = frontier_chapter(telling, finding)
    if chapter is None:
        why = (
            "it would show what is withheld"
            if telling.are_packages_withheld
            else finding.reason or "it has fewer than two parties"
        )
        echo(paragraph(f"No frontier is shown for this case: {why}.", page_width(sys.stdout)))
    else:
        echo(chapter_text(telling, chapter, change, page_width(sys.stdout)))
