"""A conflict of GMCR+ becomes a case that means the same, or is refused at the place of its mistake."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.casefile.load import check, load
from detente.diagnostics import Diagnostic, Severity
from detente.interop.conversion import Conversion, Format, Making, convert
from detente.interop.gmcr_file import read_gmcr
from detente.model.move import Direction
from detente.questions.stability.from_case import from_case

DAY = dt.date(2024, 5, 1)
CANAL: dict[str, Any] = {
    "program": "gmcr-py",
    "version": "0.3.12",
    "useManualPreferenceRanking": False,
    "options": [
        {"name": "Dredge", "permittedDirection": "fwd"},
        {"name": "Sue", "permittedDirection": "both"},
        {"name": "Pay", "permittedDirection": "back"},
    ],
    "infeasibles": [[[1, "Y"], [2, "Y"]]],
    "decisionMakers": [
        {"name": "Harbor", "options": [0, 2], "preferences": [[[1, "N"]], [[0, "Y"]], [[2, "N"]]]},
        {
            "name": "The village",
            "options": [1],
            "preferences": [{"compound": True, "members": [[[0, "N"]], [[2, "Y"]]]}, [[1, "N"]]],
        },
    ],
}


def file_of(tmp_path: Path, conflict: dict[str, Any] | str, name: str = "canal.gmcr") -> Path:
    path = tmp_path / name
    path.write_text(conflict if isinstance(conflict, str) else json.dumps(conflict, indent=1), encoding="utf-8")
    return path


def converted(path: Path, target: Format = Format.CASE) -> tuple[Conversion | None, tuple[Diagnostic, ...]]:
    return convert([str(path)], target, Making(name="canal", as_of=DAY))


def saved(tmp_path: Path, conversion: Conversion | None) -> Path:
    assert conversion is not None
    folder = tmp_path / "canal"
    folder.mkdir(exist_ok=True)
    for file in conversion.files:
        (folder / file.name).write_text(file.text, encoding="utf-8")
    return folder


def changed(**parts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(CANAL), **parts}


def maker(k: int = 0, **parts: Any) -> list[dict[str, Any]]:
    makers: list[dict[str, Any]] = copy.deepcopy(CANAL["decisionMakers"])
    makers[k].update(parts)
    return makers


def marked(diagnostic: Diagnostic) -> str:
    assert diagnostic.source_line is not None
    return diagnostic.source_line[diagnostic.span.column - 1 : diagnostic.span.end_column - 1]


def assert_same_conflict(text: str, folder: Path) -> None:
    """The states, moves and comparisons of the case are those of the file, whatever the names."""
    file = read_gmcr(text)
    [only] = from_case(load(folder)).models
    case, model = load(folder), only.model
    assert case.moves is not None
    label = {actor.id: actor.name for actor in case.actors}
    action = {a.id: a.name for a in case.moves.actions}
    options = file.model.options
    assert options is not None

    def letters(state: str) -> str:
        taken = {action[part] for part in state.split("+") if part in action}
        return "".join("Y" if name in taken else "N" for name in options.actions)

    renamed = {state: letters(state) for state in model.states}
    assert sorted(renamed.values()) == sorted(file.model.states)
    for actor in model.actors:
        for state in model.states:
            ends = {renamed[end] for end in model.moves(actor, state)}
            assert ends == set(file.model.moves(label[actor], renamed[state]))
        ours = [{renamed[model.states[s]] for s in g} for g in model.preference(model.actor(actor)).groups()]
        k = file.model.actor(label[actor])
        assert ours == [{file.model.states[s] for s in g} for g in file.model.preference(k).groups()]


def test_names_directions_and_exclusions_are_kept(tmp_path: Path) -> None:
    conversion, diagnostics = converted(file_of(tmp_path, CANAL))
    assert diagnostics == ()
    case = load(saved(tmp_path, conversion))
    assert (case.slug, case.title, case.as_of, case.issues) == ("canal", "canal", DAY, ())
    assert [(actor.id, actor.name) for actor in case.actors] == [("harbor", "Harbor"), ("the_village", "The village")]
    assert case.moves is not None
    assert [(a.id, a.actor, a.name, a.direction) for a in case.moves.actions] == [
        ("dredge", "harbor", "Dredge", Direction.TAKE),
        ("sue", "the_village", "Sue", None),
        ("pay", "harbor", "Pay", Direction.DROP),
    ]
    assert [statement.because for statement in case.moves.preferences_of("harbor")] == [("harbor_model",)] * 3


def test_the_case_has_nothing_against_it_but_that_its_status_quo_is_not_said(tmp_path: Path) -> None:
    conversion, _ = converted(file_of(tmp_path, CANAL))
    assert [d.code for d in check(saved(tmp_path, conversion))[1]] == ["DET436"]


def test_prioritized_conditions_mean_the_same(tmp_path: Path) -> None:
    path = file_of(tmp_path, CANAL)
    assert_same_conflict(path.read_text(encoding="utf-8"), saved(tmp_path, converted(path)[0]))


def test_a_manual_ranking_means_the_same(tmp_path: Path) -> None:
    makers = maker(preferenceRanking=[6, [5, 4], 3, 2, 1])
    makers[1]["preferenceVector"] = [[1, 2, 3, 4, 5, 6]]
    path = file_of(tmp_path, changed(useManualPreferenceRanking=True, decisionMakers=makers))
    folder = saved(tmp_path, converted(path)[0])
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    assert "rank: dredge+pay > pay ~ dredge+sue > sue > dredge > nothing" in text
    assert "rank: nothing ~ dredge ~ sue ~ dredge+sue ~ pay ~ dredge+pay" in text
    assert_same_conflict(path.read_text(encoding="utf-8"), folder)


def test_a_conflict_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    conversion, _ = converted(file_of(tmp_path, CANAL, "canal.txt"))
    assert conversion is not None
    assert conversion.source is Format.GMCR


def test_names_that_are_words_of_conditions_get_ids_of_their_own(tmp_path: Path) -> None:
    options = [{"name": name, "permittedDirection": "both"} for name in ("If", "Nothing", "not")]
    path = file_of(tmp_path, changed(options=options))
    folder = saved(tmp_path, converted(path)[0])
    moves = load(folder).moves
    assert moves is not None
    assert [(a.id, a.name) for a in moves.actions] == [("action_if", "If"), ("action_nothing", "Nothing"), ("action_not", "not")]
    assert_same_conflict(path.read_text(encoding="utf-8"), folder)


@pytest.mark.parametrize(
    ("conflict", "says", "place"),
    [
        (changed(decisionMakers=maker(misperceptions=[[[0, "Y"]]])), "takes for infeasible", "["),
        (changed(coalitions=[[0, 1]]), "coalitions are left out: `Harbor` and `The village`", "["),
    ],
)
def test_what_a_case_has_no_place_for_is_told_where_it_stands(
    conflict: dict[str, Any], says: str, place: str, tmp_path: Path
) -> None:
    conversion, diagnostics = converted(file_of(tmp_path, conflict))
    [found] = [d for d in diagnostics if d.code == "DET638"]
    assert found.severity is Severity.NOTE
    assert says in found.message
    assert marked(found) == place
    assert check(saved(tmp_path, conversion))[0] is not None


@pytest.mark.parametrize(
    ("conflict", "says"),
    [
        (
            changed(decisionMakers=[*CANAL["decisionMakers"], {"name": "Court", "options": [], "preferences": []}]),
            "`Court` has no",
        ),
        (changed(infeasibles=[[[1, "Y"]]]), "`The village` has no move"),
    ],
)
def test_an_actor_that_can_do_nothing_is_refused(conflict: dict[str, Any], says: str, tmp_path: Path) -> None:
    conversion, diagnostics = converted(file_of(tmp_path, conflict))
    assert conversion is None
    [found] = [d for d in diagnostics if d.severity is Severity.ERROR]
    assert found.code == "DET636"
    assert says in found.message


def test_a_preference_that_changes_nothing_is_told_where_it_stands(tmp_path: Path) -> None:
    text = json.dumps(CANAL).replace('[[0, "Y"]], [[2, "N"]]', '[[1, "Y"]], [[2, "N"]]')
    _, diagnostics = converted(file_of(tmp_path, text))
    [found] = diagnostics
    assert (found.code, found.severity) == ("DET637", Severity.NOTE)
    assert marked(found) == '[[1, "Y"]]'


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ('"Sue"', '"Sue",,', "DET635", ","),
        ('[[1, "Y"], [2, "Y"]]', '[[1, "Y"], [9, "Y"]]', "DET636", '[9, "Y"]'),
        ('[[1, "Y"], [2, "Y"]]', '[[1, "Y"], [2, "?"]]', "DET636", '[2, "?"]'),
        ('"fwd"', '"up"', "DET636", '"up"'),
        ('"name": "The village"', '"name": "Harbor"', "DET636", '"Harbor"'),
        ('"name": "The village"', '"name": ""', "DET636", '""'),
        ('"options": [0, 2]', '"options": [0, 7]', "DET636", "7"),
        ('"options": [0, 2]', '"options": [0]', "DET636", '{"name": "Pay", "permittedDirection": "back"}'),
        ('{"compound": true, "members": [[[0, "N"]], [[2, "Y"]]]}', '{"members": []}', "DET636", '{"members": []}'),
        ('"infeasibles": [', '"infeasibles": 3, "x": [', "DET636", "3"),
        (
            '"useManualPreferenceRanking": false, "options"',
            '"useManualPreferenceRanking": true, "options"',
            "DET636",
            '{"name": "Harbor", "options": [0, 2], "preferences": [[[1, "N"]], [[0, "Y"]], [[2, "N"]]]}',
        ),
    ],
)
def test_a_mistake_is_marked_at_its_place(old: str, new: str, code: str, place: str, tmp_path: Path) -> None:
    text = json.dumps(CANAL)
    assert old in text
    conversion, diagnostics = converted(file_of(tmp_path, text.replace(old, new, 1)))
    assert conversion is None
    [found] = diagnostics
    assert (found.code, marked(found)) == (code, place)
    assert found.help
    assert not found.message.endswith(".")


def test_a_mistake_on_a_later_line_has_its_line(tmp_path: Path) -> None:
    text = json.dumps(CANAL, indent=1).replace('"fwd"', '"up"')
    [found] = converted(file_of(tmp_path, text))[1]
    assert text.splitlines()[found.span.line - 1].strip() == '"permittedDirection": "up"'
    assert marked(found) == '"up"'


@pytest.mark.parametrize("text", ["", "[" * 100_000, '{"decisionMakers": ' + "[" * 100_000, '{"decisionMakers": 1'])
def test_what_is_no_json_is_refused(text: str, tmp_path: Path) -> None:
    conversion, diagnostics = converted(file_of(tmp_path, text))
    assert conversion is None
    assert [d.code for d in diagnostics] == ["DET635"]


def test_a_text_that_breaks_off_is_marked_where_it_does(tmp_path: Path) -> None:
    text = json.dumps(CANAL, indent=1)
    start = text.index('"Pay"')
    line = text[:start].count("\n") + 1
    for end, says, column in (
        (start + 3, "it breaks off within the quotes that open here", start),
        (start + 5, "it breaks off here, before the conflict ends", start + 5),
    ):
        [found] = converted(file_of(tmp_path, text[:end] + "\n" * (column == end)))[1]
        assert (found.code, found.message) == ("DET635", f"the text is no JSON: {says}")
        assert (found.span.line, found.span.column) == (line, column - text.rindex("\n", 0, start))


def test_a_state_a_ranking_omits_is_told_where_the_ranking_stands(tmp_path: Path) -> None:
    makers = copy.deepcopy(CANAL["decisionMakers"])
    for maker, ranking in zip(makers, ([1, 2, 3, 4, 5, 6], [1, [2, 3], 5, 6]), strict=True):
        maker["preferenceRanking"] = ranking
    text = json.dumps(changed(useManualPreferenceRanking=True, decisionMakers=makers))
    [found] = converted(file_of(tmp_path, text))[1]
    assert (found.code, found.message) == ("DET636", "the ranking of `The village` omits state 4 of 6")
    assert marked(found) == "[1, [2, 3], 5, 6]"


def test_compounds_within_compounds_without_end_are_refused(tmp_path: Path) -> None:
    condition: Any = [[0, "Y"]]
    for _ in range(200):
        condition = {"compound": True, "members": [condition]}
    conversion, diagnostics = converted(file_of(tmp_path, changed(infeasibles=[condition])))
    assert conversion is None
    assert [d.code for d in diagnostics] == ["DET636"]
    assert "nested deeper" in diagnostics[0].message


def test_more_states_than_a_case_has_are_refused(tmp_path: Path) -> None:
    options = [{"name": f"Option {k}", "permittedDirection": "both"} for k in range(17)]
    makers = [
        {"name": "One", "options": list(range(9)), "preferences": [[[0, "Y"]]]},
        {"name": "Two", "options": list(range(9, 17)), "preferences": [[[9, "Y"]]]},
    ]
    conversion, diagnostics = converted(file_of(tmp_path, changed(options=options, infeasibles=[], decisionMakers=makers)))
    assert conversion is None
    assert [(d.code, d.message) for d in diagnostics] == [("DET636", "the options leave 131,072 states; at most 65,536 are read")]


@pytest.mark.parametrize("target", [Format.GENIUS, Format.CSV])
def test_a_conflict_becomes_nothing_but_a_case(target: Format, tmp_path: Path) -> None:
    conversion, diagnostics = converted(file_of(tmp_path, CANAL), target)
    assert conversion is None
    assert [d.code for d in diagnostics] == ["DET623"]


def test_two_conflicts_at_once_are_refused(tmp_path: Path) -> None:
    paths = [file_of(tmp_path, CANAL, f"{k}.gmcr") for k in "ab"]
    conversion, diagnostics = convert([str(p) for p in paths], Format.CASE, Making(name="canal", as_of=DAY))
    assert conversion is None
    assert [d.code for d in diagnostics] == ["DET605"]


def test_a_name_with_half_a_character_is_refused(tmp_path: Path) -> None:
    text = json.dumps(CANAL).replace('"Sue"', '"Su\\ud800"')
    conversion, diagnostics = converted(file_of(tmp_path, text))
    assert conversion is None
    assert [(d.code, marked(d)) for d in diagnostics] == [("DET636", '"Su\\ud800"')]


def test_space_before_the_text_changes_nothing(tmp_path: Path) -> None:
    spaced, _ = converted(file_of(tmp_path, f"\n  {json.dumps(CANAL)}", "a.txt"))
    plain, _ = converted(file_of(tmp_path, json.dumps(CANAL), "a.txt"))
    assert spaced == plain


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 9)
    | st.floats(allow_nan=True)
    | st.sampled_from(["", "Y", "N", "fwd"])
    | st.text(max_size=5),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(["name", "members", "options"]), part, max_size=2),
    max_leaves=6,
)


@given(data=st.data())
def test_any_part_replaced_by_anything_makes_a_case_that_loads_or_diagnostics(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    conflict = copy.deepcopy(CANAL)
    holder: Any = conflict
    while True:
        key = data.draw(st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder))))
        if not isinstance(holder[key], dict | list) or not holder[key] or data.draw(st.booleans()):
            break
        holder = holder[key]
    holder[key] = data.draw(JSON)
    tmp_path = tmp_path_factory.mktemp("any")
    conversion, diagnostics = converted(file_of(tmp_path, conflict))
    for diagnostic in diagnostics:
        assert diagnostic.code in {"DET605", "DET635", "DET636", "DET637", "DET638"}
        assert diagnostic.source_line is not None
    if conversion is None:
        assert any(d.severity is Severity.ERROR for d in diagnostics)
        return
    folder = saved(tmp_path, conversion)
    assert [d for d in check(folder)[1] if d.severity is Severity.ERROR] == []


PAIR = st.tuples(st.integers(0, 3), st.sampled_from("YN")).map(list)
WISH = st.lists(PAIR, min_size=1, max_size=3)
COMPOUND = st.builds(lambda members: {"compound": True, "members": members}, st.lists(WISH, min_size=1, max_size=3))
DIRECTIONS = st.lists(st.sampled_from(["both", "both", "fwd", "back"]), min_size=4, max_size=4)


@given(
    infeasible=st.lists(WISH, max_size=2),
    wishes=st.lists(st.lists(WISH | COMPOUND, max_size=4), min_size=2, max_size=2),
    directions=DIRECTIONS,
)
def test_any_conflict_that_is_read_becomes_the_same_conflict_in_a_case(
    infeasible: list[Any], wishes: list[Any], directions: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    conflict = {
        "options": [{"name": f"O{k}", "permittedDirection": d} for k, d in enumerate(directions)],
        "infeasibles": infeasible,
        "decisionMakers": [
            {"name": "Left", "options": [0, 2], "preferences": wishes[0]},
            {"name": "Right", "options": [1, 3], "preferences": wishes[1]},
        ],
    }
    tmp_path = tmp_path_factory.mktemp("gmcr")
    path = file_of(tmp_path, conflict)
    conversion, diagnostics = converted(path)
    if conversion is None:
        assert {d.code for d in diagnostics} <= {"DET636", "DET637"}
        return
    folder = saved(tmp_path, conversion)
    _, found = check(folder)
    errors = [d.code for d in found if d.severity is Severity.ERROR]
    assert errors == []
    assert_same_conflict(path.read_text(encoding="utf-8"), folder)
