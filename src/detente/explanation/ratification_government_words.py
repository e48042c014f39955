"""Who would leave over a package, and whether the government would stand, in sentences.

Where partners look to one another there are two outcomes, and both are told: the one in which all stay who can, and the one
in which all leave who can.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from detente.explanation.explanation import Sentence
from detente.explanation.home_words import plural_votes
from detente.explanation.ratification_phrases import exit_keys, in_readings, share_text, side_keys, vote_keys
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, join, number, phrase, semicolons
from detente.model.ratification import Office, Side
from detente.model.verdict import Verdict
from detente.questions.ratification.finding import Exit, PackageAtHome, ShareRange, Stand
from detente.questions.ratification.home_votes import votes_needed

__all__ = ["government_sentences"]

_STANDS = {
    Verdict.HOLDS: "would stand",
    Verdict.FAILS: "would not stand",
    Verdict.CONTESTED: "may stand or not",
    Verdict.UNDETERMINED: "may stand or not",
}


def government_sentences(telling: Telling, own: Side, found: PackageAtHome) -> Iterator[Sentence]:
    """What is told of the government over one package; nothing where none is described."""
    if found.survives is None or found.stated_survival is None:
        return
    if not found.exits:
        yield telling.say("Nobody is on record as leaving the government over it.", side_keys(own))
        return
    gone = [e for e in found.exits if e.stated is Verdict.HOLDS]
    others = [e for e in found.exits if e.stated is Verdict.CONTESTED]
    unsaid = [e for e in found.exits if e.stated is Verdict.FAILS]
    weighing = {stance.actor for stance in own.stances if isinstance(stance, Office)}
    valuing, following = ([e for e in unsaid if (e.actor in weighing) is is_weighing] for is_weighing in (True, False))
    keys = [*side_keys(own), *(key for e in found.exits for key in exit_keys(own, e))]
    parts = [*_leaving(telling, gone, "would leave the government over it"), *_may_leave(telling, found, others)]
    parts += _leaving(telling, valuing, "may leave where it is worth too little to " + ("each" if len(valuing) > 1 else "it"))
    parts += _leaving(telling, following, "may leave once others have")
    yield telling.say(
        "{word}{parts} (in brackets: in how many readings). {government} {stands}{votes}{share}.",
        keys,
        word="Taken at their word, " if gone or others else "",
        parts=semicolons(parts),
        government="Taken at their word the government" if unsaid else "The government",
        stands=_STANDS[found.stated_survival],
        votes=_votes_left(own, gone),
        share=_over_readings(found.stated_survival, found.survives, "stands"),
    )
    yield from _held(telling, own, found, keys)


def _leaving(telling: Telling, exits: Sequence[Exit], how: str) -> list[Words]:
    if not exits:
        return []
    who = join([phrase("{who} ({share})", who=actor_name(telling.case, e.actor), share=share_text(e.share)) for e in exits])
    return [phrase("{who} {how}", who=who, how=how)]


def _may_leave(telling: Telling, found: PackageAtHome, exits: Sequence[Exit]) -> list[Words]:
    """Partners that leave if others do, and those that leave over some way to settle what is open."""
    looking = [e for e in exits if e.hangs_on_others]
    rest = [e for e in exits if not e.hangs_on_others]
    if len(looking) == 1:
        how = "would leave once others do, and stay while they stay"
    else:
        how = "would stay if each trusts the others to stay, and leave if not"
    by_terms = "may leave as the terms left open are settled" if found.deals > 1 else "may leave"
    return [*_leaving(telling, looking, how), *_leaving(telling, rest, by_terms)]


def _held(telling: Telling, own: Side, found: PackageAtHome, keys: Sequence[str]) -> Iterator[Sentence]:
    """With votes from outside: those on record for it, and those that are open."""
    if found.held is None or found.stated_held is None or found.held == found.survives:
        return
    outside = [vote for vote in found.votes if vote.is_outside]
    backing = [vote for vote in outside if vote.stand is Stand.FOR]
    n_open = sum(vote.stand is not Stand.FOR and vote.stand is not Stand.AGAINST for vote in outside)
    if backing:
        which = phrase(
            "that are on record for it ({who}){open}",
            who=join([actor_name(telling.case, vote.actor) for vote in backing]),
            open=", and those left open counted both ways," if n_open else "",
        )
    else:
        which = phrase("that are left open, counted both ways," if n_open else "that it may get")
    yield telling.say(
        "With the votes from outside {which} it {stands}{share}.",
        [*keys, *(key for vote in backing for key in vote_keys(telling, own, vote))],
        which=which,
        stands=_STANDS[found.stated_held],
        share=_over_readings(found.stated_held, found.held, "does"),
    )


def _over_readings(stated: Verdict, share: ShareRange, verb: str) -> str:
    """The share of readings beside what follows if all that is said is meant; empty where it says the same."""
    match stated:
        case Verdict.HOLDS if share.least == 1:
            return ""
        case Verdict.FAILS if share.most == 0:
            return ""
        case Verdict.HOLDS | Verdict.FAILS:
            return f"; as not all that is said need be meant, it {verb} {in_readings(share)}"
        case _:
            return f"; it {verb} {in_readings(share)}"


def _votes_left(own: Side, gone: Sequence[Exit]) -> str:
    """How many votes of the one body of actors that the government rests on are left."""
    if own.government is None or not gone:
        return ""
    asked = [(body, needed) for body in own.bodies if (needed := votes_needed(own, body.id, own.government)) is not None]
    bodies = {body.id for body in own.bodies}
    if len(asked) != 1 or any(seat.member in bodies for seat in asked[0][0].seats):
        return ""
    body, needed = asked[0]
    left_by = {e.actor for e in gone}
    left = sum((seat.votes for seat in body.seats if not seat.is_outside and seat.member not in left_by), Fraction(0))
    return f" ({plural_votes(left)} left of the {number(needed)} needed)"
