"""Fields that records of many sections share."""

from __future__ import annotations

from typing import Any

from detente.casefile.kinds import Field, Items
from detente.casefile.scalars import Ident, Parsed, Text
from detente.casefile.values import number

__all__ = ["JUDGED", "NOTE", "NUMBER", "NUMBERS"]

NUMBERS = r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?(/[0-9]+)?"
"""Pattern of a number in a JSON Schema."""

_NUMBER_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{NUMBERS}$"}]}
NUMBER = Parsed("a number", number, _NUMBER_SCHEMA)
NOTE = Field(Text("a remark for the reader of the file"))
JUDGED = {
    "because": Field(Items(Ident(), about="ids of the claims it rests on; without them it is an assumption")),
    "note": NOTE,
}
"""What every judged record may carry."""
