"""Durability as JSON: ids of the case, shares as numbers and, exactly, as text."""

from __future__ import annotations

from fractions import Fraction

from detente.explanation.telling import Telling
from detente.model.phases import Situation, SituationKind
from detente.questions.durability.finding import (
    CriticalStatement,
    DurabilityFinding,
    Needed,
    NodeFinding,
    Proportion,
    Remedy,
    Span,
    TypesFinding,
    Unravelled,
)

__all__ = ["durability_object"]


def durability_object(telling: Telling, finding: DurabilityFinding, change: str | None) -> dict[str, object]:
    """The finding as an object ``json`` can write; the verdict and its share alone where phases are withheld."""
    case, is_withheld = telling.case, telling.is_section_withheld("phases")
    found: dict[str, object] = {
        "case": case.slug,
        "as_of": case.as_of.isoformat(),
        "what_if": change,
        "verdict": finding.verdict.value,
        "reason": finding.reason if finding.reason is None or not is_withheld else "withheld",
        "are_phases_withheld": is_withheld,
        "kept": _share(finding.kept),
    }
    if is_withheld:
        return found | {"provenance": {"is_exact": finding.provenance.is_exact}}
    return found | {
        "kept_and_signed": _share(finding.signed),
        "unit_of_time": finding.unit,
        "parties": list(finding.parties),
        "with_numbers": list(finding.numeric),
        "points": [_node(node) for node in finding.nodes],
        "cannot_hold_together": [{"step": step, "actor": actor} for step, actor in finding.conflict],
        "way_back": None if finding.unravelled is None else _way(finding.unravelled),
        "kept_if_and_only_if": [_critical(own) for own in finding.critical],
        "worth_learning": [
            {"step": own.step, "actor": own.actor, "holds_if_kept": _number(own.holds_if_kept), "gain": own.gain}
            for own in finding.learning
        ],
        "signing": [
            {
                "actor": own.actor,
                "verdict": own.verdict.value,
                "rather_kept_than_no_deal": _share(own.kept),
                "rather_what_would_happen": _share(own.path),
                "kept": _span(own.keeping),
                "no_deal": _span(own.no_deal),
            }
            for own in finding.signing
        ],
        "told_for": "every number in the middle of its range" if finding.is_middle else "a typical reading",
        "reasons": [
            {
                "step": own.step,
                "actor": own.actor,
                "adds": {gain.cause.value: _number(gain.gain) for gain in own.contributions},
                "mended_by_taking_away": [[cause.value for cause in causes] for causes in own.minimal_sets],
            }
            for own in finding.reasons
        ],
        "is_payment_on_signing_worthless": finding.is_upfront_worthless,
        "would_hold": [_remedy(remedy) for remedy in finding.remedies],
        "cannot_be_had": [
            {"kind": own.kind.value, "demands": [[part for part in demand if part] for demand in own.demands]}
            for own in finding.unreachable
        ],
        "no_amounts_because": finding.why_no_numbers,
        "turns_at": [
            {
                "number": f"phases.{own.name}",
                "actor": own.actor,
                "at_least": _maybe(own.low),
                "at_most": _maybe(own.high),
                "given": _span(own.given),
                "decides_alone": own.decides,
            }
            for own in finding.break_even
        ],
        "types": [_types(own) for own in finding.types],
        "n_readings": finding.n_readings,
        "provenance": {
            "method": finding.provenance.method,
            "is_exact": finding.provenance.is_exact,
            "seed": finding.provenance.seed,
            "parameters": dict(finding.provenance.parameters),
        },
    }


def _number(value: Fraction) -> dict[str, object]:
    return {"value": float(value), "exact": str(value)}


def _maybe(value: Fraction | None) -> dict[str, object] | None:
    return None if value is None else _number(value)


