"""Writes the sample workbooks of the kind; the figures are made up. `new` copies the workbooks, not this script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

DATA = Path(__file__).parent / "data"
AREAS = ("城东街道", "南屏镇", "古渡镇", "柏树镇", "花桥镇", "龙潭乡")

Columns = dict[str, tuple[float, ...]]

JOBS_2024: Columns = {
    "劳动力人数（人）": (1952, 1798, 1472, 1358, 1157, 893),
    "省外务工人数（人）": (730, 637, 528, 520, 407, 342),
    "省内县外务工人数（人）": (422, 376, 321, 306, 258, 189),
    "县内务工人数（人）": (592, 531, 444, 400, 340, 264),
    "务工就业人数（人）": (1744, 1544, 1293, 1226, 1005, 795),
    "务工就业任务数（人）": (1780, 1648, 1339, 1252, 1062, 819),
    "公益性岗位人数（人）": (125, 107, 94, 82, 75, 55),
    "帮扶车间数（个）": (5, 5, 4, 3, 3, 2),
    "帮扶车间吸纳人数（人）": (82, 80, 59, 58, 51, 41),
}
JOBS_2023: Columns = {
    "劳动力人数（人）": (1943, 1793, 1463, 1350, 1131, 895),
    "省外务工人数（人）": (688, 631, 537, 486, 402, 314),
    "省内县外务工人数（人）": (428, 374, 305, 287, 237, 179),
    "县内务工人数（人）": (575, 504, 428, 400, 327, 255),
    "务工就业人数（人）": (1691, 1509, 1270, 1173, 966, 748),
    "务工就业任务数（人）": (1749, 1620, 1319, 1228, 1037, 797),
    "公益性岗位人数（人）": (118, 111, 87, 80, 71, 53),
    "帮扶车间数（个）": (5, 4, 3, 3, 2, 2),
    "帮扶车间吸纳人数（人）": (78, 66, 58, 49, 42, 35),
}
TRAINING: Columns = {
    "技能培训班次（期）": (4, 4, 3, 3, 2, 2),
    "技能培训人次（人次）": (176, 157, 126, 116, 94, 73),
    "培训结业人数（人）": (164, 149, 122, 105, 90, 73),
    "取得证书人数（人）": (136, 117, 93, 87, 75, 60),
    "培训后就业人数（人）": (119, 99, 86, 79, 64, 50),
}
FAIRS_HEADINGS = ("活动名称", "乡镇", "形式", "日期", "参加企业（家）", "提供岗位（个）", "达成意向（人）", "重点")
FAIRS = (
    ("城东街道新春招聘大集", "城东街道", "集中招聘", date(2024, 2, 18), 62, 1860, 684, "是"),
    ("古渡镇返乡人员专场", "古渡镇", "集中招聘", date(2024, 2, 20), 28, 716, 263, "是"),
    ("南屏镇园区用工专场", "南屏镇", "集中招聘", date(2024, 2, 22), 35, 1042, 397, "是"),
    ("柏树镇赶集日送岗", "柏树镇", "流动送岗", date(2024, 2, 24), 14, 308, 112, "否"),
    ("龙潭乡院坝送岗", "龙潭乡", "流动送岗", date(2024, 2, 26), 9, 186, 71, "否"),
    ("花桥镇帮扶车间招工", "花桥镇", "流动送岗", date(2024, 2, 28), 11, 224, 95, "否"),
    ("女职工专场", "城东街道", "集中招聘", date(2024, 3, 8), 31, 634, 221, "否"),
    ("古渡镇集市送岗", "古渡镇", "流动送岗", date(2024, 3, 11), 8, 164, 58, "否"),
    ("南屏镇夜市送岗", "南屏镇", "流动送岗", date(2024, 3, 14), 12, 247, 86, "否"),
    ("“直播带岗”第一场", "城东街道", "直播带岗", date(2024, 3, 5), 18, 526, 174, "否"),
    ("“直播带岗”第二场", "南屏镇", "直播带岗", date(2024, 3, 19), 16, 483, 159, "否"),
)
MATTERS = (
    ("包车趟次", 36, "趟", date(2024, 3, 31), "劳务输出台账", "社会帮扶股", ""),
    ("输送务工人数", 1264, "人", date(2024, 3, 31), "劳务输出台账", "社会帮扶股", ""),
    ("走访农户数", 6935, "户", date(2024, 3, 31), "务工意愿摸底表", "社会帮扶股", ""),
    ("有意愿人数", 3147, "人", date(2024, 3, 31), "务工意愿摸底表", "社会帮扶股", ""),
    ("活动开始日期", date(2024, 2, 18), "", date(2024, 3, 31), "活动方案", "社会帮扶股", ""),
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


def write_records(
    path: Path, title: str, headings: Sequence[str], rows: Sequence[Sequence[str | float | date]]
) -> None:
    """Write a ledger: one heading row, one row a record."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": path.stem, "created": datetime(2024, 4, 1)})
    boxed = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
    head = book.add_format({**boxed, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"})
    text = book.add_format(boxed)
    day_look = book.add_format({**boxed, "num_format": 'yyyy"年"m"月"d"日"'})
    page = book.add_worksheet(title)
    page.write_row(0, 0, headings, head)
    for row, record in enumerate(rows, start=1):
        for column, value in enumerate(record):
            if isinstance(value, date):
                page.write_datetime(row, column, value, day_look)
            else:
                page.write(row, column, value, text)
    page.set_column(0, 0, 30)
    page.set_column(1, len(headings) - 1, 14)
    page.freeze_panes(1, 1)
    book.close()


def write_matters(path: Path, matters: Sequence[tuple[str, float | date, str, date, str, str, str]]) -> None:
    """Write the list of one-off figures."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": path.stem, "created": datetime(2024, 4, 1)})
    boxed = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
    head = book.add_format({**boxed, "bold": True, "align": "center", "bg_color": "#DDEBF7"})
    text = book.add_format(boxed)
    day_look = book.add_format({**boxed, "num_format": 'yyyy"年"m"月"d"日"'})
    page = book.add_worksheet("本级事项")
    page.write_row(0, 0, MATTER_HEADINGS, head)
    for row, (name, value, unit, day, *rest) in enumerate(matters, start=1):
        page.write(row, 0, name, text)
        if isinstance(value, date):
            page.write_datetime(row, 1, value, day_look)
        else:
            page.write(row, 1, value, text)
        page.write(row, 2, unit, text)
        page.write_datetime(row, 3, day, day_look)
        page.write_row(row, 4, rest, text)
    for column, width in enumerate((20, 16, 8, 16, 22, 14, 22)):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    book.close()


def main() -> None:
    """Write all workbooks."""
    DATA.mkdir(exist_ok=True)
    write(DATA / "2024年第一季度.xlsx", date(2024, 4, 1), {"务工就业": JOBS_2024, "技能培训": TRAINING})
    write(DATA / "2023年第一季度.xlsx", date(2023, 4, 3), {"务工就业": JOBS_2023})
    write_records(DATA / "活动台账.xlsx", "招聘活动台账", FAIRS_HEADINGS, FAIRS)
    write_matters(DATA / "本级事项.xlsx", MATTERS)


if __name__ == "__main__":
    main()
