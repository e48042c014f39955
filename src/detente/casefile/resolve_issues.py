"""Issues as written to issues as analyzed: options, numbers, steps and knots made explicit."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from detente.casefile.reading import BAD, Entry, Read
from detente.casefile.scope import Scope
from detente.casefile.values import number_text
from detente.diagnostics import Note
from detente.model.issue import Issue, Option

__all__ = ["in_words", "resolve_issue"]

MAX_OPTIONS = 10_000


def in_words(name: str) -> str:
    """An id as words: ``six_weeks`` is ``Six weeks``."""
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def resolve_issue(name: str, entry: Entry, scope: Scope) -> Issue | None:
    """The issue; ``None`` when its options cannot be known."""
    because = scope.because(entry)
    if not entry.is_whole:
        return None
    common: dict[str, Any] = {
        "id": name,
        "question": entry.get("question"),
        "name": entry.get("name") or in_words(name),
        "phase": entry.get("phase"),
        "because": because,
        "note": entry.get("note"),
    }
    return _numeric(entry, scope, common) if "range" in entry.fields else _named(entry, scope, common)


def _named(entry: Entry, scope: Scope, common: dict[str, Any]) -> Issue | None:
    options = _options(entry, scope)
    if options is None:
        return None
    if "knots" in entry.keys:
        scope.report.error("DET217", "`knots` need a `range`", entry.keys["knots"].span, help="take `knots` out, or give a range")
    ids = [option.id for option in options]
    is_ordered = bool(entry.get("ordered"))
    steps = tuple(pairwise(ids)) if is_ordered else tuple(combinations(ids, 2)) if len(ids) <= 200 else ()
    if "steps" in entry.keys:
        if is_ordered:
            advice = "take `steps` out: in an order, neighbors are one step apart"
            scope.report.error("DET217", "`steps` are for unordered issues", entry.keys["steps"].span, help=advice)
        else:
            steps = _steps(entry, ids, scope)
    return Issue(options=options, is_ordered=is_ordered, steps=steps, knots=tuple(ids), **common)


def _options(entry: Entry, scope: Scope) -> tuple[Option, ...] | None:
    written = entry.get("options")
    found: dict[str, Option] = {}
    is_whole = True
    if isinstance(written, dict):
        for name, (_, read) in written.items():
            value = read.value
            if value is BAD or (isinstance(value, Entry) and not value.is_whole):
                is_whole = False
            elif isinstance(value, Entry):
                found[name] = Option(id=name, label=value.get("label"), note=value.get("note"))
            else:
                found[name] = Option(id=name, label=value)
        count = len(written)
    else:
        count = len(written)
        places: dict[str, Read] = {}
        for read in written:
            if read.value in places:
                note = Note(text=f"`{read.value}` stands here first", span=places[read.value].span)
                advice = "take one out, or give it another id"
                scope.report.error("DET211", f"the option `{read.value}` is listed twice", read.span, notes=[note], help=advice)
            else:
                places[read.value] = read
                found[read.value] = Option(id=read.value, label=in_words(read.value))
    if count < 2:
        advice = "an issue is a choice: give every outcome the parties talk about, the present state included"
        scope.report.error("DET221", "an issue needs two options or more", entry.keys["options"].span, help=advice)
        return None
    return tuple(found.values()) if is_whole else None


def _steps(entry: Entry, ids: list[str], scope: Scope) -> tuple[tuple[str, str], ...]:
    found = []
    for read in entry.get("steps") or ():
        parts = [part.strip() for part in read.value.split(" - ")]
        if len(parts) != 2 or parts[0] == parts[1]:
            scope.report.error("DET220", f"`{read.value}` is not a step", read.span, help="write two options: one - other")
            continue
        unknown = [part for part in parts if part not in ids]
        for part in unknown:
            start = read.node.text.index(part)
            known = ", ".join(f"`{o}`" for o in ids[:12])
            advice = f"the options are {known}"
            message = f"unknown option `{part}` for issue `{_name(entry)}`"
            scope.report.error("DET204", message, read.node.part(start, start + len(part)), help=advice)
        if not unknown:
            found.append((parts[0], parts[1]))
    return tuple(found)


def _name(entry: Entry) -> str:
    return str(entry.get("name") or entry.get("question"))


def _numeric(entry: Entry, scope: Scope, common: dict[str, Any]) -> Issue | None:
    limits: Entry = entry.get("range")
    if not limits.is_whole:
        return None
    low, high, step = limits.get("from"), limits.get("to"), limits.get("step")
    for name in ("steps", "ordered"):
        if name in entry.keys and entry.get(name) is not True:
            advice = f"take `{name}` out: the numbers of a range stand in their own order"
            scope.report.error("DET217", f"`{name}` does not go with a `range`", entry.keys[name].span, help=advice)
    if low >= high:
        note = Note(text=f"it begins at {number_text(low)}", span=limits.span("from"))
        advice = "`from` must be less than `to`"
        scope.report.error("DET304", f"the range ends at {number_text(high)}", limits.span("to"), notes=[note], help=advice)
        return None
    if step is not None and step <= 0:
        scope.report.error(
            "DET309", "a step must be more than 0", limits.span("step"), help="for the two ends alone leave `step` out"
        )
        return None
    if step is not None and (high - low) / step > MAX_OPTIONS:
        advice = f"take a step of {number_text(Fraction(-(-(high - low) // MAX_OPTIONS)))} or more"
        scope.report.error("DET504", f"this step makes more than {MAX_OPTIONS:,} options", limits.span("step"), help=advice)
        return None
    knots = {low, high}
    for read in entry.get("knots") or ():
        if low <= read.value <= high:
            knots.add(read.value)
        else:
            advice = f"a knot lies between {number_text(low)} and {number_text(high)}"
            scope.report.error("DET414", f"the knot {number_text(read.value)} is outside the range", read.span, help=advice)
    numbers = set(knots)
    if step is not None:
        numbers |= {low + k * step for k in range(int((high - low) / step) + 1)}
    unit = limits.get("unit")
    options = tuple(Option(id=number_text(n), label=f"{number_text(n)} {unit}", number=n) for n in sorted(numbers))
    return Issue(
        options=options,
        is_ordered=True,
        is_numeric=True,
        unit=unit,
        steps=tuple(pairwise(option.id for option in options)),
        knots=tuple(number_text(knot) for knot in sorted(knots)),
        **common,
    )
