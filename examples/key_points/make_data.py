"""Writes the workbooks of the example; the figures are made up, the city does not exist.

Run it from anywhere: `python examples/key_points/make_data.py`. The same bytes come out each time.
Totals stand here and are shared out over townships, villages and projects by rule.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from random import Random

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

HERE = Path(__file__).parent
CITY = "云汀市"
AREAS = "镇（街道、中心）"

# Townships with their weight: how much of a total falls to them.
TOWNSHIPS: dict[str, int] = {
    "汀洲街道": 7,
    "澜桥街道": 8,
    "望湖街道": 11,
    "杏溪镇": 25,
    "白苇镇": 21,
    "荻花镇": 19,
    "藕池镇": 24,
    "南渚镇": 18,
    "新垸镇": 22,
    "石埠镇": 20,
    "长堤镇": 16,
    "梅湾镇": 17,
    "枫渡镇": 15,
    "云陂镇": 19,
    "苇荡湖管理中心": 9,
}

Value = int | float | str | date | None


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its heading, its values from top to bottom, how wide it is, and its number format.

    total  whether the row 合计 adds it up
    """

    heading: str
    values: Sequence[Value]
    width: int = 12
    look: str = "0"
    total: bool = True


# --- sharing out ---


def shared_out(total: str | int, weights: Sequence[float]) -> list[int | float]:
    """Share a total out by weights, to its own decimals; the parts add up to it exactly (largest remainders)."""
    exact = Decimal(total)
    exponent = exact.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    units = int(exact.scaleb(decimals))
    whole = sum(weights)
    ideal = [units * weight / whole for weight in weights]
    parts = [int(part) for part in ideal]
    by_remainder = sorted(range(len(parts)), key=lambda index: (parts[index] - ideal[index], index))
    for index in by_remainder[: units - sum(parts)]:
        parts[index] += 1
    return [round(part / 10**decimals, decimals) if decimals else part for part in parts]


def varied(weights: Iterable[float], seed: str, by: float = 0.2) -> list[float]:
    """Weights that differ a little from one table to the next, always in the same way."""
    chance = Random(seed)
    return [weight * (1 + by * (2 * chance.random() - 1)) for weight in weights]


def by_township(title: str, total: str | int, like: Sequence[float] | None = None, by: float = 0.2) -> Column:
    """A column of a township table that adds up to `total`, shared out by size or like another column."""
    values = shared_out(total, varied(like or TOWNSHIPS.values(), title, by))
    decimals = max(len(f"{value}".partition(".")[2]) for value in values)
    return Column(title, values, look="0." + "0" * decimals if decimals else "0")


def numbers(column: Column) -> list[float]:
    """The figures of a column, to share others out like it."""
    return [float(value) for value in column.values if isinstance(value, int | float)]


