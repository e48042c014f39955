"""``detente cases``: the bundled cases, to read and to start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from detente.cli.arguments import did_you_mean
from detente.cli.output import echo

__all__ = ["cases"]


@click.command()
@click.option("--show", metavar="SLUG", help="Show what a bundled case is about and where its files are.")
@click.option(
    "--copy", nargs=2, type=(str, click.Path(path_type=Path)), metavar="SLUG DIR", help="Copy a bundled case into DIR/SLUG."
)
@click.pass_context
def cases(ctx: click.Context, show: str | None, copy: tuple[str, Path] | None) -> None:
    """List the bundled cases, show one, or copy one to work on.

    A copy is yours: change it, check it, explain it. DIR is an existing folder; `.` is this one.
    """
    from detente.casefile.bundled import folder

    if show is not None and copy is not None:
        ctx.fail("--show and --copy are two different things to do; give one")
    if show is not None:
        here = folder(_known(ctx, show))
        readme = here / "README.md"
        echo(f"{readme.read_text(encoding='utf-8').rstrip()}\n\nFiles: {here}" if readme.is_file() else f"Files: {here}")
    elif copy is not None:
        slug, parent = copy
        target = _copied(ctx, folder(_known(ctx, slug)), parent)
        echo(f"copied to {target}\n\nNext: detente explain {target}")
    else:
        echo(_listed())


def _listed() -> str:
    """Every bundled case by its title, those about moves, phases or votes alone in groups of their own."""
    from detente.casefile.bundled import slugs
    from detente.casefile.load import load

    found = {slug: load(slug) for slug in slugs()}
    alone = {slug: case for slug, case in found.items() if not case.issues}
    width = max((len(slug) for slug in found), default=0)
    groups = (
        ("Talks: issues to agree on", [slug for slug, case in found.items() if case.issues]),
        ("Moves alone: published examples of the graph model", [slug for slug, case in alone.items() if case.moves is not None]),
        (
            "Phases alone: an agreement carried out step by step",
            [slug for slug, case in alone.items() if case.phases is not None],
        ),
        ("Votes alone: published examples of ratification", [s for s, case in alone.items() if case.ratification is not None]),
    )
    return "\n\n".join(
        "\n".join([title, *(f"  {slug:<{width}}  {found[slug].title}" for slug in group)]) for title, group in groups if group
    )


def _known(ctx: click.Context, slug: str) -> str:
    from detente.casefile.bundled import slugs

    if slug not in slugs():
        ctx.fail(f"there is no bundled case {slug!r}{did_you_mean(slug, slugs()) or '; `detente cases` lists them'}")
    return slug


def _copied(ctx: click.Context, source: Path, parent: Path) -> Path:
    if not parent.is_dir():
        ctx.fail(f"the folder {str(parent)!r} does not exist; make it first")
    target = parent / source.name
    if target.exists():
        ctx.fail(f"{str(target)!r} is there already, and nothing is overwritten")
    try:
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "resolved.json"))
    except OSError as error:
        ctx.fail(f"the case could not be copied to {str(target)!r}: {error.strerror or error}")
    return target
