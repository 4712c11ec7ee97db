"""What the lines above a table's heading say of its year: a sheet of another year under this year's file name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reportgen.errors import Finding, Severity
from reportgen.period import Kind as PeriodKind
from reportgen.period import Period
from reportgen.place import Place, address
from reportgen.sources.grid import Grid
from reportgen.sources.heads import folded
from reportgen.sources.model import SourceEntry
from reportgen.sources.workbook import Kind, Sheet, Workbook

_LINES = 5
_HALF = re.compile(r"20\d\d年[上下]半年")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年(?:(\d{1,2})月(?:(\d{1,2})日)?)?|[-./](\d{1,2})[-./](\d{1,2}))")


def other_year(entry: SourceEntry, workbook: Workbook, sheet: Sheet, grid: Grid, heading: int) -> Iterator[Finding]:
    """Tell of a title that names years, and none of them the entry's own.

    `heading` is the first worksheet row of the heading. A day after the period's end is the day of filling in
    (填报日期), which says nothing of the numbers.
    """
    if entry.is_turned:
        return
    spoken: list[tuple[str, str]] = []
    halves: list[tuple[str, str]] = []
    for row in range(max(1, heading - _LINES), heading):
        index = grid.index_of(row)
        for letter in grid.letters if index is not None else ():
            cell = workbook.cell(*grid.raw(letter, index or 0))
            if cell.kind is not Kind.TEXT:
                continue
            halves += [(found[0], address(letter, row)) for found in _HALF.finditer(folded(cell.text))]
            for match in _YEAR.finditer(folded(cell.text)):
                if not _is_later(match, entry.period.last_day):
                    spoken.append((f"{match[1]}年", address(letter, row)))
    years = {year for year, _ in spoken}
    is_half = entry.period.kind is PeriodKind.HALF
    if halves and is_half and not any(Period.parse(half) == entry.period for half, _ in halves):
        # 2022年下半年 above what is read as 2022年上半年.
        spoken, years = halves, set()
    if spoken and f"{entry.period.year}年" not in years:
        year, cell_name = spoken[0]
        words = f"表上写的是{year}，而这个工作簿按{entry.period.title}读取。"
        advice = "请核对是否用错了年份的文件；数没有错的，请改正表上的年份。"
        place = Place(entry.file, sheet=sheet.title, cell=cell_name)
        yield Finding("DATA-OTHER-YEAR", Severity.WARNING, place, words, advice)


def _is_later(match: re.Match[str], last: date) -> bool:
    year, month, day = int(match[1]), int(match[2] or match[4] or 1), int(match[3] or match[5] or 1)
    return (year, month, day) > (last.year, last.month, last.day)
