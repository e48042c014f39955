"""The stability question of a case: shares, witnesses, paths and changes over all readings of its moves."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import permutations

import pytest
from building import case_of, named_issue

from detente.casefile.load import load
from detente.evidence.as_of import as_of
from detente.model.case import Case
from detente.model.condition import And, Condition, Not, Or, Taken
from detente.model.move import (
    Action,
    Arc,
    Comparison,
    Exclusion,
    FromValues,
    Moves,
    Ranking,
    State,
    StatusQuo,
    Step,
    Transitive,
    Unknown,
    Unordered,
    Want,
)
from detente.model.move import Direction as Once
from detente.model.package import Package
from detente.model.verdict import Verdict
from detente.questions.stability.analysis import analyze, stable_under
from detente.questions.stability.changes import ActionClosed, CoalitionFormed, MoveAdded, MoveRemoved, applied
from detente.questions.stability.concepts import Concept
from detente.questions.stability.deals import better_for_all
from detente.questions.stability.ensemble import ensemble
from detente.questions.stability.finding import Share, StabilityFinding
from detente.questions.stability.from_case import from_case
from detente.questions.stability.option_form import Direction
from detente.questions.stability.paths import StepKind, replay_evolution
from detente.questions.stability.preferences import Preference
from detente.questions.stability.question import stability
from detente.questions.stability.shares import Rows
from detente.questions.stability.status_changes import _everywhere as everywhere
from detente.questions.stability.status_changes import typical
from detente.questions.stability.ways_out import Goal
from detente.questions.stability.witness import witnesses

GAZA, TRAM = "gaza-truce-2024-04", "tram-strike"


@cache
def asked(slug: str) -> StabilityFinding:
    return stability(load(slug))


def with_moves(moves: Moves) -> Case:
    case = case_of([named_issue("halt", ["none", "weeks"])], [], [])
    third = replace(case.actors[0], id="c", name="C")
    return replace(case, actors=(*case.actors, third), moves=moves)


# -- Gaza ------------------------------------------------------------------------------------------


def test_the_standstill_of_gaza_holds_in_half_of_all_orders_of_wishes_but_for_nobody_to_move_at_all() -> None:
    found = asked(GAZA)
    assert found.verdict is Verdict.CONTESTED
    assert found.provenance.is_exact
    assert found.n_readings == 24 * 120 * 24
    shares = {concept: found.holds(concept) for concept in found.concepts}
    assert {c.value: (s.least, s.most) for c, s in shares.items() if s} == {
        "R": (Fraction(0), Fraction(0)),
        "GMR": (Fraction(1, 2), Fraction(1, 2)),
        "SMR": (Fraction(1, 2), Fraction(1, 2)),
        "SEQ": (Fraction(1, 2), Fraction(1, 2)),
        "SSEQ": (Fraction(1, 2), Fraction(1, 2)),
        "SIM": (Fraction(0), Fraction(0)),
    }


def test_only_israel_would_leave_the_standstill_and_only_the_united_states_answers() -> None:
    found = asked(GAZA)
    assert {d.improvement.actor for d in found.departures} == {"israel"}
    (operation,) = [d for d in found.departures_of("israel") if d.improvement.after == "operation"]
    assert (operation.share.least, operation.unanswered.least) == (Fraction(1), Fraction(1, 2))
    assert {step.actor for answer in operation.answers for step in answer.sanction.steps} == {"united-states"}
    assert operation.unanswered.least + sum(answer.share for answer in operation.answers) == operation.share.most


def test_the_answer_turns_on_how_israel_weighs_support_against_the_operation() -> None:
    hinge = asked(GAZA).hinges[0]
    assert (hinge.actor, hinge.state) == ("israel", "operate+withhold+press")
    assert (hinge.share, hinge.holds_if, hinge.holds_otherwise) == (Fraction(1, 2), Fraction(0), Fraction(1))


def test_shares_over_orders_agree_with_readings_drawn_one_by_one() -> None:
    drawn = from_case(load(GAZA), n_readings=400, order_wishes=True)
    found = asked(GAZA)
    assert found.shares is not None
    tables = [(m.n, analyze(m.model, ["SEQ"]).equilibria("SEQ")) for m in drawn.models]
    for state in found.states:
        n = sum(n for n, held in tables if state in held)
        assert float(found.shares.equilibrium(state, Concept.SEQ).least) == pytest.approx(n / drawn.n_readings, abs=0.1)


def test_the_united_states_giving_up_its_answer_always_unsettles_the_standstill() -> None:
    unsettling = [c for c in asked(GAZA).changes if c.goal is Goal.UNSETTLE and isinstance(c.change, ActionClosed)]
    assert [(c.change, c.share) for c in unsettling] == [
        (ActionClosed(actor="united-states", action="withhold", direction=Direction.DROP), Fraction(1))
    ]
    assert [step.after for step in unsettling[0].leads] == ["operation"]


def test_no_change_makes_an_action_binding_that_is_part_of_no_agreement_or_adds_a_move() -> None:
    for slug in (GAZA, TRAM):
        for own in asked(slug).changes:
            if isinstance(own.change, ActionClosed) and own.change.direction is not Direction.DROP:
                assert own.change.action in {"accept", "agree"}
            assert not isinstance(own.change, MoveAdded)


def test_every_change_reaches_its_goal_in_a_reading_where_it_was_not_reached() -> None:
    for slug in (GAZA, TRAM):
        given = ensemble(load(slug))
        found, rows = asked(slug), Rows(given)
        for own in found.changes:
            if isinstance(own.change, CoalitionFormed):
                continue
            models = typical(given, own.state, found.concept, holds=own.goal is Goal.UNSETTLE, rows=rows)
            here = given.graph.state(own.state)
            reached = [
                bool(stable_under(applied(m, own.change), found.concept)[:, here].all()) is (own.goal is Goal.SETTLE)
                for m in models
            ]
            assert any(reached)
            assert all(reached) or own.share != 1


def test_the_truce_takes_the_moves_of_all_three_and_all_gain_by_it_in_two_of_nine_orders() -> None:
    found = asked(GAZA)
    assert found.deals == ("truce",)
    assert [(g.members, g.share) for g in found.joint_gains] == [(("hamas", "israel", "united-states"), Fraction(2, 9))]
    (route,) = [r for r in found.routes if r.target == "truce"]
    assert (route.kind, len(route.path.steps), route.share) == (StepKind.MOVES, 3, Fraction(1))


def test_paths_replay() -> None:
    for slug in (GAZA, TRAM):
        found = asked(slug)
        assert found.model is not None
        for route in found.routes:
            if route.kind is not StepKind.IMPROVEMENTS:
                assert replay_evolution(found.model, route.path)


def test_on_an_earlier_day_the_moves_of_that_day_are_asked() -> None:
    case = load(GAZA)
    early = as_of(case, min(claim.said_on for claim in case.claims))
    found = stability(early)
    assert found.states != asked(GAZA).states or found.verdict is Verdict.UNDETERMINED


# -- other cases -----------------------------------------------------------------------------------


def test_the_tram_strike_holds_since_nobody_gains_alone_and_both_gain_together() -> None:
    found = asked(TRAM)
    assert found.verdict is Verdict.HOLDS
    assert found.departures == ()
    assert found.n_readings == 1
    assert found.deals == ("trade", "union_terms", "operator_terms")
    assert {c.value: s.least for c in found.concepts if (s := found.holds(c))} == dict.fromkeys(
        ("R", "GMR", "SMR", "SEQ", "SSEQ"), 1
    )
    assert [(g.members, g.target, g.share) for g in found.joint_gains] == [(("union", "operator"), "trade", Fraction(1))]
    assert any(isinstance(c.change, CoalitionFormed) for c in found.changes)
    assert found.robustness is not None
    assert found.robustness.survives == 0


def test_a_case_without_moves_is_undetermined_and_says_why() -> None:
    found = stability(load("port-lease"))
    assert found.verdict is Verdict.UNDETERMINED
    assert found.reason == f"the case has no `moves` section, or nothing in it was on record by {load('port-lease').as_of}"
    assert found.holds() is None


# -- deals -----------------------------------------------------------------------------------------


def barter() -> Case:
    """A and B each give or not; both giving is better for both than neither, and giving alone is worst."""
    return with_moves(
        Moves(
            actions=tuple(Action(id=f"{k}1", actor=k, name=f"{k} gives") for k in "ab"),
            states=(State(id="both", name="Both give", when=And((Taken("a1"), Taken("b1")))),),
            status_quo=StatusQuo(taken=()),
            preferences=(
                ranked("a", "both", "nothing", "b1", "a1"),
                ranked("b", "both", "nothing", "a1", "b1"),
            ),
        )
    )


def test_a_state_with_a_name_is_a_deal_if_it_holds_and_is_better_for_all() -> None:
    case = barter()
    assert case.moves is not None
    states = (State(id="alone", name="A gives alone", when=And((Taken("a1"), Not(Taken("b1"))))), *case.moves.states)
    others = tuple(
        replace(p, states=tuple("alone" if s == "a1" else s for s in p.states))
        for p in case.moves.preferences
        if isinstance(p, Ranking)
    )
    found = stability(replace(case, moves=replace(case.moves, states=states, preferences=others)))
    assert found.deals == ("both",)
    assert [(rest.state, rest.better) for rest in found.rests] == [("both", Fraction(1))]


def test_states_marked_as_an_agreement_are_the_deals_and_those_marked_as_none_never_are() -> None:
    case = barter()
    assert case.moves is not None
    alone = State(id="alone", name="A gives alone", when=And((Taken("a1"), Not(Taken("b1")))))
    (both,) = case.moves.states
    others = tuple(
        replace(p, states=tuple("alone" if s == "a1" else s for s in p.states))
        for p in case.moves.preferences
        if isinstance(p, Ranking)
    )

    def deals(first: bool | None, second: bool | None) -> tuple[str, ...]:
        assert case.moves is not None
        states = (replace(alone, is_agreement=first), replace(both, is_agreement=second))
        return stability(replace(case, moves=replace(case.moves, states=states, preferences=others))).deals

    assert deals(None, None) == ("both",)
    assert deals(True, None) == ("alone",)
    assert deals(True, True) == ("both", "alone")
    assert deals(None, False) == ()
    assert deals(False, None) == ("both",)


def test_a_mark_counts_before_packages() -> None:
    case = load(TRAM)
    assert case.moves is not None

    def deals(**marks: bool) -> tuple[str, ...]:
        assert case.moves is not None
        states = tuple(replace(s, is_agreement=marks.get(s.id)) for s in case.moves.states)
        return stability(replace(case, moves=replace(case.moves, states=states))).deals

    assert deals(operator_terms=True) == ("operator_terms",)
    assert deals(operator_terms=False) == ("trade", "union_terms")


def test_elmira_comes_to_hold_where_the_order_is_modified_and_accepted() -> None:
    found = asked("elmira")
    assert found.deals == ("s8", "s4")
    assert [found.shares.equilibrium(s, "SEQ").least for s in found.deals if found.shares] == [1, 0]


def test_no_change_settles_a_state_that_is_worse_for_someone() -> None:
    case = arcs_case(ranked("a", "raid", "peace", "war"), ranked("b", "war", "peace", "raid"))
    found = stability(case)
    assert found.deals == ()
    assert found.tried == ()
    assert not [c for c in found.changes if c.goal is Goal.SETTLE]
    assert {rest.state for rest in found.rests} == {"war"}


def test_what_is_known_of_a_group_is_told_though_other_comparisons_are_not() -> None:
    moves = Moves(
        states=tuple(State(id=s, name=s) for s in ("now", "half", "whole", "far")),
        arcs=(
            Arc(id="a-1", actor="a", before="now", after="half"),
            Arc(id="b-1", actor="b", before="half", after="whole"),
            Arc(id="b-2", actor="b", before="half", after="far"),
        ),
        status_quo=StatusQuo(state="now"),
        preferences=(
            ranked("a", "whole", "now", "half", "far"),
            Comparison(id="b-c", actor="b", states=("whole", "now", "half"), steps=(Step.ABOVE,) * 2),
            Transitive(id="b-t", actor="b"),
        ),
    )
    found = stability(with_moves(moves))
    assert found.has_unknown
    assert [(g.members, g.target, g.share) for g in found.joint_gains] == [(("a", "b"), "whole", Fraction(1))]


def test_no_step_is_reversed_in_a_case_of_states_and_steps() -> None:
    for order in permutations(("raid", "peace", "war")):
        found = stability(arcs_case(ranked("a", *order), ranked("b", "war", "raid", "peace")))
        assert not any(isinstance(c.change, MoveAdded) for c in found.changes)


@pytest.mark.parametrize("seed", range(8))
def test_only_one_irreversible_action_is_ever_undone(seed: int) -> None:
    moves = random_moves(random.Random(400 + seed))
    once = tuple(replace(a, direction=Once.TAKE) if a.id in {"a1", "b1"} else a for a in moves.actions)
    graph = ensemble(with_moves(replace(moves, actions=once))).graph
    added = [c for c in everywhere(graph, ["deal"]) if isinstance(c, MoveAdded)]
    assert added
    for change in added:
        assert graph.options is not None
        before, after = (
            int(graph.options.codes[graph.options.state_of == graph.state(s)].item()) for s in (change.before, change.after)
        )
        assert before ^ after in {before & 1 << graph.options.actions.index(a) for a in ("a1", "b1")}


@pytest.mark.parametrize("seed", range(6))
def test_better_for_all_is_counted_as_in_every_joint_order(seed: int) -> None:
    case = with_moves(random_moves(random.Random(500 + seed)))
    given, listed = ensemble(case), from_case(case, n_readings=1000, order_wishes=True)
    here = given.graph.state(given.graph.status_quo or "")
    for concept in (None, Concept.SEQ):
        counts = better_for_all(given, given.graph.status_quo or "", concept=concept)
        for state in range(given.graph.n_states):
            n = 0
            for m in listed.models:
                is_worse = any(p.prefers(here, state) for p in m.model.preferences)
                is_better = any(p.prefers(state, here) for p in m.model.preferences)
                held = concept is None or bool(stable_under(m.model, concept)[:, state].all())
                n += m.n * (is_better and not is_worse and held)
            assert counts[state] == n


def test_without_a_status_quo_states_are_still_asked() -> None:
    case = load(TRAM)
    assert case.moves is not None
    found = stability(replace(case, moves=replace(case.moves, status_quo=None)))
    assert found.verdict is Verdict.UNDETERMINED
    assert found.shares is not None
    assert "trade" in found.shares.equilibria("R")


def test_fewer_than_two_readings_or_a_negative_seed_are_refused() -> None:
    with pytest.raises(ValueError, match="two readings"):
        stability(load(TRAM), readings=1)
    with pytest.raises(ValueError, match="negative"):
        stability(load(TRAM), seed=-1)


# -- laws ------------------------------------------------------------------------------------------

ACTIONS = ("a1", "b1", "c1", "b2")


def random_moves(rng: random.Random) -> Moves:
    """Three actors with unordered or ordered wishes over four actions."""

    def condition(depth: int = 2) -> Condition:
        if depth == 0 or rng.random() < 0.4:
            return Taken(rng.choice(ACTIONS))
        if rng.random() < 0.4:
            return Not(condition(depth - 1))
        parts = (condition(depth - 1), condition(depth - 1))
        return And(parts) if rng.random() < 0.5 else Or(parts)

    said: list[Want | Unordered] = []
    for actor in "abc":
        said += [Want(id=f"{actor}-{k}", actor=actor, wants=condition()) for k in range(rng.randint(1, 3))]
        if rng.random() < 0.7:
            said.append(Unordered(id=f"{actor}-u", actor=actor))
    return Moves(
        actions=tuple(Action(id=a, actor=a[0], name=a) for a in ACTIONS),
        never=(Exclusion(id="n", excluded=And((Taken("a1"), Taken("b1"), Taken("c1")))),) if rng.random() < 0.5 else (),
        states=(State(id="deal", name="Deal", when=And((Taken("a1"), Taken("b1"), Not(Taken("c1")), Not(Taken("b2"))))),),
        status_quo=StatusQuo(taken=()),
        preferences=tuple(said),
    )


@pytest.mark.parametrize("seed", range(6))
def test_shares_are_those_of_every_joint_order_counted_one_by_one(seed: int) -> None:
    case = with_moves(random_moves(random.Random(seed)))
    found = stability(case)
    listed = from_case(case, n_readings=1000, order_wishes=True)
    assert listed.is_exact
    assert found.shares is not None
    assert found.status_quo is not None
    tables = [(m.n, m.model, analyze(m.model)) for m in listed.models]
    for concept in found.concepts:
        for state in found.states:
            n = sum(n for n, _, table in tables if state in table.equilibria(concept))
            assert found.shares.equilibrium(state, concept).least == Fraction(n, listed.n_readings)
            for actor in found.actors:
                n = sum(n for n, _, table in tables if table.is_stable(actor, state, concept))
                assert found.shares.of(actor, state, concept).least == Fraction(n, listed.n_readings)
    for departure in found.departures:
        step = departure.improvement
        own = [(n, witnesses(m, step.actor, step.before, departure.concept)) for n, m, _ in tables]
        unanswered = sum(n for n, w in own if any(u.improvement == step for u in w.unanswered))
        answered = sum(n for n, w in own if any(s.improvement == step for s in w.sanctions))
        assert departure.unanswered.least == departure.unanswered.most == Fraction(unanswered, listed.n_readings)
        assert departure.share.least == departure.share.most == Fraction(unanswered + answered, listed.n_readings)


@pytest.mark.parametrize("seed", range(5))
def test_the_share_of_a_commitment_is_that_of_the_readings_it_tips(seed: int) -> None:
    case = with_moves(random_moves(random.Random(100 + seed)))
    found = stability(case)
    listed = from_case(case, n_readings=1000, order_wishes=True)
    for own in found.changes:
        if not isinstance(own.change, ActionClosed | MoveRemoved):
            continue
        n_open = n_reached = 0
        for m in listed.models:
            here = m.model.state(own.state)
            held = bool(stable_under(m.model, found.concept)[:, here].all())
            after = bool(stable_under(applied(m.model, own.change), found.concept)[:, here].all())
            is_open = held is (own.goal is Goal.UNSETTLE)
            n_open += m.n * is_open
            n_reached += m.n * (is_open and after is not held)
        assert own.share == Fraction(n_reached, n_open)
        assert own.share > 0


@pytest.mark.parametrize("seed", range(5))
def test_hinges_split_the_readings_as_told(seed: int) -> None:
    case = with_moves(random_moves(random.Random(200 + seed)))
    found = stability(case)
    listed = from_case(case, n_readings=1000, order_wishes=True)
    here = found.states.index(found.status_quo or "")
    for hinge in found.hinges:
        k, other = found.actors.index(hinge.actor), found.states.index(hinge.state)
        counts = {True: [0, 0], False: [0, 0]}
        for m in listed.models:
            row = counts[m.model.preference(k).prefers(other, here)]
            row[0] += m.n
            row[1] += m.n * bool(stable_under(m.model, found.concept)[:, here].all())
        assert hinge.holds_if == Fraction(counts[True][1], counts[True][0])
        assert hinge.holds_otherwise == Fraction(counts[False][1], counts[False][0])


def test_renaming_states_changes_nothing_but_names() -> None:
    case = load(GAZA)
    assert case.moves is not None
    renamed = tuple(replace(state, id=f"x-{state.id}", name=f"Called {state.name}") for state in case.moves.states)
    other = stability(replace(case, moves=replace(case.moves, states=renamed)))
    first = asked(GAZA)
    assert other.verdict is first.verdict
    assert other.shares is not None
    assert first.shares is not None
    named = {state.id: f"x-{state.id}" for state in case.moves.states}
    for state in first.states:
        for concept in first.concepts:
            assert other.shares.equilibrium(named.get(state, state), concept) == first.shares.equilibrium(state, concept)
    assert [(c.size, c.share) for c in other.changes] == [(c.size, c.share) for c in first.changes]
    assert [d.unanswered for d in other.departures] == [d.unanswered for d in first.departures]


def arcs_case(*preferences: Ranking | Comparison | Unknown) -> Case:
    """A may raid, B may then retaliate; nothing can be taken back."""
    return with_moves(
        Moves(
            states=tuple(State(id=s, name=s) for s in ("peace", "raid", "war")),
            arcs=(Arc(id="a-1", actor="a", before="peace", after="raid"), Arc(id="b-1", actor="b", before="raid", after="war")),
            status_quo=StatusQuo(state="peace"),
            preferences=preferences,
        )
    )


def ranked(actor: str, *states: str) -> Ranking:
    return Ranking(id=f"{actor}-r", actor=actor, states=states, steps=(Step.ABOVE,) * (len(states) - 1))


def test_an_improvement_nobody_has_reason_to_answer_fails_the_status_quo() -> None:
    case = arcs_case(ranked("a", "raid", "peace", "war"), ranked("b", "raid", "war", "peace"))
    found = stability(case)
    assert found.verdict is Verdict.FAILS
    assert [(d.concept.value, d.unanswered.least) for d in found.departures] == [
        ("R", Fraction(1)),
        ("GMR", Fraction(0)),
        ("SMR", Fraction(0)),
        ("SEQ", Fraction(1)),
        ("SSEQ", Fraction(1)),
    ]


@pytest.mark.parametrize(
    ("known", "low", "high"),
    [
        (Comparison(id="b-c", actor="b", states=("war", "raid"), steps=(Step.ABOVE,)), 1, 1),
        (Comparison(id="b-c", actor="b", states=("raid", "war"), steps=(Step.ABOVE,)), 0, 0),
        (Unknown(id="b-u", actor="b", states=("raid", "war")), 0, 1),
    ],
)
def test_what_no_reading_settles_is_told_as_bounds(known: Comparison | Unknown, low: int, high: int) -> None:
    found = stability(arcs_case(ranked("a", "raid", "peace", "war"), known))
    held = found.holds()
    assert held is not None
    assert (held.least, held.most) == (Fraction(low), Fraction(high))
    assert found.verdict is {0: Verdict.FAILS, 1: Verdict.HOLDS}[low] if low == high else Verdict.CONTESTED


def test_a_gain_that_is_not_known_is_told_between_none_and_all() -> None:
    found = stability(arcs_case(Unknown(id="a-u", actor="a", states=("peace", "raid")), ranked("b", "raid", "war", "peace")))
    (departure,) = found.departures_of("a")
    assert (departure.share, departure.unanswered) == (Share(least=Fraction(0), most=Fraction(1)),) * 2


def test_an_answer_that_is_not_known_to_be_one_leaves_open_whether_the_gain_is_taken_away() -> None:
    found = stability(arcs_case(ranked("a", "raid", "peace", "war"), Unknown(id="b-u", actor="b", states=("raid", "war"))))
    (departure,) = found.departures_of("a")
    assert departure.share == Share(least=Fraction(1), most=Fraction(1))
    assert departure.unanswered == Share(least=Fraction(0), most=Fraction(1))
    assert [answer.is_certain for answer in departure.answers] == [False]


@pytest.mark.parametrize("seed", range(12))
def test_departures_agree_with_the_bounds_on_what_is_stable(seed: int) -> None:
    rng = random.Random(300 + seed)
    states = ("s0", "s1", "s2", "s3", "s4")
    pairs = [(s, t) for s in states for t in states if s != t]
    arcs = [Arc(id=f"{k}-{n}", actor=k, before=s, after=t) for k in "abc" for n, (s, t) in enumerate(rng.sample(pairs, 6))]
    some = [Comparison(id=f"{k}-c", actor=k, states=tuple(rng.sample(states, 2)), steps=(Step.ABOVE,)) for k in "bc"]
    said: tuple[Ranking | Comparison, ...] = (ranked("a", *rng.sample(states, 5)), *some)
    moves = Moves(
        states=tuple(State(id=s, name=s) for s in states), arcs=tuple(arcs), status_quo=StatusQuo(state="s0"), preferences=said
    )
    found = stability(with_moves(moves))
    assert found.shares is not None
    for concept in found.concepts:
        for actor in found.actors:
            own = found.departures_of(actor, concept)
            held = found.shares.of(actor, "s0", concept)
            assert held.most == 1 - max((d.unanswered.least for d in own), default=Fraction(0))
            assert held.least == 1 - max((d.unanswered.most for d in own), default=Fraction(0))


@pytest.mark.parametrize("seed", range(12))
def test_bounds_hold_however_unknown_comparisons_turn_out(seed: int) -> None:
    rng = random.Random(seed)
    states = ("s0", "s1", "s2", "s3")
    pairs = [(s, t) for s in states for t in states if s != t]
    arcs = [Arc(id=f"{k}-{n}", actor=k, before=s, after=t) for k in "ab" for n, (s, t) in enumerate(rng.sample(pairs, 5))]
    first = rng.sample(states, 4)
    order = rng.sample(states, 2)
    case = with_moves(
        Moves(
            states=tuple(State(id=s, name=s) for s in states),
            arcs=tuple(arcs),
            status_quo=StatusQuo(state="s0"),
            preferences=(
                ranked("a", *first),
                Comparison(id="b-c", actor="b", states=tuple(order), steps=(Step.ABOVE,)),
            ),
        )
    )
    found = stability(case)
    assert found.shares is not None
    assert found.model is not None
    for ranking in permutations(range(4)):
        if ranking[states.index(order[0])] < ranking[states.index(order[1])]:
            continue
        table = analyze(found.model.with_preferences({"b": Preference.of_ranks(ranking)}))
        for concept in found.concepts:
            for state in states:
                held = state in table.equilibria(concept)
                bounds = found.shares.equilibrium(state, concept)
                assert bounds.least <= held <= bounds.most


def test_actors_compared_by_values_share_their_draws() -> None:
    case = load("river-treaty")
    named = [(f"p{k}", Package.of({i.id: i.option_ids[min(k, len(i.option_ids) - 1)] for i in case.issues})) for k in range(3)]
    parties = [party.id for party in case.parties][:2]
    states = [State(id=f"s-{i}", name=i, package=p, package_name=i) for i, p in named]
    ids = [state.id for state in states]
    arcs = [
        Arc(id=f"{who}-{s}-{t}", actor=who, before=s, after=t)
        for k, who in enumerate(parties)
        for s, t in permutations(ids, 2)
        if (ids.index(s) + k) % 2
    ]
    moves = Moves(
        states=tuple(states),
        arcs=tuple(arcs),
        status_quo=StatusQuo(state=ids[0]),
        preferences=tuple(FromValues(id=f"{who}-v", actor=who) for who in parties),
    )
    case = replace(case, moves=moves)
    found, listed = stability(case, readings=120, seed=4), from_case(case, n_readings=120, seed=4)
    assert not found.provenance.is_exact
    assert found.from_values == tuple(parties)
    assert found.shares is not None
    assert len(listed.models) > 1
    for concept in found.concepts:
        for state in found.states:
            n = sum(m.n for m in listed.models if state in analyze(m.model, [concept]).equilibria(concept))
            assert found.shares.equilibrium(state, concept).least == Fraction(n, 120)


def test_a_model_past_the_limit_of_situations_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.questions.stability.ensemble.SITUATION_LIMIT", 3)
    found = stability(load(GAZA), readings=400)
    assert not found.provenance.is_exact
    assert found.n_readings == 400
    assert found.provenance.seed == 1
    held = found.holds()
    assert held is not None
    assert float(held.least) == pytest.approx(0.5, abs=0.1)
    assert float(found.joint_gains[0].share) == pytest.approx(2 / 9, abs=0.1)


def test_asking_again_gives_the_same_finding() -> None:
    first, second = asked(GAZA), stability(load(GAZA))
    assert (first.departures, first.hinges, first.routes, first.changes) == (
        second.departures,
        second.hinges,
        second.routes,
        second.changes,
    )
