"""``detente drivers``: which assumption to check first."""

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

__all__ = ["drivers"]


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For people or for programs."
)
@changes
@case_questions
@click.pass_context
def drivers(
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
    """Show what drives the verdict, and which assumption to check first.

    For every judged number: the value at which the verdict or the leading opening changes, and the share of
    readings with a deal at either end of its range. For every unknown: how far knowing it would move that share.
    """
    known = read_case(ctx, case)
    from detente.cli.drivers_json import drivers_object
    from detente.cli.drivers_text import drivers_text
    from detente.explanation.redaction import telling_for
    from detente.model.evidence import Handling
    from detente.questions.agreement.drivers.question import drivers as ask
    from detente.questions.agreement.question import undetermined

    changed = changed_case(known, settings, without, handling, as_of)
    with WaitingBar() as progress:
        finding = ask(changed.case, readings=readings, seed=seed, progress=progress)
    # What may be told of the case hangs on its records alone, not on an answer to another question.
    telling = telling_for(changed.case, undetermined(changed.case, "not asked", seed), Handling(handling))
    change = change_words(changed)
    if form == "json":
        echo(json.dumps(drivers_object(telling, finding, change), ensure_ascii=False, indent=2))
    else:
        echo(drivers_text(telling, finding, change, page_width(sys.stdout)))
