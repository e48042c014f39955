"""Plain values to YAML text: block style, ids and lists of ids on one line, quotes only where needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Flow", "emit"]

_PLAIN = re.compile(r"[\w](?:[\w .,;()'/+*%<>=~!?{}…“”‘’–—-]|:(?=\S))*")
_FLOW_PLAIN = re.compile(r"[\w](?:[\w .()'/+*%<>=~!?-])*")
_NULLS = frozenset({"null", "Null", "NULL", "~", ""})
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]')


@dataclass(frozen=True, slots=True)
class Flow:
    """A list or mapping to be written on one line."""

    value: object


def emit(document: Mapping[str, object]) -> str:
    """The document as YAML that reads back to the same values."""
    return "\n".join(_mapping(document, 0)) + "\n"


def _mapping(values: Mapping[str, object], indent: int) -> Iterator[str]:
    lead = "  " * indent
    for key, value in values.items():
        if isinstance(value, Mapping) and value:
            yield f"{lead}{_scalar(key, _FLOW_PLAIN)}:"
            yield from _mapping(value, indent + 1)
        elif isinstance(value, (list, tuple)) and value:
            yield f"{lead}{_scalar(key, _FLOW_PLAIN)}:"
            yield from _items(value, indent + 1)
        else:
            yield f"{lead}{_scalar(key, _FLOW_PLAIN)}: {_inline(value, _PLAIN)}"


def _items(values: Sequence[object], indent: int) -> Iterator[str]:
    lead = "  " * indent
    for value in values:
        if isinstance(value, Mapping) and value:
            lines = list(_mapping(value, indent + 1))
            yield f"{lead}- {lines[0].lstrip()}"
            yield from lines[1:]
        else:
            yield f"{lead}- {_inline(value, _PLAIN)}"


def _inline(value: object, plain: re.Pattern[str]) -> str:
    if isinstance(value, Flow):
        return _inline(value.value, _FLOW_PLAIN)
    if isinstance(value, Mapping):
        pairs = (f"{_scalar(key, _FLOW_PLAIN)}: {_inline(item, _FLOW_PLAIN)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_inline(item, _FLOW_PLAIN) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _scalar(str(value), plain)


def _scalar(text: str, plain: re.Pattern[str]) -> str:
    if plain.fullmatch(text) and not text.endswith((" ", ":")) and text not in _NULLS:
        return text
    if re.fullmatch(r"-?[0-9][0-9./]*(\.\.-?[0-9][0-9./]*)?", text):
        return text
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    named = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return named.get(character, f"\\u{ord(character):04x}")
