"""What a case file may hold: one declaration, from which files are read and the JSON Schema is made."""

from __future__ import annotations

from typing import Any

from detente.casefile.kinds import Each, Either, Field, Items, Record, Terms
from detente.casefile.reading import Kind
from detente.casefile.scalars import Choice, Flag, Ident, Parsed, Text
from detente.casefile.schema_fields import FIRMNESS, JUDGED, NOTE, NUMBER, RANGE_SCHEMA, points
from detente.casefile.schema_moves import MOVES
from detente.casefile.schema_outlook import OUTLOOK
from detente.casefile.schema_phases import PHASES
from detente.casefile.schema_ratification import RATIFICATION
from detente.casefile.syntax import ListNode
from detente.casefile.values import MistakeError, day, day_range, number, number_range
from detente.model.actor import Role
from detente.model.evidence import ClaimKind, Handling
from detente.model.proposal import Answer, DeadlineStatus, Silence

__all__ = ["SECTIONS", "STATEMENT_KINDS", "json_schema"]

_DAYS = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAY_SCHEMA: dict[str, Any] = {"type": "string", "format": "date", "pattern": f"^{_DAYS}$"}
_PERIOD_SCHEMA: dict[str, Any] = {"type": "string", "pattern": rf"^{_DAYS}(\.\.{_DAYS})?$"}


def _whole(text: str) -> int:
    value = number(text)
    if value.denominator != 1:
        raise MistakeError("DET214", f"`{text}` is not a whole number", "write a whole number")
    return int(value)


def _day(about: str = "") -> Parsed:
    return Parsed("a day", day, _DAY_SCHEMA, about=about)


def _formula(about: str) -> Text:
    return Text(about)


def _id(about: str = "") -> Ident:
    return Ident(about)


def _words(enum: type[Any]) -> tuple[str, ...]:
    return tuple(member.value for member in enum)


_HANDLING = Field(Choice(_words(Handling), "who may see it"))
_TERM = Text("an option id, or a number on a numeric issue")

_CASE = Record(
    "the case",
    {
        "slug": Field(_id("the id of the case; its folder has the same name"), required=True),
        "title": Field(Text("the name of the case"), required=True),
        "as_of": Field(_day("the day the case describes"), required=True),
        "question": Field(Text("the question the case is to answer"), required=True),
        "notes": Field(Text("free text")),
    },
    about="what the case is about, and of which day",
)
_SOURCE = Record(
    "a source",
    {
        "publisher": Field(Text("who published it"), required=True),
        "title": Field(Text("its title"), required=True),
        "date": Field(_day("the day it was published"), required=True),
        "relation": Field(Choice(("party", "aligned", "mediator", "outside", "unknown"), "who the source is to the conflict")),
        "reliability": Field(Choice(("A", "B", "C", "D", "E", "F"), "Admiralty scale; F = cannot be judged")),
        "language": Field(Text("the language it is in")),
        "handling": _HANDLING,
        "note": NOTE,
    },
)
_QUANTITY = Record(
    "a quantity",
    {
        "value": Field(Parsed("a number or a range", number_range, RANGE_SCHEMA), required=True),
        "unit": Field(Text("what one of it is"), required=True),
        "measure": Field(_id("what is counted; figures of one measure are compared"), required=True),
        "approximate": Field(Flag("for about, some, nearly")),
        "part_of": Field(_id("the measure this one is a part of")),
        "counted_by": Field(Text("who did the counting")),
    },
)
_CLAIM = Record(
    "a claim",
    {
        "text": Field(Text("what the source says, in your own words"), required=True),
        "kind": Field(Choice(_words(ClaimKind), "what sort of thing it says"), required=True),
        "source": Field(_id("the id of its source"), required=True),
        "said_by": Field(Items(Text(), about="who says it, then what they rely on")),
        "said": Field(_day("the day it was said; the date of the source when absent")),
        "holds": Field(Parsed("a day or a period", day_range, _PERIOD_SCHEMA, about="when it is said to be true")),
        "locator": Field(Text("where in the source")),
        "credibility": Field(
            Parsed("a number from 1 to 6", _whole, {"type": "integer", "minimum": 1, "maximum": 6}, low=1, high=6)
        ),
        "disputes": Field(Items(_id(), about="claims that say otherwise")),
        "quantity": Field(_QUANTITY),
        "handling": _HANDLING,
        "note": NOTE,
    },
)
_ACTOR = Record(
    "an actor",
    {
        "name": Field(Text("the name, in any script"), required=True),
        "role": Field(Choice(_words(Role), "a party must agree"), required=True),
        "part_of": Field(_id("the actor it is a part of")),
        "seats": Field(Parsed("a whole number", _whole, {"type": "integer", "minimum": 0}, low=0)),
        **JUDGED,
    },
)
_OPTION = Either(Text("the label"), Record("an option", {"label": Field(Text(), required=True), "note": NOTE}))
_RANGE = Record(
    "a range",
    {
        "from": Field(NUMBER, required=True),
        "to": Field(NUMBER, required=True),
        "step": Field(NUMBER),
        "unit": Field(Text("what one of it is"), required=True),
    },
)


class _Options:
    """Options as a mapping from id to label, or as a list of ids."""

    _each: Kind = Each(_OPTION)
    _items: Kind = Items(Ident())

    def read(self, node: Any, report: Any) -> Any:
        """Either form."""
        return (self._items if isinstance(node, ListNode) else self._each).read(node, report)

    def json(self) -> dict[str, Any]:
        """Either form."""
        return {"anyOf": [self._each.json(), self._items.json()], "description": "id: label, or a list of ids"}


