"""Writes the workbooks of the example; the figures are made up, the county does not exist.

Run it from anywhere: `python examples/half_year_review/make_data.py`. The same bytes come out each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

HERE = Path(__file__).parent
AREA_HEADING = "乡镇（街道）"
TOTAL = "合计"

HOUSEHOLD_HEADINGS = (
    "监测对象户数（户）",
    "监测对象人数（人）",
    "脱贫不稳定户数（户）",
    "边缘易致贫户数（户）",
    "突发严重困难户数（户）",
    "新增监测户数（户）",
    "新增监测人数（人）",
    "消除风险户数（户）",
    "消除风险人数（人）",
)
JOB_HEADINGS = (
    "劳动力人数（人）",
    "务工就业人数（人）",
    "省外务工人数（人）",
    "省内县外务工人数（人）",
    "县内务工人数（人）",
    "务工就业任务数（人）",
    "公益性岗位人数（人）",
    "帮扶车间数（个）",
    "帮扶车间吸纳人数（人）",
)
FUND_HEADINGS = (
    "批复项目数（个）",
    "开工项目数（个）",
    "完工项目数（个）",
    "中央资金（万元）",
    "省级资金（万元）",
    "市级资金（万元）",
    "县级资金（万元）",
    "批复资金（万元）",
    "产业资金（万元）",
    "支出金额（万元）",
)
ISSUE_HEADINGS = (
    "乡镇认领问题数（个）",
    "乡镇整改措施数（条）",
    "行政村数（个）",
    "村级认领问题数（个）",
    "村级整改措施数（条）",
)
GRID_HEADINGS = ("网格数（个）", "网格员人数（名）", "覆盖农户数（户）", "调整网格员人数（人）")
HELPER_HEADINGS = (
    "调整帮扶联系人人数（人）",
    "新增监测对象联系人人数（人）",
    "对接帮扶企业数（个）",
    "对接帮扶村数（个）",
)
CREDIT_HEADINGS = ("授信笔数（笔）", "授信金额（万元）")

# Figures, one area a line, in the order of the headings above.
HOUSEHOLDS_2023 = """
滨江街道 54 137 18 25 11 5 14 39 108
城北街道 105 270 37 47 21 9 26 77 200
青石镇 162 446 56 73 33 13 35 115 315
柳溪镇 154 392 53 70 31 10 27 106 289
白沙镇 124 348 39 58 27 9 22 89 249
龙塘镇 96 243 32 47 17 7 20 69 178
石桥镇 194 515 68 87 39 11 31 142 360
大洲镇 157 444 47 77 33 10 27 111 309
渡口镇 141 380 51 66 24 8 22 96 249
花亭镇 139 352 40 62 37 10 25 95 241
南坪镇 107 285 33 53 21 9 21 77 199
竹山乡 112 321 37 53 22 6 15 84 228
清水乡 116 327 34 59 23 7 20 86 232
云岭乡 101 292 33 49 19 5 13 71 195
双河乡 100 261 34 47 19 9 24 69 175
"""
HOUSEHOLDS_2022 = """
滨江街道 50 136 16 22 12 4 10 34 94
城北街道 100 277 30 47 23 7 19 61 166
青石镇 146 403 49 73 24 9 24 100 258
柳溪镇 145 390 48 71 26 9 22 90 241
白沙镇 117 327 41 52 24 7 17 77 204
龙塘镇 92 241 33 43 16 8 23 56 151
石桥镇 180 498 61 85 34 11 27 116 314
大洲镇 143 383 51 68 24 9 23 93 251
渡口镇 134 356 49 59 26 10 25 87 228
花亭镇 129 349 40 61 28 8 20 84 225
南坪镇 100 263 37 47 16 7 19 62 159
竹山乡 98 261 31 45 22 6 17 64 179
清水乡 112 313 38 49 25 8 22 73 194
云岭乡 91 243 29 40 22 6 16 62 167
双河乡 97 262 30 44 23 8 21 68 175
"""
JOBS_2023 = """
滨江街道 597 560 256 111 193 544 53 2 29
城北街道 584 538 234 109 195 536 66 3 56
青石镇 1425 1329 567 310 452 1303 123 4 73
柳溪镇 1315 1232 553 247 432 1220 97 4 78
白沙镇 1250 1171 426 299 446 1146 97 2 27
龙塘镇 1342 1250 523 297 430 1241 80 4 76
石桥镇 1593 1483 555 334 594 1457 131 3 49
大洲镇 1460 1327 494 293 540 1316 116 4 73
渡口镇 945 866 391 187 288 872 78 3 59
花亭镇 1049 999 419 206 374 991 71 2 37
南坪镇 1174 1067 480 209 378 1030 95 4 58
竹山乡 703 658 289 148 221 638 65 2 34
清水乡 758 699 288 162 249 685 74 2 32
云岭乡 1028 935 372 247 316 934 60 2 40
双河乡 639 601 274 128 199 587 62 1 15
"""
JOBS_2022 = """
滨江街道 591 534 235 119 180 528 50 2 35
城北街道 575 514 209 113 192 517 63 3 48
青石镇 1411 1289 510 276 503 1297 117 4 69
柳溪镇 1306 1204 476 272 456 1186 93 4 64
白沙镇 1257 1124 480 249 395 1102 92 1 16
龙塘镇 1337 1230 547 283 400 1223 74 4 70
石桥镇 1595 1443 624 301 518 1423 126 3 49
大洲镇 1449 1291 536 307 448 1269 109 4 60
渡口镇 938 849 380 177 292 856 72 3 51
花亭镇 1054 977 388 211 378 969 65 2 37
南坪镇 1159 1022 460 227 335 1006 91 3 44
竹山乡 705 628 270 151 207 614 62 2 33
清水乡 757 677 281 143 253 670 67 2 31
云岭乡 1015 927 397 217 313 942 55 2 30
双河乡 645 594 261 149 184 598 59 1 14
"""
FUNDS_2023 = """
滨江街道 3 3 1 199.6 122.7 28.3 66.4 417.0 205.1 199.7
城北街道 3 3 1 243.6 139.8 35.7 73.5 492.6 306.3 282.9
青石镇 7 7 3 557.5 328.5 85.8 249.8 1221.6 771.3 648.5
柳溪镇 5 5 2 338.5 184.8 45.9 95.5 664.7 357.9 372.2
白沙镇 6 6 2 497.3 294.9 73.5 133.7 999.4 542.5 447.4
龙塘镇 6 6 2 358.3 238.9 62.2 157.3 816.7 419.5 438.5
石桥镇 7 7 2 581.0 373.0 94.0 207.1 1255.1 750.7 567.5
大洲镇 8 8 3 439.3 270.0 66.5 204.4 980.2 587.3 521.0
渡口镇 4 4 2 245.2 143.3 38.6 113.3 540.4 294.6 305.9
花亭镇 5 5 2 361.0 222.2 54.7 111.2 749.1 375.8 434.8
南坪镇 4 4 1 270.8 163.3 45.5 118.5 598.1 340.2 332.1
竹山乡 4 4 2 272.1 143.1 40.0 90.0 545.2 285.0 285.2
清水乡 6 6 2 393.0 202.9 56.1 115.9 767.9 396.8 430.6
云岭乡 6 6 3 323.3 208.9 55.6 142.7 730.5 361.9 359.4
双河乡 3 3 1 239.5 131.7 37.6 99.1 507.9 269.1 266.6
"""
FUNDS_2022 = """
滨江街道 3 3 1 205.4 117.6 31.5 50.7 405.2 235.2 183.2
城北街道 3 3 1 215.8 122.0 32.9 74.2 444.9 259.5 218.4
青石镇 8 7 3 510.7 287.5 82.8 213.5 1094.5 587.4 589.6
柳溪镇 4 4 1 308.0 187.7 43.0 85.7 624.4 336.2 349.7
白沙镇 5 5 1 413.7 250.8 67.7 159.8 892.0 451.8 455.9
龙塘镇 5 5 1 344.0 224.0 59.0 133.5 760.5 432.0 365.7
石桥镇 9 9 2 557.0 338.3 91.1 272.2 1258.6 642.4 547.6
大洲镇 7 7 2 405.2 273.4 65.6 165.5 909.7 472.5 413.2
渡口镇 4 4 1 237.5 142.5 35.5 99.2 514.7 238.2 211.8
花亭镇 5 5 2 341.8 210.5 60.3 152.3 764.9 375.5 412.7
南坪镇 3 2 1 284.4 165.2 38.8 75.5 563.9 274.0 252.5
竹山乡 3 3 1 244.2 147.9 39.6 115.2 546.9 270.8 273.1
清水乡 4 3 2 352.6 195.6 52.0 99.0 699.2 362.1 330.6
云岭乡 5 4 2 338.5 182.1 52.3 98.1 671.0 368.6 280.7
双河乡 3 2 1 251.2 134.9 37.9 77.6 501.6 286.1 228.7
"""
ISSUES = """
滨江街道 8 19 9 53 88
城北街道 11 24 11 66 123
青石镇 19 42 21 107 173
柳溪镇 21 57 19 106 189
白沙镇 20 42 18 98 171
龙塘镇 16 38 17 100 171
石桥镇 21 48 22 123 207
大洲镇 16 39 20 116 203
渡口镇 14 35 16 83 141
花亭镇 14 32 15 89 149
南坪镇 20 53 18 92 175
竹山乡 11 25 12 69 115
清水乡 12 33 14 78 141
云岭乡 13 35 13 73 122
双河乡 11 29 12 70 125
"""
GRIDS = """
滨江街道 131 136 5804 60
城北街道 150 151 6754 66
青石镇 278 278 11798 136
柳溪镇 267 268 11735 132
白沙镇 270 273 11469 124
龙塘镇 254 255 11311 104
石桥镇 292 293 11896 137
大洲镇 248 253 10076 110
渡口镇 212 216 8815 88
花亭镇 189 194 8091 87
南坪镇 223 224 9865 97
竹山乡 157 159 6359 67
清水乡 196 196 7968 85
云岭乡 161 165 6524 65
双河乡 158 163 6361 74
"""
HELPERS = """
滨江街道 6 5 1 1
城北街道 12 9 1 1
青石镇 19 13 3 3
柳溪镇 17 10 3 3
白沙镇 13 9 2 2
龙塘镇 15 7 1 1
石桥镇 25 11 3 3
大洲镇 15 10 3 3
渡口镇 17 8 2 2
花亭镇 12 10 2 2
南坪镇 19 9 1 1
竹山乡 12 6 1 1
清水乡 11 7 1 1
云岭乡 10 5 2 2
双河乡 11 9 1 1
"""
CREDIT = """
滨江街道 11 249
城北街道 13 296
青石镇 25 628
柳溪镇 18 434
白沙镇 18 387
龙塘镇 20 476
石桥镇 27 635
大洲镇 16 353
渡口镇 16 396
花亭镇 22 501
南坪镇 22 479
竹山乡 16 362
清水乡 16 385
云岭乡 11 249
双河乡 19 418
"""

# 指标, 数值, 单位, 截至, 来源, 填报股室, 备注
COUNTY_MATTERS: tuple[tuple[str, int, str, date, str, str, str], ...] = (
    ("反馈问题方面数", 4, "个", date(2023, 3, 20), "省级考核评估情况通报", "督查考核股", "按县级认领口径"),
    ("反馈问题数", 20, "个", date(2023, 3, 20), "省级考核评估情况通报", "督查考核股", "按县级认领口径"),
    ("县级整改措施数", 58, "条", date(2023, 4, 10), "县级问题整改工作方案", "督查考核股", ""),
    ("走访调研次数", 3, "次", date(2023, 6, 30), "局班子成员调研台账", "办公室", ""),
    ("集中走访次数", 3, "次", date(2023, 6, 30), "结对帮扶工作台账", "社会帮扶股", "全体帮扶责任人参加"),
    ("申报创业园个数", 3, "个", date(2023, 6, 30), "创业园申报汇总表", "产业发展股", "市级乡村振兴创业园"),
    ("联系点县领导人数", 24, "名", date(2023, 6, 30), "县级领导联系点安排表", "办公室", ""),
    ("联系脱贫村数", 22, "个", date(2023, 6, 30), "县级领导联系点安排表", "办公室", ""),
    ("指导组主要任务数", 8, "项", date(2023, 6, 30), "工作指导组派驻方案", "综合业务股", ""),
    ("专项小组成员单位数", 26, "个", date(2023, 6, 30), "专项小组组建通知", "综合业务股", ""),
)
MATTER_HEADINGS = ("指标", "数值", "单位", "截至", "来源", "填报股室", "备注")

Row = tuple[str, tuple[float, ...]]


@dataclass(frozen=True)
class Sheet:
    """One area table: its worksheet title, the line above the table, headings and rows."""

    title: str
    note: str
    headings: Sequence[str]
    rows: Sequence[Row]


def rows_of(block: str) -> tuple[Row, ...]:
    """Read a block of figures, one area a line."""
    rows = []
    for line in block.strip().splitlines():
        area, *figures = line.split()
        rows.append((area, tuple(float(figure) for figure in figures)))
    return tuple(rows)


class Workbook:
    """A workbook in the bureau's usual look, whose bytes depend on its content alone."""

    def __init__(self, path: Path, title: str, day: date) -> None:
        path.parent.mkdir(exist_ok=True)
        self.book = xlsxwriter.Workbook(str(path))
        self.book.set_properties({"title": title, "created": datetime(day.year, day.month, day.day)})
        boxed = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
        head = {**boxed, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"}
        self.caption = self.book.add_format(
            {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter", "font_name": "黑体"}
        )
        self.remark = self.book.add_format({"align": "right", "font_name": "宋体", "font_size": 10})
        self.head = self.book.add_format(head)
        self.text = self.book.add_format({**boxed, "align": "left"})
        self.label = self.book.add_format({**boxed, "align": "center", "bold": True})
        self.count = self.book.add_format({**boxed, "num_format": "0"})
        self.money = self.book.add_format({**boxed, "num_format": "#,##0.0"})
        self.rate = self.book.add_format({**boxed, "num_format": "0.0%"})
        self.day = self.book.add_format({**boxed, "num_format": 'yyyy"年"m"月"d"日"', "align": "center"})

    def format_of(self, values: Sequence[float]) -> Format:
        """Money has a decimal; counts have none."""
        return self.count if all(value == int(value) for value in values) else self.money

    def add(self, sheet: Sheet) -> None:
        """Write an area table with its caption, headings and a 合计 row of formulas."""
        page = self.book.add_worksheet(sheet.title)
        last = len(sheet.headings)
        top = self.heading_lines(page, sheet.title, sheet.note, last)
        page.set_row(top, 33)
        page.write_row(top, 0, [AREA_HEADING, *sheet.headings], self.head)
        page.set_column(0, 0, 14)
        page.set_column(1, last, 13)
        page.freeze_panes(top + 1, 1)
        for offset, (area, _) in enumerate(sheet.rows, start=1):
            page.write(top + offset, 0, area, self.text)
        bottom = top + len(sheet.rows) + 1
        page.write(bottom, 0, TOTAL, self.label)
        for column in range(1, last + 1):
            values = [row[column - 1] for _, row in sheet.rows]
            self.column(page, top + 1, column, values)
        self.page_setup(page)

    def column(self, page: Worksheet, first: int, column: int, values: Sequence[float]) -> None:
        """Write one column and, below it, its total as a formula with the value it has."""
        look = self.format_of(values)
        for offset, value in enumerate(values):
            page.write_number(first + offset, column, value, look)
        letter = xl_col_to_name(column)
        formula = f"=SUM({letter}{first + 1}:{letter}{first + len(values)})"
        page.write_formula(first + len(values), column, formula, look, round(sum(values), 1))

    def heading_lines(self, page: Worksheet, title: str, note: str, last: int) -> int:
        """Write the caption and the remark above a table; give the row of the headings."""
        page.set_row(0, 28)
        page.merge_range(0, 0, 0, last, f"江州县{title}情况统计表", self.caption)
        page.merge_range(1, 0, 1, last, note, self.remark)
        return 2

    @staticmethod
    def page_setup(page: Worksheet) -> None:
        """Print on one A4 page across."""
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)

    def close(self) -> None:
        """Write the file."""
        self.book.close()


def write_half_year_2023() -> None:
    """The tables that the townships and the offices fill in for the first half of 2023."""
    book = Workbook(HERE / "data/2023上半年.xlsx", "江州县2023年上半年统计表", date(2023, 7, 1))
    note = "截至2023年6月30日"
    for sheet in (
        Sheet("防止返贫监测", note, HOUSEHOLD_HEADINGS, rows_of(HOUSEHOLDS_2023)),
        Sheet("务工就业", note, JOB_HEADINGS, rows_of(JOBS_2023)),
        Sheet("问题整改", note, ISSUE_HEADINGS, rows_of(ISSUES)),
        Sheet("网格化管理", note, GRID_HEADINGS, rows_of(GRIDS)),
        Sheet("结对帮扶", note, HELPER_HEADINGS, rows_of(HELPERS)),
        Sheet("金融授信", note, CREDIT_HEADINGS, rows_of(CREDIT)),
    ):
        book.add(sheet)
    book.close()


def write_half_year_2022() -> None:
    """The same half-year a year before, for the comparisons."""
    book = Workbook(HERE / "data/2022上半年.xlsx", "江州县2022年上半年统计表", date(2022, 7, 1))
    note = "截至2022年6月30日"
    for sheet in (
        Sheet("防止返贫监测", note, HOUSEHOLD_HEADINGS, rows_of(HOUSEHOLDS_2022)),
        Sheet("务工就业", note, JOB_HEADINGS, rows_of(JOBS_2022)),
        Sheet("衔接资金", note, FUND_HEADINGS, rows_of(FUNDS_2022)),
    ):
        book.add(sheet)
    book.close()


LEDGER_HEADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("项目（个）", ("批复", "开工", "完工")),
    ("衔接资金（万元）", ("中央", "省级", "市级", "县级", "下达合计", "其中：产业")),
    ("资金支出", ("累计支出（万元）", "支出进度")),
)


