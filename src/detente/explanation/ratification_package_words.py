"""One package on one side, in sentences: votes, exits, the leader's choice, and the least that would let it pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from detente.explanation.explanation import Sentence
from detente.explanation.home_words import package_name, plural_votes, ratification_of
from detente.explanation.ratification_phrases import (
    exit_keys,
    in_readings,
    points_text,
    share_text,
    side_keys,
    value_keys,
    vote_keys,
)
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, join, name, number, phrase, plural, quoted_option
from detente.model.ratification import LeavesOver, LeavesWith, Office, Side
from detente.model.verdict import Verdict
from detente.questions.ratification.finding import LeaderStand, PackageAtHome, SideFinding, Stand, Vote

__all__ = ["all_open_sentence", "is_all_open", "package_sentences"]

SETS = 3
"""Most sets of actors whose coming over would carry a package told."""

SINGLES = 6
"""Most single actors of whom one would do."""

TRADES = 3


def package_sentences(
    telling: Telling, side: SideFinding, found: PackageAtHome, *, with_missing: bool = True
) -> Iterator[Sentence]:
    """What is told of a package on one side; what a passage takes only ``with_missing``."""
    own = ratification_of(telling.case).side(side.party)
    yield _votes(telling, own, found)
    yield from _leader(telling, own, found)
    if with_missing:
        yield from _missing(telling, own, found)
    yield from _government(telling, own, found)
    yield from _trades(telling, own, found)
    yield from _payments(telling, own, found)


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
            (Stand.BY_VALUES, "by what it is worth to each"),
        )
    ]
    parts = [
        phrase("{who} {how}", who=join([actor_name(case, vote.actor) for vote in votes]), how=how)
        for how, votes in groups
        if votes
    ]
    n_open = sum(vote.stand is Stand.OPEN for vote in asked)
    if n_open:
        parts.append(phrase("{n}", n=plural(n_open, "vote open", "votes open")))
    keys = [key for vote in asked for key in vote_keys(telling, own, vote) if vote.stand is not Stand.OPEN]
    return telling.say(
        "{package}, on the side of {who}: {verdict}{share} ({parts}).",
        [*side_keys(own), *keys],
        package=package_name(case, found.package),
        who=actor_name(case, own.party),
        verdict={
            Verdict.HOLDS: "with everyone taken at their word it passes",
            Verdict.FAILS: "with everyone taken at their word it cannot pass",
            Verdict.CONTESTED: "with everyone taken at their word it may pass or not",
            Verdict.UNDETERMINED: "not determined",
        }[found.verdict],
        share=_passing(found),
        parts=_semicolons(parts),
    )


def _passing(found: PackageAtHome) -> str:
    """The share of readings, where it says more than the verdict."""
    least, most = found.passes.least, found.passes.most
    is_said = {Verdict.HOLDS: least == 1, Verdict.FAILS: most == 0}.get(found.verdict, least == 0 and most == 1)
    return "" if is_said else f"; over the readings it does {in_readings(found.passes)}"


def _semicolons(parts: Sequence[Words]) -> Words:
    words: Words = ()
    for k, part in enumerate(parts):
        words = (*words, *(phrase("; ") if k else ()), *part)
    return words


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
            "{who} could accept it {share} by what it is worth{office}{terms}.",
            keys,
            who=who,
            share=in_readings(leader.without_office),
            office="" if leader.office is None else ", office counted or not",
            terms=_terms(found),
        )
        return
    yield telling.say(
        "{who} could accept it {without} if office did not count, and {accepts} since it does{terms}: the"
        " difference is what fear for the coalition costs{price}.",
        keys,
        who=who,
        without=in_readings(leader.without_office),
        accepts=in_readings(leader.accepts),
        terms=_terms(found),
        price=_price(leader),
    )


def _terms(found: PackageAtHome) -> str:
    return ", from the worst to the best way to settle what it leaves open" if found.deals > 1 else ""


def _price(leader: LeaderStand) -> str:
    """The office value at which the answer flips."""
    if leader.price is None or leader.office is None:
        return ""
    low, high = (points_text(p) if p >= 1 else "0" for p in leader.price)
    given = f"{number(leader.office[0])} to {number(leader.office[1])}"
    return (
        f". Where the government would fall the answer flips once office is worth more than what the deal gains, {low} to {high}"
        f" points of 100 in 90 of 100 such readings; the case puts office at {given}"
    )


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
    sets = list(found.missing)
    if not sets or sets == [()]:
        return
    always = [actor for actor in sets[0] if all(actor in members for members in sets)]
    rest = [[actor for actor in members if actor not in always] for members in sets]
    keys = [*side_keys(own), *(key for vote in found.votes if vote.stand is Stand.FOR for key in vote_keys(telling, own, vote))]
    if always and any(rest):
        is_single = all(len(members) == 1 for members in rest)
        told = rest[: SINGLES if is_single else SETS]
        options = [join([actor_name(case, actor) for actor in members]) for members in told]
        if len(rest) > len(told):
            options.append(phrase("{n}", n=plural(len(rest) - len(told), "other" if is_single else "further set")))
        yield telling.say(
            "To carry it takes {always} in favor, and {one}{options}.",
            keys,
            always=join([actor_name(case, actor) for actor in always]),
            one="one of " if len(rest) > 1 and is_single else "",
            options=join(options, last="or"),
        )
        return
    options = [join([actor_name(case, actor) for actor in members]) for members in sets[:SETS]]
    more = len(sets) - len(options)
    yield telling.say(
        "To carry it takes {options} in favor{more}.",
        keys,
        options=join(options, last="or"),
        more=f", or one of {plural(more, 'further set')}" if more else "",
    )


# -- the government --------------------------------------------------------------------------------


def _government(telling: Telling, own: Side, found: PackageAtHome) -> Iterator[Sentence]:
    if found.survives is None or found.stated_survival is None:
        return
    case = telling.case
    gone = [e for e in found.exits if e.stated is Verdict.HOLDS]
    may = [e for e in found.exits if e.stated is not Verdict.HOLDS]
    keys = [*side_keys(own), *(key for e in found.exits for key in exit_keys(own, e))]
    if not found.exits:
        yield telling.say("Nobody is on record as leaving the government over it.", side_keys(own))
        return
    who = [phrase("{who} ({share})", who=actor_name(case, e.actor), share=share_text(e.share)) for e in (gone or may)]
    stands = {
        Verdict.HOLDS: "would stand",
        Verdict.FAILS: "would not stand",
        Verdict.CONTESTED: "may stand or not",
        Verdict.UNDETERMINED: "may stand or not",
    }
    yield telling.say(
        "Taken at their word, {who} {would} leave the government over it (in brackets: in how many readings), and it"
        " {stands}{votes}; it stands {share}.",
        keys,
        who=join(who),
        would="would" if gone else "may",
        stands=stands[found.stated_survival],
        votes=_votes_left(own, [e.actor for e in gone]),
        share=in_readings(found.survives),
    )
    if found.held is not None and found.stated_held is not None and found.held != found.survives:
        backing = [v for v in found.votes if v.is_outside and v.stand is Stand.FOR]
        yield telling.say(
            "With the votes from outside that are on record for it{who} it {stands}; it does {share}.",
            [*keys, *(key for vote in backing for key in vote_keys(telling, own, vote))],
            who=_backing(telling, backing),
            stands=stands[found.stated_held],
            share=in_readings(found.held),
        )


def _backing(telling: Telling, votes: Sequence[Vote]) -> Words:
    if not votes:
        return ()
    return phrase(" ({who})", who=join([actor_name(telling.case, vote.actor) for vote in votes]))


def _votes_left(own: Side, gone: Sequence[str]) -> str:
    """How many votes of the one body that the government rests on are left."""
    from detente.questions.ratification.home_votes import votes_needed

    if own.government is None or not gone:
        return ""
    asked = [(body, needed) for body in own.bodies if (needed := votes_needed(own, body.id, own.government)) is not None]
    if len(asked) != 1:
        return ""
    body, needed = asked[0]
    left = sum((seat.votes for seat in body.seats if not seat.is_outside and seat.member not in gone), Fraction(0))
    return f" ({plural_votes(left)} left of the {number(needed)} needed)"


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


def _payments(telling: Telling, own: Side, found: PackageAtHome) -> Iterator[Sentence]:
    """What is lacking for those who go by their values."""
    told = [p for p in found.payments if p.half >= 1]
    if not told:
        return
    case = telling.case
    parts = [
        phrase("{who} {half} (up to {most})", who=actor_name(case, p.actor), half=points_text(p.half), most=points_text(p.most))
        for p in told
    ]
    yield telling.say(
        "Where it is worth less than no deal to them, at the worst way to settle what it leaves open, this many points of 100 are"
        " lacking in the median reading, and in 95 of 100: {parts}."
        if found.deals > 1
        else "Where it is worth less than no deal to them, this many points of 100 are lacking in the median reading, and in 95"
        " of 100: {parts}.",
        [key for p in told for key in value_keys(telling, own, p.actor)],
        parts=join(parts),
    )
