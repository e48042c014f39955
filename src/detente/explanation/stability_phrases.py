"""What the sentences on stability share: shares in words, and the records behind moves."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from detente.explanation.move_words import changed_actions, moves_of
from detente.explanation.telling import Telling
from detente.explanation.wording import give_or_take, in_100
from detente.questions.stability.finding import Share, StabilityFinding
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.witness import Step

__all__ = ["action_keys", "actor_keys", "in_share", "in_ways", "of_100", "readings_words", "step_keys"]


def readings_words(finding: StabilityFinding) -> str:
    """What shares are shares of, in the plural; empty where there is one reading."""
    if finding.n_readings == 1:
        return ""
    if not finding.from_values:
        return "ways of ordering the wishes the record leaves unordered"
    return "readings"


def of_100(finding: StabilityFinding, share: Fraction) -> str:
    """A share as a count of 100, with the error of the draw where there is one."""
    if finding.provenance.is_exact:
        return in_100(float(share))
    error = (float(share * (1 - share)) / max(1, finding.n_readings)) ** 0.5
    return in_100(float(share)) + give_or_take(error)


def action_keys(telling: Telling, model: GraphModel, steps: Iterable[Step]) -> tuple[str, ...]:
    """Records behind moves, without how anyone compares states."""
    moves = moves_of(telling.case)
    keys: list[str] = []
    for step in steps:
        taken, dropped = changed_actions(model, step)
        keys += [f"moves.actions.{action}" for action in (*taken, *dropped)]
        keys += [
            f"moves.arcs.{a.id}" for a in moves.arcs if (a.actor, a.before, a.after) == (step.actor, step.before, step.after)
        ]
    return tuple(keys)


def step_keys(telling: Telling, model: GraphModel, steps: Iterable[Step]) -> tuple[str, ...]:
    """Records behind moves, and behind how those who make them compare states."""
    return tuple(key for step in steps for key in (*action_keys(telling, model, [step]), *actor_keys(telling, step.actor)))


def actor_keys(telling: Telling, actor: str) -> tuple[str, ...]:
    """Records behind how an actor compares states."""
    return tuple(f"moves.preferences.{s.id}" for s in moves_of(telling.case).preferences_of(actor))


def in_share(finding: StabilityFinding, share: Share) -> str:
    """``in 33 of 100``, ``in none``, ``in all``; the two ends where comparisons are unknown."""
    if finding.provenance.is_exact and (share.is_never or share.is_certain):
        return "in none" if share.is_never else "in all"
    return f"in {_range(finding, share)}"


def in_ways(finding: StabilityFinding, share: Share) -> str:
    """``in 33 of 100 readings``; ``in none of the 24 readings`` where all were looked at."""
    unit = readings_words(finding)
    if finding.provenance.is_exact and (share.is_never or share.is_certain):
        return f"{in_share(finding, share)}{' of' if share.is_never else ''} the {finding.n_readings:,} {unit}"
    return f"in {_range(finding, share)} {unit}"


def _range(finding: StabilityFinding, share: Share) -> str:
    """A share, or the two that bound it."""
    least, most = (of_100(finding, s) for s in (share.least, share.most))
    return least if share.least == share.most else f"{least.removesuffix(' of 100')} to {most}"
