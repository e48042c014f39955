from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest
from explanations import ARABIC, HEBREW, explanation
from pages import AXE, CLIPPED, OUTSIDE, WIDTHS, opened
from playwright.sync_api import Browser

from detente.casefile.bundled import slugs
from detente.casefile.load import load
from detente.explanation.explain import explain
from detente.explanation.explanation import LineChart
from detente.report.render import notebook_frame, render

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_violation(browser: Browser, html: str, scheme: Literal["light", "dark"], width: int) -> None:
    with opened(browser, html, scheme=scheme, width=width) as (page, _):
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        page.add_script_tag(path=AXE)
        found = page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html)])")
    assert found == []


@pytest.mark.parametrize("slug", slugs())
def test_the_page_of_a_bundled_case_is_accessible_and_fits_a_phone(browser: Browser, slug: str) -> None:
    page_of_case = render(explain(load(slug), readings=200), "html")
    with opened(browser, page_of_case, width=360, scheme="dark") as (page, _):
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate(CLIPPED) == []
        assert page.evaluate(OUTSIDE) == []
        page.add_script_tag(path=AXE)
        found = page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html)])")
    assert found == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways_or_is_cut_off(browser: Browser, html: str, width: int) -> None:
    with opened(browser, html, width=width) as (page, _):
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CLIPPED) == []
        assert page.evaluate(OUTSIDE) == []


def test_the_page_asks_for_nothing_and_needs_no_script(browser: Browser, html: str) -> None:
    with opened(browser, html, script=False) as (page, asked):
        page.wait_for_load_state("networkidle")
        assert page.get_by_role("heading", level=1).inner_text() == "The port lease"
        assert asked == []


def test_every_link_leads_somewhere_and_every_note_leads_back(browser: Browser, html: str) -> None:
    with opened(browser, html) as (page, _):
        links = page.eval_on_selector_all("a[href^='#']", "links => links.map(a => a.getAttribute('href').slice(1))")
        ids = page.eval_on_selector_all("[id]", "found => found.map(e => e.id)")
        mentions = {anchor for anchor in ids if anchor.startswith("mention-")}
    assert set(links) <= set(ids)
    assert len(ids) == len(set(ids))
    assert mentions <= set(links)


def test_a_footnote_link_jumps_to_its_claim_and_back(browser: Browser, html: str) -> None:
    with opened(browser, html) as (page, _):
        page.locator("#mention-1-1").click()
        assert page.evaluate("document.querySelector(':target').id") == "note-1"
        page.locator("#note-1 .back a").first.click()
        assert page.evaluate("document.querySelector(':target').id") == "mention-1-1"


def test_the_skip_link_comes_first_and_shows_when_reached(browser: Browser, html: str) -> None:
    with opened(browser, html) as (page, _):
        page.keyboard.press("Tab")
        page.wait_for_timeout(50)
        box = page.locator(":focus").bounding_box()
        assert page.locator(":focus").inner_text() == "Skip to the report"
        assert box is not None
        assert box["y"] >= 0


@pytest.mark.parametrize("width", WIDTHS)
def test_no_mark_of_the_plot_lies_on_another(browser: Browser, html: str, width: int) -> None:
    with opened(browser, html, width=width) as (page, _):
        boxes = page.locator(".inner .pill").evaluate_all("es => es.map(e => e.getBoundingClientRect().toJSON())")
    assert len(boxes) > 3
    for k, a in enumerate(boxes):
        for b in boxes[:k]:
            apart = a["left"] >= b["right"] or b["left"] >= a["right"] or a["top"] >= b["bottom"] or b["top"] >= a["bottom"]
            assert apart


@pytest.mark.parametrize("name", [ARABIC, HEBREW])
def test_a_right_to_left_name_leaves_the_words_around_it_in_order(browser: Browser, html: str, name: str) -> None:
    with opened(browser, html) as (page, _):
        item = page.locator("#bottom-line p").first
        direction = item.evaluate("e => getComputedStyle(e).direction")
        names = item.locator("bdi")
        own = [names.nth(k).evaluate("e => getComputedStyle(e).direction") for k in range(names.count())]
        boxes = [names.nth(k).bounding_box() for k in range(names.count())]
        mark = item.locator(".marks").bounding_box()
        assert names.all_inner_texts() == [ARABIC, HEBREW]
        assert name in names.all_inner_texts()
    assert direction == "ltr"
    assert own == ["rtl", "rtl"]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert mark is not None
    assert boxes[0]["x"] < boxes[1]["x"] < mark["x"]


def test_a_phrase_around_names_of_both_directions_reads_from_the_left(browser: Browser) -> None:
    phrase, name = f"\u2068{ARABIC}\u2069 against \u2068{HEBREW}\u2069", ARABIC
    whole = explanation()
    chapter = next(c for c in whole.chapters for chart in c.charts if isinstance(chart, LineChart))
    drawn = next(chart for chart in chapter.charts if isinstance(chart, LineChart))
    series = tuple(replace(s, name=words) for s, words in zip(drawn.series, (phrase, name), strict=False))
    table = replace(drawn.table, columns=("Day", phrase, name), rows=())
    changed = replace(chapter, charts=(replace(drawn, series=series, table=table),))
    with opened(browser, render(replace(whole, chapters=(changed,)), "html")) as (page, _):
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        for words in (
            page.locator("#chart-talks .legend bdi"),
            page.locator("#chart-talks thead bdi").filter(has_not_text="Day"),
        ):
            assert words.all_text_contents() == [phrase, name]
            assert words.evaluate_all("es => es.map(e => getComputedStyle(e).direction)") == ["ltr", "rtl"]


def test_meaning_is_told_in_words_beside_every_color(browser: Browser, html: str) -> None:
    with opened(browser, html) as (page, _):
        states = page.locator("td.state").all_inner_texts()
        assert all(any(letter.isalpha() for letter in state) for state in states)
        assert page.locator(".badge.untested").all_inner_texts() == ["untested"]


def test_print_shows_closed_tables_and_leaves_out_the_contents(browser: Browser, html: str) -> None:
    with opened(browser, html) as (page, _):
        page.emulate_media(media="print")
        tables = page.locator("details table")
        assert not page.locator("nav").is_visible()
        assert all(tables.nth(k).is_visible() for k in range(tables.count()))


def test_links_work_inside_the_notebook_frame(browser: Browser) -> None:
    host = f"<!DOCTYPE html><html lang='en'><title>Notebook</title><body>{notebook_frame(explanation())}</body></html>"
    with opened(browser, host) as (page, asked):
        frame = page.frames[1]
        frame.locator("#mention-1-1").click()
        page.wait_for_timeout(100)
        assert frame.locator("h1").inner_text() == "The port lease"
        assert frame.evaluate("document.querySelector(':target')?.id") == "note-1"
        assert [address for address in asked if not address.startswith("about:")] == []
