"""Concepts beyond the six, asked of a case: against the engines reading by reading, and against every way to settle unknowns."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from building import case_of, named_issue

from detente.model.case import Case
from detente.model.condition import And, Not, Taken
from detente.model.move import Action, Arc, Comparison, Moves, Ranking, State, StatusQuo, Step, Unordered, Want
from detente.questions.stability.analysis import analyze
from detente.questions.stability.coalitions import coalition_stability
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.from_case import from_case
from detente.questions.stability.further import further_named
from detente.questions.stability.limited_moves import limited_move, non_myopic
from detente.questions.stability.preferences import Preference
from detente.questions.stability.question import stability

STATES = ("s", "t", "u", "v", "w")
BASES = ("GMR", "SMR", "SEQ", "SSEQ")


def with_moves(moves: Moves) -> Case:
    case = case_of([named_issue("halt", ["none", "weeks"])], [], [])
    third = replace(case.actors[0], id="c", name="C")
    return replace(case, actors=(*case.actors, third), moves=moves)


def arcs_of(rng: random.Random) -> tuple[Arc, ...]:
    found = []
    for actor in "abc":
        pairs = [(s, t) for s in STATES for t in STATES if s != t]
        found += [
            Arc(id=f"{actor}-{k}", actor=actor, before=s, after=t)
            for k, (s, t) in enumerate(rng.sample(pairs, rng.randint(3, 7)))
        ]
    return tuple(found)


def ranked(rng: random.Random) -> Case:
    """Every actor ranks all states, with great steps."""
    rankings = []
    for actor in "abc":
        steps = tuple(rng.choice(list(Step)) for _ in STATES[1:])
        if actor == "a":
            steps = (Step.GREATLY, *steps[1:])
        rankings.append(Ranking(id=f"{actor}-r", actor=actor, states=tuple(rng.sample(STATES, 5)), steps=steps))
    named = tuple(State(id=s, name=s.upper()) for s in STATES)
    return with_moves(Moves(states=named, arcs=arcs_of(rng), status_quo=StatusQuo(state="s"), preferences=tuple(rankings)))


@pytest.mark.parametrize("seed", range(30))
def test_strong_and_weak_shares_are_those_of_the_engine(seed: int) -> None:
    found = stability(ranked(random.Random(seed)))
    assert found.model is not None
    assert found.shares is not None
    assert [f.name for f in found.further] == [f"{s} {b}" for s in ("strong", "weak") for b in BASES]
    general = analyze(found.model, BASES)
    strong, weak = (analyze(found.model, BASES, strength=s) for s in ("strong", "weak"))
    for base, state in product(BASES, found.states):
        for actor in found.actors:
            assert found.shares.of(actor, state, f"strong {base}").least == strong.is_stable(actor, state, base)
            assert found.shares.of(actor, state, f"weak {base}").most == weak.is_stable(actor, state, base)
        is_strong, is_held = state in strong.equilibria(base), state in general.equilibria(base)
        assert found.shares.equilibrium(state, f"strong {base}").least == is_strong
        assert found.shares.equilibrium(state, f"weak {base}").least == (is_held and not is_strong)


def partly_known(rng: random.Random) -> tuple[Case, list[tuple[int, tuple[int, int]]]]:
    """Comparisons of pairs of four states; two pairs are unknown. Also where, as actor and pair."""
    pairs = list(combinations(range(4), 2))
    open_pairs = rng.sample([(k, pair) for k in range(3) for pair in pairs], 2)
    said = []
    for k, actor in enumerate("abc"):
        for pair in pairs:
            if (k, pair) in open_pairs:
                continue
            first, second = rng.sample(pair, 2)
            step = Step.GREATLY if (k, pair) == (0, pairs[0]) else rng.choice(list(Step))
            said.append(
                Comparison(id=f"{actor}-{first}{second}", actor=actor, states=(STATES[first], STATES[second]), steps=(step,))
            )
    named = tuple(State(id=s, name=s.upper()) for s in STATES[:4])
    arcs = tuple(arc for arc in arcs_of(rng) if "w" not in (arc.before, arc.after))
    return with_moves(Moves(states=named, arcs=arcs, status_quo=StatusQuo(state="s"), preferences=tuple(said))), open_pairs


def settled(preference: Preference, pairs: list[tuple[int, int]], how: tuple[str, ...]) -> Preference:
    n, better = preference.n_states, preference.better_sets()
    worse = preference.much_worse_sets()
    much = {(s, t) for s in range(n) for t in range(n) if worse[s] >> t & 1}
    above = {(s, t) for s in range(n) for t in range(n) if better[t] >> s & 1}
    for (s, t), step in zip(pairs, how, strict=True):
        above |= {(s, t)} if step in {">", ">>"} else {(t, s)} if step in {"<", "<<"} else set()
        much |= {(s, t)} if step == ">>" else {(t, s)} if step == "<<" else set()
    return Preference.of_pairs(n, above, greatly=much, has_strength=True)


@pytest.mark.parametrize("seed", range(12))
def test_with_unknown_comparisons_the_two_ends_bound_every_way_to_settle_them(seed: int) -> None:
    case, open_pairs = partly_known(random.Random(seed))
    if case.moves is None or len(case.moves.movers) < 3:
        pytest.skip("an actor has no step left")
    found = stability(case)
    assert found.model is not None
    assert found.shares is not None
    assert found.has_unknown
    for how in product((">", "<", "~", ">>", "<<"), repeat=2):
        preferences = {}
        for k, actor in enumerate(found.actors):
            own = [n for n, (who, _) in enumerate(open_pairs) if who == k]
            pairs, steps = [open_pairs[n][1] for n in own], tuple(how[n] for n in own)
            preferences[actor] = settled(found.model.preference(k), pairs, steps)
        model = found.model.with_preferences(preferences)
        general = analyze(model, BASES)
        for strength in ("strong", "weak"):
            table = analyze(model, BASES, strength=strength)
            for base, state in product(BASES, found.states):
                for actor in found.actors:
                    share = found.shares.of(actor, state, f"{strength} {base}")
                    assert share.least <= table.is_stable(actor, state, base) <= share.most
        strong = analyze(model, BASES, strength="strong")
        for base, state in product(BASES, found.states):
            share = found.shares.equilibrium(state, f"weak {base}")
            assert share.least <= (state in general.equilibria(base) and state not in strong.equilibria(base)) <= share.most


@pytest.mark.parametrize("seed", range(12))
def test_an_extension_is_that_of_the_engine(seed: int) -> None:
    case, _ = partly_known(random.Random(seed))
    if case.moves is None or len(case.moves.movers) < 3:
        pytest.skip("an actor has no step left")
    found = stability(case, concepts=["a", "b", "c", "d"])
    assert found.model is not None
    assert found.shares is not None
    for extension in ("a", "b", "c", "d"):
        table = analyze(found.model, ["R", *BASES], unknown=extension)
        for base, state, actor in product(("R", *BASES), found.states, found.actors):
            share = found.shares.of(actor, state, f"{base}_{extension}")
            assert share.least == share.most == table.is_stable(actor, state, base)


def wishes() -> Case:
    """Two of three actors have wishes in no known order: 3! x 2! readings."""
    actions = tuple(Action(id=i, actor=a, name=i) for i, a in (("x", "a"), ("y", "b"), ("z", "c")))
    wants = (
        Want(id="1", actor="a", wants=Taken("x")),
        Want(id="2", actor="a", wants=Not(Taken("y"))),
        Want(id="3", actor="a", wants=And((Taken("y"), Taken("z")))),
        Unordered(id="4", actor="a"),
        Want(id="5", actor="b", wants=Taken("y")),
        Want(id="6", actor="b", wants=Not(Taken("x"))),
        Unordered(id="7", actor="b"),
        Want(id="8", actor="c", wants=Not(And((Taken("x"), Taken("y"))))),
        Want(id="9", actor="c", wants=Not(Taken("z"))),
    )
    return with_moves(Moves(actions=actions, status_quo=StatusQuo(taken=()), preferences=wants))


def test_what_hangs_on_all_rankings_at_once_is_counted_over_joint_readings() -> None:
    case = wishes()
    found = stability(case, concepts=["L2", "L3", "non-myopic", "coalitions"])
    given = from_case(case, order_wishes=True)
    assert found.shares is not None
    assert given.is_exact
    assert given.n_readings == found.n_readings == 12
    assert found.columns[6:] == ("L2", "L3", "non-myopic", "CNash", "CGMR", "CSMR", "CSEQ")
    expected = {name: np.zeros((3, 8), int) for name in found.columns[6:]}
    together = {name: np.zeros(8, int) for name in found.columns[6:]}
    for own in given.models:
        rows = {"L2": limited_move(own.model, 2), "L3": limited_move(own.model, 3), "non-myopic": non_myopic(own.model).stable}
        table = coalition_stability(own.model)
        for column, concept in enumerate(table.concepts):
            rows[concept.value] = np.array(
                [
                    np.all([table.stable[k, :, column] for k, c in enumerate(table.coalitions) if actor in c], axis=0)
                    for actor in table.coalitions[-1]
                ]
            )
            everyone = rows[concept.value].all(axis=0)
            assert [table.states[s] for s in np.flatnonzero(everyone)] == list(table.equilibria(concept))
        for name, row in rows.items():
            expected[name] += row * own.n
            together[name] += row.all(axis=0) * own.n
    for name, counts in expected.items():
        for k, s in np.ndindex(counts.shape):
            assert found.shares.of(found.actors[k], found.states[s], name).least == Fraction(int(counts[k, s]), 12)
        for s, n in enumerate(together[name]):
            assert found.shares.equilibrium(found.states[s], name).least == Fraction(int(n), 12)
    assert any(0 < n < 12 for counts in together.values() for n in counts)  # the readings differ


def test_what_cannot_be_asked_is_left_out_with_the_reason() -> None:
    case, _ = partly_known(random.Random(1))
    found = stability(case, concepts=["L2", "CSEQ", "SEQ_c"])
    assert found.shares is not None
    assert [left.concept for left in found.not_asked] == ["L2", "CSEQ"]
    assert all("not known" in left.reason for left in found.not_asked)
    assert "SEQ_c" in found.columns
    assert "L2" not in found.columns


def test_without_great_preference_and_names_nothing_is_added() -> None:
    found = stability(wishes())
    assert found.further == ()
    assert found.shares is not None
    assert found.columns == found.shares.concepts == ("R", "GMR", "SMR", "SEQ", "SSEQ", "SIM")


@pytest.mark.parametrize("name", ["L0", "l100", "SEQ_e", "_a", "X_a", "nonmyopic", "", "SEQ"])
def test_an_unknown_name_is_told_with_those_there_are(name: str) -> None:
    with pytest.raises(GraphModelError, match=r"unknown concept `.*`; further ones are L1, L2"):
        further_named([name])


def test_names_are_read_in_any_case_and_once() -> None:
    assert [f.name for f in further_named(["L2", "l2", "cnash", "COALITIONS", "sim_D"])] == [
        "L2",
        "CNash",
        "CGMR",
        "CSMR",
        "CSEQ",
        "SIM_d",
    ]
    with pytest.raises(GraphModelError, match="states and steps"):
        further_named(["sim_d"], has_actions=False)
