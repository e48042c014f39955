"""The reference names everything there is: commands, options, codes, fields, public names, citations."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import detente
from detente.casefile.catalog import CATALOG
from detente.casefile.schema import json_schema
from detente.cli.main import app

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.fixture
def generated(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.syspath_prepend(str(DOCS))
    sys.modules.pop("generated", None)
    import generated as module  # type: ignore[import-not-found]

    return module


def test_every_command_and_option_is_documented(generated: object) -> None:
    page = generated.commands()  # type: ignore[attr-defined]
    for name, command in app.commands.items():
        assert f"## `{name}`" in page
        for option in (p for p in command.params if isinstance(p, click.Option)):
            assert option.help, f"{name} {option.opts} has no help"
            assert option.opts[0] in page


def test_every_code_is_documented_with_a_wrong_and_a_right_example(generated: object) -> None:
    page = generated.diagnostics()  # type: ignore[attr-defined]
    for code, entry in CATALOG.items():
        assert f"### {code}: {entry.title}" in page
        assert entry.explanation.strip()


def test_every_key_of_a_case_file_is_documented() -> None:
    page = (DOCS / "reference" / "case-language.md").read_text(encoding="utf-8")
    for key in keys_of(json_schema()):
        assert re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", page), f"{key} is not in the case language page"


def keys_of(schema: object) -> Iterator[str]:
    """Every key the schema names, at any depth."""
    if isinstance(schema, dict):
        for name, part in schema.items():
            if name == "properties" and isinstance(part, dict):
                yield from part
            yield from keys_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from keys_of(part)


def test_every_public_function_and_class_is_on_the_api_page() -> None:
    page = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    for name in detente.__all__:
        if name != "__version__":
            assert f"detente.{name}\n" in page


def test_every_work_a_docstring_cites_is_in_the_literature() -> None:
    keys = set(re.findall(r"^@\w+\{(\w+),", (DOCS / "references.bib").read_text(encoding="utf-8"), re.MULTILINE))
    assert keys
    for module in (ROOT / "src").rglob("*.py"):
        for cited in re.findall(r"\[([A-Z]\w+\d{4})\]_", module.read_text(encoding="utf-8")):
            assert cited in keys, f"{module.name} cites {cited}"


def test_every_reference_can_be_printed(generated: object) -> None:
    text = (DOCS / "references.bib").read_text(encoding="utf-8")
    printed = generated.references()  # type: ignore[attr-defined]
    assert printed.count("\n\n") + 1 == len(re.findall(r"^@", text, re.MULTILINE))


def test_the_readme_shows_the_commands_the_makefile_has() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"`?make (\w+)", readme)
    assert {"explain", "test"} <= set(shown)
    for target in shown:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"make {target} is in the README only"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_explain_runs_what_the_readme_shows_and_writes_where_it_says() -> None:
    planned = subprocess.run(["make", "-n", "explain"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    recipe = re.search(r"detente (explain \S+) --report (\S+)", planned)
    assert recipe is not None
    assert f"$ detente {recipe.group(1)}\n" in readme
    assert f"`{recipe.group(2)}`" in readme


def test_the_changelog_begins_with_this_version() -> None:
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == detente.__version__


def test_links_between_pages_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
