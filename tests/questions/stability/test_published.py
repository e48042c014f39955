"""Conflicts of the literature with what was published of them; the source stands with each.

Prisoner's dilemma and chicken: Fraser & Hipel (1984), ch. 1 and 2; Brams & Wittman (1981) for the non-myopic ones.
Elmira: Fang, Hipel & Kilgour (1993), ch. 1 and 6; Kilgour, Hipel, Fang & Peng (2001) for coalitions.
Cuban missile crisis: Fraser & Hipel (1984), ch. 1, in their decimal notation of outcomes.
The books were not at hand: these numbers are recalled, and the Elmira rankings compared with the file of onp/gmcr-py.
Garrison: rankings and results as stored by onp/gmcr-py (Examples and test_data). What Fraser & Hipel published of it
could not be established, so only that other program is compared with.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.questions.stability.analysis import analyze
from detente.questions.stability.coalitions import coalition_stability
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.limited_moves import non_myopic
from detente.questions.stability.paths import paths
from detente.questions.stability.replay import replay
from detente.questions.stability.witness import witnesses

DILEMMA = GraphModel.from_actions(
    {"A": ["a confesses"], "B": ["b confesses"]},
    preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]},
)
CHICKEN = GraphModel.from_actions(
    {"A": ["a swerves"], "B": ["b swerves"]},
    preferences={"A": ["NY", "YY", "YN", "NN"], "B": ["YN", "YY", "NY", "NN"]},
)


def test_prisoners_dilemma() -> None:
    table = analyze(DILEMMA)
    assert table.equilibria("R") == ("YY",)
    for concept in ("GMR", "SMR", "SEQ", "SIM"):
        assert table.equilibria(concept) == ("NN", "YY")


def test_chicken() -> None:
    table = analyze(CHICKEN)
    assert table.equilibria("R") == table.equilibria("SEQ") == ("YN", "NY")
    for concept in ("GMR", "SMR"):
        assert table.equilibria(concept) == ("YN", "NY", "YY")
    assert table.equilibria("SIM") == ("YN", "NY", "YY")


def test_non_myopic_equilibria_of_both() -> None:
    dilemma, chicken = non_myopic(DILEMMA), non_myopic(CHICKEN)
    assert [s for k, s in enumerate(DILEMMA.states) if dilemma.stable[:, k].all()] == ["NN", "YY"]
    assert [s for k, s in enumerate(CHICKEN.states) if chicken.stable[:, k].all()] == ["YY"]


ELMIRA_STATES = dict(zip("123456789", ["NYNNN", "YYNNN", "NNYNN", "YNYNN", "NYNNY", "YYNNY", "NNYNY", "YNYNY", "9"], strict=True))


def elmira() -> GraphModel:
    """Twelve feasible states, the four in which Uniroyal abandons its plant merged: nine."""
    return GraphModel.from_actions(
        {"MoE": ["modify"], "Uniroyal": ["delay", "accept", "abandon"], "Local Government": ["insist"]},
        infeasible=[
            "delay and accept",
            "delay and abandon",
            "accept and abandon",
            "not (delay or accept or abandon)",
        ],
        merged={"9": "abandon"},
        irreversible={"modify": "take", "delay": "drop", "abandon": "take"},
        preferences={
            actor: [ELMIRA_STATES[s] for s in ranking]
            for actor, ranking in (("MoE", "734851269"), ("Uniroyal", "148593726"), ("Local Government", "735186429"))
        },
        status_quo="NYNNN",
    )


def numbered(states: tuple[str, ...]) -> str:
    return "".join(sorted(k for k, name in ELMIRA_STATES.items() if name in states))


def test_elmira_has_nine_states_and_three_strong_equilibria() -> None:
    model = elmira()
    assert sorted(model.states) == sorted(ELMIRA_STATES.values())
    table = analyze(model)
    for concept in ("R", "SEQ"):
        assert numbered(table.equilibria(concept)) == "589"
    for concept in ("GMR", "SMR"):
        assert numbered(table.equilibria(concept)) == "14589"


def test_elmira_the_ministry_and_uniroyal_together_leave_state_5_for_8() -> None:
    model = elmira()
    table = coalition_stability(model)
    assert table.unsettled_by(ELMIRA_STATES["5"], "CNash") == (("MoE", "Uniroyal"),)
    assert table.unsettled_by(ELMIRA_STATES["8"], "CNash") == ()
    jump = paths(model, [ELMIRA_STATES["8"]], start=ELMIRA_STATES["5"]).to(ELMIRA_STATES["8"], "coalition-improvements")
    assert jump is not None
    assert [step.movers for step in jump.steps] == [("MoE", "Uniroyal")]
    assert [move.actor for move in jump.steps[0].moves] in (["MoE", "Uniroyal"], ["Uniroyal", "MoE"])


def test_elmira_merging_its_terminal_states_changes_no_stability() -> None:
    merged = elmira()
    states = [ELMIRA_STATES[s] for s in "12345678"]
    abandoned = ("NNNYN", "YNNYN", "NNNYY", "YNNYY")
    rankings = (("MoE", "734851269"), ("Uniroyal", "148593726"), ("Local Government", "735186429"))
    whole = GraphModel.from_actions(
        {"MoE": ["modify"], "Uniroyal": ["delay", "accept", "abandon"], "Local Government": ["insist"]},
        infeasible=["delay and accept", "delay and abandon", "accept and abandon", "not (delay or accept or abandon)"],
        irreversible={"modify": "take", "delay": "drop", "abandon": "take"},
        preferences={a: [abandoned if s == "9" else ELMIRA_STATES[s] for s in ranking] for a, ranking in rankings},
    )
    assert whole.n_states == 12
    nine, twelve = analyze(merged), analyze(whole)
    for concept in ("R", "GMR", "SMR", "SEQ", "SSEQ"):
        for actor in merged.actors:
            assert all(nine.is_stable(actor, s, concept) == twelve.is_stable(actor, s, concept) for s in states)
            assert all(twelve.is_stable(actor, s, concept) == nine.is_stable(actor, "9", concept) for s in abandoned)


def cuban() -> GraphModel:
    model = GraphModel.from_actions(
        {"US": ["air strike", "blockade"], "USSR": ["withdraw", "escalate"]},
        infeasible=[{"withdraw": True, "escalate": True}],
    )
    by_code = {sum((letter == "Y") << k for k, letter in enumerate(s)): s for s in model.states}
    us, ussr = (4, 6, 5, 7, 2, 1, 3, 11, 9, 10, 8, 0), (0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8)
    return model.with_preferences({"US": [by_code[k] for k in us], "USSR": [by_code[k] for k in ussr]})


def test_cuban_missile_crisis_withdrawal_is_sequentially_stable() -> None:
    model = cuban()
    assert model.n_states == 12
    table = analyze(model)
    assert table.equilibria("R") == ()
    assert table.equilibria("SEQ") == ("NNYN", "NYYN")
    assert table.stable_for("US", "R") == ("NYNN", "NNYN", "YYNY")
    assert table.stable_for("USSR", "R") == ("NNNN", "YNYN", "NYYN", "YYYN")


GARRISON: tuple[list[int | tuple[int, ...]], ...] = (
    [3, 7, (1, 2), 4, (5, 6), 8, 9, 12, 11, 15, 10, 13, 14, 17, 16, 18, 19, 21, 20, 22, 23],
    [(21, 17, 13, 10, 6, 2), (23, 19), 15, 11, 8, 4, 22, 18, 14, 7, 3, 20, 16, 12, 9, 5, 1],
    [23, (20, 21), 19, (16, 17), 11, (9, 10), 15, (12, 13), 2, 4, 1, 8, (5, 6), 22, 18, 14, 3, 7],
    [tuple(range(1, 24))],
)


def garrison() -> GraphModel:
    commission = ["ijc full", "ijc reduced", "ijc lonetree", "ijc suspend"]
    builder = ["full", "reduced", "appease"]

    def at_most_one(names: list[str]) -> list[dict[str, bool]]:
        return [{a: True, b: True} for k, a in enumerate(names) for b in names[k + 1 :]]

    model = GraphModel.from_actions(
        {"US Support": builder, "US Opposition": ["legal"], "Canadian Opposition": ["treaty"], "IJC": commission},
        infeasible=[
            *at_most_one(builder),
            *at_most_one(commission),
            dict.fromkeys(builder, False),
            dict.fromkeys(commission, False),
            "full and not legal",
            "appease and legal",
            'full and not treaty and not "ijc full"',
            *(
                f'{plan} and not treaty and "ijc {advice}"'
                for plan in ("reduced", "appease")
                for advice in ("lonetree", "suspend")
            ),
        ],
    )
    forms = {
        actor: [tuple(model.states[j - 1] for j in (g if isinstance(g, tuple) else (g,))) for g in ranking]
        for actor, ranking in zip(model.actors, GARRISON, strict=True)
    }
    return model.with_preferences(forms)


def test_garrison_agrees_with_another_program_on_nash_and_sequential_equilibria() -> None:
    model = garrison()
    assert model.n_states == 23
    table = analyze(model)
    for concept in ("R", "SEQ"):
        assert {model.states.index(s) + 1 for s in table.equilibria(concept)} == {2, 3, 11, 17, 18, 21, 22}


def test_garrison_is_held_by_sanctions_of_several_moves_that_the_stored_results_leave_out() -> None:
    model = garrison()
    stored = {2, 3, 8, 11, 13, 14, 15, 17, 18, 19, 21, 22}
    ours = {model.states.index(s) + 1 for s in analyze(model).equilibria("GMR")}
    assert stored < ours
    for state in sorted(ours - stored):
        lengths = []
        for actor in model.actors:
            found = witnesses(model, actor, model.states[state - 1], "GMR")
            replay(model, found)
            lengths += [len(s.steps) for s in found.sanctions]
        assert max(lengths) > 1


@pytest.mark.parametrize("make", [lambda: DILEMMA, lambda: CHICKEN, elmira, cuban, garrison])
def test_every_verdict_on_them_has_a_witness_that_replays(make: Callable[[], GraphModel]) -> None:
    model = make()
    table = analyze(model)
    for actor in model.actors:
        for state in model.states:
            for concept in table.concepts:
                found = witnesses(model, actor, state, concept)
                assert found.is_stable == table.is_stable(actor, state, concept)
                replay(model, found)
