"""Which rows of a record table (台账) are records, which are totals, and which are only there for the reader."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportgen.place import address
from reportgen.sources.grid import Grid, Range
from reportgen.sources.heads import Head, folded
from reportgen.sources.rows import RowFinder, RowKind, TableRow, is_like_a_note, is_total
from reportgen.sources.stored import is_error
from reportgen.sources.workbook import BLANK, Cell, Kind, Workbook

_LEADING = 3
"""How many filled cells of a row, from the left, may say that it is a total: 序号, 项目名称."""

_OTHER_TOTAL = re.compile(r"(?:本页|本表|以上|全[县区市镇乡村])?(?:累计|总数|总和|汇总|平均|均值|平均值)[:]?")
"""What else offices write before sums below a ledger."""
_GROUP = re.compile(r"(?:[一二三四五六七八九十]{1,3}(?:[、.,].*)?|\([一二三四五六七八九十]{1,3}\).*)")
"""How the line above a group of records starts: 一、产业类; (二)基建类; 一 in the column 序号."""
_RECORD_NUMBER = re.compile(r"\d{1,6}(?:[.、]\d*)?")


def is_group(label: str) -> bool:
    """Whether the label of a total row is that of a group whose records stand below it."""
    return _GROUP.fullmatch(label) is not None


def filled_down(grid: Grid, letters: Sequence[str], heading: int) -> tuple[Grid, Mapping[str, Sequence[Range]]]:
    """Let each merge down one of these columns say in all of its rows what it says in the first.

    Gives the merges by column, too; those of the heading, which ends in worksheet row `heading`, are left alone.
    """
    merges: dict[str, list[Range]] = {}
    for merge in grid.merges:
        letter = grid.letter(merge.left)
        if merge.left == merge.right and merge.bottom > merge.top >= heading and letter in letters:
            merges.setdefault(letter, []).append(merge)
    dense = dict(grid.dense)
    for letter, some in merges.items():
        marks, texts = map(list, grid.column(letter))
        for merge in some:
            top = grid.index_of(merge.top + 1)
            last = bisect_right(grid.rows, merge.bottom + 1)
            for index in range(top + 1, last) if top is not None else ():
                marks[index], texts[index] = marks[top or 0], texts[top or 0]
        dense[letter] = tuple(marks), tuple(texts)
    if not merges:
        return grid, merges
    sparse = {letter: cells for letter, cells in grid.sparse.items() if letter not in merges}
    return replace(grid, dense=dense, sparse=sparse), merges


class RecordFinder(RowFinder):
    """Sorts the rows below the heading of a record table: each that says anything is a record of some area.

    Without a column for the area (`has_areas` False) `areas` is the column that names the records. The last name of a
    total row is what it is called.
    """

    def __init__(
        self,
        workbook: Workbook,
        grid: Grid,
        head: Head,
        areas: Sequence[str],
        values: Sequence[str],
        *,
        has_areas: bool = True,
    ) -> None:
        self._has_areas = has_areas
        self._numbered: dict[str, bool] = {}
        super().__init__(workbook, grid, head, areas, values)

    def rows(self) -> Iterator[TableRow]:
        """The rows that count, in order; blank rows, notes and repeated headings are left out."""
        letters = self._grid.letters
        columns = [self._grid.column(letter) for letter in letters]
        heading = self._head.rows[-1]
        known: dict[tuple[str, str], Cell] = {}
        started = False
        for index, row in enumerate(self._grid.rows):
            if row <= heading:
                continue
            cells = []
            for letter in self._areas:
                marks, texts = columns[letters.index(letter)]
                raw = marks[index], texts[index]
                if raw not in known:
                    known[raw] = self._workbook.cell(*raw)
                cells.append(known[raw])
            names = tuple(self._name(letter, row, cell) for letter, cell in zip(self._areas, cells, strict=True))
            found = self._record(index, names, cells, started, [(m[index], t[index]) for m, t in columns])
            if found is not None:
                started = True
                yield found

    def _record(
        self,
        index: int,
        names: tuple[str, ...],
        cells: Sequence[Cell],
        started: bool,
        raw: Sequence[tuple[str, str]],
    ) -> TableRow | None:
        position = len(names) - 1
        while position and not names[position]:
            position -= 1
        where = address(self._areas[position], self._grid.rows[index])
        name = folded(names[position])
        if self._has_areas and name[:1] == "#" and any(is_error(cell) for cell in cells):
            return TableRow(RowKind.BROKEN, index, names, where)
        if not started and self._is_column_numbers(index, name):
            return None
        leading = self._leading(raw)
        total = next((text for text in (name, *leading) if is_total(text) or _OTHER_TOTAL.fullmatch(text)), "")
        if total:
            return TableRow(RowKind.TOTAL, index, (*names, total), where)
        if leading and (not name or not self._has_areas) and self._starts_a_group(leading, raw):
            label = "、".join(leading[:2]) if len(leading[0]) == 1 else leading[0]
            return TableRow(RowKind.TOTAL, index, (*names, label), where) if self._filled(index) else None
        if not self._has_areas:
            return self._without_area(index, names, cells[0], where, raw, leading)
        if not name or all(cell.kind is Kind.BLANK for cell in cells):
            # A merge from above may name the area, but the row itself says nothing.
            filled = self._filled(index)
            if not filled or (filled == 1 and leading and is_like_a_note(leading[0])):
                return None
            return TableRow(RowKind.AREA if name else RowKind.NAMELESS, index, names, where)
        if self._is_heading(index, name, position) or (is_like_a_note(name) and not self._filled(index)):
            return None
        return TableRow(RowKind.AREA, index, names, where)

    def _without_area(
        self,
        index: int,
        names: tuple[str, ...],
        cell: Cell,
        where: str,
        raw: Sequence[tuple[str, str]],
        leading: Sequence[str],
    ) -> TableRow | None:
        """A row of a ledger that has no column for the area; one that holds nothing but numbers may be a total."""
        name, filled = folded(names[0]), self._filled(index)
        if not filled and (not name or cell.kind is Kind.BLANK):
            return None
        if self._is_heading(index, name, 0):
            return None
        alone = sum(1 for mark, text in raw if mark and text) == 1
        if alone and self._values and leading and is_like_a_note(leading[0]):
            return None
        says = bool(name) or any(cell.kind is Kind.TEXT for cell in self._value_cells(index))
        return TableRow(RowKind.AREA if says else RowKind.NAMELESS, index, names, where)

    def _starts_a_group(self, leading: Sequence[str], raw: Sequence[tuple[str, str]]) -> bool:
        """Whether a row is the line above a group, sums mostly beside it: 一、产业类 where records have 1, 2, 3 …"""
        position = next(number for number, one in enumerate(raw) if one[0] and one[1])
        if not is_group(leading[0]) or folded(self._workbook.cell(*raw[position]).text) != leading[0]:
            return False
        return any(self._has_numbers(letter) for letter in self._grid.letters[: position + 1])

    def _has_numbers(self, letter: str) -> bool:
        """Whether a column numbers records below the heading; where it counts 一, 二, 三, these are the records."""
        if letter not in self._numbered:
            below = bisect_right(self._grid.rows, self._head.rows[-1])
            marks, texts = self._grid.column(letter)
            cells = (self._workbook.cell(*one) for one in zip(marks[below:], texts[below:], strict=True) if all(one))
            self._numbered[letter] = any(_RECORD_NUMBER.fullmatch(folded(cell.text)) for cell in cells)
        return self._numbered[letter]

    def _merged_down(self) -> Mapping[tuple[str, int], Cell]:
        """The cells of area columns that a merge from above covers → what stands in it; here the finest column too."""
        return self._covered(self._areas)

    def _name(self, letter: str, row: int, cell: Cell) -> str:
        if cell.kind is Kind.BLANK and self._merged:
            cell = self._merged.get((letter, row), cell)
        return cell.text.strip() if cell.kind is not Kind.BLANK and folded(cell.text) else ""

    def _leading(self, raw: Sequence[tuple[str, str]]) -> list[str]:
        """The texts among the first filled cells of a row, folded."""
        found: list[str] = []
        for mark, text in [one for one in raw if one[0] and one[1]][:_LEADING]:
            cell = self._workbook.cell(mark, text) if self._workbook.mark(mark).type not in ("", "n") else BLANK
            if cell.kind is Kind.TEXT:
                found.append(folded(cell.text))
        return found

    def _filled(self, index: int) -> int:
        """How many of the table's value columns say anything in a row."""
        return sum(1 for _ in self._value_cells(index))
