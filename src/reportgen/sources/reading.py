"""All workbooks of a report, read in their order: which sheet is which table, and whose areas hold."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path

from reportgen.errors import Finding, Severity, did_you_mean, in_order, nearest
from reportgen.period import Period
from reportgen.place import Place, address
from reportgen.sources.area_sheet import AREA_SHEET, read_area_sheet
from reportgen.sources.columns import read_table
from reportgen.sources.heads import folded
from reportgen.sources.kinds import open_workbook
from reportgen.sources.lists import read_list
from reportgen.sources.model import Data, OneOffData, SourceEntry, TableData
from reportgen.sources.package import UnreadableWorkbookError
from reportgen.sources.queries import read_query
from reportgen.sources.records import read_records
from reportgen.sources.rows import RowKind
from reportgen.sources.table import TableSheet, open_table
from reportgen.sources.workbook import Sheet, Workbook
from reportgen.spec.areas import AreaRow, AreaTree, tree_from_rows
from reportgen.spec.model import DataSpec

_A_WHOLE_SHEET = 5
"""So many areas that stand in two sheets are told together."""
_DIGITS = re.compile(r"\d+")
_MUCH_ALIKE = 0.8


def read_data(
    entries: Sequence[SourceEntry],
    tables: Mapping[str, DataSpec],
    areas: AreaTree | None,
    report_area: str,
    report_place: Place,
) -> Data:
    """Read every workbook of a report.

    `areas` is the areas file's tree; without one the areas are those of a sheet 行政区划, else those of the first
    table, one level under `report_area`. Whatever is wrong becomes a finding with its cell; nothing is raised for
    what stands in a file.
    """
    return _Reader(tables, report_area, report_place).read(entries, areas)


@dataclass(slots=True)
class _Reader:
    tables: Mapping[str, DataSpec]
    report_area: str
    report_place: Place
    findings: list[Finding] = field(default_factory=list)
    workbooks: dict[Path, Workbook | UnreadableWorkbookError] = field(default_factory=dict)
    named: set[tuple[str, Path, Period, bool]] = field(default_factory=set)
    """The tables that an entry of their own reads from a workbook: other entries leave them to it."""
    unread: list[tuple[SourceEntry, list[str]]] = field(default_factory=list)
    """The sheets of each workbook that no table claims, by title."""

    def read(self, entries: Sequence[SourceEntry], areas: AreaTree | None) -> Data:
        opened = [(entry, workbook) for entry in entries if (workbook := self._open(entry))]
        for entry in (entry for entry, _ in opened if entry.spec.table):
            spec = self.tables.get(entry.spec.table) or self._by_title(entry.spec.table)
            self.named.add(_whose(entry, spec.name if spec else entry.spec.table))
        sheets = [
            sheet
            for entry, workbook in opened
            if entry.spec.layout != "list"
            for sheet in self._table_sheets(entry, workbook)
        ]
        self._tell_renamed(sheets)
        tree = areas or self._areas_of(opened, sheets)
        own = tree.resolve(self.report_area)
        if own is None:
            words = f"地区表里没有“{self.report_area}”。"
            advice = did_you_mean(self.report_area, tree.names(), "请改正地区名，或在地区表里登记。")
            self._tell(Finding("DATA-UNKNOWN-AREA", Severity.ERROR, self.report_place, words, advice))
        tables = [table for sheet in sheets if not sheet.spec.is_ledger for table in self._values(sheet, tree)]
        records = [table for sheet in sheets if sheet.spec.is_ledger for table in self._values(sheet, tree)]
        one_offs = self._lists(opened, tree, own.name if own else self.report_area)
        self._tell_doubles(tables)
        self._tell_absent(tables, sheets, tree)
        return Data(tuple(tables), tuple(one_offs), tree, in_order(self.findings), tuple(records))

    def _tell(self, finding: Finding) -> None:
        self.findings.append(finding)

    def _open(self, entry: SourceEntry) -> Workbook | None:
        """Open a workbook once, however many entries draw on it; a bad one is told for the first."""
        if entry.spec.sql:
            return read_query(entry, self._title(entry), self._tell)
        known = self.workbooks.get(entry.path)
        if known is None:
            if not entry.path.is_file():
                self._tell(_no_file(entry))
                return None
            try:
                known = open_workbook(entry, self._tell)
            except UnreadableWorkbookError as error:
                known = error
                self._tell_unreadable(entry, error)
            self.workbooks[entry.path] = known
        return known if isinstance(known, Workbook) else None

    def _tell_unreadable(self, entry: SourceEntry, error: UnreadableWorkbookError, sheet: str | None = None) -> None:
        place = Place(entry.file, sheet=sheet)
        self._tell(Finding("DATA-UNREADABLE", Severity.ERROR, place, error.words, error.advice))

    # --- which sheet is which table ---

    def _table_sheets(self, entry: SourceEntry, workbook: Workbook) -> list[TableSheet]:
        wanted = self._named_table if entry.spec.table else self._tables_by_title
        found = []
        for spec, sheet in wanted(entry, workbook):
            try:
                table = open_table(entry, spec, workbook, sheet, self._tell)
            except UnreadableWorkbookError as error:
                self._tell_unreadable(entry, error, sheet.title)
                continue
            if table is not None:
                found.append(table)
        return found

    def _named_table(self, entry: SourceEntry, workbook: Workbook) -> list[tuple[DataSpec, Sheet]]:
        """The one table of an entry that names it, in the sheet that it names."""
        spec = self.tables.get(entry.spec.table) or self._by_title(entry.spec.table)
        if spec is None:
            words = f"没有名为“{entry.spec.table}”的指标表。"
            advice = did_you_mean(entry.spec.table, self.tables, "请在 data_specs 里登记这个表，或改正名称。")
            place = entry.spec.at("table")
            self._tell(Finding("DATA-NO-TABLE", Severity.ERROR, place, words, advice))
            return []
        names = [entry.spec.sheet] if entry.spec.sheet else [spec.title, spec.name]
        sheet = next((s for name in names if name and (s := _sheet(workbook, name))), None)
        if sheet is None and not entry.spec.sheet and len(workbook.sheets) == 1:
            sheet = workbook.sheets[0]
        if sheet is None:
            self._tell(_no_sheet(entry, workbook, names[0] or spec.name))
            return []
        return [(spec, sheet)]

    def _title(self, entry: SourceEntry) -> str:
        """What the sheet of a query's result is called: as the entry or its table says."""
        spec = self.tables.get(entry.spec.table) or self._by_title(entry.spec.table)
        return entry.spec.sheet or (spec.title or spec.name if spec else "查询结果")

    def _by_title(self, title: str) -> DataSpec | None:
        return next((spec for spec in self.tables.values() if folded(spec.title) == folded(title)), None)

    def _tables_by_title(self, entry: SourceEntry, workbook: Workbook) -> list[tuple[DataSpec, Sheet]]:
        """Every table whose title is a sheet of the workbook; a sheet named nearly so is told."""
        found: list[tuple[DataSpec, Sheet]] = []
        matched: list[str] = []
        taken: set[str] = set()
        for spec in self.tables.values():
            for name in (spec.title, spec.name):
                sheet = _sheet(workbook, name) if name else None
                if sheet is not None and sheet.part not in taken:
                    if _whose(entry, spec.name) not in self.named:
                        found.append((spec, sheet))
                    matched.append(spec.name)
                    taken.add(sheet.part)
                    break
        self._tell_unread(entry, workbook, matched, taken)
        return found

    def _tell_unread(
        self, entry: SourceEntry, workbook: Workbook, matched: Sequence[str], taken: Container[str]
    ) -> None:
        """Tell of sheets named nearly like a table, and of a workbook in which no sheet is a table."""
        titles = [spec.title or spec.name for spec in self.tables.values() if spec.name not in matched]
        weight = Severity.WARNING if matched else Severity.ERROR
        told = bool(matched) or _sheet(workbook, AREA_SHEET) is not None
        left: list[str] = []
        for sheet in workbook.sheets:
            close = get_close_matches(folded(sheet.title), titles, n=1)
            if close and sheet.part not in taken and not sheet.hidden:
                place = Place(entry.file, sheet=sheet.title)
                words = f"工作表“{sheet.title}”没有读取：没有叫这个名字的指标表。"
                advice = f"是否就是“{close[0]}”？是的话请把工作表改名为“{close[0]}”。"
                self._tell(Finding("DATA-NO-SHEET", weight, place, words, advice))
                told = True
            elif sheet.part not in taken and not sheet.hidden and folded(sheet.title) != AREA_SHEET:
                left.append(sheet.title)
        if matched and left:
            self.unread.append((entry, left))
        if not told:
            there = "、".join(sheet.title for sheet in workbook.sheets)
            words = f"工作簿里没有一张工作表是指标表，有的是：{there}。"
            some = "、".join(titles[:6]) + ("等" if len(titles) > 6 else "")
            advice = f"登记了的指标表有：{some}。请改工作表名，或在报告里写明 table（表）和 sheet（工作表）。"
            self._tell(Finding("DATA-NO-SHEET", weight, Place(entry.file), words, advice))

    def _tell_renamed(self, sheets: Sequence[TableSheet]) -> None:
        """Tell of a table that another period has and this one has not, where a sheet of its workbook is left over."""
        has: dict[tuple[Period, bool], set[str]] = {}
        for table in sheets:
            has.setdefault((table.entry.period, bool(table.entry.spec.as_)), set()).add(table.spec.name)
        for entry, left in self.unread:
            if entry.spec.as_:
                continue
            own = has.get((entry.period, False), set())
            for table in sheets:
                name = table.spec.name
                if table.entry.spec.as_ or table.entry.spec.table or name in own:
                    continue
                own.add(name)
                title = table.spec.title or name
                words = f"没有工作表“{title}”（{table.entry.file} 里有），而这里的{'、'.join(left[:5])}没有读取。"
                advice = f"如果其中一张就是，请把工作表改名为“{title}”；不是的，不必理会。"
                self._tell(Finding("DATA-NO-SHEET", Severity.WARNING, Place(entry.file), words, advice))

    # --- whose areas ---

    def _areas_of(self, opened: Sequence[tuple[SourceEntry, Workbook]], sheets: Sequence[TableSheet]) -> AreaTree:
        """The areas without an areas file: of a sheet 行政区划, else of the first table."""
        for entry, workbook in opened:
            sheet = _sheet(workbook, AREA_SHEET)
            if sheet is None:
                continue
            try:
                rows = read_area_sheet(entry, workbook, sheet, self._tell)
            except UnreadableWorkbookError as error:
                self._tell_unreadable(entry, error, sheet.title)
                continue
            tree, findings = tree_from_rows(rows, self.report_area)
            self.findings.extend(findings)
            if tree is not None and rows:
                return tree
        # A ledger names only the areas that have an entry in it.
        for table in sorted(sheets, key=lambda sheet: sheet.spec.is_ledger):
            if table.area_fields and any(row.kind is RowKind.AREA for row in table.rows):
                tree, findings = tree_of_rows(table, self.report_area)
                self.findings.extend(findings)
                return tree
        return AreaTree.flat(self.report_area, ())

    # --- values ---

    def _values(self, sheet: TableSheet, tree: AreaTree) -> tuple[TableData, ...]:
        try:
            if sheet.spec.is_ledger:
                own = tree.resolve(self.report_area)
                return read_records(sheet, tree, own.name if own else self.report_area, self._tell)
            return read_table(sheet, tree, self._tell)
        except UnreadableWorkbookError as error:
            self._tell_unreadable(sheet.entry, error, sheet.sheet.title)
            return ()

    def _lists(self, opened: Sequence[tuple[SourceEntry, Workbook]], tree: AreaTree, area: str) -> list[OneOffData]:
        found: list[OneOffData] = []
        for entry, workbook in opened:
            if entry.spec.layout == "list":
                try:
                    found.extend(read_list(entry, workbook, tree, area, self._tell))
                except UnreadableWorkbookError as error:
                    self._tell_unreadable(entry, error)
        first: dict[tuple[str, Period, str], OneOffData] = {}
        for figure in found:
            twin = first.setdefault((figure.name, figure.period, figure.area), figure)
            if twin is not figure:
                words = f"“{figure.name}”在 {twin.place} 已经有了。"
                advice = "请删去重复的一行，或改名。"
                self._tell(Finding("DATA-DOUBLE-NAME", Severity.ERROR, figure.place, words, advice))
        return list(first.values())

    # --- over all tables ---

    def _tell_doubles(self, tables: Sequence[TableData]) -> None:
        """One figure of an area and period in two sheets: which one holds cannot be told.

        Two sheets may share a table's columns between them; only a field that both fill in is told twice.
        """
        alike: dict[tuple[str, Period, bool], list[TableData]] = {}
        for table in tables:
            alike.setdefault((table.table, table.period, table.target), []).append(table)
        for some in alike.values():
            first: dict[str, tuple[TableData, int]] = {}
            for table in some if len(some) > 1 else ():
                twins = []
                for index, area in enumerate(table.areas):
                    other, row = first.setdefault(area, (table, index))
                    if other is not table and _fill_the_same(other, row, table, index):
                        twins.append((index, _row_place(other, row)))
                # A whole sheet told twice is one mistake: a period that was not written.
                for index, twin in twins if len(twins) < _A_WHOLE_SHEET else twins[:1]:
                    self._tell(_double(table, index, twin, len(twins) if len(twins) >= _A_WHOLE_SHEET else 1))

    def _tell_absent(self, tables: Sequence[TableData], sheets: Sequence[TableSheet], tree: AreaTree) -> None:
        """Areas that have no row where their neighbours have one (7 of 8 reported)."""
        present: dict[tuple[str, Period, bool], set[str]] = {}
        for table in tables:
            present.setdefault((table.table, table.period, table.target), set()).update(table.areas)
        for (name, period, target), found in present.items():
            table = next(t for t in tables if (t.table, t.period, t.target) == (name, period, target))
            misnamed, nameless = _told_rows([sheet for sheet in sheets if sheet.spec.name == name], tree, found)
            for area in (area for area in tree.all() if area.below):
                listed = [one.name for one in tree.listed(area.name)]
                absent = [one for one in listed if not _is_reported(one, found, tree)]
                # A row that is told already for its wrong name or for none is not told again as absent.
                unexplained = [one for one in absent if one not in misnamed]
                if len(absent) < len(listed) and len(unexplained) > nameless:
                    self._tell(_absent(table, area.name, unexplained, len(listed)))


