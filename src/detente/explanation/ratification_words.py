"""Whether each side's own people would let a deal pass, in sentences.

Who votes how is told from the record, with open votes counted both ways. That a partner would leave is told because it is
on record, as a fact and a cost. Nothing here says whom to win over: sets of actors are told as what a passage takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from detente.explanation.explanation import Chapter, Sentence
from detente.explanation.home_words import package_name, ratification_of, rule_of_passage
from detente.explanation.ratification_changes_words import change_sentences
from detente.explanation.ratification_package_words import all_open_sentence, is_all_open, package_sentences
from detente.explanation.ratification_phrases import hangs_on, in_readings, points_text, side_keys, where_looked
from detente.explanation.ratification_tables import charts, tables
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, give_or_take, join, package_words, phrase, plural
from detente.model.ratification import LeavesOver, LeavesWith
from detente.model.verdict import Verdict
from detente.model.voting_rule import Veto, clauses_of
from detente.questions.ratification.finding import (
    MOST_ACCEPTABLE,
    MOST_RATIFIED,
    Overlap,
    PackageAtHome,
    RatificationFinding,
    ShareRange,
    SideFinding,
)

__all__ = ["TITLE", "ratification_chapter"]

TITLE = "Would each side's own people let it pass?"

PACKAGES = 3
"""Most packages told in sentences; all are in the tables."""

SETS = 4
"""Most sets that would bring a government down told."""


def ratification_chapter(telling: Telling, finding: RatificationFinding) -> Chapter | None:
    """The chapter; ``None`` for a case without the section.

    Where something the sides or the values rest on is withheld, only the verdict is told.
    """
    if telling.case.ratification is None:
        return None
    if telling.is_section_withheld("ratification") or telling.are_packages_withheld:
        return Chapter(key="ratification", title=TITLE, sentences=tuple(_withheld(telling, finding)))
    sentences = (
        *_headline(telling, finding),
        *_overlap(telling, finding),
        *_chosen(telling, finding),
        *_packages(telling, finding),
        *(sentence for side in finding.sides for sentence in _structure(telling, side)),
        *(sentence for side in finding.sides for sentence in change_sentences(telling, finding, side)),
        *_left_open(telling, finding),
    )
    return Chapter(
        key="ratification",
        title=TITLE,
        sentences=sentences,
        charts=charts(telling, finding),
        tables=tables(telling, finding),
    )


def _withheld(telling: Telling, finding: RatificationFinding) -> Iterator[Sentence]:
    yield telling.say("Whose consent is needed at home, or what that rests on, is withheld in part, so only the verdict is told.")
    yield telling.say(
        {
            Verdict.HOLDS: "Some deal would pass on every side, however open votes turn out.",
            Verdict.FAILS: "No deal would pass on every side, however open votes turn out.",
            Verdict.CONTESTED: "Whether any deal would pass on every side hangs on what the record leaves open.",
            Verdict.UNDETERMINED: "Whether any deal would pass on every side could not be determined.",
        }[finding.verdict]
    )


def _all_keys(telling: Telling) -> tuple[str, ...]:
    return telling.section_keys("ratification")


def _headline(telling: Telling, finding: RatificationFinding) -> Iterator[Sentence]:
    joint = finding.joint
    if joint is None and not telling.case.issues:
        yield telling.say("The case names no issue, so no deal is looked at: only whose votes a decision takes.")
        return
    if joint is None or finding.verdict is Verdict.UNDETERMINED:
        yield telling.say("Whether a deal would pass at home was not determined: {why}.", why=finding.reason or "no answer")
        return
    every = f"the {joint.of:,} deals drawn at random" if joint.is_sample else f"the {plural(joint.of, 'deal')} the rules allow"
    where = where_looked(telling, finding)
    if finding.verdict is Verdict.FAILS:
        yield telling.say(
            "No: with everyone taken at their word none of {every} passes{where}.", _all_keys(telling), every=every, where=where
        )
        return
    if finding.verdict is Verdict.HOLDS:
        yield telling.say(
            "Yes: with everyone taken at their word, of {every}, {n} {where}{more}.",
            _all_keys(telling),
            every=every,
            n=_passes(joint.least),
            where=where.strip(),
            more=f", however open votes turn out; up to {joint.most:,} may" if joint.most > joint.least else "",
        )
        return
    yield telling.say(
        "It hangs on {what}: with everyone taken at their word, of {every} none surely passes{where}, and {n} may.",
        _all_keys(telling),
        every=every,
        what=hangs_on(telling, finding),
        where=where,
        n="each" if joint.most == joint.of else f"{joint.most:,}",
    )


def _passes(n: int) -> str:
    return f"{n:,} {'passes' if n == 1 else 'pass'}"


def _overlap(telling: Telling, finding: RatificationFinding) -> Iterator[Sentence]:
    met = finding.overlap
    if met is None:
        yield from _without_values(telling, finding)
        return
    keys = (*telling.drawn_keys, *telling.position_keys, *telling.firmness_keys, *_all_keys(telling))
    margin = give_or_take((float(met.acceptable * (1 - met.acceptable)) / max(1, met.n_readings)) ** 0.5)
    is_sample = finding.joint is not None and finding.joint.is_sample
    if is_sample:
        yield telling.say(
            "There are too many deals to look at each, so what follows is of those drawn at random: others may be acceptable, and"
            " pass, in more readings."
        )
    if not met.acceptable and is_sample:
        return
    if not met.acceptable:
        yield telling.say("In no reading is any deal acceptable to all parties, so none is there to be stopped at home.", keys)
        return
    is_open = not met.ratified.least and met.ratified.most == met.acceptable
    yield telling.say(
        "{some}{margin} some deal is acceptable to all parties; whether one of these also passes{where} hangs"
        " wholly on open votes."
        if is_open
        else "{some}{margin} some deal is acceptable to all parties; one of these also passes{where} {ratified}{note}.",
        keys,
        some=in_readings(ShareRange(least=met.acceptable, most=met.acceptable)).capitalize(),
        margin=margin,
        where=where_looked(telling, finding),
        ratified=in_readings(met.ratified),
        note=_hinging(is_settled=met.ratified.is_settled),
    )
    if met.stopped.most and not is_open:
        yield telling.say(
            "So {stopped} it is consent at home that stops every deal the parties could accept{note}.",
            keys,
            stopped=in_readings(met.stopped),
            note=_hinging(is_settled=met.stopped.is_settled),
        )
    yield from _governments(telling, met, keys)
    lost = [
        phrase("{p} points of 100 to {who}", p=points_text(loss), who=actor_name(telling.case, actor))
        for actor, loss in met.losses
        if loss >= 1
    ]
    if lost:
        yield telling.say(
            "Where one passes, the need to pass takes from the best a party could get, in the median reading: {lost}.",
            keys,
            lost=join(lost),
        )


def _without_values(telling: Telling, finding: RatificationFinding) -> Iterator[Sentence]:
    """Why it is not told what the parties could accept."""
    valued = {statement.actor for statement in telling.case.no_deal.statements}
    lacking = [party.id for party in telling.case.parties if party.id not in valued]
    if finding.joint is not None and lacking:
        yield telling.say(
            "Nothing is said of what no deal is worth to {who}, so it is not asked how often a deal the parties could accept is"
            " stopped at home.",
            who=join([actor_name(telling.case, party) for party in lacking]),
        )


def _hinging(*, is_settled: bool) -> str:
    return "" if is_settled else ", as open votes and terms turn out"


def _governments(telling: Telling, met: Overlap, keys: Sequence[str]) -> Iterator[Sentence]:
    """What the survival of governments takes away besides."""
    if met.survived == met.ratified:
        return
    yield telling.say(
        "A deal acceptable to all that passes and leaves the government standing, after those who leave over it, is there"
        " {survived}; with the votes of outside members who are for the deal, {held}."
        if met.held != met.survived
        else "A deal acceptable to all that passes and leaves the government standing, after those who leave over it, is there"
        " {survived}.",
        keys,
        survived=in_readings(met.survived),
        held=in_readings(met.held),
    )


def _packages(telling: Telling, finding: RatificationFinding) -> Iterator[Sentence]:
    """Side by side; a side of which nothing is known is told once for all packages."""
    for side in finding.sides:
        looked = [package for package in side.packages if package.package in finding.packages[:PACKAGES]]
        known = [package for package in looked if not is_all_open(package)]
        for k, package in enumerate(known):
            is_carried_alike = any(_takes(package) == _takes(earlier) for earlier in known[:k])
            yield from package_sentences(telling, side, package, with_missing=not is_carried_alike)
        if len(known) < len(looked):
            yield all_open_sentence(telling, side, [package for package in looked if package not in known])


def _takes(package: PackageAtHome) -> tuple[object, ...]:
    """What carries or stops a package, so that it is told once of packages alike."""
    return (package.missing, package.breakers)


def _chosen(telling: Telling, finding: RatificationFinding) -> Iterator[Sentence]:
    """Terms of the packages that no record names."""
    met = finding.overlap
    if met is None:
        return
    for name, top in ((MOST_ACCEPTABLE, met.most_acceptable), (MOST_RATIFIED, met.most_ratified)):
        if top is not None and name in finding.packages:
            yield telling.say(
                "The terms of {what} ({share}) are: {terms}.",
                (*telling.drawn_keys, *telling.position_keys, *(_all_keys(telling) if name == MOST_RATIFIED else ())),
                what=package_name(telling.case, name),
                share=in_readings(ShareRange(least=top[1], most=top[1])),
                terms=package_words(telling.case, top[0]),
            )


# -- who has a say ---------------------------------------------------------------------------------


def _structure(telling: Telling, side: SideFinding) -> Iterator[Sentence]:
    case = telling.case
    own = ratification_of(case).side(side.party)
    who = actor_name(case, side.party)
    keys = side_keys(own)
    yield telling.say(
        "On the side of {who} a deal takes {rule}{veto}.",
        keys,
        who=who,
        rule=rule_of_passage(case, own, own.passes),
        veto=_vetoes(telling, side),
    )
    yield from _never_decides(telling, side)
    if own.government is None:
        return
    said = {stance.actor for stance in own.stances if isinstance(stance, LeavesOver | LeavesWith)}
    ordered = sorted(side.toppling, key=lambda members: not said.issuperset(members))
    sets = [join([actor_name(case, actor) for actor in members]) for members in ordered[:SETS]]
    spare = "" if side.spare is None else f", and has {_votes(side.spare)} to spare"
    if not sets:
        yield telling.say(
            "The government there rests on {rule}{spare}.", keys, rule=rule_of_passage(case, own, own.government), spare=spare
        )
        return
    more = len(side.toppling) - len(sets)
    yield telling.say(
        "The government there rests on {rule}{spare}; it falls without {sets}{more}.",
        keys,
        rule=rule_of_passage(case, own, own.government),
        spare=spare,
        sets=_without_one_of(sets, is_whole=not more),
        more=f", or without one of {plural(more, 'other set', 'other sets')} of partners" if more else "",
    )


def _never_decides(telling: Telling, side: SideFinding) -> Iterator[Sentence]:
    """Members of the bodies asked whose votes never turn a decision."""
    own = ratification_of(telling.case).side(side.party)
    asked = {getattr(clause, "body", None) or clause.holder for clause in clauses_of(own.passes)}  # type: ignore[union-attr]
    seated: set[str] = set()
    while len(found := {seat.member for body in own.bodies if body.id in asked | seated for seat in body.seats}) > len(seated):
        seated = found
    none = [power.actor for power in side.power if not power.shapley_shubik and power.actor in seated]
    if none:
        yield telling.say(
            "The votes of {names} never turn a decision there.",
            side_keys(own),
            names=join([actor_name(telling.case, actor) for actor in none]),
        )


def _without_one_of(sets: Sequence[Words], *, is_whole: bool) -> Words:
    """``A, without B and C, or without D``; no ``or`` where more follows."""
    words: Words = sets[0]
    for k, one in enumerate(sets[1:], start=2):
        words = phrase("{w}{sep} without {o}", w=words, sep=", or" if is_whole and k == len(sets) else ",", o=one)
    return words


def _votes(votes: Fraction) -> str:
    return plural(int(votes), "vote") if votes.denominator == 1 else f"{votes} votes"


def _vetoes(telling: Telling, side: SideFinding) -> Words:
    """Who can stop a deal alone, where the rule does not name them already."""
    own = ratification_of(telling.case).side(side.party)
    held = [power.actor for power in side.power if power.is_veto_player]
    n_asked = sum(power.shapley_shubik > 0 for power in side.power)
    if not held or set(held) == {clause.holder for clause in clauses_of(own.passes) if isinstance(clause, Veto)}:
        return ()
    names = join([actor_name(telling.case, actor) for actor in held])
    if n_asked == 1:
        return phrase("; that is for {names} to decide", names=names)
    if len(held) == n_asked:
        is_everyone = n_asked == len(side.power)
        return phrase("; everyone with a say can stop it") if is_everyone else phrase("; {names} can each stop it", names=names)
    return phrase("; nothing passes without {names}", names=names)


# -- what the record does not say -----------------------------------------------------------------


def _left_open(telling: Telling, finding: RatificationFinding) -> Iterator[Sentence]:
    for side in finding.sides:
        own = ratification_of(telling.case).side(side.party)
        asked = {vote.actor for package in side.packages for vote in package.votes if vote.is_asked}
        silent = [actor for actor in side.silent if actor in asked or not side.packages]
        if silent and telling.case.issues:
            yield telling.say(
                "The record does not say how {names} would judge a deal; {their} counted both ways.",
                side_keys(own),
                names=join([actor_name(telling.case, actor) for actor in silent]),
                their="its vote is" if len(silent) == 1 else "their votes are",
            )
    if finding.without_values:
        yield telling.say(
            "What is said of the values of {names} leaves no reading, so their votes are counted as open.",
            names=join([actor_name(telling.case, actor) for actor in finding.without_values]),
        )
