"""Worksheets as bureaus type them: merged totals, groups of columns, sheets of goals, last year's file, villages."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from books import (
    HEAD,
    HOUSEHOLDS,
    SOUND,
    Reader,
    column,
    entry,
    fields,
    only,
    read_all,
    sheet,
    table,
    told,
    tree,
    write,
)
from reportgen.spec.areas import AreaTree
from reportgen.spec.model import Area, DataSpec, FieldSpec

TWO_TOWNS = fields("数")


def grouped(path: Path, *headings: str) -> Path:
    def fill(ws: Any) -> None:
        ws.append(["乡镇", "公益性岗位", None, "帮扶车间", None])
        ws.append([None, *headings])
        ws.merge_cells("A1:A2")
        ws.merge_cells("B1:C1")
        ws.merge_cells("D1:E1")
        ws.append(["青石镇", 1, 2, 3, 4])

    return sheet(path, fill)


def test_a_total_merged_over_the_number_and_the_name_of_the_township_is_a_total(tmp_path: Path) -> None:
    def fill(ws: Any) -> None:
        ws.append(["序号", "乡镇", "数"])
        ws.append([1, "青石镇", 3])
        ws.append([2, "柳溪镇", 4])
        ws.append(["合  计", None, 8])
        ws.merge_cells("A4:B4")
        ws.append(["填报人：王芳"])

    data = read_all([entry(sheet(tmp_path / "a.xlsx", fill))], DataSpec(name="t", title="表", fields=TWO_TOWNS))
    assert (data.findings, table(data).areas) == ((), ("青石镇", "柳溪镇"))
    (total,) = table(data).totals
    assert (total.row, total.values) == (4, {"数": Decimal(8)})


def test_a_heading_copied_out_with_其中_is_found(tmp_path: Path) -> None:
    path = grouped(tmp_path / "a.xlsx", "在岗（人）", "其中：脱贫人口（人）", "就业（人）", "其中：脱贫人口（人）")
    columns = {"岗位脱贫人数": "公益性岗位/其中：脱贫人口（人）", "车间脱贫人数": "帮扶车间/其中：脱贫人口"}
    spec = DataSpec(name="t", title="表", fields=fields("岗位脱贫人数:人", "车间脱贫人数:人"))
    data = read_all([entry(path, columns=columns)], spec)
    assert data.findings == ()
    assert (column(data, "岗位脱贫人数"), column(data, "车间脱贫人数")) == ((Decimal(2),), (Decimal(4),))


def test_two_columns_of_one_name_are_told_apart_by_the_heading_above(tmp_path: Path) -> None:
    path = grouped(tmp_path / "a.xlsx", "在岗（人）", "岗位工资（万元）", "就业（人）", "岗位工资（万元）")
    data = read_all([entry(path)], DataSpec(name="t", title="表", fields=fields("岗位工资:万元")))
    finding = only(data, "DATA-DOUBLE-COLUMN")
    assert "“岗位工资: 公益性岗位/岗位工资（万元）”，或“岗位工资: 帮扶车间/岗位工资（万元）”" in finding.advice


def test_a_sheet_of_goals_needs_columns_only_for_what_has_a_goal(reader: Reader) -> None:
    data = reader([["乡镇", "消除风险（户）"], ["青石镇", 30]], as_="目标")
    assert data.findings == ()
    assert table(data).target


def test_an_entry_that_names_its_table_takes_it_from_the_entry_for_the_whole_workbook(tmp_path: Path) -> None:
    other = DataSpec(name="t", title="表", fields=TWO_TOWNS)
    path = write(tmp_path / "a.xlsx", {"防止返贫监测": SOUND[:2], "表": [["乡镇", "我的数"], ["青石镇", 7]]})
    data = read_all([entry(path), entry(path, table="表", columns={"数": "我的数"})], HOUSEHOLDS, other)
    assert data.findings == ()
    assert [(one.table, one.entry.spec.table) for one in data.tables] == [("households", ""), ("t", "表")]


def test_a_missing_column_names_the_headings_that_nothing_used(reader: Reader) -> None:
    rows = [["序号", "乡镇", "在册数", "消除风险（户）", "群众满意度（%）", "备注"], [1, "青石镇", 3, 2, 99, ""]]
    finding = only(reader(rows), "DATA-NO-COLUMN")
    assert finding.advice.endswith("没有用到的表头有：C1“在册数”。")


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("江州县2022年上半年监测情况表", [("DATA-OTHER-YEAR", "A1")]),
        ("截至2022年6月30日", [("DATA-OTHER-YEAR", "A1")]),
        ("江州县2023年上半年监测情况表", []),
        ("2022—2023年对比表（2023年上半年）", []),
        ("填报日期：2024年1月5日", []),
        ("江州县监测情况表", []),
    ],
)
def test_a_title_of_another_year_is_told(reader: Reader, title: str, found: list[tuple[str, str]]) -> None:
    assert told(reader([[title], *SOUND])) == found


def test_a_renamed_sheet_is_guessed_from_the_other_years_workbook(tmp_path: Path) -> None:
    other = DataSpec(name="t", title="表", fields=TWO_TOWNS)
    numbers_of = [["乡镇", "数"], ["青石镇", 7]]
    now = write(tmp_path / "2023.xlsx", {"防止返贫监测": SOUND[:2], "七股八杂": numbers_of})
    then = write(tmp_path / "2022.xlsx", {"防止返贫监测": SOUND[:2], "表": numbers_of})
    finding = only(read_all([entry(now), entry(then, period="2022H1")], HOUSEHOLDS, other), "DATA-NO-SHEET")
    assert "没有工作表“表”（2022.xlsx 里有），而这里的七股八杂没有读取" in finding.words


def test_another_years_edition_of_a_missing_workbook_is_named_before_a_stranger(tmp_path: Path) -> None:
    for name in ("任务分解2024.xlsx", "2024上半年.xlsx"):
        (tmp_path / name).write_bytes(b"")
    finding = only(read_all([entry(tmp_path / "任务分解2025.xlsx")], HOUSEHOLDS), "DATA-NO-FILE")
    assert finding.advice == "文件夹里只有别的年份或批次的：任务分解2024.xlsx。"


VILLAGES = AreaTree(
    Area(
        name="江州县",
        below=(
            Area(name="青石镇", below=(Area(name="青石镇上坪村", short="上坪村"), Area(name="东村"))),
            Area(name="柳溪镇", below=(Area(name="柳溪镇上坪村", short="上坪村"),)),
        ),
    )
)
PLACES = (FieldSpec(name="乡镇", role="area", level="乡镇"), FieldSpec(name="村", role="area", level="村"))


def test_villages_of_one_name_are_told_apart_by_their_township(tmp_path: Path) -> None:
    rows = [["乡镇", "村", "数"], ["青石镇", "上坪村", 1], ["柳溪镇", "上坪村", 2], ["青石镇", "东村", 3]]
    area_table = DataSpec(name="t", title="表", fields=(*PLACES, FieldSpec(name="数")))
    ledger = DataSpec(name="l", title="账", rows="records", fields=(*PLACES, FieldSpec(name="数", unit="个")))
    path = write(tmp_path / "a.xlsx", {"表": rows, "账": rows})
    data = read_all([entry(path)], area_table, ledger, areas=VILLAGES)
    assert told(data, "DATA-UNKNOWN-AREA") == []
    assert data.tables[0].areas == data.records[0].areas == ("青石镇上坪村", "柳溪镇上坪村", "东村")


def test_a_village_name_that_two_townships_share_is_asked_for_its_township(tmp_path: Path) -> None:
    spec = DataSpec(name="t", title="表", fields=(PLACES[1], FieldSpec(name="数")))
    path = write(tmp_path / "a.xlsx", {"表": [["村", "数"], ["上坪村", 1], ["东村", 2]]})
    (finding,) = [f for f in read_all([entry(path)], spec, areas=VILLAGES).findings if f.code == "DATA-UNKNOWN-AREA"]
    assert finding.words == "“上坪村”不止一个：青石镇上坪村、柳溪镇上坪村。"


def test_a_short_name_of_one_township_stays_known_everywhere(reader: Reader) -> None:
    assert told(reader([HEAD, ["青石", 3, 2, 99]], areas=tree("青石镇"))) == []
