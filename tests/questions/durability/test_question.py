"""The durability question of a case: comparisons alone, numbers alone, both, ranges, remedies tried again."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import detente
from detente.model.case import Case
from detente.model.phases import (
    Estimate,
    Guarantee,
    HandedOver,
    PhaseAsset,
    PhaseEnd,
    Phases,
    PhaseStep,
    Situation,
    SituationKind,
    SituationRanking,
    Stake,
    StakeKind,
    TwoTypes,
)
from detente.model.preference import Link
from detente.model.verdict import Verdict
from detente.questions.durability.case_agreement import CaseAgreement, plan_at
from detente.questions.durability.case_base import exact_numbers, middle
from detente.questions.durability.case_comparisons import PartyOrder, situations
from detente.questions.durability.case_play import play
from detente.questions.durability.case_readings import draw_readings
from detente.questions.durability.causes import Cause
from detente.questions.durability.finding import Basis, RemedyKind
from detente.questions.durability.ordinal import KEPT as ORDINAL_KEPT
from detente.questions.durability.ordinal import NO_DEAL as ORDINAL_NONE
from detente.questions.durability.ordinal import broken, ordinal_play
from detente.questions.durability.slack import Act, slacks
from detente.questions.durability.unravelling import unravelling

WORKED = detente.load("hostages-for-withdrawal")
KEPT, NO_DEAL = Situation(kind=SituationKind.KEPT), Situation(kind=SituationKind.NO_DEAL)


def number(low: int | str | Fraction, high: int | str | Fraction | None = None) -> Estimate:
    return Estimate(low=Fraction(low), high=Fraction(low if high is None else high))


def left(step: str, actor: str) -> Situation:
    return Situation(kind=SituationKind.BROKEN, step=step, actor=actor)


def ranks(actor: str, *chain: Situation | str, name: str | None = None) -> SituationRanking:
    """``ranks("a", KEPT, ">", NO_DEAL)``."""
    of = tuple(item for item in chain if isinstance(item, Situation))
    links = tuple(Link(item) for item in chain if isinstance(item, str))
    return SituationRanking(id=name or f"{actor}-{len(of)}-{hash(of) % 1000}", actor=actor, situations=of, links=links)


def with_phases(**changes: Any) -> Case:
    assert WORKED.phases is not None
    return replace(WORKED, phases=replace(WORKED.phases, **changes))


def with_stakes(*changed: Stake) -> Case:
    """The worked case with some numbers of stakes changed or added."""
    assert WORKED.phases is not None
    keys = {(s.actor, s.kind, s.of) for s in changed}
    kept = tuple(s for s in WORKED.phases.stakes if (s.actor, s.kind, s.of) not in keys)
    return with_phases(stakes=(*kept, *changed))


def stake(actor: str, kind: StakeKind, low: int | str, high: int | str | None = None, of: str | None = None) -> Stake:
    return Stake(actor=actor, kind=kind, value=number(low, high), of=of)


# -- the worked example ------------------------------------------------------------------------------------


def test_the_worked_exchange_is_told_in_full() -> None:
    found = detente.durability(WORKED)
    assert found.verdict is Verdict.FAILS
    assert [int(n.slack.middle) for n in found.nodes if n.slack] == [7, 7, 6, 3, 5, -1, 2, 1]
    assert [int(n.keeping.middle) for n in found.nodes if n.keeping] == [11, 13, 9, 11, 7, 9, 3, 11]
    assert [n.key for n in found.failing] == [("last-withdrawal", "g")]
    assert found.unravelled is not None
    assert found.unravelled.root_cause == (("last-withdrawal", "g"),)
    assert found.unravelled.first_break == (("first-release", "a"),)
    numbers = [(link.step, int(link.going_on or 0), int(link.leaving or 0)) for link in found.unravelled.chain]
    assert numbers == [
        ("last-withdrawal", 9, 10),
        ("last-release", 1, 2),
        ("second-withdrawal", 7, 8),
        ("second-release", 2, 3),
        ("first-withdrawal", 5, 6),
        ("first-release", 3, 4),
    ]
    assert {s.actor: int(s.keeping.middle) for s in found.signing if s.keeping} == {"a": 11, "g": 16}
    assert found.provenance.is_exact
    assert found.n_readings == 1


def test_every_remedy_of_the_worked_exchange_holds_when_it_is_asked_again() -> None:
    found = detente.durability(WORKED)
    assert {r.kind for r in found.remedies} == {
        RemedyKind.GUARANTEE,
        RemedyKind.COMPLETION_PAYMENT,
        RemedyKind.ORDER,
        RemedyKind.SCHEDULE,
        RemedyKind.FEWER_STEPS,
    }
    for remedy in found.remedies:
        again = detente.durability(replace(WORKED, phases=remedy.phases))
        assert again.verdict is Verdict.HOLDS, remedy.kind
        assert remedy.holds.is_certain
    guarantee = found.remedy(RemedyKind.GUARANTEE)
    assert guarantee is not None
    one = Fraction(1)
    assert [(n.actor, n.step, n.middle, n.enough) for n in guarantee.needed] == [("g", "last-withdrawal", one, one)]
    fewer = found.remedy(RemedyKind.FEWER_STEPS)
    assert fewer is not None
    assert [s.actor for s in fewer.steps] == ["a", "g", "a"]
    assert sum(s.amounts.get("areas", 0) for s in fewer.steps) == 4


@pytest.mark.parametrize(("first", "needs"), [("a", ("g", 3)), ("g", ("a", 1))])
def test_two_steps_need_a_guarantee_and_three_laid_out_anew_need_none(first: str, needs: tuple[str, int]) -> None:
    all_of = {"a": HandedOver(asset="hostages", amount=number(3)), "g": HandedOver(asset="areas", amount=number(4))}
    order = (first, "g" if first == "a" else "a")
    steps = tuple(
        PhaseStep(id=f"all-{actor}", name=actor, actor=actor, at=Fraction(k), delivers=(all_of[actor],))
        for k, actor in enumerate(order)
    )
    found = detente.durability(with_phases(steps=steps))
    guarantee, anew = found.remedy(RemedyKind.GUARANTEE), found.remedy(RemedyKind.OTHER_STEPS)
    assert guarantee is not None
    assert anew is not None
    assert [(n.actor, int(n.middle)) for n in guarantee.needed] == [needs]
    assert [step.actor for step in anew.steps] == ["a", "g", "a"]
    assert not anew.needed
    assert detente.durability(replace(WORKED, phases=anew.phases)).verdict is Verdict.HOLDS


def test_a_little_less_than_the_guarantee_does_not_hold_it() -> None:
    short = Guarantee(id="bond", on="g", penalty=number("9/10"), at=("last-withdrawal",))
    assert detente.durability(with_phases(guarantees=(short,))).verdict is Verdict.FAILS
    enough = replace(short, penalty=number(2), detection=number("1/2"), by="a")
    assert detente.durability(with_phases(guarantees=(enough,))).verdict is Verdict.HOLDS


def test_a_payment_on_signing_mends_nothing() -> None:
    found = detente.durability(WORKED)
    assert found.is_upfront_worthless is True
    paid = detente.durability(with_stakes(stake("g", StakeKind.SIGNING_PAYMENT, 100)))
    assert [n.key for n in paid.failing] == [n.key for n in found.failing]


def test_a_penalty_found_out_half_the_time_must_be_twice_as_great() -> None:
    bond = Guarantee(id="bond", on="g", penalty=number(1), detection=number("1/2"), by="a", at=("last-withdrawal",))
    found = detente.durability(with_phases(guarantees=(bond,)))
    guarantee = found.remedy(RemedyKind.GUARANTEE)
    assert guarantee is not None
    assert [(n.guarantor, n.middle, n.penalty) for n in guarantee.needed] == [("a", Fraction(1, 2), Fraction(2))]


def test_a_poor_peace_has_no_order_that_needs_no_guarantee() -> None:
    found = detente.durability(with_stakes(stake("g", StakeKind.PEACE, 6)))
    order = found.remedy(RemedyKind.ORDER)
    assert order is None or order.needed
    assert any(one.kind is RemedyKind.SCHEDULE for one in found.unreachable)
    demands = {d for one in found.unreachable for d in one.demands}
    assert ("node", "end", "g") in demands


def test_break_even_of_the_peace_is_twelve() -> None:
    found = detente.durability(WORKED)
    peace = next(own for own in found.break_even if own.name == "stakes.g.peace")
    assert (peace.low, peace.high, peace.decides) == (Fraction(12), None, True)
    assert detente.durability(with_stakes(stake("g", StakeKind.PEACE, 12))).verdict is Verdict.HOLDS
    assert detente.durability(with_stakes(stake("g", StakeKind.PEACE, "119/10"))).verdict is Verdict.FAILS


def test_drift_breaks_the_end_alone() -> None:
    drift = with_stakes(stake("g", StakeKind.PEACE, 13), stake("a", StakeKind.REGROUPING, 1))
    found = detente.durability(drift)
    assert [n.key for n in found.failing] == [("end", "a")]
    assert (found.reasons[0].contributions[0].cause, int(found.reasons[0].contributions[0].gain)) == (Cause.REGROUPING, 3)


# -- ranges ------------------------------------------------------------------------------------------------


def test_a_range_across_the_threshold_is_contested_with_a_share() -> None:
    found = detente.durability(with_stakes(stake("g", StakeKind.PEACE, 11, 13)))
    assert found.verdict is Verdict.CONTESTED
    assert found.kept is not None
    assert abs(float(found.kept.share) - 0.5) < 4 * found.kept.error
    assert [(c.step, c.actor) for c in found.critical] == [("last-withdrawal", "g")]
    (critical,) = found.critical
    assert critical.terms == ((Fraction(1), ("stakes.g.peace",)),)
    assert critical.constant == -12
    guarantee = found.remedy(RemedyKind.GUARANTEE)
    assert guarantee is not None
    assert [(n.middle, n.enough) for n in guarantee.needed] == [(Fraction(0), Fraction(1))]
    assert guarantee.enough_holds is True


def test_a_range_on_one_side_is_settled() -> None:
    assert detente.durability(with_stakes(stake("g", StakeKind.PEACE, 12, 20))).verdict is Verdict.HOLDS
    assert detente.durability(with_stakes(stake("g", StakeKind.PEACE, 1, 11))).verdict is Verdict.FAILS


def test_two_comparisons_may_leave_no_numbers_for_a_node() -> None:
    """If breaking at the last withdrawal beats breaking at the end by the peace's own gain, no peace in range keeps both."""
    says = ranks("g", left("last-withdrawal", "g"), ">=", NO_DEAL, ">=", KEPT, name="g1")
    case = with_stakes(stake("g", StakeKind.PEACE, 0, 13), stake("g", StakeKind.NO_DEAL, 16))
    assert case.phases is not None
    found = detente.durability(replace(case, phases=replace(case.phases, comparisons=(says,))))
    assert found.verdict is Verdict.FAILS
    assert found.node("last-withdrawal", "g").verdict is not Verdict.HOLDS


