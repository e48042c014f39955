"""What an earlier day leaves out of the moves: by name where these may be told, else counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.explanation.explanation import Sentence
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, date_words, join, name, phrase, plural, semicolons
from detente.model.case import Case
from detente.model.move import Moves

__all__ = ["left_out_sentences"]


def left_out_sentences(telling: Telling, before: Case) -> Iterator[Sentence]:
    """One sentence if moves of the whole case ``before`` are not in the case told, none otherwise.

    What rests only on claims the readers may not see is not told, nor counted.
    """
    whole, left = before.moves, telling.case.moves
    if whole is None or left is None:
        return
    judge = replace(telling, case=before)
    hidden = {key for key in judge.section_keys("moves") if judge.is_record_withheld(key)}
    actions = _gone("actions", [(a.id, a.name) for a in whole.actions], {a.id for a in left.actions}, hidden)
    states = _gone("states", [(s.id, s.name) for s in whole.states], {s.id for s in left.states}, hidden)
    told: list[Words] = []
    for names, one, many in ((actions, "the step", "the steps"), (states, "the state", "the states")):
        if names:
            words = join([phrase("“{x}”", x=name(own)) for own in names])
            told.append(phrase("{what} {x}", what=one if len(names) == 1 else many, x=words))
    kept = {statement.id for statement in left.preferences}
    gone = [p for p in whole.preferences if p.id not in kept and f"moves.preferences.{p.id}" not in hidden]
    for actor, observer in dict.fromkeys((p.actor, p.seen_by) for p in gone):
        count = sum((p.actor, p.seen_by) == (actor, observer) for p in gone)
        n = plural(count, "wish or comparison", "wishes or comparisons")
        seen = phrase(", as {who} sees it", who=actor_name(before, observer)) if observer is not None else ()
        told.append((*phrase("{n} of {who}", n=n, who=actor_name(before, actor)), *seen))
    told += list(_unnamed(whole, left, hidden))
    if told:
        day = date_words(telling.case.as_of)
        yield telling.say("Left out of the moves, as nothing behind it was said by {day}: {x}.", day=day, x=semicolons(told))


def _unnamed(whole: Moves, left: Moves, hidden: set[str]) -> Iterator[Words]:
    """What has no name: rules on what cannot be, steps between states, and where the conflict stands."""
    for kind, one, many in (
        ("never", "rule on what cannot be", "rules on what cannot be"),
        ("forbidden", "step that cannot be made", "steps that cannot be made"),
        ("arcs", "step between states", "steps between states"),
    ):
        kept = {record.id for record in getattr(left, kind)}
        n = sum(record.id not in kept and f"moves.{kind}.{record.id}" not in hidden for record in getattr(whole, kind))
        if n:
            yield phrase(plural(n, one, many))
    if whole.status_quo is not None and left.status_quo is None and "moves.status_quo" not in hidden:
        yield phrase("where the conflict stands")


def _gone(kind: str, every: list[tuple[str, str]], kept: set[str], hidden: set[str]) -> list[str]:
    return [words for own, words in every if own not in kept and f"moves.{kind}.{own}" not in hidden]
