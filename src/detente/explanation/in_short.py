"""The other reasons talks stay stuck, one sentence for each question asked: moves, home, keeping, time.

The bottom line of a case with issues answers whether there is a deal; these say beside it which of the other four questions
also stand in the way. Each is told at length in a chapter of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.explanation.explanation import Sentence
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, between, in_100, join
from detente.model.verdict import Verdict

if TYPE_CHECKING:
    from detente.explanation.companions import Companions
    from detente.questions.durability.finding import DurabilityFinding
    from detente.questions.ratification.finding import RatificationFinding
    from detente.questions.stability.finding import StabilityFinding
    from detente.questions.timing.finding import TimingFinding

__all__ = ["in_short"]


def in_short(telling: Telling, asked: Companions) -> tuple[Sentence, ...]:
    """A sentence for each further question that was answered and may be told."""
    found: list[Sentence] = []
    if asked.stability is not None and not telling.are_moves_withheld:
        found += _moves(telling, asked.stability)
    if asked.ratification is not None and not telling.are_packages_withheld and not telling.is_section_withheld("ratification"):
        found += _home(telling, asked.ratification)
    if asked.durability is not None and not telling.is_section_withheld("phases"):
        found += _keeping(telling, asked.durability)
    if asked.timing is not None and not telling.are_packages_withheld and not telling.is_section_withheld("outlook"):
        found += _time(telling, asked.timing)
    return tuple(found)


def _moves(telling: Telling, finding: StabilityFinding) -> Iterator[Sentence]:
    held = finding.holds()
    if held is None or finding.verdict is Verdict.UNDETERMINED:
        return
    yield telling.say(
        {
            Verdict.HOLDS: "Moves: the standstill holds itself in place; whoever would gain by leaving it gains only until others"
            " answer.",
            Verdict.FAILS: "Moves: the standstill does not hold itself in place; somebody gains by leaving it whatever others"
            " answer.",
            Verdict.CONTESTED: "Moves: the standstill holds itself in place in {share} ways of filling the gaps in the record.",
        }[finding.verdict],
        telling.move_keys,
        share=between(float(held.least), float(held.most)),
    )


def _home(telling: Telling, finding: RatificationFinding) -> Iterator[Sentence]:
    from detente.explanation.ratification_phrases import hangs_on

    if finding.joint is None or finding.verdict is Verdict.UNDETERMINED:
        return
    met = finding.overlap
    stopped = None if met is None or not met.stopped.most or met.stopped.least != met.stopped.most else met.stopped.least
    keys = telling.section_keys("ratification")
    if met is not None and met.acceptable and not met.stopped.most:
        yield telling.say(
            "Home: where the parties could accept a deal, one of these also passes with each side's own people.",
            (*telling.drawn_keys, *telling.position_keys, *telling.firmness_keys, *keys),
        )
    elif stopped is not None:
        yield telling.say(
            "Home: in {share} readings it is consent at home that stops every deal the parties could accept.",
            (*telling.drawn_keys, *telling.position_keys, *telling.firmness_keys, *keys),
            share=in_100(float(stopped)),
        )
    else:
        yield telling.say(
            {
                Verdict.HOLDS: "Home: some deal would pass with each side's own people.",
                Verdict.FAILS: "Home: no deal would pass with each side's own people.",
                Verdict.CONTESTED: "Home: whether a deal would pass with each side's own people hangs on {what}.",
            }[finding.verdict],
            keys,
            what=hangs_on(telling, finding),
        )
    yield from _falling(telling, finding)


def _falling(telling: Telling, finding: RatificationFinding) -> Iterator[Sentence]:
    """The first package over which a government would not stand, with everyone taken at their word."""
    for side in finding.sides:
        for package in side.packages:
            if package.stated_survival is Verdict.FAILS and package.package in finding.packages:
                gone = [e.actor for e in package.exits if e.stated is Verdict.HOLDS]
                if not gone:
                    continue
                keys = [f"ratification.{side.party}.{key}" for e in package.exits for key in e.records]
                yield telling.say(
                    "Were {who} to leave over {package} as said, the government on the side of {party} would not stand{held}.",
                    [f"ratification.{side.party}", *keys],
                    who=join([actor_name(telling.case, actor) for actor in gone]),
                    party=actor_name(telling.case, side.party),
                    package=_package(telling, package.package),
                    held=", unless votes offered from outside hold it" if package.stated_held is Verdict.HOLDS else "",
                )
                return


def _package(telling: Telling, package: str) -> Words:
    from detente.explanation.home_words import package_name

    return package_name(telling.case, package)


def _keeping(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    from detente.explanation.phase_words import place_words

    if finding.verdict is Verdict.UNDETERMINED or not finding.nodes:
        return
    keys = tuple(dict.fromkeys(key for node in finding.nodes for key in node.records))
    if finding.verdict is Verdict.HOLDS:
        meant = "".join(part.text for part in join([actor_name(telling.case, own.actor) for own in finding.types]))
        yield telling.say(
            "Keeping: carried out step by step, the agreement would keep itself to its end{meant}.",
            keys,
            meant=f", if {meant} means to keep it" + (", which is in doubt" if finding.doubted else "") if meant else "",
        )
        return
    ends = [(node, node.ends_here.share) for node in finding.nodes if node.ends_here is not None and node.ends_here.share]
    if not ends:
        yield telling.say("Keeping: whether the agreement would be kept to its end depends on what the record leaves open.", keys)
        return
    top, share = max(ends, key=lambda found: found[1])
    yield telling.say(
        "Keeping: carried out step by step, the agreement would end {where}, by {who}{share}.",
        keys,
        where=place_words(telling.case, top.step),
        who=actor_name(telling.case, top.actor),
        share="" if share == 1 else f", in {in_100(float(share))} readings",
    )


def _time(telling: Telling, finding: TimingFinding) -> Iterator[Sentence]:
    keys = telling.section_keys("outlook")
    match finding.verdict:
        case Verdict.HOLDS:
            yield telling.say("Time: by its own outlook no party gains by waiting.", keys)
        case Verdict.FAILS:
            who = join([actor_name(telling.case, actor) for actor in finding.waiting])
            yield telling.say("Time: by {its} own outlook {who} would rather wait.", keys, who=who, its=_its(finding))
        case Verdict.CONTESTED:
            who = join([actor_name(telling.case, actor) for actor in finding.open])
            yield telling.say(
                "Time: whether {who} would rather wait than sign is open, by {its} own outlook.", keys, who=who, its=_its(finding)
            )
        case _:
            return


def _its(finding: TimingFinding) -> str:
    n = len(finding.waiting) if finding.verdict is Verdict.FAILS else len(finding.open)
    return "its" if n == 1 else "their"