def write_ledger() -> None:
    """The finance bureau's ledger: its own layout, two heading rows, a column of rates by formula."""
    book = Workbook(HERE / "data/财政支出台账.xlsx", "江州县财政衔接资金支出台账", date(2023, 6, 27))
    page = book.book.add_worksheet("支出")
    book.heading_lines(page, "2023年财政衔接资金支出", "截至2023年6月27日", 12)
    page.merge_range(2, 0, 3, 0, "序号", book.head)
    page.merge_range(2, 1, 3, 1, "单位名称", book.head)
    column = 2
    for group, heads in LEDGER_HEADS:
        page.merge_range(2, column, 2, column + len(heads) - 1, group, book.head)
        page.write_row(3, column, heads, book.head)
        column += len(heads)
    page.set_row(3, 33)
    page.set_column(0, 0, 6)
    page.set_column(1, 1, 14)
    page.set_column(2, 12, 11)
    page.freeze_panes(4, 2)
    rows = rows_of(FUNDS_2023)
    for number, (area, _) in enumerate(rows, start=1):
        page.write_number(3 + number, 0, number, book.count)
        page.write(3 + number, 1, area, book.text)
    bottom = 4 + len(rows)
    page.write(bottom, 0, "", book.label)
    page.write(bottom, 1, TOTAL, book.label)
    for index in range(len(FUND_HEADINGS)):
        book.column(page, 4, 2 + index, [row[index] for _, row in rows])
    figures = [row for _, row in rows]
    sums = tuple(sum(values) for values in zip(*figures, strict=True))
    for row, values in enumerate((*figures, sums), start=4):
        page.write_formula(row, 12, f"=L{row + 1}/J{row + 1}", book.rate, values[9] / values[7])
    book.page_setup(page)
    book.close()


def write_matters() -> None:
    """The county's own one-off figures, one a row."""
    book = Workbook(HERE / "data/本级事项.xlsx", "江州县乡村振兴局本级事项", date(2023, 7, 1))
    page = book.book.add_worksheet("本级事项")
    page.write_row(0, 0, MATTER_HEADINGS, book.head)
    for row, (name, value, unit, day, source, office, remark) in enumerate(COUNTY_MATTERS, start=1):
        page.write(row, 0, name, book.text)
        page.write_number(row, 1, value, book.count)
        page.write(row, 2, unit, book.text)
        page.write_datetime(row, 3, day, book.day)
        for column, text in enumerate((source, office, remark), start=4):
            page.write(row, column, text, book.text)
    for column, width in enumerate((22, 8, 6, 16, 26, 14, 24)):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    book.page_setup(page)
    book.close()


def main() -> None:
    """Write all workbooks beside this script."""
    write_half_year_2023()
    write_half_year_2022()
    write_ledger()
    write_matters()


if __name__ == "__main__":
    main()
