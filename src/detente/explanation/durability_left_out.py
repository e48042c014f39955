"""What an earlier day leaves out of an agreement in phases: steps by name, the rest counted, where that may be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.explanation.explanation import Sentence
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, date_words, join, name, phrase, plural, semicolons
from detente.model.case import Case

__all__ = ["left_out_sentences"]

_KINDS = {
    "assets": ("asset", "assets"),
    "comparisons": ("comparison of how it may end", "comparisons of how it may end"),
    "stakes": ("number of what is at stake", "numbers of what is at stake"),
    "guarantees": ("guarantee", "guarantees"),
    "types": ("record on a party of two kinds", "records on a party of two kinds"),
}


def left_out_sentences(telling: Telling, before: Case) -> Iterator[Sentence]:
    """One sentence if records of the whole case ``before`` are not in the phases told, none otherwise.

    What rests only on claims the readers may not see is neither named nor counted.
    """
    judge = replace(telling, case=before)
    kept = set(telling.section_keys("phases"))
    gone = [key for key in judge.section_keys("phases") if key not in kept and not judge.is_record_withheld(key)]
    steps = {key.removeprefix("phases.steps.") for key in gone if key.startswith("phases.steps.") and key.count(".") == 2}
    told: list[Words] = []
    if steps and before.phases is not None:
        named = [phrase("“{x}”", x=name(step.name)) for step in before.phases.steps if step.id in steps]
        told.append(phrase("{what} {x}", what="the step" if len(named) == 1 else "the steps", x=join(named)))
    for kind, (one, many) in _KINDS.items():
        n = len({key for key in gone if key.split(".")[1:2] == [kind] and (kind == "stakes" or key.count(".") == 2)})
        if n:
            told.append(phrase(plural(n, one, many)))
    if told:
        yield telling.say(
            "Left out of the phases, as nothing behind it was said by {day}: {what}.",
            day=date_words(telling.case.as_of),
            what=semicolons(told),
        )
