"""Ways from the status quo to an agreement, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from detente.explanation.explanation import Sentence
from detente.explanation.move_words import state_words, step_words
from detente.explanation.stability_phrases import actor_keys, in_share, in_ways, readings_words, semicolons, step_keys
from detente.explanation.telling import Telling
from detente.explanation.wording import actor_name, join, phrase, plural
from detente.questions.stability.finding import Share, StabilityFinding
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.paths import StepKind

__all__ = ["deal_sentences"]

DEALS = 3
"""Deals told."""


def deal_sentences(telling: Telling, finding: StabilityFinding, model: GraphModel) -> Iterator[Sentence]:
    """Whether a deal would hold, the shortest way there, and who gains by it together."""
    shares = finding.shares
    deals = [deal for deal in finding.deals if deal != finding.status_quo]
    if shares is None or finding.status_quo is None:
        return
    for deal in deals[:DEALS]:
        yield _agreement(telling, finding, deal, shares.equilibrium(deal, finding.concept))
        route = next((r for r in finding.routes if r.target == deal and r.kind is StepKind.MOVES), None)
        if route is not None:
            steps = [move for step in route.path.steps for move in step.moves]
            better = next((r for r in finding.routes if r.target == deal and r.kind is StepKind.IMPROVEMENTS), None)
            yield telling.say(
                "The shortest way there takes {n}: {steps}. {better}.",
                step_keys(telling, model, steps),
                n=plural(len(steps), "move"),
                steps=semicolons(
                    [
                        phrase("{who} by {does}", who=actor_name(telling.case, s.actor), does=step_words(telling.case, model, s))
                        for s in steps
                    ]
                ),
                better="No way leads there in which everyone gains by each move of its own"
                if better is None
                else f"A way in which everyone gains by each move of its own exists{_in_share(finding, better.share)}",
            )
        for gain in finding.joint_gains:
            if gain.target == deal:
                yield telling.say(
                    "Together {who} can bring it about{how}.",
                    [key for actor in gain.members for key in actor_keys(telling, actor)],
                    who=join([actor_name(telling.case, actor) for actor in gain.members]),
                    how=", but not all of them would rather have it than things as they are"
                    if not gain.share
                    else f", and all of them would rather have it than things as they are{_in_share(finding, gain.share)}",
                )


def _in_share(finding: StabilityFinding, share: Fraction | None) -> str:
    if share is None or not readings_words(finding):
        return ""
    return f" {in_share(finding, Share(least=share, most=share))}"


def _agreement(telling: Telling, finding: StabilityFinding, deal: str, share: Share) -> Sentence:
    keys = [*telling.move_keys]
    words = state_words(telling.case, deal)
    if not readings_words(finding):
        would = "would hold itself in place" if share.is_certain else "would not hold itself in place"
        if not share.is_certain and not share.is_never:
            would = "may or may not hold itself in place"
        return telling.say("Once reached, {deal} {would}.", keys, deal=words, would=would)
    return telling.say(
        "Once reached, {deal} would hold itself in place {ways}.",
        keys,
        deal=words,
        ways=in_ways(finding, share),
    )
