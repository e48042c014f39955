"""What the YAML reader found wrong, in plain words; and a repair that lets reading go on.

The usual mistake is a sentence that needs quotes. It is reported with the quoted form, and
replaced by a filler of the same width, so that later positions stay true.
"""

from __future__ import annotations

import re

import yaml

from detente.casefile.source import Report, SourceFile
from detente.diagnostics import Note, Span

__all__ = ["explain_yaml_error"]

_VALUE = re.compile(
    r"""(?P<lead>\s*(?:-\s+)*(?:"[^"]*"|'[^']*'|[^\s:#'"\[\]{},][^:#]*?)\s*:\s+|\s*(?:-\s+)+)(?P<value>\S.*?)\s*$"""
)
MAX_GUESSED = 2_000
"""Longest line on which it is guessed which text lacks quotes."""
_NEEDS_QUOTES_AT_START = "@`%&*!|>?,]}"


def explain_yaml_error(error: yaml.MarkedYAMLError, source: SourceFile, text: str, report: Report) -> str | None:
    """Report a syntax error; the text with the mistake filled over where that is possible, else ``None``."""
    lines = SourceFile(source.name, text)
    mark = error.problem_mark or error.context_mark
    if mark is None:
        report.error("DET101", "this is not YAML", source.span(1, 1))
        return None
    problem = error.problem or "this is not YAML"
    line, column = min(mark.line + 1, len(lines.lines)), mark.column + 1
    if _report_tabs(lines, line, column, problem, report):
        return None
    for candidate in dict.fromkeys((line, error.context_mark.line + 1 if error.context_mark else line)):
        found = _unquoted(lines.line(candidate), problem, in_flow="flow" in (error.context or ""))
        if found is not None:
            start, end, why = found
            return _report_unquoted(lines, candidate, start, end, why, report)
    in_flow = _unquoted_in_flow(lines.line(line), column - 1) if "flow mapping" in (error.context or "") else None
    if in_flow is not None:
        why = "a text in braces that has `{`, `}`, `[`, `]`, `,` or `: ` needs quotes"
        return _report_unquoted(lines, line, *in_flow, why, report)
    if _report_indent(lines, line, column, problem, report):
        return None
    message, advice = _words(error, lines, line, column)
    opened = error.context_mark
    if opened is not None and re.search("flow (mapping|sequence)|quoted", error.context or "") and opened.line + 1 < line:
        sign = lines.line(opened.line + 1)[opened.column : opened.column + 1]
        stopped = _problem_span(lines, line, column)
        note = Note(text=f"reading stopped at line {stopped.line}", span=stopped)
        span = source.span(opened.line + 1, opened.column + 1)
        report.error("DET101", f"`{sign}` is not closed", span, help=advice, notes=[note])
    else:
        report.error("DET101", message, _problem_span(lines, line, column), help=advice)
    return None


def _problem_span(lines: SourceFile, line: int, column: int) -> Span:
    """The place of the problem; one past the last text when it is the end of the file."""
    while line > 1 and column == 1 and not lines.line(line).strip():
        line -= 1
        column = len(lines.line(line).rstrip()) + 1
    return lines.span(line, column)


def _report_tabs(lines: SourceFile, line: int, column: int, problem: str, report: Report) -> bool:
    text = lines.line(line)
    indent = text[: len(text) - len(text.lstrip())]
    if "\t" not in indent or not ("tab" in problem or text[column - 1 : column] == "\t" or column <= len(indent) + 1):
        return False
    for number in range(line, len(lines.lines) + 1):
        raw = lines.line(number)
        lead = raw[: len(raw) - len(raw.lstrip())]
        if "\t" in lead and raw.strip():
            at = lead.index("\t") + 1
            message = "a tab cannot indent a line"
            report.error("DET103", message, lines.span(number, at, len(lead) + 1), help="indent with spaces, two for each level")
    return True


def _indent(text: str) -> int:
    """The column of the first text of a line, counted from 0; the dash of a list item counts as indentation."""
    return len(text) - len(re.sub(r"^\s*(?:-\s+)*", "", text, count=1))


def _report_indent(lines: SourceFile, line: int, column: int, problem: str, report: Report) -> bool:
    """Report a key whose line is indented otherwise than the line before it, where no level begins or ends."""
    text = lines.line(line)
    indent = _indent(text)
    is_key = "mapping values" in problem and re.fullmatch(r"[\w-]+\s*", text[indent : column - 1]) is not None
    if not is_key and ("did not find expected key" not in problem or column != indent + 1):
        return False
    before = next((n for n in range(line - 1, 0, -1) if lines.line(n).strip() and not lines.line(n).lstrip().startswith("#")), 0)
    usual = _indent(lines.line(before))
    if not before or usual == indent:
        return False
    what = "deeper than the line before, which has a value" if is_key else "as no line above it"
    note = Note(text=f"line {before} is indented by {usual}", span=lines.span(before, usual + 1))
    advice = "indent it exactly as the line it belongs beside"
    end = column if is_key else len(text.rstrip()) + 1
    report.error("DET101", f"indented by {indent}, {what}", lines.span(line, indent + 1, end), help=advice, notes=[note])
    return True


