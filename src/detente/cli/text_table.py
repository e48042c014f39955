"""A table as plain text: columns wrapped at words, or a block for each row where columns would be too narrow to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, chop_cells

from detente.explanation.explanation import Table
from detente.explanation.wording import plural
from detente.report.citations import cell_text, isolated_label

__all__ = ["table_lines"]

_GAP = 2
_Cells = Sequence[Sequence[str]]


def table_lines(table: Table, width: int, most_rows: int | None = None) -> Iterator[str]:
    """The rows of a table as lines of at most ``width``; of more rows than ``most_rows`` the first, and how many follow.

    Widths are columns of a screen. A word is never broken unless it is longer than a line. Whichever takes fewer lines is
    chosen: columns side by side, or a block for each row, its first cell above the others with the names of their columns.
    """
    heads = [isolated_label(column) for column in table.columns]
    rows = [[cell_text(cell) for cell in row] for row in table.rows[:most_rows]]
    widths = _widths(heads, rows, width)
    blocks = list(_blocks(heads, rows, width))
    if widths is None:
        yield from blocks
    else:
        top, body = list(_columns([heads], widths, is_head=True)), list(_columns(rows, widths))
        yield from [*top, *body] if len(body) <= len(blocks) else blocks
    n_left = len(table.rows) - len(rows)
    if n_left:
        yield f"... and {plural(n_left, 'more row', 'more rows')}"


def _widths(heads: Sequence[str], rows: _Cells, width: int) -> list[int] | None:
    """Widths in which no word is broken, as even as the cells allow; ``None`` if there is no room for the longest words.

    Cells come first: a head, which stands once, may take more lines.
    """
    columns = list(zip(heads, *rows, strict=True))
    least = [max((cell_len(word) for cell in column for word in cell.split()), default=0) for column in columns]
    room = width - _GAP * (len(columns) - 1)
    if sum(least) > room:
        return None
    within = _widened(least, [max(map(cell_len, column[1:]), default=0) for column in columns], room)
    return _widened(within, [max(map(cell_len, column)) for column in columns], room)


def _widened(least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """Widths from ``least`` to ``most``, the narrowest widened first."""

    def at(cap: int) -> list[int]:
        return [max(low, min(high, cap)) for low, high in zip(least, most, strict=True)]

    found = at(max(cap for cap in range(room + 1) if sum(at(cap)) <= room))
    for k, high in enumerate(most):  # what is left over where not every column can have one more
        found[k] += 1 if high > found[k] and sum(found) < room else 0
    return found


def _columns(rows: _Cells, widths: Sequence[int], *, is_head: bool = False) -> Iterator[str]:
    """Cells side by side, hanging from the top of their row; heads stand on what is below."""
    for row in rows:
        wrapped = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
        tall = max(len(lines) for lines in wrapped)
        blank = [[""] * (tall - len(lines)) for lines in wrapped]
        filled = [above + lines if is_head else lines + above for lines, above in zip(wrapped, blank, strict=True)]
        for parts in zip(*filled, strict=True):
            padded = (part + " " * (width - cell_len(part) + _GAP) for part, width in zip(parts, widths, strict=True))
            yield "".join(padded).rstrip()


def _blocks(heads: Sequence[str], rows: _Cells, width: int) -> Iterator[str]:
    for row in rows:
        first, *rest = _wrapped(row[0], width - _GAP)
        yield first
        yield from (f"{'':{_GAP}}{line}" for line in rest)
        for head, cell in zip(heads[1:], row[1:], strict=True):
            if cell:
                first, *rest = _wrapped(f"{head}: {cell}" if head else cell, width - 3 * _GAP)
                yield f"{'':{2 * _GAP}}{first}"
                yield from (f"{'':{3 * _GAP}}{line}" for line in rest)


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of whole words; a word longer than a line is cut."""
    lines, used = [""], 0
    for word in text.split():
        for part in chop_cells(word, width) if cell_len(word) > width else [word]:
            size = cell_len(part)
            if used and used + 1 + size > width:
                lines.append("")
                used = 0
            lines[-1] += f" {part}" if used else part
            used += size + (1 if used else 0)
    return lines
