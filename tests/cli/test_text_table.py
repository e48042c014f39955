"""Tables as plain text: no word is broken, no line is too long, and what is left out is counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from detente.cli.text_table import table_lines
from detente.explanation.explanation import Table, TableCell

WORDS = st.text("abcdefghij", min_size=1, max_size=14) | st.text("和平谈判停火", min_size=1, max_size=5)
CELLS = st.lists(WORDS, max_size=8).map(" ".join)


def table(heads: list[str], rows: list[list[str]]) -> Table:
    return Table(caption="", columns=tuple(heads), rows=tuple(tuple(TableCell(text=cell) for cell in row) for row in rows))


@given(data=st.data(), width=st.integers(40, 120), n_columns=st.integers(1, 6))
def test_words_stay_whole_and_lines_short(data: st.DataObject, width: int, n_columns: int) -> None:
    row = st.lists(CELLS, min_size=n_columns, max_size=n_columns)
    heads, rows = data.draw(row), data.draw(st.lists(row, max_size=4))
    lines = list(table_lines(table(heads, rows), width))
    assert all(cell_len(line) <= width for line in lines)
    said = " ".join(lines).replace(":", " ").split()
    for own in rows:
        for cell in own:
            assert all(word in said for word in cell.split())


def test_columns_stand_side_by_side_where_there_is_room() -> None:
    rows = [["the talks go on", "yes"], ["a strike", "not known"]]
    assert list(table_lines(table(["State", "Does it hold"], rows), 80)) == [
        "State            Does it hold",
        "the talks go on  yes",
        "a strike         not known",
    ]


def test_heads_take_more_lines_before_cells_do_and_stand_on_them() -> None:
    rows = [["moves are answered by what others have reason to do", "yes", "no"]]
    heads = ["It asks that", "The government of the north", "The government of the south"]
    assert list(table_lines(table(heads, rows), 60)) == [
        "                                      The         The",
        "                                      government  government",
        "                                      of the      of the",
        "It asks that                          north       south",
        "moves are answered by what others     yes         no",
        "have reason to do",
    ]


def test_a_row_is_a_block_where_columns_would_be_narrow() -> None:
    rows = [["the crossing is opened and the vessels are returned to the harbor", "R, GMR, SMR, SEQ, SSEQ, SIM", "", "all"]]
    heads = ["State", "The northern coalition", "The council", "Equilibrium"]
    assert list(table_lines(table(heads, rows), 42)) == [
        "the crossing is opened and the vessels",
        "  are returned to the harbor",
        "    The northern coalition: R, GMR, SMR,",
        "      SEQ, SSEQ, SIM",
        "    Equilibrium: all",
    ]


def test_only_a_word_longer_than_a_line_is_cut() -> None:
    name = "+".join(["open_the_crossing"] * 4)
    lines = list(table_lines(table(["State", "Holds"], [[name, "yes"]]), 40))
    assert "".join(line.strip() for line in lines[:-1]) == name
    assert lines[-1] == "    Holds: yes"
    assert all(len(line) <= 40 for line in lines)


def test_rows_left_out_are_counted() -> None:
    rows = [[str(k), "x"] for k in range(1_500)]
    lines = list(table_lines(table(["Number", "What"], rows), 80, most_rows=3))
    assert lines == ["Number  What", "0       x", "1       x", "2       x", "... and 1,497 more rows"]
    assert list(table_lines(table(["Number", "What"], rows[:4]), 80, most_rows=3))[-1] == "... and 1 more row"
    assert not any("more" in line for line in table_lines(table(["Number", "What"], rows[:3]), 80, most_rows=3))
