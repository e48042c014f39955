"""What the section ``ratification`` may hold."""

from __future__ import annotations

from detente.casefile.kinds import Each, Either, Field, Items, Record
from detente.casefile.scalars import Ident, Parsed, Text
from detente.casefile.schema_fields import FIRMNESS, JUDGED, NUMBER_SCHEMA, points
from detente.casefile.values import number

__all__ = ["RATIFICATION", "STANCE_KINDS"]

_RULE = "quota(n of body), share(n/m of body), majority(body), unanimity(body), veto(actor), joined by `and`, `or`"
_FORMULA = "packages: a formula as in a red line"

_VOTES = Parsed("a number of votes", number, NUMBER_SCHEMA, low=0)
_SEATS = Either(_VOTES, Record("seats", {"votes": Field(_VOTES, required=True), **JUDGED}))
_BODY = Record(
    "a body",
    {
        "name": Field(Text("the body in words; the id in words when absent")),
        "size": Field(Parsed("a number of votes", number, NUMBER_SCHEMA, low=0, about="all votes, outside ones too; checked")),
        "members": Field(Each(_SEATS, at_least=1, about="votes by member: actors, or bodies that vote as one"), required=True),
        "outside": Field(Each(_SEATS, about="votes of those not bound to the government")),
        "rule": Field(Text(f"how it decides where it is itself a member; a majority when absent: {_RULE}")),
        **JUDGED,
    },
)
STANCE_KINDS = ("opposes", "supports", "leaves_over", "leaves_with", "judges_as", "office")
_STANCE = Record(
    "a stance",
    {
        "opposes": Field(Text(f"what it votes against; {_FORMULA}")),
        "supports": Field(Text(f"what it votes for; {_FORMULA}")),
        "leaves_over": Field(Text(f"what it leaves the government over; {_FORMULA}")),
        "leaves_with": Field(Items(Ident(), at_least=1, about="it leaves once one of these has left")),
        "judges_as": Field(Ident("values packages as this actor does")),
        "office": Field(points("what staying in government is worth to it, in points of its own scale")),
        "firmness": FIRMNESS,
        **JUDGED,
    },
    one_of=STANCE_KINDS,
)
_PRESSURE = Record(
    "pressure",
    {
        "by": Field(Ident("who presses"), required=True),
        "on": Field(Ident("the actor pressed, whose value of these packages rises"), required=True),
        "for": Field(Text(f"what it presses for; {_FORMULA}"), required=True),
        "points": Field(points("how much, in points of the scale of the actor pressed"), required=True),
        **JUDGED,
    },
)
_SIDE = Record(
    "a side",
    {
        "bodies": Field(Each(_BODY, at_least=1, about="who votes where, with how many votes")),
        "passes": Field(Text(f"what a package must meet at home: {_RULE}"), required=True),
        "government": Field(Text(f"what must hold for the government to stand once partners have left: {_RULE}")),
        "partners": Field(Items(Ident(), at_least=1, about="who can leave the government; members of its bodies when absent")),
        "leader": Field(Ident("who signs, and may lose office by it")),
        "in_several": Field(Items(Ident(), about="members meant to sit in more than one body")),
        "stances": Field(Each(Items(_STANCE), about="per actor, how it would judge a package")),
        "pressure": Field(Items(_PRESSURE, about="those who press an actor for something")),
        **JUDGED,
    },
)
RATIFICATION = Each(_SIDE, at_least=1, about="per party, whose consent it needs at home, and how they would judge a package")
