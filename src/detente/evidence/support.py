"""Which claims stand behind each judged record, and which records are assumptions.

Records go by a key: section and id, ``red_lines.hamas-permanent``. The firmness of a red line is
a judgement of its own (``firmness.hamas-permanent``), since a claim that a line was drawn does not
say how likely it is meant. Records of the moves (``moves.actions.accept``, ``moves.preferences.hamas-1``) are
kept apart: only what is told of stability rests on them. So are those of ratification
(``ratification.israel.stances.likud-1``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.model.case import Case
from detente.model.move import Moves, Unknown, Unordered, Unstated
from detente.model.ratification import Side
from detente.model.red_line import RedLine

__all__ = ["Record", "assumed_keys", "move_records", "ratification_records", "record", "records", "unused_claims"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A judged record: its key, the claims behind it, and whether it is (also) an assumption."""

    key: str
    claims: tuple[str, ...]
    is_assumption: bool
    note: str | None


def records(case: Case) -> tuple[Record, ...]:
    """Every judged record that an analysis or a sentence on the deal may rest on, in a fixed order."""
    return tuple(_records(case))


def move_records(case: Case) -> tuple[Record, ...]:
    """Every judged record of the moves, in a fixed order; none for a case without.

    A name for a state judges nothing unless it says what package the state comes to, nor does a statement
    that something is unknown: these are records only where claims stand behind them.
    """
    return tuple(_of_moves(case.moves)) if case.moves is not None else ()


def ratification_records(case: Case) -> tuple[Record, ...]:
    """Every judged record of ratification, in a fixed order; none for a case without.

    The votes of a member are a record of their own only where claims stand behind them, else of their body.
    """
    sides = case.ratification.sides if case.ratification is not None else ()
    return tuple(found for side in sides for found in _of_side(side))


def _apart(case: Case) -> tuple[Record, ...]:
    """Records that only one of the further questions rests on."""
    return (*move_records(case), *ratification_records(case))


def record(case: Case, key: str) -> Record:
    """One record by key; raises ``KeyError`` if there is none."""
    for found in (*_records(case), *_apart(case)):
        if found.key == key:
            return found
    raise KeyError(key)


def assumed_keys(case: Case) -> frozenset[str]:
    """Keys of all assumptions, those on moves and ratification too."""
    return frozenset(r.key for r in (*_records(case), *_apart(case)) if r.is_assumption)


def _records(case: Case) -> Iterator[Record]:
    for section, things in (
        ("feasibility", case.feasibility),
        ("deal_requires", case.deal_requires),
        ("demands", case.demands),
    ):
        for thing in things:
            yield _plain(f"{section}.{thing.id}", thing.because, thing.note)
    for line in case.red_lines:
        yield from _of_red_line(line)
    for statement in case.preferences:
        yield _plain(f"preferences.{statement.id}", statement.because, statement.note)
    if case.no_deal.path is not None:
        yield _plain("no_deal.path", case.no_deal.because, case.no_deal.note)
    for worth in case.no_deal.statements:
        yield _plain(f"no_deal.{worth.id}", worth.because, worth.note)
    for section, dated in (
        ("circumstances", case.circumstances),
        ("proposals", case.proposals),
        ("deadlines", case.deadlines),
    ):
        for item in dated:
            yield _plain(f"{section}.{item.id}", item.because, item.note)
    for proposal in case.proposals:
        for response in proposal.responses:
            yield _plain(f"responses.{proposal.id}.{response.actor}", response.because, response.note)


def _of_moves(moves: Moves) -> Iterator[Record]:
    for action in moves.actions:
        yield _plain(f"moves.actions.{action.id}", action.because, action.note)
    for rule in moves.never:
        yield _plain(f"moves.never.{rule.id}", rule.because, rule.note)
    for state in moves.states:
        if state.package is not None or state.because:
            yield _plain(f"moves.states.{state.id}", state.because, state.note)
    for section, arcs in (("forbidden", moves.forbidden), ("arcs", moves.arcs)):
        for arc in arcs:
            yield _plain(f"moves.{section}.{arc.id}", arc.because, arc.note)
    if moves.status_quo is not None:
        yield _plain("moves.status_quo", moves.status_quo.because, moves.status_quo.note)
    for statement in moves.preferences:
        is_silent = isinstance(statement, Unknown | Unordered) or (isinstance(statement, Unstated) and not statement.is_equal)
        if not is_silent or statement.because:
            yield _plain(f"moves.preferences.{statement.id}", statement.because, statement.note)


def _of_side(side: Side) -> Iterator[Record]:
    key = f"ratification.{side.party}"
    yield _plain(key, side.because, side.note)
    for body in side.bodies:
        yield _plain(f"{key}.bodies.{body.id}", body.because, body.note)
        for seat in body.seats:
            if seat.because:
                yield _plain(f"{key}.seats.{body.id}.{seat.member}", seat.because, seat.note)
    for stance in side.stances:
        yield _plain(f"{key}.stances.{stance.id}", stance.because, stance.note)
    for pressure in side.pressure:
        yield _plain(f"{key}.pressure.{pressure.id}", pressure.because, pressure.note)


def _plain(key: str, because: tuple[str, ...], note: str | None) -> Record:
    return Record(key=key, claims=because, is_assumption=not because, note=note)


def _of_red_line(line: RedLine) -> Iterator[Record]:
    is_assumed = not line.because or line.inferred_from is not None
    yield Record(key=f"red_lines.{line.id}", claims=line.because, is_assumption=is_assumed, note=line.note)
    yield Record(key=f"firmness.{line.id}", claims=(), is_assumption=True, note=None)


def unused_claims(case: Case) -> tuple[str, ...]:
    """Claims no record rests on and no claim disputes, in the order of the file."""
    used = {claim for r in (*_records(case), *_apart(case)) for claim in r.claims}
    used |= {c for actor in case.actors for c in actor.because} | {c for issue in case.issues for c in issue.because}
    used |= {c for package in case.packages for c in package.because}
    used |= {other for claim in case.claims for other in claim.disputes} | {c.id for c in case.claims if c.disputes}
    return tuple(claim.id for claim in case.claims if claim.id not in used)
