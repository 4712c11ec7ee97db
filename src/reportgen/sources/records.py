"""The records of a ledger (台账): each row with its area and period, each column with everything wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import overload

from reportgen.errors import Finding, Severity
from reportgen.fact import Value
from reportgen.period import Period
from reportgen.place import Lines, Place, address
from reportgen.sources.columns import as_of, column_findings, period_of, picked, read_totals, readers
from reportgen.sources.heads import folded
from reportgen.sources.model import Column, TableData
from reportgen.sources.problems import PlaceOf, Problem, gathered, said
from reportgen.sources.record_totals import covered, is_added_up
from reportgen.sources.rows import RowKind, TableRow
from reportgen.sources.table import TableSheet, Tell
from reportgen.spec.areas import AreaTree
from reportgen.spec.model import FieldSpec


@dataclass(frozen=True, slots=True)
class _Record:
    """A row whose area and period are known; `names` are its areas from the widest down, resolved where they can be."""

    row: TableRow
    area: str
    names: tuple[str, ...]
    period: Period


@dataclass(frozen=True, slots=True)
class _Whose:
    """What the area columns of a row come to: its finest area, or what is wrong, and in which of the columns."""

    area: str
    names: tuple[str, ...]
    words: str = ""
    advice: str = ""
    column: int = -1


def read_records(table: TableSheet, areas: AreaTree, owner: str, tell: Tell) -> tuple[TableData, ...]:
    """Read a record table: one `TableData` for each period in it, with as many rows an area as there are.

    A total row is no record, only compared. A row without an area is a finding, as is one whose area is unknown; where
    a village is not in the areas file, the row belongs to its township. Without any column for the area, all rows are
    the `owner`'s.
    """
    records, refused = _records(table, areas, owner)
    for finding in refused:
        tell(finding)
    if not records and not refused:
        place = table.place(table.head.range)
        # A ledger may well be empty: no problem was found this half-year.
        words = f"台账里没有一{table.entry.lines.row}记录，按0计。"
        tell(Finding("DATA-EMPTY", Severity.WARNING, place, words, "确实没有的，不必理会；漏填的请补填。"))
    periods = dict.fromkeys(one.period for one in records) or {table.entry.period: None}
    # With several periods in one sheet nobody can tell which of them a total adds up; rows that are refused lack in it.
    totals = [row for row in table.rows if row.kind is RowKind.TOTAL and len(periods) == 1 and not refused]
    tables = []
    for when in periods:
        some = records if len(periods) == 1 else [one for one in records if one.period == when]
        made = _read_period(table, some, when, totals, areas, tell)
        tables.append(replace(made, whole=owner if table.spec.is_whole else ""))
    return tuple(tables)


def _records(table: TableSheet, areas: AreaTree, owner: str) -> tuple[list[_Record], list[Finding]]:
    """Look up area and period of each row; rows without them are refused, with findings."""
    lines = table.entry.lines
    whose = _area_finder(table.area_fields, areas, lines) if not table.spec.is_whole else _whole(table, owner)
    column = next((f for f in table.spec.fields if f.role == "period" and f.name in table.head.matches), None)
    records: list[_Record] = []
    problems: list[Problem] = []
    findings: list[Finding] = []
    rows = [row for row in table.rows if row.kind is not RowKind.TOTAL]
    letters = [table.head.matches[field.name].heading.letter for field in table.area_fields]
    cells: dict[int, str] = {}
    for index, row in enumerate(rows):
        found = whose(row)
        if found.words:
            code = "DATA-NO-NAME" if table.spec.is_whole else _CODES.get(row.kind, "DATA-UNKNOWN-AREA")
            cells[index] = address(letters[found.column], table.grid.rows[row.index]) if found.column >= 0 else row.cell
            problems.append(Problem(code, Severity.ERROR, index, found.words, found.advice))
            continue
        period = period_of(table, column, row, findings.append) if column else table.entry.period
        if period is not None:
            records.append(_Record(row, found.area, found.names, period))

    def place_of(index: int) -> Place:
        return table.place(cells[index])

    return records, [*gathered(problems, place_of, lines.field), *findings]


_CODES = {RowKind.NAMELESS: "DATA-NO-AREA", RowKind.BROKEN: "DATA-ERROR-CELL"}


def _whole(table: TableSheet, owner: str) -> Callable[[TableRow], _Whose]:
    """Give a function that gives each row to the one area that the ledger is of; bare numbers are no record."""
    field = table.spec.item_name
    own = _Whose(owner, ())
    line = table.entry.lines.row
    words = f"这一{line}只有数{f'，没有填“{field.title or field.name}”' if field else ''}，看不出是记录还是合计。"
    bare = _Whose("", (), words, f"是合计的，请在这一{line}写上“合计”；是记录的，请补填。")
    return lambda row: bare if row.kind is RowKind.NAMELESS else own


def _area_finder(fields: Sequence[FieldSpec], areas: AreaTree, lines: Lines) -> Callable[[TableRow], _Whose]:
    """Give a function that tells whose a row is; equal names are looked up once."""
    levels = set(areas.levels())
    known: dict[tuple[str, ...], _Whose] = {}

    def whose(row: TableRow) -> _Whose:
        if row.kind is RowKind.NAMELESS:
            line = lines.row
            advice = f"请在每一{line}填上地区；合并的单元格请先取消合并，逐{line}填写。"
            return _Whose("", (), f"这一{line}没有地区名。", advice)
        if row.kind is RowKind.BROKEN:
            return _Whose("", (), "地区名的单元格是错误值。", "请填地区名。")
        if row.names not in known:
            known[row.names] = _looked_up(row.names, fields, areas, levels, lines)
        return known[row.names]

    return whose


def _looked_up(
    names: Sequence[str], fields: Sequence[FieldSpec], areas: AreaTree, levels: set[str], lines: Lines
) -> _Whose:
    found = areas.along(names)
    shown = tuple(area.name if area else name for area, name in zip(found, names, strict=True))
    own = next((area for area in reversed(found) if area is not None), None)
    for column, (field, area, name) in enumerate(zip(fields, found, names, strict=True)):
        # The areas file may end at the townships; then the villages are only what stands in the column.
        may_be_absent = own is not None and field.level not in levels
        if name and area is None and not may_be_absent:
            return _Whose("", (), *areas.unknown(name), column)
    assert own is not None
    above = {own.name}
    parent = areas.above(own.name)
    while parent is not None:
        above.add(parent.name)
        parent = areas.above(parent.name)
    for area in found:
        if area is not None and area.name not in above:
            return _Whose("", (), f"“{own.name}”不在“{area.name}”下面。", f"请核对这一{lines.row}的各个地区。")
    return _Whose(own.name, shown)


def _read_period(
    table: TableSheet,
    records: Sequence[_Record],
    period: Period,
    totals: Sequence[TableRow],
    tree: AreaTree,
    tell: Tell,
) -> TableData:
    rows = tuple(table.grid.rows[one.row.index] for one in records)
    indices = [one.row.index for one in records]
    columns: dict[str, Column] = dict(_area_columns(table, records))
    typed: list[dict[str, Decimal]] = [{} for _ in totals]
    owners = _Owners(table, records)
    for reader, letter in readers(table):
        field = _asked_for(table, reader.field)
        found = reader.read(*picked(table.grid.column(letter), indices), owners)
        place_of = PlaceOf(table.entry.file, table.sheet.title, letter, rows)
        for finding in column_findings(field, found, owners, (), place_of, table.workbook):
            tell(finding)
        columns[field.name] = Column(field.name, letter, tuple(found.values), found.typed, found.why_missing)
        # What cannot be read is told; its sum would only be told again.
        if is_added_up(field) and not any(problem.severity > Severity.NOTICE for problem in found.problems):
            read_totals(table, reader, letter, totals, typed, tell)
    names = tuple(one.area for one in records)
    day, target = as_of(table, period), bool(table.entry.spec.as_)
    lines = [table.grid.rows[row.index] for row in totals]
    sums = covered(list(zip(totals, lines, typed, strict=True)), indices, names, columns, tree)
    made = TableData(table.spec.name, table.entry, table.sheet.title, period, day, target, names, rows, columns, sums)
    for finding in _twins(table, made):
        tell(finding)
    return made


def _asked_for(table: TableSheet, field: FieldSpec) -> FieldSpec:
    """A field as it is to be filled in: what the primary key is made of may not stay blank."""
    if field.constraints.required or field.name not in map(folded, table.spec.primary_key):
        return field
    constraints = field.constraints.model_copy(update={"required": True})
    return field.model_copy(update={"constraints": constraints})


def _area_columns(table: TableSheet, records: Sequence[_Record]) -> Iterator[tuple[str, Column]]:
    """The area columns, filled where a merge says the name once: villages are counted by township and name."""
    for position, field in enumerate(table.area_fields):
        letter = table.head.matches[field.name].heading.letter
        values = tuple(one.names[position] or None for one in records)
        missing = {i: f"{records[i].area}未填{field.name}" for i, value in enumerate(values) if value is None}
        yield field.name, Column(field.name, letter, values, why_missing=missing)


class _Owners(Sequence[str]):
    """What a message calls each record: 第5行（产业路）, by its row and name, else its area; worded when asked for."""

    def __init__(self, table: TableSheet, records: Sequence[_Record]) -> None:
        field = table.spec.item_name
        match = table.head.matches.get(field.name) if field and not field.sensitive else None
        self._table, self._records = table, records
        self._letter = match.heading.letter if match else ""

    def __len__(self) -> int:
        return len(self._records)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        one, lines = self._records[index], self._table.entry.lines
        grid = self._table.grid
        name = self._table.workbook.cell(*grid.raw(self._letter, one.row.index)).text.strip() if self._letter else ""
        return f"{lines.rows(lines.number(grid.rows[one.row.index]))}（{name or one.area}）"


def _twins(table: TableSheet, made: TableData) -> Iterator[Finding]:
    """Records whose primary key came before."""
    names = [name for name in map(folded, table.spec.primary_key) if name in made.columns]
    keys = [made.columns[name] for name in names]
    if not keys or len(keys) < len(table.spec.primary_key):
        return
    hides = [field.sensitive for name in names for field in table.spec.fields if field.name == name]
    first: dict[tuple[Value | None, ...], int] = {}
    problems = []
    for index, key in enumerate(zip(*(column.values for column in keys), strict=True)):
        # A blank key names no record: it is told as blank.
        twin = first.setdefault(key, index) if None not in key else index
        if twin != index:
            told = zip(key, hides, strict=True)
            named = "、".join(said(value, sensitive) for value, sensitive in told if value is not None)
            words = f"“{named}”与{made.row_name(twin)}是同一条记录。"
            advice = f"请删去重复的一{table.entry.lines.row}。"
            problems.append(Problem("DATA-DOUBLE-VALUE", Severity.ERROR, index, words, advice))
    place_of = PlaceOf(table.entry.file, table.sheet.title, keys[0].letter, made.rows)
    yield from gathered(problems, place_of, place_of.line)
