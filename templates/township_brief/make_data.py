"""Writes the sample workbooks of the kind; the figures are made up. `new` copies the workbooks, not this script."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import xlsxwriter

DATA = Path(__file__).parent / "data"
CREATED = datetime(2024, 7, 3)
WIDE = {"问题": 34, "镇里自己的话": 60}

Sheet = tuple[tuple[str, ...], tuple[tuple[str | float | date | None, ...], ...]]

HOUSEHOLD_HEADINGS = (
    "乡镇（街道）",
    "监测对象户数（户）",
    "监测对象人数（人）",
    "新增监测户数（户）",
    "新增监测人数（人）",
    "消除风险户数（户）",
    "消除风险人数（人）",
)
HOUSEHOLDS_2024 = (
    ("城关镇", 96, 251, 7, 18, 69, 182),
    ("青石镇", 143, 388, 11, 30, 104, 281),
    ("柳溪镇", 128, 341, 9, 25, 90, 243),
    ("枫林镇", 117, 309, 8, 21, 85, 222),
    ("竹山乡", 74, 203, 0, 0, 51, 140),
    ("清水乡", 82, 224, 6, 17, 60, 165),
)
HOUSEHOLDS_2023 = (
    ("城关镇", 90, 236, 7, 17, 65, 171),
    ("青石镇", 139, 376, 11, 29, 101, 273),
    ("柳溪镇", 122, 324, 9, 24, 86, 231),
    ("枫林镇", 110, 290, 8, 20, 80, 209),
    ("竹山乡", 72, 197, 0, 0, 49, 136),
    ("清水乡", 78, 213, 6, 16, 57, 157),
)
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
JOB_HEADINGS = (
    "乡镇（街道）",
    "务工就业人数（人）",
    "务工就业任务数（人）",
    "公益性岗位人数（人）",
    "帮扶车间数（个）",
    "帮扶车间吸纳人数（人）",
)
JOBS_2024 = (
    ("城关镇", 787, 780, 58, 3, 51),
    ("青石镇", 1176, 1150, 94, 4, 72),
    ("柳溪镇", 1052, 1040, 83, 3, 55),
    ("枫林镇", 998, 980, 77, 3, 49),
    ("竹山乡", 601, 600, 49, 0, 0),
    ("清水乡", 668, 650, 52, 2, 34),
)
JOBS_2023 = (
    ("城关镇", 756, 749, 56, 3, 49),
    ("青石镇", 1152, 1127, 92, 4, 71),
    ("柳溪镇", 1063, 1050, 84, 3, 56),
    ("枫林镇", 958, 941, 74, 3, 47),
    ("竹山乡", 589, 588, 48, 0, 0),
    ("清水乡", 675, 656, 53, 2, 34),
)
DEMOLITION_HEADINGS = (
    "乡镇（街道）",
    "拆除空心户数（个）",
    "拆除危房数（处）",
    "拆除旱厕数（处）",
    "拆除违建数（处）",
    "拆除乱搭乱建数（处）",
    "清理生活垃圾量（吨）",
    "清理水塘数（口）",
    "清理沟渠长度（公里）",
    "村社数（个）",
    "常态保洁村数（个）",
)
DEMOLITIONS_2024 = (
    ("城关镇", 0, 0, 0, 8, 19, 96, 3, 0, 9, 9),
    ("青石镇", 33, 9, 52, 4, 30, 148, 18, 10.2, 16, 14),
    ("柳溪镇", 27, 6, 45, 0, 21, 130, 14, 8.6, 14, 13),
    ("枫林镇", 24, 7, 41, 2, 18, 122, 12, 7.7, 14, 12),
    ("竹山乡", 12, 0, 20, 0, 7, 66, 5, 3.4, 8, 7),
    ("清水乡", 14, 3, 25, 1, 9, 71, 7, 4.8, 9, 9),
)
WORD_HEADINGS = (
    "乡镇（街道）",
    "期号",
    "镇里自己的话",
)
WORDS_2024 = (
    ("城关镇", 1, "把保洁和商户门前管护结合起来，街面面貌有了变化。"),
    ("青石镇", 2, "蔬菜合作社优先雇用监测户，群众在家门口有活干。"),
    ("柳溪镇", 3, "茶叶加工厂投产后收购散户鲜叶，群众不再为销路发愁。"),
    ("枫林镇", 4, "镇里每周开一次项目碰头会，卡在哪一环就在哪一环解决。"),
    ("竹山乡", 5, None),
    ("清水乡", 6, "河道清漂实行包段，乡村两级河长每周巡河。"),
)
PROBLEM_HEADINGS = (
    "序号",
    "问题",
    "乡镇（街道）",
    "整改状态",
)
PROBLEMS = (
    (1, "公益性岗位考勤不规范", "青石镇", "已完成"),
    (2, "监测户收入核算漏记转移性收入", "青石镇", "整改中"),
    (3, "项目公示不及时", "枫林镇", "整改中"),
    (4, "烘干房项目用地手续未办结", "竹山乡", "整改中"),
    (5, "帮扶手册更新不及时", "城关镇", "已完成"),
)


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
        "防止返贫监测": (HOUSEHOLD_HEADINGS, HOUSEHOLDS_2024),
        "衔接资金": (FUND_HEADINGS, FUNDS_2024),
        "务工就业": (JOB_HEADINGS, JOBS_2024),
        "人居环境整治": (DEMOLITION_HEADINGS, DEMOLITIONS_2024),
        "镇情": (WORD_HEADINGS, WORDS_2024),
        "问题整改台账": (PROBLEM_HEADINGS, PROBLEMS),
    }
    before: dict[str, Sheet] = {
        "防止返贫监测": (HOUSEHOLD_HEADINGS, HOUSEHOLDS_2023),
        "衔接资金": (FUND_HEADINGS, FUNDS_2023),
        "务工就业": (JOB_HEADINGS, JOBS_2023),
    }
    write(DATA / "2024上半年.xlsx", now)
    write(DATA / "2023上半年.xlsx", before)


if __name__ == "__main__":
    main()
