"""Workbook files as they come: every spelling of .xlsx reads the same; what is none says what it is; nothing harms."""

import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from books import (
    HEAD,
    HOUSEHOLDS,
    SOUND,
    As,
    column,
    entry,
    is_error,
    only,
    read_all,
    repacked,
    sheet,
    table,
    write,
)
from reportgen.errors import Severity
from reportgen.place import Place, cell_position, column_letters
from reportgen.sources import package
from reportgen.sources.formats import Look
from reportgen.sources.grid import scan_sheet
from reportgen.sources.stored import day_of
from reportgen.sources.workbook import Kind, Workbook
from reportgen.spec.model import DataSpec, FieldSpec

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return write(tmp_path / "sound.xlsx", {"防止返贫监测": SOUND})


def same_as_sound(path: Path) -> None:
    data = read_all([entry(path)], HOUSEHOLDS)
    assert data.findings == (), [str(finding) for finding in data.findings]
    assert table(data).areas == ("青石镇", "柳溪镇", "白云乡")
    assert column(data, "群众满意度") == (Decimal("98.5"), Decimal(97), Decimal(100))
    assert table(data).place("群众满意度", 2).cell == "D4"


# --- the many spellings of one workbook ---


def prefixed(xml: str) -> str:
    import re

    return re.sub(r"<(/?)(?![?!])", r"<\1x:", xml).replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


def without_addresses(xml: str) -> str:
    import re

    return re.sub(r'<(c|row) r="\w+"', r"<\1", xml)


SPELLINGS: dict[str, dict[str, Callable[[str], str]]] = {
    "with prefixes": {"sheet1.xml": prefixed, "sharedStrings.xml": prefixed, "workbook.xml": prefixed},
    "without addresses": {"sheet1.xml": without_addresses},
    "strict": {
        "sheet1.xml": lambda xml: xml.replace(MAIN, STRICT),
        "workbook.xml": lambda xml: xml.replace(MAIN, STRICT).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"
        ),
        "workbook.xml.rels": lambda xml: xml.replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"
        ),
    },
    "with a comment in a row": {"sheet1.xml": lambda xml: xml.replace('<c r="B2"', '<!-- 备注 --><c r="B2"')},
    "with a comment in front": {"sheet1.xml": lambda xml: xml.replace("<worksheet", "<!-- x --><worksheet", 1)},
    "type before style": {"sheet1.xml": lambda xml: xml.replace(' t="s"', ' t="s" s="0"')},
    "pretty-printed": {"sheet1.xml": lambda xml: xml.replace("><", ">\n  <")},
    "with empty rows between": {
        "sheet1.xml": lambda xml: xml.replace("</sheetData>", '<row r="9" ht="15"/><row r="10"/></sheetData>')
    },
    "with formatted empty cells": {
        "sheet1.xml": lambda xml: xml.replace("</row>", "</row>", 1).replace(
            "</sheetData>", '<row r="9"><c r="A9" s="0"/><c r="Z9" s="0"/></row></sheetData>'
        )
    },
    "with rich text and phonetics": {
        "sharedStrings.xml": lambda xml: xml.replace(
            "<si><t>青石镇</t></si>",
            "<si><r><rPr><b/></rPr><t>青</t></r><r><t>石镇</t></r><rPh sb='0' eb='1'><t>qing</t></rPh></si>",
        )
    },
    "with CDATA": {"sharedStrings.xml": lambda xml: xml.replace("<t>青石镇</t>", "<t><![CDATA[青石镇]]></t>")},
    "with references": {"sharedStrings.xml": lambda xml: xml.replace("<t>青石镇</t>", "<t>&#38738;&#x77F3;镇</t>")},
    "with inline strings": {
        "sheet1.xml": lambda xml: xml.replace(
            '<c r="A2" t="s"><v>4</v></c>', '<c r="A2" t="inlineStr"><is><t>青石镇</t></is></c>'
        )
    },
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_workbook_reads_the_same(sound: Path, tmp_path: Path, spelling: str) -> None:
    other = repacked(sound, SPELLINGS[spelling], tmp_path / "other.xlsx")
    with zipfile.ZipFile(sound) as one, zipfile.ZipFile(other) as two:
        changed = [name for name in one.namelist() if one.read(name) != two.read(name)]

    assert changed
    same_as_sound(other)


