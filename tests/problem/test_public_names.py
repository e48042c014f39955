from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from pkgutil import iter_modules

import pytest

import detente.problem


@pytest.mark.parametrize("name", detente.problem.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert callable(getattr(detente.problem, name))
    assert name in dir(detente.problem)


def test_no_public_name_is_the_name_of_a_module_that_would_hide_it() -> None:
    modules = {module.name for module in iter_modules(detente.problem.__path__)}
    assert not modules & set(detente.problem.__all__)


def test_what_type_checkers_see_is_what_there_is() -> None:
    tree = ast.parse(Path(str(detente.problem.__file__)).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {alias.name: node.module for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert set(seen) == set(detente.problem.__all__)
    for name, module in seen.items():
        assert f"detente.problem.{detente.problem._HOMES[name]}" == module


def test_importing_the_package_loads_no_arrays() -> None:
    code = "import sys, detente.problem\nassert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_misspelt_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'fronteir'"):
        _ = detente.problem.fronteir
