"""Ratification as JSON: ids of the case, shares as numbers and, exactly, as text."""

from __future__ import annotations

from fractions import Fraction

from detente.explanation.telling import Telling
from detente.model.voting_rule import rule_text
from detente.questions.ratification.finding import (
    CountRange,
    LeaderStand,
    Overlap,
    PackageAtHome,
    RatificationFinding,
    ShareRange,
    SideFinding,
)

__all__ = ["ratification_object"]


def ratification_object(telling: Telling, finding: RatificationFinding, change: str | None) -> dict[str, object]:
    """The finding as an object ``json`` can write; the verdict alone where the sides or the values are withheld."""
    case = telling.case
    is_withheld = telling.is_section_withheld("ratification") or telling.are_packages_withheld
    found: dict[str, object] = {
        "case": case.slug,
        "as_of": case.as_of.isoformat(),
        "what_if": change,
        "verdict": finding.verdict.value,
        "reason": finding.reason if finding.reason is None or not is_withheld else "withheld",
        "are_sides_withheld": is_withheld,
    }
    if is_withheld:
        return found
    return found | {
        "n_readings": finding.n_readings,
        "provenance": {
            "method": finding.provenance.method,
            "is_exact": finding.provenance.is_exact,
            "seed": finding.provenance.seed,
        },
        "deals": None if finding.joint is None else _count(finding.joint),
        "overlap": None if finding.overlap is None else _overlap(finding.overlap),
        "packages": list(finding.packages),
        "without_values": list(finding.without_values),
        "sides": [_side(telling, side) for side in finding.sides],
    }


def _count(count: CountRange) -> dict[str, object]:
    return {"least": count.least, "most": count.most, "of": count.of, "is_sample": count.is_sample}


def _number(value: Fraction) -> dict[str, object]:
    return {"value": float(value), "exact": str(value)}


def _share(share: ShareRange) -> dict[str, object]:
    return {"least": float(share.least), "most": float(share.most), "exact": [str(share.least), str(share.most)]}


def _overlap(met: Overlap) -> dict[str, object]:
    tops = {"most_acceptable": met.most_acceptable, "most_ratified": met.most_ratified}
    return {
        "acceptable": _number(met.acceptable),
        "ratified": _share(met.ratified),
        "stopped_at_home": _share(met.stopped),
        "government_stands": _share(met.survived),
        "government_stands_with_outside_votes": _share(met.held),
        "median_losses": {actor: _number(loss) for actor, loss in met.losses},
        **{name: None if top is None else {"terms": top[0].as_dict(), "share": _number(top[1])} for name, top in tops.items()},
        "n_readings": met.n_readings,
        "error": met.error,
    }


def _side(telling: Telling, side: SideFinding) -> dict[str, object]:
    sides = () if telling.case.ratification is None else telling.case.ratification.sides
    own = next(own for own in sides if own.party == side.party)
    return {
        "party": side.party,
        "passes": rule_text(own.passes),
        "government": None if own.government is None else rule_text(own.government),
        "win_set": _count(side.win_set),
        "spare_votes": None if side.spare is None else str(side.spare),
        "toppling": [list(members) for members in side.toppling],
        "silent": list(side.silent),
        "undecided": list(side.undecided),
        "by_values": list(side.by_values),
        "power": [
            {
                "actor": power.actor,
                "shapley_shubik": _number(power.shapley_shubik),
                "banzhaf": _number(power.banzhaf),
                "is_veto_player": power.is_veto_player,
            }
            for power in side.power
        ],
        "packages": [_package(found) for found in side.packages],
        "changes": [
            {"kind": c.kind.value, "who": c.who, "win_set": _count(c.win_set), "every_side": _count(c.overlap)}
            for c in side.changes
        ],
    }


def _package(found: PackageAtHome) -> dict[str, object]:
    return {
        "package": found.package,
        "terms": found.terms.as_dict(),
        "deals_that_keep_it": found.deals,
        "is_sample": found.is_sample,
        "verdict": found.verdict.value,
        "passes": _share(found.passes),
        "votes": [
            {
                "actor": vote.actor,
                "stand": vote.stand.value,
                "in_favor": _share(vote.share),
                "rests_on": list(vote.records),
                "is_outside": vote.is_outside,
                "is_asked": vote.is_asked,
            }
            for vote in found.votes
        ],
        "bodies": [
            {
                "body": tally.body,
                "votes": str(tally.total),
                "for": str(tally.favor),
                "against": str(tally.against),
                "open": str(tally.open),
                "needed": None if tally.needed is None else str(tally.needed),
                "decides": None if tally.stand is None else tally.stand.value,
            }
            for tally in found.tallies
        ],
        "could_stop_it_alone": list(found.breakers),
        "missing": [list(members) for members in found.missing],
        "missing_from_outside": [list(members) for members in found.outside],
        "exits": [
            {
                "actor": gone.actor,
                "by_the_record": gone.stated.value,
                "hangs_on_others": gone.hangs_on_others,
                "share": _share(gone.share),
                "rests_on": list(gone.records),
            }
            for gone in found.exits
        ],
        "government_stands": None if found.survives is None else _share(found.survives),
        "government_stands_by_the_record": None if found.stated_survival is None else found.stated_survival.value,
        "government_stands_with_outside_votes": None if found.held is None else _share(found.held),
        "leader": None if found.leader is None else _leader(found.leader),
        "trades": [{"issue": t.issue, "before": t.before, "after": t.after, "steps": t.steps} for t in found.trades],
        "lacking": [{"actor": p.actor, "median": _number(p.half), "most": _number(p.most)} for p in found.payments],
    }


def _leader(leader: LeaderStand) -> dict[str, object]:
    return {
        "actor": leader.actor,
        "accepts": _share(leader.accepts),
        "accepts_without_office": _share(leader.without_office),
        "office": None if leader.office is None else [str(end) for end in leader.office],
        "price_of_the_coalition": None if leader.price is None else [str(end) for end in leader.price],
    }
