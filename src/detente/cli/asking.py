"""What every command that asks about a case shares: its options, and reading the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.arguments import CASE, DAY
from detente.cli.output import print_diagnostics
from detente.diagnostics import Severity

if TYPE_CHECKING:
    from detente.model.case import Case

__all__ = ["case_questions", "read_case"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

FEWEST_READINGS, MOST_READINGS = 2, 1_000_000  # one draw has no error to print


def case_questions(command: _Command) -> _Command:
    """Add the case and the options on how a question is asked."""
    # Applied from the last shown to the first, as decorators stacked on a function are.
    for decorate in (
        click.option(
            "--seed",
            type=click.IntRange(0),
            metavar="N",
            default=1,
            show_default=True,
            help="Of the draws: the same seed gives the same answer.",
        ),
        click.option(
            "--readings",
            type=click.IntRange(FEWEST_READINGS, MOST_READINGS),
            metavar="N",
            default=2000,
            show_default=True,
            help="How many ways of filling the gaps in the record to draw.",
        ),
        click.option(
            "--handling",
            type=click.Choice(["public", "restricted", "confidential"]),
            default="public",
            show_default=True,
            help="Who may read the answer; claims above this level are withheld.",
        ),
        click.option("--as-of", type=DAY, metavar="DATE", help="Use only what was said by this day (2024-04-11)."),
        click.argument("case", type=CASE),
    ):
        command = decorate(command)
    return command


def read_case(ctx: click.Context, name: str) -> Case:
    """The case; with errors they are printed and the command ends with 1."""
    from detente.casefile.load import check

    case, diagnostics = check(name)
    if case is None:
        print_diagnostics(name, diagnostics, [d for d in diagnostics if d.severity is Severity.ERROR], err=True)
        ctx.exit(1)
    warnings = sum(d.severity is Severity.WARNING for d in diagnostics)
    if warnings:
        click.echo(f"{name}: {warnings} warning{'s' * (warnings > 1)}; `detente check {name}` shows them", err=True)
    return case
