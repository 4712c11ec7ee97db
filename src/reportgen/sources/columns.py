"""The columns of an area table: each row with its area and period, each value with everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.errors import Finding, Severity
from reportgen.period import Kind as PeriodKind
from reportgen.period import Period
from reportgen.place import Place, address
from reportgen.sources.cells import CellReader, Reading
from reportgen.sources.constraints import broken_constraints
from reportgen.sources.formats import Look
from reportgen.sources.heads import folded
from reportgen.sources.model import Column, TableData, TotalRow
from reportgen.sources.problems import PlaceOf, Problem, gathered, said
from reportgen.sources.rows import RowKind, TableRow
from reportgen.sources.stored import as_percent, cell_text, day_of
from reportgen.sources.table import TableSheet, Tell, agrees, is_numeric, stated_unit
from reportgen.sources.workbook import Kind, Workbook
from reportgen.spec.areas import AreaTree
from reportgen.spec.model import Area, FieldSpec

_PLAIN_PERCENT, _ENOUGH_PERCENTS = 20, 3
"""So many other cells, and none below so many percent: then a single 0.85 is no 0.85%."""


@dataclass(frozen=True, slots=True)
class _PlacedRow:
    """A row whose area and period are known."""

    row: TableRow
    area: str
    period: Period


@dataclass(frozen=True, slots=True)
class _PeriodRows:
    """The rows of one period, its total rows, and the rows of the sheet that were refused."""

    period: Period
    placed: Sequence[_PlacedRow]
    totals: Sequence[TableRow]
    refused: Sequence[TableRow]


def read_table(table: TableSheet, areas: AreaTree, tell: Tell) -> tuple[TableData, ...]:
    """Read the values of a table: one `TableData` for each period in it."""
    placed, refused = _placed_rows(table, areas, tell)
    _check_refused(table, refused, tell)
    periods = dict.fromkeys(one.period for one in placed) or {table.entry.period: None}
    totals = [row for row in table.rows if row.kind is RowKind.TOTAL]
    if not placed and not refused:
        place = table.place(table.head.range)
        behind = "右边没有可用的数据列" if table.entry.is_turned else "下面没有可用的数据行"
        tell(Finding("DATA-EMPTY", Severity.ERROR, place, f"表头{behind}。", "请填数后再用。"))
    found = []
    for period in periods:
        rows = placed if len(periods) == 1 else [one for one in placed if one.period == period]
        # With several periods in one sheet nobody can tell which of them a total row adds up.
        some = _PeriodRows(period, rows, totals if len(periods) == 1 else (), refused)
        found.append(_read_period(table, areas, some, tell))
    return tuple(found)


def _placed_rows(table: TableSheet, areas: AreaTree, tell: Tell) -> tuple[list[_PlacedRow], list[TableRow]]:
    """Look up area and period of each row; rows without them, or whose area came before, are told and refused."""
    placed: list[_PlacedRow] = []
    refused: list[TableRow] = []
    column = next((f for f in table.spec.fields if f.role == "period" and f.name in table.head.matches), None)
    first: dict[tuple[str, Period], TableRow] = {}
    for row in table.rows:
        if row.kind is RowKind.TOTAL:
            continue
        area = _area_of(table, row, areas, tell)
        period = period_of(table, column, row, tell) if column else table.entry.period
        if area is None or period is None:
            refused.append(row)
            continue
        twin = first.setdefault((area, period), row)
        if twin is not row:
            line = table.entry.lines.row
            words = f"“{area}”在 {twin.cell} 已经有一{line}。"
            place = table.place(row.cell)
            tell(Finding("DATA-DOUBLE-AREA", Severity.ERROR, place, words, f"请合并或删去重复的一{line}。"))
            refused.append(row)
            continue
        placed.append(_PlacedRow(row, area, period))
    return placed, refused


def _check_refused(table: TableSheet, refused: Sequence[TableRow], tell: Tell) -> None:
    """Tell what cannot be read in rows that are refused, so that a sheet is mended in one go."""
    names = [row.name or row.cell for row in refused]
    rows = [table.grid.rows[row.index] for row in refused]
    for reader, letter in readers(table) if refused else ():
        marks, texts = picked(table.grid.column(letter), [row.index for row in refused])
        found = reader.read(marks, texts, names)
        unreadable = [problem for problem in found.problems if problem.severity > Severity.NOTICE]
        place_of = PlaceOf(table.entry.file, table.sheet.title, letter, rows)
        for finding in gathered(unreadable, place_of, place_of.line):
            tell(finding)


def readers(table: TableSheet) -> Iterator[tuple[CellReader, str]]:
    """Each field that can be read, with the letter of its column."""
    for field in table.spec.fields:
        match = table.head.matches.get(field.name)
        if match is None or field.role in ("area", "period") or field.name in table.head.doubled:
            continue
        unit = stated_unit(table.head, field, match) or field.unit
        if is_numeric(field) and not agrees(unit, field.unit):
            continue
        yield _reader(table, field, unit), match.heading.letter


def _area_of(table: TableSheet, row: TableRow, areas: AreaTree, tell: Tell) -> str | None:
    named = areas.along(name for name in row.names if name) if row.kind is RowKind.AREA else [None]
    found, place, line = named[-1], table.place(row.cell), table.entry.lines.row
    if found is not None:
        outside = next((one for one in named if one is not None and not _is_within(found, one, areas)), None)
        if outside is None:
            return found.name
        words, advice = f"“{found.name}”不在“{outside.name}”下面。", f"请核对这一{line}的各个地区。"
        tell(Finding("DATA-UNKNOWN-AREA", Severity.ERROR, place, words, advice))
        return None
    if row.kind is RowKind.NAMELESS:
        words = f"这一{line}有数，却没有地区名。"
        tell(Finding("DATA-NO-AREA", Severity.ERROR, place, words, "请填地区名；合并的单元格请先取消合并。"))
        return None
    if row.kind is RowKind.BROKEN:
        words = "地区名的单元格是错误值。"
        tell(Finding("DATA-ERROR-CELL", Severity.ERROR, place, words, "请填地区名。"))
        return None
    words, advice = areas.unknown(row.name)
    if folded(row.name).startswith("全") and len(folded(row.name)) <= 3:
        advice = f"合计{line}请写“合计”；本级自己的数请写“{areas.root.name}”。"
    tell(Finding("DATA-UNKNOWN-AREA", Severity.ERROR, place, words, advice))
    return None


def _is_within(area: Area, other: Area, areas: AreaTree) -> bool:
    """Whether an area is the other one or lies below it."""
    above: Area | None = area
    while above is not None and above.name != other.name:
        above = areas.above(above.name)
    return above is not None


def period_of(table: TableSheet, field: FieldSpec, row: TableRow, tell: Tell) -> Period | None:
    """The row's period by its period column, where filled; one that contradicts the entry's is an error."""
    entry = table.entry
    letter = table.head.matches[field.name].heading.letter
    cell = table.workbook.cell(*table.grid.raw(letter, row.index))
    place = table.place(address(letter, table.grid.rows[row.index]))
    if cell.kind is Kind.BLANK:
        return entry.period
    try:
        if cell.look is Look.DATE and (day := day_of(cell, table.workbook.epoch_1904, entry.period.year)):
            period = Period(day.year, PeriodKind.MONTH, day.month)
        else:
            period = Period.parse(cell_text(cell), entry.period.year)
    except ValueError:
        words = f"“{cell_text(cell)}”不是期间。"
        tell(Finding("DATA-PERIOD", Severity.ERROR, place, words, "请写成 2023、2023H1、2023年上半年、2023-06 等。"))
        return None
    if entry.spec.period and period != entry.period:
        words = f"这一{entry.lines.row}是{period.title}，而报告里写明这个工作簿是{entry.period.title}。"
        tell(Finding("DATA-PERIOD", Severity.ERROR, place, words, "请改正其中之一。"))
        return None
    return period


def _read_period(table: TableSheet, areas: AreaTree, some: _PeriodRows, tell: Tell) -> TableData:
    period, placed, totals = some.period, some.placed, some.totals
    names = tuple(one.area for one in placed)
    rows = tuple(table.grid.rows[one.row.index] for one in placed)
    indices = [one.row.index for one in placed]
    above = _rows_above(names, areas)
    columns: dict[str, Column] = {}
    total_values: list[dict[str, Decimal]] = [{} for _ in totals]
    for reader, letter in readers(table):
        field = reader.field
        marks, texts = picked(table.grid.column(letter), indices)
        found = reader.read(marks, texts, names)
        place_of = PlaceOf(table.entry.file, table.sheet.title, letter, rows)
        for finding in column_findings(field, found, names, above, place_of, table.workbook):
            tell(finding)
        values = tuple(found.values)
        columns[field.name] = Column(field.name, letter, values, found.typed, found.why_missing)
        read_totals(table, reader, letter, totals, total_values, tell)
    day = as_of(table, period)
    target = bool(table.entry.spec.as_)
    made = _totals(table, some, total_values)
    title = table.sheet.title
    return TableData(table.spec.name, table.entry, title, period, day, target, names, rows, columns, made)


def _rows_above(names: Sequence[str], areas: AreaTree) -> frozenset[int]:
    """The rows of areas that have areas of their own in the table: the county's row among its townships."""
    present = set(names)
    return frozenset(
        index for index, name in enumerate(names) if any(area.name in present for area in areas.below(name))
    )


