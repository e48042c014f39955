"""The section ``moves``: its two forms, what is made explicit, and every mistake in one run."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from case_texts import checked, marked, merged

from detente.casefile.dump import dump, resolved
from detente.diagnostics import Severity
from detente.evidence.support import move_records
from detente.model.move import (
    Arc,
    Comparison,
    Direction,
    FromValues,
    Moves,
    Ranking,
    Step,
    Transitive,
    Unknown,
    Unordered,
    Unstated,
    Want,
)

ACTIONS = """moves:
  actions:
    strike: {actor: union, because: [said]}
    lock: {actor: city, direction: drop, because: [said]}
    sign: {actor: city, because: [said]}
"""
STATUS_QUO = "  status_quo: {taken: [], because: [said]}\n"
UNKNOWN = "  preferences: {city: [{unstated: unknown}], union: [{unstated: unknown}]}\n"
DIRECT = """moves:
  states: {talks: Talks go on, walkout: {name: The union walks out}, shutdown: The port is shut}
  arcs:
    - {actor: union, from: talks, to: walkout, because: [said]}
    - {actor: city, from: walkout, to: shutdown, because: [said]}
  status_quo: talks
"""


def moves_of(text: str, tmp_path: Path) -> Moves:
    case, diagnostics = checked(merged(text), tmp_path)
    assert case is not None, diagnostics
    assert case.moves is not None
    return case.moves


def mistakes(text: str, tmp_path: Path) -> list[tuple[str, str]]:
    """Code and marked text of everything but notes."""
    return [(d.code, marked(d)) for d in checked(merged(text), tmp_path)[1] if d.severity is not Severity.NOTE]


def test_a_case_without_moves_is_as_it_was(tmp_path: Path) -> None:
    case, diagnostics = checked(merged(""), tmp_path)
    assert case is not None
    assert diagnostics == ()
    assert case.moves is None
    assert "moves" not in resolved(case)
    assert "moves" not in dump(case)


def test_actions_keep_their_order_and_get_names(tmp_path: Path) -> None:
    moves = moves_of(ACTIONS + STATUS_QUO + UNKNOWN, tmp_path)
    assert [(a.id, a.actor, a.name, a.direction) for a in moves.actions] == [
        ("strike", "union", "Strike", None),
        ("lock", "city", "Lock", Direction.DROP),
        ("sign", "city", "Sign", None),
    ]
    assert moves.movers == ("union", "city")
    assert moves.has_actions


def test_a_combination_goes_by_its_state_or_by_its_actions_in_the_order_of_the_file(tmp_path: Path) -> None:
    named = "  states: {standoff: {name: A standoff, when: strike and lock}}\n"
    prefers = "  preferences:\n    union:\n      - {prefers: sign + strike > lock+strike > nothing, because: [said]}\n"
    moves = moves_of(ACTIONS + named + STATUS_QUO + prefers + "    city: [{unstated: unknown}]\n", tmp_path)
    assert moves.preferences[0] == Comparison(
        id="union-1",
        actor="union",
        states=("strike+sign", "standoff", "nothing"),
        steps=(Step.ABOVE, Step.ABOVE),
        because=("said",),
    )
    assert moves.state_of({"lock", "strike", "sign"}) == "standoff"
    assert moves.state_of({"sign", "strike"}) == "strike+sign"
    assert [moves.state_name(s) for s in ("standoff", "strike+sign", "nothing")] == [
        "A standoff",
        "Strike; Sign",
        "None of the actions is taken",
    ]


@pytest.mark.parametrize("written", ["[lock, strike]", "standoff", "{taken: [lock, strike]}", "{state: standoff}", "strike+lock"])
def test_the_status_quo_is_a_list_of_actions_or_a_state(written: str, tmp_path: Path) -> None:
    named = "  states: {standoff: {when: strike and lock and not sign}}\n"
    moves = moves_of(ACTIONS + named + f"  status_quo: {written}\n" + UNKNOWN, tmp_path)
    assert moves.status_quo is not None
    assert moves.status_quo.taken in (None, ("strike", "lock"))
    stands = moves.status_quo.state or moves.state_of(moves.status_quo.taken or ())
    assert stands == "standoff"


def test_states_and_arcs_are_kept_as_they_are(tmp_path: Path) -> None:
    moves = moves_of(DIRECT + UNKNOWN, tmp_path)
    assert not moves.has_actions
    assert [(s.id, s.name) for s in moves.states] == [
        ("talks", "Talks go on"),
        ("walkout", "The union walks out"),
        ("shutdown", "The port is shut"),
    ]
    assert moves.arcs == (
        Arc(id="1", actor="union", before="talks", after="walkout", because=("said",)),
        Arc(id="2", actor="city", before="walkout", after="shutdown", because=("said",)),
    )


def test_every_form_of_preference_survives_being_written_back(tmp_path: Path) -> None:
    preferences = """  preferences:
    union:
      - {wants: not lock, weight: 3/2, because: [said]}
      - {wants: sign if strike, weight: 2}
    city:
      - {wants: sign}
      - {unordered: true}
    bank:
      - {rank: nothing > strike ~ lock >> sign}
    press:
      - {prefers: nothing >> sign}
      - {unknown: [strike, lock]}
      - {unstated: equal}
      - {transitive: true}
