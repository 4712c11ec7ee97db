"""One area table in one worksheet: its heading, its rows, and what a reader of the sheet would stumble over."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.errors import Finding, Severity, did_you_mean, nearest
from reportgen.place import Lines, Place, address, line_number
from reportgen.quantity.units import UnitError, parse_unit
from reportgen.sources.captions import other_year
from reportgen.sources.grid import Grid, Range
from reportgen.sources.heads import Head, HeadFinder, Heading, Match, known_unit
from reportgen.sources.model import SourceEntry
from reportgen.sources.record_rows import RecordFinder, filled_down
from reportgen.sources.rows import RowFinder, RowKind, TableRow
from reportgen.sources.turned import turned_grid
from reportgen.sources.workbook import Sheet, Workbook
from reportgen.spec.model import DataSpec, FieldSpec
from reportgen.spec.shipped import SHIPPED

Tell = Callable[[Finding], None]
_NOT_DATA = ("序号", "编号", "备注", "说明")
_NAMED_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A worksheet that holds a table, its heading found and its rows sorted; areas are not yet looked up."""

    entry: SourceEntry
    spec: DataSpec
    workbook: Workbook
    sheet: Sheet
    grid: Grid
    head: Head
    rows: tuple[TableRow, ...]

    def place(self, cell: str) -> Place:
        """A cell of this worksheet."""
        return Place(self.entry.file, sheet=self.sheet.title, cell=cell)

    @property
    def area_fields(self) -> tuple[FieldSpec, ...]:
        """The fields that name the area and that have a column, the widest area first."""
        return tuple(f for f in self.spec.fields if f.role == "area" and f.name in self.head.matches)

    @property
    def current(self) -> bool:
        """Whether the entry belongs to the report's own period, and is no base or goal."""
        return not self.entry.spec.period and not self.entry.spec.as_


def open_table(entry: SourceEntry, spec: DataSpec, workbook: Workbook, sheet: Sheet, tell: Tell) -> TableSheet | None:
    """Find heading and rows of a table; None where there is no heading to go by."""
    grid = workbook.grid(sheet)
    if entry.spec.layout == "transposed":
        grid = turned_grid(entry, spec, workbook, grid)
    place = Place(entry.file, sheet=sheet.title)
    areas = [field.name for field in spec.fields if field.role == "area"]
    named = spec.item_name if spec.is_whole else None
    finder = HeadFinder(workbook, grid, spec.fields, entry.spec.columns, [named.name] if named else areas)
    # Rows that are no rows of a worksheet are told where the spec is read.
    given = entry.spec.header if all(row >= 1 for row in entry.spec.header) else ()
    head = finder.given(given) if given else finder.find()
    if not grid.rows:
        tell(Finding("DATA-EMPTY", Severity.ERROR, place, "工作表是空的。", "请填数后再用。"))
        return None
    whole = spec.is_whole
    if head is None or not (whole or any(name in head.matches for name in areas)):
        # A table without a field for the area is told where the data spec is read.
        if areas or whole:
            tell(_no_head(place, spec, head, areas, entry.lines))
        return None
    letters = [head.matches[name].heading.letter for name in areas if name in head.matches]
    if whole:
        called = spec.item_name.name if spec.item_name else ""
        naming = head.matches.get(called) or next(iter(head.matches.values()))
        letters = [naming.heading.letter]
    values = [match.heading.letter for name, match in head.matches.items() if match.heading.letter not in letters]
    if spec.is_ledger:
        rows = tuple(RecordFinder(workbook, grid, head, letters, values, has_areas=not whole).rows())
    else:
        rows = tuple(RowFinder(workbook, grid, head, letters, values).rows())
    merges: Mapping[str, Sequence[Range]] = {}
    if spec.is_ledger and grid.merges:
        grid, merges = filled_down(grid, _told_once(spec, head), head.rows[-1])
    table = TableSheet(entry, spec, workbook, sheet, grid, head, rows)
    years = other_year(entry, workbook, sheet, grid, head.rows[0])
    for finding in (*_head_findings(table), *years, *_hidden(table), *_merged(table), *_filled_down(table, merges)):
        tell(finding)
    return table


def _told_once(spec: DataSpec, head: Head) -> Sequence[str]:
    """The columns of a ledger in which a merge says one thing for several records: all but those of numbers."""
    return [head.matches[f.name].heading.letter for f in spec.fields if f.name in head.matches and not is_numeric(f)]


def _filled_down(table: TableSheet, merges: Mapping[str, Sequence[Range]]) -> Iterator[Finding]:
    """Tell which columns of a ledger have merges that count for each of their rows."""
    line = table.entry.lines.row
    for name, match in table.head.matches.items():
        letter = match.heading.letter
        if letter in merges:
            some = merges[letter]
            first, last = address(letter, some[0].top + 1), address(letter, some[0].bottom + 1)
            words = f"“{name}”有 {len(some)} 处合并单元格，合并的各{line}都按合并格里填的读取。"
            place = table.place(f"{first}:{last}")
            yield Finding("DATA-FILLED-DOWN", Severity.NOTICE, place, words, "请确认合并的范围没有多、没有少。")


