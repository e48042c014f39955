"""``detente stability``: does the deadlock hold itself in place, why, and what would change it."""

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

__all__ = ["stability"]


class _Withheld(click.ClickException):
    """Rows that may not be written; nothing about the command is wrong."""

    exit_code = 2


ROWS = 12
"""Most rows of a table told as text; more are read by programs, or in the report."""
MORE = (
    "All states and paths: `--format json`, or a row for each state: `--format csv`. The moves drawn: `detente explain --report`."
)

CONCEPTS = ("R", "GMR", "SMR", "SEQ", "SSEQ", "SIM")


@click.command()
@click.option(
    "--concept",
    "asked",
    type=click.Choice(CONCEPTS, case_sensitive=False),
    multiple=True,
    help="Show only this concept in tables, JSON and CSV; may be repeated.",
)
@click.option(
    "--concepts",
    "further",
    multiple=True,
    metavar="NAMES",
    help="Also ask these, apart by commas; the list is above.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="For people, for programs, or a row for each state.",
)
@changes
@case_questions
@click.pass_context
def stability(
    ctx: click.Context,
    case: str,
    seed: int,
    readings: int,
    as_of: dt.date | None,
    handling: Literal["public", "restricted", "confidential"],
    form: Literal["text", "json", "csv"],
    asked: tuple[str, ...],
    further: tuple[str, ...],
    settings: tuple[str, ...],
    without: tuple[str, ...],
) -> None:
    """Show whether the deadlock holds itself in place.

    Who would leave where things stand, what would answer that, which paths lead to an agreement, and which single change
    would unsettle the standstill or make the agreement hold. For cases with a `moves` section.

    Further concepts, asked with --concepts; a state is stable for an actor if

    \b
      L2, L3, ...  it gains nothing, so many moves ahead, at the worst of what
                   others may do next (conservative variant)
      non-myopic   that is so at every horizon from some on
      CNash        no coalition with it can reach what all members prefer
      CGMR         others can answer every such gain of a coalition with it
      CSMR         and the coalition has no way out of the answer
      CSEQ         answered by what other coalitions have reason to do
      coalitions   the four before
      SEQ_a        as SEQ: it leaves for what it may prefer, and only what is
                   surely no better deters
      SEQ_b        it leaves for what it surely prefers; deterred as in a
      SEQ_c        it leaves as in a; what may be no better deters
      SEQ_d        it leaves as in b; deterred as in c
      a, b, c, d   the same for all six concepts

    \b
    Strong and weak stability are shown where the case uses `>>`,
    stability as each actor sees the conflict where it has `sees`.
    """
    known = read_case(ctx, case)
    from detente.cli.chapter_text import chapter_text, paragraph
    from detente.cli.stability_csv import stability_rows
    from detente.cli.stability_json import narrowed, stability_object
    from detente.explanation.redaction import telling_for
    from detente.explanation.stability_words import stability_chapter
    from detente.model.evidence import Handling
    from detente.questions.agreement.question import undetermined
    from detente.questions.stability.errors import GraphModelError
    from detente.questions.stability.question import stability as ask

    changed = changed_case(known, settings, without, handling, as_of)
    names = [name for part in further for name in part.split(",") if name.strip()]
    try:
        with WaitingBar() as progress:
            finding = ask(changed.case, concepts=names, readings=readings, seed=seed, progress=progress)
    except GraphModelError as wrong:
        raise click.UsageError(str(wrong), ctx) from wrong
    telling = telling_for(changed.case, undetermined(changed.case, "not asked", seed), Handling(handling))
    change = change_words(changed)
    shown = [c for c in finding.concepts if not asked or c.value in {a.upper() for a in asked}]
    if asked and finding.concepts and not shown:
        raise click.UsageError("SIM combines changes of actions; the moves of this case are states and steps", ctx)
    if form == "json":
        echo(json.dumps(stability_object(telling, narrowed(finding, shown), change), ensure_ascii=False, indent=2))
    elif form == "csv":
        if telling.are_moves_withheld:
            raise _Withheld("the moves rest on what is withheld at this handling, so states are not listed")
        echo(stability_rows(narrowed(finding, shown)))
    else:
        # What `--without` takes out is told as the change; only what the day leaves out is left to tell.
        before = known if as_of is not None and not without else None
        chapter = stability_chapter(telling, narrowed(finding, shown), before=before, most_states=ROWS)
        width = page_width(sys.stdout)
        if chapter is None:
            echo(paragraph(f"Whether the deadlock holds itself in place was not asked: {finding.reason or 'no answer'}.", width))
        else:
            echo(chapter_text(telling, chapter, change, width, most_rows=ROWS, more=MORE))
