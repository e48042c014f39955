"""Which departure from the bargain that always exists explains the deadlock, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from detente.explanation.explanation import Sentence
from detente.explanation.telling import Telling
from detente.explanation.wording import join, name, phrase
from detente.questions.timing.departures import DepartureKind, Elsewhere, departures
from detente.questions.timing.finding import TimingFinding

__all__ = ["departure_sentences"]

_SAID = {
    (DepartureKind.VALUES, True): "Values: as the positions are stated, no package is acceptable to every party.",
    (DepartureKind.VALUES, False): "Values, perhaps: whether a package is acceptable to every party hangs on what the record"
    " leaves open.",
    (DepartureKind.HOME, True): "Home: no package acceptable to the parties would pass at home on every side.",
    (DepartureKind.HOME, False): "Home, perhaps: whether a package acceptable to the parties would pass at home on every side"
    " hangs on what the record leaves open.",
    (DepartureKind.COMMITMENT, True): "Commitment: the agreement in phases would not keep itself; some party would gain by"
    " breaking it.",
    (DepartureKind.COMMITMENT, False): "Commitment, perhaps: whether the agreement in phases would keep itself hangs on what the"
    " record leaves open.",
    (DepartureKind.INFORMATION, True): "Information: the parties see the future differently, and if they held the same chances,"
    " all would sign now.",
    (DepartureKind.INFORMATION, False): "Information, perhaps: hopes for better terms rest on what others see otherwise or have"
    " not said.",
}


def departure_sentences(telling: Telling, finding: TimingFinding, elsewhere: Elsewhere) -> Iterator[Sentence]:
    """Every ground the case shows, certain ones first, and which were not asked for."""
    case = telling.case
    found = departures(elsewhere, finding)
    opening = (
        "Some deal is always better for all than going on where parties know the same, can bind themselves, can divide what is at"
        " stake and need nobody at home (Fearon 1995), and where what they want leaves room. "
    )
    if found:
        yield telling.say(opening + "A deadlock rests on at least one of these not being so; this case shows:")
    else:
        yield telling.say(opening + "Nothing asked of this case shows that one of these is not so.")
    for departure in found:
        if departure.kind is DepartureKind.INDIVISIBILITY:
            yield _indivisible(telling)
        else:
            yield telling.say(_SAID[departure.kind, departure.is_certain], _keys(telling, departure.kind))
    missing = []
    if elsewhere.values is None:
        missing.append("whether a package is acceptable to all")
    if elsewhere.home is None and case.ratification is None:
        missing.append("what would pass at home (no `ratification`)")
    if elsewhere.commitment is None and case.phases is None:
        missing.append("whether an agreement would keep itself (no `phases`)")
    if missing:
        yield telling.say("Not asked, as the case does not say: {what}.", what=join([phrase(m) for m in missing]))


def _indivisible(telling: Telling) -> Sentence:
    phases = telling.case.phases
    things = [] if phases is None else [a for a in phases.assets if a.is_indivisible]
    told = [a for a in things if not telling.is_withheld(a.because)]
    if not told:
        return telling.say("Indivisibility, perhaps: something to be handed over cannot be divided.")
    return telling.say(
        "Indivisibility, perhaps: what is to be handed over cannot be divided at will ({things}).",
        [f"phases.assets.{asset.id}" for asset in told],
        things=join([phrase("“{x}”", x=name(asset.name)) for asset in told]),
    )


def _keys(telling: Telling, kind: DepartureKind) -> tuple[str, ...]:
    match kind:
        case DepartureKind.VALUES:
            return (*telling.position_keys, *telling.drawn_keys)
        case DepartureKind.HOME:
            return telling.section_keys("ratification")
        case DepartureKind.COMMITMENT:
            return telling.section_keys("phases")
    return telling.section_keys("outlook")
