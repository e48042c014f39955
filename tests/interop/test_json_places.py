"""Places in JSON, against a text whose parts are known."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from detente.casefile.source import SourceFile
from detente.interop.json_places import place_of, span_at

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.text('ab"\\{}[],:é\n', max_size=4),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text('ab"\\', max_size=2), part, max_size=3),
    max_leaves=8,
)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    """Every path into a value, with what stands there."""
    found = [(path, value)]
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in members:
        found += paths(part, (*path, key))
    return found


@given(value=VALUES, indent=st.sampled_from([None, 1]), lead=st.sampled_from(["", "\n \t", " "]))
def test_every_part_stands_where_it_is_said_to(value: Any, indent: int | None, lead: str) -> None:
    text = lead + json.dumps(value, indent=indent)
    source = SourceFile("file", text, text.split("\n"))
    for path, part in paths(value):
        span = place_of(source, path)
        line = source.line(span.line)
        written = line[span.column - 1 : span.end_column - 1]
        rest = "\n".join([line[span.column - 1 :], *source.lines[span.line :]])
        assert json.JSONDecoder().raw_decode(rest)[0] == part
        assert written == rest[0] or json.loads(written) == part


def test_a_part_that_is_not_there_is_marked_where_it_would_be() -> None:
    text = '{"a": [1, {"b": 2}]}'
    source = SourceFile("file", text, [text])
    for path, marked in ((("a", 1, "c"), '{"b": 2}'), (("a", 5), '[1, {"b": 2}]'), (("x",), text), (("a", "x"), '[1, {"b": 2}]')):
        span = place_of(source, path)
        assert text[span.column - 1 : span.end_column - 1] == marked


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    text = '{"a": 1, "a": 22}'
    span = place_of(SourceFile("file", text, [text]), ("a",))
    assert text[span.column - 1 : span.end_column - 1] == "22" == str(json.loads(text)["a"])


def test_the_end_of_a_text_has_a_place() -> None:
    span = span_at(SourceFile("file", "{\r\n", ["{", ""]), 3)
    assert (span.line, span.column) == (2, 1)
