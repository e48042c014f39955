"""Where a part of a JSON text stands, by the keys and places that lead to it.

The reader of the standard library tells no places, so the way is gone once more, skipping what lies beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from detente.casefile.source import SourceFile
from detente.diagnostics import Span

__all__ = ["place_of", "span_at"]

_BREAK = re.compile("\r\n|[\n\r]")
_BLANK = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


def place_of(source: SourceFile, path: Sequence[str | int]) -> Span:
    """The span of the part a path leads to, or of the last part on the way that is there.

    ``source`` is JSON. A part of several lines is marked at its first character. Of a key that stands twice the last
    counts, as in the reader. Cost: one pass over the text for each step of the path.

    Examples
    --------
    >>> source = SourceFile("a.json", '{"names": ["x",\\n "y"]}')
    >>> place = place_of(source, ["names", 1])
    >>> place.line, place.column, place.end_column
    (2, 2, 5)
    """
    start = _after_blank(source.text, 0)
    for step in path:
        found = _step(source.text, start, step)
        if found is None:
            break
        start = found
    _, end = _DECODER.raw_decode(source.text, start)
    return span_at(source, start, end)


def span_at(source: SourceFile, start: int, end: int | None = None) -> Span:
    """The span from one character of a text to another, or of one character where they stand on different lines."""
    breaks = [match.end() for match in _BREAK.finditer(source.text, 0, start)]
    line, begin = len(breaks) + 1, breaks[-1] if breaks else 0
    column = start - begin + 1
    is_short = end is not None and _BREAK.search(source.text, start, end) is None
    return source.span(line, column, end - begin + 1 if is_short and end is not None else None)


def _step(text: str, start: int, step: str | int) -> int | None:
    """Where a member of an object or an item of a list begins, given where that object or list does."""
    if text[start] != ("{" if isinstance(step, str) else "["):
        return None
    found, at, count = None, _after_blank(text, start + 1), 0
    while text[at] not in "}]":
        key: object = count
        if isinstance(step, str):
            key, at = _DECODER.raw_decode(text, at)
            at = _after_blank(text, _after_blank(text, at) + 1)
        if key == step:
            found = at
        _, at = _DECODER.raw_decode(text, at)
        at = _after_blank(text, at)
        if text[at] == ",":
            at = _after_blank(text, at + 1)
        count += 1
    return found


def _after_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match is not None else at
