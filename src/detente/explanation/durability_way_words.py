"""How a late break comes back to an early one, in sentences: whoever sees it ahead leaves before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.explanation.durability_phrases import act_words, ahead_words, base_words, node_words, party_keys
from detente.explanation.explanation import Sentence
from detente.explanation.phase_words import place_words, points
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, in_100, join, phrase
from detente.questions.durability.finding import DurabilityFinding, Link
from detente.questions.durability.slack import Act

__all__ = ["way_back"]

ENDS = 3
"""Most points told at which the agreement ends most often."""

RARE = 10
"""A way back that fewer than one in so many readings take is not told."""

LINKS = 6
"""Most links of the way back told each in a sentence; of more, the first ones and the last."""


def way_back(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    """Where it ends, all seeing ahead, and the links from the root cause back to there."""
    way = finding.unravelled
    if way is None or not way.chain:
        return
    first, root = way.first_break, way.root_cause
    keys = [key for actor in finding.parties for key in party_keys(finding.nodes, actor)]
    if not finding.provenance.is_exact:
        yield from _ends(telling, finding)
        if way.share * RARE < 1:
            return
    if len(way.chain) <= len(root):
        if finding.provenance.is_exact:
            yield telling.say(
                "Everybody sees that ahead, and nobody has reason to leave before: the agreement is kept until {where}.",
                keys,
                where=_points_words(telling, first),
            )
        return
    if finding.provenance.is_exact:
        yield telling.say(
            "But everybody sees that ahead, and so it does not even get that far: the agreement ends {where}.",
            keys,
            where=_points_words(telling, first),
        )
    else:
        is_mixed = len(finding.numeric) < len(finding.parties)
        base = ", in a typical reading" if is_mixed else base_words(finding)
        yield telling.say(
            "How a late break comes back to an early one{base}: what fails by itself is {root}. So it goes in {n}"
            " readings{more}.",
            keys,
            base=base,
            more=", more often than any other way" if is_mixed else "",
            n=in_100(float(way.share)),
            root=join([node_words(telling, *key) for key in root]),
        )
    links = list(way.chain[len(root) :])
    shown = links if len(links) <= LINKS else [*links[: LINKS - 2], links[-1]]
    for k, link in enumerate(shown):
        if len(shown) < len(links) and k == len(shown) - 1:
            yield telling.say("And so on, step by step, back to the start.")
        yield _link(telling, finding, link)


def _ends(telling: Telling, finding: DurabilityFinding) -> Iterator[Sentence]:
    """Where the agreement most often ends."""
    ends = [(node.ends_here.share, node) for node in finding.nodes if node.ends_here is not None and node.ends_here.share > 0]
    told = [
        phrase("{node} in {n}", node=node_words(telling, *node.key), n=in_100(float(share)))
        for share, node in sorted(ends, key=lambda item: -item[0])[:ENDS]
    ]
    if told:
        yield telling.say(
            "As everybody sees ahead, it may end early. Of the readings it ends with {told}.",
            [key for _, node in ends for key in node.records],
            told=join(told),
        )


def _points_words(telling: Telling, nodes: Sequence[tuple[str, str]]) -> Words:
    """``at “The first release”, by Party A``."""
    step = nodes[0][0]
    who = join([actor_name(telling.case, actor) for _, actor in nodes])
    return phrase("{where}, by {who}", where=place_words(telling.case, step), who=who)


def _link(telling: Telling, finding: DurabilityFinding, link: Link) -> Sentence:
    keys = party_keys(finding.nodes, link.actor)
    where, who = place_words(telling.case, link.step), actor_name(telling.case, link.actor)
    if link.going_on is None or link.leaving is None:
        return telling.say(
            "{where}, going on would end in {ahead}, and {who} would rather {act} first.",
            keys,
            where=where,
            ahead=ahead_words(telling, link.ahead),
            who=who,
            act=act_words(link.act),
        )
    return telling.say(
        "{where}, going on would end in {ahead}: that is worth {c} to {who}, and {way} first {b}.",
        keys,
        where=where,
        ahead=ahead_words(telling, link.ahead),
        c=points(link.going_on),
        who=who,
        way="letting the truce lapse" if link.act is Act.LAPSE else "breaking",
        b=points(link.leaving),
    )
