"""What an earlier day leaves out of the outlook, counted by what may be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.explanation.explanation import Sentence
from detente.explanation.telling import Telling
from detente.explanation.wording import date_words, join, phrase, plural
from detente.model.case import Case

__all__ = ["left_out_sentences"]

_KINDS = {
    "costs": ("cost of going on", "costs of going on"),
    "terms": ("expectation of terms", "expectations of terms"),
    "ends": ("worth of having no deal at the end", "worths of having no deal at the end"),
    "events": ("event", "events"),
    "deadlines": ("record on what a deadline changes", "records on what deadlines change"),
}


def left_out_sentences(telling: Telling, before: Case) -> Iterator[Sentence]:
    """One sentence if records of the whole case ``before`` are not in the outlook told, none otherwise.

    What rests only on claims the readers may not see is not counted.
    """
    judge = replace(telling, case=before)
    kept = set(telling.section_keys("outlook"))
    gone = [key for key in judge.section_keys("outlook") if key not in kept and not judge.is_record_withheld(key)]
    counted = []
    for kind, (one, many) in _KINDS.items():
        n = sum(key.split(".")[1:2] == [kind] and key.count(".") == 2 for key in gone)
        if n:
            counted.append(phrase(plural(n, one, many)))
    if counted:
        yield telling.say(
            "Left out of the outlook, as nothing behind it was said by {day}: {what}.",
            day=date_words(telling.case.as_of),
            what=join(counted),
        )
