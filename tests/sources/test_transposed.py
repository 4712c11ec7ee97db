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
