from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from explanations import explanation
from graph_samples import filtered_picture, large_picture, long_picture, tree
from large_case import large_case
from pages import AXE, CLIPPED, OUTSIDE, WIDTHS, opened
from playwright.sync_api import Browser

from detente.casefile.load import load
from detente.explanation.explain import explain
from detente.explanation.explanation import Chapter, PartKind, TreeBranch, TreeChart
from detente.explanation.stability_pictures import CHOSEN
from detente.report.render import render

pytestmark = pytest.mark.browser

# Words that stand out of the shape they belong to, or labels out of their sheet.
SPILLED = """() => [...document.querySelectorAll('.node-label')].filter(label => {
  const box = label.getBoundingClientRect(), words = label.firstElementChild.getBoundingClientRect();
  const sheet = label.parentElement.getBoundingClientRect();
  return words.top < box.top - 1 || words.bottom > box.bottom + 1 || words.left < box.left - 1 || words.right > box.right + 1
    || box.left < sheet.left - 1 || box.right > sheet.right + 1 || box.bottom > sheet.bottom + 1;
}).map(label => label.textContent)"""

# Whether the shape of a state lies under the middle of each label.
SHAPES = """() => [...document.querySelectorAll('.node-label')].map(label => {
  const box = label.getBoundingClientRect();
  const under = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return under.some(e => e.classList.contains('node'));
})"""


@pytest.fixture(scope="module")
def filtered() -> str:
    """A page with what is drawn of many states."""
    return render(
        replace(explanation(), chapters=(Chapter(key="k", title="T", sentences=(), charts=(filtered_picture(),)),)), "html"
    )


def deep(n: int) -> TreeChart:
    """A path of many steps."""
    branch = tree().root
    for _ in range(n):
        branch = TreeBranch(parts=tree().root.parts, branches=(branch,))
    return replace(tree(), root=branch)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_words_of_a_state_stay_in_its_shape(browser: Browser, html: str, filtered: str, width: int) -> None:
    for text in (html, filtered):
        with opened(browser, text, width=width) as (page, _):
            assert page.locator(".node-label").count() >= 10
            assert page.evaluate(SPILLED) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_every_label_lies_on_its_shape(browser: Browser, html: str, width: int) -> None:
    with opened(browser, html, width=width) as (page, _):
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = false; })")
        page.set_viewport_size({"width": width, "height": 14_000})
        found = page.evaluate(SHAPES)
    assert len(found) > 100
    assert all(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_filtered_graph_is_accessible_and_says_what_it_leaves_out(
    browser: Browser, filtered: str, scheme: Literal["light", "dark"]
) -> None:
    with opened(browser, filtered, width=360, scheme=scheme) as (page, _):
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate(CLIPPED) == []
        assert page.evaluate(OUTSIDE) == []
        assert "states are left out" in page.locator("#chart-graph-filtered").inner_text()
        page.add_script_tag(path=AXE)
        found = page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html)])")
    assert found == []


def test_the_report_of_a_thousand_states_stays_small_and_whole(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(large_case(), encoding="utf-8")
    text = render(explain(load(tmp_path)), "html")
    assert len(text.encode()) < 250_000
    with opened(browser, text, width=360) as (page, _):
        assert "of 1,024 states" in page.locator("#chart-graph").inner_text()
        assert "states are left out" in page.locator("#chart-graph").inner_text()
        assert page.locator("#chart-graph .graph").first.locator(".node-label").count() <= CHOSEN
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate(SPILLED) == []
        assert page.evaluate(CLIPPED) == []
        assert page.evaluate(OUTSIDE) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_line_runs_through_the_words_over_a_band(browser: Browser, html: str, scheme: Literal["light", "dark"]) -> None:
    with opened(browser, html, scheme=scheme) as (page, _):
        page.set_viewport_size({"width": 900, "height": 14_000})
        background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        behind = page.locator(".band-label").evaluate_all("es => es.map(e => getComputedStyle(e).backgroundColor)")
        on_top = page.locator(".band-label").evaluate_all(
            """es => es.map(e => {
              const box = e.getBoundingClientRect();
              return document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2)[0] === e;
            })"""
        )
    assert len(behind) > 5
    assert set(behind) == {background}
    assert all(on_top)


def test_a_long_path_does_not_run_off_a_phone(browser: Browser) -> None:
    chapter = Chapter(key="k", title="T", sentences=(), charts=(deep(40),))
    with opened(browser, render(replace(explanation(), chapters=(chapter,)), "html"), width=360) as (page, _):
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate(OUTSIDE) == []
        assert page.locator(".tree li").count() > 40
        narrowest = page.evaluate("Math.min(...[...document.querySelectorAll('.step')].map(e => e.clientWidth))")
    assert narrowest > 200


def test_the_picture_is_for_the_eye_alone_and_its_table_names_every_number(browser: Browser, html: str) -> None:
    with opened(browser, html) as (page, _):
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        for key in ("graph-small", "graph-long", "graph-large"):
            chart = page.locator(f"#chart-{key}")
            codes = chart.locator(".graph").first.locator(".node-label b:first-child").all_inner_texts()
            assert chart.locator(".graphs").get_attribute("aria-hidden") == "true"
            assert chart.locator("details tbody th").all_inner_texts() == codes


def test_states_drawn_by_number_alone_are_named_under_the_picture(browser: Browser, html: str) -> None:
    with opened(browser, html) as (page, _):
        assert page.locator("#chart-graph-small .graph-key").count() == 0
        for chart in (long_picture(), large_picture()):
            key = page.locator(f"#chart-{chart.key} .graph-key")
            assert key.is_visible()
            assert key.locator("b").all_inner_texts() == [node.code for node in chart.nodes]
            assert key.locator("bdi").all_text_contents() == [node.name for node in chart.nodes]


def test_the_tree_is_a_list_within_a_list_that_reads_in_order(browser: Browser, html: str) -> None:
    def depths(branch: TreeBranch, depth: int) -> list[tuple[int, str]]:
        names = "".join(part.text for part in branch.parts if part.kind is PartKind.NAME)
        return [(depth, names), *(found for later in branch.branches for found in depths(later, depth + 1))]

    with opened(browser, html) as (page, _):
        found = page.evaluate(
            """() => [...document.querySelectorAll('.tree li')].map(li => {
              let depth = 0;
              for (let e = li.parentElement; !e.classList.contains('tree'); e = e.parentElement) depth += e.tagName === 'UL';
              return [depth, [...li.querySelectorAll(':scope > .step bdi')].map(b => b.textContent).join('')];
            })"""
        )
    assert [tuple(pair) for pair in found] == depths(tree().root, 0)


def test_graphs_and_trees_are_whole_on_paper(browser: Browser, html: str) -> None:
    with opened(browser, html) as (page, _):
        page.emulate_media(media="print")
        assert page.evaluate(SPILLED) == []
        assert page.locator(".graph").first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"


def test_a_reader_s_own_colors_are_kept(browser: Browser, html: str) -> None:
    with opened(browser, html) as (page, _):
        page.emulate_media(forced_colors="active", color_scheme="dark")
        chart = page.locator("#chart-graph-long")
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        fills = chart.locator(".node").evaluate_all("es => es.map(e => getComputedStyle(e).fill)")
        strokes = chart.locator(".arc, .node").evaluate_all("es => es.map(e => getComputedStyle(e).stroke)")
    assert len(set(fills)) == 1
    assert len(set(strokes)) == 1
    assert fills[0] != strokes[0]
    assert background in (fills[0], "rgba(0, 0, 0, 0)")