def rounded_goals(title: str, total: int, step: int, like: Sequence[float]) -> Column:
    """Goals as an office hands them down: round figures that add up to the total."""
    return Column(title, [part * step for part in shared_out(total // step, like)])


def added(title: str, *columns: Column) -> Column:
    """A column that is the sum of others, row by row."""
    rows = zip(*(numbers(column) for column in columns), strict=True)
    return Column(title, [round(sum(row), 1) for row in rows], look=columns[0].look)


def rest_of(title: str, whole: Column, *parts: Column) -> Column:
    """A column that holds what is left of another."""
    taken = zip(numbers(whole), *(numbers(part) for part in parts), strict=True)
    return Column(title, [int(all_of - sum(some)) for all_of, *some in taken])


# --- workbooks ---


class Workbook:
    """A workbook in the bureau's usual look, whose bytes depend on its content alone."""

    def __init__(self, name: str, title: str, folder: str = "data") -> None:
        path = HERE / folder / name
        path.parent.mkdir(exist_ok=True)
        self.book = xlsxwriter.Workbook(str(path))
        self.book.set_properties({"title": CITY + title, "created": datetime(2022, 3, 1)})
        self.boxed: dict[str, object] = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
        self.head = self.book.add_format(
            {**self.boxed, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"}
        )
        self.label = self.book.add_format({**self.boxed, "align": "center", "bold": True})
        self.caption = self.book.add_format(
            {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter", "font_name": "黑体"}
        )
        self.remark = self.book.add_format({"align": "right", "font_name": "宋体", "font_size": 10})
        self.note = self.book.add_format({"align": "left", "font_name": "宋体", "font_size": 10})
        self.looks: dict[str, Format] = {}

    def look(self, number_format: str) -> Format:
        """A boxed cell with a number format; each is made once."""
        if number_format not in self.looks:
            self.looks[number_format] = self.book.add_format({**self.boxed, "num_format": number_format})
        return self.looks[number_format]

    def add(
        self,
        title: str,
        columns: Sequence[Column],
        caption: str = "",
        remark: str = "",
        note: str = "",
        total: bool = True,
    ) -> None:
        """Write a sheet: caption and remark where wanted, headings, rows, a row 合计 of formulas, a note below."""
        page = self.book.add_worksheet(title)
        top = self.heading_lines(page, caption, remark, len(columns) - 1) if caption else 0
        page.set_row(top, 33)
        page.freeze_panes(top + 1, 1)
        for index, column in enumerate(columns):
            self.column(page, top, index, column, total)
        if note:
            page.write(top + len(columns[0].values) + 1 + total, 0, f"注：{note}", self.note)
        self.page_setup(page)

    def heading_lines(self, page: Worksheet, caption: str, remark: str, last: int) -> int:
        """Write the caption and the remark above a table; give the row of the headings."""
        page.set_row(0, 28)
        page.merge_range(0, 0, 0, last, CITY + caption, self.caption)
        page.merge_range(1, 0, 1, last, remark, self.remark)
        return 2

    def column(self, page: Worksheet, top: int, index: int, column: Column, total: bool) -> None:
        """Write one column from its heading down."""
        page.set_column(index, index, column.width)
        page.write(top, index, column.heading, self.head)
        for row, value in enumerate(column.values, start=top + 1):
            if isinstance(value, date):
                page.write_datetime(row, index, datetime(value.year, value.month, value.day), self.look("yyyy-mm-dd"))
            else:
                page.write(row, index, value, self.look(column.look))
        if total:
            self.total(page, top + 1, index, column)

    def total(self, page: Worksheet, first: int, index: int, column: Column) -> None:
        """Write the cell below a column: the word 合计, a sum with the value it has, or nothing."""
        bottom = first + len(column.values)
        values = [Decimal(str(value)) for value in column.values if isinstance(value, int | float)]
        if index == 0:
            page.write(bottom, index, "合计", self.label)
        elif values and column.total:
            letter = xl_col_to_name(index)
            formula = f"=SUM({letter}{first + 1}:{letter}{bottom})"
            page.write_formula(bottom, index, formula, self.look(column.look), float(sum(values)))
        else:
            page.write_blank(bottom, index, None, self.label)

    @staticmethod
    def page_setup(page: Worksheet) -> None:
        """Print on one A4 page across."""
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)

    def close(self) -> None:
        """Write the file."""
        self.book.close()


def names_of_townships() -> Column:
    """The first column of a township table."""
    return Column(AREAS, tuple(TOWNSHIPS), width=18)


# --- last year: what the townships reported ---


def write_last_year() -> None:
    """The township tables at the end of 2021."""
    book = Workbook("2021年统计表.xlsx", "2021年统计表")
    remark, areas = "截至2021年12月31日", names_of_townships()
    book.add(
        "防止返贫监测",
        (areas, *monitoring()),
        "防止返贫监测情况统计表",
        remark,
        "户数、人数均按监测系统年末在册数填报。",
    )
    book.add("务工就业", (areas, *jobs()), "脱贫人口务工就业情况统计表", remark, "含监测对象；务工人数按就业台账填报。")
    book.add("技能培训", (areas, *training()), "技能培训情况统计表", "2021年1—12月")
    book.close()


def monitoring() -> tuple[Column, ...]:
    """Monitored households; persons follow households."""
    households = by_township("监测对象户数（户）", 1216)
    unstable = by_township("脱贫不稳定户数（户）", 438, numbers(households), 0.1)
    edge = by_township("边缘易致贫户数（户）", 516, numbers(households), 0.1)
    persons = by_township("监测对象人数（人）", 3357, numbers(households), 0.05)
    safe = by_township("消除风险户数（户）", 972, numbers(households), 0.05)
    return (
        households,
        persons,
        unstable,
        edge,
        rest_of("突发严重困难户数（户）", households, unstable, edge),
        safe,
        by_township("消除风险人数（人）", 2702, numbers(safe), 0.03),
    )


def jobs() -> tuple[Column, ...]:
    """Where people with an escape from poverty behind them work, and the posts kept for them."""
    workforce = by_township("劳动力人数（人）", 9874)
    at_work = by_township("务工就业人数（人）", 9126, numbers(workforce), 0.02)
    outside = by_township("省外务工人数（人）", 3480, numbers(at_work), 0.1)
    inside = by_township("省内县外务工人数（人）", 2466, numbers(at_work), 0.1)
    return (
        workforce,
        at_work,
        outside,
        inside,
        rest_of("县内务工人数（人）", at_work, outside, inside),
        by_township("公益性岗位人数（人）", 862, numbers(at_work), 0.1),
        by_township("帮扶车间数（个）", 34),
        by_township("帮扶车间吸纳人数（人）", 517, numbers(at_work), 0.3),
    )


def training() -> tuple[Column, ...]:
    """Courses held and people trained."""
    return (by_township("技能培训班次（期）", 41), by_township("技能培训人次（人次）", 1386))


# --- goals ---


def write_goals() -> None:
    """The goals handed down to the townships, of last year and of this one, and the city's own ones."""
    for year, posts, credit, trained in ((2021, 8900, 2200, 1300), (2022, 9000, 2400, 1500)):
        book = Workbook(f"{year}年目标任务分解表.xlsx", f"{year}年目标任务分解表")
        areas, remark = names_of_townships(), f"{year}年度"
        posts_like, credit_like = numbers(jobs()[1]), numbers(credits_given()[1])
        for title, column in (
            ("务工就业", rounded_goals("务工就业人数（人）", posts, 10, posts_like)),
            ("小额信贷", rounded_goals("小额信贷金额（万元）", credit, 5, credit_like)),
            ("技能培训", rounded_goals("技能培训人次（人次）", trained, 5, numbers(training()[1]))),
        ):
            book.add(title, (areas, column), f"{title}年度目标任务分解表", remark, "目标任务为下限，年底按此考核。")
        book.close()
    book = Workbook("2022年度目标.xlsx", "2022年度目标")
    book.add("年度目标", in_columns(GOALS, GOAL_HEADINGS), total=False)
    book.close()


# --- figures of no table ---

GOAL_HEADINGS = ("指标", "目标值", "单位", "完成时限", "依据", "责任股室", "说明")
YEAR_END = date(2022, 12, 31)
GOALS: tuple[tuple[str, int, str, date, str, str, str], ...] = (
    ("产业占比", 55, "%", YEAR_END, "省衔接资金管理要求", "规划财务股", "下限，且要高于上年"),
    ("支出率", 95, "%", YEAR_END, "省衔接资金管理要求", "规划财务股", "下限"),
    ("帮扶村达标比例", 65, "%", YEAR_END, "市发展壮大村集体经济年度任务", "产业发展股", "省级重点帮扶村"),
    ("帮扶村收入标准", 10, "万元", YEAR_END, "市发展壮大村集体经济年度任务", "产业发展股", "年经营性收入，每村"),
    ("示范村达标比例", 65, "%", YEAR_END, "市发展壮大村集体经济年度任务", "产业发展股", "省级示范创建村"),
    ("示范村收入标准", 20, "万元", YEAR_END, "市发展壮大村集体经济年度任务", "产业发展股", "年经营性收入，每村"),
    ("美丽庭院户数", 2600, "户", YEAR_END, "美丽庭院创建方案", "乡村建设股", ""),
    ("污水治理村数", 18, "个", YEAR_END, "农村生活污水治理年度计划", "市生态环境局", ""),
    ("数字乡村试点村数", 8, "个", YEAR_END, "数字乡村试点方案", "乡村建设股", ""),
    ("积分制覆盖率", 80, "%", YEAR_END, "积分制推广方案", "乡村治理股", "按行政村计算"),
    ("乡风典型案例数", 20, "个", YEAR_END, "移风易俗专项治理方案", "乡村治理股", "镇（街道、中心）都要有"),
    ("致富带头人培训人次", 300, "人次", YEAR_END, "人才培训年度计划", "社会帮扶股", ""),
    ("乡村工匠评选人数", 60, "名", YEAR_END, "人才培训年度计划", "社会帮扶股", "种养能手、手艺人等"),
)
REPORTED = date(2022, 2, 28)
MATTERS: tuple[tuple[str, int, str, date, str, str, str], ...] = (
    ("防贫保险保费", 320, "万元", date(2022, 1, 20), "防贫综合保险采购合同", "监测帮扶股", "市财政安排"),
    ("部门数据导入日", 15, "日", REPORTED, "监测帮扶工作规程", "监测帮扶股", "每月"),
    ("结对干部人数", 2146, "名", REPORTED, "干部结对帮扶台账", "社会帮扶股", ""),
    ("驻村工作队数", 76, "支", REPORTED, "市委组织部派驻文件", "社会帮扶股", ""),
    ("结对企业数", 58, "家", REPORTED, "“万企兴万村”行动台账", "社会帮扶股", ""),
    ("清廉重点方面数", 6, "个", date(2022, 2, 15), "清廉乡村建设方案", "办公室", "班子、干部、建设、治理、环境、民风"),
    ("清廉专项行动数", 6, "项", date(2022, 2, 15), "清廉乡村建设方案", "办公室", ""),
    ("人才工作职责类数", 3, "类", date(2022, 2, 15), "乡村人才振兴分工方案", "社会帮扶股", "牵头、协调、配合"),
    ("科技特派员人数", 45, "名", REPORTED, "科技特派员选派名单", "市科技局", ""),
    ("专项督查轮次", 4, "轮", date(2022, 2, 15), "年度督查计划", "督查考核股", "每季度一轮"),
    ("内设股室数", 7, "个", date(2022, 2, 15), "市委编办批复", "办公室", ""),
)
MATTER_HEADINGS = ("指标", "数值", "单位", "截至", "来源", "填报股室", "备注")
MATTER_WIDTHS = (22, 10, 6, 14, 30, 14, 34)


def in_columns(matters: Sequence[Sequence[Value]], headings: Sequence[str] = MATTER_HEADINGS) -> list[Column]:
    """Figures of no table, one a row, as the columns of a sheet."""
    return [
        Column(heading, [matter[index] for matter in matters], width=width)
        for index, (heading, width) in enumerate(zip(headings, MATTER_WIDTHS, strict=True))
    ]


def write_matters() -> None:
    """The city's own one-off figures."""
    book = Workbook("本级事项.xlsx", "乡村振兴本级事项")
    book.add("本级事项", in_columns(MATTERS), total=False)
    book.close()


# --- what other offices keep, in their own layout ---

BUDGET_HEADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("项目", ("批复（个）", "完工（个）")),
    ("衔接资金（万元）", ("中央", "省级", "市级", "本市", "小计", "其中：产业发展")),
    ("国库支付", ("金额（万元）", "进度")),
)


def budget() -> tuple[Column, ...]:
    """Last year's transition funds, their use and what was paid out."""
    central = by_township("中央", "2730.0")
    province = by_township("省级", "1620.0", numbers(central), 0.1)
    upper = by_township("市级", "390.0", numbers(central), 0.1)
    own = by_township("本市", "1740.0", numbers(central), 0.1)
    whole = added("小计", central, province, upper, own)
    projects = by_township("批复（个）", 118)
    return (
        projects,
        Column("完工（个）", projects.values),
        central,
        province,
        upper,
        own,
        whole,
        by_township("其中：产业发展", "3486.2", numbers(whole), 0.05),
        by_township("金额（万元）", "6285.6", numbers(whole), 0.02),
    )


def write_budget() -> None:
    """The finance bureau's sheet: two heading rows, its own names for columns, a column of rates by formula."""
    book = Workbook("财政局衔接资金执行表.xlsx", "财政衔接资金执行表")
    page = book.book.add_worksheet("2021年执行")
    book.heading_lines(
        page, "2021年财政衔接推进乡村振兴补助资金执行表", "编制单位：云汀市财政局　　截至2021年12月31日", 11
    )
    page.merge_range(2, 0, 3, 0, "编号", book.head)
    page.merge_range(2, 1, 3, 1, "预算单位", book.head)
    first = 2
    for group, heads in BUDGET_HEADS:
        page.merge_range(2, first, 2, first + len(heads) - 1, group, book.head)
        page.write_row(3, first, heads, book.head)
        first += len(heads)
    page.set_column(0, 0, 6)
    page.set_column(1, 1, 18)
    page.set_column(2, 11, 12)
    page.freeze_panes(4, 2)
    for row, name in enumerate(TOWNSHIPS, start=4):
        page.write(row, 0, row - 3, book.look("0"))
        page.write(row, 1, name, book.look("@"))
    bottom = 4 + len(TOWNSHIPS)
    page.write(bottom, 0, "", book.label)
    page.write(bottom, 1, "合计", book.label)
    columns = budget()
    for index, column in enumerate(columns, start=2):
        for row, value in enumerate(column.values, start=4):
            page.write(row, index, value, book.look(column.look))
        book.total(page, 4, index, column)
    rows = list(zip(*(numbers(column) for column in columns), strict=True))
    for row, values in enumerate([*rows, [sum(some) for some in zip(*rows, strict=True)]], start=4):
        page.write_formula(row, 11, f"=K{row + 1}/I{row + 1}", book.look("0.0%"), values[8] / values[6])
    book.page_setup(page)
    book.close()


def credits_given() -> tuple[Column, ...]:
    """Small loans of last year: number and amount given, and what was owed at its end."""
    number = by_township("新增贷款笔数", 526)
    return (
        number,
        by_township("新增贷款金额", "2286.5", numbers(number), 0.05),
        by_township("贷款余额", "4312.5", numbers(number), 0.05),
        Column("逾期金额", [0.0] * len(TOWNSHIPS), look="0.0"),
    )


def write_credits() -> None:
    """The banks' sheet lies on its side: indicators downwards, townships across."""
    book = Workbook("脱贫人口小额信贷报表.xlsx", "脱贫人口小额信贷报表")
    page = book.book.add_worksheet("汇总")
    last = 2 + len(TOWNSHIPS)
    book.heading_lines(page, "脱贫人口小额信贷2021年报表", "报送单位：云汀市农商银行　　截至2021年12月31日", last)
    page.write_row(2, 0, ["项目", "单位", *TOWNSHIPS, "合计"], book.head)
    page.set_row(2, 48)
    for row, (unit, column) in enumerate(zip(("笔", "万元", "万元", "万元"), credits_given(), strict=True), start=3):
        page.write_row(row, 0, [column.heading, unit], book.look("@"))
        page.write_row(row, 2, column.values, book.look(column.look))
        letter = xl_col_to_name(last - 1)
        total = float(sum(Decimal(str(value)) for value in numbers(column)))
        page.write_formula(row, last, f"=SUM(C{row + 1}:{letter}{row + 1})", book.look(column.look), total)
    page.set_column(0, 0, 14)
    page.set_column(1, last, 8)
    page.freeze_panes(3, 2)
    book.page_setup(page)
    book.close()


def write_toilets() -> None:
    """The agriculture bureau's export: a CSV in GB18030, as its system writes it."""
    rural = by_township("农村户厕数（座）", 96420)
    wrong = by_township("问题户厕数（座）", 1264, numbers(rural), 0.3)
    columns = (
        names_of_townships(),
        rural,
        wrong,
        by_township("已整改户厕数（座）", 871, numbers(wrong), 0.05),
        rounded_goals("计划改厕数（座）", 1650, 10, numbers(rural)),
    )
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    writer.writerows(zip(*(column.values for column in columns), strict=True))
    path = HERE / "data" / "农村户厕改造.csv"
    path.write_bytes(written.getvalue().encode("gb18030"))


# --- ledgers ---

PLAIN = [name for name in TOWNSHIPS if not name.endswith("街道")]
WAYS = ("产业发展", "服务创收", "股份合作", "土地流转", "项目带动", "资源盘活", "物业出租")


def village_names() -> dict[str, tuple[str, ...]]:
    """Some villages of each township; no name twice in a township."""
    pool = [first + second for first in "东西南北上下小新老高长平柳莲荷菱" for second in "湾垸台岗塘港洲坪堤滩"]
    return {name: tuple(f"{one}村" for one in Random(name).sample(pool, 16)) for name in TOWNSHIPS}


VILLAGES = village_names()
CORE_VILLAGES = (("望湖街道", "柳堤村"), ("白苇镇", "莲心村"))


@dataclass(frozen=True)
class Village:
    """One row of the ledger of villages: which kinds it is of, what it took in and what it plans."""

    township: str
    name: str
    poor: bool
    helped: bool
    model: bool
    income: float
    plan: float


def villages() -> list[Village]:
    """29 that left poverty behind, 12 to be helped most, 10 models; 7 are of the first two kinds, 2 of 1st and 3rd."""
    chance = Random("重点村")
    places = [(name, VILLAGES[name][number]) for number in range(4) for name in PLAIN]
    kinds = [(True, True, False)] * 7 + [(False, True, False)] * 5 + [(True, False, True)] * 2
    kinds += [(False, False, True)] * 6 + [(True, False, False)] * 20
    chance.shuffle(kinds)
    found = []
    # Of the 12, 5 earned 10 (万元) and 8 plan to; of the 10, 4 earned 20 and 7 plan to.
    helped, model = iter(range(12)), iter(range(8))
    for (township, name), (is_poor, is_helped, is_model) in zip(places, kinds, strict=False):
        if is_helped:
            income, plan = earned(next(helped), 10, 5, 8, chance)
        elif is_model:
            income, plan = earned(next(model), 20, 3, 5, chance)
        else:
            income = chance.randrange(45, 160) / 10
            plan = round(income * 1.15, 1)
        found.append(Village(township, name, is_poor, is_helped, is_model, income, plan))
    for (township, name), income, plan in zip(CORE_VILLAGES, (23.6, 18.9), (27.5, 22.0), strict=True):
        found.append(Village(township, name, False, False, True, income, plan))
    return sorted(found, key=lambda village: list(TOWNSHIPS).index(village.township))


def earned(place: int, line: int, reached: int, planned: int, chance: Random) -> tuple[float, float]:
    """What a village took in and plans: the first so many above the line, the next so many planning to be."""
    if place < reached:
        income = line + chance.randrange(2, 40) / 10
        return income, round(income * 1.1, 1)
    income = round(line * (0.62 + chance.randrange(0, 18) / 100), 1)
    if place < planned:
        return income, line + chance.randrange(1, 12) / 10
    return income, round(income * 1.12, 1)


def yes_or_no(values: Iterable[bool]) -> list[Value]:
    """How an office marks a column of yes and no."""
    return ["是" if value else "否" for value in values]


def write_villages() -> None:
    """The ledgers of the villages that are supported, and of the resettlement sites."""
    rows = villages()
    book = Workbook("重点村台账.xlsx", "重点村台账")
    columns = (
        Column("序号", range(1, len(rows) + 1), width=6, total=False),
        Column(AREAS, [village.township for village in rows], width=18),
        Column("村", [village.name for village in rows]),
        Column("村全称", [village.township + village.name for village in rows], width=22),
        Column("脱贫村", yes_or_no(village.poor for village in rows), width=8),
        Column("省级重点帮扶村", yes_or_no(village.helped for village in rows), width=10),
        Column("省级示范创建村", yes_or_no(village.model for village in rows), width=10),
        Column("发展路子", [WAYS[number * 3 % len(WAYS)] for number in range(len(rows))]),
        Column("上年经营性收入（万元）", [village.income for village in rows], look="0.0"),
        Column("本年计划收入（万元）", [village.plan for village in rows], look="0.0"),
        Column("重点", yes_or_no(village.helped and number % 3 == 0 for number, village in enumerate(rows)), width=8),
    )
    note = "一个村属于几类的，几列都填“是”。“重点”为市级领导联系村。"
    book.add("重点村台账", columns, "重点村台账", "2022年2月28日", note)
    sites = list(zip(*SITES, strict=True))
    headings = ("安置点", AREAS, "搬迁户数（户）", "搬迁人数（人）", "劳动力人数（人）", "就业人数（人）", "已建党支部")
    columns = tuple(
        Column(heading, list(values), width=18 if index < 2 else 12)
        for index, (heading, values) in enumerate(zip(headings, sites, strict=True))
    )
    book.add("集中安置点台账", columns, "易地扶贫搬迁集中安置点台账", "2022年2月28日")
    book.close()


SITES: tuple[tuple[str, str, int, int, int, int, str], ...] = (
    ("杏溪镇和景家园", "杏溪镇", 62, 214, 118, 112, "是"),
    ("藕池镇安澜新村", "藕池镇", 45, 156, 87, 83, "是"),
    ("新垸镇平安里", "新垸镇", 38, 131, 70, 66, "是"),
    ("云陂镇向阳小区", "云陂镇", 26, 88, 47, 44, "否"),
    ("苇荡湖渔民新居", "苇荡湖管理中心", 15, 53, 29, 28, "否"),
)

# --- the ledgers of model places and of the year's events, whose data specs are a workbook too ---

PARKS = (
    ("杏溪稻虾产业园", "杏溪镇"),
    ("白苇芦笋产业园", "白苇镇"),
    ("藕池莲藕加工园", "藕池镇"),
    ("新垸水稻制种园", "新垸镇"),
    ("梅湾柑橘产业园", "梅湾镇"),
    ("苇荡湖生态渔业园", "苇荡湖管理中心"),
)
EVENTS = (
    ("春耕开局赛", "第一季度", "藕池镇", date(2022, 3, 12)),
    ("夏季亮绩赛", "第二季度", "杏溪镇", date(2022, 6, 18)),
    ("秋收攻坚赛", "第三季度", "新垸镇", date(2022, 9, 24)),
    ("冬季会战赛", "第四季度", "白苇镇", date(2022, 11, 26)),
)


def write_models() -> None:
    """One model township, two model villages, 14 beautiful villages, six parks; and four events."""
    chance = Random("示范创建")
    beautiful = [(f"{name}{VILLAGES[name][10]}", name) for name in (*PLAIN, "澜桥街道", "望湖街道")]
    rows = [
        ("杏溪镇", "示范镇", "杏溪镇", 1260.0, date(2022, 11, 30), "是"),
        *((township + name, "示范村", township, 380.0, date(2022, 10, 31), "是") for township, name in CORE_VILLAGES),
        *(
            (name, "美丽村庄", township, chance.randrange(600, 1200, 50) / 10, date(2022, 9 + number % 3, 30), "否")
            for number, (name, township) in enumerate(beautiful)
        ),
        *(
            (name, "产业园", township, chance.randrange(200, 500, 20) / 1.0, date(2022, 11, 30), "否")
            for name, township in PARKS
        ),
    ]
    book = Workbook("示范创建台账.xlsx", "示范创建台账")
    headings = ("名称", "类别", AREAS, "计划投资（万元）", "计划完成日期", "重点")
    widths = (24, 10, 18, 12, 14, 8)
    columns = [
        Column(heading, list(values), width=width, look="0.0" if "投资" in heading else "0")
        for heading, values, width in zip(headings, zip(*rows, strict=True), widths, strict=True)
    ]
    book.add("示范创建台账", columns, "“一镇两村多园”示范创建台账", "2022年2月28日")
    columns = [
        Column(heading, list(values), width=18)
        for heading, values in zip(("活动名称", "季度", "承办单位", "开始日期"), zip(*EVENTS, strict=True), strict=True)
    ]
    book.add("主题活动台账", columns, total=False)
    book.close()


def write_catalogue() -> None:
    """The data specs of these two ledgers in sheet form: a sheet a ledger, a field or indicator a row."""
    book = Workbook("台账目录.xlsx", "台账目录", folder="data_specs")
    for title, (name, said, rows) in CATALOGUE.items():
        page = book.book.add_worksheet(title)
        page.write_row(0, 0, ["名称", name], book.look("@"))
        page.write_row(1, 0, ["说明", said], book.look("@"))
        page.write_row(2, 0, ["每行", "台账"], book.look("@"))
        page.write_row(3, 0, CATALOGUE_HEADINGS, book.head)
        for number, row in enumerate(rows, start=4):
            page.write_row(number, 0, row, book.look("@"))
        page.set_column(0, len(CATALOGUE_HEADINGS) - 1, 16)
    book.close()


CATALOGUE_HEADINGS = ("字段", "别名", "类型", "角色", "单位", "口径", "必填", "取值", "计数", "求和", "最大值", "条件")
CATALOGUE: dict[str, tuple[str, str, tuple[tuple[str, ...], ...]]] = {
    "示范创建台账": (
        "models",
        "“一镇两村多园”示范创建的点位、投资和完成时限",
        (
            ("名称", "", "", "名称", "", "", "是"),
            ("类别", "", "", "", "", "", "是", "示范镇、示范村、美丽村庄、产业园"),
            ("乡镇", "", "", "地区"),
            ("计划投资", "", "", "", "万元", "各级衔接资金和整合的其他资金", "是"),
            ("计划完成日期", "", "日期", "", "", "", "是"),
            ("重点", "", "是否"),
            ("示范点位数", "", "", "", "个", "", "", "", "行数"),
            (
                "核心示范点数",
                "",
                "",
                "",
                "个",
                "示范镇和示范村",
                "",
                "",
                "行数",
                "",
                "",
                '类别 in ["示范镇", "示范村"]',
            ),
            ("美丽村庄数", "", "", "", "个", "", "", "", "行数", "", "", '类别 == "美丽村庄"'),
            ("产业园数", "", "", "", "个", "", "", "", "行数", "", "", '类别 == "产业园"'),
            ("示范创建投资", "", "", "", "万元", "", "", "", "", "计划投资"),
            ("示范创建完成日期", "", "", "", "", "最晚的一个", "", "", "", "", "计划完成日期"),
        ),
    ),
    "主题活动台账": (
        "events",
        "按季举办的主题竞赛活动",
        (
            ("活动名称", "", "", "名称", "", "", "是"),
            ("季度",),
            ("乡镇", "承办单位", "", "地区"),
            ("开始日期", "", "日期", "", "", "", "是"),
            ("主题活动数", "", "", "", "个", "", "", "", "行数"),
        ),
    ),
}

# --- the project library ---

INDUSTRY = ("稻虾种养基地", "蔬菜大棚", "农产品冷库", "莲藕加工车间", "生态养鸭场", "油菜制种基地", "稻谷烘干中心")
BUILDING = ("通组公路硬化", "灌溉渠道整治", "饮水管网延伸", "机耕路修建", "泵站改造", "污水管网建设")


def write_projects() -> None:
    """The projects in the library for the year: 70 of industry, 48 of building, 8 others; none begun."""
    chance = Random("项目库")
    homes = list(TOWNSHIPS)
    rows: list[tuple[Value, ...]] = []
    money = {
        "产业": shared_out("4130.0", [0.7 + 0.6 * chance.random() for _ in range(70)]),
        "基础设施": shared_out("2650.0", [0.7 + 0.6 * chance.random() for _ in range(48)]),
        "就业": shared_out("480.0", [0.7 + 0.6 * chance.random() for _ in range(8)]),
    }
    for kind, names in (("产业", INDUSTRY), ("基础设施", BUILDING), ("就业", ("帮扶车间扩建",))):
        for number, amount in enumerate(money[kind]):
            township = homes[(number * 4 + len(rows) // 70) % len(homes)]
            village = VILLAGES[township][(number // 20) % 3]
            gain = round(float(amount) * 0.08, 1) if kind == "产业" else None
            marked = "是" if kind == "产业" and number % 10 == 3 else "否"
            name = village + names[number * 2 % len(names)]
            rows.append((len(rows) + 1, name, township, village, kind, "未开工", amount, gain, marked))
    headings = ("序号", "项目名称", AREAS, "村", "项目类型", "状态", "投资（万元）", "预计年收益（万元）", "重点")
    widths = (6, 26, 18, 10, 10, 8, 12, 12, 8)
    book = Workbook("2022年项目库.xlsx", "2022年衔接资金项目库")
    columns = [
        Column(heading, list(values), width=width, look="0.0" if "万元" in heading else "0", total="万元" in heading)
        for heading, values, width in zip(headings, zip(*rows, strict=True), widths, strict=True)
    ]
    book.add("项目台账", columns, "2022年衔接资金项目库", "截至2022年2月28日", "已通过审定、待批复实施的项目。")
    book.close()


def main() -> None:
    """Write all workbooks beside this script."""
    write_last_year()
    write_goals()
    write_matters()
    write_budget()
    write_credits()
    write_toilets()
    write_villages()
    write_models()
    write_catalogue()
    write_projects()


if __name__ == "__main__":
    main()
