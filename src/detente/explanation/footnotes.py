"""Claims as footnotes: numbered by first use, each with its whole chain of attribution."""

from __future__ import annotations

from collections.abc import Iterable

from detente.explanation.explanation import Footnote, Sentence
from detente.explanation.telling import Telling
from detente.explanation.wording import date_words
from detente.model.evidence import Claim, Source

__all__ = ["attribution", "footnotes"]

_RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
_RELATIONS = {"party": " (a party)", "aligned": " (aligned with a party)", "mediator": " (a mediator)"}
_CREDIBILITY = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}


def footnotes(telling: Telling, sentences: Iterable[Sentence]) -> tuple[Footnote, ...]:
    """A footnote for every claim some sentence cites, in the order of first use."""
    cited = dict.fromkeys(claim for sentence in sentences for claim in sentence.claims)
    return tuple(_footnote(telling, number, claim) for number, claim in enumerate(cited, start=1))


def _footnote(telling: Telling, number: int, claim_id: str) -> Footnote:
    if claim_id in telling.withheld.values():
        text = "A claim that is withheld at this level of handling."
        return Footnote(number=number, claim=claim_id, text=text, attribution="", is_withheld=True)
    claim = telling.case.claim(claim_id)
    return Footnote(number=number, claim=claim.id, text=claim.text, attribution=attribution(telling, claim))


def attribution(telling: Telling, claim: Claim) -> str:
    """Who says it, on what basis, when, and where it stands, with the grades of source and claim."""
    source = telling.case.source(claim.source)
    parts = [claim.kind.value.capitalize()]
    if claim.said_by:
        parts.append(", citing ".join(claim.said_by))
    parts.append(_source_words(source))
    if claim.locator:
        parts.append(claim.locator)
    if claim.said_on != source.date:
        parts.append(f"said on {date_words(claim.said_on)}")
    if claim.holds_from is not None:
        end = claim.holds_to or claim.holds_from
        span = date_words(claim.holds_from)
        parts.append(f"about {span}" if end == claim.holds_from else f"about {span} to {date_words(end)}")
    grades = []
    if source.reliability in _RELIABILITY:
        grades.append(f"source {source.reliability}, {_RELIABILITY[source.reliability]}")
    if claim.credibility in _CREDIBILITY:
        grades.append(f"claim {claim.credibility}, {_CREDIBILITY[claim.credibility]}")
    return "; ".join([*parts, *grades]) + "."


def _source_words(source: Source) -> str:
    relation = {"party": ", a party", "aligned": ", aligned with a party", "mediator": ", a mediator"}.get(
        source.relation or "", ""
    )
    return f"{source.publisher}{relation}, “{source.title}”, {date_words(source.date)}"
