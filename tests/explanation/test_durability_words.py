"""The chapter on durability: what it says, what each sentence rests on, what it keeps back, and when it is silent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

import detente
from detente.evidence.as_of import as_of
from detente.evidence.support import phases_records
from detente.explanation.durability_words import durability_chapter
from detente.explanation.explain import explain
from detente.explanation.explanation import Chapter, LineChart, TimelineChart
from detente.explanation.phase_words import stake_words
from detente.explanation.redaction import telling_for
from detente.explanation.statements import record_words
from detente.explanation.timing_elsewhere import commitment_of
from detente.model.case import Case
from detente.model.evidence import Handling
from detente.model.phases import Estimate, Guarantee, HandedOver, Phases, Stake, StakeKind, TwoTypes
from detente.model.verdict import Verdict
from detente.questions.agreement.question import undetermined
from detente.questions.durability.finding import RemedyKind
from detente.questions.durability.question import durability
from detente.report.render import FORMATS, render

WORKED = detente.load("hostages-for-withdrawal")
GAZA = detente.load("gaza-truce-2024-04")


def chapter_of(case: Case, handling: Handling = Handling.PUBLIC, readings: int = 300) -> Chapter:
    telling = telling_for(case, undetermined(case, "not asked", 1), handling)
    found = durability_chapter(telling, durability(case, readings=readings))
    assert found is not None
    return found


def text(chapter: Chapter) -> str:
    return " ".join(sentence.text for sentence in chapter.sentences)


def phases_of(case: Case) -> Phases:
    assert case.phases is not None
    return case.phases


def number(low: int | str, high: int | str | None = None) -> Estimate:
    return Estimate(low=Fraction(low), high=Fraction(low if high is None else high))


def changed(*stakes: Stake) -> Case:
    phases = phases_of(WORKED)
    keys = {(s.actor, s.kind, s.of) for s in stakes}
    kept = tuple(s for s in phases.stakes if (s.actor, s.kind, s.of) not in keys)
    return replace(WORKED, phases=replace(phases, stakes=(*kept, *stakes)))


def test_the_worked_example_is_told_in_plain_words() -> None:
    said = text(chapter_of(WORKED))
    for sentence in (
        "No: the agreement would not be kept. At “Last withdrawal”, Party G would rather break the agreement than go on",
        "At “Last withdrawal”, keeping on to the end is worth 9 to Party G from then on, breaking 10: it is 1 short.",
        "What makes it so, with what each alone takes off keeping: what has changed hands by then (6).",
        "so it does not even get that far: the agreement ends at “First release”, by Party A.",
        "At “Last release”, going on would end in a break by Party G at “Last withdrawal”: that is worth 1 to Party A, and"
        " breaking first 2.",
        "At “First release”, going on would end in a break by Party G at “First withdrawal”: that is worth 3 to Party A, and"
        " breaking first 4.",
        "Kept to its end, the agreement is worth 16 to Party G from signing on, no deal 4.",
        "if breaking were sure to cost Party G 1 of its own points at “Last withdrawal”.",
        "Paid on signing it mends nothing",
        "Party A 2 of “The hostages”; then Party G 4 of “The areas”; then Party A 1 of “The hostages”.",
        "the worth of the kept peace to Party G at least 12, where now it is 11.",
    ):
        assert sentence in said
    assert "reading" not in said


def test_every_sentence_on_the_worked_example_rests_on_claims() -> None:
    assert all(sentence.claims for sentence in chapter_of(WORKED).sentences)


def test_a_kept_agreement_is_said_to_be_and_no_more() -> None:
    chapter = chapter_of(changed(Stake(actor="g", kind=StakeKind.PEACE, value=number(12))))
    assert chapter.sentences[0].text.startswith("Yes: at every step and at the end")
    assert "guarantee" not in text(chapter)


def test_ranges_are_told_with_shares_conditions_and_what_is_enough() -> None:
    said = text(chapter_of(changed(Stake(actor="g", kind=StakeKind.PEACE, value=number(10, 13)))))
    assert "It depends on what the record leaves open: the agreement keeps itself in 3" in said
    assert "it is not the chance of anything" in said
    assert "between 2 short and 1 to spare" in said
    assert "(where the worth of the kept peace to Party G is at least 12)" in said
    assert "Party G 0.5, and 2 to be sure, of its own points" in said
    assert "the larger amounts hold in every one" in said


def test_gaza_says_where_it_would_end_and_what_is_not_on_record() -> None:
    said = text(chapter_of(GAZA, readings=500))
    assert said.startswith("Hardly: in none of the 500 readings drawn does the agreement keep itself")
    assert "leaving is at least as good as the agreement kept: it would go on only if the two were equally good" in said
    assert "Of the readings it ends with the Government of Israel at “The six weeks run out” in" in said
    assert "To Hamas the agreement kept to its end is at least as good as no deal" in said
    assert "no party's stakes are given in numbers" in said
    assert "Nor is what another order of the steps would do: it makes other ends, which nobody has compared." in said
    assert "A price on breaking does not weigh at “The six weeks run out”" in said


def test_a_guarantee_and_a_lapse_are_told_as_they_are() -> None:
    phases = phases_of(WORKED)
    bond = Guarantee(id="bond", on="g", penalty=number(1), detection=number("1/2"), by="a", at=("last-withdrawal",))
    said = text(chapter_of(replace(WORKED, phases=replace(phases, guarantees=(bond,)))))
    assert "sure to cost, beyond the guarantees there are, Party G 0.5 of its own points" in said
    assert (
        "The penalty by Party A on a break by Party G at “Last withdrawal” would have to be 2, as it is found out in 50 of 100"
        " cases; it is 1."
    ) in said
    steps = tuple(replace(step, is_expiry=step.id == "last-withdrawal") for step in phases.steps)
    said = text(chapter_of(replace(WORKED, phases=replace(phases, steps=steps))))
    assert "Party G would rather let the truce lapse than go on" in said
    assert "letting a truce lapse breaks nothing, so a price on breaking does not weigh" in said


def test_two_kinds_of_a_party_are_told_with_what_must_be_believed() -> None:
    """The worked exchange, mended; the kind that uses the truce gains 6 by surprise, and its victim loses 3."""
    phases = phases_of(changed(Stake(actor="g", kind=StakeKind.VICTIM_LOSS, value=number(3))))
    guarantees = (
        Guarantee(id="late", on="g", penalty=number(1), at=("last-withdrawal",)),
        Guarantee(id="end", on="a", penalty=number(5), at=("end",)),
    )
    two = TwoTypes(actor="a", regroups=number("3/5"), stakes=(Stake(actor="a", kind=StakeKind.FIRST_STRIKE, value=number(6)),))
    said = text(chapter_of(replace(WORKED, phases=replace(phases, guarantees=guarantees, types=(two,)))))
    assert said.startswith("Yes, if Party A means to keep it:")
    assert "the second is judged 60 of 100" in said
    assert (
        "At “Second withdrawal”, Party G goes on only if it holds it at most 43 of 100 likely that Party A uses the truce: going"
        " on is worth 11 with one that keeps it and 4 with one that does not, leaving 8."
    ) in said
    assert "some choices are mixed" in said
    assert "the agreement is kept with a probability of 35 of 100: 88 of 100 with one that means it, 0 of 100 with one" in said


def test_whoever_would_not_sign_is_told_before_the_points_at_which_it_fails() -> None:
    sentences = [s.text for s in chapter_of(changed(Stake(actor="a", kind=StakeKind.NO_DEAL, value=number(40)))).sentences]
    assert sentences[1].startswith("Party A would not sign, even if all were kept: it is worth 11 to it")


def test_a_number_at_which_the_answer_turns_is_told_only_where_it_does() -> None:
    ranged = changed(
        Stake(actor="g", kind=StakeKind.PEACE, value=number(11, 14)),
        Stake(actor="g", kind=StakeKind.FIGHTING, value=number(9, 11)),
    )
    said = text(chapter_of(ranged))
    # In the middle peace 12.5 and fighting 10 the last step keeps; the rest of A's numbers cannot turn it within what is given.
    assert (
        "Within its range one number turns the answer, with every other number in the middle of its range: the worth of the kept"
        " peace to Party G at least 12 for a yes, of 11 to 14."
    ) in said
    assert "would keep itself by this alone" not in said


def test_people_are_not_called_units() -> None:
    stakes = {f"phases.stakes.{s.actor}.{s.kind.value}.{s.of}": s for s in phases_of(WORKED).stakes if s.of is not None}
    for stake in stakes.values():
        told = "".join(part.text for part in stake_words(WORKED, stake))
        assert ("unit" in told) == (stake.of == "areas")


def test_a_gain_that_would_have_to_be_a_loss_is_not_told_as_where_the_answer_turns() -> None:
    said = text(chapter_of(changed(Stake(actor="g", kind=StakeKind.FIRST_STRIKE, value=number(0, 0)))))
    assert "breaking first at most" not in said


def test_demands_that_cannot_be_met_together_are_told_once_and_orders_in_full() -> None:
    case = changed(Stake(actor="g", kind=StakeKind.PEACE, value=number(6)))
    (sentence,) = (s.text for s in chapter_of(case).sentences if s.text.startswith("No amounts at these steps"))
    demands = sentence.split(": ", 1)[1].split("; ")
    assert len(demands) == len(set(demands))
    assert "is not bound by more" not in sentence
    found = durability(case, readings=50).remedy(RemedyKind.ORDER)
    if found is not None:
        said = text(chapter_of(case))
        assert "; ".join(f"“{phases_of(case).step(step.step).name}”" for step in found.steps) in said


def accord(regroups: Estimate) -> Case:
    """Two exchanges; the second kind gains by the truce, and the first stops early where the other would stop late."""
    stakes = {
        "a": {StakeKind.PEACE: 10, StakeKind.NO_DEAL: 3, StakeKind.FIGHTING: 3},
        "g": {StakeKind.PEACE: 12, StakeKind.NO_DEAL: 5, StakeKind.FIGHTING: 8},
    }
    by_asset = [
        ("a", StakeKind.LEVERAGE, "hostages", 2),
        ("a", StakeKind.DELIVERED, "areas", 3),
        ("a", StakeKind.DELIVERED, "hostages", -1),
        ("g", StakeKind.LEVERAGE, "hostages", -2),
        ("g", StakeKind.LEVERAGE, "areas", 1),
        ("g", StakeKind.DELIVERED, "hostages", 3),
        ("g", StakeKind.DELIVERED, "areas", -2),
    ]
    phases = phases_of(WORKED)
    one = tuple(HandedOver(asset=asset, amount=number(1)) for asset in ("hostages", "areas"))
    steps = tuple(replace(step, at=Fraction(k), delivers=(one[k % 2],)) for k, step in enumerate(phases.steps[:4]))
    own = [Stake(actor=a, kind=kind, value=number(value)) for a, kinds in stakes.items() for kind, value in kinds.items()]
    own += [Stake(actor=a, kind=kind, of=asset, value=number(value)) for a, kind, asset, value in by_asset]
    second = (
        Stake(actor="a", kind=StakeKind.REGROUPING, value=number(2)),
        Stake(actor="a", kind=StakeKind.PEACE, value=number(6)),
    )
    changed_phases = replace(
        phases,
        assets=tuple(replace(asset, amount=number(2)) for asset in phases.assets),
        steps=steps,
        end=replace(phases.end, at=Fraction(6)),
        stakes=tuple(own),
        types=(TwoTypes(actor="a", regroups=regroups, stakes=second),),
    )
    return replace(WORKED, phases=changed_phases)


def test_where_a_party_may_only_use_the_truce_the_answer_is_not_a_plain_yes() -> None:
    # By hand: with the second kind above 25 of 100 the last step of G is not taken, so A keeps its second one whatever kind it
    # is, so G does not take its first, so A does not begin.
    case = accord(number("1/5", "7/10"))
    said = text(chapter_of(case))
    assert said.startswith("Yes, if Party A means to keep it: ")
    assert "kept with a probability of 0 to 80 of 100 where the one that uses the truce is 20 of 100 likely" in said
    assert "not at all where the one that uses the truce is 45 of 100 likely" in said
    assert "Played one way, the agreement ends at “First release” with either kind" in said
    assert commitment_of(durability(case, readings=50)) is Verdict.CONTESTED
    assert "is kept to its end with one that means it, and is left at the end with one that does not" in text(
        chapter_of(accord(number("1/5")))
    )


def test_of_ways_that_go_alike_the_one_that_needs_least_belief_is_told() -> None:
    case = accord(number("9/20"))
    (own,) = durability(case, readings=50).types
    off = [[b for b in e.beliefs if not b.is_on_path and (b.low > 0 or b.high < 1)] for e in own.pure]
    assert off[0]
    assert not all(off)
    assert "what is believed where play does not lead makes no difference" in text(chapter_of(case))


def test_two_kinds_without_numbers_are_said_not_to_be_looked_at() -> None:
    two = TwoTypes(
        actor="hamas", regroups=number("1/2"), stakes=(Stake(actor="hamas", kind=StakeKind.REGROUPING, value=number(1)),)
    )
    said = text(chapter_of(replace(GAZA, phases=replace(phases_of(GAZA), types=(two,)))))
    assert "What it changes that Hamas may be of two kinds was not looked at" in said


def test_a_part_is_told_where_no_amounts_do_without_a_guarantee() -> None:
    said = text(chapter_of(changed(Stake(actor="g", kind=StakeKind.PEACE, value=number(6)))))
    assert "No amounts at these steps do without a guarantee. These cannot be had together:" in said
    assert "that Party G keeps at the end" in said


def test_points_are_drawn_with_a_table_that_says_the_same() -> None:
    chapter = chapter_of(WORKED)
    timeline = next(chart for chart in chapter.charts if isinstance(chart, TimelineChart))
    assert timeline.is_signed
    assert [mark.text for mark in timeline.marks][5] == "1 short"
    assert timeline.marks[5].tags == ("root cause",)
    assert timeline.marks[0].tags == ("ends here",)
    assert len(timeline.table.rows) == len(timeline.marks) == 8
    schedule = next(chart for chart in chapter.charts if isinstance(chart, LineChart))
    assert all(series.values[0] == 0 and series.values[-1] == 100 for series in schedule.series)


def test_shares_are_drawn_where_something_is_left_open() -> None:
    timeline = next(chart for chart in chapter_of(GAZA).charts if isinstance(chart, TimelineChart))
    assert not timeline.is_signed
    assert all(mark.value is not None and 0 <= mark.value <= 100 for mark in timeline.marks)


@pytest.mark.parametrize("case", [WORKED, GAZA], ids=["worked", "gaza"])
@pytest.mark.parametrize("form", FORMATS)
def test_every_form_of_the_report_tells_it(case: Case, form: str) -> None:
    told = render(explain(case, readings=60), form)
    assert "would the deal be kept at each phase?" in told.casefold()
    assert "The agreement, point by point" in told or form in ("terminal", "markdown")


def test_every_record_of_the_phases_reads_as_a_clause() -> None:
    for case in (WORKED, GAZA):
        telling = telling_for(case, undetermined(case, "not asked", 1), Handling.CONFIDENTIAL)
        for record in phases_records(case):
            words = "".join(part.text for part in record_words(telling, record))
            assert words
            assert "{" not in words


def test_what_rests_on_a_withheld_claim_is_not_told() -> None:
    claims = tuple(
        replace(claim, handling=Handling.CONFIDENTIAL) if claim.id == "worth-to-g" else claim for claim in WORKED.claims
    )
    case = replace(WORKED, claims=claims)
    public, whole = chapter_of(case), chapter_of(case, Handling.CONFIDENTIAL)
    assert [s.text for s in public.sentences] == [
        "The phases, or what they rest on, are withheld in part, so only the verdict is told.",
        "No: the agreement would not be kept at each phase.",
    ]
    assert not public.charts
    assert not public.tables
    assert "breaking 10" in text(whole)
    assert "Party G" not in render(explain(case, readings=60), "markdown").split("## ")[1]


def test_a_withheld_number_that_changes_no_verdict_changes_nothing_told() -> None:
    hidden = replace(WORKED.claims[0], id="hidden", handling=Handling.CONFIDENTIAL)
    told = []
    for peace in ("11", "23/2"):
        value = replace(number(peace), because=("hidden",))
        case = replace(changed(Stake(actor="g", kind=StakeKind.PEACE, value=value)), claims=(*WORKED.claims, hidden))
        told.append([render(explain(case, readings=60), form) for form in FORMATS])
    assert told[0] == told[1]
    assert all("Last withdrawal" not in page for page in told[0])


def test_what_an_earlier_day_leaves_out_is_named() -> None:
    late = replace(WORKED.claims[0], id="late", said_on=dt.date(2026, 2, 1))
    phases = phases_of(WORKED)
    steps = tuple(replace(step, because=("late",)) if step.id == "last-withdrawal" else step for step in phases.steps)
    bond = Guarantee(id="bond", on="g", penalty=number(1), because=("late",))
    whole = replace(
        WORKED,
        as_of=dt.date(2026, 3, 1),
        claims=(*WORKED.claims, late),
        phases=replace(phases, steps=steps, guarantees=(bond,)),
    )
    early = as_of(whole, dt.date(2026, 1, 15))
    telling = telling_for(early, undetermined(early, "not asked", 1), Handling.PUBLIC)
    found = durability_chapter(telling, durability(early), before=whole)
    assert found is not None
    assert found.sentences[-1].text == (
        "Left out of the phases, as nothing behind it was said by 15 January 2026: the step “Last withdrawal”; 1 guarantee."
    )
    gaps = " ".join(sentence.text for sentence in explain(whole, as_of="2026-01-15", readings=60).gaps)
    assert "1 step of the phases and 1 guarantee" in gaps


def test_a_case_without_phases_has_no_chapter() -> None:
    case = detente.load("port-lease")
    telling = telling_for(case, undetermined(case, "not asked", 1), Handling.PUBLIC)
    assert durability_chapter(telling, durability(case)) is None
    assert all(chapter.key != "durability" for chapter in explain(case, readings=60).chapters)
