"""Whether an agreement in phases would be kept, in sentences: where it fails, why that comes back to the start, what decides.

A break is told because the record gives reason to reckon with it, as a comparison of what the two ways are worth to whoever
would decide. What would hold the agreement is told in ``durability_remedy_words``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from detente.explanation.durability_decides_words import decides, turns
from detente.explanation.durability_left_out import left_out_sentences
from detente.explanation.durability_phrases import act_words, base_words, in_readings, node_words, span_words
from detente.explanation.durability_pictures import charts, tables
from detente.explanation.durability_remedy_words import remedy_sentences
from detente.explanation.durability_types_words import doubt_sentences, types_sentences
from detente.explanation.durability_way_words import way_back
from detente.explanation.explanation import Chapter, Sentence
from detente.explanation.phase_words import place_words, points
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, capital, join, phrase, plural, semicolons
from detente.model.case import Case
from detente.model.verdict import Verdict
from detente.questions.durability.causes import Cause
from detente.questions.durability.finding import (
    Basis,
    DurabilityFinding,
    NodeFinding,
    NodeReasons,
    Signing,
)
from detente.questions.durability.slack import Act

__all__ = ["TITLE", "durability_chapter"]

TITLE = "Would the deal be kept at each phase?"

NODES = 4
"""Most nodes told each in a sentence; all are in the table."""

_CAUSES = {
    Cause.LEVERAGE: "what has changed hands by then",
    Cause.REGROUPING: "the time of truce used to regroup",
    Cause.SHOCK: "what is expected to happen by then",
    Cause.FIRST_STRIKE: "the gain of breaking first",
    Cause.IMPATIENCE: "that later counts less",
    Cause.POOR_PEACE: "a peace worth less than its best chance in fighting",
}


def durability_chapter(telling: Telling, finding: DurabilityFinding, *, before: Case | None = None) -> Chapter | None:
    """The chapter; ``None`` for a case without phases.

    Where something the phases rest on is withheld, only the verdict and its share are told. ``before`` is the whole case where
    the one told is that of an earlier day: what that day leaves out is named.
    """
    if telling.case.phases is None:
        return None
    if telling.is_section_withheld("phases"):
        return Chapter(key="durability", title=TITLE, sentences=tuple(_withheld(telling, finding)))
    if not finding.nodes:
        return Chapter(key="durability", title=TITLE, sentences=(_not_asked(telling, finding),))
    sentences = (
        *_headline(telling, finding),
        *_signing(telling, [own for own in finding.signing if own.verdict is Verdict.FAILS]),
        *_failing(telling, finding),
        *way_back(telling, finding),
        *_signing(telling, [own for own in finding.signing if own.verdict is not Verdict.FAILS]),
        *decides(telling, finding),
        *remedy_sentences(telling, finding),
        *turns(telling, finding),
        *types_sentences(telling, finding),
        *(() if before is None else left_out_sentences(telling, before)),
    )
    return Chapter(
        key="durability",
        title=TITLE,
        sentences=sentences,
        charts=charts(telling, finding),
        tables=tables(telling, finding),
    )


# -- the verdict -----------------------------------------------------------------------------------


def _not_asked(telling: Telling, finding: DurabilityFinding) -> Sentence:
    return telling.say("Whether the agreement would be kept was not asked: {why}.", why=finding.reason or "no answer")


def _withheld(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    yield telling.say("The phases, or what they rest on, are withheld in part, so only the verdict is told.")
    match finding.verdict:
        case Verdict.HOLDS:
            yield telling.say("Yes: the agreement would be kept at each phase.")
        case Verdict.FAILS:
            yield telling.say("No: the agreement would not be kept at each phase.")
        case Verdict.CONTESTED if finding.kept is not None:
            yield telling.say("It depends: the agreement would be kept {share}.", share=in_readings(finding.kept))
        case _:
            yield telling.say("It could not be settled whether the agreement would be kept at each phase.")


def _headline(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    keys = tuple(dict.fromkeys(key for node in finding.nodes for key in node.records))
    sure = [node for node in finding.nodes if node.verdict is Verdict.FAILS]
    match finding.verdict:
        case Verdict.HOLDS:
            yield telling.say(
                "Yes{meant}: at every step and at the end, whoever moves would rather keep the agreement than leave it{all}.",
                keys,
                meant=_if_meant(telling, finding),
                all="" if finding.provenance.is_exact else ", however what is left open turns out",
            )
        case Verdict.FAILS if sure:
            yield telling.say(
                "No: the agreement would not be kept. {where}{all}, even if everybody kept the rest.",
                [key for node in sure for key in node.records],
                where=capital(_would_leave(telling, sure)),
                all="" if finding.provenance.is_exact else ", however what is left open turns out",
            )
        case Verdict.FAILS:
            nodes = join([node_words(telling, *key) for key in finding.conflict])
            yield telling.say("No: nothing within what is said lets all of these keep at once: {nodes}.", keys, nodes=nodes)
        case Verdict.CONTESTED if finding.kept is not None and finding.kept.is_never and finding.provenance.is_exact:
            yield telling.say("Hardly: the agreement keeps itself only if what somebody compares is equally good.", keys)
            yield from _ties(telling, finding)
        case Verdict.CONTESTED if finding.kept is not None and finding.kept.is_never:
            yield telling.say(
                "Hardly: in none of the {n} readings drawn does the agreement keep itself, though nothing said rules it out.",
                keys,
                n=f"{finding.n_readings:,}",
            )
            yield from _ties(telling, finding)
        case Verdict.CONTESTED if finding.kept is not None:
            yield telling.say(
                "It depends on what the record leaves open: the agreement keeps itself {share}. That counts ways of filling the"
                " gaps in the record; it is not the chance of anything.",
                keys,
                share=in_readings(finding.kept),
            )
            yield from _ties(telling, finding)
        case Verdict.CONTESTED:
            yield telling.say("It depends on what the record leaves open whether the agreement would be kept.", keys)
        case _:
            yield telling.say(
                "It could not be settled whether the agreement would be kept: {why}.", keys, why=finding.reason or ""
            )
    if finding.verdict is not Verdict.FAILS:
        yield from doubt_sentences(telling, finding)


def _if_meant(telling: Telling, finding: DurabilityFinding) -> Words | str:
    """That a party may be of another kind than the one the answer is for."""
    if not finding.types:
        return ""
    who = join([actor_name(telling.case, own.actor) for own in finding.types])
    return phrase(", if {who} means to keep it", who=who)


def _would_leave(telling: Telling, nodes: Sequence[NodeFinding]) -> Words:
    """A clause for the nodes that fail for sure."""
    if len(nodes) == 1:
        (node,) = nodes
        return phrase(
            "{where}, {who} would rather {act} than go on",
            where=place_words(telling.case, node.step),
            who=actor_name(telling.case, node.actor),
            act=act_words(node.act),
        )
    told = [node_words(telling, *node.key) for node in nodes[:NODES]]
    more = f", and at {plural(len(nodes) - NODES, 'further point', 'further points')}" if len(nodes) > NODES else ""
    return phrase("These would rather leave than go on: {told}{more}", told=join(told), more=more)


def _ties(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    """Nodes kept only if two things are equally good: close to failing for sure."""
    for node in finding.nodes:
        if node.only_by_tie:
            yield telling.say(
                "{where}, it is on record that to {who} leaving is at least as good as the agreement kept: it would go on only if"
                " the two were equally good to it.",
                [key for key in node.records if not key.startswith("phases.steps.")],
                where=place_words(telling.case, node.step),
                who=actor_name(telling.case, node.actor),
            )


# -- every node that fails ---------------------------------------------------------------------------


def _failing(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    """Nodes that fail, those that fail most often first; told in the order of the agreement."""
    open_ones = [node for node in finding.failing if not node.only_by_tie]
    worst = sorted(open_ones, key=lambda node: node.kept.share if node.kept is not None else Fraction(1, 2))[:NODES]
    reasons = {(own.step, own.actor): own for own in finding.reasons}
    in_words = [node for node in finding.nodes if node in worst and node.slack is None and node.verdict is Verdict.CONTESTED]
    if in_words:
        yield _open_nodes(telling, in_words)
    said = False
    for node in finding.nodes:
        if node in worst and node not in in_words:
            yield _node(telling, node)
            if node.key in reasons:
                yield _reason(telling, finding, reasons[node.key], node, is_first=not said)
                said = True
    unsaid = [node for node in finding.nodes if node.basis is Basis.NOTHING]
    if unsaid:
        who = join([actor_name(telling.case, actor) for actor in dict.fromkeys(node.actor for node in unsaid)])
        yield telling.say("Nothing on record says what {who} would rather, so its own steps stay open.", who=who)


def _open_nodes(telling: Telling, nodes: Sequence[NodeFinding]) -> Sentence:
    """Points at which nothing said decides."""
    told = []
    for node in nodes:
        share = "" if node.kept is None else f" {in_readings(node.kept)}"
        told.append(phrase("{node}{share}", node=node_words(telling, *node.key), share=share))
    return telling.say(
        "Not on record is whether these would rather keep than leave; they would: {told}.",
        [key for node in nodes for key in node.records],
        told=semicolons(told),
    )


def _node(telling: Telling, node: NodeFinding) -> Sentence:
    where, who = place_words(telling.case, node.step), actor_name(telling.case, node.actor)
    if node.keeping is None or node.leaving is None or node.slack is None:
        return telling.say(
            "{where}, it is on record that {who} would rather {act} than have the agreement kept.",
            node.records,
            where=where,
            who=who,
            act=act_words(node.act),
        )
    share = "" if node.verdict is Verdict.FAILS or node.kept is None else f"; it keeps {in_readings(node.kept)}"
    return telling.say(
        "{where}, keeping on to the end is worth {c} to {who} from then on, {way} {b}: {short}{share}.",
        node.records,
        where=where,
        c=span_words(node.keeping),
        who=who,
        way="letting the truce lapse" if node.act is Act.LAPSE else "breaking",
        b=span_words(node.leaving),
        short=_short(node),
        share=share,
    )


def _short(node: NodeFinding) -> str:
    """``1 short``, or between what and what."""
    slack = node.slack
    if slack is None:
        return ""
    if slack.is_point:
        return f"it is {points(-slack.low)} short"
    if slack.high < 0:
        return f"it is {points(-slack.high)} to {points(-slack.low)} short"
    return f"between {points(-slack.low)} short and {points(slack.high)} to spare"


def _reason(telling: Telling, finding: DurabilityFinding, own: NodeReasons, node: NodeFinding, *, is_first: bool) -> Sentence:
    """What makes leaving better: the smallest sets of causes."""
    gains = {gain.cause: gain.gain for gain in own.contributions}
    sets = [
        join([phrase("{cause}{adds}", cause=_CAUSES[c], adds=_adds(gains, c)) for c in causes]) for causes in own.minimal_sets
    ]
    base = base_words(finding)
    if not sets:
        template = (
            "What it is still to hand over costs it more than what it still gets: even a peace as good as its best chance in"
            " fighting would not make up for it{base}."
        )
        return telling.say(template, node.records, base=base)
    return telling.say(
        "What makes it so{ways}{base}{what}: {sets}.",
        node.records,
        ways="" if len(sets) == 1 else ", each enough to mend it if taken away",
        base=base,
        what=", with what each alone takes off keeping" if is_first else "",
        sets=semicolons(sets),
    )


def _adds(gains: Mapping[Cause, Fraction], cause: Cause) -> str:
    """By how much keeping would be better with this reason alone away."""
    return f" ({points(gains[cause])})" if cause in gains else ""


# -- signing -----------------------------------------------------------------------------------------


def _signing(telling: Telling, signing: Sequence[Signing]) -> Iterator[Sentence]:
    with_numbers = [own for own in signing if own.keeping is not None and own.no_deal is not None]
    for own in with_numbers:
        yield _signs(telling, own)
    for own in signing:
        if own not in with_numbers and own.records:
            who = actor_name(telling.case, own.actor)
            match own.verdict:
                case Verdict.HOLDS:
                    template = "To {who} the agreement kept to its end is at least as good as no deal, by what is on record."
                case Verdict.FAILS:
                    template = (
                        "{who} would not sign: it would rather have no deal than the agreement kept to its end, by what is on"
                        " record."
                    )
                case _:
                    template = "Whether {who} would rather have the agreement kept than no deal is not on record{share}."
            share = "" if own.kept is None else f"; it would {in_readings(own.kept)}"
            yield telling.say(template, own.records, who=who, share=share)


def _signs(telling: Telling, own: Signing) -> Sentence:
    who = actor_name(telling.case, own.actor)
    kept = "" if own.keeping is None else span_words(own.keeping)
    none = "" if own.no_deal is None else span_words(own.no_deal)
    match own.verdict:
        case Verdict.HOLDS:
            template = "Kept to its end, the agreement is worth {kept} to {who} from signing on, no deal {none}."
        case Verdict.FAILS:
            template = "{who} would not sign, even if all were kept: it is worth {kept} to it from signing on, no deal {none}."
        case _:
            template = "Kept to its end, the agreement is worth {kept} to {who} from signing on, no deal {none}: better {share}."
    share = "or not" if own.kept is None else in_readings(own.kept)
    return telling.say(template, own.records, who=who, kept=kept, none=none, share=share)
