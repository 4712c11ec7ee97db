"""All workbooks of a report, read in their order: which sheet is which table, and whose areas hold."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from reportgen.errors import Finding, Severity, did_you_mean, in_order, nearest
from reportgen.period import Period
from reportgen.place import Place
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

_DIGITS = re.compile(r"\d+")


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

    def read(self, entries: Sequence[SourceEntry], areas: AreaTree | None) -> Data:
        opened = [(entry, workbook) for entry in entries if (workbook := self._open(entry))]
        sheets = [
            sheet
            for entry, workbook in opened
            if entry.spec.layout != "list"
            for sheet in self._table_sheets(entry, workbook)
        ]
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
        taken: set[str] = set()
        for spec in self.tables.values():
            for name in (spec.title, spec.name):
                sheet = _sheet(workbook, name) if name else None
                if sheet is not None and sheet.part not in taken:
                    found.append((spec, sheet))
                    taken.add(sheet.part)
                    break
        self._tell_unread(entry, workbook, [spec.name for spec, _ in found], taken)
        return found

    def _tell_unread(
        self, entry: SourceEntry, workbook: Workbook, matched: Sequence[str], taken: Container[str]
    ) -> None:
        """Tell of sheets named nearly like a table, and of a workbook in which no sheet is a table."""
        titles = [spec.title or spec.name for spec in self.tables.values() if spec.name not in matched]
        weight = Severity.WARNING if matched else Severity.ERROR
        told = bool(matched) or _sheet(workbook, AREA_SHEET) is not None
        for sheet in workbook.sheets:
            close = get_close_matches(folded(sheet.title), titles, n=1)
            if close and sheet.part not in taken and not sheet.hidden:
                place = Place(entry.file, sheet=sheet.title)
                words = f"工作表“{sheet.title}”没有读取：没有叫这个名字的指标表。"
                advice = f"是否就是“{close[0]}”？是的话请把工作表改名为“{close[0]}”。"
                self._tell(Finding("DATA-NO-SHEET", weight, place, words, advice))
                told = True
        if not told:
            there = "、".join(sheet.title for sheet in workbook.sheets)
            words = f"工作簿里没有一张工作表是指标表，有的是：{there}。"
            some = "、".join(titles[:6]) + ("等" if len(titles) > 6 else "")
            advice = f"登记了的指标表有：{some}。请改工作表名，或在报告里写明 table（表）和 sheet（工作表）。"
            self._tell(Finding("DATA-NO-SHEET", weight, Place(entry.file), words, advice))

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
            if any(row.kind is RowKind.AREA for row in table.rows):
                return self._areas_of_table(table)
        return AreaTree.flat(self.report_area, ())

    def _areas_of_table(self, table: TableSheet) -> AreaTree:
        """Every name of the table's area columns, each below the one to its left."""
        levels = [area.level for area in table.area_fields]
        named = [row for row in table.rows if row.kind is RowKind.AREA]
        if len(levels) < 2:
            return AreaTree.flat(self.report_area, [row.name for row in named])
        rows: dict[str, AreaRow] = {}
        for row in named:
            above = ""
            for level, name in zip(levels, row.names, strict=True):
                key = folded(name)
                if key and key != folded(self.report_area):
                    rows.setdefault(key, AreaRow(key, table.place(row.cell), above=above, level=level))
                    above = key
        tree, findings = tree_from_rows(tuple(rows.values()), self.report_area)
        self.findings.extend(findings)
        return tree or AreaTree.flat(self.report_area, ())

    # --- values ---

    def _values(self, sheet: TableSheet, tree: AreaTree) -> tuple[TableData, ...]:
        try:
            return (read_records if sheet.spec.is_ledger else read_table)(sheet, tree, self._tell)
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
                for index, area in enumerate(table.areas):
                    other, row = first.setdefault(area, (table, index))
                    if other is not table and _fill_the_same(other, row, table, index):
                        self._tell(_double(table, index, _row_place(other, row)))

    def _tell_absent(self, tables: Sequence[TableData], sheets: Sequence[TableSheet], tree: AreaTree) -> None:
        """Areas that have no row where their neighbours have one (7 of 8 reported)."""
        present: dict[tuple[str, Period, bool], set[str]] = {}
        for table in tables:
            present.setdefault((table.table, table.period, table.target), set()).update(table.areas)
        for (name, period, target), found in present.items():
            table = next(t for t in tables if (t.table, t.period, t.target) == (name, period, target))
            misnamed, nameless = _told_rows([sheet for sheet in sheets if sheet.spec.name == name], tree)
            for area in (area for area in tree.all() if area.below):
                listed = [one.name for one in tree.listed(area.name)]
                absent = [one for one in listed if one not in found]
                # A row that is told already for its wrong name or for none is not told again as absent.
                unexplained = [one for one in absent if one not in misnamed]
                if len(absent) < len(listed) and len(unexplained) > nameless:
                    self._tell(_absent(table, area.name, unexplained, len(listed)))


def _fill_the_same(one: TableData, row: int, other: TableData, index: int) -> bool:
    """Whether two rows both have a value for some field."""
    return any(
        column.values[row] is not None and other.columns[name].values[index] is not None
        for name, column in one.columns.items()
        if name in other.columns
    )


def _told_rows(sheets: Sequence[TableSheet], tree: AreaTree) -> tuple[set[str], int]:
    """The areas that misnamed rows most likely mean, and the number of rows without a name to go by."""
    rows = [row for sheet in sheets for row in sheet.rows if row.kind is not RowKind.TOTAL]
    unknown = [row.name for row in rows if row.kind is RowKind.AREA and tree.resolve(row.name) is None]
    near = [tree.nearest(name) for name in unknown]
    return {name for name in near if name}, near.count(None) + sum(row.kind is not RowKind.AREA for row in rows)


def _double(table: TableData, index: int, twin: Place) -> Finding:
    words = f"“{table.areas[index]}”{table.period.title}的数在 {twin} 已经有了。"
    advice = "同一个表、同一期间、同一地区只能有一行；请去掉一处，或写明各自的期间。"
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
    return Place(table.entry.file, sheet=table.sheet, cell=f"A{table.rows[index]}")


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
    elif close := nearest(entry.path.name, [name for name in names if not _other_edition(name, entry.path.name)]):
        advice = f"是否想写“{close}”？"
    elif editions := sorted(name for name in names if _other_edition(name, entry.path.name)):
        advice = f"文件夹里只有别的年份或批次的：{'、'.join(editions[:5])}。"
    return Finding("DATA-NO-FILE", Severity.ERROR, entry.spec.at("workbook"), words, advice)