def test_the_same_seed_gives_the_same_finding() -> None:
    case = with_stakes(stake("g", StakeKind.PEACE, 11, 13), stake("a", StakeKind.FIGHTING, 0, 4))
    one, other = (detente.durability(case, readings=300, seed=7) for _ in range(2))
    assert one == other
    assert detente.durability(case, readings=300, seed=8).kept != one.kept


# -- every reading against the exact engine -------------------------------------------------------------------


def test_a_step_leaves_what_later_steps_deliver_at_least() -> None:
    assert WORKED.phases is not None
    steps = tuple(
        replace(step, delivers=(HandedOver(asset=step.delivers[0].asset, amount=number(1, 3)),))
        if step.delivers[0].asset == "hostages"
        else step
        for step in WORKED.phases.steps
    )
    agreement = CaseAgreement.of(WORKED, replace(WORKED.phases, steps=steps))
    names = [f"steps.{step.id}.hostages" for step in steps if step.delivers[0].asset == "hostages"]
    drawn = draw_readings(agreement, 200, 1).numbers
    # Three are held and three steps each release at least one: so each releases exactly one.
    assert all((drawn[name] == 1).all() for name in names)
    assert [middle(agreement)[name] for name in names] == [1, 1, 1]


def random_phases(rng: random.Random) -> Phases:
    """A small agreement of two parties, some numbers ranges."""
    movers = [rng.choice("ag") for _ in range(rng.randint(1, 4))]
    held = {"a": "hostages", "g": "areas"}
    times = sorted(rng.randint(0, 3) for _ in movers)
    steps = tuple(
        PhaseStep(
            id=f"s{k}",
            name=f"s{k}",
            actor=mover,
            at=Fraction(time),
            delivers=(HandedOver(asset=held[mover], amount=number(1, rng.choice([1, 1, 2]))),) if rng.random() < 0.8 else (),
            is_expiry=rng.random() < 0.2,
        )
        for k, (mover, time) in enumerate(zip(movers, times, strict=True))
    )

    def any_number(low: int, high: int) -> Estimate:
        ends = sorted(rng.randint(low, high) for _ in "ab")
        return number(*ends) if rng.random() < 0.6 else number(ends[0])

    stakes = []
    for actor in "ag":
        stakes.append(Stake(actor=actor, kind=StakeKind.PEACE, value=any_number(0, 9)))
        for kind, low, high in (
            (StakeKind.FIGHTING, -2, 6),
            (StakeKind.NO_DEAL, 0, 6),
            (StakeKind.REGROUPING, -1, 1),
            (StakeKind.FIRST_STRIKE, 0, 2),
            (StakeKind.VICTIM_LOSS, 0, 2),
            (StakeKind.COMPLETION_PAYMENT, 0, 2),
        ):
            if rng.random() < 0.5:
                stakes.append(Stake(actor=actor, kind=kind, value=any_number(low, high)))
        for asset in held.values():
            stakes.append(Stake(actor=actor, kind=StakeKind.LEVERAGE, value=any_number(-1, 1), of=asset))
            stakes.append(Stake(actor=actor, kind=StakeKind.DELIVERED, value=any_number(-1, 2), of=asset))
        if rng.random() < 0.3:
            stakes.append(Stake(actor=actor, kind=StakeKind.DISCOUNT, value=number("1/2", rng.choice(["1/2", "1"]))))
    guarantees = (
        Guarantee(id="bond", on="a", penalty=any_number(0, 3), detection=number("1/4", "3/4")),
        Guarantee(id="word", on="g", penalty=any_number(0, 3), at=("end", *(s.id for s in steps if s.actor == "g"))),
    )
    return Phases(
        unit="week",
        steps=steps,
        end=PhaseEnd(at=Fraction(rng.randint(times[-1], 4)), is_expiry=rng.random() < 0.2),
        assets=tuple(
            PhaseAsset(id=name, name=name, holder=actor, amount=number(8, rng.choice([8, 10])), is_indivisible=name == "hostages")
            for actor, name in held.items()
        ),
        stakes=tuple(stakes),
        guarantees=guarantees[: rng.randint(0, 2)],
    )


