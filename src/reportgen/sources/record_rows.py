"""Which rows of a record table (台账) are records, which are totals, and which are only there for the reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.place import address
from reportgen.sources.heads import folded
from reportgen.sources.rows import RowFinder, RowKind, TableRow, is_like_a_note, is_total
from reportgen.sources.stored import is_error
from reportgen.sources.workbook import BLANK, Cell, Kind

_LEADING = 3
"""How many filled cells of a row, from the left, may say that it is a total: 序号, 项目名称."""


class RecordFinder(RowFinder):
    """Sorts the rows below the heading of a record table: each that says anything is a record of some area."""

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
        if name[:1] == "#" and any(is_error(cell) for cell in cells):
            return TableRow(RowKind.BROKEN, index, names, where)
        if not started and self._is_column_numbers(index, name):
            return None
        leading = self._leading(raw)
        if any(is_total(text) for text in (name, *leading)):
            return TableRow(RowKind.TOTAL, index, names, where)
        if not name or all(cell.kind is Kind.BLANK for cell in cells):
            # A merge from above may name the area, but the row itself says nothing.
            filled = self._filled(index)
            if not filled or (filled == 1 and leading and is_like_a_note(leading[0])):
                return None
            return TableRow(RowKind.AREA if name else RowKind.NAMELESS, index, names, where)
        if self._is_heading(index, name, position) or (is_like_a_note(name) and not self._filled(index)):
            return None
        return TableRow(RowKind.AREA, index, names, where)

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
