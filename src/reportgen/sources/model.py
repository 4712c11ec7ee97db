"""What was read: tables as columns whose values know their cell by arithmetic, and figures of no table."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import Finding
from reportgen.fact import Value
from reportgen.period import Period
from reportgen.place import ON_ITS_SIDE, UPRIGHT, Lines, Place, address

if TYPE_CHECKING:
    from reportgen.spec.areas import AreaTree
    from reportgen.spec.model import DataEntry


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One workbook that a report draws on, with path, period and date worked out.

    path    where the file lies on this machine
    file    the same as the user knows it: relative to the report spec's folder, `/` between folders
    period  the entry's own period, else the report's
    as_of   the entry's own date; None lets the period's last day stand
    """

    spec: DataEntry
    path: Path
    file: str
    period: Period
    as_of: date | None = None

    @property
    def is_turned(self) -> bool:
        """Whether its tables lie on their side (`layout: transposed`)."""
        return self.spec.layout == "transposed"

    @property
    def lines(self) -> Lines:
        """What messages call the lines of its tables."""
        return ON_ITS_SIDE if self.is_turned else UPRIGHT


@dataclass(frozen=True, slots=True)
class Column:
    """The values of one field, one a row of its table.

    letter       the worksheet's column: "C"; its row where the table lies on its side: "7"
    values       Decimal in the field's unit (a percent as printed), date or text; None where missing
    typed        row index → (qualifier, text) of the cells that were no plain numbers: (“余”, “13万余”)
    why_missing  row index → the reason in words for each None
    """

    field: str
    letter: str
    values: tuple[Value | None, ...]
    typed: Mapping[int, tuple[str, str]] = dataclasses.field(default_factory=dict)
    why_missing: Mapping[int, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row 合计, 小计 or 总计: never an area, only compared with the sum of the rows that it covers.

    row     worksheet row, counted from 1
    covers  indices of the table's rows that it adds up
    values  field → its value there; fields without one are left out
    """

    title: str
    row: int
    covers: tuple[int, ...]
    values: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class TableData:
    """One table as it stands in one worksheet for one period.

    areas    name of the row's area, resolved; the report's own area for the area's own row
    rows     worksheet rows, counted from 1
    columns  field name → column, for the fields that have one in the sheet
    target   whether the values are goals (`as: 目标`)
    whole    the area that all rows belong to, in a record table without a column for the area; else ""
    """

    table: str
    entry: SourceEntry
    sheet: str
    period: Period
    as_of: date
    target: bool
    areas: tuple[str, ...]
    rows: tuple[int, ...]
    columns: Mapping[str, Column]
    totals: tuple[TotalRow, ...] = ()
    whole: str = ""

    def place(self, field: str, index: int) -> Place:
        """The cell of `field` in the row with this index."""
        return self.place_in_row(field, self.rows[index])

    def place_in_row(self, field: str, row: int) -> Place:
        """The cell of `field` in a worksheet row, counted from 1; of a total row, say."""
        return Place(self.entry.file, sheet=self.sheet, cell=address(self.columns[field].letter, row))

    def row_number(self, index: int) -> int:
        """What counts the row with this index in its sheet, from 1."""
        return self.rows[index]

    def row_name(self, index: int) -> str:
        """The row with this index as its sheet's reader calls it: 第5行; E列 where the table lies on its side."""
        lines = self.entry.lines
        return lines.rows(lines.number(self.rows[index]))

    def range(self, field: str) -> str:
        """The cells of `field` from the first area to the last."""
        letter = self.columns[field].letter
        if not self.rows:
            return address(letter, 1)
        return f"{address(letter, self.rows[0])}:{address(letter, self.rows[-1])}"


@dataclass(frozen=True, slots=True)
class OneOffData:
    """One figure of no table: a line of a list workbook.

    value      Decimal in `unit`, a date, or a text; None where missing, with the reason in `missing`
    qualifier  “余”, “约” … as typed; `typed` then holds the cell's text
    decimals   decimals declared for printing (`facts:`)
    target     whether the value is a goal (`as: 目标`)
    sensitive  whether it prints only through 脱敏
    """

    name: str
    value: Value | None
    unit: str
    place: Place
    period: Period
    area: str
    as_of: date
    source: str = ""
    reported_by: str = ""
    note: str = ""
    qualifier: str = ""
    typed: str = ""
    missing: str = ""
    decimals: int | None = None
    target: bool = False
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Data:
    """All that the workbooks of a report hold, and what is wrong in them."""

    tables: tuple[TableData, ...]
    one_offs: tuple[OneOffData, ...]
    areas: AreaTree
    findings: tuple[Finding, ...] = ()
    records: tuple[TableData, ...] = ()
    """The record tables (台账): rows of one area as many as there are, area columns among the columns."""