"""
    actors = "actors:\n" + "".join(f"  {a}: {{name: {a}, role: party}}\n" for a in ("city", "union", "bank", "press"))
    never = "  never: {one: {holds: (strike and lock) or (strike and sign) or (lock and sign)}}\n"
    more = "    call: {actor: bank}\n    print: {actor: press}\n"
    text = actors + ACTIONS + more + never + STATUS_QUO + preferences
    moves = moves_of(text.replace("rank: nothing", "prefers: nothing"), tmp_path)
    assert [type(p) for p in moves.preferences] == [
        Want,
        Want,
        Want,
        Unordered,
        Comparison,
        Comparison,
        Unknown,
        Unstated,
        Transitive,
    ]
    assert moves.preferences[0].weight == Fraction(3, 2)  # type: ignore[union-attr]
    case, _ = checked(merged(text.replace("rank: nothing", "prefers: nothing")), tmp_path)
    assert case is not None
    assert checked(dump(case), tmp_path)[0] == case


def test_a_ranking_and_values_survive_being_written_back(tmp_path: Path) -> None:
    packages = "packages:\n  long: {terms: {lease: ten_years, rent: 40, access: open}}\n"
    wants = "preferences: {city: [{rank: {lease: ten_years > two_years > none}, because: [said]}]}\n"
    states = "  states: {talks: {name: T, package: long}, walkout: {name: W, package: no_deal}, shutdown: S}\n"
    worth = "no_deal: {path: {lease: none, rent: 0, access: open}, because: [said], values: {city: [{worth: 40}]}}\n"
    preferences = "  preferences: {union: [{rank: talks > shutdown ~ walkout}], city: [{values: true}]}\n"
    text = packages + wants + worth + DIRECT.replace(DIRECT.splitlines(keepends=True)[1], states) + preferences
    moves = moves_of(text, tmp_path)
    assert [type(p) for p in moves.preferences] == [Ranking, FromValues]
    assert [s.package_name for s in moves.states] == ["long", "no_deal", None]
    case, _ = checked(merged(text), tmp_path)
    assert case is not None
    assert checked(dump(case), tmp_path)[0] == case


def test_an_agreement_is_read_written_back_and_a_judgment(tmp_path: Path) -> None:
    marks = "{talks: {name: T, agreement: false}, walkout: {name: W, agreement: true, because: [said]}, shutdown: S}"
    text = DIRECT.replace(DIRECT.splitlines(keepends=True)[1], f"  states: {marks}\n") + UNKNOWN
    case, _ = checked(merged(text), tmp_path)
    assert case is not None
    assert case.moves is not None
    assert [s.is_agreement for s in case.moves.states] == [False, True, None]
    assert checked(dump(case), tmp_path)[0] == case
    records = {record.key: record.claims for record in move_records(case)}
    assert records["moves.states.talks"] == ()
    assert records["moves.states.walkout"] == ("said",)
    assert "moves.states.shutdown" not in records
    wrong = text.replace("agreement: false", "agreement: true, package: no_deal")
    assert ("DET217", "agreement") in mistakes(wrong, tmp_path)
    assert ("DET203", "perhaps") in mistakes(text.replace("agreement: true", "agreement: perhaps"), tmp_path)


def test_conditions_stand_as_text_and_tree_in_the_explicit_form(tmp_path: Path) -> None:
    preferences = "  preferences: {city: [{wants: sign if strike}], union: [{wants: not lock}]}\n"
    case, _ = checked(merged(ACTIONS + STATUS_QUO + preferences), tmp_path)
    assert case is not None
    first = resolved(case)["moves"]["preferences"][0]
    assert first["kind"] == "want"
    assert first["wants"]["text"] == "strike implies sign"
    assert first["wants"]["tree"]["kind"] == "implies"


def test_all_mistakes_are_found_in_one_run(tmp_path: Path) -> None:
    text = """moves:
  actions:
    strike: {actor: uniom, because: [said]}
    lock: {actor: city, direction: both, because: [said]}
    not: {actor: city, because: [sayd]}
  never:
    both: {holds: strik and lock}
  states:
    war: {when: strike and}
    peace: Peace
  forbidden:
    - {actor: city, from: waar, to: lock}
  status_quo: [lokc]
  preferences:
    city:
      - {rank: lock < strike}
      - {wants: lock, values: true}
      - {wish: lock}
      - {wants: lock, weight: heavy}
      - {prefers: lock > nothing, weight: 2}
      - {transitive: false}
    town: [{unstated: unknown}]
