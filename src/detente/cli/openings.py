"""``detente openings``: the smallest sets of conditions whose surrender leaves a deal, the cheapest first."""

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

__all__ = ["openings"]

MOST = 200


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For people or for programs."
)
@click.option(
    "--most", type=click.IntRange(1, MOST), metavar="N", default=20, show_default=True, help="How many openings to look for."
)
@changes
@case_questions
@click.pass_context
def openings(
    ctx: click.Context,
    case: str,
    seed: int,
    readings: int,
    as_of: dt.date | None,
    handling: Literal["public", "restricted", "confidential"],
    form: Literal["text", "json"],
    most: int,
    settings: tuple[str, ...],
    without: tuple[str, ...],
) -> None:
    """List what would open a deal, the cheapest first, in proven order.

    Giving up a red line costs its firmness, a no-deal value or a rule 1. For each opening: the fewest steps its red
    lines must move, how far a no-deal value must fall, and in how many readings it suffices. Works at any size.
    """
    known = read_case(ctx, case)
    from detente.cli.chapter_text import chapter_text, paragraph
    from detente.cli.openings_json import openings_object
    from detente.explanation.cheapest_words import cheapest_chapter
    from detente.explanation.redaction import telling_for
    from detente.model.evidence import Handling
    from detente.questions.agreement.cheapest import cheapest_openings
    from detente.questions.agreement.question import undetermined

    changed = changed_case(known, settings, without, handling, as_of)
    with WaitingBar():
        finding = cheapest_openings(changed.case, most=most, readings=readings, seed=seed)
    telling = telling_for(changed.case, undetermined(changed.case, "not asked", seed), Handling(handling))
    change = change_words(changed)
    if form == "json":
        echo(json.dumps(openings_object(telling, finding, change), ensure_ascii=False, indent=2))
        return
    chapter = cheapest_chapter(telling, finding, told=0)
    if chapter is not None:
        echo(chapter_text(telling, chapter, change, page_width(sys.stdout)))
        return
    where = "in the central reading" if finding.is_central else "by the numbers of the case"
    why = finding.reason or (f"a deal exists already {where}" if finding.has_deal else "none was found")
    lines = [paragraph(text, page_width(sys.stdout)) for text in (change, f"No opening is listed: {why}.") if text]
    echo("\n\n".join(lines))
