"""A sound working folder of a county, small enough to read, in which a test plants faults cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from books import As
from reportgen.place import cell_name, cell_position

TOWNS = ("青石镇", "柳溪镇", "白云乡", "北河镇", "南塘镇", "东岭乡", "西桥镇", "双井镇", "石板镇", "高坪乡")
NOW, BEFORE, GOALS, LEDGER, LIST, CSV = (
    "2023上半年.xlsx",
    "2022上半年.xlsx",
    "目标.xlsx",
    "台账.xlsx",
    "本级事项.xlsx",
    "走访.csv",
)
SHEETS = {
    "监测": (NOW, "防止返贫监测"),
    "资金": (NOW, "衔接资金"),
    "就业": (NOW, "务工就业"),
    "去年监测": (BEFORE, "防止返贫监测"),
    "去年资金": (BEFORE, "衔接资金"),
    "目标": (GOALS, "衔接资金"),
    "台账": (LEDGER, "项目台账"),
    "清单": (LIST, "本级事项"),
    "走访": (CSV, "走访"),
    "旧表": ("走访.xls", "走访"),
    "横排": ("横排.xlsx", "走访"),
    "补报": ("补报.xlsx", "走访"),
}
"""The sheets by the word that tests use: 监测!B3."""

REPORT = """\
报告: half_year_review
标题: "{{ 地区 }}{{ 期间 }}工作总结"
地区: 江州县
期间: 2023年上半年
数据:
  - 工作簿: 2023上半年.xlsx
  - 工作簿: 2022上半年.xlsx
    期间: 2022年上半年
  - 工作簿: 目标.xlsx
    作为: 目标
  - 工作簿: 台账.xlsx
  - 工作簿: 走访.csv
  - 工作簿: 本级事项.xlsx
    排法: 清单
模板: 总结.txt
表格:
  进度:
    列: [乡镇, 批复资金, 支出金额, 支出率]
    合计: 末行
公文:
  发文机关: 江州县乡村振兴局
  成文日期: 2023-07-05
"""
SPECS = {
    "households": """\
名称: households
标题: 防止返贫监测
字段:
  - {字段: 乡镇, 角色: 地区}
  - {字段: 监测户数, 表头: 监测对象（户）, 类型: 整数, 单位: 户, 约束: {必填: 是, 最小: 0}}
  - {字段: 监测人数, 表头: 监测对象（人）, 单位: 人}
  - {字段: 消除户数, 表头: 消除风险（户）, 单位: 户}
  - {字段: 新增户数, 单位: 户}
  - {字段: 满意度, 单位: "%", 汇总: 加权(监测户数), 约束: {最大: 100}}
  - {字段: 消除率, 单位: "%", 小数: 1, 公式: 消除户数 / 监测户数}
勾稽:
  - {规则: 消除户数 <= 监测户数, 提示: 消除数大于总数}
  - {规则: 新增户数 <= 监测户数, 程度: 警告, 提示: 新增数大于总数}
""",
    "funds": """\
名称: funds
标题: 衔接资金
字段:
  - {字段: 乡镇, 角色: 地区}
  - {字段: 批复资金, 单位: 万元}
  - {字段: 支出金额, 单位: 万元}
  - {字段: 累计投入, 单位: 万元, 计量: 累计}
  - {字段: 支出率, 单位: "%", 小数: 1, 公式: 支出金额 / 批复资金}
  - {字段: 文号, 类型: 文字, 约束: {唯一: 是}}
""",
    "jobs": """\
名称: jobs
标题: 务工就业
字段:
  - {字段: 乡镇, 角色: 地区}
  - {字段: 期间, 角色: 期间}
  - {字段: 就业人数, 类型: 整数, 单位: 人}
  - {字段: 公告日期, 类型: 日期}
  - {字段: 类别, 类型: 文字, 约束: {取值: [一类, 二类, 三类]}}
  - {字段: 邮编, 类型: 文字, 约束: {格式: "\\\\d{6}"}}
  - {字段: 达标, 类型: 是否}
  - {字段: 工作亮点, 角色: 文字}
""",
    "visits": """\
