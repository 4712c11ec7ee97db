"""pandas DataFrames at the edges: a frame read like a worksheet, and figures given back as a frame."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.errors import Finding, UsageError, did_you_mean
from reportgen.fact import Fact, Value
from reportgen.indicators.figures import Figures
from reportgen.indicators.tables import When
from reportgen.period import Period
from reportgen.place import UPRIGHT, Lines, Place, cell_position
from reportgen.quantity.identifiers import hidden
from reportgen.sources.columns import read_table
from reportgen.sources.given import (
    NOTHING,
    GivenSheet,
    GivenWorkbook,
    Stored,
    day_cell,
    digits_of,
    flag_cell,
    number_cell,
    text_cell,
)
from reportgen.sources.model import Data, SourceEntry, TableData
from reportgen.sources.reading import tree_of_rows
from reportgen.sources.records import read_records
from reportgen.sources.table import TableSheet, Tell, open_table
from reportgen.spec.areas import AreaTree
from reportgen.spec.model import DataEntry, DataSpec
from reportgen.spec.tables import NUMBERS

if TYPE_CHECKING:
    import pandas

FILE = "DataFrame"
AREA = "地区"
"""Name of the index of a frame of figures."""


@dataclass(frozen=True, slots=True)
class _FrameLines(Lines):
    """Rows of a frame are counted below its heading rows."""

    heads: int = 1

    def number(self, row: int) -> str:
        return str(row - self.heads)


@dataclass(frozen=True, slots=True)
class _FrameEntry(SourceEntry):
    heads: int = 1

    @property
    def lines(self) -> Lines:
        return _FrameLines(UPRIGHT.field, UPRIGHT.row, self.heads)


@dataclass(frozen=True, slots=True)
class FrameTable(TableData):
    """A table read from a DataFrame; its values' places are "DataFrame 第3行 监测对象户数", rows counted from 1."""

    headings: tuple[str, ...] = ()
    heads: int = 1

    def place_in_row(self, field: str, row: int) -> Place:
        """The frame's row and column where a field stands."""
        return _frame_place(self.headings, self.heads, row - 1, cell_position(self.columns[field].letter)[1])

    def row_number(self, index: int) -> int:
        """The frame's row, counted from 1."""
        return self.rows[index] - self.heads

    def place(self, field: str, index: int) -> Place:
        """The frame's row and column of a field in the row with this index."""
        return self.place_in_row(field, self.rows[index])


def load(
    frame: pandas.DataFrame,
    spec: DataSpec,
    *,
    area: str,
    period: Period | str,
    as_of: date | None = None,
    areas: AreaTree | None = None,
    columns: Mapping[str, str] | None = None,
    target: bool = False,
) -> Data:
    """Read one table from a DataFrame, as a worksheet would be read: what cannot be read is a finding.

    Columns are found by title, name or alias, or as `columns` says (field → column); areas stand in a column, or in
    the index. A `%` column holds percents as printed (56.35), NaN and None are blank cells. `area` is the area that
    the others lie below; `areas` their tree, where there is one. The result goes into `Figures` as it is.

        data = load(frame, spec, area="江州县", period="2023H1")
        figures = Figures(Catalogue.compile([spec]), data, "江州县", Period.parse("2023H1"), date(2023, 6, 30))
        figures("监测对象户数", "青石镇", Period.parse("2023H1")).origin.place  →  DataFrame 第1行 监测对象户数

    """
    rows, headings, heads = _cells(frame, spec)
    header = tuple(range(1, heads + 1))
    said = DataEntry(workbook=FILE, header=header, columns=dict(columns or {}), as_="目标" if target else "")
    when = Period.parse(period) if isinstance(period, str) else period
    entry = _FrameEntry(said, Path(), FILE, when, as_of, heads)
    findings: list[Finding] = []

    def tell(finding: Finding) -> None:
        findings.append(replace(finding, place=_told_place(finding.place, headings, heads)))

    workbook = GivenWorkbook([GivenSheet(spec.title or spec.name, rows)])
    sheet = open_table(entry, spec, workbook, workbook.sheets[0], tell)
    if sheet is None:
        return Data((), (), areas or AreaTree.flat(area, ()), tuple(findings))
    tree = areas or _tree(sheet, area, tell)
    if not spec.is_ledger:
        tables = tuple(_of_frame(table, headings, heads) for table in read_table(sheet, tree, tell))
        return Data(tables, (), tree, tuple(findings))
    own = tree.resolve(area)
    records = read_records(sheet, tree, own.name if own else area, tell)
    return Data((), (), tree, tuple(findings), tuple(_of_frame(table, headings, heads) for table in records))


