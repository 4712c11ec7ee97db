"""Writes the workbooks of the example; the figures are made up, the city does not exist.

Run it from anywhere: `python examples/achievements/make_data.py`. The same bytes come out each time.
Totals stand here and are shared out over townships and projects by rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

HERE = Path(__file__).parent
CITY = "望川市"
OWN = "望川市本级"
LAST_DAY = date(2022, 6, 30)

# Townships with their weight: how much of a total falls to them.
TOWNSHIPS: dict[str, int] = {
    "湖滨街道": 8,
    "望江街道": 9,
    "云台镇": 26,
    "石矶镇": 24,
    "长亭镇": 19,
    "枫林镇": 22,
    "梅溪镇": 17,
    "芦荡镇": 20,
    "金塘镇": 21,
    "沙洲镇": 15,
    "回龙镇": 18,
    "永兴镇": 23,
    "白鹭镇": 16,
    "黄岭镇": 20,
    "月桥镇": 14,
    "柴林镇": 19,
    "荷塘镇": 18,
    "杨柳镇": 21,
    "汊河镇": 16,
    "大垸乡": 13,
    "竹园乡": 12,
    "桥头乡": 13,
}
VILLAGES = 384

Value = int | float | str | date | None


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its heading, its values from top to bottom, how wide it is, and its number format.

    formula  what stands in each cell instead of the bare value: "=J{row}*10%"
    total    whether the row 合计 adds it up
    """

    heading: str
    values: Sequence[Value]
    width: int = 12
    look: str = "0"
    formula: str = ""
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


def village_names() -> dict[str, tuple[str, ...]]:
    """Give each township its villages; 384 in all, no name twice in a township."""
    pool = [first + second for first in "东西南北上下前后大小新老高长平" for second in "湾垸台岗塘港洲坪畈埠堤滩"]
    counts = shared_out(VILLAGES, list(TOWNSHIPS.values()))
    named = {}
    for township, count in zip(TOWNSHIPS, counts, strict=True):
        kind = "社区" if township.endswith("街道") else "村"
        named[township] = tuple(name + kind for name in Random(township).sample(pool, int(count)))
    return named


VILLAGE_NAMES = village_names()


# --- workbooks ---


