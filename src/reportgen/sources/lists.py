"""Figures of no table, one a row: 指标 | 数值 | 单位 | 截至 | 来源 | 填报股室 | 备注."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.errors import Finding, Severity
from reportgen.fact import NO, YES
from reportgen.period import Period
from reportgen.place import Place
from reportgen.quantity.identifiers import hidden
from reportgen.quantity.units import UnitError, parse_unit
from reportgen.sources.formats import Look
from reportgen.sources.grid import Grid
from reportgen.sources.heads import Head, HeadFinder, folded, taken_apart
from reportgen.sources.model import OneOffData, SourceEntry
from reportgen.sources.one_offs import Meaning, NoValueError, meaning_of_number, meaning_of_text
from reportgen.sources.problems import said
from reportgen.sources.rows import is_like_a_note
from reportgen.sources.stored import as_percent, cell_text, clean_text, day_of, error_words, is_error, stored_number
from reportgen.sources.workbook import BLANK, Cell, Kind, Sheet, Workbook
from reportgen.spec.areas import AreaTree
from reportgen.spec.model import FieldSpec
from reportgen.spec.names import good_name, trouble_with

Tell = Callable[[Finding], None]

NAME, VALUE, UNIT, AS_OF, SOURCE, REPORTER, NOTE = (
    "指标",
    "数值",
    "单位",
    "截至",
    "来源",
    "填报股室",
    "备注",
)
PERIOD, AREA, SENSITIVE = "期间", "地区", "敏感"
HEADINGS: dict[str, tuple[str, ...]] = {
    NAME: ("指标名称", "名称", "事项"),
    VALUE: ("数量", "数据", "值", "指标值", "目标值"),
    UNIT: ("计量单位",),
    AS_OF: ("截至日期", "截止", "截止日期", "完成时限"),
    SOURCE: ("数据来源", "出处", "依据"),
    REPORTER: ("填报单位", "填报科室", "责任股室", "股室", "填报人"),
    NOTE: ("说明",),
    PERIOD: ("报告期",),
    AREA: ("乡镇", "乡镇（街道）", "所属乡镇", "所属地区"),
    SENSITIVE: ("是否敏感", "涉敏"),
}
"""The headings of a list and their other names; only the first two must be there."""

MISSING_SIGNS = frozenset(folded(sign) for sign in ("", "—", "-", "——", "/", "无"))
_TOTALS = frozenset(["合计", "总计", "小计", "共计"])
_GROUP = re.compile(r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)).+")
_ONLY_ONCE = (NAME, VALUE, UNIT, PERIOD, AREA)
_YES, _NO = frozenset(["是", "√", "✓", "Y", "y", "敏感"]), frozenset(["否", "×", "N", "n", "不敏感"])


@dataclass(frozen=True, slots=True)
class _ListSheet:
    entry: SourceEntry
    workbook: Workbook
    sheet: Sheet
    grid: Grid
    head: Head
    merged: Mapping[tuple[str, int], int]
    """Letter and row of a cell that a merge from above covers → the index of the row where its text stands."""

    def cell(self, heading: str, index: int) -> Cell:
        """What stands under a heading; one period, area or unit may be merged over several rows."""
        match = self.head.matches.get(heading)
        if match is None:
            return BLANK
        letter = match.heading.letter
        if heading not in (NAME, VALUE):
            index = self.merged.get((letter, self.grid.rows[index]), index)
        return self.workbook.cell(*self.grid.raw(letter, index))

    def text(self, heading: str, index: int) -> str:
        return clean_text(cell_text(self.cell(heading, index), self.workbook.epoch_1904))[0]

    def place(self, heading: str, index: int) -> Place:
        match = self.head.matches.get(heading) or self.head.matches[NAME]
        cell = f"{match.heading.letter}{self.grid.rows[index]}"
        return Place(self.entry.file, sheet=self.sheet.title, cell=cell)


def read_list(
    entry: SourceEntry, workbook: Workbook, areas: AreaTree, report_area: str, tell: Tell
) -> tuple[OneOffData, ...]:
    """Read the figures of a list workbook: of the sheet that the entry names, else of every sheet that is a list."""
    wanted = folded(entry.spec.sheet)
    sheets = [sheet for sheet in workbook.sheets if not wanted or folded(sheet.title) == wanted]
    if wanted and not sheets:
        titles = "、".join(sheet.title for sheet in workbook.sheets)
        words = f"“{entry.file}”里没有工作表“{entry.spec.sheet}”。"
        place = entry.spec.at("sheet")
        tell(Finding("DATA-NO-SHEET", Severity.ERROR, place, words, f"工作簿里有：{titles}。"))
        return ()
    found: list[OneOffData] = []
    lists = 0
    for sheet in sheets:
        head = _head(entry, workbook, sheet)
        if head is not None:
            lists += 1
            grid = workbook.grid(sheet)
            opened = _ListSheet(entry, workbook, sheet, grid, head, _merged_down(grid))
            for finding in (*_doubled(opened), *_hidden(opened), *_merged_values(opened)):
                tell(finding)
            found.extend(_figures(opened, areas, report_area, tell))
    if not lists:
        place = Place(entry.file, sheet=sheets[0].title if wanted else None)
        words = f"没有找到清单的表头“{NAME}”和“{VALUE}”。"
        advice = f"清单的表头是：{'、'.join(HEADINGS)}；前两列必须有。"
        tell(Finding("DATA-NO-HEADER", Severity.ERROR, place, words, advice))
    return tuple(found)


def _head(entry: SourceEntry, workbook: Workbook, sheet: Sheet) -> Head | None:
    fields = [FieldSpec(name=name, aliases=others, role="text") for name, others in HEADINGS.items()]
    finder = HeadFinder(workbook, workbook.grid(sheet), fields, entry.spec.columns, [NAME])
    head = finder.given(entry.spec.header) if entry.spec.header else finder.find()
    return head if head and NAME in head.matches and VALUE in head.matches else None


def _merged_down(grid: Grid) -> Mapping[tuple[str, int], int]:
    cover: dict[tuple[str, int], int] = {}
    for merge in grid.merges:
        origin = grid.index_of(merge.top + 1)
        if origin is None:
            continue
        for row in grid.rows[origin + 1 : bisect_right(grid.rows, merge.bottom + 1)]:
            cover[grid.letter(merge.left), row] = origin
    return cover


def _doubled(opened: _ListSheet) -> Iterator[Finding]:
    """Two columns of one heading: which of them counts cannot be told."""
    for heading in _ONLY_ONCE:
        some = opened.head.doubled.get(heading, ())
        alike = [one for one in some if one.parts == opened.head.matches[heading].heading.parts]
        if len(alike) > 1:
            place = Place(opened.entry.file, sheet=opened.sheet.title, cell=alike[1].cell)
            words = f"“{alike[1].typed}”一列出现了不止一次：{'、'.join(one.cell for one in alike)}。"
            advice = "清单一行一个指标，请接着往下排，不要左右并排。"
            yield Finding("DATA-DOUBLE-COLUMN", Severity.ERROR, place, words, advice)


def _hidden(opened: _ListSheet) -> Iterator[Finding]:
    """Tell of what a reader of the list does not see."""
    grid = opened.grid
    if opened.sheet.hidden:
        place = Place(opened.entry.file, sheet=opened.sheet.title)
        words, advice = "工作表是隐藏的，已照常读取。", "请确认是要用的清单；不用的请删去。"
        yield Finding("DATA-HIDDEN", Severity.NOTICE, place, words, advice)
    rows = [
        index
        for index, row in enumerate(grid.rows)
        if row > opened.head.rows[-1] and row in grid.hidden_rows and opened.text(NAME, index)
    ]
    if rows:
        names = "、".join(opened.text(NAME, index) for index in rows[:5]) + ("等" if len(rows) > 5 else "")
        words = f"有 {len(rows)} 个隐藏的行（{names}），已照常读取。"
        advice = "如果是筛选造成的，不影响结果；不该有的行请删去。"
        yield Finding("DATA-HIDDEN", Severity.NOTICE, opened.place(NAME, rows[0]), words, advice)
    for heading, match in opened.head.matches.items():
        if match.heading.letter in grid.hidden_columns:
            place = Place(opened.entry.file, sheet=opened.sheet.title, cell=match.heading.cell)
            words = f"“{heading}”所在的列是隐藏的，已照常读取。"
            yield Finding("DATA-HIDDEN", Severity.NOTICE, place, words)


def _merged_values(opened: _ListSheet) -> Iterator[Finding]:
    """A value that is merged over several rows: whose it is cannot be told."""
    letter = opened.head.matches[VALUE].heading.letter
    for (column, row), origin in opened.merged.items():
        index = opened.grid.index_of(row)
        if column == letter and row > opened.head.rows[-1] and index is not None and opened.text(NAME, index):
            words = f"“{opened.text(NAME, index)}”的数值和 {opened.place(VALUE, origin).cell} 合并了，看不出数是谁的。"
            advice = "请取消合并，每个指标各填一格。"
            yield Finding("DATA-MERGED-CELL", Severity.ERROR, opened.place(VALUE, index), words, advice)


def _figures(opened: _ListSheet, areas: AreaTree, report_area: str, tell: Tell) -> Iterator[OneOffData]:
    first: dict[tuple[str, Period, str], Place] = {}
    for index, row in enumerate(opened.grid.rows):
        if row <= opened.head.rows[-1]:
            continue
        figure = _figure(opened, index, areas, report_area, tell)
        if figure is None:
            continue
        key = (figure.name, figure.period, figure.area)
        twin = first.setdefault(key, opened.place(NAME, index))
        if twin != opened.place(NAME, index):
            words = f"“{figure.name}”在 {twin.cell} 已经有了。"
            place = opened.place(NAME, index)
            tell(Finding("DATA-DOUBLE-NAME", Severity.ERROR, place, words, "请删去重复的一行，或改名。"))
            continue
        yield figure


def _figure(opened: _ListSheet, index: int, areas: AreaTree, report_area: str, tell: Tell) -> OneOffData | None:
    name = folded(opened.text(NAME, index))
    cell = opened.cell(VALUE, index)
    place = opened.place(VALUE, index)
    if name in MISSING_SIGNS:
        if cell.kind is not Kind.BLANK and folded(cell.text):
            words = "这一行有数值，却没有指标名。"
            tell(Finding("DATA-NO-NAME", Severity.ERROR, opened.place(NAME, index), words, "请填指标名。"))
        return None
    if name in _TOTALS or _is_no_figure(opened, index, name):
        return None
    name, unit = _name_and_unit(opened, index, name, tell)
    period, area = _period(opened, index, tell), _area(opened, index, areas, report_area, tell)
    if period is None or area is None:
        return None
    sensitive = _sensitive(opened, index, tell)
    meaning, missing = _Cell(opened, index, name, unit, sensitive, tell).read()
    return OneOffData(
        name=name,
        value=meaning.value if meaning else None,
        unit=meaning.unit if meaning else unit,
        place=place,
        period=period,
        area=area,
        as_of=_as_of(opened, index, period, tell),
        source=opened.text(SOURCE, index),
        reported_by=opened.text(REPORTER, index),
        note=opened.text(NOTE, index),
        qualifier=meaning.qualifier if meaning else "",
        typed=meaning.typed if meaning else "",
        missing=missing,
        target=bool(opened.entry.spec.as_),
        sensitive=sensitive,
    )


def _is_no_figure(opened: _ListSheet, index: int, name: str) -> bool:
    """Whether a row is the heading again, the title of a group (一、会议), or a note below the list."""
    if name in opened.head.matches[NAME].heading.parts:
        return folded(opened.text(VALUE, index)) in opened.head.matches[VALUE].heading.parts
    if any(opened.text(heading, index) for heading in (VALUE, UNIT, SOURCE, REPORTER, AS_OF)):
        return False
    return is_like_a_note(name) or _GROUP.fullmatch(name) is not None


def _name_and_unit(opened: _ListSheet, index: int, name: str, tell: Tell) -> tuple[str, str]:
    """The name without the unit that it may hold in brackets (培训经费（万元）), and the unit."""
    unit = folded(opened.text(UNIT, index))
    unit = "" if unit in MISSING_SIGNS else unit
    base, named = taken_apart(name)
    if named and named != unit and unit:
        words = f"“{name}”的单位是“{unit}”，和名称里的“{named}”不一致。"
        tell(Finding("DATA-UNIT", Severity.ERROR, opened.place(UNIT, index), words, "请核对并改正其中之一。"))
    name, unit = base, unit or named
    if trouble_with(name) is not None:
        words = f"“{name}”不能直接写在模板的 {{{{ }}}} 里。"
        better = good_name(name)
        rename = f"改成“{better}”" if trouble_with(better) is None else "换成文字开头、不带符号的"
        advice = f'模板里请写 指标("{name}")，或把名称{rename}。'
        tell(Finding("DATA-ONE-OFF-NAME", Severity.NOTICE, opened.place(NAME, index), words, advice))
    return name, unit


def _sensitive(opened: _ListSheet, index: int, tell: Tell) -> bool:
    """What the column 敏感 says; where it cannot be understood, nothing is shown."""
    text = folded(opened.text(SENSITIVE, index))
    if text in MISSING_SIGNS or text in _NO:
        return False
    if text not in _YES and text != "TRUE":
        words = f"“敏感”填的是“{text}”，不是“是”或“否”。"
        place = opened.place(SENSITIVE, index)
        tell(Finding("DATA-NOT-FLAG", Severity.ERROR, place, words, "请填“是”或“否”，或留空。"))
    return True


def _period(opened: _ListSheet, index: int, tell: Tell) -> Period | None:
    text = opened.text(PERIOD, index)
    if not text:
        return opened.entry.period
    try:
        return Period.parse(text, opened.entry.period.year)
    except ValueError:
        place = opened.place(PERIOD, index)
        advice = "请写成 2023、2023H1、2023年上半年、2023-06 等，或留空。"
        tell(Finding("DATA-PERIOD", Severity.ERROR, place, f"“{text}”不是期间。", advice))
        return None


def _area(opened: _ListSheet, index: int, areas: AreaTree, report_area: str, tell: Tell) -> str | None:
    text = opened.text(AREA, index)
    if not text:
        return report_area
    found = areas.resolve(text)
    if found is None:
        close = areas.nearest(text)
        advice = f"是否想写“{close}”？" if close else "请改正名称，或留空表示报告的地区。"
        place = opened.place(AREA, index)
        tell(Finding("DATA-UNKNOWN-AREA", Severity.ERROR, place, f"没有名为“{text}”的地区。", advice))
        return None
    return found.name


def _as_of(opened: _ListSheet, index: int, period: Period, tell: Tell) -> date:
    usual = opened.entry.as_of if opened.entry.as_of and period == opened.entry.period else period.last_day
    cell = opened.cell(AS_OF, index)
    text = opened.text(AS_OF, index)
    if folded(text) in MISSING_SIGNS:
        return usual
    day = day_of(cell, opened.workbook.epoch_1904, period.year)
    if day is not None:
        # 31 December before a first half-year is how things stood at its start; 30 June of another year is a mistake.
        first, last = period.first_day, period.last_day
        if day < first and (first.month, first.day) <= (day.month, day.day) <= (last.month, last.day):
            words = f"截至{text}，在{period.title}开始以前。"
            advice = "请核对年份；如果确实截至这一天，不必理会。"
            tell(Finding("DATA-DAY", Severity.WARNING, opened.place(AS_OF, index), words, advice))
        return day
    try:
        return Period.parse(re.sub(r"[底末]$", "", folded(text)), period.year).last_day
    except ValueError:
        place = opened.place(AS_OF, index)
        advice = "请填成 2023-06-30 或 2023年6月30日，或留空。"
        tell(Finding("DATA-NOT-DATE", Severity.ERROR, place, f"“{text}”不是日期。", advice))
        return usual


@dataclass(frozen=True, slots=True)
class _Cell:
    """The cell that holds one figure's value: reads it, and tells what cannot be read, of a sensitive one not what."""

    opened: _ListSheet
    index: int
    name: str
    unit: str
    sensitive: bool
    tell: Tell

    @property
    def place(self) -> Place:
        return self.opened.place(VALUE, self.index)

    def read(self) -> tuple[Meaning | None, str]:
        """The value, or None and why it is missing."""
        cell = self.opened.cell(VALUE, self.index)
        known = folded(cell.text)
        if cell.kind is Kind.BLANK or (cell.kind is Kind.TEXT and known in MISSING_SIGNS):
            return None, f"“{self.name}”填的是“{known}”" if known else f"“{self.name}”未填"
        try:
            parse_unit(self.unit)
        except UnitError as error:
            words = f"单位“{self.unit}”看不懂（{error}）"
            return self._refused("DATA-UNIT", words, "请改正单位，或留空。", self.opened.place(UNIT, self.index))
        try:
            meaning = self._meaning(cell)
        except NoValueError as error:
            return self._refused(error.code, error.words, error.advice)
        if meaning.notice:
            advice = "如不对，请改成日期。" if isinstance(meaning.value, date) else "如不对，请改成数字。"
            self.tell(Finding("DATA-TEXT-NUMBER", Severity.NOTICE, self.place, meaning.notice, advice))
        return meaning, ""

    def _refused(self, code: str, words: str, advice: str, place: Place | None = None) -> tuple[None, str]:
        self.tell(Finding(code, Severity.ERROR, place or self.place, f"“{self.name}”的{words}。", advice))
        return None, f"“{self.name}”的{words}"

    def _meaning(self, cell: Cell) -> Meaning:
        if is_error(cell):
            raise NoValueError("DATA-ERROR-CELL", f"单元格是错误值 {error_words(cell)}", "请改正公式或填入数值。")
        match cell.kind:
            case Kind.NO_VALUE:
                advice = "请用 Excel 或 WPS 打开工作簿，重新计算并保存一次。"
                raise NoValueError("DATA-NO-STORED-VALUE", "公式没有保存计算结果", advice)
            case Kind.NUMBER:
                return self._number(cell)
            case Kind.DATE:
                return self._day(cell)
            case Kind.BOOLEAN:
                return Meaning(YES if cell.text == "TRUE" else NO, self.unit)
        text, dropped = clean_text(cell.text)
        if dropped:
            words = f"“{self.name}”的文字里有 {dropped} 个看不见的控制字符，已略去。"
            self.tell(Finding("DATA-CONTROL-CHARACTER", Severity.NOTICE, self.place, words))
        year = self.opened.entry.period.year
        return meaning_of_text(self.name, text, self.unit, year, shown=said(text, self.sensitive))

    def _number(self, cell: Cell) -> Meaning:
        value = stored_number(cell.text)
        if value is None:
            advice = "请改成数字；证件号、卡号请把单元格设为文本格式，重新填写。"
            raise NoValueError("DATA-NOT-NUMBER", f"“{hidden(cell.text)}”不是数，或过大", advice)
        if cell.look is Look.DATE:
            return self._day(cell)
        if cell.look is not Look.PERCENT:
            return meaning_of_number(self.name, value, self.unit, sensitive=self.sensitive)
        if self.unit in ("", "%", "百分点"):
            return Meaning(as_percent(value), self.unit or "%")
        shown = said(as_percent(value), self.sensitive)
        words = f"单元格显示为百分数 {shown}%，而单位是“{self.unit}”"
        raise NoValueError("DATA-UNIT", words, "请改单元格格式，或核对单位。")

    def _day(self, cell: Cell) -> Meaning:
        day = day_of(cell, self.opened.workbook.epoch_1904, None)
        if day is not None and not self.unit:
            return Meaning(day, "")
        if day is not None:
            words = f"单元格显示为日期，而单位是“{self.unit}”"
            raise NoValueError("DATA-UNIT", words, "是数的，请改单元格格式；是日期的，请去掉单位。")
        words = f"显示为日期，而 {cell.text} 不是日期"
        raise NoValueError("DATA-NOT-DATE", words, "请改单元格格式，或填成 2023-06-30。")
