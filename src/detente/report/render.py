"""One call to render an explanation in any format; every rendering says the same and computes nothing."""

from __future__ import annotations

from html import escape

from detente.explanation.explanation import Explanation
from detente.report.cleaning import cleaned

__all__ = ["FORMATS", "notebook_frame", "render"]

FORMATS = ("terminal", "html", "markdown", "json")


def render(explanation: Explanation, format: str, *, width: int = 80, color: bool = False) -> str:  # noqa: A002
    """The explanation in a format: ``terminal``, ``html``, ``markdown`` or ``json``.

    ``width`` and ``color`` concern the terminal alone. The same explanation gives the same bytes.
    """
    # Each renderer is imported when asked for: a terminal report need not load a template engine.
    match format:
        case "terminal":
            from detente.report.terminal import terminal

            return terminal(cleaned(explanation), width=width, color=color)
        case "html":
            from detente.report.html import page

            return page(cleaned(explanation))
        case "markdown":
            from detente.report.markdown import markdown

            return markdown(cleaned(explanation))
        case "json":
            from detente.report.json import as_json

            return as_json(explanation)
    raise ValueError(f"unknown format {format!r}; the formats are {', '.join(FORMATS)}")


def notebook_frame(explanation: Explanation) -> str:
    """The page inside a sandboxed frame, so that neither its style nor the notebook's reaches the other."""
    from detente.report.html import page

    srcdoc = escape(page(cleaned(explanation), is_framed=True), quote=True)
    title = escape(explanation.title, quote=True)
    # An empty sandbox: a report needs no script, no form and no origin.
    return (
        f'<iframe title="{title}" sandbox srcdoc="{srcdoc}" loading="lazy" '
        'style="width: 100%; height: 40rem; border: 1px solid currentColor;"></iframe>'
    )
