"""Files of other programs as text: read whole within a limit, with what cannot be read reported."""

from __future__ import annotations

import codecs
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from detente.casefile.source import Report, SourceFile
from detente.diagnostics import Span

__all__ = ["MAX_BYTES", "TextFile", "read_text", "start_of"]

MAX_BYTES = 10 * 1024 * 1024
_BREAK = re.compile("\r\n|[\n\r]")
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z][\w.-]*)[\"']")
_ENCODINGS = ("utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16", "utf-16-le", "utf-16-be")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True, eq=False)
class TextFile:
    """A file that was read: ``path`` on disk, and its text with its lines as XML and CSV count them."""

    path: Path
    source: SourceFile

    @property
    def text(self) -> str:
        """The whole text, without a byte order mark."""
        return self.source.text


def start_of(name: str) -> Span:
    """The first character of a file: where a mistake stands that is in no single place."""
    return Span(file=name, line=1, column=1, end_line=1, end_column=2)


def read_text(path: str | os.PathLike[str], report: Report) -> TextFile | None:
    """The text of a file; ``None`` when it cannot be read, which is reported as DET601 or DET602.

    UTF-8 with or without a byte order mark, UTF-16 with one, or what an XML declaration names of the encodings
    Genius files come in.
    """
    name = os.fspath(path)
    found = Path(path)
    try:
        status = found.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "not a file"
            report.error("DET601", f"`{name}` cannot be read: it is {what}", start_of(name), help="name the files in it")
            return None
        with found.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "it cannot be opened"
        report.error(
            "DET601", f"`{name}` cannot be read: {reason.lower()}", start_of(name), help="look at its name and permissions"
        )
        return None
    if len(data) > MAX_BYTES:
        advice = "files of other programs are read up to 10 MB"
        report.error("DET602", f"the file is too large: {status.st_size / 1024 / 1024:.0f} MB", start_of(name), help=advice)
        return None
    return _decoded(found, name, data, report)


def _decoded(path: Path, name: str, data: bytes, report: Report) -> TextFile | None:
    encoding = next((known for mark, known in _MARKS if data.startswith(mark)), None)
    if encoding is None:
        declared = _DECLARED.match(data[:200].lstrip())
        encoding = declared[1].decode("ascii") if declared else "utf-8"
        if _known(encoding) is None:
            advice = "save the file as UTF-8"
            report.error("DET601", f"the encoding `{encoding}` is not read", start_of(name), help=advice)
            return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        span = Span(file=name, line=line, column=1, end_line=line, end_column=2)
        shown = f"the byte {data[error.start]:#04x} on line {line} is not {encoding.removesuffix('-sig').upper()}"
        report.error("DET601", shown, span, help="save the file as UTF-8 in the program it comes from")
        return None
    source = SourceFile(name, text, _BREAK.split(text))
    report.files[name] = source
    return TextFile(path, source)


def _known(encoding: str) -> str | None:
    try:
        found = codecs.lookup(encoding).name
    except LookupError:
        return None
    return found if found in _ENCODINGS else None
