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
    assert found.columns["投资"].why_missing == {2: "第4行（冷库）未填"}
    assert not data.findings


def test_blank_rows_notes_repeated_headings_and_totals_are_no_records(read):
    total = ["合计", None, None, None, None, 42.5, None, None]
    subtotal = [None, "青石镇小计", "青石镇", None, None, 42.5, None, None]
    note = ["注：投资含自筹资金，截至2023年6月30日。"]
    blank = [None] * 8
    data = read(*ROWS[:2], subtotal, blank, HEAD, ROWS[2], total, note, start=(2, 1))
    assert ledger(data).rows == (4, 5, 9)
    assert not data.findings


def test_merged_areas_and_words_count_for_each_of_their_rows_and_a_notice_says_so(tmp_path):
    def fill(page):
        for line in (HEAD, ROWS[0], [*ROWS[1][:6], None, None], [*ROWS[2][:2], None, *ROWS[2][3:]]):
            page.append(line)
        page["C3"] = page["E3"] = page["D3"] = page["D4"] = None
        page.merge_cells("C2:C3")
        page.merge_cells("E2:E3")
        page.merge_cells("F2:F3")

    path = sheet(tmp_path / "data.xlsx", fill, "项目台账")
    one_level = LEDGER.model_copy(update={"fields": tuple(f for f in LEDGER.fields if f.name != "村")})
    data = read_all([entry(path)], one_level, areas=TOWNS)
    assert ledger(data).areas == ("青石镇", "青石镇")
    assert ledger(data).columns["状态"].values == ("在建", "在建")
    assert sorted(told(data)) == [
        ("DATA-FILLED-DOWN", "C2:C3"),
        ("DATA-FILLED-DOWN", "E2:E3"),
        ("DATA-MERGED-CELL", "F2:F3"),
        ("DATA-NO-AREA", "C4"),
    ]


def amounts(data: Data) -> list[tuple[str, tuple[int, ...]]]:
    """What each total is called, and the worksheet rows that it adds up."""
    found = ledger(data)
    return [(total.title, tuple(found.rows[row] for row in total.covers)) for total in found.totals]


def record(number: int, town: str | None, money: float, village: str | None = None) -> list[object]:
    return [number, f"项目{number}", town, village, "在建", money, None, None]


def total(label: str, money: float, town: str | None = None, number: str | None = None) -> list[object]:
    return [number, label, town, None, None, money, None, None]


def test_a_subtotal_covers_its_area_and_a_total_everything(read):
    data = read(
        total("合计", 10),
        record(1, "青石镇", 1),
        record(2, "柳溪镇", 2),
        total("柳溪镇小计", 6),
        record(3, "青石镇", 3),
        total("小计", 4, "青石镇"),
        record(4, "柳溪镇", 4),
    )
    assert amounts(data) == [("合计", (3, 4, 6, 8)), ("柳溪镇小计", (4, 8)), ("小计", (3, 6))]


def test_a_total_whose_words_leave_it_open_covers_the_rows_that_it_agrees_with(read):
    data = read(
        record(1, "青石镇", 1),
        record(2, "柳溪镇", 2),
        total("小计", 3),
        record(3, "青石镇", 3),
        total("小计", 3),
        total("小计", 6),
        total("总计", 6),
    )
    assert amounts(data) == [("小计", (2, 3)), ("小计", (5,)), ("小计", (2, 3, 5)), ("总计", (2, 3, 5))]


def test_the_line_above_a_group_is_its_total_and_no_record(read):
    data = read(
        total("产业类", 3, number="一"),
        total("（一）种植", 1),
        record(1, "青石镇", 1),
        total("（二）养殖", 2),
        record(2, "柳溪镇", 2),
        total("基建类", 0, number="二"),
        total("三、就业类", 3),
        record(3, "青石镇", 3),
    )
    assert ledger(data).rows == (4, 6, 9)
    assert amounts(data) == [
        ("一、产业类", (4, 6)),
        ("(一)种植", (4,)),
        ("(二)养殖", (6,)),
        ("二、基建类", ()),
        ("三、就业类", (9,)),
    ]
    assert not data.findings


def test_a_record_numbered_in_chinese_without_an_area_is_told_and_not_taken_for_a_group(read):
    data = read([*total("产业路", 3, number="一")], [*total("冷库", 3, number="二")])
    assert told(data, "DATA-NO-AREA") == [("DATA-NO-AREA", "C2"), ("DATA-NO-AREA", "C3")]


@pytest.mark.parametrize("word", ["合计", "本页小计", "累 计：", "全县合计（3个）", "总数", "平均"])
def test_no_word_for_a_total_makes_a_record(read, word: str):
    data = read(record(1, "青石镇", 1), record(2, "柳溪镇", 2), [word, None, None, None, None, 3, None, None])
    assert ledger(data).rows == (2, 3)
    assert not [finding for finding in data.findings if finding.severity.name == "ERROR"]


OWN = DataSpec(
    name="meetings",
    title="会议清单",
    rows="records",
    fields=(FieldSpec(name="事项"), FieldSpec(name="主办"), FieldSpec(name="次数", unit="次")),
)