def _no_head(place: Place, spec: DataSpec, head: Head | None, areas: Sequence[str], lines: Lines) -> Finding:
    fields = {field.name: field.title or field.name for field in spec.fields}
    if head is None:
        words = f"没有找到“{spec.title or spec.name}”的表头。"
        some = "、".join(list(fields.values())[:4])
        return Finding(
            "DATA-NO-HEADER",
            Severity.ERROR,
            place,
            words,
            f"表头应有“{some}”等；表头写法不同的，请在报告里写 header（表头{lines.row}）和 columns（列对应）。",
        )
    wanted = "”或“".join(fields[name] for name in areas)
    others = [heading.typed for heading in head.unused]
    return Finding(
        "DATA-NO-COLUMN",
        Severity.ERROR,
        Place(place.file, sheet=place.sheet, cell=head.range),
        f"表头里没有地区{lines.field}“{wanted}”。",
        did_you_mean(
            wanted, others, f"请把写地区名的一{lines.field}的表头改为“{wanted}”，或在 columns（列对应）里写明。"
        ),
    )


def _head_findings(table: TableSheet) -> Iterator[Finding]:
    """Columns that are missing, stand there twice, or state another unit than the field's."""
    head, line = table.head, table.entry.lines.field
    absent: list[FieldSpec] = []
    for field in table.spec.fields:
        title = field.title or field.name
        match = head.matches.get(field.name)
        if field.name in head.doubled:
            cells = "、".join(heading.cell for heading in head.doubled[field.name])
            place = table.place(head.doubled[field.name][1].cell)
            words = f"“{title}”一{line}出现了不止一次：{cells}。"
            advice = _which_of(field, head.doubled[field.name])
            yield Finding("DATA-DOUBLE-COLUMN", Severity.ERROR, place, words, advice)
        elif match is None and not field.formula:
            if table.entry.spec.as_ and field.name not in table.entry.spec.columns:
                continue  # a sheet of goals has columns only for what has a goal
            if _is_left_out(table, field):
                absent.append(field)
            else:
                yield _no_column(table, field)
        elif match is not None:
            yield from _unit_findings(table, field, match)
    # A shipped table has columns for every county: none has them all, and what prints one tells that it is missing.
    if absent and not table.spec.file.startswith(SHIPPED):
        yield _left_out(table, absent)


def _which_of(field: FieldSpec, headings: Sequence[Heading]) -> str:
    """How to say which of several columns is meant: with the heading above it, where that tells them apart."""
    ways = [f"“{field.name}: {heading.typed}”" for heading in headings]
    if len(set(ways)) == len(ways):
        return f"请在 columns（列对应）里写明是哪一列：{'，或'.join(ways)}。"
    return "请删去多余的一列，或改清楚表头。"


def _is_left_out(table: TableSheet, field: FieldSpec) -> bool:
    """Whether a column may be left out on purpose: it is not asked for, and no heading looks like it."""
    asked = field.constraints.required or field.name in table.entry.spec.columns
    return not asked and nearest(field.title or field.name, [heading.typed for heading in table.head.unused]) is None


def _left_out(table: TableSheet, absent: list[FieldSpec]) -> Finding:
    """All columns that a county does not collect, in one notice; what prints one of them is told where it does."""
    titles = "、".join(field.title or field.name for field in absent)
    line = table.entry.lines.field
    words = f"表头里没有这{len(absent)}{line}：{titles}；按缺数处理。" if len(absent) > 1 else ""
    words = words or f"表头里没有“{titles}”一{line}，“{absent[0].name}”按缺数处理。"
    advice = "没有统计这些数的，不必理会；统计了的，请核对表头，或在 columns（列对应）里写明。"
    return Finding("DATA-NO-COLUMN", Severity.NOTICE, table.place(table.head.range), words, advice)


def _no_column(table: TableSheet, field: FieldSpec) -> Finding:
    """A field without a column: mostly a heading that was renamed, which is then the place to look at."""
    wanted = table.entry.spec.columns.get(field.name) or field.title or field.name
    needed = field.constraints.required or field.name in table.entry.spec.columns
    weight = Severity.ERROR if needed else Severity.WARNING if table.current else Severity.NOTICE
    line = table.entry.lines.field
    words = f"表头里没有“{wanted}”一{line}，“{field.name}”按缺数处理。"
    others = {heading.typed: heading for heading in reversed(table.head.unused)}
    close = nearest(wanted, others)
    if close is None:
        advice = f"请核对表头，或在 columns（列对应）里写明这一{line}在表中的表头。"
        unread = [f"{heading.cell}“{heading.typed}”" for heading in table.head.unused if heading.typed not in _NOT_DATA]
        if unread:
            more = "等" if unread[_NAMED_AT_MOST:] else ""
            advice += f"没有用到的表头有：{'、'.join(unread[:_NAMED_AT_MOST])}{more}。"
        return Finding("DATA-NO-COLUMN", weight, table.place(table.head.range), words, advice)
    cell = others[close].cell
    advice = f"是否就是 {cell} 的“{close}”？是的话请改表头，或在指标表里把它写为别名（aliases）。"
    return Finding("DATA-NO-COLUMN", weight, table.place(cell), words, advice)


