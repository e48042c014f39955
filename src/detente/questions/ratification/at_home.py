"""One package on one side: votes, exits, the leader's choice, and the least that would let it pass."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from detente.model.case import Case
from detente.model.package import Package
from detente.model.verdict import Verdict
from detente.questions.ratification.deals import BoolArray, Deals
from detente.questions.ratification.drawn_side import TIE, DrawnSide
from detente.questions.ratification.finding import PackageAtHome, Payment, ShareRange, Stand, Trade, Vote
from detente.questions.ratification.home_government import government, leader_stand
from detente.questions.ratification.home_votes import breakers, missing, share, tallies, votes

__all__ = ["package_at_home"]

TRADES = 6
"""Most changes of one option told."""


def package_at_home(case: Case, drawn: DrawnSide, name: str, package: Package) -> PackageAtHome | None:
    """Everything about a package on one side; ``None`` where no deal keeps its terms.

    O(readings x deals that keep its terms x actors).
    """
    deals = Deals.completing(case, package)
    if not deals.n:
        return None
    every = range(drawn.n)
    favor, unsettled = drawn.stated(deals)
    in_favor, unknown = drawn.votes(deals, every)
    surely, maybe = _passes(drawn, favor), _passes(drawn, favor | unsettled)
    verdict = Verdict.HOLDS if surely.all() else Verdict.CONTESTED if maybe.any() else Verdict.FAILS
    least = share(np.logical_and.reduce(_passes(drawn, in_favor), axis=1))
    most = share(np.logical_or.reduce(_passes(drawn, in_favor | unknown), axis=1))
    cast = votes(drawn, deals, (favor, unsettled), (in_favor, unknown))
    anyone, outside = missing(drawn, cast, verdict)
    over = government(drawn, deals, every)
    return PackageAtHome(
        package=name,
        terms=package,
        deals=deals.n,
        is_sample=deals.is_sample,
        verdict=verdict,
        passes=ShareRange(least=least, most=most),
        votes=cast,
        tallies=tallies(drawn, cast),
        breakers=breakers(drawn, cast) if verdict is Verdict.HOLDS else (),
        missing=anyone,
        outside=outside,
        exits=() if over is None else over.exits,
        survives=None if over is None else over.survives,
        stated_survival=None if over is None else over.stated,
        held=None if over is None else over.held,
        stated_held=None if over is None else over.stated_held,
        leader=leader_stand(drawn, deals, every, over),
        trades=() if verdict is Verdict.HOLDS else _trades(case, drawn, package),
        payments=() if verdict is Verdict.HOLDS else tuple(_payments(drawn, deals, cast)),
    )


def _passes(drawn: DrawnSide, yes: BoolArray) -> BoolArray:
    return drawn.passage.gate.passes_each(yes)


def _trades(case: Case, drawn: DrawnSide, package: Package) -> tuple[Trade, ...]:
    """Settled options to change, one at a time, so that it surely passes as stated; the fewest steps of each issue."""
    found: list[Trade] = []
    for issue in case.issues:
        if issue.id not in package:
            continue
        here = issue.index(package[issue.id])
        for place in sorted(range(len(issue.options)), key=lambda place: abs(place - here)):
            option = issue.option_ids[place]
            deals = Deals.completing(case, Package.of({**package.as_dict(), issue.id: option}))
            is_deal = deals.n > 0 and bool(deals.are_deals(case).all())
            if place != here and is_deal and _passes(drawn, drawn.stated(deals)[0]).all():
                steps = abs(place - here) if issue.is_ordered or issue.is_numeric else 1
                found.append(Trade(issue=issue.id, before=package[issue.id], after=option, steps=steps))
                break
    return tuple(sorted(found, key=lambda trade: trade.steps))[:TRADES]


def _payments(drawn: DrawnSide, deals: Deals, cast: Sequence[Vote]) -> list[Payment]:
    """For each actor that goes by its values: what it lacks over the worst way to settle what is open."""
    found = []
    for vote in cast:
        if vote.stand not in (Stand.BY_VALUES, Stand.BY_TERMS) and (vote.records or vote.stand is not Stand.AGAINST):
            continue
        margins = drawn.margins(vote.actor, deals, range(drawn.n))
        if margins is None:
            continue
        lacking = -margins.min(axis=1)
        lacking = lacking[lacking > TIE]
        if len(lacking):
            half, most = (Fraction(round(float(q) * 1000), 1000) for q in np.quantile(lacking, (0.5, 0.95)))
            found.append(Payment(actor=vote.actor, half=half, most=most))
    return found
