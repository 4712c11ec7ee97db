"""What a stored cell says before any field asks: exact numbers, days, texts, and error values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal

from reportgen.quantity.dates import from_serial, print_date, read_date
from reportgen.sources.formats import Look
from reportgen.sources.workbook import Cell, Kind

_ZERO = Decimal(0)
# A worksheet stores binary doubles: 15 digits are meant, the rest is dust (35.00000000000004).
_FIFTEEN = Context(prec=15)
_EXACT = Context(prec=28)
_DUST = Decimal("1e-12")
_TOO_LARGE = Decimal("1e16")
_WHOLE = Decimal("1e15")
# A column of ordinary numbers, one a line: no exponent, no dust, at most four decimals and no zero at their end.
_ORDINARY_LINES = re.compile(r"(?:-?+(?:0|[1-9][0-9]{0,8}+)(?:\.[0-9]{0,3}[1-9](?![0-9]))?+\n)*+")
_ORDINARY_LENGTH = 14
_ERRORS = {
    "#DIV/0!": "除数是0或空格",
    "#REF!": "公式引用的单元格已被删除",
    "#N/A": "没有找到对应的数",
    "#VALUE!": "公式里有不能计算的内容",
    "#NAME?": "公式里有不认识的名称",
    "#NUM!": "计算结果超出范围",
    "#NULL!": "公式引用的区域不相交",
    "#SPILL!": "公式结果放不下",
    "#CALC!": "公式无法计算",
    "#FIELD!": "公式引用的字段不存在",
    "#BLOCKED!": "公式被阻止",
    "#UNKNOWN!": "公式类型未知",
    "#GETTING_DATA": "正在取外部数据",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def numbers(texts: Sequence[str]) -> list[Decimal | None]:
    """Turn stored numbers into exact values: at most 15 digits, no exponent, no zeros at the end.

    >>> numbers(["35.00000000000004", "0.1", "1E3", "x"])
    [Decimal('35'), Decimal('0.1'), Decimal('1000'), None]
    """
    short = all_ordinary([text if len(text) <= _ORDINARY_LENGTH else "0" for text in texts])
    if short is None:
        return [stored_number(text) for text in texts]
    values: list[Decimal | None] = list(short)
    for index, text in enumerate(texts):
        if len(text) > _ORDINARY_LENGTH:
            values[index] = stored_number(text)
    return values


def all_ordinary(texts: Sequence[str]) -> list[Decimal] | None:
    """The same at once for a whole column of ordinary numbers; None where one of them is not."""
    return list(map(_EXACT.create_decimal, texts)) if _ORDINARY_LINES.fullmatch("\n".join([*texts, ""])) else None


def stored_number(text: str) -> Decimal | None:
    """The exact value of one stored number; None where it is none, or larger than any figure."""
    if len(text) < 16 and text.isdecimal() and text.isascii() and text[0] != "0":
        return Decimal(text)
    if not text.isascii():
        return None
    try:
        value = _FIFTEEN.create_decimal(text)
    except ArithmeticError:
        return None
    if not value.is_finite() or abs(value) >= _TOO_LARGE:
        return None
    if abs(value) < _DUST:
        return _ZERO
    value = value.normalize()
    return value if value.as_tuple().exponent <= 0 else value + _ZERO  # type: ignore[operator]


def as_percent(fraction: Decimal) -> Decimal:
    """A fraction as its percent, exactly and without an exponent: 0.5635 → 56.35, 1 → 100."""
    return fraction.scaleb(2) + _ZERO


def day_of(cell: Cell, epoch_1904: bool, year: int | None) -> date | None:
    """The day that a cell holds: a serial number in a date format, an ISO date, or a text."""
    if cell.kind is Kind.DATE:
        return read_date(cell.text.partition("T")[0], year)
    if cell.kind is Kind.NUMBER and cell.look is Look.DATE:
        value = stored_number(cell.text)
        return _day(value, epoch_1904) if value is not None else None
    if cell.kind in (Kind.TEXT, Kind.NUMBER):
        return read_date(cell.text, year)
    return None


def _day(serial: Decimal, epoch_1904: bool) -> date | None:
    try:
        return from_serial(int(serial), epoch_1904)
    except (ValueError, OverflowError):
        return None


def cell_text(cell: Cell, epoch_1904: bool = False) -> str:
    """A cell's content as text: a number as typed where that is known, else by its digits, a day as it is printed."""
    if cell.typed:
        return cell.typed
    if cell.kind is Kind.NUMBER:
        value = stored_number(cell.text)
        if value is None:
            return cell.text
        if cell.look is Look.DATE and (day := _day(value, epoch_1904)):
            return print_date(day)
        return f"{as_percent(value)}%" if cell.look is Look.PERCENT else f"{value:f}"
    if cell.kind is Kind.DATE and (day := day_of(cell, epoch_1904, None)):
        return print_date(day)
    return cell.text


def clean_text(text: str) -> tuple[str, int]:
    """Take off outer blanks and what no document can hold; gives also how many signs were dropped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    clean, dropped = _CONTROL.subn("", text)
    return clean.strip(), dropped


def is_cut_short(cell: Cell) -> bool:
    """Whether a cell holds a number of more than 15 digits, which a worksheet cannot: the rest was lost in typing."""
    if cell.kind is not Kind.NUMBER or (cell.look is not Look.NUMBER and cell.look is not Look.TEXT):
        return False
    try:
        return abs(_FIFTEEN.create_decimal(cell.text)) >= _WHOLE
    except ArithmeticError:
        return False


def is_error(cell: Cell) -> bool:
    """Whether a cell holds an error value, stored as such or pasted as text."""
    return cell.kind is Kind.ERROR or (cell.kind is Kind.TEXT and cell.text.strip() in _ERRORS)


def error_words(cell: Cell) -> str:
    """An error value and what it says."""
    text = cell.text.strip()
    return f"{text}（{_ERRORS.get(text, '公式出错')}）"
