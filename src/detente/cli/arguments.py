"""What commands are given: a case by its folder or its bundled name, a day, an output file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import click
from click.shell_completion import CompletionItem

__all__ = ["CASE", "DAY", "REPORT", "CaseName", "Day", "ReportFile", "did_you_mean"]


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """``; did you mean `x`?`` when something known is close, else nothing."""
    close = get_close_matches(given, list(known), n=1)
    return f"; did you mean `{close[0]}`?" if close else ""


class CaseName(click.ParamType[str]):
    """A folder with a ``case.yaml``, or the name of a bundled case."""

    name = "case"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Accept what exists; what a file says is judged later, where it can be shown."""
        from detente.casefile.bundled import slugs

        if not value.strip():
            self.fail("a case is a folder or the name of a bundled case, not an empty text", param, ctx)
        if "\0" not in value and (value in slugs() or _exists(Path(value))):
            return value
        near = [*slugs(), *(str(path) for path in _folders(Path(value).parent))]
        hint = did_you_mean(value, near) or "; `detente cases` lists the bundled ones"
        raise click.BadParameter(f"there is no folder and no bundled case {value!r}{hint}", ctx, param)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer bundled cases, then folders."""
        from detente.casefile.bundled import slugs

        found = [CompletionItem(slug) for slug in slugs() if slug.startswith(incomplete)]
        return found or [CompletionItem(incomplete, type="dir")]


def _exists(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # no permission, a name too long: something to report on, if it is there at all
        return len(path.name.encode()) < 256
    return True


def _folders(parent: Path) -> list[Path]:
    try:
        return [path for path in parent.iterdir() if (path / "case.yaml").exists()][:200]
    except OSError:
        return []


class Day(click.ParamType[dt.date]):
    """A calendar day, written 2024-04-11."""

    name = "date"

    def convert(self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read an ISO date and nothing looser: 4/11 is two different days."""
        if isinstance(value, dt.date):
            return value
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or day.isoformat() != value:
            self.fail(f"{value!r} is not a day; write it as year-month-day, 2024-04-11", param, ctx)
        return day


class ReportFile(click.ParamType[Path]):
    """An HTML file to write, in a folder that is there."""

    name = "file.html"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Refuse what could not be written before anything is computed."""
        path = Path(value)
        if path.is_dir():
            self.fail(f"{str(path)!r} is a folder; name a file in it, {str(path / 'report.html')!r}", param, ctx)
        if path.suffix.lower() not in (".html", ".htm"):
            self.fail(
                f"the report is an HTML file, and {str(path)!r} does not end in .html; for other formats use --format", param, ctx
            )
        if not path.parent.is_dir():
            self.fail(f"the folder {str(path.parent)!r} does not exist; make it first", param, ctx)
        return path

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer files."""
        return [CompletionItem(incomplete, type="file")]


CASE = CaseName()
DAY = Day()
REPORT = ReportFile()