def test_a_part_in_utf_16_reads_the_same(sound: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(("sheet1.xml", "sharedStrings.xml")):
                content = content.decode().replace("UTF-8", "UTF-16").encode("utf-16")
            new.writestr(name, content)

    same_as_sound(other)


def test_openpyxl_and_xlsxwriter_in_every_mode_read_the_same(tmp_path: Path) -> None:
    def fill(ws: Any) -> None:
        for row in SOUND:
            ws.append(row)

    same_as_sound(sheet(tmp_path / "openpyxl.xlsx", fill, "防止返贫监测"))
    same_as_sound(write(tmp_path / "inline.xlsx", {"防止返贫监测": SOUND}, constant_memory=True))
    book = openpyxl.Workbook(write_only=True)
    fill(book.create_sheet("防止返贫监测"))
    book.save(tmp_path / "write_only.xlsx")
    same_as_sound(tmp_path / "write_only.xlsx")


def test_the_1904_system_shifts_dates(tmp_path: Path) -> None:
    fields = (FieldSpec(name="乡镇", role="area"), FieldSpec(name="日", type="date"))
    rows = [["乡镇", "日"], ["甲镇", As(date(2023, 6, 27), "yyyy-mm-dd")]]
    path = write(tmp_path / "mac.xlsx", {"表": rows}, date_1904=True)

    data = read_all([entry(path)], DataSpec(name="t", title="表", fields=fields))

    assert column(data, "日") == (date(2023, 6, 27),)


def test_an_iso_date_is_a_date(tmp_path: Path) -> None:
    fields = (FieldSpec(name="乡镇", role="area"), FieldSpec(name="日", type="date"))
    path = write(tmp_path / "a.xlsx", {"表": [["乡镇", "日"], ["甲镇", 45104]]})
    iso = repacked(
        path,
        {"sheet1.xml": lambda xml: xml.replace('"B2"><v>45104', '"B2" t="d"><v>2023-06-27T00:00:00')},
        tmp_path / "iso.xlsx",
    )

    data = read_all([entry(iso)], DataSpec(name="t", title="表", fields=fields))

    assert column(data, "日") == (date(2023, 6, 27),)


CELLS = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12),
    st.booleans(),
)


def same_as_calamine(path: Path) -> None:
    book = Workbook(path)
    grid = book.grid(book.sheets[0])
    seen = python_calamine.load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    for row, values in enumerate(seen):
        for number, value in enumerate(values):
            index = grid.index_of(row + 1)
            raw = grid.raw(column_letters(number), index) if index is not None else ("", "")
            cell = book.cell(*raw)
            match cell.kind:
                case Kind.BLANK:
                    assert value == ""
                case Kind.NUMBER if cell.look is Look.DATE:
                    assert day_of(cell, book.epoch_1904, None) == value
                case Kind.NUMBER:
                    assert float(cell.text) == value
                case Kind.BOOLEAN:
                    assert (cell.text == "TRUE") is value
                case _:
                    assert cell.text == value


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=30),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_the_scan_sees_what_calamine_sees(tmp_path: Path, rows: list[list[Any]], top: int, left: int) -> None:
    path = write(tmp_path / "any.xlsx", {"表": rows}, (top, left), strings_to_formulas=False)
    same_as_calamine(path)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=45))
def test_both_ways_of_scanning_see_the_same(tmp_path: Path, rows: list[list[Any]]) -> None:
    path = write(tmp_path / "any.xlsx", {"表": rows})
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()

    plain = scan_sheet(lambda: iter([xml.encode()]))
    other = scan_sheet(lambda: iter([prefixed(xml).encode()]))

    filled = [(letter, row) for letter in plain.letters for row in plain.rows]
    assert plain.rows == other.rows

    def at(grid: Any, letter: str, row: int) -> tuple[str, str]:
        mark, text = grid.raw(letter, grid.index_of(row))
        return mark if text else "", text

    assert [at(plain, *where) for where in filled] == [at(other, *where) for where in filled]


