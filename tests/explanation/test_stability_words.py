"""The chapter on stability: what it says and what each sentence rests on, what it keeps back, and when it is silent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest
from building import case_of, named_issue

from detente.casefile.load import load
from detente.evidence.as_of import as_of
from detente.explanation.explain import explain
from detente.explanation.explanation import Chapter, Explanation, GraphChart, TreeChart
from detente.explanation.move_words import move_record_words
from detente.explanation.redaction import telling_for
from detente.explanation.stability_words import stability_chapter
from detente.explanation.wording import say
from detente.model.case import Case
from detente.model.condition import And, Condition, Iff, Implies, Not, Or, Taken
from detente.model.evidence import Claim, ClaimKind, Handling, Source
from detente.model.move import (
    Action,
    Arc,
    Comparison,
    Exclusion,
    FromValues,
    MovePreference,
    Moves,
    Ranking,
    State,
    StatusQuo,
    Step,
    Transitive,
    Unknown,
    Unordered,
    Unstated,
    Want,
)
from detente.questions.agreement.question import undetermined
from detente.questions.stability.question import stability
from detente.report.render import FORMATS, render

GAZA, TRAM, MARK = "gaza-truce-2024-04", "tram-strike", "zzsecret"


@cache
def told(slug: str) -> Explanation:
    return explain(load(slug), readings=60)


def chapter_of(case: Case, handling: Handling = Handling.PUBLIC) -> Chapter | None:
    telling = telling_for(case, undetermined(case, "not asked", 1), handling)
    return stability_chapter(telling, stability(case))


def chapter(explanation: Explanation) -> Chapter:
    return next(c for c in explanation.chapters if c.key == "stability")


def text(found: Chapter | None) -> str:
    assert found is not None
    return " ".join(s.text for s in found.sentences)


def with_moves(moves: Moves) -> Case:
    return replace(case_of([named_issue("halt", ["none", "weeks"])], [], []), moves=moves)


def test_gaza_says_who_would_leave_what_answers_that_and_what_it_turns_on() -> None:
    said = text(chapter(told(GAZA)))
    assert "“Nobody has agreed, and the mediators press” holds itself in place in 50 of 100 ways of ordering the wishes" in said
    assert "it is not the chance of anything" in said
    assert "Moving alone from there gains Hamas or the United States nothing" in said
    assert (
        "If the Government of Israel moves by taking the step “The ground operation announced for Rafah begins”, the United"
        " States can answer by taking the step “The United States holds support for Israel back”, which leaves the Government of"
        " Israel no better off than now (in 33 of 100; in 17 of 100 another answer does)."
    ) in said
    assert "if so, the standstill never holds, if not, it holds in all." in said
    assert "all of them would rather have it than things as they are in 22 of 100." in said
    assert "What it rests on: it would no longer hold if the United States could not take the step" in said


def test_what_is_told_of_moves_rests_on_claims_or_assumptions() -> None:
    for slug in (GAZA, TRAM):
        explanation = told(slug)
        numbers = {note.claim for note in explanation.footnotes}
        listed = {a.id for a in explanation.assumptions}
        for sentence in chapter(explanation).sentences:
            assert set(sentence.claims) <= numbers
            assert set(sentence.assumptions) <= listed
            assert "{" not in sentence.text
            if "taking the step" in sentence.text or "moving to" in sentence.text:
                assert sentence.claims or sentence.assumptions


def test_the_claims_of_the_actor_and_the_answer_are_cited() -> None:
    answer = next(s for s in chapter(told(GAZA)).sentences if "can answer by" in s.text)
    assert {"vow-rafah", "conditional-support", "objection-to-rafah", "no-sign-of-agreement"} <= set(answer.claims)
    assert "hamas-wants-permanent" not in answer.claims


def test_assumptions_on_moves_are_listed_in_words() -> None:
    explanation = told(TRAM)
    words = [a.text.text for a in explanation.assumptions if a.id.startswith("moves.")]
    assert (
        "The tram operator can move from “The strike goes on” to “The operator offers the trade and the strike goes on”." in words
    )
    assert [a.code for a in explanation.assumptions] == [f"A{k}" for k in range(1, len(explanation.assumptions) + 1)]


def test_the_exact_tram_strike_speaks_of_no_readings() -> None:
    said = text(chapter(told(TRAM)))
    assert said.startswith("Yes: “The strike goes on” holds itself in place. Nobody gains by a move of its own from there.")
    assert "of 100" not in said
    assert "Together the drivers' union and the tram operator can bring it about, and all of them would rather have it" in said
    assert "No way leads there in which everyone gains by each move of its own." in said


def test_a_threat_is_told_as_a_fact_and_no_violence_as_a_way_out() -> None:
    found = chapter(told(GAZA))
    assert "a threat is told as a fact and a cost, never as advice" in text(found)
    for sentence in found.sentences:
        if "would come to hold" in sentence.text and "could not take it back" in sentence.text:
            assert "operation" not in sentence.text.partition(" if ")[2]


def test_every_state_is_in_the_table_with_each_actor_and_the_graph_and_paths_are_drawn() -> None:
    found = chapter(told(GAZA))
    standing, every = found.tables
    assert [row[0].text for row in standing.rows] == ["R", "GMR", "SMR", "SEQ", "SSEQ", "SIM"]
    assert [row[-1].text for row in standing.rows] == ["0", "50", "50", "50", "50", "0"]
    assert len(every.rows) == 28
    here = next(row for row in every.rows if row[0].text.endswith("(now)"))
    assert [cell.text for cell in here[1:]] == [
        "all 100",
        "R, SIM 0; GMR, SMR, SEQ, SSEQ 50",
        "all 100",
        "R, SIM 0; GMR, SMR, SEQ, SSEQ 50",
    ]
    assert [type(chart) for chart in found.charts] == [GraphChart, TreeChart]


def many_states(n: int) -> Case:
    """Two actors with n actions in all, each wanting its own first."""
    ids = [f"{'ab'[k % 2]}{k}" for k in range(n)]
    said = [Want(id=f"w-{a}", actor=a[0], wants=Taken(a)) for a in ids]
    return with_moves(
        Moves(
            actions=tuple(Action(id=a, actor=a[0], name=f"Act {a}") for a in ids),
            status_quo=StatusQuo(taken=()),
            preferences=tuple(said),
        )
    )


@pytest.mark.parametrize(("n", "rows"), [(5, 32), (7, None)])
def test_above_sixty_states_the_table_has_what_matters_and_says_what_it_leaves_out(n: int, rows: int | None) -> None:
    found = chapter_of(many_states(n))
    assert found is not None
    table = found.tables[-1]
    if rows is not None:
        assert len(table.rows) == rows
        assert "left out" not in table.caption
    else:
        assert 1 < len(table.rows) <= 60
        assert f"{128 - len(table.rows)} of 128 states are left out" in table.caption
        assert any(row[0].text.endswith("(now)") for row in table.rows)


def raid(b_prefers: tuple[str, ...], b_steps: tuple[Step, ...], *more: MovePreference) -> Case:
    """A may raid, B may then retaliate; nothing can be taken back."""
    return with_moves(
        Moves(
            states=tuple(State(id=s, name=s.title()) for s in ("peace", "raid", "war")),
            arcs=(Arc(id="a-1", actor="a", before="peace", after="raid"), Arc(id="b-1", actor="b", before="raid", after="war")),
            status_quo=StatusQuo(state="peace"),
            preferences=(
                Ranking(id="a-r", actor="a", states=("raid", "peace", "war"), steps=(Step.ABOVE,) * 2),
                *([Ranking(id="b-r", actor="b", states=b_prefers, steps=b_steps)] if b_prefers else []),
                *more,
            ),
        )
    )


def test_a_gain_only_a_costly_answer_takes_away_is_told_with_that_answer() -> None:
    said = text(chapter_of(raid(("raid", "war", "peace"), (Step.ABOVE,) * 2)))
    assert said.startswith("No: “Peace” does not hold itself in place.")
    assert "A would gain by moving to “Raid”, and no answer others have reason to give takes the gain away." in said
    assert "Someone gains by leaving it, and no answer" in said
    assert (
        "There is an answer, but giving it is not in the interest of everyone it takes: B can answer by moving to “War”. It would"
        " leave A no better off than now."
    ) in said


def test_a_gain_that_is_answered_holds_the_status_quo() -> None:
    said = text(chapter_of(raid(("war", "raid", "peace"), (Step.ABOVE,) * 2)))
    assert "Whoever gains by leaving it gains only until others answer." in said
    assert "If A moves by moving to “Raid”, B can answer by moving to “War”, which leaves A no better off than now." in said


def test_what_is_not_known_is_told_as_such() -> None:
    said = text(chapter_of(raid((), (), Unknown(id="b-u", actor="b", states=("raid", "war")))))
    assert "It depends on comparisons of states that are not known whether “Peace” holds itself in place." in said
    assert "What would change that was not tried: some comparisons of states are not known." in said
    assert "A would gain by moving to “Raid”; whether an answer takes the gain away is not known." in said
    assert "If A moves by moving to “Raid”, B may answer by moving to “War”, which may leave A no better off than now." in said


def test_the_picture_marks_only_what_is_not_known() -> None:
    found = chapter_of(raid((), (), Unknown(id="b-u", actor="b", states=("raid", "war"))))
    assert found is not None
    graph = next(chart for chart in found.charts if isinstance(chart, GraphChart))
    assert [(arc.actor, arc.is_improvement) for arc in graph.arcs] == [(0, True), (1, False)]
    cells = [[cell.text for cell in row[3:5]] for row in graph.table.rows]
    assert cells == [["better 2", ""], ["", "not known 3"], ["", ""]]
    assert "Of 1 move that is not known; the table says which." in graph.summary


def test_strong_and_weak_stability_are_told_where_strength_is_stated() -> None:
    case = raid(("war", "raid", "peace"), (Step.GREATLY, Step.ABOVE))
    strong = text(chapter_of(case))
    assert "Strongly stable, where only a great loss (`>>` in the record) deters: it does not hold under GMR, SMR, SEQ" in strong
    assert "Weakly stable, which is stable but not strongly so: it holds under GMR, SMR, SEQ, SSEQ." in strong
    assert "Nothing on record is a great loss to A: strongly stable for that actor is only a state with no better move." in strong
    feared = Ranking(id="a-r", actor="a", states=("raid", "peace", "war"), steps=(Step.ABOVE, Step.GREATLY))
    assert case.moves is not None
    moves = replace(case.moves, preferences=(feared, *case.moves.preferences[1:]))
    held = chapter_of(replace(case, moves=moves))
    assert "deters: it holds under GMR, SMR, SEQ, SSEQ. Weakly stable, which is stable but not strongly so: it does not" in text(
        held
    )
    assert held is not None
    assert ["strong SEQ", "only a great loss deters", "yes", "yes", "yes"] in [
        [cell.text for cell in row] for row in held.tables[0].rows
    ]
    unknown = (feared, Unknown(id="b-u", actor="b", states=("raid", "war")))
    half = text(chapter_of(replace(case, moves=replace(case.moves, preferences=unknown))))
    assert "great loss to B: known to be strongly stable for that actor is only a state with no better move." in half
    assert "trongly stable" not in text(chapter_of(raid(("war", "raid", "peace"), (Step.ABOVE,) * 2)))


def test_articles_of_names_are_small_inside_a_step_of_several() -> None:
    case = swap(1)
    actors = tuple(replace(actor, name=f"The {actor.name} side") for actor in case.actors)
    found = chapter_of(replace(case, actors=actors))
    assert found is not None
    tree = next(chart for chart in found.charts if isinstance(chart, TreeChart))
    how = [row[3].text for row in tree.table.rows if row[1].text == "coalition improvements"]
    assert how == ["The A side and the B side together (the A side: moves then the B side: moves), to “Swap0”"]


def test_whether_an_actor_gains_is_told_as_not_known_and_rests_on_no_preference() -> None:
    case = raid(("war", "raid", "peace"), (Step.ABOVE,) * 2)
    assert case.moves is not None
    nothing = (Unstated(id="a-u", actor="a", is_equal=False), *(s for s in case.moves.preferences if s.actor == "b"))
    found = chapter_of(replace(case, moves=replace(case.moves, preferences=nothing)))
    assert found is not None
    sentence = next(s for s in found.sentences if "not known whether A" in s.text)
    assert sentence.text == "It is not known whether A would gain by moving to “Raid”."
    assert set(sentence.assumptions) == {"moves.arcs.a-1", "moves.status_quo"}
    assert "A would gain" not in text(found).replace("whether A would gain", "")


def swap(n: int) -> Case:
    """A and B can each make the first or second half of n swaps; from the halves the other completes it, better for both."""
    ids = [f"half{k}" for k in range(n)] + [f"swap{k}" for k in range(n)]
    arcs = [Arc(id=f"a-{k}", actor="a", before="now", after=f"half{k}") for k in range(n)]
    arcs += [Arc(id=f"b-{k}", actor="b", before=f"half{k}", after=f"swap{k}") for k in range(n)]
    best = tuple(f"swap{k}" for k in range(n))
    rest = ("now", *(f"half{k}" for k in range(n)))
    return with_moves(
        Moves(
            states=tuple(State(id=s, name=s.title()) for s in ("now", *ids)),
            arcs=tuple(arcs),
            status_quo=StatusQuo(state="now"),
            preferences=tuple(
                Ranking(id=f"{k}-r", actor=k, states=(*best, *rest), steps=(Step.ABOVE,) * (len(best + rest) - 1)) for k in "ab"
            ),
        )
    )


def test_a_way_only_a_coalition_gains_by_is_told_with_the_coalition() -> None:
    said = text(chapter_of(swap(1)))
    assert "Moves from there could come to rest in “Swap0” (worse than now for nobody, better for some)." in said
    assert "No way leads there in which everyone gains by each move of its own." in said
    assert (
        "Where some move together, a way leads to “Swap0” in which all who move gain by each step: A and B together (A by moving"
        " to “Half0”; B by moving to “Swap0”)."
    ) in said


def test_deals_beyond_those_told_are_counted() -> None:
    said = text(chapter_of(swap(5)))
    assert "; 1 more is in the table." in said
    assert "2 more states an agreement makes are in the table." in said


def test_past_the_limit_of_states_it_says_that_no_change_was_tried() -> None:
    assert "What would change that was not tried: the 512 states are more than the 256" in text(chapter_of(many_states(9)))


def test_that_no_change_was_sought_is_said_with_the_reason() -> None:
    said = text(chapter_of(raid(("raid", "war", "peace"), (Step.ABOVE,) * 2)))
    assert "No change was sought: as things stand it does not hold, and no state counts as what an agreement makes." in said
    assert "No change was sought" not in text(chapter(told(TRAM)))


def test_that_no_change_unsettles_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.questions.stability.question.possible_changes", lambda *_, **__: ())
    assert "None of the single changes tried would unsettle it." in text(chapter_of(load(TRAM)))


def test_what_is_of_one_reading_among_many_is_said_to_be() -> None:
    both = And((Taken("a1"), Taken("b1")))
    moves = Moves(
        actions=tuple(Action(id=a, actor=a[0], name=f"Act {a}") for a in ("a1", "b1", "b2")),
        states=(State(id="both", name="Both act", when=And((both, Not(Taken("b2"))))),),
        status_quo=StatusQuo(taken=()),
        preferences=(
            Want(id="a-1", actor="a", wants=both),
            Want(id="a-2", actor="a", wants=Not(Taken("a1"))),
            Want(id="b-1", actor="b", wants=And((both, Not(Taken("b2"))))),
            Want(id="b-2", actor="b", wants=And((Not(Taken("b1")), Not(Taken("b2"))))),
            Unordered(id="b-u", actor="b"),
        ),
    )
    case = with_moves(moves)
    assert "it would no longer hold in the most common of the ways in which it holds now if A and B moved together" in text(
        chapter_of(case)
    )
    said = text(chapter(told(GAZA)))
    assert "In the most common reading in which it holds, " in said


def test_no_sentence_counts_none_or_all_of_all_orders_as_a_share_of_a_hundred() -> None:
    said = text(chapter(told(GAZA)))
    assert "in 0 of 100" not in said
    assert "in 100 of 100" not in said
    assert "(Nash stability, R), it never holds." in said


def test_two_actions_are_steps_and_a_step_into_a_state_of_several_combinations_keeps_its_action() -> None:
    moves = Moves(
        actions=tuple(Action(id=a, actor=a[0], name=f"Act {a}") for a in ("a1", "a2", "b1", "b2")),
        states=(State(id="row", name="A row", when=And((Taken("b1"), Not(Taken("a1"))))),),
        status_quo=StatusQuo(taken=()),
        preferences=(
            Want(id="w1", actor="a", wants=And((Taken("a1"), Taken("a2")))),
            Want(id="w2", actor="b", wants=Taken("b1")),
        ),
    )
    said = text(chapter_of(with_moves(moves)))
    assert "A would gain by taking the steps “Act a1” and “Act a2”" in said
    assert "B would gain by taking the step “Act b1” (to “A row”)" in said


def test_drawn_shares_carry_their_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.questions.stability.ensemble.SITUATION_LIMIT", 3)
    said = text(chapter_of(load(GAZA)))
    assert "(give or take" in said


def test_moves_that_cannot_be_asked_are_not_passed_over_in_silence() -> None:
    case = secret_case()
    assert case.moves is not None
    merged = tuple(replace(state, when=Taken(f"b-{MARK}")) for state in case.moves.states)
    split = replace(case, moves=replace(case.moves, states=merged))
    assert "was not asked: preference of `a`" in text(chapter_of(split, Handling.RESTRICTED))
    assert text(chapter_of(split)).endswith("It could not be asked whether things would stay as they are.")


def test_a_case_without_moves_has_no_such_chapter() -> None:
    assert all(c.key != "stability" for c in told("port-lease").chapters)


def test_without_a_status_quo_it_says_what_was_not_asked() -> None:
    case = load(TRAM)
    assert case.moves is not None
    found = chapter_of(replace(case, moves=replace(case.moves, status_quo=None)))
    assert "was not asked: the moves do not say where the conflict stands" in text(found)
    assert found is not None
    assert len(found.tables) == 1


def test_before_anything_was_said_of_moves_there_is_no_chapter() -> None:
    explanation = explain(load(GAZA), readings=40, as_of="2023-01-01")
    assert all(c.key != "stability" for c in explanation.chapters)


def later_case(handling: Handling = Handling.PUBLIC) -> Case:
    """A case in which one action, the state it makes and the wish about it rest on a claim of May, the rest on the analyst."""
    case = secret_case()
    late = replace(case.claims[-1], said_on=dt.date(2024, 5, 20), handling=handling)
    assert case.moves is not None
    wish = Want(id="b-2", actor="b", wants=Taken("a1"), because=(late.id,))
    moves = replace(case.moves, preferences=(*case.moves.preferences, wish))
    return replace(case, as_of=dt.date(2024, 6, 1), moves=moves, claims=(*case.claims[:-1], late))


def test_what_an_earlier_day_leaves_out_of_the_moves_is_named() -> None:
    case = later_case()
    early = as_of(case, dt.date(2024, 5, 1))
    telling = telling_for(early, undetermined(early, "not asked", 1), Handling.PUBLIC)
    said = text(stability_chapter(telling, stability(early), before=case))
    assert (
        f"Left out of the moves, as nothing behind it was said by 1 May 2024: the step “{MARK} B strikes”; the state “{MARK}"
        " state”;"
    ) in said
    assert "of B." in said
    assert "Left out of the moves" not in text(stability_chapter(telling, stability(early)))


def test_what_an_earlier_day_leaves_out_is_not_named_where_it_is_withheld() -> None:
    case = later_case(Handling.CONFIDENTIAL)
    early = as_of(case, dt.date(2024, 5, 1))
    telling = telling_for(early, undetermined(early, "not asked", 1), Handling.PUBLIC)
    said = text(stability_chapter(telling, stability(early), before=case))
    assert MARK not in said


def test_a_report_of_an_earlier_day_counts_what_it_leaves_out_of_the_moves() -> None:
    gaps = explain(later_case(), readings=40, as_of="2024-05-01").gaps
    assert "1 action, 1 state of the moves and 2 wishes or comparisons of states" in gaps[0].text


# -- what readers may not see ----------------------------------------------------------------------


def hidden(case: Case, claim: str) -> Case:
    """The case with one claim confidential, its words marked."""
    return replace(
        case,
        claims=tuple(
            replace(c, handling=Handling.CONFIDENTIAL, text=f"{MARK} {c.text}") if c.id == claim else c for c in case.claims
        ),
    )


def secret_case() -> Case:
    """One action, wish and state that rest on a claim kept back."""
    source = Source(id="paper", publisher="The paper", title="A report", date=dt.date(2024, 4, 10))
    claim = Claim(
        id=f"{MARK}-claim",
        text=f"{MARK} text",
        kind=ClaimKind.POSITION,
        source="paper",
        said_by=(),
        said_on=dt.date(2024, 4, 10),
        handling=Handling.RESTRICTED,
    )
    moves = Moves(
        actions=(
            Action(id="a1", actor="a", name="A signs"),
            Action(id=f"b-{MARK}", actor="b", name=f"{MARK} B strikes", because=(f"{MARK}-claim",)),
        ),
        states=(
            State(
                id=f"s-{MARK}", name=f"{MARK} state", when=And((Taken(f"b-{MARK}"), Not(Taken("a1")))), because=(f"{MARK}-claim",)
            ),
        ),
        status_quo=StatusQuo(taken=()),
        preferences=(
            Want(id="a-1", actor="a", wants=Taken("a1"), note=f"{MARK} note"),
            Want(id="b-1", actor="b", wants=Not(Taken(f"b-{MARK}"))),
        ),
    )
    case = with_moves(moves)
    return replace(case, sources=(*case.sources, source), claims=(*case.claims, claim))


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_withheld_of_moves_reaches_any_rendering(form: str) -> None:
    case = secret_case()
    assert MARK in render(explain(case, readings=40, handling="restricted"), form)
    shown = explain(case, readings=40)
    assert "only the verdict is told" in text(chapter(shown))
    assert not chapter(shown).charts
    assert not chapter(shown).tables
    assert MARK not in render(shown, form)


def test_moves_compared_by_values_are_withheld_with_the_values() -> None:
    case = hidden(load(TRAM), "union-points")
    found = chapter_of(case)
    assert "only the verdict is told" in text(found)
    assert text(found).endswith("Yes: the way things stand holds itself in place.")
    assert "only the verdict" not in text(chapter_of(case, Handling.CONFIDENTIAL))


# -- records in words ------------------------------------------------------------------------------


def condition() -> Condition:
    return Iff(Taken("a1"), Implies(Or((Taken("a2"), Not(And((Taken("a1"), Taken("a2")))))), Taken("a1")))


def test_every_kind_of_record_reads_as_a_sentence() -> None:
    states = ("one", "two")
    case = with_moves(
        Moves(
            actions=(Action(id="a1", actor="a", name="First"), Action(id="a2", actor="a", name="Second")),
            never=(Exclusion(id="n", excluded=And((Taken("a1"), Taken("a2")))),),
            states=(State(id="one", name="One", when=Taken("a1")), State(id="two", name="Two", when=Taken("a2"))),
            forbidden=(Arc(id="f", actor="a", before="one", after="two"),),
            status_quo=StatusQuo(taken=("a1",)),
            preferences=(
                Want(id="p1", actor="a", wants=condition()),
                Unordered(id="p2", actor="a"),
                Ranking(id="p3", actor="a", states=states, steps=(Step.GREATLY,)),
                Comparison(id="p4", actor="a", states=states, steps=(Step.EQUAL,)),
                Unknown(id="p5", actor="a", states=states),
                Unstated(id="p6", actor="a", is_equal=True),
                Transitive(id="p7", actor="a"),
                FromValues(id="p8", actor="a"),
            ),
        )
    )
    keys = [("actions", "a1"), ("never", "n"), ("states", "one"), ("forbidden", "f"), ("status_quo", "")]
    keys += [("preferences", f"p{k}") for k in range(1, 9)]
    assert [say("{w}.", w=move_record_words(case, *key)).text for key in keys] == [
        "A can take or leave the step “First”.",
        "It cannot be that “First” and “Second”.",
        "There is the state “One”.",
        "A cannot move from “One” to “Two”.",
        "This is where things stand: “One”.",
        "A would rather have it so: “First” exactly if (“First” if (“Second” or not (“First” and “Second”))).",
        "Which of the wishes of A matters more is not known.",
        "A would place “One” far above “Two”.",
        "A would place “One” level with “Two”.",
        "How A would compare “One” and “Two” is not known.",
        "States the record does not compare for A are level.",
        "For A, what follows from comparisons in a row holds too.",
        "A would compare states by the value of their packages.",
    ]
