"""The record of talks: a case whose convergence is known by hand, laws, random records, and the bundled cases."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from building import DAY, case_of, named_issue, numeric_issue, points, ranking, worth

import detente
from detente.casefile.bundled import folder, slugs
from detente.model.actor import Actor, Role
from detente.model.case import Case
from detente.model.evidence import Claim, ClaimKind
from detente.model.formula import And, OneOf, Operator
from detente.model.package import Package
from detente.model.preference import Statement
from detente.model.proposal import Answer, Proposal, Response
from detente.model.red_line import Demand
from detente.questions.agreement.talks import talks, talks_of
from detente.questions.agreement.talks_finding import Acceptance, Direction, Moment, PositionSource, TalksFinding, ValueGap
from detente.questions.agreement.tally import actor_draws
from detente.readings.draws import Readings, draw

PAY = numeric_issue("pay", 2, 8, 1, [2, 8])
ROSTERS = named_issue("rosters", ["as_now", "two_weeks", "four_weeks"])
JOBS = named_issue("jobs", ["none", "five_years"])


def day(n: int) -> dt.date:
    return dt.date(2024, 4, n)


def offer(
    pid: str, by: Sequence[str], n: int, terms: dict[str, str], responses: Sequence[Response] = (), open_: Sequence[str] = ()
) -> Proposal:
    return Proposal(
        id=pid,
        name=pid,
        by=tuple(by),
        date=day(n),
        package=Package.of(terms),
        responses=tuple(responses),
        left_open=tuple(open_),
    )


def terms(pay: int, rosters: str, jobs: str | None = None) -> dict[str, str]:
    found = {"pay": str(pay), "rosters": rosters}
    return found if jobs is None else {**found, "jobs": jobs}


def yes(actor: str, n: int | None = None) -> Response:
    return Response(actor=actor, answer=Answer.ACCEPTED, date=None if n is None else day(n))


RECORD = (
    offer("u1", ["union"], 1, terms(8, "four_weeks", "five_years")),
    offer("e1", ["firm"], 3, terms(2, "as_now"), open_=["jobs"]),
    offer("u2", ["union"], 5, terms(6, "four_weeks", "five_years")),
    offer("e2", ["firm"], 7, terms(4, "as_now", "none")),
    offer("u3", ["union"], 7, terms(7, "two_weeks", "five_years")),
    offer(
        "m1",
        ["office"],
        8,
        terms(5, "two_weeks", "five_years"),
        [yes("union", 9), Response(actor="firm", answer=Answer.STUDYING)],
    ),
    offer("e3", ["firm"], 10, terms(3, "as_now", "none")),
)


def dispute(proposals: Sequence[Proposal] = RECORD, demands: Sequence[Demand] = (), claims: Sequence[Claim] = ()) -> Case:
    """The union's points are exact; of the firm only rankings are known."""
    statements: list[Statement] = [
        points("union", "pay", {"2": 0, "8": 60}),
        points("union", "rosters", {"as_now": 0, "two_weeks": 10, "four_weeks": 25}),
        points("union", "jobs", {"none": 0, "five_years": 15}),
        ranking("firm", PAY, ["2", "8"]),
        ranking("firm", ROSTERS, ["as_now", "two_weeks", "four_weeks"]),
        ranking("firm", JOBS, ["none", "five_years"]),
    ]
    case = case_of(
        [PAY, ROSTERS, JOBS],
        statements,
        [worth("union", 20), worth("firm", (10, 30))],
        parties=("union", "firm"),
        proposals=tuple(proposals),
        demands=tuple(demands),
        claims=tuple(claims),
    )
    return replace(case, actors=(*case.actors, Actor(id="office", name="Office", role=Role.MEDIATOR)))


def series(found: TalksFinding) -> list[tuple[int, int | None]]:
    return [(m.date.day, m.gap("union", "firm").steps) for m in found.moments if m.gaps]


def bounds(gap: ValueGap) -> tuple[int | Fraction | None, int | Fraction | None]:
    return gap.low, gap.high


def moment(found: TalksFinding, n: int) -> Moment:
    return next(m for m in found.moments if m.date == day(n))


def test_the_steps_between_positions_are_those_counted_by_hand() -> None:
    found = talks(dispute(), readings=50)
    assert [m.date.day for m in found.moments] == [1, 3, 5, 7, 8, 9, 10]
    # pay 6 + rosters 2; then 4 + 2; then 3 + 1 + jobs 1; the mediator's changes nothing until accepted: 1 + 1 + 1; 2 + 1 + 1
    assert series(found) == [(3, 8), (5, 6), (7, 5), (8, 5), (9, 3), (10, 4)]
    assert [m.changes[0].direction for m in found.moments[2:]] == [
        Direction.CLOSER,
        Direction.CLOSER,
        Direction.SAME,
        Direction.CLOSER,
        Direction.APART,
    ]


