"""Red lines an accepted package has crossed: from that day they are off (design section 4).

A line restated later stands again: it is off only while nothing behind it was said after the
acceptance. A claim that has no day of its own counts as said on its source's day, which may be
old news retold, so such a claim puts no line back unless it says when it holds. Carrying an
acceptance on to the day of the case is an assumption, and is told as one.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.model.case import Case
from detente.model.formula import evaluate, issues_of
from detente.model.proposal import Answer

__all__ = ["Crossing", "crossed_lines"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A red line its own actor crossed by accepting a proposal."""

    red_line: str
    actor: str
    proposal: str
    because: tuple[str, ...]


def crossed_lines(case: Case) -> tuple[Crossing, ...]:
    """Red lines that are off because their actor accepted what they refuse, in the order of the file.

    A line counts as crossed where the accepted terms break it whatever the issues left open become.
    """
    published = {source.id: source.date for source in case.sources}
    said_on = {
        claim.id: claim.said_on if claim.said_on != published.get(claim.source) else claim.holds_from for claim in case.claims
    }
    found = []
    for line in case.red_lines:
        days = (said_on.get(c) for c in line.because)
        restated = max((day for day in days if day is not None), default=None)
        for proposal in case.proposals:
            terms = proposal.package.as_dict()
            is_settled = all(issue in terms for issue in issues_of(line.requires))
            if not is_settled or evaluate(line.requires, terms):
                continue
            for response in proposal.responses:
                day = response.date or proposal.date
                is_accepted = response.actor == line.actor and response.answer is Answer.ACCEPTED
                if is_accepted and (restated is None or restated <= day):
                    crossing = Crossing(red_line=line.id, actor=line.actor, proposal=proposal.id, because=response.because)
                    found.append(crossing)
    return tuple({crossing.red_line: crossing for crossing in reversed(found)}.values())[::-1]
