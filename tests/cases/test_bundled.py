"""Every bundled case: it loads clean, equals its golden, and survives being written back."""

from __future__ import annotations

import json

import pytest

from detente.casefile.bundled import folder, slugs
from detente.casefile.dump import dump, resolved
from detente.casefile.load import check, load
from detente.diagnostics import Severity
from detente.evidence.support import unused_claims


@pytest.mark.parametrize("slug", slugs())
def test_a_bundled_case_has_neither_errors_nor_warnings(slug: str) -> None:
    case, diagnostics = check(slug)
    assert case is not None
    assert [d.message for d in diagnostics if d.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("slug", slugs())
def test_a_bundled_case_equals_its_golden(slug: str) -> None:
    golden = json.loads((folder(slug) / "resolved.json").read_text(encoding="utf-8"))
    assert resolved(load(slug)) == golden


@pytest.mark.parametrize("slug", slugs())
def test_a_bundled_case_written_back_loads_to_the_same_case(slug: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    case = load(slug)
    copy = tmp_path_factory.mktemp("copy") / slug
    copy.mkdir()
    (copy / "case.yaml").write_text(dump(case), encoding="utf-8")
    assert load(copy) == case


@pytest.mark.parametrize("slug", slugs())
def test_every_claim_of_a_bundled_case_is_used(slug: str) -> None:
    assert unused_claims(load(slug)) == ()


@pytest.mark.parametrize("slug", slugs())
def test_a_bundled_case_is_described(slug: str) -> None:
    text = (folder(slug) / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
