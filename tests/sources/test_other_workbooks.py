"""Workbooks of other programs, .xls and .ods, give the same values and addresses as an .xlsx."""

import io
import struct
import subprocess
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlwt

from books import HEAD, HOUSEHOLDS, SOUND, As, Rows, column, entry, only, read_all, table, told, write
from reportgen.place import Place
from reportgen.sources.formats import Look
from reportgen.sources.kinds import Kind as FileKind
from reportgen.sources.kinds import kind_of, open_workbook
from reportgen.sources.markup import events
from reportgen.sources.old_excel import old_workbook
from reportgen.sources.open_document import _ContentReader, open_document_workbook
from reportgen.sources.stored import cell_text
from reportgen.sources.workbook import Kind
from reportgen.spec.model import DataSpec, FieldSpec

ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">'
    '<office:automatic-styles><style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>"
)
ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
RATE = DataSpec(
    name="t",
    title="表",
    fields=(FieldSpec(name="乡镇", role="area"), FieldSpec(name="率", unit="%", rollup="own")),
)


def old(path: Path, rows: Rows, title: str = "防止返贫监测", start: int = 0) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(title)
    for r, row in enumerate(rows, start):
        for c, value in enumerate(row):
            if isinstance(value, tuple):
                sheet.write(r, c, value[0], xlwt.easyxf(num_format_str=value[1]))
            elif value is not None:
                sheet.write(r, c, value)
    book.save(str(path))
    return path


def ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>x</text:p></table:table-cell>'


def ods_sheet(body: str, title: str = "防止返贫监测", style: str = "ta1") -> str:
    return f'<table:table table:name="{title}" table:style-name="{style}">{body}</table:table>'


def ods_typed(attributes: str, inside: str = "") -> str:
    """A cell with these attributes and this content."""
    return f"<table:table-cell {attributes}>{inside}</table:table-cell>"


def ods_rows(rows: Rows) -> str:
    return "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)


def ods(path: Path, sheets: str, mime: str = SPREADSHEET, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mime, zipfile.ZIP_STORED)
        archive.writestr("content.xml", ODS_HEAD + sheets + ODS_TAIL)
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return path


# --- .xls ---


def test_an_old_workbook_reads_like_a_new_one(tmp_path: Path) -> None:
    data = read_all([entry(old(tmp_path / "a.xls", SOUND, start=2))], HOUSEHOLDS)

    assert data.findings == ()
    assert table(data).areas == ("青石镇", "柳溪镇", "白云乡")
    assert column(data, "群众满意度") == (Decimal("98.5"), Decimal(97), Decimal(100))
    assert table(data).place("群众满意度", 2).cell == "D6"


def test_percents_dates_and_error_cells_of_an_old_workbook_are_known(tmp_path: Path) -> None:
    rows = [
        ["乡镇", "率", "日"],
        ["甲镇", (0.5635, "0.00%"), (datetime(2023, 6, 27), "yyyy-mm-dd")],
        ["乙镇", 56.35, None],
    ]
    spec = DataSpec(name="t", title="表", fields=(*RATE.fields, FieldSpec(name="日", type="date")))

    data = read_all([entry(old(tmp_path / "a.xls", rows, "表"))], spec)

    assert column(data, "率") == (Decimal("56.35"), Decimal("56.35"))
    assert column(data, "日") == (date(2023, 6, 27), None)


def test_faults_of_an_old_workbook_are_told_by_cell(tmp_path: Path) -> None:
    rows = [HEAD, ["青石镇", "待报", 12, 98.5], ["柳溪镇", 40.5, 20, 97], ["没有镇", 8, 0, 100]]

    from books import tree

    data = read_all([entry(old(tmp_path / "a.xls", rows))], HOUSEHOLDS, areas=tree("青石镇", "柳溪镇"))

    assert sorted(told(data)) == [("DATA-NOT-INTEGER", "B3"), ("DATA-NOT-NUMBER", "B2"), ("DATA-UNKNOWN-AREA", "A4")]