"""
    found = mistakes(text, tmp_path)
    assert found == [
        ("DET206", "uniom"),
        ("DET213", "both"),
        ("DET210", "not"),
        ("DET207", "sayd"),
        ("DET424", "strik"),
        ("DET215", "d"),
        ("DET202", "peace"),
        ("DET423", "waar"),
        ("DET424", "lokc"),
        ("DET220", "<"),
        ("DET212", "values"),
        ("DET201", "wish"),
        ("DET214", "heavy"),
        ("DET217", "weight"),
        ("DET213", "false"),
        ("DET206", "town"),
    ]


def test_rules_on_states_and_on_preferences_are_told_together(tmp_path: Path) -> None:
    text = (
        ACTIONS
        + "  never: {idle: {holds: lock and not lock}}\n"
        + "  forbidden: [{actor: union, from: nothing, to: lock}]\n"
        + "  status_quo: [strike]\n  preferences:\n"
        + "    union:\n      - {prefers: lock ~ sign}\n      - {prefers: sign > lock}\n"
        + "    city:\n      - {wants: lock, weight: 2}\n      - {wants: sign}\n"
    )
    assert [code for code, _ in mistakes(text, tmp_path)] == ["DET426", "DET433", "DET422", "DET430"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  status_quo: talks\n", "  status_quo: [talks]\n", ("DET203", "[talks]")),
        ("  status_quo: talks\n", "  status_quo: tlaks\n", ("DET423", "tlaks")),
        ("  status_quo: talks\n", "  status_quo: talks\n  never: {a: {holds: talks}}\n", ("DET217", "never")),
        ("  status_quo: talks\n", "  status_quo: talks\n  forbidden: []\n", ("DET217", "forbidden")),
        ("name: The union walks out", "when: talks", ("DET217", "when")),
        ("to: walkout", "to: walkaut", ("DET423", "walkaut")),
        ("to: walkout", "to: talks", ("DET425", "{actor: union, from: talks, to: talks, because: [said]}")),
        ("[{unstated: unknown}], union", "[{wants: talks}], union", ("DET217", "wants")),
        ("[{unstated: unknown}], union", "[{rank: talks > talks}], union", ("DET401", "talks")),
        ("  arcs:\n", "  acts:\n", ("DET201", "acts")),
        (
            "  status_quo",
            "    - {from: talks, to: walkout, actor: union}\n  status_quo",
            ("DET211", "{from: talks, to: walkout, actor: union}"),
        ),
    ],
)
def test_a_mistake_in_states_and_arcs_is_told_once(old: str, new: str, expected: tuple[str, str], tmp_path: Path) -> None:
    text = DIRECT + UNKNOWN
    assert old in text
    assert mistakes(text.replace(old, new, 1), tmp_path) == [expected]


def test_the_smallest_set_of_exclusions_that_leaves_nothing_is_named(tmp_path: Path) -> None:
    never = "  never:\n    a: {holds: strike}\n    b: {holds: sign and lock}\n    c: {holds: not strike}\n"
    [found] = [d for d in checked(merged(ACTIONS + never + STATUS_QUO + UNKNOWN), tmp_path)[1] if d.code == "DET420"]
    assert found.message == "`a` and `c` together exclude every combination: no state is left"
    assert marked(found) == "not strike"


def test_an_actor_whose_actions_are_never_free_cannot_move(tmp_path: Path) -> None:
    never = "  never: {always: {holds: not strike}}\n"
    assert mistakes(ACTIONS + never + "  status_quo: [strike]\n" + UNKNOWN, tmp_path) == [("DET421", "strike")]


def test_a_state_that_cannot_be_names_the_exclusion(tmp_path: Path) -> None:
    text = ACTIONS + "  never: {both: {holds: strike and lock}}\n  states: {war: {when: strike and lock and sign}}\n" + STATUS_QUO
    [found] = [d for d in checked(merged(text + UNKNOWN), tmp_path)[1] if d.code == "DET425"]
    assert found.message == "no combination is the state `war`: `both` under `never` excludes it"


def test_a_combination_that_cannot_be_is_not_compared(tmp_path: Path) -> None:
    text = ACTIONS + "  never: {both: {holds: strike and lock}}\n" + STATUS_QUO
    text += "  preferences: {union: [{prefers: strike+lock > sign}], city: [{unstated: unknown}]}\n"
    assert mistakes(text, tmp_path) == [("DET423", "strike+lock")]


def test_a_state_may_be_called_like_a_combination_that_cannot_be(tmp_path: Path) -> None:
    states = "  states: {strike: {when: strike and lock}}\n"
    never = "  never: {alone: {holds: strike and not lock}}\n"
    assert mistakes(ACTIONS + never + states + STATUS_QUO + UNKNOWN, tmp_path) == []
    assert mistakes(ACTIONS + states + STATUS_QUO + UNKNOWN, tmp_path) == [("DET435", "strike")]


def test_a_circle_is_an_error_only_where_comparisons_carry_over(tmp_path: Path) -> None:
    rows = "      - {prefers: strike > lock ~ sign}\n      - {prefers: sign > strike}\n"
    text = ACTIONS + STATUS_QUO + "  preferences:\n    city: [{unstated: unknown}]\n    union:\n" + rows
    assert mistakes(text, tmp_path) == []
    assert mistakes(text + "      - {transitive: true}\n", tmp_path) == [("DET422", "transitive")]
    ties = text.replace(" > ", " ~ ") + "      - {transitive: true}\n"
    assert mistakes(ties, tmp_path) == []


def test_wishes_that_are_opposites_are_an_error_only_where_their_order_counts(tmp_path: Path) -> None:
    rows = "    union:\n      - {wants: strike}\n      - {wants: not strike}\n"
    text = ACTIONS + STATUS_QUO + "  preferences:\n    city: [{unstated: unknown}]\n" + rows
    assert mistakes(text, tmp_path) == [("DET422", "not strike")]
    assert mistakes(text + "      - {unordered: true}\n", tmp_path) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("{wants: lock, weight: 0}", ("DET309", "0")),
        ("{wants: lock, weight: -1/2}", ("DET309", "-1/2")),
        ("{wants: lock, weight: 2}, {unordered: true}", ("DET430", "unordered")),
        ("{wants: lock, weight: 2}, {wants: sign}", ("DET430", "wants")),
        ("{prefers: sign > lock}, {transitive: true}, {wants: lock}", ("DET430", "wants")),
        ("{values: true}, {values: true}", ("DET430", "values")),
    ],
)
def test_forms_and_weights_that_do_not_go_together_are_told_once(said: str, expected: tuple[str, str], tmp_path: Path) -> None:
    values = "preferences: {city: [{rank: {lease: ten_years > two_years > none}, because: [said]}]}\n"
    text = values + ACTIONS + STATUS_QUO + f"  preferences: {{union: [{{unstated: unknown}}], city: [{said}]}}\n"
    found = [m for m in mistakes(text, tmp_path) if m[0] != "DET434"]
    assert found == [expected]


def test_a_step_of_someone_without_actions_cannot_be_forbidden(tmp_path: Path) -> None:
    actors = "actors:\n" + "".join(f"  {a}: {{name: {a}, role: party}}\n" for a in ("city", "union", "bank"))
    text = actors + ACTIONS + "  forbidden: [{actor: bank, from: nothing, to: lock}]\n" + STATUS_QUO + UNKNOWN
    assert mistakes(text, tmp_path) == [("DET433", "{actor: bank, from: nothing, to: lock}")]


@pytest.mark.parametrize("said", ["", ", union: []"])
def test_an_actor_that_moves_and_of_which_nothing_is_said_is_warned_of(said: str, tmp_path: Path) -> None:
    text = ACTIONS + STATUS_QUO + f"  preferences: {{city: [{{unstated: unknown}}]{said}}}\n"
    assert mistakes(text, tmp_path) == [("DET431", "strike")]


BANK = "actors:\n  city: {name: C, role: party}\n  union: {name: U, role: party}\n  bank: {name: B, role: ROLE}\n"


def asides(text: str, tmp_path: Path) -> list[str]:
    return [d.message for d in checked(merged(text), tmp_path)[1] if (d.code, d.severity) == ("DET421", Severity.NOTE)]


def test_a_party_the_moves_say_nothing_of_gets_a_note(tmp_path: Path) -> None:
    text = BANK.replace("ROLE", "party") + ACTIONS + STATUS_QUO + UNKNOWN
    assert asides(text, tmp_path) == ["the moves say nothing of the party `bank`: it can change nothing"]
    assert asides(text.replace("role: party}\nmoves", "role: mediator}\nmoves"), tmp_path) == []
    assert asides(text.replace("sign: {actor: city", "sign: {actor: bank"), tmp_path) == []
    assert asides(text.replace("strike: {actor: union, because", "strike: {actor: nobody, because"), tmp_path) == []


def test_a_party_whose_preferences_change_nothing_is_told_once(tmp_path: Path) -> None:
    text = BANK.replace("ROLE", "party") + ACTIONS + STATUS_QUO + UNKNOWN.replace("{city", "{bank: [{wants: sign}], city")
    assert [d.code for d in checked(merged(text), tmp_path)[1] if d.code == "DET421"] == ["DET421"]
    assert asides(text, tmp_path) == []


def test_values_are_those_of_a_party_that_said_what_it_values(tmp_path: Path) -> None:
    actors = "actors:\n  city: {name: C, role: party}\n  union: {name: U, role: party}\n  bank: {name: B, role: mediator}\n"
    text = (
        actors
        + DIRECT.replace("actor: union", "actor: bank")
        + "  preferences: {city: [{values: true}], bank: [{values: true}]}\n"
    )
    found = [d.message for d in checked(merged(text), tmp_path)[1] if d.code == "DET434"]
    assert found == ["nothing is said of what `city` values", "`bank` is not a party: no values are drawn for it"]


def test_too_many_combinations_are_refused_before_they_are_made(tmp_path: Path) -> None:
    actions = "".join(f"    a{k}: {{actor: {'city' if k % 2 else 'union'}}}\n" for k in range(18))
    text = "moves:\n  actions:\n" + actions + STATUS_QUO + UNKNOWN
    assert mistakes(text, tmp_path) == [("DET506", "actions")]


def test_assumptions_of_the_moves_are_noted_and_names_are_none(tmp_path: Path) -> None:
    text = ACTIONS + "  states: {war: {when: strike and lock}}\n  status_quo: [strike]\n"
    text += "  preferences: {city: [{wants: sign}, {unordered: true}], union: [{unstated: unknown}]}\n"
    found = [marked(d) for d in checked(merged(text), tmp_path)[1] if d.code == "DET306"]
    assert found == ["status_quo", "wants"]


SEES = """  sees:
    union:
      city: [{wants: lock if strike, because: [said]}, {wants: not sign}]
    city: {union: [{wants: strike}]}