def _whose(entry: SourceEntry, table: str) -> tuple[str, Path, Period, bool]:
    """A table of a workbook, as figures of a period or as its goals."""
    return table, entry.path, entry.period, bool(entry.spec.as_)


def _is_reported(area: str, found: Container[str], tree: AreaTree) -> bool:
    """Whether an area has a row, or some area below it has: then it is rolled up."""
    return area in found or any(_is_reported(below.name, found, tree) for below in tree.below(area))


def tree_of_rows(table: TableSheet, report_area: str) -> tuple[AreaTree, tuple[Finding, ...]]:
    """Every name of the table's area columns, each below the one to its left; all of them below the report's area."""
    levels = [area.level for area in table.area_fields]
    named = [row for row in table.rows if row.kind is RowKind.AREA]
    if len(levels) < 2:
        return AreaTree.flat(report_area, [row.name for row in named]), ()
    paths = [[folded(name) for name in row.names] for row in named]
    parents: dict[str, set[str]] = {}
    for path in paths:
        for above, name in pairwise(name for name in path if name):
            parents.setdefault(name, set()).add(above)
    rows: dict[str, AreaRow] = {}
    for row, path in zip(named, paths, strict=True):
        above = ""
        for level, name in zip(levels, path, strict=True):
            if not name or name == folded(report_area) or (not above and len(parents.get(name, ())) > 1):
                continue
            # Two townships may each have a 上坪村.
            key = above + name if len(parents.get(name, ())) > 1 else name
            short = name if key != name else ""
            rows.setdefault(key, AreaRow(key, table.place(row.cell), above=above, short=short, level=level))
            above = key
    tree, findings = tree_from_rows(tuple(rows.values()), report_area)
    return tree or AreaTree.flat(report_area, ()), tuple(findings)


