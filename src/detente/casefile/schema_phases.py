"""What the section ``phases`` may hold."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from detente.casefile.estimates import estimate, probability
from detente.casefile.kinds import Each, Field, Items, Record
from detente.casefile.scalars import Flag, Ident, Parsed, Text
from detente.casefile.schema_fields import JUDGED, NUMBERS
from detente.casefile.values import MistakeError, day, number, number_range

__all__ = ["PHASES", "STAKE_FIELDS"]

_DAYS = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAY_SCHEMA: dict[str, Any] = {"type": "string", "format": "date", "pattern": f"^{_DAYS}$"}
_TIME_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^({NUMBERS}|{_DAYS})$"}]}


def _time(text: str) -> Any:
    """Units of time after the start, or a day."""
    if text.strip()[4:5] == "-":
        return day(text)
    try:
        return number(text)
    except MistakeError as mistake:
        message = f"`{text.strip()}` is neither a number nor a day"
        raise MistakeError(
            mistake.code, message, "write units of time after the start, as in 6, or a day, as in 2024-06-01"
        ) from None


def _discount(text: str) -> tuple[Fraction, Fraction]:
    low, high = number_range(text)
    if low <= 0 or high > 1:
        advice = "a discount factor is above 0 and at most 1; it is 1 where nothing is lost by waiting"
        raise MistakeError("DET309", f"`{text.strip()}` is out of bounds", advice)
    return low, high


_AT = Parsed("a time or a day", _time, _TIME_SCHEMA, about="units of time after the start; or a day, where `start` is said")
_ASSET = Record(
    "an asset",
    {
        "name": Field(Text("the asset in words; the id in words when absent")),
        "holder": Field(Ident("who holds it at the start"), required=True),
        "amount": Field(estimate("how much of it there is at the start", low=0), required=True),
        "unit": Field(Text("what one of it is")),
        "indivisible": Field(Flag("goes over whole, as people do; false when absent")),
        **JUDGED,
    },
)
_STEP = Record(
    "a step",
    {
        "phase": Field(Text("what the text calls the phase it belongs to")),
        "name": Field(Text("the step in words; the id in words when absent")),
        "by": Field(Ident("who delivers here, or breaks"), required=True),
        "at": Field(_AT, required=True),
        "delivers": Field(Each(estimate(low=0), about="how much of each asset; nothing when absent")),
        "expires": Field(Flag("the truce runs out here, so it may also be let lapse; false when absent")),
        **JUDGED,
    },
)
_END = Record(
    "the end",
    {
        "at": Field(_AT, required=True),
        "expires": Field(Flag("the agreement runs out here by its own terms; false when absent")),
        **JUDGED,
    },
)
_COMPARISON = Record(
    "a comparison",
    {
        "prefers": Field(
            Text("situations, best first, joined by `>`, `>=` or `~`: kept, no_deal, broken(step, actor), broken(end, actor)"),
            required=True,
        ),
        **JUDGED,
    },
)
STAKE_FIELDS = {
    "peace": Field(estimate("the peace once all is kept to the end")),
    "no_deal": Field(estimate("nothing signed; 0 when absent")),
    "fighting": Field(estimate("resumed fighting, before what follows; 0 when absent")),
    "leverage": Field(Each(estimate(), about="per asset, what one unit still held adds to resumed fighting")),
    "delivered": Field(Each(estimate(), about="what one unit of an asset handed over is worth, or a step as a whole")),
    "regrouping": Field(estimate("what each unit of truce time adds to resumed fighting")),
    "first_strike": Field(estimate("gain of breaking first")),
    "victim_loss": Field(estimate("loss when another breaks", low=0)),
    "discount": Field(estimate("weight of one unit of time later; 1 when absent", parse=_discount)),
    "signing_payment": Field(estimate("received on signing")),
    "completion_payment": Field(estimate("received when all was kept to the end")),
}
"""What a party has at stake, in points of its own scale."""

_GUARANTEE = Record(
    "a guarantee",
    {
        "on": Field(Ident("whose breaking it makes costly"), required=True),
        "at": Field(Items(Ident(), at_least=1, about="steps, or `end`; all of them when absent")),
        "detection": Field(probability("how likely a break is found out; certain when absent")),
        "penalty": Field(estimate("what a break that is found out costs, in points of who breaks", low=0), required=True),
        "by": Field(Ident("who gives it")),
        **JUDGED,
    },
)
_TYPES = Record(
    "two types",
    {
        "regroups": Field(probability("how likely the party is the one that uses the truce"), required=True),
        **STAKE_FIELDS,
        **JUDGED,
    },
)
PHASES = Record(
    "`phases`",
    {
        "unit": Field(Text("the unit of times and rates: day, week, month, year, or another word"), required=True),
        "start": Field(Parsed("a day", day, _DAY_SCHEMA, about="the day of time 0")),
        "assets": Field(Each(_ASSET, about="what is handed over in parts")),
        "steps": Field(Each(_STEP, at_least=1, about="who delivers what and when, in order"), required=True),
        "end": Field(_END, required=True),
        "comparisons": Field(Each(Items(_COMPARISON), about="per party, which way things may end it prefers to which")),
        "stakes": Field(Each(Record("stakes", STAKE_FIELDS), about="per party, the same in numbers")),
        "guarantees": Field(Each(_GUARANTEE, about="prices on breaking")),
        "types": Field(Each(_TYPES, about="per party that may be of two types, the stakes in which the second differs")),
        **JUDGED,
    },
    about="an agreement carried out step by step, at each of which it may be broken",
)
