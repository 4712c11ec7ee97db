"""Writes the sample workbooks of the kind; the figures are made up. `new` copies the workbooks, not this script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

DATA = Path(__file__).parent / "data"
AREAS = ("丰源镇", "西河镇", "高坪镇", "梅花镇", "东岭镇", "桃溪乡", "白云乡")

Columns = dict[str, tuple[float, ...]]

HOUSEHOLDS_2023: Columns = {
    "监测对象户数（户）": (225, 217, 204, 163, 148, 118, 98),
    "监测对象人数（人）": (665, 587, 546, 477, 416, 343, 268),
    "脱贫不稳定户数（户）": (70, 64, 59, 55, 46, 40, 32),
    "边缘易致贫户数（户）": (106, 93, 88, 75, 67, 55, 44),
    "突发严重困难户数（户）": (49, 60, 57, 33, 35, 23, 22),
    "新增监测户数（户）": (27, 25, 25, 20, 18, 15, 12),
    "新增监测人数（人）": (79, 71, 65, 57, 50, 42, 34),
    "本期消除户数（户）": (37, 30, 29, 25, 22, 18, 15),
    "本期消除人数（人）": (99, 86, 83, 72, 63, 53, 41),
    "消除风险户数（户）": (193, 168, 160, 140, 126, 104, 80),
    "消除风险人数（人）": (543, 479, 459, 391, 352, 284, 230),
    "落实帮扶户数（户）": (225, 217, 204, 163, 148, 118, 98),
    "排查户数（户）": (11156, 10499, 9462, 7974, 7703, 5916, 4910),
    "预警信息数（条）": (458, 380, 384, 310, 286, 243, 187),
    "预警核查数（条）": (458, 380, 384, 310, 286, 243, 187),
}
HOUSEHOLDS_2022: Columns = {
    "监测对象户数（户）": (209, 197, 186, 162, 142, 116, 86),
    "监测对象人数（人）": (611, 543, 512, 449, 396, 329, 255),
    "脱贫不稳定户数（户）": (67, 61, 56, 50, 43, 38, 29),
    "边缘易致贫户数（户）": (98, 86, 84, 72, 64, 52, 41),
    "突发严重困难户数（户）": (44, 50, 46, 40, 35, 26, 16),
    "新增监测户数（户）": (31, 26, 25, 22, 19, 16, 12),
    "新增监测人数（人）": (83, 74, 71, 60, 54, 44, 35),
    "本期消除户数（户）": (28, 28, 24, 21, 19, 16, 12),
    "本期消除人数（人）": (83, 74, 70, 59, 54, 43, 35),
    "消除风险户数（户）": (160, 154, 136, 118, 112, 92, 67),
    "消除风险人数（人）": (477, 418, 397, 335, 298, 249, 192),
    "落实帮扶户数（户）": (209, 197, 186, 162, 142, 116, 86),
    "排查户数（户）": (10655, 9579, 9330, 8011, 7329, 5639, 4657),
    "预警信息数（条）": (408, 367, 355, 304, 273, 227, 179),
    "预警核查数（条）": (408, 367, 355, 304, 273, 227, 179),
}
FUNDS_2023: Columns = {
    "批复项目数（个）": (12, 10, 10, 8, 8, 6, 5),
    "开工项目数（个）": (12, 10, 10, 8, 7, 6, 5),
    "完工项目数（个）": (11, 10, 9, 8, 7, 6, 5),
    "中央资金（万元）": (655.7, 604.9, 559.9, 494.1, 428.2, 356.2, 281),
    "省级资金（万元）": (352, 322.3, 311.5, 273.2, 240, 193.5, 147.5),
    "市级资金（万元）": (96.1, 80, 74.9, 63.3, 58.9, 46.9, 39.9),
    "县级资金（万元）": (184.4, 155.7, 151.8, 127.8, 116.1, 95.9, 73.3),
    "批复资金（万元）": (1288.2, 1162.9, 1098.1, 958.4, 843.2, 692.5, 541.7),
    "产业资金（万元）": (808.9, 723.1, 669.5, 543.8, 502.2, 431.9, 332.6),
    "支出金额（万元）": (1251.7, 1060.7, 964.2, 909.3, 761.9, 657.5, 514.7),
}
FUNDS_2022: Columns = {
    "批复项目数（个）": (10, 10, 9, 8, 7, 6, 5),
    "开工项目数（个）": (10, 10, 9, 8, 7, 6, 5),
    "完工项目数（个）": (10, 9, 8, 7, 6, 5, 4),
    "中央资金（万元）": (633.1, 558.8, 532.2, 469.9, 410.8, 324.5, 260.7),
    "省级资金（万元）": (364.1, 295.3, 301.3, 258.7, 212.5, 187.4, 140.7),
    "市级资金（万元）": (81.2, 79.2, 70.2, 64.4, 53.5, 44.8, 36.7),
    "县级资金（万元）": (176.2, 150, 151.2, 121.1, 107.3, 93.5, 70.7),
    "批复资金（万元）": (1254.6, 1083.3, 1054.9, 914.1, 784.1, 650.2, 508.8),
    "产业资金（万元）": (729.5, 653.2, 579.6, 508.3, 439.7, 370.2, 281.5),
    "支出金额（万元）": (1115.4, 1000.6, 926.5, 782.7, 722.8, 589.5, 493.5),
}
JOBS_2023: Columns = {
    "劳动力人数（人）": (2061, 1820, 1769, 1529, 1325, 1123, 853),
    "省外务工人数（人）": (787, 654, 664, 535, 465, 396, 314),
    "省内县外务工人数（人）": (456, 395, 399, 319, 295, 237, 183),
    "县内务工人数（人）": (706, 636, 582, 501, 452, 366, 299),
    "务工就业人数（人）": (1949, 1685, 1645, 1355, 1212, 999, 796),
    "务工就业任务数（人）": (1815, 1667, 1525, 1345, 1195, 977, 776),
    "公益性岗位人数（人）": (130, 118, 108, 99, 90, 72, 54),
    "帮扶车间数（个）": (5, 5, 5, 4, 3, 2, 2),
    "帮扶车间吸纳人数（人）": (84, 85, 73, 63, 58, 48, 37),
}
JOBS_2022: Columns = {
    "劳动力人数（人）": (2047, 1843, 1748, 1496, 1310, 1102, 844),
    "省外务工人数（人）": (765, 637, 600, 541, 463, 387, 311),
    "省内县外务工人数（人）": (442, 391, 367, 327, 286, 226, 173),
    "县内务工人数（人）": (673, 606, 554, 496, 426, 349, 281),
    "务工就业人数（人）": (1880, 1634, 1521, 1364, 1175, 962, 765),
    "务工就业任务数（人）": (1812, 1627, 1495, 1281, 1167, 960, 758),
    "公益性岗位人数（人）": (133, 108, 106, 88, 85, 68, 52),
    "帮扶车间数（个）": (4, 4, 4, 3, 3, 2, 2),
    "帮扶车间吸纳人数（人）": (76, 62, 68, 56, 53, 40, 32),
}
TEAMS: Columns = {
    "应派驻村数（个）": (24, 20, 19, 16, 15, 12, 10),
    "已派驻村数（个）": (24, 20, 19, 16, 15, 12, 10),
    "驻村工作队数（支）": (24, 20, 19, 16, 15, 12, 10),
    "驻村第一书记人数（名）": (24, 20, 19, 16, 15, 12, 10),
    "驻村队员人数（名）": (70, 61, 57, 50, 44, 37, 29),
    "帮扶责任人数（名）": (557, 479, 455, 387, 338, 286, 238),
    "结对帮扶户数（户）": (1505, 1370, 1260, 1099, 981, 814, 626),
    "走访户次（户次）": (7756, 6930, 6691, 5687, 4983, 4224, 3209),
    "走访解决问题数（个）": (234, 252, 222, 182, 140, 121, 117),
}
MICROCREDIT: Columns = {
    "小额信贷笔数（笔）": (101, 89, 83, 76, 68, 52, 43),
    "小额信贷金额（万元）": (462, 407, 376, 332, 294, 243, 190),
    "小额信贷余额（万元）": (843, 720, 695, 613, 532, 431, 352),
}
MATTERS = (
    ("茶园面积", 4.6, "万亩", date(2023, 12, 31), "农业农村局年报", "产业股", ""),
    ("龙头企业数", 14, "家", date(2023, 12, 31), "农业农村局年报", "产业股", ""),
    ("合作社数", 218, "家", date(2023, 12, 31), "农业农村局年报", "产业股", ""),
    ("带动农户数", 9860, "户", date(2023, 12, 31), "产业帮扶台账", "产业股", ""),
    ("下年务工任务", 9700, "人", date(2023, 12, 31), "下年度工作打算", "社会帮扶股", ""),
    ("下年产业占比要求", 65, "%", date(2023, 12, 31), "下年度工作打算", "计划财务股", ""),
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


def write_matters(path: Path, matters: Sequence[tuple[str, float, str, date, str, str, str]]) -> None:
    """Write the list of one-off figures."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": path.stem, "created": datetime(2024, 1, 3)})
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
    write(
        DATA / "2023年.xlsx",
        date(2024, 1, 3),
        {
            "防止返贫监测": HOUSEHOLDS_2023,
            "衔接资金": FUNDS_2023,
            "务工就业": JOBS_2023,
            "驻村帮扶": TEAMS,
            "小额信贷": MICROCREDIT,
        },
    )
    write(
        DATA / "2022年.xlsx",
        date(2023, 1, 4),
        {"防止返贫监测": HOUSEHOLDS_2022, "衔接资金": FUNDS_2022, "务工就业": JOBS_2022},
    )
    write_matters(DATA / "本级事项.xlsx", MATTERS)


if __name__ == "__main__":
    main()
