"""Rules on sources, claims and days, and on what rests on them; one function per code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from detente.casefile.reading import Entry
from detente.casefile.resolve import Draft
from detente.casefile.source import Report
from detente.diagnostics import Note, Span
from detente.model.proposal import DeadlineStatus

__all__ = ["check_evidence"]

_JUDGED_SECTIONS = (
    "feasibility",
    "deal_requires",
    "preferences",
    "demands",
    "red_lines",
    "circumstances",
    "proposals",
    "responses",
)


def check_evidence(draft: Draft, report: Report) -> None:
    """Run every rule on evidence."""
    _said_after_source(draft, report)
    _after_as_of(draft, report)
    _unused_claims(draft, report)
    _unsupported(draft, report)
    _disputes_itself(draft, report)
    _days_in_order(draft, report)
    _pending_although_due(draft, report)


def _span(draft: Draft, key: str, field: str) -> Span:
    return draft.scope.entries[key].span(field)


def _said_after_source(draft: Draft, report: Report) -> None:
    """DET302: a source cannot tell what was said after it was published."""
    sources = {source.id: source for source in draft.case.sources}
    for claim in draft.case.claims:
        source = sources[claim.source]
        if claim.said_on > source.date:
            published = Note(
                text=f"`{source.id}` was published on {source.date}", span=_span(draft, f"sources.{source.id}", "date")
            )
            message = f"said on {claim.said_on}, after its source was published"
            advice = "mend one of the two days, or name the source that reports it"
            report.error("DET302", message, _span(draft, f"claims.{claim.id}", "said"), notes=[published], help=advice)


def _dated(draft: Draft) -> Iterator[tuple[str, date, Span]]:
    case = draft.case
    published = {source.id: source.date for source in case.sources}
    for claim in case.claims:
        if claim.said_on > published[claim.source]:
            continue  # an error already
        field = "said" if "said" in draft.scope.entries[f"claims.{claim.id}"].keys else "source"
        yield "the claim", claim.said_on, _span(draft, f"claims.{claim.id}", field)
    for proposal in case.proposals:
        yield "the proposal", proposal.date, _span(draft, f"proposals.{proposal.id}", "date")
        for response in proposal.responses:
            if response.date is not None:
                yield "the response", response.date, _span(draft, f"responses.{proposal.id}.{response.actor}", "date")
    for deadline in case.deadlines:
        if deadline.set_on is not None:
            yield "the deadline", deadline.set_on, _span(draft, f"deadlines.{deadline.id}", "set")


def _after_as_of(draft: Draft, report: Report) -> None:
    """DET303: what came after the day of the case."""
    if draft.as_of is None:
        return
    for what, day, span in _dated(draft):
        if day > draft.as_of:
            advice = f"it counts all the same; to leave it out, explain the case as of {draft.as_of}"
            report.note("DET303", f"{what} is of {day}, after the day of the case", span, help=advice)


def _unused_claims(draft: Draft, report: Report) -> None:
    """DET305: a claim that no record rests on and that disputes nothing."""
    if any(d.code == "DET104" for d in report.found):
        return  # what was left out may rest on them
    used = set(draft.scope.used_claims)
    for claim in draft.case.claims:
        if claim.disputes:
            used |= {claim.id, *claim.disputes}
    for claim in draft.case.claims:
        if claim.id not in used:
            advice = f"name it in the `because` of what it supports: because: [{claim.id}]"
            report.note(
                "DET305", f"nothing rests on the claim `{claim.id}`", draft.scope.spans[f"claims.{claim.id}"], help=advice
            )


def _unsupported(draft: Draft, report: Report) -> None:
    """DET306: a judged record without claims is an assumption."""
    advice = "add `because: [...]` with the claims it rests on; else it is told as an assumption"
    for key, entry in draft.scope.entries.items():
        section = key.partition(".")[0]
        is_judged = section in _JUDGED_SECTIONS or section == "deadlines" or section == "no_deal"
        is_judged |= section == "moves" and _is_judged_move(key, entry)
        is_judged |= section == "ratification" and ".seats." not in key
        is_judged |= section == "phases" and key.split(".")[1:2] not in ([], ["stakes"]) and "value" not in entry.keys
        is_judged |= section == "outlook" and key.split(".")[1:2] not in ([], ["ends"]) and "value" not in entry.keys
        if is_judged and entry.is_whole and "because" not in entry.keys and not (key == "no_deal" and "path" not in entry.keys):
            report.note("DET306", "this rests on no claim: it is an assumption", draft.scope.spans[key], help=advice)
    stands = draft.case.moves.status_quo if draft.case.moves is not None else None
    if stands is not None and "moves.status_quo" not in draft.scope.entries:
        advice = "write `status_quo: {taken: [...], because: [...]}`, or `state:` for `taken:`; else it is an assumption"
        report.note("DET306", "this rests on no claim: it is an assumption", draft.scope.spans["moves.status_quo"], help=advice)


def _is_judged_move(key: str, entry: Entry) -> bool:
    """Whether a record of the moves judges something: a name for a state does not, nor that something is unknown."""
    if key.startswith("moves.states."):
        return "package" in entry.keys
    return not {"unknown", "unordered"} & set(entry.keys) and entry.get("unstated") != "unknown"


def _disputes_itself(draft: Draft, report: Report) -> None:
    """DET307: a claim cannot dispute itself."""
    for claim in draft.case.claims:
        if claim.id in claim.disputes:
            for read in draft.scope.entries[f"claims.{claim.id}"].get("disputes"):
                if read.value == claim.id:
                    report.error(
                        "DET307", f"the claim `{claim.id}` disputes itself", read.span, help="name the claim that says otherwise"
                    )


def _days_in_order(draft: Draft, report: Report) -> None:
    """DET308: an answer before its proposal, or a deadline due before it was set."""
    for proposal in draft.case.proposals:
        for response in proposal.responses:
            if response.date is not None and response.date < proposal.date:
                note = Note(text=f"it was made on {proposal.date}", span=_span(draft, f"proposals.{proposal.id}", "date"))
                span = _span(draft, f"responses.{proposal.id}.{response.actor}", "date")
                report.error(
                    "DET308", "answered before the proposal was made", span, notes=[note], help="mend one of the two days"
                )
    for deadline in draft.case.deadlines:
        if deadline.set_on is not None and deadline.due < deadline.set_on:
            note = Note(text=f"it was set on {deadline.set_on}", span=_span(draft, f"deadlines.{deadline.id}", "set"))
            span = _span(draft, f"deadlines.{deadline.id}", "due")
            report.error("DET308", "due before it was set", span, notes=[note], help="mend one of the two days")


def _pending_although_due(draft: Draft, report: Report) -> None:
    """DET310: a deadline said to be pending that was due before the day of the case."""
    for deadline in draft.case.deadlines:
        if draft.as_of is not None and deadline.status is DeadlineStatus.PENDING and deadline.due < draft.as_of:
            head = draft.sections.entry("case")
            note = Note(text=f"the day of the case is {draft.as_of}", span=head.span("as_of") if head is not None else None)
            message = f"pending, although it was due on {deadline.due}"
            advice = "write `lapsed`, `met` or `extended`, or mend one of the two days"
            report.note("DET310", message, _span(draft, f"deadlines.{deadline.id}", "status"), notes=[note], help=advice)