def test_without_a_column_for_the_area_all_rows_are_the_reports_own(tmp_path):
    rows = [
        ["序号", "事项", "主办", "次数"],
        ["一", "调度会", "办公室", 6],
        ["二", "暗访", None, 3],
        ["合计", None, None, 9],
    ]
    data = Reader(tmp_path)(rows, OWN, TOWNS)
    found = ledger(data)
    assert (found.areas, found.whole, found.rows) == (("江州县", "江州县"), "江州县", (2, 3))
    assert amounts(data) == [("合计", (2, 3))]
    assert not data.findings


def test_a_heading_repeated_on_each_page_hides_no_row_of_a_list_without_areas(tmp_path):
    head = ["事项", "主办", "次数"]
    data = Reader(tmp_path)([head, ["调度会", "办公室", 6], head, ["暗访", None, 3]], OWN, TOWNS)
    assert ledger(data).rows == (2, 4)


def test_a_group_without_records_at_the_end_is_no_record(tmp_path):
    rows = [
        ["序号", "事项", "主办", "次数"],
        [1, "调度会", "办公室", 6],
        ["二", "其他类", None, 0],
        ["合计", None, None, 6],
    ]
    data = Reader(tmp_path)(rows, OWN, TOWNS)
    assert ledger(data).rows == (2,)
    assert not data.findings


def test_a_subtotal_may_be_of_the_block_above_it_alone(read):
    data = read(
        record(1, "青石镇", 1),
        record(2, "柳溪镇", 2),
        total("柳溪镇小计", 2),
        record(3, "青石镇", 3),
        record(4, "柳溪镇", 4),
        total("小计", 4),
        record(5, "柳溪镇", 5),
        total("柳溪镇小计", 5),
    )
    assert amounts(data) == [("柳溪镇小计", (3,)), ("小计", (6,)), ("柳溪镇小计", (8,))]


def test_bare_numbers_below_a_list_are_no_record(tmp_path):
    long = "注：本表由办公室填写，次数按会议纪要统计，截至2023年6月30日。"
    rows = [["事项", "主办", "次数"], ["调度会", "办公室", 6], [None, None, 6], [long, None, None]]
    data = Reader(tmp_path)(rows, OWN, TOWNS)
    assert ledger(data).rows == (2,)
    assert only(data, "DATA-NO-NAME").place.cell == "A3"


def test_records_may_stand_side_by_side(tmp_path):
    rows = [["事项", "调度会", "暗访", "合计"], ["主办", "办公室", None, None], ["次数（次）", 6, 3, 10]]
    data = Reader(tmp_path)(rows, OWN, TOWNS, layout="transposed")
    found = ledger(data)
    assert [found.row_name(index) for index in range(2)] == ["B列", "C列"]
    assert found.columns["次数"].values == (6, 3)
    assert amounts(data) == [("合计", (2, 3))]
    assert found.place_in_row("次数", found.totals[0].row).cell == "D3"


def test_villages_of_one_name_stay_apart_without_an_areas_file(read):
    data = read(record(1, "青石镇", 1, "东村"), record(2, "柳溪镇", 2, "东村"), record(3, None, 3, "西村"), areas=None)
    assert ledger(data).areas == ("青石镇东村", "柳溪镇东村", "西村")
    assert [one.short for one in data.areas.below("柳溪镇")] == ["东村"]


def test_a_column_of_periods_makes_a_ledger_of_each(tmp_path):
    fields = (FieldSpec(name="事项"), FieldSpec(name="月份", role="period"), FieldSpec(name="次数", unit="次"))
    spec = OWN.model_copy(update={"fields": fields})
    rows = [
        ["事项", "月份", "次数"],
        ["调度会", "2023-05", 6],
        ["暗访", "6月", 3],
        ["培训", None, 1],
        ["合计", None, 99],
    ]
    data = Reader(tmp_path)(rows, spec, TOWNS)
    assert [(str(one.period), one.rows, one.totals) for one in data.records] == [
        ("2023-05", (2,), ()),
        ("2023-06", (3,), ()),
        ("2023H1", (4,), ()),
    ]


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
    assert any(finding.words.startswith("第2行（产业路）“投资”填的是“很多”") for finding in data.findings)


def test_an_empty_ledger_is_worth_a_warning(read):
    data = read()
    assert ledger(data).rows == ()
    assert not [finding for finding in data.findings if finding.severity.name == "ERROR"]
    assert only(data, "DATA-EMPTY")


def test_without_an_areas_file_the_areas_are_those_of_the_ledger(tmp_path):
    one_level = LEDGER.model_copy(update={"fields": tuple(f for f in LEDGER.fields if f.name != "村")})
    data = Reader(tmp_path)([HEAD, ROWS[0], ROWS[2], [*ROWS[1][:2], "青石镇", *ROWS[1][3:]]], one_level)
    assert [area.name for area in data.areas.below("江州县")] == ["青石镇", "柳溪镇"]
