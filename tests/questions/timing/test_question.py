"""The timing question of a case: words alone, numbers beside them, and both parties together."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

import detente
from detente.model.case import Case
from detente.model.outlook import (
    Chance,
    CostTrend,
    DeadlineOutlook,
    Effect,
    ExpectedCost,
    ExpectedEvent,
    ExpectedTerms,
    Outlook,
    OutlookEnd,
    TermsTrend,
)
from detente.model.package import NamedPackage, Package
from detente.model.phases import Estimate
from detente.model.proposal import Deadline, DeadlineStatus
from detente.model.red_line import Likelihood
from detente.model.verdict import Verdict
from detente.questions.timing.departures import DepartureKind, Elsewhere, departures
from detente.questions.timing.finding import Shared
from detente.questions.timing.view import View
from detente.questions.timing.waiting import waiting
from detente.questions.timing.words import CostSign, TermsSign

DAY = dt.date(2024, 4, 11)


def _number(low: int | Fraction, high: int | Fraction | None = None) -> Estimate:
    return Estimate(low=Fraction(low), high=Fraction(low if high is None else high))


def _cost(
    actor: str, trend: CostTrend, rate: Estimate | None = None, seen_by: str | None = None, name: str = "c"
) -> ExpectedCost:
    seen = actor if seen_by is None else seen_by
    return ExpectedCost(id=f"{actor}-{seen}", actor=actor, seen_by=seen, trend=trend, rate=rate, name=name)


def _terms(actor: str, trend: TermsTrend, change: Estimate | None = None, on: tuple[str, ...] = ()) -> ExpectedTerms:
    return ExpectedTerms(id=f"{actor}-t", actor=actor, seen_by=actor, trend=trend, change=change, rests_on=on)


def _case(slug: str = "mill-wages", weeks: int = 4, **parts: Any) -> Case:
    case = detente.load(slug)
    until = case.as_of + dt.timedelta(weeks=weeks)
    return replace(case, outlook=Outlook(unit="week", until=until, **parts))


A, B = (actor.id for actor in detente.load("mill-wages").parties)


def test_a_case_without_an_outlook_is_not_answered() -> None:
    found = detente.timing(detente.load("mill-wages"))
    assert found.verdict is Verdict.UNDETERMINED
    assert found.reason == "the case has no `outlook` section"


@pytest.mark.parametrize(
    ("cost", "terms", "verdict"),
    [
        (CostTrend.RISING, TermsTrend.SAME, Verdict.HOLDS),
        (CostTrend.STEADY, TermsTrend.WORSE, Verdict.HOLDS),
        (CostTrend.NONE, TermsTrend.SAME, Verdict.HOLDS),
        (CostTrend.NONE, TermsTrend.BETTER, Verdict.FAILS),
        (CostTrend.FALLING, TermsTrend.BETTER, Verdict.CONTESTED),
        (None, TermsTrend.BETTER, Verdict.CONTESTED),
        (CostTrend.RISING, None, Verdict.UNDETERMINED),
        (None, None, Verdict.UNDETERMINED),
    ],
)
def test_words_settle_it_where_they_do_not_pull_apart(cost: CostTrend | None, terms: TermsTrend | None, verdict: Verdict) -> None:
    costs = () if cost is None else (_cost(A, cost),)
    expected = () if terms is None else (_terms(A, terms),)
    found = detente.timing(_case(costs=costs, terms=expected))
    assert found.party(A).verdict is verdict
    assert found.party(B).verdict is Verdict.UNDETERMINED
    assert (found.verdict is Verdict.FAILS) == (verdict is Verdict.FAILS)
    assert found.verdict is not Verdict.HOLDS


def test_it_holds_only_where_every_party_would_rather_sign() -> None:
    costs = (_cost(A, CostTrend.STEADY), _cost(B, CostTrend.STEADY))
    same = (_terms(A, TermsTrend.SAME), _terms(B, TermsTrend.WORSE))
    assert detente.timing(_case(costs=costs, terms=same)).verdict is Verdict.HOLDS
    hopes = (_terms(A, TermsTrend.SAME), _terms(B, TermsTrend.BETTER))
    found = detente.timing(_case(costs=costs, terms=hopes))
    assert (found.verdict, found.open, found.waiting) == (Verdict.CONTESTED, (B,), ())


def test_events_count_in_words_and_pull_both_ways() -> None:
    turn = ExpectedEvent(
        id="turn",
        name="A turn",
        earliest=DAY + dt.timedelta(7),
        latest=DAY + dt.timedelta(14),
        effects=(Effect(actor=A, trend=TermsTrend.WORSE), Effect(actor=B, terms=_number(2, 4), rate=_number(1))),
    )
    found = detente.timing(_case(terms=(_terms(A, TermsTrend.BETTER),), events=(turn,)))
    assert found.party(A).leaning.terms is TermsSign.MIXED
    assert found.party(B).leaning.terms is TermsSign.BETTER
    assert found.party(B).leaning.cost is CostSign.COSTS


def _package_case(**parts: Any) -> Case:
    """A case with a complete package on the table."""
    case = _case("port-lease", **parts)
    middle = Package(tuple((issue.id, issue.option_ids[len(issue.option_ids) // 2]) for issue in case.issues))
    return replace(case, packages=(NamedPackage(id="middle", name="The middle", package=middle),))


def test_numbers_agree_with_the_exact_engine() -> None:
    case = _package_case()
    parties = [actor.id for actor in case.parties]
    costs = tuple(_cost(p, CostTrend.STEADY, _number(2)) for p in parties)
    terms = tuple(_terms(p, TermsTrend.BETTER, _number(6)) for p in parties)
    ends = tuple(OutlookEnd(actor=p, value=_number(0)) for p in parties)
    found = detente.timing(_package_case(costs=costs, terms=terms, ends=ends), readings=50)
    assert found.packages
    for party in parties:
        [gain, *_] = found.party(party).gains
        exact = waiting(View.of(party, 50, 0, [2] * 4, terms=[0, *(Fraction(6 * t, 4) for t in range(1, 5))]))
        assert gain.middle == exact.gain
        assert gain.share == int(exact.signs_now)
        assert gain.delay == Fraction(1, 2)


def test_readings_lie_within_the_exact_bounds() -> None:
    case = _package_case()
    parties = [actor.id for actor in case.parties]
    costs = tuple(_cost(p, CostTrend.STEADY, _number(0, 3)) for p in parties)
    terms = tuple(_terms(p, TermsTrend.BETTER, _number(0, 8)) for p in parties)
    found = detente.timing(_package_case(costs=costs, terms=terms), readings=400)
    again = detente.timing(_package_case(costs=costs, terms=terms), readings=400)
    assert found == again
    for party in parties:
        for gain in found.party(party).gains:
            if gain.least is not None and gain.most is not None:
                assert gain.least <= gain.middle <= gain.most
                assert gain.least < 0 < gain.most
            assert 0 < gain.share < 1
            assert gain.pressure is not None
            assert gain.pressure > 0
    assert found.verdict is Verdict.CONTESTED


def test_a_hope_is_compared_with_the_view_of_the_one_it_is_about() -> None:
    own = _cost(B, CostTrend.STEADY, name="Pressure")
    seen = _cost(B, CostTrend.RISING, seen_by=A, name="Pressure")
    hope = _terms(A, TermsTrend.BETTER, on=(seen.id,))
    [found] = detente.timing(_case(costs=(own, seen), terms=(hope,))).dependences
    assert (found.actor, found.other, found.stands) == (A, B, Shared.DISPUTED)
    [silent] = detente.timing(_case(costs=(seen,), terms=(hope,))).dependences
    assert silent.stands is Shared.UNSAID
    [same] = detente.timing(_case(costs=(replace(own, trend=CostTrend.RISING), seen), terms=(hope,))).dependences
    assert same.stands is Shared.SHARED


def test_an_event_held_differently_likely_explains_the_waiting() -> None:
    case = _package_case()
    one, two = (actor.id for actor in case.parties[:2])
    turn = ExpectedEvent(
        id="turn",
        name="A turn",
        earliest=case.as_of + dt.timedelta(7),
        latest=case.as_of + dt.timedelta(7),
        chances=(
            Chance(actor=one, likelihood=Likelihood(low=Fraction(1), high=Fraction(1))),
            Chance(actor=two, likelihood=Likelihood(low=Fraction(0), high=Fraction(0))),
        ),
        effects=(Effect(actor=one, terms=_number(10)), Effect(actor=two, terms=_number(-10))),
    )
    ends = tuple(OutlookEnd(actor=p, value=_number(0)) for p in (one, two))
    costs = tuple(_cost(p, CostTrend.STEADY, _number(3)) for p in (one, two))
    found = detente.timing(_package_case(costs=costs, events=(turn,), ends=ends), readings=50)
    assert found.disputed == ("turn",)
    assert found.optimism == 1
    assert found.party(one).gains[0].share == 0
    assert found.party(two).gains[0].share == 1
    kinds = [d.kind for d in departures(Elsewhere(), found)]
    assert kinds == [DepartureKind.INFORMATION]


def test_a_deadline_binds_whom_it_turns_and_a_past_one_without_consequence_is_cheap_talk() -> None:
    case = _package_case()
    one, two = (actor.id for actor in case.parties[:2])
    ahead = Deadline(id="ahead", name="Ahead", set_by=(one,), due=case.as_of + dt.timedelta(7))
    past = Deadline(id="past", name="Past", set_by=(one,), due=case.as_of - dt.timedelta(2), status=DeadlineStatus.LAPSED)
    parts = {
        "costs": (_cost(one, CostTrend.STEADY, _number(0)), _cost(two, CostTrend.NONE)),
        "terms": (_terms(one, TermsTrend.BETTER, _number(4)), _terms(two, TermsTrend.BETTER)),
        "ends": tuple(OutlookEnd(actor=p, value=_number(0)) for p in (one, two)),
        "deadlines": (
            DeadlineOutlook(
                id="ahead", effects=(Effect(actor=one, terms=_number(-20)), Effect(actor=two, trend=TermsTrend.SAME))
            ),
        ),
    }
    found = detente.timing(replace(_package_case(**parts), deadlines=(past, ahead)), readings=50)
    told = {deadline.id: deadline for deadline in found.deadlines}
    assert told["past"].is_cheap_talk
    met = detente.timing(replace(_package_case(**parts), deadlines=(replace(past, status=DeadlineStatus.MET),)), readings=50)
    assert not met.deadlines[0].is_cheap_talk
    assert not told["ahead"].is_cheap_talk
    assert told["ahead"].changes_for == (one,)
    assert told["ahead"].binds == ((one, Fraction(1)),)
    assert found.party(two).verdict is Verdict.FAILS


def test_the_ripe_days_are_those_on_which_all_hurt_and_a_package_beats_going_on() -> None:
    case = _package_case()
    parties = [actor.id for actor in case.parties]
    late = case.as_of + dt.timedelta(weeks=2)
    costs = tuple(replace(_cost(p, CostTrend.STEADY, _number(2)), starts=late if k else None) for k, p in enumerate(parties))
    ends = tuple(OutlookEnd(actor=p, value=_number(0)) for p in parties)
    found = detente.timing(_package_case(costs=costs, ends=ends), readings=20)
    assert [moment.ripe for moment in found.ripe] == [0, 0, 1, 1]
    assert found.first_ripe == late
    path = found.party(parties[0]).path
    assert path is not None
    assert [path.middle[t] - path.middle[t + 1] for t in range(4)] == [2, 2, 2, 2]


def test_wrong_numbers_of_readings_are_refused() -> None:
    with pytest.raises(ValueError, match="two readings"):
        detente.timing(_case(), readings=1)
    with pytest.raises(ValueError, match="negative"):
        detente.timing(_case(), seed=-1)