名称: visits
标题: 走访
字段:
  - {字段: 乡镇, 角色: 地区}
  - {字段: 走访户数, 单位: 户}
  - {字段: 覆盖率, 单位: "%", 汇总: 不汇总}
""",
    "projects": """\
名称: projects
标题: 项目台账
每行: 台账
主键: [项目编号]
字段:
  - {字段: 项目编号, 类型: 文字}
  - {字段: 项目名称}
  - {字段: 乡镇, 角色: 地区}
  - {字段: 村}
  - {字段: 状态, 约束: {取值: [未开工, 在建, 完工]}}
  - {字段: 投资, 单位: 万元, 约束: {最小: 0}}
  - {字段: 已付, 单位: 万元}
  - {字段: 开工日期, 类型: 日期}
  - {字段: 重点, 类型: 是否}
指标:
  - {指标: 项目数, 单位: 个, 计数: 行数}
  - {指标: 完工项目数, 单位: 个, 计数: 行数, 条件: 状态 == "完工"}
  - {指标: 涉及村数, 单位: 个, 计数: 去重, 去重字段: [乡镇, 村]}
  - {指标: 总投资, 单位: 万元, 求和: 投资}
  - {指标: 完工率, 单位: "%", 小数: 1, 公式: 完工项目数 / 项目数}
勾稽:
  - {规则: 已付 <= 投资, 提示: 付的比投资还多}
""",
}
TEMPLATE = """\
# 基本情况
监测{{ 监测户数 }}户{{ 监测人数 }}人，消除{{ 消除户数 }}户，{{ 消除率 }}，新增{{ 新增户数 }}户，{{ 满意度 }}满意。
批复{{ 批复资金 }}万元，支出{{ 支出金额 }}万元，{{ 支出率 }}，累计{{ 累计投入 }}万元，目标{{ 目标.支出金额 }}万元。
监测户数{{ 监测户数|同比 }}，就业{{ 就业人数 }}人，走访{{ 走访户数 }}户，青石镇覆盖率{{ 地区("青石镇").覆盖率 }}。
项目{{ 项目数 }}个，完工{{ 完工项目数 }}个，完工率{{ 完工率 }}，涉及{{ 涉及村数 }}个村，总投资{{ 总投资 }}万元。
开会{{ 会议次数 }}次，调研{{ 调研次数 }}次，整改率{{ 整改率 }}，{{ 启动日期 }}启动，经验为{{ 经验 }}。

