from __future__ import annotations

import json
import re
from dataclasses import replace

from explanations import explanation
from graph_samples import filtered_picture, tree
from markdown_it import MarkdownIt

from detente.explanation.explanation import Chapter, TreeBranch
from detente.report.citations import parts_text
from detente.report.render import render


def shown(*charts: object, form: str) -> str:
    chapter = Chapter(key="k", title="T", sentences=(), charts=charts)  # type: ignore[arg-type]
    return render(replace(explanation(), chapters=(chapter,), charts=()), form)


def n_steps(branch: TreeBranch) -> int:
    return 1 + sum(map(n_steps, branch.branches))


def depth(branch: TreeBranch) -> int:
    return 1 + max(map(depth, branch.branches), default=0)


def test_markdown_tells_a_tree_as_a_list_within_lists() -> None:
    text = shown(tree(), form="markdown").split("### Paths from the status quo")[1].split("## ")[0]
    html = str(MarkdownIt("commonmark").render(text))
    assert html.count("<li>") == n_steps(tree().root)
    assert max(len(line) - len(line.lstrip()) for line in text.split("\n")) == 2 * (depth(tree().root) - 1)
    assert html.count("equilibrium: ") == sum(line.count("equilibrium: ") for line in told(tree().root))
    assert "<table>" not in html


def told(branch: TreeBranch) -> list[str]:
    return [parts_text(branch.parts) + "".join(branch.notes), *(line for later in branch.branches for line in told(later))]


def test_markdown_says_what_a_graph_leaves_out_and_gives_its_table() -> None:
    text = shown(filtered_picture(), form="markdown")
    assert "502 states are left out" in text
    assert re.search(r"^\| Number \| State \| What it is \|", text, re.MULTILINE)


def test_json_holds_graphs_and_trees_with_their_kind() -> None:
    graph, paths = json.loads(shown(filtered_picture(), tree(), form="json"))["chapters"][0]["charts"]
    assert (graph["type"], paths["type"]) == ("graph", "tree")
    assert len(graph["arcs"]) == len(filtered_picture().arcs)
    assert graph["nodes"][0]["concepts"] == list(filtered_picture().nodes[0].concepts)
    assert len(paths["root"]["branches"]) == len(tree().root.branches)


def test_the_terminal_leaves_graphs_and_trees_to_the_report() -> None:
    assert shown(filtered_picture(), tree(), form="terminal") == shown(form="terminal")
