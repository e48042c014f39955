"""Which claims stand behind each judged record, and which records are assumptions.

Records go by a key: section and id, ``red_lines.hamas-permanent``. The firmness of a red line is
a judgement of its own (``firmness.hamas-permanent``), since a claim that a line was drawn does not
say how likely it is meant. Records of the moves (``moves.actions.accept``, ``moves.preferences.hamas-1``) are
kept apart: only what is told of stability rests on them. So are those of ratification
(``ratification.israel.stances.likud-1``) of the phases (``phases.steps.halt``, ``phases.stakes.hamas.peace``),
and of the outlook (``outlook.costs.israel-1``, ``outlook.events.truce``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.evidence.phases_as_of import stake_key
from detente.model.case import Case
from detente.model.move import Moves, Unknown, Unordered, Unstated
from detente.model.outlook import Effect, Outlook
from detente.model.phases import Estimate, Phases
from detente.model.ratification import Side
from detente.model.red_line import RedLine

__all__ = [
    "APART",
    "Record",
    "apart_records",
    "assumed_keys",
    "move_records",
    "outlook_records",
    "phases_records",
    "ratification_records",
    "record",
    "records",
    "unused_claims",
]

APART = ("moves", "ratification", "phases", "outlook")
"""Sections whose records only one of the further questions rests on."""


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

    A name for a state judges nothing unless it says what package the state comes to or whether an agreement makes it, nor
    does a statement that something is unknown: these are records only where claims stand behind them.
    """
    return tuple(_of_moves(case.moves)) if case.moves is not None else ()


def ratification_records(case: Case) -> tuple[Record, ...]:
    """Every judged record of ratification, in a fixed order; none for a case without.

    The votes of a member are a record of their own only where claims stand behind them, else of their body.
    """
    sides = case.ratification.sides if case.ratification is not None else ()
    return tuple(found for side in sides for found in _of_side(side))


def phases_records(case: Case) -> tuple[Record, ...]:
    """Every judged record of the phased agreement, in a fixed order; none for a case without.

    Each number of a party's stakes is a record. An amount, and a number of a guarantee or of a second type, is one of its own
    only where claims stand behind it, else it rests on those of its asset, step, guarantee or type.
    """
    return tuple(_of_phases(case.phases)) if case.phases is not None else ()


def outlook_records(case: Case) -> tuple[Record, ...]:
    """Every judged record of the outlook, in a fixed order; none for a case without.

    A rate, a change, and a number of an effect are records of their own only where claims stand behind them, else they rest on
    those of their cost, hope, event or deadline. A discount factor rests on those of the outlook.
    """
    return tuple(_of_outlook(case.outlook)) if case.outlook is not None else ()


def apart_records(case: Case) -> tuple[Record, ...]:
    """Records of the sections ``APART``, in a fixed order."""
    return (*move_records(case), *ratification_records(case), *phases_records(case), *outlook_records(case))


def record(case: Case, key: str) -> Record:
    """One record by key; raises ``KeyError`` if there is none."""
    for found in (*_records(case), *apart_records(case)):
        if found.key == key:
            return found
    raise KeyError(key)


def assumed_keys(case: Case) -> frozenset[str]:
    """Keys of all assumptions, those of the sections ``APART`` too."""
    return frozenset(r.key for r in (*_records(case), *apart_records(case)) if r.is_assumption)


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
        if state.package is not None or state.is_agreement is not None or state.because:
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


def _of_phases(phases: Phases) -> Iterator[Record]:
    if phases.because:
        yield _plain("phases", phases.because, phases.note)
    for asset in phases.assets:
        yield _plain(f"phases.assets.{asset.id}", asset.because, asset.note)
        yield from _own(f"phases.assets.{asset.id}.amount", asset.amount)
    for step in phases.steps:
        yield _plain(f"phases.steps.{step.id}", step.because, step.note)
        for over in step.delivers:
            yield from _own(f"phases.steps.{step.id}.delivers.{over.asset}", over.amount)
    yield _plain("phases.end", phases.end.because, phases.end.note)
    for ranking in phases.comparisons:
        yield _plain(f"phases.comparisons.{ranking.id}", ranking.because, ranking.note)
    for stake in phases.stakes:
        yield _plain(f"phases.stakes.{stake_key(stake)}", stake.value.because, stake.value.note)
    for guarantee in phases.guarantees:
        yield _plain(f"phases.guarantees.{guarantee.id}", guarantee.because, guarantee.note)
        yield from _own(f"phases.guarantees.{guarantee.id}.detection", guarantee.detection)
        yield from _own(f"phases.guarantees.{guarantee.id}.penalty", guarantee.penalty)
    for types in phases.types:
        yield _plain(f"phases.types.{types.actor}", types.because, types.note)
        yield from _own(f"phases.types.{types.actor}.regroups", types.regroups)
        for stake in types.stakes:
            yield from _own(f"phases.types.{stake_key(stake)}", stake.value)


def _of_outlook(outlook: Outlook) -> Iterator[Record]:
    if outlook.because:
        yield _plain("outlook", outlook.because, outlook.note)
    for cost in outlook.costs:
        yield _plain(f"outlook.costs.{cost.id}", cost.because, cost.note)
        yield from _own(f"outlook.costs.{cost.id}.rate", cost.rate)
    for terms in outlook.terms:
        yield _plain(f"outlook.terms.{terms.id}", terms.because, terms.note)
        yield from _own(f"outlook.terms.{terms.id}.change", terms.change)
    for end in outlook.ends:
        yield _plain(f"outlook.ends.{end.actor}", end.value.because, end.value.note)
    for actor, _ in outlook.discounts:
        yield _plain(f"outlook.discount.{actor}", outlook.because, outlook.note)
    for event in outlook.events:
        yield _plain(f"outlook.events.{event.id}", event.because, event.note)
        yield from _of_effects(f"outlook.events.{event.id}.effects", event.effects)
    for deadline in outlook.deadlines:
        yield _plain(f"outlook.deadlines.{deadline.id}", deadline.because, deadline.note)
        yield from _of_effects(f"outlook.deadlines.{deadline.id}.effects", deadline.effects)


def _of_effects(key: str, effects: tuple[Effect, ...]) -> Iterator[Record]:
    for effect in effects:
        yield from _own(f"{key}.{effect.actor}.terms", effect.terms)
        yield from _own(f"{key}.{effect.actor}.rate", effect.rate)


def _own(key: str, number: Estimate | None) -> Iterator[Record]:
    """A number as a record, where claims of its own stand behind it."""
    if number is not None and number.because:
        yield _plain(key, number.because, number.note)


def _plain(key: str, because: tuple[str, ...], note: str | None) -> Record:
    return Record(key=key, claims=because, is_assumption=not because, note=note)


def _of_red_line(line: RedLine) -> Iterator[Record]:
    is_assumed = not line.because or line.inferred_from is not None
    yield Record(key=f"red_lines.{line.id}", claims=line.because, is_assumption=is_assumed, note=line.note)
    yield Record(key=f"firmness.{line.id}", claims=(), is_assumption=True, note=None)


def unused_claims(case: Case) -> tuple[str, ...]:
    """Claims no record rests on and no claim disputes, in the order of the file."""
    used = {claim for r in (*_records(case), *apart_records(case)) for claim in r.claims}
    used |= {c for actor in case.actors for c in actor.because} | {c for issue in case.issues for c in issue.because}
    used |= {c for package in case.packages for c in package.because}
    used |= {other for claim in case.claims for other in claim.disputes} | {c.id for c in case.claims if c.disputes}
    return tuple(claim.id for claim in case.claims if claim.id not in used)
