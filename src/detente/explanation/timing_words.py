"""Whether now is the moment, in sentences: who gains by waiting by whose lights, what a delay costs, and what would change it.

Each party is taken at its own outlook. A threat, like anything that may happen, is told as a fact of the case and a cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.explanation.explanation import Chapter, Sentence
from detente.explanation.telling import Telling
from detente.explanation.timing_belief_words import belief_sentences
from detente.explanation.timing_departure_words import departure_sentences
from detente.explanation.timing_left_out import left_out_sentences
from detente.explanation.timing_moment_words import deadline_sentences, ripeness_sentences
from detente.explanation.timing_party_words import party_sentences
from detente.explanation.timing_phrases import are_numbers_withheld, number_keys, party_keys
from detente.explanation.timing_tables import expectations_table, gains_table, value_chart
from detente.explanation.wording import Words, actor_name, join
from detente.model.case import Case
from detente.model.verdict import Verdict
from detente.questions.timing.departures import Elsewhere
from detente.questions.timing.finding import TimingFinding

__all__ = ["TITLE", "timing_chapter"]

TITLE = "Is now the moment?"


def timing_chapter(
    telling: Telling, finding: TimingFinding, elsewhere: Elsewhere, *, before: Case | None = None
) -> Chapter | None:
    """The chapter; ``None`` for a case without an outlook.

    Where something the outlook rests on is withheld, only the verdict is told; where values or packages are, no points and
    no shares.

    Parameters
    ----------
    elsewhere : what other questions found, for which departure explains the deadlock.
    before : the whole case where the one told is that of an earlier day: what that day leaves out is counted.
    """
    outlook = telling.case.outlook
    if outlook is None:
        return None
    if telling.is_section_withheld("outlook"):
        return Chapter(key="timing", title=TITLE, sentences=tuple(_withheld(telling, finding)))
    if not finding.parties:
        why = telling.say("Whether now is the moment was not asked: {why}.", why=finding.reason or "no answer")
        return Chapter(key="timing", title=TITLE, sentences=(why,))
    has_numbers = any(own.gains for own in finding.parties)
    with_numbers = not are_numbers_withheld(telling, finding)
    sentences = (
        *_headline(telling, finding, with_numbers=with_numbers),
        *_scale(telling, has_numbers=has_numbers, with_numbers=with_numbers),
        *party_sentences(telling, finding, outlook, with_numbers=with_numbers),
        *belief_sentences(telling, finding, outlook, with_numbers=with_numbers),
        *ripeness_sentences(telling, finding, with_numbers=with_numbers),
        *deadline_sentences(telling, finding, with_numbers=with_numbers),
        *departure_sentences(telling, finding, elsewhere),
        *(() if before is None else left_out_sentences(telling, before)),
    )
    chart = value_chart(telling, finding) if with_numbers else None
    gains = gains_table(telling, finding) if with_numbers else None
    tables = (*(() if gains is None else (gains,)), expectations_table(telling, outlook))
    return Chapter(key="timing", title=TITLE, sentences=sentences, charts=() if chart is None else (chart,), tables=tables)


def _withheld(telling: Telling, finding: TimingFinding) -> Iterator[Sentence]:
    yield telling.say("The outlook, or what it rests on, is withheld in part, so only the verdict is told.")
    yield telling.say(
        {
            Verdict.HOLDS: "Yes: by its own outlook, every party does at least as well by signing now as by waiting.",
            Verdict.FAILS: "No: by its own outlook, some party gains by waiting.",
            Verdict.CONTESTED: "It hangs on what the record leaves open whether some party gains by waiting.",
            Verdict.UNDETERMINED: "It could not be determined whether some party gains by waiting.",
        }[finding.verdict]
    )


def _headline(telling: Telling, finding: TimingFinding, *, with_numbers: bool) -> Iterator[Sentence]:
    keys = [key for own in finding.parties for key in party_keys(telling, own)]
    open_ones, waiting = _names(telling, finding.open), _names(telling, finding.waiting)
    rest = [p.actor for p in finding.parties if p.actor not in (*finding.open, *finding.waiting)]
    match finding.verdict:
        case Verdict.HOLDS:
            yield telling.say("Yes: by its own outlook, each party does at least as well by signing now as by waiting.", keys)
        case Verdict.FAILS:
            yield (
                telling.say("No: by its own outlook, this party gains by waiting: {who}.", keys, who=waiting)
                if len(finding.waiting) == 1
                else telling.say("No: by their own outlooks, these parties gain by waiting: {who}.", keys, who=waiting)
            )
        case Verdict.CONTESTED:
            yield telling.say(
                "It is not settled whether some party gains by waiting: that is open for {who}.", keys, who=open_ones
            )
        case Verdict.UNDETERMINED:
            yield telling.say("The outlook does not settle whether anyone gains by waiting.", keys)
    never = [
        p.actor for p in finding.parties if p.actor in finding.waiting and p.gains and not any(g.beats_never for g in p.gains)
    ]
    if never and with_numbers:
        yield telling.say(
            "For {who} that is so since nothing on the table is worth as much to it as never signing.",
            keys,
            who=_names(telling, never),
        )
    if finding.verdict is Verdict.FAILS and finding.open:
        yield telling.say("Whether {who} would gain by it as well is open.", keys, who=open_ones)
    if with_numbers:
        yield from _agreeing(telling, finding)
    if finding.verdict in (Verdict.FAILS, Verdict.CONTESTED) and rest:
        yield telling.say("Signing now is at least as good as waiting for {who}.", keys, who=_names(telling, rest))
    signs = "" if all(own.gains for own in finding.parties) else ", nor, where it has no numbers, whether it would sign at all"
    yield telling.say(
        "Each party is taken at its own outlook here; whether that outlook is right is not asked{signs}.", signs=signs
    )


def _agreeing(telling: Telling, finding: TimingFinding) -> Iterator[Sentence]:
    """Parties of which all readings drawn say the same, though nothing proves it."""
    drawn = [own for own in finding.parties if own.actor in finding.open and own.gains]
    for template, found in (
        (
            "In every reading drawn, waiting is better than signing now for {who}; that is no proof.",
            [p for p in drawn if not any(g.share for g in p.gains)],
        ),
        (
            "In every reading drawn, signing now is at least as good for {who}; that is no proof.",
            [p for p in drawn if any(g.share == 1 for g in p.gains)],
        ),
    ):
        for own in found:
            yield telling.say(template, number_keys(telling, own, own.gains[0].package), who=actor_name(telling.case, own.actor))


def _names(telling: Telling, actors: Sequence[str]) -> Words:
    return join([actor_name(telling.case, actor) for actor in actors])


def _scale(telling: Telling, *, has_numbers: bool, with_numbers: bool) -> Iterator[Sentence]:
    """How points and shares are to be read, or why none are told."""
    if not has_numbers:
        return
    if not with_numbers:
        yield telling.say("Points and shares are not told: they are computed from values or packages that are withheld in part.")
        return
    yield telling.say(
        "Points are of each party’s own scale and are not compared. Shares count ways of filling the gaps in the record; they are"
        " not the chance that anybody signs. How much would tip a party is a size, not advice to bring it about."
    )
