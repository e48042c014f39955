"""The command group, and the ways a run may end.

Exit codes: 0 answered, 1 a case has errors, 2 the command was misused, 130 stopped with Ctrl-C,
141 the reader of a pipe left.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from detente.cli.agreement import agreement
from detente.cli.cases import cases
from detente.cli.check import check
from detente.cli.convert import convert
from detente.cli.drivers import drivers
from detente.cli.durability import durability
from detente.cli.explain import explain
from detente.cli.frontier import frontier
from detente.cli.interrupt import heed, stopping_for_sure
from detente.cli.new import new
from detente.cli.openings import openings
from detente.cli.output import use_utf8
from detente.cli.ratification import ratification
from detente.cli.reference import completion, schema, why
from detente.cli.stability import stability
from detente.cli.timing import timing

__all__ = ["app", "main"]

STOPPED, PIPE_CLOSED = 130, 141


class _Stopped(click.ClickException):
    """Ctrl-C: one line, no traceback."""

    exit_code = STOPPED

    def show(self, file: Any = None) -> None:
        click.echo("stopped", file=file, err=file is None)


class _App(click.Group):
    """The group, with its ends tied: Ctrl-C and closed pipes are not faults."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            heed()
            raise _Stopped("stopped") from None
        except BrokenPipeError:
            # What is left in the buffer has nowhere to go; without this the interpreter complains at exit.
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - lives as long as the process
            ctx.exit(PIPE_CLOSED)
        return result

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the command that was probably meant."""
        from detente.cli.arguments import did_you_mean

        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            hint = did_you_mean(args[0], self.list_commands(ctx)) or "; `detente --help` lists them"
            ctx.fail(f"there is no command `{args[0]}`{hint}")
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Commands in the order a person meets them."""
        return list(self.commands)


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001 - click's signature
    if value and not ctx.resilient_parsing:
        import detente

        click.echo(f"detente {detente.__version__}")
        ctx.exit()


@click.group(
    cls=_App,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 answered, 1 a case has errors, 2 the command was misused.",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit.")
def app() -> None:
    """Explain why talks are stuck, from a sourced case, and what would open a deal.

    A CASE is a folder with a case.yaml in it, or the name of a bundled case.

    \b
    detente explain gaza-truce-2024-04     read a bundled case
    detente new my-case                    start a case of your own
    """


for _command in (
    explain,
    check,
    agreement,
    openings,
    frontier,
    drivers,
    stability,
    ratification,
    durability,
    timing,
    new,
    cases,
    convert,
    why,
    schema,
    completion,
):
    app.add_command(_command)


def main() -> None:
    """Run the ``detente`` command and exit."""
    use_utf8()
    try:
        with stopping_for_sure():
            app(prog_name="detente")
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
        sys.exit(STOPPED)


if __name__ == "__main__":
    main()