# --- sizes ---


def test_a_million_ghost_rows_are_passed_over(sound: Path, tmp_path: Path) -> None:
    ghosts = "".join(f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/></row>' for n in range(9, 60_009))
    empty = "".join(f'<row r="{n}" ht="15"/>' for n in range(60_009, 200_000))
    change = {"sheet1.xml": lambda xml: xml.replace("</sheetData>", f"{ghosts}{empty}</sheetData>")}

    same_as_sound(repacked(sound, change, tmp_path / "ghosts.xlsx"))


def test_pieces_may_end_anywhere(sound: Path) -> None:
    with zipfile.ZipFile(sound) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").replace(b"</sheetData>", "</sheetData><!--备注-->".encode())
    whole = scan_sheet(lambda: iter([xml]))

    for size in (1, 7, 64, 500):
        assert scan_sheet(lambda size=size: (xml[i : i + size] for i in range(0, len(xml), size))) == whole


def test_a_far_cell_costs_nothing(tmp_path: Path) -> None:
    def fill(ws: Any) -> None:
        for row in SOUND:
            ws.append(row)
        ws["XFD1048576"] = "x"

    data = read_all([entry(sheet(tmp_path / "far.xlsx", fill, "防止返贫监测"))], HOUSEHOLDS)

    assert data.findings == ()
    assert len(table(data).areas) == 3


def test_42000_merged_ranges_are_no_burden(sound: Path, tmp_path: Path) -> None:
    merges = "".join(f'<mergeCell ref="AA{n}:AB{n}"/>' for n in range(1, 42_001))
    change = {
        "sheet1.xml": lambda xml: xml.replace(
            "</sheetData>", f'</sheetData><mergeCells count="42000">{merges}</mergeCells>'
        )
    }

    same_as_sound(repacked(sound, change, tmp_path / "merges.xlsx"))


def test_a_column_met_late_is_read_too(tmp_path: Path) -> None:
    rows = [[*HEAD], *([f"第{n}镇", n, n, 98] for n in range(30)), ["末镇", 1, 2, 98, None, "批注"]]

    data = read_all([entry(write(tmp_path / "late.xlsx", {"防止返贫监测": rows}))], HOUSEHOLDS)

    assert data.findings == ()
    assert len(table(data).areas) == 31


# --- files that are no workbooks ---

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_WORKBOOKS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "空的"),
    "xls": (OLE + bytes(600), ".xls"),
    "encrypted": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "html": ("<html><table><tr><td>乡镇</td></tr></table>".encode(), "网页"),
    "html with mark": (b"\xef\xbb\xbf\r\n<table>", "网页"),
    "xml 2003": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "2003"),
    "fods": (
        b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">',
        "fods",
    ),
    "mhtml": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x,y\r\n\r\n<table>", "网页"),
    "text": ("随便什么".encode(), "文本"),
    "full-width commas": ("乡镇，户数\n青石镇，35\n".encode(), "半角逗号"),
    "blanks": (b"\xef\xbb\xbf \r\n", "只有空白"),
    "pdf": (b"%PDF-1.7\n1,2\n", "PDF"),
    "rar": (b"Rar!\x1a\x07\x01\x00" + bytes(range(256)), "压缩包（.rar）"),
    "slides": (OLE + bytes(600) + "PowerPoint Document".encode("utf-16-le"), "演示文稿"),
    "noise": (bytes(range(256)) * 20, "不是 Excel"),
    "begin of zip": (b"PK\x03\x04" + bytes(50), "损坏"),
}


@pytest.mark.parametrize("kind", NOT_WORKBOOKS)
def test_a_file_that_is_no_workbook_says_what_it_is(tmp_path: Path, kind: str) -> None:
    content, words = NOT_WORKBOOKS[kind]
    (tmp_path / "a.xlsx").write_bytes(content)

    finding = only(read_all([entry(tmp_path / "a.xlsx")], HOUSEHOLDS), "DATA-UNREADABLE")

    assert is_error(finding)
    assert finding.place == Place("a.xlsx")
    assert words in finding.words