def _unit_findings(table: TableSheet, field: FieldSpec, match: Match) -> Iterator[Finding]:
    stated = stated_unit(table.head, field, match)
    if not stated or stated == field.unit or not is_numeric(field) or not agrees(field.unit, field.unit):
        return
    place = table.place(match.heading.cell)
    if agrees(stated, field.unit):
        one, other = parse_unit(stated), parse_unit(field.unit)
        if one.factor != other.factor:
            words = f"表中“{match.heading.typed}”的单位是“{stated}”，已换算为“{field.unit}”。"
            yield Finding("DATA-UNIT-CONVERTED", Severity.NOTICE, place, words)
        return
    words = f"表头“{match.heading.typed}”的单位是“{stated}”，而“{field.name}”的单位是“{field.unit}”，没有读取。"
    yield Finding("DATA-UNIT", Severity.ERROR, place, words, "请核对是否同一个指标；是的话把单位改成一致。")


def stated_unit(head: Head, field: FieldSpec, match: Match) -> str:
    """The unit that the worksheet states for a column: in its heading, else in the line above the table."""
    if match.unit or not is_numeric(field):
        return match.unit
    own = known_unit(field.unit)
    if own is None or own.is_count or own.is_percent:
        return ""
    # “单位：户、万元” above a table speaks for the columns of that dimension, if it names only one such unit.
    same = [word for word in head.note if (unit := known_unit(word)) and unit.dimension == own.dimension]
    return same[0] if len(same) == 1 else ""


def agrees(stated: str, wanted: str) -> bool:
    """Whether a column in one unit can be read for a field in another: the same, or another scale of it."""
    try:
        one, other = parse_unit(stated), parse_unit(wanted)
    except UnitError:
        # The spec's unit is none; that is told where the spec is read.
        return False
    if one.is_count and other.is_count:
        return one.symbol == other.symbol or one.factor != other.factor
    return one.dimension == other.dimension


def is_numeric(field: FieldSpec) -> bool:
    """Whether a field holds numbers."""
    return field.role is None and field.type in ("number", "integer")


def _hidden(table: TableSheet) -> Iterator[Finding]:
    """Tell of rows and columns that a reader of the worksheet does not see."""
    if table.sheet.hidden:
        place = Place(table.entry.file, sheet=table.sheet.title)
        yield Finding("DATA-HIDDEN", Severity.NOTICE, place, "工作表是隐藏的，已照常读取。", "请确认是要用的表。")
    rows = [row for row in table.rows if table.grid.rows[row.index] in table.grid.hidden_rows]
    if rows:
        listed = "、".join(row.name or row.cell for row in rows[:5]) + ("等" if len(rows) > 5 else "")
        line = table.entry.lines.row
        words = f"有 {len(rows)} 个隐藏的{line}（{listed}），已照常读取。"
        place = table.place(rows[0].cell)
        advice = f"如果是筛选造成的，不影响结果；不该有的{line}请删去。"
        yield Finding("DATA-HIDDEN", Severity.NOTICE, place, words, advice)
    for name, match in table.head.matches.items():
        if match.heading.letter in table.grid.hidden_columns:
            place = table.place(match.heading.cell)
            words = f"“{name}”所在的{table.entry.lines.field}是隐藏的，已照常读取。"
            yield Finding("DATA-HIDDEN", Severity.NOTICE, place, words)


def _merged(table: TableSheet) -> Iterator[Finding]:
    """Find values that a merge spreads over several areas or fields: whose they are cannot be told."""
    areas = {field.name for field in table.area_fields}
    told = _told_once(table.spec, table.head) if table.spec.is_ledger else ()
    fields_at = {
        line_number(match.heading.letter): name for name, match in table.head.matches.items() if name not in areas
    }
    rows = [row for row in table.rows if row.kind is RowKind.AREA]
    numbers = [table.grid.rows[row.index] - 1 for row in rows]
    for merge in table.grid.merges:
        under = rows[bisect_left(numbers, merge.top) : bisect_right(numbers, merge.bottom)]
        if merge.left == merge.right and table.grid.letter(merge.left) in told:
            continue
        fields = [name for line, name in fields_at.items() if merge.left <= line <= merge.right]
        if fields and under and (len(under) > 1 or len(fields) > 1):
            first = address(table.grid.letter(merge.left), merge.top + 1)
            place = table.place(f"{first}:{address(table.grid.letter(merge.right), merge.bottom + 1)}")
            whose = "、".join(row.name for row in under[:3])
            words = f"“{fields[0]}”的单元格合并了（{whose}），看不出数是谁的。"
            yield Finding("DATA-MERGED-CELL", Severity.ERROR, place, words, "请取消合并，每个地区、每个指标各填一格。")
