"""What the sentences on durability share: shares in words, nodes, acts, and the records behind a party's part."""

from __future__ import annotations

from collections.abc import Sequence

from detente.explanation.phase_words import place_words, points, situation_words
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, give_or_take, in_100, phrase
from detente.model.phases import Situation, SituationKind
from detente.questions.durability.finding import DurabilityFinding, NodeFinding, Proportion, Span
from detente.questions.durability.slack import Act

__all__ = ["act_words", "ahead_words", "base_words", "in_readings", "node_words", "of_100", "party_keys", "span_words"]


def of_100(found: Proportion) -> str:
    """``40 of 100 (give or take 3)``."""
    return in_100(float(found.share)) + give_or_take(found.error)


def in_readings(found: Proportion) -> str:
    """``in 40 of 100 readings (give or take 3)``; ``in every reading``, ``in no reading`` where nothing was drawn otherwise."""
    if found.is_certain or found.is_never:
        return "in every reading" if found.is_certain else "in no reading"
    return f"in {in_100(float(found.share))} readings{give_or_take(found.error)}"


def span_words(span: Span) -> str:
    """``9``, or ``4 to 12``."""
    return points(span.low) if span.is_point else f"{points(span.low)} to {points(span.high)}"


def act_words(act: Act | None) -> str:
    """``break the agreement``, ``let the truce lapse``, or that either may be."""
    if act is Act.LAPSE:
        return "let the truce lapse"
    return "break the agreement" if act is Act.BREAK else "let the truce lapse or break it"


def node_words(telling: Telling, step: str, actor: str) -> Words:
    """``Party G at “The last withdrawal”``."""
    return phrase("{who} {where}", who=actor_name(telling.case, actor), where=place_words(telling.case, step))


def ahead_words(telling: Telling, situation: Situation) -> Words:
    """What going on would end in."""
    if situation.kind is SituationKind.KEPT:
        return phrase("the agreement kept")
    return situation_words(telling.case, situation)


def base_words(finding: DurabilityFinding) -> str:
    """Which numbers something is told for, after a comma; empty where all are exact."""
    if not finding.has_ranges:
        return ""
    return ", with every number in the middle of its range" if finding.is_middle else ", in a typical reading"


def party_keys(nodes: Sequence[NodeFinding], actor: str) -> tuple[str, ...]:
    """Records behind what a party would do at all of its nodes."""
    return tuple(dict.fromkeys(key for node in nodes if node.actor == actor for key in node.records))