_ISSUE = Record(
    "an issue",
    {
        "name": Field(Text("a short name; the id in words when absent")),
        "question": Field(Text("the question on the table"), required=True),
        "ordered": Field(Flag("the options stand in a step order")),
        "options": Field(_Options()),
        "range": Field(_RANGE),
        "knots": Field(Items(NUMBER, about="where a value may bend; the two ends when absent")),
        "steps": Field(Items(Text("a - b"), about="for unordered issues: which options are one step apart")),
        "phase": Field(_id("the phase it belongs to")),
        **JUDGED,
    },
    one_of=("options", "range"),
)
_RULE = Record(
    "a rule",
    {"requires": Field(_formula("what must hold"), required=True), "name": Field(Text("the rule in words")), **JUDGED},
)
_POINTS_PER_ISSUE = Each(Terms(points(), at_least=1), at_least=1)
STATEMENT_KINDS = ("rank", "importance", "points", "prefers", "indifferent")
_STATEMENT = Record(
    "a preference statement",
    {
        "rank": Field(Each(Text("best first: a > b >= c ~ d; higher or lower on a numeric issue"), at_least=1)),
        "importance": Field(Either(Text("issues, most important first"), Each(points(), at_least=1))),
        "points": Field(_POINTS_PER_ISSUE),
        "prefers": Field(_formula("one package > another: named packages, complete proposals, or no_deal")),
        "indifferent": Field(Items(_id(), at_least=1, about="issues that make no difference to the actor")),
        **JUDGED,
    },
    one_of=STATEMENT_KINDS,
)
_DEMAND = Record(
    "a demand",
    {"actor": Field(_id(), required=True), "asks": Field(_formula("what is asked for"), required=True), **JUDGED},
)
_RED_LINE = Record(
    "a red line",
    {
        "actor": Field(_id(), required=True),
        "requires": Field(_formula("what a package must satisfy")),
        "refuses": Field(_formula("what is refused")),
        "firmness": FIRMNESS,
        "name": Field(Text("the red line in words")),
        "inferred_from": Field(_id("a demand that is read as a red line")),
        "moves_with": Field(Items(_id(), about="red lines on or off together with this one")),
        **JUDGED,
    },
    one_of=("requires", "refuses"),
)
_WORTH = Record(
    "a no-deal statement",
    {
        "worth": Field(Parsed("points", number_range, RANGE_SCHEMA, about="points of 100 on the actor's own scale")),
        "at_least": Field(_id("a named package")),
        "at_most": Field(_id("a named package")),
        "equal": Field(_id("a named package")),
        **JUDGED,
    },
    one_of=("worth", "at_least", "at_most", "equal"),
)
_NO_DEAL = Record(
    "`no_deal`",
    {
        "path": Field(Each(_TERM)),
        "drift": Field(Text("how it changes over time")),
        "values": Field(Each(Items(_WORTH))),
        **JUDGED,
    },
    about="what holds without a deal, and what that is worth to each actor",
)
_PACKAGE = Record("a package", {"terms": Field(Each(_TERM), required=True), "name": Field(Text()), **JUDGED})
_CIRCUMSTANCE = Record("a circumstance", {"text": Field(Text(), required=True), **JUDGED})
_RESPONSE = Record("a response", {"answer": Field(Choice(_words(Answer)), required=True), "date": Field(_day()), **JUDGED})
_PROPOSAL = Record(
    "a proposal",
    {
        "name": Field(Text()),
        "by": Field(Items(_id()), required=True),
        "date": Field(_day(), required=True),
        "terms": Field(Each(_TERM), required=True),
        "silence": Field(Choice(_words(Silence), "what it means that the terms miss an issue")),
        "responses": Field(Each(_RESPONSE)),
        **JUDGED,
    },
)
_DEADLINE = Record(
    "a deadline",
    {
        "name": Field(Text()),
        "set_by": Field(Items(_id()), required=True),
        "set": Field(_day()),
        "due": Field(_day(), required=True),
        "status": Field(Choice(_words(DeadlineStatus))),
        "consequence": Field(Text()),
        **JUDGED,
    },
)

SECTIONS: dict[str, Field] = {
    "case": Field(_CASE, required=True),
    "sources": Field(Each(_SOURCE, about="documents and statements")),
    "claims": Field(Each(_CLAIM, about="what the sources say")),
    "actors": Field(Each(_ACTOR, at_least=1, about="everyone who can act"), required=True),
    "issues": Field(
        Each(
            _ISSUE, at_least=1, about="the questions on the table; a case with `moves`, `ratification` or `phases` may do without"
        )
    ),
    "feasibility": Field(Each(_RULE, about="no package may break these")),
    "deal_requires": Field(Each(_RULE, about="what makes a package a deal at all")),
    "preferences": Field(Each(Items(_STATEMENT), about="per actor, statements about its values")),
    "demands": Field(Each(_DEMAND, about="what was asked for")),
    "red_lines": Field(Each(_RED_LINE, about="what would be refused")),
    "no_deal": Field(_NO_DEAL),
    "packages": Field(Each(_PACKAGE, about="complete packages with a name")),
    "circumstances": Field(Each(_CIRCUMSTANCE, about="facts no party decides at the table")),
    "proposals": Field(Each(_PROPOSAL, about="the record of the talks")),
    "deadlines": Field(Each(_DEADLINE, about="time limits")),
    "moves": Field(MOVES),
    "ratification": Field(RATIFICATION),
    "phases": Field(PHASES),
    "outlook": Field(OUTLOOK),
}
"""Every top-level section, in the canonical order."""


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a case file, for editors; sections may stand in several files."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Détente case file",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: section.kind.json() for name, section in SECTIONS.items()},
    }
