"""From a case to an explanation: the question asked, and the answer told in order of importance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from detente.evidence.as_of import as_of as on_record
from detente.explanation.bottom_line import bottom_line
from detente.explanation.companions import Companions, chapters, companions, untold
from detente.explanation.explanation import Assumption, Chapter, Explanation, GridChart, Judgement, OpeningText, Sentence
from detente.explanation.footnotes import footnotes
from detente.explanation.gaps import circumstances, disagreements, gaps
from detente.explanation.in_short import in_short
from detente.explanation.judgements import judgements
from detente.explanation.opening_texts import SHOWN, opening_text, terms_table
from detente.explanation.pictures import charts, figures_chart
from detente.explanation.redaction import telling_for
from detente.explanation.statements import record_words
from detente.explanation.telling import Telling
from detente.explanation.wording import date_words, join, phrase, plural, say
from detente.model.case import Case
from detente.model.evidence import Handling
from detente.model.outlook import Outlook
from detente.questions.agreement.finding import AgreementFinding
from detente.questions.agreement.question import agreement, undetermined

__all__ = ["explain", "tell"]

TERMS = 3
"""Openings whose recurring terms are shown, the first in rank."""

Progress = Callable[[str, int, int], None]


def explain(
    case: Case,
    *,
    readings: int = 2000,
    seed: int = 1,
    handling: Handling | str = Handling.PUBLIC,
    as_of: dt.date | str | None = None,
    change: str | None = None,
    progress: Progress | None = None,
) -> Explanation:
    """Explain why the talks of a case are stuck and what would open a deal.

    Parameters
    ----------
    readings, seed : of the draws; see ``agreement``.
    handling : who may read it; claims above this level are withheld.
    as_of : use only what was said by this day, a date or text like 2024-04-11; the case's own day when absent.
    change : what was changed in the case before (a what-if), told above everything else.
    progress : called with (what, done, total) now and then.

    Raises
    ------
    ValueError
        If ``readings`` is less than 2, ``seed`` negative, or ``handling`` no level.
    """
    day = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    known = case if day is None else on_record(case, day)
    if case.claims and not known.claims:
        finding, others = undetermined(known, f"nothing was on record by {date_words(known.as_of)}", seed), None
    else:
        finding = agreement(known, readings=readings, seed=seed, progress=progress)
        others = companions(known, readings=readings, seed=seed, progress=progress)
    told = replace(tell(known, finding, Handling(handling), others), change=change)
    left_out = _left_out(case, known)
    return told if left_out is None else replace(told, gaps=(left_out, *told.gaps))


def _left_out(case: Case, known: Case) -> Sentence | None:
    """What an earlier day leaves out of the case; ``None`` when nothing."""
    counted = (
        ("claim", len(case.claims) - len(known.claims)),
        ("red line", len(case.red_lines) - len(known.red_lines)),
        ("demand", len(case.demands) - len(known.demands)),
        ("preference", len(case.preferences) - len(known.preferences)),
        ("statement on no deal", len(case.no_deal.statements) - len(known.no_deal.statements)),
        ("proposal", len(case.proposals) - len(known.proposals)),
        *_moves_left_out(case, known),
        *_phases_left_out(case, known),
        *_outlook_left_out(case, known),
    )
    missing = [plural(n, what, _PLURALS.get(what)) for what, n in counted if n > 0]
    if not missing:
        return None
    return say(
        "Left out, as nothing behind it was said by {day}: {missing}. A claim without a day of its own counts as said on the day"
        " of its source.",
        day=date_words(known.as_of),
        missing=join([phrase("{m}", m=m) for m in missing]),
    )


def _moves_left_out(case: Case, known: Case) -> Iterator[tuple[str, int]]:
    """How many actions, states and statements on how actors compare states are not yet there."""
    if case.moves is None:
        return
    early = known.moves
    actions, states = (early.actions, early.states) if early is not None else ((), ())
    kept = {p.id for p in early.preferences} if early is not None else set()
    yield "action", len(case.moves.actions) - len(actions)
    yield "state of the moves", len(case.moves.states) - len(states)
    yield "wish or comparison of states", len({p.id for p in case.moves.preferences} - kept)


def _phases_left_out(case: Case, known: Case) -> Iterator[tuple[str, int]]:
    """How many steps, comparisons and numbers of the agreement in phases are not yet there."""
    if case.phases is None:
        return
    early = known.phases
    for what, section in (
        ("step of the phases", "steps"),
        ("comparison of how phases may end", "comparisons"),
        ("number of what is at stake", "stakes"),
        ("guarantee", "guarantees"),
    ):
        yield what, len(getattr(case.phases, section)) - (0 if early is None else len(getattr(early, section)))


def _outlook_left_out(case: Case, known: Case) -> Iterator[tuple[str, int]]:
    """How many expectations of time are not yet there."""

    def count(outlook: Outlook | None) -> int:
        return 0 if outlook is None else sum(map(len, (outlook.costs, outlook.terms, outlook.events)))

    yield "expectation of time", count(case.outlook) - count(known.outlook)


_PLURALS = {
    "step of the phases": "steps of the phases",
    "comparison of how phases may end": "comparisons of how phases may end",
    "number of what is at stake": "numbers of what is at stake",
    "expectation of time": "expectations of time",
    "statement on no deal": "statements on no deal",
    "state of the moves": "states of the moves",
    "wish or comparison of states": "wishes or comparisons of states",
}


def tell(
    case: Case, finding: AgreementFinding, handling: Handling = Handling.PUBLIC, others: Companions | None = None
) -> Explanation:
    """Put a finding, and what was asked along with it, in words for readers cleared for ``handling``."""
    telling = telling_for(case, finding, handling)
    finding = telling.finding
    shown = () if telling.few_without_deal is not None else finding.openings[:SHOWN]
    found = {
        "bottom_line": bottom_line(telling),
        "openings_remark": _remark(telling),
        "disagreements": disagreements(telling),
        "gaps": gaps(telling),
        "circumstances": circumstances(telling),
    }
    told = judgements(telling)
    openings = tuple(opening_text(telling, number, o) for number, o in enumerate(shown, start=1))
    pictures = charts(telling)
    further = () if others is None else chapters(telling, others)
    found["gaps"] += () if others is None else untold(telling, others)
    if not case.issues:
        found["bottom_line"] = (*_answers_of_chapters(telling, further), *found["bottom_line"])
    elif others is not None:
        found["bottom_line"] += in_short(telling, others)
    sentences = [
        *found["bottom_line"],
        *_of_judgements(told),
        *_of_openings(openings),
        *(s for chapter in further for s in chapter.sentences),
        *(s for key in ("openings_remark", "disagreements", "gaps", "circumstances") for s in found[key]),
    ]
    asked = [_RESTS_ON[chapter.key] for chapter in further if chapter.key in _RESTS_ON]
    assumptions = _assumptions(telling, [section for section in asked if not telling.is_section_withheld(section)])
    cited = [*sentences, *(a.text for a in assumptions), *_of_grids(pictures)]
    return Explanation(
        slug=case.slug,
        title=case.title,
        question=case.question,
        as_of=case.as_of,
        handling=handling,
        change=None,
        bottom_line=found["bottom_line"],
        judgements=told,
        figures=figures_chart(telling),
        openings=openings,
        openings_remark=found["openings_remark"],
        terms=tuple(t for k, o in enumerate(shown[:TERMS], start=1) if (t := terms_table(telling, k, o)) is not None),
        chapters=further,
        disagreements=found["disagreements"],
        gaps=found["gaps"],
        circumstances=found["circumstances"],
        assumptions=assumptions,
        footnotes=footnotes(telling, cited),
        charts=pictures,
        provenance=_provenance(finding),
    )


def _answers_of_chapters(telling: Telling, chapters: Sequence[Chapter]) -> tuple[Sentence, ...]:
    """What a case without issues is asked, answered: the headline of each chapter; the verdict, then why no more is told."""
    found: list[Sentence] = []
    for chapter in chapters:
        section = _RESTS_ON.get(chapter.key)
        if section is not None:
            found.extend(chapter.sentences[::-1] if telling.is_section_withheld(section) else chapter.sentences[:1])
    return tuple(found)


def _remark(telling: Telling) -> tuple[Sentence, ...]:
    """What to keep in mind about the openings as a whole."""
    openings = telling.finding.openings
    found = []
    if not openings or telling.few_without_deal is not None:
        return ()
    if len(openings) > SHOWN:
        rest = plural(
            len(openings) - SHOWN,
            "further opening was",
            "further openings were",
        )
        found.append(telling.say("{rest} found. Those that need a rule of the case not to hold stand last.", rest=rest))
    if any(w.is_untested for o in openings[:SHOWN] for w in o.weakenings):
        found.append(
            telling.say(
                "An untested way runs through an option on which some party has no recorded position: silence is not consent."
            )
        )
    return tuple(found)


def _of_judgements(told: tuple[Judgement, ...]) -> Iterator[Sentence]:
    for judgement in told:
        yield judgement.sentence
        yield from judgement.reasons
        yield from judgement.would_change


def _of_openings(openings: tuple[OpeningText, ...]) -> Iterator[Sentence]:
    for opening in openings:
        yield opening.title
        yield from opening.concessions
        yield from opening.results
        yield from opening.untested


def _of_grids(pictures: tuple[object, ...]) -> Iterator[Sentence]:
    """Claims that only a chart cites."""
    for picture in pictures:
        if isinstance(picture, GridChart):
            for row in picture.cells:
                for cell in row:
                    yield Sentence(parts=(), claims=cell.claims)


_RESTS_ON = {"stability": "moves", "ratification": "ratification", "durability": "phases", "timing": "outlook"}
"""Chapters that rest on a section of their own."""


def _assumptions(telling: Telling, asked: Sequence[str]) -> tuple[Assumption, ...]:
    return tuple(
        Assumption(
            code=f"A{number}",
            id=telling.assumption_id(record.key),
            text=telling.say("{words}.", claims=record.claims, words=record_words(telling, record)),
            note=None if telling.is_record_withheld(record.key) else record.note,
        )
        for number, record in enumerate(telling.assumptions(asked), start=1)
    )


def _provenance(finding: AgreementFinding) -> tuple[tuple[str, str], ...]:
    """How the answer was reached, enough to reach it again."""
    if finding.n_packages == 0:
        return (("packages", f"not looked at: {finding.reason}"),)
    found = [("method", finding.provenance.method), ("exact", "yes" if finding.provenance.is_exact else "no")]
    if finding.provenance.seed is not None:
        found.append(("seed", str(finding.provenance.seed)))
    found.extend(finding.provenance.parameters)
    if finding.provenance.stop_reason:
        found.append(("stopped", finding.provenance.stop_reason))
    return tuple(found)
