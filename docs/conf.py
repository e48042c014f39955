"""How the documentation is built: Sphinx, MyST, furo; nothing is fetched while building or reading."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import generated

project = "Détente"
author = "The Détente developers"
copyright = "The Détente developers; Apache License 2.0"
release = version = generated.version()

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["build", "_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "separated"
napoleon_google_docstring = False
napoleon_use_rtype = False

html_theme = "furo"
html_title = "Détente"
html_show_sphinx = False
html_copy_source = False
# furo asks for no font or script from elsewhere; the fonts are those the reader has.
html_theme_options = {"navigation_with_keys": True}


def setup(app):
    """Fill in the generated parts of a page when it is read."""
    app.connect(
        "autodoc-process-docstring", lambda *event: event[-1].__setitem__(slice(None), generated.described(event[-1])), 100
    )
    app.connect("source-read", lambda _app, _page, source: source.__setitem__(0, generated.filled(source[0])))
