"""Tables that lie on their side give the same values as upright ones, with the addresses that one sees."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from books import HOUSEHOLDS, SOUND, Reader, Rows, column, entry, read_all, sheet, table, told, tree

LAID: Rows = list(zip(*SOUND, strict=True))


def test_a_table_on_its_side_reads_like_an_upright_one(reader: Reader) -> None:
    data = reader(LAID, layout="transposed", start=(2, 1), table="households")

    assert data.findings == ()
    assert table(data).areas == ("青石镇", "柳溪镇", "白云乡")
    assert column(data, "群众满意度") == (Decimal("98.5"), Decimal(97), Decimal(100))
    assert table(data).place("群众满意度", 2).cell == "E6"
    assert table(data).range("监测对象户数") == "C4:E4"


@pytest.mark.parametrize("corner", ["指标", "项目", None, "乡镇"])
def test_the_corner_may_say_what_stands_below_it_or_nothing(reader: Reader, corner: str | None) -> None:
    data = reader([[corner, *LAID[0][1:]], *LAID[1:]], layout="transposed")

    assert data.findings == ()
    assert table(data).areas == ("青石镇", "柳溪镇", "白云乡")


def test_units_and_totals_stand_in_columns_of_their_own(reader: Reader) -> None:
    rows = [
        ["上半年监测情况"],
        ["指标", "单位", "青石镇", "柳溪镇", "合计"],
        ["监测对象", "户", 35, 40, 75],
        ["消除风险", "户", 12, 20, 32],
        ["群众满意度", "%", 98.5, 97, None],
    ]

    data = reader(rows, layout="transposed")

    assert [f for f in data.findings if f.severity > 1] == []
    assert table(data).areas == ("青石镇", "柳溪镇")
    assert column(data, "监测对象户数") == (Decimal(35), Decimal(40))
    (total,) = table(data).totals
    assert total.values["消除风险户数"] == 32
    assert table(data).place_in_row("消除风险户数", total.row).cell == "E4"


def test_faults_are_told_at_the_cells_that_one_sees(reader: Reader) -> None:
    rows = [list(row) for row in LAID]
    rows[1][2] = "待报"
    rows[0][3] = "没有乡"
    data = reader(rows, layout="transposed", areas=tree("青石镇", "柳溪镇"))

    assert sorted(told(data)) == [("DATA-NOT-NUMBER", "C2"), ("DATA-UNKNOWN-AREA", "D1")]


def test_merged_and_hidden_parts_keep_their_addresses(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        for row in LAID:
            page.append(list(row))
        page.merge_cells("B2:C2")
        page.row_dimensions[4].hidden = True

    data = read_all([entry(sheet(tmp_path / "a.xlsx", fill, "防止返贫监测"), layout="transposed")], HOUSEHOLDS)

    assert ("DATA-MERGED-CELL", "B2:C2") in told(data)
    assert ("DATA-HIDDEN", "A4") in told(data)


def test_the_heading_may_be_given_as_a_column(reader: Reader) -> None:
    rows = [["类", *LAID[0]], *([str(n), *row] for n, row in enumerate(LAID[1:]))]

    data = reader(rows, layout="transposed", header=(2,), table="households")

    assert data.findings == ()
    assert table(data).place("监测对象户数", 0).cell == "C2"


def test_an_upright_table_said_to_lie_on_its_side_is_told(reader: Reader) -> None:
    data = reader(SOUND, layout="transposed")

    assert any(finding.severity == 3 for finding in data.findings)


def test_messages_call_its_lines_as_the_sheet_does(reader: Reader) -> None:
    rows = [
        ["指标", "青石镇", "柳溪镇", "青石镇", None],
        ["监测对象（户）", *["待报"] * 2, 3, 8],
        ["监测对象（户）", 1, 2, 3, 4],
    ]

    data = reader(rows, layout="transposed", table="households")

    words = {finding.code: finding.words + finding.advice for finding in data.findings}
    assert words["DATA-DOUBLE-AREA"] == "“青石镇”在 B1 已经有一列。请合并或删去重复的一列。"
    assert words["DATA-NO-AREA"].startswith("这一列有数，却没有地区名。")
    assert words["DATA-DOUBLE-COLUMN"].startswith("“监测对象（户）”一行出现了不止一次：A2、A3。")
    assert "请写明" not in words["DATA-NO-COLUMN"]
    assert words["DATA-NO-COLUMN"].startswith("表头里没有这2行：")


def test_many_alike_are_counted_in_their_row(reader: Reader) -> None:
    rows = [["指标", *(f"第{n}镇" for n in range(40))], ["监测对象（户）", *["待报"] * 40]]

    data = reader(rows, layout="transposed", table="households")

    assert any("这一行还有 10 格类似" in finding.words for finding in data.findings)


@pytest.mark.parametrize("head", [(), (2, 3)])
def test_two_heading_columns_are_read_like_two_heading_rows(tmp_path: Path, head: tuple[int, ...]) -> None:
    def fill(page: Any) -> None:
        for row in (
            [None, "项目", "内容", "青石镇", "柳溪镇"],
            [None, "监测对象", "户", 35, 40],
            [None, None, "人", 90, 99],
        ):
            page.append(row)
        page.merge_cells("B2:B3")

    people = HOUSEHOLDS.fields[1].model_copy(update={"name": "监测对象人数", "title": "监测对象（人）", "unit": "人"})
    spec = HOUSEHOLDS.model_copy(update={"fields": (*HOUSEHOLDS.fields[:2], people)})
    path = sheet(tmp_path / "a.xlsx", fill, "防止返贫监测")

    data = read_all([entry(path, layout="transposed", table="households", header=head)], spec)

    assert data.findings == ()
    assert table(data).place("监测对象人数", 1).cell == "E3"
    assert (column(data, "监测对象户数"), column(data, "监测对象人数")) == ((35, 40), (90, 99))


def test_a_unit_may_stand_in_the_heading_and_beside_it(reader: Reader) -> None:
    rows = [
        ["类别", "指标", "单位", "青石镇", "柳溪镇"],
        ["监测", "监测对象（户）", "户", 35, 40],
        ["监测", "消除风险（户）", "户", 12, 20],
        ["满意", "群众满意度（%）", "%", 98.5, 97],
    ]

    data = reader(rows, layout="transposed", table="households")

    assert data.findings == ()
    assert column(data, "消除风险户数") == (12, 20)
