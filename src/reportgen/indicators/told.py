"""Which missing values only follow from a fault that has a finding of its own, and need no second one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from reportgen.errors import Finding, Severity
from reportgen.fact import CellOrigin, Fact
from reportgen.indicators.figures import Figures
from reportgen.indicators.tables import AS_OF, PeriodTable, When
from reportgen.place import Place, address, cell_position
from reportgen.sources import TableData

_NOTHING_READ = frozenset(
    {"DATA-NO-FILE", "DATA-UNREADABLE", "DATA-NO-SHEET", "DATA-NO-TABLE", "DATA-NO-HEADER", "DATA-EMPTY"}
    | {"DATA-SQL", "DATA-PASSWORD"}
)
_ROWS_LOST = frozenset(
    {
        "DATA-UNKNOWN-AREA",
        "DATA-DOUBLE-AREA",
        "DATA-NO-AREA",
        "DATA-NO-COLUMN",
        "DATA-DOUBLE-COLUMN",
        "DATA-MERGED-CELL",
    }
)


class Told:
    """Tells of a missing fact whether all that it lacks is behind errors already found, or was asked about before.

    So one bad or blank cell is one finding, and not one more for each sentence that its county total stands in.
    Made anew for each rendering.
    """

    def __init__(self, figures: Figures, findings: Iterable[Finding]) -> None:
        self._figures = figures
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        self._lines = {_line(error.place) for error in errors if error.place.line is not None}
        self._cells = [error.place for error in errors if error.place.cell is not None]
        # In a data spec that is kept as a worksheet, a row is what a line is in YAML.
        self._rows = {_line(place) for place in self._cells}
        self._rows_lost = {(error.place.file, error.place.sheet) for error in errors if error.code in _ROWS_LOST}
        read = {(sheet.entry.file, sheet.sheet) for _, table in figures.values.tables() for sheet in table.sheets}
        self._nothing_read = any(
            error.code in _NOTHING_READ
            or (error.code == "DATA-NO-COLUMN" and (error.place.file, error.place.sheet) not in read)
            for error in errors
        )
        self._asked: set[Hashable] = set()

    def __call__(self, fact: Fact) -> bool:
        lacking = [source for source in fact.sources() if source.is_missing]
        untold = {cause for source in lacking if not self._is_told(source) for cause in (self._cause(source),)}
        new = untold - self._asked
        self._asked |= untold
        return bool(lacking) and not new

    def _is_told(self, source: Fact) -> bool:
        if not isinstance(source.origin, CellOrigin):
            return False
        place = source.origin.place
        if self._is_data(source):
            # The row of a list holds one figure: with its unit or its date wrong, it has no value.
            in_list = self._figures.indicator(source.indicator) is None and _line(place) in self._rows
            return in_list or any(_covers(told, place) for told in self._cells)
        lines = self._lines if place.cell is None else self._rows
        return _line(place) in lines or self._row_is_lost(source)

    def _is_data(self, source: Fact) -> bool:
        """Whether a fact's place is a cell of the data: not one of a data spec that is kept as a worksheet."""
        if not isinstance(source.origin, CellOrigin) or source.origin.place.cell is None:
            return False
        indicator = self._figures.indicator(source.indicator)
        return indicator is None or indicator.place.file != source.origin.place.file

    def _cause(self, source: Fact) -> Hashable:
        """What must be mended: a cell, the row of an area, a column, or a whole table."""
        place = source.origin.place if isinstance(source.origin, CellOrigin) else None
        name = self._table_name(source)
        if name is None or source.period is None or self._is_data(source):
            return place or (source.name, source.missing)
        table = self._table(name, source)
        indicator = self._figures.indicator(source.indicator)
        if table is None or indicator is None:
            return name, source.period
        has_no_column = table.values(indicator.name) is None
        return name, source.period, indicator.name if has_no_column else source.area

    def _table_name(self, source: Fact) -> str | None:
        """The table that an indicator stands in, or that 截至("…") asks about."""
        indicator = self._figures.indicator(source.indicator)
        if indicator is not None:
            return indicator.table
        table, _, name = source.indicator.rpartition(".")
        return self._figures.catalogue.table_name(table) if name == AS_OF else None

    def _table(self, name: str, source: Fact) -> PeriodTable | None:
        """What was read for a fact: a goal stands in a sheet of goals, or in a field of the table itself."""
        assert source.period is not None
        values = self._figures.values
        goals = values.table(name, When(source.period, True)) if source.target else None
        return goals or values.table(name, When(source.period))

    def _row_is_lost(self, source: Fact) -> bool:
        """Whether the row or column that would hold the value fell to an error of its sheet."""
        name = self._table_name(source)
        if name is None or source.period is None:
            return False
        table = self._table(name, source)
        if table is None:
            return self._nothing_read
        return any((sheet.entry.file, sheet.sheet) in self._rows_lost for sheet in table.sheets) or any(
            _is_beside_the_values(told, sheet) for told in self._cells for sheet in table.sheets
        )


def _is_beside_the_values(told: Place, sheet: TableData) -> bool:
    """Whether an error stands in a sheet where no value is: in a heading, or in what names a row's area or period.

    Then the column or the row that it is about was not read.
    """
    if (told.file, told.sheet) != (sheet.entry.file, sheet.sheet) or told.cell is None:
        return False
    first = told.cell.partition(":")[0]
    cells = (address(column.letter, row) for column in sheet.columns.values() for row in sheet.rows)
    return first not in cells


def _line(place: Place) -> tuple[str, str | None, int | None]:
    return place.file, place.sheet, place.line if place.cell is None else cell_position(place.cell.partition(":")[0])[0]


def _covers(told: Place, place: Place) -> bool:
    if (told.file, told.sheet) != (place.file, place.sheet) or told.cell is None or place.cell is None:
        return False
    first, _, last = told.cell.partition(":")
    (top, left), (bottom, right) = cell_position(first), cell_position(last or first)
    row, column = cell_position(place.cell)
    return top <= row <= bottom and left <= column <= right
