"""Area tables in canonical and in other layouts, sound and with faults, read by their headings."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from books import (
    HEAD,
    HOUSEHOLDS,
    SOUND,
    As,
    Reader,
    column,
    entry,
    is_error,
    only,
    read_all,
    sheet,
    table,
    told,
    tree,
    write,
)
from reportgen.errors import Severity
from reportgen.period import Period
from reportgen.place import Place
from reportgen.spec.model import Constraints, DataSpec, FieldSpec

AREA = FieldSpec(name="乡镇", role="area")


def spec(*fields: FieldSpec, name: str = "t", title: str = "表") -> DataSpec:
    return DataSpec(name=name, title=title, fields=(AREA, *fields))


# --- sound tables ---


@pytest.mark.parametrize("heading", ["镇（街道、中心）", "镇", "乡（镇、街道）"])
def test_townships_may_be_headed_by_what_they_are(reader: Reader, heading: str) -> None:
    data = reader([[heading, *HEAD[1:]], *SOUND[1:]])

    assert data.findings == ()
    assert table(data).areas == ("青石镇", "柳溪镇", "白云乡")


def test_a_canonical_table_is_read_without_a_word(reader: Reader) -> None:
    data = reader(SOUND)

    found = table(data)
    assert data.findings == ()
    assert found.areas == ("青石镇", "柳溪镇", "白云乡")
    assert column(data, "监测对象户数") == (Decimal(35), Decimal(40), Decimal(8))
    assert column(data, "群众满意度") == (Decimal("98.5"), Decimal(97), Decimal(100))
    assert found.place("消除风险户数", 1) == Place("data.xlsx", sheet="防止返贫监测", cell="C3")
    assert (found.period, found.as_of, found.target) == (Period.parse("2023H1"), date(2023, 6, 30), False)


def test_a_table_that_starts_at_b3_keeps_its_true_addresses(reader: Reader) -> None:
    data = reader(SOUND, start=(2, 1))

    assert data.findings == ()
    assert table(data).place("监测对象户数", 0).cell == "C4"
    assert table(data).rows == (4, 5, 6)


def test_columns_may_stand_in_any_order_with_others_between_them(reader: Reader) -> None:
    rows = [
        ["序号", "群众满意度（%）", "乡镇", "备注", "消除风险（户）", "监测对象（户）"],
        [1, 98, "青石镇", "无", 12, 35],
    ]

    data = reader(rows)

    assert data.findings == ()
    assert table(data).columns["监测对象户数"].letter == "F"
    assert column(data, "消除风险户数") == (Decimal(12),)


@pytest.mark.parametrize(
    "heading",
    [
        "监测对象（户）",
        "监测对象(户)",
        "监测 对象\n（户）",
        "监测对象［户］",
        "监测对象【户】",
        "监测对象",
        "监测对象户数",
        "监测对象（单位：户）",
        "其中：监测对象（户）",
        "监测对象\u200b（户）",
    ],
)
def test_a_heading_is_known_whatever_its_brackets_blanks_and_unit(reader: Reader, heading: str) -> None:
    data = reader([["乡镇", heading, "消除风险（户）", "群众满意度"], ["青石镇", 35, 12, 98]])

    assert data.findings == ()
    assert column(data, "监测对象户数") == (Decimal(35),)


def test_a_heading_may_be_an_alias(reader: Reader) -> None:
    watched = FieldSpec(name="监测对象户数", aliases=("监测户数",), unit="户")

    data = reader([["乡镇", "监测户数"], ["青石镇", 35]], spec(watched))

    assert data.findings == ()
    assert column(data, "监测对象户数") == (Decimal(35),)


def test_titles_and_notes_around_the_table_are_left_alone(reader: Reader) -> None:
    rows = [
        ["江州县防止返贫监测情况统计表"],
        ["填报单位：江州县乡村振兴局", None, None, "单位：户"],
        HEAD,
        ["甲", 1, 2, 3],
        ["青石镇", 35, 12, 98],
        [None],
        ["柳溪镇", 40, 20, 97],
        ["注：群众满意度由县统一调查。"],
        ["填表人：张三", None, "审核人：李四", "联系电话：13800000000"],
        ["数据截至2023年6月30日"],
    ]

    data = reader(rows)

    assert data.findings == ()
    assert table(data).areas == ("青石镇", "柳溪镇")


def test_a_heading_repeated_on_each_page_is_no_area(reader: Reader) -> None:
    data = reader([*SOUND[:2], HEAD, *SOUND[2:]])

    assert data.findings == ()
    assert len(table(data).areas) == 3


def two_rows(ws: Any) -> None:
    ws["A1"] = "江州县防止返贫监测统计表"
    ws.merge_cells("A1:D1")
    ws["A3"], ws["B3"], ws["D3"] = "乡镇", "监测对象", "资金总额"
    ws["B4"], ws["C4"] = "户", "人"
    for merged in ("A3:A4", "B3:C3", "D3:D4"):
        ws.merge_cells(merged)
    ws.append(["青石镇", 1, 2, 3.5])
    ws.append(["柳溪镇", 4, 5, 6])


TWO_ROWS = spec(
    FieldSpec(name="监测户数", title="监测对象/户", unit="户"),
    FieldSpec(name="监测人数", aliases=("监测对象（人）",), unit="人"),
    FieldSpec(name="资金总额", title="资金总额（万元）", unit="万元"),
)


@pytest.mark.parametrize("header", [(), (3, 4)])
def test_a_heading_of_two_merged_rows_is_read_from_above_to_below(tmp_path: Path, header: tuple[int, ...]) -> None:
    path = sheet(tmp_path / "two.xlsx", two_rows)

    data = read_all([entry(path, header=header)], TWO_ROWS)

    assert data.findings == ()
    assert column(data, "监测户数") == (Decimal(1), Decimal(4))
    assert column(data, "监测人数") == (Decimal(2), Decimal(5))
    assert column(data, "资金总额") == (Decimal("3.5"), Decimal(6))


def test_a_heading_of_two_rows_may_give_a_name_in_two_halves(tmp_path: Path) -> None:
    def fill(ws: Any) -> None:
        ws.append(["乡镇", "监测对象", None, "消除风险", None])
        ws.append([None, "户数", "人数", "户数", "人数"])
        for merged in ("A1:A2", "B1:C1", "D1:E1"):
            ws.merge_cells(merged)
        ws.append(["青石镇", 1, 2, 3, 4])

    names = ("监测对象户数", "监测对象人数", "消除风险户数", "消除风险人数")
    path = sheet(tmp_path / "halves.xlsx", fill)

    data = read_all([entry(path)], spec(*(FieldSpec(name=name, unit=name[-2]) for name in names)))

    assert data.findings == ()
    assert [column(data, name) for name in names] == [(Decimal(n),) for n in (1, 2, 3, 4)]


def test_a_row_of_units_below_the_heading_belongs_to_it(reader: Reader) -> None:
    rows = [["乡镇", "监测对象", "资金总额"], [None, "户", "万元"], ["青石镇", 3, 3.5]]
    fields = (
        FieldSpec(name="监测户数", title="监测对象（户）", unit="户"),
        FieldSpec(name="资金总额", unit="万元"),
    )

    data = reader(rows, spec(*fields))

    assert data.findings == ()
    assert table(data).areas == ("青石镇",)


def test_somebody_elses_layout_is_read_by_its_own_headings(tmp_path: Path) -> None:
    rows = [
        ["财政资金台账"],
        ["序号", "单位名称", "下达（万元）", "支出", "备注"],
        [1, "青石", 35.5, 12, "x"],
        [2, "柳 溪镇", 40, "—", None],
    ]
    path = write(tmp_path / "财政台账.xlsx", {"支出": rows})
    funds = spec(FieldSpec(name="批复资金", unit="万元"), FieldSpec(name="支出金额", unit="万元"), name="funds")
    columns = {"乡镇": "单位名称", "批复资金": "下达（万元）", "支出金额": "支出"}
    named = entry(path, table="funds", sheet="支出", columns=columns)

    data = read_all([named], funds, areas=tree("青石镇", "柳溪镇"))

    assert data.findings == ()
    assert table(data).areas == ("青石镇", "柳溪镇")
    assert column(data, "支出金额") == (Decimal(12), None)


def test_a_total_row_is_no_area_and_keeps_its_values(reader: Reader) -> None:
    data = reader([*SOUND, ["合  计", 83, As(32, formula="=SUM(C2:C4)"), None]])

    (total,) = table(data).totals
    assert data.findings == ()
    assert table(data).areas == ("青石镇", "柳溪镇", "白云乡")
    assert (total.title, total.row, total.covers) == ("合  计", 5, (0, 1, 2))
    assert total.values == {"监测对象户数": Decimal(83), "消除风险户数": Decimal(32)}


@pytest.mark.parametrize("title", ["合计", "小计", "总计", "全县合计", "合计：", "一、合计", "总 计（户）"])
def test_every_way_to_write_a_total_is_known(reader: Reader, title: str) -> None:
    data = reader([HEAD, [title, 75, 32, None], *SOUND[1:]])

    assert len(table(data).totals) == 1
    assert len(table(data).areas) == 3


def test_a_subtotal_covers_the_rows_since_the_one_before(reader: Reader) -> None:
    rows = [
        HEAD,
        SOUND[1],
        SOUND[2],
        ["小计", 75, 32, None],
        SOUND[3],
        ["小计", 8, 0, None],
        ["总计", 83, 32, None],
    ]

    totals = table(reader(rows)).totals

    assert [total.covers for total in totals] == [(0, 1), (2,), (0, 1, 2)]


def test_a_leading_subtotal_covers_the_rows_up_to_the_next(reader: Reader) -> None:
    rows = [
        HEAD,
        ["总计", 83, 32, None],
        ["小计", 75, 32, None],
        SOUND[1],
        SOUND[2],
        ["小计", 8, 0, None],
        SOUND[3],
    ]

    assert [total.covers for total in table(reader(rows)).totals] == [(0, 1, 2), (0, 1), (2,)]


def test_the_reports_own_area_may_have_a_row(reader: Reader) -> None:
    data = reader([*SOUND, ["江州县", 83, 32, 98]])

    assert data.findings == ()
    assert table(data).areas[-1] == "江州县"
    assert [area.name for area in data.areas.below("江州县")] == ["青石镇", "柳溪镇", "白云乡"]


def test_short_names_and_blanks_in_names_mean_the_same_area(reader: Reader) -> None:
    rows = [HEAD, ["青石", 35, 12, 98], [" 柳 溪\u3000镇", 40, 20, 97], ["白云\u200b乡", 8, 0, 100]]

    data = reader(rows, areas=tree("青石镇", "柳溪镇", "白云乡"))

    assert data.findings == ()
    assert table(data).areas == ("青石镇", "柳溪镇", "白云乡")


# --- periods, goals, several sheets ---


def test_a_period_column_parts_the_table_by_period(reader: Reader) -> None:
    month = FieldSpec(name="月份", role="period")
    rows = [
        ["乡镇", "月份", "数"],
        ["青石镇", "2023年5月", 1],
        ["青石镇", "6月", 2],
        ["青石镇", As(date(2023, 4, 1), "yyyy-mm"), 3],
    ]

    data = reader(rows, spec(month, FieldSpec(name="数", unit="户")))

    assert data.findings == ()
    found = {str(one.period): one for one in data.tables}
    assert list(found) == ["2023-05", "2023-06", "2023-04"]
    assert found["2023-06"].columns["数"].values == (Decimal(2),)
    assert found["2023-06"].place("数", 0).cell == "C3"
    assert found["2023-05"].as_of == date(2023, 5, 31)


def test_a_period_column_that_disagrees_with_the_entry_is_found(reader: Reader) -> None:
    month = FieldSpec(name="期间", role="period")
    rows = [["乡镇", "期间", "数"], ["青石镇", "2022H1", 1], ["柳溪镇", "2023H1", 2], ["白云乡", "上旬", 3]]

    data = reader(rows, spec(month, FieldSpec(name="数", unit="户")), period="2022H1")

    assert told(data, "DATA-PERIOD") == [("DATA-PERIOD", "B3"), ("DATA-PERIOD", "B4")]


def test_goals_are_marked_as_such(reader: Reader) -> None:
    assert table(reader(SOUND, as_="目标")).target


def test_one_workbook_serves_all_tables_whose_titles_are_its_sheets(tmp_path: Path) -> None:
    jobs = spec(FieldSpec(name="就业人数", unit="人"), name="jobs", title="就业")
    sheets = {"说明": [["填表说明"]], "防止返贫监测": SOUND, "就业": [["乡镇", "就业人数"], ["青石镇", 3]]}
    path = write(tmp_path / "book.xlsx", sheets)

    data = read_all([entry(path)], HOUSEHOLDS, jobs)

    assert [one.table for one in data.tables] == ["households", "jobs"]
    assert [f.code for f in data.findings] == ["DATA-AREA-ABSENT"]


def test_the_same_area_and_period_from_two_workbooks_is_found(tmp_path: Path) -> None:
    one = write(tmp_path / "one.xlsx", {"防止返贫监测": SOUND})
    two = write(tmp_path / "two.xlsx", {"防止返贫监测": SOUND[:2]})

    data = read_all([entry(one), entry(two)], HOUSEHOLDS)

    finding = only(data, "DATA-DOUBLE-AREA")
    assert finding.place == Place("two.xlsx", sheet="防止返贫监测", cell="B2")
    assert "one.xlsx〔防止返贫监测〕B2" in finding.words


def test_two_workbooks_may_share_the_columns_of_a_table_between_them(tmp_path: Path) -> None:
    left = write(tmp_path / "one.xlsx", {"防止返贫监测": [row[:2] for row in SOUND]})
    right = write(tmp_path / "two.xlsx", {"防止返贫监测": [row[:1] + row[2:] for row in SOUND]})

    data = read_all([entry(left), entry(right)], HOUSEHOLDS)

    assert told(data, "DATA-DOUBLE-AREA") == []
    assert len(data.tables) == 2


def test_two_periods_of_the_same_table_live_side_by_side(tmp_path: Path) -> None:
    one = write(tmp_path / "2023.xlsx", {"防止返贫监测": SOUND})
    two = write(tmp_path / "2022.xlsx", {"防止返贫监测": SOUND})

    data = read_all([entry(one), entry(two, period="2022H1")], HOUSEHOLDS)

    assert data.findings == ()
    assert [str(one.period) for one in data.tables] == ["2023H1", "2022H1"]


# --- faults of layout ---


def test_an_unknown_area_is_found_with_the_nearest(reader: Reader) -> None:
    rows = [HEAD, ["青石镇", 35, 12, 98], ["柳西镇", 40, 20, 97]]

    finding = only(reader(rows, areas=tree("青石镇", "柳溪镇")), "DATA-UNKNOWN-AREA")

    assert finding.place.cell == "A3"
    assert "是否想写“柳溪镇”？" in finding.advice


def test_a_name_is_never_taken_by_its_beginning(reader: Reader) -> None:
    rows = [HEAD, ["青石镇", 35, 12, 98], ["柳", 40, 20, 97]]

    data = reader(rows, areas=tree("青石镇", "柳溪镇"))

    assert ("DATA-UNKNOWN-AREA", "A3") in told(data)


def test_an_area_that_stands_there_twice_is_found_at_the_second(reader: Reader) -> None:
    finding = only(reader([*SOUND, ["柳 溪镇", 1, 1, 98]]), "DATA-DOUBLE-AREA")

    assert finding.place.cell == "A5"
    assert "A3" in finding.words


def test_a_row_with_values_and_no_area_is_found(reader: Reader) -> None:
    assert only(reader([*SOUND, [None, 1, 1, 98]]), "DATA-NO-AREA").place.cell == "A5"


def test_an_area_name_that_is_an_error_value_is_found(reader: Reader) -> None:
    data = reader([*SOUND, [As("#REF!", formula="=Z9"), 1, 1, 98]])

    assert only(data, "DATA-ERROR-CELL").place.cell == "A5"


def test_townships_that_did_not_report_are_named(reader: Reader) -> None:
    finding = only(reader(SOUND, areas=tree("青石镇", "柳溪镇", "白云乡", "红旗镇")), "DATA-AREA-ABSENT")

    assert finding.severity is Severity.WARNING
    assert "红旗镇" in finding.words


def test_a_row_all_columns_of_which_say_whole_county_is_told_how_to_be_written(reader: Reader) -> None:
    rows = [*SOUND, ["全县", 83, 32, 98]]

    data = reader(rows, areas=tree("青石镇", "柳溪镇", "白云乡"))

    assert "合计行请写“合计”" in only(data, "DATA-UNKNOWN-AREA").advice


def test_a_renamed_heading_is_found_at_the_heading(reader: Reader) -> None:
    rows = [["乡镇", "监测对象（户）", "已消除风险（户）", "群众满意度"], ["青石镇", 35, 12, 98]]

    finding = only(reader(rows), "DATA-NO-COLUMN")

    assert finding.place.cell == "C1"
    assert finding.severity is Severity.WARNING
    assert "已消除风险(户)" in finding.advice or "已消除风险（户）" in finding.advice


def test_what_the_countys_own_row_leaves_blank_is_rolled_up_and_so_not_required(reader: Reader) -> None:
    rows = [*SOUND, ["江州县", None, None, 98.2]]

    data = reader(rows, areas=tree("青石镇", "柳溪镇", "白云乡"))

    assert data.findings == ()
    assert column(data, "监测对象户数") == (35, 40, 8, None)


def test_a_required_figure_that_is_not_rolled_up_is_asked_of_the_countys_own_row_too(reader: Reader) -> None:
    fields = (
        FieldSpec(name="乡镇", role="area"),
        FieldSpec(name="满意度", unit="%", rollup="own", constraints=Constraints(required=True)),
    )
    rows = [["乡镇", "满意度"], ["青石镇", 98], ["柳溪镇", 97], ["江州县", None]]

    data = reader(rows, DataSpec(name="t", title="表", fields=fields), areas=tree("青石镇", "柳溪镇"))

    assert told(data) == [("DATA-REQUIRED", "B4")]


def test_heading_rows_that_no_sheet_has_are_left_to_the_specs_check_and_the_heading_is_looked_for(
    reader: Reader,
) -> None:
    data = reader(SOUND, table="households", header=(0,))

    assert data.findings == ()
    assert table(data).areas == ("青石镇", "柳溪镇", "白云乡")


def test_a_data_spec_without_an_area_field_is_left_to_the_specs_check(reader: Reader) -> None:
    bare = DataSpec(name="t", title="表", fields=(FieldSpec(name="监测户数", unit="户"),))

    data = reader([["乡镇", "监测户数"], ["青石镇", 3]], bare)

    assert (data.findings, data.tables) == ((), ())


def test_a_required_column_that_is_missing_stops(reader: Reader) -> None:
    finding = only(reader([["乡镇", "消除风险", "群众满意度"], ["青石镇", 12, 98]]), "DATA-NO-COLUMN")

    assert is_error(finding)
    assert finding.place.cell == "A1:C1"


def test_a_field_with_a_formula_needs_no_column(reader: Reader) -> None:
    share = FieldSpec(name="占比", unit="%", formula="数 / 数")

    data = reader([["乡镇", "数"], ["青石镇", 3]], spec(FieldSpec(name="数", unit="户"), share))

    assert data.findings == ()


def test_an_older_workbook_without_a_new_column_is_no_fault(reader: Reader) -> None:
    rows = [["乡镇", "监测对象", "群众满意度"], ["青石镇", 35, 98]]

    assert only(reader(rows, period="2022H1"), "DATA-NO-COLUMN").severity is Severity.NOTICE


def test_a_column_that_stands_there_twice_is_found(reader: Reader) -> None:
    rows = [[*HEAD, "监测对象（户）"], ["青石镇", 35, 12, 98, 36]]

    finding = only(reader(rows), "DATA-DOUBLE-COLUMN")

    assert is_error(finding)
    assert finding.place.cell == "E1"


def test_a_heading_in_another_measure_word_is_not_taken(reader: Reader) -> None:
    data = reader([["乡镇", "监测对象（人）", "消除风险", "群众满意度"], ["青石镇", 99, 12, 98]])

    finding = only(data, "DATA-UNIT")
    assert finding.place.cell == "B1"
    assert "监测对象户数" not in table(data).columns


def test_two_headings_that_differ_in_the_unit_alone_are_told_apart(reader: Reader) -> None:
    fields = (
        FieldSpec(name="户数", title="监测对象（户）", unit="户"),
        FieldSpec(name="人数", title="监测对象（人）", unit="人"),
    )

    data = reader([["乡镇", "监测对象（人）", "监测对象（户）"], ["青石镇", 99, 35]], spec(*fields))

    assert data.findings == ()
    assert column(data, "户数") == (Decimal(35),)


def test_a_heading_in_yuan_is_converted_for_a_field_in_wan_yuan(reader: Reader) -> None:
    data = reader(
        [["乡镇", "资金（元）"], ["青石镇", 35000], ["柳溪镇", "12,500"]],
        spec(FieldSpec(name="资金", unit="万元")),
    )

    assert column(data, "资金") == (Decimal("3.5"), Decimal("1.25"))
    assert ("DATA-UNIT-CONVERTED", "B1") in told(data)


def test_the_unit_told_above_the_table_counts_for_money(reader: Reader) -> None:
    rows = [["资金表"], [None, "单位：元"], ["乡镇", "资金"], ["青石镇", 35000]]

    data = reader(rows, spec(FieldSpec(name="资金", unit="万元")))

    assert column(data, "资金") == (Decimal("3.5"),)
    assert told(data) == [("DATA-UNIT-CONVERTED", "B3")]


def test_a_heading_of_money_for_a_field_of_counts_is_refused(reader: Reader) -> None:
    data = reader([["乡镇", "数（万元）"], ["青石镇", 3]], spec(FieldSpec(name="数", unit="户")))

    assert is_error(only(data, "DATA-UNIT"))
    assert table(data).columns == {}


def test_a_sheet_without_the_heading_is_found(reader: Reader) -> None:
    assert only(reader([["a", "b"], ["c", 3]]), "DATA-NO-HEADER").place.sheet == "防止返贫监测"


def test_a_heading_without_the_area_is_found_with_the_nearest(reader: Reader) -> None:
    rows = [["乡镇名称", "监测对象", "消除风险", "群众满意度"], ["青石镇", 35, 12, 98]]

    finding = only(reader(rows), "DATA-NO-COLUMN")

    assert is_error(finding)
    assert "乡镇名称" in finding.advice


@pytest.mark.parametrize("rows", [[], [HEAD], [HEAD, ["注：空表。"]]])
def test_an_empty_table_is_found(reader: Reader, rows: list[list[str]]) -> None:
    assert is_error(only(reader(rows), "DATA-EMPTY"))


def test_values_merged_over_two_areas_are_found(tmp_path: Path) -> None:
    def fill(ws: Any) -> None:
        for row in SOUND:
            ws.append(row)
        ws.merge_cells("C2:C3")

    data = read_all([entry(sheet(tmp_path / "m.xlsx", fill, "防止返贫监测"))], HOUSEHOLDS)

    finding = only(data, "DATA-MERGED-CELL")
    assert finding.place.cell == "C2:C3"
    assert is_error(finding)


def test_an_area_merged_over_two_rows_is_found_at_the_second(tmp_path: Path) -> None:
    def fill(ws: Any) -> None:
        for row in SOUND:
            ws.append(row)
        ws.merge_cells("A2:A3")

    data = read_all([entry(sheet(tmp_path / "m.xlsx", fill, "防止返贫监测"))], HOUSEHOLDS)

    assert only(data, "DATA-NO-AREA").place.cell == "A3"


def test_hidden_rows_columns_and_sheets_are_read_and_told(tmp_path: Path) -> None:
    def fill(ws: Any) -> None:
        for row in SOUND:
            ws.append(row)
        ws.row_dimensions[3].hidden = True
        ws.column_dimensions["D"].hidden = True
        ws.parent.create_sheet("封面")
        ws.sheet_state = "hidden"

    data = read_all([entry(sheet(tmp_path / "h.xlsx", fill, "防止返贫监测"))], HOUSEHOLDS)

    assert len(table(data).areas) == 3
    assert told(data) == [("DATA-HIDDEN", ""), ("DATA-HIDDEN", "D1"), ("DATA-HIDDEN", "A3")]
    assert all(finding.severity is Severity.NOTICE for finding in data.findings)


def test_a_renamed_sheet_is_found_at_the_sheet(tmp_path: Path) -> None:
    path = write(tmp_path / "book.xlsx", {"说明": [["填表说明"]], "返贫监测": SOUND})

    finding = only(read_all([entry(path)], HOUSEHOLDS), "DATA-NO-SHEET")

    assert is_error(finding)
    assert finding.place == Place("book.xlsx", sheet="返贫监测")
    assert "防止返贫监测" in finding.advice


def test_a_workbook_without_a_table_is_found_with_the_sheets_there_are(tmp_path: Path) -> None:
    path = write(tmp_path / "book.xlsx", {"Sheet1": SOUND, "Sheet2": SOUND})

    finding = only(read_all([entry(path)], HOUSEHOLDS), "DATA-NO-SHEET")

    assert finding.place == Place("book.xlsx")
    assert "Sheet1、Sheet2" in finding.words


def test_a_sheet_that_the_entry_names_and_that_is_not_there_is_found_in_the_spec(tmp_path: Path) -> None:
    path = write(tmp_path / "book.xlsx", {"一": SOUND, "二": SOUND})

    data = read_all([entry(path, table="households", sheet="三")], HOUSEHOLDS)

    assert only(data, "DATA-NO-SHEET").place == Place("report.yaml", line=5)


def test_a_workbook_of_areas_alone_is_no_fault(tmp_path: Path) -> None:
    areas = write(tmp_path / "areas.xlsx", {"行政区划": [["名称", "简称"], ["青石镇", "青石"]]})
    path = write(tmp_path / "book.xlsx", {"防止返贫监测": [HEAD, ["青石", 35, 12, 98]]})

    data = read_all([entry(areas), entry(path)], HOUSEHOLDS)

    assert data.findings == ()
    assert table(data).areas == ("青石镇",)


def test_a_sheet_named_nearly_like_a_table_is_told(tmp_path: Path) -> None:
    jobs = spec(FieldSpec(name="就业人数", unit="人"), name="jobs", title="就业情况")
    sheets = {"防止返贫监测": SOUND, "就业情况 (2)": [["乡镇", "就业人数"], ["青石镇", 3]]}

    data = read_all([entry(write(tmp_path / "b.xlsx", sheets))], HOUSEHOLDS, jobs)

    finding = only(data, "DATA-NO-SHEET")
    assert finding.place.sheet == "就业情况 (2)"
    assert finding.severity is Severity.WARNING


def test_a_table_nobody_registered_is_found_at_the_entry(reader: Reader) -> None:
    data = reader(SOUND, table="household")

    assert "households" in only(data, "DATA-NO-TABLE").advice


def test_all_faults_of_a_sheet_are_told_at_once(reader: Reader) -> None:
    rows = [
        HEAD,
        ["青石镇", "待定", As("#DIV/0!", formula="=1/0"), 98],
        ["柳西镇", 40, 20, 97],
        ["白云乡", -8, As("", formula="=B4"), 0.97],
        ["白云乡", 8, "若干", 99],
        [None, 1, 2, 3],
    ]

    data = reader(rows, areas=tree("青石镇", "柳溪镇", "白云乡"))

    assert sorted(told(data)) == [
        ("DATA-DOUBLE-AREA", "A5"),
        ("DATA-ERROR-CELL", "C2"),
        ("DATA-NO-AREA", "A6"),
        ("DATA-NO-STORED-VALUE", "C4"),
        ("DATA-NOT-NUMBER", "B2"),
        ("DATA-NOT-NUMBER", "C5"),
        ("DATA-RANGE", "B4"),
        ("DATA-UNKNOWN-AREA", "A3"),
    ]


def test_a_table_whose_rows_are_all_refused_is_not_called_empty(reader: Reader) -> None:
    only(reader([HEAD, ["某镇", 1, 2, 3]], areas=tree("青石镇", "柳溪镇")), "DATA-UNKNOWN-AREA")


def test_a_field_whose_unit_is_none_is_left_to_the_spec(reader: Reader) -> None:
    data = reader([["乡镇", "数"], ["青石镇", 3]], spec(FieldSpec(name="数", unit="3个（大）")))

    assert data.findings == ()
    assert table(data).columns == {}


# --- areas from the workbooks themselves ---


def test_a_sheet_of_areas_gives_the_tree(tmp_path: Path) -> None:
    areas = [
        ["名称", "上级", "简称", "别名", "级别"],
        ["江州县", None, None, None, "县"],
        ["柳溪镇", "江州县", "柳溪", "柳溪镇政府、柳溪乡", "乡镇"],
        ["青石镇", "江州县", "青石", None, "乡镇"],
    ]
    rows = [HEAD, ["柳溪乡", 40, 20, 97], ["青石", 35, 12, 98]]
    path = write(tmp_path / "b.xlsx", {"行政区划": areas, "防止返贫监测": rows})

    data = read_all([entry(path)], HOUSEHOLDS)

    assert data.findings == ()
    assert table(data).areas == ("柳溪镇", "青石镇")
    assert data.areas.names() == ("江州县", "柳溪镇", "青石镇")


def test_two_area_columns_give_two_levels(tmp_path: Path) -> None:
    def fill(ws: Any) -> None:
        ws.append(["乡镇", "村", "户数"])
        ws.append(["青石镇", "东村", 3])
        ws.append([None, "西村", 4])
        ws.append(["柳溪镇", "南村", 5])
        ws.merge_cells("A2:A3")

    villages = DataSpec(
        name="v",
        title="表",
        fields=(
            FieldSpec(name="乡镇", role="area", level="乡镇"),
            FieldSpec(name="村", role="area", level="村"),
            FieldSpec(name="户数", unit="户"),
        ),
    )

    data = read_all([entry(sheet(tmp_path / "v.xlsx", fill))], villages)

    assert data.findings == ()
    assert table(data).areas == ("东村", "西村", "南村")
    assert [area.name for area in data.areas.below("青石镇")] == ["东村", "西村"]


def test_a_report_area_that_nobody_knows_is_found_in_the_spec(reader: Reader, tmp_path: Path) -> None:
    path = write(tmp_path / "b.xlsx", {"防止返贫监测": SOUND})

    data = read_all([entry(path)], HOUSEHOLDS, areas=tree("青石镇", "柳溪镇", "白云乡"), area="江洲县")

    assert only(data, "DATA-UNKNOWN-AREA").place == Place("report.yaml", line=3)