def test_only_issues_both_spoke_to_before_and_after_are_compared() -> None:
    (change,) = moment(talks(dispute(), readings=50), 7).changes
    assert change.issues == ("pay", "rosters")  # jobs were open until then
    assert (change.steps_before, change.steps_after) == (6, 4)


def test_convergence_follows_the_same_issues_throughout() -> None:
    (line,) = talks(dispute(), readings=50).convergence
    assert line.issues == ("pay", "rosters")  # jobs are open at first
    assert [(p.date.day, p.steps) for p in line.points] == [(3, 8), (5, 6), (7, 4), (8, 4), (9, 2), (10, 3)]
    union = [p.worth[0] for p in line.points]
    assert [w.low for w in union if w is not None] == [85, 65, 40, 40, 20, 30]


def test_a_record_no_issue_runs_through_has_no_points() -> None:
    record = [
        offer("u", ["union"], 1, {"pay": "8"}, open_=["rosters", "jobs"]),
        offer("e", ["firm"], 2, {"pay": "2", "rosters": "as_now"}, open_=["jobs"]),
        offer("u2", ["union"], 3, {"rosters": "two_weeks"}, open_=["pay", "jobs"]),
    ]
    found = talks(dispute(record), readings=50)
    assert [(c.issues, c.points) for c in found.convergence] == [((), ())]
    assert [m.gap("union", "firm").steps for m in found.moments[1:]] == [6, 1]
    assert found.moments[2].changes[0].direction is None


def test_moves_say_whose_they_were_how_far_and_toward_whom() -> None:
    found = talks(dispute(), readings=50)
    moves = {m.date.day: [(v.actor, v.issue, v.before, v.after, v.steps, v.units) for v in m.moves] for m in found.moments}
    assert moves == {
        1: [],
        3: [],
        5: [("union", "pay", "8", "6", 2, -2)],
        7: [
            ("union", "pay", "6", "7", 1, 1),
            ("union", "rosters", "four_weeks", "two_weeks", 1, None),
            ("firm", "pay", "2", "4", 2, 2),
        ],
        8: [],
        9: [("union", "pay", "7", "5", 2, -2)],
        10: [("firm", "pay", "4", "3", 1, -1)],
    }
    approaches = [v.approaches[0] for m in found.moments for v in m.moves]
    assert [(a.steps_before, a.steps_after) for a in approaches] == [(6, 4), (4, 5), (2, 1), (4, 2), (3, 1), (1, 2)]
    assert [a.direction for a in approaches].count(Direction.APART) == 2
    assert moment(found, 9).moves[0].source is PositionSource.ACCEPTED


def test_exact_points_give_exact_gaps_and_concessions() -> None:
    found = talks(dispute(), readings=50)
    gap = moment(found, 7).gap("union", "firm")
    union, _ = gap.parties
    assert union.whole is not None
    assert union.whole.low == union.whole.high == 30 + 10 + 15
    assert [i.worth[0].low for i in gap.issues if i.worth[0] is not None] == [30, 10, 15]
    (first_move,) = moment(found, 5).moves
    assert first_move.given_up is not None
    assert bounds(first_move.given_up) == (20, 20)


def test_bounds_over_readings_are_those_of_the_rankings() -> None:
    """Pay 4 and 7 are half the scale apart, and pay may weigh anything from nothing to all."""
    found = talks(dispute(), readings=400)
    gap = moment(found, 7).gap("union", "firm")
    pay = next(i for i in gap.issues if i.issue == "pay")
    firm = pay.worth[1]
    assert firm is not None
    assert bounds(firm) == (0, 50)
    assert 0 < firm.median < 50
    assert firm.n == 400
    whole = gap.parties[1].whole
    assert whole is not None
    assert bounds(whole) == (0, 100)  # rosters count at their first step, which may be nothing or all; jobs in full
    assert found.is_bounds_complete


def test_a_change_of_worth_counts_the_readings_it_falls_in() -> None:
    found = talks(dispute(), readings=400)
    union, firm = moment(found, 7).changes[0].worth
    # on pay and rosters the union's gap falls from 40 + 25 to 30 + 10
    assert bounds(union.change) == (-25, -25)
    assert (union.narrower.count, union.narrower.n) == (1, 1)
    # the firm's own gap falls too: pay from 4/6 to 3/6 of its weight, and rosters nearer
    assert firm.narrower.count == 400
    _, later = moment(found, 10).changes[0].worth
    assert later.wider.count == 400


