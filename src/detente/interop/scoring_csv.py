"""A scoring table: one row for each option, one column for each party, as a spreadsheet holds it.

::

    issue,option,Union,Operator
    Pay,4 %,20,30
    Pay,7 %,27,8
    Rosters,as now,0,10
    Rosters,four weeks ahead,25,4
    reservation,,40,35

An empty issue is that of the row above. The row ``reservation``, with no option, holds what no deal is worth on the
same scale; an empty cell there says nothing. Fields are separated by commas, semicolons or tabs, whichever the first
line shows; numbers are decimals with a point, or fractions as ``100/3``, and are taken exactly.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from detente.casefile.source import Report
from detente.casefile.values import number_text
from detente.diagnostics import CaseError, Diagnostic, Note, Span
from detente.interop.files import TextFile, read_text
from detente.interop.numbers import decimal
from detente.problem.problem import AgreementProblem, ProblemError

__all__ = ["DELIMITERS", "check_scoring", "delimiter_of", "parse_scoring", "read_scoring", "write_scoring"]

DELIMITERS = (",", ";", "\t")
HEAD = ("issue", "option")
RESERVATION = "reservation"
MOST_TOLD = 200
"""Mistakes after which a table is not read further."""
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs"}


def read_scoring(path: str | os.PathLike[str]) -> AgreementProblem:
    """The problem in a scoring table.

    Raises
    ------
    CaseError
        If something is wrong with the table; it carries every diagnostic found, with file, line and column.
    """
    problem, diagnostics = check_scoring(path)
    if problem is None:
        raise CaseError(diagnostics)
    return problem


def check_scoring(path: str | os.PathLike[str]) -> tuple[AgreementProblem | None, tuple[Diagnostic, ...]]:
    """The problem, or ``None`` if the table has an error, with every diagnostic."""
    report = Report()
    file = read_text(path, report)
    problem = parse_scoring(file, report) if file is not None else None
    return problem, report.in_file_order()


def write_scoring(problem: AgreementProblem, *, delimiter: str = ",") -> str:
    """The table of a problem without interaction terms and requirements; reading it gives the same problem.

    Raises
    ------
    ProblemError
        If the problem has interaction terms or requirements, or names a table cannot hold: empty, or with white
        space around them.

    Examples
    --------
    >>> print(write_scoring(AgreementProblem.of([[[0, "1/3"]], [[2, 0]]], [0, 1])), end="")
    issue,option,p1,p2
    i1,o1,0,2
    i1,o2,1/3,0
    reservation,,0,1
    """
    if problem.interactions or problem.requirements:
        raise ProblemError("a scoring table holds values only: no interaction terms, red lines or rules")
    names = [*problem.parties, *problem.issues, *(option for options in problem.options for option in options)]
    odd = next((name for name in names if not name or name != name.strip()), None)
    if odd is not None:
        raise ProblemError(f"a table cannot hold the name {odd!r}: it is empty or has white space around it")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow([*HEAD, *problem.parties])
    for k, (issue, options) in enumerate(zip(problem.issues, problem.options, strict=True)):
        for o, option in enumerate(options):
            writer.writerow([issue, option, *(number_text(rows[k][o]) for rows in problem.values)])
    if any(floor is not None for floor in problem.reservation_values):
        floors = ["" if floor is None else number_text(floor) for floor in problem.reservation_values]
        writer.writerow([RESERVATION, "", *floors])
    return out.getvalue()


def delimiter_of(line: str) -> str | None:
    """What separates the fields of a first line; ``None`` when it is none of the three.

    Examples
    --------
    >>> delimiter_of("Issue; Option; City"), delimiter_of("a poem")
    (';', None)
    """
    for delimiter in DELIMITERS:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        if tuple(cell.strip().lower() for cell in cells[:2]) == HEAD:
            return delimiter
    counts = {delimiter: line.count(delimiter) for delimiter in DELIMITERS}
    most = max(counts.values())
    return next(d for d in DELIMITERS if counts[d] == most) if most else None


def parse_scoring(file: TextFile, report: Report) -> AgreementProblem | None:
    """The problem in a table already read; ``None`` when something is wrong, all of which is reported."""
    table = _Table(file, report)
    return table.problem()


@dataclass(slots=True, eq=False)
class _Row:
    """A record with the line it starts on and whether it stands on that line alone."""

    cells: list[str]
    line: int
    is_single: bool


@dataclass(slots=True, eq=False)
class _Table:
    """A table while it is read."""

    file: TextFile
    report: Report
    delimiter: str = ","
    values: dict[str, dict[str, list[Fraction | None]]] = field(default_factory=dict)
    places: dict[tuple[str, str], Span] = field(default_factory=dict)
    floors: list[Fraction | None] | None = None
    is_told: bool = False

    def problem(self) -> AgreementProblem | None:
        """The problem, if nothing is wrong."""
        before = sum(d.severity == "error" for d in self.report.found)
        rows = self._rows()
        parties = self._parties(rows[0]) if rows else None
        if parties is None:
            return None
        issue = ""
        for row in rows[1:]:
            issue = self._row(row, len(parties), issue)
            if len(self.report.found) >= MOST_TOLD:
                break
        if not self.values and not self.is_told:
            advice = "write a row for each option: its issue, its name, and what it is worth to each party"
            self.report.error("DET631", "the table has no options", self._span(rows[0], 0), help=advice)
        if sum(d.severity == "error" for d in self.report.found) > before:
            return None
        issues = list(self.values)
        return AgreementProblem.of(
            [[[row[p] or Fraction(0) for row in self.values[i].values()] for i in issues] for p in range(len(parties))],
            self.floors or [None] * len(parties),
            parties=parties,
            issues=issues,
            options=[list(self.values[i]) for i in issues],
        )

    def _rows(self) -> list[_Row]:
        """Rows that hold something, with their places; empty when the file is no table."""
        lines = self.file.source.lines
        first = next((line for line in lines if line.strip()), "")
        delimiter = delimiter_of(first)
        if delimiter is None:
            self._no_head(self.file.source.span(1, 1, len(first) + 1))
            return []
        self.delimiter = delimiter
        reader = csv.reader([line + "\n" for line in lines], delimiter=delimiter, strict=True)
        rows: list[_Row] = []
        while True:
            start = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return rows
            except csv.Error as error:
                advice = 'a field with quotes begins and ends with one, and a quote in it is doubled: "a ""b"" c"'
                self.report.error("DET633", f"the quotes are wrong: {error}", self.file.source.span(start, 1), help=advice)
                return []
            if any(cell.strip() for cell in cells):
                rows.append(_Row([cell.strip() for cell in cells], start, reader.line_num == start))

    def _no_head(self, span: Span) -> None:
        message = "the first line of a scoring table is `issue`, `option`, and the names of the parties"
        advice = "separate them by commas, semicolons or tabs: issue,option,Union,Operator"
        self.report.error("DET630", message, span, help=advice)

    def _parties(self, head: _Row) -> list[str] | None:
        cells = head.cells
        if tuple(cell.lower() for cell in cells[:2]) != HEAD or len(cells) < 3:
            self._no_head(self._span(head, 0 if tuple(c.lower() for c in cells[:1]) != HEAD[:1] else min(1, len(cells) - 1)))
            return None
        parties = cells[2:]
        while parties and not parties[-1]:
            parties.pop()
        for k, name in enumerate(parties):
            if not name:
                advice = "name the party, or take the column out"
                self.report.error("DET630", f"column {k + 3} has no name", self._span(head, k + 2), help=advice)
            elif name in parties[:k]:
                first = Note(text="it stands here first", span=self._span(head, parties.index(name) + 2))
                advice = "give each party one column and a name of its own"
                span = self._span(head, k + 2)
                self.report.error("DET632", f"the party `{name}` has two columns", span, notes=[first], help=advice)
        return parties

    def _row(self, row: _Row, n_parties: int, above: str) -> str:
        """Take a row in; the issue it belongs to."""
        while len(row.cells) > n_parties + 2 and not row.cells[-1]:
            row.cells.pop()
        issue, option = row.cells[0] or above, row.cells[1] if len(row.cells) > 1 else ""
        if len(row.cells) != n_parties + 2:
            message = f"this row has {len(row.cells)} fields, not {n_parties + 2}"
            advice = f"fields are separated by {_NAMES[self.delimiter]}; put quotes around one that has them in it"
            self.report.error("DET631", message, self._span(row, 0, whole=True), help=advice)
            return issue
        if row.cells[0].lower() == RESERVATION and not option:
            self._reservation(row)
            return above
        if not issue and not self.is_told:
            self.is_told = True  # the rows below it have none either
            advice = "name the issue in its first row"
            self.report.error("DET631", "this row has no issue", self._span(row, 0), help=advice)
        if issue and not option:
            self.report.error("DET631", "this row has no option", self._span(row, 1), help="name the option")
        if not issue or not option:
            return issue
        if (issue, option) in self.places:
            first = Note(text="it stands here first", span=self.places[(issue, option)])
            message = f"the option `{option}` of `{issue}` has two rows"
            self.report.error("DET632", message, self._span(row, 1), notes=[first], help="take one out, or rename it")
            return issue
        self.places[(issue, option)] = self._span(row, 1)
        self.values.setdefault(issue, {})[option] = [self._number(row, k, is_needed=True) for k in range(2, len(row.cells))]
        return issue

    def _reservation(self, row: _Row) -> None:
        span = self._span(row, 0)
        if self.floors is not None:
            first = Note(text="it stands here first", span=self.places[(RESERVATION, "")])
            self.report.error("DET632", "there are two rows of reservation values", span, notes=[first], help="take one out")
        self.places.setdefault((RESERVATION, ""), span)
        self.floors = [self._number(row, k, is_needed=False) for k in range(2, len(row.cells))]

    def _number(self, row: _Row, k: int, *, is_needed: bool) -> Fraction | None:
        text = row.cells[k]
        over, bar, under = text.partition("/")
        value, divisor = decimal(over), decimal(under) if bar else Fraction(1)
        if not text and not is_needed:
            return None
        if value is None or not divisor:
            what = f"`{text}` is not a number" if text else "a number is missing"
            advice = "write digits with a decimal point, as in 12.5, and no thousands separators"
            if not text:
                advice = "write what the option is worth to the party; 0 if it is worth nothing"
            elif "," in text and decimal(text.replace(",", ".")) is not None:
                advice = f"write a point for the comma: {text.replace(',', '.')}"
            self.report.error("DET608", what, self._span(row, k), help=advice)
            return None
        return value / divisor

    def _span(self, row: _Row, k: int, *, whole: bool = False) -> Span:
        """Where a field of a row stands."""
        line = self.file.source.line(row.line)
        if whole or not row.is_single:
            return self.file.source.span(row.line, 1, len(line) + 1)
        starts = _starts(line, self.delimiter)
        start = starts[k] if k < len(starts) else len(line)
        end = starts[k + 1] - 1 if k + 1 < len(starts) else len(line)
        text = line[start:end]
        start += len(text) - len(text.lstrip())
        return self.file.source.span(row.line, start + 1, start + 1 + len(text.strip()))


def _starts(line: str, delimiter: str) -> Sequence[int]:
    """Where the fields of a line begin; a delimiter between quotes separates nothing."""
    found, is_quoted = [0], False
    for position, character in enumerate(line):
        if character == '"':
            is_quoted = not is_quoted
        elif character == delimiter and not is_quoted:
            found.append(position + 1)
    return found
