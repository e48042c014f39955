"""Files of GMCR+: a small conflict of our own in its format, and what is wrong with others."""

from __future__ import annotations

import contextlib
import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.interop.gmcr_file import GmcrError, read_gmcr
from detente.questions.stability.analysis import analyze
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.hypergame import hypergame

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
            "name": "Village",
            "options": [1],
            "preferences": [
                {"compound": True, "members": [[[0, "N"]], [[2, "Y"]]]},
                [[1, "N"]],
                [[1, "Y"]],
                [[1, "Y"], [2, "Y"]],
            ],
        },
    ],
    "coalitions": [0, [0, 1]],
}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.sampled_from(["", "Y", "N", "fwd", "Sue"]),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(["name", "members", "options"]), part, max_size=2),
    max_leaves=6,
)


def changed(**parts: Any) -> str:
    return json.dumps({**copy.deepcopy(CANAL), **parts})


def names(model: GraphModel, actor: str) -> list[set[str]]:
    return [{model.states[s] for s in group} for group in model.preference(model.actor(actor)).groups()]


def test_options_become_actions_with_their_directions() -> None:
    model = read_gmcr(json.dumps(CANAL)).model
    assert model.actors == ("Harbor", "Village")
    assert model.options is not None
    assert model.options.actions == ("Dredge", "Pay", "Sue")
    assert model.states == ("NNN", "YNN", "NYN", "YYN", "NNY", "YNY")
    assert model.moves("Harbor", "YYN") == ("YNN",)
    assert model.moves("Harbor", "NNN") == ("YNN",)
    assert model.moves("Village", "YNN") == ("YNY",)


def test_prioritized_conditions_and_compounds_rank_states() -> None:
    found = read_gmcr(json.dumps(CANAL))
    assert names(found.model, "Harbor") == [{"YNN"}, {"YYN"}, {"NNN"}, {"NYN"}, {"YNY"}, {"NNY"}]
    assert names(found.model, "Village") == [{"NNN", "NYN", "YYN"}, {"NNY"}, {"YNN"}, {"YNY"}]


def test_conditions_that_change_nothing_are_left_out_and_told() -> None:
    notes = read_gmcr(json.dumps(CANAL)).notes
    assert len(notes) == 2
    assert "preference 3 of `Village` is settled by an earlier one" in notes[0]
    assert "preference 4 of `Village` is true in every state or none" in notes[1]


def test_a_manual_ranking_numbers_states_in_the_order_of_the_files_options() -> None:
    makers = copy.deepcopy(CANAL["decisionMakers"])
    makers[0]["preferenceRanking"] = [6, [5, 4], 3, 2, 1]
    makers[1]["preferenceVector"] = [[1, 2, 3, 4, 5, 6]]
    model = read_gmcr(changed(useManualPreferenceRanking=True, decisionMakers=makers)).model
    assert names(model, "Harbor") == [{"YYN"}, {"NYN", "YNY"}, {"NNY"}, {"YNN"}, {"NNN"}]
    assert names(model, "Village") == [set(model.states)]


def test_coalitions_of_more_than_one_are_kept() -> None:
    assert read_gmcr(json.dumps(CANAL)).coalitions == (("Harbor", "Village"),)


def test_misperceptions_make_a_model_of_ones_own() -> None:
    makers = copy.deepcopy(CANAL["decisionMakers"])
    makers[0]["misperceptions"] = [[[1, "Y"], [0, "N"]]]
    found = read_gmcr(changed(decisionMakers=makers))
    assert [p.actor for p in found.perceived] == ["Harbor"]
    assert found.perceived[0].model.states == ("NNN", "YNN", "NYN", "YYN", "YNY")
    table = hypergame({"Harbor": found.perceived[0].model, "Village": found.model})
    assert set(table.equilibria("R")) <= set(analyze(found.model).stable_for("Village", "R"))


def test_options_of_one_name_are_told_apart() -> None:
    options = [{"name": "Sue", "permittedDirection": "both"}] * 3
    model = read_gmcr(changed(options=options)).model
    assert model.options is not None
    assert model.options.actions == ("Sue (Harbor) #1", "Sue (Harbor) #2", "Sue (Village)")


def test_without_preferences_all_states_are_equal_and_it_is_told() -> None:
    makers = copy.deepcopy(CANAL["decisionMakers"])
    makers[1]["preferences"] = []
    found = read_gmcr(changed(decisionMakers=makers))
    assert names(found.model, "Village") == [set(found.model.states)]
    assert any("`Village` has no preference" in note for note in found.notes)


def maker(**parts: Any) -> list[dict[str, Any]]:
    makers: list[dict[str, Any]] = copy.deepcopy(CANAL["decisionMakers"])
    makers[0].update(parts)
    return makers


