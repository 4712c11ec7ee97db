"""Writes the sample workbooks of the kind; the figures are made up. `new` copies the workbooks, not this script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

DATA = Path(__file__).parent / "data"
AREAS = ("安澜镇", "永丰镇", "三河镇", "新塘镇", "石桥乡", "云岭乡")

Columns = dict[str, tuple[float, ...]]

JOBS_GOAL: Columns = {
    "务工就业人数（人）": (1712, 1952, 1615, 1381, 1089, 851),
}
TRAINING_GOAL: Columns = {
    "技能培训人次（人次）": (242, 267, 237, 192, 144, 118),
}
MICROCREDIT_GOAL: Columns = {
    "小额信贷笔数（笔）": (85, 102, 83, 72, 53, 45),
    "小额信贷金额（万元）": (406, 440, 370, 332, 244, 208),
}
TOILETS_GOAL: Columns = {
    "改厕户数（座）": (194, 207, 186, 155, 117, 101),
}
HOUSEHOLDS_2023: Columns = {
    "监测对象户数（户）": (195, 216, 181, 162, 118, 96),
    "监测对象人数（人）": (553, 604, 516, 450, 345, 276),
    "脱贫不稳定户数（户）": (62, 68, 57, 48, 37, 30),
    "边缘易致贫户数（户）": (86, 97, 80, 70, 54, 44),
    "突发严重困难户数（户）": (47, 51, 44, 44, 27, 22),
    "新增监测户数（户）": (26, 30, 24, 22, 16, 13),
    "新增监测人数（人）": (72, 83, 69, 59, 46, 37),
    "本期消除户数（户）": (32, 34, 30, 26, 20, 16),
    "本期消除人数（人）": (91, 100, 84, 73, 55, 44),
    "消除风险户数（户）": (158, 185, 156, 135, 96, 77),
    "消除风险人数（人）": (453, 512, 430, 361, 282, 230),
    "落实帮扶户数（户）": (195, 216, 181, 162, 118, 96),
    "排查户数（户）": (10461, 11427, 9359, 8632, 6362, 4999),
    "预警信息数（条）": (353, 431, 360, 311, 233, 185),
    "预警核查数（条）": (353, 431, 360, 311, 233, 185),
}
FUNDS_2023: Columns = {
    "批复项目数（个）": (9, 11, 8, 8, 6, 5),
    "开工项目数（个）": (8, 11, 8, 8, 6, 5),
    "完工项目数（个）": (8, 10, 8, 7, 5, 4),
    "中央资金（万元）": (571.5, 660.4, 556.6, 454.5, 352.1, 274.9),
    "省级资金（万元）": (320.2, 369.2, 311.6, 260.9, 200.5, 157.6),
    "市级资金（万元）": (76.5, 84.5, 70.5, 60.4, 48.9, 39.2),
    "县级资金（万元）": (151.8, 182.9, 148.7, 127.7, 100.4, 78.5),
    "批复资金（万元）": (1120, 1297, 1087.4, 903.5, 701.9, 550.2),
    "产业资金（万元）": (673.3, 742.6, 585.3, 536.3, 402.1, 342.4),
    "支出金额（万元）": (1025.4, 1203.9, 974, 851.3, 671, 510.4),
}
JOBS_2023: Columns = {
    "劳动力人数（人）": (1829, 2088, 1764, 1504, 1148, 927),
    "省外务工人数（人）": (681, 736, 634, 556, 394, 319),
    "省内县外务工人数（人）": (412, 457, 402, 350, 247, 202),
    "县内务工人数（人）": (601, 676, 549, 493, 367, 300),
    "务工就业人数（人）": (1694, 1869, 1585, 1399, 1008, 821),
    "务工就业任务数（人）": (1616, 1842, 1563, 1344, 1007, 828),
    "公益性岗位人数（人）": (117, 127, 104, 96, 69, 58),
    "帮扶车间数（个）": (3, 4, 4, 4, 2, 2),
    "帮扶车间吸纳人数（人）": (60, 78, 66, 55, 43, 34),
}
TRAINING_2023: Columns = {
    "技能培训班次（期）": (5, 6, 5, 4, 3, 3),
    "技能培训人次（人次）": (228, 239, 194, 170, 141, 112),
}
MICROCREDIT_2023: Columns = {
    "小额信贷笔数（笔）": (82, 94, 77, 71, 54, 39),
    "小额信贷金额（万元）": (379, 428, 359, 301, 227, 192),
}
TEAMS_2023: Columns = {
    "应派驻村数（个）": (19, 23, 17, 16, 12, 9),
    "已派驻村数（个）": (19, 23, 17, 16, 12, 9),
    "驻村工作队数（支）": (19, 23, 17, 16, 12, 9),
    "驻村第一书记人数（名）": (19, 23, 17, 16, 12, 9),
    "驻村队员人数（名）": (57, 65, 54, 47, 36, 29),
    "帮扶责任人数（名）": (445, 536, 450, 360, 280, 239),
    "结对帮扶户数（户）": (1300, 1463, 1189, 1045, 788, 635),
    "走访户次（户次）": (6760, 7341, 6277, 5290, 4106, 3376),
    "走访解决问题数（个）": (238, 252, 178, 176, 129, 113),
}
DEMOLITIONS_2023: Columns = {
    "村社数（个）": (23, 27, 22, 20, 14, 12),
    "常态保洁村数（个）": (21, 24, 20, 17, 14, 11),
}
MATTERS = (
    ("省级重点帮扶村数", 9, "个", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
    ("示范创建村数", 12, "个", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
    ("安置点数", 7, "个", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
    ("搬迁户数", 642, "户", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
    ("搬迁人数", 2318, "人", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
    ("结对企业数", 38, "家", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
    ("全部开工日期", date(2024, 4, 30), "", date(2024, 2, 20), "年度目标任务书", "计划财务股", ""),
    ("集中排查日期", date(2024, 9, 30), "", date(2024, 2, 20), "年度目标任务书", "监测股", "第二次集中排查结束"),
)
GOALS = (
    ("产业占比", 60, "%", date(2024, 2, 20), "年度目标任务书", "综合股", "衔接资金用于产业的最低比重"),
    ("支出率", 95, "%", date(2024, 2, 20), "年度目标任务书", "综合股", "年底资金支出率"),
    ("帮扶措施落实率", 100, "%", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
    ("常态保洁覆盖率", 95, "%", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
    ("积分制覆盖率", 90, "%", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
    ("集体收入标准", 10, "万元", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
    ("集体收入达标比例", 80, "%", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
    ("美丽庭院户数", 1500, "户", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
    ("污水治理村数", 14, "个", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
    ("致富带头人数", 240, "人", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
    ("群众满意度", 95, "%", date(2024, 2, 20), "年度目标任务书", "综合股", ""),
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


def write_matters(path: Path, matters: Sequence[tuple[str, float | date, str, date, str, str, str]]) -> None:
    """Write the list of one-off figures."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": path.stem, "created": datetime(2024, 2, 20)})
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
    write(
        DATA / "2024年目标任务分解表.xlsx",
        date(2024, 2, 20),
        {"务工就业": JOBS_GOAL, "技能培训": TRAINING_GOAL, "小额信贷": MICROCREDIT_GOAL, "户厕改造": TOILETS_GOAL},
    )
    write(
        DATA / "2023年统计表.xlsx",
        date(2024, 1, 5),
        {
            "防止返贫监测": HOUSEHOLDS_2023,
            "衔接资金": FUNDS_2023,
            "务工就业": JOBS_2023,
            "技能培训": TRAINING_2023,
            "小额信贷": MICROCREDIT_2023,
            "驻村帮扶": TEAMS_2023,
            "人居环境整治": DEMOLITIONS_2023,
        },
    )
    write_matters(DATA / "本级事项.xlsx", MATTERS)
    write_matters(DATA / "2024年度目标.xlsx", GOALS)


if __name__ == "__main__":
    main()