def test_an_open_issue_leaves_no_whole_gap_and_is_not_filled_in() -> None:
    early = moment(talks(dispute(), readings=50), 3)
    assert early.position("firm").silent_on == ("jobs",)
    assert early.position("firm").option("jobs") is None
    gap = early.gap("union", "firm")
    assert [i.issue for i in gap.issues] == ["pay", "rosters"]
    assert gap.parties[0].whole is None
    assert gap.parties[0].shared is not None
    assert gap.parties[0].shared.low == 60 + 25


def test_a_mediators_proposal_is_nobodys_position_until_accepted() -> None:
    found = talks(dispute(RECORD[5:6]), readings=50)
    before, after = moment(found, 8), moment(found, 9)
    assert all(not p.terms for p in before.positions)
    assert before.proposals == ("m1",)
    assert after.acceptances == (Acceptance(actor="union", proposal="m1"),)
    assert after.position("union").is_complete
    assert not after.position("firm").terms
    assert not after.gaps


def test_a_joint_proposal_is_the_position_of_each_party_behind_it() -> None:
    found = talks(dispute([offer("j", ["union", "firm"], 2, terms(5, "as_now", "none"))]), readings=50)
    gap = found.moments[0].gap("firm", "union")
    assert gap.steps == 0
    assert all(p.whole is not None and p.whole.low == p.whole.high == p.whole.median == 0 for p in gap.parties)


def test_the_last_of_a_day_in_the_file_stands_and_an_answer_without_a_day_has_the_proposals() -> None:
    first, second = offer("a", ["union"], 2, terms(8, "as_now")), offer("b", ["union"], 2, terms(7, "as_now"))
    assert talks(dispute([first, second]), readings=5).moments[0].position("union").option("pay") == "7"
    assert talks(dispute([second, first]), readings=5).moments[0].position("union").option("pay") == "8"
    accepted = offer("c", ["office"], 2, terms(4, "as_now"), [yes("firm")])
    (only,) = talks(dispute([accepted]), readings=5).moments
    assert only.position("firm").option("pay") == "4"


def claim(cid: str, n: int) -> Claim:
    return Claim(id=cid, text=cid, kind=ClaimKind.DEMAND, source="s", said_by=("x",), said_on=day(n))


def asks(did: str, actor: str, *wanted: tuple[str, tuple[str, ...]], because: tuple[str, ...] = ()) -> Demand:
    parts = tuple(OneOf(issue, options, Operator.IN, "{}") for issue, options in wanted)
    return Demand(id=did, actor=actor, asks=And(parts) if len(parts) > 1 else parts[0], because=because)


def test_an_exact_demand_stands_in_where_no_proposal_speaks_from_the_day_it_was_said() -> None:
    demand = asks("d", "firm", ("jobs", ("none",)), ("pay", ("2", "3")), because=("later", "c"))
    found = talks(dispute(RECORD, [demand], [claim("c", 5), claim("later", 8)]), readings=50)
    assert moment(found, 3).position("firm").option("jobs") is None
    term = moment(found, 5).position("firm").terms[-1]
    assert (term.issue, term.option, term.source, term.origins) == ("jobs", "none", PositionSource.DEMAND, ("d",))
    assert moment(found, 7).position("firm").terms[-1].source is PositionSource.MADE


def test_several_demands_may_be_exact_together_and_a_looser_one_is_no_position() -> None:
    two = [
        asks("d1", "firm", ("pay", ("2", "3"))),
        asks("d2", "firm", ("pay", ("3", "4"))),
        asks("d3", "firm", ("jobs", ("none", "five_years"))),
    ]
    found = talks(dispute([], two), readings=50)
    assert not found.moments
    (term,) = found.now.position("firm").terms
    assert (term.option, term.origins) == ("3", ("d1", "d2"))


def test_a_demand_overtaken_by_an_offer_does_not_come_back() -> None:
    demand = asks("d", "union", ("jobs", ("five_years",)), because=("c",))
    record = [
        offer("u1", ["union"], 3, terms(8, "as_now", "none")),
        offer("u2", ["union"], 5, terms(7, "as_now"), open_=["jobs"]),
    ]
    found = talks(dispute(record, [demand], [claim("c", 2)]), readings=50)
    assert moment(found, 5).position("union").option("jobs") is None
    later = talks(dispute(record, [demand], [claim("c", 4)]), readings=50)
    assert moment(later, 5).position("union").option("jobs") == "five_years"