def _fill_the_same(one: TableData, row: int, other: TableData, index: int) -> bool:
    """Whether two rows both have a value for some field."""
    return any(
        column.values[row] is not None and other.columns[name].values[index] is not None
        for name, column in one.columns.items()
        if name in other.columns
    )


def _told_rows(sheets: Sequence[TableSheet], tree: AreaTree, found: Container[str]) -> tuple[set[str], int]:
    """The areas that misnamed rows most likely mean, and the number of rows without a name to go by.

    One that is nearest to an area among the `found` must mean another.
    """
    rows = [row for sheet in sheets for row in sheet.rows if row.kind is not RowKind.TOTAL]
    named = [row for row in rows if row.kind is RowKind.AREA]
    unknown = [row.name for row in named if tree.along(name for name in row.names if name)[-1] is None]
    near = [close if (close := tree.nearest(name)) not in found else None for name in unknown]
    return {name for name in near if name}, near.count(None) + sum(row.kind is not RowKind.AREA for row in rows)


def _double(table: TableData, index: int, twin: Place, number: int) -> Finding:
    many = f"等{number}个地区" if number > 1 else ""
    words = f"“{table.areas[index]}”{many}{table.period.title}的数在 {twin} {'起' if many else ''}已经有了。"
    line = table.entry.lines.row
    advice = f"同一个表、同一期间、同一地区只能有一{line}；请去掉一处，或写明各自的期间。"
    return Finding("DATA-DOUBLE-AREA", Severity.ERROR, _row_place(table, index), words, advice)


