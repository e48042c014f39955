"""The public API: few names, imported when used."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import detente

HEAVY = ("numpy", "yaml", "rich", "jinja2")


def imported_by(code: str) -> set[str]:
    """Top-level packages in ``sys.modules`` after running ``code`` in a fresh interpreter."""
    script = f"import sys\n{code}\nprint(*sorted({{m.partition('.')[0] for m in sys.modules}}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("name", detente.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(detente, name) is not None
    assert name in dir(detente)


def test_what_type_checkers_see_is_what_there_is() -> None:
    tree = ast.parse(Path(detente.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {alias.name: node.module for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert {*seen, "__version__"} == set(detente.__all__)
    for name, module in seen.items():
        assert detente._HOMES[name] == module


def test_a_misspelt_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'expalin'"):
        _ = detente.expalin


def test_functions_keep_their_names_whatever_was_imported() -> None:
    code = "import detente.questions.agreement.question, detente.explanation.explain\nimport detente\n"
    code += "assert callable(detente.agreement) and callable(detente.explain)"
    assert "detente" in imported_by(code)


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert not imported_by("import detente").intersection((*HEAVY, "click"))


def test_help_imports_nothing_heavy() -> None:
    code = "from detente.cli.main import app\napp(['--help'], standalone_mode=False)"
    assert not imported_by(code).intersection(HEAVY)


def test_checking_a_case_needs_no_numpy() -> None:
    code = "from detente.casefile.load import check\nassert check('port-lease')[0] is not None"
    assert "numpy" not in imported_by(code)