def as_of(table: TableSheet, period: Period) -> date:
    if table.entry.as_of is not None and period == table.entry.period:
        return table.entry.as_of
    return period.last_day


def _reader(table: TableSheet, field: FieldSpec, unit: str) -> CellReader:
    missing = frozenset(folded(sign) for sign in table.spec.missing_values)
    # What a formula gives anyway need not be readable in the sheet.
    severity = Severity.WARNING if field.formula else Severity.ERROR
    return CellReader(table.workbook, field, unit, missing, severity, table.entry.period.year)


def picked(
    column: tuple[tuple[str, ...], tuple[str, ...]], indices: Sequence[int]
) -> tuple[Sequence[str], Sequence[str]]:
    """The rows that count, of a column; a slice where they follow each other."""
    marks, texts = column
    if indices and indices[-1] - indices[0] == len(indices) - 1:
        rows = slice(indices[0], indices[-1] + 1)
        return marks[rows], texts[rows]
    return [marks[index] for index in indices], [texts[index] for index in indices]


def column_findings(
    field: FieldSpec,
    found: Reading,
    names: Sequence[str],
    above: Container[int],
    place_of: PlaceOf,
    workbook: Workbook,
) -> Iterable[Finding]:
    problems = [*found.problems, *broken_constraints(field, found, names, above)]
    yield from gathered(problems, place_of, place_of.line)
    yield from _percent_findings(field, found, place_of)
    if workbook.recalculates_on_load and found.dummies and len(found.dummies) == found.formulas:
        yield _dummies(field, found.dummies, place_of)
    yield from _long_numbers(field, found, place_of)


