"""Text tables read like sheets: any encoding, delimiter and quoting, with the addresses that Excel shows."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from books import HOUSEHOLDS, Reader, column, entry, only, read_all, table, told
from reportgen.errors import Severity
from reportgen.place import Place
from reportgen.sources.delimited import delimited_workbook
from reportgen.sources.workbook import Kind
from reportgen.spec.model import DataSpec, FieldSpec

TEXT = (
    "乡镇,监测对象（户）,消除风险（户）,群众满意度（%）\r\n青石镇,35,12,98.5\r\n柳溪镇,40,20,97\r\n白云乡,8,0,100\r\n"
)
PLAIN = DataSpec(name="t", title="表", fields=(FieldSpec(name="乡镇", role="area"), FieldSpec(name="数", unit="户")))


def written(folder: Path, content: bytes, name: str = "防止返贫监测.csv") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_text_table_reads_in_every_encoding_and_with_every_delimiter(
    tmp_path: Path, code: str, delimiter: str, end: str
) -> None:
    content = TEXT.replace(",", delimiter).replace("\r\n", end).encode(code)

    data = read_all([entry(written(tmp_path, content))], HOUSEHOLDS)

    assert data.findings == ()
    assert table(data).areas == ("青石镇", "柳溪镇", "白云乡")
    assert column(data, "群众满意度") == (Decimal("98.5"), Decimal(97), Decimal(100))
    assert table(data).place("群众满意度", 2) == Place("防止返贫监测.csv", sheet="防止返贫监测", cell="D4")


def test_quoted_line_breaks_and_blank_lines_keep_the_rows_that_excel_shows(tmp_path: Path) -> None:
    content = '县表\n\n"乡\n镇","数\n（户）"\n"青石镇","1,234"\n\n柳溪镇,x\n'.encode()

    data = read_all([entry(written(tmp_path, content, "表.csv"))], PLAIN)

    assert column(data) == (Decimal(1234), None)
    assert table(data).place("数", 0).cell == "B4"
    assert told(data) == [("DATA-NOT-NUMBER", "B6")]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("35", "35"), ("35.50", "35.5"), ('"1,234.5"', "1234.5"), ("-3", "-3"), ("1.2E+3", "1200"), (" 7 ", "7")],
)
def test_plain_numbers_in_a_text_table_need_no_notice(tmp_path: Path, typed: str, value: str) -> None:
    data = read_all([entry(written(tmp_path, f"乡镇,数\n青石镇,{typed}\n".encode(), "表.csv"))], PLAIN)

    assert data.findings == ()
    assert column(data) == (Decimal(value),)


@pytest.mark.parametrize(("typed", "code"), [("35户", "DATA-TEXT-NUMBER"), ("#DIV/0!", "DATA-ERROR-CELL")])
def test_odd_cells_of_a_text_table_are_told_by_cell(tmp_path: Path, typed: str, code: str) -> None:
    data = read_all([entry(written(tmp_path, f"乡镇,数\n青石镇,{typed}\n".encode(), "表.csv"))], PLAIN)

    assert only(data, code).place.cell == "B2"


def test_percents_and_long_codes_of_a_text_table_are_what_they_look_like(tmp_path: Path) -> None:
    fields = (FieldSpec(name="乡镇", role="area"), FieldSpec(name="率", unit="%", rollup="own"))
    spec = DataSpec(name="t", title="表", fields=(*fields, FieldSpec(name="证号", type="string")))
    content = '乡镇,率,证号\n青石镇,56.35%,110101199003070000\n柳溪镇,0.5%,"=""0123"""\n'.encode()

    data = read_all([entry(written(tmp_path, content, "表.csv"))], spec)

    assert data.findings == ()
    assert column(data, "率") == (Decimal("56.35"), Decimal("0.5"))
    assert column(data, "证号") == ("110101199003070000", "0123")


def test_a_text_table_is_known_by_its_content_and_its_wrong_ending_is_told(tmp_path: Path) -> None:
    data = read_all([entry(written(tmp_path, TEXT.encode("gbk"), "防止返贫监测.xls"))], HOUSEHOLDS)

    finding = only(data, "DATA-OTHER-KIND")
    assert finding.severity is Severity.NOTICE
    assert "CSV" in finding.words
    assert table(data).areas == ("青石镇", "柳溪镇", "白云乡")


def test_a_quote_that_is_never_closed_is_told_instead_of_losing_the_rows_below(tmp_path: Path) -> None:
    data = read_all([entry(written(tmp_path, '乡镇,数\n青石镇,"35\n柳溪镇,40\n'.encode(), "表.csv"))], PLAIN)

    assert "引号" in only(data, "DATA-UNREADABLE").words


def test_a_stray_quote_is_a_sign_like_any_other(tmp_path: Path) -> None:
    data = read_all([entry(written(tmp_path, '乡镇,数,备注\n青石镇,35,"甲"乙\n'.encode(), "表.csv"))], PLAIN)

    assert column(data) == (Decimal(35),)


def test_a_separator_line_of_excel_is_followed_and_counts_as_no_row(tmp_path: Path) -> None:
    data = read_all([entry(written(tmp_path, "sep=|\n乡镇|数\n青石镇|35,5\n".encode(), "表.csv"))], PLAIN)

    assert told(data) == [("DATA-NOT-NUMBER", "B2")]


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6), min_size=2, max_size=5),
        min_size=1,
        max_size=6,
    )
)
def test_any_text_written_as_csv_comes_back_cell_by_cell(rows: list[list[str]]) -> None:
    import csv
    import io

    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["x一", "y二"], *rows])
    book = delimited_workbook(out.getvalue().encode("utf-8"), "表")
    grid = book.grid(book.sheets[0])

    for number, row in enumerate(rows, start=2):
        index = grid.index_of(number)
        for letter, text in zip("ABCDE", row, strict=False):
            cell = book.cell(*grid.raw(letter, index)) if index is not None else None
            if cell is None or cell.kind is Kind.BLANK:
                assert not text.strip()
            elif cell.kind is Kind.TEXT and not text.strip().startswith("="):
                assert cell.text == text


def test_a_list_of_single_figures_may_be_a_text_table(tmp_path: Path, reader: Reader) -> None:
    content = "指标,数值,单位\n走访次数,3,次\n".encode("gbk")

    data = read_all([entry(written(tmp_path, content, "事项.csv"), layout="list")])

    assert [(one.name, one.value, one.unit, one.place.cell) for one in data.one_offs] == [
        ("走访次数", Decimal(3), "次", "B2")
    ]
