"""Workbooks in the old binary format (.xls, and .et files that follow it), read through xlrd."""

from __future__ import annotations

import io
from typing import Any

from reportgen.place import column_letters
from reportgen.sources.formats import Look, look_of
from reportgen.sources.given import (
    NOTHING,
    GivenSheet,
    GivenWorkbook,
    Stored,
    digits_of,
    error_cell,
    flag_cell,
    number_cell,
    text_cell,
)
from reportgen.sources.grid import Range
from reportgen.sources.package import UnreadableWorkbookError

_SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再用。"
_UNICODE_SINCE = 80
_TEXT, _NUMBER, _DATE, _FLAG, _ERROR = 1, 2, 3, 4, 5


def old_workbook(content: bytes) -> GivenWorkbook:
    """Read an .xls; raises UnreadableWorkbookError for an OLE file that holds none, or that has a password."""
    import xlrd  # late: only old files need it

    try:
        options: dict[str, Any] = {"formatting_info": True, "ragged_rows": True, "logfile": io.StringIO()}
        book = xlrd.open_workbook(file_contents=content, **options)
        if book.codepage is None and book.biff_version < _UNICODE_SINCE:
            # Written by a program that took it for granted that all machines are like its own.
            book = xlrd.open_workbook(file_contents=content, encoding_override="gb18030", **options)
        sheets = [_sheet(book, sheet, xlrd.error_text_from_code) for sheet in book.sheets()]
    except UnreadableWorkbookError:
        raise
    except Exception as error:  # xlrd meets broken files with whatever happens: struct.error, IndexError, assert …
        raise _refused(content, str(error)) from error
    return GivenWorkbook(sheets, epoch_1904=book.datemode == 1)


def _refused(content: bytes, words: str) -> UnreadableWorkbookError:
    if "encrypted" in words.lower() or "EncryptedPackage".encode("utf-16-le") in content:
        return UnreadableWorkbookError("文件设了打开密码，不能读取。", "请打开后取消密码，另存为 .xlsx 后再用。")
    if "WordDocument".encode("utf-16-le") in content:
        return UnreadableWorkbookError("这是 Word 文档，不是 Excel 工作簿。", "请核对文件是否放错。")
    if "PowerPoint Document".encode("utf-16-le") in content:
        return UnreadableWorkbookError("这是演示文稿，不是 Excel 工作簿。", "请核对文件是否放错。")
    return UnreadableWorkbookError("这是旧格式工作簿（.xls 或 .et），里面读不出工作表，可能已损坏。", _SAVE_AS)


def _sheet(book: Any, sheet: Any, error_words: Any) -> GivenSheet:
    looks = {number: _look(book, xf) for number, xf in enumerate(book.xf_list)}
    rows = []
    for index in range(sheet.nrows):
        kinds, values = sheet.row_types(index), sheet.row_values(index)
        styles = [sheet.cell_xf_index(index, column) for column in range(len(kinds))]
        cells = [
            _cell(kind, value, looks.get(style, Look.NUMBER), error_words)
            for kind, value, style in zip(kinds, values, styles, strict=True)
        ]
        rows.append((index + 1, cells))
    return GivenSheet(
        title=sheet.name,
        rows=rows,
        hidden=sheet.visibility != 0,
        merges=tuple(Range(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells),
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(column_letters(column) for column, info in sheet.colinfo_map.items() if info.hidden),
    )


def _look(book: Any, xf: Any) -> Look:
    known = book.format_map.get(xf.format_key)
    return look_of(known.format_str) if known is not None else Look.NUMBER


def _cell(kind: int, value: Any, look: Look, error_words: Any) -> Stored:
    if kind == _TEXT:
        return text_cell(value)
    if kind in (_NUMBER, _DATE):
        # xlrd and we may disagree on an odd format; what either takes for a date is one.
        return number_cell(digits_of(value), Look.DATE if kind == _DATE else look)
    if kind == _FLAG:
        return flag_cell(bool(value))
    if kind == _ERROR:
        return error_cell(error_words.get(value, "#N/A"))
    return NOTHING