def test_no_proposal_no_moment_and_the_day_of_the_case_stands_alone() -> None:
    found = talks(dispute([]), readings=50)
    assert found.moments == ()
    assert found.now.date == DAY
    assert not found.now.gaps
    assert found.reason is None


def test_without_readings_steps_and_units_are_told_all_the_same() -> None:
    found = talks_of(dispute(), None, reason="no reading")
    assert series(found) == series(talks(dispute(), readings=50))
    gap = moment(found, 7).gap("union", "firm")
    assert gap.parties[0].whole is None
    assert gap.issues[0].worth == (None, None)
    assert gap.issues[0].units == 3
    assert gap.issues[0].unit == "units"


def test_options_no_steps_join_have_no_distance() -> None:
    loose = replace(ROSTERS, is_ordered=False, steps=(("as_now", "two_weeks"),))
    case = dispute(RECORD[:2])
    case = replace(case, issues=(PAY, loose, JOBS))
    gap = talks(case, readings=50).moments[1].gap("union", "firm")
    assert [i.steps for i in gap.issues] == [6, None]
    assert gap.steps is None
    assert gap.issues[1].worth[0] is not None


def test_a_spent_budget_leaves_bounds_open_and_says_so() -> None:
    case = dispute()
    drawn = draw(case, 50, 1)
    short = talks_of(case, drawn, programs=0)
    assert not short.is_bounds_complete
    assert short.provenance.stop_reason is not None
    whole = moment(short, 7).gap("union", "firm").parties
    assert whole[1].whole is not None
    assert whole[1].whole.low is None
    assert whole[0].whole is not None  # exact points need no program
    assert whole[0].whole.low == 55
    assert series(short) == series(talks_of(case, drawn))


def random_record(rng: random.Random) -> Case:
    parties = [f"p{k}" for k in range(rng.randint(2, 4))]
    issues = [named_issue(f"i{k}", [f"o{j}" for j in range(rng.randint(2, 4))]) for k in range(rng.randint(1, 3))]
    statements = [ranking(p, i, rng.sample(i.option_ids, len(i.option_ids))) for p in parties for i in issues]
    proposals = []
    for k in range(rng.randint(0, 6)):
        named = [i for i in issues if rng.random() < 0.8]
        responses = [
            Response(actor=p, answer=rng.choice(list(Answer)[:1] * 2 + list(Answer)[2:]), date=None) for p in parties[1:]
        ]
        proposals.append(
            Proposal(
                id=f"s{k}",
                name="",
                by=tuple(rng.sample([*parties, "m"], rng.randint(1, 2))),
                date=day(rng.randint(1, 6)),
                package=Package(tuple((i.id, rng.choice(i.option_ids)) for i in named)),
                responses=tuple(r for r in responses if rng.random() < 0.3),
            )
        )
    case = case_of(issues, statements, parties=parties, proposals=tuple(proposals))
    return replace(case, actors=(*case.actors, Actor(id="m", name="M", role=Role.MEDIATOR)))


def stands(case: Case, actor: str, on: dt.date) -> dict[str, str]:
    """The latest proposal made or accepted, by the definition (answers here bear the proposals' days)."""
    held: dict[str, str] = {}
    for date in sorted({p.date for p in case.proposals if p.date <= on}):
        for p in case.proposals:
            accepts = any(r.actor == actor and r.answer is Answer.ACCEPTED for r in p.responses)
            if p.date == date and (actor in p.by or accepts):
                held = p.package.as_dict()
    return held


@pytest.mark.parametrize("block", range(4))
def test_random_records_agree_with_the_definitions(block: int) -> None:
    rng = random.Random(block)
    for _ in range(15):
        case = random_record(rng)
        drawn = draw(case, 30, 1)
        found = talks_of(case, drawn)
        assert [m.date for m in found.moments] == sorted({p.date for p in case.proposals})
        for m in (*found.moments, found.now):
            held = {a.id: stands(case, a.id, m.date) for a in case.parties}
            assert {p.actor: {t.issue: t.option for t in p.terms} for p in m.positions} == held
            assert {(g.first, g.second) for g in m.gaps} == {
                (a, b) for k, a in enumerate(held) for b in list(held)[k + 1 :] if held[a] and held[b]
            }
            for gap in m.gaps:
                check_gap(case, drawn, m, gap.first, gap.second)