def _percent_findings(field: FieldSpec, found: Reading, place_of: PlaceOf) -> Iterator[Finding]:
    """A % column whose bare numbers all lie in 0–1 was most likely meant as fractions; nothing is scaled by guess."""
    plain = [(i, v) for i in sorted(found.plain_percents) if isinstance(v := found.values[i], Decimal)]
    weight = Severity.WARNING if field.formula else Severity.ERROR
    if plain and all(0 <= value <= 1 for _, value in plain) and any(value for _, value in plain):
        place = _span(place_of, [index for index, _ in plain])
        example = next(value for _, value in plain if value)
        shown = f"（如 {example}），分不清是 {example}% 还是 {as_percent(example)}%" if not field.sensitive else ""
        words = f"“{field.name}”的单位是“%”，而填的数都在 0 到 1 之间{shown}。"
        advice = "请把单元格设为百分比格式，或按百分数填写（56.35 表示 56.35%）。"
        yield Finding("DATA-PERCENT-SCALE", weight, place, words, advice)
    elif odd := _hundredfold(plain, found):
        for index, value in odd:
            shown = f" {value}%，而其余各格都在 {_PLAIN_PERCENT}% 以上" if not field.sensitive else "得特别小"
            words = f"“{field.name}”这一格填的是{shown}，是否少乘了 100？"
            advice = "85% 请填 85，或把单元格设为百分比格式。"
            yield Finding("DATA-PERCENT-SCALE", Severity.WARNING, place_of(index), words, advice)
    large = [i for i in sorted(found.shown_percents) if isinstance(v := found.values[i], Decimal) and abs(v) >= 1000]
    if large:
        words = f"“{field.name}”显示为 {said(found.values[large[0]], field.sensitive)}%，是否多乘了 100？"
        advice = "百分比格式的单元格里，56.35% 存的是 0.5635；请核对。"
        yield Finding("DATA-PERCENT-SCALE", Severity.WARNING, _span(place_of, large), words, advice)