{{ 表("进度") }}
"""


@dataclass
class Sheet:
    """One worksheet as it will be written: cells by row and column, counted from 0."""

    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    merges: list[str] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Sequence[Sequence[Any]], start: str = "A1") -> Sheet:
        """A sheet of rows; None leaves a cell out."""
        top, left = cell_position(start)
        return cls(
            {
                (top + r, left + c): value
                for r, row in enumerate(rows)
                for c, value in enumerate(row)
                if value is not None
            }
        )

    def rows(self) -> list[list[Any]]:
        """All cells as rows from A1 on."""
        height, width = (1 + max(position[axis] for position in self.cells) for axis in (0, 1))
        return [[self.cells.get((r, c)) for c in range(width)] for r in range(height)]


@dataclass
class County:
    """The folder before it is written: texts, workbooks, and what is done to the files in the end."""

    texts: dict[str, str]
    books: dict[str, dict[str, Sheet]]
    options: dict[str, dict[str, Any]] = field(default_factory=dict)
    last: list[Callable[[Path], None]] = field(default_factory=list)

    def sheet(self, word: str) -> Sheet:
        """A sheet by the word that tests use for it."""
        book, title = SHEETS[word]
        return self.books[book][title]

    def put(self, where: str, value: Any) -> None:
        """Write one cell: 监测!B3; None empties it."""
        word, _, name = where.partition("!")
        cells = self.sheet(word).cells
        cells.pop(cell_position(name), None)
        if value is not None:
            cells[cell_position(name)] = value

    def take(self, where: str) -> Any:
        """What stands in a cell."""
        word, _, name = where.partition("!")
        return self.sheet(word).cells.get(cell_position(name))

    def change(self, file: str, old: str, new: str) -> None:
        """Replace a piece of a text file that must be there."""
        assert old in self.texts[file], old
        self.texts[file] = self.texts[file].replace(old, new)

    def write(self, folder: Path) -> Path:
        """Write the folder; gives the report spec."""
        (folder / "data_specs").mkdir(parents=True, exist_ok=True)
        for name, text in self.texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        for name, sheets in self.books.items():
            if name.endswith(".csv"):
                (folder / name).write_bytes(csv_text(next(iter(sheets.values()))).encode("gb18030"))
            else:
                write_book(folder / name, sheets, self.options.get(name, {}))
        for done in self.last:
            done(folder)
        return folder / "report.yaml"


def sound_county() -> County:
    """The folder without a fault."""
    texts = {f"data_specs/{name}.yaml": text for name, text in SPECS.items()}
    below = "".join(f"  - {{名称: {town}, 简称: {town[:-1]}, 全称: 江州县{town}}}\n" for town in TOWNS)
    texts |= {"report.yaml": REPORT, "总结.txt": TEMPLATE, "areas.yaml": f"名称: 江州县\n下级:\n{below}"}
    now = {"防止返贫监测": Sheet.of(households(0)), "衔接资金": Sheet.of(funds(0)), "务工就业": Sheet.of(jobs())}
    before = {"防止返贫监测": Sheet.of(households(5)), "衔接资金": Sheet.of(funds(5))}
    goals = [["乡镇", "支出金额（万元）"], *([town, 60 + n] for n, town in enumerate(TOWNS))]
    visits = [["乡镇", "走访户数", "覆盖率"], *([town, 200 + n, "91.5%"] for n, town in enumerate(TOWNS))]
    return County(
        texts,
        {
            NOW: now,
            BEFORE: before,
            GOALS: {"衔接资金": Sheet.of(goals)},
            LEDGER: {"项目台账": Sheet.of(projects())},
            LIST: {"本级事项": Sheet.of(one_offs())},
            CSV: {"走访": Sheet.of(visits)},
        },
    )


def households(less: int) -> list[list[Any]]:
    """监测: title, heading in row 2, townships in rows 3–12, 合计 in row 13."""
    rows = [[town, 100 + 3 * n - less, 300 + n, 60 + n - less, 5 + n, 96.5] for n, town in enumerate(TOWNS)]
    head = ["乡镇", "监测对象（户）", "监测对象（人）", "消除风险（户）", "新增户数", "满意度（%）"]
    total = ["合计", *(sum(row[column] for row in rows) for column in range(1, 5))]
    return [["防止返贫监测情况表"], head, *rows, total]


def funds(less: int) -> list[list[Any]]:
    """资金: as 监测, with the rate that the formula gives too."""
    rows = [[town, 100, 50 + n - less, 500 + n - less, 50 + n - less, f"{n + 1}号"] for n, town in enumerate(TOWNS)]
    head = ["乡镇", "批复资金（万元）", "支出金额（万元）", "累计投入（万元）", "支出率（%）", "文号"]
    spent = sum(row[2] for row in rows)
    total = ["合计", 1000, spent, sum(row[3] for row in rows), spent / 10]
    return [["衔接资金情况表"], head, *rows, total]


def jobs() -> list[list[Any]]:
    """就业: heading in row 2, townships in rows 3–12."""
    head = ["乡镇", "期间", "就业人数（人）", "公告日期", "类别", "邮编", "达标", "工作亮点"]
    day = As(date(2023, 6, 15), "yyyy-mm-dd")
    rows = [
        [town, "2023年上半年", 1000 + n, day, "一类", f"4120{n:02}", "是", f"组织就业{1000 + n}人。"]
        for n, town in enumerate(TOWNS)
    ]
    return [["务工就业情况表"], head, *rows]


def projects() -> list[list[Any]]:
    """台账: heading in row 2, two projects a township in rows 3–22, 合计 in row 23."""

    def day(n: int) -> As:
        return As(date(2023, 3, 1 + n), "yyyy-mm-dd")

    head = ["序号", "项目编号", "项目名称", "乡镇", "村", "状态", "投资（万元）", "已付（万元）", "开工日期", "重点"]
    rows = [
        [
            n + 1,
            f"X{n:03}",
            f"项目{n}",
            TOWNS[n // 2],
            f"{n % 2}村",
            ("完工", "在建")[n % 2],
            40 + n,
            20 + n,
            day(n),
            "否",
        ]
        for n in range(2 * len(TOWNS))
    ]
    total = ["合计", None, None, None, None, None, sum(row[6] for row in rows), sum(row[7] for row in rows)]
    return [["项目台账"], head, *rows, total]


def one_offs() -> list[list[Any]]:
    """清单: heading in row 1."""
    return [
        ["指标", "数值", "单位", "截至", "来源", "填报股室", "备注", "期间", "地区"],
        ["会议次数", 4, "次", "2023年6月30日", "会议纪要", "办公室"],
        ["调研次数", 7, "次", As(date(2023, 6, 30), "yyyy-mm-dd"), "调研台账", "办公室"],
        ["整改率", As(0.985, "0.0%"), "%", None, "整改台账", "监测股"],
        ["启动日期", As(date(2023, 2, 8), "yyyy-mm-dd"), None, None, "方案", "办公室"],
        ["经验", "网格包片", None, None, "简报", "办公室"],
        ["培训场次", 3, "场", None, "台账", "办公室"],
        ["下乡次数", 12, "次", None, "台账", "办公室"],
        ["宣讲次数", 5, "次", None, "台账", "办公室"],
        ["督查次数", 6, "次", None, "台账", "督查室"],
        ["简报期数", 8, "篇", None, "台账", "办公室"],
        ["走访比例", 88.5, "%", None, "台账", "办公室"],
        ["结对户数", 66, "户", None, "台账", "帮扶股"],
        ["物资件数", 35, "件", None, "台账", "帮扶股"],
        ["捐款", 12.5, "万元", None, "台账", "帮扶股"],
        ["志愿人数", 90, "人", None, "台账", "帮扶股"],
        ["巡查次数", 9, "次", None, "台账", "督查室"],
    ]


def write_book(path: Path, sheets: dict[str, Sheet], options: dict[str, Any]) -> None:
    """Write the sheets with XlsxWriter."""
    options = dict(options)
    keep_calculation = options.pop("calculates_on_load", False)
    with xlsxwriter.Workbook(str(path), options) as book:
        if not keep_calculation:
            # As a workbook that Excel saved: stored results are results.
            book.calc_on_load = False
        for title, draft in sheets.items():
            sheet = book.add_worksheet(title)
            for merge in draft.merges:
                sheet.merge_range(merge, "")
            for (row, column), value in draft.cells.items():
                _put(book, sheet, row, column, value if isinstance(value, As) else As(value))
            for row in draft.hidden_rows:
                sheet.set_row(row - 1, options={"hidden": True})
            for letter in draft.hidden_columns:
                sheet.set_column(f"{letter}:{letter}", options={"hidden": True})
            if draft.hidden:
                book.worksheets()[-1].hide()


def _put(book: Any, sheet: Any, row: int, column: int, cell: As) -> None:
    look = book.add_format({"num_format": cell.format}) if cell.format else None
    if cell.formula:
        sheet.write_formula(row, column, cell.formula, look, cell.value)
    elif isinstance(cell.value, date):
        sheet.write_datetime(row, column, cell.value, look)
    elif isinstance(cell.value, bool):
        sheet.write_boolean(row, column, cell.value, look)
    elif isinstance(cell.value, str):
        sheet.write_string(row, column, cell.value, look)
    else:
        sheet.write_number(row, column, cell.value, look)


def csv_text(sheet: Sheet) -> str:
    """The cells of a sheet as a text table."""
    rows = (",".join("" if value is None else str(value) for value in row) for row in sheet.rows())
    return "\n".join(rows) + "\n"


def place_of(where: str) -> str:
    """How a message names a cell that tests write as 监测!B3; other places stay as they are."""
    word, mark, name = where.partition("!")
    if not mark:
        return where
    book, title = SHEETS[word]
    return f"{book}〔{title}〕{name}"


def below(cell: str, rows: int) -> str:
    """The cell some rows further down."""
    row, column = cell_position(cell)
    return cell_name(row + rows, column)
