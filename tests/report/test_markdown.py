from __future__ import annotations

import re
from dataclasses import replace

from explanations import ARABIC, explanation, sentence
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from detente.report.render import render


def as_html(markdown: str) -> str:
    reader = MarkdownIt("commonmark").enable("table")
    footnote_plugin(reader)
    return str(reader.render(markdown))


def test_every_footnote_cited_is_defined_and_every_table_is_one() -> None:
    html = as_html(render(explanation(), "markdown"))
    assert "[^" not in html
    assert html.count("<table>") == 12
    assert html.count('class="footnote-item"') == 4


def test_words_of_the_case_are_never_markup() -> None:
    html = as_html(render(explanation(), "markdown"))
    assert "Harbor &amp; Sons &lt;Ltd&gt;" in html
    assert "The union wants a *permanent* lease." in html
    assert "&lt;b&gt;counted&lt;/b&gt; | by the union." in html


def test_a_sentence_that_looks_like_a_list_or_a_heading_stays_a_sentence() -> None:
    odd = ("- a dash", "1. a number", "# a heading", "+ a plus", "=== a rule", "> a quotation", "---")
    whole = replace(explanation(), change=None, bottom_line=tuple(sentence(text) for text in odd))
    html = as_html(render(whole, "markdown"))
    found = re.findall(r"<p>(.*?)</p>", html.split("<h2>Key judgments</h2>")[0])
    assert found[2:] == [text.replace(">", "&gt;") for text in odd]


def test_names_keep_their_script_and_are_isolated() -> None:
    assert f"to \u2068{ARABIC}\u2069 and" in render(explanation(), "markdown")


def test_untested_and_assumptions_are_told_in_text() -> None:
    text = render(explanation(), "markdown")
    assert "### Opening 1 **untested**" in text
    assert "38 of 100. \\[A1\\]" in text
