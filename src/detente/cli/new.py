"""``detente new``: a small case that checks clean, to be overwritten piece by piece."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import click

from detente.cli.output import echo, write_whole

__all__ = ["new"]

FILES = ("case.yaml", "evidence.yaml")
SLUG = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")


@click.command()
@click.argument("slug")
@click.option(
    "--dir", "parent", type=click.Path(path_type=Path), default=Path(), help="Where to make the folder; here when absent."
)
@click.pass_context
def new(ctx: click.Context, slug: str, parent: Path) -> None:
    """Start a case: a folder SLUG with a small example to overwrite.

    The example is whole: it checks clean and can be explained at once. Its comments say what each
    section is for.
    """
    if not SLUG.match(slug):
        near = re.sub(r"[^A-Za-z0-9_]+", "-", slug).strip("-").lower()
        hint = f", such as `{near}`" if SLUG.match(near) else ""
        ctx.fail(
            f"{slug!r} cannot name a case: use a letter, then letters, digits, `-` or `_`{hint}; the title may be in any script"
        )
    folder = parent / slug
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        ctx.fail(f"{str(folder)!r} is there already, and nothing is overwritten")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            write_whole(folder / name, _filled(name, slug))
    except OSError as error:
        ctx.fail(f"the case could not be written to {str(folder)!r}: {error.strerror or error}")
    echo(f"made {folder / FILES[0]} and {folder / FILES[1]}\n\nNext: detente check {folder}\n      detente explain {folder}")


def _filled(name: str, slug: str) -> str:
    from importlib.resources import files

    template = (files("detente.cli") / "scaffold" / name).read_text(encoding="utf-8")
    title = slug.replace("-", " ").replace("_", " ").capitalize()
    today = dt.datetime.now().astimezone().date()
    filled = template.replace("slug: @SLUG@", f"slug: {_yaml_text(slug)}").replace(
        "title: @TITLE@", f"title: {_yaml_text(title)}"
    )
    later = today + dt.timedelta(days=180)
    return filled.replace("@SLUG@", slug).replace("@DAY@", today.isoformat()).replace("@LATER@", later.isoformat())


def _yaml_text(text: str) -> str:
    """A word YAML might take for something else, quoted."""
    return f'"{text}"' if text.lower() in ("null", "true", "false") else text
