"""Opening a page in a browser, and what to look for in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

AXE = Path(__file__).parents[1] / "report" / "vendor" / "axe.min.js"
WIDTHS = (360, 900)

# Elements that hide what overflows, but for captions and heads kept for screen readers alone.
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(e => {
  const style = getComputedStyle(e);
  return style.overflowX !== 'visible' && style.clipPath === 'none' && e.scrollWidth > e.clientWidth;
}).map(e => e.outerHTML.slice(0, 80))"""

# Text that leaves the window on either side, but for what is kept for screen readers alone.
OUTSIDE = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const kept = e => e && (getComputedStyle(e).clipPath !== 'none' || kept(e.parentElement));
  while (walker.nextNode()) {
    if (kept(walker.currentNode.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const box of range.getClientRects())
      if (box.width > 0 && (box.left < -1 || box.right > innerWidth + 1)) found.push(walker.currentNode.textContent);
  }
  return found;
}"""


@contextmanager
def opened(
    browser: Browser,
    html: str,
    *,
    width: int = 900,
    scheme: Literal["light", "dark"] = "light",
    script: bool = True,
) -> Iterator[tuple[Page, list[str]]]:
    """The page in a window of its own, and the addresses it asked for; each is refused."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=script, java_script_enabled=script
    )
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/*", lambda route: route.abort())
    page.set_content(html)
    yield page, asked
    context.close()
