from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from explanations import ARABIC, HEBREW, LATIN, explanation
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.explanation.explanation import Explanation
from detente.report.render import FORMATS, notebook_frame, render


def bare() -> Explanation:
    """An explanation with nothing in it but its head."""
    whole = explanation()
    return replace(
        whole,
        bottom_line=(),
        judgements=(),
        figures=replace(whole.figures, bars=()),
        openings=(),
        openings_remark=(),
        terms=(),
        chapters=(),
        change=None,
        disagreements=(),
        gaps=(),
        circumstances=(),
        assumptions=(),
        footnotes=(),
        charts=(),
        provenance=(),
    )


def test_an_unknown_format_is_refused_with_the_formats_there_are() -> None:
    with pytest.raises(ValueError, match="unknown format 'pdf'; the formats are terminal, html, markdown, json"):
        render(explanation(), "pdf")


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_explanation_gives_the_same_text(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = render(explanation(), form)
    for key, value in {"NO_COLOR": "1", "FORCE_COLOR": "1", "COLUMNS": "33", "TERM": "dumb"}.items():
        monkeypatch.setenv(key, value)
    assert render(explanation(), form) == before


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_withheld_is_shown(form: str) -> None:
    text = render(explanation(), form)
    assert "SECRET" not in text
    assert "c4" not in re.findall(r"\w+", text)
    assert "Withheld: this claim is above the handling level" in text


@pytest.mark.parametrize("form", FORMATS)
def test_every_sentence_bar_and_note_is_in_every_format(form: str) -> None:
    whole = explanation()
    text = unescape(re.sub(r"<[^>]*>", "", render(whole, form, width=400))) if form == "html" else render(whole, form, width=400)
    flat = re.sub(r"[\\\u2068\u2069]", "", text)
    sentences = [
        *whole.bottom_line,
        *(s for j in whole.judgements for s in (j.sentence, *j.reasons, *j.would_change)),
        *(s for o in whole.openings for s in (o.title, *o.concessions, *o.results, *o.untested)),
        *whole.openings_remark,
        *whole.disagreements,
        *whole.gaps,
        *whole.circumstances,
        *(a.text for a in whole.assumptions),
    ]
    words = [
        *(s.text for s in sentences),
        *(bar.text for bar in whole.figures.bars),
        *(fact for o in whole.openings for fact in (o.share, o.steps, o.firmness) if fact),
        *(part for pair in whole.provenance for part in pair),
        *(note.attribution for note in whole.footnotes if not note.is_withheld),
        "Two experts differ.",
    ]
    assert [w for w in words if w not in flat] == []


@pytest.mark.parametrize("form", FORMATS)
def test_an_explanation_with_nothing_to_say_still_renders(form: str) -> None:
    text = render(bare(), form)
    assert "The port lease" in text
    assert "Key judgments" not in text
    assert "KEY JUDGMENTS" not in text


@settings(max_examples=40, deadline=None)
@given(title=st.text(min_size=1, max_size=60), name=st.text(min_size=1, max_size=60))
def test_no_text_of_a_case_breaks_a_rendering(title: str, name: str) -> None:
    whole = bare()
    figures = explanation().figures
    odd = replace(whole, title=title, figures=replace(figures, bars=(replace(figures.bars[0], label=name),)))
    assert "\x1b" not in render(odd, "terminal")
    assert "<script" not in render(odd, "html").lower()
    assert render(odd, "markdown").startswith("# ")
    assert json.loads(render(replace(odd, title="x"), "json"))["figures"]["bars"][0]["label"] == name


def test_a_terminal_code_in_a_name_never_reaches_the_terminal() -> None:
    text = render(replace(bare(), title="red \x1b[31m name"), "terminal", color=True)
    assert "\x1b[31m" not in text
    assert "red \ufffd[31m name" in text


def test_the_notebook_frame_is_sandboxed_and_holds_the_page() -> None:
    frame = notebook_frame(explanation())
    srcdoc = re.search(r'srcdoc="([^"]*)"', frame)
    assert frame.startswith("<iframe ")
    assert " sandbox " in frame
    assert srcdoc is not None
    assert unescape(srcdoc[1]).lstrip().startswith("<!DOCTYPE html>")
    assert explanation()._repr_html_() == frame


def test_the_page_is_small_whole_and_escaped() -> None:
    html = render(explanation(), "html")
    assert html.startswith("<!DOCTYPE html>\n")
    assert len(html.encode()) < 250_000
    assert "Harbor &amp; Sons &lt;Ltd&gt;" in html
    assert LATIN not in html
    assert f"<bdi>{ARABIC}</bdi>" in html
    assert f"<bdi>{HEBREW}</bdi>" in html
    assert not re.search(r"<(script|link|img|iframe)\b|url\(|@import", html)


def test_sentences_on_assumptions_are_marked_in_text_and_style() -> None:
    html = render(explanation(), "html")
    assert (
        '<span class="assumed">38 of 100.</span><span class="marks"><a class="mark" id="mention-A1-2" href="#note-A1">[A1]</a>'
        in html
    )
