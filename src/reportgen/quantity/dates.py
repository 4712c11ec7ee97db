"""Days as official prose writes them (2023年6月27日, no zero before the month), both ways."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

DATE_STYLES = {
    "date": "{y}年{m}月{d}日",
    "month_day": "{m}月{d}日",
    "month_end": "{m}月底",
    "month": "{y}年{m}月",
}

_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
# Day 0 of the 1900 system lies two days early: serials count from 1, and 1900 is taken for a leap year there.
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


def print_date(day: date, style: str = "date") -> str:
    """Write a day: "date" 2023年6月27日, "month_day" 6月27日, "month_end" 6月底, "month" 2023年6月.

    Raises KeyError for another style (GB/T 9704-2012 §7.3.5.4: no zeros before month and day).
    """
    return DATE_STYLES[style].format(y=day.year, m=day.month, d=day.day)


@lru_cache(maxsize=1024)
def read_date(text: str, year: int | None = None) -> date | None:
    """Read a day as people type it; `year` completes one written without ("6月27日").

    Understood: 2023年6月27日, 2023-06-27, 2023/6/27, 2023.6.27, 20230627, 6月27日. None for anything else.
    """
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if compact := re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)", folded):
        parts: tuple[str | None, ...] = compact.groups()
    elif match := _DAY.fullmatch(folded):
        parts = match.groups()
    else:
        return None
    whole = int(parts[0]) if parts[0] else year
    if whole is None or (parts[0] is None and "月" not in folded):
        return None
    try:
        return date(whole, int(parts[1] or 0), int(parts[2] or 0))
    except ValueError:
        return None


def from_serial(serial: int, epoch_1904: bool = False) -> date:
    """Give the day that a workbook stores as a serial number; raises ValueError for one out of range."""
    try:
        return (_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + timedelta(days=serial)
    except OverflowError as error:
        raise ValueError(f"不是日期序号：{serial}") from error
