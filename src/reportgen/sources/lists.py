"""Figures of no table, one a row: 指标 | 数值 | 单位 | 截至 | 来源 | 填报股室 | 备注."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.errors import Finding, Severity
from reportgen.fact import Value
from reportgen.period import Period
from reportgen.place import Place
from reportgen.quantity.dates import read_date
from reportgen.quantity.reading import read_quantity
from reportgen.quantity.units import UnitError, parse_unit
from reportgen.sources.formats import Look
from reportgen.sources.grid import Grid
from reportgen.sources.heads import Head, HeadFinder, folded
from reportgen.sources.model import OneOffData, SourceEntry
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
PERIOD, AREA = "期间", "地区"
HEADINGS: dict[str, tuple[str, ...]] = {
    NAME: ("指标名称", "名称", "事项"),
    VALUE: ("数量", "数据", "值", "指标值"),
    UNIT: ("计量单位",),
    AS_OF: ("截至日期", "截止", "截止日期"),
    SOURCE: ("数据来源", "出处", "依据"),
    REPORTER: ("填报单位", "填报科室", "责任股室", "股室", "填报人"),
    NOTE: ("说明",),
    PERIOD: ("报告期",),
    AREA: (),
}
"""The headings of a list and their other names; only the first two must be there."""

MISSING_SIGNS = frozenset(folded(sign) for sign in ("", "—", "-", "——", "/", "无"))
_RANGE = re.compile(r"约?[\d.]+[^\d]{0,4}(?:至|到|[-–—―~]{1,2})[\d.]+[^\d]{0,4}")
_NOTE_ROW = re.compile(r"(?:备?注|说明|填表|填报人|制表|审核)[:]?")
# A year or a day is no quantity: 2023年 stays a text.
_TIME_WORDS = frozenset(["年", "月", "日", "号", "点", "分", "时", "届", "期"])


@dataclass(frozen=True, slots=True)
class _ListSheet:
    entry: SourceEntry
    workbook: Workbook
    sheet: Sheet
    grid: Grid
    head: Head

    def cell(self, heading: str, index: int) -> Cell:
        match = self.head.matches.get(heading)
        if match is None:
            return BLANK
        return self.workbook.cell(*self.grid.raw(match.heading.letter, index))

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
        if sheet.hidden and not wanted:
            continue
        head = _head(entry, workbook, sheet)
        if head is not None:
            lists += 1
            opened = _ListSheet(entry, workbook, sheet, workbook.grid(sheet), head)
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


def _figures(opened: _ListSheet, areas: AreaTree, report_area: str, tell: Tell) -> Iterator[OneOffData]:
    first: dict[tuple[str, Period, str], Place] = {}
    for index, row in enumerate(opened.grid.rows):
        if row <= opened.head.rows[-1]:
            continue
        figure = _figure(opened, index, areas, report_area, tell)
        if figure is None:
            continue
        key = (figure.name, figure.period, figure.area)
        twin = first.setdefault(key, figure.place)
        if twin is not figure.place:
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
    if cell.kind is Kind.BLANK and _NOTE_ROW.match(name):
        return None
    if trouble_with(name) is not None:
        words = f"“{name}”不能直接写在模板的 {{{{ }}}} 里。"
        better = good_name(name)
        rename = f"改成“{better}”" if trouble_with(better) is None else "换成文字开头、不带符号的"
        advice = f'模板里请写 指标("{name}")，或把名称{rename}。'
        tell(Finding("DATA-ONE-OFF-NAME", Severity.NOTICE, opened.place(NAME, index), words, advice))
    period, area = _period(opened, index, tell), _area(opened, index, areas, report_area, tell)
    if period is None or area is None:
        return None
    read = _Value.read(opened, index, name, tell)
    return OneOffData(
        name=name,
        value=read.value,
        unit=read.unit,
        place=place,
        period=period,
        area=area,
        as_of=_as_of(opened, index, period, tell),
        source=opened.text(SOURCE, index),
        reported_by=opened.text(REPORTER, index),
        note=opened.text(NOTE, index),
        qualifier=read.qualifier,
        typed=read.typed,
        missing=read.missing,
    )


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
        return day
    try:
        return Period.parse(re.sub(r"[底末]$", "", folded(text)), period.year).last_day
    except ValueError:
        place = opened.place(AS_OF, index)
        advice = "请填成 2023-06-30 或 2023年6月30日，或留空。"
        tell(Finding("DATA-NOT-DATE", Severity.ERROR, place, f"“{text}”不是日期。", advice))
        return usual


@dataclass(slots=True)
class _Value:
    """The value of one figure as it is being read."""

    value: Value | None = None
    unit: str = ""
    qualifier: str = ""
    typed: str = ""
    missing: str = ""

    @classmethod
    def read(cls, opened: _ListSheet, index: int, name: str, tell: Tell) -> _Value:
        """Read value and unit of a row; what cannot be read is missing and told."""
        unit = folded(opened.text(UNIT, index))
        unit = "" if unit in MISSING_SIGNS else unit
        read = cls(unit=unit)
        try:
            parse_unit(unit)
        except UnitError as error:
            read._refuse("DATA-UNIT", opened.place(UNIT, index), name, f"{error}", "请改正单位，或留空。", tell)
            return read
        place, cell = opened.place(VALUE, index), opened.cell(VALUE, index)
        if cell.kind is Kind.BLANK or (cell.kind is Kind.TEXT and folded(cell.text) in MISSING_SIGNS):
            shown = folded(cell.text)
            read.missing = f"“{name}”填的是“{shown}”" if shown else f"“{name}”未填"
        elif is_error(cell):
            words = f"单元格是错误值 {error_words(cell)}"
            read._refuse("DATA-ERROR-CELL", place, name, words, "请改正公式或填入数值。", tell)
        elif cell.kind is Kind.NO_VALUE:
            advice = "请用 Excel 或 WPS 打开工作簿，重新计算并保存一次。"
            read._refuse("DATA-NO-STORED-VALUE", place, name, "公式没有保存计算结果", advice, tell)
        elif cell.kind is Kind.NUMBER:
            read._take_number(opened, index, name, cell, tell)
        elif cell.kind is Kind.DATE:
            read._take_day(opened, place, name, cell, tell)
        else:
            text, dropped = clean_text(cell.text)
            if dropped:
                words = f"“{name}”的文字里有 {dropped} 个看不见的控制字符，已略去。"
                tell(Finding("DATA-CONTROL-CHARACTER", Severity.NOTICE, place, words))
            read._take_text(place, name, text, opened.entry.period.year, tell)
        return read

    def _take_number(self, opened: _ListSheet, index: int, name: str, cell: Cell, tell: Tell) -> None:
        place, value = opened.place(VALUE, index), stored_number(cell.text)
        if value is None:
            self._refuse("DATA-NOT-NUMBER", place, name, f"“{cell.text}”不是数，或过大", "请改成数字。", tell)
        elif cell.look is Look.DATE:
            self._take_day(opened, place, name, cell, tell)
        elif cell.look is Look.PERCENT and self.unit in ("", "%", "百分点"):
            self.value, self.unit = as_percent(value), self.unit or "%"
        elif cell.look is Look.PERCENT:
            words = f"单元格显示为百分数 {as_percent(value)}%，而单位是“{self.unit}”"
            self._refuse("DATA-UNIT", place, name, words, "请改单元格格式，或核对单位。", tell)
        elif self.unit == "%" and 0 < value <= 1:
            words = f"填的是 {value}，分不清是 {value}% 还是 {as_percent(value)}%"
            advice = "请把单元格设为百分比格式，或按百分数填写（56.35 表示 56.35%）。"
            self._refuse("DATA-PERCENT-SCALE", place, name, words, advice, tell)
        else:
            self.value = value

    def _take_day(self, opened: _ListSheet, place: Place, name: str, cell: Cell, tell: Tell) -> None:
        self.value = day_of(cell, opened.workbook.epoch_1904, None)
        if self.value is None:
            words = f"显示为日期，而 {cell.text} 不是日期"
            self._refuse("DATA-NOT-DATE", place, name, words, "请改单元格格式，或填成 2023-06-30。", tell)

    def _take_text(self, place: Place, name: str, text: str, year: int, tell: Tell) -> None:
        """A text may be a number as people type it, a date, a range, or just a text."""
        digits = any(sign.isdecimal() for sign in text)
        try:
            reading = read_quantity(text, self.unit) if digits or self.unit else None
        except UnitError as error:
            self._refuse("DATA-UNIT", place, name, f"单位对不上（{error}）", "请核对并改正。", tell)
            return
        if reading is not None and not (not self.unit and reading.unit in _TIME_WORDS):
            self.value, self.unit, self.qualifier = reading.value, reading.unit, reading.qualifier
            self.typed = text
            why = "、".join(reading.why) or "文本形式的数字"
            words = f"“{text}”（{why}）按 {reading.value}{reading.unit} 读取。"
            tell(Finding("DATA-TEXT-NUMBER", Severity.NOTICE, place, words, "如不对，请改成数字。"))
        elif (day := read_date(text, year)) is not None:
            self.value = day
        elif self.unit and not _RANGE.fullmatch(folded(text)):
            words = f"填的是“{text}”，不是数，却有单位“{self.unit}”"
            advice = "请改成数字；是文字的，请去掉单位；没有数的，请用“—”或留空。"
            self._refuse("DATA-NOT-NUMBER", place, name, words, advice, tell)
        else:
            self.value = text

    def _refuse(self, code: str, place: Place, name: str, words: str, advice: str, tell: Tell) -> None:
        self.value, self.missing = None, f"“{name}”的{words}"
        tell(Finding(code, Severity.ERROR, place, f"“{name}”的{words}。", advice))
