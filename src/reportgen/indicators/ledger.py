"""All records of one ledger (台账) for one period: the rows of an area at any level, and what they come to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from reportgen.fact import YES, Value
from reportgen.indicators.algebra import Formula, Key, Leaf
from reportgen.indicators.expression import DAYS
from reportgen.indicators.tables import is_value
from reportgen.indicators.tallies import Tally
from reportgen.quantity.units import convert
from reportgen.sources import TableData
from reportgen.spec.areas import AreaTree


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition on all rows: whether each matches, and those that could not be judged, a value being missing."""

    holds: Sequence[bool]
    unjudged: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tallied:
    """What the rows of an area come to.

    rows     those that count
    lacking  rows that match and have no value in a field that is needed
    """

    value: Value | None
    rows: tuple[int, ...]
    lacking: tuple[int, ...] = ()


class Ledger:
    """The sheets of one record table for one period, one after the other; a row is known by its number over all.

    A figure is counted afresh on all rows of its area, at every level (design §3.1).
    """

    def __init__(self, table: str, sheets: Sequence[TableData], tree: AreaTree) -> None:
        self.table = table
        self.sheets = tuple(sheets)
        self._tree = tree
        self._starts = [sum(len(sheet.rows) for sheet in self.sheets[:n]) for n in range(len(self.sheets))]
        self._own: dict[str, list[int]] = {}
        for start, sheet in zip(self._starts, self.sheets, strict=True):
            for row, area in enumerate(sheet.areas, start):
                self._own.setdefault(area, []).append(row)
        self.length = sum(len(sheet.rows) for sheet in self.sheets)
        self._of_area: dict[str, tuple[int, ...]] = {}
        self._columns: dict[str, Sequence[Value | None]] = {}
        self._judged: dict[str, Judged] = {}
        self._tallied: dict[tuple[Key, str], Tallied] = {}

    def rows(self, area: str) -> tuple[int, ...]:
        """The rows of an area and of all areas below it, 本级 too, in the order of the sheets."""
        found = self._of_area.get(area)
        if found is None:
            rows = list(self._own.get(area, ()))
            for below in self._tree.below(area):
                if below.name != area:
                    rows += self.rows(below.name)
            found = self._of_area[area] = tuple(sorted(rows))
        return found

    @property
    def whole(self) -> str:
        """The area that all rows belong to, where the ledger has no column for the area; else ""."""
        return next((sheet.whole for sheet in self.sheets), "")

    def tells_of(self, area: str) -> bool:
        """Whether its rows say anything of an area: without a column for it, not of those below the whole's."""
        if not self.whole or area == self.whole:
            return True
        above = self._tree.above(self.whole)
        while above is not None and above.name != area:
            above = self._tree.above(above.name)
        return above is not None

    def column(self, field: str) -> Sequence[Value | None]:
        """The values of a field, a row each; none where no sheet has the column.

        The days of `DAYS` are those of the sheet that a row stands in.
        """
        if field not in self._columns:
            values: list[Value | None] = []
            for sheet in self.sheets:
                if field in DAYS:
                    values += (_day(field, sheet),) * len(sheet.rows)
                    continue
                column = sheet.columns.get(field)
                values += column.values if column else (None,) * len(sheet.rows)
            self._columns[field] = values
        return self._columns[field]

    def has(self, field: str) -> bool:
        """Whether some sheet has a column for a field."""
        return field in DAYS or any(field in sheet.columns for sheet in self.sheets)

    def at(self, row: int) -> tuple[TableData, int]:
        """The sheet of a row, and its index there."""
        number = bisect_right(self._starts, row) - 1
        # Sheets without a row start where the next one does.
        while not self.sheets[number].rows:
            number -= 1
        return self.sheets[number], row - self._starts[number]

    def judged(self, where: Formula) -> Judged:
        """Judge each row by a condition; one with a missing value does not match."""
        found = self._judged.get(where.text)
        if found is None:
            columns = [self.column(leaf.key[1]) for leaf in where.leaves if isinstance(leaf, Leaf)]
            if not columns:
                found = Judged([bool(where.function())] * self.length, ())
            else:
                rows = [where.function(*row) if all(map(is_value, row)) else None for row in zip(*columns, strict=True)]
                unjudged = tuple(number for number, holds in enumerate(rows) if holds is None)
                found = Judged([holds is True for holds in rows], unjudged)
            self._judged[where.text] = found
        return found

    def matching(self, where: Formula | None, area: str) -> tuple[int, ...]:
        """The rows of an area that a condition holds for."""
        rows = self.rows(area)
        if where is None:
            return rows
        holds = self.judged(where).holds
        return tuple(row for row in rows if holds[row])

    def tallied(self, key: Key, tally: Tally, area: str, *, skips: bool) -> Tallied:
        """What an area's rows come to; without a value where a needed one is missing, unless it `skips` those rows."""
        found = self._tallied.get((key, area))
        if found is None:
            found = self._tallied[key, area] = self._counted(tally, area, skips)
        return found

    def _counted(self, tally: Tally, area: str, skips: bool) -> Tallied:
        rows = self.matching(tally.where, area)
        if tally.how == "rows":
            return Tallied(Decimal(len(rows)), rows)
        columns = [self.column(field) for field in tally.fields]
        if tally.how == "texts":
            saying = tuple(row for row in rows if columns[0][row] is not None)
            return Tallied("\n".join(str(columns[0][row]) for row in saying) or None, saying)
        full = tuple(row for row in rows if all(column[row] is not None for column in columns))
        lacking = () if len(full) == len(rows) else tuple(sorted({*rows} - {*full}))
        if tally.how == "distinct":
            return Tallied(Decimal(len({tuple(column[row] for column in columns) for row in full})), full, lacking)
        if lacking and not skips:
            return Tallied(None, full, lacking)
        return Tallied(self._of_values([columns[0][row] for row in full], tally), full, lacking)

    def _of_values(self, values: Sequence[Value | None], tally: Tally) -> Value | None:
        if tally.how == "sum":
            value: Value = sum(cast("Sequence[Decimal]", values), Decimal(0))
        elif values:
            ordered = cast("Sequence[Decimal]", values)
            value = min(ordered) if tally.how == "min" else max(ordered)
        else:
            return None
        if isinstance(value, Decimal) and tally.unit.factor != tally.field_unit.factor:
            return convert(value, tally.field_unit, tally.unit)
        return value

    def flagged_first(self, rows: Sequence[int], flag: str) -> list[int]:
        """The rows that a flag marks before the others, each in the order of the sheets."""
        flags = self.column(flag)
        return sorted(rows, key=lambda row: flags[row] != YES)


def _day(name: str, sheet: TableData) -> date:
    """A day that every row of a sheet may be compared with."""
    period = sheet.period
    days = (period.first_day, period.last_day, date(period.year, 1, 1), date(period.year, 12, 31), sheet.as_of)
    return dict(zip(DAYS, days, strict=True))[name]