def _absent(table: TableData, above: str, absent: Sequence[str], number: int) -> Finding:
    names = "、".join(absent[:8]) + ("等" if len(absent) > 8 else "")
    words = f"{above}下面 {number} 个地区中，{len(absent)} 个没有{table.period.title}的数：{names}。"
    place = Place(table.entry.file, sheet=table.sheet)
    advice = "请补报；不再统计的地区请从地区表里删去。缺一个地区，全部地区的合计就算不出来。"
    return Finding("DATA-AREA-ABSENT", Severity.WARNING, place, words, advice)


def _row_place(table: TableData, index: int) -> Place:
    some = next(iter(table.columns), None)
    if some is not None:
        return table.place(some, index)
    corner = "1" if table.entry.is_turned else "A"
    return Place(table.entry.file, sheet=table.sheet, cell=address(corner, table.rows[index]))


def _sheet(workbook: Workbook, title: str) -> Sheet | None:
    return next((sheet for sheet in workbook.sheets if folded(sheet.title) == folded(title)), None)


def _no_sheet(entry: SourceEntry, workbook: Workbook, wanted: str) -> Finding:
    titles = [sheet.title for sheet in workbook.sheets]
    place = entry.spec.at("sheet" if entry.spec.sheet else "workbook")
    words = f"“{entry.file}”里没有工作表“{wanted}”，有的是：{'、'.join(titles)}。"
    advice = did_you_mean(wanted, titles, "请把工作表改成这个名字，或在报告里写明 table（表）和 sheet（工作表）。")
    return Finding("DATA-NO-SHEET", Severity.ERROR, place, words, advice)