def to_frame(
    figures: Figures,
    areas: Iterable[str] | None = None,
    indicators: Iterable[str] | None = None,
    *,
    period: Period | str | None = None,
    floats: bool = False,
) -> pandas.DataFrame:
    """Give figures as a DataFrame: a row an area (the index), a column an indicator.

    Values are exact `Decimal`, dates or texts, with None where missing, in columns of dtype object; with `floats`
    numbers are float64 and missing ones NaN. Sensitive values come hidden (138****5678). Without `areas` all areas,
    in print order; without `indicators` all that the data hold.

    Raises UsageError for an area or an indicator that is not there.
    """
    import pandas

    when = Period.parse(period) if isinstance(period, str) else period or figures.period
    places = [_area(figures, name) for name in areas] if areas is not None else [a.name for a in figures.areas.all()]
    names = list(indicators) if indicators is not None else _all_names(figures, when)
    table: dict[str, Any] = {}
    index = pandas.Index(places, name=AREA)
    for name in names:
        facts = [_fact(figures, name, place, when) for place in places]
        values = [None if fact is None else _exact(fact) for fact in facts]
        if floats and all(value is None or isinstance(value, Decimal) for value in values):
            numbers = [float(value) if isinstance(value, Decimal) else math.nan for value in values]
            table[name] = pandas.Series(numbers, index=index, dtype="float64")
        else:
            table[name] = pandas.Series(values, index=index, dtype="object")
    return pandas.DataFrame(table, index=index, columns=names)


def records_frame(
    figures: Figures, table: str, *, period: Period | str | None = None, floats: bool = False
) -> pandas.DataFrame:
    """Give the records of a ledger as a DataFrame, for groups and pivots: a row a record, a column a field.

    The first column 地区 is the area that the record belongs to, as the areas call it; values are as in `to_frame`.
    `table` is the ledger's name or title. Raises UsageError for one that was not read for the period.
    """
    import pandas

    when = When(Period.parse(period) if isinstance(period, str) else period or figures.period)
    name = figures.catalogue.table_name(table) or table
    ledger = figures.values.ledger(name, when)
    if ledger is None:
        read = [one.table for at, one in figures.values.ledgers() if at == when]
        raise UsageError(f"没有{when.period.title}的台账“{table}”。{did_you_mean(table, read, '')}")
    areas = [area for sheet in ledger.sheets for area in sheet.areas]
    found: dict[str, Any] = {AREA: pandas.Series(areas, dtype="object")}
    for field in figures.catalogue.tables[name].fields:
        if not ledger.has(field.name):
            continue
        values = [_shown(value, sensitive=field.sensitive) for value in ledger.column(field.name)]
        if floats and field.role is None and field.type in NUMBERS and not field.sensitive:
            numbers = [float(value) if isinstance(value, Decimal) else math.nan for value in values]
            found[field.name] = pandas.Series(numbers, dtype="float64")
        else:
            found[field.name] = pandas.Series(values, dtype="object")
    return pandas.DataFrame(found)


# --- from a frame ---


def _cells(frame: pandas.DataFrame, spec: DataSpec) -> tuple[list[tuple[int, Sequence[Stored]]], tuple[str, ...], int]:
    """The frame as rows of cells under its heading rows; the index is a column where it names something."""
    import pandas

    if not isinstance(frame.index, pandas.RangeIndex):
        areas = [field for field in spec.fields if field.role == "area"]
        called = {name for field in areas for name in (field.name, field.title, *field.aliases)}
        title = next((field.title or field.name for field in areas), AREA)
        # The index of a frame that `to_frame` gave is called 地区, whatever the table calls it.
        unnamed = {None, AREA} - called
        named = [title if name in unnamed else name for name in frame.index.names]
        known = {str(column) for column in frame.columns}
        if not set(map(str, named)) & known:
            frame = frame.set_axis(frame.index.set_names(named), axis=0).reset_index()
    given: list[Any] = list(frame.columns)
    labels = [label if isinstance(label, tuple) else (label,) for label in given]
    heads = max((len(label) for label in labels), default=1)
    titles = [[str(part) for part in label] + [""] * (heads - len(label)) for label in labels]
    rows: list[tuple[int, Sequence[Stored]]] = [
        (number + 1, [text_cell(title[number]) for title in titles]) for number in range(heads)
    ]
    columns = [[_stored(value) for value in frame.iloc[:, column].tolist()] for column in range(len(labels))]
    rows += [(heads + number, cells) for number, cells in enumerate(zip(*columns, strict=True), start=1)]
    return rows, tuple("/".join(part for part in title if part) for title in titles), heads


