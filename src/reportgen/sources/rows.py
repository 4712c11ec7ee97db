"""Which rows of an area table are areas, which are totals, and which are only there for the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from reportgen.place import address
from reportgen.sources.grid import Grid
from reportgen.sources.heads import Head, folded
from reportgen.sources.stored import is_error
from reportgen.sources.workbook import Cell, Kind, Workbook

_TOTAL = re.compile(r".{0,10}(?:合计|小计|总计|共计)数?[:]?(?:\(.*\))?")
# 附城镇 and 注溪镇 are townships.
_NOTE = re.compile(
    r"(?:备注|[(]?注(?:[:\d]|释|$)|说明|填表|填报|制表|审核|审签|复核|(?:单位)?负责人|联系人?|电话|附[:件表注]"
    r"|(?:数据)?来源|口径|(?:数据)?截至|日期|报送|统计时间|\*|※)"
)
# The title again where a page begins: …情况表（续）.
_TITLE = re.compile(r".+表|续表.*|.+\((?:续|接上页).*\)")
_NOTE_SIGNS = re.compile(r"[:,。;!?、，；]")
_LONGEST_NAME = 20
# 栏次: the row of column numbers that statistical forms have below the heading.
_COLUMN_NUMBERS = frozenset(["甲", "乙", "丙", "栏次", "列次", "A", "a", "(甲)", "—", "-", ""])
_COLUMN_NUMBER = re.compile(r"(\d{1,2})(?:=.*)?")


class RowKind(StrEnum):
    """What a row is."""

    AREA = "area"
    TOTAL = "total"
    NAMELESS = "nameless"
    """It has values and no area."""
    BROKEN = "broken"
    """The cell that should name the area holds an error value."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that counts.

    index  its place in the grid
    names  what stands in the area columns, from the widest area down; "" where blank
    cell   the cell that names it
    """

    kind: RowKind
    index: int
    names: tuple[str, ...]
    cell: str

    @property
    def name(self) -> str:
        """The finest name, as typed."""
        return next((name for name in reversed(self.names) if name), "")


class RowFinder:
    """Sorts the rows below a heading."""

    def __init__(self, workbook: Workbook, grid: Grid, head: Head, areas: Sequence[str], values: Sequence[str]) -> None:
        self._workbook, self._grid, self._head = workbook, grid, head
        self._areas = tuple(areas)
        self._values = tuple(sorted(values, key=lambda letter: (len(letter), letter)))
        self._merged = self._merged_down()
        self._titles = {heading.letter: heading.parts for heading in head.headings}
        self._heading_cells = frozenset(
            folded(match.heading.parts[-1]) for match in head.matches.values() if match.heading.parts
        )

    def rows(self) -> Iterator[TableRow]:
        """The rows that count, in order; notes, repeated headings and column numbers are left out."""
        columns = [self._grid.column(letter) for letter in self._areas]
        started = False
        for index, row in enumerate(self._grid.rows):
            if row <= self._head.rows[-1]:
                continue
            cells = [self._workbook.cell(marks[index], texts[index]) for marks, texts in columns]
            names = tuple(self._name(letter, row, cell) for letter, cell in zip(self._areas, cells, strict=True))
            found = self._row(index, names, cells, started)
            if found is not None:
                started = True
                yield found

    def _row(self, index: int, names: tuple[str, ...], cells: Sequence[Cell], started: bool) -> TableRow | None:
        position = len(names) - 1
        while position and not names[position]:
            position -= 1
        where = address(self._areas[position], self._grid.rows[index])
        name = folded(names[position])
        if name[:1] == "#" and any(is_error(cell) for cell in cells):
            return TableRow(RowKind.BROKEN, index, names, where)
        if not started and self._is_column_numbers(index, name):
            return None
        if not name or all(cell.kind is Kind.BLANK for cell in cells[position:]):
            if beside := self._total_beside(index):
                return beside
            return TableRow(RowKind.NAMELESS, index, names, where) if self._has_values(index) else None
        if is_total(name):
            return TableRow(RowKind.TOTAL, index, names, where)
        if self._is_heading(index, name, position) or (is_like_a_note(name) and not self._has_values(index)):
            return None
        return TableRow(RowKind.AREA, index, names, where)

    def _total_beside(self, index: int) -> TableRow | None:
        """A total whose 合计 stands left of the area columns, mostly merged over 序号 and 乡镇."""
        letters = self._grid.letters
        for letter in letters[: letters.index(self._areas[0])]:
            cell = self._workbook.cell(*self._grid.raw(letter, index))
            if cell.kind is Kind.TEXT and is_total(folded(cell.text)):
                return TableRow(RowKind.TOTAL, index, (cell.text.strip(),), address(letter, self._grid.rows[index]))
        return None

    def _name(self, letter: str, row: int, cell: Cell) -> str:
        if cell.kind is Kind.BLANK and letter != self._areas[-1]:
            # A township merged over its villages' rows names each of them.
            cell = self._merged.get((letter, row), cell)
        return cell.text.strip() if cell.kind is not Kind.BLANK and folded(cell.text) else ""

    def _value_cells(self, index: int) -> Iterator[Cell]:
        for letter in self._values:
            cell = self._workbook.cell(*self._grid.raw(letter, index))
            if cell.kind is not Kind.BLANK and folded(cell.text or "?"):
                yield cell

    def _has_values(self, index: int) -> bool:
        return any(_is_a_number(cell) for cell in self._value_cells(index))

    def _is_heading(self, index: int, name: str, position: int) -> bool:
        """The heading again, as printed at the top of each page."""
        if name not in self._titles.get(self._areas[position], ()):
            return False
        return all(folded(cell.text) in self._heading_cells for cell in self._value_cells(index))

    def _is_column_numbers(self, index: int, name: str) -> bool:
        if name not in _COLUMN_NUMBERS:
            return False
        texts = [folded(cell.text).strip("()") for cell in self._value_cells(index)]
        found = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
        digits = [int(match[1]) for match in found if match]
        if len(digits) < max(1, len(self._values)) or len(digits) != len(texts):
            return False
        if not name or name in "—-":
            return len(digits) > 1 and digits[0] <= 3 and digits == list(range(digits[0], digits[0] + len(digits)))
        return digits == sorted(set(digits))

    def _merged_down(self) -> Mapping[tuple[str, int], Cell]:
        """The cells of area columns that a merge from above covers → what stands in it."""
        return self._covered(self._areas[:-1])

    def _covered(self, letters: Sequence[str]) -> Mapping[tuple[str, int], Cell]:
        cover: dict[tuple[str, int], Cell] = {}
        for area in self._grid.merges:
            for letter in letters:
                if self._grid.letter(area.left) == letter and (letter, area.top + 2) not in cover:
                    index = self._grid.index_of(area.top + 1)
                    if index is not None:
                        cell = self._workbook.cell(*self._grid.raw(letter, index))
                        last = min(area.bottom, self._grid.rows[-1])
                        cover.update({(letter, row + 1): cell for row in range(area.top + 1, last + 1)})
        return cover


def is_total(name: str) -> bool:
    """Whether a folded name says that its row is a total: 合计, 青石镇小计."""
    return "计" in name and _TOTAL.fullmatch(name) is not None


@lru_cache(maxsize=8192)
def is_like_a_note(name: str) -> bool:
    """Whether a text is a remark below the table and no name: 注：…, 填表人：…"""
    if len(name) > _LONGEST_NAME or _TITLE.fullmatch(name):
        return True
    return _NOTE.match(name) is not None or _NOTE_SIGNS.search(name) is not None


def _is_a_number(cell: Cell) -> bool:
    if cell.kind is Kind.TEXT:
        text = folded(cell.text)
        return len(text) <= _LONGEST_NAME and ":" not in text and any(sign.isdecimal() for sign in text)
    return cell.kind in (Kind.NUMBER, Kind.NO_VALUE, Kind.ERROR)
