"""An agreement finding as JSON: ids of the case, numbers as computed, nothing above the handling shown."""

from __future__ import annotations

from detente.explanation.telling import Telling
from detente.questions.agreement.conditions import Condition
from detente.questions.agreement.finding import BlockingSet, BreakEven, Figure, Opening, PackageSet, Weakening

__all__ = ["finding_object"]


def finding_object(telling: Telling) -> dict[str, object]:
    """The finding as an object ``json`` can write; shares are 0 to 1."""
    finding, case = telling.finding, telling.case
    return {
        "case": case.slug,
        "as_of": case.as_of.isoformat(),
        "verdict": finding.verdict.value,
        "reason": finding.reason,
        "figures": {
            "as_stated": _figure(finding.as_stated),
            "some_bluff": _figure(finding.some_bluff),
            "all_off": _figure(finding.all_off),
        },
        "packages": {
            "all": finding.n_packages,
            "deals": finding.n_deals,
            "feasible": finding.n_feasible,
            "crossing_no_red_line": finding.n_clear,
            "necessary": _package_set(finding.necessary),
            "possible": _package_set(finding.possible),
        },
        "blocking": [_blocking(telling, found) for found in finding.blocking],
        "is_blocking_complete": finding.is_blocking_complete,
        "openings": [_opening(telling, found) for found in finding.openings],
        "proposals": [
            {
                "proposal": check.proposal,
                "is_deal": check.is_deal,
                "broken": [_condition(telling, condition) for condition in check.broken],
                "preferred": dict(check.preferred),
            }
            for check in finding.proposals
        ],
        "unbounded": list(finding.unbounded),
        "break_even": [_break_even(found) for found in finding.break_even],
        "provenance": {
            "method": finding.provenance.method,
            "is_exact": finding.provenance.is_exact,
            "seed": finding.provenance.seed,
            "parameters": dict(finding.provenance.parameters),
            "stop_reason": finding.provenance.stop_reason,
        },
    }


def _figure(found: Figure) -> dict[str, object]:
    return {
        "share": found.share,
        "error": found.error,
        "n": found.n,
        "is_exact": found.is_exact,
        "low": found.low,
        "high": found.high,
        "least": found.least,
        "most": found.most,
        "reason": found.reason,
    }


def _break_even(found: BreakEven) -> dict[str, object]:
    """Points of a no-deal value not on record at or below which a deal exists, over the readings in which one can."""
    spread = found.spread
    return {
        "actor": found.actor,
        "least": None if spread is None else spread.least,
        "median": None if spread is None else spread.median,
        "most": None if spread is None else spread.most,
        "n_readings": found.n_readings,
        "n_readings_with_a_value": 0 if spread is None else spread.n,
        "red_lines_off": found.red_lines_off,
        "takes_all": list(found.takes_all),
    }


def _package_set(found: PackageSet) -> dict[str, object]:
    return {
        "count": found.count,
        "is_complete": found.is_complete,
        "undecided": found.undecided,
        "examples": [package.as_dict() for package in found.examples],
    }


def _condition(telling: Telling, condition: Condition) -> dict[str, object]:
    is_withheld = telling.is_condition_withheld(condition)
    said = telling.say("", telling.condition_keys(condition))
    return {
        "kind": condition.kind.value,
        "actor": condition.actor,
        "id": None if is_withheld else condition.id,
        "claims": list(said.claims),
        "is_assumption": bool(said.assumptions),
        "is_withheld": is_withheld,
    }


def _blocking(telling: Telling, found: BlockingSet) -> dict[str, object]:
    return {
        "conditions": [_condition(telling, condition) for condition in found.conditions],
        "is_necessary": found.is_necessary,
        "share": found.share,
        "error": found.error,
    }


def _opening(telling: Telling, found: Opening) -> dict[str, object]:
    # A sum with a withheld summand, or a way that moves a withheld line, would give it away.
    is_hidden = any(telling.is_condition_withheld(condition) for condition in found.conditions)
    return {
        "conditions": [_condition(telling, condition) for condition in found.conditions],
        "is_exact": found.is_exact,
        "share": found.share,
        "minimal_share": found.minimal_share,
        "error": found.error,
        "all_bluff": None
        if is_hidden
        else {
            "low": found.firmness_low,
            "high": found.firmness_high,
            "least": found.firmness_least,
            "most": found.firmness_most,
        },
        "is_untested": found.is_untested,
        "weakenings": [] if is_hidden else [_weakening(telling, weakening) for weakening in found.weakenings],
        "is_weakening_complete": found.is_weakening_complete,
        "no_deal_drops": {actor: {"least": drop.least, "median": drop.median, "most": drop.most} for actor, drop in found.drops},
        "terms": {} if is_hidden else {issue: dict(options) for issue, options in found.terms},
    }


def _weakening(telling: Telling, found: Weakening) -> dict[str, object]:
    # A package just beyond a line shows where the line is.
    moves_withheld = any(telling.is_condition_withheld(concession.condition) for concession in found.concessions)
    is_withheld = moves_withheld or telling.are_packages_withheld
    return {
        "concessions": [
            {
                "condition": _condition(telling, concession.condition),
                "admits": []
                if telling.is_condition_withheld(concession.condition)
                else [{"issue": issue, "option": option, "steps": steps} for issue, option, steps in concession.admits],
            }
            for concession in found.concessions
        ],
        "steps": found.steps,
        "package": None if is_withheld else found.witness.as_dict(),
        "n_packages": found.n_packages,
        "share": found.share,
        "error": found.error,
        "untested": []
        if moves_withheld
        else [{"actor": gap.actor, "issue": gap.issue, "option": gap.option} for gap in found.untested],
        "is_untested": found.is_untested,
    }