def _unquoted(text: str, problem: str, *, in_flow: bool) -> tuple[int, int, str] | None:
    """Start, end and reason of a value on this line that would read well in quotes."""
    match = _VALUE.match(text) if len(text) <= MAX_GUESSED else None
    if match is None:
        return None
    value, start, end = match["value"], match.start("value"), match.end("value")
    if value[0] in _NEEDS_QUOTES_AT_START and not (value[0] in "|>" and re.fullmatch(r"[|>][-+0-9]*(\s+#.*)?", value)):
        return start, end, f"a text cannot begin with `{value[0]}`"
    if value[0] in "-" and value[1:2] == " " and "not allowed" in problem:
        return start, end, "a text cannot begin with `- `"
    if value[0] in "\"'":
        return _after_quote(value, start, end, problem)
    if value[0] in "[{" or in_flow:
        return None
    if "mapping values" in problem and (": " in value or value.endswith(":")):
        return start, end, "a text with `: ` in it needs quotes"
    return None


_FLOW_KEY = re.compile(r"[{,]\s*[\w-]+\s*:\s+(?=[^\s\"'{}\[\],])")
_FLOW_END = re.compile(r"\s*(?:,\s*[\w-]+\s*:\s|\})")


def _unquoted_in_flow(text: str, column: int) -> tuple[int, int] | None:
    """Start and end of an unquoted value in braces that reaches over the place where reading stopped."""
    if text[column : column + 1] not in ("{", "[", ":") or len(text) > MAX_GUESSED:
        return None
    starts = [match.end() for match in _FLOW_KEY.finditer(text, 0, column)]
    if not starts:
        return None
    after = column + 1
    if text[column] != ":":
        after = text.find("}" if text[column] == "{" else "]", column) + 1
    end = _FLOW_END.search(text, after) if after else None
    return (starts[-1], end.start()) if end is not None else None


def _after_quote(value: str, start: int, end: int, problem: str) -> tuple[int, int, str] | None:
    quote = value[0]
    closed = value.find(quote, 1)
    if 0 < closed < len(value) - 1 and not value[closed + 1 :].lstrip().startswith((":", "#")) and "expected" in problem:
        return start, end, f"the quotes close before the text ends, at column {start + closed + 1}"
    return None


def _report_unquoted(lines: SourceFile, line: int, start: int, end: int, why: str, report: Report) -> str:
    value = lines.line(line)[start:end]
    bare = value.strip("\"'") if value[0] in "\"'" else value
    quoted = '"' + bare.replace("\\", "\\\\").replace('"', '\\"') + '"'
    report.error("DET102", why, lines.span(line, start + 1, end + 1), help=f"quote this: {quoted}")
    report.muted.add((lines.name, line))
    filled = lines.lines.copy()
    filled[line - 1] = filled[line - 1][:start] + "x" * (end - start) + filled[line - 1][end:]
    return "\n".join(filled)


def _words(error: yaml.MarkedYAMLError, lines: SourceFile, line: int, column: int) -> tuple[str, str]:
    """A plain message and what to do about it."""
    problem, context = error.problem or "", error.context or ""
    here = lines.line(line)[column - 1 : column]
    if "flow mapping" in context or "flow sequence" in context or "flow node" in context:
        close = "]" if "sequence" in context else "}"
        what = f"found `{here}`" if here else "the line ends"
        return (
            f"{what} where `,` or `{close}` should stand",
            f"close the list or mapping with `{close}`; a text in it that has `{{`, `}}`, `[`, `]`, `,` or `: ` needs quotes",
        )
    if "quoted scalar" in context:
        if "escape" in problem:
            return (
                f"`\\{lines.line(line)[column : column + 1]}` is no escape in a quoted text",
                "write `\\\\` for a backslash, or use single quotes",
            )
        return "a quoted text is not closed", "add the closing quote"
    if "block" in context and "expected" in problem:
        if "'-'" in problem:
            return "this line is not an item of the list above it", "start it with `- `, or indent it as the level it belongs to"
        if here in "]}":
            return f"found `{here}` that closes nothing", "take it out, or open the list or mapping before"
        return "this line fits no level above it", "indent it exactly as the line it belongs beside"
    if "mapping values" in problem:
        return "found `:` where no key can stand", "a key stands alone on its line; a text with `: ` in it needs quotes"
    if "could not find expected ':'" in problem:
        return (
            "this line has no `:` after its key",
            "write `key: value`; a text over several lines must be indented below its key",
        )
    if "cannot start any token" in problem:
        return f"a text cannot begin with `{here}`", "quote the text"
    if "alias" in problem or "anchor" in problem:
        return "a `*` or `&` here starts a YAML alias or anchor without a name", "quote the text"
    return "this is not YAML" if not problem else f"this is not YAML: {problem}", "compare the line with the ones above it"
