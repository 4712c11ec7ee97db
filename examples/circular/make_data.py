"""Writes the workbooks of the example; the figures are made up, the county does not exist."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import xlsxwriter

DATA = Path(__file__).parent / "data"
CREATED = datetime(2023, 7, 3)
WIDE = {"问题": 34}

Sheet = tuple[tuple[str, ...], tuple[tuple[str | float | date | None, ...], ...]]

FUND_HEADINGS = (
    "乡镇（街道）",
    "批复项目数（个）",
    "开工项目数（个）",
    "完工项目数（个）",
    "批复资金（万元）",
    "支出金额（万元）",
)
FUNDS_2023 = (
    ("滨江街道", 3, 3, 2, 210, 147),
    ("城北街道", 4, 4, 2, 268, 196.3),
    ("青石镇", 9, 8, 3, 862.5, 483),
    ("柳溪镇", 8, 8, 3, 715, 429),
    ("白沙镇", 7, 6, 2, 640, 288),
    ("龙塘镇", 8, 7, 2, 706.5, 367.4),
    ("石桥镇", 7, 7, 3, 585, 351),
    ("大洲镇", 6, 5, 1, 520, 218.4),
    ("渡口镇", 6, 6, 3, 468, 332.3),
    ("花亭镇", 7, 7, 4, 556, 417),
    ("南坪镇", 7, 5, 1, 611, 232.2),
    ("竹山乡", 4, 4, 2, 342, 188.1),
    ("清水乡", 5, 4, 1, 365, 182.5),
    ("云岭乡", 3, 3, 3, 286, 286),
    ("双河乡", 4, 2, 0, 312, 98.6),
)
FUNDS_2022 = (
    ("滨江街道", 3, 3, 1, 196, 121.5),
    ("城北街道", 4, 3, 2, 251, 158.1),
    ("青石镇", 8, 7, 3, 810, 437.4),
    ("柳溪镇", 7, 7, 2, 668, 354),
    ("白沙镇", 7, 6, 2, 602, 295),
    ("龙塘镇", 7, 6, 2, 655, 327.5),
    ("石桥镇", 6, 6, 2, 541, 292.1),
    ("大洲镇", 6, 5, 2, 488, 224.5),
    ("渡口镇", 6, 5, 2, 437, 266.6),
    ("花亭镇", 6, 6, 3, 512, 338),
    ("南坪镇", 6, 5, 1, 570, 245.1),
    ("竹山乡", 4, 3, 1, 318, 159),
    ("清水乡", 5, 4, 1, 340, 153),
    ("云岭乡", 3, 3, 2, 262, 196.5),
    ("双河乡", 4, 3, 1, 291, 110.6),
)
PROBLEM_HEADINGS = (
    "序号",
    "问题",
    "乡镇（街道）",
    "整改时限",
    "整改状态",
    "重点",
)
PROBLEMS = (
    (1, "大棚二期施工图审查滞后", "南坪镇", date(2023, 7, 31), "整改中", "是"),
    (2, "村道硬化验收资料不全", "白沙镇", date(2023, 6, 20), "已完成", None),
    (3, "冷库项目用地手续未办结", "大洲镇", date(2023, 7, 31), "整改中", "是"),
    (4, "灌渠清淤工程进度款拨付迟", "龙塘镇", date(2023, 6, 25), "已完成", None),
    (5, "茶园改造合同未约定管护责任", "双河乡", date(2023, 7, 20), "整改中", None),
    (6, "提灌站招标流标未及时重启", "双河乡", date(2023, 7, 20), "整改中", "是"),
    (7, "公示牌内容不规范", "青石镇", date(2023, 6, 15), "已完成", None),
    (8, "产业路变更未按程序报批", "南坪镇", date(2023, 7, 25), "整改中", None),
    (9, "联农带农协议签订不全", "清水乡", date(2023, 6, 30), "已完成", None),
    (10, "报账凭证缺少验收单", "柳溪镇", date(2023, 6, 20), "已完成", None),
    (11, "加工厂房设备采购滞后", "大洲镇", date(2023, 8, 10), "整改中", None),
    (12, "项目档案未按标段归集", "竹山乡", date(2023, 6, 25), "已完成", None),
)
SCHEDULE_HEADINGS = ("地区", "已过月数（个）")
SCHEDULE = (("江州县", 6),)


def write(path: Path, sheets: dict[str, Sheet]) -> None:
    """Write one workbook: a page for each table, headings in the first row."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": path.stem, "created": CREATED})
    boxed = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
    head = book.add_format({**boxed, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"})
    text = book.add_format({**boxed, "text_wrap": True})
    day_look = book.add_format({**boxed, "num_format": 'yyyy"年"m"月"d"日"'})
    for title, (headings, rows) in sheets.items():
        page = book.add_worksheet(title)
        page.write_row(0, 0, headings, head)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(number, column, value, day_look)
                else:
                    page.write(number, column, value, text)
        for column, heading in enumerate(headings):
            page.set_column(column, column, WIDE.get(heading, 13))
        page.set_row(0, 33)
        page.freeze_panes(1, 1)
    book.close()


def main() -> None:
    """Write all workbooks."""
    DATA.mkdir(exist_ok=True)
    now: dict[str, Sheet] = {
        "衔接资金": (FUND_HEADINGS, FUNDS_2023),
        "序时进度": (SCHEDULE_HEADINGS, SCHEDULE),
        "项目问题台账": (PROBLEM_HEADINGS, PROBLEMS),
    }
    write(DATA / "2023上半年.xlsx", now)
    write(DATA / "2022上半年.xlsx", {"衔接资金": (FUND_HEADINGS, FUNDS_2022)})


if __name__ == "__main__":
    main()
