"""Stability as JSON: ids of the case, shares as numbers and, exactly, as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from enum import Enum
from fractions import Fraction

from detente.explanation.move_words import moves_of
from detente.explanation.stability_further_words import asks
from detente.explanation.telling import Telling
from detente.questions.stability.changes import Change
from detente.questions.stability.coalitions import CoalitionConcept
from detente.questions.stability.concepts import Concept
from detente.questions.stability.finding import Departure, Route, Share, StabilityFinding
from detente.questions.stability.further import Further
from detente.questions.stability.witness import Step

__all__ = ["narrowed", "stability_object"]


def narrowed(finding: StabilityFinding, concepts: Sequence[Concept]) -> StabilityFinding:
    """The finding with these concepts shown, and variants of these; all counts stay."""
    further = tuple(f for f in finding.further if not (f.strength or f.is_seen) or f.base in concepts)
    return replace(finding, concepts=tuple(concepts), further=further)


def stability_object(telling: Telling, finding: StabilityFinding, change: str | None) -> dict[str, object]:
    """The finding as an object ``json`` can write; the verdict and its share alone where moves are withheld."""
    columns = finding.columns
    case, is_withheld = telling.case, telling.are_moves_withheld
    found: dict[str, object] = {
        "case": case.slug,
        "as_of": case.as_of.isoformat(),
        "what_if": change,
        "verdict": finding.verdict.value,
        "reason": finding.reason if finding.reason is None or not is_withheld else "withheld",
        "are_moves_withheld": is_withheld,
        "decided_by": finding.concept.value,
        "holds": _holds(finding, finding.concept),
    }
    if is_withheld:
        # How many readings, states and situations there are would tell how much of the moves is withheld.
        return found | {"provenance": {"is_exact": finding.provenance.is_exact}}
    found |= {
        "n_readings": finding.n_readings,
        "provenance": {
            "method": finding.provenance.method,
            "is_exact": finding.provenance.is_exact,
            "seed": finding.provenance.seed,
            "parameters": dict(finding.provenance.parameters),
        },
    }
    if finding.shares is None:
        return found
    names = moves_of(case)
    found |= {
        "status_quo": finding.status_quo,
        "actors": list(finding.actors),
        "concepts": list(columns),
        "further_concepts": [{"concept": f.name, "asks": asks(f), "variant": _variant(f)} for f in finding.further],
        "not_asked": [{"concept": left.concept, "reason": left.reason} for left in finding.not_asked],
        "readings_differ_in": {"values": list(finding.from_values), "orders_of_wishes": list(finding.from_orders)},
        "has_unknown_comparisons": finding.has_unknown,
        "holds_under": {c: _holds(finding, c) for c in columns},
        "states": [
            {
                "state": state,
                "name": names.state_name(state),
                "is_deal": state in finding.deals,
                "stable": {actor: {c: _share(finding.shares.of(actor, state, c)) for c in columns} for actor in finding.actors},
                "equilibrium": {c: _share(finding.shares.equilibrium(state, c)) for c in columns},
            }
            for state in finding.states
        ],
        "improvements_from_status_quo": [_departure(d) for d in finding.departures if d.concept in finding.concepts],
        "turns_on": [
            {
                "actor": h.actor,
                "prefers_to_status_quo": h.state,
                "share": _number(h.share),
                "holds_if_so": _number(h.holds_if),
                "holds_if_not": _number(h.holds_otherwise),
            }
            for h in finding.hinges
        ],
        "could_come_to_rest_in": [
            {"state": r.state, "equilibrium": _share(r.share), "better_for_all": _number(r.better)} for r in finding.rests
        ],
        "paths": [_route(route) for route in finding.routes],
        "together": [
            {"members": list(g.members), "to": g.target, "all_prefer_it": _number(g.share)} for g in finding.joint_gains
        ],
        "changes": [
            {
                "goal": c.goal.value,
                "state": c.state,
                "change": _change(c.change),
                "size": c.size,
                "share": None if c.share is None else _number(c.share),
                "verified_in": "one reading" if c.share is None and finding.n_readings > 1 else "every reading",
                "then_unanswered": [_step(step) for step in c.leads],
            }
            for c in finding.changes
        ],
        "changes_not_tried_because": finding.why_not_tried,
        "survives": None if finding.robustness is None else finding.robustness.survives,
        "survives_in": "every reading" if finding.n_readings == 1 else "the most common reading in which it holds",
    }
    return found


def _holds(finding: StabilityFinding, concept: str) -> object:
    share = finding.holds(concept) if finding.shares is not None and concept in finding.shares.concepts else None
    return None if share is None else _share(share)


def _variant(concept: Further) -> str | None:
    """The variant of a definition that has rivals."""
    if concept.coalition is CoalitionConcept.CSEQ:
        return "answers of coalitions"
    return None if concept.horizon is None else "conservative"


def _share(share: Share) -> object:
    """One share; two where comparisons are unknown."""
    if share.least == share.most:
        return _number(share.least)
    return {"at_least": _number(share.least), "at_most": _number(share.most)}


def _number(share: Fraction) -> dict[str, object]:
    return {"share": float(share), "exact": str(share)}


def _step(step: Step) -> dict[str, str]:
    return {"actor": step.actor, "from": step.before, "to": step.after}


def _departure(departure: Departure) -> dict[str, object]:
    return {
        "concept": departure.concept.value,
        **_step(departure.improvement),
        "share": _share(departure.share),
        "unanswered": _share(departure.unanswered),
        "answers": [
            {
                "share": _number(a.share),
                "is_certain": a.is_certain,
                "steps": [_step(s) for s in a.sanction.steps],
                "ends_in": a.sanction.outcome,
            }
            for a in departure.answers
        ],
    }


def _route(route: Route) -> dict[str, object]:
    return {
        "to": route.target,
        "by": route.kind.value,
        "share": None if route.share is None else _number(route.share),
        "steps": [{"movers": list(s.movers), "from": s.before, "to": s.after} for s in route.path.steps],
    }


def _change(change: Change) -> dict[str, object]:
    """The kind of change and its fields."""
    told: dict[str, object] = {"kind": type(change).__name__}
    for field in fields(change):
        value = getattr(change, field.name)
        if field.name != "size":
            told[field.name] = value.value if isinstance(value, Enum) else list(value) if isinstance(value, tuple) else value
    return told