"""


def test_what_actors_take_others_to_prefer_is_read_apart_and_written_back(tmp_path: Path) -> None:
    moves = moves_of(ACTIONS + STATUS_QUO + UNKNOWN + SEES, tmp_path)
    assert moves.observers == ("union", "city")
    assert [p.id for p in moves.preferences] == [
        "city-1",
        "union-1",
        "union-sees-city-1",
        "union-sees-city-2",
        "city-sees-union-1",
    ]
    assert [p.id for p in moves.preferences_of("city")] == ["city-1"]
    assert [p.id for p in moves.seen_by("union").preferences_of("city")] == ["union-sees-city-1", "union-sees-city-2"]
    assert moves.preferences[2].because == ("said",)
    case, _ = checked(merged(ACTIONS + STATUS_QUO + UNKNOWN + SEES), tmp_path)
    assert case is not None
    assert checked(dump(case), tmp_path)[0] == case
    records = {record.key: record.claims for record in move_records(case)}
    assert records["moves.preferences.union-sees-city-1"] == ("said",)
    assert records["moves.preferences.union-sees-city-2"] == ()


@pytest.mark.parametrize(
    ("sees", "code", "text"),
    [
        ("union: {union: [{wants: sign}]}", "DET217", "an actor does not see itself"),
        ("union: {city: [{values: true}]}", "DET217", "`values` does not go with `sees`"),
        ("onion: {city: [{wants: sign}]}", "DET206", "onion"),
        ("union: {citty: [{wants: sign}]}", "DET206", "citty"),
        ("union: {city: [{wants: sign}, {prefers: nothing > strike}]}", "DET430", "does not go with"),
        ("union: {city: [{wants: sign and not sign}]}", "DET425", "no state satisfies this"),
        ("union: {city: [{prefers: strike > lock}, {prefers: lock > strike}]}", "DET422", "contradicts"),
        ("union: {city: [{rank: nothing > strike}]}", "DET429", "omits"),
        ("union: {city: []}", "DET203", "expected 1 or more"),
        ("bank: {city: [{wants: sign}]}", "DET421", "`bank` has no move"),
        ("union: {bank: [{wants: sign}]}", "DET421", "`bank` has no move"),
    ],
)
def test_a_mistake_in_what_actors_see_is_told(sees: str, code: str, text: str, tmp_path: Path) -> None:
    names = "actors:\n" + "".join(f"  {a}: {{name: {a}, role: party}}\n" for a in ("city", "union"))
    bank = "  bank: {name: Bank, role: mediator}\n"
    whole = merged(names + bank + ACTIONS + STATUS_QUO + UNKNOWN + f"  sees:\n    {sees}\n")
    found = [(d.code, d.message) for d in checked(whole, tmp_path)[1] if d.severity is not Severity.NOTE]
    assert [c for c, _ in found] == [code], found
    assert text in found[0][1]