@pytest.mark.parametrize("seed", range(60))
def test_every_reading_is_played_as_the_exact_engine_plays_it(seed: int) -> None:
    phases = random_phases(random.Random(seed))
    agreement = CaseAgreement.of(WORKED, phases)
    readings = draw_readings(agreement, 12, seed)
    played = play(agreement, readings)
    for k in range(readings.n):
        plan = plan_at(agreement, {**middle(agreement), **exact_numbers(agreement, readings, k)})
        found, exact = slacks(plan), unravelling(plan)
        assert [n.is_violated for n in found.nodes] == played.violated[:, k].tolist()
        left_at = [choice.act is not Act.COMPLY for choice in exact.choices]
        assert left_at == played.leaves[: len(left_at), k].tolist()
        breakers = {choice.mover for choice in exact.closing_breakers}
        assert breakers == {a for a, own in zip(agreement.parties, played.leaves[len(left_at) :, k], strict=True) if own}
        assert bool(played.is_kept[k]) == exact.is_kept
        worse = [v < s.no_deal for v, s in zip(exact.values, plan.stakes, strict=True)]
        assert worse == played.prefers_none[:, k].tolist()
        assert [name in found.unwilling for name in plan.parties] == played.unwilling[:, k].tolist()


@pytest.mark.parametrize("seed", range(40))
def test_no_reading_contradicts_what_is_proven(seed: int) -> None:
    phases = random_phases(random.Random(1000 + seed))
    case = replace(WORKED, phases=phases)
    found = detente.durability(case, readings=60, seed=seed)
    agreement = CaseAgreement.of(case, phases)
    readings = draw_readings(agreement, 60, seed)
    played = play(agreement, readings)
    for node, violated in zip(found.nodes, played.violated, strict=True):
        if node.verdict is Verdict.HOLDS:
            assert not violated.any()
        elif node.verdict is Verdict.FAILS:
            assert violated.all()
        assert node.slack is not None
        assert node.slack.low <= node.slack.middle <= node.slack.high
    assert found.conflict == ()
    if found.verdict is Verdict.HOLDS:
        assert played.is_kept.all()
    elif found.verdict is Verdict.FAILS:
        assert not played.is_kept.any()


