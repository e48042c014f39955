"""Fields that records of many sections share."""

from __future__ import annotations

from typing import Any

from detente.casefile.kinds import Field, Items
from detente.casefile.scalars import Ident, Parsed, Text
from detente.casefile.values import ICD_203, likelihood, number, number_range

__all__ = ["FIRMNESS", "JUDGED", "LIKELIHOOD_SCHEMA", "NOTE", "NUMBER", "NUMBERS", "NUMBER_SCHEMA", "RANGE_SCHEMA", "points"]

NUMBERS = r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?(/[0-9]+)?"
"""Pattern of a number in a JSON Schema."""

NUMBER_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{NUMBERS}$"}]}
NUMBER = Parsed("a number", number, NUMBER_SCHEMA)
NOTE = Field(Text("a remark for the reader of the file"))
JUDGED = {
    "because": Field(Items(Ident(), about="ids of the claims it rests on; without them it is an assumption")),
    "note": NOTE,
}
"""What every judged record may carry."""

RANGE_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "number"}, {"type": "string", "pattern": rf"^{NUMBERS}(\s*\.\.\s*{NUMBERS})?$"}]
}
LIKELIHOOD_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"enum": [*ICD_203, "certain"]},
        {"type": "number", "minimum": 0, "maximum": 1},
        {"type": "string", "pattern": "^[-0-9. /%]+$"},
    ]
}
FIRMNESS = Field(Parsed("a likelihood", likelihood, LIKELIHOOD_SCHEMA, about="how likely it is meant; certain when absent"))


def points(about: str = "") -> Parsed:
    """Points of an actor's own scale, one number or a range."""
    return Parsed("points from 0 to 100", number_range, RANGE_SCHEMA, low=0, high=100, about=about)
