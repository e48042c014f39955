"""Every example on a page is run: commands with what they print, Python sessions, and the files pages tell readers to write."""

from __future__ import annotations

import doctest
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.main import app

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    str(page.relative_to(ROOT)) for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")] if "build" not in page.parts
)
FENCE = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
CAPTION = re.compile(r":caption: (\S+)\n\n")
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Block:
    """A fenced block and the line it starts on."""

    kind: str
    body: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        yield Block(found["kind"].strip(), found["body"], text.count("\n", 0, found.start()) + 2)


def test_the_pages_have_examples() -> None:
    kinds = [block.kind for page in PAGES for block in blocks(ROOT / page)]
    assert kinds.count("console") >= 5
    assert kinds.count("python") >= 4


@pytest.mark.parametrize("page", PAGES)
def test_every_example_of_a_page_does_what_the_page_says(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks(ROOT / page):
        if block.kind == "console":
            run_commands(block, page)
        elif block.kind == "python":
            run_python(block, page, names)
        elif caption := CAPTION.match(block.body):
            target = tmp_path / caption.group(1)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.body[caption.end() :], encoding="utf-8")


def run_commands(block: Block, page: str) -> None:
    checker = doctest.OutputChecker()
    for example in re.split(r"^\$ ", block.body, flags=re.MULTILINE)[1:]:
        command, _, wanted = example.partition("\n")
        program, *arguments = shlex.split(command)
        assert program == "detente", f"{page}:{block.line}: only detente is run from pages"
        result = CliRunner().invoke(app, arguments, prog_name="detente")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert checker.check_output(wanted, result.output, OPTIONS), f"{page}:{block.line}: $ {command}\n{result.output}"
        fails = "error[" in wanted or "Error:" in wanted
        assert (result.exit_code != 0) == fails, (
            f"{page}:{block.line}: $ {command} ended with {result.exit_code}\n{result.output}"
        )


def run_python(block: Block, page: str, names: dict[str, object]) -> None:
    test = doctest.DocTestParser().get_doctest(block.body, names, page, page, block.line - 1)
    assert test.examples, f"{page}:{block.line}: a python block without >>> is not run; show it as a session"
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    runner.run(test, out=report.append, clear_globs=False)
    names.update(test.globs)
    assert not runner.failures, "".join(report)
