"""What the sentences on stability share: shares in words, and the records behind moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from detente.explanation.move_words import changed_actions, moves_of
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, give_or_take, in_100, phrase
from detente.questions.stability.finding import Share, StabilityFinding
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.witness import Step

__all__ = ["actor_keys", "of_100", "readings_words", "semicolons", "share_range", "step_keys"]


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


def step_keys(telling: Telling, model: GraphModel, steps: Iterable[Step]) -> tuple[str, ...]:
    """Records behind moves, and behind how those who make them compare states."""
    moves = moves_of(telling.case)
    keys: list[str] = []
    for step in steps:
        taken, dropped = changed_actions(model, step.before, step.after)
        keys += [f"moves.actions.{action}" for action in (*taken, *dropped)]
        keys += [
            f"moves.arcs.{a.id}" for a in moves.arcs if (a.actor, a.before, a.after) == (step.actor, step.before, step.after)
        ]
        keys += actor_keys(telling, step.actor)
    return tuple(keys)


def actor_keys(telling: Telling, actor: str) -> tuple[str, ...]:
    """Records behind how an actor compares states."""
    return tuple(f"moves.preferences.{s.id}" for s in moves_of(telling.case).preferences_of(actor))


def share_range(finding: StabilityFinding, share: Share) -> str:
    """A share, or the two that bound it."""
    least, most = (of_100(finding, s) for s in (share.least, share.most))
    return least if share.least == share.most else f"{least.removesuffix(' of 100')} to {most}"


def semicolons(parts: Sequence[Words]) -> Words:
    """Parts set apart by semicolons."""
    words: Words = ()
    for k, part in enumerate(parts):
        words = (*words, *(phrase("; ") if k else ()), *part)
    return words
