"""Which files a case is read from, and their text; whatever cannot be read is reported."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from detente.casefile import bundled
from detente.casefile.source import Report, SourceFile, did_you_mean
from detente.diagnostics import Note, Span

__all__ = ["read_files"]

MAX_BYTES = 10 * 1024 * 1024


def read_files(path_or_slug: str | os.PathLike[str], report: Report) -> tuple[list[SourceFile], str | None]:
    """The files of a case, ``case.yaml`` first, and the name of its folder when it is one.

    A path to a file ``case.yaml`` beside other section files stands for its folder: alone it would lack what they say.
    """
    given = os.fspath(path_or_slug)
    path = Path(given)
    try:
        if path.name == "case.yaml" and path.is_file() and _others(path):
            return _folder(path.parent, given[: -len("/case.yaml")], report), path.parent.resolve().name
        if given and path.is_dir():
            return _folder(path, given.rstrip("/") or given, report), path.resolve().name
        is_there = bool(given) and (path.exists() or path.is_symlink())
    except (OSError, ValueError):
        is_there = False
    if is_there:
        source = _read(path, given, report)
        return ([source] if source is not None else []), None
    if given in bundled.slugs():
        return _folder(bundled.folder(given), given, report), given
    meant = did_you_mean(given, bundled.slugs())
    advice = (
        f"did you mean the bundled case `{meant}`?" if meant else "give a folder with a `case.yaml`, a file, or a bundled case"
    )
    shown = given.encode("unicode_escape").decode() if "\0" in given or "\n" in given else given
    report.error("DET108", f"there is no case `{shown}`", _start(shown), help=advice)
    return [], None


def _start(name: str) -> Span:
    return Span(file=name, line=1, column=1, end_line=1, end_column=2)


def _others(path: Path) -> bool:
    """Whether other section files stand beside a ``case.yaml``; not where its folder cannot be listed."""
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return False
    return any(name.endswith(".yaml") and name != path.name and not name.startswith(".") for name in names)


def _folder(path: Path, name: str, report: Report) -> list[SourceFile]:
    try:
        names = sorted(entry.name for entry in path.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        report.error("DET110", f"the folder cannot be read: {_reason(error)}", _start(name), help="look at its permissions")
        return []
    if "case.yaml" not in names:
        others = [n for n in names if n.lower() in ("case.yml", "case.yaml", "case.json")]
        notes = [Note(text=f"there is a `{n}`") for n in others]
        advice = f"rename `{others[0]}` to `case.yaml`" if others else "a case is a folder with a file `case.yaml` in it"
        report.error("DET109", "there is no `case.yaml` in this folder", _start(name), notes=notes, help=advice)
        return []
    wanted = ["case.yaml", *(n for n in names if n.endswith(".yaml") and n != "case.yaml")]
    read = [_read(path / n, f"{name}/{n}" if name else n, report) for n in wanted]
    return [source for source in read if source is not None]


def _reason(error: OSError) -> str:
    return (error.strerror or "it cannot be opened").lower()


def _read(path: Path, name: str, report: Report) -> SourceFile | None:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            what = "a folder" if stat.S_ISDIR(found.st_mode) else "not a file"
            report.error(
                "DET110", f"`{name}` cannot be read: it is {what}", _start(name), help="a case file is a plain text file"
            )
            return None
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = _reason(error) if isinstance(error, OSError) else "it cannot be opened"
        report.error("DET110", f"`{name}` cannot be read: {reason}", _start(name), help="look at its permissions")
        return None
    if len(data) > MAX_BYTES:
        advice = "a case file is at most 10 MB; large cases have their sections in several files"
        report.error("DET501", f"the file is too large: {found.st_size / 1024 / 1024:.0f} MB", _start(name), help=advice)
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _report_encoding(data, error.start, name, report)
        return None
    return SourceFile(name, text.removeprefix("\ufeff"))


def _report_encoding(data: bytes, position: int, name: str, report: Report) -> None:
    before = SourceFile(name, data[:position].decode("utf-8"))
    span = before.span(len(before.lines), len(before.lines[-1]) + 1)
    advice = "save the file as UTF-8 in your editor"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        advice = "the file is UTF-16: save it as UTF-8 in your editor"
    report.error("DET105", f"the byte {data[position]:#04x} is not UTF-8", span, help=advice)