@pytest.mark.parametrize("seed", range(40))
def test_a_remedy_holds_where_it_was_found_and_the_sure_one_everywhere(seed: int) -> None:
    phases = random_phases(random.Random(2000 + seed))
    case = replace(WORKED, phases=phases)
    found = detente.durability(case, readings=20, seed=seed)
    for remedy in found.remedies:
        assert remedy.enough_holds in (True, None)
        if remedy.kind in (RemedyKind.GUARANTEE, RemedyKind.COMPLETION_PAYMENT):
            agreement = CaseAgreement.of(case, remedy.phases)
            assert unravelling(plan_at(agreement, middle(agreement))).is_kept
        else:
            assert not found.is_middle or remedy.steps


# -- comparisons alone ---------------------------------------------------------------------------------------


def compared(*rankings: SituationRanking) -> Case:
    return with_phases(stakes=(), comparisons=rankings)


def test_comparisons_alone_settle_what_they_say() -> None:
    found = detente.durability(
        compared(
            ranks("g", KEPT, ">", left("first-withdrawal", "g"), ">", left("second-withdrawal", "g"), name="g1"),
            ranks("g", left("last-withdrawal", "g"), ">", KEPT, ">=", NO_DEAL, name="g2"),
        )
    )
    assert found.verdict is Verdict.FAILS
    verdicts = {node.key: node.verdict for node in found.nodes}
    assert verdicts["first-withdrawal", "g"] is Verdict.HOLDS
    assert verdicts["second-withdrawal", "g"] is Verdict.HOLDS
    assert verdicts["last-withdrawal", "g"] is Verdict.FAILS
    assert verdicts["end", "g"] is Verdict.CONTESTED
    assert verdicts["first-release", "a"] is Verdict.UNDETERMINED
    node = found.node("second-withdrawal", "g")
    assert node.basis is Basis.COMPARISONS
    assert "phases.comparisons.g1" in node.records
    assert "phases.comparisons.g2" not in node.records
    assert found.node("first-release", "a").basis is Basis.NOTHING
    signing = {s.actor: s.verdict for s in found.signing}
    assert signing == {"a": Verdict.UNDETERMINED, "g": Verdict.HOLDS}
    assert found.why_no_numbers is not None


