"""Writes the sample workbooks of the kind; the figures are made up. `new` copies the workbooks, not this script."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import xlsxwriter

DATA = Path(__file__).parent / "data"
CREATED = datetime(2024, 7, 3)
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
FUNDS_2024 = (
    ("城关镇", 4, 4, 2, 530, 318),
    ("青石镇", 6, 6, 2, 830, 489.7),
    ("柳溪镇", 5, 5, 2, 690, 414),
    ("枫林镇", 6, 5, 2, 750, 337.5),
    ("竹山乡", 3, 2, 1, 430, 163.4),
    ("清水乡", 4, 4, 2, 490, 284.2),
)
FUNDS_2023 = (
    ("城关镇", 4, 4, 1, 500, 264.5),
    ("青石镇", 5, 5, 2, 780, 405.6),
    ("柳溪镇", 5, 4, 1, 650, 318.5),
    ("枫林镇", 5, 5, 1, 700, 329),
    ("竹山乡", 3, 3, 1, 410, 180.4),
    ("清水乡", 3, 3, 1, 460, 230),
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
    (1, "烘干房项目用地手续未办结", "竹山乡", date(2024, 7, 31), "整改中", "是"),
    (2, "村道硬化验收资料不全", "枫林镇", date(2024, 6, 25), "已完成", None),
    (3, "果园滴灌工程进度款拨付迟", "枫林镇", date(2024, 7, 20), "整改中", None),
    (4, "公示牌内容不规范", "青石镇", date(2024, 6, 15), "已完成", None),
    (5, "项目档案未按标段归集", "城关镇", date(2024, 6, 20), "已完成", None),
)
SCHEDULE_HEADINGS = ("地区", "已过月数（个）")
SCHEDULE = (("云川县", 6),)


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
        "衔接资金": (FUND_HEADINGS, FUNDS_2024),
        "序时进度": (SCHEDULE_HEADINGS, SCHEDULE),
        "项目问题台账": (PROBLEM_HEADINGS, PROBLEMS),
    }
    write(DATA / "2024上半年.xlsx", now)
    write(DATA / "2023上半年.xlsx", {"衔接资金": (FUND_HEADINGS, FUNDS_2023)})


if __name__ == "__main__":
    main()
