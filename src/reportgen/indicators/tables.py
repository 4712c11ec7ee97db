"""All rows of one table for one period, from one sheet or several: a row an area, columns by field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import is_not

from reportgen.fact import Value
from reportgen.period import Period
from reportgen.sources import TableData
from reportgen.spec.areas import AreaTree

AS_OF = "截至"
"""How templates ask for the day of the data: 截至, 截至("funds")."""

is_value = partial(is_not, None)
"""Whether there is a value. `None in` a column of Decimal would compare each with None, ten times as slow."""


@dataclass(frozen=True, slots=True)
class When:
    """Which values of an indicator are meant: those of a period, or the goals set for it (目标)."""

    period: Period
    target: bool = False


@dataclass(frozen=True, slots=True)
class Finest:
    """What an area's total is made of: rows of the finest level read below it, and areas that have no row there."""

    rows: tuple[int, ...]
    absent: tuple[str, ...]


class PeriodTable:
    """The sheets of one table for one period, seen as one; where two have the same cell, the first one counts.

    areas   the area of each row, in the order of the sheets
    row_of  area → row
    sheets  what it was read from
    """

    def __init__(self, table: str, sheets: Sequence[TableData], tree: AreaTree) -> None:
        self.table = table
        self.sheets = tuple(sheets)
        self._tree = tree
        self.areas: tuple[str, ...] = tuple(dict.fromkeys(area for sheet in sheets for area in sheet.areas))
        self.row_of = {area: row for row, area in enumerate(self.areas)}
        self._rows = [{area: row for row, area in reversed(list(enumerate(s.areas)))} for s in self.sheets]
        self._columns: dict[str, Sequence[Value | None] | None] = {}
        self._finest: dict[str, Finest] = {}
        self.above_rows = _above(self.areas, tree)
        """The areas that have rows somewhere below them."""

    def fields(self) -> Iterable[str]:
        """The fields that some sheet has a column for."""
        return dict.fromkeys(field for sheet in self.sheets for field in sheet.columns)

    def values(self, field: str) -> Sequence[Value | None] | None:
        """The column of a field, one value a row; None where no sheet has it."""
        if field not in self._columns:
            self._columns[field] = self._column(field)
        return self._columns[field]

    def _column(self, field: str) -> Sequence[Value | None] | None:
        holders = [sheet for sheet in self.sheets if field in sheet.columns]
        if not holders:
            return None
        if len(self.sheets) == 1 and len(holders[0].areas) == len(self.areas):
            return holders[0].columns[field].values
        values: list[Value | None] = [None] * len(self.areas)
        for sheet in reversed(holders):
            column = sheet.columns[field].values
            for row in range(len(sheet.areas) - 1, -1, -1):
                position = self.row_of[sheet.areas[row]]
                if column[row] is not None or values[position] is None:
                    values[position] = column[row]
        return values

    def cell(self, field: str, area: str) -> tuple[TableData, int] | None:
        """The sheet and its row where a field of an area stands; None where there is no such cell."""
        blank = None
        for sheet, rows in zip(self.sheets, self._rows, strict=True):
            row = rows.get(area)
            if row is None or field not in sheet.columns:
                continue
            if sheet.columns[field].values[row] is not None:
                return sheet, row
            blank = blank or (sheet, row)
        return blank

    def finest(self, area: str) -> Finest:
        """What the total of an area is made of; 本级 counts where it has a row."""
        found = self._finest.get(area)
        if found is None:
            rows: list[int] = []
            absent: list[str] = []
            for below in self._tree.below(area):
                if below.name in self.above_rows:
                    inner = self.finest(below.name)
                    rows += inner.rows
                    absent += inner.absent
                elif below.name in self.row_of:
                    rows.append(self.row_of[below.name])
                elif not below.is_own_level:
                    absent.append(below.name)
            found = self._finest[area] = Finest(tuple(rows), tuple(absent))
        return found


def _above(areas: Iterable[str], tree: AreaTree) -> frozenset[str]:
    found: set[str] = set()
    for area in areas:
        parent = tree.above(area)
        while parent is not None and parent.name not in found:
            found.add(parent.name)
            parent = tree.above(parent.name)
    return frozenset(found)
