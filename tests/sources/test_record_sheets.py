"""Ledgers as people keep them: many rows an area, blank rows, totals at the foot; each trouble by its cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from books import As, Reader, entry, only, read_all, sheet, told, tree
from reportgen.sources import Data, TableData
from reportgen.spec.areas import AreaTree
from reportgen.spec.model import Area, Constraints, DataSpec, FieldSpec

LEDGER = DataSpec(
    name="projects",
    title="项目台账",
    rows="records",
    primaryKey=("项目名称",),
    fields=(
        FieldSpec(name="项目名称"),
        FieldSpec(name="乡镇", role="area", level="乡镇"),
        FieldSpec(name="村", role="area", level="村"),
        FieldSpec(name="状态", constraints=Constraints(enum=("在建", "完工"))),
        FieldSpec(name="投资", unit="万元", constraints=Constraints(minimum=Decimal(0))),
        FieldSpec(name="开工", type="date"),
        FieldSpec(name="重点"),
    ),
)
HEAD = ["序号", "项目名称", "乡镇", "村", "状态", "投资（万元）", "开工", "重点"]
ROWS = [
    [1, "产业路", "青石镇", "东村", "在建", 12.5, "2023-05-01", "是"],
    [2, "大棚", "青石", "西村", "完工", 30, As(date(2023, 3, 1), "yyyy-mm-dd"), "否"],
    [3, "冷库", "柳溪镇", "南村", "在建", None, None, None],
]
TOWNS = tree("青石镇", "柳溪镇")


@pytest.fixture
def read(tmp_path):
    reader = Reader(tmp_path)

    def read_rows(*rows, areas: AreaTree = TOWNS, spec: DataSpec = LEDGER, start=(0, 0), **more) -> Data:
        return reader([HEAD, *rows], spec, areas, start, **more)

    return read_rows


def ledger(data: Data) -> TableData:
    assert not data.tables
    (found,) = data.records
    return found


def test_every_row_is_kept_with_its_area_and_its_values_by_type(read):
    data = read(*ROWS)
    found = ledger(data)
    assert found.areas == ("青石镇", "青石镇", "柳溪镇")
    assert found.rows == (2, 3, 4)
    assert {name: column.values for name, column in found.columns.items()} == {
        "项目名称": ("产业路", "大棚", "冷库"),
        "乡镇": ("青石镇", "青石镇", "柳溪镇"),
        "村": ("东村", "西村", "南村"),
        "状态": ("在建", "完工", "在建"),
        "投资": (Decimal("12.5"), Decimal(30), None),
        "开工": (date(2023, 5, 1), date(2023, 3, 1), None),
        "重点": ("是", "否", None),
    }
    assert str(found.place("投资", 1)) == "data.xlsx〔项目台账〕F3"
    assert found.columns["投资"].why_missing == {2: "冷库未填"}
    assert not data.findings


def test_blank_rows_notes_repeated_headings_and_totals_are_no_records(read):
    total = ["合计", None, None, None, None, 42.5, None, None]
    subtotal = [None, "青石镇小计", "青石镇", None, None, 42.5, None, None]
    note = ["注：投资含自筹资金，截至2023年6月30日。"]
    blank = [None] * 8
    data = read(*ROWS[:2], subtotal, blank, HEAD, ROWS[2], total, note, start=(2, 1))
    assert ledger(data).rows == (4, 5, 9)
    assert not data.findings


def test_rows_without_an_area_are_told_by_their_cells(tmp_path):
    def fill(page):
        for line in (HEAD, ROWS[0], [*ROWS[1][:6], None, None], ROWS[2]):
            page.append(line)
        page["C3"] = None
        page.merge_cells("C2:C3")
        page["C4"] = page["D4"] = page["D3"] = None

    path = sheet(tmp_path / "data.xlsx", fill, "项目台账")
    one_level = LEDGER.model_copy(update={"fields": tuple(f for f in LEDGER.fields if f.name != "村")})
    data = read_all([entry(path)], one_level, areas=TOWNS)
    assert told(data) == [("DATA-NO-AREA", "C3"), ("DATA-NO-AREA", "C4")]


def test_unknown_areas_and_villages_of_another_township_are_told(read):
    villages = AreaTree(
        Area(
            name="江州县",
            level="县",
            below=(
                Area(
                    name="青石镇",
                    short="青石",
                    level="乡镇",
                    below=(Area(name="东村", level="村"), Area(name="西村", level="村")),
                ),
                Area(name="柳溪镇", level="乡镇", below=(Area(name="南村", level="村"),)),
            ),
        )
    )
    wrong = [
        [4, "甲", "青石真", "东村", "在建", 1, None, None],
        [5, "乙", "青石镇", "南村", "在建", 1, None, None],
        [6, "丙", "柳溪镇", "难村", "在建", 1, None, None],
        [7, "丁", "柳溪镇", None, "在建", 1, None, None],
    ]
    data = read(*ROWS, *wrong, areas=villages)
    assert told(data) == [("DATA-UNKNOWN-AREA", "C5"), ("DATA-UNKNOWN-AREA", "D6"), ("DATA-UNKNOWN-AREA", "D7")]
    assert ledger(data).areas == ("东村", "西村", "南村", "柳溪镇")


def test_a_village_that_the_areas_do_not_have_belongs_to_its_township(read):
    data = read(*ROWS, [4, "丁", None, "北村", "在建", 1, None, None])
    assert ledger(data).areas == ("青石镇", "青石镇", "柳溪镇")
    assert told(data) == [("DATA-UNKNOWN-AREA", "D5")]


def test_each_bad_cell_is_told_by_the_name_of_its_record(read):
    data = read(
        [1, "产业路", "青石镇", "东村", "停工", "很多", "昨天", "也许"],
        [2, "大棚", "青石镇", "西村", "完工", -3, None, "是"],
        [3, "大棚", "青石镇", "西村", "完工", 3, None, "是"],
    )
    assert sorted(told(data)) == [
        ("DATA-DOUBLE-VALUE", "B4"),
        ("DATA-ENUM", "E2"),
        ("DATA-NOT-DATE", "G2"),
        ("DATA-NOT-FLAG", "H2"),
        ("DATA-NOT-NUMBER", "F2"),
        ("DATA-RANGE", "F3"),
    ]
    assert any(finding.words.startswith("产业路“投资”填的是“很多”") for finding in data.findings)


def test_an_empty_ledger_is_worth_a_warning(read):
    data = read()
    assert ledger(data).rows == ()
    assert not [finding for finding in data.findings if finding.severity.name == "ERROR"]
    assert only(data, "DATA-EMPTY")


def test_without_an_areas_file_the_areas_are_those_of_the_ledger(tmp_path):
    one_level = LEDGER.model_copy(update={"fields": tuple(f for f in LEDGER.fields if f.name != "村")})
    data = Reader(tmp_path)([HEAD, ROWS[0], ROWS[2], [*ROWS[1][:2], "青石镇", *ROWS[1][3:]]], one_level)
    assert [area.name for area in data.areas.below("江州县")] == ["青石镇", "柳溪镇"]