def ranked(numbers: list[int]) -> list[dict[str, Any]]:
    makers = maker(preferenceVector=numbers)
    makers[1]["preferenceVector"] = [[1, 2, 3, 4, 5, 6]]
    return makers


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "outermost"),
        ("{}", "no list `decisionMakers`"),
        (changed(options=[]), "no list `options`"),
        (changed(options=[1]), "no object"),
        (changed(options=[{"name": "", "permittedDirection": "both"}] * 3), "option 0 has no `name`"),
        (changed(options=[{"name": "x", "permittedDirection": "up"}] * 3), "direction `up`"),
        (changed(infeasibles={}), "`infeasibles` is no list"),
        (changed(infeasibles=[[]]), "infeasible condition 1"),
        (changed(infeasibles=[[[9, "Y"]]]), "refers to option 9; there are 3"),
        (changed(infeasibles=[[[0, "-"]]]), "Y or N"),
        (changed(infeasibles=[{"compound": True, "members": []}]), "without members"),
        (changed(infeasibles=[[[0, "Y"]], [[0, "N"]]]), "no state is left"),
        (changed(decisionMakers=maker(options=[0])), "option 2 is controlled by nobody"),
        (changed(decisionMakers=maker(options=[0, 1, 2])), "two decision makers"),
        (changed(decisionMakers=maker(options=[True, 2])), "option True"),
        (changed(decisionMakers=maker(options=None)), "no list `options`"),
        (changed(decisionMakers=maker(name="Village")), "called `Village`"),
        (changed(decisionMakers=maker(preferences=[[[0, "Z"]]])), "preference of `Harbor` 1"),
        (changed(useManualPreferenceRanking=True), "no manual ranking"),
        (changed(useManualPreferenceVectors=True, decisionMakers=maker(preferenceVector=[7])), "state 7; there are 6"),
        (changed(useManualPreferenceVectors=True, decisionMakers=ranked([1, 2])), "`Harbor` omits states 3, 4, 5, 6 of 6"),
        (changed(useManualPreferenceVectors=True, decisionMakers=ranked([1, 2, 2])), "ranks state 2 twice"),
        (changed(coalitions=3), "`coalitions` is no list"),
        (changed(coalitions=[[0, 4]]), "no decision maker"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, message: str) -> None:
    with pytest.raises(GmcrError, match=message):
        read_gmcr(text)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (changed(infeasibles=[[[0, "Y"]], [[0, "N"]]]), ("infeasibles",)),
        (changed(infeasibles=[[[1, "Y"]]]), ("decisionMakers", 1, "options")),
        (changed(decisionMakers=[*CANAL["decisionMakers"], {"name": "Court", "options": []}]), ("decisionMakers", 2, "options")),
        (changed(decisionMakers=maker(misperceptions=[[[0, "Y"]], [[0, "N"]]])), ("decisionMakers", 0, "misperceptions")),
        (
            changed(useManualPreferenceVectors=True, decisionMakers=ranked([1, 2, 4, 5, 6])),
            ("decisionMakers", 0, "preferenceVector"),
        ),
        (
            changed(useManualPreferenceVectors=True, decisionMakers=ranked([1, 2, 3, 4, 1])),
            ("decisionMakers", 0, "preferenceVector", 4),
        ),
    ],
)
def test_what_cannot_be_read_has_a_path_to_it(text: str, path: tuple[str | int, ...]) -> None:
    with pytest.raises(GmcrError) as refused:
        read_gmcr(text)
    assert refused.value.path == path


def test_options_too_many_to_combine_have_a_path() -> None:
    options = [{"name": f"Option {k}"} for k in range(40)]
    makers = [{"name": "One", "options": list(range(40)), "preferences": []}]
    with pytest.raises(GmcrError, match="at most") as refused:
        read_gmcr(changed(options=options, infeasibles=[], decisionMakers=makers))
    assert refused.value.path == ("options",)


@given(end=st.integers(0, len(json.dumps(CANAL)) - 1), blank=st.sampled_from(["", "\n", " \n\t"]))
def test_a_text_that_breaks_off_anywhere_is_told_as_such(end: int, blank: str) -> None:
    text = json.dumps(CANAL)[:end]
    with pytest.raises(GmcrError, match="it is empty" if not text else "it breaks off") as refused:
        read_gmcr(text + (blank if text.count('"') % 2 == 0 else ""))
    assert refused.value.position is not None
    assert refused.value.position <= len(text)


@given(data=st.data(), is_manual=st.booleans())
def test_any_part_replaced_by_anything_is_read_or_refused(data: st.DataObject, *, is_manual: bool) -> None:
    conflict = copy.deepcopy(CANAL)
    if is_manual:
        conflict |= {"useManualPreferenceVectors": True, "decisionMakers": ranked([3, 1, 2, 4, 6, 5])}
    holder: Any = conflict
    while True:
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(holder[key], dict | list) or not holder[key] or data.draw(st.booleans()):
            break
        holder = holder[key]
    holder[key] = data.draw(JSON)
    with contextlib.suppress(GmcrError):
        assert read_gmcr(json.dumps(conflict)).model.n_states > 0
