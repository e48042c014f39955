from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from explanations import explanation
from playwright.sync_api import Browser, sync_playwright

from detente.report.render import render


@pytest.fixture(scope="session")
def html() -> str:
    """The page of the explanation built by hand."""
    return render(explanation(), "html")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium that fetches nothing by itself."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=arguments)
        yield running
        running.close()