def test_everything_kept_by_comparisons_holds_and_is_exact_in_kind() -> None:
    own = {"a": ("first-release", "second-release", "last-release", "end")}
    own["g"] = ("first-withdrawal", "second-withdrawal", "last-withdrawal", "end")
    rankings = [
        ranks(actor, KEPT, ">=", left(step, actor), name=f"{actor}{step}") for actor, steps in own.items() for step in steps
    ]
    found = detente.durability(compared(*rankings))
    assert found.verdict is Verdict.HOLDS
    assert found.kept is not None
    assert found.kept.is_certain
    assert found.unravelled is None


def test_an_open_comparison_is_critical_unless_another_implies_it() -> None:
    rankings = [
        ranks("g", left("last-withdrawal", "g"), ">=", left("end", "g"), name="g1"),
        ranks("g", left("last-withdrawal", "g"), ">=", left("first-withdrawal", "g"), name="g2"),
        ranks("g", KEPT, ">", left("second-withdrawal", "g"), name="g3"),
        *(ranks("a", KEPT, ">", left(s, "a"), name=f"a{s}") for s in ("first-release", "second-release", "last-release", "end")),
    ]
    found = detente.durability(compared(*rankings))
    assert found.verdict is Verdict.CONTESTED
    assert [(c.step, c.actor) for c in found.critical] == [("last-withdrawal", "g")]
    assert found.learning[0].step == "last-withdrawal"
    assert found.learning[0].holds_if_kept == 1


