"""Ripeness and deadlines in sentences: who hurts, who sees a way out, from which day, and what each deadline changes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from detente.explanation.explanation import Sentence
from detente.explanation.outlook_words import effect_words
from detente.explanation.telling import Telling
from detente.explanation.timing_phrases import number_keys, outlook_keys, party_keys, share_error, share_words
from detente.explanation.wording import Words, actor_name, date_words, join, name, named_package, phrase
from detente.model.proposal import Deadline, DeadlineStatus
from detente.questions.timing.finding import DeadlineTiming, PartyTiming, TimingFinding
from detente.questions.timing.words import CostSign, TermsSign

__all__ = ["deadline_sentences", "ripeness_sentences"]


# -- ripeness --------------------------------------------------------------------------------------


def ripeness_sentences(telling: Telling, finding: TimingFinding, *, with_numbers: bool) -> Iterator[Sentence]:
    """Who hurts, who sees a way out, and the first day on which both come together; in words where there are no numbers."""
    if not finding.ripe or not with_numbers:
        yield from _in_words(telling, finding)
        return
    now, unit = finding.ripe[0], finding.unit
    keys = [key for own in finding.parties for key in number_keys(telling, own, own.gains[0].package)]
    hurts = [_counted(telling, finding, actor, share) for actor, share in now.hurting.items()]
    yield telling.say("Now, a {unit} of delay hurts: {who}.", keys, unit=unit, who=join(hurts))
    yield from _ways_out(telling, finding, keys)
    if finding.first_ripe is None:
        never = [a for a in now.hurting if all(m.hurting[a] * 2 < 1 for m in finding.ripe)]
        yield telling.say(
            "On no day of the outlook does a delay hurt all of them with a way out on the table in at least half of the"
            " readings{who}.",
            keys,
            who=phrase(
                "; on none is {who} hurting in half of them", who=join([actor_name(telling.case, a) for a in never], last="or")
            )
            if never
            else "",
        )
        return
    if finding.first_ripe == finding.as_of:
        yield telling.say(
            "So the moment is ripe now: in {share} a delay hurts all of them and a package on the table is a way out.",
            keys,
            share=_share(finding, now.ripe),
        )
        return
    late = [actor_name(telling.case, a) for a, share in now.hurting.items() if share * 2 < 1]
    yield telling.say(
        "The first day on which a delay hurts all of them with a way out on the table, in at least half of the readings, is"
        " {day}{who}. Nothing that may happen is taken to have happened by then.",
        keys,
        day=date_words(finding.first_ripe),
        who=phrase("; until then not hurting: {who}", who=join(late)) if late else "",
    )


def _ways_out(telling: Telling, finding: TimingFinding, keys: list[str]) -> Iterator[Sentence]:
    """The package that beats never signing for all most often, counted for the party for which it does so least."""

    def least(package: str) -> Fraction:
        return min(g.beats_never for own in finding.parties for g in own.gains if g.package == package)

    best = max(finding.packages, key=lambda p: (least(p), -finding.packages.index(p)))
    counted = [
        _counted(telling, finding, own.actor, gain.beats_never)
        for own in finding.parties
        for gain in own.gains
        if gain.package == best
    ]
    yield telling.say(
        "“{package}” is a way out, worth at least as much as never signing, for: {who}. That is by what it is worth;"
        " red lines are not asked here.",
        keys,
        package=named_package(telling.case, best),
        who=join(counted),
    )


def _share(finding: TimingFinding, share: Fraction) -> str:
    """A share of readings with the error of the draw."""
    return share_words(share, share_error(finding, share))


def _counted(telling: Telling, finding: TimingFinding, actor: str, share: Fraction) -> Words:
    who = actor_name(telling.case, actor)
    return phrase("{who} in {share}", who=who, share=_share(finding, share))


def _in_words(telling: Telling, finding: TimingFinding) -> Iterator[Sentence]:
    hurts = [own for own in finding.parties if _hurts(own) is True]
    free = [own for own in finding.parties if _hurts(own) is False]
    open_ones = [own for own in finding.parties if _hurts(own) is None]
    for template, group in (
        ("A delay hurts {who}: it costs something, or the terms get worse, and nothing makes them better.", hurts),
        ("A delay does not hurt {who}: it costs nothing, and the terms do not get worse.", free),
        ("Whether a delay hurts {who} is not settled by words alone.", open_ones),
    ):
        if group:
            keys = [key for own in group for key in party_keys(telling, own)]
            yield telling.say(template, keys, who=join([actor_name(telling.case, own.actor) for own in group]))
    if free:
        yield telling.say("So by these words the moment is not ripe: a ripe moment hurts all.")
    yield telling.say("Who sees a way out, and from which day on the moment is ripe, cannot be told without numbers.")


def _hurts(own: PartyTiming) -> bool | None:
    """Whether a delay surely hurts a party, by words alone; ``None`` where they do not settle it."""
    cost, terms = own.leaning.cost, own.leaning.terms
    if terms is TermsSign.WORSE or (terms is TermsSign.SAME and cost is CostSign.COSTS):
        return True
    if cost is CostSign.NONE and terms in (TermsSign.SAME, TermsSign.BETTER):
        return False
    return None


# -- deadlines -------------------------------------------------------------------------------------


def deadline_sentences(telling: Telling, finding: TimingFinding, *, with_numbers: bool) -> Iterator[Sentence]:
    """What the passing of each deadline changes, for whom; those the readers may not see are left out."""
    due = {deadline.id: deadline for deadline in telling.case.deadlines}
    for found in finding.deadlines:
        deadline = due[found.id]
        if not telling.is_withheld(deadline.because):
            keys = (f"deadlines.{deadline.id}", *outlook_keys(telling, [("deadlines", deadline.id)]))
            if found.is_ahead:
                yield from _ahead(telling, finding, found, deadline, keys, with_numbers=with_numbers)
            else:
                yield _past(telling, found, deadline, keys)


def _due(deadline: Deadline) -> Words:
    return phrase("{deadline}: due on {day}", deadline=name(deadline.name), day=date_words(deadline.due))


def _past(telling: Telling, found: DeadlineTiming, deadline: Deadline, keys: tuple[str, ...]) -> Sentence:
    due = _due(deadline)
    if deadline.status is DeadlineStatus.MET:
        return telling.say("{due}, and met.", keys, due=due)
    if found.is_cheap_talk:
        return telling.say(
            "{due}; it passed, and no consequence is on record. A deadline whose passing changes nothing for"
            " anyone is called cheap talk in the field: it gives no party a reason to sign. That says nothing of why it was set.",
            keys,
            due=due,
        )
    if found.changes_for:
        who = join([actor_name(telling.case, actor) for actor in found.changes_for])
        return telling.say("{due}; by the outlook its passing changed something for {who}.", keys, who=who, due=due)
    return telling.say(
        "{due}; it passed, with this consequence on record: {what}.",
        keys,
        what=name((deadline.consequence or "").rstrip(".")),
        due=due,
    )


def _ahead(
    telling: Telling,
    finding: TimingFinding,
    found: DeadlineTiming,
    deadline: Deadline,
    keys: tuple[str, ...],
    *,
    with_numbers: bool,
) -> Iterator[Sentence]:
    due = _due(deadline)
    if not found.changes_for:
        yield telling.say(
            "{due}; the outlook names nothing that changes for anyone when it passes, so it gives no party a reason to sign.",
            keys,
            due=due,
        )
        return
    outlook = telling.case.outlook
    effects = [] if outlook is None else [e for d in outlook.deadlines if d.id == found.id for e in d.effects]
    what = join(
        [
            phrase("for {who} {what}", who=actor_name(telling.case, e.actor), what=effect_words(e, finding.unit))
            for e in effects
            if e.actor in found.changes_for
        ]
    )
    if not found.binds and not found.holds_off:
        yield telling.say(
            "{due}; what its passing changes: {what}. It turns no party: whether signing now is at least as good as waiting is"
            " the same with it as without it.",
            keys,
            what=what,
            due=due,
        )
        return
    told = []
    for template, group in (
        (" It binds {turned}: with it, signing now is at least as good as waiting, without it not.", found.binds),
        (" It holds {turned} off: with it, waiting is better than signing now, without it not.", found.holds_off),
    ):
        if group:
            turned = [_turned(telling, finding, actor, share, with_numbers=with_numbers) for actor, share in group]
            told.append(phrase(template, turned=join(turned)))
    yield telling.say(
        "{due}; what its passing changes: {what}.{first}{second}",
        (
            *keys,
            *(key for actor, _ in (*found.binds, *found.holds_off) for key in party_keys(telling, finding.party(actor))),
        ),
        what=what,
        first=told[0],
        second=told[1] if len(told) > 1 else "",
        due=due,
    )


def _turned(telling: Telling, finding: TimingFinding, actor: str, share: Fraction, *, with_numbers: bool) -> Words:
    who = actor_name(telling.case, actor)
    if not with_numbers or not finding.party(actor).gains or share == 1:
        return who
    return phrase("{who} (in {share})", who=who, share=_share(finding, share))
