"""Tables fill the type area and take the largest type that fits."""

import io

import docx
import pytest
from docx.table import Table as DocxTable

from reportgen.document import Cell, Document, Row, Run, Table
from reportgen.gongwen import STANDARD, TABLE_SIZES
from reportgen.word import write_docx


def row(*cells: str) -> Row:
    return tuple(Cell((Run(cell),)) for cell in cells)


def written(table: Table) -> DocxTable:
    return docx.Document(io.BytesIO(write_docx(Document((table,), "题")))).tables[0]


def widths(table: DocxTable) -> list[int]:
    return [round(column.width.twips) for column in table.columns if column.width is not None]


def size(table: DocxTable) -> float:
    font = table.rows[-1].cells[0].paragraphs[0].runs[0].font.size
    assert font is not None
    return font.pt * 2


@pytest.mark.parametrize("columns", [1, 3, 6, 10])
def test_a_table_is_as_wide_as_the_type_area(columns: int):
    table = written(Table((row(*["支出进度"] * columns),), (row(*["81.04%"] * columns),)))
    assert sum(widths(table)) == STANDARD.width
    assert min(widths(table)) > 0


def test_type_gets_smaller_only_where_columns_would_not_fit():
    few = written(Table((row(*["进度"] * 4),), (row(*["81.04%"] * 4),)))
    many = written(Table((row(*["进度"] * 12),), (row(*["81.04%"] * 12),)))
    assert size(few) == TABLE_SIZES[0]
    assert TABLE_SIZES[-1] <= size(many) < TABLE_SIZES[0]


def test_a_column_of_long_names_is_wider_than_a_column_of_ranks():
    table = written(Table((row("乡镇", "位次"),), (row("江州县青石镇人民政府", "1"),)))
    first, second = widths(table)
    assert first > second


def test_heading_rows_repeat_and_no_row_is_parted():
    table = written(Table((row("监测对象"), row("户")), (row("35"),)))
    properties = [{child.tag.rsplit("}")[-1] for child in one._tr.trPr} for one in table.rows]
    assert [("tblHeader" in one, "cantSplit" in one) for one in properties] == [
        (True, True),
        (True, True),
        (False, True),
    ]


def test_total_rows_are_bold():
    table = written(Table((), (row("1"), row("合计")), total=(1,)))
    assert [bool(one.cells[0].paragraphs[0].runs[0].bold) for one in table.rows] == [False, True]


def test_a_cell_without_text_still_holds_a_paragraph():
    table = written(Table((), ((Cell(()), Cell((Run(""),))),)))
    assert [cell.text for cell in table.rows[0].cells] == ["", ""]


def test_a_table_without_cells_is_not_written():
    made = write_docx(Document((Table((), ()), Table(((),), ((),))), "题"))
    assert docx.Document(io.BytesIO(made)).tables == []
