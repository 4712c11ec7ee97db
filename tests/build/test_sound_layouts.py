"""Sound workbooks in many layouts: no warning, no error, and every value as a plain recomputation has it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import xlwt

from books import As, repacked
from county import NOW, TOWNS, County, Sheet, csv_text, funds, households, projects, sound_county
from reportgen.build import build_report, prepare
from reportgen.errors import Severity
from reportgen.period import Period

Rows = list[list[Any]]
Layout = Callable[[County], None]
AREA_TABLES = ("监测", "资金")


def each(change: Callable[[Rows, Rows, list[Any]], Rows], start: str = "A1", **more: Any) -> Layout:
    """A layout made of heading, townships and total row of each area table."""

    def lay(county: County) -> None:
        for word in AREA_TABLES:
            _, head, *rows, total = county.sheet(word).rows()
            title = "防止返贫监测" if word == "监测" else "衔接资金"
            laid = Sheet.of(change([head], rows, total), start)
            for name, value in more.items():
                setattr(laid, name, value)
            county.books[NOW][title] = laid

    return lay


def cells(change: Callable[[Any, int, int], Any]) -> Layout:
    """A layout that keeps every place and writes the values of the area columns otherwise: value, row, column."""

    def lay(county: County) -> None:
        for word in AREA_TABLES:
            table = county.sheet(word).cells
            for (row, column), value in list(table.items()):
                if row >= 2:
                    table[row, column] = change(value, row, column)

    return lay


def numbers(change: Callable[[Any], Any]) -> Layout:
    return cells(lambda value, _row, _column: change(value) if isinstance(value, int | float) else value)


def names(change: Callable[[str], str]) -> Layout:
    return cells(lambda value, _row, column: change(value) if column == 0 and value != "合计" else value)


def percents(county: County) -> None:
    """Rates as fractions in a percent format."""
    for word, letter in (("监测", "F"), ("资金", "E")):
        for row in range(3, 14):
            rate = county.take(f"{word}!{letter}{row}")
            if rate is not None:
                county.put(f"{word}!{letter}{row}", As(rate / 100, "0.00%"))


def two_row_head(county: County) -> None:
    _, _, *rows, total = county.sheet("监测").rows()
    top = ["乡镇", "监测对象", None, "消除风险", "新增户数", "满意度"]
    low = [None, "户", "人", "户", "户", "%"]
    sheet = Sheet.of([["防止返贫监测情况表"], ["（2023年上半年）"], top, low, *rows, total])
    sheet.merges = ["A3:A4", "B3:C3"]
    county.books[NOW]["防止返贫监测"] = sheet


def own_row(county: County) -> None:
    for word in AREA_TABLES:
        _, head, *rows, total = county.sheet(word).rows()
        county.books[NOW]["防止返贫监测" if word == "监测" else "衔接资金"] = Sheet.of(
            [["表"], head, ["江州县", *total[1:]], *rows]
        )


def own_level(county: County) -> None:
    """A row 县本级 that does nothing: the values stay."""
    county.change("areas.yaml", "下级:\n", "下级:\n  - {名称: 县本级, 类别: 本级}\n")
    for word, zero in (("监测", [0, 0, 0, 0, 96.5]), ("资金", [0, 0, 0, None, "本级"])):
        _, head, *rows, total = county.sheet(word).rows()
        county.books[NOW]["防止返贫监测" if word == "监测" else "衔接资金"] = Sheet.of(
            [["表"], head, ["县本级", *zero], *rows, total]
        )


def villages(county: County) -> None:
    """Two villages a township; the township's figures are those of its villages together."""
    for town in TOWNS:
        below = f"下级: [{{名称: {town[:-1]}东村, 级别: 村}}, {{名称: {town[:-1]}西村, 级别: 村}}]"
        county.change("areas.yaml", f"全称: 江州县{town}}}", f"全称: 江州县{town}, {below}}}")
    county.change(
        "data_specs/households.yaml",
        "  - {字段: 乡镇, 角色: 地区}\n",
        "  - {字段: 乡镇, 角色: 地区, 级别: 乡镇}\n  - {字段: 村, 角色: 地区, 级别: 村}\n",
    )
    _, head, *rows, total = county.sheet("监测").rows()
    laid: Rows = [["表"], ["乡镇", "村", *head[1:]]]
    merges = []
    for row in rows:
        half = [value // 2 for value in row[1:5]]
        merges.append(f"A{len(laid) + 1}:A{len(laid) + 2}")
        laid.append([row[0], f"{row[0][:-1]}东村", *half, row[5]])
        laid.append([None, f"{row[0][:-1]}西村", *(v - h for v, h in zip(row[1:5], half, strict=True)), row[5]])
    sheet = Sheet.of([*laid, ["合计", None, *total[1:]]])
    sheet.merges = merges
    county.books[NOW]["防止返贫监测"] = sheet


def turned(county: County) -> None:
    """Indicators down, townships across, in a workbook of its own."""
    _, head, *rows, _ = county.sheet("资金").rows()
    del county.books[NOW]["衔接资金"]
    columns = [["指标", *head[1:]], *rows]
    county.books["横排.xlsx"] = {"衔接资金": Sheet.of([list(line) for line in zip(*columns, strict=True)])}
    entry = "  - {指标表: funds, 工作簿: 横排.xlsx, 排法: 转置}\n"
    county.change("report.yaml", "  - 工作簿: 2022上半年.xlsx\n", f"{entry}  - 工作簿: 2022上半年.xlsx\n")


def as_csv(encoding: str, delimiter: str = ",") -> Layout:
    def lay(county: County) -> None:
        text = csv_text(county.books[NOW].pop("衔接资金")).replace(",", delimiter)
        county.change(
            "report.yaml", "  - 工作簿: 2022上半年.xlsx\n", "  - 工作簿: 衔接资金.csv\n  - 工作簿: 2022上半年.xlsx\n"
        )
        county.last.append(lambda folder: _write(folder / "衔接资金.csv", text.encode(encoding)))

    return lay


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def as_xls(county: County) -> None:
    sheet = county.books[NOW].pop("衔接资金")

    def done(folder: Path) -> None:
        book = xlwt.Workbook(encoding="utf-8")
        made = book.add_sheet("衔接资金")
        for (row, column), value in sheet.cells.items():
            made.write(row, column, value)
        book.save(str(folder / "衔接资金.xls"))

    county.last.append(done)
    county.change(
        "report.yaml", "  - 工作簿: 2022上半年.xlsx\n", "  - 工作簿: 衔接资金.xls\n  - 工作簿: 2022上半年.xlsx\n"
    )


def as_ods(county: County) -> None:
    sheet = county.books[NOW].pop("衔接资金")
    county.last.append(lambda folder: write_ods(folder / "衔接资金.ods", "衔接资金", sheet))
    county.change(
        "report.yaml", "  - 工作簿: 2022上半年.xlsx\n", "  - 工作簿: 衔接资金.ods\n  - 工作簿: 2022上半年.xlsx\n"
    )


def ods_cell(value: Any) -> str:
    """One cell of an OpenDocument sheet."""
    if value is None:
        return "<table:table-cell/>"
    kind = 'string"' if isinstance(value, str) else f'float" office:value="{value}"'
    return f'<table:table-cell office:value-type="{kind}><text:p>{value}</text:p></table:table-cell>'


def write_ods(path: Path, title: str, sheet: Sheet) -> None:
    """The least that makes an OpenDocument sheet."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    lines = [f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in sheet.rows()]
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="{title}">{"".join(lines)}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)


def strict(county: County) -> None:
    """Strict Open XML: the same parts under other namespaces."""
    old = "http://schemas.openxmlformats.org/"
    new = "http://purl.oclc.org/ooxml/"

    def done(folder: Path) -> None:
        def moved(text: str) -> str:
            text = text.replace(f"{old}spreadsheetml/2006/main", f"{new}spreadsheetml/main")
            return text.replace(f"{old}officeDocument/2006/relationships", f"{new}officeDocument/relationships")

        (folder / NOW).rename(folder / "old.xlsx")
        repacked(folder / "old.xlsx", {".xml": moved, ".rels": moved}, folder / NOW)

    county.last.append(done)


def ghosts(county: County) -> None:
    """Formatted blank rows far below, a far blank cell, and thousands of merges beside the table."""
    for word in AREA_TABLES:
        sheet = county.sheet(word)
        for row in range(40, 400):
            sheet.cells[row, 1] = ""
        sheet.cells[9000, 300] = ""
        sheet.merges += [f"AA{row}:AB{row}" for row in range(100, 1100)]


def other_sheets(county: County) -> None:
    sheets = county.books[NOW]
    county.books[NOW] = {"填表说明": Sheet.of([["请各乡镇如实填报"]]), **sheets, "Sheet3": Sheet()}


def epoch_1904(county: County) -> None:
    county.options[NOW] = {"date_1904": True}


def page_breaks(head: Rows, rows: Rows, total: list[Any]) -> Rows:
    return [["情况表"], *head, *rows[:5], ["情况表（续）"], *head, *rows[5:], total]


def with_subtotals(head: Rows, rows: Rows, total: list[Any]) -> Rows:
    def subtotal(some: Rows) -> list[Any]:
        sums = [sum(row[n] for row in some) for n in range(1, 4)]
        rate = sums[1] * 100 / sums[0] if total[0] and len(total) > 4 and head[0][1].startswith("批复") else None
        fourth = sum(row[4] for row in some) if rate is None else rate
        return ["小计", *sums, fourth]

    return [["表"], *head, *rows[:4], subtotal(rows[:4]), *rows[4:], subtotal(rows[4:]), total]


def noted(head: Rows, rows: Rows, total: list[Any]) -> Rows:
    below = [
        ["注：1.本表按月报送；2.满意度由第三方测评。"],
        ["填表人：张三", None, "审核人：李四", None, "联系电话：0990-1234567"],
    ]
    return [["附件1"], ["情况表"], ["填报单位：江州县", None, None, "2023年6月30日"], *head, *rows, total, [], *below]


def renumbered(head: Rows, rows: Rows, total: list[Any]) -> Rows:
    width = len(head[0])
    wider = [["序号", *head[0], "备注"]]
    return [
        ["表"],
        *wider,
        *([n, *row, *[None] * (width - len(row)), "已核"] for n, row in enumerate(rows, 1)),
        [None, *total],
    ]


def turned_round(head: Rows, rows: Rows, total: list[Any]) -> Rows:
    wide = [line + [None] * (len(head[0]) - len(line)) for line in (*head, *rows, total)]
    return [["表"], *(list(reversed(line)) for line in wide)]


def spaced(text: str) -> str:
    return {"监测对象（户）": "监测对象\n（户）", "批复资金（万元）": " 批复 资金(万元)"}.get(text, text)


LAYOUTS: dict[str, tuple[Layout, frozenset[str]]] = {
    "plain": (lambda _: None, frozenset()),
    "used range from B3": (each(lambda head, rows, total: [*head, *rows, total], "B3"), frozenset()),
    "title, date and notes": (each(noted), frozenset()),
    "heading of two rows, merged": (two_row_head, frozenset()),
    "row of column numbers": (
        each(lambda head, rows, total: [*head, ["甲", *range(1, len(head[0]))], *rows, total]),
        frozenset(),
    ),
    "total first": (each(lambda head, rows, total: [["表"], *head, total, *rows]), frozenset()),
    "subtotals": (each(with_subtotals), frozenset()),
    "blank rows between": (
        each(lambda head, rows, total: [[], *head, [], *rows[:3], [], [], *rows[3:], [], total]),
        frozenset(),
    ),
    "heading again on each page": (each(page_breaks), frozenset()),
    "columns the other way round": (each(turned_round), frozenset()),
    "number and remark columns": (each(renumbered), frozenset()),
    "heading with breaks and blanks": (
        each(lambda head, rows, total: [[spaced(text) for text in head[0]], *rows, total]),
        frozenset(),
    ),
    "unit note above": (
        each(lambda head, rows, total: [["表"], [None, None, "单位：户、人、万元"], *head, *rows, total]),
        frozenset(),
    ),
    "hidden columns and rows": (
        each(lambda head, rows, total: [*head, *rows, total], hidden_columns=["C"], hidden_rows=[4]),
        frozenset({"DATA-HIDDEN"}),
    ),
    "numbers as text": (
        cells(lambda value, row, column: str(value) if column in (1, 2) and row < 12 else value),
        frozenset({"DATA-TEXT-NUMBER"}),
    ),
    "numbers with dust": (numbers(lambda value: value + 4e-14 if value > 40 else value), frozenset()),
    "results of formulas": (numbers(lambda value: As(value, formula="=1+1")), frozenset()),
    "format with thousands": (numbers(lambda value: As(value, "#,##0.00_ ;[Red]\\-#,##0.00\\ ")), frozenset()),
    "percent format": (percents, frozenset()),
    "format of WPS": (numbers(lambda value: As(value, "0.00_);[Red]\\(0.00\\)")), frozenset()),
    "short names": (names(lambda name: name[:-1]), frozenset()),
    "full names": (names(lambda name: f"江州县{name}"), frozenset()),
    "names with blanks": (names(lambda name: f"{name[0]}　{name[1:]}\u200b "), frozenset()),
    "own row that agrees": (own_row, frozenset()),
    "row 本级": (own_level, frozenset()),
    "villages": (villages, frozenset({"DATA-NO-COLUMN"})),
    "on its side": (turned, frozenset()),
    "CSV in GB18030": (as_csv("gb18030"), frozenset()),
    "CSV in UTF-16": (as_csv("utf-16", "\t"), frozenset()),
    "CSV with semicolons": (as_csv("utf-8-sig", ";"), frozenset()),
    "old Excel": (as_xls, frozenset()),
    "OpenDocument": (as_ods, frozenset()),
    "strict Open XML": (strict, frozenset()),
    "ghost rows and merges": (ghosts, frozenset()),
    "other sheets": (other_sheets, frozenset()),
    "dates of 1904": (epoch_1904, frozenset()),
}


def recomputed() -> dict[tuple[str, str], Fraction]:
    """Every figure of county and townships, from the rows themselves and without the program."""
    found: dict[tuple[str, str], Fraction] = {}
    monitored, money = households(0)[2:-1], funds(0)[2:-1]
    ledger = projects()[2:-1]
    areas = {town: [n] for n, town in enumerate(TOWNS)} | {"江州县": list(range(len(TOWNS)))}
    for area, picked in areas.items():
        first, second = [monitored[n] for n in picked], [money[n] for n in picked]
        for column, name in enumerate(("监测户数", "监测人数", "消除户数", "新增户数"), 1):
            found[name, area] = Fraction(sum(row[column] for row in first))
        for column, name in enumerate(("批复资金", "支出金额", "累计投入"), 1):
            found[name, area] = Fraction(sum(row[column] for row in second))
        found["消除率", area] = found["消除户数", area] / found["监测户数", area] * 100
        found["支出率", area] = found["支出金额", area] / found["批复资金", area] * 100
        weighted = sum(Fraction(str(row[5])) * row[1] for row in first)
        found["满意度", area] = weighted / found["监测户数", area]
        records = [row for row in ledger if area in ("江州县", row[3])]
        found["项目数", area] = Fraction(len(records))
        found["完工项目数", area] = Fraction(sum(row[5] == "完工" for row in records))
        found["涉及村数", area] = Fraction(len({(row[3], row[4]) for row in records}))
        found["总投资", area] = Fraction(sum(row[6] for row in records))
        found["完工率", area] = found["完工项目数", area] / found["项目数", area] * 100
    return found


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_sound_workbook_gives_no_alarm_and_the_same_values(name: str, tmp_path: Path):
    layout, notices = LAYOUTS[name]
    county = sound_county()
    layout(county)
    spec = county.write(tmp_path)
    built = build_report(spec)
    told = [str(one) for one in built.findings if one.severity > Severity.NOTICE or one.code not in notices]
    assert told == []
    figures, period = prepare(spec).figures, Period.parse("2023H1")
    for (indicator, area), value in recomputed().items():
        fact = figures(indicator, area, period)
        assert fact is not None, (indicator, area)
        assert isinstance(fact.value, Decimal), (indicator, area)
        assert abs(Fraction(fact.value) - value) < Fraction(1, 10**12), (indicator, area, fact.value)
