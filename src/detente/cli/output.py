"""Where output goes: encodings, color, width, and files that are written whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import click

from detente.diagnostics import Diagnostic

__all__ = ["echo", "page_width", "print_diagnostics", "use_utf8", "wants_color", "write_whole"]

NARROWEST, PLAIN_WIDTH, WIDEST = 40, 80, 120


def use_utf8() -> None:
    """Write UTF-8 whatever the locale says: names in a case may be in any script."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # absent when a host program replaced the stream
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def wants_color(stream: TextIO) -> bool:
    """Whether to color what goes to a stream: a terminal that can, and no ``NO_COLOR`` (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def page_width(stream: TextIO) -> int:
    """Columns to fill: the terminal's, within reason, and 80 when piped so that output is the same everywhere."""
    if not stream.isatty():
        return PLAIN_WIDTH
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns))


def echo(text: str, *, err: bool = False) -> None:
    """Print an answer (or, with ``err``, something about it), ending it with one line break.

    Raises
    ------
    click.ClickException
        If it cannot be written, as on a full disk. A reader who left is another matter and passes through.
    """
    try:
        click.echo(text.rstrip("\n"), err=err, color=wants_color(sys.stderr if err else sys.stdout))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _Unwritable(f"the answer could not be written: {error.strerror or error}") from None


class _Unwritable(click.ClickException):
    exit_code = 2


def print_diagnostics(case: str, diagnostics: Sequence[Diagnostic], shown: Sequence[Diagnostic], *, err: bool) -> None:
    """Print what is shown as a compiler does, and count all, to standard error or as the answer itself."""
    from detente.casefile.listing import listing, summary

    is_colored = wants_color(sys.stderr if err else sys.stdout)
    text = listing(shown, color=is_colored).rstrip("\n").removesuffix(summary(shown)).rstrip("\n")
    total = f"{case}: {summary(diagnostics)}"
    echo(f"{text}\n\n{total}" if text else total, err=err)


def write_whole(path: Path, text: str) -> None:
    """Write a file under another name first, so that an interruption leaves the old file or none.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    target = path.resolve()  # through a link, so that the link stays one
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