def _hundredfold(plain: Sequence[tuple[int, Decimal]], found: Reading) -> list[tuple[int, Decimal]]:
    """Bare numbers in 0–1 among percents that are all far above: 0.85 between 86 and 91."""
    small = [(index, value) for index, value in plain if 0 < value <= 1]
    known = [*found.plain_percents, *found.shown_percents] if small else []
    odd = {index for index, _ in small}
    others = [v for i in known if i not in odd and isinstance(v := found.values[i], Decimal) and v]
    return small if len(others) >= _ENOUGH_PERCENTS and min(others) >= _PLAIN_PERCENT else []


def _dummies(field: FieldSpec, rows: Sequence[int], place_of: PlaceOf) -> Finding:
    words = f"“{field.name}”有 {len(rows)} 格公式存的是 0，而这个工作簿由程序生成、打开时才计算，0 可能不是算出来的。"
    advice = "请用 Excel 或 WPS 打开工作簿，保存一次后再用。"
    return Finding("DATA-STALE-FORMULA", Severity.WARNING, _span(place_of, rows), words, advice)


def _long_numbers(field: FieldSpec, found: Reading, place_of: PlaceOf) -> Iterator[Finding]:
    """Numbers that would print with more decimals than anybody means: 33.3333333333333."""
    if field.decimals is not None or field.formula or field.role is not None:
        return
    if long := found.long:
        example = said(found.values[long[0]], field.sensitive)
        words = f"“{field.name}”有 {len(long)} 格小数位很长（如 {example}），会照此印出。"
        advice = "请在表中四舍五入，或在指标表里写明小数位数（decimals）。"
        yield Finding("DATA-LONG-NUMBER", Severity.WARNING, _span(place_of, long), words, advice)


def _span(place_of: PlaceOf, rows: Sequence[int]) -> Place:
    """The cells from the first row to the last."""
    first, last = place_of(rows[0]), place_of(rows[-1])
    if first == last:
        return first
    return Place(first.file, sheet=first.sheet, cell=f"{first.cell}:{last.cell}")


def read_totals(
    table: TableSheet,
    reader: CellReader,
    letter: str,
    totals: Sequence[TableRow],
    values: list[dict[str, Decimal]],
    tell: Tell,
) -> None:
    """Read a column's cells in the total rows; what is wrong there is only worth a warning."""
    if not totals or not is_numeric(reader.field):
        return
    marks, texts = picked(table.grid.column(letter), [row.index for row in totals])
    found = reader.read(marks, texts, [row.name for row in totals])
    rows = [table.grid.rows[row.index] for row in totals]
    place_of = PlaceOf(table.entry.file, table.sheet.title, letter, rows)
    unreadable = [p for p in found.problems if p.severity > Severity.NOTICE and p.code != "DATA-REQUIRED"]
    softer = [Problem(p.code, Severity.WARNING, p.index, p.words, p.advice) for p in unreadable]
    for finding in gathered(softer, place_of, place_of.line):
        tell(finding)
    for index, value in enumerate(found.values):
        if isinstance(value, Decimal):
            values[index][reader.field.name] = value


def _totals(table: TableSheet, some: _PeriodRows, values: Sequence[Mapping[str, Decimal]]) -> tuple[TotalRow, ...]:
    """Tell which rows each total covers: 小计 the rows since the one before it (or up to the next), others all.

    A total that adds up a refused row cannot be compared: that it differs would only repeat what was told there.
    """
    made = []
    subtotals = [row.index for row in some.totals if "小计" in folded(row.name)]
    leading = bool(subtotals) and bool(some.placed) and subtotals[0] < some.placed[0].row.index
    for row, given in zip(some.totals, values, strict=True):
        after, before = -1, len(table.grid.rows)
        if row.index in subtotals and leading:
            after, before = row.index, next((index for index in subtotals if index > row.index), before)
        elif row.index in subtotals:
            after, before = max((index for index in subtotals if index < row.index), default=-1), row.index
        if any(after < one.index < before for one in some.refused):
            continue
        covers = tuple(number for number, one in enumerate(some.placed) if after < one.row.index < before)
        made.append(TotalRow(row.name, table.grid.rows[row.index], covers, given))
    return tuple(made)
