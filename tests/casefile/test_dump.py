"""Writing a case and reading it again gives the case."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from case_texts import checked, merged
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from detente.casefile import bundled
from detente.casefile.dump import dump, resolved
from detente.casefile.load import load
from detente.casefile.schema import json_schema
from detente.casefile.source import Report, SourceFile
from detente.casefile.syntax import parse, to_plain
from detente.model.case import Case

FULL = merged((Path(__file__).parent / "valid" / "every-field.yaml").read_text(encoding="utf-8"), base="")


def again(case: Case, tmp_path: Path) -> Case | None:
    return checked(dump(case), tmp_path)[0]


def test_a_case_with_every_field_survives(tmp_path: Path) -> None:
    case, _ = checked(FULL, tmp_path)
    assert case is not None
    assert again(case, tmp_path) == case
    assert dump(again(case, tmp_path) or case) == dump(case)


@pytest.mark.parametrize("slug", bundled.slugs())
def test_a_bundled_case_survives(slug: str, tmp_path: Path) -> None:
    assert again(load(slug), tmp_path) == load(slug)


@settings(max_examples=150, deadline=None)
@given(text=st.text(min_size=1).map(str.strip).filter(bool))
def test_any_text_survives(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    case, _ = checked(FULL, folder)
    assert case is not None
    changed = replace(case, title=text, notes=f"a\n{text}", sources=(replace(case.sources[0], note=text), *case.sources[1:]))
    assert again(changed, folder) == changed


def test_the_explicit_form_is_plain_and_exact(tmp_path: Path) -> None:
    case, _ = checked(FULL, tmp_path)
    assert case is not None
    plain = resolved(case)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["as_of"] == "2024-04-11"
    assert plain["red_lines"][0]["firmness"] == {"low": "0.55", "high": "0.8", "word": "likely"}
    assert plain["red_lines"][0]["requires"]["text"] == "lease >= two_years"
    assert plain["no_deal"]["path"] == {"lease": "none", "rent": "0", "access": "open"}


def errors_of(text: str) -> list[str]:
    tree = parse(SourceFile("case.yaml", text), Report())
    assert tree is not None
    return [error.message for error in Draft202012Validator(json_schema()).iter_errors(to_plain(tree))]


def test_the_json_schema_is_sound_and_accepts_what_the_reader_accepts(tmp_path: Path) -> None:
    Draft202012Validator.check_schema(json_schema())
    case, _ = checked(FULL, tmp_path)
    assert case is not None
    assert errors_of(FULL) == []
    assert errors_of(dump(case)) == []
    for slug in bundled.slugs():
        for file in bundled.folder(slug).glob("*.yaml"):
            assert errors_of(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("role: party", "role: partie"),
        ("kind: demand", "kind: 3"),
        ("ordered: true", "ordered: yes"),
        ("due: 2024-04-10", "due: soon"),
    ],
)
def test_the_json_schema_refuses_what_the_reader_refuses(right: str, wrong: str) -> None:
    assert right in FULL
    assert errors_of(FULL.replace(right, wrong, 1))