def test_the_temporary_file_of_an_open_workbook_leads_to_the_workbook_itself(tmp_path: Path) -> None:
    (tmp_path / "~$data.xlsx").write_bytes(b"\x05admin" + b" " * 159)

    finding = only(read_all([entry(tmp_path / "~$data.xlsx")], HOUSEHOLDS), "DATA-UNREADABLE")

    assert "临时文件" in finding.words
    assert "“data.xlsx”" in finding.advice


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods", "a.csv"])
def test_a_file_that_another_program_holds_is_told(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def refuse(*_: object, **__: object) -> Any:
        raise PermissionError(13, "Permission denied")

    (tmp_path / name).write_bytes(sound.read_bytes())
    monkeypatch.setattr(Path, "open", refuse)

    assert "占用" in only(read_all([entry(tmp_path / name)], HOUSEHOLDS), "DATA-UNREADABLE").words


@pytest.mark.parametrize("ending", [".xlsm", ".et", ".XLSX"])
def test_an_xlsx_under_a_kindred_ending_reads_like_one(sound: Path, tmp_path: Path, ending: str) -> None:
    other = tmp_path / f"other{ending}"
    other.write_bytes(sound.read_bytes())

    same_as_sound(other)


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"_rels/.rels": b"", "word/document.xml": b""}, "Word"),
        ({"_rels/.rels": b"", "ppt/presentation.xml": b""}, "演示"),
        ({"_rels/.rels": b"", "xl/workbook.bin": b""}, "xlsb"),
        ({"mimetype": b"", "content.xml": b""}, ".ods"),
        ({"青石镇.xlsx": b""}, "压缩包"),
        ({"_rels/.rels": b"<Relationships/>"}, "不是 Excel"),
    ],
)
def test_another_kind_of_zip_says_what_it_is(tmp_path: Path, parts: dict[str, bytes], words: str) -> None:
    path = zipped(tmp_path / "a.xlsx", parts)

    assert words in only(read_all([entry(path)], HOUSEHOLDS), "DATA-UNREADABLE").words


def test_a_file_that_is_cut_off_anywhere_is_found(sound: Path, tmp_path: Path) -> None:
    whole = sound.read_bytes()

    for length in range(10, len(whole), 97):
        (tmp_path / "cut.xlsx").write_bytes(whole[:length])
        assert is_error(only(read_all([entry(tmp_path / "cut.xlsx")], HOUSEHOLDS), "DATA-UNREADABLE"))


def test_a_flipped_byte_never_ends_in_a_traceback_or_a_wrong_value(sound: Path, tmp_path: Path) -> None:
    whole = sound.read_bytes()

    for position in range(0, len(whole), 23):
        spoilt = bytearray(whole)
        spoilt[position] ^= 0x41
        (tmp_path / "spoilt.xlsx").write_bytes(spoilt)
        data = read_all([entry(tmp_path / "spoilt.xlsx")], HOUSEHOLDS)
        if not any(finding.severity is Severity.ERROR for finding in data.findings):
            assert column(data, "监测对象户数") == (Decimal(35), Decimal(40), Decimal(8))


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "_rels/.rels"]
)
def test_a_doctype_in_any_part_is_refused(sound: Path, tmp_path: Path, part: str) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    change = {part: lambda xml: xml.replace("?>", f"?>{bomb}", 1)}

    data = read_all([entry(repacked(sound, change, tmp_path / "dtd.xlsx"))], HOUSEHOLDS)

    assert "DTD" in only(data, "DATA-UNREADABLE").words


@pytest.mark.parametrize("part", ["sheet1.xml", "sharedStrings.xml", "styles.xml", "workbook.xml", ".rels"])
@pytest.mark.parametrize("xml", ["", "<a>", "<worksheet", "<sst><si><t>x</t></si></sst>", "<x:a/>", "\x00"])
def test_broken_xml_in_any_part_is_a_finding(sound: Path, tmp_path: Path, part: str, xml: str) -> None:
    data = read_all([entry(repacked(sound, {part: lambda _: xml}, tmp_path / "broken.xlsx"))], HOUSEHOLDS)

    assert any(finding.severity is Severity.ERROR for finding in data.findings) or part == "styles.xml"


