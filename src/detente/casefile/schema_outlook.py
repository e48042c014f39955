"""What the section ``outlook`` may hold."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from detente.casefile.estimates import estimate
from detente.casefile.kinds import Each, Either, Field, Items, Record
from detente.casefile.scalars import Choice, Ident, Parsed, Text
from detente.casefile.schema_fields import JUDGED, LIKELIHOOD_SCHEMA, NUMBER_SCHEMA, NUMBERS
from detente.casefile.values import MistakeError, day, day_range, likelihood, number, number_range
from detente.model.outlook import CostTrend, TermsTrend

__all__ = ["OUTLOOK"]

UNITS = ("day", "week", "month", "year")
"""Units of time that a calendar knows."""

_DAYS = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAY_SCHEMA: dict[str, Any] = {"type": "string", "format": "date", "pattern": f"^{_DAYS}$"}
_PERIOD_SCHEMA: dict[str, Any] = {"type": "string", "pattern": rf"^{_DAYS}(\s*\.\.\s*{_DAYS})?$"}
_WORDS = tuple(trend.value for trend in TermsTrend)
_TERMS_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"enum": list(_WORDS)},
        {"type": "number"},
        {"type": "string", "pattern": rf"^{NUMBERS}(\s*\.\.\s*{NUMBERS})?$"},
    ]
}


def _discount(text: str) -> Fraction:
    factor = number(text)
    if factor <= 0 or factor > 1:
        advice = "a discount factor is above 0 and at most 1; it is 1 where nothing is lost by waiting"
        raise MistakeError("DET309", f"`{text.strip()}` is out of bounds", advice)
    return factor


def _terms(text: str) -> TermsTrend | tuple[Fraction, Fraction]:
    """Better, same or worse; or by how many points."""
    written = text.strip()
    if written in _WORDS:
        return TermsTrend(written)
    try:
        return number_range(written)
    except MistakeError as mistake:
        if mistake.code != "DET214":
            raise
        advice = f"write {', '.join(_WORDS[:-1])} or {_WORDS[-1]}; or points, as in 0..5"
        raise MistakeError("DET213", f"`{written}` is not allowed here", advice) from None


def _day(about: str) -> Parsed:
    return Parsed("a day", day, _DAY_SCHEMA, about=about)


_COST = Record(
    "a cost",
    {
        "name": Field(Text("what it is, in words")),
        "by": Field(Ident("who puts it on")),
        "trend": Field(Choice(tuple(trend.value for trend in CostTrend)), required=True),
        "rate": Field(
            estimate("points a unit of time; a rising one starts at the low end, a falling one at the high end", low=0)
        ),
        "from": Field(_day("when it sets in; the day of the case when absent")),
        "to": Field(_day("when it is over; the end of the outlook when absent")),
        "seen_by": Field(Ident("whose view this is; that of who bears it when absent")),
        **JUDGED,
    },
)
_EXPECTED = Record(
    "expected terms",
    {
        "trend": Field(Choice(_WORDS), required=True),
        "change": Field(estimate("by how many points of its own scale")),
        "by": Field(_day("when that is reached; the end of the outlook when absent")),
        "rests_on": Field(
            Items(Ident(), at_least=1, about="costs (`actor-1`) and events without which it would not be expected")
        ),
        "seen_by": Field(Ident("whose view this is; its own when absent")),
        **JUDGED,
    },
)
_EFFECT = Record(
    "an effect",
    {
        "terms": Field(
            Either(
                Parsed("better, same, worse or points", _terms, _TERMS_SCHEMA),
                Record("a number", {"value": Field(Parsed("points", number_range, _TERMS_SCHEMA), required=True), **JUDGED}),
                about="what it does to the terms the actor can get",
            )
        ),
        "rate": Field(estimate("points a unit of time that it adds to what going on costs; less than 0 where it saves")),
    },
)
_EFFECTS = Each(_EFFECT, about="per actor, what changes for it")
_EVENT = Record(
    "an event",
    {
        "name": Field(Text("the event in words; the id in words when absent")),
        "on": Field(
            Parsed("a day or a period", day_range, _PERIOD_SCHEMA, about="a day, or the period it falls in"), required=True
        ),
        "chance": Field(Each(Parsed("a likelihood", likelihood, LIKELIHOOD_SCHEMA), about="per actor, how likely it holds it")),
        "effects": Field(_EFFECTS),
        **JUDGED,
    },
)
_DEADLINE = Record("what a deadline changes", {"effects": Field(_EFFECTS, required=True), **JUDGED})
OUTLOOK = Record(
    "`outlook`",
    {
        "unit": Field(Choice(UNITS, about="the unit of rates"), required=True),
        "until": Field(_day("how far the outlook goes"), required=True),
        "costs": Field(Each(Items(_COST), about="per actor that bears them, costs of going on without a deal")),
        "terms": Field(Each(Items(_EXPECTED), about="per party, what it expects it could sign for later, compared with now")),
        "ends": Field(Each(estimate(), about="per party, the worth of having no deal at the end; its no-deal value when absent")),
        "discount": Field(
            Each(
                Parsed("a number", _discount, NUMBER_SCHEMA),
                about="per party, the weight of one unit of time later; 1 when absent",
            )
        ),
        "events": Field(Each(_EVENT, about="what may happen, once, by itself")),
        "deadlines": Field(Each(_DEADLINE, about="per deadline of the case, what changes when it passes; nothing when absent")),
        **JUDGED,
    },
    about="what each actor expects of time as long as nothing is signed",
)
