"""What decides whether an agreement in phases is kept: conditions, what to learn first, numbers at which it turns."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from detente.explanation.durability_phrases import act_words, base_words, in_readings, span_words
from detente.explanation.explanation import Sentence
from detente.explanation.phase_words import place_words, points, stake_name
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, in_100, phrase, plural, semicolons
from detente.model.phases import Guarantee, Phases, Stake
from detente.model.verdict import Verdict
from detente.questions.durability.finding import BreakEven, CriticalStatement, DurabilityFinding

__all__ = ["decides", "turns"]

CRITICAL = 6
"""Most conditions told that decide together."""

TURNS = 3
"""Most numbers told at which the answer turns."""


def decides(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    """Conditions that hold together iff the agreement is kept, then what would tell most."""
    if finding.critical:
        told = [_critical(telling, own) for own in finding.critical[:CRITICAL]]
        more = len(finding.critical) - len(told)
        rest = f"; and {plural(more, 'further condition', 'further conditions')} in the table" if more else ""
        yield telling.say(
            "It is kept if all of these hold, and only then: {told}{rest}.",
            [key for own in finding.critical for key in finding.node(own.step, own.actor).records],
            told=semicolons(told),
            rest=rest,
        )
    if finding.learning:
        best = finding.learning[0]
        yield telling.say(
            "Most would be learned by asking what {who} would rather {where}: if keep, the agreement holds {share} readings, if"
            " not, in none.",
            finding.node(best.step, best.actor).records,
            who=actor_name(telling.case, best.actor),
            where=place_words(telling.case, best.step),
            share=f"in {_of(best.holds_if_kept)}",
        )
    without_numbers = [n for n in finding.nodes if n.keeping is None and (n.only_by_tie or n.verdict is Verdict.FAILS)]
    for node in without_numbers[:1]:
        if node.others_kept is not None and len(without_numbers) == 1:
            yield telling.say(
                "Were {who} brought to keep {where}, the agreement would keep itself {share}: the other steps are open as well.",
                finding.node(node.step, node.actor).records,
                who=actor_name(telling.case, node.actor),
                where=place_words(telling.case, node.step),
                share=in_readings(node.others_kept),
            )


def _of(share: Fraction) -> str:
    return in_100(float(share))


def _critical(telling: Telling, own: CriticalStatement) -> Words:
    """A condition as a clause: a single number's bound where there is one, else the comparison."""
    who, where = actor_name(telling.case, own.actor), place_words(telling.case, own.step)
    said = phrase("{who} would rather keep than {act} {where}", who=who, act=act_words(own.act), where=where)
    if len(own.terms) == 1 and len(own.terms[0][1]) == 1:
        factor, (name,) = own.terms[0]
        edge = points(-own.constant / factor)
        bound = f"at least {edge}" if factor > 0 else f"at most {edge}"
        number = _number_words(telling, name)
        if number is not None:
            return phrase("{said} (where {number} is {bound})", said=said, number=number, bound=bound)
    return said


def _number_words(telling: Telling, name: str) -> Words | None:
    """What a number of the stakes or a guarantee is, in words; ``None`` for others."""
    phases = telling.case.phases
    section, _, rest = name.partition(".")
    if phases is None:
        return None
    if section == "guarantees" and rest.endswith(".penalty"):
        guarantee = next((g for g in phases.guarantees if g.id == rest.removesuffix(".penalty")), None)
        return None if guarantee is None else _penalty_words(telling, guarantee)
    if section != "stakes":
        return None
    stake = _stake_named(phases, rest)
    return None if stake is None else stake_name(telling.case, stake)


def _penalty_words(telling: Telling, guarantee: Guarantee) -> Words:
    return phrase("the penalty on a break by {who}", who=actor_name(telling.case, guarantee.on))


def _stake_named(phases: Phases, rest: str) -> Stake | None:
    for stake in phases.stakes:
        if ".".join((stake.actor, stake.kind.value, *(() if stake.of is None else (stake.of,)))) == rest:
            return stake
    return None


def turns(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    """Numbers at which the whole answer turns: those that do within their range, then those nearest to what is given."""
    if finding.verdict is Verdict.HOLDS:
        return
    told = {own.terms[0][1][0] for own in finding.critical if len(own.terms) == 1 and len(own.terms[0][1]) == 1}
    found = []
    for own in finding.break_even:
        edge = own.low if own.low is not None else own.high
        if not own.decides or edge is None or (own.low is not None and own.high is not None) or own.name in told:
            continue
        is_within = own.given.low < edge < own.given.high
        is_kept = own.given.middle >= edge if own.low is not None else own.given.middle <= edge
        if is_within or not (is_kept or _is_no_gain(own, edge)):
            distance = abs(edge - own.given.middle) / max(abs(own.given.middle), Fraction(1))
            found.append((not is_within, distance, own.name, edge, own))
    for is_outside, _, name, edge, own in sorted(found, key=lambda item: item[:3])[:TURNS]:
        stake = _stake_named(telling.case.phases, name.removeprefix("stakes.")) if telling.case.phases else None
        if stake is None:
            continue
        template = "The agreement would keep itself by this alone: {what} {than} {edge}, where now it is {given}{base}."
        if not is_outside:
            template = "Within its range one number turns the answer{base}: {what} {than} {edge} for a yes, of {given}."
        yield telling.say(
            template,
            [own.record],
            what=stake_name(telling.case, stake),
            than="at least" if own.low is not None else "at most",
            edge=points(edge),
            given=span_words(own.given),
            base=base_words(finding).replace("every", "every other"),
        )


def _is_no_gain(own: BreakEven, edge: Fraction) -> bool:
    """Whether what is said to be a gain would have to be a loss: that is another thing, not another size."""
    return own.name.endswith((".first_strike", ".regrouping")) and edge < 0 <= own.given.low
