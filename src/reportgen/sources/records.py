"""The records of a ledger (台账): each row with its area and period, each column with everything wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.errors import Finding, Severity
from reportgen.fact import Value
from reportgen.period import Period
from reportgen.place import Place, address
from reportgen.sources.columns import as_of, column_findings, period_of, picked, readers
from reportgen.sources.heads import folded
from reportgen.sources.model import Column, TableData
from reportgen.sources.problems import PlaceOf, Problem, gathered
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


def read_records(table: TableSheet, areas: AreaTree, tell: Tell) -> tuple[TableData, ...]:
    """Read a record table: one `TableData` for each period in it, with as many rows an area as there are.

    A total row is left out. A row without an area is a finding, as is one whose area is unknown; where a village is
    not in the areas file, the row belongs to its township.
    """
    records, refused = _records(table, areas)
    for finding in refused:
        tell(finding)
    if not records and not refused:
        place = table.place(table.head.range)
        # A ledger may well be empty: no problem was found this half-year.
        words = "台账里没有一行记录，按0计。"
        tell(Finding("DATA-EMPTY", Severity.WARNING, place, words, "确实没有的，不必理会；漏填的请补填。"))
    periods = dict.fromkeys(one.period for one in records) or {table.entry.period: None}
    return tuple(_read_period(table, [one for one in records if one.period == when], when, tell) for when in periods)


def _records(table: TableSheet, areas: AreaTree) -> tuple[list[_Record], list[Finding]]:
    """Look up area and period of each row; rows without them are refused, with findings."""
    whose = _area_finder(table.area_fields, areas)
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
            code = _CODES.get(row.kind, "DATA-UNKNOWN-AREA")
            cells[index] = address(letters[found.column], table.grid.rows[row.index]) if found.column >= 0 else row.cell
            problems.append(Problem(code, Severity.ERROR, index, found.words, found.advice))
            continue
        period = period_of(table, column, row, findings.append) if column else table.entry.period
        if period is not None:
            records.append(_Record(row, found.area, found.names, period))

    def place_of(index: int) -> Place:
        return table.place(cells[index])

    return records, [*gathered(problems, place_of), *findings]


_CODES = {RowKind.NAMELESS: "DATA-NO-AREA", RowKind.BROKEN: "DATA-ERROR-CELL"}


def _area_finder(fields: Sequence[FieldSpec], areas: AreaTree) -> Callable[[TableRow], _Whose]:
    """Give a function that tells whose a row is; equal names are looked up once."""
    levels = set(areas.levels())
    known: dict[tuple[str, ...], _Whose] = {}

    def whose(row: TableRow) -> _Whose:
        if row.kind is RowKind.NAMELESS:
            return _Whose("", (), "这一行没有地区名。", "请在每一行填上地区；合并的单元格请先取消合并，逐行填写。")
        if row.kind is RowKind.BROKEN:
            return _Whose("", (), "地区名的单元格是错误值。", "请填地区名。")
        if row.names not in known:
            known[row.names] = _looked_up(row.names, fields, areas, levels)
        return known[row.names]

    return whose


def _looked_up(names: Sequence[str], fields: Sequence[FieldSpec], areas: AreaTree, levels: set[str]) -> _Whose:
    found = [areas.resolve(name) if name else None for name in names]
    shown = tuple(area.name if area else name for area, name in zip(found, names, strict=True))
    own = next((area for area in reversed(found) if area is not None), None)
    for column, (field, area, name) in enumerate(zip(fields, found, names, strict=True)):
        # The areas file may end at the townships; then the villages are only what stands in the column.
        may_be_absent = own is not None and field.level not in levels
        if name and area is None and not may_be_absent:
            close = areas.nearest(name)
            advice = f"是否想写“{close}”？" if close else "请改正名称，或在地区表里登记（可写为别名）。"
            return _Whose("", (), f"没有名为“{name}”的地区。", advice, column)
    assert own is not None
    above = {own.name}
    parent = areas.above(own.name)
    while parent is not None:
        above.add(parent.name)
        parent = areas.above(parent.name)
    for area in found:
        if area is not None and area.name not in above:
            return _Whose("", (), f"“{own.name}”不在“{area.name}”下面。", "请核对这一行的各个地区列。")
    return _Whose(own.name, shown)


def _read_period(table: TableSheet, records: Sequence[_Record], period: Period, tell: Tell) -> TableData:
    rows = tuple(table.grid.rows[one.row.index] for one in records)
    indices = [one.row.index for one in records]
    columns: dict[str, Column] = dict(_area_columns(table, records))
    owners = _owners(table, records, indices)
    for reader, letter in readers(table):
        field = reader.field
        found = reader.read(*picked(table.grid.column(letter), indices), owners)
        place_of = PlaceOf(table.entry.file, table.sheet.title, letter, rows)
        for finding in column_findings(field, found, owners, (), place_of, table.workbook):
            tell(finding)
        columns[field.name] = Column(field.name, letter, tuple(found.values), found.typed, found.why_missing)
    names = tuple(one.area for one in records)
    day, target = as_of(table, period), bool(table.entry.spec.as_)
    made = TableData(table.spec.name, table.entry, table.sheet.title, period, day, target, names, rows, columns)
    for finding in _twins(table, made):
        tell(finding)
    return made


def _area_columns(table: TableSheet, records: Sequence[_Record]) -> Iterator[tuple[str, Column]]:
    """The area columns, filled where a merge says the name once: villages are counted by township and name."""
    for position, field in enumerate(table.area_fields):
        letter = table.head.matches[field.name].heading.letter
        values = tuple(one.names[position] or None for one in records)
        missing = {i: f"{records[i].area}未填{field.name}" for i, value in enumerate(values) if value is None}
        yield field.name, Column(field.name, letter, values, why_missing=missing)


def _owners(table: TableSheet, records: Sequence[_Record], indices: Sequence[int]) -> list[str]:
    """What a message calls each record: by its name, else by its area."""
    field = table.spec.item_name
    match = table.head.matches.get(field.name) if field else None
    if match is None or not indices:
        return [one.area for one in records]
    cells = map(table.workbook.cell, *picked(table.grid.column(match.heading.letter), indices))
    return [cell.text.strip() or one.area for cell, one in zip(cells, records, strict=True)]


def _twins(table: TableSheet, made: TableData) -> Iterator[Finding]:
    """Records whose primary key came before."""
    keys = [made.columns[name] for name in map(folded, table.spec.primary_key) if name in made.columns]
    if not keys or len(keys) < len(table.spec.primary_key):
        return
    first: dict[tuple[Value | None, ...], int] = {}
    problems = []
    for index, key in enumerate(zip(*(column.values for column in keys), strict=True)):
        twin = first.setdefault(key, index)
        if twin != index:
            said = "、".join(str(value) for value in key if value is not None)
            words = f"“{said}”与第{made.rows[twin]}行是同一条记录。"
            problems.append(Problem("DATA-DOUBLE-VALUE", Severity.ERROR, index, words, "请删去重复的一行。"))
    place_of = PlaceOf(table.entry.file, table.sheet.title, keys[0].letter, made.rows)
    yield from gathered(problems, place_of)
