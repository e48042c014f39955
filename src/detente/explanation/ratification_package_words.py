"""One package on one side, in sentences: votes, exits, the leader's choice, and the least that would let it pass."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from detente.explanation.explanation import Sentence
from detente.explanation.home_words import package_name, ratification_of
from detente.explanation.ratification_government_words import government_sentences
from detente.explanation.ratification_phrases import alternatives, in_readings, points_text, side_keys, value_keys, vote_keys
from detente.explanation.telling import Telling
from detente.explanation.wording import actor_name, join, name, number, phrase, plural, quoted_option, semicolons
from detente.model.ratification import LeavesOver, LeavesWith, Office, Side
from detente.model.verdict import Verdict
from detente.questions.ratification.finding import LeaderStand, PackageAtHome, SideFinding, Stand

__all__ = ["all_open_sentence", "is_all_open", "package_sentences"]

SETS = 3
"""Most sets of actors whose coming over would carry a package told."""

SINGLES = 6
"""Most single actors of whom one would do."""

TRADES = 3

OPEN = 3
"""Most actors named whose vote is open."""


def package_sentences(
    telling: Telling, side: SideFinding, found: PackageAtHome, *, with_missing: bool = True
) -> Iterator[Sentence]:
    """What is told of a package on one side; what a passage takes only ``with_missing``."""
    own = ratification_of(telling.case).side(side.party)
    yield _votes(telling, own, found)
    yield from _leader(telling, own, found)
    if with_missing:
        yield from _missing(telling, own, found)
    yield from government_sentences(telling, own, found)
    yield from _trades(telling, own, found)
    yield from _payments(telling, own, found, {power.actor for power in side.power if not power.shapley_shubik})


def is_all_open(found: PackageAtHome) -> bool:
    """Whether nothing is known of how anyone who is asked would vote on it."""
    asked = [vote for vote in found.votes if vote.is_asked]
    return all(vote.stand is Stand.OPEN for vote in asked) and found.leader is None and not found.exits


def all_open_sentence(telling: Telling, side: SideFinding, found: Sequence[PackageAtHome]) -> Sentence:
    """One sentence on packages of which every vote is open."""
    case = telling.case
    return telling.say(
        "On the side of {who} every vote on {packages} is open, so {it} may pass there or not.",
        side_keys(ratification_of(case).side(side.party)),
        who=actor_name(case, side.party),
        packages=join([package_name(case, one.package) for one in found]),
        it="it" if len(found) == 1 else "either" if len(found) == 2 else "each",
    )


def _votes(telling: Telling, own: Side, found: PackageAtHome) -> Sentence:
    """The verdict, and who is on record for and against among those who are asked."""
    case = telling.case
    asked = [vote for vote in found.votes if vote.is_asked]
    groups = [
        (words, [vote for vote in asked if vote.stand is stand])
        for stand, words in (
            (Stand.AGAINST, "against"),
            (Stand.FOR, "for it"),
            (Stand.BY_TERMS, "as the terms left open are settled"),
            (Stand.BY_VALUES, "by what it is worth to {each}"),
        )
    ]
    parts = [
        phrase(
            "{who} {how}",
            who=join([actor_name(case, vote.actor) for vote in votes]),
            how=how.format(each="each" if len(votes) > 1 else "it"),
        )
        for how, votes in groups
        if votes
    ]
    unknown = [actor_name(case, vote.actor) for vote in asked if vote.stand is Stand.OPEN]
    if unknown:
        parts.append(phrase("{who} open", who=join(unknown) if len(unknown) <= OPEN else f"{len(unknown)} more"))
    keys = [key for vote in asked for key in vote_keys(telling, own, vote) if vote.stand is not Stand.OPEN]
    return telling.say(
        "{package}, on the side of {who}: with everyone taken at their word it {verdict} ({parts}).",
        [*side_keys(own), *keys],
        package=package_name(case, found.package),
        who=actor_name(case, own.party),
        verdict=_passing(found),
        parts=semicolons(parts),
    )


def _passing(found: PackageAtHome) -> str:
    """What the record alone says, and the share of readings where that says more."""
    least, most = found.passes.least, found.passes.most
    share = in_readings(found.passes)
    match found.verdict:
        case Verdict.HOLDS:
            return "passes" if least == 1 else f"passes; as not all that is said need be meant, it does {share}"
        case Verdict.FAILS:
            return "cannot pass" if most == 0 else f"cannot pass; as not all that is said need be meant, it does {share}"
        case _ if least == 1 or most == 0:
            return f"may pass or not; counting what it is worth to those who go by that, it passes {share}"
        case _:
            return "may pass or not" if most - least == 1 else f"may pass or not; it passes {share}"


def _leader(telling: Telling, own: Side, found: PackageAtHome) -> Iterator[Sentence]:
    """A package acceptable to a leader but for what it costs at home."""
    leader = found.leader
    if leader is None:
        return
    keys = [*value_keys(telling, own, leader.actor), *_leaving_keys(own)]
    keys += [f"ratification.{own.party}.stances.{s.id}" for s in own.stances if isinstance(s, Office) and s.actor == leader.actor]
    who = actor_name(telling.case, leader.actor)
    if leader.office is None or leader.accepts == leader.without_office:
        yield telling.say(
            "{who} could accept it {share} by what it is worth{office}{terms}{against}{price}.",
            keys,
            who=who,
            share=in_readings(leader.without_office),
            office="" if leader.office is None else ", office counted or not",
            terms=_terms(found),
            against=_although(found, leader),
            price=_price(leader),
        )
        return
    yield telling.say(
        "{who} could accept it {without} if office did not count, and {accepts} since it does{terms}{against}: the"
        " difference is what the fall of the government would cost the leader{price}.",
        keys,
        who=who,
        without=in_readings(leader.without_office),
        accepts=in_readings(leader.accepts),
        terms=_terms(found),
        against=_although(found, leader),
        price=_price(leader),
    )


def _terms(found: PackageAtHome) -> str:
    return ", from the worst to the best way to settle what it leaves open" if found.deals > 1 else ""


def _price(leader: LeaderStand) -> str:
    """The office value at which the answer flips."""
    if leader.price is None:
        return ""
    ends = list(dict.fromkeys(points_text(p) if p >= 1 else "0" for p in leader.price))
    gain = f"{' to '.join(ends)} {'point' if ends == ['1'] else 'points'} of 100"
    given = "the case does not say what office is worth"
    if leader.office is not None:
        given = f"the case puts office at {' to '.join(dict.fromkeys(number(end) for end in leader.office))}"
    return (
        ". Where the government falls over it the answer flips once office is worth more than what the deal gains,"
        f" {gain} in 90 of 100 such readings; {given}"
    )


def _although(found: PackageAtHome, leader: LeaderStand) -> str:
    """That the leader has said otherwise."""
    is_against = any(vote.actor == leader.actor and vote.stand is Stand.AGAINST and vote.records for vote in found.votes)
    return ", though it is on record against it" if is_against else ""


def _leaving_keys(own: Side) -> list[str]:
    return [f"ratification.{own.party}.stances.{s.id}" for s in own.stances if isinstance(s, LeavesOver | LeavesWith)]


def _missing(telling: Telling, own: Side, found: PackageAtHome) -> Iterator[Sentence]:
    """What a passage takes beyond those on record in favor."""
    case = telling.case
    if found.breakers:
        yield telling.say(
            "{names} alone could stop it by turning against it."
            if len(found.breakers) == 1
            else "Each of {names} alone could stop it by turning against it.",
            [
                *side_keys(own),
                *(key for vote in found.votes if vote.actor in found.breakers for key in vote_keys(telling, own, vote)),
            ],
            names=join([actor_name(case, actor) for actor in found.breakers]),
        )
    if not found.missing or found.missing == ((),) or found.passes.least == 1:
        return
    outside = [join([actor_name(case, actor) for actor in members]) for members in found.outside if members]
    if outside and any(len(members) > 1 or set(members) - set(sum(found.outside, ())) for members in found.missing):
        yield telling.say(
            "Votes from outside the government would be enough to carry it: {sets}.",
            side_keys(own),
            sets=alternatives(outside[:SETS], _further(len(outside) - SETS if len(outside) > SETS else 0)),
        )
    opposed = {vote.actor for vote in found.votes if vote.stand is Stand.AGAINST}
    sets = sorted(found.missing, key=lambda members: len(opposed.intersection(members)))
    always = [actor for actor in sets[0] if all(actor in members for members in sets)]
    rest = [[actor for actor in members if actor not in always] for members in sets]
    keys = [*side_keys(own), *(key for vote in found.votes if vote.stand is Stand.FOR for key in vote_keys(telling, own, vote))]
    if always and any(rest):
        is_single = all(len(members) == 1 for members in rest)
        told = rest[: SINGLES if is_single else SETS]
        options = [join([actor_name(case, actor) for actor in members]) for members in told]
        if is_single and len(rest) > len(told):
            options.append(phrase("{n}", n=plural(len(rest) - len(told), "other")))
        yield telling.say(
            "To carry it takes {always} in favor, and {one}{options}.",
            keys,
            always=join([actor_name(case, actor) for actor in always]),
            one="" if len(rest) == 1 else "one of " if is_single else "one of these sets: ",
            options=join(options, last="or") if is_single else alternatives(options, _further(len(rest) - len(told))),
        )
        return
    options = [join([actor_name(case, actor) for actor in members]) for members in sets[:SETS]]
    if len(sets) == 1:
        yield telling.say("To carry it takes {one} in favor.", keys, one=options[0])
        return
    yield telling.say(
        "To carry it takes one of these in favor: {options}.",
        keys,
        options=alternatives(options, _further(len(sets) - len(options))),
    )


def _further(n: int) -> str:
    return f"one of {plural(n, 'further set')}" if n else ""


# -- the least that would do -----------------------------------------------------------------------


def _trades(telling: Telling, own: Side, found: PackageAtHome) -> Iterator[Sentence]:
    case = telling.case
    told = [
        phrase(
            "{issue} {after} instead of {before}",
            issue=name(case.issue(trade.issue).name),
            after=quoted_option(case, trade.issue, trade.after),
            before=quoted_option(case, trade.issue, trade.before),
        )
        for trade in found.trades[:TRADES]
    ]
    if told:
        yield telling.say(
            "With everyone taken at their word one change of terms would let it pass there for certain; whether the others would"
            " take it is another question: {told}.",
            [*side_keys(own), *(key for vote in found.votes for key in vote_keys(telling, own, vote))],
            told=join(told, last="or"),
        )


def _payments(telling: Telling, own: Side, found: PackageAtHome, dummies: Collection[str]) -> Iterator[Sentence]:
    """What is lacking for those who go by their values; not for those whose vote never turns a decision."""
    told = [p for p in found.payments if p.half >= 1 and p.actor not in dummies]
    if not told:
        return
    case = telling.case
    keys = [key for p in told for key in value_keys(telling, own, p.actor)]
    worst = ", at the worst way to settle what it leaves open" if found.deals > 1 else ""
    if len(told) == 1:
        yield telling.say(
            "Where it is worth less than no deal to {who}{worst}, {half} of 100 {are} lacking in the median reading, and up to"
            " {most} in 95 of 100.",
            keys,
            who=actor_name(case, told[0].actor),
            worst=worst,
            half=f"{points_text(told[0].half)} {'point' if round(told[0].half) == 1 else 'points'}",
            are="is" if round(told[0].half) == 1 else "are",
            most=points_text(told[0].most),
        )
        return
    parts = [
        phrase("{who} {half} (up to {most})", who=actor_name(case, p.actor), half=points_text(p.half), most=points_text(p.most))
        for p in told
    ]
    yield telling.say(
        "Where it is worth less than no deal to them{worst}, this many points of 100 are lacking in the median reading, and in"
        " 95 of 100: {parts}.",
        keys,
        worst=worst,
        parts=join(parts),
    )
