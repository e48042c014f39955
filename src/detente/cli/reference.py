"""Commands that look something up: ``why``, ``schema``, ``completion``."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from detente.cli.output import echo, page_width

if TYPE_CHECKING:
    from detente.casefile.catalog import CodeEntry

__all__ = ["completion", "schema", "why"]


class _Code(click.ParamType[str]):
    name = "code"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from detente.casefile.catalog import CATALOG

        code = value.strip("[]").upper()
        code = f"DET{code}" if code.isdigit() else code
        if code not in CATALOG:
            self.fail(f"there is no diagnostic {value!r}; `detente why` lists them", param, ctx)
        return code

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        from detente.casefile.catalog import CATALOG

        return [CompletionItem(c, help=entry.title) for c, entry in CATALOG.items() if c.startswith(incomplete.upper())]


@click.command()
@click.argument("code", type=_Code(), required=False)
def why(code: str | None) -> None:
    """Explain a diagnostic, with a wrong and a right example.

    CODE is what stands in brackets after `error`, `warning` or `note`, such as DET204. Without it,
    every code is listed.
    """
    from detente.casefile.catalog import CATALOG

    if code is not None:
        echo(_entry_text(CATALOG[code]))
        return
    echo("\n".join(f"{entry.code}  {entry.title}" for entry in CATALOG.values()))


def _entry_text(entry: CodeEntry) -> str:
    from textwrap import fill, indent

    width = page_width(sys.stdout)
    paragraphs = [fill(" ".join(paragraph.split()), width) for paragraph in entry.explanation.strip().split("\n\n")]
    examples = [
        f"{title}:\n\n{indent(text.strip(chr(10)), '    ')}"
        for title, text in (("Wrong", entry.wrong), ("Right", entry.right))
        if text.strip()
    ]
    return "\n\n".join([f"{entry.code}: {entry.title}", *paragraphs, *examples])


@click.command()
def schema() -> None:
    """Print the JSON Schema of case files, for editors.

    Save it and point your editor's YAML support at it to get completion and help while writing.
    """
    from detente.casefile.schema import json_schema

    echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes detente commands in a shell.

    \b
    bash:  detente completion bash >> ~/.bashrc
    zsh:   detente completion zsh >> ~/.zshrc
    fish:  detente completion fish > ~/.config/fish/completions/detente.fish
    """
    from click.shell_completion import ShellComplete, get_completion_class

    found = get_completion_class(shell)
    if found is None:  # pragma: no cover - click knows these three
        raise click.UsageError(f"no completion for {shell}", ctx)
    # The base class's source: bash's own asks the bash at hand for its version, which the script may not be for.
    echo(ShellComplete.source(found(ctx.find_root().command, {}, "detente", "_DETENTE_COMPLETE")))
