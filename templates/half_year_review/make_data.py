"""Writes the sample workbooks of the kind; the figures are made up. `new` copies the workbooks, not this script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

DATA = Path(__file__).parent / "data"
AREAS = ("城关镇", "青石镇", "柳溪镇", "枫林镇", "竹山乡", "清水乡")

Columns = dict[str, tuple[float, ...]]

HOUSEHOLDS_2024: Columns = {
    "监测对象户数（户）": (96, 143, 128, 117, 74, 82),
    "监测对象人数（人）": (251, 388, 341, 309, 203, 224),
    "脱贫不稳定户数（户）": (31, 47, 42, 39, 24, 27),
    "边缘易致贫户数（户）": (45, 68, 61, 54, 35, 38),
    "突发严重困难户数（户）": (20, 28, 25, 24, 15, 17),
    "新增监测户数（户）": (7, 11, 9, 8, 5, 6),
    "新增监测人数（人）": (18, 30, 25, 21, 13, 17),
    "消除风险户数（户）": (69, 104, 90, 85, 51, 60),
    "消除风险人数（人）": (182, 281, 243, 222, 140, 165),
}
HOUSEHOLDS_2023: Columns = {
    "监测对象户数（户）": (91, 135, 122, 110, 71, 78),
    "监测对象人数（人）": (240, 366, 325, 291, 194, 212),
    "脱贫不稳定户数（户）": (30, 45, 40, 37, 23, 26),
    "边缘易致贫户数（户）": (42, 63, 58, 51, 33, 36),
    "突发严重困难户数（户）": (19, 27, 24, 22, 15, 16),
    "新增监测户数（户）": (8, 10, 9, 7, 6, 5),
    "新增监测人数（人）": (21, 27, 24, 19, 16, 14),
    "消除风险户数（户）": (60, 90, 79, 73, 45, 52),
    "消除风险人数（人）": (158, 245, 212, 193, 123, 142),
}
FUNDS_2024: Columns = {
    "批复项目数（个）": (4, 6, 5, 6, 3, 4),
    "开工项目数（个）": (4, 6, 5, 5, 3, 4),
    "完工项目数（个）": (2, 2, 1, 2, 1, 1),
    "中央资金（万元）": (268, 412.5, 351.2, 377, 214.6, 246),
    "省级资金（万元）": (142, 226, 187.5, 203, 118, 131.4),
    "市级资金（万元）": (36, 58, 47, 52.5, 30, 33),
    "县级资金（万元）": (84, 133.5, 104.3, 117.5, 67.4, 79.6),
    "批复资金（万元）": (530, 830, 690, 750, 430, 490),
    "产业资金（万元）": (331, 502.5, 428, 447, 262.4, 301),
    "支出金额（万元）": (312.4, 436.9, 371.5, 362.8, 247.3, 255.6),
}
FUNDS_2023: Columns = {
    "批复项目数（个）": (4, 5, 5, 5, 3, 3),
    "开工项目数（个）": (4, 5, 4, 5, 3, 3),
    "完工项目数（个）": (1, 2, 1, 1, 1, 1),
    "中央资金（万元）": (251, 386, 332, 349.5, 201, 228),
    "省级资金（万元）": (133, 214, 178, 190, 112, 125),
    "市级资金（万元）": (34, 55, 44, 49, 28, 31),
    "县级资金（万元）": (82, 125, 96, 111.5, 69, 76),
    "批复资金（万元）": (500, 780, 650, 700, 410, 460),
    "产业资金（万元）": (288, 452, 377.5, 399, 238, 262),
    "支出金额（万元）": (264.5, 379.2, 318.8, 327.6, 205.4, 219.3),
}
JOBS_2024: Columns = {
    "劳动力人数（人）": (842, 1263, 1138, 1076, 651, 724),
    "务工就业人数（人）": (787, 1176, 1052, 998, 601, 668),
    "省外务工人数（人）": (312, 489, 441, 420, 262, 287),
    "省内县外务工人数（人）": (186, 271, 238, 224, 131, 149),
    "县内务工人数（人）": (289, 416, 373, 354, 208, 232),
    "务工就业任务数（人）": (780, 1150, 1040, 980, 600, 650),
    "公益性岗位人数（人）": (58, 94, 83, 77, 49, 52),
    "帮扶车间数（个）": (3, 4, 3, 3, 2, 2),
    "帮扶车间吸纳人数（人）": (51, 72, 55, 49, 30, 34),
}
JOBS_2023: Columns = {
    "劳动力人数（人）": (839, 1255, 1141, 1070, 648, 719),
    "务工就业人数（人）": (771, 1149, 1033, 971, 594, 655),
    "省外务工人数（人）": (307, 481, 436, 412, 260, 283),
    "省内县外务工人数（人）": (181, 262, 231, 217, 129, 146),
    "县内务工人数（人）": (283, 406, 366, 342, 205, 226),
    "务工就业任务数（人）": (760, 1130, 1020, 960, 590, 640),
    "公益性岗位人数（人）": (55, 90, 80, 73, 47, 50),
    "帮扶车间数（个）": (3, 3, 3, 3, 2, 2),
    "帮扶车间吸纳人数（人）": (48, 57, 52, 47, 28, 31),
}
ISSUES: Columns = {
    "认领问题数（个）": (14, 18, 16, 15, 11, 12),
    "整改措施数（条）": (32, 45, 38, 36, 25, 27),
    "完成整改数（个）": (13, 15, 14, 14, 9, 11),
}
MATTERS = (
    ("培训期数", 4, "期", date(2024, 6, 30), "业务培训台账", "综合业务股", ""),
    ("培训人次", 436, "人次", date(2024, 6, 30), "业务培训台账", "综合业务股", "按签到表计数"),
)
MATTER_HEADINGS = ("指标", "数值", "单位", "截至", "来源", "填报股室", "备注")


def write(path: Path, day: date, sheets: dict[str, Columns]) -> None:
    """Write area tables: one heading row, one row an area, a 合计 row of formulas."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": path.stem, "created": datetime(day.year, day.month, day.day)})
    boxed = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
    head = book.add_format({**boxed, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"})
    text = book.add_format(boxed)
    for title, columns in sheets.items():
        page = book.add_worksheet(title)
        page.write_row(0, 0, ["乡镇", *columns], head)
        page.write_column(1, 0, AREAS, text)
        page.write(len(AREAS) + 1, 0, "合计", head)
        for column, values in enumerate(columns.values(), start=1):
            whole = all(value == int(value) for value in values)
            look = book.add_format({**boxed, "num_format": "0" if whole else "0.0"})
            page.write_column(1, column, values, look)
            letter = xl_col_to_name(column)
            formula = f"=SUM({letter}2:{letter}{len(AREAS) + 1})"
            page.write_formula(len(AREAS) + 1, column, formula, look, round(sum(values), 1))
        page.set_row(0, 33)
        page.set_column(0, len(columns), 13)
        page.freeze_panes(1, 1)
    book.close()


def write_matters(path: Path, matters: Sequence[tuple[str, int, str, date, str, str, str]]) -> None:
    """Write the list of one-off figures."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": path.stem, "created": datetime(2024, 7, 1)})
    boxed = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
    head = book.add_format({**boxed, "bold": True, "align": "center", "bg_color": "#DDEBF7"})
    text = book.add_format(boxed)
    day_look = book.add_format({**boxed, "num_format": 'yyyy"年"m"月"d"日"'})
    page = book.add_worksheet("本级事项")
    page.write_row(0, 0, MATTER_HEADINGS, head)
    for row, (name, value, unit, day, *rest) in enumerate(matters, start=1):
        page.write_row(row, 0, [name, value, unit], text)
        page.write_datetime(row, 3, day, day_look)
        page.write_row(row, 4, rest, text)
    for column, width in enumerate((16, 8, 8, 16, 22, 14, 22)):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    book.close()


def main() -> None:
    """Write all workbooks."""
    DATA.mkdir(exist_ok=True)
    this_year = {"防止返贫监测": HOUSEHOLDS_2024, "衔接资金": FUNDS_2024, "务工就业": JOBS_2024, "问题整改": ISSUES}
    last_year = {"防止返贫监测": HOUSEHOLDS_2023, "衔接资金": FUNDS_2023, "务工就业": JOBS_2023}
    write(DATA / "2024上半年.xlsx", date(2024, 7, 1), this_year)
    write(DATA / "2023上半年.xlsx", date(2023, 7, 1), last_year)
    write_matters(DATA / "本级事项.xlsx", MATTERS)


if __name__ == "__main__":
    main()
