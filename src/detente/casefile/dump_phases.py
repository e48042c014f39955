"""The section ``phases`` back to text."""

from __future__ import annotations

from collections.abc import Iterable

from detente.casefile.dump_fields import Fields, by_actor, judged, present
from detente.casefile.emit import Flow
from detente.casefile.estimates import estimate_fields
from detente.casefile.situations import situation_text
from detente.casefile.values import number_text
from detente.model.phases import Guarantee, PhaseAsset, Phases, PhaseStep, SituationRanking, Stake, TwoTypes

__all__ = ["phases_fields"]


def phases_fields(phases: Phases | None) -> Fields:
    """The section; empty for a case without it."""
    if phases is None:
        return {}
    end: Fields = {"at": number_text(phases.end.at), "expires": phases.end.is_expiry}
    actors = dict.fromkeys(stake.actor for stake in phases.stakes)
    values: Fields = {
        "unit": phases.unit,
        "start": phases.start,
        "assets": {asset.id: _asset(asset) for asset in phases.assets} or None,
        "steps": {step.id: _step(step) for step in phases.steps},
        "end": judged(end, phases.end.because, phases.end.note),
        "comparisons": by_actor(phases.comparisons, _comparison) or None,
        "stakes": {actor: _numbers(phases.stakes_of(actor)) for actor in actors} or None,
        "guarantees": {guarantee.id: _guarantee(guarantee) for guarantee in phases.guarantees} or None,
        "types": {types.actor: _types(types) for types in phases.types} or None,
    }
    return judged(values, phases.because, phases.note)


def _asset(asset: PhaseAsset) -> Fields:
    values: Fields = {
        "name": asset.name,
        "holder": asset.holder,
        "amount": estimate_fields(asset.amount),
        "unit": asset.unit,
        "indivisible": asset.is_indivisible,
    }
    return judged(values, asset.because, asset.note)


def _step(step: PhaseStep) -> Fields:
    values: Fields = {
        "phase": step.phase,
        "name": step.name,
        "by": step.actor,
        "at": number_text(step.at),
        "delivers": {over.asset: estimate_fields(over.amount) for over in step.delivers} or None,
        "expires": step.is_expiry,
    }
    return judged(values, step.because, step.note)


def _comparison(ranking: SituationRanking) -> Fields:
    situations = [situation_text(situation) for situation in ranking.situations]
    return {"prefers": situations[0] + "".join(f" {link} {s}" for link, s in zip(ranking.links, situations[1:], strict=True))}


def _numbers(stakes: Iterable[Stake]) -> Fields:
    found: Fields = {}
    for stake in stakes:
        if stake.of is None:
            found[stake.kind.value] = estimate_fields(stake.value)
        else:
            found.setdefault(stake.kind.value, {})[stake.of] = estimate_fields(stake.value)
    return found


def _guarantee(guarantee: Guarantee) -> Fields:
    values: Fields = {
        "on": guarantee.on,
        "at": Flow(list(guarantee.at)) if guarantee.at else None,
        "detection": estimate_fields(guarantee.detection),
        "penalty": estimate_fields(guarantee.penalty),
        "by": guarantee.by,
    }
    return judged(values, guarantee.because, guarantee.note)


def _types(types: TwoTypes) -> Fields:
    return judged(present({"regroups": estimate_fields(types.regroups), **_numbers(types.stakes)}), types.because, types.note)
