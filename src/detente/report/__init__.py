"""An explanation rendered for the terminal, as a page, as Markdown and as JSON."""