MEGABYTE = 1 << 20
HOSTILE = {
    "cells that never end": "<row r='1'><c r=\"A1\"></c>" + '<c r="A1">' * (MEGABYTE // 10) + "</row>",
    "tags that never end": '<row r="1"><c r="A1"></c>' + "<f" * MEGABYTE + "</row>",
    "inline strings that never end": '<row r="1"><c r="A1" t="inlineStr">' + "<is>" * (MEGABYTE // 4) + "</c></row>",
    "readings that never end": '<row r="1"><c r="A1"><is>' + "<rPh " * (MEGABYTE // 5) + "</is></c></row>",
    "blanks": '<row r="1"><c r="A1">' + " " * MEGABYTE + "</c>x</row>",
    "empty rows in front": '<row r="1"/>' * (MEGABYTE // 12) + '<row r="9"><c r="A9"><v>1</v></c></row>',
    "a row number of 5,000 digits": f'<row r="{"9" * 5000}"><c r="A1"><v>1</v></c></row>',
    "a number of a million digits": f'<row r="1"><c r="A1"><v>{"9" * MEGABYTE}</v></c></row>',
    "an odd style": '<row r="1"><c r="A1" s="²"><v>1</v></c></row>',
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_sheet_takes_no_longer_than_a_sound_one(sound: Path, tmp_path: Path, kind: str) -> None:
    import time

    change = {"sheet1.xml": lambda xml: xml.replace("</sheetData>", HOSTILE[kind] + "</sheetData>")}
    path = repacked(sound, change, tmp_path / "hostile.xlsx")
    start = time.process_time()

    read_all([entry(path)], HOUSEHOLDS)

    assert time.process_time() - start < 5


@pytest.mark.parametrize("text", ["<si>", "</si><si>", "<si><r><t>", "<si><rPh "])
def test_hostile_strings_take_no_longer_than_sound_ones(sound: Path, tmp_path: Path, text: str) -> None:
    import time

    change = {"sharedStrings.xml": lambda xml: xml.replace("</sst>", text * 200_000 + "</sst>")}
    path = repacked(sound, change, tmp_path / "hostile.xlsx")
    start = time.process_time()

    data = read_all([entry(path)], HOUSEHOLDS)

    assert time.process_time() - start < 5
    only(data, "DATA-UNREADABLE")


@pytest.mark.parametrize("value", ["1E9999999", "1E-9999999", "-1E9999999", "9" * 5000, "NaN", "Infinity", "²"])
def test_a_number_out_of_all_bounds_is_a_finding_or_nothing(tmp_path: Path, value: str) -> None:
    path = write(tmp_path / "a.xlsx", {"表": [["乡镇", "数"], ["甲镇", 12321]]})
    odd = repacked(path, {"sheet1.xml": lambda xml: xml.replace("12321", value)}, tmp_path / "odd.xlsx")
    counts = DataSpec(
        name="t", title="表", fields=(FieldSpec(name="乡镇", role="area"), FieldSpec(name="数", unit="户"))
    )

    data = read_all([entry(odd)], counts)

    if value == "1E-9999999":
        assert column(data, "数") == (Decimal(0),)
    else:
        assert only(data, "DATA-NOT-NUMBER").place.cell == "B2"


def test_names_that_lead_out_of_the_package_are_refused(sound: Path, tmp_path: Path) -> None:
    for number, name in enumerate(["../evil.xml", "xl/../../evil.xml", "C:/evil.xml", "XL/WORKBOOK.XML"]):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(sound.read_bytes())
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(name, b"x")

        assert "内部结构" in only(read_all([entry(path)], HOUSEHOLDS), "DATA-UNREADABLE").words


def test_a_bomb_is_refused_before_it_is_unpacked(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(sound.read_bytes())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", bytes(64 << 20))

    assert "过大" in only(read_all([entry(path)], HOUSEHOLDS), "DATA-UNREADABLE").words


def test_a_size_that_lies_is_found(sound: Path, tmp_path: Path) -> None:
    # The directory says 10 bytes; the data unpacks to more.
    whole = bytearray(sound.read_bytes())
    start = whole.rindex(b"PK\x01\x02", 0, whole.index(b"xl/worksheets/sheet1.xml", whole.index(b"PK\x01\x02")))
    whole[start + 24 : start + 28] = (10).to_bytes(4, "little")
    (tmp_path / "lie.xlsx").write_bytes(whole)

    assert "损坏" in only(read_all([entry(tmp_path / "lie.xlsx")], HOUSEHOLDS), "DATA-UNREADABLE").words


def test_too_many_members_and_too_large_files_are_refused(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "MOST_MEMBERS", 3)
    assert "部件" in only(read_all([entry(sound)], HOUSEHOLDS), "DATA-UNREADABLE").words
    monkeypatch.setattr(package, "MOST_FILE_BYTES", 100)
    assert "上限" in only(read_all([entry(sound)], HOUSEHOLDS), "DATA-UNREADABLE").words


# --- files that are not there ---


def test_a_missing_file_is_found_at_the_entry_with_the_nearest_name(sound: Path, tmp_path: Path) -> None:
    finding = only(read_all([entry(tmp_path / "sound2.xlsx")], HOUSEHOLDS), "DATA-NO-FILE")

    assert finding.place == Place("report.yaml", line=5)
    assert "sound.xlsx" in finding.advice


def test_a_folder_in_place_of_a_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()

    assert "文件夹" in only(read_all([entry(tmp_path / "a.xlsx")], HOUSEHOLDS), "DATA-NO-FILE").words


def test_a_bad_file_does_not_keep_the_others_from_being_read(sound: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"")

    data = read_all([entry(tmp_path / "bad.xlsx"), entry(sound)], HOUSEHOLDS)

    assert [finding.code for finding in data.findings] == ["DATA-UNREADABLE"]
    assert len(data.tables) == 1


def test_another_years_workbook_is_not_proposed_for_the_one_that_is_missing(tmp_path: Path) -> None:
    write(tmp_path / "2022上半年.xlsx", {"防止返贫监测": SOUND})

    finding = only(read_all([entry(tmp_path / "2023上半年.xlsx")], HOUSEHOLDS), "DATA-NO-FILE")

    assert "是否想写" not in finding.advice
    assert "别的年份" in finding.advice


def test_a_folder_in_place_of_a_workbook_is_not_proposed_again(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()

    finding = only(read_all([entry(tmp_path / "a.xlsx")], HOUSEHOLDS), "DATA-NO-FILE")

    assert "是否想写" not in finding.advice


def test_a_worksheet_whose_content_is_not_in_the_file_is_told_by_name(tmp_path: Path) -> None:
    sound = write(tmp_path / "sound.xlsx", {"防止返贫监测": SOUND, "说明": [["略"]]})
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(tmp_path / "cut.xlsx", "w") as new:
        for name in old.namelist():
            if not name.endswith("sheet1.xml"):
                new.writestr(name, old.read(name))

    finding = only(read_all([entry(tmp_path / "cut.xlsx")], HOUSEHOLDS), "DATA-UNREADABLE")

    assert "“防止返贫监测”" in finding.words


def test_a_bad_file_named_twice_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"")
    bad = entry(tmp_path / "bad.xlsx")

    only(read_all([bad, bad], HOUSEHOLDS), "DATA-UNREADABLE")


def test_addresses_are_inverse_to_positions() -> None:
    for column_number in (0, 25, 26, 701, 702, 16383):
        assert cell_position(f"{column_letters(column_number)}7") == (6, column_number)


def test_workbooks_saved_by_word_and_wps_are_seen_as_calamine_sees_them(shared: Path, tmp_path: Path) -> None:
    seen = 0
    for document in sorted((shared / "fixtures" / "charts").glob("*.docx")):
        with zipfile.ZipFile(document) as archive:
            for name in archive.namelist():
                if name.endswith(".xlsx"):
                    path = tmp_path / f"{seen}.xlsx"
                    path.write_bytes(archive.read(name))
                    same_as_calamine(path)
                    seen += 1
    assert seen > 5
