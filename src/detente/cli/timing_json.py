"""Timing as JSON: ids of the case, shares as numbers and, exactly, as text."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from detente.explanation.telling import Telling
from detente.explanation.timing_phrases import are_numbers_withheld
from detente.questions.timing.departures import Elsewhere, departures
from detente.questions.timing.finding import DeadlineTiming, GainShare, PartyTiming, RipeMoment, TimingFinding, ValuePath

__all__ = ["timing_object"]


def timing_object(telling: Telling, finding: TimingFinding, elsewhere: Elsewhere, change: str | None) -> dict[str, object]:
    """The finding as an object ``json`` can write.

    The verdict alone where the outlook is withheld; no points and no shares where values or packages are.
    """
    case = telling.case
    is_withheld = telling.is_section_withheld("outlook")
    found: dict[str, object] = {
        "case": case.slug,
        "as_of": case.as_of.isoformat(),
        "what_if": change,
        "verdict": finding.verdict.value,
        "reason": finding.reason if finding.reason is None or not is_withheld else "withheld",
        "is_outlook_withheld": is_withheld,
    }
    if is_withheld:
        return found | {"provenance": {"is_exact": finding.provenance.is_exact}}
    with_numbers = not are_numbers_withheld(telling, finding)
    told = {deadline.id for deadline in case.deadlines if not telling.is_withheld(deadline.because)}
    return found | {
        "are_numbers_withheld": not with_numbers,
        "until": None if finding.until is None else finding.until.isoformat(),
        "unit": finding.unit,
        "n_readings": finding.n_readings,
        "provenance": {
            "method": finding.provenance.method,
            "is_exact": finding.provenance.is_exact,
            "seed": finding.provenance.seed,
        },
        "gain_by_waiting": list(finding.waiting),
        "open": list(finding.open),
        "packages": list(finding.packages) if with_numbers else [],
        "parties": [_party(own, told, with_numbers=with_numbers) for own in finding.parties],
        "hopes_rest_on": [
            {"actor": d.actor, "terms": d.terms, "section": d.on[0], "on": d.on[1], "other": d.other, "stands": d.stands.value}
            for d in finding.dependences
        ],
        "held_differently_likely": list(finding.disputed),
        "would_sign_at_common_chances": _number(finding.optimism) if with_numbers else None,
        "first_ripe": finding.first_ripe.isoformat() if with_numbers and finding.first_ripe is not None else None,
        "ripe": [_moment(moment) for moment in finding.ripe] if with_numbers else [],
        "deadlines": [_deadline(d, with_numbers=with_numbers) for d in finding.deadlines if d.id in told],
        "departures": [{"kind": d.kind.value, "is_certain": d.is_certain} for d in departures(elsewhere, finding)],
    }


def _number(share: Fraction | None) -> dict[str, object] | None:
    return None if share is None else {"share": float(share), "exact": str(share)}


def _points(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _party(own: PartyTiming, deadlines: Collection[str], *, with_numbers: bool) -> dict[str, object]:
    return {
        "actor": own.actor,
        "verdict": own.verdict.value,
        "in_words": {
            "verdict": own.leaning.verdict.value,
            "going_on": own.leaning.cost.value,
            "is_rising": own.leaning.is_rising,
            "terms": own.leaning.terms.value,
            "records": [
                f"outlook.{section}.{name}"
                for section, name in own.leaning.records
                if section != "deadlines" or name in deadlines
            ],
        },
        "why_no_numbers": own.why_no_numbers if with_numbers else "withheld",
        "signing_now": [_gain(gain) for gain in own.gains] if with_numbers else [],
        "signing_later": _path(own.path) if with_numbers and own.path is not None else None,
    }


def _gain(gain: GainShare) -> dict[str, object]:
    return {
        "package": gain.package,
        "is_at_least_as_good": _number(gain.share),
        "error": gain.error,
        "gain": {"least": _points(gain.least), "middle": _points(gain.middle), "most": _points(gain.most)},
        "beats_never_signing": _number(gain.beats_never),
        "unit_of_delay_costs": _points(gain.delay),
        "pressure_that_would_tip_it": _points(gain.pressure),
        "pressure_must_begin_by": None if gain.begins is None else gain.begins.isoformat(),
        "better_terms_that_would_tip_it": _points(gain.terms),
    }


def _path(path: ValuePath) -> dict[str, object]:
    days = zip(path.days, path.low, path.middle, path.high, strict=True)
    return {
        "package": path.package,
        "worth_today": [
            {"day": day.isoformat(), "low": float(low), "middle": float(middle), "high": float(high)}
            for day, low, middle, high in days
        ],
    }


def _moment(moment: RipeMoment) -> dict[str, object]:
    return {
        "day": moment.day.isoformat(),
        "hurting": {actor: _number(share) for actor, share in moment.hurting.items()},
        "ripe": _number(moment.ripe),
    }


def _deadline(found: DeadlineTiming, *, with_numbers: bool) -> dict[str, object]:
    return {
        "deadline": found.id,
        "is_ahead": found.is_ahead,
        "changes_something_for": list(found.changes_for),
        "binds": [{"actor": a, "share": _number(share) if with_numbers else None} for a, share in found.binds],
        "holds_off": [{"actor": a, "share": _number(share) if with_numbers else None} for a, share in found.holds_off],
        "is_cheap_talk": found.is_cheap_talk,
    }
