"""Text tables (.csv): their encoding, delimiter and quoting, and which of their texts are numbers."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from reportgen.sources.formats import Look
from reportgen.sources.given import GivenSheet, GivenWorkbook, Stored, number_cell, text_cell, too_many_rows
from reportgen.sources.grid import MOST_ROWS
from reportgen.sources.package import UnreadableWorkbookError

DELIMITERS = (",", "\t", ";")
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 50
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# More than 15 digits are no figure but an identity or account number, which must keep all of them.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?(?:[eE][+-]?[0-9]{1,2})?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]{1,15})?")
_PERCENT = re.compile(r"(-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,12})?)[%％]")
# What a number loses when it is printed by its value: 1.50, 1E5.
_RESPELLED = re.compile(r"[eE]|\.[0-9]*0$")
_AS_TEXT = re.compile(r'="([^"]*)"')


def decoded(content: bytes) -> str | None:
    """Decode a text file in one of the codes that offices use; None where it is none of them."""
    for code in _codes(content):
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    return None


def _codes(content: bytes) -> Sequence[str]:
    if content.startswith(_BOMS):
        return ("utf-16",)
    # UTF-16 without a mark: one of the two bytes of each comma, digit and line end is zero.
    start = content[:4096]
    if 0 in start:
        return ("utf-16-le",) if start[1::2].count(0) > start[::2].count(0) else ("utf-16-be",)
    return ("utf-8-sig", "gb18030")


def is_delimited(text: str) -> bool:
    """Whether a text looks like a table: some delimiter stands in its first lines."""
    return any(sign in text[:4096] for sign in DELIMITERS)


def delimited_workbook(content: bytes, title: str) -> GivenWorkbook:
    """Read a text table; its only sheet is called after the file, as Excel calls it.

    A cell's address is that which Excel shows: a record with line breaks in quotes is one row, a blank line too.
    """
    text = decoded(content)
    if text is None:
        raise UnreadableWorkbookError(
            "文本表格（CSV）的文字编码认不出来。", "请用 WPS 或 Excel 打开，另存为“CSV UTF-8”或 .xlsx 后再用。"
        )
    rows: list[tuple[int, list[Stored]]] = []
    for number, record in enumerate(_records(text), start=1):
        if any(record):
            rows.append((number, [_cell(entry) for entry in record]))
            if len(rows) > MOST_ROWS:
                raise too_many_rows()
    return GivenWorkbook([GivenSheet(title, rows)])


def _records(text: str) -> Iterator[list[str]]:
    said = _SEPARATOR_LINE.match(text)
    if said:
        text = text[said.end() :]
    delimiter = said[1] if said else _delimiter(text)
    strict = _is_strict(text, delimiter)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    except csv.Error as error:
        raise UnreadableWorkbookError(
            f"文本表格（CSV）读不下去（{_csv_words(error)}）。", "请用 WPS 或 Excel 打开，另存为 .xlsx 后再用。"
        ) from error


def _is_strict(text: str, delimiter: str) -> bool:
    """Whether quotes are used by the book; where they are not, a stray one is taken as a sign like any other.

    A quote that is never closed would swallow all rows below it: that is told, in strict reading.
    """
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return True


def _csv_words(error: csv.Error) -> str:
    known = {
        "unexpected end of data": "有一处引号没有成对，后面的行都被引了进去",
        "field larger than field limit": "有一格的文字太长",
    }
    return next((words for start, words in known.items() if str(error).startswith(start)), "格式不正常")


def _delimiter(text: str) -> str:
    """The delimiter with which quotes make sense, and that cuts most of the first lines into as many cells."""
    start = text[: 1 << 16]
    best = max(DELIMITERS, key=lambda sign: (_is_strict(start, sign), *_evenness(start, sign)))
    return best if best in start else ","


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    with contextlib.suppress(csv.Error):
        for record in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _LOOKED_AT):
            widths[len(record)] += len(record) > 1
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return rows, width


@lru_cache(maxsize=65536)
def _cell(entry: str) -> Stored:
    """A number where the text is written as one, else the text; a field of texts takes the number as typed."""
    text = entry.strip()
    if _NUMBER.fullmatch(text):
        return number_cell(text, typed=text if _RESPELLED.search(text) else "")
    if _GROUPED.fullmatch(text):
        return number_cell(text.replace(",", ""), typed=text)
    if percent := _PERCENT.fullmatch(text):
        return number_cell(f"{Decimal(percent[1]).scaleb(-2):f}", Look.PERCENT, typed=text)
    # ="0123" is how programs keep Excel from taking a text for a number.
    as_text = _AS_TEXT.fullmatch(text)
    return text_cell(as_text[1] if as_text else entry if text else "")