def test_merged_and_hidden_parts_of_an_old_workbook_are_seen(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("防止返贫监测")
    for r, row in enumerate(SOUND):
        for c, value in enumerate(row):
            if (r, c) != (2, 1):
                sheet.write(r, c, value) if (r, c) != (1, 1) else sheet.write_merge(1, 2, 1, 1, value)
    sheet.col(3).hidden = True
    book.save(str(tmp_path / "a.xls"))

    data = read_all([entry(tmp_path / "a.xls")], HOUSEHOLDS)

    assert ("DATA-MERGED-CELL", "B2:B3") in told(data)
    assert ("DATA-HIDDEN", "D1") in told(data)


def test_an_old_workbook_agrees_with_calamine_cell_by_cell(tmp_path: Path) -> None:
    rows = [
        ["a", 1.5, None, "x & <y>"],
        [None, None, None, None],
        ["_x0041_", 0.1, -3, True],
        ["长" * 300, 1e-7, 1e20, ""],
    ]
    path = old(tmp_path / "a.xls", rows, "表")
    book = old_workbook(path.read_bytes())
    grid = book.grid(book.sheets[0])

    expected = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    for r, row in enumerate(expected, start=1):
        for letter, value in zip("ABCD", row, strict=True):
            index = grid.index_of(r)
            cell = book.cell(*grid.raw(letter, index)) if index is not None else book.cell("", "")
            match cell.kind:
                case Kind.NUMBER:
                    assert float(cell.text) == value
                case Kind.BOOLEAN:
                    assert (cell.text == "TRUE") is value
                case _:
                    assert cell.text == value


@pytest.mark.parametrize("length", [600, 3000])
def test_an_old_workbook_that_is_cut_off_or_spoilt_is_a_finding(tmp_path: Path, length: int) -> None:
    whole = old(tmp_path / "a.xls", SOUND).read_bytes()
    (tmp_path / "cut.xls").write_bytes(whole[:length])

    assert only(read_all([entry(tmp_path / "cut.xls")], HOUSEHOLDS), "DATA-UNREADABLE").advice

    for position in range(512, len(whole), 61):
        spoilt = bytearray(whole)
        spoilt[position] ^= 0x55
        (tmp_path / "spoilt.xls").write_bytes(spoilt)
        read_all([entry(tmp_path / "spoilt.xls")], HOUSEHOLDS)


def test_an_et_file_is_read_as_the_old_workbook_that_it_is(tmp_path: Path) -> None:
    data = read_all([entry(old(tmp_path / "a.et", SOUND))], HOUSEHOLDS)

    assert data.findings == ()
    assert table(data).place("群众满意度", 2) == Place("a.et", sheet="防止返贫监测", cell="D4")


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def test_a_bare_stream_of_records_in_the_machines_own_encoding_is_read(tmp_path: Path) -> None:
    stream = record(9, struct.pack("<HH", 2, 0x10))
    for r, row in enumerate(SOUND):
        for c, value in enumerate(row):
            head = struct.pack("<HH3s", r, c, bytes(3))
            text = str(value).encode("gbk")
            is_text = isinstance(value, str)
            stream += (
                record(4, head + bytes([len(text)]) + text) if is_text else record(3, head + struct.pack("<d", value))
            )
    (tmp_path / "导出.xls").write_bytes(stream + record(10, b""))

    data = read_all([entry(tmp_path / "导出.xls", table="households")], HOUSEHOLDS)

    assert data.findings == ()
    assert table(data).areas == ("青石镇", "柳溪镇", "白云乡")
    assert column(data, "群众满意度") == (Decimal("98.5"), Decimal(97), Decimal(100))


def test_an_old_workbook_with_a_password_says_so(tmp_path: Path) -> None:
    content = old(tmp_path / "a.xls", SOUND).read_bytes()
    # The record of the code page stands early; that of a password has its length of two in the weakest kind.
    codepage = b"\x42\x00\x02\x00\xb0\x04"
    assert content.count(codepage) == 1
    (tmp_path / "b.xls").write_bytes(content.replace(codepage, b"\x2f\x00\x02\x00\xb0\x04"))

    assert "密码" in only(read_all([entry(tmp_path / "b.xls")], HOUSEHOLDS), "DATA-UNREADABLE").words


# --- .ods ---


def test_an_open_document_reads_like_an_xlsx(tmp_path: Path) -> None:
    blank = '<table:table-cell table:number-columns-repeated="1024"/>'
    empty = f'<table:table-row table:number-rows-repeated="2">{blank}</table:table-row>'
    ghost = empty.replace('"2"', '"1048569"')
    path = ods(tmp_path / "a.ods", ods_sheet(empty + ods_rows(SOUND) + ghost))

    data = read_all([entry(path)], HOUSEHOLDS)

    assert data.findings == ()
    assert table(data).areas == ("青石镇", "柳溪镇", "白云乡")
    assert column(data, "群众满意度") == (Decimal("98.5"), Decimal(97), Decimal(100))
    assert table(data).place("群众满意度", 2).cell == "D6"


def test_typed_values_of_an_open_document_are_known(tmp_path: Path) -> None:
    kind = "office:value-type"
    error = f'table:formula="of:=1/0" {kind}="string" office:string-value="" calcext:value-type="error"'
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    cells = (
        ods_typed(f'{kind}="percentage" office:value="0.5635"', "<text:p>56.35%</text:p>")
        + ods_typed(f'{kind}="date" office:date-value="2023-06-27"', "<text:p>27日</text:p>")
        + ods_typed(f'{kind}="boolean" office:boolean-value="true"', "<text:p>真</text:p>")
        + ods_typed(error, "<text:p>#DIV/0!</text:p>")
        + ods_typed('table:formula="of:=A1"')
        + ods_typed(f'table:formula="of:=A1" {kind}="float" office:value="35"', "<text:p>35</text:p>")
        + ods_typed(
            f'{kind}="string"',
            note + '<text:p>甲<text:s text:c="2"/>乙<text:span>丙</text:span></text:p><text:p>丁</text:p>',
        )
        + ods_typed(f'{kind}="float" office:value="7" table:number-columns-repeated="2"', "<text:p>7</text:p>")
    )
    book = open_document_workbook(ods(tmp_path / "a.ods", ods_sheet(f"<table:table-row>{cells}</table:table-row>")))
    grid = book.grid(book.sheets[0])
    read = [book.cell(*grid.raw(letter, 0)) for letter in "ABCDEFGHI"]

    assert [(cell.kind, cell.text) for cell in read] == [
        (Kind.NUMBER, "0.5635"),
        (Kind.DATE, "2023-06-27"),
        (Kind.BOOLEAN, "TRUE"),
        (Kind.ERROR, "#DIV/0!"),
        (Kind.NO_VALUE, ""),
        (Kind.NUMBER, "35"),
        (Kind.TEXT, "甲  乙丙\n丁"),
        (Kind.NUMBER, "7"),
        (Kind.NUMBER, "7"),
    ]
    assert read[0].look is Look.PERCENT
    assert read[5].formula


def test_merged_and_hidden_parts_of_an_open_document_are_seen(tmp_path: Path) -> None:
    spanned = ods_typed('office:value-type="float" office:value="35" table:number-rows-spanned="2"')
    first = ods_cell("青石镇") + spanned + ods_cell(1) + ods_cell(9)
    second = ods_cell("柳溪镇") + "<table:covered-table-cell/>" + ods_cell(1) + ods_cell(9)
    rows = (
        ods_rows([HEAD])
        + f'<table:table-row table:visibility="filter">{first}</table:table-row>'
        + f"<table:table-row>{second}</table:table-row>"
    )
    columns = (
        '<table:table-column/><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
    )

    data = read_all([entry(ods(tmp_path / "a.ods", ods_sheet(columns + rows, style="ta2")))], HOUSEHOLDS)

    assert ("DATA-MERGED-CELL", "B2:B3") in told(data)
    assert {cell for _, cell in told(data, "DATA-HIDDEN")} == {"", "A2", "D1"}


def test_empty_cells_before_and_behind_the_filled_ones_count_but_are_not_put_down(tmp_path: Path) -> None:
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    rest = '<table:table-cell table:style-name="ce1" table:number-columns-repeated="16379"/>'
    spanned = ods_typed('office:value-type="float" office:value="3" table:number-columns-spanned="2"')
    row = f"<table:table-row>{gap}{ods_cell(1)}{gap}{spanned}<table:covered-table-cell/>{rest}</table:table-row>"
    reader = _ContentReader()
    events([(ODS_HEAD + ods_sheet(row * 3) + ODS_TAIL).encode()], reader.start, reader.end, reader.characters)

    (sheet,) = reader.sheets
    assert [len(cells) for _, cells in sheet.rows] == [6, 6, 6]
    assert sheet.grid().letters == ("C", "F")
    assert [(one.left, one.right) for one in sheet.merges] == [(5, 6)] * 3


@pytest.mark.parametrize("kind", ["text", "encrypted", "broken", "doctype", "bomb"])
def test_an_open_document_that_cannot_be_read_says_why(tmp_path: Path, kind: str) -> None:
    sound = ods_sheet(ods_rows(SOUND))
    bomb = '<table:table-row table:number-rows-repeated="1048576">' + ods_cell(1) + "</table:table-row>"
    path = tmp_path / "a.ods"
    match kind:
        case "text":
            ods(path, sound, "application/vnd.oasis.opendocument.text")
        case "encrypted":
            ods(path, sound, **{"META-INF__manifest": "<manifest><encryption-data/></manifest>"})
        case "broken":
            ods(path, sound + "<x>")
        case "doctype":
            ods(path, sound)
            content = io.BytesIO(path.read_bytes())
            with zipfile.ZipFile(content) as archive:
                xml = archive.read("content.xml").decode().replace("?>", "?><!DOCTYPE a [<!ENTITY b 'c'>]>", 1)
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("mimetype", SPREADSHEET)
                archive.writestr("content.xml", xml)
        case "bomb":
            ods(path, ods_sheet(bomb))

    words = {"text": "不是表格", "encrypted": "密码", "broken": "XML", "doctype": "DTD", "bomb": "行"}[kind]
    assert words in only(read_all([entry(path)], HOUSEHOLDS), "DATA-UNREADABLE").words


def test_a_kind_is_told_by_content(tmp_path: Path) -> None:
    ods(tmp_path / "a.xlsx", ods_sheet(ods_rows(SOUND)))
    old(tmp_path / "b.xlsx", SOUND)

    assert kind_of(tmp_path / "a.xlsx") is FileKind.ODS
    assert kind_of(tmp_path / "b.xlsx") is FileKind.XLS
    for name in ("a.xlsx", "b.xlsx"):
        data = read_all([entry(tmp_path / name)], HOUSEHOLDS)
        assert told(data) == [("DATA-OTHER-KIND", "")]
        assert column(data, "监测对象户数") == (Decimal(35), Decimal(40), Decimal(8))


# --- as an office program writes them ---

LOOKS = [
    As(35, '0"户"'),
    As(0.5635, "0.00%"),
    As(date(2023, 6, 27), 'yyyy"年"m"月"d"日"'),
    As(1234.5, "#,##0.00_ ;[Red]\\-#,##0.00\\ "),
    "0012",
    As("#DIV/0!", formula="=1/0"),
    As(12, formula="=A2-23"),
    -3.25,
]


def seen(path: Path) -> tuple[dict[str, tuple[str, Look]], tuple[object, ...]]:
    """Every filled cell by its address, and the merges, hidden rows and hidden columns."""
    book = open_workbook(entry(path), lambda _: None)
    grid = book.grid(book.sheets[0])
    cells = {}
    for letter in grid.letters:
        for index, row in enumerate(grid.rows):
            cell = book.cell(*grid.raw(letter, index))
            if cell.kind is not Kind.BLANK:
                cells[f"{letter}{row}"] = (cell_text(cell, book.epoch_1904), cell.look)
    return cells, (grid.merges, {row for row in grid.hidden_rows if row < 100}, grid.hidden_columns)


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods", "et", "xlsm"])
def test_what_libreoffice_writes_is_seen_as_the_workbook_that_it_was(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path / "a.xlsx", {"防止返贫监测": [["题", None, *"CDEFGH"], LOOKS, [None, "x"], LOOKS]})
    book = openpyxl.load_workbook(path)
    (only_sheet,) = book.worksheets
    only_sheet.merge_cells("A1:B1")
    only_sheet.row_dimensions[4].hidden = True
    only_sheet.column_dimensions["D"].hidden = True
    book.save(path)

    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    # LibreOffice computes what openpyxl has saved without results; the .xlsx to compare with is its own too.
    for target in ("xlsx", kind):
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(tmp_path / "out"),
            str(path),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)

    expected = seen(tmp_path / "out" / "a.xlsx")
    assert len(expected[0]) == 24
    assert expected[0]["B2"] == ("56.35%", Look.PERCENT)
    assert seen(tmp_path / "out" / f"a.{kind}") == expected