def _share(found: Proportion | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {"share": float(found.share), "exact": str(found.share), "standard_error": found.error}


def _span(found: Span | None) -> dict[str, object] | None:
    return None if found is None else {"low": float(found.low), "middle": float(found.middle), "high": float(found.high)}


def _node(node: NodeFinding) -> dict[str, object]:
    return {
        "step": node.step,
        "actor": node.actor,
        "phase": node.phase,
        "at": _number(node.at),
        "delivers": {own.asset: [float(own.low), float(own.high)] for own in node.delivers},
        "may_lapse": node.is_expiry,
        "judged_by": node.basis.value,
        "verdict": node.verdict.value,
        "kept": _share(node.kept),
        "only_by_a_tie": node.only_by_tie,
        "all_others_kept": _share(node.others_kept),
        "ends_here": _share(node.ends_here),
        "is_root_cause": _share(node.root_here),
        "keeping": _span(node.keeping),
        "leaving": _span(node.leaving),
        "difference": _span(node.slack),
        "leaves_by": None if node.act is None else node.act.value,
        "records": list(node.records),
    }


def _way(way: Unravelled) -> dict[str, object]:
    return {
        "share": _number(way.share),
        "root_cause": [{"step": step, "actor": actor} for step, actor in way.root_cause],
        "first_break": [{"step": step, "actor": actor} for step, actor in way.first_break],
        "links": [
            {
                "step": link.step,
                "actor": link.actor,
                "leaves_by": link.act.value,
                "going_on_ends_in": _situation(link.ahead),
                "going_on": _maybe(link.going_on),
                "leaving": _maybe(link.leaving),
            }
            for link in way.chain
        ],
    }


def _situation(situation: Situation) -> str:
    """A situation as it is written in a case."""
    if situation.kind is SituationKind.BROKEN:
        return f"broken({situation.step}, {situation.actor})"
    return situation.kind.value


def _critical(own: CriticalStatement) -> dict[str, object]:
    return {
        "step": own.step,
        "actor": own.actor,
        "rather_keeps_than": own.act.value,
        "terms": [{"factor": str(factor), "numbers": [f"phases.{name}" for name in names]} for factor, names in own.terms],
        "constant": str(own.constant),
    }


def _needed(own: Needed) -> dict[str, object]:
    return {
        "actor": own.actor,
        "step": own.step,
        "in_the_middle": _number(own.middle),
        "enough": _maybe(own.enough),
        "guarantor": own.guarantor,
        "penalty": _maybe(own.penalty),
    }


def _remedy(remedy: Remedy) -> dict[str, object]:
    return {
        "kind": remedy.kind.value,
        "needs": [_needed(own) for own in remedy.needed],
        "steps": [
            {
                "step": step.step,
                "actor": step.actor,
                "at": float(step.at),
                "hands_over": {asset: float(amount) for asset, amount in step.amounts.items()},
            }
            for step in remedy.steps
        ],
        "delivered": _number(remedy.delivered),
        "holds": _share(remedy.holds),
        "enough_holds_for_all_numbers": remedy.enough_holds,
        "is_search_complete": remedy.is_complete,
    }


def _types(own: TypesFinding) -> dict[str, object]:
    return {
        "actor": own.actor,
        "regroups": [float(prior) for prior in own.priors],
        "not_looked_at_because": own.why_not,
        "thresholds": [
            {
                "step": found.name,
                "actor": found.mover,
                "goes_on_from": _maybe(found.low),
                "goes_on_up_to": _maybe(found.high),
                "if_sincere": _number(found.if_sincere),
                "if_regrouping": _number(found.if_regrouping),
                "leaving": _number(found.leaving_if_sincere),
            }
            for found in own.thresholds
        ],
        "screening": [
            {"step": step.name, "above": _number(step.above), "up_to": _number(step.up_to)}
            for step in own.screening
            if not step.is_empty
        ],
        "equilibria": [
            {
                "is_mixed": is_mixed,
                "kept_if_sincere": _number(found.kept_probability[0]),
                "kept_if_regrouping": _number(found.kept_probability[1]),
                "beliefs": [
                    {"point": b.tick, "low": float(b.low), "high": float(b.high), "is_on_path": b.is_on_path}
                    for b in found.beliefs
                ],
            }
            for is_mixed, every in ((False, own.pure), (True, own.mixed))
            for found in every
        ],
        "kept_by_prior": [None if ends is None else [float(ends[0]), float(ends[1])] for ends in own.kept],
    }