class Workbook:
    """A workbook in the bureau's usual look, whose bytes depend on its content alone."""

    def __init__(self, name: str, title: str) -> None:
        path = HERE / "data" / name
        path.parent.mkdir(exist_ok=True)
        self.book = xlsxwriter.Workbook(str(path))
        self.book.set_properties({"title": CITY + title, "created": datetime(2022, 7, 1)})
        self.boxed: dict[str, object] = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
        self.head = self.book.add_format(
            {**self.boxed, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"}
        )
        self.label = self.book.add_format({**self.boxed, "align": "center", "bold": True})
        self.caption = self.book.add_format(
            {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter", "font_name": "黑体"}
        )
        self.remark = self.book.add_format({"align": "right", "font_name": "宋体", "font_size": 10})
        self.looks: dict[str, Format] = {}

    def look(self, number_format: str) -> Format:
        """A boxed cell with a number format; each is made once."""
        if number_format not in self.looks:
            self.looks[number_format] = self.book.add_format({**self.boxed, "num_format": number_format})
        return self.looks[number_format]

    def add(self, title: str, columns: Sequence[Column], *, caption: str = "", total: bool = True) -> None:
        """Write a sheet: caption and remark where wanted, headings, rows, and a row 合计 of formulas."""
        page = self.book.add_worksheet(title)
        top = 0
        if caption:
            page.set_row(0, 28)
            page.merge_range(0, 0, 0, len(columns) - 1, CITY + caption, self.caption)
            page.merge_range(1, 0, 1, len(columns) - 1, "截至2022年6月30日", self.remark)
            top = 2
        page.set_row(top, 33)
        page.freeze_panes(top + 1, 1)
        for index, column in enumerate(columns):
            self.column(page, top, index, column, total)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)

    def column(self, page: Worksheet, top: int, index: int, column: Column, total: bool) -> None:
        """Write one column from its heading down."""
        page.set_column(index, index, column.width)
        page.write(top, index, column.heading, self.head)
        for row, value in enumerate(column.values, start=top + 1):
            look = self.look("yyyy-mm-dd" if isinstance(value, date) else column.look)
            if isinstance(value, date):
                page.write_datetime(row, index, datetime(value.year, value.month, value.day), look)
            elif column.formula and isinstance(value, int | float):
                page.write_formula(row, index, column.formula.format(row=row + 1), look, value)
            else:
                page.write(row, index, value, look)
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

    def close(self) -> None:
        """Write the file."""
        self.book.close()


# --- what the townships fill in ---


def write_township_tables() -> None:
    """The tables of the first half of 2022, one row a township."""
    book = Workbook("2022上半年.xlsx", "2022年上半年统计表")
    for title, columns in (
        ("防止返贫监测", monitoring()),
        ("稳岗就业", employment()),
        ("人居环境整治", environment()),
    ):
        areas = Column("乡镇（街道）", tuple(TOWNSHIPS), width=14)
        book.add(title, (areas, *columns), caption=f"{title}情况统计表")
    book.add("干部培训", training(), caption="干部培训情况统计表")
    book.close()


def monitoring() -> tuple[Column, ...]:
    """Monitored households; persons follow households, so that no township has more households than persons."""
    households = by_township("监测对象户数（户）", 1753)
    persons = by_township("监测对象人数（人）", 5532, numbers(households), 0.06)
    new = by_township("新增监测户数（户）", 35)
    safe = by_township("消除风险户数（户）", 1360, numbers(households), 0.04)
    safe_persons = by_township("消除风险人数（人）", 4151, numbers(safe), 0.05)
    safe_now = by_township("本年消除户数（户）", 65, numbers(safe))
    alerts = by_township("反馈预警信息数（条）", 6988)
    return (
        households,
        persons,
        new,
        by_township("新增监测人数（人）", 266, numbers(new), 0.0),
        safe,
        safe_persons,
        safe_now,
        by_township("本年消除人数（人）", 223, numbers(safe_now), 0.0),
        alerts,
        by_township("录入系统信息数（条）", 5678, numbers(alerts), 0.1),
    )


def employment() -> tuple[Column, ...]:
    """Migrant workers and public-welfare posts, with the wages paid since January."""
    before = by_township("上年外出务工人数（人）", 28856)
    posts = by_township("公益岗位设置人数（人）", 1201)
    return (
        by_township("外出务工人数（人）", 29953, numbers(before), 0.02),
        before,
        posts,
        by_township("公益岗位工资（万元）", "375.272", numbers(posts), 0.05),
    )


def environment() -> tuple[Column, ...]:
    """What was pulled down, cleared and planted, and what the unannounced visits found."""
    villages = Column("常态化保洁村社数（个）", [len(names) for names in VILLAGE_NAMES.values()])
    visited = by_township("暗访村社数（个）", 138, numbers(villages), 0.1)
    found = by_township("暗访发现问题数（个）", 1426, numbers(visited), 0.1)
    return (
        by_township("拆除空心户（个）", 458),
        by_township("拆除危房（处）", 198),
        by_township("拆除旱厕（处）", 457),
        by_township("拆除违章建筑（处）", 653),
        by_township("拆除乱搭乱建（处）", 1659),
        by_township("清理建筑垃圾（处）", 2889),
        by_township("绿化补栽（株）", 4619),
        villages,
        visited,
        found,
        Column("暗访整改问题数（个）", found.values),
        by_township("清理生活垃圾（吨）", 52091),
        by_township("清理村内水塘（口）", 1088),
        by_township("清理村内沟渠（公里）", "1500.4"),
    )


def training() -> tuple[Column, ...]:
    """Training courses; the city's own are a row 本级."""
    areas = (OWN, *TOWNSHIPS)
    weights = (60, *TOWNSHIPS.values())
    return (
        Column("单位", areas, width=14),
        Column("线上培训人次（人次）", shared_out(14235, varied(weights, "线上"))),
        Column("线下培训人次（人次）", shared_out(8634, varied(weights, "线下"))),
    )


# --- the project ledger ---

INDUSTRY = (
    "稻虾综合种养",
    "蔬菜大棚",
    "黄桃采摘园",
    "农产品冷库",
    "莲藕加工车间",
    "生态养鸡场",
    "油茶低改",
    "稻谷烘干房",
)
BUILDING = (
    "通村公路硬化",
    "灌溉渠道整治",
    "安全饮水管网",
    "农村公厕新建",
    "机耕路修建",
    "泵站更新改造",
    "生活污水处理",
    "村组桥梁重建",
)
OTHERS = ("小额信贷贴息", "雨露计划补助", "外出务工交通补助", "项目管理费")


@dataclass(frozen=True)
class Project:
    """One row of the ledger before the money is shared out: what it is, where, and how far."""

    kind: str
    name: str
    township: str
    village: str
    state: str
    progress: float


def industry_projects() -> list[Project]:
    """29 projects in 27 villages of 15 townships; two villages have two."""
    homes = [name for name in TOWNSHIPS if not name.endswith("街道")][:15]
    places = [(home, VILLAGE_NAMES[home][number]) for number in (0, 1) for home in homes][:27]
    chance = Random("产业")
    found = []
    for number, (township, village) in enumerate([*places, places[0], places[4]]):
        progress = chance.choice((0.55, 0.6, 0.65, 0.75, 0.8, 0.9, 1.0))
        state = "完工" if progress == 1 else "在建"
        name = village + INDUSTRY[(number * 3 + number // 27) % len(INDUSTRY)]
        found.append(Project("产业类", name, township, village, state, progress))
    return found


def building_projects() -> list[Project]:
    """58 projects: 6 done, 30 at 70 % or more, 18 at 50 % or more, 4 not begun."""
    chance = Random("建设")
    progress = [
        *([1.0] * 6),
        *(chance.randrange(70, 96, 5) / 100 for _ in range(30)),
        *(chance.randrange(50, 70, 5) / 100 for _ in range(18)),
        *([0.0] * 4),
    ]
    chance.shuffle(progress)
    homes = [*TOWNSHIPS] * 3
    found = []
    for number, (township, done) in enumerate(zip(homes[: len(progress)], progress, strict=True)):
        village = VILLAGE_NAMES[township][2 + number // len(TOWNSHIPS)]
        state = "完工" if done == 1 else "在建" if done else "未开工"
        found.append(Project("建设类", village + BUILDING[number * 5 % 8], township, village, state, done))
    return found


def other_projects() -> list[Project]:
    """Subsidies and fees, which the city spends itself."""
    return [Project("其他", "2022年" + name, OWN, "", "在建", 0.5) for name in OTHERS]


@dataclass(frozen=True)
class Money:
    """The money of each project of the ledger, by source, in 万元, and what was paid of the central part."""

    central: list[int | float]
    province: list[int | float]
    other: list[int | float]
    paid: list[int | float]


def money_of(projects: Sequence[Project]) -> Money:
    """Industry projects live on central and provincial funds alone; the others draw on all sources."""
    chance = Random("资金")
    weights = [(0.8 + 0.4 * chance.random()) * (0.1 if project.kind == "其他" else 1) for project in projects]
    industry = [weight for weight, project in zip(weights, projects, strict=True) if project.kind == "产业类"]
    rest = weights[len(industry) :]
    central = shared_out(2579, industry) + shared_out(1905, rest)
    province = shared_out(2495, industry) + shared_out(6180, rest)
    other = [0] * len(industry) + shared_out("45514.0", rest)
    earned = [amount * project.progress for amount, project in zip(central, projects, strict=True)]
    return Money(central, province, other, shared_out("2526.765", earned))


def write_projects() -> None:
    """The ledger of the projects approved for the year, and the one of the villages' industry fund."""
    projects = [*industry_projects(), *building_projects(), *other_projects()]
    money = money_of(projects)
    sums = [
        float(sum(map(Decimal, map(str, parts))))
        for parts in zip(money.central, money.province, money.other, strict=True)
    ]
    gains = [round(amount / 10, 2) if p.kind == "产业类" else None for amount, p in zip(sums, projects, strict=True)]
    book = Workbook("项目台账.xlsx", "衔接资金项目台账")
    columns = (
        Column("序号", range(1, len(projects) + 1), width=6),
        Column("项目名称", [project.name for project in projects], width=26),
        Column("项目类别", [project.kind for project in projects], width=10),
        Column("乡镇", [project.township for project in projects]),
        Column("村", [project.village for project in projects]),
        Column("状态", [project.state for project in projects], width=8),
        Column("重点", ["是" if number % 9 == 4 else "否" for number in range(len(projects))], width=8),
        Column("形象进度", [project.progress for project in projects], width=10, look="0%", total=False),
        Column("投资（万元）", sums, look="0.0", formula="=SUM(J{row}:L{row})"),
        Column("中央衔接资金（万元）", money.central),
        Column("省级衔接资金（万元）", money.province),
        Column("其他统筹资金（万元）", money.other, look="0.0"),
        Column("中央衔接资金已支付（万元）", money.paid, look="0.000"),
        Column("预计年收益（万元）", gains, look="0.0", formula="=I{row}*10%"),
    )
    book.add("项目台账", columns, caption="2022年衔接资金项目台账")
    book.add("村级产业资金", village_fund(), caption="村级产业资金安排台账")
    book.close()


def village_fund() -> tuple[Column, ...]:
    """23 villages of 20 townships, 40万元 each."""
    homes = [name for name in TOWNSHIPS if not name.endswith("街道")]
    places = [(home, VILLAGE_NAMES[home][8]) for home in homes] + [(home, VILLAGE_NAMES[home][9]) for home in homes[:3]]
    return (
        Column("序号", range(1, len(places) + 1), width=6),
        Column("乡镇", [township for township, _ in places]),
        Column("村", [village for _, village in places]),
        Column("项目内容", [INDUSTRY[number * 3 % 8] for number in range(len(places))], width=18),
        Column("资金来源", ["省级衔接资金"] * len(places), width=16),
        Column("安排资金（万元）", [40] * len(places)),
        Column("预计年收益（万元）", [4] * len(places), formula="=F{row}*10%"),
    )


# --- the ledgers of villages and problems ---

OFFICES = ("市教育局", "市财政局", "市水利局", "市交通运输局", "市民政局", "市卫生健康局", "市农业农村局", "市供销社")
PROBLEMS: dict[str, tuple[str, ...]] = {
    "责任落实": ("调度研究不经常", "行业部门协同不够", "包保责任不清", "会议记录不全"),
    "政策落实": ("教育资助信息滞后", "医保参保动态不准", "住房安全排查不细", "饮水管护不到位"),
    "工作落实": ("走访记录不规范", "帮扶措施针对性不强", "台账更新不及时", "明白卡填写有误"),
    "成果巩固": ("监测对象识别不及时", "风险消除依据不足", "收入核算不准", "公益岗位管理不严"),
    "资金项目": ("项目开工偏慢", "资金报账不及时", "资产登记不全", "收益分配公示不够"),
}


def write_work_ledgers() -> None:
    """Which village has whose team, and which problems were found and put right."""
    book = Workbook("工作台账.xlsx", "驻村帮扶和问题整改台账")
    book.add("驻村帮扶台账", stationed(), total=False)
    book.add("问题整改台账", problems(), total=False)
    book.close()


def stationed() -> tuple[Column, ...]:
    """One row a village: 181 have a team of a city office, 203 a first secretary from the township."""
    villages = [(township, village) for township, names in VILLAGE_NAMES.items() for village in names]
    kinds = ["市直单位工作队"] * 181 + ["乡镇第一书记"] * 203
    Random("驻村").shuffle(kinds)
    senders = [
        OFFICES[number % len(OFFICES)] if kind == "市直单位工作队" else township
        for number, (kind, (township, _)) in enumerate(zip(kinds, villages, strict=True))
    ]
    return (
        Column("序号", range(1, len(villages) + 1), width=6),
        Column("乡镇", [township for township, _ in villages]),
        Column("村（社区）", [village for _, village in villages]),
        Column("帮扶力量", kinds, width=18),
        Column("派出单位", senders, width=18),
    )


def problems() -> tuple[Column, ...]:
    """71 problems of 20 items in 5 classes, all put right by the end of June."""
    items = [(kind, item) for kind, names in PROBLEMS.items() for item in names]
    homes = [OWN, *TOWNSHIPS]
    rows = [(*items[number % len(items)], homes[number * 7 % len(homes)], number) for number in range(71)]
    rows.sort(key=lambda row: items.index(row[:2]))
    return (
        Column("序号", range(1, len(rows) + 1), width=6),
        Column("大类", [row[0] for row in rows]),
        Column("问题项", [row[1] for row in rows], width=22),
        Column("责任单位", [row[2] for row in rows], width=14),
        Column("整改完成日期", [date(2022, 4 + row[3] % 3, 1 + row[3] % 28) for row in rows], width=14),
        Column("整改状态", ["已完成"] * len(rows)),
    )


# --- figures of no table ---

# 指标, 数值, 单位, 截至, 来源, 填报股室, 备注
MATTERS: tuple[tuple[str, int, str, date, str, str, str], ...] = (
    ("联席会议次数", 4, "次", LAST_DAY, "部门联席会议纪要", "办公室", ""),
    ("业务培训次数", 3, "次", LAST_DAY, "业务培训通知及签到册", "监测帮扶股", ""),
    ("防贫保投入", 600, "万元", date(2022, 5, 20), "防贫保采购合同", "市财政局", "市本级财政资金"),
    ("集中排查次数", 1, "次", LAST_DAY, "集中大排查工作方案", "监测帮扶股", ""),
    ("市级复核次数", 2, "次", LAST_DAY, "市级复核情况通报", "监测帮扶股", ""),
    ("上年度统筹资金规模", 58637, "万元", date(2021, 12, 31), "2021年衔接资金项目台账", "规划财务股", ""),
    ("每村安排资金", 40, "万元", date(2022, 4, 15), "村级产业资金安排通知", "市财政局", ""),
    ("年收益标准", 10, "%", date(2022, 4, 15), "村级产业资金安排通知", "市财政局", "按投入资金计算"),
    ("以奖代补资金", 300, "万元", LAST_DAY, "产业奖补政策文件", "市农业农村局", ""),
    ("暗访督导次数", 6, "次", LAST_DAY, "人居环境暗访通报", "人居环境专班", ""),
)
MATTER_HEADINGS = ("指标", "数值", "单位", "截至", "来源", "填报股室", "备注")
MATTER_WIDTHS = (22, 10, 6, 14, 26, 14, 20)


def write_matters() -> None:
    """The city's own one-off figures, one a row."""
    book = Workbook("本级事项.xlsx", "乡村振兴本级事项")
    columns = [
        Column(heading, [matter[index] for matter in MATTERS], width=width)
        for index, (heading, width) in enumerate(zip(MATTER_HEADINGS, MATTER_WIDTHS, strict=True))
    ]
    book.add("本级事项", columns, total=False)
    book.close()


def main() -> None:
    """Write all workbooks beside this script."""
    write_township_tables()
    write_projects()
    write_work_ledgers()
    write_matters()


if __name__ == "__main__":
    main()
