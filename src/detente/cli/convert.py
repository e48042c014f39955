"""``detente convert``: a case, a Genius scenario or a scoring table into one of the others."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from detente.cli.arguments import DAY
from detente.cli.new import SLUG
from detente.cli.output import echo, print_diagnostics, write_whole

if TYPE_CHECKING:
    from detente.interop.conversion import WrittenFile

__all__ = ["convert"]


class _Source(click.ParamType[str]):
    """A file, a folder or the name of a bundled case; what is in it is judged later, where it can be shown."""

    name = "source"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from detente.casefile.bundled import slugs

        if value and "\0" not in value and (value in slugs() or os.path.lexists(value)):
            return value
        raise click.BadParameter(f"there is no file, no folder and no bundled case {value!r}", ctx, param)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        from detente.casefile.bundled import slugs

        found = [CompletionItem(slug) for slug in slugs() if slug.startswith(incomplete)]
        return found or [CompletionItem(incomplete, type="file")]


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=_Source())
@click.option(
    "--to",
    "target",
    required=True,
    metavar="FORMAT TARGET",
    type=(click.Choice(["case", "genius", "csv"]), click.Path(path_type=Path)),
    help="`case FOLDER`, `genius FOLDER`, or `csv FILE` (tabs when it ends in .tsv).",
)
@click.option("--as-of", type=DAY, metavar="DATE", help="The day a case that is made describes; today when absent.")
@click.option("--title", metavar="TEXT", help="The title of a case or domain that is made; that of the source when absent.")
@click.option(
    "--digits",
    type=click.IntRange(0, 12),
    metavar="N",
    help="Round the points of a case that is made to N decimals; exact when absent.",
)
@click.option("--force", is_flag=True, help="Replace what an earlier conversion wrote there.")
@click.pass_context
def convert(
    ctx: click.Context,
    sources: tuple[str, ...],
    target: tuple[str, Path],
    as_of: dt.date | None,
    title: str | None,
    digits: int | None,
    force: bool,
) -> None:
    """Convert between a case, a Genius scenario and a scoring table, and from a conflict of GMCR+.

    SOURCE is a Genius domain with a profile for each party (or a folder of them), a table of points, a file of GMCR+ or
    gmcr-py, or a case whose values are exact. What each file is follows from its content. Values are converted exactly;
    what another format cannot hold, such as red lines, is listed.

    \b
    detente convert domain.xml city.xml line.xml --to case port-talks
    detente convert points.csv --to case port-talks
    detente convert conflict.gmcr --to case canal
    detente convert tram-strike --to genius tram-genius
    detente convert tram-strike --to csv tram.csv
    """
    from detente.interop.conversion import Format, Making
    from detente.interop.conversion import convert as convert_sources

    form, path = Format(target[0]), target[1]
    name = path.resolve().name
    if form is Format.CASE and not SLUG.match(name):
        ctx.fail(f"{name!r} cannot name a case: use a letter, then letters, digits, `-` or `_`")
    _refuse_overwriting(ctx, path, form is Format.CSV, sources, force)
    made = Making(name=name, as_of=as_of or dt.datetime.now().astimezone().date(), title=title, digits=digits)
    try:
        conversion, diagnostics = convert_sources(sources, form, made)
    except ValueError as error:
        ctx.fail(str(error))
    if conversion is None:
        print_diagnostics(sources[0], diagnostics, diagnostics, err=True)
        ctx.exit(1)
    if diagnostics:
        print_diagnostics(sources[0], diagnostics, diagnostics, err=True)
    try:
        if form is Format.CSV:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, conversion.files[0].text)
        else:
            _write_folder(ctx, path, conversion.files)
    except OSError as error:
        ctx.fail(f"{str(path)!r} could not be written: {error.strerror or error}")
    echo(_told(form.value, path, conversion.files))


def _told(form: str, path: Path, files: Sequence[WrittenFile]) -> str:
    if form == "csv":
        return f"made {path}"
    made = f"made {path}: {', '.join(file.name for file in files)}"
    return f"{made}\n\nNext: detente check {path}\n      detente explain {path}" if form == "case" else made


def _refuse_overwriting(ctx: click.Context, path: Path, is_file: bool, sources: Sequence[str], force: bool) -> None:
    """End the command when the target is in the way, before anything is read."""
    if not os.path.lexists(path):
        return
    if path.is_dir() == is_file:
        ctx.fail(f"{str(path)!r} is {'a folder; name a file' if is_file else 'a file; name a folder'}")
    target = path.resolve()
    for source in sources:
        found = Path(source).resolve()
        if found == target or target in found.parents:
            ctx.fail(f"{str(path)!r} is what is read; convert it to another place")
    if not is_file and not any(path.iterdir()):
        return
    if not force:
        ctx.fail(f"{str(path)!r} is there already; --force replaces it")


def _write_folder(ctx: click.Context, path: Path, files: Sequence[WrittenFile]) -> None:
    """All files or none: they are written beside the target, which then takes their place at once."""
    target = path.resolve()
    names = {file.name for file in files}
    ours = names | {entry.name for entry in target.glob("*.xml")} if target.is_dir() and "case.yaml" not in names else names
    others = sorted(entry.name for entry in target.iterdir() if entry.name not in ours) if target.is_dir() else []
    if others:
        ctx.fail(f"{str(path)!r} holds {', '.join(others[:3])}, which no conversion wrote; nothing is replaced")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    former = target.with_name(f".{target.name}.{os.getpid()}.former")
    try:
        partial.mkdir()
        for file in files:
            (partial / file.name).write_text(file.text, encoding="utf-8", newline="\n")
        if target.is_dir():
            target.replace(former)
        try:
            partial.replace(target)
        except OSError:
            if former.is_dir():
                former.replace(target)
            raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(former, ignore_errors=True)