def test_orders_that_fit_are_drawn_evenly() -> None:
    """Kept above one of two others: it is above the second in two of the three orders that fit, whatever else there is."""
    case = compared(ranks("g", KEPT, ">", NO_DEAL, name="g1"))
    assert case.phases is not None
    agreement = CaseAgreement.of(case, case.phases)
    order = PartyOrder.of(agreement, "g")
    heights = order.heights(20_000, np.random.default_rng(3))
    every = situations(agreement)
    kept, none, other = (heights[every.index(s)] for s in (KEPT, NO_DEAL, left("end", "g")))
    assert (kept > none).all()
    counts = Counter((kept > other).tolist())
    assert abs(counts[True] / 20_000 - 2 / 3) < 0.015


def test_each_order_that_fits_is_as_likely() -> None:
    """Kept over no deal over the last break, kept over the end: the end takes each of its three places a third of the time."""
    last, end = left("last-withdrawal", "g"), left("end", "g")
    case = compared(ranks("g", KEPT, ">", NO_DEAL, ">", last, name="g1"), ranks("g", KEPT, ">", end, name="g2"))
    assert case.phases is not None
    agreement = CaseAgreement.of(case, case.phases)
    heights = PartyOrder.of(agreement, "g").heights(20_000, np.random.default_rng(5))
    every = situations(agreement)
    none, late, final = (heights[every.index(s)] for s in (NO_DEAL, last, end))
    assert abs((final > none).mean() - 1 / 3) < 0.015
    assert abs((final < late).mean() - 1 / 3) < 0.015


def test_orders_too_many_to_count_are_drawn_by_turns() -> None:
    steps = tuple(PhaseStep(id=f"s{k}", name=f"s{k}", actor="g", at=Fraction(k)) for k in range(22))
    phases = Phases(
        unit="week",
        steps=steps,
        end=PhaseEnd(at=Fraction(30)),
        comparisons=tuple(ranks("g", KEPT, ">", left(f"s{k}", "g"), name=f"g{k}") for k in range(22)),
    )
    agreement = CaseAgreement.of(WORKED, phases)
    heights = PartyOrder.of(agreement, "g").heights(200, np.random.default_rng(1))
    assert (heights[0] > heights[2:24]).all()
    assert abs(heights[0].mean() - 23 / 24) < 0.02


@pytest.mark.parametrize("seed", range(20))
def test_orders_are_played_as_one_ranking_is(seed: int) -> None:
    rng = random.Random(seed)
    case = compared()
    assert case.phases is not None
    rankings = [ranks("g", KEPT, ">", rng.choice(["x"]) and left("end", "g"), name="g1")]
    phases = replace(case.phases, comparisons=tuple(rankings))
    agreement = CaseAgreement.of(WORKED, phases)
    readings = draw_readings(agreement, 5, seed)
    played = play(agreement, readings)
    names = [ORDINAL_KEPT, ORDINAL_NONE, *(broken(_ordinal(n.step), n.actor) for n in agreement.nodes)]
    nodes = [(_ordinal(n.step), n.actor) for n in agreement.nodes]
    for k in range(5):
        full = {actor: [[names[s]] for s in np.argsort(-readings.heights[actor][:, k]).tolist()] for actor in agreement.parties}
        expected = ordinal_play(nodes, full)
        left_at = [nodes[i] for i in range(len(nodes)) if played.leaves[i, k]]
        assert tuple(left_at) == expected.left
        assert bool(played.is_kept[k]) == expected.is_kept