def check_gap(case: Case, drawn: Readings, m: Moment, first: str, second: str) -> None:
    gap = m.gap(first, second)
    own, other = ({t.issue: t.option for t in m.position(a).terms} for a in (first, second))
    shared = [i for i in case.issues if i.id in own and i.id in other]
    steps = [abs(i.index(own[i.id]) - i.index(other[i.id])) for i in shared]
    assert [(i.issue, i.steps) for i in gap.issues] == list(zip((i.id for i in shared), steps, strict=True))
    assert gap.steps == (sum(steps) if steps else None)
    for party, mine, theirs in zip(gap.parties, (own, other), (other, own), strict=True):
        draws = actor_draws(drawn, party.actor)
        rows = [
            sum(
                int(t[r][i.index(mine[i.id])] - t[r][i.index(theirs[i.id])])
                for i, t in zip(case.issues, draws.tables, strict=True)
                if i in shared
            )
            for r in range(draws.n)
        ]
        if not shared:
            assert party.shared is None
            continue
        assert party.shared is not None
        assert party.shared.median == pytest.approx(float(np.median(rows)) * 100 / draws.scale)
        assert party.shared.low is not None
        assert party.shared.high is not None
        assert party.shared.low <= min(Fraction(100 * r, draws.scale) for r in rows)
        assert party.shared.high >= max(Fraction(100 * r, draws.scale) for r in rows)
        is_whole = len(mine) == len(theirs) == len(case.issues)
        assert party.whole == (party.shared if is_whole else None)


def test_renaming_and_reordering_change_no_distance() -> None:
    case = dispute()
    turned = replace(case, issues=case.issues[::-1], actors=case.actors[::-1])
    plain, other = talks(case, readings=50), talks(turned, readings=50)
    assert series(plain) == series(other)
    for a, b in zip(plain.moments, other.moments, strict=True):
        assert {(v.actor, v.issue, v.steps) for v in a.moves} == {(v.actor, v.issue, v.steps) for v in b.moves}
        for gap in a.gaps:
            ours = {p.actor: bounds(p.shared) for p in gap.parties if p.shared is not None}
            again = b.gap(gap.first, gap.second)
            assert ours == {p.actor: bounds(p.shared) for p in again.parties if p.shared is not None}


def test_what_is_proposed_later_changes_nothing_before() -> None:
    short, long = talks(dispute(RECORD[:4]), readings=50), talks(dispute(RECORD[:4] + RECORD[6:]), readings=50)
    assert long.moments[: len(short.moments)] == short.moments


def test_twelve_parties_are_paired_each_with_each() -> None:
    parties = [f"p{k}" for k in range(12)]
    issues = [PAY, ROSTERS, JOBS]
    statements = [
        ranking(p, i, (i.knots if i.is_numeric else i.option_ids)[:: 1 if k % 2 else -1])
        for k, p in enumerate(parties)
        for i in issues
    ]
    record = [offer(f"s{k}", [p], 1 + k % 3, terms(2 + k % 7, ROSTERS.option_ids[k % 3], "none")) for k, p in enumerate(parties)]
    found = talks(
        case_of(issues, statements, [worth(p, (0, 50)) for p in parties], parties=parties, proposals=tuple(record)), readings=50
    )
    assert len(found.now.gaps) == 66
    assert found.now.gap("p3", "p11").steps == abs(5 - 6) + 2 + 0


@pytest.mark.parametrize(("readings", "seed"), [(1, 1), (10, -1)])
def test_arguments_out_of_range_are_refused(readings: int, seed: int) -> None:
    with pytest.raises(ValueError, match="must"):
        talks(dispute(), readings=readings, seed=seed)


def test_the_tram_strike_came_three_steps_closer_and_stood_eight_apart() -> None:
    found = talks(detente.load(folder("tram-strike")), readings=50)
    assert [m.gaps[0].steps for m in found.moments if m.gaps] == [11, 10, 8]
    assert [(m.actor, m.issue, m.steps) for moment in found.moments for m in moment.moves] == [
        ("union", "pay", 1),
        ("operator", "pay", 2),
    ]
    gap = found.moments[-1].gap("union", "operator")
    assert [(i.issue, i.steps) for i in gap.issues] == [("pay", 3), ("rosters", 1), ("jobs", 2), ("term", 2)]
    operator = found.moments[-1].position("operator")
    assert [t.issue for t in operator.terms if t.is_by_silence] == ["rosters", "jobs"]


@pytest.mark.parametrize("slug", slugs())
def test_bundled_cases_are_read_twice_alike(slug: str) -> None:
    case = detente.load(folder(slug))
    found = talks(case, readings=100, seed=3)
    assert found == talks(case, readings=100, seed=3)
    assert [m.date for m in found.moments] == sorted({m.date for m in found.moments})
    assert found.is_bounds_complete
