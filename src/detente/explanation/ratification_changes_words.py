"""What one change at home would do to the deals that pass there, in sentences (Putnam 1988)."""

from __future__ import annotations

from collections.abc import Iterator

from detente.explanation.explanation import Sentence
from detente.explanation.home_words import body_words, inside, ratification_of
from detente.explanation.ratification_phrases import count_words, side_keys, where_looked
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, phrase, plural
from detente.questions.ratification.finding import HomeChange, HomeChangeKind, RatificationFinding, SideFinding

__all__ = ["change_sentences"]

CHANGES = 2
"""Most changes at home told each way."""


def change_sentences(telling: Telling, finding: RatificationFinding, side: SideFinding) -> Iterator[Sentence]:
    """The changes that matter most, one way and the other."""
    before = side.win_set
    own = ratification_of(telling.case).side(side.party)

    def moved(change: HomeChange) -> tuple[int, int]:
        return (change.win_set.least - before.least, change.win_set.most - before.most)

    wider = [c for c in side.changes if moved(c) > (0, 0)][:CHANGES]
    lost = [c for c in side.changes if min(moved(c)) < 0]
    smaller = sorted(lost, key=lambda change: moved(change)[::-1])[:CHANGES]  # what may no longer pass counts first
    for change in (*wider, *smaller):
        yield telling.say(
            "{if_so}, {n} of {of} would pass there, where now {before} {do}{still}.",
            (*side_keys(own), *(f"ratification.{side.party}.stances.{s.id}" for s in own.stances)),
            if_so=_if_so(telling, side, change),
            n=count_words(change.win_set),
            of=plural(before.of, "deal"),
            before=count_words(before),
            do="does" if before.least == before.most == 1 else "do",
            still=_still(telling, finding, change),
        )


def _if_so(telling: Telling, side: SideFinding, change: HomeChange) -> Words:
    case = telling.case
    own = ratification_of(case).side(side.party)
    match change.kind:
        case HomeChangeKind.COMES_OVER:
            return phrase("If {who} came to favor every deal", who=actor_name(case, change.who))
        case HomeChangeKind.VETO_ADDED:
            return phrase("If the consent of {who} were needed too", who=actor_name(case, change.who))
        case HomeChangeKind.QUOTA_RAISED:
            return phrase("If {b} asked for one vote more", b=inside(body_words(own, change.who)))
        case HomeChangeKind.QUOTA_LOWERED:
            return phrase("If {b} asked for one vote fewer", b=inside(body_words(own, change.who)))


def _still(telling: Telling, finding: RatificationFinding, change: HomeChange) -> str:
    if len(finding.sides) < 2 or finding.joint is None or change.overlap == finding.joint:
        return ""
    return f";{where_looked(telling, finding)}, {count_words(change.overlap)}"
