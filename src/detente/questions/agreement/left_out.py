"""A case with one record left out, and the keys of what goes along.

A record of the moves, of ratification, the phases or the outlook takes along what only makes sense with it, as on a day
before anyone spoke of it: an action counts as never taken, a step is not there to be broken.
"""

from __future__ import annotations

from dataclasses import replace

from detente.evidence.moves_as_of import moves_with_packages, moves_without
from detente.evidence.outlook_as_of import outlook_without
from detente.evidence.phases_as_of import phases_without
from detente.evidence.ratification_as_of import ratification_without
from detente.evidence.support import APART, apart_records
from detente.model.case import Case
from detente.questions.agreement.what_if_errors import NothingLeft, UnknownName

__all__ = ["record_ends", "record_keys", "without"]

_NOTHING_LEFT = {
    "moves": "the case has no move, or no state, left to ask about",
    "ratification": "no side is left whose ratification could be asked about",
    "phases": "no agreement in phases is left to ask about",
    "outlook": "no expectation is left to ask about",
}


def without(case: Case, name: str) -> tuple[Case, tuple[str, ...]]:
    """The case without the record of that key or id, and the keys of what is gone, that of the record first.

    Raises
    ------
    UnknownName
        If the case has no such record, or several.
    NothingLeft
        If nothing is left of the section that could be asked about.
    """
    found = [key for key in _keys(case) if name in (key, key.partition(".")[2])] or _apart_keys(case, name)
    if not found:
        what = "red line, demand, preference, no-deal statement, rule, proposal or record of " + ", ".join(
            f"`{section}`" for section in APART
        )
        raise UnknownName(what, name, (*(key.partition(".")[2] for key in _keys(case)), *record_keys(case)))
    if len(found) > 1:
        raise UnknownName("single record", name, found)
    section, _, record = found[0].partition(".")
    if section in APART:
        return _without_apart(case, found[0])
    match section:
        case "red_lines":
            return _without_lines(case, {record}), (found[0],)
        case "demands":
            inferred = {line.id for line in case.red_lines if line.inferred_from == record}
            rest = replace(case, demands=tuple(d for d in case.demands if d.id != record))
            return _without_lines(rest, inferred), (found[0], *(f"red_lines.{line}" for line in sorted(inferred)))
        case "preferences":
            return replace(case, preferences=tuple(s for s in case.preferences if s.id != record)), (found[0],)
        case "no_deal":
            statements = tuple(s for s in case.no_deal.statements if s.id != record)
            return replace(case, no_deal=replace(case.no_deal, statements=statements)), (found[0],)
        case "feasibility":
            return replace(case, feasibility=tuple(r for r in case.feasibility if r.id != record)), (found[0],)
        case "deal_requires":
            return replace(case, deal_requires=tuple(r for r in case.deal_requires if r.id != record)), (found[0],)
    return _without_proposal(case, record), (found[0],)


def _keys(case: Case) -> tuple[str, ...]:
    """Keys of the records on packages that can be left out, as the evidence side writes them (``evidence.support``)."""
    sections = (
        ("red_lines", case.red_lines),
        ("demands", case.demands),
        ("preferences", case.preferences),
        ("no_deal", case.no_deal.statements),
        ("feasibility", case.feasibility),
        ("deal_requires", case.deal_requires),
        ("proposals", case.proposals),
    )
    return tuple(f"{section}.{thing.id}" for section, things in sections for thing in things)


def record_keys(case: Case) -> tuple[str, ...]:
    """Keys of the records of the sections ``APART``, those of moves that say nothing is known included."""
    told = [record.key for record in apart_records(case)]
    silent = []
    if case.moves is not None:
        silent = [f"moves.states.{state.id}" for state in case.moves.states]
        silent += [f"moves.preferences.{statement.id}" for statement in case.moves.preferences]
    return tuple(dict.fromkeys((*told, *silent)))


def _apart_keys(case: Case, name: str) -> list[str]:
    """The record of that key, or those whose key ends with it after the section and the part of it."""
    every = record_keys(case)
    return [key for key in every if key == name] or [key for key in every if name in record_ends(key)]


def record_ends(key: str) -> set[str]:
    """What is enough of the key of such a record to name it: all after the section and its part, or less."""
    parts = key.split(".")
    return {".".join(parts[k:]) for k in range(2, len(parts))}


def _without_apart(case: Case, key: str) -> tuple[Case, tuple[str, ...]]:
    """The case without a record of a section of its own, and the keys of it and of what went along."""
    rest = _rest(case, key)
    section = key.partition(".")[0]
    if getattr(rest, section) is None:
        raise NothingLeft(f"without `{key}` {_NOTHING_LEFT[section]}", key)
    left = set(record_keys(rest))
    return rest, (key, *(other for other in record_keys(case) if other not in left and other != key))


def _rest(case: Case, key: str) -> Case:
    """The case with what is left of the section; ``None`` for a section of which nothing is."""
    match key.partition(".")[0]:
        case "moves" if case.moves is not None:
            return replace(case, moves=moves_without(case.moves, key, _package_names(case)))
        case "ratification" if case.ratification is not None:
            return replace(case, ratification=ratification_without(case.ratification, key))
        case "phases" if case.phases is not None:
            return replace(case, phases=phases_without(case.phases, key))
        case "outlook" if case.outlook is not None:
            return replace(case, outlook=outlook_without(case.outlook, key))
    raise KeyError(key)


def _without_proposal(case: Case, proposal: str) -> Case:
    """The case without a proposal; a state of the moves that stood for its package stands for none."""
    rest = replace(case, proposals=tuple(p for p in case.proposals if p.id != proposal))
    return rest if case.moves is None else replace(rest, moves=moves_with_packages(case.moves, _package_names(rest)))


def _package_names(case: Case) -> set[str]:
    return {"no_deal", *(p.id for p in case.packages), *(p.id for p in case.proposals)}


def _without_lines(case: Case, gone: set[str]) -> Case:
    lines = tuple(
        replace(line, moves_with=tuple(other for other in line.moves_with if other not in gone))
        for line in case.red_lines
        if line.id not in gone
    )
    return replace(case, red_lines=lines)