def _ordinal(step: str) -> str:
    return "closing" if step == "end" else step


# -- comparisons and numbers of one party --------------------------------------------------------------------


def test_comparisons_narrow_the_numbers() -> None:
    says = ranks("g", KEPT, ">=", left("last-withdrawal", "g"), name="g1")
    wide = stake("g", StakeKind.PEACE, 11, 13)
    free = detente.durability(with_stakes(wide))
    assert WORKED.phases is not None
    case = with_stakes(wide)
    assert case.phases is not None
    bound = detente.durability(replace(case, phases=replace(case.phases, comparisons=(says,))))
    assert free.verdict is Verdict.CONTESTED
    assert bound.verdict is Verdict.HOLDS
    assert bound.node("last-withdrawal", "g").basis is Basis.BOTH
    slack = bound.node("end", "g").slack
    assert slack is not None
    assert (slack.low, slack.high) == (Fraction(2), Fraction(3))


def test_comparisons_no_numbers_fit_are_said_to_be_too_rare() -> None:
    says = ranks("g", left("end", "g"), ">", KEPT, name="g1")
    assert WORKED.phases is not None
    found = detente.durability(replace(WORKED, phases=replace(WORKED.phases, comparisons=(says,))))
    assert found.kept is None or found.verdict is Verdict.FAILS
    assert found.why_no_numbers is not None


# -- a truce that may lapse, types ---------------------------------------------------------------------------


def test_a_lapse_is_out_of_reach_of_a_guarantee() -> None:
    assert WORKED.phases is not None
    steps = tuple(replace(s, is_expiry=s.id == "last-withdrawal") for s in WORKED.phases.steps)
    found = detente.durability(with_phases(steps=steps))
    assert found.node("last-withdrawal", "g").act is Act.LAPSE
    assert found.remedy(RemedyKind.GUARANTEE) is None
    assert [one.demands for one in found.unreachable if one.kind is RemedyKind.GUARANTEE] == [(("node", "last-withdrawal", "g"),)]
    assert found.remedy(RemedyKind.COMPLETION_PAYMENT) is not None


def test_two_types_have_the_threshold_of_the_worked_example() -> None:
    """At the second withdrawal: 11 if sincere, 4 if it regroups (breaks at its last release), 8 now: 3/7."""
    two = TwoTypes(actor="a", regroups=number("3/5"), stakes=(stake("a", StakeKind.FIGHTING, 8),))
    case = with_stakes(stake("g", StakeKind.PEACE, 12))
    assert case.phases is not None
    found = detente.durability(replace(case, phases=replace(case.phases, types=(two,))))
    (types,) = found.types
    assert types.why_not is None
    assert types.thresholds[1].leaving_if_sincere == 8
    assert types.priors == (Fraction(3, 5),) * 3
    assert types.pure or types.mixed
    for equilibrium in (*types.pure, *types.mixed):
        assert all(0 <= belief.low <= belief.high <= 1 for belief in equilibrium.beliefs)


# -- what cannot be asked ------------------------------------------------------------------------------------


def test_what_is_missing_is_named() -> None:
    assert detente.durability(replace(WORKED, phases=None)).reason is not None
    none = detente.durability(with_phases(stakes=(), comparisons=()))
    assert none.verdict is Verdict.UNDETERMINED
    assert "neither comparisons nor stakes" in str(none.reason)
    with pytest.raises(ValueError, match="two readings"):
        detente.durability(WORKED, readings=1)
    with pytest.raises(ValueError, match="negative"):
        detente.durability(WORKED, seed=-1)


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    detente.durability(WORKED, progress=lambda *args: told.append(args))
    assert [done for _, done, _ in told] == [0, 1, 2, 3]
