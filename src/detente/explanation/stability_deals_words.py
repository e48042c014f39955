"""Ways from the status quo to an agreement, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from detente.explanation.explanation import Sentence
from detente.explanation.move_words import moves_of, state_words, step_words
from detente.explanation.stability_phrases import actor_keys, in_share, in_ways, readings_words, step_keys
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, join, phrase, plural, semicolons
from detente.questions.stability.finding import Rest, Share, StabilityFinding
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.paths import StepKind
from detente.questions.stability.witness import Step

__all__ = ["deal_sentences"]

DEALS = 3
"""Deals told."""

RESTS = 4
"""States told in which it could come to rest."""


def deal_sentences(telling: Telling, finding: StabilityFinding, model: GraphModel) -> Iterator[Sentence]:
    """Where else it could come to rest, whether a deal would hold, the ways there, and who gains by it together."""
    shares = finding.shares
    if shares is None or finding.status_quo is None:
        return
    deals = [deal for deal in finding.deals if deal != finding.status_quo]
    yield from _rests(telling, finding)
    for deal in deals[:DEALS]:
        yield _agreement(telling, finding, deal, shares.equilibrium(deal, finding.concept))
        yield from _way(telling, finding, model, deal)
        yield from _coalition(telling, finding, model, deal)
        yield from _together(telling, finding, deal)
    if len(deals) > DEALS:
        n = len(deals) - DEALS
        yield telling.say(
            "{n} in the table.", n=plural(n, "more state an agreement makes is", "more states an agreement makes are")
        )
    if not deals:
        for rest in [rest for rest in finding.rests if rest.better][:1]:
            yield from _coalition(telling, finding, model, rest.state)


def _rests(telling: Telling, finding: StabilityFinding) -> Iterator[Sentence]:
    """Equilibria moves can lead to, those better for all first; then states better for all that would not hold."""
    held = [rest for rest in finding.rests if not rest.share.is_never]
    if not held:
        yield telling.say("No other state that moves lead to would hold itself in place.", telling.move_keys)
    else:
        left = len(held) - RESTS
        yield telling.say(
            "Moves from there could come to rest in {states}{more}.",
            telling.move_keys,
            states=semicolons([_rest(telling, finding, rest) for rest in held[:RESTS]]),
            more=f"; {left:,} more {'is' if left == 1 else 'are'} in the table" if left > 0 else "",
        )
    unheld = [rest for rest in finding.rests if rest.share.is_never]
    if unheld:
        told = [state_words(telling.case, rest.state) for rest in unheld[:RESTS]]
        more = [phrase("{n}", n=plural(len(unheld) - RESTS, "further state"))] if len(unheld) > RESTS else []
        yield telling.say(
            "Nobody would find {states} worse than things as they are{where}, but {it} would not hold.",
            telling.move_keys,
            states=join([*told, *more], last="or"),
            where=" in some readings" if readings_words(finding) else "",
            it="it" if len(unheld) == 1 else "these",
        )
    told_of = {rest.state for rest in finding.rests} | {*finding.deals, finding.status_quo}
    named = [state.id for state in moves_of(telling.case).states if state.id in finding.states]
    never = [s for s in named if s not in told_of and finding.shares and finding.shares.equilibrium(s, finding.concept).is_never]
    if never and len(named) < len(finding.states):
        yield telling.say(
            "Of the states the case names, {states} would {hold}.",
            telling.move_keys,
            states=join([state_words(telling.case, state) for state in never]),
            hold="hold in no reading" if readings_words(finding) else "not hold",
        )


def _rest(telling: Telling, finding: StabilityFinding, rest: Rest) -> Words:
    """A state, how often it holds, and whether it is better for all."""
    one = not readings_words(finding)
    said = [] if one else [in_share(finding, rest.share)]
    if one and not rest.share.is_certain:
        said.append("if it holds, which is not known")
    if rest.better:
        said.append("worse than now for nobody, better for some" + _in_share(finding, rest.better))
    words = state_words(telling.case, rest.state)
    return phrase("{s} ({how})", s=words, how="; ".join(said)) if said else words


def _way(telling: Telling, finding: StabilityFinding, model: GraphModel, deal: str) -> Iterator[Sentence]:
    route = next((r for r in finding.routes if r.target == deal and r.kind is StepKind.MOVES), None)
    if route is None:
        return
    steps = [move for step in route.path.steps for move in step.moves]
    better = next((r for r in finding.routes if r.target == deal and r.kind is StepKind.IMPROVEMENTS), None)
    yield telling.say(
        "The shortest way there takes {n}: {steps}. {better}.",
        step_keys(telling, model, steps),
        n=plural(len(steps), "move"),
        steps=_steps(telling, model, steps),
        better="No way leads there in which everyone gains by each move of its own"
        if better is None
        else f"A way in which everyone gains by each move of its own exists{_in_share(finding, better.share)}",
    )


def _steps(telling: Telling, model: GraphModel, steps: Sequence[Step]) -> Words:
    case = telling.case
    return semicolons([phrase("{who} by {does}", who=actor_name(case, s.actor), does=step_words(case, model, s)) for s in steps])


def _coalition(telling: Telling, finding: StabilityFinding, model: GraphModel, target: str) -> Iterator[Sentence]:
    """A way in which some move together and all who move gain by each step."""
    route = next((r for r in finding.routes if r.target == target and r.kind is StepKind.COALITION_IMPROVEMENTS), None)
    if route is None:
        return
    moves = [move for step in route.path.steps for move in step.moves]
    parts = []
    for step in route.path.steps:
        who = join([actor_name(telling.case, mover) for mover in step.movers])
        together = " together" if len(step.movers) > 1 else ""
        parts.append(phrase(f"{{who}}{together} ({{steps}})", who=who, steps=_steps(telling, model, step.moves)))
    yield telling.say(
        "Where some move together, a way leads to {target} in which all who move gain by each step{share}: {parts}.",
        step_keys(telling, model, moves),
        target=state_words(telling.case, target),
        share=" (in the most common reading; in how many others was not counted)"
        if route.share is None
        else _in_share(finding, route.share),
        parts=join(parts, last="then"),
    )


def _together(telling: Telling, finding: StabilityFinding, deal: str) -> Iterator[Sentence]:
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
