"""An explanation as JSON: a versioned, stable shape for other programs.

``schema`` names the shape. A field may be added under the same version; renaming or removing one,
or changing what it means, makes a new version.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from detente.explanation.explanation import (
    BarChart,
    Cell,
    Explanation,
    Footnote,
    GraphChart,
    GridChart,
    LineChart,
    PlaneChart,
    RangeChart,
    ScatterChart,
    SeatChart,
    Sentence,
    TimelineChart,
    TreeChart,
)
from detente.report.citations import Citations

__all__ = ["SCHEMA", "as_json", "document"]

SCHEMA = "detente.explanation/1"

_CHARTS = {
    GridChart: "grid",
    BarChart: "bars",
    ScatterChart: "scatter",
    PlaneChart: "plane",
    RangeChart: "ranges",
    LineChart: "lines",
    GraphChart: "graph",
    TreeChart: "tree",
    SeatChart: "seats",
    TimelineChart: "timeline",
}


def as_json(explanation: Explanation) -> str:
    """The explanation as JSON text, keys sorted, names in their own script."""
    return json.dumps(document(explanation), ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n"


def document(explanation: Explanation) -> dict[str, Any]:
    """The explanation as plain dictionaries, lists, text and numbers."""
    citations = Citations(explanation)
    return {"schema": SCHEMA, **_fields(explanation, citations)}


def _fields(thing: Any, citations: Citations) -> dict[str, Any]:
    return {field.name: _plain(getattr(thing, field.name), citations) for field in fields(thing)}


def _plain(thing: Any, citations: Citations) -> Any:
    """A value as JSON holds it. Ids of withheld claims stay out: an id can give away what a claim says."""
    match thing:
        case Sentence():
            return {
                "text": thing.text,
                "parts": _plain(thing.parts, citations),
                "claims": list(citations.shown(thing.claims)),
                "footnotes": list(citations.numbers(thing.claims)),
                "assumptions": list(citations.codes(thing)),
            }
        case Cell():
            return {
                **_fields(thing, citations),
                "claims": list(citations.shown(thing.claims)),
                "footnotes": list(citations.numbers(thing.claims)),
            }
        case Footnote():
            return {
                **_fields(thing, citations),
                "claim": None if thing.is_withheld else thing.claim,
                "text": citations.text(thing),
                "attribution": citations.attribution(thing),
            }
        case Enum():
            return thing.value
        case dt.date():
            return thing.isoformat()
        case tuple():
            return [_plain(item, citations) for item in thing]
        case _ if type(thing) in _CHARTS:
            return {"type": _CHARTS[type(thing)], **_fields(thing, citations)}
        case _ if is_dataclass(thing):
            return _fields(thing, citations)
    return thing