def _stored(value: Any) -> Stored:
    """A value of a frame as a cell; NaN, NaT, NA and None are blank."""
    match value:
        case None:
            return NOTHING
        case str():
            return text_cell(value)
        case bool():
            return flag_cell(value)
        case int():
            return number_cell(str(value))
        case float():
            return number_cell(digits_of(value)) if math.isfinite(value) else NOTHING
        case Decimal():
            return number_cell(f"{value:f}") if value.is_finite() else NOTHING
        case datetime():
            # NaT is a datetime, too, and not equal to itself.
            return day_cell(value.date().isoformat()) if value == value else NOTHING
        case date():
            return day_cell(value.isoformat())
    text = str(value)
    return NOTHING if text in ("<NA>", "NaT", "nan") else text_cell(text)


def _tree(sheet: TableSheet, area: str, tell: Tell) -> AreaTree:
    """The areas that the frame names, one below the other where it has several columns of them."""
    if not sheet.area_fields:
        return AreaTree.flat(area, ())
    tree, findings = tree_of_rows(sheet, area)
    for finding in findings:
        tell(finding)
    return tree


def _of_frame(table: TableData, headings: tuple[str, ...], heads: int) -> FrameTable:
    kept = {name: getattr(table, name) for name in TableData.__slots__}
    return FrameTable(**kept, headings=headings, heads=heads)


def _told_place(place: Place, headings: tuple[str, ...], heads: int) -> Place:
    """A finding's cell as row and column of the frame."""
    if place.file != FILE or place.cell is None:
        return place if place.file != FILE else Place(FILE)
    row, column = cell_position(place.cell.partition(":")[0])
    return _frame_place(headings, heads, row, column)


def _frame_place(headings: tuple[str, ...], heads: int, row: int, column: int) -> Place:
    heading = headings[column] if 0 <= column < len(headings) else ""
    where = f" 第{row - heads + 1}行" if row >= heads else " 列名"
    return Place(f"{FILE}{where} {heading}".rstrip())


# --- to a frame ---


def _area(figures: Figures, name: str) -> str:
    found = figures.areas.get(name) or figures.areas.resolve(name)
    if found is None:
        raise UsageError(f"没有名为“{name}”的地区。{did_you_mean(name, figures.areas.names(), '')}")
    return found.name


def _all_names(figures: Figures, period: Period) -> list[str]:
    """Every indicator of the tables that hold data of the period, then the one-offs."""
    values = figures.values
    read = {table.table for when, table in values.tables() if when == When(period)}
    every = [one for one in figures.catalogue.indicators.values() if not one.broken]
    # A ledger's may come from those of shorter periods.
    read |= {one.table for one in every if one.tally and values.ledger_of(one, When(period))}
    found = [one for one in every if one.table in read]
    one_offs = (
        name for name, some in figures.one_offs.items() if any(one.period == period and not one.target for one in some)
    )
    return list(dict.fromkeys([*map(figures.name_of, found), *one_offs]))


def _fact(figures: Figures, name: str, area: str, period: Period) -> Fact | None:
    bare = name.removeprefix("目标.")
    if figures.indicator(bare) is None and bare not in figures.one_offs:
        known = [one.name for one in figures.catalogue.indicators.values()]
        raise UsageError(f"没有名为“{name}”的指标。{did_you_mean(name, [*known, *figures.one_offs], '')}")
    return figures(name, area, period)


def _exact(fact: Fact) -> object:
    return _shown(fact.value, sensitive=fact.sensitive)


def _shown(value: Value | None, *, sensitive: bool) -> object:
    if sensitive and value is not None:
        return hidden(f"{value:f}" if isinstance(value, Decimal) else str(value))
    return value
