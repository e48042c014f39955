"""``detente durability``: would the deal be kept at each phase, where would it break, why, and what would hold it."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from detente.cli.asking import case_questions, read_case
from detente.cli.output import echo, page_width
from detente.cli.progress import WaitingBar
from detente.cli.what_if import change_words, changed_case, changes

if TYPE_CHECKING:
    from detente.explanation.telling import Telling

__all__ = ["durability"]

ROWS = 24
"""Most rows of a table told as text."""
MORE = "All rows: `--format json`. The points drawn: `detente explain --report`."


class _Unwritten(click.ClickException):
    """A game that may not or cannot be written; nothing about the command is wrong."""

    exit_code = 2


@click.command()
@click.option(
    "--efg",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Also write the agreement as a game tree for Gambit, every number in the middle of its range.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For people or for programs."
)
@changes
@case_questions
@click.pass_context
def durability(
    ctx: click.Context,
    case: str,
    seed: int,
    readings: int,
    as_of: dt.date | None,
    handling: Literal["public", "restricted", "confidential"],
    form: Literal["text", "json"],
    efg: Path | None,
    settings: tuple[str, ...],
    without: tuple[str, ...],
) -> None:
    """Show whether an agreement in phases would be kept.

    At which step whoever moves would rather leave and why, how a late break comes back to an early one, which comparisons
    decide, and what guarantee, payment at the end, order or amounts would hold it. For cases with a `phases` section.
    """
    known = read_case(ctx, case)
    from detente.cli.chapter_text import chapter_text, paragraph
    from detente.cli.durability_json import durability_object
    from detente.explanation.durability_words import durability_chapter
    from detente.explanation.redaction import telling_for
    from detente.model.evidence import Handling
    from detente.questions.agreement.question import undetermined
    from detente.questions.durability.question import durability as ask

    changed = changed_case(known, settings, without, handling, as_of)
    with WaitingBar() as progress:
        finding = ask(changed.case, readings=readings, seed=seed, progress=progress)
    telling = telling_for(changed.case, undetermined(changed.case, "not asked", seed), Handling(handling))
    change = change_words(changed)
    if efg is not None:
        _write_game(telling, efg)
    if form == "json":
        echo(json.dumps(durability_object(telling, finding, change), ensure_ascii=False, indent=2))
        return
    before = None if as_of is None else known
    chapter, width = durability_chapter(telling, finding, before=before), page_width(sys.stdout)
    if chapter is None:
        echo(paragraph(f"Whether the deal would be kept at each phase was not asked: {finding.reason or 'no answer'}.", width))
    else:
        echo(chapter_text(telling, chapter, change, width, most_rows=ROWS, more=MORE))


def _write_game(telling: Telling, path: Path) -> None:
    """Write the game tree; raises where the phases are withheld or have no numbers."""
    from detente.questions.durability.case_game import NoGame, case_game

    if telling.is_section_withheld("phases"):
        raise _Unwritten("the phases rest on what is withheld at this handling, so no game is written")
    try:
        text = case_game(telling.case)
    except NoGame as why:
        raise _Unwritten(f"no game was written: {why}") from None
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as failed:
        raise _Unwritten(f"`{path}` could not be written: {failed.strerror}") from None
