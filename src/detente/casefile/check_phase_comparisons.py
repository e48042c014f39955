"""Rules on comparisons of situations: a break that can be, and no two that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.casefile.resolve import Draft
from detente.casefile.situations import situation_text
from detente.casefile.source import Report, listed
from detente.diagnostics import Note
from detente.model.phases import END, Phases, Situation, SituationKind, SituationRanking
from detente.model.preference import Link

__all__ = ["check_comparisons"]


@dataclass(frozen=True, slots=True)
class _Edge:
    """``better`` is at least as good as ``worse``, above it where strict; ``statement`` says so."""

    better: Situation
    worse: Situation
    is_strict: bool
    statement: str


def check_comparisons(draft: Draft, report: Report, phases: Phases) -> None:
    """Run both rules."""
    _breaks(draft, report, phases)
    for actor in dict.fromkeys(ranking.actor for ranking in phases.comparisons):
        _contradiction(draft, report, phases.comparisons_of(actor))


def _breaks(draft: Draft, report: Report, phases: Phases) -> None:
    """DET457: only who moves at a step can break there."""
    movers = {step.id: step.actor for step in phases.steps}
    spoken = {ranking.actor for ranking in phases.comparisons} | {stake.actor for stake in phases.stakes}
    parties = {*movers.values(), *spoken, *(asset.holder for asset in phases.assets)}
    for ranking in phases.comparisons:
        for place, situation in enumerate(ranking.situations):
            if situation.kind is not SituationKind.BROKEN or situation.actor is None:
                continue
            if situation.step == END and situation.actor not in parties:
                advice = f"at the end only those who take part may break: {listed(sorted(parties), 'or')}"
            elif situation.step in movers and movers[situation.step] != situation.actor:
                advice = f"write `broken({situation.step}, {movers[situation.step]})`: who moves there may break"
            else:
                continue
            message = f"`{situation.actor}` cannot break at `{situation.step}`"
            report.error("DET457", message, draft.scope.spans[f"phases.comparisons.{ranking.id}.{place}"], help=advice)


def _contradiction(draft: Draft, report: Report, rankings: Sequence[SituationRanking]) -> None:
    """DET456: something above itself, by way of others. The shortest way around is named."""
    edges = tuple(_edges(rankings))
    circles = [(edge, way) for edge in edges if edge.is_strict and (way := _way(edges, edge.worse, edge.better)) is not None]
    if not circles:
        return
    edge, way = min(circles, key=lambda found: len(found[1]))
    statements = list(dict.fromkeys([edge.statement, *(step.statement for step in way)]))
    last = max(statements, key=[ranking.id for ranking in rankings].index)
    span = draft.scope.spans[f"phases.comparisons.{last}"]
    notes = [
        Note(text=f"{_said(edge, way, statement)} here", span=draft.scope.spans[f"phases.comparisons.{statement}"])
        for statement in statements
        if statement != last
    ]
    message = f"`{rankings[0].actor}` puts `{situation_text(edge.better)}` above itself: {_said(edge, way, last)} here"
    report.error("DET456", message, span, notes=notes, help="take one of these comparisons out, or mend it")


def _said(edge: _Edge, way: Sequence[_Edge], statement: str) -> str:
    """What a statement adds to the circle."""
    own = [step for step in (edge, *way) if step.statement == statement]
    parts = [f"`{situation_text(step.better)} {'>' if step.is_strict else '>='} {situation_text(step.worse)}`" for step in own]
    return " and ".join(parts)


def _edges(rankings: Sequence[SituationRanking]) -> Iterator[_Edge]:
    for ranking in rankings:
        for better, link, worse in zip(ranking.situations, ranking.links, ranking.situations[1:], strict=False):
            yield _Edge(better, worse, link is Link.ABOVE, ranking.id)
            if link is Link.EQUAL:
                yield _Edge(worse, better, False, ranking.id)


def _way(edges: Sequence[_Edge], start: Situation, goal: Situation) -> tuple[_Edge, ...] | None:
    """The shortest way down from one situation to another."""
    ways: dict[Situation, tuple[_Edge, ...]] = {start: ()}
    waiting = [start]
    while waiting:
        now = waiting.pop(0)
        if now == goal:
            return ways[now]
        for edge in edges:
            if edge.better == now and edge.worse not in ways:
                ways[edge.worse] = (*ways[now], edge)
                waiting.append(edge.worse)
    return None
