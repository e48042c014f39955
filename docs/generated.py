"""The parts of the reference that are written from the program itself, so that they cannot differ from it.

A page says ``<!-- generated: commands -->`` where such a part belongs.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

import detente
from detente.casefile.catalog import CATALOG
from detente.cli.main import app

__all__ = ["commands", "described", "diagnostics", "filled", "references", "version"]

MARKER = re.compile(r"^<!-- generated: (\w+) -->$", re.MULTILINE)
SERIES = {
    "1": "1xx: reading the files",
    "2": "2xx: names and references",
    "3": "3xx: evidence",
    "4": "4xx: consistency",
    "5": "5xx: limits of an analysis",
    "6": "6xx: files of other programs",
}


def version() -> str:
    """The version of the program documented."""
    return detente.__version__


def filled(page: str) -> str:
    """A page with its markers replaced."""
    return MARKER.sub(lambda marker: PARTS[marker.group(1)](), page)


def commands() -> str:
    """Every command with its arguments and options."""
    return "\n\n".join(_command(name, command) for name, command in app.commands.items())


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"detente {name}")
    usage = " ".join([f"detente {name}", *command.collect_usage_pieces(context)])
    about = re.sub(r"\x08\n((?:.+\n?)+)", r"```text\n\1```", inspect.cleandoc(command.help or "") + "\n")
    options = [found for p in command.params if isinstance(p, click.Option) and (found := p.get_help_record(context))]
    rows = [f"`{flags}`\n: {text}" for flags, text in options]
    return "\n\n".join([f"## `{name}`", f"```text\n{usage}\n```", about.strip(), *rows])


def diagnostics() -> str:
    """Every diagnostic with its explanation and examples, by series."""
    return "\n\n".join(_diagnostics(CATALOG))


def _diagnostics(catalog: Mapping[str, object]) -> Iterator[str]:
    series = ""
    for code in catalog:
        entry = CATALOG[code]
        if code[3] != series:
            series = code[3]
            yield f"## {SERIES[series]}"
        yield f"({code.lower()})=\n### {code}: {entry.title}"
        yield entry.explanation.strip()
        for title, example in (("Wrong", entry.wrong), ("Right", entry.right)):
            if example.strip():
                yield f"{title}:\n\n```text\n{example.strip(chr(10))}\n```"


def references() -> str:
    """The literature, from references.bib."""
    text = (Path(__file__).parent / "references.bib").read_text(encoding="utf-8")
    return "\n\n".join(sorted(_reference(entry) for entry in re.split(r"^@", text, flags=re.MULTILINE)[1:]))


def _reference(entry: str) -> str:
    fields = dict(re.findall(r"^\s*(\w+) = \{(.*)\},?$", entry, re.MULTILINE))
    where = ", ".join(fields[k] for k in ("journal", "booktitle", "volume", "number", "pages", "publisher") if k in fields)
    link = f" [doi:{fields['doi']}](https://doi.org/{fields['doi']})" if "doi" in fields else ""
    return f"{fields['author']} ({fields['year']}). *{fields['title']}*. {where}.{link}"


def described(lines: list[str]) -> list[str]:
    """A docstring whose parameters are described on the line that names them, as napoleon reads them.

    Types live in annotations here, so ``seed : of the draws`` is a name and what it means, not a name and a type.
    """
    out: list[str] = []
    is_inside = False
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if set(following) == {"-"}:
            is_inside = line.strip() in ("Parameters", "Attributes")
        name, colon, text = line.partition(" : ")
        if is_inside and colon and not line.startswith(" "):
            out.extend((name, f"    {text}"))
        else:
            out.append(line)
    return out


PARTS = {"commands": commands, "diagnostics": diagnostics, "references": references}