def _other_edition(one: str, other: str) -> bool:
    """Whether two file names differ in their digits alone: another year's workbook is not what was meant."""
    return _DIGITS.sub("#", one) == _DIGITS.sub("#", other)


def _other_name(wanted: str, names: Sequence[str]) -> str:
    """Advise on a file that is not there: a name much like it, else its other editions, else one somewhat like it."""
    editions = sorted(name for name in names if _other_edition(name, wanted))
    others = [name for name in names if not _other_edition(name, wanted)]
    close = (get_close_matches(wanted, others, n=1, cutoff=_MUCH_ALIKE) if editions else None) or [
        name for name in [nearest(wanted, others)] if name
    ][: 0 if editions else 1]
    if close:
        return f"是否想写“{close[0]}”？"
    return f"文件夹里只有别的年份或批次的：{'、'.join(editions[:5])}。" if editions else ""


def _no_file(entry: SourceEntry) -> Finding:
    folder = entry.path.parent
    words = f"没有找到工作簿“{entry.file}”。"
    if entry.path.is_dir():
        words = f"“{entry.file}”是文件夹，不是工作簿。"
    advice = "请核对文件名和所在的文件夹。"
    try:
        names = [path.name for path in folder.iterdir() if not path.name.startswith("~$")] if folder.is_dir() else []
    except OSError:
        names = []
    if not folder.is_dir():
        advice = f"没有文件夹“{folder.name}”，请核对路径。"
    elif entry.path.is_dir():
        advice = "请写到文件夹里的工作簿。"
    else:
        advice = _other_name(entry.path.name, names) or advice
    return Finding("DATA-NO-FILE", Severity.ERROR, entry.spec.at("workbook"), words, advice)
