from __future__ import annotations

import re
from functools import cache

import pytest
from rich.cells import cell_len

from detente.casefile.bundled import slugs
from detente.casefile.load import load
from detente.explanation.explain import explain
from detente.explanation.explanation import Explanation
from detente.report.render import FORMATS, render


@cache
def explained(slug: str) -> Explanation:
    return explain(load(slug), readings=200)


@pytest.mark.parametrize("slug", slugs())
def test_the_page_of_a_bundled_case_is_small_and_its_links_lead_somewhere(slug: str) -> None:
    html = render(explained(slug), "html")
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(html.encode()) < 600_000
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert not re.search(r'(src|href)="(?!#)', html)


@pytest.mark.parametrize("slug", slugs())
def test_the_terminal_text_of_a_bundled_case_fits_80_columns(slug: str) -> None:
    text = render(explained(slug), "terminal")
    assert [line for line in text.split("\n") if cell_len(line) > 80] == []
    assert "…" not in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("form", FORMATS)
def test_explaining_again_gives_the_same_bytes(form: str) -> None:
    again = explain(load("river-treaty"), readings=200)
    assert render(again, form) == render(explained("river-treaty"), form)
